"""A graph directory is whole or it is an error: old or new, never a mix, never something else's files."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import KGError
from kg.graph import store
from kg.graph.store import check_store, drafting, open_graph, read_manifest

N = ox.NamedNode
ROOT = Path(__file__).parent.parent


def write(folder: Path, words: Sequence[str], base: str = "https://example.org/") -> None:
    """A small graph that says these words."""
    with drafting(folder) as draft:
        draft.store.extend(ox.Quad(N("http://a/s"), N("http://a/p"), ox.Literal(word)) for word in words)
        draft.keep_text("in/a.txt", b"text")
        draft.commit({"base": base})


def words(folder: Path) -> list[str]:
    return sorted(str(quad.object.value) for quad in open_graph(folder).store if isinstance(quad.object, ox.Literal))


def test_a_graph_reads_back_with_its_texts(tmp_path: Path) -> None:
    write(tmp_path / "g", ["a", "b"])
    graph = open_graph(tmp_path / "g")
    assert words(tmp_path / "g") == ["a", "b"]
    assert (graph.texts / "in" / "a.txt").read_bytes() == b"text"
    assert graph.manifest["store"]["quads"] == 2
    assert check_store(graph) == ""


def test_a_second_build_replaces_the_first_and_leaves_nothing_behind(tmp_path: Path) -> None:
    write(tmp_path, ["a"])
    write(tmp_path, ["b"])
    assert words(tmp_path) == ["b"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["data-2", "lock", "manifest.json"]


def test_lines_become_the_graph_that_their_quads_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_SLICE", 200)  # so that there are many slices
    graphs = (ox.DefaultGraph(), N("http://a/g"), N("http://a/h"))
    quads = [ox.Quad(N(f"http://a/s{n}"), N("http://a/p"), ox.Literal(f"a {n}"), graphs[n % 3]) for n in range(40)]
    quads += [ox.Quad(N("http://a/s"), N("http://a/p"), N(f"http://a/o{n}"), graphs[n % 3]) for n in range(40)]
    lines = ox.serialize([*quads, *quads[:5]], format=ox.RdfFormat.N_QUADS) or b""  # some twice
    with drafting(tmp_path) as draft:
        known = draft.read(io.BytesIO(lines))
        draft.load()
        draft.commit({"base": "https://example.org/"}, known)
    graph = open_graph(tmp_path)
    assert set(graph.store) == set(quads)
    assert graph.manifest["store"]["quads"] == 80
    assert check_store(graph) == ""


def test_reading_changes_no_file(tmp_path: Path) -> None:
    write(tmp_path, ["a"])
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    graph = open_graph(tmp_path)
    assert len(graph.store) == 1
    del graph
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_draft_without_commit_leaves_no_trace(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    with pytest.raises(KeyboardInterrupt), drafting(folder):
        raise KeyboardInterrupt
    assert not folder.exists()
    write(folder, ["old"])
    with pytest.raises(ZeroDivisionError), drafting(folder) as draft:
        draft.store.add(ox.Quad(N("http://a/s"), N("http://a/p"), ox.Literal(1 // 0)))
    assert words(folder) == ["old"]
    assert not list(folder.glob("draft-*"))


def test_a_folder_that_holds_something_else_is_refused_and_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(KGError, match=r"holds files but no graph; give an empty or a new folder with -o$"):
        write(tmp_path, ["a"])
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_another_programs_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "a web app"}')
    with pytest.raises(KGError, match=r"manifest\.json: is not a manifest of chancery-graph/1"):
        write(tmp_path, ["a"])
    assert (tmp_path / "manifest.json").read_text() == '{"name": "a web app"}'


@pytest.mark.parametrize("missing", ["digest", "quads", "base"])
def test_a_graph_of_another_version_is_one_sentence_and_can_be_built_anew(tmp_path: Path, missing: str) -> None:
    write(tmp_path, ["a"])
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    del (manifest if missing in manifest else manifest["store"])[missing]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(KGError, match=rf"manifest\.json: says nothing of \S*{missing}, .*; build the graph again with"):
        open_graph(tmp_path)
    write(tmp_path, ["b"])
    assert words(tmp_path) == ["b"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "g").write_text("x")
    with pytest.raises(KGError, match=r"g: is a file; give a folder for the graph with -o$"):
        write(tmp_path / "g", ["a"])
    with pytest.raises(KGError, match="g: is a file, not a graph folder"):
        open_graph(tmp_path / "g")


def test_a_missing_graph_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(KGError, match=r"there is no graph here; make one with: kg build -o "):
        open_graph(tmp_path / "none")


def test_a_folder_that_cannot_be_written_is_an_error() -> None:
    with pytest.raises(
        KGError, match=r"^/proc/graph: cannot be written \(.*\); free the folder or give another with -o$"
    ):
        write(Path("/proc/graph"), ["a"])


@pytest.mark.parametrize("harm", ["empty", "shorter", "swapped", "gone"])
def test_a_store_that_is_not_the_manifests_is_an_error(tmp_path: Path, harm: str) -> None:
    write(tmp_path, ["a", "b"])
    store = tmp_path / "data-1" / "store"
    if harm == "empty":
        shutil.rmtree(store)
        ox.Store(store).flush()
    elif harm == "shorter":
        file = next(store.glob("*.sst"))
        file.write_bytes(file.read_bytes()[:-7])
    elif harm == "swapped":
        write(tmp_path / "other", ["a" * 1000, "b", "c"])
        shutil.rmtree(store)
        (tmp_path / "other" / "data-1" / "store").rename(store)
    else:
        shutil.rmtree(store)
    with pytest.raises(KGError, match=r"store: does not match manifest\.json \(.*\); build again with: kg build -o "):
        open_graph(tmp_path)


def test_quads_that_changed_under_the_same_sizes_are_found(tmp_path: Path) -> None:
    write(tmp_path, ["a", "b"])
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["store"]["quads"] = 3
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    assert check_store(open_graph(tmp_path)) == "the store holds 2 quads, its manifest says 3"


def test_one_writer_at_a_time_and_readers_are_not_blocked(tmp_path: Path) -> None:
    write(tmp_path, ["old"])
    with drafting(tmp_path):
        with pytest.raises(KGError, match="another build is writing here"):
            write(tmp_path, ["b"])
        assert words(tmp_path) == ["old"]


def test_a_name_that_leads_outside_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KGError, match="is not a name inside a folder"), drafting(tmp_path / "g") as draft:
        draft.keep_text("../../etc/x", b"")


DOCUMENTS = [{"id": "in/a.txt"}, {"id": "in/b.txt"}, {"id": "new/c.txt"}]


def update(folder: Path) -> None:
    """A draft that carries on: one text is another, one is new, one is gone, one stays."""
    with drafting(folder) as draft:
        draft.carry_on(open_graph(folder), ["in/a.txt", "gone/d.txt"])
        draft.keep_text("in/a.txt", b"other")
        draft.keep_text("new/c.txt", b"new")
        draft.commit({"base": "https://example.org/", "documents": DOCUMENTS})


@pytest.mark.parametrize("step", range(8))
def test_texts_are_found_wherever_an_update_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    with drafting(tmp_path) as draft:
        for name in ("in/a.txt", "in/b.txt", "gone/d.txt"):
            draft.keep_text(name, b"old")
        draft.commit({"base": "https://example.org/"})
    told = {"in/a.txt": b"other", "in/b.txt": b"old", "new/c.txt": b"new"}
    steps = iter(range(100))

    def dying(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any, **how: Any) -> Any:
            if is_placed() and next(steps) >= step:
                raise KeyboardInterrupt
            return work(*given, **how)

        return done

    def is_placed() -> bool:
        return read_manifest(tmp_path)["folder"] == "data-2"

    with monkeypatch.context() as patch:
        for kind, name in ((Path, "unlink"), (Path, "rmdir"), (Path, "replace"), (Path, "rename"), (shutil, "rmtree")):
            patch.setattr(kind, name, dying(getattr(kind, name)))
        with suppress(KeyboardInterrupt):
            update(tmp_path)
    graph = open_graph(tmp_path)
    assert {name: graph.text(name).read_bytes() for name in told} == told
    with drafting(tmp_path):
        pass
    assert not list(tmp_path.glob("*/fresh"))
    texts = open_graph(tmp_path).texts
    assert {str(p.relative_to(texts)): p.read_bytes() for p in texts.rglob("*.txt")} == told


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_kill_at_any_moment_leaves_the_old_graph_or_the_new(tmp_path: Path) -> None:
    write(tmp_path, ["old"])
    script = (
        "import sys; from pathlib import Path; from tests.test_store import write\n"
        "print('ready', flush=True)\n"
        "while True: write(Path(sys.argv[1]), ['new'] + [str(n) for n in range(500)])\n"
    )
    seen = set()
    for delay_s in (0.0, 0.02, 0.05, 0.08, 0.13, 0.21):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        )
        assert process.stdout
        with process.stdout:
            process.stdout.readline()
        time.sleep(delay_s)
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = words(tmp_path)
        seen.add(len(found))
        assert found == ["old"] or len(found) == 501
        assert check_store(open_graph(tmp_path)) == ""
    write(tmp_path, ["after"])
    assert words(tmp_path) == ["after"]
    assert not list(tmp_path.glob("draft-*"))
