"""Fields whose label and value another mark than a colon parts: "Label -- value", "Label ..... value"."""

from __future__ import annotations

from kg.compiled import compiled
from kg.extract.symbols import Line

LABEL_MAX = 70  # symbols of a label
_MARK = compiled(r"\*{0,2} ?:\*{0,2} ?| ?-- ?| ?[—–] | - | ?\.{3,80} ?| ?\t+ ?| {3,80}| ?\| ?")
_LABEL = compiled(r"[-–•*#>=_ ]*(?P<label>[^\d:.;|*\n][^\d:;|*\n]{0,69}?)$")


def as_field(current: Line) -> Line | None:
    """A line with a colon and a blank instead of the first mark that parts a label from a value; None without one, or
    where a colon already does."""
    symbols = current.symbols
    mark = _MARK.search(symbols, 1, LABEL_MAX)
    if mark is None or mark.end() >= len(symbols) or mark[0] == ": ":
        return None
    label = _LABEL.match(symbols, 0, mark.start())
    if label is None:
        return None
    begin, at = label.start("label"), current.starts[mark.start()]
    return Line(
        f"{symbols[begin : mark.start()]}: {symbols[mark.end() :]}",
        [*current.starts[begin : mark.start()], at, at, *current.starts[mark.end() :]],
        [*current.ends[begin : mark.start()], at + 1, at + 1, *current.ends[mark.end() :]],
        [*current.chunks[begin : mark.start()], None, None, *current.chunks[mark.end() :]],
        current.text,
    )
