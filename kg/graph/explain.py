"""Why the graph contradicts the ontology: the fewest facts that cannot all be true, in words, with their sentences.

The facts are found by deletion: of the surroundings of a clash, everything is left out without which it still clashes.
(R. Reiter, A theory of diagnosis from first principles, 1987; A. Kalyanpur and others, Finding all justifications of
OWL DL entailments, 2007.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

import pyoxigraph as ox

from kg.graph.evidence import Quote, behind
from kg.graph.nodes import Term
from kg.graph.reading import Reader
from kg.graph.saturation import Breach, breaches, facts, saturated
from kg.graph.terms import LABEL, TYPE, ontology_triples, superclasses
from kg.vocab import ONTOLOGY

# Clashes explained one by one, at about a second each; whoever has more of them mends these first.
_EXPLAINED: Final = 20
# The longest way from a clash to a fact behind it: no chain of the ontology's properties is longer.
_FAR: Final = 3
# Surroundings larger than this are those of a state that everything points to.
_CROWD: Final = 20_000
# Runs of HermiT, each of a second or two, to find what clashes where the rules see nothing.
_RUNS: Final = 80

Clashes = Callable[[Sequence[ox.Quad]], bool]


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement of the graph in words, and the sentences of the documents that it rests on."""

    words: str
    quotes: tuple[Quote, ...]  # empty for what no document says: the register of states, for instance


@dataclass(frozen=True, slots=True)
class Clash:
    """What cannot be: the subject it was found at, a sentence that says why, and the facts that clash."""

    subject: str  # IRI; empty if only HermiT knows
    message: str
    facts: tuple[Fact, ...] = ()  # none of them can be left out; empty if they were not looked for


def explained(found: Iterable[Breach], store: ox.Store, base: str) -> tuple[Clash, ...]:
    """The clashes that the rules find, sorted, the first of them with the facts behind them."""
    named = {(breach.nodes[0], breach.message(base)): breach for breach in found}
    ordered = sorted(named.items(), key=lambda item: (str(item[0][0]), item[0][1]))
    told = facts(store, base) if ordered else ox.Store()
    return tuple(
        Clash(
            getattr(subject, "value", ""),
            message,
            _facts(_behind(breach, told), store, base) if at < _EXPLAINED else (),
        )
        for at, ((subject, message), breach) in enumerate(ordered)
    )


def proved(given: Sequence[ox.Quad], store: ox.Store, base: str, message: str, contradicts: Clashes) -> Clash:
    """The clash that only HermiT finds in what it was `given`, with the fewest facts that `contradicts` finds."""
    fewest = smallest(sorted(given, key=_generality), contradicts, _RUNS)
    told = facts(store, base)
    asserted = {quad for quad in fewest if quad in told}
    for quad in fewest:
        if quad not in asserted:
            asserted.update(_first([quad.subject, quad.object], told, partial(_follows, quad)))
    return Clash("", message, _facts(asserted, store, base))


def _follows(quad: ox.Quad, some: Iterable[ox.Quad]) -> bool:
    return quad in saturated(some)


def smallest(given: Sequence[ox.Quad], clashes: Clashes, runs: int | None = None) -> list[ox.Quad]:
    """A part that still clashes and of which nothing can be left out; not so small if that takes more than `runs`.

    Whole stretches are tried first, so that few facts among many are found in few steps. Earlier ones go first.
    """
    kept, step = list(given), max(1, len(given) // 2)
    while True:
        at = 0
        while at < len(kept) and runs != 0:
            rest = kept[:at] + kept[at + step :]
            runs = None if runs is None else runs - 1
            if clashes(rest):
                kept = rest
            else:
                at += step
        if step == 1 or runs == 0:
            return kept
        step = max(1, step // 2)


def _behind(breach: Breach, told: ox.Store) -> list[ox.Quad]:
    """The fewest facts from which the breach follows."""
    return _first(breach.nodes, told, lambda some: breach in breaches(saturated(some), [breach.check]))


def _first(nodes: Iterable[Term | None], told: ox.Store, clashes: Clashes) -> list[ox.Quad]:
    """The fewest facts in the nearest surroundings that clash; none if it does not show within a short way."""
    for near in _surroundings(nodes, told):
        given = sorted(near, key=_generality)
        if clashes(given):
            return smallest(given, clashes)
    return []


def _surroundings(nodes: Iterable[Term | None], told: ox.Store) -> Iterator[set[ox.Quad]]:
    """What some nodes say, what is said of them, then the same of those they are tied to."""
    known = {node for node in nodes if isinstance(node, ox.NamedNode)}
    found: set[ox.Quad] = set()
    for _ in range(_FAR):
        found.update(quad for node in known for quad in told.quads_for_pattern(node, None, None))
        yield found
        found.update(quad for node in known for quad in told.quads_for_pattern(None, None, node))
        if len(found) > _CROWD:
            return
        yield found
        ends = (end for quad in found if quad.predicate != TYPE for end in (quad.subject, quad.object))
        known.update(end for end in ends if isinstance(end, ox.NamedNode))


def _generality(quad: ox.Quad) -> tuple[int, str]:
    """General classes first: they are left out before the special ones from which they follow."""
    if quad.predicate != TYPE or not isinstance(quad.object, ox.NamedNode):
        return 1_000, str(quad)
    return len(superclasses(quad.object.value.removeprefix(ONTOLOGY))), str(quad)


# -- in words ---------------------------------------------------------------------------------------------------------


def _facts(quads: Iterable[ox.Quad], store: ox.Store, base: str) -> tuple[Fact, ...]:
    reader = Reader(store, base)
    return tuple(Fact(_words(quad, reader), behind(reader, quad)) for quad in sorted(quads, key=str))


def _words(quad: ox.Quad, reader: Reader) -> str:
    """A statement as a sentence.

    Types stand without an article, as an English one depends on the word.
    """
    subject = _name(quad.subject, reader)
    if quad.predicate == TYPE:
        return f"{subject} is of the class “{_term(quad.object)}”"
    return f"{subject} has “{_term(quad.predicate)}” {_name(quad.object, reader)}"


def _name(node: Term, reader: Reader) -> str:
    if isinstance(node, ox.Literal):
        return node.value
    if isinstance(node, ox.NamedNode) and node.value.startswith(ONTOLOGY):
        return f"“{_term(node)}”"
    has_label = next(reader.store.quads_for_pattern(node, LABEL, None, ox.DefaultGraph()), None)
    if isinstance(node, ox.NamedNode):
        return f"{reader.label(node)} ({reader.key(node)})" if has_label else reader.key(node)
    return str(node)


@cache
def _term(node: Term) -> str:
    """English label of a term of the ontology."""
    labels = (q.object for q in ontology_triples() if q.subject == node and q.predicate == LABEL)
    english = (one.value for one in labels if isinstance(one, ox.Literal) and one.language == "en")
    return next(english, str(getattr(node, "value", node)))
