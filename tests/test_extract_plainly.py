"""Sentences whose date stands in the midst of what it dates, or before it."""

from collections.abc import Sequence

import pytest

from kg.extract.examples import Example, faults

CASES = [
    ("en", "MissionOpened", "Peru opened in 1965 an embassy in Oslo.", {"sending": ["Peru"], "date": "1965"}),
    ("en", "MissionElevated", "Peru upgraded in May 2013 its office in Oslo to embassy level.",
     {"sending": ["Peru"], "date": "2013-05"}),
    ("es", "MissionPresent", "Noruega está representada desde 2008 en el Perú mediante una embajada.",
     {"sending": ["Norway"], "date": "2008/.."}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "type_", "text", "claim"), CASES, ids=[case[2][:50] for case in CASES])
def test_a_date_in_the_midst_of_a_clause_is_its_date(
    language: str, type_: str, text: str, claim: dict[str, Sequence[str]]
) -> None:
    assert faults(Example("plainly", type_, language, text, ("Norway", "Peru"), (claim,))) == []


@pytest.mark.parametrize("text", ["By the 1871 treaty fish is free.", "The treaty of 1871 Peru has kept."])
def test_a_date_of_something_else_is_left_where_it_is(text: str) -> None:
    found = faults(Example("plainly", "LeadershipChange", "en", text, ("Norway", "Peru"), ()))
    assert not any("1871" in fault for fault in found)
