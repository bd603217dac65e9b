"""Claims on people in office: the post, who sends and who receives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.compiled import compiled
from kg.extract.homes import by_name, home_of
from kg.extract.incumbents import in_post, of_rank
from kg.extract.memory import Risen
from kg.extract.pages import mission_page
from kg.extract.roles.filled import Filled, Roles, office_of, plain, states_of, states_of_places
from kg.extract.said import said
from kg.extract.symbols import Chunk
from kg.extract.values import Reader
from kg.model import Value


def posted(filled: Filled, reader: Reader) -> Iterator[Roles]:
    """Tenures and appointments: the sending and the receiving state from the title, the sentence, the pair."""
    roles = plain(
        {name: chunks for name, chunks in filled.items() if name not in ("office", "inline", "court", "told")}, reader
    )
    inline = filled.pop("inline", [])
    people = [c for chunk in filled.get("person", ()) if isinstance(chunk, Chunk) for c in chunk.each()]
    if len(people) > 1 and _TERM.match(reader.document.text, people[-1].end) is not None:
        del people[:-1]  # "Ola Berg and Kari Lund (2006-2010)": one post is held by one at a time, and she served then
    for person in people:
        if inline and (own := person.part("office")) is not None and own.detail != "diplomat":
            continue  # "visits by President X (1990)": no tenure of the post named before
        credentials = any(v.label == "credentials" for v in roles.get("kind", ()))
        values = _bearer(person, filled, credentials, reader)
        if person.kind == "rank" and values and values[0].label in reader.described | {person.label: None}:
            values = reader.values("@subject")  # "The ambassador is also accredited to Peru": whoever was spoken of
        if not values or values[0].kind != "person":
            continue
        office, chunk = _office(filled, person, reader, values[0], credentials)
        before = credentials and chunk is None and person.part("office") is None and bool(reader.memory.portrayed)
        if before and office is not None and _LESSER.match(office.label) is not None:
            office = None  # in a life: the consul told before has become ambassador since
        if credentials and office is not None and chunk is None and _governs(values[0], office, reader):
            continue  # "After the credentials were handed over, the president …": he has received them
        if office is None and credentials:
            office = _presenting(reader)
        if office is None:
            continue
        head = office_of(chunk)
        if head is not None and head.detail in _GOVERNING and _took_up(roles):
            continue  # a president takes office: no appointment
        if (
            head is not None
            and head.label == "president"
            and chunk is not None
            and chunk.part("state")
            and _succeeds(roles)
        ):
            continue  # nobody appoints one: "X succeeded Y as President of Kenya"
        if chunk is not None or person.part("office") or filled.get("office"):
            reader.memory.meet(values[0].label, values[0].key, office.label, "diplomat", None)
        if head is None or head.each()[0].detail == "diplomat":
            reader.memory.appointed[values[0].label] = office
            reader.memory.appointed_at = person.start
            reader.memory.newly = values[0].label if "kind" in roles else ""
        made: Roles = {"person": (values[0],), "office": (office,)}
        to = person.part("to") if len(people) > 1 else None  # "the ambassadors to Peru, X, and to Kenya, Y"
        own_post: Filled = {**filled}
        if to is not None:
            own_post["receiving"] = [to]
        made.update(_states_of_post(roles, own_post, chunk, person, reader, values[0]))
        stateless = len(made) == len(("person", "office"))
        if "kind" in roles and stateless and head is not None and head.each()[0].detail in ("other", "chair"):
            continue  # "named X director of its branch": nobody's envoy, and of no state
        if head is None or head.each()[0].detail == "diplomat":
            reader.memory.post = {**reader.memory.post, "office": office}
        if person.kind == "post" and values[0].label == office.label and "sending" in made:
            # "Kenya named an ambassador"
            made["person"] = (replace(values[0], label=f"{values[0].label} of {made['sending'][0].label}"),)
        if "kind" in roles:
            made["kind"] = roles["kind"]
        _note_rise(made, person, chunk, reader)
        yield from _each_receiver(made)


_TERM = compiled(r" ?\((?:since |desde )?[^()]{0,20}\d{4} ?[-–—][^()]{0,20}\)")


def _bearer(person: Chunk, filled: Filled, credentials: bool, reader: Reader) -> tuple[Value, ...]:
    """Of whom a tenure or an appointment is told, as far as a mention says."""
    if credentials and person.kind == "rank":
        return () if (known := of_rank(person, reader)) is None else (reader.value(known, person),)
    values = reader.values(person)
    offices = filled.get("office", ())
    if person.kind == "pronoun" and (POST_TOLD in offices or "told" in filled or (credentials and not offices)):
        known = reader.memory.find(values[0].label) if values else None
        if (known := in_post(person, known, reader, credentials)) is not None:
            return (reader.value(known, person),)
    return values


_LESSER = compiled(r"(?:\w+[ -]){0,3}(?:consul|secretary|counsellor|counselor|attaché|director|head of (?!mission))")


def _note_rise(made: Roles, person: Chunk, chunk: Chunk | None, reader: Reader) -> None:
    """Keep in mind who is minister where, and which of them becomes ambassador there, or is told to be the first."""
    if "sending" not in made or len(made.get("receiving", ())) != 1:
        return
    name, receiving = made["person"][0].label, made["receiving"][0].label
    rank, memory = heads(made["office"][0].label), reader.memory
    if rank == "legation":
        memory.ministers[name] = receiving, reader.start
    if rank != "embassy":
        return
    told, at = memory.ministers.get(name, ("", -1))
    own = person.part("office")
    was_minister = receiving == told or at == reader.start
    was_minister |= own is not None and heads(own.label) == "legation" and person.part("to") is None
    if own is not None and said(reader.names.language)["former"].search(
        reader.document.text, max(0, own.start - len("one-time ")), own.end
    ):
        return  # "the former minister, Ola Berg, was appointed ambassador": of a government, and no more
    if was_minister or (chunk is not None and _is_first(chunk, reader)):
        memory.risen.append(Risen(name, reader.start, not was_minister))


def _is_first(title: Chunk, reader: Reader) -> bool:
    """Whether a title is told as that of its first bearer: "the first Norwegian ambassador"."""
    begin = min([c.start for c in (title.part("state"), title.part("office")) if c is not None] or [title.start])
    before = reader.document.text[max(0, begin - len(" the first ")) : begin]
    return said(reader.names.language)["first-of"].search(before) is not None


def heads(office: str) -> str:
    """The kind of mission at whose head the bearer of an office stands: "embassy", "legation", or ""."""
    if office.startswith("ambassador"):
        return "embassy"
    return "legation" if office in _MINISTERS or office.startswith("envoy extraordinary") else ""


_MINISTERS = frozenset({"minister", "resident minister", "minister plenipotentiary", "minister resident"}) | {
    "minister resident and consul general"
}


def _presenting(reader: Reader) -> Value:
    """The rank of who presents credentials: whatever is not told otherwise, an ambassador; a minister where the same
    sentence tells of a legation ("Kenya opened a legation in Lima when Asha Moyo presented her credentials")."""
    here = reader.memory.mission_start == reader.start
    kinds = {value.label for value in reader.memory.mission.get("kind", ())} if here else set()
    of_page = mission_page(reader.document) and reader.memory.house_kind == "high commission"
    rank = "minister" if kinds == {"legation"} else "high commissioner" if of_page else "ambassador"
    return Value(rank, rank, "office")


def _each_receiver(made: Roles) -> Iterator[Roles]:
    """ "Envoy to both Lima and La Paz": a post in each state."""
    several = made.get("receiving", ())
    if len(several) < _SEVERAL:
        yield made
        return
    for state in several:
        yield {**made, "receiving": (state,)}


_SEVERAL = 2


def _governs(person: Value, office: Value, reader: Reader) -> bool:
    """Whether an office is that of a head of state or government, as which the text has told of somebody."""
    known = reader.memory.find(person.label)
    return known is not None and known.office == office.label and known.office_class in _GOVERNING


_GOVERNING = ("head-of-state", "head-of-government")


def _took_up(roles: Roles) -> bool:
    return any(value.label in ("took up post", "sworn in", "accession") for value in roles.get("kind", ()))


def _succeeds(roles: Roles) -> bool:
    return any(value.label == "appointed" for value in roles.get("kind", ()))


def title(filled: Filled, reader: Reader) -> Iterator[Roles]:
    """A title held, as a sentence says it ("The current ambassador is X", "during the presidency of X")."""
    words = [office for office in filled.get("office", ()) if isinstance(office, str)]
    if words:
        told = plain({"person": filled["person"], "of": filled.get("of", [])}, reader)
        for value in told.get("person", ()):
            home = home_of(value, reader)
            named = {"of": (home,)} if home is not None else {"of": told["of"][:1]} if "of" in told else {}
            yield {"person": (value,), "office": reader.values(words[0]), **named}
        return
    titled = any(isinstance(c, Chunk) and c.part("office") for c in filled.get("person", ()))
    for roles in posted(filled, reader):
        if titled and roles["office"][0].label in _ANY_HEAD:
            continue  # "President Ola Berg was the first head of state to visit Peru"
        made: Roles = {"person": roles["person"], "office": roles["office"]}
        bodies = [body for c in filled.get("office", ()) if isinstance(c, Chunk) and (body := c.part("org"))]
        if of := (reader.values(bodies[0])[:1] if bodies else roles.get("sending")):
            made["of"] = of
        yield made


_ANY_HEAD = ("head of state", "head of government")


def _office(
    filled: Filled, person: Chunk, reader: Reader, value: Value, credentials: bool
) -> tuple[Value | None, Chunk | None]:
    """The office of a claim: as the rule says, else the person's title, else what the document said of them before.

    Credentials are those of the post last told: the title of a former or later office ("future president X") is none.
    """
    own = person.part("office")
    appointed = reader.memory.appointed.get(value.label)
    if own is not None and own.detail == "diplomat" and reader.memory.appointed_at != person.start:
        appointed = None  # but of "Minister X, made ambassador, handed over his credentials" the new one counts
    for chunk in (*filled.get("office", ()), *((person,) if appointed is None or not credentials else ())):
        if chunk == HEAD:
            return _head(filled.get("mission", ())), None
        if chunk == POST_TOLD:
            return _post_told((person, *filled.get("before", ())), reader), None
        if isinstance(chunk, str):
            if chunk in _ANY_ENVOY and own is not None and own.detail == "diplomat":
                continue  # "Ambassador X, who represented Peru in Kenya"
            return Value(chunk, chunk, "office"), None
        first = chunk.each()[0]  # of several posts at once
        found = office_of(first)
        if found is not None and found.label in _ANY_RANK and own is not None and own.detail == "diplomat":
            found = own  # "Ambassador X, who was head of mission"
        if found is not None and found.label != "diplomat":  # a description, not a rank
            found = found.each()[0]
            return Value(found.text, found.label, "office", "", None), chunk
    if appointed is not None and (credentials or own is None):
        return Value(appointed.label, appointed.label, "office"), None
    known = reader.memory.find(value.label)
    if known and known.office:
        return Value(known.office, known.office, "office"), None
    return (reader.memory.post.get("office") if "told" in filled else None), None  # "was succeeded by X"


_ANY_ENVOY = frozenset({"representative"})
_ANY_RANK = frozenset({"head of mission", "chief of mission"})  # what a rank says more precisely


def _post_told(bearers: Sequence[Chunk | str], reader: Reader) -> Value | None:
    """The diplomatic post of the first of these people of whom the document has told one, else of whom it spoke last.

    None where the first of them has another office: a president who left it was at no post.
    """
    for chunk in bearers:
        if not isinstance(chunk, Chunk):
            continue
        if (own := chunk.part("office")) is not None and chunk.kind in ("person", "post"):
            return Value(own.text, own.label, "office") if own.detail == "diplomat" else None
        values = reader.values(chunk)
        known = reader.memory.find(values[0].label) if values and values[0].kind == "person" else None
        if chunk.kind == "pronoun":
            known = in_post(chunk, known, reader)
        if known is not None and known.office:
            return Value(known.office, known.office, "office") if known.office_class == "diplomat" else None
    last = reader.memory.people.get(reader.memory.subject)
    told = last if last is not None and len(bearers) == 1 and last.office_class == "diplomat" else None
    return Value(told.office, told.office, "office") if told is not None else None


def _head(missions: Sequence[Chunk | str]) -> Value:
    """The rank of who heads a mission of that kind."""
    kinds = (value.label for chunk in missions if isinstance(chunk, Chunk) for value in _kind(chunk))
    rank = next((_HEADS[kind] for kind in kinds if kind in _HEADS), "head of mission")
    return Value(rank, rank, "office")


def _kind(mission: Chunk) -> tuple[Chunk, ...]:
    return (mission,) if mission.kind == "missionword" else mission.all_parts("kind")


_HEADS = {
    "embassy": "ambassador",
    "high commission": "high commissioner",
    "consulate general": "consul general",
    "consulate": "consul",
    "honorary consulate": "honorary consul",
    "apostolic nunciature": "apostolic nuncio",
    "legation": "minister",
    "permanent mission": "permanent representative",
}
HEAD = "@head"  # in a rule: the head of the mission that the rule names
POST_TOLD = "@post"  # in a rule: the post that the document has told of the person, or of the one before


def _recipient(filled: Filled, reader: Reader) -> Value | None:
    """Credentials are presented to a person of the receiving state: "to the President of Peru", "to King Gustav"."""
    for chunk in (each for c in filled.get("to", ()) for each in (c.each() if isinstance(c, Chunk) else ())):
        if chunk.kind in ("post", "person", "name"):
            state = reader.office_state(chunk)
            if state is None and chunk.kind != "post" and (value := reader.person(chunk)):
                state = home_of(value, reader)
            return state
        if chunk.kind in ("state", "demonym"):
            return reader.values(chunk)[0]
    return None


def _body_served(filled: Filled, chunk: Chunk | None, person: Chunk, reader: Reader) -> Value | None:
    """ "Ambassador to the United Nations": the body to which somebody is sent."""
    told = [*filled.get("receiving", ()), *(post.part("to") for post in (chunk, person) if post is not None)]
    bodies = (c for c in told if isinstance(c, Chunk) and c.kind == "org")
    return next((value for body in bodies for value in reader.values(body)), None)


def _visited(filled: Filled, reader: Reader) -> Value | None:
    """Credentials "presented in Oslo": to the state of the document's pair in which that lies."""
    pair = {value.label for value in reader.memory.pair}
    return next((state for state in states_of_places(filled, "court", reader) if state.label in pair), None)


def _post_of_his(person: Value, office: Chunk | None, sending: Value, reader: Reader) -> Value | None:
    """ "He was named ambassador to Peru, a post he held until 2013": the state to which the text has just sent him."""
    last, near = reader.memory.post, reader.paragraph - reader.memory.post_paragraph <= 1
    to = last.get("receiving") if near and office is None and _same(last.get("sending"), sending) else None
    return to if to is not None and to.label in reader.memory.sent.get(person.label, ()) else None


def _same(known: Value | None, other: Value | None) -> bool:
    return known is not None and other is not None and known.label == other.label


def _court(reader: Reader, sending: Value) -> Value | None:
    """The state of the one head of state named so far, or the one in which the note was written: there ambassadors
    of others present their credentials."""
    heads = {k.state.label: k.state for k in reader.memory.people.values() if k.state and k.office_class == _HEAD}
    if (rest := reader.other((sending,))) is not None and len(reader.document.parties) > 1:
        heads = {label: state for label, state in heads.items() if label == rest.label}  # no third one named in passing
    if not heads and (there := reader.memory.written_in) is not None and there.label != sending.label:
        return there
    return next(iter(heads.values())) if len(heads) == 1 and sending.label not in heads else None


_HEAD = "head-of-state"


def _states_of_post(
    roles: Roles, filled: Filled, chunk: Chunk | None, person: Chunk, reader: Reader, value: Value
) -> Roles:
    sending = next(iter(states_of(roles.get("sending", ()), reader)), None)
    several = states_of_places(filled, "receiving", reader)
    receiving = next(iter(several), None) or _body_served(filled, chunk, person, reader)
    receiving = receiving or _recipient(filled, reader)  # before the post named: "the ambassador to X presented … to Y"
    receiving = receiving or _visited(filled, reader)
    for source in (chunk, person):
        if source is None:
            continue
        body = source.part("org")  # "the ambassador of the European Union"
        sending = sending or reader.office_state(source) or (reader.values(body)[0] if body is not None else None)
        to = source.part("to")
        if to is not None and (receiving is None or _same(receiving, sending)):  # nobody is sent to his own state
            receiving = next(iter(states_of_places({"to": [to]}, "to", reader)), receiving)
    if receiving is None and sending is not None and any(v.label == "credentials" for v in roles.get("kind", ())):
        receiving = _court(reader, sending)
    known = reader.memory.find(value.label)
    if sending is None and known and known.state:
        sending = known.state
    if receiving is not None:
        reader.memory.sent.setdefault(value.label, set()).add(receiving.label)
    head = office_of(chunk)
    if receiving is None and head is not None and head.kind == "office":  # a minister at home is sent nowhere
        sending = sending or (reader.memory.pair[0] if len(reader.memory.pair) == 1 else None)
        return {"sending": (sending,)} if sending is not None else {}
    if receiving is not None and sending is not None and receiving.label == sending.label:
        sending = None
    if sending is None and receiving is not None:
        sending = reader.other((receiving,))
    if receiving is None and sending is not None and "told" in filled:  # "His successor, X": at the same post
        receiving = reader.memory.post.get("receiving") if _same(reader.memory.post.get("sending"), sending) else None
    if receiving is None and sending is not None:
        receiving = _post_of_his(value, chunk, sending, reader) or reader.other((sending,))
    if sending is None and receiving is not None and (own := reader.own()) and own.key != receiving.key:
        sending = own
    last = reader.memory.post
    if sending is None and receiving is None and len(reader.memory.dyad) == 2:
        sending, receiving = reader.memory.dyad
    if sending is None and receiving is None and (home := by_name(value, reader)) is not None:
        sending, receiving = home, reader.other((home,))  # "Ambassador Yutaka Mori presented his credentials"
    if sending is None and receiving is None:
        sending, receiving = last.get("sending"), last.get("receiving")
        mission = reader.memory.mission
        own = reader.state(reader.publisher) if reader.publisher else None
        far = reader.paragraph - reader.memory.post_paragraph > 1
        if own is not None and (sending is None or far) and (rest := reader.other((own,))):  # "our ambassador in Lima"
            sending, receiving = own, rest
        if sending is None and mission:
            sending, receiving = mission["sending"][0], mission["receiving"][0]
    told_here = reader.memory.mission if reader.memory.mission_paragraph == reader.paragraph else {}
    if receiving is None and sending is not None and _same(next(iter(told_here.get("sending", ())), None), sending):
        receiving = told_here["receiving"][0]  # "The embassy in Rabat was opened in 1987. The ambassador is X, who …"
    alone = sending is None and receiving is None and len(reader.memory.pair) == 2
    if alone and (reader.author or mission_page(reader.document)):
        sending, receiving = reader.memory.pair  # a page of the embassy of one in the other speaks of its own posts
    if sending is not None:
        reader.memory.meet(value.label, value.key, "", "", sending)
    if sending is not None and receiving is not None:
        reader.memory.post, reader.memory.post_paragraph = (
            {"sending": sending, "receiving": receiving},
            reader.paragraph,
        )
    made: Roles = {}
    if sending is not None:
        made["sending"] = (sending,)
    if receiving is not None:
        made["receiving"] = several if receiving in several else (receiving,)
    return made
