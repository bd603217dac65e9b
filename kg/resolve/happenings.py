"""Which statements of a block tell of one happening: participants that agree and dates that refine each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.resolve.keys import slug
from kg.resolve.review import Decisions
from kg.resolve.states import Atlas, rank_of
from kg.resolve.statements import Statement
from kg.resolve.times import ALWAYS, MONTH, YEAR, Days, begin, certainly_overlap, end, gap, is_interval, overlap, width
from kg.resolve.titles import Title, alike, share_words, title

# A traveller's dates this near to each other are days of one journey: of the visits of the development texts the longest
# gap inside one journey was two days, the shortest between two journeys to one host four weeks.
_JOURNEY: Final = 3
# Years are the buckets in which happenings are looked up; a date vaguer than this many of them is compared with all.
_BUCKETS: Final = 12


@dataclass(slots=True)
class Happening:
    """Statements that tell of one event; `days` is the range on which the datings agree that were joined first."""

    members: list[Statement]
    days: Days

    @property
    def type(self) -> str:
        return self.members[0].type

    @property
    def modality(self) -> str:
        return self.members[0].modality

    @property
    def dated(self) -> bool:
        return self.days != ALWAYS

    def values(self, role: str) -> set[str]:
        """All values that members give a role."""
        return {value for member in self.members for value in member.roles.get(role, ())}

    def documents(self) -> set[str]:
        """The documents that tell of it."""
        return {member.document for member in self.members}

    def dated_documents(self) -> set[str]:
        """The documents that give it a date."""
        return {member.document for member in self.members if member.dated}


def happenings(statements: Sequence[Statement], atlas: Atlas, decided: Decisions) -> list[Happening]:
    """The happenings of a block, each statement in exactly one."""
    if len(statements) == 1:
        return [Happening(list(statements), statements[0].days)]
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for statement in statements:
        groups.setdefault(identity(statement, atlas), []).append(statement)
    found = [happening for place in sorted(groups) for happening in _gather(groups[place], atlas)]
    found = _reunite(found, atlas)
    found = _adopt(found, atlas)
    return _reviewed(found, decided) if decided.same or decided.apart else found


# -- what must be the same ----------------------------------------------------------------------------------------------------


def identity(statement: Statement, atlas: Atlas) -> tuple[str, ...]:
    """Without these being equal two statements of a block are never one happening."""
    kind, roles = statement.type, statement.roles
    tell = _TELLING.get(kind)
    return (kind, statement.modality, *tell(roles, atlas)) if tell else (kind, statement.modality)


_Roles = dict[str, tuple[str, ...]]


def _first(roles: _Roles, name: str) -> str:
    values = roles.get(name)
    return values[0] if values else ""


def _consular(roles: _Roles, atlas: Atlas) -> tuple[str, ...]:
    return ("consular",) if "consular" in _first(roles, "kind").casefold() else ("",)


def _host(roles: _Roles, atlas: Atlas) -> tuple[str, ...]:
    return tuple(sorted({atlas.lineage(host) for host in roles.get("host", ())}))


def _post(roles: _Roles, atlas: Atlas) -> tuple[str, ...]:
    owner = _first(roles, "of") or _first(roles, "sending")
    return rank_of(_first(roles, "office"), owner), atlas.lineage(owner)


def _kind(roles: _Roles, atlas: Atlas) -> tuple[str, ...]:
    return (slug(_first(roles, "kind")),)


def _sum(roles: _Roles, atlas: Atlas) -> tuple[str, ...]:
    return _first(roles, "amount"), _first(roles, "currency")


def _protector(roles: _Roles, atlas: Atlas) -> tuple[str, ...]:
    return (atlas.lineage(_first(roles, "protector")),)


def _topic(roles: _Roles, atlas: Atlas) -> tuple[str, ...]:
    return (slug(_first(roles, "topic")),)


_TELLING: Final[dict[str, Callable[[_Roles, Atlas], tuple[str, ...]]]] = {
    "RelationsEstablished": _consular,
    "Visit": _host,
    "Tenure": _post,
    "OfficeHeld": _post,
    "Appointment": _post,
    "MissionPresent": _kind,
    "MissionOpened": _kind,
    "MissionClosed": _kind,
    "MissionElevated": _kind,
    "LeadershipChange": _kind,
    "ProtectingPower": _protector,
    "TradeVolume": _sum,
    "Aid": _sum,
    "Negotiation": _topic,
}


# -- what must not disagree ---------------------------------------------------------------------------------------------------


def _agree(statement: Statement, happening: Happening, role: str, atlas: Atlas) -> bool:
    """Whether a role's values share one, or one side leaves it open; states count as their lineage."""
    here = statement.roles.get(role)
    if not here:
        return True
    there = happening.values(role)
    if not there or not there.isdisjoint(here):
        return True
    return not {atlas.lineage(value) for value in here}.isdisjoint(map(atlas.lineage, there))


def _close(statement: Statement, happening: Happening) -> bool:
    """Whether both are dated to the month, so that the date alone tells the happening."""
    return width(statement.days) <= MONTH and width(happening.days) <= MONTH


def _fits_visit(statement: Statement, happening: Happening, atlas: Atlas) -> bool:
    if _close(statement, happening):
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
    if here and here == there and _close(statement, happening):
        return True
    occasions, occasion = tuple(happening.values("occasion")), statement.roles.get("occasion", ())
    same_occasion = not occasion or not occasions or share_words(occasion, occasions)
    if not (statement.dated and happening.dated):
        return same_occasion and here == there and len(here) > 1
    return same_occasion and _agree(statement, happening, "place", atlas)


def _fits_agreement(statement: Statement, happening: Happening, atlas: Atlas) -> bool:
    here = _title(statement, atlas)
    for member in happening.members:
        there, same_text = _title(member, atlas), member.document == statement.document
        exact = same_text or not (member.dated and statement.dated)
        if (here != there) if exact else not alike(here, there):
            return False
        if not (here.telling or same_text or _close(statement, happening)):
            return False  # "a treaty" of another text is told by its date alone
    return True


def _title(statement: Statement, atlas: Atlas) -> Title:
    parties = (part for party in statement.roles.get("parties", ()) for part in slug(atlas.label(party)).split("-"))
    return title(_first(statement.roles, "title"), frozenset(parties))


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
    "MissionOpened": _fits_roles("place"),
    "MissionClosed": _fits_roles("place"),
    "MissionElevated": _fits_roles("place"),
    "LeadershipChange": _fits_roles("person"),
    "Other": lambda statement, happening, atlas: statement.dated and happening.dated,
}


def share_participants(one: Happening, other: Happening, atlas: Atlas) -> bool:
    """Whether two happenings agree in all that tells them apart but their time."""
    return all(_fits(member, one, atlas) for member in other.members[:1]) and _fits(one.members[0], other, atlas)


def _fits(statement: Statement, happening: Happening, atlas: Atlas) -> bool:
    fits = _FITS.get(statement.type)
    return fits is None or fits(statement, happening, atlas)


# -- one group: dated statements first, the most precise before the vaguer -------------------------------------------------------


def _gather(group: list[Statement], atlas: Atlas) -> list[Happening]:
    if len(group) == 1:
        return [Happening(group, group[0].days)]
    shelf = _Shelf()
    for statement in sorted((one for one in group if one.dated), key=_precision):
        candidates = [
            one for one in shelf.near(statement) if _same_time(statement, one) and _fits(statement, one, atlas)
        ]
        if candidates:
            shelf.join(_nearest(statement, candidates), statement)
        else:
            shelf.add(Happening([statement], statement.days))
    for statement in sorted((one for one in group if not one.dated), key=_fullness):
        chosen = _home_of_undated(statement, [one for one in shelf.all if _fits(statement, one, atlas)])
        if chosen:
            chosen.members.append(statement)
        else:
            shelf.add(Happening([statement], ALWAYS))
    return shelf.all


def _precision(statement: Statement) -> tuple[int, int, int, str]:
    return width(statement.days), statement.days[0], -len(statement.roles), statement.key


def _fullness(statement: Statement) -> tuple[int, str]:
    return -len(statement.roles), statement.key


def _same_time(statement: Statement, happening: Happening) -> bool:
    if statement.type == "Visit" and _close(statement, happening):
        return gap(statement.days, happening.days) <= _JOURNEY
    return overlap(statement.days, happening.days)


def _distance(statement: Statement, happening: Happening) -> tuple[int, int, int, str]:
    """Smaller for the happening that shares more with the statement, then for the earlier one."""
    shared = sum(1 for role, values in statement.roles.items() if not happening.values(role).isdisjoint(values))
    return gap(statement.days, happening.days), -shared, happening.days[0], happening.members[0].key


def _nearest(statement: Statement, candidates: list[Happening]) -> Happening:
    return candidates[0] if len(candidates) == 1 else min(candidates, key=lambda one: _distance(statement, one))


def _home_of_undated(statement: Statement, fitting: list[Happening]) -> Happening | None:
    """The one happening that an undated statement can mean: the only one of its own document, or the only one at all."""
    own = [happening for happening in fitting if statement.document in happening.documents()]
    for candidates in (own, fitting):
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            best = sorted(candidates, key=lambda one: _distance(statement, one))
            return best[0] if _distance(statement, best[0])[1] < _distance(statement, best[1])[1] else None
    return None


class _Shelf:
    """Happenings by the years they may lie in."""

    def __init__(self) -> None:
        self.all: list[Happening] = []
        self._years: dict[int, list[Happening]] = {}

    def add(self, happening: Happening) -> None:
        self.all.append(happening)
        for year in _years(happening.days) or ():
            self._years.setdefault(year, []).append(happening)
        if _years(happening.days) is None:
            self._years.setdefault(-1, []).append(happening)

    def near(self, statement: Statement) -> Iterable[Happening]:
        """The happenings that may share a day with a statement, or lie within a journey of it."""
        years = _years((statement.days[0] - _JOURNEY, statement.days[1] + _JOURNEY))
        if years is None or len(self.all) <= _BUCKETS:
            return self.all
        found = {id(one): one for year in (*years, -1) for one in self._years.get(year, ())}
        return found.values()

    def join(self, happening: Happening, statement: Statement) -> None:
        """Add a statement; the range narrows to what both allow, and widens over the days of one journey."""
        happening.members.append(statement)
        here, there = statement.days, happening.days
        narrowed = max(here[0], there[0]), min(here[1], there[1])
        if narrowed[0] > narrowed[1]:
            narrowed = min(here[0], there[0]), max(here[1], there[1])
        happening.days = narrowed


def _years(range_: Days) -> range | None:
    first, last = range_[0] // YEAR, range_[1] // YEAR
    return range(first, last + 1) if last - first < _BUCKETS else None


# -- the same thing told with another date ---------------------------------------------------------------------------------------

# Types that happen once until their opposite happens. Told twice with dates less than a year apart and no opposite between,
# they are one happening with clashing dates.
OPPOSITES: Final = {
    "RelationsEstablished": ("RelationsSevered",),
    "RelationsRestored": ("RelationsSevered",),
    "RelationsSevered": ("RelationsRestored", "RelationsEstablished"),
    "MissionOpened": ("MissionClosed",),
    "MissionElevated": ("MissionClosed",),
    "MissionClosed": ("MissionOpened",),
}
# Types that one document tells apart even with nearby dates, but that two documents may date differently.
_ONCE: Final = frozenset({"Agreement", "Appointment"})
# Types told by more than their time: a death by its person, a session by its number.
_ANYTIME: Final = frozenset({"LeadershipChange", "Meeting"})


def _reunite(found: list[Happening], atlas: Atlas) -> list[Happening]:
    """Happenings that can only be one, told with dates that exclude each other, become one."""
    retellable = [happening for happening in found if _can_be_retold(happening)]
    if len(retellable) < 2:
        return found
    swallowed: set[int] = set()
    last: dict[tuple[str, ...], list[Happening]] = {}
    for happening in sorted(retellable, key=lambda one: (one.days, one.members[0].key)):
        earlier = last.setdefault(identity(happening.members[0], atlas), [])
        near = (one for one in reversed(earlier) if happening.days[0] - one.days[1] <= YEAR or one.type in _ANYTIME)
        twin = next((one for one in near if _is_retold(one, happening, found, atlas)), None)
        if twin is None:
            earlier.append(happening)
        else:
            twin.members.extend(happening.members)
            swallowed.add(id(happening))
    return [happening for happening in found if id(happening) not in swallowed]


def _can_be_retold(happening: Happening) -> bool:
    type_ = happening.type
    if not happening.dated or happening.modality != "asserted":
        return False
    if type_ in _ANYTIME:
        return "death" in happening.values("kind") if type_ == "LeadershipChange" else bool(happening.values("ordinal"))
    return type_ in OPPOSITES or type_ in _ONCE


def _is_retold(one: Happening, other: Happening, found: list[Happening], atlas: Atlas) -> bool:
    if one.type == "LeadershipChange":
        return one.values("person") == other.values("person")
    if one.type == "Meeting":
        return _same_session(one, other)
    if gap(one.days, other.days) > YEAR:
        return False
    if one.type in _ONCE and one.documents() & other.documents():
        return False
    fits = all(_fits(member, one, atlas) for member in other.members) and _tells_apart(one)
    return fits and same_states(one, other, atlas) and not opposite_between(one, other, found)


def _tells_apart(happening: Happening) -> bool:
    """Whether the title or kind is telling enough to know the happening again at another date."""
    if happening.type == "Agreement":
        return all(len(title(text).telling) > 1 for text in happening.values("title"))
    return happening.type != "Appointment" or bool(happening.values("kind"))


def _same_session(one: Happening, other: Happening) -> bool:
    """A numbered session of a named body is one meeting, whatever its date."""
    occasions = tuple(one.values("occasion")), tuple(other.values("occasion"))
    return one.values("ordinal") == other.values("ordinal") and all(occasions) and share_words(*occasions)


_STATE_ROLES: Final = ("parties", "host", "sending", "receiving", "recogniser", "recognised", "member", "protected")


def same_states(one: Happening, other: Happening, atlas: Atlas) -> bool:
    """Whether both name the same states; one named before or after its time stands for what it continues."""
    here, there = _states(one), _states(other)
    if {atlas.lineage(state) for state in here} != {atlas.lineage(state) for state in there}:
        return False
    return all(
        not (_existed(state, one, atlas) and _existed(match, other, atlas))
        for state in here - there
        for match in there - here
        if atlas.lineage(state) == atlas.lineage(match)
    )


def _states(happening: Happening) -> set[str]:
    return {value for role in _STATE_ROLES for value in happening.values(role) if value.startswith("state/")}


def _existed(state: str, happening: Happening, atlas: Atlas) -> bool:
    moment = next((member.when.begin_earliest for member in happening.members if member.when), None)
    return moment is None or atlas.exists(state, moment)


def opposite_between(one: Happening, other: Happening, found: Iterable[Happening]) -> bool:
    """Whether what undoes the one may lie between the two."""
    opposites = OPPOSITES.get(one.type, ())
    first, last = min(one.days[0], other.days[0]), max(one.days[1], other.days[1])
    return any(
        happening.type in opposites and happening.dated and overlap(happening.days, (first, last))
        for happening in found
    )


# -- supporting statements ---------------------------------------------------------------------------------------------------------


def _adopt(found: list[Happening], atlas: Atlas) -> list[Happening]:
    """An office named without dates supports the one tenure of it; "established" after a break means "restored"."""
    if len(found) < 2:
        return found
    kept: list[Happening] = []
    for happening in found:
        parent = _parent(happening, found, atlas)
        if parent is None:
            kept.append(happening)
        else:
            parent.members.extend(happening.members)
    return kept


def _parent(happening: Happening, found: list[Happening], atlas: Atlas) -> Happening | None:
    if happening.modality != "asserted":
        return None
    if happening.type == "OfficeHeld":
        return _only(one for one in found if _is_tenure_of(one, happening, atlas))
    if happening.type == "RelationsEstablished" and happening.dated:
        broken = any(one.type == "RelationsSevered" and one.days[1] < happening.days[0] for one in found)
        return _only(one for one in found if broken and _is_restoration(one, happening))
    return None


def _is_tenure_of(one: Happening, held: Happening, atlas: Atlas) -> bool:
    if one.type != "Tenure" or one.modality != "asserted":
        return False
    return _post(one.members[0].roles, atlas) == _post(held.members[0].roles, atlas)


def _is_restoration(one: Happening, established: Happening) -> bool:
    return (
        one.type == "RelationsRestored"
        and one.modality == "asserted"
        and one.dated
        and overlap(one.days, established.days)
    )


def _only(happenings: Iterator[Happening]) -> Happening | None:
    first, second = next(happenings, None), next(happenings, None)
    return first if second is None else None


# -- the reviewer's word -------------------------------------------------------------------------------------------------------------


def _reviewed(found: list[Happening], decided: Decisions) -> list[Happening]:
    """The happenings after a reviewer's "same as" and "different from" about their claims."""
    keys = {member.key for happening in found for member in happening.members}
    for one, other in sorted(decided.apart):
        if one in keys and other in keys and one < other:
            found = _separated(found, one, other)
    for one, other in sorted(decided.same):
        if one in keys and other in keys and one < other:
            found = _united(found, one, other)
    return found


def _holding(found: list[Happening], key: str) -> Happening:
    return next(happening for happening in found if any(member.key == key for member in happening.members))


def _separated(found: list[Happening], one: str, other: str) -> list[Happening]:
    happening = _holding(found, one)
    if happening is not _holding(found, other):
        return found
    leaving = [member for member in happening.members if member.key == other]
    staying = [member for member in happening.members if member.key != other]
    return [kept for kept in found if kept is not happening] + [
        Happening(members, _agreed(members)) for members in (staying, leaving)
    ]


def _united(found: list[Happening], one: str, other: str) -> list[Happening]:
    first, second = _holding(found, one), _holding(found, other)
    if first is second:
        return found
    members = sorted(first.members + second.members, key=_precision)
    return [kept for kept in found if kept is not first and kept is not second] + [Happening(members, _agreed(members))]


def _agreed(members: Sequence[Statement]) -> Days:
    """The range of the most precise of some statements."""
    return min((member.days for member in members), key=width)
