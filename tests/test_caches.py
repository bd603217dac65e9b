"""What a worker remembers of names and dates does not grow with the pages it reads."""

from kg.caches import cached, forget
from kg.engines.pool import Pool
from kg.resolve.keys import slug


def test_a_cache_that_has_grown_is_emptied_and_a_small_one_stays() -> None:
    large, small = cached(1 << 16)(str), cached(1 << 16)(repr)
    for number in range(10_000):
        large(number)
    small(1)
    forget()
    assert large.cache_info().currsize == 0
    assert small.cache_info().currsize == 1


def test_a_cache_gives_what_its_function_gives_after_it_was_emptied() -> None:
    before = [slug(f"Person {number}") for number in range(5_000)]
    forget()
    assert [slug(f"Person {number}") for number in range(5_000)] == before


def remembered(names: list[int]) -> list[int]:
    """How many names this process remembers before it is told of as many more; runs in a worker."""
    known = slug.cache_info().currsize
    for number in names:
        slug(f"name {number}")
    return [known] * len(names)


def test_a_worker_forgets_between_its_batches() -> None:
    with Pool(2) as pool:
        known = list(pool.batches(remembered, range(48_000), 6_000))
    assert len(known) == 48_000
    assert max(known) < 6_000
