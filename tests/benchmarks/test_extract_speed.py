"""How fast texts are read. Not part of the plain test run; to run it: `pytest tests/benchmarks`.

CPU time counts, so that other programs matter little; a busy machine still shares its caches, so every figure is also
given against a fixed amount of plain Python (`additions`: five million, which take 0.2 s on the machine the target was
set for). The same version of Python built without profile-guided optimisation, as pyenv builds it unless told
otherwise, reads a quarter to a third more slowly. The target is 250,000 characters and 1,500 passages a CPU second.
Texts are read one by one, and once more as the command reads them, some at once, which is faster (see
kg/extract/lines.py). Texts of one's own, such as a corpus, are read too if KG_BENCHMARK_TEXTS names their folder. The
memory is looked at over KG_BENCHMARK_DOCUMENTS texts (100000 for the figure of the target, under 300 MB; a twentieth of
them by default).
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kg.engines.pool import BATCH
from kg.extract.engine import extract, extract_all
from kg.model import Document
from kg.texts.passages import split
from kg.texts.reading import read

STATES = ("Norway", "Kenya", "Peru", "Finland", "Ghana", "Nepal", "Uruguay", "Latvia", "Oman", "Fiji")
PEOPLE = ("Anna Berg", "Peter Kamau", "Rosa Quispe", "Matti Laine", "Kofi Boateng", "Hari Thapa", "Luis Sosa")
SENTENCES = (
    "{a} recognized {b} on {day} May {year}, when the Foreign Minister of {a}, {p}, sent a letter to his counterpart.",
    "Diplomatic relations were established on {day} June {year}, and {a} opened an embassy in {b} two years later.",
    "President {p} of {a} paid a state visit to {b} from {day} to 29 November {year}.",
    "The climate of the coast is mild, and the hills behind it are covered with forests of beech and pine.",
    "In {year}, both countries signed an Agreement on Cultural Cooperation; trade reached $350 million that year.",
    "{p} was appointed Ambassador of {a} to {b} and presented credentials on March {day}, {year}.",
    "The two governments had not agreed on the border, which commissions of both had surveyed for decades.",
    "Relations were severed in {year} and restored at the level of chargé d'affaires a few months later.",
)


def made(sentences: int, start: int = 0) -> Document:
    """A text of so many sentences in the manner of a page on relations, five to a paragraph."""
    lines = []
    for n in range(start, start + sentences):
        state, other = STATES[n % len(STATES)], STATES[(3 * n + 1) % len(STATES)]
        words = {"a": state, "b": other, "p": PEOPLE[n % len(PEOPLE)], "day": 1 + n % 28, "year": 1900 + 7 * n % 120}
        lines.append(SENTENCES[n % len(SENTENCES)].format(**words) + ("\n\n" if n % 5 == 4 else " "))
    return Document(f"made-{start}.txt", "".join(lines), "en")


def additions() -> None:
    total = 0
    for number in range(5_000_000):
        total += number


def seconds(documents: list[Document]) -> float:
    """CPU seconds to read documents, each the best of three."""
    return sum(min(_timed(document) for _ in range(3)) for document in documents)


def _timed(document: Document) -> float:
    started = time.process_time()
    extract(document)
    return time.process_time() - started


def together(documents: list[Document]) -> float:
    """CPU seconds to read documents as the command does."""
    started = time.process_time()
    for at in range(0, len(documents), BATCH):
        extract_all(documents[at : at + BATCH])
    return time.process_time() - started


def rate(benchmark: BenchmarkFixture, documents: list[Document]) -> tuple[float, float]:
    """Characters and passages a CPU second, noted with the benchmark."""
    extract(documents[0])
    benchmark.pedantic(  # type: ignore[no-untyped-call]
        lambda: [extract(document) for document in documents], rounds=5, warmup_rounds=1
    )
    assert benchmark.stats is not None
    best = benchmark.stats.stats.min
    characters = sum(len(document.text) for document in documents) / best
    passages = sum(len(split(document)) for document in documents) / best
    started = time.process_time()
    additions()
    benchmark.extra_info |= {
        "characters_per_second": round(characters),
        "passages_per_second": round(passages),
        "characters_per_second_read_together": round(
            sum(len(document.text) for document in documents) / min(together(documents) for _ in range(5))
        ),
        "seconds_for_five_million_additions": round(time.process_time() - started, 3),
    }
    return characters, passages


@pytest.mark.benchmark(timer=time.process_time, group="extract")
def test_made_texts(benchmark: BenchmarkFixture) -> None:
    characters, passages = rate(benchmark, [made(80, start) for start in range(0, 1600, 80)])
    assert characters > 60_000  # a floor under any load; the target is in the module's docstring
    assert passages > 500


@pytest.mark.benchmark(timer=time.process_time, group="extract")
def test_texts_of_ones_own(benchmark: BenchmarkFixture) -> None:
    folder = Path(os.environ.get("KG_BENCHMARK_TEXTS", ""))
    documents = [text for text in read([folder]) if isinstance(text, Document)] if folder.name else []
    if not documents:
        pytest.skip("KG_BENCHMARK_TEXTS names no folder of texts")
    characters, _ = rate(benchmark, documents)
    assert characters > 60_000


@pytest.mark.benchmark(timer=time.process_time, group="growth")
def test_the_time_grows_with_the_length_of_a_text_and_no_faster(benchmark: BenchmarkFixture) -> None:
    small, large = made(200), made(3200)
    extract(small)
    benchmark.pedantic(extract, args=(large,), rounds=2)  # type: ignore[no-untyped-call]
    ratio = seconds([large]) / seconds([small])
    benchmark.extra_info["sixteen_times_the_text_takes_times_the_time"] = round(ratio, 1)
    assert ratio < 32


DOCUMENTS = int(os.environ.get("KG_BENCHMARK_DOCUMENTS", "5000"))
_READING = """
import resource, sys
from kg.extract.engine import extract
from kg.model import Document
from tests.benchmarks.texts import pages
for number, (name, text) in enumerate(pages(int(sys.argv[1]), length=100), 1):
    extract(Document(name, text, "en"))
    if number in (int(sys.argv[1]) // 5, int(sys.argv[1])):
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_the_memory_does_not_grow_with_the_number_of_texts() -> None:
    reading = subprocess.run(
        [sys.executable, "-c", _READING, str(DOCUMENTS)], capture_output=True, text=True, check=True
    )
    early, late = map(int, reading.stdout.split())
    print(f"{DOCUMENTS} texts: {early} MB after a fifth, {late} MB after all")
    assert late < 300
    assert late - early < 30
