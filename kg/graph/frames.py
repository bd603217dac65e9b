"""JSON-LD framed by event: each event a tree, with its actors and the sentences that tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, Final, TypeGuard

import pyoxigraph as ox

from kg.graph.jsonld import Context, dumped, node, written
from kg.graph.reading import Reader
from kg.graph.terms import DCTERMS, EXACT_MATCH, LABEL, TYPE, dipl

_SHORT: Final = (TYPE, LABEL, EXACT_MATCH)  # what an event says of its actors
_SOURCE: Final = (TYPE, ox.NamedNode(DCTERMS + "title"), ox.NamedNode(DCTERMS + "source"), dipl("fileName"))
_REMEMBERED: Final = 20_000  # entities that are not read again for each of their events


def write_framed(store: ox.Store, out: IO[bytes], base: str) -> None:
    """One event, tenure or agreement a line; as JSON-LD it says what the graph says, but for the named graphs."""
    frame = _Frame(store, base)
    written((dumped(event).encode() for event in frame.events()), out, frame.context)


class _Frame:
    """Trees of one store."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self._reader = Reader(store, base)
        self.context = Context(base)
        self._entities: dict[str, dict[str, Any]] = {}

    def events(self) -> Iterator[dict[str, Any]]:
        for account in self._reader.accounts():
            pairs = [(quad.predicate, quad.object) for quad in self._quads(account, ox.DefaultGraph())]
            entities = [(predicate, value) for predicate, value in pairs if self._is_entity(value)]
            tree = node(account.value, (pair for pair in pairs if pair not in entities), self.context)
            for predicate, value in entities:
                self.context.embed(tree, predicate.value, self._entity(value))
            for quad in self._quads(account, self._reader.graph("weighing"), dipl("supportedBy")):
                self.context.embed(tree, quad.predicate.value, self._claim(quad.object))
            yield tree

    def _quads(self, subject: Any, graph: Any, predicate: Any = None) -> list[ox.Quad]:
        """What is said of a subject in a graph, the same in every run."""
        return sorted(self._reader.store.quads_for_pattern(subject, predicate, None, graph), key=str)

    def _is_entity(self, value: Any) -> TypeGuard[ox.NamedNode]:
        return isinstance(value, ox.NamedNode) and value.value.startswith(self._reader.base)

    def _entity(self, entity: ox.NamedNode) -> dict[str, Any]:
        found = self._entities.get(entity.value)
        if found is None:
            if len(self._entities) >= _REMEMBERED:
                self._entities.clear()
            found = self._entities[entity.value] = self._said(entity, ox.DefaultGraph(), _SHORT)
        return found

    def _said(self, subject: ox.NamedNode, graph: Any, names: tuple[ox.NamedNode, ...]) -> dict[str, Any]:
        quads = (quad for quad in self._quads(subject, graph) if quad.predicate in names)
        return node(subject.value, ((quad.predicate, quad.object) for quad in quads), self.context)

    def _claim(self, claim: Any) -> dict[str, Any]:
        """A claim as its document makes it, with its rank and the document."""
        said = sorted(self._reader.store.quads_for_pattern(claim, None, None, None), key=str)
        source, weighing = dipl("inSource"), self._reader.graph("weighing")
        own = [quad for quad in said if quad.predicate != source and quad.graph_name != ox.DefaultGraph()]
        tree = node(claim.value, ((quad.predicate, quad.object) for quad in own), self.context)
        for quad in said:
            if quad.predicate == source and quad.graph_name != weighing:
                self.context.embed(tree, source.value, self._said(quad.object, quad.graph_name, _SOURCE))  # type: ignore[arg-type]
        return tree
