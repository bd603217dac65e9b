"""A store elsewhere, for real: two servers are started here, filled, asked, and filled again."""

from __future__ import annotations

import io
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pyoxigraph as ox
import pytest

from kg.ask import answers
from kg.ask.apart import Question, Times
from kg.ask.elsewhere import ask_remote
from kg.ask.saved import find, saved
from kg.cli import main
from kg.errors import KGError
from kg.graph import reason, remote
from kg.graph.lines import digest
from kg.graph.remote import Loaded, Remote, load
from kg.graph.store import Graph, open_graph
from kg.graph.terms import LABEL, text, thing
from kg.pipeline import Options, build_graph

# A server's own limit of rows, lower than the graph, so that what is read whole must be read in pages.
MOST_ROWS = 1000
SETTINGS = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 5000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
MaxClientConnections = 10
[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass(frozen=True)
class Server:
    query: str
    graphs: str


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def started(command: list[str], folder: Path, address: str) -> Iterator[None]:
    with (folder / "out.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            for _ in range(300):
                assert process.poll() is None, (folder / "out.log").read_text()
                try:
                    urlopen(address, timeout=5).close()
                    break
                except HTTPError:
                    break
                except (URLError, OSError):
                    time.sleep(0.2)
            yield
        finally:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.exists() else shutil.which("oxigraph")
    if not program:
        pytest.skip("the server oxigraph is not installed; pip install oxigraph brings it")
    folder, port = tmp_path_factory.mktemp("oxigraph"), free_port()
    address = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    for _ in started(command, folder, address):
        yield Server(f"{address}/query", f"{address}/store")


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = shutil.which("virtuoso-t")
    if not program:
        pytest.skip(
            "the server virtuoso is not installed; on Debian apt-get install virtuoso-opensource-7-bin brings it"
        )
    folder, http = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "v.ini").write_text(SETTINGS.format(sql=free_port(), http=http, rows=MOST_ROWS))
    address = f"http://127.0.0.1:{http}"
    for _ in started([program, "-f", "+configfile", "v.ini"], folder, f"{address}/sparql"):
        yield Server(f"{address}/sparql", f"{address}/sparql-graph-crud-auth")


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Server:
    if request.param == "virtuoso":  # as its database is made
        monkeypatch.setenv("KG_ENDPOINT_USER", "dba")
        monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "dba")
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return open_graph(build_graph([], tmp_path_factory.mktemp("remote") / "graph", Options(check=False)).folder)


def memory(graph: Graph) -> ox.Store:
    store = ox.Store()
    store.extend(graph.store)
    return store


def there(server: Server, text: str, format: str = "csv", **given: str) -> str:
    query, out, elsewhere = find(text), io.BytesIO(), Remote(server.query)
    with ask_remote(elsewhere, Question("", query.name, query.text, given), None, Times()) as answer:
        answers.write(answer, format, out, elsewhere.base)
    return out.getvalue().decode()


def here(graph: Graph, text: str, format: str = "csv", **given: str) -> str:
    return answers.answered(answers.ask(find(text), given, graph.store, graph.base), format, graph.base)


def test_what_was_loaded_is_there_quad_for_quad(server: Server, graph: Graph) -> None:
    load(graph.store, server.graphs, graph.base)
    copy = Remote(server.query).copy()
    assert len(copy) == len(graph.store) > MOST_ROWS
    assert digest(copy) == digest(graph.store)


def test_a_load_sends_what_has_changed_and_removes_what_is_gone(server: Server, graph: Graph) -> None:
    load(graph.store, server.graphs, graph.base)
    count = len(list(graph.store.named_graphs())) + 1
    assert load(graph.store, server.graphs, graph.base) == Loaded(0, count, 0)
    changed = memory(graph)
    changed.remove_graph(thing("graph/links"))
    changed.add(ox.Quad(thing("state/chile"), LABEL, text("Chile, changed"), ox.DefaultGraph()))
    assert load(changed, server.graphs, graph.base) == Loaded(1, count - 2, 1)
    assert digest(Remote(server.query).copy()) == digest(changed)
    assert load(graph.store, server.graphs, graph.base) == Loaded(2, count - 2, 0)
    assert digest(Remote(server.query).copy()) == digest(graph.store)


def test_a_load_that_was_broken_off_is_made_whole_by_the_next(
    server: Server, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(ox.Store(), server.graphs, graph.base)
    sent, whole = [], remote._Target._send

    def breaking(self: Any, method: str, name: str, **request: Any) -> None:
        sent.append(name)
        if len(sent) == 5:
            raise KeyboardInterrupt
        whole(self, method, name, **request)

    with monkeypatch.context() as patch:
        patch.setattr(remote._Target, "_send", breaking)
        with pytest.raises(KeyboardInterrupt):
            load(graph.store, server.graphs, graph.base)
    assert digest(Remote(server.query).copy()) != digest(graph.store)
    load(graph.store, server.graphs, graph.base)
    assert digest(Remote(server.query).copy()) == digest(graph.store)


def test_a_load_that_the_server_breaks_off_says_what_is_new(
    oxigraph: Server, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(ox.Store(), oxigraph.graphs, graph.base)
    sent, whole = [], remote._Target._send

    def refusing(self: Any, method: str, name: str, **request: Any) -> None:
        sent.append(name)
        if len(sent) == 4:
            raise KGError(f"{self.connection.address}: answered 507: disk full")
        whole(self, method, name, **request)

    count = 1 + len(list(graph.store.named_graphs()))
    with monkeypatch.context() as patch:
        patch.setattr(remote._Target, "_send", refusing)
        with pytest.raises(KGError, match=f"disk full; 2 of {count} graphs are new .* repeat the command to finish"):
            load(graph.store, oxigraph.graphs, graph.base)
    assert load(graph.store, oxigraph.graphs, graph.base).written == count
    assert digest(Remote(oxigraph.query).copy()) == digest(graph.store)


def test_graphs_of_others_are_left_alone(server: Server, graph: Graph) -> None:
    others = ox.Store()
    others.add(ox.Quad(ox.NamedNode("http://example.org/s"), LABEL, text("theirs"), thing("g", "http://example.org/")))
    load(others, server.graphs, "http://example.org/")
    load(graph.store, server.graphs, graph.base)
    assert there(server, "ASK { GRAPH <http://example.org/g> { ?s ?p 'theirs' } }") == "true\n"
    assert "http://example.org/g" not in {name.value for name in Remote(server.query).named_graphs()}


# Virtuoso 7.2.5 fails at some others, or answers them wrongly: an OPTIONAL that is filtered by what stands outside.
ON_BOTH = ("ambassadors", "visits-between-states", "agreements-between-states", "contradictions", "sources")


@pytest.mark.parametrize("name", ON_BOTH)
def test_a_saved_query_gives_the_same_rows_as_the_folder(server: Server, graph: Graph, name: str) -> None:
    load(graph.store, server.graphs, graph.base)
    given = {"sending": "Chile"} if name == "ambassadors" else {}
    assert there(server, name, **given) == here(graph, name, **given)


def test_every_saved_query_gives_the_same_rows_on_oxigraph(oxigraph: Server, graph: Graph) -> None:
    load(graph.store, oxigraph.graphs, graph.base)
    samples = {"iri": "Chile", "integer": "1990", "date": "1990-01-01", "string": "Chile"}
    for name, query in saved().items():
        needed = [param for param in query.header.params if param.required and param.default is None]
        given = {param.name: samples[param.type] for param in needed}
        format = "csv" if "SELECT" in query.text else "ttl"
        assert there(oxigraph, name, format, **given) == here(graph, name, format, **given), name


def test_the_commands_take_an_endpoint(server: Server, graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    load(graph.store, server.graphs, graph.base)
    for command in (
        ["query", "ambassadors", "-p", "sending=Chile", "--format", "csv", "--limit", "3"],
        ["query", "DESCRIBE <state/chile>", "--format", "ttl"],
        ["query", "ASK { ?s a dipl:Visit }"],
        ["show", "Chile"],
        ["conflicts", "--format", "json"],
        ["export", "--format", "trig"],
        ["export", "--format", "csv", "--table", "claims"],
    ):
        if command[1].startswith("DESCRIBE") and "sparql" in server.query:
            continue  # what a description holds is up to the server
        assert main([*command, "-g", str(graph.folder)]) == 0
        local = capsys.readouterr().out
        assert main([*command, "--endpoint", server.query]) == 0
        assert capsys.readouterr().out == local, command


def test_a_build_fills_a_store(oxigraph: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["build", "-o", str(tmp_path / "graph"), "--no-check", "--load-to", oxigraph.graphs]
    assert main(command) == 0
    capsys.readouterr()
    assert main(command) == 0
    assert " 0 graphs written, " in capsys.readouterr().err
    assert digest(Remote(oxigraph.query).copy()) == digest(open_graph(tmp_path / "graph").store)


def test_the_commands_that_readme_shows_run(
    oxigraph: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    lines = [line.partition("   #")[0] for line in readme.splitlines() if line.startswith("$ kg ") and ":7878/" in line]
    assert len(lines) == 2
    shutil.copytree(Path(__file__).parent.parent / "data" / "texts", tmp_path / "texts")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reason, "find_java", lambda: "")
    for line in lines:
        command = line.removeprefix("$ kg ").replace("http://localhost:7878", oxigraph.query.removesuffix("/query"))
        assert main(shlex.split(command)) == 0
    assert "Clodomiro Almeyda" in capsys.readouterr().out


def test_a_load_without_leave_is_one_sentence(virtuoso: Server, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KG_ENDPOINT_USER", "KG_ENDPOINT_PASSWORD", "KG_ENDPOINT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(KGError, match=r"answered 401: set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD$"):
        load(graph.store, virtuoso.graphs, graph.base)


def test_no_endpoint_takes_a_query_that_reaches_out(oxigraph: Server) -> None:
    with pytest.raises(KGError, match="SERVICE asks another server"):
        there(oxigraph, "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")


def test_a_long_query_is_given_up(oxigraph: Server, graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    load(graph.store, oxigraph.graphs, graph.base)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert main(["query", endless, "--endpoint", oxigraph.query, "--timeout", "0.5"]) == 2
    assert "did not answer within 0.5 seconds" in capsys.readouterr().err


# -- servers that are not what they should be -------------------------------------------------------------------------


@pytest.fixture
def odd() -> Iterator[tuple[str, list[str]]]:
    """A server that redirects, and the Authorization headers that it was sent."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.headers.get("Authorization", ""))
            self.send_response(302 if self.path == "/moved" else 200)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<p>welcome")

        do_GET = do_POST  # noqa: N815 - as the server looks for it

        def log_message(self, format: str, *args: Any) -> None:
            """Not into the tests' output."""

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", seen
        listening.shutdown()


def test_a_redirect_is_told_and_not_followed(odd: tuple[str, list[str]]) -> None:
    with pytest.raises(KGError, match=r"answered 302: leads to http://127.0.0.1:1/elsewhere; give that address"):
        Remote(f"{odd[0]}/moved").copy()


def test_a_page_is_no_answer(odd: tuple[str, list[str]]) -> None:
    with pytest.raises(KGError, match="gave no SPARQL results"):
        Remote(f"{odd[0]}/page").copy()


def test_a_token_is_sent(odd: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "sesame")
    with pytest.raises(KGError):
        Remote(f"{odd[0]}/page").copy()
    assert odd[1] == ["Bearer sesame"]


def test_a_server_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "ambassadors", "--endpoint", f"http://127.0.0.1:{free_port()}/query"]) == 2
    assert "cannot be reached" in capsys.readouterr().err
    assert main(["query", "ambassadors", "--endpoint", "graph"]) == 2
    assert "check the address" in capsys.readouterr().err
