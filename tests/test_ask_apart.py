"""Queries in a process of their own end when they must, and write what they write in this process."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pyoxigraph as ox
import pytest

from kg.ask.answers import answered, ask
from kg.ask.apart import MEGABYTE, Limits, Question, ask_apart
from kg.ask.binding import limited
from kg.ask.formats import ROW_FORMATS
from kg.ask.saved import find
from kg.cli import main
from kg.errors import KGError
from kg.graph.store import Graph, drafting, open_graph
from kg.vocab import BASE

NO_LIMITS = Limits()
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f"
VISITS = "SELECT ?visit ?date { ?visit a dipl:Visit ; dipl:date ?date } ORDER BY ?visit ?date"


@pytest.fixture(scope="module")
def graph(gold_store: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("apart") / "graph"
    with drafting(folder) as draft:
        draft.store.extend(gold_store)
        draft.commit({"base": BASE, "documents": [], "counts": {"documents": 4, "claims": 0}})
    return open_graph(folder)


def apart(graph: Graph, text: str, format: str = "csv", limits: Limits = NO_LIMITS, **given: str) -> str:
    query, out = find(text), io.BytesIO()
    ask_apart(Question(str(graph.folder), query.name, query.text, given), format, out, limits)
    return out.getvalue().decode()


@pytest.mark.parametrize("format", ROW_FORMATS)
def test_rows_are_those_of_this_process(graph: Graph, format: str) -> None:
    assert apart(graph, VISITS, format) == answered(ask(find(VISITS), {}, graph.store, graph.base), format, graph.base)


def test_parameters_are_bound_and_triples_come_sorted(graph: Graph) -> None:
    given = {"sending": "Chile"}
    here = answered(ask(find("ambassadors"), given, graph.store, graph.base), "csv", graph.base)
    assert apart(graph, "ambassadors", **given) == here
    described = "DESCRIBE <state/chile>"
    assert apart(graph, described, "ttl") == answered(ask(find(described), {}, graph.store, graph.base), "ttl", BASE)
    assert apart(graph, "ASK { ?s a dipl:Visit }", "table") == "true\n"


def test_a_query_that_would_never_end_is_stopped(graph: Graph) -> None:
    with pytest.raises(KGError, match=r"^query: was stopped after 0.5 seconds; ask for less"):
        apart(graph, ENDLESS, limits=Limits(time_s=0.5))


def test_a_query_that_eats_memory_is_stopped(graph: Graph) -> None:
    with pytest.raises(KGError, match=r"^query: broke off: it needed more than 20 MB of memory"):
        apart(graph, HUNGRY, limits=Limits(memory=20 * MEGABYTE))


def test_the_answer_ends_after_as_many_rows_as_were_asked_for(graph: Graph) -> None:
    assert apart(graph, VISITS, limits=Limits(rows=3)).splitlines() == apart(graph, VISITS).splitlines()[:4]
    assert apart(graph, HUNGRY.partition("ORDER")[0], limits=Limits(rows=2)).count("\n") == 3
    assert apart(graph, "CONSTRUCT { ?s a dipl:Visit } { ?s a dipl:Visit }", "nt", Limits(rows=2)).count("\n") == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ?p ?o } # LIMIT 3", "SELECT * { ?s ?p ?o } # LIMIT 3\nLIMIT 7 "),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 2 } }", "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 2 } }\nLIMIT 7 "),
        ("SELECT * { ?s ?p ?o } OFFSET 3 LIMIT 5", "SELECT * { ?s ?p ?o } OFFSET 3 LIMIT 5"),
        ("SELECT * { ?s ?p 'VALUES' } LIMIT 50", "SELECT * { ?s ?p 'VALUES' } LIMIT 7"),
        ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?o }"),
    ],
)
def test_a_limit_is_written_where_the_query_takes_one(query: str, expected: str) -> None:
    assert limited(query, 7) == expected


def test_faults_are_told_as_in_this_process(graph: Graph) -> None:
    for text in ("SELECT * { ?s ?p ", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "ASK { ?s x:y 1 }"):
        with pytest.raises(KGError) as here:
            ask(find(text), {}, graph.store, graph.base)
        with pytest.raises(KGError) as there:
            apart(graph, text)
        assert str(there.value) == str(here.value)
    with pytest.raises(KGError, match="gives triples, not rows"):
        apart(graph, "DESCRIBE <state/chile>", "csv")
    with pytest.raises(KGError, match="gives rows, not triples"):
        apart(graph, VISITS, "ttl")


def test_no_connection_is_made_even_if_the_guard_lets_a_query_through(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The process cannot open a socket: nobody calls, although SERVICE is let through."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        Thread(target=_answer_one, args=(server, calls), daemon=True).start()
        (tmp_path / "open_guard.py").write_text("import kg.ask.guard as g\ng.check = lambda *a, **k: None\n")
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.setattr("kg.ask.apart._START", "import sys; sys.path[:] = {path!r}; import open_guard; " + _MAIN)
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        with pytest.raises((KGError, RuntimeError)):
            apart(graph, text, limits=Limits(time_s=10))
    assert calls == []


_MAIN = "from kg.ask.apart import main; main()"


def _answer_one(server: socket.socket, calls: list[str]) -> None:
    try:
        connection, _ = server.accept()
    except OSError:
        return
    calls.append("called")
    connection.close()


def test_times_are_told_and_the_command_has_the_same_limits(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["-g", str(graph.folder)]
    assert main(["query", VISITS, *place, "--format", "json", "--limit", "2", "--explain-time"]) == 0
    out, err = capsys.readouterr()
    assert len(json.loads(out)["results"]["bindings"]) == 2
    assert [line.rsplit(maxsplit=2)[0] for line in err.splitlines()] == [
        "start a process",
        "open the store",
        "bind parameters",
        "plan the query",
        "find and write",
        "all",
    ]
    assert main(["query", ENDLESS, *place, "--timeout", "0.3"]) == 2
    assert "was stopped after 0.3 seconds" in capsys.readouterr().err


CONFINED = """
import os, socket, sys
from kg.ask.confine import confine
confine(1 << 30, sys.argv[1])
for trial in (socket.socket, lambda: os.execv("/bin/true", ["true"]), lambda: open(os.devnull).read()):
    try:
        print(type(trial()).__name__)
    except OSError as error:
        print(error.strerror)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses connections as such")
@pytest.mark.parametrize(("files", "expected"), [(3, "Too many open files"), (40, "str")])
def test_a_store_of_many_files_may_open_them_and_nothing_else(files: int, expected: str, tmp_path: Path) -> None:
    """RocksDB opens the first sixteen with the store, the others when a query comes upon them."""
    for number in range(files):
        (tmp_path / f"{number}.sst").touch()
    done = subprocess.run([sys.executable, "-c", CONFINED, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:3] == ["Permission denied", "Permission denied", expected]
