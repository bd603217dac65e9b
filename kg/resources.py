"""Where the project's own files lie: `ontology/`, `data/`, `queries/`, in a checkout or an installed wheel."""

import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


@cache
def root() -> Traversable:
    """Folder that holds `ontology/`, `data/` and `queries/`; KG_HOME names a copy of one's own to use instead."""
    if home := os.environ.get("KG_HOME"):
        return Path(home)
    packed = files("kg") / "_res"
    return packed if packed.is_dir() else Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Traversable:
    """One of the project's files or folders, named by its path from the top: `resource("data", "texts")`."""
    return root().joinpath(*parts)


def digest(place: Traversable, ending: str = "") -> str:
    """SHA-256 over the names and contents of a file or of all files of a folder with an ending."""
    sum_ = sha256()
    for name, file in sorted(_files(place, "")):
        if not name.endswith(ending):
            continue
        content = file.read_bytes()
        sum_.update(f"{name} {len(content)}\n".encode() + content)
    return sum_.hexdigest()


def _files(place: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    if place.is_dir():
        for entry in place.iterdir():
            yield from _files(entry, f"{prefix}/{entry.name}")
    elif place.is_file():
        yield prefix, place
