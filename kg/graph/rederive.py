"""What follows from the graph after a change: only what rests on the change is derived again.

What rested on a statement that went is taken away, with all that rested on that; what still follows another way is put
back; then all is added that follows from what came. (A. Gupta, I. Mumick, V. Subrahmanian: Maintaining views
incrementally, 1993.) The rules are those of `kg.graph.entail`, read as clauses: a head and the patterns of its body.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.graph.entail import Theory, theory
from kg.graph.lookout import CannotTellError
from kg.graph.nodes import Term
from kg.graph.saturation import is_fact, is_sound
from kg.graph.scope import Conjunction, conjunctions
from kg.graph.terms import TYPE, dipl, thing
from kg.kept import kept

Binding = dict[str, Term]
Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Pattern = tuple["Term | str", ox.NamedNode, "Term | str"]  # a variable is its name

_PARTY: Final = dipl("party")
_COUNT: Final = dipl("partyCount")
_AGREEMENT: Final = dipl("Agreement")
_CLAIM: Final = dipl("Claim")
_IN_SOURCE: Final = dipl("inSource")


@dataclass(frozen=True, slots=True)
class Clause:
    """The head holds wherever all patterns of the body and its filters do; a check has no head."""

    head: Pattern | None
    body: tuple[Pattern, ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...]  # each with its variables


@dataclass(frozen=True, slots=True)
class Derived:
    """What a change makes of the statements that follow from the graph, and what of all that is said and follows."""

    gone: frozenset[ox.Triple]
    come: frozenset[ox.Triple]
    changed: frozenset[ox.Triple]  # what is no longer true or newly so, said or derived
    after: View


def rederived(
    before: ox.Store, after: ox.Store, gone: Iterable[ox.Quad], come: Iterable[ox.Quad], base: str
) -> Derived:
    """What becomes of the inferred statements in `before` if quads go and others come, after which there is `after`.

    In both, graph/inferred holds what followed from the graph before. Errors: `CannotTellError` if the graph after the
    change contradicts the ontology, or the ontology says something that cannot be followed here.
    """
    old, new = View(before, base), View(after, base)
    was = {quad.triple for quad in gone if is_fact(quad, base)}
    now = {quad.triple for quad in come if is_fact(quad, base)}
    removed = {one for one in was if old.is_told(one) and not new.is_told(one)}
    added = {one for one in now if new.is_told(one) and not old.is_told(one)}
    counted: set[Term] = {one.subject for one in removed | added if one.predicate == _PARTY}
    doomed = _overdeleted(old, removed, counted)
    new.without = doomed | {one for one in added if old.is_inferred(one)}
    back = {one for one in sorted(doomed | removed, key=str) if not new.is_told(one) and _follows(new, one)}
    new.extra.update(dict.fromkeys(sorted(back, key=str)))
    _insert(new, [*sorted(added, key=str), *sorted(back, key=str)], counted)
    fresh = new.extra.keys() - {one for one in new.extra if old.is_inferred(one)}
    lost = new.without - new.extra.keys()
    changed = removed | lost | added | fresh
    _check(new, added | fresh)
    really = frozenset(one for one in changed if old.holds(one) != new.holds(one))
    return Derived(frozenset(lost), frozenset(fresh), really, new)


def _overdeleted(old: View, removed: set[ox.Triple], counted: set[Term]) -> set[ox.Triple]:
    """All derived statements that rest on what was removed, even if they rest on something else as well."""
    doomed: set[ox.Triple] = set()
    waiting = sorted(removed, key=str)
    waiting += [one for node in counted for one in old.match(node, _COUNT, None) if old.is_inferred(one)]
    doomed.update(one for one in waiting if old.is_inferred(one))
    while waiting:
        gone = waiting.pop()
        heads = list(_consequences(old, gone))
        if gone.predicate == TYPE and gone.object == _AGREEMENT:
            heads += old.match(gone.subject, _COUNT, None)
        for head in heads:
            if head not in doomed and old.is_inferred(head):
                doomed.add(head)
                waiting.append(head)
    return doomed


def _insert(new: View, waiting: list[ox.Triple], counted: set[Term]) -> None:
    """Add all that follows from some statements."""
    counted = set(counted)
    while waiting or counted:
        while waiting:
            one = waiting.pop()
            if one.predicate == TYPE and one.object == _AGREEMENT:
                counted.add(one.subject)
            for head in _consequences(new, one):
                if not new.holds(head):
                    new.extra[head] = None
                    waiting.append(head)
        for node in sorted(counted, key=str):
            number = _count(new, node)
            if number and not new.holds(number):
                new.extra[number] = None
                waiting.append(number)
        counted = set()


def _count(view: View, node: Term) -> ox.Triple | None:
    """How many parties an agreement has: as many as are named, and no others."""
    number = len({one.object for one in view.match(node, _PARTY, None)})
    if not number or not any(view.match(node, TYPE, _AGREEMENT)) or not isinstance(node, ox.NamedNode):
        return None
    return ox.Triple(node, _COUNT, ox.Literal(number))


def _consequences(view: View, one: ox.Triple) -> Iterator[ox.Triple]:
    """What follows by one rule from a statement and others."""
    for clause, at in _program().using(one):
        binding = unified(clause.body[at], one, {})
        if binding is not None:
            rest = clause.body[:at] + clause.body[at + 1 :]
            yield from (_filled(clause.head, found) for found in list(_solutions(view, rest, binding, clause)))


def _follows(view: View, one: ox.Triple) -> bool:
    """Whether a statement follows by one rule from others."""
    if one.predicate == _COUNT and _count(view, one.subject) == one:
        return True
    for clause in _program().leading_to(one):
        assert clause.head
        binding = unified(clause.head, one, {})
        if binding is not None and any(True for _ in _solutions(view, clause.body, binding, clause)):
            return True
    return False


def _check(view: View, fresh: Iterable[ox.Triple]) -> None:
    """`CannotTellError` if something that is newly true cannot be, by the ontology and all else that is true."""
    for one in fresh:
        for clause, at in _program().forbidding(one):
            binding = unified(clause.body[at], one, {})
            rest = clause.body[:at] + clause.body[at + 1 :]
            if binding is not None and any(True for _ in _solutions(view, rest, binding, clause)):
                raise CannotTellError


# -- what is true -----------------------------------------------------------------------------------------------------


class View:
    """What is said in a store and what follows from it, with some of the latter left out and some added."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self._store, self._base = store, base
        self._graphs: tuple[ox.DefaultGraph | ox.NamedNode, ...] = (ox.DefaultGraph(), thing("graph/weighing", base))
        self._inferred = thing("graph/inferred", base)
        self.without: set[ox.Triple] = set()
        self.extra: dict[ox.Triple, None] = {}
        self._by_predicate: dict[ox.NamedNode, dict[ox.Triple, None]] = defaultdict(dict)
        self._seen = 0

    def match(self, subject: Term | None, predicate: ox.NamedNode, object_: Term | None) -> Iterator[ox.Triple]:
        """The true statements of a form, some perhaps twice."""
        if isinstance(subject, ox.Literal):
            return  # nothing is said of a value
        yield from self._told(subject, predicate, object_)
        for quad in self._store.quads_for_pattern(subject, predicate, object_, self._inferred):
            if quad.triple not in self.without:
                yield quad.triple
        yield from self._added(subject, predicate, object_)

    def holds(self, one: ox.Triple) -> bool:
        return one in self.extra or self.is_told(one) or (self.is_inferred(one) and one not in self.without)

    def is_told(self, one: ox.Triple) -> bool:
        return any(True for _ in self._told(one.subject, one.predicate, one.object))

    def is_inferred(self, one: ox.Triple) -> bool:
        """Whether it stands among what followed before."""
        return ox.Quad(one.subject, one.predicate, one.object, self._inferred) in self._store

    def about(self, node: Subject) -> Iterator[ox.Triple]:
        """What is said of a node, and how many parties it has."""
        for quad in self._store.quads_for_pattern(node, None, None, None):
            if is_fact(quad, self._base):
                yield quad.triple
        yield from self.match(node, _COUNT, None)

    def types(self, node: Term) -> str:
        """Its classes, in order, with spaces between."""
        return " ".join(sorted({str(one.object) for one in self.match(node, TYPE, None)}))

    def pointing_to(self, node: Subject) -> Iterator[Subject]:
        """The subjects of what is said that names a node."""
        for quad in self._store.quads_for_pattern(None, None, node, None):
            if quad.predicate != TYPE and is_fact(quad, self._base):
                yield quad.subject

    def _told(self, subject: Subject | None, predicate: ox.NamedNode, object_: Term | None) -> Iterator[ox.Triple]:
        anywhere = predicate == _IN_SOURCE or (predicate == TYPE and object_ in (None, _CLAIM))
        for graph in self._graphs:
            for quad in self._store.quads_for_pattern(subject, predicate, object_, graph):
                if is_sound(quad.object):
                    yield quad.triple
        if anywhere:
            wanted = _CLAIM if predicate == TYPE else object_
            for quad in self._store.quads_for_pattern(subject, predicate, wanted, None):
                if is_fact(quad, self._base):
                    yield quad.triple

    def _added(self, subject: Term | None, predicate: ox.NamedNode, object_: Term | None) -> Iterator[ox.Triple]:
        for one in list(self.extra)[self._seen :]:
            self._by_predicate[one.predicate][one] = None
        self._seen = len(self.extra)
        for one in list(self._by_predicate.get(predicate, ())):
            if subject in (None, one.subject) and object_ in (None, one.object):
                yield one


def _solutions(view: View, body: Sequence[Pattern], binding: Binding, clause: Clause) -> Iterator[Binding]:
    """The ways in which all patterns hold, those first that have the fewest variables left."""
    if not body:
        if all(_passes(text, tuple((name, binding[name]) for name in names)) for text, names in clause.filters):
            yield binding
        return
    at = min(range(len(body)), key=lambda n: _open(body[n], binding))
    subject, predicate, object_ = body[at]
    rest = (*body[:at], *body[at + 1 :])
    for one in view.match(_value(subject, binding), predicate, _value(object_, binding)):
        found = unified(body[at], one, binding)
        if found is not None:
            yield from _solutions(view, rest, found, clause)


def _open(pattern: Pattern, binding: Binding) -> tuple[int, bool]:
    """How many ends of a pattern are not known, and whether it is of the kind that tells least."""
    ends = [isinstance(end, str) and end not in binding for end in (pattern[0], pattern[2])]
    return sum(ends), pattern[1] == TYPE and ends[0]


def _value(end: Term | str, binding: Binding) -> Term | None:
    return binding.get(end) if isinstance(end, str) else end


def unified(pattern: Pattern, one: ox.Triple, binding: Mapping[str, Term]) -> Binding | None:
    """The variables' values when a pattern is to be a statement; None if it cannot be."""
    found = dict(binding)
    if pattern[1] != one.predicate:
        return None
    for end, value in ((pattern[0], one.subject), (pattern[2], one.object)):
        if isinstance(end, str):
            if found.setdefault(end, value) != value:
                return None
        elif end != value:
            return None
    return found


def _filled(pattern: Pattern | None, binding: Binding) -> ox.Triple:
    assert pattern
    subject, object_ = (binding[end] if isinstance(end, str) else end for end in (pattern[0], pattern[2]))
    assert not isinstance(subject, ox.Literal | ox.Triple)
    return ox.Triple(subject, pattern[1], object_)


@cache
def _passes(filter_: str, values: tuple[tuple[str, Term], ...]) -> bool:
    names, row = " ".join(name for name, _ in values), " ".join(str(value) for _, value in values)
    return bool(ox.Store().query(f"ASK {{ VALUES ({names}) {{ ({row}) }} {filter_} }}"))


# -- the rules as clauses ---------------------------------------------------------------------------------------------


@cache
def _program() -> Program:
    return kept("program", lambda: Program(theory()))


class Program:
    """The rules and checks of an ontology as clauses, by what they use and what they lead to."""

    def __init__(self, ontology: Theory) -> None:
        """Errors: `CannotTellError` if a rule cannot be read as clauses."""
        rules = [(_pattern(_only(rule.head)), one) for rule in ontology.rules for one in _read(rule.body)]
        devices = [(head, one) for head, one in rules if head[1] in ontology.devices]
        self._using: dict[object, list[tuple[Clause, int]]] = defaultdict(list)
        self._leading: dict[object, list[Clause]] = defaultdict(list)
        self._forbidding: dict[object, list[tuple[Clause, int]]] = defaultdict(list)
        for head, body in rules:
            if head[1] == _PARTY:
                raise CannotTellError  # then parties could not be counted before the rules are applied
            if head[1] not in ontology.devices:
                for clause in _unfolded(head, body, devices):
                    self._leading[_key(head)].append(clause)
                    self._note(self._using, clause)
        for check in ontology.checks:
            for body in _read(check.body):
                for clause in _unfolded(None, body, devices):
                    self._note(self._forbidding, clause)

    def _note(self, index: dict[object, list[tuple[Clause, int]]], clause: Clause) -> None:
        for at, pattern in enumerate(clause.body):
            index[_key(pattern)].append((clause, at))

    def using(self, one: ox.Triple) -> list[tuple[Clause, int]]:
        """The clauses with a pattern that a statement may match, and which."""
        return self._using.get(_key((one.subject, one.predicate, one.object)), [])

    def forbidding(self, one: ox.Triple) -> list[tuple[Clause, int]]:
        return self._forbidding.get(_key((one.subject, one.predicate, one.object)), [])

    def leading_to(self, one: ox.Triple) -> list[Clause]:
        return self._leading.get(_key((one.subject, one.predicate, one.object)), [])


def _key(pattern: Pattern) -> object:
    """Class for a type, else the predicate."""
    return pattern[2] if pattern[1] == TYPE and not isinstance(pattern[2], str) else pattern[1]


def _read(body: str) -> tuple[Conjunction, ...]:
    found = conjunctions(body)
    if found is None:
        raise CannotTellError
    return found


def _only(head: str) -> tuple[str, str, str]:
    ((pattern,),) = [one.patterns for one in _read(f"{head} .")]
    return pattern


def _pattern(written: tuple[str, str, str]) -> Pattern:
    subject, predicate, object_ = map(_term, written)
    assert isinstance(predicate, ox.NamedNode)
    return subject, predicate, object_


@cache
def _term(written: str) -> Term | str:
    if written.startswith("?"):
        return written
    (quad,) = ox.parse(f"<a:a> <a:a> {written} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    term: Term = quad.object
    return term


def _unfolded(
    head: Pattern | None, body: Conjunction, devices: Sequence[tuple[Pattern, Conjunction]]
) -> Iterator[Clause]:
    """The clause with each device, `?x device ?x`, replaced by what it stands for."""
    clauses = [Clause(head, tuple(map(_pattern, body.patterns)), body.filters)]
    while clauses:
        clause = clauses.pop()
        at = next((n for n, one in enumerate(clause.body) if any(one[1] == head[1] for head, _ in devices)), None)
        if at is None:
            yield clause
            continue
        subject, device, object_ = clause.body[at]
        for (_, name, _), meaning in devices:
            if name == device:
                clauses.append(_replaced(clause, at, subject, object_, meaning))


def _replaced(clause: Clause, at: int, subject: Term | str, object_: Term | str, meaning: Conjunction) -> Clause:
    """A clause in which both ends of a device are one and are what the device says of ?x."""
    if meaning.filters or not isinstance(subject, str) or not isinstance(object_, str):
        raise CannotTellError

    def renamed(pattern: Pattern) -> Pattern:
        return tuple(subject if end == object_ else end for end in pattern)  # type: ignore[return-value]

    means = [_pattern(one) for one in meaning.patterns]
    if any(isinstance(end, str) and end != "?x" for one in means for end in one):
        raise CannotTellError
    about = [(subject if one[0] == "?x" else one[0], one[1], subject if one[2] == "?x" else one[2]) for one in means]
    body = [renamed(one) for n, one in enumerate(clause.body) if n != at] + about
    return Clause(renamed(clause.head) if clause.head else None, tuple(body), clause.filters)
