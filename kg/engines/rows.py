"""The one shape of data between the stages of a distributed build, and what an engine must do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Row(NamedTuple):
    """One record on its way: rows of one key come together, in the order of `order` (by code points)."""

    channel: str  # what the value is, such as "statement"
    key: str
    order: str
    value: Any  # what can be pickled


Each = Callable[[Iterator[Row]], Iterable[Row]]
Together = Callable[[str, Iterator[Row]], Iterable[Row]]


class Rows(Protocol):
    """Rows that lie in any number of parts, anywhere; nothing is computed before it is asked for."""

    def of(self, *channels: str) -> Rows:
        """Those of some channels."""

    def also(self, *others: Rows) -> Rows:
        """These and others."""

    def each(self, stage: Each) -> Rows:
        """What a stage makes of the rows of each part, in whatever order they come."""

    def together(self, stage: Together) -> Rows:
        """What a stage makes of all rows of one key, sorted by `order`; the rows of a key come as a stream."""

    def having(self, others: Rows) -> Rows:
        """The rows whose key some row of `others` has."""

    def lacking(self, others: Rows) -> Rows:
        """The rows whose key no row of `others` has."""

    def kept(self) -> Rows:
        """The same, computed once."""

    def collect(self) -> list[Row]:
        """All rows, here; for what is small. Sorted by channel, key and order."""


class Shared(Protocol[T_co]):
    """A value that every worker has one copy of."""

    @property
    def value(self) -> T_co: ...


class Engine(Protocol):
    """What makes rows and shares values."""

    def rows(self, rows: Iterable[Row]) -> Rows:
        """Rows from here."""

    def share(self, value: T) -> Shared[T]:
        """A value for all workers."""
