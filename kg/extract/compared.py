"""A table that sets states side by side: "Prime Minister | X | Y" under the heads of two countries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.cells import BESIDE_MAX, WORD
from kg.extract.claims import Draft
from kg.extract.journeys import held
from kg.extract.lines import cell_line, words_line
from kg.extract.symbols import Chunk
from kg.extract.values import Reader
from kg.model import Cell, Passage, Span, Value


def compared(passage: Passage, reader: Reader) -> Iterator[Draft]:
    """Who holds in each state the office that a row names; a title beside the name tells better which it is."""
    if passage.kind != "row" or len(passage.cells) < len(("title", "one", "other")):
        return
    label, *cells = passage.cells
    title = _title(label, reader)
    if title is None:
        return
    for cell in cells:
        state = _state(cell, reader)
        if state is None:
            continue
        for person in _people(cell, reader):
            for draft in held(person, person.part("office") or title, state, reader):
                yield replace(draft, span=Span(label.span.start, person.end), confidence=0.8)


def _title(cell: Cell, reader: Reader) -> Chunk | None:
    """The office that a cell names, and nothing else."""
    line = cell_line(reader, cell.span)
    found = [chunk for _, chunk in line.mentions()]
    plain = len(found) == 1 and found[0].kind == "office" and len(WORD.findall(line.symbols)) <= BESIDE_MAX
    return found[0] if plain else None


def _state(cell: Cell, reader: Reader) -> Value | None:
    """The state that heads a column."""
    heads = [chunk for _, chunk in words_line(reader, cell.header).mentions()] if cell.header else []
    return reader.values(heads[0])[0] if len(heads) == 1 and heads[0].kind == "state" else None


def _people(cell: Cell, reader: Reader) -> list[Chunk]:
    named = cell_line(reader, cell.span).all(("person", "people", "name", "names"))
    return [each for _, chunk in named for each in chunk.each()]
