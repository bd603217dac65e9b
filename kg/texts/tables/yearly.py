"""Tables of figures by years whose columns a copy has pushed together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.compiled import compiled
from kg.model import Cell, Span
from kg.texts.lines import Line
from kg.texts.tables.cells import HEADS_MAX, Row, Table, trimmed, within
from kg.texts.words import words

_YEAR_HEADS = compiled(r"(?:^|(?<=[\s|]))(?:19|20)\d\d(?=[*]?(?:\s|$))")
_FIGURE = compiled(r"(?<=\s)[-–]?\d[\d.,]*(?=\s|$)")
FIGURES_MAX = 160  # characters of a row of figures
YEARS_LEAST = 2


def yearly(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A table of figures by years whose columns a copy has pushed together: "In million € 2017 2018", and below it
    "Exports 31.4 38.9"."""
    line = lines[index]
    heads = list(_YEAR_HEADS.finditer(*within(text, line))) if line.length <= FIGURES_MAX else []
    if len(heads) < YEARS_LEAST or _BETWEEN.fullmatch(text, heads[0].end(), heads[-1].start()) is None:
        return None
    label = text[line.start : heads[0].start()].strip()
    more = bool(text[heads[-1].end() : line.end].strip(" \t*"))  # other columns behind the years
    years = [match[0] for match in heads]
    return _below(lines, index, lambda row: _figures(text, row, label, years, more))


def _below(lines: Sequence[Line], index: int, read: Callable[[Line], Row | None]) -> Table | None:
    """The table of the rows right below a line of heads, one of which an empty line may part; None without any."""
    rows: list[Row] = []
    after = index + 1
    while after < len(lines) and (not lines[after].gap or (not rows and lines[after].gap == 1)):
        row = read(lines[after])
        if row is None:
            break
        rows.append(row)
        after += 1
    return Table(tuple(rows), after) if rows else None


_BETWEEN = compiled(r"(?:[\s*]|(?:19|20)\d\d)*")


def _figures(text: str, line: Line, label: str, years: Sequence[str], more: bool) -> Row | None:
    """A row of words and as many figures as there are years; None for any other line."""
    found = [m.span() for m in _FIGURE.finditer(*within(text, line))] if line.length <= FIGURES_MAX else []
    begin = found[0][0] if found else line.start
    if len(found) > len(years) and not more:
        found = _numbers(text, begin, line.end, len(years))
    if not found or (len(found) < len(years) if more else len(found) != len(years)):
        return None
    named = trimmed(text, line.start, begin)
    rest = _FIGURE.sub("", text[begin - 1 : line.end]).strip(" %*\t")
    if named is None or rest or not text[line.start].isalpha():
        return None
    cells = [Cell(named, label), *(Cell(Span(*span), year) for span, year in zip(found, years, strict=False))]
    return Row(Span(line.start, cells[-1].span.end), tuple(cells))


def annual(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A table of figures with a year in each row, whose columns a copy has pushed together: "Year Exports Imports", and
    below it "2017 31.4 38.9" or "2017 9 412 61 230"."""
    line = lines[index]
    if line.length > HEADS_MAX or index + 1 >= len(lines) or _DIGIT.search(*within(text, line)):
        return None
    heads = [text[a:b] for a, b in _apart(text, line)]
    if len(heads) < ANNUAL_LEAST or not words().columns.fullmatch(heads[0]):
        return None
    return _below(lines, index, lambda row: _of_year(text, row, heads))


def _of_year(text: str, line: Line, heads: Sequence[str]) -> Row | None:
    """A row that begins with a year and has a figure for each other head; None for any other line."""
    year = _YEAR_OF_ROW.match(*within(text, line)) if line.length <= FIGURES_MAX else None
    spans = _numbers(text, year.end(), line.end, len(heads) - 1) if year is not None else []
    if year is None or not spans:
        return None
    cells = [Cell(Span(*year.span()), heads[0])]
    cells += [Cell(Span(a, b), head) for (a, b), head in zip(spans, heads[1:], strict=True)]
    return Row(Span(year.start(), cells[-1].span.end), tuple(cells))


ANNUAL_LEAST = 3  # columns: the year and two flows
_DIGIT = compiled(r"\d")
_YEAR_OF_ROW = compiled(r"(?:19|20)\d\d(?!\S)")
_HEAD_GAP, _CAPITAL_GAP = compiled(r"\s{2,}"), compiled(r"\s+(?=\p{Lu})")
_AMOUNT = compiled(r"[-–+]?\d[\d.,]*%?(?!\S)")


def _apart(text: str, line: Line) -> list[tuple[int, int]]:
    """Where the heads of columns lie in a line, which two blanks part or, where there are none, capitals."""
    mark = _HEAD_GAP if _HEAD_GAP.search(*within(text, line)) is not None else _CAPITAL_GAP
    gaps = [match.span() for match in mark.finditer(*within(text, line))]
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
    if len(found) <= count:
        return found if len(found) == count else []
    tail = [b - a == _GROUP_OF and text[a:b].isdecimal() for a, b in found]
    begins = [i for i, joins in enumerate(tail) if not joins]
    if len(begins) != count and found and len(found) % count == 0:
        begins = list(range(0, len(found), len(found) // count))  # "512 330 107 218": each has as many groups
    if len(begins) != count or begins[0] != 0:
        return []
    parts = [found[a:b] for a, b in zip(begins, [*begins[1:], len(found)], strict=True)]
    inner = [joins for a, part in zip(begins, parts, strict=True) for joins in tail[a + 1 : a + len(part)]]
    return [(part[0][0], part[-1][1]) for part in parts] if all(inner) else []


_GROUP_OF = 3  # digits


def _past_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
