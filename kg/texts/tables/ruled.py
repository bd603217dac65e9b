"""Tables with a rule: groups of dashes under the heads, or the second line of a Markdown table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from unicodedata import combining, east_asian_width

from kg.compiled import compiled
from kg.model import Cell, Span
from kg.texts.lines import BULLETS, Line
from kg.texts.tables.cells import (
    GAP,
    ROWS_MAX,
    Row,
    Table,
    add_cells,
    between_pipes,
    by_blanks,
    has_pipe,
    trimmed,
    within,
    words_of,
)
from kg.texts.words import words

_DASHES = compiled(r"[-=]{2,}(?:[ \t]+[-=]{2,}){1,60}")
_GROUP = compiled(r"[-=]+")
_RULE = compiled(r"[-=]{3,}|\+(?:[-=]+\+)+")
_PIPES = compiled(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?|\+(?:[-=:]+\+)+")
HEADER_MAX = 4  # lines over the rule: a rule of its own, and three of column heads


def aligned(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A table whose columns are marked by groups of dashes, under a header of up to three lines."""
    near = range(index, min(index + 1 + HEADER_MAX, len(lines)))
    rule = next((i for i in near if text[lines[i].start] in "-=" and _DASHES.fullmatch(*within(text, lines[i]))), None)
    if rule is None or any(lines[i].gap for i in range(index + 1, rule + 1)):
        return None
    left = lines[rule].start - lines[rule].indent
    starts = [match.start() - left for match in _GROUP.finditer(*within(text, lines[rule]))]
    if any(_is_off(text, line, starts) for line in lines[index:rule]):
        return None  # prose or a heading stands above the heads
    header = ["" for _ in starts]
    for line in lines[index + bool(_RULE.fullmatch(*within(text, lines[index]))) : rule]:
        for column, span in enumerate(_columns(text, line, starts)):
            header[column] = " ".join(filter(None, (header[column], words_of(text, span))))
    rows: list[Row] = []
    after = rule + 1
    several = _closing(text, lines, rule)
    while after < len(lines) and (after < several or (not several and not lines[after].gap)):
        line = lines[after]
        if not several and (_is_off(text, line, starts) or _leads_off(text, lines, after, starts)):
            break
        after += 1
        if _RULE.fullmatch(*within(text, line)) or _DASHES.fullmatch(*within(text, line)):
            break
        _add(rows, text, line, starts, header)
    return Table(tuple(rows), after) if rows else None


def _is_off(text: str, line: Line, starts: Sequence[int]) -> bool:
    """Whether a line is none of a table with these columns: an item, or words that run over a column's edge."""
    if GAP.search(text, line.start, line.end) or _DASHES.fullmatch(*within(text, line)):
        return False
    if line.indent < starts[0]:
        return True  # the table is indented, as some programs write them, and the line is not
    left = line.start - line.indent
    over = [left + start for start in starts[1:] if line.start < left + start < line.end]
    crossed = any(not text[edge].isspace() and not text[edge - 1].isspace() for edge in over)
    return crossed or (line.indent == 0 and text[line.start] in BULLETS + "-*" and not over)


def _leads_off(text: str, lines: Sequence[Line], at: int, starts: Sequence[int]) -> bool:
    """Whether a line of one cell heads what is below a table: the heads of the next one, prose, a list."""
    line, rest = lines[at], lines[at + 1 : at + 1 + HEADER_MAX]
    if not rest or rest[0].gap or sum(span is not None for span in _columns(text, line, starts)) != 1:
        return False
    ruled = any(_DASHES.fullmatch(*within(text, each)) for each in rest)
    return line.indent == 0 and (ruled or _is_off(text, rest[0], starts))


def _closing(text: str, lines: Sequence[Line], rule: int) -> int:
    """Index of the full line of dashes that ends a table whose rows are parted by empty lines; 0 if there is none."""
    for i in range(rule + 1, min(rule + ROWS_MAX, len(lines))):
        wide = lines[i].length >= 0.9 * lines[rule].length and lines[i].indent == lines[rule].indent
        if wide and _RULE.fullmatch(*within(text, lines[i])):
            return i
        if lines[i].gap > 1 or _DASHES.fullmatch(*within(text, lines[i])):
            return 0
    return 0


def _columns(text: str, line: Line, starts: Sequence[int]) -> Iterator[Span | None]:
    """The cells of a line. A word that sticks out over a column's edge belongs to the column it begins in."""
    left = line.start - line.indent
    edges = [*_edges(text, line, starts), line.end]
    edges[0] = min(left, edges[0])
    for i in range(1, len(edges) - 1):
        while edges[i] < line.end and edges[i] > left and not text[edges[i] - 1].isspace():
            edges[i] += 1
    for begin, end in pairwise(edges):
        yield trimmed(text, max(begin, line.start), min(end, line.end))  # a tab is wider than one character


def _edges(text: str, line: Line, starts: Sequence[int]) -> list[int]:
    """Where the columns begin in a line. Programs pad cells for the eye: a Chinese character is as wide as two letters,
    and an accent written by itself has no width; others count characters, and what they cut is no whole words."""
    left = line.start - line.indent
    counted = [min(left + start, line.end) for start in starts]
    if text.isascii() or text[line.start : line.end].isascii():
        return counted
    columns = list(accumulate((_width(c) for c in text[left : line.end]), initial=0))
    seen = [min(left + bisect_left(columns, start), line.end) for start in starts]
    return seen if _whole(text, left, seen) or not _whole(text, left, counted) else counted


def _width(character: str) -> int:
    return 0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1


def _whole(text: str, left: int, edges: Sequence[int]) -> bool:
    """Whether words begin at edges only, and none is cut by one."""
    return all(edge <= left or text[edge - 1].isspace() for edge in edges)


def _add(rows: list[Row], text: str, line: Line, starts: Sequence[int], header: Sequence[str]) -> None:
    """Adds a row, or the rest of a wrapped one: a line whose first column is empty, and which names no rank."""
    spans = list(_columns(text, line, starts))
    if any(span is not None and GAP.search(text, span.start, span.end) for span in spans):
        blanks = by_blanks(text, line)  # of a row whose cells have lost their columns
        spans = blanks if len(blanks) == len(starts) else spans
    cells = tuple(Cell(span, head) for span, head in zip(spans, header, strict=True) if span)
    add_cells(rows, text, line, cells, rest=spans[0] is None)


def piped(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A Markdown table: its second line is the rule. A grid table has one above its header, too."""
    if _PIPES.fullmatch(*within(text, lines[index])) and index + 2 < len(lines):
        index += 1
    if index + 1 >= len(lines) or lines[index + 1].gap or not _PIPES.fullmatch(*within(text, lines[index + 1])):
        return None
    header = [words_of(text, span) for span in between_pipes(text, lines[index])]
    rows: list[Row] = []
    after = index + 2
    while after < len(lines) and not lines[after].gap:
        line, parts = lines[after], _broken(text, lines, after)
        if len(parts) == 1 and not has_pipe(text, line):
            break
        spans = [span for part in parts for span in between_pipes(text, part)]
        after += 1 if len(parts) == 1 else BROKEN
        if _PIPES.fullmatch(*within(text, line)):
            continue
        spans = _without_picture(spans, header[0])
        heads = header + [""] * (len(spans) - len(header))
        cells = tuple(Cell(span, head) for span, head in zip(spans, heads, strict=False) if span)
        if cells:
            rows.append(Row(Span(line.start, lines[after - 1].end), cells))
    return Table(tuple(rows), after) if rows else None


BROKEN = 3  # lines of a row that a long or an empty cell has broken: "3 May 1990", "|", "Ola Berg | President |"


def _broken(text: str, lines: Sequence[Line], at: int) -> Sequence[Line]:
    """The parts of the row that begins with a line: one, or those before and behind a mark on a line of its own."""
    first, *rest = lines[at : at + BROKEN]
    whole = len(rest) < BROKEN - 1 or any(line.gap for line in rest)
    if whole or rest[0].length > 1 or text[rest[0].start] != "|" or not has_pipe(text, rest[1]):
        return (first,)
    return (first, rest[1])


def _without_picture(spans: list[Span | None], head: str) -> list[Span | None]:
    """The cells of a row; a copy that lost its picture has put the others under the heads before their own."""
    moved = head.casefold() in words().pictures and spans[0] is not None and spans[-1] is None
    return [None, *spans[:-1]] if moved else spans
