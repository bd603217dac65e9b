"""The facts a reasoner reads, all that follows from them by the ontology's rules, and what of it cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from tempfile import TemporaryDirectory
from typing import Final

import pyoxigraph as ox

from kg.graph.entail import Check, theory
from kg.graph.nodes import Term
from kg.graph.terms import TYPE, XSD, dipl, thing
from kg.vocab import ONTOLOGY

# Up to here a part of a store is copied into memory: on disk the same rules take three times the CPU (660 s against
# 195 s for the graph of 10,000 texts) and, with the caches of the disk store, four fifths of the memory.
_LARGE: Final = 6_000_000
_CHECKED: Final = frozenset(XSD + name for name in ("dateTime", "integer", "decimal", "boolean"))
# Closed world: an agreement has the parties that the account gives it, and no others.
_COUNT_PARTIES: Final = (
    f"INSERT {{ ?x {dipl('partyCount')} ?n }} WHERE {{ SELECT ?x (COUNT(DISTINCT ?party) AS ?n) "
    f"WHERE {{ ?x {TYPE} {dipl('Agreement')} ; {dipl('party')} ?party }} GROUP BY ?x }}"
)


@dataclass(frozen=True, slots=True)
class Breach:
    """A check of the ontology that fails, and the nodes at which it does."""

    check: Check
    nodes: tuple[Term | None, Term | None, Term | None]  # ?x, ?a, ?b

    def message(self, base: str) -> str:
        """What cannot be, with the keys of the nodes."""
        message = self.check.message
        for name, node in zip(("x", "a", "b"), self.nodes, strict=True):
            if isinstance(node, ox.NamedNode | ox.Literal):
                message = message.replace(f"?{name}", node.value.removeprefix(base))
        return message


@contextmanager
def roomy(store: ox.Store) -> Iterator[ox.Store]:
    """An empty store for a part of another: in memory, or in a folder that goes again if it would be too large."""
    if len(store) < _LARGE:
        yield ox.Store()
        return
    with TemporaryDirectory(prefix="chancery-", ignore_cleanup_errors=True) as folder:
        yield ox.Store(folder)


def facts(store: ox.Store, base: str, into: ox.Store | None = None) -> ox.Store:
    """What the reasoner reads, in one default graph: the best account, the weighing, and where each claim stands."""
    found = (
        store.quads_for_pattern(None, None, None, ox.DefaultGraph()),
        store.quads_for_pattern(None, None, None, thing("graph/weighing", base)),
        store.quads_for_pattern(None, dipl("inSource"), None),
        store.quads_for_pattern(None, TYPE, dipl("Claim")),
    )
    told = (quad for quad in chain(*found) if is_fact(quad, base))
    scratch = ox.Store() if into is None else into
    scratch.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in told)
    return scratch


def is_fact(quad: ox.Quad, base: str) -> bool:
    """Whether a quad is one that the reasoner reads."""
    if quad.predicate != TYPE and not quad.predicate.value.startswith(ONTOLOGY):
        return False
    if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name != thing("graph/weighing", base):
        if quad.graph_name in (thing("graph/inferred", base), thing("graph/report", base)):
            return False
        return quad.predicate == dipl("inSource") or (quad.predicate == TYPE and quad.object == dipl("Claim"))
    return is_sound(quad.object)


def is_sound(value: Term) -> bool:
    """Whether it is no literal such as "1991"^^xsd:dateTime: those stop HermiT, and the shapes report them."""
    if not isinstance(value, ox.Literal) or value.datatype.value not in _CHECKED:
        return True
    return _is_value(value)


@lru_cache(100_000)
def _is_value(value: ox.Literal) -> bool:
    return bool(ox.Store().query(f"ASK {{ FILTER({value.datatype}(STR({value})) = {value}) }}"))


def saturate(scratch: ox.Store) -> None:
    """Add everything that follows by the rules, until nothing new does."""
    before = -1
    while before != (before := len(scratch)):
        for update in (*(rule.update for rule in theory().rules), _COUNT_PARTIES):
            scratch.update(update)


def saturated(asserted: Iterable[ox.Quad], into: ox.Store | None = None) -> ox.Store:
    """Some facts with all that follows from them."""
    scratch = ox.Store() if into is None else into
    scratch.bulk_extend(asserted)
    saturate(scratch)
    return scratch


def breaches(scratch: ox.Store, checks: Iterable[Check]) -> Iterator[Breach]:
    """Where the checks fail in facts that are saturated."""
    for check in checks:
        rows = scratch.query(check.query)
        assert isinstance(rows, ox.QuerySolutions)
        yield from (Breach(check, (row["x"], row["a"], row["b"])) for row in rows)
