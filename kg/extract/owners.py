"""Whose title it is where a possessive says so: "Peru sent its ambassador, X", "Soto and his foreign minister, Y", "our
minister of trade, Z"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.homes import home_of
from kg.extract.pages import speaking
from kg.extract.rules import clauses
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader
from kg.model import Value

_PEOPLE = ("person", "people", "name", "names", "post", "posts", "pronoun")


def owner(person: Chunk, index: int, current: Line, reader: Reader) -> Value | None:
    """The state that somebody serves whose title a possessive gives to who, or to the state that, is named before.

    `index` is where the mention stands that is this person, or holds him.
    """
    words = said(reader.names.language)
    office = person.part("office")
    if office is None:
        return None
    before = reader.document.text[max(0, person.start - _LONGEST) : office.start]
    of_people, of_states = (words[name].search(before) is not None for name in ("his-title", "its-title"))
    if words["our-title"].search(before) and (own := speaking(reader.document) or reader.publisher):
        return reader.state(own)
    found = None
    if of_people:
        found = next((home for each in _people(person, index, current) if (home := _home(each, reader))), None)
    return found or (_state(index, current, reader) if of_states else None)


_LONGEST = 12  # characters of a possessive that stands before a mention


def _people(person: Chunk, index: int, current: Line) -> Iterator[Chunk]:
    """Who is named before somebody, the nearest first."""
    group = current.chunk_at(index)
    beside = [each for each in (group.each() if group is not None else ()) if each.end <= person.start]
    before = [each for _, chunk in current.mentions(0, index) if chunk.kind in _PEOPLE for each in chunk.each()]
    return reversed([*before, *beside])


def _home(person: Chunk, reader: Reader) -> Value | None:
    if person.kind in ("post", "pronoun"):
        known = next(iter(reader.values(person)), None)
        return reader.office_state(person) or (home_of(known, reader) if known is not None else None)
    return reader.office_state(person) or home_of(reader.person(person), reader)


def _state(index: int, current: Line, reader: Reader) -> Value | None:
    """The state named last before a mention that no preposition governs, or whose mission is."""
    place = clauses(current, [], reader.names.language)
    for at, chunk in reversed(current.mentions(0, index)):
        state = chunk if chunk.kind in ("state", "demonym") else chunk.part("sending")
        if state is not None and not state.members and not place.governor(at):
            return next(iter(reader.values(state)), None)
    return None
