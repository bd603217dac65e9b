"""What shapes and reasoner read of a graph, laid out by predicate in files: a part of it is in memory within seconds.

The lines of a store are dumped and loaded by the engine itself, at a third of the time that statements take one by one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.graph.terms import RDF, thing

# Statements that are in memory at once, unless a single search needs more: half a gigabyte.
ROOM: Final = 1_500_000
# Lines that wait in memory before they are written to their files.
_WAITING: Final = 200_000
_TYPE: Final = f"<{RDF}type>".encode()


class Shelf(NamedTuple):
    """Statements of one predicate, of types those of one class; what documents claim stands apart."""

    is_claimed: bool
    predicate: bytes  # as N-Triples has it
    kind: bytes  # the class; empty but for types


class Shelves:
    """The best account, the weighing and the claims of a graph, as lines of N-Triples in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[Shelf, Path] = {}
        self.sizes: Counter[Shelf] = Counter()  # statements on each
        self.has_blanks = False  # blank nodes get another name each time that a shelf is loaded

    def fill(self, store: ox.Store, base: str) -> None:
        """Lay out what stands in a store."""
        for is_claimed, lines in _dumped(store, base, self._folder):
            for some in iter(lambda lines=lines: list(islice(lines, _WAITING)), []):  # type: ignore[misc]
                self._put(is_claimed, some)

    def _put(self, is_claimed: bool, lines: Iterable[bytes]) -> None:
        apart: defaultdict[tuple[bytes, bytes], list[bytes]] = defaultdict(list)
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            if subject[:2] == b"_:" or rest[:2] == b"_:":
                self.has_blanks = True
            apart[predicate, rest if predicate == _TYPE else b""].append(line)
        for (predicate, kind), those in apart.items():
            shelf = Shelf(is_claimed, predicate, kind[:-3])
            self._names.setdefault(shelf, self._folder / f"{len(self._names)}.nt")
            self.sizes[shelf] += len(those)
            with self._names[shelf].open("ab") as file:
                file.writelines(those)

    @property
    def size(self) -> int:
        """How many statements there are."""
        return sum(self.sizes.values())

    def load(self, shelf: Shelf, into: ox.Store) -> None:
        """Put the statements of a shelf into a store."""
        if shelf in self._names:
            into.bulk_load(path=self._names[shelf], format=ox.RdfFormat.N_TRIPLES, lenient=True)

    def load_pointing(self, owning: bytes, into: ox.Store) -> None:
        """Put the statements into a store whose object has a property."""
        owners = {
            line.split(b" ", 1)[0] for shelf in self._names if shelf.predicate == owning for line in self._lines(shelf)
        }
        every = (line for shelf in self._names for line in self._lines(shelf))
        found = [line for line in every if line.split(b" ", 2)[2][:-3] in owners]
        into.bulk_load(b"".join(found), format=ox.RdfFormat.N_TRIPLES, lenient=True)

    def _lines(self, shelf: Shelf) -> Iterator[bytes]:
        with self._names[shelf].open("rb") as file:
            yield from file


@contextmanager
def shelved(store: ox.Store, base: str) -> Iterator[Shelves | None]:
    """The shelves of a store, in a folder that goes again; None if it is small enough to do without."""
    if len(store) <= ROOM:
        yield None
        return
    with TemporaryDirectory(prefix="chancery-", ignore_cleanup_errors=True) as folder:
        shelves = Shelves(Path(folder))
        shelves.fill(store, base)
        yield shelves


def _dumped(store: ox.Store, base: str, folder: Path) -> Iterator[tuple[bool, Iterator[bytes]]]:
    """The lines of what is read, and whether documents claim them."""
    lying = folder / "graph.nt"
    for account in (ox.DefaultGraph(), thing("graph/weighing", base)):
        store.dump(lying, format=ox.RdfFormat.N_TRIPLES, from_graph=account)
        with lying.open("rb") as file:
            yield False, iter(file)
    yield True, _claimed(store, f"{base}graph/source/")


def _claimed(store: ox.Store, source: str) -> Iterator[bytes]:
    for graph in store.named_graphs():
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(source):
            claimed = BytesIO()
            store.dump(claimed, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
            yield from claimed.getvalue().splitlines(keepends=True)
