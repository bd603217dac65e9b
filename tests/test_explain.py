"""Why a graph contradicts the ontology: the fewest facts, and the sentences behind them."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.commands.summary import consistency_lines, write_findings
from kg.graph import explain, reason
from kg.graph.entail import theory
from kg.graph.reading import Reader
from kg.graph.saturation import breaches, facts, saturate, saturated
from kg.graph.store import open_graph
from kg.graph.terms import TYPE, dipl, thing
from kg.graph.validate import Report
from kg.pipeline import Findings, Options, build_graph
from kg.vocab import BASE
from tests.test_reason import PLANTED, WORLD, needs_java, store


def told(subject: str, number: int) -> str:
    """A document that tells of a subject, in words of its own."""
    claim, source = f":claim\\/{subject}", f":source\\/{subject}"
    return (
        f"GRAPH :graph\\/weighing {{ :{subject} dipl:supportedBy {claim} . }}\n"
        f"GRAPH :graph\\/source\\/{subject} {{ {claim} a dipl:Claim ; dipl:inSource {source} ; dipl:confidence 0.9 ; "
        f'dipl:quote "Here {subject} is told of." ; dipl:beginOffset {number} ; dipl:endOffset {number + 20} . '
        f'{source} dipl:fileName "{subject}.txt" . }}\n'
    )


def subjects(turtle: str) -> list[str]:
    """Local names of the subjects of a planted contradiction."""
    quads = store(turtle)
    return sorted({quad.subject.value.removeprefix(BASE) for quad in quads if isinstance(quad.subject, ox.NamedNode)})


@pytest.mark.parametrize("name", PLANTED)
def test_each_fact_behind_a_planted_contradiction_has_its_sentence(name: str) -> None:
    planted = PLANTED[name][0]
    sentences = "".join(told(subject, 10 * n) for n, subject in enumerate(subjects(planted)))
    found = reason.check(store(WORLD + planted + sentences), java="")
    assert found.clashes
    for clash in found.clashes:
        assert clash.facts, clash
    mine = [fact for clash in found.clashes for fact in clash.facts if fact.words.split()[0] in subjects(planted)]
    assert mine
    for fact in mine:
        subject = fact.words.split()[0]
        (quote,) = fact.quotes
        assert (quote.words, quote.document) == (f"Here {subject} is told of.", f"{subject}.txt")
        assert int(quote.end) == int(quote.begin) + 20


@pytest.mark.parametrize("name", PLANTED)
def test_none_of_the_facts_can_be_left_out(name: str) -> None:
    world = store(WORLD + PLANTED[name][0])
    asserted = facts(world, BASE)
    scratch = facts(world, BASE)
    saturate(scratch)
    for breach in breaches(scratch, theory().checks):
        fewest = explain._behind(breach, asserted)
        assert fewest
        assert breach in breaches(saturated(fewest), [breach.check])
        for left_out in fewest:
            rest = saturated([quad for quad in fewest if quad != left_out])
            assert breach not in breaches(rest, [breach.check])


@needs_java
@pytest.mark.parametrize("name", ["a tenure with two holders", "a post that is a person"])
def test_what_only_hermit_finds_is_explained_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reason, "own_checks", lambda: ((), ()))
    planted = PLANTED[name][0]
    sentences = "".join(told(subject, 10 * n) for n, subject in enumerate(subjects(planted)))
    found = reason.check(store(planted + sentences))
    assert (found.consistent, found.engine) == (False, "HermiT")
    (clash,) = found.clashes
    assert "cannot all be true" in clash.message
    assert 2 <= len(clash.facts) <= 4
    assert {fact.words.split()[0] for fact in clash.facts} == set(subjects(planted))
    assert all(fact.quotes for fact in clash.facts)


def test_the_smallest_part_is_found_in_few_steps() -> None:
    given = [ox.Quad(dipl(f"n{n}"), TYPE, dipl("Visit")) for n in range(1_000)]
    steps: list[int] = []

    def clashes(some: object) -> bool:
        steps.append(1)
        return {given[17], given[803]} <= set(some)  # type: ignore[call-overload]

    assert explain.smallest(given, clashes) == [given[17], given[803]]
    assert len(steps) < 60
    assert {given[17], given[803]} <= set(explain.smallest(given, clashes, runs=5))


def test_a_clash_in_a_built_graph_is_told_with_words_that_stand_in_its_text(tmp_path: Path) -> None:
    text = "Chile and Norway established diplomatic relations on 3 May 1921.\n"
    (tmp_path / "a.en.txt").write_text(text, "utf-8")
    build_graph([tmp_path / "a.en.txt"], tmp_path / "graph", Options(check=False))
    graph = open_graph(tmp_path / "graph")
    planted = ox.Store()
    planted.extend(graph.store)
    event = next(planted.quads_for_pattern(None, TYPE, dipl("EstablishmentOfRelations"), ox.DefaultGraph())).subject
    planted.add(ox.Quad(event, TYPE, dipl("Treaty"), ox.DefaultGraph()))
    planted.add(ox.Quad(thing("state/chile"), TYPE, dipl("Person"), ox.DefaultGraph()))
    found = reason.check(planted, graph.base, java="")
    lines = list(consistency_lines(found))
    assert any("“event” and “instrument”" in line for line in lines)
    quotes = {quote for clash in found.clashes for fact in clash.facts for quote in fact.quotes}
    assert quotes
    assert all(text[int(quote.begin) : int(quote.end)] == quote.words for quote in quotes)
    assert any("(a.en.txt, 0-" in line for line in lines)
    out = io.BytesIO()
    write_findings(Findings(found, Report(())), "csv", out, Reader(planted, graph.base))
    rows = out.getvalue().decode().splitlines()
    assert len(rows) == 1 + len(found.clashes)
    assert all(row.startswith("violation,ontology,") and "relations on 3 May 1921" in row for row in rows[1:])


def test_only_the_first_clashes_of_many_are_explained() -> None:
    many = store(" ".join(f":e{n:03} a dipl:Embassy, dipl:Person ." for n in range(30)))
    found = reason.check(many, java="")
    assert len(found.clashes) == 60
    assert [bool(clash.facts) for clash in found.clashes] == [True] * 20 + [False] * 40
