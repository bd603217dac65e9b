"""Two tables for political scientists: a row per pair of states and year, and a row per event between two actors.

State numbers are those of the Correlates of War project, event codes those of CAMEO and PLOVER as the ontology's
alignments give them. The levels of representation are derived here, after the idea of the Correlates of War diplomatic
exchange data: they are not taken from it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from itertools import combinations
from typing import IO, Final

import pyoxigraph as ox

from kg.graph.classes import kind_class
from kg.graph.reading import Reader, Value, local_name, special_classes
from kg.graph.terms import TYPE, dipl, superclasses, thing
from kg.lexicon.gazetteer import gazetteer
from kg.link.facts import time_of
from kg.model import Entity, When
from kg.resolve.states import Atlas
from kg.resolve.times import ALWAYS, Days, begin, end
from kg.resources import resource
from kg.vocab import ONTOLOGY

# Class -> properties of who acts and of whom it is done to, the first that is filled counts.
_DIRECTED: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "Visit": (("visitorState", "visitor"), ("host",)),
    "Recognition": (("recogniser",), ("recognised",)),
    "SeveranceOfRelations": (("agent",), ("party",)),
    "Expulsion": (("agent",), ("target",)),
    "Recall": (("agent",), ("target",)),
    "ProvisionOfAid": (("donor",), ("recipient",)),
    "MissionEvent": (("sendingState",), ("receivingState",)),
    "Appointment": (("sendingState", "person"), ("receivingState",)),
    "LeadershipChange": (("state",), ()),
}
_MUTUAL: Final = ("party", "participant", "actor")
# Posts and missions by level: ambassador, envoy, chargé d'affaires. A state at odds with another keeps none.
_LEVELS: Final = {
    "AmbassadorPost": 3,
    "Embassy": 3,
    "HighCommission": 3,
    "ApostolicNunciature": 3,
    "EnvoyPost": 2,
    "Legation": 2,
    "ChargeDAffairesPost": 1,
    "ChargeAdInterimPost": 1,
    "InterestsSection": 1,
}
_STATUS: Final = {
    "RelationsInForce": "in force",
    "RelationsSevered": "severed",
    "RelationsNotEstablished": "not established",
}
_CHANGES: Final = {
    "EstablishmentOfRelations": "established",
    "SeveranceOfRelations": "severed",
    "RestorationOfRelations": "restored",
}
# What tells for which state a person acts: property of the account -> property of the state.
_HOMES: Final = {"visitor": ("visitorState",), "person": ("sendingState", "officeOf")}
_DEFAULT: Final = ox.DefaultGraph()

DYAD_YEARS: Final = {
    "state1": "first state of the pair, as it was called at the end of the year",
    "ccode1": "its number in the Correlates of War lists; empty if it has none",
    "iso3_1": "its ISO 3166 code",
    "state2": "second state of the pair",
    "ccode2": "its number in the Correlates of War lists",
    "iso3_2": "its ISO 3166 code",
    "year": "calendar year, from the first to the last of which a text tells something of the pair",
    "relations": "state of diplomatic relations on 31 December: in force, severed, not established; empty if no text tells",
    "changes": "changes of relations in the year, with their dates",
    "level_1_in_2": "highest representation of state1 in state2 known in the year: 3 ambassador or embassy, 2 envoy or legation, "
    "1 chargé d'affaires, 0 relations severed or not established all year; empty if no text tells (own derivation)",
    "level_2_in_1": "the same of state2 in state1",
    "visits_1_to_2": "visits from state1 to state2 that began in the year",
    "visits_2_to_1": "visits from state2 to state1",
    "meetings": "meetings of the two that began in the year",
    "agreements": "agreements between the two dated in the year",
    "disputed": "how many of the events counted in this row a contradiction of the sources concerns",
}
EVENTS: Final = {
    "event": "key of the event in the graph",
    "type": "its most special class",
    "cameo": "CAMEO code of the class; 042 reads: actor1 visits actor2",
    "plover": "PLOVER type of the class, with the mode after a hyphen",
    "actor1": "who acts; of a mutual event one of the two",
    "state1": "the state for which actor1 acts",
    "ccode1": "its number in the Correlates of War lists",
    "iso3_1": "its ISO 3166 code",
    "actor2": "to whom it is done, or the other of the two",
    "state2": "the state for which actor2 acts",
    "ccode2": "its number in the Correlates of War lists",
    "iso3_2": "its ISO 3166 code",
    "directed": "yes if actor1 acts on actor2, no if the event is mutual",
    "date": "EDTF",
    "earliest": "first day it can have begun",
    "latest": "last day it can have ended",
    "year": "year in which it began, if that is certain",
    "place": "where",
    "label": "the event in a few words",
    "sources": "number of documents that tell of it",
    "confidence": "0 to 1, of the best claim",
    "disputed": "yes if a contradiction of the sources concerns it",
    "document": "file of the claim quoted",
    "url": "where the document was taken from",
    "begin": "first character of the quote in the file",
    "end": "character after the quote",
    "quote": "words of the document",
}


def write_dyad_years(reader: Reader, out: IO[bytes], until: int | None = None) -> None:
    """A row per pair of states and year as CSV, from the first to the last year that a text tells of the pair.

    With `until` pairs whose relations are not known to have ended go on to that year.
    """
    _write(DYAD_YEARS, _Years(reader).rows(until), out)


def write_events(reader: Reader, out: IO[bytes]) -> None:
    """A row per event and pair of actors as CSV, in the order of time; only what is told as having happened."""
    _write(EVENTS, _events(reader), out)


def codebook(columns: Mapping[str, str]) -> str:
    """The columns of a table and what they hold, a line each."""
    return "".join(f"{name}\t{words}\n" for name, words in columns.items())


def _write(columns: Iterable[str], rows: Iterable[Mapping[str, object]], out: IO[bytes]) -> None:
    file = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    table = csv.DictWriter(file, list(columns), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    file.detach()


# -- states ------------------------------------------------------------------------------------------------------------


@cache
def _atlas() -> Atlas:
    return Atlas(gazetteer())


@cache
def _line(root: str) -> tuple[str, ...]:
    """A state of today and those it continues."""
    return tuple(key for key in gazetteer().keys("state") if _atlas().lineage(key) == root) or (root,)


def _as_then(root: str, year: int) -> str:
    """The state of a line that existed at the end of a year; today's if none did."""
    day = f"{year:04}-12-31"
    return next((key for key in _line(root) if key != root and _atlas().exists(key, day) and _began(key, day)), root)


def _began(key: str, day: str) -> bool:
    return bool(gazetteer().end(key) or gazetteer().start(key))


@cache
def _codes(key: str) -> tuple[str, str]:
    """Correlates of War number and ISO code of a state."""
    entity = gazetteer().entity(key)
    facts = dict(entity.facts) if entity else {}
    return facts.get("cowCode", ""), facts.get("iso3", "")


# -- accounts ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Account:
    """One event, tenure or agreement of the best account."""

    node: ox.NamedNode
    key: str
    types: tuple[str, ...]
    said: Mapping[str, Sequence[Value]]
    when: When | None

    def keys(self, reader: Reader, name: str) -> list[str]:
        return [reader.key(value) for value in self.said.get(name, ()) if isinstance(value, ox.NamedNode)]

    @property
    def year(self) -> int | None:
        return int(self.said["year"][0].value) if "year" in self.said else None


class _Accounts:
    """The accounts of a graph that are told as fact, and for whom the persons in them act."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        contested = reader.store.quads_for_pattern(None, dipl("concerns"), None, reader.graph("weighing"))
        self.contested = {quad.object.value for quad in contested if isinstance(quad.object, ox.NamedNode)}

    @cached_property
    def all(self) -> list[_Account]:
        """In the order of time, undated ones last."""
        found = [self._account(node) for node in self.reader.accounts()]
        held = [one for one in found if "UnrealizedEvent" not in one.types]
        return sorted(held, key=lambda one: (begin(one.when) if one.when else ALWAYS[::-1], one.key))

    def _account(self, node: ox.NamedNode) -> _Account:
        said = self.reader.properties(node, _DEFAULT)
        inferred = self.reader.properties(node, self.reader.graph("inferred")).get("type", ())
        types = {local_name(value.value) for value in (*said["type"], *inferred) if value.value.startswith(ONTOLOGY)}
        whole = {above for name in types for above in superclasses(name)}
        return _Account(node, self.reader.key(node), tuple(sorted(whole)), said, time_of(said))

    @cached_property
    def homes(self) -> dict[str, set[str]]:
        """Person -> the states they act for anywhere in the graph, as lines."""
        found: dict[str, set[str]] = {}
        for one in self.all:
            for role, names in _HOMES.items():
                states = {_atlas().lineage(key) for name in names for key in one.keys(self.reader, name)}
                for person in one.keys(self.reader, role):
                    found.setdefault(person, set()).update(key for key in states if key.startswith("state/"))
        return found

    def state_of(self, actor: str) -> str:
        """The line of the state that an actor is or acts for; empty if there is none or several."""
        if actor.startswith("state/"):
            return _atlas().lineage(actor)
        states = self.homes.get(actor, set())
        return next(iter(states)) if len(states) == 1 else ""

    def pairs(self, one: _Account) -> Iterator[tuple[str, str, bool]]:
        """Pairs of actors of an event, and whether the first acts on the second."""
        for name, (acting, undergoing) in _DIRECTED.items():
            if name in one.types:
                sources, targets = self._first(one, acting), self._first(one, undergoing)
                targets = [target for target in targets if target not in sources]
                if sources:
                    yield from ((source, target, True) for source in sources for target in targets or [""])
                    return
        actors = self._first(one, _MUTUAL)
        yield from ((first, second, False) for first, second in combinations(sorted(actors), 2))
        if len(actors) == 1:
            yield actors[0], "", False

    def _first(self, one: _Account, names: Iterable[str]) -> list[str]:
        return next((keys for name in names if (keys := one.keys(self.reader, name))), [])


# -- events ------------------------------------------------------------------------------------------------------------


def _events(reader: Reader) -> Iterator[dict[str, object]]:
    accounts = _Accounts(reader)
    for one in accounts.all:
        if "Event" in one.types or "Instrument" in one.types:
            told = _told(reader, one, accounts)
            for source, target, directed in accounts.pairs(one) or [("", "", False)]:
                yield {
                    **told,
                    **_actor(accounts, source, 1, one),
                    **_actor(accounts, target, 2, one),
                    "directed": "yes" if directed else "no",
                }


def _told(reader: Reader, one: _Account, accounts: _Accounts) -> dict[str, object]:
    """What a row says of the event itself."""
    said, when = one.said, one.when
    special = special_classes(dipl(name) for name in one.types)
    return {
        "event": one.key,
        "type": "; ".join(special),
        "cameo": _code(special, "cameoCode"),
        "plover": _code(special, "ploverCode"),
        "date": when.edtf if when else "",
        "earliest": when.begin_earliest[:10] if when and when.begin_earliest else "",
        "latest": when.end_latest[:10] if when and when.end_latest else "",
        "year": "" if one.year is None else one.year,
        "place": "; ".join(map(reader.words, said.get("place", ()))),
        "label": reader.label(one.node),
        "sources": said["sourceCount"][0].value,
        "confidence": said["confidence"][0].value if "confidence" in said else "",
        "disputed": "yes" if one.node.value in accounts.contested else "",
        **_quoted(reader, one.node),
    }


def _actor(accounts: _Accounts, actor: str, number: int, one: _Account) -> dict[str, object]:
    """Who an actor is, and the state it acts for under its name of that time."""
    reader, line = accounts.reader, accounts.state_of(actor) if actor else ""
    state = actor if actor.startswith("state/") else _as_then(line, one.year) if line and one.year else line
    ccode, iso3 = _codes(state) if state else ("", "")
    return {
        f"actor{number}": reader.label(thing(actor, reader.base)) if actor else "",
        f"state{number}": (gazetteer().label(state) or reader.label(thing(state, reader.base))) if state else "",
        f"ccode{number}": ccode,
        f"iso3_{number}": iso3,
    }


def _quoted(reader: Reader, event: ox.NamedNode) -> dict[str, object]:
    """The best claim for an event: preferred before normal, then the surest, then the first."""
    weighing = reader.graph("weighing")
    found = []
    for claim in reader.properties(event, weighing).get("supportedBy", ()):
        if isinstance(claim, ox.NamedNode):
            graph = next(reader.store.quads_for_pattern(claim, dipl("inSource"), None, None)).graph_name
            assert isinstance(graph, ox.NamedNode)
            said = reader.properties(claim, graph)
            rank = [reader.words(value) for value in reader.properties(claim, weighing).get("rank", ())]
            order = ("Deprecated" in rank, "Preferred" not in rank, -float(said["confidence"][0].value), claim.value)
            found.append((order, said, graph))
    if not found:
        return {}
    _, said, graph = min(found, key=lambda one: one[0])
    source = said["inSource"][0]
    assert isinstance(source, ox.NamedNode)
    origin = reader.properties(source, graph)
    return {
        "document": origin["fileName"][0].value,
        "url": origin["source"][0].value if "source" in origin else "",
        "begin": said["beginOffset"][0].value,
        "end": said["endOffset"][0].value,
        "quote": " ".join(said["quote"][0].value.split()),
    }


def _code(special: Sequence[str], name: str) -> str:
    """The code of the nearest class that has one; of several the first: 042 for a visit, which 043 mirrors."""
    for one in special:
        for above in superclasses(one):
            if codes := _annotations().get((above, name)):
                return codes[0]
    return ""


@cache
def _annotations() -> dict[tuple[str, str], list[str]]:
    """(class, cameoCode or ploverCode) -> codes, from ontology/alignments.ttl."""
    found: dict[tuple[str, str], list[str]] = {}
    file = resource("ontology", "alignments.ttl")
    for triple in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE):
        name = local_name(triple.predicate.value)
        if name in ("cameoCode", "ploverCode") and isinstance(triple.subject, ox.NamedNode):
            assert isinstance(triple.object, ox.Literal)
            found.setdefault((local_name(triple.subject.value), name), []).append(triple.object.value)
    return {place: sorted(codes) for place, codes in found.items()}


# -- pairs and years ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Standing:
    """A representation, known to last for a range of years."""

    level: int
    first: int
    last: int | None  # None: until relations are severed, the mission is closed, or nothing more is told


@dataclass(slots=True)
class _Pair:
    """What the graph tells of two states; sender and receiver are lines."""

    years: list[int] = field(default_factory=list)
    phases: list[tuple[str, When]] = field(default_factory=list)
    changes: dict[int, list[str]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    disputed: dict[int, int] = field(default_factory=dict)
    standing: dict[str, list[_Standing]] = field(default_factory=dict)  # by sender
    closed: dict[str, list[int]] = field(default_factory=dict)

    def count(self, name: str, year: int) -> None:
        self.counts[name, year] = self.counts.get((name, year), 0) + 1


class _Years:
    """The pairs of states of a graph through the years."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.accounts = reader, _Accounts(reader)
        self.pairs: dict[tuple[str, str], _Pair] = {}
        for one in self.accounts.all:
            self._count(one)
            self._represent(one)
        self._read_phases()

    def rows(self, until: int | None) -> Iterator[dict[str, object]]:
        for (first, second), pair in sorted(self.pairs.items()):
            if pair.years:
                last = max(pair.years)
                last = until if until and until > last and _goes_on(pair) else last
                yield from (self._row(first, second, pair, year) for year in range(min(pair.years), last + 1))

    def _row(self, first: str, second: str, pair: _Pair, year: int) -> dict[str, object]:
        states = [_as_then(line, year) for line in (first, second)]
        row: dict[str, object] = {"year": year, "relations": _status(pair, year)}
        for number, key in enumerate(states, 1):
            row[f"state{number}"] = gazetteer().label(key) or self.reader.label(thing(key, self.reader.base))
            row[f"ccode{number}"], row[f"iso3_{number}"] = _codes(key)
        row["changes"] = "; ".join(pair.changes.get(year, ()))
        row["level_1_in_2"], row["level_2_in_1"] = _level(pair, first, year), _level(pair, second, year)
        for column, name in (
            ("visits_1_to_2", first),
            ("visits_2_to_1", second),
            ("meetings", "Meeting"),
            ("agreements", "Instrument"),
        ):
            row[column] = pair.counts.get((name, year), 0)
        row["disputed"] = pair.disputed.get(year, 0)
        return row

    def _pair(self, one: str, other: str) -> _Pair | None:
        if not (one and other) or one == other:
            return None
        return self.pairs.setdefault((min(one, other), max(one, other)), _Pair())

    def _count(self, one: _Account) -> None:
        """Visits, meetings, agreements and changes of relations, in the year in which they began."""
        year = one.year
        if year is None:
            return
        seen = set()
        for source, target, _ in self.accounts.pairs(one):
            lines = self.accounts.state_of(source), self.accounts.state_of(target)
            pair = self._pair(*lines)
            if pair is None or frozenset(lines) in seen:
                continue
            seen.add(frozenset(lines))
            pair.years.append(year)
            if "Visit" in one.types:
                pair.count(lines[0], year)
            for name in ("Meeting", "Instrument"):
                if name in one.types:
                    pair.count(name, year)
            for name, word in _CHANGES.items():
                if name in one.types and one.when:
                    pair.changes.setdefault(year, []).append(f"{word} {one.when.edtf}")
            if one.node.value in self.accounts.contested:
                pair.disputed[year] = pair.disputed.get(year, 0) + 1

    def _represent(self, one: _Account) -> None:
        """Tenures, appointments and missions, by who sends."""
        for sender in one.keys(self.reader, "sendingState"):
            for receiver in one.keys(self.reader, "receivingState"):
                line = _atlas().lineage(sender)
                pair = self._pair(line, _atlas().lineage(receiver))
                years = _years(one)
                if pair is None or years is None:
                    continue
                pair.years += [year for year in years if year is not None]
                if "MissionClosure" in one.types:
                    pair.closed.setdefault(line, []).append(years[0])
                elif level := self._level_of(one):
                    pair.standing.setdefault(line, []).append(_Standing(level, *years))

    def _level_of(self, one: _Account) -> int:
        """The level of the post or mission that an account tells of; 0 if it is none that counts."""
        names = [local_name(v.value) for o in one.keys(self.reader, "office") for v in self._types(o)]
        names += [kind_class(Entity("mission/any", "mission", value.value)) for value in one.said.get("kind", ())]
        return max((_LEVELS.get(name, 0) for name in names), default=0)

    def _types(self, key: str) -> Sequence[Value]:
        return self.reader.properties(thing(key, self.reader.base), _DEFAULT).get("type", ())

    def _read_phases(self) -> None:
        for name, words in _STATUS.items():
            for phase in self.reader.subjects(TYPE, dipl(name), _DEFAULT):
                said = self.reader.properties(phase, _DEFAULT)
                when = time_of(said)
                relation = said["phaseOf"][0]
                if not when or not isinstance(relation, ox.NamedNode):
                    continue
                parties = self.reader.properties(relation, _DEFAULT).get("party", ())
                lines = [_atlas().lineage(self.reader.key(one)) for one in parties if isinstance(one, ox.NamedNode)]
                if len(lines) == 2 and (pair := self._pair(lines[0], lines[1])):
                    pair.phases.append((words, when))


def _years(one: _Account) -> tuple[int, int | None] | None:
    """First and last year in which what an account tells certainly held; None if it is not dated.

    An opened mission, and a term that goes on, have no last year; a term whose end is not known holds in its first.
    """
    if one.when is None:
        return None
    first, last = begin(one.when)[1], end(one.when)[0]
    if first >= ALWAYS[1]:
        return (_year(last), _year(last)) if last > ALWAYS[0] else None
    stands = "MissionOpening" in one.types or "MissionElevation" in one.types or one.when.edtf.endswith("/..")
    if stands:
        return _year(first), None
    return _year(first), max(_year(first), _year(last)) if last > ALWAYS[0] else _year(first)


def _year(day: int) -> int:
    return date.fromordinal(day).year


def _status(pair: _Pair, year: int) -> str:
    """The state of relations on the last day of a year; several if the dates of a change leave them open."""
    day = date(year, 12, 31).toordinal()
    possible = [words for words, when in pair.phases if begin(when)[0] <= day <= _until(when)[1]]
    certain = [
        words for words, when in pair.phases if begin(when)[1] <= day <= _until(when)[0] or _is_always(when, day)
    ]
    return " or ".join(sorted(set(certain or possible)))


def _until(when: When) -> Days:
    """The range in which a phase ended; after all days if it goes on."""
    return end(when) if when.end_latest else (ALWAYS[1], ALWAYS[1])


def _is_always(when: When, day: int) -> bool:
    """Whether a phase without a beginning holds a day."""
    return when.begin_earliest is None and day <= _until(when)[0]


def _goes_on(pair: _Pair) -> bool:
    """Whether some phase of the relations has no end."""
    return any(when.end_latest is None for _, when in pair.phases)


def _level(pair: _Pair, sender: str, year: int) -> int | str:
    """The highest level at which a state was certainly represented in the other at some time of a year."""
    levels = [one.level for one in pair.standing.get(sender, ()) if one.first <= year <= _end(one, pair, sender)]
    if levels:
        return max(levels)
    apart = {_status(pair, year), _status(pair, year - 1)} if year > 1 else set()
    return 0 if apart and apart <= {"severed", "not established"} else ""


def _end(one: _Standing, pair: _Pair, sender: str) -> int:
    """The last year of a representation: that of its end, of a later closure or of a severance; else the last told of."""
    if one.last is not None:
        return one.last
    severed = [
        _year(begin(when)[1]) for words, when in pair.phases if words == "severed" and begin(when)[1] < ALWAYS[1]
    ]
    ends = [year for year in (*pair.closed.get(sender, ()), *severed) if year >= one.first]
    return min(ends, default=date.max.year)
