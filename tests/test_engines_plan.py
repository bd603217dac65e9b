"""Resolution in parts gives the quads that resolution in one piece gives, in however many parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.engines.plan import resolved
from kg.engines.said import said
from kg.engines.setting import Setting
from kg.graph.quads import Writer, dataset_quads
from kg.lexicon.gazetteer import gazetteer
from kg.model import Claim, Document
from kg.resolve.keys import claim_keys
from kg.resolve.states import Register
from kg.resolve.world import resolve
from tests import synthetic, worlds
from tests.flow import InProcess
from tests.test_resolve_properties import MANY, STATES


def states() -> Register:
    return STATES


def lines(quads: Iterable[object]) -> set[str]:
    return {f"{quad} ." for quad in quads}


def whole(claims: Sequence[Claim], documents: Sequence[Document], setting: Setting) -> set[str]:
    world = resolve(claims, documents, setting.register(), setting.policy, setting.reviews)
    return lines(dataset_quads(world, documents, claims, setting.base))


def in_parts(claims: Sequence[Claim], documents: Sequence[Document], setting: Setting, engine: InProcess) -> set[str]:
    writer = Writer(setting.base)
    found = set[str]()
    rows = []
    for document in documents:
        own = [claim for claim in claims if claim.evidence.document == document.id]
        rows += said(document, own, setting)
        found |= lines(writer.told(document, claim_keys(own)))
    outcome = resolved(engine.rows(rows), engine, setting)
    for row in outcome.rows.of("lines").collect():
        found.update(row.value.decode().splitlines())
    for entity in outcome.entities:
        found |= lines(writer.default(writer.entity(entity)))
    return found


def documents_of(claims: Iterable[Claim]) -> list[Document]:
    return [Document(name, "", "en") for name in sorted({claim.evidence.document for claim in claims})]


@settings(max_examples=60, deadline=None)
@given(MANY, st.integers(1, 5), st.randoms(use_true_random=False))
def test_any_claims_in_any_number_of_parts(claims: list[Claim], parts: int, random: Random) -> None:
    setting, documents = Setting(states), documents_of(claims)
    assert in_parts(claims, documents, setting, InProcess(parts, random)) == whole(claims, documents, setting)


@pytest.mark.parametrize("parts", [1, 7])
def test_the_bundled_texts_in_parts(parts: int) -> None:
    setting, documents, claims = Setting(gazetteer), worlds.documents(), worlds.gold_claims()
    assert in_parts(claims, documents, setting, InProcess(parts, Random(1))) == whole(claims, documents, setting)


def test_a_thousand_invented_claims_in_parts() -> None:
    setting, claims = Setting(gazetteer), list(synthetic.claims(1500))
    documents = documents_of(claims)
    assert in_parts(claims, documents, setting, InProcess(4, Random(2))) == whole(claims, documents, setting)
