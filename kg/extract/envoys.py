"""Lists of heads of mission who presented their credentials, or were named to their posts, on one occasion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.compiled import Light, compiled
from kg.extract.calendar import DAY, REPORT
from kg.extract.claims import Draft
from kg.extract.deictic import day_told
from kg.extract.finish import finish
from kg.extract.memory import Occasion
from kg.extract.modality import modality
from kg.extract.records import fitting
from kg.extract.reported import TOP
from kg.extract.roles.filled import OFFICE, Filled
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line, captured, compile_pattern
from kg.extract.values import Reader
from kg.model import Passage, Span, Value

SEVERAL = 2  # heads of mission that make a list of a sentence
_PEOPLE, _STATES, _TITLES = ("person", "name"), ("state", "demonym", "org"), ("rank", "office", "post")
_LISTED = ("item", "row", "caption")


def envoys(passage: Passage, current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """An appointment for each head of mission that a sentence or an entry names with a state.

    On what occasion the sentence itself tells, the lead of the list, or the sentence before ("Others included …").
    """
    found = _occasion(current, passage, reader)
    if found is not None:
        reader.memory.occasion = found[0]
    if passage.kind in _LISTED:
        occasion, begin = _of_leads(leads, passage, reader), 0
    elif found is None:
        occasion, begin = _continued(current, passage, reader), 0
    else:
        occasion, begin = found
    dated_row = passage.kind == "row" and current.all(("date", "dates"))  # its table tells when each of them came
    if occasion is None or passage.kind == "heading" or dated_row:
        return
    if (of_two := _of_two_lines(passage, current, occasion, reader)) is not None:
        yield from of_two
        return
    entries = list(_entries(current, begin, "to" if _abroad(occasion) else "state", reader))
    entries = [entry for entry in entries if not _is_host(entry[1], occasion)]
    alone = passage.kind in _LISTED or (found is None and _is_next(current, reader))
    if len(entries) < (1 if alone else SEVERAL):
        return
    if found is None:  # the list goes on: the next of them may stand in a paragraph further below
        reader.memory.occasion = replace(occasion, paragraph=passage.paragraph)
    for person, state, title in entries:
        drafts = list(_appointed(person, state, title, occasion, reader))
        yield from drafts
        yield from (seated for draft in drafts for seated in _seated(draft, current, reader))


def _seated(draft: Draft, current: Line, reader: Reader) -> Iterator[Draft]:
    """The embassy of a head of mission who lives elsewhere: "X, ambassador of Norway (resident in Lima)", "(Lima)",
    "(non-resident)"."""
    words, end = said(reader.names.language), draft.span.end
    places = (chunk for _, chunk in current.all(("place",)) if chunk.start > end)
    seat = next((chunk for chunk in places if _is_seat(chunk, end, current.text, words["seated"])), None)
    at = reader.state_of_place(seat) if seat is not None else None
    sides = {side: draft.roles.get(side, ()) for side in ("sending", "receiving")}
    own = {value.label for side in sides.values() for value in side}
    aside = _ASIDE.match(current.text, end)
    afar = aside is not None and words["non-resident"].fullmatch(aside[1].casefold()) is not None
    if not all(sides.values()) or (not afar and (seat is None or at is None or at.label in own)):
        return
    led = "high commission" if draft.roles["office"][0].label == "high commissioner" else "embassy"
    roles = {**sides, "kind": (Value(f"non-resident {led}", f"non-resident {led}", "text"),)}
    if seat is not None and not afar:
        roles["place"] = tuple(reader.values(seat)[:1])
    span = Span(draft.span.start, seat.end if seat is not None else end + len(aside[0] if aside else ""))
    yield Draft("MissionPresent", roles, None, "asserted", span, draft.rule, 0.8)


def _is_seat(place: Chunk, end: int, text: str, seated: Light) -> bool:
    """Whether a place stands behind a head of mission as the one where he lives: by words, or alone in brackets."""
    gap = text[end : place.start]
    return seated.fullmatch(gap) is not None or (gap == " (" and text[place.end : place.end + 1] == ")")


_ASIDE = compiled(r" \(([^()\d]{3,40})\)")  # behind a head of mission


def _of_two_lines(passage: Passage, current: Line, occasion: Occasion, reader: Reader) -> list[Draft] | None:
    """ "H.E. Ola Berg", below it "Ambassador of Norway": the claim of the second line; None for any other line.

    The first line alone is remembered and tells nothing.
    """
    if passage.kind not in _LISTED:
        return None
    title = current.chunk_at(len(current.symbols) - 1) if len(current.symbols) == 1 else None
    before, reader.memory.bearer = reader.memory.bearer, None
    if title is not None and title.kind == "post" and before is not None:
        side = "to" if _abroad(occasion) else "state"
        state, office = _its_state(title, side), title.part("office")
        if state is None or _is_host(state, occasion):
            return None
        return list(_appointed(before, state, office, occasion, reader))
    named = _NAME_ALONE.core.fullmatch(current.symbols)
    if named is not None:
        reader.memory.bearer = current.chunk_at(named.start("who"))
    return None


_NAME_ALONE = compile_pattern(r"[•*\d. -]*(?:[^\W\d]+\.? ){0,4}?(?P<who>{person|name})\.?", {})


def _of_leads(leads: list[Line], passage: Passage, reader: Reader) -> Occasion | None:
    """The occasion that the nearest lead tells, with what an earlier sentence told of it."""
    day = _day_alone(leads[0], reader) if leads else ""
    head = next((lead for lead in leads if not (day and _day_alone(lead, reader))), None)
    found = _occasion(head, passage, reader) if head is not None else None
    if found is not None:
        return replace(found[0], date=day) if day else found[0]
    words = said(reader.names.language)
    symbols = leads[0].symbols if passage.lead is not None and leads else ""
    named = words["envoys"].search(symbols) or _RANKS.core.match(symbols)
    before = _before(passage, reader) if named else None
    away = before is not None and words["non-resident"].search(symbols) is not None
    return replace(before, away=True) if before is not None and away else before


_RANKS = compile_pattern(r"[#=* ]*{rank|posts|post|office}(?: \w+)?:", {})  # "Resident ambassadors:", of those who came


def _day_alone(lead: Line, reader: Reader) -> str:
    """The date that a heading consists of, as EDTF; "" for other headings."""
    if _DAY_ALONE.core.fullmatch(lead.symbols) is None:
        return ""
    return next((edtf for _, chunk in lead.all(("date",)) for edtf in reader.edtf(chunk)), "")


_DAY_ALONE = compile_pattern(r"[#=* ]*(?:\w+, ?)?{date}[:= ]*", {})


def _occasion(line: Line, passage: Passage, reader: Reader) -> tuple[Occasion, int] | None:
    """The occasion of which a line tells and where it has done so; day and court may stand in the line before."""
    for frame, pattern in fitting(line, reader.names.language, "Appointment"):
        match = pattern.search(line.symbols)
        if match is None:
            continue
        told: Filled = {}
        for name, chunk in captured(line, match):
            told.setdefault(name, []).append(chunk)
        posts = [chunk for chunk in told.get("office", ()) if isinstance(chunk, Chunk)]
        if posts and (court := posts[0].part("to")) is not None:  # "received the credentials of ambassadors to Peru"
            told.setdefault("receiving", [court])
        if not {"to", "sending", "receiving"} & set(told):
            side = "sending" if ("kind", "=credentials") not in frame.roles else "receiving"
            told[side] = _named(line, match.end()) or _named(line, len(line.symbols))
        before = _before(passage, reader)
        known = before.filled if before is not None and before.frame is frame else {}
        days = [edtf for _, chunk in line.all(("date",)) for edtf in reader.edtf(chunk)][:1]
        mood = modality(line, match.start(), match.end(), reader.names.language)
        day = day_told(line, match.start(), match.end(), reader.issued, mood == "planned", reader.names.language)
        told_now = reader.memory.reported if reader.memory.narrated else ""  # a note that tells of its own day
        date = next(iter(days), day) or (before.date if before is not None else "") or told_now
        date = date or _of_ceremony(line, reader) or (_of_note(line, match.end(), reader) if mood == "asserted" else "")
        away = said(reader.names.language)["non-resident"].search(line.symbols) is not None
        return Occasion(
            frame,
            {**known, **{name: chunks for name, chunks in told.items() if chunks}},
            date,
            passage.paragraph,
            away,
            mood,
        ), match.end()
    return None


def _of_ceremony(line: Line, reader: Reader) -> str:
    """The day told last, where a line or the words before it speak of the ceremony; else ""."""
    start = line.starts[0] if line.starts else 0
    near = line.text[max(0, start - CEREMONY_NEAR) : line.ends[-1] if line.ends else 0].casefold()
    spoken_of = said(reader.names.language)["ceremony"].search(near) is not None
    return reader.memory.date if spoken_of and DAY.fullmatch(reader.memory.date) else ""


def _of_note(line: Line, end: int, reader: Reader) -> str:
    """The day of a note in whose first lines a list begins, if it has told of no other: "Lima, 3 May. The following
    ambassadors presented their credentials:"; else ""."""
    memory, words = reader.memory, said(reader.names.language)
    if memory.reported or memory.date not in ("", reader.issued) or line.all(("date", "dates")):
        return ""
    begins = line.starts[0] <= TOP if line.starts else False
    if not begins or len(reader.document.text) > REPORT or not DAY.fullmatch(reader.issued):
        return ""
    past = words["had"].search(line.symbols, 0, end) or words["ever-done"].search(line.symbols, 0, end)
    return "" if past else reader.issued


CEREMONY_NEAR = 400  # characters before the lead of a list


def same_day(filled: Filled, passage: Passage, reader: Reader) -> str:
    """The day of the ceremony told before, of credentials that a sentence tells without one; else ""."""
    before = _before(passage, reader) if filled.get("kind") == ["credentials"] else None
    return before.date if before is not None and not _abroad(before) and before.mood == "asserted" else ""


def _is_host(state: Chunk, occasion: Occasion) -> bool:
    """Whether a head of mission would be sent by the state to which the others are."""
    hosts = (chunk for chunk in occasion.filled.get("receiving", ()) if isinstance(chunk, Chunk))
    return not _abroad(occasion) and any(chunk.label == state.label for chunk in hosts)


def _named(line: Line, end: int) -> list[Chunk | str]:
    """The one state that a lead names up to a place, by itself or in a title."""
    told = (chunk for _, chunk in line.mentions(0, end) if chunk.kind in ("state", "post", "person"))
    states = [state for chunk in told if (state := chunk if chunk.kind == "state" else chunk.part("state"))]
    return [*states[:1]] if len({state.label for state in states}) == 1 else []


def _before(passage: Passage, reader: Reader) -> Occasion | None:
    """The occasion last told, if that was in this paragraph or one not far before."""
    known = reader.memory.occasion
    return known if known is not None and passage.paragraph - known.paragraph <= NEAR else None


NEAR = 4  # paragraphs


def _continued(current: Line, passage: Passage, reader: Reader) -> Occasion | None:
    """ "Others included X and Y": the occasion told before."""
    goes_on = said(reader.names.language)["others"].match(current.symbols) is not None
    return _before(passage, reader) if goes_on or _is_next(current, reader) else None


def _is_next(current: Line, reader: Reader) -> bool:
    """ "The next was X of Norway": those of an occasion may be told one a sentence."""
    return said(reader.names.language)["next-one"].match(current.symbols) is not None


def _abroad(occasion: Occasion) -> bool:
    """Whether the heads of mission are sent to the states that the list names, not by them."""
    return ("kind", "=credentials") not in occasion.frame.roles and _SENDERS not in occasion.frame.roles


_SENDERS = ("senders", "=listed")  # of a frame that names those who sent them: "The countries that named envoys are"


def _entries(current: Line, begin: int, side: str, reader: Reader) -> Iterator[tuple[Chunk, Chunk, Chunk | None]]:
    """Each person with the state that stands with the name, and the person's own title if there is one.

    `side` is the part of a title that names such a state.
    """
    chunks = [each for _, chunk in current.mentions(begin) for each in _flat(chunk)]
    taken: Chunk | None = None
    for at, person in enumerate(chunks):
        if person.kind not in _PEOPLE:
            continue
        own = person.part("office")
        if own is not None and own.detail != "diplomat":
            continue
        around = (chunks[max(0, at - 2) : at], chunks[at + 1 : at + 3])
        title = own or _title(person, around, current.text)
        title = title if title is None or title.label != "representative" else None  # a word for whoever is sent
        state = _its_state(person, side) or _state(person, around, taken, side, current.text, reader)
        if state is not None:
            taken = state
            yield person, state, title


def _its_state(title: Chunk, side: str) -> Chunk | None:
    """The state that a title names on a side; "High Commissioner for Malta" is Malta's where envoys are received."""
    court = title.part("to") if side == "state" else None
    return title.part(side) or (court if court is not None and court.kind in _STATES else None)


def _flat(chunk: Chunk) -> Sequence[Chunk]:
    return chunk.members or (chunk,)


def _state(
    person: Chunk, around: tuple[list[Chunk], list[Chunk]], taken: Chunk | None, side: str, text: str, reader: Reader
) -> Chunk | None:
    """The state behind a name ("X of Norway", "X (Norway)", "X, ambassador of Norway"), else that before it."""
    words = said(reader.names.language)
    at = person.end
    before = around[0][-1] if around[0] else None
    if before is not None and text[before.end : person.start] == " (" and text[person.end : person.end + 1] == ")":
        return before if before.kind in _STATES else _its_state(before, side)  # "Peru (X), Kenya (Y)"
    for chunk in around[1]:
        gap = text[at : chunk.start].casefold()
        if chunk.kind in _TITLES and _OWN_TITLE.fullmatch(gap):
            at = chunk.end
            if state := _its_state(chunk, side):
                return state
        elif chunk.kind in _STATES and words["of-state"].fullmatch(gap):
            return chunk
        else:
            break
    for chunk in reversed(around[0]):
        if chunk.kind in _STATES and chunk is not taken and _BEFORE.fullmatch(text, chunk.end, person.start):
            return chunk
    return None


_OWN_TITLE = compiled(r"\s?[,(:–—-]?\s?(?:\p{L}+\s){0,2}")
_BEFORE = compiled(r"(?:'s|’s)?\s?(?:[:–—|-]|,|\t|\s)\s?(?:[^\d;:()]{0,60}\s)?")


def _title(person: Chunk, around: tuple[list[Chunk], list[Chunk]], text: str) -> Chunk | None:
    """The diplomat's title beside a name."""
    for chunk, gap in (
        *((c, text[c.end : person.start]) for c in around[0][-1:]),
        *((c, text[person.end : c.start]) for c in around[1][:1]),
    ):
        office = chunk.part("office") or chunk
        if chunk.kind in _TITLES and office.detail == "diplomat" and _OWN_TITLE.fullmatch(gap):
            return office
    return None


def _appointed(person: Chunk, state: Chunk, title: Chunk | None, occasion: Occasion, reader: Reader) -> Iterator[Draft]:
    office, fixed = title or _told_office(occasion), dict(occasion.frame.roles)
    filled: Filled = {**occasion.filled, "person": [replace(person, parts=())]}
    filled["kind"] = [fixed["kind"].removeprefix("=")]
    filled["office"] = [office] if office is not None else ["ambassador"]
    filled["receiving" if _abroad(occasion) else "sending"] = [state]
    span = Span(min(person.start, state.start), max(person.end, state.end))
    for roles in finish("Appointment", filled, reader):
        if occasion.away and title is None:
            (told,) = roles["office"]
            roles = {**roles, "office": (replace(told, text=told.label, label=f"non-resident {told.label}"),)}
        yield Draft("Appointment", roles, occasion.date or None, occasion.mood, span, occasion.frame.id, 0.8)


def _told_office(occasion: Occasion) -> Chunk | None:
    """The title that the lead gives to all of the list, if it is a diplomat's."""
    told = next((c for c in occasion.filled.get("office", ()) if isinstance(c, Chunk)), None)
    office = told.part("office") or told if told is not None else None
    if office is None or office.kind not in OFFICE or office.detail != "diplomat":
        return None
    return office if office.label != "envoy" else None  # "new envoys": a word for whoever is sent
