"""Quads as sorted N-Quads lines: the one order on which digests and exports rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from heapq import merge
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Final, cast

import pyoxigraph as ox

# Lines held in memory before a sorted run goes to disk: 100,000 lines of a graph of texts are about 40 MB.
RUN: Final = 100_000
# Parts of a file written in one go, and terms remembered in the form in which a file has them.
_PARTS: Final = 10_000
_REMEMBERED: Final = 50_000
_MODULUS: Final = 1 << 256


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


def chunks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Small parts joined to larger ones, which a file takes faster."""
    parts = iter(parts)
    while some := list(islice(parts, _PARTS)):
        yield b"".join(some)


class Memory(dict[bytes, bytes]):
    """What a term was turned into; forgets everything when it holds too much."""

    def keep(self, term: bytes, form: bytes) -> bytes:
        """Remember a form and give it back."""
        if len(self) >= _REMEMBERED:
            self.clear()
        self[term] = form
        return form


class Digest:
    """What stands for a set of quads: the sum of the SHA-256 of their N-Quads lines modulo 2**256, and their number.

    A sum needs no order and no second look at what stays: a few quads change it as they are added or taken away. It
    tells damage, not malice. (M. Bellare, D. Micciancio: A new paradigm for collision-free hashing, 1997.)
    """

    __slots__ = ("count", "sum")

    def __init__(self, hexadecimal: str = "0", count: int = 0) -> None:
        self.sum, self.count = int(hexadecimal, 16), count

    def add(self, lines: Collection[bytes]) -> None:
        """Take in lines, without their newlines, that were not there."""
        self._move(lines, 1)

    def remove(self, lines: Collection[bytes]) -> None:
        """Take out lines that were there."""
        self._move(lines, -1)

    def join(self, other: Digest) -> None:
        """Take in all lines of a set that shares none with this one."""
        self.sum, self.count = (self.sum + other.sum) % _MODULUS, self.count + other.count

    def _move(self, lines: Collection[bytes], sign: int) -> None:
        moved = sum([int.from_bytes(sha256(line).digest(), "big") for line in lines])
        self.sum, self.count = (self.sum + sign * moved) % _MODULUS, self.count + sign * len(lines)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Digest) and (self.sum, self.count) == (other.sum, other.count)

    __hash__ = None  # type: ignore[assignment]  # it changes

    @property
    def hex(self) -> str:
        return f"{self.sum:064x}"


def lines_of(quads: Iterable[ox.Quad]) -> set[bytes]:
    """Quads as N-Quads lines without newlines, as the store writes them, each once."""
    return split(cast(bytes, ox.serialize(quads, format=ox.RdfFormat.N_QUADS)))


def split(lines: bytes) -> set[bytes]:
    """N-Quads lines apart, without newlines, each once."""
    found = set(lines.split(b"\n"))
    found.discard(b"")
    return found


def digest(store: ox.Store) -> Digest:
    """The digest of all quads of a store, none held in memory for long."""
    found = Digest()
    store.dump(cast("IO[bytes]", _Digested(found)), ox.RdfFormat.N_QUADS)
    return found


class _Digested:
    """A file to write lines to, of which only the digest is kept."""

    def __init__(self, found: Digest) -> None:
        self._found, self._rest = found, b""

    def write(self, chunk: bytes) -> int:
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        self._found.add(lines)
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits: whole lines are taken in as they come."""


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
