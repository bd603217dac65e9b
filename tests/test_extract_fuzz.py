"""No text breaks the extraction, and every offset it gives is right.

A normal run tries a few hundred texts. `KG_FUZZ=100000 pytest tests/test_extract_fuzz.py` tries so many
(in a quarter of an hour).
"""

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.extract.engine import extract
from kg.extract.examples import examples
from kg.lexicon.language import language, languages
from kg.model import Document, Value

TEXTS = [path.read_text("utf-8") for path in sorted((Path(__file__).parent / "texts").glob("*.txt"))]
SENTENCES = [example.text for code in languages() for example in examples(language(code))]
COUNT = int(os.environ.get("KG_FUZZ", "300"))

# What wears out a pattern, an offset or a stack when it comes again and again.
RUNS = (
    *("1-1-1-", "and ", "(((((", "President President ", "A. A. A. ", "Agreement on ", "Agreement on and of the "),
    *("Chile, ", "Chile and ", "visited ", "opened an embassy ", "diplomatic and commercial ", "hon ", "northern "),
    *("1990. ", "May ", "12/12/", "$5-", "1,000,", "[1]", "\r\n", "\t", "- a\n", "| a | b |\n", "--- ", "a\n===\n"),
    *("Ministra de Relaciones Exteriores y ", "Acuerdo sobre ", "excelentísimo señor ", "los años 50 y 60, "),
)
ODD = (
    *("\ufeff", "\x00", "\x0b", "\x1c", "\x85", "\u2028", "\u00a0", "\u200b", "\u200d", "\u202e", "\u2066", "\ue000"),
    *(
        "\uf8ff",
        "\ud7ff",
        "\uffff",
        "\U0001f1e8\U0001f1f1",
        "\U0001f469\u200d\U0001f4bb",
        "e\u0301",
        "n\u0303",
        "\u0300",
    ),
    *(
        "İ",
        "ß",
        "ŉ",
        "ﬁ",
        "Ǆ",
        "ς",
        "K",
        "²",
        "Ⅳ",
        "٣",
        "१",
        "שלום",
        "مرحبا",
        "Россия",
        "中国",
        "’",
        "«",
        "–",
        "\r",
        "\n\n",
    ),
)
MARKS = (
    *(" ", " ", " ", "|", "||", "| |", "\t", "\t\t", "   ", " / ", " - ", " – ", ": ", ", "),
    *(".\n", "\n", "\n\n", "\n|", "\n* ", "\n- ", "\n• ", "\n1. ", "\n== ", " ==\n", "\n|-\n", "\n! "),
    *("\n1990\t", "\n1990 | ", "\n1990-1995 ", " (1990) "),
)


def check(text: str, code: str) -> None:
    """Fails unless all that is read in a text stands where it is said to stand."""
    parties = ("state/chile", "state/russia") if len(text) % 2 else ()
    read = extract(Document("fuzz.txt", text, code, parties=parties))
    for claim in read.claims:
        span = claim.evidence.span
        assert 0 <= span.start < span.end <= len(text)
        assert claim.evidence.quote == text[span.start : span.end]
        for value in (value for role in claim.roles for value in role.values):
            assert _stands(value, text), (claim.type, value)
    for passage in read.unread:
        assert 0 <= passage.span.start < passage.span.end <= len(text)


def _stands(value: Value, text: str) -> bool:
    """Whether a value's span lies in the text and, in a name, begins with its first letter."""
    if value.span is None:
        return True
    inside = 0 <= value.span.start <= value.span.end <= len(text)
    named = value.kind in ("state", "organisation", "place") and value.text
    return inside and (not named or text[value.span.start] == value.text[0])


def mutated(seed: int) -> str:
    """A text that is nearly one: cut, doubled, shuffled, or with odd characters and long runs put in."""
    chance = random.Random(seed)
    text = chance.choice(TEXTS)
    start = chance.randrange(max(1, len(text) - 400))
    text = text[start : start + chance.randrange(20, 400)] + " " + chance.choice(SENTENCES)
    for _ in range(chance.randrange(1, 5)):
        text = chance.choice(CHANGES)(text, chance)
    return text


def _cut(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.randrange(1, 40) :]


def _doubled(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[: at + 30] + text[at:]


def _shuffled(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    chance.shuffle(words)
    return " ".join(words)


def _odd(text: str, chance: random.Random) -> str:
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(ODD) + text[at:]
    return text


def _run(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(RUNS) * chance.randrange(2, 40) + text[at:]


def _lines(text: str, chance: random.Random) -> str:
    return chance.choice(
        (text.replace("\n", "\r\n"), text.replace(" ", "\n"), text.upper(), "\ufeff" + text, text[::-1])
    )


def _cells(text: str, chance: random.Random) -> str:
    """The words between the marks of tables, lists, headings and notes, many cells empty."""
    return "".join(chance.choice((word, "")) + chance.choice(MARKS) for word in text.split()[:60])


CHANGES = (_cut, _doubled, _shuffled, _odd, _run, _lines, _cells)


@pytest.mark.parametrize("block", range(3))
def test_a_damaged_text_is_read_with_right_offsets(block: int) -> None:
    for seed in range(block, COUNT, 3):
        check(mutated(seed), languages()[seed % len(languages())])


pieces = st.one_of(
    st.sampled_from(SENTENCES),
    st.sampled_from(ODD),
    st.builds(lambda run, times: run * times, st.sampled_from(RUNS), st.integers(1, 12)),
    st.text(max_size=12),
)


@settings(
    max_examples=max(40, COUNT // 10), deadline=None, derandomize=COUNT == 300, suppress_health_check=list(HealthCheck)
)
@given(parts=st.lists(pieces, max_size=6), code=st.sampled_from(languages()))
def test_any_text_is_read_with_right_offsets(parts: list[str], code: str) -> None:
    check("".join(parts), code)


@pytest.mark.parametrize("run", RUNS, ids=repr)
def test_a_long_run_of_one_token_is_read_in_bounded_time(run: str) -> None:
    started = time.process_time()
    check(run * (20_000 // len(run)), "es" if "ñ" in run or "obre" in run else "en")
    assert time.process_time() - started < 10  # seconds; a pattern that tries all ways would need hours
