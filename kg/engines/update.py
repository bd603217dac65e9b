"""A build that changes the graph in place where a few texts have changed; the same graph as one made from scratch."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.collector import collector_paused
from kg.engines.beside import description, links_of
from kg.engines.findings import Findings, recheck
from kg.engines.findings import kept as kept_findings
from kg.engines.manifest import UNREAD, counted, entry, flat, most_told, told, told_of
from kg.engines.pieces import Piece
from kg.engines.reading import Reading
from kg.graph.hermit import find_java
from kg.graph.ledger import KeptWitnesses, Known
from kg.graph.lines import Digest, lines_of, split
from kg.graph.lookout import CannotTellError
from kg.graph.quads import Writer
from kg.graph.sample import unpacked
from kg.graph.store import Graph
from kg.graph.terms import thing
from kg.link.links import linked
from kg.model import Source, World
from kg.resolve.change import Changed, Edit, change
from kg.resolve.sides import Text as Said
from kg.texts.reading import Found, Text, Unreadable

if TYPE_CHECKING:
    from kg.engines.local import Build, Built

Change = tuple[list[ox.Quad], list[ox.Quad]]  # what went, and what came


class Update:
    """A build that changes the graph in place where a few texts have changed."""

    def __init__(
        self, build: Build, before: Graph, pieces: Mapping[str, Piece], gone: Set[str], known: Mapping[str, Known]
    ) -> None:
        self.build, self.before, self.pieces, self.known = build, before, pieces, known
        self.ledger, self.base = build.ledger, build.options.base
        self.kept = {document: piece.kept for document, piece in pieces.items()}
        self.atlas = build.setting.atlas
        self.old = {
            document: Said(self.ledger.kept(document).extraction.claims, self.atlas) for document in sorted(gone)
        }
        self.new = {document: Said(kept.extraction.claims, self.atlas) for document, kept in self.kept.items()}

    def is_possible(self) -> bool:
        """Whether no document that stays comes to depend on others than before, and some document is left."""
        if len(self.known) - len(self.old) + len(self.new) == 0:
            return False
        sources = self.ledger.sources()
        cited = {other for source in sources.values() for other in (source.translation_of, *source.cites)}
        for document in {*self.old, *self.new}:
            was = sources.get(document) if document in self.old else None
            now = self.kept[document].document.source if document in self.new else None
            ties = [_ties(source, document in cited) for source in (was or Source(), now or Source())]
            if ties[0] != ties[1] or ((was is None or now is None) and document in cited):
                return False
        return True

    @collector_paused()
    def built(self, found: Sequence[Found | Unreadable]) -> Built:
        build = self.build
        build.progress("resolving", 0, 1)
        instead = {name: self.kept[name].document if name in self.kept else None for name in {*self.old, *self.new}}
        witnesses = KeptWitnesses(self.ledger), KeptWitnesses(self.ledger, instead)
        changed = change(Edit(self.ledger, self.old, self.new, witnesses, self.atlas, build.options.policy))
        worlds = [linked(part.world, base=self.base) for part in (changed.before, changed.after)]
        build.progress("writing", 0, 1)
        change_ = self._applied(*self._lines(changed, worlds))
        self._texts(found)
        findings = self._checked(change_)
        counts = self._counts(worlds)
        self.ledger.update(changed, self.old, self.new, [piece.packed for piece in self.pieces.values()])
        read = [
            (Text(kept.document, piece.content, piece.path), kept.extraction)
            for kept, piece in zip(self.kept.values(), self.pieces.values(), strict=True)
        ]
        reading = Reading(len(read), build.problems, lambda: read)
        return build.committed(reading, most_told(told_of(worlds[1]), worlds[1].entities), findings, counts)

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
                    links_of(world, self.base),
                    description(texts, number, self.base),
                )
            )
            for world, part, texts, number in sides
        )
        for document in self.old:
            was |= self._graph(Writer(self.base).document_graph(document))
        return was, now.union(*(split(piece.run.lines) for piece in self.pieces.values()))

    def _graph(self, name: ox.NamedNode) -> set[bytes]:
        return lines_of(self.before.store.quads_for_pattern(None, None, None, name))

    def _applied(self, was: set[bytes], now: set[bytes]) -> Change:
        """Take away what is no more and add what is new."""
        build = self.build
        build.draft.carry_on(self.before, self.old)
        expected = self.before.manifest["store"]
        build.digest = Digest(expected["digest"], expected["quads"])
        gone, come = list(parsed(was - now)), list(parsed(now - was))
        build.change(gone, come)
        return gone, come

    def _checked(self, change: Change) -> Findings:
        """What reasoner and shapes say; only of what the change touches if that can be told."""
        build, kept = self.build, self.before.manifest.get("found", {})
        if build.options.check and self._goes_on(kept):
            build.progress("checking", 0, 1)
            try:
                return self._rechecked(change, kept)
            except CannotTellError:
                pass
        for name in ("graph/inferred", "graph/report"):
            quads = self.before.store.quads_for_pattern(None, None, None, thing(name, self.base))
            build.change(list(quads), ())
        return build.checked()

    def _goes_on(self, found: Mapping[str, int]) -> bool:
        """Whether the graph was checked and agreed with the ontology, and Java is there, or not there, as it was."""
        engine = self.before.manifest["checked"]
        has_proof = engine == "HermiT" and self.ledger.proof != b""
        return found.get("clashes") == 0 and (has_proof if find_java() else engine == "rules")

    def _rechecked(self, change: Change, found: Mapping[str, int]) -> Findings:
        build, packed = self.build, self.ledger.proof
        proof = unpacked(packed) if packed else None
        again = recheck(self.before.store, build.draft.store, change, found, proof, self.base)
        build.change(again.gone, again.come)
        if again.proof and again.proof is not proof:
            self.ledger.keep_proof(again.proof.packed())
        return kept_findings(self.before.manifest["checked"], again.counts, build.folder, self.base)

    def _texts(self, found: Sequence[Found | Unreadable]) -> None:
        """The texts that are new, and the manifest's lines and the unread passages of all."""
        build = self.build
        for one in found:
            if one.id in self.pieces:
                build.keep_text(self.pieces[one.id])
            elif isinstance(one, Found) and one.id in self.known and one.id not in self.old:
                build.entries[one.id] = entry(one, self.known[one.id])
        build.draft.keep(UNREAD, "".join(self._unread()).encode())

    def _unread(self) -> list[str]:
        """The lines of the unread passages of all texts, in the order of the texts."""
        lines = (self.before.texts.parent / UNREAD).read_text("utf-8").splitlines(keepends=True)
        for document in self.old:
            begin, end = (side(lines, document, key=_document_of) for side in (bisect_left, bisect_right))
            del lines[begin:end]
        for document, piece in self.pieces.items():
            at = bisect_left(lines, document, key=_document_of)
            lines[at:at] = piece.unread.splitlines(keepends=True)
        return lines

    def _counts(self, worlds: Sequence[World]) -> Counter[str]:
        counts = flat(self.before.manifest["counts"])
        counts.subtract(told(self.ledger.kept(document).extraction for document in self.old))
        counts.update(sum((piece.counts for piece in self.pieces.values()), Counter[str]()))
        counts.subtract(counted(worlds[0]))
        counts.update(counted(worlds[1]))
        return counts


def _document_of(line: str) -> str:
    return str(json.loads(line)[0])


def _ties(source: Source, is_cited: bool) -> tuple[object, ...]:
    """What binds a document to others; a publisher binds two others only through a document that has further ties."""
    ties = source.translation_of, source.cites
    return (*ties, source.publisher) if any(ties) or is_cited else ties


def parsed(lines: Iterable[bytes]) -> Iterator[ox.Quad]:
    return iter(ox.parse(b"\n".join(sorted(lines)), format=ox.RdfFormat.N_QUADS))
