"""What is served: a graph directory, or any RDF file, opened once and never changed."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg import __version__
from kg.errors import KGError
from kg.graph.reading import Reader
from kg.graph.store import open_graph
from kg.graph.terms import RDF_FORMATS, VOID
from kg.serve.entities import written_out
from kg.vocab import BASE

# Stores up to this size are held in memory by server and workers, where queries are some three times as fast; that
# takes about 40 MB in each process at most.
IN_MEMORY: Final = 100_000

# Bytes of RDF beyond which a store of its own is made on disk: some 100,000 quads.
_LARGE: Final = 20_000_000

FORMATS: Final = {
    **RDF_FORMATS,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


@dataclass
class Site:
    """An open graph with what pages and workers need of it."""

    store: ox.Store
    base: str
    digest: str  # another digest means other content
    manifest: Mapping[str, Any] = field(default_factory=dict)
    texts: Path | None = None  # folder of the texts; None if only the graph is there
    path: str = ""  # of the store on disk, for workers
    quads: bytes | None = None  # the store as N-Quads if it is held in memory
    folder: tempfile.TemporaryDirectory[str] | None = None  # of a store made for a large file; it goes with the site

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.store, self.base)

    @cached_property
    def size(self) -> int:
        """Number of quads."""
        return len(self.store)

    def close(self) -> None:
        """Remove what was made for the site alone."""
        if self.folder:
            self.folder.cleanup()

    def etag(self, variant: str) -> str:
        """A tag that changes with the graph, the version of this program, and the variant of a page."""
        return f'W/"{sha256(f"{self.digest} {__version__} {variant}".encode()).hexdigest()[:20]}"'


def open_site(path: Path, base: str = "") -> Site:
    """The graph in a folder or an RDF file; KGError if it cannot be read."""
    return _from_folder(path) if path.is_dir() or not path.exists() else _from_file(path, base)


def _from_folder(folder: Path) -> Site:
    graph = open_graph(folder)
    place = str(folder / str(graph.manifest["folder"]) / "store")
    site = Site(graph.store, graph.base, graph.manifest["store"]["digest"], graph.manifest, graph.texts, place)
    return _in_memory(site) if graph.manifest["store"]["quads"] <= IN_MEMORY else site


def _from_file(file: Path, base: str) -> Site:
    name = file.name.removesuffix(".gz")
    format = FORMATS.get(Path(name).suffix.casefold())
    if format is None:
        raise KGError(f"{file}: its ending names no RDF format; use one of {', '.join(FORMATS)}")
    try:
        content = file.read_bytes()
        content = gzip.decompress(content) if name != file.name else content
        if format == ox.RdfFormat.RDF_XML and written_out(content) > _LARGE:
            raise KGError(f"{file}: its XML entities come to more than {_LARGE:,} bytes; write them out or use Turtle")
        folder = tempfile.TemporaryDirectory(prefix="kg-serve-") if len(content) > _LARGE else None
        store = ox.Store(folder.name) if folder else ox.Store()
        store.bulk_load(content, format=format, base_iri=file.resolve().as_uri())
    except SyntaxError as error:
        raise KGError(f"{file}: is not {format.name}: {' '.join(str(error).split())}") from None
    except OSError as error:
        raise KGError(f"{file}: cannot be read ({(error.strerror or str(error)).lower()})") from None
    site = Site(store, base or _base_of(store), sha256(content).hexdigest())
    if folder is None:
        return _in_memory(site)
    store.optimize()
    store.flush()
    del store
    site.store = ox.Store.read_only(folder.name)
    site.path, site.folder = folder.name, folder
    return site


def _base_of(store: ox.Store) -> str:
    """Where the names of a graph begin, as its own description tells; the usual place if it does not."""
    found = store.quads_for_pattern(None, ox.NamedNode(VOID + "uriSpace"), None)
    spaces = {quad.object.value for quad in found if isinstance(quad.object, ox.Literal)}
    return min(spaces, default=BASE)


def _in_memory(site: Site) -> Site:
    """The site with its quads at hand for the workers."""
    site.quads = site.store.dump(format=ox.RdfFormat.N_QUADS)
    if site.path:
        store = ox.Store()
        store.bulk_load(site.quads, format=ox.RdfFormat.N_QUADS, lenient=True)
        site.store = store
    return site
