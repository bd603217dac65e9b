"""The ontology as people read it: labels and definitions of its classes and properties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.ask.disputes import in_words
from kg.graph.terms import OWL, RDFS, SKOS, TYPE, ontology_triples
from kg.vocab import ONTOLOGY

CLASS: Final = "class"
PROPERTY: Final = "property"
INDIVIDUAL: Final = "individual"
_KINDS: Final = {
    "Class": CLASS,
    "ObjectProperty": PROPERTY,
    "DatatypeProperty": PROPERTY,
    "AnnotationProperty": PROPERTY,
    "NamedIndividual": INDIVIDUAL,
}


@dataclass(slots=True)
class Term:
    """A class, property or individual of the ontology."""

    name: str
    kind: str
    labels: dict[str, str] = field(default_factory=dict)  # language -> label
    definition: str = ""
    example: str = ""
    scope: str = ""
    notation: str = ""
    above: list[str] = field(default_factory=list)  # direct superclasses or superproperties that have a name
    below: list[str] = field(default_factory=list)
    domain: list[str] = field(default_factory=list)
    range: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.labels.get("en") or in_words(self.name)


@cache
def terms() -> Mapping[str, Term]:
    """Local name -> term, sorted by kind and name."""
    found: dict[str, Term] = {}
    said: dict[str, list[tuple[str, ox.NamedNode | ox.Literal]]] = defaultdict(list)
    for quad in ontology_triples():
        if not isinstance(quad.subject, ox.NamedNode) or not quad.subject.value.startswith(ONTOLOGY):
            continue
        name, value = quad.subject.value.removeprefix(ONTOLOGY), quad.object
        if quad.predicate == TYPE and isinstance(value, ox.NamedNode):
            kind = _KINDS.get(value.value.removeprefix(OWL), INDIVIDUAL)
            if name not in found or kind != INDIVIDUAL:
                found[name] = Term(name, kind)
        elif isinstance(value, (ox.NamedNode, ox.Literal)):
            said[name].append((quad.predicate.value, value))
    for name, pairs in said.items():
        for predicate, value in pairs:
            if name in found:
                _tell(found[name], predicate, value)
    for term in found.values():
        for above in term.above:
            if above in found:
                found[above].below.append(term.name)
    for term in found.values():
        term.below.sort()
    order = (CLASS, PROPERTY, INDIVIDUAL)
    return dict(sorted(found.items(), key=lambda pair: (order.index(pair[1].kind), pair[0].casefold())))


def _tell(term: Term, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
    if isinstance(value, ox.NamedNode):
        lists = {"subClassOf": term.above, "subPropertyOf": term.above, "domain": term.domain, "range": term.range}
        target = lists.get(predicate.removeprefix(RDFS))
        if target is not None:
            target.append(value.value.removeprefix(ONTOLOGY))
    elif predicate == RDFS + "label":
        term.labels[value.language or ""] = value.value
    elif predicate.startswith(SKOS) and value.language in (None, "en"):
        name = predicate.removeprefix(SKOS)
        if name == "definition":
            term.definition = value.value
        elif name == "example":
            term.example = value.value
        elif name == "scopeNote":
            term.scope = value.value
        elif name == "notation":
            term.notation = value.value


def named(name: str) -> str:
    """The English label of a term, or its local name in words."""
    term = terms().get(name)
    return term.label if term else in_words(name)
