"""Reads the single dates of a text off the patterns of a grammar, before their neighbours are looked at."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import regex

from kg.compiled import Match, compiled
from kg.extract.dategrammar import NUMERALS, Grammar
from kg.extract.datewords import After, Before
from kg.extract.relative import Relative
from kg.texts.lines import BULLETS

# date: all that is told has its year, or waits for one; year: four digits; month: a month's name alone;
# era: a decade or century; relative: a phrase; refused: a number that is no year.
Sort = Literal["date", "year", "month", "era", "relative", "refused"]

# A bare number in this range is a year unless its neighbours speak against it; outside they must speak for it.
LIKELY_YEARS = range(1700, 2051)
YEARS = range(1000, 2101)
SIGNS_MAX = 4  # "since about the early"
REACH = 60  # characters beside a number in which the words stand that decide


class Point(NamedTuple):
    """A calendar date as far as it is told; `year` may hold X, `month` may be an EDTF season or part of a year."""

    year: str = ""
    month: int = 0
    day: int = 0

    @property
    def edtf(self) -> str:
        if not self.month:
            return self.year
        month = f"{self.year}-{self.month:02}"
        if not self.day or self.day > monthrange(int(self.year), self.month)[1]:
            return month  # no such day: the month is all that can be trusted
        return f"{month}-{self.day:02}"


class Atom(NamedTuple):
    """One date, or one interval written as one ("2 – 4 April 2009"), with its place in the text."""

    start: int
    end: int
    sort: Sort
    first: Point = Point()
    last: Point | None = None
    relative: Relative | None = None


def scan(text: str, start: int, end: int, words: Grammar) -> list[Atom]:
    """The dates and relative phrases of text[start:end] in their order, none over another."""
    atoms: list[Atom] = []
    for match in words.calendar.finditer(text, start, end):
        atoms += _read(match, words)
    atoms = _without_numbers([_judged(atom, text, start, end, words) for atom in atoms], text, words)
    if not words.relative_hint(text[start:end].casefold()):
        return atoms
    phrases = [_phrase(match, words) for match in words.relative.finditer(text, start, end)]
    free = [p for p in phrases if not any(a.start < p.end and p.start < a.end for a in atoms)]
    return sorted([*atoms, *free], key=lambda atom: atom.start)


class _Groups:
    """The groups of a match by name; None for one that the pattern of this language lacks. A dict would cost more."""

    def __init__(self, match: Match) -> None:
        self.match, self.known = match, match.re.groupindex

    def __getitem__(self, name: str) -> Any:
        return self.match[name] if name in self.known else None


def _read(match: Match, words: Grammar) -> list[Atom]:
    """The dates of one match of the calendar pattern; its groups tell which form it is."""
    found = _Groups(match)
    here = Atom(match.start(), match.end(), "date")
    if found["bareyear"]:
        return [here._replace(sort="year", first=Point(_full(found["bareyear"])))]
    if found["month"]:
        return _with_month(match, found, here, words)
    if found["isoyear"]:
        point = _real(found["isoyear"], int(found["isomonth"]), int(found["isoday"]))
        year, month = found["isolastyear"] or found["isoyear"], int(found["isolastmonth"] or found["isomonth"])
        last = _real(year, month, int(found["isolast"])) if found["isolast"] else None
        return [here._replace(first=point, last=last if last and point and last > point else None)] if point else []
    if found["dotyear"]:
        year = found["dotyear"] if len(found["dotyear"]) > len("98") else _full(f"'{found['dotyear']}")
        return [here._replace(first=Point(year, int(found["dotmonth"]), int(found["dotday"] or 0)))]
    if found["monthyear"]:
        return [here._replace(first=Point(found["monthyear"], int(found["monthnumber"])))]
    if found["rangeyear"]:
        ends = [_real(found["rangeyear"], int(found["rangemonth"]), int(found[day])) for day in ("firstday", "lastday")]
        return [here._replace(first=ends[0], last=ends[1])] if ends[0] and ends[1] else []
    if found["romanyear"]:
        year, month = found["romanyear"], NUMERALS.index(found["roman"]) + 1
        if not found["romanday"]:
            return [here._replace(first=Point(year, month))]
        point = _real(year, month, int(found["romanday"]))
        first = _real(year, month, int(found["romanfirst"])) if found["romanfirst"] else None
        return [here._replace(first=first or point, last=point if first else None)] if point else []
    if found["numyear"]:
        point = _numeric(found, words, match.string)
        if point is None or not found["fromone"]:
            return [here._replace(first=point)] if point else []
        begin = _numeric(found, words, match.string, begins=True)
        return [here._replace(first=begin, last=point)] if begin else []
    if found["spanyear"]:
        return _span(found, here, match.string)
    for part in ("season", "fraction"):
        if found[part]:
            code = words.values[part + "s"][_plain(found[part])]
            return [here._replace(first=Point(found[part + "year"], code))]
    return _eras(match, found, here, words)


def signs_before(text: str, position: int, limit: int, words: Grammar) -> list[tuple[str, int]]:
    """The words that end where a date begins and change what it means, nearest first: (kind, where it starts)."""
    signs: list[tuple[str, int]] = []
    while len(signs) < SIGNS_MAX and (match := words.sign.match(text, max(limit, position - REACH), position)):
        position = match.start()
        signs.append((match.lastgroup or "", position))
    return signs


def _plain(word: str) -> str:
    return " ".join(word.casefold().split()).removesuffix(".")


def _real(year: str, month: int, day: int) -> Point | None:
    """The point if the calendar has that day."""
    return Point(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(int(year), month)[1] else None


@lru_cache(maxsize=2)
def _days_first(text: str, words: Grammar) -> bool:
    """Whether a text writes the day before the month, as its dates with strokes tell, or else those in words."""
    day, month = (pattern.search(text) is not None for pattern in (_DAY_FIRST, _MONTH_FIRST))
    if not day and not month:
        day, month = (pattern.search(text) is not None for pattern in (words.day_in_words, words.month_in_words))
    return day and not month


_DAY_FIRST = compiled(r"(?<![\d/])(?:1[3-9]|2[0-9]|3[01])/(?:0?[1-9]|1[0-2])/[12]\d{3}(?![\d/])")
_MONTH_FIRST = compiled(r"(?<![\d/])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01])/[12]\d{3}(?![\d/])")


def _numeric(found: _Groups, words: Grammar, text: str, begins: bool = False) -> Point | None:
    """The day that a date in digits tells; `begins`: that on which an interval begins ("30-11/2-12-2010")."""
    one, two = (int(found["fromone" if begins else "one"] or 0), int(found["fromtwo" if begins else "two"] or 0))
    year = (found["fromyear"] if begins else "") or found["numyear"] or ""
    year = year if len(year) > len("98") else _full(f"'{year}")
    month_first = found["sep"] == "/" and words.slashed_month_first and not _days_first(text, words)
    day, month = (two, one) if month_first else (one, two)
    return _real(year, month, day) or _real(year, day, month)


def _span(found: _Groups, here: Atom, text: str) -> list[Atom]:
    """ "1973–1990" and "1846-48" are two years; "2009-04" is a month, as 04 does not come after 09."""
    year, other = found["spanyear"] or "", found["short"] or ""
    last = year[: 4 - len(other)] + other
    of_list = found["joint"] == "-" and len(other) < 3 and 1 <= int(other) <= 12 and _opens_line(text, here.start)
    if of_list and (last <= year or _months_follow(text)):
        return [here._replace(first=Point(year, int(other)))]
    if last > year:
        return [here._replace(sort="year", first=Point(year), last=Point(last))]
    if found["joint"] == "-" and len(other) == 2 and 1 <= int(other) <= 12:
        return [here._replace(first=Point(year, int(other)))]
    first = here._replace(end=here.start + 4, sort="year", first=Point(year))
    return [first, here._replace(start=here.end - 4, sort="year", first=Point(other))] if len(other) == 4 else [first]


def heads_entry(text: str, start: int, end: int) -> bool:
    """Whether a month's name opens an entry of a list below its year, or closes it: "• May – visit of President X",
    "May. X", "Ola Berg, President, May"."""
    if _BEHIND_MONTH.match(text, end) is not None and _opens_line(text, start):
        return True
    return _ENDS_LINE.match(text, end) is not None and _BEFORE_MONTH.match(text, max(0, start - 3), start) is not None


_BEHIND_MONTH = compiled(r"[ \t]?[–—:-][ \t]|, |(?:\.|(?<=\.)) (?=\p{Lu})|[ \t]*(?:\t|\n(?=\S))| \| ")
_ENDS_LINE = compiled(r"\.?[ \t]*(?:\n|$)")
_BEFORE_MONTH = compiled(r"(?r)[,–—-] $")


def _opens_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(f" *–-|{BULLETS}")


@lru_cache(maxsize=2)
def _months_follow(text: str) -> bool:
    """Whether the lines of a list open with year and month ("1994-4"): no interval would run backwards."""
    found = [(match[1], match[2]) for match in _YEAR_MONTH.finditer(text)]
    return any(year[: 4 - len(month)] + month <= year for year, month in found if 1 <= int(month) <= 12)


_YEAR_MONTH = regex.compile(r"(?m)^\W{0,4}([12]\d{3})-(\d{1,2})(?![\d/-])")


def _full(year: str) -> str:
    """ "’87" is 1987 and "’05" is 2005: two digits of a century are of ours up to 30."""
    return year if len(year) != 3 else ("20" if year[1:] <= "30" else "19") + year[1:]


def _in_digits(told: str, words: Grammar) -> str:
    """A year in words: "mil novecientos noventa y nueve" is 1999, "nineteen hundred and one" is 1901."""
    total = part = 0
    for word in told.casefold().replace("-", " ").split():
        value = words.values["years"].get(word, 0)
        if value == 1000:
            total, part = total + 1000 * max(part, 1), 0
        elif value == 100 and part:
            part *= 100
        else:
            part += value
    return str(total + part) if 1400 <= total + part <= 2100 else ""


def _with_month(match: Match, found: _Groups, here: Atom, words: Grammar) -> list[Atom]:
    year = _full(found["year"] or "") or _in_digits(found["yearwords"] or "", words)
    month = words.values["months"][_plain(found["month"] or "")]
    nearest: Literal[-1, 0, 1] = -1 if found["past"] else 1 if found["coming"] else 0
    relative = Relative(month=month, from_document=True, nearest=nearest) if nearest else None
    here = here._replace(first=Point(year, month), relative=relative)
    if found["dayword"]:
        return [_on_day(here, words.values["days"][_plain(found["dayword"])])]
    if not found["days"]:
        short = not year and _plain(found["month"] or "") in words.abbreviations
        if short and not heads_entry(match.string, match.start(), match.end()):
            return []
        return [here._replace(sort="date" if year or nearest else "month")]
    month_first = match.start("month") < match.start("days")
    if month_first and not year and _nearest_sign(match, words) == "in":  # "In May 15 countries signed"
        return [here._replace(end=match.end("month"), sort="month")]
    return _on_days(match, here, month_first, words)


def _nearest_sign(match: Match, words: Grammar) -> str:
    return next((kind for kind, _ in signs_before(match.string, match.start(), 0, words)), "")


def _on_day(atom: Atom, day: int) -> Atom:
    relative = replace(atom.relative, day=day) if atom.relative else None
    return atom._replace(first=atom.first._replace(day=day), relative=relative)


def _on_days(match: Match, here: Atom, month_first: bool, words: Grammar) -> list[Atom]:
    """One date for each day of a list; an interval for "2 – 4" and for two days in a row."""
    if match["days"].isdigit():
        return [_on_day(here, int(match["days"]))]
    days: list[Match] = list(words.day.finditer(match.string, *match.span("days")))
    numbers = [int(day[1]) for day in days]
    if len(days) == 2 and numbers[0] < numbers[1]:
        joint = words.gap.fullmatch(match.string, days[0].end(), days[1].start())
        if numbers[1] == numbers[0] + 1 or (joint and joint["to"]):
            return [_on_day(here, numbers[0])._replace(last=here.first._replace(day=numbers[1]))]
    atoms = [_on_day(here, int(day[1]))._replace(start=day.start(), end=day.end()) for day in days]
    if month_first:
        atoms[0] = atoms[0]._replace(start=here.start)
    atoms[-1] = atoms[-1]._replace(end=here.end)
    return atoms


def _eras(match: Match, found: _Groups, here: Atom, words: Grammar) -> list[Atom]:
    if found["decade"]:
        return [here._replace(sort="era", first=Point(_decade(found["decade"])))]
    if bare := found["worddecade"] or found["baredecade"]:
        number = words.values["decades"].get(_plain(bare), bare)
        kinds = {kind for kind, _ in signs_before(match.string, here.start, 0, words)}
        named = {"early", "mid", "late"} if words.decades_are_numerals else {"article", "early", "mid", "late"}
        return [here._replace(sort="era", first=Point(_decade(str(number))))] if kinds & named else []
    if found["decades"]:
        return _several(match, "decades", words.decades, lambda w: _decade(str(words.values["decades"].get(w, w))))
    if found["centuries"]:
        table = words.values["centuries"]
        return _several(match, "centuries", words.centuries, lambda w: f"{table[w] - 1}XX")
    return []


def _decade(number: str) -> str:
    """ "1990s", "'90s", "90": 199X; "1800s": 18XX; two digits are of the twentieth century, but for 00 and 10."""
    digits = "".join(c for c in number if c.isdigit())
    if len(digits) == 4:
        return digits[:2] + "XX" if digits[2:] == "00" and digits < "2000" else digits[:3] + "X"
    return ("20" if digits < "20" else "19") + digits[0] + "X"


def _several(match: Match, group: str, pattern: regex.Pattern[str], value: Callable[[str], str]) -> list[Atom]:
    """One era for each name in a list ("años 50 y 60", "19th and 20th centuries")."""
    names = list(pattern.finditer(match.string, *match.span(group)))
    atoms = [Atom(name.start(), name.end(), "era", Point(value(_plain(name[0])))) for name in names]
    if atoms:
        atoms[0] = atoms[0]._replace(start=match.start())
        atoms[-1] = atoms[-1]._replace(end=match.end())
    return atoms


def _judged(atom: Atom, text: str, start: int, end: int, words: Grammar) -> Atom:
    """The atom, marked as refused if the words beside it say that it is no date."""
    if atom.sort != "year" and atom.first.year and not atom.first.year.endswith("X"):
        return atom
    before, after = max(start, atom.start - REACH), min(end, atom.end + REACH)
    if atom.sort == "year":
        led = words.year_before.match(text, before, atom.start) is not None
        counts = words.counted_after.match(text, atom.end, after) is not None
        likely = int(atom.first.year) in (YEARS if led else LIKELY_YEARS) and (led or not counts)
        refused = not likely or _beside(words.no_year_before, words.no_year_after, text, before, after, atom)
    else:
        refused = _beside(words.no_date_before, words.no_date_after, text, before, after, atom)
    return atom._replace(sort="refused") if refused else atom


def _beside(left: Before, right: After, text: str, before: int, after: int, atom: Atom) -> bool:
    return bool(left.match(text, before, atom.start) or right.match(text, atom.end, after))


def _without_numbers(atoms: list[Atom], text: str, words: Grammar) -> list[Atom]:
    """The atoms but for refused ones and the numbers joined to them ("pp. 1942–1945", "1200 to 1500 tonnes")."""
    kept = list(atoms)
    for i, (left, right) in enumerate(pairwise(atoms)):
        joined = words.gap.fullmatch(text, left.end, right.start) if right.start - left.end < 8 else None
        if not joined or joined["of"]:
            continue
        if kept[i].sort == "refused" and right.sort == "year":
            kept[i + 1] = right._replace(sort="refused")
        elif right.sort == "refused" and left.sort == "year" and not _led_by_in(text, left, words):
            kept[i] = left._replace(sort="refused")
    return [atom for atom in kept if atom.sort != "refused"]


def _led_by_in(text: str, atom: Atom, words: Grammar) -> bool:
    """Whether "in" or the like makes it a year: "in 1990 to 1500 tonnes"."""
    return any(kind == "in" for kind, _ in signs_before(text, atom.start, 0, words))


def _phrase(match: Match, words: Grammar) -> Atom:
    """The atom of a relative phrase."""
    found = _Groups(match)
    phrase = next(p for i, p in enumerate(words.phrases) if found[f"r{i}"])
    if season := found["told"]:  # "that autumn", "the following spring"
        year: Literal["", "year"] = "" if phrase.shift else "year"
        within = Relative(years=phrase.shift, same=year, month=words.values["seasons"][_plain(season)])
        return Atom(match.start(), match.end(), "relative", relative=within)
    unit, told = words.units[_plain(found["unit"])], found["n"]
    number = (int(told) if told.isdigit() else words.values["numbers"][_plain(told)]) if told else 1
    relative = _shifted(unit, phrase.shift * number, counted=bool(told))
    from_document = phrase.document and relative.same != "day"  # "this date" is the one just told
    told_from = replace(relative, from_document=from_document, until_now=phrase.span)
    atom = Atom(match.start(), match.end(), "relative", relative=told_from)
    day = words.day_before.match(match.string, max(0, atom.start - REACH), atom.start)
    if day and unit == "months" and not told:  # "the 5th of the same month"
        return atom._replace(start=day.start(), relative=replace(relative, day=int(day[1])))
    return atom


def _shifted(unit: str, count: int, counted: bool) -> Relative:
    if unit == "years" or unit == "decades":
        years = count * (10 if unit == "decades" else 1)
        return Relative(years=years, same="" if years else "year")
    if unit == "months":
        return Relative(months=count, same="" if count else "month")
    if unit == "weeks":
        return Relative(days=7 * count, same="" if counted else "week")
    return Relative(days=count, same="" if count else "day")
