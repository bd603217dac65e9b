"""SPARQL 1.1 Protocol, read-only, and the reading half of the Graph Store Protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.serve.description import description
from kg.serve.http import Pairs, RequestError, asked, body, pairs, query_pairs
from kg.serve.media import DATASETS, PAGE, ROWS, SENT, TRIPLES, media_type, preferred
from kg.serve.served import Served

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_NO_UPDATE: Final = "this server only reads; updates are refused"
VARY: Final = {"Vary": "Accept"}
# pyoxigraph looks for the graphs of FROM in its own store only; a test shows it.
ALLOWED: Final = ("FROM",)


@dataclass(frozen=True, slots=True)
class Operation:
    """A query with the graphs that the request names for it."""

    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]


async def sparql(request: Request) -> Response:
    """GET or POST of a query; without one, what this service is."""
    served: Served = request.app.state.keeper.current
    if request.method == "POST":
        operation = await _posted(request, served)
    else:
        given = query_pairs(request)
        if not any(name in ("query", "update") for name, _ in given):
            return _described(request, served)
        operation = _operation(given)
    accept = _asked_format(request) or request.headers.get("accept", "")
    if request.method == "GET" and preferred(accept, (*ROWS, *TRIPLES, *PAGE)) == "html":
        return RedirectResponse(f"/query?{urlencode({'query': operation.query})}", 303, VARY)
    return await asked(request, served.pool, question(operation, accept), VARY)


def _asked_format(request: Request) -> str:
    """What `format=csv` in the address means as an Accept header; links for downloads use it."""
    return SENT.get(request.query_params.get("format", ""), "").partition(";")[0]


def question(operation: Operation, accept: str) -> dict[str, Any]:
    """What a worker is asked; which of the two kinds of format counts it will see."""
    rows, triples = preferred(accept, ROWS), preferred(accept, TRIPLES)
    if rows is None and triples is None:
        raise RequestError(406, f"none of the formats here is acceptable; there are {', '.join(dict(ROWS + TRIPLES))}")
    return {
        "query": operation.query,
        "allow": ALLOWED,
        "rows": rows,
        "triples": triples,
        "default": operation.default,
        "named": operation.named,
    }


async def _posted(request: Request, served: Served) -> Operation:
    media, charset = media_type(request.headers.get("content-type", ""))
    if media not in (_FORM, _QUERY, _UPDATE):
        raise RequestError(415, f"the content type of a POST must be {_QUERY} or {_FORM}, not {media or 'left out'}")
    if charset not in ("", "utf-8", "utf8"):
        raise RequestError(415, f"the query must be UTF-8, not {charset}")
    content = await body(request, served.limits)
    given = query_pairs(request)
    if media == _FORM:
        return _operation([*given, *pairs(content, "form")])
    if media == _UPDATE:
        raise RequestError(403, _NO_UPDATE)
    if any(name == "query" for name, _ in given):
        raise RequestError(400, "the query stands both in the address and in the body; send it once")
    try:
        return _operation([*given, ("query", content.decode("utf-8"))])
    except UnicodeDecodeError:
        raise RequestError(400, "the query is not UTF-8") from None


def _operation(given: Pairs) -> Operation:
    queries = [value for name, value in given if name == "query"]
    if any(name == "update" for name, _ in given):
        raise RequestError(403, _NO_UPDATE)
    if len(queries) != 1:
        raise RequestError(400, f"there must be one query, not {len(queries)}")
    default, named = (
        tuple(value for name, value in given if name == wanted) for wanted in ("default-graph-uri", "named-graph-uri")
    )
    return Operation(queries[0], default, named)


def _described(request: Request, served: Served) -> Response:
    format = preferred(request.headers.get("accept", ""), (*TRIPLES, *PAGE))
    if format == "html":
        return RedirectResponse("/query", 303, VARY)
    if format is None:
        raise RequestError(406, "the description of the service is RDF; ask for example for text/turtle")
    endpoint = str(request.url.replace(query=""))
    return Response(description(served.site, endpoint, format), 200, VARY, SENT[format])


async def graph_store(request: Request) -> Response:
    """One graph of the store: `?default` or `?graph=IRI`; without either all graphs, in a format that names them."""
    served: Served = request.app.state.keeper.current
    given = dict(query_pairs(request))
    accept = _asked_format(request) or request.headers.get("accept", "")
    given.pop("format", None)
    if given.keys() - {"default", "graph"} or len(given) > 1:
        raise RequestError(400, "name one graph with ?default or ?graph=IRI, or none for all of them")
    whole = not given
    format = preferred(accept, DATASETS if whole else TRIPLES)
    if format is None:
        raise RequestError(
            406, "none of the formats here is acceptable; ask for example for text/turtle or application/trig"
        )
    asking = {"graph": given.get("graph"), "format": format, "all": whole}
    return await asked(request, served.pool, asking, VARY)
