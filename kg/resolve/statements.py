"""Claims with the entities they name, and the key that brings together those which may speak of one event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from kg.model import Claim, When
from kg.resolve.keys import slug
from kg.resolve.mentions import Roles, spoken
from kg.resolve.states import Atlas
from kg.resolve.times import ALWAYS, Days, days


class Statement(NamedTuple):
    """A claim with its key and, for each role, entity keys or the words of a literal role.

    Until persons and things are identified the keys are those that its own document gives.
    """

    key: str
    claim: Claim
    roles: Roles
    days: Days  # the range it may lie in; all time if undated
    type: str
    document: str

    @property
    def when(self) -> When | None:
        return self.claim.when

    @property
    def dated(self) -> bool:
        return self.claim.when is not None

    @property
    def modality(self) -> str:
        return self.claim.modality


def statement(key: str, claim: Claim) -> Statement:
    """A claim as its own document makes it."""
    roles = spoken(claim)
    return Statement(
        key, claim, roles, ALWAYS if claim.when is None else days(claim.when), claim.type, claim.evidence.document
    )


# Claim type -> family of types that are weighed together, and the roles that name the participants without whom it
# would be another happening. A claim that fills none of them stands alone.
_BLOCKS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "RelationsEstablished": ("relations", ("parties",)),
    "RelationsSevered": ("relations", ("parties",)),
    "RelationsRestored": ("relations", ("parties",)),
    "Recognition": ("recognition", ("recogniser", "recognised")),
    "Visit": ("visit", ("visitor",)),
    "Meeting": ("meeting", ("participants",)),
    "Agreement": ("agreement", ("parties",)),
    "Tenure": ("post", ("person",)),
    "OfficeHeld": ("post", ("person",)),
    "Appointment": ("post", ("person",)),
    "MissionPresent": ("mission", ("sending", "receiving")),
    "MissionOpened": ("mission", ("sending", "receiving")),
    "MissionClosed": ("mission", ("sending", "receiving")),
    "MissionElevated": ("mission", ("sending", "receiving")),
    "Expulsion": ("expulsion", ("agent", "target")),
    "Recall": ("recall", ("agent", "target")),
    "ProtectingPower": ("protection", ("protected", "receiving")),
    "Membership": ("membership", ("member", "organisation")),
    "TradeVolume": ("trade", ("parties", "exporter", "importer")),
    "Aid": ("aid", ("donor", "recipient")),
    "LeadershipChange": ("leadership", ("state",)),
    "Negotiation": ("negotiation", ("parties",)),
    "Other": ("other", ("kind", "actors")),
}


def block(statement: Statement, homes: Mapping[str, str], atlas: Atlas) -> str:
    """The blocking key: statements that may tell of one event share it, whatever their dates and documents.

    States count as what continues them today, and in a meeting a person as the state he acts for, so that "Chile and
    Russia met" and "their ministers met" come together.
    """
    family, names = _BLOCKS.get(statement.type, (statement.type, ()))
    lineage, roles = atlas.lineage, statement.roles
    parts = []
    for name in names:
        values = roles.get(name)
        if not values:
            parts.append("")
        elif family == "meeting":
            parts.append(",".join(sorted({homes.get(value) or lineage(value) for value in values})))
        elif len(values) == 1:
            parts.append(lineage(values[0]) if name != "kind" else slug(values[0]))
        else:
            parts.append(",".join(sorted({lineage(value) if name != "kind" else slug(value) for value in values})))
    if not any(parts):
        return f"{family}|{statement.key}"
    return f"{family}|{'|'.join(parts)}"
