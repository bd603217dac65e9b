"""Tables in plain text: Markdown, tab-separated, aligned by blanks under a line of dashes, or without any marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.texts.lines import Line
from kg.texts.tables.cells import Row, Table, names_rank
from kg.texts.tables.dashed import dashed
from kg.texts.tables.marked import marked
from kg.texts.tables.ruled import aligned, piped
from kg.texts.tables.unmarked import collapsed
from kg.texts.tables.yearly import annual, yearly


def table_at(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """The table that begins with a line (its header, if it has one); None if none does."""
    for make in (aligned, piped, dashed, yearly, marked, annual, collapsed):
        if table := make(text, lines, index):
            return replace(table, rows=tuple(_sectioned(text, table.rows)))
    return None


def _sectioned(text: str, rows: Sequence[Row]) -> Iterator[Row]:
    """The rows; one that holds a rank in the plural and nothing else ("Envoys | | |") heads those below it."""
    for row in rows:
        yield Row(row.cells[0].span, ()) if names_rank(text, row.cells) else row
