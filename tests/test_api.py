"""The Python face: rows that become frames, tables, claims, an rdflib view, and a notebook that runs."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from kg import KnowledgeGraph, Limits
from kg.errors import KGError
from kg.graph import reason, tables
from kg.pipeline import Options, build_graph

NOTEBOOKS = sorted((Path(__file__).parent / "notebooks").glob("*.ipynb"))
YEARS = "SELECT ?visit ?year ?confidence { ?visit a dipl:Visit ; dipl:year ?year ; dipl:confidence ?confidence }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return KnowledgeGraph(build_graph([], tmp_path_factory.mktemp("api") / "graph", Options(check=False)).folder)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_rows_become_a_frame_with_numbers_as_numbers(graph: KnowledgeGraph, library: str) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    rows = graph.query(YEARS)
    frame = getattr(rows, library)()
    assert list(frame.columns) == ["visit", "year", "confidence"]
    assert len(frame) == len(rows) > 3
    assert [int(year) for year in frame["year"]] == [int(row["year"] or 0) for row in rows]
    assert frame["year"].max() > 1900
    assert 0 < frame["confidence"].mean() <= 1
    assert str(frame["visit"][0]) == rows[0]["visit"]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_keeps_what_is_unbound_and_may_be_empty(graph: KnowledgeGraph, library: str) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    rows = graph.query("SELECT ?v ?year { VALUES ?v { 1 2 } OPTIONAL { ?v dipl:year ?year } }")
    frame = getattr(rows, library)()
    assert len(frame) == 2
    assert frame["v"].sum() == 3
    empty = getattr(graph.query("SELECT ?a ?b { ?a dipl:nothing ?b }"), library)()
    assert list(empty.columns) == ["a", "b"]
    assert len(empty) == 0


def test_a_library_that_is_missing_is_one_sentence(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(KGError, match="pandas: is not installed; install it with: pip install pandas"):
        graph.query(YEARS).pandas()


def test_limits_stop_a_query_and_leave_others_as_they_are(graph: KnowledgeGraph) -> None:
    free, bounded = graph.query(YEARS), graph.query(YEARS, limits=Limits(time_s=60))
    assert sorted(map(str, bounded)) == sorted(map(str, free))
    assert len(graph.query(YEARS, limits=Limits(rows=2))) == 2
    with pytest.raises(KGError, match=r"stopped after 0.4 seconds"):
        graph.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", limits=Limits(time_s=0.4))


def test_tables_and_claims_are_rows(graph: KnowledgeGraph) -> None:
    for name, (columns, _) in tables.TABLES.items():
        assert graph.table(name).columns == columns
    assert len(graph.claims()) == graph.manifest["counts"]["claims"]
    own = graph.claims("Chile")
    assert 0 < len(own) <= len(graph.claims())
    assert all(row["quote"] and row["document"] for row in own)
    with pytest.raises(KGError, match="visits: is no table; there are events, actors"):
        graph.table("visits")


def test_a_thing_is_described_in_turtle(graph: KnowledgeGraph) -> None:
    head = '\n<state/chile> a dipl:Actor , dipl:CollectiveActor , dipl:State ;\n\trdfs:label "Chile"@en'
    assert head in graph.describe("Chile")


def test_the_rdflib_view_holds_the_same_graphs(graph: KnowledgeGraph) -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed")
    import rdflib

    view = graph.dataset()
    named = [str(one.identifier) for one in view.graphs() if "graph/" in str(one.identifier)]
    assert sorted(named) == sorted(name.value for name in graph.store.named_graphs())
    state = rdflib.URIRef(graph.base + "state/chile")
    assert str(view.value(state, rdflib.RDFS.label)) == "Chile"


def test_it_shows_itself_in_a_notebook_and_escapes_what_it_shows(graph: KnowledgeGraph) -> None:
    assert "<td>quads</td>" in graph._repr_html_()
    rows = graph.query("SELECT ?x { VALUES ?x { '<script>' } }")
    assert rows._repr_html_() == (
        "<table><thead><tr><th>x</th></tr></thead><tbody><tr><td>&lt;script&gt;</td></tr></tbody></table>"
    )
    assert "<p>50 of " in graph.table("claims")._repr_html_()


# -- the notebook -----------------------------------------------------------------------------------------------------


def shown(cell: str, names: dict[str, Any]) -> Any:
    """Run a cell as a notebook does; the value of its last line, if that is an expression."""
    tree = ast.parse(cell)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reason, "find_java", lambda: "")


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_runs_from_top_to_bottom(path: Path) -> None:
    for library in ("pandas", "oxrdflib"):
        pytest.importorskip(library, reason=f"{library}, which the notebook uses, is not installed")
    book = json.loads(path.read_text("utf-8"))
    assert book["nbformat"] == 4
    names: dict[str, Any] = {}
    values = [shown("".join(cell["source"]), names) for cell in book["cells"] if cell["cell_type"] == "code"]
    tables_ = [value for value in values if hasattr(value, "_repr_html_")]
    assert len(tables_) >= 6
    assert all("<table" in value._repr_html_() for value in tables_)
    assert values[-1] is False  # the bundled texts hold one oddity


def test_there_is_a_notebook_and_it_keeps_no_output() -> None:
    assert NOTEBOOKS
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        assert not any(cell.get("outputs") for cell in cells)
