"""Names in -s that own what follows them with a mere apostrophe: "Cyprus' embassy", read as "Cyprus's"."""

from __future__ import annotations

from kg.compiled import compiled


def owns(kind: str, low: str, at: int) -> bool:
    """Whether the apostrophe low[at] behind a mention of a kind makes it a possessor, and closes no quotation.

    >>> owns("state", "cyprus' embassy", 6), owns("state", "the 'republic of cyprus' embassy", 23)
    (True, False)
    """
    possessor = kind in _POSSESSORS and low[at - 1 : at] == "s" and low[at + 1 : at + 2].isspace()
    return possessor and _QUOTING.search(low, 0, at) is None


_POSSESSORS = frozenset({"state", "place", "org", "person"})
_QUOTING = compiled(r"(?<!\S)'(?!s?\s)")
