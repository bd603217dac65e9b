"""Which of our facts Wikidata has, lacks or contradicts; what a file of its items does not hold stays unknown."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Final, Literal

from kg.graph.reading import Reader
from kg.graph.terms import thing
from kg.link.facts import PROPERTIES, Fact, Moment, facts
from kg.link.wikidata import Item, Said, read_extract
from kg.resolve.times import ALWAYS, Days, overlap, say

Verdict = Literal["has", "lacks", "contradicts", "unknown"]
VERDICTS: Final[tuple[Verdict, ...]] = ("contradicts", "lacks", "has", "unknown")
COLUMNS: Final = (
    *(
        "verdict",
        "property",
        "property_label",
        "subject",
        "subject_item",
        "value",
        "value_item",
        "start",
        "end",
        "point",
    ),
    *("wikidata_start", "wikidata_end", "wikidata_point", "note", "confidence", "contested", "events"),
)
# Properties of which a state has one value at a time.
_ONE_AT_A_TIME: Final = frozenset({"P6", "P35"})
_MISSION: Final = frozenset({"P17", "P137"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact of ours with what Wikidata says of it."""

    fact: Fact
    verdict: Verdict
    note: str
    said: Said | None = None


def compare_file(reader: Reader, path: Path) -> list[Finding]:
    """Our facts against the items in a file, in the order of the facts; KGError if the file cannot be read."""
    ours = facts(reader)
    wanted = {item for fact in ours for item in (fact.subject_item, fact.value_item) if item}
    operators = {fact.value_item for fact in ours if fact.property == "P137"} - {""}
    return compare(ours, read_extract(path, wanted, operators))


def compare(ours: Iterable[Fact], theirs: Mapping[str, Item]) -> list[Finding]:
    """Our facts against Wikidata's items by their number; facts of entities without a link are unknown."""
    ours = list(ours)
    missions = _missions(ours)
    return [_judged(fact, theirs, missions) for fact in ours]


def _missions(ours: Iterable[Fact]) -> dict[str, dict[str, str]]:
    """Mission -> its P137 and P17: the items of sender and receiver."""
    found: dict[str, dict[str, str]] = {}
    for fact in ours:
        if fact.property in _MISSION:
            found.setdefault(fact.subject, {})[fact.property] = fact.value_item
    return found


def _judged(fact: Fact, theirs: Mapping[str, Item], missions: Mapping[str, Mapping[str, str]]) -> Finding:
    if not fact.value_item or not (fact.subject_item or fact.property in _MISSION):
        return Finding(fact, "unknown", "an entity has no link to Wikidata")
    item = theirs.get(fact.subject_item)
    if item is None and fact.property in _MISSION:
        return _of_mission(fact, theirs, missions[fact.subject])
    if item is None:
        return Finding(fact, "unknown", f"the file does not hold {fact.subject_item}")
    return _against(fact, item)


def _of_mission(fact: Fact, theirs: Mapping[str, Item], wanted: Mapping[str, str]) -> Finding:
    """A mission whose item is not known, or not in the file, is looked for by its sender and receiver."""
    sent = [item for _, item in sorted(theirs.items()) if wanted.get("P137", "-") in item.values("P137")]
    here = [item for item in sent if wanted.get("P17", "-") in item.values("P17")]
    if here:
        return Finding(fact, "has", f"as {here[0].id} ({here[0].label})")
    if sent:
        return Finding(fact, "lacks", "the file holds missions of the sending state, none of them there")
    return Finding(fact, "unknown", "the file holds no mission of the sending state")


# -- one fact ----------------------------------------------------------------------------------------------------------


def _against(fact: Fact, item: Item) -> Finding:
    statements = item.said.get(fact.property, ())
    same = [one for one in statements if one.value == fact.value_item]
    judged = [(one, _clash(fact, one)) for one in same if not _is_other_period(fact, one)]
    agreeing = [one for one, clash in judged if not clash]
    if agreeing:
        best = max(agreeing, key=_told)
        return Finding(fact, "has", _missing(fact, best), best)
    if judged:
        return Finding(fact, "contradicts", judged[0][1], judged[0][0])
    if fact.property in _ONE_AT_A_TIME and (rival := _rival(fact, statements)):
        return Finding(fact, "contradicts", f"Wikidata has {rival.value} at that time", rival)
    if same:
        return Finding(fact, "lacks", "Wikidata has the same value for another period only", same[0])
    return Finding(fact, "lacks", "Wikidata has no such value")


def _told(said: Said) -> int:
    return sum(days is not None for days in (said.start, said.end, said.point))


def _clash(fact: Fact, said: Said) -> str:
    """What excludes that the two mean one period; empty if nothing does."""
    for name, ours, theirs in (("start", fact.start, said.start), ("end", fact.end, said.end)):
        if ours and theirs and not overlap(ours.days, theirs):
            return f"the texts give the {name} as {say(ours.edtf)}, Wikidata as {spelled(theirs)}"
    for ours, theirs in ((fact.point, said.point), (fact.start, said.point), (fact.end, said.point)):
        if ours and theirs and not overlap(ours.days, theirs):
            return f"the texts give {say(ours.edtf)}, Wikidata {spelled(theirs)}"
    return ""


def _is_other_period(fact: Fact, said: Said) -> bool:
    """Whether one certainly ended before the other began."""
    begin, end = _reach(fact.start, fact.end, fact.point)
    other_begin, other_end = _reach(
        *(Moment("", days) if days else None for days in (said.start, said.end, said.point))
    )
    return end < other_begin or other_end < begin


def _reach(start: Moment | None, end: Moment | None, point: Moment | None) -> Days:
    """First and last day that the period may hold."""
    first, last = start or point, end or point
    return (first.days[0] if first else ALWAYS[0]), (last.days[1] if last else ALWAYS[1])


def _rival(fact: Fact, statements: Sequence[Said]) -> Said | None:
    """Another holder whose time certainly overlaps ours; an open end proves nothing."""
    if not (fact.start and fact.end):
        return None
    others = (one for one in statements if one.value not in ("", fact.value_item) and one.start and one.end)
    return next((one for one in others if _certainly_meet(fact.start, fact.end, one)), None)


def _certainly_meet(start: Moment, end: Moment, said: Said) -> bool:
    """Whether a period shares time with a statement's, whatever days their vague ends mean."""
    return bool(said.start and said.end and said.start[1] < end.days[0] and start.days[1] < said.end[0])


def _missing(fact: Fact, said: Said) -> str:
    """What of our dates a statement that agrees does not have."""
    pairs = (("start", fact.start, said.start), ("end", fact.end, said.end), ("point in time", fact.point, said.point))
    lacking = [f"{name} {say(ours.edtf)}" for name, ours, theirs in pairs if ours and not theirs]
    if fact.point and (said.start or said.end):
        lacking = []
    return f"without the {' and the '.join(lacking)}" if lacking else ""


def spelled(days: Days) -> str:
    """A range of days as a person reads it.

    >>> day = date(1944, 12, 11).toordinal()
    >>> spelled((day, day))
    '11 December 1944'
    """
    first, last = date.fromordinal(days[0]), date.fromordinal(days[1])
    if first == last:
        return say(first.isoformat())
    if (first.day, first.month, last.day, last.month) == (1, 1, 31, 12):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    return say(first.isoformat()[:7]) if first.day == 1 else f"{say(first.isoformat())} to {say(last.isoformat())}"


# -- the table ---------------------------------------------------------------------------------------------------------


def write(findings: Iterable[Finding], reader: Reader, out: IO[bytes]) -> None:
    """The findings as CSV, contradictions first."""
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    for verdict in VERDICTS:
        table.writerows(_row(one, reader) for one in findings if one.verdict == verdict)
    text.detach()


def _row(found: Finding, reader: Reader) -> dict[str, str]:
    fact, said = found.fact, found.said or Said("")
    return {
        "verdict": found.verdict,
        "property": fact.property,
        "property_label": PROPERTIES[fact.property],
        "subject": reader.label(thing(fact.subject, reader.base)),
        "subject_item": fact.subject_item,
        "value": reader.label(thing(fact.value, reader.base)),
        "value_item": fact.value_item,
        **{name: one.edtf if (one := getattr(fact, name)) else "" for name in ("start", "end", "point")},
        **{
            f"wikidata_{name}": spelled(days) if (days := getattr(said, name)) else ""
            for name in ("start", "end", "point")
        },
        "note": found.note,
        "confidence": f"{fact.confidence:g}",
        "contested": "yes" if fact.contested else "",
        "events": "; ".join(fact.events),
    }


def counted(findings: Iterable[Finding]) -> Iterator[tuple[str, Verdict, int]]:
    """How many findings there are of each property and verdict."""
    found = Counter((one.fact.property, one.verdict) for one in findings)
    for property_ in sorted(PROPERTIES):
        for verdict in VERDICTS:
            if found[property_, verdict]:
                yield property_, verdict, found[property_, verdict]
