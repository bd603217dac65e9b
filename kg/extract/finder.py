"""Looks for many words at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind


class Finder:
    """Aho-Corasick over a list of surfaces; hits are whole words, longest first."""

    def __init__(self, surfaces: Iterable[str]) -> None:
        self.surfaces = list(surfaces)
        self._automaton = AhoCorasick(self.surfaces, matchkind=MatchKind.LeftmostLongest) if self.surfaces else None

    def __call__(self, text: str) -> Iterator[tuple[int, int, str]]:
        if self._automaton is None:
            return
        size = len(text)
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if (start and text[start - 1].isalnum()) or (end < size and text[end].isalnum() and text[end - 1] != "-"):
                continue
            yield start, end, self.surfaces[index]


class Holds:
    """Whether a text holds one of some strings; as whole words, if `words` are asked for."""

    def __init__(self, strings: Iterable[str], words: bool = False) -> None:
        known = list(dict.fromkeys(strings))
        self._automaton = AhoCorasick(known) if known else None
        self._words = words

    def __call__(self, text: str) -> bool:
        if self._automaton is None:
            return False
        if not self._words:
            return bool(self._automaton.find_matches_as_indexes(text))
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return any(not (_within(text, start) or _within(text, end)) for _, start, end in hits)


def _within(text: str, at: int) -> bool:
    """Whether letters stand on both sides of a place."""
    return 0 < at < len(text) and text[at].isalpha() and text[at - 1].isalpha()
