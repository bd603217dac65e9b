"""Does the graph agree with the ontology, and what follows from the two? HermiT proves it, rules do without Java.

The reasoner reads the best account and the weighing. Claims are left out: what a document says may well be impossible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.entail import Check, theory
from kg.graph.hermit import ImpossibleError, find_java, infer
from kg.graph.sample import sample
from kg.graph.terms import OWL, TYPE, XSD, dipl, thing
from kg.vocab import BASE, ONTOLOGY

NO_JAVA: Final = (
    "no Java was found for HermiT, so the project's own rules checked the graph; "
    "install one (Debian: apt-get install default-jre-headless) or let JAVA_HOME name it"
)
_UNEXPLAINED: Final = "HermiT finds the graph to contradict the ontology, but does not say where; please report this"
# A literal such as "1991"^^xsd:dateTime stops HermiT; the shapes report it.
_DROP_MALFORMED: Final = " ; ".join(
    f"DELETE {{ ?x ?p ?v }} WHERE {{ ?x ?p ?v . FILTER(DATATYPE(?v) = <{XSD}{name}>) "
    f"FILTER(!COALESCE(<{XSD}{name}>(STR(?v)) = ?v, false)) }}"
    for name in ("dateTime", "integer", "decimal", "boolean")
)
# Closed world: an agreement has the parties that the account gives it, and no others.
_COUNT_PARTIES: Final = (
    f"INSERT {{ ?x {dipl('partyCount')} ?n }} WHERE {{ SELECT ?x (COUNT(DISTINCT ?party) AS ?n) "
    f"WHERE {{ ?x {TYPE} {dipl('Agreement')} ; {dipl('party')} ?party }} GROUP BY ?x }}"
)


@dataclass(frozen=True, slots=True)
class Clash:
    """What cannot be: the subject it was found at and a sentence that says why."""

    subject: str  # IRI; empty if only HermiT knows
    message: str


@dataclass(frozen=True, slots=True)
class Consistency:
    """Whether ontology and graph agree, what follows from them, and by which engine."""

    consistent: bool
    engine: Literal["HermiT", "rules"]
    inferred: tuple[ox.Triple, ...]  # sorted; none of them stands in the graph
    clashes: tuple[Clash, ...]
    note: str = ""  # why HermiT did not run; empty if it did


def check(store: ox.Store, base: str = BASE, *, whole: bool = False, java: str | None = None) -> Consistency:
    """Whether the graph in `store` agrees with the ontology, and the triples that follow.

    HermiT's time grows with the square of the graph, so unless `whole` is set it is given a sample of it, see
    `kg.graph.sample`. `java` is the Java to use; by default the one of JAVA_HOME or PATH, and none if it is "".
    """
    scratch = _facts(store, base)
    asserted = list(scratch)
    _saturate(scratch)
    found, inferred = _clashes(scratch, base), set(_new(scratch, asserted))
    program = find_java() if java is None else java
    if not program:
        return Consistency(not found, "rules", _sorted(inferred), found, NO_JAVA)
    counted = scratch.quads_for_pattern(None, dipl("partyCount"), None)
    given = [*asserted, *counted]
    if not whole:
        given = sample(given, scratch)
    try:
        types = {triple for triple in infer(given, base, program) if _is_ours(triple)}
    except ImpossibleError:
        return Consistency(False, "HermiT", _sorted(inferred), found or (Clash("", _UNEXPLAINED),))
    except KGError as error:
        return Consistency(not found, "rules", _sorted(inferred), found, str(error))
    inferred |= types - {quad.triple for quad in asserted}
    return Consistency(not found, "HermiT", _sorted(inferred), found)


def materialise(store: ox.Store, base: str = BASE) -> tuple[ox.Triple, ...]:
    """The triples that follow from the graph by the ontology's rules and do not stand in it, sorted; needs no Java."""
    scratch = _facts(store, base)
    asserted = list(scratch)
    _saturate(scratch)
    return _sorted(_new(scratch, asserted))


def clashes(store: ox.Store, base: str = BASE) -> tuple[Clash, ...]:
    """What the ontology forbids and the graph holds, as far as the rules can tell, sorted; needs no Java."""
    scratch = _facts(store, base)
    _saturate(scratch)
    return _clashes(scratch, base)


def unsatisfiable_classes(extra: Iterable[ox.Triple] = (), java: str | None = None) -> tuple[str, ...]:
    """IRIs of the classes that nothing can be a member of, in the ontology and `extra` axioms; there should be none."""
    quads = [ox.Quad(triple.subject, triple.predicate, triple.object) for triple in extra]
    nothing = ox.NamedNode(OWL + "Nothing")
    empty = {t.subject for t in infer(quads, BASE, find_java() if java is None else java) if t.object == nothing}
    return tuple(sorted(node.value for node in empty if isinstance(node, ox.NamedNode)))


# -- by the rules -----------------------------------------------------------------------------------------------------


def _facts(store: ox.Store, base: str) -> ox.Store:
    """What the reasoner reads, in one default graph: the best account, the weighing, and where each claim stands."""
    found = (
        store.quads_for_pattern(None, None, None, ox.DefaultGraph()),
        store.quads_for_pattern(None, None, None, thing("graph/weighing", base)),
        store.quads_for_pattern(None, dipl("inSource"), None),
        store.quads_for_pattern(None, TYPE, dipl("Claim")),
    )
    told = (q for q in chain(*found) if q.predicate == TYPE or q.predicate.value.startswith(ONTOLOGY))
    scratch = ox.Store()
    scratch.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in told)
    scratch.update(_DROP_MALFORMED)
    return scratch


def _saturate(scratch: ox.Store) -> None:
    """Add everything that follows by the rules, until nothing new does."""
    before = -1
    while before != (before := len(scratch)):
        for update in (*(rule.update for rule in theory().rules), _COUNT_PARTIES):
            scratch.update(update)


def _new(scratch: ox.Store, asserted: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    known, devices = set(asserted), theory().devices
    for quad in scratch:
        if quad not in known and quad.predicate not in devices:
            yield quad.triple


def _clashes(scratch: ox.Store, base: str) -> tuple[Clash, ...]:
    found = {clash for check in theory().checks for clash in _violations(scratch, check, base)}
    return tuple(sorted(found, key=lambda clash: (clash.subject, clash.message)))


def _violations(scratch: ox.Store, check: Check, base: str) -> Iterator[Clash]:
    rows = scratch.query(check.query)
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        message = check.message
        for name in ("x", "a", "b"):
            if row[name] is not None:
                message = message.replace(f"?{name}", row[name].value.removeprefix(base))
        yield Clash(row["x"].value, message)


def _is_ours(triple: ox.Triple) -> bool:
    """Whether it tells a class of the ontology, and neither a subclass nor that a thing is an owl:Thing."""
    return triple.predicate == TYPE and str(triple.object).startswith(f"<{ONTOLOGY}")


def _sorted(triples: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    return tuple(sorted(triples, key=str))
