"""Claims on visits and meetings: a claim a visitor; hosts, places, those who take part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from kg.extract.homes import home_of
from kg.extract.roles.filled import Filled, Roles, homes_of, office_of, places_of, plain, states_of_places, unique
from kg.extract.said import said
from kg.extract.symbols import Chunk
from kg.extract.values import Reader, crowned_otherwise
from kg.model import Span, Value


def stays(chunks: list[Chunk | str], reader: Reader) -> bool:
    """Whether those who came are diplomats: they took up a post."""
    offices = [c.part("office") or c for c in chunks if isinstance(c, Chunk)]
    known = [reader.memory.find(c.label or c.text) for c in chunks if isinstance(c, Chunk) and c.kind == "name"]
    return any(office.detail == "diplomat" for office in offices) or any(
        who is not None and who.office_class == "diplomat" for who in known
    )


def visit(filled: Filled, reader: Reader) -> Iterator[Roles]:
    if filled.pop("came", ()) and stays(filled.get("visitor", []), reader):
        return
    if filled.pop("again", ()) and not reader.memory.visit:
        return  # "From the Egyptian side, …": visits only where such were just told
    if (likewise := bool(filled.pop("likewise", ()))) and not reader.on_a_visit():
        return
    every = said(reader.names.language)["every"]
    filled = {n: [c for c in chunks if isinstance(c, str) or not every.match(c.text)] for n, chunks in filled.items()}
    event = bool(filled.pop("event", ()))
    roles = plain(filled, reader)
    if any(v.label == "courtesy" for v in roles.get("kind", ())) and stays(filled.get("visitor", []), reader):
        return  # an ambassador's courtesy visit to a minister is but a meeting
    visitors = tuple(v for v in roles.get("visitor", ()) if v.kind == "person")
    visitors = visitors or tuple(reader.delegation(v) for v in roles.pop("sender", ()) if v.kind == "state")
    places = (*places_of(filled, "host", reader), *places_of(filled, "place", reader))
    hosts = states_of_places(filled, "host", reader) or states_of_places(filled, "place", reader)
    hosts = hosts or tuple(v for v in roles.get("host", ()) if v.kind == "state" and v.span is None)  # "here"
    hosts = hosts or homes_of(roles.get("host", ()), reader)  # "state visits received by King X"
    visitors = _guest_beside(visitors, roles.pop("guest", ()), hosts, reader)
    shared = _shared_home(visitors, reader) or _home_beside(visitors, roles.get("beside", ()), reader)
    for visitor in visitors:
        home = home_of(visitor, reader)
        told = roles.get("visitor_state") or (home is not None and home.label in {host.label for host in hosts})
        if visitor.label in reader.by_name and told:
            home = None  # the letters of his name tell less than whose guest he was, or who sent him
        home = home or next(iter(roles.get("visitor_state", ())), None) or shared
        home = home or _sent(visitor, hosts, reader)
        host = tuple(v for v in hosts if home is None or v.label != home.label) or (hosts if home is None else ())
        if not host and likewise:  # "The king followed suit": who was the host goes to the guest
            host = tuple(v for v in reader.values("@guest") if home is not None and v.label != home.label)
        untold = not hosts or filled.get("host") == ["@guest"]  # "returned the visit": whoever paid it last
        if not host and home is not None and (rest := reader.other((home,))) and untold:
            host = (rest,)
        if home is None and len(host) == 1:
            rest = reader.other(host)
            home = rest if rest is not None and rest.key in reader.document.parties else None
        if not host or (event and not _own_pair(home, host, reader)):
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
            yield {**made, "host": (each,), **({"place": unique(inside)} if inside else {})}


def _guest_beside(
    visitors: tuple[Value, ...], beside: tuple[Value, ...], hosts: tuple[Value, ...], reader: Reader
) -> tuple[Value, ...]:
    """ "X met Y of Kenya during his visit to Peru": Y, unless X too is told to be of another state than the host."""
    home = home_of(beside[0], reader) if len(beside) == 1 and beside[0].kind == "person" else None
    if home is None or len(visitors) != 1 or len(hosts) != 1 or home.label == hosts[0].label:
        return visitors
    other = home_of(visitors[0], reader)
    return beside if other is None or other.label == hosts[0].label else visitors


def _sent(visitor: Value, hosts: tuple[Value, ...], reader: Reader) -> Value | None:
    """The state that sent a visitor of whom only the headings tell: "From Peru", and below it "King X came in 1990"."""
    home = reader.memory.way[1] if reader.memory.way is not None else None
    if home is None or home.label in {host.label for host in hosts}:
        return None
    if visitor.label not in reader.described:
        reader.memory.meet(visitor.label, visitor.key, "", "", home)
    return home


def _own_pair(home: Value | None, host: tuple[Value, ...], reader: Reader) -> bool:
    """Whether who attends an event comes from one of the document's pair to the other; else it is no visit."""
    pair = {value.label for value in reader.memory.pair}
    return home is not None and len(pair) == 2 and {home.label, *(v.label for v in host)} == pair


def _of_state(visitor: Value, home: Value | None, chunks: list[Chunk | str], reader: Reader) -> Value:
    """ "The emperor visited Turkey": whom the document names as emperor of the other state, else "emperor of" it."""
    bare = {c.label: c for c in chunks if isinstance(c, Chunk) and c.kind == "office" and not c.part("state")}
    chunk = bare.get(visitor.label)
    if chunk is None or home is None:
        return visitor
    known = reader.memory.holder(str(chunk.detail), home.label)
    known = None if known is not None and crowned_otherwise(known, chunk) else known
    return replace(visitor, label=known.name if known else f"{visitor.label} of {home.label}")


def _shared_home(visitors: tuple[Value, ...], reader: Reader) -> Value | None:
    """ "The king and the queen": who travels together without a state of their own named serves the same one."""
    homes = {home.label: home for visitor in visitors if (home := home_of(visitor, reader))}
    shared = next(iter(homes.values())) if len(homes) == 1 and len(visitors) > 1 else None
    for visitor in visitors if shared else ():
        reader.memory.meet(visitor.label, visitor.key, "", "", shared)
    return shared


def _home_beside(visitors: tuple[Value, ...], beside: tuple[Value, ...], reader: Reader) -> Value | None:
    """ "Visits by A (1954), B of Peru (1967) …": who stands in a row without a state serves that of his neighbours."""
    shared = next((home for one in beside if (home := home_of(one, reader))), None)
    for visitor in visitors if shared else ():
        if home_of(visitor, reader) is None:
            reader.memory.meet(visitor.label, visitor.key, "", "", shared)
    return shared


def _they(chunks: list[Chunk | str], reader: Reader) -> Roles:
    """Whom "they" means where a person receives them: the visitors just told, not the states."""
    they = [c for c in chunks if isinstance(c, Chunk) and c.kind == "pronoun" and c.detail == "they"]
    rest = plain({"participants": [c for c in chunks if c not in they]}, reader).get("participants", ())
    visitors = reader.memory.visit.get("visitor", ())
    if they and visitors and any(v.kind == "person" for v in rest):
        return {"participants": unique((*visitors, *rest))}
    return {}


def _just_met(filled: Filled, reader: Reader) -> list[Chunk | str]:
    """ "The two ministers met again": those who have just met, if no state is named to whose ministers it could be."""
    named = "of" in filled or any(isinstance(c, Chunk) and c.all_parts("state") for c in filled.get("each", ()))
    known = [reader.memory.find(value.label) for value in reader.values("@met")]
    held = {one.office for one in known if one is not None}
    asked = {office.label for c in filled.get("each", ()) if (office := office_of(c if isinstance(c, Chunk) else None))}
    others = "" not in held and any(" " in label and label not in held for label in asked)
    return ["@met"] if known and not named and not others else []  # "the two foreign ministers" are not the presidents


def _each_side(filled: Filled, reader: Reader) -> list[Chunk | str]:
    """ "The foreign ministers of both countries": the one of each, where a title in the plural has no names."""
    posts = [c for c in filled.pop("each", ()) if isinstance(c, Chunk)]
    sides = [c for c in filled.pop("of", ()) if isinstance(c, Chunk)]
    return [one for post in posts for one in _holders(post, sides or list(post.all_parts("state")), reader)]


def _holders(post: Chunk, sides: list[Chunk], reader: Reader) -> list[Chunk]:
    """A title in the plural as the titles of several states, those named or else the pair; empty for any other."""
    office = post.part("office") or post
    values = [v for side in sides for v in reader.values(side)] or list(reader.memory.pair)
    if post.kind == "post" and office is post and len(values) >= _BOTH:  # "Peruvian and Chilean officials"
        return [_side(v, post) for v in values]
    if post.kind not in ("post", "office") or office.text.lower() == office.label or len(values) < _BOTH:
        return []
    states = [Chunk("state", post.start, post.end, v.label, v.label, (v.key,) if v.key else ()) for v in values]
    return [replace(post, kind="post", parts=(("office", office), ("state", state))) for state in states]


def _side(state: Value, post: Chunk) -> Chunk:
    """A state as one that meets, where it is named, or where those who come from it are."""
    start, end, text = post.start, post.end, post.text
    if state.span is not None:
        start, end, text = state.span.start, state.span.end, state.text
    return Chunk("state", start, end, text, state.label, (state.key,) if state.key else ())


_BOTH = 2


def _told_apart(chunks: list[Chunk | str], reader: Reader) -> list[Chunk | str]:
    """ "He met the presidents of Chile and Peru": each of them for himself."""
    told: list[Chunk | str] = []
    for chunk in chunks:
        states = [state for state in chunk.all_parts("state") if state.members] if isinstance(chunk, Chunk) else []
        told.extend((_holders(chunk, states, reader) or [chunk]) if states and isinstance(chunk, Chunk) else [chunk])
    return told


def _of_its_own(filled: Filled, reader: Reader) -> bool:
    """Whether a body meets that is none of two states ("The Security Council met"), and nobody else is named."""
    bodies = [c for c in filled.get("occasion", ()) if isinstance(c, Chunk) and c.kind == "org"]
    joint = said(reader.names.language)["joint-body"]
    nobody = all(c in ("@pair", "@first") for c in filled.get("participants", ()))
    return nobody and any(body.keys or not joint.search(body.text) for body in bodies)


def _of_others(filled: Filled, reader: Reader) -> bool:
    """Whether "the Peruvian delegation" is not that of whoever has just come, who serves another state."""
    sides = {v.label for chunk in filled.pop("side", ()) for v in reader.values(chunk)}
    homes = {home.label for v in reader.values("@visiting") if (home := home_of(v, reader) or _guest(v, reader))}
    return bool(sides and homes) and sides.isdisjoint(homes)


def _goes_on(reader: Reader) -> bool:
    """Whether a body in which two states sit together was named just before: "The first were held in Oslo"."""
    before = reader.document.text[max(0, reader.start - _LATELY) : reader.start + _LATELY]
    return said(reader.names.language)["joint-body"].search(before) is not None


_LATELY = 360  # characters


def meeting(filled: Filled, reader: Reader) -> Iterator[Roles]:
    sequel, apart = bool(filled.pop("sequel", ())), bool(filled.pop("apart", ()))
    if _of_its_own(filled, reader) or (sequel and not _goes_on(reader)) or _of_others(filled, reader):
        return
    if "each" in filled:
        filled["participants"] = _just_met(filled, reader) or _each_side(filled, reader)
    elif "participants" in filled:
        filled["participants"] = _told_apart(filled["participants"], reader)
    roles = {**plain(filled, reader), **_they(filled.get("participants", []), reader)}
    people = roles.get("participants", ())
    if len(people) < 2 and not roles.get("occasion"):
        return
    if not people:
        people = reader.memory.pair
    if len({value.label for value in people}) < 2:  # nobody meets himself
        return
    made: Roles = {"participants": _of_the_other(people, filled.get("participants", []), reader)}
    for name in ("place", "occasion"):
        if name in roles:
            made[name] = roles[name]
    if ordinal := roles.get("ordinal"):
        made["ordinal"] = tuple(replace(v, label=number(v.label)) for v in ordinal)
    one, *others = made["participants"]
    if apart and len(others) > 1 and all(value.kind == "person" for value in others):  # "met X and Y separately"
        yield from ({**made, "participants": (one, other)} for other in others)
        return
    yield made


def _of_the_other(people: tuple[Value, ...], chunks: list[Chunk | str], reader: Reader) -> tuple[Value, ...]:
    """ "He met the Prime Minister": whom somebody of one of the pair meets under a mere title is of the other."""
    told = [one for one in people if one.kind == "person" and one.label not in reader.described]
    homes = {home.label: home for one in told if (home := home_of(one, reader) or _guest(one, reader))}
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
    return unique((*(_of_state(one, other, [*titles], reader) for one in people), *colleagues))


def _guest(value: Value, reader: Reader) -> Value | None:
    """The state from which somebody came who paid the visit told last."""
    visit = reader.memory.visit
    came = any(value.label == visitor.label for visitor in visit.get("visitor", ()))
    return next(iter(visit.get("visitor_state", ())), None) if came else None


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
