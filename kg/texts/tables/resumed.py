"""Rows of a table that the paragraphs of its remarks have broken off from those above them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.compiled import compiled
from kg.model import Cell, Span
from kg.texts.lines import Line
from kg.texts.tables.cells import Row, by_bars, by_tabs
from kg.texts.tables.stacked import is_date
from kg.texts.tables.unmarked import COLUMN_MARK

NAME_MAX = 60  # characters of a name and its day
_DAY = r"(?:\d{4}-\d\d(?:-(?:\d\d|\?\?))?|(?:\d{1,2} )?\p{L}{3,9}\.? (?:\d{1,2}, )?[12]\d{3}|[12]\d{3})"
_NAME = r"\p{Lu}(?:[^\d.:;|\n]|(?<=\bSt)\.){1,58}"
_OPENS = compiled(rf"(?:\W{{0,3}}\d{{0,3}}\W{{0,3}} \| )?{_NAME} \| (?:{_DAY}(?!\w)|\| )")
# "Kenya1993-04-28", "Kenya28 April 1993See Kenya–Fiji relations"
_GLUED = compiled(rf"\p{{Lu}}[\p{{L}}\p{{M}}'’.() -]{{1,50}}(?<=[\p{{Ll}})])(?=[\d\p{{Lu}}]){_DAY}")


def resumed(text: str, lines: Sequence[Line], index: int, heads: Sequence[str]) -> Row | None:
    """The row under the heads of the table above that a line is, or it and the next: "Kenya\\t28 April 1993",
    "Kenya | 28 April 1993 | |", "Kenya1993-04-28", "Kenya" and below it "28 April 1993"."""
    line = lines[index]
    if len(heads) == 1:
        glued = COLUMN_MARK in heads[0] and _GLUED.match(text, line.start, line.end) is not None
        return _row([Span(line.start, line.end)], heads) if glued else None
    if not heads or not all(heads):
        return None
    cells = by_tabs(text, line)
    if not cells and _OPENS.match(text, line.start, line.end):
        cells = by_bars(text, line)
    elif line.length > NAME_MAX:
        return None
    elif not cells and is_date(text, lines, index + 1) and not lines[index + 1].gap and _is_name(text, line):
        cells = [Span(each.start, each.end) for each in lines[index : index + 2]]
    while cells and cells[-1] is None:
        cells.pop()
    return _row(cells, heads) if 1 < len(cells) <= len(heads) and cells[0] is not None else None


def _is_name(text: str, line: Line) -> bool:
    return _BARE_NAME.fullmatch(text, line.start, line.end) is not None


_BARE_NAME = compiled(_NAME)


def _row(cells: Sequence[Span | None], heads: Sequence[str]) -> Row:
    made = tuple(Cell(span, head) for span, head in zip(cells, heads, strict=False) if span)
    return Row(Span(made[0].span.start, made[-1].span.end), made)
