"""Tables in plain text: Markdown, tab-separated, aligned by blanks under a line of dashes, or without any marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import regex

from kg.compiled import compiled, light
from kg.model import Cell, Span
from kg.texts.lines import BULLETS, Line
from kg.texts.sentences import MARKS
from kg.texts.words import words

_DASHES = compiled(r"[-=]{2,}(?:[ \t]+[-=]{2,}){1,60}")
_GROUP = compiled(r"[-=]+")
_CELL = compiled(r"(?:[^|\\]|\\.)*(?:\||$)")
_RULE = compiled(r"[-=]{3,}|\+(?:[-=]+\+)+")
_PIPES = compiled(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?|\+(?:[-=:]+\+)+")

HEADER_MAX = 4  # lines over the rule: a rule of its own, and three of column heads
ROWS_MAX = 1000  # lines in which the end of a table with parted rows is looked for
COLUMNS_MAX = 60
BLANKS_MAX = 200  # characters of a line whose cells are parted by blanks alone
_MARK = compiled(r"\W|\w{1,3}[.)]\s")  # of a list item
_BULLET = compiled(rf"[{BULLETS}][ \t]")  # "•<tab>…", as lists are copied: an item
_TAB, _BAR, _SLASH, _GAP = compiled(r"\t"), compiled(r" \|(?= |$)"), compiled(r" /(?= |$)"), compiled(r" {2,}")
_WIDE_GAP = compiled(r" {3,}")  # where two may part sentences within a cell
_SIGNS = {_TAB: "\t", _BAR: " |", _SLASH: " /", _GAP: "  ", _WIDE_GAP: "   "}  # without which none of them is there


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


def table_at(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """The table that begins with a line (its header, if it has one); None if none does."""
    for make in (_aligned, _piped, _yearly, _marked, _annual, _collapsed):
        if table := make(text, lines, index):
            return replace(table, rows=tuple(_sectioned(text, table.rows)))
    return None


def _sectioned(text: str, rows: Sequence[Row]) -> Iterator[Row]:
    """The rows; one that holds a rank in the plural and nothing else ("Envoys | | |") heads those below it."""
    for row in rows:
        spans = [cell.span for cell in row.cells]
        heads = len(spans) == 1 and words().ranks.fullmatch(text, spans[0].start, spans[0].end) is not None
        yield Row(spans[0], ()) if heads else row


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
    rule = next(
        (i for i in near if text[lines[i].start] in "-=" and _DASHES.fullmatch(*_content(text, lines[i]))), None
    )
    if rule is None or any(lines[i].gap for i in range(index + 1, rule + 1)):
        return None
    left = lines[rule].start - lines[rule].indent
    starts = [match.start() - left for match in _GROUP.finditer(*_content(text, lines[rule]))]
    if any(_is_off(text, line, starts) for line in lines[index:rule]):
        return None  # prose or a heading stands above the heads
    header = ["" for _ in starts]
    for line in lines[index + bool(_RULE.fullmatch(*_content(text, lines[index]))) : rule]:
        for column, span in enumerate(_columns(text, line, starts)):
            header[column] = " ".join(filter(None, (header[column], _word(text, span))))
    rows: list[Row] = []
    after = rule + 1
    several = _closing(text, lines, rule)
    while after < len(lines) and (after < several or (not several and not lines[after].gap)):
        line = lines[after]
        if not several and (_is_off(text, line, starts) or _leads_off(text, lines, after, starts)):
            break
        after += 1
        if _RULE.fullmatch(*_content(text, line)) or _DASHES.fullmatch(*_content(text, line)):
            break
        _add(rows, text, line, starts, header)
    return Table(tuple(rows), after) if rows else None


def _is_off(text: str, line: Line, starts: Sequence[int]) -> bool:
    """Whether a line is none of a table with these columns: an item, or words that run over a column's edge."""
    if _GAP.search(text, line.start, line.end) or _DASHES.fullmatch(*_content(text, line)):
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
    ruled = any(_DASHES.fullmatch(*_content(text, each)) for each in rest)
    return line.indent == 0 and (ruled or _is_off(text, rest[0], starts))


_YEAR_HEADS = compiled(r"(?:^|(?<=[\s|]))(?:19|20)\d\d(?=[*]?(?:\s|$))")
_FIGURE = compiled(r"(?<=\s)[-–]?\d[\d.,]*(?=\s|$)")
FIGURES_MAX = 160  # characters of a row of figures
YEARS_LEAST = 2


def _yearly(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A table of figures by years whose columns a copy has pushed together: "In million € 2017 2018", and below it
    "Exports 31.4 38.9"."""
    line = lines[index]
    heads = list(_YEAR_HEADS.finditer(*_content(text, line))) if line.length <= FIGURES_MAX else []
    if len(heads) < YEARS_LEAST or _BETWEEN.fullmatch(text, heads[0].end(), heads[-1].start()) is None:
        return None
    label = text[line.start : heads[0].start()].strip()
    more = bool(text[heads[-1].end() : line.end].strip(" \t*"))  # other columns behind the years
    rows: list[Row] = []
    after = index + 1
    while after < len(lines) and (not lines[after].gap or (not rows and lines[after].gap == 1)):
        row = _figures(text, lines[after], label, [match[0] for match in heads], more)
        if row is None:
            break
        rows.append(row)
        after += 1
    return Table(tuple(rows), after) if rows else None


_BETWEEN = compiled(r"(?:[\s*]|(?:19|20)\d\d)*")


def _figures(text: str, line: Line, label: str, years: Sequence[str], more: bool) -> Row | None:
    """A row of words and as many figures as there are years; None for any other line."""
    found = [m.span() for m in _FIGURE.finditer(*_content(text, line))] if line.length <= FIGURES_MAX else []
    begin = found[0][0] if found else line.start
    if len(found) > len(years) and not more:
        found = _numbers(text, begin, line.end, len(years))
    if not found or (len(found) < len(years) if more else len(found) != len(years)):
        return None
    named = _trimmed(text, line.start, begin)
    rest = _FIGURE.sub("", text[begin - 1 : line.end]).strip(" %*\t")
    if named is None or rest or not text[line.start].isalpha():
        return None
    cells = [Cell(named, label), *(Cell(Span(*span), year) for span, year in zip(found, years, strict=False))]
    return Row(Span(line.start, cells[-1].span.end), tuple(cells))


def _annual(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A table of figures with a year in each row, whose columns a copy has pushed together: "Year Exports Imports", and
    below it "2017 31.4 38.9" or "2017 9 412 61 230"."""
    line = lines[index]
    if line.length > HEADS_MAX or index + 1 >= len(lines) or _DIGIT.search(*_content(text, line)):
        return None
    heads = [text[a:b] for a, b in _apart(text, line)]
    if len(heads) < ANNUAL_LEAST or not words().columns.fullmatch(heads[0]):
        return None
    rows: list[Row] = []
    after = index + 1
    while after < len(lines) and (not lines[after].gap or (not rows and lines[after].gap == 1)):
        year = _YEAR_OF_ROW.match(*_content(text, lines[after])) if lines[after].length <= FIGURES_MAX else None
        spans = _numbers(text, year.end(), lines[after].end, len(heads) - 1) if year is not None else []
        if year is None or not spans:
            break
        cells = [Cell(Span(*year.span()), heads[0])]
        cells += [Cell(Span(a, b), head) for (a, b), head in zip(spans, heads[1:], strict=True)]
        rows.append(Row(Span(year.start(), cells[-1].span.end), tuple(cells)))
        after += 1
    return Table(tuple(rows), after) if rows else None


ANNUAL_LEAST = 3  # columns: the year and two flows
_DIGIT = compiled(r"\d")
_YEAR_OF_ROW = compiled(r"(?:19|20)\d\d(?!\S)")
_HEAD_GAP, _CAPITAL_GAP = compiled(r"\s{2,}"), compiled(r"\s+(?=\p{Lu})")
_AMOUNT = compiled(r"[-–+]?\d[\d.,]*%?(?!\S)")


def _apart(text: str, line: Line) -> list[tuple[int, int]]:
    """Where the heads of columns lie in a line, which two blanks part or, where there are none, capitals."""
    mark = _HEAD_GAP if _HEAD_GAP.search(*_content(text, line)) is not None else _CAPITAL_GAP
    gaps = [match.span() for match in mark.finditer(*_content(text, line))]
    return list(zip([line.start, *(b for _, b in gaps)], [*(a for a, _ in gaps), line.end], strict=True))


def _numbers(text: str, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """The figures between two places, if they are as many as asked for; groups of three digits may be parted by blanks
    ("9 412 61 230" are two figures, if two are asked for)."""
    found: list[tuple[int, int]] = []
    at = _past_blanks(text, start, end)
    while at < end:
        amount = _AMOUNT.match(text, at, end)
        if amount is None:
            return []
        found.append(amount.span())
        at = _past_blanks(text, amount.end(), end)
    if len(found) == count:
        return found
    tail = [b - a == _GROUP_OF and text[a:b].isdecimal() for a, b in found]
    begins = [i for i, joins in enumerate(tail) if not joins]
    if len(begins) != count and found and len(found) % count == 0:
        begins = list(range(0, len(found), len(found) // count))  # "512 330 107 218": each has as many groups
    parts = [found[a:b] for a, b in zip(begins, [*begins[1:], len(found)], strict=True)]
    inner = [joins for a, part in zip(begins, parts, strict=True) for joins in tail[a + 1 : a + len(part)]]
    whole = len(parts) == count and begins[0] == 0 and all(inner)
    return [(part[0][0], part[-1][1]) for part in parts] if whole else []


_GROUP_OF = 3  # digits


def _past_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


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
        yield _trimmed(text, max(begin, line.start), min(end, line.end))  # a tab is wider than one character


def _add(rows: list[Row], text: str, line: Line, starts: Sequence[int], header: Sequence[str]) -> None:
    """Adds a row, or the rest of a wrapped one: a line whose first column is empty."""
    spans = list(_columns(text, line, starts))
    if any(span is not None and _GAP.search(text, span.start, span.end) for span in spans):
        blanks = _by_blanks(text, line)  # of a row whose cells have lost their columns
        spans = blanks if len(blanks) == len(starts) else spans
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
    while after < len(lines) and not lines[after].gap:
        line, parts = lines[after], _broken(text, lines, after)
        if len(parts) == 1 and not _has_pipe(text, line):
            break
        spans = [span for part in parts for span in _between_pipes(text, part)]
        after += 1 if len(parts) == 1 else BROKEN
        if _PIPES.fullmatch(*_content(text, line)):
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
    if whole or rest[0].length > 1 or text[rest[0].start] != "|" or not _has_pipe(text, rest[1]):
        return (first,)
    return (first, rest[1])


def _without_picture(spans: list[Span | None], head: str) -> list[Span | None]:
    """The cells of a row; a copy that lost its picture has put the others under the heads before their own."""
    moved = head.casefold() in words().pictures and spans[0] is not None and spans[-1] is None
    return [None, *spans[:-1]] if moved else spans


def _between_pipes(text: str, line: Line) -> Iterator[Span | None]:
    start = line.start + (text[line.start] == "|")
    end = line.end - (text[line.end - 1] == "|" and line.end - 1 > start)
    for match in _CELL.finditer(text, start, end):
        if match.start() < match.end():
            yield _trimmed(text, match.start(), match.end() - match[0].endswith("|"))


def _parted(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """Two lines or more in a row that the same marks part: tabs, bars, or blanks at the same places."""
    for parts in (by_tabs, by_bars, _by_slashes):
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
    first = _by_blanks(text, lines[index])
    if not first or (_MARK.match(text, lines[index].start) and not _starts_heads(text, lines[index], first)):
        return None
    if counted := _counted(text, lines, index, first):
        return counted
    strips, after = _laid(lines[index], first), index + 1
    width = len(strips)
    while after < len(lines) and not lines[after].gap and after - index < ROWS_MAX:
        cells = _by_blanks(text, lines[after])
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
    known = [bool(words().columns.fullmatch(_word(text, head))) for head in heads]
    if len(heads) <= HEADS_LEAST or not known[0] or any(map(str.isdigit, text[lines[index].start : lines[index].end])):
        return None
    table, after = [[*heads]], index + 1
    while after < len(lines) and not lines[after].gap and len(row := _by_blanks(text, lines[after])) == len(heads):
        table.append(row)
        after += 1
    group = lines[index:after]
    figures = all(_word(text, cell)[:1].isdigit() for row in table[1:] for cell in row)
    if len(group) < 2 or not (figures or sum(known) >= HEADS_LEAST):
        return None
    strips = _laid(lines[index], heads)
    for line, row in zip(group, table, strict=True):
        strips = _joined(strips, _laid(line, row))
    laid = [_under(text, line, strips) for line in group]
    return _headed(text, group, table, after) if laid != table else None


def _marked(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """The table of marked cells that takes more lines, whether its columns lie below each other or not."""
    tables = [table for make in (_parted, _spread) if (table := make(text, lines, index))]
    return max(tables, key=lambda table: table.after, default=None)


def _spread(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A line of known column heads and its rows, apart or not, that the same marks part as the heads."""
    if index + 1 >= len(lines) or lines[index + 1].gap > 1 or lines[index].length > HEADS_MAX:
        return None
    for mark in (_TAB, _BAR, _WIDE_GAP, _GAP):
        heads = _split(text, lines[index], mark)
        known = [head for head in heads if head and words().columns.fullmatch(_word(text, head))]
        if len(known) < HEADS_LEAST - (len(heads) > HEADS_LEAST) or any(
            map(str.isdigit, text[lines[index].start : lines[index].end])
        ):
            continue
        table, after = [heads], index + 1
        while after < len(lines) and lines[after].gap <= 1 and after - index < ROWS_MAX:
            row = _split(text, lines[after], mark)
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
    return text[line.start] in "(#" or words().columns.fullmatch(_word(text, cells[0])) is not None


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
    return [_trimmed(text, a, b) if a < b else None for a, b in bounds]


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
    figures = [any(c.isdigit() for span in row for c in _MARKED.sub("", _word(text, span))) for row in table]
    known = [span for span in table[0] if span and words().columns.fullmatch(_word(text, span))]
    headed = (not figures[0] and (any(figures) or len(known) >= HEADS_LEAST)) or _heads_of_years(text, table)
    headed = headed and (len(known) >= HEADS_LEAST or not _is_box(text, table))
    header = [_word(text, span) if headed else "" for span in table[0]]
    rows: list[Row] = []
    for line, spans in list(zip(lines, table, strict=True))[headed:]:
        if not spans:
            rows.append(Row(Span(line.start, line.end), ()))
            continue
        cells = tuple(Cell(span, head) for span, head in zip(spans, header, strict=True) if span)
        if rows and cells and spans[0] is None and 2 * len(cells) < len(header):  # the rest of a wrapped row
            last = rows.pop()
            rows.append(Row(Span(last.span.start, line.end), last.cells + cells))
        elif cells:
            rows.append(Row(Span(line.start, line.end), cells))
    return Table(tuple(rows), after) if rows else None


Parts = Callable[[str, Line], "list[Span | None]"]


def _is_section(text: str, lines: Sequence[Line], at: int, parts: Parts, columns: int) -> bool:
    """Whether a line heads the rows below it in the middle of a table: "From Norway to Peru", "1994", "Envoys"."""
    line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if below is None or below.gap or line.length > SECTION_MAX or parts(text, line):
        return False
    heads = any(form.fullmatch(*_content(text, line)) for form in (words().ways, words().ranks, _YEARS))
    if not heads and parts is by_tabs and columns > BOX_COLUMNS:  # "Governors", "Under the crown"
        heads = _SECTION.fullmatch(*_content(text, line)) is not None
    return heads and len(row := parts(text, below)) == columns and not _are_heads(text, row)


def _are_heads(text: str, cells: Sequence[Span | None]) -> bool:
    """Whether most cells of a line are known heads of columns."""
    return 2 * sum(words().columns.fullmatch(_word(text, cell)) is not None for cell in cells) > len(cells)


_SECTION = compiled(r"\p{Lu}[^\d.;:|!?,]{2,50}:?")
SECTION_MAX = 80  # characters of such a line


def _is_box(text: str, table: Sequence[Sequence[Span | None]]) -> bool:
    """Whether the first column holds labels and the second their values, of many kinds: "Opened", "1961"."""
    if any(len(row) != BOX_COLUMNS for row in table) or len(table) < BOX_LEAST:
        return False
    labels = [_word(text, row[0]) for row in table]
    values = [any(map(str.isdigit, _word(text, row[1]))) for row in table[1:]]
    named = all(label and not any(map(str.isdigit, label)) for label in labels) and len(set(labels)) == len(labels)
    return named and 2 * sum(values) <= len(values) + 1


BOX_COLUMNS = 2
BOX_LEAST = 3  # rows of a box


def _heads_of_years(text: str, table: Sequence[Sequence[Span | None]]) -> bool:
    """Whether the first row is one of years over columns of figures, behind a word or none: "2016", "2017-18"."""
    first, *heads = (_word(text, span) for span in table[0])
    years = [bool(_YEARS.fullmatch(head)) for head in heads]
    below = [word for row in table[1:] for span in row[1:] if (word := _word(text, span))]
    plain = bool(below) and not any(_YEARS.fullmatch(word) or not _FIGURED.match(word) for word in below)
    return len(heads) >= HEADS_LEAST and all(years) and plain and not any(map(str.isdigit, first))


_FIGURED = compiled(r"[-–−+(]*(?:\p{Lu}{0,3}\p{Sc}|\p{Lu}{3}) ?\d|[-–−+(]*\d")  # "US$ 21 million", "(3.5)"


def _all_years(text: str, cells: Sequence[Span | None]) -> bool:
    return len(cells) > 1 and all(_YEARS.fullmatch(_word(text, span)) for span in cells)


def by_tabs(text: str, line: Line) -> list[Span | None]:
    """The cells between tabs; those before the first word are empty ones."""
    cells = _split(text, line, _TAB)
    begin = line.start
    while begin and text[begin - 1] in " \t":
        begin -= 1
    before: list[Span | None] = [None] * text.count("\t", begin, line.start)
    return before + cells if cells else []


def by_bars(text: str, line: Line) -> list[Span | None]:
    """The cells between bars; those of a line that one opens and one ends, too."""
    if text[line.start] == "|" == text[line.end - 1] and line.length > 1:
        return list(_between_pipes(text, line))
    return _split(text, line, _BAR)


def _by_slashes(text: str, line: Line) -> list[Span | None]:
    """The cells between strokes, of which one alone parts words: "Dollar / euro"."""
    cells = _split(text, line, _SLASH)
    return cells if len(cells) > 2 else []


def _by_blanks(text: str, line: Line) -> list[Span | None]:
    return _split(text, line, _GAP) if line.length <= BLANKS_MAX else []


def _split(text: str, line: Line, mark: regex.Pattern[str]) -> list[Span | None]:
    """The cells between marks; none if the line has no mark."""
    if text.find(_SIGNS[mark], line.start, line.end) < 0:
        return []
    ends = [match.span() for match in mark.finditer(text, line.start, line.end)]
    if not ends or len(ends) > COLUMNS_MAX:
        return []
    starts = [line.start, *(end for _, end in ends)]
    return [_trimmed(text, a, b) for a, b in zip(starts, [*(start for start, _ in ends), line.end], strict=True)]


def _has_pipe(text: str, line: Line) -> bool:
    return text[line.start] == "+" or text.find("|", line.start, line.end) >= 0


# -- tables whose marks are lost ---------------------------------------------------------------------------------------

HEADS_MAX = 150  # characters of a line of column heads
HEADS_LEAST = 2
DATED_HEADS = 3  # of more, rows may leave the year of their dates to a heading
COLUMN_MARK = " | "  # between the heads in the header of the one cell that such a row has
_OTHER_LETTERS = r"[\p{Han}\p{Hangul}\p{Katakana}\p{Arabic}\p{Cyrillic}\p{Thai}]"
GLUED = light(
    r"(?=[\p{Lu}\d]|(?<=\d)\p{Ll})(?<=[\p{Ll}\d)#])"  # what all of the next have in common, which most places lack
    r"(?:(?<=\p{Ll}|\))(?<!\bMa?c)(?=\p{Lu})|(?<=\p{Ll})(?=\d{1,2} \p{Lu}|\d{4})"
    r"|(?<=\d{4})(?=\d{1,2} \p{L}|\p{Lu}|\p{Ll}{4})|(?<=(?<!\d)[12]\d{3})(?=[12]\d{3}(?!\d))"
    r"|(?<=^#|\n#|\n\d{1,3})(?=\p{Lu}\p{Ll}))"
    # A name in the letters of its own language: "Li Wei李伟May 1990"
    rf"|(?={_OTHER_LETTERS})(?<=[\p{{Latin}}.)\d])|(?<={_OTHER_LETTERS})(?=[\p{{Latin}}\d])"
)
_ASIDE = compiled(r"\s?\((?!s\))[^()]{1,20}\)")  # "Name (English)"
_MARKED = compiled(MARKS)  # "Date[1]"
_NO_HEADS = compiled(r"\d|[,;:|]|\. (?<!\b(?i:no|nr|sl|sr|s)\. )|\.$(?<![Rr]efs?\.)(?<!\bNo\.)")
_YEAR = compiled(r"(?<!\d)[12]\d{3}")
_YEARS = compiled(r"(?:FY ?)?[12]\d{3}(?:\s?[-–/]\s?(?:\d{2}|\d{4}))?\*?")
_DATE_FIRST = compiled(r"\d{1,2}\b|\p{Lu}\p{Ll}{2,8}\.? (?:\d{1,2}(?:[-–]\d{1,2})?,? )?[12]\d{3}\b")
_DAY = compiled(
    r"(?<!\d)\d{1,2}(?:\s?[-–]\s?\d{1,2})? (?:de )?\p{L}{3,10}(?!\p{L})|\p{Lu}\p{Ll}{2,8}\.? \d{1,2}(?!\d)"
)  # of a year that a heading tells


def _collapsed(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A line of column heads without marks and the lines of its rows; each row is one cell under all the heads."""
    heads = _heads(text, lines[index])
    if len(heads) < HEADS_LEAST:
        return None
    header, after = COLUMN_MARK.join(heads), index + 1
    if after < len(lines) and lines[after].gap and len(heads) > HEADS_LEAST:
        return _rows_apart(text, lines, after, header)
    rows: list[Row] = []
    start: int | None = None
    while after < len(lines) and not lines[after].gap:
        line = lines[after]
        if rows and start is None and any(heads_table(text, each) for each in lines[after : after + 2]):
            break  # the next table, or what heads it
        after += 1
        following = lines[after] if after < len(lines) else None
        start = line.start if start is None else start
        told = _YEAR.search(text, line.start, line.end) or _DAY.search(text, line.start, line.end)
        if not told and following and _DATE_FIRST.match(text, following.start):
            continue  # a long cell was broken: "Kathmandu", below it "23 April 1965"
        span = Span(start, line.end)
        rows.append(Row(span, (Cell(span, header),)))
        start = None
    mark = _YEAR if len(heads) <= DATED_HEADS else compiled(f"{_YEAR.pattern}|{_DAY.pattern}")
    dated = sum(bool(mark.search(text, row.span.start, row.span.end)) for row in rows)
    enough = 2 * dated >= len(rows) if len(heads) > HEADS_LEAST else dated == len(rows) > 1
    return Table(tuple(rows), after) if rows and enough else None


def _rows_apart(text: str, lines: Sequence[Line], body: int, header: str) -> Table | None:
    """The rows under a line of heads, each a line that holds a date and stands apart from the others; a rank in the
    plural heads those below it."""
    rows: list[Row] = []
    at = body
    while at < len(lines) and lines[at].gap == lines[body].gap and lines[at].length <= SPACED_MAX:
        span = Span(lines[at].start, lines[at].end)
        dated = _YEAR.search(text, span.start, span.end) is not None
        if not dated and words().ranks.fullmatch(text, span.start, span.end) is None:
            break
        rows.append(Row(span, (Cell(span, header),) if dated else ()))
        at += 1
    while rows and not rows[-1].cells:
        rows.pop()
        at -= 1
    return Table(tuple(rows), at) if sum(bool(row.cells) for row in rows) >= SPACED_LEAST else None


SPACED_MAX, SPACED_LEAST = 120, 3  # characters of such a row, and such rows


def heads_table(text: str, line: Line) -> bool:
    """Whether a line is one of column heads without marks."""
    return len(_heads(text, line)) >= HEADS_LEAST


@lru_cache(maxsize=8)  # whoever looks ahead asks again
def _heads(text: str, line: Line) -> Sequence[str]:
    """The column heads that a line consists of; none if it holds more than one other word, or one beside a few."""
    if line.length > HEADS_MAX or not (text[line.start].isupper() or text[line.start] == "#"):
        return []
    told = _MARKED.sub("", text[line.start : line.end])
    if _NO_HEADS.search(told):
        return []
    content = " ".join(GLUED.sub(" ", _ASIDE.sub(" ", told)).split()).removeprefix("# ")
    if not words().columns.match(content):
        return []
    heads, at, unknown = [], 0, 0
    while at < len(content):
        match = words().columns.match(content, at)
        end = match.end() if match else next((i for i in range(at, len(content)) if content[i] == " "), len(content))
        unknown += match is None
        heads.append(content[at:end])
        at = end + 1
    known = len(heads) - unknown
    return heads if known >= HEADS_LEAST + 2 * unknown and unknown <= 1 else []  # "Ambassadors to Kenya" heads a list
