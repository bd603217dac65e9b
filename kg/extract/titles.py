"""Titles that persons bear in a passage: whom, what office, of which state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeGuard

from kg.compiled import Match, compiled
from kg.extract.bearers import bearers, of_several
from kg.extract.claims import Draft
from kg.extract.grammar import grammar
from kg.extract.homes import by_elimination, by_form, home_of
from kg.extract.memory import Known, share_words
from kg.extract.owners import owner
from kg.extract.roles.filled import Roles, states_of_places
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line, compile_pattern
from kg.extract.values import ROYAL, Reader
from kg.model import Passage, Span, Value


def titles(passage: Passage, current: Line, reader: Reader, told: list[Draft]) -> Iterator[Draft]:
    """OfficeHeld: every person with a title that no appointment of the passage already gives."""
    posts = {
        (v.label, o.label)
        for d in told
        if d.type in ("Appointment", "Tenure")
        for v in d.roles.get("person", ())
        for o in d.roles.get("office", ())
    }
    reader.posted |= posts
    before: Chunk | None = None
    waiting: list[tuple[bool, int, Chunk, Chunk, tuple[Chunk, ...], Value | None]] = []
    said_of = said(reader.names.language)["counterpart"]
    for index, chunk in bearers(current, reader.names.language):
        shared = (
            _acts_for(index, current, reader)
            or _on_side(index, current, reader)
            or _of_group(index, current, reader)
            or _of_row(passage, current, reader)
            or _signs_for(index, current, reader)
            or _in_brackets(index, current, reader)
        )
        for person in chunk.each():
            if person.kind in ("post", "office", "rank"):  # nobody is named: "Ola Berg and the ambassador to Israel"
                continue
            offices = person.all_parts("office")
            counterpart = said_of.match(reader.document.text[person.start : person.end])
            if not offices and counterpart and said_of.match(person.text) is None and _opposite(before, person, reader):
                offices = _office_of(before, person, reader)
            if counterpart and (offices or not person.part("office")):
                offices = _of_counterpart(person, told, reader) or offices or _of_named(index, current, reader, person)
            if not offices and said(reader.names.language)["heir"].match(
                reader.document.text, person.start, person.end
            ):
                offices = _known_office(person, person, reader)
            if not offices and person.kind == "person":
                offices = _rank_of_arms(person, reader)
            before = person
            whose = owner(person, index, current, reader) or (None if person.part("peer") else shared)
            told_by = whose or reader.office_state(person) or person.part("org")
            waiting.append((told_by is None, index, person, chunk, offices, whose))
    # Who serves a state that the words tell comes first: what another serves may follow from it.
    for _, index, person, chunk, offices, whose in sorted(waiting, key=lambda one: one[0]):
        if (peer := person.part("peer")) is not None:
            whose = home_of(reader.person(peer), reader)
        for each in (each for office in offices for each in office.each()):
            yield from _title(person, each, chunk, index, current, reader, told, posts, whose)


def of_whom(draft: Draft, told: list[Draft], reader: Reader) -> Draft:
    """A title that a rule read without its state: of the state from which its bearer comes in the passage ("visited
    Lima as minister of trade"), or of the one that the page describes ("The foreign minister is X")."""
    if draft.type != "OfficeHeld" or draft.roles.get("of") or len(draft.roles["person"]) != 1:
        return draft
    of = _came_from(draft.roles["person"][0], told) or (reader.about() if draft.rule.endswith(_IS) else None)
    return replace(draft, roles={**draft.roles, "of": (of,)}) if of is not None else draft


_IS = (".office.current", ".office.is")  # rules that tell who holds an office today


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
    return (Chunk("office", person.start + found.start("rank"), end, found["rank"], label, detail=_ARMS),)


_ARMS = "arms"


def _just_told(person: Chunk, reader: Reader) -> Known | None:
    """Of whom the document spoke last, if that was right before the mention of somebody."""
    known = reader.memory.people.get(reader.memory.subject)
    words = reader.document.text[max(0, person.start - _NEAR) : person.start]
    return known if known is not None and share_words(words, known.name.split()[-1]) else None


_NEAR = 300  # characters: the sentence before, seldom the one before that


def _office_of(before: Chunk, person: Chunk, reader: Reader) -> tuple[Chunk, ...]:
    """The office of someone with a counterpart: as the title says, or in full as the document does."""
    own, known = before.all_parts("office"), _known_office(before, person, reader)
    bare = own and known and known[0].label.startswith(f"{own[0].label} of ")  # "Minister Berg", of foreign affairs
    foreign = tuple(office for office in own if office.detail == "foreign-minister")  # who is prime minister, too
    return known if bare else foreign or own or known


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


_FOREIGN, _SECRETARY = "minister of foreign affairs", "secretary of foreign affairs and"


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


def _title(
    person: Chunk,
    office: Chunk,
    group: Chunk,
    index: int,
    current: Line,
    reader: Reader,
    told: list[Draft],
    posts: set[tuple[str, str]],
    shared: Value | None,
) -> Iterator[Draft]:
    value = reader.values(person)[0]
    before = reader.document.text[max(0, group.start - 12) : group.start]
    if said(reader.names.language)["not-yet"].search(before):  # "future President X": not in office when he did it
        return
    if (value.label, office.label) in posts or (office.text == "Reyes" and not group.members):
        return  # a surname or a given name: "Reyes Maroto"
    if office.detail == "diplomat" and any(value.label == label for label, _ in posts):
        return
    if _of_unknown(person, office, reader):
        return
    org, served = person.part("org"), office.text.endswith(")")  # "Secretary (East)"
    if org is not None and said(reader.names.language)["ministry"].match(org.text):
        org, served = None, True  # whoever serves at a ministry serves its state
    if (value.label, office.label) in reader.posted:
        return
    of = (
        reader.values(org)[0]
        if org is not None
        else _of_ministry(person, reader)
        or reader.office_state(person)
        or _recalling(value, told)
        or _came_from(value, told)
        or home_of(value, reader)
        or (reader.memory.about if office.detail != "diplomat" else None)
        or (shared if office.detail != "other" or served or office.label.startswith(_CHAIRS) else None)
        or _coordinated(person, office, group, reader)
        or _across(person, office, group, reader)
        or _of_both(person, office, group, index, current, reader, told)
        or _met(value, reader, told)
        or (_opened(told) if office.detail == "foreign-minister" else None)
        or _accompanied(person, current, reader)
    )
    if of is None and office.detail not in ("diplomat", "other"):  # "a coup brought General X to power"
        changes = (draft.roles for draft in told if draft.type == "LeadershipChange")
        arms = office.detail == _ARMS
        theirs = (roles for roles in changes if arms or value.label in {v.label for v in roles.get("person", (value,))})
        of = next((v for roles in theirs for v in roles["state"]), None)
    if of is None and office.detail == _ARMS:
        return  # whose general he is nobody says
    to = person.part("to")
    if of is None and to is not None and office.detail == "diplomat":  # "the ambassador to Peru": of the pair's other
        of = reader.other(states_of_places({"to": [to]}, "to", reader))
    if (
        of is None and office.detail == "diplomat"
    ):  # "Ambassador X" on the page of an embassy, or after a sentence on one: the one who heads it
        own = reader.state(reader.publisher) if reader.publisher else None
        told_above = reader.memory.represented[1] if reader.memory.represented is not None else None
        of = told_above or _of_mission(current, reader) or _of_staff(reader) or own or reader.memory.house
        of = of or next(iter(reader.memory.mission.get("sending", ())), None)
    if of is None:
        of = _of_the_other(person, office, group, reader)
    if of is None and office.label in ROYAL:
        of = next((home for other in group.each() if (home := _realm(other, reader))), None)
    if of is None and office.detail != "other" and person.part("seat") is None:
        of = _beside(current, reader) or (_at_home(reader) if office.detail not in _ABROAD and to is None else None)
    if of is None and office.detail == "diplomat" and to is not None:
        of = reader.own()
    if of is None and to is None:
        of = by_form(value, reader) or by_elimination(value, _date(value, told, reader), reader)
    if office.label in _OF_BODIES and org is None and reader.office_state(person) is None:
        bodies = {v.label: v for _, chunk in current.all(("org",)) for v in reader.values(chunk)}
        of = next(iter(bodies.values())) if len(bodies) == 1 else of
    plain = office.detail == "other" and org is None and not served and reader.office_state(person) is None
    if plain and (of is None or not office.label.startswith(_CHAIRS)):  # "left-wing leader X" is a description
        return
    acting = said(reader.names.language)["acting"].match(reader.document.text, office.end) is not None
    label = f"acting {office.label}" if acting and not office.label.startswith("acting") else office.label
    text = f"{office.text} to {reader.values(to)[0].label}" if to is not None and reader.values(to) else office.text
    roles: Roles = {
        "person": (value,),
        "office": (Value(text, label, "office", "", Span(office.start, office.end)),),
    }
    if of is not None and of.kind != "state":
        reader.memory.bodies.add((value.label, office.label))
    elif (value.label, office.label) in reader.memory.bodies:
        return  # "Secretary-General Berg", whom the text has told to be that of a body
    if of is not None:
        _note_home(of, person, office, reader)
        roles["of"] = (of,)
        if of.kind == "state":
            reader.memory.meet(value.label, value.key, office.label, str(office.detail), of)
    sure = 0.6 if of is None else 0.7 if value.label in reader.by_name else 0.9
    term = _TERM.match(reader.document.text, person.end) if office.detail in _GOVERNS else None
    if of is not None and term is not None and term["begin"] < term["end"]:
        years = f"{term['begin']}/{term['end']}"
        if all(draft.date != years for draft in told):
            governed = {"person": roles["person"], "office": roles["office"], "sending": (of,)}
            reader.posted.add((value.label, office.label))
            yield Draft("Tenure", governed, years, "asserted", Span(person.start, term.end()), "title", sure)
        return
    yield Draft("OfficeHeld", roles, None, "asserted", Span(person.start, person.end), "title", sure)


def _of_unknown(person: Chunk, office: Chunk, reader: Reader) -> bool:
    """ "Ola Berg, Vice-President of TIKA": whether a title that firms give too is that of a body nobody knows."""
    if not office.label.endswith(_OF_FIRMS) or reader.office_state(person) is not None or person.part("org"):
        return False
    return person.end == office.end and _OF_NAME.match(reader.document.text, office.end) is not None


_OF_FIRMS = ("president", "chairman", "chairwoman", "chairperson")
_OF_NAME = compiled(r" of (?:the )?\p{Lu}{3,}\b")


_GOVERNS = frozenset({"head-of-state", "head-of-government", "foreign-minister"})
_TERM = compiled(r" \((?P<begin>[12]\d{3})\s?[-–—]\s?(?P<end>[12]\d{3})\)")  # "President Berg (1990-1994)"


def _of_mission(current: Line, reader: Reader) -> Value | None:
    """The state whose mission, and no other, a passage names."""
    missions = (part for _, chunk in current.all(("mission",)) for part in chunk.all_parts("sending"))
    states = {state.label: state for part in missions for state in reader.values(part)}
    return next(iter(states.values())) if len(states) == 1 else None


def _of_staff(reader: Reader) -> Value | None:
    """The state whose mission the nearest heading that names one is of: "Officers of the Embassy of Norway"."""
    leads = reader.memory.above[1] if reader.memory.above is not None else []
    return next((state for lead in leads if (state := _of_mission(lead, reader))), None)


def _opened(told: list[Draft]) -> Value | None:
    """The state whose mission is opened, as the passage tells: its minister comes for that."""
    return next((state for d in told if d.type == "MissionOpened" for state in d.roles.get("sending", ())), None)


def _date(value: Value, told: list[Draft], reader: Reader) -> str:
    """When somebody held a title, as EDTF: the date of what the passage tells of him, else the last one told."""
    dates = (d.date for d in told if d.date and any(v.label == value.label for vs in d.roles.values() for v in vs))
    return next(dates, reader.memory.date)


def _of_ministry(person: Chunk, reader: Reader) -> Value | None:
    """The state whose ministry a title names: "Director for Africa at the Ministry of Trade of Peru"."""
    org = person.part("org")
    states = [state for part in (org.all_parts("parties") if org is not None else ()) for state in reader.values(part)]
    return states[0] if len(states) == 1 else None


def _of_the_other(person: Chunk, office: Chunk, group: Chunk, reader: Reader) -> Value | None:
    """ "The foreign ministers X and Y", of whom X serves one of the pair: Y serves the other."""
    other = next((each for each in group.members if each is not person), None)
    if len(group.members) != len(("one", "other")) or other is None or not of_several(office):
        return None
    home = home_of(reader.person(other), reader) if other.part("office") is office else None
    return reader.other((home,)) if home is not None else None


def _note_home(of: Value, person: Chunk, office: Chunk, reader: Reader) -> None:
    """ "President Arce", without a state: one whom the world knows, so that the text is written where he governs."""
    plain = reader.office_state(person) is None and person.part("org") is None and office.detail == "head-of-state"
    if plain and of.kind == "state" and (known := reader.memory.find(person.label or person.text)) and known.key:
        reader.memory.homes[of.label] = of


_OF_BODIES = frozenset({"secretary general", "secretary-general", "director general", "high representative"})
_CHAIRS = ("president of the ", "vice president of the ", "speaker", "director general", "chief of ", "chief justice")
_ABROAD = frozenset({"diplomat", "head-of-state", "head-of-government"})  # these a text also names of other states


def _at_home(reader: Reader) -> Value | None:
    """The state whose president the document names without it: there, "the minister of trade, X" serves, too; else
    the one in which a note was written."""
    homes = reader.memory.homes
    return next(iter(homes.values())) if len(homes) == 1 else None if homes else reader.memory.written_in


def _of_group(index: int, current: Line, reader: Reader) -> Value | None:
    """The state of the group that a mention belongs to: "Peruvian officials, including X", "X led the Peruvian one"."""
    words = said(reader.names.language)
    before = [(at, chunk) for at, chunk in current.mentions(0, index) if chunk.kind != "pronoun"][-1:]
    named = [c for at, c in before if words["among"].fullmatch(current.symbols, at + 1, index)]
    leads = words["leads"].match(current.symbols, index + 1)
    behind = current.chunk_at(leads.end()) if leads else None
    for chunk in (*named, *([behind] if behind is not None else [])):
        state = chunk if chunk.kind in ("state", "demonym") else chunk.part("state") if chunk.kind == "post" else None
        if state is not None and (found := reader.values(state)):
            return found[0]
    return None


def _acts_for(index: int, current: Line, reader: Reader) -> Value | None:
    """The state for which somebody acts ("signed for Peru by X", "Peru, through X", "X represents Peru"), or the other
    of the pair than the one whose guest he is ("Peru invited X", "X was received in Lima")."""
    words = said(reader.names.language)
    for upto, onward, foreign in (("acts-for", "acts-as", False), ("guest-of", "guest-in", True)):
        before = words[upto].search(current.symbols, 0, index)
        for found in (before, words[onward].match(current.symbols, index + 1)):
            marks = current.mentions(found.start(), found.end()) if found is not None else []
            states = [state for _, chunk in marks if (state := _state_of(chunk, reader)) is not None]
            if states:
                return reader.other(tuple(states[:1])) if foreign else states[0]
    return None


def _on_side(index: int, current: Line, reader: Reader) -> Value | None:
    """The state on whose side somebody sits: "On the Peruvian side were present X, the director for Asia, Y, and Z"."""
    lexicon = reader.names.language
    sides: list[Match] = list(said(lexicon)["on-side"].finditer(current.symbols, 0, index))
    if not sides:
        return None
    behind = current.mentions(sides[-1].end(), index)
    opened = behind[0][0] if behind else index
    if grammar(lexicon).verb.search(current.symbols, opened, index) or ";" in current.symbols[opened:index]:
        return None
    marks = current.mentions(*sides[-1].span())
    return next((state for _, chunk in marks if (state := _state_of(chunk, reader)) is not None), None)


def _state_of(chunk: Chunk, reader: Reader) -> Value | None:
    """The state that a mention is, or in which it lies, or of whose delegation it speaks."""
    if chunk.kind == "posts":  # "…, and the Peruvian delegation"
        return _state_of(chunk.members[-1], reader)
    if chunk.kind == "mission":
        return next((state for part in chunk.all_parts("sending") for state in reader.values(part)), None)
    if chunk.kind in ("state", "demonym"):
        return next(iter(reader.values(chunk)), None)
    return reader.state_of_place(chunk) if chunk.kind == "place" else reader.office_state(chunk)


def _signs_for(index: int, current: Line, reader: Reader) -> Value | None:
    """The state for which somebody signs: "was signed by Trade Secretary X for Peru"."""
    words = said(reader.names.language)
    behind = words["signs-for"].match(current.symbols, index + 1)
    if behind is None or words["signs"].search(current.symbols) is None:
        return None
    state = current.chunk_at(behind.end())
    return next(iter(reader.values(state)), None) if state is not None else None


def _in_brackets(index: int, current: Line, reader: Reader) -> Value | None:
    """ "Ambassador X (Peru)": the state that stands behind somebody in brackets, by itself."""
    behind = _BRACKETS.core.match(current.symbols, index + 1)
    state = current.chunk_at(behind.end() - 2) if behind is not None else None
    return next(iter(reader.values(state)), None) if state is not None else None


_BRACKETS = compile_pattern(r" \({state}\)", {})


def _recalling(value: Value, told: list[Draft]) -> Value | None:
    """The state that recalls somebody, as the passage tells: its own envoy."""
    recalls = (d for d in told if d.type == "Recall" and value.label in {v.label for v in d.roles.get("target", ())})
    return next((state for recall in recalls for state in recall.roles.get("agent", ())), None)


def _came_from(value: Value, told: list[Draft]) -> Value | None:
    """The state from which somebody pays the visit of which the passage tells."""
    visits = (d for d in told if d.type == "Visit" and any(v.label == value.label for v in d.roles.get("visitor", ())))
    return next((state for visit in visits for state in visit.roles.get("visitor_state", ())), None)


def _of_row(passage: Passage, current: Line, reader: Reader) -> Value | None:
    """The only state that a row of a table names: "1954 | Sweden | King X"."""
    if passage.kind != "row":
        return None
    named = [value for _, chunk in current.all(("state", "states")) for value in reader.values(chunk)]
    return named[0] if len(named) == 1 else None


def _coordinated(person: Chunk, office: Chunk, group: Chunk, reader: Reader) -> Value | None:
    """The state of the one named before: "the president of Peru, X, and his foreign minister, Y"."""
    members = group.each()
    for before in reversed(members[: members.index(person)] if person in members else ()):
        title = before if before.kind == "office" else before.part("office")
        if title is None or title.label == office.label:
            return None
        known = next(iter(reader.values(before)), None) if title is before else None  # "the president and Minister Y"
        if state := reader.office_state(before) or (home_of(known, reader) if known is not None else None):
            return state
    return None


def _across(person: Chunk, office: Chunk, group: Chunk, reader: Reader) -> Value | None:
    """Two of one office: "foreign minister X and the foreign minister of Peru" serve the two states of the pair."""
    for other in group.each():
        title = other.part("office")
        if other is not person and title is not None and title.label == office.label and len(group.members) == 2:
            state = reader.office_state(other)
            return reader.other((state,)) if state is not None else None
    return None


def _of_both(
    person: Chunk, office: Chunk, group: Chunk, index: int, current: Line, reader: Reader, told: list[Draft]
) -> Value | None:
    """Of two who act for the two states of the pair one serves each, in its order where neither is known.

    "The two foreign ministers, X and Y", "Ministers X and Y signed …", "was co-chaired by Minister X and Director Y".
    """
    members, pair, words = group.each(), _in_order(reader), said(reader.names.language)
    if len(members) != len(("one", "other")) or len(pair) != 2 or person not in members:
        return None
    if any(each.part("office") is None for each in members):
        return None
    alike = all(each.part("office") == office for each in members)
    before = reader.document.text[max(0, office.start - 10) : office.start]
    of_both = alike and words["both"].search(before) is not None
    if alike and (office.detail in _MINISTERS or office.label == "minister") and of_several(office):
        of_both = of_both or not any(draft.type == "Visit" for draft in told)
    if not of_both and words["headed-by"].search(current.symbols, 0, index) is None:
        return None
    other = members[1 - members.index(person)]
    home = home_of(reader.person(other), reader)
    return reader.other((home,)) if home is not None else pair[members.index(person)]


def _in_order(reader: Reader) -> tuple[Value, ...]:
    """The document's pair, the one first whose ministry published the page."""
    return tuple(sorted(reader.memory.pair, key=lambda state: state.key != reader.publisher))


_MINISTERS = frozenset({"minister", "foreign-minister"})


def _accompanied(person: Chunk, current: Line, reader: Reader) -> Value | None:
    """ "Minister Berg was accompanied by the minister of trade, X": who goes along serves the same state."""
    if said(reader.names.language)["accompanied"].search(current.symbols) is None:
        return None
    others = [p for _, c in current.all(("person", "people", "post")) for p in c.each() if p != person]
    told = (reader.office_state(p) if p.kind == "post" else home_of(reader.person(p), reader) for p in others)
    homes = {home.label: home for home in told if home}
    return next(iter(homes.values()), None)  # of several the first: whom the sentence is about


def _realm(person: Chunk, reader: Reader) -> Value | None:
    """The state of a royal title; its bearer's consort shares it ("King X of Nepal and Queen Y")."""
    office = person.part("office")
    if office is None or office.label not in ROYAL:
        return None
    return reader.office_state(person) or home_of(reader.person(person), reader)


def _beside(current: Line, reader: Reader) -> Value | None:
    """A title without a state in a passage that names one party only: "ties with Israel under president X"."""
    partners = [
        v
        for _, chunk in current.all(("relations",))
        for part in chunk.all_parts("parties")
        for v in reader.values(part)
    ]
    named = [v for _, chunk in current.all(("state", "demonym")) for v in reader.values(chunk)]
    people = [p for _, chunk in current.all(("person", "people")) for p in chunk.each()]
    listed = len(people) > 2 and ";" in current.symbols  # "X, minister of trade; Y, minister of defence; and Z"
    homes = [h for p in people if not (listed and _sent(p)) and (h := home_of(reader.person(p), reader))]
    if len({v.label for v in partners}) == 1 and not named:
        return reader.other(tuple(partners[:1]))
    if len({v.label for v in homes}) != 1:
        return None
    return homes[0] if listed else reader.other(tuple(homes[:1]))


def _sent(person: Chunk) -> bool:
    """Whether somebody is a diplomat: of another state than those among whom he is named."""
    return any(office.detail == "diplomat" for office in person.all_parts("office"))


_AT_COURT = frozenset({"credentials", "received", "accredited", "agrément"})


def _hosting(draft: Draft, value: Value, reader: Reader) -> Value | None:
    """ "Minister X held talks in Lima with Minister Y": of two whose states nobody tells, X came and Y is at home."""
    people = [v for v in draft.roles["participants"] if v.kind == "person"]
    where = next((state for v in draft.roles.get("place", ()) if (state := reader.state_of_place(v))), None)
    if (
        len(people) != len(("guest", "host"))
        or where is None
        or where.label not in {v.label for v in reader.memory.pair}
    ):
        return None
    at_home = people[0] if draft.rule.endswith(_RECEIVES) else people[1]
    return where if at_home.label == value.label else reader.other((where,))


_RECEIVES = (".meeting.received", ".meeting.received.names", ".meeting.reception")  # the host is named first


def _host_of(value: Value, meeting: Draft, told: list[Draft]) -> Value | None:
    """The state that somebody visits, as the passage tells, for whom he meets there."""
    participants = {v.label for v in meeting.roles["participants"]}
    visits = [d for d in told if d.type == "Visit" and participants & {v.label for v in d.roles.get("visitor", ())}]
    if any(v.label == value.label for visit in visits for v in visit.roles.get("visitor", ())):
        return None
    return next((host for visit in visits for host in visit.roles.get("host", ()) if host.kind == "state"), None)


def _met(value: Value, reader: Reader, told: list[Draft]) -> Value | None:
    """A title without a state: whom a visitor meets serves the host, and the other way round."""
    for draft in told:
        if draft.type == "Meeting" and any(v.label == value.label for v in draft.roles.get("participants", ())):
            homes = [h for v in draft.roles["participants"] if v.label != value.label and (h := home_of(v, reader))]
            host = reader.memory.visit.get("host", ())
            if len(host) == 1 and homes and host[0].label != homes[0].label:
                return host[0]
            if homes and (rest := reader.other((homes[0],))):
                return rest
            if (host_state := _host_of(value, draft, told)) is not None:
                return host_state
            if not homes and (hosting := _hosting(draft, value, reader)) is not None:
                return hosting
        named = value.span is not None and draft.span.start <= value.span.start < draft.span.end
        if draft.type == "Appointment" and named and all(v.label != value.label for v in draft.roles.get("person", ())):
            received = any(v.label in _AT_COURT for v in draft.roles.get("kind", ()))
            return next(iter(draft.roles.get("receiving" if received else "sending", ())), None)
        if draft.type == "Recall" and any(v.label == value.label for v in draft.roles.get("target", ())):
            return next(iter(draft.roles.get("agent", ())), None)
        if draft.type == "Expulsion" and any(v.label == value.label for v in draft.roles.get("target", ())):
            return reader.other(draft.roles.get("agent", ()))
    return None
