"""A site's menu above the title of a text: its lines are known words, and tell nothing."""

from __future__ import annotations

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


def is_menu(line: str) -> bool:
    """Whether a line is known as one of a site's menu."""
    return line.strip(_MENU_MARKS).casefold() in words().menus


MENU_BELOW = 2  # lines, as the name of the site, that may stand above its menu
MENU_LINES = 30  # lines above a title in which a menu may stand
MENU_WORDS = 3  # of an entry that is not known
MENU_TIMES = 2  # so many entries for each one that is known
_MENU_MARKS = " \t-*•·|>»›▾▼+[]"
