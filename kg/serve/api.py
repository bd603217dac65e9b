"""The saved queries as an API, and its description in OpenAPI."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg import __version__
from kg.ask.header import Param
from kg.ask.saved import Query, saved
from kg.errors import KGError
from kg.serve.handlers import shown
from kg.serve.http import RequestError, asked, query_pairs
from kg.serve.media import ROWS, SENT, TRIPLES
from kg.serve.queries import bound_text, groups, own, plain_words
from kg.serve.served import Served
from kg.serve.sparql import VARY, Operation, question


async def api_list(request: Request) -> Response:
    """The saved queries: name, question, parameters, address."""
    root = str(request.url.replace(path="/api/queries", query=""))
    return JSONResponse(
        [
            {
                "name": query.name,
                "summary": query.header.summary,
                "description": query.header.description,
                "tags": query.header.tags,
                "parameters": [_told(param) for param in query.header.params],
                "url": f"{root}/{query.name}",
            }
            for query in saved().values()
        ]
    )


def _told(param: Param) -> dict[str, Any]:
    return {"name": param.name, "type": param.type, "required": param.required, "default": param.default}


async def api_query(request: Request) -> Response:
    """The answer to a saved query, its parameters bound; the format by Accept header or file ending."""
    served: Served = request.app.state.keeper.current
    name = request.path_params["name"]
    accept = request.headers.get("accept", "")
    stem, dot, ending = name.rpartition(".")
    if name not in saved() and dot and _ENDINGS.get(ending):
        name, accept = stem, _ENDINGS[ending]
    if name not in saved():
        raise RequestError(404, f"there is no saved query called {name}; /api/queries lists them")
    query = saved()[name]
    try:
        given = dict(query_pairs(request))
        text = await run_in_threadpool(bound_text, served, query, {key: value for key, value in given.items() if value})
    except KGError as error:
        raise RequestError(400, plain_words(error)) from None
    return await asked(request, served.pool, question(Operation(text, (), ()), accept), VARY)


_ENDINGS: Final = {
    **{format: SENT[format].partition(";")[0] for format in ("csv", "tsv", "json", "xml", "ttl", "nt", "jsonld")},
    "rdf": SENT["rdfxml"],
}


async def openapi(request: Request) -> Response:
    """OpenAPI description of the saved queries and the endpoint."""
    return JSONResponse(api_description(str(request.url.replace(path="/", query="")).rstrip("/")))


def api_description(root: str) -> dict[str, Any]:
    """The API as OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chancery: saved queries",
            "version": __version__,
            "description": "Questions to a graph of diplomatic actors and events. Entities are given by name, by key "
            "(state/chile) or by IRI; dates as 1973-09-22.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": root}],
        "paths": {
            **{f"/api/queries/{query.name}": {"get": _operation(query)} for query in saved().values()},
            "/sparql": {"get": _sparql()},
        },
    }


_SCHEMAS: Final[Mapping[str, Mapping[str, str]]] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}


def _operation(query: Query) -> dict[str, Any]:
    forms = ROWS[:4] if re.search(r"(?i)\bselect\b|\bask\b", own(query)) else TRIPLES[:4]
    return {
        "operationId": query.name.replace("/", "-"),
        "summary": query.header.summary or query.name,
        "description": query.header.description,
        "tags": list(query.header.tags),
        "parameters": [
            {
                "name": param.name,
                "in": "query",
                "required": param.required,
                "description": param.description or f"binds ?{param.name}; left out, it stays open",
                "schema": {**_SCHEMAS.get(param.type, {"type": "string"})}
                | ({"default": param.default} if param.default else {}),
            }
            for param in query.header.params
        ],
        "responses": _responses(tuple(media for media, _ in forms)),
    }


def _sparql() -> dict[str, Any]:
    graphs = {"type": "array", "items": {"type": "string", "format": "uri"}}
    return {
        "operationId": "sparql",
        "summary": "Ask in SPARQL 1.1",
        "parameters": [
            {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}},
            {"name": "default-graph-uri", "in": "query", "required": False, "schema": graphs},
            {"name": "named-graph-uri", "in": "query", "required": False, "schema": graphs},
        ],
        "responses": _responses(tuple(dict(ROWS[:4] + TRIPLES[:6]))),
    }


def _responses(types: Sequence[str]) -> dict[str, Any]:
    sentence = {"content": {"text/plain": {"schema": {"type": "string"}}}}
    return {
        "200": {"description": "The answer", "content": {media: {} for media in types}},
        "400": {"description": "A parameter or the query is wrong; the body says how", **sentence},
        "406": {"description": "The Accept header allows none of the formats", **sentence},
        "503": {"description": "Too much is asked at once; Retry-After says when to come back", **sentence},
        "504": {"description": "The query took longer than the server allows", **sentence},
    }


async def api_page(request: Request) -> Response:
    """The API for people."""
    return await shown(request, lambda views: ("api.html", {"groups": groups()}))
