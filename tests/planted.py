"""Small graphs with planted faults, and random changes of them: all examples of the ontology, sound and not, mixed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

import pyoxigraph as ox

from kg.graph.terms import SUBCLASS, thing
from kg.resources import resource
from kg.vocab import BASE

# Two that the shapes read, one of claims, and one that counts for nothing.
_GRAPHS: Final = (
    ox.DefaultGraph(),
    thing("graph/weighing", BASE),
    thing("graph/source/a", BASE),
    thing("graph/links", BASE),
)


@dataclass(frozen=True)
class Edit:
    """A store, and what goes from it and comes to it."""

    before: ox.Store
    gone: frozenset[ox.Quad]
    come: frozenset[ox.Quad]

    def after(self, *also: ox.Quad) -> ox.Store:
        """What there is then, with some more quads that stay."""
        store = ox.Store()
        store.extend({*self.before, *also} - self.gone | self.come)
        return store


@cache
def examples() -> tuple[ox.Triple, ...]:
    """What all examples of the ontology say, but for what is said of nodes without a name."""
    files = [one for topic in resource("ontology", "examples").iterdir() for one in topic.iterdir()]
    quads = {quad for file in files for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)}
    named = (quad for quad in quads if not {type(quad.subject), type(quad.object)} & {ox.BlankNode})
    return tuple(sorted({quad.triple for quad in named if quad.predicate != SUBCLASS}, key=str))


def edit(seed: int) -> Edit:
    """A random part of the examples, and a random change: some statements go, others come or get other values."""
    draw = Random(seed)
    before = [_placed(draw, one, 0.3) for one in examples() if draw.random() < 0.75]
    number = draw.choice((1, 3, 10, 60))
    store = ox.Store()
    store.extend(before)
    gone = frozenset(draw.sample(before, number))
    come = {_placed(draw, _varied(draw, draw.choice(examples())), 0.5) for _ in range(number)}
    return Edit(store, gone, frozenset(quad for quad in come if quad not in store))


def _placed(draw: Random, one: ox.Triple, elsewhere: float) -> ox.Quad:
    graph = draw.choice(_GRAPHS) if draw.random() < elsewhere else ox.DefaultGraph()
    return ox.Quad(one.subject, one.predicate, one.object, graph)


def _varied(draw: Random, one: ox.Triple) -> ox.Triple:
    """The statement with a value that others of its kind have, or of another subject; or as it is."""
    alike = [other.object for other in examples() if other.predicate == one.predicate]
    object_ = draw.choice(alike) if draw.random() < 0.5 else one.object
    subject = draw.choice(examples()).subject if draw.random() < 0.3 else one.subject
    return ox.Triple(subject, one.predicate, object_)
