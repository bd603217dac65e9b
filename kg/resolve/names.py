"""Names of persons compared: accents, spellings and transliterations folded, titles set aside."""

from __future__ import annotations

import re
from typing import Final

from kg.caches import cached
from kg.resolve.keys import slug
from kg.resolve.words import words

Folded = tuple[str, ...]

# Spellings of one sound in the transliterations of English, Spanish and French texts, in the order they are applied.
# They only propose: the full name must agree in all its words, and state or office must not speak against it.
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
# Numbers of rulers: they tell one bearer of a name from another.
NUMERALS: Final = frozenset(
    f"{tens}{ones}" for tens in ("", "x", "xx") for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
) - {""}
_DOUBLE: Final = re.compile(r"([b-df-hj-np-tv-z])\1")


@cached(1 << 18)
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


@cached(1 << 18)
def fold(name: str) -> Folded:
    """The tokens of a name with the spellings of one sound made alike.

    >>> fold("Sergei Lavrov") == fold("Sergey Lavrov"), fold("Nikolái Bulganin") == fold("Nikolay Bulganin")
    (True, True)
    """
    return tuple([token if token in NUMERALS else _sound(token) for token in tokens(name)])


@cached(1 << 16)
def _sound(token: str) -> str:
    for written, sound in _SOUNDS:
        token = token.replace(written, sound)
    token = token.replace("y", "i").replace("j", "i")
    token = re.sub("i+", "i", _DOUBLE.sub(r"\1", token))
    return "e" + token[2:] if token.startswith("ie") else token


def part_of(partial: Folded, full: Folded) -> bool:
    """Whether a name is a shorter form of a longer one: some of its words in their order.

    A first name alone means only a ruler ("Abdullah" for "Abdullah II of Jordan"); a name that lacks nothing but
    "junior" is another's.

    >>> part_of(("allende",), ("salvador", "allende")), part_of(("george", "bush"), ("george", "bush", "jr"))
    (True, False)
    >>> part_of(("charles",), ("charles", "graves")), part_of(("abdullah",), ("abdullah", "ii", "of", "jordan"))
    (False, True)
    """
    if not 0 < len(partial) < len(full):
        return False
    if not holds(full, partial):
        return False
    if len(partial) == 1 and partial[0] == full[0]:
        return is_ruler(full)
    added = [token for token in full if token not in partial]
    return not all(token in words("persons", "generations") for token in added)


def holds(full: Folded, partial: Folded) -> bool:
    """Whether a name has the words of another in their order.

    >>> holds(("salvador", "allende"), ("s", "allende"))
    True
    """
    rest = iter(full)
    return all(any(_matches(token, other) for other in rest) for token in partial)


def _matches(token: str, other: str) -> bool:
    """Whether a word of a name is another, or its initial; "J" and "Y" sound as "i", "Jerry" and "Yefim" as "e"."""
    if token == other or len(token) > 1 or other in NUMERALS:
        return token == other
    return other.startswith(token) or (token == "i" and other.startswith("e"))


def is_abbreviated(name: Folded, full: Folded) -> bool:
    """Whether a name is another with some of its words as initials.

    >>> is_abbreviated(("william", "h", "taft"), ("william", "howard", "taft"))
    True
    >>> is_abbreviated(fold("J. J. Rawlings"), fold("Jerry John Rawlings"))
    True
    """
    return len(name) == len(full) and name != full and all(map(_matches, name, full))


def is_misspelled(one: str, other: str) -> bool:
    """Whether two words are one but for a letter, which is another, lacks or is added, or for two that changed places.

    >>> is_misspelled("peter", "petar"), is_misspelled("jon", "john"), is_misspelled("yahay", "yahya")
    (True, True, True)
    >>> is_misspelled("peter", "piotr"), is_misspelled("carla", "karel")
    (False, False)
    """
    short, long = sorted((one, other), key=len)
    start = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    swapped = short[start + 2 :] == long[start + 2 :] and short[start : start + 2] == long[start : start + 2][::-1]
    return swapped or short[start + (len(short) == len(long)) :] == long[start + 1 :]


def is_ruler(name: Folded) -> bool:
    """Whether a name has a ruler's form: a number, or "of" a country.

    >>> is_ruler(("noor", "of", "jordan")), is_ruler(("albert", "i")), is_ruler(("salvador", "allende"))
    (True, True, False)
    """
    return any(token in NUMERALS or token == "of" for token in name[1:])


def is_description(label: str) -> bool:
    """Whether the words describe an actor and do not name one: "two Mexican senators", "head of state of Russia".

    >>> is_description("two Mexican senators"), is_description("al-Assad"), is_description("Queen Noor")
    (True, False, False)
    """
    first = label.lstrip()[:1]
    if not first or not (first.islower() or first.isdigit()):
        return False
    return slug(label).split("-")[0] not in words("persons", "particles")
