"""Lists of those who held a post whose entries empty lines part: a name, perhaps a rank, and below them a term."""

from __future__ import annotations

from collections.abc import Sequence

from kg.compiled import compiled, light
from kg.model import Span
from kg.texts.forms import ENTRY_MAX, HOLDER_MAX, NAME, NUMBERED, STACKED_MAX
from kg.texts.lines import Line, starts_small
from kg.texts.sentences import sentences
from kg.texts.words import words

HOLDER_LINES = 4  # of an entry: name, rank, term, a remark
# "3. LEBEDEV Yuri Vladímirovich"
_HOLDER = compiled(
    rf"(?:\d{{1,3}}[.)ºª]{{1,2}}\s{{1,8}})?(?P<name>{NAME.pattern}(?:,\s[\p{{L}}\s.’'-]{{3,60}}|\s\([^()\d]{{2,40}}\))?)[,:]?"
)
# "1983 – 1988. Until 1987 …", "desde octubre de 2018", "(1963.5 ~ 1966.8)", "Term: 3 May 1990 – June 1994"
_POINT = (
    r"(?:(?:\d{1,2}[./-]){1,2}[12]\d{3}|[12]\d{3}(?:[./-]\d{1,2}){1,2}"
    r"|(?:\p{L}{2,10}\.?,?\s|\d{1,2}(?:st|nd|rd|th|[º°])?,?\s){0,7}[12]\d{3})"
)
_LASTS = r"\p{L}{2,12}(?:\s\p{Ll}{2,10}){0,2}|\.{3}|…"
_TERM_FIRST = light(
    r"(?=.{0,60}[12]\d{3})(?P<term>\(?(?:\p{Lu}\p{L}{3,12}:\s)?(?:\p{L}{5}\s(?:\p{Ll}{2}\s)?)?"
    rf"(?:{_POINT}(?:\s?[–—~-]\s?|\s\p{{Ll}}{{1,5}}\s)(?:{_POINT}|{_LASTS})?|(?!\p{{Lu}}){_POINT})\)?)"
    r"(?:\.\s.*|[,;]\s(?=\p{Ll}).*|[.,;]?$)"
)


def holders(text: str, lines: Sequence[Line], at: int) -> list[range]:
    """The lines of each entry of a list of holders of a post that begins with a line; none if none does."""
    found: list[range] = []
    while at < len(lines) and (not found or lines[at].gap):
        after = at + 1
        while after < len(lines) and not lines[after].gap:
            after += 1
        if not _is_of_holder(text, lines[at:after]):
            break
        found.append(range(at, after))
        at = after
    return found if len(found) > 1 else []


def _is_of_holder(text: str, lines: Sequence[Line]) -> bool:
    """Whether some lines are a name, perhaps a rank, and a term or what is told of one."""
    line = lines[0]
    if not 1 < len(lines) <= HOLDER_LINES or line.length > STACKED_MAX:
        return False
    if _HOLDER.fullmatch(text, line.start, line.end) is None:
        return False
    if words().holders.match(text, line.start, line.end) is not None:
        return False
    below = lines[1 + (len(lines) > 2 and _is_rank(text, lines[1]))]
    if below.length > 2 * ENTRY_MAX:
        return False
    told = _TERM_FIRST.match(text, below.start, below.end) or words().served.match(text, below.start, below.end)
    return told is not None


def _is_rank(text: str, line: Line) -> bool:
    """Whether a line below a name can be that of a rank: "Chargé d'affaires a.i."."""
    return (
        line.length <= HOLDER_MAX and not NUMBERED.search(text, line.start, line.end) and not starts_small(text, line)
    )


def entries(text: str, lines: Sequence[Line]) -> list[Span]:
    """What the lines of one holder tell: his name with his term, and each sentence of his life behind them."""
    start, last = lines[0], lines[-1]
    number = _HOLDER.fullmatch(text, start.start, start.end)
    begin = number.start("name") if number else start.start
    told = (_TERM_FIRST.match(text, line.start, line.end) for line in lines[1:])
    term = next((match.end("term") for match in told if match), lines[-2].end)
    rest = term + len(text[term : last.end]) - len(text[term : last.end].lstrip(".,; \n"))
    return [Span(begin, term), *(sentences(text, rest, last.end) if rest < last.end else ())]
