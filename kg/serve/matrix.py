"""Who says what of the same event: the matrix of events and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from kg.graph.terms import thing
from kg.resolve.times import say
from kg.serve.links import page
from kg.serve.views import Views, anchor

ASSERTED: Final = "asserted"
REFINED: Final = "other detail"
CONTRADICTED: Final = "contradicted"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source says of an event."""

    status: str
    words: str = ""  # the date it gives, where that is not the one of the best account
    href: str = ""
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    href: str
    date: str
    cells: dict[str, Cell]  # source key -> cell; silent ones are left out


@dataclass(slots=True)
class Matrix:
    rows: list[Line]
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)  # source key -> title, address

    def columns(self, rows: Sequence[Line]) -> list[tuple[str, str, str]]:
        """The sources that have something to say in these rows: key, title, address."""
        keys = {key for row in rows for key in row.cells}
        return sorted(((key, *self.titles[key]) for key in keys), key=lambda column: (column[1].casefold(), column[0]))


def matrix(views: Views) -> Matrix:
    """The events that several sources tell, or about which they disagree, those in dispute first."""
    found = Matrix([])
    conflicts = _conflicts(views)
    chosen = [one for one in views.catalogue.happenings.values() if one.sources > 1 or one.key in views.disputed]
    for one in sorted(chosen, key=lambda one: one.key not in views.disputed):
        node = thing(one.key, views.site.base)
        line = Line(one.label, page(one.key), one.date, {})
        quads = views.site.store.quads_for_pattern(node, _SUPPORTED, None, views.reader.graph("weighing"))
        for claim in sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)):
            said = views.said(ox.NamedNode(claim))
            source = views.document(f"source/{said.claim.split('/')[1]}")
            found.titles[source.key] = (source.title, source.href)
            cell = _cell(
                said.claim, said.date, one.date, conflicts, views.place(source, said.begin, anchor(said.claim))
            )
            line.cells[source.key] = _graver(line.cells.get(source.key), cell)
        found.rows.append(line)
    return found


_SUPPORTED: Final = ox.NamedNode("https://w3id.org/dipl/ontology#supportedBy")
_GRAVITY: Final = {ASSERTED: 0, REFINED: 1, CONTRADICTED: 2}


def _graver(one: Cell | None, other: Cell) -> Cell:
    """What counts of two claims of one source: the graver; two that contradict are both told."""
    if one is None or _GRAVITY[other.status] > _GRAVITY[one.status]:
        return other
    if one.status == other.status == CONTRADICTED and other.words not in one.words:
        words = f"{one.words}; {other.words}" if one.words else other.words
        return Cell(CONTRADICTED, words, one.href, one.preferred or other.preferred)
    return one


def _conflicts(views: Views) -> dict[str, bool]:
    """Claims in a certain contradiction -> whether they are the preferred side."""
    found: dict[str, bool] = {}
    for one in views.disputes():
        if one.degree == "certain":
            for said in one.claims:
                found[said.claim] = found.get(said.claim, False) or said.claim == one.preferred
    return found


def _cell(claim: str, date: str, best: str, conflicts: dict[str, bool], href: str) -> Cell:
    if claim in conflicts:
        return Cell(CONTRADICTED, say(date) if date else "", href, conflicts[claim])
    if date == best:
        return Cell(ASSERTED, "", href)
    return Cell(REFINED, say(date) if date else "no date", href)
