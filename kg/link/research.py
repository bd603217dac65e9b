"""Two tables for political scientists: a row per pair of states and year, and a row per event between two actors."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import IO

from kg.graph.reading import Reader
from kg.link.dyads import DYAD_YEARS, dyad_years
from kg.link.events import EVENTS, event_rows

__all__ = ["DYAD_YEARS", "EVENTS", "codebook", "write_dyad_years", "write_events"]


def write_dyad_years(reader: Reader, out: IO[bytes], until: int | None = None) -> None:
    """A row per pair of states and year as CSV, from the first to the last year that a text tells of the pair.

    With `until` pairs whose relations are not known to have ended go on to that year.
    """
    _write(DYAD_YEARS, dyad_years(reader, until), out)


def write_events(reader: Reader, out: IO[bytes]) -> None:
    """A row per event and pair of actors as CSV, in the order of time; only what is told as having happened."""
    _write(EVENTS, event_rows(reader), out)


def codebook(columns: Mapping[str, str]) -> str:
    """The columns of a table and what they hold, a line each."""
    return "".join(f"{name}\t{words}\n" for name, words in columns.items())


def _write(columns: Iterable[str], rows: Iterable[Mapping[str, object]], out: IO[bytes]) -> None:
    file = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    table = csv.DictWriter(file, list(columns), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    file.detach()
