"""Tables whose cells marks part, tabs, bars or blanks, with no rule below their heads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.compiled import compiled
from kg.model import Cell, Span
from kg.texts.lines import BULLETS, Line
from kg.texts.tables.cells import (
    BAR,
    GAP,
    HEADS_LEAST,
    HEADS_MAX,
    NOTE,
    ROWS_MAX,
    TAB,
    WIDE_GAP,
    Row,
    Table,
    add_cells,
    by_bars,
    by_blanks,
    by_slashes,
    by_tabs,
    split,
    trimmed,
    within,
    words_of,
)
from kg.texts.words import words
from kg.texts.years import is_day

_MARK = compiled(r"\W|\w{1,3}[.)]\s")  # of a list item
_BULLET = compiled(rf"[{BULLETS}][ \t]")  # "•<tab>…", as lists are copied: an item
_YEARS = compiled(r"(?:FY ?)?[12]\d{3}(?:\s?[-–/]\s?(?:\d{2}|\d{4}))?\*?")


def _parted(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """Two lines or more in a row that the same marks part: tabs, bars, or blanks at the same places."""
    for parts in (by_tabs, by_bars, by_slashes):
        first = parts(text, lines[index])
        if not first or _BULLET.match(text, lines[index].start, lines[index].end):
            continue
        after = index + 1
        table = [first]
        fenced = text[lines[index].start] == "|"
        while after < len(lines) and not lines[after].gap:
            row = parts(text, lines[after])
            if after == index + 1 and len(row) == len(first) + 1 and _all_years(text, first):
                table = [first := [None, *first]]  # the empty head before years was cut off with the begin of the line
            if _is_section(text, lines, after, parts, len(first)):
                table.append([])
                after += 1
                continue
            least = 0 if fenced and text[lines[after].start] == "|" else 1  # "| 1990 |" may span all columns
            if least < len(row) < len(first) and not _overlong(first, row):
                row += [None] * (len(first) - len(row))  # empty cells at its end, which the end of the line has cut off
            if after == index + 1 and _overlong(first, row):
                first = [*filter(None, first)]
                table = [first]
            if len(row) != len(first):
                break
            table.append(row)
            after += 1
        if len(table) > 1:
            while all(len(row) > 1 and row[0] is None for row in table):  # the whole table was shifted to the right
                table = [row[1:] for row in table]
            return _headed(text, lines[index:after], table, after)
    return _spaced(text, lines, index)


def _overlong(heads: Sequence[Span | None], row: Sequence[Span | None]) -> bool:
    """Whether more tabs part the heads than the cells below them, all of which are full: "Year<tab><tab>Exports"."""
    full = sum(head is not None for head in heads)
    return full == len(row) < len(heads) and full > 1 and None not in row


def _spaced(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A table whose columns are strips of blanks that run down all its lines; cells may be empty, figures end flush."""
    first = by_blanks(text, lines[index])
    if not first or (_MARK.match(text, lines[index].start) and not _starts_heads(text, lines[index], first)):
        return None
    if counted := _counted(text, lines, index, first):
        return counted
    strips, after = _laid(lines[index], first), index + 1
    width = len(strips)
    while after < len(lines) and not lines[after].gap and after - index < ROWS_MAX:
        cells = by_blanks(text, lines[after])
        joined = _joined(strips, _laid(lines[after], cells)) if cells or lines[after].indent >= INDENT_LEAST else []
        if len(joined) < max(width, 2):
            break
        strips, width, after = joined, len(joined), after + 1
        if after - index == SAMPLE and not _flush(text, lines[index:after], strips):
            return None
    group = lines[index:after]
    if len(group) < 2 or not _flush(text, group[:SAMPLE], strips):
        return None
    return _headed(text, group, [_under(text, line, strips) for line in group], after)


def _counted(text: str, lines: Sequence[Line], index: int, heads: Sequence[Span | None]) -> Table | None:
    """Known heads over rows of as many cells, which blanks part and none of which lies below its head."""
    known = [bool(words().columns.fullmatch(words_of(text, head))) for head in heads]
    if len(heads) <= HEADS_LEAST or not known[0] or any(map(str.isdigit, text[lines[index].start : lines[index].end])):
        return None
    table, after = [[*heads]], index + 1
    while after < len(lines) and not lines[after].gap and len(row := by_blanks(text, lines[after])) == len(heads):
        table.append(row)
        after += 1
    group = lines[index:after]
    figures = all(words_of(text, cell)[:1].isdigit() for row in table[1:] for cell in row)
    if len(group) < 2 or not (figures or sum(known) >= HEADS_LEAST):
        return None
    strips = _laid(lines[index], heads)
    for line, row in zip(group, table, strict=True):
        strips = _joined(strips, _laid(line, row))
    laid = [_under(text, line, strips) for line in group]
    return _headed(text, group, table, after) if laid != table else None


def marked(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """The table of marked cells that takes more lines, whether its columns lie below each other or not."""
    tables = [table for make in (_parted, _spread) if (table := make(text, lines, index))]
    return max(tables, key=lambda table: table.after, default=None)


def _spread(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A line of known column heads and its rows, apart or not, that the same marks part as the heads."""
    if index + 1 >= len(lines) or lines[index + 1].gap > 1 or lines[index].length > HEADS_MAX:
        return None
    for mark in (TAB, BAR, WIDE_GAP, GAP):
        heads = split(text, lines[index], mark)
        known = [head for head in heads if head and words().columns.fullmatch(words_of(text, head))]
        if len(known) < HEADS_LEAST - (len(heads) > HEADS_LEAST) or any(
            map(str.isdigit, text[lines[index].start : lines[index].end])
        ):
            continue
        table, after = [heads], index + 1
        while after < len(lines) and lines[after].gap <= 1 and after - index < ROWS_MAX:
            row = split(text, lines[after], mark)
            if len(row) == len(heads) - 1 > 1:
                row.append(None)  # an empty cell at its end, which the end of the line has cut off
            if len(row) != len(heads):
                break
            table.append(row)
            after += 1
        if len(table) > 1:
            return _headed(text, lines[index:after], table, after)
    return None


SAMPLE = 12  # lines that tell whether columns are flush
INDENT_LEAST = 2  # blanks before a line whose first cell is empty
FLUSH = 0.75  # share of the cells of a column that begin or end where another one does


def _starts_heads(text: str, line: Line, cells: Sequence[Span | None]) -> bool:
    """Whether a line that begins as an item is one of heads: "(US$ million)   Exports", "No.  Date  Place"."""
    if any(map(str.isdigit, text[line.start : line.end])) or len(cells) <= HEADS_LEAST:
        return False
    return text[line.start] in "(#" or words().columns.fullmatch(words_of(text, cells[0])) is not None


def _laid(line: Line, cells: Sequence[Span | None]) -> list[tuple[int, int]]:
    """From where to where the cells of a line lie; the whole line, if it is but one."""
    left = line.start - line.indent
    return [(span.start - left, span.end - left) for span in cells if span] or [
        (line.indent, line.indent + line.length)
    ]


def _joined(strips: Sequence[tuple[int, int]], cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The columns of several lines and of one more: cells with less than two blanks between them are of one column."""
    made: list[tuple[int, int]] = []
    for start, end in sorted([*strips, *cells]):
        if made and start < made[-1][1] + 2:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


def _under(text: str, line: Line, strips: Sequence[tuple[int, int]]) -> list[Span | None]:
    """The cell of a line in each column."""
    left = line.start - line.indent
    bounds = [(max(line.start, left + a), min(line.end, left + b)) for a, b in strips]
    return [trimmed(text, a, b) if a < b else None for a, b in bounds]


def _flush(text: str, lines: Sequence[Line], strips: Sequence[tuple[int, int]]) -> bool:
    """Whether the cells of each column begin or end below one another: blanks in prose fall anywhere."""
    rows = [_under(text, line, strips) for line in lines]
    for column in zip(*rows, strict=True):
        placed = [(span, line.start - line.indent) for span, line in zip(column, lines, strict=True) if span]
        for places in ([span.start - left for span, left in placed], [span.end - left for span, left in placed]):
            if len(places) < 2 or max(map(places.count, places)) >= FLUSH * (len(places) - 1):
                break
        else:
            return False
    return True


def _headed(text: str, lines: Sequence[Line], table: Sequence[Sequence[Span | None]], after: int) -> Table | None:
    """The table; its first row holds column heads if it has no figures and the others have, or two are known heads."""
    figures = [any(c.isdigit() for span in row for c in NOTE.sub("", words_of(text, span))) for row in table]
    known = [span for span in table[0] if span and words().columns.fullmatch(words_of(text, span))]
    headed = (not figures[0] and (any(figures) or len(known) >= HEADS_LEAST)) or _heads_of_years(text, table)
    headed = headed and (len(known) >= HEADS_LEAST or not _is_box(text, table)) and not _is_of_days(text, table)
    header = [words_of(text, span) if headed else "" for span in table[0]]
    rows: list[Row] = []
    for line, spans in list(zip(lines, table, strict=True))[headed:]:
        if not spans:
            rows.append(Row(Span(line.start, line.end), ()))
            continue
        cells = tuple(Cell(span, head) for span, head in zip(spans, header, strict=True) if span)
        add_cells(rows, text, line, cells, rest=spans[0] is None and 2 * len(cells) < len(header))
    return Table(tuple(rows), after) if rows else None


def _is_of_days(text: str, table: Sequence[Sequence[Span | None]]) -> bool:
    """Whether all rows begin with a day or a month of no year, the first as well: "May | President X"."""
    first = [row[0] for row in table if row]
    return all(cell is not None and is_day(text, cell.start, cell.end) for cell in first)


Parts = Callable[[str, Line], "list[Span | None]"]


def _is_section(text: str, lines: Sequence[Line], at: int, parts: Parts, columns: int) -> bool:
    """Whether a line heads the rows below it in the middle of a table: "From Norway to Peru", "1994", "Envoys"."""
    line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if below is None or below.gap or line.length > SECTION_MAX or parts(text, line):
        return False
    heads = any(form.fullmatch(*within(text, line)) for form in (words().ways, words().ranks, _YEARS))
    if not heads and parts is by_tabs and columns > BOX_COLUMNS:  # "Governors", "Under the crown"
        heads = _SECTION.fullmatch(*within(text, line)) is not None
    return heads and len(row := parts(text, below)) == columns and not _are_heads(text, row)


def _are_heads(text: str, cells: Sequence[Span | None]) -> bool:
    """Whether most cells of a line are known heads of columns."""
    return 2 * sum(words().columns.fullmatch(words_of(text, cell)) is not None for cell in cells) > len(cells)


_SECTION = compiled(r"\p{Lu}[^\d.;:|!?,]{2,50}:?")
SECTION_MAX = 80  # characters of such a line


def _is_box(text: str, table: Sequence[Sequence[Span | None]]) -> bool:
    """Whether the first column holds labels and the second their values, of many kinds: "Opened", "1961"."""
    if any(len(row) != BOX_COLUMNS for row in table) or len(table) < BOX_LEAST:
        return False
    labels = [words_of(text, row[0]) for row in table]
    values = [any(map(str.isdigit, words_of(text, row[1]))) for row in table[1:]]
    named = all(label and not any(map(str.isdigit, label)) for label in labels) and len(set(labels)) == len(labels)
    return named and 2 * sum(values) <= len(values) + 1


BOX_COLUMNS = 2
BOX_LEAST = 3  # rows of a box


def _heads_of_years(text: str, table: Sequence[Sequence[Span | None]]) -> bool:
    """Whether the first row is one of years over columns of figures or days, behind a word or none: "2016-17"."""
    first, *heads = (words_of(text, span) for span in table[0])
    years = [bool(_YEARS.fullmatch(head)) for head in heads]
    told = [word for row in table[1:] for span in row[1:] if (word := words_of(text, span))]
    below = [word for word in told if any(map(str.isdigit, word)) or len(word) > NONE_MAX]  # not "none", "n/a"
    plain = bool(below) and not any(_YEARS.fullmatch(word) or not _FIGURED.match(word) for word in below)
    return len(heads) >= HEADS_LEAST and all(years) and plain and not any(map(str.isdigit, first))


# "US$ 21 million", "(3.5)", "May 3–5, Lima"
_FIGURED = compiled(r"[-–−+(]*(?:\p{Lu}{0,3}\p{Sc}|\p{Lu}{3}) ?\d|[-–−+(]*\d|\p{Lu}\p{Ll}{2,8}\.? \d{1,2}\b(?!\d)")
NONE_MAX = 16  # characters of what stands in the place of a figure: "did not attend"


def _all_years(text: str, cells: Sequence[Span | None]) -> bool:
    return len(cells) > 1 and all(_YEARS.fullmatch(words_of(text, span)) for span in cells)
