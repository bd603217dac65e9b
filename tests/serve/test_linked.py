"""Linked data: every IRI of the graph resolves, in each form that a client may like."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
import rdflib
from starlette.testclient import TestClient

from kg.graph.terms import LABEL, ontology_triples, thing
from kg.serve.linked import written
from kg.serve.site import Site
from kg.vocab import BASE
from tests.serve.conftest import HTML

PUTIN = thing("person/vladimir-putin")
FORMATS = {
    "text/turtle": ("ttl", ox.RdfFormat.TURTLE),
    "application/ld+json": ("jsonld", ox.RdfFormat.JSON_LD),
    "application/n-triples": ("nt", ox.RdfFormat.N_TRIPLES),
    "application/rdf+xml": ("rdf", ox.RdfFormat.RDF_XML),
}


def triples(content: bytes, format: ox.RdfFormat) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(content, format=format)}


def said_of(store: ox.Store, node: ox.NamedNode) -> set[ox.Triple]:
    return {quad.triple for quad in store.quads_for_pattern(node, None, None, None)}


@pytest.mark.parametrize("media", FORMATS)
def test_a_thing_comes_by_accept_header_and_by_ending_alike(client: TestClient, site: Site, media: str) -> None:
    ending, format = FORMATS[media]
    by_header = client.get("/id/person/vladimir-putin", headers={"Accept": media})
    by_ending = client.get(f"/id/person/vladimir-putin.{ending}", headers=HTML)
    assert by_header.headers["content-type"].startswith(media)
    assert by_header.content == by_ending.content
    assert by_header.headers["vary"].startswith("Accept")
    found = triples(by_header.content, format)
    assert said_of(site.store, PUTIN) < found
    pointing = {triple.subject.value for triple in found if triple.object == PUTIN}  # type: ignore[union-attr]
    assert any(subject.startswith(f"{BASE}event/visit/") for subject in pointing)


def test_json_ld_needs_nothing_from_elsewhere(client: TestClient) -> None:
    """rdflib reads it without a network: the part of the context that is used stands in the document."""
    answer = client.get("/id/person/vladimir-putin.jsonld")
    document = json.loads(answer.content)
    assert isinstance(document["@context"], dict)
    graph = rdflib.Graph().parse(data=answer.text, format="json-ld")
    labels = list(graph.objects(rdflib.URIRef(PUTIN.value), rdflib.RDFS.label))
    assert labels == [rdflib.Literal("Vladimir Putin", lang="en")]


def subjects(site: Site) -> Iterable[str]:
    """One key of each kind of thing in the graph."""
    kinds: dict[str, str] = {}
    for quad in site.store:
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE):
            key = quad.subject.value.removeprefix(BASE)
            kinds.setdefault(key.partition("/")[0], key)
    return sorted(kinds.values())


def test_every_kind_of_thing_resolves_in_every_form(client: TestClient, site: Site) -> None:
    keys = list(subjects(site))
    assert len(keys) >= 10
    for key in keys:
        assert client.get(f"/id/{key}", headers=HTML).status_code == 200, key
        for media, (_, format) in FORMATS.items():
            answer = client.get(f"/id/{key}", headers={"Accept": media})
            assert answer.status_code == 200, key
            assert said_of(site.store, thing(key)) <= triples(answer.content, format), (key, media)


def test_graphs_lead_to_the_graph_store(client: TestClient) -> None:
    answer = client.get("/id/graph/weighing")
    assert answer.status_code == 303
    assert client.get(answer.headers["location"], headers={"Accept": "text/turtle"}).status_code == 200


def test_unknown_things_and_forms_are_told_apart(client: TestClient) -> None:
    assert client.get("/id/person/nobody", headers={"Accept": "text/turtle"}).status_code == 404
    assert client.get("/id/person/nobody.ttl").status_code == 404
    assert client.get("/id/person/vladimir-putin", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/id/").status_code == 404
    assert client.get("/id/a b<c>").status_code == 404


def test_what_a_client_has_is_not_sent_again(client: TestClient) -> None:
    for address, headers in (
        ("/", HTML),
        ("/id/state/chile.ttl", {}),
        ("/ontology.ttl", {}),
        ("/id/state/chile", HTML),
    ):
        first = client.get(address, headers=headers)
        tag = first.headers["etag"]
        again = client.get(address, headers={**headers, "If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert client.get(address, headers={**headers, "If-None-Match": '"other"'}).status_code == 200
    html = client.get("/id/state/chile", headers=HTML).headers["etag"]
    assert client.get("/id/state/chile", headers={"Accept": "text/turtle", "If-None-Match": html}).status_code == 200


def test_head_is_get_without_a_body(client: TestClient) -> None:
    head = client.head("/id/state/chile.ttl")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/turtle")


@pytest.mark.parametrize("media", FORMATS)
def test_the_ontology_resolves(client: TestClient, media: str) -> None:
    ending, format = FORMATS[media]
    whole = {quad.triple for quad in ontology_triples() if isinstance(quad.subject, ox.NamedNode)}
    named = {triple for triple in whole if not isinstance(triple.object, ox.BlankNode)}
    for answer in (client.get("/ontology", headers={"Accept": media}), client.get(f"/ontology.{ending}")):
        assert answer.headers["content-type"].startswith(media)
        assert named <= triples(answer.content, format)


def test_the_ontology_is_documentation_for_people(client: TestClient) -> None:
    text = client.get("/ontology", headers=HTML).text
    assert '<article class="term" id="Visit">' in text
    assert "Michelle Bachelet visited Russia" in text
    for triple in ontology_triples():
        if triple.predicate == LABEL and isinstance(triple.subject, ox.NamedNode) and "#" in triple.subject.value:
            assert f'id="{triple.subject.value.partition("#")[2]}"' in text


def test_the_data_set_is_described(client: TestClient, site: Site) -> None:
    for address in ("/void", "/.well-known/void"):
        store = ox.Store()
        store.load(client.get(address).content, format=ox.RdfFormat.TURTLE)
        (size,) = store.quads_for_pattern(None, ox.NamedNode("http://rdfs.org/ns/void#triples"), None)
        assert isinstance(size.object, ox.Literal)
        assert int(size.object.value) == len(site.store)


def test_turtle_is_the_same_every_time() -> None:
    two = [ox.Triple(thing("a"), LABEL, ox.Literal("x")), ox.Triple(thing("b"), LABEL, thing("a"))]
    assert written(two, "ttl", BASE).decode() == (
        f"@base <{BASE}> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\n"
        '<a> rdfs:label "x" .\n<b> rdfs:label <a> .\n'
    )
