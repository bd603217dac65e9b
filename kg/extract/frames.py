"""Structure as evidence: list items inherit what their lead-in or heading says, table rows what their header says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import regex

from kg.extract.boxes import boxed
from kg.extract.cells import INFERRED, PEOPLE_TABLE, inferred, meaning, settled, spanned, table_of
from kg.extract.cells import columns as columns_of
from kg.extract.claims import Draft
from kg.extract.compiled import Light, Match
from kg.extract.envoys import envoys
from kg.extract.fields import bracketed, fields, rows
from kg.extract.finish import finish
from kg.extract.journeys import journeys
from kg.extract.lines import cell_line, words_line
from kg.extract.records import missions, relations
from kg.extract.roles.filled import Roles
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line, Pattern, captured, compile_pattern
from kg.extract.values import Reader
from kg.lexicon.language import Frame, Language
from kg.model import Cell, Passage, Span, Value

Filled = dict[str, list[Chunk | str]]


@cache
def _frames(lexicon: Language) -> tuple[tuple[Frame, Pattern], ...]:
    return tuple((frame, compile_pattern(frame.lead, lexicon.classes)) for frame in lexicon.frames if not frame.item)


def _of_people(reader: Reader) -> list[tuple[Frame, Pattern]]:
    """The frames of lists whose items name persons."""
    return [f for f in _frames(reader.names.language) if f[0].type in ("Tenure", "Visit") and not f[0].columns]


def framed(passage: Passage, current: Line, lines: Mapping[Span, Line], reader: Reader) -> Iterator[Draft]:
    """Claims that a list item or a table row makes under its lead-in, its headings or the document's first line."""
    leads = _leads(passage, lines, reader)
    page = sided({}, leads)
    if passage.kind == "caption" and _RANK_ALONE.core.fullmatch(current.symbols):
        reader.memory.ranked = (passage.headings, current)
    if passage.kind == "row":
        passage = replace(passage, cells=_under_heads(passage, current, reader))
        told = list(rows(passage, leads, page, _visits(leads, reader), reader))
    else:
        told = list(fields(current, leads, page, reader)) or list(bracketed(current, reader))
        told = told or list(journeys(passage, current, leads, lambda: _visits(leads, reader), reader))
    told = (
        told
        or list(_entry(passage, current, leads, reader))
        or list(boxed(passage, current, reader))
        or list(envoys(passage, current, leads, reader))
    )
    told = told or list(relations(passage, current, leads, reader)) or list(missions(passage, current, leads, reader))
    if told or passage.kind == "heading":
        yield from told
    elif _boxed(passage, reader.names.language):
        yield from fields(current, leads, page, reader)
    elif passage.kind == "row":
        people = list(_row(passage, lines, reader))
        slipped = len(passage.cells) > 1 and any(c.span.end - c.span.start > CELL_MAX for c in passage.cells)
        yield from people or (() if slipped else _item(passage, current, lines, reader))
    elif passage.kind in ("item", "caption") or _bare(current):
        yield from _item(passage, current, lines, reader)
    else:
        yield from _inline(current, reader)


CELL_MAX = 100  # characters of a cell that holds a date; in a longer one it is that of something else
_RANK_ALONE = compile_pattern(r"[ #*=]*{rank|post|office}(?: \([^()]*\))?[ :=]*", {})  # "Envoys" above a list of them


def _under_heads(passage: Passage, current: Line, reader: Reader) -> tuple[Cell, ...]:
    """The cells of a row, each under the head that says what it holds."""
    return settled(spanned(inferred(passage.cells, reader), reader), current, reader)


def _visits(leads: list[Line], reader: Reader) -> Filled:
    """What the leads of a table of visits say of all its rows: host, visitor, the visitors' state."""
    frames = [f for f in _frames(reader.names.language) if f[0].type == "Visit"]
    found = _match(frames, leads, reader.names.language)
    given = {name: chunks for name, chunks in found[1].items() if not name.startswith("_")} if found else {}
    if "visitor" in given and (own := _traveller(given["visitor"], leads)) is not None:
        given["visitor"] = [own]
    if "host" in given:
        given["host"] = _reigned_over(given["host"], leads)
    alone = (lead.chunk_at(0) for lead in leads if len(lead.symbols.strip(" .:#=")) == 1)
    state = next((chunk for chunk in alone if chunk is not None and chunk.kind in ("state", "demonym")), None)
    return {"visitor_state": [state], **given} if state is not None else given


def _reigned_over(host: list[Chunk | str], leads: list[Line]) -> list[Chunk | str]:
    """ "Visits received by Queen X", below it "As Queen of Norway": that state."""
    if not any(isinstance(chunk, Chunk) and chunk.kind in ("person", "name") for chunk in host):
        return host
    posts = (post for lead in leads for _, post in lead.all(("post",)))
    return next(([state] for post in posts if (state := post.part("state") or post.part("of"))), host)


def _traveller(told: list[Chunk | str], leads: list[Line]) -> Chunk | None:
    """ "Trips made by prime ministers of India", below it "Ola Berg (1964-1966)": the one whom the heading names."""
    post = next((chunk for chunk in told if isinstance(chunk, Chunk) and chunk.kind in ("post", "office")), None)
    named = (chunk for lead in leads if _HEADED_BY_NAME.core.fullmatch(lead.symbols) for _, chunk in lead.mentions())
    own = next(named, None) if post is not None else None
    return replace(own, kind="person", parts=post.parts or (("office", post),)) if own and post else None


_HEADED_BY_NAME = compile_pattern(r"[#= ]*{person|name},?(?: ?\(?{date|dates}[^()]{0,40}\)?)?[:=]* *", {})


def _boxed(passage: Passage, lexicon: Language) -> bool:
    """Whether a row belongs to a box of facts, whose columns have no heads of their own: "Residence | Lima"."""
    heads = [cell.header for cell in passage.cells]
    return (
        bool(heads)
        and bool(heads[0])
        and len(heads) <= 2
        and not any(heads[1:])
        and not said(lexicon)["who-column"].search(heads[0].lower())
    )


def _inline(current: Line, reader: Reader) -> Iterator[Draft]:
    """A list in one line: "Ambassadors of Peru in Italy: X (2005-2010), Y (2011-2015)"; two items need no colon."""
    items = list(_NAME_THEN_YEARS.each(current.symbols))
    colon = current.symbols.rfind(":", 0, items[0].start()) if items else -1
    if not items or (colon < 0 and len(items) < 2):
        return
    end = colon if colon >= 0 else items[0].start() + 1
    lead = Line(current.symbols[:end], current.starts[:end], current.ends[:end], current.chunks[:end], current.text)
    found = _match(_of_people(reader), [lead], reader.names.language)
    if found is None or (colon < 0 and "office" in found[1] and not _of_diplomats(found[1])):
        return
    yield from _one_by_one(items, found, current, reader)


def _one_by_one(items: Sequence[Match], found: tuple[Frame, Filled], current: Line, reader: Reader) -> Iterator[Draft]:
    """Each name of a line with its own years."""
    for match in items:
        chunks = [chunk for chunk in current.chunks[match.start() : match.end()] if chunk is not None]
        person, date = chunks[0], chunks[-1]
        title = tuple(("office", chunk) for chunk in chunks[1:-1])  # "X (chargé d'affaires, 1962-1966)"
        span = Span(person.start, current.ends[match.end() - 1])
        filled = _given(*found, replace(person, parts=(*person.parts, *title)), reader)
        yield from _listed(found[0], filled, reader.edtf(date, found[0].type == "Tenure"), person, span, reader)


def _of_diplomats(given: Filled) -> bool:
    """Whether a lead names a diplomat's post, which is held one after the other."""
    posts = [chunk for chunk in given.get("office", ()) if isinstance(chunk, Chunk)]
    offices = [office for post in posts for office in (post.all_parts("office") or (post,)) for office in office.each()]
    return any(office.detail == "diplomat" for office in offices)


_NAME_THEN_YEARS = compile_pattern(r"{person|name},? (?:\((?:{office},? )?{date|dates}\)|{date|dates})", {})


def _bare(current: Line) -> bool:
    """A line that is only a name with years: an item of a list that lost its bullets."""
    return bool(_NAME_AND_YEARS.fullmatch(current.symbols))


_NAME_AND_YEARS = compile_pattern(r"(?:{date}(?:[:,]| -)? )?{person|name}(?:(?:[,:]| -)? ?\(?{date|dates}\)?)?\.?", {})


def _leads(passage: Passage, lines: Mapping[Span, Line], reader: Reader) -> list[Line]:
    """The lines that may set the frame, nearest first: lead-in, headings from the inside out, the document's first."""
    spans = [*([passage.lead] if passage.lead else []), *reversed(passage.headings)]
    found = [lines[span] for span in spans if span in lines]
    rank = reader.memory.ranked
    if (
        rank is not None
        and rank[0] == passage.headings
        and rank[1].starts[0] > max((s.start for s in spans), default=-1)
    ):
        found.insert(0, rank[1])
    first = next(iter(lines.values()), None)
    return [*found, *([first] if first is not None and all(first is not f for f in found) else [])]


def _match(frames: list[tuple[Frame, Pattern]], leads: list[Line], lexicon: Language) -> tuple[Frame, Filled] | None:
    """The frame of the nearest lead that has one, with the mentions that the lead gives."""
    known = said(lexicon)
    for at, lead in enumerate(leads):
        for frame, pattern in frames:
            match = pattern.search(lead.symbols)
            if match is not None and _fitting(frame, leads[: at + 1], leads[at + 1 :], known):
                given: Filled = {}
                for name, chunk in captured(lead, match):
                    given.setdefault(name, []).append(chunk)
                given["_lead"] = [chunk for chunk in lead.chunks if chunk is not None]
                if frame.type == "Tenure" and _of_somebody(given):
                    continue
                return frame, given
    return None


def _fitting(frame: Frame, inner: list[Line], outer: list[Line], known: Mapping[str, Light]) -> bool:
    """Whether a frame may be that of a lead: one that speaks of visits heads no terms, and which of two states it is
    that visits the other ("Norwegian side:", not "Norway") is told below a heading on visits."""
    if frame.type == "Tenure":
        return all(known["journeys"].search(lead.symbols) is None for lead in inner)
    if ("within", "=journeys") not in frame.roles:
        return True
    lead = inner[-1]
    words = lead.text[lead.starts[0] : lead.ends[-1]].casefold() if lead.starts else ""
    return known["sided"].search(words) is not None and any(known["journeys"].search(o.symbols) for o in outer)


def _of_somebody(given: Filled) -> bool:
    """ "Visits received by King X": a title with its bearer heads no list of its holders, but a diplomat's may."""
    posts = [chunk for chunk in given.get("office", ()) if isinstance(chunk, Chunk) and chunk.kind == "person"]
    return any((office := post.part("office")) is None or office.detail != "diplomat" for post in posts)


def sided(given: Filled, leads: list[Line]) -> Filled:
    """What a lead gives, with the states of the post from the nearest heading that names both, where it names none."""
    posts = [chunk for name in ("office", "mission") for chunk in given.get(name, ()) if isinstance(chunk, Chunk)]
    if any(given.get(name) for name in ("sending", "receiving")) or any(_own_sides(post) != ((), ()) for post in posts):
        return given
    for lead in leads:
        for index, post in lead.all(("mission", "post", "rank")):
            sending, receiving = _own_sides(post)
            seat = lead.chunk_at(index + 3) if lead.symbols[index + 1 : index + 3] == ", " else None
            if not receiving and seat is not None and seat.kind in ("place", "state"):  # "Embassy of Estonia, Accra"
                receiving = (seat,)
            if sending and receiving:
                office = [part for part in [post.part("office")] if part is not None]
                return {**given, "sending": list(sending), "receiving": list(receiving), "_office": [*office]}
    return given


def _own_sides(post: Chunk) -> tuple[tuple[Chunk, ...], tuple[Chunk, ...]]:
    """The sending and the receiving state that a mission or a diplomat's title names."""
    office = post.part("office")
    if post.kind == "mission":
        receiving = (*post.all_parts("receiving"), *post.all_parts("at"), *post.all_parts("place"))
        return post.all_parts("sending"), receiving
    if office is None or office.detail != "diplomat":
        return (), ()
    return post.all_parts("state"), post.all_parts("to")


def _forget_elsewhere(reader: Reader) -> None:
    """A post in a third state, of which a sentence has just spoken, says nothing of the list below it."""
    pair = {value.label for value in reader.memory.pair}
    if len(pair) == 2 and not {value.label for value in reader.memory.post.values()} <= pair:
        reader.memory.post = {}


# -- lists ---------------------------------------------------------------------------------------------------------


def _item(passage: Passage, current: Line, lines: Mapping[Span, Line], reader: Reader) -> Iterator[Draft]:
    people = [chunk for _, chunk in current.all(("person", "name", "people", "names", "post"))] or _nobles(current)
    found = _match(_of_people(reader), _leads(passage, lines, reader), reader.names.language)
    if found is not None and found[0].type == "Visit" and (titled := _by_title(current, people)) is not None:
        people = [titled]
    if found is None or not people or people[0].start - current.starts[0] > 40:
        return
    frame, given = found
    if frame.type == "Tenure":
        if people[0].kind == "post":  # "Envoys to the Argentine Confederation" heads a list
            return
        given = sided(given, _leads(passage, lines, reader))
        _forget_elsewhere(reader)
    dates = [c for i, c in current.all(("date", "dates")) if not _SORTED_BY.match(current.symbols, max(0, i - 3))]
    if frame.type == "Tenure":
        dates = _of_posts(dates, people[0], reader)
    if frame.type == "Tenure" and dates and dates[0].start < people[0].start:
        together = len(dates) > 1 and _side_by_side(dates[:2], reader.document.text)  # "1831 1832 X"
        dates = dates[: 1 + together]  # "1831–1832: X (appointed 1828)"
        people[0] = _ranked(_whole(people[0], reader.document.text), current)
    values = [edtf for chunk in dates for edtf in reader.edtf(chunk, frame.type == "Tenure")]
    if frame.type == "Tenure" and len(dates) == len(values) == 2 and _side_by_side(dates, reader.document.text):
        values = ["/".join(values)] if values[0] <= values[1] and "/" not in "".join(values) else values
    last = values[0] if frame.type == "Tenure" and len(values) == 1 and "/" not in values[0] else ""
    if last and (_ongoing(dates[-1], reader) or _open(dates[-1], people[0], reader.document.text)):
        values = [f"{values[0]}/.."]
    if frame.type == "Tenure" and _serves_elsewhere(people[0], values):
        return
    if len(each := list(_NAME_THEN_YEARS.each(current.symbols))) > 1:
        yield from _one_by_one(each, (frame, given), current, reader)
        return
    if not values and people[0] is reader.memory.bearer:
        return  # the title stands in the next line
    if not values and (frame.type == "Visit" or not _ALONE.core.fullmatch(current.symbols)):
        return
    for person in people[0].each():
        filled = _given(frame, given, person, reader)
        span = Span(person.start, max([person.end, *[d.end for d in dates if d.start > person.start]]))
        span = Span(min([span.start, *[d.start for d in dates]]), _closing(reader.document.text, span.end))
        yield from _listed(frame, filled, values, person, span, reader)


def _by_title(current: Line, people: list[Chunk]) -> Chunk | None:
    """Who came, told by a title alone: "Minister of Trade – 1975", "Chairman of the State Council in 1989"."""
    found = _TITLE_FIRST.core.match(current.symbols)
    title = current.chunk_at(found.start("title")) if found is not None else None
    if found is None or title is None or any(" " in chunk.text and chunk.start > title.end for chunk in people):
        return None
    end = current.ends[found.end("title") + len(found["of"]) - 1] if found["of"] else title.end
    text = current.text[title.start : end]
    return replace(title, kind="name", end=end, text=text, label=text) if found["of"] else title


_TITLE_FIRST = compile_pattern(
    r"[ .*•#–-]*(?:\w{2,3} )?{title:office}(?P<of>(?: \w{2,3} [^–:;,().-]{1,60}?)?)(?:,| -|:|-)?"
    r"(?: \w\w)? \(?{date|dates}",
    {},
)


def _serves_elsewhere(person: Chunk, dates: list[str]) -> bool:
    """Whether an entry gives the day of someone who holds another office: "June 2018 Minister of Defence Ola Berg"."""
    own = person.part("office")
    return own is not None and own.detail not in ("diplomat", "other") and not any("/" in date for date in dates)


_SORTED_BY = compile_pattern(r"{date} \({date}", {}).core  # "since 4 May 2021 (2021-05-04)": the same again
_ALONE = compile_pattern(
    r"[ .,;:*#\[\]\d-]*(?:{office|rank}:? )?{person|name|people|names|post}"
    r"(?:,? {office|rank|post})?(?: \([^()]*\))?[ .,;*\[\]\d]*",
    {},
)


def _of_posts(dates: list[Chunk], person: Chunk, reader: Reader) -> list[Chunk]:
    """The dates of an item without those of a life: "X (1900–1980), 1950–54"."""
    text = reader.document.text
    behind = next((i for i, date in enumerate(dates) if date.start >= person.end), None)
    if behind is None or not _LIFE.match(text, person.end, dates[behind].end + 2):
        return dates
    years = [
        int(edtf[:4]) for edtf in reader.edtf(dates[behind], True)[:1] for edtf in edtf.split("/") if edtf[:4].isdigit()
    ]
    born = said(reader.names.language)["born"].search(text[person.end : dates[behind].start].lower()) is not None
    if not born and (len(years) < 2 or (years[1] - years[0] < LIFE_LEAST)):
        return dates
    return dates[:behind] + dates[behind + 1 :]


LIFE_LEAST = 32  # years; no ambassador has held one post so long
_LIFE = regex.compile(r" ?\([^()]{0,40}\d{4}[^()]{0,20}\)")


def _ongoing(date: Chunk, reader: Reader) -> bool:
    """Whether the cell or the word behind a date says that the term lasts."""
    gap = _CELL_GAP.match(reader.document.text, date.end)
    behind = reader.document.text[gap.end() : gap.end() + 40].lower() if gap is not None else ""
    return bool(behind) and said(reader.names.language)["open-end"].match(behind) is not None


def _open(date: Chunk, person: Chunk, text: str) -> bool:
    """Whether "2017 – Ola Berg" is a term that lasts: the entry above it has an end."""
    between = text[date.end : person.start]
    return _DASH.fullmatch(between) is not None and _TERM_ABOVE.search(text, 0, date.start) is not None


_DASH = regex.compile(r"\s?[–—-]\s")
_TERM_ABOVE = regex.compile(r"(?r)(?:^|\n)[^\n\w]{0,6}\d{4}\s?[–—-]\s?\d{4}\s[^\n]{1,200}\n\s*(?:[•*-]\s*)?$")


def _side_by_side(dates: list[Chunk], text: str) -> bool:
    """ "X 2 May 1990 4 June 1994": begin and end of a row whose cells have run together."""
    return _CELL_GAP.fullmatch(text, dates[0].end, dates[1].start) is not None


_CELL_GAP = regex.compile(r"(?:[ \t\u00a0|†‡]|\[[^\[\]\n]{1,6}\]|\([\d-]{4,10}\))+")


def _whole(person: Chunk, text: str) -> Chunk:
    """The name up to the end of its item, whose words may have other uses: "The Count of Vestby and Moss"."""
    noble = _NOBLE.search(text, max(0, person.start - 30), person.start)
    start = noble.start("title") if noble else person.start
    rest = _REST_OF_NAME.match(text, person.end) if person.kind in ("name", "person") else None
    end = rest.end() if rest else person.end
    if (start, end) == (person.start, person.end):
        return person
    label = text[start:end] if noble else person.label + text[person.end : end]
    parts = () if noble else person.parts
    return Chunk("name" if noble else person.kind, start, end, text[start:end], label, parts=parts)


def _nobles(current: Line) -> list[Chunk]:
    """ "1933–1939: The Earl of Perth": a peer whose title is all of his name."""
    found = _PEER.fullmatch(current.text, current.starts[0], current.ends[-1]) if current.starts else None
    if found is None:
        return []
    start, end = found.span("name")
    return [Chunk("name", start, end, found["name"], found["name"])]


def _ranked(person: Chunk, current: Line) -> Chunk:
    """The person with the rank that stands behind the name in an item: "1806: Ola Berg chargé d'affaires"."""
    behind = next((chunk for _, chunk in current.mentions() if chunk.start >= person.end), None)
    if behind is None or behind.start > person.end + 2 or behind.kind not in ("rank", "office", "post"):
        return person
    office = behind.part("office") or behind
    return replace(person, parts=(*person.parts, ("office", office))) if office.detail == "diplomat" else person


_NOBLE = regex.compile(
    r"\b(?P<title>(?:Count|Countess|Earl|Duke|Duchess|Marquess|Marquis|Viscount|Baron) of )(?:the )?$"
)
_PEER = regex.compile(
    r"[\d–—-]{4,12}(?:present)?[:,]? (?:The )?"
    r"(?P<name>(?:Count|Countess|Earl|Duke|Duchess|Marquess|Marquis|Viscount|Baron|Lord) (?:of )?"
    r"\p{Lu}[\p{L}\p{M}' ’-]{2,40})"
    r"(?:\[\d+\])*"
)
_REST_OF_NAME = regex.compile(
    r"(?:(?: (?:de|du|da|von|van|der|la|le|à|\p{Lu}[\p{L}\p{M}'’.-]*)){0,5} \p{Lu}[\p{L}\p{M}'’.-]+"
    r"| of (?:the )?\p{Lu}[\p{L}\p{M}'’-]+(?: (?:of|and|the|\p{Lu}[\p{L}\p{M}'’-]+)){0,4})(?=[ \t]*(?:[\[(,;\n]|$))"
)


def _closing(text: str, end: int) -> int:
    """Include the bracket that closes "(1991-1992)" or "(2017 -)"."""
    match = _BRACKET.match(text, end)
    return match.end() if match else end


_BRACKET = regex.compile(r"\s*[-–]?\s*\)")


def _given(frame: Frame, given: Filled, person: Chunk, reader: Reader) -> Filled:
    """Roles of an item: what the lead gives, and the person."""
    filled: Filled = {"person": [person], "visitor": [person]}
    for name, chunks in given.items():
        if not name.startswith("_"):
            filled[name] = chunks
    for name, value in (role for role in frame.roles if role[0] != "within"):
        filled[name] = [value.removeprefix("=")] if value.startswith("=") else filled.get(value, [])
    return filled


def _listed(
    frame: Frame, filled: Filled, dates: list[str], person: Chunk, span: Span, reader: Reader
) -> Iterator[Draft]:
    if frame.type == "Tenure":
        yield from _tenure(frame, filled, dates, person, span, reader)
        return
    for roles in finish(frame.type, filled, reader):
        for date in dates or (None,):
            yield Draft(frame.type, roles, date, "asserted", span, frame.id, frame.confidence)


def _tenure(
    frame: Frame, filled: Filled, dates: list[str], person: Chunk, span: Span, reader: Reader
) -> Iterator[Draft]:
    """A name with years under "ambassadors": a tenure; without years, a title."""
    post = next((c for c in filled.get("office", ()) if isinstance(c, Chunk)), None)
    mission = next((c for c in filled.get("mission", ()) if isinstance(c, Chunk)), None)
    own = person.part("office")
    filled["office"] = (
        [own] if own is not None and own.detail == "diplomat" else [post] if post is not None else ["ambassador"]
    )
    if mission is not None:
        filled.setdefault("sending", list(mission.all_parts("sending")))
        filled.setdefault(
            "receiving", [*mission.all_parts("receiving"), *mission.all_parts("place"), *mission.all_parts("at")]
        )
    if post is not None:
        filled.setdefault("sending", list(post.all_parts("state")))
        filled.setdefault("receiving", list(post.all_parts("to")))
    for roles in finish("Tenure", filled, reader):
        roles = _singular(_in_order(roles, reader))
        if not dates:
            state = roles.get("sending", ())
            yield Draft(
                "OfficeHeld",
                {"person": roles["person"], "office": roles["office"], "of": state},
                None,
                "asserted",
                span,
                frame.id,
                0.7,
            )
        for date in dates:
            yield Draft("Tenure", roles, date, "asserted", span, frame.id, frame.confidence)


def _in_order(roles: Roles, reader: Reader) -> Roles:
    """Where the frame names neither state, the document's pair stands as (sending, receiving)."""
    if "sending" not in roles and "receiving" not in roles and len(reader.memory.pair) == 2:
        sending, receiving = reader.memory.pair
        return {**roles, "sending": (sending,), "receiving": (receiving,)}
    return roles


_PLURAL = regex.compile(r"^(ambassador|minister|consul|envoy|chargé|high commissioner|representative)s\b")


def _singular(roles: Roles) -> Roles:
    office = roles["office"][0]
    label = _PLURAL.sub(r"\1", office.label)
    return {**roles, "office": (Value(office.text, label, "office", office.key, office.span),)}


# -- tables --------------------------------------------------------------------------------------------------------


def _row(passage: Passage, lines: Mapping[Span, Line], reader: Reader) -> Iterator[Draft]:
    """A row of a table of people: the person's cell, then what each other column says of them."""
    table = table_of(reader, PEOPLE_TABLE)
    columns = columns_of(passage.cells, table) if table is not None else []
    person_cell = next((cell for role, cell in columns if role == "person"), None)
    if person_cell is None:
        return
    named = cell_line(reader, person_cell.span)
    people = [chunk for _, chunk in named.all(("person", "name"))]
    if not people:
        return
    person = people[0]
    value = reader.person(person)
    found = _match(
        [f for f in _frames(reader.names.language) if f[0].type == "Tenure"],
        [_header(person_cell, reader), *_leads(passage, lines, reader)],
        reader.names.language,
    )
    given = sided(found[1] if found else {}, _leads(passage, lines, reader))
    told = not person_cell.header.startswith(INFERRED) and {role for role, _ in columns} & _HELD_FROM
    if found is None and "sending" not in given and not told:
        return  # a table of people, but not of those who held a post
    _forget_elsewhere(reader)
    base: Filled = {name: chunks for name, chunks in given.items() if not name.startswith("_")}
    yield from _cells(columns, base, person, value, person_cell, reader)


_HELD_FROM = frozenset({"agrement", "credentials", "accredited"})  # terms alone may be those of a board


def _entry(passage: Passage, current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """What a line "Appointed: 3 May 1990" tells of the head of mission whose name stood alone above it."""
    if passage.kind == "row" or passage.span.end - passage.span.start > ENTRY_MAX:
        return
    label = _LABEL.match(reader.document.text, passage.span.start, passage.span.end)
    role = meaning(label["label"], table_of(reader, PEOPLE_TABLE)) if label else ""
    if role in ("", "person"):
        named = _NAME_ALONE.core.fullmatch(current.symbols)
        who = current.chunk_at(named.start("who")) if named is not None else None
        if who is not None and not _ACRONYM.search(who.text):  # "Career FSO" below a name
            reader.memory.entry = (passage.paragraph, {"person": who})
        return
    known = reader.memory.entry
    if known is None or label is None or passage.paragraph - known[0] > LINES_MAX:
        return
    value = cell_line(reader, Span(label.end(), passage.span.end))
    yield from _of_entry(role, value, known[1], leads, reader)


LINES_MAX = 8  # of an entry
ENTRY_MAX = 150  # characters of a line of it
_ACRONYM = regex.compile(r"\b\p{Lu}{3,}\b")
_LABEL = regex.compile(r"(?:[•*–-]\s*)*(?P<label>\p{Lu}[\p{L}' ]{1,40}):\s*(?=\S)")
_NAME_ALONE = compile_pattern(
    r"[#*•–\d. -]*(?:\w+: ?)?(?P<who>{person|name})(?: \([^()]{4,40}\))?(?:,? -? ?[^:;.\d]{0,60})?\.?", {}
)


def _of_entry(role: str, value: Line, entry: dict[str, Chunk], leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """One line of an entry: the title is kept, a date makes a claim; a begin waits for its end."""
    titles = [chunk for _, chunk in value.all(("rank", "office", "post"))]
    dates = [chunk for _, chunk in value.all(("date",))]
    if role == "rank" and titles:
        entry["title"] = titles[0].part("office") or titles[0]
    if not dates:
        return
    reader.read_date(dates[0])
    entry[role] = dates[0]
    heads = [lead for lead in leads if lead.starts and _LABEL.match(lead.text, lead.starts[0], lead.ends[-1]) is None]
    found = _match([f for f in _of_people(reader) if f[0].type == "Tenure"], heads, reader.names.language)
    given = sided(found[1] if found else {}, heads)
    if role == "start" or (found is None and "sending" not in given):
        return
    told = {name: chunk for name, chunk in entry.items() if name in (role, "start" if role == "end" else role)}
    dated = {
        name: (edtf[0], Cell(Span(chunk.start, chunk.end), ""))
        for name, chunk in told.items()
        if (edtf := reader.edtf(chunk, True))
    }
    base: Filled = {name: chunks for name, chunks in given.items() if not name.startswith("_")}
    person = entry["person"]
    own = Cell(Span(person.start, person.end), "")
    if dated.keys() - {"end"}:
        yield from _dated(dated, base, person, entry.get("title"), own, reader)


def _header(cell: Cell, reader: Reader) -> Line:
    return words_line(reader, cell.header)


def _cells(
    columns: list[tuple[str, Cell]], base: Filled, person: Chunk, value: Value, own: Cell, reader: Reader
) -> Iterator[Draft]:
    dated: dict[str, tuple[str, Cell]] = {}
    offices: list[tuple[Chunk, Cell]] = []
    rest: list[Draft] = []
    for role, cell in columns:
        if cell is own or cell.span.start >= cell.span.end:
            continue
        line = cell_line(reader, cell.span)
        for _, chunk in line.all(("date", "dates")):
            reader.read_date(chunk)
            if role and cell.span.end - cell.span.start <= CELL_MAX and (edtf := reader.edtf(chunk, True)):
                dated.setdefault(role, (edtf[0], cell))
        titles = [chunk for _, chunk in line.all(("office", "rank", "post"))]
        holder = [chunk for _, chunk in line.all(("name", "person"))]
        if role.startswith("head") and holder:
            rest.extend(_head(cell, holder[0], own, reader))
        elif role == "remarks":  # what a note tells of posts is not the row's, unless it opens with a bare rank
            first = line.chunk_at(0) if not said(reader.names.language)["career"].match(line.symbols, 1) else None
            offices.extend((title, cell) for title in titles if title is first or title.detail != "diplomat")
        elif role in ("rank", "") and titles:
            offices.extend((title, cell) for title in titles)
    diplomat = next((title for title, _ in offices if title.kind == "rank" and title.detail == "diplomat"), None)
    diplomat = _told_once(columns, diplomat, reader)
    yield from _dated(dated, base, person, diplomat, own, reader)
    yield from _recalls(columns, person, value, reader)
    for title, cell in offices:
        if title is not diplomat:
            state = reader.office_state(title) or (None if title.part("org") else reader.home(value))
            roles: Roles = {
                "person": (value,),
                "office": (Value(title.text, title.label, "office"),),
                **({"of": (state,)} if state else {}),
            }
            rest.append(Draft("OfficeHeld", roles, None, "asserted", _around(person, cell.span), "table", 0.7))
    yield from rest


def _told_once(columns: list[tuple[str, Cell]], diplomat: Chunk | None, reader: Reader) -> Chunk | None:
    """The rank of a row; one told for several rows stands in the first of them only."""
    known = reader.memory.rank
    if diplomat is not None and any(role == "rank" for role, _ in columns):
        reader.memory.rank = (reader.paragraph, diplomat)
    elif diplomat is None and known is not None and known[0] == reader.paragraph:
        return known[1] if all(role != "rank" for role, _ in columns) else None
    return diplomat


def _recalls(columns: list[tuple[str, Cell]], person: Chunk, value: Value, reader: Reader) -> Iterator[Draft]:
    """A remark that the person was recalled; by their own state, of course."""
    for _, cell in columns:
        if said(reader.names.language)["recalled"].search(reader.document.text, cell.span.start, cell.span.end):
            state = reader.home(value)
            roles: Roles = {"target": (value,), **({"agent": (state,)} if state else {})}
            yield Draft("Recall", roles, None, "asserted", _around(person, cell.span), "table", 0.7)


def _head(cell: Cell, holder: Chunk, own: Cell, reader: Reader) -> Iterator[Draft]:
    """A column "President of the United States": its cell names the holder."""
    header = _header(cell, reader)
    post = next((chunk for _, chunk in header.all(("post",))), None)
    if post is None:
        return
    office, state = post.part("office"), reader.office_state(post)
    if office is None or state is None:
        return
    roles: Roles = {
        "person": (reader.values(holder)[0],),
        "office": (Value(office.text, office.label, "office"),),
        "of": (state,),
    }
    yield Draft("OfficeHeld", roles, None, "asserted", _around(own.span, holder), "table", 0.8)


_APPOINTMENT = {
    "agrement": "agrément",
    "accredited": "accredited",
    "credentials": "credentials",
    "appointed": "appointed",
}


def _dated(
    dated: Mapping[str, tuple[str, Cell]],
    base: Filled,
    person: Chunk,
    diplomat: Chunk | None,
    own: Cell,
    reader: Reader,
) -> Iterator[Draft]:
    filled: Filled = {**base, "person": [person]}
    if diplomat is not None:
        filled["office"] = [diplomat]
    if not dated:
        yield from _tenure(_TABLE, filled, [], person, Span(person.start, person.end), reader)
    start, end, term = dated.get("start"), dated.get("end"), dated.get("term")
    if term or start:
        first = term or start
        assert first is not None
        edtf = first[0] if term or (first[0].count("/")) else f"{first[0]}/{end[0] if end else '..'}"
        span = _around(own.span, first[1].span, *([end[1].span] if end else []))
        yield from _tenure(_TABLE, dict(filled), [edtf], person, span, reader)
    for role, kind in _APPOINTMENT.items():
        if role not in dated:
            continue
        edtf, cell = dated[role]
        for draft in _tenure(_TABLE, dict(filled), [edtf], person, _around(own.span, cell.span), reader):
            roles = {**draft.roles, "kind": (Value(kind, kind, "text"),)}
            yield Draft("Appointment", roles, edtf, "asserted", draft.span, "table", 0.9)


def _around(*parts: Chunk | Span) -> Span:
    """From the first to the last of some cells or mentions, in whatever order they stand."""
    return Span(min(part.start for part in parts), max(part.end for part in parts))


_TABLE = Frame("table", "Tenure", "")
