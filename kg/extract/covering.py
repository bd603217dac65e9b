"""Missions that cover other states, in whatever words: a word of covering, who does it, from where, and whom.

"Responsibility for Chad passed to the Kenyan mission in Lagos", "Our ambassador, who lives in Lagos, has Chad in his
remit": a rule reads one order of such words. Here the states that stand right behind the word of covering, or else
right before it, are those covered; the mission or the envoy of the clause tells from where; and whose it is it says
itself, or the state that is left, or the page. Asked where a word of the lexicon's lists `covering…` stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.compiled import Light, Match, compiled, light
from kg.extract.roles.filled import homes_of
from kg.extract.rules import Hit
from kg.extract.said import with_symbols
from kg.extract.symbols import SYMBOL, Chunk, Line, symbols_of, unsaid_state
from kg.extract.values import Reader
from kg.lexicon.language import Language, Rule
from kg.model import Value

_DATE = SYMBOL["date"]
_STATE = symbols_of("state|place|org")
_SEAT = symbols_of("place|state")
_HEADS = ("mission", "missions", "missionword", "post", "posts", "person", "people", "rank", "pronoun")
_PARTS = (
    "strong",
    "under",
    "again",
    "for",
    "gap",
    "passive",
    "adverbs",
    "from",
    "owner",
    "there",
    "since",
    "stop",
    "no",
    "until",
)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a language says of covering."""

    trigger: Light
    strong: Light  # a word of covering that means nothing else
    under: Light  # what somebody has a state under: "within the remit of"
    again: Light  # what takes up a word of covering told before: "does the same"
    acts: Light  # behind it the state for which somebody acts, and then where: "represents Chad in Mali"
    first: Light  # from a word of covering up to the first state covered
    next: Light  # from one state covered to the next, with a date of its own before it
    own: Light  # the date of a state, behind it
    before: Light  # between a state covered and a word of covering behind it
    passive: Light  # and which of this tells that it is covered
    seat: Light  # up to where somebody lives or from where he acts
    owner: Light  # behind a state: interests, which are its own
    there: Light  # behind a word of covering: the other state of the page is covered
    since: Light  # who takes on a state does so from then on
    stop: Light  # where another clause begins
    no: Light  # who or what covers in another sense
    until: Light  # what says that something was so up to what has been told


@cache
def words_of(lexicon: Language) -> _Words | None:
    """The lists of a language, as patterns over symbols; None if it lacks one."""
    told = {name: with_symbols("|".join(lexicon.clause.get(f"covering-{name}", ()))) for name in _PARTS}
    trigger = "|".join(lexicon.clause.get("covering", ()))
    if not trigger or not all(told.values()):
        return None
    small = rf"(?:[ ,:–-]|(?<!\w)(?:{told['gap']})(?!\w))*+"
    place = rf"(?<!\w)(?:{told['from']}) "
    alone = {name: light(rf"(?:{told[name]})(?!\w)") for name in ("strong", "under", "again")}
    within = {name: light(rf"(?<!\w)(?:{told[name]})(?!\w)") for name in ("passive", "since", "no", "until")}
    return _Words(
        trigger=light(rf"(?<!\w)(?:{told['under']}|{told['for']}|{told['strong']}|{trigger}|{told['again']})(?!\w)"),
        acts=light(rf"(?:{told['for']})(?!\w)"),
        first=light(rf"{small}(?:{SYMBOL['missionword']}{small})?(?:{place}{_SEAT} ?:{small})?(?={_STATE})"),
        next=light(rf"(?: ?\([^()]{{0,120}}\))?(?: {_DATE})?[,;]? ?{small}(?P<date>{_DATE})?{small}(?={_STATE})"),
        own=light(rf" ?\((?P<words>[^()]{{0,120}})\)| (?P<date>{_DATE})"),
        before=light(rf"(?:[ ,]|'s|(?<!\w)(?:{told['passive']}|{told['adverbs']})(?!\w))*+$"),
        seat=light(rf"{place}(?:\w{{1,14}} ){{0,4}}(?P<seat>{_SEAT})"),
        owner=light(rf"(?:'s)? (?:\w+ )?(?:{told['owner']})(?!\w)"),
        there=light(rf",? (?:{told['there']})(?!\w)"),
        stop=light(rf"[;]|\. |(?<!\w)(?:{told['stop']})(?!\w)"),
        **alone,
        **within,
    )


@cache
def _rule(code: str, date: str) -> Rule:
    roles = (("kind", "=non-resident embassy"),)
    return Rule(f"{code}.covering", "MissionPresent", "", (), roles, date, "", confidence=0.6)


@dataclass(frozen=True, slots=True)
class _Covered:
    """A state covered, and the date that is told of it alone; no state, where the text has just told which."""

    at: int
    chunk: Chunk | None
    date: Chunk | None = None


@dataclass(frozen=True, slots=True)
class _Clause:
    """A word of covering at symbols[start:stop] and the clause that holds it; `again`: it takes up another one."""

    line: Line
    words: _Words
    reader: Reader
    start: int
    stop: int
    begin: int
    end: int
    again: bool

    def mentions(self) -> list[tuple[int, Chunk]]:
        return self.line.mentions(self.begin, self.end)


def covering(line: Line, lexicon: Language, reader: Reader) -> Iterator[Hit]:
    """A hit for each state covered, by the first word of covering of each clause."""
    words = words_of(lexicon)
    found: list[Match] = list(words.trigger.finditer(line.symbols)) if words is not None else []
    if words is None or not found or words.no.search(line.symbols):
        return
    reached = 0
    told: list[Hit] = []
    sender: Chunk | None = None
    for match in found:
        start, stop = match.span()
        again = words.again.match(line.symbols, start) is not None
        if start < reached or (again and not reached and words.until.search(line.symbols, 0, start) is None):
            continue
        begin, end = _bounds(start, stop, line, words)
        clause = _Clause(line, words, reader, start, stop, max(begin, reached) if again else begin, end, again)
        several = _behind(clause) or ([] if again else _ahead(clause))
        acts = words.acts.match(line.symbols, start) is not None
        if acts and len(several) < len(("for whom", "where")):
            continue
        if several or again or words.there.match(line.symbols, stop) is not None:
            reached = max([stop, *(one.at + 1 for one in several)])
            hits = list(_told(clause, several[acts:], sender, several[0].chunk if acts else None))
            sender = next((chunk for hit in hits for name, chunk in hit.slots if name == "sending"), sender)
            told = [*(_undated(hit, hits) for hit in told), *hits]
    yield from told


def _undated(hit: Hit, later: list[Hit]) -> Hit:
    """A hit without a date that is that of what is told behind it: "covers Chad and, until 2014, did so for Mali"."""
    dates = [chunk for other in later for name, chunk in other.slots if name == "date"]
    slots = tuple((name, chunk) for name, chunk in hit.slots if name != "date" or chunk not in dates)
    return hit if slots == hit.slots else Hit(_rule(hit.rule.id[:2], "none"), hit.start, hit.end, slots, ())


def _bounds(start: int, stop: int, line: Line, words: _Words) -> tuple[int, int]:
    """Where the clause begins and ends that holds symbols[start:stop]; what stands in brackets is one of its own, and
    so is a relative clause up to its comma."""
    stops = (match for match in words.stop.finditer(line.symbols, 0, stop) if match.end() <= start)
    opens = max(stops, key=lambda match: match.end(), default=None)
    begin = opens.end() if opens is not None else 0
    after = words.stop.search(line.symbols, stop)
    end = after.start() if after is not None else len(line.symbols)
    if opens is not None and line.symbols[: opens.start()].endswith(", "):
        comma = _COMMA.search(line.symbols, stop, end)
        end = comma.start() if comma is not None else end
    opened = line.symbols.rfind("(", begin, start)
    if opened >= 0 and ")" not in line.symbols[opened:start]:
        closed = line.symbols.find(")", stop)
        return opened + 1, closed if closed >= 0 else end
    return begin, end


_COMMA = compiled(rf"(?<={_SEAT}), \p{{Ll}}")  # "…, which covers Chad from Lagos, opened an embassy"


def _behind(clause: _Clause) -> list[_Covered]:
    """The states that stand one after the other behind a word of covering; bodies among them are none."""
    line, words, found = clause.line, clause.words, list[_Covered]()
    under = words.under.match(line.symbols, clause.start) is not None
    gap = words.first.match(line.symbols, clause.stop, clause.end + 1) if not under else None
    while gap is not None and (chunk := line.chunk_at(at := gap.end())) is not None:
        ahead = line.chunk_at(gap.start("date")) if found and gap["date"] else None
        date = ahead or _own_date(at + 1, clause)
        *others, last = chunk.each()
        bracketed = ahead is None and line.symbols[at + 1 : at + 3].lstrip().startswith("(")
        for each in others:  # "Chad, Mali and Niger (until 2014)": Niger alone
            found.append(_Covered(at, each, None if bracketed else date))
        found.append(_Covered(at, last, date))
        gap = words.next.match(line.symbols, at + 1, max(clause.end + 1, at + 1))
    return [one for one in found if one.chunk is not None and one.chunk.kind != "org"]


def _own_date(start: int, clause: _Clause) -> Chunk | None:
    """The span of time told right behind a state: "Chad (until 2014)", "Chad since 1994"."""
    own = clause.words.own.match(clause.line.symbols, start)
    if own is None:
        return None
    inside = clause.line.mentions(*(own.span("words" if own["words"] else "date")))
    return next((chunk for _, chunk in inside if _is_span(chunk, clause.reader)), None)


def _is_span(chunk: Chunk, reader: Reader) -> bool:
    return chunk.kind == "date" and any("/" in edtf for edtf in reader.edtf(chunk, True))


def _ahead(clause: _Clause) -> list[_Covered]:
    """The state that stands right before a word of covering, with nothing but small words between."""
    line, start = clause.line, clause.start
    if clause.words.strong.match(line.symbols, start) is not None:
        return []  # "Chad is accredited": from there
    named = [
        (at, part)
        for at, chunk in line.mentions(clause.begin, start)
        if SYMBOL[chunk.kind] in _STATE or chunk.kind in ("demonym", "relations")
        for part in (chunk.all_parts("parties") or (chunk,))
    ]
    for at, chunk in named[-1:]:
        small = clause.words.before.match(line.symbols, at + 1, start) is not None
        under = clause.words.under.match(line.symbols, start) is not None
        if small and (under or clause.words.passive.search(line.symbols, at + 1, start) is not None):
            return [_Covered(at, chunk)]  # "Chad covers" has Chad as its subject, unlike "Chad is covered"
    return []


def _told(clause: _Clause, several: list[_Covered], before: Chunk | None, sender: Chunk | None) -> Iterator[Hit]:
    """The hits of a clause: each state covered with whose mission covers it and from where. `before`: whose mission
    the sentence has told of."""
    sure = clause.again or sender is not None
    reader, taken = clause.reader, {one.at for one in several}
    actor = _actor(clause, taken)
    if actor is not None and actor[1].members:
        return
    seat = _seat(actor, clause, taken)
    sender = sender or _own_sender(actor, reader) or _titled(actor, clause)
    if sender is None and len(several) == 1 and clause.words.owner.match(clause.line.symbols, several[0].at + 1):
        sender, several = several[0].chunk, []  # "Chad's interests are looked after by the embassy in Lagos"
    sender = sender or _subject(clause, taken, seat)
    if sender is None and clause.again and not several and (other := _other(before, set(), reader)) is not None:
        sender = unsaid_state(other.label, other.key)  # "…; our country does so from Lagos"
    if seat is None and not _on_its_page(actor, clause, sure):
        return
    away = {value.label for value in (_state(seat, reader), _state(sender, reader) or reader.memory.house) if value}
    away |= {value.label for value in reader.memory.pair} if seat is None else set()  # accredited to where he resides
    rest = [one for one in several if (state := _state(one.chunk, reader)) is None or state.label not in away]
    if not several:
        other = _other(sender, away, reader)
        if other is not None or sender is None:  # "until then it did so from Lagos": the two just told of
            rest = [_Covered(clause.start, unsaid_state(other.label, other.key) if other is not None else None)]
    common, date_mode = _date_of_clause(several, clause)
    via = actor[1] if actor is not None and actor[1].kind != "pronoun" and actor[0] >= clause.begin else None
    slots = [("sending", sender), ("place", seat), ("via", via)]
    head = actor[0] if actor is not None and clause.begin <= actor[0] else clause.start
    for one in rest:
        date, mode = (one.date, "match") if one.date is not None else (common, date_mode)
        filled = [(name, chunk) for name, chunk in (*slots, ("receiving", one.chunk), ("date", date)) if chunk]
        first, last = min(clause.start, one.at, head), max(clause.start, one.at) + 1
        yield Hit(_rule(reader.names.language.code, mode), first, last, tuple(filled), ())


def _on_its_page(actor: tuple[int, Chunk] | None, clause: _Clause, sure: bool) -> bool:
    """Whether a mission is told of without where it is that is the page's own."""
    memory, before = clause.reader.memory, clause.line.mentions(0, clause.start)[-1:]
    if actor is None and memory.house is None and any(c.kind in ("name", "person") for _, c in before):
        return False  # "Ola Berg, who was also accredited to Chad": what he was in person
    bare = actor is not None and actor[1].kind in ("missionword", "rank") and actor[0] < clause.start
    sure = sure or clause.words.strong.match(clause.line.symbols, clause.start) is not None
    return (sure or bare) and (memory.house is not None or bool(memory.post))


def _other(sender: Chunk | None, away: set[str], reader: Reader) -> Value | None:
    """The page's other state, covered without a word by a sender of the two from a third state."""
    own = _state(sender, reader)
    other = reader.other((own,)) if own is not None else None
    return other if other is not None and other.label not in away else None


def _actor(clause: _Clause, taken: set[int]) -> tuple[int, Chunk] | None:
    """The mission or the envoy nearest to a word of covering: in its clause, or the last one before that."""
    heads = [(at, c) for at, c in clause.line.mentions(0, clause.end) if c.kind in _HEADS and _is_envoy(c)]
    heads = [(at, c) for at, c in heads if at not in taken]
    near = [(at, c) for at, c in heads if at >= clause.begin] or ([] if clause.again else heads[-1:])
    return min(near, key=lambda each: abs(each[0] - clause.start), default=None)


def _is_envoy(chunk: Chunk) -> bool:
    """Whether somebody may head a mission that covers others: no minister of a government does, and no consul."""
    office = chunk.part("office")
    if any("consul" in each.label for each in (chunk, office) if each is not None):
        return False
    return chunk.kind not in ("person", "post") or office is None or office.detail == "diplomat"


def _seat(actor: tuple[int, Chunk] | None, clause: _Clause, taken: set[int]) -> Chunk | None:
    """Where the mission stands, or the envoy lives."""
    if actor is not None:
        parts = [part for name in ("at", "place", "to", "receiving") for part in actor[1].all_parts(name)]
        if (found := next((part for part in parts if part.kind in ("place", "state")), None)) is not None:
            return found
    seats = (match.start("seat") for match in clause.words.seat.finditer(clause.line.symbols, clause.begin, clause.end))
    at = next((at for at in seats if at not in taken), None)
    return clause.line.chunk_at(at) if at is not None else None


def _own_sender(actor: tuple[int, Chunk] | None, reader: Reader) -> Chunk | None:
    """Whose a mission or an envoy is, as words on it or on the person say."""
    if actor is None:
        return None
    parts = [part for name in ("sending", "state") for part in actor[1].all_parts(name)]
    if not parts and actor[1].kind in ("person", "pronoun"):
        homes = homes_of(reader.values(actor[1]), reader)
        return unsaid_state(homes[0].label, homes[0].key) if homes else None
    return parts[0] if parts else None


def _titled(actor: tuple[int, Chunk] | None, clause: _Clause) -> Chunk | None:
    """ "The Chadian envoy, minister, was X, concurrent from Lagos": the state that another title tells."""
    heads = clause.mentions() if actor is not None and actor[1].kind == "rank" else []
    titles = [c for _, c in heads if c.kind == "post" and _is_envoy(c)]
    return next((state for c in titles for state in c.all_parts("state")), None)


def _subject(clause: _Clause, taken: set[int], seat: Chunk | None) -> Chunk | None:
    """The state in front of a word of covering, or of its clause, that no preposition governs."""
    line, begin = clause.line, clause.begin
    named = [(at, c) for at, c in line.mentions(begin, clause.start) if c.kind in ("state", "demonym", "place")]
    before = [(at, c) for at, c in line.mentions(0, begin)[-1:] if c.kind == "state" and begin - at <= _JOINED]
    free = ((at, c) for at, c in (*before, *named) if at not in taken and c is not seat)
    return next((c for at, c in free if _GOVERNED.search(line.symbols, 0, at) is None), None)


_JOINED = 8  # symbols of ", which " and the like
_GOVERNED = compiled(r"(?<!\w)(?:in|to|for|with|from|at|over|en|a|al|ante|con|para|desde|sobre) (?:the |la |el )?$")


def _state(chunk: Chunk | None, reader: Reader) -> Value | None:
    """The state that a mention is, or in which it lies."""
    if chunk is not None and chunk.kind == "place":
        return reader.state_of_place(chunk)
    return next(iter(reader.values(chunk)), None) if chunk is not None else None


def _date_of_clause(several: list[_Covered], clause: _Clause) -> tuple[Chunk | None, str]:
    """When a clause says all that it tells was so, if there is one date and no state has its own, and what it means."""
    inside = [(at, c) for at, c in clause.mentions() if c.kind == "date" and not _in_brackets(at, clause)]
    spans = [c for _, c in inside if _is_span(c, clause.reader)]
    if any(one.date is not None for one in several) or len(inside) != 1:
        return None, "none"
    if spans:
        return spans[0], "match"
    turned = clause.words.since.search(clause.line.symbols, clause.begin, clause.end) is not None
    return (inside[0][1], "from") if turned else (None, "none")


def _in_brackets(at: int, clause: _Clause) -> bool:
    opened = clause.line.symbols.rfind("(", clause.begin, at)
    return opened >= 0 and ")" not in clause.line.symbols[opened:at]
