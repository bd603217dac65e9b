"""Filled roles as values, and the states behind places and persons: what all kinds of claims need."""

from __future__ import annotations

from kg.extract.homes import home_of
from kg.extract.symbols import CLASSES, Chunk
from kg.extract.values import Reader
from kg.model import Value

Roles = dict[str, tuple[Value, ...]]


Filled = dict[str, list[Chunk | str]]


OFFICE = frozenset(CLASSES["office"])


def office_of(chunk: Chunk | None) -> Chunk | None:
    """The office that a mention is, or that its bearer has."""
    return chunk if chunk is None or chunk.kind in OFFICE else chunk.part("office")


def unique(values: tuple[Value, ...]) -> tuple[Value, ...]:
    if len(values) < _TWO:  # as nearly always
        return values
    return tuple({(v.key or v.label): v for v in reversed(values)}.values())[::-1]


_TWO = 2


def plain(filled: Filled, reader: Reader) -> Roles:
    """Every role's values as the mentions give them."""
    roles: Roles = {}
    for name, chunks in filled.items():
        values = unique(tuple(value for chunk in chunks for value in reader.values(chunk)))
        if values:
            roles[name] = values
    return roles


def states_of(values: tuple[Value, ...], reader: Reader) -> tuple[Value, ...]:
    """Places stand for the states they lie in."""
    found = []
    for value in values:
        if value.kind == "place":
            state = reader.state_of_place(value)
            found.extend([state] if state else [])
        elif value.kind in ("state", "organisation"):
            found.append(value)
    return unique(tuple(found))


def homes_of(values: tuple[Value, ...], reader: Reader) -> tuple[Value, ...]:
    """The states that persons act for."""
    return unique(tuple(home for v in values if v.kind == "person" and (home := home_of(v, reader))))


def places_of(filled: Filled, name: str, reader: Reader) -> tuple[Value, ...]:
    """The places among the mentions of a role, and the states those places lie in."""
    chunks = [each for chunk in filled.get(name, ()) if isinstance(chunk, Chunk) for each in chunk.each()]
    return unique(tuple(value for chunk in chunks if chunk.kind == "place" for value in reader.values(chunk)))


def states_of_places(filled: Filled, name: str, reader: Reader) -> tuple[Value, ...]:
    chunks = [each for chunk in filled.get(name, ()) if isinstance(chunk, Chunk) for each in chunk.each()]
    chunks = [part for chunk in chunks for part in _where(chunk)]
    states = [reader.state_of_place(chunk) if chunk.kind == "place" else None for chunk in chunks]
    named = [value for chunk in chunks if chunk.kind in ("state", "demonym", "pair") for value in reader.values(chunk)]
    return unique((*named, *[state for state in states if state]))


def _where(chunk: Chunk) -> tuple[Chunk, ...]:
    """Where a mission stands, if the mention is one; else the mention itself."""
    if chunk.kind != "mission":
        return (chunk,)
    return tuple(
        each
        for part in (*chunk.all_parts("place"), *chunk.all_parts("at"), *chunk.all_parts("receiving"))
        for each in part.each()
    )
