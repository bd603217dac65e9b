"""Which pair of states a document is about, told by its title, its file's name, its first lines, and its words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.compiled import compiled
from kg.kept import kept
from kg.lexicon.gazetteer import Gazetteer
from kg.lexicon.gazetteer import gazetteer as own
from kg.model import Document
from kg.texts.passages import split

SAMPLE = 100_000  # characters in which mentions are counted
OPENING = 4_000  # characters in which the first heading and sentence stand
# What a mention in each place weighs; mentions in the text come to 1 together. A title tells more than a file's name,
# that more than the first heading or sentence; and any of these more than frequency.
TITLE, NAME, FIRST = 8.0, 4.0, 2.0
LEAST = 0.1  # share of all mentions that a state needs to be a party if only the first lines say so
SECOND = 0.2  # and if nothing but its mentions says so;
AHEAD = 2  # then it must be named this many times as often as a third: a note on seven envoys is about no two states

_WORD_CHAR = compiled(r"\w")
# "Embassy in Y", "Ambassadors to Y", "Chiefs of Mission for Y": what follows is the receiving state.
_RECEIVING = compiled(
    r"(?:embass(?:y|ies)|ambassadors?|legation|envoys?|(?:chiefs?|heads?) of mission"
    r"|embajad\p{L}{1,4}|jefes? de mision) (?:to|in|at|for|ante|en) (?:\p{L}{1,3} ){0,2}$"
)


@dataclass(frozen=True, slots=True)
class _Matcher:
    """Finds names of states in a text; `keys` and `certain` go with its patterns."""

    automaton: AhoCorasick
    keys: tuple[tuple[str, ...], ...]
    certain: tuple[bool, ...]

    def find(self, text: str, named: Collection[str] = ()) -> Iterator[tuple[int, str, bool]]:
        """Where each name begins, the state's key, and whether the name is hardly ever something else.

        A name of several states ("Congo") is that of the first of them, or of the first that is `named` otherwise.
        """
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            before, after = text[start - 1 : start], text[end : end + 1]
            if not _WORD_CHAR.match(before) and not _WORD_CHAR.match(after):
                yield start, namesake(self.keys[index], named), self.certain[index]


def namesake(keys: tuple[str, ...], named: Collection[str]) -> str:
    """Of the states that share a name the first that a document names by one of its own, else the first."""
    return next((key for key in keys if key in named), keys[0] if keys else "")


def named_apart(document: Document, gazetteer: Gazetteer) -> Counter[str]:
    """How often a document names each state by a name that is no other's."""
    return Counter(key for key, certain in _mentioned(document, gazetteer) if certain)


def parties(document: Document, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Keys of the two states that a document is about, the sending state first if the document is about a mission.

    One key if only one state is well supported, none if none is. Of a state and the one it continues (Soviet Union,
    Russia) the better supported counts, the later if both are alike. What sources.toml says comes before all this.
    """
    told: Counter[str] = Counter()
    order: list[str] = []
    places = list(_places(document))
    alone = next((key for text, _ in places if (key := _alone(text, gazetteer, document.language))), "")
    alone = alone or _travelled_from(places, gazetteer, document.language)
    if alone:
        return (alone,)
    mentioned = list(_mentioned(document, gazetteer))
    counts = Counter(key for key, certain in mentioned if certain)
    receiving: list[str] = []
    for text, weight in places:
        found, late = _named(text, gazetteer, document.language, counts)
        told.update(dict.fromkeys([*found, *late], weight))
        receiving += late if weight == TITLE else ()
        order += [state for state in (*found, *late) if state not in receiving]
    order += receiving
    counts.update(key for key, certain in mentioned if not certain and key in told)  # "Jordan", of which a page tells
    total = counts.total() or 1
    groups: dict[str, list[str]] = {}
    for state in sorted({*told, *counts}):
        groups.setdefault(gazetteer.continuator(state) or state, []).append(state)
    shares = {latest: sum(counts[state] for state in states) / total for latest, states in groups.items()}
    third = sorted([0.0, 0.0, 0.0, *shares.values()])[-3]
    ranked = []
    for latest, states in groups.items():
        weight, share = sum(told[state] for state in states), shares[latest]
        if weight > FIRST or (weight and share >= LEAST) or (told and share >= max(SECOND, AHEAD * third)):
            best = max(states, key=lambda state: (told[state], state == latest, counts[state], state))
            ranked.append((-weight - share, order.index(best) if best in order else len(order), best))
    ranked.sort()
    if len(ranked) > 2 and ranked[1][0] == ranked[2][0]:
        del ranked[1:]  # nothing tells which of the two is the other party
    chosen = [state for *_, state in ranked[:2]]
    sections = _heading_sections(document, gazetteer)
    home = [state for state in dict.fromkeys([*chosen, *order]) if state not in sections]
    if len(sections) >= SEVERAL and sections.intersection(chosen) and home:
        return (home[0],)  # the others are but its partners
    written_in = _written_in(document, gazetteer)
    if written_in and written_in not in chosen:
        if _CREDENTIALS.search(document.text, 0, _HEAD) is not None:
            return (written_in,)  # each of the envoys of whom the note tells is of another state
        first = [state for state in chosen if told[state]]
        if len(first) == 1 and len(document.text) <= NOTE:
            return (*first, written_in)  # that of the ministry whose note it is: it seldom names its own
    return tuple(sorted(chosen, key=lambda state: (order.index(state) if state in order else len(order), state)))


def _heading_sections(document: Document, gazetteer: Gazetteer) -> set[str]:
    """Keys of the states of which a line by itself consists, or which it ends with: each has a section of its own."""
    found = set()
    for line in _STANDING_APART.finditer(document.text, 0, SAMPLE):
        folded = _folded(line["words"])
        named = [(start, key) for start, key, _ in _matcher(gazetteer, document.language, True).find(folded)]
        if len(named) == 1:
            found.add(named[0][1])
    return found


SEVERAL = 3  # sections of other states of which a page must consist to be about the one that has none
# "KINGDOM OF NORWAY", "Oriental Republic of Uruguay", "Relations with Peru", with an empty line before and behind it
_STANDING_APART = compiled(
    r"(?<=\n\n)[ \t]*+(?P<words>\p{Lu}[\p{L}'’-]*+"
    r"(?: (?:\p{Lu}[\p{L}'’-]*+|of|the|and|with|de|del|la|con|y)(?!\p{L})){0,5}+)"
    r"[ \t]*+\n(?=\n)"
)


def _written_in(document: Document, gazetteer: Gazetteer) -> str:
    """The state from whose capital a note tells, as that of envoys who present credentials there; else empty."""
    for line in _DATELINE.finditer(document.text, 0, _HEAD):
        key = _cities(gazetteer, document.language).get(
            line["city"].title() if line["city"].isupper() else line["city"]
        )
        state = gazetteer.state_of_place(key) if key is not None else None
        if state is not None:
            return state
    return ""


@lru_cache(maxsize=16)
def _cities(gazetteer: Gazetteer, language: str) -> dict[str, str]:
    made = partial(_city_names, gazetteer, language)
    return kept(f"cities-{language}", made) if gazetteer is own() else made()


def _city_names(gazetteer: Gazetteer, language: str) -> dict[str, str]:
    named = (name for name in gazetteer.names() if name.kind == "place" and name.language in (language, ""))
    return {name.surface: name.keys[0] for name in named if len(name.keys) == 1}


_CREDENTIALS = compiled(r"(?i)credencial|credential|letters? of credence")
# "Asunción, 3 de mayo de 2019.-", "Oslo, 3 May 2019 –", "Lima (Agencia).-"
_DATELINE = compiled(
    r"(?:^|\n)[ \t]*(?P<city>\p{Lu}[\p{L}.’' ]{2,30}?)(?:, D\. ?C\.)?"
    r"(?:[,.]? (?=\(|\d{1,2} (?:de )?\p{L}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)|\p{L}{3,10} \d{1,2}[ ,])"
    r"|, (?=[^\n.]{3,40}[.]? ?[-–—])| ?[.] ?[-–—])"
)
NOTE = 6000  # characters; histories are longer
_HEAD = 700  # characters in which such a note says where and of what it tells


_OF_ONE = compiled(
    r"(?:the )?(?:(?:foreign|diplomatic|external|international) relations|foreign policy|international recognition"
    r"|(?:list of )?(?:resident )?diplomatic missions) of |(?:relaciones exteriores|politica exterior) de "
)


def _alone(text: str, gazetteer: Gazetteer, language: str) -> str:
    """The state of a page on its relations with all others ("Foreign relations of Peru"); empty for other pages."""
    folded = _folded(text[:OPENING])
    opening = _OF_ONE.match(folded)
    found = _matcher(gazetteer, language, True).find(folded[opening.end() :]) if opening else iter(())
    return next((key for start, key, _ in found if start < _ARTICLE), "")


def _travelled_from(places: list[tuple[str, float]], gazetteer: Gazetteer, language: str) -> str:
    """The state of the one whose journeys a page lists ("State visits made by King X"), as its first lines name it;
    empty for other pages, and where they name several."""
    if not _JOURNEYS.match(_folded(places[0][0])):
        return ""
    named = {key for text, _ in places for key in _in_order(text[:OPENING], gazetteer, language)}
    return named.pop() if len(named) == 1 else ""


_JOURNEYS = compiled(
    r"(?:list of |anexo.? ?|lista de )?(?:\p{L}+ ){0,3}(?:visits|trips|travels|journeys|visitas|viajes|giras) "
    r"(?:\p{L}+ ){0,3}(?:made by|undertaken by|by|of|de|del|realizad[oa]s por|por) (?!.* (?:to|a|en) )"
)
_ARTICLE = 8  # characters in which the name of that state begins, with its article


def states_named(names: Iterable[str], gazetteer: Gazetteer) -> dict[str, str]:
    """Keys of states by the names or keys that a user wrote; those that are unknown are left out."""
    known = {name.surface.casefold(): name.keys[0] for name in reversed(gazetteer.names()) if name.kind == "state"}
    found = {name: name if gazetteer.label(name) else known.get(name.casefold(), "") for name in names}
    return {name: key for name, key in found.items() if key}


def _places(document: Document) -> Iterator[tuple[str, float]]:
    """The words in which a document says what it is about, and what they weigh."""
    yield document.title, TITLE
    yield document.id.rpartition("/")[2].partition(".")[0], NAME
    opening = split(Document(document.id, document.text[:OPENING], document.language))
    for kind in ("heading", "sentence"):
        spans = (p.span for p in opening if p.kind == kind)
        first = next((span for span in spans if not _is_dateline(document.text[span.start : span.end])), None)
        yield document.text[first.start : first.end] if first else "", FIRST


def _is_dateline(words: str) -> bool:
    words = words.rstrip(" .-–—")
    return len(words) <= _DATELINE_MAX and words[-2:].isdigit() and _DATELINE.match(f"{words} –") is not None


_DATELINE_MAX = 60  # characters


def _in_order(text: str, gazetteer: Gazetteer, language: str, counted: Collection[str] = ()) -> list[str]:
    """The states named in a title, in their order; a receiving state named first goes behind the sending one."""
    found, late = _named(text, gazetteer, language, counted)
    return found + late


def _named(
    text: str, gazetteer: Gazetteer, language: str, counted: Collection[str] = ()
) -> tuple[list[str], list[str]]:
    """The states named in a title, in their order, without those that it says receive; and these."""
    folded = _folded(text if text.islower() else _without_pronouns(text, gazetteer))
    found: list[str] = []
    late: list[str] = []
    for start, key, _ in _matcher(gazetteer, language, True).find(folded, counted):
        receiving = not found and _RECEIVING.search(folded, max(0, start - 60), start)
        (late if receiving else found).append(key)
    return found, late


def _without_pronouns(text: str, gazetteer: Gazetteer) -> str:
    """A title that has capitals without words in small letters that would be abbreviations of states: "Contact us"."""
    abbreviated = _abbreviated(gazetteer)
    return " ".join(word for word in text.split() if word not in abbreviated)


@lru_cache(maxsize=4)
def _abbreviated(gazetteer: Gazetteer) -> frozenset[str]:
    made = partial(_abbreviations, gazetteer)
    return kept("states-abbreviated", made) if gazetteer is own() else made()


def _abbreviations(gazetteer: Gazetteer) -> frozenset[str]:
    """The names of states that are written in capitals, in small letters."""
    states = (name.surface for name in gazetteer.names() if name.kind == "state")
    return frozenset(surface.lower() for surface in states if surface.isupper())


def _mentioned(document: Document, gazetteer: Gazetteer) -> Iterator[tuple[str, bool]]:
    """The states named, and whether by names that are hardly ever something else."""
    for _, key, certain in _matcher(gazetteer, document.language, False).find(document.text[:SAMPLE]):
        yield key, certain


@lru_cache(maxsize=16)
def _matcher(gazetteer: Gazetteer, language: str, folded: bool) -> _Matcher:
    """A matcher of names and demonyms of states in a language; `folded` for words in any case, without accents."""
    made = partial(_forms, gazetteer, language, folded)
    forms = kept(f"states-{language}-{'folded' if folded else 'written'}", made) if gazetteer is own() else made()
    automaton = AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest)
    return _Matcher(automaton, tuple(keys for keys, _ in forms.values()), tuple(sure for _, sure in forms.values()))


def _forms(gazetteer: Gazetteer, language: str, folded: bool) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Each form with the states' keys, and whether it is hardly ever something else."""
    forms: dict[str, tuple[tuple[str, ...], bool]] = {}
    for name in gazetteer.names():
        if name.kind in ("state", "demonym") and name.language in (language, ""):
            surface = _folded(name.surface) if folded else name.surface
            forms.setdefault(surface, (name.keys, len(name.keys) == 1 and not name.ambiguous))
    return forms


def _folded(text: str) -> str:
    """Small letters without accents, words parted by single blanks."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join([c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)])
    return " ".join(_BETWEEN.sub(" ", plain).split())


_BETWEEN = compiled(r"[^\p{L}\p{N}.'’]+")
