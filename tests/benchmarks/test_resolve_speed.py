"""How fast claims become a world. Not part of the plain test run; to run it: `pytest tests/benchmarks`.

CPU time counts; a busy machine shares its caches, so the rate is also given beside a fixed amount of plain Python (five
million additions, which take 0.2 s on the machine the target was set for). The targets: 20,000 claims a CPU second, and
at most 12 times the time for 10 times the claims. KG_BENCHMARK_CLAIMS sets the greater number of claims (a million need
about 3 GB and some minutes).
"""

import os
import time
from random import Random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kg.caches import forget
from kg.model import Claim, World
from kg.resolve.world import resolve
from tests.benchmarks.test_extract_speed import additions
from tests.register import Register
from tests.synthetic import claims

MANY = int(os.environ.get("KG_BENCHMARK_CLAIMS", "1000000"))


def world_of(said: list[Claim]) -> World:
    return resolve(said, [], Register())


def seconds(said: list[Claim]) -> float:
    """Of a run that finds no name in the caches: what a second one finds there, ten times as many claims do not."""
    forget()
    started = time.process_time()
    world_of(said)
    return time.process_time() - started


@pytest.mark.benchmark(timer=time.process_time, group="resolve")
def test_ten_times_the_claims_take_ten_times_the_time(benchmark: BenchmarkFixture) -> None:
    few, many = list(claims(MANY // 10)), list(claims(MANY))
    seconds(few[:1000])  # reads the word lists
    least = min(seconds(few) for _ in range(2))
    forget()
    benchmark.pedantic(world_of, args=(many,), rounds=1)  # type: ignore[no-untyped-call]
    assert benchmark.stats is not None
    most = benchmark.stats.stats.min
    started = time.process_time()
    additions()
    benchmark.extra_info |= {
        "claims": MANY,
        "claims_per_second": round(MANY / most),
        "ten_times_the_claims_take_times_the_time": round(most / least, 1),
        "seconds_for_five_million_additions": round(time.process_time() - started, 3),
    }
    assert most < 20 * least  # squared growth would be 100
    assert MANY / most > 5_000  # a floor under any load


def test_many_claims_in_another_order_give_the_same_world() -> None:
    said = list(claims(MANY // 10))
    mixed = list(said)
    Random(1).shuffle(mixed)
    assert world_of(mixed) == world_of(said)
