"""What a build on Spark costs against one process: python -m tests.benchmarks.spark 10000

Invented pages of a thousand characters as JSON Lines, read, resolved and written by Spark on `local[2]`, and by the
same functions in this process. Prints CPU seconds of both, bytes shuffled, the most memory of a worker, and whether the
data sets are the same.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import process_time

import pyoxigraph as ox

from kg.engines.beside import description, ontology_quads, with_neighbours
from kg.engines.cluster import Cluster, build
from kg.extract.engine import extract
from kg.graph.quads import dataset_quads
from kg.lexicon.gazetteer import gazetteer
from kg.link.links import link_quads, matches
from kg.model import Claim, Document
from kg.pipeline import Options
from kg.resolve.world import resolve
from kg.texts.reading import Unreadable, document_from
from kg.texts.sources import Told
from tests.benchmarks.texts import pages

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def measure(number: int, length: int, cores: int) -> dict[str, object]:
    """The figures; CPU seconds, bytes, megabytes."""
    with TemporaryDirectory() as folder:
        inputs = Path(folder, "pages")
        _write(inputs, number, length)
        own, one_s = _alone(inputs)
        events = Path(folder, "events")
        events.mkdir()
        conf = {"spark.eventLog.enabled": "true", "spark.eventLog.dir": events.as_uri(), "spark.driver.memory": "2g"}
        conf |= {"spark.eventLog.compress": "false", "spark.eventLog.rolling.enabled": "false"}
        out = Path(folder, "out").as_uri()
        cluster = Cluster(f"local[{cores}]", (str(inputs),), conf=conf, parts=4 * cores)
        with _Watch() as watch:
            built = build(cluster, out, Options(check=False))
        result = Path(folder, "out")
        shards = sorted(result.rglob("*.nq.gz"))
        lines = set[bytes]()
        for path in shards:
            with gzip.open(path) as file:
                lines.update(file)
        stored = sum(path.stat().st_size for path in shards)
        return {
            "documents": number,
            "counts": built.counts,
            "lines": len(lines),
            "same": _digest(lines) == own,
            "one process, CPU s": round(one_s, 1),
            "Spark, CPU s": round(watch.cpu_s, 1),
            "of which Java": round(watch.java_s, 1),
            "shuffled bytes": _shuffled(events),
            "N-Quads, compressed bytes": stored,
            "worker MB at most": watch.worker_mb,
        }


def _write(folder: Path, number: int, length: int) -> None:
    folder.mkdir()
    files = [(folder / f"{part}.jsonl").open("w", encoding="utf-8") for part in range(8)]
    for at, (name, text) in enumerate(pages(number, length)):
        files[at % 8].write(json.dumps({"id": name, "text": text}) + "\n")
    for file in files:
        file.close()


def _alone(folder: Path) -> tuple[str, float]:
    """Digest of the data set, and CPU seconds from text to N-Quads."""
    begin = process_time()
    documents: list[Document] = []
    claims: list[Claim] = []
    for path in sorted(folder.iterdir()):
        with path.open(encoding="utf-8") as file:
            for row in map(json.loads, file):
                document = document_from(row["id"], row["text"].encode(), Told())
                if not isinstance(document, Unreadable):
                    documents.append(document)
                    claims += extract(document).claims
    world = with_neighbours(resolve(claims, documents, gazetteer()))
    base = Options().base
    lines = set(_lines(dataset_quads(world, documents, claims, base)))
    lines.update(_lines(ontology_quads(base)), _lines(link_quads(matches(world.entities, base), base)))
    lines.update(_lines(description([one.id for one in documents], len(documents), base)))
    spent = process_time() - begin
    return _digest(lines), spent


def _lines(quads: Iterable[ox.Quad]) -> Iterator[bytes]:
    held = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return iter(held.splitlines(keepends=True))


def _digest(lines: Iterable[bytes]) -> str:
    sum_ = sha256()
    for line in sorted(lines):
        sum_.update(line)
    return sum_.hexdigest()


def _shuffled(folder: Path) -> int:
    """Bytes that all tasks wrote for others."""
    total = 0
    for path in folder.iterdir():
        with path.open(encoding="utf-8") as file:
            for event in map(json.loads, file):
                if event["Event"] == "SparkListenerTaskEnd":
                    total += event["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Bytes Written"]
    return total


class _Watch:
    """CPU seconds of this process and all below it, and the memory of the largest Python worker."""

    def __init__(self) -> None:
        self.cpu_s = self.java_s = 0.0
        self.worker_mb = 0
        self._seen: dict[int, tuple[str, float]] = {}
        self._own = process_time()
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self.cpu_s = process_time() - self._own + sum(spent for _, spent in self._seen.values())
        self.java_s = sum(spent for name, spent in self._seen.values() if name == "java")

    def _look(self) -> None:
        while not self._over.wait(1.0):
            for process, (name, spent, resident) in _below(os.getpid()).items():
                self._seen[process] = name, spent
                if name.startswith("python"):
                    self.worker_mb = max(self.worker_mb, resident)


def _below(root: int) -> dict[int, tuple[str, float, int]]:
    """Name, CPU seconds (its own) and megabytes of every process below one."""
    all_: dict[int, tuple[int, str, float, int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                head, tail = (entry / "stat").read_text().rsplit(")", 1)
            except OSError:
                continue
            parts = tail.split()
            name = head.partition("(")[2]
            spent = (int(parts[11]) + int(parts[12])) / _TICK
            all_[int(entry.name)] = int(parts[1]), name, spent, int(parts[21]) * 4096 // 1_000_000
    found: dict[int, tuple[str, float, int]] = {}
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        for process, (above, name, spent, resident) in all_.items():
            if above == parent:
                found[process] = name, spent, resident
                waiting.append(process)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("--length", type=int, default=1_000)
    parser.add_argument("--cores", type=int, default=2)
    given = parser.parse_args()
    for name, value in measure(given.number, given.length, given.cores).items():
        print(f"{name:<28} {value}", flush=True)
