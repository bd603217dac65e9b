"""Who some names are, found without looking at all others: only at those that could be one person with them.

Two names can be told to be one person only if one has the words of the other in their order, and their bearers serve
one state. The mentions of a name fall into groups without a state in common; what a group can be merged with leads to a
few others, where names alone would lead to nearly all. Within a document a short name rests on the fuller ones there,
never the other way round, so what the ledger says of those stands as long as they are not touched themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import combinations, product

from kg.resolve.names import Folded, fold, holds
from kg.resolve.people import Census
from kg.resolve.profiles import Profile, Profiles
from kg.resolve.review import decisions
from kg.resolve.sides import Before, Side, Text
from kg.resolve.states import Atlas

# Of longer names there are too many shorter forms to look for each.
_FEW = 6

Group = frozenset[str]  # the states of bearers that may be one, or none of theirs is known


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """The names that are one in different spellings, and the groups of their mentions."""

    keys: frozenset[str]
    names: frozenset[Folded]  # of more than one word: no other is merged across documents
    groups: tuple[Group, ...]


class Kin:
    """The families of the names of two sides, looked up when asked for."""

    def __init__(self, before: Before, after: Side, new: Iterable[Text], atlas: Atlas) -> None:
        self._before, self._sides, self._atlas = before, (before, after), atlas
        self._new = {
            (fold(profile.label), key)
            for text in new
            for key, places in text.names.people.items()
            for profile in places.values()
        }
        self._local: dict[str, bool] = {}
        self._families: dict[str, Family] = {}
        self._carried: dict[tuple[Family, Group], Group] = {}

    def touched(self, seeds: Iterable[str]) -> dict[Family, set[Group]]:
        """The groups that may become or have been one with bearers of these names, and all groups of the names."""
        found: dict[Family, set[Group]] = {}
        waiting = [
            (family, group) for family in map(self.family, sorted(seeds)) for group in family.groups or (Group(),)
        ]
        while waiting:
            family, group = waiting.pop()
            if group not in found.setdefault(family, set()):
                found[family].add(group)
                waiting += self._near(family, group)
        return found

    def family(self, key: str) -> Family:
        """The family of a name; of one that is no local person's it is the name alone."""
        if key not in self._families:
            family = self._gathered(key)
            self._families |= dict.fromkeys(family.keys, family)
        return self._families[key]

    def _gathered(self, key: str) -> Family:
        if not self._is_local(key):
            return Family(frozenset((key,)), frozenset(), ())
        keys, names, waiting = {key}, set[Folded](), [key]
        states: list[frozenset[str]] = []
        while waiting:
            for profile in self._profiles(waiting.pop()):
                states.append(profile.states)
                name = fold(profile.label)
                if len(name) > 1 and name not in names:
                    names.add(name)
                    new = {other for other in self._bearing(name) if self._is_local(other)} - keys
                    keys |= new
                    waiting += sorted(new)
        return Family(frozenset(keys), frozenset(names), tuple(_apart(states)) if names else ())

    def _is_local(self, key: str) -> bool:
        if key not in self._local:
            self._local[key] = key.startswith("person/") and self._atlas.register.entity(key) is None
        return self._local[key]

    def _profiles(self, key: str) -> Iterator[Profile]:
        for side in self._sides:
            yield from side.profiles(key).values()

    def _near(self, family: Family, group: Group) -> Iterator[tuple[Family, Group]]:
        """The groups of fuller and of shorter names with which a group may be merged."""
        carried = self._carry(family, group)
        for fuller in self._fuller(family):
            yield from ((fuller, other) for other in fuller.groups if other & carried)
        for shorter in self._shorter(family):
            yield from ((shorter, other) for other in shorter.groups if self._carry(shorter, other) & group)

    def _carry(self, family: Family, group: Group) -> Group:
        """The states of a group with those that it can take over from shorter names merged into it before."""
        place = family, group
        if place not in self._carried:
            self._carried[place] = group  # should a family be shorter than itself
            found = set(group)
            for shorter in self._shorter(family):
                for other in shorter.groups:
                    if not group.isdisjoint(taken := self._carry(shorter, other)):
                        found |= taken
            self._carried[place] = Group(found)
        return self._carried[place]

    def _shorter(self, family: Family) -> Iterator[Family]:
        found = {
            key
            for name in family.names
            for called, key in self._perhaps_shorter(name)
            if 1 < len(called) < len(name) and holds(name, called) and self._is_local(key)
        }
        return iter({self.family(key): None for key in sorted(found)})

    def _fuller(self, family: Family) -> Iterator[Family]:
        found = {
            key
            for name in family.names
            for called, key in self._holding(name[0], name[-1])
            if len(called) > len(name) and holds(called, name) and self._is_local(key)
        }
        return iter({self.family(key): None for key in sorted(found)})

    def _bearing(self, name: Folded) -> Iterator[str]:
        """The keys of a name."""
        yield from self._before.bearing(name)
        yield from (key for called, key in self._new if called == name)

    def _perhaps_shorter(self, name: Folded) -> Iterator[tuple[Folded, str]]:
        """Names among which are all that have only words of a name, in its order, with their keys."""
        if len(name) <= _FEW:
            yield from ((form, key) for form in shorter_forms(name) for key in self._bearing(form))
            return
        for first, last in set(combinations(name, 2)):
            yield from self._before.called(first, last)
            yield from ((called, key) for called, key in self._new if (called[0], called[-1]) == (first, last))

    def _holding(self, first: str, last: str) -> Iterator[tuple[Folded, str]]:
        return iter((*self._before.holding(first, last), *self._new))


def shorter_forms(name: Folded) -> set[Folded]:
    """What a name of a few words may be cut to: words between the first and the last may be initials.

    >>> sorted(shorter_forms(("ana", "maria", "ruiz")))
    [('ana', 'm', 'ruiz'), ('ana', 'maria'), ('ana', 'maria', 'ruiz'), ('ana', 'ruiz'), ('maria', 'ruiz')]
    """
    return {
        (name[i], *(word for word in between if word), name[j])
        for i, j in combinations(range(len(name)), 2)
        for between in product(*(("", word[0], word) for word in name[i + 1 : j]))
    }


def _apart(mentions: Iterable[frozenset[str]]) -> list[Group]:
    """Sets of states without a state in common, each mention within one; a single one if a mention has no state."""
    found: list[Group] = []
    for states in mentions:
        if not states:
            return [Group().union(*mentions)]
        near = [group for group in found if group & states]
        found = [group for group in found if not group & states] + [states.union(*near)]
    return found


class Few(Census):
    """The identification of some names among many."""

    def __init__(
        self,
        found: Profiles,
        beside: Mapping[str, Iterable[Profile]],
        touched: Mapping[Folded, Set[str]],
        known: Callable[[str], str],
        atlas: Atlas,
    ) -> None:
        """`found` are the names, `beside` who else stands in their documents.

        `touched` has for each spelling the states of those bearers that may be merged otherwise than they were; all
        other bearers stand for whom they stood for, as `known` says.
        """
        super().__init__(found, atlas, decisions(()))
        self._beside, self._touched, self._known_as = beside, touched, known
        self._decided: Set[str] = set(found)  # names, and bearers who share one, whose ends are found here

    def _present(self) -> dict[str, list[Profile]]:
        found = super()._present()
        for document, present in found.items():
            present.extend(self._beside.get(document, ()))
        return found

    def _asked(self) -> Set[str]:
        return {document for key, places in self.found.items() if key.startswith("person/") for document in places}

    def unite(self, bearers: dict[str, Profile]) -> None:
        self._decided = {*self._decided, *bearers}
        self._unite_by(self._spellings(bearers), bearers)
        few: dict[str, Profile] = {}
        for key, bearer in bearers.items():
            if not bearer.states or not bearer.states.isdisjoint(self._touched.get(fold(bearer.label), ())):
                few[key] = bearer
            elif (end := self._known_as(key)) != key:
                self.same[key] = end
        self._unite_by(self._shorter_names(few), few)

    def _end(self, key: str) -> str:
        found = super()._end(key)
        return found if found in self._decided else self._known_as(found)
