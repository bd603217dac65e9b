"""Tables whose rows dashes part, under a line of known heads: "Name / Term / President", "Ola Berg — 1990–1994 — X"."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from kg.compiled import compiled
from kg.model import Cell, Span
from kg.texts.lines import BULLETS, Line
from kg.texts.tables.cells import HEADS_MAX, ROWS_MAX, Row, Table, trimmed, within, words_of
from kg.texts.words import words

HEADS_LEAST = 3  # cells of the line of heads, of which all but one are known
ROWS_LEAST = 2
FIRST_MAX = 80  # characters of the first cell of a row, and of a line that heads the rows below it
_HEADS = compiled(r" ?[/|] ?| [–—-] |\t+")
_DASHES = (compiled(r" [—―]+(?: |$)"), compiled(r" –(?: |$)"), compiled(r" -(?: |$)"))
_BULLET = compiled(rf"(?:[{BULLETS}*–—-]|\d{{1,3}}[.)])[ \t]+")
_DATE = compiled(
    r"(?:\d{1,2}(?: de)? )?(?:\p{L}{3,10}\.?[ -](?:del? )?)?[12]\d{3}|\p{Ll}{4,12}"
)  # "May 1990", "present"
_YEAR = compiled(r"(?<!\d)[12]\d{3}(?!\d)")


def dashed(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """The table that a line of heads begins, whatever parts them, over rows that spaced dashes part. A short line
    without a dash heads the rows below it."""
    heads = [] if _marks_part(text, lines[index : index + 2]) else _heads(text, lines[index])
    for dash in _DASHES if heads else ():
        rows: list[tuple[Line, list[Span]]] = []
        after = index + 1
        while after < len(lines) and after - index < ROWS_MAX:
            cells = _cells(text, lines[after], dash) if lines[after].gap <= 1 or (rows and not rows[-1][1]) else []
            if not cells and not (rows and _heads_rows(text, lines, after, dash)):
                break
            rows.append((lines[after], cells))
            after += 1
        if sum(bool(cells) for _, cells in rows) >= ROWS_LEAST:
            dated = _dated([cells for _, cells in rows if cells], len(heads), text)
            return Table(tuple(_row(line, cells, heads, dated, text) for line, cells in rows), after)
    return None


def _marks_part(text: str, lines: Sequence[Line]) -> bool:
    """Whether bars or tabs part the heads and the first row alike, in which a dash is an empty cell."""
    return any(all(text.count(mark, line.start, line.end) > 1 for line in lines) for mark in "|\t")


def _heads(text: str, line: Line) -> list[str]:
    """The heads of columns that a line consists of, if it is one of heads alone."""
    if line.length > HEADS_MAX or _HEADS.search(*within(text, line)) is None:
        return []
    told = text[line.start : line.end].strip("()[]*_ .:")
    heads = [head.strip() for head in _HEADS.split(told)]
    if len(heads) < HEADS_LEAST or any(map(str.isdigit, told)):
        return []
    known = sum(words().columns.match(head) is not None for head in heads)
    return heads if known >= len(heads) - 1 else []


def _cells(text: str, line: Line, dash: regex.Pattern[str]) -> list[Span]:
    """The cells of a row; empty for a line that is none."""
    bullet = _BULLET.match(*within(text, line))
    start = bullet.end() if bullet else line.start
    marks = [match.span() for match in dash.finditer(text, start, line.end)]
    if not marks or marks[0][0] - start > FIRST_MAX:
        return []
    starts, ends = [start, *(end for _, end in marks)], [*(begin for begin, _ in marks), line.end]
    return [span for a, b in zip(starts, ends, strict=True) if (span := trimmed(text, a, b))]


def _heads_rows(text: str, lines: Sequence[Line], at: int, dash: regex.Pattern[str]) -> bool:
    """Whether a line stands apart, is short, tells no year and has a row right below it: "Ambassadors"."""
    line = lines[at]
    if not line.gap or line.length > FIRST_MAX or at + 1 >= len(lines) or _YEAR.search(*within(text, line)):
        return False
    return lines[at + 1].gap <= 1 and len(_cells(text, lines[at + 1], dash)) > 1 and text[line.end - 1] not in ".;"


def _dated(rows: Sequence[Sequence[Span]], columns: int, text: str) -> set[int]:
    """The columns in which most rows have a year."""
    told = [[_YEAR.search(text, cell.start, cell.end) is not None for cell in row] for row in rows]
    return {at for at in range(columns) if 2 * sum(row[at : at + 1] == [True] for row in told) > len(told)}


def _row(line: Line, cells: Sequence[Span], heads: Sequence[str], dated: set[int], text: str) -> Row:
    """A row under its heads; a term whose ends a dash parts, too, is one cell: "May 1990 — June 1994"."""
    made: list[Span] = []
    for cell in cells:
        ends = len(made) not in dated and len(made) - 1 in dated
        ends = ends and all(_DATE.fullmatch(words_of(text, each)) for each in (made[-1], cell))
        made.append(Span(made.pop().start, cell.end) if ends or len(made) == len(heads) else cell)
    return Row(Span(line.start, line.end), tuple(Cell(span, head) for span, head in zip(made, heads, strict=False)))
