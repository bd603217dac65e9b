"""From what changes in a graph to the nodes that the shapes must judge again, from nodes to what must be known of them.

Each shape's searches tell what it looks at, see `kg.graph.scope`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.graph.scope import Watch, bound, watches
from kg.graph.suspects import Search, is_read, own_searches
from kg.graph.terms import SUBCLASS, TYPE
from kg.kept import kept

# Nodes or triples that a query is given at once.
_BATCH: Final = 500

Focus = dict[str, set[str]]  # shape -> nodes, as SPARQL writes them


class CannotTellError(Exception):
    """What a change touches cannot be told: the whole has to be looked at."""


@cache
def _lookout() -> _Lookout:
    return kept("lookout", lambda: _Lookout(own_searches()))


class _Lookout:
    """The watches of all searches, by what a triple must be like to matter to them."""

    def __init__(self, searches: Sequence[Search]) -> None:
        self.contexts: dict[str, dict[str, list[Watch]]] = {}
        self._by_predicate: dict[str, list[tuple[str, Watch]]] = defaultdict(list)
        self._by_object: dict[tuple[str, str], list[tuple[str, Watch]]] = defaultdict(list)
        for search in searches:
            found = watches(search.query) if search.is_exact else None
            if found is None:
                raise CannotTellError
            for watch in found:
                self._add(search.shape, watch)

    def _add(self, shape: str, watch: Watch) -> None:
        if watch.object.startswith("?"):
            self._by_predicate["" if watch.predicate.startswith("?") else watch.predicate].append((shape, watch))
        else:
            self._by_object[watch.predicate, watch.object].append((shape, watch))
        if watch.subject != "?this" and watch.subject.startswith("?"):
            self.contexts.setdefault(shape, {}).setdefault(watch.context, []).append(watch)

    def matching(self, triple: Sequence[str]) -> Iterator[tuple[str, Watch]]:
        """The watches that a triple may match, with their shapes."""
        yield from self._by_predicate.get("", ())
        yield from self._by_predicate.get(triple[1], ())
        yield from self._by_object.get((triple[1], triple[2]), ())


def touched(store: ox.Store, quads: Iterable[ox.Quad]) -> Focus:
    """The nodes of which each shape may think otherwise without these quads, all of which stand in the store."""
    lookout = _lookout()
    focus: Focus = defaultdict(set)
    waiting: dict[tuple[str, Watch], dict[tuple[tuple[str, str], ...], None]] = defaultdict(dict)
    for quad in quads:
        if (
            quad.predicate == SUBCLASS
            or isinstance(quad.subject, ox.BlankNode)
            or isinstance(quad.object, ox.BlankNode)
        ):
            raise CannotTellError  # pySHACL minds subclasses in the data, the searches do not
        triple = str(quad.subject), str(quad.predicate), str(quad.object)
        for shape, watch in lookout.matching(triple):
            found = bound(watch, triple)
            if found is None:
                continue
            if "?this" in found:
                focus[shape].add(found["?this"])
            else:
                waiting[shape, watch][tuple(sorted(found.items()))] = None
    for (shape, watch), rows in waiting.items():
        focus[shape].update(
            node for (node,) in _solutions(store, ["?this"], [dict(row) for row in rows], watch.context)
        )
    return {shape: _named(nodes) for shape, nodes in focus.items() if nodes}


def _named(nodes: set[str]) -> set[str]:
    """Nodes with an IRI; no value is judged by our shapes."""
    return {node for node in nodes if node.startswith("<")}


def _solutions(
    store: ox.Store, columns: Sequence[str], rows: Sequence[Mapping[str, str]], context: str
) -> Iterator[tuple[str, ...]]:
    """What the columns are in the solutions of a pattern in which some variables have the values of one of the rows.

    All graphs are looked at, so there may be more of them than there are in those that the shapes read.
    """
    names = list(rows[0]) if rows else []
    rows = [row for row in rows if _may_be(store, row, context)]  # a query takes longer to read than most to answer
    for at in range(0, len(rows), _BATCH):
        values = " ".join(f"({' '.join(row[name] for name in names)})" for row in rows[at : at + _BATCH])
        query = f"SELECT DISTINCT {' '.join(columns)} WHERE {{ VALUES ({' '.join(names)}) {{ {values} }} {context} }}"
        found = store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        for row in found:
            yield tuple(str(term) for term in row)


def _may_be(store: ox.Store, row: Mapping[str, str], context: str) -> bool:
    """Whether the nodes of a row are of the classes that a pattern demands of them."""
    return all(
        any(True for _ in store.quads_for_pattern(ox.NamedNode(row[name][1:-1]), TYPE, kind, None))
        for name, kind in _classes(context)
        if row.get(name, "").startswith("<")
    )


@cache
def _classes(context: str) -> tuple[tuple[str, ox.NamedNode], ...]:
    """Variables with the classes that all that a pattern matches must be of."""
    plain = re.split(r"[{(]|FILTER", context, maxsplit=1)[0]
    return tuple((name, ox.NamedNode(iri)) for name, iri in _OF_CLASS.findall(plain))


_OF_CLASS: Final = re.compile(rf"(?:^|\. )(\?\w+) {re.escape(str(TYPE))} <([^<>\s]*)> \.(?= |$)")


def neighbourhood(store: ox.Store, focus: Focus, base: str) -> ox.Store:
    """The part of a graph on which it rests what the shapes say of the nodes that each is to judge."""
    lookout = _lookout()
    subjects = set().union(*focus.values())
    for shape, nodes in sorted(focus.items()):
        rows = [{"?this": node} for node in sorted(nodes)]
        for context, those in lookout.contexts.get(shape, {}).items():
            columns = list(dict.fromkeys(watch.subject for watch in those))
            subjects.update(node for row in _solutions(store, columns, rows, context) for node in row)
    part = ox.Store()
    for node in _named(subjects):
        quads = store.quads_for_pattern(ox.NamedNode(node[1:-1]), None, None)
        part.extend(ox.Quad(*quad.triple) for quad in quads if is_read(quad.graph_name, base))
    return part
