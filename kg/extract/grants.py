"""Gifts and loans by elimination: who gives, where the sentence names an agency, a programme or its money, not a state.

"USAID spent $4 million in the country", "A further $59 million was set aside for 2020", "a loan of 900 million yen".
Asked only for sentences with a sum of money that no rule and no flow has claimed (see kg/extract/sums.py).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

import regex

from kg.compiled import compiled
from kg.extract.names import names
from kg.extract.rules import Hit
from kg.extract.symbols import SYMBOL, Chunk, Line, Pattern, compile_pattern
from kg.lexicon.language import Language, Rule
from kg.resources import resource

_AMOUNT = SYMBOL["amount"]
_LISTS = ("aid-act", "no-aid", "sum-hoped", "aid-off")  # of "[clause]" in words.toml
_END = compiled(r"(?<!\b(?:approx|appr|ca|aprox))[.;] ")
_NEAR = 80  # symbols between a sum and the word of giving


def grants(
    line: Line, told: Collection[str], parties: Collection[str], spoken_of: bool, lexicon: Language
) -> Iterator[Hit]:
    """A hit for each sum but those `told`, as plain decimals, that stands beside an agency of one of the page's states,
    or beside a word of giving in a paragraph that has `spoken_of` what one state gave the other."""
    words = _words(lexicon) if _AMOUNT in line.symbols else {}
    if not words:
        return
    for at, chunk in line.all(("amount",)):
        if chunk.detail is None or not chunk.detail.is_money or chunk.detail.value in told:
            continue
        start, end = _sentence(line.symbols, at)
        near = line.symbols[max(start, at - _NEAR) : min(end, at + _NEAR)]
        if any(words[name].core.search(near) for name in ("no-aid", "aid-off")):
            continue
        giver = _agency(line, start, end, parties, lexicon)
        if giver is None and not (spoken_of and words["aid-act"].core.search(near)):
            continue
        slots = (("amount", chunk), *((("donor", giver),) if giver is not None else ()))
        planned = words["sum-hoped"].core.search(near) is not None
        again = () if giver is not None else (("again", "again"),)
        yield Hit(_rule(lexicon.code, planned), at, at + 1, slots, again)


def issuer(currency: str, states: Collection[str]) -> str:
    """The only one of some states whose money a sum is in; "" if none, or several, have it.

    >>> issuer("JPY", ["state/japan", "state/peru"]), issuer("USD", ["state/united-states", "state/peru"])
    ('state/japan', '')
    """
    own = [state for state in states if state in _donors()["issuers"].get(currency, ())]
    return own[0] if len(own) == 1 else ""


def agency_state(words: str) -> str:
    """The key of the state whose agency or programme some words name; "" if they name none.

    >>> agency_state("JICA")
    'state/japan'
    """
    found = _agencies().search(words)
    return _states()[_folded(found[0])] if found is not None else ""


def _folded(name: str) -> str:
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in name.replace("’", "'"))


def _sentence(symbols: str, at: int) -> tuple[int, int]:
    """Where the sentence, or the part of it up to a semicolon, begins and ends that holds symbols[at]."""
    start = max((match.end() for match in _END.finditer(symbols, 0, at)), default=0)
    stop = _END.search(symbols, at)
    return start, stop.start() if stop is not None else len(symbols)


def _agency(line: Line, start: int, end: int, parties: Collection[str], lexicon: Language) -> Chunk | None:
    """The state through whose agency is given, by the words that name that; none if it is not one of the page's."""
    first, last = line.starts[start], line.ends[end - 1]
    for match in _agencies().finditer(line.text, first, last):
        state = agency_state(match[0])
        if state in parties or len(parties) < len(("one", "other")):
            return Chunk("state", match.start(), match.end(), match[0], names(lexicon).label(state), (state,))
    return None


@cache
def _words(lexicon: Language) -> Mapping[str, Pattern]:
    lists = {name: "|".join(lexicon.clause.get(name, ())) for name in _LISTS}
    return (
        {name: compile_pattern(words, lexicon.classes) for name, words in lists.items()} if all(lists.values()) else {}
    )


@cache
def _rule(code: str, planned: bool) -> Rule:
    roles = (("recipient", "to state | for state | in state"),)
    return Rule(f"{code}.grant", "Aid", "", (), roles, "clause", "planned" if planned else "", confidence=0.55)


@cache
def _donors() -> Mapping[str, Any]:
    return tomllib.loads(resource("data", "lexicon", "donors.toml").read_text(encoding="utf-8"))


@cache
def _states() -> Mapping[str, str]:
    """Agency -> its state."""
    return {name: state for state, known in _donors()["agencies"].items() for name in known}


@cache
def _agencies() -> regex.Pattern[str]:
    ordered = sorted(_states(), key=lambda name: (-len(name), name))
    forms = "|".join(regex.escape(name).replace("'", "['’]").replace(r"\ ", " ") for name in ordered)
    return compiled(rf"(?i)(?<!\w)(?:{forms})(?!\w)")
