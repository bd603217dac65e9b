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
def _forms(lexicon: Language) -> regex.Pattern[str] | None:
    """A description, with one group for each of the regions; None in a language without them."""
    told = lexicon.described
    if not told:
        return None
    regions = "|".join(f"(?P<r{number}>{form})" for number, form in enumerate(told["regions"]))
    return compiled(rf"(?<!\w)(?i:{told['form']})(?!\w)".replace("<region>", f"(?:{regions})"))


@cache
def _around(lexicon: Language) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """What stands before a description of one state, and what does not behind it ("the first African country to …")."""
    told = lexicon.described
    return compiled(rf"(?<!\w)(?i:{told['before']}) $"), compiled(rf" (?:{told['not-behind']})(?!\w)")


def described(text: str, parties: Sequence[str], known: Names) -> dict[str, tuple[str, ...]]:
    """The descriptions in a text that fit one of its two states and not the other."""
    forms = _forms(known.language) if len(parties) == 2 else None
    if forms is None:
        return {}
    numbers = {key: int(code) for key in parties if (code := known.gazetteer.cow_number(key)).isdigit()}
    regions = list(known.language.described["regions"].values())
    found: dict[str, tuple[str, ...]] = {}
    for match in forms.finditer(text):
        number = next(int(name[1:]) for name, words in match.groupdict().items() if words)
        fitting = [key for key, code in numbers.items() if _within(code, regions[number])]
        if len(fitting) == 1 and len(numbers) == len(parties):
            found[match[0]] = (fitting[0],)
    return found


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


_LED = 24  # characters
