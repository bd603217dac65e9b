"""Cells of a table: what their headers mean in a language, and their words as a line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from kg.extract.symbols import Line
from kg.extract.values import Reader
from kg.lexicon.language import Frame
from kg.model import Cell


def table_of(reader: Reader, ending: str) -> Frame | None:
    """The frame of the language that tells what the columns of a kind of table hold."""
    return next((frame for frame in reader.names.language.frames if frame.id.endswith(ending)), None)


@cache
def headers(columns: tuple[tuple[str, str], ...]) -> tuple[tuple[str, regex.Pattern[str]], ...]:
    """The columns of a frame with their words compiled."""
    return tuple((name, regex.compile(words)) for name, words in columns)


def columns(cells: Sequence[Cell], table: Frame) -> list[tuple[str, Cell]]:
    """Each cell with the meaning of its column's header, the first that fits; "" for one that has none."""
    found = []
    for cell in cells:
        header = " ".join(cell.header.lower().split())
        found.append((next((name for name, words in headers(table.columns) if words.search(header)), ""), cell))
    return found


def line_of(cell: Cell, reader: Reader) -> Line:
    """The words of a cell, its dates read."""
    from kg.extract.engine import cell_line

    made = cell_line(reader, cell.span)
    for _, chunk in made.all(("date", "dates")):
        reader.read_date(chunk)
    return made
