"""A pool of processes on this machine: one function over many values, in order, a few batches in memory at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Final, TypeVar

from kg.errors import KGError

A = TypeVar("A")
B = TypeVar("B")

# A batch takes about a tenth of a second: handing it over costs little, and the last ones keep nobody waiting for long.
_BATCH: Final = 8
# Batches under way per worker: one that is worked on, one that waits.
_AHEAD: Final = 2


def mapped(function: Callable[[A], B], values: Iterable[A], workers: int) -> Iterator[B]:
    """What a function gives for each value, in the order of the values; with one worker, in this process.

    No more than a few batches for each worker are in memory, however many values there are. The function and the values
    must be such that another process can import and unpickle them. Errors: KGError if a worker was killed.
    """
    if workers == 1:
        yield from map(function, values)
        return
    waiting: deque[Future[list[B]]] = deque()
    batches = _batches(iter(values))
    # Not forked: the store and others run threads, whose locks a forked child would hold for ever.
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        try:
            for batch in batches:
                waiting.append(pool.submit(_each, function, batch))
                if len(waiting) > _AHEAD * workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool:
            raise KGError(
                f"--workers {workers}: a worker was killed, perhaps as memory ran out; build again with fewer"
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _batches(values: Iterator[A]) -> Iterator[list[A]]:
    while batch := list(islice(values, _BATCH)):
        yield batch


def _each(function: Callable[[A], B], batch: list[A]) -> list[B]:
    return [function(value) for value in batch]
