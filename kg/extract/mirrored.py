"""What another state did too: "Peru opened an embassy in Oslo. Norway did the same in 1962", "Kenya has one"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.compiled import Light, Match
from kg.extract.claims import Draft
from kg.extract.modality import modality
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line, compile_pattern
from kg.extract.values import BREATH, Reader
from kg.model import Passage, Span, Value

# The claims that can be taken up so, with the role of who acts and that of whom it is done to.
_SIDES = {
    "MissionOpened": ("sending", "receiving"),
    "MissionClosed": ("sending", "receiving"),
    "MissionElevated": ("sending", "receiving"),
    "MissionPresent": ("sending", "receiving"),
    "Recognition": ("recogniser", "recognised"),
    "RelationsSevered": ("agent", "parties"),
}
# "opened its own": whatever was told of the other's mission.
_OWN = {"own-opened": "MissionOpened", "own-closed": "MissionClosed", "own-present": "MissionPresent"}
_OPENING = 120  # symbols in which a sentence names who did it too


def mirrored(
    passage: Passage, current: Line, before: tuple[Passage, Sequence[Draft]] | None, reader: Reader
) -> Iterator[Draft]:
    """The claims of the sentence before with another state in the place of who acted."""
    if before is None or not _adjacent(before[0], passage) or not before[1]:
        return
    words = said(reader.names.language)
    last = before[1][-1]
    found = _took_up(current, words)
    if found is None:
        return
    name, at, end = found
    if modality(current, at, end, reader.names.language) != "asserted":
        return
    type_ = _OWN.get(name, last.type)
    if type_ not in _SIDES or last.type not in _SIDES or (name in _OWN and not last.type.startswith("Mission")):
        return
    actor = _actor(current, at, reader)
    dates = [edtf for _, chunk in current.all(("date",)) for edtf in reader.edtf(chunk, type_ == "MissionPresent")]
    if actor is None or (not dates and type_ not in ("MissionPresent", "Recognition")):
        return
    for draft in before[1]:
        roles = _with_actor(draft, actor, current, end, reader) if draft.type == last.type else None
        if roles is not None:
            date = next(iter(dates), None)
            date = None if type_ == "MissionPresent" and date and "/" not in date else date
            yield replace(draft, type=type_, roles=roles, date=date, span=passage.span, rule="mirrored", confidence=0.7)


def note_mirrored(told: Iterable[Draft], passage: Passage, reader: Reader) -> None:
    """Keep the mission that a sentence takes up: "Norway opened its own in 1980, but closed it in 1990"."""
    for draft in told:
        if draft.type.startswith("Mission"):
            reader.memory.mission, reader.memory.mission_paragraph = dict(draft.roles), passage.paragraph


def mirrored_inside(current: Line, told: Sequence[Draft], reader: Reader) -> Iterator[Draft]:
    """The claims of one half of a sentence with the state of the other: "Peru opened … in 1960, and Chile did so in
    1961"; "…; the next day Peru did the same"."""
    words = said(reader.names.language)
    told = [draft for draft in told if draft.type in _SIDES and draft.modality == "asserted"]
    for name in ("did-too", "own-gapped", *_OWN) if told else ():
        for match in words[name].finditer(current.symbols):
            other = words["and-other"].search(current.symbols, max(0, match.start() - _OPENING), match.start())
            if other is not None:
                yield from _told_of_other(name, other, match.end(), current, told, reader)


def _told_of_other(
    name: str, other: Match, end: int, current: Line, told: Sequence[Draft], reader: Reader
) -> Iterator[Draft]:
    at = other.start("who")
    chunk = current.chunks[at]
    actor = _state(chunk, reader) if chunk is not None else None
    before = [draft for draft in told if draft.span.start < current.starts[at]]
    if chunk is None or actor is None or not before or modality(current, at, end, reader.names.language) != "asserted":
        return
    draft = before[-1]
    type_ = _OWN.get(name, draft.type)
    roles = _with_actor(draft, actor, current, at, reader)
    if roles is None or (name in _OWN and not draft.type.startswith("Mission")):
        return
    when = _date_of_other(current, other.span(), end)
    date = next(iter(reader.edtf(when, type_ == "MissionPresent")), None)
    date = None if type_ == "MissionPresent" and date and "/" not in date else date
    by = _SIDES[draft.type][0]
    known = {(one.type, value.label) for one in told for value in one.roles.get(by, ())}
    if (date is None and type_ != "MissionPresent") or (type_, actor.label) in known:
        return
    span = Span(chunk.start, max(current.ends[end - 1], when.end if when is not None else 0))
    yield replace(draft, type=type_, roles=roles, date=date, span=span, rule="mirrored", confidence=0.7)


def _date_of_other(current: Line, within: tuple[int, int], end: int) -> Chunk | None:
    """When the other did it: the first date behind the words, else the last before the name."""
    stop = min((i for i in (current.symbols.find(mark, end) for mark in ".;") if i >= 0), default=len(current.symbols))
    behind = [chunk for _, chunk in current.mentions(end - 1, stop) if chunk.kind == "date"]
    before = [chunk for _, chunk in current.mentions(*within) if chunk.kind == "date"]
    return next(iter([*behind, *reversed(before)]), None)


def _adjacent(before: Passage, passage: Passage) -> bool:
    near = 0 <= passage.span.start - before.span.end <= BREATH
    return near and before.kind == passage.kind == "sentence" and before.paragraph == passage.paragraph


def _took_up(current: Line, words: Mapping[str, Light]) -> tuple[str, int, int] | None:
    """Which words take up what was told, and where they stand."""
    for name in ("did-too", *_OWN):
        if (match := words[name].search(current.symbols, 0, _OPENING)) is not None:
            return name, match.start(), match.end()
    return None


def _actor(current: Line, at: int, reader: Reader) -> Value | None:
    """The state that stands right before the words, be it for its capital."""
    subject = _SUBJECT.core.fullmatch(current.symbols, 0, at)
    chunk = current.chunk_at(subject.start("who")) if subject is not None else None
    if chunk is None:
        return None
    return _state(chunk, reader)


def _state(chunk: Chunk, reader: Reader) -> Value | None:
    state = reader.state_of_place(chunk) if chunk.kind == "place" else next(iter(reader.values(chunk)), None)
    return state if state is not None and state.kind == "state" else None


_SUBJECT = compile_pattern(
    r"(?:[^.;:(){}]{0,30}(?:{date})?[^.;:(){}]{0,12}, )?(?:the |el |la )?{who:state|place}"
    r"(?:,(?: \w+){1,4},)?(?: [\w-]+){0,2} ",
    {},
)


def _with_actor(
    draft: Draft, actor: Value, current: Line, end: int, reader: Reader
) -> dict[str, tuple[Value, ...]] | None:
    """The roles of a claim told of another actor: the other of its two states, or a third one."""
    if draft.type == "RelationsSevered":
        parties, agents = draft.roles.get("parties", ()), draft.roles.get("agent", ())
        of_two = len(agents) == 1 and actor.label in [one.label for one in parties] and actor.label != agents[0].label
        return {**draft.roles, "agent": (actor,)} if of_two else None
    by, to = _SIDES[draft.type]
    sides = draft.roles.get(by, ()), draft.roles.get(to, ())
    if len(sides[0]) != 1 or len(sides[1]) != 1 or actor.label == sides[0][0].label:
        return None
    other = sides[0][0] if actor.label == sides[1][0].label else sides[1][0]
    roles = {name: values for name, values in draft.roles.items() if name not in (by, to, "place")}
    for _, chunk in current.all(("place",)):
        state = reader.state_of_place(chunk)
        if chunk.start >= current.starts[min(end, len(current.starts)) - 1] and state and state.label == other.label:
            roles["place"] = reader.values(chunk)[:1]
    return {**roles, by: (actor,), to: (replace(other, span=None),)}
