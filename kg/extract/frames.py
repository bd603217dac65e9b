"""Structure as evidence: list items inherit what their lead-in or heading says, table rows what their header says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from kg.compiled import compiled
from kg.extract.boxes import boxed
from kg.extract.careers import career, of_career, received
from kg.extract.cells import inferred, settled, spanned
from kg.extract.claims import Draft
from kg.extract.compared import compared
from kg.extract.consuls import honorary
from kg.extract.deictic import day_told
from kg.extract.embassies import missions
from kg.extract.envoys import envoys
from kg.extract.fields import bracketed, fields, negotiated, rows, signed_below
from kg.extract.figures import bare_sums, labelled_sums, sums_in_a_run
from kg.extract.items import inline, is_bare, is_run_in, item, term_below
from kg.extract.joined import joined
from kg.extract.journeys import gatherings, held, journeys, unmade, visits_of
from kg.extract.labels import as_field
from kg.extract.leads import above, at_home, frame_told, list_frames, roles_of, sided
from kg.extract.lines import cell_line, words_line
from kg.extract.people import CELL_MAX, entry, is_vacant, row
from kg.extract.records import memberships, relations
from kg.extract.roles.filled import Filled
from kg.extract.said import said
from kg.extract.sides import by_sides
from kg.extract.signatures import signature
from kg.extract.symbols import Chunk, Line, compile_pattern, unsaid_state
from kg.extract.treaties import listed_treaty
from kg.extract.values import Reader
from kg.lexicon.language import Language
from kg.model import Cell, Passage, Span, Value
from kg.texts.tables.unmarked import COLUMN_MARK


def framed(passage: Passage, current: Line, lines: Mapping[Span, Line], reader: Reader) -> Iterator[Draft]:
    """Claims that a list item or a table row makes under its lead-in, its headings or the document's first line."""
    leads, page = above(passage, lines, reader)
    if reader.memory.way is None or reader.memory.way[0] is not leads:
        reader.memory.way = leads, _one_way(leads, reader)
    for draft in _told(passage, current, leads, page, reader):
        if draft.type == "Agreement" and draft.date:  # by a state of that time
            parties = tuple(reader.at(value, draft.date) for value in draft.roles.get("parties", ()))
            draft = replace(draft, roles={**draft.roles, "parties": parties} if parties else draft.roles)
        if draft.type == "Agreement" and draft.modality == "asserted" and _is_unsigned(draft, current, reader):
            draft = replace(draft, modality="planned")
        if draft.rule.endswith(_APPOINTED):
            yield from _appointed(draft, current, leads, reader)
            continue
        journey = draft.type in ("Visit", "Meeting") and draft.modality == "asserted"
        mood = unmade(leads, reader) if journey else None
        yield replace(draft, modality=mood) if mood else draft


def _is_unsigned(draft: Draft, current: Line, reader: Reader) -> bool:
    """ "Air Services Agreement – initialled in May 2016; signature pending": whether a line says so."""
    title = next((value.span for value in draft.roles.get("title", ()) if value.span is not None), draft.span)
    start = next((at for at, place in enumerate(current.starts) if place >= title.end), len(current.symbols))
    return said(reader.names.language)["unsigned"].search(current.symbols, max(0, start - 1)) is not None


_APPOINTED = ".appointed.below"  # the frame of those whose appointment a lead-in tells


def _appointed(draft: Draft, current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """ "Today the Senate approved the appointment of:", and below it "X, as ambassador to Peru, also accredited to
    Chile": on that day, to each of these states."""
    lead = leads[0] if leads else current
    told = [edtf for _, chunk in lead.all(("date",)) for edtf in reader.edtf(chunk)]
    day = draft.date or next(iter(told), "")
    day = day or day_told(lead, 0, len(lead.symbols), reader.issued, False, reader.names.language)
    draft = replace(draft, date=day or None)
    yield draft
    stop = current.symbols.find(". ")
    also = said(reader.names.language)["also-to"].search(current.symbols, 0, stop if stop > 0 else len(current.symbols))
    chunk = current.chunk_at(also.end() - 1) if also is not None else None
    for state in reader.values(chunk) if chunk is not None and "receiving" in draft.roles else ():
        kind = (Value("non-resident", "non-resident", "text"),)
        yield replace(draft, roles={**draft.roles, "receiving": (state,), "kind": kind})


def _told(passage: Passage, current: Line, leads: list[Line], page: Filled, reader: Reader) -> Iterator[Draft]:
    as_told = passage
    if of_career(passage, leads, reader):
        yield from career(passage, current, reader)
        return
    if passage.kind in ("row", "item", "caption") and (told := list(received(current, leads, reader))):
        yield from told
        return
    if passage.kind == "caption" and _RANK_ALONE.core.fullmatch(current.symbols):
        reader.memory.ranked = (passage.headings, current)
    if passage.kind == "row":
        if (box := _labelled(passage, page, reader)) and (told := list(fields(box[0], leads, box[1], reader))):
            yield from told
            return
        if told := list(compared(passage, reader)):
            yield from told
            return
        visits = _visits(leads, reader)
        if told := list(gatherings(passage.cells, visits, reader)):
            yield from told
            return
        passage = replace(passage, cells=_under_heads(passage, current, reader))
        told = list(rows(passage, leads, page, visits, reader))
    else:
        current = _unglued(passage, current, reader)
        if passage.kind == "sentence" and not current.mentions():  # it may say what follows, and tells nothing itself
            yield from envoys(passage, current, leads, reader)
            return
        told = list(visits_of(passage, current, leads, reader))
        if not told and passage.kind in ("item", "caption"):
            told = list(negotiated(current, leads, reader))
        told = told or list(honorary(passage, current, page, reader)) or list(joined(current, leads, reader))
        told = told or list(fields(current, leads, page, reader)) or list(bracketed(current, reader))
        if not told and (field := as_field(current)) is not None:
            told = list(fields(field, leads, page, reader))
        if not told and passage.kind in ("item", "caption", "sentence"):
            told = list(listed_treaty(passage, current, leads, reader))
        told = told or list(signed_below(current, leads, reader)) or list(labelled_sums(current, leads, page, reader))
        told = told or list(bare_sums(current, leads, page, reader))
        told = told or list(sums_in_a_run(current, leads, page, reader))
        told = told or list(journeys(passage, current, leads, lambda: _visits(leads, reader), reader))
    told = (
        told
        or list(entry(passage, current, leads, reader))
        or list(boxed(passage, current, reader))
        or list(envoys(passage, current, leads, reader))
    )
    told = told or list(relations(passage, current, leads, reader)) or list(missions(passage, current, leads, reader))
    told = told or list(memberships(passage, current, leads, reader)) or list(term_below(current, leads, reader))
    told = told or list(signature(passage, current, reader))
    if told or passage.kind == "heading":
        yield from told
    elif _is_of_facts(passage, reader.names.language):
        yield from fields(current, leads, page, reader)
    elif passage.kind == "row":
        people = list(by_sides(as_told, leads, reader)) or list(row(passage, leads, reader))
        slipped = len(passage.cells) > 1 and any(c.span.end - c.span.start > CELL_MAX for c in passage.cells)
        yield from people or (() if slipped or is_vacant(passage, reader) else item(current, leads, reader))
    elif passage.kind in ("item", "caption") and (parts := _led_in(current, leads, reader)):
        for part in parts[1:]:
            yield from item(part, [parts[0], *leads], reader)
    elif passage.kind in ("item", "caption") or is_bare(current) or is_run_in(current):
        told = list(item(current, leads, reader))
        yield from told
        yield from _titled(told, current, leads, reader)
    else:
        yield from inline(current, leads, reader)


def _titled(told: list[Draft], current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """The title of those who came, which the heading above a list of visits gives: "Foreign ministers"."""
    visits = [draft for draft in told if draft.type == "Visit"]
    title = leads[0].chunk_at(0) if leads and len(leads[0].symbols.rstrip(": ")) == 1 else None
    if title is None or not visits:
        return
    first = next((chunk for _, chunk in current.mentions() if chunk.kind in ("person", "name")), None)
    if first is not None and first.part("office") is None:
        state = next(iter(visits[0].roles.get("visitor_state", ())), None)
        yield from held(first, title.part("office") or title, state, reader)


def _labelled(passage: Passage, page: Filled, reader: Reader) -> tuple[Line, Filled] | None:
    """ "Opened | 1961", a row of a box without heads, as the label, a colon and the value; with the states of the post
    that the box is of, which a copy puts over its first column as a head: "Ambassador of Peru to Chile"."""
    cells = passage.cells
    if len(cells) > 2 or cells[0].span.end - cells[0].span.start > FIELD_MAX or any(c.header for c in cells[1:]):
        return None
    if cells[0].header:
        page = {} if COLUMN_MARK in cells[0].header else sided({}, [words_line(reader, cells[0].header)])
        if not page.get("sending") or not page.get("receiving"):
            return None
    if len(cells) == 1:  # "Incumbent Ola Berg since 2020"
        return (cell_line(reader, cells[0].span), page) if cells[0].header else None
    start, end = cells[0].span.start, cells[0].span.end
    label = reader.document.text[start:end].rstrip(" :")
    if not label or any(map(str.isdigit, label)):
        return None
    return _joined(cell_line(reader, Span(start, start + len(label))), cell_line(reader, cells[1].span), end), page


def _joined(label: Line, value: Line, at: int) -> Line:
    """A label and its value as a field, with a colon between them."""
    return Line(
        f"{label.symbols}: {value.symbols}",
        [*label.starts, at - 1, at - 1, *value.starts],
        [*label.ends, at, at, *value.ends],
        [*label.chunks, None, None, *value.chunks],
        label.text,
    )


def _led_in(current: Line, leads: list[Line], reader: Reader) -> list[Line]:
    """ "From Peru: President X, May 2001; Minister Y, 2003": the lead in front of a colon and the entries behind it."""
    colon = current.symbols.find(": ")
    if not 0 < colon <= LEAD_MAX or any(at < colon for at, _ in current.all(("date",))):
        return []
    lead = _part(current, 0, colon + 1)
    visits = [frame for frame in list_frames(reader.names.language) if frame[0].type == "Visit"]
    if not any(pattern.search(lead.symbols) for _, pattern in visits):
        return []
    found = frame_told(visits, [lead, *leads], reader.names.language)
    own = {id(chunk) for chunk in lead.chunks if chunk is not None}
    if found is None or not own or {id(chunk) for chunk in found[1]["_lead"]} != own:
        return []
    cuts = [colon + 1, *(mark.start() + 1 for mark in _NEXT.finditer(current.symbols, colon)), len(current.symbols)]
    return [lead, *(_part(current, a, b) for a, b in pairwise(cuts) if current.symbols[a:b].strip())]


LEAD_MAX = 40  # symbols of such a lead
_NEXT = compiled(r";")


def _part(current: Line, start: int, end: int) -> Line:
    """The symbols of a line from one to another, without blanks around."""
    while start < end and current.symbols[start] == " ":
        start += 1
    return current.part(start, end)


def _unglued(passage: Passage, current: Line, reader: Reader) -> Line:
    """ "Opened1936", as a copy of a box has it: the label, a colon and the date."""
    text, (start, end) = reader.document.text, (passage.span.start, passage.span.end)
    label = _LABEL.match(text, start, end) if end - start <= FIELD_MAX else None
    if label is None:
        return current
    value = cell_line(reader, Span(label.end(), end))
    colon = [label.end() - 1] * 2
    return Line(
        f"{label[0].lower()}: {value.symbols}",
        [*range(start, label.end()), *colon, *value.starts],
        [*range(start + 1, label.end() + 1), *(at + 1 for at in colon), *value.ends],
        [*(None for _ in range(start, label.end() + 2)), *value.chunks],
        text,
    )


FIELD_MAX = 60  # characters of a line of a box
_LABEL = compiled(r"\p{Lu}\p{Ll}{3,20}(?=\d{1,2} \p{Lu}|\d{4})")
_RANK_ALONE = compile_pattern(r"[ #*=]*{rank|post|office}(?: \([^()]*\))?[ :=]*", {})  # "Envoys" above a list of them


def _under_heads(passage: Passage, current: Line, reader: Reader) -> tuple[Cell, ...]:
    """The cells of a row, each under the head that says what it holds."""
    return settled(spanned(inferred(passage.cells, reader), reader), current, reader)


def _visits(leads: list[Line], reader: Reader) -> Filled:
    """What the leads of a table of visits say of all its rows: host, visitor, the visitors' state."""
    frames = [f for f in list_frames(reader.names.language) if f[0].type == "Visit"]
    found = frame_told(frames, leads, reader.names.language)
    given = roles_of(at_home(*found, reader)[1]) if found else {}
    if "visitor" in given and (own := _traveller(given["visitor"], leads)) is not None:
        given["visitor"] = [own]
    if "host" in given:
        given["host"] = _reigned_over(given["host"], leads)
    alone = (lead.chunk_at(0) for lead in leads if len(lead.symbols.strip(" .:#=")) == 1)
    state = next((chunk for chunk in alone if chunk is not None and chunk.kind in ("state", "demonym")), None)
    sender = _sent_by(given, reader)
    if sender is not None:  # then the state above the list is the one that they went to
        host: Filled = {"host": [state]} if state is not None and state.keys != sender.keys else {}
        return {"visitor_state": [sender], **host, **given}
    return {"visitor_state": [state], **given} if state is not None else given


def _sent_by(given: Filled, reader: Reader) -> Chunk | None:
    """ "Travels of the Secretary of State", on a page of the ministry of one state: its own."""
    plain = (c.kind == "office" for c in given.get("visitor", ()) if isinstance(c, Chunk))
    own = reader.publisher if next(plain, False) else ""
    return unsaid_state(reader.names.label(own), own) if own else None


def _one_way(leads: list[Line], reader: Reader) -> Value | None:
    """The one of the document's pair whose people visited the other, as the headings over a sentence say."""
    told = _visits(leads, reader) if len(reader.memory.pair) == 2 else {}
    pair = {value.label: value for value in reader.memory.pair}
    sides = [
        {v.label for chunk in told.get(name, ()) for v in reader.values(chunk)} for name in ("visitor_state", "host")
    ]
    guest, host = (side & pair.keys() for side in sides)
    if len(guest) == 1 and guest != host:
        return pair[guest.pop()]
    return reader.other((pair[host.pop()],)) if not sides[0] and len(host) == 1 else None


def _reigned_over(host: list[Chunk | str], leads: list[Line]) -> list[Chunk | str]:
    """ "Visits received by Queen X", below it "As Queen of Norway": that state."""
    if not any(isinstance(chunk, Chunk) and chunk.kind in ("person", "name") for chunk in host):
        return host
    posts = (post for lead in leads for _, post in lead.all(("post",)))
    return next(([state] for post in posts if (state := post.part("state") or post.part("of"))), host)


def _traveller(told: list[Chunk | str], leads: list[Line]) -> Chunk | None:
    """ "Trips made by prime ministers of India", below it "Ola Berg (1964-1966)": the one whom the heading names; and
    "Visits by the Queen", in a page whose title names her alone."""
    post = next((chunk for chunk in told if isinstance(chunk, Chunk) and chunk.kind in ("post", "office")), None)
    named = (chunk for lead in leads if _HEADED_BY_NAME.core.fullmatch(lead.symbols) for _, chunk in lead.mentions())
    own = next(named, None) if post is not None else None
    if own is None and post is not None and post.kind == "office" and len(leads) > 1:
        titled = [chunk for _, chunk in leads[-1].all(("person", "name"))]
        own = titled[0] if len(titled) == 1 and titled[0].part("office") is None else None
    return replace(own, kind="person", parts=post.parts or (("office", post),)) if own and post else None


_HEADED_BY_NAME = compile_pattern(r"[#= ]*{person|name},?(?: ?\(?{date|dates}[^()]{0,40}\)?)?[:=]* *", {})


def _is_of_facts(passage: Passage, lexicon: Language) -> bool:
    """Whether a row belongs to a box of facts, whose columns have no heads of their own: "Residence | Lima"."""
    heads = [cell.header for cell in passage.cells]
    return (
        bool(heads)
        and bool(heads[0])
        and len(heads) <= 2
        and not any(heads[1:])
        and not said(lexicon)["who-column"].search(heads[0].lower())
    )
