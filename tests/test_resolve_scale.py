"""Resolution takes time in proportion to the claims; a million are measured outside the test suite."""

from __future__ import annotations

from time import process_time

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
