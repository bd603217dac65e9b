"""Is the graph sound, and what in it should a historian look at? Judged by the SHACL shapes of ontology/shapes.

pySHACL is the judge. As it takes minutes to walk through a large graph, only those nodes are brought before it that
the searches of `kg.graph.suspects` find; where they find none it is not even loaded. A shape that is but a query needs
no judge: each row of the query is a finding. With `whole` pySHACL judges everything; tests hold one against the other.
"""

from __future__ import annotations

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Any, Final, Literal, cast

import pyoxigraph as ox

from kg.graph.lookout import neighbourhood
from kg.graph.portions import portions
from kg.graph.saturation import roomy
from kg.graph.shelves import Shelves, shelved
from kg.graph.suspects import SH, Search, Verdict, own_searches, own_shapes, own_verdicts, searches, verdicts
from kg.graph.terms import TYPE, thing
from kg.vocab import BASE

Severity = Literal["violation", "warning", "info"]
Value = ox.NamedNode | ox.Literal
Statement = ox.Triple | ox.Quad

SHAPES: Final = "https://w3id.org/dipl/shapes#"
# What a message names of a row.
_NAMED: Final = re.compile(r"\{[?$](\w+)\}")
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

    results: Sequence[Finding]

    @property
    def conforms(self) -> bool:
        """Whether there is no finding at all, as SHACL has it."""
        return not self.results

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.results if finding.severity == severity)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings of each severity there are."""
        return Counter(finding.severity for finding in self.results)

    @classmethod
    def of_findings(cls, findings: Iterable[Finding]) -> Report:
        """The report of some findings, in whatever order they come."""
        return cls(tuple(sorted(set(findings), key=_order)))

    def triples(self, base: str = BASE, conforms: bool | None = None) -> Iterator[ox.Triple]:
        """The report as a sh:ValidationReport; its nodes have names, so that two reports can be compared.

        `conforms` is what a larger report says of which this is a part.
        """
        report = thing("report", base)
        yield ox.Triple(report, TYPE, _sh("ValidationReport"))
        yield ox.Triple(report, _sh("conforms"), ox.Literal(self.conforms if conforms is None else conforms))
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
    store: ox.Store,
    base: str = BASE,
    *,
    whole: bool = False,
    shapes: Iterable[ox.Triple | ox.Quad] | None = None,
    shelves: Shelves | None = None,
) -> Report:
    """What the shapes find fault with in the best account, the claims and the weighing of the graph in `store`.

    `shapes` stand in for those of ontology/shapes; a shape holds queries that are run, so they must be trusted.
    With `whole` pySHACL looks at every node: the same report, but on a large graph it takes minutes.
    `shelves` are those of a large graph that has been laid out.
    """
    if shapes is None and not whole:
        with nullcontext(shelves) if shelves else shelved(store, base) as laid_out:
            if laid_out and not laid_out.has_blanks:
                return Report.of_findings(_by_portions(store, base, laid_out))
    with roomy(store) as graph:
        return _validated(_flat(store, base, graph), whole, shapes)


def _validated(graph: ox.Store, whole: bool, shapes: Iterable[Statement] | None) -> Report:
    statements = own_shapes() if shapes is None else tuple(shapes)
    if whole:
        return Report.of_findings(_judgement(graph, _rdflib_graph(statements), None, None))
    suspects = _suspects(graph, own_searches() if shapes is None else searches(statements))
    return Report.of_findings(judged(graph, statements, suspects))


def kept_report(store: ox.Store, base: str) -> Report:
    """The report that stands in a store."""
    graph, found = thing("graph/report", base), []
    for about in store.quads_for_pattern(None, _sh("focusNode"), None, graph):
        quads = store.quads_for_pattern(about.subject, None, None, graph)
        said: dict[str, Any] = {quad.predicate.value: quad.object for quad in quads}
        found.append(
            Finding(
                severity(said[SH + "resultSeverity"].value),
                said[SH + "sourceShape"].value.removeprefix(SHAPES),
                said[SH + "focusNode"].value,
                said[SH + "resultPath"].value if SH + "resultPath" in said else "",
                said.get(SH + "value"),
                said[SH + "resultMessage"].value,
            )
        )
    return Report.of_findings(found)


def _flat(store: ox.Store, base: str, into: ox.Store | None = None) -> ox.Store:
    """Best account, claims and weighing in one default graph; links, reports and inferences are left out."""
    claims = thing("graph/source/", base).value
    names = [name for name in store.named_graphs() if isinstance(name, ox.NamedNode) and name.value.startswith(claims)]
    graphs: list[ox.NamedNode | ox.DefaultGraph] = [ox.DefaultGraph(), thing("graph/weighing", base), *names]
    quads = chain.from_iterable(store.quads_for_pattern(None, None, None, graph) for graph in graphs)
    flat = ox.Store() if into is None else into
    flat.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return flat


def _by_portions(store: ox.Store, base: str, shelves: Shelves) -> Iterator[Finding]:
    """What our shapes find fault with in a large graph, of which no more is in memory than a few searches look at."""
    left: defaultdict[str, set[str]] = defaultdict(set)
    for portion, search in portions(shelves, own_searches()):
        for shape, nodes in _suspects(portion, [search]).items():
            if shape in own_verdicts():
                yield from _said(portion, shape, own_verdicts()[shape], set(nodes))
            else:
                left[shape].update(nodes)
    if left:
        near = neighbourhood(store, {shape: {f"<{node}>" for node in nodes} for shape, nodes in left.items()}, base)
        yield from judged(near, own_shapes(), {shape: sorted(nodes) for shape, nodes in left.items()})


def _suspects(graph: ox.Store, found_by: Iterable[Search]) -> dict[str, list[str]]:
    """Shape -> IRIs of the nodes it may find fault with; an empty list if one of them has no IRI: then all targets."""
    return {
        shape: sorted(node.value for node in nodes) if all(isinstance(node, ox.NamedNode) for node in nodes) else []
        for shape, nodes in sorted(answers(graph, found_by).items())
    }


def answers(graph: ox.Store, found_by: Iterable[Search]) -> dict[str, set[Any]]:
    """Shape -> nodes it may find fault with, for each shape that has any."""
    found: dict[str, set[Any]] = defaultdict(set)
    for search in found_by:
        rows = graph.query(search.query)
        assert isinstance(rows, ox.QuerySolutions)
        found[search.shape].update(row["this"] for row in rows)
    return {shape: nodes for shape, nodes in found.items() if nodes}


# -- pySHACL ----------------------------------------------------------------------------------------------------------


def judged(graph: ox.Store, statements: Sequence[Statement], suspects: Mapping[str, list[str]]) -> Iterator[Finding]:
    """What the shapes find fault with in the suspects of each.

    A shape whose one constraint is a query says it with the rows of this query; the others are left to pySHACL.
    """
    spoken = own_verdicts() if statements is own_shapes() else verdicts(statements)
    rest = {shape: nodes for shape, nodes in suspects.items() if shape not in spoken or not nodes}
    for shape in suspects.keys() - rest.keys():
        yield from _said(graph, shape, spoken[shape], set(suspects[shape]))
    if rest:
        shapes = _rdflib_graph(statements)
        for shape, nodes in rest.items():
            yield from _judgement(graph, shapes, [shape], nodes or None)


def _said(graph: ox.Store, shape: str, verdict: Verdict, suspects: set[str]) -> Iterator[Finding]:
    """The findings of a shape that is a query, as SHACL-SPARQL has it: one for each row."""
    rows = graph.query(verdict.query)
    assert isinstance(rows, ox.QuerySolutions)
    names = [variable.value for variable in rows.variables]
    for row in rows:
        focus = row["this"]
        if not isinstance(focus, ox.NamedNode) or focus.value not in suspects:
            continue
        found = {name: row[name] for name in names if row[name] is not None}
        value = found.setdefault("value", focus)
        yield Finding(
            severity(verdict.severity),
            shape.removeprefix(SHAPES),
            focus.value,
            "",
            value if isinstance(value, ox.NamedNode | ox.Literal) else None,
            _filled(verdict.message, found),
        )


def _filled(message: str, row: Mapping[str, Any]) -> str:
    """A message with what a row says in place of the names."""
    return _NAMED.sub(lambda name: str(getattr(row.get(name[1]), "value", name[0])), message)


def _judgement(graph: ox.Store, shapes: Any, use: list[str] | None, focus: list[str] | None) -> Iterator[Finding]:
    import pyshacl

    judge: Any = pyshacl.validate  # its types do not know that it takes a pyoxigraph store
    with _quick_truth(), _literals_as_written():
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
def _literals_as_written() -> Iterator[None]:
    """Keep rdflib from writing 00:00:00Z as 00:00:00+00:00, and a traceback for each malformed literal.

    The shapes have a sentence for those. pySHACL itself keeps literals as they are while it loads a graph, no longer.
    """
    import rdflib
    from pyshacl import entrypoints

    logger, entry = logging.getLogger("rdflib.term"), cast("Any", entrypoints)
    level, loaded = logger.level, entry.rdflib_bool_unpatch

    def still_as_written() -> None:
        loaded()
        rdflib.NORMALIZE_LITERALS = False

    logger.setLevel(logging.ERROR)
    entry.rdflib_bool_unpatch, rewrites = still_as_written, rdflib.NORMALIZE_LITERALS
    try:
        yield
    finally:
        logger.setLevel(level)
        entry.rdflib_bool_unpatch, rdflib.NORMALIZE_LITERALS = loaded, rewrites


def _findings(report: Any, shapes: Any = None) -> Iterator[Finding]:
    """The results of a pySHACL report, an rdflib graph; a nested shape without a name goes by that of its shape."""
    from rdflib import RDF, SH, BNode, URIRef

    for result in report.subjects(RDF.type, SH.ValidationResult):
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        shape = report.value(result, SH.sourceShape)
        while isinstance(shape, BNode) and shapes and (outer := shapes.value(None, SH.property, shape)):
            shape = outer
        yield Finding(
            severity(report.value(result, SH.resultSeverity)),
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
    return _stored(ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None))


def _stored(value: ox.Literal) -> ox.Literal:
    """A value as a store gives it back: it knows 00:00:00Z and 00:00:00+00:00 as one."""
    store = ox.Store()
    store.add(ox.Quad(TYPE, TYPE, value))
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)
    return quad.object


# -- the report -------------------------------------------------------------------------------------------------------


def _order(finding: Finding) -> tuple[int, str, str, str, str, str]:
    gravity = list(_SEVERITIES.values()).index(finding.severity)
    return gravity, finding.shape, finding.focus, finding.path, str(finding.value), finding.message


def _digest(finding: Finding) -> str:
    parts = (finding.focus, finding.path, str(finding.value), finding.message)
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _iri(shape: str) -> str:
    return shape if ":" in shape else SHAPES + shape


def severity(iri: str) -> Severity:
    """A severity by its IRI in SHACL."""
    return _SEVERITIES[iri.removeprefix(SH)]


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)
