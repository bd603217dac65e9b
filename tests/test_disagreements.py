"""Small pages that disagree, and such as only seem to: from their words to the contradictions of their claims."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kg.extract.engine import extract_all
from kg.lexicon.gazetteer import gazetteer
from kg.model import Document
from kg.resolve.world import resolve

CASES: Mapping[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "disagreements.toml").read_text("utf-8")
)


def found(case: Mapping[str, Any]) -> list[str]:
    """Degree, kind and type of what is told of in each contradiction of some pages."""
    pages = [(language, text) for page in case["texts"] for language, text in page.items()]
    documents = [Document(f"page-{number}.txt", text + "\n", language) for number, (language, text) in enumerate(pages)]
    world = resolve([claim for read in extract_all(documents) for claim in read.claims], documents, gazetteer())
    types = {account.event.key: account.event.type for account in world.accounts}
    return sorted(f"{one.degree} {one.kind} {types[one.events[0]]}" for one in world.contradictions)


@pytest.mark.parametrize("case", CASES["disagree"], ids=lambda case: str(case["name"]))
def test_pages_that_disagree_are_found(case: Mapping[str, Any]) -> None:
    assert found(case) == sorted(case["found"])


@pytest.mark.parametrize("case", CASES["agree"], ids=lambda case: str(case["name"]))
def test_pages_that_only_seem_to_disagree_are_let_be(case: Mapping[str, Any]) -> None:
    assert found(case) == []
