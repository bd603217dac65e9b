"""The facts a reasoner reads, all that follows from them by the ontology's rules, and what of it cannot be."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Final

import pyoxigraph as ox

from kg.graph.entail import Check, theory
from kg.graph.nodes import Term
from kg.graph.scope import conjunctions
from kg.graph.shelves import Shelf, Shelves
from kg.graph.terms import TYPE, XSD, dipl, thing
from kg.vocab import ONTOLOGY

# Up to here a part of a store is copied into memory: on disk the same rules take three times the CPU (660 s against
# 195 s for the graph of 10,000 texts) and, with the caches of the disk store, four fifths of the memory.
_LARGE: Final = 6_000_000
_IN_SOURCE: Final = dipl("inSource")
_CHECKED: Final = frozenset(XSD + name for name in ("dateTime", "integer", "decimal", "boolean"))
# Literals that `is_sound` would not let pass.
_UNSOUND: Final = "SELECT ?x ?p ?y WHERE {{ ?x ?p ?y FILTER(ISLITERAL(?y)) FILTER({}) }}".format(
    " || ".join(f"(DATATYPE(?y) = <{kind}> && !COALESCE(<{kind}>(STR(?y)) = ?y, false))" for kind in sorted(_CHECKED))
)
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


def facts(
    store: ox.Store,
    base: str,
    into: ox.Store | None = None,
    only: Collection[ox.NamedNode] | None = None,
    shelves: Shelves | None = None,
) -> ox.Store:
    """What the reasoner reads, in one default graph: the best account, the weighing, and where each claim stands.

    With `only` the statements with one of these predicates. `shelves` are those of the store if it has been laid out:
    from there it takes a third of the time.
    """
    if shelves and not shelves.has_blanks:
        return _laid_out(shelves, ox.Store() if into is None else into, only)
    account: list[ox.DefaultGraph | ox.NamedNode] = [ox.DefaultGraph(), thing("graph/weighing", base)]
    wanted = [None] if only is None else sorted(only, key=str)
    found = [store.quads_for_pattern(None, one, None, graph) for graph in account for one in wanted]
    if only is None or _IN_SOURCE in only:
        found.append(store.quads_for_pattern(None, _IN_SOURCE, None))
    found.append(store.quads_for_pattern(None, TYPE, dipl("Claim")))
    told = (quad for quad in chain.from_iterable(found) if is_fact(quad, base))
    scratch = ox.Store() if into is None else into
    scratch.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in told)
    return scratch


def _laid_out(shelves: Shelves, into: ox.Store, only: Collection[ox.NamedNode] | None) -> ox.Store:
    """The facts of a store that has been laid out."""
    wanted = None if only is None else {str(one).encode() for one in only}
    for shelf in sorted(shelves.sizes):
        if _holds_facts(shelf) and (wanted is None or shelf.predicate in wanted):
            shelves.load(shelf, into)
    rows = into.query(_UNSOUND)
    assert isinstance(rows, ox.QuerySolutions)
    for row in list(rows):
        into.remove(ox.Quad(row["x"], row["p"], row["y"]))
    return into


def _holds_facts(shelf: Shelf) -> bool:
    """The same as `is_fact`, but for values that are not sound."""
    is_type = shelf.predicate == str(TYPE).encode()
    if shelf.is_claimed:
        return shelf.predicate == str(_IN_SOURCE).encode() or shelf.kind == str(dipl("Claim")).encode()
    return is_type or shelf.predicate.startswith(f"<{ONTOLOGY}".encode())


@cache
def used() -> frozenset[ox.NamedNode]:
    """The predicates of all statements that have to be known together: the others are checked by themselves."""
    rest = own_checks()[1]
    written = [text for rule in theory().rules for text in (rule.head, rule.body)] + [check.body for check in rest]
    named = {ox.NamedNode(iri) for text in written for iri in re.findall(r"<([^<>\s]+)>", text)}
    return frozenset({*named, TYPE, dipl("party"), dipl("partyCount")})


@cache
def own_checks() -> tuple[tuple[Check, ...], tuple[Check, ...]]:
    """The checks of the ontology: those that look at statements of one predicate that no rule adds to, and the rest."""
    heads = {predicate for rule in theory().rules for _, predicate, _ in _patterns(f"{rule.head} .")}
    heads |= {str(TYPE), str(dipl("partyCount"))}
    alone: list[Check] = []
    rest: list[Check] = []
    for check in theory().checks:
        predicates = {predicate for _, predicate, _ in _patterns(check.body)}
        (alone if len(predicates) == 1 and not predicates & heads else rest).append(check)
    return tuple(alone), tuple(rest)


def _patterns(body: str) -> list[tuple[str, str, str]]:
    """The triple patterns of a body; one that says nothing if it cannot be read."""
    found = conjunctions(body)
    return [("", str(TYPE), "")] if found is None else [one for part in found for one in part.patterns]


class Lines:
    """Which statements a store holds, each as a number of eight bytes."""

    def __init__(self, store: ox.Store) -> None:
        self._known = array("q", sorted(hash(line) for line in _dumped(store)))

    def new(self, store: ox.Store) -> Iterator[bytes]:
        """The lines of the statements that have come since, as N-Triples."""
        for line in _dumped(store):
            number = hash(line)
            at = bisect_left(self._known, number)
            if at == len(self._known) or self._known[at] != number:
                yield line


def _dumped(store: ox.Store) -> Iterator[bytes]:
    with TemporaryFile() as file:
        store.dump(file, format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        file.seek(0)
        yield from file


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
    for updates, counting in _stages():
        before = _counted(scratch, counting)
        for update in updates:
            scratch.update(update)
        while counting and before != (before := _counted(scratch, counting)):
            for update in updates:
                scratch.update(update)


def _counted(store: ox.Store, counting: str) -> int:
    """How many statements there are of those that a stage adds; the engine would count all others as well."""
    if not counting:
        return 0
    rows = store.query(counting)
    assert isinstance(rows, ox.QuerySolutions)
    return int(next(rows)["n"].value)


@cache
def _stages() -> tuple[tuple[tuple[str, ...], str], ...]:
    """The rules in such an order that none adds to what one before it looks at, but for those in one stage.

    If the rules of a stage feed each other, they must be run until nothing new follows; a query tells how much does.
    """
    steps = [(rule.update, _patterns(f"{rule.head} ."), _patterns(rule.body)) for rule in theory().rules]
    counted, agreement = [("", str(dipl("partyCount")), "?n")], ("", str(TYPE), str(dipl("Agreement")))
    steps.append((_COUNT_PARTIES, counted, [agreement, ("", str(dipl("party")), "?party")]))
    feeds = [{n for n, (_, _, body) in enumerate(steps) if _may_match(heads, body)} for _, heads, _ in steps]
    after = [_reached(n, feeds) for n in range(len(steps))]
    before = [{n} | {m for m, found in enumerate(after) if n in found} for n in range(len(steps))]
    stages = {tuple(sorted({n} | (after[n] & before[n]))) for n in range(len(steps))}
    ordered = sorted(stages, key=lambda stage: (len(before[stage[0]]), stage))
    return tuple(
        (
            tuple(steps[n][0] for n in stage),
            _counting(head for n in stage for head in steps[n][1]) if stage[0] in after[stage[0]] else "",
        )
        for stage in ordered
    )


def _counting(heads: Iterable[tuple[str, str, str]]) -> str:
    """The query that counts all that rules with these heads can add, as ?n."""
    found = sorted({(predicate, "?y" if object_.startswith("?") else object_) for _, predicate, object_ in heads})
    either = " UNION ".join(f"{{ ?x {predicate} {object_} }}" for predicate, object_ in found)
    return f"SELECT (COUNT(*) AS ?n) WHERE {{ {either} }}"


def _may_match(heads: Iterable[tuple[str, str, str]], body: Collection[tuple[str, str, str]]) -> bool:
    """Whether one of the heads may be what a pattern of a body looks for."""
    return any(
        predicate == wanted and (object_ == sought or "?" in (object_[0], sought[0]))
        for _, predicate, object_ in heads
        for _, wanted, sought in body
    )


def _reached(start: int, feeds: Sequence[Collection[int]]) -> set[int]:
    """All that can be reached from somewhere in one step or more."""
    found: set[int] = set()
    waiting = [start]
    while waiting:
        new = set(feeds[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


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
