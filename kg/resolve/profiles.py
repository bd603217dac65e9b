"""What the texts say of the bearers of names: whom they act for, in which rank, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.resolve.mentions import PERSONAL
from kg.resolve.statements import Statement
from kg.resolve.states import Atlas, rank_of
from kg.resolve.times import ALWAYS, Days

# Claim type -> the role of its person, of the state he acts for, and of his office.
_OFFICIAL: Final = {
    "Visit": ("visitor", "visitor_state", ""),
    "OfficeHeld": ("person", "of", "office"),
    "Tenure": ("person", "sending", "office"),
    "Appointment": ("person", "sending", "office"),
    "LeadershipChange": ("person", "state", ""),
}
# A date vaguer than this says nothing about when a person lived.
_VAGUE: Final = 20 * 365


@dataclass(slots=True)
class Profile:
    """What one document, or several, say of a bearer of a name: states and ranks, and the days of his acts."""

    key: str
    label: str
    states: frozenset[str] = frozenset()  # lineages
    ranks: frozenset[str] = frozenset()
    low: int = ALWAYS[1]
    high: int = ALWAYS[0]

    @property
    def dated(self) -> bool:
        return self.low <= self.high

    @property
    def days(self) -> Days:
        return (self.low, self.high) if self.dated else ALWAYS

    def absorb(self, other: Profile) -> None:
        """Take over what is said of another bearer who turned out to be the same."""
        if not other.states <= self.states:
            self.states |= other.states
        if not other.ranks <= self.ranks:
            self.ranks |= other.ranks
        self.low, self.high = min(self.low, other.low), max(self.high, other.high)


Profiles = dict[str, dict[str, Profile]]  # key -> document -> what the document says


def note_people(found: Profiles, statement: Statement, atlas: Atlas) -> None:
    """Add what one claim says of the persons and described actors it names."""
    claim, roles, document = statement.claim, statement.roles, statement.document
    official = _OFFICIAL.get(claim.type)
    for role in claim.roles:
        if role.name not in PERSONAL:
            continue
        for key, value in zip(roles[role.name], role.values, strict=True):
            if not key.startswith(("person/", "actor/")):
                continue
            places = found.get(key)
            if places is None:
                places = found[key] = {}
            profile = places.get(document)
            if profile is None:
                profile = places[document] = Profile(key, value.label)
            elif len(value.label) > len(profile.label):
                profile.label = value.label
            if official is not None and role.name == official[0]:
                _describe(profile, statement, official, atlas)
            elif key.startswith("actor/"):
                _date(profile, statement)


def _describe(profile: Profile, statement: Statement, official: tuple[str, str, str], atlas: Atlas) -> None:
    _, state_role, office_role = official
    states = statement.roles.get(state_role, ())
    for state in states:
        if state.startswith("state/") and (lineage := atlas.lineage(state)) not in profile.states:
            profile.states |= {lineage}
    if office_role:
        owner = states[0] if states else ""
        profile.ranks = profile.ranks.union([rank_of(office, owner) for office in statement.roles.get(office_role, ())])
    _date(profile, statement)


def _date(profile: Profile, statement: Statement) -> None:
    if statement.claim.when is not None:
        low, high = statement.days
        if high - low < _VAGUE:
            profile.low, profile.high = min(profile.low, low), max(profile.high, high)
