"""What a build costs: texts a CPU second, two workers against one, one changed text against all.

Not part of the plain run. KG_BENCHMARK_PAGES sets how many pages of about 4,000 characters are built, 300 by default.
Targets: 150 texts of 1,000 characters a CPU second; two workers at least 1.7 times as fast as one; one changed text of
10,000 in two CPU seconds and a fiftieth of the whole.
"""

import os
import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kg.pipeline import Options, build_graph
from tests.benchmarks.texts import write

PAGES = int(os.environ.get("KG_BENCHMARK_PAGES", "300"))


def spent() -> float:
    """CPU seconds of this process and of those it has waited for, such as Java."""
    return sum(os.times()[:4])


@pytest.mark.benchmark(timer=spent, group="build")
@pytest.mark.parametrize("checked", [False, True], ids=["plain", "with checks"])
def test_one_changed_text_among_many(benchmark: BenchmarkFixture, tmp_path: Path, checked: bool) -> None:
    write(tmp_path / "texts", PAGES)
    began, options = spent(), Options(check=checked)
    build_graph([tmp_path / "texts"], tmp_path / "graph", options)
    whole = spent() - began
    changing = iter(sorted((tmp_path / "texts").rglob("*.txt")))

    def change() -> None:
        path = next(changing)
        path.write_text(path.read_text("utf-8") + "Chile and Peru established relations on 3 May 1950.\n", "utf-8")
        built = build_graph([tmp_path / "texts"], tmp_path / "graph", options)
        assert len(built.reading.texts) == 1

    benchmark.pedantic(change, rounds=3)  # type: ignore[no-untyped-call]
    assert benchmark.stats is not None
    one = benchmark.stats.stats.min
    benchmark.extra_info |= {"pages": PAGES, "whole_s": round(whole, 1), "one_is_a_part_of": round(whole / one)}


@pytest.mark.benchmark(group="workers")
def test_two_workers_against_one(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    write(tmp_path / "texts", 4 * PAGES, 1_000)
    took = {}
    for workers in (1, 2):
        began, cpu = time.perf_counter(), time.process_time()
        options = Options(check=False, workers=workers)
        built = build_graph([tmp_path / "texts"], tmp_path / f"graph-{workers}", options)
        took[workers] = time.perf_counter() - began
        if workers == 1:
            benchmark.extra_info["texts_a_cpu_second"] = round(4 * PAGES / (time.process_time() - cpu))
        took[-workers] = int(built.manifest["store"]["digest"], 16)
    assert took[-1] == took[-2]
    benchmark.extra_info["two_workers_are_times_one"] = round(took[1] / took[2], 2)
    benchmark.pedantic(lambda: None)  # type: ignore[no-untyped-call]
