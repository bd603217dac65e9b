"""Cuts a line of a text into the cells that tabs, bars or blanks part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from kg.compiled import compiled
from kg.model import Cell, Span
from kg.texts.lines import Line
from kg.texts.sentences import MARKS
from kg.texts.words import words

NOTE = compiled(MARKS)  # "Date[1]"
_CELL = compiled(r"(?:[^|\\]|\\.)*(?:\||$)")
HEADS_MAX = 150  # characters of a line of column heads
HEADS_LEAST = 2
ROWS_MAX = 1000  # lines in which the end of a table with parted rows is looked for
COLUMNS_MAX = 60
BLANKS_MAX = 200  # characters of a line whose cells are parted by blanks alone
TAB, BAR, SLASH, GAP = compiled(r"\t"), compiled(r" \|(?= |$)"), compiled(r" /(?= |$)"), compiled(r" {2,}")
WIDE_GAP = compiled(r" {3,}")  # where two may part sentences within a cell
_SIGNS = {TAB: "\t", BAR: " |", SLASH: " /", GAP: "  ", WIDE_GAP: "   "}  # without which none of them is there


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; its span covers the lines that a long cell was wrapped to. One without cells heads the next."""

    span: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the index of the first line after it."""

    rows: tuple[Row, ...]
    after: int


def add_cells(rows: list[Row], text: str, line: Line, cells: tuple[Cell, ...], rest: bool) -> None:
    """Adds the cells of a line to the rows: as a row, or as the `rest` of the last one, which was wrapped."""
    if rest and rows and cells and not names_rank(text, cells):
        last = rows.pop()
        rows.append(Row(Span(last.span.start, line.end), last.cells + cells))
    elif cells:
        rows.append(Row(Span(line.start, line.end), cells))


def names_rank(text: str, cells: Sequence[Cell]) -> bool:
    """Whether all that a row holds is a rank in the plural, which heads the rows below it: "Envoys"."""
    return len(cells) == 1 and words().ranks.fullmatch(text, cells[0].span.start, cells[0].span.end) is not None


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without blanks around; None if nothing is left."""
    piece = text[start:end]
    if not piece.strip():
        return None
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def words_of(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


def within(text: str, line: Line) -> tuple[str, int, int]:
    """What a pattern is given to look into a line: `_RULE.fullmatch(*within(text, line))`."""
    return text, line.start, line.end


def between_pipes(text: str, line: Line) -> Iterator[Span | None]:
    start = line.start + (text[line.start] == "|")
    end = line.end - (text[line.end - 1] == "|" and line.end - 1 > start)
    for match in _CELL.finditer(text, start, end):
        if match.start() < match.end():
            yield trimmed(text, match.start(), match.end() - match[0].endswith("|"))


def by_tabs(text: str, line: Line) -> list[Span | None]:
    """The cells between tabs; those before the first word are empty ones."""
    cells = split(text, line, TAB)
    begin = line.start
    while begin and text[begin - 1] in " \t":
        begin -= 1
    before: list[Span | None] = [None] * text.count("\t", begin, line.start)
    return before + cells if cells else []


def by_bars(text: str, line: Line) -> list[Span | None]:
    """The cells between bars; those of a line that one opens and one ends, too."""
    if text[line.start] == "|" == text[line.end - 1] and line.length > 1:
        return list(between_pipes(text, line))
    return split(text, line, BAR)


def by_slashes(text: str, line: Line) -> list[Span | None]:
    """The cells between strokes, of which one alone parts words: "Dollar / euro"."""
    cells = split(text, line, SLASH)
    return cells if len(cells) > 2 else []


def by_blanks(text: str, line: Line) -> list[Span | None]:
    return split(text, line, GAP) if line.length <= BLANKS_MAX else []


def split(text: str, line: Line, mark: regex.Pattern[str]) -> list[Span | None]:
    """The cells between marks; none if the line has no mark."""
    if text.find(_SIGNS[mark], line.start, line.end) < 0:
        return []
    ends = [match.span() for match in mark.finditer(text, line.start, line.end)]
    if not ends or len(ends) > COLUMNS_MAX:
        return []
    starts = [line.start, *(end for _, end in ends)]
    return [trimmed(text, a, b) for a, b in zip(starts, [*(start for start, _ in ends), line.end], strict=True)]


def has_pipe(text: str, line: Line) -> bool:
    return text[line.start] == "+" or text.find("|", line.start, line.end) >= 0
