"""Answers of query workers: bytes in memory that worker and server share, so that nothing is copied through a pipe."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Final

from kg.serve.limits import MEGABYTE

_CHUNK: Final = 256 * 1024
_KEPT: Final = 4 * MEGABYTE  # of shared memory that a worker keeps, so that the next answer finds it ready
_IN_MEMORY: Final = 16 * MEGABYTE  # of an answer whose worker is wanted again; what is longer waits in a file


def shared() -> io.FileIO:
    """Memory without a name that a process can be given, as a file; where there is no such thing, a file."""
    if hasattr(os, "memfd_create"):
        return io.FileIO(os.memfd_create("answer"), "r+")
    return TemporaryFile(buffering=0)


class Body:
    """The bytes of an answer: in a worker's shared memory until the worker is wanted again, then in a copy."""

    def __init__(self, file: io.FileIO, length: int) -> None:
        self._file, self.length = file, length
        self._next, self._end = 0, length  # of what was not yet taken, places in the file
        self._own = self._closed = False

    def chunks(self) -> Iterator[bytes]:
        """What was not yet taken, in parts; each is taken once."""
        while self._next < self._end:
            part = os.pread(self._file.fileno(), min(_CHUNK, self._end - self._next), self._next)
            if not part:
                raise EOFError("the answer is shorter than its worker told")
            self._next += len(part)
            yield part

    def read(self) -> bytes:
        """All that was not yet taken."""
        return b"".join(self.chunks())

    def leave(self) -> None:
        """Give the shared memory free: what was not yet taken is copied."""
        if self._own or self._closed:
            return
        rest = self._end - self._next
        copy = shared() if rest <= _IN_MEMORY else TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the answer
        for part in self.chunks():
            copy.write(part)
        self._file, self._next, self._end, self._own = copy, 0, rest, True

    def close(self) -> None:
        """Nothing of it is wanted any more."""
        if self._own:
            self._file.close()
        elif not self._closed and self.length > _KEPT:
            os.ftruncate(self._file.fileno(), 0)  # its worker rests: it may not go on before the answer has left
        self._closed = True


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
