"""Documents that seem to repeat another; the user can confirm it in sources.toml (`cites`, `translation_of`).

What each document tells goes by itself; only what at most a dozen tell in the same way brings two documents together.
So whoever puts the tellings in order, on disk or on a cluster, never holds more than those of two documents.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import combinations, islice
from typing import Final, Literal, NamedTuple

from kg.model import Claim
from kg.resolve.keys import slug
from kg.resolve.mentions import spoken

# Sentences shorter than this are alike by chance; fewer than this many shared claims prove nothing.
_WORDS: Final = 8
_SHARED: Final = 4
# A page that repeats at least this part of the shorter one repeats it as a whole.
_PART: Final = 0.5
# What more documents than this say in the same way is a commonplace.
_COMMON: Final = 12

How = Literal["verbatim", "same claims in the same order"]
_HOW: Final[tuple[How, How]] = ("verbatim", "same claims in the same order")


class Copy(NamedTuple):
    """Two documents of which one seems to repeat the other: how many claims of the shorter one, of how many."""

    one: str
    other: str
    how: How
    shared: int
    claims: int


class Telling(NamedTuple):
    """A sentence or an event as one document tells it."""

    words: str  # a digest
    how: How  # what two documents with the same words share
    place: int  # among the tellings of its kind in the document
    of: int  # how many those are


Shared = tuple[Telling, Telling]


def tellings(claims: Iterable[Claim]) -> Iterator[Telling]:
    """The sentences of one document's claims, and the dated events with their states and places."""
    sentences: dict[str, int] = {}
    events: dict[str, int] = {}
    for claim in sorted(claims, key=lambda claim: claim.evidence.span):
        if (words := slug(claim.evidence.quote)).count("-") >= _WORDS - 1:
            sentences.setdefault(words, len(sentences))
        if claim.when is not None:
            named = {key for keys in spoken(claim).values() for key in keys if key.startswith(("state/", "place/"))}
            events.setdefault(f"{claim.type} {claim.when.edtf} {' '.join(sorted(named))}", len(events))
    for how, told in zip(_HOW, (sentences, events), strict=True):
        for words, place in told.items():
            yield Telling(_digest(f"{how} {words}"), how, place, len(told))


def _digest(words: str) -> str:
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def pairs(told: Iterable[tuple[str, Telling]]) -> Iterator[tuple[str, str, Shared]]:
    """Of tellings with the same words, by document in their order, every two; none if it is a commonplace."""
    tellers = list(islice(told, _COMMON + 1))
    for (one, here), (other, there) in combinations(tellers, 2) if len(tellers) <= _COMMON else ():
        yield one, other, (here, there)


def copy(one: str, other: str, shared: Sequence[Shared]) -> Copy | None:
    """Whether two documents share enough sentences, or events in one order, as translations do."""
    for how in _HOW:
        alike = [(here, there) for here, there in shared if here.how == how]
        count = _rising(sorted((here.place, there.place) for here, there in alike))
        if count >= _SHARED and count >= _PART * (least := min(alike[0][0].of, alike[0][1].of)):
            return Copy(one, other, how, count, least)
    return None


def _rising(places: Iterable[tuple[int, int]]) -> int:
    """How many tellings stand in the same order in both: the longest rising run of the second places."""
    tails: list[int] = []
    for _, there in places:
        place = bisect_left(tails, there)
        tails[place : place + 1] = [there]
    return len(tails)
