"""Saved queries as forms and as an API, the reader's own query, and the pictures of answers."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.ask.answers import answered, ask
from kg.ask.saved import saved
from kg.serve.api import api_description
from kg.serve.site import Site
from kg.vocab import BASE
from tests.serve.conftest import HTML


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", list(saved()))
def test_every_saved_query_answers_as_the_command_does(client: TestClient, site: Site, name: str) -> None:
    query = saved()[name]
    if any(param.required for param in query.header.params):
        pytest.skip("needs a parameter")
    answer = client.get(f"/api/queries/{name}.csv")
    assert answer.status_code == 200
    expected = answered(ask(query, {}, site.store, BASE), "csv", BASE)
    assert rows(answer.text) == rows(expected)
    shown = client.get(f"/query/{name}", headers=HTML)
    assert shown.status_code == 200
    assert 'class="wrong"' not in shown.text


def test_parameters_are_bound_by_name_key_or_iri(client: TestClient) -> None:
    found = [
        client.get("/api/queries/ambassadors", params={"sending": name}, headers={"Accept": "text/csv"}).text
        for name in ("Chile", "state/chile", "id:state/chile", f"{BASE}state/chile", "CHILE")
    ]
    assert len(set(found)) == 1
    assert "Clodomiro Almeyda" in found[0]
    assert client.get("/api/queries/ambassadors?sending=&receiving=").status_code == 200


def test_what_is_wrong_with_a_parameter_is_told(client: TestClient) -> None:
    for parameters, words in (
        ({"sending": "Atlantis"}, "nothing in the graph has this name"),
        ({"colour": "red"}, "has no parameter 'colour'; it has sending, receiving"),
    ):
        answer = client.get("/api/queries/ambassadors", params=parameters)
        assert answer.status_code == 400
        assert words in answer.text
    page = client.get("/query/ambassadors?sending=Atlantis", headers=HTML)
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert client.get("/api/queries/nothing").status_code == 404
    assert client.get("/query/nothing", headers=HTML).status_code == 404


def test_the_form_offers_names_and_keeps_what_was_given(client: TestClient) -> None:
    text = client.get("/query/ambassadors?sending=Chile", headers=HTML).text
    assert '<option value="Russia">' in text
    assert re.search(r'<input name="sending" value="Chile"', text)
    assert "/api/queries/ambassadors.csv?sending=Chile" in text


def test_the_api_describes_itself(client: TestClient) -> None:
    listed = client.get("/api/queries").json()
    assert {one["name"] for one in listed} == set(saved())
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {f"/api/queries/{name}" for name in saved()} < set(described["paths"])
    operation = described["paths"]["/api/queries/ambassadors"]["get"]
    assert [one["name"] for one in operation["parameters"]] == ["sending", "receiving"]
    assert {"200", "400", "503", "504"} <= set(operation["responses"])
    names = [path["get"]["operationId"] for path in described["paths"].values()]
    assert len(names) == len(set(names))


def test_the_description_has_the_form_of_openapi() -> None:
    """The members that OpenAPI 3.1 requires, wherever they must stand."""
    described = json.loads(json.dumps(api_description("http://a")))
    assert {"openapi", "info", "paths"} <= described.keys()
    assert {"title", "version"} <= described["info"].keys()
    for path, item in described["paths"].items():
        assert path.startswith("/")
        for operation in item.values():
            assert operation["responses"]
            assert all("description" in answer for answer in operation["responses"].values())
            for one in operation.get("parameters", []):
                assert one["in"] == "query"
                assert {"name", "schema"} <= one.keys()
                assert isinstance(one["required"], bool)


def test_an_own_query_is_answered_with_names_links_and_downloads(client: TestClient) -> None:
    query = "SELECT ?visit ?host { ?visit a dipl:Visit ; dipl:host ?host } ORDER BY ?visit"
    text = client.get("/query", params={"query": query}, headers=HTML).text
    assert '<a href="/id/state/chile">Chile</a>' in text
    assert "visits Chile" in text
    download = re.search(r'href="(/sparql\?[^"]*format=csv)"', text)
    assert download
    answer = client.get(download[1].replace("&amp;", "&"), headers=HTML)
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(rows(answer.text)) > 5


def test_yes_no_triples_and_mistakes_are_shown(client: TestClient) -> None:
    assert "<strong>Yes</strong>" in client.get("/query?query=ASK%7B%7D", headers=HTML).text
    construct = quote("CONSTRUCT WHERE { ?s a dipl:Visit }")
    text = client.get(f"/query?query={construct}", headers=HTML).text
    assert '<th scope="col">predicate</th>' in text
    assert "format=ttl" in text
    assert 'role="alert"' in client.get("/query?query=SELECT", headers=HTML).text
    assert "SERVICE asks another server" in client.get(
        "/query", params={"query": "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }"}, headers=HTML
    ).text  # fmt: skip


def test_a_long_answer_is_cut_on_the_page_and_says_so(client: TestClient) -> None:
    text = client.get("/query", params={"query": "SELECT * { ?s ?p ?o }"}, headers=HTML).text
    assert "more than 300 rows" in text
    assert text.count("<tr>") == 301


def test_answers_are_drawn_where_that_fits(client: TestClient) -> None:
    assert 'class="bars"' in client.get("/query/trade-by-year", headers=HTML).text
    assert 'class="timeline"' in client.get("/query/visits-between-states", headers=HTML).text
    query = "SELECT ?who ?host { ?v a dipl:Visit ; dipl:visitor ?who ; dipl:host ?host }"
    assert 'class="network"' in client.get("/query", params={"query": query}, headers=HTML).text
    assert "<svg" not in client.get("/query?query=ASK%7B%7D", headers=HTML).text


def test_the_editor_knows_the_terms(client: TestClient) -> None:
    listed = client.get("/static/terms.json").json()
    assert {"text": "dipl:Visit", "label": "visit"} in listed
    assert client.get("/static/editor.js").status_code == 200


def test_search_forgives_accents_case_and_spelling(client: TestClient) -> None:
    for words in ("Sebastián Piñera", "sebastian pinera", "PINERA", "Sebastain Pinera"):
        text = client.get("/search", params={"q": words}, headers=HTML).text
        assert 'href="/id/person/sebastian-pinera"' in text, words
    quotes = client.get("/search", params={"q": "recovered"}, headers=HTML).text
    assert "they were recovered" in re.sub(r"<[^>]+>", "", quotes)
    misspelt = client.get("/search", params={"q": "recoverred"}, headers=HTML).text
    assert "these hold “recovered”" in misspelt
    assert client.get("/search?q=", headers=HTML).status_code == 200
    assert "Nothing has this name" in client.get("/search?q=xyzzyq", headers=HTML).text


def test_an_answer_has_the_same_rows_as_the_store(client: TestClient, site: Site) -> None:
    query = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    found = site.store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    assert rows(answer.text) == [{"p": row["p"].value, "n": row["n"].value} for row in found]
