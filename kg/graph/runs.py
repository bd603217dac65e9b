"""Quads on their way into a graph as sorted runs of lines, from which the transcript is made without asking the store.

What makes the lines, a pool of processes as a rule, also sorts them; here they only flow together. The same quads give
the same bytes however they were divided among runs.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from gzip import compress
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.graph.lines import Digest, lines_of

# At 3 lines of a graph shrink to a twentieth; beyond it they cost more time than they save room.
_LEVEL: Final = 3
# Bytes that are compressed together. Gzip members follow each other in a file as if they were one.
_MEMBER: Final = 1 << 20
# Bytes of a run that are held while it flows together with others.
_BLOCK: Final = 1 << 16

Map = Callable[[Callable[[bytes], bytes], Iterable[bytes]], Iterator[bytes]]


class Run(NamedTuple):
    """Some quads of one graph."""

    graph: str  # its IRI; empty for the default graph
    lines: bytes  # N-Quads, sorted, each once
    digest: Digest


def run(graph: str, lines: Collection[bytes]) -> Run:
    """Lines of one graph, without newlines and each once, as a run."""
    found = Digest()
    found.add(lines)
    return Run(graph, b"\n".join([*sorted(lines), b""]), found)


def runs(lines: Iterable[bytes]) -> list[Run]:
    """Lines of any graphs, without newlines and each once, as a run for each graph."""
    apart: dict[bytes, list[bytes]] = {}
    default = list[bytes]()
    here, end = default, b"\n"  # which no line ends with
    for line in lines:
        if not line.endswith(b"> .") or line.count(b" ") == 3:  # it ends with a literal, or is a triple
            default.append(line)
        elif line.endswith(end):  # as a rule its graph is that of the line before
            here.append(line)
        elif graph := _graph(line):
            here, end = apart.setdefault(graph, []), b" <%s> ." % graph
            here.append(line)
        else:
            default.append(line)
    named = [run(graph.decode(), apart[graph]) for graph in sorted(apart)]
    return [run("", default), *named] if default else named


def runs_of(quads: Iterable[ox.Quad]) -> list[Run]:
    """Quads as a run for each graph."""
    return runs(lines_of(quads))


def _graph(line: bytes) -> bytes:
    """The IRI of the graph of an N-Quads line; empty for the default graph.

    What stands behind the last space of a literal holds its closing quote, which no IRI does.
    """
    triple, last = line[:-2].rsplit(b" ", 1)
    return last[1:-1] if last[:1] == b"<" and b'"' not in last and triple.count(b" ") > 1 else b""


def ending(graph: str) -> bytes:
    """What an N-Quads line of a graph ends with after its triple."""
    return f" <{graph}> .\n".encode() if graph else b" .\n"


class Runs:
    """The runs of a build, kept in a file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self._size = 0
        self._places: dict[str, list[tuple[int, int]]] = {"": []}  # graph -> where its runs begin and end

    def add(self, graph: str, lines: bytes) -> None:
        """Take in the lines of a run."""
        self._file.write(lines)
        self._places.setdefault(graph, []).append((self._size, self._size + len(lines)))
        self._size += len(lines)

    def write(self, path: Path, gone: Collection[bytes], each: Map) -> list[bytes]:
        """Write the transcript of all lines but `gone`, and let the runs go.

        What comes back is how often lines were taken in that are gone, or were there already: those lines, again and
        again. `each` is `map`, or one that works in several processes.
        """
        self._file.flush()
        again: list[bytes] = []
        lines = self._transcript(frozenset(gone), again)
        with path.open("wb") as out:
            out.writelines(each(packed, members(lines)))
        self._file.close()
        return again

    def _transcript(self, gone: frozenset[bytes], again: list[bytes]) -> Iterator[bytes]:
        """The bytes of a transcript, in pieces."""
        left_out = {_graph(line).decode() for line in gone}
        for graph in sorted(self._places, key=str.encode):
            yield f"@{graph}\n".encode()
            places, end = self._places[graph], ending(graph)
            if len(places) == 1 and graph not in left_out:
                parts: Iterable[bytes] = (self._read(*places[0]),)
            else:
                parts = _once(self._merged(places), gone, again)
            for part in parts:
                yield part.replace(end, b" .\n") if graph else part

    def _merged(self, places: Iterable[tuple[int, int]]) -> Iterator[list[bytes]]:
        """The lines of several runs in order, equal ones in one list."""
        waiting = [_Waiting(self._read, *place) for place in places]
        while waiting:
            # Beyond the first end of what some run has here may stand what it still has in the file.
            last = min((one.lines[-1] for one in waiting if one.is_more), default=None)
            found: list[bytes] = []
            for one in waiting:
                found += one.taken(last)
            found.sort()
            yield found
            waiting = [one for one in waiting if one.is_there()]

    def _read(self, begin: int, end: int) -> bytes:
        return os.pread(self._file.fileno(), end - begin, begin)


class _Waiting:
    """A run of which some lines are held here."""

    def __init__(self, read: Callable[[int, int], bytes], begin: int, end: int) -> None:
        self._read, self._begin, self._end = read, begin, end
        self._at = 0
        self.lines: list[bytes] = []
        self.is_there()

    @property
    def is_more(self) -> bool:
        """Whether there is more in the file."""
        return self._begin < self._end

    def is_there(self) -> bool:
        """Whether any lines are left; some are held then."""
        size = _BLOCK
        while self._at == len(self.lines) and self.is_more:
            block = self._read(self._begin, min(self._begin + size, self._end))
            block = block[: block.rfind(b"\n") + 1]
            self._begin += len(block)
            self.lines, self._at = block.splitlines(keepends=True) if block else [], 0
            size *= 2  # of a very long line
        return self._at < len(self.lines)

    def taken(self, last: bytes | None) -> list[bytes]:
        """The lines held here up to one, or all."""
        begin = self._at
        self._at = len(self.lines) if last is None else bisect_right(self.lines, last, begin)
        return self.lines[begin : self._at]


def _once(parts: Iterable[list[bytes]], gone: frozenset[bytes], again: list[bytes]) -> Iterator[bytes]:
    """Sorted lines, each once and none that is gone; the others, without newlines, go into `again`."""
    for lines in parts:
        kept = [line for line in dict.fromkeys(lines) if line[:-1] not in gone] if gone else list(dict.fromkeys(lines))
        if len(kept) < len(lines):
            rest, before = iter(kept), next(iter(kept), None)
            next(rest, None)
            for line in lines:
                if line == before:
                    before = next(rest, None)
                else:
                    again.append(line[:-1])
        yield b"".join(kept)


def members(parts: Iterable[bytes]) -> Iterator[bytes]:
    """All bytes again, in pieces whose size depends on nothing."""
    held = bytearray()
    for part in parts:
        held += part
        while len(held) >= _MEMBER:
            yield bytes(held[:_MEMBER])
            del held[:_MEMBER]
    if held:
        yield bytes(held)


def packed(member: bytes) -> bytes:
    """A piece as a gzip member."""
    return compress(member, _LEVEL, mtime=0)
