"""Instruments that a sentence names and no rule has told, if what stands beside the title says that they are concluded.

A title is an instrument of the two states of the page if its signing, its force or its date is told right beside it,
whatever the rest of the sentence says: in brackets behind it ("(signed 3 May 1998, in force since 2001)"), as the next
words of an entry (". Signed 03.05.1998", ", Lima, 3 May 1998"), as a state of affairs ("is in force", "have a", "under
an", "bound by a"), or as what was done ("were inked"). What is negotiated, proposed or studied is not. Needs the lists
`titled-…` of `[clause]` in words.toml.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.compiled import Light, Match, compiled, light
from kg.extract.belonging import expanded
from kg.extract.claims import Draft
from kg.extract.rules import Hit
from kg.extract.symbols import Chunk, Line
from kg.lexicon.language import Language, Rule
from kg.model import Span

_LISTS = "titled-"
_TITLES = ("instrument", "instruments")
_PARTIES = "between country & with country & subject country"


@cache
def _words(lexicon: Language) -> Mapping[str, Light]:
    """What a language says beside a title, in the lists "titled-…" of "[clause]" in its words.toml; nothing without."""
    lists = {name.removeprefix(_LISTS): words for name, words in lexicon.clause.items() if name.startswith(_LISTS)}
    say = {name: "|".join(words) for name, words in lists.items()}
    if not say:
        return {}
    place = rf"(?:(?:(?:{say['in']}) )?{{place|state}},? )?(?:(?:{say['on']}) )?(?:(?:{say['the']}) )?"
    told = {
        "bracket": rf"(?: \([^()\d]{{1,12}}\))? \((?:(?P<signed>{say['signed']}|{say['force']})(?!\w):? ?)?{place}"
        r"(?P<date>{date})?[^()]{0,90}\)",
        "entry": rf"(?: (?:{say['about']}) (?:[^.,;:()\d]{{3,60}}|{{date}}))?[.,;:]? ?[–—-]? ?"
        rf"(?:(?:{say['signed']}) )?{place}(?P<date>{{date}})(?=[ .,;)]|$)",
        "years": rf" (?:{say['years']}) (?P<date>{{date}})[.;]?$",
        "done": rf"(?<!\w)(?:{say['done']})(?!\w)",
        "force": rf"(?<!\w)(?:{say['force']})(?!\w)",
        "since": rf"(?:{say['since']}) ?(?P<date>{{date}})|(?P<told>{{date}})",
        "have": rf"(?<!\w)(?:{say['have']}) (?:(?:{say['an']}) )?(?:[^\W\d]+ ){{0,2}}?$",
        "under": rf"(?<!\w)(?:{say['under']}) (?:(?:{say['an']}) |(?:(?:{say['the']}) )?(?P<date>{{date}}) )"
        r"(?:[^\W\d]+ ){0,2}?$",
        "not": rf"(?<!\w)(?:{say['not']})",
        "named": rf"[^,.;]{{0,50}} (?:{say['was']}) (?:{say['an']}|{say['the']}) {{instrument}}",
        "some": rf"(?i)(?:{say['some']}|<number>) ",
        "alias": rf'{{instrument}}"?(?: \([^()]{{0,30}}|,? (?:{say["also"]}) (?:(?:{say["the"]}) )?"?)$',
    }
    return {name: light(expanded(pattern, lexicon.classes)) for name, pattern in told.items()}


@cache
def _rule(code: str, date: str, signed: bool) -> Rule:
    roles = (("parties", _PARTIES), ("place", "in place"))
    return Rule(f"{code}.titled", "Agreement", "", (), roles, date, "asserted" if signed else "", confidence=0.55)


def titled(line: Line, told: Collection[Draft], lexicon: Language) -> Iterator[Hit]:
    """A hit for each title beside which its conclusion is told, but those that a claim rests on."""
    marks = line.all(_TITLES)
    words = _words(lexicon) if marks else {}
    spans = [span for draft in told if draft.type in ("Agreement", "Negotiation") for span in _spans(draft)]
    for at, chunk in marks if words else ():
        last = chunk.each()[-1]
        for title in chunk.each():
            known = any(span.start < title.end and title.start < span.end for span in spans)
            if known or not _is_specific(title, line, at) or _has_another(line, at, words):
                continue
            if (found := _evidence(line, at, title is last, words)) is not None:
                dated = (("date", found.date),) if found.date is not None else ()
                rule = _rule(lexicon.code, found.how, found.signed)
                yield Hit(rule, at, found.end, (("title", title), *dated), ())


def _spans(draft: Draft) -> list[Span]:
    """Where the title of a claim stands."""
    values = (value for name in ("title", "topic") for value in draft.roles.get(name, ()))
    return [value.span for value in values if value.span is not None]


def _is_specific(title: Chunk, line: Line, at: int) -> bool:
    """Whether a title says what the instrument is about, or has a name: not "the agreement", "Agreements"."""
    if " " not in title.label.strip() or (at == 0 and title.label.isupper()):
        return False
    return _NAMED.search(title.label) is not None


_NAMED = compiled(r"\S \p{Lu}|\S (?:on|of|for|sobre|de|para) |^\p{Ll}+ \p{Ll}+")


def _has_another(line: Line, at: int, words: Mapping[str, Light]) -> bool:
    """Whether the title is elsewhere: "the first accord was a Treaty of Trade", "X (the Y pact)", "two pacts: X"."""
    if (chunk := line.chunk_at(at)) is not None and words["some"].match(chunk.label) is not None:
        return True
    named = words["named"].match(line.symbols, at + 1)
    return named is not None or words["alias"].search(line.symbols, 0, at) is not None


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What says that an instrument is concluded: its date, how that is to be read, and where it ends."""

    date: Chunk | None
    how: str
    end: int
    signed: bool = False


def _evidence(line: Line, at: int, behind: bool, words: Mapping[str, Light]) -> _Evidence | None:
    """What stands beside a title and says that it is concluded; `behind`: whether the title ends the mention."""
    symbols, end = line.symbols, at + 1
    bracket = words["bracket"].match(symbols, end) if behind else None
    if bracket is not None and (bracket["date"] or bracket["signed"]):
        return _dated(line, bracket, bracket.end(), bool(bracket["signed"]))
    if words["not"].search(symbols[max(0, at - _NEAR) : at] + " … " + symbols[end : end + _NEAR]) is not None:
        return None
    for name in ("entry", "years") if behind and at <= _OPENING else ():
        if (found := words[name].match(symbols, end)) is not None:
            return _dated(line, found, found.end())
    if (found := words["under"].search(symbols, 0, at)) is not None:
        return _dated(line, found, end)
    return _state_of_affairs(line, at, words)


def _state_of_affairs(line: Line, at: int, words: Mapping[str, Light]) -> _Evidence | None:
    """The same told by the sentence: it is in force, somebody has it, it was signed."""
    symbols, end = line.symbols, at + 1
    stop = next((mark.start() for mark in _STOP.finditer(symbols, end)), len(symbols))
    opened = max((mark.end() for mark in _STOP.finditer(symbols, 0, at)), default=0)
    if words["force"].search(symbols, opened, stop) is not None:
        since = words["since"].search(symbols, end, stop)
        if since is None:
            return _Evidence(None, "none", end)
        return _dated(line, since, end) if since["date"] else None
    if words["have"].search(symbols, opened, at) is not None:
        return _Evidence(None, "none", end)
    return _Evidence(None, "clause", end) if words["done"].search(symbols, opened, stop) is not None else None


def _dated(line: Line, found: Match, end: int, signed: bool = False) -> _Evidence:
    date = line.chunk_at(found.start("date")) if "date" in found.re.groupindex and found["date"] else None
    return _Evidence(date, "none" if date is None else "match", end, signed)


_STOP = compiled(r"[.;] ")
_NEAR = 60  # symbols around a title in which a word says that it is not concluded
_OPENING = 4  # symbols before the title with which an entry begins: "12. "
