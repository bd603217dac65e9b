"""Items for entities without a link, from a live service: proposed by name, checked by kind, dates and states.

Three answers are kept apart: a match, no match, and not answered. What may be a match but cannot be told for certain is
undecided, and left to a reviewer: no name alone ever makes a link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

import pyoxigraph as ox

from kg.graph.reading import Reader
from kg.graph.terms import ALT_LABEL, EXACT_MATCH, LABEL, dipl, thing
from kg.lexicon.gazetteer import gazetteer
from kg.link.facts import items, time_of
from kg.link.links import item_of
from kg.link.polite import NotAnsweredError
from kg.link.services import Lookup
from kg.link.sssom import Match
from kg.link.wikidata import Item
from kg.resolve.keys import slug
from kg.resolve.states import Atlas
from kg.resolve.times import YEAR, Days, begin
from kg.resources import resource

Outcome = Literal["match", "undecided", "no match", "not answered"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("match", "undecided", "no match", "not answered")
# Older than this nobody acts; the oldest head of state known was 102.
_LIFE: Final = 105 * YEAR
# Younger than this nobody signs treaties; kings have been crowned at less, and are left to the reviewer.
_YOUTH: Final = 15 * YEAR
# Subjects asked for in one go, so that a service of batches gets them together.
_CHUNK: Final = 10
_SEGMENTS: Final = {
    "state": "state",
    "person": "person",
    "organisation": "organisation",
    "place": "place",
    "office": "office",
}
# Kind -> properties, of it or of the accounts that name it, that tell the states it acts for or lies in.
_HOMES: Final = {
    "person": ("visitorState", "sendingState", "officeOf", "state"),
    "place": ("host", "receivingState"),
    "office": ("postOf", "officeOf"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """An entity without a link, and what the graph knows that an item must agree with."""

    key: str
    kind: str
    names: tuple[str, ...]  # the label first
    active: tuple[Days, ...]  # ranges of days, in each of which it did or underwent something
    states: tuple[str, ...]  # items of the states it acts for, or lies in


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item with what speaks for and against it; None: the item does not say."""

    item: Item
    named: bool
    kind: bool | None
    dates: bool | None
    states: bool | None

    @property
    def fits(self) -> bool:
        """Nothing speaks against it, and name and kind speak for it."""
        return self.named and self.kind is True and self.dates is not False and self.states is not False

    @property
    def may_fit(self) -> bool:
        return self.named and False not in (self.kind, self.dates)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for one subject; candidates are those that may fit, the likeliest first."""

    subject: Subject
    outcome: Outcome
    reason: str
    candidates: tuple[Candidate, ...] = ()


def link_online(
    asked: Sequence[Subject],
    lookup: Lookup,
    taken: Mapping[str, str],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Answer]:
    """An answer for every subject, in their order. A failure of the service never reads as "no match".

    `taken` are items that other entities have already, with their keys: an item is the match of one entity only.
    """
    owners = dict(taken)
    for start in range(0, len(asked), _CHUNK):
        some = asked[start : start + _CHUNK]
        progress(start, len(asked))
        found = lookup.candidates([(subject.names, subject.kind) for subject in some])
        for subject, items_ in zip(some, found, strict=True):
            answer = answered(subject, items_, lookup)
            if answer.outcome == "match":
                item = answer.candidates[0].item.id
                if owners.setdefault(item, subject.key) != subject.key:
                    reason = f"{item} is already the item of {owners[item]}, which may be the same"
                    answer = replace(answer, outcome="undecided", reason=reason)
            yield answer


def answered(subject: Subject, found: list[Item] | NotAnsweredError, lookup: Lookup) -> Answer:
    """The decision on one subject."""
    if isinstance(found, NotAnsweredError):
        return Answer(subject, "not answered", str(found))
    candidates = [judged(subject, item, lookup) for item in found if _is_named(subject, item)]
    possible = sorted((one for one in candidates if one.may_fit), key=lambda one: (-_weight(one), one.item.id))
    fitting = [one for one in possible if one.fits]
    if not possible:
        return Answer(subject, "no match", _why_none(found, candidates))
    if len(possible) > 1:
        return Answer(subject, "undecided", f"{len(possible)} items may be meant", tuple(possible))
    if not fitting or not _is_sure(subject, fitting[0]):
        return Answer(subject, "undecided", _open_questions(possible[0]), tuple(possible))
    return Answer(subject, "match", "the only item of that name, kind and time", tuple(possible))


def judged(subject: Subject, item: Item, lookup: Lookup) -> Candidate:
    """What an item says for and against being the subject; its class is asked for only if the rest fits."""
    begins, ends = _bounds(subject.kind)
    dates = _lived(subject, item.days(begins), item.days(ends))
    states = _in_states(subject, item)
    kind = lookup.is_one_of(item, classes(subject.kind)) if dates is not False else None
    return Candidate(item, _is_named(subject, item), kind, dates, states)


def _is_sure(subject: Subject, one: Candidate) -> bool:
    """A person must have lived then and belong to the state; a post and a place must belong to it."""
    if subject.kind == "person":
        return one.dates is True and one.states is True
    return one.states is True or subject.kind in ("state", "organisation")


def _weight(one: Candidate) -> int:
    return sum(check is True for check in (one.kind, one.dates, one.states))


def _is_named(subject: Subject, item: Item) -> bool:
    ours = {slug(name) for name in subject.names}
    return any(slug(label) in ours for label in item.labels)


def _lived(subject: Subject, begins: Sequence[Days], ends: Sequence[Days]) -> bool | None:
    """Whether all that it did lies between its beginning and its end; None if neither is known, or nothing is dated."""
    if not subject.active or not (begins or ends):
        return None
    first = min((days[0] for days in begins), default=None)
    last = max((days[1] for days in ends), default=None)
    if subject.kind == "person":
        last = last if last is not None or not begins else max(days[1] for days in begins) + _LIFE
        first = first + _YOUTH if first is not None else None
    early = first is not None and any(days[1] < first for days in subject.active)
    late = last is not None and any(days[0] > last for days in subject.active)
    return not (early or late)


def _in_states(subject: Subject, item: Item) -> bool | None:
    """Whether citizenship, country or jurisdiction is one of the subject's states; None if nothing is said."""
    told = {value for name in ("P27", "P17", "P1001") for value in item.values(name)}
    if not told or not subject.states or subject.kind in ("state", "organisation"):
        return None
    return bool(told & set(subject.states))


def _why_none(found: Sequence[Item], candidates: Sequence[Candidate]) -> str:
    if not found:
        return "nothing has that name"
    if not candidates:
        return f"none of {len(found)} items found has that name"
    wrong = "the time" if candidates[0].dates is False else "the kind"
    return f"{candidates[0].item.id} has that name, but {wrong} does not agree"


def _open_questions(one: Candidate) -> str:
    checks = (("kind", one.kind), ("dates", one.dates), ("state", one.states))
    unsaid = [name for name, check in checks if check is None]
    against = [name for name, check in checks if check is False]
    parts = ([f"the {' and '.join(unsaid)} cannot be checked"] if unsaid else []) + [
        f"the {x} differs" for x in against
    ]
    return f"{one.item.id} has that name, but {', '.join(parts)}"


# -- expectations ------------------------------------------------------------------------------------------------------


@cache
def _expectations() -> tuple[tuple[str, ...], ...]:
    """Rows of data/links/classes.tsv: kind, class, label, property of the beginning and of the end."""
    lines = resource("data", "links", "classes.tsv").read_text("utf-8").splitlines()[1:]
    return tuple(tuple(line.split("\t")) for line in lines)


def classes(kind: str) -> frozenset[str]:
    """Items of the classes that things of a kind belong to."""
    return frozenset(row[1] for row in _expectations() if row[0] == kind)


def first_class() -> dict[str, str]:
    """Kind -> the class to ask a service for."""
    return {row[0]: row[1] for row in reversed(_expectations())}


def _bounds(kind: str) -> tuple[str, str]:
    return next(((row[3], row[4]) for row in _expectations() if row[0] == kind), ("P571", "P576"))


# -- what to ask for ---------------------------------------------------------------------------------------------------


def subjects(reader: Reader) -> list[Subject]:
    """States, persons, organisations, places and offices of the best account that have a name and no link, by key."""
    linked = {quad.subject for quad in reader.store.quads_for_pattern(None, EXACT_MATCH, None, ox.DefaultGraph())}
    known = items(reader)
    found = []
    for node in reader.subjects(LABEL, None, ox.DefaultGraph()):
        kind = _SEGMENTS.get(reader.key(node).partition("/")[0], "")
        # A key with "--" is a description kept to its document ("a Soviet diplomat"), no name.
        if kind and node not in linked and "--" not in reader.key(node):
            found.append(_subject(reader, node, kind, known))
    return found


def _subject(reader: Reader, node: ox.NamedNode, kind: str, known: Mapping[str, str]) -> Subject:
    default = ox.DefaultGraph()
    names = [value.value for property_ in (LABEL, ALT_LABEL) for value in _literals(reader, node, property_)]
    accounts = {quad.subject for quad in reader.store.quads_for_pattern(None, None, node, default)}
    told = [reader.properties(one, default) for one in sorted(accounts, key=str) if isinstance(one, ox.NamedNode)]
    told = [said for said in told if "sourceCount" in said and dipl("UnrealizedEvent") not in said["type"]]
    days = {begin(date) for said in told if (date := time_of(said))}
    around = [reader.properties(node, default), *told]
    homes = {value.value for said in around for name in _HOMES.get(kind, ()) for value in said.get(name, ())}
    states = {item for iri in homes for item in _items_of_line(iri.removeprefix(reader.base), known)}
    return Subject(reader.key(node), kind, tuple(dict.fromkeys(names)), tuple(sorted(days)), tuple(sorted(states)))


def _items_of_line(key: str, known: Mapping[str, str]) -> Iterator[str]:
    """Items of a state and of the one that continues it: who acted for the Soviet Union may be called a Russian."""
    for one in dict.fromkeys((key, _atlas().lineage(key))):
        entity = gazetteer().entity(one)
        linked = {item_of(link.iri) for link in entity.links} if entity else set()
        yield from sorted({known.get(one, ""), *linked} - {""})


@cache
def _atlas() -> Atlas:
    return Atlas(gazetteer())


def _literals(reader: Reader, node: ox.NamedNode, property_: ox.NamedNode) -> list[ox.Literal]:
    quads = reader.store.quads_for_pattern(node, property_, None, ox.DefaultGraph())
    return sorted((quad.object for quad in quads if isinstance(quad.object, ox.Literal)), key=str)


# -- what comes of it --------------------------------------------------------------------------------------------------


def matches(answers: Iterable[Answer], space: str, base: str, day: str = "") -> Iterator[Match]:
    """The links found, as mappings; `day` is the day they were found on, as 2026-01-31."""
    for answer in answers:
        if answer.outcome == "match":
            one = answer.candidates[0]
            yield Match(
                thing(answer.subject.key, base).value,
                space + one.item.id,
                answer.subject.names[0],
                one.item.label,
                mapping_justification="CompositeMatching",
                confidence=0.95 if one.states and one.dates else 0.85,
                mapping_date=day,
                comment=answer.reason,
            )
