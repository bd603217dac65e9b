"""Missions that a page names with sender and host and never tells of: "the premises of the Embassy of Peru in Oslo"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.claims import Draft
from kg.extract.covering import words_of
from kg.extract.modality import modality
from kg.extract.records import mission_roles
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line, compile_pattern
from kg.extract.values import Reader
from kg.model import Passage, Span, Value


def named_in_passing(passage: Passage, current: Line, reader: Reader) -> Iterator[Draft]:
    """The missions of a sentence that belong to a state of the page and are said to stand somewhere."""
    if current.symbols.strip(" .,:;") == SYMBOL["mission"]:
        return  # the line of a box, or of an address
    kinds = ("mission", "missions", "post") if passage.kind in ("sentence", "item") else ()
    for at, several in current.all(kinds):
        for chunk in several.each():
            kind = _kind(chunk)
            if kind in _STANDING and _is_there(at, chunk, current, reader):
                span = Span(chunk.start, chunk.end)
                for sender, host, seat in _placed(at, chunk, kind, current, reader):
                    roles = mission_roles(sender, host, kind, seat, reader)
                    yield Draft("MissionPresent", roles, None, "asserted", span, "named-in-passing", 0.6)


def _kind(chunk: Chunk) -> str:
    """The kind of a mission; honorary consuls stand for their consulates."""
    office = chunk.part("office") if chunk.kind == "post" else None
    return "honorary consulate" if office is not None and office.label == "honorary consul" else chunk.label


def _placed(
    at: int, chunk: Chunk, kind: str, current: Line, reader: Reader
) -> Iterator[tuple[Value, Value, Chunk | None]]:
    """Whose each mission is, to whom, and where: a consulate in one state of the page without a word is the other's."""
    own = {key: reader.state(key) for key in reader.document.parties}
    if reader.memory.house is not None:
        own.setdefault(reader.memory.house.key, reader.memory.house)
    senders = [v for name in ("sending", "state") for part in chunk.all_parts(name) for v in reader.values(part)]
    parts = [each for name in ("at", "to") for part in chunk.all_parts(name) for each in part.each()]
    behind = _SEAT.match(current.symbols, at + 1) if not parts and senders and "consul" in kind else None
    seats = [seat] if behind is not None and (seat := current.chunk_at(behind.end() - 1)) is not None else parts
    for seat in seats:
        host = reader.state_of_place(seat) if seat.kind == "place" else next(iter(reader.values(seat)), None)
        host = host if host is None or host.kind == "state" else None
        rest = [value for value in own.values() if host is None or value.label != host.label]
        if host is None and senders:
            host = next((v for v in own.values() if v.label != senders[0].label), None) if len(own) == _TWO else None
        elsewhere = host is not None and host.label not in {value.label for value in own.values()}
        if not senders and ("consul" not in kind or len(own) != _TWO or elsewhere):
            continue
        sender = senders[0] if senders else rest[0]
        if host is not None and host.label != sender.label and sender.label in {v.label for v in own.values()}:
            yield sender, host, seat


_TWO = 2
_SEAT = compile_pattern(r" (?:\w+ ){0,3}(?:in|en) {place|name}", {}).core
_STANDING = ("embassy", "high commission", "consulate general", "consulate", "honorary consulate")


def _is_there(at: int, chunk: Chunk, current: Line, reader: Reader) -> bool:
    """Whether a sentence takes a mission for granted: "the embassy", not "an embassy"; none that stands for another."""
    lexicon = reader.names.language
    before = current.text[max(0, chunk.start - _ARTICLE) : chunk.start].split()
    if any(said(lexicon)["anyone"].match(words) is not None for words in (chunk.text, *before[-1:])):
        return False
    words = words_of(lexicon)
    covers = words.trigger.search(current.symbols) if words is not None else None
    behind = covers is not None and covers.start() < at  # "is handled by the Embassy of Peru in Lagos"
    return not behind and modality(current, at, at + 1, lexicon) == "asserted"


_ARTICLE = 12  # characters of the word before


PAGE = 5  # passages; fewer are no page, and what they leave out says nothing


def untold(named: list[Draft], told: list[Draft]) -> list[Draft]:
    """Of the missions named the first of each, if nothing is told of any mission between the two states."""
    first: dict[tuple[str, ...], Draft] = {}
    for draft in named:
        first.setdefault(_seat_of(draft), draft)
    missions = [draft for draft in told if draft.type.startswith("Mission")]
    known, seats = {_sides(draft) for draft in missions}, {_seat_of(draft) for draft in missions}
    return [
        draft
        for draft in first.values()
        if (_seat_of(draft) not in seats if _is_honorary(draft) else _sides(draft) not in known)
    ]


def _seat_of(draft: Draft) -> tuple[str, ...]:
    """Whose mission, to whom, and where; of honorary consulates there are several."""
    return *_sides(draft), *(value.label for value in draft.roles.get("place", ()))


def _is_honorary(draft: Draft) -> bool:
    return any("honorary" in value.label for value in draft.roles["kind"])


def _sides(draft: Draft) -> tuple[str, ...]:
    return tuple(value.label for name in ("sending", "receiving") for value in draft.roles.get(name, ()))
