"""What a timeline shows, before anyone draws it: rows of bars and marks on one scale of years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from kg.resolve.times import say
from kg.serve.catalogue import Catalogue, Happening, Pair, Phase

_STATUS: Final = {
    "RelationsInForce": ("in-force", "relations"),
    "RelationsSevered": ("severed", "severed"),
    "RelationsNotEstablished": ("none", "none yet"),
}
# Class -> kind of mark; the first that holds counts.
_MARKS: Final = (
    ("EstablishmentOfRelations", "opening"),
    ("RestorationOfRelations", "opening"),
    ("SeveranceOfRelations", "severance"),
    ("Recognition", "opening"),
    ("Agreement", "agreement"),
    ("Visit", "visit"),
    ("Meeting", "meeting"),
    ("Negotiation", "meeting"),
)
_MARGIN: Final = 0.03  # of the span of years, left free at both ends
_STUB: Final = 0.02  # of the span: how long a term is drawn of which only the end is told


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that lasts; `start` or `end` None where it began or goes on beyond the picture."""

    start: float | None
    end: float | None
    label: str
    kind: str  # in-force, severed, none, office, until
    title: str
    key: str

    @property
    def named(self) -> bool:
        """Whether it always shows its name: terms of office do, phases only where there is room."""
        return self.kind in ("office", "until")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened between `start` and `end`, the two ends of what its date leaves open."""

    start: float
    end: float
    kind: str
    title: str
    key: str

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows over the years from `start` to `end`; undated things are counted, not shown."""

    title: str
    start: float
    end: float
    rows: tuple[Row, ...]
    undated: int


def pair_chart(found: Catalogue, pair: Pair) -> Chart:
    """Relations of two states: phases, ambassadors, and what happened between them."""
    happenings = [one for one in found.pairs.get(pair, ()) if one.modality == "asserted"]
    first, second = (set(found.lineage(state)) for state in pair)
    names = [found.label(state) for state in pair]
    taken: set[str] = set()

    def row(name: str, chosen: Callable[[Happening], bool]) -> Row:
        ones = [one for one in happenings if one.key not in taken and chosen(one)]
        taken.update(one.key for one in ones)
        return Row(name, tuple(_bar(found, one, "person") for one in ones if _lasts(one)), tuple(_marks(ones)))

    def between(one: Happening, kind: str, role: str, states: set[str]) -> bool:
        return one.is_a(kind) and bool(states & set(one.role(role)))

    phases = _in_turn([_phase_bar(phase) for phase in found.phases.get(pair, ())])
    changes = row("Relations", lambda one: one.is_a("RelationChange") or one.is_a("Recognition"))
    rows = [
        Row("Relations", phases, changes.marks),
        row(f"Envoys of {names[0]}", lambda one: _is_envoy(one) and between(one, one.kind, "sendingState", first)),
        row(f"Envoys of {names[1]}", lambda one: _is_envoy(one) and between(one, one.kind, "sendingState", second)),
        row(f"Visits to {names[0]}", lambda one: between(one, "Visit", "host", first)),
        row(f"Visits to {names[1]}", lambda one: between(one, "Visit", "host", second)),
        row("Meetings", lambda one: one.is_a("Meeting") or one.is_a("Negotiation") or one.is_a("Visit")),
        row("Agreements", lambda one: one.is_a("Agreement")),
        row("Missions", lambda one: one.is_a("MissionEvent") or one.is_a("MissionPresence")),
        row("Trade and aid", lambda one: one.is_a("TradeObservation") or one.is_a("ProvisionOfAid")),
        row("Other", lambda one: True),
    ]
    return _framed(f"{names[0]} and {names[1]}", rows, happenings)


def thing_chart(found: Catalogue, key: str) -> Chart:
    """The offices of a person or other thing, and what it had a part in, by kind."""
    happenings = [one for one in found.of.get(key, ()) if one.modality == "asserted"]
    named_by = "office" if key.startswith("person/") else "person"
    rows = [Row("Offices", tuple(_bar(found, one, named_by) for one in happenings if _lasts(one)))]
    kinds: dict[str, list[Happening]] = {}
    for one in happenings:
        if not _lasts(one):
            kinds.setdefault(_group(one), []).append(one)
    rows += [Row(name, (), tuple(_marks(kinds[name]))) for name in sorted(kinds)]
    return _framed(found.label(key), rows, happenings)


def answer_chart(found: Catalogue, groups: Mapping[str, Sequence[Happening]]) -> Chart:
    """Happenings that an answer names, row by row."""
    rows = [
        Row(name, tuple(_bar(found, one, "person") for one in ones if _lasts(one)), tuple(_marks(ones)))
        for name, ones in sorted(groups.items())
    ]
    return _framed("what the answer names", rows, [one for ones in groups.values() for one in ones])


def _group(one: Happening) -> str:
    groups = (
        ("RelationChange", "Relations"),
        ("Visit", "Visits"),
        ("Meeting", "Meetings"),
        ("Agreement", "Agreements"),
        ("PersonnelEvent", "Appointments"),
        ("MissionEvent", "Missions"),
        ("LeadershipChange", "Leadership"),
    )
    return next((name for kind, name in groups if one.is_a(kind)), "Other")


def _is_envoy(one: Happening) -> bool:
    return (one.is_a("Tenure") or one.is_a("PersonnelEvent")) and bool(one.role("receivingState"))


def _lasts(one: Happening) -> bool:
    return one.is_a("Tenure") and (one.begin is not None or one.end is not None)


def _framed(title: str, rows: Iterable[Row], happenings: Sequence[Happening]) -> Chart:
    """The rows that hold something, on a scale that holds them all."""
    kept = tuple(row for row in rows if row.bars or row.marks)
    ends = [end for row in kept for bar in row.bars for end in (bar.start, bar.end) if end is not None]
    ends += [end for row in kept for mark in row.marks for end in (mark.start, mark.end)]
    undated = sum(one.begin is None and one.end is None for one in happenings)
    if not ends:
        return Chart(title, 0.0, 1.0, (), undated)
    first, last = min(ends), max(ends)
    margin = max((last - first) * _MARGIN, 0.5)
    stub = max((last - first) * _STUB, 0.3)
    rows = tuple(replace(row, bars=tuple(_begun(bar, stub) for bar in row.bars)) for row in kept)
    return Chart(title, first - margin, last + margin, rows, undated)


def _begun(bar: Bar, stub: float) -> Bar:
    """A term of which only the end is told, as a stub before it: nothing says that it began before the picture."""
    if bar.kind != "office" or bar.start is not None or bar.end is None:
        return bar
    return replace(bar, start=bar.end - stub, kind="until")


def _phase_bar(phase: Phase) -> Bar:
    kind, words = _STATUS.get(phase.status, ("none", phase.status))
    return Bar(phase.begin, phase.end, words, kind, f"{words}: {say(phase.date)}", phase.key)


def _in_turn(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """Phases so that each ends where the next begins: what a date such as "1855" leaves open counts for the later."""
    cut = []
    for bar, later in zip_longest(bars, bars[1:]):
        start = later.start if later else None
        over = start is not None and (bar.end is None or bar.end > start) and (bar.start is None or bar.start < start)
        cut.append(replace(bar, end=start) if over else bar)
    return tuple(cut)


def _bar(found: Catalogue, one: Happening, role: str) -> Bar:
    """A tenure under the name of who held it, or of the office."""
    label = next(map(found.label, one.role(role)), one.label)
    return Bar(one.begin, None if one.open else one.end, label, "office", _title(one), one.key)


def _marks(ones: Iterable[Happening]) -> list[Mark]:
    found = []
    for one in ones:
        start = one.begin if one.begin is not None else one.end
        if start is not None and not _lasts(one):
            end = start if one.open or one.end is None else one.end
            found.append(Mark(start, end, _mark_kind(one), _title(one), one.key))
    return found


def _mark_kind(one: Happening) -> str:
    return next((mark for kind, mark in _MARKS if one.is_a(kind)), "other")


def _title(one: Happening) -> str:
    date = say(one.date) if one.date else "undated"
    return one.label if date in one.label else f"{one.label} ({date})"
