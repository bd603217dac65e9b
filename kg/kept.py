"""What takes long to work out from code and data alone, kept in the user's cache folder from one process to the next.

The folder is $XDG_CACHE_HOME/chancery or ~/.cache/chancery. What lies there is trusted as far as Python's byte code is,
and counts for nothing once a file of the code, of the ontology or of the data has changed. Where the folder cannot be
written, each process works all out anew.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final, TypeVar

from kg.resources import digest, resource, root

T = TypeVar("T")

# What a build rests on besides the texts: another digest means that another graph may come out.
RESOURCES: Final = ("ontology", "data/gazetteer", "data/lexicon", "data/resolve")
# Libraries on which it depends how a text is read.
_LIBRARIES: Final = ("ahocorasick-rs", "babel", "edtf", "pypdf", "rapidfuzz", "regex", "selectolax")


def made() -> str:
    """What a text's reading rests on besides the text: code, rules and the libraries that find names and dates."""
    return _made(str(root()))


@cache
def _made(home: str) -> str:
    parts = [*_digests(home).values(), digest(files("kg"), ".py"), *(version(name) for name in _LIBRARIES), sys.version]
    return sha256("\n".join(parts).encode()).hexdigest()


def digests() -> Mapping[str, str]:
    """SHA-256 of each of the folders of `RESOURCES`."""
    return _digests(str(root()))


@cache
def _digests(_: str) -> Mapping[str, str]:
    return {name: digest(resource(*name.split("/"))) for name in RESOURCES}


def folder() -> Path:
    """Where the user's cache lies."""
    place = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(place, "chancery")


def kept(name: str, make: Callable[[], T], about: str = "") -> T:
    """What `make` gives, or gave when it was last called with the same code and data, and the same said `about` it.

    It must be fit for `pickle`.
    """
    path = folder() / f"{name}-{sys.implementation.cache_tag}"
    known = sha256(f"{made()} {about}".encode()).hexdigest()
    with suppress(OSError):
        head, _, content = path.read_bytes().partition(b"\n")
        if head.decode("ascii", "replace") == f"{known} {sha256(content).hexdigest()}":
            return pickle.loads(content)  # type: ignore[no-any-return]
    found = make()
    content = pickle.dumps(found, 5)
    write(path, f"{known} {sha256(content).hexdigest()}\n".encode() + content)
    return found


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; a folder that cannot be written to is left as it is."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
