"""The word classes of a language that the search in clauses needs, compiled once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import regex

from kg.compiled import Light, compiled, light
from kg.extract.said import said
from kg.extract.symbols import KIND, SYMBOL, compile_pattern
from kg.lexicon.language import Language

LETTERS = compiled(r"\p{L}+")
# an item may hold several; abbreviations are shorter; "1967. Peru broke relations"
_SENTENCE = rf"(?<=[a-zà-ÿ]{{5}}|[{min(KIND)}-{max(KIND)}])(?<!^{SYMBOL['date']})\. "


@dataclass(frozen=True, slots=True)
class Grammar:
    """The word classes of a language that the search needs, as compiled patterns."""

    classes: Mapping[str, str]  # preposition -> its class ("to", "with", …)
    determiners: frozenset[str]
    hard: Light
    relative: Light
    verb: Light
    breaks: Light
    plural: Light | None  # verbs in the plural, in a language that drops its pronouns; None in others
    determined: regex.Pattern[str]  # a determiner before a word (not before a date, nor in "this morning")
    governed: Light  # a preposition just before
    aside: Light  # what opens a clause on the mention before it: a relative word, or "whose"
    last: Light  # the last word before a mention, whatever determiner stands between
    elsewhere: Light | None  # "the Asian country" as a subject: a state, but not the one named before
    does: Light  # what a subject does, behind it
    said: Mapping[str, Light]  # kg/extract/said.py

    def says_more(self, symbols: str, start: int, end: int) -> bool:
        """Whether symbols[start:end] hold a word that is no preposition."""
        return any(word not in self.classes for word in LETTERS.findall(symbols, start, end))


def _words(forms: tuple[str, ...]) -> str:
    return "|".join(sorted(map(regex.escape, forms), key=len, reverse=True))


@cache
def grammar(lexicon: Language) -> Grammar:
    """The word classes of a language, compiled once."""
    classes = {form: name for name, forms in lexicon.prepositions.items() for form in forms}
    soft = [word for word in lexicon.clause["soft"] if word.isalpha()]
    hard = tuple(word.replace("{date}", SYMBOL["date"]) for word in lexicon.clause["hard"])
    breaks = (*hard, *lexicon.clause["relative"], *soft)
    days = "|".join((*lexicon.deictic, *(rf"\w+ {day}" for day in lexicon.weekdays))) or "(?!)"
    det, plural = lexicon.classes["det"], lexicon.classes.get("plural-verb", "")
    particle = lexicon.classes.get("particle", "(?!)")
    return Grammar(
        classes,
        frozenset(lexicon.classes["det"].split("|")),
        light(rf"(?<!\w)(?:{'|'.join(hard)})(?!\w)|[;]|: |{_SENTENCE}"),
        light(rf"(?<!\w)(?:{'|'.join(lexicon.clause['relative'])})(?!\w)"),
        light(lexicon.classes["verb"]),
        light(rf"[;,]|(?<!\w)(?:{'|'.join(breaks)})(?!\w)"),
        light(rf"(?<!\w)(?:{plural})(?!\w)") if plural else None,
        compiled(rf"(?<!\w)(?!(?:{days})(?!\w))(?:{det}) (?=\p{{L}})(?!\p{{Co}})"),
        light(rf"(?<!\w)(?:{_words(tuple(classes))}) $"),
        light(rf"(?<!\w)(?:{'|'.join((*lexicon.clause['relative'], *lexicon.clause.get('whose', ())))})(?!\w)"),
        light(rf"(\w+)(?: (?:{particle}))? (?:(?:{det}) )?$"),
        light(rf"(?<!\w)(?:{lexicon.classes['that-country']}) $") if "that-country" in lexicon.classes else None,
        compile_pattern(" (?:<adv> )*(?:<have>|<verb>)", lexicon.classes).core,
        said(lexicon),
    )
