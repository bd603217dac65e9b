"""Tables in plain text: Markdown, tab-separated, or aligned by blanks under a line of dashes, as pandoc does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from kg.model import Cell, Span
from kg.texts.lines import Line

_DASHES = regex.compile(r"[-=]{2,}(?:[ \t]+[-=]{2,}){1,60}")
_GROUP = regex.compile(r"[-=]+")
_CELL = regex.compile(r"(?:[^|\\]|\\.)*(?:\||$)")
_RULE = regex.compile(r"[-=]{3,}|\+(?:[-=]+\+)+")
_PIPES = regex.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?|\+(?:[-=:]+\+)+")

HEADER_MAX = 4  # lines over the rule: a rule of its own, and three of column heads
ROWS_MAX = 1000  # lines in which the end of a table with parted rows is looked for


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; its span covers the lines that a long cell was wrapped to."""

    span: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the index of the first line after it."""

    rows: tuple[Row, ...]
    after: int


def table_at(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """The table that begins with a line (its header, if it has one); None if none does."""
    return _aligned(text, lines, index) or _piped(text, lines, index) or _tabbed(text, lines, index)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without blanks around; None if nothing is left."""
    piece = text[start:end]
    if not piece.strip():
        return None
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def _word(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


def _aligned(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A table whose columns are marked by groups of dashes, under a header of up to three lines."""
    near = range(index, min(index + 1 + HEADER_MAX, len(lines)))
    rule = next((i for i in near if _DASHES.fullmatch(*_content(text, lines[i]))), None)
    if rule is None or any(lines[i].gap for i in range(index + 1, rule + 1)):
        return None
    left = lines[rule].start - lines[rule].indent
    starts = [match.start() - left for match in _GROUP.finditer(*_content(text, lines[rule]))]
    header = ["" for _ in starts]
    for line in lines[index + bool(_RULE.fullmatch(*_content(text, lines[index]))) : rule]:
        for column, span in enumerate(_columns(text, line, starts)):
            header[column] = " ".join(filter(None, (header[column], _word(text, span))))
    rows: list[Row] = []
    after = rule + 1
    several = _closing(text, lines, rule)
    while after < len(lines) and (after < several or (not several and not lines[after].gap)):
        line = lines[after]
        after += 1
        if _RULE.fullmatch(*_content(text, line)) or _DASHES.fullmatch(*_content(text, line)):
            break
        _add(rows, text, line, starts, header)
    return Table(tuple(rows), after) if rows else None


def _content(text: str, line: Line) -> tuple[str, int, int]:
    return text, line.start, line.end


def _closing(text: str, lines: Sequence[Line], rule: int) -> int:
    """Index of the full line of dashes that ends a table whose rows are parted by empty lines; 0 if there is none."""
    for i in range(rule + 1, min(rule + ROWS_MAX, len(lines))):
        wide = lines[i].length >= 0.9 * lines[rule].length and lines[i].indent == lines[rule].indent
        if wide and _RULE.fullmatch(*_content(text, lines[i])):
            return i
        if lines[i].gap > 1 or _DASHES.fullmatch(*_content(text, lines[i])):
            return 0
    return 0


def _columns(text: str, line: Line, starts: Sequence[int]) -> Iterator[Span | None]:
    """The cells of a line. A word that sticks out over a column's edge belongs to the column it begins in."""
    left = line.start - line.indent
    edges = [min(left + start, line.end) for start in starts] + [line.end]
    edges[0] = min(left, edges[0])
    for i in range(1, len(edges) - 1):
        while edges[i] < line.end and edges[i] > left and not text[edges[i] - 1].isspace():
            edges[i] += 1
    for begin, end in pairwise(edges):
        yield _trimmed(text, begin, min(end, line.end))


def _add(rows: list[Row], text: str, line: Line, starts: Sequence[int], header: Sequence[str]) -> None:
    """Adds a row, or the rest of a wrapped one: a line whose first column is empty."""
    spans = list(_columns(text, line, starts))
    cells = tuple(Cell(span, head) for span, head in zip(spans, header, strict=True) if span)
    if spans[0] is None and rows and cells:
        last = rows.pop()
        rows.append(Row(Span(last.span.start, line.end), last.cells + cells))
    elif cells:
        rows.append(Row(Span(line.start, line.end), cells))


def _piped(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A Markdown table: its second line is the rule. A grid table has one above its header, too."""
    if _PIPES.fullmatch(*_content(text, lines[index])) and index + 2 < len(lines):
        index += 1
    if index + 1 >= len(lines) or lines[index + 1].gap or not _PIPES.fullmatch(*_content(text, lines[index + 1])):
        return None
    header = [_word(text, span) for span in _between_pipes(text, lines[index])]
    rows: list[Row] = []
    after = index + 2
    while after < len(lines) and not lines[after].gap and _has_pipe(text, lines[after]):
        line = lines[after]
        after += 1
        if _PIPES.fullmatch(*_content(text, line)):
            continue
        spans = list(_between_pipes(text, line))
        heads = header + [""] * (len(spans) - len(header))
        cells = tuple(Cell(span, head) for span, head in zip(spans, heads, strict=False) if span)
        if cells:
            rows.append(Row(Span(line.start, line.end), cells))
    return Table(tuple(rows), after) if rows else None


def _between_pipes(text: str, line: Line) -> Iterator[Span | None]:
    start = line.start + (text[line.start] == "|")
    end = line.end - (text[line.end - 1] == "|" and line.end - 1 > start)
    for match in _CELL.finditer(text, start, end):
        if match.start() < match.end():
            yield _trimmed(text, match.start(), match.end() - match[0].endswith("|"))


def _tabbed(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """Two lines or more in a row with the same number of tabs."""
    tabs = text.count("\t", lines[index].start, lines[index].end)
    after = index
    while after < len(lines) and tabs and tabs == text.count("\t", lines[after].start, lines[after].end):
        if after > index and lines[after].gap:
            break
        after += 1
    if after - index < 2:
        return None
    table = [list(_between_tabs(text, line)) for line in lines[index:after]]
    first, rest = table[0], table[1:]
    headed = not any(c.isdigit() for span in first for c in _word(text, span)) and any(
        c.isdigit() for row in rest for span in row for c in _word(text, span)
    )
    header = [_word(text, span) for span in first] if headed else [""] * len(first)
    rows = []
    for line, spans in zip(lines[index + headed : after], rest if headed else table, strict=True):
        cells = tuple(Cell(span, head) for span, head in zip(spans, header, strict=False) if span)
        rows.append(Row(Span(line.start, line.end), cells))
    return Table(tuple(rows), after)


def _between_tabs(text: str, line: Line) -> Iterator[Span | None]:
    start = line.start
    for piece in text[line.start : line.end].split("\t"):
        yield _trimmed(text, start, start + len(piece))
        start += len(piece) + 1


def _has_pipe(text: str, line: Line) -> bool:
    return text[line.start] == "+" or text.find("|", line.start, line.end) >= 0
