"""Where the words of a date may stand: found by their first letters, right before something and right behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from kg.compiled import Light, Match, compiled

PREFIX = 5  # letters by which words are looked for
FISCAL = "FY"  # before a fiscal year, with or without a blank


@dataclass(frozen=True)
class Scanner:
    """Patterns that can only begin with certain words or with digits; to look for those first is five times as fast.

    `patterns` are by the first word, in lower case; "" stands for digits. `plain` match no more than the patterns do,
    with the same groups, where that is told without trying all forms: one pattern for what begins with a digit, one for
    what begins with a letter.
    """

    starts: Starts
    patterns: Mapping[str, str]
    plain: tuple[Light, ...] = ()

    def finditer(self, text: str, start: int, end: int) -> Iterator[Match]:
        """The matches in text[start:end] in their order, none over another."""
        done = start
        plain = self.plain
        for at in self.starts(text, start, end):
            if at < done:
                continue
            word = first_letters(text[at : at + _LONGEST]) if text[at].isalpha() else ""
            pattern = self.patterns.get(word)
            if pattern is None:
                continue
            match: Match | None = plain[bool(word)].match(text, at, end) if plain else None
            if match is None:
                match = compiled(pattern).match(text, at, end)
            if match is not None:
                yield match
                done = match.end()


_LONGEST = 30  # letters; no first word of a date is longer


@dataclass(frozen=True)
class Before:
    """Words that end, but for blanks, where something begins.

    `patterns` are reversed, each for the words that end in some letters, in lower case: a text has few of the letters,
    and to try all words takes ten times as long.
    """

    patterns: Mapping[str, str]

    @staticmethod
    def of(words: Iterable[str], pattern: Callable[[list[str]], str]) -> Before:
        by_end: dict[str, list[str]] = {}
        for word in words:
            by_end.setdefault(_last_letters(word), []).append(word)
        return Before({end: pattern(some) for end, some in by_end.items()})

    def match(self, text: str, start: int, end: int) -> regex.Match[str] | None:
        """The match that ends at `end` and begins at or behind `start`."""
        pattern = self.patterns.get(_last_letters(text[start:end]))
        return compiled(pattern).match(text, start, end) if pattern is not None else None


@dataclass(frozen=True)
class After:
    """A pattern for words that begin, but for blanks, where something ends.

    `begins` are the letters with which it can begin, in lower case; to look at them first spares most of the searches.
    """

    pattern: Light
    begins: frozenset[str]
    capital: bool  # whether it may begin with any word that has a capital

    @staticmethod
    def of(pattern: Light, words: Iterable[str], capital: bool = False) -> After:
        return After(pattern, frozenset(first_letters(word) for word in words), capital)

    def match(self, text: str, start: int, end: int) -> Match | None:
        """The match in text[start:end] that begins at `start`."""
        at = start
        while at < end and text[at].isspace():
            at += 1
        if self.capital and text[at : at + 1].isupper():
            return self.pattern.match(text, start, end)
        return self.pattern.match(text, start, end) if first_letters(text[at:end]) in self.begins else None


def first_letters(words: str) -> str:
    """The letters and digits at the beginning of some words, in lower case; of a mark the mark."""
    at = 0
    while at < len(words) and words[at].isalnum():
        at += 1
    return words[: at or 1].casefold()


def _last_letters(words: str) -> str:
    """The letters and digits at the end of some words, in lower case; empty behind a mark."""
    bare = words.rstrip()
    at = len(bare)
    while at and bare[at - 1].isalnum():
        at -= 1
    return bare[at:].casefold()


class Starts:
    """Where digits and the first letters of some words stand, in any case, with no letter or digit before them."""

    def __init__(self, words: Iterable[str]) -> None:
        heads = {word.partition(" ")[0][:PREFIX].lower() for word in words}
        short = {head for head in heads if not any(head != other and head.startswith(other) for other in heads)}
        self._automaton = AhoCorasick(sorted(short), matchkind=MatchKind.Standard)

    def __call__(self, text: str, start: int, end: int) -> list[int]:
        """The places in text[start:end], from left to right."""
        lower = text[start:end].lower()
        if len(lower) != end - start:  # one letter of a few hundred thousand has two in lower case
            lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text[start:end])
        found = {start + hit[1] for hit in self._automaton.find_matches_as_indexes(lower, overlapping=True)}
        for match in _NUMBER.finditer(text, start, end):
            at = match.start()
            marked = at > start and text[at - 1] in "’'" and not _WORD.match(text, max(at - 2, 0), at - 1)  # "’87"
            found.add(at - 1 if marked else at)
        return sorted(at for at in found if at == 0 or not _inside(text, at))


def _inside(text: str, at: int) -> bool:
    """Whether a letter, a digit or "_" stands right before a place: within a word; not so in "FY2016"."""
    joined = text[at - 1].isalnum() or text[at - 1] == "_"
    return joined and not (text.endswith(FISCAL, 0, at) and not text[at - 3 : at - 2].isalnum())


_NUMBER, _WORD = re.compile(r"[0-9]+"), re.compile(r"\w")
