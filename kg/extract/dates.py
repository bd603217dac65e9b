"""Finds the dates of a text and says them in EDTF; the words are in data/lexicon/<language>/dates.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from kg.compiled import compiled
from kg.extract.bounds import PARTS, valid, when
from kg.extract.dategrammar import Grammar, grammar
from kg.extract.datescan import Atom, Point, heads_entry, scan, signs_before
from kg.extract.relative import Relative, resolve_relative
from kg.model import Span, When

__all__ = ["DateKind", "DateMention", "Relative", "find_dates", "resolve_relative", "valid", "when"]

DateKind = Literal["point", "interval", "open", "relative"]

INNER = ("early", "mid", "late", "half1", "half2", "circa", "article")  # signs that belong to one side of an interval
GAP_MAX = 36  # characters between two dates that belong together
# Parts of a decade (ontology: early = years 0-3, mid 3-6, late 6-9) and, in proportion, of a century.
DECADE_PARTS = {"early": (0, 3), "mid": (3, 6), "late": (6, 9), "half1": (0, 4), "half2": (5, 9)}
CENTURY_PARTS = {"early": (0, 33), "mid": (33, 66), "late": (66, 99), "half1": (0, 49), "half2": (50, 99)}


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as the text has it.

    `edtf` is None for a relative date, whose `relative` says what to do with its anchor. Kind "open" has one side only:
    "since 2005" is `2005/..`, "until 1998" `../1998`; its `point` is the side that is told. `approximate` intervals
    ("early 1990s", "before 1990") mean a moment inside; `when` gives bounds accordingly.
    """

    span: Span
    edtf: str | None
    relative: Relative | None
    kind: DateKind
    approximate: bool = False
    begun: str = ""  # "since the end of the 19th century": the years in which it began

    @property
    def point(self) -> str | None:
        """The one date of an open interval; else the EDTF itself."""
        if self.kind != "open" or not self.edtf:
            return self.edtf
        return next(side for side in self.edtf.split("/") if side != "..")

    @property
    def when(self) -> When | None:
        """The four bounds; None for a relative date."""
        return when(self.edtf, within=self.approximate and "/" in self.edtf) if self.edtf else None


def find_dates(text: str, language: str, start: int = 0, end: int | None = None) -> list[DateMention]:
    """The dates in text[start:end] in their order; offsets count from the start of `text`.

    Numeric dates: year first is ISO. `11/05/1992` is day first in Spanish; in English as the text writes its other
    dates, else month first, unless the first number is above 12. With hyphens or full stops the day comes first in
    both, unless the second number is above 12. Two days in a row, or days joined by a dash, are an interval ("5 and 6
    May 1990"); "5 and 9 May 1990" is two dates. A span takes in the words that change the meaning ("since", "early",
    "from ... to").

    >>> [m.edtf for m in find_dates("from 2 – 4 April 2009, and again in the early 1990s", "en")]
    ['2009-04-02/2009-04-04', '1990/1993']
    """
    words = grammar(language)
    end = len(text) if end is None else end
    sides = [_Side.of(atom, text, start, words) for atom in scan(text, start, end, words)]
    sides = _shared_signs(_shared_years(sides, text, words), text, words)
    return list(_mentions(sides, text, end, words))


@dataclass(frozen=True, slots=True)
class _Side:
    """A date that may be one side of an interval, with the words in front of it."""

    atom: Atom
    start: int  # with the words that belong to this side alone ("early", "about")
    inner: tuple[str, ...]
    outer: tuple[tuple[str, int], ...]  # "since", "until", "between" ... and where they start

    @staticmethod
    def of(atom: Atom, text: str, limit: int, words: Grammar) -> _Side:
        signs = signs_before(text, atom.start, limit, words)
        count = next((i for i, (kind, _) in enumerate(signs) if kind not in INNER), len(signs))
        inner, outer = signs[:count], signs[count:]
        start = next((at for kind, at in reversed(inner) if kind != "article"), atom.start)
        if not words.decades_are_numerals and _is_decade(atom, text, signs):
            atom = atom._replace(sort="era", first=Point(f"{atom.first.year[:3]}X"))
        return _Side(atom, start, tuple(kind for kind, _ in inner), tuple(outer))

    def sign(self) -> tuple[str, int]:
        """The nearest word that rules the whole date, and where it starts."""
        return next(((kind, at) for kind, at in self.outer if kind != "article"), ("", self.start))

    @property
    def low(self) -> str:
        """EDTF of the begin."""
        return self._part(0) or _marked(_edge(self.atom.first, 0), self.inner)

    @property
    def high(self) -> str:
        """EDTF of the end."""
        return self._part(1) or _marked(_edge(self.atom.last or self.atom.first, 1), self.inner)

    def _part(self, end: int) -> str:
        """First or last year of a part of a decade or century; empty if there is none."""
        year = self.atom.first.year
        parts = DECADE_PARTS if year[2:3] != "X" else CENTURY_PARTS
        part = next((parts[kind] for kind in self.inner if kind in parts), None)
        if part is None or not year.endswith("X"):
            return ""
        return year.rstrip("X") + f"{part[end]:0{year.count('X')}}"


def _is_decade(atom: Atom, text: str, signs: Sequence[tuple[str, int]]) -> bool:
    """Whether "the early 1960" has lost its "s": no year has an article before such a word alone."""
    if atom.sort != "year" or not atom.first.year.endswith("0") or atom.last or len(signs) < 2:
        return False
    (part, at), (article, _) = signs[:2]
    return part in ("early", "mid", "late") and article == "article" and len(text[at : atom.start].split()) == 1


def _edge(point: Point, end: int) -> Point:
    """The point as begin (0) or end (1) of an interval, where EDTF has no X and no quarters."""
    months = PARTS.get(point.month, (point.month, point.month))
    return point._replace(year=point.year.replace("X", "09"[end]), month=months[end])


def _marked(point: Point, inner: tuple[str, ...]) -> str:
    """EDTF with `~` if the words say "about"; EDTF has no such mark for parts of a year."""
    return point.edtf + "~" if "circa" in inner and point.month <= 12 else point.edtf


def _shared_years(sides: list[_Side], text: str, words: Grammar) -> list[_Side]:
    """The sides, where a date without a year has that of its neighbour ("3 March and 4 April 1990")."""
    found = list(sides)
    for i in range(len(found) - 2, -1, -1):
        left, right = found[i].atom, found[i + 1].atom
        joint = _joint(found[i], found[i + 1], text, words)
        if _yearless(left) and right.first.year.isdigit() and right.first.month in range(1, 13):
            if joint == "to" or (joint in ("and", "comma") and bool(left.first.day) == bool(right.first.day)):
                found[i] = _with_year(found[i], int(right.first.year) - (joint == "to" and _after(left, right)))
        elif joint == "to" and right.first.day and not left.first.month and (year := _short_year(left, right)):
            found[i + 1] = replace(
                found[i + 1], atom=right._replace(sort="date", first=Point(str(year), right.first.month))
            )
        elif joint == "to" and _yearless(right) and left.first.year.isdigit():
            found[i + 1] = _with_year(found[i + 1], int(left.first.year) + _after(left, right))
    return found


def _shared_signs(sides: list[_Side], text: str, words: Grammar) -> list[_Side]:
    """The sides, where a month is led by the word before its neighbour ("in January and February")."""
    found = list(sides)
    for i, (left, right) in enumerate(pairwise(sides)):
        if right.atom.sort == "month" and not right.outer and _joint(left, right, text, words) in ("and", "comma"):
            found[i + 1] = replace(right, outer=tuple((kind, right.start) for kind, _ in found[i].outer))
    return found


def _yearless(atom: Atom) -> bool:
    return bool(atom.first.month and not atom.first.year and not atom.relative)


def _short_year(left: Atom, right: Atom) -> int:
    """The year that "2004 – July 08" ends in, 0 if it ends in none: a day of a month cannot end what a year begins."""
    if not (_yearless(right) and right.last is None and left.last is None and left.first.year.isdigit()):
        return 0
    year = int(left.first.year) // 100 * 100 + int(right.first.day)
    return year + 100 * (year < int(left.first.year))


def _after(left: Atom, right: Atom) -> bool:
    return (left.first.month, left.first.day) > (right.first.month, right.first.day or 31)


def _with_year(side: _Side, year: int) -> _Side:
    atom = side.atom
    last = atom.last._replace(year=str(year)) if atom.last else None
    return replace(side, atom=atom._replace(sort="date", first=atom.first._replace(year=str(year)), last=last))


def _joint(left: _Side, right: _Side, text: str, words: Grammar) -> str:
    """How two dates are joined by the words between them: "to", "and", "comma", "of", or not at all."""
    if not 0 <= right.start - left.atom.end <= GAP_MAX:
        return ""
    match = words.gap.fullmatch(text, left.atom.end, right.start)
    return match.lastgroup or "" if match else ""


def _mentions(sides: list[_Side], text: str, end: int, words: Grammar) -> Iterator[DateMention]:
    i = 0
    while i < len(sides):
        left, right = sides[i], sides[i + 1] if i + 1 < len(sides) else None
        joint = _joint(left, right, text, words) if right else ""
        if right and (joint == "to" or (joint == "and" and left.sign()[0] == "between")) and _in_order(left, right):
            yield _interval(left, right)
            i += 2
        elif right and (relative := _combined(left, right, joint)):
            yield _relative(left.start, right.atom.end, relative)
            i += 2
        else:
            dropped = right and joint in ("of", "comma") and left.atom.sort == "relative" and right.atom.first.year
            if not dropped and (mention := _single(left, text, end, words)):
                yield mention
            i += 2 if right and joint == "comma" and _says_again(left, right, text, words) else 1


def _says_again(left: _Side, right: _Side, text: str, words: Grammar) -> bool:
    """ "In 1947, a year after its independence": the phrase tells what else happened then, not another date."""
    if right.atom.sort != "relative" or not left.atom.first.year:
        return False
    return words.anchored.match(text, right.atom.end) is not None


def _in_order(left: _Side, right: _Side) -> bool:
    """Whether two dates can be the begin and end of an interval."""
    if left.atom.last or right.atom.last or left.atom.relative or right.atom.relative:
        return False
    if _yearless(left.atom) and _yearless(right.atom):
        led = left.sign()[0] in ("from", "between", "in")  # "May to July" alone may be a name and a verb
        return left.atom.sort == right.atom.sort and (led or left.atom.sort == "date")
    return bool(left.atom.first.year and right.atom.first.year) and when(f"{left.low}/{right.high}") is not None


def _interval(left: _Side, right: _Side) -> DateMention:
    kind, at = left.sign()
    span = Span(at if kind in ("from", "between", "since") else left.start, right.atom.end)
    first, last = left.atom.first, right.atom.first
    if not first.year:
        relative = Relative(month=first.month, day=first.day, last=(last.month, last.day))
        return DateMention(span, None, relative, "relative")
    approximate = "circa" in (*left.inner, *right.inner) or any(side.atom.sort == "era" for side in (left, right))
    return DateMention(span, f"{left.low}/{right.high}", None, "interval", approximate)


def _combined(left: _Side, right: _Side, joint: str) -> Relative | None:
    """A month or day with the phrase that tells its year: "in June of that year", "two years later in November"."""
    if joint not in ("of", "comma"):
        return None
    phrase, date = (left.atom, right.atom) if left.atom.sort == "relative" else (right.atom, left.atom)
    relative = phrase.relative
    if phrase.sort != "relative" or not relative or not _yearless(date) or (joint == "comma" and phrase is right.atom):
        return None
    if relative.days or relative.months or relative.same in ("week", "day"):
        return None
    last = (date.last.month, date.last.day) if date.last else None
    return replace(relative, month=date.first.month, day=date.first.day, last=last)


def _relative(start: int, end: int, relative: Relative) -> DateMention:
    loose = relative.days % 7 == 0 and relative.days != 0
    return DateMention(Span(start, end), None, relative, "relative", loose)


def _single(side: _Side, text: str, end: int, words: Grammar) -> DateMention | None:
    """The mention of a date that stands alone; None for a month's name that is no date ("May" without "in")."""
    atom = side.atom
    if atom.relative:
        return None if words.elsewhere.match(text, atom.end) else _relative(side.start, atom.end, atom.relative)
    kind, at = side.sign()
    if not atom.first.year:
        alone = not kind and not side.inner and not _bracketed(text, atom.start, atom.end)
        if atom.sort == "month" and alone and not heads_entry(text, atom.start, atom.end):
            return None
        return _without_year(side, kind, at)
    ongoing = words.ongoing.match(text, atom.end, end)
    if ongoing and not atom.last:
        start = at if kind == "since" else side.start
        return DateMention(Span(start, ongoing.end()), f"{side.low}/..", None, "open", "circa" in side.inner)
    if kind == "until" and words.named.match(text, atom.end):
        kind = "point"
    if kind == "from" and text[at - 1 : at] == "(" and text[atom.end : atom.end + 1] == ")" and not atom.last:
        kind = "since"  # "Ola Berg (from 2019)"
    return _ruled(side, kind, at)


def _bracketed(text: str, start: int, end: int) -> bool:
    """Whether a word is all of a bracket, or its first or last part: "(June)", "(June, state visit)", "(June, Oslo
    Energy Forum)", "(state visit, June)"."""
    if text[start - 1 : start] == "(":
        return text[end : end + 1] == ")" or _GOES_ON.match(text, end) is not None
    return text[end : end + 1] == ")" and _GONE_BEFORE.search(text, max(0, start - _BRACKET), start) is not None


_BRACKET = 60  # characters
_GOES_ON = compiled(r"[,;] (?:\p{Ll}{3}|\p{Lu}[^\s()]+ [^\s()]+ [^()]{3,80}\))")  # not "(May, Theresa)"
_GONE_BEFORE = compiled(r"\(\p{Ll}[^()]*, $")


def _without_year(side: _Side, kind: str, at: int) -> DateMention:
    """The mention of a month or day whose year the context tells ("on April 22", "last May")."""
    first, last = side.atom.first, side.atom.last
    relative = Relative(month=first.month, day=first.day, last=(last.month, last.day) if last else None)
    if kind not in ("past", "coming"):
        return _relative(side.start, side.atom.end, relative)
    return _relative(at, side.atom.end, replace(relative, from_document=True, nearest=-1 if kind == "past" else 1))


def _ruled(side: _Side, kind: str, at: int) -> DateMention:
    """The mention of a date under the word in front of it ("since", "before" ...)."""
    span = Span(at, side.atom.end)
    circa = "circa" in side.inner
    if kind == "since":
        begun = f"{side.low}/{side.high}" if side._part(0) else ""
        return DateMention(span, f"{side.low}/..", None, "open", circa, begun)
    if kind in ("until", "dash"):
        return DateMention(span, f"../{side.high}", None, "open", circa)
    if kind == "before":
        return DateMention(span, f"../{side.low}", None, "open", True)
    if kind == "after":
        return DateMention(span, f"{side.high}/..", None, "open", True)
    around = Span(side.start, side.atom.end)
    if side.atom.last:
        around = span if kind in ("from", "between") else around
        return DateMention(around, f"{side.low}/{side.high}", None, "interval", circa)
    if side._part(0):
        return DateMention(around, f"{side.low}/{side.high}", None, "interval", True)
    return DateMention(around, _marked(side.atom.first, side.inner), None, "point", circa)
