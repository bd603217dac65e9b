"""Which visit or meeting a sentence goes on about, where another sentence or the end of a paragraph stands between."""

from __future__ import annotations

from kg.extract.bearers import of_several
from kg.extract.roles.filled import Filled
from kg.extract.rules import Hit
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader
from kg.model import Passage

_ONE_SENTENCE = 160  # characters between a meeting and those who go on with what they did at it
_NEXT = 1  # paragraph


def of_the_host(filled: Filled, current: Line, passage: Passage, reader: Reader) -> bool:
    """ "She held talks with her Kenyan counterpart", "In Nairobi she was received", in the paragraph behind one that
    told of her visit to Kenya: whom she meets there."""
    memory = reader.memory
    hosts = {value.label for value in memory.visit.get("host", ())}
    if not hosts or not 0 <= passage.paragraph - memory.visit_paragraph <= _NEXT:
        return False
    people = [each for c in filled.get("participants", ()) if isinstance(c, Chunk) for each in c.each()]
    named = (state for c in people if c.kind != "pronoun" and (state := reader.office_state(c)) is not None)
    where = (state for _, c in current.all(("place",)) if (state := reader.state_of_place(c)) is not None)
    return any(state.label in hosts for state in (*named, *where))


def by_those_who_met(hit: Hit, current: Line, passage: Passage, reader: Reader) -> bool:
    """ "X met Y on 3 May. The mood was good. They signed …", "Both ministers signed …": whether a sentence without a
    date, one sentence on, says that those who met did something, and no other date was told since."""
    memory = reader.memory
    near = 0 <= passage.span.start - memory.met_at[1] <= _ONE_SENTENCE and memory.met_at[0] == passage.paragraph
    if not near or [memory.date] != [*memory.met_dates] or current.all(("date", "dates")):
        return False
    first = next((chunk for at, chunk in current.mentions(0, hit.start) if at <= _OPENING), None)
    they = first is not None and first.kind == "pronoun" and first.detail == "they"
    both = first is not None and first.kind in ("post", "office", "rank") and of_several(first)
    dropped = first is None and hit.start == 0 and bool(reader.names.language.clause.get("ours"))
    ever = said(reader.names.language)["ever-done"].search(current.symbols, 0, hit.start + _AUXILIARY)
    return (they or both or dropped) and ever is None


_AUXILIARY = 6  # symbols with which a match may begin: "have "
_OPENING = 10  # symbols: "the two "


def gone_on(hit: Hit, filled: Filled, current: Line, reader: Reader) -> bool:
    """ "She then travelled to Oslo, where she arrived on 6 May", behind her visit to Kenya on 3 May: the visit of
    another state, later than that."""
    hosts = {value.label for value in reader.memory.visit.get("host", ())}
    chunks = (c for c in filled.get("host", ()) if isinstance(c, Chunk))
    found = {
        state.label
        for chunk in chunks
        for each in chunk.each()
        if (state := reader.state_of_place(each) if each.kind == "place" else next(iter(reader.values(each)), None))
    }
    later = said(reader.names.language)["later-on"].search(current.symbols, 0, hit.end)
    return bool(hosts and found) and hosts.isdisjoint(found) and (later is not None or bool(current.all(("date",))))
