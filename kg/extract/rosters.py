"""Journeys told in a row, each by who, where and when: "Prime ministers: X in Kenya (May 1997), Y in Peru (2005)".

Read where a line, or the line before it, speaks of journeys: at least two people in it each have a date at once behind
them ("roster-item" in the lexicon), or one behind the side that he comes from ("On the Peruvian side: X (1995)").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from kg.extract.claims import Draft
from kg.extract.grammar import grammar
from kg.extract.rules import Hit
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line, Pattern, captured, compile_pattern, unsaid_state
from kg.extract.values import Reader
from kg.lexicon.language import Language, Rule

_LATELY = 160  # characters in which the text speaks of journeys
_BETWEEN = 60  # symbols between one of the row and the next


@cache
def _patterns(lexicon: Language) -> tuple[Pattern, ...]:
    """One of a row, and a side that opens one; none if the language lacks them."""
    lists = ["|".join(lexicon.clause.get(name, ())) for name in ("roster-item", "roster-side")]
    return tuple(compile_pattern(words, lexicon.classes) for words in lists) if all(lists) else ()


@cache
def _rule(code: str) -> Rule:
    return Rule(f"{code}.roster", "Visit", "", (), (("came", "=came"),), "match", confidence=0.6)


def may_be_row(line: Line) -> bool:
    """Whether a line holds two dates, or a colon, a date and somebody."""
    dates = line.symbols.count(SYMBOL["date"]) + line.symbols.count(SYMBOL["dates"])
    return dates > 1 or (dates == 1 and ": " in line.symbols)


def rosters(line: Line, told: Sequence[Draft], reader: Reader) -> Iterator[Hit]:
    """A hit for each of those who came, but those of whose journeys the line has told."""
    patterns, memory = _patterns(reader.names.language), reader.memory
    if not patterns:
        return
    items = [*patterns[0].each(line.symbols)]
    side = next(patterns[1].each(line.symbols), None) if items else None
    row = [one for one, other in pairwise(items) if _goes_on(line, one.end(), other.start(), reader)]
    row = [*row, items[-1]] if row else items[:1] if side is not None else []
    if not row:
        return
    before = reader.document.text[max(0, line.starts[0] - _LATELY) : line.starts[0]].rpartition("\n")[2]
    journeys = said(reader.names.language)["journeys"]
    spoken = journeys.search(line.symbols) or journeys.search(before.lower())
    if spoken is None and not (memory.visit and 0 <= reader.paragraph - memory.visit_paragraph <= 1):
        return
    visits = [draft for draft in told if draft.type == "Visit"]
    known = {value.label for draft in visits for value in draft.roles.get("visitor", ())}
    hosts = {value.label: value for draft in visits for value in draft.roles.get("host", ())}
    for found in row:
        slots: list[tuple[str, Chunk]] = [*captured(line, found)]
        who = next(chunk for name, chunk in slots if name == "visitor")
        if any(value.label in known for value in reader.values(who)):
            continue
        if len(hosts) == 1 and all(name != "host" for name, _ in slots):
            host = next(iter(hosts.values()))
            slots.append(("host", unsaid_state(host.label, host.key)))
        if side is not None and side.end() <= found.start():
            slots += [("visitor_state", chunk) for _, chunk in captured(line, side)]
        yield Hit(_rule(reader.names.language.code), found.start(), found.end(), tuple(slots), ())


def _goes_on(line: Line, end: int, start: int, reader: Reader) -> bool:
    """Whether nothing but marks and a remark parts one of a row from the next."""
    between = line.symbols[end:start]
    apart = ". " in between or grammar(reader.names.language).verb.search(between) is not None
    return len(between) <= _BETWEEN and not apart and between.lstrip(")")[:1] in (",", ";", " ")
