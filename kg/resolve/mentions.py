"""What a claim names, in keys: each role value gets the key that its own document alone can give it."""

from __future__ import annotations

import re
from sys import intern
from typing import Final

from kg.caches import cached
from kg.model import Claim, Value, ValueKind
from kg.resolve.keys import document_slug, name_of, short, slug
from kg.resolve.names import is_description, tokens
from kg.resolve.words import words
from kg.vocab import LITERAL_ROLES

Roles = dict[str, tuple[str, ...]]

_PREFIX: Final = {"instrument": "agreement", "text": "actor", "amount": "amount"}
# Roles that a person fills; an office that stands in one means its holder.
PERSONAL: Final = frozenset({"visitor", "participants", "person", "inviter", "signatory", "target", "actors"})


def spoken(claim: Claim) -> Roles:
    """Role -> entity keys as the document alone gives them, in the claim's order; words for literal roles.

    One key is one object, and so is what it fills alone, however many claims name it: what is looked up all the time
    then lies close at hand.
    """
    roles: Roles = {}
    for role in claim.roles:
        name, values = role.name, role.values
        if name in LITERAL_ROLES:
            roles[name] = tuple([value.label for value in values])
            continue
        found = _actor if name in PERSONAL else _named
        if len(values) == 1:
            roles[name] = found(values[0], claim)
        else:
            roles[name] = tuple([key for value in values for key in found(value, claim)])
    if claim.type == "OfficeHeld" and "office" in roles and roles.get("of"):
        roles["office"] = tuple([office_of(office, roles["of"][0]) for office in roles["office"]])
    return roles


Key = tuple[str]  # a key as the only one of its role


def _named(value: Value, claim: Claim) -> Key:
    return _alone(value.key) if value.key else _thing(value.label, value.kind)


@cached(1 << 16)
def _alone(key: str) -> Key:
    return (intern(key),)


@cached(1 << 16)
def _thing(label: str, kind: ValueKind) -> Key:
    return (f"{_PREFIX.get(kind, kind)}/{short(slug(label)) or 'unnamed'}",)


def _actor(value: Value, claim: Claim) -> Key:
    """Key of a person or of a described actor; what names nobody for certain is kept to its document, and date."""
    if value.key and value.kind != "office":
        return _alone(value.key)
    alone, certain, named = _called(value.label, value.kind)
    if certain:
        return alone
    date = "" if named or claim.when is None else f"-{slug(claim.when.edtf.replace('..', 'open'))}"
    if date and claim.type == "Expulsion" and (month := _MONTH.match(date)):
        return (f"{alone[0]}{month[0]}--{slug(_expelling(claim))}",)
    return (f"{alone[0]}{date}--{document_slug(claim.evidence.document)}",)


_MONTH: Final = re.compile(r"-\d{4}-\d\d(?=-\d\d$|$)")


def _expelling(claim: Claim) -> str:
    """Who expels: the diplomats of one state whom another expels in one month are the same, whoever tells of it."""
    return "-".join(value.label for role in claim.roles if role.name == "agent" for value in role.values)


@cached(1 << 18)
def _called(label: str, kind: ValueKind) -> tuple[Key, bool, bool]:
    """A key made of the label, whether it tells the actor in any document, and whether it is a name at all."""
    if kind in ("text", "office") or is_description(label):
        return (f"actor/{short(slug(label)) or 'unnamed'}",), False, False
    if kind != "person":
        return _thing(label, kind), True, True
    words_ = tokens(label)
    return (f"person/{short('-'.join(words_)) or 'unnamed'}",), len(words_) > 1, True


@cached(1 << 16)
def office_of(office: str, owner: str) -> str:
    """Key of an office of a state or body; a diplomatic rank stays bare, as it is held towards another state.

    >>> office_of("office/president", "state/chile"), office_of("office/ambassador", "state/chile")
    ('office/president-of-chile', 'office/ambassador')
    """
    rank = name_of(office)
    if not office.startswith("office/") or rank in words("offices", "diplomatic") or owned_by(office, owner):
        return office
    return f"office/{rank}-of-{name_of(owner)}"


def owned_by(office: str, owner: str) -> bool:
    """Whether an office's key names the state or body it belongs to."""
    return office.endswith(f"-of-{name_of(owner)}")
