"""One day under two dates: a state that kept the Julian calendar was ten to thirteen days behind the others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from kg.resolve.statements import Statement
from kg.resolve.times import Days
from kg.resolve.words import calendars


def new_style(day: int) -> int:
    """The day that the Julian calendar calls by the date of another one.

    >>> date.fromordinal(new_style(date(1880, 5, 14).toordinal())).isoformat()
    '1880-05-26'
    >>> date.fromordinal(new_style(date(1900, 2, 28).toordinal())).isoformat()
    '1900-03-12'
    """
    year = date.fromordinal(day - 59).year if day > 59 else 1  # January and February lie before the leap day
    return day + year // 100 - year // 400 - 2


def is_old_style(one: Statement, others: Collection[Days]) -> bool:
    """Whether a day is one of some others, told by the calendar that one of the states then kept."""
    first, last = one.days
    if first != last:
        return False
    day = new_style(first)
    if (day, day) not in others:
        return False
    kept = calendars()
    return any(day < kept.get(value, 0) for values in one.roles.values() for value in values)


def by_one_calendar(told: Sequence[Statement]) -> Sequence[Statement]:
    """The statements without those that give by the old calendar the day which another gives by that of today."""
    days = {one.days for one in told if one.dated}
    return [one for one in told if not is_old_style(one, days)]
