"""Entries of lists that name no verb: a state and a date under "diplomatic relations", a city under "missions"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kg.compiled import compiled
from kg.extract.cells import THINGS_TABLE, WORD, line_of, meaning, table_of
from kg.extract.claims import Draft
from kg.extract.grammar import grammar
from kg.extract.lines import words_line
from kg.extract.pages import mission_page
from kg.extract.roles.filled import Roles
from kg.extract.said import said
from kg.extract.sieve import Sieve, needs
from kg.extract.symbols import Chunk, Line, Pattern, captured, compile_pattern
from kg.extract.values import Reader
from kg.lexicon.language import Frame, Language
from kg.model import Cell, Passage, Span, Value

WORDS_MAX = 4  # words beside the mentions of an entry; one with more is a sentence
PAIRS_LEAST = 2
SUBJECT_LEAST = 2  # words that make a heading one of its own; "Africa", "1970s" only part the list
_ACTS = ("person", "people", "post", "posts", "instrument", "mission")  # an entry that names these tells of them
_STATES, _DATE = ("state", "states"), ("date",)
_WHERE = ("state", "states", "place", "places", "org", "name", "missionword", "mission")


@cache
def leads_of(lexicon: Language, type_: str) -> tuple[tuple[Frame, Pattern], ...]:
    """The leads of the lists whose entries are claims of a type, as the lexicon has them."""
    frames = (frame for frame in lexicon.frames if frame.type == type_ and not frame.item)
    return tuple((frame, compile_pattern(frame.lead, lexicon.classes)) for frame in frames)


def fitting(lead: Line, lexicon: Language, *types: str) -> Iterator[tuple[Frame, Pattern]]:
    """Those of these leads that a line could be: most passages none."""
    leads, sieve = _sifted(lexicon, types)
    return (leads[index] for index in sieve.passing(lead.symbols))


@cache
def _sifted(lexicon: Language, types: tuple[str, ...]) -> tuple[tuple[tuple[Frame, Pattern], ...], Sieve]:
    leads = tuple(lead for type_ in types for lead in leads_of(lexicon, type_))
    name = "-".join(types)
    return leads, Sieve.kept(name, lexicon, lambda: (needs(frame.lead, lexicon.classes) for frame, _ in leads))


def _found(type_: str, leads: list[Line], reader: Reader) -> tuple[Frame, Line, dict[str, Chunk]] | None:
    """The nearest lead that a frame of the type fits, with what it captures; none beyond a lead of something else."""
    for lead in leads:
        for frame, pattern in fitting(lead, reader.names.language, type_):
            if match := pattern.search(lead.symbols):
                return frame, lead, dict(captured(lead, match))
        if _turns_away(lead, reader):
            return None
    return None


def _turns_away(lead: Line, reader: Reader) -> bool:
    """Whether a lead is of something else than those around it ("Twin cities" in "Diplomatic relations of Norway")."""
    parts = said(reader.names.language)["parts"].search(lead.symbols)
    return _words_beside(lead) >= SUBJECT_LEAST and parts is None


def _words_beside(current: Line) -> int:
    return _words_outside(current.symbols)


@lru_cache(maxsize=256)  # all that stands under a heading asks for its words
def _words_outside(symbols: str) -> int:
    """How many words stand outside of brackets."""
    return len(WORD.findall(_BRACKETS.sub("", symbols)))


_BRACKETS = compiled(r"\([^()]*\)|\[[^\[\]]*\]")


# -- relations -----------------------------------------------------------------------------------------------------


def relations(passage: Passage, current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """When the state of the page established relations with those that an entry, a row or a run of pairs names, or
    recognised them, or was recognised by them."""
    pairs = _pairs(passage, current) if passage.kind != "row" else []
    if not pairs and passage.kind != "row":
        return  # most passages: to look through the leads for each would take longer than all else here
    type_, found = "Recognition", _found("Recognition", leads, reader)
    if found is None:
        type_, found = "RelationsEstablished", _found("RelationsEstablished", leads, reader) or _headed(passage, reader)
    if found is None or (own := _own(found[1], leads, reader)) is None:
        return
    for state, date in pairs or _of_row(passage, current, reader):
        for edtf in reader.edtf(date)[:1] if date.kind in ("date", "dates") else (None,):
            parties = (own, *reader.values(state)[:1])
            if len({value.label for value in parties}) == 2:
                roles: Roles = {"parties": parties}
                if type_ == "Recognition":
                    sides = parties if "recogniser" in found[2] else parties[::-1]
                    roles = {"recogniser": sides[:1], "recognised": sides[1:]}
                span = Span(min(state.start, date.start), max(state.end, date.end))
                began, _, ended = (
                    (edtf or "").partition("/") if type_ == "RelationsEstablished" else (edtf or "", "", "")
                )
                yield Draft(type_, _of_then(passage, roles, reader), began or None, "asserted", span, found[0].id, 0.8)
                if ended.strip(".") and not _EITHER.search(
                    date.text
                ):  # "27 May 1974 – 19 June 2014": they came to an end
                    yield Draft("RelationsSevered", roles, ended, "asserted", span, found[0].id, 0.7)
                yield from _noted(passage, parties, found[0], reader)
                if type_ == "Recognition":
                    yield from _beside(passage, roles, found[0], reader)


_EITHER = compiled(r"\d{4} ?/ ?\d")  # "15 July 1989 / 3 May 1992", of which one is right


def _beside(passage: Passage, roles: Roles, frame: Frame, reader: Reader) -> Iterator[Draft]:
    """What further columns of a table of recognitions date: when one was withdrawn, when relations were established."""
    for cell in passage.cells:
        head = words_line(reader, cell.header)
        withdrawn = said(reader.names.language)["withdrawn"].search(head.symbols) is not None
        dates = _filling(line_of(cell, reader), _DATE) if withdrawn or head.all(("relations",)) else []
        for edtf in reader.edtf(dates[0])[:1] if len(dates) == 1 else []:
            if withdrawn:
                yield Draft("Recognition", roles, edtf, "cancelled", cell.span, frame.id, 0.7)
            else:
                both: Roles = {"parties": (*roles["recogniser"], *roles["recognised"])}
                yield Draft("RelationsEstablished", both, edtf, "asserted", cell.span, frame.id, 0.7)


def _of_then(passage: Passage, roles: Roles, reader: Reader) -> Roles:
    """The parties, of which one was another state then: "Russia | 3 May 1960 | Established with the Soviet Union"."""
    table = table_of(reader, THINGS_TABLE)
    remarks = [line_of(cell, reader) for cell in passage.cells if meaning(cell.header, table) == "remarks"]
    for line in remarks if "parties" in roles else ():
        opening = said(reader.names.language)["founded-with"].match(line.symbols)
        states = [chunk for at, chunk in line.all(("state",)) if opening and opening.end() <= at < opening.end() + NEAR]
        then = next((v for chunk in states[:1] for v in reader.values(chunk)[:1]), None)
        if then is not None and then.label not in {value.label for value in roles["parties"]}:
            return {"parties": (*roles["parties"][:1], then)}
    return roles


NEAR = 6  # symbols between such words and the state: an article


def _noted(passage: Passage, pair: tuple[Value, ...], frame: Frame, reader: Reader) -> Iterator[Draft]:
    """The embassies that the remarks of a row name without a verb: "Embassy in Lima; Peruvian embassy in Oslo"."""
    table = table_of(reader, THINGS_TABLE)
    remarks = [line_of(cell, reader) for cell in passage.cells if meaning(cell.header, table) == "remarks"]
    for line, (index, mission) in ((each, mark) for each in remarks for mark in each.all(("mission",))):
        parts = [part for name in ("receiving", "at", "place") for part in mission.all_parts(name)]
        told = [value for part in parts for value in _hosts(part, reader)]
        own = [value for part in mission.all_parts("sending") for value in reader.values(part)]
        sides = [(a, b) for a, b in (pair, pair[::-1]) if _is_of(own, a) and _is_of(told, b)]
        gone = said(reader.names.language)["no-more"].search(line.symbols, 0, index)
        if len(sides) != 1 or not told or gone or not _stands_alone(line, index):
            continue
        roles = _roles(*sides[0], mission.label, mission.part("at") or mission.part("place"), reader)
        span = Span(min(cell.span.start for cell in passage.cells), mission.end)
        yield Draft("MissionPresent", roles, None, "asserted", span, frame.id, 0.7)


def _stands_alone(line: Line, index: int) -> bool:
    """Whether no words stand before a mention in its statement, and none behind it: not "opened an embassy in Lima"."""
    before = max(line.symbols.rfind(mark, 0, index) for mark in (". ", "; ")) + 1
    earlier = [at + 1 for at, _ in line.all(("mission",)) if before <= at < index]
    words = WORD.findall(line.symbols[max([before, *earlier]) : index])
    return len(words) <= bool(earlier) and _NO_VERB.match(line.symbols, index + 1) is not None


_NO_VERB = compiled(r" ?(?:[.;,(]|and\b|y\b|$)")


def _is_of(told: list[Value], state: Value) -> bool:
    """Whether what is told of one side of a mission fits a state, or nothing is."""
    return not told or state.label in {value.label for value in told}


def _hosts(where: Chunk, reader: Reader) -> list[Value]:
    state = reader.state_of_place(where) if where.kind == "place" else next(iter(reader.values(where)), None)
    return [state] if state is not None and state.kind == "state" else []


def memberships(passage: Passage, current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """The organisations that the state of a list joined, or the states that joined its organisation, each on a day."""
    if passage.kind not in ("item", "row") or not current.all(_DATE):
        return
    found = _found("Membership", leads, reader)
    if found is None or _words_beside(current) > WORDS_MAX:
        return
    told = found[2].get("member") or found[2]["organisation"]
    lines = [line_of(cell, reader) for cell in passage.cells] or [current]
    joined = [chunk for line in lines for chunk in _bare(line, ("org",) if "member" in found[2] else _STATES)]
    dates = [chunk for line in lines for chunk in _bare(line, _DATE)]
    if len(joined) != 1 or not dates:
        return
    known, other = (next(iter(reader.values(chunk)), None) for chunk in (told, joined[0]))
    edtf = reader.edtf(dates[0])[:1]
    if known is None or other is None or not edtf:
        return
    member, body = (known, other) if "member" in found[2] else (other, known)
    span = Span(min(joined[0].start, dates[0].start), max(joined[0].end, dates[0].end))
    roles: Roles = {"member": (member,), "organisation": (body,)}
    yield Draft("Membership", roles, edtf[0], "asserted", span, found[0].id, 0.8)


def _pairs(passage: Passage, current: Line) -> list[tuple[Chunk, ...]]:
    """The states and dates that follow one another in a run, or those of an entry."""
    if not current.all(_STATES) or not current.all(("date", "dates")):
        return []
    pairs = [tuple(c for _, c in captured(current, match)) for match in _PAIR.each(current.symbols)]
    return pairs if len(pairs) >= PAIRS_LEAST else _of_entry(passage, current)


_PAIR = compile_pattern(r"{partner:state}(?:,| -|:)? ?\(?{date:date}\)?", {})


def _headed(passage: Passage, reader: Reader) -> tuple[Frame, Line, dict[str, Chunk]] | None:
    """A head of a column that speaks of relations, as a lead of its table."""
    heads = (words_line(reader, cell.header) for cell in passage.cells if cell.header)
    head = next((head for head in heads if head.all(("relations",))), None)
    frames = leads_of(reader.names.language, "RelationsEstablished")
    return (frames[0][0], head, {}) if head is not None and frames else None


def _own(lead: Line, leads: list[Line], reader: Reader) -> Value | None:
    """The state whose relations a lead tells of; else that of the page."""
    for line in (lead, *leads):
        parties = [part for _, chunk in line.all(("relations",)) for part in chunk.all_parts("parties")]
        named = [v for c in (*parties, *[c for _, c in line.all(_STATES)]) for v in reader.values(c)]
        if len({value.label for value in named}) == 1:
            return replace(named[0], text=named[0].label, span=None)
    pair = reader.memory.pair[:1] if len(reader.document.parties) == 1 else ()
    return next(iter(pair), None)


def _of_entry(passage: Passage, current: Line) -> list[tuple[Chunk, ...]]:
    """The state and the date that an entry consists of; what brackets say of them is another name or another time."""
    most = {"item": WORDS_MAX, "row": WORDS_MAX, "caption": 0}.get(passage.kind)
    if most is None or _words_beside(current) > most or current.all(_ACTS):
        return []
    states, dates = (_bare(current, kinds) for kinds in (_STATES, _DATE))
    several = [each for chunk in states for each in chunk.each()]
    if len(dates) != 1 or (len(several) > 1 and _words_beside(current)):  # "3 May 1981: Peru, Kenya"
        return []
    return [(state, dates[0]) for state in several]


def _bare(current: Line, kinds: tuple[str, ...]) -> list[Chunk]:
    inside = [match.span() for match in _BRACKETS.finditer(current.symbols)]
    every = current.all(kinds)
    outside = [chunk for at, chunk in every if not any(a < at < b for a, b in inside)]
    return outside or [chunk for _, chunk in every]


def _of_row(passage: Passage, current: Line, reader: Reader) -> list[tuple[Chunk, ...]]:
    """The state and the date of a row, each the first that fills a cell; a cell of remarks holds neither."""
    table = table_of(reader, THINGS_TABLE)
    cells = [cell for cell in passage.cells if meaning(cell.header, table) not in ("remarks", "force")]
    if len(cells) < 2:
        return _of_entry(passage, current)
    lines = [line_of(cell, reader) for cell in cells]
    states, dates = ([f[0] for line in lines if len(f := _filling(line, kinds)) == 1] for kinds in (_STATES, _DATE))
    if states and not dates:
        dates = [_undated(line) for line in lines if said(reader.names.language)["unknown"].fullmatch(line.symbols)]
    return [(states[0], dates[0])] if states and dates else []


def _undated(line: Line) -> Chunk:
    """ "Unknown", in the place of a date."""
    return Chunk("unknown", line.starts[0], line.ends[-1], line.words)


def _filling(line: Line, kinds: tuple[str, ...]) -> list[Chunk]:
    return _bare(line, kinds) if not _words_beside(line) else []


# -- missions ------------------------------------------------------------------------------------------------------


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
        _roles(sending[0], host, own.label, place, reader),
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
    if passage.kind == "sentence" and not _STATE_ALONE.core.fullmatch(current.symbols):
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
        if len(reader.document.parties) == 2 and _IN_CITIES.core.fullmatch(current.symbols):
            yield from _of_the_pair(current, reader)
        return
    if listed.sending is not None:
        yield from _concurrent(passage, listed.sending, listed.frame, reader)
    lines = _short_cells(passage, reader) or [current]
    if sum(_words_beside(line) for line in lines) > WORDS_MAX:
        return
    abroad = listed.sending is not None
    mentions = [chunk for line in lines for chunk in _named(line, bare=not abroad)]
    chunks = [each for chunk in mentions for each in chunk.each()]
    words = said(reader.names.language)
    titled = words["missions"].search(current.words.lower()) or words["non-resident"].search(current.symbols)
    if titled and all(chunk.kind == "missionword" for chunk in chunks):
        return  # "Non-resident embassies", the heading of the next list
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
            "MissionPresent", _roles(other, host, word.label, place, reader), None, "asserted", span, "pair", 0.8
        )


def _concurrent(passage: Passage, sending: Value, frame: Frame, reader: Reader) -> Iterator[Draft]:
    """The states that a column of concurrent accreditations names beside the embassy of a row."""
    table = table_of(reader, THINGS_TABLE)
    for cell in passage.cells:
        if meaning(cell.header, table) != "concurrent":
            continue
        for chunk in (each for _, several in line_of(cell, reader).all(_STATES) for each in several.each()):
            state = next(iter(reader.values(chunk)), None)
            if state is not None and state.label != sending.label:
                roles = _roles(sending, state, "non-resident embassy", None, reader)
                yield Draft("MissionPresent", roles, None, "asserted", Span(chunk.start, chunk.end), frame.id, 0.7)


def _closed(current: Line, leads: list[Line], parent: Value | None, reader: Reader) -> Iterator[Draft]:
    """ "Kenya (closed 1993)" under "Closed embassies", or "Nairobi (closed 1993, reopened 2001)" under "Kenya" there: a
    mission that was closed on the day told, and perhaps opened again."""
    listed, dates = _listed(leads, reader), current.all(("date", "dates"))
    named = {value.label: value for _, chunk in current.all(_STATES) for value in reader.values(chunk)[:1]}
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
    roles = _roles(sides[0], sides[1], word or listed.kind or "embassy", place, reader)
    again = [mark for mark in dates if said(reader.names.language)["again"].search(current.symbols, 0, mark[0])]
    for kind, told in (("MissionClosed", [mark for mark in dates if mark not in again][-1:]), ("MissionOpened", again)):
        for _, date in told:
            edtf = [each.rpartition("/")[2].strip(".") for each in reader.edtf(date, True)[:1]]
            span = Span(current.starts[0], date.end)
            if edtf and edtf[0]:
                yield Draft(kind, roles, edtf[0], "asserted", span, listed.frame.id, 0.7)


def _named(line: Line, bare: bool = False) -> list[Chunk]:
    """Where a line places missions; `bare`: without the states of which brackets tell ("Peru (also for Kenya)")."""
    own = _bare(line, _STATES) if bare else []
    return [chunk for _, chunk in line.all(_WHERE) if not bare or chunk.kind not in _STATES or chunk in own]


def _short_cells(passage: Passage, reader: Reader) -> list[Line]:
    table, verb = table_of(reader, THINGS_TABLE), grammar(reader.names.language).verb
    cells: list[tuple[Cell, Line]] = [(cell, line_of(cell, reader)) for cell in passage.cells]
    return [
        line
        for cell, line in cells
        if _words_beside(line) < WORDS_MAX
        and not (line.all(("mission",)) and line.all(_STATES) and verb.search(line.symbols))  # a sentence
        and meaning(cell.header, table) != "concurrent"
        and (meaning(cell.header, table) != "remarks" or line.all(("missionword",)))  # "Type": "Embassy"
    ]


def _listed(leads: list[Line], reader: Reader) -> _Missions | None:
    """What the leads say together, the nearest first; None unless one of them speaks of several missions."""
    lexicon = reader.names.language
    several, away = said(lexicon)["missions"], said(lexicon)["non-resident"]
    sides: dict[str, Value] = {}
    kind, told, frame = "", False, None
    for lead in leads:
        found = [chunk for _, chunk in lead.all(("mission", "missionword"))]
        elsewhere = away.search(lead.words.lower()) is not None
        if not several.search(lead.words.lower()) and not (elsewhere and (found or _is_but_words(lead))):
            if _turns_away(lead, reader):
                break
            continue
        for own, pattern in fitting(lead, lexicon, "MissionPresent"):
            match = pattern.search(lead.symbols)
            if match is None:
                continue
            frame, told = frame or own, True
            for role, chunk in captured(lead, match):
                _side(role, chunk, sides, reader)
        if not kind and found and found[0].label != "mission":
            kind = f"non-resident {found[0].label}" if elsewhere else found[0].label
        elif not kind and not found and elsewhere:  # "Concurrent accreditations"
            kind = "non-resident embassy"
    if kind.startswith("non-resident") and (sends := _whose_embassy(leads, told, sides.get("sending"), reader)):
        frame = frame or next(each for each in lexicon.frames if each.type == "MissionPresent")
        return _Missions(frame, kind, sends, None)
    if not told or frame is None:
        return None
    return _Missions(frame, kind, sides.get("sending"), sides.get("receiving"))


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
    for chunk in chunks:
        if chunk.kind == "state" and (over := _territory(chunk, sure or memory.listed, reader)) is not None:
            found.append((over, replace(chunk, kind="place"), ""))  # "Hong Kong (consulate general)" under China
        elif chunk.kind in ("state", "org"):
            memory.listed = next(iter(reader.values(chunk)), None)
        elif chunk.kind in ("place", "name"):
            state = sure or (reader.state_of_place(chunk) if chunk.kind == "place" else None) or memory.listed
            found.extend([(state, chunk, "")] if state is not None else [])
        elif chunk.kind == "mission" and not chunk.all_parts("sending"):  # "… and embassy in Kenya"
            found.extend((host, None, chunk.label) for part in chunk.all_parts("at") for host in _hosts(part, reader))
        elif chunk.kind == "missionword" and (found or memory.listed):
            if not found and memory.listed:
                found.append((memory.listed, None, ""))
            last = found[-1]
            found[open_at:] = [(s, p, k or chunk.label) for s, p, k in found[open_at:]] or [(*last[:2], chunk.label)]
            open_at = len(found)
    if not found and listed.kind and memory.listed and any(chunk.kind == "state" for chunk in chunks):
        found = [(memory.listed, None, "")]
    for state, place, kind in found:
        if (kind or listed.kind) in _TO_BODIES and memory.listed is not None and memory.listed.kind != "state":
            state = memory.listed
        if state.kind != "state" and (kind or listed.kind) not in _TO_BODIES:
            continue
        if (kind or listed.kind) and listed.sending and state.label != listed.sending.label:
            yield _roles(listed.sending, state, kind or listed.kind, place, reader)


def _from_elsewhere(chunks: list[Chunk], listed: _Missions, reader: Reader) -> Iterator[Roles]:
    """ "Peru (Brasília)", below "Non-resident embassies": the states with where the embassy for each of them stands."""
    for chunk, behind in zip(chunks, [*chunks, None][1:], strict=True):
        state = next(iter(reader.values(chunk)), None) if chunk.kind == "state" else None
        seat = behind if behind is not None and behind.kind == "place" else None
        sides = (listed.sending, state) if listed.sending is not None else (state, listed.receiving)
        if sides[0] is not None and sides[1] is not None and sides[0].label != sides[1].label:
            yield _roles(sides[0], sides[1], listed.kind, seat, reader)


def _territory(chunk: Chunk, state: Value | None, reader: Reader) -> Value | None:
    """The state under whose name an entry stands, if what the entry names is a territory of it."""
    known = reader.names.gazetteer
    over = {known.sovereign(key) for key in chunk.keys}
    return state if state is not None and state.key and state.key in over else None


_TO_BODIES = ("permanent mission", "permanent delegation", "permanent representation", "delegation", "mission")


def _parent(leads: list[Line], reader: Reader) -> Value | None:
    """The state or body that the line above an entry consists of, be it said twice ("Flag of Kenya Kenya")."""
    chunks = [chunk for _, chunk in leads[0].mentions()] if leads and _words_beside(leads[0]) <= BESIDE_FLAG else []
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
            yield _roles(own[0], listed.receiving, chunk.label or kind, None, reader)
    for chunk in chunks if kind else ():
        state = next(iter(reader.values(chunk)), None) if chunk.kind == "state" else None
        if state is not None and listed.receiving is not None and state.label != listed.receiving.label:
            yield _roles(state, listed.receiving, kind, None, reader)


def _roles(sending: Value, receiving: Value, kind: str, place: Chunk | None, reader: Reader) -> Roles:
    roles: Roles = {"sending": (sending,), "receiving": (receiving,), "kind": (Value(kind, kind, "text"),)}
    return {**roles, "place": reader.values(place)[:1]} if place is not None and place.kind == "place" else roles
