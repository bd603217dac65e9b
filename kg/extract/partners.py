"""Which two states a passage speaks of: those of the page, of its section, of a heading, or its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.compiled import Match
from kg.extract.leads import own_sides, seat
from kg.extract.lines import OPENING
from kg.extract.pages import mission_page
from kg.extract.reported import TOP
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line, compile_pattern
from kg.extract.values import Reader
from kg.model import Passage, Span, Value

_TWO = 2


def note_partner(passage: Passage, current: Line, lines: Mapping[Span, Line], reader: Reader) -> None:
    """The pair of a document that is not about one: its only state with the other state a passage or its heading speaks
    of; in a document about none, the two states of the passage. A third state named under the heading of a partner, or
    where the text goes on with "they", "both countries", does not take the partner's place."""
    own, memory = len(reader.document.parties), reader.memory
    if own > 1:
        return
    if own == 1 and passage.kind in ("sentence", "caption"):
        _stood_over(passage, current, reader)
    if own == 1 and passage.kind != "heading" and (over := _headed_by(passage, lines, reader)) is not None:
        if [value.label for value in memory.pair[1:]] != [over.label]:
            memory.turn()
        memory.pair = memory.pair[0], over
        return
    near = passage.kind == "sentence" and memory.partner_paragraph == passage.paragraph
    if len(memory.pair) == _TWO and near and _goes_on(current, reader):
        return
    named = _states(current, reader)
    rest = tuple(v for v in named if own == 0 or v.label != reader.memory.pair[0].label)
    if own and len(rest) > 1 and len(rest) < len(named) and named[0] is rest[0] and _opens_with_state(current):
        rest = rest[:1]  # "Peru is represented in Kenya by its embassy in Pretoria": the first named is the other
    if len(rest) == 2 - own:
        if {v.label for v in reader.memory.pair[own:]} != {v.label for v in rest}:
            reader.memory.turn()
        reader.memory.pair = (*reader.memory.pair[:own], *rest)
        reader.memory.partner_paragraph = passage.paragraph
    elif own == 0 and rest and not {v.label for v in rest} <= {v.label for v in reader.memory.pair}:
        reader.memory.pair = ()


def note_represented(passage: Passage, current: Line, reader: Reader) -> None:
    """Whose representation, and where, a line tells: what the lines below it name is of those two states."""
    memory, known = reader.memory, reader.memory.represented
    mission = _MISSION_ALONE.core.fullmatch(current.symbols)
    chunk = current.chunk_at(mission.start("mission")) if mission is not None else None
    sides: list[Chunk] = []
    if chunk is not None and chunk.label == "mission":
        sending, receiving = own_sides(chunk)
        sides = [*sending[:1], *receiving[:1]] if receiving else []
    elif (told := said(reader.names.language)["represented"].fullmatch(current.symbols)) is not None:
        named = (told.start(name) for name in ("own", "of", "behind", "host") if told[name] is not None)
        sides = [side for at in named if (side := current.chunk_at(at)) is not None]
    states = [value for side in sides for value in reader.values(side)[:1] if value.kind == "state"]
    if len(states) == len(sides) == 1 and (other := reader.other((states[0],))) is not None:
        states.insert(0, other)  # "Diplomatic representation in Norway"
    if len(states) == _TWO and len({value.label for value in states}) == _TWO:
        own, host = (replace(value, text=value.label, span=None) for value in states)
        memory.represented = passage.paragraph, own, host
    elif known is not None and (passage.kind == "heading" or passage.paragraph - known[0] > _ADDRESS):
        memory.represented = None


_ADDRESS = 4  # paragraphs of the head of a mission and its address
_MISSION_ALONE = compile_pattern(r"[#=*•–\- \d.]*(?:the )?{mission:mission}[ :.=]*", {})


def note_section(passage: Passage, current: Line, lines: Mapping[Span, Line], reader: Reader) -> None:
    """On the page of a mission, "Peru: relations were established …", or what stands below the heading "Peru": told of
    the mission's state and of that third one."""
    document, memory = reader.document, reader.memory
    if passage.kind == "heading" and len(document.parties) == _TWO:
        _country(current, reader)
    if len(document.parties) != _TWO or not mission_page(document):
        return
    home = tuple(reader.state(key) for key in document.parties)
    over = lines.get(passage.headings[-1]) if passage.headings else None
    third = _third(_LED.match(current.symbols), current, reader)
    if third is not None:
        memory.section = passage.paragraph, third
    elif memory.section[0] == passage.paragraph:
        third = memory.section[1]
    elif over is not None and passage.kind != "heading":
        third = _third(_ALONE.core.fullmatch(over.symbols), over, reader) or _paired(passage, lines, reader)
    memory.pair = home if third is None else (memory.house or home[0], third)


def _paired(passage: Passage, lines: Mapping[Span, Line], reader: Reader) -> Value | None:
    """The state that the nearest heading which names two, one of them the page's own ("Peru – Kenya"), sets beside it,
    if it is none of the document's two."""
    own = reader.memory.house or reader.state(reader.document.parties[0])
    for over in (lines[span] for span in reversed(passage.headings) if span in lines):
        parts = [part for _, chunk in over.all(("relations",)) for part in chunk.all_parts("parties")]
        named = [*parts, *(chunk for _, chunk in over.all(("state", "states")))]
        labels = {value.label: value for chunk in named for value in reader.values(chunk)}
        if len(labels) == _TWO and labels.pop(own.label, None) is not None and len(over.words.split()) <= _PAIR_WORDS:
            other = next(iter(labels.values()))
            return None if other.key in reader.document.parties else replace(other, span=None)
    return None


_PAIR_WORDS = 6  # of a heading that names two states and little else


def _country(current: Line, reader: Reader) -> None:
    """ "Republic of Kenya", a heading over what a page tells of that country, up to what it has with the other."""
    alone = _ALONE.core.fullmatch(current.symbols)
    state = current.chunk_at(alone.start("state")) if alone is not None else None
    if state is not None and " " in state.text:
        value = next(iter(reader.values(state)), None)
        reader.memory.about = value if value is not None and value.key in reader.document.parties else None
    elif current.all(("relations", "states", "pair")):
        reader.memory.about = None


def _third(found: Match | None, line: Line, reader: Reader) -> Value | None:
    """The state that a pattern has found, if it is none of the document's two."""
    chunk = line.chunk_at(found.start("state")) if found is not None else None
    value = next(iter(reader.values(chunk)), None) if chunk is not None else None
    return None if value is None or value.key in reader.document.parties else replace(value, span=None)


_LED = compile_pattern(r"[#*•–\-\d. ]*(?:\w{2,3} )?{state:state} ?:(?= ?.{8,900})", {}).core
_ALONE = compile_pattern(r"[#=*\d. ]*(?:\w{2,3} )?{state:state}[.: =]*", {})


def _stood_over(passage: Passage, current: Line, reader: Reader) -> None:
    """Note a state that is all of a line, as a heading of what follows up to the next: "Tunisia"."""
    alone = _ALONE.core.fullmatch(current.symbols)
    chunk = current.chunk_at(alone.start("state")) if alone is not None else None
    value = next(iter(reader.values(chunk)), None) if chunk is not None else None
    if value is not None and value.label != reader.memory.pair[0].label:
        reader.memory.headed = passage.headings, replace(value, text=value.label, span=None)


def _headed_by(passage: Passage, lines: Mapping[Span, Line], reader: Reader) -> Value | None:
    """The other state that the nearest heading which names any speaks of ("Peru", "Relations with Peru")."""
    memory = reader.memory
    if memory.headed is None or memory.headed[0] != passage.headings:
        found = None
        for line in (lines[span] for span in reversed(passage.headings) if span in lines):
            rest = [value for value in _states(line, reader) if value.label != memory.pair[0].label]
            if rest:
                found = rest[0] if len(rest) == 1 and len(line.symbols) <= OPENING else None
                break
        memory.headed = passage.headings, found
    return memory.headed[1]


def _goes_on(current: Line, reader: Reader) -> bool:
    """Whether a sentence tells more of the two states of which the one before told, and not of the page's own alone."""
    own = reader.memory.pair[0].label
    first = next((chunk for at, chunk in current.mentions(0, OPENING) if at <= _AHEAD), None)
    bare = first is not None and first.kind == "relations" and not first.parts
    they = first is not None and first.kind == "pronoun" and first.detail == "they"
    if bare or they or said(reader.names.language)["taken-up"].match(current.symbols) is not None:
        return True
    return bool(current.all(("pair",))) and all(value.label != own for value in _states(current, reader))


_AHEAD = 4  # symbols before the first mention: "the "


def _opens_with_state(current: Line) -> bool:
    return any(chunk.kind == "state" for _, chunk in current.mentions(0, 6))


def _states(current: Line, reader: Reader) -> tuple[Value, ...]:
    """The states of which a passage speaks, by name, by their people, places, titles and missions."""
    found: dict[str, Value] = {}
    todo = [chunk for _, chunk in current.mentions()]
    while todo:
        chunk = todo.pop(0)
        state: Value | None = None
        if chunk.members:
            todo[:0] = chunk.members
        elif chunk.kind in ("state", "demonym"):
            state = next(iter(reader.values(chunk)), None)
        elif chunk.kind == "place":
            state = reader.state_of_place(chunk)
        else:
            todo[:0] = [part for _, part in chunk.parts]
        if state is not None:
            found.setdefault(state.label, replace(state, text=state.label, span=None))
    return tuple(found.values())


def note_house(passage: Passage, current: Line, reader: Reader) -> None:
    """Whose page it is, from its first lines: "Welcome to the website of the Embassy of Norway in Lima"."""
    if reader.memory.house is not None or passage.span.start > TOP or reader.author:
        return  # whoever tells of its own history with another names missions of both
    if passage.kind == "sentence" and not mission_page(reader.document):
        return
    for index, chunk in current.all(("mission",)):
        sending, receiving = own_sides(chunk)
        receiving = receiving or seat(index, current)
        own = next(iter(reader.values(sending[0])), None) if sending and receiving else None
        if own is not None and reader.publisher in (
            "",
            own.key,
        ):  # the other's mission is told of, on a ministry's page
            reader.memory.house = own
            if passage.kind == "heading":  # no mission elsewhere, which a sentence tells of
                reader.memory.house_sides = sending[0], receiving[0]
            reader.memory.house_kind = chunk.label
            return
