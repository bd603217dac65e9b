"""JSON-LD compacted with the project's own context, which stands in the file: nobody has to fetch it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from typing import IO, Any, Final

import pyoxigraph as ox

from kg.graph.lines import sorted_triples
from kg.graph.terms import PREFIXES, TYPE, XSD
from kg.resources import resource

_STRING: Final = XSD + "string"
_INTEGER: Final = XSD + "integer"
_BATCH: Final = 5_000

Node = ox.NamedNode | ox.DefaultGraph


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the context: what it stands for and how its values are read."""

    name: str
    type: str = ""  # datatype IRI, "@id", "@vocab" or "" for none
    by_language: bool = False  # its values stand in a map, language -> text

    def takes(self, value: ox.NamedNode | ox.Literal) -> bool:
        """Whether the value, written under this name, reads back as itself."""
        if isinstance(value, ox.NamedNode):
            return self.type in ("@id", "@vocab")
        if self.by_language:
            return bool(value.language) or value.datatype.value == _STRING
        return not value.language and value.datatype.value in ((self.type,) if self.type else (_STRING, _INTEGER))


class Context:
    """The project's context with one base, ready to shorten IRIs and values."""

    def __init__(self, base: str, context: Mapping[str, Any] | None = None) -> None:
        own = dict(context if context is not None else bundled_context())
        assert not {"@vocab", "@language"} & own.keys(), "these would change how plain names and strings are read"
        for prefix, iri in PREFIXES.items():
            own.setdefault(prefix, iri)
        # A base with another ending would resolve otherwise than by joining the two.
        self.document = {"@base": base, **own} if base.endswith("/") else own
        self._base = base if base.endswith("/") else ""
        self._short: dict[str, str] = {}

    @cached_property
    def id(self) -> str:
        return self._alias("@id")

    @cached_property
    def type(self) -> str:
        return self._alias("@type")

    def _alias(self, keyword: str) -> str:
        return next((name for name, meaning in self.document.items() if meaning == keyword), keyword)

    @cached_property
    def _prefixes(self) -> list[tuple[str, str]]:
        """(IRI, prefix), the longest IRI first."""
        found = (
            (value, name)
            for name, value in self.document.items()
            if isinstance(value, str) and not name.startswith("@") and value.endswith(("/", "#"))
        )
        return sorted(found, key=lambda pair: (-len(pair[0]), pair))

    @cached_property
    def _terms(self) -> dict[str, list[Term]]:
        """Property or class IRI -> the terms that stand for it, in the order of the context."""
        terms: dict[str, list[Term]] = {}
        for name, value in self.document.items():
            meaning = value if isinstance(value, dict) else {"@id": value}
            iri = self.expanded(str(meaning.get("@id", name)))
            containers = meaning.get("@container", [])
            containers = {containers} if isinstance(containers, str) else set(containers)
            if not name.startswith("@") and not iri.startswith("@") and containers <= {"@language", "@set"}:
                term = Term(name, self.expanded(meaning.get("@type", "")), "@language" in containers)
                terms.setdefault(iri, []).append(term)
        return terms

    def expanded(self, name: str) -> str:
        """The IRI that a compact name of the context stands for; keywords and IRIs as they are."""
        prefix, colon, rest = name.partition(":")
        if name.startswith("@") or not name or rest.startswith("//"):
            return name
        meaning = self.document.get(prefix)
        if colon and isinstance(meaning, str):
            return meaning + rest
        return name

    def short(self, iri: str) -> str:
        """An IRI as the value of `@id`: relative to the base, with a prefix, or whole."""
        found = self._short.get(iri)
        if found is None:
            found = self._short[iri] = self._relative(iri) or self._prefixed(iri) or iri
        return found

    def _relative(self, iri: str) -> str:
        rest = iri.removeprefix(self._base) if self._base and iri.startswith(self._base) else ""
        # A colon would make it an IRI of its own, these first characters another kind of reference.
        return "" if ":" in rest or rest.startswith(("/", "?", "#", "@", ".")) else rest

    def _prefixed(self, iri: str) -> str:
        for start, prefix in self._prefixes:
            if iri.startswith(start) and not iri.startswith("//", len(start)):
                return f"{prefix}:{iri[len(start) :]}"
        return ""

    def name(self, iri: str) -> str:
        """A class, or a property whose values say their own type."""
        plain = (term.name for term in self._terms.get(iri, ()) if not term.type and not term.by_language)
        return next(plain, "") or self._prefixed(iri) or iri

    def add(self, node: dict[str, Any], predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        """Add a value to a JSON object in the shortest form that reads back as the same."""
        for term in self._terms.get(predicate, ()):
            if not term.takes(value):
                continue
            if isinstance(value, ox.NamedNode):
                _append(node, term.name, self.name(value.value) if term.type == "@vocab" else self.short(value.value))
            elif term.by_language:
                _append(node.setdefault(term.name, {}), value.language or "@none", value.value)
            else:
                _append(node, term.name, _native(value))
            return
        _append(node, self.name(predicate), self._whole(value))

    def embed(self, node: dict[str, Any], predicate: str, tree: dict[str, Any]) -> None:
        """Add a node that stands in the other, instead of its name alone."""
        terms = (
            term.name for term in self._terms.get(predicate, ()) if term.type in ("", "@id") and not term.by_language
        )
        _append(node, next(terms, "") or self.name(predicate), tree)

    def _whole(self, value: ox.NamedNode | ox.Literal) -> Any:
        """A value that needs no term to be read."""
        if isinstance(value, ox.NamedNode):
            return {"@id": self.short(value.value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype.value in (_STRING, _INTEGER):
            return _native(value)
        return {"@value": value.value, "@type": self.name(value.datatype.value)}


def bundled_context() -> dict[str, Any]:
    """The context of ontology/context.jsonld."""
    context = json.loads(resource("ontology", "context.jsonld").read_text("utf-8"))["@context"]
    assert isinstance(context, dict)
    return context


def write(store: ox.Store, graphs: Iterable[Node], out: IO[bytes], base: str) -> None:
    """One node a line, the default graph's first, then each named graph as a node that holds its own."""
    context = Context(base)
    written(_graph_lines(store, graphs, context), out, context)


def written(nodes: Iterable[bytes], out: IO[bytes], context: Context) -> None:
    """Write nodes, each as JSON, in a document that carries its context."""
    terms = (f" {dumped(name)}: {dumped(meaning)}" for name, meaning in context.document.items())
    out.write(('{"@context": {\n' + ",\n".join(terms) + '\n},\n"@graph": [\n').encode())
    out.writelines(_separated(nodes))
    out.write(b"\n]}\n")


def _graph_lines(store: ox.Store, graphs: Iterable[Node], context: Context) -> Iterator[bytes]:
    for graph in graphs:
        nodes = (dumped(node).encode() for node in _nodes(store, graph, context))
        if isinstance(graph, ox.DefaultGraph):
            yield from nodes
        else:
            name = dumped(context.short(graph.value))
            yield b"".join([f'{{"{context.id}": {name}, "@graph": [\n'.encode(), *_separated(nodes), b"\n]}"])


def dumped(value: Any) -> str:
    """A value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def _separated(lines: Iterable[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        yield b",\n" + line if number else line


def _nodes(store: ox.Store, graph: Node, context: Context) -> Iterator[dict[str, Any]]:
    for subject, quads in groupby(_quads(store, graph), key=lambda quad: quad.subject):
        assert isinstance(subject, ox.NamedNode)
        yield node(subject.value, ((quad.predicate, quad.object) for quad in quads), context)


def node(subject: str, pairs: Iterable[tuple[ox.NamedNode, Any]], context: Context) -> dict[str, Any]:
    """A subject with its properties as a JSON object, the types first."""
    found: dict[str, Any] = {context.id: context.short(subject)}
    for predicate, value in pairs:
        if predicate == TYPE:
            _append(found, context.type, context.name(value.value))
        else:
            context.add(found, predicate.value, value)
    return found


def _append(found: dict[str, Any], key: str, value: Any) -> None:
    if key not in found:
        found[key] = value
    elif isinstance(found[key], list):
        found[key].append(value)
    else:
        found[key] = [found[key], value]


def _quads(store: ox.Store, graph: Node) -> Iterator[ox.Quad]:
    lines = sorted_triples(store, graph)
    while batch := b"".join(islice(lines, _BATCH)):
        yield from ox.parse(batch, format=ox.RdfFormat.N_TRIPLES, lenient=True)


def _native(literal: ox.Literal) -> str | int:
    return int(literal.value) if literal.datatype.value == _INTEGER else literal.value
