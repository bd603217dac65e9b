"""Set-wise searches for the nodes that a SHACL shape may find fault with: one SPARQL query for each constraint.

pySHACL judges node by node, which takes minutes on a large graph. These queries find, over the whole graph at once,
every node that can fail, so that pySHACL need only look at those. They may name too many nodes, never too few; where
a shape says something that is not translated here, all its target nodes are suspects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.graph.nodes import Nodes, Term
from kg.graph.terms import RDF, RDFS, XSD
from kg.kept import kept
from kg.resources import resource

SH: Final = "http://www.w3.org/ns/shacl#"

# Statements of a shape that constrain nothing.
_SILENT: Final = frozenset(
    {
        *(RDF + "type", RDFS + "label", RDFS + "comment"),
        *(SH + name for name in ("path", "severity", "message", "name", "description", "flags", "order", "prefixes")),
        *(SH + name for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")),
    }
)
# Statements of a constraint that is a query and nothing else.
_PLAIN: Final = ("prefixes", "message", "select")
# Datatypes whose values can be checked by casting them in SPARQL.
_CASTS: Final = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "boolean", "dateTime"))


@dataclass(frozen=True, slots=True)
class Search:
    """A query whose ?this are the nodes that a shape may find fault with."""

    shape: str  # IRI
    query: str
    is_exact: bool = True  # whether the query says all that the shape looks at


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that a shape has to say whose one constraint is a query: each row of it is a finding."""

    query: str  # with ?this, and perhaps ?value and what the message names
    message: str  # with {?name} in place of what a row says
    severity: str  # IRI


def verdicts(triples: Iterable[ox.Triple | ox.Quad]) -> dict[str, Verdict]:
    """Shape -> its verdict, for the shapes that have no constraint but one query with one message."""
    return dict(_Shapes(triples).verdicts())


def searches(triples: Iterable[ox.Triple | ox.Quad]) -> tuple[Search, ...]:
    """A search for each constraint of each shape that has targets, in the order of the shapes' names."""
    return tuple(_Shapes(triples).searches())


@cache
def own_shapes() -> tuple[ox.Quad, ...]:
    """The statements of ontology/shapes."""
    files = sorted((file for file in resource("ontology", "shapes").iterdir() if file.name.endswith(".ttl")), key=str)
    return tuple(quad for file in files for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE))


@cache
def own_verdicts() -> Mapping[str, Verdict]:
    return verdicts(own_shapes())


@cache
def own_searches() -> tuple[Search, ...]:
    return kept("searches", lambda: searches(own_shapes()))


def is_read(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, base: str) -> bool:
    """Whether the shapes read a graph: the best account, the weighing, or the claims of a document."""
    if not isinstance(graph, ox.NamedNode):
        return isinstance(graph, ox.DefaultGraph)
    return graph.value.startswith(f"{base}graph/source/") or graph.value == f"{base}graph/weighing"


class _Shapes(Nodes):
    """The shapes of a shapes graph."""

    def searches(self) -> Iterator[Search]:
        shapes = {*self.typed(SH + "NodeShape"), *self.typed(SH + "PropertyShape")}
        for shape in sorted(shapes, key=str):
            target = self._target(shape)
            if target and not self._is_off(shape):
                for condition in dict.fromkeys(self._conditions(shape)):
                    yield Search(
                        shape.value, f"SELECT DISTINCT ?this WHERE {{ {target} {condition} }}", condition != ""
                    )

    def verdicts(self) -> Iterator[tuple[str, Verdict]]:
        for shape in self.typed(SH + "NodeShape"):
            constraints = self.values(shape, SH + "sparql")
            says = self.predicates(shape) - _SILENT | self.predicates(shape) & {SH + "path", SH + "message"}
            if says == {SH + "sparql"} and len(constraints) == 1 and (verdict := self._verdict(shape, constraints[0])):
                yield shape.value, verdict

    def _verdict(self, shape: ox.NamedNode, constraint: Term) -> Verdict | None:
        messages, severity = self.values(constraint, SH + "message"), self.values(shape, SH + "severity")
        query = self._query(constraint)
        plain = isinstance(constraint, ox.BlankNode) and self.predicates(constraint) == {SH + name for name in _PLAIN}
        if not plain or len(messages) != 1 or not query or re.search(r"[$?](path|failure|shapesGraph)\b", query):
            return None
        return Verdict(query, _text(messages[0]), _text(severity[0]) if severity else SH + "Violation")

    def _is_off(self, shape: Term) -> bool:
        return any(
            isinstance(value, ox.Literal) and value.value == "true" for value in self.values(shape, SH + "deactivated")
        )

    def _target(self, shape: ox.NamedNode) -> str:
        """Graph pattern that binds ?this to the shape's target nodes; empty if it has none."""
        patterns = [f"?this {RDF_TYPE} {kind} ." for kind in self.values(shape, SH + "targetClass")]
        patterns += [f"?this {prop} ?any ." for prop in self.values(shape, SH + "targetSubjectsOf")]
        patterns += [f"?any {prop} ?this ." for prop in self.values(shape, SH + "targetObjectsOf")]
        patterns += [f"VALUES ?this {{ {node} }}" for node in self.values(shape, SH + "targetNode")]
        return patterns[0] if len(patterns) == 1 else " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)

    # -- conditions under which a target node may fail ----------------------------------------------------------------

    def _conditions(self, shape: Term) -> Iterator[str]:
        if not isinstance(shape, ox.NamedNode | ox.BlankNode):
            yield ""
            return
        path = self._path(self.value(shape, SH + "path"))
        for predicate in sorted(self.predicates(shape) - _SILENT):
            for parameter in self.values(shape, predicate):
                yield from self._condition(shape, path, predicate.removeprefix(SH), parameter)

    def _condition(self, shape: Term, path: str | None, name: str, parameter: Term) -> Iterator[str]:
        if name == "sparql":
            yield self._select(parameter)
        elif name == "property" and path is None:
            yield from self._conditions(parameter)
        elif path is None:
            yield ""
        elif name == "minCount":
            yield _fewer(path, int(_text(parameter)))
        elif name == "maxCount":
            yield _more(path, int(_text(parameter)))
        elif name == "hasValue":
            yield f"FILTER NOT EXISTS {{ ?this {path} {parameter} }}"
        elif name in ("lessThan", "lessThanOrEquals"):
            sign = "<" if name == "lessThan" else "<="
            yield f"?this {path} ?value ; {parameter} ?other . FILTER(!COALESCE(?value {sign} ?other, false))"
        elif name == "disjoint":
            yield f"?this {path} ?value ; {parameter} ?value ."
        else:
            wrong = self._wrong_value(shape, name, parameter)
            yield f"?this {path} ?value . {wrong}" if wrong else ""

    def _wrong_value(self, shape: Term, name: str, parameter: Term) -> str:
        """Condition under which ?value breaks a constraint on values; empty if the constraint is not known here."""
        if name == "class":
            return f"FILTER NOT EXISTS {{ ?value {RDF_TYPE} {parameter} }}"
        right = self._right_value(shape, name, parameter)
        return f"FILTER(!COALESCE({right}, false))" if right else ""

    def _right_value(self, shape: Term, name: str, parameter: Term) -> str:
        if name == "datatype":
            cast = f" && {parameter}(STR(?value)) = ?value" if _text(parameter) in _CASTS else ""
            return f"DATATYPE(?value) = {parameter}{cast}"
        if name == "nodeKind":
            return {SH + "IRI": "ISIRI(?value)", SH + "Literal": "ISLITERAL(?value)"}.get(_text(parameter), "")
        if name == "in":
            return " || ".join(f"SAMETERM(?value, {item})" for item in self.items(parameter)) or "false"
        if name == "pattern":
            flags = self.value(shape, SH + "flags")
            return f"REGEX(STR(?value), {parameter}{f', {flags}' if flags else ''})"
        if name in ("minLength", "maxLength"):
            return f"STRLEN(STR(?value)) {'>=' if name == 'minLength' else '<='} {_text(parameter)}"
        sign = {"minInclusive": ">=", "maxInclusive": "<=", "minExclusive": ">", "maxExclusive": "<"}.get(name)
        return f"?value {sign} {parameter}" if sign else ""

    def _select(self, constraint: Term) -> str:
        """The constraint's own query as a sub-query, which finds all its nodes at once."""
        query = self._query(constraint)
        return f"{{ {query} }}" if query else ""

    def _query(self, constraint: Term) -> str:
        query = self.value(constraint, SH + "select")
        if query is None:
            return ""
        prefixes = self._prefixes(constraint)
        text = re.sub(r"[$?]this\b", "?this", _text(query))
        return re.sub(_PREFIXED, lambda found: _expand(found, prefixes), text)

    def _prefixes(self, constraint: Term) -> dict[str, str]:
        declared = [
            declaration
            for group in self.values(constraint, SH + "prefixes")
            for declaration in self.values(group, SH + "declare")
        ]
        return {_text(self.value(one, SH + "prefix")): _text(self.value(one, SH + "namespace")) for one in declared}

    def _path(self, node: Term | None) -> str | None:
        """A SHACL path as a SPARQL path; None if there is none or it is of a kind not known here."""
        if node is None or isinstance(node, ox.NamedNode):
            return str(node) if node else None
        for name, form in (("inversePath", "^({})"), ("zeroOrMorePath", "({})*"), ("oneOrMorePath", "({})+")):
            inner = self._path(self.value(node, SH + name))
            if inner:
                return form.format(inner)
        either = self.items(self.value(node, SH + "alternativePath"))
        steps = [self._path(step) for step in either or self.items(node)]
        known = [step for step in steps if step]
        return f"({('|' if either else '/').join(known)})" if known and len(known) == len(steps) else None


RDF_TYPE: Final = f"<{RDF}type>"
# A prefixed name outside of a string; strings and IRIs are matched first and left as they are.
_PREFIXED: Final = re.compile(r'"[^"\n]*"|<[^<>\s]*>|(?P<prefix>[A-Za-z][\w-]*):(?P<name>[A-Za-z]\w*)')


def _expand(found: re.Match[str], prefixes: dict[str, str]) -> str:
    prefix = found["prefix"]
    return f"<{prefixes[prefix]}{found['name']}>" if prefix in prefixes else found[0]


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _fewer(path: str, number: int) -> str:
    """Condition that ?this has fewer values than a number."""
    if number == 1:
        return f"FILTER NOT EXISTS {{ ?this {path} ?value }}"
    names = [f"?v{n}" for n in range(number)]
    return f"FILTER NOT EXISTS {{ {_different(path, names)} }}"


def _more(path: str, number: int) -> str:
    return _different(path, [f"?v{n}" for n in range(number + 1)])


def _different(path: str, names: list[str]) -> str:
    """Pattern that ?this has as many different values as there are names."""
    values = " ".join(f"?this {path} {name} ." for name in names)
    pairs = [f"!SAMETERM({one}, {other})" for n, one in enumerate(names) for other in names[n + 1 :]]
    return f"{values} FILTER({' && '.join(pairs)})" if pairs else values
