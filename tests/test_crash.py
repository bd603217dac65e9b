"""Killed at any moment, out of space, or not allowed to write: the graph in place is whole, the old one or the new one.

KG_KILLS=100 kills that many times; in the plain run a few.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest

from kg.errors import KGError
from kg.graph.lines import digest
from kg.graph.store import check_store, open_graph, read_manifest
from kg.pipeline import Options, build_graph

ROOT = Path(__file__).parent.parent
KILLS = int(os.environ.get("KG_KILLS", "4"))

# Builds one set of texts after another over the same graph, from scratch or from what is there, and writes exports.
WORK = """
import sys
from itertools import count
from pathlib import Path
from kg.graph.export import export, opened
from kg.graph.store import open_graph
from kg.pipeline import Options, build_graph
place, graph = Path(sys.argv[1]), Path(sys.argv[1]) / "graph"
for turn in count(int(sys.argv[2])):
    if turn % 3 == 2:
        for ledger in graph.glob("ledger.db*"):
            ledger.unlink()
    build_graph([place / f"texts-{turn % 2}"], graph, Options(check=False))
    with opened(place / "graph.nq") as out:
        export(open_graph(graph).store, "nq", out, "https://w3id.org/dipl/id/")
    print("turn", flush=True)
"""


def texts(place: Path) -> None:
    """Two sets of twelve texts that differ in one, so that a build carries on from the one before."""
    for number in range(2):
        folder = place / f"texts-{number}"
        folder.mkdir()
        for at in range(12):
            year = 1950 + at + (number if at == 3 else 0)
            words = f"Chile and Peru signed an Agreement on Trade in {year}. Anna Berg visited Peru in May {year}.\n"
            (folder / f"page-{at}.en.txt").write_text(words)


def start(place: Path, turn: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORK, str(place), str(turn)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_killed_build_or_export_leaves_the_old_graph_or_the_new_one(tmp_path: Path) -> None:
    texts(tmp_path)
    places = [(tmp_path / f"texts-{number}", tmp_path / f"alone-{number}") for number in range(2)]
    built = [build_graph([given], folder, Options(check=False)) for given, folder in places]
    whole = {one.manifest["store"]["digest"] for one in built}
    draw, seen = Random(7), set()
    for turn in range(KILLS):
        child = start(tmp_path, turn)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(draw.random() * 3)  # a turn takes about a second; on a busy machine three
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        graph = open_graph(tmp_path / "graph")
        assert check_store(graph) == ""
        for one in graph.manifest["documents"]:
            assert sha256(graph.text(one["id"]).read_bytes()).hexdigest() == one["sha256"]
        assert graph.manifest["store"]["digest"] in whole
        seen.add(graph.manifest["store"]["digest"])
        exported = ox.Store()
        exported.load(path=tmp_path / "graph.nq", format=ox.RdfFormat.N_QUADS)
        assert digest(exported).hex in whole  # of this graph, or of the one before it
        print(f"killed {turn + 1} times, whole")
    assert KILLS < 20 or seen == whole


FULL = """
import resource, sys
from pathlib import Path
from kg.errors import KGError
from kg.pipeline import Options, build_graph
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    build_graph([Path(sys.argv[1])], Path(sys.argv[2]), Options(check=False))
except KGError as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="RLIMIT_FSIZE")
def test_a_disk_that_is_full_is_a_clear_error_and_the_old_graph_is_whole(tmp_path: Path) -> None:
    texts(tmp_path)
    graph = tmp_path / "graph"
    build_graph([tmp_path / "texts-0"], graph, Options(check=False))
    before = read_manifest(graph)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "texts-1"), str(graph)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "graph: cannot be written (" in done.stdout, done.stderr
    assert read_manifest(graph) == before
    assert check_store(open_graph(graph)) == ""
    assert not list(graph.glob("draft-*"))


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    texts(tmp_path)
    with pytest.raises(
        KGError, match=r"^/proc/graph: cannot be written \(.*\); free the folder or give another with -o"
    ):
        build_graph([tmp_path / "texts-0"], Path("/proc/graph"), Options(check=False))
