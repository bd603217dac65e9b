"""What reasoner and shapes say of a graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.engines.options import Progress, quiet
from kg.graph.terms import thing
from kg.vocab import BASE

if TYPE_CHECKING:
    from kg.graph.reason import Consistency
    from kg.graph.validate import Report


@dataclass(frozen=True, slots=True)
class Findings:
    """What reasoner and shapes say of the graph; None where they were not asked."""

    consistency: Consistency | None = None
    report: Report | None = None

    @property
    def engine(self) -> str:
        """The reasoner that was asked; empty if none was."""
        return self.consistency.engine if self.consistency else ""

    @property
    def grave(self) -> bool:
        """Whether the graph contradicts the ontology or breaks a rule that data must keep."""
        return bool((self.consistency and not self.consistency.consistent) or (self.report and self.report.violations))


def check(store: ox.Store, base: str = BASE, progress: Progress = quiet) -> Findings:
    """What reasoner and shapes say of a graph; the store is only read."""
    from kg.graph import reason, validate  # pySHACL and the reasoner are heavy

    progress("reasoning", 0, 1)
    consistency = reason.check(store, base)
    progress("validating", 0, 1)
    return Findings(consistency, validate.validate(store, base))


def found_quads(findings: Findings, base: str) -> Iterator[ox.Quad]:
    """What follows from the graph and the report of the shapes, each as a graph of its own."""
    if findings.consistency:
        inferred = thing("graph/inferred", base)
        yield from (ox.Quad(one.subject, one.predicate, one.object, inferred) for one in findings.consistency.inferred)
    if findings.report:
        report = thing("graph/report", base)
        yield from (ox.Quad(one.subject, one.predicate, one.object, report) for one in findings.report.triples(base))
