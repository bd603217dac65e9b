"""The same thing told with another date, or in other words: what can only be one happening becomes one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set
from itertools import chain, takewhile
from typing import Final

from kg.model import Span
from kg.resolve.compare import Happening, apart_in_place, fits, identity, post, same_states
from kg.resolve.states import Atlas
from kg.resolve.times import ALWAYS, YEAR, Days, gap, overlap, width
from kg.resolve.titles import is_bare, share_words, title

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
_RETELLABLE: Final = OPPOSITES.keys() | _ONCE | _ANYTIME
# A date vaguer than this says too little for calling another date a clash.
_VAGUE: Final = 3 * YEAR


def reunite(found: list[Happening], atlas: Atlas) -> list[Happening]:
    """Happenings that can only be one, told with dates that exclude each other, become one."""
    retellable = [happening for happening in found if _can_be_retold(happening)]
    if len(retellable) < 2:
        return found
    opposites = Opposites(found)
    swallowed: set[int] = set()
    last: dict[tuple[object, ...], list[Happening]] = {}
    for happening in sorted(retellable, key=lambda one: (one.days, one.members[0].key)):
        earlier = last.setdefault((*identity(happening.members[0], atlas), _number(happening)), [])
        near = takewhile(lambda one, start=happening.days[0]: _is_near(one, start), reversed(earlier))  # type: ignore[misc]
        twin = next((one for one in near if _is_retold(one, happening, opposites, atlas)), None)
        if twin is None:
            earlier.append(happening)
        else:
            twin.take(happening)
            swallowed.add(id(happening))
    return [happening for happening in found if id(happening) not in swallowed]


def _number(happening: Happening) -> frozenset[str]:
    """What tells a happening of a type that may be told at any time: the person who died, the number of the session."""
    role = {"LeadershipChange": "person", "Meeting": "ordinal"}.get(happening.type)
    return frozenset(happening.values(role)) if role else frozenset()


def _is_near(one: Happening, start: int) -> bool:
    return one.type in _ANYTIME or start - one.days[0] <= _VAGUE


def _can_be_retold(happening: Happening) -> bool:
    type_ = happening.type
    if type_ not in _RETELLABLE or not happening.dated or happening.modality != "asserted":
        return False
    if type_ in _ANYTIME:
        return "death" in happening.values("kind") if type_ == "LeadershipChange" else bool(happening.values("ordinal"))
    return True


def _is_retold(one: Happening, other: Happening, opposites: Opposites, atlas: Atlas) -> bool:
    if in_one_breath(one, other):
        return False
    if one.type == "LeadershipChange":
        return True
    if one.type == "Meeting":
        return _same_body(one, other)
    if gap(one.days, other.days) > YEAR:
        return False
    if one.documents() & other.documents() and (one.type in _ONCE or _is_answer(one, other)):
        return False
    if (
        apart_in_place(one, other)
        or not _tells_apart(one)
        or not all(fits(member, one, atlas) for member in other.members)
    ):
        return False
    return same_states(one, other, atlas) and not opposites.between(one, other)


def in_one_breath(one: Happening, other: Happening) -> bool:
    """Whether one sentence gives both dates: "opened in 1997 and reopened in 1998" tells of two."""
    shared = one.documents() & other.documents()
    if not shared:
        return False
    told: dict[str, list[Span]] = {}
    for document, span in _places(one, shared):
        told.setdefault(document, []).append(span)
    return any(_share_words(span, near) for document, span in _places(other, shared) for near in told.get(document, ()))


def _places(happening: Happening, documents: Set[str]) -> Iterator[tuple[str, Span]]:
    """Where in some documents it is told."""
    return chain.from_iterable(member.places() for member in happening.members if member.document in documents)


def _share_words(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _is_answer(one: Happening, other: Happening) -> bool:
    """Whether a text tells of two acts, each by another: a state breaks with one that then breaks with it."""
    here, there = one.values("agent"), other.values("agent")
    return bool(here and there) and here.isdisjoint(there)


def _tells_apart(happening: Happening) -> bool:
    """Whether the title or kind is telling enough to know the happening again at another date."""
    if happening.type == "Agreement":
        return all(len(title(text).telling) > 1 for text in happening.values("title"))
    return happening.type != "Appointment" or bool(happening.values("kind"))


def _same_body(one: Happening, other: Happening) -> bool:
    """Whether two sessions of one number are of one named body, and so one meeting."""
    occasions = tuple(one.values("occasion")), tuple(other.values("occasion"))
    return all(occasions) and share_words(*occasions)


class Opposites:
    """The dated happenings of a block by type, to ask quickly what lies between two others."""

    def __init__(self, found: Iterable[Happening]) -> None:
        self._vague: dict[str, list[Days]] = {}
        self._exact: dict[str, list[Days]] = {}
        for happening in found:
            if happening.dated and happening.type in OPPOSITES:
                ranges = self._vague if width(happening.days) > _VAGUE else self._exact
                ranges.setdefault(happening.type, []).append(happening.days)
        for exact in self._exact.values():
            exact.sort()

    def between(self, one: Happening, other: Happening) -> bool:
        """Whether what undoes the one may lie between the two, or within their dates."""
        span = min(one.days[0], other.days[0]), max(one.days[1], other.days[1])
        return any(self._touches(type_, span) for type_ in OPPOSITES.get(one.type, ()))

    def _touches(self, type_: str, span: Days) -> bool:
        exact = self._exact.get(type_, [])
        place = bisect_right(exact, (span[1], span[1] + _VAGUE)) - 1
        while place >= 0 and exact[place][0] >= span[0] - _VAGUE:
            if overlap(exact[place], span):
                return True
            place -= 1
        return any(overlap(vague, span) for vague in self._vague.get(type_, ()))


def adopt(found: list[Happening], atlas: Atlas) -> list[Happening]:
    """An office named without dates supports the one tenure of it; "established" after a break means "restored"; "the
    treaty" of a text, of a time, is the one treaty that it names in full."""
    asserted = [one for one in found if one.type in _PARENTS and one.modality == "asserted"]
    if not asserted or len(found) < 2:
        return found
    ends = [one.days[1] for one in asserted if one.type == "RelationsSevered"]
    kept: list[Happening] = []
    for happening in found:
        parent = _parent(happening, asserted, min(ends, default=ALWAYS[1]), atlas)
        if parent is None:
            kept.append(happening)
        else:
            parent.take(happening)
    return kept


_PARENTS: Final = frozenset({"Tenure", "RelationsSevered", "RelationsRestored", "Agreement"})


def _parent(happening: Happening, asserted: list[Happening], first_break: int, atlas: Atlas) -> Happening | None:
    if happening.modality != "asserted":
        return None
    if happening.type == "OfficeHeld":
        return _only(one for one in asserted if _is_tenure_of(one, happening, atlas))
    if happening.type == "RelationsEstablished" and happening.dated and first_break < happening.days[0]:
        return _only(one for one in asserted if _is_restoration(one, happening))
    if happening.type == "Agreement" and happening.dated and all(map(is_bare, happening.values("title"))):
        return _only(one for one in asserted if _is_named_in_full(one, happening) and not in_one_breath(one, happening))
    return None


def _is_tenure_of(one: Happening, held: Happening, atlas: Atlas) -> bool:
    return one.type == "Tenure" and post(one.members[0].roles, atlas) == post(held.members[0].roles, atlas)


def _is_named_in_full(one: Happening, bare: Happening) -> bool:
    if one.type != "Agreement" or not one.dated or not overlap(one.days, bare.days):
        return False
    if not bare.documents() <= one.documents() or max(width(one.days), width(bare.days)) > YEAR:
        return False
    kinds = frozenset[str]().union(*(title(text).kinds for text in bare.values("title")))
    return any(title(text).telling and kinds <= title(text).kinds for text in one.values("title"))


def _is_restoration(one: Happening, established: Happening) -> bool:
    return one.type == "RelationsRestored" and one.dated and overlap(one.days, established.days)


def _only(happenings: Iterator[Happening]) -> Happening | None:
    first, second = next(happenings, None), next(happenings, None)
    return first if second is None else None
