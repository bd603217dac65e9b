"""SPARQL 1.1 Protocol: the 34 tests of the W3C suite, by their names there, as far as a service that only reads can
pass them (updates must be refused with 4xx), then what the suite leaves out.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/index.html
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.serve.app import application
from kg.serve.limits import Limits
from tests.serve.sites import site_of

DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
DOCUMENT = ox.NamedNode("http://xmlns.com/foaf/0.1/Document")
FORM = "application/x-www-form-urlencoded"
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
RESULTS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
RDF = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A server whose store holds data0 to data3, each in the graph of its name, each saying that it is a document."""
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    graphs = [ox.NamedNode(DATA.format(number)) for number in range(4)]
    app = application(site_of(ox.Quad(graph, kind, DOCUMENT, graph) for graph in graphs), Limits(time_s=5))
    with TestClient(app, base_url="http://www.example", follow_redirects=False) as client:
        yield client


def graphs(parameter: str, *numbers: int) -> str:
    return urlencode([(parameter, DATA.format(number)) for number in numbers])


def is_document(*numbers: int) -> str:
    return " . ".join(f"<{DATA.format(number)}> a ?type" for number in numbers)


def in_graphs(*numbers: int) -> str:
    return " ".join(f"GRAPH ?g{number} {{ {is_document(number)} }}" for number in numbers)


def get(client: TestClient, query: str, more: str = "") -> object:
    return boolean(client.get(f"/sparql/?query={quote(query)}&{more}"))


def post(client: TestClient, query: str, more: str = "") -> object:
    return boolean(client.post(f"/sparql/?{more}", content=query, headers=QUERY))


def boolean(answer: object) -> object:
    assert answer.status_code == 200, answer.text  # type: ignore[attr-defined]
    return answer.json()["boolean"]  # type: ignore[attr-defined]


# -- the suite: queries -----------------------------------------------------------------------------------------------


def test_query_post_form(client: TestClient) -> None:
    answer = client.post(
        f"/sparql/?{graphs('default-graph-uri', 0)}", content="query=ASK%20%7B%7D", headers={"Content-Type": FORM}
    )
    assert boolean(answer) is True


def test_query_dataset_default_graphs_get(client: TestClient) -> None:
    assert get(client, f"ASK {{ {is_document(1, 2)} }}", graphs("default-graph-uri", 1, 2)) is True


def test_query_dataset_default_graphs_post(client: TestClient) -> None:
    assert post(client, f"ASK {{ {is_document(1, 2)} }}", graphs("default-graph-uri", 1, 2)) is True


def test_query_dataset_named_graphs_post(client: TestClient) -> None:
    assert post(client, f"ASK {{ {in_graphs(1, 2)} }}", graphs("named-graph-uri", 1, 2)) is True


def test_query_dataset_named_graphs_get(client: TestClient) -> None:
    assert get(client, f"ASK {{ {in_graphs(1, 2)} }}", graphs("named-graph-uri", 1, 2)) is True


def test_query_dataset_full(client: TestClient) -> None:
    dataset = f"{graphs('default-graph-uri', 3)}&{graphs('named-graph-uri', 1, 2)}"
    assert post(client, f"ASK {{ {is_document(3)} {in_graphs(1, 2)} }}", dataset) is True


def test_query_multiple_dataset(client: TestClient) -> None:
    """What the request names counts, not what the query names."""
    query = f"ASK FROM <{DATA.format(3)}> {{ {in_graphs(1, 2)} }}"
    assert post(client, query, graphs("named-graph-uri", 1, 2)) is True
    assert post(client, f"ASK FROM <{DATA.format(3)}> {{ {is_document(3)} }}", graphs("named-graph-uri", 1)) is False


def test_query_get(client: TestClient) -> None:
    assert get(client, "ASK {}", graphs("default-graph-uri", 0)) is True


@pytest.mark.parametrize(
    ("query", "types"),
    [
        pytest.param("SELECT (1 AS ?value) {}", RESULTS, id="query_content_type_select"),
        pytest.param("ASK {}", RESULTS[:2], id="query_content_type_ask"),
        pytest.param("DESCRIBE <http://example.org/>", RDF, id="query_content_type_describe"),
        pytest.param("CONSTRUCT { <s> <p> 1 } WHERE {}", RDF, id="query_content_type_construct"),
    ],
)
def test_query_content_type(client: TestClient, query: str, types: tuple[str, ...]) -> None:
    answer = client.post(f"/sparql/?{graphs('default-graph-uri', 0)}", content=query, headers=QUERY)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] in types


def test_query_post_direct(client: TestClient) -> None:
    assert boolean(client.post("/sparql/", content="ASK {}", headers=QUERY)) is True


# -- the suite: updates, which this service refuses -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "content", "headers"),
    [
        pytest.param(f"?{graphs('using-graph-uri', 1)}", "CLEAR ALL", UPDATE, id="update_dataset_default_graph"),
        pytest.param(f"?{graphs('using-graph-uri', 1, 2)}", "DROP ALL", UPDATE, id="update_dataset_default_graphs"),
        pytest.param(f"?{graphs('using-named-graph-uri', 1, 2)}", "DROP ALL", UPDATE, id="update_dataset_named_graphs"),
        pytest.param(
            f"?{graphs('using-graph-uri', 1)}&{graphs('using-named-graph-uri', 2)}",
            "DROP ALL",
            UPDATE,
            id="update_dataset_full",
        ),
        pytest.param("", "update=CLEAR+ALL", {"Content-Type": FORM}, id="update_post_form"),
        pytest.param("", "CLEAR ALL", UPDATE, id="update_post_direct"),
        pytest.param(
            "", "INSERT DATA { GRAPH <http://example.org/g> { <http://a/s> <http://a/p> <test> } }", UPDATE,
            id="update_base_uri",
        ),
    ],
)  # fmt: skip
def test_updates_are_refused_and_change_nothing(
    client: TestClient, address: str, content: str, headers: dict[str, str]
) -> None:
    answer = client.post(f"/sparql/{address}", content=content, headers=headers)
    assert answer.status_code == 403
    assert answer.text == "this server only reads; updates are refused\n"
    assert post(client, f"ASK {{ {in_graphs(0, 1, 2, 3)} }}") is True


# -- the suite: bad requests ------------------------------------------------------------------------------------------


def utf16(text: str) -> bytes:
    return text.encode("utf-16")


@pytest.mark.parametrize(
    ("method", "address", "content", "headers", "status"),
    [
        pytest.param("PUT", "?query=ASK%20%7B%7D", b"", {"Content-Type": FORM}, 405, id="bad_query_method"),
        pytest.param("GET", "?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", None, {}, 400,
                     id="bad_multiple_queries"),
        pytest.param("POST", "", b"ASK {}", {"Content-Type": "text/plain"}, 415, id="bad_query_wrong_media_type"),
        pytest.param("POST", "", b"query=ASK%20%7B%7D", {}, 415, id="bad_query_missing_form_type"),
        pytest.param("POST", "", b"ASK {}", {}, 415, id="bad_query_missing_direct_type"),
        pytest.param("POST", "", utf16("ASK {}"), {"Content-Type": "application/sparql-query; charset=UTF-16"}, 415,
                     id="bad_query_non_utf8"),
        pytest.param("GET", "?query=ASK%20%7B", None, {}, 400, id="bad_query_syntax"),
        pytest.param("GET", "?update=CLEAR%20ALL", None, {}, 403, id="bad_update_get"),
        pytest.param("POST", "", b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", {"Content-Type": FORM}, 403,
                     id="bad_multiple_updates"),
        pytest.param("POST", "", b"CLEAR NAMED", {"Content-Type": "text/plain"}, 415,
                     id="bad_update_wrong_media_type"),
        pytest.param("POST", "", b"update=CLEAR%20NAMED", {}, 415, id="bad_update_missing_form_type"),
        pytest.param("POST", "", utf16("CLEAR NAMED"), {"Content-Type": "application/sparql-update; charset=UTF-16"},
                     415, id="bad_update_non_utf8"),
        pytest.param("POST", "", b"update=CLEAR%20XYZ", {"Content-Type": FORM}, 403, id="bad_update_syntax"),
        pytest.param("POST", "?using-named-graph-uri=http%3A%2F%2Fexample%2Fpeople",
                     b"WITH <http://example/addresses> DELETE { ?a ?b 'Bill' } WHERE { ?a ?b 'Bill' }", UPDATE, 403,
                     id="bad_update_dataset_conflict"),
    ],
)  # fmt: skip
def test_bad_requests(
    client: TestClient, method: str, address: str, content: bytes | None, headers: dict[str, str], status: int
) -> None:
    answer = client.request(method, f"/sparql/{address}", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.text.strip()


# -- the service description tests of the suite -----------------------------------------------------------------------

SD = "http://www.w3.org/ns/sparql-service-description#"


def described(client: TestClient, accept: str = "text/turtle") -> ox.Store:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(accept)
    store = ox.Store()
    formats = {"text/turtle": ox.RdfFormat.TURTLE, "application/rdf+xml": ox.RdfFormat.RDF_XML}
    store.load(answer.content, format=formats.get(accept, ox.RdfFormat.N_TRIPLES))
    return store


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/n-triples"])
def test_returns_rdf(client: TestClient, accept: str) -> None:
    assert len(described(client, accept)) > 10


def test_has_endpoint_triple(client: TestClient) -> None:
    endpoint = ox.NamedNode("http://www.example/sparql")
    assert list(described(client).quads_for_pattern(None, ox.NamedNode(SD + "endpoint"), endpoint))


def test_conforms_to_schema(client: TestClient) -> None:
    """The domains and ranges of the vocabulary, and its one functional property, as the suite's schema has them."""
    store = described(client)
    ends = {
        "endpoint": ("Service", None),
        "defaultDataset": ("Service", "Dataset"),
        "defaultGraph": ("Dataset", "Graph"),
    }
    ends |= {"namedGraph": ("Dataset", "NamedGraph"), "graph": ("NamedGraph", "Graph"), "name": ("NamedGraph", None)}
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for name, (domain, range_) in ends.items():
        found = list(store.quads_for_pattern(None, ox.NamedNode(SD + name), None))
        assert found, name
        for quad in found:
            assert ox.Quad(quad.subject, kind, ox.NamedNode(SD + domain)) in store
            assert isinstance(quad.object, ox.NamedNode)
            assert range_ is None or ox.Quad(quad.object, kind, ox.NamedNode(SD + range_)) in store
    assert len(list(store.quads_for_pattern(None, ox.NamedNode(SD + "endpoint"), None))) == 1
    names = {quad.object.value for quad in store.quads_for_pattern(None, ox.NamedNode(SD + "name"), None)}
    assert names == {DATA.format(number) for number in range(4)}


# -- formats ----------------------------------------------------------------------------------------------------------

SELECT = "SELECT ?s ?type { GRAPH ?s { ?s a ?type } } ORDER BY ?s"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/sparql-results+xml, */*;q=0.1", "application/sparql-results+xml"),
        ("application/xml", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.7", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
    ],
)
def test_rows_come_in_the_format_that_is_liked_best(client: TestClient, accept: str, media: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.headers["vary"] == "Accept"
    assert answer.text.count("data3.rdf") == 1


@pytest.mark.parametrize("media", [*RDF, "application/trig", "application/n-quads"])
def test_triples_come_in_every_rdf_format(client: TestClient, media: str) -> None:
    query = "CONSTRUCT { ?s a ?type } WHERE { GRAPH ?s { ?s a ?type } }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    assert answer.headers["content-type"].partition(";")[0] == media
    assert len(list(ox.parse(answer.content, format=ox.RdfFormat.from_media_type(media)))) == 4


@pytest.mark.parametrize(
    ("query", "accept"), [("ASK {}", "image/png"), ("ASK {}", "text/turtle"), ("DESCRIBE <http://a/b>", "text/csv")]
)
def test_what_cannot_be_given_as_asked_is_406(client: TestClient, query: str, accept: str) -> None:
    assert client.get("/sparql", params={"query": query}, headers={"Accept": accept}).status_code == 406


def test_a_browser_is_sent_to_the_page_for_people(client: TestClient) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, "/query?query=ASK+%7B%7D")
    assert client.get("/sparql", headers={"Accept": accept}).headers["location"] == "/query"


def test_xml_stays_well_formed_whatever_a_literal_holds(client: TestClient) -> None:
    query = 'SELECT ("a\\u0001b\\uFFFEc<&>" AS ?x) {}'
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+xml"})
    assert ET.fromstring(answer.content).findtext(".//{*}literal") == "a\ufffdb\ufffdc<&>"


# -- methods, addresses, bodies ---------------------------------------------------------------------------------------


def test_head_has_the_headers_of_get_and_no_body(client: TestClient) -> None:
    asked = {"params": {"query": SELECT}}
    head, full = client.head("/sparql", **asked), client.get("/sparql", **asked)  # type: ignore[arg-type]
    assert head.content == b""
    assert head.headers["content-length"] == full.headers["content-length"] == str(len(full.content))


def test_options_and_cross_origin_requests_are_answered(client: TestClient) -> None:
    answer = client.options("/sparql", headers={"Origin": "http://other.example"})
    assert answer.status_code == 204
    assert answer.headers["allow"] == answer.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    for found in (answer, client.get("/sparql?query=ASK%7B%7D"), client.get("/sparql?query=ASK%7B")):
        assert found.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("address", "content", "headers", "status"),
    [
        ("?query=%FF", None, {}, 400),
        ("?query=ASK%7B%7D&default-graph-uri=not%20an%20iri", None, {}, 400),
        ("?query=ASK%7B%7D", b"ASK {}", QUERY, 400),
        ("", b"\xff\xfe", QUERY, 400),
        ("", b"query=%FF", {"Content-Type": FORM}, 400),
        ("", b"default-graph-uri=http://a/", {"Content-Type": FORM}, 400),
        ("", b"ASK {}" + b" " * 2_000_000, QUERY, 413),
        ("?query=" + quote("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), None, {}, 400),
        ("?query=" + quote("INSERT DATA { <a:a> <a:a> <a:a> }"), None, {}, 400),
        ("?query=" + quote("SELECT * { " + "{" * 70 + "}" * 70 + " }"), None, {}, 400),
    ],
)
def test_a_request_that_makes_no_sense_is_told_so(
    client: TestClient, address: str, content: bytes | None, headers: dict[str, str], status: int
) -> None:
    answer = client.request("POST" if content else "GET", f"/sparql{address}", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.count("\n") == 1


def test_a_form_is_decoded_once(client: TestClient) -> None:
    answer = client.post("/sparql", data={"query": 'SELECT ("100%25 + é" AS ?x) {}'})
    assert answer.json()["results"]["bindings"][0]["x"]["value"] == "100%25 + é"


def test_an_unknown_graph_is_empty_and_not_fetched(client: TestClient) -> None:
    assert get(client, "ASK { ?s ?p ?o }", "default-graph-uri=file:///etc/hostname") is False
    assert get(client, "ASK FROM <file:///etc/hostname> { ?s ?p ?o }") is False


# -- Graph Store Protocol ---------------------------------------------------------------------------------------------


def test_a_graph_can_be_fetched_by_its_name(client: TestClient) -> None:
    answer = client.get("/rdf-graphs", params={"graph": DATA.format(1)}, headers={"Accept": "application/n-triples"})
    assert answer.text == f"<{DATA.format(1)}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {DOCUMENT} .\n"
    assert client.head("/rdf-graphs", params={"graph": DATA.format(1)}).status_code == 200
    assert client.get("/rdf-graphs", params={"graph": "http://a/none"}).status_code == 404


def test_the_default_graph_and_the_whole_can_be_fetched(client: TestClient) -> None:
    default = client.get("/rdf-graphs?default", headers={"Accept": "application/n-triples"})
    assert (default.status_code, default.text) == (200, "")
    whole = client.get("/rdf-graphs")
    assert whole.headers["content-type"].startswith("application/trig")
    assert len(list(ox.parse(whole.content, format=ox.RdfFormat.TRIG))) == 4
    assert client.get("/rdf-graphs", headers={"Accept": "text/turtle"}).status_code == 406


def test_the_graph_store_is_not_written_to(client: TestClient) -> None:
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        assert client.request(method, "/rdf-graphs?default", content=b"").status_code == 405
    assert client.get("/rdf-graphs?default&graph=http://a/b").status_code == 400


def test_an_answer_is_json_that_parses(client: TestClient) -> None:
    assert json.loads(client.get("/sparql", params={"query": SELECT}).content)["head"]["vars"] == ["s", "type"]
