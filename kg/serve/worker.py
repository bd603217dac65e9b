"""The process that runs queries: it can be killed at any moment, and can reach neither network nor disk.

It opens the store, gives up the right to open anything else, and answers one question after another over its one
socket. When the server at the other end is gone, it ends itself.
"""

from __future__ import annotations

import json
import os
import re
import socket
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from queue import SimpleQueue
from typing import IO, Any, Final, cast

import pyoxigraph as ox

from kg.ask.confine import confine
from kg.ask.guard import check
from kg.errors import KGError
from kg.serve.frames import ASK, END, FAULT, HEADER, PART, READY, frame
from kg.serve.media import RDF

_PART: Final = 256 * 1024  # bytes of an answer that travel together

_ROWS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
# What stands once in each row but the first or last, and cannot stand inside a value.
_ROW_MARK: Final = {"json": b'}},{"', "xml": b"<result>", "csv": b"\r\n", "tsv": b"\n"}
# XML 1.0 has no way to write these, not even escaped; they become U+FFFD so that the answer can be read at all.
_NOT_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}".encode()


class RefusedError(Exception):
    """A question that gets no answer, with the HTTP status that says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def main(descriptor: int) -> None:
    """Serve the socket with this descriptor until its other end is closed."""
    channel = socket.socket(fileno=descriptor)
    frames: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(channel, frames), daemon=True).start()
    setup = json.loads(frames.get())
    store = ox.Store.read_only(setup["store"]) if setup["store"] else loaded(frames.get())
    confine(setup["memory"], setup["store"])
    channel.sendall(frame(READY, b""))
    worker = Worker(store, setup)
    while True:
        worker.reply(json.loads(frames.get()), channel.sendall)


def _listen(channel: socket.socket, frames: SimpleQueue[bytes]) -> None:
    """Hand on what comes; end the process, whatever it is doing, when the server is gone."""
    with suppress(OSError), channel.makefile("rb") as stream:
        while len(header := stream.read(HEADER.size)) == HEADER.size:
            kind, length = HEADER.unpack(header)
            content = stream.read(length)
            if kind != ASK or len(content) != length:
                break
            frames.put(content)
    os._exit(0)


def loaded(quads: bytes) -> ox.Store:
    """A store in memory, of N-Quads."""
    store = ox.Store()
    store.bulk_load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)
    return store


class Worker:
    """Answers questions from one store."""

    def __init__(self, store: ox.Store, setup: Mapping[str, Any]) -> None:
        self._store, self._base, self._prefixes = store, setup["base"], setup["prefixes"]
        self._rows, self._answer = setup["rows"], setup["answer"]
        # A key has slashes, which a prefixed name would have to escape.
        self._shown = {name: iri for name, iri in self._prefixes.items() if iri != self._base}

    def reply(self, question: Mapping[str, Any], send: Callable[[bytes], object]) -> None:
        """Send the answer in parts and its end, or a fault."""
        try:
            end = self._answered(question, _Parts(send, self._rows, self._answer))
        except RefusedError as refusal:
            fault = {"status": refusal.status, "message": str(refusal)}
        except KGError as error:
            fault = {"status": 400, "message": str(error)}
        except MemoryError:
            os._exit(70)  # what is left of the heap is of no use; the server sees the end and says why
        except Exception:
            fault = {"status": 500, "message": "the query could not be run", "trace": traceback.format_exc()}
        else:
            send(frame(END, json.dumps(end).encode()))
            return
        send(frame(FAULT, json.dumps(fault).encode()))

    def _answered(self, question: Mapping[str, Any], parts: _Parts) -> dict[str, str]:
        """Write the answer's body; what tells its format comes back."""
        if "graph" in question:
            return self._dumped(question, parts)
        check(question["query"], "query", question["allow"])
        answer = self._asked(question)
        if "table" in question:
            parts.write(json.dumps(_table(answer, question["table"]), ensure_ascii=False).encode())
            parts.flush()
            return {"format": "json"}
        if isinstance(answer, ox.QueryTriples):
            format = _offered(question["triples"], "triples")
            triples = islice(answer, self._rows + 1)
            self._write(_counted(triples, parts), parts.file(format), format)
        else:
            format = _offered(question["rows"], "rows")
            parts.mark = _ROW_MARK[format] if isinstance(answer, ox.QuerySolutions) else b""
            answer.serialize(parts.file(format), format=_ROWS[format])
        parts.flush()
        return {"format": format}

    def _write(self, triples: Iterator[ox.Triple], file: IO[bytes], format: str) -> None:
        ox.serialize(triples, file, RDF[format], prefixes=self._shown)

    def _asked(self, question: Mapping[str, Any]) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        given = question.get("default"), question.get("named")
        try:
            # If the request names any graph, those it names are the whole data set (SPARQL 1.1 Protocol, 2.1.4).
            default, named = ([ox.NamedNode(iri) for iri in graphs or ()] for graphs in given)
            chosen: dict[str, Any] = {"default_graph": default, "named_graphs": named} if any(given) else {}
        except ValueError as error:
            raise RefusedError(400, f"a graph that the request names is no IRI: {error}") from None
        try:
            return self._store.query(question["query"], base_iri=self._base, prefixes=self._prefixes, **chosen)
        except (SyntaxError, ValueError) as error:
            raise RefusedError(400, f"this is not a SPARQL query: {' '.join(str(error).split())[:160]}") from None
        except (OSError, RuntimeError) as error:
            raise RefusedError(400, f"the query cannot be run: {error}") from None

    def _dumped(self, question: Mapping[str, Any], parts: _Parts) -> dict[str, str]:
        """One graph, or all with their names if the format can hold them."""
        format, name = question["format"], question["graph"]
        graph: ox.NamedNode | ox.DefaultGraph = ox.NamedNode(name) if name else ox.DefaultGraph()
        if name and not self._store.contains_named_graph(graph):
            raise RefusedError(404, f"there is no graph <{name}> here")
        chosen = None if question.get("all") else graph
        self._store.dump(parts.file(format), RDF[format], from_graph=chosen, prefixes=self._shown)
        parts.flush()
        return {"format": format}


def _table(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, most: int) -> dict[str, Any]:
    """The first rows of an answer for a page, and whether there are more; a triple is a row of three."""
    if isinstance(answer, ox.QueryBoolean):
        return {"boolean": bool(answer)}
    if isinstance(answer, ox.QueryTriples):
        columns = ["subject", "predicate", "object"]
        rows: Iterator[Sequence[Any]] = ((one.subject, one.predicate, one.object) for one in answer)
    else:
        columns = [variable.value for variable in answer.variables]
        rows = (tuple(solution) for solution in answer)
    found = [[_cell(value) for value in row] for row in islice(rows, most + 1)]
    return {"columns": columns, "rows": found[:most], "more": len(found) > most}


def _cell(value: Any) -> list[str] | None:
    """Kind of a term, its text, and the language or datatype of a literal."""
    if isinstance(value, ox.Literal):
        return ["literal", value.value, value.language or "", value.datatype.value]
    if value is None:
        return None
    return ["iri" if isinstance(value, ox.NamedNode) else "other", getattr(value, "value", "") or str(value)]


def _offered(format: str | None, kind: str) -> str:
    if format is None:
        raise RefusedError(406, f"this query gives {kind}, and the Accept header allows none of their formats")
    return format


def _counted(triples: Iterator[ox.Triple], parts: _Parts) -> Iterator[ox.Triple]:
    for triple in triples:
        parts.count(1)
        yield triple


class _Parts:
    """A file that a serialiser writes to: it counts, and passes on what was written in parts."""

    def __init__(self, send: Callable[[bytes], object], rows: int, answer: int) -> None:
        self._send, self._most_rows, self._left = send, rows, answer
        self._waiting = bytearray()
        self._clean: Callable[[bytes], bytes] = bytes
        self._rows = 0
        self.mark = b""  # what stands once in a row; one that lies across two chunks is not seen, which does no harm

    def file(self, format: str) -> IO[bytes]:
        if format in ("xml", "rdfxml"):
            self._clean = lambda chunk: _NOT_XML.sub(_REPLACEMENT, chunk)
        return cast("IO[bytes]", self)

    def count(self, rows: int) -> None:
        self._rows += rows
        if self._rows > self._most_rows:
            raise RefusedError(500, f"the answer has more than {self._most_rows:,} rows; ask for fewer with LIMIT")

    def write(self, chunk: bytes) -> int:
        self._left -= len(chunk)
        if self._left < 0:
            raise RefusedError(500, "the answer is larger than this server gives; ask for less with LIMIT")
        if self.mark:
            self.count(chunk.count(self.mark))
        self._waiting += chunk
        if len(self._waiting) >= _PART:
            self.flush()
        return len(chunk)

    def flush(self) -> None:
        """Send what waits. (A serialiser never calls it in the midst of a character.)"""
        if self._waiting:
            self._send(frame(PART, self._clean(bytes(self._waiting))))
            self._waiting.clear()
