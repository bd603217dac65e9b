"""Appointments that no rule has read: a sentence that dates a word of them ("credentials", "accredited", "took up her
post") and names one diplomat tells it of that one, in whatever order it does.

The words are the lists `posted-…` of the lexicon's [clause], one for each kind of appointment.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.extract.memory import Known
from kg.extract.rules import Hit
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader
from kg.lexicon.language import Rule

_KINDS = {  # list of the lexicon -> kind of appointment
    "posted-credentials": "credentials",
    "posted-accredited": "accredited",
    "posted-took-up": "took up post",
    "posted-named": "appointed",
}
_OF_OWN = ("credentials", "took up post")  # told of the title that somebody bears, not of a new one
_ROLES = (("to", "to person|post | by person|post"), ("receiving", "to state | in state"), ("sending", "subject state"))
_DIPLOMAT = "diplomat"


def accredited(line: Line, reader: Reader) -> Iterator[Hit]:
    """A hit for each diplomat of whom a sentence tells an appointment, at most one but for credentials."""
    lexicon = reader.names.language
    if not any(cue in line.symbols for cue in lexicon.clause.get("posted-cue", ())):
        return
    for name, kind in _KINDS.items():
        found = said(lexicon)[name].search(line.symbols)
        if found is None:
            continue
        if said(lexicon)["posted-not"].search(line.symbols) is not None:
            return
        people = _diplomats(line, reader) or _spoken_of(line, found.start(), reader)
        if people and (kind == "credentials" or len(people) == 1):
            for index, person in people:
                at = min(index, found.start()), max(index + 1, found.end())
                title = () if kind in _OF_OWN and person.part("office") is not None else _title(line)
                yield Hit(_rule(lexicon.code), *at, (("person", person), *title), (("kind", kind),))
        return


@cache
def _rule(code: str) -> Rule:
    return Rule(f"{code}.accredited", "Appointment", "", (), _ROLES, "required", "", confidence=0.6)


def _diplomats(line: Line, reader: Reader) -> list[tuple[int, Chunk]]:
    """The diplomats that a line names: those with such a title, else those whom the text has told to be that, else
    the only name beside such a title."""
    people = [(at, each) for at, chunk in line.all(("person", "people", "name", "names")) for each in chunk.each()]
    titled = [(at, each) for at, each in people if any(o.detail == _DIPLOMAT for o in each.all_parts("office"))]
    if titled:
        return titled
    bare = [(at, each) for at, each in people if each.part("office") is None and " " in each.text]
    known = [(at, each) for at, each in people if _serves(reader.memory.find(each.label or each.text))]
    return known or (bare if len(bare) == 1 and line.all(("post", "rank")) else [])


def _spoken_of(line: Line, at: int, reader: Reader) -> list[tuple[int, Chunk]]:
    """Of whom the text spoke last, where a sentence names nothing but a date: "Credentials: 3 May 2011"."""
    bare = at <= _HEAD and all(chunk.kind == "date" for _, chunk in line.mentions())
    if not bare or not _serves(reader.memory.people.get(reader.memory.subject)):
        return []
    start = line.starts[at]
    return [(at, Chunk("pronoun", start, start, ""))]


_HEAD = 12  # symbols before the word: "presented his "


def _serves(known: Known | None) -> bool:
    return known is not None and known.office_class == _DIPLOMAT


def _title(line: Line) -> tuple[tuple[str, Chunk], ...]:
    """The only title of a diplomat that a sentence names apart from a name: "accredited as minister its consul, X"."""
    posts = [chunk for _, chunk in line.all(("post", "rank", "office")) if _of_diplomat(chunk)]
    return (("office", posts[0]),) if len(posts) == 1 else ()


def _of_diplomat(title: Chunk) -> bool:
    office = title.part("office") or title
    return office.detail == _DIPLOMAT or office.label == "minister"  # who is one of no government, if so accredited
