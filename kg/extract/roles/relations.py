"""Claims on relations between states: the parties, by name or from the context."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from kg.compiled import compiled
from kg.extract.roles.filled import Filled, Roles, homes_of, plain, states_of, states_of_places, unique
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader
from kg.model import Span, Value


def relations(filled: Filled, reader: Reader) -> Iterator[Roles]:
    opening = said(reader.names.language)["opens-relations"]
    if any(isinstance(c, Chunk) and not opening.search(c.text) for c in filled.pop("opening", ())):
        return  # an instrument that is about something else
    resuming = said(reader.names.language)["resumes-relations"]
    if any(isinstance(c, Chunk) and not resuming.search(c.text) for c in filled.pop("resuming", ())):
        return
    if any(isinstance(c, Chunk) and _OF_TRADE.search(c.text) for c in filled.get("relations", ())):
        return  # "entered into commercial relations": merchants and their ships
    whom = filled.pop("whom", [])
    if any(isinstance(c, Chunk) and not _told_of(c, reader) for c in filled.pop("it", ())):
        return  # "these were suspended", of works
    told, own = filled.pop("relations", []), bool(filled.pop("own", []))
    both = [c for c in filled.pop("several", []) if isinstance(c, Chunk)]  # "and established relations with both"
    several = tuple(v for c in both for v in reader.values(c)) or _with_several(filled.get("parties", []), reader)
    if whom:
        filled = {**filled, "parties": [*filled.get("parties", []), *whom]}
    filled = {name: [part for c in chunks for part in parties_of(c)] for name, chunks in filled.items()}
    roles = plain(filled, reader)
    if several:
        acting = states_of(roles.get("agent", ()), reader)
        named = states_of((*roles.get("parties", ()), *_led_by(roles, reader), *acting), reader)
        yield from _each(several, named, acting, reader)
        return
    named = states_of((*roles.get("parties", ()), *_led_by(roles, reader), *roles.get("agent", ())), reader)
    parties = unique(named)
    if len(parties) == 1 and (rest := _told_with(parties[0], reader) or reader.partner(parties)):
        parties = (*parties, rest)
    if not parties:
        near = reader.memory.states_paragraph == reader.paragraph or len(reader.memory.pair) != 2
        parties = reader.memory.states if near and len(reader.memory.states) == 2 else reader.memory.pair
        parties = tuple(replace(v, span=None) for v in parties)  # as they were at the time now spoken of
    if len(parties) < 2:
        return
    if len(parties) == 2:
        reader.memory.states, reader.memory.states_paragraph = parties, reader.paragraph
        reader.memory.related = parties
    agent = states_of(roles.get("agent", ()), reader) or homes_of(roles.get("agent", ()), reader)
    if not agent and roles.get("agent") and len(named) == 1 and len(parties) == 2:
        agent = parties[1:]  # "the general broke relations with Algeria": those of the other state
    if own and not agent and len(reader.document.parties) == 1:  # "Rompió relaciones con Israel": who the page is about
        agent = tuple(v for v in parties if v.label == reader.memory.pair[0].label)
    others = tuple(v for v in named if v.label not in {state.label for state in agent})
    if len(agent) > 1 and len(others) == 1:  # "Peru, Chile and Cuba broke relations with Spain": each of them did
        yield from ({"parties": (each, *others), "agent": (each,)} for each in agent)
        return
    made = {"parties": parties}
    if len(agent) == 1:
        made["agent"] = agent
    if kind := _kind(told):
        made["kind"] = (kind,)
    yield made


def _told_with(party: Value, reader: Reader) -> Value | None:
    """On a page about one state: the one with which relations have just been told ("Malawi broke off ties")."""
    near = reader.memory.states_paragraph == reader.paragraph and len(reader.document.parties) == 1
    rest = [value for value in reader.memory.related if value.label != party.label] if near else []
    return rest[0] if len(rest) == 1 else None


def _told_of(chunk: Chunk, reader: Reader) -> bool:
    """Whether the sentence of a mention or the one before it speaks of relations, so that "these" are those."""
    text = reader.document.text
    sentences = regex.split(r"[.!?]\s+", text[max(0, chunk.start - 400) : chunk.start])
    return any(_RELATIONS.search(sentence) for sentence in (*sentences[-2:], text[chunk.end : chunk.end + 120]))


_RELATIONS = compiled(r"(?i)\b(?:relations(?:hip)?|ties|relaciones|vínculos|lazos|nexos)\b")


def _led_by(roles: Roles, reader: Reader) -> tuple[Value, ...]:
    """ "Manley's government opened relations": the state of who acts, if it is but one."""
    homes = homes_of(roles.get("parties", ()), reader)
    return homes if len(homes) == 1 else ()


def _kind(told: list[Chunk | str]) -> Value | None:
    """The kind of relations that are not called diplomatic: consular, or ambassadorial where there were others."""
    for chunk in told:
        if isinstance(chunk, Chunk) and (found := _KINDS.search(chunk.text)) and not _DIPLOMATIC.search(chunk.text):
            kind = "consular" if found[0].lower().startswith("consular") else "ambassadorial"
            return Value(chunk.text, kind, "text", "", Span(chunk.start, chunk.end))
    return None


_KINDS = compiled(r"(?i)\b(?:consular|ambassadorial)")


_OF_TRADE = compiled(
    r"(?i)^(?:(?:the|its|their|full|formal|official|direct|regular|good|friendly|bilateral) )*"
    r"(?:(?:commercial|trade|economic|comerciales|económicas) )(?:relations?|ties|links|vínculos)\b"
)
_DIPLOMATIC = compiled(r"(?i)\bdiplom(?!.*\b(?:consular level|nivel consular))")


def _with_several(chunks: list[Chunk | str], reader: Reader) -> tuple[Value, ...]:
    """ "relations with Peru and Chile": the states that one side had relations with, if they are more than one."""
    parts = [part for c in chunks for part in parties_of(c) if isinstance(part, Chunk) and part.members]
    text = reader.document.text
    governs = said(reader.names.language)["with-state"]
    joint = [part for part in parts if governs.search(text, max(0, part.start - 10), part.start)]
    return tuple(value for part in joint for value in reader.values(part))


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


def parties_of(chunk: Chunk | str) -> tuple[Chunk | str, ...]:
    """The states that a mention of relations names; other mentions stand for themselves."""
    if isinstance(chunk, Chunk) and chunk.kind == "relations":
        return (*chunk.all_parts("parties"), *chunk.all_parts("owner"))
    return (chunk,)


def _is_capital(place: Value, reader: Reader) -> bool:
    """Whether a place stands for its state: "switched recognition to Beijing"."""
    state = reader.state_of_place(place)
    capital = reader.capital_of(state) if state is not None else None
    return capital is not None and capital.label == place.label


def recognition(filled: Filled, reader: Reader) -> Iterator[Roles]:
    named = filled.get("recognised")
    again: tuple[Value, ...] | None = None
    if named == ["@dyad"]:  # "…, followed by Peru": whom the statement before names
        again = reader.memory.dyad[1:]
    elif named == ["@sovereign"]:  # "Peru recognised it"
        again = _sovereign(reader)
    governments = tuple(_government(words) for words in filled.pop("government", ()) if isinstance(words, str))
    governments = governments or tuple(
        v for chunk in filled.get("recognised", ()) if (v := _his_government(chunk, reader))
    )
    if again == ():
        return
    roles = plain({**filled, "recognised": []} if again else filled, reader)
    roles = {**roles, "recognised": again} if again else roles
    told, whom = roles.get("recogniser", ()), roles.get("recognised", ())
    who = states_of(told, reader) or homes_of(told, reader)  # "President X recognised Peru"
    whom = states_of(tuple(v for v in whom if v.kind != "place" or _is_capital(v, reader)), reader)
    if not (who or whom) and reader.memory.dyad:  # "de facto recognition in 1923 and de jure recognition in 1925"
        who, whom = reader.memory.dyad[:1], reader.memory.dyad[1:]
    if not who and not again and len(whom) == 1 and (rest := reader.other(whom)):
        who = (rest,)
    if not whom and len(who) == 1 and reader.memory.dyad[:1] and reader.memory.dyad[0].label == who[0].label:
        whom = reader.memory.dyad[1:]  # "Peru recognised Kosovo in 2009 and withdrew this recognition in 2012"
    if not whom and len(who) == 1 and (rest := reader.other(who)):
        whom = (rest,)
    if governments:
        yield from ({"recogniser": (one,), "recognised": governments} for one in who if one not in whom)
    elif len(who) == 2 and {v.label for v in who} == {v.label for v in whom}:  # mutual
        yield {"recogniser": who[:1], "recognised": who[1:]}
        yield {"recogniser": who[1:], "recognised": who[:1]}
    elif who and whom and not {v.label for v in who} & {v.label for v in whom}:
        reader.memory.dyad = (who[0], whom[0])
        if len(reader.document.parties) == 1:  # "Peru recognised it on 2 May, and relations were established on 9 May"
            reader.memory.states, reader.memory.states_paragraph = reader.memory.dyad, reader.paragraph
        reader.memory.sovereign = reader.paragraph, replace(whom[0], span=None)
        pairs: list[Roles] = [{"recogniser": (one,), "recognised": (other,)} for one in who for other in whom]
        yield from pairs


def _government(words: str) -> Value:
    """ "Peru recognised the government of Juan Soto": it had recognised the state before."""
    name = " ".join(words.split())
    return Value(name, name, "organisation")


def _his_government(chunk: Chunk | str, reader: Reader) -> Value | None:
    """The government, where the mention of who leads it takes in the word for it: "al gobierno de Juan Soto"."""
    if not isinstance(chunk, Chunk) or chunk.kind != "person":
        return None
    words = reader.document.text[chunk.start : chunk.end]
    found = said(reader.names.language)["government-of"].search(words)
    return _government(words[found.start() :]) if found is not None else None


def note_sovereign(current: Line, reader: Reader) -> None:
    """Keep in mind of which state's independence a sentence tells: "Estonia declared its independence in 1991. Norway
    recognised it." """
    found = said(reader.names.language)["sovereign"].search(current.symbols)
    kinds = ("state", "demonym", "place")
    chunks = current.mentions(found.start(), found.end()) if found is not None else ()
    named = next((chunk for _, chunk in chunks if chunk.kind in kinds), None)
    states = states_of_places({"where": [named]}, "where", reader) if named is not None else ()
    if len(states) == 1:
        reader.memory.sovereign = reader.paragraph, replace(states[0], span=None)


def _sovereign(reader: Reader) -> tuple[Value, ...]:
    """The state of whose independence or recognition the text told in this paragraph or the one before."""
    paragraph, state = reader.memory.sovereign
    return (state,) if state is not None and 0 <= reader.paragraph - paragraph <= 1 else ()
