"""A build on this machine: texts are read in a pool of processes, what they gave is kept for the next build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

import pyoxigraph as ox

from kg.collector import collector_paused
from kg.engines.beside import beside, with_neighbours
from kg.engines.findings import Findings, check, is_grave
from kg.engines.manifest import UNREAD, entities_counted, entry, manifest, most_told
from kg.engines.options import Options
from kg.engines.pieces import Piece, made_piece, pieces
from kg.engines.pool import Pool
from kg.engines.progress import Progress
from kg.engines.reading import Read, Reading, check_read, find
from kg.engines.resolution import Outcome, Resolution
from kg.engines.setting import Setting
from kg.engines.update import Update
from kg.errors import KGError
from kg.graph.ledger import Known, Ledger
from kg.graph.lines import Digest, lines_of
from kg.graph.runs import Run
from kg.graph.store import LEDGER, Draft, Graph, drafting, open_graph
from kg.kept import made
from kg.lexicon.gazetteer import gazetteer
from kg.link.links import linked
from kg.model import World
from kg.resolve.review import Review
from kg.resolve.world import about_claims, names_event, resolve
from kg.texts.reading import Found, Text, Unreadable, prints

# If more than one text in so many has changed, building from scratch (without reading the others) costs no more.
_MANY: Final = 10


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to; what was carried over from the graph before stands in the manifest only."""

    folder: Path | None  # None: in memory only
    reading: Reading  # the texts that were read
    told_of: str  # the state of which most events tell; empty if none does
    findings: Findings
    manifest: Mapping[str, Any]

    @property
    def quads(self) -> int:
        return int(self.manifest["store"]["quads"])

    @property
    def grave(self) -> bool:
        """Whether the graph contradicts the ontology or breaks a rule that data must keep, as far as it was checked."""
        return is_grave(self.manifest["found"])


def build(texts: Sequence[Path], folder: Path, options: Options, progress: Progress) -> Built:
    """See `kg.pipeline.build_graph`."""
    options.ensure()
    with (
        drafting(folder, beside=options.workers > 1) as draft,
        closing(Ledger(folder / LEDGER, made())) as ledger,
        Pool(options.workers) as pool,
    ):
        return Build(draft, ledger, pool, folder, options, progress).built(find(texts))


class Build:
    """One build: what stands in the folder, what was asked for, and the texts as they are found."""

    def __init__(
        self, draft: Draft, ledger: Ledger, pool: Pool, folder: Path, options: Options, progress: Progress
    ) -> None:
        self.draft, self.ledger, self.pool, self.folder = draft, ledger, pool, folder
        self.options, self.progress = options, progress
        self.decided, self.links = options.decided(), options.matches()
        self.setting = Setting(gazetteer, options.policy, base=options.base)
        self.problems: list[str] = []
        self.found: dict[str, Found] = {}
        self.entries: dict[str, dict[str, Any]] = {}  # document -> its line in the manifest
        self.digest = Digest()

    def built(self, found: Sequence[Found | Unreadable]) -> Built:
        """The graph, from the one in place if few texts have changed, else from scratch."""
        with collector_paused():
            known = self.ledger.texts()
            self.found = {one.id: one for one in found if isinstance(one, Found)}
            kept = self._kept(known)
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

    def _kept(self, known: Mapping[str, Known]) -> set[str]:
        """The texts that are as they were."""
        kept, looks = set[str](), dict[str, str]()
        before = {document: (one.sha256, one.look) for document, one in known.items()}
        for found, now, look in prints([one for one in self.found.values() if one.id in known], before):
            one = known.get(found.id)
            if one and now == (one.sha256, one.cause) and one.cause:
                kept.add(found.id)
                if look and look != one.look:
                    looks[found.id] = look
        self.ledger.see(looks)
        return kept

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
        for number, one in enumerate(self.pool.batches(partial(pieces, self.setting), found)):
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
        counts: Counter[str] = Counter()
        paths: dict[str, Path] = {}
        unread: list[str] = []
        with closing(
            Resolution(self.setting, self.pool, self.draft.beside("claims"), self, self._recording())
        ) as resolution:
            for one in found:
                text = self._again(one) if one.id in kept else self._taken(next(pieces))
                if text:
                    self._keep(text, one.id not in kept)
                    resolution.hear(text.heard)
                    counts.update(text.counts)
                    unread.append(text.unread)
                    paths[text.id] = text.path
            check_read(len(paths), self.problems)
        for document in self.ledger.texts().keys() - self.entries.keys():
            self.ledger.drop(document)
        reading = Reading(len(paths), self.problems, partial(_kept_in, self.folder, paths))
        outcome, world = self._resolved(resolution)
        self.draft.load()
        findings = self.checked()
        self.draft.keep(UNREAD, "".join(unread).encode())
        told_of = most_told(outcome.told_of, world.entities)
        return self.committed(reading, told_of, findings, counts + outcome.counts + entities_counted(world))

    def _recording(self) -> Ledger | None:
        """The ledger, if an update can carry on from this build."""
        return self.ledger if self.options.is_plain else None

    def _again(self, found: Found | Unreadable) -> Piece | None:
        """A text that was read in an earlier build."""
        assert isinstance(found, Found)
        document, extraction = self.ledger.kept(found.id)
        content = found.place.path.read_bytes()
        return made_piece(self.setting, found, Text(document, content, found.place.path), extraction)

    def _keep(self, text: Piece, is_new: bool) -> None:
        self.keep_text(text)
        self.take(text.run)
        if is_new:
            self.ledger.keep(text.packed)

    def keep_text(self, text: Piece) -> None:
        """Keep a text's bytes, and its line for the manifest."""
        self.draft.keep_text(text.id, text.content)
        self.entries[text.id] = entry(self.found[text.id], text.packed.known)

    def _resolved(self, resolution: Resolution) -> tuple[Outcome, World]:
        """What resolution came to, its quads on their way into the store, and the entities with their links."""
        self.progress("resolving", 0, 1)
        base = self.options.base
        resolution.setting = replace(self.setting, reviews=tuple(self._reviews()))
        outcome = resolution.resolved()
        world = with_neighbours(World(outcome.entities, (), (), (), ()))
        world = linked(world, self.links, self.decided.links, base)
        self.progress("writing", 0, 1)
        resolution.draw(world.entities)
        resolution.send(beside(world, self.entries, self.decided, self.links, base))
        return outcome, world

    def _reviews(self) -> Iterable[Review]:
        """The reviewer's decisions; those on events as decisions on claims, which asks for a first resolution."""
        reviews = self.decided.reviews
        if not any(names_event(review) for review in reviews):
            return reviews
        kept = [self.ledger.kept(document) for document in self.entries]
        claims = [claim for one in kept for claim in one.extraction.claims]
        return about_claims(reviews, resolve(claims, [one.document for one in kept], gazetteer(), self.options.policy))

    # -- the store, as a `resolution.Sink` ---------------------------------------------------------------------------

    def take(self, run: Run) -> None:
        """Quads for the store."""
        self.draft.write(run)
        self.digest.join(run.digest)

    def drop(self, lines: Set[bytes]) -> None:
        """Lines that must not stay in it."""
        self.draft.drop(lines)

    # -- both ways --------------------------------------------------------------------------------------------------

    def checked(self) -> Findings:
        """What reasoner and shapes say; it goes into the store."""
        findings = check(self.draft.store, self.options.base, self.progress) if self.options.check else Findings()
        for lines in findings.lines(self.options.base):
            self.change_lines((), lines)
        proof = findings.consistency.proof if findings.consistency else None
        self.ledger.keep_proof(proof.packed() if proof else b"")
        return findings

    def change(self, gone: Collection[ox.Quad], come: Collection[ox.Quad]) -> None:
        """Take quads out of the store that stand in it, and put others in that do not."""
        self.change_lines(lines_of(gone), lines_of(come))

    def change_lines(self, gone: Collection[bytes], come: Collection[bytes]) -> None:
        """The same of their lines."""
        self.draft.change(gone, come)
        self.digest.remove(gone)
        self.digest.add(come)

    def committed(self, reading: Reading, told_of: str, findings: Findings, counts: Mapping[str, int]) -> Built:
        """The graph in place."""
        self.progress("saving", 0, 1)
        entries = list(self.entries.values())
        told = manifest(entries, self.problems, counts, findings, self.options)
        whole = self.draft.commit(told, self.digest, self.pool.threaded)
        self.ledger.settle(self.state(whole) if self.options.is_plain else "")
        return Built(self.folder, reading, told_of, findings, whole)


def _kept_in(folder: Path, paths: Mapping[str, Path]) -> Iterator[Read]:
    """Texts from the ledger of a build that is done."""
    with closing(Ledger(folder / LEDGER, made())) as ledger:
        for name, path in paths.items():
            document, extraction = ledger.kept(name)
            yield Text(document, b"", path), extraction
