"""Journeys of one traveller, listed by where they went; and what a row of a table of visits tells besides the visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date as calendar_day
from datetime import timedelta
from functools import cache

from kg.compiled import compiled
from kg.extract.calendar import DAY
from kg.extract.cells import PEOPLE, THINGS_TABLE, columns, line_of, table_of
from kg.extract.claims import Draft
from kg.extract.finish import finish
from kg.extract.homes import home_of
from kg.extract.lines import of_heading, words_line
from kg.extract.roles.filled import OFFICE, Filled, Roles
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line, Pattern, captured, compile_pattern, unsaid_state
from kg.extract.values import Reader
from kg.lexicon.language import Language
from kg.model import Cell, Modality, Passage, Span, Value


def journeys(
    passage: Passage, current: Line, leads: list[Line], told: Callable[[], Filled], reader: Reader
) -> Iterator[Draft]:
    """Visits that an entry of a list names by place and date alone ("Kenya (3-5 May)") under the traveller's name.

    `told` gives what the headings say of visits; the year may stand in a heading.
    """
    match = _ENTRY.core.match(current.symbols) if passage.kind in ("item", "caption", "heading") else None
    visits = told() if match is not None else {}
    if match is None or "visitor" not in visits or "host" in visits:
        return
    filled: Filled = {}
    for name, chunk in captured(current, match):
        filled.setdefault(name, []).append(chunk)
    dates = [edtf for chunk in filled.pop("date") if isinstance(chunk, Chunk) for edtf in _days(chunk, leads, reader)]
    off, away = called_off(current.symbols, match.end(), reader), stayed_away(current.symbols, match.end(), reader)
    mood: Modality = "cancelled" if off else "denied" if away else "asserted"
    span = Span(current.starts[0], current.ends[match.end() - 1])
    for roles in finish("Visit", {**visits, **filled}, reader):
        for day in dates:
            yield Draft("Visit", roles, day, mood, span, "journeys", 0.8)
        host = next(iter(roles.get("host", ())), None)
        visitors = [chunk for chunk in visits["visitor"] if isinstance(chunk, Chunk)]
        yield from met(current, visitors, dates, mood, host, reader)


def _days(chunk: Chunk, leads: list[Line], reader: Reader) -> list[str]:
    """When an entry says that a visit was: "30 November and 1 December" are days of one."""
    days = [edtf for each in chunk.each() for edtf in of_heading(each, leads, reader)]
    if len(days) == 2 and all(DAY.fullmatch(day) for day in days):
        first, last = map(calendar_day.fromisoformat, days)
        return [f"{first}/{last}"] if last - first == timedelta(days=1) else days
    return days if len(days) > 1 else of_heading(chunk, leads, reader)


def gatherings(cells: Sequence[Cell], visits: Filled, reader: Reader) -> Iterator[Draft]:
    """Visits to summits, in a table of a traveller's page with a column for each year: "AU | 14–15 June, Kenya"."""
    yearly = [cell for cell in cells[1:] if _YEAR_HEAD.fullmatch(cell.header.strip())]
    if "visitor" not in visits or "host" in visits or len(yearly) < len(cells) - 1:
        return
    for cell in yearly:
        line = line_of(cell, reader)
        when = next((chunk for _, chunk in line.all(("date", "dates"))), None)
        where = [chunk for _, chunk in line.all(("state", "place"))]
        if when is None or not where or called_off(line.symbols, 0, reader) or stayed_away(line.symbols, 0, reader):
            continue
        host = next((chunk for chunk in where if chunk.kind == "state"), where[0])
        places: list[Chunk | str] = [chunk for chunk in where if chunk.kind == "place" and chunk is not host]
        filled: Filled = {**visits, "host": [host], **({"place": places} if places else {})}
        for roles in finish("Visit", filled, reader):
            for date in of_heading(when, [words_line(reader, cell.header.strip())], reader):
                yield Draft("Visit", roles, date, "asserted", Span(cell.span.start, cell.span.end), "table", 0.7)


_YEAR_HEAD = compiled(r"[12]\d{3}")


def visits_of(passage: Passage, current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """Visits listed below the name and title of who made them: "X, President of Peru:", "- State visit, May 2019"."""
    named = _NAMED_ALONE.core.fullmatch(leads[0].symbols) if leads and passage.kind == "item" else None
    person = leads[0].chunk_at(named.start("person")) if named is not None else None
    day = next((chunk for _, chunk in current.all(("date",))), None)
    words = said(reader.names.language)["journeys"]
    told = words.search(current.symbols) or any(words.search(lead.symbols) for lead in leads[1:])
    own = reader.office_state(person) if person is not None else None
    if person is None or person.part("office") is None or own is None or day is None or not told:
        return
    where = [chunk for at, chunk in current.all(("state", "place")) if not _BY.search(current.symbols, 0, at)]
    host = next((chunk for chunk in where if chunk.kind == "state"), where[0] if where else None)
    other = reader.other((own,)) if host is None else None
    host = unsaid_state(other.label, other.key) if other is not None else host
    if host is None:
        return
    places: list[Chunk | str] = [chunk for chunk in where if chunk.kind == "place" and chunk is not host]
    filled: Filled = {"visitor": [person], "host": [host], **({"place": places[:1]} if places else {})}
    dates, made = of_heading(day, leads, reader), mood([current], reader)
    span = Span(current.starts[0], max(day.end, host.end))
    for roles in finish("Visit", filled, reader):
        if own.label not in {value.label for value in roles.get("host", ())}:
            yield from (Draft("Visit", roles, date, made, span, "journeys", 0.8) for date in dates)
            yield from met(current, [person], dates, made, next(iter(roles.get("host", ())), None), reader)


_NAMED_ALONE = compile_pattern(r"[#*=•–\d. -]*{person:person}[ :.=]*", {})
_BY = compiled(r"[,;(] ?(?:\w+ ){0,4}$")  # what is told beside the visit


def called_off(symbols: str, at: int, reader: Reader) -> bool:
    """Whether what stands from `at` on, or behind a mark there, says that a visit was not made: "(cancelled)"."""
    off = said(reader.names.language)["called-off"]
    places = (at, *(mark.start() for mark in _ASIDE.finditer(symbols, at)))
    inside = (mark.span() for mark in _INSIDE.finditer(symbols, at))  # "(state visit postponed by the host)"
    return any(off.match(symbols, place) for place in places) or any(off.search(symbols, *span) for span in inside)


def stayed_away(symbols: str, at: int, reader: Reader) -> bool:
    """Whether what stands from `at` on, or behind a mark there, says that who was expected did not come."""
    away = said(reader.names.language)["stayed-away"]
    return any(away.match(symbols, place) for place in (at, *(mark.start() for mark in _ASIDE.finditer(symbols, at))))


_ASIDE = compiled(r"[(\[,;–-]|(?<=\.) ")
_INSIDE = compiled(r"\([^()]{1,80}\)|\[[^\[\]]{1,80}\]")


def mood(remarks: Sequence[Line], reader: Reader) -> Modality:
    """Whether the remarks on a visit say that it was called off, not made, or that it has yet to be made."""
    # "Cancelled" at the head of a sentence may be taken for a name
    if any(called_off(words, 0, reader) for line in remarks for words in (line.symbols, line.words.lower())):
        return "cancelled"
    if any(stayed_away(words, 0, reader) for line in remarks for words in (line.symbols, line.words.lower())):
        return "denied"
    coming = said(reader.names.language)["coming"]
    return "planned" if any(coming.match(line.symbols.lstrip()) for line in remarks) else "asserted"


def unmade(leads: Sequence[Line], reader: Reader) -> Modality | None:
    """Whether a heading tells that the journeys below it have yet to be made ("Future trips") or never were."""
    words = said(reader.names.language)
    for lead in leads:
        if len(lead.symbols) <= COMING_MAX and words["journeys"].search(lead.symbols):
            if words["coming"].search(lead.symbols):
                return "planned"
            if words["called-off"].search(lead.symbols):
                return "cancelled"
    return None


COMING_MAX = 60  # symbols of the heading of such a list


_ENTRY = compile_pattern(
    r"[#*=\d. -]*(?:\w{2,4} )?(?:{date:date|dates}(?:[:,.]| -)? {host:where}(?:(?:,| -|:)? \(?{place:place|places}\)?)?"
    r"|{host:where}(?:(?:,| -|:)? \(?{place:place|places}\)?)?"
    r"(?:[:,.]| -)? ?\(?{date:date|dates}\)?)",
    {},
)


def around(cells: Sequence[Cell], visits: Sequence[Draft], traveller: Filled, reader: Reader) -> Iterator[Draft]:
    """The titles of those who came, and whom they met as the remarks say ("Met with Prime Minister X").

    `visits` are the visits of the row, `traveller` holds the visitor whom the page is about.
    """
    lines = _lines(cells, reader)
    named = _chunks(lines.get("guest") or lines.get("name") or lines.get("sovereign"), PEOPLE)
    if not named and (cell := next((c for n, c in _columns(cells, reader) if n in ("guest", "sovereign")), None)):
        named = surname(cell, reader)
    named = named or [chunk for chunk in traveller.get("visitor", []) if isinstance(chunk, Chunk)]
    home = next(iter(visits[0].roles.get("visitor_state", ())), None)
    host = next(iter(visits[0].roles.get("host", ())), None)
    titles = _chunks(lines.get("rank"), ("office", "post"))
    titles += [c for c in traveller.get("visitor", ()) if isinstance(c, Chunk) and c.kind in ("office", "post")]
    for person in (each for chunk in named[:1] for each in chunk.each()[:1]):
        office = person.part("office") or (titles[0].part("office") or titles[0] if titles else None)
        state = reader.office_state(person) or home or home_of(reader.person(person), reader)
        yield from held(person, office, state, reader)
    for remarks in _told(cells, "remarks", reader) if named else ():
        yield from _signed(remarks, [d.date for d in visits[:1] if d.date], visits[0].modality, (home, host), reader)
        yield from met(remarks, named[:1], [d.date for d in visits[:1] if d.date], visits[0].modality, host, reader)
        yield from _hosts(remarks, host, reader)
        yield from _inaugurated(remarks, visits[0], host, reader)


def surname(cell: Cell, reader: Reader) -> list[Chunk]:
    """Who came, where a cell gives one word alone ("Carter"), which is no name elsewhere in a text."""
    start, end = cell.span.start, cell.span.end
    word = reader.document.text[start:end]
    return [Chunk("name", start, end, word, word)] if _SURNAME.fullmatch(word) else []


_SURNAME = compiled(r"\p{Lu}[\p{Ll}\p{M}'’]{2,}(?:-\p{Lu}\p{Ll}+)?")


def _columns(cells: Sequence[Cell], reader: Reader) -> list[tuple[str, Cell]]:
    table = table_of(reader, THINGS_TABLE)
    return columns(cells, table) if table is not None else []


def _lines(cells: Sequence[Cell], reader: Reader) -> dict[str, Line]:
    """The words of each cell under what its header means; empty where the language knows no such table."""
    found = {name: cell for name, cell in reversed(_columns(cells, reader)) if name}
    return {name: line_of(cell, reader) for name, cell in found.items()}


def _told(cells: Sequence[Cell], name: str, reader: Reader) -> list[Line]:
    """The words of all cells under heads of one meaning: "Purpose", "Notes"."""
    return [line_of(cell, reader) for meant, cell in _columns(cells, reader) if meant == name]


def _chunks(made: Line | None, kinds: Sequence[str]) -> list[Chunk]:
    return [chunk for _, chunk in made.all(kinds)] if made is not None else []


def held(person: Chunk, office: Chunk | None, state: Value | None, reader: Reader) -> Iterator[Draft]:
    """The office that a cell gives to a person, of a state if that is known."""
    if office is None or not office.label or office.kind not in OFFICE or person.kind not in PEOPLE:
        return
    value = Value(office.text, office.label, "office")
    roles: Roles = {"person": (reader.person(person),), "office": (value,), **({"of": (state,)} if state else {})}
    near = abs(person.start - office.start) < _NEAR  # else a heading above the name's own gives the office
    span = (
        Span(min(person.start, office.start), max(person.end, office.end)) if near else Span(person.start, person.end)
    )
    yield Draft("OfficeHeld", roles, None, "asserted", span, "table", 0.7)


def _hosts(remarks: Line, host: Value | None, reader: Reader) -> Iterator[Draft]:
    """The titles of those whom a row's remarks name as hosts: "Visiting King X and Queen Y"."""
    words, text = said(reader.names.language), remarks.text
    start, end = (remarks.starts[0], remarks.ends[-1]) if remarks.starts else (0, 0)
    begin = words["hosted"].search(text, start, end)
    if begin is None:
        return
    along = words["along"].search(text, begin.end(), end)
    end = along.start() if along is not None else end
    for _, chunk in remarks.mentions():
        for person in chunk.each() if begin.end() < chunk.end <= end else ():
            own = person.part("org") is None and reader.office_state(person) in (None, host)
            if person.kind == "person" and own:
                yield from held(person, person.part("office"), host, reader)


_NEAR = 200  # characters


@cache
def _met_whom(lexicon: Language) -> Pattern:
    """ "Met with President X": what the remarks on a visit say of a meeting."""
    words = "|".join(lexicon.clause.get("met", ())) or "(?!)"
    return compile_pattern(f"(?<!\\w)(?:{words}) (?:the |el |la )?{{with:person|people|post|posts|name|names}}", {})


@cache
def _inaugurated_whom(lexicon: Language) -> Pattern:
    """ "Inauguration of President X": on what occasion somebody came, as the remarks on the visit say."""
    words = "|".join(lexicon.clause.get("inaugurated", ())) or "(?!)"
    return compile_pattern(f"(?<!\\w)(?:{words}) (?:of|de|del) (?:the |el |la )?{{person:person|post|name}}", {})


def _inaugurated(remarks: Line, visit: Draft, host: Value | None, reader: Reader) -> Iterator[Draft]:
    """Who took office in the host state, at which the visitor was present."""
    dated = bool(visit.date) and visit.modality == "asserted"
    for found in _inaugurated_whom(reader.names.language).each(remarks.symbols) if dated else ():
        chunk = remarks.chunk_at(found.start("person"))
        if chunk is None or chunk.kind not in PEOPLE:
            continue
        state = (reader.office_state(chunk) if chunk.kind == "person" else None) or host
        kind = Value("accession", "accession", "text")
        roles: Roles = {"person": (reader.person(chunk),), **({"state": (state,)} if state else {}), "kind": (kind,)}
        span = Span(remarks.starts[found.start()], remarks.ends[found.end() - 1])
        yield Draft("LeadershipChange", roles, _month(visit.date or ""), "asserted", span, "table", 0.7)


def _month(edtf: str) -> str:
    """A day, or the month of several days: a guest stays longer than the ceremony takes."""
    first, _, last = edtf.partition("/")
    return first if not last or first == last else first[: len("2001-05")] if first[:7] == last[:7] else first[:4]


@cache
def _signed_what(lexicon: Language) -> Pattern:
    """ "Signed a trade agreement", "Trade agreement signed": what was signed on a visit, as the remarks on it say."""
    words = "|".join(lexicon.clause.get("signs-remark", ())) or "(?!)"
    before, behind = f"(?<!\\w)(?:{words}) (?:\\w{{1,3}} )?", f" (?:\\w{{2,6}} )?(?:{words})(?!\\w)"
    return compile_pattern(f"{before}{{title:instrument}}|{{title:instrument}}{behind}", {})


def _signed(
    remarks: Line, dates: list[str], mood: Modality, sides: tuple[Value | None, Value | None], reader: Reader
) -> Iterator[Draft]:
    """The instruments that the remarks on a visit say were signed, by the states of visitor and host."""
    home, host = sides
    for found in _signed_what(reader.names.language).each(remarks.symbols) if home and host else ():
        chunk = next((c for at, c in remarks.all(("instrument",)) if found.start() <= at < found.end()), None)
        if chunk is None or ". " in chunk.text:  # the name that ends one sentence, and the title that begins another
            continue
        span = Span(remarks.starts[found.start()], remarks.ends[found.end() - 1])
        for roles in finish("Agreement", {"title": [chunk]}, reader):
            if home is not None and host is not None and home.label != host.label:
                made = {**roles, "parties": (home, host)}
                yield Draft("Agreement", made, next(iter(dates), None), mood, span, "table", 0.7)


_OWN_DATE = compiled(f"(?: on| in|,)? {SYMBOL['date']}")


def met(
    remarks: Line, visitors: list[Chunk], dates: list[str], mood: Modality, host: Value | None, reader: Reader
) -> Iterator[Draft]:
    """The meetings of which the remarks on a visit tell, made or not as that is; who is met serves the host."""
    for found in _met_whom(reader.names.language).each(remarks.symbols):
        chunk = remarks.chunk_at(found.start("with"))
        if chunk is None:
            continue
        for each in chunk.each():
            if each.kind == "person" and each.part("org") is None:
                yield from held(each, each.part("office"), reader.office_state(each) or host, reader)
        own = _OWN_DATE.match(remarks.symbols, found.end())
        day = reader.edtf(remarks.chunk_at(own.end() - 1)) if own is not None else []
        span = Span(remarks.starts[found.start()], remarks.ends[found.end() - 1])
        for roles in finish("Meeting", {"participants": [*visitors, chunk]}, reader):
            for date in day or dates:
                yield Draft("Meeting", roles, date, mood, span, "table", 0.7)
