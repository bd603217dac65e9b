"""What lies in files and records -> rows of what each document says; what cannot be read becomes a dead letter."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from kg.engines.events import n_quads
from kg.engines.reading import extractions, fault
from kg.engines.repeats import told
from kg.engines.rows import Row
from kg.engines.said import counted, said
from kg.engines.setting import Setting
from kg.extract.engine import Extraction
from kg.graph.quads import Writer
from kg.model import Document
from kg.resolve.keys import claim_keys, document_slug
from kg.texts.reading import DEPTH_MAX, FILE_MAX, Unreadable, document_from
from kg.texts.sources import KEYS, Told, told_by

# Columns of records: those of sources.toml, and these.
COLUMNS: Final = ("id", "text", *KEYS)
# Documents that are read together.
_TOGETHER: Final = 8


class File(NamedTuple):
    """A file by its address and that of the folder it was found in; its bytes where they are at hand."""

    path: str
    folder: str
    size: int = 0  # bytes
    content: bytes = b""

    def name(self, depth: int) -> str:
        """The id with so many folders above it."""
        inside = self.path[len(self.folder) :].strip("/")
        above = [part for part in self.folder.split("/") if part and not part.endswith(":")]
        return "/".join((*above[len(above) - depth :], inside)) if depth else inside


class Record(NamedTuple):
    """A document in a table or in JSON Lines, by the names that COLUMNS gives its parts; or why it is none."""

    place: str
    columns: Mapping[str, Any]
    fault: str = ""

    @property
    def id(self) -> str:
        return str(self.columns.get("id") or "")


class _Text(NamedTuple):
    """A document that can be read, where it lies, and its bytes."""

    document: Document
    place: str
    content: bytes


class Entry(NamedTuple):
    """What is noted of a document that was read."""

    path: str
    language: str
    characters: int
    sha256: str
    claims: Counter[str]  # by type
    dated: int  # passages with a date and a known actor
    unread: tuple[tuple[int, int], ...]  # where those stand that gave no claim

    def counts(self) -> Counter[str]:
        """The document's part in the counts of a graph."""
        types = {f"type {name}": count for name, count in self.claims.items()}
        total = {"documents": 1, "claims": self.claims.total(), "dated": self.dated, "unread": len(self.unread)}
        return Counter({**total, **types})

    def described(self, name: str) -> dict[str, Any]:
        """Its line in the manifest of a graph."""
        kept = ("path", "language", "characters", "sha256")
        return {"id": name, **{key: getattr(self, key) for key in kept}}


def record(line: str, place: str, columns: Mapping[str, str]) -> Record:
    """A line of JSON Lines; `columns`: our name -> its name there."""
    try:
        found = json.loads(line)
    except ValueError as error:
        return Record(place, {}, f"is not JSON ({error}); correct the line: {line[:60]}")
    if not isinstance(found, dict):
        return Record(place, {}, f"holds no object; write one object on each line: {line[:60]}")
    own = {name: columns.get(name, name) for name in COLUMNS}
    return Record(place, {name: found[other] for name, other in own.items() if found.get(other) is not None})


# -- one identifier, one document --------------------------------------------------------------------------------------


def files_by_identifier(files: Iterable[File]) -> Iterator[Row]:
    return (Row("file", document_slug(file.name(0)), file.path, (file.path, file.folder)) for file in files)


def records_by_identifier(records: Iterable[Record]) -> Iterator[Row]:
    """The digest decides which of several records with one identifier stays, whatever order they are read in."""
    return (
        Row("record", document_slug(one.id), f"{one.id}\0{_digest(one)}", one.id) for one in records if not one.fault
    )


def clashing(identifier: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Rows `named`: of documents that would get one identifier, a name for each file or why it can have none.

    Files take names of the folders above them, as on one machine; of records only the first stays (`first`), unless a
    file has the identifier.
    """
    first = next(rows)
    second = next(rows, None)
    if second is None:
        return
    met = [first, second, *rows]
    files = sorted({File(*row.value) for row in met if row.channel == "file"})
    names: Iterable[str] = {}
    for depth in range(DEPTH_MAX):
        names = [file.name(depth) for file in files]
        if len({document_slug(name) for name in names}) == len(files):
            break
    else:
        names = [file.name(0) for file in files]
    taken: dict[str, str] = {}
    for file, name in zip(files, names, strict=True):
        other = taken.setdefault(document_slug(name), name)
        reason = "" if other == name else f"gets the same identifier as {other}; rename one of them"
        yield Row("named", file.path, "", (name, reason))
    records = [row for row in met if row.channel == "record"]
    if records:
        yield Row("first", identifier, "", taken.get(identifier) or records[0].order)


def _digest(one: Record) -> str:
    return sha256(json.dumps(one.columns, sort_keys=True, default=str).encode("utf-8", "surrogatepass")).hexdigest()


# -- documents ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reader:
    """Files and records as documents, and documents as rows.

    `names` and `firsts` come from `clashing`; `tables` are the sources.toml by the address of their folders.
    """

    setting: Setting
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    firsts: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    keep_texts: bool = False

    def files(self, files: Iterable[File]) -> Iterator[Row]:
        """What the files say."""
        return counted(self._read(one for file in files for one in self._file(file)))

    def records(self, records: Iterable[Record]) -> Iterator[Row]:
        """What the records say; several with one identifier are left as they are, in rows `same`."""
        return counted(self._read(part for one in records for part in self._record(one)))

    def same(self, identifier: str, rows: Iterator[Row]) -> Iterator[Row]:
        """What the first record with an identifier says; the others are dead letters, but for its copies."""
        first = self.firsts[identifier]
        seen = False
        for row in rows:
            if row.order == first:
                yield from () if seen else self._read(self._told(row.value))
                seen = True
            else:
                taken = first.partition("\0")[0]
                yield _dead(row.value.id, f"gets the same identifier as {taken}; give it another id")

    def _file(self, file: File) -> Iterator[Row | _Text]:
        name, fault = self.names.get(file.path, (file.name(0), ""))
        if fault or file.size > FILE_MAX:
            yield _dead(name, fault or f"has more than {FILE_MAX // 1_000_000} MB; split it")
            return
        ending = PurePosixPath(file.path).suffix
        yield self._text(name, file.path, file.content, ending, lambda: self._beside(file, name))

    def _beside(self, file: File, name: str) -> Told:
        """What a sources.toml in the file's folder says of it, or else one in the folder above."""
        place = PurePosixPath(file.path)
        for folder in (place.parent, place.parent.parent):
            tables = self.tables.get(str(folder), {})
            table = tables.get(name, tables.get(place.name))
            if table is not None:
                return told_by(table, f"{folder}/sources.toml: [source.{place.name!r}]: ")
        return Told()

    def _record(self, one: Record) -> Iterator[Row | _Text]:
        if not one.fault and document_slug(one.id) in self.firsts:
            yield Row("same", document_slug(one.id), f"{one.id}\0{_digest(one)}", one)
        else:
            yield from self._told(one)

    def _told(self, one: Record) -> Iterator[Row | _Text]:
        text, name = one.columns.get("text"), one.id
        fault = one.fault or ("" if name else "has no id; name the column that holds it: --column id=NAME")
        if not fault and not isinstance(text, str):
            fault = "has no text; name the column that holds it: --column text=NAME"
        if fault:
            yield _dead(name or one.place, fault)
            return
        table = {key: value for key, value in one.columns.items() if key in KEYS}
        yield self._text(name, one.place, _bytes(str(text)), "", lambda: told_by(table, ""))

    def _text(self, name: str, place: str, content: bytes, ending: str, told: Callable[[], Told]) -> Row | _Text:
        """A document that can be read, or a dead letter."""
        try:
            document = document_from(name, content, told(), ending)
        except Exception as error:
            return _lost(name, error)
        if isinstance(document, Unreadable):
            return _dead(document.id, document.reason)
        return _Text(document, place, content)

    def _read(self, met: Iterable[Row | _Text]) -> Iterator[Row]:
        """What documents say, several read together, which is faster; other rows as they are."""
        rest = iter(met)
        while held := list(islice(rest, _TOGETHER)):
            texts = [one for one in held if isinstance(one, _Text)]
            yield from (one for one in held if not isinstance(one, _Text))
            for one, what in zip(texts, extractions([one.document for one in texts]), strict=True):
                yield from [_lost(one.document.id, what)] if isinstance(what, Exception) else self._said(one, what)

    def _said(self, one: _Text, found: Extraction) -> list[Row]:
        """The rows of a document; whatever goes wrong, only this document is lost."""
        try:
            return list(self._rows(one.document, found, one.place, one.content))
        except Exception as error:
            return [_lost(one.document.id, error)]

    def _rows(self, document: Document, found: Extraction, place: str, content: bytes) -> Iterator[Row]:
        writer = Writer(self.setting.base)
        quads = writer.told(document, claim_keys(found.claims))
        yield Row("quads", document.id, "", n_quads([*quads, writer.listed(document)]))
        unread = tuple((passage.span.start, passage.span.end) for passage in found.unread)
        digest, claims = sha256(content).hexdigest(), Counter(claim.type for claim in found.claims)
        entry = Entry(place, document.language, len(document.text), digest, claims, found.dated, unread)
        yield Row("entry", document.id, "", entry)
        if self.keep_texts:
            yield Row("text", document.id, "", content)
        yield from said(document, found.claims, self.setting)
        yield from told(document.id, found.claims)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # half a surrogate pair stands for nothing


def _lost(name: str, error: Exception) -> Row:
    return _dead(name, fault(error))


def _dead(name: str, reason: str) -> Row:
    return Row("dead", name, "", reason)
