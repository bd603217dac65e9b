"""Groups the lines of a text into headings, paragraphs, list items, table rows and captions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.compiled import compiled, light
from kg.model import Cell, Span
from kg.texts.forms import (
    ALONE,
    BULLET,
    FURNITURE_MAX,
    HAS_YEAR,
    HEADING_WORDS,
    LABELLED,
    LETTERED,
    NUMBER,
    ROMAN,
    STACK_LEAST,
    STACKED_MAX,
    TITLE_MAX,
    YEAR_END,
    YEAR_LABEL,
    Fits,
    is_addressed,
    is_entry,
    is_named,
    is_short,
    is_sum,
)
from kg.texts.holders import entries, holders
from kg.texts.lines import Line, belongs, layout, read_lines, starts_small, tells_term
from kg.texts.menus import without_buttons, without_menu
from kg.texts.sentences import finished
from kg.texts.sheet import Sheet
from kg.texts.tables.cells import Table
from kg.texts.tables.resumed import resumed
from kg.texts.tables.stacked import cards, is_date, paired, stacked
from kg.texts.tables.unmarked import heads_table
from kg.texts.words import words
from kg.texts.years import DAYS_MAX, days_below, days_from, year_alone

BlockKind = Literal["heading", "paragraph", "item", "row", "caption", "reference"]
PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e", "von", "van", "der", "al", "bin", "da", "dos", "di"})
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
_IMAGE = light(r"\S{1,200}\.(?i:jpe?g|png|svg|gif|webp)\b[^\]\n]{0,400}\]\]")
_TWEET = compiled(r"[—–-]{1,2}\s?[^\n@]{1,80}\(@\w{1,30}\)(?:\s.{4,40})?")  # who wrote a message, and when
_FILE = compiled(r"[^\n.]{1,120}\.(?i:jpe?g|png|svg|gif|webp)")
_NOTED = compiled(r"\p{Lu}[^()\d.;:]{2,40} \([^()]{2,60}\)")  # "Peru (Embassy in Oslo)"


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
    lines = without_buttons(text, without_menu(text, read_lines(text, start)))
    return list(_Grouping(Sheet(text, lines, layout(text, lines))).blocks())


def is_references(text: str, start: int, end: int) -> bool:
    """Whether a heading is that of a section of references, notes, links."""
    title = text[start:end].strip("#=* :").casefold()
    return title in words().references


def is_notes(text: str, start: int, end: int) -> bool:
    """Whether a heading is that of notes, which may tell of the page's matter."""
    return text[start:end].strip("#=* :").casefold() in words().notes


def _is_no_text(content: str) -> bool:
    """Whether a line is no text: a rule, the name of a picture, who wrote a message that the page shows."""
    return any(form.fullmatch(content) for form in (_RULE, _FILE, _TWEET))


class _Grouping:
    """One pass over the lines; `self.at` is the next line."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.text, self.lines = sheet, sheet.text, sheet.lines
        self.at = 0
        self.last: Block | None = None
        self.listed = False  # some entries of a list without bullets have been read
        self.stacked = False  # the last block ended a list without marks
        self.unstacked = 0  # no line before this one begins such a list
        self.heads: tuple[str, ...] = ()  # of the table last read, while no heading has followed it

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            for block in self._next():
                self.last = block
                if block.kind == "heading":
                    self.heads = ()
                elif block.kind == "row" and block.first:
                    self.heads = tuple(cell.header for cell in block.cells)
                yield block

    def _next(self) -> Iterator[Block]:
        """The blocks that begin with the next line, as the first of these that knows it makes them."""
        line = self.lines[self.at]
        content = self.sheet.words_of(line) if line.length <= TITLE_MAX else ""
        found = self._table(line, content) or self._marked(line, content) or self._of_several(line)
        return found or self._list(line) or self._heading_or_paragraph(line, content)

    def _take(self, *blocks: Block, lines: int = 1) -> Iterator[Block]:
        """Some blocks, which the next lines make."""
        self.at += lines
        return iter(blocks)

    def _table(self, line: Line, content: str) -> Iterator[Block] | None:
        """A table, one that goes on, or an imprint."""
        if words().imprint.fullmatch(content) is not None:
            return self._take(Block("caption", line.start, line.end))
        if row := resumed(self.text, self.lines, self.at, self.heads):
            block = Block("row", row.span.start, row.span.end, cells=row.cells)
            return self._take(block, lines=1 + (row.span.end > line.end))
        if table := self.sheet.table(self.at) or stacked(self.text, self.lines, self.at):
            return self._rows(table)
        return None

    def _rows(self, table: Table) -> Iterator[Block]:
        self.at = table.after
        first = True
        for row in table.rows:
            if row.cells:
                yield Block("row", row.span.start, row.span.end, cells=row.cells, first=first)
            else:
                yield Block("heading", row.span.start, row.span.end, style="section")
            first = not row.cells

    def _marked(self, line: Line, content: str) -> Iterator[Block] | None:
        """What marks tell: no text, a heading of Markdown, a reference, the head of a note, a picture."""
        if content and (_is_no_text(content) or self.sheet.is_page_number(self.at)):
            return self._take()
        if heading := self._marked_heading(line, content):
            return iter((heading,))
        if _REFERENCE.match(self.text, line.start, line.end) or words().reference_line.match(
            self.text, line.start, line.end
        ):
            block = self._gather("reference")
            mark = self._mark_of_prose(block)
            return iter((replace(block, kind="paragraph", start=block.start + mark) if mark else block,))
        if self.sheet.is_masthead(self.at):
            return self._take(Block("caption", line.start, line.end))
        image = _IMAGE.match(self.text, line.start, line.end)
        return self._with_image(line, image.end()) if image else None

    def _of_several(self, line: Line) -> Iterator[Block] | None:
        """Lists each entry of which takes several lines, and lists below a line that alone tells what they are."""
        if (groups := holders(self.text, self.lines, self.at)) and not self._heads_visits(line):
            return self._of_holders(groups)
        if table := cards(self.text, self.lines, self.at):
            return self._rows(table)
        if parts := self.sheet.fields_of(self.at):
            return self._take(*(Block("item", a, b, first=a == line.start) for a, b in parts))
        if self.sheet.is_label_above(self.at):
            return self._take(Block("item", line.start, self.lines[self.at + 1].end, first=True), lines=2)
        if self.sheet.is_way(self.at):
            return self._one_way(line)
        if self.sheet.is_way_of_rows(self.at):
            return self._take(Block("heading", line.start, line.end))
        if self._is_numbered_heading(line):
            return self._take(Block("heading", line.start, line.end, style="numbered"))
        if found := self._of_a_year():
            return found
        if not self._heads_visits(line) and not self._heads_events() and (pairs := self._pairs()):
            items = (Block("item", span.start, span.end, first=i == 0) for i, span in enumerate(pairs))
            return self._take(*items, lines=2 * len(pairs))
        if (
            self.sheet.labels_a_day(self.at)
            or self.sheet.is_signed_below(self.at)
            or (self._follows_label() and self.sheet.labels_a_sum(self.at))
        ):
            return self._take(Block("item", line.start, self.lines[self.at + 1].end, first=True), lines=2)
        return None

    def _pairs(self) -> list[Span]:
        """Entries of two lines each, one of which is a date; below a heading few are enough, if dates come first."""
        under = self.last if self.last is not None and self.last.kind == "heading" else None
        if under is None or not is_date(self.text, self.lines, self.at):
            return paired(self.text, self.lines, self.at)
        return self.sheet.days_with_events(self.at, self.sheet.is_of_visits(under.start, under.end))

    def _heads_visits(self, line: Line) -> bool:
        """Whether a line names visits, and below it a year stands alone, which is not the line's own day."""
        return line.gap > 0 and self.sheet.is_of_visits(line.start, line.end)

    def _of_a_year(self) -> Iterator[Block] | None:
        """A year alone in a line and what happened in it, or what stands below a year that is marked as a heading."""
        year, days = days_below(self.text, self.lines, self.at) or (None, [])
        if year is None and self.last is not None and self.last.kind == "heading" and not self.sheet.is_item(self.at):
            headed = Line(self.last.start, self.last.end, 0, 0)
            days = days_from(self.text, self.lines, self.at) if year_alone(self.text, headed) else []
        heads = [Block("heading", year.start, year.end, style="year")] if year is not None else []
        items = [Block("item", day.start, day.end, first=i == 0) for i, day in enumerate(days)]
        after = days[-1].end if days else 0
        taken = sum(each.start < after for each in self.lines[self.at : self.at + 2 * DAYS_MAX])
        return self._take(*heads, *items, lines=max(1, taken)) if heads or items else None

    def _list(self, line: Line) -> Iterator[Block] | None:
        """A list, with marks or without, and the heading that a letter counts."""
        if self.sheet.is_lettered_heading(self.at):
            letter = LETTERED.match(self.text, line.start, line.end)
            begin = letter.end() if letter else line.start
            return self._take(Block("heading", begin, line.end, style="lettered"))
        if self.sheet.is_item(self.at):
            return self._items()
        if self.sheet.is_holder(self.at):
            return self._take(Block("item", line.start, self.lines[self.at + 1].end, first=True), lines=2)
        if size := self._visits() or self._below_year():
            return self._of_lines(size)
        if (
            (self._runs() and not self.sheet.heads_entries(self.at))
            or self.sheet.run(is_sum, self.at)
            or self.sheet.run(is_named, self.at)
            or self.sheet.run(is_addressed, self.at)
            or self._is_told()
            or self._alone()
        ):
            return self._entries()
        size = self._stack() or self._labelled() or self._dated()
        return self._of_lines(size) if size else None

    def _of_lines(self, size: int) -> Iterator[Block]:
        """As many items as lines."""
        run = self.lines[self.at : self.at + size]
        items = (Block("item", each.start, each.end, indent=each.indent, first=i == 0) for i, each in enumerate(run))
        return self._take(*items, lines=size)

    def _heading_or_paragraph(self, line: Line, content: str) -> Iterator[Block]:
        if not self._is_heading():
            opens = self.at == 0 or (self.last is not None and self.last.kind in ("heading", "caption"))
            if size := opens and self.sheet.wrapped_title(self.at):
                block = Block(
                    "heading", line.start, self.lines[self.at + size - 1].end, style=self._style(line, content)
                )
                return self._take(block, lines=size)
            return self._paragraph(line)
        self.at += 1
        return iter((Block("heading", line.start, line.end, style=self._style(line, content)),))

    # Headings

    def _marked_heading(self, line: Line, content: str) -> Block | None:
        """A heading that Markdown or wiki marks tell."""
        if line.heading and content and not _MARKDOWN.match(content):
            self.at += 1
            return Block("heading", line.start, line.end, style=self._style(line, content))
        match = _MARKDOWN.match(content)
        if match:
            self.at += 1
            said = content.strip("#=").strip() or content
            start = line.start + content.index(said)
            return Block("heading", start, start + len(said), style=f"md{len(match[1] or match[2])}")
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
        if self.sheet.is_of_labels(self.at):
            return False
        if self._heads_events():
            return True
        if is_references(self.text, line.start, line.end):
            return True  # whatever stands below: links in short lines
        if line.length > TITLE_MAX:
            return False
        top = self.at == 0 or (self.last is not None and self.last.kind == "heading")
        if self.at + 1 >= len(self.lines):
            return False
        below = self.lines[self.at + 1]
        listed = self.sheet.lists(self.at + 1) or self.sheet.heads_a_list(self.at + 1) or self.sheet.is_way(self.at + 1)
        listed = (
            listed
            or (self.sheet.is_of_visits(line.start, line.end) and self.sheet.is_below_visits(self.at + 1))
            or self.sheet.heads_labels(self.at + 1)
        )
        listed = listed or (self.sheet.is_of_rank(line.start, line.end) and tells_term(self.text, below))
        # Where no blank line parts anything, a short line between a finished one and a list is the list's heading.
        tight = (
            (listed or self.sheet.close)
            and self.at > 0
            and (self._follows_entry() or self.sheet.finished(self.lines[self.at - 1]))
        )
        if not (top or tight or line.gap > self.sheet.laid.spacing):
            return False
        if self._goes_on_after_furniture(line):
            return False
        goes_on = belongs(self.text, line, below, self.sheet.laid) and not self.sheet.is_item(self.at + 1)
        if goes_on or not self.sheet.is_title_like(line, listed or self.at == 0):
            return False
        # A heading right above its text has a list under it, or a line much longer, or a sentence.
        return (
            listed
            or top
            or below.gap > self.sheet.laid.spacing
            or below.length > max(80, 2 * line.length)
            or self.sheet.heads_prose(self.at)
        )

    def _one_way(self, line: Line) -> Iterator[Block]:
        marks, below = self.sheet.below(self.at)
        yield Block("heading", self.sheet.unmarked(self.at), line.end, style="way")
        self.at += 1 + marks + len(below)
        first = True
        for each in below:
            if year := year_alone(self.text, each):
                yield Block("heading", year.start, year.end, style="year")
            else:
                yield Block("item", each.start, each.end, indent=each.indent, first=first)
            first = year is not None

    def _follows_entry(self) -> bool:
        """Whether what was read last is short and whole: an item, a row; a caption, if the line tells no year."""
        kind = self.last.kind if self.last is not None else ""
        if kind in ("caption", "heading"):
            return not HAS_YEAR.search(self.sheet.words_of(self.lines[self.at]))
        return kind in ("item", "row")

    def _is_numbered_heading(self, line: Line) -> bool:
        """A line like "2. Visits" that stands alone, with no line of that kind before or after."""
        number = NUMBER.match(self.text, line.start, line.end)
        if not number or (line.gap == 0 and self.at > 0) or self.at + 1 >= len(self.lines):
            return False
        if self.sheet.is_only_entry(self.at):
            return False
        below = self.lines[self.at + 1]
        if self.sheet.heads_section(self.at):
            return True
        if (self.last and self.last.kind == "item" and self.last.style == "number") or below.gap == 0:
            return False
        return not NUMBER.match(self.text, below.start, below.end) and self.sheet.is_title_like(
            replace(line, start=number.end()), long=False
        )

    def _follows_label(self) -> bool:
        """Whether what was read last is a heading or another field, not prose."""
        return self.last is not None and self.last.kind in ("heading", "item", "caption")

    def _style(self, line: Line, content: str) -> str:
        if self.at == 1:
            return "title"
        if ROMAN.match(content):
            return "numbered.2" if content[0].isdigit() else "numbered"
        if content.endswith(":"):
            return "colon"
        if content.isupper():
            return "capitals"
        return "year" if YEAR_END.match(content) else "plain"

    # Lists

    def _numbers_a_list(self, line: Line) -> bool:
        """Whether a line with a number stands apart right above one with another mark."""
        if not line.gap or self.at + 1 >= len(self.lines) or not NUMBER.match(self.text, line.start, line.end):
            return False
        below = self.lines[self.at + 1].start, self.lines[self.at + 1].end
        return BULLET.match(self.text, *below) is not None and NUMBER.match(self.text, *below) is None

    def _items(self) -> Iterator[Block]:
        first = True
        while self.at < len(self.lines) and self.sheet.is_item(self.at) and not self.sheet.begins_section(self.at):
            line = self.lines[self.at]
            if not first and self._numbers_a_list(line):
                break  # "2. Visits to Peru", between two lists with other marks
            if not first and days_below(self.text, self.lines, self.at):
                break
            bullet = BULLET.match(self.text, line.start, line.end)
            start = bullet.end() if bullet else line.start
            self.at += 1
            end = self._item_end(line, start)
            number = NUMBER.match(self.text, line.start, line.end)
            for a, b in self.sheet.enumerated(line.start, start, end):
                yield Block("item", a, b, indent=line.indent, style="number" if number else "", first=first)
                first = False
            yield from self._repeated(start, end)

    def _item_end(self, line: Line, start: int) -> int:
        """End of an item, with the lines it was wrapped to, or with what is told below its date."""
        if self.sheet.dates_below(self.at - 1, start):
            line = self.lines[self.at]
            self.at += 1
        while self.at < len(self.lines) and not self.sheet.is_item(self.at):
            below = self.lines[self.at]
            same = self.sheet.words_of(below) == self.text[start : line.end]
            deeper = below.gap == 0 and below.indent > self.lines[self.at - 1].indent - 2 and below.indent > 1
            if same or not (belongs(self.text, line, below, self.sheet.laid) or deeper) or below.gap > 1:
                break
            if YEAR_LABEL.match(self.text, below.start, below.end):
                break  # "Trade (US$ thousand)", and below it "2016: Exports 5.1"
            line = below
            self.at += 1
        return line.end

    def _repeated(self, start: int, end: int) -> Iterator[Block]:
        """The caption that repeats an item, as pages with a picture for each item have."""
        if self.at < len(self.lines) and self.sheet.words_of(self.lines[self.at]) == self.text[start:end]:
            line = self.lines[self.at]
            self.at += 1
            yield Block("caption", line.start, line.end)

    def _introduced(self) -> bool:
        return bool(self.last and self.last.kind in ("paragraph", "heading") and self.text[self.last.end - 1] == ":")

    def _is_told(self) -> bool:
        """Whether a line and the next are short items after a colon, and no heads of columns."""
        if (
            not self._introduced()
            or not self.sheet.run(is_short, self.at)
            or heads_table(self.text, self.lines[self.at])
        ):
            return False
        if self.sheet.is_item(self.at + 1):  # the heading of the first of several lists
            return False
        near, far = self.lines[self.at + 1], self.lines[self.at + 2] if self.at + 2 < len(self.lines) else None
        return near.gap == 0 or far is None or far.gap > 0  # else a heading stands apart from a list below it

    def _of_holders(self, groups: Sequence[range]) -> Iterator[Block]:
        """The entries of a list of holders; one that tells a life in sentences gives an item for each of them."""
        self.at = groups[-1][-1] + 1
        told = ((at, span) for at in groups for span in entries(self.text, self.lines[at.start : at.stop]))
        for i, (at, span) in enumerate(told):
            yield Block("item", span.start, span.end, indent=self.lines[at.start].indent, first=i == 0)

    def _alone(self) -> bool:
        """Whether a line under a heading opens with a full date, or is an entry as those of another heading were, or
        as the heading announces: a list of one entry."""
        line = self.lines[self.at]
        if self.last is None or self.last.kind != "heading":
            return False
        alike = self.listed and (self.at + 1 == len(self.lines) or self.lines[self.at + 1].gap > 0)
        if self.at + 1 == len(self.lines) and _NOTED.fullmatch(self.text, line.start, line.end):
            return True  # "Oslo (Embassy)", below the last state of a list
        if ALONE.fullmatch(self.text, line.start, line.end) or (alike and is_entry(self.text, line)):
            return True
        if self.sheet.is_of_rank(self.last.start, self.last.end) and tells_term(self.text, line):
            return True  # "Commissioners to Malaya", and the only one
        return self.sheet.is_of_visits(self.last.start, self.last.end) and self.sheet.is_visit(line)

    def _stack(self) -> int:
        """How many lines from the next on are a list without any marks: short ones under a heading, none parted."""
        under = self.last is not None and self.last.kind == "heading"
        if self.at < self.unstacked or not (under or (self.stacked and self.lines[self.at].gap)):
            self.stacked = False
            return 0
        after = self.at
        while (
            after < len(self.lines) and not (after > self.at and self.lines[after].gap) and self.sheet.is_brief(after)
        ):
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
            if line.length > STACKED_MAX or not LABELLED.match(self.text, line.start, line.end):
                break
            after += 1
        return after - self.at if after - self.at > 1 and self._is_heading() else 0

    def _visits(self) -> int:
        """How many lines from the next on are the visits that the heading right above them names."""
        last = self.last
        if last is None or last.kind != "heading" or not self.sheet.is_of_visits(last.start, last.end):
            return 0
        size = self.sheet.visits(self.at)
        while size and self.sheet.stands_alone(self.at + size) and self.sheet.is_visit(self.lines[self.at + size]):
            size += 1
        return size

    def _below_year(self) -> int:
        """How many lines from the next on tell what came about in the year that alone heads them."""
        last = self.last
        if last is None or last.kind != "heading" or year_alone(self.text, Line(last.start, last.end, 0, 0)) is None:
            return 0
        return self.sheet.events_of_year(self.at)

    def _heads_events(self) -> bool:
        """Whether a year stands alone and apart above what came about in it."""
        line = self.lines[self.at]
        apart = line.gap > 0 or self.at == 0 or (self.last is not None and self.last.kind == "heading")
        return apart and year_alone(self.text, line) is not None and self.sheet.events_of_year(self.at + 1) > 0

    def _dated(self) -> int:
        """How many lines from the next on are a list of any form: short ones below a heading, each with a year."""
        if self.last is None or not (self.last.kind == "heading" or self._introduced()):
            return 0
        after, gap = self.at, 0
        while after < len(self.lines) and self.sheet.tells_a_year(after):
            gap = self.lines[after].gap if after == self.at + 1 else gap
            if after > self.at and self.lines[after].gap != gap:
                break
            after += 1
        return after - self.at if after - self.at >= (STACK_LEAST if gap else 2) else 0

    def _runs(self) -> bool:
        """Whether the next line and the one below are entries of a list without bullets."""
        return self.sheet.run(is_entry, self.at, undated=self._is_undated())

    def _is_undated(self) -> bool:
        return self.sheet.is_undated(self.at, first=self.last is not None and self.last.kind == "heading")

    def _entries(self) -> Iterator[Block]:
        listed = self._runs() or self._alone()
        fits: Fits = (
            is_entry
            if listed
            else next((f for f in (is_sum, is_named, is_addressed) if self.sheet.run(f, self.at)), is_short)
        )
        gap = self.lines[self.at + 1].gap if self.at + 1 < len(self.lines) else 0
        first = True
        while self.at < len(self.lines) and (first or self.lines[self.at].gap <= gap):
            line = self.lines[self.at]
            undated = fits is is_entry and self._is_undated()
            if not first and not undated and (not fits(self.text, line) or heads_table(self.text, line)):
                break
            if not first and self.sheet.heads_entries(self.at):
                break
            self.at += 1  # the first, too, whatever it is: a pass that took no line would not end
            end = line.end
            if self.sheet.goes_on(self.at - 1):
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
            if self.at >= len(self.lines) or self.sheet.is_item(self.at):
                break
            below = self.lines[self.at]
            if not belongs(self.text, line, below, self.sheet.laid):
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
        if self.sheet.finished(line):
            return
        ahead = self.at
        while (
            ahead < len(self.lines)
            and ahead < self.at + 3
            and self.sheet.is_furniture(line, self.lines[ahead])
            and not self.sheet.wrapped_title(ahead)
        ):
            ahead += 1
        if ahead < len(self.lines) and ahead > self.at and starts_small(self.text, self.lines[ahead]):
            self.at = ahead

    def _goes_on_after_furniture(self, line: Line) -> bool:
        here, self.at = self.at, self.at + 1
        self._skip_furniture(line)
        moved, self.at = self.at > here + 1, here
        return moved

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
        elif self._is_caption(line, block, inside=above is not None and line.gap <= self.sheet.laid.spacing):
            block = Block("caption", block.start, block.end)
        yield block

    def _is_caption(self, line: Line, block: Block, inside: bool) -> bool:
        """A single short line that is no sentence: known words tell it, or its place below other lines."""
        if block.end != line.end or line.length > TITLE_MAX:
            return False
        content = self.sheet.words_of(line)
        if words().caption.match(content) or words().mark_caption(content):
            return True
        cut = content.split()[-1].casefold() in words().unfinished or content[-1] in ",("
        return inside and not cut and not self.sheet.finished(line) and len(content.split()) <= HEADING_WORDS

    def _is_signature(self, line: Line, block: Block) -> bool:
        """A name, and under it, at the end of the text, what its bearer is."""
        if self.at != len(self.lines) - 1 or block.end != line.end or line.length > FURNITURE_MAX:
            return False
        below = self.lines[self.at]
        if (
            below.gap
            or below.length > TITLE_MAX
            or LABELLED.match(self.text, below.start, below.end)
            or HAS_YEAR.search(self.text, below.start, below.end)
            or self.sheet.finished(line)
            or self.sheet.finished(below)
        ):
            return False
        return all(word[0].isupper() or word in PARTICLES for word in self.sheet.words_of(line).split())
