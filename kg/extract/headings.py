"""What a heading tells that its section does not: "Establishment of Relations, 1838", above an envoy's day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace

from kg.compiled import compiled
from kg.extract.calendar import REPORT
from kg.extract.claims import Draft
from kg.extract.grammar import grammar
from kg.extract.modality import attribution
from kg.extract.reported import TOP
from kg.extract.rules import Hit, clauses
from kg.extract.said import said
from kg.extract.statements import statements
from kg.extract.symbols import SYMBOL, Line
from kg.extract.values import Reader
from kg.extract.when import COMING_ABOUT
from kg.model import Passage, Value


def ends_with_year(heading: Line) -> bool:
    """Whether a heading is of something that came about in a year: "Legation Raised to Embassy, 1946."."""
    found = _DATED.search(heading.symbols)
    date = heading.chunk_at(found.start("date")) if found is not None else None
    return date is not None and _YEAR.fullmatch(date.text) is not None


_DATED = compiled(rf",? \(?(?P<date>[{SYMBOL['date']}])\)?[.: ]*$")
_YEAR = compiled(r"\d{4}")


def told_by_headings(headings: Sequence[Draft], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The claims of headings of which the document says nothing else in that year: no such thing, and nothing else of
    those relations or those missions, which may be the same in other words."""
    for draft in headings:
        if not any(_is_that(other, draft) for other in drafts):
            yield draft


def _is_that(other: Draft, draft: Draft) -> bool:
    if other.modality != "asserted" or other.type not in COMING_ABOUT or _field(other) != _field(draft):
        return False
    return other.date is None or (draft.date or "") in other.date


def _field(draft: Draft) -> str:
    return next((field for field in ("Mission", "Relations") if draft.type.startswith(field)), draft.type)


def named_by_heading(passage: Passage, current: Line, hits: list[Hit], reader: Reader) -> Iterator[Draft]:
    """What a heading alone tells: that the mission which it names exists ("Embassy of Chile in Russia")."""
    lexicon = reader.names.language
    top = passage.span.start < TOP and len(reader.document.parties) > 1  # the head of a letter
    missions = [c for _, c in current.all(("mission",)) if c.part("sending") and (top or c.part("at"))]
    alone = len(_PARTS.split(current.symbols)[-1].strip(" .:")) == 1
    hits = [hit for hit in hits if hit.rule.type == "MissionPresent" and hit.end == len(current.symbols.rstrip(" .:"))]
    if hits and missions and alone:
        place = clauses(current, hits, lexicon)
        said_by = attribution(current, lexicon)
        yield from (draft for hit in hits for draft in statements(hit, place, passage, reader, said_by))


_PARTS = compiled(r" [:–|-] ")  # "Bilateral relations - Embassy of Chile in Russia"


def dated_by_heading(passage: Passage, current: Line, hits: list[Hit], reader: Reader) -> list[Draft]:
    """What a heading tells that ends with a year ("U.S. Recognition of Peru, 1826"), should nothing else tell it."""
    told = [hit for hit in hits if hit.rule.type in COMING_ABOUT and not hit.rule.fallback]
    if passage.kind != "heading" or not told or not ends_with_year(current):
        return []
    kept, reader.memory = reader.memory, copy(reader.memory)  # what stands below is told in its own words
    place = clauses(current, told, reader.names.language)
    found = [draft for hit in told for draft in statements(hit, place, passage, reader)]
    reader.memory = kept
    found = [draft for draft in found if draft.modality == "asserted" and draft.date and not _is_consular(draft)]
    return [replace(draft, confidence=_OF_HEADING) for draft in found]


def _is_consular(draft: Draft) -> bool:
    """Whether relations are consular alone: above a section on the first consuls, not what made two states partners."""
    return any(value.label == "consular" for value in draft.roles.get("kind", ()))


_OF_HEADING = 0.7


def told_by_headline(passage: Passage, current: Line, hits: list[Hit], reader: Reader) -> list[Draft]:
    """What the headline of a press note tells ("Minister of Peru visits Oslo"): read when its first sentences have
    named who that is."""
    if passage.kind != "heading" or len(reader.document.text) > REPORT:
        return []
    told = [hit for hit in hits if hit.rule.type in _HEADLINED and not hit.rule.fallback]
    told = [hit for hit in told if not _NOUNS.search(hit.rule.id)]
    if not told or not reader.issued:
        return []
    kept, reader.memory = reader.memory, copy(reader.memory)  # what comes below is told of the note's own words
    reader.paragraph, reader.start = passage.paragraph, passage.span.start
    reader.memory.visit_planned, reader.memory.on_visit, reader.memory.visit_dates = False, False, ()
    place = clauses(current, told, reader.names.language)
    foretold = [hit.start for hit in told if _is_foretold(hit, current, reader)]
    found = [draft for hit in told for draft in statements(hit, place, passage, reader)]
    if len(foretold) == len(told):
        found = [replace(draft, modality="planned") if draft.modality == "asserted" else draft for draft in found]
    reader.memory = kept
    people = ([v for values in draft.roles.values() for v in values if v.kind == "person"] for draft in found)
    return [draft for draft, each in zip(found, people, strict=True) if all(_is_told(value, reader) for value in each)]


def _is_foretold(hit: Hit, current: Line, reader: Reader) -> bool:
    """ "President of Peru to visit Oslo": an infinitive that no verb governs is what will be."""
    lexicon, before = reader.names.language, current.symbols[: hit.start]
    last = before.split(" ")[-2] if before.endswith(" ") and before.strip() else ""
    if said(lexicon)["infinitive"].fullmatch(last) is None or grammar(lexicon).verb.search(before) is not None:
        return False
    return said(lexicon)["anyone"].search(before) is None


def is_retold(headline: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether the text below a headline tells what it tells: the same happening between the same, perhaps its day."""
    own = _between(headline)
    return any(
        draft.type == headline.type and headline.date in (None, draft.date) and _between(draft) == own
        for draft in drafts
    )


def _between(draft: Draft) -> list[set[str]]:
    return [{value.label for value in draft.roles.get(name, ())} for name in _WHO]


_WHO = ("visitor", "host", "participants", "parties", "sending", "receiving", "agent", "target")


def _is_told(person: Value, reader: Reader) -> bool:
    """Whether somebody is told by name, or by a title and a state."""
    return reader.memory.find(person.label) is not None or person.label in reader.described


_HEADLINED = (
    "Visit",
    "Meeting",
    "RelationsEstablished",
    "RelationsSevered",
    "RelationsRestored",
    "Expulsion",
    "MissionOpened",
)
_NOUNS = compiled(r"nominal|\.row|\.list|enumerated")  # of rules that read no verb: titles of pages are often such
