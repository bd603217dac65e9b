"""The state or body that the bearer of a title serves, as the title or the words around it tell."""

from __future__ import annotations

from dataclasses import dataclass

from kg.compiled import Match
from kg.extract.bearers import of_several
from kg.extract.claims import Draft
from kg.extract.counterparts import ARMS
from kg.extract.grammar import grammar
from kg.extract.homes import by_elimination, by_form, home_of
from kg.extract.pages import mission_page
from kg.extract.roles.filled import states_of_places
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line, compile_pattern
from kg.extract.values import ROYAL, Reader
from kg.model import Passage, Value

_OF_BODIES = frozenset({"secretary general", "secretary-general", "director general", "high representative"})
_ABROAD = frozenset({"diplomat", "head-of-state", "head-of-government"})  # these a text also names of other states
CHAIRS = ("president of the ", "vice president of the ", "speaker", "director general", "chief of ", "chief justice")
_AT_COURT = frozenset({"credentials", "received", "accredited", "agrément"})
_MINISTERS = frozenset({"minister", "foreign-minister"})
_RECEIVES = (".meeting.received", ".meeting.received.names", ".meeting.reception")  # the host is named first


@dataclass(frozen=True, slots=True)
class Title:
    """An office that somebody bears in a passage, the mention that holds both (`group`), and where that stands."""

    person: Chunk
    office: Chunk
    group: Chunk
    index: int
    current: Line
    org: Chunk | None  # the body that the words name, if it is no ministry
    public: bool  # whether they tell that the bearer serves a state: "Secretary (East)", "… of the Ministry of Trade"


def titled(person: Chunk, office: Chunk, group: Chunk, index: int, current: Line, reader: Reader) -> Title:
    org = person.part("org")
    ministry = org is not None and said(reader.names.language)["ministry"].match(org.text) is not None
    public = office.text.endswith(")") or ministry
    return Title(person, office, group, index, current, None if ministry else org, public)


def of_mention(index: int, passage: Passage, current: Line, reader: Reader) -> Value | None:
    """The state of all who stand in one mention, as the words around it tell."""
    return (
        _acts_for(index, current, reader)
        or _on_side(index, current, reader)
        or _of_group(index, current, reader)
        or _of_row(passage, current, reader)
        or _signs_for(index, current, reader)
        or _in_brackets(index, current, reader)
    )


def served(title: Title, value: Value, reader: Reader, told: list[Draft], shared: Value | None) -> Value | None:
    """The state or body that `value`, the bearer of a title, serves; `shared` is that of all in the same mention."""
    person, office, to = title.person, title.office, title.person.part("to")
    of = _as_told(title, value, reader, told, shared)
    if of is None and office.detail not in ("diplomat", "other"):
        of = _changed(value, office, told)
    if of is None and office.detail == ARMS:
        return None  # whose general he is nobody says
    if of is None and office.detail == "diplomat":
        of = _of_envoy(title, reader)
    if of is None:
        of = _of_the_other(person, office, title.group, reader)
    if of is None and office.label in ROYAL:
        of = next((home for other in title.group.each() if (home := _realm(other, reader))), None)
    if of is None and office.detail != "other" and person.part("seat") is None:
        own = said(reader.names.language)["of-republic"].match(reader.document.text, office.end) is not None
        at_home = (own or office.detail not in _ABROAD) and to is None
        of = _beside(title.current, reader) or (_at_home(reader) if at_home else None)
    if of is None and office.detail == "diplomat" and to is not None:
        of = reader.own()
    if of is None and to is None:
        of = by_form(value, reader) or by_elimination(value, _date(value, told, reader), reader)
    if office.label in _OF_BODIES and title.org is None and reader.office_state(person) is None:
        bodies = {v.label: v for _, chunk in title.current.all(("org",)) for v in reader.values(chunk)}
        of = next(iter(bodies.values())) if len(bodies) == 1 else of
    return of


def _as_told(title: Title, value: Value, reader: Reader, told: list[Draft], shared: Value | None) -> Value | None:
    """Whom the title names, or else what is told of its bearer or of those beside him."""
    person, office, group, current = title.person, title.office, title.group, title.current
    if title.org is not None:
        return reader.values(title.org)[0]
    return (
        _of_ministry(person, reader)
        or reader.office_state(person)
        or _recalling(value, told)
        or came_from(value, told)
        or home_of(value, reader)
        or (reader.memory.about if office.detail != "diplomat" else None)
        or (shared if office.detail != "other" or title.public or office.label.startswith(CHAIRS) else None)
        or _coordinated(person, office, group, reader)
        or _across(person, office, group, reader)
        or _of_both(person, office, group, title.index, current, reader, told)
        or _met(value, reader, told)
        or (_opened(told) if office.detail == "foreign-minister" else None)
        or _accompanied(person, current, reader)
    )


def _changed(value: Value, office: Chunk, told: list[Draft]) -> Value | None:
    """ "A coup brought General X to power": the state in which power changes hands, as the passage tells."""
    changes = (draft.roles for draft in told if draft.type == "LeadershipChange")
    arms = office.detail == ARMS
    theirs = (roles for roles in changes if arms or value.label in {v.label for v in roles.get("person", (value,))})
    return next((v for roles in theirs for v in roles["state"]), None)


def _of_envoy(title: Title, reader: Reader) -> Value | None:
    """ "The ambassador to Peru": of the pair's other; "Ambassador X" on the page of an embassy, or after a sentence on
    one: of the one who heads it."""
    to = title.person.part("to")
    other = reader.other(states_of_places({"to": [to]}, "to", reader)) if to is not None else None
    told_above = reader.memory.represented[1] if reader.memory.represented is not None else None
    own = reader.state(reader.publisher) if reader.publisher else None
    of = other or told_above or _of_mission(title.current, reader) or _of_staff(reader) or own or reader.memory.house
    return of or next(iter(reader.memory.mission.get("sending", ())), None)


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


def _at_home(reader: Reader) -> Value | None:
    """The state of "the minister of trade, X", where no words tell it: of the mission or the envoy whose page it is;
    else the state whose president the document names without it, or the one in which a note was written."""
    if (own := _of_page(reader)) is not None:
        return own
    homes = reader.memory.homes
    return next(iter(homes.values())) if len(homes) == 1 else None if homes else reader.memory.written_in


def _of_page(reader: Reader) -> Value | None:
    """The state whose mission a page is of, or whose envoy it portrays."""
    memory = reader.memory
    portrayed = memory.people.get(memory.portrayed) if memory.portrayed else None
    if portrayed is not None and portrayed.office_class == "diplomat" and portrayed.state is not None:
        return portrayed.state
    if not mission_page(reader.document):
        return None
    return memory.house or (reader.state(reader.publisher) if reader.publisher else None)


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


def came_from(value: Value, told: list[Draft]) -> Value | None:
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
    of_both = alike and (person.part("both") is not None or words["both"].search(before) is not None)
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
            host, came = (reader.memory.visit.get(name, ()) for name in ("host", "visitor_state"))
            guests = not came or bool(homes and homes[0].label in {state.label for state in came})
            if len(host) == 1 and homes and host[0].label != homes[0].label and guests:
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
