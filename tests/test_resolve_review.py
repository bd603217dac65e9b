"""A reviewer's decisions go before every rule, and nothing is deleted by them."""

from __future__ import annotations

from kg.model import Account, World
from kg.resolve.review import Review
from kg.resolve.world import resolve
from tests.claims import Pages
from tests.register import Register

NONE = Register(states=[("Norway", "1905-06-07", "", ""), ("Kenya", "1963-12-12", "", "")])


def two_visits(one: str = "2005", other: str = "2006-03") -> Pages:
    pages = Pages()
    pages.say("a.txt", "Visit", one, visitor="Olav Lunde", visitor_state="Norway", host="Kenya")
    pages.say("b.txt", "Visit", other, visitor="Olav Lunde", visitor_state="Norway", host="Kenya")
    return pages


def world_of(pages: Pages, *reviews: Review) -> World:
    return resolve(pages.claims, pages.documents(), NONE, reviews=reviews)


def accounts(world: World) -> list[Account]:
    return sorted(world.accounts, key=lambda account: account.event.key)


def test_two_events_said_to_be_one_are_one_with_clashing_dates() -> None:
    pages = two_visits()
    first, second = (account.event.key for account in accounts(world_of(pages)))
    world = world_of(pages, Review("same-as", first, second, "the itinerary shows one journey"))
    assert len(world.accounts) == 1
    assert len(world.accounts[0].claims) == 2


def test_a_possible_contradiction_said_to_be_two_events_is_settled() -> None:
    pages = two_visits()
    assert [found.degree for found in world_of(pages).contradictions] == ["possible"]
    first, second = (account.claims[0].claim for account in accounts(world_of(pages)))
    world = world_of(pages, Review("different-from", first, second))
    assert world.contradictions == ()
    assert len(world.accounts) == 2


def test_claims_joined_by_rule_can_be_parted() -> None:
    pages = two_visits("2005", "2005-03")
    (account,) = world_of(pages).accounts
    one, other = (ranked.claim for ranked in account.claims)
    assert len(world_of(pages, Review("different-from", one, other)).accounts) == 2


def test_a_rejected_claim_is_kept_but_deprecated() -> None:
    pages = Pages()
    pages.say("a.txt", "RelationsEstablished", "1963-12-12", parties=["Norway", "Kenya"])
    pages.say("b.txt", "RelationsEstablished", "1963-12-21", parties=["Norway", "Kenya"])
    claim = "claim/a/relationsestablished-0-33"
    world = world_of(pages, Review("reject", claim, reason="a slip of the pen", reviewer="K. A."))
    (account,) = world.accounts
    standing = {ranked.claim: (ranked.rank, ranked.reason) for ranked in account.claims}
    assert standing[claim] == ("deprecated", "decided in review by K. A.: a slip of the pen")
    assert world.contradictions == ()
    assert account.event.when is not None
    assert account.event.when.edtf == "1963-12-21"


def test_an_event_whose_only_claim_is_rejected_is_no_fact() -> None:
    pages = Pages()
    pages.say("a.txt", "RelationsEstablished", "1963-12-12", parties=["Norway", "Kenya"])
    world = world_of(pages, Review("reject", "claim/a/relationsestablished-0-33"))
    assert world.accounts[0].event.modality == "denied"
    assert world.phases == ()


def test_the_reviewers_preference_goes_before_the_policy() -> None:
    pages = Pages()
    pages.say("a.txt", "RelationsEstablished", "1963-12-12", parties=["Norway", "Kenya"])
    pages.say("b.txt", "RelationsEstablished", "1964-01", parties=["Norway", "Kenya"])
    claim = "claim/b/relationsestablished-0-33"
    world = world_of(pages, Review("prefer", claim, reason="the note of 3 January was found"))
    (found,) = world.contradictions
    assert (found.preferred, found.policy) == (claim, "review")
    assert "the note of 3 January was found" in found.reason
    assert world.accounts[0].event.when is not None
    assert world.accounts[0].event.when.edtf == "1964-01"


def test_decisions_survive_a_new_text() -> None:
    pages = two_visits()
    first, second = (account.claims[0].claim for account in accounts(world_of(pages)))
    pages.say("c.txt", "Visit", "2005-05", visitor="Olav Lunde", visitor_state="Norway", host="Kenya")
    world = world_of(pages, Review("different-from", first, second))
    assert world.contradictions == ()
    assert len(world.accounts) == 2
