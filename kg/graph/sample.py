"""The few statements of a large graph by which a reasoner can tell whether the whole of it can be true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Final, NamedTuple, Protocol

import pyoxigraph as ox

from kg.graph.entail import theory
from kg.graph.nodes import Term
from kg.graph.terms import TYPE, dipl

Node = ox.NamedNode | ox.BlankNode | ox.Triple
Types = Callable[[Term], str]  # IRIs in angle brackets, in order, with spaces between
Roles = dict[Term, list[ox.Quad]]  # what a subject points to -> the statements by which it does

# No axiom counts further than two, so three values stand for any higher number.
_ENOUGH = 3
_DIGEST: Final = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """Some statements, and of which ways of pointing and sets of types they hold an example."""

    quads: tuple[ox.Quad, ...]
    kinds: frozenset[bytes]  # each as a digest

    def packed(self) -> bytes:
        """The sample as bytes, from which `unpacked` makes it again."""
        triples = ox.serialize((quad.triple for quad in self.quads), format=ox.RdfFormat.N_TRIPLES) or b""
        return len(self.kinds).to_bytes(8, "big") + b"".join(sorted(self.kinds)) + triples


def unpacked(packed: bytes) -> Sample:
    """A sample that was packed."""
    end = 8 + _DIGEST * int.from_bytes(packed[:8], "big")
    kinds = frozenset(packed[at : at + _DIGEST] for at in range(8, end, _DIGEST))
    parsed = ox.parse(packed[end:], format=ox.RdfFormat.N_TRIPLES)
    return Sample(tuple(ox.Quad(one.subject, one.predicate, one.object) for one in parsed), kinds)


class World(Protocol):
    """What is said in a graph and what follows from it, asked node by node."""

    def about(self, node: Node) -> Iterable[ox.Triple]:
        """What is said of a node, and how many parties it has."""

    def types(self, node: Term) -> str:
        """Its classes."""

    def pointing_to(self, node: Node) -> Iterable[Node]:
        """The subjects of what is said that names it."""


def enlarged(known: Sample, changed: Iterable[ox.Triple], world: World) -> Sample:
    """The sample with an example of all that a change brings that is new in kind; the same if there is nothing such.

    `changed` is what is no longer said or no longer follows, or newly so.
    """
    changed = tuple(changed)
    nodes: set[Node] = {one.subject for one in changed}
    retyped = {one.subject for one in changed if one.predicate == TYPE}
    nodes.update(chain.from_iterable(world.pointing_to(node) for node in retyped))
    kinds, statements = set(known.kinds), []
    for node in sorted(nodes, key=str):
        for kind, quads in _examples(node, _by_object(world.about(node)), world.types):
            if kind not in kinds:
                kinds.add(kind)
                statements += quads
    statements += [
        _quad(one) for one in changed if one.predicate in theory().tangled and one in set(world.about(one.subject))
    ]
    if not statements and len(kinds) == len(known.kinds):
        return known
    return Sample(tuple(_with_types((*known.quads, *statements), nodes, world.types)), frozenset(kinds))


def _quad(one: ox.Triple) -> ox.Quad:
    return ox.Quad(one.subject, one.predicate, one.object)


class Known(NamedTuple):
    """What a sample is made by, of what follows from a graph."""

    types: Types
    counts: Mapping[Node, ox.Triple]  # agreement -> how many parties it has


def known(saturated: ox.Store) -> Known:
    """What must be known of a graph with all that follows from it; the store is needed no longer."""
    counted = saturated.quads_for_pattern(None, dipl("partyCount"), None)
    return Known(_types(saturated), {quad.subject: quad.triple for quad in counted})


def sample(told: ox.Store, known: Known) -> Sample:
    """One example of each way in which a subject of some types points to something of some types, with all the types.

    Nearly every axiom of the ontology speaks of a subject's types and of one property, or of two properties that lead
    to the same thing. So once the rules have told the types (`known`), what is impossible in the graph is
    impossible in one of these examples too; and they hardly grow with the graph. Of the few properties that an axiom
    forbids two subjects to share, such as dipl:continuatorOf, all statements are kept.
    """
    types = known.types
    chosen: dict[bytes, list[ox.Quad]] = {}
    subjects = sorted({quad.subject for quad in told}, key=str)
    for subject in subjects:
        for kind, statements in _examples(subject, _roles(subject, told, known), types):
            chosen.setdefault(kind, statements)
    tangled = (quad for name in theory().tangled for quad in told.quads_for_pattern(None, name, None))
    quads = _with_types(chain(tangled, *chosen.values()), subjects, types)
    return Sample(tuple(quads), frozenset(chosen))


def _examples(subject: Node, roles: Roles, types: Types) -> Iterator[tuple[bytes, list[ox.Quad]]]:
    """Digests of the ways in which a subject points to things, and of its types; with the statements that show it."""
    for kind, statements in _kinds(subject, roles, types):
        whose = _seen(subject, types) if any(_depends_on_class(quad) for quad in statements) else ""
        yield _digest((kind, whose)), statements
    yield _digest(_seen(subject, types)), []


def _digest(kind: Hashable) -> bytes:
    return sha256(repr(kind).encode()).digest()[:_DIGEST]


def _roles(subject: Node, told: ox.Store, known: Known) -> Roles:
    """What a subject points to, one subject at a time, as all at once would not fit into memory."""
    said = (quad.triple for quad in told.quads_for_pattern(subject, None, None))
    return _by_object(chain(said, [known.counts[subject]] if subject in known.counts else ()))


def _by_object(said: Iterable[ox.Triple]) -> Roles:
    roles: Roles = {}
    for one in sorted(set(said), key=str):
        if one.predicate != TYPE:
            roles.setdefault(one.object, []).append(_quad(one))
    return roles


def _types(saturated: ox.Store) -> Types:
    """The classes of each thing, as one text; the same text for all that have the same."""
    names: dict[Term, str] = {}
    types: dict[Term, str] = {}
    texts: dict[str, str] = {}
    quads = saturated.quads_for_pattern(None, TYPE, None)
    several: defaultdict[Term, set[str]] = defaultdict(set)
    for quad in quads:
        several[quad.subject].add(names.setdefault(quad.object, str(quad.object)))
    while several:
        node, kinds = several.popitem()
        text = " ".join(sorted(kinds))
        types[node] = texts.setdefault(text, text)
    return lambda node: types.get(node, "")


def _kinds(subject: Node, roles: Roles, types: Types) -> Iterator[tuple[Hashable, list[ox.Quad]]]:
    """The ways in which a subject points to things, each with the statements that show it."""
    counted: defaultdict[ox.NamedNode, list[ox.Quad]] = defaultdict(list)
    for node, statements in roles.items():
        names = tuple(quad.predicate.value for quad in statements)
        yield (names, node == subject, _seen(node, types)), statements
        for quad in statements:
            if quad.predicate in theory().counted:
                counted[quad.predicate].append(quad)
    for name, values in counted.items():
        several = values[:_ENOUGH]
        yield (name.value, tuple(sorted(_seen(quad.object, types) for quad in several))), several


def _depends_on_class(quad: ox.Quad) -> bool:
    """Whether it can matter of which class the subject is."""
    return quad.predicate in theory().restricted and not _is_plain(quad.object)


def _is_plain(node: Term) -> bool:
    """Whether it is a value that no axiom names."""
    return isinstance(node, ox.Literal) and node not in theory().literals


def _seen(node: Term, types: Types) -> str:
    """The types of a thing; a literal's value if an axiom names it, else its datatype."""
    if isinstance(node, ox.Literal):
        return str(node.datatype) if _is_plain(node) else str(node)
    return types(node)


def _with_types(statements: Iterable[ox.Quad], subjects: Iterable[Node], types: Types) -> list[ox.Quad]:
    """The statements, the types of all that they speak of, and one subject of each other set of types."""
    quads = set(statements)
    nodes: set[Term] = {node for quad in quads for node in (quad.subject, quad.object)}
    shown = {_seen(node, types) for node in nodes}
    for subject in subjects:
        if _seen(subject, types) not in shown:
            shown.add(_seen(subject, types))
            nodes.add(subject)
    for node in nodes:
        if isinstance(node, ox.NamedNode):
            quads.update(ox.Quad(node, TYPE, ox.NamedNode(kind[1:-1])) for kind in types(node).split())
    return sorted(quads, key=str)
