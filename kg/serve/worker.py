"""The process that runs queries: it can be killed at any moment, and can reach neither network nor disk.

It opens the store, gives up the right to open anything else, and answers one question after another over its one
socket; the body of an answer goes into memory that it shares with the server. When the server at the other end is gone,
it ends itself.
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
from typing import IO, Any, Final, cast

import pyoxigraph as ox

from kg.ask.confine import confine
from kg.ask.guard import check
from kg.errors import KGError
from kg.serve.frames import ASK, END, FAULT, HEADER, READY, frame
from kg.serve.media import RDF

_PART: Final = 256 * 1024  # bytes that are looked through together

_ROWS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
# What stands once in each row but the first or last, and cannot stand inside a value.
_ROW_MARK: Final = {"json": b'}},{"', "xml": b"<result>", "csv": b"\r\n", "tsv": b"\n"}
# The fewest bytes of such a row: rows are counted only where there are bytes enough for too many.
_LEAST: Final = {"json": 33, "xml": 17, "csv": 2, "tsv": 1}
# XML 1.0 has no way to write these, not even escaped; they become U+FFFD so that the answer can be read at all.
_NOT_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_CONTROLS: Final = bytes(sorted({*range(32)} - {*b"\t\n\r"}))
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}".encode()


class RefusedError(Exception):
    """A question that gets no answer, with the HTTP status that says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def main(descriptor: int, memory: int) -> None:
    """Serve the socket with this descriptor until its other end is closed; answers go into a file that is memory."""
    channel = socket.socket(fileno=descriptor)
    threading.Thread(target=_watch, daemon=True).start()
    frames = _frames(channel)
    setup = json.loads(next(frames))
    store = ox.Store.read_only(setup["store"]) if setup["store"] else loaded(next(frames))
    confine(setup["memory"], setup["store"])
    channel.sendall(frame(READY, b""))
    worker = Worker(store, setup, memory)
    for question in frames:
        worker.reply(json.loads(question), channel.sendall)


def _frames(channel: socket.socket) -> Iterator[bytes]:
    """What the server says, until it is gone."""
    with suppress(OSError), channel.makefile("rb") as stream:
        while len(header := stream.read(HEADER.size)) == HEADER.size:
            kind, length = HEADER.unpack(header)
            content = stream.read(length)
            if kind != ASK or len(content) != length:
                break
            yield content
    os._exit(0)


def _watch() -> None:
    """End the process, whatever it is doing, when the server is gone: nobody ever writes to its stdin."""
    os.read(0, 1)
    os._exit(0)


def loaded(quads: bytes) -> ox.Store:
    """A store in memory, of N-Quads."""
    store = ox.Store()
    store.bulk_load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)
    return store


class Worker:
    """Answers questions from one store; the bodies go into a file."""

    def __init__(self, store: ox.Store, setup: Mapping[str, Any], memory: int) -> None:
        self._memory = memory
        self._store, self._base, self._prefixes = store, setup["base"], setup["prefixes"]
        self._rows, self._answer = setup["rows"], setup["answer"]
        # A key has slashes, which a prefixed name would have to escape.
        self._shown = {name: iri for name, iri in self._prefixes.items() if iri != self._base}

    def reply(self, question: Mapping[str, Any], send: Callable[[bytes], object]) -> None:
        """Write the answer's body and send its format and length, or send a fault."""
        try:
            sheet = _Sheet(self._memory, self._rows, self._answer)
            format = self._answered(question, sheet)
            end = {"format": format, "length": sheet.end()}
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

    def _answered(self, question: Mapping[str, Any], sheet: _Sheet) -> str:
        """Write the answer's body; its format comes back."""
        if "graph" in question:
            return self._dumped(question, sheet)
        check(question["query"], "query", question["allow"])
        answer = self._asked(question)
        if "table" in question:
            sheet.write(json.dumps(_table(answer, question["table"]), ensure_ascii=False).encode())
            return "json"
        if isinstance(answer, ox.QueryTriples):
            format = _offered(question["triples"], "triples")
            ox.serialize(islice(answer, self._rows), sheet.file(format), RDF[format], prefixes=self._shown)
            if next(answer, None) is not None:
                raise _too_many(self._rows)
        else:
            format = _offered(question["rows"], "rows")
            answer.serialize(sheet.file(format, isinstance(answer, ox.QuerySolutions)), format=_ROWS[format])
        return format

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

    def _dumped(self, question: Mapping[str, Any], sheet: _Sheet) -> str:
        """One graph, or all with their names if the format can hold them."""
        format: str = question["format"]
        name = question["graph"]
        graph: ox.NamedNode | ox.DefaultGraph = ox.NamedNode(name) if name else ox.DefaultGraph()
        if name and not self._store.contains_named_graph(graph):
            raise RefusedError(404, f"there is no graph <{name}> here")
        chosen = None if question.get("all") else graph
        self._store.dump(sheet.file(format), RDF[format], from_graph=chosen, prefixes=self._shown)
        return format


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


def _too_many(rows: int) -> RefusedError:
    return RefusedError(500, f"the answer has more than {rows:,} rows; ask for fewer with LIMIT")


class _Sheet:
    """The shared memory as a file that a serialiser writes to, with the bounds of an answer."""

    def __init__(self, memory: int, rows: int, answer: int) -> None:
        self._memory, self._most_rows, self._most = memory, rows, answer
        self._mark = self._held = b""
        self._is_xml = False
        self._length = self._rows = self._seen = 0  # bytes written, rows counted, bytes looked through for them
        self._least = self._enough = 0  # bytes of a row at least, bytes that may hold too many rows
        os.lseek(memory, 0, os.SEEK_SET)

    def file(self, format: str, has_rows: bool = False) -> IO[bytes]:
        self._is_xml = format in ("xml", "rdfxml")
        if has_rows:
            self._mark, self._least = _ROW_MARK[format], _LEAST[format]
            self._enough = self._most_rows * self._least
        return cast("IO[bytes]", self)

    def write(self, chunk: bytes) -> int:
        self._put(self._readable(chunk) if self._is_xml else chunk)
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits here, but a serialiser may ask."""

    def end(self) -> int:
        """The length of the whole answer in bytes."""
        self._put(self._held)
        if self._mark and self._length > self._most_rows * self._least:
            self._count()
        return self._length

    def _put(self, chunk: bytes) -> None:
        self._length += len(chunk)
        if self._length > self._most:
            raise RefusedError(500, "the answer is larger than this server gives; ask for less with LIMIT")
        if os.write(self._memory, chunk) != len(chunk):
            raise RefusedError(500, "the answer is larger than the memory that is left; ask for less with LIMIT")
        if self._mark and self._length > self._enough:
            self._count()

    def _count(self) -> None:
        """Count the rows that have come since; refuse if there are too many, else note when to count again.

        A mark that lies across two parts is not seen, which does no harm.
        """
        while self._seen < self._length:
            part = os.pread(self._memory, _PART, self._seen)[: self._length - self._seen]
            self._rows += part.count(self._mark)
            self._seen += len(part)
        if self._rows > self._most_rows:
            raise _too_many(self._most_rows)
        self._enough = self._length + max((self._most_rows - self._rows) * self._least, _PART)

    def _readable(self, chunk: bytes) -> bytes:
        """The chunk as XML allows it; what may begin a character that it does not allow is held back."""
        chunk = self._held + chunk
        held = 2 if chunk.endswith(b"\xef\xbf") else int(chunk.endswith(b"\xef"))
        chunk, self._held = chunk[: len(chunk) - held], chunk[len(chunk) - held :]
        sound = len(chunk.translate(None, _CONTROLS)) == len(chunk) and b"\xef\xbf" not in chunk
        return chunk if sound else _NOT_XML.sub(_REPLACEMENT, chunk)
