"""Groups the lines of a text into headings, paragraphs, list items, table rows and captions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Literal

from kg.compiled import compiled, light
from kg.model import Cell
from kg.texts.lines import BULLETS, Layout, Line, belongs, layout, read_lines, starts_small, tells_term
from kg.texts.resumed import resumed
from kg.texts.sentences import finished, sentences
from kg.texts.stacked import cards, is_date, paired, stacked
from kg.texts.tables import Table, heads_table, table_at
from kg.texts.words import words

BlockKind = Literal["heading", "paragraph", "item", "row", "caption", "reference"]

HEADING_MAX = 100  # characters; the longest true heading in 106 historical pages has 96
TITLE_MAX = 170
HEADING_WORDS = 14
COLON_WORDS = 6  # "Visits from Chile to Russia:" is a heading; a longer line that ends so is a sentence
ENTRY_MAX = 250
SECTION_MAX = 60  # characters of a numbered line that heads a section
LABEL_MAX = 40  # characters of a label above the sum that it names
FURNITURE_MAX = 60  # characters of a running head
FURNITURE_INDENT = 20
YEAR_LENGTH = 4  # a number so long may be a year that heads a list
PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e", "von", "van", "der", "al", "bin", "da", "dos", "di"})

CLOSE_LEAST = 8  # lines of a text that tell how its lines lie
CLOSE_PARTED = 0.05  # share of them that an empty line may part from the one before

HOLDER_MAX = 60
HOLDER_LINES = 4  # of an entry: name, rank, term, a remark
HOLDER_LINE_MAX = 160  # characters of a line that begins with the name of a head of mission
STACKED_MAX = 80  # characters of an item of a list without marks
STACK_LEAST = 3  # lines of such a list
LABELS_NEAR = 6  # lines behind one in which labels tell that it is one of an entry
_NAME = compiled(r"(?:\p{Lu}[\p{L}\p{M}.'’-]*|\p{Ll}{1,3})(?: (?:\p{Lu}[\p{L}\p{M}.'’-]*|\p{Ll}{1,3})){1,6}")

# "Ola Berg (1990-1994)", "Mr. Ola Berg - 1990 to 1994", whatever follows
_TERM_BEHIND = light(rf"{_NAME.pattern}(?: ?\(|,| ?[-–—:]) ?[^()\d]{{0,12}}[12]\d{{3}}")
# "Ola Berg (resident in Lima)", "Ola Berg - Chargé d'affaires": what is told of a holder without years
_REMARKED = compiled(rf"{_NAME.pattern}(?: \([^()\d]{{3,60}}\)|,? [-–—] \p{{L}}[^()\d:]{{3,50}})")

# "3. LEBEDEV Yuri Vladímirovich"
_HOLDER = compiled(
    rf"(?:\d{{1,3}}[.)ºª]{{1,2}}\s{{1,8}})?(?P<name>{_NAME.pattern}(?:,\s[\p{{L}}\s.’'-]{{3,60}}|\s\([^()\d]{{2,40}}\))?)[,:]?"
)

# A line that is a day and counts nothing: "08. Nov 2023."
_DAY_ALONE = r"(?!\d{1,2}\. \p{L}{3,10}\.? [12]\d{3}\.?[ \t]*(?:\n|$))"
_COUNT = rf"{_DAY_ALONE}\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,4}})[.)]|\d{{1,3}}[º°ª][.)]?(?=\s+\p{{Lu}})"
_MARK = light(rf"[{BULLETS}*–—-]\s*")  # of an item, without a word behind it
_BULLET = light(rf"(?:[{BULLETS}ㅇ]\s{{0,8}}|o\s{{1,4}}(?=[\p{{Lu}}\d])|(?:[*+–—-]|{_COUNT})\s{{1,8}})(?=\S)")
_NUMBER = compiled(r"\(?\d{1,3}[.)]\s")
_LETTERED = compiled(r"\(?([a-z])[.)]\s+(?=\p{Lu})")
_IN_ROMAN = compiled(r"\(?[ivx]{2,5}[.)]\s")
TITLE_LINES = 3  # lines in which a page tells its title and its day
LETTERED_MAX = 60  # characters of a heading that a letter counts
# "(ii)" within a line, and the marks in their order by the first of them
_INLINE = compiled(r"(?:(?<=[.;:,]\s)|(?<![^\n]))\(?([ivx]{1,5}|[a-h]|\d{1,2})\)\s+")
_ORDERS = {
    "i": ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"),
    "a": tuple("abcdefgh"),
    "1": tuple(map(str, range(1, 100))),
}
_DASH = compiled(r"[–—-]\s")
_REFERENCE = compiled(r"\[\d{1,3}\](?!\()|\d{1,3}\.\s*\^|\^|\[\^?[\w-]{1,20}\]:|<!--")
_MARK_OF_NOTE = compiled(r"(\[\d{1,3}\])(?:\[\d{1,3}\])* ?(?=[\p{Lu}])")
_CITES = compiled(
    r"(?i)https?:|www\.|\bdoi\b|\bISBN\b|\bISSN\b|\bp(?:p|ágs?)?\. ?\d|\b(?:vol|núm|no)\. ?\d|\bop\. cit|\bibid"
    r"|retrieved|accessed|archived|consultado|archivado|recuperado|\((?:in|en) \p{L}{5,12}\)\.?$|^\S+ [“\"«]"
)
_PROSE = 40  # characters; a sentence is hardly shorter
_MARKDOWN = compiled(r"(#{1,6})\s+(?=\S)|(={2,6})(?=[^=].*={2}$)")
_SETEXT = compiled(r"=+|-+")
_RULE = compiled(r"(?:[-=_*~•·.]\s?){3,}|\W{1,3}")
_NUMBER_ONLY = compiled(r"(?i:page |página |pág\. )?[-–—]?\s?\d{1,4}\s?[-–—]?")
_YEAR_END = compiled(r"(?r)(?<!\d),\s\d{4}(?:\s?[-–]\s?\d{4})?\.")
_ROMAN = compiled(r"[IVXLC]{1,6}\.\s|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s")
_IMAGE = light(r"\S{1,200}\.(?i:jpe?g|png|svg|gif|webp)\b[^\]\n]{0,400}\]\]")
_TWEET = compiled(r"[—–-]{1,2}\s?[^\n@]{1,80}\(@\w{1,30}\)(?:\s.{4,40})?")  # who wrote a message, and when
_FILE = compiled(r"[^\n.]{1,120}\.(?i:jpe?g|png|svg|gif|webp)")
_YEARS = r"\d{4}\s?(?:[-–—/]\s?(?:\d{2,4}|\p{Ll}{2,12})?)?"
# "3 de mayo de 1999 a junio de 2003", "March 1990 - present"
# "3/5/1999", "12-14 May 1999"
_WHEN = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}"
    r"|(?:(?:\d{1,2}(?:st|nd|rd|th|[º°]|\s?[-–/]\s?\d{1,2})?|\p{L}{1,10})[\s,.]{1,2}){0,7}\d{4})"
)
_RANGE = rf"{_WHEN}(?:\s?(?:[-–—/]|\p{{Ll}}{{1,6}})\s?(?:{_WHEN}|\p{{Ll}}{{2,12}}(?:\s\p{{Ll}}{{2,10}}){{0,2}})?)?"
_SPOKEN = r"(?:[^.:(\d]|(?<=\b\p{Lu}\p{L}{0,4})\.)"  # of a name with titles: "H.E. Mrs. Jane Smith"
# "1972 – 1976 John Smith", "John Smith (1972-1976)", "John Smith (Envoy) 1972-1976", "Treaty of Peace (18-02-1855)",
# "John Smith, 1990-1994", "John Smith: May 1990 to June 1994", "John Smith 1990-1994", "John Smith ..... 1990-1994",
# "Treaty of Peace, made on 3 May 1855"
_DAY = r"\d{1,2}(?:st|nd|rd|th|º|°)?\s(?:de\s)?\p{L}{3,10},?\s(?:del?\s)?\d{4}"
_ENTRY = light(
    rf"{_YEARS}\s?[:.,–—-]?\s+\p{{Lu}}.{{0,180}}"
    r"|(?=\p{Lu}.*\d[^\d.,;:()]{0,45}\)?[.;]?$)"  # all others end in a year, or in "present" and the like behind one
    rf"(?:\p{{Lu}}.{{2,200}}\(\s?(?:[^()]{{0,60}}[\s/.-])?{_YEARS}\s?\)\.?"
    rf"|\p{{Lu}}[^.]{{2,100}},\s{_YEARS}\.?"
    rf"|\p{{Lu}}.{{2,120}}\(\s?{_RANGE}\s?\)\.?"
    rf"|\p{{Lu}}{_SPOKEN}{{2,80}}(?::|,|\s[–—-])\s{_RANGE}[.;]?"
    rf"|\p{{Lu}}{_SPOKEN}{{2,80}}\([^()\d]{{2,40}}\)[,:]?\s{_RANGE}[.;]?"
    rf"|(?:\p{{Lu}}[\p{{L}}.'’-]*\s(?:\p{{Ll}}{{1,3}}\s)?){{2,6}}{_YEARS}"
    rf"|\p{{Lu}}{_SPOKEN}{{2,80}}?\s?\.{{3,80}}\s?{_RANGE}"
    rf"|\p{{Lu}}[^.:]{{8,160}}[,–—-][^.:,]{{0,40}}\s{_DAY}\.?)"
    # "John Smith, Minister of Trade, May 1990 (state visit)", "John Smith, May 1990, for the funeral of King Olav",
    # "John Smith (May 1990, state visit)", "John Smith (1990-1994), chargé d'affaires"
    rf"|\p{{Lu}}{_SPOKEN}{{2,120}}(?:,\s{_RANGE}(?:\s\([^()\d]{{2,80}}\)|,\s\p{{Ll}}[^.:\d]{{2,90}})"
    rf"|\s\({_RANGE}(?:[,;]\s[^()\d]{{2,80}}\)|\)[,;]?\s\p{{Ll}}[^().:\d]{{2,60}})\.?)"
)
# "12-15.05.1998 Foreign Minister, John Smith", "May 2012 Foreign Minister, John Smith"
_DAYS = r"\d{1,2}(?:(?:\s?[-–/]\s?|\s(?:al?|y|and|to)\s)\d{1,2})?"
_NUMERIC = rf"{_DAYS}(?:[./-]\d{{1,2}}(?:\s?[-–/]\s?{_DAYS}[./-]\d{{1,2}})?)?[./-]\d{{4}}"
_IN_WORDS = (
    rf"(?:(?:{_DAYS}|\d{{1,2}} al? \d{{1,2}})\s(?:de\s)?)?\p{{L}}{{3,10}}\.?,?\s(?:del?\s|{_DAYS},\s)?"
    r"(?:\d{4}|[’']\d\d\b)"
)
# "1998. 5  John Smith", "’98.5 President John Smith", "1998 (May). John Smith", "1999, 8-9 de junio. John Smith"
_YEAR_FIRST = (
    r"(?:[12]\d{3}|[‘’']\d\d)(?:\. ?\d{1,2}(?:\. ?\d{1,2}(?: ?[-–~] ?\d{1,2})?)?| ?\(\p{L}{3,10}\)"
    r"|, (?:\d{1,2}(?: ?[-–] ?\d{1,2}| (?:y|and|al?) \d{1,2})? (?:de )?)?\p{L}{3,10})"
)
_SHORT = r"(?:[^.;:]|(?<=\b\p{Lu}\p{L}{0,4})\.)"  # a full stop may be that of a title: "D. Juan Soto"
_DATE_FIRST = light(
    rf"(?:{_NUMERIC}|{_IN_WORDS})\s?[:.,–—-]?\s+\p{{Lu}}{_SHORT}{{4,180}}\.?"
    rf"|(?:{_NUMERIC}|{_IN_WORDS}|{_YEAR_FIRST})\s?[:.–—-]\s+\p{{Lu}}.{{4,240}}|{_YEAR_FIRST}\s+\p{{Lu}}.{{4,180}}"
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
# "John Smith. Envoy, 1911-1913. Resided in Paris", "John Smith, Envoy. Credentials: 3 May 1911"
_WORD = r"\p{Lu}[\p{L}\p{M}.'’-]{0,20}"
_OF_HOLDER = light(
    rf"{_WORD}(?: (?:\p{{Ll}}{{1,3}} )?{_WORD}){{1,6}}(?<=\p{{L}}\.?)[.,;]?(?<=[.,;]) \p{{Lu}}"
    r".{2,80}?(?<!\d)\d{4}(?!\d).{0,120}"
)
_ALONE = light(
    rf"{_NUMERIC}\s?[:.,–—-]?\s+\p{{Lu}}[^.;:]{{4,180}}\.?|{_IN_WORDS}\s?[:–—-]\s+\p{{Lu}}[^.;:]{{4,80}}"
    rf"|\d{{4}}\s?[–—-]\s?(?:\d{{2,4}}|\p{{Ll}}{{2,12}})?\s?[:.,–—-]?\s+\p{{Lu}}[^.;:\d]{{4,60}}"
)
_SPAN_ALONE = compiled(r"(?=\p{L}+s\b)[^,()\d]{8,80}\(\d{4}\s?[-–—]\s?\d{4}\)$")  # "Visits to Norway (1990-2012)"
_SINCE_ALONE = compiled(
    r"(?=(?:\p{L}+ ){0,2}\p{L}+s\b)[^,;()\d]{8,80} \p{Ll}{2,12} \d{4}$"
)  # "Heads of mission after 1990"
_OF_YEARS = compiled(r"\(\d{4}\s?[-–—]\s?\d{4}\)\s*$")
_LABELLED = compiled(r"\p{Lu}[\p{L} ]{2,40}(?::\s|\s--\s?)(?=\S)")
# "Exports: 5.2 billion yen (wool)", "Imports (2019): US$ 3 million"
_SUM_TOLD = r"(?:[\p{L}.]{1,7}\s?)?\p{Sc}?\s?\d[\d.,]*\s?\p{L}[^:;.]{0,60}\.?"
_SUM = compiled(rf"\p{{Lu}}[^:.;\d]{{2,50}}(?:\(\d{{4}}\))?\s?:\s{_SUM_TOLD}")
# "Minister of Trade, Industry, and Tourism--Ola Berg", "President: Ana Soto"
_NAMED = compiled(r"\p{Lu}[^\n:;\d]{2,90}?(?:\s?(?:--|—)\s?|: | [–-] )(?=\p{Lu})[^\n\d:]{2,80}")
# no first item of a list ("1. Trade Agreement"), and no day ("15.03.2007 Ola Berg")
_SUM_ALONE = compiled(rf"(?!\d{{1,2}}(?:[.)] |(?:[-–]\d{{1,2}})?[./-]\d{{1,2}}[./-]\d{{2,4}}\b)){_SUM_TOLD}")
_NOTED = compiled(r"\p{Lu}[^()\d.;:]{2,40} \([^()]{2,60}\)")  # "Peru (Embassy in Oslo)"
DAYS_MAX = 60  # lines below a year
_YEAR_ALONE = compiled(r"[12]\d{3} ?:?")
# "3 to 5 May – Peru", "May 3: Peru", "Peru, Lima (3-5 May)", "December. Ola Berg"
_OF_THE_YEAR = compiled(
    r"(?:\p{Lu}[\p{L}, ]{2,40} \(?)?"
    r"(?:\d{1,2}(?: ?(?:[-–]|to|al?|y|and) ?\d{1,2})? (?:de )?\p{L}{3,10}|\p{Lu}\p{Ll}{2,8} \d{1,2})\b"
    r"|(?i:jan|ene|feb|mar|a[bp]r|may|ju[nl]|a[ug]{1,2}|ago|se[pt]|oct|nov|dec|dic)\p{Ll}{0,7}(?:[.:]| ?[–-]) \p{Lu}"
)
_HAS_YEAR = re.compile(r"\d{4}|[’']\d\d")  # as every entry has one
_DATE_LAST = compiled(r"\p{L}[,.)–—-]* (?:(?:del?|of) )?\(?[12]\d{3}\)?\.?$")  # "John Smith – May 2010", an entry
_NUMBERED = compiled(r"\d{4}|\d\d-\d")  # "1994", "05-6"
_CELLS = compiled(r"[|\t]")
# "5 May 1991: the treaty was signed."
_DATED = light(r"(?:\w{1,12}\.?,?\s){0,5}\d{4}\s?[:–—-]\s+\S")


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines that make one thing; `first` marks the first of a paragraph or list, `style` the kind of a heading."""

    kind: BlockKind
    start: int
    end: int
    indent: int = 0
    style: str = ""
    cells: tuple[Cell, ...] = ()
    first: bool = False


def read_blocks(text: str, start: int = 0) -> list[Block]:
    """The blocks of text[start:] in their order."""
    lines = _without_menu(text, read_lines(text, start))
    return list(_Grouping(text, lines, layout(text, lines)).blocks())


def _without_menu(text: str, lines: list[Line]) -> list[Line]:
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


MENU_BELOW = 2  # lines, as the name of the site, that may stand above its menu
MENU_LINES = 30  # lines above a title in which a menu may stand
MENU_WORDS = 3  # of an entry that is not known
MENU_TIMES = 2  # so many entries for each one that is known
_MENU_MARKS = " \t-*•·|>»›▾▼+[]"


def is_menu(line: str) -> bool:
    """Whether a line is known as one of a site's menu."""
    return line.strip(_MENU_MARKS).casefold() in words().menus


def is_references(text: str, start: int, end: int) -> bool:
    """Whether a heading is that of a section of references, notes, links."""
    title = text[start:end].strip("#=* :").casefold()
    return title in words().references


def is_notes(text: str, start: int, end: int) -> bool:
    """Whether a heading is that of notes, which may tell of the page's matter."""
    return text[start:end].strip("#=* :").casefold() in words().notes


Fits = Callable[[str, Line], bool]


# A field, and no heading: "Establishment of relations: 13 September 1948".
_VALUE = compiled(
    r"\p{L}: (?:\p{Lu}[\p{L}\p{M} .'’-]{2,30}, )?"
    r"(?:\p{L}{2} )?(?:\d{1,2}(?:[ºª°]|\p{L}{2})?(?:[./-]\d{1,2}[./-]| (?:de )?\p{L}{3,10},?(?: de| del)? )"
    r"|\p{Lu}\p{Ll}{2,8} \d{1,2}, )\d{4}\.?$"
)


# The caption of a picture, an entry by itself: "President Ola Berg and her guest on 5 May 1991 in Lima", "June 1992:
# visit of …". Headings tell no day among their words.
_OF_A_DAY = compiled(
    r"(?=(?:\S+ ){7}).{20,}?\b"
    r"(?:\d{1,2}(?:st|nd|rd|th|[º°])? (?:de )?\p{L}{3,10},?(?: del?)? |\p{Lu}\p{Ll}{2,8} \d{1,2}, )\d{4}\b"
    r"|(?:\p{L}{3,10}\.?,? (?:de )?)?\d{4}\s?: \p{Lu}[^:]{20,}"
)


# "Lima, 3 May 2011", "3/5/2011", "Tue, May 3, 2011 14:30"
_PLACE_AND_DAY = compiled(
    r"(?:\p{Lu}[\p{L} .’'-]{1,30}[,:] )?(?:\p{Lu}\p{L}{2,9},? )?"
    r"(?:\d{1,2}(?:st|nd|rd|th|[º°])?[ .-](?:de )?\p{L}{3,10}\.?,?(?: del?)?[ -]\d{4}"
    r"|\p{Lu}\p{L}{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d\d-\d\d)"
    r"(?:,? (?:[–|-] )?\d{1,2}[:.]\d\d[ \p{L}.]{0,6})?\.?"
)


def _is_no_text(content: str) -> bool:
    """Whether a line is no text: a rule, the name of a picture, who wrote a message that the page shows."""
    return any(form.fullmatch(content) for form in (_RULE, _FILE, _TWEET))


class _Grouping:
    """One pass over the lines; `self.at` is the next line."""

    def __init__(self, text: str, lines: Sequence[Line], laid: Layout) -> None:
        self.text, self.lines, self.laid = text, lines, laid
        self.at = 0
        self.last: Block | None = None
        self.listed = False  # some entries of a list without bullets have been read
        self.stacked = False  # the last block ended a list without marks
        self.unstacked = 0  # no line before this one begins such a list
        self.heads: tuple[str, ...] = ()  # of the table last read, while no heading has followed it
        self._tables: dict[int, Table | None] = {}  # line -> the table that begins there, once asked for

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            for block in self._next():
                self.last = block
                if block.kind == "heading":
                    self.heads = ()
                elif block.kind == "row" and block.first:
                    self.heads = tuple(cell.header for cell in block.cells)
                yield block

    def _words(self, line: Line) -> str:
        return self.text[line.start : line.end]

    def _finished(self, line: Line) -> bool:
        return finished(self.text, line.start, line.end)

    def _next(self) -> Iterator[Block]:
        line = self.lines[self.at]
        content = self._words(line) if line.length <= TITLE_MAX else ""
        if row := resumed(self.text, self.lines, self.at, self.heads):
            self.at += 1 + (row.span.end > line.end)
            yield Block("row", row.span.start, row.span.end, cells=row.cells)
        elif table := self._table(self.at) or stacked(self.text, self.lines, self.at):
            self.at = table.after
            first = True
            for row in table.rows:
                if row.cells:
                    yield Block("row", row.span.start, row.span.end, cells=row.cells, first=first)
                else:
                    yield Block("heading", row.span.start, row.span.end, style="section")
                first = not row.cells
        elif content and (_is_no_text(content) or self._is_page_number(line)):
            self.at += 1
        elif heading := self._marked_heading(line, content):
            yield heading
        elif _REFERENCE.match(self.text, line.start, line.end) or words().reference_line.match(
            self.text, line.start, line.end
        ):
            block = self._gather("reference")
            mark = self._mark_of_prose(block)
            yield replace(block, kind="paragraph", start=block.start + mark) if mark else block
        elif self._is_masthead(line):
            self.at += 1
            yield Block("caption", line.start, line.end)
        elif image := _IMAGE.match(self.text, line.start, line.end):
            yield from self._with_image(line, image.end())
        elif groups := self._holders(self.at):
            self.at = groups[-1][-1] + 1
            yield from self._of_holders(groups)
        elif table := cards(self.text, self.lines, self.at):
            self.at = table.after
            for number, row in enumerate(table.rows):
                yield Block("row", row.span.start, row.span.end, cells=row.cells, first=not number)
        elif self._is_way(self.at):
            yield from self._one_way(line)
        elif self._is_numbered_heading(line):
            self.at += 1
            yield Block("heading", line.start, line.end, style="numbered")
        elif days := self._days_below():
            self.at += 1 + len(days)
            yield Block("heading", line.start, line.end, style="year")
            yield from (Block("item", day.start, day.end, first=i == 0) for i, day in enumerate(days))
        elif pairs := paired(self.text, self.lines, self.at):
            self.at += 2 * len(pairs)
            yield from (Block("item", span.start, span.end, first=i == 0) for i, span in enumerate(pairs))
        elif self._labels_a_day() or self._is_signed_below() or (self._follows_label() and self._labels_a_sum(self.at)):
            self.at += 2
            yield Block("item", line.start, self.lines[self.at - 1].end, first=True)
        elif self._is_lettered_heading(self.at):
            self.at += 1
            letter = _LETTERED.match(self.text, line.start, line.end)
            yield Block("heading", letter.end() if letter else line.start, line.end, style="lettered")
        elif self._is_item(self.at):
            yield from self._items()
        elif self._is_holder():
            self.at += 2
            yield Block("item", line.start, self.lines[self.at - 1].end, first=True)
        elif (
            (self._run(_is_entry, self.at) and not self._heads_entries())
            or self._run(_is_sum, self.at)
            or self._run(_is_named, self.at)
            or self._is_told()
            or self._alone()
        ):
            yield from self._entries()
        elif (size := self._stack()) or (size := self._labelled()) or (size := self._dated()):
            self.at += size
            yield from (
                Block("item", each.start, each.end, indent=each.indent, first=i == 0)
                for i, each in enumerate(self.lines[self.at - size : self.at])
            )
        elif self._is_heading():
            self.at += 1
            yield Block("heading", line.start, line.end, style=self._style(line, content))
        else:
            yield from self._paragraph(line)

    def _is_page_number(self, line: Line) -> bool:
        if not _NUMBER_ONLY.fullmatch(self.text, line.start, line.end):
            return False
        alone = line.gap > 0 or (self.at + 1 < len(self.lines) and self.lines[self.at + 1].gap > 0)
        return (alone and line.length < YEAR_LENGTH) or line.indent >= FURNITURE_INDENT

    def _is_masthead(self, line: Line) -> bool:
        """Whether a line right above the place and day of a note tells what it is: "Press release No. 12"."""
        if self.at + 1 >= len(self.lines) or words().masthead.fullmatch(self.text, line.start, line.end) is None:
            return False
        below = self.lines[self.at + 1]
        return _PLACE_AND_DAY.fullmatch(self.text, below.start, below.end) is not None

    # Headings

    def _marked_heading(self, line: Line, content: str) -> Block | None:
        """A heading that Markdown or wiki marks tell."""
        if line.heading and content and not _MARKDOWN.match(content):
            self.at += 1
            return Block("heading", line.start, line.end, style=self._style(line, content))
        match = _MARKDOWN.match(content)
        if match:
            self.at += 1
            return Block("heading", line.start, line.end, style=f"md{len(match[1] or match[2])}")
        if not content or self.at + 1 >= len(self.lines):
            return None
        below = self.lines[self.at + 1]
        if below.gap or below.length < 3 or not _SETEXT.fullmatch(self.text, below.start, below.end):
            return None
        self.at += 2
        return Block("heading", line.start, line.end, style="md1" if self.text[below.start] == "=" else "md2")

    def _is_heading(self) -> bool:
        """A short line that is no sentence, at the start of a block, with something under it."""
        line = self.lines[self.at]
        if self._is_of_labels(self.at):
            return False
        if is_references(self.text, line.start, line.end):
            return True  # whatever stands below: links in short lines
        if line.length > TITLE_MAX:
            return False
        top = self.at == 0 or (self.last is not None and self.last.kind == "heading")
        if self.at + 1 >= len(self.lines):
            return False
        below = self.lines[self.at + 1]
        listed = self._lists(self.at + 1) or self._heads_a_list(self.at + 1) or self._is_way(self.at + 1)
        listed = listed or (self._is_of_visits(line) and self._is_visit(below)) or self._heads_labels(self.at + 1)
        listed = listed or (self._is_of_rank(line) and tells_term(self.text, below))
        # Where no blank line parts anything, a short line between a finished one and a list is the list's heading.
        tight = (
            (listed or self._close)
            and self.at > 0
            and (self._follows_entry() or self._finished(self.lines[self.at - 1]))
        )
        if not (top or tight or line.gap > self.laid.spacing):
            return False
        if self._goes_on_after_furniture(line):
            return False
        goes_on = belongs(self.text, line, below, self.laid) and not self._is_item(self.at + 1)
        if goes_on or not self._is_title_like(line, listed or self.at == 0):
            return False
        # A heading right above its text has a list under it, or a line much longer.
        return listed or top or below.gap > self.laid.spacing or below.length > max(80, 2 * line.length)

    @cached_property
    def _close(self) -> bool:
        """Whether nothing parts the paragraphs of the text but the ends of their lines."""
        parted = sum(line.gap > 0 for line in self.lines[1:])
        return not self.laid.width and len(self.lines) >= CLOSE_LEAST and parted < CLOSE_PARTED * len(self.lines)

    def _heads_labels(self, at: int) -> bool:
        """Whether labels with their values begin with a line, none parted: "Ambassador: Ola Berg", "Consul: Ana Li"."""
        near = self.lines[at : at + STACK_LEAST]
        return len(near) == STACK_LEAST and all(
            (not i or not each.gap) and each.length <= STACKED_MAX and _LABELLED.match(self.text, each.start, each.end)
            for i, each in enumerate(near)
        )

    def _is_of_labels(self, at: int) -> bool:
        """Whether a line, not the first, stands among labels with their values ("Title: Envoy") of one name."""
        line = self.lines[at]
        if line.gap or not at or line.length > STACKED_MAX:
            return False
        near = self.lines[at - 1 : at + 1 + LABELS_NEAR]
        ends = next((i for i, each in enumerate(near) if i and each.gap), len(near))
        labelled = [_LABELLED.match(self.text, each.start, each.end) is not None for each in near[:ends]]
        return sum(labelled) >= STACK_LEAST and any(labelled[:2])

    def _lists(self, at: int) -> bool:
        """Whether a list or a table begins with a line."""
        line = self.lines[at]
        if self._is_item(at) or self._run(_is_entry, at) or _ALONE.fullmatch(self.text, line.start, line.end):
            return True
        if self._run(_is_named, at):
            return True
        if self._run(_is_sum, at) or self._labels_a_sum(at) or self._holders(at):
            return True
        return self._table(at) is not None

    def _table(self, at: int) -> Table | None:
        if at not in self._tables:
            self._tables[at] = table_at(self.text, self.lines, at)
        return self._tables[at]

    def _is_way(self, at: int) -> bool:
        """Whether a line heads the visits of one side, each in a line of its own: "FROM GREECE", "De Perú a Haití"."""
        line = self.lines[at]
        if line.length > HOLDER_MAX or words().ways.fullmatch(self.text, self._unmarked(at), line.end) is None:
            return False
        if at and not line.gap and belongs(self.text, self.lines[at - 1], line, self.laid):
            return False
        _, below = self._below(at)
        dated = sum(_NUMBERED.search(self.text, each.start, each.end) is not None for each in below)
        return bool(below) and 2 * dated >= len(below) and not self._is_item(at + 1)

    def _unmarked(self, at: int) -> int:
        """Where a line begins; behind its mark, if the lines below it have none: "- From Peru to Kenya"."""
        line = self.lines[at]
        bullet = _BULLET.match(self.text, line.start, line.end)
        plain = at + 1 < len(self.lines) and not self._is_item(at + 1)
        return bullet.end() if bullet is not None and plain else line.start

    def _below(self, at: int) -> tuple[int, list[Line]]:
        """The lines right below one that heads a list of visits, up to the next such line; none if one is too long.

        And how many marks without a word stand above them: the items of a list that has lost its form.
        """
        found: list[Line] = []
        marks = 0
        for number, below in enumerate(self.lines[at + 1 :], at + 1):
            if not found and not below.gap and _MARK.fullmatch(self.text, below.start, below.end):
                marks += 1
                continue
            if (
                below.gap
                or _BULLET.match(self.text, below.start, below.end)
                or _MARK.fullmatch(self.text, below.start, below.end)
            ):
                break
            if words().ways.fullmatch(self.text, self._unmarked(number), below.end) is not None:
                break
            if below.length > ENTRY_MAX or _CELLS.search(self.text, below.start, below.end):
                return marks, []
            found.append(below)
        return marks, found

    def _one_way(self, line: Line) -> Iterator[Block]:
        marks, below = self._below(self.at)
        yield Block("heading", self._unmarked(self.at), line.end, style="way")
        self.at += 1 + marks + len(below)
        for i, each in enumerate(below):
            yield Block("item", each.start, each.end, indent=each.indent, first=i == 0)

    def _heads_a_list(self, at: int) -> bool:
        """Whether a line is a heading of its own right above a list: "Heads of mission", and under it "Ministers"."""
        line = self.lines[at]
        near = at + 1 < len(self.lines) and line.gap == 0 and self.lines[at + 1].gap == 0
        return near and self._is_title_like(line, long=True) and self._lists(at + 1)

    def _follows_entry(self) -> bool:
        """Whether what was read last is short and whole: an item, a row; a caption, if the line tells no year."""
        kind = self.last.kind if self.last is not None else ""
        if kind in ("caption", "heading"):
            return not _HAS_YEAR.search(self._words(self.lines[self.at]))
        return kind in ("item", "row")

    def _is_numbered_heading(self, line: Line) -> bool:
        """A line like "2. Visits" that stands alone, with no line of that kind before or after."""
        number = _NUMBER.match(self.text, line.start, line.end)
        if not number or (line.gap == 0 and self.at > 0) or self.at + 1 >= len(self.lines):
            return False
        below = self.lines[self.at + 1]
        if self._heads_section(self.at):
            return True
        if (self.last and self.last.kind == "item" and self.last.style == "number") or below.gap == 0:
            return False
        return not _NUMBER.match(self.text, below.start, below.end) and self._is_title_like(
            replace(line, start=number.end()), long=False
        )

    def _days_below(self) -> list[Line]:
        """The lines that tell days of the year in this one: "1993", below it "3 to 5 May – Peru"; none for another."""
        line = self.lines[self.at]
        if _YEAR_ALONE.fullmatch(self.text, line.start, line.end) is None:
            return []
        below = self.lines[self.at + 1 : self.at + 1 + DAYS_MAX]
        return list(
            takewhile(
                lambda day: (
                    (not day.gap or day is below[0])
                    and day.length <= ENTRY_MAX
                    and _OF_THE_YEAR.match(self.text, day.start, day.end) is not None
                    and not _HAS_YEAR.search(self.text, day.start, day.end)
                ),
                below,
            )
        )

    def _labels_a_day(self) -> bool:
        """Whether a line is the label of the day in the next: "Establishment of relations", below it "3 May 1921".

        The first lines are a page's title and the day of its writing.
        """
        at = self.at
        if at < TITLE_LINES or not is_date(self.text, self.lines, at + 1) or self.lines[at + 1].gap:
            return False
        line, over = self.lines[at], at + 2 >= len(self.lines) or self.lines[at + 2].gap > 0
        dated = _HAS_YEAR.search(self.text, line.start, line.end) is not None
        return over and not dated and self._is_title_like(line, long=False)

    def _is_signed_below(self) -> bool:
        """Whether a line alone with the next is a title with its day: "Trade Agreement", "Signed: Lima, 3 May 1990"."""
        at = self.at
        if at < TITLE_LINES or at + 1 >= len(self.lines) or not self.lines[at].gap or self.lines[at + 1].gap:
            return False
        line, below = self.lines[at], self.lines[at + 1]
        over = at + 2 >= len(self.lines) or self.lines[at + 2].gap > 0
        if not over or below.length > HOLDER_MAX or not _VALUE.search(self.text, below.start, below.end):
            return False
        return not _HAS_YEAR.search(self.text, line.start, line.end) and self._is_title_like(line, long=False)

    def _labels_a_sum(self, at: int) -> bool:
        """Whether a line is the label of the sum in the next: "Exports", below it "5 billion yen (wool)"."""
        line, below = self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else None
        if below is None or below.gap or line.length > LABEL_MAX:
            return False
        if _SUM_ALONE.fullmatch(self.text, below.start, below.end) is None:
            return False
        return self._words(line).rstrip(" :").replace(" ", "").isalpha() and self._is_title_like(line, long=False)

    def _follows_label(self) -> bool:
        """Whether what was read last is a heading or another field, not prose."""
        return self.last is not None and self.last.kind in ("heading", "item", "caption")

    def _is_lettered_heading(self, at: int) -> bool:
        """A line like "(a) From the Peruvian side", above other entries than "(b) …"."""
        line = self.lines[at]
        letter = _LETTERED.match(self.text, line.start, line.end) if line.length <= LETTERED_MAX else None
        if letter is None or at + 1 >= len(self.lines) or _DATE_LAST.search(self._words(line)):
            return False
        below = self.lines[at + 1]
        after = _LETTERED.match(self.text, below.start, below.end)
        if after is not None and after[1] == chr(ord(letter[1]) + 1):
            return False
        beside = (below, *self.lines[max(0, at - 1) : at])
        if letter[1] in "ivx" and any(_IN_ROMAN.match(self.text, each.start, each.end) for each in beside):
            return False  # "i." and "v." of a list that counts in Roman numbers
        return self._is_title_like(replace(line, start=letter.end()), long=False)

    @cached_property
    def _sections(self) -> frozenset[int]:
        """The numbers of lines that head sections, each right above its text: "2. Visits", further below "3. Trade"."""
        numbers = {self._number(line) for at, line in enumerate(self.lines) if self._is_section(at)}
        return frozenset(n for n in numbers if {n - 1, n + 1} & numbers)

    def _number(self, line: Line) -> int:
        number = _NUMBER.match(self.text, line.start, line.end)
        return int("".join(filter(str.isdecimal, number[0]))) if number else 0

    def _heads_section(self, at: int) -> bool:
        return self._is_section(at) and self._number(self.lines[at]) in self._sections

    def _is_section(self, at: int) -> bool:
        line, below = self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else None
        number = _NUMBER.match(self.text, line.start, line.end) if line.length <= SECTION_MAX else None
        if number is None or not line.gap or below is None or below.gap or _HAS_YEAR.search(self._words(line)):
            return False
        plain = self._is_title_like(replace(line, start=number.end()), long=False)
        return plain and not _NUMBER.match(self.text, below.start, below.end)

    def _is_title_like(self, line: Line, long: bool) -> bool:
        """Whether a line can be a heading by itself; `long`: as the title of the text or of a list."""
        if line.length > (TITLE_MAX if long else HEADING_MAX) or starts_small(self.text, line):
            return False
        content = self._words(line)
        if not long and len(content.split()) > HEADING_WORDS:
            return False
        if not content or content[-1] in ",;(–-|" or content.count("(") != content.count(")"):
            return False
        if words().caption.match(content) or words().mark_caption(content):
            return False
        last = content.split()[-1].casefold()
        if content.endswith(":") and (len(content.split()) > COLON_WORDS or words().list_cue.search(content)):
            return False
        if self.at > 0 and (_VALUE.search(content) or _is_sum(self.text, line) or _OF_A_DAY.match(content)):
            return False
        ended = self._finished(line) and not content.endswith(":") and not _YEAR_END.match(content)
        numeral = _ROMAN.match(self.text, line.start, line.end)
        one = len(list(sentences(self.text, numeral.end() if numeral else line.start, line.end))) == 1
        return one and not ended and last not in words().unfinished and any(c.isalnum() for c in content)

    def _style(self, line: Line, content: str) -> str:
        if self.at == 1:
            return "title"
        if _ROMAN.match(content):
            return "numbered.2" if content[0].isdigit() else "numbered"
        if content.endswith(":"):
            return "colon"
        if content.isupper():
            return "capitals"
        return "year" if _YEAR_END.match(content) else "plain"

    # Lists

    def _is_item(self, index: int) -> bool:
        line = self.lines[index]
        match = _BULLET.match(self.text, line.start, line.end)
        if not match:
            return False
        wrapped = _DASH.match(self.text, line.start) and self.text[match.end()].islower()
        if index and (wrapped or self.text[line.start] == "o"):
            # What a wrapped sentence has here, unless something says that a list begins or goes on.
            above = self.lines[index - 1]
            below = self.lines[index + 1] if index + 1 < len(self.lines) else line
            another = self.text.startswith("o ", below.start) and self.text[line.start] == "o" and below is not line
            bulleted = _BULLET.match(self.text, above.start, above.end) is not None
            return line.gap > 0 or another or bulleted or self._finished(above)
        return True

    def _items(self) -> Iterator[Block]:
        first = True
        while self.at < len(self.lines) and self._is_item(self.at) and not self._heads(self.at):
            line = self.lines[self.at]
            bullet = _BULLET.match(self.text, line.start, line.end)
            start = bullet.end() if bullet else line.start
            self.at += 1
            end = self._item_end(line, start)
            number = _NUMBER.match(self.text, line.start, line.end)
            for a, b in self._enumerated(line.start, start, end):
                yield Block("item", a, b, indent=line.indent, style="number" if number else "", first=first)
                first = False
            yield from self._repeated(start, end)

    def _heads(self, at: int) -> bool:
        return self._heads_section(at) or self._is_lettered_heading(at)

    def _enumerated(self, begin: int, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The entries of an item that holds more than one: "(i) Ola Berg (1990). (ii) Ana Li (1992)."."""
        marks = list(_INLINE.finditer(self.text, begin, end))
        told = [mark[1] for mark in marks]
        if len(told) < 2 or marks[0].start() != begin or told != list(_ORDERS.get(told[0], ())[: len(told)]):
            yield start, end
            return
        for mark, following in zip(marks, [*(m.start() for m in marks[1:]), end], strict=True):
            last = following - len(self.text[mark.end() : following]) + len(self.text[mark.end() : following].rstrip())
            if last > mark.end():
                yield mark.end(), last

    def _item_end(self, line: Line, start: int) -> int:
        """End of an item, with the lines it was wrapped to."""
        while self.at < len(self.lines) and not self._is_item(self.at):
            below = self.lines[self.at]
            same = self._words(below) == self.text[start : line.end]
            deeper = below.gap == 0 and below.indent > self.lines[self.at - 1].indent - 2 and below.indent > 1
            if same or not (belongs(self.text, line, below, self.laid) or deeper) or below.gap > 1:
                break
            line = below
            self.at += 1
        return line.end

    def _repeated(self, start: int, end: int) -> Iterator[Block]:
        """The caption that repeats an item, as pages with a picture for each item have."""
        if self.at < len(self.lines) and self._words(self.lines[self.at]) == self.text[start:end]:
            line = self.lines[self.at]
            self.at += 1
            yield Block("caption", line.start, line.end)

    def _introduced(self) -> bool:
        return bool(self.last and self.last.kind in ("paragraph", "heading") and self.text[self.last.end - 1] == ":")

    def _is_told(self) -> bool:
        """Whether a line and the next are short items after a colon, and no heads of columns."""
        if not self._introduced() or not self._run(_is_short, self.at) or heads_table(self.text, self.lines[self.at]):
            return False
        if self._is_item(self.at + 1):  # the heading of the first of several lists
            return False
        near, far = self.lines[self.at + 1], self.lines[self.at + 2] if self.at + 2 < len(self.lines) else None
        return near.gap == 0 or far is None or far.gap > 0  # else a heading stands apart from a list below it

    def _heads_entries(self) -> bool:
        """Whether a line with years stands apart above entries that stand close together: "Visits (1990-2012)", "Heads
        of mission after 1990"; or above entries as far from each other, if it names an office in the plural."""
        near = self.lines[self.at : self.at + 3]
        said = self._words(near[0])
        if not any(form.match(said) for form in (_SPAN_ALONE, _SINCE_ALONE)):
            return False
        apart = [each.gap > 0 for each in near]
        office = words().holders.match(said.rstrip("0123456789 ()–-")) or words().ranks.match(said)
        return apart == [True, True, False] or (len({*apart}) == 1 and office is not None)

    def _is_holder(self) -> bool:
        """Whether a line is a name and the next tells since when: "Ola Berg", below it "Since 3 May 1990"."""
        line = self.lines[self.at]
        if line.length > HOLDER_MAX or self.at + 1 >= len(self.lines) or self.lines[self.at + 1].length > HOLDER_MAX:
            return False
        below = self.lines[self.at + 1]
        return (
            words().since.match(self.text, below.start, below.end) is not None
            and _NAME.fullmatch(self.text, line.start, line.end) is not None
        )

    def _holders(self, at: int) -> list[range]:
        """The lines of each entry of a list of holders of a post, parted by empty lines: a name, and below it when."""
        found: list[range] = []
        while at < len(self.lines) and (not found or self.lines[at].gap):
            after = at + 1
            while after < len(self.lines) and not self.lines[after].gap:
                after += 1
            if not self._is_of_holder(at, after):
                break
            found.append(range(at, after))
            at = after
        return found if len(found) > 1 else []

    def _is_of_holder(self, at: int, after: int) -> bool:
        """Whether some lines are a name, perhaps a rank, and a term or what is told of one."""
        line = self.lines[at]
        if not 1 < after - at <= HOLDER_LINES or line.length > STACKED_MAX:
            return False
        if _HOLDER.fullmatch(self.text, line.start, line.end) is None:
            return False
        if words().holders.match(self.text, line.start, line.end) is not None:
            return False
        ranked = after - at > 2 and self._is_rank(self.lines[at + 1])
        below = self.lines[at + 1 + ranked]
        if below.length > 2 * ENTRY_MAX:
            return False
        told = _TERM_FIRST.match(self.text, below.start, below.end) or words().served.match(
            self.text, below.start, below.end
        )
        return told is not None

    def _is_rank(self, line: Line) -> bool:
        """Whether a line below a name can be that of a rank: "Chargé d'affaires a.i."."""
        return (
            line.length <= HOLDER_MAX and not _NUMBERED.search(self._words(line)) and not starts_small(self.text, line)
        )

    def _of_holders(self, groups: Sequence[range]) -> Iterator[Block]:
        """The entries of a list of holders; one that tells a life in sentences gives an item for each of them."""
        first = True
        for group in groups:
            start, last = self.lines[group[0]], self.lines[group[-1]]
            number = _HOLDER.fullmatch(self.text, start.start, start.end)
            begin = number.start("name") if number else start.start
            told = (_TERM_FIRST.match(self.text, self.lines[at].start, self.lines[at].end) for at in group[1:])
            term = next((match.end("term") for match in told if match), self.lines[group[-2]].end)
            rest = term + len(self.text[term : last.end]) - len(self.text[term : last.end].lstrip(".,; \n"))
            told_of = sentences(self.text, rest, last.end) if rest < last.end else ()
            spans = [(begin, term), *((span.start, span.end) for span in told_of)]
            for a, b in spans:
                yield Block("item", a, b, indent=start.indent, first=first)
                first = False

    def _alone(self) -> bool:
        """Whether a line under a heading opens with a full date, or is an entry as those of another heading were, or
        as the heading announces: a list of one entry."""
        line = self.lines[self.at]
        if self.last is None or self.last.kind != "heading":
            return False
        alike = self.listed and (self.at + 1 == len(self.lines) or self.lines[self.at + 1].gap > 0)
        if _ALONE.fullmatch(self.text, line.start, line.end) or (alike and _is_entry(self.text, line)):
            return True
        if self._is_of_rank(self.last) and tells_term(self.text, line):
            return True  # "Commissioners to Malaya", and the only one
        return self._is_of_visits(self.last) and self._is_visit(line)

    def _is_of_rank(self, heading: Line | Block) -> bool:
        return words().ranks.fullmatch(self.text, heading.start, heading.end) is not None

    def _is_of_visits(self, heading: Line | Block) -> bool:
        return words().visits.search(self.text, heading.start, heading.end) is not None

    def _is_visit(self, line: Line) -> bool:
        """Whether a line can be the one entry of a list of visits; "Ola Berg (1990–1994)" heads those of his years."""
        return _is_entry(self.text, line) and not _OF_YEARS.search(self.text, line.start, line.end)

    def _stack(self) -> int:
        """How many lines from the next on are a list without any marks: short ones under a heading, none parted."""
        under = self.last is not None and self.last.kind == "heading"
        if self.at < self.unstacked or not (under or (self.stacked and self.lines[self.at].gap)):
            self.stacked = False
            return 0
        after = self.at
        while after < len(self.lines) and not (after > self.at and self.lines[after].gap) and self._is_brief(after):
            after += 1
        over = after >= len(self.lines) or self.lines[after].gap > 0
        noted = all(_NOTED.fullmatch(self.text, each.start, each.end) for each in self.lines[self.at : after])
        self.stacked = over and after - self.at >= (2 if noted else STACK_LEAST)
        if not self.stacked:
            self.unstacked = after
        return after - self.at if self.stacked else 0

    def _labelled(self) -> int:
        """How many lines from the next on are labels with their values ("Title: Envoy", below it "Appointed: 1990"),
        where the first of two could be a heading; 0 for one alone."""
        after = self.at
        while after < len(self.lines) and (after == self.at or not self.lines[after].gap):
            line = self.lines[after]
            if line.length > STACKED_MAX or not _LABELLED.match(self.text, line.start, line.end):
                break
            after += 1
        return after - self.at if after - self.at > 1 and self._is_heading() else 0

    def _dated(self) -> int:
        """How many lines from the next on are a list of any form: short ones below a heading, each with a year."""
        if self.last is None or not (self.last.kind == "heading" or self._introduced()):
            return 0
        after, gap = self.at, 0
        while after < len(self.lines) and self._tells_a_year(after):
            gap = self.lines[after].gap if after == self.at + 1 else gap
            if after > self.at and self.lines[after].gap != gap:
                break
            after += 1
        return after - self.at if after - self.at >= (STACK_LEAST if gap else 2) else 0

    def _tells_a_year(self, at: int) -> bool:
        """Whether a line can be one of such a list: no sentence, no heading, none that goes on in the next line."""
        line = self.lines[at]
        if line.length > HOLDER_LINE_MAX or line.heading or starts_small(self.text, line) or self._finished(line):
            return False
        told = _HAS_YEAR.search(self.text, line.start, line.end)
        goes_on = at + 1 < len(self.lines) and belongs(self.text, line, self.lines[at + 1], self.laid)
        return told is not None and not goes_on and self.text[line.end - 1] not in ":,;"

    def _is_brief(self, at: int) -> bool:
        """Whether a line can be one of such a list: no entry, which has its own heading, but for "Opened: 1990"."""
        line = self.lines[at]
        brief = line.length <= STACKED_MAX and self._is_title_like(line, long=False) and not line.heading
        brief = brief and not _is_named(self.text, line)
        dated = brief and _HAS_YEAR.search(self.text, line.start, line.end) is not None
        return brief and (not dated or _LABELLED.match(self.text, line.start) is not None)

    def _goes_on(self, at: int) -> bool:
        """Whether an entry that ends in a comma goes on in the next line: "1936–1941 Ola Berg," and "Minister"."""
        line, below = self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else None
        if below is None or below.gap or self.text[line.end - 1] != "," or below.length > HOLDER_MAX:
            return False
        return _is_entry(self.text, line) and not _HAS_YEAR.search(self.text, below.start, below.end)

    def _run(self, fits: Fits, at: int) -> bool:
        """Whether a line and the next are entries of a list without bullets."""
        if at + 1 >= len(self.lines):
            return False
        line, below = self.lines[at], self.lines[min(at + 1 + self._goes_on(at), len(self.lines) - 1)]
        undated = fits is _is_entry and at == self.at and self._is_undated(at)
        if below.gap > 1 or not (fits(self.text, line) or undated):
            return False
        if not fits(self.text, below) and not (fits is _is_entry and self._is_undated(at + 1)):
            return False
        if below.gap and self._finished(line) and self._ends_in_year(line) != self._ends_in_year(below):
            return False  # "Relations Established, 1957.", a heading above a paragraph that ends in a day
        return not belongs(self.text, line, below, self.laid)

    def _is_undated(self, at: int) -> bool:
        """Whether a line is the name of one of a list of holders without years, close between two that have them; or
        the first of them, with a remark."""
        line = self.lines[at]
        named = _NAME.fullmatch(self.text, line.start, line.end) is not None
        if not (named or _REMARKED.fullmatch(self.text, line.start, line.end)):
            return False
        first = not named and self.last is not None and self.last.kind == "heading" and at == self.at
        beside = (at + 1, at + 2) if first else (at - 1, at + 1)
        if not 0 <= beside[0] < beside[1] < len(self.lines) or self.lines[beside[1]].gap or self.lines[at + 1].gap:
            return False
        if line.gap and not first:
            return False
        told = (self.lines[each] for each in beside)
        return all(
            each.length <= ENTRY_MAX and _TERM_BEHIND.match(self.text, each.start, each.end) for each in told
        )

    def _ends_in_year(self, line: Line) -> bool:
        return _YEAR_END.match(self.text, line.start, line.end) is not None

    def _entries(self) -> Iterator[Block]:
        listed = self._run(_is_entry, self.at) or self._alone()
        fits: Fits = (
            _is_entry if listed else next((f for f in (_is_sum, _is_named) if self._run(f, self.at)), _is_short)
        )
        gap = self.lines[self.at + 1].gap if self.at + 1 < len(self.lines) else 0
        first = True
        while self.at < len(self.lines) and (first or self.lines[self.at].gap <= gap):
            line = self.lines[self.at]
            undated = fits is _is_entry and self._is_undated(self.at)
            if not first and not undated and (not fits(self.text, line) or heads_table(self.text, line)):
                break
            if not first and self._heads_entries():
                break
            self.at += 1  # the first, too, whatever it is: a pass that took no line would not end
            end = line.end
            if self._goes_on(self.at - 1):
                end = self.lines[self.at].end
                self.at += 1
            yield Block("item", line.start, end, indent=line.indent, first=first)
            first = False
        self.listed = True

    # Prose

    def _gather(self, kind: BlockKind) -> Block:
        """A block of the next line and all that go on with it."""
        first = line = self.lines[self.at]
        self.at += 1
        while self.at < len(self.lines):
            self._skip_furniture(line)
            if self.at >= len(self.lines) or self._is_item(self.at):
                break
            below = self.lines[self.at]
            if not belongs(self.text, line, below, self.laid):
                break
            line = below
            self.at += 1
        return Block(kind, first.start, line.end, indent=first.indent, first=True)

    def _mark_of_prose(self, block: Block) -> int:
        """The length of the mark of a note to what stands above a block, which opens it and goes on with the text: "[5]
        In 1954 the legation was …"; else 0. The mark stands nowhere else then, and what follows is no citation."""
        mark = _MARK_OF_NOTE.match(self.text, block.start, block.end)
        if mark is None or self.text.count(mark[1]) > 1 or _CITES.search(self.text, block.start, block.end):
            return 0
        ended = finished(self.text, block.start, block.end)
        return len(mark[0]) if block.end - mark.end() >= _PROSE and ended else 0

    def _skip_furniture(self, line: Line) -> None:
        """Steps over page numbers and running heads that stand in the middle of a sentence."""
        if self._finished(line):
            return
        ahead = self.at
        while ahead < len(self.lines) and ahead < self.at + 3 and self._is_furniture(line, self.lines[ahead]):
            ahead += 1
        if ahead < len(self.lines) and ahead > self.at and starts_small(self.text, self.lines[ahead]):
            self.at = ahead

    def _goes_on_after_furniture(self, line: Line) -> bool:
        here, self.at = self.at, self.at + 1
        self._skip_furniture(line)
        moved, self.at = self.at > here + 1, here
        return moved

    def _is_furniture(self, above: Line, line: Line) -> bool:
        content = self._words(line) if line.length <= FURNITURE_MAX else ""
        if _NUMBER_ONLY.fullmatch(content):
            return True
        return bool(content) and (content.isupper() or line.indent >= above.indent + 15)

    def _with_image(self, line: Line, end: int) -> Iterator[Block]:
        """The remnant of an image's wiki text, then the paragraph that stands on the same line."""
        yield Block("caption", line.start, end)
        rest = self._gather("paragraph")
        start = end + len(self.text[end : rest.end]) - len(self.text[end : rest.end].lstrip())
        if start < rest.end:
            yield Block("paragraph", start, rest.end, first=True)

    def _paragraph(self, line: Line) -> Iterator[Block]:
        above = self.lines[self.at - 1] if self.at else None
        block = self._gather("paragraph")
        if self._is_signature(line, block) and self.at < len(self.lines):
            block = Block("caption", line.start, self.lines[self.at].end)
            self.at += 1
        elif self._is_caption(line, block, inside=above is not None and line.gap <= self.laid.spacing):
            block = Block("caption", block.start, block.end)
        yield block

    def _is_caption(self, line: Line, block: Block, inside: bool) -> bool:
        """A single short line that is no sentence: known words tell it, or its place below other lines."""
        if block.end != line.end or line.length > TITLE_MAX:
            return False
        content = self._words(line)
        if words().caption.match(content) or words().mark_caption(content):
            return True
        cut = content.split()[-1].casefold() in words().unfinished or content[-1] in ",("
        return inside and not cut and not self._finished(line) and len(content.split()) <= HEADING_WORDS

    def _is_signature(self, line: Line, block: Block) -> bool:
        """A name, and under it, at the end of the text, what its bearer is."""
        if self.at != len(self.lines) - 1 or block.end != line.end or line.length > FURNITURE_MAX:
            return False
        below = self.lines[self.at]
        if (
            below.gap
            or below.length > TITLE_MAX
            or _LABELLED.match(self.text, below.start, below.end)
            or _HAS_YEAR.search(self.text, below.start, below.end)
            or self._finished(line)
            or self._finished(below)
        ):
            return False
        return all(word[0].isupper() or word in PARTICLES for word in self._words(line).split())


@lru_cache(maxsize=8)  # asked again for the line before, and by whoever looks ahead
def _is_entry(text: str, line: Line) -> bool:
    """A name or title with its years, or the reverse, or a date with what happened."""
    if not _HAS_YEAR.search(text, line.start, line.end):
        return False
    if _DATED.match(text, line.start, line.end):
        return line.length <= 4 * ENTRY_MAX
    return line.length <= ENTRY_MAX and (
        _ENTRY.fullmatch(text, line.start, line.end) is not None
        or _DATE_FIRST.fullmatch(text, line.start, line.end) is not None
        or (line.length <= HOLDER_LINE_MAX and _OF_HOLDER.fullmatch(text, line.start, line.end) is not None)
        or tells_term(text, line)
    )


def _is_sum(text: str, line: Line) -> bool:
    """A field of a data sheet that tells a sum: "Exports: 5 billion yen (wool)"."""
    return line.length <= STACKED_MAX and _SUM.fullmatch(text, line.start, line.end) is not None


def _is_named(text: str, line: Line) -> bool:
    """A field that tells no number: "President--Ola Berg"."""
    return line.length <= HOLDER_LINE_MAX and _NAMED.fullmatch(text, line.start, line.end) is not None


def _is_short(text: str, line: Line) -> bool:
    """A line that can be an item of a list without bullets, after a colon."""
    content = text[line.start : line.end] if line.length <= ENTRY_MAX else ""
    return bool(content) and ". " not in content and content[-1] not in ":?!"
