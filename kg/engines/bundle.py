"""The project in one zip file for the workers of a cluster: code, rules, gazetteer and ontology."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from py_compile import PycInvalidationMode, compile
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kg.resources import resource

# What reading and resolving ask for; the bundled texts stay at home.
_RESOURCES: Final = ("ontology", "data/gazetteer", "data/lexicon", "data/resolve", "data/links")


def bundle(path: Path) -> Path:
    """Write the zip file. `kg.resources` finds the files in it as it finds those of an installed wheel."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, file in _files(files("kg"), "kg"):
            if name.endswith(".py"):
                _add(archive, name, file.read_bytes())
                if isinstance(file, Path):
                    _add(archive, f"{name}c", _compiled(file, path.parent))
        for folder in _RESOURCES:
            for name, file in _files(resource(*folder.split("/")), f"kg/_res/{folder}"):
                _add(archive, name, file.read_bytes())
    return path


def _compiled(file: Path, folder: Path) -> bytes:
    """A module's byte code, so that not every worker has to compile it; another Python's workers take the source."""
    compiled = folder / "module.pyc"
    compile(str(file), str(compiled), doraise=True, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
    return compiled.read_bytes()


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name not in ("__pycache__", "_res"):
            yield from _files(entry, f"{name}/{entry.name}")
        elif entry.is_file():
            yield f"{name}/{entry.name}", entry
