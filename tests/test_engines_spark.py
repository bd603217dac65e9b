"""A build on Spark gives the data set that a build in one process gives; skipped where Spark cannot run."""

from __future__ import annotations

import gzip
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.engines.cluster import Cluster, build
from kg.graph.lines import sorted_quads
from kg.graph.store import open_graph
from kg.pipeline import Options, build_graph

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'chancery[spark]'")
pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'chancery[spark]'")
parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow was built without Parquet")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17 or newer, and there is no `java` here", allow_module_level=True)

from tests.standalone import LOOPBACK, killed, standalone, wait_for  # noqa: E402 - asks for pyspark

UNCHECKED = Options(check=False)
STATES = ("Norway", "Kenya", "Chile", "Russia", "Peru", "Ghana")
PEOPLE = ("Anna Berg", "Peter Kamau", "Rosa Soto", "Ana Berg Lund")


def page(number: int) -> str:
    """A page on two states; every third is told again by others with other dates."""
    one, other = STATES[number % 5], STATES[number % 5 + 1]
    person, year = PEOPLE[number % 4], 1960 + number % 3
    return (
        f"{one} and {other} established diplomatic relations on {1 + number % 20} May {year}. "
        f"President {person} of {one} paid a state visit to {other} in {year + 20}. "
        f"{person} was appointed Ambassador of {one} to {other} on 3 March {year + 9}. "
        f"In {year + 7}, {one} and {other} signed an Agreement on Fisheries.\n"
    )


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with texts of several kinds, two of one identifier, one that cannot be read, and a sources.toml."""
    folder = tmp_path / "texts"
    (folder / "deep" / "er").mkdir(parents=True)
    for number in range(12):
        place = folder / ("deep" if number % 2 else "deep/er") / f"page {number % 10}.en.txt"
        place.write_text(page(number), "utf-8")
    (folder / "eleven.md").write_text(f"# Relations\n\n{page(11)}", "utf-8")
    (folder / "twelve.html").write_text(f"<!doctype html><title>Chile</title><p lang=en>{page(12)}</p>", "utf-8")
    (folder / "bad.txt").write_bytes(b"Norway \xff\xfe\x00 Kenya")
    (folder / "sources.toml").write_text(
        '[source."eleven.md"]\npublisher = "Embassy of Chile"\nweight = 2.0\n'
        '[source."twelve.html"]\ncites = ["eleven.md"]\n',
        "utf-8",
    )
    return folder


def lines_of(graph: Path) -> list[bytes]:
    return list(sorted_quads(open_graph(graph).store))


def test_a_folder_becomes_the_same_graph(texts: Path, tmp_path: Path) -> None:
    here = build_graph([texts], tmp_path / "here", UNCHECKED)
    built = build(
        Cluster("local[2]", (str(texts),), conf=LOOPBACK, parts=3, shards=2), str(tmp_path / "there"), UNCHECKED
    )
    assert lines_of(tmp_path / "there") == lines_of(tmp_path / "here")
    assert built.problems == here.reading.problems
    assert len(built.problems) == 1
    one, other = open_graph(tmp_path / "here"), open_graph(tmp_path / "there")
    assert other.manifest["documents"] == one.manifest["documents"]
    assert other.manifest["counts"] == one.manifest["counts"]
    kept = sorted(path.relative_to(one.texts) for path in one.texts.rglob("*.*"))
    assert kept == sorted(path.relative_to(other.texts) for path in other.texts.rglob("*.*"))
    assert all((one.texts / path).read_bytes() == (other.texts / path).read_bytes() for path in kept)
    assert (one.texts.parent / "unread.jsonl").read_bytes() == (other.texts.parent / "unread.jsonl").read_bytes()


# -- a cluster of its own ----------------------------------------------------------------------------------------------


def shards(folder: Path) -> list[bytes]:
    """The lines of a result that its manifest vouches for, sorted."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    found = set[bytes]()
    for name, size in manifest["files"].items():
        assert (folder / name).stat().st_size == size
        if name.endswith(".nq.gz"):
            found.update(gzip.decompress((folder / name).read_bytes()).splitlines(keepends=True))
    return sorted(found)


def test_records_on_a_cluster_that_loses_a_worker(tmp_path: Path) -> None:
    """JSON Lines and Parquet with columns of other names; faults among them; a worker that is killed in mid-job."""
    files, records = tmp_path / "files", tmp_path / "records"
    files.mkdir()
    records.mkdir()
    rows = [{"name": f"page-{number:02}.en.txt", "body": page(number)} for number in range(20)]
    for row in rows:
        (files / row["name"]).write_text(row["body"], "utf-8")
    faulty = [{"body": page(3)}, {"name": "empty.txt", "body": ""}, {**rows[0], "name": "page_00.en.txt"}]
    lines = [json.dumps(row) for row in (*rows[:12], rows[1], *faulty)]
    (records / "some.jsonl").write_text("\n".join([*lines, "{not JSON"]) + "\n", "utf-8")
    parquet.write_table(pyarrow.Table.from_pylist(rows[12:]), records / "more.parquet")
    build_graph([files], tmp_path / "here", UNCHECKED)

    with standalone(tmp_path) as (address, workers), ThreadPoolExecutor(1) as pool:
        conf = {**LOOPBACK, "spark.executor.memory": "600m", "spark.driver.memory": "600m"}
        cluster = Cluster(address, (str(records),), {"id": "name", "text": "body"}, conf, parts=2, shards=2)
        running = pool.submit(build, cluster, (tmp_path / "there").as_uri(), UNCHECKED)
        wait_for(lambda: running.done() or any((tmp_path / "there").glob("data-1/said/_temporary")))
        assert not running.done()
        assert list((tmp_path / "worker2").glob("app-*/*"))  # the worker had begun to work
        killed(workers[1])
        built = running.result()

    assert shards(tmp_path / "there") == lines_of(tmp_path / "here")
    assert built.counts["documents"] == 20
    letters = (tmp_path / "there" / "data-1" / "dead-letters" / "part-00000.jsonl").read_text("utf-8").splitlines()
    told = sorted(json.loads(line)["reason"].split(";")[0].split(" (")[0] for line in letters)
    assert told == ["gets the same identifier as page-00.en.txt", "has no id", "is empty", "is not JSON"]
    accounts = parquet.read_table(tmp_path / "there" / "data-1" / "accounts").to_pylist()
    assert len(accounts) == built.counts["accounts"]
    assert all(json.loads(row["claims"]) for row in accounts)
