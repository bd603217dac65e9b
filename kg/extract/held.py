"""Who held a post, as lists and tables tell: a tenure with years, a title without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.compiled import compiled
from kg.extract.claims import Draft
from kg.extract.finish import finish
from kg.extract.leads import roles_of
from kg.extract.roles.filled import Filled, Roles
from kg.extract.said import said
from kg.extract.symbols import Chunk
from kg.extract.values import Reader
from kg.lexicon.language import Frame
from kg.model import Span, Value


def given_by(frame: Frame, given: Filled, person: Chunk) -> Filled:
    """Roles of an item: what the lead gives, and the person."""
    filled: Filled = {"person": [person], "visitor": [person], **roles_of(given)}
    for name, value in (role for role in frame.roles if role[0] != "within"):
        filled[name] = [value.removeprefix("=")] if value.startswith("=") else filled.get(value, [])
    return filled


def listed(
    frame: Frame, filled: Filled, dates: list[str], person: Chunk, span: Span, reader: Reader
) -> Iterator[Draft]:
    if frame.type == "Tenure":
        yield from tenure(frame, filled, dates, person, span, reader)
        return
    for roles in finish(frame.type, filled, reader):
        for date in dates or (None,):
            yield Draft(frame.type, roles, date, "asserted", span, frame.id, frame.confidence)


def rank_of(office: Chunk) -> Chunk | None:
    """The rank that a title tells in a list of heads of mission, where a bare "minister" heads one; else None."""
    if office.detail == "diplomat":
        return office
    return replace(office, kind="rank", detail="diplomat") if office.label == "minister" and not office.parts else None


ANY_RANK = ("head of mission", "chief of mission")  # whoever heads one; most are ambassadors


def _without_rank(filled: Filled, post: Chunk) -> Filled:
    """What "Heads of mission of Peru in Norway" tells of all in its list: the states, not their rank."""
    sides = {"sending": post.all_parts("state"), "receiving": post.all_parts("to")}
    rest = {name: chunks for name, chunks in filled.items() if name != "office"}
    return {**{name: [*chunks] for name, chunks in sides.items() if chunks}, **rest}


def tenure(
    frame: Frame, filled: Filled, dates: list[str], person: Chunk, span: Span, reader: Reader
) -> Iterator[Draft]:
    """A name with years under "ambassadors": a tenure; without years, a title."""
    post = next((c for c in filled.get("office", ()) if isinstance(c, Chunk)), None)
    if post is not None and (post.part("office") or post).label in ANY_RANK:
        filled, post = _without_rank(filled, post), None
    mission = next((c for c in filled.get("mission", ()) if isinstance(c, Chunk)), None)
    own = _own_rank(person, post)
    filled["office"] = [own] if own is not None else [post] if post is not None else [_head(mission, reader)]
    if mission is not None:
        filled.setdefault("sending", list(mission.all_parts("sending")))
        filled.setdefault(
            "receiving", [*mission.all_parts("receiving"), *mission.all_parts("place"), *mission.all_parts("at")]
        )
    if post is not None:
        filled.setdefault("sending", list(post.all_parts("state")))
        filled.setdefault("receiving", list(post.all_parts("to")))
    if reader.memory.house_sides is not None and not any(filled.get(side) for side in _SIDES):
        _from_house(filled, post, reader)
    acting = own is None and said(reader.names.language)["acting"].match(reader.document.text, person.end) is not None
    for roles in finish("Tenure", filled, reader):
        at_home = post is not None and (post.part("office") or post).kind == "office"  # a minister is sent nowhere
        roles = _singular(_published(_in_order(roles, reader, ("sending",) if at_home else _SIDES), reader), acting)
        if post is None and mission is None and not {"sending", "receiving"} & set(roles):
            continue  # nobody says whose ambassador
        if not dates:
            state = roles.get("sending", ())
            yield Draft(
                "OfficeHeld",
                {"person": roles["person"], "office": roles["office"], "of": state},
                None,
                "asserted",
                span,
                frame.id,
                0.7,
            )
        for date in dates:
            yield Draft("Tenure", roles, date, "asserted", span, frame.id, frame.confidence)


def _own_rank(person: Chunk, post: Chunk | None) -> Chunk | None:
    """The rank that an entry gives its person, other than that of the list: "Minister: Ola Berg" among ambassadors."""
    own = next((each for each in (part.each()[0] for part in person.all_parts("office"))), None)  # "A and B": as A
    of_list = post.part("office") or post if post is not None else None
    diplomats = of_list is None or of_list.detail == "diplomat"
    return rank_of(own) if own is not None and (diplomats or own.detail == "diplomat") else None


def _head(mission: Chunk | None, reader: Reader) -> str:
    """Who heads the mission that a list or its page is of, where nobody tells the rank."""
    kind = mission.label if mission is not None else reader.memory.house_kind
    return "high commissioner" if kind == "high commission" else "ambassador"


_SIDES = ("sending", "receiving")


def _from_house(filled: Filled, post: Chunk | None, reader: Reader) -> None:
    """Under "Ambassadors", on the page of a mission: its own, whatever post was told last."""
    diplomats = post is None or (post.part("office") or post).detail == "diplomat"
    if diplomats and reader.memory.house_sides is not None:
        own, host = reader.memory.house_sides
        filled["sending"], filled["receiving"] = [own], [host]


def _in_order(roles: Roles, reader: Reader, sides: tuple[str, ...]) -> Roles:
    """Where the frame names neither state, the document's pair stands as (sending, receiving); the one state of a page
    has sent them all."""
    if not roles.keys().isdisjoint(_SIDES):
        return roles
    return {**roles, **{side: (state,) for side, state in zip(sides, reader.memory.pair, strict=False)}}


def _published(roles: Roles, reader: Reader) -> Roles:
    """Where only the receiving state is told, the one whose ministry or embassy published the list sends them."""
    host = next(iter(roles.get("receiving", ())), None)
    if host is None or "sending" in roles or not reader.publisher or host.key == reader.publisher:
        return roles
    return {**roles, "sending": (reader.state(reader.publisher),)}


_PLURAL = compiled(r"^(ambassador|minister|consul|envoy|chargé|high commissioner|representative)s\b")


def _singular(roles: Roles, acting: bool) -> Roles:
    """The office of one of a list; "Ola Berg (acting)" held it for the time being."""
    office = roles["office"][0]
    label = "acting " * acting + _PLURAL.sub(r"\1", office.label)
    return {**roles, "office": (Value(office.text, label, "office", office.key, office.span),)}
