"""Names of persons compared: accents, spellings and transliterations folded, titles set aside."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kg.resolve.keys import slug
from kg.resolve.words import words

Folded = tuple[str, ...]

# Spellings of one sound, in the order they are applied. Found by comparing the English, Spanish and French names of the same
# Russian, Ukrainian, Bulgarian and Arabic leaders; each unites spellings of one name and no two names of one language.
_SOUNDS: Final = (
    ("kh", "h"),
    ("tch", "ch"),
    ("sch", "sh"),
    ("tz", "ts"),
    ("ph", "f"),
    ("w", "v"),
    ("x", "ks"),
    ("q", "k"),
)
_DOUBLE: Final = re.compile(r"([b-df-hj-np-tv-z])\1")


@lru_cache(maxsize=1 << 18)
def tokens(name: str) -> Folded:
    """The words of a name without titles before it, in plain lower-case letters.

    >>> tokens("Mr. Sebastián Piñera"), tokens("King Abdullah II of Jordan")
    (('sebastian', 'pinera'), ('abdullah', 'ii', 'of', 'jordan'))
    """
    parts = slug(name).split("-")
    titles = words("persons", "titles")
    start = 0
    while start < len(parts) - 1 and parts[start] in titles:
        start += 1
    return tuple(parts[start:])


@lru_cache(maxsize=1 << 18)
def fold(name: str) -> Folded:
    """The tokens of a name with the spellings of one sound made alike.

    >>> fold("Sergei Lavrov") == fold("Sergey Lavrov"), fold("Nikolái Bulganin") == fold("Nikolay Bulganin")
    (True, True)
    """
    return tuple(_sound(token) for token in tokens(name))


@lru_cache(maxsize=1 << 16)
def _sound(token: str) -> str:
    for written, sound in _SOUNDS:
        token = token.replace(written, sound)
    token = token.replace("y", "i").replace("j", "i")
    token = re.sub("i+", "i", _DOUBLE.sub(r"\1", token))
    return "e" + token[2:] if token.startswith("ie") else token


def part_of(partial: Folded, full: Folded) -> bool:
    """Whether a name is a shorter form of a longer one: the same words in the same order, none but a generation added last.

    >>> part_of(("allende",), ("salvador", "allende")), part_of(("george", "bush"), ("george", "bush", "jr"))
    (True, False)
    """
    if not 0 < len(partial) < len(full):
        return False
    rest = iter(full)
    if not all(token in rest for token in partial):
        return False
    added = [token for token in full if token not in partial]
    return not (added and all(token in words("persons", "generations") for token in added))


def is_description(label: str) -> bool:
    """Whether the words describe an actor and do not name one: "two Mexican senators", "head of state of Russia".

    >>> is_description("two Mexican senators"), is_description("al-Assad"), is_description("Queen Noor")
    (True, False, False)
    """
    first = label.lstrip()[:1]
    if not first or not (first.islower() or first.isdigit()):
        return False
    return slug(label).split("-")[0] not in words("persons", "particles")
