"""Fields "label: value", entries of chronologies, and rows of tables of agreements, of trade and of visits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import regex

from kg.compiled import Match, compiled
from kg.extract.cells import THINGS_TABLE, WORD, headers, line_of, table_of
from kg.extract.cells import columns as columns_of
from kg.extract.claims import Draft
from kg.extract.figures import trade_rows
from kg.extract.finish import finish
from kg.extract.held import ANY_RANK
from kg.extract.journeys import around, called_off, held, mood, surname
from kg.extract.leads import WITHIN, below_journeys, of_guests, own_sides
from kg.extract.lines import first_date, heading_year, with_heading_year, words_line
from kg.extract.records import fitting
from kg.extract.roles.filled import OFFICE, Filled, Roles
from kg.extract.said import said
from kg.extract.sieve import Sieve, needs
from kg.extract.symbols import Chunk, Line, Pattern, captured, compile_pattern, of_state, unsaid_state
from kg.extract.values import Reader
from kg.lexicon.language import Frame, Language
from kg.model import Cell, Modality, Passage, Span, Value


@dataclass(frozen=True, slots=True, eq=False)
class _Fields:
    """The frames that describe a line as a whole, with the sieve that tells which of them it could fit."""

    language: Language
    frames: tuple[Frame, ...]
    sieve: Sieve

    @cache  # noqa: B019 - as long-lived as the language; most texts need few of them
    def pattern(self, index: int) -> Pattern:
        # One group around all of it, so that the whole stands in the core.
        return compile_pattern(f"(?:{self.frames[index].item})", self.language.classes)


@cache
def _fields(lexicon: Language) -> _Fields:
    frames = tuple(frame for frame in lexicon.frames if frame.item)
    sieve = Sieve.kept("fields", lexicon, lambda: (needs(frame.item, lexicon.classes) for frame in frames))
    return _Fields(lexicon, frames, sieve)


def fields(current: Line, leads: list[Line], sides: Filled, reader: Reader) -> Iterator[Draft]:
    """Claims of a line that is a field or an entry of a chronology as a whole; `sides` are the states of the page."""
    symbols = current.symbols.rstrip(" .;,|")
    known = _fields(reader.names.language)
    for index in known.sieve.passing(symbols):
        frame, match = known.frames[index], known.pattern(index).fullmatch(symbols)
        if match is None or (WITHIN in frame.roles and not below_journeys(leads, reader)):
            continue
        filled: Filled = {}
        for name, chunk in captured(current, match):
            filled.setdefault(name, []).append(chunk)
        if frame.type == "Visit":
            of_guests(filled, current, leads, reader)
        dates = [] if _is_term(filled, frame, current) else _dates(filled, match, leads, frame, reader)
        if frame.type == "Tenure" and not dates:
            dates = _since(current, reader)
        if frame.type in _OF_COUNTRY and not of_country(filled, leads, reader):
            continue
        drafts = list(_filled(frame, filled, dates, match, sides, reader))
        span = Span(current.starts[0], current.ends[len(symbols) - 1])
        yield from (replace(draft, span=span) for draft in drafts)
        if drafts:
            return


_OF_COUNTRY = (
    "OfficeHeld",
    "Membership",
)  # what the sheet of a country tells of it: "Prime Minister: X", "Member of: Y"


def of_country(filled: Filled, leads: list[Line], reader: Reader) -> bool:
    """Adds the state of a country's sheet to a field: that of which a line above consists, or the page's only one."""
    alone = [lead.chunk_at(0) for lead in leads if len(lead.symbols.strip(" .:#=")) == 1]
    state = next((chunk for chunk in alone if chunk is not None and chunk.kind == "state"), None)
    officials = leads[0] if leads and said(reader.names.language)["officials"].search(leads[0].symbols) else None
    if state is None and officials is not None:
        title = _alone(leads[-1])
        own = title is not None and reader.publisher in title.keys  # whose ministry wrote the sheet, not whose it is
        state = _whose(officials) or (None if own else title)
    if state is None and leads and said(reader.names.language)["sheet-of"].search(leads[-1].words.lower()) is not None:
        state = _alone(leads[-1])
    about = reader.about() if officials is not None or len(reader.document.parties) == 1 else None
    if state is None and about is not None:
        state = unsaid_state(about.label, about.key)
    if state is None:
        return False
    if officials is not None:
        filled["officials"] = [state]
    filled["member"] = filled["of"] = [state]
    return True


def _since(current: Line, reader: Reader) -> list[str]:
    """The term of a holder whose begin stands in the field below: "Incumbent: X", "Incumbentsince: 3 May 2020"."""
    label = said(reader.names.language)["holder-since"].match(reader.document.text, current.ends[-1])
    return [f"{edtf}/.." for edtf in first_date(label["date"], reader.document.language)] if label is not None else []


def _whose(officials: Line) -> Chunk | None:
    """The state whose officials a heading announces: "Principal Peruvian Embassy Officials"."""
    named = [chunk.part("sending") or chunk for _, chunk in officials.all(("state", "demonym", "mission"))]
    return next((chunk for chunk in named if chunk.kind in ("state", "demonym")), None)


def _alone(title: Line) -> Chunk | None:
    """The only state that a title names: "Background note: Peru"."""
    named = [chunk for _, chunk in title.all(("state", "states", "pair", "demonym"))]
    return named[0] if len(named) == 1 and named[0].kind == "state" else None


def _is_term(filled: Filled, frame: Frame, current: Line) -> bool:
    """ "Programme of Cooperation 2008–2010": for which years it is, not when it was signed."""
    date = next(iter(filled.get("date", ())), None)
    if frame.type != "Agreement" or not isinstance(date, Chunk) or getattr(date.detail, "kind", "") != "interval":
        return False
    behind = any(current.chunks[index - 2] is not None for index, c in current.mentions() if c is date and index > 1)
    if behind and current.text[date.start - 1] == " " and current.text[date.start - 2].isalpha():
        filled.pop("date")
        return True
    return False


_BRACKETED = compile_pattern(r"{title:instrument} \((?:{place:place}, )?{date:date}\)", {})


def bracketed(current: Line, reader: Reader) -> Iterator[Draft]:
    """ "a Trade Agreement (Oslo, 1996) and a Tax Treaty (Accra, 1999)": each instrument with its own place and date."""
    count = sum(1 for _ in current.all(("instrument", "instruments")))
    found = list(_BRACKETED.each(current.symbols)) if count > 1 else []
    if len(found) < 2 or len(found) != count:
        return
    for match in found:
        filled: Filled = {}
        for name, chunk in captured(current, match):
            filled.setdefault(name, []).append(chunk)
        dates = [edtf for chunk in filled.pop("date") if isinstance(chunk, Chunk) for edtf in reader.edtf(chunk)]
        span = Span(current.starts[match.start()], current.ends[match.end() - 1])
        reader.when = dates[0] if dates else ""
        for roles in finish("Agreement", filled, reader) if dates else ():
            yield Draft("Agreement", roles, dates[0], "asserted", span, "bracketed", 0.8)


def negotiated(current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """An instrument that opens an entry below "Under negotiation"."""
    title = current.chunk_at(0)
    if title is None or title.kind != "instrument" or not leads:
        return
    heads = [chunk.text.lower() for _, chunk in leads[0].all(("instrument",))]  # "Agreements under negotiation"
    generic = compiled(reader.names.language.instruments.get("generic", "(?!)"))
    single = any(generic.fullmatch(head) is None for head in heads)
    if said(reader.names.language)["negotiated"].search(leads[0].words) is None or single:
        return
    dates = [edtf for _, chunk in current.all(("date",))[:1] for edtf in reader.edtf(chunk, lasting=True)[:1]]
    for roles in finish("Negotiation", {"topic": [title]}, reader):
        span = Span(current.starts[0], current.ends[-1])
        yield Draft("Negotiation", roles, next(iter(dates), None), "asserted", span, "negotiated", 0.7)


def signed_below(current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """ "Done at Lima, 3 May 1990", below a heading or an item that is the title of an instrument and no more."""
    opening = said(reader.names.language)["signing"].match(current.symbols) if leads else None
    head = _TITLE_ALONE.core.fullmatch(leads[0].symbols) if opening is not None else None
    rest = _PLACE_AND_DATE.core.fullmatch(current.symbols, opening.end()) if opening is not None and head else None
    title = leads[0].chunk_at(head.start("title")) if head is not None else None
    if rest is None or title is None:
        return
    told = {name: chunk for name in ("place", "date") if rest[name] and (chunk := current.chunk_at(rest.start(name)))}
    dates = reader.edtf(told["date"])[:1]
    reader.when = dates[0] if dates else ""
    place: Filled = {"place": [told["place"]]} if "place" in told else {}
    span = Span(current.starts[0], current.ends[-1])
    for roles in finish("Agreement", {"title": [title], **place}, reader) if dates else ():
        yield Draft("Agreement", roles, dates[0], "asserted", span, "signed-below", 0.8)


def signed_next(title: Draft, current: Line, reader: Reader) -> Draft | None:
    """An instrument named alone, with the place and date that the sentence behind it begins with: "Firma: 3-5-1990"."""
    opening = said(reader.names.language)["signing"].match(current.symbols)
    found = _PLACE_AND_DATE.core.match(current.symbols, opening.end() if opening is not None else 0)
    if (
        found is None
        or (opening is None and not found["place"])
        or current.symbols[found.end() :].lstrip()[:1].isalpha()
    ):
        return None
    date, place = (current.chunk_at(found.start(name)) if found[name] else None for name in ("date", "place"))
    dates = reader.edtf(date)
    where = {"place": reader.values(place)} if place is not None else {}
    return replace(title, date=dates[0], roles={**title.roles, **where}) if dates else None


_TITLE_ALONE = compile_pattern(r"[#=*\d. ]*{title:instrument}(?: (?:{states}|{pair}))?[.: ]*", {})
_PLACE_AND_DATE = compile_pattern(r"(?:{place:place},? ?)?(?:\w\w )?{date:date}(?:,? \w\w {where:place})?\.?", {})


_LASTING = ("Tenure", "Negotiation")  # of which a field tells since when: "under negotiation since 2012"


def _dates(filled: Filled, match: Match, leads: list[Line], frame: Frame, reader: Reader) -> list[str]:
    """The dates of a field; a bare month has the year of the heading above it."""
    chunks = [chunk for chunk in filled.pop("date", []) if isinstance(chunk, Chunk)]
    for chunk in chunks:
        reader.read_date(chunk)
    month = match.groupdict().get("month")
    year = heading_year(leads)
    if month and year:
        return first_date(f"{month.capitalize()} {year}", reader.document.language)
    return [edtf for chunk in chunks for edtf in reader.edtf(chunk, frame.type in _LASTING)]


def _filled(
    frame: Frame, filled: Filled, dates: list[str], match: Match, sides: Filled, reader: Reader
) -> Iterator[Draft]:
    reader.when = dates[0] if dates else ""
    mood: Modality = "cancelled" if match.groupdict().get("cancelled") else "asserted"
    fixed = dict(frame.roles)
    if frame.type == "Visit" and not dates:
        return
    if frame.type == "MissionPresent":
        made: Iterator[Roles] = _missions(filled, fixed.get("kind", "").removeprefix("="), sides, reader)
    elif frame.type in ("Tenure", "Appointment"):
        kind = fixed.get("kind", "").removeprefix("=")  # "Ambassador: X (credentials: 3 May 1990)"
        for draft in _holder(frame, filled, dates, sides, reader):
            yield (
                replace(draft, type=frame.type, roles={**draft.roles, "kind": (Value(kind, kind, "text"),)})
                if kind
                else draft
            )
        return
    elif frame.type == "OfficeHeld":
        yield from _in_office(filled, reader)
        return
    elif frame.type in ("MissionOpened", "MissionClosed"):
        made = _own_mission(frame.type, sides, reader)
    else:
        made = _flow(frame.type, _described(filled), reader)
    when: list[str | None] = [*dates] or [None]
    for roles in made:
        for date in when:
            yield Draft(frame.type, roles, date, mood, Span(0, 0), frame.id, frame.confidence)


def _in_office(filled: Filled, reader: Reader) -> Iterator[Draft]:
    """ "Prime Minister: X", on the sheet of a country."""
    state = next(iter(_states(filled["of"], reader)), None)
    for person in (chunk for chunk in filled["person"][:1] if isinstance(chunk, Chunk)):
        told = (chunk for chunk in filled.get("office", ()) if isinstance(chunk, Chunk))
        office = person.part("office") or next(told, None)
        labelled = "office" in filled or ":" in reader.document.text[person.start : person.end]
        for each in office.each() if office is not None and labelled else ():
            title = each.part("office") or each
            if title.detail != "diplomat" or "officials" in filled:
                yield from (_of_post(draft, each, reader) for draft in held(person, title, state, reader))


def _of_post(draft: Draft, post: Chunk, reader: Reader) -> Draft:
    """The title of a field in full: "Ambassador to Peru" by where to, "Peace Corps Director" by the body it is of."""
    roles, (office,) = draft.roles, draft.roles["office"]
    body, to = (next(iter(reader.values(part)), None) if (part := post.part(n)) else None for n in ("org", "to"))
    if body is not None:
        roles = {**roles, "of": (body,)}
    if to is not None:
        roles = {**roles, "office": (replace(office, text=f"{office.text} to {to.label}"),)}
    return replace(draft, roles=roles)


def _own_mission(type_: str, sides: Filled, reader: Reader) -> Iterator[Roles]:
    """ "Opened: 1972" on the page of a mission: that mission."""
    title = next(iter(reader.document.text.lower().split("\n", 1)))
    kind = next((kind for word, kind in reader.names.language.missions.items() if word in title), "")
    if kind and sides.get("sending") and sides.get("receiving"):
        yield from finish(type_, {"sending": sides["sending"], "receiving": sides["receiving"], "kind": [kind]}, reader)


def _described(filled: Filled) -> Filled:
    """ "the vice minister of agriculture, X": the title before the comma is the person's."""
    posts = [chunk for chunk in filled.pop("of", []) if isinstance(chunk, Chunk)]
    names = [chunk for chunk in filled.get("visitor", []) if isinstance(chunk, Chunk)]
    if posts and names:
        return {**filled, "visitor": [replace(names[0], kind="person", parts=posts[0].parts)]}
    return filled


def _flow(type_: str, filled: Filled, reader: Reader) -> Iterator[Roles]:
    """Roles as the type finishes them; exports to a state come from the other of the pair."""
    for roles in finish(type_, filled, reader):
        if type_ == "TradeVolume" and "importer" in roles and "exporter" not in roles:
            rest = reader.other(roles["importer"])
            if rest is None:
                continue
            roles = {**{name: values for name, values in roles.items() if name != "parties"}, "exporter": (rest,)}
        yield roles


def _states(chunks: list[Chunk | str], reader: Reader) -> tuple[Value, ...]:
    found = []
    for chunk in chunks:
        for each in chunk.each() if isinstance(chunk, Chunk) else ():
            state = reader.state_of_place(each) if each.kind == "place" else next(iter(reader.values(each)), None)
            found.extend([state] if state is not None and state.kind == "state" else [])
    return tuple(found)


def _missions(filled: Filled, kind: str, sides: Filled, reader: Reader) -> Iterator[Roles]:
    """One mission for each state or each city that the field names."""
    sending, host = _states(sides.get("sending", []), reader), _states(sides.get("receiving", []), reader)
    where = [each for chunk in filled.get("where", []) if isinstance(chunk, Chunk) for each in chunk.each()]
    word = next((chunk for chunk in filled.get("mission", []) if isinstance(chunk, Chunk)), None)
    if word is not None and any(own := own_sides(word)):  # "Consulates of Peru in Kenya: Mombasa, Kisumu"
        sending, host = _states([*own[0]], reader) or sending, _states([*own[1]], reader) or host
    label = Value(word.text, kind or word.label, "text") if word is not None else Value(kind, kind, "text")
    for each in where:
        receiving = _states([each], reader) if each.kind in ("place", "state") else host
        sender = sending or tuple(v for v in [reader.other(receiving)] if v)
        if not receiving or not sender or receiving[0].label == sender[0].label:
            continue
        if each.kind == "state" and host and receiving[0].label == host[0].label:
            continue  # "Jurisdiction: Kenya, Uganda" on the page of the embassy in Kenya
        made: Roles = {"sending": sender[:1], "receiving": receiving[:1], "kind": (label,)}
        if each.kind != "state":
            place = Value(each.text, each.label or each.text, "place", each.keys[0] if each.keys else "")
            made["place"] = (replace(place, span=Span(each.start, each.end)),)
        yield made


def _holder(frame: Frame, filled: Filled, dates: list[str], sides: Filled, reader: Reader) -> Iterator[Draft]:
    """ "Ambassador: X (since 2018)" on a page of an embassy: a tenure, without a date a title."""
    titles = [
        chunk
        for chunk in (*filled.get("office", []), *filled.get("person", []), *sides.get("_office", []))
        if isinstance(chunk, Chunk)
    ]
    offices = [title for chunk in titles if (title := chunk.part("office") or chunk).kind in OFFICE]
    office = next((title for title in offices if title.label not in ANY_RANK), None)
    office = office or next((replace(title, label="ambassador") for title in offices), None)
    post = next((chunk for chunk in titles if chunk.part("state") and chunk.part("to")), None)
    if post is not None:  # "Ambassador of Sweden to Colombia: X" says whose and where
        sides = {"sending": list(post.all_parts("state")), "receiving": list(post.all_parts("to"))}
    elif _named_by(titles, reader) & {state.label for state in _states(sides.get("receiving", []), reader)}:
        # "Ambassador of Kenya: X" on the page of the embassy there
        sides = {"sending": sides.get("receiving", []), "receiving": sides.get("sending", [])}
    elif not sides.get("sending") or not sides.get(
        "receiving"
    ):  # "Honorary Consul of Peru: X": in the other of the pair
        own = tuple(state for state in reader.memory.pair if state.label in _named_by(titles, reader))
        if len(own) == 1 and (rest := reader.other(own)) is not None:
            sides = {side: [unsaid_state(v.label, v.key)] for side, v in (("sending", own[0]), ("receiving", rest))}
    lasting = "/.." if "lasting" in dict(frame.roles) else ""  # "took office in 2021"
    if office is None or office.detail != "diplomat" or not sides.get("sending") or not sides.get("receiving"):
        return
    for roles in finish(
        "Tenure", {**filled, "office": [office], "sending": sides["sending"], "receiving": sides["receiving"]}, reader
    ):
        if not dates:
            held = {"person": roles["person"], "office": roles["office"], "of": roles["sending"]}
            yield Draft("OfficeHeld", held, None, "asserted", Span(0, 0), frame.id, 0.7)
        for date in dates:
            edtf = f"{date.removesuffix('/..')}{lasting}" if lasting else date
            yield Draft("Tenure", roles, edtf, "asserted", Span(0, 0), frame.id, frame.confidence)


def _named_by(titles: list[Chunk], reader: Reader) -> set[str]:
    """The state whose name the title of a field bears."""
    named: list[Chunk | str] = [state for chunk in titles for state in chunk.all_parts("state")]
    return {state.label for state in _states(named, reader)}


# -- rows ----------------------------------------------------------------------------------------------------------


def rows(passage: Passage, leads: list[Line], sides: Filled, visits: Filled, reader: Reader) -> Iterator[Draft]:
    """Claims of a row of a table of agreements, of trade or of visits, as its cells and their headers tell.

    `sides` are the states of the page, `visits` what the headings say of visits.
    """
    table = table_of(reader, THINGS_TABLE)
    if table is None:
        return
    columns = columns_of(passage.cells, table)
    if _tells_days(dict(columns), reader):
        columns = [("date" if name == "year" else name, cell) for name, cell in columns]
    unnamed = all(name != "guest" for name, _ in columns)
    heads = {name for name, _ in columns}
    titled = "country" in heads or {"rank", "remarks", "date"} <= heads
    guests_listed = "host" in visits or ("visitor_state" in visits and titled)
    dated = "date" in heads or ("year" in heads and below_journeys(leads, reader))
    if unnamed and (guests_listed or ("place" in heads and dated)):
        columns = [("guest" if name == "name" else name, cell) for name, cell in columns]
    if unnamed and visits:
        columns = [("guest" if name == "sovereign" else name, cell) for name, cell in columns]
    named = {name for name, _ in columns}
    if flows := list(trade_rows(passage.cells, columns, table, leads, sides, reader)):
        yield from flows
        return
    told: list[Draft] = []
    yearly = {"year", "guest"} <= named and (not unnamed or "place" in heads)
    if (named & {"date", "start"} or yearly) and (
        ("guest" in named and (named & {"place", "country"} or {"host", "visitor_state"} & set(visits)))
        or (named & {"country", "place"} and "visitor" in visits)
    ):
        told = list(_visit(columns, leads, visits, reader))
        told += around(passage.cells, told, visits, reader) if told else ()
    told = told or list(_by_sides(columns, leads, reader))
    yield from told or _agreement(columns, dict(headers(table.columns)), leads, reader)


def _tells_days(cells: Mapping[str, Cell], reader: Reader) -> bool:
    """Whether a column that is called one of years holds days or months: "Year", below it "May 1990"."""
    alone = "year" in cells and not {"date", "start"} & set(cells)
    return alone and any(map(str.isalpha, _words(cells["year"], reader)))


def _words(cell: Cell, reader: Reader) -> str:
    return " ".join(reader.document.text[cell.span.start : cell.span.end].split())


def _visit(columns: list[tuple[str, Cell]], leads: list[Line], visits: Filled, reader: Reader) -> Iterator[Draft]:
    """A row "date, guest, place" or "start, end, guest, title", or "country, dates" of one visitor's journeys."""
    cells = {name: cell for name, cell in reversed(columns) if name}
    lines = {name: line_of(cell, reader) for name, cell in cells.items()}
    date = _visited(cells, lines, leads, reader)
    guests: list[Chunk | str] = visits.get("visitor", [])
    if "guest" in lines:
        guests = [chunk for _, chunk in lines["guest"].all(_NAMED)] or [*surname(cells["guest"], reader)]
    places: list[Chunk | str] = [chunk for _, chunk in lines["place"].all(_WHERE)] if "place" in lines else []
    countries: list[Chunk | str] = [chunk for _, chunk in lines["country"].all(_WHERE)] if "country" in lines else []
    if not date or not guests:
        return
    received = "guest" in lines and "host" in visits  # then the country is the guest's
    posts = [c for name in ("guest", "rank") if name in lines for _, c in lines[name].all(("post", "office"))]
    if "guest" in lines:  # "Travels of the Secretary of State": that is what all guests were
        posts += [c for c in visits.get("visitor", ()) if isinstance(c, Chunk) and c.kind in ("post", "office")]
    if len(guests) > 1 and "guest" in lines and _in_a_row(guests, reader.document.text):
        cell = cells["guest"]
        for each in (each for each in guests if isinstance(each, Chunk)):
            alone = replace(cell, span=Span(each.start, each.end))
            yield from _visit(
                [(name, alone if known is cell else known) for name, known in columns], leads, visits, reader
            )
        return
    guest = guests[0]
    if isinstance(guest, Chunk) and guest.kind == "name" and posts:
        parts = posts[0].parts if posts[0].kind == "post" else (("office", posts[0]),)
        guest = replace(guest, kind="person", parts=parts)
    homes = [chunk for chunk in countries if isinstance(chunk, Chunk) and chunk.kind == "state"]
    if received and "visitor_state" in visits and _same(homes, visits["host"], reader):
        countries, homes = [], []  # the country that was visited, told once more in each row
    if not received and _same(homes, visits.get("visitor_state", []), reader):
        countries, homes = [], []  # the visitors' own
    if received and isinstance(guest, Chunk) and homes:
        guest = of_state(guest, homes[0])
    span = Span(min(cell.span.start for _, cell in columns), max(cell.span.end for _, cell in columns))
    state = (countries if received else []) or visits.get("visitor_state", [])
    host = visits["host"] if received else countries or places or visits.get("host", [])
    filled: Filled = {"visitor": [guest], "visitor_state": state, "host": host, "place": places}
    for roles in finish("Visit", filled, reader):
        if "visitor_state" in roles or received or "visitor" in visits:
            remarks = [line_of(cell, reader) for name, cell in columns if name == "remarks"]
            off = "guest" in lines and _ends_called_off(guests, lines["guest"], reader)
            yield Draft("Visit", roles, date, "cancelled" if off else mood(remarks, reader), span, "table", 0.8)


def _ends_called_off(guests: Sequence[Chunk | str], line: Line, reader: Reader) -> bool:
    """ "President Ola Berg (cancelled)", in the cell of the guest."""
    ends = [at + 1 for at, chunk in line.mentions() if chunk in guests]
    return bool(ends) and called_off(line.symbols, ends[-1], reader)


def _in_a_row(guests: Sequence[Chunk | str], text: str) -> bool:
    """Whether a cell names several guests, each with a title: "President Ola Berg, Minister Kari Lund"."""
    chunks = [chunk for chunk in guests if isinstance(chunk, Chunk)]
    titled = all(chunk.kind in ("person", "people") for chunk in chunks)
    return titled and all(_PARTED.fullmatch(text, a.end, b.start) for a, b in pairwise(chunks))


_PARTED = compiled(r"\s?(?:\([^()]{1,60}\))?\s?(?:[,;/\n]|[,;]?\s(?:and|y|e|&)\s)\s{0,3}(?:\p{Ll}{2,3}\s)?")


def _same(states: Sequence[Chunk | str], others: Sequence[Chunk | str], reader: Reader) -> bool:
    """Whether two parts of a table name the same states."""
    first, second = ({value.label for value in _states([*chunks], reader)} for chunks in (states, others))
    return bool(first) and first == second


def _by_sides(columns: list[tuple[str, Cell]], leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """A row of a table of visits with a column for each direction: "Year | From Norway | From Kenya"."""
    words = said(reader.names.language)["journeys"]
    if not any(words.search(lead.symbols) for lead in (*leads, *(words_line(reader, c.header) for _, c in columns))):
        return
    cells = {"date" if name == "year" else name: cell for name, cell in reversed(columns) if name}
    lines = {name: line_of(cell, reader) for name, cell in cells.items()}
    date = _visited(cells, lines, leads, reader)
    for _, cell in columns:
        sides = _side_of(words_line(reader, cell.header), reader)
        line = line_of(cell, reader)
        own = [edtf for _, chunk in line.all(("date", "dates")) for edtf in reader.edtf(chunk)]
        guests = [chunk for _, chunk in line.all((*_NAMED, "post", "office"))] if sides else []
        for guest in guests if own or date else ():
            for roles in finish("Visit", {"visitor": [guest], **sides}, reader):
                span = Span(min(cell.span.start, columns[0][1].span.start), cell.span.end)
                for when in own[:1] or [date]:
                    yield Draft("Visit", roles, when, "asserted", span, "table", 0.7)
                state = next(iter(roles.get("visitor_state", ())), None)
                for person in guest.each():
                    yield from held(person, person.part("office"), state, reader)


def _side_of(head: Line, reader: Reader) -> Filled:
    """Who visits whom, as the head of a column tells ("From Norway", "Kenyan side"); empty for other heads."""
    for _, pattern in fitting(head, reader.names.language, "Visit"):
        if match := pattern.search(head.symbols):
            found: Filled = {}
            for name, chunk in captured(head, match):
                found.setdefault(name, []).append(chunk)
            return found if {"visitor_state", "host"} & set(found) else {}
    return {}


_NAMED = ("person", "people", "name", "names")
_WHERE = ("place", "places", "state", "states")


def _visited(cells: Mapping[str, Cell], lines: Mapping[str, Line], leads: list[Line], reader: Reader) -> str:
    """When a row's visit was: its date, or from its start to its end; the year may stand in a heading."""
    found: dict[str, str] = {}
    year = _words(cells["year"], reader) if "year" in cells else ""
    for name in ("date", "start", "end"):
        chunks = [chunk for _, chunk in lines[name].all(("date", "dates"))] if name in lines else []
        dates = [edtf for chunk in chunks for edtf in reader.edtf(chunk)]
        if name in lines and _YEAR.fullmatch(year) and not _YEAR.search(words := _words(cells[name], reader)):
            dates = first_date(f"{words} {year}", reader.document.language)
        elif name in lines:
            dates = with_heading_year(dates, _words(cells[name], reader), leads, reader.document.language)
        if dates:
            found[name] = dates[0]
    if not found and "date" not in lines and _YEAR.fullmatch(year):
        return year
    if "date" in found or found.get("start") == found.get("end"):
        return found.get("date") or found.get("start", "")
    return "/".join(found[name] for name in ("start", "end") if name in found)


_YEAR = compiled(r"[12]\d{3}")


def _opens_with_title(line: Line) -> bool:
    first = line.chunk_at(0)
    return first is not None and first.kind == "instrument"


def _by_subject(cells: Sequence[tuple[str, Cell, Line]], leads: list[Line], reader: Reader) -> tuple[Cell, Line] | None:
    """The cell that says what an agreement is on, without calling it one ("Air services"), below a head or a lead that
    speaks of agreements."""
    told = [(cell, line) for name, cell, line in cells if name == "title"]
    if not told and leads and said(reader.names.language)["treaties"].search(leads[0].words):
        told = [(cell, line) for name, cell, line in cells if name in ("", "name", "rank", "remarks")]  # "Title"
    worded = ((cell, line) for cell, line in told if not line.all(("date", "dates")))
    return next(((cell, line) for cell, line in worded if len(WORD.findall(line.words)) > 1), None)


def _agreement(
    columns: list[tuple[str, Cell]], kinds: Mapping[str, regex.Pattern[str]], leads: list[Line], reader: Reader
) -> Iterator[Draft]:
    """A row of which one cell is the title of an agreement: place and date stand in the others."""
    cells = [(name, cell, line_of(cell, reader)) for name, cell in columns if cell.span.start < cell.span.end]
    titled = [(name, cell, line) for name, cell, line in cells if _opens_with_title(line)]
    alone = ((cell, line) for _, cell, line in titled if len(line.symbols.strip(" .;")) == 1)
    whole = ((cell, line) for name, cell, line in titled if name == "title")  # "Title of the document": all of it
    dated = len(cells) == _TITLE_AND_DAY and any(_is_day(line) for _, _, line in cells)
    beside = ((cell, line) for _, cell, line in titled if dated)  # "23-03-1994 | Treaty on transit to Peru"
    head = next(alone, None) or next(whole, None) or next(beside, None)
    title = head[1].chunk_at(0) if head is not None else None
    if title is None and (head := _by_subject(cells, leads, reader)) is not None:
        title = Chunk("instrument", head[0].span.start, head[0].span.end, "")
    if head is None or title is None:
        return
    if not title.text or len(head[1].symbols.strip(" .;")) > 1:
        words = _words(head[0], reader)
        words = words[: tail.start()] if (tail := said(reader.names.language)["title-tail"].search(words)) else words
        title = replace(title, end=head[0].span.end, text=words, label=words)
    rest = [(name, cell, line) for name, cell, line in cells if cell is not head[0] and name != "force"]
    first = min([head[0].span.start, *(cell.span.start for _, cell, line in rest if line.all(("date",)))])
    span = Span(first, max(cell.span.end for _, cell, _ in cells))
    if any(kinds["negotiated"].search(line.symbols) for _, _, line in rest if "negotiated" in kinds):
        for roles in finish("Negotiation", {"topic": [title]}, reader):
            yield Draft("Negotiation", roles, None, "asserted", span, "table", 0.8)
        return
    dates = [edtf for _, _, line in rest for _, chunk in line.all(("date",)) for edtf in reader.edtf(chunk)]
    places: list[Chunk | str] = [chunk for _, _, line in rest for _, chunk in line.all(("place",))]
    if not dates:
        return
    reader.when = dates[0]
    for each in _several(title, head[0], head[1]):
        for roles in finish("Agreement", {"title": [each], **({"place": places[:1]} if places else {})}, reader):
            yield Draft("Agreement", roles, dates[0], "asserted", span, "table", 0.8)


_TITLE_AND_DAY = 2  # cells of a row


def _is_day(line: Line) -> bool:
    """Whether a cell holds a date and nothing else."""
    first = line.chunk_at(0)
    return first is not None and first.kind == "date" and len(line.symbols.strip(" .;")) == 1


def _several(title: Chunk, cell: Cell, line: Line) -> Iterator[Chunk]:
    """The titles of a cell that holds more than one: "Treaty on extradition; Convention on ports"."""
    starts = [0, *(match.end() for match in _NEXT_TITLE.finditer(line.symbols))]
    chunks = [line.chunk_at(at) for at in starts]
    if len(starts) == 1 or any(chunk is None or chunk.kind != "instrument" for chunk in chunks):
        yield title
        return
    ends = [*(at - len("; ") for at in starts[1:]), len(line.symbols)]
    for start, end in zip(starts, ends, strict=True):
        words = line.between(start, end).strip(" .;")
        at = cell.span.start + line.starts[start] - line.starts[0]
        yield replace(title, start=at, end=at + len(words), text=words, label=words)


_NEXT_TITLE = compiled(r"; ")
