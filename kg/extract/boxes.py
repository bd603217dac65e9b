"""The box beside an article on two states: the embassy of each in the other's capital, and below it their heads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.extract.claims import Draft
from kg.extract.lines import cell_line
from kg.extract.roles.filled import Roles
from kg.extract.symbols import Chunk, Line, captured, compile_pattern
from kg.extract.values import Reader
from kg.model import Passage, Span, Value
from kg.texts.tables import GLUED

LINE_MAX = 200  # characters of a line of such a box
NEAR = 3  # paragraphs between the missions and those who head them
_MISSIONS = compile_pattern(r"[| ]*(?:{mission}(?: \w\w|,| -|:|;)? ?(?:{place})?[ |;,.]*)+", {})
_MISSION = compile_pattern(r"{mission:mission}(?:(?: \w\w|,| -|:)? {place:place})?", {})
_HEADS = compile_pattern(r"[| ]*(?:{person}[ |;,.]*)+", {})


def boxed(passage: Passage, current: Line, reader: Reader) -> Iterator[Draft]:
    """Missions of each of the document's pair in the other, in a line that names nothing else, and their heads.

    A copy may have lost the mark between the two: "Embassy of Peru, OsloEmbassy of Norway, Lima". The heads of these
    missions stand below in the same order.
    """
    if len(reader.memory.pair) != _PAIR or passage.span.end - passage.span.start > LINE_MAX:
        return
    box = reader.memory.box
    if current.all(("mission", "missionword")):
        yield from _missions(passage, current, reader)
    elif box is not None and box[1] and passage.paragraph - box[0] <= NEAR and current.all(("person",)):
        yield from _heads(passage, current, box[1], reader)


_PAIR = 2


def _pieces(passage: Passage, current: Line, reader: Reader) -> list[Line]:
    """The line, in two or more where words of it have run into one another."""
    text, (start, end) = reader.document.text, (passage.span.start, passage.span.end)
    cuts = [start, *(match.start() for match in GLUED.finditer(text, start, end)), end]
    if len(cuts) == _PAIR:
        return [current]
    return [cell_line(reader, Span(a, b)) for a, b in pairwise(cuts) if a < b]


def _missions(passage: Passage, current: Line, reader: Reader) -> Iterator[Draft]:
    pieces = _pieces(passage, current, reader)
    if any(_MISSIONS.core.fullmatch(piece.symbols) is None for piece in pieces):
        return
    found = [one for piece in pieces for one in _of_pair(piece, reader)]
    if len(found) == 1:  # the one of the other stands in a line of its own, or this is no box
        alone, reader.memory.half = reader.memory.half, (passage.paragraph, *found[0])
        if alone is not None and passage.paragraph - alone[0] <= NEAR:
            found.insert(0, (dict(alone[1]), alone[2]))
    if len({roles["sending"][0].label for roles, _ in found}) == _PAIR:
        reader.memory.box = (passage.paragraph, tuple(roles["sending"][0] for roles, _ in found))
        for roles, span in found:
            yield Draft("MissionPresent", roles, None, "asserted", span, "box", 0.8)


def _of_pair(piece: Line, reader: Reader) -> Iterator[tuple[Roles, Span]]:
    """The missions of a piece that one of the pair has in the other."""
    for match in _MISSION.each(piece.symbols):
        chunks = dict(captured(piece, match))
        mission, place = chunks["mission"], chunks.get("place") or chunks["mission"].part("at")
        sending = next((v for part in mission.all_parts("sending") for v in reader.values(part)), None)
        host = reader.other((sending,)) if sending is not None else None
        at = reader.state_of_place(place) if place is not None and place.kind == "place" else None
        named = [v.label for part in mission.all_parts("receiving") for v in reader.values(part)]
        if sending is None or host is None or sending.key not in reader.document.parties:
            continue
        if {host.label} == {*named, *([at.label] if at is not None else [])}:
            kind = mission.part("kind") or mission
            roles: Roles = {"sending": (sending,), "receiving": (host,), "kind": (_kind(mission, kind),)}
            if place is not None and place.kind == "place":
                roles["place"] = reader.values(place)[:1]
            yield roles, Span(mission.start, max(mission.end, place.end if place else 0))


def _kind(mission: Chunk, kind: Chunk) -> Value:
    label = kind.label or mission.label
    return Value(kind.text or mission.text, label, "text")


def _heads(passage: Passage, current: Line, states: tuple[Value, ...], reader: Reader) -> Iterator[Draft]:
    """ "Ambassador X", "Ambassador Y" below the missions: of the states that these are, in their order."""
    pieces = _pieces(passage, current, reader)
    if any(_HEADS.core.fullmatch(piece.symbols) is None for piece in pieces):
        return
    people = [chunk for piece in pieces for _, chunk in piece.all(("person",))]
    for person, state in zip(people, states, strict=False):
        office = person.part("office")
        if office is None or office.detail != "diplomat":
            return
        held: Roles = {"person": (reader.person(person),), "office": (Value(office.text, office.label, "office"),)}
        span = Span(person.start, person.end)
        yield Draft("OfficeHeld", {**held, "of": (state,)}, None, "asserted", span, "box", 0.7)
    reader.memory.box = (passage.paragraph, states[len(people) :])
