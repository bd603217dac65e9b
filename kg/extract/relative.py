"""Dates that are told by another date ("two years later in November", "on April 22", "last month")."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class Relative:
    """What is added to another date, and what is then set.

    `month` and `day` without the rest mean: the year comes from the context ("on April 22"). `last` is the last
    (month, day) of a range ("April 10-13"). `same` keeps that unit of the other date. `from_document` counts from the
    date of the document ("last year"), else from the date told before. `nearest`: -1 the last such month, +1 the next.
    """

    years: int = 0
    months: int = 0
    days: int = 0
    same: Literal["", "year", "month", "week", "day"] = ""
    month: int = 0
    day: int = 0
    last: tuple[int, int] | None = None
    from_document: bool = False
    nearest: Literal[-1, 0, 1] = 0
    until_now: bool = False  # "in the last year": all the time from there to the date of the document

    @property
    def bare(self) -> bool:
        """Whether only a month or day is told, whose year the context gives."""
        return bool(self.month) and not (self.years or self.months or self.days or self.same or self.nearest)


@dataclass(frozen=True, slots=True)
class _Anchor:
    year: int
    month: int = 0
    day: int = 0


_ANCHOR = re.compile(
    r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9][0-9]))?)?[~?%]?|([0-9]{4})-(?:2[1-4]|3[3-6]|4[01]|5[2-9]|6[01])[~?%]?"
)


def resolve_relative(relative: Relative, anchor_edtf: str) -> str | None:
    """EDTF of a relative date, counted from the anchor; None where the anchor is not exact enough.

    "Later" counts from the end of an anchor that is an interval. The result is as exact as the words: "one month later"
    is a month, "two years later" a year, and of a week the month. Round tens of
    years, and weeks, are counted loosely and get a `~`.

    >>> resolve_relative(Relative(months=1), "1975-07-09")
    '1975-08'
    >>> resolve_relative(Relative(years=2, month=11), "2002-10")
    '2004-11'
    """
    anchor = _anchor(anchor_edtf, last=relative.years + relative.months + relative.days > 0)
    if not anchor:
        return None
    if relative.until_now:
        return _until_now(relative, anchor)
    if relative.nearest:
        return _nearest(relative, anchor)
    if relative.days or relative.same == "week":
        return _by_days(relative, anchor)
    if relative.months:
        return _by_months(relative, anchor)
    if relative.month or relative.years or relative.same == "year":
        return _by_years(relative, anchor)
    if relative.day:
        return _written(anchor.year, anchor.month, relative.day) if anchor.month else None
    return _written(anchor.year, anchor.month, anchor.day if relative.same == "day" else 0)


def _anchor(edtf: str, last: bool) -> _Anchor | None:
    sides = [side for side in edtf.split("/") if side not in ("", "..")]
    match = _ANCHOR.fullmatch(sides[-1 if last else 0]) if sides else None
    if not match:
        return None
    return _Anchor(int(match[1] or match[4]), int(match[2] or 0), int(match[3] or 0))  # of a season only the year


def _by_years(relative: Relative, anchor: _Anchor) -> str | None:
    year = anchor.year + relative.years
    first = _written(year, relative.month, relative.day)
    if not first or not relative.last:
        return first + "~" if first and _loose(relative) else first
    month, day = relative.last
    last = _written(year + (month < relative.month), month, day)
    return f"{first}/{last}" if last else None


def _loose(relative: Relative) -> bool:
    return abs(relative.years) >= 10 and relative.years % 10 == 0 and not relative.month


def _by_months(relative: Relative, anchor: _Anchor) -> str | None:
    if not anchor.month:
        return None
    count = anchor.year * 12 + anchor.month - 1 + relative.months
    return _written(count // 12, count % 12 + 1, relative.day)


def _by_days(relative: Relative, anchor: _Anchor) -> str | None:
    if not anchor.day:
        return None
    try:
        found = date(anchor.year, anchor.month, anchor.day) + timedelta(days=relative.days)
        if relative.same == "week":  # some day of it: an interval would last all week
            return _written(found.year, found.month, 0)
    except (ValueError, OverflowError):
        return None
    return found.isoformat() + ("~" if relative.days % 7 == 0 else "")


def _until_now(relative: Relative, anchor: _Anchor) -> str | None:
    """The months from so long before up to the anchor."""
    if not anchor.month:
        return None
    count = anchor.year * 12 + anchor.month - 1
    first = count + 12 * relative.years + relative.months
    return f"{first // 12}-{first % 12 + 1:02}/{anchor.year}-{anchor.month:02}" if first < count else None


def turned(edtf: str, issued: str, coming: bool) -> str:
    """A date without a year of its own, moved by a year to the side of the day of writing where it must lie, or to the
    first such day behind it.

    >>> turned("2021-10", "2021-05-21", coming=False), turned("2021-02", "2021-05-21", coming=True)
    ('2020-10', '2022-02')
    >>> turned("2016-10", "1921-05-03", coming=False)  # nobody wrote so late: that day is not the one of writing
    '2016-10'
    >>> turned("2017-09-26", "2021-09-24", coming=True)
    '2021-09-26'
    """
    short = min(len(edtf), len(issued))
    if "/" in edtf or short < 7 or not edtf[:4].isdigit():
        return edtf
    late, early = edtf[:short] > issued[:short], edtf[:short] < issued[:short]
    shift = -1 if late and not coming and int(edtf[:4]) - int(issued[:4]) < 2 else 0
    if early and coming:  # the next such day, whatever year was told before
        shift = int(issued[:4]) - int(edtf[:4]) + (edtf[4:short] < issued[4:short])
    return f"{int(edtf[:4]) + shift:04}{edtf[4:]}"


def _nearest(relative: Relative, anchor: _Anchor) -> str | None:
    here, there = (anchor.month, anchor.day), (relative.month, relative.day)
    if relative.nearest < 0:
        return _written(anchor.year - (there >= here), relative.month, relative.day) if anchor.month else None
    return _written(anchor.year + (there <= here), relative.month, relative.day) if anchor.month else None


def _written(year: int, month: int, day: int) -> str | None:
    """EDTF of a year, month and day (0: not told); the month alone where it has no such day."""
    if not 1000 <= year <= 9999:
        return None
    if not month:
        return f"{year}"
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= monthrange(year, month)[1] else f"{year}-{month:02}"
