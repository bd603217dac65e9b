"""Whom a page portrays: below a name as heading, "She was born in Oslo" or "Born in 1970" opens a life."""

from __future__ import annotations

from collections.abc import Mapping

from kg.compiled import compiled
from kg.extract.memory import fold
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line
from kg.extract.values import Reader
from kg.model import Passage, Span


def note_portrayed(passage: Passage, current: Line, lines: Mapping[Span, Line], reader: Reader) -> None:
    """Whom "he" and "she" are from here on: who is named in a heading and whose life a sentence begins to tell."""
    found = said(reader.names.language)["portrayed"].match(current.symbols) if passage.headings else None
    if found is None:
        return
    above = [lines[span] for span in reversed(passage.headings) if span in lines]
    who = current.chunk_at(found.start("who")) if found["who"] else None
    if who is None or who.kind == "pronoun":
        who = next((name for line in above if (name := _alone(line)) is not None), None)
    elif not any(_last(who.text) in line.words for line in above):
        return
    if who is not None:
        reader.memory.portrayed = reader.memory.subject = fold(reader.person(who).label)


def _alone(line: Line) -> Chunk | None:
    """The person whom a heading names, and nothing else."""
    return line.chunk_at(0) if _NAME.fullmatch(line.symbols) else None


def _last(name: str) -> str:
    return name.split()[-1]


_NAME = compiled(f"[{SYMBOL['person']}{SYMBOL['name']}][ :,.]*")
