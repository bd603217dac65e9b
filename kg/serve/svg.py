"""Pictures in a page, as SVG whose colours the style sheet gives: timelines, networks, bars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, log10, pi, sin
from typing import Final, Generic, TypeVar

from markupsafe import Markup, escape

from kg.serve.chart import Bar, Chart, Mark, Row
from kg.serve.links import page

WIDTH: Final = 960
_GUTTER: Final = 172  # for the names of the rows, also in the larger letters of a phone
_NAME: Final = 23  # characters of such a name
_BAR: Final = 19
_MARK: Final = 13
_LETTER: Final = 6.3  # width of a letter of 11 px, on the average
_YEAR: Final = 28  # width of the number of a year
_GAP: Final = 7
_LANES: Final = 6  # of marks in one row
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Placed(Generic[T]):
    """A thing with the room that it takes on the scale and the lane it was given."""

    thing: T
    left: float
    right: float
    lane: int


def packed(things: Iterable[tuple[T, float, float]], gap: float, most: int = 99) -> tuple[list[_Placed[T]], int]:
    """Things with their left and right ends, each in the first lane where it meets no other; and how many lanes.

    When `most` lanes are full, things lie on top of each other in the last one.
    """
    ends: list[float] = []
    placed = []
    for thing, left, right in things:
        lane = min(next((number for number, end in enumerate(ends) if end + gap <= left), len(ends)), most - 1)
        ends[lane : lane + 1] = [right]
        placed.append(_Placed(thing, left, right, lane))
    return placed, len(ends)


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


class _Scale:
    """Years -> pixels."""

    def __init__(self, start: float, end: float, gutter: int = _GUTTER) -> None:
        self.start, self.end, self._gutter = start, end, gutter
        self._factor = (WIDTH - gutter - 8) / (end - start)

    def __call__(self, year: float) -> float:
        return round(self._gutter + (year - self.start) * self._factor, 1)


def ticks(start: float, end: float, most: int = 9) -> list[int]:
    """Round years between two, at most about so many.

    >>> ticks(1941.5, 2019.2)
    [1950, 1960, 1970, 1980, 1990, 2000, 2010]
    """
    raw = max((end - start) / most, 1)
    power = 10 ** floor(log10(raw))
    step = next(ceil(power * factor) for factor in (1, 2, 5, 10) if power * factor >= raw)
    return list(range(ceil(start / step) * step, floor(end) + 1, step))


def timeline(chart: Chart) -> Markup:
    """A chart as SVG; empty if it has no rows."""
    if not chart.rows:
        return Markup("")
    scale = _Scale(chart.start, chart.end)
    names, parts = [], []
    y = 6.0
    for row in chart.rows:
        drawn, height = _row(row, scale, y)
        names.append(f'<text class="row" x="{_GUTTER - 10}" y="{y + 13:g}">{escape(_short(row.name, _NAME))}</text>')
        parts.append(drawn)
        y += height + _GAP
    axis = "".join(_tick(year, scale, y) for year in ticks(scale.start, scale.end))
    label, y = f"Timeline: {chart.title}", y + 18
    # Two pictures on one scale, side by side: on a phone the names stay in sight while the years are moved.
    return Markup(
        f'<div class="plot"><svg class="names" viewBox="0 0 {_GUTTER} {y:g}">{"".join(names)}</svg>'
        f'<svg class="timeline" viewBox="{_GUTTER} 0 {WIDTH - _GUTTER} {y:g}" role="group" '
        f'aria-label="{escape(label)}"><g class="axis" aria-hidden="true">{axis}</g>{"".join(parts)}</svg></div>'
    )


def _tick(year: int, scale: _Scale, height: float) -> str:
    x = scale(year)
    middle = min(max(x, _GUTTER + _YEAR / 2), WIDTH - _YEAR / 2)  # whole, also at the edge
    return f'<path d="M{x:g} 0V{height:g}"/><text x="{middle:g}" y="{height + 13:g}">{year}</text>'


def _row(row: Row, scale: _Scale, y: float) -> tuple[str, float]:
    bars, lanes = packed((_bar_room(bar, scale) for bar in sorted(row.bars, key=start_of)), 4)
    drawn = [_bar(placed, scale, y + placed.lane * _BAR) for placed in bars]
    height = float(lanes * _BAR)
    rooms = ((mark, scale(mark.middle) - 5, scale(mark.middle) + 5) for mark in row.marks)
    marks, lanes = packed(sorted(rooms, key=lambda room: room[1]), 1, _LANES)
    drawn += [_mark(placed.thing, scale, y + height + placed.lane * _MARK) for placed in marks]
    return "".join(drawn), max(height + lanes * _MARK, 16)


def start_of(bar: Bar) -> float:
    """Where a bar stands among others: of two, the one that began earlier is drawn above."""
    return bar.start if bar.start is not None else -1e9


def _ends(bar: Bar, scale: _Scale) -> tuple[float, float]:
    left = scale(scale.start if bar.start is None else bar.start)
    return left, max(scale(scale.end if bar.end is None else bar.end), left + 3)


def _fits(bar: Bar, left: float, right: float) -> bool:
    return len(bar.label) * _LETTER + 8 <= right - left


def _beside(bar: Bar, left: float, right: float) -> str:
    """Where the name of a bar stands: in it, after it, before it; phases go without one if they are short."""
    if _fits(bar, left, right):
        return "inside"
    if not bar.named:
        return "nowhere"
    return "after" if right + 6 + len(bar.label) * _LETTER <= WIDTH else "before"


def _bar_room(bar: Bar, scale: _Scale) -> tuple[Bar, float, float]:
    """A bar takes the room of its name too; phases may touch."""
    left, right = _ends(bar, scale)
    place, width = _beside(bar, left, right), 6 + len(bar.label) * _LETTER
    if not bar.named:
        return bar, left + 2.5, right - 2.5
    return bar, left - width if place == "before" else left, right + width if place == "after" else right


def _bar(placed: _Placed[Bar], scale: _Scale, y: float) -> str:
    bar = placed.thing
    left, right = _ends(bar, scale)
    name = escape(bar.label)
    words = {
        "inside": f'<text x="{left + 5:g}" y="{y + 12:g}">{name}</text>',
        "after": f'<text class="beside" x="{right + 4:g}" y="{y + 12:g}">{name}</text>',
        "before": f'<text class="beside end" x="{left - 4:g}" y="{y + 12:g}">{name}</text>',
        "nowhere": "",
    }[_beside(bar, left, right)]
    shape = f'<rect x="{left:g}" y="{y:g}" width="{right - left:g}" height="16" rx="2"/>'
    return _linked(bar.key, bar.title, f"bar {bar.kind}", shape + words)


def _mark(mark: Mark, scale: _Scale, y: float) -> str:
    x, left, right = scale(mark.middle), scale(mark.start), scale(mark.end)
    # A date that leaves more open than the mark is wide is shown as wide as it is.
    span = f'<path class="span" d="M{left:g} {y + 6:g}H{right:g}"/>' if right - left > 12 else ""
    return _linked(mark.key, mark.title, f"mark {mark.kind}", span + _shape(mark.kind, x, y + 6))


def _shape(kind: str, x: float, y: float) -> str:
    if kind == "visit":
        return f'<circle cx="{x:g}" cy="{y:g}" r="4.5"/>'
    paths = {
        "agreement": f"M{x:g} {y - 5.5:g}l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
        "opening": f"M{x:g} {y - 5:g}l5.5 10h-11z",
        "severance": f"M{x - 5:g} {y - 3:g}l2 -2l3 3l3 -3l2 2l-3 3l3 3l-2 2l-3 -3l-3 3l-2 -2l3 -3z",
        "meeting": f"M{x - 4:g} {y - 4:g}h8v8h-8z",
    }
    return f'<path d="{paths.get(kind, f"M{x - 2:g} {y - 5:g}h4v10h-4z")}"/>'


def _linked(key: str, title: str, name: str, drawn: str) -> str:
    return f'<a class="{name}" href="{escape(page(key))}"><title>{escape(title)}</title>{drawn}</a>'


# -- a network around one thing ---------------------------------------------------------------------------------------


def network(centre: str, neighbours: Sequence[tuple[str, str, int]]) -> Markup:
    """A thing in the middle and its neighbours (key, label, number of ties) around it; a thicker line means more."""
    if not neighbours:
        return Markup("")
    parts = list(_rays(neighbours))
    middle = f'<circle class="centre" cx="330" cy="210" r="7"/><text x="330" y="197">{escape(centre)}</text>'
    label = f"Network: {centre} and those with whom most is told"
    return Markup(
        f'<svg class="network" viewBox="0 0 660 430" role="group" aria-label="{escape(label)}">'
        f"{''.join(parts)}{middle}</svg>"
    )


def _rays(neighbours: Sequence[tuple[str, str, int]]) -> Iterator[str]:
    for number, (key, label, ties) in enumerate(neighbours):
        angle = 2 * pi * number / len(neighbours) - pi / 2
        x, y = round(330 + 185 * cos(angle), 1), round(210 + 170 * sin(angle), 1)
        side = "end" if x < 300 else "start" if x > 360 else "middle"
        shift = {"end": -9, "start": 9, "middle": 0}[side]
        below = 20 if side == "middle" and y > 210 else -10 if side == "middle" else 4
        drawn = (
            f'<path d="M330 210L{x:g} {y:g}" stroke-width="{min(1 + ties * 0.6, 7):g}"/>'
            f'<circle cx="{x:g}" cy="{y:g}" r="5"/>'
            f'<text class="{side}" x="{x + shift:g}" y="{y + below:g}">{escape(label)}</text>'
        )
        yield _linked(key, f"{label}: {ties} in common", "tie", drawn)


# -- bars of a result -------------------------------------------------------------------------------------------------


def bars(title: str, values: Sequence[tuple[str, float]]) -> Markup:
    """Named values as horizontal bars with their numbers; negative ones are drawn as none."""
    if not values:
        return Markup("")
    most = max(max(value for _, value in values), 1e-9)
    parts = []
    for number, (name, value) in enumerate(values):
        y = number * 22
        width = max(value, 0) / most * 560
        parts.append(
            f'<text class="row" x="230" y="{y + 14}">{escape(_short(name, 36))}</text>'
            f'<rect x="240" y="{y + 2}" width="{width:.1f}" height="16"/>'
            f'<text class="beside" x="{246 + width:.1f}" y="{y + 14}">{value:,.12g}</text>'
        )
    return Markup(
        f'<svg class="bars" viewBox="0 0 900 {len(values) * 22 + 4}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )


# -- many pairs of states on one scale --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Band:
    """A pair of states as one line: its phases, and when something happened (in years)."""

    name: str
    href: str
    phases: Sequence[Bar]
    marks: Sequence[float]

    @property
    def dated(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.phases or self.marks)


def overview(bands: Sequence[Band]) -> Markup:
    """Pairs of states under each other on one scale of years; empty if nothing is dated."""
    years = [year for band in bands for year in band.marks]
    years += [end for band in bands for bar in band.phases for end in (bar.start, bar.end) if end is not None]
    if not years:
        return Markup("")
    gutter = 250
    scale = _Scale(min(years) - 1, max(years) + 1, gutter)
    parts = []
    for number, band in enumerate(bands):
        y = number * 22 + 4
        drawn = "".join(_phase(bar, scale, y) for bar in band.phases)
        strokes = "".join(f"M{scale(year):g} {y + 3}v10" for year in sorted(set(band.marks)))
        marks = f'<path class="ticks" d="{strokes}"/>' if strokes else ""
        name = f'<text class="row" x="{gutter - 10}" y="{y + 13}">{escape(_short(band.name, 38))}</text>'
        parts.append(f'<a href="{escape(band.href)}">{name}{drawn}{marks}</a>')
    height = len(bands) * 22 + 8
    axis = "".join(_tick(year, scale, height) for year in ticks(scale.start, scale.end))
    return Markup(
        f'<svg class="timeline overview" viewBox="0 0 {WIDTH} {height + 18}" role="group" '
        f'aria-label="Relations of other pairs of states"><g class="axis" aria-hidden="true">{axis}</g>'
        f"{''.join(parts)}</svg>"
    )


def _phase(bar: Bar, scale: _Scale, y: float) -> str:
    left, right = _ends(bar, scale)
    return f'<g class="bar {bar.kind}"><rect x="{left:g}" y="{y:g}" width="{right - left:g}" height="16"/></g>'


# -- ties between many ------------------------------------------------------------------------------------------------


def ring(nodes: Sequence[tuple[str, str]], ties: Mapping[tuple[str, str], int]) -> Markup:
    """Nodes (address, name) on a circle with lines between those that are tied; a thicker line means more."""
    step = 2 * pi / len(nodes)
    places = {
        node: (round(330 + 190 * cos(number * step - pi / 2), 1), round(230 + 190 * sin(number * step - pi / 2), 1))
        for number, (node, _) in enumerate(nodes)
    }
    parts = []
    for (one, other), count in sorted(ties.items()):
        (x, y), (u, v) = places[one], places[other]
        parts.append(f'<path d="M{x:g} {y:g}Q330 230 {u:g} {v:g}" stroke-width="{min(1 + count * 0.6, 7):g}"/>')
    for node, name in nodes:
        x, y = places[node]
        side = "end" if x < 300 else "start" if x > 360 else "middle"
        shift = {"end": -9, "start": 9, "middle": 0}[side]
        below = (18 if y > 230 else -10) if side == "middle" else 4
        parts.append(
            f'<a href="{escape(node)}"><circle cx="{x:g}" cy="{y:g}" r="5"/>'
            f'<text class="{side}" x="{x + shift:g}" y="{y + below:g}">{escape(name)}</text></a>'
        )
    return Markup(
        f'<svg class="network" viewBox="0 0 660 460" role="group" aria-label="Network">{"".join(parts)}</svg>'
    )
