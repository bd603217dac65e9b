"""Turtle and TriG, subject by subject, straight from sorted N-Triples lines.

A term is written as pyoxigraph writes it, which is asked once for each that is not plainly of one of the common forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Final

import pyoxigraph as ox

from kg.graph.lines import Memory, chunks
from kg.graph.terms import PREFIXES, TYPE, XSD

# What needs neither an escape nor a second look as the rest of a prefixed name or of a reference relative to the base.
_LOCAL: Final = re.compile(rb"[A-Za-z_][A-Za-z0-9_-]*")
_RELATIVE: Final = re.compile(rb"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
_SHORT: Final = {
    f"<{XSD}{name}>".encode(): re.compile(form)
    for name, form in (
        ("integer", rb"[+-]?[0-9]+"),
        ("decimal", rb"[+-]?[0-9]*\.[0-9]+"),
        ("boolean", rb"true|false"),
    )
}
_TYPE: Final = str(TYPE).encode()


class Turtle:
    """Writes triples that come as sorted lines; the same lines give the same bytes."""

    def __init__(self, base: str, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self._base, self._prefixes = base, dict(prefixes)
        names = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
        self.head = f"@base <{base}> .\n{names}\n".encode()
        starts = [base, *prefixes.values()]
        # Of two names that begin alike one would have to know which pyoxigraph takes.
        self._clear = not any(one != other and one.startswith(other) for one in starts for other in starts)
        self._starts = [(f"<{iri}".encode(), f"{prefix}:".encode()) for prefix, iri in prefixes.items()]
        self._own = f"<{base}".encode() if base.endswith("/") else b"\n"
        self._terms = Memory()

    def write(self, lines: Iterable[bytes], out: IO[bytes], indent: bytes = b"") -> None:
        """The subjects of sorted N-Triples lines, an empty line after each."""
        out.writelines(chunks(self._subjects(lines, indent)))

    def _subjects(self, lines: Iterable[bytes], indent: bytes) -> Iterator[bytes]:
        """The parts of which the text is made, a few for each line."""
        known, term = self._terms, self.term
        first, after_subject, after_predicate = b"", b" ;\n\t" + indent, b" , "
        subject_before = predicate_before = b""
        for line in lines:
            # A subject is an IRI or a blank node and ends before the first " <"; a predicate is an IRI, without ">".
            subject, _, rest = line.partition(b" <")
            predicate, _, value = rest.partition(b"> ")
            value = value[:-3]
            if value.endswith(b">"):
                value = known.get(value) or term(value)
            if subject != subject_before:
                yield first
                yield indent
                yield known.get(subject) or term(subject)
                yield b" "
            elif predicate == predicate_before:
                yield after_predicate
                yield value
                continue
            else:
                yield after_subject
            yield known.get(predicate) or self._predicate(predicate)
            yield b" "
            yield value
            subject_before, predicate_before, first = subject, predicate, b" .\n\n"
        yield first

    def _predicate(self, name: bytes) -> bytes:
        """A predicate, given as its IRI without the end."""
        whole = b"<" + name + b">"
        return self._terms.keep(name, b"a" if whole == _TYPE else self._written(whole))

    def term(self, term: bytes) -> bytes:
        """A term of N-Triples as Turtle writes it."""
        return self._terms.keep(term, self._written(term))

    def _written(self, term: bytes) -> bytes:
        if term.startswith(b'"'):
            value, mark, datatype = term.rpartition(b"^^")
            form = _SHORT.get(datatype)
            if form and form.fullmatch(value, 1, len(value) - 1):
                return value[1:-1]
            if datatype in _SHORT or datatype == _DOUBLE or not mark:
                return self._asked(term)
            return value + mark + (self._terms.get(datatype) or self.term(datatype))
        if not term.startswith(b"<") or term.startswith(b"<<"):
            return term
        return (self._clear and self._plain(term)) or self._asked(term)

    def _plain(self, iri: bytes) -> bytes:
        """An IRI with a prefix or relative to the base, if it is of the common form; else nothing."""
        if iri.startswith(self._own):
            rest = iri[len(self._own) : -1]
            return b"<" + rest + b">" if _RELATIVE.fullmatch(rest) else b""
        for start, prefix in self._starts:
            if iri.startswith(start):
                rest = iri[len(start) : -1]
                return prefix + rest if _LOCAL.fullmatch(rest) else b""
        return b""

    def _asked(self, term: bytes) -> bytes:
        """As pyoxigraph writes it: the object of the only triple, whose other terms hold no space."""
        line = b"<urn:s> <urn:p> " + term + b" .\n"
        triples = (quad.triple for quad in ox.parse(line, format=ox.RdfFormat.N_TRIPLES, lenient=True))
        text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=self._prefixes, base_iri=self._base) or b""
        return text.removesuffix(b" .\n").rpartition(b"\n")[2].split(b" ", 2)[2]


_DOUBLE: Final = f"<{XSD}double>".encode()
