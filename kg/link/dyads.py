"""Pairs of states year by year: relations, levels of representation, visits, meetings, agreements.

State numbers are those of the Correlates of War project. The levels of representation are derived here, after the
idea of its diplomatic exchange data: they are not taken from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pyoxigraph as ox

from kg.graph.classes import kind_class
from kg.graph.reading import Reader, Value, local_name
from kg.graph.terms import TYPE, dipl, thing
from kg.lexicon.gazetteer import gazetteer
from kg.link.accounts import Account, Accounts, as_then, codes, lineage
from kg.link.facts import time_of
from kg.model import Entity, When
from kg.resolve.times import ALWAYS, Days, begin, end

# Posts and missions by level: ambassador, envoy, chargé d'affaires. A state at odds with another keeps none.
_LEVELS: Final = {
    "AmbassadorPost": 3,
    "Embassy": 3,
    "HighCommission": 3,
    "ApostolicNunciature": 3,
    "EnvoyPost": 2,
    "Legation": 2,
    "ChargeDAffairesPost": 1,
    "ChargeAdInterimPost": 1,
    "InterestsSection": 1,
}
_STATUS: Final = {
    "RelationsInForce": "in force",
    "RelationsSevered": "severed",
    "RelationsNotEstablished": "not established",
}
_CHANGES: Final = {
    "EstablishmentOfRelations": "established",
    "SeveranceOfRelations": "severed",
    "RestorationOfRelations": "restored",
}
_DEFAULT: Final = ox.DefaultGraph()

DYAD_YEARS: Final = {
    "state1": "first state of the pair, as it was called at the end of the year",
    "ccode1": "its number in the Correlates of War lists; empty if it has none",
    "iso3_1": "its ISO 3166 code",
    "state2": "second state of the pair",
    "ccode2": "its number in the Correlates of War lists",
    "iso3_2": "its ISO 3166 code",
    "year": "calendar year, from the first to the last of which a text tells something of the pair",
    "relations": "diplomatic relations on 31 December: in force, severed, not established; empty if no text tells",
    "changes": "changes of relations in the year, with their dates",
    "level_1_in_2": "highest representation of state1 in state2 known in the year: 3 ambassador or embassy, 2 envoy or "
    "legation, 1 chargé d'affaires, 0 relations severed or not established; empty if no text tells (own derivation)",
    "level_2_in_1": "the same of state2 in state1",
    "visits_1_to_2": "visits from state1 to state2 that began in the year",
    "visits_2_to_1": "visits from state2 to state1",
    "meetings": "meetings of the two that began in the year",
    "agreements": "agreements between the two dated in the year",
    "disputed": "how many of the events counted in this row a contradiction of the sources concerns",
}


@dataclass(frozen=True, slots=True)
class _Standing:
    """A representation, known to last for a range of years."""

    level: int
    first: int
    last: int | None  # None: until relations are severed, the mission is closed, or nothing more is told


@dataclass(slots=True)
class _Pair:
    """What the graph tells of two states; sender and receiver are lines."""

    years: list[int] = field(default_factory=list)
    phases: list[tuple[str, When]] = field(default_factory=list)
    changes: dict[int, list[str]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    disputed: dict[int, int] = field(default_factory=dict)
    standing: dict[str, list[_Standing]] = field(default_factory=dict)  # by sender
    closed: dict[str, list[int]] = field(default_factory=dict)

    def count(self, name: str, year: int) -> None:
        self.counts[name, year] = self.counts.get((name, year), 0) + 1


def dyad_years(reader: Reader, until: int | None = None) -> Iterator[dict[str, object]]:
    """The rows, by pair and year."""
    return _Years(reader).rows(until)


class _Years:
    """The pairs of states of a graph through the years."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.accounts = reader, Accounts(reader)
        self.pairs: dict[tuple[str, str], _Pair] = {}
        for one in self.accounts.all:
            self._count(one)
            self._represent(one)
        self._read_phases()

    def rows(self, until: int | None) -> Iterator[dict[str, object]]:
        for (first, second), pair in sorted(self.pairs.items()):
            if pair.years:
                last = max(pair.years)
                last = until if until and until > last and _goes_on(pair) else last
                yield from (self._row(first, second, pair, year) for year in range(min(pair.years), last + 1))

    def _row(self, first: str, second: str, pair: _Pair, year: int) -> dict[str, object]:
        states = [as_then(line, year) for line in (first, second)]
        row: dict[str, object] = {"year": year, "relations": _status(pair, year)}
        for number, key in enumerate(states, 1):
            row[f"state{number}"] = gazetteer().label(key) or self.reader.label(thing(key, self.reader.base))
            row[f"ccode{number}"], row[f"iso3_{number}"] = codes(key)
        row["changes"] = "; ".join(pair.changes.get(year, ()))
        row["level_1_in_2"], row["level_2_in_1"] = _level(pair, first, year), _level(pair, second, year)
        for column, name in (
            ("visits_1_to_2", first),
            ("visits_2_to_1", second),
            ("meetings", "Meeting"),
            ("agreements", "Instrument"),
        ):
            row[column] = pair.counts.get((name, year), 0)
        row["disputed"] = pair.disputed.get(year, 0)
        return row

    def _pair(self, one: str, other: str) -> _Pair | None:
        if not (one and other) or one == other:
            return None
        return self.pairs.setdefault((min(one, other), max(one, other)), _Pair())

    def _count(self, one: Account) -> None:
        """Visits, meetings, agreements and changes of relations, in the year in which they began."""
        year = one.year
        if year is None:
            return
        seen = set()
        for source, target, _ in self.accounts.pairs(one):
            lines = (
                lineage(self.accounts.state_of(source, one)),
                lineage(self.accounts.state_of(target, one)),
            )
            pair = self._pair(*lines)
            if pair is None or frozenset(lines) in seen:
                continue
            seen.add(frozenset(lines))
            pair.years.append(year)
            if "Visit" in one.types:
                pair.count(lines[0], year)
            for name in ("Meeting", "Instrument"):
                if name in one.types:
                    pair.count(name, year)
            for name, word in _CHANGES.items():
                if name in one.types and one.when and not _is_consular(one):
                    pair.changes.setdefault(year, []).append(f"{word} {one.when.edtf}")
            if one.node.value in self.accounts.contested:
                pair.disputed[year] = pair.disputed.get(year, 0) + 1

    def _represent(self, one: Account) -> None:
        """Tenures, appointments and missions, by who sends."""
        for sender in one.keys(self.reader, "sendingState"):
            for receiver in one.keys(self.reader, "receivingState"):
                line = lineage(sender)
                pair = self._pair(line, lineage(receiver))
                years = _years(one)
                if pair is None or years is None:
                    continue
                pair.years += [year for year in years if year is not None]
                if "MissionClosure" in one.types:
                    pair.closed.setdefault(line, []).append(years[0])
                elif level := self._level_of(one):
                    pair.standing.setdefault(line, []).append(_Standing(level, *years))

    def _level_of(self, one: Account) -> int:
        """The level of the post or mission that an account tells of; 0 if it is none that counts."""
        names = [local_name(v.value) for o in one.keys(self.reader, "office") for v in self._types(o)]
        names += [kind_class(Entity("mission/any", "mission", value.value)) for value in one.said.get("kind", ())]
        return max((_LEVELS.get(name, 0) for name in names), default=0)

    def _types(self, key: str) -> Sequence[Value]:
        return self.reader.properties(thing(key, self.reader.base), _DEFAULT).get("type", ())

    def _read_phases(self) -> None:
        for name, words in _STATUS.items():
            for phase in self.reader.subjects(TYPE, dipl(name), _DEFAULT):
                said = self.reader.properties(phase, _DEFAULT)
                when = time_of(said)
                relation = said["phaseOf"][0]
                # A phase whose beginning nobody tells was inferred from its end; how far back it reaches is unknown.
                if not when or when.edtf.startswith("/") or not isinstance(relation, ox.NamedNode):
                    continue
                parties = self.reader.properties(relation, _DEFAULT).get("party", ())
                lines = [lineage(self.reader.key(one)) for one in parties if isinstance(one, ox.NamedNode)]
                if len(lines) == 2 and (pair := self._pair(lines[0], lines[1])):
                    pair.phases.append((words, when))


def _is_consular(one: Account) -> bool:
    """Whether an account tells of consular relations only, which are no diplomatic ones."""
    return any("consular" in value.value for value in one.said.get("kind", ()))


def _years(one: Account) -> tuple[int, int | None] | None:
    """First and last year in which what an account tells certainly held; None if it is not dated.

    An opened mission, and a term that goes on, have no last year; a term whose end is not known holds in its first.
    """
    if one.when is None:
        return None
    first, last = begin(one.when)[1], end(one.when)[0]
    if first >= ALWAYS[1]:
        return (_year(last), _year(last)) if last > ALWAYS[0] else None
    stands = "MissionOpening" in one.types or "MissionElevation" in one.types or one.when.edtf.endswith("/..")
    if stands:
        return _year(first), None
    return _year(first), max(_year(first), _year(last)) if last > ALWAYS[0] else _year(first)


def _year(day: int) -> int:
    return date.fromordinal(day).year


def _status(pair: _Pair, year: int) -> str:
    """The state of relations on the last day of a year; several if the dates of a change leave them open."""
    day = date(year, 12, 31).toordinal()
    possible = [words for words, when in pair.phases if begin(when)[0] <= day <= _until(when)[1]]
    certain = [words for words, when in pair.phases if _begun(when) <= day <= _until(when)[0]]
    return " or ".join(sorted(set(certain or possible)))


def _until(when: When) -> Days:
    """The range in which a phase ended; after all days if it goes on."""
    return end(when) if when.end_latest else (ALWAYS[1], ALWAYS[1])


def _begun(when: When) -> int:
    """The day by which a phase has certainly begun; one without a beginning always has."""
    return begin(when)[1] if when.begin_earliest else ALWAYS[0]


def _goes_on(pair: _Pair) -> bool:
    """Whether some phase of the relations has no end."""
    return any(when.end_latest is None for _, when in pair.phases)


def _level(pair: _Pair, sender: str, year: int) -> int | str:
    """The highest level at which a state was certainly represented in the other at some time of a year."""
    levels = [one.level for one in pair.standing.get(sender, ()) if one.first <= year <= _end(one, pair, sender)]
    if levels:
        return max(levels)
    apart = {_status(pair, year), _status(pair, year - 1)} if year > 1 else set()
    return 0 if apart and apart <= {"severed", "not established"} else ""


def _end(one: _Standing, pair: _Pair, sender: str) -> int:
    """The last year of a representation: of its end, a closure or a severance; else there is none."""
    if one.last is not None:
        return one.last
    severed = [
        _year(begin(when)[1]) for words, when in pair.phases if words == "severed" and begin(when)[1] < ALWAYS[1]
    ]
    ends = [year for year in (*pair.closed.get(sender, ()), *severed) if year >= one.first]
    return min(ends, default=date.max.year)
