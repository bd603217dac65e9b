"""A server over the annotated claims of the bundled texts, with some findings and the texts themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.graph.quads import dataset_quads
from kg.graph.terms import thing
from kg.graph.validate import Finding, Report
from kg.lexicon.gazetteer import gazetteer
from kg.model import Claim, Document
from kg.resolve.world import resolve
from kg.serve.app import application
from kg.serve.limits import Limits
from kg.serve.site import Site
from tests.serve.sites import site_of
from tests.worlds import DATA

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}  # as browsers have it


@pytest.fixture(scope="session")
def site(documents: Sequence[Document], gold_claims: Sequence[Claim]) -> Site:
    world = resolve(gold_claims, documents, gazetteer())
    quads = dataset_quads(world, documents, gold_claims)
    nowhere = thing("state/chile").value
    found = Finding("warning", "StateWithoutLove", nowhere, "", None, "Chile is <b>odd</b>.")
    report = (
        ox.Quad(one.subject, one.predicate, one.object, thing("graph/report")) for one in Report((found,)).triples()
    )
    site = site_of([*quads, *report])
    site.texts = DATA / "texts"
    return site


@pytest.fixture(scope="session")
def client(site: Site) -> Iterator[TestClient]:
    with TestClient(application(site, Limits(time_s=10)), follow_redirects=False) as client:
        yield client
