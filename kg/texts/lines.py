"""The lines of a text, and whether two of them belong to one paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.compiled import compiled, light
from kg.texts.sentences import finished
from kg.texts.words import words

BULLETS = "•·▪◦‣●○■□◆❖➢➤►▶✓✔»›\uf0a7\uf0b7"  # marks that stand before an item, and before nothing else
_LINE = compiled(r"([^\r\n\f]*)(?:\r\n|[\r\n\f]|$)")
_QUOTED = light(r"[ \t]{0,3}(?:>[ \t]?){1,8}")  # Markdown
_FIRST_LETTER = light(r"[\"'“‘«(\[¿¡]{0,3}(\p{L})?")
_FIRST_WORD = compiled(r"\S{1,40}")

WIDEST = 132  # characters; a longer line was not broken to fit a page
CONTINUED = 0.25  # share of line ends inside sentences that makes a text hard-wrapped; wrapped prose has 0.5 to 0.9
FULL = 0.88  # of the width: a line that the next word would have filled beyond was broken for want of room
PAGE_WIDTH = 100  # characters of the longest line of a text broken to fit one, if few of its sentences run on
FULL_LEAST = 3  # of these, lines nearly as long as the longest
NEARLY = 0.8
SAMPLE = 5000  # lines looked at to tell how a text is laid out


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty: where its words begin and end, its indentation, the empty lines before it (`gap`)."""

    start: int
    end: int
    indent: int
    gap: int
    heading: bool = False  # a link "[edit]" stands at it

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out: its lines' width if they were broken to fit one (else 0), empty lines between lines."""

    width: int
    spacing: int


def read_lines(text: str, start: int) -> list[Line]:
    """The lines of text[start:] that are not empty."""
    lines: list[Line] = []
    gap = 0
    for match in _LINE.finditer(text, start):
        if match.start() == match.end():
            break
        quoted = _QUOTED.match(text, match.start(1), match.end(1))
        begin = quoted.end() if quoted else match.start(1)
        content = text[begin : match.end(1)]
        stripped = content.strip("\ufeff \t\v\u00a0\u200b") or content.strip()
        if not stripped.strip():
            gap += 1
            continue
        at = begin + content.index(stripped)
        indent = at - begin + 3 * text.count("\t", begin, at)
        if lines and (glued := _GLUED.match(stripped)):  # a copy of the page ran the link into the next line
            lines[-1] = replace(lines[-1], heading=True)
            at, stripped = at + glued.end(), stripped[glued.end() :]
        _append(lines, Line(at, at + len(stripped), indent, gap), stripped)
        gap = 0
    return _without_pages(text, _drawn_together(text, _flush(lines)))


def _flush(lines: list[Line]) -> list[Line]:
    """The lines; a margin that all of them have is no indentation."""
    margin = min((line.indent for line in lines), default=0)
    return [replace(line, indent=line.indent - margin) for line in lines] if margin else lines


def _drawn_together(text: str, lines: list[Line]) -> list[Line]:
    """The lines; rows of a table which an empty line parts, each from the next, stand close together."""
    celled = [at for at, line in enumerate(lines) if _is_row(text, line)]
    for run in _runs(celled, lambda last, at: at == last + 1 and lines[at].gap == 1):
        if len(run) >= ROWS_LEAST:
            for at in run[1:]:
                lines[at] = replace(lines[at], gap=0)
    return lines


def _is_row(text: str, line: Line) -> bool:
    """Whether a line has cells, or is a rule between rows."""
    if line.length > ROW_MAX:
        return False
    sign = text[line.start] in "|-=+" and _RULED.match(text, line.start, line.end)
    return bool(sign or _CELLED.search(text, line.start, line.end))


ROW_MAX = 400  # characters of a row
ROWS_LEAST = 3
_CELLED = light(r"\S(?:\s?\||\t|(?<![.:;?!]) {2,}\S.*\S {2,})(?=.*\S)")
_RULED = light(r"\||[-=+]{2}[-=+ \t]*$")


def _without_pages(text: str, lines: list[Line]) -> list[Line]:
    """The lines; those of an index of dated things without the numbers of pages in which they end."""
    paged = {at: match for at, line in enumerate(lines) if (match := _PAGED.search(text, line.start, line.end))}
    for run in _runs(sorted(paged), lambda last, at: at - last <= INDEX_GAP):  # one is left out here and there
        pages = [int(paged[at]["page"]) for at in run]
        dated = sum(_YEAR.search(text, lines[at].start, paged[at].start()) is not None for at in run)
        if len(run) >= INDEX_LEAST and pages == sorted(pages) and dated >= INDEX_DATED:
            for at in run:
                lines[at] = replace(lines[at], end=paged[at].start())
    return lines


def _runs(places: Iterable[int], goes_on: Callable[[int, int], bool]) -> Iterator[list[int]]:
    """Numbers in groups, each number of which goes on with the one before."""
    run: list[int] = []
    for at in places:
        if run and not goes_on(run[-1], at):
            yield run
            run = []
        run.append(at)
    yield run


INDEX_LEAST, INDEX_DATED = 6, 4  # lines of such an index, and those of them that tell a year
INDEX_GAP = 2
_PAGED = compiled(r"(?<=\p{L}{3}|\d{4}|[.)])(?:\s|\s?(?:\.\s?){3,90}|…+)\s?(?P<page>\d{1,3})$")
_YEAR = compiled(r"(?<!\d)[12]\d{3}(?!\d)")


# What a wiki puts beside or under its headings, and a copy of the page keeps.
_EDIT = compiled(
    r"(?i)\s{0,3}\[\s?(?:edit|editar)(?: (?:source|código))?(?:\s?\|\s?(?:edit source|editar código))?\s?\]$"
    r"|^(?:edit|editar)(?: (?:source|código))?$"
    r"|(?<=[\p{L})])\[\s?\]$"  # "See also[]", of which a copy has kept no word
)


_GLUED = compiled(r"(?:edit|editar|\[(?:edit|editar)\]\s?)(?=\p{Lu}|[-•*^|] )|\[(?:edit|editar)\](?=\p{Lu})")


def _append(lines: list[Line], line: Line, content: str) -> None:
    """Add a line; a link to edit a section only tells that a heading stands before it."""
    edit = _EDIT.search(content) if content[-1] in "]tTrR" or content.endswith(("source", "código")) else None
    if edit is None:
        lines.append(line)
    elif edit.start() > 0:
        lines.append(replace(line, end=line.start + edit.start(), heading=True))
    elif lines and lines[-1].length <= EDITED_MAX:
        lines[-1] = replace(lines[-1], heading=True)


EDITED_MAX = 120  # characters of a heading that such a link stands under


def starts_small(text: str, line: Line) -> bool:
    """Whether a line begins with a small letter, as the rest of a sentence does."""
    match = _FIRST_LETTER.match(text, line.start, line.end)
    small = bool(match and match[1] and match[1].islower()) and not _ENUMERATOR.match(text, line.start, line.end)
    if small and _MONTH_FIRST.match(text, line.start, line.end):
        return False
    if small and line.length <= WAY_MAX and words().ways.fullmatch(text, line.start, line.end) is not None:
        return False  # "to Peru", below "Visits"
    dated = line.length <= DATELINE_MAX and _DATELINE.fullmatch(text, line.start, line.end)
    return small and not dated and not tells_term(text, line)


WAY_MAX = 40  # characters
_ENUMERATOR = compiled(
    r"\(?(?:[a-z]|[ivxlc]{1,6})[.)]\s+(?=[\p{Lu}\d“\"])"
)  # "(a) From the Peruvian side" begins something
# "mayo de 1999: Primer Ministro Ola Berg", an entry
_MONTH_FIRST = compiled(r"\p{Ll}{3,10}\.? (?:del? )?\d{4}(?:\s?[:–—-]|\s{2,})\s*\p{Lu}")
DATELINE_MAX = 50  # characters of a line that only tells the day: "lunes, 3 de mayo de 1999"
_DATELINE = compiled(r"\p{Ll}+,? \d{1,2} (?:de )?\p{L}+,? (?:de |del )?\d{4}\.?")


def tells_term(text: str, line: Line) -> bool:
    """Whether a line is a name with a term, or the reverse: "Ola Berg, 3/5/1990 - 4/6/1994", "mayo de 1990: X"."""
    return line.length <= TERM_MAX and _TERM.fullmatch(text, line.start, line.end) is not None


TERM_MAX = 140  # characters of such a line
_PART = r"(?:\p{Lu}[\p{L}\p{M}.'’-]*|\p{Ll}{1,3})"
_BEARER = rf"{_PART}(?: {_PART}){{1,7}}"
_WORDED = r"(?:(?:\d{1,2}(?:st|nd|rd|th|[º°])?|\p{L}{1,10})[\s,.]{1,2}){0,5}?\d{4}"
_POINT = rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}|\d{{4}}-\d\d-\d\d|{_WORDED})"
_LASTS = r"\p{L}{2,12}(?:\s\p{Ll}{2,10}){0,2}"  # "present", "en el cargo"
_SPELL = rf"(?:\p{{Ll}}{{5}}\s(?:\p{{Ll}}{{2}}\s)?)?{_POINT}(?:\s?(?:[-–—/]|\p{{Ll}}{{1,5}})\s?(?:{_POINT}|{_LASTS})?)?"
_ASIDE = r"(?:,\s[\p{L}\s.’']{3,40}|\s\([^()\d]{2,40}\))?"
_NOTED = r"(?:\s?(?:\[\w{1,3}\]|[†‡*]))*\.?"
_TERM = compiled(
    rf"(?=.{{0,200}}\d{{4}})(?:{_BEARER}{_ASIDE}[,:]?\s(?:[–—-]\s)?\(?{_SPELL}\)?{_NOTED}"
    rf"|\(?{_SPELL}\)?\s?[:.,–—-]?\s+{_BEARER}{_ASIDE}{_NOTED})"
)


def layout(text: str, lines: Sequence[Line]) -> Layout:
    """How the lines lie, told by how often a sentence runs on in the next line, or in that after an empty one."""
    for spacing in (0, 1):
        pairs = [(a, b) for a, b in pairwise(lines[:SAMPLE]) if b.gap == spacing]
        running = [a.length for a, b in pairs if _runs_on(text, a, b)]
        if len(running) >= 2 and len(running) >= CONTINUED * len(pairs):
            return Layout(_most(running), spacing)
    # Lists and headings may outnumber what was broken; then no line is longer than a page is wide.
    plain = [line for line in lines[:SAMPLE] if not _is_row(text, line)]
    widest = max((line.length for line in plain), default=0)
    running = [a.length for a, b in pairwise(plain) if not b.gap and _runs_on(text, a, b)]
    full = sum(length >= NEARLY * widest for length in running)
    if widest <= PAGE_WIDTH and full >= FULL_LEAST and full >= NEARLY * len(running):
        return Layout(_most(running), 0)
    return Layout(0, 0)


def _most(lengths: list[int]) -> int:
    """A length that few exceed."""
    return sorted(lengths)[int(0.9 * (len(lengths) - 1))]


def _runs_on(text: str, line: Line, following: Line) -> bool:
    return line.length <= WIDEST and starts_small(text, following) and not finished(text, line.start, line.end)


def _is_torn(text: str, line: Line, following: Line) -> bool:
    """Whether a copy has put a link on a line of its own: "President", "Ola Berg", "came to Oslo in", "1990", "."."""
    if following.gap:
        return False
    if _CLOSES.match(text, following.start):
        return True
    last = _LAST_WORD.search(text, line.start, line.end)
    if last is not None and last[0] in words().unfinished and following.length <= LINK_MAX:
        return True
    blank = line.end < len(text) and text[line.end] in " \u00a0"
    return blank and _GOES_ON.match(text, following.end) is not None


LINK_MAX = 60  # characters of the text of a link
_CLOSES = compiled(r"[.,;:)](?:\s|\[|$)")
_LAST_WORD = compiled(r"(?r)(?<=\s)\p{Ll}{1,12}$")
_GOES_ON = compiled(r"[ \t]*\n[ \t]*(?:[.,;)]|\p{Ll})")


CELLS_LEAST = 2  # tabs of a line that begins a table, below an empty line


def belongs(text: str, line: Line, following: Line, laid: Layout) -> bool:
    """Whether the next line goes on with the paragraph of this one.

    It does if the sentence is not over and goes on with a small letter, or if this line was broken for want of room.
    """
    if following.gap and text.count("\t", following.start, following.end) >= CELLS_LEAST:
        return False  # a table begins
    over = finished(text, line.start, line.end)
    if not over and (starts_small(text, following) or _is_torn(text, line, following)):
        return True
    if not laid.width or following.gap > laid.spacing or following.indent >= line.indent + 3:
        return False
    word = _FIRST_WORD.match(text, following.start, following.end)
    return line.length + 1 + (word.end() - word.start() if word else 0) > FULL * laid.width
