"""Validation: the quick way finds what pySHACL finds, reads the right graphs, and gives a report that can be kept."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF

from kg.graph import saturation, shelves
from kg.graph import validate as validating
from kg.graph.portions import Need, needs, portions
from kg.graph.reason import check
from kg.graph.scope import TYPE_IRI
from kg.graph.store import open_graph
from kg.graph.suspects import SH, own_shapes, searches
from kg.graph.terms import XSD
from kg.graph.validate import SHAPES, Finding, Report, _findings, validate
from kg.pipeline import Options, build_graph
from kg.resources import resource
from kg.vocab import BASE, ONTOLOGY

TOPICS = sorted(folder.name for folder in resource("ontology", "examples").iterdir())
PREFIXES = f"""PREFIX dipl: <{ONTOLOGY}> PREFIX : <{BASE}> PREFIX sh: <{SH}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> """


def store(trig: str) -> ox.Store:
    found = ox.Store()
    found.load((PREFIXES + trig).encode(), format=ox.RdfFormat.TRIG)
    return found


def example(*cases: tuple[str, str]) -> ox.Store:
    found = ox.Store()
    for topic, case in cases:
        found.load(resource("ontology", "examples", topic, f"{case}.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    return found


@pytest.fixture(autouse=True)
def as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep rdflib from writing 00:00:00Z as 00:00:00+00:00."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def reference(graph: ox.Store) -> set[Finding]:
    """What plain pySHACL finds, on rdflib, with all shapes."""
    data, shapes = rdflib.Graph(), rdflib.Graph()
    for triples, target in ((graph, data), (own_shapes(), shapes)):
        written = ox.serialize((quad.triple for quad in triples), format=ox.RdfFormat.N_TRIPLES) or b""
        target.parse(data=written, format="nt")
    return set(_findings(pyshacl.validate(data, shacl_graph=shapes)[1]))


# -- the quick way and the long way -----------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("case", ["valid", "invalid"])
def test_the_quick_way_finds_what_plain_pyshacl_finds(topic: str, case: str) -> None:
    graph = example((topic, case))
    quick = validate(graph).results
    assert set(quick) == reference(graph)
    assert validate(graph, whole=True).results == quick
    assert quick or case == "valid"


def test_the_quick_way_finds_what_the_long_way_finds_in_all_examples_at_once() -> None:
    graph = example(*((topic, case) for topic in TOPICS for case in ("valid", "invalid")))
    quick = validate(graph).results
    assert len({finding.shape for finding in quick}) >= 90
    assert validate(graph, whole=True).results == quick


@pytest.mark.parametrize("room", [1, 300, 100_000])
def test_a_large_graph_is_judged_portion_by_portion_with_the_same_findings(
    room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = example(*((topic, case) for topic in TOPICS for case in ("valid", "invalid")))
    for prefix in ("claim", "source"):  # what documents say stands in graphs of their own
        for quad in [quad for quad in graph if quad.subject.value.startswith(f"{BASE}{prefix}/")]:
            graph.remove(quad)
            graph.add(ox.Quad(*quad.triple, ox.NamedNode(f"{BASE}graph/source/{prefix}")))
    whole = validate(graph).results
    monkeypatch.setattr(shelves, "ROOM", 1)
    monkeypatch.setattr(validating, "portions", partial(portions, room=room))
    assert validate(graph).results == whole


def test_a_large_graph_with_nodes_that_have_no_name_is_judged_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = store("_:b a dipl:Visit ; dipl:host :h ; dipl:visitorState :h .")
    whole = validate(graph).results
    monkeypatch.setattr(shelves, "ROOM", 0)
    assert whole
    assert validate(graph).results == whole


def test_each_search_of_our_shapes_can_tell_what_it_needs() -> None:
    assert all(needs(search.query) for search in searches(own_shapes()))


def test_whatever_points_to_a_thing_is_needed_only_for_things_with_a_property() -> None:
    p, q, kind = "<x:p>", "<x:q>", "<x:K>"
    found = needs(f"SELECT ?this WHERE {{ ?v {p} ?w . ?this ?role ?v ; a {kind} ; {q} ?d }}")
    assert found == {Need(p), Need("", owns=p), Need(TYPE_IRI, kind), Need(q)}
    assert needs("SELECT ?this WHERE { ?this ?role ?v }") is None
    assert needs(f"SELECT ?this WHERE {{ ?this ?role ?v . {{ ?v {p} ?w }} UNION {{ ?v {q} ?w }} }}") is None


def test_every_shape_is_searched_for() -> None:
    kinds = {ox.NamedNode(SH + "NodeShape"), ox.NamedNode(SH + "PropertyShape")}
    shapes = {quad.subject.value for quad in own_shapes() if quad.object in kinds}
    assert {search.shape for search in searches(own_shapes())} == shapes


def test_our_shapes_say_nothing_that_has_to_be_searched_for_node_by_node() -> None:
    """A search without a condition would bring all nodes of a class before pySHACL."""
    plain = [s.shape for s in searches(own_shapes()) if not re.search(r"FILTER|SELECT.*SELECT|\?value", s.query, re.S)]
    assert plain == []


ODD_SHAPES = {
    "a constraint that is not translated": (
        ":s a sh:NodeShape ; sh:targetClass :T ; sh:not [ sh:path :p ; sh:maxCount 0 ] .",
        ":good a :T ; :p 1 . :bad a :T .",
    ),
    "a nested property shape": (
        ":s a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:nodeKind sh:Literal ] .",
        ":good a :T ; :p 1 . :bad a :T . :worse a :T ; :p :o .",
    ),
    "a path of steps": (
        ":s a sh:PropertyShape ; sh:targetClass :T ; sh:path ( :p [ sh:inversePath :q ] ) ; sh:minCount 1 .",
        ":good a :T ; :p :m . :n :q :m . :bad a :T ; :p :o .",
    ),
    "a class of values": (
        ":s a sh:PropertyShape ; sh:targetObjectsOf :r ; sh:path :p ; sh:class :C .",
        ":x :r :good, :bad . :good :p :c . :c a :C . :bad :p :d .",
    ),
    "a value that must be there": (
        ":s a sh:PropertyShape ; sh:targetNode :good, :bad ; sh:path :p ; sh:hasValue 1 .",
        ":good :p 1, 2 . :bad :p 2 .",
    ),
    "bounds on numbers and lengths": (
        ":s a sh:PropertyShape ; sh:targetSubjectsOf :p ; sh:path :p ; sh:minExclusive 1 ; sh:maxExclusive 9 ."
        ':t a sh:PropertyShape ; sh:targetSubjectsOf :q ; sh:path :q ; sh:maxLength 2 ; sh:pattern "^AB" ;'
        ' sh:flags "i" .',
        ':good :p 5 ; :q "ab" . :low :p 1 . :high :p 9 . :word :p "five" . :long :q "abc" . :other :q "cd" .',
    ),
    "several values, of which some are alike": (
        ":s a sh:PropertyShape ; sh:targetSubjectsOf :p ; sh:path :p ; sh:minCount 2 ; sh:maxCount 3 .",
        ":good :p 1, 2 . :few :p 1 . :many :p 1, 2, 3, 4 .",
    ),
    "a shape that is switched off": (
        ":s a sh:PropertyShape ; sh:targetSubjectsOf :p ; sh:path :p ; sh:maxCount 0 ; sh:deactivated true .",
        ":bad :p 1 .",
    ),
    "a fault in a node without a name": (
        ":s a sh:PropertyShape ; sh:targetClass :T ; sh:path :p ; sh:minCount 1 .",
        ":bad a :T . [] a :T .",
    ),
    "a strict order": (
        ":s a sh:PropertyShape ; sh:targetSubjectsOf :p ; sh:path :p ; sh:lessThan :q .",
        ':good :p 1 ; :q 2 . :same :p 2 ; :q 2 . :incomparable :p 1 ; :q "two" .',
    ),
}


@pytest.mark.parametrize("name", ODD_SHAPES)
def test_the_quick_way_agrees_with_the_long_way_on_any_shape(name: str) -> None:
    written, data = ODD_SHAPES[name]
    shapes = list(ox.parse(PREFIXES + written, format=ox.RdfFormat.TURTLE))
    graph = store(data)
    quick = {(finding.shape, finding.focus) for finding in validate(graph, shapes=shapes).results}
    long = {(finding.shape, finding.focus) for finding in validate(graph, shapes=shapes, whole=True).results}
    assert {pair for pair in quick if pair[1].startswith(BASE)} == {pair for pair in long if pair[1].startswith(BASE)}
    assert len(quick) == len(long)
    assert all("good" not in focus for _, focus in quick)
    assert bool(quick) == (name != "a shape that is switched off")


# -- what is read -----------------------------------------------------------------------------------------------------


def test_the_account_the_claims_and_the_weighing_are_read_as_one() -> None:
    graph = store(
        """:v a dipl:Event ; rdfs:label "visit"@en .
        GRAPH :graph\\/weighing { :v dipl:supportedBy :c . }
        GRAPH :graph\\/source\\/s { :c a dipl:Claim . }"""
    )
    found = {finding.shape for finding in validate(graph).results}
    assert "AccountRestsOnAClaim" not in found
    assert "SupportIsAClaim" not in found
    assert "ClaimHasAQuote" in found


@pytest.mark.parametrize("name", ["links", "report", "inferred", "ontology", "dataset"])
def test_other_graphs_are_not_read(name: str) -> None:
    assert validate(store(f":graph\\/{name} {{ :c a dipl:Claim . }}")).conforms


def test_a_graph_under_another_base_is_read_alike() -> None:
    base = "https://example.org/mine/"
    trig = PREFIXES + ":graph\\/source\\/s { :c a dipl:Claim . }"
    moved = ox.Store()
    moved.load(trig.replace(BASE, base).encode(), format=ox.RdfFormat.TRIG)
    assert {finding.focus for finding in validate(moved, base).results} == {f"{base}c"}
    assert validate(moved).conforms


def test_validation_leaves_the_graph_as_it_was() -> None:
    graph = example(("visits", "invalid"))
    before = set(graph)
    validate(graph)
    assert set(graph) == before


def test_an_empty_graph_conforms() -> None:
    assert validate(ox.Store()) == Report(())
    assert validate(ox.Store(), whole=True) == Report(())


def test_a_sound_graph_is_judged_without_loading_pyshacl() -> None:
    program = (
        "import sys, pyoxigraph as ox; from kg.graph.validate import validate; from kg.resources import resource\n"
        "store = ox.Store()\n"
        "text = resource('ontology', 'examples', 'sources', 'valid.ttl').read_bytes()\n"
        "store.load(text.replace(b'id:claim dipl:inSource id:document .', b'')"
        ".replace(b'dipl:SourceDocument', b'dipl:None'), format=ox.RdfFormat.TURTLE)\n"
        "assert validate(store).conforms; assert 'pyshacl' not in sys.modules; assert 'rdflib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_of_relations_established_again_and_again_each_event_names_one_other() -> None:
    event = "a dipl:EstablishmentOfRelations ; dipl:party :a , :b ; dipl:date"
    again = " ".join(f":e{n} {event} '19{n}'^^<http://id.loc.gov/datatypes/edtf/EDTF> ." for n in range(20, 50))
    graph = store(":a a dipl:State ; rdfs:label 'A'@en . :b a dipl:State ; rdfs:label 'B'@en . " + again)
    found = [one for one in validate(graph).results if one.shape == "RelationsAreEstablishedOnce"]
    assert [one.focus.removeprefix(BASE) for one in found] == [f"e{n}" for n in range(20, 49)]
    assert {str(one.value) for one in found[:-1]} == {f"<{BASE}e{n}>" for n in range(21, 49)}
    assert "1920 and on 1921" in found[0].message
    assert found == [one for one in validate(graph, whole=True).results if one.shape == "RelationsAreEstablishedOnce"]


def test_a_thousand_sound_claims_are_judged_at_once() -> None:
    claims = "".join(
        f":c{n} a dipl:Claim ; dipl:asserts dipl:Visit ; dipl:inSource :d ; dipl:quote 'abc' ; dipl:beginOffset {n} ;"
        f" dipl:endOffset {n + 3} ; dipl:rule 'r' . :v dipl:supportedBy :c{n} ."
        for n in range(1000)
    )
    document = ":d a dipl:SourceDocument ; dipl:fileName 'd' ; dipl:language 'en' ; dipl:charLength 5000 ; dipl:sha256 "
    title = " ; <http://purl.org/dc/terms/title> 'd' ."
    graph = store(claims + document + f"'{'a' * 64}'" + title + ":c7 dipl:rule 'other' ; dipl:quote 'abcd' .")
    assert {(f.shape, f.focus) for f in validate(graph).results if f.focus != f"{BASE}v"} == {
        ("ClaimHasAQuote", f"{BASE}c7"),
        ("QuoteFitsItsOffsets", f"{BASE}c7"),
    }


def test_a_large_graph_is_judged_on_disk_with_the_same_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = example(*((topic, "invalid") for topic in TOPICS))
    in_memory = validate(graph), check(graph, java="")
    monkeypatch.setattr(saturation, "_LARGE", 0)
    assert (validate(graph), check(graph, java="")) == in_memory
    assert in_memory[0].results
    assert in_memory[1].inferred


def test_a_large_graph_is_laid_out_once_for_shapes_and_reasoner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "ROOM", 0)
    graph = example(*((topic, "invalid") for topic in TOPICS))
    graph.update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }")
    graph.update(f'INSERT DATA {{ <{BASE}odd> <{ONTOLOGY}existedFrom> "1991"^^<{XSD}dateTime> }}')
    with shelves.shelved(graph, BASE) as laid_out:
        assert laid_out is not None
        assert laid_out.size == len(graph)
        told = set(saturation.facts(graph, BASE, shelves=laid_out))
    assert told == set(saturation.facts(graph, BASE))
    assert f"{BASE}odd" not in {str(getattr(quad.subject, "value", "")) for quad in told}
    assert len(told) > 500


# -- the report -------------------------------------------------------------------------------------------------------


def test_the_gravest_findings_come_first() -> None:
    gravity = [finding.severity for finding in validate(example(("visits", "invalid"))).results]
    assert gravity == sorted(gravity, key=["violation", "warning", "info"].index)
    assert set(gravity) == {"violation", "warning", "info"}


def test_findings_are_told_by_severity() -> None:
    report = validate(example(("visits", "invalid")))
    told = [report.of(severity) for severity in ("violation", "warning", "info")]
    assert all(told)
    assert set(report.results) == {finding for findings in told for finding in findings}
    assert not report.conforms


def test_the_order_of_the_statements_does_not_matter() -> None:
    quads = sorted(example(*((topic, "invalid") for topic in TOPICS)), key=str)
    reports = []
    for seed in range(2):
        random.Random(seed).shuffle(quads)
        graph = ox.Store()
        graph.extend(quads)
        reports.append([str(triple) for triple in validate(graph).triples()])
    assert reports[0] == reports[1]


def test_a_message_names_names_and_dates() -> None:
    found = {finding.shape: finding.message for finding in validate(example(("missions", "invalid"))).results}
    assert found["HeadsOfMissionFollowEachOther"] == (
        "Pablo Cabrera (2000/2004) and Mario Silberman (2001/2006) led the same mission at the same time: "
        "one of the dates is wrong."
    )


def test_the_report_is_a_shacl_report_that_any_tool_reads() -> None:
    report = validate(example(("figures", "invalid")))
    graph = rdflib.Graph()
    graph.parse(data=ox.serialize(report.triples(), format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    assert set(_findings(graph)) == set(report.results)
    heads = list(graph.subjects(RDF.type, rdflib.URIRef(SH + "ValidationReport")))
    assert [str(head) for head in heads] == [f"{BASE}report"]
    assert graph.value(heads[0], rdflib.URIRef(SH + "conforms")).toPython() is False
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)


def test_the_report_of_a_sound_graph_conforms() -> None:
    triples = list(Report(()).triples())
    assert [str(triple.object) for triple in triples] == [
        f"<{SH}ValidationReport>",
        '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    ]


def test_findings_have_names_that_stay_when_other_findings_come() -> None:
    alone = {str(triple.subject) for triple in validate(example(("visits", "invalid"))).triples()}
    more = {
        str(triple.subject) for triple in validate(example(("visits", "invalid"), ("sources", "invalid"))).triples()
    }
    assert alone < more
    assert all(name.startswith(f"<{BASE}") for name in more)
    assert SHAPES not in "".join(alone)


# -- the four texts ---------------------------------------------------------------------------------------------------


def test_the_graph_of_the_four_texts_is_sound_and_its_oddity_is_pointed_out(tmp_path: Path) -> None:
    built = build_graph([], tmp_path / "graph", Options(check=False))
    graph = open_graph(built.folder).store
    report = validate(graph)
    assert report.of("violation") == ()
    warnings = {finding.shape: finding.message for finding in report.of("warning")}
    assert "Cabrera" in warnings["HeadsOfMissionFollowEachOther"]
    assert "Silberman" in warnings["HeadsOfMissionFollowEachOther"]
    assert validate(graph, whole=True) == report
