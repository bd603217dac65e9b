"""Claims with the entities they name, and the key that brings together those which may speak of one event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.model import Claim, Modality, Span, When
from kg.resolve.keys import slug
from kg.resolve.mentions import Roles, spoken
from kg.resolve.states import Atlas
from kg.resolve.times import ALWAYS, Days, days

if TYPE_CHECKING:
    from kg.resolve.chorus import Voices


class Statement(NamedTuple):
    """A claim with its key and, for each role, entity keys or the words of a literal role.

    Until persons and things are identified the keys are those that its own document gives.
    """

    key: str
    claim: Claim
    roles: Roles
    days: Days  # the range it may lie in; all time if undated
    # The rest is the claim's own, kept at hand: among a million claims each step to another record costs.
    type: str
    document: str
    when: When | None
    modality: Modality
    # All who say the same, where very many do; key, document and words are then those of the first.
    voices: Voices | None = None

    @property
    def dated(self) -> bool:
        return self.when is not None

    @property
    def number(self) -> int:
        """How many claims this is."""
        return len(self.voices) if self.voices else 1

    def documents(self) -> Iterable[str]:
        """The documents of its claims."""
        return self.voices.documents() if self.voices else (self.document,)

    def tellings(self) -> Iterable[tuple[str, str]]:
        """Document and words of each of its claims."""
        return self.voices.tellings() if self.voices else ((self.document, self.claim.evidence.quote),)

    def places(self) -> Iterable[tuple[str, Span]]:
        """Document of each of its claims, and where in it the claim stands."""
        return self.voices.places() if self.voices else ((self.document, self.claim.evidence.span),)


def keys(statements: Sequence[Statement]) -> list[str]:
    """The keys of all claims, sorted."""
    found = [one.key for one in statements if one.voices is None]
    if len(found) < len(statements):
        found += chain.from_iterable(one.voices.keys() for one in statements if one.voices)
    return sorted(found)


def statement(key: str, claim: Claim) -> Statement:
    """A claim as its own document makes it."""
    return stated(key, claim, spoken(claim), ALWAYS if claim.when is None else days(claim.when))


def stated(key: str, claim: Claim, roles: Roles, days: Days) -> Statement:
    """A claim with what was found of it before."""
    return Statement(key, claim, roles, days, claim.type, claim.evidence.document, claim.when, claim.modality)


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


_MEETING: Final = "meeting"  # the family in which a person counts as the state he acts for


def is_of_meetings(block: str) -> bool:
    """Whether a blocking key tells of meetings, and so rests on whom its persons act for."""
    return block.startswith(_MEETING)


def block(statement: Statement, homes: Mapping[str, str], atlas: Atlas) -> str:
    """The blocking key: statements that may tell of one event share it, whatever their dates and documents.

    States count as what continues them today, and in a meeting a person as the state he acts for, so that "Chile and
    Russia met" and "their ministers met" come together.
    """
    family, names = _BLOCKS.get(statement.type, (statement.type, ()))
    lineage, roles = atlas.lineage, statement.roles
    parts = ""
    for name in names:
        values = roles.get(name)
        if not values:
            parts += "|"
        elif family == _MEETING:
            parts += "|" + ",".join(sorted({homes.get(value) or lineage(value) for value in values}))
        elif len(values) == 1:
            parts += "|" + (lineage(values[0]) if name != "kind" else slug(values[0]))
        else:
            parts += "|" + ",".join(sorted({lineage(value) if name != "kind" else slug(value) for value in values}))
    return f"{family}{parts}" if parts.strip("|") else f"{family}|{statement.key}"
