"""Claims of the four bundled texts as annotated by hand, and a world made of them without any resolution."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.extract.bounds import when
from kg.model import (
    Account,
    Claim,
    Contradiction,
    Document,
    Entity,
    Event,
    Evidence,
    Link,
    Merge,
    Phase,
    Ranked,
    Role,
    Source,
    Span,
    Value,
    ValueKind,
    World,
)
from kg.resolve.keys import claim_keys, slug
from kg.resolve.mentions import spoken
from kg.vocab import LITERAL_ROLES

DATA = Path(__file__).parent.parent / "data"
_KIND: dict[str, ValueKind] = {
    "person": "person",
    "visitor": "person",
    "place": "place",
    "organisation": "organisation",
}
_STATES = {"Chile", "Russia", "Soviet Union", "United States", "India", "Cuba", "Armenia", "Belarus", "Kazakhstan"}


def documents() -> list[Document]:
    """The four bundled texts as they lie on disk."""
    return [
        Document(
            path.name, path.read_bytes().decode(), path.name.split(".")[-2], path.stem, source=Source(title=path.stem)
        )
        for path in sorted(DATA.glob("texts/*.txt"))
    ]


def gold_claims() -> list[Claim]:
    """The annotated claims, each with its quote located in its text."""
    return [claim for document in documents() for claim in _claims_of(document)]


def _claims_of(document: Document) -> Iterable[Claim]:
    for line in (DATA / "gold" / document.id).with_suffix(".jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        start = document.text.index(row["quote"])
        evidence = Evidence(document.id, Span(start, start + len(row["quote"])), row["quote"])
        roles = tuple(
            Role(name, tuple(_value(name, label) for label in labels)) for name, labels in row["roles"].items()
        )
        date = when(row["date"]) if row["date"] else None
        yield Claim(row["type"], roles, date, row["modality"], evidence, "gold", 0.9)


def _value(role: str, label: str) -> Value:
    if role in LITERAL_ROLES:
        return Value(label, label, "text")
    kind: ValueKind = "state" if label in _STATES else "office" if role == "office" else _KIND.get(role, "organisation")
    return Value(label, label, kind, f"{kind}/{slug(label)}")


def world(claims: Sequence[Claim]) -> World:
    """One account for the claims of one type, roles and date; a contradiction, a phase and a merge of each degree."""
    groups: dict[str, list[tuple[str, Claim]]] = {}
    for key, claim in claim_keys(claims):
        groups.setdefault(_event_key(claim), []).append((key, claim))
    accounts = tuple(_account(key, group) for key, group in groups.items())
    first, second, *_ = [account for account in accounts if account.event.type == "RelationsRestored"]
    certain = _contradiction("certain", (first.event.key,), (first.claims[0].claim, second.claims[0].claim))
    possible = _contradiction("possible", (first.event.key, second.event.key), (first.claims[0].claim,))
    bounds = when("1947-10-21/1964-11-24")
    assert bounds
    phase = Phase("phase/chile--soviet-union/1947", ("state/chile", "state/soviet-union"), "severed", bounds)
    merge = Merge("person/frei", "person/eduardo-frei-montalva", 0.9, "the only Frei in office then")
    return World(_entities(claims), accounts, (certain, possible), (phase,), (merge,))


def _event_key(claim: Claim) -> str:
    parts = [value.label for role in claim.roles for value in role.values]
    return f"event/{claim.type.casefold()}/{slug(' '.join([*parts, claim.when.edtf if claim.when else 'undated']))}"


def _account(key: str, group: Sequence[tuple[str, Claim]]) -> Account:
    claim = group[0][1]
    roles = tuple(spoken(claim).items())
    title = next((role.values[0].label for role in claim.roles if role.name == "title"), f"{claim.type} {key[-30:]}")
    event = Event(key, claim.type, title, roles, claim.when, claim.modality)
    return Account(event, tuple(Ranked(name, "normal") for name, _ in group))


def _contradiction(degree: str, events: tuple[str, ...], claims: tuple[str, ...]) -> Contradiction:
    return Contradiction(
        f"contradiction/date/{degree}",
        "certain" if degree == "certain" else "possible",
        "date",
        events,
        "date",
        claims,
        claims[0],
        "precision",
        "Two sources give two days; the first is nearer to the act.",
    )


def _entities(claims: Iterable[Claim]) -> tuple[Entity, ...]:
    values = {
        key: value
        for claim in claims
        for (role, keys), given in zip(spoken(claim).items(), claim.roles, strict=True)
        for key, value in zip(keys, given.values, strict=True)
        if role not in LITERAL_ROLES
    }
    return tuple(_entity(key, value) for key, value in sorted(values.items()))


def _entity(key: str, value: Value) -> Entity:
    if key != "state/chile":
        return Entity(key, value.kind, value.label)
    link = Link("http://www.wikidata.org/entity/Q298", 1.0, "ManualMappingCuration")
    facts = (("capital", "place/santiago"), ("iso3", "CHL"), ("existedFrom", "1818-02-12"))
    return Entity(key, "state", "Chile", ("Republic of Chile", "Чили", "Chile"), (link,), facts, known=True)
