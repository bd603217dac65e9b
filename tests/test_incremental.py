"""A build over a graph that stands there gives what a build from scratch gives, and reads only what has changed."""

from __future__ import annotations

import json
import os
import time
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kg.engines import update
from kg.graph.ledger import Ledger
from kg.graph.lines import digest
from kg.graph.lookout import CannotTellError
from kg.graph.store import check_store, open_graph
from kg.kept import made
from kg.pipeline import Built, Options, build_graph, build_in_memory
from kg.texts import reading
from tests.benchmarks.texts import pages

PLAIN = Options(check=False)

# What shapes warn of: two heads of one mission at a time, a visit while relations are cut, a state before its time, a
# pair of states that meet twice for the first time, an agreement of one party.
ODD = (
    "Chile and Peru established diplomatic relations on 3 May 1823. {a} served as Ambassador of Chile to Peru from 1997"
    " to 2003.\n",
    "{b} served as Ambassador of Chile to Peru from 2000 to 2005. Chile established diplomatic relations with Peru on"
    " 4 May 1930.\n",
    "Peru severed relations with Chile on 5 June 1940. President {a} of Chile paid a state visit to Peru on 7 July"
    " 1941.\n",
    "Chile and Peru restored diplomatic relations on 8 August 1945. Ukraine signed an Agreement on Trade in 1830.\n",
    "The Foreign Minister of Peru, {b}, visited Chile in 1942. {b} served as Ambassador of Peru to Chile since 1950.\n",
)


def same(one: Path, other: Path) -> None:
    """All files of two graphs but the store's own and the transcript, and what these say, are the same."""
    here, there = open_graph(one), open_graph(other)
    manifests: list[dict[str, Any]] = [json.loads(json.dumps(graph.manifest)) for graph in (here, there)]
    for manifest in manifests:
        del manifest["folder"], manifest["store"]["files"]
    assert manifests[0] == manifests[1]
    assert check_store(here) == check_store(there) == ""
    for graph in (here, there):
        names = {path.name for path in graph.texts.parent.iterdir()} - {"lines.changed"}
        assert names == {"store", "texts", "unread.jsonl", "lines.gz"}
        assert graph.transcript
        assert graph.transcript.digest() == digest(graph.store)
    files = [
        sorted(
            path.relative_to(graph.texts.parent)
            for path in graph.texts.parent.rglob("*.*")
            if path.parent.name != "store" and not path.name.startswith("lines.")
        )
        for graph in (here, there)
    ]
    assert files[0] == files[1]
    for name in files[0]:
        assert (here.texts.parent / name).read_bytes() == (there.texts.parent / name).read_bytes()


def built(texts: Path, graph: Path, options: Options = PLAIN) -> Built:
    return build_graph([texts], graph, options)


def test_edits_one_after_another_give_the_graph_from_scratch(tmp_path: Path) -> None:
    draw, texts = Random(3), tmp_path / "texts"
    texts.mkdir()
    stock = list(pages(40, 1_500))
    for name, text in stock[:25]:
        (texts / Path(name).name).write_text(text, "utf-8")
    built(texts, tmp_path / "graph")
    for step in range(4):
        paths = sorted(texts.iterdir())
        changed = draw.choice(paths)
        changed.write_text(changed.read_text("utf-8") + draw.choice(stock)[1], "utf-8")
        if step % 2:
            draw.choice([path for path in paths if path != changed]).unlink()
        else:
            (texts / f"new-{step}.en.txt").write_text(draw.choice(stock)[1], "utf-8")
        found = built(texts, tmp_path / "graph")
        assert len(found.reading.texts) == 2 - step % 2
        built(texts, tmp_path / f"scratch-{step}")
        same(tmp_path / "graph", tmp_path / f"scratch-{step}")


@pytest.mark.parametrize("seed", range(int(os.environ.get("KG_EDITS", "1"))))  # KG_EDITS=40 tries more of them
def test_edits_that_come_with_oddities_give_the_findings_from_scratch(tmp_path: Path, seed: int) -> None:
    draw, texts, checked = Random(seed), tmp_path / "texts", Options()
    texts.mkdir()
    names = ("Rosa Vela", "Luis Moran", "Ana Vidal", "Hugo Prado")

    def told() -> str:
        return "".join(draw.sample(ODD, 3)).format(a=draw.choice(names), b=draw.choice(names))

    for number in range(14):
        (texts / f"page-{number}.en.txt").write_text(told(), "utf-8")
    built(texts, tmp_path / "graph", checked)
    for step in range(3):
        paths = sorted(texts.iterdir())
        changed = draw.choice(paths)
        if step == 1:
            changed.unlink()
        else:
            changed.write_text(told(), "utf-8")
        found = built(texts, tmp_path / "graph", checked)
        scratch = built(texts, tmp_path / f"scratch-{step}", checked)
        same(tmp_path / "graph", tmp_path / f"scratch-{step}")
        assert (found.grave, len(found.reading.texts)) == (scratch.grave, step != 1)
        for one, other in ((found.findings, scratch.findings),):
            assert one.report
            assert other.report
            assert tuple(one.report.results) == tuple(other.report.results)
            assert one.consistency
            assert other.consistency
            assert tuple(one.consistency.inferred) == tuple(other.consistency.inferred)
        assert found.manifest["found"]["warning"] > 0


def test_what_cannot_be_told_from_the_change_is_checked_whole(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise CannotTellError

    built(few, tmp_path / "graph", Options())
    (few / "page-3.en.txt").write_text("Ukraine and Peru signed an Agreement on Trade in 1830.\n")
    monkeypatch.setattr(update, "recheck", refuse)
    built(few, tmp_path / "graph", Options())
    built(few, tmp_path / "scratch", Options())
    same(tmp_path / "graph", tmp_path / "scratch")


def test_a_graph_is_checked_or_not_as_the_last_build_was_asked_to(few: Path, tmp_path: Path) -> None:
    for number, options in enumerate((Options(), PLAIN, Options())):
        (few / "page-3.en.txt").write_text(f"Chile signed an Agreement on Trade in 193{number}.\n")
        built(few, tmp_path / "graph", options)
        built(few, tmp_path / f"scratch-{number}", options)
        same(tmp_path / "graph", tmp_path / f"scratch-{number}")


@pytest.fixture
def few(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(12):
        (folder / f"page-{number}.en.txt").write_text(
            f"Chile and Peru signed an Agreement on Trade in {1950 + number}.\n"
        )
    return folder


def test_nothing_is_read_when_nothing_has_changed(few: Path, tmp_path: Path) -> None:
    first = built(few, tmp_path / "graph")
    again = built(few, tmp_path / "graph")
    assert len(first.reading.texts) == 12
    assert again.reading.texts == ()
    assert again.manifest["store"]["digest"] == first.manifest["store"]["digest"]
    assert again.manifest["counts"] == first.manifest["counts"]


def test_a_text_that_can_no_longer_be_read_leaves_the_graph_and_is_told(few: Path, tmp_path: Path) -> None:
    built(few, tmp_path / "graph")
    (few / "page-3.en.txt").write_bytes(b"\xff\xfe")
    found = built(few, tmp_path / "graph")
    assert found.manifest["counts"]["documents"] == 11
    assert found.reading.problems
    built(few, tmp_path / "scratch")
    same(tmp_path / "graph", tmp_path / "scratch")


def test_a_file_that_looks_as_it_did_is_not_opened(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_SETTLED", 0)
    built(few, tmp_path / "graph")

    def refuse(found: reading.Found) -> str:
        raise AssertionError(found.id)

    monkeypatch.setattr(reading, "_sha256", refuse)
    assert built(few, tmp_path / "graph").reading.texts == ()


@pytest.mark.skipif(os.name == "nt", reason="a change of a file's times leaves no trace there")
def test_a_text_of_the_same_size_and_time_is_read_all_the_same(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_SETTLED", 0)
    built(few, tmp_path / "graph")
    page = few / "page-3.en.txt"
    before = page.stat()
    page.write_text(page.read_text().replace("1953", "1954"))
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (page.stat().st_size, page.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert [one.document.id for one in built(few, tmp_path / "graph").reading.texts] == ["page-3.en.txt"]


def test_the_look_of_a_file_that_was_just_written_is_not_believed(few: Path, tmp_path: Path) -> None:
    built(few, tmp_path / "graph")
    with closing(Ledger(tmp_path / "graph" / "ledger.db", made())) as ledger:
        assert {one.look for one in ledger.texts().values()} == {""}
    old = time.time() - 3600
    page = few / "page-3.en.txt"
    os.utime(page, (old, old))
    assert reading.look(reading.Found("page-3.en.txt", reading.Place(str(page), str(few)))) == ""  # it has just changed


def test_what_is_told_of_a_text_counts_as_the_text(few: Path, tmp_path: Path) -> None:
    built(few, tmp_path / "graph")
    (few / "sources.toml").write_text('[source."page-1.en.txt"]\npublisher = "Embassy of Chile"\n')
    assert [one.document.id for one in built(few, tmp_path / "graph").reading.texts] == ["page-1.en.txt"]
    built(few, tmp_path / "scratch")
    same(tmp_path / "graph", tmp_path / "scratch")


def test_a_ledger_that_is_damaged_or_of_another_graph_is_not_believed(few: Path, tmp_path: Path) -> None:
    built(few, tmp_path / "graph")
    (tmp_path / "graph" / "ledger.db").write_bytes(b"no database" * 1000)
    assert len(built(few, tmp_path / "graph").reading.texts) == 12
    built(few, tmp_path / "graph", Options(check=False, base="https://example.org/id/"))
    built(few, tmp_path / "scratch", Options(check=False, base="https://example.org/id/"))
    same(tmp_path / "graph", tmp_path / "scratch")


def test_the_number_of_workers_changes_nothing(few: Path, tmp_path: Path) -> None:
    built(few, tmp_path / "one")
    built(few, tmp_path / "two", Options(check=False, workers=2))
    same(tmp_path / "one", tmp_path / "two")


def test_a_graph_in_memory_says_the_same(few: Path, tmp_path: Path) -> None:
    found, store = build_in_memory([few], PLAIN)
    on_disk = built(few, tmp_path / "graph")
    assert set(store) == set(open_graph(tmp_path / "graph").store)
    assert found.manifest["counts"] == on_disk.manifest["counts"]
