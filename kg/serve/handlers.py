"""Addresses of pages and data: what the client asked for, and in which form it comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kg.graph.terms import thing
from kg.serve import linked, pages, reconcile, reviews, things
from kg.serve.description import void as void_document
from kg.serve.http import RequestError
from kg.serve.media import ENDINGS, PAGE, SENT, TRIPLES, preferred
from kg.serve.pages import MissingError, Page
from kg.serve.served import Served
from kg.serve.terms import terms
from kg.serve.views import Views

_RDF: Final = tuple(pair for pair in TRIPLES if pair[1] in ("ttl", "nt", "rdfxml", "jsonld"))
_FRESH: Final = "no-cache"  # a client may keep it, but asks whether it still holds


def headers(served: Served, variant: str) -> dict[str, str]:
    return {"ETag": served.site.etag(variant), "Cache-Control": _FRESH, "Vary": "Accept, Accept-Encoding"}


def unchanged(request: Request, tags: dict[str, str]) -> Response | None:
    """304 if the client has what it asks for."""
    known = request.headers.get("if-none-match", "")
    same = known == "*" or tags["ETag"] in (tag.strip() for tag in known.split(","))
    return Response(None, 304, tags) if known and same else None


async def shown(request: Request, make: Callable[[Views], Page], keep: bool = True) -> Response:
    """A page, or 304, or 404 for people."""
    served: Served = request.app.state.keeper.current
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    tags = headers(served, address)
    if keep and (found := unchanged(request, tags)):
        return found
    packed = keep and "gzip" in request.headers.get("accept-encoding", "")
    try:
        if keep:
            content = await run_in_threadpool(served.renderer.page, address, make, packed)
        else:
            content = await run_in_threadpool(served.renderer.fresh, address, make)
    except MissingError:
        return await missing(request, f"This graph knows nothing of {request.url.path}.")
    more = {"Content-Encoding": "gzip"} if packed else {}
    return Response(content, 200, {**tags, **more} if keep else {"Cache-Control": _FRESH}, SENT["html"])


async def missing(request: Request, message: str) -> Response:
    """404, as a page for those who like pages."""
    accept = request.headers.get("accept", "")
    if preferred(accept, (*PAGE, ("text/plain", "text"))) != "html":
        raise RequestError(404, message)
    return await told(request, RequestError(404, message))


async def told(request: Request, problem: RequestError) -> Response:
    """What is wrong with a request, as a page."""
    served: Served = request.app.state.keeper.current
    heading, message = _HEADINGS.get(problem.status, "This cannot be answered"), problem.message
    shown = {"heading": heading, "message": f"{message[:1].upper()}{message[1:]}".removesuffix(".") + "."}
    shown["again"] = problem.headers.get("Retry-After", "")
    content = await run_in_threadpool(served.renderer.fresh, "", lambda views: ("missing.html", shown))
    return Response(content, problem.status, {**problem.headers, "Vary": "Accept"}, SENT["html"])


_HEADINGS: Final = {
    404: "There is nothing here",
    406: "There is no such form of it",
    503: "The server is busy",
    504: "This took too long",
}


def number(request: Request, name: str = "page") -> int:
    """A page number of the address; 1 if there is none."""
    given = request.query_params.get(name, "1")
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise RequestError(400, f"{name} must be a number, not {given[:40]!r}")
    return int(given)


async def home(request: Request) -> Response:
    return await shown(request, pages.home)


async def pair(request: Request) -> Response:
    return await shown(request, lambda views: pages.pair(views, request.path_params["names"]))


async def listing(request: Request) -> Response:
    kind, part = request.path_params["kind"], number(request)
    return await shown(request, lambda views: pages.listing(views, kind, part))


async def numbered(request: Request, make: Callable[[Views, int], Page]) -> Response:
    part = number(request)
    return await shown(request, lambda views: make(views, part))


disagreements = partial(numbered, make=reviews.disagreements)
findings = partial(numbered, make=reviews.findings)
unread = partial(numbered, make=reviews.unread)


async def described(request: Request) -> Response:
    """Anything with an IRI under the base: a page or data, as the client likes or the ending says."""
    served: Served = request.app.state.keeper.current
    key, format = _key_and_format(request, served)
    if format is None:
        raise RequestError(406, "this comes as HTML, Turtle, JSON-LD, N-Triples or RDF/XML")
    if key.startswith("graph/") and served.site.store.contains_named_graph(thing(key, served.site.base)):
        return RedirectResponse(f"/rdf-graphs?graph={served.site.base}{key}", 303, {"Vary": "Accept"})
    node = served.views.node(key)
    if node is None:
        return await missing(request, f"This graph knows nothing of {key}.")
    if format == "html":
        if key.startswith("source/"):
            part = number(request)
            return await shown(request, lambda views: things.source(views, node, part))
        return await shown(request, lambda views: things.entity(views, key, node))
    tags = headers(served, f"{key} {format}")
    tags["Link"] = f'<{node.value}>; rel="describes"'
    return unchanged(request, tags) or Response(linked.description(served.site, node, format), 200, tags, SENT[format])


def _key_and_format(request: Request, served: Served) -> tuple[str, str | None]:
    """What is asked for, without the ending that names a format, if there is one and nothing has that very name."""
    key: str = request.path_params["key"]
    stem, dot, ending = key.rpartition(".")
    if dot and ending in ENDINGS and served.views.node(key) is None:
        return stem, ENDINGS[ending]
    return key, preferred(request.headers.get("accept", ""), (*PAGE, *_RDF))


async def ontology(request: Request) -> Response:
    """The ontology, as a page or as data."""
    served: Served = request.app.state.keeper.current
    _, dot, ending = request.url.path.rpartition(".")
    accept = request.headers.get("accept", "")
    format = ENDINGS.get(ending) if dot else preferred(accept, (*PAGE, *_RDF))
    if format is None:
        raise RequestError(406, "the ontology comes as HTML, Turtle, JSON-LD, N-Triples or RDF/XML")
    if format == "html":
        return await shown(request, lambda views: pages.ontology())
    tags = headers(served, f"ontology {format}")
    return unchanged(request, tags) or Response(linked.ontology(format), 200, tags, SENT[format])


async def void(request: Request) -> Response:
    """The data set in the words of VoID."""
    served: Served = request.app.state.keeper.current
    format = preferred(request.headers.get("accept", ""), _RDF) or "ttl"
    root = str(request.url.replace(path="/", query=""))
    content = void_document(served.site, f"{root}void", f"{root}sparql", format)
    return Response(content, 200, {"Vary": "Accept"}, SENT[format])


# -- search, reconciliation pages, the editor's terms -----------------------------------------------------------------


async def search(request: Request) -> Response:
    """Things by name and claims by their words; one thing that bears this very name is shown at once."""
    words = request.query_params.get("q", "").strip()[:_LONGEST]
    return await shown(request, lambda views: pages.search(views, words), keep=False)


_LONGEST: Final = 200  # characters of a search


async def about_reconciliation(request: Request) -> Response:
    address = str(request.url.replace(path="/reconcile", query=""))
    return await shown(request, lambda views: ("reconcile.html", {"address": address}), keep=False)


async def preview(request: Request) -> Response:
    """A few lines about a thing; unlike all other pages it may stand in a frame."""
    served: Served = request.app.state.keeper.current
    key = request.query_params.get("id", "").removeprefix(served.site.base)
    if not key or served.views.node(key) is None:
        raise RequestError(404, f"this graph knows nothing of {key[:100]}")
    answer = await shown(request, lambda views: reconcile.preview(views, key), keep=False)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; frame-ancestors *"
    return answer


async def editor_terms(request: Request) -> Response:
    """The names that the query editor completes."""
    known = {
        "rdfs:label": "name",
        "skos:altLabel": "other name",
        "skos:exactMatch": "Wikidata item",
        "rdf:type": "type",
    }
    listed = [{"text": f"dipl:{name}", "label": term.label} for name, term in terms().items()]
    listed += [{"text": name, "label": label} for name, label in known.items()]
    return JSONResponse(listed, headers={"Cache-Control": "public, max-age=31536000, immutable"})
