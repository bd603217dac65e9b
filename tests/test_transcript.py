"""The transcript of a store holds what the store holds, also after changes, and gives the same exports."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest

from kg.graph import runs, transcript
from kg.graph.export import FORMATS, export
from kg.graph.lines import Digest, digest, lines_of
from kg.graph.store import Graph, check_store, drafting, open_graph
from kg.graph.transcript import Transcript
from kg.vocab import BASE

GRAPHS = [ox.DefaultGraph(), *(ox.NamedNode(f"{BASE}graph/source/{name}") for name in ("a", "b", "é", "c"))]


def quad(number: int) -> ox.Quad:
    words = (ox.Literal(f"says {number}\n\x7f"), ox.NamedNode(f"{BASE}state/s{number}"), ox.Literal(number))
    subject, predicate = ox.NamedNode(f"{BASE}x{number % 7}"), ox.NamedNode(f"{BASE}p{number % 3}")
    return ox.Quad(subject, predicate, words[number % 3], GRAPHS[number % len(GRAPHS)])


def written(folder: Path, quads: list[ox.Quad]) -> Graph:
    with drafting(folder) as draft:
        draft.change([], lines_of(quads))
        draft.commit({"base": BASE})
    return open_graph(folder)


def changed(graph: Graph, gone: list[ox.Quad], come: list[ox.Quad]) -> Graph:
    with drafting(graph.folder) as draft:
        draft.carry_on(graph)
        draft.change(lines_of(gone), lines_of(come))
        draft.commit({"base": BASE})
    return open_graph(graph.folder)


def same_exports(graph: Graph) -> None:
    told = graph.transcript
    assert told is not None
    assert told.digest() == digest(graph.store)
    assert check_store(graph) == ""
    for format in FORMATS.keys() - {"csv", "rdfxml"}:
        for layers in ((), ("claims",), ("accounts", "claims")):
            one, other = io.BytesIO(), io.BytesIO()
            export(graph.store, format, one, BASE, layers, transcript=told)
            export(graph.store, format, other, BASE, layers)
            assert one.getvalue() == other.getvalue(), (format, layers)


@pytest.mark.parametrize("seed", range(4))
def test_exports_are_the_same_after_any_changes(tmp_path: Path, seed: int) -> None:
    draw, held = Random(seed), set(range(60))
    graph = written(tmp_path / "graph", [quad(number) for number in held])
    for _ in range(5):
        same_exports(graph)
        gone = set(draw.sample(sorted(held), min(len(held), draw.choice([0, 1, 12]))))
        come = set(draw.sample(range(90), draw.choice([0, 3, 20]))) - held
        graph = changed(graph, [quad(number) for number in gone], [quad(number) for number in come])
        held = held - gone | come
        assert {str(one) for one in graph.store} == {str(quad(number)) for number in held}
    same_exports(graph)


def test_a_graph_that_lost_all_its_quads_is_in_no_export(tmp_path: Path) -> None:
    graph = written(tmp_path / "graph", [quad(0), quad(1), quad(6)])
    graph = changed(graph, [quad(1), quad(6)], [])
    out = io.BytesIO()
    export(graph.store, "jsonld", out, BASE, transcript=graph.transcript)
    assert b"graph/source" not in out.getvalue()
    same_exports(graph)


def test_after_too_many_changes_the_store_itself_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = written(tmp_path / "graph", [quad(number) for number in range(20)])
    monkeypatch.setattr(transcript, "_MOST", 5)
    graph = changed(graph, [], [quad(number) for number in range(20, 30)])
    assert graph.transcript is None
    assert check_store(graph) == ""
    graph = changed(graph, [quad(0)], [])
    assert graph.transcript is None


def test_a_transcript_that_was_altered_is_found(tmp_path: Path) -> None:
    graph = written(tmp_path / "graph", [quad(number) for number in range(20)])
    path = graph.texts.parent / transcript.NAME
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"says 12", b"says 13")))
    assert check_store(graph) == "lines.gz is not what the store holds"


def test_the_sections_come_in_order_even_if_one_is_not_read(tmp_path: Path) -> None:
    graph = written(tmp_path / "graph", [quad(number) for number in range(40)])
    names = [graph_name for graph_name, _ in Transcript(graph.texts.parent).sections()]
    assert names == [ox.DefaultGraph(), *sorted(GRAPHS[1:], key=lambda one: one.value)]


@pytest.mark.parametrize("seed", range(4))
def test_a_transcript_made_of_runs_is_the_one_made_of_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """However the quads were divided, also with some told twice and some taken back."""
    monkeypatch.setattr(runs, "_BLOCK", 40)  # less than a line: every run is read again and again
    monkeypatch.setattr(runs, "_MEMBER", 500)
    draw = Random(seed)
    quads = [quad(number) for number in range(120)]
    gone = lines_of(quads[number] for number in draw.sample(range(120), 15))
    with drafting(tmp_path / "graph") as draft:
        told = Digest()
        for _ in range(30):
            for run in runs.runs_of(draw.sample(quads, draw.choice([1, 5, 25]))):
                draft.write(run)
                told.join(run.digest)
        draft.drop(gone)
        draft.load()
        draft.commit({"base": BASE}, told)
    graph = open_graph(tmp_path / "graph")
    assert not gone & lines_of(graph.store)
    assert check_store(graph) == ""
    transcript.write(graph.store, tmp_path)
    assert (tmp_path / transcript.NAME).read_bytes() == (graph.texts.parent / transcript.NAME).read_bytes()
    same_exports(graph)


def test_the_graph_of_a_line_is_not_the_object_of_one_without_a_graph() -> None:
    node, graph = ox.NamedNode(f"{BASE}x"), ox.NamedNode(f"{BASE}graph/weighing")
    said = ox.Literal(f"a <{graph.value}>"), ox.Literal(f" <{graph.value}>", datatype=graph), graph, node
    for place in (ox.DefaultGraph(), graph):
        (one,) = runs.runs_of(ox.Quad(node, node, value, place) for value in said)
        assert one.graph == ("" if place == ox.DefaultGraph() else graph.value)
    lines = [
        line
        for value in said
        for place in (graph, ox.DefaultGraph())
        for line in lines_of([ox.Quad(node, node, value, place)])
    ]
    assert [(one.graph, one.lines.count(b"\n")) for one in runs.runs(lines)] == [("", 4), (graph.value, 4)]
