"""Entries of lists of treaties: all words before the date and the place are the title, whatever noun it begins with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.compiled import compiled
from kg.extract.cells import THINGS_TABLE, headers, table_of
from kg.extract.claims import Draft
from kg.extract.finish import finish
from kg.extract.grammar import grammar
from kg.extract.modality import modality
from kg.extract.roles.filled import Filled
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line
from kg.extract.values import Reader
from kg.model import Passage, Span


def listed_treaty(passage: Passage, current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """ "Visa waiver for seamen (3 May 1990)" in a list of treaties, "Agreement on Trade and more (1990)" in any.

    What opens with a title that is followed by its date at once is left to the rules of sentences.
    """
    words, (day, current) = said(reader.names.language), _dated_first(_unapproved(current, reader))
    symbols = current.symbols
    first = current.chunk_at(0)
    titled = first is not None and first.kind == "instrument"
    prose = passage.kind == "sentence"
    if prose and not titled:
        return
    among = any(words["treaties"].search(lead.words) for lead in leads[:2])
    end, behind = _title_end(current, reader)
    if not end or current.ends[end - 1] - current.starts[0] < _LEAST:
        return
    signed = _SIGNED.search(symbols, end) if titled else None
    if signed is not None and (amended := _OF_DAY.search(symbols, 0, end)) is not None:
        end = amended.start()
    alone = day is not None or (signed is not None and signed.start() == behind and signed.end() == len(symbols))
    if not among and not alone and (prose or not titled or symbols[end : end + 2] != " ("):
        return
    inside = current.mentions(0, end)
    dates = [(index, chunk) for index, chunk in current.all(("date",)) if index >= end]
    if day is not None:
        dates = [] if dates else [(0, day)]
    elif signed is not None:
        dates = [(index, chunk) for index, chunk in dates if index == signed.start("when")]
    others = any(index >= end for index, _ in current.all(("instrument", "instruments")))
    if others or any(c.kind in _TOLD for _, c in inside):
        return
    if (
        first is not None
        and titled
        and not dates
        and (current.ends[end - 1] <= first.end or symbols[behind:].strip(" .;,"))
    ):
        return
    if not titled and ":" in symbols[: behind + 1]:  # "In force: 3 May 1990"
        return
    plain = titled or any(chunk.kind == "instrument" for _, chunk in inside) or _NOUN.search(symbols, 0, end)
    if not plain or not (dates or titled) or grammar(reader.names.language).verb.search(symbols, 0, end):
        return
    start, stop = current.starts[0], current.ends[end - 1]
    states = (each for _, c in current.mentions(0, behind) if c.kind in _STATES for each in c.each())
    parts = tuple(("parties", each) for each in states) + (first.parts if first is not None and titled else ())
    text = " ".join(reader.document.text[start:stop].split())
    filled: Filled = {"title": [Chunk("instrument", start, stop, text, text, parts=parts)]}
    where = [chunk for index, chunk in current.all(("place",)) if index >= end]
    gazetted = words["gazetted"]
    dates = [(index, chunk) for index, chunk in dates if not gazetted.search(current.symbols, 0, index)]
    days = reader.edtf(_signed(dates, current, reader)) if dates else signed_then(passage, reader)
    told = next(iter(days), None)
    reader.when = told or ""
    for roles in finish("Agreement", {**filled, **({"place": [*where[:1]]} if where else {})}, reader):
        yield Draft("Agreement", roles, told, "asserted", Span(start, current.ends[-1]), "listed-treaty", 0.75)


def _dated_first(current: Line) -> tuple[Chunk | None, Line]:
    """ "3 May 1990: Treaty of Peace" parted into its day and the sentence behind it."""
    opening = _DAY_FIRST.match(current.symbols)
    if opening is None:
        return None, current
    stop = current.symbols.find(". ", opening.end())
    return current.chunk_at(opening.start("when")), current.part(
        opening.end(), stop if stop > 0 else len(current.symbols)
    )


def _unapproved(current: Line, reader: Reader) -> Line:
    """ "Law 9.650 - Treaty of Peace" without the act that approved the treaty."""
    law = said(reader.names.language)["approved-by"].match(current.words)
    at = current.starts[0] + law.end() if law is not None else 0
    opens = next((index for index, start in enumerate(current.starts) if start == at), 0)
    return current.part(opens, len(current.starts)) if opens else current


def signed_then(passage: Passage, reader: Reader) -> list[str]:
    """Below "The following agreements were signed:": the date of that sentence, or of the visit or meeting of which its
    paragraph tells; in a joint communiqué, the days of the one visit told there."""
    text, words, lead, memory = reader.document.text, said(reader.names.language), passage.lead, reader.memory
    signed = words["signed-list"].search(text, lead.start, lead.end) if lead is not None else None
    if lead is None or signed is None:
        return []
    if words["communique"].search(text, 0, _HEAD):
        stays = {journey.dates for journey in memory.journeys.values() if journey.dates}
        return list(stays.pop()) if len(stays) == 1 else []
    clauses = words["new-clause"].finditer(text, lead.start, signed.start())
    clause = max((mark.start() for mark in clauses), default=lead.start)
    if words["ever-done"].search(text, clause, lead.end):
        return []
    told = [edtf for start, edtf in reader.dates.items() if lead.start <= start < lead.end and edtf]
    if told or not text.endswith(":", lead.start, lead.end):
        return told if len(told) == 1 and ".." not in told[0] and not spans_years(told[0]) else []
    visited = memory.visit_paragraph == passage.paragraph or _beside(memory.visit_end, lead, text)
    if visited and memory.visit_dates and not memory.visit_planned:
        return list(memory.visit_dates)
    met = memory.met_at[0] == passage.paragraph or _beside(memory.met_at[1], lead, text)
    days = list(memory.met_dates) if met else []
    # "After the talks the parties signed:", in news: on the day of which they tell
    news = bool(reader.issued) and words["at-meeting"].search(text.lower(), lead.start, lead.end) is not None
    return days or ([reader.issued] if news else [])


def of_lead(draft: Draft, passage: Passage, lines: Mapping[Span, Line], reader: Reader) -> Draft:
    """Below "will witness the signing of:" an instrument that is not signed yet."""
    lead = lines.get(passage.lead) if passage.lead is not None else None
    if draft.type != "Agreement" or draft.modality != "asserted" or lead is None:
        return draft
    signed = said(reader.names.language)["signed-list"].search(lead.symbols)
    mood = modality(lead, *signed.span(), reader.names.language) if signed is not None else "asserted"
    return replace(draft, modality=mood) if mood == "planned" else draft


def _beside(end: int, lead: Span, text: str) -> bool:
    """Whether a sentence that ends at `end` stands in the paragraph of a lead, or is the lead."""
    return 0 <= end <= lead.end + 1 and "\n\n" not in text[end : lead.start]


def spans_years(edtf: str) -> bool:
    """Whether an interval is longer than anything that is signed takes."""
    begin, _, end = edtf.partition("/")
    return begin[:4].isdigit() and end[:4].isdigit() and int(end[:4]) - int(begin[:4]) > 1


_HEAD = 400  # characters in which a text says what it is
_LEAST = 8  # characters of a title
_STATES = frozenset({"state", "states", "demonym", "demonyms"})
_TOLD = frozenset({"date", "dates", "person", "people", "post", "office", "amount", "relations"})
_NOUN = compiled(r"^[^\W\d_].*(?<!\w)\p{Ll}{4,}")
_BRACKETS = compiled(rf" ?\((?=[^()]*[{SYMBOL['date']}])")
_PLACE, _DATE = f"[{SYMBOL['place']}{SYMBOL['places']}]", f"[{SYMBOL['date']}{SYMBOL['dates']}]"
_BEHIND = compiled(rf"(?:[,;.] ?| ?[–—:/-] )(?:[–—-] )?(?:{_PLACE},? )?(?:\w{{2,3}} ){{0,2}}{_DATE}")
_DAY_FIRST = compiled(rf"\(?(?P<when>{_DATE})\)?(?:[.:,]| [–—-])? (?=[{SYMBOL['instrument']}])")
_OF_DAY = compiled(rf"(?: \w{{2,3}}){{1,2}} {_DATE}")  # "Protocol to the Agreement of 3 May 1990. Lima, 4 June 1992"
# "Treaty of Peace. Lima, 3 May 1990.", all that is said, but for since when it is in force
_SIGNED = compiled(
    rf"\. (?:\w{{4,10}} \w\w )?(?P<where>{_PLACE}),?(?: \w\w)? (?P<when>{_DATE})\.?(?: \([^()]{{1,60}}\))?"
)


def _title_end(current: Line, reader: Reader) -> tuple[int, int]:
    """Where the title ends with which a line opens: before its date, its place, or words on its signing and force; and
    where the words end that say between whom it is."""
    symbols = current.symbols
    whole = len(symbols.rstrip(" .;,"))
    found = [match.start() for pattern in (_BRACKETS, _BEHIND) if (match := pattern.search(symbols)) is not None]
    tail = said(reader.names.language)["title-tail"].search(current.words)
    at = current.starts[0] + tail.start() if tail is not None else 0
    found += [next(i for i, start in enumerate(current.starts) if start >= at)] if tail is not None else []
    between = said(reader.names.language)["between-states"].search(symbols, 0, end := min([*found, whole]))
    head = symbols[: between.start() if between is not None and between.end() == end else end]
    return len(head.rstrip(" –—-:")), end


def _signed(dates: list[tuple[int, Chunk]], current: Line, reader: Reader) -> Chunk:
    """Of several dates that on which an instrument was signed, not since when it is in force."""
    table = table_of(reader, THINGS_TABLE)
    force = dict(headers(table.columns)).get("force") if table is not None else None
    at = 0
    for index, chunk in dates:
        if force is None or force.search(current.symbols, at, index) is None:
            return chunk
        at = index
    return dates[0][1]
