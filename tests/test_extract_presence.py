"""Journeys and meetings, each read by what a sentence names: people of one state, a place in the other, a date."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.extract.examples import Example, faults

CASES = tomllib.loads((Path(__file__).parent / "journeys.toml").read_text(encoding="utf-8"))["example"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_who_came_and_who_met_is_told_by_what_a_sentence_names(case: dict[str, Any]) -> None:
    example = Example(
        "journeys", case["type"], case["language"], case["text"], tuple(case["parties"]), tuple(case["claims"])
    )
    assert faults(example) == []
