"""Pictures for papers: timelines and networks as SVG, PNG or PDF; the same graph gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from kg.ask.entities import find
from kg.errors import KGError
from kg.serve.catalogue import Catalogue, catalogue
from kg.serve.chart import Bar, Chart, Row, pair_chart, thing_chart
from kg.serve.site import Site
from kg.serve.svg import packed, start_of, ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS: Final = ("svg", "png", "pdf")
# Lengths are in points, 72 to an inch.
_WIDTH: Final = 648
_GUTTER: Final = 104
_BAR: Final = 13
_MARK: Final = 9
_GAP: Final = 5
_LETTER: Final = 4.1  # width of a letter of 7.5 points, on the average
_FONT: Final = 7.5
_FILL: Final = {"in-force": "#bcdcc8", "severed": "#efc4bb", "none": "#e2e0d9", "office": "#c9d9ec", "until": "#ffffff"}
_SIGN: Final[Mapping[str, tuple[str, str]]] = {
    "visit": ("o", "#1f5fa8"),
    "agreement": ("D", "#7a4b94"),
    "meeting": ("s", "#47722b"),
    "opening": ("^", "#1c7a55"),
    "severance": ("X", "#b3321f"),
    "other": ("|", "#5d6068"),
}
_NAMES: Final = {
    "none": "no relations yet",
    "in-force": "relations",
    "severed": "severed",
    "office": "term of office",
    "until": "term of which the beginning is not told",
    "visit": "visit",
    "agreement": "agreement",
    "meeting": "meeting, talks",
    "opening": "opening, recognition",
    "severance": "break",
    "other": "other",
}
# No date, no program name, and names of parts made from their content alone.
_STYLE: Final[Any] = {
    "svg.hashsalt": "chancery",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "font.family": "DejaVu Sans",
}
_METADATA: Final[Mapping[str, Mapping[str, None]]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
_LONGEST: Final = 34  # characters of a name in a network
_ROUNDS: Final = 300
_GRAVITY: Final = 0.6
_KINDS: Final = ("person/", "state/", "organisation/")


def timeline(chart: Chart, out: IO[bytes], format: str) -> None:
    """Draw a chart; KGError if nothing in it is dated."""
    if not chart.rows:
        raise KGError(f"{chart.title}: nothing of it is dated; there is no timeline to draw")
    rows = [(row, *_lanes(row, chart)) for row in chart.rows]
    height = sum(_height(bars, marks) + _GAP for _, (_, bars), (_, marks) in rows) + 70
    _save(lambda axes: _draw_timeline(axes, chart, rows, height), height, out, format)


def network(site: Site, name: str, most: int, out: IO[bytes], format: str) -> None:
    """Draw who is tied to whom by common events, the most tied `most` actors, around one of them if it is named.

    Errors: KGError if the name is not known, or if there are not two of them.
    """
    found = catalogue(site)
    centre = site.reader.key(find(name, site.reader)) if name else ""
    ties = _ties(found, centre)
    nodes = _chosen(ties, centre, most)
    if len(nodes) < 2:
        name = found.label(centre) if centre else "this graph"
        raise KGError(f"{name}: no two actors share an event; there is no network to draw")
    kept = {pair: count for pair, count in ties.items() if set(pair) <= set(nodes)}
    nodes = [node for node in nodes if any(node in pair for pair in kept)]  # whose partners are not shown stands alone
    places = _layout(nodes, kept)
    labels = {node: found.label(node) for node in nodes}
    title = f"Who shares events with {found.label(centre)}" if centre else "Who shares events with whom"
    _save(lambda axes: _draw_network(axes, title, places, kept, labels), _WIDTH * 0.75, out, format)


def chart_of(site: Site, names: Sequence[str]) -> Chart:
    """The chart of two states, of one thing, or of the pair of states of which most is told if no name is given.

    Errors: KGError if a name is not known, or if two names are not of two states.
    """
    found = catalogue(site)
    keys = [site.reader.key(find(name, site.reader)) for name in names]
    if not keys:
        pairs = found.ranked_pairs()
        if not pairs:
            raise KGError("this graph tells of no two states; name a person or a state to draw")
        return pair_chart(found, pairs[0])
    if len(keys) == 1:
        return thing_chart(found, keys[0])
    heads = sorted({found.head(key) for key in keys})
    if len(heads) != 2 or not all(head.startswith("state/") for head in heads):
        raise KGError(f"{' and '.join(names)}: are not two states; name two states, or one thing of any kind")
    return pair_chart(found, (heads[0], heads[1]))


def format_of(path: Path) -> str:
    """The format that a file's ending names; KGError if it names none."""
    ending = path.suffix.lstrip(".").casefold()
    if ending not in FORMATS:
        raise KGError(f"{path}: its ending names no picture; use .{', .'.join(FORMATS)}")
    return ending


def _save(draw: Any, height: float, out: IO[bytes], format: str) -> None:
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_STYLE):
        figure: Figure = Figure(figsize=(_WIDTH / 72, height / 72))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, _WIDTH)
        axes.set_ylim(height, 0)
        axes.axis("off")
        draw(axes)
        figure.savefig(out, format=format, dpi=200, metadata=dict(_METADATA[format]))


# -- timelines --------------------------------------------------------------------------------------------------------


def _x(year: float, chart: Chart) -> float:
    return _GUTTER + (year - chart.start) / (chart.end - chart.start) * (_WIDTH - _GUTTER - 8)


def _ends(bar: Bar, chart: Chart) -> tuple[float, float]:
    left = _x(chart.start if bar.start is None else bar.start, chart)
    return left, max(_x(chart.end if bar.end is None else bar.end, chart), left + 2)


def _place(bar: Bar, left: float, right: float) -> str:
    """Where the name of a bar stands."""
    width = len(bar.label) * _LETTER + 5
    if width <= right - left:
        return "inside"
    if not bar.named:
        return "nowhere"
    return "after" if right + width <= _WIDTH else "before"


def _lanes(row: Row, chart: Chart) -> tuple[Any, Any]:
    """Bars and marks of a row with their lanes, and how many lanes there are of each."""
    rooms = []
    for bar in sorted(row.bars, key=start_of):
        left, right = _ends(bar, chart)
        place, width = _place(bar, left, right), len(bar.label) * _LETTER + 6
        if not bar.named:
            left, right = left + 1.5, right - 1.5
        rooms.append((bar, left - width if place == "before" else left, right + width if place == "after" else right))
    marks = [(mark, _x(mark.middle, chart) - 3.5, _x(mark.middle, chart) + 3.5) for mark in row.marks]
    return packed(rooms, 3), packed(sorted(marks, key=lambda room: room[1]), 0.5, 8)


def _height(bars: int, marks: int) -> float:
    return max(bars * _BAR + marks * _MARK, 10)


def _draw_timeline(axes: Axes, chart: Chart, rows: Sequence[Any], height: float) -> None:
    bottom = height - 36
    axes.text(6, 14, chart.title, fontsize=11, fontweight="bold", va="center")
    for year in ticks(chart.start, chart.end):
        axes.plot([_x(year, chart)] * 2, [26, bottom - 4], color="#dddddd", linewidth=0.6, zorder=0)
        axes.text(_x(year, chart), bottom + 4, str(year), fontsize=_FONT, ha="center", va="center", color="#444444")
    y = 30.0
    for row, (bars, bar_lanes), (marks, mark_lanes) in rows:
        axes.text(_GUTTER - 6, y + 5.5, row.name, fontsize=_FONT, ha="right", va="center", color="#333333")
        for placed in bars:
            _draw_bar(axes, placed.thing, chart, y + placed.lane * _BAR)
        for placed in marks:
            _draw_mark(axes, placed.thing, chart, y + bar_lanes * _BAR + placed.lane * _MARK + 4.5)
        y += _height(bar_lanes, mark_lanes) + _GAP
    _draw_legend(axes, chart, height - 10)


def _draw_legend(axes: Axes, chart: Chart, y: float) -> None:
    """What the signs mean that the chart holds."""
    from matplotlib.patches import Rectangle

    kinds = {bar.kind for row in chart.rows for bar in row.bars} | {
        mark.kind for row in chart.rows for mark in row.marks
    }
    x = 12.0
    for kind, name in _NAMES.items():
        if kind not in kinds:
            continue
        if kind in _FILL:
            hatch = "////" if kind == "severed" else None
            box = Rectangle(
                (x - 4, y - 4), 10, 8, facecolor=_FILL[kind], edgecolor="#8a8a8a", linewidth=0.4, hatch=hatch
            )
            box.set_hatch_linewidth(0.3)
            axes.add_patch(box)
        else:
            sign, colour = _SIGN[kind]
            axes.plot([x + 1], [y], marker=sign, color=colour, markersize=4.2, markeredgewidth=1, linestyle="none")
        axes.text(x + 9, y, name, fontsize=_FONT, va="center", color="#444444")
        x += 1.08 * len(name) * _LETTER + 19  # names differ in their letters; the gap must show


def _draw_bar(axes: Axes, bar: Bar, chart: Chart, y: float) -> None:
    from matplotlib.patches import Rectangle

    left, right = _ends(bar, chart)
    hatch = "////" if bar.kind == "severed" else None
    fill = _FILL.get(bar.kind, _FILL["none"])
    box = Rectangle((left, y), right - left, 10.5, facecolor=fill, edgecolor="#8a8a8a", linewidth=0.4, hatch=hatch)
    box.set_hatch_linewidth(0.3)
    axes.add_patch(box)
    place = _place(bar, left, right)
    if place != "nowhere":
        x = {"inside": left + 2.5, "after": right + 3, "before": left - 3}[place]
        ground = {"facecolor": fill, "edgecolor": "none", "pad": 0.6} if hatch else None
        side = "right" if place == "before" else "left"
        axes.text(x, y + 5.5, bar.label, fontsize=_FONT, ha=side, va="center", bbox=ground)


def _draw_mark(axes: Axes, mark: Any, chart: Chart, y: float) -> None:
    sign, colour = _SIGN[mark.kind]
    left, right = _x(mark.start, chart), _x(mark.end, chart)
    if right - left > 8:
        axes.plot([left, right], [y, y], color=colour, linewidth=1, alpha=0.4, solid_capstyle="butt")
    axes.plot([_x(mark.middle, chart)], [y], marker=sign, color=colour, markersize=4.2, markeredgewidth=1)


# -- networks ---------------------------------------------------------------------------------------------------------

Ties = dict[tuple[str, str], int]


def _ties(found: Catalogue, centre: str) -> Ties:
    """Pairs of actors -> how many events they share; with a centre only events of it count."""
    ties: Ties = {}
    happenings = found.of.get(centre, []) if centre else found.happenings.values()
    for one in happenings:
        if one.modality == "asserted":
            actors = sorted({value for _, value in one.roles if value.startswith(_KINDS)})
            for number, first in enumerate(actors):
                for second in actors[number + 1 :]:
                    ties[first, second] = ties.get((first, second), 0) + 1
    return ties


def _chosen(ties: Ties, centre: str, most: int) -> list[str]:
    weight: dict[str, int] = {}
    for pair, count in ties.items():
        for node in pair:
            weight[node] = weight.get(node, 0) + count
    return sorted(sorted(weight, key=lambda node: (node != centre, -weight[node], node))[:most])


def _layout(nodes: Sequence[str], ties: Ties) -> dict[str, tuple[float, float]]:
    """Places between 0 and 1, those that are tied near each other (Fruchterman and Reingold 1991), from a circle on."""
    import numpy as np

    count = len(nodes)
    number = {node: index for index, node in enumerate(nodes)}
    at = np.array([[cos(2 * pi * i / count), sin(2 * pi * i / count)] for i in range(count)])
    pull = np.zeros((count, count))
    for (first, second), tie in ties.items():
        pull[number[first], number[second]] = pull[number[second], number[first]] = 1 + 0.2 * min(tie, 10)
    ideal = 1.4 / count**0.5
    for step in range(_ROUNDS):
        apart = at[:, None, :] - at[None, :, :]
        far = np.maximum(np.sqrt((apart**2).sum(-1)), 0.01)
        force = ideal**2 / far**2 - pull * far / ideal * 0.5
        np.fill_diagonal(force, 0)
        # A weak pull to the middle keeps those in sight that are tied to nobody here.
        move = (apart * force[:, :, None]).sum(1) - at * _GRAVITY
        length = np.maximum(np.sqrt((move**2).sum(-1)), 1e-9)[:, None]
        at += move / length * np.minimum(length, 0.1 * (1 - step / _ROUNDS))
    low, high = at.min(0), at.max(0)
    # Rounded, so that a processor that adds in another order draws the same picture.
    at = np.round((at - low) / np.maximum(high - low, 1e-9), 3)
    return {node: (float(at[index, 0]), float(at[index, 1])) for node, index in number.items()}


def _draw_network(
    axes: Axes, title: str, places: Mapping[str, tuple[float, float]], ties: Ties, labels: Mapping[str, str]
) -> None:
    height = _WIDTH * 0.75
    axes.text(6, 14, title, fontsize=11, fontweight="bold", va="center")
    spot = {node: (60 + x * (_WIDTH - 120), 42 + y * (height - 70)) for node, (x, y) in places.items()}
    for (first, second), count in sorted(ties.items()):
        (x, y), (u, v) = spot[first], spot[second]
        axes.plot([x, u], [y, v], color="#9db4cc", linewidth=min(0.5 + count * 0.35, 5), alpha=0.7, zorder=1)
    colours = {"person": "#1f5fa8", "state": "#b3321f", "organisation": "#47722b"}
    shown = [(kind, colour) for kind, colour in colours.items() if any(node.startswith(kind) for node in spot)]
    for number, (kind, colour) in enumerate(shown):
        axes.plot([10 + number * 80], [height - 10], marker="o", color=colour, markersize=5.5)
        axes.text(17 + number * 80, height - 10, kind, fontsize=_FONT, va="center")
    ground = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8}
    words = {node: name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for node, name in labels.items()}
    for node, (x, y) in _beside(spot, words).items():
        colour = colours[node.partition("/")[0]]
        axes.plot([spot[node][0]], [spot[node][1]], marker="o", color=colour, markersize=5.5, zorder=2)
        axes.text(x, y, words[node], fontsize=_FONT, ha="center", va="center", zorder=3, bbox=ground)


def _beside(spot: Mapping[str, tuple[float, float]], words: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """The middle of each name: above its node, else below, right or left of it, where it covers no other."""
    boxes = [(x, y, 4.0, 4.0) for x, y in spot.values()]
    placed = {}
    for node, (x, y) in sorted(spot.items(), key=lambda one: (one[1][1], one[0])):
        half = len(words[node]) * _LETTER / 2 + 2
        ways = ((x, y - 9), (x, y + 9), (x + half + 5, y), (x - half - 5, y))
        inside = [(min(max(u, half), _WIDTH - half), v) for u, v in ways]
        covered = [sum(abs(u - a) < half + w and abs(v - b) < 4.5 + h for a, b, w, h in boxes) for u, v in inside]
        placed[node] = inside[covered.index(min(covered))]
        boxes.append((*placed[node], half, 4.5))
    return placed
