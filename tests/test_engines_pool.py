"""A pool gives what a function gives in the order of the values, in this process, in others or in threads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.engines.pool import Pool
from kg.engines.resolution import _and_then


@pytest.mark.parametrize("workers", [1, 3])
def test_threads_give_their_results_in_order(workers: int) -> None:
    with Pool(workers) as pool:
        assert list(pool.threaded(bytes.hex, (bytes([n]) for n in range(100)))) == [f"{n:02x}" for n in range(100)]


def test_threads_take_no_more_values_than_they_can_work_on() -> None:
    taken = list[int]()

    def values() -> Iterator[int]:
        for number in range(1_000):
            taken.append(number)
            yield number

    with Pool(2) as pool:
        found = pool.threaded(str, values())
        assert next(found) == "0"
        assert len(taken) < 10
        found.close()  # type: ignore[attr-defined]


def test_an_error_in_a_thread_is_raised_here() -> None:
    with Pool(2) as pool, pytest.raises(ZeroDivisionError):
        list(pool.threaded(lambda one: 1 / one, [1, 0, 2]))


def test_what_is_to_be_done_behind_the_last_value_is_done_once_it_has_been_asked_for() -> None:
    done = list[str]()
    values = _and_then([1, 2], lambda: done.append("now"))
    assert [next(values), next(values), *done] == [1, 2]
    assert [*values, *done] == ["now"]
