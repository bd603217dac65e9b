"""Tables whose marks are lost: a line of known column heads, and each row one cell under all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kg.compiled import compiled, light
from kg.model import Cell, Span
from kg.texts.lines import Line
from kg.texts.tables.cells import HEADS_LEAST, HEADS_MAX, NOTE, Row, Table
from kg.texts.words import words

DATED_HEADS = 3  # of more, rows may leave the year of their dates to a heading
COLUMN_MARK = " | "  # between the heads in the header of the one cell that such a row has
_OTHER_LETTERS = r"[\p{Han}\p{Hangul}\p{Katakana}\p{Arabic}\p{Cyrillic}\p{Thai}]"
# How long somebody served: "2–3 years", "310 days"
LASTED = r"\d{1,3}(?:[–-]\d{1,2})? (?:years?|months?|days?|años?|mes(?:es)?|días?)(?!\p{L})"
GLUED = light(
    r"(?=[\p{Lu}\d]|(?<=\d)\p{Ll})(?<=[\p{Ll}\d)#])"  # what all of the next have in common, which most places lack
    r"(?:(?<=\p{Ll}|\))(?<!\bMa?c)(?=\p{Lu})|(?<=\p{Ll})(?=\d{1,2} \p{Lu}|\d{4})"
    r"|(?<=(?<!\d)\d{4})(?=\d{1,2} \p{L})|(?<=\d{4})(?=\p{Lu}|\p{Ll}{4})|(?<=(?<!\d)[12]\d{3})(?=[12]\d{3}(?!\d))"
    rf"|(?<=(?<!\d)[12]\d{{3}})(?=(?:[12]\d{{3}})?{LASTED})|(?<=(?<!\d)[12]\d{{7}})(?={LASTED})"
    r"|(?<=^#|\n#|\n\d{1,3})(?=\p{Lu}\p{Ll}))"
    # A name in the letters of its own language: "Li Wei李伟May 1990"
    rf"|(?={_OTHER_LETTERS})(?<=[\p{{Latin}}.)\d])|(?<={_OTHER_LETTERS})(?=[\p{{Latin}}\d])"
)
_ASIDE = compiled(r"\s?\((?!s\))[^()]{1,20}\)")  # "Name (English)"
_NO_HEADS = compiled(r"\d|[,;:|]|\. (?<!\b(?i:no|nr|sl|sr|s)\. )|\.$(?<![Rr]efs?\.)(?<!\bNo\.)")
_YEAR = compiled(r"(?<!\d)[12]\d{3}")
_DATE_FIRST = compiled(r"\d{1,2}\b|\p{Lu}\p{Ll}{2,8}\.? (?:\d{1,2}(?:[-–]\d{1,2})?,? )?[12]\d{3}\b")
_DAY = compiled(
    r"(?<!\d)\d{1,2}(?:\s?[-–]\s?\d{1,2})? (?:de )?\p{L}{3,10}(?!\p{L})|\p{Lu}\p{Ll}{2,8}\.? \d{1,2}(?!\d)"
)  # of a year that a heading tells


def collapsed(text: str, lines: Sequence[Line], index: int) -> Table | None:
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
    told = NOTE.sub("", text[line.start : line.end])
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
