"""The graph for Wikidata editors and political scientists: QuickStatements, SSSOM, pairs by year, events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from kg.graph.reading import Reader
from kg.link import quickstatements, research, sssom
from kg.link.facts import facts
from kg.link.links import stored_matches
from kg.link.wikidata import read_extract


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an export takes into account, each for one format only."""

    confidence: float = quickstatements.CONFIDENCE  # quickstatements: nothing below it
    against: Path | None = None  # quickstatements: items as Wikidata has them; what it has is left out
    until: int | None = None  # dyad-year: the last year of relations that go on


def write(reader: Reader, format_: str, out: IO[bytes], wishes: Wishes = Wishes()) -> str:
    """Write the graph in one of FORMATS; what to tell the user comes back, a line each."""
    return _WRITERS[format_](reader, out, wishes)


def _quickstatements(reader: Reader, out: IO[bytes], wishes: Wishes) -> str:
    theirs = None
    if wishes.against:
        wanted = {item for fact in facts(reader) for item in (fact.subject_item, fact.value_item)}
        theirs = read_extract(wishes.against, wanted, wanted)
    found = quickstatements.export(reader, wishes.confidence, theirs)
    out.writelines(f"{line}\n".encode() for line in found.lines)
    held = "".join(f"  {count:>5}  {reason}\n" for reason, count in found.held)
    return f"{len(found.lines)} statements" + (f"; held back:\n{held}" if held else "\n")


def _sssom(reader: Reader, out: IO[bytes], wishes: Wishes) -> str:
    out.write(sssom.written(stored_matches(reader), reader.base).encode())
    return ""


def _dyad_year(reader: Reader, out: IO[bytes], wishes: Wishes) -> str:
    research.write_dyad_years(reader, out, wishes.until)
    return ""


def _events(reader: Reader, out: IO[bytes], wishes: Wishes) -> str:
    research.write_events(reader, out)
    return ""


_WRITERS: Final[Mapping[str, Callable[[Reader, IO[bytes], Wishes], str]]] = {
    "quickstatements": _quickstatements,
    "sssom": _sssom,
    "dyad-year": _dyad_year,
    "events": _events,
}
FORMATS: Final = tuple(_WRITERS)
