"""What another state did too: "Peru opened an embassy in Oslo. Norway did the same in 1962", "Kenya has one"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.compiled import Light
from kg.extract.claims import Draft
from kg.extract.modality import modality
from kg.extract.said import said
from kg.extract.symbols import Line, compile_pattern
from kg.extract.values import BREATH, Reader
from kg.model import Passage, Value

# The claims that can be taken up so, with the role of who acts and that of whom it is done to.
_SIDES = {
    "MissionOpened": ("sending", "receiving"),
    "MissionClosed": ("sending", "receiving"),
    "MissionElevated": ("sending", "receiving"),
    "MissionPresent": ("sending", "receiving"),
    "Recognition": ("recogniser", "recognised"),
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
