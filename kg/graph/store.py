"""The graph directory: an on-disk store, the texts as read, and a manifest that says what must be there.

    graph/manifest.json   what was read, counts, digests; names the folder that holds the graph
    graph/data-7/store/   Oxigraph's files        graph/data-7/texts/   the texts, byte for byte
    graph/data-7/lines.gz   the same quads as sorted text, for exports; may be deleted (see transcript.py)
    graph/data-7/unread.jsonl   passages with a date and a known actor that gave no claim: document, begin, end
    graph/ledger.db       what each text gave, so that a build need not read it again; may be deleted (see ledger.py)
    graph/lock            held while a build writes

A build fills a new `data-*` folder and then replaces manifest.json in one rename: before it the old graph is there,
after it the new one, whenever the process dies. A build that carries on from the graph in place starts from hard links
to its files, which are never written again; only what has changed is new on disk. Its texts lie in `fresh` until the
new graph is in place; then they go among the others, whose folder moves on to it. `text_folders` knows where they are
if the process dies before that is done.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import IO, Any, Final, cast

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph import transcript
from kg.graph.lines import Digest, digest
from kg.graph.runs import Map, Run, Runs, runs
from kg.graph.transcript import Transcript

FORMAT: Final = "chancery-graph/1"
MANIFEST: Final = "manifest.json"
LOCK: Final = "lock"
LEDGER: Final = "ledger.db"
_DRAFT: Final = "draft-"
_GENERATION: Final = "data-"
_TEXTS: Final = "texts"
_FRESH: Final = "fresh"
# Bytes of lines loaded in one go: the store sorts them in memory, where they take about ten times as much.
_SLICE: Final = 16_000_000
# From so many lines on, a change is loaded and not added quad by quad, which takes three times as long.
_BULK: Final = 5_000
# A store of fewer quads is put in order after every change: it takes less than half a second.
_SMALL: Final = 300_000
# What a manifest says, and what it says of the store.
_NEEDED: Final = ("folder", "base")
_STORE_NEEDED: Final = ("quads", "digest", "files")
# From so many new files on, all that waits for the disk is written in one go.
_MANY: Final = 50
# Files that RocksDB writes for itself on opening; they say nothing of the data.
_JOURNAL: Final = ("LOG", "LOCK", "IDENTITY")


@dataclass(frozen=True, slots=True)
class Graph:
    """An open graph directory, for reading."""

    folder: Path
    manifest: Mapping[str, Any]
    store: ox.Store

    @property
    def texts(self) -> Path:
        """Folder with the texts as they were read, each under its document id."""
        return self.folder / str(self.manifest["folder"]) / _TEXTS

    def text(self, document: str) -> Path:
        """Where the text of a document lies, as it was read."""
        paths = [folder / document for folder in text_folders(self.texts)]
        return next((path for path in paths if path.is_file()), paths[0])

    @property
    def transcript(self) -> Transcript | None:
        """The quads as text; None if there is none."""
        return Transcript(self.texts.parent) if Transcript.exists(self.texts.parent) else None

    @property
    def base(self) -> str:
        return str(self.manifest["base"])


def open_graph(folder: Path) -> Graph:
    """The graph in `folder`, its store opened read-only.

    Errors: KGError if there is none, if its manifest cannot be read, or if the store is not the manifest's.
    """
    for attempt in (1, 2, 3):
        manifest = read_manifest(folder)
        _check_complete(folder, manifest)
        try:
            return Graph(folder, manifest, _open_store(folder, manifest))
        except KGError:
            # A build may have put a new graph in place between the two steps; then the manifest has changed.
            if attempt == 3 or read_manifest(folder) == manifest:
                raise
    raise AssertionError("unreachable")


def text_folders(texts: Path) -> list[Path]:
    """The folders in which to look for a text, one after the other, if a graph says that they lie in `texts`.

    It is that folder alone, but where a build died that had put an update in place and not yet its texts.
    """
    fresh = texts.with_name(_FRESH)
    if not fresh.is_dir():
        return [texts]
    older = [] if texts.is_dir() else [one / _TEXTS for one in _generations(texts.parent.parent) if one != texts.parent]
    return [fresh, texts, *older]


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the graph in `folder`; KGError if it holds none or one of another format."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise KGError(f"{folder}: there is no graph here; make one with: kg build -o {folder}") from None
    except NotADirectoryError:
        raise KGError(f"{folder}: is a file, not a graph folder; give the folder that kg build wrote") from None
    except OSError as error:
        raise KGError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    except ValueError:
        raise KGError(f"{path}: is damaged; build the graph again with: kg build -o {folder}") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise KGError(f"{path}: is not a manifest of {FORMAT}; build the graph again with: kg build -o {folder}")
    return manifest


def _check_complete(folder: Path, manifest: Mapping[str, Any]) -> None:
    """KGError for a manifest that does not say all that this version of the program relies on."""
    store = manifest.get("store")
    missing = [name for name in _NEEDED if name not in manifest]
    missing += [f"store.{name}" for name in _STORE_NEEDED if not isinstance(store, dict) or name not in store]
    if missing:
        raise KGError(
            f"{folder / MANIFEST}: says nothing of {', '.join(missing)}, as another version of Chancery wrote it; "
            f"build the graph again with: kg build -o {folder}"
        )


def _open_store(folder: Path, manifest: Mapping[str, Any]) -> ox.Store:
    path = folder / str(manifest["folder"]) / "store"
    expected = manifest["store"]["files"]
    found = _sizes(path)
    wrong = sorted(name for name in expected if found.get(name) != expected[name])
    if wrong:
        state = "is missing" if wrong[0] not in found else "has another size"
        raise KGError(f"{path}: does not match {MANIFEST} ({wrong[0]} {state}); build again with: kg build -o {folder}")
    try:
        return ox.Store.read_only(str(path))
    except OSError as error:
        raise KGError(f"{path}: cannot be opened ({error}); build again with: kg build -o {folder}") from error


def check_store(graph: Graph) -> str:
    """What is wrong with the store as against its manifest, quad by quad; empty if nothing is."""
    expected = graph.manifest["store"]
    found = digest(graph.store)
    if found.count != expected["quads"]:
        return f"the store holds {found.count} quads, its manifest says {expected['quads']}"
    if found.hex != expected["digest"]:
        return "the store's quads are not those its manifest was written for"
    return (
        "" if graph.transcript is None or graph.transcript.digest() == found else "lines.gz is not what the store holds"
    )


class Draft:
    """A graph in the making, beside the one that is in place; nobody sees it before `commit`."""

    def __init__(self, folder: Path, beside: bool = False) -> None:
        """A new draft; `beside`: lines are loaded in a thread, beside whatever else is done."""
        self._folder, self._place = folder, Path(mkdtemp(prefix=_DRAFT, dir=folder))
        self._path = self._place / "data"
        self._fresh: set[Path] = set()  # files to be synced
        self._folders: set[Path] = set()  # of texts, that are there
        self._carried: Path | None = None  # the graph folder this draft starts from
        self._left: set[Path] = set()  # its texts that do not stay
        self._transcript: Transcript | None = None  # that of the graph this draft starts from
        self._runs: Runs | None = None  # all that the store holds, if it came by `write` and `change`
        self._gone: set[bytes] = set()  # lines that came and must not stay
        self._waiting: list[bytes] = []  # lines not yet loaded, and how many bytes they have
        self._size = 0
        self._loader = ThreadPoolExecutor(1) if beside else None
        self._loading: Future[None] | None = None
        (self._path / _TEXTS).mkdir(parents=True)

    @property
    def store(self) -> ox.Store:
        """The store of the draft, empty at first, or the same as in the graph in place if `carry_on` was called.

        Whoever asks for it waits until all that was handed over to be loaded is there.
        """
        self._loaded()
        return self._store

    @cached_property
    def _store(self) -> ox.Store:
        return ox.Store(self._place / "store")

    def carry_on(self, graph: Graph, without: Collection[str] = ()) -> None:
        """Start from the graph in place instead of from nothing, without the texts of some documents."""
        self._carried, self._transcript = graph.texts.parent, graph.transcript
        self._left = {_inside(document) for document in without}
        graph.store.backup(self._place / "store")

    def beside(self, name: str) -> Path:
        """A place in the draft for what must not outlive it."""
        return self._place / name

    def write(self, run: Run) -> None:
        """Put quads into the store, at the latest when `load` is called."""
        self._runs = self._runs or Runs(self._place / "runs")
        self._runs.add(run.graph, run.lines)
        self._waiting.append(run.lines)
        self._size += len(run.lines)
        if self._size >= _SLICE:
            self._hand_over()

    def read(self, file: IO[bytes]) -> Digest:
        """Put the quads of N-Quads as the store writes them into it, as `write` does; the digest of all lines.

        A line that comes again is counted again, as `commit` expects.
        """
        found = Digest()
        while some := file.read(_SLICE):
            # Each once, in the order of the file, in which the lines of a graph stand together as a rule.
            for one in runs(dict.fromkeys((some + file.readline()).removesuffix(b"\n").split(b"\n"))):
                self.write(one)
                found.join(one.digest)
        return found

    def drop(self, lines: Collection[bytes]) -> None:
        """Lines, without newlines, that were written and must not stay."""
        self._gone.update(lines)

    def load(self) -> None:
        """Have the store hold all that was written, and nothing that was dropped, when it is next asked for."""
        self._hand_over()
        if self._gone:
            store = self.store
            for quad in _parsed(self._gone):
                store.remove(quad)

    def _hand_over(self) -> None:
        lines, self._waiting, self._size = b"".join(self._waiting), [], 0
        if self._loader:
            self._loaded()  # one slice at a time, so that memory stays bounded
            self._loading = self._loader.submit(self._load, lines)
        else:
            self._load(lines)

    def _load(self, lines: bytes) -> None:
        # Our own lines: what stands between < and > is known to be an IRI.
        self._store.bulk_load(lines, format=ox.RdfFormat.N_QUADS, lenient=True)

    def _loaded(self) -> None:
        if self._loading:
            self._loading.result()

    def change(self, gone: Collection[bytes], come: Collection[bytes]) -> None:
        """Take lines, without newlines, out of the store that stand in it, and put others in."""
        store = self.store
        for quad in _parsed(gone):
            store.remove(quad)
        if len(come) < _BULK:
            store.extend(_parsed(come))
        else:
            self._load(b"\n".join(sorted(come)))
        if self._runs:
            self._gone.update(gone)
            for one in runs(come):
                self._runs.add(one.graph, one.lines)
        if self._transcript:
            self._transcript.change(gone, come)

    def keep_text(self, document: str, content: bytes) -> None:
        """Keep a text, byte for byte, under its document's id."""
        path = self._path / _TEXTS / _inside(document)
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        path.write_bytes(content)
        self._fresh.add(path)

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file beside the texts and the store."""
        (self._path / name).write_bytes(content)
        self._fresh.add(self._path / name)

    def commit(self, manifest: Mapping[str, Any], known: Digest | None = None, each: Map = map) -> dict[str, Any]:
        """Put the draft in the place of the graph before it; the whole manifest comes back.

        `known` is the digest of what the store holds, if it need not be computed: of all that was written, each time
        that it was. `each` is `map`, or one that works in several processes.
        """
        tidying = self._loader.submit(self._tidy) if self._loader and self._carried is None else None
        written = self._transcribe(known, each)
        found = known or written or digest(self.store)
        if self._loader and tidying:
            tidying.result()
            self._loader.shutdown()
        elif self._carried is None or found.count < _SMALL:
            self._tidy()
        self.store.flush()
        # A backup is a closed set of files (hard links); the store itself goes on tidying its own for a while.
        self.store.backup(self._path / "store")
        files = dict(sorted(_sizes(self._path / "store").items()))
        generation = _next_generation(self._folder)
        whole = {"format": FORMAT, "folder": generation, **manifest}
        whole["store"] = {"quads": found.count, "digest": found.hex, "files": files}
        self._sync()
        if self._carried:
            (self._path / _TEXTS).rename(self._path / _FRESH)
        self._path.rename(self._folder / generation)
        _replace(self._folder / MANIFEST, _laid_out(whole))
        if self._carried:
            _settle(self._carried / _TEXTS, self._folder / generation, self._left)
        for old in _generations(self._folder):
            if old.name != generation:
                shutil.rmtree(old, ignore_errors=True)
        return whole

    def _tidy(self) -> None:
        """Have the store in as few files as may be; in the thread that loads, behind what is being loaded."""
        self._store.optimize()

    def _transcribe(self, known: Digest | None, each: Map) -> Digest | None:
        """Put a transcript beside the texts: a new one, whose digest comes back, or the old one and its changes."""
        if self._carried is None:
            self._fresh.add(self._path / transcript.NAME)
            if self._runs is None or known is None:
                return transcript.write(self.store, self._path)
            known.remove(self._runs.write(self._path / transcript.NAME, self._gone, each))
            return known
        if self._transcript and self._transcript.keep(self._path):
            self._fresh.add(self._path / transcript.CHANGED)
            _link(self._carried / transcript.NAME, self._path / transcript.NAME)
        return None

    def _sync(self) -> None:
        """All that is new to disk; what was carried on lies there already."""
        if len(self._fresh) > _MANY and sys.platform == "linux":
            os.sync()  # which waits there, and writes many files far faster than one by one
        else:
            for path in sorted(self._fresh):
                _sync(path)
        for place, _, names in os.walk(self._path):
            for name in names if place == str(self._path / "store") else ():
                _sync(Path(place, name))
            _sync(Path(place))
        _sync(self._folder)


def _parsed(lines: Iterable[bytes]) -> Iterator[ox.Quad]:
    """The quads of our own lines."""
    found = ox.parse(b"\n".join(sorted(lines)), format=ox.RdfFormat.N_QUADS, lenient=True)
    return cast("Iterator[ox.Quad]", found)


def _inside(document: str) -> Path:
    """A document's id as a path inside the folder of texts."""
    parts = PurePosixPath(document).parts
    if not parts or ".." in parts or parts[0] == "/":
        raise KGError(f"{document}: is not a name inside a folder; rename the text")
    return Path(*parts)


def _link(path: Path, other: Path) -> None:
    try:
        os.link(path, other)
    except OSError:  # a file system without links
        shutil.copyfile(path, other)


@contextmanager
def drafting(folder: Path, beside: bool = False) -> Iterator[Draft]:
    """A draft of the graph that shall stand in `folder`; without a commit the folder is left as it was.

    Errors: KGError if the folder holds something else than a graph, cannot be written, or is being written to.
    """
    existed = folder.exists()
    _check_is_ours(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            _sweep(folder)  # what a build left that was killed
            _settle_after_all(folder)
            try:
                yield Draft(folder, beside)
            finally:
                _sweep(folder)
                if not (folder / MANIFEST).exists():
                    for ledger in folder.glob(f"{LEDGER}*"):
                        ledger.unlink()
                if not existed and not (folder / MANIFEST).exists():
                    (folder / LOCK).unlink(missing_ok=True)
                    with suppress(OSError):
                        folder.rmdir()
    except (OSError, sqlite3.Error) as error:
        reason = (getattr(error, "strerror", "") or str(error)).lower()
        raise KGError(f"{folder}: cannot be written ({reason}); free the folder or give another with -o") from error


def _sweep(folder: Path) -> None:
    """Remove every draft; only the holder of the lock may."""
    for draft in folder.glob(f"{_DRAFT}*"):
        shutil.rmtree(draft, ignore_errors=True)


def _settle(texts: Path, place: Path, left: Iterable[Path]) -> None:
    """Put the fresh texts of the graph in `place` among those of the one before, but for some, and all of them there.

    Every step leaves each text where `text_folders` looks for it.
    """
    for inside in left:
        (texts / inside).unlink(missing_ok=True)
        for folder in inside.parents[:-1]:
            with suppress(OSError):  # it is not empty
                (texts / folder).rmdir()
    fresh = place / _FRESH
    for parent, _, names in os.walk(fresh):
        inside = Path(parent).relative_to(fresh)
        (texts / inside).mkdir(parents=True, exist_ok=True)
        for name in names:
            Path(parent, name).replace(texts / inside / name)
    texts.rename(place / _TEXTS)
    shutil.rmtree(fresh)


def _settle_after_all(folder: Path) -> None:
    """Do the same for the graph in place if the build that put it there was killed before it was done."""
    if not (folder / MANIFEST).exists() or not any((one / _FRESH).is_dir() for one in _generations(folder)):
        return
    manifest = read_manifest(folder)
    place = folder / str(manifest["folder"])
    before = [one / _TEXTS for one in _generations(folder) if one != place and (one / _TEXTS).is_dir()]
    if not (place / _FRESH).is_dir():
        return
    if before and not (place / _TEXTS).is_dir():
        stay = {Path(one["id"]) for one in manifest.get("documents", ())}
        there = {path.relative_to(before[0]) for path in before[0].rglob("*") if path.is_file()}
        _settle(before[0], place, there - stay)
    elif (place / _TEXTS).is_dir():
        shutil.rmtree(place / _FRESH)  # it is empty


def _check_is_ours(folder: Path) -> None:
    if folder.is_dir():
        names = {entry.name for entry in folder.iterdir()}
        if MANIFEST in names:
            read_manifest(folder)
        elif any(name != LOCK and not name.startswith((_DRAFT, _GENERATION, LEDGER)) for name in names):
            raise KGError(f"{folder}: holds files but no graph; give an empty or a new folder with -o")
    elif folder.exists():
        raise KGError(f"{folder}: is a file; give a folder for the graph with -o")


def _generations(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob(f"{_GENERATION}*") if path.name.removeprefix(_GENERATION).isdecimal())


def _next_generation(folder: Path) -> str:
    numbers = (int(path.name.removeprefix(_GENERATION)) for path in _generations(folder))
    return f"{_GENERATION}{max(numbers, default=0) + 1}"


def _sizes(store: Path) -> dict[str, int]:
    """File name -> bytes of a store's files that hold data or tell which files do."""
    if not store.is_dir():
        return {}
    return {entry.name: entry.stat().st_size for entry in os.scandir(store) if not entry.name.startswith(_JOURNAL)}


def _laid_out(manifest: Mapping[str, Any]) -> str:
    """A manifest as JSON, an entry on a line, and of a list of records each: fit for `diff`, and fast with many."""
    encoded = json.JSONEncoder(ensure_ascii=False).encode
    lists = {name: _lines(value) for name, value in manifest.items() if isinstance(value, list) and value}
    said = ((name, lists.get(name) or encoded(value)) for name, value in manifest.items())
    return "{\n" + ",\n".join(f" {json.dumps(name)}: {value}" for name, value in said) + "\n}\n"


def _lines(values: list[Any]) -> str:
    """A list as JSON, a value on a line."""
    encoded = json.JSONEncoder(ensure_ascii=False).encode
    heads = {next(iter(value), "") if isinstance(value, dict) else "" for value in values}
    if len(heads) == 1 and (head := heads.pop()):
        # Encoded in one go, which is three times as fast. Behind a quote that ends a text no name can stand.
        begin = f"{{{encoded(head)}: "
        lines = encoded(values)[1:-1].replace(f"}}, {begin}", f"}},\n  {begin}")
    else:
        lines = ",\n  ".join(map(encoded, values))
    return f"[\n  {lines}\n ]"


def _replace(path: Path, content: str) -> None:
    """Write a file in one step: its old content or the new, never a part, also after a power cut."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(content, "utf-8")
    _sync(beside)
    beside.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer at a time: a lock on `folder/lock` that the system takes back if the process dies."""
    with (folder / LOCK).open("w", encoding="utf-8") as file:
        try:
            _lock(file)
        except OSError:
            raise KGError(f"{folder}: another build is writing here; wait for it or give another -o") from None
        yield


def _lock(file: IO[str]) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
