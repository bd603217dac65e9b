"""Reconciliation Service API 0.2: what the service gives is of the form that the API demands, and useful."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7
from starlette.testclient import TestClient

from kg.serve.site import Site
from kg.vocab import BASE
from tests.serve.reconciliation_schemas import OFFICIAL, SCHEMAS, Schema, digest


def official() -> dict[str, Schema]:
    """The official schemas by their file names; empty where nobody has put them."""
    folder = os.environ.get("KG_RECONCILIATION_SCHEMAS")
    return {path.name: json.loads(path.read_text("utf-8")) for path in Path(folder).glob("*.json")} if folder else {}


@cache
def validators(name: str) -> list[Draft7Validator]:
    """Our statement of a schema, and the official one where it is at hand."""
    found = [Draft7Validator(SCHEMAS[name])]
    if files := official():
        whole = {**files[f"{name}.json"], "properties": dict(files[f"{name}.json"].get("properties", {}))}
        whole["properties"].pop("authentication", None)  # it refers to the schema of Swagger, and the service has none
        known = [(one["$id"], DRAFT7.create_resource(one)) for one in files.values() if "$id" in one]
        found.append(Draft7Validator(whole, registry=Registry().with_resources(known)))
    return found


def valid(found: Any, name: str) -> Any:
    """What was found, once it has the form that the API demands."""
    for validator in validators(name):
        validator.validate(found)
    return found


@pytest.mark.parametrize("name", SCHEMAS)
def test_our_statement_of_a_schema_demands_what_the_official_one_does(name: str) -> None:
    assert digest(SCHEMAS[name]) == OFFICIAL[name]
    if files := official():
        assert digest(files[f"{name}.json"], files) == OFFICIAL[name]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("manifest", {"versions": ["0.1"], "name": "a", "identifierSpace": "b", "schemaSpace": "c"}),
        ("manifest", {"versions": ["0.2"], "name": "a", "identifierSpace": "b"}),
        ("reconciliation-query-batch", {"q": {"query": "a", "types": "b"}}),
        ("reconciliation-query-batch", {"q": {"properties": []}}),
        ("reconciliation-result-batch", {"q": {"result": [{"name": "a", "score": 1}]}}),
        ("reconciliation-result-batch", {"q": []}),
        ("data-extension-response", {"meta": [], "rows": {"a": {"b": [{"date": "1990-03-11"}]}}}),
        ("suggest-entities-response", {"result": [{"id": "a"}]}),
        ("suggest-types-response", {"result": [{"id": "a", "name": "b", "broader": [{"id": "c"}]}]}),
    ],
)
def test_the_schemas_refuse_what_is_wrong(name: str, wrong: Any) -> None:
    valid({"result": [{"id": "a", "name": "b", "broader": [{"id": "c", "name": "d"}]}]}, "suggest-types-response")
    assert [validator.is_valid(wrong) for validator in validators(name)] == [False] * len(validators(name))


def asked(client: TestClient, **queries: Any) -> Any:
    valid(queries, "reconciliation-query-batch")
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return valid(answer.json(), "reconciliation-result-batch")


def best(client: TestClient, **query: Any) -> Any:
    found = asked(client, q0=query)["q0"]["result"]
    return found[0] if found else None


def test_the_manifest_is_valid(client: TestClient) -> None:
    found = valid(client.get("/reconcile").json(), "manifest")
    assert found["identifierSpace"] == BASE
    assert found["view"]["url"] == "http://testserver/id/{{id}}"


@pytest.mark.parametrize(
    ("words", "type_", "key"),
    [
        ("Chile", "State", "state/chile"),
        ("República de Chile", "State", "state/chile"),
        ("USSR", "State", "state/soviet-union"),
        ("vladimir putin", "Person", "person/vladimir-putin"),
        ("Sebastian Piñera", "Person", "person/sebastian-pinera"),
        ("Vladimir Puttin", ["Person"], "person/vladimir-putin"),
        ("Moscow", "Place", "place/moscow"),
    ],
)
def test_names_are_matched(client: TestClient, words: str, type_: Any, key: str) -> None:
    assert best(client, query=words, type=type_)["id"] == key


def test_only_the_very_name_is_a_match(client: TestClient) -> None:
    assert best(client, query="Chile", type="State")["match"] is True
    assert best(client, query="Chille", type="State")["match"] is False
    assert asked(client, q={"query": "Atlantis", "type": "State"}) == {"q": {"result": []}}


def test_types_and_limits_are_kept_to(client: TestClient) -> None:
    found = asked(client, a={"query": "Chile", "type": "Person"}, b={"query": "visit Russia", "limit": 2})
    assert all(one["type"][0]["id"] == "Person" for one in found["a"]["result"])
    assert len(found["b"]["result"]) == 2


def test_properties_raise_the_one_that_has_them(client: TestClient) -> None:
    query = {"query": "Vladimir Putin visits Chile", "type": "Visit"}
    plain = best(client, **query)
    agreeing = best(client, **query, properties=[{"pid": "host", "v": {"id": "state/chile"}}])
    differing = best(client, **query, properties=[{"pid": "host", "v": "Russia"}])
    assert plain["score"] == agreeing["score"] > differing["score"]


def test_a_get_request_answers_too(client: TestClient) -> None:
    answer = client.get("/reconcile", params={"queries": json.dumps({"q": {"query": "Chile"}})})
    assert valid(answer.json(), "reconciliation-result-batch")["q"]["result"][0]["id"] == "state/chile"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"queries": "no json"}, 400),
        ({"queries": "[]"}, 400),
        ({"queries": json.dumps({"q": "Chile"})}, 400),
        ({"queries": json.dumps({"q": {"query": 5}})}, 400),
        ({"queries": json.dumps({"q": {"query": "x", "properties": [5]}})}, 400),
        ({"queries": json.dumps({str(number): {"query": "x"} for number in range(600)})}, 413),
        ({"queries": "[" * 20000}, 400),
        ({"extend": "{}"}, 400),
        ({"extend": json.dumps({"ids": ["a"] * 600, "properties": []})}, 413),
    ],
)
def test_a_failure_is_never_an_empty_result(client: TestClient, data: dict[str, str], status: int) -> None:
    answer = client.post("/reconcile", data=data)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")


def test_columns_are_filled(client: TestClient) -> None:
    query = {
        "ids": ["state/chile", "person/vladimir-putin", "nothing"],
        "properties": [{"id": "capital"}, {"id": "existedFrom"}, {"id": "exactMatch"}, {"id": "dipl:iso3"}],
    }
    valid(query, "data-extension-query")
    answer = client.post("/reconcile", data={"extend": json.dumps(query)})
    found = valid(answer.json(), "data-extension-response")
    assert found["rows"]["state/chile"]["capital"] == [{"id": "place/santiago", "name": "Santiago"}]
    assert found["rows"]["state/chile"]["existedFrom"] == [{"date": "1818-02-12T00:00:00Z"}]
    assert found["rows"]["state/chile"]["iso3"] == [{"str": "CHL"}]
    assert found["rows"]["nothing"]["capital"] == []
    assert [one["name"] for one in found["meta"]][:2] == ["capital", "existed from"]


def test_properties_of_a_type_are_proposed(client: TestClient) -> None:
    found = client.get("/reconcile/properties?type=Visit&limit=50").json()
    assert found["type"] == "Visit"
    assert {"host", "visitor", "date"} <= {one["id"] for one in found["properties"]}


def test_entities_types_and_properties_are_suggested(client: TestClient) -> None:
    entities = valid(client.get("/reconcile/suggest/entity?prefix=micHelle").json(), "suggest-entities-response")
    assert entities["result"][0]["id"] == "person/michelle-bachelet"
    types = valid(client.get("/reconcile/suggest/type?prefix=vis").json(), "suggest-types-response")
    assert "Visit" in [one["id"] for one in types["result"]]
    properties = valid(client.get("/reconcile/suggest/property?prefix=visi").json(), "suggest-properties-response")
    assert "visitor" in [one["id"] for one in properties["result"]]
    assert client.get("/reconcile/suggest/colour?prefix=x").status_code == 404


def test_a_preview_may_stand_in_a_frame_and_holds_nothing_active(client: TestClient, site: Site) -> None:
    answer = client.get("/reconcile/preview?id=state/chile")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'self'; frame-ancestors *"
    assert "Santiago" in answer.text
    assert client.get("/reconcile/preview?id=nothing").status_code == 404
    assert client.get("/reconcile/preview").status_code == 404
