"""Who was in the other state without a word of visiting: "X signed a pact with Y in Lima", "X attended the Lima Forum".

Read by elimination where no rule has told the journey: a word of presence or of speech (the lists "present" and
"present-saying" of the lexicon), somebody in office who serves one of the document's two states, a place in the other,
a date; or a meeting told with its place, at which one of those who met was at home.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.compiled import Match, compiled
from kg.extract.calendar import YEAR
from kg.extract.claims import Draft
from kg.extract.clauses import Clauses
from kg.extract.homes import home_of
from kg.extract.roles.filled import states_of_places
from kg.extract.rules import Hit
from kg.extract.statements import route
from kg.extract.symbols import SYMBOL, Chunk, Line, Pattern, compile_pattern, unsaid_state
from kg.extract.values import Reader
from kg.lexicon.language import Language, Rule
from kg.model import Value

_WHO = "person|people|post|posts|name|names|pronoun"
_BESIDE = "person|people|post|name|names"
_PEOPLE = frozenset({"person", "people", "name", "names", "post"})
_FAR = 140  # symbols between a word of presence and the place
_ALONG = 24  # symbols between a word of speech and its place: its date, or whom it is said to


@cache
def _patterns(lexicon: Language) -> Mapping[str, Pattern]:
    """The lists of a language as patterns; empty if it lacks one."""
    lists = {
        name: "|".join(lexicon.clause.get(f"present{name}", ()))
        for name in ("", "-by", "-saying", "-in", "-event", "-rite", "-afar")
    }
    if not all(lists.values()):
        return {}
    forms = {"-in": "(?:{}) $", "-rite": "(?:{}) $", "-event": "(?:{})"}
    word = r"(?<!\w)(?:{})(?!\w)"
    written = {name: forms.get(name, word).replace("{}", words) for name, words in lists.items()}
    return {name: compile_pattern(pattern, lexicon.classes) for name, pattern in written.items()}


@cache
def _rule(code: str) -> Rule:
    roles = (("event", "=event"), ("came", "=came"))
    return Rule(f"{code}.presence", "Visit", "", (), roles, "required", confidence=0.6)


def may_tell(line: Line, reader: Reader) -> bool:
    """Whether a line holds what it takes: a date, somebody, and a place or somebody else."""
    marks = line.symbols
    if SYMBOL["date"] not in marks or len(reader.memory.pair) != _PAIR:
        return False
    people = sum(marks.count(mark) for mark in _SOMEBODY)
    return people > 1 or (people == 1 and any(mark in marks for mark in _SOMEWHERE))


_PAIR = 2
_SOMEBODY = tuple(SYMBOL[kind] for kind in ("person", "name", "people", "names", "post", "pronoun"))
_SOMEWHERE = tuple(SYMBOL[kind] for kind in ("place", "state", "org", "mission"))


def present(place: Clauses, told: Sequence[Draft], reader: Reader) -> Iterator[Hit]:
    """A hit for a word of presence with a place in the other state and somebody who came there."""
    line, lexicon = place.line, reader.names.language
    words = _patterns(lexicon)
    if not words:
        return
    pair = {state.label for state in reader.memory.pair}
    for name, far in (("", _FAR), ("-by", _FAR), ("-saying", _ALONG)):
        for found in words[name].each(line.symbols):
            for at, where in _where(found, far, place, words):
                state = _state(where, reader)
                if state is None or state.label not in pair:
                    continue
                span = found.span()
                doers = _who(*span, place) if name != "-by" else place.after(span[1], "by", _BESIDE)
                who = [one for chunk in doers for one in chunk.each()]
                if came := _guests(who, state, told, reader):
                    host = (
                        where if where.kind in ("place", "state", "mission") else unsaid_state(state.label, state.key)
                    )
                    slots = (*(("visitor", chunk) for chunk in came), ("host", host))
                    yield Hit(_rule(lexicon.code), min(found.start(), at), max(found.end(), at + 1), slots, ())
                    return


def _where(found: Match, far: int, place: Clauses, words: Mapping[str, Pattern]) -> Iterator[tuple[int, Chunk]]:
    """Places behind a word in its clause, or ahead of it, in which something was; events that are named for theirs."""
    line, start, end = place.line, found.start(), found.end()
    stop = place.grammar.hard.search(line.symbols, end, end + far)
    edge, last = place.left_edge(start), stop.start() if stop is not None else end + far
    if words["-afar"].core.search(line.symbols, edge, last):
        return
    for at, chunk in (*line.mentions(end, last), *line.mentions(edge, start)):
        if chunk.kind in ("place", "state"):
            there = words["-in"].core.search(line.symbols, max(edge, at - _ALONG), at)
            if there or (end <= at < end + _ALONG and words["-event"].core.match(line.symbols, at)):
                yield at, chunk
        elif chunk.kind in ("person", "post", "name"):
            if end <= at and words["-rite"].core.search(line.symbols, end, at):
                yield at, chunk
        elif (chunk.kind == "org" and end <= at < end + _ALONG) or (
            chunk.kind == "mission" and at < start < at + _ALONG
        ):
            yield at, chunk


def _state(where: Chunk, reader: Reader) -> Value | None:
    """The one state in which a place lies, of which somebody is, or in whose city a body or an event sits."""
    if where.kind == "org":
        return _seat(where, reader)
    if where.kind in ("person", "post", "name"):
        return next((home for value in reader.values(where)[:1] if (home := home_of(value, reader))), None)
    states = states_of_places({"host": [where]}, "host", reader)
    return states[0] if len(states) == 1 else None


def _seat(chunk: Chunk, reader: Reader) -> Value | None:
    """The one of the pair in whose city a body or a conference sits that its name tells: "Lima Trade Forum"."""
    named = [reader.names.known.get(word) for word in _WORD.findall(chunk.text)]
    keys = {key for kind, each in (one for one in named if one) if kind == "place" for key in each}
    found = {reader.names.gazetteer.state_of_place(key) for key in keys}
    return next((state for state in reader.memory.pair if state.key in found), None) if len(found) == 1 else None


_WORD = compiled(r"\p{Lu}[\p{L}'’-]+")


def _who(start: int, end: int, place: Clauses) -> list[Chunk]:
    """Who does what a word at [start, end) tells, and with whom."""
    edge = place.left_edge(start)
    verbs = [last for first, last in place.triggers if edge <= first and last <= start]
    before = place.line.mentions(max([edge, *verbs]), start)
    also = [chunk for at, chunk in before if chunk.kind in _PEOPLE and not place.governor(at, edge)]
    found = [*place.subject(start, _WHO), *also, *place.after(end, "with", _BESIDE)]
    return [*{id(chunk): chunk for chunk in found}.values()]


def _guests(who: Sequence[Chunk], host: Value, told: Sequence[Draft], reader: Reader) -> list[Chunk]:
    """Those in office of the pair's other state, of whose journey then the text has not told; else the first of whom
    it is not told whose minister he is, if he is with somebody who is at home there."""
    known: list[Chunk] = []
    unknown: list[Chunk] = []
    at_home = away = False
    for chunk in who:
        values = [value for value in reader.values(chunk) if value.kind == "person"]
        homes = {home.label if (home := home_of(value, reader)) is not None else "" for value in values}
        at_home, away = at_home or homes == {host.label}, away or not homes <= {host.label, ""}
        free = all(in_office(value, reader) and not _is_told(value, host, told, reader) for value in values)
        if values and free and host.label not in homes:
            (unknown if "" in homes else known).append(chunk)
    return known or (unknown[:1] if at_home and not away else [])


def in_office(value: Value, reader: Reader) -> bool:
    """Whether somebody holds an office, and is no diplomat, who lives abroad."""
    known = reader.memory.find(value.label)
    return known is not None and known.office_class not in ("", "diplomat")


def _is_at_home(value: Value, host: Value, reader: Reader) -> bool:
    home = home_of(value, reader) if value.kind == "person" else None
    return home is not None and home.label == host.label


def _is_told(value: Value, host: Value, told: Sequence[Draft], reader: Reader) -> bool:
    """Whether the sentence, its paragraph, or the text of that year, has told of somebody's journey."""
    way = (value.label, host.label)
    if any(draft.type == "Visit" and route(draft.roles) == way for draft in told):
        return True
    before = reader.memory.journeys.get(way)
    here = before is not None and reader.memory.visit_paragraph == reader.paragraph
    return here or any((*way, year) in reader.memory.travels for year in YEAR.findall(reader.memory.date))


def hosted(told: Sequence[Draft], reader: Reader) -> Iterator[Draft]:
    """ "X of Peru met Y of Kenya in Nairobi": the journey of X; to sessions of states nobody is told to have come."""
    for draft in told:
        people = draft.roles.get("participants", ())
        fit = draft.type == "Meeting" and draft.modality == "asserted" and draft.date and "ordinal" not in draft.roles
        places = draft.roles.get("place", ()) if fit else ()
        host = next((state for one in places if one.kind == "place" and (state := reader.state_of_place(one))), None)
        if host is None or not any(_is_at_home(value, host, reader) for value in people):
            continue
        for value in people:
            home = home_of(value, reader) if value.kind == "person" and in_office(value, reader) else None
            if home is None or home.label == host.label or _is_told(value, host, told, reader):
                continue
            roles = {"visitor": (value,), "visitor_state": (home,), "host": (host,), "place": places}
            yield replace(
                draft, type="Visit", roles=roles, rule=f"{reader.names.language.code}.presence.met", confidence=0.6
            )
