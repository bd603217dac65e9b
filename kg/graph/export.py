"""The graph in the formats of others; the same graph gives the same bytes, whatever made it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph import jsonld, tables
from kg.graph.frames import write_framed
from kg.graph.lines import graphs, sorted_quads, sorted_triples
from kg.graph.terms import PREFIXES
from kg.graph.turtle import Turtle

# Format -> whether it can hold named graphs.
FORMATS: Final = {
    "ttl": False,
    "trig": True,
    "nq": True,
    "nt": False,
    "rdfxml": False,
    "jsonld": True,
    "csv": False,
}
_ENDINGS: Final = {"rdf": "rdfxml", "xml": "rdfxml", "owl": "rdfxml", "json": "jsonld", "turtle": "ttl", "txt": "table"}

# Layer -> where its graphs stand below the base; "accounts" is the default graph.
LAYERS: Final = {
    "accounts": "",
    "claims": "graph/source/",
    "weighing": "graph/weighing",
    "links": "graph/links",
    "inferred": "graph/inferred",
    "report": "graph/report",
    "ontology": "graph/ontology",
    "dataset": "graph/dataset",
}

# Lines parsed in one go: 5,000 lines are about 1 MB, far beyond which a longer batch gains nothing.
_BATCH: Final = 5_000

Node = ox.NamedNode | ox.DefaultGraph


def format_of(path: Path, known: Collection[str] = FORMATS) -> str:
    """The format that a file's ending names, `.gz` aside; KGError if it names none of the known.

    >>> format_of(Path("chile.trig.gz")), format_of(Path("chile.rdf"))
    ('trig', 'rdfxml')
    """
    ending = path.name.removesuffix(".gz").rpartition(".")[2].casefold()
    if ending in known:
        return ending
    if _ENDINGS.get(ending, "") in known:
        return _ENDINGS[ending]
    raise KGError(f"{path}: its ending names no format; use one of .{', .'.join(known)} or give --format")


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file to write an export to, gzipped if it ends in `.gz`; it takes the place of an old file when complete."""
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as file:
            if path.suffix == ".gz":
                # No name and no time in the header: the same graph gives the same bytes.
                with gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                yield file
        beside.replace(path)
    except OSError as error:
        raise KGError(f"{path}: cannot be written ({error.strerror or error}); give another file with -o") from error
    finally:
        beside.unlink(missing_ok=True)


def export(
    store: ox.Store,
    format: str,
    out: IO[bytes],
    base: str,
    layers: Sequence[str] = (),
    table: str = "events",
    framed: bool = False,
) -> None:
    """Write the graph, or the layers named, to `out`.

    Without layers a format that holds named graphs gets all of them, another one the best account. `table` is the one
    that csv shall hold; `framed` JSON-LD has a tree for each event.
    """
    whole = FORMATS[format] and not layers
    chosen = graphs(store) if whole else _chosen(store, base, layers or ("accounts",))
    if format == "csv":
        tables.write(store, base, out, table)
    elif format == "nq":
        out.writelines(sorted_quads(store) if whole else _sorted_lines(store, chosen))
    elif format == "jsonld" and framed:
        write_framed(store, out, base)
    elif format == "jsonld":
        jsonld.write(store, chosen, out, base)
    elif format == "nt":
        for graph in chosen:
            out.writelines(sorted_triples(store, graph))
    else:
        _WRITERS[format](store, chosen, out, base)


def _chosen(store: ox.Store, base: str, layers: Iterable[str]) -> list[Node]:
    """The graphs of the layers, the default graph first, the others by IRI."""
    places = [LAYERS[layer] for layer in layers]
    starts = tuple(base + place for place in places if place)
    return [
        graph
        for graph in graphs(store)
        if (graph.value.startswith(starts) if isinstance(graph, ox.NamedNode) else "" in places)
    ]


def _sorted_lines(store: ox.Store, chosen: Iterable[Node]) -> list[bytes]:
    """Canonical N-Quads: lines in code point order (there are no blank nodes to name)."""
    return sorted(line for graph in chosen for line in _quad_lines(store, graph))


def _quad_lines(store: ox.Store, graph: Node) -> Iterator[bytes]:
    """A graph's lines sorted as triples, each with the graph's name if it has one."""
    end = b" .\n" if isinstance(graph, ox.DefaultGraph) else f" {graph} .\n".encode()
    return (line[:-3] + end for line in sorted_triples(store, graph))


def _quads(store: ox.Store, chosen: Iterable[Node]) -> Iterator[ox.Quad]:
    """Quads graph by graph, those of a subject together, its types first."""
    for graph in chosen:
        lines = _quad_lines(store, graph)
        while batch := b"".join(islice(lines, _BATCH)):
            yield from ox.parse(batch, format=ox.RdfFormat.N_QUADS, lenient=True)


def _write_trig(store: ox.Store, chosen: Sequence[Node], out: IO[bytes], base: str) -> None:
    turtle = Turtle(base)
    out.write(turtle.head)
    for graph in chosen:
        if isinstance(graph, ox.DefaultGraph):
            turtle.write(sorted_triples(store, graph), out)
        else:
            lines = sorted_triples(store, graph)
            if first := next(lines, b""):  # a store may name a graph that holds nothing
                out.write(turtle.term(str(graph).encode()) + b" {\n")
                turtle.write(chain([first], lines), out, b"\t")
                out.write(b"}\n")


def _write_turtle(store: ox.Store, chosen: Sequence[Node], out: IO[bytes], base: str) -> None:
    turtle = Turtle(base)
    out.write(turtle.head)
    turtle.write(chain.from_iterable(sorted_triples(store, graph) for graph in chosen), out)


def _write_rdfxml(store: ox.Store, chosen: Sequence[Node], out: IO[bytes], base: str) -> None:
    triples = (quad.triple for quad in _quads(store, chosen))
    with _RdfXml(out).file() as file:
        ox.serialize(triples, file, ox.RdfFormat.RDF_XML, prefixes=PREFIXES)


_WRITERS: Final[Mapping[str, Callable[[ox.Store, Sequence[Node], IO[bytes], str], None]]] = {
    "trig": _write_trig,
    "ttl": _write_turtle,
    "rdfxml": _write_rdfxml,
}


class _RdfXml:
    """A file to write to that puts the namespaces of the root element in the order of their names.

    pyoxigraph writes prefixes in an order that changes from run to run. Whole lines are passed on.
    """

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._rest, self._in_head = out, b"", True

    @contextmanager
    def file(self) -> Iterator[IO[bytes]]:
        """What a serialiser takes as a file: it needs no more than `write` and `flush`."""
        yield cast("IO[bytes]", self)
        self._out.write(self._rewritten(self._rest))

    def write(self, chunk: bytes) -> int:
        whole, newline, self._rest = (self._rest + chunk).rpartition(b"\n")
        if newline:
            self._out.write(self._rewritten(whole + newline))
        return len(chunk)

    def flush(self) -> None:
        """Nothing yet: part of a line may wait."""

    def _rewritten(self, lines: bytes) -> bytes:
        if self._in_head and (root := re.search(rb"<rdf:RDF([^>]*)>", lines)):
            self._in_head = False
            names = b"".join(sorted(re.findall(rb"\s+xmlns:[^\s>]+", root[1])))
            return lines[: root.start(1)] + names + lines[root.end(1) :]
        return lines
