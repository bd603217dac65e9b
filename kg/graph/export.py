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
from kg.graph.lines import graphs, sorted_lines, sorted_quads, sorted_triples
from kg.graph.terms import PREFIXES
from kg.graph.transcript import Section, Transcript, ending
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
    transcript: Transcript | None = None,
) -> None:
    """Write the graph, or the layers named, to `out`.

    Without layers a format that holds named graphs gets all of them, another one the best account. `table` is the one
    that csv shall hold; `framed` JSON-LD has a tree for each event. From a `transcript` of the store the same is
    written, in a fraction of the time.
    """
    if format == "csv":
        tables.write(store, base, out, table)
    elif format == "jsonld" and framed:
        write_framed(store, out, base)
    elif format == "nq" and transcript is None and not layers:
        out.writelines(sorted_quads(store))
    else:
        whole = FORMATS[format] and not layers
        sections = _sections(store, transcript)
        _WRITERS[format](sections if whole else _chosen(sections, base, layers or ("accounts",)), out, base)


def _sections(store: ox.Store, transcript: Transcript | None) -> Iterator[Section]:
    """Each graph that holds something with its sorted lines, the default graph first, the others by IRI."""
    found = ((graph, sorted_triples(store, graph)) for graph in graphs(store))
    for graph, lines in transcript.sections() if transcript else found:
        if first := next(lines, b""):
            yield graph, chain([first], lines)


def _chosen(sections: Iterable[Section], base: str, layers: Iterable[str]) -> Iterator[Section]:
    """The graphs of the layers."""
    places = [LAYERS[layer] for layer in layers]
    starts = tuple(base + place for place in places if place)
    for graph, lines in sections:
        if graph.value.startswith(starts) if isinstance(graph, ox.NamedNode) else "" in places:
            yield graph, lines
        if not starts:
            return  # the default graph was the first


def _write_nquads(sections: Iterable[Section], out: IO[bytes], base: str) -> None:
    """Canonical N-Quads: lines in code point order (there are no blank nodes to name)."""
    out.writelines(
        sorted_lines(line[:-3] + end for graph, lines in sections for end in [ending(graph)] for line in lines)
    )


def _write_ntriples(sections: Iterable[Section], out: IO[bytes], base: str) -> None:
    for _, lines in sections:
        out.writelines(lines)


def _write_jsonld(sections: Iterable[Section], out: IO[bytes], base: str) -> None:
    jsonld.write(sections, out, base)


def _write_trig(sections: Iterable[Section], out: IO[bytes], base: str) -> None:
    turtle = Turtle(base)
    out.write(turtle.head)
    for graph, lines in sections:
        if isinstance(graph, ox.DefaultGraph):
            turtle.write(lines, out)
        else:
            out.write(turtle.term(str(graph).encode()) + b" {\n")
            turtle.write(lines, out, b"\t")
            out.write(b"}\n")


def _write_turtle(sections: Iterable[Section], out: IO[bytes], base: str) -> None:
    turtle = Turtle(base)
    out.write(turtle.head)
    turtle.write((line for _, lines in sections for line in lines), out)


def _write_rdfxml(sections: Iterable[Section], out: IO[bytes], base: str) -> None:
    lines = (line for _, lines in sections for line in lines)
    batches = iter(lambda: b"".join(islice(lines, _BATCH)), b"")
    parsed = (ox.parse(batch, format=ox.RdfFormat.N_TRIPLES, lenient=True) for batch in batches)
    with _RdfXml(out).file() as file:
        triples = (quad.triple for quads in parsed for quad in quads)
        ox.serialize(triples, file, ox.RdfFormat.RDF_XML, prefixes=PREFIXES)


_WRITERS: Final[Mapping[str, Callable[[Iterable[Section], IO[bytes], str], None]]] = {
    "nq": _write_nquads,
    "nt": _write_ntriples,
    "jsonld": _write_jsonld,
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
