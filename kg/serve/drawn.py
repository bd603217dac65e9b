"""Pictures of a query's answer, where one fits: bars, a timeline, a network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from markupsafe import Markup

from kg.serve import svg
from kg.serve.catalogue import Happening
from kg.serve.chart import answer_chart
from kg.serve.views import Shown, Views

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_NO_AMOUNTS: Final = ("year", "begin", "end", "days", "beginOffset", "endOffset")
_MANY: Final = 80  # bars, beyond which nobody reads them
_FEW: Final = 3  # dated things, below which a table says as much as a picture


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of an answer, as people read them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    more: bool
    boolean: bool | None = None


def pictures(views: Views, found: Table) -> list[tuple[str, Markup]]:
    """What of an answer can be drawn: numbers by name as bars, dated things as a timeline, ties as a network."""
    bars = _bars(found)
    # Where amounts are told by year, bars say all that a timeline would.
    timeline = Markup("") if bars else _timeline(views, found)
    drawn = [("Bars", bars), ("Timeline", timeline), ("Network", _ties(views, found))]
    return [(name, picture) for name, picture in drawn if picture]


def _column(found: Table, number: int) -> list[str]:
    return [row[number].words for row in found.rows]


def _bars(found: Table) -> Markup:
    """The last column of numbers by the nearest column before it that tells the numbers apart."""
    for number in range(len(found.columns) - 1, 0, -1):
        values = _column(found, number)
        # Years and offsets are numbers that nobody would draw as bars.
        if not values or not all(map(_NUMBER.fullmatch, values)) or found.columns[number] in _NO_AMOUNTS:
            continue
        for name in range(number - 1, -1, -1):
            drawn = dict.fromkeys(zip(_column(found, name), values, strict=True))
            if 1 < len({name for name, _ in drawn}) == len(drawn) <= _MANY:
                return svg.bars(found.columns[number], [(name, float(value)) for name, value in drawn])
    return Markup("")


def _timeline(views: Views, found: Table) -> Markup:
    """The happening that each row names, under the kind that a column `what` or `status` gives it."""
    kinds = [number for number, name in enumerate(found.columns) if name in ("what", "kind", "status")]
    groups: dict[str, dict[str, Happening]] = {}
    happenings = views.catalogue.happenings
    for row in found.rows:
        keys = [unquote(cell.href.removeprefix("/id/")) for cell in reversed(row) if cell.href.startswith("/id/")]
        one = next((happenings[key] for key in keys if key in happenings), None)
        if one and one.begin is not None:
            name = row[kinds[0]].words or "not told" if kinds else ""
            groups.setdefault(name, {})[one.key] = one
    if sum(map(len, groups.values())) < _FEW:
        return Markup("")
    listed = {name: list(group.values()) for name, group in groups.items()}
    return svg.timeline(answer_chart(views.catalogue, listed))


def _ties(views: Views, found: Table) -> Markup:
    """Persons, states and organisations that stand in one row, tied to each other."""
    kinds = ("/id/person/", "/id/state/", "/id/organisation/")
    columns = [
        number
        for number in range(len(found.columns))
        if found.rows and all(row[number].href.startswith(kinds) for row in found.rows)
    ]
    if len(columns) < 2:
        return Markup("")
    ties: dict[tuple[str, str], int] = {}
    for row in found.rows:
        pair = (row[columns[0]].href, row[columns[1]].href)
        ties[pair] = ties.get(pair, 0) + 1
    names = {cell.href: cell.words for row in found.rows for cell in row if cell.href.startswith(kinds)}
    nodes = sorted({end for pair in ties for end in pair})
    if not 4 <= len(nodes) <= 40:
        return Markup("")
    return svg.ring([(node, names[node]) for node in nodes], ties)
