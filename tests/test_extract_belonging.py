"""Memberships, whatever the order of the states, the bodies and the word of belonging."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.extract.examples import Example, faults

CASES = tomllib.loads((Path(__file__).parent / "belonging.toml").read_text(encoding="utf-8"))["example"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_each_state_belongs_to_each_body(case: dict[str, Any]) -> None:
    parties, claims = tuple(case.get("parties", ())), tuple(case["claims"])
    assert faults(Example("belonging", "Membership", case["language"], case["text"], parties, claims)) == []
