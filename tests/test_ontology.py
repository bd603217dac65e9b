"""The ontology: OWL 2 DL, fully documented, and in step with the names the program uses."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox
import pytest

from kg.graph.hermit import find_java, infer
from kg.graph.terms import OWL, RDF, RDFS, SKOS, TYPE, XSD, ontology_triples
from kg.resources import resource
from kg.vocab import BASE, CLASS_OF, LITERAL_ROLES, ONTOLOGY, PROPERTY_OF, ROLES

needs_java = pytest.mark.skipif(not find_java(), reason="HermiT is a Java program and no Java was found here")

IRI = "https://w3id.org/dipl/ontology"
KINDS = {
    "Class": "class",
    "ObjectProperty": "object property",
    "DatatypeProperty": "data property",
    "AnnotationProperty": "annotation property",
    "NamedIndividual": "individual",
}
# The datatypes of OWL 2 that we use; xsd:date and xsd:gYear are not among those of the standard.
OWL_DATATYPES = {"string", "integer", "nonNegativeInteger", "decimal", "dateTime", "boolean"}


def load(*names: str) -> ox.Store:
    store = ox.Store()
    for name in names:
        store.load(resource("ontology", name).read_bytes(), format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def ontology() -> ox.Store:
    return load("dipl.ttl")


def terms(store: ox.Store, *kinds: str) -> list[ox.NamedNode]:
    found = {
        quad.subject
        for kind in kinds or KINDS
        for quad in store.quads_for_pattern(None, TYPE, ox.NamedNode(OWL + kind))
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ONTOLOGY)
    }
    return sorted(found, key=str)


def objects(store: ox.Store, subject: ox.NamedNode, predicate: str) -> list[ox.Literal]:
    return [quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(predicate), None)]


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(ONTOLOGY + name)


def test_it_has_classes_and_properties_enough_for_diplomacy(ontology: ox.Store) -> None:
    assert len(terms(ontology, "Class")) >= 90
    assert len(terms(ontology, "ObjectProperty")) >= 50
    assert len(terms(ontology, "DatatypeProperty")) >= 25


@pytest.mark.parametrize("term", terms(load("dipl.ttl")), ids=lambda term: term.value.removeprefix(ONTOLOGY))
def test_every_term_has_labels_a_definition_an_example_and_a_home(ontology: ox.Store, term: ox.NamedNode) -> None:
    languages = {label.language for label in objects(ontology, term, RDFS + "label")}
    assert languages == {"en", "es"}
    for predicate in ("definition", "example"):
        texts = objects(ontology, term, SKOS + predicate)
        assert [text.language for text in texts] == ["en"]
        assert texts[0].value.strip()
    assert objects(ontology, term, RDFS + "isDefinedBy") == [ox.NamedNode(IRI)]


def test_definitions_are_sentences_that_do_not_repeat_each_other(ontology: ox.Store) -> None:
    definitions = [objects(ontology, term, SKOS + "definition")[0].value for term in terms(ontology)]
    assert len(set(definitions)) == len(definitions)
    assert all(text[0].isupper() and text.endswith(".") for text in definitions)


def test_no_class_shares_its_label_with_another(ontology: ox.Store) -> None:
    labels = [objects(ontology, term, RDFS + "label")[0].value for term in terms(ontology, "Class")]
    assert len(set(labels)) == len(labels)


def test_it_has_a_version_and_imports_nothing(ontology: ox.Store) -> None:
    versions = objects(ontology, ox.NamedNode(IRI), OWL + "versionInfo")
    iris = objects(ontology, ox.NamedNode(IRI), OWL + "versionIRI")
    assert [iri.value for iri in iris] == [f"{IRI}/{versions[0].value}"]
    assert f"## {versions[0].value}\n" in resource("ontology", "CHANGELOG.md").read_text("utf-8")
    everything = load("dipl.ttl", "alignments.ttl")
    assert not list(everything.quads_for_pattern(None, ox.NamedNode(OWL + "imports"), None))


def test_the_version_is_an_annotation_of_the_ontology_alone(ontology: ox.Store) -> None:
    assert "/0." not in ONTOLOGY
    assert len(list(ontology.quads_for_pattern(None, TYPE, ox.NamedNode(OWL + "Ontology")))) == 1


# -- in step with the program -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("notation", "name"), CLASS_OF.items())
def test_every_claim_type_is_the_notation_of_its_class(ontology: ox.Store, notation: str, name: str) -> None:
    assert node(name) in terms(ontology, "Class")
    bearers = list(ontology.quads_for_pattern(None, ox.NamedNode(SKOS + "notation"), ox.Literal(notation)))
    assert [quad.subject for quad in bearers] == [node(name)]


@pytest.mark.parametrize("role", sorted({role for roles in ROLES.values() for role in roles}))
def test_every_role_is_a_property_without_domain(ontology: ox.Store, role: str) -> None:
    kind = "DatatypeProperty" if role in LITERAL_ROLES else "ObjectProperty"
    prop = node(PROPERTY_OF[role])
    assert prop in terms(ontology, kind)
    assert not objects(ontology, prop, RDFS + "domain"), "claims carry the role properties too"


def test_the_json_ld_context_knows_every_term_as_the_ontology_does(ontology: ox.Store) -> None:
    context = json.loads(resource("ontology", "context.jsonld").read_text("utf-8"))["@context"]
    terms_of = [term for name, term in context.items() if name[0] != "@"]
    by_iri = {(term if isinstance(term, str) else term["@id"]): term for term in terms_of}
    hidden = {"isCapacity", "isAgreement", "convention", "cameoCode", "ploverCode", "Preferred", "Normal", "Deprecated"}
    for term in terms(ontology):
        name = term.value.removeprefix(ONTOLOGY)
        if name in hidden or name == "localName":
            continue
        known = by_iri[f"dipl:{name}"]
        expected = _json_type(ontology, term)
        assert (known if isinstance(known, str) else known["@type"]) == (expected or f"dipl:{name}")


def _json_type(ontology: ox.Store, term: ox.NamedNode) -> str:
    if term in terms(ontology, "ObjectProperty") or term in map(node, ("asserts", "unrealizedType", "onProperty")):
        return "@id"
    if term in (node("ordinal"), node("amount")):
        # Numbers, unless a text writes them in a way that is not read; so the shapes, not the axioms, ask for them.
        return "xsd:integer" if term == node("ordinal") else "xsd:decimal"
    reach = [str(kind.value) for kind in objects(ontology, term, RDFS + "range") if isinstance(kind, ox.NamedNode)]
    if reach == ["http://id.loc.gov/datatypes/edtf/EDTF"]:
        return "edtf:EDTF"
    name = reach[0].removeprefix(XSD).replace("nonNegativeInteger", "integer") if reach else ""
    return f"xsd:{name}" if name in {"integer", "decimal", "dateTime"} else ""


def test_the_context_fetches_nothing() -> None:
    context = resource("ontology", "context.jsonld").read_text("utf-8")
    assert "@import" not in context
    assert isinstance(json.loads(context)["@context"], dict)


def test_competency_questions_are_numbered_and_each_has_one_query() -> None:
    rows = list(csv.DictReader(resource("ontology", "questions.csv").read_text("utf-8").splitlines()))
    assert len(rows) >= 30
    assert [row["id"] for row in rows] == [f"Q{number:02}" for number in range(1, len(rows) + 1)]
    assert all(re.fullmatch(r"queries/[a-z0-9-]+\.rq", row["query"]) for row in rows)
    assert len({row["query"] for row in rows}) == len(rows)
    assert all(row["question"].endswith("?") for row in rows)
    for row in rows:
        header = resource(*row["query"].split("/")).read_text("utf-8")
        assert f"#+ question: {row['id']}\n" in header, row["query"]


# -- OWL 2 DL ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("files", [("dipl.ttl",), ("dipl.ttl", "alignments.ttl")])
def test_every_name_used_is_declared(files: tuple[str, ...]) -> None:
    store = load(*files)
    declared = {quad.subject for quad in store.quads_for_pattern(None, TYPE, None)}
    builtin = (OWL, RDF, RDFS, XSD)
    annotations = {quad.predicate for quad in store} | set(terms(store, "AnnotationProperty"))
    for quad in store:
        about_a_term = not isinstance(quad.object, ox.NamedNode) or quad.predicate.value.startswith(builtin)
        names = [quad.subject, quad.predicate, *([quad.object] if about_a_term else [])]
        for name in names:
            if isinstance(name, ox.NamedNode) and not name.value.startswith(builtin) and quad.predicate in annotations:
                assert name in declared or quad.predicate.value in _ABOUT_THE_FILE, f"{name} in {quad}"


_ABOUT_THE_FILE = {OWL + "versionIRI", RDFS + "isDefinedBy", "http://purl.org/dc/terms/license"}


@pytest.mark.parametrize("files", [("dipl.ttl",), ("dipl.ttl", "alignments.ttl")])
def test_no_name_is_two_kinds_of_thing(files: tuple[str, ...]) -> None:
    store, kinds = load(*files), defaultdict(set)
    for kind, name in KINDS.items():
        for quad in store.quads_for_pattern(None, TYPE, ox.NamedNode(OWL + kind)):
            kinds[quad.subject].add(name)
    assert {str(term): found for term, found in kinds.items() if len(found) > 1} == {}


def test_only_datatypes_of_owl_2_are_used_in_axioms(ontology: ox.Store) -> None:
    reached = {
        quad.object.value.removeprefix(XSD)
        for predicate in ("range", "onDatatype")
        for prop in terms(ontology, "DatatypeProperty")
        for quad in ontology.quads_for_pattern(prop, ox.NamedNode(RDFS + predicate), None)
        if isinstance(quad.object, ox.NamedNode)
    }
    assert reached <= OWL_DATATYPES


def test_properties_with_chains_are_neither_counted_nor_functional_nor_disjoint(ontology: ox.Store) -> None:
    composed = _composed(ontology)
    assert composed > {node("involves"), node("visitorState"), node("holdsPost"), node("heldBy")}
    counted = {
        prop.object
        for bound in ("maxCardinality", "minCardinality", "cardinality", "hasSelf")
        for quad in ontology.quads_for_pattern(None, ox.NamedNode(OWL + bound), None)
        for prop in ontology.quads_for_pattern(quad.subject, ox.NamedNode(OWL + "onProperty"), None)
    }
    limited = {
        prop
        for kind in ("Functional", "InverseFunctional", "Irreflexive", "Asymmetric")
        for prop in terms(ontology, f"{kind}Property")
    }
    disjoint = {
        term
        for quad in ontology.quads_for_pattern(None, ox.NamedNode(OWL + "propertyDisjointWith"), None)
        for term in (quad.subject, quad.object)
    }
    assert composed & (counted | limited | disjoint) == set()


def _composed(ontology: ox.Store) -> set[ox.NamedNode]:
    """Properties that follow from a chain or are transitive, those above them, and their inverses."""
    found = {quad.subject for quad in ontology.quads_for_pattern(None, ox.NamedNode(OWL + "propertyChainAxiom"), None)}
    found |= set(terms(ontology, "TransitiveProperty"))
    links = [
        (quad.subject, quad.object, name == "inverseOf")
        for space, name in ((RDFS, "subPropertyOf"), (OWL, "inverseOf"))
        for quad in ontology.quads_for_pattern(None, ox.NamedNode(space + name), None)
        if isinstance(quad.subject, ox.NamedNode)
    ]
    before = -1
    while before != (before := len(found)):
        found |= {upper for lower, upper, _ in links if lower in found}
        found |= {lower for lower, upper, inverse in links if inverse and upper in found}
    return found


def test_every_class_hangs_under_one_of_the_top_classes(ontology: ox.Store) -> None:
    parents = {
        term: [parent for parent in objects(ontology, term, RDFS + "subClassOf") if isinstance(parent, ox.NamedNode)]
        for term in terms(ontology, "Class")
    }
    tops = {term.value.removeprefix(ONTOLOGY) for term, above in parents.items() if not above}
    assert tops == {
        *("Actor", "Post", "Situation", "Event", "UnrealizedEvent", "Instrument", "Place"),
        *("SourceDocument", "Claim", "ClaimRank", "Contradiction"),
    }


def unsatisfiable_classes(extra: Iterable[ox.Triple]) -> set[ox.NamedNode]:
    """The classes that by HermiT nothing can be a member of, in the ontology and `extra` axioms."""
    nothing = ox.NamedNode(OWL + "Nothing")
    given = [ox.Quad(triple.subject, triple.predicate, triple.object) for triple in extra]
    return {triple.subject for triple in infer(given, BASE, find_java()) if triple.object == nothing}


@needs_java
@pytest.mark.parametrize("extra", ["", "alignments.ttl"])
def test_hermit_finds_no_class_that_nothing_can_belong_to(extra: str) -> None:
    axioms = ox.parse(resource("ontology", extra).read_bytes(), format=ox.RdfFormat.TURTLE) if extra else ()
    assert not unsatisfiable_classes(quad.triple for quad in axioms)


@needs_java
def test_the_class_tree_says_all_that_hermit_knows(ontology: ox.Store) -> None:
    """So a program that only follows rdfs:subClassOf misses nothing."""
    inferred = infer([], BASE, find_java())
    assert [triple for triple in inferred if triple.predicate.value == RDFS + "subClassOf"] == []


@needs_java
def test_hermit_would_find_one() -> None:
    subclass = ox.NamedNode(RDFS + "subClassOf")
    assert unsatisfiable_classes([ox.Triple(node("Visit"), subclass, node("Person"))])


def test_alignments_speak_only_of_terms_that_exist(ontology: ox.Store) -> None:
    alignments = load("alignments.ttl")
    ours = {quad.subject for quad in alignments if str(quad.subject.value).startswith(ONTOLOGY)}
    assert len(ours) >= 60
    assert ours <= set(terms(ontology))


def test_alignments_reach_the_vocabularies_of_the_neighbours() -> None:
    objects_ = {quad.object.value for quad in load("alignments.ttl") if isinstance(quad.object, ox.NamedNode)}
    neighbours = (
        *("http://www.w3.org/ns/prov#", "http://semanticweb.cs.vu.nl/2009/11/sem/", "http://www.w3.org/ns/org#"),
        *("https://schema.org/", "http://www.cidoc-crm.org/cidoc-crm/", "http://www.w3.org/2006/time#"),
        *("http://www.w3.org/ns/oa#", "http://www.wikidata.org/entity/Q"),
    )
    for neighbour in neighbours:
        assert any(iri.startswith(neighbour) for iri in objects_), neighbour


def test_the_ontology_is_read_as_it_lies_in_the_file(ontology: ox.Store) -> None:
    assert len(ontology_triples()) == len(ontology)
