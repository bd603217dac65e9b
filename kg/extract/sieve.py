"""Which patterns can match a line at all: told by the words and symbols that each of their matches must hold.

Of a hundred patterns a handful can match a given line. One pass over the line finds which needed strings it holds,
and the other patterns are never tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from kg.compiled import compiled
from kg.extract.symbols import GROUP, symbols_of
from kg.kept import kept
from kg.lexicon.language import Language, language, languages

Needs = tuple[frozenset[str], ...]  # of each set one string must stand in the line
_Choice = frozenset[str]
_Found = list[_Choice]

_TOKEN = compiled(
    r"(?P<ahead>\(\?<?[=!])|(?P<open>\((?:\?:|\?P<\w+>|\?>)?)|(?P<slot>\{(?:\w+:)?(?P<kinds>[a-z][\w|]*)\})"
    r"|<(?P<class>[\w-]+)>|(?P<several>\[(?!\^)[^\\\]\[-]+\])|(?P<any>\[\^?(?:\\.|[^\\\]])+\]|\\\w(?:\{\^?\w+\})?|[.^$])"
    r"|(?P<words>(?:[^\\()\[\]{}<>|?*+.^$]|\\\W)+|[{}<>\]])"
)
_QUANTIFIER = compiled(r"(?:(?P<none>[?*]|\{0?,\d*\}|\{0\})|\+|\{\d+(?:,\d*)?\})[?+]?")
_SHORT = 3  # characters; shorter words stand in every line
_JOINED = 24  # strings; more are not multiplied out
_MANY = 100  # strings; a set with more is hardly ever missed


def needs(template: str, words: Mapping[str, str]) -> Needs:
    """What every match of a rule's pattern holds, for the word classes of a language; empty if nothing is sure.

    A set that comes twice must be met twice.

    >>> [sorted(need) for need in needs(r"(?:the )?<new> (?:embass(?:y|ies)|legations?) at", {"new": "new|first"})]
    [['first', 'new'], ['embassies', 'embassy', 'legation'], [' at']]
    """
    if "(?i" in template:
        return ()
    found = _alternation(template, 0, words)[1]
    # What must stand beside a match may be part of it, and so is to be met once.
    beside = _alternation(template, 0, words, beside=True)[1]
    return tuple(need for need in (*found, *dict.fromkeys(n for n in beside if n not in found)) if _tells(need))


def _tells(need: frozenset[str]) -> bool:
    """Whether a line may well lack all of some strings."""
    return len(need) <= _MANY and all(len(each) >= _SHORT or _is_mark(each) for each in need)


def _is_mark(text: str) -> bool:
    return text in (" (", ": ", ";", ":", "(", ")") or any("\ue000" <= letter <= "\uf8ff" for letter in text)


def _alternation(
    template: str, at: int, words: Mapping[str, str], beside: bool = False
) -> tuple[_Choice | None, _Found, int]:
    """The strings of which alternatives are a choice, if they are no more than that; their needs, with those of what
    must stand `beside` a match if so asked; and where the bracket stands that closes them."""
    branches: list[_Found] = []
    choices: list[_Choice | None] = []
    while True:
        strings, found, at = _sequence(template, at, words, beside)
        choices.append(strings)
        branches.append(found)
        if template[at : at + 1] != "|":
            break
        at += 1
    told = [strings for strings in choices if strings is not None]
    every = frozenset[str]().union(*told)
    if len(told) == len(choices) and len(every) <= _JOINED:
        return every, _sure([every]), at
    return None, _either(branches), at


def _either(branches: Sequence[_Found]) -> _Found:
    """One branch's own needs; of several those that all have, as often as all have them, and the union of what tells
    most in each, without strings that hold another."""
    if len(branches) == 1:
        return branches[0]
    if not all(branches):
        return []
    first, *others = branches
    shared = [n for at, n in enumerate(first) if all(_times(n, other) > _times(n, first[:at]) for other in others)]
    strings = frozenset[str]().union(*(max(found, key=_weight) for found in branches))
    if len(strings) <= _MANY:
        strings = frozenset(one for one in strings if not any(other != one and other in one for other in strings))
    return shared if strings in shared else [*shared, strings]


def _times(need: _Choice, found: _Found) -> int:
    """How often a need is met where some others are."""
    return sum(all(any(one in text for one in need) for text in other) for other in found)


def _weight(need: frozenset[str]) -> tuple[bool, int, int]:
    return _tells(need), min(map(len, need)), -len(need)


def _sequence(template: str, at: int, words: Mapping[str, str], beside: bool) -> tuple[_Choice | None, _Found, int]:
    """What `_alternation` gives, for a sequence up to a bar or bracket; what stands side by side is one string."""
    found: _Found = []
    run = _NOTHING
    whole = True
    while (token := _TOKEN.match(template, at)) is not None:
        strings, inner, at = _one(template, token, words, beside)
        quantifier = _QUANTIFIER.match(template, at)
        at = quantifier.end() if quantifier else at
        if strings is not None and token["words"] and quantifier:  # it is about the last letter only
            strings = frozenset([next(iter(strings))[:-1]])
        elif quantifier:
            strings, inner = None, ([] if quantifier["none"] else [*inner, *([strings] if strings else [])])
        if strings is not None:
            if len(run) * len(strings) > _JOINED:
                found, run, whole = [*found, run], _NOTHING, False
            run = frozenset(left + right for left in run for right in strings)
        if strings is None or quantifier:
            found, run, whole = [*found, run, *inner], _NOTHING, False
    return (run if whole else None), _sure([*found, run]), at


_NOTHING = frozenset([""])


def _sure(found: _Found) -> _Found:
    """The needs that any line might miss."""
    return [need for need in found if need and "" not in need]


def _one(
    template: str, token: regex.Match[str], words: Mapping[str, str], beside: bool
) -> tuple[_Choice | None, _Found, int]:
    """What a token is, if that is a choice of strings, else its needs; and where it ends."""
    end = token.end()
    if token["ahead"] or token["open"]:
        group = GROUP.match(template, token.start())
        after = group.end() if group else len(template)
        quantifier = _QUANTIFIER.match(template, after)
        if token["ahead"]:
            told = beside and token["ahead"].endswith("=") and quantifier is None
            return None, _alternation(template, end, words, beside)[1] if told else [], after
        if quantifier and quantifier["none"]:
            return None, [], after
        strings, found, _ = _alternation(template, end, words, beside)
        return strings, ([] if strings is not None else found), after
    if token["class"]:
        return None, _class_needs(words[token["class"]]), end
    if token["any"]:
        return None, [], end
    if token["words"]:
        return frozenset([_ESCAPED.sub(r"\1", token[0])]), [], end
    letters = symbols_of(token["kinds"]) if token["kinds"] else token[0]
    return frozenset(letters[1:-1]), [], end


_ESCAPED = compiled(r"\\(\W)")


@cache
def _class_needs(alternatives: str) -> _Found:
    return [] if "<" in alternatives else _alternation(alternatives, 0, {})[1]


@dataclass(frozen=True, slots=True, eq=False)
class Sieve:
    """Some patterns' needs, ready for search: what it costs to ask does not grow with the number of patterns.

    Every need has a bit, those of one pattern side by side with a free bit above them. A string that stands in a line
    sets the bits of the needs it meets; if all of a pattern's bits are set, adding one to the lowest carries into the
    free bit, for all patterns in one addition.
    """

    strings: tuple[str, ...]
    met: tuple[int, ...]  # of each string the bits of the needs it meets
    lowest: int
    free: int
    pattern: Mapping[int, int]  # place of a free bit -> pattern
    twice: tuple[str, ...]  # symbols two of which must stand in the line
    automaton: AhoCorasick | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        made = AhoCorasick(self.strings, matchkind=MatchKind.Standard) if self.strings else None
        object.__setattr__(self, "automaton", made)

    def __reduce__(self) -> tuple[Any, ...]:
        """For `pickle`, which cannot keep an automaton."""
        return Sieve, (self.strings, self.met, self.lowest, self.free, self.pattern, self.twice)

    @staticmethod
    def kept(name: str, lexicon: Language, make: Callable[[], Iterable[Needs]]) -> Sieve:
        """The sieve of some of a language's patterns; of one that ships, kept from one process to the next, as to work
        out what patterns need takes longer than to read a page."""
        ships = lexicon.code in languages() and lexicon is language(lexicon.code)
        return kept(f"sieve-{name}-{lexicon.code}", lambda: Sieve.of(make())) if ships else Sieve.of(make())

    @staticmethod
    def of(every: Iterable[Needs]) -> Sieve:
        """The sieve of some patterns, in their order."""
        every = tuple(every)
        met: dict[str, int] = {}
        pattern: dict[int, int] = {}
        lowest = place = 0
        for number, one in enumerate(every):
            lowest |= 1 << place
            for need in dict.fromkeys(one) or (_NOTHING,):
                for text in need:
                    met[text] = met.get(text, 0) | 1 << place
                place += 1
            pattern[place] = number
            place += 1
        always = met.pop("", 0)  # of patterns without needs
        strings = tuple(sorted(met))
        free = sum(1 << at for at in pattern)
        twice = tuple(map(_twice, every))
        return Sieve(strings, tuple(met[text] for text in strings), lowest + always, free, pattern, twice)

    def passing(self, symbols: str) -> list[int]:
        """The patterns that could match a line, in their order."""
        bits, met = 0, self.met
        for index, _, _ in self.automaton.find_matches_as_indexes(symbols, overlapping=True) if self.automaton else ():
            bits |= met[index]
        full = self.free & bits + self.lowest
        found: list[int] = []
        while full:
            bit = full & -full
            full ^= bit
            number = self.pattern[bit.bit_length() - 1]
            twice = self.twice[number]
            if not twice or sum(map(symbols.count, twice)) > 1:
                found.append(number)
        return found


def _twice(one: Needs) -> str:
    """The symbols of the first need of single symbols that comes twice."""
    pairs = (need for place, need in enumerate(one) if need in one[:place] and all(len(each) == 1 for each in need))
    return "".join(sorted(next(pairs, ())))
