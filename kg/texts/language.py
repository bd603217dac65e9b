"""Tells the language of a document by its most frequent words; nothing is guessed line by line."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from functools import cache

from kg.compiled import compiled
from kg.resources import resource
from kg.texts.words import words

SAMPLE = 200_000  # characters looked at
FEW = 30  # words; a text with fewer, such as a list of names, need not hold common ones
# Share of the words that must be common ones of the language. Prose has 0.3 to 0.5, lists of treaties 0.15.
SHARE = 0.08

_WORD = compiled(r"[\p{L}\p{M}]+")


def language(text: str) -> tuple[str, str]:
    """The code of a text's language and its name; ("und", name or "") if it is none that is read.

    A text too short to tell counts as English if its letters are Latin.
    """
    found = [match[0].casefold() for match in _WORD.finditer(text, 0, min(len(text), SAMPLE))]
    script = _script(found)
    if script != "LATIN":
        return "und", f"{script.capitalize()} letters" if script else ""
    counts = Counter(found)
    votes = {code: sum(counts[word] for word in common) for code, common in words().common.items()}
    others = {name: sum(counts[word] for word in common) for name, common in _others().items()}
    code = max(votes, key=lambda code: (votes[code], code))
    other = max(others, key=lambda name: (others[name], name))
    if len(found) < FEW and others[other] <= votes[code] + 1:
        return (code, "") if votes[code] else ("en", "")
    if others[other] > votes[code]:
        return "und", other
    return (code, "") if votes[code] >= SHARE * len(found) else ("und", "")


@cache
def _others() -> dict[str, frozenset[str]]:
    tables = tomllib.loads(resource("data", "lexicon", "languages.toml").read_text(encoding="utf-8"))
    return {table["name"]: frozenset(table["common"]) for table in tables.values()}


def _script(found: list[str]) -> str:
    """The script of most words ("LATIN", "CYRILLIC"); empty if there are none."""
    scripts = Counter(unicodedata.name(word[0], "").partition(" ")[0] for word in found[:2000])
    return max(scripts, key=lambda name: (scripts[name], name)) if scripts else ""
