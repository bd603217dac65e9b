"""What the texts say of the bearers of names: whom they act for, in which rank, and when."""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern
from typing import Final

from kg.caches import cached
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
# Claim types that tell only when somebody acted, or was acted upon.
_ACTS: Final = frozenset({"Meeting", "Recall", "Expulsion"})
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
        self.states = _with(self.states, other.states)
        self.ranks = _with(self.ranks, other.ranks)
        if other.low < self.low:
            self.low = other.low
        if other.high > self.high:
            self.high = other.high


def _with(some: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Both together; one of them itself where it holds the other, as it nearly always does."""
    if not others or others is some:
        return some
    return (others if some <= others else some | others) if some else others


Profiles = dict[str, dict[str, Profile]]  # key -> document -> what the document says


def note_person(found: Profiles, key: str, label: str, role: str, statement: Statement, atlas: Atlas) -> None:
    """Add what one claim says of a person or described actor whom it names in a role."""
    document = statement.document
    places = found.get(key)
    if places is None:
        places = found[key] = {}
    profile = places.get(document)
    if profile is None:
        profile = places[document] = Profile(key, intern(label))  # one object for all documents: see `spoken`
    elif len(label) > len(profile.label):
        profile.label = label
    official = _OFFICIAL.get(statement.type)
    if official is not None and role == official[0]:
        _describe(profile, statement, official, atlas)
    elif statement.type in _ACTS or key.startswith("actor/"):
        _date(profile, statement)


def _describe(profile: Profile, statement: Statement, official: tuple[str, str, str], atlas: Atlas) -> None:
    _, state_role, office_role = official
    roles = statement.roles
    states = roles.get(state_role, ())
    if states:
        profile.states = _with(profile.states, atlas.served(states))
    if offices := roles.get(office_role):
        profile.ranks = _with(profile.ranks, _ranks(offices, states[0] if states else ""))
    _date(profile, statement)


@cached(1 << 12)  # one object each time: a million mentions share a few hundred
def _ranks(offices: tuple[str, ...], state: str) -> frozenset[str]:
    return frozenset(rank_of(office, state) for office in offices)


def _date(profile: Profile, statement: Statement) -> None:
    low, high = statement.days
    if high - low < _VAGUE:
        if low < profile.low:
            profile.low = low
        if high > profile.high:
            profile.high = high
