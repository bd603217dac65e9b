"""From filled roles to the roles of claims, by the type of the claim."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.extract.roles.acts import against, expulsion, leadership, other
from kg.extract.roles.agreements import agreement, negotiation
from kg.extract.roles.economy import aid, membership, trade
from kg.extract.roles.filled import Filled, Roles, plain
from kg.extract.roles.missions import mission, protection
from kg.extract.roles.posts import posted, title
from kg.extract.roles.relations import recognition, relations
from kg.extract.roles.visits import meeting, visit
from kg.extract.values import Reader


def finish(type_: str, filled: Filled, reader: Reader) -> Iterator[Roles]:
    """The roles of the claims that a rule of a type makes; a type without finishing takes them as they are."""
    made = FINISH.get(type_)
    if made is not None:
        yield from made(filled, reader)
    elif roles := plain(filled, reader):
        yield roles


FINISH: dict[str, Callable[[Filled, Reader], Iterator[Roles]]] = {
    "RelationsEstablished": relations,
    "RelationsSevered": relations,
    "RelationsRestored": relations,
    "Recognition": recognition,
    "Visit": visit,
    "Meeting": meeting,
    "Agreement": agreement,
    "Negotiation": negotiation,
    "Tenure": posted,
    "Appointment": posted,
    "OfficeHeld": title,
    "MissionPresent": mission,
    "MissionOpened": mission,
    "MissionClosed": mission,
    "MissionElevated": mission,
    "ProtectingPower": protection,
    "Membership": membership,
    "TradeVolume": trade,
    "Aid": aid,
    "LeadershipChange": leadership,
    "Expulsion": expulsion,
    "Recall": against,
    "Other": other,
}
