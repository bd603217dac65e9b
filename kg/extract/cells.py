"""Cells of a table: what their headers mean in a language, their words as a line, and cells that lost their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

import regex

from kg.compiled import compiled
from kg.extract.lines import cell_line
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader
from kg.lexicon.language import Frame
from kg.model import Cell, Span
from kg.texts.tables.unmarked import COLUMN_MARK, GLUED, LASTED

PEOPLE_TABLE, THINGS_TABLE = ".frame.table", ".table"
# "Appointed on 3 May 1990", in an entry on a person: a participle or a verb as the label
TOLD = compiled(r"(?P<label>\p{Lu}[\p{L}' ]{1,40}?) (?:el|en|on|in) (?=[\p{L}\d. ]{0,20}\d{4})")
PEOPLE = ("person", "people", "name", "names")
_TITLES, _DATES = ("office", "rank", "post"), ("date", "dates")
# The mentions that a column of each meaning holds; columns of other meanings hold anything.
_HELD = {
    **dict.fromkeys(("person", "head-of-state"), PEOPLE),
    "guest": (*PEOPLE, "post"),
    "rank": _TITLES,
    "country": ("state", "states", "demonym"),
    "place": ("place", "places"),
    **dict.fromkeys(("date", "start", "end", "term", "year", "force"), _DATES),
    **dict.fromkeys(("agrement", "credentials", "accredited", "appointed"), _DATES),
}
_WHERE = ("place", "places", "state", "states")


def table_of(reader: Reader, ending: str) -> Frame | None:
    """The frame of the language that tells what the columns of a kind of table hold."""
    name = f"{reader.names.language.code}{ending}"
    return next((frame for frame in reader.names.language.frames if frame.id == name), None)


@cache
def headers(columns: tuple[tuple[str, str], ...]) -> tuple[tuple[str, regex.Pattern[str]], ...]:
    """The columns of a frame with their words compiled."""
    return tuple((name, compiled(words)) for name, words in columns)


@lru_cache(maxsize=4096)
def meaning(header: str, table: Frame | None) -> str:
    """What a header says of its column, the first that fits; "" for one that says nothing known."""
    if header.startswith(INFERRED):
        name = header.removeprefix(INFERRED)
        return _OF_PEOPLE.get(name, name) if table is not None and table.id.endswith(PEOPLE_TABLE) else name
    heads = headers(table.columns) if table else ()
    words = " ".join(header.lower().split())
    return next((name for name, pattern in heads if pattern.search(words)), "") if words else ""


def columns(cells: Sequence[Cell], table: Frame) -> list[tuple[str, Cell]]:
    """Each cell with the meaning of its column's header."""
    return [(meaning(cell.header, table), cell) for cell in cells]


def line_of(cell: Cell, reader: Reader) -> Line:
    """The words of a cell, its dates read."""
    made = cell_line(reader, cell.span)
    for _, chunk in made.all(_DATES):
        reader.read_date(chunk)
    return made


# -- columns without heads --------------------------------------------------------------------------------------------

INFERRED = "="  # begins a header that the contents of its cell gave
_OF_PEOPLE = {"name": "person", "date": "term"}  # what a table of people calls its columns
_KIND_OF = {
    **dict.fromkeys(PEOPLE, "name"),
    **dict.fromkeys(_TITLES, "rank"),
    **dict.fromkeys(_DATES, "date"),
    **dict.fromkeys(("state", "states"), "country"),
    **dict.fromkeys(("place", "places"), "place"),
}


def inferred(cells: Sequence[Cell], reader: Reader) -> tuple[Cell, ...]:
    """Cells of which no head says what they hold, under heads that their contents give."""
    if len(cells) < MINIMUM or any(_meant(cell.header, reader) for cell in cells) or COLUMN_MARK in cells[0].header:
        return tuple(cells)
    if cells[0].header and all(YEARS.fullmatch(cell.header) for cell in cells[1:]):
        return tuple(cells)  # figures by years: the first head tells their unit
    kinds = [_content(cell, reader) for cell in cells]
    dates = [at for at, kind in enumerate(kinds) if kind in ("date", "end")]
    if len(dates) == 2 and kinds[dates[0]] == "date":
        kinds[dates[0]], kinds[dates[1]] = "start", "end"
    return tuple(
        replace(cell, header=INFERRED + kind if kind else cell.header) for cell, kind in zip(cells, kinds, strict=True)
    )


MINIMUM = 2
# "2016", "2017-18", "FY 2017/2018"
YEARS = compiled(r"(?:FY ?)?([12]\d{3}(?:\s?[-–/]\s?(?:\d{2}|\d{4}))?)\*?(?: ?\([^()]{1,40}\))?")


def spanned(cells: Sequence[Cell], reader: Reader) -> tuple[Cell, ...]:
    """Cells of which two hold the begin and the end of what one head over both calls a term or a date.

    A copy puts such a head over one of the two and leaves the other under none, or under that of a lost picture.
    """
    made = list(cells)
    for at, (left, right) in enumerate(pairwise(cells)):
        meant = {_meant(left.header, reader), _meant(right.header, reader)}
        if "" in meant and meant & _WHOLE and _content(left, reader) == "date" and _is_end(right, reader):
            made[at] = replace(left, header=f"{INFERRED}start")
            made[at + 1] = replace(right, header=f"{INFERRED}end")
    return tuple(made)


_WHOLE = {"term", "date"}


def _is_end(cell: Cell, reader: Reader) -> bool:
    return _content(cell, reader) in ("date", "end")


def _content(cell: Cell, reader: Reader) -> str:
    """What a cell holds, if one mention is nearly all of it; "remarks" for more words."""
    made = line_of(cell, reader)
    if said(reader.names.language)["open-end"].match(made.symbols):
        return "end"
    chunk = next((chunk for _, chunk in made.mentions()), None)
    beside = len(WORD.findall(made.symbols))
    if chunk is not None and beside <= BESIDE_MAX and (kind := _KIND_OF.get(chunk.kind)):
        return kind
    return "remarks" if beside > BESIDE_MAX else ""


BESIDE_MAX = 1  # words beside the mention of a cell
WORD = compiled(r"[^\W\d_\ue000-\uf8ff]+")


# -- cells that lost their columns ---------------------------------------------------------------------------------


def settled(cells: Sequence[Cell], row: Line, reader: Reader) -> tuple[Cell, ...]:
    """The cells of a row under the columns that their words fit.

    A row without marks is one cell under all the heads ("1 Ola Berg Lima 1990 1994"), and a copy that leaves empty
    cells out puts the others under wrong heads. In both the mentions of the row are laid to the columns in their order.
    """
    lost = len(cells) == 1 and COLUMN_MARK in cells[0].header
    heads = cells[0].header.split(COLUMN_MARK) if lost else _all_heads([cell.header for cell in cells], reader)
    held = [_HELD.get(_meant(head, reader), ()) for head in heads]
    if _HELD["country"] not in held:  # "Place of visit", where none tells the country
        held = [_WHERE if kinds == _HELD["place"] else kinds for kinds in held]
    if not any(kinds is _DATES for kinds in held):
        return tuple(cells)
    if not lost and not _shifted(cells, held, reader):
        return tuple(cells)
    parts = _pieces(cells[0].span, reader) if lost else [cell.span for cell in cells]
    lines = [row] if len(parts) == 1 else [line_of(Cell(span, ""), reader) for span in parts]
    found = [_without_code(chunk) if lost else chunk for line in lines for chunk in _mentions(line)]
    if held[-1] is _DATES and held.count(_DATES) == 1 and _both_ends(found, heads[-1], reader):
        heads, held = [*heads[:-1], f"{INFERRED}start", f"{INFERRED}end"], [*held, _DATES]
        found = [chunk for chunk in found if chunk.kind not in _DATES or chunk in found[-2:]]
    elif held[-1] is _DATES and held.count(_DATES) == 1:  # what the columns before it say may hold other dates
        last = max((at for at, chunk in enumerate(found) if chunk.kind in _DATES), default=0)
        found = [chunk for at, chunk in enumerate(found) if at == last or chunk.kind not in _DATES]
    laid = _laid(held, found)
    if not any(found[at].kind in _DATES for _, at in laid):
        return tuple(cells)
    made = [Cell(Span(found[at].start, found[at].end), heads[column]) for column, at in laid]
    return tuple(sorted([*made, *_between(made, laid, heads, cells[-1].span.end, reader)], key=lambda c: c.span.start))


def _without_code(chunk: Chunk) -> Chunk:
    """ "Ola Berg OH", in a row whose cells have run together: the letters of his home are no part of the name."""
    code = _HOME_CODE.search(chunk.text) if chunk.kind in ("name", "person") else None
    if code is None or chunk.each()[1:]:
        return chunk
    end = chunk.end - len(code[0])
    return replace(chunk, end=end, text=code.string[: code.start()], label=chunk.label.removesuffix(code[0]))


_HOME_CODE = compiled(r"(?<=\p{Lu}\S* \p{Lu}\S*\p{Ll}) \p{Lu}{2}$")


def _all_heads(heads: list[str], reader: Reader) -> list[str]:
    """The heads of a row with those of its last cells, if they are empty here and a row before had words in them."""
    known = reader.memory.heads
    if known[: len(heads)] == heads:
        return known
    if not set(heads) <= set(known):
        reader.memory.heads = heads
    return heads


def _both_ends(found: Sequence[Chunk], head: str, reader: Reader) -> bool:
    """Whether a row ends in two dates side by side, under one head that calls them a term."""
    two = [chunk for chunk in found[-2:] if chunk.kind in _DATES]
    return len(two) > 1 and _meant(head, reader) == "term" and side_by_side(two, reader.document.text)


def side_by_side(dates: Sequence[Chunk], text: str) -> bool:
    """ "X 2 May 1990 4 June 1994": begin and end of a row whose cells have run together."""
    return CELL_GAP.fullmatch(text, dates[0].end, dates[1].start) is not None


CELL_GAP = compiled(r"(?:[ \t\u00a0|†‡]|\[[^\[\]\n]{1,6}\]|\([\d-]{4,10}\))+")  # what cells leave between them


def _between(
    made: Sequence[Cell], laid: Sequence[tuple[int, int]], heads: Sequence[str], end: int, reader: Reader
) -> Iterator[Cell]:
    """The remarks of a row: what stands between the cells that were laid, where a column of remarks lies there."""
    ends = [*(cell.span.start for cell in made[1:]), end]
    columns = [*(column for column, _ in laid[1:]), len(heads)]
    for cell, (column, _), stop, following in zip(made, laid, ends, columns, strict=True):
        head = next((head for head in heads[column + 1 : following] if _meant(head, reader) == "remarks"), "")
        if head and cell.span.end < stop:
            yield Cell(Span(cell.span.end, stop), head)


def _meant(head: str, reader: Reader) -> str:
    return meaning(head, table_of(reader, PEOPLE_TABLE)) or meaning(head, table_of(reader, THINGS_TABLE))


def _pieces(span: Span, reader: Reader) -> list[Span]:
    """The parts of a row whose cells run into one another: "Ola Berg3 May 19905 June 1994".

    A part in other letters says again, in its own language, what the one before it says; how long somebody served,
    his dates tell.
    """
    text = reader.document.text
    cuts = [span.start, *(m.start() for m in GLUED.finditer(text, span.start, span.end)), span.end]
    pieces = [Span(a, b) for a, b in pairwise(cuts) if a < b and not _FOREIGN.fullmatch(text, a, b)]
    return [piece for piece in pieces if not _LASTED.match(text, piece.start, piece.end)]


_LASTED = compiled(LASTED)
_FOREIGN = compiled(r"(?:(?!\p{Latin})[^\d\n])*\p{L}(?:(?!\p{Latin})[^\d\n])*")


def _shifted(cells: Sequence[Cell], held: Sequence[tuple[str, ...]], reader: Reader) -> bool:
    """Whether no column of dates holds a date and another column does, or a column of titles holds only a date.

    A title told once for several rows is left out of all but the first by many a copy.
    """
    dated = [
        _is_end(cell, reader) if _meant(cell.header, reader) == "remarks" else any(line_of(cell, reader).all(_DATES))
        for cell in cells
    ]
    if any(dated) and not any(has for has, kinds in zip(dated, held, strict=False) if kinds is _DATES):
        return True
    return any(
        has and kinds is _TITLES and _content(cell, reader) == "date"
        for has, kinds, cell in zip(dated, held, cells, strict=False)
    )


def _mentions(made: Line) -> list[Chunk]:
    """The mentions of a piece; a date in brackets behind a date, by which a table is sorted, says the same again."""
    every = [(i, part) for i, chunk in made.mentions() for part in _parts(chunk) if part.kind in _KINDS]
    return [c for i, c in every if not (c.kind in _DATES and made.symbols[max(0, i - 1) : i] == "(")]


def _parts(chunk: Chunk) -> tuple[Chunk, ...]:
    """ "Denmark Visiting King X": the state stands in the cell before that of the person, of whom it looks a part."""
    state = chunk.each()[0].part("state")
    if state is None or state.start != chunk.start or state.end >= chunk.end or state.kind == "demonym":
        return (chunk,)
    return (state, replace(chunk, start=state.end))


_KINDS = frozenset(kind for kinds in _HELD.values() for kind in kinds)


def _laid(held: Sequence[tuple[str, ...]], found: Sequence[Chunk]) -> list[tuple[int, int]]:
    """Which mention each column holds, (column, mention): as many as go in the order of both, the first ones."""
    best = [[0] * (len(found) + 1) for _ in range(len(held) + 1)]
    for i in range(len(held) - 1, -1, -1):
        for j in range(len(found) - 1, -1, -1):
            with_both = best[i + 1][j + 1] + 1 if found[j].kind in held[i] else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], with_both)
    laid, i, j = [], 0, 0
    while i < len(held) and j < len(found):
        if found[j].kind in held[i] and best[i][j] == best[i + 1][j + 1] + 1:
            laid.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return laid
