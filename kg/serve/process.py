"""One query worker as the server sees it: a process, the socket to it, and the memory into which it writes answers."""

from __future__ import annotations

import asyncio
import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from kg.serve.answers import Answer, Body, EndedError, RefusalError, shared
from kg.serve.frames import ASK, END, HEADER, READY, frame

_START_S: Final = 20.0  # a worker that has not opened its store by then never will
_HEAVY_NICE: Final = 10
_START: Final = "import sys; sys.path[:] = {path!r}; from kg.serve.worker import main; main({channel}, {memory})"

Frame = tuple[bytes, bytes]  # kind and content


class _Channel(asyncio.Protocol):
    """Gives each frame that comes to the one who waits for it."""

    def __init__(self) -> None:
        self._come = bytearray()
        self._waiting: asyncio.Future[Frame] | None = None
        self._lost = False

    def next(self) -> asyncio.Future[Frame]:
        """The next frame; EndedError if there will be none."""
        self._waiting = asyncio.get_running_loop().create_future()
        self._hand_over()
        return self._waiting

    def data_received(self, part: bytes) -> None:
        self._come += part
        self._hand_over()

    def connection_lost(self, error: Exception | None) -> None:
        self._lost = True
        self._hand_over()

    def _hand_over(self) -> None:
        waiting, come = self._waiting, self._come
        if waiting is None or waiting.done():
            return
        if len(come) >= HEADER.size:
            kind, length = HEADER.unpack_from(come)
            if len(come) >= HEADER.size + length:
                waiting.set_result((kind, bytes(come[HEADER.size : HEADER.size + length])))
                del come[: HEADER.size + length]
                return
        if self._lost:
            waiting.set_exception(EndedError())


class Process:
    """One worker process; it answers one question at a time."""

    def __init__(
        self, popen: subprocess.Popen[bytes], transport: asyncio.Transport, channel: _Channel, memory: io.FileIO
    ) -> None:
        self._popen, self._transport, self._channel, self._memory = popen, transport, channel, memory
        self._last: Body | None = None  # it may still stand in the memory
        self.spent = False  # it has run a heavy query: its heap may be large, its priority is low

    @classmethod
    async def start(cls, setup: Mapping[str, Any], quads: bytes | None) -> Process:
        """A worker that has opened its store; EndedError if it could not."""
        memory = shared()
        ours, theirs = socket.socketpair()
        with theirs:
            code = _START.format(path=sys.path, channel=theirs.fileno(), memory=memory.fileno())
            # A new interpreter, not a fork: it inherits these two and no listening port, so a worker that
            # outlives the server for a moment keeps nothing busy.
            popen = subprocess.Popen(
                [sys.executable, "-S", "-c", code],
                pass_fds=[theirs.fileno(), memory.fileno()],
                stdin=subprocess.PIPE,  # its end tells the worker that the server is gone
                env={**os.environ, "MALLOC_ARENA_MAX": "1"},
            )
        transport, channel = await asyncio.get_running_loop().create_connection(_Channel, sock=ours)
        process = cls(popen, transport, channel, memory)
        try:
            process._send(json.dumps(setup).encode())
            if quads is not None:
                process._send(quads)
            kind, _ = await asyncio.wait_for(channel.next(), _START_S)
            if kind != READY:
                raise EndedError
        except (TimeoutError, EndedError):
            await process.stop()
            raise EndedError from None
        return process

    @property
    def alive(self) -> bool:
        return self._popen.poll() is None

    @property
    def id(self) -> int:
        """The system's number of it."""
        return self._popen.pid

    def ask(self, question: Mapping[str, Any]) -> asyncio.Future[Frame]:
        """Put a question; its outcome, for `answer`, comes later, or EndedError."""
        self._leave()
        self._send(json.dumps(question).encode())
        return self._channel.next()

    def answer(self, outcome: Frame) -> Answer:
        """The answer that an outcome tells of; RefusalError if it tells why there is none."""
        kind, content = outcome
        told = json.loads(content)
        if kind != END:
            raise RefusalError(told["status"], told["message"], trace=told.get("trace", ""))
        self._last = Body(self._memory, told["length"])
        return Answer(told["format"], self._last)

    def lower(self) -> None:
        """Let other work go first from now on."""
        self.spent = True
        with suppress(OSError, AttributeError):  # Windows has no such call
            os.setpriority(os.PRIO_PROCESS, self.id, _HEAVY_NICE)

    async def stop(self) -> None:
        """End it; an answer that it gave remains."""
        self._popen.kill()
        if self._popen.stdin:
            self._popen.stdin.close()
        self._transport.close()
        self._leave()
        self._memory.close()
        await asyncio.to_thread(self._popen.wait)

    def _send(self, content: bytes) -> None:
        self._transport.write(frame(ASK, content))

    def _leave(self) -> None:
        if self._last:
            self._last.leave()
        self._last = None
