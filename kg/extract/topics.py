"""What the next sentence's pronouns take up of one that tells nothing itself."""

from __future__ import annotations

from kg.compiled import compiled
from kg.extract.finish import finish
from kg.extract.leads import own_sides
from kg.extract.lines import OPENING
from kg.extract.memory import fold
from kg.extract.roles.economy import note_flow
from kg.extract.rules import Hit, clauses
from kg.extract.said import said
from kg.extract.sums import flow_of
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader
from kg.model import Passage
from kg.texts.words import words as structure


def note_topic(current: Line, hits: list[Hit], reader: Reader) -> None:
    """Whom a sentence that tells nothing begins with, or the only one it names: "he" of the next one."""
    people = [mark for mark in current.mentions(0, OPENING) if mark[1].kind in ("person", "name")]
    place = clauses(current, hits, reader.names.language) if people else None
    for index, chunk in people:
        if place is not None and not place.governor(index):
            known = reader.memory.find(chunk.label or chunk.text)
            if known is None and (chunk.part("office") or _opens(current, index)):
                reader.person(chunk)
                known = reader.memory.find(chunk.label or chunk.text)
            if known is not None:
                reader.memory.subject = fold(known.name)
                return
            break
    named = [mark for mark in current.mentions() if mark[1].kind in ("person", "people", "name", "names")]
    index, one = named[0] if len(named) == 1 else (0, None)
    if one is None or one.members or " " not in one.text:
        return
    place = clauses(current, hits, reader.names.language)
    if place.governor(index) != "of":  # "the candidacy of Ola Berg" is not told of him
        reader.memory.subject = fold(reader.person(one).label)


def note_mission(current: Line, reader: Reader) -> None:
    """ "The Latvian legation in Oslo was the only one. It was …": the one mission, named with both its sides, of which
    a sentence speaks that tells nothing."""
    missions = [chunk for _, chunk in current.all(("mission",))]
    if len(missions) != 1 or missions[0].members or not all(own_sides(missions[0])):
        return
    post = reader.memory.post
    next(finish("MissionPresent", {"mission": [*missions]}, reader), None)
    reader.memory.post = post


def note_post(current: Line, reader: Reader) -> None:
    """ "The first envoy of Peru to Kenya was Ola Berg, who …": the post that he holds, not the one told before."""
    found = said(reader.names.language)["was-named"].search(current.symbols)
    post, person = (current.chunk_at(found.start("post")), current.chunk_at(found.end())) if found else (None, None)
    if post is not None and person is not None and post.part("to") is not None:
        next(finish("Appointment", {"person": [person], "office": [post]}, reader), None)


def note_trade(passage: Passage, current: Line, reader: Reader) -> None:
    """ "Trade is modest. In 2011 it was …": the flow of which a sentence speaks that tells no sum, the
    first of its paragraph."""
    if passage.kind == "sentence" and reader.memory.trade_paragraph != passage.paragraph:
        filled = flow_of(current, reader.names.language)
        if filled:
            note_flow(filled, reader)


def note_trade_year(passage: Passage, current: Line, reader: Reader) -> None:
    """ "In 2016 Peru was Kenya's fifth trading partner. Exports were $20 million.": the year of which a sentence on
    trade tells without a sum, and whose trade it is, for those behind it."""
    dates, words = current.all(("date", "dates")), said(reader.names.language)
    if passage.kind != "sentence" or len(dates) != 1 or words["on-trade"].search(current.symbols) is None:
        return
    years = reader.edtf(dates[0][1], lasting=True)
    if len(years) != 1 or not _YEAR.fullmatch(years[0]):
        return
    reader.memory.trade_dates, reader.memory.trade_paragraph = (years[0],), passage.paragraph
    partner = words["partner-of"].search(current.symbols)
    chunks = [current.chunk_at(at) for at in (partner.start(), partner.end() - 1)] if partner is not None else []
    sides = [value for chunk in chunks if chunk is not None for value in reader.values(chunk)]
    reader.memory.trade_side = passage.paragraph, next(iter(sides), None)


def year_told_of(type_: str, chunk: Chunk | None, passage: Passage, reader: Reader) -> list[str]:
    """ "Imports were $9 million in 2022, up from $6 million in 2018. In the same year exports …": the year of which the
    sentences on trade before tell, not the one that they compare it with."""
    memory, relative = reader.memory, chunk.detail.relative if chunk is not None and chunk.kind == "date" else None
    same = relative is not None and relative.same == "year" and type_ == "TradeVolume"
    apart = memory.trade_paragraph != passage.paragraph or memory.trade_end == passage.span.end
    return [] if not same or apart else [*memory.trade_dates]


_YEAR = compiled(r"\d{4}")


def _opens(current: Line, index: int) -> bool:
    """Whether a sentence begins with a full name, and a word that is none goes on: "Ola Berg was …"."""
    chunk = current.chunks[index]
    return index == 0 and chunk is not None and " " in chunk.text and current.symbols[2:3].islower()


def year_above(passage: Passage, reader: Reader) -> str:
    """The year alone that heads an entry of a chronology: "1974", below it "- Kenya opens an embassy"."""
    above = passage.headings[-1] if passage.headings and passage.kind == "item" else None
    year = structure().years.fullmatch(reader.document.text, above.start, above.end) if above is not None else None
    return year["year"] if year is not None else ""
