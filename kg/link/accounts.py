"""The accounts of a graph as pairs of actors, with the state that each acts for and its codes of that time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from typing import Final

import pyoxigraph as ox

from kg.graph.reading import Reader, Value, local_name
from kg.graph.terms import dipl, superclasses
from kg.lexicon.gazetteer import gazetteer
from kg.link.facts import time_of
from kg.model import When
from kg.resolve.states import Atlas
from kg.resolve.times import ALWAYS, begin
from kg.vocab import ONTOLOGY

# Class -> properties of who acts and of whom it is done to, the first that is filled counts.
_DIRECTED: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "Visit": (("visitor", "visitorState"), ("host",)),
    "Recognition": (("recogniser",), ("recognised",)),
    "SeveranceOfRelations": (("agent",), ("party",)),
    "Expulsion": (("agent",), ("target",)),
    "Recall": (("agent",), ("target",)),
    "ProvisionOfAid": (("donor",), ("recipient",)),
    "MissionEvent": (("sendingState",), ("receivingState",)),
    "Appointment": (("sendingState", "person"), ("receivingState",)),
    "LeadershipChange": (("state",), ()),
}
_MUTUAL: Final = ("party", "participant", "actor")
# What tells for which state a person acts: property of the account -> property of the state.
_HOMES: Final = {"visitor": ("visitorState",), "person": ("sendingState", "officeOf")}
_DEFAULT: Final = ox.DefaultGraph()


# -- states ------------------------------------------------------------------------------------------------------------


@cache
def _atlas() -> Atlas:
    return Atlas(gazetteer())


def lineage(key: str) -> str:
    """The state that continues this one today, its line: that of the Soviet Union is Russia's."""
    return _atlas().lineage(key)


@cache
def _line(root: str) -> tuple[str, ...]:
    """A state of today and those it continues, those with a Correlates of War number first."""
    members = [key for key in gazetteer().keys("state") if lineage(key) == root]
    return tuple(sorted(members, key=lambda key: not codes(key)[0])) or (root,)


@cache
def as_then(root: str, year: int) -> str:
    """The state of a line that existed at the end of a year; today's if none is known to."""
    day = f"{year:04}-12-31"
    return next((key for key in _line(root) if _is_dated(key) and _atlas().exists(key, day)), root)


def _is_dated(key: str) -> bool:
    return bool(gazetteer().start(key) or gazetteer().end(key))


@cache
def codes(key: str) -> tuple[str, str]:
    """Correlates of War number and ISO code of a state; empty where it has none."""
    entity = gazetteer().entity(key)
    facts = dict(entity.facts) if entity else {}
    return facts.get("cowCode", ""), facts.get("iso3", "")


# -- accounts ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Account:
    """One event, tenure or agreement of the best account."""

    node: ox.NamedNode
    key: str
    types: tuple[str, ...]
    said: Mapping[str, Sequence[Value]]
    when: When | None

    def keys(self, reader: Reader, name: str) -> list[str]:
        return [reader.key(value) for value in self.said.get(name, ()) if isinstance(value, ox.NamedNode)]

    @property
    def year(self) -> int | None:
        return int(self.said["year"][0].value) if "year" in self.said else None


class Accounts:
    """The accounts of a graph that are told as fact, and for whom the persons in them act."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        contested = reader.store.quads_for_pattern(None, dipl("concerns"), None, reader.graph("weighing"))
        self.contested = {quad.object.value for quad in contested if isinstance(quad.object, ox.NamedNode)}

    @cached_property
    def all(self) -> list[Account]:
        """In the order of time, undated ones last."""
        found = [self._account(node) for node in self.reader.accounts()]
        held = [one for one in found if "UnrealizedEvent" not in one.types]
        return sorted(held, key=lambda one: (begin(one.when) if one.when else ALWAYS[::-1], one.key))

    def _account(self, node: ox.NamedNode) -> Account:
        said = self.reader.properties(node, _DEFAULT)
        inferred = self.reader.properties(node, self.reader.graph("inferred")).get("type", ())
        types = {local_name(value.value) for value in (*said["type"], *inferred) if value.value.startswith(ONTOLOGY)}
        whole = {above for name in types for above in superclasses(name)}
        return Account(node, self.reader.key(node), tuple(sorted(whole)), said, time_of(said))

    @cached_property
    def homes(self) -> dict[str, set[str]]:
        """Person -> the states they act for anywhere in the graph, as lines."""
        found: dict[str, set[str]] = {}
        for one in self.all:
            for person, state in self._homes(one):
                found.setdefault(person, set()).add(lineage(state))
        return found

    def state_of(self, actor: str, one: Account) -> str:
        """The state that an actor is or acts for in an account, as the account names it; empty if none or several.

        Where the account does not tell, it is the only line of states that the person acts for in the whole graph.
        """
        if actor.startswith("state/"):
            return actor
        here = {key for role, key in self._homes(one, actor)}
        there = self.homes.get(actor, set())
        return next(iter(here)) if len(here) == 1 else next(iter(there)) if len(there) == 1 else ""

    def _homes(self, one: Account, actor: str = "") -> Iterator[tuple[str, str]]:
        """Persons of an account, or this one, with each state that they act for in it."""
        for role, names in _HOMES.items():
            states = [key for name in names for key in one.keys(self.reader, name) if key.startswith("state/")]
            for person in one.keys(self.reader, role):
                if not actor or person == actor:
                    yield from ((person, state) for state in states)

    def pairs(self, one: Account) -> Iterator[tuple[str, str, bool]]:
        """Pairs of actors of an event, and whether the first acts on the second."""
        for name, (acting, undergoing) in _DIRECTED.items():
            if name in one.types:
                sources, targets = self._first(one, acting), self._first(one, undergoing)
                targets = [target for target in targets if target not in sources]
                if sources:
                    yield from ((source, target, True) for source in sources for target in targets or [""])
                    return
        actors = self._first(one, _MUTUAL)
        yield from ((first, second, False) for first, second in combinations(sorted(actors), 2))
        if len(actors) == 1:
            yield actors[0], "", False

    def _first(self, one: Account, names: Iterable[str]) -> list[str]:
        return next((keys for name in names if (keys := one.keys(self.reader, name))), [])
