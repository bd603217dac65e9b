"""A pool of processes on this machine: a function over many values, in order, a few batches in memory at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cached_property, partial
from itertools import islice
from multiprocessing import get_context
from typing import Final, Self, TypeVar

from kg.caches import forget
from kg.errors import KGError

A = TypeVar("A")
B = TypeVar("B")

# A batch of texts takes about a tenth of a second: handing it over costs little, and the last keep nobody waiting long.
# To read so many short ones together takes a tenth less than eight; kg/texts/passages.py keeps the passages of no more.
BATCH: Final = 16
# Batches under way per worker: one that is worked on, one that waits.
_AHEAD: Final = 2


class Pool:
    """So many processes, started when first needed; with one worker all is done in this process."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if "_processes" in self.__dict__:
            self._processes.shutdown(wait=kind is None, cancel_futures=True)

    @cached_property
    def _processes(self) -> ProcessPoolExecutor:
        # Not forked: the store and others run threads, whose locks a forked child would hold for ever.
        return ProcessPoolExecutor(self.workers, get_context("spawn"))

    def map(self, function: Callable[[A], B], values: Iterable[A], batch: int = BATCH) -> Iterator[B]:
        """What a function gives for each value, in the order of the values.

        No more than a few batches for each worker are in memory, however many values there are. The function and the
        values must be such that another process can import and unpickle them. Errors: KGError if a worker was killed.
        """
        if self.workers == 1:
            yield from map(function, values)
        else:
            yield from self.batches(partial(_each, function), values, batch)

    def batches(self, function: Callable[[list[A]], list[B]], values: Iterable[A], batch: int = BATCH) -> Iterator[B]:
        """The same for a function over several values at once, which gives something for each."""
        if self.workers == 1:
            rest = iter(values)
            while held := list(islice(rest, batch)):
                yield from function(held)
            return
        rest = iter(values)
        chunks = iter(lambda: list(islice(rest, batch)), [])
        try:
            for found in self._in_order(self._processes, partial(_apart, function), chunks):
                yield from found
        except BrokenProcessPool:
            raise KGError(
                f"--workers {self.workers}: a worker was killed, perhaps as memory ran out; build again with fewer"
            ) from None

    def threaded(self, function: Callable[[A], B], values: Iterable[A]) -> Iterator[B]:
        """As `map`, in threads: for large values, and a function that lets other threads run."""
        if self.workers == 1:
            yield from map(function, values)
        else:
            with ThreadPoolExecutor(self.workers) as threads:
                yield from self._in_order(threads, function, values)

    def _in_order(self, executor: Executor, function: Callable[[A], B], values: Iterable[A]) -> Iterator[B]:
        waiting: deque[Future[B]] = deque()
        for value in values:
            waiting.append(executor.submit(function, value))
            if len(waiting) > _AHEAD * self.workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _apart(function: Callable[[list[A]], list[B]], held: list[A]) -> list[B]:
    """What a function gives in a worker, which goes on and on."""
    forget()
    return function(held)


def _each(function: Callable[[A], B], held: list[A]) -> list[B]:
    return [function(value) for value in held]
