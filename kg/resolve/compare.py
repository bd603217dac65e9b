"""What tells two happenings of a block apart: participants that must be the same, and values that must not disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from kg.resolve.chorus import Voices
from kg.resolve.keys import slug
from kg.resolve.mentions import Roles
from kg.resolve.statements import Statement
from kg.resolve.states import Atlas, rank_of
from kg.resolve.times import ALWAYS, MONTH, Days, begin, certainly_overlap, end, is_interval, overlap
from kg.resolve.titles import Title, alike, share_words, title

_STATE_ROLES: Final = frozenset(
    {"parties", "host", "sending", "receiving", "recogniser", "recognised", "member", "protected"}
)
# So few members are asked again each time, which costs less than keeping what they say.
_FEW: Final = 6


class _Told:
    """What the first members of a happening say, so that a thousandth teller need not hear all others again."""

    __slots__ = ("dated", "documents", "members", "values", "wordings")

    def __init__(self) -> None:
        self.members = 0
        self.values: dict[str, set[str]] = {}
        self.documents: set[str] = set()
        self.dated: set[str] = set()
        # Title, parties, whether dated -> one that says so, and the documents that do.
        self.wordings: dict[tuple[str, tuple[str, ...], bool], tuple[Statement, set[str]]] = {}

    def hear(self, member: Statement) -> None:
        self.members += 1
        for role, values in member.roles.items():
            self.values.setdefault(role, set()).update(values)
        self.documents.update(member.documents())
        if member.dated:
            self.dated.update(member.documents())
        if member.type == "Agreement":
            wording = first(member.roles, "title"), member.roles.get("parties", ()), member.dated
            self.wordings.setdefault(wording, (member, set()))[1].update(member.documents())

    def states(self) -> set[str]:
        return {value for role in _STATE_ROLES for value in self.values.get(role, ()) if value.startswith("state/")}


@dataclass(slots=True)
class Happening:
    """Statements that tell of one event; `days` is the range on which the datings agree that were joined first."""

    type: str
    members: list[Statement]  # to which others are only added, at the end
    days: Days
    _told: _Told | None = field(default=None, repr=False, compare=False)

    @property
    def modality(self) -> str:
        return self.members[0].modality

    @property
    def dated(self) -> bool:
        return self.days != ALWAYS

    def values(self, role: str) -> Set[str]:
        """All values that members give a role."""
        if len(self.members) > _FEW:
            return self._heard().values.get(role, frozenset())
        return {value for member in self.members for value in member.roles.get(role, ())}

    def states(self) -> Set[str]:
        """The states that it binds, concerns or takes place in."""
        if len(self.members) > _FEW:
            return self._heard().states()
        told = (item for member in self.members for item in member.roles.items())
        return {value for role, values in told if role in _STATE_ROLES for value in values if value[:6] == "state/"}

    def documents(self) -> Set[str]:
        """The documents that tell of it."""
        if len(self.members) > _FEW:
            return self._heard().documents
        return {member.document for member in self.members}

    def dated_documents(self) -> Set[str]:
        """The documents that give it a date."""
        if len(self.members) > _FEW:
            return self._heard().dated
        return {member.document for member in self.members if member.dated}

    def wordings(self) -> Iterable[tuple[Statement, Set[str]]]:
        """Of an agreement each title with its parties, by one statement, and the documents that give it so."""
        if len(self.members) == 1:
            return [(self.members[0], {self.members[0].document})]
        return self._heard().wordings.values()

    def join(self, statement: Statement) -> None:
        """One more tells of it."""
        self.members.append(statement)

    def take(self, other: Happening) -> None:
        """Another is the same."""
        self.members.extend(other.members)

    def _heard(self) -> _Told:
        told = self._told = self._told or _Told()
        for member in islice(self.members, told.members, None):
            told.hear(member)
        return told


@dataclass(slots=True)
class Crowd(Happening):
    """A happening of which very many tell: those who say the same are one member."""

    _voices: dict[int, Voices] = field(default_factory=dict, repr=False, compare=False)
    _all: _Told = field(default_factory=_Told, repr=False, compare=False)

    def values(self, role: str) -> Set[str]:
        return self._all.values.get(role, frozenset())

    def states(self) -> Set[str]:
        return self._all.states()

    def documents(self) -> Set[str]:
        return self._all.documents

    def dated_documents(self) -> Set[str]:
        return self._all.dated

    def wordings(self) -> Iterable[tuple[Statement, Set[str]]]:
        return self._all.wordings.values()

    def join(self, statement: Statement) -> None:
        self._all.hear(statement)
        voices = statement.voices
        same = self._voices.get(id(voices.chorus)) if voices else None
        if voices and same:
            same.numbers.extend(voices.numbers)
            return
        self.members.append(statement)
        if voices:
            self._voices[id(voices.chorus)] = voices

    def take(self, other: Happening) -> None:
        self.members.extend(other.members)
        for member in other.members:
            self._all.hear(member)


def alone(statement: Statement) -> Happening:
    """That of which one statement tells."""
    if statement.voices is None:
        return Happening(statement.type, [statement], statement.days)
    crowd = Crowd(statement.type, [], statement.days)
    crowd.join(statement)
    return crowd


def of_members(members: Sequence[Statement], days: Days) -> Happening:
    """That of which some statements tell."""
    found: Happening = (
        Crowd(members[0].type, [], days) if any(one.voices for one in members) else Happening(members[0].type, [], days)
    )
    for member in members:
        found.join(member)
    return found


# -- what must be the same


def identity(statement: Statement, atlas: Atlas) -> tuple[str, ...]:
    """Without these being equal two statements of a block are never one happening."""
    kind, roles = statement.type, statement.roles
    tell = _TELLING.get(kind)
    return (kind, statement.modality, *tell(roles, atlas)) if tell else (kind, statement.modality)


def first(roles: Roles, name: str) -> str:
    values = roles.get(name)
    return values[0] if values else ""


def _host(roles: Roles, atlas: Atlas) -> tuple[str, ...]:
    hosts = roles.get("host", ())
    return (atlas.lineage(hosts[0]),) if len(hosts) == 1 else tuple(sorted({atlas.lineage(host) for host in hosts}))


def post(roles: Roles, atlas: Atlas) -> tuple[str, ...]:
    owner = first(roles, "of") or first(roles, "sending")
    return rank_of(first(roles, "office"), owner), atlas.lineage(owner)


def _kind(roles: Roles, atlas: Atlas) -> tuple[str, ...]:
    return (slug(first(roles, "kind")),)


ANY_MISSION: Final = "mission"  # of which a text does not say what it is


def _mission_kind(roles: Roles, atlas: Atlas) -> tuple[str, ...]:
    """A mission without a kind of its own counts as the embassy, as two states have one."""
    kind = first(roles, "kind")
    return ("embassy" if kind.casefold() == ANY_MISSION else slug(kind),)


def _sum(roles: Roles, atlas: Atlas) -> tuple[str, ...]:
    return first(roles, "amount"), first(roles, "currency")


def _protector(roles: Roles, atlas: Atlas) -> tuple[str, ...]:
    return (atlas.lineage(first(roles, "protector")),)


def _topic(roles: Roles, atlas: Atlas) -> tuple[str, ...]:
    return (slug(first(roles, "topic")),)


_TELLING: Final[dict[str, Callable[[Roles, Atlas], tuple[str, ...]]]] = {
    "RelationsEstablished": _kind,
    "Visit": _host,
    "Tenure": post,
    "OfficeHeld": post,
    "Appointment": post,
    "MissionPresent": _mission_kind,
    "MissionOpened": _mission_kind,
    "MissionClosed": _mission_kind,
    "MissionElevated": _kind,
    "LeadershipChange": _kind,
    "ProtectingPower": _protector,
    "TradeVolume": _sum,
    "Aid": _sum,
    "Negotiation": _topic,
}


# -- what must not disagree


def _agree(statement: Statement, happening: Happening, role: str, atlas: Atlas) -> bool:
    """Whether a role's values share one, or one side leaves it open; states count as their lineage."""
    here = statement.roles.get(role)
    if not here:
        return True
    there = happening.values(role)
    if not there or not there.isdisjoint(here):
        return True
    return not {atlas.lineage(value) for value in here}.isdisjoint(map(atlas.lineage, there))


def close(statement: Statement, happening: Happening) -> bool:
    """Whether both are dated to the month, so that the date alone tells the happening."""
    here, there = statement.days, happening.days
    return here[1] - here[0] < MONTH and there[1] - there[0] < MONTH


def _fits_visit(statement: Statement, happening: Happening, atlas: Atlas) -> bool:
    if close(statement, happening):
        return True
    occasions = tuple(happening.values("occasion"))
    here = statement.roles.get("occasion", ())
    return _agree(statement, happening, "place", atlas) and (not here or not occasions or share_words(here, occasions))


def _people(values: Iterable[str]) -> set[str]:
    return {value for value in values if value.startswith("person/")}


def _fits_meeting(statement: Statement, happening: Happening, atlas: Atlas) -> bool:
    here, there = _people(statement.roles.get("participants", ())), _people(happening.values("participants"))
    if here and there and not (here <= there or there <= here):
        return False
    if not _agree(statement, happening, "ordinal", atlas):
        return False
    if here and here == there and close(statement, happening):
        return True
    occasions, occasion = tuple(happening.values("occasion")), statement.roles.get("occasion", ())
    same_occasion = not occasion or not occasions or share_words(occasion, occasions)
    if not (statement.dated and happening.dated):
        return same_occasion and here == there and len(here) > 1
    return same_occasion and _agree(statement, happening, "place", atlas)


def _fits_agreement(statement: Statement, happening: Happening, atlas: Atlas) -> bool:
    here, own = _title(statement, atlas), statement.document
    return all(
        _is_titled(here, _title(member, atlas), same_text or not (member.dated and statement.dated))
        and (bool(here.telling) or same_text or close(statement, happening))  # "a treaty" of another text: by its date
        for member, documents in happening.wordings()
        for same_text in ((True,) if documents == {own} else (True, False) if own in documents else (False,))
    )


def _is_titled(here: Title, there: Title, exact: bool) -> bool:
    """Whether two titles can be of one instrument; in one text, or without dates, only if they are the same."""
    return here == there if exact else alike(here, there)


def _title(statement: Statement, atlas: Atlas) -> Title:
    roles = statement.roles
    return title(first(roles, "title"), atlas.words(roles.get("parties", ())))


def _fits_tenure(statement: Statement, happening: Happening, atlas: Atlas) -> bool:
    if not (_agree(statement, happening, "sending", atlas) and _agree(statement, happening, "receiving", atlas)):
        return False
    return all(_one_term(statement, member) for member in happening.members)


def _one_term(one: Statement, other: Statement) -> bool:
    """Two terms that only touch, the second beginning in the year when the first ends, are two."""
    if one.when is None or other.when is None or not (is_interval(one.when) and is_interval(other.when)):
        return True
    return (
        certainly_overlap(one.when, other.when)
        or overlap(begin(one.when), begin(other.when))
        or (end(one.when) != ALWAYS and end(other.when) != ALWAYS and overlap(end(one.when), end(other.when)))
    )


def _fits_mission(statement: Statement, happening: Happening, atlas: Atlas) -> bool:
    """Of consulates there are several at a time; an embassy or legation is one, whatever place is named."""
    kind = first(statement.roles, "kind").casefold()
    if kind in ("embassy", "legation", "high commission", ANY_MISSION) and statement.dated and happening.dated:
        return True
    if close(statement, happening) and "consul" not in kind:
        return True
    return _agree(statement, happening, "place", atlas)


def apart_in_place(one: Happening, other: Happening) -> bool:
    """Whether two missions stood in different towns: a legation that moves opens twice."""
    if not one.type.startswith("Mission"):
        return False
    here, there = one.values("place"), other.values("place")
    return bool(here and there) and here.isdisjoint(there)


def _fits_roles(*roles: str) -> Callable[[Statement, Happening, Atlas], bool]:
    def fits(statement: Statement, happening: Happening, atlas: Atlas) -> bool:
        return all(_agree(statement, happening, role, atlas) for role in roles)

    return fits


def _fits_severance(statement: Statement, happening: Happening, atlas: Atlas) -> bool:
    """Who severed tells severances apart only where a date is missing."""
    return (statement.dated and happening.dated) or _agree(statement, happening, "agent", atlas)


_FITS: Final[dict[str, Callable[[Statement, Happening, Atlas], bool]]] = {
    "RelationsSevered": _fits_severance,
    "Visit": _fits_visit,
    "Meeting": _fits_meeting,
    "Agreement": _fits_agreement,
    "Tenure": _fits_tenure,
    "Appointment": _fits_roles("receiving", "kind"),
    "MissionPresent": _fits_roles("place"),
    "MissionOpened": _fits_mission,
    "MissionClosed": _fits_mission,
    "MissionElevated": _fits_mission,
    "LeadershipChange": _fits_roles("person"),
    "Other": lambda statement, happening, atlas: statement.dated and happening.dated,
}


def share_participants(one: Happening, other: Happening, atlas: Atlas) -> bool:
    """Whether two happenings agree in all that tells them apart but their time."""
    return all(fits(member, one, atlas) for member in other.members[:1]) and fits(one.members[0], other, atlas)


def fits(statement: Statement, happening: Happening, atlas: Atlas) -> bool:
    compare = _FITS.get(statement.type)
    return compare is None or compare(statement, happening, atlas)


def same_states(one: Happening, other: Happening, atlas: Atlas) -> bool:
    """Whether both name the same states; one named before or after its time stands for what it continues."""
    here, there = one.states(), other.states()
    if here == there:
        return True
    if {atlas.lineage(state) for state in here} != {atlas.lineage(state) for state in there}:
        return False
    return all(
        not (_existed(state, one, atlas) and _existed(match, other, atlas))
        for state in here - there
        for match in there - here
        if atlas.lineage(state) == atlas.lineage(match)
    )


def existed(happening: Happening, atlas: Atlas) -> bool:
    """Whether all states of a dated happening are known to have existed then, each the only one it can mean."""
    moment = _moment(happening)
    return moment is not None and all(
        atlas.exists(state, moment) and not atlas.has_rival(state, moment) for state in happening.states()
    )


def replaced(one: Happening, other: Happening, atlas: Atlas) -> bool:
    """Whether a state of two happenings, in the order of time, is one at the first and another at the second."""
    first, last = _moment(one), _moment(other)
    if first is None or last is None:
        return False
    return any(atlas.took_over(state, first, last) for state in one.states() & other.states())


def _existed(state: str, happening: Happening, atlas: Atlas) -> bool:
    moment = _moment(happening)
    return moment is None or atlas.exists(state, moment)


def _moment(happening: Happening) -> str | None:
    return next((member.when.begin_earliest for member in happening.members if member.when), None)
