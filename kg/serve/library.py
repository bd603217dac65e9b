"""The texts behind a graph: what each says around a quote, and where its claims stand in it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from kg.errors import KGError
from kg.graph.store import text_folders

UNREAD: Final = "unread.jsonl"
_PART: Final = 60_000  # characters of a text on one page of the reader
_AROUND: Final = 400  # characters on either side of a quote, beyond which a sentence is cut short
# A line of a table that was set with spaces, tabs or bars: two gaps in it.
_COLUMNS: Final = re.compile(r"\S(?: {3,}|\t| *\| *)\S.*(?: {3,}\S|\t|\|)|^ *-{3,}(?:[ |]+-{3,})+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text that lies within the same claims from its beginning to its end."""

    text: str
    claims: tuple[int, ...]  # numbers of the claims whose words it belongs to, the shortest claim first
    begins: tuple[int, ...]  # of these, those that begin here


class Library:
    """The texts of a graph directory, each read when it is asked for."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._read = lru_cache(maxsize=8)(self._text)
        self.cuts = lru_cache(maxsize=2000)(self._cuts)

    def text(self, document: str) -> str | None:
        """A text as a build reads it; None if it is not there."""
        return self._read(document)

    def _text(self, document: str) -> str | None:
        from kg.texts.reading import text_of  # the readers of texts are heavy, and many a graph is served without texts

        if self._folder is None:
            return None
        for folder in text_folders(self._folder):
            path = (folder / document).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                with suppress(KGError):
                    return text_of(path)
        return None

    def _cuts(self, document: str) -> tuple[int, ...]:
        """Where the parts begin in which a text is shown, each at the begin of a line, and the end of the text."""
        text = self.text(document) or ""
        cuts = [0]
        while len(text) - cuts[-1] > _PART:
            newline = text.rfind("\n", cuts[-1], cuts[-1] + _PART)
            cuts.append(newline + 1 if newline > cuts[-1] else cuts[-1] + _PART)
        return (*cuts, len(text))

    def part(self, document: str, offset: int) -> int:
        """Number of the part in which an offset lies; the first is 1."""
        return max(bisect_right(self.cuts(document)[:-1], offset), 1)

    def around(self, document: str, begin: int, end: int) -> tuple[str, str]:
        """What stands before and after a quote in its sentence; empty if the text is not there."""
        from kg.texts.sentences import sentences

        text = self.text(document)
        if text is None:
            return "", ""
        newline = text.find("\n", end)
        first, last = text.rfind("\n", 0, begin) + 1, len(text) if newline < 0 else newline
        near = max(first, begin - _AROUND), min(last, end + _AROUND)
        whole = [one for one in sentences(text, *near) if one.start < end and one.end > begin]
        before = text[min(begin, *(one.start for one in whole)) : begin] if whole else ""
        after = text[end : max(end, *(one.end for one in whole))] if whole else ""
        if near[0] > first and len(before) > _AROUND - 2:
            before = "… " + before.partition(" ")[2]
        if near[1] < last and len(after) > _AROUND - 2:
            after = after.rpartition(" ")[0] + " …"
        return before, after

    def unread(self) -> list[tuple[str, int, int]] | None:
        """Document, begin and end of the passages that gave no claim; None if nobody has written them down."""
        if self._folder is None:
            return None
        try:
            lines = (self._folder.parent / UNREAD).read_text("utf-8").splitlines()
            return [(str(name), int(begin), int(end)) for name, begin, end in map(json.loads, lines)]
        except (OSError, ValueError):
            return None


def blocks(text: str, begin: int, end: int) -> Iterator[tuple[bool, int, int]]:
    """A part of a text as runs of whole lines: whether a run is set in columns, its begin and end."""
    runs: list[tuple[bool, int, int]] = []
    place = begin
    for line in text[begin:end].splitlines(keepends=True):
        before = bool(runs) and runs[-1][0]
        columns = bool(_COLUMNS.search(line)) or (before and line.startswith("  ") and line.strip() != "")
        first = runs.pop()[1] if runs and columns == before else place
        place += len(line)
        runs.append((columns, first, place))
    return iter(runs)


def stretches(text: str, spans: Sequence[tuple[int, int]], begin: int, end: int) -> Iterator[Stretch]:
    """A text from `begin` to `end`, cut wherever a span begins or ends; spans are numbered by their place."""
    inside = [(number, max(first, begin), min(last, end)) for number, (first, last) in enumerate(spans)]
    inside = [span for span in inside if span[1] < span[2]]
    cuts = sorted({begin, end, *(cut for _, *ends in inside for cut in ends)})
    for left, right in pairwise(cuts):
        over = [span for span in inside if span[1] <= left and right <= span[2]]
        over.sort(key=lambda span: (span[2] - span[1], span[0]))
        starting = tuple(number for number, first, _ in over if first == left and spans[number][0] == left)
        yield Stretch(text[left:right], tuple(number for number, *_ in over), starting)
