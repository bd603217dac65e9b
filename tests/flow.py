"""An engine in this process: rows in any number of parts, dealt out and pickled as a cluster would."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from random import Random
from typing import Any

from kg.engines.rows import Each, Row, Together


@dataclass
class Parts:
    """`kg.engines.rows.Rows` as lists; every stage sees its rows as they come out of a pickle."""

    parts: list[list[Row]]
    random: Random

    def of(self, *channels: str) -> Parts:
        return self._with([row for row in part if row.channel in channels] for part in self.parts)

    def also(self, *others: Parts) -> Parts:
        return self._with(chain(self.parts, *(other.parts for other in others)))

    def each(self, stage: Each) -> Parts:
        return self._with(list(_through(stage)(iter(_travelled(part)))) for part in self.parts)

    def together(self, stage: Together) -> Parts:
        dealt: list[list[Row]] = [[] for _ in self.parts]
        for part in self.parts:
            for row in part:
                dealt[hash(row.key) % len(dealt)].append(row)
        return self._with(list(_grouped(_through(stage), self._shuffled(part))) for part in dealt)

    def having(self, others: Parts) -> Parts:
        keys = {row.key for part in others.parts for row in part}
        return self._with([row for row in part if row.key in keys] for part in self.parts)

    def lacking(self, others: Parts) -> Parts:
        keys = {row.key for part in others.parts for row in part}
        return self._with([row for row in part if row.key not in keys] for part in self.parts)

    def kept(self) -> Parts:
        return self

    def collect(self) -> list[Row]:
        return sorted((row for part in self.parts for row in _travelled(part)), key=lambda row: row[:3])

    def _with(self, parts: Iterable[list[Row]]) -> Parts:
        return Parts(list(parts), self.random)

    def _shuffled(self, part: list[Row]) -> list[Row]:
        rows = _travelled(part)
        self.random.shuffle(rows)
        return sorted(rows, key=lambda row: (row.key, row.order))


@dataclass(frozen=True)
class Held:
    value: Any


@dataclass
class InProcess:
    """`kg.engines.rows.Engine` with a number of parts."""

    number: int
    random: Random

    def rows(self, rows: Iterable[Row]) -> Parts:
        parts: list[list[Row]] = [[] for _ in range(self.number)]
        for row in rows:
            parts[self.random.randrange(self.number)].append(row)
        return Parts(parts, self.random)

    def share(self, value: Any) -> Held:
        return Held(value)


def _travelled(rows: Any) -> Any:
    return pickle.loads(pickle.dumps(rows))


def _through(stage: Any) -> Any:
    """A stage as a worker gets it; functions go by name."""
    return _travelled(stage)


def _grouped(stage: Together, rows: list[Row]) -> Iterator[Row]:
    for key, group in groupby(rows, key=lambda row: row.key):
        yield from stage(key, group)
