"""Apache Spark as the engine: rows as data frames, documents from any file system, results as shards."""

from __future__ import annotations

import json
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - the name that every user of Spark knows

from kg.caches import forget
from kg.engines.bundle import bundle
from kg.engines.inputs import (
    COLUMNS,
    Entry,
    File,
    Reader,
    Record,
    clashing,
    files_by_identifier,
    record,
    records_by_identifier,
)
from kg.engines.rows import Each, Row, Rows, Shared, T, Together
from kg.engines.setting import Setting
from kg.errors import KGError
from kg.model import Contradiction
from kg.texts.sources import NAME, tables_in

SCHEMA: Final = "channel string, key string, order string, value binary"
# Bytes of one Arrow batch; a row of more is a batch of its own.
_BATCH: Final = 4_000_000
_TEXTS: Final = ("txt", "md", "html", "htm", "pdf")
_LINES: Final = ("jsonl", "ndjson", "jsonl.gz", "ndjson.gz")
_CONF: Final = {
    # The number of parts is ours to say, so that the shards are the same on every run.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",
    "spark.sql.execution.arrow.maxBytesPerBatch": "16m",
    # A page costs far more to read than to open: parts of 4 MB are about half a minute of work.
    "spark.sql.files.maxPartitionBytes": "4m",
    "spark.sql.files.openCostInBytes": "4k",
    "spark.ui.showConsoleProgress": "false",
    # Python does the work: what Java's second compiler and code made for each query win, they never earn back.
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.sql.parquet.compression.codec": "zstd",
}


@contextmanager
def session(master: str, conf: Mapping[str, str] = {}) -> Iterator[SparkSession]:
    """A session on a cluster, or on `local[N]`, whose workers have this package; it ends with the block.

    Errors: KGError if the cluster cannot be reached.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("chancery").master(master)
    for name, value in {**_CONF, **conf}.items():
        builder = builder.config(name, value)
    if master.startswith("local"):
        builder = builder.config("spark.ui.enabled", "false")
    try:
        spark = builder.getOrCreate()
    except Exception as error:  # Py4J and Spark raise whatever Java raised
        reason = str(error).strip().splitlines()[0]
        raise KGError(f"--master {master}: Spark does not start there ({reason}); check the address") from error
    try:
        with TemporaryDirectory() as folder:
            spark.sparkContext.addPyFile(str(bundle(Path(folder, "chancery.zip"))))
            yield spark
    finally:
        spark.stop()


# -- rows as data frames -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    """`kg.engines.rows.Rows` as a data frame."""

    data: DataFrame
    parts: int

    def of(self, *channels: str) -> Frame:
        return self._with(self.data.where(F.col("channel").isin(*channels)))

    def also(self, *others: Rows) -> Frame:
        data = self.data
        for other in others:
            data = data.unionAll(_data(other))
        return self._with(data)

    def each(self, stage: Each) -> Frame:
        return self._with(self.data.mapInArrow(_Each(stage), SCHEMA))

    def together(self, stage: Together) -> Frame:
        sorted_ = self.data.repartition(self.parts, "key").sortWithinPartitions("key", "order")
        return self._with(sorted_.mapInArrow(_Together(stage), SCHEMA))

    def having(self, others: Rows) -> Frame:
        return self._with(self.data.join(_data(others).select("key").distinct(), "key", "left_semi").select(*_NAMES))

    def lacking(self, others: Rows) -> Frame:
        return self._with(self.data.join(_data(others).select("key").distinct(), "key", "left_anti").select(*_NAMES))

    def kept(self) -> Frame:
        return self._with(self.data.persist(StorageLevel.DISK_ONLY))

    def collect(self) -> list[Row]:
        rows = (Row(row[0], row[1], row[2], pickle.loads(row[3])) for row in self.data.collect())
        return sorted(rows, key=lambda row: row[:3])

    def stream(self) -> Iterator[Row]:
        """The rows one by one, a part in memory at a time."""
        return (Row(row[0], row[1], row[2], pickle.loads(row[3])) for row in self.data.toLocalIterator())

    def first(self, number: int) -> list[Row]:
        """So many rows at most, the first by key."""
        rows = self.data.orderBy("key", "order").limit(number).collect()
        return [Row(row[0], row[1], row[2], pickle.loads(row[3])) for row in rows]

    def _with(self, data: DataFrame) -> Frame:
        return Frame(data, self.parts)


_NAMES: Final = ("channel", "key", "order", "value")


def _data(rows: Rows) -> DataFrame:
    assert isinstance(rows, Frame)
    return rows.data


@dataclass(frozen=True)
class Spark:
    """`kg.engines.rows.Engine` on a Spark session; `parts` is into how many every shuffle divides its rows."""

    spark: SparkSession
    parts: int

    def rows(self, rows: Iterable[Row]) -> Frame:
        packed = [(row.channel, row.key, row.order, bytearray(pickle.dumps(row.value))) for row in rows]
        return Frame(self.spark.createDataFrame(packed, SCHEMA), self.parts)

    def share(self, value: T) -> Shared[T]:
        shared: Shared[T] = self.spark.sparkContext.broadcast(value)
        return shared


@dataclass(frozen=True)
class _Each:
    """A stage as a function of Arrow batches."""

    stage: Each

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        return _batches(self.stage(_rows(batches)))


@dataclass(frozen=True)
class _Together:
    """The same over rows sorted by key; the rows of a key are a stream, of which only one batch is in memory."""

    stage: Together

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        groups = groupby(_rows(batches), key=lambda row: row.key)
        return _batches(row for key, rows in groups for row in self.stage(key, rows))


def _rows(batches: Iterable[Any]) -> Iterator[Row]:
    for batch in batches:
        for channel, key, order, value in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield Row(channel, key, order, pickle.loads(value))


def _batches(rows: Iterable[Row]) -> Iterator[Any]:
    import pyarrow as pa

    held: list[tuple[str, str, str, bytes]] = []
    size = 0

    def batch() -> Any:
        kinds = (pa.string(), pa.string(), pa.string(), pa.binary())
        columns = [pa.array(column, kind) for column, kind in zip(zip(*held, strict=True), kinds, strict=True)]
        return pa.RecordBatch.from_arrays(columns, _NAMES)

    for row in rows:
        value = pickle.dumps(row.value, pickle.HIGHEST_PROTOCOL)
        held.append((row.channel, row.key, row.order, value))
        size += len(value) + 100
        if size >= _BATCH:
            yield batch()
            held, size = [], 0
            forget()
    if held:
        yield batch()


# -- documents ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """What is to be read: addresses of files, folders and patterns, and our names of columns -> theirs."""

    paths: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Sources:
    """Files and records as data frames, and what sources.toml files say."""

    files: list[DataFrame]  # path, folder, content
    records: list[DataFrame]  # place, and a JSON object as text
    tables: dict[str, Any]


def read(given: Given, engine: Spark, setting: Setting, folder: str, keep_texts: bool = False) -> Frame:
    """What all documents say, in rows of `inputs.Reader`, kept in `folder`.

    Errors: KGError for an address at which nothing lies, and for a faulty sources.toml.
    """
    sources = _found(given, engine.spark)
    columns = dict(given.columns)
    named = [one.select("path", "folder", "size").mapInArrow(_FilesBy(), SCHEMA) for one in sources.files]
    named += [one.mapInArrow(_Records(columns, records_by_identifier), SCHEMA) for one in sources.records]
    met = Frame(_union(named), engine.parts).together(clashing).collect()
    names = {row.key: row.value for row in met if row.channel == "named"}
    firsts = {row.key: row.value for row in met if row.channel == "first"}
    reader = Reader(setting, names, firsts, sources.tables, keep_texts)
    parts = [
        one.select("path", "folder", "size", "content").mapInArrow(_Files(reader), SCHEMA) for one in sources.files
    ]
    parts += [one.mapInArrow(_Records(columns, reader.records), SCHEMA) for one in sources.records]
    told = _keep(Frame(_union(parts), engine.parts), folder, "overwrite")
    if firsts:
        told = _keep(told.of("same").together(reader.same), folder, "append")
    return told


def _keep(rows: Frame, folder: str, mode: str) -> Frame:
    """The rows from files, one folder for each channel: who asks for one does not read the others."""
    rows.data.write.mode(mode).partitionBy("channel").parquet(folder)
    stored = rows.data.sparkSession.read.schema(f"{SCHEMA.partition(', ')[2]}, channel string").parquet(folder)
    return Frame(stored.select(*_NAMES), rows.parts)


def _union(frames: Sequence[DataFrame]) -> DataFrame:
    union = frames[0]
    for frame in frames[1:]:
        union = union.unionAll(frame)
    return union


@dataclass(frozen=True)
class _FilesBy:
    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        return _batches(files_by_identifier(_files(batches)))


@dataclass(frozen=True)
class _Files:
    reader: Reader

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        return _batches(self.reader.files(_files(batches)))


@dataclass(frozen=True)
class _Records:
    columns: Mapping[str, str]
    stage: Callable[[Iterable[Record]], Iterable[Row]]

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        pairs = (pair for batch in batches for pair in zip(*(column.to_pylist() for column in batch.columns)))  # noqa: B905
        return _batches(self.stage(record(line, place, self.columns) for place, line in pairs if line.strip()))


def _files(batches: Iterable[Any]) -> Iterator[File]:
    for batch in batches:
        for parts in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield File(*parts)


def _found(given: Given, spark: SparkSession) -> _Sources:
    files: list[DataFrame] = []
    records: list[DataFrame] = []
    tables: dict[str, Any] = {}
    for path in given.paths:
        for place, is_folder in _places(path, spark):
            texts = _binary(place, is_folder, _TEXTS, spark)
            if texts is not None:
                files.append(texts)
                tables |= _tables(place, is_folder, spark)
            lines = _binary(place, is_folder, _LINES, spark, "text")
            if lines is not None:
                records.append(lines)
            table = _binary(place, is_folder, ("parquet",), spark, "parquet")
            if table is not None:
                records.append(_as_json(table, given.columns))
    if not files and not records:
        raise KGError(f"{', '.join(given.paths)}: holds no texts, Parquet or JSON Lines; name another folder")
    return _Sources(files, records, tables)


def _places(path: str, spark: SparkSession) -> Iterator[tuple[str, bool]]:
    """The addresses that one names, and whether each is a folder's."""
    file_system, place = _file_system(path, spark)
    found = [file_system.getFileStatus(place)] if file_system.exists(place) else file_system.globStatus(place)
    if not found:
        raise KGError(f"{path}: there is no such file or folder; check the path")
    for status in found:
        yield _plain(status.getPath().toString()), bool(status.isDirectory())


def _plain(address: str) -> str:
    """A path of this machine without its scheme."""
    return address.removeprefix("file://").removeprefix("file:") if address.startswith("file:") else address


def _file_system(path: str, spark: SparkSession) -> tuple[Any, Any]:
    """Hadoop's file system for an address, and the address as it knows it."""
    java: Any = spark.sparkContext._jvm
    place = java.org.apache.hadoop.fs.Path(path if "://" in path else os.path.abspath(path))
    try:
        return place.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()), place
    except Exception as error:
        raise KGError(f"{path}: Spark does not know this file system; add its package with --conf") from error


def _binary(
    place: str, is_folder: bool, endings: Sequence[str], spark: SparkSession, kind: str = "binaryFile"
) -> DataFrame | None:
    """The files with certain endings at a place; None if there are none."""
    if not is_folder and not place.lower().endswith(tuple(f".{ending}" for ending in endings)):
        other = (*_TEXTS, *_LINES, "parquet")
        if kind != "binaryFile" or place.lower().endswith(tuple(f".{ending}" for ending in other)):
            return None  # any other file that is named by itself is a text
    reader = spark.read
    if is_folder:
        letters = (
            "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else letter for letter in e) for e in endings
        )
        reader = reader.option("recursiveFileLookup", "true").option("pathGlobFilter", f"*.{{{','.join(letters)}}}")
    if not reader.format("binaryFile").load(place).select("path").limit(1).collect():
        return None
    if kind == "parquet":
        return reader.parquet(place).withColumn("_place", F.col("_metadata.file_path"))
    if kind == "text":
        return reader.text(place).select(F.col("_metadata.file_path"), "value")
    folder = place if is_folder else place.rpartition("/")[0]
    path = F.regexp_replace("path", "^file:/+", "/")
    return (
        reader.format("binaryFile")
        .load(place)
        .select(path.alias("path"), F.lit(folder).alias("folder"), F.col("length").alias("size"), "content")
    )


def _as_json(table: DataFrame, columns: Mapping[str, str]) -> DataFrame:
    """The columns that count, as one JSON object, so that records of all kinds are read in one way."""
    wanted = {columns.get(name, name) for name in COLUMNS}
    return table.select("_place", F.to_json(F.struct(*(name for name in table.columns if name in wanted))))


def _tables(place: str, is_folder: bool, spark: SparkSession) -> dict[str, Any]:
    """Folder -> tables of its sources.toml, for all folders at a place and the one above it."""
    own = place if is_folder else place.rpartition("/")[0]
    found: dict[str, Any] = {}
    reader = spark.read.format("binaryFile").option("recursiveFileLookup", "true").option("pathGlobFilter", NAME)
    rows = list(reader.load(own).select("path", "content").collect())
    above = f"{own.rpartition('/')[0]}/{NAME}"
    file_system, path = _file_system(above, spark)
    if file_system.exists(path):
        rows += spark.read.format("binaryFile").load(above).select("path", "content").collect()
    for row in rows:
        address = _plain(row.path)
        found[address.rpartition("/")[0]] = tables_in(bytes(row.content), address)
    return found


# -- shards ------------------------------------------------------------------------------------------------------------


def write_quads(data: Rows, folder: str, shards: int, distinct: bool) -> None:
    """N-Quads lines as sorted, compressed shards `part-00000.nq.gz`.

    `distinct` drops lines that stand in several rows, and sorts lines across rows; else rows stay whole, sorted by key.
    """
    lines = _data(data)
    if distinct:
        lines = lines.mapInArrow(_lines, "value string").repartition(shards, "value").sortWithinPartitions("value")
        lines = lines.mapInArrow(_unique, "value string")
    else:
        lines = lines.repartition(shards, "key").sortWithinPartitions("key").mapInArrow(_lines, "value string")
    lines.write.mode("overwrite").option("compression", "gzip").text(folder)
    _name_parts(folder, ".nq.gz", lines.sparkSession)


def _lines(batches: Iterable[Any]) -> Iterator[Any]:
    return _texts(line for row in _rows(batches) for line in sorted(set(row.value.decode().split("\n"))) if line)


def _unique(batches: Iterable[Any]) -> Iterator[Any]:
    lines = (line for batch in batches for line in batch.columns[0].to_pylist())
    return _texts(line for line, _ in groupby(lines))


def _texts(lines: Iterable[str]) -> Iterator[Any]:
    import pyarrow as pa

    rest = iter(lines)
    while held := [line for _, line in zip(range(20_000), rest, strict=False)]:
        yield pa.RecordBatch.from_arrays([pa.array(held, pa.string())], ["value"])


@dataclass(frozen=True)
class Table:
    """The columns of a Parquet table, and the values of a row in them."""

    schema: str
    values: Callable[[Row], Sequence[Any]]

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow as pa

        names = [part.split()[0] for part in self.schema.split(", ")]
        for batch in batches:
            if batch.num_rows:
                rows = [self.values(row) for row in _rows([batch])]
                yield pa.RecordBatch.from_arrays([pa.array(column) for column in zip(*rows, strict=True)], names)


def _account(row: Row) -> Sequence[Any]:
    found: Mapping[str, Any] = row.value
    texts = [found[name] for name in ("key", "type", "label", "date", "modality")]
    return *texts, *(json.dumps(found[name], ensure_ascii=False) for name in ("roles", "claims"))


def _contradiction(row: Row) -> Sequence[Any]:
    found: Contradiction = row.value
    told = (found.property, json.dumps(found.events), json.dumps(found.claims), found.preferred, found.policy)
    return found.key, found.degree, found.kind, *told, found.reason


def _document(row: Row) -> Sequence[Any]:
    entry: Entry = row.value
    return row.key, *entry[:4], entry.claims.total(), json.dumps(entry.unread)


ACCOUNTS: Final = Table(
    "key string, type string, label string, date string, modality string, roles string, claims string", _account
)
CONTRADICTIONS: Final = Table(
    "key string, degree string, kind string, property string, events string, claims string, preferred string, "
    "policy string, reason string",
    _contradiction,
)
DOCUMENTS: Final = Table(
    "id string, path string, language string, characters bigint, sha256 string, claims bigint, unread string", _document
)


def write_table(data: Rows, table: Table, folder: str, shards: int) -> None:
    """Rows as a Parquet table in sorted shards; lists in its cells are JSON."""
    rows = _data(data).repartition(shards, "key").sortWithinPartitions("key", "order")
    rows.mapInArrow(table, table.schema).write.mode("overwrite").parquet(folder)
    _name_parts(folder, ".parquet", rows.sparkSession)


def write_dead(data: Rows, folder: str) -> None:
    """What could not be read and why, as one file of JSON Lines."""
    lines = _data(data).repartition(1).sortWithinPartitions("key").mapInArrow(_letters, "value string")
    lines.write.mode("overwrite").text(folder)
    _name_parts(folder, ".jsonl", lines.sparkSession)


def _letters(batches: Iterable[Any]) -> Iterator[Any]:
    return _texts(json.dumps({"id": row.key, "reason": row.value}, ensure_ascii=False) for row in _rows(batches))


class Storage:
    """A folder on any file system that Spark knows."""

    def __init__(self, folder: str, spark: SparkSession) -> None:
        self.folder, self._spark = folder, spark
        self._system, self._place = _file_system(folder, spark)

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place, over another of its name."""
        stream = self._system.create(self._path(name), True)
        stream.write(bytearray(content))
        stream.close()

    def remove(self, name: str) -> None:
        """Remove a file or folder, if it is there."""
        self._system.delete(self._path(name), True)

    def sizes(self, name: str) -> dict[str, int]:
        """Bytes of all files below a folder, by their names from here."""
        found: dict[str, int] = {}
        files, own = self._system.listFiles(self._path(name), True), self._system.makeQualified(self._place).toString()
        while files.hasNext():
            status = files.next()
            if not status.getPath().getName().startswith(("_", ".")):
                found[str(status.getPath().toString())[len(own) :].strip("/")] = int(status.getLen())
        return dict(sorted(found.items()))

    def next_generation(self) -> str:
        """The name of a folder that is not there yet."""
        return f"data-{max((int(name[5:]) for name in self._generations()), default=0) + 1}"

    def leave_only(self, generation: str) -> None:
        """Remove all generations but one."""
        for name in self._generations():
            if name != generation:
                self.remove(name)

    def _generations(self) -> list[str]:
        if not self._system.exists(self._place):
            return []
        names = [str(status.getPath().getName()) for status in self._system.listStatus(self._place)]
        return [name for name in names if name.startswith("data-") and name[5:].isdecimal()]

    def _path(self, name: str) -> Any:
        java: Any = self._spark.sparkContext._jvm
        return java.org.apache.hadoop.fs.Path(self._place, name)


def _name_parts(folder: str, ending: str, spark: SparkSession) -> None:
    """Give Spark's files names that are the same on every run."""
    file_system, place = _file_system(folder, spark)
    java: Any = spark.sparkContext._jvm
    for status in file_system.listStatus(place):
        name = status.getPath().getName()
        if name.startswith("part-"):
            file_system.rename(status.getPath(), java.org.apache.hadoop.fs.Path(place, name[:10] + ending))
