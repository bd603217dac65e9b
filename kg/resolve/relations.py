"""The relations of two states as a state machine: phases in force and severed, opened and closed by events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from kg.model import Event, Phase, When
from kg.resolve.keys import name_of
from kg.resolve.states import Atlas
from kg.resolve.times import MONTH, common, days, gap

Status = Literal["none", "in-force", "severed"]
_AFTER: Final[dict[str, Status]] = {
    "RelationsEstablished": "in-force",
    "RelationsRestored": "in-force",
    "RelationsSevered": "severed",
}
# What must have been before, if no text tells of it.
_BEFORE: Final[dict[str, Status]] = {
    "RelationsEstablished": "none",
    "RelationsRestored": "severed",
    "RelationsSevered": "in-force",
}
_ORDER: Final = tuple(_AFTER)


class Turn(NamedTuple):
    """An event that changes the relations, with its date."""

    event: Event
    when: When


def phases(events: Iterable[Event], atlas: Atlas) -> tuple[Phase, ...]:
    """The phases of every pair of states, a state and what continues it being one side.

    Only asserted, dated changes count; a change to what already is (a second severance) opens nothing. What came before
    the first change is inferred and has no opening event.
    """
    changes: dict[tuple[str, str], list[Turn]] = {}
    mandates: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        pair = pair_of(event, atlas) if event.type in _AFTER or event.type == "ProtectingPower" else None
        if pair and event.type == "ProtectingPower":
            mandates.setdefault(pair, []).append(event)
        elif pair and event.when:
            changes.setdefault(pair, []).append(Turn(event, event.when))
    return tuple(
        phase
        for pair in sorted(changes)
        for phase in _protected(list(_phases(pair, changes[pair])), mandates.get(pair, []))
    )


def pair_of(event: Event, atlas: Atlas) -> tuple[str, str] | None:
    """The two states whose phases an event may change; None if it changes none."""
    if event.modality != "asserted" or (event.type in _AFTER and not event.when):
        return None
    if event.type in _AFTER:
        return _pair(event, ("parties",), atlas)
    return _pair(event, ("protected", "receiving"), atlas) if event.type == "ProtectingPower" else None


def _pair(event: Event, roles: tuple[str, ...], atlas: Atlas) -> tuple[str, str] | None:
    states = sorted({atlas.lineage(key) for role, keys in event.roles if role in roles for key in keys})
    return (states[0], states[1]) if len(states) == 2 and all(key.startswith("state/") for key in states) else None


def _is_diplomatic(event: Event) -> bool:
    return not any(
        role == "kind" and any("consular" in kind.casefold() for kind in kinds) for role, kinds in event.roles
    )


def _phases(pair: tuple[str, str], turns: list[Turn]) -> Iterator[Phase]:
    ordered = sorted(
        (turn for turn in turns if _is_diplomatic(turn.event)),
        key=lambda turn: (days(turn.when), _ORDER.index(turn.event.type), turn.event.key),
    )
    status: Status | None = None
    opener: Turn | None = None
    for turn in ordered:
        after = _AFTER[turn.event.type]
        if status is None:
            status = _BEFORE[turn.event.type]
        if after != status:
            yield _phase(pair, status, opener, turn)
            status, opener = after, turn
    if status and opener:
        yield _phase(pair, status, opener, None)


def _phase(pair: tuple[str, str], status: Status, opener: Turn | None, closer: Turn | None) -> Phase:
    began = name_of(opener.event.key).rsplit("/", 1)[-1] if opener else ""
    ended = name_of(closer.event.key).rsplit("/", 1)[-1] if closer else ""
    return Phase(
        key=f"phase/{'--'.join(map(name_of, pair))}/{status}-{began or f'until-{ended}'}",
        parties=pair,
        status=status,
        when=_between(opener.when if opener else None, closer.when if closer else None, status),
        opened_by=opener.event.key if opener else "",
        closed_by=closer.event.key if closer else "",
    )


def _between(opened: When | None, closed: When | None, status: Status) -> When:
    """From one change to the next; before the first establishment there was no beginning, else an unknown one."""
    unknown = ".." if status == "none" else ""
    return When(
        f"{_side(opened) if opened else unknown}/{_side(closed) if closed else '..'}",
        opened.begin_earliest if opened else None,
        opened.end_latest if opened else None,
        closed.begin_earliest if closed else None,
        closed.end_latest if closed else None,
    )


def _side(when: When) -> str:
    """The date as one side of an interval; a vague one by what is sure of it, marked as approximate."""
    if when.edtf.startswith("["):
        return f"{common(when.edtf.strip('[]').split(','))}~"
    first = when.edtf.split("/")[0]
    return first if first == when.edtf else f"{first.rstrip('~?%')}~"


def _protected(found: list[Phase], mandates: Sequence[Event]) -> Iterator[Phase]:
    """The phases with the power that looked after interests while they were severed."""
    severed = [phase for phase in found if phase.status == "severed"]
    for phase in found:
        fitting = [event for event in mandates if phase in severed and _lies_in(event, phase, len(severed))]
        first = min(fitting, key=lambda event: (days(event.when) if event.when else (0, 0), event.key), default=None)
        protector = next((keys[0] for role, keys in first.roles if role == "protector"), "") if first else ""
        yield (
            phase
            if not protector
            else Phase(phase.key, phase.parties, phase.status, phase.when, phase.opened_by, phase.closed_by, protector)
        )


def _lies_in(mandate: Event, phase: Phase, count: int) -> bool:
    """A mandate may be dated some days before the break; an undated one belongs to the only break there is."""
    return count == 1 if mandate.when is None else gap(days(mandate.when), days(phase.when)) <= MONTH
