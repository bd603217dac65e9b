"""Finding things by name and claims by their words, forgiving of accents, letter case and spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from kg.ask.entities import folded
from kg.graph.terms import ALT_LABEL, dipl
from kg.serve.catalogue import Catalogue
from kg.serve.site import Site

# Below this likeness (of 100) two names have nothing to do with each other; found on the names of the bundled texts.
_LIKE: Final = 74.0
_SPELLED: Final = 78.0  # a word of a quote as like to a misspelt word as this is meant by it
_POOL: Final = 200  # names that are looked at closely


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that a name may mean, with how well it fits (0 to 100) and the name of it that fits."""

    key: str
    score: float
    name: str


class Searcher:
    """Names and quotes of one site, ready to be searched."""

    def __init__(self, site: Site, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._names = sorted({(folded(name), name, key) for name, key in _names(site, catalogue) if folded(name)})
        self._folded = [name for name, _, _ in self._names]
        quotes = site.store.quads_for_pattern(None, dipl("quote"), None, None)
        self._quotes = sorted(
            (quad.subject.value.removeprefix(site.base), folded(quad.object.value))
            for quad in quotes
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        )
        self._words: list[str] | None = None

    def names(self, words: str, most: int, chosen: Callable[[str], bool] | None = None) -> list[Hit]:
        """Things whose name is like the words, the best first; with `chosen` only those whose key it takes."""
        wanted = folded(words)
        if not wanted:
            return []
        if chosen is None:
            numbers: Iterable[int] = range(len(self._names))
            pool = process.extract(wanted, self._folded, scorer=fuzz.WRatio, limit=_POOL, score_cutoff=_LIKE)
        else:
            numbers = [number for number, (_, _, key) in enumerate(self._names) if chosen(key)]
            choices = {number: self._folded[number] for number in numbers}
            pool = process.extract(wanted, choices, scorer=fuzz.WRatio, limit=_POOL, score_cutoff=_LIKE)
        best: dict[str, Hit] = {}
        for name, likeness, number in pool:
            key = self._names[number][2]
            score = self._score(wanted, name, likeness, key)
            if key not in best or score > best[key].score:
                best[key] = Hit(key, round(score, 1), self._names[number][1])
        return sorted(best.values(), key=lambda hit: (-hit.score, -len(self._catalogue.of.get(hit.key, ())), hit.key))[
            :most
        ]

    def _score(self, wanted: str, name: str, likeness: float, key: str) -> float:
        """How well a name fits: the whole name, then all its words, then likeness; things before happenings."""
        if name == wanted:
            score = 100.0
        elif set(wanted.split()) <= set(name.split()):
            score = 85 + 14 * len(wanted) / len(name)
        else:
            score = min(likeness, 100.0) * 0.9 * (0.6 + 0.4 * min(len(wanted), len(name)) / max(len(wanted), len(name)))
        return score if key not in self._catalogue.happenings else score * 0.97

    def quotes(self, words: str, most: int) -> tuple[list[str], str]:
        """Claims whose quote holds all the words, and the words as they were spelt to find any."""
        wanted = folded(words).split()
        found = self._holding(wanted)
        if not found and wanted:
            wanted = [self._spelt(word) for word in wanted]
            found = self._holding(wanted)
        return found[:most], " ".join(wanted)

    def _holding(self, wanted: list[str]) -> list[str]:
        return [claim for claim, quote in self._quotes if wanted and all(word in quote for word in wanted)]

    def _spelt(self, word: str) -> str:
        """The word of the quotes that is most like this one; of equals the most frequent."""
        if self._words is None:
            counted = Counter(word for _, quote in self._quotes for word in quote.split())
            self._words = [word for word, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]
        found = process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=_SPELLED)
        return found[0] if found else word


def _names(site: Site, catalogue: Catalogue) -> Iterable[tuple[str, str]]:
    yield from ((label, key) for key, label in catalogue.labels.items())
    for quad in site.store.quads_for_pattern(None, ALT_LABEL, None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            yield quad.object.value, quad.subject.value.removeprefix(site.base)
