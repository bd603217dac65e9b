"""Resolution takes time in proportion to the claims; a million are measured outside the test suite."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

from kg.extract.bounds import when
from kg.model import Account, Claim, Evidence, Span, World
from kg.resolve.keys import claim_keys
from kg.resolve.world import resolve
from tests.register import Register
from tests.synthetic import claims

# Claims a CPU second below which something has gone wrong: a tenth of what was measured on two busy cores.
FLOOR = 2_000


def seconds(number: int) -> float:
    said = list(claims(number))
    start = process_time()
    world = resolve(said, [], Register())
    assert sum(len(account.claims) for account in world.accounts) == number
    return process_time() - start


def test_ten_times_the_claims_take_little_more_than_ten_times_the_time() -> None:
    seconds(500)  # reads the word lists
    few, many = min(seconds(2_000) for _ in range(2)), seconds(20_000)
    assert many <= 30 * few  # 10 to 12 on a quiet machine; squared growth would be 100
    assert 20_000 / many >= FLOOR


NEW = "corpus/one-more.en.txt"


def one_more(said: list[Claim]) -> list[Claim]:
    """A new page: it retells some of what others tell, of one thing with another date, and tells of a new visit."""
    retold = [
        *said[:3],
        replace(next(one for one in said if one.type == "RelationsEstablished"), when=when("2020-05-05")),
    ]
    visit = replace(next(one for one in said if one.type == "Visit"), when=when("2021-06-07"))
    return [
        replace(one, evidence=Evidence(NEW, Span(100 * at, 100 * at + 50), f"sentence {at} of one more page"))
        for at, one in enumerate([*retold, visit])
    ]


def test_one_more_document_beside_ten_thousand_changes_only_what_it_touches() -> None:
    said = list(claims(20_000, page=2))
    assert len({claim.evidence.document for claim in said}) == 10_000
    added = one_more(said)
    before, after = resolve(said, [], Register()), resolve([*said, *added], [], Register())
    new = {key for key, claim in claim_keys(added)}
    touched = {claim for account in after.accounts if new & _claims(account) for claim in _claims(account)}
    changed = set(before.accounts) - set(after.accounts)
    assert len(new) == 5
    assert 0 < len(changed) <= 5
    assert all(_claims(account) <= touched for account in changed)
    assert {one.key for one in before.entities} <= {one.key for one in after.entities}
    assert _keys(before, changed) <= _keys(after, set())
    assert {key for key, _ in claim_keys(said)} <= {key for key, _ in claim_keys([*said, *added])}
    assert {one for one in before.contradictions if not touched & set(one.claims)} <= set(after.contradictions)
    pairs = {dict(claim_keys(added))[key].role("parties") for key in new}
    named = {tuple(sorted(value.key for value in pair)) for pair in pairs}
    assert {one for one in before.phases if one.parties not in named} <= set(after.phases)


def _claims(account: Account) -> set[str]:
    return {ranked.claim for ranked in account.claims}


def _keys(world: World, without: set[Account]) -> set[str]:
    """The keys of all events but those of some accounts."""
    return {account.event.key for account in world.accounts if account not in without}
