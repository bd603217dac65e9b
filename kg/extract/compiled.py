"""Patterns kept as compiled: to compile a language's grammar takes longer than to read a page with it.

They lie in the user's cache folder ($XDG_CACHE_HOME or ~/.cache), are trusted as far as Python's byte code is, and are
made anew for another version of Python or of `regex`. Where that cannot be written, each process compiles its own.
"""

from __future__ import annotations

import atexit
import copyreg
import marshal
import os
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import regex

MANY = 20_000  # patterns in the file; texts make none, so that more are those of older rules


class Patterns:
    """Compiled patterns by their text, those of earlier processes in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._made: dict[str, regex.Pattern[str]] = {}
        self._code: dict[str, bytes] | None = None
        self._new = False

    def get(self, pattern: str) -> regex.Pattern[str]:
        """The pattern, compiled now or earlier. Errors: regex.error if it is none."""
        made = self._made.get(pattern)
        if made is None:
            made = self._made[pattern] = self._loaded(pattern) or self._compiled(pattern)
        return made

    def _loaded(self, pattern: str) -> regex.Pattern[str] | None:
        if self._code is None:
            self._code = {}
            with suppress(OSError, ValueError, EOFError, TypeError):  # none yet, or cut short
                self._code = dict(marshal.loads(self.file.read_bytes()))
        code = self._code.get(pattern)
        make, _ = _reduced(_ANY)
        return make(*marshal.loads(code)) if code is not None else None

    def _compiled(self, pattern: str) -> regex.Pattern[str]:
        made = regex.compile(pattern)
        assert self._code is not None
        self._code[pattern] = marshal.dumps(_reduced(made)[1])
        if not self._new:
            self._new = True
            atexit.register(self.save)
        return made

    def save(self) -> None:
        """Write what was compiled, whole or not at all; a folder that cannot be written to is left as it is."""
        code = self._code or {}
        kept = code if len(code) <= MANY else {pattern: code[pattern] for pattern in self._made if pattern in code}
        beside = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside.write_bytes(marshal.dumps(kept))
            beside.replace(self.file)
        except OSError:
            with suppress(OSError):
                beside.unlink()


def _reduced(pattern: regex.Pattern[str]) -> tuple[Any, tuple[Any, ...]]:
    """What `pickle` makes of a pattern: the function that makes it of compiled code, and that code."""
    function: Any = copyreg.dispatch_table[type(pattern)]
    made: tuple[Any, tuple[Any, ...]] = function(pattern)
    return made


_ANY = regex.compile("")


def _file() -> Path:
    folder = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(folder, "chancery", f"patterns-{sys.implementation.cache_tag}-{version('regex')}")


_PATTERNS = Patterns(_file())
compiled = _PATTERNS.get
