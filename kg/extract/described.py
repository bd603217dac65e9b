"""States told by their region: "the Nordic country", "el país andino" on the page of Norway and Peru."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from kg.compiled import compiled
from kg.extract.capitals import Candidate
from kg.extract.names import Names
from kg.lexicon.language import Language


@cache
def _forms(lexicon: Language) -> regex.Pattern[str]:
    """What stands beside the noun of a description, up to it or from it on, with one group for each of the regions."""
    told = lexicon.described
    regions = "|".join(f"(?P<r{number}>{form})" for number, form in enumerate(told["regions"]))
    if told["order"] == "before":
        return compiled(rf"(?r)(?<!\w)(?i:(?:{regions}){told['between']})")
    return compiled(rf"(?i:{told['between']}(?:{regions}))(?!\w)")


@cache
def _around(lexicon: Language) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """What stands before a description of one state, and what does not behind it ("the first African country to …")."""
    told = lexicon.described
    return compiled(rf"(?<!\w)(?i:{told['before']}) $"), compiled(rf" (?:{told['not-behind']})(?!\w)")


def described(text: str, parties: Sequence[str], known: Names) -> dict[str, tuple[str, ...]]:
    """The descriptions in a text that fit one of its two states and not the other."""
    told = known.language.described
    numbers = {key: int(code) for key in parties if (code := known.gazetteer.cow_number(key)).isdigit()}
    if not told or len(numbers) != len(parties) or len(parties) != 2:
        return {}
    forms, before, regions = _forms(known.language), told["order"] == "before", list(told["regions"].values())
    found: dict[str, tuple[str, ...]] = {}
    for start, end in _nouns(text, told["nouns"]):
        match = forms.match(text, max(0, start - _LED), start) if before else forms.match(text, end)
        if match is None:
            continue
        number = next(int(name[1:]) for name, words in match.groupdict().items() if words)
        fitting = [key for key, code in numbers.items() if _within(code, regions[number])]
        if len(fitting) == 1:
            found[text[min(start, match.start()) : max(end, match.end())]] = (fitting[0],)
    return found


def _nouns(text: str, nouns: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each of some words stands in a text."""
    for noun in nouns:
        at = text.find(noun)
        while at >= 0:
            end = at + len(noun)
            if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
                yield at, end
            at = text.find(noun, end)


def _within(code: int, region: str) -> bool:
    """Whether a state's number in the Correlates of War, which go by continent, is one of a region: "400-626 651"."""
    return any(int(span.partition("-")[0]) <= code <= int(span.rpartition("-")[2]) for span in region.split())


def of_one(hits: Iterator[Candidate], text: str, lexicon: Language) -> Iterator[Candidate]:
    """Those of the descriptions found that speak of one state: not "an African country", "the first Arab nation to"."""
    before, behind = _around(lexicon)
    for hit in hits:
        led = before.search(text, max(0, hit.start - _LED), hit.start) is not None
        if led and behind.match(text, hit.end) is None:
            yield hit


_LED = 40  # characters
