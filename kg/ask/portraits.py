"""All that a graph knows of one thing: names, facts, links, its events in time, who says so, and what is disputed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.ask.disputes import Dispute, Said, concerning, in_words, said_by
from kg.ask.entities import lineage
from kg.graph.reading import Reader, Value, special_classes
from kg.graph.terms import TYPE, dipl
from kg.vocab import PROPERTY_OF

_BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest", "year")
# Shown elsewhere in a portrait, or of no use to a reader.
_APART = frozenset({"type", "label", "altLabel", "exactMatch", "sourceCount", "confidence", "partyCount", *_BOUNDS})


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a timeline."""

    key: str
    date: str  # EDTF, empty if none
    label: str
    type: str  # in words
    roles: tuple[str, ...]  # the part that the thing has in it: "host", "visitor"
    sources: int
    modality: str


@dataclass(frozen=True, slots=True)
class Portrait:
    key: str
    label: str
    types: tuple[str, ...]  # in words
    aliases: tuple[str, ...]
    links: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    timeline: tuple[Happening, ...]
    claims: tuple[Said, ...]
    disputes: tuple[Dispute, ...]


def portrait(reader: Reader, node: ox.NamedNode) -> Portrait:
    """What the best account says of a thing, its part in events, and the claims behind that."""
    default = ox.DefaultGraph()
    said = reader.properties(node, default)
    is_relation = dipl("BilateralRelation") in said.get("type", ())
    if is_relation:
        happenings = _between(reader, *(party for party in said["party"] if isinstance(party, ox.NamedNode)))
    else:
        happenings = [] if "sourceCount" in said else _happenings(reader, [node])
    events = [node] if "sourceCount" in said else [event for event, _ in happenings]
    claims = _supporting(reader, events) if is_relation or "sourceCount" in said else _naming(reader, node)
    return Portrait(
        reader.key(node),
        reader.label(node),
        tuple(in_words(name) for name in special_classes(said.get("type", ()))),
        tuple(dict.fromkeys(value.value for value in said.get("altLabel", ()))),
        tuple(value.value for value in said.get("exactMatch", ())),
        tuple(
            (name, ", ".join(map(_day, map(reader.words, values))))
            for name, values in (*said.items(), *_phases(reader, node if is_relation else None))
            if name not in _APART
        ),
        tuple(happening for _, happening in happenings),
        tuple(sorted(claims, key=lambda claim: (claim.document, claim.begin, claim.claim))),
        tuple(concerning(reader, events)),
    )


def _day(words: str) -> str:
    """A fact in words, without the hour where it is a first or last moment."""
    return words.removesuffix("T00:00:00Z").removesuffix("T23:59:59Z")


def _phases(reader: Reader, relation: ox.NamedNode | None) -> Iterator[tuple[str, list[Value]]]:
    """The phases of a relation, in the order of time: ("relations in force", "1944-12-11/1947-10-21")."""
    default = ox.DefaultGraph()
    found = [] if relation is None else reader.subjects(dipl("phaseOf"), relation, default)
    told = [reader.properties(phase, default) for phase in found]
    for said in sorted(told, key=lambda said: said["beginEarliest"][0].value if "beginEarliest" in said else ""):
        yield special_classes(said["type"])[0], said["date"]


def _between(reader: Reader, one: ox.NamedNode, other: ox.NamedNode) -> list[tuple[ox.NamedNode, Happening]]:
    """The accounts in which two states have a part, themselves or by those who hold their offices."""
    ours, theirs = (_happenings(reader, _side(reader, state)) for state in (one, other))
    shared = {event.value for event, _ in theirs}
    return [(event, happening) for event, happening in ours if event.value in shared]


def _side(reader: Reader, state: ox.NamedNode) -> list[ox.NamedNode]:
    """A state, those that it continues or that continue it, and who holds an office of one of them."""
    states, default = lineage(state, reader), ox.DefaultGraph()
    capacities = [
        capacity
        for one in states
        for role in ("officeOf", "sendingState")
        for capacity in reader.subjects(dipl(role), one, default)
    ]
    people = [
        quad.object
        for capacity in capacities
        for quad in reader.store.quads_for_pattern(capacity, dipl("person"), None, default)
    ]
    return states + [person for person in dict.fromkeys(people) if isinstance(person, ox.NamedNode)]


def _happenings(reader: Reader, nodes: Iterable[ox.NamedNode]) -> list[tuple[ox.NamedNode, Happening]]:
    """The accounts in which any of some things has a part, in the order of time, undated ones last."""
    roles: dict[str, set[str]] = {}
    for node in nodes:
        for quad in reader.store.quads_for_pattern(None, None, node, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode):
                roles.setdefault(quad.subject.value, set()).add(quad.predicate.value.rpartition("#")[2])
    found = []
    for iri in sorted(roles):
        event = ox.NamedNode(iri)
        said = reader.properties(event, ox.DefaultGraph())
        if "sourceCount" in said:
            begin = said["beginEarliest"][0].value if "beginEarliest" in said else "~"
            found.append(
                (begin, event, _happening(reader, event, tuple(sorted(roles[iri] & set(PROPERTY_OF.values())))))
            )
    return [(event, happening) for _, event, happening in sorted(found, key=lambda one: (one[0], one[1].value))]


def _happening(reader: Reader, event: ox.NamedNode, roles: tuple[str, ...]) -> Happening:
    said = reader.properties(event, ox.DefaultGraph())
    types = special_classes(said["type"])
    if "unrealizedType" in said:
        types = [reader.words(said["unrealizedType"][0])]
    return Happening(
        reader.key(event),
        said["date"][0].value if "date" in said else "",
        reader.label(event),
        ", ".join(map(in_words, types)),
        roles,
        int(said["sourceCount"][0].value),
        said["modality"][0].value if "modality" in said else "asserted",
    )


def _supporting(reader: Reader, events: Iterable[ox.NamedNode]) -> Iterator[Said]:
    """The claims behind events."""
    weighing = reader.graph("weighing")
    quads = (
        quad for event in events for quad in reader.store.quads_for_pattern(event, dipl("supportedBy"), None, weighing)
    )
    nodes = {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
    return (said_by(reader, ox.NamedNode(iri)) for iri in sorted(nodes))


def _naming(reader: Reader, node: ox.NamedNode) -> Iterator[Said]:
    """The claims that name an entity by any of its keys."""
    names = [node, *reader.subjects(dipl("mergedInto"), node, reader.graph("weighing"))]
    nodes = {
        quad.subject.value
        for name in names
        for quad in reader.store.quads_for_pattern(None, None, name, None)
        if isinstance(quad.subject, ox.NamedNode) and _is_claim(reader, quad.subject)
    }
    return (said_by(reader, ox.NamedNode(iri)) for iri in sorted(nodes))


def _is_claim(reader: Reader, node: ox.NamedNode) -> bool:
    return any(reader.store.quads_for_pattern(node, TYPE, dipl("Claim"), None))
