"""Everything that happened and everyone who took part, gathered once from the best account, for lists and pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby
from typing import Final

import pyoxigraph as ox

from kg.graph.reading import local_name, special_classes
from kg.graph.terms import dipl, superclasses
from kg.serve.site import Site
from kg.vocab import PROPERTY_OF

# Roles that name a state as a party to what happens (not as the place of it).
_PARTY: Final = (
    "party", "agent", "visitorState", "host", "participant", "actor", "state", "sendingState", "receivingState",
    "recogniser", "recognised", "target", "donor", "recipient", "protectedState", "exporter", "importer",
)  # fmt: skip
_OF_A_STATE: Final = ("officeOf", "sendingState")
_PERSONAL: Final = ("participant", "visitor", "actor", "person", "signatory", "target")
# An agreement of more states than this says little about each pair of them.
_MANY: Final = 6

Pair = tuple[str, str]  # keys of two states, sorted; each the last of its line of continuity


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, agreement or tenure of the best account."""

    key: str
    kind: str  # local name of its most special class; of an unrealised event that of the class it would have had
    label: str
    date: str  # EDTF, empty if none
    begin: float | None  # in years: 1973.72
    end: float | None  # None: unknown, or it goes on
    modality: str
    sources: int
    roles: tuple[tuple[str, str], ...]  # property -> key of an entity, or the words of a literal

    def role(self, *names: str) -> list[str]:
        """What fills any of these roles."""
        return [value for name, value in self.roles if name in names]

    def is_a(self, name: str) -> bool:
        """Whether its class is this one or stands below it."""
        return name in superclasses(self.kind)

    @property
    def open(self) -> bool:
        """Whether it has begun and is not told to have ended."""
        return self.date.endswith(("/..", "/"))


@dataclass(frozen=True, slots=True)
class Phase:
    """An interval in the relations of two states."""

    key: str
    status: str  # local name of its class
    date: str
    begin: float | None
    end: float | None
    opened_by: str
    closed_by: str
    protectors: tuple[str, ...]


@dataclass(slots=True)
class Catalogue:
    """The best account by keys."""

    labels: dict[str, str] = field(default_factory=dict)  # entity or happening -> label
    kinds: dict[str, str] = field(default_factory=dict)  # entity -> local name of its most special class
    happenings: dict[str, Happening] = field(default_factory=dict)  # in the order of time, undated ones last
    phases: dict[Pair, list[Phase]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)  # state -> the last state that continues it
    relations: dict[Pair, str] = field(default_factory=dict)  # key of what the graph says of a pair itself
    pairs: dict[Pair, list[Happening]] = field(default_factory=dict)
    of: dict[str, list[Happening]] = field(default_factory=dict)  # entity -> what it has a part in

    def label(self, key: str) -> str:
        """The name of an entity or happening."""
        return self.labels.get(key) or key.rpartition("/")[2].replace("-", " ")

    def kind(self, key: str) -> str:
        """Local name of the most special class of an entity or happening."""
        return self.happenings[key].kind if key in self.happenings else self.kinds.get(key, "thing")

    def lineage(self, head: str) -> list[str]:
        """The states of one line of continuity, the last one first."""
        return [head, *sorted(state for state, last in self.heads.items() if last == head and state != head)]

    def head(self, state: str) -> str:
        return self.heads.get(state, state)

    def ranked_pairs(self) -> list[Pair]:
        """Pairs of states, those with most to tell first."""
        known = {*self.pairs, *self.phases}
        return sorted(known, key=lambda pair: (pair not in self.phases, -len(self.pairs.get(pair, ())), pair))


Said = dict[str, list[ox.NamedNode | ox.Literal]]


def catalogue(site: Site) -> Catalogue:
    """The best account of a site in order."""
    found = Catalogue()
    continued: dict[str, str] = {}
    relations: dict[str, list[str]] = {}
    phases: list[tuple[str, Phase]] = []
    happenings: list[Happening] = []
    names = _merged(site)
    for key, said in _subjects(site):
        if "label" in said:
            found.labels[key] = min(value.value for value in said["label"])
        if "sourceCount" in said:
            happenings.append(_happening(key, said, site.base))
        elif "phaseOf" in said:
            phases.append((_one(said, "phaseOf", site.base), _phase(key, said, site.base)))
        elif key.startswith("relation/"):
            relations[key] = [_key(value, site.base) for value in said.get("party", ())]
        elif "type" in said and key not in names:
            found.kinds[key] = (special_classes(said["type"]) or [""])[0]
            if "continuatorOf" in said:
                continued.update({_key(value, site.base): key for value in said["continuatorOf"]})
    found.heads = {state: _last(state, continued) for state in (*continued, *continued.values())}
    for one in sorted(happenings, key=_order):
        found.happenings[one.key] = one
    _relate(found, relations, phases)
    _pair(found)
    return found


def _merged(site: Site) -> set[str]:
    """Keys of names that were found to be another name of something: nobody asks for them in a list."""
    quads = site.store.quads_for_pattern(None, dipl("mergedInto"), None, site.reader.graph("weighing"))
    return {site.reader.key(quad.subject) for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def _subjects(site: Site) -> Iterator[tuple[str, Said]]:
    """Each subject under the base with what the default graph says of it."""
    quads: Iterable[ox.Quad] = site.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    if site.quads is not None:
        # A store on disk gives the quads of one graph by subject, one in memory in the order of their coming.
        quads = sorted(quads, key=lambda quad: str(quad.subject))
    for subject, group in groupby(quads, key=lambda quad: quad.subject):
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(site.base):
            said: Said = {}
            for quad in group:
                if isinstance(quad.object, (ox.NamedNode, ox.Literal)):
                    said.setdefault(local_name(quad.predicate.value), []).append(quad.object)
            yield subject.value[len(site.base) :], said


def _key(value: ox.NamedNode | ox.Literal, base: str) -> str:
    return value.value.removeprefix(base)


def _one(said: Said, name: str, base: str) -> str:
    return min((_key(value, base) for value in said.get(name, ())), default="")


def _happening(key: str, said: Said, base: str) -> Happening:
    kinds = special_classes(said.get("unrealizedType") or said.get("type") or ())
    roles = ((name, _key(value, base)) for name in PROPERTY_OF.values() for value in said.get(name, ()))
    return Happening(
        key,
        kinds[0] if kinds else "",
        _one(said, "label", base),
        _one(said, "date", base),
        years(_one(said, "beginEarliest", base)),
        years(_one(said, "endLatest", base)),
        _one(said, "modality", base) or "asserted",
        int(_one(said, "sourceCount", base) or 0),
        tuple(sorted(roles)),
    )


def _phase(key: str, said: Said, base: str) -> Phase:
    kinds = special_classes(said.get("type", ()))
    return Phase(
        key,
        kinds[0] if kinds else "",
        _one(said, "date", base),
        years(_one(said, "beginEarliest", base)),
        years(_one(said, "endLatest", base)),
        _one(said, "openedBy", base),
        _one(said, "closedBy", base),
        tuple(sorted(_key(value, base) for value in said.get("protectingPower", ()))),
    )


def years(moment: str) -> float | None:
    """An xsd:dateTime as a number of years; None if it is not one.

    >>> years("1973-07-01T00:00:00Z"), years("")
    (1973.5, None)
    """
    try:
        year, month, day = (int(part) for part in moment[:10].split("-"))
    except ValueError:
        return None
    return year + (month - 1) / 12 + (day - 1) / 372


def _order(one: Happening) -> tuple[float, float, str]:
    return (one.begin if one.begin is not None else 1e9, one.end if one.end is not None else 1e9, one.key)


def _last(state: str, continued: Mapping[str, str]) -> str:
    seen = {state}
    while state in continued and continued[state] not in seen:
        state = continued[state]
        seen.add(state)
    return state


def _relate(found: Catalogue, relations: Mapping[str, Sequence[str]], phases: Iterable[tuple[str, Phase]]) -> None:
    for relation, phase in phases:
        heads = sorted({found.head(state) for state in relations.get(relation, ())})
        if len(heads) == 2:
            found.phases.setdefault((heads[0], heads[1]), []).append(phase)
            found.relations[heads[0], heads[1]] = relation
    for listed in found.phases.values():
        listed.sort(key=lambda phase: (phase.begin if phase.begin is not None else -1e9, phase.key))


def _pair(found: Catalogue) -> None:
    """Which happenings lie between which two states, and in which an entity has a part."""
    states_of = _states_of_persons(found)
    for one in found.happenings.values():
        for key in dict.fromkeys(value for _, value in one.roles if "/" in value):
            found.of.setdefault(key, []).append(one)
        parties = {value for value in one.role(*_PARTY) if value.startswith("state/")}
        people = {value for value in one.role(*_PERSONAL) if value.startswith("person/")}
        heads = sorted({found.head(state) for state in parties.union(*(states_of[person] for person in people))})
        for first, second in combinations(heads, 2):
            if len(heads) <= _MANY or (first, second) in found.phases:
                found.pairs.setdefault((first, second), []).append(one)


def _states_of_persons(found: Catalogue) -> defaultdict[str, set[str]]:
    """Person -> the states for which the texts say that they hold an office."""
    states: defaultdict[str, set[str]] = defaultdict(set)
    for one in found.happenings.values():
        for person in one.role("person"):
            states[person] |= {value for value in one.role(*_OF_A_STATE) if value.startswith("state/")}
    return states
