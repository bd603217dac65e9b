"""Does the graph agree with the ontology, and what follows from the two? HermiT proves it, rules do without Java.

The reasoner reads the best account and the weighing. Claims are left out: what a document says may well be impossible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Final, Literal, overload
from weakref import finalize

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.entail import theory
from kg.graph.explain import Clash, explained, proved
from kg.graph.hermit import ImpossibleError, find_java, infer
from kg.graph.lines import sorted_lines
from kg.graph.lookout import CannotTellError
from kg.graph.rederive import Derived, rederived
from kg.graph.sample import Known, Sample, enlarged, known, sample
from kg.graph.saturation import Breach, Lines, breaches, facts, own_checks, roomy, saturate, saturated, used
from kg.graph.shelves import Shelves
from kg.graph.terms import TYPE
from kg.vocab import BASE, ONTOLOGY

NO_JAVA: Final = (
    "no Java was found for HermiT, so the project's own rules checked the graph; "
    "install one (Debian: apt-get install default-jre-headless) or let JAVA_HOME name it"
)
# Bytes of lines that are looked at together.
_BLOCK: Final = 1 << 20
_UNEXPLAINED: Final = "by the ontology these cannot all be true (HermiT found it, and no rule of the project says why)"


@dataclass(frozen=True, slots=True)
class Consistency:
    """Whether ontology and graph agree, what follows from them, and by which engine."""

    consistent: bool
    engine: Literal["HermiT", "rules"]
    inferred: Sequence[ox.Triple]  # sorted; none of them stands in the graph
    clashes: tuple[Clash, ...]
    note: str = ""  # why HermiT did not run; empty if it did
    proof: Sample | None = None  # what HermiT found nothing wrong with; None if it did not, or the whole was given


def check(
    store: ox.Store,
    base: str = BASE,
    *,
    whole: bool = False,
    java: str | None = None,
    shelves: Shelves | None = None,
) -> Consistency:
    """Whether the graph in `store` agrees with the ontology, and the triples that follow.

    HermiT's time grows with the square of the graph, so unless `whole` is set it is given a sample of it, see
    `kg.graph.sample`. `java` is the Java to use; by default the one of JAVA_HOME or PATH, and none if it is "".
    `shelves` are those of the store if it has been laid out.
    """
    found, inferred, follows = _followed(store, base, shelves)
    with roomy(store) as told:
        facts(store, base, told, shelves=shelves)
        found += tuple(breaches(told, own_checks()[0]))
        return _checked(store, told, explained(found, store, base), inferred, follows, base, whole, java)


def _followed(store: ox.Store, base: str, shelves: Shelves | None) -> tuple[tuple[Breach, ...], Followed, Known]:
    """What cannot be by all that follows from a graph, what follows, and what a sample is made by.

    All that follows is in memory here alone, without the statements from which nothing does.
    """
    with roomy(store) as scratch:
        facts(store, base, scratch, used(), shelves)
        said = Lines(scratch)
        saturate(scratch)
        return tuple(breaches(scratch, own_checks()[1])), Followed(_new(said.new(scratch))), known(scratch)


def _checked(
    store: ox.Store,
    told: ox.Store,
    found: tuple[Clash, ...],
    inferred: Sequence[ox.Triple],
    follows: Known,
    base: str,
    whole: bool,
    java: str | None,
) -> Consistency:
    """The same, given what is said, and what of it cannot be and follows by the rules."""
    program = find_java() if java is None else java
    if not program:
        return Consistency(not found, "rules", inferred, found, NO_JAVA)
    proof = None if whole else sample(told, follows)
    counted = (ox.Quad(one.subject, one.predicate, one.object) for one in follows.counts.values())
    given = proof.quads if proof else [*told, *counted]
    try:
        types = {triple for triple in infer(given, base, program) if _is_ours(triple)}
    except ImpossibleError:
        if not found:
            found = (proved(given, store, base, _UNEXPLAINED, lambda some: _is_impossible(some, base, program)),)
        return Consistency(False, "HermiT", inferred, found)
    except KGError as error:
        return Consistency(not found, "rules", inferred, found, str(error))
    if whole:
        more = {one for one in types if ox.Quad(one.subject, one.predicate, one.object) not in told}
        inferred = _sorted({*inferred, *more})
    return Consistency(not found, "HermiT", inferred, found, proof=None if found else proof)


def recheck(
    before: ox.Store, after: ox.Store, gone: Iterable[ox.Quad], come: Iterable[ox.Quad], proof: Sample | None, base: str
) -> tuple[Derived, Sample | None]:
    """What follows after a change of a graph that agreed with the ontology, as it still does, and the proof of it.

    `proof` is that of the graph before; None if Java was missing then and is so now. HermiT is asked only if the change
    brings something that is new in kind. Errors: `CannotTellError` if the whole graph has to be looked at.
    """
    derived = rederived(before, after, gone, come, base)
    if proof is None:
        return derived, None
    larger = enlarged(proof, derived.changed, derived.after)
    try:
        if larger is not proof and _is_impossible(larger.quads, base, find_java()):
            raise CannotTellError  # examples of then and now together; the graph itself may be sound
    except KGError:
        raise CannotTellError from None
    return derived, larger


def materialise(store: ox.Store, base: str = BASE) -> tuple[ox.Triple, ...]:
    """The triples that follow from the graph by the ontology's rules and do not stand in it, sorted; needs no Java."""
    scratch = facts(store, base)
    said = Lines(scratch)
    saturate(scratch)
    return tuple(Followed(_new(said.new(scratch))))


def clashes(store: ox.Store, base: str = BASE) -> tuple[Clash, ...]:
    """What the ontology forbids and the graph holds, as far as the rules can tell, sorted; needs no Java."""
    return explained(breaches(saturated(facts(store, base)), theory().checks), store, base)


def _is_impossible(given: Iterable[ox.Quad], base: str, java: str) -> bool:
    try:
        infer(given, base, java)
    except ImpossibleError:
        return True
    return False


# -- by the rules -----------------------------------------------------------------------------------------------------


class Followed(Sequence[ox.Triple]):
    """Triples in order, kept as lines in a file: a million of them take no memory until they are looked at."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        """Lines of N-Triples, each with its newline, in any order."""
        self._file, self._number = TemporaryFile(), 0  # noqa: SIM115 - closed when this goes
        finalize(self, self._file.close)
        for line in sorted_lines(lines):
            self._file.write(line)
            self._number += 1
        self._file.flush()

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[ox.Triple]:
        at = 0
        while True:
            self._file.seek(at)
            lines = self._file.readlines(_BLOCK)
            at = self._file.tell()
            if not lines:
                return
            yield from (quad.triple for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES, lenient=True))

    @overload
    def __getitem__(self, at: int) -> ox.Triple: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[ox.Triple]: ...
    def __getitem__(self, at: int | slice) -> ox.Triple | Sequence[ox.Triple]:
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # it may be compared with a tuple


def _new(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines that are not only there for the rules."""
    devices = {str(device).encode() for device in theory().devices}
    return (line for line in lines if line.split(b" ", 2)[1] not in devices)


def _is_ours(triple: ox.Triple) -> bool:
    """Whether it tells a class of the ontology, and neither a subclass nor that a thing is an owl:Thing."""
    return triple.predicate == TYPE and str(triple.object).startswith(f"<{ONTOLOGY}")


def _sorted(triples: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    return tuple(sorted(triples, key=str))
