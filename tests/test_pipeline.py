"""From texts to a graph on disk: whole, the same bytes every time, with everything a text says shown in its words."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.api import KnowledgeGraph
from kg.errors import KGError
from kg.graph import reason
from kg.graph.export import FORMATS
from kg.pipeline import Built, Options, build_graph, evaluated, read

ROOT = Path(__file__).parent.parent
TEXTS = sorted((ROOT / "data" / "texts").glob("*.txt"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The bundled texts as a graph; the reasoner does without Java."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reason, "find_java", lambda: "")
        yield build_graph([], tmp_path_factory.mktemp("built") / "graph")


@pytest.fixture(scope="module")
def graph(built: Built) -> KnowledgeGraph:
    return KnowledgeGraph(built.folder)


def test_every_claim_of_every_text_is_in_the_graph_with_its_words(built: Built, graph: KnowledgeGraph) -> None:
    rows = graph.query("SELECT ?quote ?begin ?end { GRAPH ?g { ?c a dipl:Claim ; dipl:quote ?quote ; "
                       "dipl:beginOffset ?begin ; dipl:endOffset ?end } }")  # fmt: skip
    quotes = sorted((int(row["begin"] or 0), int(row["end"] or 0), row["quote"]) for row in rows)
    spans = [
        (claim.evidence.span.start, claim.evidence.span.end, claim.evidence.quote) for claim in built.reading.claims
    ]
    assert quotes == sorted(spans)
    assert len(quotes) > 80


def test_every_account_rests_on_a_claim(graph: KnowledgeGraph) -> None:
    assert graph.answer(
        "ASK { ?event dipl:sourceCount ?n FILTER NOT EXISTS { GRAPH ?g { ?event dipl:supportedBy ?claim } } }"
    ) == "false\n"  # fmt: skip


def test_the_graph_has_its_layers(graph: KnowledgeGraph) -> None:
    names = {str(name).rpartition("/graph/")[2].rstrip(">") for name in graph.store.named_graphs()}
    assert {"weighing", "inferred", "report", "ontology", "dataset"} <= names
    assert sum(name.startswith("source/") for name in names) == 4


def test_no_blank_node_is_in_the_store(graph: KnowledgeGraph) -> None:
    assert not any(isinstance(term, ox.BlankNode) for quad in graph.store for term in (quad.subject, quad.object))


def test_the_bundled_contradictions_are_found(graph: KnowledgeGraph) -> None:
    """As DESIGN names them: three that are certain, three that are possible."""
    found = {(one.degree, frozenset(claim.date for claim in one.claims)) for one in graph.conflicts()}
    assert ("certain", frozenset({"1964-10-24", "1964-11-24"})) in found
    assert ("certain", frozenset({"1973-09-21", "1973-09-22"})) in found
    assert ("certain", frozenset({"2000/2004", "2001/2006"})) in found
    assert all(one.reason for one in graph.conflicts())


def test_what_was_cancelled_is_no_visit(graph: KnowledgeGraph) -> None:
    rows = graph.query("SELECT ?e { ?e a dipl:Visit ; dipl:year 2019 }")
    assert rows == []
    assert graph.query("SELECT ?e { ?e a dipl:UnrealizedEvent ; dipl:unrealizedType dipl:Visit ; dipl:year 2019 }")


def test_the_manifest_tells_what_was_read_and_holds_no_time(built: Built, graph: KnowledgeGraph) -> None:
    manifest = graph.manifest
    assert [one["id"] for one in manifest["documents"]] == [path.name for path in TEXTS]
    assert manifest["documents"][0]["sha256"] == hashlib.sha256(TEXTS[0].read_bytes()).hexdigest()
    assert manifest["counts"]["claims"] == len(built.reading.claims)
    assert manifest["store"]["quads"] == built.quads == len(graph.store)
    assert set(manifest["resources"]) == {"ontology", "data/gazetteer", "data/lexicon", "data/resolve"}


def test_texts_are_kept_byte_for_byte(built: Built, graph: KnowledgeGraph) -> None:
    folder = built.folder / str(graph.manifest["folder"]) / "texts"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in TEXTS
    }


def test_every_quote_is_proved(graph: KnowledgeGraph) -> None:
    verdict = graph.verify()
    assert verdict.faults == verdict.gone == ()
    assert verdict.quotes > 80


def test_the_graph_breaks_no_rule(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reason, "find_java", lambda: "")
    findings = graph.validate()
    assert not findings.grave
    assert findings.consistency is not None
    assert findings.consistency.consistent


BUILD = """
import hashlib, sys
from pathlib import Path
from kg.graph import reason
reason.find_java = lambda: ""
from kg.api import KnowledgeGraph
from kg.graph.export import FORMATS
graph = KnowledgeGraph.build(sys.argv[2:], sys.argv[1])
for format in FORMATS:
    file = Path(sys.argv[1]) / f"x.{format}"
    graph.export(file, format)
    print(format, hashlib.sha256(file.read_bytes()).hexdigest())
    file.unlink()
"""


def test_two_builds_are_byte_identical_whatever_order_seed_and_locale(tmp_path: Path) -> None:
    runs = set()
    for seed, locale, order in (("1", "C.UTF-8", 1), ("20", "C", -1)):
        done = subprocess.run(
            [sys.executable, "-c", BUILD, str(tmp_path / f"g{seed}"), *map(str, TEXTS[::order])],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        runs.add(done.stdout)
    (lines,) = runs
    assert len(lines.splitlines()) == len(FORMATS)
    manifests = [json.loads((tmp_path / f"g{seed}" / "manifest.json").read_text("utf-8")) for seed in ("1", "20")]
    for manifest in manifests:
        del manifest["store"]["files"]
    assert manifests[0] == manifests[1]


def test_a_document_graph_does_not_change_when_another_document_arrives(tmp_path: Path, graph: KnowledgeGraph) -> None:
    alone = KnowledgeGraph.build([TEXTS[0]], tmp_path / "g", Options(check=False))
    name = ox.NamedNode("https://w3id.org/dipl/id/graph/source/embassy-of-chile-in-russia-en")
    one, other = (
        {str(quad) for quad in store.quads_for_pattern(None, None, None, name)} for store in (alone.store, graph.store)
    )
    assert one == other
    assert one


def test_a_build_replaces_the_graph_before_it(tmp_path: Path) -> None:
    KnowledgeGraph.build([TEXTS[0]], tmp_path / "g", Options(check=False))
    graph = KnowledgeGraph.build([TEXTS[1]], tmp_path / "g", Options(check=False))
    assert [one["id"] for one in graph.manifest["documents"]] == [TEXTS[1].name]


def test_texts_of_a_folder_are_read_with_those_below_it(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    shutil.copy(TEXTS[0], tmp_path / "in" / "deep" / "a.en.txt")
    shutil.copy(TEXTS[1], tmp_path / "in" / "b.en.txt")
    reading = read([tmp_path / "in"])
    assert [document.id for document in reading.documents] == ["b.en.txt", "deep/a.en.txt"]


def test_progress_is_told_stage_by_stage(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build_graph([TEXTS[0]], tmp_path / "g", Options(check=False), lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["reading", "resolving", "writing", "saving"]


def test_extraction_is_measured_on_the_bundled_texts() -> None:
    assert evaluated().total.gold > 90
    with pytest.raises(KGError, match="holds no annotations"):
        evaluated(ROOT / "kg")


def test_the_python_face_asks_shows_and_writes(graph: KnowledgeGraph, tmp_path: Path) -> None:
    assert {row["personName"] for row in graph.query("ambassadors", sending="Chile")} >= {"James Holger Blair"}
    assert graph.show("putin").key == "person/vladimir-putin"
    assert "documents" in repr(graph)
    graph.export(tmp_path / "x.ttl")
    assert (tmp_path / "x.ttl").stat().st_size > 10_000
    with pytest.raises(KGError, match="gives no rows"):
        graph.query("ASK { ?s ?p ?o }")
