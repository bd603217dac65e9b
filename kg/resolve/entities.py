"""The entities of the world: those of the gazetteer under their own names, the others under the names the texts give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from kg.model import Entity, Merge, ValueKind
from kg.resolve.keys import slug
from kg.resolve.mentions import Roles, Spoken, owned_by
from kg.resolve.people import People
from kg.resolve.review import Decisions, spell
from kg.resolve.states import Atlas
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


def called(named: Iterable[Spoken], atlas: Atlas) -> Called:
    """The labels of every local key, counted."""
    found, known = Called({}, {}), dict[str, bool]()
    for spoken in named:
        for role in spoken.claim.roles:
            if role.name not in LITERAL_ROLES:
                for key, value in zip(spoken.roles[role.name], role.values, strict=True):
                    if key not in known:
                        known[key] = atlas.register.entity(key) is not None
                    if not known[key]:
                        _call(found, key, value.label, spoken, atlas)
    return found


def _call(found: Called, key: str, label: str, spoken: Spoken, atlas: Atlas) -> None:
    if key.startswith("office/") and (owner := next(iter(spoken.roles.get("of", ())), "")) and owned_by(key, owner):
        found.owners[key] = owner
        label = label if owned_by(f"office/{slug(label)}", owner) else f"{label} of {atlas.label(owner)}"
    found.labels.setdefault(key, Counter())[label] += 1


def things(texts: Called, atlas: Atlas, decided: Decisions) -> dict[str, Merge]:
    """Local names of states, places, organisations and offices -> the one entity of the gazetteer that bears the name."""
    found: dict[str, Merge] = {}
    for key in sorted(texts.labels):
        kind = key.partition("/")[0]
        if kind in _LOOKED_UP:
            keys = {other for label in texts.labels[key] for other in atlas.by_name.get((kind, slug(label)), ())}
            for other in keys:
                if len(keys) == 1 and other != key and not decided.are_apart(key, other):
                    found[key] = Merge(key, other, 0.95, f"a name of {atlas.label(other)} in the gazetteer")
    for (alias, key), review in sorted(decided.accepted.items(), key=lambda row: row[0]):
        if alias in texts.labels and not alias.startswith(("person/", "actor/")):
            found[alias] = Merge(alias, key, 1.0, spell(review))
    return found


def referents(spoken: Spoken, people: People, merged: Mapping[str, Merge]) -> Roles:
    """The roles of a claim with each name replaced by the entity it stands for."""
    document = spoken.claim.evidence.document
    return {
        role: keys if role in LITERAL_ROLES else tuple([_referent(key, document, people, merged) for key in keys])
        for role, keys in spoken.roles.items()
    }


def _referent(key: str, document: str, people: People, merged: Mapping[str, Merge]) -> str:
    if key.startswith(("person/", "actor/")):
        return people.person(key, document)
    merge = merged.get(key)
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
