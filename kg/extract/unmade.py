"""Journeys that came to nothing, in whatever words: "was expected in Lima in 1959, but that trip never took place".

Read by elimination where no rule has told the journey: a noun of travel or a word of expecting, a word of calling off
("journey-noun" and "unmade" in the lexicon), somebody who serves one of the two states, the date it was planned for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.extract.clauses import Clauses
from kg.extract.rules import Hit
from kg.extract.symbols import SYMBOL, Pattern, compile_pattern
from kg.lexicon.language import Language, Rule

_FAR = 120  # symbols between the journey and the word that calls it off
_DATES = ("date", "dates")
_WHO = "person|people|name|post"


@cache
def _patterns(lexicon: Language) -> tuple[Pattern, ...]:
    """Nouns of travel with words of expecting, words of calling off, possessives; none if the language lacks them."""
    lists = ["|".join(lexicon.clause.get(name, ())) for name in ("journey-noun", "unmade", "journey-own")]
    if not all(lists):
        return ()
    forms = (*(f"(?<!\\w)(?:{words})(?!\\w)" for words in lists[:-1]), f"(?<!\\w)(?:{lists[-1]}) $")
    return tuple(compile_pattern(form, lexicon.classes) for form in forms)


@cache
def _rule(code: str) -> Rule:
    roles = (
        ("visitor", f"visitor | by {_WHO} | of {_WHO} | left {_WHO}|pronoun"),
        ("host", "host | to where | in where"),
    )
    return Rule(f"{code}.unmade", "Visit", "", (), roles, "match", "cancelled", confidence=0.6)


def unmade(place: Clauses, lexicon: Language) -> Iterator[Hit]:
    """A hit for the journey of which a line says that it was not made."""
    line, patterns = place.line, _patterns(lexicon)
    off = patterns[1].search(line.symbols) if patterns and SYMBOL["date"] in line.symbols else None
    if off is None:
        return
    for noun in patterns[0].each(line.symbols):
        start, end = min(noun.start(), off.start()), max(noun.end(), off.end())
        between = line.symbols[min(noun.end(), off.end()) : max(noun.start(), off.start())]
        if len(between) > _FAR or ". " in between or "; " in between:
            continue
        dates = line.all(_DATES)
        date = next((chunk for at, chunk in dates if noun.start() <= at < end + _AFTER), None)
        date = date or next((chunk for at, chunk in reversed(dates) if at < start), None)
        if date is not None:
            own = patterns[2].core.search(line.symbols, 0, noun.start()) is not None
            words = (("visitor", "@visitor"),) if own else ()
            yield Hit(_rule(lexicon.code), noun.start(), noun.end(), (("date", date),), words)
            return


_AFTER = 40  # symbols: "no concretó el viaje previsto para"
