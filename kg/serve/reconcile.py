"""Reconciliation Service API 0.2: names of a table matched against the graph, for OpenRefine and its like.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kg import __version__
from kg.ask.entities import folded
from kg.graph.reading import Value, local_name
from kg.graph.terms import XSD, superclasses, thing
from kg.serve.http import RequestError, body, pairs, query_pairs
from kg.serve.media import PAGE, preferred
from kg.serve.search import Hit
from kg.serve.served import Served
from kg.serve.terms import CLASS, PROPERTY, named, terms
from kg.serve.views import Views
from kg.vocab import ONTOLOGY

Json = dict[str, Any]

_TYPES: Final = ("State", "Person", "Organization", "Place", "Post", "Event", "Agreement", "Tenure")
_BATCH: Final = 500  # queries or identifiers in one request; OpenRefine sends 10
_CANDIDATES: Final = 10
_MOST: Final = 50  # candidates that a client may ask for
# A name as like as this, and alone so, is taken for certain.
_CERTAIN: Final = 99.0
_LEAST: Final = 50.0  # what is less alike is noise in a table
# Properties that are not the ontology's own and that a table may want.
_OTHERS: Final = {"label": "name", "altLabel": "other names", "exactMatch": "Wikidata item"}


async def reconcile(request: Request) -> Response:
    """The manifest, candidates for a batch of queries, or property values for a list of identifiers."""
    served: Served = request.app.state.keeper.current
    given = dict(query_pairs(request))
    if request.method == "POST":
        given |= dict(pairs(await body(request, served.limits), "form"))
    if "queries" in given:
        return JSONResponse(await run_in_threadpool(_results, served.views, _object(given["queries"], "queries")))
    if "extend" in given:
        return JSONResponse(await run_in_threadpool(_extended, served.views, _object(given["extend"], "extend")))
    if preferred(request.headers.get("accept", ""), (("application/json", "json"), *PAGE)) == "html":
        return RedirectResponse("/reconcile/about", 303)
    return JSONResponse(manifest(served.views, str(request.url.replace(path="", query="")).rstrip("/")))


def manifest(views: Views, root: str) -> Json:
    """What the service offers."""
    suggest = {
        kind: {"service_url": root, "service_path": f"/reconcile/suggest/{kind}"}
        for kind in ("entity", "property", "type")
    }
    return {
        "versions": ["0.2"],
        "name": "Chancery: diplomatic actors and events",
        "identifierSpace": views.site.base,
        "schemaSpace": ONTOLOGY,
        "documentation": f"{root}/reconcile/about",
        "serviceVersion": __version__,
        "view": {"url": f"{root}/id/{{{{id}}}}"},
        "defaultTypes": [_type(name) for name in _TYPES],
        "suggest": suggest,
        "preview": {"url": f"{root}/reconcile/preview?id={{{{id}}}}", "width": 420, "height": 220},
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
    }


def _object(text: str, name: str) -> Json:
    """A JSON object of bounded size; RequestError if it is something else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise RequestError(400, f"{name} is not JSON") from None
    if not isinstance(found, dict):
        raise RequestError(400, f"{name} must be a JSON object")
    return found


# -- candidates -------------------------------------------------------------------------------------------------------


def _results(views: Views, queries: Json) -> Json:
    if len(queries) > _BATCH:
        raise RequestError(413, f"send at most {_BATCH} queries at once")
    return {name: {"result": _candidates(views, query)} for name, query in queries.items()}


def _candidates(views: Views, query: Any) -> list[Json]:
    """Candidates for one query, the best first."""
    words, types, properties, most = _read(query)
    chosen = _chooser(views, types) if types else (lambda key: not key.startswith(("phase/", "relation/")))
    hits = [hit for hit in views.searcher.names(words, most * 3, chosen) if hit.score >= _LEAST]
    found = [(hit, *_agreeing(views, hit.key, properties)) for hit in hits]
    scored = [(_weighed(hit.score, agree, of), hit, agree, of) for hit, agree, of in found]
    scored.sort(key=lambda one: (-one[0], one[1].key))
    certain = [one for one in scored if one[1].score >= _CERTAIN and one[2] == one[3]]
    return [
        {
            "id": hit.key,
            "name": views.catalogue.label(hit.key),
            "score": score,
            "match": len(certain) == 1 and certain[0][1] is hit,
            "type": [_type(name) for name in _types_of(views, hit.key)],
            "description": _description(views, hit.key),
            "features": _features(hit, agree, of),
        }
        for score, hit, agree, of in scored[:most]
    ]


def _read(query: Any) -> tuple[str, list[str], list[Json], int]:
    """Words, types, properties and number of candidates of a query; RequestError if it is not one."""
    if not isinstance(query, dict):
        raise RequestError(400, "a query must be a JSON object with the member query")
    types, properties = query.get("type") or [], query.get("properties") or []
    types = [types] if isinstance(types, str) else types
    words, limit = query.get("query", ""), query.get("limit", _CANDIDATES)
    sound = isinstance(words, str) and isinstance(types, list) and all(isinstance(name, str) for name in types)
    sound = sound and isinstance(properties, list) and all(isinstance(one, dict) and "pid" in one for one in properties)
    if not sound or not isinstance(limit, (int, float)):
        raise RequestError(
            400, "a query has query (text), type (text or list), properties (list with pid and v), limit"
        )
    return words, [name.removeprefix(ONTOLOGY).removeprefix("dipl:") for name in types], properties, _bounded(limit)


def _bounded(limit: float) -> int:
    return int(min(max(limit, 1), _MOST))


def _chooser(views: Views, types: list[str]) -> Callable[[str], bool]:
    """Whether a key is of one of the types or below."""
    wanted = set(types)

    def chosen(key: str) -> bool:
        return any(wanted & set(superclasses(name)) for name in _types_of(views, key))

    return chosen


def _types_of(views: Views, key: str) -> list[str]:
    found = views.catalogue
    if key in found.happenings:
        return [found.happenings[key].kind]
    return [found.kinds[key]] if found.kinds.get(key) else []


def _type(name: str) -> Json:
    return {"id": name, "name": named(name)}


def _weighed(score: float, agree: int, of: int) -> float:
    """The likeness of the name, lowered by each property that does not agree."""
    return round(score * (1 - 0.4 * (of - agree) / of), 1) if of else score


def _agreeing(views: Views, key: str, properties: list[Json]) -> tuple[int, int]:
    """How many of the given properties the thing has with one of the given values, and how many are given."""
    agree = 0
    for one in properties:
        wanted = one.get("v")
        values = wanted if isinstance(wanted, list) else [wanted]
        agree += any(_same(views, key, str(one["pid"]), value) for value in values)
    return agree, len(properties)


def _same(views: Views, key: str, name: str, wanted: Any) -> bool:
    words = str(wanted.get("id", "")) if isinstance(wanted, dict) else str(wanted)
    for value in _values(views, key, _bare(name)):
        shown = views.shown(value).words
        if words in (value.value, value.value.removeprefix(views.site.base)) or folded(words) == folded(shown):
            return True
    return False


def _bare(name: str) -> str:
    """The local name of a property given in any of its forms."""
    return local_name(name.removeprefix("dipl:"))


def _features(hit: Hit, agree: int, of: int) -> list[Json]:
    features: list[Json] = [{"id": "name", "value": hit.score}]
    return features + ([{"id": "properties", "value": round(agree / of, 3)}] if of else [])


def _description(views: Views, key: str) -> str:
    """A few words that tell namesakes apart."""
    count = len(views.catalogue.of.get(key, ()))
    kinds = ", ".join(map(named, _types_of(views, key)))
    events = f"{count} event{'' if count == 1 else 's'}" if count else ""
    return "; ".join(part for part in (kinds, events) if part)


# -- property values --------------------------------------------------------------------------------------------------


def _values(views: Views, key: str, name: str) -> list[Value]:
    node = views.node(key)
    return views.reader.properties(node, ox.DefaultGraph()).get(name, []) if node else []


def _extended(views: Views, asked: Json) -> Json:
    """The values of properties for identifiers."""
    ids, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise RequestError(400, "extend needs ids (list) and properties (list with id)")
    if len(ids) > _BATCH or len(properties) > 50:
        raise RequestError(413, f"send at most {_BATCH} identifiers and 50 properties at once")
    names = [_bare(str(one["id"])) for one in properties if isinstance(one, dict) and "id" in one]
    return {
        "meta": [{"id": name, "name": _OTHERS.get(name) or named(name)} for name in names],
        "rows": {
            str(key): {name: [_json(views, value) for value in _values(views, str(key), name)] for name in names}
            for key in ids
        },
    }


def _json(views: Views, value: Value) -> Json:
    """A value in the form of the data extension protocol."""
    if isinstance(value, ox.NamedNode):
        if value.value.startswith(views.site.base):
            return {"id": value.value.removeprefix(views.site.base), "name": views.shown(value).words}
        return {"str": value.value}
    datatype = value.datatype.value.removeprefix(XSD)
    if datatype == "integer":
        return {"int": int(value.value)}
    if datatype == "decimal":
        return {"float": float(value.value)}
    return {"date": value.value} if datatype == "dateTime" else {"str": value.value}


async def properties(request: Request) -> Response:
    """Properties that things of a type have."""
    served: Served = request.app.state.keeper.current
    type_ = request.query_params.get("type", "")
    limit = _number(request, 100)
    found = await run_in_threadpool(_proposed, served.views, _bare(type_))
    answer: Json = {"properties": found[:limit], "limit": limit}
    return JSONResponse({**answer, "type": type_} if type_ else answer)


def _proposed(views: Views, type_: str) -> list[Json]:
    """The properties that the first things of a type have, the most frequent first."""
    chosen = _chooser(views, [type_]) if type_ else (lambda key: True)
    found = views.catalogue
    keys = [key for key in (*found.kinds, *found.happenings) if chosen(key)][:300]
    counts: dict[str, int] = {}
    for key in keys:
        for name in views.reader.properties(thing(key, views.site.base), ox.DefaultGraph()):
            counts[name] = counts.get(name, 0) + 1
    names = [name for name in sorted(counts, key=lambda name: (-counts[name], name)) if _is_known(name)]
    return [{"id": name, "name": _OTHERS.get(name) or named(name)} for name in names]


def _is_known(name: str) -> bool:
    return name in terms() or name in _OTHERS


# -- suggest and preview ----------------------------------------------------------------------------------------------


async def suggest(request: Request) -> Response:
    """Entities, types or properties that begin like the prefix."""
    served: Served = request.app.state.keeper.current
    prefix, limit = request.query_params.get("prefix", ""), _number(request, 20)
    kind = request.path_params["kind"]
    if kind == "entity":
        found = await run_in_threadpool(_entities, served.views, prefix, limit)
    elif kind in ("type", "property"):
        found = _named_like(prefix, CLASS if kind == "type" else PROPERTY)[:limit]
    else:
        raise RequestError(404, "there is suggest/entity, suggest/type and suggest/property")
    return JSONResponse({"result": found})


def _entities(views: Views, prefix: str, limit: int) -> list[Json]:
    return [
        {
            "id": hit.key,
            "name": views.catalogue.label(hit.key),
            "description": _description(views, hit.key),
            "notable": [_type(name) for name in _types_of(views, hit.key)],
        }
        for hit in views.searcher.names(prefix, limit)
    ]


def _named_like(prefix: str, kind: str) -> list[Json]:
    wanted = folded(prefix)
    found: Mapping[str, str] = {name: term.label for name, term in terms().items() if term.kind == kind}
    if kind == PROPERTY:
        found = {**found, **_OTHERS}
    like = [name for name, label in found.items() if wanted in folded(label) or wanted in name.casefold()]
    like.sort(key=lambda name: (not folded(found[name]).startswith(wanted), name))
    return [
        {"id": name, "name": found[name], "description": terms()[name].definition if name in terms() else ""}
        for name in like
    ]


def _number(request: Request, default: int) -> int:
    given = request.query_params.get("limit", "")
    return min(max(int(given), 1), 200) if given.isascii() and given.isdigit() and len(given) < 6 else default


def preview(views: Views, key: str) -> tuple[str, Json]:
    """A few lines about a thing, for a small frame in another page."""
    node = thing(key, views.site.base)
    return "preview.html", {"thing": views.thing(node), "description": _description(views, key)}
