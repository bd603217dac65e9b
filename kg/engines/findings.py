"""What reasoner and shapes say of a graph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeVar, overload

import pyoxigraph as ox

from kg.engines.progress import Progress, quiet
from kg.graph.lines import lines_of
from kg.graph.shelves import shelved
from kg.graph.store import open_graph
from kg.graph.terms import thing
from kg.vocab import BASE

if TYPE_CHECKING:
    from kg.graph.reason import Consistency
    from kg.graph.sample import Sample
    from kg.graph.validate import Report


T = TypeVar("T")
# Statements of a report that are in memory at once.
_ROOM: Final = 100_000


@dataclass(frozen=True, slots=True)
class Findings:
    """What reasoner and shapes say of the graph; None where they were not asked."""

    consistency: Consistency | None = None
    report: Report | None = None
    known: Mapping[str, int] | None = None  # the counts, where they need not be counted

    @property
    def engine(self) -> str:
        """The reasoner that was asked; empty if none was."""
        return self.consistency.engine if self.consistency else ""

    @property
    def grave(self) -> bool:
        """Whether the graph contradicts the ontology or breaks a rule that data must keep."""
        return is_grave(self.counts)

    @property
    def counts(self) -> dict[str, int]:
        """How many statements follow, how many clashes and findings of each severity there are; empty if not asked."""
        if self.known is not None:
            return dict(self.known)
        counts = dict(sorted(self.report.counts.items())) if self.report else {}
        if self.consistency:
            counts |= {"inferred": len(self.consistency.inferred), "clashes": len(self.consistency.clashes)}
            counts["clashes"] += not self.consistency.consistent and not counts["clashes"]
        return counts

    def lines(self, base: str) -> Iterator[set[bytes]]:
        """The lines of the same quads without newlines, so many at a time that they take no memory to speak of."""
        quads = self.quads(base)
        while some := lines_of(islice(quads, _ROOM)):
            yield some

    def quads(self, base: str) -> Iterator[ox.Quad]:
        """What follows from the graph and the report of the shapes, each as a graph of its own."""
        if self.consistency:
            yield from _in_graph(self.consistency.inferred, "inferred", base)
        if self.report:
            yield from _in_graph(self.report.triples(base), "report", base)


def is_grave(counts: Mapping[str, int]) -> bool:
    """Whether so many findings mean that the graph contradicts the ontology or that data is broken."""
    return bool(counts.get("clashes") or counts.get("violation"))


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What reasoner and shapes say after a change, as against what they said before; the graph agrees as before."""

    gone: tuple[ox.Quad, ...]
    come: tuple[ox.Quad, ...]
    counts: Mapping[str, int]  # as those of `Findings`
    proof: Sample | None


def check(store: ox.Store, base: str = BASE, progress: Progress = quiet) -> Findings:
    """What reasoner and shapes say of a graph; the store is only read."""
    from kg.graph import reason, validate  # pySHACL and the reasoner are heavy

    progress("reasoning", 0, 1)
    with shelved(store, base) as shelves:
        consistency = reason.check(store, base, shelves=shelves)
        progress("validating", 0, 1)
        return Findings(consistency, validate.validate(store, base, shelves=shelves))


class Kept(Sequence[T]):
    """So many values that stand in the graph and are loaded when they are looked at."""

    def __init__(self, number: int, load: Callable[[], Iterable[T]]) -> None:
        self._number, self._load = number, load

    @cached_property
    def _values(self) -> Sequence[T]:
        return tuple(self._load())

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._values[at]


def kept(engine: Literal["HermiT", "rules"], counts: Mapping[str, int], folder: Path, base: str) -> Findings:
    """The findings that stand in a graph which agrees with the ontology, loaded when they are looked at."""
    from kg.graph.reason import NO_JAVA, Consistency
    from kg.graph.validate import Report, kept_report

    def inferred() -> Iterator[ox.Triple]:
        quads = open_graph(folder).store.quads_for_pattern(None, None, None, thing("graph/inferred", base))
        return iter(sorted((quad.triple for quad in quads), key=str))

    follow = Kept(counts["inferred"], inferred)
    number = sum(_of_shapes(counts).values())
    results = Kept(number, lambda: kept_report(open_graph(folder).store, base).results)
    note = "" if engine == "HermiT" else NO_JAVA
    return Findings(Consistency(True, engine, follow, (), note), Report(results), counts)


def recheck(
    before: ox.Store,
    after: ox.Store,
    change: tuple[Collection[ox.Quad], Collection[ox.Quad]],
    counts: Mapping[str, int],
    proof: Sample | None,
    base: str,
) -> Rechecked:
    """What they say after a change: quads that went and quads that came, where they had found so much before.

    In `after` the graphs of what they said before still stand. Errors: `CannotTellError` if all has to be checked.
    """
    from kg.graph import reason, recheck

    gone, come = change
    derived, proof = reason.recheck(before, after, gone, come, proof, base)
    revised = recheck.revised(before, after, gone, come, _of_shapes(counts), base)
    inferred = counts["inferred"] + len(derived.come) - len(derived.gone)
    return Rechecked(
        (*_in_graph(derived.gone, "inferred", base), *revised.gone),
        (*_in_graph(derived.come, "inferred", base), *revised.come),
        {**{name: n for name, n in sorted(revised.counts.items()) if n}, "inferred": inferred, "clashes": 0},
        proof,
    )


def _of_shapes(counts: Mapping[str, int]) -> dict[str, int]:
    """Of all counts those that are of the shapes, by severity."""
    return {name: count for name, count in counts.items() if name not in ("inferred", "clashes")}


def _in_graph(triples: Iterable[ox.Triple], name: str, base: str) -> Iterator[ox.Quad]:
    graph = thing(f"graph/{name}", base)
    return (ox.Quad(one.subject, one.predicate, one.object, graph) for one in triples)
