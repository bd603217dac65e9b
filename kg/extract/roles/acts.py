"""Claims on changes of leadership, expulsions, recalls and other acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from kg.extract.homes import by_form, home_of, state_governed
from kg.extract.pages import mission_page
from kg.extract.roles.economy import spoken_of, told_of_one
from kg.extract.roles.filled import Filled, Roles, homes_of, office_of, plain, states_of, states_of_places, unique
from kg.extract.roles.relations import parties_of
from kg.extract.roles.visits import stays
from kg.extract.said import said
from kg.extract.symbols import Chunk
from kg.extract.values import Reader
from kg.model import Value


def leadership(filled: Filled, reader: Reader) -> Iterator[Roles]:
    at, confirmed, reacting = (filled.pop(name, []) for name in ("at", "confirmed", "reacting"))
    lead, titles, sure = filled.pop("lead", []), filled.pop("as", []), bool(filled.pop("sure", []))
    own_only = bool(filled.pop("own", []))  # what befell a third state is told in passing
    if at and sure and not filled.get("person"):
        filled["person"] = _bearers(at, reader)
    before = filled.pop("before", []) if sure else []  # "was succeeded by X": who leads a state hands that over
    if sure and not any(_leads(chunk, reader) for chunk in (*filled.get("person", ()), *before)):
        return
    if any(_is_diplomat(chunk) for chunk in titles):  # "became resident chargé d'affaires"
        return
    chosen = bool(lead) or filled.get("kind") == ["election"] or any(_is_leader(chunk) for chunk in titles)
    if not chosen and stays(filled.get("person", []), reader):  # the death of an ambassador changes no leader
        return
    filled = {name: [part for c in chunks for part in parties_of(c)] for name, chunks in filled.items()}
    roles = plain(filled, reader)
    person, kind = roles.get("person", ()), roles.get("kind", (Value("change", "change", "text"),))
    if not chosen and any(value.label in reader.memory.appointed for value in person):
        return  # "resigned as ambassador", "he died in Lima"
    state = states_of_places(filled, "state", reader) or (tuple(s for p in person if (s := home_of(p, reader))))
    state = state or _homes(before, reader)
    if not state and not person and at:
        state = spoken_of(at, reader)
    state = state or _of_the_other(reacting, reader) or (_led(roles, reader) if person else ())
    if not state and (person or kind[0].label == "coup"):
        state = _of_the_page(filled.get("person", []), kind[0].label == "coup", reader)
    days = [
        c for c in filled.pop("day", ()) if isinstance(c, Chunk)
    ]  # "Independence: 26 May 1966", of a country's data
    if days and getattr(days[0].detail, "edtf", None) is None:
        return  # "Independence Day: 26 May", every year
    if not state and days:
        about = reader.about()
        state = (about,) if about is not None else ()
    if kind[0].label == "independence":
        state = _of_that_year(state, reader) if confirmed else _born(state, reader)
    if own_only:
        state = tuple(each for each in state if each.label in {party.label for party in reader.memory.pair})
    if not state:
        return
    if kind[0].label == "election":
        reader.memory.polled = reader.start, replace(state[0], span=None)
    if not person:  # "when both nations became independent"
        yield from ({"state": (each,), "kind": kind} for each in state)
        return
    reader.memory.meet(person[0].label, person[0].key, "", "", state[0])
    yield {"state": state[:1], "kind": kind, "person": person[:1]}


def _of_the_other(reacting: Sequence[Chunk | str], reader: Reader) -> tuple[Value, ...]:
    """ "After the coup, Norway recalled its ambassador": it was in the other state of the page."""
    acting = tuple(value for chunk in reacting for value in reader.values(chunk))
    rest = reader.other(acting[:1]) if acting else None
    return (rest,) if rest is not None else ()


def _led(roles: Roles, reader: Reader) -> tuple[Value, ...]:
    """The state that somebody leads whose title tells none."""
    person = roles["person"][0]
    loser = tuple(home for v in roles.get("loser", ()) if (home := home_of(v, reader)))
    if loser:  # "who beat President Soto of Peru": both stood for the same office
        return loser[:1]
    if (governed := state_governed(person, reader) or by_form(person, reader)) is not None:
        return (governed,)
    if reader.memory.about is not None:
        return (reader.memory.about,)
    begin, polled = reader.memory.polled
    return (polled,) if polled is not None and begin == reader.start else ()  # "held elections and X was elected"


def _of_the_page(people: list[Chunk | str], coup: bool, reader: Reader) -> tuple[Value, ...]:
    """ "A coup of 1942", on the page of another state, or on a page about one; else where the sentence speaks of one,
    and the one before it, too, if no ministry of the other has published the page."""
    own = reader.own()
    if own is not None and (rest := reader.other((own,))):
        return (rest,)
    if len(reader.document.parties) == 1:
        return reader.memory.pair[:1]
    if reader.publisher in reader.document.parties and (coup or all(_is_titled(chunk, reader) for chunk in people)):
        rest = reader.other((reader.state(reader.publisher),))
        return spoken_of(people, reader, 1) or ((rest,) if rest is not None else ())
    return spoken_of(people, reader) or told_of_one(people, reader)


def _is_titled(chunk: Chunk | str, reader: Reader) -> bool:
    """Whether somebody is told by name, with an office beside it: "Major Ola Berg", "Ola Berg as president"."""
    if not isinstance(chunk, Chunk) or chunk.kind not in ("person", "name") or " " not in chunk.text:
        return False
    titled = said(reader.names.language)["as-office"].match(reader.document.text, chunk.end)
    return chunk.kind == "person" or titled is not None


def _born(states: tuple[Value, ...], reader: Reader) -> tuple[Value, ...]:
    """Of "Spain recognised it after its independence in 1963" the state of the document's pair that began in that year,
    if the one named did not."""
    year = reader.when[:4]
    if not year.isdigit() or any(_began(state, year, reader) for state in states[:1]):
        return states
    born = tuple(state for state in reader.memory.pair if _began(state, year, reader))
    start = reader.names.gazetteer.start(states[0].key) if states else None
    if not born and start and start[:4] > year:  # it began in a later year; one that is older may become free again
        born = tuple(state for state in reader.memory.pair if not reader.names.gazetteer.start(state.key))
    return tuple(replace(state, span=None) for state in born) if len(born) == 1 else states


def _of_that_year(states: tuple[Value, ...], reader: Reader) -> tuple[Value, ...]:
    """Of the states told and those of the page the only one that is known to have begun in the year, or on the day,
    told: "relations were established in 1963 following its independence"."""
    known = {each.label: each for each in (*reader.memory.pair, *states)}
    began = ((each, reader.names.gazetteer.start(each.key)) for each in known.values() if each.key)
    born = tuple(each for each, start in began if start and reader.when and start.startswith(reader.when))
    return born if len(born) == 1 else ()


def _began(state: Value, year: str, reader: Reader) -> bool:
    start = reader.names.gazetteer.start(state.key) if state.key else None
    return start is not None and start[:4].isdigit() and abs(int(start[:4]) - int(year)) <= 1


def _is_leader(chunk: Chunk | str) -> bool:
    """Whether a title is one of those who lead a state: whoever takes it up does, whatever they were before."""
    office = office_of(chunk) if isinstance(chunk, Chunk) else None
    return office is not None and office.each()[0].detail in ("head-of-state", "head-of-government")


def _homes(people: Sequence[Chunk | str], reader: Reader) -> tuple[Value, ...]:
    named = (value for chunk in people if isinstance(chunk, Chunk) for value in reader.values(chunk))
    return tuple(home for value in named if value.kind == "person" and (home := home_of(value, reader)) is not None)


def _bearers(offices: Sequence[Chunk | str], reader: Reader) -> list[Chunk | str]:
    """ "After the Emperor was deposed": the only one whom the text has called so, in the words of the office."""
    labels = {(chunk.label or chunk.text).lower(): chunk for chunk in offices if isinstance(chunk, Chunk)}
    known = [who for who in reader.memory.people.values() if who.office in labels]
    if len(known) != 1:
        return []
    chunk = labels[known[0].office]
    return [replace(chunk, kind="name", label=known[0].name, text=known[0].name)]


def _leads(chunk: Chunk | str, reader: Reader) -> bool:
    """Whether somebody is told, here or before, to lead a state, or is known to have led one of the page's."""
    if isinstance(chunk, Chunk) and any(_is_leader(each) for each in chunk.each()):
        return True
    people = reader.values(chunk) if isinstance(chunk, Chunk) else ()
    known = (reader.memory.find(value.label) for value in people if value.kind == "person")
    heads = ("head-of-state", "head-of-government")
    return any(who is not None and who.office_class in heads for who in known) or any(
        state_governed(value, reader) is not None for value in people
    )


def _is_diplomat(chunk: Chunk | str) -> bool:
    office = office_of(chunk) if isinstance(chunk, Chunk) else None
    return office is not None and office.each()[0].detail == "diplomat"


def expulsion(filled: Filled, reader: Reader) -> Iterator[Roles]:
    return against({**filled, "expelled": []}, reader)


def _acting(filled: Filled, target: Value, reader: Reader) -> tuple[Value, ...]:
    """Who expels is the state that someone is accredited to; who recalls is the state that sent them."""
    chunk = next((c for c in filled.get("target", ()) if isinstance(c, Chunk)), None)
    if "expelled" in filled:
        to = chunk.each()[0].part("to") if chunk is not None else None  # of several, the first named
        if to is not None:
            return tuple(states_of_places({"to": [to]}, "to", reader)[:1])
        sent = home_of(target, reader) if target.kind == "person" else None
        rest = reader.other((sent,)) if sent is not None else None
        return (rest,) if rest is not None else ()
    home = home_of(target, reader)
    if home is None and len(reader.memory.pair) == 2 and mission_page(reader.document):
        home = reader.memory.pair[0]  # a page on the ambassadors of one in the other
    return (home,) if home is not None else ()


_OWN = frozenset({"ambassador", "envoy", "minister", "chargé d'affaires", "high commissioner", "consul"})


def against(filled: Filled, reader: Reader) -> Iterator[Roles]:
    """Expulsions and recalls: who did it, and to whom."""
    people = next((word for word in filled.pop("people", []) if isinstance(word, str)), "")
    whose = [v for chunk in filled.pop("whose", ()) for v in reader.values(chunk)]
    sentence = filled.pop("sentence", [])
    roles = plain(filled, reader)
    homes = homes_of(roles.get("agent", ()), reader)
    agent, target = (*states_of(roles.get("agent", ()), reader), *homes), roles.get("target", ())
    if whose and target and target[0].kind == "text":
        noun = regex.search(r"\w+$", target[0].text)
        named = target[0].label if target[0].label != target[0].text else noun[0] if noun else "diplomats"
        label = _countrymen(target[0].text, whose[0], people) if people else f"{named} of {whose[0].label}"
        target = (Value(target[0].text, label, "person"),)
        if not agent and (rest := reader.other(tuple(whose[:1]))):
            agent = (rest,)
    if not target:
        return
    if "expelled" in filled and len(agent) == 1 and target[0].kind == "person":
        home = whose[0] if people and whose else home_of(target[0], reader)
        agent = () if home is not None and home.label == agent[0].label else agent  # nobody expels his own envoy
    if not agent:
        agent = _acting(filled, target[0], reader) or (reader.memory.expelling if "expelled" in filled else ())
    if not agent and "expelled" in filled:
        agent = _expelling(sentence, whose, target[0], reader)
    if "expelled" in filled:
        reader.memory.expelling = agent[:1]
    if len(agent) == 1 and "expelled" not in filled:  # "recalled its ambassador"
        target = tuple(replace(t, label=f"{t.label} of {agent[0].label}") if t.label in _OWN else t for t in target)
    if len(agent) > 1 and "expelled" not in filled and all(t.label in _OWN for t in target):  # "both recalled theirs"
        for each in agent:
            yield {"target": tuple(replace(t, label=f"{t.label} of {each.label}") for t in target), "agent": (each,)}
        return
    several = {each.label: each for each in agent} if "expelled" in filled else {}
    if len(several) > 1:  # "Peru and Kenya expelled the envoys of Norway": each of them did
        for each in several.values():
            others = tuple(one for one in several.values() if one is not each)
            yield {"target": _sent_by(others, target, reader) or target, "agent": (each,)}
        return
    made: Roles = {"target": target}
    if agent:
        made["agent"] = agent[:1]
    yield made


def _expelling(
    sentence: Sequence[Chunk | str], whose: Sequence[Value], target: Value, reader: Reader
) -> tuple[Value, ...]:
    """Who expels, by elimination: the only one of the page's states, in the sentence or at all, that sent nobody."""
    home = home_of(target, reader) if target.kind == "person" else None
    senders = {state.label for state in (*whose, *((home,) if home is not None else ()))}
    named = unique(tuple(value for chunk in sentence if isinstance(chunk, Chunk) for value in reader.values(chunk)))
    here = {state.label for state in named}
    rest = [state for state in reader.memory.pair if state.label not in senders]
    told = [state for state in rest if state.label in here] or rest
    return (replace(told[0], span=None),) if len(told) == 1 else ()


def _countrymen(words: str, state: Value, called: str) -> str:
    """ "Some 300 Norwegians" ("citizens"), "7,000 Norwegian nationals": a state's people, as the text calls them; or
    "citizens of" it, where that is no English."""
    noun = words.rpartition(state.text)[2].strip()
    if called.endswith(" of") or state.text not in words or state.text == state.label:
        return f"{called.removesuffix(' of')} of {state.label}"
    if state.text.endswith(_PLURAL_NOUNS):  # "Danes", "New Zealanders": no adjective with an -s
        return f"{noun or called} of {state.label}"
    return f"{state.text.removesuffix('s') if state.text.endswith(('ns', 'is', 'ks')) else state.text} {noun or called}"


_PLURAL_NOUNS = ("ers", "es", "nns", "ds")


def _sent_by(states: tuple[Value, ...], target: tuple[Value, ...], reader: Reader) -> tuple[Value, ...]:
    """Of "both expelled their respective ambassadors", or of those that it means, the one whom the other had sent."""
    if len(states) != 1:
        return ()
    if all(t.label in _OWN for t in target):
        return tuple(replace(t, label=f"{t.label} of {states[0].label}") for t in target)
    homes = [(t, home_of(t, reader)) for t in target if t.kind == "person"]
    return tuple(t for t, home in homes if home is not None and home.label == states[0].label)


def other(filled: Filled, reader: Reader) -> Iterator[Roles]:
    roles = plain(filled, reader)
    if roles.get("kind"):
        yield {"kind": roles["kind"], **({"actors": roles["actors"]} if roles.get("actors") else {})}
