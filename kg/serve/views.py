"""What pages show, made of the graph: facts, what the sources say, disagreements, findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from threading import Lock
from typing import Final

import pyoxigraph as ox

from kg.ask.disputes import Dispute, Said, concerning, dispute, said_by
from kg.graph.reading import Reader, Value, local_name, special_classes
from kg.graph.suspects import SH
from kg.graph.terms import TYPE, dipl, thing
from kg.resolve.times import say
from kg.serve.catalogue import Catalogue, catalogue
from kg.serve.library import Library
from kg.serve.links import local, page
from kg.serve.search import Searcher
from kg.serve.site import Site
from kg.serve.terms import named
from kg.vocab import ONTOLOGY, PROPERTY_OF

# Shown elsewhere on a page, or of no use to a reader.
_APART: Final = {
    "type", "label", "altLabel", "exactMatch", "sourceCount", "confidence", "partyCount", "modality", "year", "quote",
    "beginOffset", "endOffset", "beginEarliest", "beginLatest", "endEarliest", "endLatest", "sha256", "fileName",
}  # fmt: skip
_CLAIMS: Final = 10_000  # kept as they were read: about 20 MB
_ORDER: Final = {name: number for number, name in enumerate(("date", *dict.fromkeys(PROPERTY_OF.values())))}


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it stands in a page: its words, and where it leads (empty if nowhere)."""

    words: str
    href: str = ""

    @property
    def short(self) -> bool:
        """Whether it is a number or date, which is never to be broken."""
        return len(self.words) < 24 and not self.words.strip("0123456789-/.,:TZ~?%X")


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    href: str
    values: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What the graph says of a source document."""

    key: str
    title: str
    file: str
    language: str
    length: int
    url: str
    more: tuple[tuple[str, str], ...]  # publisher, licence, day of issue

    @property
    def href(self) -> str:
        return page(self.key)

    @property
    def publisher(self) -> str:
        return dict(self.more).get("publisher", "")


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim with its sentence and where it leads."""

    said: Said
    before: str
    after: str
    href: str  # of the claim
    place: str  # in the reader
    source: Document
    events: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    severity: str
    shape: str
    message: str
    focus: Shown
    value: str


@dataclass(frozen=True, slots=True)
class Thing:
    """The head of a page about one thing."""

    key: str
    label: str
    types: tuple[Shown, ...]
    aliases: tuple[str, ...]
    links: tuple[Shown, ...]
    facts: tuple[Fact, ...]
    modality: str
    sources: int


class Views:
    """Reads one site for pages; what takes long is made once."""

    def __init__(self, site: Site) -> None:
        self.site, self.library = site, Library(site.texts)
        self.said = lru_cache(maxsize=_CLAIMS)(self._said)
        self._lock = Lock()
        self._searcher: Searcher | None = None

    @property
    def reader(self) -> Reader:
        return self.site.reader

    @property
    def catalogue(self) -> Catalogue:
        with self._lock:  # pages are made in threads: the first one makes it, the others wait
            return self._catalogue

    @property
    def searcher(self) -> Searcher:
        found = self.catalogue
        with self._lock:
            if self._searcher is None:
                self._searcher = Searcher(self.site, found)
            return self._searcher

    @cached_property
    def _catalogue(self) -> Catalogue:
        return catalogue(self.site)

    def node(self, key: str) -> ox.NamedNode | None:
        """The node of a key if anything is said of it."""
        try:
            node = thing(key, self.site.base)
        except ValueError:
            return None
        return node if any(self.site.store.quads_for_pattern(node, None, None, None)) else None

    def shown(self, value: Value) -> Shown:
        """A value as a person reads it."""
        if isinstance(value, ox.NamedNode):
            if value.value.startswith(ONTOLOGY):
                name = value.value.removeprefix(ONTOLOGY)
                return Shown(named(name), local(value.value, self.site.base))
            ours = value.value.startswith(self.site.base)
            return Shown(self.label(value) if ours else value.value, local(value.value, self.site.base))
        if value.datatype.value.endswith("/EDTF"):
            return Shown(say(value.value))
        if value.datatype.value.endswith("#dateTime"):
            return Shown(say(value.value[:10]))  # bounds of a state's existence; what is told of hours is always 0
        if value.datatype.value.endswith("#decimal"):
            return Shown(f"{Decimal(value.value):,f}")
        return Shown(value.value)

    def label(self, node: ox.NamedNode) -> str:
        """The name of a thing, also of those to which the best account gives none."""
        key = self.reader.key(node)
        if key.startswith("source/"):
            return self.document(key).title
        if key.startswith("relation/"):
            return " and ".join(self.catalogue.label(f"state/{part}") for part in key[9:].split("--"))
        if key.startswith("contradiction/"):
            said = self.reader.properties(node, self._weighing)
            return f"Disagreement: {' / '.join(self.shown(value).words for value in said.get('concerns', ()))}"
        if key.startswith("phase/"):
            said = self.reader.properties(node, ox.DefaultGraph())
            kinds = special_classes(said.get("type", ()))
            pair = "".join(f"{self.shown(value).words}: " for value in said.get("phaseOf", ()))
            date = "".join(f" {say(value.value)}" for value in said.get("date", ()))
            return f"{pair}{named(kinds[0]) if kinds else 'phase'}{date}"
        return self.reader.label(node)

    def thing(self, node: ox.NamedNode) -> Thing:
        """What the best account (of a claim or source: its document's graph) says of a thing."""
        said: dict[str, list[Value]] = {}
        for quad in self.site.store.quads_for_pattern(node, None, None, None):
            outside = quad.graph_name in self._apart_graphs
            if isinstance(quad.object, (ox.NamedNode, ox.Literal)) and not outside:
                values = said.setdefault(local_name(quad.predicate.value), [])
                if quad.object not in values:
                    values.append(quad.object)
        kinds = special_classes(said.get("unrealizedType") or said.get("type") or ())
        modality = next((value.value for value in said.get("modality", ())), "asserted")
        return Thing(
            self.reader.key(node),
            self.label(node),
            tuple(Shown(named(name), f"/ontology#{name}") for name in kinds),
            tuple(sorted({value.value for value in said.get("altLabel", ())})),
            tuple(self._link(value) for value in sorted(said.get("exactMatch", ()), key=str)),
            tuple(self._facts(said)),
            modality,
            int(next((value.value for value in said.get("sourceCount", ())), "0")),
        )

    @cached_property
    def _apart_graphs(self) -> frozenset[object]:
        return frozenset(thing(f"graph/{name}", self.site.base) for name in ("weighing", "inferred", "report", "links"))

    def _link(self, value: Value) -> Shown:
        return Shown(
            f"Wikidata {local_name(value.value)}" if "wikidata.org" in value.value else value.value, value.value
        )

    def claimed(self, claim: ox.NamedNode) -> tuple[Fact, ...]:
        """What a claim says in its own words: the date and who takes which part."""
        roles = {f"/ontology#{name}" for name in ("date", *PROPERTY_OF.values())}
        return tuple(fact for fact in self.thing(claim).facts if fact.href in roles)

    def taken_for(self, node: ox.NamedNode) -> tuple[Shown, str] | None:
        """What a name was found to be another name of, and why; None if it stands for itself."""
        said = self.reader.properties(node, self._weighing)
        reason = "; ".join(value.value for value in said.get("mergeReason", ()))
        return next(((self.shown(value), reason) for value in said.get("mergedInto", ())), None)

    def _facts(self, said: dict[str, list[Value]]) -> Iterator[Fact]:
        for name in sorted(said.keys() - _APART, key=lambda name: (_ORDER.get(name, 99), name)):
            values = tuple(sorted({self.shown(value) for value in said[name]}, key=lambda value: value.words))
            yield Fact(named(name), f"/ontology#{name}", values)

    # -- what the sources say -----------------------------------------------------------------------------------------

    def tellings(self, event: ox.NamedNode) -> list[Telling]:
        """The claims behind an event, source by source in the order of the texts."""
        weighing = self.reader.graph("weighing")
        quads = self.site.store.quads_for_pattern(event, dipl("supportedBy"), None, weighing)
        return self._told(quad.object for quad in quads if isinstance(quad.object, ox.NamedNode))

    def mentions(self, node: ox.NamedNode, most: int) -> tuple[list[Telling], int]:
        """Claims that name an entity by any of its names, at most so many; and how many there are."""
        names = [node, *self.reader.subjects(dipl("mergedInto"), node, self.reader.graph("weighing"))]
        claims = {
            quad.subject.value: quad.subject
            for name in names
            for quad in self.site.store.quads_for_pattern(None, None, name, None)
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(self._claims)
        }
        return self._told(claims[iri] for iri in sorted(claims)[:most]), len(claims)

    @cached_property
    def _claims(self) -> str:
        return f"{self.site.base}claim/"

    def _told(self, claims: Iterable[ox.NamedNode]) -> list[Telling]:
        found = [self.telling(self.said(claim)) for claim in claims]
        return sorted(found, key=lambda one: (one.said.document, one.said.begin, one.said.claim))

    def _said(self, claim: ox.NamedNode) -> Said:
        return said_by(self.reader, claim)

    def telling_of(self, claim: str) -> Telling:
        """The claim with this key."""
        return self.telling(self.said(thing(claim, self.site.base)))

    def telling(self, said: Said) -> Telling:
        """A claim with what a page needs."""
        before, after = self.library.around(said.document, said.begin, said.end)
        source = self.document(f"source/{said.claim.split('/')[1]}")
        events = self.reader.subjects(dipl("supportedBy"), thing(said.claim, self.site.base), self._weighing)
        return Telling(
            said,
            before,
            after,
            page(said.claim),
            self.place(source, said.begin, anchor(said.claim)),
            source,
            tuple(Shown(self.reader.label(event), page(self.reader.key(event))) for event in events),
        )

    def place(self, source: Document, begin: int, name: str) -> str:
        """Address of a named place in the reader, on the page that shows it."""
        part = self.library.part(source.file, begin)
        return f"{source.href}{f'?page={part}' if part > 1 else ''}#{name}"

    @cached_property
    def _weighing(self) -> ox.NamedNode:
        return self.reader.graph("weighing")

    def document(self, key: str) -> Document:
        """A source document by its key; one of which nothing is said goes by the key."""
        if key not in self._documents:
            graph = thing(f"graph/{key}", self.site.base)
            said = self.reader.properties(thing(key, self.site.base), graph)
            one = {name: values[0].value for name, values in said.items()}
            url = one.get("source", "")
            self._documents[key] = Document(
                key,
                one.get("title") or key.removeprefix("source/"),
                one.get("fileName", ""),
                one.get("language", ""),
                int(one.get("charLength", "0")),
                url if url.startswith(("http://", "https://")) else "",
                tuple((name, one[name]) for name in ("publisher", "license", "issued") if name in one),
            )
        return self._documents[key]

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {}

    def documents(self) -> list[Document]:
        """All source documents, by their titles."""
        nodes = self.reader.subjects(TYPE, dipl("SourceDocument"), None)
        found = [self.document(self.reader.key(node)) for node in nodes]
        return sorted(found, key=lambda one: (one.title.casefold(), one.key))

    def said_in(self, source: ox.NamedNode) -> list[Said]:
        """The claims of a document in the order of its text, of those at one place the longest first."""
        graph = thing(self.reader.key(source).replace("source/", "graph/source/", 1), self.site.base)
        claims = [self.said(claim) for claim in self.reader.subjects(TYPE, dipl("Claim"), graph)]
        return sorted(claims, key=lambda said: (said.begin, -said.end, said.claim))

    # -- disagreements, findings --------------------------------------------------------------------------------------

    def disputes(self, events: Sequence[ox.NamedNode] | None = None) -> list[Dispute]:
        """Contradictions about these events, or all."""
        if events is not None:
            return concerning(self.reader, events)
        nodes = self.reader.subjects(dipl("claimInConflict"), None, self._weighing)
        found = [dispute(self.reader, node) for node in nodes]
        return sorted(found, key=lambda one: (one.degree != "certain", min(_dates(one), default="~"), one.key))

    @cached_property
    def disputed(self) -> frozenset[str]:
        """Keys of the events about which sources contradict each other."""
        quads = self.site.store.quads_for_pattern(None, dipl("concerns"), None, self._weighing)
        return frozenset(self.reader.key(quad.object) for quad in quads if isinstance(quad.object, ox.NamedNode))

    def findings(self) -> list[Finding]:
        """What the shapes found fault with, the gravest first."""
        graph, order = self.reader.graph("report"), ("violation", "warning", "info")
        found = []
        for node in self.reader.subjects(TYPE, ox.NamedNode(SH + "ValidationResult"), graph):
            said = self.reader.properties(node, graph)
            focus = said["focusNode"][0]
            found.append(
                Finding(
                    local_name(said["resultSeverity"][0].value).casefold(),
                    local_name(said["sourceShape"][0].value),
                    " ".join(value.value for value in said.get("resultMessage", ())),
                    self.shown(focus),
                    ", ".join(self.shown(value).words for value in said.get("value", ())),
                )
            )
        rank = {name: number for number, name in enumerate(order)}
        return sorted(found, key=lambda one: (rank.get(one.severity, 9), one.shape, one.message, one.focus.words))


def _dates(one: Dispute) -> Iterator[str]:
    return (claim.date for claim in one.claims if claim.date)


def anchor(claim: str) -> str:
    """Name of the place in the reader where a claim's words begin."""
    return f"t-{claim.rpartition('/')[2]}"
