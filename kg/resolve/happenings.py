"""Which statements of a block tell of one happening: participants that agree and dates that refine each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.resolve.chorus import each
from kg.resolve.compare import Happening, alone, close, fits, identity, of_members
from kg.resolve.retold import adopt, reunite
from kg.resolve.review import Decisions
from kg.resolve.statements import Statement
from kg.resolve.states import Atlas
from kg.resolve.times import YEAR, Days, gap, overlap, width

# Days: a traveller's dates no farther apart than this are taken for days of one journey to a host. A judgement, kept
# small, as two journeys of one week are rare and two of one month are not.
_JOURNEY: Final = 3
# Years are the buckets in which happenings are looked up; a date vaguer than this many of them is compared with all.
_BUCKETS: Final = 12
_Place = tuple[str, ...]


def happenings(statements: Sequence[Statement], atlas: Atlas, decided: Decisions) -> list[Happening]:
    """The happenings of a block, each statement in exactly one.

    Dated statements come together first, the most precise before the vaguer; then tellings with clashing dates; then
    each undated statement finds the one happening it can mean.
    """
    if len(statements) == 1 and statements[0].voices is None:
        return [alone(statements[0])]
    dated: dict[_Place, list[Statement]] = {}
    undated: dict[_Place, list[Statement]] = {}
    for statement in statements:
        groups = undated if statement.when is None else dated
        place = identity(statement, atlas)
        if (group := groups.get(place)) is None:
            groups[place] = [statement]
        else:
            group.append(statement)
    found = [happening for place in sorted(dated) for happening in _gathered(dated[place], atlas)]
    found = adopt(_with_undated(reunite(found, atlas), undated, atlas), atlas)
    return _reviewed(found, decided) if decided.same or decided.apart else found


def _gathered(group: list[Statement], atlas: Atlas) -> list[Happening]:
    """The happenings of dated statements that nothing but time tells apart."""
    if len(group) == 1 and group[0].voices is None:
        return [alone(group[0])]
    shelf = _Shelf()
    for statement in each(group, _precision):
        near = shelf.near(statement)
        candidates = [one for one in near if _same_time(statement, one) and fits(statement, one, atlas)]
        if candidates:
            shelf.join(_nearest(statement, candidates), statement)
        else:
            shelf.add(alone(statement))
    return shelf.all


def _with_undated(found: list[Happening], undated: dict[_Place, list[Statement]], atlas: Atlas) -> list[Happening]:
    """The happenings with the undated statements in them, or in happenings of their own."""
    if not undated:
        return found
    alike: dict[_Place, list[Happening]] = {}
    for happening in found:
        alike.setdefault(identity(happening.members[0], atlas), []).append(happening)
    added: list[Happening] = []
    for place in sorted(undated):
        candidates = alike.get(place, [])
        for statement in each(undated[place], _fullness):
            home = _home_of_undated(statement, [one for one in candidates if fits(statement, one, atlas)])
            if home:
                home.join(statement)
            else:
                added.append(alone(statement))
                candidates.append(added[-1])
    return found + added


def _precision(statement: Statement) -> tuple[int, int, int, str]:
    first, last = statement.days
    return last - first, first, -len(statement.roles), statement.key


def _fullness(statement: Statement) -> tuple[int, str]:
    return -len(statement.roles), statement.key


def _same_time(statement: Statement, happening: Happening) -> bool:
    if statement.type == "Visit" and close(statement, happening):
        return gap(statement.days, happening.days) <= _JOURNEY
    return overlap(statement.days, happening.days)


def _distance(statement: Statement, happening: Happening) -> tuple[int, int, bool, int, str]:
    """Smaller for the happening that shares more with the statement, then for one of its own text, then the earlier."""
    shared = sum(1 for role, values in statement.roles.items() if not happening.values(role).isdisjoint(values))
    foreign = statement.document not in happening.documents()
    return gap(statement.days, happening.days), -shared, foreign, happening.days[0], happening.members[0].key


def _nearest(statement: Statement, candidates: list[Happening]) -> Happening:
    return candidates[0] if len(candidates) == 1 else min(candidates, key=lambda one: _distance(statement, one))


def _home_of_undated(statement: Statement, fitting: list[Happening]) -> Happening | None:
    """The one happening that an undated statement can mean: the only one of its document, or the only one at all."""
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
        if len(self.all) > _BUCKETS:
            for one in (happening,) if self._years else self.all:
                self._file(one)

    def _file(self, happening: Happening) -> None:
        years = _years(happening.days)
        for year in (-1,) if years is None else years:
            self._years.setdefault(year, []).append(happening)

    def near(self, statement: Statement) -> Iterable[Happening]:
        """The happenings that may share a day with a statement, or lie within a journey of it."""
        if len(self.all) <= _BUCKETS:  # so few are not worth looking up
            return self.all
        years = _years((statement.days[0] - _JOURNEY, statement.days[1] + _JOURNEY))
        if years is None:
            return self.all
        found = {id(one): one for year in (*years, -1) for one in self._years.get(year, ())}
        return found.values()

    def join(self, happening: Happening, statement: Statement) -> None:
        """Add a statement; the range narrows to what both allow, and widens over the days of one journey."""
        happening.join(statement)
        here, there = statement.days, happening.days
        narrowed = max(here[0], there[0]), min(here[1], there[1])
        if narrowed[0] > narrowed[1]:
            narrowed = min(here[0], there[0]), max(here[1], there[1])
        happening.days = narrowed


def _years(range_: Days) -> range | None:
    first, last = range_[0] // YEAR, range_[1] // YEAR
    return range(first, last + 1) if last - first < _BUCKETS else None


# -- the reviewer's word


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
        of_members(members, _agreed(members)) for members in (staying, leaving)
    ]


def _united(found: list[Happening], one: str, other: str) -> list[Happening]:
    first, second = _holding(found, one), _holding(found, other)
    if first is second:
        return found
    members = sorted(first.members + second.members, key=_precision)
    return [kept for kept in found if kept is not first and kept is not second] + [
        of_members(members, _agreed(members))
    ]


def _agreed(members: Sequence[Statement]) -> Days:
    """The range of the most precise of some statements."""
    return min((member.days for member in members), key=width)
