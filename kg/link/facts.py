"""What the graph knows in the terms of Wikidata: statements of linked entities with dates, claims and standing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.extract.bounds import when as bounded
from kg.graph.reading import Reader, Value
from kg.graph.terms import EXACT_MATCH, TYPE, dipl
from kg.link.links import item_of, known_matches
from kg.model import When
from kg.resolve.times import Days, begin
from kg.resolve.times import end as ended
from kg.vocab import BASE

# Properties that a statement of ours may have, as the table of checked properties names them.
PROPERTIES: Final = {
    "P6": "head of government",
    "P17": "country",
    "P35": "head of state",
    "P39": "position held",
    "P137": "operator",
    "P463": "member of",
    "P530": "diplomatic relation",
}
# Kinds of mission that stand for a state at the highest level; a pair of states has one of them.
_EMBASSIES: Final = frozenset({"embassy", "embajada", "high commission", "apostolic nunciature", "nunciature"})
_DEFAULT: Final = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Moment:
    """One end of an interval, or a point in time: an EDTF expression and the range of days it may mean."""

    edtf: str
    days: Days


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement that Wikidata could hold; items are empty where an entity has no link.

    `events` are the accounts it rests on, `claims` those of their claims that no reviewer rejected.
    """

    property: str
    subject: str  # entity key
    subject_item: str  # "Q298"
    value: str
    value_item: str
    start: Moment | None
    end: Moment | None
    point: Moment | None
    events: tuple[str, ...]
    claims: tuple[str, ...]
    confidence: float
    contested: bool


def facts(reader: Reader) -> list[Fact]:
    """Every such statement of the best account, those of one property and subject in the order of time."""
    found = _Facts(reader)
    every = [*found.relations(), *found.tenures(), *found.memberships(), *found.missions()]
    return sorted(every, key=_place)


def _place(fact: Fact) -> tuple[str, str, tuple[Days, ...], str, tuple[str, ...]]:
    times = tuple(moment.days for moment in (fact.start, fact.point, fact.end) if moment)
    return fact.property, fact.subject, times, fact.value, fact.events


def items(reader: Reader) -> dict[str, str]:
    """Entity key -> its one Wikidata item; an entity linked to several has none that can be relied on."""
    found: dict[str, set[str]] = {}
    for match in known_matches():
        found.setdefault(match.subject_id.removeprefix(BASE), set()).add(item_of(match.object_id))
    for quad in reader.store.quads_for_pattern(None, EXACT_MATCH, None, _DEFAULT):
        if (
            isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.NamedNode)
            and item_of(quad.object.value)
        ):
            found.setdefault(reader.key(quad.subject), set()).add(item_of(quad.object.value))
    return {key: next(iter(linked)) for key, linked in found.items() if len(linked) == 1}


def time_of(said: dict[str, list[Value]]) -> When | None:
    """The date of a subject with its bounds, from its properties; None if it has none."""
    if "date" not in said:
        return None
    names = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
    return When(said["date"][0].value, *(said[name][0].value if name in said else None for name in names))


def interval(date: When | None) -> tuple[Moment | None, Moment | None, Moment | None]:
    """Start, end and point in time: an interval has the first two, any other date the third.

    An open or unknown side is None, and so is a side that says "somewhere inside" (begin and end with the same bounds).
    """
    if date is None:
        return None, None, None
    first, slash, last = date.edtf.partition("/")
    if not slash or (date.begin_earliest, date.begin_latest) == (date.end_earliest, date.end_latest):
        return None, None, moment(date)
    return _side(first, begin(date)), _side(last, ended(date)), None


def moment(date: When) -> Moment:
    """A date taken as one point: its begin."""
    return Moment(date.edtf, begin(date))


def _side(edtf: str, days: Days) -> Moment | None:
    return Moment(edtf, days) if edtf not in ("", "..") and bounded(edtf) else None


class _Facts:
    """Reads the statements from a graph, one kind after the other."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.items = items(reader)
        self.weighing = reader.graph("weighing")
        contested = reader.store.quads_for_pattern(None, dipl("concerns"), None, self.weighing)
        self.contested = {reader.key(quad.object) for quad in contested if isinstance(quad.object, ox.NamedNode)}

    def relations(self) -> Iterator[Fact]:
        """P530 in both directions for every phase of relations in force, between the states as they were then."""
        for phase in self.reader.subjects(TYPE, dipl("RelationsInForce"), _DEFAULT):
            said = self._said(phase)
            opened, closed = _nodes(said, "openedBy"), _nodes(said, "closedBy")
            turns = [*opened, *closed]
            relation = _nodes(said, "phaseOf")
            parties = self._keys(turns[0] if turns else relation[0], "party")
            if len(parties) != 2:
                parties = self._keys(relation[0], "party")
            start, end = (self._moment(nodes) for nodes in (opened, closed))
            for one, other in (parties, parties[::-1]):
                yield self._fact("P530", one, other, turns, (start, end, None))

    def tenures(self) -> Iterator[Fact]:
        """P39 of a person for every tenure, and P35 or P6 of the state whose head it is."""
        heads = {"HeadOfStatePost": "P35", "HeadOfGovernmentPost": "P6"}
        for tenure in self._accounts("Tenure"):
            said = self._said(tenure)
            times = interval(time_of(said))
            for person in self._keys(tenure, "person"):
                for office in _nodes(said, "office"):
                    post = self._said(office)
                    yield self._fact("P39", person, self._post(tenure, office), [tenure], times)
                    kinds = {self.reader.words(value) for value in post.get("type", ())}
                    for kind in sorted(kinds & heads.keys()):
                        for state in self._keys(office, "postOf"):
                            yield self._fact(heads[kind], state, person, [tenure], times)

    def _post(self, tenure: ox.NamedNode, office: ox.NamedNode) -> str:
        """Key of the office; for a rank held towards another state that of the post between the two."""
        sender, receiver = self._keys(tenure, "sendingState"), self._keys(tenure, "receivingState")
        key = self.reader.key(office)
        return post_key(key, sender[0], receiver[0]) if sender and receiver else key

    def memberships(self) -> Iterator[Fact]:
        """P463; only an interval dates it, since a single date may be that of joining or that of the text."""
        for membership in self._accounts("OrganizationMembership"):
            start, end, _ = interval(time_of(self._said(membership)))
            for member in self._keys(membership, "member"):
                for organization in self._keys(membership, "organization"):
                    yield self._fact("P463", member, organization, [membership], (start, end, None))

    def missions(self) -> Iterator[Fact]:
        """P137 and P17 of the embassy of one state in another; its key is made of the two."""
        seen: dict[str, list[ox.NamedNode]] = {}
        pairs: dict[str, tuple[str, str]] = {}
        for presence in self._accounts("MissionPresence"):
            kinds = {value.value.casefold() for value in self._said(presence).get("kind", ())}
            if kinds & _EMBASSIES:
                for sender in self._keys(presence, "sendingState"):
                    for receiver in self._keys(presence, "receivingState"):
                        key = mission_key(sender, receiver)
                        seen.setdefault(key, []).append(presence)
                        pairs[key] = sender, receiver
        for key, events in sorted(seen.items()):
            yield self._fact("P137", key, pairs[key][0], events, (None, None, None))
            yield self._fact("P17", key, pairs[key][1], events, (None, None, None))

    def _accounts(self, kind: str) -> list[ox.NamedNode]:
        return self.reader.subjects(TYPE, dipl(kind), _DEFAULT)

    def _said(self, node: ox.NamedNode) -> dict[str, list[Value]]:
        return self.reader.properties(node, _DEFAULT)

    def _keys(self, node: ox.NamedNode, name: str) -> list[str]:
        return [self.reader.key(value) for value in _nodes(self._said(node), name)]

    def _moment(self, nodes: Sequence[ox.NamedNode]) -> Moment | None:
        date = time_of(self._said(nodes[0])) if nodes else None
        return moment(date) if date else None

    def _fact(
        self,
        property_: str,
        subject: str,
        value: str,
        events: Sequence[ox.NamedNode],
        times: tuple[Moment | None, Moment | None, Moment | None],
    ) -> Fact:
        keys = tuple(self.reader.key(event) for event in events)
        trust = [float(said.value) for event in events for said in self._said(event).get("confidence", ())]
        return Fact(
            property_,
            subject,
            self.items.get(subject, ""),
            value,
            self.items.get(value, ""),
            *times,
            keys,
            tuple(self._claims(events)),
            min(trust, default=0.0),
            any(key in self.contested for key in keys),
        )

    def _claims(self, events: Iterable[ox.NamedNode]) -> Iterator[str]:
        """Keys of the claims that support the events, without the rejected ones."""
        for event in events:
            for claim in _nodes(self.reader.properties(event, self.weighing), "supportedBy"):
                rank = self.reader.properties(claim, self.weighing).get("rank", ())
                if dipl("Deprecated") not in rank:
                    yield self.reader.key(claim)


def mission_key(sender: str, receiver: str) -> str:
    """Key of the embassy of one state in another.

    >>> mission_key("state/chile", "state/russia")
    'mission/embassy-of-chile-in-russia'
    """
    return f"mission/embassy-of-{sender.partition('/')[2]}-in-{receiver.partition('/')[2]}"


def post_key(rank: str, sender: str, receiver: str) -> str:
    """Key of a post between two states.

    >>> post_key("office/ambassador", "state/chile", "state/russia")
    'office/ambassador-of-chile-to-russia'
    """
    return f"{rank}-of-{sender.partition('/')[2]}-to-{receiver.partition('/')[2]}"


def _nodes(said: dict[str, list[Value]], name: str) -> list[ox.NamedNode]:
    return [value for value in said.get(name, ()) if isinstance(value, ox.NamedNode)]
