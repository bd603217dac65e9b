"""The graph directory: an on-disk store, the texts as read, and a manifest that says what must be there.

    graph/manifest.json   what was read, counts, digests; names the folder that holds the graph
    graph/data-7/store/   Oxigraph's files        graph/data-7/texts/   the texts, byte for byte
    graph/data-7/unread.jsonl   passages with a date and a known actor that gave no claim: document, begin, end
    graph/lock            held while a build writes

A build fills a new `data-*` folder and then replaces manifest.json in one rename: before it the old graph is there,
after it the new one, whenever the process dies.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import IO, Any, Final

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.lines import digest

FORMAT: Final = "chancery-graph/1"
MANIFEST: Final = "manifest.json"
LOCK: Final = "lock"
_DRAFT: Final = "draft-"
_GENERATION: Final = "data-"
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
        return self.folder / str(self.manifest["folder"]) / "texts"

    @property
    def base(self) -> str:
        return str(self.manifest["base"])


def open_graph(folder: Path) -> Graph:
    """The graph in `folder`, its store opened read-only.

    Errors: KGError if there is none, if its manifest cannot be read, or if the store is not the manifest's.
    """
    for attempt in (1, 2, 3):
        manifest = read_manifest(folder)
        try:
            return Graph(folder, manifest, _open_store(folder, manifest))
        except KGError:
            # A build may have put a new graph in place between the two steps; then the manifest has changed.
            if attempt == 3 or read_manifest(folder) == manifest:
                raise
    raise AssertionError("unreachable")


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
    sum_, count = digest(graph.store)
    if count != expected["quads"]:
        return f"the store holds {count} quads, its manifest says {expected['quads']}"
    return "" if sum_ == expected["sha256"] else "the store's quads are not those its manifest was written for"


class Draft:
    """A graph in the making, beside the one that is in place; nobody sees it before `commit`."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._place = folder, Path(mkdtemp(prefix=_DRAFT, dir=folder))
        self._path = self._place / "data"
        (self._path / "texts").mkdir(parents=True)
        self.store = ox.Store(self._place / "store")

    def keep_text(self, document: str, content: bytes) -> None:
        """Keep a text, byte for byte, under its document's id."""
        parts = PurePosixPath(document).parts
        if not parts or ".." in parts or parts[0] == "/":
            raise KGError(f"{document}: is not a name inside a folder; rename the text")
        path = self._path.joinpath("texts", *parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file beside the texts and the store."""
        (self._path / name).write_bytes(content)

    def commit(self, manifest: Mapping[str, Any]) -> dict[str, Any]:
        """Put the draft in the place of the graph before it; the whole manifest comes back."""
        sum_, count = digest(self.store)
        self.store.optimize()
        # A backup is a closed set of files (hard links); the store itself goes on tidying its own for a while.
        self.store.backup(self._path / "store")
        files = dict(sorted(_sizes(self._path / "store").items()))
        generation = _next_generation(self._folder)
        whole = {"format": FORMAT, "folder": generation, **manifest}
        whole["store"] = {"quads": count, "sha256": sum_, "files": files}
        _sync_tree(self._path)
        self._path.rename(self._folder / generation)
        _replace(self._folder / MANIFEST, json.dumps(whole, indent=1, ensure_ascii=False) + "\n")
        for old in _generations(self._folder):
            if old.name != generation:
                shutil.rmtree(old, ignore_errors=True)
        return whole


@contextmanager
def drafting(folder: Path) -> Iterator[Draft]:
    """A draft of the graph that shall stand in `folder`; without a commit the folder is left as it was.

    Errors: KGError if the folder holds something else than a graph, cannot be written, or is being written to.
    """
    existed = folder.exists()
    _check_is_ours(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            _sweep(folder)  # what a build left that was killed
            try:
                yield Draft(folder)
            finally:
                _sweep(folder)
                if not existed and not (folder / MANIFEST).exists():
                    (folder / LOCK).unlink(missing_ok=True)
                    with suppress(OSError):
                        folder.rmdir()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise KGError(f"{folder}: cannot be written ({reason}); free the folder or give another with -o") from error


def _sweep(folder: Path) -> None:
    """Remove every draft; only the holder of the lock may."""
    for draft in folder.glob(f"{_DRAFT}*"):
        shutil.rmtree(draft, ignore_errors=True)


def _check_is_ours(folder: Path) -> None:
    if folder.is_dir():
        names = {entry.name for entry in folder.iterdir()}
        if MANIFEST in names:
            read_manifest(folder)
        elif any(name != LOCK and not name.startswith((_DRAFT, _GENERATION)) for name in names):
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


def _replace(path: Path, content: str) -> None:
    """Write a file in one step: its old content or the new, never a part, also after a power cut."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(content, "utf-8")
    _sync(beside)
    beside.replace(path)
    _sync(path.parent)


def _sync_tree(folder: Path) -> None:
    for place, _, names in os.walk(folder):
        for name in names:
            _sync(Path(place, name))
        _sync(Path(place))
    _sync(folder.parent)


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
