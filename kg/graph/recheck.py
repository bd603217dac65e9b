"""The report of the shapes after a change: only nodes for which the change may matter are judged again.

Each shape's searches tell what it looks at (see `kg.graph.lookout`). From the quads that came and went this leads to
the nodes to be judged, from these to what must be known of them; that alone is put before the shapes. What the report
said of these nodes by these shapes goes, what is found now comes, and all else stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.graph.lookout import Focus, neighbourhood, touched
from kg.graph.suspects import SH, is_read, own_searches, own_shapes
from kg.graph.terms import thing
from kg.graph.validate import Report, answers, judged, severity


@dataclass(frozen=True, slots=True)
class Revised:
    """What a change makes of a report."""

    gone: frozenset[ox.Quad]
    come: frozenset[ox.Quad]
    counts: Mapping[str, int]  # severity -> findings


def revised(
    before: ox.Store,
    after: ox.Store,
    gone: Iterable[ox.Quad],
    come: Iterable[ox.Quad],
    counts: Mapping[str, int],
    base: str,
) -> Revised:
    """What becomes of the report that stands in `before` with so many findings if quads go and others come.

    `after` is the store after the change, in which the report still stands as it was. Errors: `CannotTellError`.
    """
    focus: Focus = defaultdict(set)
    for store, quads in ((before, gone), (after, come)):
        for shape, nodes in touched(store, [quad for quad in quads if is_read(quad.graph_name, base)]).items():
            focus[shape] |= nodes
    kept, graph = _Kept(before, base), thing("graph/report", base)
    old = list(kept.findings(focus))
    found = _judged_again(after, focus, base)
    moved: Counter[str] = Counter(finding.severity for finding in found.results)
    moved.subtract(kept.severity(node) for node in old)
    new = {name: counts.get(name, 0) + moved[name] for name in {*counts, *moved}}
    conforms = not any(new.values())
    said = {quad for node in old for quad in kept.quads(node)} | set(kept.verdict())
    says = {ox.Quad(one.subject, one.predicate, one.object, graph) for one in found.triples(base, conforms)}
    return Revised(frozenset(said - says), frozenset(quad for quad in says - said if quad not in before), new)


# -- from the nodes to what is found ----------------------------------------------------------------------------------


def _judged_again(store: ox.Store, focus: Focus, base: str) -> Report:
    """What the shapes find fault with in the nodes that each is to judge."""
    part = neighbourhood(store, focus, base)
    suspects = {}
    for shape, nodes in answers(part, [search for search in own_searches() if search.shape in focus]).items():
        if both := sorted(node.value for node in nodes if str(node) in focus[shape]):
            suspects[shape] = both
    return Report.of_findings(judged(part, own_shapes(), suspects) if suspects else ())


# -- the report that is kept ------------------------------------------------------------------------------------------


class _Kept:
    """The report as it stands in a store."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self._store, self._graph, self._head = store, thing("graph/report", base), thing("report", base)

    def findings(self, focus: Focus) -> Iterator[ox.NamedNode]:
        """The findings of each shape on the nodes that it is to judge."""
        shapes: dict[str, set[str]] = defaultdict(set)
        for shape, nodes in focus.items():
            for node in nodes:
                shapes[node].add(shape)
        for node, those in shapes.items():
            about = self._store.quads_for_pattern(None, _FOCUS_NODE, ox.NamedNode(node[1:-1]), self._graph)
            for quad in about:
                if isinstance(quad.subject, ox.NamedNode) and self._value(quad.subject, "sourceShape") in those:
                    yield quad.subject

    def severity(self, finding: ox.NamedNode) -> str:
        return severity(self._value(finding, "resultSeverity"))

    def quads(self, finding: ox.NamedNode) -> Iterator[ox.Quad]:
        """All that is said of a finding."""
        yield from self._store.quads_for_pattern(finding, None, None, self._graph)
        yield from self._store.quads_for_pattern(None, None, finding, self._graph)

    def verdict(self) -> Iterator[ox.Quad]:
        """Whether the graph conforms."""
        yield from self._store.quads_for_pattern(self._head, ox.NamedNode(SH + "conforms"), None, self._graph)

    def _value(self, finding: ox.NamedNode, name: str) -> str:
        (quad,) = self._store.quads_for_pattern(finding, ox.NamedNode(SH + name), None, self._graph)
        return str(getattr(quad.object, "value", ""))


_FOCUS_NODE: Final = ox.NamedNode(SH + "focusNode")
