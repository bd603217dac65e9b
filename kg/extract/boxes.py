"""The box beside an article on two states: the embassy of each in the other's capital, and below it their heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kg.extract.claims import Draft
from kg.extract.lines import cell_line
from kg.extract.roles.filled import Roles, unique
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line, captured, compile_pattern
from kg.extract.values import Reader
from kg.model import Passage, Span, Value
from kg.texts.tables.unmarked import GLUED

LINE_MAX = 200  # characters of a line of such a box
NEAR = 3  # paragraphs between the missions and those who head them
_ASIDE = r"(?: ?\((?P<aside>[a-zà-ÿ][a-zà-ÿ -]{4,40})\))?"
_MISSIONS = compile_pattern(rf"[| ]*(?:{{mission}}(?: \w\w|,| -|:|;)? ?(?:{{place}})?{_ASIDE}[ |;,.]*)+", {})
_MISSION = compile_pattern(rf"{{mission:mission}}(?:(?: \w\w|,| -|:)? {{place:place|state}})?{_ASIDE}", {})
_HEADS = compile_pattern(r"[| ]*(?:(?:{person}|{rank}:? ?[| ]+{name})[ |;,.]*)+", {})
# "Mission1: ", "Envoytitle2: ", as the dump of a page has the fields of its box
_OF_SIDE = compile_pattern(r"[ |*•-]*(?:\w{3,20}|{name})(?P<side>[12]) ?[:=] ?", {})
_RANK_ALONE = compile_pattern(r"[| ]*{rank:rank}[ |:]*", {})
_NAME_ALONE = compile_pattern(r"[| ]*{name:name}(?: ?\[\w+\])?[ |]*", {})
_STATE_ALONE = compile_pattern(r"(?:the )?{state:state}[ |.]*", {})
_SIDES = compile_pattern(
    r"[| ]*[\w ]{4,50} (?:of|de|del) (?:the |la |el )?{own:state} (?:in|en) (?:the |la |el )?{host:state}[ |]*", {}
)


def boxed(passage: Passage, current: Line, reader: Reader) -> Iterator[Draft]:
    """Missions of each of the document's pair in the other, in a line that names nothing else, and their heads.

    A copy may have lost the mark between the two: "Embassy of Peru, OsloEmbassy of Norway, Lima". The heads of these
    missions stand below in the same order.
    """
    if len(reader.memory.pair) != _PAIR or passage.span.end - passage.span.start > LINE_MAX:
        return
    if reader.memory.represented is not None:
        return  # whose mission it is a line above has told
    side = _OF_SIDE.core.match(current.symbols)
    if side is not None and side.end() < len(current.symbols):
        current = current.part(side.end(), len(current.symbols))
        passage = replace(passage, span=Span(current.starts[0], passage.span.end))
        if (only := _STATE_ALONE.core.fullmatch(current.symbols)) is not None:
            party = current.chunk_at(only.start("state"))
            _set_side(int(side["side"]), next(iter(reader.values(party) if party else ()), None), reader)
            return
        if told := list(_of_side(passage, current, int(side["side"]), reader)):
            yield from told
            return
    box = reader.memory.box
    if current.all(("mission", "missionword")):
        yield from _missions(passage, current, reader)
    elif (own := _represented(passage, current, reader)) is not None:
        reader.memory.box = (passage.paragraph, (own,))
    elif box is not None and box[1] and passage.paragraph - box[0] <= NEAR:
        rank = reader.memory.box_rank
        reader.memory.box_rank = None
        if alone := _RANK_ALONE.core.fullmatch(current.symbols):  # the name stands in the next line
            reader.memory.box = (passage.paragraph, box[1])
            reader.memory.box_rank = current.chunk_at(alone.start("rank"))
        elif rank is not None and (named := _NAME_ALONE.core.fullmatch(current.symbols)):
            name = current.chunk_at(named.start("name"))
            yield from _in_office([(name, rank)] if name is not None else [], passage, box[1], reader)
        elif current.all(("person", "name")):
            yield from _heads(passage, current, box[1], reader)


_PAIR = 2


def _set_side(number: int, state: Value | None, reader: Reader) -> None:
    """That the first or second side of a box is a state, and the other side the other one of the pair."""
    other = reader.other((state,)) if state is not None else None
    if state is not None and other is not None:
        reader.memory.box_sides = (state, other) if number == 1 else (other, state)


def _of_side(passage: Passage, current: Line, number: int, reader: Reader) -> Iterator[Draft]:
    """What a numbered field says of its side: "Mission2: Embassy of Peru, Rome", "Envoy1: Eva Dahl" below its title.

    A mission in a third state is accredited from there.
    """
    mission = _MISSION.core.fullmatch(current.symbols)
    if mission is not None:
        chunks = dict(captured(current, mission))
        sending = [v for part in chunks["mission"].all_parts("sending") for v in reader.values(part)]
        _set_side(number, next(iter(sending), None), reader)
    own = (reader.memory.box_sides or reader.memory.pair)[number - 1]
    host = reader.other((own,))
    if host is None:
        return
    if mission is not None and [value.label for value in sending] == [own.label]:
        place = chunks.get("place") or chunks["mission"].part("at")
        at = _state_at(place, reader) if place is not None else None
        kind = _kind(chunks["mission"], chunks["mission"].part("kind") or chunks["mission"])
        away = at is not None and at.label != host.label
        kind = replace(kind, label=f"non-resident {kind.label}") if away else kind
        roles: Roles = {"sending": (own,), "receiving": (host,), "kind": (kind,)}
        if place is not None:
            roles["place"] = reader.values(place)[:1]
        yield Draft("MissionPresent", roles, None, "asserted", Span(current.starts[0], passage.span.end), "box", 0.8)
        return
    if rank := _RANK_ALONE.core.fullmatch(current.symbols):
        reader.memory.box_rank = current.chunk_at(rank.start("rank"))
        return
    named = _HEADS.core.fullmatch(current.symbols) or _NAME_ALONE.core.fullmatch(current.symbols)
    person = next((chunk for _, chunk in current.all(("person", "name"))), None)
    if named is not None and person is not None:
        office = person.part("office") or next((c for _, c in current.all(("rank",))), None) or reader.memory.box_rank
        yield from _in_office([(person, office)], passage, (own,), reader)


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
    alone = reader.memory.half
    if alone is not None and passage.paragraph - alone[0] <= NEAR and len(found) < _PAIR:
        found.insert(0, (dict(alone[1]), alone[2]))
    states = unique((*(roles["sending"][0] for roles, _ in found), *_accredited(passage, pieces, reader)))
    whole = len(states) == _PAIR or not found  # else the one of the other stands in the next line, or this is no box
    reader.memory.half = None if whole else (passage.paragraph, *found[0])
    if whole and states:
        reader.memory.box = (passage.paragraph, states)
        for roles, span in found:
            yield Draft("MissionPresent", roles, None, "asserted", span, "box", 0.8)


def _of_pair(piece: Line, reader: Reader) -> Iterator[tuple[Roles, Span]]:
    """The missions of a piece that one of the pair has in the other, or elsewhere "(concurrent)" for it."""
    for match in _MISSION.each(piece.symbols):
        chunks = dict(captured(piece, match))
        mission, place = chunks["mission"], chunks.get("place") or chunks["mission"].part("at")
        sending = next((v for part in mission.all_parts("sending") for v in reader.values(part)), None)
        host = reader.other((sending,)) if sending is not None else None
        at = reader.state_of_place(place) if place is not None and place.kind == "place" else None
        named = [v.label for part in mission.all_parts("receiving") for v in reader.values(part)]
        if sending is None or host is None or sending.key not in reader.document.parties:
            continue
        kind = _kind(mission, mission.part("kind") or mission)
        away = (
            match["aside"] is not None and said(reader.names.language)["from-abroad"].search(match["aside"]) is not None
        )
        if away or {host.label} == {*named, *([at.label] if at is not None else [])}:
            kind = replace(kind, label=f"non-resident {kind.label}") if away else kind
            roles: Roles = {"sending": (sending,), "receiving": (host,), "kind": (kind,)}
            if place is not None and place.kind == "place":
                roles["place"] = reader.values(place)[:1]
            yield roles, Span(mission.start, max(mission.end, place.end if place else 0))


def _state_at(place: Chunk, reader: Reader) -> Value | None:
    """The state in which a city lies, or which is one: Singapore."""
    return reader.state_of_place(place) if place.kind == "place" else next(iter(reader.values(place)), None)


def _kind(mission: Chunk, kind: Chunk) -> Value:
    label = kind.label or mission.label
    return Value(kind.text or mission.text, label, "text")


def _accredited(passage: Passage, pieces: list[Line], reader: Reader) -> tuple[Value, ...]:
    """Whose missions a box names that lie in third states: "Embassy of Peru, Rome", in a box on Peru and Kenya."""
    box = reader.memory.box
    before = box[1] if box is not None and passage.paragraph - box[0] <= NEAR else ()
    parts = [part for piece in pieces for _, mark in piece.all(("mission",)) for part in mark.all_parts("sending")]
    own = [value for part in parts for value in reader.values(part) if value.key in reader.document.parties]
    return unique((*before, *own))


def _represented(passage: Passage, current: Line, reader: Reader) -> Value | None:
    """The one of the pair whose representation in the other a row of a box names, and nothing else."""
    told = _SIDES.core.fullmatch(current.symbols) if passage.kind == "row" else None
    sides = [current.chunk_at(told.start(name)) for name in ("own", "host")] if told is not None else []
    states = [value for side in sides if side is not None for value in reader.values(side)]
    return states[0] if {value.label for value in states} == {value.label for value in reader.memory.pair} else None


def _heads(passage: Passage, current: Line, states: tuple[Value, ...], reader: Reader) -> Iterator[Draft]:
    """ "Ambassador X", "Ambassador Y" below the missions: of the states that these are, in their order."""
    pieces = _pieces(passage, current, reader)
    if any(_HEADS.core.fullmatch(piece.symbols) is None for piece in pieces):
        return
    people: list[tuple[Chunk, Chunk | None]] = []
    rank: Chunk | None = None
    for chunk in (chunk for piece in pieces for _, chunk in piece.mentions()):
        if chunk.kind == "rank":
            rank = chunk
        else:
            people.append((chunk, chunk.part("office") if chunk.kind == "person" else rank))
    yield from _in_office(people, passage, states, reader)


def _in_office(
    people: list[tuple[Chunk, Chunk | None]], passage: Passage, states: tuple[Value, ...], reader: Reader
) -> Iterator[Draft]:
    for (person, office), state in zip(people, states, strict=False):
        if office is None or office.detail != "diplomat":
            return
        held: Roles = {"person": (reader.person(person),), "office": (Value(office.text, office.label, "office"),)}
        span = Span(person.start, person.end)
        yield Draft("OfficeHeld", {**held, "of": (state,)}, None, "asserted", span, "box", 0.7)
    reader.memory.box = (passage.paragraph, states[len(people) :])
