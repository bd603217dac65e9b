"""Texts with all that each gives by itself, made in a worker and ready to be written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, cast

from kg.engines.reading import extracted
from kg.extract.engine import Extraction
from kg.graph.ledger import Kept
from kg.graph.lines import Digest, lines_of
from kg.graph.quads import Writer
from kg.texts.reading import Found, Text, Unreadable, fingerprint


class Piece(NamedTuple):
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


def piece(base: str, found: Found | Unreadable) -> Piece | Unreadable:
    """A text with all that it alone gives; runs in a worker."""
    one = extracted(found)
    if isinstance(one, Unreadable) or isinstance(found, Unreadable):
        return cast(Unreadable, one)
    text, extraction = one
    return made_piece(found, text, extraction, base)


def made_piece(found: Found, text: Text, extraction: Extraction, base: str) -> Piece:
    lines = frozenset(lines_of(Writer(base).said(text.document, extraction.claims)))
    sum_ = Digest()
    sum_.add(lines)
    return Piece(
        Kept(text.document, extraction), text.content, text.path, *fingerprint(found, text.content), lines, sum_
    )
