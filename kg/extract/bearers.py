"""Who bears a title in a line; one in the plural belongs to all who are named behind it, whatever is told of each."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line
from kg.lexicon.language import Language


def bearers(current: Line, lexicon: Language) -> list[tuple[int, Chunk]]:
    """The mentions of people with a title, and where they stand.

    "Presidents X (in 1999) and Y (in 2003)" are two, though what stands in between keeps them apart.
    """
    found: list[tuple[int, Chunk]] = []
    between = said(lexicon)["told-of-each"]
    for index, chunk in current.all(("person", "people", "posts")):
        found.append((index, chunk))
        first = chunk.each()[-1]
        title = tuple((role, part) for role, part in first.parts if role in ("office", "state"))
        if not any(role == "office" and of_several(part) for role, part in title):
            continue
        aside = between.match(current.symbols, index + 1)
        while aside is not None and current.symbols[aside.end() : aside.end() + 1] == SYMBOL["name"]:
            name = current.chunk_at(aside.end())
            if name is None or " " not in name.text:  # "(1918), Vol."
                break
            found.append((aside.end(), replace(name, kind="person", parts=(*title, ("peer", first), *name.parts))))
            aside = between.match(current.symbols, aside.end() + 1)
    return found


def of_several(office: Chunk) -> bool:
    """Whether the noun of a title is in the plural: "Foreign Ministers", "ministros de Defensa"."""
    words = office.text.partition(" of ")[0].partition(" de ")[0].split()
    return any(word.endswith("s") and not word.endswith("ss") for word in (*words[:1], *words[-1:]))
