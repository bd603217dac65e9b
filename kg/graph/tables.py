"""The graph as CSV tables for spreadsheets: events, entities, claims, contradictions."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Final

import pyoxigraph as ox

from kg.graph.reading import Reader, Value, special_classes
from kg.graph.terms import TYPE, dipl
from kg.vocab import PROPERTY_OF

_ROLES: Final = tuple(dict.fromkeys(PROPERTY_OF.values()))
_BOUNDS: Final = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
_EVIDENCE: Final = ("beginOffset", "endOffset", "quote", "rule", "confidence")
_CLASH: Final = ("contradictionKind", "onProperty", "concerns")
_CLASHING: Final = ("claimInConflict", "preferredClaim")

Row = dict[str, str]


def write(store: ox.Store, base: str, out: IO[bytes], table: str) -> None:
    """One table with a header row, UTF-8; several values of one cell are joined by "; "."""
    columns, rows = TABLES[table]
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(Reader(store, base)))
    text.detach()


def _events(reader: Reader) -> Iterator[Row]:
    """One row per event, tenure and agreement of the best account, in the order of time; undated ones last."""
    default = ox.DefaultGraph()
    found = [(reader.properties(node, default), node) for node in reader.accounts()]
    for said, node in sorted(found, key=lambda pair: (_one(pair[0], "beginEarliest") or "~", pair[1].value)):
        yield {
            "event": reader.key(node),
            "type": "; ".join(special_classes(said["type"])),
            **{name: _cell(reader, said, name) for name in ("label", "date", *_BOUNDS, "modality", *_ROLES)},
            "sources": _one(said, "sourceCount"),
            "confidence": _one(said, "confidence"),
        }


def _entities(reader: Reader) -> Iterator[Row]:
    """One row per entity of the best account."""
    default = ox.DefaultGraph()
    events = {node.value for node in reader.accounts()}
    for node in reader.subjects(TYPE, None, default):
        said = reader.properties(node, default)
        if node.value not in events and "label" in said:
            row = {name: _cell(reader, said, name) for name in ("label", "altLabel", "capital", "continuatorOf")}
            links = "; ".join(value.value for value in said.get("exactMatch", ()))
            yield {"entity": reader.key(node), "type": "; ".join(special_classes(said["type"])), **row, "links": links}


def _claims(reader: Reader) -> Iterator[Row]:
    """One row per claim, document by document in the order of the text."""
    weighing = reader.graph("weighing")
    for graph in reader.document_graphs():
        claims = reader.subjects(TYPE, dipl("Claim"), graph)
        found = [(reader.properties(claim, graph), claim) for claim in claims]
        for said, claim in sorted(found, key=lambda pair: (int(_one(pair[0], "beginOffset")), pair[1].value)):
            events = reader.subjects(dipl("supportedBy"), claim, weighing)
            weighed = reader.properties(claim, weighing)
            yield {
                "claim": reader.key(claim),
                "document": "; ".join(reader.key(node) for node in said["inSource"] if isinstance(node, ox.NamedNode)),
                "type": _cell(reader, said, "asserts"),
                **{name: _cell(reader, said, name) for name in ("date", "modality", *_ROLES)},
                **{name: _one(said, name) for name in _EVIDENCE},
                "rank": _cell(reader, weighed, "rank") or "Normal",
                "event": "; ".join(reader.key(event) for event in events),
            }


def _contradictions(reader: Reader) -> Iterator[Row]:
    """One row per contradiction."""
    weighing = reader.graph("weighing")
    for node in reader.subjects(dipl("claimInConflict"), None, weighing):
        said = reader.properties(node, weighing)
        yield {
            "contradiction": reader.key(node),
            "degree": "; ".join(special_classes(said["type"])),
            **{name: _cell(reader, said, name) for name in _CLASH},
            **{
                name: "; ".join(reader.key(claim) for claim in said.get(name, ()) if isinstance(claim, ox.NamedNode))
                for name in _CLASHING
            },
            **{name: _one(said, name) for name in ("policy", "reason")},
        }


def _cell(reader: Reader, said: Mapping[str, list[Value]], name: str) -> str:
    return "; ".join(reader.words(value) for value in said.get(name, ()))


def _one(said: Mapping[str, list[Value]], name: str) -> str:
    return next((value.value for value in said.get(name, ())), "")


# Table -> its columns and the function that gives its rows.
TABLES: Final[Mapping[str, tuple[tuple[str, ...], Callable[[Reader], Iterator[Row]]]]] = {
    "events": (
        ("event", "type", "label", "date", *_BOUNDS, "modality", *_ROLES, "sources", "confidence"),
        _events,
    ),
    "entities": (("entity", "type", "label", "altLabel", "capital", "continuatorOf", "links"), _entities),
    "claims": (
        ("claim", "document", "type", "date", "modality", *_ROLES, *_EVIDENCE, "rank", "event"),
        _claims,
    ),
    "contradictions": (
        ("contradiction", "degree", *_CLASH, *_CLASHING, "policy", "reason"),
        _contradictions,
    ),
}
