"""What a claim names, in keys: each role value gets the key that its own document alone can give it."""

from __future__ import annotations

from typing import Final, NamedTuple

from kg.model import Claim, Value
from kg.resolve.keys import document_slug, name_of, short, slug
from kg.resolve.names import is_description, tokens
from kg.resolve.words import words
from kg.vocab import LITERAL_ROLES

Roles = dict[str, tuple[str, ...]]

_PREFIX: Final = {"instrument": "agreement", "text": "actor", "amount": "amount"}
# Roles that a person fills; an office that stands in one means its holder.
PERSONAL: Final = frozenset({"visitor", "participants", "person", "inviter", "signatory", "target", "actors"})


class Spoken(NamedTuple):
    """A claim with its key and the entity keys, or the words of literal roles, that its document gives."""

    key: str
    claim: Claim
    roles: Roles


def spoken(claim: Claim) -> Roles:
    """Role -> entity keys as the document alone gives them, in the order of the claim's values; words for literal roles."""
    roles = {role.name: tuple([_filler(role.name, value, claim) for value in role.values]) for role in claim.roles}
    if claim.type == "OfficeHeld" and "office" in roles and roles.get("of"):
        roles["office"] = tuple([office_of(office, roles["of"][0]) for office in roles["office"]])
    return roles


def _filler(role: str, value: Value, claim: Claim) -> str:
    if role in LITERAL_ROLES:
        return value.label
    if value.key and not (role in PERSONAL and value.kind == "office"):
        return value.key
    if role in PERSONAL:
        return _actor(value, claim)
    return f"{_PREFIX.get(value.kind, value.kind)}/{short(slug(value.label)) or 'unnamed'}"


def _actor(value: Value, claim: Claim) -> str:
    """Key of a person or of a described actor; what names nobody for certain is kept to its document."""
    name, document = short(slug(value.label)) or "unnamed", claim.evidence.document
    if value.kind in ("text", "office") or is_description(value.label):
        date = f"-{slug(claim.when.edtf.replace('..', 'open'))}" if claim.when else ""
        return f"actor/{name}{date}--{document_slug(document)}"
    if value.kind != "person":
        return f"{_PREFIX.get(value.kind, value.kind)}/{name}"
    named = tokens(value.label)
    name = short("-".join(named)) or "unnamed"
    return f"person/{name}" if len(named) > 1 else f"person/{name}--{document_slug(document)}"


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
