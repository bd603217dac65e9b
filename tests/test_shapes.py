"""Every shape accepts its valid example and rejects its invalid one, for the named reason and no other."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parserutils import CompValue

from kg.graph.suspects import SH
from kg.graph.terms import RDFS
from kg.graph.validate import SHAPES, Finding, validate
from kg.resources import resource
from kg.vocab import BASE, CLASS_OF, ONTOLOGY

TOPICS = sorted(folder.name for folder in resource("ontology", "examples").iterdir())


def turtle(*path: str) -> list[ox.Quad]:
    return list(ox.parse(resource("ontology", *path).read_bytes(), format=ox.RdfFormat.TURTLE))


def shapes(topic: str) -> list[ox.Quad]:
    return turtle("shapes", "shapes.ttl") + turtle("shapes", f"{topic}.ttl")


def named(quads: list[ox.Quad]) -> dict[str, list[ox.Quad]]:
    """Local name of each shape -> what is said of it."""
    kinds = {ox.NamedNode(SH + "NodeShape"), ox.NamedNode(SH + "PropertyShape")}
    found = [quad.subject for quad in quads if quad.object in kinds]
    return {node.value.removeprefix(SHAPES): [quad for quad in quads if quad.subject == node] for node in found}


ALL = {name: (topic, said) for topic in TOPICS for name, said in named(shapes(topic)).items()}


def example(topic: str, case: str) -> ox.Store:
    store = ox.Store()
    store.extend(turtle("examples", topic, f"{case}.ttl"))
    return store


def findings(topic: str, case: str) -> tuple[Finding, ...]:
    return validate(example(topic, case), shapes=shapes(topic)).results


def expected(topic: str) -> set[tuple[str, str]]:
    """What the invalid example says of itself: shape and focus node of each finding."""
    query = f"SELECT ?shape ?focus WHERE {{ ?x <{SH}sourceShape> ?shape ; <{SH}focusNode> ?focus }}"
    rows = example(topic, "invalid").query(query)
    return {(row["shape"].value.removeprefix(SHAPES), row["focus"].value) for row in rows}


def test_there_are_shapes_enough() -> None:
    assert len(ALL) >= 90
    assert len(TOPICS) == 12


def test_each_file_of_shapes_has_its_examples() -> None:
    files = {file.name.removesuffix(".ttl") for file in resource("ontology", "shapes").iterdir()}
    assert files - {"shapes"} == set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_the_valid_example_conforms(topic: str) -> None:
    assert findings(topic, "valid") == ()


@pytest.mark.parametrize("topic", TOPICS)
def test_the_invalid_example_is_rejected_for_what_it_names_and_nothing_else(topic: str) -> None:
    assert {(finding.shape, finding.focus) for finding in findings(topic, "invalid")} == expected(topic)


@pytest.mark.parametrize("name", ALL)
def test_each_shape_has_an_example_that_fails_it(name: str) -> None:
    topic, _ = ALL[name]
    assert name in {shape for shape, _ in expected(topic)}


@pytest.mark.parametrize("topic", TOPICS)
def test_the_valid_example_gives_the_shapes_something_to_look_at(topic: str) -> None:
    """Else it would conform for want of anything to judge."""
    store = example(topic, "valid")
    for name, said in named(shapes(topic)).items():
        targets = [quad for quad in said if "target" in quad.predicate.value]
        assert any(_has_target(store, quad) for quad in targets), name


def _has_target(store: ox.Store, target: ox.Quad) -> bool:
    if target.predicate.value == SH + "targetClass":
        pattern = (None, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), target.object)
    else:
        pattern = (None, target.object, None)
    return next(store.quads_for_pattern(*pattern), None) is not None


@pytest.mark.parametrize("name", ALL)
def test_each_shape_has_one_severity_and_a_message_that_a_historian_understands(name: str) -> None:
    topic, said = ALL[name]
    severities = [quad.object.value for quad in said if quad.predicate.value == SH + "severity"]
    assert len(severities) == 1
    assert severities[0].removeprefix(SH) in {"Violation", "Warning", "Info"}
    messages = _messages(topic, name)
    assert len(messages) == 1
    text = messages[0].value
    assert messages[0].language == "en"
    assert text.endswith((".", "?"))
    assert text[0].isupper() or text.startswith("{")
    assert not re.search(r"dipl:|xsd:|SPARQL|[Nn]ode|literal|IRI|triple", text)


def _messages(topic: str, name: str) -> list[ox.Literal]:
    """Messages of a shape and of its SPARQL constraints."""
    quads = shapes(topic)
    said = named(quads)[name]
    speakers = {quad.subject for quad in said} | {quad.object for quad in said if quad.predicate.value == SH + "sparql"}
    return [quad.object for quad in quads if quad.predicate.value == SH + "message" and quad.subject in speakers]


@pytest.mark.parametrize("topic", TOPICS)
def test_messages_name_the_people_and_dates_of_the_case(topic: str) -> None:
    for finding in findings(topic, "invalid"):
        assert "{" not in finding.message, finding
        assert "http" not in finding.message or "Wikidata" in finding.message, finding


def test_what_history_makes_unlikely_is_a_warning_and_broken_data_a_violation() -> None:
    severity = {finding.shape: finding.severity for topic in TOPICS for finding in findings(topic, "invalid")}
    for name in ("HeadsOfMissionFollowEachOther", "EventLiesAfterTheStateBegan", "VisitFallsInRelations"):
        assert severity[name] == "warning"
    for name in ("ClaimHasAQuote", "QuoteFitsItsOffsets", "DateCanBeRead", "EndFitsTheDate", "EndsAfterItBegins"):
        assert severity[name] == "violation"


def queries(quads: list[ox.Quad]) -> dict[str, str]:
    """Shape -> its query, for those that have one."""
    said = {quad.subject: quad.object.value for quad in quads if quad.predicate.value == SH + "select"}
    held = [quad for quad in quads if quad.predicate.value == SH + "sparql"]
    return {quad.subject.value.removeprefix(SHAPES): said[quad.object] for quad in held}


QUERIES = {name: query for topic in TOPICS for name, query in queries(shapes(topic)).items()}


def eager_joins(query: str) -> list[CompValue]:
    """What rdflib joins only after it has worked out both sides for the whole graph, whatever node it asks about."""
    names = {"dipl": ONTOLOGY, "rdfs": RDFS, "skos": "http://www.w3.org/2004/02/skos/core#"}
    found: list[CompValue] = []

    def look(node: object) -> None:
        if isinstance(node, CompValue) and node.name == "Join" and not node.lazy:
            found.append(node)

    traverse(prepareQuery(query, initNs=names).algebra, visitPre=look)
    return found


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_makes_plain_pyshacl_go_through_all_names_for_each_node(name: str) -> None:
    """What stands beside two sub-queries is met with them name by name: minutes for a few hundred events."""
    assert not eager_joins(QUERIES[name])


def test_a_join_with_two_sub_queries_is_known_to_be_slow() -> None:
    one, other = "{ SELECT ?a ?b { ?a dipl:party ?b } }", "{ SELECT ?b ?c { ?c dipl:host ?b } }"
    assert eager_joins(f"SELECT ?a {{ {one} {other} ?a rdfs:label ?name . ?c rdfs:label ?label }}")
    assert not eager_joins(f"SELECT ?a {{ {one} {other} }}")


def test_shapes_speak_only_of_terms_of_the_ontology() -> None:
    declared = {quad.subject.value for quad in turtle("dipl.ttl") if isinstance(quad.subject, ox.NamedNode)}
    for topic in TOPICS:
        for quad in shapes(topic):
            for term in (quad.subject, quad.object):
                if isinstance(term, ox.NamedNode) and term.value.startswith(ONTOLOGY):
                    assert term.value in declared
                if isinstance(term, ox.Literal) and quad.predicate.value == SH + "select":
                    assert {ONTOLOGY + name for name in re.findall(r"\bdipl:(\w+)", term.value)} <= declared


def test_examples_speak_only_of_terms_of_the_ontology() -> None:
    declared = {quad.subject.value for quad in turtle("dipl.ttl") if isinstance(quad.subject, ox.NamedNode)}
    wrong_on_purpose = {f"{ONTOLOGY}Best"}
    for topic in TOPICS:
        for case in ("valid", "invalid"):
            terms = {t.value for q in turtle("examples", topic, f"{case}.ttl") for t in (q.predicate, q.object)}
            assert {term for term in terms if term.startswith(ONTOLOGY)} - declared <= wrong_on_purpose


def test_every_claim_type_may_be_claimed() -> None:
    known = {quad.object.value for quad in shapes("claims") if quad.predicate.value.endswith("first")}
    assert {ONTOLOGY + name for name in CLASS_OF.values()} <= known


DATES = """1973-09-22 1973-09 1973 199X 19XX 2004-XX 1985-04-XX 1990-XX-XX 2017/.. 1973-09-21/ /1990 ../1990
  [1990..1993] {1967,1968} [..1990] 1950~ 1984-06? 2001-21 2024-34 2023-41 -0044 Y170000002 2009-04-02/2009-04-04
  2004-02-29 1964-11-24T10:00:00Z"""
NO_DATES = """1973-13 1973-9-2 1973-02-30 1973-04-31 early-1990s 1973/1974/1975 / ../.. 73 22-09-1973 1973-00 1973-25
  1973-42
  {} 1973-09-22Z"""


@pytest.mark.parametrize("date", DATES.split())
def test_an_edtf_date_is_read(date: str) -> None:
    assert _unread(date) == set()


@pytest.mark.parametrize("date", NO_DATES.split())
def test_what_is_no_edtf_date_is_not_read(date: str) -> None:
    assert _unread(date) == {"DateCanBeRead"}


def _unread(date: str) -> set[str]:
    store = ox.Store()
    edtf = ox.NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
    value = ox.Literal(date, datatype=edtf)
    store.add(ox.Quad(ox.NamedNode(BASE + "x"), ox.NamedNode(ONTOLOGY + "date"), value))
    return {finding.shape for finding in validate(store, shapes=shapes("dates")).results}
