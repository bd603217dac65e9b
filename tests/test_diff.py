"""Two graphs compared: every change is told once, and the patch makes the second graph of the first."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli import main
from kg.graph.diff import changes, told, within, write
from kg.vocab import BASE, ONTOLOGY

NAMES = st.sampled_from([ox.NamedNode(f"{BASE}state/{letter}") for letter in "abc"])
VALUES = st.one_of(
    NAMES, st.text(max_size=5).map(ox.Literal), st.builds(ox.Literal, st.text(max_size=3), language=st.just("en"))
)
GRAPHS = st.sampled_from([ox.DefaultGraph(), ox.NamedNode(f"{BASE}graph/weighing")])
QUADS = st.sets(st.builds(ox.Quad, NAMES, NAMES, VALUES, GRAPHS), max_size=12)


def store(quads: set[ox.Quad]) -> ox.Store:
    made = ox.Store()
    made.extend(quads)
    return made


def patched(start: ox.Store, patch: str) -> set[ox.Quad]:
    """What a reader of RDF Patch makes of a store."""
    for line in patch.split("\n"):
        if line.startswith(("A ", "D ")):
            (quad,) = ox.parse(line[2:], format=ox.RdfFormat.N_QUADS)
            (start.add if line[0] == "A" else start.remove)(quad)
    return set(start)


@settings(deadline=None)
@given(QUADS, QUADS)
def test_the_patch_makes_one_graph_of_the_other(one: set[ox.Quad], other: set[ox.Quad]) -> None:
    out = io.BytesIO()
    counts = write(changes(store(one), store(other)), "patch", out, BASE)
    assert patched(store(one), out.getvalue().decode()) == set(store(other))
    assert counts == (len(one - other), len(other - one))


@settings(deadline=None)
@given(QUADS, QUADS)
def test_layers_part_the_changes(one: set[ox.Quad], other: set[ox.Quad]) -> None:
    found = list(changes(store(one), store(other)))
    parts = [list(within(found, [layer], BASE)) for layer in ("accounts", "weighing")]
    assert sorted(parts[0] + parts[1]) == sorted(found)


def test_what_is_told_otherwise_has_one_line_for_each_thing() -> None:
    visit, label = ox.NamedNode(f"{BASE}event/visit/x"), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    texts = (
        {"date": "1964", "year": "1964", "sourceCount": "1"},
        {"date": "1964-11", "year": "1965", "sourceCount": "2"},
    )
    one, other = (
        store(
            {ox.Quad(visit, ox.NamedNode(ONTOLOGY + name), ox.Literal(value)) for name, value in said.items()}
            | {ox.Quad(visit, label, ox.Literal("Visit"))}
        )
        for said in texts
    )
    lines = list(told(changes(one, other), one, other, BASE))
    assert lines == ["~ Visit  (event/visit/x): date: 1964 → 1964-11; source count: 1 → 2"]


def test_a_graph_compared_with_itself_shows_nothing(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.en.txt").write_text("Chile and Peru established diplomatic relations on 3 May 1950.\n")
    (tmp_path / "b.en.txt").write_text("Chile and Peru established diplomatic relations on 4 May 1950.\n")
    for name, texts in (("one", "a"), ("two", "b")):
        main(["build", str(tmp_path / f"{texts}.en.txt"), "-o", str(tmp_path / name), "--no-check"])
    capsys.readouterr()
    assert main(["diff", str(tmp_path / "one"), str(tmp_path / "one")]) == 0
    assert capsys.readouterr().out == ""
    assert main(["diff", str(tmp_path / "one"), str(tmp_path / "two")]) == 1
    event = "event/relationsestablished/chile-peru/1950-05-0"
    assert capsys.readouterr().out.splitlines() == [
        f"- Chile and Peru establish relations, 3 May 1950  ({event}3)",
        f"+ Chile and Peru establish relations, 4 May 1950  ({event}4)",
    ]
    assert main(["diff", str(tmp_path / "one"), str(tmp_path / "two"), "--format", "csv"]) == 1
    shown = capsys.readouterr()
    assert "+,id:event/relationsestablished/chile-peru/1950-05-04,dipl:date,1950-05-04,\n" in shown.out
    assert "-,id:event/relationsestablished/chile-peru/1950-05-03,dipl:date,1950-05-03,\n" in shown.out
    assert "added" in shown.err
