"""What several tests use: the bundled texts, their annotated claims, and a store made of them."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
import pytest

from kg.graph.quads import dataset_quads
from kg.model import Claim, Document, World
from tests import worlds


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    return worlds.documents()


@pytest.fixture(scope="session")
def gold_claims() -> list[Claim]:
    return worlds.gold_claims()


@pytest.fixture(scope="session")
def gold_world(gold_claims: Sequence[Claim]) -> World:
    return worlds.world(gold_claims)


@pytest.fixture(scope="session")
def gold_store(gold_world: World, documents: Sequence[Document], gold_claims: Sequence[Claim]) -> ox.Store:
    store = ox.Store()
    store.extend(dataset_quads(gold_world, documents, gold_claims))
    return store
