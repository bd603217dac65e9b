"""What a paragraph tells in passing of states that the document is not about: it is over with that paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.memory import Memory
from kg.extract.values import Reader
from kg.model import Value

# What memory holds of the visit, the meeting, the mission and the post that the text told last.
_TOLD = {
    "visit": ("visit", "visit_before", "visit_dates", "visit_stay", "visit_paragraph", "visit_planned", "visit_end"),
    "meeting": ("meeting", "met", "met_dates", "met_at"),
    "mission": ("mission",),
    "post": ("post",),
    "expelling": ("expelling",),
}


def leave_strangers(reader: Reader) -> None:
    """At the begin of a paragraph: "the embassy", "the ambassador", "the visit" are those last told of that one of the
    document's states has, sends, receives or pays, though the paragraph before has told of others' ("Chad closed its
    embassy in Oman")."""
    memory = reader.memory
    if not reader.document.parties:
        return
    for name, fields in _TOLD.items():
        if _is_of_others(_states(name, memory, reader), reader):
            for field in fields:
                setattr(memory, field, memory.own[field])
    memory.own = {field: getattr(memory, field) for fields in _TOLD.values() for field in fields}


def _states(name: str, memory: Memory, reader: Reader) -> list[Value]:
    """The states that have to do with what was told."""
    match name:
        case "visit":
            return [value for side in ("visitor_state", "host") for value in memory.visit.get(side, ())]
        case "meeting":
            known = (memory.find(value.label) for value in memory.met)
            return [each.state for each in known if each is not None and each.state is not None]
        case "mission":
            return [value for side in ("sending", "receiving") for value in memory.mission.get(side, ())]
        case "post":
            return [value for side in ("sending", "receiving") if (value := memory.post.get(side)) is not None]
    return [*memory.expelling]


def _is_of_others(told: Iterable[Value], reader: Reader) -> bool:
    """Whether all of some states are others than the document's, and than those before and after these."""
    parties, known = reader.document.parties, reader.names.gazetteer
    keys = {value.key for value in told}
    if not keys or "" in keys or not keys.isdisjoint(parties):
        return False
    around = {before for party in parties for before in known.predecessors(party)}
    around |= {later for party in parties if (later := known.continuator(party))}
    return keys.isdisjoint(around) and all(known.continuator(key) not in {*parties, *around} for key in keys)
