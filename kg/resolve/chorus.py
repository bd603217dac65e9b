"""Very many who say the same: what they share is held once, what differs in columns, their words on disk.

A pair of states of which a million claims speak so takes a hundred bytes a claim, not two thousand. How claims come
together is the same; each is a statement of its own while it looks for its happening.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import merge
from itertools import groupby
from operator import attrgetter
from tempfile import TemporaryFile
from typing import IO, Any

from kg.model import Evidence, Span
from kg.resolve.statements import Statement


class Spool:
    """The sentences of claims in a file of their own, which goes with the block."""

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed by close()
        self._end = 0
        self._at_end = True

    def close(self) -> None:
        """Remove the file."""
        self._file.close()

    def put(self, evidence: Evidence) -> int:
        """Where the sentence lies now."""
        place = self._end
        if not self._at_end:
            self._file.seek(place)
            self._at_end = True
        self._end += self._file.write(pickle.dumps((evidence.span.start, evidence.span.end, evidence.quote), 5))
        return place

    def get(self, place: int) -> tuple[int, int, str]:
        """Begin, end and words of a sentence."""
        self._file.seek(place)
        self._at_end = False
        found: tuple[int, int, str] = pickle.load(self._file)
        return found


class Chorus:
    """Claims that differ only in who says them, and in which words."""

    __slots__ = ("_documents", "_ends", "_keys", "_places", "_spool", "like", "referenced")

    def __init__(self, like: Statement, referenced: bool, spool: Spool) -> None:
        """`like` is one of them; `referenced`: whether their sentences carry a reference mark."""
        self.like, self.referenced, self._spool = like, referenced, spool
        self._keys, self._ends = bytearray(), array("Q")
        self._documents: list[str] = []
        self._places = array("Q")

    def add(self, statement: Statement) -> None:
        """Take in one more."""
        self._keys += statement.key.encode()
        self._ends.append(len(self._keys))
        self._documents.append(statement.document)
        self._places.append(self._spool.put(statement.claim.evidence))

    def all(self) -> Statement:
        """All of them as one statement."""
        return self.like._replace(voices=Voices(self, array("I", range(len(self._ends)))))

    def key(self, number: int) -> str:
        return self._keys[self._ends[number - 1] if number else 0 : self._ends[number]].decode()

    def document(self, number: int) -> str:
        return self._documents[number]

    def quote(self, number: int) -> str:
        return self._spool.get(self._places[number])[2]

    def span(self, number: int) -> Span:
        start, end, _ = self._spool.get(self._places[number])
        return Span(start, end)

    def single(self, number: int) -> Statement:
        """One of them, with the words of another."""
        voices = Voices(self, array("I", (number,)))
        return self.like._replace(key=self.key(number), document=self._documents[number], voices=voices)

    def whole(self, number: int) -> Statement:
        """One of them as it was."""
        start, end, quote = self._spool.get(self._places[number])
        evidence = Evidence(self._documents[number], Span(start, end), quote)
        return self.single(number)._replace(claim=replace(self.like.claim, evidence=evidence), voices=None)


class Voices:
    """Some claims of a chorus."""

    __slots__ = ("chorus", "numbers")

    def __init__(self, chorus: Chorus, numbers: array[int]) -> None:
        self.chorus, self.numbers = chorus, numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def keys(self) -> Iterator[str]:
        return map(self.chorus.key, self.numbers)

    def documents(self) -> Iterator[str]:
        return map(self.chorus.document, self.numbers)

    def tellings(self) -> Iterator[tuple[str, str]]:
        """Document and words of each."""
        return ((self.chorus.document(number), self.chorus.quote(number)) for number in self.numbers)

    def places(self) -> Iterator[tuple[str, Span]]:
        """Document of each, and where it stands there."""
        return ((self.chorus.document(number), self.chorus.span(number)) for number in self.numbers)

    def wholes(self) -> Iterator[Statement]:
        """Each as it was."""
        return map(self.chorus.whole, self.numbers)

    def singles(self) -> Iterator[Statement]:
        """Each by itself, by key."""
        keys = list(self.keys())
        for at in sorted(range(len(keys)), key=keys.__getitem__):
            yield self.chorus.single(self.numbers[at])


def whole(members: Iterable[Statement]) -> Iterator[Statement]:
    """Every claim as it was."""
    for one in members:
        yield from one.voices.wholes() if one.voices else (one,)


def each(group: Sequence[Statement], order: Callable[[Statement], tuple[Any, ...]]) -> Iterable[Statement]:
    """Every claim of a group that is not empty by itself, in an order whose last part is the key."""
    if group[0].voices is None:  # then the whole block is small
        return sorted(group, key=order)
    return _merged(group, lambda one: order(one)[:-1])


def _merged(group: Sequence[Statement], order: Callable[[Statement], tuple[Any, ...]]) -> Iterator[Statement]:
    for _, alike in groupby(sorted(group, key=order), key=order):
        yield from merge(*(one.voices.singles() if one.voices else (one,) for one in alike), key=attrgetter("key"))
