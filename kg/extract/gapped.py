"""What a sentence does not say twice: "recognised Peru in 1826 and Chile in 1827" has one verb for two statements.

Behind a statement with its date stand others of which only what differs is told: mentions of kinds that the statement
holds too, under the same prepositions, and a date of their own. Each is read as the statement with those put in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from kg.extract.claims import Draft
from kg.extract.clauses import Clauses
from kg.extract.rules import Hit
from kg.extract.symbols import SYMBOL, Chunk, Line, single
from kg.extract.timing import Timing

_DATES = ("date", "dates")
_PEOPLE = frozenset({"person", "name", "post"})
_SHARED = frozenset({"", "with", "by"})  # "relations with Peru in 1923, Chile in 1924": said once for all of them
_OBJECTS = frozenset({"", "with", "to", "in"})  # prepositions of those to whom something is done
_MOST = 2  # mentions besides the date
_TOKEN = regex.compile(r" ?(?:([\p{L}'-]+)|(.))")
_STOPS = ".;,)"
_SUBJECT = "="  # stands for the preposition of whoever does something
_OBJECT = "~"  # "had done so with Kenya": stands for whatever preposition the verb has
_WHO = "".join(SYMBOL[kind] for kind in ("name", "person"))
_IN_TITLES = "".join(SYMBOL[kind] for kind in ("org", "office", "place", "state"))
# "the Secretary General of the Party, Ola Berg": a title that no list knows
_UNKNOWN = regex.compile(rf" (?:the|el|la|su|al)(?: [\p{{Ll}}'-]+| [{_IN_TITLES}]){{1,8}}, (?=[{_WHO}],? )")


@dataclass(frozen=True, slots=True)
class _Rest:
    """What stands for a statement of its own: mentions with the class of their preposition, the date, where it ends."""

    mentions: tuple[tuple[str, Chunk], ...]
    date: Chunk
    end: int


def gapped(hit: Hit, place: Clauses, told: Sequence[Draft]) -> Iterator[tuple[Hit, Clauses]]:
    """The statements behind a hit that share its words, as hits on lines of their own; usually none.

    `told` are the claims of the line: what a rule has read is not read here once more.
    """
    dates = place.line.all(_DATES)
    if len(dates) < 2 or hit.rule.fallback or hit.rule.date == "none" or dates[-1][0] < hit.end:
        return
    own = next((chunk for name, chunk in hit.slots if name == "date"), None) or Timing(place).date(hit.start, hit.end)
    own_at = next((index for index, chunk in dates if chunk is own), None)
    end = told_to = max(hit.end, (own_at or 0) + 1)
    turned = own_at is not None and own_at < hit.end - 1  # its date stands before whom it tells of
    doers = False  # whether the last of them told who did the same
    while own_at is not None and (rest := _rest(place, end) or _dated_rest(place, end, turned)) is not None:
        ends = (draft.span.end for draft in told if draft.type == hit.rule.type)
        if any(rest.date.start < at <= place.line.ends[rest.end - 1] for at in ends):
            return
        if doers:
            rest = replace(rest, mentions=tuple(_as_subjects(rest.mentions)))
        doers = any(before == _SUBJECT for before, _ in rest.mentions)
        swapped = _swapped(rest, place, told_to)
        if swapped is None:
            return
        yield _as_told(hit, place, {**swapped, id(place.line.chunks[own_at]): rest.date}, told_to, rest.end)
        end = rest.end


def _rest(place: Clauses, start: int) -> _Rest | None:
    """A joint behind symbols[:start], then mentions and a date with nothing but prepositions and articles between."""
    line, words = place.line, place.grammar
    did_with = words.said["did-with"].match(line.symbols, start)
    joint = did_with or words.said["gap"].match(line.symbols, start)
    if joint is None:
        return None
    mentions: list[tuple[str, Chunk]] = []
    date, governor, end = None, _OBJECT if did_with else "", joint.end()
    title = _UNKNOWN.match(line.symbols, joint.end())
    did = words.said["followed-suit"].search(line.symbols, joint.end(), joint.end() + _JOINT_MAX)
    for token in _TOKEN.finditer(line.symbols, title.end() if title else joint.end()):
        chunk = line.chunks[token.end() - 1]
        if did is not None and did.start() < token.end() <= did.end():
            if token.end() == did.end():  # "… and Chile did so in 1827", "…, followed by Chile in 1827": who does it
                mentions, governor = _as_subjects(mentions), _SUBJECT if not mentions else ""
            continue
        if chunk is not None and chunk.kind == "date":
            date, end = chunk, token.end()
            break
        if chunk is not None and len(mentions) < _MOST:
            mentions.append((governor, chunk))
        elif token[0] == "," and len(mentions) == 1 and (title or mentions[0][1].kind in _PEOPLE):
            continue  # "…, Ola Berg, in 2010"
        elif did_with and token[0] == " (" and mentions:
            continue  # "Kenya (3 May 1963)"
        elif token[1] is None or not (token[1] in words.classes or token[1] in words.determiners):
            return None
        governor = words.classes.get(token[1], governor) if token[1] else ""
        if governor == "other" and mentions:  # "Denmark following two days later": that is who, not whom
            return None
    again = words.said["once-more"].search(line.symbols, start, joint.end()) is not None
    closed = line.symbols[end : end + 1] in _STOPS or words.said["gap"].match(line.symbols, end) is not None
    return _Rest(tuple(mentions), date, end) if date is not None and (mentions or again) and closed else None


def _as_subjects(mentions: Sequence[tuple[str, Chunk]]) -> list[tuple[str, Chunk]]:
    """Mentions that no preposition governs, as those of who does what the statement tells."""
    return [(before or _SUBJECT, one) for before, one in mentions]


def _dated_rest(place: Clauses, start: int, turned: bool) -> _Rest | None:
    """The same where the date stands first: "…; on 7 June, the Treaty"; "…, in 1987 by King X" behind "in 1979 by"."""
    line, words = place.line, place.grammar.said
    index, date = next(((i, c) for i, c in line.all(("date",)) if i >= start), (0, None))
    if date is None or index - start > _JOINT_MAX:
        return None
    joint = words["gap"].match(line.symbols, start) if turned else None
    if joint is not None and joint.end() <= index and (rest := _turned_rest(place, joint.end(), index, date)):
        return rest
    if not Timing(place).of_next_object(start, index):
        return None
    behind = words["next-object"].match(line.symbols, index + 1)
    chunk = line.chunk_at(behind.end() - 1) if behind is not None else None
    return _Rest((("", chunk),), date, behind.end()) if behind is not None and chunk is not None else None


def _turned_rest(place: Clauses, start: int, index: int, date: Chunk) -> _Rest | None:
    """The one mention behind a date at symbols[index] and its preposition, if nothing else stands between."""
    line, words = place.line, place.grammar
    if any(word not in words.classes for word in line.symbols[start:index].split()):
        return None
    governor = ""
    for token in _TOKEN.finditer(line.symbols, index + 1):
        chunk = line.chunks[token.end() - 1]
        if chunk is not None:
            return _Rest(((governor, chunk),), date, token.end()) if governor else None
        if token[1] is None or not (token[1] in words.classes or token[1] in words.determiners):
            return None
        governor = words.classes.get(token[1], governor)
    return None


_JOINT_MAX = 30  # symbols between a statement and the date of the next


def _swapped(rest: _Rest, place: Clauses, end: int) -> dict[int, Chunk] | None:
    """What takes the place of which mention of the statement (by its id); None if something has no place in it."""
    found: dict[int, Chunk] = {}
    for governor, chunk in rest.mentions:
        target = _target(governor, chunk, place, end)
        if target is None or id(target[0]) in found:
            return None
        found[id(target[0])] = target[1]
    return found


def _target(governor: str, new: Chunk, place: Clauses, end: int) -> tuple[Chunk, Chunk] | None:
    """The mention of the statement that a mention behind it stands for, and what it is then."""
    ahead = place.line.mentions(max(0, place.left_edge(end)), end)
    for index, old in reversed(ahead):
        before = {"": _SHARED, _SUBJECT: {""}, _OBJECT: _OBJECTS}.get(governor, {governor})
        if _alike(old, new) and place.governor(index) in before:
            return old, new
        for _, part in reversed(old.parts):
            if governor and _alike(part, new) and _before(part, old, place) in before:
                parts = tuple((n, new if p is part else p) for n, p in old.parts)
                return old, replace(old, parts=parts)
    return None


def _alike(old: Chunk, new: Chunk) -> bool:
    a, b = single(old.kind), single(new.kind)
    return a not in _DATES and (a == b or {a, b} <= _PEOPLE or {a, b} == {"place", "state"})


def _before(part: Chunk, whole: Chunk, place: Clauses) -> str:
    """The class of the preposition before a part of a mention."""
    words = place.line.text[whole.start : part.start].lower().split()
    while words and words[-1] in place.grammar.determiners:
        words.pop()
    return place.grammar.classes.get(words[-1], "") if words else ""


def _as_told(hit: Hit, place: Clauses, put: Mapping[int, Chunk], end: int, last: int) -> tuple[Hit, Clauses]:
    """The hit on its own words, with other mentions in the places of some; it rests on symbols[:last]."""
    line = place.line
    chunks = [put.get(id(chunk), chunk) if chunk is not None else None for chunk in line.chunks[:end]]
    symbols = "".join(
        c if chunk is None else SYMBOL[chunk.kind] for c, chunk in zip(line.symbols, chunks, strict=False)
    )
    told = Line(symbols, line.starts[:end], [*line.ends[: end - 1], line.ends[last - 1]], chunks, line.text)
    slots = tuple((name, put.get(id(chunk), chunk)) for name, chunk in hit.slots)
    triggers = [span for span in place.triggers if span[1] <= end]
    return replace(hit, slots=slots), Clauses(told, place.grammar, triggers)
