"""Texts that repeat each other, found in a stream: on a cluster as rows, here with what was told on disk."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple
from zlib import crc32

from kg.engines.rows import Row, Rows, Together
from kg.model import Claim, Source
from kg.resolve.copies import Copy, copy, pairs, tellings
from kg.resolve.rank import Witnesses

# Files that the tellings of all documents are dealt into; one of them is in memory at a time.
_FILES: Final = 64


def told(document: str, claims: Iterable[Claim]) -> Iterator[Row]:
    """Rows `telling` of one document."""
    return (Row("telling", one.words, document, one) for one in tellings(claims))


def met(_: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Rows `shared` of the pairs of documents that tell of one thing in the same way."""
    for one, other, shared in pairs((row.order, row.value) for row in rows):
        yield Row("shared", f"{one}\0{other}", shared[0].words, shared)


def copied(pair: str, rows: Iterator[Row]) -> Iterator[Row]:
    """A row `copy` if one of two documents seems to repeat the other."""
    one, _, other = pair.partition("\0")
    if found := copy(one, other, [row.value for row in rows]):
        yield Row("copy", pair, "", found)


def spread(said: Rows) -> Rows:
    """The copies among all documents, as rows."""
    return said.of("telling").together(met).together(copied)


class Origin(NamedTuple):
    """Where a document comes from."""

    id: str
    source: Source


def found(read: Iterable[tuple[Origin, Sequence[Claim]]]) -> list[Copy]:
    """The copies among documents, by document, but for those that are known to depend on each other."""
    origins: list[Origin] = []

    def rows() -> Iterator[Row]:
        for origin, claims in read:
            origins.append(origin)
            yield from told(origin.id, claims)

    copies = [row.value for row in _together(_together(rows(), met), copied)]
    known = Witnesses(origins)
    return sorted(one for one in copies if known.family(one.one) != known.family(one.other))


def _together(rows: Iterable[Row], stage: Together) -> Iterator[Row]:
    """What a stage makes of all rows of one key, a part of the keys at a time."""
    with TemporaryDirectory(prefix="chancery-") as folder:
        places = [Path(folder, str(number)) for number in range(_FILES)]
        with ExitStack() as stack:
            files = [stack.enter_context(place.open("wb")) for place in places]
            for row in rows:
                pickle.dump(row, files[crc32(row.key.encode()) % _FILES], 5)
        for place in places:
            ordered = sorted(_stored(place), key=lambda row: row[1:3])
            for key, those in groupby(ordered, key=attrgetter("key")):
                yield from stage(key, those)


def _stored(place: Path) -> Iterator[Row]:
    with place.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)
