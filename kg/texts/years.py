"""Years, each alone in its line, above what happened in them: "2015", and below it "3 May – President X"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.compiled import compiled
from kg.model import Span
from kg.texts.forms import ENTRY_MAX, HAS_YEAR
from kg.texts.lines import BULLETS, Line
from kg.texts.words import words

DAYS_MAX = 60  # lines below a year
_MARK = compiled(rf"[{BULLETS}*+–—-]\s{{0,4}}")
_OF_MONTH = r"(?i:jan|ene|feb|mar|a[bp]r|may|ju[nl]|a[ug]{1,2}|ago|se[pt]|oct|nov|dec|dic)\p{Ll}{0,7}\.?"
_DAYS = r"\d{1,2}(?:st|nd|rd|th|[º°])?(?: ?(?:[-–/]|to|al?|y|and) ?\d{1,2}(?:st|nd|rd|th|[º°])?)?"
_DATE = rf"(?:{_DAYS} (?:de |of )?{_OF_MONTH}|{_OF_MONTH}(?: {_DAYS})?)"
# "3 to 5 May – Peru", "May 3: Peru", "(May) Ola Berg", "December. Ola Berg"; "Peru, Lima (3-5 May)", "Ola Berg, 3 May"
_OF_THE_YEAR = compiled(
    rf"[(\[]?{_DATE}(?:[)\],.:\t]|(?: ?[–—|-])+ ?\S| \p{{Lu}}|(?: ?[–—-] ?| \p{{Ll}}{{1,3}} )\d)"
    rf"|[^\d\n]{{3,160}}(?:[,(–—-] ?|\b\p{{Ll}}{{2}} ){_DATE}(?: ?[–—-] ?{_DATE})?\)?$"
    r"|\p{Lu}[\p{L}, ]{2,40} \(\d{1,2}(?: ?[-–] ?\d{1,2})? (?:de )?\p{L}{3,10}\b"
)
_CELLS = compiled(r"\t| \|")
_DATE_ALONE = compiled(rf"{_DATE}[:.]?")


def year_alone(text: str, line: Line) -> Span | None:
    """The year that a line tells with nothing else but a mark or a word for it: "2015", "• Year 2015:"."""
    mark = _MARK.match(text, line.start, line.end)
    found = words().years.fullmatch(text, mark.end() if mark is not None else line.start, line.end)
    return Span(*found.span("year")) if found is not None else None


def days_below(text: str, lines: Sequence[Line], at: int) -> tuple[Span, list[Span]] | None:
    """The year alone in a line and what the lines below it tell of its days; None for another line. Where these have
    marks of their own they are a list or a table, and none of them is given."""
    year = year_alone(text, lines[at])
    days = days_from(text, lines, at + 1) if year is not None else []
    if year is None or not days:
        return None
    marked = _MARK.match(text, days[0].start, days[0].end) or _CELLS.search(text, days[0].start, days[0].end)
    return year, [] if marked and days[0].end == lines[at + 1].end else days


def is_day(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is a day or a month of no year."""
    return _DATE_ALONE.fullmatch(text, start, end) is not None


def days_from(text: str, lines: Sequence[Line], at: int) -> list[Span]:
    """What lines from one on tell of days of a year that stands above them, none parted from the next by more than the
    first from the year; the day may stand in the line above what it tells."""
    found: list[Span] = []
    gap = min(1, lines[at].gap) if at < len(lines) else 0
    for number, line in enumerate(lines[at : at + DAYS_MAX], at):
        if found and found[-1].end > line.start:
            continue
        if line.gap > (gap if found else 1):
            break
        below = lines[number + 1] if number + 1 < len(lines) else None
        if _tells(text, line):
            found.append(Span(line.start, line.end))
        elif below is not None and not below.gap and _tells_day_of(text, line, below):
            found.append(Span(line.start, below.end))
        else:
            break
    return found


def _tells(text: str, line: Line) -> bool:
    """Whether a line tells what happened on a day of no year."""
    mark = _MARK.match(text, line.start, line.end)
    start = mark.end() if mark is not None else line.start
    if line.length > ENTRY_MAX or _OF_THE_YEAR.match(text, start, line.end) is None:
        return False
    return HAS_YEAR.search(text, start, line.end) is None


def _tells_day_of(text: str, line: Line, below: Line) -> bool:
    """Whether a line tells a day alone and the next what happened then."""
    if _DATE_ALONE.fullmatch(text, line.start, line.end) is None or below.length > ENTRY_MAX or _tells(text, below):
        return False
    plain = _DATE_ALONE.fullmatch(text, below.start, below.end) is None and year_alone(text, below) is None
    return plain and HAS_YEAR.search(text, below.start, below.end) is None
