"""Whom a page portrays: below a name as heading, "She was born in Oslo" or "Born in 1970" opens a life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.compiled import compiled
from kg.extract.memory import fold
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line
from kg.extract.values import Reader
from kg.model import Passage, Span


def note_portrayed(passage: Passage, current: Line, lines: Mapping[Span, Line], reader: Reader) -> None:
    """Whom "he" and "she" are from here on: who is named in a heading and whose life a sentence begins to tell."""
    if passage.kind == "heading" and (name := name_alone(current)) is not None:
        reader.memory.headed_by = replace(reader.person(name), span=None)
        reader.memory.portrayed = ""
    found = said(reader.names.language)["portrayed"].match(current.symbols) if passage.headings else None
    if found is None:
        return
    who = current.chunk_at(found.start("who")) if found["who"] else None
    if who is None or who.kind == "pronoun":
        value = reader.memory.headed_by
    else:
        above = [lines[span].words for span in passage.headings if span in lines]
        value = reader.person(who) if any(who.text.split()[-1] in words for words in above) else None
    if value is not None:
        reader.memory.portrayed = reader.memory.subject = fold(value.label)


def name_alone(line: Line) -> Chunk | None:
    """The person whom a heading names, and nothing else."""
    return line.chunk_at(0) if _NAME.fullmatch(line.symbols) else None


_NAME = compiled(f"[{SYMBOL['person']}{SYMBOL['name']}][ :,.]*")
