"""Missions that cover other states, in whatever words a sentence tells of them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.extract.examples import Example, faults

CASES = tomllib.loads((Path(__file__).parent / "covering.toml").read_text(encoding="utf-8"))["example"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_each_state_covered_is_told_with_whose_mission_covers_it(case: dict[str, Any]) -> None:
    parties = tuple(case.get("parties", ()))
    example = Example("covering", "MissionPresent", case["language"], case["text"], parties, tuple(case["claims"]))
    assert faults(example) == []
