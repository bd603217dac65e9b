"""Known states, places, organisations, offices and people: names, dates and identifiers (data/gazetteer/*.tsv)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from typing import Final, Literal, NamedTuple

from kg.errors import KGError
from kg.model import Entity, Link, ValueKind
from kg.resources import resource
from kg.vocab import WIKIDATA

NameKind = Literal["state", "demonym", "place", "organisation", "person", "office"]

# File -> its columns; the first is the row's key unless the file is named in REPEATS.
COLUMNS: Final = {
    "states": "key label kind start end continuator predecessors sovereign iso2 iso3 cow cow_number qid capital note",
    "state_names": "key language form surface ambiguous",
    "places": "key label state qid ambiguous",
    "place_names": "key language surface",
    "organisations": "key label acronyms names_en names_es qid",
    "offices": "key label state names qid",
    "people": "key label names birth death qid",
    "terms": "person office state start end seen",
    "naming": "state tradition",
    "given_names": "name sex",
}
REPEATS: Final = frozenset({"state_names", "place_names", "terms", "naming", "given_names"})
# File -> columns that hold keys of rows, and the files those rows stand in.
REFERENCES: Final = {
    "states": (
        ("continuator", "states"),
        ("predecessors", "states"),
        ("sovereign", "states"),
        ("capital", "places"),
    ),
    "state_names": (("key", "states"),),
    "places": (("state", "states"),),
    "place_names": (("key", "places"),),
    "offices": (("state", "states"),),
    "terms": (("person", "people"), ("office", "offices"), ("state", "states")),
    "naming": (("state", "states"),),
}
SEPARATOR: Final = " | "  # between several names in one cell; several keys are parted by a space
NAMED_BY: Final[dict[str, NameKind]] = {"name": "state", "official": "state", "demonym": "demonym", "prefix": "demonym"}
# Items of states were matched by ISO code in three or four tables, the others by label in one or more.
CERTAINTY: Final = {"states": 0.99, "places": 0.95, "organisations": 0.95, "offices": 0.95, "people": 0.95}
FOLDER_OF: Final = {
    "state": "states",
    "place": "places",
    "organisation": "organisations",
    "office": "offices",
    "person": "people",
}


class Name(NamedTuple):
    """A form under which entities are named; several keys: it may mean any of them, the most usual one first.

    A prefix of compounds keeps its hyphen ("Anglo-"). `ambiguous` marks a form that often means something else
    altogether ("Chad", "Split"), so that it needs support in the text. Forms in capitals ("US") are to be matched as
    they stand. A named tuple, since thousands are made at every start.
    """

    surface: str
    language: str  # "en", "es", or "" for any
    kind: NameKind
    keys: tuple[str, ...]
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A person's time in an office; dates are ISO days, months or years.

    An empty `end`: not over when last `seen`.
    """

    person: str
    office: str
    state: str  # empty for an office of an organisation
    start: str
    end: str
    seen: str = ""

    def covers(self, day: str) -> bool:
        """Whether a day, month or year lies in the term, both its first and its last day included."""
        last = self.end or self.seen
        return self.start[: len(day)] <= day[: len(self.start)] and day[: len(last)] <= last[: len(day)]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file, in its order, with the number of each row's line."""

    name: str
    lines: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(COLUMNS[self.name].split())

    def fault(self, line: int, what: str) -> KGError:
        """The error to raise for a row."""
        return KGError(f"data/gazetteer/{self.name}.tsv:{line}: {what}")


def read_table(folder: Traversable, name: str) -> Table:
    """The table `name`.tsv of a folder; KGError names the file and line of a malformed header or row."""
    try:
        text = folder.joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KGError(f"data/gazetteer/{name}.tsv: {error}; restore the file, in UTF-8") from None
    head, *rest = text.replace("\r\n", "\n").split("\n")
    columns = tuple(COLUMNS[name].split())
    lines = tuple(number for number, line in enumerate(rest, 2) if line)
    table = Table(name, lines, tuple(tuple(line.split("\t")) for line in rest if line))
    if tuple(head.split("\t")) != columns:
        raise table.fault(1, f"the header must be {', '.join(columns)}, parted by tabs")
    for line, row in zip(lines, table.rows, strict=True):
        if len(row) != len(columns):
            raise table.fault(line, f"{len(row)} cells instead of {len(columns)}; part the cells by single tabs")
    return table


def index(table: Table) -> dict[str, tuple[str, ...]]:
    """Rows by key; KGError for a key that comes twice."""
    rows = {row[0]: row for row in table.rows}
    if len(rows) < len(table.rows):
        seen: set[str] = set()
        for line, row in zip(table.lines, table.rows, strict=True):
            if row[0] in seen:
                raise table.fault(line, f"the key {row[0]!r} stands in an earlier row; give every row its own")
            seen.add(row[0])
    return rows


def check_references(table: Table, known: dict[str, dict[str, tuple[str, ...]]]) -> None:
    """KGError for a key that no row of the file it refers to has."""
    for column, target in REFERENCES.get(table.name, ()):
        place = table.columns.index(column)
        keys = known[target]
        for line, row in zip(table.lines, table.rows, strict=True):
            if row[place] and row[place] not in keys:
                for key in row[place].split(" "):
                    if key not in keys:
                        raise table.fault(line, f"unknown {column} {key!r}; add it to {target}.tsv or correct it")


def check_forms(table: Table) -> None:
    """KGError for a form of a state's name that is none of NAMED_BY."""
    for line, row in zip(table.lines, table.rows, strict=True):
        if row[2] not in NAMED_BY:
            raise table.fault(line, f"unknown form {row[2]!r}; use one of {', '.join(NAMED_BY)}")


def spellings(surface: str) -> Iterator[str]:
    """A name with either apostrophe and either dash: tables hold the typewriter's."""
    yield surface
    if "'" in surface:
        yield surface.replace("'", "’")
    if "-" in surface:
        yield surface.replace("-", "–")


def parts(cell: str) -> list[str]:
    """The names in a cell."""
    return cell.split(SEPARATOR) if cell else []


CROWNS: Final = tuple(f"office/{title}-of-" for title in ("monarch", "king", "queen", "emperor", "sultan", "emir"))
_OLD_REPUBLICS = "1925"  # of Brazil, France or Mexico no text of today means a king whom it does not call theirs


class Gazetteer:
    """The tables of one folder, read once; entities and names are made when asked for."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self._tables = tables
        self._rows = {name: index(table) for name, table in tables.items() if name not in REPEATS}
        for table in tables.values():
            check_references(table, self._rows)
        check_forms(tables["state_names"])

    @classmethod
    def load(cls, folder: Traversable) -> Gazetteer:
        """The gazetteer of a folder that holds the files of COLUMNS."""
        return cls({name: read_table(folder, name) for name in COLUMNS})

    def keys(self, kind: ValueKind) -> tuple[str, ...]:
        """Keys of all entities of a kind, in the order of their file."""
        return tuple(self._rows[FOLDER_OF[kind]]) if kind in FOLDER_OF else ()

    def entity(self, key: str) -> Entity | None:
        """The entity with its other names, its Wikidata item and its facts; None if unknown.

        Facts are ontology terms: capital, continuatorOf, existedFrom, existedUntil, iso3, cowCode of a state,
        inState of
        a place, postOf of an office. Dates are ISO dates or years.
        """
        kind = key.partition("/")[0]
        table = FOLDER_OF.get(kind, "")
        row = self._rows.get(table, {}).get(key)
        if row is None:
            return None
        cells = dict(zip(self._tables[table].columns, row, strict=True))
        label, item = cells["label"], cells["qid"]
        links = (Link(WIKIDATA + item, CERTAINTY[table], "ManualMappingCuration"),) if item else ()
        aliases = tuple(name for name in self._names_of.get(key, ()) if name != label)
        return Entity(key, kind, label, aliases, links, self._facts(table, cells), known=True)  # type: ignore[arg-type]

    def label(self, key: str) -> str:
        """The canonical English name; empty if the key is unknown."""
        return self._labels.get(key, "")

    def names(self) -> Sequence[Name]:
        """Every form in every language, in the order of the files."""
        return self._all_names

    def names_of(self, key: str) -> Sequence[str]:
        """The names of an entity in any language, without demonyms, in the order of the files."""
        return self._names_of.get(key, ())

    def forms(self, state: str, language: str) -> Sequence[str]:
        """Every form of a state's name and of its people's in a language."""
        return self._forms_by_state.get((state, language), ())

    def spelt(self, state: str, text: str) -> str:
        """How a text names a state most often, by its label if others are no more often; "" if by none of its names."""
        names = (self.label(state), *self._short_names.get(state, ()))
        often = max(names, key=text.count)
        return often if often in text else ""

    def start(self, key: str) -> str | None:
        """ISO date, or year, on which a state began; None if it is older than 1776, disputed or unknown."""
        return self._cell("states", key, 3) or None

    def end(self, key: str) -> str | None:
        """ISO date, or year, on which a state ended; None if it exists or is unknown."""
        return self._cell("states", key, 4) or None

    def continuator(self, key: str) -> str | None:
        """The state that is the same person in law under another name (Soviet Union: Russia)."""
        return self._cell("states", key, 5) or None

    def predecessors(self, key: str) -> tuple[str, ...]:
        """The states on whose territory or in whose place a state came, the latest first."""
        return tuple(self._cell("states", key, 6).split())

    def sovereign(self, key: str) -> str | None:
        """The state to which a territory belongs or belonged."""
        return self._cell("states", key, 7) or None

    def tradition(self, key: str) -> str:
        """How people of a state are named, by a word that states whose people are named alike share; "" if unknown."""
        return self._traditions.get(key, "")

    @cached_property
    def given_names(self) -> Mapping[str, str]:
        """First names that only women ("f") or only men ("m") bear."""
        return dict(self._tables["given_names"].rows)  # type: ignore[arg-type]

    def capital(self, key: str) -> str | None:
        """The capital, or the first of several seats of government."""
        return next(iter(self._cell("states", key, 13).split()), None)

    def state_of_place(self, key: str) -> str | None:
        """The state or territory in which a place lies today."""
        return self._cell("places", key, 2) or None

    def naming(self, key: str) -> Sequence[str]:
        """The entities whose facts name another: of a state its offices and places, of a capital its state."""
        return self._naming.get(key, ())

    def terms(self) -> tuple[Term, ...]:
        """Who held which office when."""
        return self._terms

    def terms_of(self, person: str) -> Sequence[Term]:
        """The offices a person held, in the order of the file."""
        return self._terms_by_person.get(person, ())

    def terms_in(self, state: str) -> Sequence[Term]:
        """The offices of a state that people held, in the order of the file."""
        return self._terms_by_state.get(state, ())

    def governors(self, state: str) -> tuple[str, ...]:
        """The names of those who held an office of a state, each once."""
        if state not in self._governors:
            self._governors[state] = tuple(dict.fromkeys(self.label(term.person) for term in self.terms_in(state)))
        return self._governors[state]

    def serving(self, year: str) -> tuple[Term, ...]:
        """The terms that run in a year, in the order of the file."""
        if year not in self._terms_by_year:
            found = tuple(t for t in self._terms if t.start[:4] <= year <= (t.end[:4] or "9999"))
            self._terms_by_year[year] = found
        return self._terms_by_year[year]

    def monarchies(self) -> frozenset[str]:
        """Keys of the states that have, or had until not so long ago, a monarch in the table of offices or of terms."""
        return self._monarchies

    def realms(self, person: str) -> frozenset[str]:
        """Keys of the states whose monarch a person was."""
        return frozenset(term.state for term in self.terms_of(person) if term.office.startswith(CROWNS))

    def cow_number(self, key: str) -> str:
        """A state's number in the Correlates of War, by which states of one continent stand together; "" for none."""
        return self._cell("states", key, 11)

    def holders(self, office: str, day: str) -> tuple[str, ...]:
        """The people known to have held an office on a day, month or year, in order; a day of change has two."""
        return tuple(term.person for term in self._terms_by_office.get(office, ()) if term.covers(day))

    def _cell(self, table: str, key: str, column: int) -> str:
        row = self._rows[table].get(key)
        return row[column] if row else ""

    def _facts(self, table: str, cells: dict[str, str]) -> tuple[tuple[str, str], ...]:
        if table == "offices":
            return (("postOf", cells["state"]),) if cells["state"] else ()
        if table == "places":
            return (("inState", cells["state"]),) if cells["state"] else ()
        if table != "states":
            return ()
        pairs: list[tuple[str, str]] = [("capital", key) for key in cells["capital"].split()]
        pairs += [("continuatorOf", key) for key in self._continued.get(cells["key"], ())]
        pairs += [("existedFrom", cells["start"]), ("existedUntil", cells["end"])]
        pairs += [("iso3", cells["iso3"]), ("cowCode", cells["cow_number"])]
        return tuple(pair for pair in pairs if pair[1])

    @cached_property
    def _proper(self) -> set[tuple[str, str]]:
        """Language and surface of state and place names, which a capital letter would make of some demonyms."""
        surfaces = {(row[1], row[3]) for row in self._tables["state_names"].rows}
        return surfaces | {(row[1], row[2]) for row in self._tables["place_names"].rows}

    @cached_property
    def _continued(self) -> dict[str, list[str]]:
        return group((row[5], row[0]) for row in self._tables["states"].rows if row[5])

    @cached_property
    def _short_names(self) -> dict[str, list[str]]:
        return group((row[0], row[3]) for row in self._tables["state_names"].rows if row[2] == "name")

    @cached_property
    def _traditions(self) -> dict[str, str]:
        return dict(self._tables["naming"].rows)  # type: ignore[arg-type]

    @cached_property
    def _naming(self) -> dict[str, list[str]]:
        tables = self._tables
        within = [(row[2], row[0]) for row in tables["places"].rows if row[2]]
        posts = [(row[2], row[0]) for row in tables["offices"].rows if row[2]]
        states = tables["states"].rows
        seats = [(place, row[0]) for row in states for place in row[13].split()]
        return group([*within, *posts, *seats, *((row[0], row[5]) for row in states if row[5])])

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        return tuple(Term(*row) for row in self._tables["terms"].rows)

    @cached_property
    def _monarchies(self) -> frozenset[str]:
        reigns = {row[2]: "" for row in self._tables["offices"].rows if row[0].startswith(CROWNS)}
        for term in self._terms:
            if term.office.startswith(CROWNS):
                reigns[term.state] = max(reigns.get(term.state, ""), term.end or "9999")
        return frozenset(state for state, end in reigns.items() if not end or end > _OLD_REPUBLICS)

    @cached_property
    def _terms_by_office(self) -> dict[str, list[Term]]:
        by_office: dict[str, list[Term]] = {}
        for term in self._terms:
            by_office.setdefault(term.office, []).append(term)
        return by_office

    @cached_property
    def _terms_by_person(self) -> dict[str, list[Term]]:
        by_person: dict[str, list[Term]] = {}
        for term in self._terms:
            by_person.setdefault(term.person, []).append(term)
        return by_person

    @cached_property
    def _terms_by_state(self) -> dict[str, list[Term]]:
        by_state: dict[str, list[Term]] = {}
        for term in self._terms:
            by_state.setdefault(term.state, []).append(term)
        return by_state

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {key: row[1] for rows in self._rows.values() for key, row in rows.items()}

    @cached_property
    def _governors(self) -> dict[str, tuple[str, ...]]:
        return {}  # filled as states are asked for

    @cached_property
    def _terms_by_year(self) -> dict[str, tuple[Term, ...]]:
        return {}

    @cached_property
    def _names_of(self) -> dict[str, list[str]]:
        """Names of each entity without demonyms, as the tables spell them."""
        surfaces = group((key, surface) for surface, _, kind, key, _ in self._forms() if kind != "demonym")
        return {key: list(dict.fromkeys(forms)) for key, forms in surfaces.items()}

    @cached_property
    def _all_names(self) -> tuple[Name, ...]:
        keys: dict[tuple[str, str, NameKind], list[str]] = {}
        doubtful = set()
        for surface, language, kind, key, doubt in self._forms():
            for spelling in spellings(surface):
                form = spelling, language, kind
                meant = keys.setdefault(form, [])
                if key not in meant:
                    meant.append(key)
                if doubt:
                    doubtful.add(form)
        return tuple(Name(*form, tuple(meant), form in doubtful) for form, meant in keys.items())

    @cached_property
    def _forms_by_state(self) -> dict[tuple[str, str], list[str]]:
        by_state: dict[tuple[str, str], list[str]] = {}
        for surface, language, _, key, _ in self._state_forms():
            by_state.setdefault((key, language), []).extend(spellings(surface))
        return by_state

    def _forms(self) -> Iterator[tuple[str, str, NameKind, str, bool]]:
        """Surface, language, kind, key and doubt of every form, one key at a time."""
        yield from self._state_forms()
        doubtful = {row[0] for row in self._tables["places"].rows if row[4]}
        for key, language, surface in self._tables["place_names"].rows:
            yield surface, language, "place", key, key in doubtful
        for key, label, acronyms, english, spanish, _ in self._tables["organisations"].rows:
            own = "en" if " " in label else ""  # "G20", "UNESCO": of one word, in every language
            for language, cell in (("", acronyms), (own, label), ("en", english), ("es", spanish)):
                for surface in parts(cell):
                    yield surface, language, "organisation", key, False
        for key, label, _, names, _ in self._tables["offices"].rows:
            for surface in (label, *parts(names)):
                yield surface, "", "office", key, False
        for key, label, names, *_ in self._tables["people"].rows:
            for surface in (label, *parts(names)):
                yield surface, "", "person", key, False

    def _state_forms(self) -> Iterator[tuple[str, str, NameKind, str, bool]]:
        for key, language, form, surface, doubt in self._tables["state_names"].rows:
            yield surface, language, NAMED_BY[form], key, bool(doubt)
            if form == "demonym" and surface[0].islower() and not doubt:
                title = surface.capitalize()  # "Gobierno Chileno"
                if (language, title) not in self._proper:
                    yield title, language, "demonym", key, False


def group(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Second members by first member, in order."""
    groups: dict[str, list[str]] = {}
    for first, second in pairs:
        groups.setdefault(first, []).append(second)
    return groups


@cache
def gazetteer() -> Gazetteer:
    """The project's own gazetteer."""
    return Gazetteer.load(resource("data", "gazetteer"))
