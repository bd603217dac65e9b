"""The office of whom the words name without it: a counterpart, who succeeds or precedes another, a general."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from kg.extract.claims import Draft
from kg.extract.incumbents import in_post
from kg.extract.memory import Known, share_words
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader

_NEAR = 300  # characters: the sentence before, seldom the one before that
_FOREIGN, _SECRETARY = "minister of foreign affairs", "secretary of foreign affairs and"
_FOREIGN_MINISTER = "foreign-minister"  # of an office: whoever has a counterpart is that, too
ARMS = "arms"  # of an office: a rank of the armed forces


def offices(
    person: Chunk, before: Chunk | None, index: int, current: Line, reader: Reader, told: list[Draft]
) -> tuple[Chunk, ...]:
    """The offices of somebody: those that the words name, else that of whom he is the counterpart or the heir, or his
    rank. `before` is who is named before him, `index` where the mention stands that holds him."""
    words = said(reader.names.language)
    own = person.all_parts("office")
    counterpart = words["counterpart"].match(reader.document.text[person.start : person.end])
    if (
        not own
        and counterpart
        and words["counterpart"].match(person.text) is None
        and _opposite(before, person, reader)
    ):
        own = _office_of(before, person, reader)
    if counterpart and (own or not person.part("office")) and not (own and own[0].detail == _FOREIGN_MINISTER):
        own = _of_counterpart(person, told, reader) or own or _of_named(index, current, reader, person)
    if not own and words["heir"].match(reader.document.text, person.start, person.end):
        own = _known_office(person, person, reader)
    return own or (_rank_of_arms(person, reader) if person.kind == "person" else ())


def heirs(current: Line, reader: Reader) -> None:
    """Note of whoever is named as a successor or a predecessor that the office and the state are the same."""
    heir, before = said(reader.names.language)["heir"], None
    for _, chunk in current.all(("person", "people", "name")):
        for person in chunk.each():
            if person.kind == "person" and heir.match(reader.document.text, person.start, person.end):
                of_whom = person.part("before") or before
                if of_whom is not None and of_whom.part("office") is not None:
                    reader.person(of_whom)
                memory, value = reader.memory, reader.person(person)
                known = memory.find(of_whom.label or of_whom.text) if of_whom else _just_told(person, reader)
                if of_whom is None and (known is None or not known.office):
                    known = in_post(_possessive(person, reader), known, reader)
                if known is not None and known.office and known.name != value.label:
                    own = memory.find(value.label)
                    office = known if own is None or not own.office else own
                    memory.meet(value.label, value.key, office.office, office.office_class, known.state)
            before = person


def _rank_of_arms(person: Chunk, reader: Reader) -> tuple[Chunk, ...]:
    """The rank that stands before the name of somebody of whom the document has told no office: "General Berg"."""
    told = reader.memory.find(person.label or person.text)
    words = reader.document.text[person.start : person.end].removesuffix(person.text)
    found = said(reader.names.language)["arms"].match(words)
    if found is None or (told is not None and told.office):
        return ()
    rank = found["rank"].casefold()
    end = person.start + found.end("rank")
    label = reader.names.language.values.get(rank, rank)
    return (Chunk("office", person.start + found.start("rank"), end, found["rank"], label, detail=ARMS),)


def _possessive(person: Chunk, reader: Reader) -> Chunk:
    """The word of "her successor" that says whose."""
    word = reader.document.text[person.start : person.end].partition(" ")[0]
    return Chunk("pronoun", person.start, person.start + len(word), word)


def _just_told(person: Chunk, reader: Reader) -> Known | None:
    """Of whom the document spoke last, if that was right before the mention of somebody."""
    known = reader.memory.people.get(reader.memory.subject)
    words = reader.document.text[max(0, person.start - _NEAR) : person.start]
    return known if known is not None and share_words(words, known.name.split()[-1]) else None


def _office_of(before: Chunk, person: Chunk, reader: Reader) -> tuple[Chunk, ...]:
    """The office of someone with a counterpart: as the title says, or in full as the document does."""
    own, known = before.all_parts("office"), _known_office(before, person, reader)
    bare = own and known and known[0].label.startswith(f"{own[0].label} of ")  # "Minister Berg", of foreign affairs
    foreign = tuple(office for office in own if office.detail == _FOREIGN_MINISTER)  # who is prime minister, too
    return tuple(map(_abroad, known if bare else foreign or own or known))


def _abroad(office: Chunk) -> Chunk:
    """The office of a counterpart: few states call their foreign minister a secretary."""
    return replace(office, label=_FOREIGN) if office.label in _SECRETARIES else office


_SECRETARIES = ("secretary of foreign affairs", "secretary of foreign relations")


def _known_office(before: Chunk, person: Chunk, reader: Reader) -> tuple[Chunk, ...]:
    """The office that the document has given to someone, as that of the counterpart named behind."""
    known = reader.memory.find(before.label or before.text)
    if known is None or not known.office:
        return ()
    return (_as_office(person, known),)


def _as_office(person: Chunk, known: Known) -> Chunk:
    """The office of someone known, where another is named."""
    office = (
        _FOREIGN if known.office.startswith((_FOREIGN, _SECRETARY)) else known.office
    )  # "and cooperation" is of one country
    return Chunk("office", person.start, person.end, office, office, detail=known.office_class)


def _of_counterpart(person: Chunk, told: list[Draft], reader: Reader) -> tuple[Chunk, ...]:
    """The office of a counterpart is that of the one who meets them, where the passage tells of the meeting."""
    name = reader.person(person).label
    for draft in told:
        people = draft.roles.get("participants", ()) if draft.type == "Meeting" else ()
        if any(v.label == name for v in people):
            known = next((k for v in people if v.label != name and (k := reader.memory.find(v.label))), None)
            if known and known.office:
                return (_as_office(person, known),)
    return ()


def _opposite(other: Chunk | None, person: Chunk, reader: Reader) -> TypeGuard[Chunk]:
    """Whether somebody may be the one whose counterpart is spoken of: nobody is one to those who serve his state."""
    if other is None:
        return False
    own, theirs = reader.office_state(person), reader.office_state(other)
    return own is None or theirs is None or own.label != theirs.label


def _of_named(index: int, current: Line, reader: Reader, person: Chunk) -> tuple[Chunk, ...]:
    """The office of whom the passage names before the counterpart, or of whom the document spoke last."""
    named = [chunk for _, chunk in current.mentions(0, index) if chunk.kind in ("name", "person", "people")]
    named = [each for chunk in named for each in chunk.each() if _opposite(each, person, reader)]
    known = reader.memory.find(named[-1].label or named[-1].text) if named else None
    known = known or (None if named else reader.memory.people.get(reader.memory.subject))
    if known is None or known.name == reader.person(person).label:
        known = _told_before(person, reader)
    return (_as_office(person, known),) if known and known.office else ()


def _told_before(person: Chunk, reader: Reader) -> Known | None:
    """Whom of another state's officials the words right before the mention of somebody name last."""
    words = reader.document.text[max(0, person.start - _NEAR) : person.start]
    state, found = reader.office_state(person), {}
    for known in reader.memory.people.values():
        at = words.rfind(known.name.split()[-1])
        if at >= 0 and known.office and state is not None and known.state and known.state.label != state.label:
            found[at] = known
    return found[max(found)] if found else None
