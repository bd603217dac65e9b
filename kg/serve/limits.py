"""How much a query may use, and how many may run: the numbers on which the server's safety rests."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the query service.

    Every query starts in the quick lane. One that has not ended after `quick_s` moves to the heavy lane, so that short
    queries of others find a worker however many long ones there are.
    """

    time_s: float = 30.0
    memory: int = 230 * MEGABYTE  # bytes a worker may take beyond its start; four workers stay below 1 GB
    rows: int = 1_000_000
    answer: int = 100 * MEGABYTE  # bytes of one answer
    answers: int = 1024 * MEGABYTE  # bytes of all answers that wait for slow clients
    workers: int = 2  # of the quick lane; as many processes stand ready when nothing is asked
    heavy: int = 2
    waiting: int = 400  # queries that wait for a worker; more are told to come back
    wait_s: float = 15.0
    quick_s: float = 0.3
    body: int = MEGABYTE  # bytes of a request
    body_s: float = 10.0


DEFAULT = Limits()
