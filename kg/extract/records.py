"""Entries of lists that name no verb: a state and a date under "diplomatic relations", a city under "missions"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from kg.compiled import compiled
from kg.extract.cells import THINGS_TABLE, WORD, line_of, meaning, table_of
from kg.extract.claims import Draft
from kg.extract.lines import words_line
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
STATES, _DATE = ("state", "states"), ("date",)


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
        if turns_away(lead, reader):
            return None
    return None


def turns_away(lead: Line, reader: Reader) -> bool:
    """Whether a lead is of something else than those around it ("Twin cities" in "Diplomatic relations of Norway")."""
    parts = said(reader.names.language)["parts"].search(lead.symbols)
    return words_beside(lead) >= SUBJECT_LEAST and parts is None


def words_beside(current: Line) -> int:
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
    for state, date in pairs or _of_row(passage, current, type_, reader):
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


def _dates_else(cell: Cell, reader: Reader) -> bool:
    """Whether a column dates when a recognition was withdrawn or relations were established."""
    head = words_line(reader, cell.header)
    return said(reader.names.language)["withdrawn"].search(head.symbols) is not None or bool(head.all(("relations",)))


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
        told = [value for part in parts for value in hosts(part, reader)]
        own = [value for part in mission.all_parts("sending") for value in reader.values(part)]
        sides = [(a, b) for a, b in (pair, pair[::-1]) if _is_of(own, a) and _is_of(told, b)]
        gone = said(reader.names.language)["no-more"].search(line.symbols, 0, index)
        if len(sides) != 1 or not told or gone or not _stands_alone(line, index):
            continue
        roles = mission_roles(*sides[0], mission.label, mission.part("at") or mission.part("place"), reader)
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


def hosts(where: Chunk, reader: Reader) -> list[Value]:
    state = reader.state_of_place(where) if where.kind == "place" else next(iter(reader.values(where)), None)
    return [state] if state is not None and state.kind == "state" else []


def memberships(passage: Passage, current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """The organisations that the state of a list joined, or the states that joined its organisation, some on a day."""
    if passage.kind not in ("item", "row"):
        return
    found = _found("Membership", leads, reader)
    if found is None or words_beside(current) > WORDS_MAX:
        return
    own = ("member", "=own") in found[0].roles
    told = found[2].get("member") or found[2].get("organisation")
    lines = [line_of(cell, reader) for cell in passage.cells] or [current]
    joined = [chunk for line in lines for chunk in bare(line, ("org",) if own or "member" in found[2] else STATES)]
    dates = [chunk for line in lines for chunk in bare(line, _DATE)]
    if len(joined) != 1 or not (dates or all(_tells_but(line, joined[0]) for line in lines)):
        return
    other = next(iter(reader.values(joined[0])), None)
    known = next(iter(reader.values(told)), None) if told is not None else sole_state(reader)
    if known is None or other is None:
        return
    member, body = (known, other) if own or "member" in found[2] else (other, known)
    edtf = next(iter(reader.edtf(dates[0], True)), None) if dates else None
    if dates and edtf is None:
        return
    span = Span(min(c.start for c in (*joined, *dates[:1])), max(c.end for c in (*joined, *dates[:1])))
    roles: Roles = {"member": (member,), "organisation": (body,)}
    yield Draft("Membership", roles, edtf, "asserted", span, found[0].id, 0.8)


def _tells_but(line: Line, joined: Chunk) -> bool:
    """Whether an entry is but the name of who or what was joined, perhaps with its letters in brackets."""
    return not words_beside(line) and all(c is joined or c.kind in ("org", "name") for _, c in line.mentions())


def sole_state(reader: Reader) -> Value | None:
    """The only state of a page, of which its lists tell where no word says it ("Missions abroad", "Member of")."""
    pair = reader.memory.pair
    key = reader.publisher or (pair[0].key if len(reader.document.parties) == 1 and pair else "")
    return Value(reader.names.label(key), reader.names.label(key), "state", key) if key else None


def _pairs(passage: Passage, current: Line) -> list[tuple[Chunk, ...]]:
    """The states and dates that follow one another in a run, or those of an entry."""
    if not current.all(STATES) or not current.all(("date", "dates")):
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
        named = [v for c in (*parties, *[c for _, c in line.all(STATES)]) for v in reader.values(c)]
        if len({value.label for value in named}) == 1:
            return replace(named[0], text=named[0].label, span=None)
    pair = reader.memory.pair[:1] if len(reader.document.parties) == 1 else ()
    return next(iter(pair), None)


def _of_entry(passage: Passage, current: Line) -> list[tuple[Chunk, ...]]:
    """The state and the date that an entry consists of; what brackets say of them is another name or another time."""
    most = {"item": WORDS_MAX, "row": WORDS_MAX, "caption": 0}.get(passage.kind)
    if most is None or words_beside(current) > most or current.all(_ACTS):
        return []
    states, dates = (bare(current, kinds) for kinds in (STATES, _DATE))
    several = [each for chunk in states for each in chunk.each()]
    if len(dates) != 1 or (len(several) > 1 and words_beside(current)):  # "3 May 1981: Peru, Kenya"
        return []
    return [(state, dates[0]) for state in several]


def bare(current: Line, kinds: tuple[str, ...]) -> list[Chunk]:
    inside = [match.span() for match in _BRACKETS.finditer(current.symbols)]
    every = current.all(kinds)
    outside = [chunk for at, chunk in every if not any(a < at < b for a, b in inside)]
    return outside or [chunk for _, chunk in every]


def _of_row(passage: Passage, current: Line, type_: str, reader: Reader) -> list[tuple[Chunk, ...]]:
    """The state and the date of a row, each the first that fills a cell; a cell of remarks holds neither, nor does one
    that dates something else than the recognition that the table tells."""
    table = table_of(reader, THINGS_TABLE)
    cells = [cell for cell in passage.cells if meaning(cell.header, table) not in ("remarks", "force")]
    if type_ == "Recognition":
        cells = [cell for cell in cells if not _dates_else(cell, reader)]
    if len(cells) < 2:
        return _of_entry(passage, current)
    lines = [line_of(cell, reader) for cell in cells]
    states, dates = ([f[0] for line in lines if len(f := _filling(line, kinds)) == 1] for kinds in (STATES, _DATE))
    if states and not dates:
        dates = [_undated(line) for line in lines if said(reader.names.language)["unknown"].fullmatch(line.symbols)]
    return [(states[0], dates[0])] if states and dates else []


def _undated(line: Line) -> Chunk:
    """ "Unknown", in the place of a date."""
    return Chunk("unknown", line.starts[0], line.ends[-1], line.words)


def _filling(line: Line, kinds: tuple[str, ...]) -> list[Chunk]:
    return bare(line, kinds) if not words_beside(line) else []


def mission_roles(sending: Value, receiving: Value, kind: str, place: Chunk | None, reader: Reader) -> Roles:
    roles: Roles = {"sending": (sending,), "receiving": (receiving,), "kind": (Value(kind, kind, "text"),)}
    return {**roles, "place": reader.values(place)[:1]} if place is not None and place.kind == "place" else roles
