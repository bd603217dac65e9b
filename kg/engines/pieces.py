"""Texts with all that each gives by itself, made in a worker and packed, so that handing it on costs little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, cast

from kg.collector import collector_paused
from kg.engines.manifest import told, unread_lines
from kg.engines.reading import extracted
from kg.engines.said import Heard, heard
from kg.engines.setting import Setting
from kg.extract.engine import Extraction
from kg.graph.ledger import Kept, Packed, packed
from kg.graph.lines import lines_of
from kg.graph.quads import Writer
from kg.graph.runs import Run, run
from kg.texts.reading import Found, Text, Unreadable, fingerprint, look


class Piece(NamedTuple):
    """A text that was read: for the ledger, for the folder of texts, for the store, and for resolution."""

    packed: Packed
    path: Path
    content: bytes
    run: Run  # the document's graph
    heard: Heard
    counts: Counter[str]
    unread: str  # where the passages stand that gave no claim

    @property
    def id(self) -> str:
        return self.packed.id

    @property
    def kept(self) -> Kept:
        """What it gave, unpacked."""
        return self.packed.kept


@collector_paused()
def pieces(setting: Setting, found: Sequence[Found | Unreadable]) -> list[Piece | Unreadable]:
    """Some texts, each with all that it alone gives; runs in a worker."""
    looks = [look(one) if isinstance(one, Found) else "" for one in found]  # before they are read
    return [
        read if isinstance(read, Unreadable) else made_piece(setting, cast(Found, one), *read, seen)
        for one, read, seen in zip(found, extracted(found), looks, strict=True)
    ]


def made_piece(setting: Setting, found: Found, text: Text, extraction: Extraction, seen: str = "") -> Piece:
    """The same of a text whose claims are known; `seen` is the look that its file had before it was read."""
    document, claims = text.document, extraction.claims
    sha256, cause = fingerprint(found, text.content)
    writer = Writer(setting.base)
    return Piece(
        packed(cause, sha256, Kept(document, extraction), seen),
        text.path,
        text.content,
        run(writer.document_graph(document.id).value, lines_of(writer.said(document, claims))),
        heard(document, claims, setting),
        told((extraction,)),
        unread_lines((extraction,)),
    )
