"""The contradictions of a graph: what clashes, who says what in which words, what is preferred and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph.reading import Reader, Value, special_classes
from kg.graph.terms import TYPE, dipl
from kg.vocab import PROPERTY_OF


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as a person reads it: what it asserts, where, in which words."""

    claim: str  # key
    type: str  # the class it asserts, in words: "severance of relations"
    document: str  # file name
    begin: int
    end: int
    date: str  # EDTF, empty if none
    modality: str
    values: tuple[tuple[str, str], ...]  # property -> labels joined by ", "
    quote: str
    rank: str  # Preferred, Normal, Deprecated
    reason: str  # for the rank
    rule: str
    confidence: str

    def value(self, name: str) -> str:
        """What it says of one property."""
        return self.date if name == "date" else dict(self.values).get(name, "")


@dataclass(frozen=True, slots=True)
class Dispute:
    """Claims that exclude each other (certain) or may (possible)."""

    key: str
    degree: str
    kind: str
    property: str
    events: tuple[str, ...]  # labels
    event_keys: tuple[str, ...]
    claims: tuple[Said, ...]
    preferred: str  # key of a claim, empty if none
    policy: str
    reason: str


def disputes(reader: Reader) -> list[Dispute]:
    """Every contradiction, the certain ones first, each kind in the order of time."""
    found = [dispute(reader, node) for node in reader.subjects(dipl("claimInConflict"), None, reader.graph("weighing"))]
    return sorted(found, key=_place)


def _place(one: Dispute) -> tuple[bool, str, str]:
    dates = [claim.date for claim in one.claims if claim.date]
    return one.degree != "certain", min(dates, default="~"), one.key


def concerning(reader: Reader, events: Iterable[ox.NamedNode]) -> list[Dispute]:
    """The contradictions about any of these events."""
    weighing = reader.graph("weighing")
    nodes = {node.value: node for event in events for node in reader.subjects(dipl("concerns"), event, weighing)}
    return sorted((dispute(reader, nodes[iri]) for iri in sorted(nodes)), key=_place)


def dispute(reader: Reader, node: ox.NamedNode) -> Dispute:
    """A contradiction as a person reads it."""
    said = reader.properties(node, reader.graph("weighing"))
    events = [event for event in said.get("concerns", ()) if isinstance(event, ox.NamedNode)]
    claims = [said_by(reader, claim) for claim in said["claimInConflict"] if isinstance(claim, ox.NamedNode)]
    preferred = next(
        (reader.key(claim) for claim in said.get("preferredClaim", ()) if isinstance(claim, ox.NamedNode)), ""
    )
    return Dispute(
        reader.key(node),
        "certain" if "CertainContradiction" in special_classes(said["type"]) else "possible",
        _first(said.get("contradictionKind")),
        reader.words(said["onProperty"][0]),
        tuple(reader.label(event) for event in events),
        tuple(reader.key(event) for event in events),
        tuple(sorted(claims, key=lambda claim: (claim.claim != preferred, claim.document, claim.begin))),
        preferred,
        _first(said.get("policy")),
        _first(said.get("reason")),
    )


def said_by(reader: Reader, claim: ox.NamedNode) -> Said:
    """A claim with its words, its place and its rank."""
    graph = next(reader.store.quads_for_pattern(claim, TYPE, dipl("Claim"), None)).graph_name
    assert isinstance(graph, ox.NamedNode)
    said, weighed = reader.properties(claim, graph), reader.properties(claim, reader.graph("weighing"))
    source = said["inSource"][0]
    assert isinstance(source, ox.NamedNode)
    return Said(
        reader.key(claim),
        in_words(reader.words(said["asserts"][0])),
        _first(reader.properties(source, graph).get("fileName")),
        int(_first(said["beginOffset"])),
        int(_first(said["endOffset"])),
        _first(said.get("date")),
        _first(said.get("modality")) or "asserted",
        tuple((name, ", ".join(map(reader.words, said[name]))) for name in PROPERTY_OF.values() if name in said),
        _first(said["quote"]),
        reader.words(weighed["rank"][0]) if "rank" in weighed else "Normal",
        _first(weighed.get("rankReason")),
        _first(said["rule"]),
        _first(said["confidence"]),
    )


def in_words(name: str) -> str:
    """A class name as words.

    >>> in_words("SeveranceOfRelations")
    'severance of relations'
    """
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _first(values: Sequence[Value] | None) -> str:
    return values[0].value if values else ""
