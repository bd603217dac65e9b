"""What the rise of a head of mission tells: a legation whose minister becomes ambassador is an embassy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.claims import Draft
from kg.extract.memory import Risen
from kg.extract.roles.posts import heads
from kg.model import Value


def promoted(drafts: Sequence[Draft], risen: Sequence[Risen]) -> Iterator[Draft]:
    """The elevation of each legation whose minister the document tells to have been made ambassador, or to have been
    followed by the first ambassador; none where it tells in other words what became of that mission."""
    embassies = {_sides(draft) for draft in drafts if _tells_of_embassy(draft)}
    legations = {_sides(draft) for draft in drafts if _tells_of_legation(draft)}
    for one in risen:
        made = min((draft for draft in drafts if _is_made(draft, one)), key=lambda draft: draft.span, default=None)
        sides = _sides(made) if made is not None else ()
        if made is not None and sides not in embassies and (sides in legations or not one.first):
            embassies.add(sides)
            yield _elevation(made)


def _sides(draft: Draft) -> tuple[str, ...]:
    return tuple(value.label for side in ("sending", "receiving") for value in draft.roles.get(side, ())[:1])


def _tells_of_embassy(draft: Draft) -> bool:
    kinds = {value.label for value in draft.roles.get("kind", ())}
    return draft.type.startswith("Mission") and "embassy" in kinds


def _tells_of_legation(draft: Draft) -> bool:
    if draft.type.startswith("Mission"):
        return any(value.label == "legation" for value in draft.roles.get("kind", ()))
    return draft.type in ("Appointment", "Tenure") and any(map(_heads_legation, draft.roles.get("office", ())))


def _heads_legation(office: Value) -> bool:
    return heads(office.label) == "legation"


def _is_made(draft: Draft, risen: Risen) -> bool:
    return (
        draft.type == "Appointment"
        and draft.modality == "asserted"
        and draft.date is not None
        and "/" not in draft.date
        and draft.span.start >= risen.start
        and any(value.label == risen.person for value in draft.roles["person"])
        and any(heads(value.label) == "embassy" for value in draft.roles["office"])
    )


def _elevation(draft: Draft) -> Draft:
    kind = replace(draft.roles["office"][0], label="embassy", kind="text", key="")
    roles = {"sending": draft.roles["sending"], "receiving": draft.roles["receiving"], "kind": (kind,)}
    return replace(draft, type="MissionElevated", roles=roles, rule="promoted", confidence=_CONFIDENCE)


_CONFIDENCE = 0.6  # the mission may have been raised some weeks before its head
