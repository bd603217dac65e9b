"""Tables with a column for each direction: whom one of two states sent to the other, and whom that sent to it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.claims import Draft
from kg.extract.items import item
from kg.extract.leads import frame_told, of_people, own_sides
from kg.extract.lines import cell_line, words_line
from kg.extract.roles.filled import Filled
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader
from kg.model import Passage


def by_sides(passage: Passage, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """A row each cell of which names those whom one of two states sent to the other, as the heads of the columns tell:
    "Norway to Peru | Peru to Norway", "Ambassadors of Norway to Peru | Ambassadors of Peru to Norway"."""
    heads = [(cell, words_line(reader, cell.header)) for cell in passage.cells if cell.header]
    if not heads or len(heads) < len(passage.cells):
        return
    frames = [found for found in of_people(reader) if found[0].type == "Tenure"]
    found = [frame_told(frames, [head, *leads], reader.names.language) for _, head in heads]
    if len({_sender(given[1]) for given in found if given is not None} - {""}) < len(heads):
        return
    for cell, head in heads:
        if cell.span.start < cell.span.end:
            yield from item(cell_line(reader, cell.span), [head, *leads], reader)


def _sender(given: Filled) -> str:
    """The state that sends those of a list, as its lead tells; "" if it does not."""
    posts = [chunk for name in ("office", "mission") for chunk in given.get(name, ()) if isinstance(chunk, Chunk)]
    told = [*given.get("sending", ()), *(state for post in posts for state in own_sides(post)[0])]
    return next((chunk.label for chunk in told if isinstance(chunk, Chunk)), "")
