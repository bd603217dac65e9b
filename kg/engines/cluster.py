"""A build on a cluster: read and resolved by Spark, written as shards, loaded into a graph folder on this machine."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, cast

import pyoxigraph as ox

from kg.engines.beside import description, ontology_quads, with_neighbours
from kg.engines.events import n_quads
from kg.engines.findings import Findings, check
from kg.engines.inputs import Entry
from kg.engines.manifest import UNREAD, entities_counted, manifest
from kg.engines.options import Options
from kg.engines.plan import resolved
from kg.engines.progress import Progress, quiet
from kg.engines.rows import Row, Rows
from kg.engines.setting import Setting
from kg.errors import KGError
from kg.graph.lines import Digest
from kg.graph.quads import Writer
from kg.graph.store import Draft, drafting
from kg.lexicon.gazetteer import gazetteer
from kg.link.links import link_quads, linked, matches, reviewed
from kg.link.review import review_quads
from kg.model import Entity, World
from kg.resolve.copies import Copy
from kg.vocab import BASE

if TYPE_CHECKING:
    from kg.engines.spark import Frame, Spark

FORMAT: Final = "chancery-shards/1"
MANIFEST: Final = "manifest.json"
# Of what could not be read so much is named in messages (the file of dead letters has all), and so many copies.
_PROBLEMS_MAX: Final = 1_000


@dataclass(frozen=True)
class Cluster:
    """Where to work and what to read."""

    master: str  # spark://host:7077, yarn, k8s://…, or local[N]
    inputs: tuple[str, ...]  # files, folders and patterns on any file system that Spark reads
    columns: Mapping[str, str] = field(default_factory=dict)  # our names of the columns of records -> theirs
    conf: Mapping[str, str] = field(default_factory=dict)  # settings of Spark
    parts: int = 0  # into how many every shuffle divides its rows; 0: twice the cores of the cluster
    shards: int = 8  # files of each kind that are written


@dataclass(frozen=True)
class Built:
    """What a build on a cluster came to."""

    folder: str
    counts: Mapping[str, Any]  # as in the manifest of a graph
    problems: tuple[str, ...]  # some of the documents that could not be read
    findings: Findings
    copies: tuple[Copy, ...]  # some of the documents that seem to repeat another


class _Written(NamedTuple):
    """What came of shards of all kinds."""

    told: Frame  # what the documents say
    counts: Counter[str]
    problems: tuple[str, ...]
    copies: tuple[Copy, ...]


def build(cluster: Cluster, folder: str, options: Options, progress: Progress = quiet) -> Built:
    """Read and resolve on a cluster, and put the result into `folder`.

    An address with a scheme (`s3a://…`, `hdfs://…`, `file:///…`) gets the shards: N-Quads and tables, complete when
    `manifest.json` stands there. Any other folder gets the graph, as from a build on this machine; the workers must
    see it too.
    Errors: KGError if the cluster or an input cannot be reached, or nothing could be read.
    """
    _check_installed()
    if "://" in folder:
        with running(cluster) as engine:
            return _Build(cluster, engine, options, progress).sharded(folder.rstrip("/"))
    with drafting(Path(folder)) as draft, running(cluster) as engine:
        place = mkdtemp(prefix="draft-shards-", dir=folder)
        return _Build(cluster, engine, options, progress).loaded(draft, place, folder)


def _check_installed() -> None:
    try:
        import pyarrow  # noqa: F401
        import pyspark  # noqa: F401
    except ImportError as error:
        raise KGError(f"--engine spark: {error.name} is not installed; pip install 'chancery[spark]'") from None


@contextmanager
def running(cluster: Cluster) -> Iterator[Spark]:
    """The engine on a session of its own."""
    from kg.engines.spark import Spark, session

    with session(cluster.master, cluster.conf) as spark:
        parts = cluster.parts or 2 * spark.sparkContext.defaultParallelism
        spark.conf.set("spark.sql.shuffle.partitions", parts)
        yield Spark(spark, parts)


class _Build:
    """One build on a cluster that is there."""

    def __init__(self, cluster: Cluster, engine: Spark, options: Options, progress: Progress) -> None:
        self.cluster, self.engine, self.options, self.progress = cluster, engine, options, progress
        self.decided, self.links = options.decided(), options.matches()
        offered = {match.subject_id for match in (*self.links, *reviewed(self.decided.links))}
        keys = frozenset(iri.removeprefix(options.base).removeprefix(BASE) for iri in offered)
        self.setting = Setting(gazetteer, options.policy, self.decided.reviews, options.base, keys)

    def sharded(self, folder: str) -> Built:
        """Shards in a folder of their own; with the manifest they become the result."""
        from kg.engines.spark import Storage

        storage = Storage(folder, self.engine.spark)
        generation = storage.next_generation()
        _, counts, problems, copies = self._written(f"{folder}/{generation}", keep_texts=False)
        storage.remove(f"{generation}/said")
        whole = manifest([], problems, counts, Findings(), self.options)
        whole["counts"]["documents"] = counts["documents"]
        whole = {"format": FORMAT, "folder": generation, **whole, "files": storage.sizes(generation)}
        storage.write(MANIFEST, f"{json.dumps(whole, indent=1)}\n".encode())
        storage.leave_only(generation)
        return Built(folder, whole["counts"], problems, Findings(), copies)

    def loaded(self, draft: Draft, place: str, folder: str) -> Built:
        """The shards in the store of a draft, with the texts, looked through as any graph is."""
        told, counts, problems, copies = self._written(Path(place).absolute().as_uri(), keep_texts=True)
        base, known = self.options.base, Digest()
        for path in sorted(Path(place).glob("quads/*/*.nq.gz")):
            self.progress("loading", 0, 1)
            with gzip.open(path) as shard:
                known.join(draft.read(cast("IO[bytes]", shard)))
        draft.load()
        findings = check(draft.store, base, self.progress) if self.options.check else Findings()
        for lines in findings.lines(base):
            draft.change((), lines)
            known.add(lines)
        for row in told.of("text").stream():
            draft.keep_text(row.key, row.value)
        entries = {row.key: row.value for row in told.of("entry").stream()}
        unread = ([name, *span] for name in sorted(entries) for span in entries[name].unread)
        draft.keep(UNREAD, "".join(f"{json.dumps(one)}\n" for one in unread).encode())
        described = [entries[name].described(name) for name in sorted(entries)]
        rmtree(place)
        whole = draft.commit(manifest(described, problems, counts, findings, self.options), known)
        return Built(folder, {**whole["counts"], "quads": whole["store"]["quads"]}, problems, findings, copies)

    def _written(self, place: str, keep_texts: bool) -> _Written:
        """Shards of all kinds in a folder."""
        from kg.engines import spark

        self.progress("reading", 0, 1)
        given = spark.Given(self.cluster.inputs, self.cluster.columns)
        told = spark.read(given, self.engine, self.setting, f"{place}/said", keep_texts)
        problems = tuple(f"{row.key}: {row.value}" for row in told.of("dead").first(_PROBLEMS_MAX))
        counts = _summed(told.of("entry").each(_told))
        if not counts["documents"]:
            raise KGError(f"none of the documents could be read: {problems[0] if problems else 'there are none'}")
        self.progress("resolving", 0, 1)
        world = resolved(told, self.engine, self.setting)
        rows = world.rows.kept()
        self.progress("writing", 0, 1)
        shards = self.cluster.shards
        spark.write_quads(told.of("quads"), f"{place}/quads/documents", shards, False)
        spark.write_quads(rows.of("lines"), f"{place}/quads/world", shards, True)
        here = self._here(world.entities, counts["documents"])
        rest = gzip.compress(b"\n".join(sorted(set(n_quads(here.quads).split(b"\n")) - {b""})) + b"\n", mtime=0)
        spark.Storage(place, self.engine.spark).write("quads/rest/part-00000.nq.gz", rest)
        spark.write_table(rows.of("account"), spark.ACCOUNTS, f"{place}/accounts", shards)
        spark.write_table(rows.of("contradiction"), spark.CONTRADICTIONS, f"{place}/contradictions", shards)
        spark.write_table(told.of("entry"), spark.DOCUMENTS, f"{place}/documents", shards)
        spark.write_dead(told.of("dead"), f"{place}/dead-letters")
        counts += here.counts + _summed(rows.of("account", "contradiction", "entity").each(_made))
        copies = tuple(row.value for row in cast("Frame", world.copies).first(_PROBLEMS_MAX))
        return _Written(told, counts, problems, copies)

    def _here(self, entities: tuple[Entity, ...], documents: int) -> _Here:
        """What is made on the driver: entities of the gazetteer, links, ontology, description, decisions."""
        base, writer = self.options.base, Writer(self.options.base)
        world = with_neighbours(World(entities, (), (), (), ()))
        world = linked(world, self.links, self.decided.links, base)
        details = (*self.links, *reviewed(self.decided.links))
        quads = chain(
            *(writer.default(writer.entity(entity)) for entity in world.entities),
            ontology_quads(base),
            description((), documents, base),
            link_quads(matches(world.entities, base, details), base),
            review_quads(self.decided, base),
        )
        return _Here(tuple(quads), entities_counted(world))


class _Here(NamedTuple):
    quads: tuple[ox.Quad, ...]
    counts: Counter[str]


def _summed(rows: Rows) -> Counter[str]:
    """The sum of all counters."""
    return sum((row.value for row in rows.collect()), Counter[str]())


def _told(rows: Iterable[Row]) -> Iterator[Row]:
    """How much the documents of a part tell, as `manifest.told` counts it."""
    counts: Counter[str] = Counter()
    for row in rows:
        entry: Entry = row.value
        counts.update(entry.counts())
    yield Row("counts", "", "", counts)


def _made(rows: Iterable[Row]) -> Iterator[Row]:
    """How many records of each kind a part holds."""
    counts: Counter[str] = Counter()
    for row in rows:
        if row.channel == "account":
            counts.update(accounts=1, unrealized=row.value["modality"] != "asserted")
        elif row.channel == "contradiction":
            counts.update({"contradictions": 1, row.value.degree: 1})
        else:
            counts.update(entities=not row.value.merged)
    yield Row("counts", "", "", counts)
