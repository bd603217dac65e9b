"""What holds for any claims: order does not matter, none is lost, keys are unique, others are left alone."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.bounds import when
from kg.model import Claim, Document, Evidence, Modality, Role, Span, World
from kg.resolve.keys import claim_keys
from kg.resolve.world import resolve
from tests.claims import value
from tests.register import Register

STATES = Register(
    states=[
        ("Norway", "1905-06-07", "", ""),
        ("Kenya", "1963-12-12", "", ""),
        ("Soviet Union", "1922-12-30", "1991-12-26", "Russia"),
        ("Russia", "1991-12-12", "", ""),
    ]
)
_STATES = ("Norway", "Kenya", "Russia", "Soviet Union")
_PERSONS = (
    "Sergei Lavrov",
    "Sergey Lavrov",
    "Lavrov",
    "Eduardo Frei",
    "Eduardo Frei Montalva",
    "Eduardo Frei Ruiz-Tagle",
)
_DATES = (None, "1964", "1964-10", "1964-10-24", "1964-11-24", "1990/1993", "1990-03-11", "199X", "2017/..", "../1950")
_TITLES = ("Agreement on Culture and Sport", "Agreement on Sport and Culture", "Memorandum on Culture", "treaty")
_MODALITIES: tuple[Modality, ...] = ("asserted", "asserted", "asserted", "denied", "cancelled", "planned")
_ROLES = {
    "RelationsSevered": ("parties", "agent"),
    "RelationsRestored": ("parties",),
    "RelationsEstablished": ("parties",),
    "Visit": ("visitor", "visitor_state", "host"),
    "Tenure": ("person", "office", "sending", "receiving"),
    "OfficeHeld": ("person", "office", "of"),
    "Meeting": ("participants",),
    "Agreement": ("title", "parties"),
    "ProtectingPower": ("protector", "protected", "receiving"),
}
_FILL = {"visitor": _PERSONS, "person": _PERSONS, "office": ("ambassador", "president"), "title": _TITLES}


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    type_ = draw(st.sampled_from(sorted(_ROLES)))
    roles = []
    for name in _ROLES[type_]:
        labels = _FILL.get(name, _STATES)
        count = 2 if name in ("parties", "participants") else draw(st.integers(0, 1))
        chosen = draw(st.lists(st.sampled_from(labels), min_size=count, max_size=count, unique=True))
        roles.append(Role(name, tuple(value(name, label, known=False) for label in chosen)))
    date = draw(st.sampled_from(_DATES))
    start = draw(st.integers(0, 5)) * 10
    document = draw(st.sampled_from(("a.en.txt", "b.en.txt", "c/d.es.txt")))
    modality = draw(st.sampled_from(_MODALITIES))
    evidence = Evidence(document, Span(start, start + 9), f"quote {start}")
    return Claim(type_, tuple(roles), when(date) if date else None, modality, evidence, "drawn", 0.9)


MANY = st.lists(claims(), max_size=14)


def world_of(said: list[Claim]) -> World:
    return resolve(said, [Document("a.en.txt", "", "en"), Document("b.en.txt", "", "en")], STATES)


@settings(max_examples=150, deadline=None)
@given(MANY, st.randoms(use_true_random=False))
def test_the_order_of_the_claims_does_not_matter(said: list[Claim], random: Random) -> None:
    mixed = list(said)
    random.shuffle(mixed)
    assert world_of(mixed) == world_of(said)


@settings(max_examples=150, deadline=None)
@given(MANY)
def test_every_claim_is_in_exactly_one_account(said: list[Claim]) -> None:
    placed = [ranked.claim for account in world_of(said).accounts for ranked in account.claims]
    assert sorted(placed) == sorted(key for key, _ in claim_keys(said))


@settings(max_examples=150, deadline=None)
@given(MANY)
def test_keys_are_unique_and_refer_to_what_is_there(said: list[Claim]) -> None:
    world = world_of(said)
    for records in (world.entities, world.contradictions, world.phases):
        keys = [record.key for record in records]
        assert len(set(keys)) == len(keys)
    events = [account.event.key for account in world.accounts]
    assert len(set(events)) == len(events)
    placed = {ranked.claim for account in world.accounts for ranked in account.claims}
    for found in world.contradictions:
        assert set(found.events) <= set(events)
        assert set(found.claims) | ({found.preferred} - {""}) <= placed
    for phase in world.phases:
        assert {phase.opened_by, phase.closed_by} - {""} <= set(events)


@settings(max_examples=100, deadline=None)
@given(MANY)
def test_a_document_about_others_changes_nothing(said: list[Claim]) -> None:
    evidence = Evidence("new.en.txt", Span(0, 9), "new quote")
    parties = Role("parties", (value("parties", "Peru"), value("parties", "Ghana")))
    stranger = Claim("RelationsEstablished", (parties,), when("1964"), "asserted", evidence, "drawn", 0.9)
    before, after = world_of(said), world_of([*said, stranger])
    assert set(before.accounts) <= set(after.accounts)
    assert set(before.contradictions) <= set(after.contradictions)
    assert set(before.phases) <= set(after.phases)
