"""Dates as ranges of days: which refine each other, which exclude each other, and how a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from kg.caches import cached
from kg.model import When
from kg.resolve.words import dates

Days = tuple[int, int]  # first and last day a thing can lie in, as proleptic ordinals
ALWAYS: Final[Days] = (0, date.max.toordinal() + 1)
MONTH: Final = 31  # days
YEAR: Final = 366  # days


def days(when: When) -> Days:
    """The range between the earliest begin and the latest end.

    >>> days(When("1973", "1973-01-01T00:00:00Z", None, None, "1973-12-31T23:59:59Z"))
    (720259, 720623)
    """
    return _between(when.begin_earliest, when.end_latest)


def begin(when: When) -> Days:
    """The range in which a thing began."""
    return _between(when.begin_earliest, when.begin_latest)


def end(when: When) -> Days:
    """The range in which a thing ended; without bounds if the text leaves the end open."""
    return _between(when.end_earliest, when.end_latest)


@cached(1 << 18)  # of all the dates that texts tell, most are the days and months of three centuries
def _between(first: str | None, last: str | None) -> Days:
    """Two moments as a range; where one is not known it is without bound. The same range is the same object."""
    return (ALWAYS[0] if first is None else _ordinal(first)), (ALWAYS[1] if last is None else _ordinal(last))


def _ordinal(moment: str) -> int:
    try:
        return date.fromisoformat(moment[:10]).toordinal()
    except ValueError:  # a year before 1 or after 9999
        return ALWAYS[0] if moment.startswith("-") else ALWAYS[1]


def width(range_: Days) -> int:
    """Number of days in a range."""
    return range_[1] - range_[0] + 1


def overlap(one: Days, other: Days) -> bool:
    """Whether two ranges share a day, so that one happening can lie in both."""
    return one[0] <= other[1] and other[0] <= one[1]


def gap(one: Days, other: Days) -> int:
    """Days between two ranges; 0 if they touch or overlap."""
    return max(0, one[0] - other[1], other[0] - one[1])


def certainly_overlap(one: When, other: When) -> bool:
    """Whether two intervals share time whatever days their vague ends mean; an open end proves nothing."""
    return _reaches(one, other) and _reaches(other, one)


def _reaches(one: When, other: When) -> bool:
    if one.begin_latest is None or other.end_earliest is None:
        return False
    return one.begin_latest < other.end_earliest


def is_interval(when: When) -> bool:
    """Whether the expression has a begin and an end of its own."""
    return "/" in when.edtf


def grain(when: When) -> str:
    """What the begin is given to: "day", "month", "year" or "period".

    >>> grain(When("1973-09", "1973-09-01T00:00:00Z", "1973-09-30T23:59:59Z", None, None))
    'month'
    """
    size = width(begin(when))
    return "day" if size == 1 else "month" if size <= MONTH else "year" if size <= YEAR else "period"


def one_of(whens: Iterable[When]) -> When:
    """The date that says: one of these, it is not known which (EDTF level 2)."""
    listed = sorted(set(whens), key=lambda when: (days(when), when.edtf))
    if any(not re.fullmatch(r"[0-9-]+", when.edtf) for when in listed):
        text = f"{listed[0].edtf.split('/')[0]}/{max(when.edtf.split('/')[-1] for when in listed)}"
    else:
        text = "[" + ",".join(when.edtf for when in listed) + "]"
    return When(
        text,
        _least(when.begin_earliest for when in listed),
        _most(when.begin_latest for when in listed),
        _least(when.end_earliest for when in listed),
        _most(when.end_latest for when in listed),
    )


def _least(bounds: Iterable[str | None]) -> str | None:
    known = list(bounds)
    return None if None in known else min(bound for bound in known if bound)


def _most(bounds: Iterable[str | None]) -> str | None:
    known = list(bounds)
    return None if None in known else max(bound for bound in known if bound)


def common(edtfs: Iterable[str]) -> str:
    """What several dates agree on, never less than the year of the first; made for keys.

    >>> common(["1973-09-22", "1973-09-21"]), common(["1964-10-24", "1964-11-24"]), common(["1848-05-30", "1849"])
    ('1973-09', '1964', '1848')
    """
    listed = sorted(set(map(plain, edtfs)))
    if len(listed) == 1:
        return listed[0]
    parts = [edtf.split("-") for edtf in listed]
    shared = [first for first, *rest in zip(*parts, strict=False) if all(part == first for part in rest)]
    agreed = [part for number, part in enumerate(shared) if parts[0][number] == part]
    return "-".join(agreed) if agreed and agreed[0] == parts[0][0] else parts[0][0]


@cached(1 << 16)
def plain(edtf: str) -> str:
    """A date in letters that a key may have."""
    return edtf.replace("/", "--").replace("..", "open")


@cached(1 << 16)
def say(edtf: str, language: str = "en") -> str:
    """The date as a person reads it.

    >>> say("1973-09-22"), say("2002-10"), say("2009-04-02/2009-04-04"), say("2017/.."), say("199X"), say("1848~")
    ('22 September 1973', 'October 2002', '2–4 April 2009', 'since 2017', '1990s', 'about 1848')
    >>> say("1973-09-22", "es"), say("2009-04-02/2009-04-04", "es"), say("2017/..", "es"), say("[1848,1850]", "es")
    ('22 de septiembre de 1973', '2–4 de abril de 2009', 'desde 2017', '1848 o 1850')
    """
    words = dates(language)
    first, slash, last = edtf.partition("/")
    if not slash:
        return _say_one(edtf, words)
    if last in ("", ".."):
        return words["since"].format(_say_one(first, words))
    if first in ("", ".."):
        return words["until"].format(_say_one(last, words))
    if len(first) == len(last) == 10 and first[:7] == last[:7]:
        return f"{int(first[8:])}–{_say_one(last, words)}"
    return words["from_to"].format(_say_one(first, words), _say_one(last, words))


_DOUBT: Final = {"~": "about", "?": "perhaps", "%": "perhaps_about"}


def _say_one(side: str, words: Mapping[str, str]) -> str:
    if match := re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", side):
        year, month, day = match.groups()
        if 1 <= int(month) <= 12:
            name = words["months"].split()[int(month) - 1]
            return words["day"].format(int(day), name, year) if day else words["month"].format(name, year)
    if re.fullmatch(r"\d{3}X", side):
        return words["decade"].format(f"{side[:3]}0")
    if side[:-1] and side[-1] in _DOUBT:
        return words[_DOUBT[side[-1]]].format(_say_one(side[:-1], words))
    if side.startswith("[") and side.endswith("]"):
        return words["or"].join(_say_one(one, words) for one in side[1:-1].split(","))
    return side
