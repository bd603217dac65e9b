"""Dates in their context: a day told without its year, "two years later", "since 1990"."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from itertools import pairwise

from kg.extract.dates import resolve_relative
from kg.extract.memory import Memory
from kg.extract.symbols import Chunk
from kg.model import Document

DAY = re.compile(r"\d{4}-\d\d-\d\d")
YEAR = re.compile(r"\d{4}")
EXACT = re.compile(r"\d{4}(?:-\d\d){0,2}")
REPORT = 6000  # characters; histories are longer, and name more years


@dataclass(slots=True)
class Calendar:
    """The dates of one document as they are read, each counted from what was told before it."""

    document: Document
    memory: Memory
    dates: dict[int, str | None] = field(default_factory=dict)  # start of a date mention -> EDTF
    issued: str = ""  # EDTF of the day on which the document was written, if it or its source says so
    year: str = ""  # in which everything happens that the text tells, if it names no day of writing and so few years
    paragraph: int = -1  # of the passage being read

    def read_date(self, chunk: Chunk, since: str = "") -> None:
        """Resolve a date mention against the dates before it, or a begin told in its sentence, and keep it in mind."""
        for each in chunk.each():
            mention = each.detail
            edtf = mention.edtf
            if edtf is None and self.memory.date and self.dates.get(each.start) == self.memory.date:
                edtf = self.memory.date  # read before, and the last that was: "two years later" is not counted twice
            if mention.relative is not None and edtf is None:
                told = (
                    "" if mention.relative.from_document else since or self.memory.date
                )  # "last year" is counted from today only
                if told and (mention.relative.same == "day" or mention.relative.days) and not DAY.fullmatch(told):
                    told = self.memory.day or told  # "on the same day": not that of "since 1945", told in between
                told = told if mention.relative.bare else _last(told)
                told = "" if mention.relative.bare and self._is_old_news(told) else told
                lately = mention.relative.from_document and not mention.relative.years  # "last month", not "last year"
                near = self.memory.date if lately and self.year else ""
                anchor = told or self.issued or near or (self.year if mention.relative.bare else "")
                edtf = resolve_relative(mention.relative, anchor) if anchor else None
                if edtf is None and mention.relative.from_document:
                    self.memory.date = ""  # "this year" of an unknown day: "in June" behind it is of that year
            self.dates[each.start] = edtf
            if edtf and DAY.fullmatch(edtf):
                self.memory.day = edtf
            held = self.paragraph == self.memory.date_paragraph  # "visited in 1995 the minister, in office since 1990"
            if edtf and not (held and edtf.endswith("/..") and edtf[:4] < self.memory.date[:4]):
                self.memory.date = edtf if _anchors(edtf, each.text) else ""
                self.memory.date_paragraph = self.paragraph

    def read_aside(self, chunk: Chunk) -> None:
        """Resolve a date of which the text does not go on to tell: "in May" behind "born in 1961" is not its May."""
        memory = self.memory
        kept = memory.date, memory.date_paragraph, memory.day
        self.read_date(chunk)
        memory.date, memory.date_paragraph, memory.day = kept

    def _is_old_news(self, told: str) -> bool:
        """Whether a date was told of years ago in another paragraph of a report: what it goes on to tell is of
        its own time."""
        report = bool(self.issued) and len(self.document.text) <= REPORT
        apart = self.paragraph != self.memory.date_paragraph
        return report and apart and EXACT.fullmatch(told) is not None and int(self.issued[:4]) - int(told[:4]) > 1

    def lend(self, chunk: Chunk, following: Chunk) -> None:
        """Resolve a day without a year as one of the year of the full date behind it, or of the year before that."""
        full = following.detail.edtf if following.kind == "date" else None
        if not full or not EXACT.fullmatch(full) or len(full) < 7:
            self.read_date(chunk)
            return
        day = resolve_relative(chunk.detail.relative, full)
        if day and day[:7] > full[:7]:
            day = resolve_relative(chunk.detail.relative, f"{int(full[:4]) - 1}")
        self.dates[chunk.start] = day

    def edtf(self, chunk: Chunk | None, lasting: bool = False) -> list[str]:
        """EDTF values of a date or of a list of dates; empty if it cannot be told.

        "since 1990" is an open interval for what lasts, and the year 1990 for what happens.
        """
        if chunk is None:
            return []
        found = [(each, edtf) for each in chunk.each() if (edtf := self.dates.get(each.start))]
        if len(found) > 2 and _follow([edtf for _, edtf in found]):
            return [f"{found[0][1]}/{found[-1][1]}"]  # "on 26, 27 and 28 February": one stay
        return [
            edtf if lasting else getattr(each.detail, "begun", "") or _begin(edtf, each.text) for each, edtf in found
        ]


def _last(told: str) -> str:
    """The end of a span of time, from which "that month" and "two years later" behind it count."""
    end = told.rpartition("/")[2]
    return end if EXACT.fullmatch(end) else told


def _follow(days: list[str]) -> bool:
    """Whether dates are days, each the next one's eve."""
    if not all(DAY.fullmatch(day) for day in days):
        return False
    numbers = [datetime.date.fromisoformat(day).toordinal() for day in days]
    return all(b - a == 1 for a, b in pairwise(numbers))


def _begin(edtf: str, words: str) -> str:
    """When what is told with an open interval happened: "since 1990" in 1990, "since the 1730s" in those years."""
    start = edtf.removesuffix("/..")
    decade = start != edtf and len(start) == 4 and start[:3] + "0s" in words
    return start[:3] + "X" if decade else start


def _anchors(edtf: str, words: str) -> bool:
    """Whether "the following year" can be counted from a date: not from a decade or "the early seventies"."""
    return bool(EXACT.fullmatch(edtf)) or len(set(YEAR.findall(edtf))) == 1 or len(YEAR.findall(words)) > 1
