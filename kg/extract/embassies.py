"""Entries of lists of missions: a city, a host or a sender, with the kind of the mission before it or behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.compiled import compiled
from kg.extract.cells import THINGS_TABLE, line_of, meaning, table_of
from kg.extract.claims import Draft
from kg.extract.grammar import grammar
from kg.extract.pages import mission_page
from kg.extract.records import (
    STATES,
    WORDS_MAX,
    bare,
    fitting,
    hosts,
    mission_roles,
    sole_state,
    turns_away,
    words_beside,
)
from kg.extract.roles.filled import Roles
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line, captured, compile_pattern
from kg.extract.values import Reader
from kg.lexicon.language import Frame
from kg.model import Cell, Passage, Span, Value

_WHERE = ("state", "states", "place", "places", "org", "name", "missionword", "mission")


@dataclass(frozen=True, slots=True)
class _Missions:
    """What the leads of a list of missions say of all of them; one side is known and the entries name the other."""

    frame: Frame
    kind: str
    sending: Value | None
    receiving: Value | None


def _letterhead(passage: Passage, current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """ "Embassy of Peru", and in the line below it "Oslo, Norway", at the head of a page: that mission."""
    own = leads[0].chunk_at(0) if leads and passage.span.start < HEAD_MAX else None
    if own is None or own.kind != "mission" or len(leads[0].symbols.strip(" :#=")) != 1:
        return
    if len(reader.document.parties) == 2:  # then the first line alone says where
        return
    seat = _SEAT.core.fullmatch(current.symbols)
    place = current.chunk_at(seat.start("place")) if seat is not None else None
    sending = [value for part in own.all_parts("sending") for value in reader.values(part)]
    at = any(own.all_parts(name) for name in ("receiving", "at", "place"))
    host = reader.state_of_place(place) if place is not None else None
    if len(sending) != 1 or at or place is None or host is None or host.label == sending[0].label:
        return
    yield Draft(
        "MissionPresent",
        mission_roles(sending[0], host, own.label, place, reader),
        None,
        "asserted",
        Span(own.start, place.end),
        "letterhead",
        0.8,
    )


_STATE_ALONE = compile_pattern(r"{state}[*†‡. ]*", {})  # the first line of a list without marks
HEAD_MAX = 400  # characters at the head of a page
_SEAT = compile_pattern(r"{place:place}(?:,? (?:{state}|{place}))?[., ]*", {})


def missions(passage: Passage, current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """The missions that an entry or a row of a list of missions names by their cities, their hosts or their senders."""
    if passage.kind == "sentence" and not (_STATE_ALONE.core.fullmatch(current.symbols) or _is_run(current)):
        return
    if passage.kind != "row" and (head := list(_letterhead(passage, current, leads, reader))):
        yield from head
        return
    parent = _parent(leads, reader)
    if parent is not None:
        leads = [lead for lead in leads if lead is not leads[0]]
        reader.memory.listed = parent
    if leads and said(reader.names.language)["closed"].search(leads[0].symbols):
        yield from _closed(current, leads, parent, reader)
        return
    listed = _listed([lead for lead in leads if lead.words != current.words], reader)  # a title lists nothing itself
    if listed is not None and _dated_by("shut", current, reader) is not None and current.all(("missionword",)):
        yield from _closed(current, leads, parent, reader)
        return
    if listed is None or (listed.sending is None) == (listed.receiving is None):
        if len(reader.document.parties) == _BOTH and _IN_CITIES.core.fullmatch(current.symbols):
            yield from _of_the_pair(current, reader)
        elif len(reader.document.parties) == _BOTH and passage.kind != "sentence":
            yield from _of_one(current, reader)
        return
    if listed.sending is not None:
        yield from _concurrent(passage, listed.sending, listed.frame, reader)
    lines = _short_cells(passage, reader) or [current]
    if sum(words_beside(line) for line in lines) > WORDS_MAX:
        return
    abroad = listed.sending is not None
    mentions = [chunk for line in lines for chunk in _named(line, plain=not abroad)]
    chunks = [each for chunk in mentions for each in chunk.each()]
    words = said(reader.names.language)
    titled = words["missions"].search(current.words.lower()) or words["non-resident"].search(current.symbols)
    if titled and all(chunk.kind == "missionword" for chunk in chunks):
        if len(chunks) == 1:
            reader.memory.kind_listed = (passage.headings, chunks[0].label)
        return  # "Non-resident embassies", the heading of the next list
    if (known := reader.memory.kind_listed) is not None and known[0] == passage.headings:
        listed = replace(listed, kind=known[1])
    read = _abroad if abroad else _at_home
    span = Span(min([c.start for c in chunks], default=0), max([c.end for c in chunks], default=0))
    sure = _above(passage, chunks, reader) or (parent if parent is not None and parent.kind == "state" else None)
    if passage.kind == "row" and chunks:
        sure = sure or _in_its_column(chunks, reader)
        if chunks[0].kind == "org":  # "United Nations | New York City | United States": a mission to the body
            chunks = [chunk for chunk in chunks if chunk.kind != "state"]
    made = list(read(chunks, listed, sure, reader))
    if any(said(reader.names.language)["to-open"].search(lead.symbols) for lead in leads):
        yield from (Draft("MissionOpened", roles, None, "planned", span, listed.frame.id, 0.6) for roles in made)
        return
    for roles in made:
        yield Draft("MissionPresent", roles, None, "asserted", span, listed.frame.id, 0.7)
    begun = _dated_by("begun", current, reader) if len(made) == 1 else None
    for edtf in reader.edtf(begun)[:1]:
        yield Draft("MissionOpened", made[0], edtf, "asserted", span, listed.frame.id, 0.7)


def _is_run(current: Line) -> bool:
    """ "Embassies: Oslo, Lima and Rome": the kind and then nothing but where."""
    kinds = [chunk.kind for _, chunk in current.mentions()]
    led = kinds[:1] in (["missionword"], ["mission"]) and _KIND_FIRST.core.match(current.symbols) is not None
    return led and set(kinds) <= {*_WHERE} and len(kinds) > 1 and not words_beside(current)


_KIND_FIRST = compile_pattern(r"[#*•– -]*(?:{missionword}:|{mission})", {})


def _dated_by(words: str, current: Line, reader: Reader) -> Chunk | None:
    """The date of an entry that stands behind some words: "(Embassy, closed in 2015)"."""
    before = said(reader.names.language)[words]
    return next((date for at, date in current.all(("date",)) if before.search(current.symbols, 0, at)), None)


_IN_CITIES = compile_pattern(r"[#*•–\d. -]*(?:{place} \({missionword}\)(?:(?:,|;| \w{1,3}) )?){1,6}", {})


def _of_the_pair(current: Line, reader: Reader) -> Iterator[Draft]:
    """ "Oslo (Embassy)", on the page of Norway and Peru: a mission of the other state."""
    marks = [chunk for _, chunk in current.all(("place", "missionword"))]
    for place, word in zip(marks[::2], marks[1::2], strict=False):
        host = reader.state_of_place(place) if (place.kind, word.kind) == ("place", "missionword") else None
        other = next((v for v in reader.memory.pair if host and v.label != host.label), None)
        if host is None or other is None or host.label not in {v.label for v in reader.memory.pair}:
            continue
        span = Span(place.start, min(word.end + 1, current.ends[-1]))
        yield Draft(
            "MissionPresent", mission_roles(other, host, word.label, place, reader), None, "asserted", span, "pair", 0.8
        )


def _of_one(current: Line, reader: Reader) -> Iterator[Draft]:
    """ "Norway: Lima (Embassy)", "In Peru: Embassy of Norway (Lima)", "Norway: Quito (non-resident)", on the page of
    Norway and Peru."""
    marks = [chunk for _, chunk in current.mentions()]
    places = [chunk for chunk in marks if chunk.kind == "place"]
    words = [chunk for chunk in marks if chunk.kind in ("missionword", "mission")]
    seats = [*places, *(part for word in words for part in word.all_parts("at") if part.kind == "place")]
    states = [c for c in marks if c.kind == "state"] + [part for word in words for part in word.all_parts("sending")]
    pair = {value.label: value for value in reader.memory.pair}
    named = [value.label for chunk in states for value in reader.values(chunk)[:1]]
    others = {chunk.kind for chunk in marks} - {"place", "missionword", "mission", "state"}
    if others or len(seats) != 1 or len(words) > 1 or not {*named} <= {*pair} or words_beside(current) > _PREPOSITIONS:
        return
    host, away = reader.state_of_place(seats[0]), said(reader.names.language)["non-resident"].search(current.symbols)
    span = Span(marks[0].start, marks[-1].end)
    if host is not None and host.label in pair and words and not away:
        sender, kind = next(value for value in pair.values() if value.label != host.label), words[0].label
    elif host is not None and host.label not in pair and named and away:
        sender, kind = pair[named[0]], "non-resident embassy"
        host = next(value for value in pair.values() if value.label != sender.label)
    else:
        return
    own = {value.label for word in words for part in word.all_parts("sending") for value in reader.values(part)}
    if own <= {sender.label} and (away or not words[0].all_parts("at")):  # "Embassy in Oslo" is read as it stands
        roles = mission_roles(sender, host, kind, seats[0], reader)
        yield Draft("MissionPresent", roles, None, "asserted", span, "pair", 0.8)


_PREPOSITIONS = 2  # words of such an entry: "In Peru", "Norway in Peru"


def _concurrent(passage: Passage, sending: Value, frame: Frame, reader: Reader) -> Iterator[Draft]:
    """The states that a column of concurrent accreditations names beside the embassy of a row."""
    table = table_of(reader, THINGS_TABLE)
    for cell in passage.cells:
        if meaning(cell.header, table) != "concurrent":
            continue
        for chunk in (each for _, several in line_of(cell, reader).all(STATES) for each in several.each()):
            state = next(iter(reader.values(chunk)), None)
            if state is not None and state.label != sending.label:
                roles = mission_roles(sending, state, "non-resident embassy", None, reader)
                yield Draft("MissionPresent", roles, None, "asserted", Span(chunk.start, chunk.end), frame.id, 0.7)


def _closed(current: Line, leads: list[Line], parent: Value | None, reader: Reader) -> Iterator[Draft]:
    """ "Kenya (closed 1993)" under "Closed embassies", or "Nairobi (closed 1993, reopened 2001)" under "Kenya" there: a
    mission that was closed on the day told, and perhaps opened again."""
    listed, dates = _listed(leads, reader), current.all(("date", "dates"))
    named = {value.label: value for _, chunk in current.all(STATES) for value in reader.values(chunk)[:1]}
    if named and not dates:
        reader.memory.listed = next(iter(named.values()))
    if listed is None or len(named) > 1 or not dates or (listed.sending is None) == (listed.receiving is None):
        return
    place = next((chunk for _, chunk in current.all(("place",))), None)
    at = reader.state_of_place(place) if place is not None else None
    other = next(iter(named.values()), parent) or at or (reader.memory.listed if place is not None else None)
    sides = (listed.sending or other, listed.receiving or other)
    if sides[0] is None or sides[1] is None or sides[0].label == sides[1].label:
        return
    word = next((chunk.label for _, chunk in current.all(("missionword",))), "")
    roles = mission_roles(sides[0], sides[1], word or listed.kind or "embassy", place, reader)
    again = [mark for mark in dates if said(reader.names.language)["again"].search(current.symbols, 0, mark[0])]
    for kind, told in (("MissionClosed", [mark for mark in dates if mark not in again][-1:]), ("MissionOpened", again)):
        for _, date in told:
            edtf = [each.rpartition("/")[2].strip(".") for each in reader.edtf(date, True)[:1]]
            span = Span(current.starts[0], date.end)
            if edtf and edtf[0]:
                yield Draft(kind, roles, edtf[0], "asserted", span, listed.frame.id, 0.7)


def _named(line: Line, plain: bool = False) -> list[Chunk]:
    """Where a line places missions; `plain`: without the states of which brackets tell ("Peru (also for Kenya)")."""
    own = bare(line, STATES) if plain else []
    return [chunk for _, chunk in line.all(_WHERE) if not plain or chunk.kind not in STATES or chunk in own]


def _short_cells(passage: Passage, reader: Reader) -> list[Line]:
    table, verb = table_of(reader, THINGS_TABLE), grammar(reader.names.language).verb
    cells: list[tuple[Cell, Line]] = [(cell, line_of(cell, reader)) for cell in passage.cells]
    return [
        line
        for cell, line in cells
        if words_beside(line) < WORDS_MAX
        and not (line.all(("mission",)) and line.all(STATES) and verb.search(line.symbols))  # a sentence
        and meaning(cell.header, table) != "concurrent"
        and (meaning(cell.header, table) != "remarks" or line.all(("missionword",)))  # "Type": "Embassy"
    ]


def _listed(leads: list[Line], reader: Reader) -> _Missions | None:
    """What the leads say together, the nearest first; None unless one of them speaks of several missions."""
    lexicon = reader.names.language
    several, away = said(lexicon)["missions"], said(lexicon)["non-resident"]
    sides: dict[str, Value] = {}
    near: dict[str, Value] = {}  # what entries say that stand as headings: "Consulate General in Lima"
    kind, near_kind, told, frame = None, "", False, None
    for lead in leads:
        found = [chunk for _, chunk in lead.all(("mission", "missionword"))]
        elsewhere = away.search(lead.words.lower()) is not None
        if not several.search(lead.words.lower()) and not (elsewhere and (found or _is_but_words(lead))):
            if turns_away(lead, reader):
                break
            continue
        alone = found[0] if len(lead.symbols) == len(found) == 1 else None
        entry = alone is not None and alone.kind == "mission" and not alone.all_parts("sending")
        for own, pattern in fitting(lead, lexicon, "MissionPresent"):
            match = pattern.search(lead.symbols)
            if match is None:
                continue
            frame, told = frame or own, True
            for role, chunk in captured(lead, match):
                _side(role, chunk, near if entry else sides, reader)
            if ("sending", "=own") in own.roles and (owner := sole_state(reader)) is not None:
                sides.setdefault("sending", owner)
        labels = {word.label for chunk in found for word in chunk.each()}
        if entry:
            near_kind = near_kind or (found[0].label.replace("mission", "") if kind is None else "")
        elif kind is None and labels - {"mission"}:
            kind = f"non-resident {found[0].label}" if elsewhere else found[0].label if _one_kind(labels) else ""
        elif kind is None and elsewhere:  # "Concurrent accreditations", "Non-resident missions"
            kind = "non-resident embassy"
    sides, kind = (sides, kind or "") if "sending" in sides else ({**near, **sides}, near_kind or kind or "")
    if kind.startswith("non-resident") and (sends := _whose_embassy(leads, told, sides.get("sending"), reader)):
        frame = frame or next(each for each in lexicon.frames if each.type == "MissionPresent")
        return _Missions(frame, kind, sends, None)
    if not told or frame is None:
        return None
    return _Missions(frame, kind, sides.get("sending"), sides.get("receiving"))


def _one_kind(labels: set[str]) -> bool:
    """Not "Embassies and consulates", where each entry tells its own; a high commission is but another embassy."""
    return len(labels) == 1 or labels <= {"embassy", "high commission"}


def _whose_embassy(leads: list[Line], told: bool, named: Value | None, reader: Reader) -> Value | None:
    """The state, `named` or that of the page of an embassy, whose envoy covers others, as a lead tells: "Concurrent
    accreditations", "The embassy in Lima is also accredited to:"."""
    covers = any(said(reader.names.language)["covers"].search(lead.symbols) for lead in leads)
    if named is not None:
        return named if covers else None
    own_page = len(reader.memory.pair) == _BOTH and mission_page(reader.document)
    return reader.memory.pair[0] if own_page and (covers or not told) else None


_BOTH = 2


def _is_but_words(lead: Line) -> bool:
    """ "Concurrent accreditations", "Concurrencias": a heading of few words that names nobody."""
    return not lead.mentions() and len(lead.symbols.split()) < WORDS_MAX


def _side(role: str, chunk: Chunk, sides: dict[str, Value], reader: Reader) -> None:
    """Note the states that a mention in a lead gives, where a nearer lead has not given them."""
    named: dict[str, tuple[Chunk, ...]] = {role: (chunk,)} if role in ("sending", "receiving") else {}
    if chunk.kind == "mission":
        at = (*chunk.all_parts("receiving"), *chunk.all_parts("at"), *chunk.all_parts("place"))
        named = {"sending": chunk.all_parts("sending"), "receiving": at}
    for side, chunks in named.items():
        for each in chunks:
            state = reader.state_of_place(each) if each.kind == "place" else next(iter(reader.values(each)), None)
            if state is not None and state.kind == "state":
                sides.setdefault(side, replace(state, text=state.label, span=None))


def _abroad(chunks: list[Chunk], listed: _Missions, sure: Value | None, reader: Reader) -> Iterator[Roles]:
    """Missions that the state of the list has: in each city named, or where only the state is named, there.

    `sure` is the state under whose name the entry stands. A permanent mission is one to an organisation.
    """
    memory, open_at = reader.memory, 0
    if listed.sending is not None and listed.kind.startswith("non-resident"):
        yield from _from_elsewhere(chunks, listed, reader)
        return
    if any(chunk.kind == "place" for chunk in chunks):
        chunks = [chunk for chunk in chunks if chunk.kind != "name"]  # a name beside a known city is its ambassador's
    found: list[tuple[Value, Chunk | None, str]] = []
    led, word = _led_by_kind(chunks), ""
    for chunk in chunks:
        if chunk.kind == "state" and (over := _territory(chunk, sure or memory.listed, reader)) is not None:
            found.append((over, replace(chunk, kind="place"), word))  # "Hong Kong (consulate general)" under China
        elif chunk.kind in ("state", "org"):
            memory.listed = next(iter(reader.values(chunk)), None)
        elif chunk.kind in ("place", "name"):
            state = sure or (reader.state_of_place(chunk) if chunk.kind == "place" else None) or memory.listed
            found.extend([(state, chunk, word)] if state is not None else [])
        elif chunk.kind == "mission" and not chunk.all_parts("sending"):  # "… and embassy in Kenya"
            found.extend(_seats(chunk, reader))
        elif chunk.kind == "missionword" and led:
            word = chunk.label
        elif chunk.kind == "missionword" and (found or memory.listed):
            if not found and memory.listed:
                found.append((memory.listed, None, ""))
            last = found[-1]
            found[open_at:] = [(s, p, k or chunk.label) for s, p, k in found[open_at:]] or [(*last[:2], chunk.label)]
            open_at = len(found)
    if not found and (word or listed.kind) and memory.listed:
        states = [value for chunk in chunks if chunk.kind == "state" for value in reader.values(chunk)[:1]]
        found = [(state, None, word) for state in states]
    for state, place, kind in found:
        if (kind or listed.kind) in _TO_BODIES and memory.listed is not None and memory.listed.kind != "state":
            state = memory.listed
        if state.kind != "state" and (kind or listed.kind) not in _TO_BODIES:
            continue
        if (kind or listed.kind) and listed.sending and state.label != listed.sending.label:
            yield mission_roles(listed.sending, state, kind or listed.kind, place, reader)


def _led_by_kind(chunks: list[Chunk]) -> bool:
    """Whether an entry tells what mission it is before it says where: "Embassy, Oslo", "Norway | Embassy | Oslo"."""
    kinds = [chunk.kind for chunk in chunks if chunk.kind not in ("state", "org")]
    return kinds[:1] == ["missionword"] and ("place" in kinds or "name" in kinds)


def _seats(mission: Chunk, reader: Reader) -> Iterator[tuple[Value, Chunk | None, str]]:
    """ "Embassy in Oslo": the state, the city and the kind."""
    parts = mission.all_parts("at")
    places = [part if part.kind == "place" else None for part in parts]
    return (
        (host, place, mission.label) for part, place in zip(parts, places, strict=True) for host in hosts(part, reader)
    )


def _from_elsewhere(chunks: list[Chunk], listed: _Missions, reader: Reader) -> Iterator[Roles]:
    """ "Peru (Brasília)", below "Non-resident embassies": the states with where the embassy for each of them stands."""
    for chunk, behind in zip(chunks, [*chunks, None][1:], strict=True):
        state = next(iter(reader.values(chunk)), None) if chunk.kind == "state" else None
        seat = behind if behind is not None and behind.kind == "place" else None
        sides = (listed.sending, state) if listed.sending is not None else (state, listed.receiving)
        if sides[0] is not None and sides[1] is not None and sides[0].label != sides[1].label:
            yield mission_roles(sides[0], sides[1], listed.kind, seat, reader)


def _territory(chunk: Chunk, state: Value | None, reader: Reader) -> Value | None:
    """The state under whose name an entry stands, if what the entry names is a territory of it."""
    known = reader.names.gazetteer
    over = {known.sovereign(key) for key in chunk.keys}
    return state if state is not None and state.key and state.key in over else None


_TO_BODIES = ("permanent mission", "permanent delegation", "permanent representation", "delegation", "mission")


def _parent(leads: list[Line], reader: Reader) -> Value | None:
    """The state or body that the line above an entry consists of, be it said twice ("Flag of Kenya Kenya")."""
    if not leads or words_beside(leads[0]) > BESIDE_FLAG:
        return None
    if said(reader.names.language)["missions"].search(leads[0].words.lower()):  # "Missions of Kenya"
        return None
    chunks = [chunk for _, chunk in leads[0].mentions()]
    if {chunk.kind for chunk in chunks} not in ({"state"}, {"org"}):
        return None
    named = {value.label: value for chunk in chunks for value in reader.values(chunk)[:1]}
    return next(iter(named.values())) if len(named) == 1 else None


BESIDE_FLAG = 2  # "Flag of"


def _in_its_column(chunks: list[Chunk], reader: Reader) -> Value | None:
    """The state that a row names before the city, which may lie in another one: "Holy See | Rome | Embassy"."""
    first, place = chunks[0], chunks[1] if len(chunks) > 1 else None
    return next(iter(reader.values(first)), None) if first.kind == "state" and place and place.kind == "place" else None


def _above(passage: Passage, chunks: list[Chunk], reader: Reader) -> Value | None:
    """The state that is all of a line before a city's with its mission, no other line of a list between them."""
    memory, kinds = reader.memory, {chunk.kind for chunk in chunks}
    follows = not _MARKS.sub("", reader.document.text[memory.over : passage.span.start])
    if kinds == {"state"} or (follows and memory.over and "missionword" in kinds):
        memory.over = passage.span.end
    return memory.listed if follows and kinds == {"place", "missionword"} else None


_MARKS = compiled(r"[\W_]+")


def _at_home(chunks: list[Chunk], listed: _Missions, _sure: Value | None, reader: Reader) -> Iterator[Roles]:
    """Missions of the states named, in the state of the list."""
    if listed.kind.startswith("non-resident"):
        yield from _from_elsewhere(chunks, listed, reader)
        return
    words = [chunk for chunk in chunks if chunk.kind == "missionword"]
    kind = words[0].label if words else listed.kind
    for chunk in chunks:
        own = [v for part in chunk.all_parts("sending") for v in reader.values(part)] if chunk.kind == "mission" else []
        if len(own) == 1 and listed.receiving is not None and own[0].label != listed.receiving.label:
            yield mission_roles(own[0], listed.receiving, chunk.label or kind, None, reader)
    for chunk in chunks if kind else ():
        state = next(iter(reader.values(chunk)), None) if chunk.kind == "state" else None
        if state is not None and listed.receiving is not None and state.label != listed.receiving.label:
            yield mission_roles(state, listed.receiving, kind, None, reader)
