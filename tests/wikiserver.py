"""A server on this machine that behaves, and misbehaves, like the Wikidata API and a reconciliation service."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

WIKIDATA = "http://www.wikidata.org/entity/"


@dataclass
class Reply:
    """What to answer instead of the right thing."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False  # take the question and say nothing
    cut: bool = False  # promise more bytes than come


@dataclass
class Wiki:
    """The items of the server, how it misbehaves, and what it was asked."""

    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    bad: list[Reply] = field(default_factory=list)  # given in turn, before anything right
    refuse: Callable[[Mapping[str, str]], Reply | None] = lambda asked: None
    asked: list[dict[str, str]] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    url: str = ""
    release: threading.Event = field(default_factory=threading.Event)

    def add(self, number: str, *names: str, **claims: object) -> None:
        """An item with names and, by property, items, or times as (day, precision)."""
        self.items[number] = {
            "id": number,
            "type": "item",
            "labels": {"en": {"language": "en", "value": names[0]}},
            "aliases": {"en": [{"language": "en", "value": name} for name in names[1:]]},
            "descriptions": {"en": {"language": "en", "value": f"item {number}"}},
            "claims": {name: [_statement(value) for value in _several(values)] for name, values in claims.items()},
        }

    def answer(self, asked: Mapping[str, str]) -> Any:
        """The right answer to a question."""
        if asked.get("action") == "wbsearchentities":
            return self._search(asked["search"])
        if asked.get("action") == "wbgetentities":
            return {"entities": {number: self._entity(number) for number in asked["ids"].split("|")}, "success": 1}
        if "queries" in asked:
            return {name: self._reconcile(query) for name, query in json.loads(asked["queries"]).items()}
        if "extend" in asked:
            return self._extend(json.loads(asked["extend"]))
        return {"versions": ["0.2"], "name": "Test", "identifierSpace": WIKIDATA, "schemaSpace": "x", "extend": {}}

    def _entity(self, number: str) -> dict[str, Any]:
        return self.items.get(number, {"id": number, "missing": ""})

    def _named(self, words: str) -> list[dict[str, Any]]:
        wanted = words.casefold()
        return [item for item in self.items.values() if any(wanted in name.casefold() for name in _names(item))]

    def _search(self, words: str) -> Any:
        found = [{"id": item["id"], "label": _names(item)[0]} for item in self._named(words)]
        return {"searchinfo": {"search": words}, "search": found, "success": 1}

    def _reconcile(self, query: Mapping[str, Any]) -> Any:
        found = self._named(query["query"])
        return {
            "result": [
                {
                    "id": item["id"],
                    "name": _names(item)[0],
                    "score": 100,
                    "match": True,
                    "type": [{"id": value, "name": value} for value in _values(item, "P31")],
                }
                for item in found
            ]
        }

    def _extend(self, query: Mapping[str, Any]) -> Any:
        properties = [one["id"] for one in query["properties"]]
        rows = {number: {name: _cells(self.items[number], name) for name in properties} for number in query["ids"]}
        return {"meta": [{"id": name, "name": name} for name in properties], "rows": rows}


def _several(values: object) -> list[Any]:
    return list(values) if isinstance(values, list) else [values]


def _statement(value: Any) -> dict[str, Any]:
    if isinstance(value, tuple):
        day, precision = value
        told: Any = {"time": f"+{day}T00:00:00Z", "precision": precision, "calendarmodel": f"{WIKIDATA}Q1985727"}
    else:
        told = {"entity-type": "item", "id": value}
    return {"mainsnak": {"snaktype": "value", "datavalue": {"value": told}}, "rank": "normal"}


def _names(item: Mapping[str, Any]) -> list[str]:
    return [item["labels"]["en"]["value"], *(one["value"] for one in item["aliases"]["en"])]


def _told(item: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [one["mainsnak"]["datavalue"]["value"] for one in item["claims"].get(name, ())]


def _values(item: Mapping[str, Any], name: str) -> list[str]:
    return [value["id"] for value in _told(item, name) if "id" in value]


def _cells(item: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [_cell(value) for value in _told(item, name)]


def _cell(value: Mapping[str, Any]) -> dict[str, Any]:
    if "id" in value:
        return {"id": value["id"], "name": value["id"]}
    return {"date": value["time"].strip("+").removesuffix("Z")}


class _Handler(BaseHTTPRequestHandler):
    wiki: Wiki
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._reply(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._reply(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _reply(self, form: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(form, keep_blank_values=True).items()}
        wiki = self.wiki
        wiki.asked.append(asked)
        wiki.agents.append(self.headers.get("User-Agent", ""))
        bad = wiki.bad.pop(0) if wiki.bad else wiki.refuse(asked)
        if bad and bad.silent:
            wiki.release.wait(10)
            self.close_connection = True
        elif bad:
            self._send(bad)
        else:
            self._send(Reply(body=json.dumps(wiki.answer(asked)).encode()))

    def _send(self, reply: Reply) -> None:
        self.send_response_only(reply.status)  # without a Date of its own
        headers = {"Content-Type": "application/json", **reply.headers}
        headers["Content-Length"] = str(len(reply.body) + (100 if reply.cut else 0))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)
        self.close_connection = reply.cut or self.close_connection

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(wiki: Wiki) -> Iterator[Wiki]:
    """The wiki on a free port of 127.0.0.1 while the block runs."""
    handler = type("Handler", (_Handler,), {"wiki": wiki})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    wiki.url = f"http://127.0.0.1:{server.server_port}/w/api.php"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield wiki
    finally:
        wiki.release.set()
        server.shutdown()
        thread.join()
        server.server_close()
