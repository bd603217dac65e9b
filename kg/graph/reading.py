"""Subjects of a store as plain Python: what is said of them, their names and most special classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.graph.terms import LABEL, PREFIXES, dipl, superclasses, thing
from kg.vocab import ONTOLOGY

Node = ox.NamedNode | ox.DefaultGraph
Value = ox.NamedNode | ox.Literal


@dataclass(slots=True)
class Reader:
    """Reads one store; labels are looked up once."""

    store: ox.Store
    base: str
    _labels: dict[str, str] = field(default_factory=dict)

    def graph(self, name: str) -> ox.NamedNode:
        return thing(f"graph/{name}", self.base)

    def properties(self, subject: ox.NamedNode, graph: Node) -> dict[str, list[Value]]:
        """Local name of each property (`type` and `label` among them) -> its values, sorted."""
        found: dict[str, list[Value]] = {}
        for quad in self.store.quads_for_pattern(subject, None, None, graph):
            if isinstance(quad.object, Value):
                found.setdefault(local_name(quad.predicate.value), []).append(quad.object)
        return {name: sorted(values, key=str) for name, values in sorted(found.items())}

    def subjects(self, predicate: ox.NamedNode, value: Value | None, graph: Node | None) -> list[ox.NamedNode]:
        """Subjects with this property, and this value if one is given; sorted, each once."""
        quads = self.store.quads_for_pattern(None, predicate, value, graph)
        nodes = {quad.subject.value: quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        return [nodes[iri] for iri in sorted(nodes)]

    def accounts(self) -> list[ox.NamedNode]:
        """Every event, tenure and agreement of the best account."""
        return self.subjects(dipl("sourceCount"), None, ox.DefaultGraph())

    def document_graphs(self) -> Iterator[ox.NamedNode]:
        """The named graphs of the source documents, sorted."""
        start = thing("graph/source/", self.base).value
        names = (graph.value for graph in self.store.named_graphs() if isinstance(graph, ox.NamedNode))
        return (ox.NamedNode(name) for name in sorted(name for name in names if name.startswith(start)))

    def label(self, node: ox.NamedNode) -> str:
        """The label in the best account, or the key in words."""
        if node.value not in self._labels:
            quads = self.store.quads_for_pattern(node, LABEL, None, ox.DefaultGraph())
            found = sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.Literal))
            self._labels[node.value] = found[0] if found else self.key(node).rpartition("/")[2].replace("-", " ")
        return self._labels[node.value]

    def words(self, value: Value) -> str:
        """A literal's text, an entity's label, an ontology term's local name."""
        if isinstance(value, ox.Literal):
            return value.value
        return local_name(value.value) if value.value.startswith(ONTOLOGY) else self.label(value)

    def key(self, node: ox.NamedNode) -> str:
        """The IRI without the base; the whole IRI if it has another."""
        return node.value.removeprefix(self.base)


def local_name(iri: str) -> str:
    """What stands after the last `#` or `/`.

    >>> local_name("http://www.w3.org/2004/02/skos/core#altLabel")
    'altLabel'
    """
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def spaced(name: str) -> str:
    """A local name as words.

    >>> spaced("existedFrom")
    'existed from'
    """
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def special_classes(types: Iterable[Value]) -> list[str]:
    """Local names of those classes that have no subclass among the others, sorted."""
    names = sorted(local_name(node.value) for node in types)
    above = {parent for name in names for parent in superclasses(name)[1:]}
    return [name for name in names if name not in above]


def short(iri: str, base: str) -> str:
    """An IRI as a person writes it: `id:state/chile`, `dipl:Visit`, or whole in angle brackets.

    >>> short("https://w3id.org/dipl/ontology#Visit", "https://w3id.org/dipl/id/")
    'dipl:Visit'
    """
    for prefix, start in (("id", base), *PREFIXES.items()):
        if iri.startswith(start) and len(iri) > len(start):
            return f"{prefix}:{iri[len(start) :]}"
    return f"<{iri}>"
