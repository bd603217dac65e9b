"""Rules over lines: which rule fires where, and which mention fills which role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

import regex

from kg.compiled import Light
from kg.errors import KGError
from kg.extract.clauses import Clauses
from kg.extract.grammar import grammar
from kg.extract.sieve import Needs, Sieve, needs
from kg.extract.symbols import Chunk, Found, Line, Pattern, captured, compile_pattern, symbols_of, worded
from kg.lexicon.language import Language, Rule

Filling = dict[str, list[Chunk | str]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired on line.symbols[start:end]."""

    rule: Rule
    start: int
    end: int
    slots: tuple[tuple[str, Chunk], ...]
    words: tuple[tuple[str, str], ...]  # named groups that hold words, not mentions
    beaten: tuple[Hit, ...] = ()  # those of its type on the same words, which count where it tells nothing


@dataclass(frozen=True, slots=True, eq=False)
class RuleBook:
    """A language's rules, with the sieve that tells which of them a line could satisfy: one of their cues stands in it,
    and all that their matches must hold."""

    language: Language
    rules: tuple[Rule, ...]
    sieve: Sieve

    @cache  # noqa: B019 - as long-lived as the language; most texts need few of the rules
    def pattern(self, index: int) -> Pattern:
        return _compile(self.language, self.rules[index])


@cache
def book(lexicon: Language) -> RuleBook:
    """A language's rules, ready to fire."""
    sieve = Sieve.kept("rules", lexicon, lambda: (_needs(rule, lexicon) for rule in lexicon.rules))
    return RuleBook(lexicon, lexicon.rules, sieve)


def _needs(rule: Rule, lexicon: Language) -> Needs:
    """One of the rule's cues, and what its pattern needs; "{mission}" as a cue is any mention of that kind."""
    cues = [symbols_of(cue[1:-1])[1:-1] if cue.startswith("{") else (cue,) for cue in rule.cue]
    try:
        found = needs(rule.match, lexicon.classes)
    except KeyError as error:
        raise _fault(rule, error) from None
    cue = frozenset(chain.from_iterable(cues))
    return found if cue in found else (cue, *found)


def _compile(lexicon: Language, rule: Rule) -> Pattern:
    try:
        return compile_pattern(rule.match, lexicon.classes)
    except (KeyError, regex.error) as error:
        raise _fault(rule, error) from None


def _fault(rule: Rule, error: Exception) -> KGError:
    return KGError(f"rule {rule.id}: {error} in its match; see data/lexicon/README.md for classes and slots")


def fire(lines: Sequence[Line], rules: RuleBook) -> list[list[Hit]]:
    """The hits of each line from left to right; of those of one type that overlap, a dated one, then the longest stays.

    Each rule is tried on all lines before the next (see kg/extract/lines.py).
    """
    hits: list[list[Hit]] = [[] for _ in lines]
    tried: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        for index in rules.sieve.passing(line.symbols):
            tried.setdefault(index, []).append(number)
    for index, numbers in sorted(tried.items()):
        rule = rules.rules[index]
        pattern = rules.pattern(index)
        for number in numbers:
            if found := pattern.find(lines[number]):
                hits[number].extend(_hits(rule, found, lines[number]))
    return [sorted(_undoubled(found), key=lambda hit: (hit.start, hit.end)) if found else found for found in hits]


def _hits(rule: Rule, found: Sequence[Found], line: Line) -> Iterator[Hit]:
    for start, end, match in found:
        slots = captured(line, match)
        hit = Hit(rule, start, end, slots, worded(line, match, {name for name, _ in slots}))
        if all(_slot(need, hit) for need in rule.needs):
            yield hit


_SURE = 0.75  # a rule surer than this, with a date slot, knows better than a longer match what the date belongs to


def _undoubled(hits: list[Hit]) -> Iterator[Hit]:
    taken: dict[str, list[tuple[Hit, list[Hit]]]] = {}
    for hit in sorted(
        hits,
        key=lambda hit: (
            hit.rule.fallback,
            hit.rule.confidence < _SURE or all(name != "date" for name, _ in hit.slots),
            hit.start - hit.end,
            hit.start,
        ),
    ):
        winners = taken.setdefault(hit.rule.type + "?" * hit.rule.fallback, [])
        above = next((each for each in winners if each[0].start < hit.end and hit.start < each[0].end), None)
        if above is None:
            winners.append((hit, []))
        else:
            above[1].append(hit)
    for winners in taken.values():
        yield from (replace(hit, beaten=tuple(beaten)) if beaten else hit for hit, beaten in winners)


def _clipped(hits: list[Hit], line: Line, verb: Light) -> Iterator[tuple[int, int]]:
    """The hits' places; of one that begins inside another ("opened, and was closed") only its end is its own, if it
    says more than that ("signed a treaty" and "signed a treaty with Peru" are one)."""
    stop = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        within = hit.start < stop < hit.end
        if not within or verb.search(line.symbols, stop, hit.end) is not None:
            yield (hit.end if within else hit.start), hit.end
        stop = max(stop, hit.end)


def clauses(line: Line, hits: list[Hit], lexicon: Language) -> Clauses:
    """The line with the places of its triggers: those of the rules that fired and other finite verbs."""
    words = grammar(lexicon)
    triggers = set(_clipped(hits, line, words.verb))
    for match in words.verb.finditer(line.symbols):
        if not any(a <= match.start() < b for a, b in triggers):
            triggers.add(match.span())
    return Clauses(line, words, sorted(triggers))


def fill(hit: Hit, place: Clauses) -> Filling:
    """The mentions and words that fill the roles of a hit: the slots of its pattern, then what `roles` asks for."""
    filled: Filling = {}
    asked = {name for name, _ in hit.rule.roles}
    for name, chunk in hit.slots:
        if name not in asked:
            filled.setdefault(name, []).append(chunk)
    for name, words in hit.words:
        if name not in asked:
            filled.setdefault(name, []).append(words)
    for name, spec in hit.rule.roles:
        found = [value for term in spec.split(" & ") for value in _first(term, hit, place)]
        if found:
            filled[name] = found
    return filled


def _first(term: str, hit: Hit, place: Clauses) -> list[Chunk | str]:
    for alternative in term.split(" | "):
        found = _one(alternative.strip(), hit, place)
        if found:
            return found
    return []


def _one(spec: str, hit: Hit, place: Clauses) -> list[Chunk | str]:
    if spec.startswith("="):
        return [spec[1:]]
    where, _, name = spec.partition(" ")
    if not name:
        return _slot(where, hit)
    if where == "subject":
        return list(place.subject(hit.start, name))
    if where == "object":
        return list(place.object(hit.end, name))
    if where == "any":
        return list(place.anywhere(hit.start, hit.end, name))
    if where == "dropped":
        return list(place.dropped(hit.start, hit.end))
    if where == "inside":
        chunks = [chunk for _, chunk in place.line.mentions(hit.start, hit.end)]
        return [c for chunk in chunks for c in (chunk, *chunk.all_parts("parties")) if c.kind in place.kinds(name)]
    if where == "left":
        return list(place.nearest_left(hit.start, name))
    if where == "right":
        return list(place.nearest_right(hit.end, name))
    if where.startswith("left-"):
        return list(place.before(hit.start, where[5:], name))
    if where == "between" and _slot("relations.parties", hit):
        return []  # "relations between Chile and Norway": that they are theirs is told
    return list(place.after(hit.end, where, name))


def _slot(where: str, hit: Hit) -> list[Chunk | str]:
    """`pair` and the like pass through as words for the finishing; `m.sending` is a part of a captured mention."""
    if where in ("pair", "first"):
        return ["@" + where]
    name, _, part = where.partition(".")
    chunks = [chunk for slot, chunk in hit.slots if slot == name]
    if part:
        return [piece for chunk in chunks for member in chunk.each() for piece in member.all_parts(part)]
    return list(chunks) or [words for slot, words in hit.words if slot == name]
