"""The saved queries: `queries/*.rq`, one question a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from kg.ask.header import Header, read_header
from kg.errors import KGError
from kg.resources import resource

ENDING: Final = ".rq"


@dataclass(frozen=True, slots=True)
class Query:
    """A query with its header; `name` is what a person calls it, a file's path or "query" for one without a file."""

    name: str
    text: str
    header: Header


@cache
def saved() -> dict[str, Query]:
    """Name -> saved query, sorted; those in a folder below have its name before theirs: `checks/visit-without-date`."""
    return {name: _read(file, name) for name, file in sorted(_files(resource("queries"), ""))}


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(ENDING):
            yield prefix + entry.name.removesuffix(ENDING), entry


def find(words: str) -> Query:
    """The query that `words` mean: a saved query's name, a file, or the query itself; KGError if none.

    Of an unknown name the nearest are told.
    """
    if words in saved():
        return saved()[words]
    if any(mark in words for mark in "{?\n") or words.upper().startswith(("ASK ", "DESCRIBE ")):
        return Query("query", words, read_header(words, "query"))
    path = Path(words)
    if path.suffix == ENDING or path.is_file():
        return _read(path, words)
    raise KGError(f"{words}: no saved query of this name; {_nearest(words)}")


def _nearest(words: str) -> str:
    from rapidfuzz import process  # 50 ms to import, needed only for a mistake

    found = [name for name, score, _ in process.extract(words, list(saved()), limit=3) if score >= 60]
    return f"did you mean {' or '.join(found)}?" if found else "kg queries lists them"


def _read(file: Traversable, name: str) -> Query:
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise KGError(f"{name}: there is no such file; kg queries lists the saved queries") from None
    except UnicodeDecodeError:
        raise KGError(f"{name}: is not UTF-8 text; save the query as UTF-8") from None
    except OSError as error:
        raise KGError(f"{name}: cannot be read ({(error.strerror or str(error)).lower()})") from None
    return Query(name, text, read_header(text, name))
