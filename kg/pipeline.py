"""The stages in their order: read, extract, resolve, quads, store, reason, validate."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import pyoxigraph as ox

from kg import __version__
from kg.engines.local import mapped
from kg.errors import KGError
from kg.extract.engine import Extraction, extract
from kg.graph.ledger import Kept, KeptWitnesses, Known, Ledger
from kg.graph.lines import Digest, digest, lines_of
from kg.graph.quads import Writer, dataset_quads
from kg.graph.store import LEDGER, Draft, Graph, drafting, open_graph
from kg.graph.terms import DCTERMS, PREFIXES, RDF, VOID, ontology_triples, text, thing
from kg.lexicon.gazetteer import gazetteer
from kg.link import review, sssom
from kg.link.links import link_quads, linked, matches, reviewed
from kg.link.review import Decided, review_quads
from kg.link.sssom import Match
from kg.model import Claim, Document, Passage, Source, World
from kg.resolve.change import Changed, change
from kg.resolve.keys import document_slug
from kg.resolve.rank import DEFAULT, preferences
from kg.resolve.sides import Text as Said
from kg.resolve.states import Atlas
from kg.resolve.world import resolve, worked
from kg.resources import resource
from kg.texts.reading import STDIN, Found, Text, Unreadable, find_texts, fingerprint, read_text
from kg.vocab import BASE, ONTOLOGY

if TYPE_CHECKING:
    from kg.extract.evaluate import Evaluation
    from kg.graph.reason import Consistency
    from kg.graph.validate import Report

# What a build rests on besides the texts: another digest means that another graph may come out.
_RESOURCES: Final = ("ontology", "data/gazetteer", "data/lexicon", "data/resolve")

# Libraries on which it depends how a text is read.
_LIBRARIES: Final = ("ahocorasick-rs", "babel", "edtf", "pypdf", "rapidfuzz", "regex", "selectolax")
# If more than one text in so many has changed, building from scratch (without reading the others) costs no more.
_MANY: Final = 10
# Quads turned into lines in one go.
_BATCH: Final = 20_000
UNREAD: Final = "unread.jsonl"
_TYPE: Final = "type "
_COUNTS: Final = (
    *("claims", "entities", "linked", "accounts", "unrealized", "contradictions", "certain", "possible"),
    *("unread", "dated"),
)

# Called with the stage, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


_BASE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]*[/#:]")


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: where names begin, how to weigh, whether to reason and validate."""

    base: str = BASE
    policy: str = DEFAULT
    check: bool = True
    review: Path | None = None  # a table of `kg review` with decisions
    links: tuple[Path, ...] = ()  # SSSOM files, such as `kg link --online` writes
    workers: int = 1  # processes that read texts; the graph is the same whatever their number


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the texts with what each gave, and a sentence for each text that could not be read."""

    texts: tuple[Text, ...]
    extractions: tuple[Extraction, ...]
    problems: tuple[str, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(one.document for one in self.texts)

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for one in self.extractions for claim in one.claims)

    @property
    def unread(self) -> tuple[tuple[Document, Passage], ...]:
        """Passages with a date and a known actor that gave no claim, each with its document."""
        pairs = zip(self.documents, self.extractions, strict=True)
        return tuple((document, passage) for document, found in pairs for passage in found.unread)


@dataclass(frozen=True, slots=True)
class Findings:
    """What reasoner and shapes say of the graph; None where they were not asked."""

    consistency: Consistency | None = None
    report: Report | None = None

    @property
    def grave(self) -> bool:
        """Whether the graph contradicts the ontology or breaks a rule that data must keep."""
        return bool((self.consistency and not self.consistency.consistent) or (self.report and self.report.violations))


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to; what was carried over from the graph before stands in the manifest only."""

    folder: Path | None  # None: in memory only
    reading: Reading  # the texts that were read
    world: World  # what they touch
    findings: Findings
    manifest: Mapping[str, Any]

    @property
    def quads(self) -> int:
        return int(self.manifest["store"]["quads"])


def quiet(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def read(texts: Sequence[Path], progress: Progress = quiet, workers: int = 1) -> Reading:
    """Claims of files and folders, or of the bundled texts if none is given.

    A text that cannot be read becomes a problem and the others are read. Errors: KGError if none could be read.
    """
    found = find(texts)
    read_: list[tuple[Text, Extraction]] = []
    problems: list[str] = []
    for number, one in enumerate(mapped(_extracted, found, workers)):
        progress("reading", number, len(found))
        if isinstance(one, Unreadable):
            problems.append(str(one))
        else:
            read_.append(one)
    _check_read(len(read_), problems)
    return Reading(tuple(text for text, _ in read_), tuple(extraction for _, extraction in read_), tuple(problems))


def find(texts: Sequence[Path]) -> list[Found | Unreadable]:
    """The texts of files and folders, or the bundled ones if none is given; no two whose names make one identifier."""
    found: list[Found | Unreadable] = []
    first: dict[str, str] = {}
    for one in find_texts(texts or [_bundled()]):
        name = document_slug(one.id)
        if isinstance(one, Found) and first.setdefault(name, one.id) != one.id:
            one = Unreadable(one.id, f"gets the same identifier as {first[name]}; rename one of them")
        found.append(one)
    return found


def _extracted(found: Found | Unreadable) -> tuple[Text, Extraction] | Unreadable:
    """A text and what it says; runs in a worker."""
    text = read_text(found) if isinstance(found, Found) else found
    return text if isinstance(text, Unreadable) else (text, extract(text.document))


def _check_read(count: int, problems: Sequence[str]) -> None:
    if not count:
        raise KGError(
            problems[0] if len(problems) == 1 else f"none of {len(problems)} texts could be read: {problems[0]}"
        )


def _bundled() -> Path:
    return Path(str(resource("data", "texts")))


def build_graph(
    texts: Sequence[Path],
    folder: Path,
    options: Options = Options(),
    progress: Progress = quiet,
) -> Built:
    """Read the texts and put their graph into `folder`; what stood there stays until the new graph is complete.

    A text that has not changed since the last build is not read again, and only what the others touch is resolved
    again; the graph is the same as one built from scratch. Errors: KGError if no text can be read, or if the folder
    holds something else or cannot be written.
    """
    base = options.base
    if not _BASE.fullmatch(base):
        raise KGError(
            f"{base}: names cannot begin with this; give an IRI that ends with / or #: https://example.org/id/"
        )
    preferences(options.policy)
    with drafting(folder) as draft, closing(Ledger(folder / LEDGER, made())) as ledger:
        return _Build(draft, ledger, folder, options, progress).built(find(texts))


def build_in_memory(
    texts: Sequence[Path], options: Options = Options(), progress: Progress = quiet
) -> tuple[Built, ox.Store]:
    """As `build_graph`, but nothing is written: the graph is a store in memory, and goes when it is dropped."""
    reading = read(texts, progress, options.workers)
    progress("resolving", 0, 1)
    decided, found = _decided(options), _links(options)
    world = resolve(reading.claims, reading.documents, gazetteer(), options.policy, decided.reviews)
    world = linked(_with_neighbours(world), found, decided.links, options.base)
    progress("writing", 0, 1)
    store = ox.Store()
    store.bulk_extend(dataset_quads(world, reading.documents, reading.claims, options.base))
    store.bulk_extend(_beside(world, [one.id for one in reading.documents], decided, found, options.base))
    findings = check(store, options.base, progress) if options.check else Findings()
    store.bulk_extend(_found_quads(findings, options.base))
    counts = {"documents": len(reading.texts), **_nested({**_told(reading.extractions), **_counted(world)})}
    manifest = {"counts": counts, "store": {"quads": len(store)}}
    return Built(None, reading, world, findings, manifest), store


class _Piece(NamedTuple):
    """A text that was read: what it gave, its lines of N-Quads, and what to know it by."""

    kept: Kept
    content: bytes
    path: Path
    sha256: str
    cause: str  # empty for what is never known again
    lines: frozenset[bytes]
    digest: Digest

    @property
    def id(self) -> str:
        return self.kept.document.id


def _piece(base: str, found: Found | Unreadable) -> _Piece | Unreadable:
    """A text with all that it alone gives; runs in a worker."""
    one = _extracted(found)
    if isinstance(one, Unreadable) or isinstance(found, Unreadable):
        return cast(Unreadable, one)
    text, extraction = one
    return _made_piece(found, text, extraction, base)


def _made_piece(found: Found, text: Text, extraction: Extraction, base: str) -> _Piece:
    lines = frozenset(lines_of(Writer(base).said(text.document, extraction.claims)))
    sum_ = Digest()
    sum_.add(lines)
    return _Piece(
        Kept(text.document, extraction), text.content, text.path, *fingerprint(found, text.content), lines, sum_
    )


class _Build:
    """One build: what stands in the folder, what was asked for, and the texts as they are found."""

    def __init__(self, draft: Draft, ledger: Ledger, folder: Path, options: Options, progress: Progress) -> None:
        self.draft, self.ledger, self.folder, self.options, self.progress = draft, ledger, folder, options, progress
        self.decided, self.links = _decided(options), _links(options)
        self.problems: list[str] = []
        self.entries: dict[str, dict[str, Any]] = {}  # document -> its line in the manifest
        self.digest = Digest()

    def built(self, found: Sequence[Found | Unreadable]) -> Built:
        """The graph, from the one in place if few texts have changed, else from scratch."""
        known = self.ledger.texts()
        kept = {one.id for one in found if isinstance(one, Found) and self._is_kept(one, known)}
        gone = known.keys() - kept
        new = [one for one in found if one.id not in kept]
        pieces = self._pieces(new)
        before = self._graph()
        if before and len({*gone, *(one.id for one in new)}) <= max(1, len(known) // _MANY):
            read_ = {one.id: piece for one in new if (piece := self._taken(next(pieces)))}
            update = _Update(self, before, read_, gone, known)
            if update.is_possible():
                return update.built(found)
            pieces = iter([read_.get(one.id) or cast(Unreadable, one) for one in new])
            self.problems.clear()
        return self._rebuilt(found, kept, pieces)

    def _is_kept(self, found: Found, known: Mapping[str, Known]) -> bool:
        one = known.get(found.id)
        return one is not None and fingerprint(found) == (one.sha256, one.cause) and one.cause != ""

    def _graph(self) -> Graph | None:
        """The graph in place, if the ledger belongs to it and it was made as this one shall be."""
        if not self.ledger.state or not self._is_plain():
            return None
        try:
            graph = open_graph(self.folder)
        except KGError:
            return None  # it is damaged: then from scratch
        return graph if self.ledger.state == self.state(graph.manifest) else None

    def _is_plain(self) -> bool:
        return not self.options.review and not self.options.links

    def state(self, manifest: Mapping[str, Any]) -> str:
        """What the ledger's resolution belongs to."""
        return f"{manifest['store']['digest']} {self.options.policy} {self.options.base}"

    def _pieces(self, found: Sequence[Found | Unreadable]) -> Iterator[_Piece | Unreadable]:
        """Texts that must be read, as they are read."""
        for number, one in enumerate(mapped(partial(_piece, self.options.base), found, self.options.workers)):
            self.progress("reading", number, len(found))
            yield one

    def _taken(self, one: _Piece | Unreadable) -> _Piece | None:
        """A text that was read; what cannot be read is a problem."""
        if isinstance(one, Unreadable):
            self.problems.append(str(one))
            return None
        return one

    # -- from scratch -----------------------------------------------------------------------------------------------

    def _rebuilt(
        self, found: Sequence[Found | Unreadable], kept: Set[str], pieces: Iterator[_Piece | Unreadable]
    ) -> Built:
        reading = self._all_read(found, kept, pieces)
        world = self._resolved(reading)
        self.draft.load()
        if len(self.draft.store) != self.digest.count:  # some quad follows from two records of different kinds
            self.digest = digest(self.draft.store)
        findings = self.checked()
        self.draft.keep(UNREAD, _unread_lines(reading.extractions).encode())
        counts = Counter({**_told(reading.extractions), **_counted(world)})
        return self.committed(reading, world, findings, counts)

    def _all_read(
        self, found: Sequence[Found | Unreadable], kept: Set[str], pieces: Iterator[_Piece | Unreadable]
    ) -> Reading:
        """Every text, kept ones from the ledger; what each gives goes to disk as it comes."""
        texts, extractions = [], []
        for one in found:
            piece = self._again(one) if one.id in kept else self._taken(next(pieces))
            if piece:
                self._keep(piece, one.id not in kept)
                texts.append(Text(piece.kept.document, b"", piece.path))
                extractions.append(piece.kept.extraction)
        _check_read(len(texts), self.problems)
        for document in self.ledger.texts().keys() - self.entries.keys():
            self.ledger.drop(document)
        return Reading(tuple(texts), tuple(extractions), tuple(self.problems))

    def _again(self, found: Found | Unreadable) -> _Piece | None:
        """A text that was read in an earlier build."""
        assert isinstance(found, Found)
        document, extraction = self.ledger.kept(found.id)
        content = found.place.path.read_bytes()
        return _made_piece(found, Text(document, content, found.place.path), extraction, self.options.base)

    def _keep(self, piece: _Piece, is_new: bool) -> None:
        self.keep_text(piece)
        self.draft.write(piece.lines)
        self.digest.join(piece.digest)
        if is_new:
            self.ledger.keep(piece.cause, piece.sha256, piece.kept)

    def keep_text(self, piece: _Piece) -> None:
        """Keep a text's bytes, and its line for the manifest."""
        self.draft.keep_text(piece.id, piece.content)
        document = piece.kept.document
        self.entries[piece.id] = _entry(
            piece.id, piece.path, Known(piece.cause, piece.sha256, document.language, len(document.text))
        )

    def _resolved(self, reading: Reading) -> World:
        """The world of the texts, its quads written and waiting."""
        self.progress("resolving", 0, 1)
        options = self.options
        work = worked(reading.claims, reading.documents, gazetteer(), options.policy, self.decided.reviews)
        if self._is_plain():
            self.ledger.record(work, {one.document: one.claims for one in reading.extractions})
        world = linked(_with_neighbours(work.world), self.links, self.decided.links, options.base)
        self.progress("writing", 0, 1)
        claims = {one.key: one.claim for one in work.named}
        del work  # it is large
        self._write(Writer(options.base).world(world, claims))
        self._write(_beside(world, self.entries, self.decided, self.links, options.base))
        return world

    def _write(self, quads: Iterator[ox.Quad]) -> None:
        """Have quads wait to be loaded."""
        while batch := list(islice(quads, _BATCH)):
            lines = lines_of(batch)
            self.digest.add(lines)
            self.draft.write(lines)

    # -- both ways --------------------------------------------------------------------------------------------------

    def checked(self) -> Findings:
        """What reasoner and shapes say; it goes into the store."""
        findings = check(self.draft.store, self.options.base, self.progress) if self.options.check else Findings()
        quads = list(_found_quads(findings, self.options.base))
        self.draft.store.extend(quads)
        self.digest.add(lines_of(quads))
        return findings

    def committed(self, reading: Reading, world: World, findings: Findings, counts: Mapping[str, int]) -> Built:
        """The graph in place."""
        self.progress("saving", 0, 1)
        engine = findings.consistency.engine if findings.consistency else ""
        manifest = _manifest(list(self.entries.values()), self.problems, counts, engine, self.options)
        whole = self.draft.commit(manifest, self.digest)
        self.ledger.settle(self.state(whole) if self._is_plain() else "")
        return Built(self.folder, reading, world, findings, whole)


class _Update:
    """A build that changes the graph in place where a few texts have changed."""

    def __init__(
        self, build: _Build, before: Graph, pieces: Mapping[str, _Piece], gone: Set[str], known: Mapping[str, Known]
    ) -> None:
        self.build, self.before, self.pieces, self.known = build, before, pieces, known
        self.ledger, self.base = build.ledger, build.options.base
        atlas = Atlas(gazetteer())
        self.old = {document: Said(self.ledger.kept(document).extraction.claims, atlas) for document in sorted(gone)}
        self.new = {document: Said(piece.kept.extraction.claims, atlas) for document, piece in pieces.items()}
        self.atlas = atlas

    def is_possible(self) -> bool:
        """Whether no document that stays comes to depend on others than before, and some document is left."""
        if len(self.known) - len(self.old) + len(self.new) == 0:
            return False
        sources = self.ledger.sources()
        cited = {other for source in sources.values() for other in (source.translation_of, *source.cites)}
        for document in {*self.old, *self.new}:
            was = sources.get(document) if document in self.old else None
            now = self.pieces[document].kept.document.source if document in self.new else None
            ties = [_ties(source, document in cited) for source in (was or Source(), now or Source())]
            if ties[0] != ties[1] or ((was is None or now is None) and document in cited):
                return False
        return True

    def built(self, found: Sequence[Found | Unreadable]) -> Built:
        build = self.build
        build.progress("resolving", 0, 1)
        instead = {
            name: self.pieces[name].kept.document if name in self.pieces else None for name in {*self.old, *self.new}
        }
        witnesses = KeptWitnesses(self.ledger), KeptWitnesses(self.ledger, instead)
        changed = change(self.ledger, self.old, self.new, witnesses, self.atlas, build.options.policy)
        worlds = [linked(part.world, base=self.base) for part in (changed.before, changed.after)]
        build.progress("writing", 0, 1)
        self._apply(*self._lines(changed, worlds))
        self._texts(found)
        findings = build.checked()
        pieces = [(piece.cause, piece.sha256, piece.kept) for piece in self.pieces.values()]
        counts = self._counts(worlds)
        self.ledger.update(changed, self.old, self.new, pieces)
        texts = tuple(Text(piece.kept.document, piece.content, piece.path) for piece in self.pieces.values())
        reading = Reading(texts, tuple(piece.kept.extraction for piece in self.pieces.values()), tuple(build.problems))
        return build.committed(reading, worlds[1], findings, counts)

    def _lines(self, changed: Changed, worlds: Sequence[World]) -> tuple[set[bytes], set[bytes]]:
        """Lines of what may go, and of what may come; what is in both stays."""
        count = len(self.known) - len(self.old) + len(self.new)
        sides = zip(
            worlds, (changed.before, changed.after), (self.old, self.new), (len(self.known), count), strict=True
        )
        was, now = (
            lines_of(
                chain(
                    Writer(self.base).world(world, part.claims),
                    _links_of(world, self.base),
                    _description(texts, number, self.base),
                )
            )
            for world, part, texts, number in sides
        )
        for document in self.old:
            was |= self._graph(Writer(self.base).document_graph(document))
        for name in ("graph/inferred", "graph/report"):
            was |= self._graph(thing(name, self.base))
        return was, now.union(*(piece.lines for piece in self.pieces.values()))

    def _graph(self, name: ox.NamedNode) -> set[bytes]:
        return lines_of(self.before.store.quads_for_pattern(None, None, None, name))

    def _apply(self, was: set[bytes], now: set[bytes]) -> None:
        """Take away what is no more and add what is new."""
        build = self.build
        build.draft.carry_on(self.before, self.old)
        store, expected = build.draft.store, self.before.manifest["store"]
        for quad in _parsed(was - now):
            store.remove(quad)
        store.extend(_parsed(now - was))
        build.digest = Digest(expected["digest"], expected["quads"])
        build.digest.remove(was - now)
        build.digest.add(now - was)

    def _texts(self, found: Sequence[Found | Unreadable]) -> None:
        """The texts that are new, and the manifest's lines and the unread passages of all."""
        build = self.build
        for one in found:
            if one.id in self.pieces:
                build.keep_text(self.pieces[one.id])
            elif isinstance(one, Found) and one.id in self.known and one.id not in self.old:
                build.entries[one.id] = _entry(one.id, one.place.path, self.known[one.id])
        lines = (self.before.texts.parent / UNREAD).read_text("utf-8").splitlines(keepends=True)
        stay = [line for line in lines if _document_of(line) not in self.old]
        come = _unread_lines([piece.kept.extraction for piece in self.pieces.values()]).splitlines(keepends=True)
        build.draft.keep(UNREAD, "".join(sorted(stay + come, key=_document_of)).encode())

    def _counts(self, worlds: Sequence[World]) -> Counter[str]:
        counts = _flat(self.before.manifest["counts"])
        counts.subtract(_told(self.ledger.kept(document).extraction for document in self.old))
        counts.update(_told(piece.kept.extraction for piece in self.pieces.values()))
        counts.subtract(_counted(worlds[0]))
        counts.update(_counted(worlds[1]))
        return counts


def _document_of(line: str) -> str:
    return str(json.loads(line)[0])


def _ties(source: Source, is_cited: bool) -> tuple[object, ...]:
    """What binds a document to others; a publisher binds two others only through a document that has further ties."""
    ties = source.translation_of, source.cites
    return (*ties, source.publisher) if any(ties) or is_cited else ties


def _parsed(lines: Iterable[bytes]) -> Iterator[ox.Quad]:
    return iter(ox.parse(b"\n".join(sorted(lines)), format=ox.RdfFormat.N_QUADS))


def _decided(options: Options) -> Decided:
    return review.read(options.review) if options.review else Decided()


def _links(options: Options) -> tuple[Match, ...]:
    return sssom.merged(sssom.read(path) for path in options.links)


def _unread_lines(extractions: Iterable[Extraction]) -> str:
    """Where the passages stand that gave no claim, one a line, so that pages can show them without reading again."""
    places = ([one.document, passage.span.start, passage.span.end] for one in extractions for passage in one.unread)
    return "".join(f"{json.dumps(place)}\n" for place in places)


def evaluated(gold: Path | None = None, texts: Path | None = None) -> Evaluation:
    """Extraction measured against a folder of annotations; the bundled ones and their texts if none is given.

    Errors: KGError if there are no annotations, or a text of theirs is not in `texts` (by default the same folder).
    """
    from kg.extract.evaluate import evaluate, read_gold

    if gold is None:
        gold, texts = Path(str(resource("data", "gold"))), _bundled()
    files = sorted(gold.glob("*.jsonl")) if gold.is_dir() else [gold]
    if not files or not files[0].exists():
        raise KGError(f"{gold}: holds no annotations; give a folder of NAME.jsonl files")
    places = [(texts or gold) / f"{file.stem}.txt" for file in files]
    reading = read([place for place in places if place.exists()] or places[:1])
    documents = {document.id: document.text for document in reading.documents}
    return evaluate([one for file in files for one in read_gold(file, documents)], reading.claims)


def _with_neighbours(world: World) -> World:
    """The world with the known entities that facts of others name: the capital of a state, the state of a place."""
    entities = {entity.key: entity for entity in world.entities}
    waiting = list(world.entities)
    while waiting:
        for _, key in waiting.pop().facts:
            found = gazetteer().entity(key) if "/" in key and key not in entities else None
            if found:
                entities[key] = found
                waiting.append(found)
    return replace(world, entities=tuple(entities[key] for key in sorted(entities)))


def check(store: ox.Store, base: str = BASE, progress: Progress = quiet) -> Findings:
    """What reasoner and shapes say of a graph; the store is only read."""
    from kg.graph import reason, validate  # pySHACL and the reasoner are heavy

    progress("reasoning", 0, 1)
    consistency = reason.check(store, base)
    progress("validating", 0, 1)
    return Findings(consistency, validate.validate(store, base))


def _found_quads(findings: Findings, base: str) -> Iterator[ox.Quad]:
    """What follows from the graph and the report of the shapes, each as a graph of its own."""
    if findings.consistency:
        inferred = thing("graph/inferred", base)
        yield from (ox.Quad(one.subject, one.predicate, one.object, inferred) for one in findings.consistency.inferred)
    if findings.report:
        report = thing("graph/report", base)
        yield from (ox.Quad(one.subject, one.predicate, one.object, report) for one in findings.report.triples(base))


def _ontology_quads(base: str) -> Iterator[ox.Quad]:
    """Names, definitions and the class tree of the ontology, for queries; axioms with blank nodes stay in its file."""
    graph = thing("graph/ontology", base)
    for triple in ontology_triples():
        if not isinstance(triple.subject, ox.BlankNode) and not isinstance(triple.object, ox.BlankNode):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _beside(
    world: World, documents: Collection[str], decided: Decided, found: Sequence[Match], base: str
) -> Iterator[ox.Quad]:
    """What stands beside accounts, claims and weighing: ontology, description, links and a reviewer's decisions."""
    yield from _ontology_quads(base)
    yield from _description(documents, len(documents), base)
    yield from link_quads(matches(world.entities, base, (*found, *reviewed(decided.links))), base)
    yield from review_quads(decided, base)


def _links_of(world: World, base: str) -> Iterator[ox.Quad]:
    return link_quads(matches(world.entities, base), base)


def _description(documents: Iterable[str], number: int, base: str) -> Iterator[ox.Quad]:
    """The data set as VoID and DCAT describe one, made from so many texts. Other counts stand in the manifest."""
    graph, node = thing("graph/dataset", base), thing("dataset", base)
    statements: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF + "type", ox.NamedNode(VOID + "Dataset")),
        (RDF + "type", ox.NamedNode(PREFIXES["dcat"] + "Dataset")),
        (DCTERMS + "title", text("Diplomatic actors and events", "en")),
        (DCTERMS + "description", text(f"Made by Chancery {__version__} from {number} texts.", "en")),
        (DCTERMS + "conformsTo", ox.NamedNode(ONTOLOGY.rstrip("#"))),
        (VOID + "uriSpace", text(base)),
        (VOID + "vocabulary", ox.NamedNode(ONTOLOGY)),
        *((DCTERMS + "source", thing(f"source/{document_slug(one)}", base)) for one in documents),
    ]
    return (ox.Quad(node, ox.NamedNode(name), value, graph) for name, value in statements)


# -- the manifest ------------------------------------------------------------------------------------------------------


def _manifest(
    entries: list[dict[str, Any]], problems: Sequence[str], counts: Mapping[str, int], engine: str, options: Options
) -> dict[str, Any]:
    """What the graph was made of and came to; no time and no user, so that the same texts give the same manifest."""
    return {
        "chancery": __version__,
        "pyoxigraph": version("pyoxigraph"),
        "base": options.base,
        "policy": options.policy,
        "resources": {name: _digest(resource(*name.split("/"))) for name in _RESOURCES},
        "documents": entries,
        "problems": list(problems),
        "decisions": [sha256(path.read_bytes()).hexdigest() for path in (options.review, *options.links) if path],
        "counts": {"documents": len(entries), **_nested(counts)},
        "checked": engine,
    }


def made() -> str:
    """What a text's reading rests on besides the text: code, rules and the libraries that find names and dates."""
    parts = [_digest(resource(*name.split("/"))) for name in _RESOURCES]
    parts += [_digest(files("kg"), ".py"), *(version(name) for name in _LIBRARIES), sys.version]
    return sha256("\n".join(parts).encode()).hexdigest()


def _counted(world: World) -> Counter[str]:
    """How many records of each kind a world has."""
    degrees: Counter[str] = Counter(one.degree for one in world.contradictions)
    unreal = sum(account.event.modality != "asserted" for account in world.accounts)
    linked_ = sum(bool(entity.links) for entity in world.entities)
    counts = {"entities": len(world.entities), "linked": linked_, "accounts": len(world.accounts), "unrealized": unreal}
    counts |= {name: degrees[name] for name in ("certain", "possible")}
    return Counter({**counts, "contradictions": len(world.contradictions)})


def _told(extractions: Iterable[Extraction]) -> Counter[str]:
    """How many claims there are, of each type, and how many passages with a date and a known actor."""
    counts: Counter[str] = Counter()
    for one in extractions:
        counts.update({"claims": len(one.claims), "unread": len(one.unread), "dated": one.dated})
        counts.update(f"{_TYPE}{claim.type}" for claim in one.claims)
    return counts


def _nested(counts: Mapping[str, int]) -> dict[str, Any]:
    """Counts as the manifest has them, those of types apart."""
    plain = {name: counts.get(name, 0) for name in _COUNTS}
    types = {name.removeprefix(_TYPE): n for name, n in sorted(counts.items()) if name.startswith(_TYPE) and n}
    return {**plain, "types": types}


def _flat(counts: Mapping[str, Any]) -> Counter[str]:
    """Counts as they are added up."""
    plain = {name: int(counts[name]) for name in _COUNTS}
    return Counter({**plain, **{f"{_TYPE}{name}": n for name, n in counts["types"].items()}})


def _entry(document: str, path: Path, known: Known) -> dict[str, Any]:
    return {
        "id": document,
        "path": "" if str(path) == STDIN else os.path.realpath(path),
        "language": known.language,
        "characters": known.characters,
        "sha256": known.sha256,
    }


def _digest(place: Traversable, ending: str = "") -> str:
    """SHA-256 over the names and contents of a file or of all files of a folder with an ending."""
    sum_ = sha256()
    for name, file in sorted(_files(place, "")):
        if not name.endswith(ending):
            continue
        content = file.read_bytes()
        sum_.update(f"{name} {len(content)}\n".encode() + content)
    return sum_.hexdigest()


def _files(place: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    if place.is_dir():
        for entry in place.iterdir():
            yield from _files(entry, f"{prefix}/{entry.name}")
    elif place.is_file():
        yield prefix, place
