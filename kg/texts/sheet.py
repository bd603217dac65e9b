"""What a line is among its neighbours: an item, a label, an entry of a list, what heads one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from kg.compiled import compiled, light
from kg.model import Span
from kg.texts.forms import (
    ALONE,
    BULLET,
    ENTRY_MAX,
    FURNITURE_MAX,
    HAS_YEAR,
    HEADING_WORDS,
    HOLDER_LINE_MAX,
    HOLDER_MAX,
    LABELLED,
    LETTERED,
    NAME,
    NUMBER,
    NUMBERED,
    ROMAN,
    STACK_LEAST,
    STACKED_MAX,
    SUM_TOLD,
    TITLE_MAX,
    YEAR_END,
    Fits,
    is_entry,
    is_named,
    is_sum,
)
from kg.texts.holders import holders
from kg.texts.lines import BULLETS, Layout, Line, belongs, starts_small
from kg.texts.sentences import finished, sentences
from kg.texts.tables.cells import Table
from kg.texts.tables.find import table_at
from kg.texts.tables.stacked import is_date, is_place_and_day, paired
from kg.texts.words import words
from kg.texts.years import year_alone

HEADING_MAX = 100  # characters; the longest true heading in 106 historical pages has 96
COLON_WORDS = 6  # "Visits from Chile to Russia:" is a heading; a longer line that ends so is a sentence
SECTION_MAX = 60  # characters of a numbered line that heads a section
LABEL_MAX = 40  # characters of a label above the sum that it names
FURNITURE_INDENT = 20
PROSE_LEAST = 40  # characters of a sentence right below its heading
HEADS_NESTED = 2  # headings right above it, one below the other
YEAR_EVENTS_MAX = 6  # lines on one year of a chronology
YEAR_LENGTH = 4  # a number so long may be a year that heads a list
CLOSE_LEAST = 8  # lines of a text that tell how its lines lie
CLOSE_PARTED = 0.05  # share of them that an empty line may part from the one before
LABELS_NEAR = 6  # lines behind one in which labels tell that it is one of an entry
# "Ola Berg (1990-1994)", "Mr. Ola Berg - 1990 to 1994", whatever follows
_TERM_BEHIND = light(rf"{NAME.pattern}(?: ?\(|,| ?[-–—:]) ?[^()\d]{{0,12}}[12]\d{{3}}")
# "Ola Berg (resident in Lima)", "Ola Berg - Chargé d'affaires": what is told of a holder without years
_REMARKED = compiled(rf"{NAME.pattern}(?: \([^()\d]{{3,60}}\)|,? [-–—] \p{{L}}[^()\d:]{{3,50}})")
_MARK = light(rf"[{BULLETS}*–—-]\s*")  # of an item, without a word behind it
_LETTER = compiled(r"\(?([a-z])[.)]\s")
_IN_ROMAN = compiled(r"\(?[ivx]{2,5}[.)]\s")
WRAPPED_LINES = 4  # of one title
VISIT_LEAST = 16  # characters of a line that tells who came and when
DAYS_LEAST = 2  # entries below a heading, each a day and what happened then
TITLE_LINES = 3  # lines in which a page tells its title and its day
LETTERED_MAX = 60  # characters of a heading that a letter counts
# "(ii)" within a line, and the marks in their order by the first of them
_GOES_ON = compiled(r"\s\p{L}.{12,}\.$")
_INLINE = compiled(r"(?:(?<=[.;:,]\s)|(?<![^\n]))\(?([ivx]{1,5}|[a-h]|\d{1,2})\)\s+")
_ORDERS = {
    "i": ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"),
    "a": tuple("abcdefgh"),
    "1": tuple(map(str, range(1, 100))),
}
_DASH = compiled(r"[–—-]\s")
_NUMBER_ONLY = compiled(r"(?i:page |página |pág\. )?[-–—]?\s?\d{1,4}\s?[-–—]?")
_SPAN_ALONE = compiled(r"(?=\p{L}+s\b)[^,()\d]{8,80}\(\d{4}\s?[-–—]\s?\d{4}\)$")  # "Visits to Norway (1990-2012)"
_SINCE_ALONE = compiled(
    r"(?=(?:\p{L}+ ){0,2}\p{L}+s\b)[^,;()\d]{8,80} \p{Ll}{2,12} \d{4}$"
)  # "Heads of mission after 1990"
_OF_YEARS = compiled(r"\(\d{4}\s?[-–—]\s?\d{4}\)\s*$")
# no first item of a list ("1. Trade Agreement"), and no day ("15.03.2007 Ola Berg")
_SUM_ALONE = compiled(rf"(?!\d{{1,2}}(?:[.)] |(?:[-–]\d{{1,2}})?[./-]\d{{1,2}}[./-]\d{{2,4}}\b)){SUM_TOLD}")
_DATE_LAST = compiled(r"\p{L}[,.)–—-]* (?:(?:del?|of) )?\(?[12]\d{3}\)?\.?$")  # "John Smith – May 2010", an entry
_CELLS = compiled(r"[|\t]")
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


_LABEL_ALONE = light(r"\p{Lu}[\p{L}\p{M} /()'’-]{2,50} ?:")
# "Capital: ", at the begin of a line, or behind a wide gap or a mark; and, backwards, what parts it from the one before
_FIELD = compiled(r"(?:(?<![^\n])|(?<= {2}|\t|[|•·;] ))\p{Lu}[\p{L}\p{M} /'’-]{2,40}: (?=\S)")
_FIELD_END = compiled(r"(?r)[ \t|•·;]*")


class Sheet:
    """The lines of a text and how they lie; it answers what a line is, whatever has been made of those before it."""

    def __init__(self, text: str, lines: Sequence[Line], laid: Layout) -> None:
        self.text, self.lines, self.laid = text, lines, laid
        self._tables: dict[int, Table | None] = {}  # line -> the table that begins there, once asked for

    def words_of(self, line: Line) -> str:
        return self.text[line.start : line.end]

    def finished(self, line: Line) -> bool:
        return finished(self.text, line.start, line.end)

    def is_page_number(self, at: int) -> bool:
        line = self.lines[at]
        if not _NUMBER_ONLY.fullmatch(self.text, line.start, line.end):
            return False
        alone = line.gap > 0 or (at + 1 < len(self.lines) and self.lines[at + 1].gap > 0)
        return (alone and line.length < YEAR_LENGTH) or line.indent >= FURNITURE_INDENT

    def is_masthead(self, at: int) -> bool:
        """Whether a line right above the place and day of a note tells what it is: "Press release No. 12"."""
        line = self.lines[at]
        if at + 1 >= len(self.lines) or words().masthead.fullmatch(self.text, line.start, line.end) is None:
            return False
        below = self.lines[at + 1]
        return _PLACE_AND_DAY.fullmatch(self.text, below.start, below.end) is not None

    @cached_property
    def close(self) -> bool:
        """Whether nothing parts the paragraphs of the text but the ends of their lines."""
        parted = sum(line.gap > 0 for line in self.lines[1:])
        return not self.laid.width and len(self.lines) >= CLOSE_LEAST and parted < CLOSE_PARTED * len(self.lines)

    def heads_labels(self, at: int) -> bool:
        """Whether labels with their values begin with a line, none parted: "Ambassador: Ola Berg", "Consul: Ana Li"."""
        near = self.lines[at : at + STACK_LEAST]
        return len(near) == STACK_LEAST and all(
            (not i or not each.gap) and each.length <= STACKED_MAX and LABELLED.match(self.text, each.start, each.end)
            for i, each in enumerate(near)
        )

    def fields_of(self, at: int) -> list[tuple[int, int]]:
        """Where the fields of a line begin and end that holds three or more: "Capital: Lima   President: Ana Li"."""
        line = self.lines[at]
        if line.length > ENTRY_MAX or self.text.count(": ", line.start, line.end) < STACK_LEAST:
            return []
        starts = [match.start() for match in _FIELD.finditer(self.text, line.start, line.end)]
        if len(starts) < STACK_LEAST or starts[0] != line.start:
            return []
        ends = [_FIELD_END.match(self.text, b, a).end() for a, b in pairwise(starts)]  # type: ignore[union-attr]
        return list(zip(starts, [*ends, line.end], strict=True))

    def is_label_above(self, at: int) -> bool:
        """Whether a line is the label of the value in the next, as the one before or after these two is: "President:",
        below it "Ana Li", "Capital:" and below it "Lima"."""
        return self._labels_next(at) and (self._labels_next(at + 2) or (at > 1 and self._labels_next(at - 2)))

    def _labels_next(self, at: int) -> bool:
        if at + 1 >= len(self.lines):
            return False
        line, below = self.lines[at], self.lines[at + 1]
        if _LABEL_ALONE.fullmatch(self.text, line.start, line.end) is None or below.gap or below.length > STACKED_MAX:
            return False
        last = at + 2 >= len(self.lines)
        over = last or self.lines[at + 2].gap > 0
        over = over or _LABEL_ALONE.fullmatch(self.text, self.lines[at + 2].start, self.lines[at + 2].end) is not None
        return over and self.text[below.end - 1] != ":" and not self.is_item(at + 1)

    def is_of_labels(self, at: int) -> bool:
        """Whether a line, not the first, stands among labels with their values ("Title: Envoy") of one name."""
        line = self.lines[at]
        if line.gap or not at or line.length > STACKED_MAX:
            return False
        near = self.lines[at - 1 : at + 1 + LABELS_NEAR]
        ends = next((i for i, each in enumerate(near) if i and each.gap), len(near))
        labelled = [LABELLED.match(self.text, each.start, each.end) is not None for each in near[:ends]]
        return sum(labelled) >= STACK_LEAST and any(labelled[:2])

    def lists(self, at: int) -> bool:
        """Whether a list or a table begins with a line."""
        line = self.lines[at]
        if self.is_item(at) or self.run(is_entry, at) or ALONE.fullmatch(self.text, line.start, line.end):
            return True
        if self.run(is_named, at) or self.days_with_events(at):
            return True
        if self.run(is_sum, at) or self.labels_a_sum(at) or holders(self.text, self.lines, at):
            return True
        return self.table(at) is not None

    def table(self, at: int) -> Table | None:
        if at not in self._tables:
            self._tables[at] = table_at(self.text, self.lines, at)
        return self._tables[at]

    def is_way(self, at: int) -> bool:
        """Whether a line heads the visits of one side, each in a line of its own: "FROM GREECE", "De Perú a Haití"."""
        line = self.lines[at]
        if line.length > HOLDER_MAX or words().ways.fullmatch(self.text, self.unmarked(at), line.end) is None:
            return False
        if at and not line.gap and belongs(self.text, self.lines[at - 1], line, self.laid):
            return False
        _, below = self.below(at)
        dated = sum(NUMBERED.search(self.text, each.start, each.end) is not None for each in below)
        return bool(below) and 2 * dated >= len(below) and not self.is_item(at + 1)

    def is_way_of_rows(self, at: int) -> bool:
        """Whether a line heads the visits of one side, and right below it the rows of a table tell them."""
        line = self.lines[at]
        if line.length > HOLDER_MAX or at + 1 >= len(self.lines) or self.lines[at + 1].gap:
            return False
        way, below = words().ways.fullmatch(self.text, line.start, line.end), self.lines[at + 1]
        dated = way is not None and NUMBERED.search(self.text, below.start, below.end) is not None
        return dated and _CELLS.search(self.text, below.start, below.end) is not None

    def unmarked(self, at: int) -> int:
        """Where a line begins; behind its mark, if the lines below it have none: "- From Peru to Kenya"."""
        line = self.lines[at]
        bullet = BULLET.match(self.text, line.start, line.end)
        plain = at + 1 < len(self.lines) and not self.is_item(at + 1)
        return bullet.end() if bullet is not None and plain else line.start

    def below(self, at: int) -> tuple[int, list[Line]]:
        """The lines right below one that heads a list of visits, up to the next such line, and visits that follow with
        an empty line before each; none if one is too long.

        And how many marks without a word stand above them: the items of a list that has lost its form.
        """
        found: list[Line] = []
        marks = 0
        for number, below in enumerate(self.lines[at + 1 :], at + 1):
            if not found and not below.gap and _MARK.fullmatch(self.text, below.start, below.end):
                marks += 1
                continue
            if (
                (below.gap and not (found and self.stands_alone(number) and self.is_visit(below)))
                or BULLET.match(self.text, below.start, below.end)
                or _MARK.fullmatch(self.text, below.start, below.end)
            ):
                break
            if words().ways.fullmatch(self.text, self.unmarked(number), below.end) is not None:
                break
            if below.length > ENTRY_MAX or _CELLS.search(self.text, below.start, below.end):
                return marks, []
            found.append(below)
        return marks, found

    def stands_alone(self, at: int) -> bool:
        """Whether a line stands between empty lines, or is the last one."""
        near = self.lines[at : at + 2]
        return bool(near) and all(line.gap > 0 for line in near)

    def heads_a_list(self, at: int) -> bool:
        """Whether a line right below another heads a list of its own: "Heads of mission", and under it "Ministers"."""
        line = self.lines[at]
        near = at + 1 < len(self.lines) and line.gap == 0
        if not near or not self.is_title_like(line, long=True):
            return False
        return self.lists(at + 1) or bool(
            self.is_of_visits(line.start, line.end) and self.days_with_events(at + 1, of_visits=True)
        )

    def heads_prose(self, at: int) -> bool:
        """Whether a line between an empty one and a paragraph of one line heads it: "Relations Established, 1957.",
        and right below it a sentence; or heads such a heading, or one that ends in a year."""
        near = self.lines[at : at + 1 + HEADS_NESTED]
        for line, below in pairwise(near):
            if below.gap or self.laid.width or not self.is_title_like(line, long=False):
                return len(near) > HEADS_NESTED and below is near[-1] and self._ends_in_year(line)
            if below.length >= PROSE_LEAST and self.finished(below) and not self._ends_in_year(below):
                return not starts_small(self.text, below)
        return False

    def labels_a_day(self, at: int) -> bool:
        """Whether a line is the label of the day in the next: "Establishment of relations", below it "3 May 1921".

        The first lines are a page's title and the day of its writing.
        """
        if at < TITLE_LINES or not is_date(self.text, self.lines, at + 1) or self.lines[at + 1].gap:
            return False
        line, over = self.lines[at], at + 2 >= len(self.lines) or self.lines[at + 2].gap > 0
        dated = HAS_YEAR.search(self.text, line.start, line.end) is not None
        return over and not dated and self.is_title_like(line, long=False)

    def is_signed_below(self, at: int) -> bool:
        """Whether a line alone with the next is a title with its day: "Trade Agreement", "Signed: Lima, 3 May 1990"."""
        if at < TITLE_LINES or at + 1 >= len(self.lines) or not self.lines[at].gap or self.lines[at + 1].gap:
            return False
        line, below = self.lines[at], self.lines[at + 1]
        over = at + 2 >= len(self.lines) or self.lines[at + 2].gap > 0
        if not over or below.length > HOLDER_MAX or not _VALUE.search(self.text, below.start, below.end):
            return False
        return not HAS_YEAR.search(self.text, line.start, line.end) and self.is_title_like(line, long=False)

    def labels_a_sum(self, at: int) -> bool:
        """Whether a line is the label of the sum in the next: "Exports", below it "5 billion yen (wool)"."""
        line, below = self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else None
        if below is None or below.gap or line.length > LABEL_MAX:
            return False
        if _SUM_ALONE.fullmatch(self.text, below.start, below.end) is None:
            return False
        return self.words_of(line).rstrip(" :").replace(" ", "").isalpha() and self.is_title_like(line, long=False)

    def is_lettered_heading(self, at: int) -> bool:
        """A line like "(a) From the Peruvian side", above other entries than "(b) …"."""
        line = self.lines[at]
        letter = LETTERED.match(self.text, line.start, line.end) if line.length <= LETTERED_MAX else None
        if letter is None or at + 1 >= len(self.lines) or _DATE_LAST.search(self.words_of(line)):
            return False
        below = self.lines[at + 1]
        if not below.gap and is_place_and_day(self.text, below):
            return False
        after = _LETTER.match(self.text, below.start, below.end)
        if after is not None and after[1] == chr(ord(letter[1]) + 1):
            return False
        beside = (below, *self.lines[max(0, at - 1) : at])
        before = _LETTER.match(self.text, beside[-1].start, beside[-1].end) if at else None
        if (not line.gap or below.gap) and before is not None and before[1] == chr(ord(letter[1]) - 1):
            return False  # the last of a list
        if letter[1] in "ivx" and any(_IN_ROMAN.match(self.text, each.start, each.end) for each in beside):
            return False  # "i." and "v." of a list that counts in Roman numbers
        return self.is_title_like(replace(line, start=letter.end()), long=False) and not self.is_only_entry(at)

    def is_only_entry(self, at: int) -> bool:
        """Whether a line with a mark right below a heading of visits is one of them, "a) Ana Li (1990)", or tells what
        came about in the year above."""
        line, above = self.lines[at], [each for each in self.lines[max(0, at - 2) : at] if not self._is_rule(each)]
        mark = BULLET.match(self.text, line.start, line.end)
        if mark is not None and above and year_alone(self.text, above[-1]) is not None:
            return True
        if mark is None or not above or not self.is_of_visits(above[-1].start, above[-1].end):
            return False
        plain = replace(line, start=mark.end())
        return not self.is_of_visits(plain.start, plain.end) and self.is_visit(plain)

    def _is_rule(self, line: Line) -> bool:
        """Whether a line is one of strokes, as stand below headings."""
        return not self.words_of(line).strip("-=")

    @cached_property
    def _sections(self) -> frozenset[int]:
        """The numbers of lines that head sections, each right above its text: "2. Visits", further below "3. Trade"."""
        numbers = {self._number(line) for at, line in enumerate(self.lines) if self._is_section(at)}
        return frozenset(n for n in numbers if {n - 1, n + 1} & numbers)

    def _number(self, line: Line) -> int:
        number = NUMBER.match(self.text, line.start, line.end)
        return int("".join(filter(str.isdecimal, number[0]))) if number else 0

    def heads_section(self, at: int) -> bool:
        return self._is_section(at) and self._number(self.lines[at]) in self._sections

    def _is_section(self, at: int) -> bool:
        line, below = self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else None
        number = NUMBER.match(self.text, line.start, line.end) if line.length <= SECTION_MAX else None
        if number is None or not line.gap or below is None or below.gap or HAS_YEAR.search(self.words_of(line)):
            return False
        plain = self.is_title_like(replace(line, start=number.end()), long=False)
        plain = plain and not is_place_and_day(self.text, below)
        return plain and not NUMBER.match(self.text, below.start, below.end)

    def is_title_like(self, line: Line, long: bool) -> bool:
        """Whether a line can be a heading by itself; `long`: as the title of the text or of a list."""
        if line.length > (TITLE_MAX if long else HEADING_MAX) or starts_small(self.text, line):
            return False
        content = self.words_of(line)
        if not long and len(content.split()) > HEADING_WORDS:
            return False
        if not content or content[-1] in ",;(–-|" or content.count("(") != content.count(")"):
            return False
        if words().caption.match(content) or words().mark_caption(content):
            return False
        last = content.split()[-1].casefold()
        if content.endswith(":") and (len(content.split()) > COLON_WORDS or words().list_cue.search(content)):
            return False
        if line.end > self.lines[0].end and (
            _VALUE.search(content) or is_sum(self.text, line) or _OF_A_DAY.match(content)
        ):
            return False
        ended = self.finished(line) and not content.endswith(":") and not YEAR_END.match(content)
        numeral = ROMAN.match(self.text, line.start, line.end)
        one = len(list(sentences(self.text, numeral.end() if numeral else line.start, line.end))) == 1
        return one and not ended and last not in words().unfinished and any(c.isalnum() for c in content)

    def wrapped_title(self, at: int) -> int:
        """How many lines from one on are a title that goes on in small letters or in brackets; 0 if it is none.

        "LIST OF TREATIES", below it "between Kenya and Norway", below that "(as of 3 May 2019)", and then a gap.
        """
        first = self.lines[at]
        after = at + 1
        while after < len(self.lines) and after - at < WRAPPED_LINES and not self.lines[after].gap:
            after += 1
        more = self.lines[at + 1 : after]
        if not more or after == len(self.lines) or not self.lines[after].gap:
            return 0
        if not self.is_title_like(first, long=True):
            return 0
        return after - at if all(map(self._is_title_wrapped, more)) else 0

    def _is_title_wrapped(self, line: Line) -> bool:
        content = self.words_of(line)
        if line.length > TITLE_MAX or self.finished(line) or content[-1] in ",;:":
            return False
        bracketed = content[0] == "(" and content[-1] == ")"
        return bracketed or (starts_small(self.text, line) and " " in content and not HAS_YEAR.search(content))

    def is_item(self, index: int) -> bool:
        line = self.lines[index]
        match = BULLET.match(self.text, line.start, line.end)
        if not match:
            return False
        wrapped = _DASH.match(self.text, line.start) and self.text[match.end()].islower()
        wrapped = wrapped and not is_date(self.text, [replace(line, start=match.end())], 0)
        if index and (wrapped or self.text[line.start] == "o"):
            # What a wrapped sentence has here, unless something says that a list begins or goes on.
            above = self.lines[index - 1]
            below = self.lines[index + 1] if index + 1 < len(self.lines) else line
            another = self.text.startswith("o ", below.start) and self.text[line.start] == "o" and below is not line
            bulleted = BULLET.match(self.text, above.start, above.end) is not None
            return line.gap > 0 or another or bulleted or self.finished(above)
        return True

    def dates_below(self, at: int, start: int) -> bool:
        """Whether an item, from behind its mark on, is a date alone, of what the next line tells, which no other
        follows: "- 3 May 1990", "Norway opens an embassy"; or has its place and day there."""
        told = self.lines[at + 1] if at + 1 < len(self.lines) else None
        if told is None or told.gap or told.length > ENTRY_MAX or self.is_item(at + 1):
            return False
        over = at + 2 >= len(self.lines) or self.lines[at + 2].gap or self.is_item(at + 2)
        item = replace(self.lines[at], start=start)
        if is_place_and_day(self.text, told):
            return bool(over) and HAS_YEAR.search(self.text, item.start, item.end) is None
        return bool(over) and is_date(self.text, [item], 0) and not is_date(self.text, self.lines, at + 1)

    def begins_section(self, at: int) -> bool:
        return self.heads_section(at) or self.is_lettered_heading(at)

    def enumerated(self, begin: int, start: int, end: int) -> Iterator[tuple[int, int]]:
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

    def heads_entries(self, at: int) -> bool:
        """Whether a line with years stands apart above entries that stand close together: "Visits (1990-2012)", "Heads
        of mission after 1990"; or above entries as far from each other, if it names an office in the plural."""
        near = self.lines[at : at + 3]
        said = self.words_of(near[0])
        if not any(form.match(said) for form in (_SPAN_ALONE, _SINCE_ALONE)):
            return False
        apart = [each.gap > 0 for each in near]
        office = words().holders.match(said.rstrip("0123456789 ()–-")) or words().ranks.match(said)
        return apart == [True, True, False] or (len({*apart}) == 1 and office is not None)

    def is_holder(self, at: int) -> bool:
        """Whether a line is a name and the next tells since when: "Ola Berg", below it "Since 3 May 1990"."""
        line = self.lines[at]
        if line.length > HOLDER_MAX or at + 1 >= len(self.lines) or self.lines[at + 1].length > HOLDER_MAX:
            return False
        below = self.lines[at + 1]
        since = words().since.match(self.text, below.start, below.end)
        if since is None or _GOES_ON.match(self.text, since.end(), below.end) is not None:
            return False  # "Desde 2004 la embajada está a cargo de …" is a sentence below a title
        return NAME.fullmatch(self.text, line.start, line.end) is not None

    def is_of_rank(self, start: int, end: int) -> bool:
        return words().ranks.fullmatch(self.text, start, end) is not None

    def is_of_visits(self, start: int, end: int) -> bool:
        return words().visits.search(self.text, start, end) is not None

    def is_below_visits(self, at: int) -> bool:
        """Whether a line right below a heading of visits can be one of them, or heads those of one side or year."""
        line = self.lines[at]
        way = line.length <= HOLDER_MAX and words().ways.fullmatch(self.text, line.start, line.end) is not None
        told = way or self.is_visit(line) or self.visits(at) > 0 or year_alone(self.text, line) is not None
        return told or bool(self.days_with_events(at, of_visits=True))

    def days_with_events(self, at: int, of_visits: bool = False) -> list[Span]:
        """The entries that begin with a line below a heading, each a day alone and what happened then in the next line;
        one is enough below a heading of visits."""
        dated = is_date(self.text, self.lines, at)
        return paired(self.text, self.lines, at, least=1 if of_visits else DAYS_LEAST) if dated else []

    def events_of_year(self, at: int) -> int:
        """How many lines from one on, right below a year, tell what came about in it, one line each, up to the next
        such year or the end of the text; 0 if there is more, or if they are marked as a list."""
        near = self.lines[at : at + YEAR_EVENTS_MAX + 1]
        size = next((n for n, line in enumerate(near) if year_alone(self.text, line) is not None), len(near))
        brief = all(line.length <= TITLE_MAX and line.gap <= 1 for line in near[:size])
        if size > YEAR_EVENTS_MAX or not brief or any(self.is_item(at + n) for n in range(size)):
            return 0
        return size

    def visits(self, at: int) -> int:
        """How many lines from one on are visits of any form, each with its year, all up to the next empty line."""
        after = at
        while after < len(self.lines) and (after == at or not self.lines[after].gap):
            line = self.lines[after]
            told = HAS_YEAR.search(self.text, line.start, line.end) is not None and line.length <= ENTRY_MAX
            told = told and not _OF_YEARS.search(self.text, line.start, line.end)
            if not told or starts_small(self.text, line) or line.length < VISIT_LEAST:
                return 0
            after += 1
        return after - at

    def is_visit(self, line: Line) -> bool:
        """Whether a line can be the one entry of a list of visits; "Ola Berg (1990–1994)" heads those of his years."""
        return is_entry(self.text, line) and not _OF_YEARS.search(self.text, line.start, line.end)

    def tells_a_year(self, at: int) -> bool:
        """Whether a line can be one of a list of any form, each with a year: no sentence, none that goes on."""
        line = self.lines[at]
        if line.length > HOLDER_LINE_MAX or line.heading or starts_small(self.text, line) or self.finished(line):
            return False
        told = HAS_YEAR.search(self.text, line.start, line.end)
        goes_on = at + 1 < len(self.lines) and belongs(self.text, line, self.lines[at + 1], self.laid)
        return told is not None and not goes_on and self.text[line.end - 1] not in ":,;"

    def is_brief(self, at: int) -> bool:
        """Whether a line can be one of a list without marks: brief and no entry, but "Opened: 1990" is one."""
        line = self.lines[at]
        brief = line.length <= STACKED_MAX and self.is_title_like(line, long=False) and not line.heading
        brief = brief and not is_named(self.text, line)
        dated = brief and HAS_YEAR.search(self.text, line.start, line.end) is not None
        return brief and (not dated or LABELLED.match(self.text, line.start) is not None)

    def goes_on(self, at: int) -> bool:
        """Whether an entry that ends in a comma goes on in the next line: "1936–1941 Ola Berg," and "Minister"; or any
        in one that begins with a small letter."""
        line, below = self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else None
        if below is None or below.gap or below.length > HOLDER_MAX:
            return False
        if self.text[line.end - 1] != "," and (self.finished(line) or not starts_small(self.text, below)):
            return False
        return is_entry(self.text, line) and not HAS_YEAR.search(self.text, below.start, below.end)

    def run(self, fits: Fits, at: int, undated: bool = False) -> bool:
        """Whether a line and the next are entries of a list without bullets; the line may be an `undated` one."""
        if at + 1 >= len(self.lines):
            return False
        line, below = self.lines[at], self.lines[min(at + 1 + self.goes_on(at), len(self.lines) - 1)]
        if below.gap > 1 or not (fits(self.text, line) or undated):
            return False
        if not fits(self.text, below) and not (fits is is_entry and self.is_undated(at + 1)):
            return False
        apart = below.gap or (line.gap and all(each.gap for each in self.lines[at + 2 : at + 3]))
        if apart and self.finished(line) and self._ends_in_year(line) != self._ends_in_year(below):
            return False  # "Relations Established, 1957.", a heading above a paragraph that ends in a day
        return not belongs(self.text, line, below, self.laid)

    def is_undated(self, at: int, first: bool = False) -> bool:
        """Whether a line is the name of one of a list of holders without years, close between two that have them; or
        the `first` of them, with a remark."""
        line = self.lines[at]
        named = NAME.fullmatch(self.text, line.start, line.end) is not None
        if not (named or _REMARKED.fullmatch(self.text, line.start, line.end)):
            return False
        first = first and not named
        beside = (at + 1, at + 2) if first else (at - 1, at + 1)
        if not 0 <= beside[0] < beside[1] < len(self.lines) or self.lines[beside[1]].gap or self.lines[at + 1].gap:
            return False
        if line.gap and not first:
            return False
        told = (self.lines[each] for each in beside)
        return all(each.length <= ENTRY_MAX and _TERM_BEHIND.match(self.text, each.start, each.end) for each in told)

    def _ends_in_year(self, line: Line) -> bool:
        return YEAR_END.match(self.text, line.start, line.end) is not None

    def is_furniture(self, above: Line, line: Line) -> bool:
        content = self.words_of(line) if line.length <= FURNITURE_MAX else ""
        if _NUMBER_ONLY.fullmatch(content):
            return True
        return bool(content) and (content.isupper() or line.indent >= above.indent + 15)
