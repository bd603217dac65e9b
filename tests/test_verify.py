"""A quote that does not stand in its source is found, and the facts that rest on it are named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.graph.quads import dataset_quads
from kg.graph.store import Graph, drafting, open_graph
from kg.graph.verify import verify
from kg.model import Claim, Document, World


@pytest.fixture
def graph(tmp_path: Path, documents: Sequence[Document], gold_claims: Sequence[Claim], gold_world: World) -> Graph:
    """The annotated claims as a graph, its sources in tmp_path/texts."""
    texts = tmp_path / "texts"
    texts.mkdir()
    with drafting(tmp_path / "graph") as draft:
        draft.store.extend(dataset_quads(gold_world, documents, gold_claims))
        entries = []
        for document in documents:
            (texts / document.id).write_bytes(document.text.encode())
            draft.keep_text(document.id, document.text.encode())
            entries.append({"id": document.id, "path": str(texts / document.id)})
        draft.commit({"base": "https://w3id.org/dipl/id/", "documents": entries})
    return open_graph(tmp_path / "graph")


def decode(path: Path) -> str:
    return path.read_bytes().decode()


EMBASSY = "embassy-of-chile-in-russia.en.txt"


def change(path: Path, old: str, new: str) -> None:
    content = path.read_bytes().decode()
    assert old in content
    path.write_bytes(content.replace(old, new, 1).encode())


def test_every_quote_stands(graph: Graph, gold_claims: Sequence[Claim], tmp_path: Path) -> None:
    verdict = verify(graph, decode)
    assert (verdict.documents, verdict.quotes) == (4, len(gold_claims))
    assert verdict.faults == verdict.gone == ()


def test_one_changed_character_in_a_quote_names_the_facts(graph: Graph, tmp_path: Path) -> None:
    change(tmp_path / "texts" / EMBASSY, "Ricardo Lagos, in 2005", "Ricardo Lagos, in 2006")
    faults = verify(graph, decode).faults
    assert {fault.document for fault in faults} == {EMBASSY}
    fault = next(fault for fault in faults if fault.claim.startswith("claim/embassy-of-chile-in-russia-en/visit-"))
    assert "reads “Ricardo Lagos, in 2006”, not “Ricardo Lagos, in 2005”" in fault.message
    assert str(tmp_path / "texts" / EMBASSY) in fault.message
    assert len(fault.facts) == 1
    assert "lagos" in fault.facts[0]


def test_one_character_more_at_the_start_moves_every_quote(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "texts" / EMBASSY
    path.write_text("x" + path.read_text("utf-8"), "utf-8")
    assert sum(fault.document == EMBASSY for fault in verify(graph, decode).faults) == 38


def test_a_change_outside_every_quote_is_told(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "texts" / EMBASSY
    path.write_text(path.read_text("utf-8") + "x", "utf-8")
    (fault,) = verify(graph, decode).faults
    assert fault.message.endswith("has changed since it was read, though every quote still stands in its place")
    assert fault.claim == ""


def test_a_change_in_the_copy_is_found_too(graph: Graph) -> None:
    change(graph.texts / EMBASSY, "Ricardo Lagos", "Ricardo Lugos")
    assert any("the copy in the graph" in fault.message for fault in verify(graph, decode).faults)


def test_a_source_that_is_gone_is_checked_in_its_copy(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "texts" / EMBASSY).unlink()
    verdict = verify(graph, decode)
    assert verdict.gone == (EMBASSY,)
    assert verdict.faults == ()


def test_a_source_that_is_no_text_any_more_is_a_fault(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "texts" / EMBASSY).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnicodeDecodeError):
        verify(graph, decode)
    faults = verify(graph).faults
    assert [fault.document for fault in faults] == [EMBASSY]
    assert "cannot be read any more" in faults[0].message


def test_a_store_that_was_altered_is_a_fault(graph: Graph) -> None:
    altered = Graph(graph.folder, {**graph.manifest, "store": {**graph.manifest["store"], "digest": "0"}}, graph.store)
    assert [fault.document for fault in verify(altered, decode).faults] == [""]
