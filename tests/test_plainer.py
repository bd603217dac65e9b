"""What `regex` and `re` find by a pattern is the same."""

from __future__ import annotations

import re

import pytest
import regex

from kg.plainer import plainer

TEXT = "Ana Ñandú, the Envoy; an old friend of J. O’Hara-Łoś, saw 12 hens, 7 goats and the NEW Émile (1990) in Tomé."


@pytest.mark.parametrize(
    "pattern",
    [
        r"\p{Lu}[\p{L}\p{M}'’]*+(?:-(?=\p{L})[\p{L}'’]++)*",
        r"(?<=(?:[\p{Ll},;)]|\b\p{Lu}\.) )\p{Lu}\p{Ll}+",
        r"(?<!\b(?:the|an?)(?: (?:old|new){1,2})? )(?i:[a-zñ]{3,})\b",
        r"(?<=\d{1,3} )\w+|(?<![^(])\d{4}",
        r"(?<=^|, )[^\P{L}x]+(?<!(?<!, )the)",
        r"[]\P{L}]{2,}|\(\?<=x\)",
        r"(?<=[^.;]{0,90}saw )\d+",  # too many strings to tell: as it was
    ],
)
def test_a_plainer_pattern_finds_the_same(pattern: str) -> None:
    found = [match.span() for match in regex.finditer(pattern, TEXT)]
    try:
        plain = re.compile(plainer(pattern))
    except re.error:
        assert "{0,90}" in pattern
    else:
        assert [match.span() for match in plain.finditer(TEXT)] == found != []


def test_no_pattern_grows_without_bound() -> None:
    assert len(plainer(r"(?<!(?:a|b){0,60} )x")) < 100
