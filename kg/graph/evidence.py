"""The words of the documents behind a node of the graph: an event, a phase of relations, a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.graph.reading import Reader
from kg.graph.terms import TYPE, dipl

_NEEDED: Final = frozenset({"quote", "beginOffset", "endOffset", "fileName"})


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of one claim, on one line, and where they stand: offsets in code points of the file."""

    words: str
    document: str
    url: str
    begin: str
    end: str


def best_quote(reader: Reader, event: ox.NamedNode) -> Quote | None:
    """The words of the best claim for an event: preferred before normal, then the surest, then the first."""
    return next((quote for _, quote in sorted(_ranked(reader, _claims(reader, event)))), None)


def _ranked(reader: Reader, claims: Iterable[ox.NamedNode]) -> Iterator[tuple[tuple[bool, bool, float, str], Quote]]:
    """The words of claims, each after what puts it before others; no two have the same place."""
    for claim in claims:
        if quote := _of_claim(reader, claim):
            said = reader.properties(claim, reader.graph("weighing"))
            rank = [reader.words(value) for value in said.get("rank", ())]
            yield ("Deprecated" in rank, "Preferred" not in rank, -quote[0], claim.value), quote[1]


def quotes(reader: Reader, node: ox.NamedNode) -> Iterator[Quote]:
    """The best quote of an event, those of the events that open and close a phase, or the claim's own; perhaps none."""
    if own := _of_claim(reader, node):
        yield own[1]
        return
    said = reader.properties(node, ox.DefaultGraph())
    for event in (node, *said.get("openedBy", ()), *said.get("closedBy", ())):
        if isinstance(event, ox.NamedNode) and (quote := best_quote(reader, event)):
            yield quote


def behind(reader: Reader, quad: ox.Quad) -> tuple[Quote, ...]:
    """The words of the documents from which a statement of the best account or the weighing comes; perhaps none.

    Those of the best claim that says it; if no claim does, those that speak of its subject.
    """
    node = quad.subject
    if not isinstance(node, ox.NamedNode):
        return ()
    claims = _claims(reader, node)
    saying = [claim for claim in claims if _says(reader, claim, quad)]
    if found := [quote for _, quote in sorted(_ranked(reader, saying or claims))]:
        return (found[0],)
    said = reader.properties(node, reader.graph("weighing"))
    disputed = (claim for claim in said.get("claimInConflict", ()) if isinstance(claim, ox.NamedNode))
    own = (*quotes(reader, node), *(quote for claim in disputed for quote in quotes(reader, claim)))
    return tuple(dict.fromkeys(own)) or _first_mention(reader, node)


def _claims(reader: Reader, event: ox.NamedNode) -> list[ox.NamedNode]:
    """The claims that support an event."""
    found = reader.properties(event, reader.graph("weighing")).get("supportedBy", ())
    return [claim for claim in found if isinstance(claim, ox.NamedNode)]


def _says(reader: Reader, claim: ox.NamedNode, quad: ox.Quad) -> bool:
    predicate = dipl("asserts") if quad.predicate == TYPE else quad.predicate
    return next(reader.store.quads_for_pattern(claim, predicate, quad.object, None), None) is not None


def _first_mention(reader: Reader, node: ox.NamedNode) -> tuple[Quote, ...]:
    """The words of the first claim that names an actor, a place or an office."""
    quads = reader.store.quads_for_pattern(None, None, node, None)
    claims = {quad.subject.value: quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    found = (_of_claim(reader, claims[iri]) for iri in sorted(claims))
    return next(((one[1],) for one in found if one), ())


def _of_claim(reader: Reader, claim: ox.NamedNode) -> tuple[float, Quote] | None:
    """The confidence and the words of a claim; None if the node is none, or one that gives no words."""
    told = next(reader.store.quads_for_pattern(claim, dipl("inSource"), None, None), None)
    if told is None or not isinstance(told.graph_name, ox.NamedNode):
        return None
    said, source = reader.properties(claim, told.graph_name), told.object
    assert isinstance(source, ox.NamedNode)
    origin = reader.properties(source, told.graph_name)
    if not {*said, *origin} >= _NEEDED:
        return None
    quote = Quote(
        " ".join(said["quote"][0].value.split()),
        origin["fileName"][0].value,
        origin["source"][0].value if "source" in origin else "",
        said["beginOffset"][0].value,
        said["endOffset"][0].value,
    )
    return float(said["confidence"][0].value) if "confidence" in said else 0.0, quote
