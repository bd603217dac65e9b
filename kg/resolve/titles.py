"""Titles and other free words compared by the words that tell one thing from another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.caches import cached
from kg.resolve.keys import slug
from kg.resolve.statements import Statement
from kg.resolve.words import concepts, instruments, phrases, words

# Two titles that share at least this part of their telling words are one title in two wordings: between different
# instruments of one kind in the annotated treaty lists the highest share was 0.5 (same title, other wording: 1.0).
_ALIKE = 0.6


# What one source calls a treaty another calls an agreement; so many telling words, all alike, tell that it is the same.
_SAME_THING = 3
_PACTS = frozenset({"agreement", "treaty"})


class Title(NamedTuple):
    """What a title says: kinds of instrument, and its telling words."""

    kinds: frozenset[str]
    telling: frozenset[str]


@cached(1 << 16)
def title(text: str, parties: frozenset[str] = frozenset()) -> Title:
    """The kinds and telling words of a title, alike in every language; the names of the parties tell nothing.

    >>> sorted(title("Agreement on Cultural Cooperation").telling)
    ['cooperation', 'cultural']
    >>> title("Convenio de Cooperación Cultural") == title("Agreement on Cultural Cooperation")
    True
    """
    parts = frozenset(slug(text).split("-"))
    kinds, same = instruments(), concepts()
    telling = frozenset(
        same.get(part, part) for part in parts - words("titles", "common") - parties if part not in kinds
    )
    return Title(frozenset(kinds[part] for part in parts if part in kinds), telling)


def is_bare(text: str) -> bool:
    """Whether a title names one instrument by nothing but its kind.

    >>> is_bare("Treaty"), is_bare("the bilateral convention"), is_bare("Treaty of Amity"), is_bare("several treaties")
    (True, True, False, False)
    """
    named = title(text)
    return (
        bool(named.kinds)
        and not named.telling
        and not any(part.endswith(("s", "anda")) for part in slug(text).split("-") if part in instruments())
    )


def alike(one: Title, other: Title) -> bool:
    """Whether two titles may be one in two wordings.

    >>> alike(title("Agreement on Trade and Tourism"), title("Trade and Tourism Agreement of 1990"))
    True
    >>> alike(title("Agreement on Culture and Tourism"), title("Memorandum on Culture and Tourism"))
    False
    """
    if one.kinds and other.kinds and not one.kinds & other.kinds:
        return one.telling == other.telling and len(one.telling) >= _SAME_THING and one.kinds | other.kinds <= _PACTS
    if one.telling == other.telling:
        return bool(one.telling) or one.kinds == other.kinds
    shared = len(one.telling & other.telling)
    smaller = min(len(one.telling), len(other.telling))
    return shared > 1 and (shared == smaller or shared / len(one.telling | other.telling) >= _ALIKE)


@cached(1 << 16)
def wording(text: str) -> frozenset[str]:
    """The telling words of an occasion or a topic, alike in every language."""
    same = concepts()
    return frozenset(same.get(part, part) for part in set(slug(text).split("-")) - words("titles", "common"))


def of_the_act(statements: Sequence[Statement]) -> Sequence[Statement]:
    """Of the dated tellings those of the act itself, which no date of another step contradicts; all if none is so."""
    acts = [one for one in statements if one.dated and not is_another_step(one)]
    return acts or statements


def is_another_step(statement: Statement) -> bool:
    """Whether what is dated is the ratification or the entry into force of an agreement, the decision to take up
    relations or to open a mission, or the return of consuls alone."""
    step = _STEPS.get(statement.type)
    if step is None:
        return False
    quote = statement.claim.evidence.quote.casefold()
    if statement.type == "RelationsRestored" and _holds(quote, "consular") and not _holds(quote, "diplomatic"):
        return True
    return _holds(quote, step)


def _holds(quote: str, listed: str) -> bool:
    return any(phrase in quote for phrase in phrases("titles", listed))


_STEPS = {
    "Agreement": "later",
    "RelationsEstablished": "decided",
    "RelationsRestored": "decided",
    "MissionOpened": "decided",
    "MissionElevated": "decided",
}


def share_words(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether any of some wordings shares a telling word with any of others."""
    return any(wording(one) & wording(other) for one in some for other in others)
