"""Sums of trade and of aid that no rule has read: each is of the flow named last before it, or at once behind it.

"Trade reached $33 million in 2019 (exports: 21 million; 12 million of imports)" tells three sums. A rule reads one way
of saying one of them; here a sentence is a row of flows, sums and years, whatever stands between them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from kg.compiled import Match, compiled
from kg.extract.amounts import number_of
from kg.extract.grammar import grammar
from kg.extract.lines import OPENING
from kg.extract.rules import Hit
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line, Pattern, captured, compile_pattern, symbols_of, worded
from kg.lexicon.language import Language, Rule

_AMOUNT = SYMBOL["amount"]
_FIELD = f"--{_AMOUNT}"  # "Exports (2008)--$1.5 million"
_STOP = compiled(r"(?<!\b(?:approx|appr|ca|aprox))[.;] ")
_SHARED = ("sum-again", "sum-year", "sum-hoped", "sum-goods", "sum-part", "figure")  # lists of "[clause]" in words.toml
_BY_HAND = "by country | from country | subject country"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a sum may be of: a type of claim, and the lists of a language that name it ("flow", "flow-of" …)."""

    type: str
    name: str
    far: int  # symbols between a flow and its sum
    roles: tuple[tuple[str, str], ...] = ()
    date: str = "clause"
    joint: bool = False  # whether several words of it make one: "provided Kenya with a loan"
    apart: str = ""  # mentions that keep a sum from being of this kind: a bank's loan is not a state's


TRADE = Kind("TradeVolume", "flow", 110, date="required")
AID = Kind(
    "Aid",
    "aid",
    70,
    (("donor", f"donor | {_BY_HAND}"), ("recipient", "recipient | to state | for state | object state")),
    joint=True,
    apart=SYMBOL["org"] + SYMBOL["orgs"],
)


@cache
def _words(kind: Kind, lexicon: Language) -> Mapping[str, Pattern]:
    """What a language says of a kind, in lists of "[clause]" of its words.toml; nothing if it lacks one."""
    names = (kind.name, f"{kind.name}-of", f"{kind.name}-by", f"no-{kind.name}", *_SHARED)
    lists = ["|".join(lexicon.clause.get(name, ())) for name in names]
    if not all(lists):
        return {}
    flow, of, by, other, again, year, hoped, goods, part, figure = lists
    told = {
        "flow": flow,
        "behind": rf"(?:{of})(?:{flow})",
        "by": by,
        "other": other,
        "again": again,
        "year": year,
        "hoped": hoped,
        "part": part,
        "goods": rf"(?<!\w)(?:{goods})(?!\w)[^.;]*\w ?\($",
        "sum": rf"{{amount:amount}}|(?P<figure>{figure})",
    }
    return {name: compile_pattern(pattern, lexicon.classes) for name, pattern in told.items()}


@cache
def _rule(kind: Kind, code: str, modality: Literal["planned", ""]) -> Rule:
    return Rule(f"{code}.{kind.name}", kind.type, "", (), kind.roles, kind.date, modality, confidence=0.6)


def sums(kind: Kind, line: Line, told: Collection[str], lexicon: Language, spoken_of: bool = False) -> Iterator[Hit]:
    """A hit for each sum of a kind but those `told`, as plain decimals.

    In a paragraph that has `spoken_of` such sums a figure is one without a currency: "Exports were 9 million."
    """
    with_amount = _AMOUNT in line.symbols
    words = _words(kind, lexicon) if with_amount or spoken_of else {}
    if words and _FIELD in line.symbols:
        line = replace(line, symbols=line.symbols.replace(_FIELD, f": {_AMOUNT}"))
    heads = list(words["flow"].each(line.symbols)) if words else []
    if kind is TRADE and not spoken_of:
        heads = [head for head in heads if not ("again" in head.re.groupindex and head["again"])]
    if not heads:
        return
    reached, flow = 0, None
    outer: Match | None = None  # the flow of the sum in front of a bracket: "to 9 million (exports: 5), in 2015 to …"
    found = list(words["sum"].each(line.symbols))
    paired = _paired(heads, found, line.symbols)
    for each in found:
        start, end = each.span()
        if not with_amount and _COUNTED.match(line.symbols, end):
            continue
        if not (value := _value(line.chunk_at(start), each, lexicon)):
            continue
        behind = words["behind"].core.match(line.symbols, end + 1)
        owner, own = paired.get(start, (None, None))
        head = own or behind or _before(kind, heads, reached, start, line, words)
        year = words["year"].core.match(line.symbols, end + 1)
        if head is None and flow is not None and (again := _again(line.symbols, reached, start, words)) is not None:
            year = again if again["date"] else year
            head = flow if year else None
        of_all = outer if ")" in line.symbols[reached:start] else flow
        if head is None and of_all is not None and (another := _another(kind, reached, each, line, words)) is not None:
            year, head = another, of_all
        year = year or _last(words["year"], line.symbols, min(head.end(), start) if head else start, start)
        opens = line.symbols.rfind("(", reached, start) > line.symbols.rfind(")", reached, start)
        outer = flow if opens else outer
        since, flow, reached = reached, head, (behind or each).end()
        if head is not None and value not in told:
            # "the aid is no priority, although from 2007 to 2011 loans came to 3 million"
            opened = _opened(line, since, head.start(), lexicon)
            parted = max(since, line.symbols.rfind("; ", since, head.start()))
            joined = [one for one in heads if kind.joint and parted <= one.start() and one.end() <= head.start()]
            by = words["by"].core.match(line.symbols, end + 1)
            parts = [head, each, *(one for one in (by, year, owner) if one is not None)]
            slots = [slot for one in (*joined, *parts) for slot in captured(line, one)]
            if own is not None:  # both flows are those of the state named once
                slots = [("owner" if name == "source" else name, chunk) for name, chunk in slots]
            first = min(one.start() for one in (*parts, *(one for one in joined if opened <= one.start())))
            near = line.symbols[max(opened, first - kind.far) : start]
            if any(symbol in kind.apart for symbol in near) and all(name != "donor" for name, _ in slots):
                continue
            rule = _rule(kind, lexicon.code, "planned" if words["hoped"].core.search(near) else "")
            last = max(one.end() for one in parts)
            yield Hit(rule, first, last, tuple(_sided(head, slots)), tuple(_said(line, head, each)))


def _opened(line: Line, since: int, start: int, lexicon: Language) -> int:
    """Where the clause opens that holds symbols[start:], behind `since`: at a word that opens one, or where a clause
    in front of it closes ("Although it hoped to sell more, exports came to 3 million")."""
    words = grammar(lexicon)
    opened = max([since, *(match.end() for match in words.hard.finditer(line.symbols, since, start))])
    fronted = words.said["before-main"].match(line.symbols, 0, start) is not None
    return max(opened, line.symbols.rfind(", ", opened, start)) if fronted else opened


def flow_of(line: Line, lexicon: Language) -> dict[str, list[Chunk | str]]:
    """The flow of trade that a sentence without a sum begins with, as the roles of those between whom it is."""
    words = _words(TRADE, lexicon) if _AMOUNT not in line.symbols else {}
    head = next(words["flow"].each(line.symbols), None) if words else None
    filled: dict[str, list[Chunk | str]] = {}
    if head is None or head.start() > OPENING:
        return filled
    told: list[tuple[str, Chunk | str]] = [*_sided(head, captured(line, head)), *_said(line, head, head)]
    for name, value in told:
        if name != "side":
            filled.setdefault(name, []).append(value)
    return filled or {"parties": []}


_COUNTED = compiled(
    r" (?!(?:in|en|y|and|during|durante|to|from|a|by|for|respectively|respectivamente)\b)\w"
)  # "3 million cars"


def _paired(heads: list[Match], found: list[Match], symbols: str) -> dict[int, tuple[Match | None, Match]]:
    """Of "Peruvian exports/imports: 12.5/30.5 million" the flow of each sum, and which flow says whose."""
    told: dict[int, tuple[Match | None, Match]] = {}
    for one, other in pairwise(heads):
        if symbols[one.end() : other.start()] in _EITHER:
            for first, second in pairwise(found):
                near = other.end() <= first.start() <= other.end() + len(": US$ ")
                if near and symbols[first.end() : second.start()] in _EITHER:
                    # "exports/Peruvian imports", "exportaciones/importaciones del Perú"
                    owned = any(name in other.re.groupindex and other[name] for name in ("owner", "source"))
                    told |= {first.start(): (other if owned else None, one), second.start(): (one, other)}
    return told


_EITHER = ("/", " / ")


def year_of_both(line: Line, end: int, lexicon: Language) -> Chunk | None:
    """The only date of a sentence, for a sum that ends at symbols[:end]: "Exports stood at $20 million, imports at $13
    million in 2018"; none if it is that of a sum compared with it ("up from $13 million in 2018")."""
    dates = line.all(("date", "dates"))
    words = _words(TRADE, lexicon)
    if len(dates) != 1 or not words:
        return None
    at, date = dates[0]
    compared = said(lexicon)["compared"].search(line.symbols, max(0, at - _COMPARED), at) is not None
    apart = compared or (
        at > end and _AMOUNT in line.symbols[end:at] and words["flow"].search(line.symbols[end:at]) is None
    )
    return None if apart else date


_COMPARED = 40  # symbols: "(+12% compared with 2016)"


def _before(
    kind: Kind, heads: list[Match], reached: int, start: int, line: Line, words: Mapping[str, Pattern]
) -> Match | None:
    """The flow that stands last between the sum before and this one, if nothing there is of another kind."""
    head = next((each for each in reversed(heads) if reached <= each.end() <= start), None)
    between = line.symbols[head.end() : start] if head is not None else ""
    if len(between) > kind.far or _STOP.search(between) or words["other"].core.search(between):
        return None
    if between.endswith("(") and words["goods"].core.search(between):
        return None  # "Its main exports were machinery ($20 million), paper ($15 million)": of these alone
    behind = _PHRASE.match(line.symbols, start + 1) if head is not None and head.start() < reached else None
    if behind is not None and words["other"].core.search(behind[0]):
        return None  # "of it $3 million were exports, and $2 million of debt was paid"
    return head


def _last(pattern: Pattern, symbols: str, start: int, end: int) -> Match | None:
    """The last match within symbols[start:end]."""
    return next(reversed([*pattern.core.finditer(symbols, start, end)]), None)


def _again(symbols: str, start: int, end: int, words: Mapping[str, Pattern]) -> Match | None:
    """What joins a sum to the one before it, of the same flow; it may hold the year: "… to $21 million in 2010"."""
    between = symbols[start:end]
    return words["again"].core.fullmatch(
        symbols, start + len(between) - len(between.lstrip()), start + len(between.rstrip())
    )


def _another(kind: Kind, reached: int, found: Match, line: Line, words: Mapping[str, Pattern]) -> Match | None:
    """The year of a sum that is of the same flow as the one before, whatever joins them: "were $9 million in 2012, the
    highest ever, and came down to $5 million in 2016". None if the one before or it has no year of its own,
    or it is a part of that, or of something else that is named between them."""
    symbols, (start, end) = line.symbols, found.span()
    own = words["year"].core.match(symbols, reached + 1)  # of the sum before
    since = own.end() if own is not None and own.end() < start else reached
    between, behind = symbols[reached:start], _PHRASE.match(symbols, end)
    dated = any(at < end for at, _ in line.all(("date", "dates")))
    if kind is not TRADE or not dated or len(between) > kind.far or _STOP.search(between) or _NAMED.search(between):
        return None
    if any(words[name].core.search(between) for name in ("other", "part")):
        return None
    if behind is not None and words["other"].core.search(behind[0]):  # "$3 million of debt"
        return None
    ahead = _AHEAD.match(symbols, end)
    return (words["year"].core.match(symbols, ahead.end()) if ahead else None) or _last(
        words["year"], symbols, since, start
    )


_PHRASE = compiled(r"[^.,;:()]{0,30}")
# "for the first time in 2020"
_AHEAD = compiled(rf"[^.,;:(){_AMOUNT}]{{0,30}}? (?=\w+ {SYMBOL['date']}|\(?{SYMBOL['date']})")
_NAMED = compiled(symbols_of("where|party|named|demonym"))


def _value(chunk: Chunk | None, found: Match, lexicon: Language) -> str:
    """The sum as a plain decimal; "" for shares and tons."""
    if chunk is None:
        return number_of(_figure(found, found["figure"]), lexicon.code)
    return chunk.detail.value if chunk.detail is not None and chunk.detail.is_money else ""


def _figure(found: Match, digits: str) -> str:
    """A figure with its power of ten, which of "10.5/3 million" stands behind the second."""
    power = found["power"] if "power" in found.re.groupindex else None
    return f"{digits} {power}" if power else digits


def _sided(head: Match, slots: Iterable[tuple[str, Chunk]]) -> Iterator[tuple[str, Chunk]]:
    """Whose goods go where: "Peru's imports from Norway" are of Norway."""
    ends = ("importer", "exporter") if _bought(head) else ("exporter", "importer")
    for name, chunk in slots:
        if name in ("owner", "source", "target"):
            named = {"owner": ends[0], "source": "exporter", "target": "importer"}
            yield named[name], chunk
            if name == "owner":
                yield "side", chunk
        else:
            yield name, chunk


def _bought(head: Match) -> bool:
    return any(head[name] for name in head.re.groupindex if name.startswith("in"))


def _is_field(line: Line, found: Match) -> bool:
    return line.text.startswith("--", line.starts[found.start()] - len("--"))


def _said(line: Line, head: Match, found: Match) -> Iterator[tuple[str, str]]:
    said = dict(worded(line, head, ()))
    if "in" in said or "out" in said:
        yield "flow", "in" if "in" in said else "out"
        if _is_field(line, found):
            yield "field", "field"
    if said.get("again"):
        yield "again", said["again"]
    if said.get("near"):  # "the volume": of the flow that the paragraph told of first; "it": of the last
        yield "near", said["near"]
    if "figure" in found.re.groupindex and found["figure"]:
        yield "figure", _figure(found, line.between(*found.span("figure")))
