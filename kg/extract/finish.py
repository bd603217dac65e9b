"""What each claim type makes of its filled roles: defaults from the context, states of places, a claim a visitor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import regex

from kg.extract.symbols import CLASSES, Chunk
from kg.extract.values import Reader, mission_page
from kg.model import Span, Value

Roles = dict[str, tuple[Value, ...]]
Filled = dict[str, list[Chunk | str]]

OFFICE = frozenset(CLASSES["office"])


def _unique(values: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple({(v.key or v.label): v for v in reversed(values)}.values())[::-1]


def plain(filled: Filled, reader: Reader) -> Roles:
    """Every role's values as the mentions give them."""
    roles: Roles = {}
    for name, chunks in filled.items():
        values = _unique(tuple(value for chunk in chunks for value in reader.values(chunk)))
        if values:
            roles[name] = values
    return roles


def _states(values: tuple[Value, ...], reader: Reader) -> tuple[Value, ...]:
    """Places stand for the states they lie in."""
    found = []
    for value in values:
        if value.kind == "place":
            state = reader.state_of_place(value)
            found.extend([state] if state else [])
        elif value.kind in ("state", "organisation"):
            found.append(value)
    return _unique(tuple(found))


def _homes(values: tuple[Value, ...], reader: Reader) -> tuple[Value, ...]:
    """The states that persons act for."""
    return _unique(tuple(home for v in values if v.kind == "person" and (home := reader.home(v))))


def _places(filled: Filled, name: str, reader: Reader) -> tuple[Value, ...]:
    """The places among the mentions of a role, and the states those places lie in."""
    chunks = [each for chunk in filled.get(name, ()) if isinstance(chunk, Chunk) for each in chunk.each()]
    return _unique(tuple(value for chunk in chunks if chunk.kind == "place" for value in reader.values(chunk)))


def _place_states(filled: Filled, name: str, reader: Reader) -> tuple[Value, ...]:
    chunks = [each for chunk in filled.get(name, ()) if isinstance(chunk, Chunk) for each in chunk.each()]
    chunks = [part for chunk in chunks for part in _where(chunk)]
    states = [reader.state_of_place(chunk) if chunk.kind == "place" else None for chunk in chunks]
    named = [value for chunk in chunks if chunk.kind in ("state", "demonym", "pair") for value in reader.values(chunk)]
    return _unique((*named, *[state for state in states if state]))


def _where(chunk: Chunk) -> tuple[Chunk, ...]:
    """Where a mission stands, if the mention is one; else the mention itself."""
    if chunk.kind != "mission":
        return (chunk,)
    return tuple(
        each
        for part in (*chunk.all_parts("place"), *chunk.all_parts("at"), *chunk.all_parts("receiving"))
        for each in part.each()
    )


# -- relations -----------------------------------------------------------------------------------------------------


def relations(filled: Filled, reader: Reader) -> Iterator[Roles]:
    told = filled.pop("relations", [])
    several = _with_several(filled.get("parties", []), reader)
    filled = {name: [part for c in chunks for part in _parties(c)] for name, chunks in filled.items()}
    roles = plain(filled, reader)
    if several:
        acting = _states(roles.get("agent", ()), reader)
        yield from _each(several, _states((*roles.get("parties", ()), *acting), reader), acting, reader)
        return
    named = _states((*roles.get("parties", ()), *roles.get("agent", ())), reader)
    parties = _unique(named)
    if len(parties) == 1 and (rest := reader.other(parties)):
        parties = (*parties, rest)
    if not parties:
        near = reader.memory.states_paragraph == reader.paragraph or len(reader.memory.pair) != 2
        parties = reader.memory.states if near and len(reader.memory.states) == 2 else reader.memory.pair
        parties = tuple(replace(v, span=None) for v in parties)  # as they were at the time now spoken of
    if len(parties) < 2:
        return
    if len(parties) == 2:
        reader.memory.states, reader.memory.states_paragraph = parties, reader.paragraph
    agent = _states(roles.get("agent", ()), reader) or _homes(roles.get("agent", ()), reader)
    if not agent and roles.get("agent") and len(named) == 1 and len(parties) == 2:
        agent = parties[1:]  # "the general broke relations with Algeria": those of the other state
    made = {"parties": parties}
    if len(agent) == 1:
        made["agent"] = agent
    if kind := _kind(told):
        made["kind"] = (kind,)
    yield made


def _kind(told: list[Chunk | str]) -> Value | None:
    """The kind of relations that are not called diplomatic: consular, or ambassadorial where there were others."""
    for chunk in told:
        if isinstance(chunk, Chunk) and (found := _KINDS.search(chunk.text)) and not _DIPLOMATIC.search(chunk.text):
            kind = "consular" if found[0].lower().startswith("consular") else "ambassadorial"
            return Value(chunk.text, kind, "text", "", Span(chunk.start, chunk.end))
    return None


_KINDS = regex.compile(r"(?i)\b(?:consular|ambassadorial)")
_DIPLOMATIC = regex.compile(r"(?i)\bdiplom(?!.*\b(?:consular level|nivel consular))")


def _with_several(chunks: list[Chunk | str], reader: Reader) -> tuple[Value, ...]:
    """ "relations with Peru and Chile": the states that one side had relations with, if they are more than one."""
    parts = [part for c in chunks for part in _parties(c) if isinstance(part, Chunk) and part.members]
    text = reader.document.text
    joint = [part for part in parts if _WITH.search(text, max(0, part.start - 10), part.start)]
    return tuple(value for part in joint for value in reader.values(part))


_WITH = regex.compile(r"(?:with|con) (?:the |la |el |los )?$")


def _each(
    several: tuple[Value, ...], named: tuple[Value, ...], acting: tuple[Value, ...], reader: Reader
) -> Iterator[Roles]:
    """The relations of one state with each of several: that state is the one also named, or the document's own."""
    labels = {value.label for value in several}
    one = tuple(value for value in named if value.label not in labels)
    own = one or tuple(v for v in reader.memory.pair[:1] if len(reader.document.parties) == 1)
    if len(own) == 1:
        for each in several:
            yield {"parties": (*own, each), **({"agent": acting} if len(acting) == 1 else {})}


def _parties(chunk: Chunk | str) -> tuple[Chunk | str, ...]:
    """The states that a mention of relations names; other mentions stand for themselves."""
    if isinstance(chunk, Chunk) and chunk.kind == "relations":
        return (*chunk.all_parts("parties"), *chunk.all_parts("owner"))
    return (chunk,)


def recognition(filled: Filled, reader: Reader) -> Iterator[Roles]:
    roles = plain(filled, reader)
    who, whom = _states(roles.get("recogniser", ()), reader), roles.get("recognised", ())
    whom = tuple(v for v in whom if v.kind in ("state", "organisation"))
    if not who and len(whom) == 1 and (rest := reader.other(whom)):
        who = (rest,)
    if not whom and len(who) == 1 and (rest := reader.other(who)):
        whom = (rest,)
    if len(who) == 2 and {v.label for v in who} == {v.label for v in whom}:  # mutual
        yield {"recogniser": who[:1], "recognised": who[1:]}
        yield {"recogniser": who[1:], "recognised": who[:1]}
    elif who and whom and not {v.label for v in who} & {v.label for v in whom}:
        reader.memory.dyad = (who[0], whom[0])
        yield {"recogniser": who, "recognised": whom}


# -- visits and meetings -------------------------------------------------------------------------------------------


def _stays(chunks: list[Chunk | str], reader: Reader) -> bool:
    """Whether those who came are diplomats: they took up a post."""
    offices = [c.part("office") for c in chunks if isinstance(c, Chunk)]
    known = [reader.memory.find(c.label or c.text) for c in chunks if isinstance(c, Chunk) and c.kind == "name"]
    return any(office is not None and office.detail == "diplomat" for office in offices) or any(
        who is not None and who.office_class == "diplomat" for who in known
    )


def visit(filled: Filled, reader: Reader) -> Iterator[Roles]:
    if filled.pop("came", ()) and _stays(filled.get("visitor", []), reader):
        return
    roles = plain(filled, reader)
    visitors = tuple(v for v in roles.get("visitor", ()) if v.kind == "person")
    places = (*_places(filled, "host", reader), *_places(filled, "place", reader))
    hosts = _place_states(filled, "host", reader) or _place_states(filled, "place", reader)
    hosts = hosts or tuple(v for v in roles.get("host", ()) if v.kind == "state" and v.span is None)  # "here"
    hosts = hosts or _homes(roles.get("host", ()), reader)  # "state visits received by King X"
    shared = _shared_home(visitors, reader)
    for visitor in visitors:
        home = reader.home(visitor) or next(iter(roles.get("visitor_state", ())), None) or shared
        host = tuple(v for v in hosts if home is None or v.label != home.label) or (hosts if home is None else ())
        if not host and home is not None and (rest := reader.other((home,))) and not hosts:
            host = (rest,)
        if home is None and len(host) == 1:
            rest = reader.other(host)
            home = rest if rest is not None and rest.key in reader.document.parties else None
        if not host:
            continue
        made: Roles = {"visitor": (_of_state(visitor, home, filled.get("visitor", []), reader),)}
        if home is not None:
            made["visitor_state"] = (home,)
        for name in ("kind", "occasion", "inviter"):
            if name in roles:
                made[name] = roles[name]
        for each in host:  # a tour of three states is three visits
            inside = tuple(
                p for p in places if len(host) == 1 or (s := reader.state_of_place(p)) is None or s.label == each.label
            )
            yield {**made, "host": (each,), **({"place": _unique(inside)} if inside else {})}


def _of_state(visitor: Value, home: Value | None, chunks: list[Chunk | str], reader: Reader) -> Value:
    """ "The emperor visited Turkey": whom the document names as emperor of the other state, else "emperor of" it."""
    bare = {c.label: c for c in chunks if isinstance(c, Chunk) and c.kind == "office" and not c.part("state")}
    chunk = bare.get(visitor.label)
    if chunk is None or home is None:
        return visitor
    known = reader.memory.holder(str(chunk.detail), home.label)
    return replace(visitor, label=known.name if known else f"{visitor.label} of {home.label}")


def _shared_home(visitors: tuple[Value, ...], reader: Reader) -> Value | None:
    """ "The king and the queen": who travels together without a state of their own named serves the same one."""
    homes = {home.label: home for visitor in visitors if (home := reader.home(visitor))}
    shared = next(iter(homes.values())) if len(homes) == 1 and len(visitors) > 1 else None
    for visitor in visitors if shared else ():
        reader.memory.meet(visitor.label, visitor.key, "", "", shared)
    return shared


def _they(chunks: list[Chunk | str], reader: Reader) -> Roles:
    """Whom "they" means where a person receives them: the visitors just told, not the states."""
    they = [c for c in chunks if isinstance(c, Chunk) and c.kind == "pronoun" and c.detail == "they"]
    rest = plain({"participants": [c for c in chunks if c not in they]}, reader).get("participants", ())
    visitors = reader.memory.visit.get("visitor", ())
    if they and visitors and any(v.kind == "person" for v in rest):
        return {"participants": _unique((*visitors, *rest))}
    return {}


def meeting(filled: Filled, reader: Reader) -> Iterator[Roles]:
    roles = {**plain(filled, reader), **_they(filled.get("participants", []), reader)}
    people = roles.get("participants", ())
    if len(people) < 2 and not roles.get("occasion"):
        return
    if not people:
        people = reader.memory.pair
    if len(people) < 2:
        return
    made: Roles = {"participants": _of_the_other(people, filled.get("participants", []), reader)}
    for name in ("place", "occasion"):
        if name in roles:
            made[name] = roles[name]
    if ordinal := roles.get("ordinal"):
        made["ordinal"] = tuple(replace(v, label=number(v.label)) for v in ordinal)
    yield made


def _of_the_other(people: tuple[Value, ...], chunks: list[Chunk | str], reader: Reader) -> tuple[Value, ...]:
    """ "He met the Prime Minister": whom somebody of one of the pair meets under a mere title is of the other."""
    told = [one for one in people if one.kind == "person" and one.label not in reader.described]
    homes = {home.label: home for one in told if (home := reader.home(one))}
    other = reader.other(tuple(homes.values())) if len(homes) == 1 else None
    if other is None or not homes.keys() <= {state.label for state in reader.memory.pair}:
        return people
    parts = [each for chunk in chunks if isinstance(chunk, Chunk) for each in chunk.each()]
    titles = [each for each in parts if each.kind == "office" and not each.part("state")]
    named = {value.label for each in parts if each not in titles for value in reader.values(each)}
    # Nobody meets himself: a title that the document gives to whom it speaks of is here his colleague's.
    colleagues = [
        Value(each.text, f"{each.label} of {other.label}", "person", "", Span(each.start, each.end))
        for each in titles
        if named & {value.label for value in reader.values(each)}
    ]
    return _unique((*(_of_state(one, other, [*titles], reader) for one in people), *colleagues))


_ROMAN = {"i": 1, "v": 5, "x": 10}


def number(word: str) -> str:
    """An ordinal as a number: "IX" and "9th" are 9; the lexicon's values give those in words.

    >>> number("IX"), number("9th"), number("1")
    ('9', '9', '1')
    """
    low = word.lower()
    if regex.fullmatch(r"[ivx]+", low):
        values = [_ROMAN[letter] for letter in low]
        return str(sum(-v if v < max(values[i:]) else v for i, v in enumerate(values)))
    digits = regex.match(r"\d+", low)
    return digits[0] if digits else word


# -- agreements ----------------------------------------------------------------------------------------------------


def agreement(filled: Filled, reader: Reader) -> Iterator[Roles]:
    """One claim for each instrument named; parties from the title, the sentence, the signatories' states, the pair."""
    titles = [each for chunk in filled.get("title", ()) if isinstance(chunk, Chunk) for each in chunk.each()]
    titles = [title for title in titles if not _taken_up(title, reader) and not _manner(title, reader)]
    roles = plain({name: chunks for name, chunks in filled.items() if name not in ("title", "year")}, reader)
    sentence = _states(roles.get("parties", ()), reader)
    signers = tuple(v for v in roles.get("signatory", ()) if v.kind == "person")
    generic = reader.names.language.instruments.get("generic")
    for chunk in titles:
        if _anaphor(chunk, reader) and reader.when and reader.memory.undated:
            yield reader.memory.undated  # "This treaty was signed on 3 May": the one named before without a date
            continue
        if generic and not sentence and not reader.when and regex.fullmatch(generic, chunk.text.lower()):
            continue  # the heading of a list: "Bilateral agreements"
        own = _unique(tuple(v for part in chunk.all_parts("parties") for v in reader.values(part)))
        parties = own if len(own) > 1 else _unique((*own, *sentence))
        if len(parties) < 2 and signers:
            homes = [home for signer in signers if (home := reader.home(signer))]
            parties = _unique((*parties, *homes))
        if len(parties) == 1 and (rest := reader.other(parties)):
            parties = (*parties, rest)
        if not parties:
            parties = reader.memory.pair if len(reader.memory.pair) == 2 else reader.memory.states
        if not parties:  # "during the visit of X to Y, three agreements were signed"
            last = reader.memory.visit
            parties = _unique((*last.get("visitor_state", ()), *last.get("host", ())))
        if len(parties) < 2:
            continue
        reader.memory.agreements.add(reader.when)
        reader.memory.undated = {} if reader.when else {"title": reader.values(chunk), "parties": parties}
        made: Roles = {"title": reader.values(chunk), "parties": parties}
        for name in ("place", "signatory"):
            if name in roles:
                made[name] = roles[name]
        yield made


def _taken_up(title: Chunk, reader: Reader) -> bool:
    """ "The treaty was signed in London": the instrument named before, not another one, unless its date is new."""
    known = reader.memory.agreements
    return bool(known) and (not reader.when or reader.when in known) and _anaphor(title, reader)


def _manner(title: Chunk, reader: Reader) -> bool:
    """ "Relations were established by agreement": a noun without article or title names no instrument."""
    before = reader.document.text[max(0, title.start - 8) : title.start].lower()
    return " " not in title.text.strip() and _WITHOUT_ARTICLE.search(before) is not None


_WITHOUT_ARTICLE = regex.compile(r"\b(?:by|in|into|por|en|de) $")


def _anaphor(title: Chunk, reader: Reader) -> bool:
    before = reader.document.text[max(0, title.start - 6) : title.start].lower()
    return " " not in title.text.strip() and before.endswith(("the ", "this ", "el ", "la ", "este ", "dicho "))


def negotiation(filled: Filled, reader: Reader) -> Iterator[Roles]:
    roles = plain(filled, reader)
    parties = _states(roles.get("parties", ()), reader)
    if len(parties) == 1 and (rest := reader.other(parties)):
        parties = (*parties, rest)
    topic = roles.get("topic")
    if topic:
        yield {"topic": tuple(replace(v, kind="text") for v in topic), "parties": parties or reader.memory.pair}


# -- people in office ----------------------------------------------------------------------------------------------


def posted(filled: Filled, reader: Reader) -> Iterator[Roles]:
    """Tenures and appointments: the sending and the receiving state from the title, the sentence, the pair."""
    roles = plain({name: chunks for name, chunks in filled.items() if name not in ("office", "inline")}, reader)
    inline = filled.pop("inline", [])
    people = [c for chunk in filled.get("person", ()) if isinstance(chunk, Chunk) for c in chunk.each()]
    for person in people:
        if inline and (own := person.part("office")) is not None and own.detail != "diplomat":
            continue  # "visits by President X (1990)": no tenure of the post named before
        values = reader.values(person)
        if not values or values[0].kind != "person":
            continue
        office, chunk = _office(filled, person, reader, values[0])
        if office is None and any(v.label == "credentials" for v in roles.get("kind", ())):
            office = Value("ambassador", "ambassador", "office")  # a head of mission presents them
        if office is None:
            continue
        head = chunk if chunk is None or chunk.kind in OFFICE else chunk.part("office")
        if head is not None and head.detail == "head-of-state" and _took_up(roles):
            continue  # a president takes office: no appointment
        if chunk is not None or person.part("office"):
            reader.memory.meet(values[0].label, values[0].key, office.label, "diplomat", None)
        made: Roles = {"person": (values[0],), "office": (office,)}
        made.update(_states_of_post(roles, filled, chunk, person, reader, values[0]))
        if "kind" in roles:
            made["kind"] = roles["kind"]
        yield made


def _took_up(roles: Roles) -> bool:
    return any(value.label == "took up post" for value in roles.get("kind", ()))


def title(filled: Filled, reader: Reader) -> Iterator[Roles]:
    """A title held, as a sentence says it ("The current ambassador is X")."""
    for roles in posted(filled, reader):
        made: Roles = {"person": roles["person"], "office": roles["office"]}
        if of := roles.get("sending"):
            made["of"] = of
        yield made


def _office(filled: Filled, person: Chunk, reader: Reader, value: Value) -> tuple[Value | None, Chunk | None]:
    """The office of a claim: as the rule says, else the person's title, else what the document said of them before."""
    for chunk in (*filled.get("office", ()), person):
        if isinstance(chunk, str):
            return Value(chunk, chunk, "office"), None
        first = chunk.each()[0]  # of several posts at once
        found = first if first.kind in OFFICE else first.part("office")
        if found is not None and found.label != "diplomat":  # a description, not a rank
            found = found.each()[0]
            return Value(found.text, found.label, "office", "", None), chunk
    known = reader.memory.find(value.label)
    return (Value(known.office, known.office, "office"), None) if known and known.office else (None, None)


def _recipient(filled: Filled, reader: Reader) -> Value | None:
    """Credentials are presented to a person of the receiving state: "to the President of Peru", "to King Gustav"."""
    for chunk in filled.get("to", ()):
        if isinstance(chunk, Chunk) and chunk.kind in ("post", "person", "name"):
            state = reader.office_state(chunk)
            if state is None and chunk.kind != "post" and (value := reader.person(chunk)):
                state = reader.home(value)
            return state
        if isinstance(chunk, Chunk) and chunk.kind in ("state", "demonym"):
            return reader.values(chunk)[0]
    return None


def _court(reader: Reader, sending: Value) -> Value | None:
    """The state of the one head of state named so far: there ambassadors of others present their credentials."""
    heads = {k.state.label: k.state for k in reader.memory.people.values() if k.state and k.office_class == _HEAD}
    return next(iter(heads.values())) if len(heads) == 1 and sending.label not in heads else None


_HEAD = "head-of-state"


def _states_of_post(
    roles: Roles, filled: Filled, chunk: Chunk | None, person: Chunk, reader: Reader, value: Value
) -> Roles:
    sending = next(iter(_states(roles.get("sending", ()), reader)), None)
    receiving = next(iter(_place_states(filled, "receiving", reader)), None)
    for source in (chunk, person):
        if source is None:
            continue
        sending = sending or reader.office_state(source)
        to = source.part("to")
        if receiving is None and to is not None:
            receiving = next(iter(_place_states({"to": [to]}, "to", reader)), None)
    receiving = receiving or _recipient(filled, reader)
    if receiving is None and sending is not None and any(v.label == "credentials" for v in roles.get("kind", ())):
        receiving = _court(reader, sending)
    known = reader.memory.find(value.label)
    if sending is None and known and known.state:
        sending = known.state
    head = chunk if chunk is None or chunk.kind in OFFICE else chunk.part("office")
    if receiving is None and head is not None and head.kind == "office":  # a minister at home is sent nowhere
        return {"sending": (sending,)} if sending is not None else {}
    if receiving is not None and sending is not None and receiving.label == sending.label:
        sending = None
    if sending is None and receiving is not None:
        sending = reader.other((receiving,))
    if receiving is None and sending is not None:
        receiving = reader.other((sending,))
    last = reader.memory.post
    if sending is None and receiving is None and len(reader.memory.dyad) == 2:
        sending, receiving = reader.memory.dyad
    if sending is None and receiving is None:
        sending, receiving = last.get("sending"), last.get("receiving")
        mission = reader.memory.mission
        if sending is None and mission:
            sending, receiving = mission["sending"][0], mission["receiving"][0]
    if sending is None and receiving is None and len(reader.memory.pair) == 2 and mission_page(reader.document):
        sending, receiving = reader.memory.pair  # a page of the embassy of one in the other speaks of its own posts
    if sending is not None:
        reader.memory.meet(value.label, value.key, "", "", sending)
    if sending is not None and receiving is not None:
        reader.memory.post = {"sending": sending, "receiving": receiving}
    made: Roles = {}
    if sending is not None:
        made["sending"] = (sending,)
    if receiving is not None:
        made["receiving"] = (receiving,)
    return made


_MISSION = regex.compile(r"(?i)\b(?:embass|embajad|legation|legaci[oó]n|ambassador|consulate|consulado)")


# -- missions ------------------------------------------------------------------------------------------------------


def mission(filled: Filled, reader: Reader) -> Iterator[Roles]:
    """One claim for each mission: kind and place from the mention, the missing state from the place or the pair."""
    if "it" in filled and not _of_mission(filled["it"], reader):
        return
    roles = plain({n: c for n, c in filled.items() if n not in ("mission", "place", "kind", "it", "via")}, reader)
    if homes := [home for v in roles.get("sending", ()) if v.kind == "person" and (home := reader.home(v))]:
        roles["sending"] = tuple(homes)
    chunks = [each for chunk in filled.get("mission", ()) if isinstance(chunk, Chunk) for each in chunk.each()]
    kinds = tuple(
        v
        for c in filled.get("kind", ())
        for v in ([Value(c, c, "text")] if isinstance(c, str) else [Value(c.text, _led(c), "text")])
    )
    for chunk in chunks or (None,):
        yield from _mission(chunk, kinds, roles, filled, reader)


def _led(chunk: Chunk) -> str:
    """The kind of mission that a mention names, by itself or by the rank of its head."""
    office = chunk.part("office") or chunk
    return _MISSION_OF.get(office.label, chunk.label)


_MISSION_OF = {
    "ambassador": "embassy",
    "high commissioner": "high commission",
    "minister": "legation",
    "consul general": "consulate general",
    "consul": "consulate",
    "honorary consul": "honorary consulate",
}


def _of_mission(found: list[Chunk | str], reader: Reader) -> bool:
    """Whether the sentence before that of a mention speaks of a mission, so that its "it" is that mission."""
    at = found[0].start if isinstance(found[0], Chunk) else 0
    sentences = regex.split(r"[.!?]\s+", reader.document.text[max(0, at - 400) : at].rstrip())
    return len(sentences) > 1 and bool(_MISSION.search(sentences[-2]))


_EACH = regex.compile(
    r"(?:both|the two|their respective|the respective|ambas|ambos|las dos|(?:las |sus )?respectivas|sendas)\b"
    r"|(?:the |their |las |sus )?(?:embassies|legations|embajadas|legaciones|sedes diplomáticas)$"
)


def _mission(
    chunk: Chunk | None, kinds: tuple[Value, ...], roles: Roles, filled: Filled, reader: Reader
) -> Iterator[Roles]:
    own: Filled = (
        {name: list(chunk.all_parts(name)) for name in ("sending", "receiving", "place", "at")} if chunk else {}
    )
    sending = _states(plain({"s": own.get("sending", [])}, reader).get("s", ()), reader) or _states(
        roles.get("sending", ()), reader
    )
    head = chunk.part("head") if chunk else None
    own_places = [*own.get("place", []), *own.get("at", []), *(head.all_parts("to") if head else [])]
    if _abroad(kinds) and filled.get("place"):  # "the Embassy to Bolivia based in Lima"
        own_places = []
    at: Filled = {"place": list(own_places) or filled.get("place", [])}
    places = _places(at, "place", reader)
    receiving = (
        _place_states(own, "receiving", reader)
        or _place_states(filled, "receiving", reader)
        or (() if _abroad(kinds) else _place_states(at, "place", reader))
    )
    last = reader.memory.mission
    if chunk is None and last and not filled.get("receiving") and not filled.get("place"):  # "closed it in 1995"
        sending, receiving, places = last.get("sending", ()), last.get("receiving", ()), last.get("place", ())
    if chunk is None and not last and not kinds:
        return
    if not sending and not receiving and chunk is not None and _EACH.match(chunk.text.lower()):
        sending = reader.memory.pair
    if not sending and not receiving and last:
        sending, receiving, places = last.get("sending", ()), last.get("receiving", ()), places or last.get("place", ())
    if not sending and receiving and {v.label for v in receiving} == {v.label for v in last.get("receiving", ())}:
        sending = last.get("sending", ())
    if not sending and receiving and (rest := reader.other(receiving)):
        sending = (rest,)
    if sending and not receiving and len(sending) == 1 and (rest := reader.other(sending)):
        receiving = (rest,)
    if (
        not sending
        and receiving
        and kinds
        and kinds[0].label.startswith("non-resident")
        and len(reader.memory.pair) == 2
    ):
        sending = reader.memory.pair[:1]
        places = places if own_places else tuple(p for p in [reader.capital_of(reader.memory.pair[1])] if p)
    if chunk is None and not sending and not receiving and len(reader.memory.pair) == 2:
        sending = reader.memory.pair  # "relations were upgraded to ambassadorial level"
    kind = kinds or ((Value(chunk.text, chunk.label, "text"),) if chunk is not None else last.get("kind", ()))
    if head is not None and head.label.startswith("honorary") and chunk is not None:
        kind = (Value(chunk.text, "honorary consulate", "text"),)
    each_way = tuple(_mutual(sending, receiving, places, reader))
    for sender, receiver, place in each_way:
        if sender.label == receiver.label:
            continue
        if place and _abroad(kind) and _inside(place, receiver, reader):
            via = next((c for c in filled.get("via", ()) if isinstance(c, Chunk)), chunk)
            if via is None or via.label == "embassy":
                continue
            kind = (Value(via.text, via.label, "text"),)  # "represented in Chile by an honorary consulate in Santiago"
        made: Roles = {"sending": (sender,), "receiving": (receiver,), "kind": kind}
        if place is not None:
            made["place"] = (place,)
        reader.memory.mission = made
        if len(each_way) == 1:
            reader.memory.post = {"sending": sender, "receiving": receiver}  # whoever is told of next heads it
        yield made


def _abroad(kind: tuple[Value, ...]) -> bool:
    return bool(kind) and kind[0].label.startswith("non-resident")


def _inside(place: Value, state: Value, reader: Reader) -> bool:
    """Whether a place lies in a state: no non-resident ambassador to the state resides there."""
    own = reader.state_of_place(place)
    return own is not None and own.label == state.label


def _mutual(
    sending: tuple[Value, ...], receiving: tuple[Value, ...], places: tuple[Value, ...], reader: Reader
) -> Iterator[tuple[Value, Value, Value | None]]:
    """Sender, receiver and place of each mission: "both countries opened embassies" are two, four cities are four."""
    if len(sending) == 2 and (not receiving or {v.label for v in receiving} <= {v.label for v in sending}):
        for a, b in (sending, sending[::-1]):
            inside = [place for place in places if (state := reader.state_of_place(place)) and state.label == b.label]
            yield a, b, inside[0] if inside else reader.capital_of(b)
        return
    for sender in sending:
        for receiver in receiving:
            mine = [
                place for place in places if (s := reader.state_of_place(place)) is None or s.label == receiver.label
            ]
            for place in mine or (places[:1] if len(places) == 1 else (None,)):
                yield sender, receiver, place


def protection(filled: Filled, reader: Reader) -> Iterator[Roles]:
    roles = plain(filled, reader)
    protector, protected = _states(roles.get("protector", ()), reader), _states(roles.get("protected", ()), reader)
    receiving = _place_states(filled, "receiving", reader)
    if protector and protected and protector[0].label != protected[0].label:  # its own officials are no other power
        if not receiving and (rest := reader.other(protected)) and rest.label != protector[0].label:
            receiving = (rest,)
        made: Roles = {"protector": protector[:1], "protected": protected[:1]}
        if receiving:
            made["receiving"] = receiving[:1]
        yield made


# -- the rest ------------------------------------------------------------------------------------------------------


def membership(filled: Filled, reader: Reader) -> Iterator[Roles]:
    roles = plain(filled, reader)
    members = _states(roles.get("member", ()), reader)
    for member in members:
        for body in roles.get("organisation", ()):
            if body.label != member.label:
                yield {"member": (member,), "organisation": (body,)}


def trade(filled: Filled, reader: Reader) -> Iterator[Roles]:
    roles = _with_amount(filled, plain(filled, reader), reader.memory.trade)
    if not roles.get("amount"):
        return
    for side in ("exporter", "importer"):  # a capital stands for its state
        if side in roles:
            roles[side] = _states(roles[side], reader)
    if (bought := roles.get("importer")) and "exporter" not in roles and "again" not in roles:
        if not (rest := reader.other(bought)):
            return
        roles["exporter"] = (rest,)
    if "again" in roles:  # ", increasing to $300 million in 2007": the flow just told
        if not reader.memory.trade:
            return
        roles = {**{n: v for n, v in reader.memory.trade.items() if n in ("parties", "exporter", "importer")}, **roles}
        roles.pop("again")
    if not roles.get("exporter"):
        parties = _states(roles.get("parties", ()), reader)
        if len(parties) == 1 and (rest := reader.other(parties)):
            parties = (*parties, rest)
        roles["parties"] = parties if len(parties) > 1 else reader.memory.pair
    else:
        roles.pop("parties", None)
        if not roles.get("importer") and (rest := reader.other(roles["exporter"])):
            roles["importer"] = (rest,)
    reader.memory.trade = roles
    yield {name: values for name, values in roles.items() if values}


_POWERS = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


def _with_amount(filled: Filled, roles: Roles, before: Roles) -> Roles:
    """The roles with the amount's value and currency; a figure alone ("5 million") is in the currency told before."""
    if figure := roles.pop("figure", ()):
        words = figure[0].text.lower().split()  # a line may end between them, and a note mark may follow the digits
        value = f"{Decimal(words[0].partition('[')[0]) * _POWERS[words[-1]]:f}".removesuffix(".0")
        if not before.get("currency"):
            return {}
        return {**roles, "amount": (Value(figure[0].text, value, "amount"),), "currency": before["currency"]}
    chunk = next((c for c in filled.get("amount", ()) if isinstance(c, Chunk)), None)
    if chunk is not None and chunk.detail is not None:
        value = chunk.detail.value
        roles["amount"] = (Value(chunk.text, value, "amount"),)
        if chunk.detail.currency:
            roles["currency"] = (Value(chunk.detail.currency, chunk.detail.currency, "text"),)
    return roles


def aid(filled: Filled, reader: Reader) -> Iterator[Roles]:
    before = reader.memory.aid
    roles = _with_amount(filled, plain(filled, reader), before)
    if roles.pop("again", ()) and roles:
        roles = {**{name: before[name] for name in ("donor", "recipient") if name in before}, **roles}
    donor, recipient = _states(roles.get("donor", ()), reader), _states(roles.get("recipient", ()), reader)
    if donor and not recipient and (rest := reader.other(donor)):
        recipient = (rest,)
    if recipient and not donor and (rest := reader.other(recipient)):
        donor = (rest,)
    if roles.get("amount") and donor and recipient and donor[0].label != recipient[0].label:
        reader.memory.aid = {**roles, "donor": donor[:1], "recipient": recipient[:1]}
        yield reader.memory.aid


def _spoken_of(found: list[Chunk | str], reader: Reader) -> tuple[Value, ...]:
    """The one state of the document's pair that the sentence of a mention and the one before name; none if both."""
    at = found[0].start if found and isinstance(found[0], Chunk) else 0
    text = reader.document.text[max(0, at - 600) : at]
    near = ". ".join(regex.split(r"(?<=\p{Ll}{2}|\d)[.!?]\s+|\n", text)[-2:])
    language = ("", reader.document.language)
    names = [n for n in reader.names.gazetteer.names() if n.kind in ("state", "demonym") and n.language in language]
    keys = {v.key for v in reader.memory.pair}
    named = {
        key for n in names for key in keys.intersection(n.keys) if regex.search(rf"\b{regex.escape(n.surface)}\b", near)
    }
    return tuple(v for v in reader.memory.pair if v.key in named) if len(named) == 1 else ()


def leadership(filled: Filled, reader: Reader) -> Iterator[Roles]:
    at = filled.pop("at", [])
    if _stays(filled.get("person", []), reader):  # the death of an ambassador changes no leader
        return
    filled = {name: [part for c in chunks for part in _parties(c)] for name, chunks in filled.items()}
    roles = plain(filled, reader)
    person = roles.get("person", ())
    state = _place_states(filled, "state", reader) or (tuple(s for p in person if (s := reader.home(p))))
    if not state and not person and at:
        state = _spoken_of(at, reader)
    if not state:
        return
    made: Roles = {"state": state[:1], "kind": roles.get("kind", (Value("change", "change", "text"),))}
    if person:
        made["person"] = person[:1]
        reader.memory.meet(person[0].label, person[0].key, "", "", state[0])
    yield made


def expulsion(filled: Filled, reader: Reader) -> Iterator[Roles]:
    return against({**filled, "expelled": []}, reader)


def _acting(filled: Filled, target: Value, reader: Reader) -> tuple[Value, ...]:
    """Who expels is the state that someone is accredited to; who recalls is the state that sent them."""
    chunk = next((c for c in filled.get("target", ()) if isinstance(c, Chunk)), None)
    if "expelled" in filled:
        to = chunk.part("to") if chunk is not None else None
        if to is not None:
            return tuple(_place_states({"to": [to]}, "to", reader)[:1])
        sent = reader.home(target) if target.kind == "person" else None
        rest = reader.other((sent,)) if sent is not None else None
        return (rest,) if rest is not None else ()
    home = reader.home(target)
    return (home,) if home is not None else ()


_OWN = frozenset({"ambassador", "envoy", "minister", "chargé d'affaires", "high commissioner", "consul"})


def against(filled: Filled, reader: Reader) -> Iterator[Roles]:
    """Expulsions and recalls: who did it, and to whom."""
    whose = [v for chunk in filled.pop("whose", ()) for v in reader.values(chunk)]
    roles = plain(filled, reader)
    homes = _homes(roles.get("agent", ()), reader)
    agent, target = (*_states(roles.get("agent", ()), reader), *homes), roles.get("target", ())
    if whose and target and target[0].kind == "text":
        noun = regex.search(r"\w+$", target[0].text)
        target = (Value(target[0].text, f"{noun[0] if noun else 'diplomats'} of {whose[0].label}", "person"),)
        if not agent and (rest := reader.other(tuple(whose[:1]))):
            agent = (rest,)
    if not target:
        return
    if len(agent) == 1 and target[0].label in _OWN:  # "recalled its ambassador"
        target = (replace(target[0], label=f"{target[0].label} of {agent[0].label}"),)
    if not agent:
        agent = _acting(filled, target[0], reader)
    made: Roles = {"target": target}
    if agent:
        made["agent"] = agent[:1]
    yield made


def other(filled: Filled, reader: Reader) -> Iterator[Roles]:
    roles = plain(filled, reader)
    if roles.get("kind"):
        yield {"kind": roles["kind"], **({"actors": roles["actors"]} if roles.get("actors") else {})}


def finish(type_: str, filled: Filled, reader: Reader) -> Iterator[Roles]:
    """The roles of the claims that a rule of a type makes; a type without finishing takes them as they are."""
    made = FINISH.get(type_)
    if made is not None:
        yield from made(filled, reader)
    elif roles := plain(filled, reader):
        yield roles


FINISH: dict[str, Callable[[Filled, Reader], Iterator[Roles]]] = {
    "RelationsEstablished": relations,
    "RelationsSevered": relations,
    "RelationsRestored": relations,
    "Recognition": recognition,
    "Visit": visit,
    "Meeting": meeting,
    "Agreement": agreement,
    "Negotiation": negotiation,
    "Tenure": posted,
    "Appointment": posted,
    "OfficeHeld": title,
    "MissionPresent": mission,
    "MissionOpened": mission,
    "MissionClosed": mission,
    "MissionElevated": mission,
    "ProtectingPower": protection,
    "Membership": membership,
    "TradeVolume": trade,
    "Aid": aid,
    "LeadershipChange": leadership,
    "Expulsion": expulsion,
    "Recall": against,
    "Other": other,
}
