"""Sessions of two states told by their number, place and date, whatever stands between: "V Reunión, Lima, 3 de mayo".

Read by elimination besides what rules have told: the number of a session ("sitting" in the lexicon) near the name of a
body in which two states sit together, then the next place and date, and where there is no date, a word of what is to
come; or several places, each with its date, behind how often such a body has met ("sat-times").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from kg.compiled import Match, compiled
from kg.extract.claims import Draft
from kg.extract.clauses import Clauses
from kg.extract.rules import Hit
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line, Pattern, compile_pattern
from kg.extract.values import Reader
from kg.lexicon.language import Language, Rule

_WHERE = ("place", "name")
_DATES = ("date", "dates")
_FAR = 110  # symbols between the number of a session and its place or date


@cache
def _patterns(lexicon: Language) -> tuple[Pattern, ...]:
    """Numbered sessions, what says that they are to come, and how often a body has met; none if untold."""
    lists = ["|".join(lexicon.clause.get(name, ())) for name in ("sitting", "sitting-to-come", "sat-times")]
    return tuple(compile_pattern(f"(?<!\\w)(?:{words})", lexicon.classes) for words in lists) if all(lists) else ()


@cache
def _rule(code: str, date: str, modality: Literal["planned", ""]) -> Rule:
    return Rule(f"{code}.sitting", "Meeting", "", (), (("participants", "=@pair"),), date, modality, confidence=0.6)


def sittings(place: Clauses, told: Sequence[Draft], reader: Reader) -> Iterator[Hit]:
    """A hit for each numbered session of the pair with a place or a date that no rule has told."""
    line, lexicon = place.line, reader.names.language
    patterns = _patterns(lexicon)
    dated = any(SYMBOL[kind] in line.symbols for kind in ("place", *_DATES))
    if not patterns or not dated or len(reader.memory.pair) != _PAIR:
        return
    sitting, to_come, times = patterns
    if all(next(each.each(line.symbols), None) is None for each in (sitting, times)) or _of_others(line, reader):
        return
    around = reader.document.text[max(0, line.starts[0] - _LATELY) : line.ends[-1]]
    if said(lexicon)["mixed-body"].search(around) is None:
        return
    for found in times.each(line.symbols):
        for (at, city), (other, when) in pairwise(line.all((*_WHERE, *_DATES))):
            beside = found.end() <= at and other - at <= _BESIDE and city.kind == "place" and when.kind in _DATES
            if beside:
                yield Hit(_rule(lexicon.code, "match", ""), at, other + 1, (("place", city), ("date", when)), ())
        return
    several = [found for found in sitting.each(line.symbols) if _is_session(found, line, reader)]
    ends = [found.start() for found in several[1:]] + [len(line.symbols)]
    meetings = [draft for draft in told if draft.type == "Meeting"]
    dates = {draft.date for draft in meetings}
    for found, last in zip(several, ends, strict=False):
        first = line.starts[found.start()]
        if any(draft.span.start <= first < draft.span.end for draft in meetings):
            continue
        breaks = (
            each.start() for each in place.grammar.hard.finditer(line.symbols, found.end(), last) if each[0] != ": "
        )
        stop = min(last, found.end() + _FAR, next(breaks, last))
        behind = line.mentions(found.end(), stop)
        seat = next((chunk for at, chunk in behind if chunk.kind == "place"), None)
        date = next((chunk for at, chunk in behind if chunk.kind in _DATES), None)
        if date is None and len(several) == 1:
            date = next((chunk for at, chunk in line.mentions(0, found.start()) if chunk.kind in _DATES), None)
        if date is not None and set(reader.edtf(date)) & dates:
            continue
        if said(lexicon)["no-sitting"].search(line.symbols, found.end(), stop):
            continue
        coming = to_come.core.search(line.symbols, found.start(), stop) is not None
        if date is None and (seat is None or not coming):
            continue
        end = max([found.end(), *(at + 1 for at, chunk in behind if chunk is seat or chunk is date)])
        slots = (*((("place", seat),) if seat else ()), *((("date", date),) if date else ()))
        rule = _rule(lexicon.code, "match" if date else "none", "planned" if coming else "")
        yield Hit(rule, found.start(), end, slots, (("ordinal", found["ordinal"]),))


_PAIR = 2
_LATELY = 800  # characters in which the name of the body stands that has sat
_BESIDE = 4  # symbols between a place and its date: " ("


def _is_session(found: Match, line: Line, reader: Reader) -> bool:
    """Whether a numbered word is that of a session; an abbreviation is one that the document makes of a body's name."""
    if found["short"]:
        short, text = line.between(*found.span("short")), reader.document.text
        return short.isupper() and (f"({short})" in text or re.search(_INITIALS.join(short), text) is not None)
    bodies = [chunk for at, chunk in line.mentions(found.start(), found.end() + _OF) if chunk.kind == "org"]
    return not any(body.keys or _is_world_wide(body, reader) for body in bodies)


_INITIALS = r"\w+ (?:(?:of|on|for|and|de|del|y|la) )?"  # "Foreign Office Consultations" for FOC
_OF = 40  # symbols: "of the General Assembly of the"


def _is_world_wide(body: Chunk, reader: Reader) -> bool:
    """Whether the name of a body holds that of an organisation, or is none in which two states sit together."""
    known = (reader.names.known.get(word) for word in _WORD.findall(body.text))
    return any(kind == "org" for kind, _ in filter(None, known)) or not said(reader.names.language)[
        "mixed-body"
    ].search(body.text)


_WORD = compiled(r"\p{Lu}[\p{L}'’]+")


def _of_others(line: Line, reader: Reader) -> bool:
    """Whether a line names other states than the two of the document."""
    pair = {state.label for state in reader.memory.pair}
    named = {value.label for _, chunk in line.all(("state", "states", "demonym")) for value in reader.values(chunk)}
    return not named <= pair
