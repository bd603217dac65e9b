"""Decisions of a reviewer, applied on every build; they name claims and entities, whose keys no other text changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Literal

Decision = Literal["accept", "reject", "same-as", "different-from", "prefer"]


@dataclass(frozen=True, slots=True)
class Review:
    """One decision.

    `accept` and `reject` speak of a claim, or of a merge (`subject` the alias, `object` the entity); `same-as` and
    `different-from` of two entities, two claims or two events; `prefer` of the claim whose value is to stand.
    """

    decision: Decision
    subject: str
    object: str = ""
    reason: str = ""
    reviewer: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions sorted for use; the last of two that contradict each other counts."""

    rejected: dict[str, Review]
    accepted: dict[tuple[str, str], Review]
    same: dict[tuple[str, str], Review]
    apart: dict[tuple[str, str], Review]
    preferred: dict[str, Review]

    def are_apart(self, one: str, other: str) -> bool:
        """Whether the reviewer holds the two for different."""
        return (one, other) in self.apart if self.apart else False

    def named(self) -> frozenset[str]:
        """Of whom a decision speaks: claims, and entities in pairs."""
        return frozenset((*self.rejected, *self.preferred, *chain.from_iterable((*self.same, *self.apart))))

    def why(self, subject: str) -> str:
        """The reason given for preferring a claim."""
        review = self.preferred.get(subject) if self.preferred else None
        return spell(review) if review else ""


def spell(review: Review) -> str:
    """A decision in words."""
    by = f" by {review.reviewer}" if review.reviewer else ""
    return f"decided in review{by}" + (f": {review.reason}" if review.reason else "")


def decisions(reviews: Iterable[Review]) -> Decisions:
    """Decisions by what they are about. A pair stands in both orders; rejecting a merge holds its two sides apart."""
    found = Decisions({}, {}, {}, {}, {})
    for review in reviews:
        _file(found, review)
    return found


def _file(found: Decisions, review: Review) -> None:
    pair, back = (review.subject, review.object), (review.object, review.subject)
    if review.decision == "prefer":
        found.preferred[review.subject] = review
    elif review.decision == "same-as" or (review.decision == "accept" and review.object):
        found.accepted[pair] = review
        for both in (pair, back):
            found.same[both] = review
            found.apart.pop(both, None)
    elif review.decision == "different-from" or (review.decision == "reject" and review.object):
        for both in (pair, back):
            found.apart[both] = review
            found.same.pop(both, None)
    elif review.decision == "reject":
        found.rejected[review.subject] = review
    else:
        found.rejected.pop(review.subject, None)
