"""No pattern of the lexicon or of the grammars takes time that grows with the square of a text, or worse.

Each is fed with long runs of its own words and mentions: of those that may be left out or repeated, above all.
"""

import gc
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from kg.compiled import compiled
from kg.extract import amounts, dategrammar, grammar, modality
from kg.extract.capitals import _RUN
from kg.extract.cells import headers
from kg.extract.engine import extract
from kg.extract.names import names
from kg.extract.symbols import KIND, compile_pattern
from kg.lexicon.language import Language, language, languages
from kg.model import Document

SHORT, LONG = 2_000, 12_000  # characters
QUICK = 0.002  # seconds; what grows with the square from here is still quick at LONG
GROWTH = 15  # times the time for six times the text; the square would be 36
UNITS = 10  # runs a pattern is fed with

Compiled = Any  # a pattern of `re` or `regex`
_OPTIONAL = re.compile(r"\((?:\?:)?([^()]+)\)(?:[?*+]|\{)")
_WORDS = re.compile(r"[^\W\d_\ue000-\uf8ff][\w'-]*(?: [^\W\d_][\w'-]*)*")


def patterns(lexicon: Language) -> Iterator[tuple[str, Compiled]]:
    """Every pattern that a language's texts meet, with a name."""
    yield from _of_lexicon(lexicon)
    known = names(lexicon)
    yield from (("instrument", pattern) for pattern in known.instrument)
    yield from (("organisation", known.organisation), ("name", _RUN))
    if known.portfolio is not None:
        yield "portfolio", known.portfolio
    yield "amount", amounts._grammar(lexicon.code).pattern
    dates, words = dategrammar.grammar(lexicon.code), grammar.grammar(lexicon)
    for scanner in (dates.calendar, dates.relative):
        yield from ((f"date {word}", compiled(pattern)) for pattern, word in _by_pattern(scanner.patterns).items())
    yield from (("plain date", pattern) for pattern in dates.calendar.plain)
    yield from ((name, getattr(words, name)) for name in ("hard", "relative", "verb", "breaks", "determined"))
    yield from words.said.items()
    yield from modality._patterns(lexicon).items()


def _by_pattern(patterns: Mapping[str, str]) -> dict[str, str]:
    """Each pattern with one of the words that begin it."""
    return {pattern: word for word, pattern in patterns.items()}


def _of_lexicon(lexicon: Language) -> Iterator[tuple[str, Compiled]]:
    templates = [(f"phrase {number} for {p.makes}", p.match) for number, p in enumerate(lexicon.phrases, 1)]
    templates += [(rule.id, rule.match) for rule in lexicon.rules]
    templates += [(frame.id, frame.lead) for frame in lexicon.frames]
    templates += [(f"{frame.id} item", f"(?:{frame.item})") for frame in lexicon.frames if frame.item]
    for name, template in templates:
        made = compile_pattern(template, lexicon.classes)
        yield name, made.core
        yield from ((f"{name}, {part.pattern[:30]}", part) for part in (made.prefix, made.edge) if part is not None)
    for frame in lexicon.frames:
        yield from ((f"{frame.id} {name}", words) for name, words in headers(frame.columns))


def units(pattern: str) -> list[str]:
    """What to repeat: words that a pattern may leave out or repeat, its other words, its mentions."""
    plain = re.sub(r"\(\?P?<\w+>|\(\?<?[=!]|\\[a-zA-Z]", "(", pattern)
    words = [word for group in _OPTIONAL.findall(plain) for word in _WORDS.findall(group)[:3]] + _WORDS.findall(plain)
    marks = [mark for mark in dict.fromkeys(plain) if mark in KIND][:3]
    chosen = list(dict.fromkeys(words))[: UNITS - 3 * len(marks)]
    return [f"{word} " for word in chosen] + [mark + joint for mark in marks for joint in (" ", ", ", " and ")]


def seconds(pattern: Compiled, text: str) -> float:
    """CPU time of one search through a text; a second is enough to know."""
    started = time.process_time()
    for _match in pattern.finditer(text):
        if time.process_time() - started > 1:
            break
    return time.process_time() - started


def is_slow(pattern: Compiled, unit: str) -> bool:
    """Whether six times the text takes far more than six times the time, in each of three measurements."""
    short, long = (unit * (length // len(unit)) for length in (SHORT, LONG))
    return all((taken := seconds(pattern, short)) > QUICK and seconds(pattern, long) > GROWTH * taken for _ in range(3))


@pytest.mark.parametrize("code", languages())
def test_time_grows_with_a_run_of_words_and_not_with_its_square(code: str) -> None:
    named = ((name, pattern, unit) for name, pattern in patterns(language(code)) for unit in units(pattern.pattern))
    assert [(name, unit) for name, pattern, unit in named if is_slow(pattern, unit)] == []


ROWS = {
    "table": "| Nils Berg | 3 May 1990 | 1994 | Oslo |\n",
    "table without marks": "Nils Berg     3 May 1990     1994     Oslo\n",
    "columns parted by tabs": "Nils Berg\t3 May 1990\t1994\tOslo\n",
    "list": "- 1990 – 1994: Nils Berg, Ambassador of Norway to Peru\n",
    "numbers": "1. Visit of President Nils Berg to Lima on 3 May 1990\n",
    "fields": "Ambassador: Nils Berg (1990)\n",
    "sentences": "In 1990, Norway and Peru signed a treaty in Oslo. ",
    "one sentence": "Norway and Peru signed a treaty in 1990 and ",
}


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("kind", ROWS)
def test_time_grows_with_the_rows_of_a_page_and_not_with_their_square(kind: str, code: str) -> None:
    head = "Ambassadors of Norway to Peru\n\n"
    head += "| Name | From | To | Place |\n|---|---|---|---|\n" if kind == "table" else ""
    pages = [Document("page.txt", head + ROWS[kind] * rows, code) for rows in (25, 150)]
    extract(pages[0])
    short, long = (_seconds(page) for page in pages)
    assert long < GROWTH * max(short, QUICK)


def _seconds(page: Document) -> float:
    """The least CPU time of three readings, without the collector, which may choose any of them for a full search."""
    taken = []
    gc.disable()
    for _ in range(3):
        started = time.process_time()
        extract(page)
        taken.append(time.process_time() - started)
    gc.enable()
    return min(taken)
