"""Texts of files and folders, and what each says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from kg.collector import collector_paused
from kg.engines.pool import Pool
from kg.engines.progress import Progress, quiet
from kg.errors import KGError
from kg.extract.engine import Extraction, extract, extract_all
from kg.model import Claim, Document, Passage
from kg.resolve.keys import document_slug
from kg.resources import resource
from kg.texts.reading import Found, Text, Unreadable, find_texts, read_text

Read = tuple[Text, Extraction]


class Reading:
    """What was read: the texts with what each gave, and a sentence for each text that could not be read.

    What each gave is loaded when first asked for.
    """

    def __init__(self, number: int, problems: Sequence[str], load: Callable[[], Iterable[Read]]) -> None:
        self.number, self.problems = number, tuple(problems)
        self._load = load

    @cached_property
    def _read(self) -> tuple[Read, ...]:
        return tuple(self._load())

    def stream(self) -> Iterator[Read]:
        """What was read, text by text, none of which stays in memory."""
        return iter(self._load())

    @property
    def texts(self) -> tuple[Text, ...]:
        return tuple(text for text, _ in self._read)

    @property
    def extractions(self) -> tuple[Extraction, ...]:
        return tuple(found for _, found in self._read)

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
    read_: list[Read] = []
    problems: list[str] = []
    for one in each(texts, progress, workers):
        if isinstance(one, Unreadable):
            problems.append(str(one))
        else:
            read_.append(one)
    check_read(len(read_), problems)
    return Reading(len(read_), problems, lambda: read_)


def each(texts: Sequence[Path], progress: Progress = quiet, workers: int = 1) -> Iterator[Read | Unreadable]:
    """What each of some files and folders says, one after the other, so that memory holds one of them."""
    found = find(texts)
    with Pool(workers) as pool:
        for number, one in enumerate(pool.batches(extracted, found)):
            progress("reading", number, len(found))
            yield one


@collector_paused()
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


@collector_paused(keep=True)
def extracted(found: Sequence[Found | Unreadable]) -> list[Read | Unreadable]:
    """Some texts and what each says; runs in a worker."""
    texts = [_text(one) if isinstance(one, Found) else one for one in found]
    told = iter(extractions([text.document for text in texts if isinstance(text, Text)]))
    return [_said(text, next(told)) if isinstance(text, Text) else text for text in texts]


def _text(found: Found) -> Text | Unreadable:
    try:
        return read_text(found)
    except KGError:
        raise
    except Exception as error:
        return Unreadable(found.id, fault(error))


def _said(text: Text, told: Extraction | Exception) -> Read | Unreadable:
    return Unreadable(text.document.id, fault(told)) if isinstance(told, Exception) else (text, told)


def extractions(documents: Sequence[Document]) -> list[Extraction | Exception]:
    """What each of several documents says; for one that breaks the reader, the error: the others are read."""
    try:
        return [*extract_all(documents)]
    except Exception:
        return [_alone(document) for document in documents]


def _alone(document: Document) -> Extraction | Exception:
    try:
        return extract(document)
    except Exception as error:
        return error


def fault(error: Exception) -> str:
    """What is told of a text at which reading failed: a fault of ours must not cost the other texts their graph."""
    if isinstance(error, KGError):
        return str(error)
    return f"could not be read ({type(error).__name__}: {error}); tell the developers"


def check_read(count: int, problems: Sequence[str]) -> None:
    if not count:
        raise KGError(
            problems[0] if len(problems) == 1 else f"none of {len(problems)} texts could be read: {problems[0]}"
        )


def bundled() -> Path:
    return Path(str(resource("data", "texts")))
