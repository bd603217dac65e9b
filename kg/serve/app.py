"""The server's routes, and the headers that every answer carries."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve import api, handlers, queries, reconcile
from kg.serve.http import RequestError, plain
from kg.serve.keeper import Keeper
from kg.serve.limits import DEFAULT, Limits
from kg.serve.media import PAGE, preferred
from kg.serve.render import FOLDER
from kg.serve.site import Site
from kg.serve.sparql import graph_store, sparql

_METHODS: Final = "GET, HEAD, POST, OPTIONS"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, Content-Location",
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_RAW: Final = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
_PREFLIGHT: Final = {
    "Allow": _METHODS,
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class Headers:
    """Adds to every answer what browsers need to know; answers OPTIONS itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message["headers"]
                names = {name for name, _ in given}
                message["headers"] = [*given, *(pair for pair in _RAW if pair[0] not in names)]
            await send(message)

        if scope["method"] == "OPTIONS":
            await Response(None, 204, _PREFLIGHT)(scope, receive, with_headers)
        else:
            await self._app(scope, receive, with_headers)


def routes() -> list[BaseRoute]:
    both = ["GET", "POST"]
    return [
        Route("/sparql", sparql, methods=both),
        Route("/sparql/", sparql, methods=both),
        Route("/rdf-graphs", graph_store),
        Route("/void", handlers.void),
        Route("/.well-known/void", handlers.void),
        Route("/", handlers.home),
        Route("/id/{key:path}", handlers.described),
        Route("/pair/{names}", handlers.pair),
        Route("/list/{kind}", handlers.listing),
        Route("/disagreements", handlers.disagreements),
        Route("/findings", handlers.findings),
        Route("/unread", handlers.unread),
        *(Route(f"/ontology{ending}", handlers.ontology) for ending in ("", ".html", ".ttl", ".jsonld", ".nt", ".rdf")),
        Route("/search", handlers.search),
        Route("/query", queries.editor),
        Route("/query/{name:path}", queries.form),
        Route("/api", api.api_page),
        Route("/api/openapi.json", api.openapi),
        Route("/api/queries", api.api_list),
        Route("/api/queries/{name:path}", api.api_query),
        Route("/reconcile", reconcile.reconcile, methods=both),
        Route("/reconcile/", reconcile.reconcile, methods=both),
        Route("/reconcile/about", handlers.about_reconciliation),
        Route("/reconcile/preview", handlers.preview),
        Route("/reconcile/properties", reconcile.properties),
        Route("/reconcile/suggest/{kind}", reconcile.suggest),
        Route("/static/terms.json", handlers.editor_terms),
        Mount("/static", StaticFiles(directory=FOLDER / "static")),
    ]


def application(
    site: Site, limits: Limits = DEFAULT, path: Path | None = None, say: Callable[[str], None] = print
) -> ASGIApp:
    """The server for a site as an ASGI application; its workers start and end with it.

    With the path that the site was opened from, a graph that is put there later is taken up.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.keeper = Keeper(site, limits, path, say)
        await app.state.keeper.open()
        try:
            yield
        finally:
            await app.state.keeper.close()

    wrong: dict[Any, Any] = {RequestError: _problem, 404: _nowhere}
    return Headers(Starlette(routes=routes(), lifespan=lifespan, exception_handlers=wrong))


async def _problem(request: Request, problem: RequestError) -> Response:
    """What is wrong: a page for those who like pages better than plain words."""
    likes_pages = preferred(request.headers.get("accept", ""), (("text/plain", "text"), *PAGE)) == "html"
    return await handlers.told(request, problem) if likes_pages else plain(problem)


async def _nowhere(request: Request, error: Exception) -> Response:
    try:
        return await handlers.missing(request, f"This server has no page {request.url.path}.")
    except RequestError as problem:
        return plain(problem)
