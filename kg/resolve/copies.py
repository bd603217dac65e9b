"""Documents that seem to repeat another; the user can confirm it in sources.toml (`cites`, `translation_of`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import combinations
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


class Copy(NamedTuple):
    """Two documents of which one seems to repeat the other: how many claims of the shorter one, of how many."""

    one: str
    other: str
    how: Literal["verbatim", "same claims in the same order"]
    shared: int
    claims: int


def copies(claims: Iterable[Claim]) -> tuple[Copy, ...]:
    """Pairs of documents that share sentences, or tell of the same dated events in one order, as translations do."""
    sentences: dict[str, dict[str, int]] = {}
    events: dict[str, dict[str, int]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.evidence.document, claim.evidence.span)):
        document = claim.evidence.document
        if (words := slug(claim.evidence.quote)).count("-") >= _WORDS - 1:
            _note(sentences.setdefault(document, {}), words)
        if claim.when is not None:
            named = sorted(
                {key for keys in spoken(claim).values() for key in keys if key.startswith(("state/", "place/"))}
            )
            _note(events.setdefault(document, {}), f"{claim.type} {claim.when.edtf} {' '.join(named)}")
    verbatim = _alike(sentences, "verbatim")
    pairs = {(found.one, found.other) for found in verbatim}
    retold = _alike(events, "same claims in the same order")
    return tuple(sorted([*verbatim, *(found for found in retold if (found.one, found.other) not in pairs)]))


def _note(places: dict[str, int], told: str) -> None:
    places.setdefault(told, len(places))


def _alike(
    told: Mapping[str, Mapping[str, int]], how: Literal["verbatim", "same claims in the same order"]
) -> list[Copy]:
    tellers: dict[str, list[str]] = {}
    for document in sorted(told):
        for telling in told[document]:
            tellers.setdefault(telling, []).append(document)
    shared: dict[tuple[str, str], list[str]] = {}
    for telling, documents in tellers.items():
        for pair in combinations(documents, 2) if len(documents) <= _COMMON else ():
            shared.setdefault(pair, []).append(telling)
    found = []
    for (one, other), tellings in sorted(shared.items()):
        count, least = _in_order(tellings, told[one], told[other]), min(len(told[one]), len(told[other]))
        if count >= _SHARED and count >= _PART * least:
            found.append(Copy(one, other, how, count, least))
    return found


def _in_order(tellings: Iterable[str], one: Mapping[str, int], other: Mapping[str, int]) -> int:
    """How many tellings stand in the same order in both: the longest rising run of places."""
    tails: list[int] = []
    for telling in sorted(tellings, key=lambda telling: one[telling]):
        place = bisect_left(tails, other[telling])
        tails[place : place + 1] = [other[telling]]
    return len(tails)
