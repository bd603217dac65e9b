"""Mappings in SSSOM, the Simple Standard for Sharing Ontological Mappings: tab-separated rows under a YAML head.

Rules checked here: https://mapping-commons.github.io/sssom/spec/ (version 1.0 of the schema).
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Final

from kg import __version__
from kg.errors import KGError
from kg.resources import resource
from kg.vocab import BASE, WIKIDATA

EXACT: Final = "http://www.w3.org/2004/02/skos/core#exactMatch"
LICENCE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
PREFIXES: Final = {
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wikidata": WIKIDATA,
}
# Prefixes that the specification gives every file.
_GIVEN: Final = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": PREFIXES["skos"],
    "semapv": PREFIXES["semapv"],
    "sssom": "https://w3id.org/sssom/",
}
_REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_REFERENCES: Final = ("subject_id", "predicate_id", "object_id")
_DATES: Final = ("mapping_date", "publication_date")
_SCORES: Final = ("confidence", "similarity_score")
_CURIE: Final = re.compile(r"([A-Za-z_][\w.-]*):(?!//)(\S*)")
_IRI: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_DATE: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@cache
def schema() -> dict[str, list[str]]:
    """Names that the specification gives: slots of a `mapping` and of a `set`, and `justifications`."""
    with resource("data", "links", "sssom.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True)
class Match:
    """One mapping; identifiers are whole IRIs, the justification is a SEMAPV term without its prefix.

    `predicate_modifier` is "Not" for a mapping that a reviewer has rejected.
    """

    subject_id: str
    object_id: str
    subject_label: str = ""
    object_label: str = ""
    predicate_id: str = EXACT
    predicate_modifier: str = ""
    mapping_justification: str = "ManualMappingCuration"
    confidence: float | None = None
    reviewer_label: str = ""
    mapping_date: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class MatchSet:
    """A set of mappings with its metadata."""

    id: str
    matches: tuple[Match, ...]
    title: str = ""
    description: str = ""
    licence: str = LICENCE
    prefixes: Mapping[str, str] = field(default_factory=lambda: dict(PREFIXES))


# -- writing -----------------------------------------------------------------------------------------------------------


def written(found: MatchSet, base: str = BASE) -> str:
    """The set as an SSSOM file: metadata, a header and a row per mapping in the order of subject and object.

    Columns that no mapping fills are left out.
    """
    prefixes = {"id": base, **found.prefixes}
    ordered = sorted(found.matches, key=lambda match: (match.subject_id, match.object_id))
    rows = [_row(match, prefixes) for match in ordered]
    columns = [slot for slot in schema()["mapping"] if slot in _REQUIRED or any(row.get(slot) for row in rows)]
    out = io.StringIO()
    out.writelines(f"# {line}\n" for line in _head(found, prefixes))
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerow(columns)
    table.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def _head(found: MatchSet, prefixes: Mapping[str, str]) -> Iterator[str]:
    """The metadata as YAML; a JSON string is one of YAML too."""
    yield "curie_map:"
    yield from (f"  {name}: {json.dumps(iri)}" for name, iri in sorted(prefixes.items()))
    described = {
        "license": found.licence,
        "mapping_set_description": found.description,
        "mapping_set_id": found.id,
        "mapping_set_title": found.title,
        "mapping_tool": "Chancery",
        "mapping_tool_version": __version__,
    }
    yield from (f"{slot}: {json.dumps(text, ensure_ascii=False)}" for slot, text in described.items() if text)


def _row(match: Match, prefixes: Mapping[str, str]) -> dict[str, str]:
    row = {slot.name: str(getattr(match, slot.name)) for slot in fields(match)}
    for slot in _REFERENCES:
        row[slot] = _short(row[slot], prefixes)
    row["mapping_justification"] = f"semapv:{match.mapping_justification}"
    row["confidence"] = "" if match.confidence is None else f"{match.confidence:.4g}"
    row["reviewer_label"] = row["reviewer_label"].replace("|", "\\|")  # a slot of several values, parted by bars
    return {slot: " ".join(text.split()) for slot, text in row.items()}


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    for name, start in sorted(prefixes.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if iri.startswith(start) and len(iri) > len(start):
            return f"{name}:{iri[len(start) :]}"
    return iri


# -- reading -----------------------------------------------------------------------------------------------------------


def read(path: Path) -> MatchSet:
    """The set in a file; KGError names the first fault with its line."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KGError(f"{path}: cannot be read ({error}); give an SSSOM file in UTF-8") from None
    return parsed(text, str(path))


def parsed(text: str, where: str) -> MatchSet:
    """The set in a text; KGError names the first fault with its line."""
    if found := next(faults(text), None):
        line, what = found
        raise KGError(f"{where}:{line}: {what}")
    head, body, _ = _parts(text)
    metadata, prefixes = _metadata(head)
    expand = {**_GIVEN, **prefixes}
    rows = csv.DictReader(body, delimiter="\t")
    matches = tuple(_match(row, metadata, expand) for row in rows)
    return MatchSet(
        metadata["mapping_set_id"],
        matches,
        metadata.get("mapping_set_title", ""),
        metadata.get("mapping_set_description", ""),
        metadata["license"],
        {name: iri for name, iri in prefixes.items() if name != "id"},
    )


def _match(row: Mapping[str, str], metadata: Mapping[str, str], prefixes: Mapping[str, str]) -> Match:
    texts = {slot.name: row.get(slot.name) or "" for slot in fields(Match)}
    for slot in _REFERENCES:
        texts[slot] = _long(texts[slot], prefixes)
    texts["mapping_justification"] = texts["mapping_justification"].partition(":")[2]
    texts["mapping_date"] = texts["mapping_date"] or metadata.get("mapping_date", "")
    texts["reviewer_label"] = texts["reviewer_label"].replace("\\|", "|")
    confidence = texts.pop("confidence")
    return Match(**texts, confidence=float(confidence) if confidence else None)


def _long(reference: str, prefixes: Mapping[str, str]) -> str:
    found = _CURIE.fullmatch(reference)
    return prefixes[found[1]] + found[2] if found and found[1] in prefixes else reference


def _parts(text: str) -> tuple[list[str], list[str], int]:
    """Lines of the head without their marks, lines of the table, and the number of the table's first line."""
    lines = text.splitlines()
    count = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return [line[1:] for line in lines[:count]], lines[count:], count + 1


def _metadata(head: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Slots of the set, and its prefixes: of YAML what such heads use, one slot a line and `curie_map` as a block."""
    slots: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    # A head may be indented as a whole, by the blank after each "#".
    margin = min((len(line) - len(line.lstrip()) for line in head if line.strip()), default=0)
    current = ""
    for line in head:
        name, _, value = line.strip().partition(":")
        if line[margin : margin + 1].isspace() or name.startswith("-"):
            if current == "curie_map":
                prefixes[_plain(name)] = _plain(value)
        elif name:
            current = name
            slots[name] = _plain(value)
    return slots, prefixes


def _plain(value: str) -> str:
    value = value.strip()
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        try:
            return str(json.loads(value))
        except ValueError:
            return value[1:-1]
    return value[1:-1].replace("''", "'") if value.startswith("'") and value.endswith("'") else value


# -- checking ----------------------------------------------------------------------------------------------------------


def faults(text: str) -> Iterator[tuple[int, str]]:
    """What in a file breaks the specification: line and a sentence, in the order of the lines."""
    head, body, first = _parts(text)
    metadata, prefixes = _metadata(head)
    yield from ((1, fault) for fault in _set_faults(metadata, prefixes))
    if not body:
        yield first, "there is no header row; write the names of the slots, parted by tabs"
        return
    reader = csv.reader(body, delimiter="\t", strict=True)
    columns = next(reader)
    yield from ((first, fault) for fault in _column_faults(columns))
    known = {**_GIVEN, **prefixes}
    try:
        for cells in reader:
            line = first + reader.line_num - 1
            if len(cells) != len(columns):
                yield line, f"{len(cells)} cells instead of {len(columns)}; part the cells by single tabs"
            else:
                yield from ((line, fault) for fault in _row_faults(dict(zip(columns, cells, strict=True)), known))
    except csv.Error as error:
        yield first + reader.line_num - 1, f"a quoted cell is not closed ({error}); double quote marks inside a cell"


def _set_faults(metadata: Mapping[str, str], prefixes: Mapping[str, str]) -> Iterator[str]:
    for slot in ("mapping_set_id", "license"):
        if not metadata.get(slot):
            yield f"the head lacks {slot}; write '# {slot}: <IRI>' before the table"
        elif not _IRI.fullmatch(metadata[slot]):
            yield f"{slot} is {metadata[slot]!r}; write an IRI that begins with http"
    for slot in metadata:
        if slot not in schema()["set"]:
            yield f"a mapping set has no slot {slot!r}; remove it"
    for name, iri in prefixes.items():
        if not _IRI.fullmatch(iri):
            yield f"the prefix {name!r} stands for {iri!r}; write the beginning of an IRI"
        elif name in _GIVEN and iri != _GIVEN[name]:
            yield f"the prefix {name!r} must stand for {_GIVEN[name]}"


def _column_faults(columns: Sequence[str]) -> Iterator[str]:
    for slot in _REQUIRED:
        if slot not in columns:
            yield f"the column {slot} is missing; add it"
    for number, slot in enumerate(columns):
        if slot not in schema()["mapping"]:
            yield f"a mapping has no slot {slot!r}; remove the column"
        elif slot in columns[:number]:
            yield f"the column {slot} comes twice; remove one"


def _row_faults(row: Mapping[str, str], prefixes: Mapping[str, str]) -> Iterator[str]:
    for slot in _REQUIRED:
        if slot in row and not row[slot].strip():
            yield f"{slot} is empty; fill it or remove the row"
    for slot in _REFERENCES:
        if row.get(slot, "").strip() and (fault := _reference_fault(row[slot], prefixes)):
            yield f"{slot} {fault}"
    given = row.get("mapping_justification", "")
    known = [f"semapv:{name}" for name in schema()["justifications"]]
    if given and given not in known:
        yield f"mapping_justification is {given!r}; use one of {', '.join(known)}"
    for slot in _SCORES:
        if row.get(slot) and not _is_score(row[slot]):
            yield f"{slot} is {row[slot]!r}; write a number between 0 and 1"
    for slot in _DATES:
        if row.get(slot) and not _DATE.fullmatch(row[slot]):
            yield f"{slot} is {row[slot]!r}; write a day as 2026-01-31"
    if row.get("predicate_modifier", "") not in ("", "Not"):
        yield f"predicate_modifier is {row['predicate_modifier']!r}; write Not, or nothing"


def _reference_fault(reference: str, prefixes: Mapping[str, str]) -> str:
    if _IRI.fullmatch(reference):
        return ""
    found = _CURIE.fullmatch(reference)
    if not found:
        return f"is {reference!r}; write a CURIE or an IRI without blanks"
    return "" if found[1] in prefixes else f"uses the prefix {found[1]!r}; add it to curie_map"


def _is_score(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


def merged(sets: Iterable[MatchSet]) -> tuple[Match, ...]:
    """The mappings of several sets, one for each subject and object: the last set to name a pair decides."""
    found = {(match.subject_id, match.object_id): match for one in sets for match in one.matches}
    return tuple(found[pair] for pair in sorted(found))
