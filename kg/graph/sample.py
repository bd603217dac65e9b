"""The few statements of a large graph by which a reasoner can tell whether the whole of it can be true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import chain

import pyoxigraph as ox

from kg.graph.entail import theory
from kg.graph.nodes import Term
from kg.graph.terms import TYPE, dipl

Node = ox.NamedNode | ox.BlankNode | ox.Triple
Types = Mapping[Term, str]  # IRIs in angle brackets, in order, with spaces between
Roles = dict[Term, list[ox.Quad]]  # what a subject points to -> the statements by which it does

# No axiom counts further than two, so three values stand for any higher number.
_ENOUGH = 3


def sample(told: ox.Store, saturated: ox.Store) -> list[ox.Quad]:
    """One example of each way in which a subject of some types points to something of some types, with all the types.

    Nearly every axiom of the ontology speaks of a subject's types and of one property, or of two properties that lead
    to the same thing. So once the rules have told the types (`saturated`), what is impossible in the graph is
    impossible in one of these examples too; and they hardly grow with the graph. Of the few properties that an axiom
    forbids two subjects to share, such as dipl:continuatorOf, all statements are kept.
    """
    types = _types(saturated)
    chosen: dict[Hashable, list[ox.Quad]] = {}
    subjects = sorted({quad.subject for quad in told}, key=str)
    for subject in subjects:
        for kind, statements in _kinds(subject, _roles(subject, told, saturated), types):
            whose = _seen(subject, types) if any(_depends_on_class(quad) for quad in statements) else ""
            chosen.setdefault((kind, whose), statements)
    tangled = (quad for name in theory().tangled for quad in told.quads_for_pattern(None, name, None))
    return _with_types(chain(tangled, *chosen.values()), subjects, types)


def _roles(subject: Node, told: ox.Store, saturated: ox.Store) -> Roles:
    """What a subject points to, one subject at a time, as all at once would not fit into memory."""
    counted = saturated.quads_for_pattern(subject, dipl("partyCount"), None)
    roles: Roles = {}
    for quad in sorted({*told.quads_for_pattern(subject, None, None), *counted}, key=str):
        if quad.predicate != TYPE:
            roles.setdefault(quad.object, []).append(quad)
    return roles


def _types(saturated: ox.Store) -> dict[Term, str]:
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
    return types


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
    return types.get(node, "")


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
            quads.update(ox.Quad(node, TYPE, ox.NamedNode(kind[1:-1])) for kind in types.get(node, "").split())
    return sorted(quads, key=str)
