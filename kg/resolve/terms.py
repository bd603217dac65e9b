"""Terms of office of the gazetteer: when they ran, and in which office somebody acted on a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from kg.resolve.states import Atlas, TermRow
from kg.resolve.times import ALWAYS, Days


def term_days(term: TermRow) -> Days:
    """First and last day of a term, as far as they are known."""
    return _day(term.start, "01", "01") or ALWAYS[0], _day(term.end, "12", "31") or ALWAYS[1]


def _day(iso: str, month: str, day: str) -> int | None:
    """The day of an ISO date; of a month or a year the given part of it."""
    if not iso:
        return None
    parts = [*iso[:10].split("-"), month, day][: 3 if len(iso) != 7 else 2]
    if len(iso) == 7:
        parts.append(day if day == "01" else str(monthrange(int(parts[0]), int(parts[1]))[1]))
    return date(*map(int, parts)).toordinal()


def covers(term: TermRow, range_: Days) -> bool:
    """Whether a term is known to have lasted over the whole range."""
    last = _day(term.end or term.seen, "12", "31") or ALWAYS[1]
    return bool(term.start) and term_days(term)[0] <= range_[0] and range_[1] <= last


def offices_at(person: str, states: tuple[str, ...], range_: Days, atlas: Atlas) -> tuple[str, ...]:
    """The offices of some states that a person held over a whole range of days, as far as the gazetteer knows."""
    lineages = {atlas.lineage(state) for state in states}
    terms = [term for term in atlas.terms.get(person, ()) if atlas.lineage(term.state) in lineages]
    return tuple(dict.fromkeys(term.office for term in terms if covers(term, range_)))
