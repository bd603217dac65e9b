"""What a sentence leaves to those before it: who "she" is, whose post, on which visit, in which year."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.extract.engine import extract
from kg.model import Document

TABLES = tomllib.loads((Path(__file__).parent / "discourse.toml").read_text("utf-8"))
CASES = [pytest.param(case, id=f"{name}-{n}") for name, cases in TABLES.items() for n, case in enumerate(cases, 1)]


@pytest.mark.parametrize("case", CASES)
def test_what_a_sentence_leaves_to_its_context_is_told(case: dict[str, Any]) -> None:
    before, _, leaning = case["text"].partition("| ")
    document = Document("page", before + leaning, case["language"], parties=("state/estonia", "state/ghana"))
    found = [
        {role.name: [value.label for value in role.values] for role in claim.roles}
        | {"date": claim.when.edtf if claim.when else ""}
        for claim in extract(document).claims
        if claim.type == case["type"] and claim.evidence.span.end > len(before)
    ]
    told = [{name: claim.get(name, []) for name in case["told"]} for claim in found] if "told" in case else found
    assert told == ([case["told"]] if "told" in case else [])
