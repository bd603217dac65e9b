"""Texts of files and folders, and what each says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.engines.options import Progress, quiet
from kg.engines.pool import mapped
from kg.errors import KGError
from kg.extract.engine import Extraction, extract
from kg.model import Claim, Document, Passage
from kg.resolve.keys import document_slug
from kg.resources import resource
from kg.texts.reading import Found, Text, Unreadable, find_texts, read_text


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


def read(texts: Sequence[Path], progress: Progress = quiet, workers: int = 1) -> Reading:
    """Claims of files and folders, or of the bundled texts if none is given.

    A text that cannot be read becomes a problem and the others are read. Errors: KGError if none could be read.
    """
    found = find(texts)
    read_: list[tuple[Text, Extraction]] = []
    problems: list[str] = []
    for number, one in enumerate(mapped(extracted, found, workers)):
        progress("reading", number, len(found))
        if isinstance(one, Unreadable):
            problems.append(str(one))
        else:
            read_.append(one)
    check_read(len(read_), problems)
    return Reading(tuple(text for text, _ in read_), tuple(extraction for _, extraction in read_), tuple(problems))


def find(texts: Sequence[Path]) -> list[Found | Unreadable]:
    """The texts of files and folders, or the bundled ones if none is given; no two whose names make one identifier."""
    found: list[Found | Unreadable] = []
    first: dict[str, str] = {}
    for one in find_texts(texts or [bundled()]):
        name = document_slug(one.id)
        if isinstance(one, Found) and first.setdefault(name, one.id) != one.id:
            one = Unreadable(one.id, f"gets the same identifier as {first[name]}; rename one of them")
        found.append(one)
    return found


def extracted(found: Found | Unreadable) -> tuple[Text, Extraction] | Unreadable:
    """A text and what it says; runs in a worker."""
    text = read_text(found) if isinstance(found, Found) else found
    return text if isinstance(text, Unreadable) else (text, extract(text.document))


def check_read(count: int, problems: Sequence[str]) -> None:
    if not count:
        raise KGError(
            problems[0] if len(problems) == 1 else f"none of {len(problems)} texts could be read: {problems[0]}"
        )


def bundled() -> Path:
    return Path(str(resource("data", "texts")))
