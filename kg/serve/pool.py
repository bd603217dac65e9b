"""The query workers: a few processes that are asked in turn, killed when a question takes too much, and replaced."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any, Final

from kg.graph.terms import PREFIXES
from kg.serve.frames import ASK, END, HEADER, PART, READY, frame
from kg.serve.limits import MEGABYTE, Limits

_START_S: Final = 20.0  # a worker that has not opened its store by then never will
_HEAVY_NICE: Final = 10
_CHUNK: Final = 256 * 1024
_IN_MEMORY: Final = 16 * MEGABYTE  # of one answer; what is longer waits in a file
# The engine (0.5) dies of putting some mixtures of dates, numbers and words in order; as texts they all have one.
_ORDER: Final = re.compile(r"(?i)\border\s+by\b")
_HINT: Final = "; if it orders values of different kinds, ask for ORDER BY STR(?x)"
_START: Final = "import sys; sys.path[:] = {path!r}; from kg.serve.worker import main; main({descriptor})"

Gone = Callable[[], Awaitable[object]]  # returns when the client has hung up


class Body:
    """The parts of an answer as they came; what is beyond a bound waits in a file."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._file: IO[bytes] | None = None
        self.length = 0

    def add(self, part: bytes) -> None:
        self.length += len(part)
        if self.length <= _IN_MEMORY:
            self._parts.append(part)
            return
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - closed with the answer
        self._file.write(part)

    def chunks(self) -> Iterator[bytes]:
        """The parts in their order."""
        yield from self._parts
        if self._file:
            self._file.seek(0)
            yield from iter(lambda: self._file.read(_CHUNK) if self._file else b"", b"")

    def read(self) -> bytes:
        """The whole answer."""
        return b"".join(self.chunks())

    def close(self) -> None:
        self._parts.clear()
        if self._file:
            self._file.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker answered, whole; `Pool.sent` closes it."""

    format: str
    body: Body

    @property
    def length(self) -> int:
        """Bytes."""
        return self.body.length


class RefusalError(Exception):
    """No answer: the HTTP status, one sentence, and in how many seconds it is worth asking again."""

    def __init__(self, status: int, message: str, retry_s: int = 0, trace: str = "") -> None:
        super().__init__(message)
        self.status, self.message, self.retry_s, self.trace = status, message, retry_s, trace


class EndedError(Exception):
    """The worker is gone."""


class Process:
    """One worker process and the socket to it."""

    def __init__(self, popen: subprocess.Popen[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self._popen, self._reader, self._writer = popen, reader, writer
        self.spent = False  # it has run a heavy query: its heap may be large, its priority is low

    @classmethod
    async def start(cls, setup: Mapping[str, Any], quads: bytes | None) -> Process:
        """A worker that has opened its store; EndedError if it could not."""
        ours, theirs = socket.socketpair()
        with theirs:
            code = _START.format(path=sys.path, descriptor=theirs.fileno())
            # A new interpreter, not a fork: it inherits this one socket and no listening port, so a worker that
            # outlives the server for a moment keeps nothing busy.
            popen = subprocess.Popen(
                [sys.executable, "-S", "-c", code],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, "MALLOC_ARENA_MAX": "1"},
            )
        reader, writer = await asyncio.open_connection(sock=ours, limit=MEGABYTE)
        process = cls(popen, reader, writer)
        try:
            process.send(json.dumps(setup).encode())
            if quads is not None:
                process.send(quads)
            kind, _ = await asyncio.wait_for(process.receive(), _START_S)
            if kind != READY:
                raise EndedError
        except (TimeoutError, EndedError):
            await process.stop()
            raise EndedError from None
        return process

    @property
    def alive(self) -> bool:
        return self._popen.poll() is None

    def send(self, content: bytes) -> None:
        self._writer.write(frame(ASK, content))

    async def receive(self) -> tuple[bytes, bytes]:
        """The next frame: its kind and content; EndedError if there will be none."""
        try:
            kind, length = HEADER.unpack(await self._reader.readexactly(HEADER.size))
            return kind, await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise EndedError from None

    def lower(self) -> None:
        """Let other work go first from now on."""
        self.spent = True
        with suppress(OSError, AttributeError):  # Windows has no such call
            os.setpriority(os.PRIO_PROCESS, self._popen.pid, _HEAVY_NICE)

    async def stop(self) -> None:
        self._popen.kill()
        self._writer.close()
        await asyncio.to_thread(self._popen.wait)


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
        return sorted(process._popen.pid for process in self._all)

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
            done, _ = await asyncio.wait({answering.task}, timeout=patience)
            if done and not _died(answering):
                return await self._ended(answering)
            if done:  # it may have been killed while it was idle, so a new worker is asked before the client is told
                self._bury(answering.process)
                answering = await self._begin(question, new=True)
                done, _ = await asyncio.wait({answering.task}, timeout=patience)
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
            await asyncio.wait_for(lane.acquire(), self.limits.wait_s)
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
        return _Answering(process, asyncio.create_task(_read_answer(process, question)), sorts)

    async def _heavily(self, answering: _Answering, seconds: float, gone: Gone | None) -> Answer:
        """The answer to a query that takes long, if it comes within so many seconds."""
        answering.process.lower()
        self._refill()
        watched: set[asyncio.Future[Any]] = {answering.task}
        leaving = asyncio.ensure_future(gone()) if gone else None
        if leaving:
            watched.add(leaving)
        try:
            await asyncio.wait(watched, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if leaving:
                leaving.cancel()
        if answering.task.done():
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
            answer = await answering.task
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
        answering.task.cancel()
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
    task: asyncio.Task[Answer]
    sorts: bool  # the query has an ORDER BY


def _died(answering: _Answering) -> bool:
    return isinstance(answering.task.exception(), EndedError)


async def _read_answer(process: Process, question: Mapping[str, Any]) -> Answer:
    """Ask, and gather the parts of the answer; a large one goes to a file, so that no worker waits for a client."""
    process.send(json.dumps(question).encode())
    body = Body()
    try:
        while True:
            kind, content = await process.receive()
            if kind == PART:
                body.add(content)
            elif kind == END:
                return Answer(json.loads(content)["format"], body)
            else:
                fault = json.loads(content)
                raise RefusalError(fault["status"], fault["message"], trace=fault.get("trace", ""))
    except BaseException:
        body.close()
        raise
