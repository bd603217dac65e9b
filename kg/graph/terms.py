"""RDF terms of the project: IRIs under a base, typed literals in canonical form, and the class tree of the ontology."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Final, TypeGuard

import pyoxigraph as ox

from kg.kept import kept
from kg.resources import resource
from kg.vocab import BASE, EDTF, ONTOLOGY

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
VOID: Final = "http://rdfs.org/ns/void#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

TYPE: Final = ox.NamedNode(RDF + "type")
LABEL: Final = ox.NamedNode(RDFS + "label")
SUBCLASS: Final = ox.NamedNode(RDFS + "subClassOf")
ALT_LABEL: Final = ox.NamedNode(SKOS + "altLabel")
EXACT_MATCH: Final = ox.NamedNode(SKOS + "exactMatch")

# How RDF is written in a file, by the file's ending.
RDF_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}

# Prefixes of every file and query the project writes, in the order they are printed.
PREFIXES: Final = {
    "dipl": ONTOLOGY,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "owl": OWL,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "void": VOID,
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "sh": "http://www.w3.org/ns/shacl#",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "wd": "http://www.wikidata.org/entity/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
}

_DATETIME: Final = ox.NamedNode(XSD + "dateTime")
_DECIMAL: Final = ox.NamedNode(XSD + "decimal")
_INTEGER: Final = ox.NamedNode(XSD + "integer")
_EDTF: Final = ox.NamedNode(EDTF)


@cache
def dipl(name: str) -> ox.NamedNode:
    """A term of the ontology by its local name."""
    return ox.NamedNode(ONTOLOGY + name)


def thing(key: str, base: str = BASE) -> ox.NamedNode:
    """The IRI of an entity, event, claim or graph by its key: `state/chile`, `graph/weighing`."""
    return ox.NamedNode(base + key)


def text(value: str, language: str = "") -> ox.Literal:
    """A string, tagged if a language is given."""
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def moment(iso: str) -> ox.Literal:
    """An xsd:dateTime; a bare date means its first second, UTC."""
    return ox.Literal(iso if "T" in iso else f"{iso}T00:00:00Z", datatype=_DATETIME)


def edtf(expression: str) -> ox.Literal:
    return ox.Literal(expression, datatype=_EDTF)


def integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_INTEGER)


def decimal(value: Decimal | float | str) -> ox.Literal:
    """An xsd:decimal as the store itself would write it, so that a digest before and after loading agrees.

    >>> decimal("350000000.00").value, decimal(0.9).value, decimal("1E+3").value
    ('350000000', '0.9', '1000')
    """
    digits = format(Decimal(str(value)), "f")
    return ox.Literal(digits.rstrip("0").rstrip(".") if "." in digits else digits, datatype=_DECIMAL)


@cache
def superclasses(name: str) -> tuple[str, ...]:
    """Local names of a class and of all classes above it in the ontology, the class itself first, the others sorted."""
    above: set[str] = set()
    waiting = [name]
    while waiting:
        for parent in _tree().get(waiting.pop(), ()):
            if parent not in above:
                above.add(parent)
                waiting.append(parent)
    return (name, *sorted(above - {name}))


@cache
def _tree() -> dict[str, tuple[str, ...]]:
    return kept("classes", _parents)


def _parents() -> dict[str, tuple[str, ...]]:
    """Class -> its direct superclasses that have a name, read from ontology/dipl.ttl."""
    parents: dict[str, tuple[str, ...]] = {}
    for triple in ontology_triples():
        child, parent = triple.subject, triple.object
        if triple.predicate == SUBCLASS and _is_own(child) and _is_own(parent):
            name = child.value.removeprefix(ONTOLOGY)
            parents[name] = (*parents.get(name, ()), parent.value.removeprefix(ONTOLOGY))
    return parents


def _is_own(term: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(term, ox.NamedNode) and term.value.startswith(ONTOLOGY)


@cache
def ontology_triples() -> tuple[ox.Quad, ...]:
    """The statements of ontology/dipl.ttl, none if the file is missing."""
    file = resource("ontology", "dipl.ttl")
    return tuple(ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)) if file.is_file() else ()
