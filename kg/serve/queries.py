"""Saved queries as forms, and queries of the reader's own, with their answers as tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.ask.binding import bound
from kg.ask.header import Param
from kg.ask.saved import Query, saved
from kg.errors import KGError
from kg.graph.terms import PREFIXES, superclasses
from kg.serve.answers import RefusalError
from kg.serve.catalogue import Catalogue
from kg.serve.drawn import Table, pictures
from kg.serve.handlers import missing, shown
from kg.serve.http import query_pairs
from kg.serve.links import local
from kg.serve.pages import Page
from kg.serve.served import Served
from kg.serve.sparql import ALLOWED
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
_DOWNLOADS: Final = (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML"))
_GRAPHS: Final = (("ttl", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("rdfxml", "RDF/XML"))


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
            text = await run_in_threadpool(bound_text, served, query, given)
            found, wrong = await _tried(served, text)
        except KGError as error:
            wrong = plain_words(error)

    def make(views: Views) -> Page:
        address = f"/api/queries/{name}"
        page = _result(views, found, wrong, f"{address}.", f"?{urlencode(given)}" if given else "")
        params = [
            _Field(param, given.get(param.name, ""), _names(views, query, param)) for param in query.header.params
        ]
        return "saved.html", {**page, "query": query, "params": params, "own": own(query)}

    return await shown(request, make, keep=False)


@dataclass(frozen=True, slots=True)
class _Field:
    """A parameter as a field of a form."""

    param: Param
    value: str
    names: tuple[str, ...]


def own(query: Query) -> str:
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


def _given(query: Query, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The values of a form for this query's parameters; an empty field is none."""
    known = {param.name for param in query.header.params}
    return {name: value.strip() for name, value in pairs if name in known and value.strip()}


def bound_text(served: Served, query: Query, given: Mapping[str, str]) -> str:
    """The query with its parameters bound; KGError if one of them is wrong."""
    return bound(query, given, served.site.reader)


def plain_words(error: KGError) -> str:
    """The sentence for someone who has no command line."""
    return str(error).replace("--param ", "")
