"""Whether a statement is asserted, planned, cancelled, denied or made on a condition, from the words around its trigger."""

from __future__ import annotations

from functools import cache

import regex

from kg.extract.symbols import Line
from kg.lexicon.language import language
from kg.model import Modality

_REACH = 48  # symbols to the left in which a word of modality governs the trigger (auxiliaries and a subject stand between)


@cache
def _patterns(code: str) -> dict[str, regex.Pattern[str]]:
    lexicon = language(code)
    return {name: regex.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)") for name, forms in lexicon.modality.items()}


def modality(line: Line, start: int, end: int, code: str) -> Modality:
    """Modality of the statement whose trigger is line.symbols[start:end]."""
    patterns = _patterns(code)
    clause = line.symbols[_edge(line.symbols, start) : end]
    near = clause[-(end - start) - _REACH :]
    if patterns["cancelled"].search(line.symbols, start):
        return "cancelled"
    if patterns["denied"].search(_without_until(near)):
        return "denied"
    if patterns["conditional"].search(clause):
        return "conditional"
    if patterns["planned"].search(near):
        return "planned"
    return "asserted"


def _edge(symbols: str, start: int) -> int:
    """Left edge of the clause: the last comma, semicolon or "and" that words, not a list, follow."""
    return max(symbols.rfind("; ", 0, start), symbols.rfind(", ", 0, start), symbols.rfind(" and ", 0, start), symbols.rfind(" y ", 0, start), 0)


_UNTIL = regex.compile(r"(?:not|n't|no fue sino|no fue|no) (?:\w+ )?(?:until|only|hasta|sino|solo|sólo|later than|less)")


def _without_until(words: str) -> str:
    """"not until 1967" is an assertion."""
    return _UNTIL.sub("", words)
