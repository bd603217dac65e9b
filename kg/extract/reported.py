"""The day of a report: where its dateline or its last line tells it, and what of its news belongs to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import regex

from kg.compiled import Match, compiled
from kg.extract.calendar import DAY, REPORT
from kg.extract.claims import Draft
from kg.extract.dates import find_dates
from kg.extract.deictic import day_told, tells_day
from kg.extract.grammar import grammar
from kg.extract.lines import first_date
from kg.extract.memory import fold
from kg.extract.relative import turned
from kg.extract.roles.filled import Filled, states_of_places
from kg.extract.rules import Hit
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line, compile_pattern
from kg.extract.values import Reader
from kg.lexicon.language import Language
from kg.model import Document, Passage
from kg.texts.words import words


def signed_off(document: Document, lexicon: Language) -> str:
    """The day of a note that tells it in a line of its own behind its text ("Lima, 12 de mayo de 1990"), not before."""
    text = document.text
    if len(text) > REPORT or _PLACE_AND_DAY.search(text, 0, min(TOP, len(text) // 2)) is not None:
        return ""
    last = next(iter(_PLACE_AND_DAY.finditer(text, len(text) // 2)), None)
    days = first_date(last["day"], document.language) if last is not None else _printed(document, lexicon)
    days = days or _marked(document, lexicon) or _of_agency(document) or _last_line(document)
    return next((day for day in days if DAY.fullmatch(day)), "")


def _printed(document: Document, lexicon: Language) -> list[str]:
    """The day in a line at the foot of a page that says when it was published: "Published: 3/5/2019"."""
    text = document.text
    marked = said(lexicon)["printed"].search(text, max(0, len(text) - _FOOT))
    return first_date(text, document.language, marked.end(), marked.end() + _DAY_LONG) if marked is not None else []


def _marked(document: Document, lexicon: Language) -> list[str]:
    """The same at the head of a page, right behind the mark: "News | Date: 3 May 2019"."""
    text = document.text
    for marked in said(lexicon)["printed"].finditer(text, 0, TOP):
        found = find_dates(text, document.language, marked.end(), marked.end() + _DAY_LONG)
        if found and found[0].edtf and not text[marked.end() : found[0].span.start].strip(" :"):
            return [found[0].edtf]
    return []


def _last_line(document: Document) -> list[str]:
    """The day that is all that the last line of a note tells, where it tells no day before its text."""
    text = document.text.rstrip()
    start = text.rfind("\n") + 1
    if len(text) - start > _DAY_LONG or start == 0 or any(c.isdigit() for c in text[: min(TOP, start // 2)]):
        return []
    found = find_dates(text, document.language, start)
    if not found or not found[0].edtf or text[start : found[0].span.start].strip(" *_(["):
        return []
    return [] if text[found[0].span.end :].strip(" .*_)]") else [found[0].edtf]


def _of_agency(document: Document) -> list[str]:
    """The day of a dispatch whose first line tells no year, with that of the rights of its agency at the foot: "Lima,
    14 mar (EFE).-", below it "© EFE 2024"."""
    line = _DISPATCH.search(document.text, 0, TOP)
    owned = line and compiled(_OWNED.format(regex.escape(line["agency"]))).search(document.text[-_FOOT:])
    return first_date(f"{line['day']} {owned[1] or owned[2]}", document.language) if line and owned else []


_DISPATCH = compiled(r"(?:^|\n)[^\n\d]{2,60},? (?P<day>\d{1,2} (?:de )?\p{L}{3,10})\.? \((?P<agency>[\p{L} ]{2,20})\)")
_OWNED = (
    r"(?i)(?:©|\(c\)|copyright)[^\n\d]{{0,30}}(?<!\p{{L}}){0}(?!\p{{L}})[^\n\d]{{0,10}}(\d{{4}})"
    r"|©[^\n\d]{{0,3}}(\d{{4}})[^\n\d]{{0,30}}{0}(?!\p{{L}})"
)
_FOOT = 400  # characters
_IMPRINT_MAX = 80  # characters
_DAY_LONG = 40


# "Lima, 12 de mayo de 1990", "Oslo, 12 May 1990", "Oslo, May 12, 1990": a line
_PLACE_AND_DAY = compiled(
    r"(?:^|(?<=\n))[ \t]*\p{Lu}[\p{L}.’' ]{2,30}, (?:a |el |on )?"
    r"(?P<day>(?:\p{L}{3,9},? )?(?:\d[\p{L}\d ,./º-]{2,24}\d{4}|\d{4}-\d\d-\d\d|\p{L}{3,10}\.? \d{1,2}, \d{4})"
    r"(?:,? \d{1,2}[:.]\d\d(?: ?[APap]\.?[Mm]\b\.?)?)?)\.?[ \t]*(?=\n|$)"
)


def only_year(text: str, lexicon: Language) -> str:
    """The year of a text that names no other but the next two: a report that has lost its date. Years of feasts to
    come ("the 2034 World Cup", "Agenda 2030") tell nothing of its own."""
    if len(text) >= REPORT:
        return ""
    years = sorted({int(year[0]) for year in _YEARS.finditer(text) if not _of_feast(year, lexicon)})
    return str(years[0]) if years and years[-1] - years[0] <= _FEW else ""


def _of_feast(year: Match, lexicon: Language) -> bool:
    words = said(lexicon)
    before = words["feast-before"].search(year.string, max(0, year.start() - _FEAST), year.start())
    return before is not None or words["feast-behind"].match(year.string, year.end()) is not None


_FEAST = 40  # characters before a year in which what bears its name stands
_YEARS = compiled(r"(?<![\d./-])(?:19|20)\d\d(?![\d])")
_FEW = 2  # years


def dated_line(passage: Passage, current: Line, reader: Reader) -> bool:
    """The document's own date, from its first lines: "Lima, 12 May 1990"; or "this Thursday, 12 May 1990".

    Result: whether the line begins with it.
    """
    if passage.span.start > TOP or any(cell.header for cell in passage.cells):
        return False  # "Peru | 3 May 1992" under "Country" and "Date" is a fact
    if reader.issued:
        return _wired_before(current, reader)
    today = said(reader.names.language)["today"]
    if told := [chunk for index, chunk in current.all(("date",)) if today.search(current.symbols, 0, index)]:
        found = reader.edtf(told[0])
        reader.issued = found[0] if found and DAY.fullmatch(found[0]) else ""
        return False
    index, date = next(iter(current.all(("date",))), (0, None))
    marked = said(reader.names.language)["published"].fullmatch(current.symbols, 0, index)
    if marked is None and not _DATELINE.match(current.symbols):
        return False
    of_event = marked is None and any(current.all(("relations", "instrument"))) and not _WIRED.match(current.symbols)
    title = passage.kind == "heading" and not reader.document.text[: passage.span.start].strip(" \t\r\n#")
    if of_event and not title and not tells_day(current, reader.names.language):
        return False  # "Establishment of relations: 3 May 1921" is a fact
    if said(reader.names.language)["state-day"].match(current.symbols):
        return False  # "Independence: 3 May 1921", in a sheet on a state
    if (
        marked is None
        and passage.kind == "sentence"
        and grammar(reader.names.language).verb.search(current.symbols, 0, index)
    ):
        return False  # "Peru recognised Kenya on its first day, 4 May 1964"
    if passage.kind == "item" and marked is None and (_is_bare(date) or len(current.symbols) > ENTRY):
        return False  # "3 May – visit of …", below the heading of a year
    if date is not None and (found := reader.edtf(date)) and DAY.fullmatch(found[0]):
        reader.issued = found[0]
        place: Filled = {"place": [*[chunk for _, chunk in current.all(("place", "state"))][:1]]}
        reader.memory.written_in = next(iter(states_of_places(place, "place", reader)), None)
    return bool(reader.issued)


def is_imprint(passage: Passage, reader: Reader) -> bool:
    """Whether a line says only when the page was made: "Published on 3 May 2019", between the entries of a list too."""
    start, end = passage.span.start, passage.span.end
    return end - start < _IMPRINT_MAX and words().imprint.fullmatch(reader.document.text, start, end) is not None


def _wired_before(current: Line, reader: Reader) -> bool:
    """ "Lima, 6 Dec (Agency)", on a page that bears the day on which it was called up: the last such day before it."""
    _, date = next(iter(current.all(("date",))), (0, None))
    if not _WIRED.match(current.symbols) or not tells_no_year(date):
        return False
    found = [turned(edtf, reader.issued, False) for edtf in reader.edtf(date)]
    if not found or not DAY.fullmatch(found[0]):
        return False
    reader.issued = found[0]
    return True


def tells_no_year(chunk: Chunk | None) -> bool:
    """Whether a date tells a month or day only ("in October")."""
    return chunk is not None and chunk.kind == "date" and bool(chunk.detail.relative and chunk.detail.relative.bare)


# "OSLO, 3 May 2011 (Agencies) -"
DATELINE_ALONE = compile_pattern(
    r"(?:{place|state},? ){1,2}(?:\w{5,9},? )?\(?{date}\)?(?: ?\([^)]{1,20}\))? ?[.:–-]{0,3}", {}
).core


TOP = 600  # characters in which the date of a document stands


_HOUR = (
    r"(?:,? ?[|·–-]? ?(?:a las |at )?\d{1,2}[:.]\d\d(?: ?(?:[ap]\. ?m\b\.?|[ap]m\b|(?:h|hs|hrs|horas|GMT|UTC)\b\.?))?)?"
)
_DATELINE = compile_pattern(
    r"^[*_\[]{0,3}(?:[^.]{0,100}[,(:] ?|\w+(?: on| el)? |\(?{place|state}[,.]? ?\(?|{place|state},? \w{5,9},? |"
    r"[^.\d]{0,60} [|·] ?(?:[^|·:]{1,20}: ?)?|"
    r"(?:por|by) [^.\d]{2,50} [|·–-] |"
    r"[^.]{0,60} [|·–-] (?={date}[ ,|·–-]{1,3}(?:a las )?\d{1,2}[:.]\d\d))?"  # "Press office - 3 May 2011 - 6:42 p.m."
    rf"(?:\w{{3,9}},? )?{{date}}{_HOUR}[)\]*_]{{0,3}}(?: ?\([^)]{{1,20}}\))?{_HOUR}"
    r"(?: ?[.:–-]{1,3} ?.*| ?\(?{place|state}\)?| ?[|·,–-] ?{place|state} ?[.:–-]{1,3} ?.*"
    r"|(?: [|·/] ?[^|·.;\d]{1,40}(?:\d{1,2} min\w*\.?(?: \w+){0,2})?){1,4}"  # "03/05/2011 | 18:42 | Press | 2 min read"
    r"|(?<=^{date}) \w{5,20}"  # "3 May, 2011 International": and a department
    r"|(?<=\([^()\d]{1,20}\)) .*)?$",  # "Lima, 3 May 2011 (Agency) Peru and …"
    {},
).core


# "Lima, 3 May 2011 (Agency).- …": how agencies begin, whatever they tell behind it
_WIRED = compile_pattern(r"^{place|state},? \(?{date}\)? ?\([^)]{1,20}\)(?: ?[.:]? ?[-–—]| )", {}).core


ENTRY = 40  # symbols of an item that is but a dateline


def _is_bare(date: Chunk | None) -> bool:
    return date is not None and date.detail.edtf is None


def note_day(found: Iterable[Draft], current: Line, reader: Reader) -> None:
    """Keep in mind who took part in what a report tells of its own day, or of one just before it, and whether it is
    still telling of that."""
    if not reader.issued or len(reader.document.text) > REPORT:
        return
    memory = reader.memory
    for draft in found:
        day = draft.date if draft.modality == "asserted" and draft.date and DAY.fullmatch(draft.date) else ""
        if day and _is_news(day, reader):
            values = (value for each in draft.roles.values() for value in each)
            memory.present.update(fold(value.label) for value in values if value.kind == "person")
            memory.reported, memory.narrated = day, True
    lexicon = reader.names.language
    news = any(draft.type != "OfficeHeld" for draft in found)
    if not news and (day := day_told(current, 0, len(current.symbols), reader.issued, False, lexicon)):
        memory.narrated = _is_news(day, reader)
        memory.reported = day if memory.narrated else memory.reported
    told = (edtf for _, chunk in current.all(("date", "dates")) for edtf in reader.edtf(chunk))
    if any(edtf.lstrip("./") < reader.issued[:4] or (DAY.fullmatch(edtf) and _is_old(edtf, reader)) for edtf in told):
        memory.narrated = False


def _is_news(day: str, reader: Reader) -> bool:
    return 0 <= _age(day, reader) <= _FEW_DAYS


def _is_old(day: str, reader: Reader) -> bool:
    return _age(day, reader) > _FEW_DAYS


def _age(day: str, reader: Reader) -> int:
    return (datetime.date.fromisoformat(reader.issued) - datetime.date.fromisoformat(day)).days


_FEW_DAYS = 3  # before a report was written


def of_the_day(hit: Hit, filled: Filled, current: Line, reader: Reader) -> bool:
    """ "Minister Berg was also received by the president", in a report of what he did that day; "An agreement was
    signed as well", as long as it tells of nothing else."""
    memory = reader.memory
    if not memory.reported or hit.rule.date in ("none", "match", "begin") or current.all(("date", "dates")):
        return False
    if said(reader.names.language)["had"].search(current.symbols, 0, hit.end):
        return False
    each = [one for c in filled.get("participants", ()) if isinstance(c, Chunk) for one in c.each()]
    people = [one for one in each if one.kind in ("person", "name")]
    known = (memory.find(one.label or one.text) for one in people)
    if any(one is not None and fold(one.name) in memory.present for one in known):
        return True
    titled = (value for one in each if one.kind in _TITLES for value in reader.values(one))
    if people and any(fold(value.label) in memory.present for value in titled):
        return True  # "Later, the ambassador met Ola Berg"
    news = hit.rule.type in _NEWS or (hit.rule.type == "Appointment" and "kind" in filled)
    return memory.narrated and news and not people  # what strangers did may have been another day


def in_lead(hit: Hit, filled: Filled, passage: Passage, current: Line, reader: Reader) -> bool:
    """ "Lima, 3 May. Minister Berg met …": what the first sentences of a report tell, before any date, is its news."""
    memory = reader.memory
    if not reader.issued or memory.reported or memory.date not in ("", reader.issued) or passage.kind != "sentence":
        return False
    if passage.span.start > TOP or len(reader.document.text) > REPORT or current.all(("date", "dates")):
        return False
    if hit.rule.fallback or hit.rule.date in ("none", "match", "begin") or NOMINAL.search(hit.rule.id):
        return False
    words = said(reader.names.language)
    if words["had"].search(current.symbols, 0, hit.end) or words["ever-done"].search(current.symbols, 0, hit.start + 1):
        return False
    people = [c for name in ("participants", "signatory", "person") for c in filled.get(name, ())]
    named = any(each.kind == "person" for c in people if isinstance(c, Chunk) for each in c.each())
    return named and (hit.rule.type in ("Meeting", "Agreement") or filled.get("kind") == ["credentials"])


NOMINAL = compiled(r"nominal|\.list|\.row|\.item|\.of\.date")  # in the names of rules that read no verb


_TITLES = frozenset({"rank", "office", "post", "pronoun"})
_NEWS = frozenset({"Meeting", "Agreement", "Negotiation", "MissionOpened", "MissionClosed"})
