"""The query workers: a few processes that are asked in turn, killed when a question takes too much, and replaced."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from kg.graph.terms import PREFIXES
from kg.serve.answers import Answer, EndedError, RefusalError
from kg.serve.limits import MEGABYTE, Limits
from kg.serve.process import Frame, Process

# The engine (0.5) dies of putting some mixtures of dates, numbers and words in order; as texts they all have one.
_ORDER: Final = re.compile(r"(?i)\border\s+by\b")
_HINT: Final = "; if it orders values of different kinds, ask for ORDER BY STR(?x)"

Gone = Callable[[], Awaitable[object]]  # returns when the client has hung up


class Pool:
    """Answers questions with a few workers; every method belongs to one event loop."""

    def __init__(self, store: str, quads: bytes | None, base: str, limits: Limits) -> None:
        """A pool over the store at a path, or over N-Quads that every worker holds in memory."""
        self.limits = limits
        self._setup = {
            "store": store if quads is None else "",
            "base": base,
            "prefixes": {**PREFIXES, "id": base},
            "memory": limits.memory,
            "rows": limits.rows,
            "answer": limits.answer,
        }
        self._quads = quads
        self._quick = asyncio.Semaphore(limits.workers)
        self._heavy = asyncio.Semaphore(limits.heavy)
        self._waiting = 0
        self._held = 0  # bytes of answers not yet sent
        self._idle: list[Process] = []
        self._all: set[Process] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def open(self) -> None:
        """Start the workers; EndedError if they cannot open the store."""
        starting = (self._start() for _ in range(self.limits.workers))
        started = await asyncio.gather(*starting, return_exceptions=True)
        self._idle += [process for process in started if isinstance(process, Process)]
        if len(self._idle) < len(started):
            await self.close()
            raise next(error for error in started if isinstance(error, BaseException))

    async def close(self) -> None:
        """End all workers, and the questions that they work at."""
        self._closed = True
        while self._all or self._tasks:
            stopping = [self._all.pop().stop() for _ in range(len(self._all))]
            await asyncio.gather(*stopping, *self._tasks, return_exceptions=True)

    @property
    def processes(self) -> list[int]:
        """Ids of the processes that run."""
        return sorted(process.id for process in self._all)

    async def ask(self, question: Mapping[str, Any], gone: Gone | None = None) -> Answer:
        """The answer to a question (see worker.py); RefusalError if there is none.

        The worker is killed when the time is over, or when the client has hung up on a query that takes long.
        """
        if self._held > self.limits.answers:
            raise RefusalError(503, "too many answers wait to be fetched; try again soon", 5)
        async with self._turn(self._quick):
            answering = await self._begin(question)
            # When the heavy lane is full, whoever turns out to be heavy makes room at once.
            patience = self.limits.quick_s / (3 if self._heavy.locked() else 1)
            done, _ = await asyncio.wait({answering.outcome}, timeout=patience)
            if done and not _died(answering):
                return await self._ended(answering)
            if done:  # it may have been killed while it was idle, so a new worker is asked before the client is told
                self._bury(answering.process)
                answering = await self._begin(question, new=True)
                done, _ = await asyncio.wait({answering.outcome}, timeout=patience)
            if done:
                return await self._ended(answering)
            promoted = not self._heavy.locked()
            if promoted:
                await self._heavy.acquire()  # free, so this does not wait
            else:
                self._abandon(answering)
        if promoted:
            try:
                return await self._heavily(answering, self.limits.time_s - patience, gone)
            finally:
                self._heavy.release()
        async with self._turn(self._heavy):
            return await self._heavily(await self._begin(question), self.limits.time_s, gone)

    @asynccontextmanager
    async def _turn(self, lane: asyncio.Semaphore) -> AsyncIterator[None]:
        """A place in a lane; RefusalError if too many wait for one or it takes too long."""
        if self._waiting >= self.limits.waiting:
            raise RefusalError(503, "the server is busy; try again soon", 2)
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.wait_s):
                await lane.acquire()
        except TimeoutError:
            raise RefusalError(503, "the server is busy with other queries; try again soon", 5) from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            lane.release()

    async def _begin(self, question: Mapping[str, Any], new: bool = False) -> _Answering:
        process = await self._taken(new)
        sorts = bool(_ORDER.search(question.get("query", "")))
        return _Answering(process, process.ask(question), sorts)

    async def _heavily(self, answering: _Answering, seconds: float, gone: Gone | None) -> Answer:
        """The answer to a query that takes long, if it comes within so many seconds."""
        answering.process.lower()
        self._refill()
        watched: set[asyncio.Future[Any]] = {answering.outcome}
        leaving = asyncio.ensure_future(gone()) if gone else None
        if leaving:
            watched.add(leaving)
        try:
            await asyncio.wait(watched, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if leaving:
                leaving.cancel()
        if answering.outcome.done():
            return await self._ended(answering)
        self._abandon(answering)
        if leaving and leaving.done() and not leaving.cancelled():
            raise RefusalError(499, "the client has hung up")
        limit = f"{self.limits.time_s:g} seconds"
        raise RefusalError(504, f"the query took longer than {limit}; make it simpler or ask for less with LIMIT")

    async def _ended(self, answering: _Answering) -> Answer:
        """The outcome of a question, its worker given back or buried."""
        process = answering.process
        try:
            answer = process.answer(await answering.outcome)
        except EndedError:
            self._bury(process)
            megabytes = self.limits.memory // MEGABYTE
            message = f"the query broke off: it needed more than {megabytes} MB of memory, or the engine failed at it"
            raise RefusalError(500, message + (_HINT if answering.sorts else "")) from None
        except RefusalError:
            self._give_back(process)
            raise
        self._give_back(process)
        self._held += answer.length
        return answer

    def _abandon(self, answering: _Answering) -> None:
        answering.outcome.cancel()
        self._bury(answering.process)

    def sent(self, answer: Answer) -> None:
        """The answer needs no more room."""
        self._held -= answer.length
        answer.body.close()

    # -- the processes ------------------------------------------------------------------------------------------------

    async def _start(self) -> Process:
        process = await Process.start(self._setup, self._quads)
        if self._closed:
            await process.stop()
            raise EndedError
        self._all.add(process)
        return process

    async def _taken(self, new: bool) -> Process:
        """A worker that has nothing to do, or one that has never had."""
        while self._idle and not new:
            process = self._idle.pop()
            if process.alive:
                return process
            self._bury(process)
        try:
            return await self._start()
        except EndedError:
            raise RefusalError(503, "no query worker could be started; see the server's messages", 10) from None

    def _give_back(self, process: Process) -> None:
        if process.spent or self._closed:
            self._bury(process)
        else:
            self._idle.append(process)

    def _bury(self, process: Process) -> None:
        """End a process, without waiting for its end, and see that there is another."""
        self._all.discard(process)
        self._spawn(process.stop())
        self._refill()

    def _refill(self) -> None:
        """Have a worker ready before the next question needs it."""
        if not self._closed and not self._idle:
            self._spawn(self._prepare())

    async def _prepare(self) -> None:
        with suppress(EndedError):
            process = await self._start()
            if len(self._idle) < self.limits.workers:
                self._idle.append(process)
            else:
                self._bury(process)

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


@dataclass(frozen=True, slots=True)
class _Answering:
    process: Process
    outcome: asyncio.Future[Frame]
    sorts: bool  # the query has an ORDER BY


def _died(answering: _Answering) -> bool:
    return isinstance(answering.outcome.exception(), EndedError)
