"""A query in a process of its own: it can be stopped at any moment, and its memory has a bound.

The process opens the graph, gives up the right to open anything else, and writes its answer to its stdout. What went
wrong, or how long each step took, it tells as JSON on its stderr.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Timer
from time import perf_counter
from typing import IO, Any, Final

from kg.errors import KGError

MEGABYTE: Final = 1024 * 1024
_START: Final = "import sys; sys.path[:] = {path!r}; from kg.ask.apart import main; main()"
TERMINAL: Final = "terminal"  # a format: rows as SPARQL JSON, to be laid out by the caller; triples as Turtle
# The kind of an answer, its first byte.
_ROWS, _TRIPLES, _BOOLEAN = b"R", b"T", b"B"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use."""

    time_s: float | None = None  # None: as long as it takes
    rows: int | None = None  # the answer ends after so many; None: all
    memory: int = 2048 * MEGABYTE  # bytes beyond what the open store takes


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of which graph."""

    folder: str
    name: str  # what a person calls the query
    text: str
    given: Mapping[str, str] = field(default_factory=dict)  # values of parameters


@dataclass(slots=True)
class Times:
    """Seconds by the clock that each step took, in their order."""

    steps: dict[str, float] = field(default_factory=dict)

    def text(self) -> str:
        """A line for each step and one for the sum, in milliseconds."""
        lines = [*self.steps.items(), ("all", sum(self.steps.values()))]
        return "".join(f"{name:<22} {1000 * seconds:>10.1f} ms\n" for name, seconds in lines)


def ask_apart(question: Question, format: str, out: IO[bytes], limits: Limits) -> Times:
    """Write the answer to `out` while it comes; triples are written when the last has come.

    Errors: KGError for a query that may not run or is wrong, and for one that takes more time or memory than it may.
    """
    times = Times()
    with _running(question, format, limits, times) as answer:
        kind = answer.read(1)
        if kind == _TRIPLES:
            _write_triples(answer, format, out, question)
        else:
            shutil.copyfileobj(answer, out, 256 * 1024)
    return times


def _write_triples(answer: IO[bytes], format: str, out: IO[bytes], question: Question) -> None:
    from kg.ask.answers import write_triples
    from kg.graph.store import read_manifest

    base = str(read_manifest(Path(question.folder))["base"])
    write_triples(answer.read(), "ttl" if format == TERMINAL else format, out, base, question.name)


@contextmanager
def _running(question: Question, format: str, limits: Limits, times: Times) -> Iterator[IO[bytes]]:
    """The answer of the process as a stream; it is ended when the time is over or nobody reads on."""
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-S", "-c", _START.format(path=sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "MALLOC_ARENA_MAX": "1"},  # arenas of threads would count as memory in use
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    timer = Timer(limits.time_s, process.kill) if limits.time_s else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        process.stdin.write(json.dumps([asdict(question), format, asdict(limits)]).encode())
        process.stdin.close()
        yield process.stdout
        _judge(process, process.stderr.read(), question, limits, times, began)
    finally:
        if timer:
            timer.cancel()
        process.kill()
        for stream in (process.stdout, process.stderr):
            stream.close()
        process.wait()


def _judge(
    process: subprocess.Popen[bytes], report: bytes, question: Question, limits: Limits, times: Times, began: float
) -> None:
    """Raise what went wrong in the process, or note the times it tells."""
    process.wait()
    told = json.loads(report) if process.returncode in (0, 2) and report else {}
    if "error" in told:
        raise KGError(told["error"])
    if "syntax" in told:
        from kg.ask.answers import malformed

        raise malformed(question.name, question.text, told["syntax"])
    if "times" in told:
        spent = perf_counter() - began
        times.steps.update({"start a process": spent - sum(told["times"].values()), **told["times"]})
        return
    if limits.time_s and perf_counter() - began >= limits.time_s:
        raise KGError(
            f"{question.name}: was stopped after {limits.time_s:g} seconds; ask for less, or give it more --timeout"
        )
    if "bug" in told or process.returncode == 1:
        raise RuntimeError(told.get("bug") or report.decode(errors="replace"))
    raise KGError(
        f"{question.name}: broke off: it needed more than {limits.memory // MEGABYTE:,} MB of memory, or the engine "
        "failed at it; ask for less with LIMIT"
    )


# -- in the process ---------------------------------------------------------------------------------------------------


def main() -> None:
    """Answer the question on stdin."""
    report = os.fdopen(os.dup(2), "w", encoding="utf-8")
    question, format, limits = json.load(sys.stdin)
    try:
        told: dict[str, Any] = {"times": _answer(Question(**question), format, Limits(**limits))}
    except KGError as error:
        told = {"error": str(error)}
    except SyntaxError as error:
        told = {"syntax": str(error)}
    except MemoryError:
        os._exit(70)  # what is left of the heap is of no use; the other end says why
    except BrokenPipeError:
        os._exit(0)  # nobody reads the answer any more
    except Exception:
        told = {"bug": traceback.format_exc()}
    json.dump(told, report)
    report.flush()
    os._exit(0 if "times" in told else 2)  # a store need not be taken apart


def _answer(question: Question, format: str, limits: Limits) -> dict[str, float]:
    """Write the answer; how long the steps took comes back."""
    import pyoxigraph as ox

    from kg.ask.answers import prepared, run, write
    from kg.ask.binding import limited
    from kg.ask.confine import confine
    from kg.ask.header import read_header
    from kg.ask.saved import Query
    from kg.graph.store import open_graph

    clock = _Clock()
    graph = open_graph(Path(question.folder))
    clock.lap("open the store")
    query = Query(question.name, question.text, read_header(question.text, question.name))
    text = prepared(query, question.given, graph.store, graph.base)
    confine(limits.memory, str(graph.folder / str(graph.manifest["folder"]) / "store"))
    clock.lap("bind parameters")
    answer = run(limited(text, limits.rows), graph.store, graph.base)
    clock.lap("plan the query")
    out = sys.stdout.buffer
    if isinstance(answer, ox.QueryTriples):
        out.write(_TRIPLES)
        ox.serialize(answer, out, ox.RdfFormat.N_TRIPLES)
    else:
        out.write(_BOOLEAN if isinstance(answer, ox.QueryBoolean) else _ROWS)
        write(answer, "json" if format == TERMINAL else format, out, graph.base, question.name)
    out.flush()
    clock.lap("find and write")
    return clock.laps


class _Clock:
    """Seconds from lap to lap."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, name: str) -> None:
        self._last, before = perf_counter(), self._last
        self.laps[name] = self._last - before
