"""The bounds in time of an EDTF expression, for comparison: earliest and latest begin, earliest and latest end."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from kg.caches import cached
from kg.model import When

# The expressions the project writes itself. Others are left to the `edtf` library, which needs milliseconds for each.
_SIDE = re.compile(
    r"(?P<year>[12][0-9][0-9][0-9]|[12][0-9][0-9]X|[12][0-9]XX)(?:-(?P<month>0[1-9]|1[0-2]|2[1-4]|3[3-6]|4[01]|5[2-9]|6[01]|XX)(?:-(?P<day>[0-3][0-9]|XX))?)?"
    r"(?P<mark>[~?%])?"
)
# Months of quarters and halves, and, with codes of our own, of "the first nine months": these are told as intervals.
PARTS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 40: (1, 6), 41: (7, 12)}
PARTS |= {50 + n: (1, n) for n in range(2, 12)}
Range = tuple[date, date]


@cached(1 << 16)
def when(edtf: str, within: bool = False) -> When | None:
    """The bounds of an EDTF expression; None if it is not one.

    An interval runs from its first to its last part, unless `within`: then it says that the event lies somewhere
    inside ("early 1990s"). An open (`..`) or unknown (empty) side has no bound: the `edtf` library would invent one.
    A season has the bounds of its year, as it lies elsewhere in the year in the south. `~` widens by one unit.

    >>> when("2017/..").begin_latest, when("2017/..").end_latest
    ('2017-12-31T23:59:59Z', None)
    """
    sides = edtf.split("/")
    ranges = [_range(side) for side in sides]
    if len(sides) == 1:
        return _bounds(edtf, ranges[0], ranges[0]) if ranges[0] else None
    if len(sides) != 2 or any(r is None and s not in ("", "..") for r, s in zip(ranges, sides, strict=True)):
        return None
    first, last = ranges
    if not (first or last) or (first and last and first[0] > last[1]) or _not_in_interval(edtf, not (first and last)):
        return None
    if within:
        first = last = (first[0] if first else None, last[1] if last else None)  # type: ignore[assignment]
    return _bounds(edtf, first, last)


def valid(edtf: str) -> bool:
    """Whether an expression is EDTF (levels 0 to 2), also where this project does not write it."""
    if when(edtf):
        return True
    from edtf import parse_edtf  # costs 0.1 s; hardly ever needed
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        return bool(parse_edtf(edtf))
    except (EDTFParseException, ValueError, AttributeError, TypeError):
        return False


def _bounds(edtf: str, first: Range | None, last: Range | None) -> When:
    begin, end = first or (None, None), last or (None, None)
    return When(edtf, _opening(begin[0]), _closing(begin[1]), _opening(end[0]), _closing(end[1]))


def _not_in_interval(edtf: str, is_open: bool) -> bool:
    """What EDTF does not allow beside a slash: a quarter or half, and an X with an open side or a mark."""
    apart = re.search(r"-(?:3[3-6]|4[01]|5[2-9]|6[01])(?:/|$)|X.*[~?%]|[~?%].*X", edtf)
    return apart is not None or ("X" in edtf and is_open)


def _opening(day: date | None) -> str | None:
    return f"{day.isoformat()}T00:00:00Z" if day else None


def _closing(day: date | None) -> str | None:
    return f"{day.isoformat()}T23:59:59Z" if day else None


def _range(side: str) -> Range | None:
    """First and last day that one side of an expression can mean."""
    match = _SIDE.fullmatch(side)
    if not match:
        return None
    year, month, day = match["year"], match["month"] or "XX", match["day"] or "XX"
    part_of_year = "12" < month != "XX"
    if (match["month"] and "X" in year) or (part_of_year and (match["day"] or match["mark"])):
        return None
    try:
        low, high = _days(year, month, day)
    except ValueError:
        return None
    return _wider(low, high) if match["mark"] in ("~", "%") else (low, high)


def _days(year: str, month: str, day: str) -> Range:
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month == "XX":
        return date(first, 1, 1), date(last, 12, 31)
    number = int(month)
    if 21 <= number <= 24:  # a winter may end in the next February
        return date(first, 1, 1), date(first + 1, 2, 28) if number == 24 else date(first, 12, 31)
    low, high = PARTS.get(number, (number, number))
    if day == "XX":
        return date(first, low, 1), date(first, high, monthrange(first, high)[1])
    exact = date(first, number, int(day))
    return exact, exact


def _wider(low: date, high: date) -> Range:
    """The range with as much again on both sides: `1950~` may be 1949 or 1951."""
    length = high - low + timedelta(days=1)
    return low - length, high + length
