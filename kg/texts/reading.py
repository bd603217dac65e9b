"""Files, folders and standard input -> documents; what cannot be read is named in one sentence, the rest is read."""

from __future__ import annotations

import glob
import os
import re
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO, NamedTuple

from kg.errors import KGError
from kg.lexicon.gazetteer import gazetteer
from kg.model import Document
from kg.texts.context import parties, states_named
from kg.texts.language import language
from kg.texts.menus import is_menu
from kg.texts.page import Page
from kg.texts.passages import split
from kg.texts.sources import NOTHING, Beside, Told, told_beside, told_inside
from kg.texts.words import words

ENDINGS = (".txt", ".md", ".html", ".htm", ".pdf")
STDIN = "-"
TEXT_MAX = 20_000_000  # bytes; a thick book has a million, and a larger file is a collection
FILE_MAX = 200_000_000  # of a PDF file, most of which may be pictures
# A file whose times are younger than this may be written again without another time: of file systems that count in
# whole seconds the coarsest counts in twos. In nanoseconds.
_SETTLED = 3_000_000_000
DEPTH_MAX = 50  # folders above a file whose names may go into its id
OPENING = 4_000  # characters in which a title is looked for
_DAY = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ENDING = re.compile(r"\.[A-Za-z0-9]+$")
_PIECE = re.compile(r"[a-z0-9]+")
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


class Place(NamedTuple):
    """A file to read, and the folder it was found in (its own, if it was given by itself); None: standard input."""

    at: str
    folder: str | None
    is_link: bool = False

    @property
    def path(self) -> Path:
        return Path(self.at)

    def name(self, depth: int) -> str:
        """The id with so many folders above it."""
        if self.folder is None:
            return "standard-input"
        inside = self.at if self.folder == os.curdir else self.at[len(self.folder) :]
        inside = (inside if os.sep == "/" else inside.replace(os.sep, "/")).strip("/")
        return "/".join((*Path(self.folder).absolute().parts[1:][-depth:], inside)) if depth else inside


class Found(NamedTuple):
    """A text that was found and not yet read: its document's id, where it lies, and where that is without links."""

    id: str
    place: Place
    real: str = ""  # empty for standard input


class Print(NamedTuple):
    """What tells a text from all others: SHA-256 of its file's bytes, and of all that its reading rests on.

    That is its name, its bytes and what is told beside it. Empty if it is not known, as of standard input.
    """

    sha256: str
    cause: str


def find_texts(paths: Iterable[str | Path]) -> list[Found | Unreadable]:
    """Where the texts of files, folders, patterns and `-` (standard input) lie, sorted by id, whatever the order given.

    Of a folder all files with known endings, at any depth, but for hidden ones.
    """
    known: dict[str, Found | Unreadable] = {}
    places: set[Place] = set()
    for path in paths:
        for found in _places(str(path)):
            if isinstance(found, Unreadable):
                known[found.id] = found
            else:
                places.add(found)
    known |= _named(places)
    return [known[name] for name in sorted(known)]


def read_text(found: Found, *, stdin: BinaryIO | None = None) -> Text | Unreadable:
    """One text; UTF-8 as it lies on disk, so that offsets count in the file. KGError for a faulty sources.toml."""
    return _read(found.id, found.place, stdin)


def fingerprint(found: Found, content: bytes) -> Print:
    """What tells a text from all others; `content` are the bytes of its file."""
    own = sha256(content).hexdigest()
    return Print(own, _cause(found, own, Beside()))


def prints(found: Iterable[Found], known: Mapping[str, tuple[str, str]]) -> Iterator[tuple[Found, Print, str]]:
    """What tells each text from all others, and the look of its file; both empty for a file that cannot be opened.

    `known` are the SHA-256 and the look of texts that were read before. A file of the same look is not opened.
    """
    beside = Beside()
    for one in found:
        sha, before = known.get(one.id, ("", ""))
        seen = look(one)
        own = sha if seen and seen == before else _sha256(one)
        yield one, Print(own, _cause(one, own, beside)), seen


def look(found: Found) -> str:
    """What the file system tells of a file and changes with every write: size, times, number.

    Empty if that cannot be told, as of standard input, and of a file of the last moments: another write may then give
    the same times.
    """
    if found.place.folder is None:
        return ""
    now = time.time_ns()
    try:
        stat = os.stat(found.place.at)
    except OSError:
        return ""
    if now - max(stat.st_mtime_ns, stat.st_ctime_ns) < _SETTLED:
        return ""
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def _sha256(found: Found) -> str:
    try:
        return sha256(found.place.path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _cause(found: Found, own: str, beside: Beside) -> str:
    name, place, _ = found
    if place.folder is None or not own:
        return ""
    told = beside.told(place.at, name)
    said = "" if told is NOTHING else repr(told)
    ending = os.path.splitext(place.at)[1]
    return sha256(f"{name}\n{ending}\n{own}\n{said}".encode()).hexdigest()


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
        return _page(path.suffix.lower(), _content(_alone(path), None)).text
    except _FaultError as fault:
        raise KGError(f"{path}: {fault}") from fault


def _places(given: str) -> Iterator[Place | Unreadable]:
    """The files that a path names: itself, those of a folder, or those that fit a pattern."""
    if given == STDIN:
        yield Place(STDIN, None)
        return
    path = Path(given)
    if path.is_dir():
        files = list(_files(str(path), str(path)))
        yield from files
        if not files:
            yield Unreadable(given, f"the folder holds no texts ({', '.join(ENDINGS)}); name another folder")
    elif path.exists() or not glob.has_magic(given):
        yield _alone(path)
    else:
        matches = sorted(glob.glob(given, recursive=True))
        for match in matches:
            yield from _places(match)
        if not matches:
            yield Unreadable(given, "no file fits this pattern; check the path")


def _alone(path: Path) -> Place:
    """A file that was given by itself."""
    return Place(str(path), str(path.parent), path.is_symlink())


def _files(folder: str, top: str) -> Iterator[Place]:
    """The texts of a folder and its folders, but for hidden ones; links to folders are not followed."""
    inside = []
    above = "" if folder == os.curdir else os.path.join(folder, "")
    try:
        entries = os.scandir(folder)
    except OSError:
        return  # as `os.walk` does
    with entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if _is_folder(entry):
                inside += [] if entry.is_symlink() else [name]
            elif name.lower().endswith(ENDINGS):
                yield Place(above + name, top, entry.is_symlink())
    for name in inside:
        yield from _files(above + name, top)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _named(places: Iterable[Place]) -> dict[str, Found | Unreadable]:
    """The places by id. Those that would get the same identifier take the names of folders above them, too."""
    groups: dict[str, list[Found]] = {}
    for real, place in _unique(places).items():
        name = place.name(0)
        groups.setdefault(_identifier(name), []).append(Found(name, place, real))
    named: dict[str, Found | Unreadable] = {}
    for group in groups.values():
        if len(group) == 1:
            named[group[0].id] = group[0]
        else:
            named |= _apart(group)
    return named


def _apart(group: Sequence[Found]) -> Iterator[tuple[str, Found | Unreadable]]:
    """Places that would get the same identifier, by ids with the names of folders above."""
    places = [one.place for one in group]
    alike = (d for d in range(DEPTH_MAX) if len({_identifier(p.name(d)) for p in places}) == len(places))
    depth = next(alike, 0)
    first = places[0].name(depth)
    for _, place, real in group:
        name = place.name(depth)
        same = place is not places[0] and _identifier(name) == _identifier(first)
        fault = Unreadable(name, f"gets the same identifier as {first}; rename one of them")
        yield name, fault if same else Found(name, place, real)


def _unique(places: Iterable[Place]) -> dict[str, Place]:
    """Each file once, by where it lies when links are followed; of folders that is asked but once."""
    folders: dict[str, str] = {}
    found: dict[str, Place] = {}
    for place in sorted(places, key=lambda place: (place.at, place.folder or "")):
        if place.folder is None:
            found[""] = place
            continue
        cut = place.at.rfind(os.sep) + 1
        folder = place.at[:cut]
        if folder not in folders:
            folders[folder] = os.path.join(os.path.realpath(folder), "")
        found[os.path.realpath(place.at) if place.is_link else folders[folder] + place.at[cut:]] = place
    return found


def _identifier(name: str) -> str:
    """What of an id goes into IRIs: small letters and digits, without the ending."""
    plain = _ENDING.sub("", name)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return "-".join(_PIECE.findall(plain.casefold())) or name


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
    """The heading that a text opens with; if a copy has put lines of its own above it, the one that stands again, or
    that stands below the menu of the site."""
    opening = split(replace(document, text=document.text[:OPENING]))
    first = opening[0] if opening else None
    if first is None or first.kind != "heading":
        return ""
    above = list(takewhile(lambda passage: passage.kind != "sentence", opening))[:FURNITURE_MAX]
    told = [document.text[p.span.start : p.span.end].strip("#= ") for p in above if p.kind == "heading"]
    if len(told) > 1 and opening[1].kind == "heading":
        between = document.text[first.span.end : opening[1].span.start]
        if any(map(is_menu, between.splitlines())):
            return told[1]
    again = (words for words in told if told.count(words) > 1 and len(words.split()) >= TITLE_WORDS)
    return told[0] if told.count(told[0]) > 1 else next(again, told[0])


FURNITURE_MAX = 30  # passages above the first sentence in which the title of a page may stand
TITLE_WORDS = 3  # of a heading that tells what a page is about; "Jump to" and "Search" do not


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
