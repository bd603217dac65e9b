"""Gifts and loans told with an agency, a programme or a state's own money in place of who gives."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.extract.examples import Example, faults
from kg.extract.grants import _donors, issuer
from kg.extract.names import names
from kg.lexicon.language import language

CASES = tomllib.loads((Path(__file__).parent / "grants.toml").read_text(encoding="utf-8"))["example"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_who_gives_is_found_by_elimination(case: dict[str, Any]) -> None:
    parties, claims = tuple(case.get("parties", ())), tuple(case["claims"])
    assert faults(Example("grants", "Aid", case["language"], case["text"], parties, claims)) == []


def test_every_state_of_the_donors_is_one_of_the_gazetteer() -> None:
    known = names(language("en"))
    listed = {*_donors()["agencies"], *(state for states in _donors()["issuers"].values() for state in states)}
    assert all(known.label(state) for state in listed)


def test_money_of_both_sides_tells_no_giver() -> None:
    assert issuer("EUR", ["state/spain", "state/portugal"]) == ""
