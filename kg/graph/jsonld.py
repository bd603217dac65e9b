"""JSON-LD compacted with the project's own context, which stands in the file: nobody has to fetch it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any, Final

import pyoxigraph as ox

from kg.graph.lines import Memory, chunks
from kg.graph.terms import PREFIXES, TYPE, XSD
from kg.graph.transcript import Section
from kg.resources import resource

_STRING: Final = XSD + "string"
_INTEGER: Final = XSD + "integer"
_INTEGER_NAME: Final = f"<{_INTEGER}>".encode()
_CANONICAL: Final = re.compile(rb'"(0|-?[1-9][0-9]*)')  # as JSON writes an integer
_REMEMBERED: Final = 50_000  # IRIs and values that are not shortened again


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
            if len(self._short) >= _REMEMBERED:
                self._short.clear()
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

    def terms(self, iri: str) -> list[Term]:
        """The terms that stand for a property."""
        return self._terms.get(iri, [])

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


def write(sections: Iterable[Section], out: IO[bytes], base: str) -> None:
    """One node a line, the default graph's first, then each named graph as a node that holds its own."""
    context = Context(base)
    _write(_parts(sections, _Nodes(context)), out, context)


def written(nodes: Iterable[bytes], out: IO[bytes], context: Context) -> None:
    """Write nodes, each as JSON, in a document that carries its context."""
    _write(_separated(nodes), out, context)


def _write(parts: Iterable[bytes], out: IO[bytes], context: Context) -> None:
    terms = (f" {dumped(name)}: {dumped(meaning)}" for name, meaning in context.document.items())
    out.write(('{"@context": {\n' + ",\n".join(terms) + '\n},\n"@graph": [\n').encode())
    out.writelines(chunks(parts))
    out.write(b"\n]}\n")


def _parts(sections: Iterable[Section], nodes: _Nodes) -> Iterator[bytes]:
    """Nodes with what stands between them, those of a named graph inside its own."""
    between = b""
    for graph, lines in sections:
        inside = _separated(nodes.of(lines))
        yield between
        between = b",\n"
        if isinstance(graph, ox.DefaultGraph):
            yield from inside
        else:
            yield f'{{"{nodes.context.id}": {dumped(nodes.context.short(graph.value))}, "@graph": [\n'.encode()
            yield from inside
            yield b"\n]}"


def dumped(value: Any) -> str:
    """A value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def _separated(lines: Iterable[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        yield b",\n" + line if number else line


def node(subject: str, pairs: Iterable[tuple[ox.NamedNode, Any]], context: Context) -> dict[str, Any]:
    """A subject with its properties as a JSON object, the types first."""
    found: dict[str, Any] = {context.id: context.short(subject)}
    for predicate, value in pairs:
        if predicate == TYPE:
            _append(found, context.type, context.name(value.value))
        else:
            context.add(found, predicate.value, value)
    return found


def _append(found: dict[Any, Any], key: Any, value: Any) -> None:
    if key not in found:
        found[key] = value
    elif isinstance(found[key], list):
        found[key].append(value)
    else:
        found[key] = [found[key], value]


def _native(literal: ox.Literal) -> str | int:
    return int(literal.value) if literal.datatype.value == _INTEGER else literal.value


class _Nodes:
    """Writes the nodes of sorted N-Triples lines as `node` gives them, without making objects of all their terms."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._pairs: dict[bytes, tuple[bytes, Any]] = {}  # predicate and value -> name and value in JSON
        self._names: dict[tuple[bytes, bool], tuple[bytes, bool]] = {}  # of strings, without and with a language
        self._frames: dict[tuple[bytes, bytes], tuple[bytes, bytes, bytes]] = {}  # of predicate and datatype
        self._subjects = Memory()

    def of(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """One JSON object for each subject."""
        known, pair_of, string = self._pairs, self._pair, self._string
        found: dict[bytes, Any] = {}
        before = b""
        for line in lines:
            subject, _, rest = line.partition(b" <")
            if subject != before:
                if before:
                    yield self._object(before, found)
                before, found = subject, {}
            # What ends with > is an IRI or has a datatype; a string with \u is not escaped as JSON escapes it.
            if rest[-4] == 62 or b"\\u" in rest:
                key, value = known.get(rest) or pair_of(rest)
            else:
                key, value = string(rest)
            old = found.get(key)
            if old is None:
                found[key] = value if value.__class__ is bytes else {value[0]: value[1]}
            elif old.__class__ is dict:
                _append(old, *value)
            else:
                _append(found, key, value)
        if before:
            yield self._object(before, found)

    def _object(self, subject: bytes, found: Mapping[bytes, Any]) -> bytes:
        """A node as JSON, its name first."""
        name = self._subjects.get(subject) or self._subjects.keep(subject, self._id(subject))
        parts = [b'{"%s": %s' % (self.context.id.encode(), name)]
        for key, value in found.items():
            if value.__class__ is dict:
                inside = [b"%s: %s" % (language, _listed(words)) for language, words in value.items()]
                parts.append(b"%s: {%s}" % (key, b", ".join(inside)))
            else:
                parts.append(b"%s: %s" % (key, _listed(value)))
        return b", ".join(parts) + b"}"

    def _id(self, subject: bytes) -> bytes:
        return dumped(self.context.short(subject[1:-1].decode())).encode()

    def _string(self, rest: bytes) -> tuple[bytes, Any]:
        """Name and value of a string that stands in JSON as it stands in N-Triples; a pair for one in a language."""
        predicate, _, value = rest.partition(b"> ")
        words, _, language = value[:-3].rpartition(b'"')
        key = predicate, bool(language)
        name, by_language = self._names.get(key) or self._name(key)
        words += b'"'
        if by_language:
            return name, (b'"%s"' % (language[1:] or b"@none"), words)
        return name, b'{"@value": %s, "@language": "%s"}' % (words, language[1:]) if language else words

    def _name(self, key: tuple[bytes, bool]) -> tuple[bytes, bool]:
        """The name under which strings of a predicate stand, and whether by language."""
        predicate, sample = key[0].decode(), ox.Literal("x", language="en") if key[1] else ox.Literal("x")
        term = next((term for term in self.context.terms(predicate) if term.takes(sample)), None)
        name = dumped(term.name if term else self.context.name(predicate)).encode(), bool(term and term.by_language)
        self._names[key] = name
        return name

    def _pair(self, rest: bytes) -> tuple[bytes, Any]:
        """Name and value of any statement, remembered; a pair of language and words for what stands by language."""
        pair = self._any(rest) if b"\\u" in rest else self._framed(rest) or self._any(rest)
        if len(self._pairs) >= _REMEMBERED:
            self._pairs.clear()
        self._pairs[rest] = pair
        return pair

    def _framed(self, rest: bytes) -> tuple[bytes, bytes] | None:
        """Name and value of an IRI or of a literal with a datatype, if all of its kind are written alike."""
        predicate, _, value = rest[:-3].partition(b"> ")
        words, _, datatype = value.rpartition(b'"^^') if value.startswith(b'"') else (b"", b"", b"<")
        frame = self._frames.get((predicate, datatype))
        if frame is None:
            frame = self._frames[predicate, datatype] = self._frame(predicate.decode(), datatype)
        name, before, after = frame
        if not name:
            return None
        if datatype == _INTEGER_NAME:
            return (name, words[1:]) if _CANONICAL.fullmatch(words) else None
        return name, before + (words + b'"' if words else self._id(value)) + after

    def _frame(self, predicate: str, datatype: bytes) -> tuple[bytes, bytes, bytes]:
        """Name, and what stands before and after it, of values of a datatype or of IRIs; no name if they vary."""
        is_iri, iri = datatype == b"<", datatype[1:-1].decode()
        if predicate == TYPE.value:
            return b"", b"", b""
        sample = ox.NamedNode("urn:x") if is_iri else ox.Literal("x", datatype=ox.NamedNode(iri))
        term = next((term for term in self.context.terms(predicate) if term.takes(sample)), None)
        if term:
            varies = term.by_language or term.type == "@vocab"
            return b"" if varies else dumped(term.name).encode(), b"", b""
        name = dumped(self.context.name(predicate)).encode()
        if iri == _INTEGER:
            return name, b"", b""
        if is_iri:
            return name, b'{"@id": ', b"}"
        return name, b'{"@value": ', b', "@type": %s}' % dumped(self.context.name(iri)).encode()

    def _any(self, rest: bytes) -> tuple[bytes, Any]:
        (quad,) = ox.parse(b"<urn:s> <" + rest, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        said = node("", [(quad.predicate, quad.object)], self.context)
        ((name, value),) = ((name, value) for name, value in said.items() if name != self.context.id)
        if isinstance(value, dict) and not any(one.startswith("@") and one != "@none" for one in value):
            ((language, text),) = value.items()
            return dumped(name).encode(), (dumped(language).encode(), dumped(text).encode())
        return dumped(name).encode(), dumped(value).encode()


def _listed(value: bytes | list[bytes]) -> bytes:
    return b"[" + b", ".join(value) + b"]" if isinstance(value, list) else value
