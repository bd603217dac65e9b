"""Tables that a copy of the page has put one cell a line, and names that alternate with their dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.compiled import compiled, light
from kg.model import Cell, Span
from kg.texts.lines import BULLETS, Line
from kg.texts.sentences import MARKS
from kg.texts.tables.cells import Row, Table
from kg.texts.tables.unmarked import COLUMN_MARK
from kg.texts.words import words

HEAD_MAX = 40  # characters of a head of a column
HEAD_WORDS = 6
HEADS_LEAST = 2
HEADS_MAX = 10
CELL_MAX = 200  # characters of a cell
PAIRS_LEAST = 3  # so often must a line and its date come to make a list
SAID_MAX = 300  # characters of what is told beside a date
TIMES = 0.8  # share of the rows in which a column of dates holds one
_NO_HEAD = compiled(r"\d|[,;|\t]|: | {2}|\. |[.:]$(?<!\b(?:No|Nº|Refs?)\.)")
_YEAR = compiled(r"(?<!\d)[12]\d{3}(?!\d)|(?<!\d)\d{1,2}([./-])\d{1,2}\1\d\d(?!\d)")  # "12.06.98"
_ORDINAL = compiled(r"\(?\d{1,3}[.)]?|[#-–—]")
# "3 May 1967", "May 12, 1990", "12 de mayo de 1990", "3.5.1967", "1967", "1963-05-03", "1990–1994"
_DAY = (
    r"(?:(?:\p{L}{2,10}\.?,? )?\d{1,2}(?:st|nd|rd|th|[º°])?,? (?:de |of )?|\d{1,2}[./-]\d{1,2}[./-])?"
    r"(?:\p{L}{3,10}\.?,? (?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:de |del )?)?[12]\d{3}(?:-\d\d-\d\d)?"
)
# "since 1994" opens with a word of five letters, as "desde el 3 de mayo de 1994" does
_BETWEEN = r"(?:\s?[–—-]\s?|\s\p{Ll}{1,5}\s)"  # "1990 – 1994", "1990 to 1994"
_ONLY_DATE = light(rf"(?:\p{{L}}{{5}} (?:\p{{Ll}}{{2}} )?)?\(?{_DAY}(?:{_BETWEEN}(?:{_DAY})?)?\)?:?{MARKS}*")
_ENDS = compiled(r"(?<!\b(?:[ap]\.i|Jr|Sr|Esq))[.!?;]$")


def stacked(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """A table whose heads stand one a line, and its cells below them; None if no such table begins with a line."""
    heads, known = _heads(text, lines, index)
    if sum(known) < HEADS_LEAST:
        return None
    sizes = [size for size in range(len(heads), 1, -1) if sum(known[:size]) >= HEADS_LEAST]
    tables = [made for size in sizes if (made := _cells(text, lines, index + size, heads[:size]))]
    size = max(i for i, is_known in enumerate(known) if is_known) + 1
    body = index + size
    if not any(len(table.rows[0].cells) == size for table in tables) and (
        first := _noted(text, lines, body, heads[:size])
    ):
        return first
    if made := _ragged(text, lines, body, heads[:size]):
        whole = _cells(text, lines, body, heads[1:size]) if size > HEADS_LEAST else None
        if not tables and whole is not None and whole.after >= made.after and len(made.rows[0].cells) < size:
            return None  # the first line is no head: it heads the table, "Ambassadors"
        tables.append(made)
    if tables:
        return max(tables, key=lambda table: table.after)
    if made := _numbered(text, lines, body, heads[:size]):
        return made
    # Two such lines may be headings: "Embassy", below it "Ambassadors".
    return _whole(text, lines, body, heads[:size]) if sum(known) > HEADS_LEAST else None


def cards(text: str, lines: Sequence[Line], index: int) -> Table | None:
    """Rows parted by empty lines, each cell in a line of its own and the date in the last; none has a head.

    >>> from kg.texts.lines import read_lines
    >>> text = "\\n\\n".join(f"Kenya\\nPresident {name}\\nState visit.\\nMay 3–6, 1990" for name in ("A", "B", "C"))
    >>> len(cards(text, read_lines(text, 0), 0).rows)
    3
    """
    rows: list[Row] = []
    at = index
    while at < len(lines) and (not rows or lines[at].gap):
        after = at + 1
        while after < min(len(lines), at + CARD_MAX + 1) and not lines[after].gap:
            after += 1
        card = lines[at:after]
        if not CARD_LEAST <= len(card) <= CARD_MAX or not _is_card(text, card):
            break
        rows.append(Row(Span(card[0].start, card[-1].end), tuple(Cell(Span(c.start, c.end), "") for c in card)))
        at = after
    return Table(tuple(rows), at) if len(rows) >= PAIRS_LEAST else None


CARD_LEAST, CARD_MAX = 3, 6  # lines


def _is_card(text: str, card: Sequence[Line]) -> bool:
    """Whether some lines end in that of a day, the only one, and begin with a name."""
    *told, day = card
    return (
        _CARD_DAY.fullmatch(text, day.start, day.end) is not None
        and not any(_ONLY_DATE.fullmatch(text, line.start, line.end) or line.length > SAID_MAX for line in told)
        and all(_is_head(_said(text, line)) for line in told[:1])
    )


# "March 30 – April 4, 1944", "3-6 May 1990", "3 May 1990", "May 1990"
_DAY_OF_MONTH = r"(?:\p{Lu}\p{L}{2,8}\.? \d{1,2}(?!\d)|\d{1,2}(?: (?:de )?\p{L}{3,10})?)"
_CARD_DAY = light(
    rf"{_DAY_OF_MONTH}(?:\s?[–—-]\s?(?:{_DAY_OF_MONTH}|\d{{1,2}}))?"
    r",? (?:(?:de )?\p{L}{3,10},? )?(?:del? )?[12]\d{3}"
    r"|\p{L}{3,10},? (?:de )?[12]\d{3}"
)


def _said(text: str, line: Line) -> str:
    return text[line.start : line.end]


def _heads(text: str, lines: Sequence[Line], index: int) -> tuple[list[str], list[bool]]:
    """The lines from one on that may be heads of columns, and which of them are known to be; none if the first is not.

    The cells of the first row may be among them.
    """
    heads: list[str] = []
    known: list[bool] = []
    gaps = {line.gap for line in lines[index + 1 : index + 2]}
    for i in range(index, min(index + HEADS_MAX, len(lines))):
        said = _said(text, lines[i]) if lines[i].length <= HEAD_MAX else ""
        if not _is_head(said) or (i > index and lines[i].gap not in gaps):
            break
        heads.append(said)
        whole = i > index or words().columns.fullmatch(_ASIDE.sub("", said)) is not None
        known.append(whole and words().columns.match(said) is not None)
        if not known[0] or (i == index and words().ways.fullmatch(said)):  # "From Peru to Norway" heads the table
            return [], []
    return heads, known


def _is_head(said: str) -> bool:
    return bool(said) and len(said.split()) <= HEAD_WORDS and not said[0].islower() and not _NO_HEAD.search(said)


def _cells(text: str, lines: Sequence[Line], body: int, heads: Sequence[str]) -> Table | None:
    """Rows of as many lines as there are heads; in each the same columns hold a year."""
    size = len(heads)
    rows: list[Row] = []
    shape: list[int] = []  # how often each column held a year
    for start in range(body, len(lines) - size + 1, size):
        cells = lines[start : start + size]
        dated = [bool(_YEAR.search(text, line.start, line.end)) for line in cells]
        brief = any(line.length <= HEAD_MAX for line, year in zip(cells, dated, strict=True) if year)
        if not brief or any(line.length > CELL_MAX for line in cells) or not _alike(dated, shape, len(rows)):
            break
        shape = [a + b for a, b in zip(shape, dated, strict=True)] if shape else [int(b) for b in dated]
        made = tuple(Cell(Span(line.start, line.end), head) for line, head in zip(cells, heads, strict=True))
        rows.append(Row(Span(cells[0].start, cells[-1].end), made))
    return Table(tuple(rows), body + size * len(rows)) if len(rows) > 1 else None


def _alike(dated: Sequence[bool], shape: Sequence[int], rows: int) -> bool:
    """Whether a row holds years where those above it do; an open end may lack its own."""
    if not rows:
        return any(dated) and not all(dated)
    always = [held >= TIMES * rows for held in shape]
    return any(a and b for a, b in zip(always, dated, strict=True)) and not any(
        b and not held for held, b in zip(shape, dated, strict=True)
    )


def _ragged(text: str, lines: Sequence[Line], body: int, heads: Sequence[str]) -> Table | None:
    """Rows whose last cells were left out where they are empty: each has its dates in the same place."""
    near = lines[body : body + RAGGED_MAX]
    dated = [_is_spell(text, line) for line in near]
    before = dated.index(True) if True in dated[: len(heads)] else 0
    together = next((i for i, date in enumerate(dated[before:]) if not date), len(dated) - before)
    rows: list[Row] = []
    start = 0
    while before and start + before < len(near) and dated[start + before] and not any(dated[start : start + before]):
        if any(line.length > HEAD_MAX for line in near[start : start + before]):
            break
        following = (
            i
            for i in range(start + before + together, min(start + len(heads), len(near)) + 1)
            if i + before < len(near)
        )
        end = next((i for i in following if dated[i + before] and not any(dated[i : i + before])), 0)
        last = start + before + together
        while not end and last < min(start + len(heads), len(near)) and not near[last].gap:
            last += 1
        cells = near[start : end or last]
        made = tuple(Cell(Span(line.start, line.end), head) for line, head in zip(cells, heads, strict=False))
        rows.append(Row(Span(cells[0].start, cells[-1].end), made))
        start = end or len(near)
    used = sum(len(row.cells) for row in rows)
    return Table(tuple(rows), body + used) if len(rows) >= PAIRS_LEAST else None


def _noted(text: str, lines: Sequence[Line], body: int, heads: Sequence[str]) -> Table | None:
    """A row of a name and its day, whose notes are paragraphs of their own; the rows behind them are found where they
    stand (kg/texts/resumed.py)."""
    if heads[-1].casefold() not in words().notes or len(heads) <= HEADS_LEAST or not is_date(text, lines, body + 1):
        return None
    cells = [Cell(Span(line.start, line.end), head) for line, head in zip(lines[body:], heads[:2], strict=False)]
    return Table((Row(Span(cells[0].span.start, cells[1].span.end), tuple(cells)),), body + 2)


_ASIDE = compiled(r"\s?\([^()]{1,20}\)")
RAGGED_MAX = 400  # lines of a table with cells left out


def _is_spell(text: str, line: Line) -> bool:
    """Whether a line is a date, or one without its year, and nothing else."""
    if line.length > HEAD_MAX:
        return False
    whole = _ONLY_DATE.fullmatch(text, line.start, line.end) or _LASTING.fullmatch(text, line.start, line.end)
    return (whole or _OF_YEAR.fullmatch(text, line.start, line.end)) is not None


_LASTING = compiled(rf"{_DAY}{_BETWEEN}(?:\p{{L}}{{2,12}}(?:\s\p{{Ll}}{{2,10}}){{0,2}})?")  # "1990 – present"
# "3–6 May", "May 3-6", "3 al 6 de mayo", below a heading of the year
_OF_YEAR = compiled(
    r"\d{1,2}(?:\s?(?:[–—-]|\p{Ll}{1,2})\s?\d{1,2})? (?:de )?\p{L}{3,10}"
    r"|\p{Lu}\p{Ll}{2,8} \d{1,2}(?:\s?[–—-]\s?\d{1,2})?"
)


def _numbered(text: str, lines: Sequence[Line], body: int, heads: Sequence[str]) -> Table | None:
    """Rows that begin with their number on a line of its own, where empty cells were left out."""
    starts = list(_numbers(text, lines, body))
    if len(starts) < HEADS_LEAST or starts[0] != body:
        return None
    sizes = [b - a for a, b in pairwise(starts)]
    last = max(sizes, key=sizes.count)  # the last row is as long as most
    rows = []
    for start, end in zip(starts, [*starts[1:], starts[-1] + last], strict=True):
        if end - start > 2 * len(heads) + 1:
            return None
        rows.append(_row(lines[start].start, lines[min(end, len(lines)) - 1].end, heads))
    return Table(tuple(rows), min(starts[-1] + last, len(lines)))


def _numbers(text: str, lines: Sequence[Line], body: int) -> Iterator[int]:
    """The lines that hold the number of a row, each the next; a dash may stand for one: "—" before the Holy See."""
    expected = 1
    for at in range(body, len(lines)):
        if not _ORDINAL.fullmatch(text, lines[at].start, lines[at].end):
            continue
        number = _said(text, lines[at]).strip("().")
        if number.isdecimal() and int(number) != expected:
            return
        expected += number.isdecimal()
        yield at


def _row(start: int, end: int, heads: Sequence[str]) -> Row:
    """A row whose cells have lost their columns: one cell under all the heads."""
    return Row(Span(start, end), (Cell(Span(start, end), COLUMN_MARK.join(heads)),))


def _whole(text: str, lines: Sequence[Line], body: int, heads: Sequence[str]) -> Table | None:
    """Rows of one line each under heads that stand one a line; a line without a year is no row, prose ends them."""
    rows: list[Row] = []
    at = last = body
    while at < len(lines) and at - last <= 1:
        line = lines[at]
        if line.length > SAID_MAX:
            break
        at += 1
        if _YEAR.search(text, line.start, line.end) and not _ONLY_DATE.fullmatch(text, line.start, line.end):
            rows.append(_row(line.start, line.end, heads))
            last = at
    return Table(tuple(rows), last) if len(rows) >= PAIRS_LEAST else None


# -- pairs -----------------------------------------------------------------------------------------------------------


def paired(text: str, lines: Sequence[Line], index: int, least: int = PAIRS_LEAST) -> list[Span]:
    """The entries that begin with a line: what is told in one line, and in the next its date, or the reverse; none if
    they are less than so many.

    >>> from kg.texts.lines import read_lines
    >>> text = "Chad\\n1964\\nMali\\n1965\\nTogo\\n1966"
    >>> [span.end for span in paired(text, read_lines(text, 0), 0)]
    [9, 19, 29]
    """
    first = _is_term(text, lines, index)
    if not first and not _is_term(text, lines, index + 1):
        return []
    found: list[Span] = []
    for at in range(index, len(lines) - 1, 2):
        told = lines[at + first]
        dated = _is_term(text, lines, at) == first and _is_term(text, lines, at + 1) != first
        if first and text[told.start] in BULLETS + "*":
            break  # the date heads a list of its own
        if not dated or told.length > (SAID_MAX if first else CELL_MAX) or (first and _opens(text, lines, at + 2)):
            break
        if not first and (_ENDS.search(_said(text, told)) or not text[told.start].isupper()):
            break
        found.append(Span(lines[at].start, lines[at + 1].end))
    if len(found) < least or (not first and _headed(text, lines, index, index + 2 * len(found))):
        return []
    return found


def _headed(text: str, lines: Sequence[Line], index: int, after: int) -> bool:
    """Whether the first line heads what follows it, which then tells the date first."""
    if lines[index + 1].gap > lines[index + 2].gap:
        return True
    left = after < len(lines) and lines[after].gap <= lines[index + 1].gap and not is_date(text, lines, after)
    return left and not is_date(text, lines, after + 2)


def is_date(text: str, lines: Sequence[Line], index: int) -> bool:
    """Whether a line tells a date and nothing else."""
    if index >= len(lines) or lines[index].length > HEAD_MAX:
        return False
    line = lines[index]
    return any(form.fullmatch(text, line.start, line.end) is not None for form in (_ONLY_DATE, _CARD_DAY))


def _is_term(text: str, lines: Sequence[Line], index: int) -> bool:
    """Whether a line tells a date, or since when something lasts, and nothing else."""
    if index >= len(lines) or lines[index].length > HEAD_MAX:
        return False
    line = lines[index]
    if is_date(text, lines, index) or _LASTING.fullmatch(text, line.start, line.end) is not None:
        return True
    return is_place_and_day(text, line)


def is_place_and_day(text: str, line: Line) -> bool:
    """Whether a line tells where and when, and nothing else: "Lima, 3 May 1990"."""
    place = _PLACE.match(text, line.start, line.end) if line.length <= HEAD_MAX else None
    return place is not None and _ONLY_DATE.fullmatch(text, place.end(), line.end) is not None


_PLACE = compiled(r"\p{Lu}[\p{L}.’' -]{2,30}, ")


def _opens(text: str, lines: Sequence[Line], index: int) -> bool:
    """Whether what is told under a date goes on in the line after: then the date heads a section."""
    return index < len(lines) and not is_date(text, lines, index) and lines[index].gap <= lines[index - 1].gap
