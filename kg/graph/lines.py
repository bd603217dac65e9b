"""Quads as sorted N-Quads lines: the one order on which digests and exports rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from heapq import merge
from tempfile import TemporaryFile
from typing import IO, Final, cast

import pyoxigraph as ox

# Lines held in memory before a sorted run goes to disk: 100,000 lines of a graph of texts are about 40 MB.
RUN: Final = 100_000


def sorted_quads(store: ox.Store, run: int = RUN) -> Iterator[bytes]:
    """Every quad of the store as an N-Quads line, in the order of the bytes; memory stays below `run` lines."""
    yield from _sorted(store, None, run)


def sorted_triples(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph, run: int = RUN) -> Iterator[bytes]:
    """The triples of one graph as sorted N-Triples lines, so all lines of a subject stand together."""
    yield from _sorted(store, graph, run)


def sorted_lines(lines: Iterable[bytes], run: int = RUN) -> Iterator[bytes]:
    """Lines, each with its newline, in the order of the bytes; memory stays below `run` of them."""
    with ExitStack() as files:
        runs = _Runs(run, files)
        for line in lines:
            runs.write(line)
        yield from runs.merged()


def graphs(store: ox.Store) -> list[ox.NamedNode | ox.DefaultGraph]:
    """The default graph, then the named graphs by their IRI."""
    named = [graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]
    return [ox.DefaultGraph(), *sorted(named, key=lambda graph: graph.value)]


def digest(store: ox.Store) -> tuple[str, int]:
    """SHA-256 of the sorted N-Quads, and how many there are."""
    sum_, count = sha256(), 0
    for line in sorted_quads(store):
        sum_.update(line)
        count += 1
    return sum_.hexdigest(), count


def _sorted(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph | None, run: int) -> Iterator[bytes]:
    with ExitStack() as files:
        runs = _Runs(run, files)
        if graph is None:
            store.dump(cast("IO[bytes]", runs), ox.RdfFormat.N_QUADS)
        else:
            store.dump(cast("IO[bytes]", runs), ox.RdfFormat.N_TRIPLES, from_graph=graph)
        yield from runs.merged()


class _Runs:
    """A file to write lines to that keeps them as sorted runs, all but the last on disk."""

    def __init__(self, run: int, files: ExitStack) -> None:
        self._run, self._files = run, files
        self._lines: list[bytes] = []
        self._rest = b""
        self._spilled: list[IO[bytes]] = []

    def write(self, chunk: bytes) -> int:
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        self._lines += lines
        if len(self._lines) >= self._run:
            self._spill()
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits: whole lines are kept as they come."""

    def merged(self) -> Iterator[bytes]:
        """All lines in order, each with its newline. (An N-Quads line has no newline inside.)"""
        self._lines.sort()
        last = (line + b"\n" for line in self._lines)
        return merge(*self._spilled, last) if self._spilled else last

    def _spill(self) -> None:
        run = TemporaryFile()  # noqa: SIM115 - closed with the other runs, by _files
        self._files.push(run)
        run.write(b"\n".join(sorted(self._lines)) + b"\n")
        run.seek(0)
        self._spilled.append(run)
        self._lines = []
