"""The `#+` header of a saved query: YAML behind a comment mark, in the form of grlc.

The part of YAML that such headers use is read here: mappings and lists, in blocks or in braces and brackets, and plain
or quoted words. A parameter is its type alone, or a mapping:

    #+ params:
    #+   actor: {type: iri, default: id:state/chile, description: the state whose meetings are listed}
    #+   day: {type: date, required: true}
    #+   limit: integer
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.errors import KGError

TYPES: Final = ("iri", "string", "integer", "decimal", "date", "boolean")
_KEYS: Final = frozenset(
    {
        "summary",
        "question",
        "description",
        "params",
        "tags",
        "method",
        "endpoint",
        "endpoint_in_url",
        "pagination",
        "defaults",
    }
)
_PIECE: Final = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[{}\[\],]|(?:(?!: |:$|[{}\[\],]).)+|:)""")


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a query: the name of its variable and how its value is read."""

    name: str
    type: str
    default: str | None = None
    required: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    summary: str = ""
    question: str = ""
    description: str = ""
    params: tuple[Param, ...] = ()
    tags: tuple[str, ...] = ()


def read_header(query: str, where: str) -> Header:
    """The header of a query, empty if it has none; KGError, beginning with `where`, if it cannot be read."""
    lines = [line[2:].removeprefix(" ").rstrip() for line in query.splitlines() if line.startswith("#+")]
    said = _block([line for line in lines if line.strip()], where)
    if unknown := sorted(said.keys() - _KEYS):
        raise KGError(
            f"{where}: unknown header line {unknown[0]!r}; use summary, question, description, params or tags"
        )
    params, tags = said.get("params") or {}, said.get("tags") or []
    if not isinstance(params, Mapping) or not isinstance(tags, Sequence):
        raise KGError(
            f"{where}: params must be a mapping and tags a list; write params: {{actor: iri}} and tags: [visit]"
        )
    words = {name: str(said.get(name, "")) for name in ("summary", "question", "description")}
    return Header(
        **words,
        params=tuple(_param(name, meaning, where) for name, meaning in params.items()),
        tags=tuple([tags] if isinstance(tags, str) else map(str, tags)),
    )


def _param(name: str, meaning: Any, where: str) -> Param:
    said = meaning if isinstance(meaning, Mapping) else {"type": meaning}
    type_ = str(said.get("type", "string"))
    if type_ not in TYPES:
        raise KGError(f"{where}: parameter {name} has the unknown type {type_!r}; use one of {', '.join(TYPES)}")
    default = said.get("default")
    required = str(said.get("required", "false")) == "true"
    return Param(name, type_, None if default is None else str(default), required, str(said.get("description", "")))


def _block(lines: Sequence[str], where: str) -> dict[str, Any]:
    """A block mapping: `key: value` lines, a value further indented standing on the lines below its key."""
    said: dict[str, Any] = {}
    rest = list(lines)
    while rest:
        key, colon, value = rest.pop(0).partition(":")
        if not colon or key != key.strip():
            raise KGError(f"{where}: header line {key.strip()!r} is not of the form 'key: value'")
        below = []
        while rest and rest[0].startswith((" ", "- ")):
            below.append(rest.pop(0))
        said[key] = _value(value.strip(), below, where)
    return said


def _value(inline: str, below: Sequence[str], where: str) -> Any:
    if not below:
        return _flow(inline, where)
    if inline and inline not in (">", "|"):
        return _flow(" ".join([inline, *map(str.strip, below)]), where)
    if all(line.lstrip().startswith("- ") for line in below):
        return [_flow(line.lstrip()[2:], where) for line in below]
    if inline:
        return " ".join(map(str.strip, below))
    indent = min(len(line) - len(line.lstrip()) for line in below)
    return _block([line[indent:] for line in below], where)


def _flow(text: str, where: str) -> Any:
    """A value on one line: words, a quoted string, `{a: b}` or `[a, b]`."""
    if not text.startswith(("{", "[", '"', "'")):
        return text
    pieces = [piece for piece in (match[1].strip() for match in _PIECE.finditer(text)) if piece]
    value, rest = _nested(pieces, where)
    if rest:
        raise KGError(f"{where}: header value {text!r} goes on after its end; put quotes around it")
    return value


def _nested(pieces: list[str], where: str) -> tuple[Any, list[str]]:
    """The first value of the pieces, and the pieces after it."""
    if not pieces or pieces[0] in ("}", "]", ",", ":"):
        raise KGError(f"{where}: a value is missing in the header; write for example {{type: iri}}")
    first, rest = pieces[0], pieces[1:]
    if first not in ("{", "["):
        return _unquoted(first), rest
    mapping: dict[str, Any] = {}
    items: list[Any] = []
    end = "}" if first == "{" else "]"
    while rest and rest[0] != end:
        item, rest = _nested(rest, where)
        if first == "{":
            if not rest or rest[0] != ":":
                raise KGError(f"{where}: {item!r} in the header has no value; write {{{item}: ...}}")
            mapping[str(item)], rest = _nested(rest[1:], where)
        items.append(item)
        if rest and rest[0] == ",":
            rest = rest[1:]
    if not rest:
        raise KGError(f"{where}: a {end!r} is missing in the header; close what {first!r} opens")
    return (mapping if first == "{" else items), rest[1:]


def _unquoted(piece: str) -> str:
    if piece.startswith('"'):
        return re.sub(r"\\(.)", r"\1", piece[1:-1])
    return piece[1:-1].replace("''", "'") if piece.startswith("'") else piece
