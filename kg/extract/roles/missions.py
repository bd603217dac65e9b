"""Claims on missions: kind, sender, receiver, place; protecting powers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from kg.compiled import compiled
from kg.extract.homes import home_of
from kg.extract.pages import MISSION
from kg.extract.roles.filled import Filled, Roles, places_of, plain, states_of, states_of_places, unique
from kg.extract.symbols import Chunk, unsaid_state
from kg.extract.values import BREATH, Reader
from kg.model import Value


def mission(filled: Filled, reader: Reader) -> Iterator[Roles]:
    """One claim for each mission: kind and place from the mention, the missing state from the place or the pair."""
    if not _of_missions(filled, reader):
        return
    if any(
        isinstance(c, Chunk) and c.kind in ("name", "names") for c in filled.get("place", ())
    ):  # a town nobody knows
        filled["place"] = [
            replace(each, kind="place") for c in filled["place"] if isinstance(c, Chunk) for each in c.each()
        ]
    roles = plain(
        {n: c for n, c in filled.items() if n not in ("mission", "place", "kind", "once", "it", "via", "step", "head")},
        reader,
    )
    if "head" in filled and (sender := reader.memory.post.get("sending")):  # whom "the ambassador" serves
        roles["sending"] = (sender,)
    if homes := [home for v in roles.get("sending", ()) if v.kind == "person" and (home := home_of(v, reader))]:
        roles["sending"] = tuple(homes)
    chunks = [each for chunk in filled.get("mission", ()) if isinstance(chunk, Chunk) for each in chunk.each()]
    kinds = _kinds(filled, reader)
    for chunk in chunks or (None,):
        if chunk is None or not filled.get("kind") or not _lowered(chunk.label, kinds[0].label):
            apart = len(chunks) > 1 and chunk is not None and chunk.part("at") is not None
            yield from _mission(chunk, kinds, roles, {**filled, "place": []} if apart else filled, reader)


def _of_missions(filled: Filled, reader: Reader) -> bool:
    """Whether "it" is a mission, the consuls are consuls, and the envoy who lives elsewhere heads a mission."""
    if "it" in filled and not _of_mission(reader):
        return False
    if filled.pop("later", None):  # "… and later from Athens": whose embassy covered whom the sentence has just told
        start, sending, receiving = reader.memory.covered
        if start != reader.start:
            return False
        filled.setdefault("sending", [unsaid_state(v.label, v.key, v.text) for v in sending])
        filled["receiving"] = [unsaid_state(v.label, v.key, v.text) for v in receiving]
    if filled.pop("step", None) and reader.memory.mission_end < reader.start:
        return False  # "…, a consulate in 1917": a further step of what the same sentence has told
    if any(isinstance(c, Chunk) and c.label == "mission" for c in filled.pop("led", ())):
        return False  # "the head of Peru's diplomatic mission to Chile", whatever kind it is of
    alone = [c for c in filled.pop("alone", ()) if isinstance(c, Chunk)]
    shown = reader.memory.represented is not None  # below "Kenyan representation in Norway:"
    if not shown and any(c.start > _TOP and not c.all_parts("at") for c in alone):
        return False  # "U.S. Embassy", one of several links
    if any(c.label == "mission" and all(at.kind != "place" for at in c.all_parts("at")) for c in alone):
        return False  # "Diplomatic missions of Peru", the title of a list
    if not all(isinstance(c, Chunk) and _NOT_THERE.search(c.text) for c in filled.pop("afar", ())):
        return False
    elsewhere = any(isinstance(c, Chunk) and _NOT_THERE.search(c.text) for c in filled.get("consuls", ()))
    heads = {name: [_led(c) for c in filled.pop(name, ()) if isinstance(c, Chunk)] for name in ("consuls", "envoy")}
    consular = ("consulate" in led or (elsewhere and led in _RANKED[:3]) for led in heads["consuls"])
    return all(consular) and all(led in _RANKED for led in heads["envoy"])


def _kinds(filled: Filled, reader: Reader) -> tuple[Value, ...]:
    """The kind of mission that a rule tells, or the one that it was when it was opened."""
    told = filled.get("kind", filled.get("once", ()))
    called = reader.names.language.values
    kinds = tuple(
        Value(c, called.get(c.lower(), c), "text") if isinstance(c, str) else Value(c.text, _leads(c), "text")
        for c in told
    )
    if _abroad(kinds):
        seats = {_led(c) for n in _SEATS for c in filled.get(n, ()) if isinstance(c, Chunk)}
        for seat in ("legation", "high commission"):
            if seat in seats:
                return (replace(kinds[0], label=f"non-resident {seat}"),)
        if not seats - {"mission"} and "high commission" in _title(reader).lower():
            return (replace(kinds[0], label="non-resident high commission"),)
    return kinds


_SEATS = ("via", "mission", "as")  # what tells from where somebody is represented


def _lowered(before: str, after: str) -> bool:
    """ "The embassy in Jeddah became a consulate general": such a change raises nothing."""
    return before in _RANKED[:2] and after in _RANKED[2:]


_RANKED = ("embassy", "high commission", "legation", "consulate general", "consulate", "honorary consulate")


def _led(chunk: Chunk) -> str:
    """The kind of mission that a mention names, by itself or by the rank of its head."""
    first = chunk.each()[0]
    office = first.part("office") or first
    return _MISSION_OF.get(office.label.replace("-", " "), chunk.label)


def _leads(chunk: Chunk) -> str:
    """The same, of one who lives elsewhere."""
    led = _led(chunk)
    return f"non-resident {led}" if led in _RANKED[:3] and _NOT_THERE.search(chunk.text) else led


_MISSION_OF = {
    "ambassador": "embassy",
    "high commissioner": "high commission",
    "minister": "legation",
    "consul general": "consulate general",
    "consul": "consulate",
    "honorary consul": "honorary consulate",
}


def _of_mission(reader: Reader) -> bool:
    """Whether the sentence before this one speaks of a mission, so that "it" is that mission."""
    if reader.start - reader.memory.mission_end <= BREATH:
        return True
    sentences = regex.split(
        r"[.!?](?:\[\d{1,3}\])*\s+", reader.document.text[max(0, reader.start - 400) : reader.start]
    )
    return len(sentences) > 1 and any(words.search(sentences[-2]) for words in (MISSION, _BARE))


_BARE = compiled(r"(?i)\b(?:missions?|misi[oó]n(?:es)?)\b")
_NOT_THERE = compiled(r"(?i)\bnon-?resident\b|\bno residente|\bconcurrent")
_EACH = compiled(
    r"(?:both|the two|their respective|the respective|ambas|ambos|las dos|(?:las |sus )?respectivas|sendas)\b"
    r"|(?:the |their |las |sus )?(?:embassies|legations|interests sections|liaison offices"
    r"|embajadas|legaciones|secciones de intereses|oficinas de enlace|sedes diplomáticas"
    r"|(?:diplomatic )?(?:missions|representations)|(?:misiones|representaciones)(?: diplomáticas)?)$"
)


@dataclass(frozen=True, slots=True)
class _Ends:
    """Whose a mission is, where it is accredited, and in which places; `told` if words on the mission name these."""

    sending: tuple[Value, ...]
    receiving: tuple[Value, ...]
    places: tuple[Value, ...]
    told: bool


def _mission(
    chunk: Chunk | None, kinds: tuple[Value, ...], roles: Roles, filled: Filled, reader: Reader
) -> Iterator[Roles]:
    head = chunk.part("head") if chunk else None
    if _abroad(kinds):  # "a non-resident ambassador in Stockholm": where he lives is not where he is accredited
        filled = {**filled, "receiving": [c for c in filled.get("receiving", ()) if c not in filled.get("place", ())]}
    ends = _as_told(chunk, head, kinds, roles, filled, reader)
    last = {} if filled.get("mutual") else _told(chunk, reader)
    if chunk is None and not last and not kinds:
        return
    ends = _supplied(ends, chunk, kinds, filled, last, reader)
    kind = kinds or ((Value(chunk.text, chunk.label, "text"),) if chunk is not None else last.get("kind", ()))
    if head is not None and _led(head).startswith("honorary") and chunk is not None:
        kind = (Value(chunk.text, "honorary consulate", "text"),)
    yield from _each(ends, chunk, kind, filled, reader)


def _as_told(
    chunk: Chunk | None, head: Chunk | None, kinds: tuple[Value, ...], roles: Roles, filled: Filled, reader: Reader
) -> _Ends:
    """What the words of the mission and its sentence say, and the line above that tells whose representation it is."""
    own: Filled = {}
    if chunk is not None:
        for name in ("sending", "receiving", "place", "at"):
            own[name] = [_town(each) for part in chunk.all_parts(name) for each in part.each()]
    sending = states_of(plain({"s": own.get("sending", [])}, reader).get("s", ()), reader) or states_of(
        roles.get("sending", ()), reader
    )
    own_places = [*own.get("place", []), *own.get("at", []), *(head.all_parts("to") if head is not None else [])]
    if filled.get("place") and (_abroad(kinds) or _within(filled["place"], own_places, reader)):
        own_places = []  # "the Embassy to Bolivia based in Lima", "consulates in Kenya in Mombasa and Kisumu"
    at: Filled = {"place": list(own_places) or filled.get("place", [])}
    places = places_of(at, "place", reader)
    receiving = (
        states_of_places(own, "receiving", reader)
        or (*states_of_places(filled, "receiving", reader), *(_bodies(filled, reader) if _abroad(kinds) else ()))
        or (() if _abroad(kinds) else states_of_places(at, "place", reader))
    )
    if chunk is not None and receiving and not own.get("receiving") and not _abroad(kinds):
        there = states_of_places({"place": list(own_places)}, "place", reader)
        far = all(isinstance(c, Chunk) and c.start > chunk.end + NEXT for c in filled.get("receiving", ()))
        if far and there and {v.label for v in there}.isdisjoint(v.label for v in receiving):
            receiving = there  # "its embassy in Oslo, opened in 1990, for the support it offers to Peru"
    if (told_above := reader.memory.represented) is not None:
        own_state, host = told_above[1:]
        if not sending:
            sending = (own_state,)
        if not receiving and {value.label for value in sending} == {own_state.label}:
            receiving = (host,)
    return _Ends(sending, receiving, places, bool(own_places))


NEXT = 8  # characters between a mission and the state to which it is accredited: "embassy in Lima to Bolivia"


def _supplied(
    ends: _Ends, chunk: Chunk | None, kinds: tuple[Value, ...], filled: Filled, last: Roles, reader: Reader
) -> _Ends:
    """The same with what the sentence leaves to the context: the mission told before, the page, the document's pair."""
    sending, receiving, places = ends.sending, ends.receiving, ends.places
    both = len(sending) == _TWO  # "and (the two countries) raised them to embassies"
    if chunk is None and last and not both and not filled.get("receiving") and not filled.get("place"):  # "closed it"
        sending, receiving, places = last.get("sending", ()), last.get("receiving", ()), last.get("place", ())
    if not sending and not receiving and chunk is not None and _EACH.match(chunk.text.lower()):
        sending = reader.memory.pair
    each_others = {v.label for v in receiving} == {v.label for v in reader.memory.pair} and not _abroad(kinds)
    if not sending and len(receiving) == _TWO and each_others:
        sending = receiving  # "The embassies were opened in Oslo and Nairobi": each in the other's
    if _abroad(kinds) and not sending and not receiving and not _of_the_pair(last, reader):
        sending, receiving = reader.memory.pair[:1], reader.memory.pair[1:]  # of which a section of the page tells
    if not sending and not receiving and chunk is not None:
        receiving, where = _where_told(chunk, reader)
        places = places or where
    if not sending and not receiving and last:
        sending, receiving = last.get("sending", ()), last.get("receiving", ())
        told = chunk is None or chunk.label in {value.label for value in last.get("kind", ())}
        places = places or (last.get("place", ()) if told and not ends.told else ())  # not for a city nobody knows
    if not sending and not receiving and chunk is not None and (reader.author or _of_one_mission(reader)):
        sending, receiving = reader.memory.pair[:1], reader.memory.pair[1:]
    if not sending and receiving and {v.label for v in receiving} == {v.label for v in last.get("receiving", ())}:
        sending = last.get("sending", ())
    if not sending and receiving and (rest := reader.other(receiving)):
        sending = (rest,)
    if not sending and receiving and not _abroad(kinds) and _elsewhere(receiving, reader):
        sending = tuple(v for v in [reader.memory.house] if v)
    if sending and not receiving and len(sending) == 1 and (rest := reader.other(sending) or _host(sending, reader)):
        receiving = (rest,)
    if _abroad(kinds) and len(sending) > 1 and not receiving and len(reader.document.parties) == 1:
        receiving = reader.memory.pair[:1]  # "the ambassadors of Peru and Chile, both residing in Oslo"
    if (
        not sending
        and receiving
        and kinds
        and kinds[0].label.startswith("non-resident")
        and len(reader.memory.pair) in (1, 2)
    ):
        sending, seat = _own_mission(places, reader)
        places = places or seat
    raised = any(isinstance(c, Chunk) for c in filled.get("kind", ()))
    bare = chunk is None or (
        raised and chunk.label == "mission" != chunk.text.lower()
    )  # "diplomatic representation was raised"
    if bare and not sending and not receiving and len(reader.memory.pair) == 2:
        sending = reader.memory.pair  # "relations were upgraded to ambassadorial level"
    return replace(ends, sending=sending, receiving=receiving, places=places)


def _each(ends: _Ends, chunk: Chunk | None, kind: tuple[Value, ...], filled: Filled, reader: Reader) -> Iterator[Roles]:
    """The claims, one for each sender and receiver; what they tell is kept in mind."""
    each_way = tuple(_mutual(ends.sending, ends.receiving, ends.places, reader))
    mutual = len(each_way) == _TWO and each_way[0][0].label == each_way[1][1].label
    if mutual and _abroad(kind) and not any(filled.get(name) for name in ("place", "envoy", *_SEATS)):
        # "agreed to accredit non-resident ambassadors": who lives elsewhere lives in neither capital
        each_way = tuple((sender, receiver, None) for sender, receiver, _ in each_way)
    for sender, receiver, place in each_way:
        if sender.label == receiver.label:
            continue
        if place is None and (over := _over(receiver, kind, reader)) is not None and over.label != sender.label:
            receiver, place = over, replace(receiver, kind="place")
        own = kind  # to the host as to the others: "accredited to Italy, Malta and Cyprus"
        there = place is not None and _inside(place, receiver, reader)
        if _abroad(kind) and (there or receiver.label in _seats(filled, reader)):
            via = next((c for c in filled.get("via", ()) if isinstance(c, Chunk) and not c.members), chunk)
            if via is None:
                continue
            own = (Value(via.text, _led(via), "text"),)  # "represented in Chile by an honorary consulate in Santiago"
        made: Roles = {"sending": (sender,), "receiving": (receiver,), "kind": own}
        if place is not None:
            made["place"] = (place,)
        if _abroad(own):
            reader.memory.covered = reader.start, (sender,), (receiver,)
        elif not mutual or not reader.memory.mission:  # "the legation" is not that in a third state
            reader.memory.mission, reader.memory.mission_paragraph = made, reader.paragraph
            reader.memory.mission_start = reader.start
        house = reader.memory.house  # on its page a mission of the other state, or in a third one, is told in passing
        in_passing = house is not None and (house.label != sender.label or _third(receiver, reader))
        if len(each_way) == 1 and not in_passing and not (_abroad(own) and _has_seat(sender, reader)):
            reader.memory.post_paragraph = reader.paragraph
            reader.memory.post = {"sending": sender, "receiving": receiver}  # whoever is told of next heads it
        yield made


def _own_mission(seats: tuple[Value, ...], reader: Reader) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """Whose "embassy" it is that is accredited to a third state, and where it is: that of the state whose page this
    is, else of the one whose mission the paragraph has told of, or that has it in the other, else of the first."""
    own = reader.memory.house or (reader.state(reader.publisher) if reader.publisher else None)
    host = reader.state_of_place(seats[0]) if seats else None
    if own is None and host is not None and host.label in {value.label for value in reader.memory.pair}:
        own = reader.other((host,))
    if own is None and reader.memory.post_paragraph == reader.paragraph and reader.memory.mission_end < reader.start:
        own = reader.memory.post.get("sending")
    sending = (own,) if own is not None else reader.memory.pair[:1]
    host = reader.other(sending) if len(reader.memory.pair) == _TWO else None
    capital = reader.capital_of(host) if host is not None else None
    return sending, (capital,) if capital is not None else ()


def _has_seat(sender: Value, reader: Reader) -> bool:
    """Whether the paragraph has told of a resident mission of a state, which covers others: whoever is named next heads
    that mission."""
    memory = reader.memory
    told = {value.label for value in memory.mission.get("sending", ())}
    return memory.mission_paragraph == reader.paragraph and sender.label in told and bool(memory.post)


def _over(territory: Value, kind: tuple[Value, ...], reader: Reader) -> Value | None:
    """The state to which a territory belongs where a consulate is ("consulates in Shanghai and Hong Kong"), on a page
    that is not about the territory, nor about two other states."""
    over, parties = reader.names.gazetteer.sovereign(territory.key) if territory.key else None, reader.document.parties
    if over is None or territory.key in parties or (len(parties) == _TWO and over not in parties):
        return None
    return reader.state(over) if any(value.label in _RANKED[3:] for value in kind) else None


def _within(places: list[Chunk | str], states: list[Chunk | str], reader: Reader) -> bool:
    """Whether all of some places lie in one of the states that a mission is said to stand in."""
    chunks = [each for chunk in states if isinstance(chunk, Chunk) for each in chunk.each()]
    if not chunks or any(chunk.kind != "state" for chunk in chunks):
        return False
    told = {value.label for chunk in chunks for value in reader.values(chunk)}
    towns = [each for chunk in places if isinstance(chunk, Chunk) for each in chunk.each() if each.kind == "place"]
    return bool(towns) and all((at := reader.state_of_place(town)) and at.label in told for town in towns)


def _seats(filled: Filled, reader: Reader) -> set[str]:
    """The states in which an envoy resides, where no city is told: "residing in Peru"."""
    told = (c for c in filled.get("place", ()) if isinstance(c, Chunk) and c.kind == "state")
    return {value.label for chunk in told for value in reader.values(chunk)}


def _where_told(chunk: Chunk, reader: Reader) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """ "Our presence in Oslo began with a consul, whom the embassy replaced": the place last named before in the
    sentence and its state, if that is one of the pair and no other mission has been told of since."""
    line, pair = reader.memory.remark, {value.label for value in reader.memory.pair}
    if line is None or len(pair) != _TWO or reader.memory.mission_end > reader.start:
        return (), ()
    named = [place for _, place in line.all(("place",)) if reader.start <= place.start < chunk.start]
    state = reader.state_of_place(named[-1]) if named else None
    if state is None or state.label not in pair:
        return (), ()
    return (state,), reader.values(named[-1])


def _elsewhere(receiving: tuple[Value, ...], reader: Reader) -> bool:
    """Whether states are none of the page's two: "a consulate in Gozo", on a page of the embassy in Italy."""
    return len(reader.memory.pair) == _TWO and not {v.label for v in receiving} & {v.label for v in reader.memory.pair}


_TWO = 2


def _third(receiver: Value, reader: Reader) -> bool:
    """Whether a mission is in a state that is none of the page's two."""
    parties = reader.document.parties
    return len(parties) == _TWO and receiver.kind == "state" and receiver.key not in parties


def _of_the_pair(last: Roles, reader: Reader) -> bool:
    """Whether the mission told of before is between the two states of which is spoken now; True if there are no two."""
    pair = {value.label for value in reader.memory.pair}
    return len(pair) != _TWO or {value.label for value in last.get("receiving", ())} <= pair


def _told(chunk: Chunk | None, reader: Reader) -> Roles:
    """The mission told of last; further on, where that was another one, the one of which the page is."""
    memory = reader.memory
    house, sending = memory.house, memory.mission.get("sending", ())
    if house is None and reader.author and sending and memory.mission_paragraph != reader.paragraph:
        own = reader.state(reader.author)  # who tells of its own history with another state
        told = {value.label for side in ("sending", "receiving") for value in memory.mission.get(side, ())}
        if sending[0].label != own.label and told == {value.label for value in memory.pair}:
            return {"sending": (own,), "receiving": sending, "kind": memory.mission.get("kind", ())}
    if house is None or not sending:
        return memory.mission
    near = memory.mission_paragraph == reader.paragraph
    passing = any(_third(host, reader) for host in memory.mission.get("receiving", ()))  # "an embassy in Santiago"
    passing = passing and chunk is not None and chunk.label not in {v.label for v in memory.mission.get("kind", ())}
    if not passing and (near or sending[0].label == house.label):
        return memory.mission
    host = reader.other((house,))
    if host is None:
        return {}
    return {"sending": (house,), "receiving": (host,), "kind": (Value(memory.house_kind, memory.house_kind, "text"),)}


def _of_one_mission(reader: Reader) -> bool:
    """Whether the page's title is of a mission or its heads: "the embassy" is that of the first of the pair."""
    document, title = reader.document, _title(reader)
    return len(document.parties) == 2 and len(title) < _TITLE and MISSION.search(title) is not None


def _title(reader: Reader) -> str:
    document = reader.document
    return f"{document.id} {document.title} {document.text.lstrip().splitlines()[0]}"


_TOP = 300  # characters in which a letterhead stands
_TITLE = 200  # characters; a sentence that opens a page is longer


def _abroad(kind: tuple[Value, ...]) -> bool:
    return bool(kind) and kind[0].label.startswith("non-resident")


def _host(sending: tuple[Value, ...], reader: Reader) -> Value | None:
    """The only state that the document is about, for a mission that another one sends there."""
    own = reader.memory.pair[0] if len(reader.document.parties) == 1 and reader.memory.pair else None
    return own if own is not None and own.label != sending[0].label else None


def _bodies(filled: Filled, reader: Reader) -> tuple[Value, ...]:
    """The organisations to which a mission is accredited besides: "to Uganda and the Environment Programme"."""
    chunks = [each for c in filled.get("receiving", ()) if isinstance(c, Chunk) for each in c.each()]
    return unique(tuple(value for chunk in chunks if chunk.kind == "org" for value in reader.values(chunk)))


def _town(chunk: Chunk) -> Chunk:
    """ "Consulates in Kumasi, Tema and Tamale": a name where a town stands is a town's."""
    return replace(chunk, kind="place") if chunk.kind == "name" else chunk


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
            elsewhere = any(_inside(place, other, reader) for place in places for other in receiving)
            only = places if len(receiving) == 1 or (len(places) == 1 and not elsewhere) else ()
            for place in mine or only or (None,):
                yield sender, receiver, place


def protection(filled: Filled, reader: Reader) -> Iterator[Roles]:
    roles = plain(filled, reader)
    protector, protected = states_of(roles.get("protector", ()), reader), states_of(roles.get("protected", ()), reader)
    receiving = states_of_places(filled, "receiving", reader)
    for one in protected if protector else ():
        rest = reader.other((one,))
        at = receiving[:1] or ((rest,) if rest is not None else ())
        # its own officials are no other power; "the affairs of Peru are in the care of the Finnish embassy", on a page
        # of the two: Finland's own
        if protector[0].label in (one.label, *(value.label for value in at if not receiving)):
            continue
        made: Roles = {"protector": protector[:1], "protected": (one,)}
        if at:
            made["receiving"] = at
        yield made
