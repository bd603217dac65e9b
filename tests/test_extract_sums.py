"""Sums of trade and aid, each read as of the flow that the sentence names for it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.extract.examples import Example, faults

CASES = tomllib.loads((Path(__file__).parent / "sums.toml").read_text(encoding="utf-8"))["example"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_each_sum_is_of_its_flow(case: dict[str, Any]) -> None:
    parties = tuple(case.get("parties", ()))
    assert (
        faults(
            Example(
                "sums", case.get("type", "TradeVolume"), case["language"], case["text"], parties, tuple(case["claims"])
            )
        )
        == []
    )
