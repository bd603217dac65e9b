"""The same thing told with another date, or in other words: what can only be one happening becomes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.resolve.compare import Happening, fits, identity, post, same_states
from kg.resolve.states import Atlas
from kg.resolve.times import YEAR, gap, overlap
from kg.resolve.titles import share_words, title

# Types that happen once until their opposite happens. Told twice with dates less than a year apart and no opposite
# between, they are one happening with clashing dates.
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


def reunite(found: list[Happening], atlas: Atlas) -> list[Happening]:
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
    if not _tells_apart(one) or not all(fits(member, one, atlas) for member in other.members):
        return False
    return same_states(one, other, atlas) and not opposite_between(one, other, found)


def _tells_apart(happening: Happening) -> bool:
    """Whether the title or kind is telling enough to know the happening again at another date."""
    if happening.type == "Agreement":
        return all(len(title(text).telling) > 1 for text in happening.values("title"))
    return happening.type != "Appointment" or bool(happening.values("kind"))


def _same_session(one: Happening, other: Happening) -> bool:
    """A numbered session of a named body is one meeting, whatever its date."""
    occasions = tuple(one.values("occasion")), tuple(other.values("occasion"))
    return one.values("ordinal") == other.values("ordinal") and all(occasions) and share_words(*occasions)


def opposite_between(one: Happening, other: Happening, found: Iterable[Happening]) -> bool:
    """Whether what undoes the one may lie between the two."""
    opposites = OPPOSITES.get(one.type, ())
    first, last = min(one.days[0], other.days[0]), max(one.days[1], other.days[1])
    return any(
        happening.type in opposites and happening.dated and overlap(happening.days, (first, last))
        for happening in found
    )


def adopt(found: list[Happening], atlas: Atlas) -> list[Happening]:
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
    return post(one.members[0].roles, atlas) == post(held.members[0].roles, atlas)


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
