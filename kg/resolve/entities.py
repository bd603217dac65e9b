"""The entities of the world: those of the gazetteer as it has them, the others under the names the texts give."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Final, cast

from kg.model import Entity, Merge, ValueKind
from kg.resolve.keys import slug
from kg.resolve.mentions import PERSONAL, owned_by
from kg.resolve.people import People
from kg.resolve.profiles import Profiles, note_person
from kg.resolve.review import Decisions, spell
from kg.resolve.statements import Statement
from kg.resolve.states import Atlas, rank_of
from kg.vocab import LITERAL_ROLES

# Confidence in a local entity: the texts name it, no register confirms it.
_LOCAL: Final = 0.7
_KINDS: Final = {"agreement": "instrument", "actor": "text"}
_LOOKED_UP: Final = frozenset({"state", "place", "organisation", "office"})


Counts = defaultdict[str, defaultdict[str, int]]


def _tally() -> defaultdict[str, int]:
    return defaultdict(int)


class Names:
    """What the texts call the entities, gathered claim by claim, and whose offices the offices are."""

    def __init__(self, atlas: Atlas) -> None:
        self.people: Profiles = {}
        self.owners: dict[str, str] = {}  # office -> state or body
        self._atlas = atlas
        self.counts: Counts = defaultdict(_tally)  # key of what is no person -> label -> how often

    def note(self, statement: Statement) -> None:
        """Take in the names of one claim."""
        counts, roles = self.counts, statement.roles
        for role in statement.claim.roles:
            name = role.name
            if name in LITERAL_ROLES:
                continue
            for key, value in zip(roles[name], role.values, strict=True):
                if not key.startswith(("person/", "actor/")):
                    counts[key][value.label] += 1
                elif name in PERSONAL:
                    note_person(self.people, key, value.label, name, statement, self._atlas)
        if statement.type == "OfficeHeld":
            self.owners.update(offices_of(statement))

    @cached_property
    def spoken(self) -> dict[str, Counter[str]]:
        """What the texts call every local thing that is no person, counted; to be asked for when all is noted."""
        known = self._atlas.register.entity
        return {key: Counter(labels) for key, labels in self.counts.items() if known(key) is None}

    @cached_property
    def things(self) -> dict[str, Counter[str]]:
        """The same with offices called by the state or body they belong to."""
        owners, atlas = self.owners, self._atlas
        return {key: owned(labels, owners.get(key, ""), atlas) for key, labels in self.spoken.items()}

    def labels(self, key: str) -> Counter[str]:
        """The labels of one local key, counted; of a person in how many documents each is the fullest."""
        return self.things.get(key) or Counter([profile.label for profile in self.people.get(key, {}).values()])

    @cached_property
    def best(self) -> Callable[[str], str]:
        """Key -> the label to show: the gazetteer's, else the one the texts use most."""

        @cache
        def label(key: str) -> str:
            counted = None if self._atlas.register.entity(key) else self.labels(key)
            return by_use(counted)[0] if counted else self._atlas.label(key)

        return label


def offices_of(statement: Statement) -> dict[str, str]:
    """The offices that a claim gives to a state or body: office -> owner."""
    if statement.type != "OfficeHeld" or not statement.roles.get("of"):
        return {}
    owner = statement.roles["of"][0]
    return {office: owner for office in statement.roles.get("office", ()) if owned_by(office, owner)}


def by_use(counted: Counter[str]) -> list[str]:
    """Labels, the one used most first, then the longest."""
    return sorted(counted, key=lambda label: (-counted[label], -len(label), label))


def owned(labels: Mapping[str, int], owner: str, atlas: Atlas) -> Counter[str]:
    """Counted labels, those of an office with the state or body it belongs to: "president of Chile"."""
    found: Counter[str] = Counter()
    for label, count in labels.items():
        own = not owner or owned_by(f"office/{slug(label)}", owner)
        found[label if own else f"{label} of {atlas.label(owner)}"] += count
    return found


def things(texts: Names, atlas: Atlas, decided: Decisions) -> dict[str, Merge]:
    """Local names of states, places, organisations and offices -> the one known entity that bears the name."""
    found = ((key, thing(key, texts.things[key], texts.owners.get(key, ""), atlas, decided)) for key in texts.things)
    return {key: merge for key, merge in found if merge}


def thing(key: str, labels: Iterable[str], owner: str, atlas: Atlas, decided: Decisions) -> Merge | None:
    """The known entity that a local name of a state, place, organisation or office stands for, if it is one only."""
    reviewed = sorted(pair for pair in decided.accepted if pair[0] == key) if decided.accepted else ()
    if reviewed:
        return Merge(*reviewed[-1], 1.0, spell(decided.accepted[reviewed[-1]]))
    kind = key.partition("/")[0]
    if kind not in _LOOKED_UP:
        return None
    keys = {other for label in labels for other in atlas.by_name.get((kind, slug(label)), ())}
    if post := atlas.posts.get((rank_of(key, owner), owner)) if owner else None:
        keys = {post}
    only = keys.pop() if len(keys) == 1 else key
    if only == key or decided.are_apart(key, only):
        return None
    return Merge(key, only, 0.95, f"a name of {atlas.label(only)} in the gazetteer")


class Referents:
    """Who and what the names in the claims stand for."""

    def __init__(self, people: People, merged: Mapping[str, Merge]) -> None:
        self._people, self._merged = people, merged
        self._aliases = frozenset({*people.same, *(key for key, _ in people.special), *merged})

    def __bool__(self) -> bool:
        """Whether any name stands for another."""
        return bool(self._aliases)

    def __call__(self, statement: Statement) -> Statement:
        """The statement with each name replaced by the entity it stands for."""
        aliases, roles = self._aliases, statement.roles
        if not aliases or all(map(aliases.isdisjoint, roles.values())):
            return statement
        identified = {
            role: keys if role in LITERAL_ROLES else tuple([self._referent(key, statement.document) for key in keys])
            for role, keys in roles.items()
        }
        return statement._replace(roles=identified)

    def _referent(self, key: str, document: str) -> str:
        if key.startswith(("person/", "actor/")):
            return self._people.person(key, document)
        merge = self._merged.get(key)
        return merge.key if merge else key


def entities(keys: Iterable[str], texts: Names, merges: Sequence[Merge], atlas: Atlas) -> tuple[Entity, ...]:
    """One record for each key, and for each name merged into one; those of the gazetteer as they stand there."""
    merged = {merge.alias for merge in merges}
    names: dict[str, Counter[str]] = {}
    reasons: dict[str, Merge] = {}
    for merge in merges:
        names.setdefault(merge.key, Counter()).update(texts.labels(merge.alias))
        reasons.setdefault(merge.key, merge)
    wanted = {*keys, *(merge.key for merge in merges), *merged}
    return tuple(
        (alias(key, texts.labels(key), atlas) if key in merged else atlas.register.entity(key))
        or local(key, texts.labels(key) + names.get(key, Counter()), reasons.get(key), texts.owners.get(key), atlas)
        for key in sorted(wanted)
    )


def alias(key: str, labels: Counter[str], atlas: Atlas) -> Entity:
    """A name that was taken for another entity's: it keeps its label, for the claims that use it."""
    return Entity(key, _kind(key), next(iter(by_use(labels)), atlas.label(key)), merged=True)


def _kind(key: str) -> ValueKind:
    kind = key.partition("/")[0]
    return cast(ValueKind, _KINDS.get(kind, kind))


def local(key: str, labels: Counter[str], merge: Merge | None, owner: str | None, atlas: Atlas) -> Entity:
    """An entity that no register confirms, under the labels that the texts give it and the names merged into it."""
    ordered = by_use(labels) or [atlas.label(key)]
    return Entity(
        key=key,
        kind=_kind(key),
        label=ordered[0],
        aliases=tuple(sorted(ordered[1:])),
        facts=(("postOf", owner),) if owner else (),
        confidence=min(_LOCAL, merge.confidence) if merge else _LOCAL,
        justification=merge.reason if merge else "named by the texts; not in the gazetteer",
    )
