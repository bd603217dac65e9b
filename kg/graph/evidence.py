"""The words of the documents behind a node of the graph: an event, a phase of relations, a claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph.reading import Reader
from kg.graph.terms import dipl


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
    weighing = reader.graph("weighing")
    found = []
    for claim in reader.properties(event, weighing).get("supportedBy", ()):
        if isinstance(claim, ox.NamedNode) and (quote := _of_claim(reader, claim)):
            rank = [reader.words(value) for value in reader.properties(claim, weighing).get("rank", ())]
            order = "Deprecated" in rank, "Preferred" not in rank, -quote[0], claim.value
            found.append((order, quote[1]))
    return min(found, key=lambda one: one[0])[1] if found else None


def quotes(reader: Reader, node: ox.NamedNode) -> Iterator[Quote]:
    """The best quote of an event, those of the events that open and close a phase, or the claim's own; perhaps none."""
    if own := _of_claim(reader, node):
        yield own[1]
        return
    said = reader.properties(node, ox.DefaultGraph())
    for event in (node, *said.get("openedBy", ()), *said.get("closedBy", ())):
        if isinstance(event, ox.NamedNode) and (quote := best_quote(reader, event)):
            yield quote


def _of_claim(reader: Reader, claim: ox.NamedNode) -> tuple[float, Quote] | None:
    """The confidence and the words of a claim; None if the node is none."""
    told = next(reader.store.quads_for_pattern(claim, dipl("inSource"), None, None), None)
    if told is None or not isinstance(told.graph_name, ox.NamedNode):
        return None
    said, source = reader.properties(claim, told.graph_name), told.object
    assert isinstance(source, ox.NamedNode)
    origin = reader.properties(source, told.graph_name)
    quote = Quote(
        " ".join(said["quote"][0].value.split()),
        origin["fileName"][0].value,
        origin["source"][0].value if "source" in origin else "",
        said["beginOffset"][0].value,
        said["endOffset"][0].value,
    )
    return float(said["confidence"][0].value), quote
