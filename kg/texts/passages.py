"""Splits a document into passages: sentences, items, rows, headings and captions, each with what stands above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from kg.compiled import compiled
from kg.model import Cell, Document, Passage, PassageKind, Span
from kg.texts.blocks import Block, is_notes, is_references, read_blocks
from kg.texts.sentences import finished, sentences
from kg.texts.words import words

_FRONT = compiled(r"\ufeff?---[ \t]*\r?\n(?:(?!---).{0,1000}\r?\n){0,200}?---[ \t]*(?:\r?\n|$)")
_MARK = 10  # characters: a mark and the blanks behind it
_TITLE = compiled(r"\p{Lu}[^\d\n.;!?]{1,70}")  # of the items that lie deeper than it
_JOINT = compiled(r"(?r)(?P<stop>[;,])\s+(?P<word>\p{Ll}{1,3})[,;]?")
_LABEL = compiled(r"\p{Lu}[^.:;\n]{1,40} ?:\s")  # of an item that tells of one thing
HEADS_LEAST = 3  # columns of a table that goes on below another heading
ITEM_MAX = 600  # characters; a longer item is split into sentences
SHORT_MAX = 160  # characters; a shorter one is never split
SENTENCE_MIN = 50  # characters of a sentence of a numbered paragraph
PROSE_MIN = 150  # characters of a paragraph that ends a section of references


def split(document: Document) -> tuple[Passage, ...]:
    """The passages of a document in the order of the text, none over another.

    Sections of references, notes and links give none; nor does a front-matter block.
    """
    return _passages_of(document.text)


# The title, the parties and the claims of a document are each read off its passages; a few are read together.
@lru_cache(maxsize=32)
def _passages_of(text: str) -> tuple[Passage, ...]:
    return tuple(_Passages(text).passages())


def front_matter(text: str) -> int:
    """Length of the block of settings between two lines of dashes at the top of a text; 0 if there is none."""
    match = _FRONT.match(text)
    return match.end() if match else 0


_YEAR = compiled(r"[12]\d{3}(?: ?[-–] ?(?:\d{2}|\d{4}))?[.:]?")  # of the entries below, alone in its line
_NAMES = compiled(r"\p{Lu}[\p{L}\p{M}'’.-]*,?(?: \p{Lu}[\p{L}\p{M}'’.-]*,?){0,4}")
_LEADS = "leads"  # the style of a line over such headings
# Who came, or where they went, by a state alone: "De la India:", "To Norway"
_WAY = compiled(rf"(?i:(del?|desde|from|al?|to|por)) (?:(?:la|los|las|el|the) )?(?:{_NAMES.pattern}):?")
ALIKE_LEAST = 2  # words of headings of one form, of which one word differs


# A line without the marks of a reference: quoted titles, pages, addresses, "^", "[1]", "Author:".
_NOTE = compiled(
    r"\p{Lu}(?![^\n]*(?:http|www\.|ISBN|\bpp?\. ?\d|\bvol\.|doi|[“”\"«»↑^:|]|\[(?!\d{1,3}\])))[^\n]*\.(?:\[\d{1,3}\])*"
)
_WORDS = compiled(r"\p{L}[\p{L}'’-]+")
TOLD_LEAST = 7  # words of a note that is a sentence


class _Passages:
    """One pass over the blocks, with the headings that are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks = read_blocks(text, front_matter(text))
        self.headings: list[tuple[str, Span]] = []
        self.bare = False  # nothing has followed the last heading yet
        self.paragraph = 0
        self.cut = False  # the last paragraph broke off
        self.last: Passage | None = None
        self.before: Passage | None = None  # the one before the last
        self.table: tuple[Cell, ...] = ()  # of the last row with heads
        self.paragraph_of_table = -1  # of a table that goes on under those heads
        self.leads: list[tuple[int, Span | None]] = []  # of nested lists: indentation of the items, lead
        self.parents: list[
            tuple[int, Span]
        ] = []  # items that are titles of the lists below them, with their indentation

    def passages(self) -> Iterator[Passage]:
        skipping = notes = False
        for index, block in enumerate(self.blocks):
            if index and block.kind == "heading" and is_references(self.text, block.start, block.end):  # not a title
                skipping, notes = True, is_notes(self.text, block.start, block.end)
            elif notes and block.kind in ("paragraph", "item") and self._tells(block):
                yield from self._read(block)
            elif skipping and not (block.kind == "heading" and self._opens_prose(index)):
                continue
            else:
                skipping = notes = False
                for passage in self._read(block):
                    self.before, self.last = self.last, passage
                    yield passage

    def _tells(self, block: Block) -> bool:
        """Whether a note is a sentence of the page's own ("X presented his credentials on 3 May") and cites nothing."""
        if _NOTE.fullmatch(self.text, block.start, block.end) is None:
            return False
        words = _WORDS.findall(self.text, block.start, block.end)
        return len(words) >= TOLD_LEAST and 3 * sum(word[0].islower() for word in words) >= len(words)

    def _opens_prose(self, index: int) -> bool:
        """Whether a heading in a section of references ends it: marked as one, or with a paragraph of prose below."""
        if self.blocks[index].style.startswith("md"):
            return True
        below = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if not below or below.kind != "paragraph" or below.end - below.start < PROSE_MIN:
            return False
        return finished(self.text, below.start, below.end)

    def _read(self, block: Block) -> Iterator[Passage]:
        if block.kind == "heading":
            yield self._heading(block)
            return
        if (
            self.headings
            and self.headings[-1][0] == "way"
            and (block.kind != "item" or (block.first and not self.bare))
        ):
            self.headings.pop()  # its visits stand right below it
        if block.kind == "reference":
            return
        self.bare = False
        if block.kind == "paragraph":
            yield from self._sentences(block)
        elif block.kind == "item":
            yield from self._item(block)
        elif block.kind == "row":
            self._begin(block)
            cells = self._headed(block)
            yield self._passage(Span(block.start, block.end), "row", lead=self.leads[0][1], cells=cells)
        else:
            self.paragraph += 1
            yield self._passage(Span(block.start, block.end), "caption")

    def _headed(self, block: Block) -> tuple[Cell, ...]:
        """The cells of a row; those of a table without heads, right below a heading, under the heads of the table
        before if its rows are made alike: "2015" heads the next part of one list."""
        cells, table = block.cells, self.table
        if any(cell.header for cell in cells):
            self.table = cells
            return cells
        begins = self.last is not None and self.last.kind == "heading"
        goes_on = begins or self.paragraph_of_table == self.paragraph
        if not goes_on or not len(cells) == len(table) >= HEADS_LEAST or not self._made_alike(cells, table):
            return cells
        self.paragraph_of_table = self.paragraph
        return tuple(replace(cell, header=above.header) for cell, above in zip(cells, table, strict=True))

    def _made_alike(self, cells: Sequence[Cell], others: Sequence[Cell]) -> bool:
        """Whether a number alone stands in the same columns of two rows, and letters in the same others."""
        shapes = [
            [self.text[cell.span.start : cell.span.end].strip().isdigit() for cell in row] for row in (cells, others)
        ]
        return shapes[0] == shapes[1] and any(shapes[0])

    def _passage(self, span: Span, kind: PassageKind, **told: Any) -> Passage:
        headings = (*(heading for _, heading in self.headings), *(title for _, title in self.parents))
        return Passage(span, kind, self.paragraph, headings, **told)

    def _heading(self, block: Block) -> Passage:
        """The heading, put below those it stands under: one of another style, or right below another."""
        style = block.style
        if self._of_visitors(block):
            style = "holders"
        elif not style.startswith("md") and words().regions.fullmatch(self.text, block.start, block.end):
            style = "region"
        elif not style.startswith("md") and self._of_missions(block):
            style = "kind"
        elif self.bare and not style.startswith("md") and style in (known for known, _ in self.headings):
            style += "+" * sum(known.rstrip("+") == style for known, _ in self.headings)
        elif alike := next((known for known, at in self.headings if self._alike(block, at)), None):
            style = alike
        styles = [known for known, _ in self.headings]
        if style.startswith("md"):
            self.headings = [(known, at) for known, at in self.headings if not known.startswith("md") or known < style]
        elif style in styles:
            del self.headings[styles.index(style) :]
        self._leave(block.start - self.text.rfind("\n", 0, block.start) - 1)
        self._lead_by_years(block)
        self.paragraph += 1
        self.bare, self.cut = True, False
        passage = self._passage(Span(block.start, block.end), "heading")
        self.headings.append((style, passage.span))
        return passage

    def _lead_by_years(self, block: Block) -> None:
        """A line that introduces lists under headings of years stands over all of them: "The visits were:", "1993"; so
        does one on visits over those of each side: "They exchanged visits:", "From Peru"."""
        way = words().ways.fullmatch(self.text, block.start, block.end) is not None
        if way or _YEAR.fullmatch(self.text, block.start, block.end):
            last = self.last
            if last is not None and self._leads(last) and (not way or self._is_on_visits(last.span)):
                self.headings.append((_LEADS, last.span))
        elif not self.bare:
            self.headings = [heading for heading in self.headings if heading[0] != _LEADS]

    def _of_visitors(self, block: Block) -> bool:
        """Whether a heading below one on visits names those of one office who made them: "Foreign ministers"."""
        if words().holders.match(self.text, block.start, block.end) is None:
            return False
        return any(self._is_on_visits(at) for _, at in self.headings)

    def _of_missions(self, block: Block) -> bool:
        """Whether a heading below one on missions names those of one kind: "Consulates", in "Missions abroad"."""
        known = words()
        if known.kinds.fullmatch(self.text, block.start, block.end) is None:
            return False
        above = (at for _, at in self.headings if known.missions.search(self.text, at.start, at.end) is not None)
        return any(known.kinds.fullmatch(self.text, at.start, at.end) is None for at in above)

    def _is_on_visits(self, at: Span) -> bool:
        return words().visits.search(self.text, at.start, at.end) is not None

    def _alike(self, block: Block, other: Span) -> bool:
        """Whether a heading is made as another one: "From Peru to Norway" and "From Norway to Peru"."""
        marked = block.style.startswith("md")
        if not marked and all(words().ranks.fullmatch(self.text, at.start, at.end) for at in (block, other)):
            return True  # "Envoys" and "Ambassadors", below "Heads of mission of Peru in Norway"
        told, others = self.text[block.start : block.end].split(), self.text[other.start : other.end].split()
        if _YEAR.fullmatch(" ".join(told)) and _YEAR.fullmatch(" ".join(others)):
            return True
        if min(len(told), len(others)) < ALIKE_LEAST or marked:
            return False
        ways = [_WAY.fullmatch(" ".join(each)) for each in (told, others)]
        if all(ways) and len({way[1][0].lower() for way in ways if way is not None}) == 1:
            return True  # "Del Perú:" and "De Costa Rica:"
        if told[:ALIKE_LEAST] == others[:ALIKE_LEAST] and _NAMES.fullmatch(" ".join(told[ALIKE_LEAST:])):
            return _NAMES.fullmatch(" ".join(others[ALIKE_LEAST:])) is not None  # "Resident in Lima, Peru", "… in Oslo"
        if len(told) != len(others):
            return False
        other_words = sum(word != its for word, its in zip(told, others, strict=True))
        return other_words == 1 or (other_words == 2 and sorted(told) == sorted(others))

    def _leave(self, indent: int) -> None:
        """Closes the lists that do not lie deeper than what comes next."""
        while self.parents and self.parents[-1][0] >= indent:
            self.parents.pop()

    def _sentences(self, block: Block) -> Iterator[Passage]:
        self.paragraph += 1
        self.parents.clear()
        spans = [span for span in sentences(self.text, block.start, block.end) if not self._is_reference(span)]
        for i, span in enumerate(spans):
            ended = finished(self.text, span.start, span.end)
            breaks = i == len(spans) - 1 and not ended and span.end - span.start > 2
            if self._is_caption(span, ended):
                yield self._passage(span, "caption")
            else:
                yield self._passage(span, "sentence", open=breaks or (i == 0 and self.cut))
        self.cut = bool(spans) and self._breaks_off(spans[-1])

    def _breaks_off(self, span: Span) -> bool:
        """Whether a passage ends in a word that must be followed by another: the next paragraph may be its rest."""
        last = self.text[max(span.start, span.end - 40) : span.end].split()[-1].casefold()
        return last in words().unfinished or last[-1] in ",(–-"

    def _is_reference(self, span: Span) -> bool:
        return words().reference_line.match(self.text, span.start, span.end) is not None

    def _is_caption(self, span: Span, ended: bool) -> bool:
        """A caption that was glued to a paragraph: "Modern Flag of Iraq", "... (left), November 2014." """
        if words().mark_caption(self.text[span.start : span.end]):
            return span.end - span.start < 250
        return not ended and words().caption.match(self.text, span.start, span.end) is not None

    def _begin(self, block: Block) -> None:
        """Finds the lead of a list or table at its first item or row."""
        if not block.first:
            return
        self._leave(block.indent)
        lead = next((passage.span for passage in (self.last, self._opener()) if passage and self._leads(passage)), None)
        if not lead:
            self.paragraph += 1
            lead = self.headings[-1][1] if self.headings else None
        self.leads = [(block.indent, lead)]

    def _opener(self) -> Passage | None:
        """ "Ambassadors of Peru to Chile:", from which one sentence on them all parts their list."""
        last, before = self.last, self.before
        if last is None or before is None or {last.kind, before.kind} != {"sentence"}:
            return None
        opens = self.text[before.span.end - 1] == ":" and "\n" in self.text[before.span.end : last.span.start]
        return before if opens and last.span.end - last.span.start <= SHORT_MAX else None

    def _leads(self, passage: Passage) -> bool:
        """Whether a passage introduces the list after it."""
        if passage.kind != "sentence":
            return False
        content = self.text[max(passage.span.start, passage.span.end - 400) : passage.span.end]
        return content.endswith(":") or words().list_cue.search(content) is not None

    def _item(self, block: Block) -> Iterator[Passage]:
        self._begin(block)
        while len(self.leads) > 1 and block.indent <= self.leads[-1][0] - 1:
            self.leads.pop()
        self._leave(block.indent)
        if self.last and self.last.kind == "item" and self._is_below(block, self.last.span):
            above = self.last.span
            titled = _TITLE.fullmatch(self.text, above.start, above.end) is not None
            if titled:
                self.parents.append((self.leads[-1][0], above))
            colon = self.text[above.end - 1] == ":"
            self.leads.append((block.indent, above if colon or titled else self.leads[-1][1]))
        whole = Span(block.start, self._joint(block))
        length = whole.end - whole.start
        spans = [whole] if length <= SHORT_MAX else list(sentences(self.text, whole.start, whole.end))
        if length <= ITEM_MAX and not self._is_prose(spans):
            spans = [whole]
        for span in spans:
            yield self._passage(span, "item", lead=self.leads[-1][1])

    def _is_below(self, block: Block, above: Span) -> bool:
        """Whether an item is one of the item above it: further in, or by one blank and with another mark."""
        further = block.indent - self.leads[-1][0]
        return further > 1 or (further == 1 and self._mark(block.start) != self._mark(above.start))

    def _mark(self, start: int) -> str:
        """What marks an item: the sign before its first word."""
        return self.text[max(0, start - _MARK) : start].rstrip()[-1:]

    def _joint(self, block: Block) -> int:
        """Where an item ends, without the word that joins the last one to it: "Agreement on Trade; and"."""
        found = _JOINT.match(self.text, block.start, block.end)
        return found.start("stop") + 1 if found and found["word"] in words().unfinished else block.end

    def _is_prose(self, spans: list[Span]) -> bool:
        """Whether an item is a numbered paragraph: of several whole sentences, none of them short."""
        return _LABEL.match(self.text, spans[0].start) is None and all(
            span.end - span.start >= SENTENCE_MIN and self.text.endswith(".", span.start, span.end) for span in spans
        )
