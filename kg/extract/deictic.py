"""Days that a text tells from the day on which it was written: "today", "last night", "on Monday", "Tuesday 28"."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import regex

from kg.compiled import compiled
from kg.extract.memory import fold
from kg.extract.pages import speaking
from kg.extract.said import said
from kg.extract.symbols import Line
from kg.lexicon.language import Language
from kg.model import Document

_REACH = 100  # symbols on either side of a statement in which the day that goes with it stands


def day_told(
    line: Line, start: int, end: int, issued: str, coming: bool, lexicon: Language, beside: bool = True
) -> str:
    """EDTF of the day that the words of line.symbols[start:end] tell, or those `beside`; empty if they tell none.

    `issued` is the day of writing (YYYY-MM-DD). A day of the week is the last one before it, or the next if what is
    told is still `coming`.
    """
    words = _words(lexicon)
    if words is None or not issued:
        return ""
    edge = max(0, start - _REACH)
    known = None if coming else said(lexicon)["made-known"].search(line.symbols, edge, start)
    edge = _edge(line.symbols, start if known is None else known.start(), lexicon)
    sides = ((start, end), (end, _stop(line.symbols, end, lexicon)), (edge, start))
    found = next(
        (match for a, b in sides[: None if beside else 1] if (match := words.search(line.symbols, a, b))), None
    )
    if found is not None and found.end() <= start:  # "Yesterday he met X, and tomorrow he will travel": the nearest
        found = [*words.finditer(line.symbols, sides[2][0], start)][-1]
    if found is not None and found.start() >= end:
        next_clause = said(lexicon)["day-of-next"].search(line.symbols, end, found.start())
        found = None if next_clause is not None else found
    if found is None:
        return ""
    announced = known is not None and known.start() < found.start() < known.end()
    if not announced and said(lexicon)["says"].search(line.symbols, max(0, found.start() - 30), found.start()):
        return ""  # but who announces on Monday that he has broken off relations did so then
    today = date.fromisoformat(issued)
    if found["day"]:
        told = next(shift for form, shift in lexicon.deictic.items() if regex.fullmatch(form, found["day"]))
        return (today + timedelta(days=told)).isoformat()
    if found["of"]:
        return _day_of_month(today, int(found["of"]), coming)
    weekday = next(i for i in range(7) if found[f"w{i}"])
    shift = (weekday - today.weekday()) % 7
    return (today + timedelta(days=shift if coming or not shift else shift - 7)).isoformat()


def tells_day(line: Line, lexicon: Language) -> bool:
    """Whether a line tells some day from that of writing: "today", "last Monday"."""
    words = _words(lexicon)
    return words is not None and words.search(line.symbols) is not None


def whole_stay(line: Line, start: int, end: int, day: str, lexicon: Language) -> str:
    """EDTF of a visit that began on a day: "arrived on 3 May for a three-day visit"; the day, if no more is told."""
    edge, stop = _edge(line.symbols, start, lexicon), _stop(line.symbols, end, lexicon)
    if said(lexicon)["sets-out"].search(line.symbols, edge, end) is None:
        return day
    days = next(
        (n for words, n in lexicon.stays.items() if regex.search(words, line.symbols, pos=start, endpos=stop)), 1
    )
    last = date.fromisoformat(day) + timedelta(days=days - 1)
    return f"{day}/{last.isoformat()}" if days > 1 else day


def later_that_day(line: Line, start: int, end: int, issued: str, last: str, lexicon: Language) -> str:
    """ "In the afternoon she received …", in a report: on the day told last, if that is of the days before it."""
    if said(lexicon)["that-day"].search(line.symbols, _edge(line.symbols, start, lexicon), end) is None:
        return ""
    days = (date.fromisoformat(issued) - date.fromisoformat(last)).days if last else 0
    return last if last and 0 <= days <= _WEEK else issued


_WEEK = 7


def _day_of_month(today: date, day: int, coming: bool) -> str:
    """The day of that number nearest to today on the side asked for; empty if the month has none."""
    month = today.year * 12 + today.month - 1
    if coming and day < today.day:
        month += 1
    elif not coming and day > today.day:
        month -= 1
    try:
        return date(month // 12, month % 12 + 1, day).isoformat()
    except ValueError:
        return ""


def _stop(symbols: str, end: int, lexicon: Language) -> int:
    found = said(lexicon)["break"].search(symbols, end, min(len(symbols), end + _REACH))
    return found.start() if found else min(len(symbols), end + _REACH)


def _edge(symbols: str, start: int, lexicon: Language) -> int:
    edge = max(0, start - _REACH)
    return max((m.end() for m in said(lexicon)["break"].finditer(symbols, edge, start)), default=edge)


def message_day(document: Document, lexicon: Language) -> str:
    """The day of a yearly message ("mensaje-presidencial-peru-1990"), as the law of the state that speaks has it."""
    about = f"{document.id} {document.title}"
    year = _YEAR.search(about)
    if year is None:
        return ""
    head = " ".join(_WORD.findall(fold(about)))
    if not any(fold(words) in head for words in lexicon.messages.get("named", ())):
        return ""
    days = [day for day in lexicon.messages["days"].get(speaking(document), ()) if day[:4] <= year[0]]
    return f"{year[0]}{days[-1][4:]}" if days else ""


_YEAR = compiled(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_WORD = compiled(r"\w+")


@cache
def _words(lexicon: Language) -> regex.Pattern[str] | None:
    """One of the lexicon's words for a day near that of writing; None in a language without them."""
    if not lexicon.deictic or len(lexicon.weekdays) != 7:
        return None
    days = "|".join(lexicon.deictic)
    names = "|".join(f"(?P<w{i}>{name})" for i, name in enumerate(lexicon.weekdays))
    return compiled(rf"(?<!\w)(?:(?P<day>{days})|(?:{names})(?:,? (?P<of>\d{{1,2}}))?)(?!\w)")
