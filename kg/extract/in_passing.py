"""Missions that a page names with sender and host and never tells of: "the premises of the Embassy of Peru in Oslo"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.claims import Draft
from kg.extract.covering import words_of
from kg.extract.modality import modality
from kg.extract.records import mission_roles
from kg.extract.roles.filled import states_of_places
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader
from kg.model import Passage, Span


def named_in_passing(passage: Passage, current: Line, reader: Reader) -> Iterator[Draft]:
    """The missions of a sentence that belong to a state of the page and are said to stand somewhere."""
    missions = current.all(("mission",)) if passage.kind in ("sentence", "item") else []
    own = {reader.state(key).label for key in reader.document.parties} if missions else set()
    own |= {reader.memory.house.label} if reader.memory.house is not None else set()
    for at, chunk in missions:
        senders = [value for part in chunk.all_parts("sending") for value in reader.values(part)]
        hosts = states_of_places({"at": [chunk]}, "at", reader)
        if chunk.label not in _STANDING or len(senders) != 1 or len(hosts) != 1 or senders[0].label not in own:
            continue
        seat = next((part for part in chunk.all_parts("at") if part.kind == "place"), None)
        if hosts[0].label != senders[0].label and _is_there(at, chunk, current, reader):
            roles = mission_roles(senders[0], hosts[0], chunk.label, seat, reader)
            yield Draft(
                "MissionPresent", roles, None, "asserted", Span(chunk.start, chunk.end), "named-in-passing", 0.6
            )


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
    known = {_sides(draft) for draft in told if draft.type.startswith("Mission")}
    first: dict[tuple[str, ...], Draft] = {}
    for draft in named:
        first.setdefault((*_sides(draft), draft.roles["place"][0].label if "place" in draft.roles else ""), draft)
    return [draft for draft in first.values() if _sides(draft) not in known]


def _sides(draft: Draft) -> tuple[str, ...]:
    return tuple(value.label for name in ("sending", "receiving") for value in draft.roles.get(name, ()))
