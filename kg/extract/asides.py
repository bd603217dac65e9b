"""What a paragraph tells in passing of states that the document is not about: it is over with that paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.memory import Own
from kg.extract.values import Reader
from kg.model import Value


def leave_asides(reader: Reader) -> None:
    """At the begin of a paragraph: "the embassy" and "the ambassador" are those last told of that one of the document's
    two states has or receives, though the paragraph before has told of others' ("Chad closed its embassy in Oman")."""
    memory = reader.memory
    if len(reader.document.parties) != len(("one", "other")):
        return
    if _is_of_others(memory.expelling, reader):
        memory.expelling = ()
    sides = [value for name in ("sending", "receiving") for value in memory.mission.get(name, ())]
    post = [value for name in ("sending", "receiving") if (value := memory.post.get(name)) is not None]
    mission = memory.own.mission if _is_of_others(sides, reader) else memory.mission
    memory.own = Own(mission, memory.own.post if _is_of_others(post, reader) else memory.post)
    memory.mission, memory.post = memory.own


def _is_of_others(told: Iterable[Value], reader: Reader) -> bool:
    """Whether all of some states are others than the document's two, and those before and after these."""
    known, parties = reader.names.gazetteer, reader.document.parties
    around = {*parties, *(before for party in parties for before in known.predecessors(party))}
    around |= {later for party in parties if (later := known.continuator(party))}
    keys = [value.key for value in told]
    return bool(keys) and all(key and key not in around and known.continuator(key) not in around for key in keys)
