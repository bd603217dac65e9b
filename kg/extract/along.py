"""Who else is told with a journey: those who came along, and those whom the visitor saw there.

"She was accompanied by Minister Y" is a journey of Y; "visited Lima in 1990 for talks on fish with President Z" is a
meeting too, if Z is at home there and no rule has told that they met.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.extract.claims import Draft
from kg.extract.clauses import Clauses
from kg.extract.homes import home_of
from kg.extract.presence import in_office
from kg.extract.symbols import Chunk, Pattern, compile_pattern
from kg.extract.values import Reader
from kg.lexicon.language import Language
from kg.model import Modality, Span, Value

_PEOPLE = ("person", "people", "name", "names", "post")
_NEAR = 70  # symbols between a word of talking and with whom
_MANNER = 40  # symbols between a word of company and who comes along


@cache
def _pattern(lexicon: Language, name: str) -> Pattern | None:
    words = "|".join(lexicon.clause.get(name, ()))
    return compile_pattern(f"(?<!\\w)(?:{words})(?!\\w)", lexicon.classes) if words else None


def companions(place: Clauses, told: Sequence[Draft], reader: Reader) -> Iterator[Draft]:
    """The journeys of those who came along with the visitor of the line, or of the one told last in its paragraph."""
    pattern, line, memory = _pattern(reader.names.language, "company"), place.line, reader.memory
    found = pattern.search(line.symbols) if pattern is not None else None
    visits = [draft for draft in told if draft.type == "Visit"]
    if found is None or not (visits or memory.visit_paragraph == reader.paragraph or _names_visitor(place, reader)):
        return
    mood: Modality = "planned" if memory.visit_planned else "asserted"
    dates = memory.visit_dates or (None,)
    base = [(draft.roles, draft.date, draft.modality) for draft in visits[-1:]]
    base = base or [(memory.visit, date, mood) for date in dates if memory.visit]
    known = {value.label for draft in visits for value in draft.roles.get("visitor", ())}
    for at, chunk in _behind(place, found.end(), _MANNER, several=True):
        for roles, date, modality in base:
            hosts = {value.label for value in roles.get("host", ())}
            known |= {value.label for value in roles.get("visitor", ())}
            for value in reader.values(chunk):
                home = home_of(value, reader) if value.kind == "person" and in_office(value, reader) else None
                mine = roles.get("visitor_state", ())
                if value.kind != "person" or not in_office(value, reader) or value.label in known:
                    continue
                if home is not None and (home.label in hosts or home.label not in {state.label for state in mine}):
                    continue
                span = Span(line.starts[found.start()], line.ends[at])
                made = {name: values for name, values in roles.items() if name in ("visitor_state", "host")}
                rule = f"{reader.names.language.code}.company"
                yield Draft("Visit", {"visitor": (value,), **made}, date, modality, span, rule, 0.6)


def _names_visitor(place: Clauses, reader: Reader) -> bool:
    """Whether a line begins with the visitor told last: "President X will be accompanied by …", a paragraph on."""
    first = next((chunk for _, chunk in place.line.all(_PEOPLE)), None)
    visitors = {value.label for value in reader.memory.visit.get("visitor", ())}
    return first is not None and bool(visitors & {value.label for value in reader.values(first)})


def seen_there(place: Clauses, told: Sequence[Draft], reader: Reader) -> Iterator[Draft]:
    """The meetings of a visitor of the line with those at home there whom a word of talking is followed by."""
    pattern, line = _pattern(reader.names.language, "talked"), place.line
    visits = [draft for draft in told if draft.type == "Visit" and draft.modality == "asserted" and draft.date]
    if pattern is None or not visits:
        return
    met = {value.label for draft in told if draft.type == "Meeting" for value in draft.roles["participants"]}
    for found in pattern.each(line.symbols):
        ahead = [draft for draft in visits if draft.span.start < line.starts[found.start()]]
        draft = (ahead or visits)[-1]
        hosts = {value.label for value in draft.roles.get("host", ())}
        for at, chunk in _behind(place, found.end(), _NEAR):
            others = [value for value in reader.values(chunk) if _is_of(value, hosts, reader)]
            others = [value for value in others if value.label not in met]
            visitor = draft.roles["visitor"]
            if others and not met & {value.label for value in visitor}:
                span = Span(min(draft.span.start, chunk.start), max(line.ends[found.end() - 1], line.ends[at]))
                roles = {name: values for name, values in draft.roles.items() if name == "place"}
                both = {"participants": (*visitor, *others), **roles}
                rule = f"{reader.names.language.code}.talked"
                yield replace(draft, type="Meeting", roles=both, span=span, rule=rule, confidence=0.6)
                return


def _is_of(value: Value, states: set[str], reader: Reader) -> bool:
    home = home_of(value, reader) if value.kind == "person" else None
    return home is not None and home.label in states


def _behind(place: Clauses, end: int, far: int, several: bool = False) -> Iterator[tuple[int, Chunk]]:
    """The first of those named behind symbols[:end], or all of them, up to the end of the clause."""
    symbols = place.line.symbols
    broken = place.grammar.hard.search(symbols, end)
    stop = broken.start() if broken is not None else len(symbols)
    first = True
    for at, chunk in place.line.mentions(end, stop):
        if chunk.kind not in _PEOPLE or (first and at - end > far):
            continue
        yield from ((at, one) for one in chunk.each()) if several else ((at, chunk),)
        first = False
        if not several:
            return
