"""Values and lists of the nodes of a small RDF graph, such as the ontology or the shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from kg.graph.terms import RDF, TYPE

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_NIL: Final = ox.NamedNode(RDF + "nil")


class Nodes:
    """A small graph, read node by node; every answer is in an order that does not depend on that of the statements."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        self._store = ox.Store()
        self._store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)

    def values(self, subject: Term | None, predicate: str) -> list[Term]:
        """The objects of a subject's statements with the predicate; none if there is no subject."""
        if subject is None or isinstance(subject, ox.Literal):
            return []
        quads = self._store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
        return sorted((quad.object for quad in quads), key=self.written)

    def value(self, subject: Term | None, predicate: str) -> Term | None:
        """The first of the values, None if there is none."""
        return next(iter(self.values(subject, predicate)), None)

    def pairs(self, predicate: str) -> list[tuple[Term, Term]]:
        """Subject and object of every statement with the predicate."""
        quads = self._store.quads_for_pattern(None, ox.NamedNode(predicate), None)
        return sorted(((q.subject, q.object) for q in quads), key=lambda pair: tuple(map(self.written, pair)))

    def items(self, node: Term | None) -> list[Term]:
        """The members of an RDF list, in its order."""
        members: list[Term] = []
        while node is not None and node != _NIL:
            members += self.values(node, RDF + "first")
            node = self.value(node, RDF + "rest")
        return members

    def typed(self, kind: str) -> list[ox.NamedNode]:
        """The named nodes of a class, by its IRI."""
        quads = self._store.quads_for_pattern(None, TYPE, ox.NamedNode(kind))
        return sorted((quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)), key=str)

    def predicates(self, subject: ox.NamedNode | ox.BlankNode) -> set[str]:
        """IRIs of the predicates of a subject's statements."""
        return {quad.predicate.value for quad in self._store.quads_for_pattern(subject, None, None)}

    def written(self, term: Term) -> str:
        """A term as text; a blank node by what is said of it, as its name changes from reading to reading."""
        if not isinstance(term, ox.BlankNode):
            return str(term)
        said = self._store.quads_for_pattern(term, None, None)
        return "".join(sorted(f"{quad.predicate}{self.written(quad.object)}" for quad in said))
