"""The annotated claims of the four bundled texts resolved: the contradictions DESIGN.md names, and none else."""

from __future__ import annotations

import pytest

from kg.lexicon.gazetteer import gazetteer
from kg.model import Account, Claim, World
from kg.resolve.keys import claim_keys
from kg.resolve.world import resolve
from tests.claims import documents, gold


@pytest.fixture(scope="module")
def world() -> World:
    return resolve(gold(), documents(), gazetteer())


@pytest.fixture(scope="module")
def said() -> dict[str, Claim]:
    return dict(claim_keys(gold()))


def date_of(claim: Claim) -> str:
    return claim.when.edtf if claim.when else ""


def account(world: World, *parts: str) -> Account:
    """The only account whose event key holds all the parts."""
    (found,) = [one for one in world.accounts if all(part in one.event.key for part in parts)]
    return found


def test_exactly_the_expected_contradictions_are_found(world: World, said: dict[str, Claim]) -> None:
    found = {
        (
            one.degree,
            one.kind,
            said[one.claims[0]].type,
            tuple(sorted({date_of(said[claim]) for claim in one.claims} - {""})),
        )
        for one in world.contradictions
    }
    assert found == {
        ("certain", "date", "RelationsRestored", ("1964-10-24", "1964-11-24")),
        ("certain", "date", "RelationsSevered", ("1973-09-21", "1973-09-22")),
        ("certain", "overlap", "Tenure", ("2000/2004", "2001/2006")),
        ("possible", "date", "Visit", ("2008", "2009-04-02/2009-04-04")),
        ("possible", "date", "Visit", ("2002-10", "2005")),
        ("possible", "date", "Visit", ("1991", "1993")),
    }
    assert len(world.contradictions) == 6


def test_every_contradiction_has_a_reason_and_all_but_the_overlap_a_preferred_claim(
    world: World, said: dict[str, Claim]
) -> None:
    preferred = {date_of(said[one.preferred]) for one in world.contradictions if one.preferred}
    assert preferred == {"1964-11-24", "1973-09-22", "2009-04-02/2009-04-04", "2002-10", "1993"}
    assert all(one.reason for one in world.contradictions)


def test_the_reason_for_the_day_of_the_break_counts_independent_sources(world: World) -> None:
    (found,) = [one for one in world.contradictions if "severed" in one.key]
    assert found.policy == "independent-sources"
    assert found.reason == (
        "Two of two independent sources give 22 September 1973; 21 September 1973 is given once, "
        "in a document that elsewhere gives 22 September 1973"
    )


def test_the_year_and_the_month_of_a_visit_are_one_event(world: World) -> None:
    visit = account(world, "visit/vladimir-putin--chile", "2004")
    assert visit.event.when is not None
    assert (visit.event.when.edtf, len(visit.claims)) == ("2004-11", 3)
    assert dict(visit.event.roles)["place"] == ("place/santiago",)
    assert dict(visit.event.roles)["kind"] == ("state",)


def test_a_visit_says_in_which_office_the_visitor_came(world: World) -> None:
    visit = dict(account(world, "visit/heraldo-munoz--russia", "2015").event.roles)
    assert visit["visitor_office"] == ("office/minister-of-foreign-affairs-of-chile",)
    undated = [one.event for one in world.accounts if one.event.type == "Visit" and not one.event.when]
    assert not any("visitor_office" in dict(event.roles) for event in undated)


def test_an_undated_visit_joins_the_dated_one_of_its_own_text(world: World) -> None:
    visit = account(world, "visit/patricio-aylwin", "1991")
    assert len(visit.claims) == 2
    assert all("wikipedia-relaciones" in ranked.claim for ranked in visit.claims)


def test_a_vague_restoration_by_russia_is_the_exact_one_by_the_soviet_union(world: World) -> None:
    restored = account(world, "relationsrestored", "1990")
    assert len(restored.claims) == 3
    assert dict(restored.event.roles)["parties"] == ("state/chile", "state/soviet-union")


def test_an_undated_break_by_chile_is_the_one_that_chile_made(world: World) -> None:
    assert len(account(world, "relationssevered/chile-soviet-union/1947").claims) == 2


def test_what_was_planned_and_called_off_is_no_fact(world: World) -> None:
    cancelled = [one.event for one in world.accounts if "2019-11" in one.event.key and one.event.type == "Visit"]
    assert len(cancelled) == 2
    assert {event.modality for event in cancelled} == {"cancelled"}


def test_the_relations_pass_through_their_phases(world: World) -> None:
    phases = sorted(world.phases, key=lambda phase: phase.when.begin_earliest or "")
    assert [(phase.status, phase.when.edtf) for phase in phases] == [
        ("none", "../1944-12-11"),
        ("in-force", "1944-12-11/1947-10-21"),
        ("severed", "1947-10-21/1964-11-24"),
        ("in-force", "1964-11-24/1973-09-22"),
        ("severed", "1973-09-22/1990-03-11"),
        ("in-force", "1990-03-11/.."),
    ]
    assert [phase.protector for phase in phases] == ["", "", "", "", "state/india", ""]
    assert {phase.parties for phase in phases} == {("state/chile", "state/russia")}


def test_one_person_in_two_spellings_is_one(world: World) -> None:
    putin = {
        key
        for one in world.accounts
        for _, keys in one.event.roles
        for key in keys
        if key.startswith("person/vladimir-p")
    }
    assert putin == {"person/vladimir-putin"}


def test_a_described_actor_stays_local(world: World) -> None:
    (visitor,) = dict(account(world, "head-of-state-of-russia").event.roles)["visitor"]
    assert visitor.startswith("actor/")
    assert next(entity for entity in world.entities if entity.key == visitor).kind == "text"


def test_every_entity_of_an_account_is_described(world: World) -> None:
    known = {entity.key for entity in world.entities}
    used = {
        key
        for one in world.accounts
        for role, keys in one.event.roles
        for key in keys
        if "/" in key and role != "title"
    }
    assert used <= known
