"""Dates that only describe a noun, a term, a treaty, a plan, and tell of no statement when it happened."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.grammar import Grammar
from kg.extract.symbols import Chunk, Line

_SAID_OF = 55  # symbols between a noun and the date of what is said of it
_ACRONYM = 12  # symbols of the short name of an instrument, with its brackets


@dataclass(frozen=True, slots=True)
class LineDates:
    """The dates of a line, and which of them only describe a noun."""

    line: Line
    grammar: Grammar

    def of_statements(self) -> list[tuple[int, Chunk]]:
        """The dates that tell when something happened, each with its place; attributes, where there are no others."""
        told = self.line.all(("date", "dates"))
        others = (self._of_life, self._of_basis, self.is_plan, self._compared, self._of_attribute)
        every = [(i, c) for i, c in told if not (self._of_term(i, c) or any(other(i) for other in others))]
        return [(i, c) for i, c in every if not self._modifies(i)] or every

    def _modifies(self, index: int) -> bool:
        """ "the June 1967 war", "its 1976 constitution": the date is an attribute, not the time of the statement."""
        before, after = self.line.symbols[max(0, index - 6) : index], self.line.symbols[index + 1 : index + 3]
        if self.grammar.said["titled"].search(self.line.symbols, max(0, index - 70), index):
            return True  # "signed the Accession to the Treaty of 1846": the older treaty's date
        if self.grammar.said["decreed"].search(self.line.symbols, max(0, index - 60), index):
            return True  # "by a decree of 3 May, the embassy was closed on 4 June"
        if self._bracketed(index) or self._of_name(index):
            return True
        named = self.line.chunk_at(index + 2)  # "the 2022 World Cup"
        word = after[1:2].isalpha() and not self.grammar.breaks.match(self.line.symbols, index + 2)
        noun = word or (named is not None and named.kind in ("name", "org", "instrument"))
        return bool(self.grammar.said["attributive"].search(before)) and after[:1] == " " and noun

    def _of_name(self, index: int) -> bool:
        """ "at the Lima Climate Conference 2010": a bare year right behind a name is a part of it."""
        chunk, line = self.line.chunks[index], self.line
        if chunk is None or not chunk.text.isdigit() or index < 2 or line.symbols[index - 1] != " ":
            return False
        before = line.text[line.starts[0] : chunk.start].split()
        if len(before) < 2 or not before[-1][0].isupper() or not before[-1].isalpha():
            return False
        word = before[-1].lower()
        return word not in self.grammar.classes and self.grammar.said["edition"].search(word) is not None

    def _compared(self, index: int) -> bool:
        """ "(+12% compared with 2016)": the year with which another is compared."""
        found = self.grammar.said["compared"].search(self.line.symbols, max(0, index - 40), index)
        chunk = self.line.chunks[found.start()] if found is not None else None
        return chunk is not None and chunk.detail is not None and chunk.detail.unit == "%"

    def is_plan(self, index: int) -> bool:
        """ "a Programme of Cooperation 2017–2018", "a plan for the years 2015–2018": an interval of what is agreed."""
        chunk, symbols = self.line.chunks[index], self.line.symbols
        if chunk is None or chunk.kind != "date" or getattr(chunk.detail, "kind", "") != "interval":
            return False
        behind = index - 1 if symbols[max(0, index - 1) : index] == " " else -1
        if symbols[max(0, behind - 1) : behind + 1] == ") ":  # "the Country Programme (CP) 2014–2016"
            behind = max(symbols.rfind(" (", max(0, behind - _ACRONYM), behind), -1)
        titled = self.line.chunk_at(behind - 1) if behind > 0 else None
        if titled is not None and titled.kind in ("instrument", "instruments"):
            return True
        return self.grammar.said["for-years"].search(symbols, max(0, index - 50), index) is not None

    def _of_life(self, index: int) -> bool:
        """ "Born in 1965, she was consul": the date of a birth or of studies, not of the statement."""
        return bool(self.grammar.said["life"].search(self.line.symbols[:index]))

    def _of_attribute(self, index: int) -> bool:
        """ "… and supported the plan presented by Peru in 2007": the date of what is said of a noun, no statement's."""
        return self.grammar.said["done-by"].search(self.line.symbols, max(0, index - _SAID_OF), index) is not None

    def _of_basis(self, index: int) -> bool:
        """ "in accordance with the Treaty of 1961": the date of what an act rests on."""
        return bool(self.grammar.said["basis"].search(self.line.symbols, max(0, index - 100), index))

    def _of_term(self, index: int, date: Chunk) -> bool:
        """ "President X (2010–2014) visited": the years in office of who is named right before them."""
        symbols = self.line.symbols
        if symbols[max(0, index - 2) : index] != " (" or symbols[index + 1 : index + 2] != ")":
            return False
        bearer, told = self.line.chunk_at(index - 3), symbols[index + 2 :].strip(" .;")
        named = bearer is not None and bearer.kind in ("person", "name", "post")
        if not named or date.kind != "date" or getattr(date.detail, "kind", "") != "interval":
            return False
        begin, _, end = (date.detail.edtf or "").partition("/")
        if begin[:4] == end[:4]:  # "(3-5 May 1990)": nobody holds an office for some days
            return False
        others = (i for i, _ in self.line.all(("date", "dates")) if symbols[max(0, i - 2) : i] != " (")
        return bool(told) or any(True for _ in others)  # at the end of a sentence, if it has no date of its own

    def _bracketed(self, index: int) -> bool:
        """Inside brackets with other words: "(St. Kitts since 1988)"; a date alone there is the statement's own."""
        opened, closed = brackets(self.line.symbols, index, index)
        if closed < 0:
            return False
        if self.grammar.said["noun-aside"].match(self.line.symbols, opened + 1, index):
            return True  # "opened in 1969 (closed in 1979)"
        others = (self.line.chunk_at(at) for at in range(opened, index))
        named = any(chunk is not None and chunk.kind != "place" for chunk in others)  # "(Lima, 3 May 1990)" is when
        return named or self.grammar.says_more(self.line.symbols, opened, closed)  # "(in May 1990)" is when, too


def brackets(symbols: str, start: int, end: int) -> tuple[int, int]:
    """Where the brackets stand in which symbols[start:end] does; (-1, -1) if it stands in none."""
    opened, closed = symbols.rfind("(", 0, start), symbols.find(")", end)
    within = opened >= 0 and closed >= 0 and ")" not in symbols[opened:start]
    return (opened, closed) if within else (-1, -1)
