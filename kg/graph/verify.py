"""Every quote of a graph proved against its text, in the source itself and in the copy that the graph keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.reading import Reader, Value, short
from kg.graph.store import Graph, check_store
from kg.graph.terms import TYPE, dipl
from kg.texts.reading import text_of

_SHOWN: Final = 80  # characters of a quote that a message repeats

Decode = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as the graph says: where, what, and the facts that rest on it."""

    document: str
    message: str
    claim: str = ""  # key; empty if it is about the whole text
    facts: tuple[str, ...] = ()  # labels of the events that the claim supports


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was proved: documents and quotes, what failed, and which sources could only be checked in the copy."""

    documents: int
    quotes: int
    faults: tuple[Fault, ...]
    gone: tuple[str, ...]  # sources that are not where they were read, so that only the copy was checked


def verify(graph: Graph, decode: Decode = text_of) -> Verdict:
    """Reopen every source and hold each quote against it; hold the store against its manifest."""
    reader = Reader(graph.store, graph.base)
    faults: list[Fault] = []
    gone: list[str] = []
    quotes = documents = 0
    if problem := check_store(graph):
        faults.append(Fault("", f"{problem}; build it again with: kg build -o {graph.folder}"))
    places = {one["id"]: Path(one["path"]) for one in graph.manifest["documents"] if one["path"]}
    for named in reader.document_graphs():
        source = _Source.read(reader, named)
        documents, quotes = documents + 1, quotes + len(source.claims)
        faults += source.faults(graph.text(source.document), "the copy in the graph", decode)
        path = places.get(source.document)
        if path and path.exists():
            faults += source.faults(path, str(path), decode)
        else:
            gone.append(source.document)
    return Verdict(documents, quotes, tuple(faults), tuple(gone))


@dataclass(frozen=True, slots=True)
class _Quote:
    claim: ox.NamedNode
    begin: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class _Source:
    """What the graph says of one document: its digest and its quotes."""

    reader: Reader
    document: str
    sha256: str
    claims: tuple[_Quote, ...]

    @classmethod
    def read(cls, reader: Reader, graph: ox.NamedNode) -> _Source:
        (node,) = reader.subjects(TYPE, dipl("SourceDocument"), graph)
        said = reader.properties(node, graph)
        quotes = [_quote(reader, claim, graph) for claim in reader.subjects(TYPE, dipl("Claim"), graph)]
        return cls(
            reader,
            said["fileName"][0].value,
            said["sha256"][0].value,
            tuple(sorted(quotes, key=lambda one: (one.begin, one.end, one.claim.value))),
        )

    def faults(self, path: Path, name: str, decode: Decode) -> Iterator[Fault]:
        """What in the text at `path` is not as the graph says."""
        try:
            text = decode(path)
        except (KGError, OSError) as error:
            yield Fault(self.document, f"{name} cannot be read any more: {error}")
            return
        if sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == self.sha256:
            changed = ""
        else:
            changed = f"{name} has changed since it was read"
        broken = [
            self._fault(quote, text, name) for quote in self.claims if text[quote.begin : quote.end] != quote.words
        ]
        if changed and not broken:
            yield Fault(self.document, f"{changed}, though every quote still stands in its place")
        yield from broken

    def _fault(self, quote: _Quote, text: str, name: str) -> Fault:
        found = text[quote.begin : quote.end]
        message = f"{name}, {quote.begin}-{quote.end}: reads {_shown(found)}, not {_shown(quote.words)}"
        events = self.reader.subjects(dipl("supportedBy"), quote.claim, self.reader.graph("weighing"))
        return Fault(self.document, message, self.reader.key(quote.claim), tuple(map(self.reader.label, events)))


def _quote(reader: Reader, claim: ox.NamedNode, graph: ox.NamedNode) -> _Quote:
    said = reader.properties(claim, graph)

    def one(name: str) -> str:
        values: list[Value] = said.get(name, [])
        if len(values) != 1:
            raise KGError(
                f"{short(claim.value, reader.base)}: has {len(values)} values of dipl:{name}, not one; build again"
            )
        return values[0].value

    return _Quote(claim, int(one("beginOffset")), int(one("endOffset")), one("quote"))


def _shown(words: str) -> str:
    line = " ".join(words.split())
    return f"“{line if len(line) <= _SHOWN else line[:_SHOWN] + '...'}”"
