"""Saved queries and the reader's own: forms, answers as tables and pictures, and the same as an API."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlencode

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg import __version__
from kg.ask.binding import bound
from kg.ask.header import Param
from kg.ask.saved import Query, saved
from kg.errors import KGError
from kg.graph.terms import PREFIXES, superclasses
from kg.serve import svg
from kg.serve.catalogue import Catalogue, Happening
from kg.serve.chart import answer_chart
from kg.serve.handlers import missing, shown
from kg.serve.http import RequestError, asked, query_pairs
from kg.serve.links import local
from kg.serve.media import ROWS, SENT, TRIPLES
from kg.serve.pages import Page
from kg.serve.pool import RefusalError
from kg.serve.served import Served
from kg.serve.sparql import ALLOWED, VARY, Operation, question
from kg.serve.terms import CLASS, terms
from kg.serve.views import Shown, Views

SHOWN: Final = 300  # rows on a page; the downloads hold all
_SUGGESTED: Final = 400  # names that a form offers for one parameter
EXAMPLE: Final = """\
SELECT ?visit ?date ?label WHERE {
  ?visit a dipl:Visit ;
         dipl:date ?date ;
         rdfs:label ?label .
}
ORDER BY ?date
LIMIT 50
"""
# Parameter -> what kind of thing it names; a form offers the names of these.
_NAMES: Final = {
    "state": "State", "other": "State", "sending": "State", "receiving": "State", "visitorState": "State",
    "host": "State", "third": "State", "donor": "State", "recipient": "State", "recogniser": "State",
    "recognised": "State", "protectedState": "State", "receivingState": "State", "member": "State",
    "person": "Person", "visitor": "Person", "organization": "Organization", "actor": "Actor", "entity": "",
}  # fmt: skip
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_NO_AMOUNTS: Final = ("year", "begin", "end", "days", "beginOffset", "endOffset")
_MANY: Final = 80  # bars, beyond which nobody reads them
_FEW: Final = 3  # dated things, below which a table says as much as a picture
_DOWNLOADS: Final = (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML"))
_GRAPHS: Final = (("ttl", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("rdfxml", "RDF/XML"))


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of an answer, as people read them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    more: bool
    boolean: bool | None = None


# -- running ----------------------------------------------------------------------------------------------------------


async def answer(served: Served, query: str) -> dict[str, Any]:
    """The first rows of a query's answer, as a worker gives them."""
    asking = {"query": query, "allow": ALLOWED, "rows": "json", "triples": "ttl", "table": SHOWN}
    found = await served.pool.ask(asking)
    try:
        table: dict[str, Any] = json.loads(found.body.read())
        return table
    finally:
        served.pool.sent(found)


def table(views: Views, found: Mapping[str, Any]) -> Table:
    """An answer with names and links."""
    if "boolean" in found:
        return Table((), (), False, found["boolean"])
    rows = tuple(tuple(_cell(views, cell) for cell in row) for row in found["rows"])
    return Table(tuple(found["columns"]), rows, found["more"])


def _cell(views: Views, cell: Sequence[str] | None) -> Shown:
    if cell is None:
        return Shown("")
    kind, words = cell[:2]
    if kind != "iri":
        return Shown(words.removesuffix("T00:00:00Z"))
    base = views.site.base
    key = words.removeprefix(base)
    name = views.catalogue.labels.get(key) if words.startswith(base) else None
    return Shown(name or _curie(words, base), local(words, base))


def _curie(iri: str, base: str) -> str:
    for prefix, start in (("id", base), *PREFIXES.items()):
        if iri.startswith(start) and len(iri) > len(start):
            return f"{prefix}:{iri[len(start) :]}"
    return iri


# -- pictures of an answer --------------------------------------------------------------------------------------------


def pictures(views: Views, found: Table) -> list[tuple[str, Markup]]:
    """What of an answer can be drawn: numbers by name as bars, dated things as a timeline, ties as a network."""
    drawn = [("Bars", _bars(found)), ("Timeline", _timeline(views, found)), ("Network", _ties(views, found))]
    return [(name, picture) for name, picture in drawn if picture]


def _column(found: Table, number: int) -> list[str]:
    return [row[number].words for row in found.rows]


def _bars(found: Table) -> Markup:
    """The last column of numbers by the nearest column before it that tells the numbers apart."""
    for number in range(len(found.columns) - 1, 0, -1):
        values = _column(found, number)
        # Years and offsets are numbers that nobody would draw as bars.
        if not values or not all(map(_NUMBER.fullmatch, values)) or found.columns[number] in _NO_AMOUNTS:
            continue
        for name in range(number - 1, -1, -1):
            drawn = dict.fromkeys(zip(_column(found, name), values, strict=True))
            if 1 < len({name for name, _ in drawn}) == len(drawn) <= _MANY:
                return svg.bars(found.columns[number], [(name, float(value)) for name, value in drawn])
    return Markup("")


def _timeline(views: Views, found: Table) -> Markup:
    """The happening that each row names, under the kind that a column `what` or `status` gives it."""
    kinds = [number for number, name in enumerate(found.columns) if name in ("what", "kind", "status")]
    groups: dict[str, dict[str, Happening]] = {}
    happenings = views.catalogue.happenings
    for row in found.rows:
        keys = [unquote(cell.href.removeprefix("/id/")) for cell in reversed(row) if cell.href.startswith("/id/")]
        one = next((happenings[key] for key in keys if key in happenings), None)
        if one and one.begin is not None:
            groups.setdefault(row[kinds[0]].words if kinds else "", {})[one.key] = one
    if sum(map(len, groups.values())) < _FEW:
        return Markup("")
    listed = {name: list(group.values()) for name, group in groups.items()}
    return svg.timeline(answer_chart(views.catalogue, listed))


def _ties(views: Views, found: Table) -> Markup:
    """Persons, states and organisations that stand in one row, tied to each other."""
    kinds = ("/id/person/", "/id/state/", "/id/organisation/")
    columns = [
        number
        for number in range(len(found.columns))
        if found.rows and all(row[number].href.startswith(kinds) for row in found.rows)
    ]
    if len(columns) < 2:
        return Markup("")
    ties: dict[tuple[str, str], int] = {}
    for row in found.rows:
        pair = (row[columns[0]].href, row[columns[1]].href)
        ties[pair] = ties.get(pair, 0) + 1
    names = {cell.href: cell.words for row in found.rows for cell in row if cell.href.startswith(kinds)}
    nodes = sorted({end for pair in ties for end in pair})
    if not 4 <= len(nodes) <= 40:
        return Markup("")
    return svg.ring([(node, names[node]) for node in nodes], ties)


# -- pages ------------------------------------------------------------------------------------------------------------


async def editor(request: Request) -> Response:
    """The reader's own query, with its answer if there is one to run."""
    given = query_pairs(request)
    queries = [value for name, value in given if name == "query" and value.strip()]
    served: Served = request.app.state.keeper.current
    found, wrong = (await _tried(served, queries[0])) if queries else (None, "")
    text = queries[0] if queries else EXAMPLE

    def make(views: Views) -> Page:
        page = _result(views, found, wrong, f"/sparql?{urlencode({'query': text})}&format=", "")
        return "query.html", {**page, "text": text, "ran": bool(queries), "groups": groups()}

    return await shown(request, make, keep=False)


async def form(request: Request) -> Response:
    """A saved query with a form for its parameters, and its answer."""
    name = request.path_params["name"]
    if name not in saved():
        return await missing(request, f"There is no saved query called {name}.")
    query = saved()[name]
    served: Served = request.app.state.keeper.current
    given = _given(query, query_pairs(request))
    needed = any(param.required and param.name not in given for param in query.header.params)
    found, wrong = None, ""
    if not needed:
        try:
            text = await run_in_threadpool(_bound, served, query, given)
            found, wrong = await _tried(served, text)
        except KGError as error:
            wrong = _plain(error)

    def make(views: Views) -> Page:
        address = f"/api/queries/{name}"
        page = _result(views, found, wrong, f"{address}.", f"?{urlencode(given)}" if given else "")
        params = [
            _Field(param, given.get(param.name, ""), _names(views, query, param)) for param in query.header.params
        ]
        return "saved.html", {**page, "query": query, "params": params, "own": _own(query)}

    return await shown(request, make, keep=False)


@dataclass(frozen=True, slots=True)
class _Field:
    """A parameter as a field of a form."""

    param: Param
    value: str
    names: tuple[str, ...]


def _own(query: Query) -> str:
    """A query without its header, as one to start from."""
    return "\n".join(line for line in query.text.splitlines() if not line.startswith("#+")).strip() + "\n"


async def _tried(served: Served, text: str) -> tuple[dict[str, Any] | None, str]:
    try:
        return await answer(served, text), ""
    except RefusalError as refusal:
        return None, refusal.message


def _result(views: Views, found: Mapping[str, Any] | None, wrong: str, download: str, after: str) -> dict[str, Any]:
    shown = table(views, found) if found else None
    triples = shown is not None and shown.columns == ("subject", "predicate", "object")
    endings = {"rdfxml": "rdf"} if download.endswith(".") else {}
    downloads = [
        (f"{download}{endings.get(format, format)}{after}", name)
        for format, name in (_GRAPHS if triples else _DOWNLOADS)
    ]
    return {
        "table": shown,
        "wrong": wrong,
        "pictures": pictures(views, shown) if shown else [],
        "downloads": downloads if shown else [],
        "most": SHOWN,
    }


def groups() -> list[tuple[str, list[Query]]]:
    """The saved queries under their first tag; the checks of quality last."""
    found: dict[str, list[Query]] = {}
    for query in saved().values():
        check = query.name.startswith("checks/")
        found.setdefault("checks" if check else (query.header.tags or ("other",))[0], []).append(query)
    return sorted(found.items(), key=lambda pair: (pair[0] == "checks", pair[0]))


def _names(views: Views, query: Query, param: Param) -> tuple[str, ...]:
    """Names that a form offers for a parameter, those with most to tell first."""
    if param.type == "boolean":
        return ("true", "false")
    if param.type != "iri":
        return ()
    others = {one.name for one in query.header.params}
    if param.name == "source" or (param.name == "other" and "source" in others):
        return tuple(one.key for one in views.documents()[:_SUGGESTED])
    if param.name == "class":
        return tuple(f"dipl:{name}" for name, term in terms().items() if term.kind == CLASS)
    wanted = _NAMES.get(param.name)
    return () if wanted is None else _known(views.catalogue, wanted)


def _known(found: Catalogue, wanted: str) -> tuple[str, ...]:
    keys = [key for key, kind in found.kinds.items() if not wanted or wanted in superclasses(kind)]
    keys.sort(key=lambda key: (-len(found.of.get(key, ())), found.label(key)))
    return tuple(dict.fromkeys(found.label(key) for key in keys[:_SUGGESTED]))


# -- the API ----------------------------------------------------------------------------------------------------------


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
        text = await run_in_threadpool(_bound, served, query, {key: value for key, value in given.items() if value})
    except KGError as error:
        raise RequestError(400, _plain(error)) from None
    return await asked(request, served.pool, question(Operation(text, (), ()), accept), VARY)


_ENDINGS: Final = {
    **{format: SENT[format].partition(";")[0] for format in ("csv", "tsv", "json", "xml", "ttl", "nt", "jsonld")},
    "rdf": SENT["rdfxml"],
}


def _given(query: Query, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The values of a form for this query's parameters; an empty field is none."""
    known = {param.name for param in query.header.params}
    return {name: value.strip() for name, value in pairs if name in known and value.strip()}


def _bound(served: Served, query: Query, given: Mapping[str, str]) -> str:
    return bound(query, given, served.site.reader)


def _plain(error: KGError) -> str:
    """The sentence for someone who has no command line."""
    return str(error).replace("--param ", "")


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
    forms = ROWS[:4] if re.search(r"(?i)\bselect\b|\bask\b", _own(query)) else TRIPLES[:4]
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
