"""Files, folders and standard input -> documents; what cannot be read is named in one sentence, the rest is read."""

from __future__ import annotations

import glob
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from kg.errors import KGError
from kg.lexicon.gazetteer import gazetteer
from kg.model import Document
from kg.texts.context import parties, states_named
from kg.texts.language import language
from kg.texts.page import Page
from kg.texts.passages import split
from kg.texts.sources import NOTHING, Told, told_beside, told_inside
from kg.texts.words import words

ENDINGS = (".txt", ".md", ".html", ".htm", ".pdf")
STDIN = "-"
TEXT_MAX = 20_000_000  # bytes; a thick book has a million, and a larger file is a collection
FILE_MAX = 200_000_000  # of a PDF file, most of which may be pictures
DEPTH_MAX = 50  # folders above a file whose names may go into its id
OPENING = 4_000  # characters in which a title is looked for
_DAY = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ENDING = re.compile(r"\.[A-Za-z0-9]+$")
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?<(?:!doctype html|html)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """A document and the bytes it was read from."""

    document: Document
    content: bytes
    path: Path  # of the file; `-` for standard input


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that could not be read: its id, or the path as given, and what is wrong and what to do."""

    id: str
    reason: str

    def __str__(self) -> str:
        return f"{self.id}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Place:
    """A file to read, and the folder it was found in (its own, if it was given by itself); None: standard input."""

    path: Path
    folder: Path | None

    def name(self, depth: int) -> str:
        """The id with so many folders above it."""
        if self.folder is None:
            return "standard-input"
        inside = self.path.relative_to(self.folder).parts
        above = self.folder.absolute().parts[1:][-depth:] if depth else ()
        return "/".join((*above, *inside))


@dataclass(frozen=True, slots=True)
class Found:
    """A text that was found and not yet read: its document's id, and where it lies."""

    id: str
    place: Place


def find_texts(paths: Iterable[str | Path]) -> list[Found | Unreadable]:
    """Where the texts of files, folders, patterns and `-` (standard input) lie, sorted by id, whatever the order given.

    Of a folder all files with known endings, at any depth, but for hidden ones.
    """
    known: dict[str, Place | Unreadable] = {}
    places: set[Place] = set()
    for path in paths:
        for found in _places(str(path)):
            if isinstance(found, Unreadable):
                known[found.id] = found
            else:
                places.add(found)
    known |= _named(places)
    return [found if isinstance(found, Unreadable) else Found(name, found) for name, found in sorted(known.items())]


def read_text(found: Found, *, stdin: BinaryIO | None = None) -> Text | Unreadable:
    """One text; UTF-8 as it lies on disk, so that offsets count in the file. KGError for a faulty sources.toml."""
    return _read(found.id, found.place, stdin)


def fingerprint(found: Found, content: bytes | None = None) -> tuple[str, str]:
    """SHA-256 of a file's bytes, and of all that its reading rests on: name, bytes, what is told beside it.

    The second is empty for standard input, and both for a file that cannot be opened; `content` are the bytes if they
    are at hand.
    """
    path = found.place.path
    if content is None:
        try:
            content = path.read_bytes()
        except OSError:
            return "", ""
    own = sha256(content).hexdigest()
    if found.place.folder is None:
        return own, ""
    told = told_beside(path, found.id)
    said = "" if told is NOTHING else repr(told)
    return own, sha256(f"{found.id}\n{path.suffix}\n{own}\n{said}".encode()).hexdigest()


def read_texts(paths: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> Iterator[Text | Unreadable]:
    """The texts that `find_texts` finds, read one by one. KGError for a faulty sources.toml."""
    for found in find_texts(paths):
        yield found if isinstance(found, Unreadable) else read_text(found, stdin=stdin)


def read(paths: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> Iterator[Document | Unreadable]:
    """As `read_texts`, without the bytes."""
    for text in read_texts(paths, stdin=stdin):
        yield text.document if isinstance(text, Text) else text


def text_of(path: Path) -> str:
    """The text of one file as a build reads it, in whatever language; KGError if it cannot be read."""
    try:
        return _page(path.suffix.lower(), _content(Place(path, path.parent), None)).text
    except _FaultError as fault:
        raise KGError(f"{path}: {fault}") from fault


def _places(given: str) -> Iterator[Place | Unreadable]:
    """The files that a path names: itself, those of a folder, or those that fit a pattern."""
    if given == STDIN:
        yield Place(Path(STDIN), None)
        return
    path = Path(given)
    if path.is_dir():
        files = sorted(_files(path))
        yield from (Place(file, path) for file in files)
        if not files:
            yield Unreadable(given, f"the folder holds no texts ({', '.join(ENDINGS)}); name another folder")
    elif path.exists() or not glob.has_magic(given):
        yield Place(path, path.parent)
    else:
        matches = sorted(glob.glob(given, recursive=True))
        for match in matches:
            yield from _places(match)
        if not matches:
            yield Unreadable(given, "no file fits this pattern; check the path")


def _files(folder: Path) -> Iterator[Path]:
    """The texts of a folder and its folders, but for hidden ones; links to folders are not followed."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and name.lower().endswith(ENDINGS):
                yield Path(parent, name)


def _named(places: Iterable[Place]) -> dict[str, Place | Unreadable]:
    """The places by id. Those that would get the same identifier take the names of folders above them, too."""
    unique = _unique(places)
    groups: dict[str, list[Place]] = {}
    for place in unique.values():
        groups.setdefault(_identifier(place.name(0)), []).append(place)
    named: dict[str, Place | Unreadable] = {}
    for group in groups.values():
        several = len(group) > 1
        alike = (d for d in range(DEPTH_MAX) if len({_identifier(p.name(d)) for p in group}) == len(group))
        depth = next(alike, 0) if several else 0
        for place in group:
            first = group[0].name(depth)
            same = place is not group[0] and _identifier(place.name(depth)) == _identifier(first)
            fault = Unreadable(place.name(depth), f"gets the same identifier as {first}; rename one of them")
            named[place.name(depth)] = fault if same else place
    return named


def _unique(places: Iterable[Place]) -> dict[str, Place]:
    """Each file once, by where it lies when links are followed; of folders that is asked but once."""
    folders: dict[Path, str] = {}
    found: dict[str, Place] = {}
    for place in sorted(places, key=lambda place: (str(place.path), str(place.folder))):
        folder = place.path.parent
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        at = os.path.join(folders[folder], place.path.name)
        found[os.path.realpath(at) if os.path.islink(at) or not place.folder else at] = place
    return found


def _identifier(name: str) -> str:
    """What of an id goes into IRIs: small letters and digits, without the ending."""
    plain = unicodedata.normalize("NFKD", _ENDING.sub("", name)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.casefold())) or name


def _read(name: str, place: Place, stdin: BinaryIO | None) -> Text | Unreadable:
    try:
        content = _content(place, stdin)
        told = told_beside(place.path, name) if place.folder else Told()
        document = document_from(name, content, told, place.path.suffix)
        return document if isinstance(document, Unreadable) else Text(document, content, place.path)
    except _FaultError as fault:
        return Unreadable(name, str(fault))


def document_from(name: str, content: bytes, told: Told, ending: str = "") -> Document | Unreadable:
    """The document in the bytes of a file, or of a record, with what is told of it."""
    if not name.isprintable():  # it would not survive in IRIs, tables and messages
        return Unreadable(ascii(name), "has characters in its name that cannot be written; rename it")
    try:
        page = _page(ending.lower(), content)
        return _document(name, page, _told_inside(page.text, told))
    except _FaultError as fault:
        return Unreadable(name, str(fault))


def _told_inside(text: str, told: Told) -> Told:
    try:
        return told_inside(text, told)
    except KGError as error:
        raise _FaultError(str(error)) from error


def _content(place: Place, stdin: BinaryIO | None) -> bytes:
    """The bytes of a file; never more than may be read."""
    if place.folder is None:
        return (stdin or sys.stdin.buffer).read(FILE_MAX + 1)
    try:
        if place.path.stat().st_size > FILE_MAX:
            raise _FaultError(f"has more than {FILE_MAX // 1_000_000} MB; split it")
        return place.path.read_bytes()
    except FileNotFoundError:
        raise _FaultError("there is no such file or folder; check the path") from None
    except OSError as error:
        raise _FaultError(f"cannot be opened ({error.strerror or error}); check its permissions") from error


def _page(ending: str, content: bytes) -> Page:
    """The text of a file with what its head says, by the file's first bytes or its ending."""
    if not content:
        raise _FaultError("is empty; leave it out")
    if content.startswith(b"%PDF-"):
        page = Page(_pdf(content))
    elif ending in (".html", ".htm") or _HTML.match(content[:200]):
        page = _html(content)
    else:
        page = Page(_plain(content))
    if not page.text.strip("\ufeff \t\r\n\f\x00"):
        raise _FaultError("holds no text; leave it out")
    if len(page.text) > TEXT_MAX:
        raise _FaultError(f"holds more than {TEXT_MAX // 1_000_000} MB of text; split it")
    return page


def _plain(content: bytes) -> str:
    """The characters of a text file, newlines and byte order mark included."""
    if len(content) > TEXT_MAX:
        raise _FaultError(f"holds more than {TEXT_MAX // 1_000_000} MB of text; split it")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_wide(content):
        raise _FaultError("is UTF-16, not UTF-8; convert it: iconv -f UTF-16 -t UTF-8")
    if content.startswith(b"PK\x03\x04"):
        raise _FaultError("is an office document or an archive; save what it holds as text, HTML or PDF")
    if b"\0" in content:
        raise _FaultError("is a binary file, not a text; leave it out")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"the byte {content[error.start]:#04x} at {error.start}"
        raise _FaultError(f"is not UTF-8 ({place}); if it is Latin-1, convert it: iconv -f LATIN1 -t UTF-8") from None


def _is_wide(content: bytes) -> bool:
    """Whether every other byte is nil, as in UTF-16 without a mark."""
    even, odd = content[:1000:2].count(0), content[1:1000:2].count(0)
    return max(even, odd) > 0.4 * min(len(content), 1000) and min(even, odd) == 0


def _html(content: bytes) -> Page:
    try:
        from kg.texts.html import read_page
    except ImportError:
        raise _FaultError("is HTML, which needs selectolax: pip install selectolax") from None
    if len(content) > TEXT_MAX:
        raise _FaultError(f"has more than {TEXT_MAX // 1_000_000} MB; split it")
    try:
        return read_page(content)
    except KGError as error:
        raise _FaultError(str(error)) from error
    except (LookupError, UnicodeError) as error:
        raise _FaultError(f"is in another encoding than it says ({error}); save it as UTF-8") from error


def _pdf(content: bytes) -> str:
    try:
        from kg.texts.pdf import read_pdf
    except ImportError:
        raise _FaultError("is PDF, which needs pypdf: pip install pypdf") from None
    try:
        text = read_pdf(content)
    except KGError as error:
        raise _FaultError(str(error)) from error
    if not text.strip():
        raise _FaultError("holds no text, only pictures; have the characters recognised (OCR) first")
    return text


def _document(name: str, page: Page, told: Told) -> Document:
    """The document with all that is known about it: from sources.toml first, then from the text itself."""
    source = replace(
        told.source,
        title=told.source.title or page.title,
        url=told.source.url or page.url,
        published=told.source.published or (page.published if _DAY.fullmatch(page.published) else ""),
    )
    document = Document(name, page.text, _language(name, page, told), source=source)
    document = replace(document, title=source.title or _first_heading(document))
    return replace(document, parties=_told_parties(told) or parties(document, gazetteer()))


def _language(name: str, page: Page, told: Told) -> str:
    """As told, as the file's name ends (".es.txt"), or by the words; a fault if it is none that is read."""
    known = words().common
    suffix = name.rpartition("/")[2].split(".")[-2:-1]
    for code in (told.language, *suffix):
        if code in known:
            return code
    if told.language:
        raise _FaultError(
            f"is said to be in {told.language!r}; the languages that are read are {', '.join(sorted(known))}"
        )
    code, language_name = language(page.text)
    if code not in known:
        seems = f"seems to be in {language_name}" if language_name else "is in a language that is not known"
        raise _FaultError(
            f"{seems}; the languages that are read are {', '.join(sorted(known))}, set `language` if it is one"
        )
    return code


def _first_heading(document: Document) -> str:
    opening = split(replace(document, text=document.text[:OPENING]))
    first = opening[0] if opening else None
    if first is None or first.kind != "heading":
        return ""
    return document.text[first.span.start : first.span.end].strip("#= ")


def _told_parties(told: Told) -> tuple[str, ...]:
    if not told.parties:
        return ()
    known = states_named(told.parties, gazetteer())
    unknown = [name for name in told.parties if name not in known]
    if unknown:
        raise _FaultError(f"its parties name {unknown[0]!r}, which is no state that is known; correct the name")
    return tuple(known[name] for name in told.parties)


class _FaultError(Exception):
    """What keeps one text from being read."""
