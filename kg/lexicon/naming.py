"""Of which states people bear a name like this: by the letters of the names that the gazetteer knows there.

"Prime Minister Dragan Petrović" in a text on Norway and Serbia is Serbia's, whatever the sentence says of it: a reader
sees that from the name. States whose people are named alike (Peru and Chile) share a tradition, and nothing tells them
apart. Two and three letters in a row, weighed as naive Bayes does; a name that is like neither, or that a third
tradition explains far better, is nobody's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from math import log, log1p, sqrt

from kg.caches import cached
from kg.compiled import compiled
from kg.kept import kept
from kg.lexicon.gazetteer import Gazetteer, gazetteer

_WORD = compiled(r"[^\W\d_]{2,}")
_LENGTHS = (2, 3)
_SPELLINGS = 3  # of one person
_LEAST = 10  # people by whose names a tradition is known
_PRIOR = 600  # letters of names in general, beside those of a tradition
_APART = 2.0  # by how much one tradition is likelier, in log odds over the root of the number of letters
_BEHIND = 1.0  # the same, by how much the likeliest of all may be likelier still


class Naming:
    """Weights of letters by tradition; fit to be kept between processes."""

    def __init__(self, known: Gazetteer) -> None:
        counts: dict[str, Counter[str]] = {}
        people: Counter[str] = Counter()
        for person in known.keys("person"):
            traditions = {known.tradition(term.state) for term in known.terms_of(person)} - {""}
            if len(traditions) == 1 and not known.realms(person):  # "King Olav V of Norway" is no surname
                tradition = traditions.pop()
                people[tradition] += 1
                for name in known.names_of(person)[:_SPELLINGS]:
                    counts.setdefault(tradition, Counter()).update(_letters(name))
        told = {tradition: count for tradition, count in counts.items() if people[tradition] >= _LEAST}
        every = Counter[str]()
        for count in told.values():
            every.update(count)
        total = sum(every.values())
        self._size = {tradition: log(sum(count.values()) + _PRIOR) for tradition, count in told.items()}
        self._weights = {
            letters: tuple(
                (tradition, log1p(count[letters] * total / (_PRIOR * often)))
                for tradition, count in told.items()
                if letters in count
            )
            for letters, often in every.items()
        }

    def likelier(self, name: str, one: str, other: str) -> int:
        """Which of two traditions a full name is of, as 0 or 1; -1 if it does not tell."""
        if one == other or one not in self._size or other not in self._size or len(_WORD.findall(name)) < 2:
            return -1
        odds = self._odds(name)
        best = max((one, other), key=lambda tradition: odds[tradition])
        if abs(odds[one] - odds[other]) < _APART or max(odds.values()) - odds[best] > _BEHIND:
            return -1
        return (one, other).index(best)

    def _odds(self, name: str) -> dict[str, float]:
        letters = list(_letters(name))
        odds = {tradition: -len(letters) * size for tradition, size in self._size.items()}
        for each in letters:
            for tradition, weight in self._weights.get(each, ()):
                odds[tradition] += weight
        return {tradition: told / sqrt(len(letters)) for tradition, told in odds.items()}


@cached(1 << 14)  # asked again for each title of one person
def likelier(name: str, one: str, other: str, known: Gazetteer) -> int:
    """Which of two traditions a full name is of, by the people of a gazetteer, as 0 or 1; -1 if it does not tell."""
    return naming(known).likelier(name, one, other)


def _letters(name: str) -> Iterator[str]:
    """Two and three letters in a row of each word, whose begin and end count as letters."""
    for word in _WORD.findall(name.lower()):
        marked = f"^{word}$"
        for length in _LENGTHS:
            yield from (marked[at : at + length] for at in range(len(marked) - length + 1))


@cache
def naming(known: Gazetteer) -> Naming:
    """The names of a gazetteer's people, learnt once for each version of its tables."""
    return kept("naming", lambda: Naming(known)) if known is gazetteer() else Naming(known)
