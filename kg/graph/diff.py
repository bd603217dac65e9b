"""What one graph says and another does not, as a table or as an RDF patch that makes the second of the first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import IO, Final, Literal

import pyoxigraph as ox

from kg.graph.export import LAYERS
from kg.graph.lines import sorted_quads
from kg.graph.reading import Reader, Value, local_name, short, spaced
from kg.graph.terms import LABEL

# What follows from the date or the class of a thing, or from the number of its parties.
_FOLLOWING: Final = frozenset(
    {"beginEarliest", "beginLatest", "endEarliest", "endLatest", "year", "partyCount", "type", "label"}
)
FORMATS: Final = ("table", "csv", "patch")
Change = tuple[Literal["-", "+"], bytes]  # taken away or added; a line of N-Quads
_COLUMNS: Final = ("change", "subject", "property", "value", "graph")


def changes(one: ox.Store, other: ox.Store) -> Iterator[Change]:
    """What to take from the first store and to add to it so that it says what the second says, in the order of lines.

    Memory stays below two sorted runs, however large the stores.
    """
    here, there = sorted_quads(one), sorted_quads(other)
    old, new = next(here, None), next(there, None)
    while old is not None or new is not None:
        if old == new:
            old, new = next(here, None), next(there, None)
        elif new is None or (old is not None and old < new):
            assert old is not None
            yield "-", old
            old = next(here, None)
        else:
            yield "+", new
            new = next(there, None)


def within(found: Iterable[Change], layers: Sequence[str], base: str) -> Iterator[Change]:
    """Only the changes in some layers of the graph."""
    places = tuple(base + LAYERS[layer] for layer in layers if LAYERS[layer])
    for sign, line in found:
        name = _quad(line).graph_name
        if name.value.startswith(places) if isinstance(name, ox.NamedNode) else "accounts" in layers:
            yield sign, line


def write(found: Iterable[Change], format: str, out: IO[bytes], base: str) -> tuple[int, int]:
    """Write changes in one of the FORMATS; how many were taken away and how many added comes back."""
    counts = {"-": 0, "+": 0}
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    rows = csv.writer(text, lineterminator="\n")
    if format == "csv":
        rows.writerow(_COLUMNS)
    if format == "patch":
        text.write("TX .\n")
    for sign, line in found:
        counts[sign] += 1
        if format == "patch":
            text.write(f"{'D' if sign == '-' else 'A'} {line.decode()}")
        elif format == "csv":
            rows.writerow((sign, *_row(line, base)))
        else:
            text.write("  ".join((sign, *(cell for cell in _row(line, base) if cell))) + "\n")
    if format == "patch":
        text.write("TC .\n")
    text.detach()
    return counts["-"], counts["+"]


def told(found: Iterable[Change], one: ox.Store, other: ox.Store, base: str) -> Iterator[str]:
    """Changes as a person reads them, a line for each thing: what came (+), what went (-), what is told otherwise (~).

    Things without a name of their own, and what only follows from a date, are left out.
    """
    was, now = Reader(one, base), Reader(other, base)
    for iri, those in groupby(found, key=lambda change: change[1].partition(b" ")[0]):
        node = ox.NamedNode(iri.decode()[1:-1])
        names = [reader.label(node) if _is_named(reader, node) else "" for reader in (was, now)]
        if not any(names):
            continue
        if not all(names):
            yield f"{'+' if names[1] else '-'} {names[0] or names[1]}  ({now.key(node)})"
        elif details := _details([(sign, _quad(line)) for sign, line in those], was, now):
            yield f"~ {names[1]}  ({now.key(node)}): {details}"


def _is_named(reader: Reader, node: ox.NamedNode) -> bool:
    return any(reader.store.quads_for_pattern(node, LABEL, None, ox.DefaultGraph()))


def _details(those: Iterable[tuple[str, ox.Quad]], was: Reader, now: Reader) -> str:
    """What of one thing is told otherwise: "date: 1964 → 1964-11-24; source count: 1 → 2"."""
    values: dict[str, tuple[list[str], list[str]]] = {}
    for sign, quad in those:
        name = local_name(quad.predicate.value)
        if name not in _FOLLOWING and isinstance(quad.object, Value):
            shown = (was if sign == "-" else now).words(quad.object)
            values.setdefault(name, ([], []))[sign == "+"].append(shown)
    return "; ".join(
        f"{spaced(name)}: {', '.join(old) or 'none'} → {', '.join(new) or 'none'}"
        for name, (old, new) in values.items()
    )


def _quad(line: bytes) -> ox.Quad:
    quad: ox.Quad = next(ox.parse(line, format=ox.RdfFormat.N_QUADS))
    return quad


def _row(line: bytes, base: str) -> tuple[str, ...]:
    """A quad as a person reads it; the best account has no graph."""
    quad = _quad(line)
    graph = quad.graph_name
    terms = (quad.subject, quad.predicate, quad.object)
    return (
        *(_shown(term, base) for term in terms),
        short(graph.value, base) if isinstance(graph, ox.NamedNode) else "",
    )


def _shown(term: object, base: str) -> str:
    return short(term.value, base) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", term))
