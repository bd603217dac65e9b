"""Is the graph sound, and what in it should a historian look at? Judged by the SHACL shapes of ontology/shapes.

pySHACL is the judge. As it takes minutes to walk through a large graph, only those nodes are brought before it that
the searches of `kg.graph.suspects` find; where they find none it is not even loaded.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import chain
from typing import Any, Final, Literal

import pyoxigraph as ox

from kg.graph.suspects import SH, Search, searches
from kg.graph.terms import TYPE, thing
from kg.resources import resource
from kg.vocab import BASE

Severity = Literal["violation", "warning", "info"]
Value = ox.NamedNode | ox.Literal

SHAPES: Final = "https://w3id.org/dipl/shapes#"
_SEVERITIES: Final[Mapping[str, Severity]] = {"Violation": "violation", "Warning": "warning", "Info": "info"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a shape finds fault with: broken data (violation), unlikely history (warning), or a gap (info)."""

    severity: Severity
    shape: str  # local name, or the IRI of a shape that is not ours
    focus: str  # IRI
    path: str  # IRI of the property; empty if the fault lies not in one property
    value: Value | None
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the shapes find fault with, the gravest first; an empty report conforms."""

    results: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no finding at all, as SHACL has it."""
        return not self.results

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that say the data is broken."""
        return self.of("violation")

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.results if finding.severity == severity)

    def triples(self, base: str = BASE) -> Iterator[ox.Triple]:
        """The report as a sh:ValidationReport; its nodes have names, so that two reports can be compared."""
        report = thing("report", base)
        yield ox.Triple(report, TYPE, _sh("ValidationReport"))
        yield ox.Triple(report, _sh("conforms"), ox.Literal(self.conforms))
        for finding in self.results:
            node = thing(f"finding/{finding.shape.removeprefix(SHAPES)}/{_digest(finding)}", base)
            yield ox.Triple(report, _sh("result"), node)
            yield ox.Triple(node, TYPE, _sh("ValidationResult"))
            yield ox.Triple(node, _sh("resultSeverity"), _sh(finding.severity.capitalize()))
            yield ox.Triple(node, _sh("sourceShape"), ox.NamedNode(_iri(finding.shape)))
            yield ox.Triple(node, _sh("focusNode"), ox.NamedNode(finding.focus))
            yield ox.Triple(node, _sh("resultMessage"), ox.Literal(finding.message, language="en"))
            if finding.path:
                yield ox.Triple(node, _sh("resultPath"), ox.NamedNode(finding.path))
            if finding.value is not None:
                yield ox.Triple(node, _sh("value"), finding.value)


def validate(
    store: ox.Store, base: str = BASE, *, whole: bool = False, shapes: Iterable[ox.Triple | ox.Quad] | None = None
) -> Report:
    """What the shapes find fault with in the best account, the claims and the weighing of the graph in `store`.

    `shapes` stand in for those of ontology/shapes; a shape holds queries that are run, so they must be trusted.
    With `whole` pySHACL looks at every node: the same report, but on a large graph it takes minutes.
    """
    graph = _flat(store, base)
    statements = _own_shapes() if shapes is None else tuple(shapes)
    suspects = {} if whole else _suspects(graph, _own_searches() if shapes is None else searches(statements))
    if not whole and not suspects:
        return Report(())
    return Report(tuple(sorted(set(_judged(graph, statements, suspects)), key=_order)))


def _flat(store: ox.Store, base: str) -> ox.Store:
    """Best account, claims and weighing in one default graph; links, reports and inferences are left out."""
    claims = thing("graph/source/", base).value
    names = [name for name in store.named_graphs() if isinstance(name, ox.NamedNode) and name.value.startswith(claims)]
    graphs: list[ox.NamedNode | ox.DefaultGraph] = [ox.DefaultGraph(), thing("graph/weighing", base), *names]
    quads = chain.from_iterable(store.quads_for_pattern(None, None, None, graph) for graph in graphs)
    flat = ox.Store()
    flat.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return flat


@cache
def _own_shapes() -> tuple[ox.Quad, ...]:
    files = sorted((file for file in resource("ontology", "shapes").iterdir() if file.name.endswith(".ttl")), key=str)
    return tuple(quad for file in files for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE))


@cache
def _own_searches() -> tuple[Search, ...]:
    return searches(_own_shapes())


def _suspects(graph: ox.Store, found_by: Iterable[Search]) -> dict[str, list[str]]:
    """Shape -> IRIs of the nodes it may find fault with; an empty list if one of them has no IRI: then all targets."""
    found: dict[str, set[Any]] = defaultdict(set)
    for search in found_by:
        rows = graph.query(search.query)
        assert isinstance(rows, ox.QuerySolutions)
        found[search.shape].update(row["this"] for row in rows)
    named = {shape: all(isinstance(node, ox.NamedNode) for node in nodes) for shape, nodes in found.items()}
    return {
        shape: sorted(node.value for node in nodes) if named[shape] else []
        for shape, nodes in sorted(found.items())
        if nodes
    }


# -- pySHACL ----------------------------------------------------------------------------------------------------------


def _judged(
    graph: ox.Store, statements: Iterable[ox.Triple | ox.Quad], suspects: Mapping[str, list[str]]
) -> Iterator[Finding]:
    """pySHACL's findings on the suspects of each shape, or on everything if there are no suspects."""
    import pyshacl

    judge: Any = pyshacl.validate  # its types do not know that it takes a pyoxigraph store
    shapes = _rdflib_graph(statements)
    runs: Iterable[tuple[list[str] | None, list[str] | None]]
    runs = [([shape], nodes or None) for shape, nodes in suspects.items()] or [(None, None)]
    with _quick_truth(), _silent_about_literals():
        for use, focus in runs:
            answer = judge(graph, shacl_graph=shapes, use_shapes=use, focus_nodes=focus, inplace=True)
            yield from _findings(answer[1], shapes)


def _rdflib_graph(statements: Iterable[ox.Triple | ox.Quad]) -> Any:
    """The shapes as pySHACL takes them, with the datatype of every string written out.

    It reads strings from the store with their datatype, and for rdflib "date" and "date"^^xsd:string are two values.
    """
    import rdflib

    def term(node: Any) -> Any:
        if isinstance(node, ox.Literal):
            datatype = None if node.language else rdflib.URIRef(node.datatype.value)
            return rdflib.Literal(node.value, lang=node.language, datatype=datatype)
        return (rdflib.URIRef if isinstance(node, ox.NamedNode) else rdflib.BNode)(node.value)

    graph = rdflib.Graph()
    for statement in statements:
        graph.add((term(statement.subject), term(statement.predicate), term(statement.object)))
    return graph


@contextmanager
def _quick_truth() -> Iterator[None]:
    """Keep pySHACL from counting the whole store each time it asks whether there is a graph at all.

    It writes `datagraph or shapes`, and the truth of a graph is its length: 11.6 s instead of 0.6 s on 10,000 triples.
    """
    from pyshacl.graph_abstraction import OxigraphDataGraph

    patient: Any = OxigraphDataGraph
    patient.__bool__ = lambda self: True
    try:
        yield
    finally:
        del patient.__bool__


@contextmanager
def _silent_about_literals() -> Iterator[None]:
    """Keep rdflib from writing a traceback for each malformed literal; the shapes have a sentence for it."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _findings(report: Any, shapes: Any = None) -> Iterator[Finding]:
    """The results of a pySHACL report, an rdflib graph; a nested shape without a name goes by that of its shape."""
    from rdflib import RDF, SH, BNode, URIRef

    for result in report.subjects(RDF.type, SH.ValidationResult):
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        shape = report.value(result, SH.sourceShape)
        while isinstance(shape, BNode) and shapes and (outer := shapes.value(None, SH.property, shape)):
            shape = outer
        yield Finding(
            _SEVERITIES[report.value(result, SH.resultSeverity).removeprefix(str(SH))],
            str(shape).removeprefix(SHAPES),
            str(report.value(result, SH.focusNode)),
            str(path) if isinstance(path, URIRef) else "",
            None if value is None or isinstance(value, BNode) else _term(value),
            " ".join(sorted(str(message) for message in report.objects(result, SH.resultMessage))),
        )


def _term(term: Any) -> Value:
    """An rdflib term as one of pyoxigraph."""
    from rdflib import URIRef

    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)


# -- the report -------------------------------------------------------------------------------------------------------


def _order(finding: Finding) -> tuple[int, str, str, str, str, str]:
    gravity = list(_SEVERITIES.values()).index(finding.severity)
    return gravity, finding.shape, finding.focus, finding.path, str(finding.value), finding.message


def _digest(finding: Finding) -> str:
    parts = (finding.focus, finding.path, str(finding.value), finding.message)
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _iri(shape: str) -> str:
    return shape if ":" in shape else SHAPES + shape


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)
