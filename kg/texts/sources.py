"""What a user says about texts: a `sources.toml` beside them or one folder above, or settings at the top of a text."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.compiled import compiled
from kg.errors import KGError
from kg.model import Source
from kg.texts.passages import front_matter

NAME = "sources.toml"
_SETTING = compiled(r"([A-Za-z_]{1,30})[ \t]*:[ \t]*(.{0,1000})")
_QUOTES = "\"'"
_URL = compiled(
    r"(?:[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20]+)?"
)  # what may stand in an IRI (RFC 3987), or nothing


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one text; empty where nothing is."""

    source: Source = field(default_factory=Source)
    language: str = ""
    parties: tuple[str, ...] = ()  # keys or names of states, in the order sending, receiving where that matters


NOTHING = Told()
_TEXTS = {f.name for f in fields(Source)} - {"weight", "cites"} | {"language"}
_LISTS = {"parties", "cites"}
KEYS = sorted(_TEXTS | _LISTS | {"weight"})


def told_beside(path: Path, document: str) -> Told:
    """What a sources.toml in the file's folder says of it, or else one in the folder above.

    A table is named by the document's id or the file's name. KGError for a faulty sources.toml.
    """
    return Beside().told(str(path), document)


class Beside:
    """The sources.toml of the folders that are asked for, each looked for once."""

    def __init__(self) -> None:
        self._folders: dict[str, tuple[tuple[Path, Mapping[str, Mapping[str, Any]]], ...]] = {}

    def told(self, file: str, document: str) -> Told:
        """As `told_beside`."""
        cut = file.rfind(os.sep) + 1
        name = file[cut:]
        for path, tables in self._tables(file[:cut]):
            table = tables.get(document, tables.get(name))
            if table is not None:
                return _merged(Told(), table, f"{path}: [source.{name!r}]: ")
        return NOTHING

    def _tables(self, parent: str) -> tuple[tuple[Path, Mapping[str, Mapping[str, Any]]], ...]:
        if parent not in self._folders:
            paths = [folder / NAME for folder in (Path(parent), Path(parent).parent)]
            found = ((path, _tables(path, _written(path))) for path in paths)
            self._folders[parent] = tuple((path, tables) for path, tables in found if tables)
        return self._folders[parent]


def told_by(table: Mapping[str, Any], where: str) -> Told:
    """What a table of settings says, such as the columns of a record. KGError, beginning with `where`, for a fault."""
    return _merged(Told(), table, where)


def told_inside(text: str, told: Told) -> Told:
    """What was told, overruled by the settings at the top of the text. KGError for a faulty setting."""
    return _merged(told, _settings(text), "the settings at its top: ")


def _written(path: Path) -> int:
    """When a file was last written, in nanoseconds; 0 if there is none."""
    return path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=256)
def _tables(path: Path, written: int) -> Mapping[str, Mapping[str, Any]]:
    """The tables of a sources.toml by file name; none if there is no such file. Read again when it was written anew."""
    try:
        return tables_in(path.read_bytes(), str(path)) if written else {}
    except OSError as error:
        raise KGError(f"{path}: cannot be read ({error}); check its permissions") from error


def tables_in(content: bytes, path: str) -> Mapping[str, Mapping[str, Any]]:
    """The tables of a sources.toml by file name; KGError if it is faulty."""
    try:
        read = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KGError(f"{path}: cannot be read ({error}); write it as TOML in UTF-8") from error
    tables = read.get("source", {})
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise KGError(f'{path}: has no tables of sources; write [source."file name"] above the settings of each text')
    return tables


def _merged(told: Told, table: Mapping[str, Any], where: str) -> Told:
    """What was told, overruled by a table of settings."""
    for key, value in table.items():
        if key not in KEYS:
            raise KGError(f"{where}unknown setting {key!r}; use one of {', '.join(KEYS)}")
        if not _fits(key, value):
            kind = "a list of texts" if key in _LISTS else "a number above 0" if key == "weight" else "a text"
            raise KGError(f"{where}{key} must be {kind}; correct {value!r}")
        if key == "url" and not _URL.fullmatch(str(value)):
            raise KGError(f"{where}url must be an address such as https://example.org/page; correct {value!r}")
        if key == "parties":
            told = replace(told, parties=tuple(value))
        elif key == "language":
            told = replace(told, language=value)
        else:
            change: dict[str, Any] = {key: tuple(value) if key in _LISTS else value}
            told = replace(told, source=replace(told.source, **change))
    return told


def _fits(key: str, value: object) -> bool:
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if key == "weight":
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf")
    return isinstance(value, str)


def _settings(text: str) -> dict[str, Any]:
    """The settings between two lines of dashes at the top of a text; those we do not know are other tools' business."""
    settings: dict[str, Any] = {}
    for line in text[: front_matter(text)].splitlines():
        match = _SETTING.fullmatch(line.strip())
        if not match or match[1] not in KEYS:
            continue
        key, value = match[1], match[2].strip()
        if key in _LISTS:
            settings[key] = [part.strip().strip(_QUOTES) for part in value.strip("[]").split(",") if part.strip()]
        elif key == "weight":
            settings[key] = _number(value)
        else:
            settings[key] = value.strip(_QUOTES)
    return settings


def _number(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value
