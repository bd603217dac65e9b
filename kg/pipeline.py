"""The stages in their order: read, extract, resolve, quads, store, reason, validate."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg import __version__
from kg.errors import KGError
from kg.extract.engine import Extraction, extract
from kg.graph.quads import dataset_quads
from kg.graph.store import drafting
from kg.graph.terms import DCTERMS, PREFIXES, RDF, VOID, ontology_triples, text, thing
from kg.lexicon.gazetteer import gazetteer
from kg.link import review, sssom
from kg.link.links import link_quads, linked, matches, reviewed
from kg.link.review import Decided, review_quads
from kg.link.sssom import Match
from kg.model import Claim, Document, Passage, World
from kg.resolve.keys import document_slug
from kg.resolve.rank import DEFAULT
from kg.resolve.world import resolve
from kg.resources import resource
from kg.texts.reading import STDIN, Text, read_texts
from kg.vocab import BASE, ONTOLOGY

if TYPE_CHECKING:
    from kg.extract.evaluate import Evaluation
    from kg.graph.reason import Consistency
    from kg.graph.validate import Report

# What a build rests on besides the texts: another digest means that another graph may come out.
_RESOURCES: Final = ("ontology", "data/gazetteer", "data/lexicon", "data/resolve")

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
    """What a build came to."""

    folder: Path
    reading: Reading
    world: World
    findings: Findings
    quads: int


def quiet(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def read(texts: Sequence[Path], progress: Progress = quiet) -> Reading:
    """Claims of files and folders, or of the bundled texts if none is given.

    A text that cannot be read becomes a problem and the others are read. Errors: KGError if none could be read.
    """
    found: list[Text] = []
    problems: list[str] = []
    for one in read_texts(texts or [_bundled()]):
        if isinstance(one, Text):
            found.append(one)
        else:
            problems.append(str(one))
    if not found:
        raise KGError(
            problems[0] if len(problems) == 1 else f"none of {len(problems)} texts could be read: {problems[0]}"
        )
    extractions = []
    for number, one in enumerate(found):
        progress("reading", number, len(found))
        extractions.append(extract(one.document))
    return Reading(tuple(found), tuple(extractions), tuple(problems))


def _bundled() -> Path:
    return Path(str(resource("data", "texts")))


def build_graph(
    texts: Sequence[Path],
    folder: Path,
    options: Options = Options(),
    progress: Progress = quiet,
) -> Built:
    """Read the texts and put their graph into `folder`; what stood there stays until the new graph is complete.

    Errors: KGError if no text can be read, or if the folder holds something else or cannot be written.
    """
    base = options.base
    if not _BASE.fullmatch(base):
        raise KGError(
            f"{base}: names cannot begin with this; give an IRI that ends with / or #: https://example.org/id/"
        )
    decided, found = _decided(options), _links(options)
    with drafting(folder) as draft:
        reading = read(texts, progress)
        progress("resolving", 0, 1)
        world = resolve(reading.claims, reading.documents, gazetteer(), options.policy, decided.reviews)
        world = linked(_with_neighbours(world), found, decided.links, base)
        progress("writing", 0, 1)
        written = dataset_quads(world, reading.documents, reading.claims, base)
        draft.store.bulk_extend(chain(written, _ontology_quads(base), _description(reading, base)))
        draft.store.bulk_extend(link_quads(matches(world.entities, base, (*found, *reviewed(decided.links))), base))
        draft.store.bulk_extend(review_quads(decided, base))
        findings = check(draft.store, base, progress) if options.check else Findings()
        draft.store.bulk_extend(_found_quads(findings, base))
        progress("saving", 0, 1)
        for one in reading.texts:
            draft.keep_text(one.document.id, one.content)
        draft.keep("unread.jsonl", _unread_lines(reading))
        manifest = draft.commit(_manifest(reading, world, findings, options))
    return Built(folder, reading, world, findings, manifest["store"]["quads"])


def _decided(options: Options) -> Decided:
    return review.read(options.review) if options.review else Decided()


def _links(options: Options) -> tuple[Match, ...]:
    return sssom.merged(sssom.read(path) for path in options.links)


def _unread_lines(reading: Reading) -> bytes:
    """Where the passages stand that gave no claim, one a line, so that pages can show them without reading again."""
    places = ([document.id, passage.span.start, passage.span.end] for document, passage in reading.unread)
    return "".join(f"{json.dumps(place, ensure_ascii=False)}\n" for place in places).encode()


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


def _description(reading: Reading, base: str) -> Iterator[ox.Quad]:
    """The data set as VoID and DCAT describe one. It counts nothing: counts stand in the manifest."""
    graph, node = thing("graph/dataset", base), thing("dataset", base)
    statements: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF + "type", ox.NamedNode(VOID + "Dataset")),
        (RDF + "type", ox.NamedNode(PREFIXES["dcat"] + "Dataset")),
        (DCTERMS + "title", text("Diplomatic actors and events", "en")),
        (DCTERMS + "description", text(f"Made by Chancery {__version__} from {len(reading.texts)} texts.", "en")),
        (DCTERMS + "conformsTo", ox.NamedNode(ONTOLOGY.rstrip("#"))),
        (VOID + "uriSpace", text(base)),
        (VOID + "vocabulary", ox.NamedNode(ONTOLOGY)),
        *((DCTERMS + "source", thing(f"source/{document_slug(one.id)}", base)) for one in reading.documents),
    ]
    return (ox.Quad(node, ox.NamedNode(name), value, graph) for name, value in statements)


def _manifest(reading: Reading, world: World, findings: Findings, options: Options) -> dict[str, Any]:
    """What the graph was made of and came to; no time and no user, so that the same texts give the same manifest."""
    return {
        "chancery": __version__,
        "pyoxigraph": version("pyoxigraph"),
        "base": options.base,
        "policy": options.policy,
        "resources": {name: _digest(resource(*name.split("/"))) for name in _RESOURCES},
        "documents": [_entry(one) for one in reading.texts],
        "problems": list(reading.problems),
        "decisions": [sha256(path.read_bytes()).hexdigest() for path in (options.review, *options.links) if path],
        "counts": {
            "documents": len(reading.documents),
            "claims": len(reading.claims),
            "entities": len(world.entities),
            "accounts": len(world.accounts),
            "contradictions": len(world.contradictions),
            "unread": len(reading.unread),
        },
        "checked": findings.consistency.engine if findings.consistency else "",
    }


def _entry(one: Text) -> dict[str, Any]:
    return {
        "id": one.document.id,
        "path": "" if str(one.path) == STDIN else os.path.realpath(one.path),
        "language": one.document.language,
        "characters": len(one.document.text),
        "sha256": sha256(one.content).hexdigest(),
    }


def _digest(place: Traversable) -> str:
    """SHA-256 over the names and contents of a file or of all files of a folder."""
    sum_ = sha256()
    for name, file in sorted(_files(place, "")):
        content = file.read_bytes()
        sum_.update(f"{name} {len(content)}\n".encode() + content)
    return sum_.hexdigest()


def _files(place: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    if place.is_dir():
        for entry in place.iterdir():
            yield from _files(entry, f"{prefix}/{entry.name}")
    elif place.is_file():
        yield prefix, place
