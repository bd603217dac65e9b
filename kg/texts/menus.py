"""A site's menu above the title of a text, or in a row: its entries are known words, and tell nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from kg.compiled import compiled
from kg.texts.lines import Line
from kg.texts.words import words


def without_menu(text: str, lines: list[Line]) -> list[Line]:
    """The lines without those of a site's menu that stand above the title: "Skip to content", "Home", "Contact"."""
    near = [text[line.start : line.end].strip(_MENU_MARKS) for line in lines[:MENU_LINES]]
    told = [at for at, said in enumerate(near) if is_menu(said)]
    if not told or told[0] > MENU_BELOW or (told[0] and len(told) == 1):  # "Inicio" may head a column
        return lines
    # What the list lacks stands between what it has; the name of the site, which is longer, stays.
    last = max((at for i, at in enumerate(told) if at <= MENU_TIMES * (i + 1)), default=-1)
    kept = [
        each
        for at, each in enumerate(lines[: last + 1])
        if at < told[0] or (len(near[at].split()) > MENU_WORDS and at not in told)
    ]
    return [*kept, *lines[last + 1 :]] or lines


def without_buttons(text: str, lines: list[Line]) -> list[Line]:
    """The lines without those that a site puts between them: "Share on", "4 min read", "Main article: Relations of"."""
    kept: list[Line] = []
    gap = 0
    for line, below in zip_longest(lines, lines[1:]):
        apart = line.gap or (below is not None and below.gap)  # no cell of a row that a copy has broken off
        said = text[line.start : line.end].strip(_MENU_MARKS) if line.length <= BAR_MAX else ""
        if (apart and line.length <= BUTTON_MAX and _is_button(said)) or _is_bar(said):
            gap = max(gap, line.gap)
        else:
            kept.append(replace(line, gap=gap) if gap > line.gap else line)
            gap = 0
    return kept or lines


def _is_button(line: str) -> bool:
    return line.casefold() in words().buttons or words().button.fullmatch(line) is not None


def _is_bar(line: str) -> bool:
    """Whether a line is a menu in a row, or the way to a page: "Home | News | Contact us", "You are here: Home >"."""
    if _PARTED.search(line) is None:
        return False
    entries = _PARTED.split(words().trail.sub("", line.casefold(), count=1))
    known = [entry in words().menus for entry in entries]
    return len(known) > 1 and (known[0] or sum(known) > 1) and (len(known) >= BAR_ENTRIES or all(known))


_PARTED = compiled(r" *[|•·>›»/→] *")
BAR_ENTRIES = 3  # of which not all need be known


BUTTON_MAX = 120  # characters
BAR_MAX = 400  # characters of a menu in a row


def is_menu(line: str) -> bool:
    """Whether a line is known as one of a site's menu."""
    return line.strip(_MENU_MARKS).casefold() in words().menus


MENU_BELOW = 2  # lines, as the name of the site, that may stand above its menu
MENU_LINES = 30  # lines above a title in which a menu may stand
MENU_WORDS = 3  # of an entry that is not known
MENU_TIMES = 2  # so many entries for each one that is known
_MENU_MARKS = " \t-*•·|>»›▾▼+[]"
