"""Titles that persons bear in a passage: whom, what office, of which state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.compiled import compiled
from kg.extract.bearers import bearers
from kg.extract.claims import Draft
from kg.extract.counterparts import ARMS, offices
from kg.extract.homes import home_of
from kg.extract.owners import owner
from kg.extract.roles.filled import Roles
from kg.extract.said import said
from kg.extract.served import CHAIRS, Title, came_from, of_mention, served, titled
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader
from kg.model import Passage, Span, Value

_OF_FIRMS = ("president", "chairman", "chairwoman", "chairperson")
_OF_NAME = compiled(r" of (?:the )?\p{Lu}{3,}\b")
_GOVERNS = frozenset({"head-of-state", "head-of-government", "foreign-minister"})
_TERM = compiled(r" \((?P<begin>[12]\d{3})\s?[-–—]\s?(?P<end>[12]\d{3})\)")  # "President Berg (1990-1994)"
_IS = (".office.current", ".office.is")  # rules that tell who holds an office today


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
    for index, chunk in bearers(current, reader.names.language):
        shared = of_mention(index, passage, current, reader)
        for person in chunk.each():
            if person.kind in ("post", "office", "rank"):  # nobody is named: "Ola Berg and the ambassador to Israel"
                continue
            held = offices(person, before, index, current, reader, told)
            before = person
            whose = owner(person, index, current, reader) or (None if person.part("peer") else shared)
            told_by = whose or reader.office_state(person) or person.part("org")
            waiting.append((told_by is None, index, person, chunk, held, whose))
    # Who serves a state that the words tell comes first: what another serves may follow from it.
    for _, index, person, chunk, held, whose in sorted(waiting, key=lambda one: one[0]):
        if (peer := person.part("peer")) is not None:
            whose = home_of(reader.person(peer), reader)
        for each in (each for office in (*person.all_parts("courtesy"), *held) for each in office.each()):
            title = titled(person, each, chunk, index, current, reader)
            yield from _title(title, reader, told, posts, whose)


def of_whom(draft: Draft, told: list[Draft], reader: Reader) -> Draft:
    """A title that a rule read without its state: of the state from which its bearer comes in the passage ("visited
    Lima as minister of trade"), of the one that the page describes ("The foreign minister is X"), or of his own."""
    if draft.type != "OfficeHeld" or draft.roles.get("of") or len(draft.roles["person"]) != 1:
        return draft
    of = came_from(draft.roles["person"][0], told)
    if of is None and draft.rule.endswith(_IS):
        of = _post_spoken_of(draft, reader) or reader.about()
    of = of or home_of(draft.roles["person"][0], reader)
    return replace(draft, roles={**draft.roles, "of": (of,)}) if of is not None else draft


def _post_spoken_of(draft: Draft, reader: Reader) -> Value | None:
    """ "The present ambassador is X": whose post, or else whose mission, the paragraph has told of last."""
    memory, known = reader.memory, reader.memory.find(draft.roles["person"][0].label)
    if known is None or known.office_class != "diplomat":
        return None
    if memory.post_paragraph == reader.paragraph and (sending := memory.post.get("sending")) is not None:
        return sending
    return next(iter(memory.mission.get("sending", ())), None) if memory.mission_paragraph == reader.paragraph else None


def _title(
    title: Title, reader: Reader, told: list[Draft], posts: set[tuple[str, str]], shared: Value | None
) -> Iterator[Draft]:
    person, office = title.person, title.office
    value = reader.values(person)[0]
    if _is_none(value, title, posts, reader) or (value.label, office.label) in reader.posted:
        return
    of = _body_before(person, office, reader) or served(title, value, reader, told, shared)
    if of is None and office.detail == ARMS:
        return
    plain = office.detail == "other" and title.org is None and not title.public and reader.office_state(person) is None
    if plain and (of is None or not office.label.startswith(CHAIRS)):  # "left-wing leader X" is a description
        return
    roles: Roles = {"person": (value,), "office": (_office(title, reader),)}
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
    post = _post_inherited(person, office, of, reader)
    term = _TERM.match(reader.document.text, person.end) if office.detail in _GOVERNS or post else None
    if of is not None and term is not None and term["begin"] < term["end"]:
        years = f"{term['begin']}/{term['end']}"
        if all(draft.date != years for draft in told):
            governed = {"person": roles["person"], "office": roles["office"], "sending": (of,), **post}
            reader.posted.add((value.label, office.label))
            yield Draft("Tenure", governed, years, "asserted", Span(person.start, term.end()), "title", sure)
        return
    yield Draft("OfficeHeld", roles, None, "asserted", Span(person.start, person.end), "title", sure)


def _post_inherited(person: Chunk, office: Chunk, of: Value | None, reader: Reader) -> Roles:
    """Where a diplomat serves whom the words call the successor or predecessor of one: at the post told last."""
    heir = said(reader.names.language)["heir"].match(reader.document.text, person.start, person.end)
    sending, receiving = (reader.memory.post.get(side) for side in ("sending", "receiving"))
    if heir is None or office.detail != "diplomat" or of is None or sending is None or receiving is None:
        return {}
    return {"receiving": (receiving,)} if sending.label == of.label else {}


def _is_none(value: Value, title: Title, posts: set[tuple[str, str]], reader: Reader) -> bool:
    """Whether the words are no title that somebody held then, or one that the passage tells as a post."""
    office, group = title.office, title.group
    before = reader.document.text[max(0, group.start - 12) : group.start]
    if said(reader.names.language)["not-yet"].search(before):  # "future President X": not in office when he did it
        return True
    if (value.label, office.label) in posts or (office.text == "Reyes" and not group.members):
        return True  # a surname or a given name: "Reyes Maroto"
    if office.detail == "diplomat" and any(value.label == label for label, _ in posts):
        return True
    return _of_unknown(title.person, office, reader)


def _office(title: Title, reader: Reader) -> Value:
    """The office as a value: "acting" where the text says so behind it, and to which state."""
    office, to = title.office, title.person.part("to")
    acting = said(reader.names.language)["acting"].match(reader.document.text, office.end) is not None
    label = f"acting {office.label}" if acting and not office.label.startswith("acting") else office.label
    text = f"{office.text} to {reader.values(to)[0].label}" if to is not None and reader.values(to) else office.text
    return Value(text, label, "office", "", Span(office.start, office.end))


def _of_unknown(person: Chunk, office: Chunk, reader: Reader) -> bool:
    """ "Ola Berg, Vice-President of TIKA": whether a title that firms give too is that of a body nobody knows."""
    if not office.label.endswith(_OF_FIRMS) or reader.office_state(person) is not None or person.part("org"):
        return False
    return person.end == office.end and _OF_NAME.match(reader.document.text, office.end) is not None


def _body_before(person: Chunk, office: Chunk, reader: Reader) -> Value | None:
    """ "el presidente del Correo, Ole Berg": the body that a title names which nobody knows; no state's president."""
    if not office.label.endswith(_OF_FIRMS) or reader.office_state(person) is not None or person.part("org"):
        return None
    named = _OF_BODY.match(reader.document.text, office.end, person.end)
    if named is None or said(reader.names.language)["state-itself"].match(named["body"]):
        return None
    if not person.text.startswith(reader.document.text[named.end() : named.end() + _INITIAL]):
        return None
    span = Span(*named.span("body"))
    return Value(named["body"], named["body"], "organisation", "", span)


_OF_BODY = compiled(r" (?:del|de la|of the) (?P<body>\p{Lu}\p{L}{3,}(?: (?:de |del |of )?\p{Lu}\p{L}+){0,4}), ")
_INITIAL = 3  # characters of a name


def _note_home(of: Value, person: Chunk, office: Chunk, reader: Reader) -> None:
    """ "President Arce", without a state: one whom the world knows, so that the text is written where he governs."""
    plain = reader.office_state(person) is None and person.part("org") is None and office.detail == "head-of-state"
    if plain and of.kind == "state" and (known := reader.memory.find(person.label or person.text)) and known.key:
        reader.memory.homes[of.label] = of
