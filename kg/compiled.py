"""Patterns kept as compiled: to compile a language's grammar takes longer than to read a page with it.

They lie in the user's cache folder ($XDG_CACHE_HOME or ~/.cache), are trusted as far as Python's byte code is, and are
made anew for another version of Python or of `regex`. Where that cannot be written, each process compiles its own.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import atexit
import copyreg
import marshal
import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import version
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import regex

from kg.kept import folder, write

MANY = 20_000  # patterns in the file; texts make none, so that more are those of older rules
Light = re.Pattern[str] | regex.Pattern[str]
Match = re.Match[str] | regex.Match[str]
_LIGHT = "re "  # before the patterns of `re` in the file


class Patterns:
    """Compiled patterns by their text, those of earlier processes in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._made: dict[str, Any] = {}
        self._code: dict[bytes, bytes | memoryview] | None = None  # by the digest of a pattern's key
        self._new = False

    def get(self, pattern: str) -> regex.Pattern[str]:
        """The pattern, compiled now or earlier. Errors: regex.error if it is none."""
        made = self._made.get(pattern)
        if made is None:
            made = self._made[pattern] = self._kept(pattern, pattern, _made_by_regex, _code_by_regex)
        return made  # type: ignore[no-any-return]

    def light(self, pattern: str) -> Light:
        """The pattern compiled by `re`, a few times as fast as `regex` in search; by `regex` if it needs more."""
        key = _LIGHT + pattern
        if key not in self._made:
            self._made[key] = self._kept(key, pattern, _made_by_re, _code_by_re) or self.get(pattern)
        return self._made[key]  # type: ignore[no-any-return]

    def _kept(self, key: str, pattern: str, make: Callable[[Any], Any], compile_: Callable[[str], Any]) -> Any:
        if self._code is None:
            self._code = {}
            with suppress(OSError, ValueError, EOFError, TypeError, AttributeError):  # none yet, or cut short
                self._code = _stored(self.file)
        name = _named(key)
        if name in self._code:
            return make(marshal.loads(self._code[name]))
        code = compile_(pattern)
        self._code[name] = marshal.dumps(code)
        if not self._new:
            self._new = True
            atexit.register(self.save)
        return make(code)

    def save(self) -> None:
        """Write what was compiled, whole or not at all; a folder that cannot be written to is left as it is."""
        code = self._code or {}
        used = code if len(code) <= MANY else [name for name in map(_named, self._made) if name in code]
        write(self.file, _to_store({name: bytes(code[name]) for name in used}))


def _named(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _to_store(code: Mapping[bytes, bytes]) -> bytes:
    """A table of lengths, its own length before it, and then what it speaks of: a reader needs few of many patterns."""
    table = marshal.dumps({name: len(one) for name, one in code.items()})
    return len(table).to_bytes(8, "big") + table + b"".join(code.values())


def _stored(file: Path) -> dict[bytes, bytes | memoryview]:
    """What `_to_store` made, of which nothing is read but the table. Errors: ValueError for a damaged file."""
    with file.open("rb") as opened:
        # On Windows nobody could replace a file that is mapped into memory.
        whole = memoryview(opened.read() if os.name == "nt" else mmap(opened.fileno(), 0, access=ACCESS_READ))
    at = 8 + int.from_bytes(whole[:8], "big")
    table: dict[bytes, int] = marshal.loads(whole[8:at])
    if at + sum(table.values()) != len(whole):
        raise ValueError(file)
    found: dict[bytes, bytes | memoryview] = {}
    for name, length in table.items():
        found[name] = whole[at : at + length]
        at += length
    return found


def _code_by_regex(pattern: str) -> Any:
    """What `pickle` makes of a compiled pattern."""
    made = regex.compile(pattern)
    function: Any = copyreg.dispatch_table[type(made)]
    return function(made)[1]


def _made_by_regex(code: Any) -> Any:
    function: Any = copyreg.dispatch_table[type(_ANY)]
    return function(_ANY)[0](*code)


_ANY = regex.compile("")


def _code_by_re(pattern: str) -> Any:
    """What `re` hands to its engine; None for a pattern that it cannot compile. `pickle` would keep the text alone."""
    from kg.plainer import plainer  # takes as long as all else at start-up, and is needed for new patterns only

    plain = plainer(pattern)
    if PYTHON < SOUND and _POSSESSIVE.search(plain):
        return None
    try:
        parsed = re._parser.parse(plain)  # type: ignore[attr-defined]
        code = re._compiler._code(parsed, 0)  # type: ignore[attr-defined]
    except re.error:
        return None
    groups: dict[str, int] = parsed.state.groupdict
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in groups.items():
        names[number] = name
    return pattern, parsed.state.flags, [*map(int, code)], parsed.state.groups - 1, dict(groups), tuple(names)


# Before it the engine of `re` took possessive quantifiers and atomic groups for others where a part of them could be
# matched in two ways (https://github.com/python/cpython/issues/106052): Debian 12 ships such a Python.
SOUND, PYTHON = (3, 11, 5), sys.version_info[:3]
_POSSESSIVE = re.compile(r"(?<!\\)[*+?}]\+|\(\?>")


def _made_by_re(code: Any) -> Any:
    return None if code is None else _sre.compile(*code)


def _file() -> Path:
    python = "-".join(map(str, (sys.implementation.name, *sys.version_info[:3])))
    return folder() / f"patterns-6-{python}-{version('regex')}"


_PATTERNS = Patterns(_file())
compiled = _PATTERNS.get
light = _PATTERNS.light
