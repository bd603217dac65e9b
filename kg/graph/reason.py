"""Does the graph agree with the ontology, and what follows from the two? HermiT proves it, rules do without Java.

The reasoner reads the best account and the weighing. Claims are left out: what a document says may well be impossible.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, Final, Literal

import pyoxigraph as ox

from kg.graph.entail import Check, theory
from kg.graph.terms import TYPE, dipl, ontology_triples, thing
from kg.vocab import BASE, ONTOLOGY

NO_JAVA: Final = (
    "the OWL check by HermiT was skipped, the project's own rules were used instead: no Java was found; "
    "install one (Debian: apt-get install default-jre-headless) or let JAVA_HOME name it"
)
_INFERENCES: Final = "http://inferrences/"  # owlready2's own spelling
# The client compiler and the serial collector: 2.9 instead of 8.4 s CPU on a graph of 1,700 statements.
_JVM: Final = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"
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

    HermiT's time grows with the square of the graph, so unless `whole` is set it is given one subject of each kind,
    see `_examples`. `java` is the Java to use; by default the one of JAVA_HOME or PATH, and none if it is "".
    """
    scratch = _facts(store, base)
    asserted = list(scratch)
    _saturate(scratch)
    clashes = _clashes(scratch, base)
    inferred = set(_new(scratch, asserted))
    program = find_java() if java is None else java
    if not program:
        return Consistency(not clashes, "rules", _sorted(inferred), clashes, NO_JAVA)
    counted = chain(asserted, scratch.quads_for_pattern(None, dipl("partyCount"), None))
    given = list(counted) if whole else _examples(counted, scratch)
    answer = _hermit(given, base, program)
    if isinstance(answer, str):
        return Consistency(not clashes, "rules", _sorted(inferred), clashes, answer)
    if answer is None and not clashes:
        clashes = (Clash("", "HermiT finds the graph to contradict the ontology, but cannot say where"),)
    known = {quad.triple for quad in asserted}
    inferred.update(triple for triple in answer or () if triple.predicate == TYPE and triple not in known)
    return Consistency(answer is not None and not clashes, "HermiT", _sorted(inferred), clashes)


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
    quads = [ox.Quad(t.subject, t.predicate, t.object) for t in extra]
    answer = _hermit(quads, BASE, find_java() if java is None else java)
    nothing = ox.NamedNode("http://www.w3.org/2002/07/owl#Nothing")
    if answer is None or isinstance(answer, str):
        raise ValueError(answer or "the ontology contradicts itself")
    empty = {triple.subject for triple in answer if triple.object == nothing}
    return tuple(sorted(node.value for node in empty if isinstance(node, ox.NamedNode)))


def find_java() -> str:
    """Path of the Java program that JAVA_HOME names or PATH leads to; empty if there is none."""
    home = os.environ.get("JAVA_HOME")
    return (shutil.which("java", path=str(Path(home, "bin"))) if home else None) or shutil.which("java") or ""


# -- rules ------------------------------------------------------------------------------------------------------------


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


def _sorted(triples: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    return tuple(sorted(triples, key=str))


# -- HermiT -----------------------------------------------------------------------------------------------------------


def _examples(asserted: Iterable[ox.Quad], saturated: ox.Store) -> list[ox.Quad]:
    """The statements about one subject of each kind, and the types of the things it points to.

    Two subjects are of one kind if they have the same types and point by the same properties to things of the same
    types. What our axioms forbid can be seen from a subject and the things it points to, once the rules have
    told the types of these; so what is wrong with any subject is wrong with the one that stands for its kind.
    """
    types = defaultdict(set)
    for quad in saturated.quads_for_pattern(None, TYPE, None):
        types[quad.subject].add(quad.object)
    about = defaultdict(list)
    for quad in sorted(asserted, key=str):
        about[quad.subject].append(quad)
    chosen = {_kind(subject, quads, types): subject for subject, quads in sorted(about.items(), key=str, reverse=True)}
    statements = {quad for subject in chosen.values() for quad in about[subject]}
    pointed = {quad.object for quad in statements if quad.predicate != TYPE}
    named = (node for node in pointed if isinstance(node, ox.NamedNode))
    statements.update(ox.Quad(node, TYPE, kind) for node in named for kind in types.get(node, ()))
    return sorted(statements, key=str)


def _kind(subject: Any, quads: Iterable[ox.Quad], types: dict[Any, set[Any]]) -> tuple[str, ...]:
    """What is alike in two subjects that the axioms cannot tell apart."""
    roles = defaultdict(list)
    for quad in quads:
        if quad.predicate != TYPE:
            roles[quad.object].append(quad.predicate.value)
    pointed = Counter(str((sorted(names), node == subject, _seen(node, types))) for node, names in roles.items())
    # No axiom counts further than two, so three stand for any higher number.
    return (_seen(subject, types), *sorted(f"{min(number, 3)} {role}" for role, number in pointed.items()))


def _seen(node: Any, types: dict[Any, set[Any]]) -> str:
    """The types of a thing; a literal's value if an axiom speaks of it, else its datatype."""
    if isinstance(node, ox.Literal):
        return str(node) if node in theory().literals else str(node.datatype)
    return " ".join(sorted(map(str, types.get(node, ()))))


def _hermit(facts: Iterable[ox.Quad], base: str, java: str) -> list[ox.Triple] | str | None:
    """Types and subclasses that HermiT infers from the ontology and the facts.

    None if they contradict each other; a sentence if HermiT could not run.
    """
    import owlready2

    world = owlready2.World()
    try:
        world.get_ontology(base).load(fileobj=BytesIO(_ntriples(facts, base)))
        with _java(owlready2, java):
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        answer = BytesIO()
        world.get_ontology(_INFERENCES).save(answer, format="ntriples")
        triples = [quad.triple for quad in ox.parse(answer.getvalue(), format=ox.RdfFormat.N_TRIPLES)]
        return [triple for triple in triples if triple.subject != ox.NamedNode(_INFERENCES.rstrip("/"))]
    except owlready2.OwlReadyInconsistentOntologyError:
        return None
    except (owlready2.OwlReadyJavaError, OSError) as error:
        reason = " ".join(str(error).split())[:300]
        return f"the OWL check by HermiT failed, the project's own rules were used instead: {java}: {reason}"
    finally:
        world.close()


def _ntriples(facts: Iterable[ox.Quad], base: str) -> bytes:
    """Ontology and facts as N-Triples; names of the graph get a `dipl:localName`, so that no two mean one thing."""
    triples = {quad.triple for quad in facts}
    named = {node for triple in triples for node in (triple.subject, triple.object) if isinstance(node, ox.NamedNode)}
    for node in named:
        if node.value.startswith(base):
            triples.add(ox.Triple(node, dipl("localName"), ox.Literal(node.value.removeprefix(base))))
    everything = [*_sorted(triples), *(quad.triple for quad in ontology_triples())]
    written = ox.serialize(everything, format=ox.RdfFormat.N_TRIPLES)
    return written or b""


@contextmanager
def _java(owlready2: Any, java: str) -> Iterator[None]:
    """Let owlready2 use this Java, started for a short run, and leave its files in a folder that is removed."""
    options, program, folder = os.environ.get("JDK_JAVA_OPTIONS"), owlready2.JAVA_EXE, tempfile.tempdir
    with tempfile.TemporaryDirectory() as room:
        os.environ["JDK_JAVA_OPTIONS"] = f"{_JVM} {options or ''}".strip()
        owlready2.JAVA_EXE, tempfile.tempdir = java, room
        try:
            yield
        finally:
            owlready2.JAVA_EXE, tempfile.tempdir = program, folder
            if options is None:
                del os.environ["JDK_JAVA_OPTIONS"]
            else:
                os.environ["JDK_JAVA_OPTIONS"] = options
