"""The entities of the world: those of the gazetteer as it has them, the others under the names the texts give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from kg.model import Entity, Merge, ValueKind
from kg.resolve.keys import slug
from kg.resolve.mentions import Roles, owned_by
from kg.resolve.people import People
from kg.resolve.review import Decisions, spell
from kg.resolve.statements import Statement
from kg.resolve.states import Atlas, rank_of
from kg.vocab import LITERAL_ROLES

# Confidence in a local entity: the texts name it, no register confirms it.
_LOCAL: Final = 0.7
_KINDS: Final = {"agreement": "instrument", "actor": "text"}
_LOOKED_UP: Final = frozenset({"state", "place", "organisation", "office"})


@dataclass(frozen=True, slots=True)
class Called:
    """What the texts call the entities that the gazetteer does not know, and whose offices the offices are."""

    labels: dict[str, Counter[str]]
    owners: dict[str, str]  # office -> state or body


def called(named: Sequence[Statement], atlas: Atlas) -> Called:
    """The labels of every local key, counted."""
    counts = Counter(
        [
            (key, value.label)
            for statement in named
            for role in statement.claim.roles
            if role.name not in LITERAL_ROLES
            for key, value in zip(statement.roles[role.name], role.values, strict=True)
        ]
    )
    owners: dict[str, str] = {}
    for statement in named:
        if statement.type == "OfficeHeld" and "of" in statement.roles:
            owners.update(_owned(statement.roles))
    known = {key: atlas.register.entity(key) is not None for key in sorted({key for key, _ in counts})}
    labels: dict[str, Counter[str]] = {}
    for (key, label), count in counts.items():
        if not known[key]:
            labels.setdefault(key, Counter())[_whose(key, label, owners, atlas)] += count
    return Called(labels, owners)


def _owned(roles: Roles) -> dict[str, str]:
    owner = next(iter(roles["of"]), "")
    return {office: owner for office in roles.get("office", ()) if owner and owned_by(office, owner)}


def _whose(key: str, label: str, owners: Mapping[str, str], atlas: Atlas) -> str:
    """An office's label with the state or body it belongs to: "president of Chile"."""
    owner = owners.get(key)
    return label if owner is None or owned_by(f"office/{slug(label)}", owner) else f"{label} of {atlas.label(owner)}"


def things(texts: Called, atlas: Atlas, decided: Decisions) -> dict[str, Merge]:
    """Local names of states, places, organisations and offices -> the one known entity that bears the name."""
    found: dict[str, Merge] = {}
    for key in sorted(texts.labels):
        kind = key.partition("/")[0]
        if kind in _LOOKED_UP:
            keys = {other for label in texts.labels[key] for other in atlas.by_name.get((kind, slug(label)), ())}
            owner = texts.owners.get(key, "")
            if post := atlas.posts.get((rank_of(key, owner), owner)) if owner else None:
                keys = {post}
            for other in keys:
                if len(keys) == 1 and other != key and not decided.are_apart(key, other):
                    found[key] = Merge(key, other, 0.95, f"a name of {atlas.label(other)} in the gazetteer")
    for (alias, key), review in sorted(decided.accepted.items(), key=lambda row: row[0]):
        if alias in texts.labels and not alias.startswith(("person/", "actor/")):
            found[alias] = Merge(alias, key, 1.0, spell(review))
    return found


class Referents:
    """Who and what the names in the claims stand for."""

    def __init__(self, people: People, merged: Mapping[str, Merge]) -> None:
        self._people, self._merged = people, merged
        self._aliases = frozenset({*people.same, *(key for key, _ in people.special), *merged})

    def __call__(self, statement: Statement) -> Statement:
        """The statement with each name replaced by the entity it stands for."""
        aliases, roles = self._aliases, statement.roles
        if all(map(aliases.isdisjoint, roles.values())):
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


def entities(keys: Iterable[str], texts: Called, merges: Sequence[Merge], atlas: Atlas) -> tuple[Entity, ...]:
    """One record for each key, and for each name merged into one; those of the gazetteer as they stand there."""
    names: dict[str, Counter[str]] = {}
    reasons: dict[str, Merge] = {}
    for merge in merges:
        names.setdefault(merge.key, Counter()).update(texts.labels.get(merge.alias, {}))
        reasons.setdefault(merge.key, merge)
    wanted = {*keys, *(merge.key for merge in merges), *(merge.alias for merge in merges)}
    return tuple(
        atlas.register.entity(key) or _local(key, names.get(key, Counter()), reasons.get(key), texts, atlas)
        for key in sorted(wanted)
    )


def _local(key: str, names: Counter[str], merge: Merge | None, texts: Called, atlas: Atlas) -> Entity:
    counted = texts.labels.get(key, Counter()) + names
    ordered = sorted(counted, key=lambda label: (-counted[label], -len(label), label)) or [atlas.label(key)]
    kind = key.partition("/")[0]
    owner = texts.owners.get(key)
    return Entity(
        key=key,
        kind=cast(ValueKind, _KINDS.get(kind, kind)),
        label=ordered[0],
        aliases=tuple(sorted(ordered[1:])),
        facts=(("postOf", owner),) if owner else (),
        confidence=min(_LOCAL, merge.confidence) if merge else _LOCAL,
        justification=merge.reason if merge else "named by the texts; not in the gazetteer",
    )
