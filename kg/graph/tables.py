"""The graph as CSV tables for spreadsheets, and their description for programs (CSV on the Web).

No table is held in memory; what puts its rows in order is sorted on disk if it is long.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import IO, Any, Final

import pyoxigraph as ox

from kg.graph.lines import sorted_lines
from kg.graph.reading import Reader, Value, special_classes
from kg.graph.terms import ALT_LABEL, EXACT_MATCH, LABEL, RDF, TYPE, dipl
from kg.vocab import ONTOLOGY, PROPERTY_OF

_ROLES: Final = tuple(dict.fromkeys(PROPERTY_OF.values()))
_BOUNDS: Final = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
_EVIDENCE: Final = ("beginOffset", "endOffset", "quote", "rule", "confidence")
_CLASH: Final = ("contradictionKind", "onProperty", "concerns")
_CLASHING: Final = ("claimInConflict", "preferredClaim")

_TENURE: Final = ("person", "office", "sendingState", "receivingState")
_AGREEMENT: Final = ("party", "partyCount", "place", "signatory")
_ACTOR: Final = ("iso3", "capital", "continuatorOf", "existedFrom", "existedUntil")

Row = dict[str, str]
Said = Mapping[str, list[Value]]


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
    for node, said in _accounts(reader):
        yield _account("event", reader, node, said, ("modality", *_ROLES))


def _tenures(reader: Reader) -> Iterator[Row]:
    """One row per tenure of a post, in the order of time."""
    for node, said in _accounts(reader, "Tenure"):
        yield _account("tenure", reader, node, said, _TENURE)


def _agreements(reader: Reader) -> Iterator[Row]:
    """One row per agreement, in the order of time."""
    for node, said in _accounts(reader, "Agreement"):
        yield _account("agreement", reader, node, said, _AGREEMENT)


def _account(key: str, reader: Reader, node: ox.NamedNode, said: Said, names: Iterable[str]) -> Row:
    return {
        key: reader.key(node),
        "type": _kinds(said),
        **{name: _cell(reader, said, name) for name in ("label", "date", *_BOUNDS, *names)},
        "sources": _one(said, "sourceCount"),
        "confidence": _one(said, "confidence"),
    }


def _accounts(reader: Reader, kind: str = "") -> Iterator[tuple[ox.NamedNode, Said]]:
    """The accounts of a class, or all, with what is said of them, in the order of time."""
    default = ox.DefaultGraph()
    quads = reader.store.quads_for_pattern(
        None, TYPE if kind else dipl("sourceCount"), dipl(kind) if kind else None, default
    )
    subjects = (quad.subject for quad in quads)
    places = (_place(reader, subject) for subject in subjects if isinstance(subject, ox.NamedNode))
    for line in sorted_lines(places):
        node = ox.NamedNode(line.decode().rstrip("\n").partition("\t")[2])
        yield node, reader.properties(node, default)


def _place(reader: Reader, node: ox.NamedNode) -> bytes:
    """A line that sorts where the account's row stands."""
    quads = reader.store.quads_for_pattern(node, dipl("beginEarliest"), None, ox.DefaultGraph())
    begins = sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.Literal))
    return f"{begins[0] if begins else '~'}\t{node.value}\n".encode()


def _entities(reader: Reader) -> Iterator[Row]:
    """One row per entity of the best account."""
    for node, said in _named(reader):
        row = {name: _cell(reader, said, name) for name in ("label", "altLabel", "capital", "continuatorOf")}
        yield {"entity": reader.key(node), "type": _kinds(said), **row, "links": _links(said)}


def _actors(reader: Reader) -> Iterator[Row]:
    """One row per state, person, organisation or other actor."""
    for node, said in _named(reader):
        if dipl("Actor") in said["type"]:
            row = {name: _cell(reader, said, name) for name in ("label", "altLabel", *_ACTOR)}
            yield {"actor": reader.key(node), "type": _kinds(said), **row, "links": _links(said)}


def _named(reader: Reader) -> Iterator[tuple[ox.NamedNode, Said]]:
    """What has a label and is no account, by its IRI."""
    default = ox.DefaultGraph()
    labelled = (quad.subject for quad in reader.store.quads_for_pattern(None, LABEL, None, default))
    lines = sorted_lines(f"{subject.value}\n".encode() for subject in labelled if isinstance(subject, ox.NamedNode))
    for line, _ in groupby(lines):
        node = ox.NamedNode(line.decode().rstrip("\n"))
        said = reader.properties(node, default)
        if "sourceCount" not in said and "type" in said:
            yield node, said


def _kinds(said: Said) -> str:
    return "; ".join(special_classes(said["type"]))


def _links(said: Said) -> str:
    return "; ".join(value.value for value in said.get("exactMatch", ()))


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


def _cell(reader: Reader, said: Said, name: str) -> str:
    return "; ".join(reader.words(value) for value in said.get(name, ()))


def _one(said: Said, name: str) -> str:
    return next((value.value for value in said.get(name, ())), "")


# Table -> its columns and the function that gives its rows; the first column is the key.
TABLES: Final[Mapping[str, tuple[tuple[str, ...], Callable[[Reader], Iterator[Row]]]]] = {
    "events": (
        ("event", "type", "label", "date", *_BOUNDS, "modality", *_ROLES, "sources", "confidence"),
        _events,
    ),
    "actors": (("actor", "type", "label", "altLabel", *_ACTOR, "links"), _actors),
    "tenures": (("tenure", "type", "label", "date", *_BOUNDS, *_TENURE, "sources", "confidence"), _tenures),
    "agreements": (("agreement", "type", "label", "date", *_BOUNDS, *_AGREEMENT, "sources", "confidence"), _agreements),
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


# -- CSV on the Web ---------------------------------------------------------------------------------------------------

METADATA: Final = "csv-metadata.json"  # the name that the standard looks for beside a table
_DATATYPES: Final = {
    **dict.fromkeys((*_BOUNDS, "existedFrom", "existedUntil"), "dateTime"),
    **dict.fromkeys(("beginOffset", "endOffset", "sources", "ordinal", "partyCount"), "integer"),
    "confidence": "decimal",
    "links": "anyURI",
}
_ONE_VALUE: Final = frozenset({"label", "date", "modality", "quote", "rule", "reason", "policy", "rank", "document"})
_MEANINGS: Final = {
    "type": RDF + "type",
    "label": LABEL.value,
    "altLabel": ALT_LABEL.value,
    "links": EXACT_MATCH.value,
    "sources": ONTOLOGY + "sourceCount",
    "document": ONTOLOGY + "inSource",
}


def write_all(store: ox.Store, base: str, folder: Path, opened: Callable[[Path], Any]) -> list[Path]:
    """Every table as a file of a folder, and what describes them; `opened` gives the file to write to."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in TABLES:
        files.append(folder / f"{name}.csv")
        with opened(files[-1]) as out:
            write(store, base, out, name)
    with opened(folder / METADATA) as out:
        out.write((json.dumps(metadata(base), indent=1, ensure_ascii=False) + "\n").encode())
    return [*files, folder / METADATA]


def metadata(base: str) -> dict[str, Any]:
    """The tables described as https://www.w3.org/TR/tabular-metadata/ has it."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dialect": {"lineTerminators": ["\n"], "quoteChar": '"', "doubleQuote": True},
        "tables": [_described(name, columns, base) for name, (columns, _) in TABLES.items()],
    }


def _described(name: str, columns: Sequence[str], base: str) -> dict[str, Any]:
    key = columns[0]
    rows = (TABLES[name][1].__doc__ or "").strip()
    schema = {"aboutUrl": f"{base}{{+{key}}}", "primaryKey": key, "columns": [_column(one, key) for one in columns]}
    return {"url": f"{name}.csv", "dc:description": rows, "tableSchema": schema}


def _column(name: str, key: str) -> dict[str, Any]:
    """A column: its type, what parts its values, and the property that it stands for."""
    described: dict[str, Any] = {"name": name, "titles": name, "datatype": _DATATYPES.get(name, "string")}
    if name == key:
        return {**described, "required": True, "suppressOutput": True}
    if name not in _ONE_VALUE and described["datatype"] in ("string", "anyURI"):
        described["separator"] = "; "
    return {**described, "propertyUrl": _MEANINGS.get(name, ONTOLOGY + name)}
