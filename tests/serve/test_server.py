"""The server as a process: start, drain, sudden death, crowds, slow clients, another graph in its place."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

CROSS_4 = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MEDIUM = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER (STRLEN(CONCAT(STR(?c), STR(?f))) > 3) }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
LIGHT = "ASK { ?s ?p ?o }"
RUN = (
    "import sys; from pathlib import Path; from kg.serve.limits import Limits; from kg.serve.run import serve\n"
    "limits = Limits(time_s=float(sys.argv[2]))\n"
    "serve(Path(sys.argv[1]), port=0, limits=limits, say=lambda line: print(line, flush=True))"
)
LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not list processes in /proc")


@dataclass
class Server:
    process: subprocess.Popen[str]
    port: int

    def ask(self, query: str, timeout_s: float = 30) -> tuple[int, bytes]:
        """Status and body."""
        return self.get(f"/sparql?query={quote(query)}", timeout_s)

    def get(self, path: str, timeout_s: float = 30) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout_s)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def workers(self) -> list[int]:
        return children(self.process.pid)


def children(parent: int) -> list[int]:
    """Ids of the processes that a process has started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == parent and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def alive(process: int) -> bool:
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def graph_file(folder: Path, count: int = 900) -> Path:
    path = folder / "graph.ttl"
    lines = (f'<http://a/{number}> <http://a/p> "{number} {"x" * 60}" .' for number in range(count))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@contextmanager
def serving(path: Path, time_s: float = 10) -> Iterator[Server]:
    process = subprocess.Popen([sys.executable, "-c", RUN, str(path), str(time_s)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        server = Server(process, int(line.partition("http://127.0.0.1:")[2].partition("/")[0]))
        assert server.ask(LIGHT)[0] == 200
        yield server
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(graph_file(tmp_path_factory.mktemp("served")), 3) as found:
        yield found


def test_it_answers_soon_after_its_start(tmp_path: Path) -> None:
    begun = time.monotonic()
    with serving(graph_file(tmp_path)) as server:
        assert server.get("/")[0] == 200
        assert time.monotonic() - begun < 10  # 2 s on a quiet machine


def test_two_hundred_clients_at_once_are_answered_while_others_dawdle(server: Server) -> None:
    dawdling = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    try:
        for connection in dawdling:
            connection.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        with ThreadPoolExecutor(200) as crowd:
            found = list(crowd.map(lambda _: server.ask(LIGHT)[0], range(200)))
        assert found == [200] * 200
    finally:
        for connection in dawdling:
            connection.close()


def test_a_client_that_does_not_fetch_its_answer_stops_nobody(server: Server) -> None:
    lazy = []
    for _ in range(5):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(f"GET /sparql?query={quote(LARGE)} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        lazy.append(connection)
    time.sleep(1)
    begun = time.monotonic()
    assert server.ask(LIGHT)[0] == 200
    assert time.monotonic() - begun < 2
    for connection in lazy:
        connection.close()
    status, body = server.ask(LARGE)
    assert status == 200
    assert len(json.loads(body)["results"]["bindings"]) == 60_000


def test_pages_and_light_queries_are_answered_during_heavy_ones(server: Server) -> None:
    with ThreadPoolExecutor(4) as crowd:
        heavy = [crowd.submit(server.ask, CROSS_4) for _ in range(2)]
        time.sleep(1)
        for path in ("/", f"/sparql?query={quote(LIGHT)}", "/query"):
            begun = time.monotonic()
            assert server.get(path)[0] == 200
            assert time.monotonic() - begun < 2  # 1 s on a quiet machine
        assert {one.result()[0] for one in heavy} <= {503, 504}


@LINUX
def test_terminated_it_lets_a_running_query_end_and_leaves_nothing(tmp_path: Path) -> None:
    with serving(graph_file(tmp_path)) as server, ThreadPoolExecutor(1) as other:
        workers = server.workers()
        assert workers
        running = other.submit(server.ask, MEDIUM)
        time.sleep(0.1)
        server.process.send_signal(signal.SIGTERM)
        status, _ = running.result()
        assert status == 200
        assert server.process.wait(15) == 0
        assert not any(map(alive, workers))
        take(server.port)


@LINUX
def test_killed_it_leaves_no_worker_and_frees_the_port(tmp_path: Path) -> None:
    with serving(graph_file(tmp_path), 60) as server, ThreadPoolExecutor(2) as other:
        for _ in range(2):
            other.submit(server.ask, CROSS_4)  # it will break off, and nobody asks how it ended
        time.sleep(1)
        workers = server.workers()
        assert len(workers) >= 2
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        take(server.port)
        deadline = time.monotonic() + 5
        while any(map(alive, workers)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(map(alive, workers))


def take(port: int) -> None:
    """Listen on a port that must be free."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()


def test_a_graph_put_in_its_place_is_taken_up_and_a_broken_one_is_not(tmp_path: Path) -> None:
    path = graph_file(tmp_path, 10)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def counted() -> str:
        status, body = server.ask(count)
        assert status == 200
        value: str = json.loads(body)["results"]["bindings"][0]["n"]["value"]
        return value

    with serving(path) as server:
        assert counted() == "10"
        beside = tmp_path / "new.ttl"
        beside.write_text("this is no Turtle")
        os.replace(beside, path)
        time.sleep(3)
        assert counted() == "10"
        graph_file(tmp_path, 20)
        deadline = time.monotonic() + 15
        while counted() != "20" and time.monotonic() < deadline:
            time.sleep(0.2)
        assert counted() == "20"
