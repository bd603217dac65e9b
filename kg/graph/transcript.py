"""The quads of a store as text, graph by graph and in order, kept beside it so that an export need not look terms up.

The store holds every term under a number and looks up four for each quad, which takes longer than all else of an
export. `lines.gz` has the name of each graph on a line that begins with @ (the default graph's is empty), then its
sorted N-Triples lines; `lines.changed` the N-Quads lines that builds have taken away and added since, after - and +.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from gzip import GzipFile
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from kg.graph.lines import Digest, graphs, sorted_triples
from kg.graph.runs import members, packed

NAME: Final = "lines.gz"
CHANGED: Final = "lines.changed"
# Lines written in one go.
_BATCH: Final = 5_000
# Beyond so many changed lines the transcript is dropped, as they are held in memory while it is read.
_MOST: Final = 100_000

Node = ox.NamedNode | ox.DefaultGraph
Section = tuple[Node, Iterator[bytes]]


def write(store: ox.Store, folder: Path) -> Digest:
    """Write the transcript of a store into a folder; the digest of its quads comes back."""
    found = Digest()
    with (folder / NAME).open("wb") as out:
        out.writelines(map(packed, members(_parts(store, found))))
    return found


def _parts(store: ox.Store, found: Digest) -> Iterator[bytes]:
    """The bytes of a transcript; its lines go into a digest."""
    for graph in graphs(store):
        lines, end = sorted_triples(store, graph), ending(graph)[:-1]
        yield b"@%s\n" % _name(graph)
        while batch := list(islice(lines, _BATCH)):
            found.add([line[:-3] + end for line in batch])
            yield b"".join(batch)


def ending(graph: Node) -> bytes:
    """What an N-Quads line ends with after its triple."""
    return b" .\n" if isinstance(graph, ox.DefaultGraph) else f" {graph} .\n".encode()


def _name(graph: Node) -> bytes:
    return graph.value.encode() if isinstance(graph, ox.NamedNode) else b""


class Transcript:
    """A transcript that was written, with all that has changed since."""

    def __init__(self, folder: Path) -> None:
        """That of a folder; look with `exists` whether there is one."""
        self._path = folder / NAME
        self.gone, self.come = _changed(folder / CHANGED)

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether the folder has a transcript."""
        return (folder / NAME).is_file()

    def change(self, gone: Collection[bytes], come: Collection[bytes]) -> None:
        """Take in lines of N-Quads, without newlines, that were taken away or added."""
        for lines, here, there in ((gone, self.gone, self.come), (come, self.come, self.gone)):
            again = there.intersection(lines)
            there -= again
            here.update(set(lines) - again)

    def keep(self, folder: Path) -> bool:
        """Write down what has changed, for the folder that has the transcript now; False if that is too much."""
        if len(self.gone) + len(self.come) > _MOST:
            return False
        lines = [b"-" + line for line in sorted(self.gone)] + [b"+" + line for line in sorted(self.come)]
        (folder / CHANGED).write_bytes(b"".join(line + b"\n" for line in lines))
        return True

    def sections(self) -> Iterator[Section]:
        """Each graph with its sorted lines; an iterator is spent when the next graph is asked for."""
        gone, come = _by_graph(self.gone), _by_graph(self.come)
        new = iter(sorted(come.keys()))
        following = next(new, None)
        for name, lines in self._written():
            while following is not None and following < name:
                yield _node(following), iter(sorted(come[following]))
                following = next(new, None)
            following = next(new, None) if following == name else following
            yield _node(name), _revised(lines, gone.get(name), come.get(name))
        while following is not None:
            yield _node(following), iter(sorted(come[following]))
            following = next(new, None)

    def digest(self) -> Digest:
        """The digest of the quads."""
        found = Digest()
        for graph, lines in self.sections():
            end = ending(graph)[:-1]
            while batch := list(islice(lines, _BATCH)):
                found.add([line[:-3] + end for line in batch])
        return found

    def _written(self) -> Iterator[tuple[bytes, Iterator[bytes]]]:
        with GzipFile(self._path) as packed:
            reader = io.BufferedReader(cast("io.RawIOBase", packed), 1 << 18)
            name = next(reader, b"")
            while name:
                following: list[bytes] = []
                lines = _section(reader, following)
                yield name[1:-1], lines
                for _ in lines:
                    pass
                name = following[0] if following else b""


def _section(reader: IO[bytes] | io.BufferedReader, following: list[bytes]) -> Iterator[bytes]:
    """The lines up to the next name, which goes into `following`."""
    for line in reader:
        if line[0] == 64:  # @
            following.append(line)
            return
        yield line


def _revised(lines: Iterator[bytes], gone: set[bytes] | None, come: set[bytes] | None) -> Iterator[bytes]:
    if gone:
        lines = (line for line in lines if line not in gone)
    return merge(lines, sorted(come)) if come else lines


def _changed(path: Path) -> tuple[set[bytes], set[bytes]]:
    lines = path.read_bytes().split(b"\n") if path.is_file() else []
    return tuple({line[1:] for line in lines if line.startswith(sign)} for sign in (b"-", b"+"))  # type: ignore[return-value]


def _by_graph(lines: Iterable[bytes]) -> dict[bytes, set[bytes]]:
    """N-Quads lines as the N-Triples lines of each graph, by its name."""
    found: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for quad in ox.parse(b"\n".join(sorted(lines)), format=ox.RdfFormat.N_QUADS, lenient=True):
        found[_name(cast("Node", quad.graph_name))].add(
            ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES) or b""
        )
    return dict(found)


def _node(name: bytes) -> Node:
    return ox.NamedNode(name.decode()) if name else ox.DefaultGraph()
