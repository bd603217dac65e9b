"""A build on this machine: texts are read in a pool of processes, what they gave is kept for the next build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

import pyoxigraph as ox

from kg.engines.beside import beside, with_neighbours
from kg.engines.findings import Findings, check, found_quads
from kg.engines.manifest import UNREAD, counted, entry, made, manifest, told, unread_lines
from kg.engines.options import Options, Progress
from kg.engines.pieces import Piece, made_piece, piece
from kg.engines.pool import mapped
from kg.engines.reading import Reading, check_read, find
from kg.engines.update import Update
from kg.errors import KGError
from kg.graph.ledger import Known, Ledger
from kg.graph.lines import Digest, digest, lines_of
from kg.graph.quads import Writer
from kg.graph.store import LEDGER, Draft, Graph, drafting, open_graph
from kg.lexicon.gazetteer import gazetteer
from kg.link.links import linked
from kg.model import World
from kg.resolve.world import worked
from kg.texts.reading import Found, Text, Unreadable, fingerprint

# If more than one text in so many has changed, building from scratch (without reading the others) costs no more.
_MANY: Final = 10
# Quads turned into lines in one go.
_BATCH: Final = 20_000


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


def build(texts: Sequence[Path], folder: Path, options: Options, progress: Progress) -> Built:
    """See `kg.pipeline.build_graph`."""
    options.ensure()
    with drafting(folder) as draft, closing(Ledger(folder / LEDGER, made())) as ledger:
        return Build(draft, ledger, folder, options, progress).built(find(texts))


class Build:
    """One build: what stands in the folder, what was asked for, and the texts as they are found."""

    def __init__(self, draft: Draft, ledger: Ledger, folder: Path, options: Options, progress: Progress) -> None:
        self.draft, self.ledger, self.folder, self.options, self.progress = draft, ledger, folder, options, progress
        self.decided, self.links = options.decided(), options.matches()
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
            update = Update(self, before, read_, gone, known)
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
        if not self.ledger.state or not self.options.is_plain:
            return None
        try:
            graph = open_graph(self.folder)
        except KGError:
            return None  # it is damaged: then from scratch
        return graph if self.ledger.state == self.state(graph.manifest) else None

    def state(self, manifest: Mapping[str, Any]) -> str:
        """What the ledger's resolution belongs to."""
        return f"{manifest['store']['digest']} {self.options.policy} {self.options.base}"

    def _pieces(self, found: Sequence[Found | Unreadable]) -> Iterator[Piece | Unreadable]:
        """Texts that must be read, as they are read."""
        for number, one in enumerate(mapped(partial(piece, self.options.base), found, self.options.workers)):
            self.progress("reading", number, len(found))
            yield one

    def _taken(self, one: Piece | Unreadable) -> Piece | None:
        """A text that was read; what cannot be read is a problem."""
        if isinstance(one, Unreadable):
            self.problems.append(str(one))
            return None
        return one

    # -- from scratch -----------------------------------------------------------------------------------------------

    def _rebuilt(
        self, found: Sequence[Found | Unreadable], kept: Set[str], pieces: Iterator[Piece | Unreadable]
    ) -> Built:
        reading = self._all_read(found, kept, pieces)
        world = self._resolved(reading)
        self.draft.load()
        if len(self.draft.store) != self.digest.count:  # some quad follows from two records of different kinds
            self.digest = digest(self.draft.store)
        findings = self.checked()
        self.draft.keep(UNREAD, unread_lines(reading.extractions).encode())
        counts = Counter({**told(reading.extractions), **counted(world)})
        return self.committed(reading, world, findings, counts)

    def _all_read(
        self, found: Sequence[Found | Unreadable], kept: Set[str], pieces: Iterator[Piece | Unreadable]
    ) -> Reading:
        """Every text, kept ones from the ledger; what each gives goes to disk as it comes."""
        texts, extractions = [], []
        for one in found:
            piece = self._again(one) if one.id in kept else self._taken(next(pieces))
            if piece:
                self._keep(piece, one.id not in kept)
                texts.append(Text(piece.kept.document, b"", piece.path))
                extractions.append(piece.kept.extraction)
        check_read(len(texts), self.problems)
        for document in self.ledger.texts().keys() - self.entries.keys():
            self.ledger.drop(document)
        return Reading(tuple(texts), tuple(extractions), tuple(self.problems))

    def _again(self, found: Found | Unreadable) -> Piece | None:
        """A text that was read in an earlier build."""
        assert isinstance(found, Found)
        document, extraction = self.ledger.kept(found.id)
        content = found.place.path.read_bytes()
        return made_piece(found, Text(document, content, found.place.path), extraction, self.options.base)

    def _keep(self, piece: Piece, is_new: bool) -> None:
        self.keep_text(piece)
        self.draft.write(piece.lines)
        self.digest.join(piece.digest)
        if is_new:
            self.ledger.keep(piece.cause, piece.sha256, piece.kept)

    def keep_text(self, piece: Piece) -> None:
        """Keep a text's bytes, and its line for the manifest."""
        self.draft.keep_text(piece.id, piece.content)
        document = piece.kept.document
        self.entries[piece.id] = entry(
            piece.id, piece.path, Known(piece.cause, piece.sha256, document.language, len(document.text))
        )

    def _resolved(self, reading: Reading) -> World:
        """The world of the texts, its quads written and waiting."""
        self.progress("resolving", 0, 1)
        options = self.options
        work = worked(reading.claims, reading.documents, gazetteer(), options.policy, self.decided.reviews)
        if self.options.is_plain:
            self.ledger.record(work, {one.document: one.claims for one in reading.extractions})
        world = linked(with_neighbours(work.world), self.links, self.decided.links, options.base)
        self.progress("writing", 0, 1)
        claims = {one.key: one.claim for one in work.named}
        del work  # it is large
        self._write(Writer(options.base).world(world, claims))
        self._write(beside(world, self.entries, self.decided, self.links, options.base))
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
        quads = list(found_quads(findings, self.options.base))
        self.draft.change([], quads)
        self.digest.add(lines_of(quads))
        return findings

    def committed(self, reading: Reading, world: World, findings: Findings, counts: Mapping[str, int]) -> Built:
        """The graph in place."""
        self.progress("saving", 0, 1)
        entries = list(self.entries.values())
        whole = self.draft.commit(manifest(entries, self.problems, counts, findings.engine, self.options), self.digest)
        self.ledger.settle(self.state(whole) if self.options.is_plain else "")
        return Built(self.folder, reading, world, findings, whole)
