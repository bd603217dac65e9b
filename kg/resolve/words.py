"""The words that identity and weighing rest on, read from data/resolve/words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from kg.resolve.keys import slug
from kg.resources import resource


@cache
def words(table: str, name: str) -> frozenset[str]:
    """One list of words, as slugs.

    >>> "president" in words("persons", "titles")
    True
    """
    return frozenset(map(slug, _tables()[table][name]))


@cache
def phrases(table: str, name: str) -> tuple[str, ...]:
    """One list of phrases as they are written."""
    return tuple(_tables()[table][name])


@cache
def ranks() -> dict[str, str]:
    """Slug of an office's wording -> slug of the rank it means."""
    return {slug(wording): slug(same[0]) for same in _tables()["offices"]["same"] for wording in same}


@cache
def concepts() -> dict[str, str]:
    """Word of a title -> the first of the words, in any language, that mean the same."""
    return {word: same[0] for same in _tables()["titles"]["same"] for word in same}


@cache
def instruments() -> dict[str, str]:
    """Word of a title -> kind of instrument."""
    return {word: kind for kind, listed in _tables()["instruments"].items() for word in listed}


@cache
def dates(language: str) -> dict[str, str]:
    """How dates are written in a language: patterns, and the names of the months."""
    return dict(_tables()["dates"][language])


@cache
def calendars() -> dict[str, int]:
    """State -> the day, as an ordinal, on which it gave up the Julian calendar."""
    return {state: day.toordinal() for state, day in _tables()["calendars"].items()}


@cache
def labels(language: str) -> dict[str, str]:
    """Type of event -> pattern of the label that takes its words from a text of the language; empty if none does."""
    return dict(_tables()["labels"].get(language, {}))


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resource("data", "resolve", "words.toml").read_text(encoding="utf-8"))
