"""What a build on Spark costs against the pool of this machine: python -m tests.benchmarks.spark 100000 --kill 60

Invented pages of a thousand characters are built by `kg build --workers 2`, and by `kg build --engine spark` on a
standalone cluster of one master and two workers on loopback; with `--kill` one of them is killed with -9 so many
seconds after all pages have been read. Prints CPU seconds, the memory of the workers in four parts of the time, bytes
shuffled, and whether the sorted lines of the data sets are the same.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic
from typing import Any, NamedTuple

from kg.graph.lines import sorted_lines, sorted_quads
from kg.graph.store import open_graph
from tests.benchmarks.texts import pages, write
from tests.standalone import LOOPBACK, killed, standalone

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_WORKERS = (b"pyspark.daemon", b"multiprocessing.spawn")  # in the command lines of workers
_RUN = 500_000  # lines that are sorted in memory
_EXECUTOR_MB = 1_000
_KG = (sys.executable, "-c", "from kg.cli import main; main()", "build", "--no-check")


class Built:
    """What a build came to: seconds, memory, and its lines."""

    def __init__(self, watch: Watch, lines: Iterator[bytes]) -> None:
        self.watch = watch
        digest, self.lines = sha256(), 0
        for line, _ in groupby(lines):
            digest.update(line)
            self.lines += 1
        self.digest = digest.hexdigest()

    def __str__(self) -> str:
        watch = self.watch
        spent = f"{watch.cpu_s:.0f} CPU s (Java {watch.java_s:.0f}), {watch.wall_s:.0f} s"
        return f"{spent}; MB of a worker at most, by quarters {watch.quarters()}; {self.lines} lines"


def in_pool(texts: Path, folder: Path, workers: int) -> Built:
    """The graph folder of a pool of processes."""
    with Watch() as watch:
        _run(str(texts), "-o", str(folder), "--workers", str(workers))
    return Built(watch, sorted_quads(open_graph(folder).store, _RUN))


def on_spark(inputs: Path, folder: Path, conf: Mapping[str, str], kill_s: float | None) -> Built:
    """The shards of a cluster; one of its workers is killed so many seconds after all has been read, if not None."""
    given = [part for name, value in {**LOOPBACK, **conf}.items() for part in ("--conf", f"{name}={value}")]
    place = folder / "cluster"
    place.mkdir(parents=True)
    with Watch() as watch, standalone(place, _EXECUTOR_MB + 200) as (address, workers):
        over = Event()

        def lose() -> None:
            while not over.wait(0.5):
                if (folder / "out" / "data-1" / "said" / "_SUCCESS").exists():
                    if not over.wait(kill_s):
                        print(f"a worker is killed at {watch.spent():.0f} CPU s", flush=True)
                        killed(workers[1])
                    return

        if kill_s is not None:
            Thread(target=lose, daemon=True).start()
        _run("--engine", "spark", "--master", address, "--input", str(inputs), "-o", (folder / "out").as_uri(), *given)
        over.set()
    return Built(watch, sorted_lines(_shards(folder / "out"), _RUN))


def _run(*arguments: str) -> None:
    subprocess.run([*_KG, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _shards(folder: Path) -> Iterator[bytes]:
    """The lines of the shards that the manifest names."""
    for name in json.loads((folder / "manifest.json").read_text("utf-8"))["files"]:
        if name.endswith(".nq.gz"):
            with gzip.open(folder / name) as file:
                yield from file


def records(folder: Path, number: int, length: int) -> None:
    """The pages as JSON Lines, in eight files."""
    folder.mkdir()
    files = [(folder / f"{part}.jsonl").open("w", encoding="utf-8") for part in range(8)]
    for at, (name, text) in enumerate(pages(number, length)):
        files[at % 8].write(json.dumps({"id": name, "text": text}) + "\n")
    for file in files:
        file.close()


def shuffled(folder: Path) -> int:
    """Bytes that all tasks wrote for others."""
    return sum(
        event["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Bytes Written"]
        for event in _events(folder)
        if event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics")
    )


def _events(folder: Path) -> Iterator[dict[str, Any]]:
    for path in folder.iterdir():
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


class Watch:
    """CPU seconds of all that this process starts, and the memory of the largest worker among them."""

    def __init__(self) -> None:
        self.cpu_s = self.java_s = self.wall_s = 0.0
        self._seen: dict[int, Process] = {}
        self._memory: list[int] = []
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._begin = monotonic()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self.wall_s = monotonic() - self._begin
        self.cpu_s = self.spent()
        self.java_s = sum(one.cpu_s for one in self._seen.values() if one.name == "java")

    def spent(self) -> float:
        """CPU seconds so far."""
        return sum(one.cpu_s for one in dict(self._seen).values())

    def quarters(self) -> list[int]:
        """The most memory of a worker in each quarter of the time, in MB."""
        size = -(-len(self._memory) // 4)
        return [max(self._memory[at : at + size]) for at in range(0, len(self._memory), size)]

    def _look(self) -> None:
        while not self._over.wait(0.5):
            found = below(os.getpid())
            self._seen |= found
            self._memory.append(max((one.memory_mb for one in found.values() if one.is_worker), default=0))


class Process(NamedTuple):
    """A process: its name, CPU seconds of its own, memory, and whether it works for a pool or for Spark."""

    name: str
    cpu_s: float
    memory_mb: int
    is_worker: bool


def below(root: int) -> dict[int, Process]:
    """All processes below one."""
    all_: dict[int, tuple[int, Process]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                head, _, tail = (entry / "stat").read_text().rpartition(")")
                parts = tail.split()
                spent = (int(parts[11]) + int(parts[12])) / _TICK
                works = any(word in (entry / "cmdline").read_bytes() for word in _WORKERS)
                one = Process(head.partition("(")[2], spent, int(parts[21]) * _PAGE // 1_000_000, works)
                all_[int(entry.name)] = int(parts[1]), one
    found: dict[int, Process] = {}
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        own = {process: one for process, (above, one) in all_.items() if above == parent}
        found |= own
        waiting += own
    return found


def main(number: int, length: int, kill: float | None, conf: Mapping[str, str]) -> None:
    """Print the figures."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "texts", number, length)
        records(folder / "records", number, length)
        pool = in_pool(folder / "texts", folder / "local", 2)
        print(f"pool of two:   {pool}", flush=True)
        events = folder / "events"
        events.mkdir()
        logged = {"spark.eventLog.enabled": "true", "spark.eventLog.dir": events.as_uri()}
        logged |= {"spark.eventLog.compress": "false", "spark.eventLog.rolling.enabled": "false"}
        logged |= {"spark.executor.memory": f"{_EXECUTOR_MB}m", **conf}
        cluster = on_spark(folder / "records", folder / "cluster", logged, kill)
        print(f"Spark:         {cluster}", flush=True)
        ratio = cluster.watch.cpu_s / pool.watch.cpu_s
        print(f"               {ratio:.2f} times the CPU time; same: {cluster.digest == pool.digest}")
        stored = sum(path.stat().st_size for path in (folder / "cluster" / "out").rglob("*.nq.gz"))
        print(f"               {shuffled(events)} bytes shuffled, {stored} bytes of N-Quads, compressed", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("--length", type=int, default=1_000)
    parser.add_argument("--kill", type=float, help="seconds after reading at which a worker is killed")
    parser.add_argument("--conf", action="append", default=[], help="a setting of Spark: KEY=VALUE")
    given = parser.parse_args()
    main(given.number, given.length, given.kill, dict(one.split("=", 1) for one in given.conf))
