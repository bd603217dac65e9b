"""A text without what keeps it from being read: marks of Markdown and wikis, unseen characters, blanks lost or odd."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kg.compiled import Match, compiled, light
from kg.model import Span
from kg.texts.markdown import Edit, marks

LINKS_LEAST = 3  # links that make a text wiki text: a page of prose may tell of one


@dataclass(frozen=True, slots=True)
class Readable:
    """The text as it is to be read, and where each piece of it stands in the file."""

    text: str
    begins: tuple[int, ...] = (0,)  # of the pieces, in `text`
    places: tuple[int, ...] = (0,)  # of their first characters, in the file

    def place(self, span: Span) -> Span:
        """The same words in the file."""
        start = self._at(span.start)
        return Span(start, max(start, self._at(span.end - 1) + 1))

    def _at(self, at: int) -> int:
        piece = bisect_right(self.begins, at) - 1
        return self.places[piece] + at - self.begins[piece]


def readable(text: str) -> Readable:
    """The text without the marks of Markdown and of a wiki, and with its blanks in the right place, which a machine's
    translation may have moved.

    >>> readable("Ghana se independizó el6 de marzo de 1957y Togo después.").text
    'Ghana se independizó el 6 de marzo de 1957 y Togo después.'
    """
    made = Readable(text.translate(_BLANKS) if _OF_OTHER_WIDTH.search(text) else text)
    for edits in (_unseen, marks, _wiki_blocks, _wiki_marks, _copied, _blanks, _terms):
        found = _apart(edits(made.text))
        if found:
            made = _edited(made, found)
    return made


# Blanks that do not break, and those of another width.
_OF_OTHER_WIDTH = compiled(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_BLANKS = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
# Hyphens that show at the end of a line only, and marks without width.
_UNSEEN = light("[\u00ad\u200b\u200e\u200f\u2060\ufeff]+")


def _unseen(text: str) -> Iterator[Edit]:
    for match in _UNSEEN.finditer(text):
        yield *match.span(), ""


# "Embajadora Ana Soto", and in the line below "(3 de mayo de 1967 – 30 de agosto de 1971)"
_TERM_BELOW = light(
    r"(?:(?<=\n)|^)(?P<who>[ \t]*[^\W\d_][^\n\d()]{5,70}[^\W_])(?P<gap>[ \t]*\n[ \t]*)"
    r"(?=\([^()\n]{0,30}[12]\d{3} ?(?:[-–—]|al? |to |hasta )[^()\n]{1,40}\)[ \t]*(?:\n|$))"
)
_TERMS_LEAST = 2  # such pairs of lines in a list


def _terms(text: str) -> Iterator[Edit]:
    """The ends of lines that tell whose term stands in brackets in the next."""
    if text.count("\n(") < _TERMS_LEAST:
        return
    gaps = [match.span("gap") for match in _TERM_BELOW.finditer(text)]
    if len(gaps) >= _TERMS_LEAST:
        yield from ((start, end, " ") for start, end in gaps)


def _apart(edits: Iterator[Edit]) -> list[Edit]:
    """Edits in the order of the text, none over another."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _edited(made: Readable, edits: list[Edit]) -> Readable:
    pieces: list[str] = []
    begins: list[int] = []
    places: list[int] = []
    size = 0

    def add(piece: str, place: int) -> None:
        nonlocal size
        if piece:
            pieces.append(piece)
            begins.append(size)
            places.append(place)
            size += len(piece)

    def keep(start: int, end: int) -> None:
        """The text between two edits, in the pieces in which it stands in the file."""
        piece = bisect_right(made.begins, start) - 1
        while start < end:
            last = made.begins[piece + 1] if piece + 1 < len(made.begins) else end
            add(made.text[start : min(end, last)], made.places[piece] + start - made.begins[piece])
            start, piece = min(end, last), piece + 1

    position = 0
    for start, end, words in edits:
        keep(position, start)
        add(words, made.place(Span(start, start + 1)).start)
        position = end
    keep(position, len(made.text))
    return Readable("".join(pieces), tuple(begins) or (0,), tuple(places) or (0,))


# Wiki text (https://www.mediawiki.org/wiki/Help:Formatting)
_NOTES = compiled(
    r"<!--(?:[^<-]|-(?!->)|<(?!!--)){0,2000}+-->|<ref\b[^<>]{0,500}+(?:(?<=/)>|>(?:[^<]|<(?!/?ref\b)){0,2000}+</ref>)"
    r"|\{\{[^{}\n]{0,400}+\}\}[ ]?"  # a template on one line: a box of many lines tells facts of its own
)
# How a cell is to look, before what it says: `scope="col" | Name`
_FORMAT = r"(?:(?:[ ]?[a-z]{4,9}=(?:\"[^\"\n|]{0,80}+\"|\w{1,9})){1,5}+[ ]?\|(?!\|))?"
_CELLS = compiled(rf"[ ]?(?:\|\||!!){_FORMAT}[ ]?")
_FIRST_CELL = compiled(rf"[|!]{_FORMAT}")
_NO_CELLS = ("{|", "|-", "|+", "|}")  # lines of a table that hold none


def _is_wiki(text: str) -> bool:
    return "[[" in text and text.count("[[") >= LINKS_LEAST and text.count("]]") >= LINKS_LEAST


def _wiki_blocks(text: str) -> Iterator[Edit]:
    """Notes and templates, and the marks of tables, which tell by themselves that they are a wiki's."""
    for match in _NOTES.finditer(text) if _is_wiki(text) else ():
        yield match.start(), match.end(), ""
    start = text.find("{|") if "\n|-" in text else -1
    while start >= 0 and (end := text.find("\n|}", start)) >= 0:
        yield from _rows(text, start, end + len("\n|}"))
        start = text.find("{|", end)


def _rows(text: str, start: int, end: int) -> Iterator[Edit]:
    """The rows of a table, each on one line, with a stroke before, between and behind its cells."""
    last = -1  # where the row ends that is open
    while start < end:
        after = text.find("\n", start) + 1 or len(text)
        is_row = text.startswith(("|", "!"), start) and not text.startswith(_NO_CELLS, start)
        if is_row:
            first = _FIRST_CELL.match(text, start, after)
            begin = first.end() if first else start + 1
            yield (start, begin, "|") if last < 0 else (last, begin, " |")
            for match in _CELLS.finditer(text, begin, after):
                yield match.start(), match.end(), " | "
            last = after - 1
            start = after
            continue
        if last >= 0:
            yield last, last, " |"
            last = -1
        if text.startswith(_NO_CELLS, start):
            yield start, min(after, end), ""
        start = after


_MARKS = compiled(
    r"\[\[(?i:archivo|file|imagen|image|categoría|category):[^\[\]]{0,300}(?:\[\[[^\[\]]{0,200}\]\][^\[\]]{0,300}){0,5}\]\]"
    r"|\[\[(?:[^\[\]|\n]{0,200}\|)?|\]\]|'{2,5}"
    r"|\[https?://\S{1,500}(?: (?=[^\]\n]{0,200}\]))?(?:\])?"
    r"|</?(?i:small|big|nowiki|sup|sub|center|br|span|div)\b[^<>]{0,200}>"
)


def _wiki_marks(text: str) -> Iterator[Edit]:
    if _is_wiki(text):
        for match in _MARKS.finditer(text):
            yield match.start(), match.end(), ""


# The name of a picture's file in front of what it shows: "File:Flag of Peru.svg Peru".
_PICTURE = compiled(
    r"(?:(?i:file|image|archivo|imagen):[^\n|\[\]]{1,120}?|(?:Flag of|Bandera de) [^\n|\[\]]{1,60}?)"
    r"\.(?i:svg|jpe?g|png)(?:[ ]|(?=\n|\||$))"
)
# The name of a portrait's file in a table whose columns ran together: "Ola Berg Ola Berg 2010.jpg 2002 – 2006".
_PORTRAIT = compiled(
    r"(?<!\p{L})(?P<name>\p{Lu}[\p{L}’'-]{1,30}(?: \p{L}[\p{L}’'.-]{0,30}){1,4})"
    r" (?P<file>(?P=name)[^\n|.]{0,40}\.(?i:svg|jpe?g|png))(?!\w)"
)
# Some copies of a page lose the blank in front of each link: "an embassy inLima", "since1985".
_LINKED = light(
    r"(?<![^\W_])(?:of|in|the|an?|and|or|to|by|from|with|at|on|as|for|between|since|its"
    r"|del?|el|las?|los|en|y|al?|por|con|para|entre|un|una|desde)"
    r"(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2}|[12]\d{3}(?!\d))"
)

# On such a copy any word may have run into the link behind it: "KingHarald", "to15 May", "Ola Berg,Kari Dahl".
_AT_LINK = compiled(
    r"(?:(?<![^\W_])|(?<=\p{Ll})(?=\p{Lu}))(?!(?:Ma?c|Fitz|Van|Von|San|D[aeiu]s?|Le|Al)\p{Lu})\p{L}\p{Ll}+(?=\p{Lu}(?:\p{Ll}{2}|\p{Lu}+\b))"
    r"|(?<=\p{L}),(?=\p{L}{2})"
    r"|(?<![^\W_])(?:from|to|on|until|del?|el|al|hasta)(?=[0-3]?\d (?:de )?\p{L}{3})"
)


def _copied(text: str) -> Iterator[Edit]:
    """The names of pictures, and the blanks that copies of pages lose at links."""
    if any(ending in text for ending in (".svg", ".jpg", ".JPG", ".jpeg", ".png")):
        for match in _PICTURE.finditer(text):
            yield match.start(), match.end(), ""
        for match in _PORTRAIT.finditer(text):
            yield *match.span("file"), ""
    glued = {match.end() for match in _LINKED.finditer(text)}
    if len(glued) >= LINKS_LEAST:  # a name or two: "deGaulle"
        for at in glued.union(match.end() for match in _AT_LINK.finditer(text)):
            yield at, at, " "


_DATE = compiled(
    r"(?<![\d.,/-])[0-3]?\d (?:de )?(?P<month>\p{L}{3,10}) (?:de )?[12]\d{3}(?!\d)"
    r"|(?<=\p{Ll}{3} (?:de|of))[12]\d{3}(?!\d)"
)
# A day or a year that stands without a blank at a word.
_TOUCHING = light(r"\p{Ll}[0-3]?\d (?:de )?\p{L}{3}|(?:de|of)[12]\d{3}|[12]\d{3}(?!s\b)\p{L}")
_JOINED = compiled(r"(?!s\b)\p{L}")  # "1990s" is one word
_SPACED = compiled(r"(?<=\p{L}|\d)[ ]+(?=[.,;](?:\s|$))|(?<=\([ ]?)[ ](?=\w)|(?<=\w)[ ](?=\))")


def _blanks(text: str) -> Iterator[Edit]:
    yield from _glued(text)
    if " ," in text or " ." in text or "( " in text:
        for match in _SPACED.finditer(text):
            yield match.start(), match.end(), ""


def _glued(text: str) -> Iterator[Edit]:
    """Blanks that are lost before and behind dates: "el6 de marzo de 1957y", as where a template was left out."""
    if _TOUCHING.search(text) is not None:  # in few texts, and looked for many times as fast as dates
        for match in _DATE.finditer(text):
            yield from _parted(text, match)


def _parted(text: str, match: Match) -> Iterator[Edit]:
    start, end = match.span()
    if start and text[start - 1].islower():
        yield start, start, " "
    if match["month"] and _JOINED.match(text, end):
        yield end, end, " "
