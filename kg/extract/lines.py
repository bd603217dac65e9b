"""From a document to lines: mentions and words as symbols, sentences whole again where damage parted them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter

from kg.compiled import Match, compiled
from kg.extract.apposed import join
from kg.extract.capitals import NO_CASING, Casing
from kg.extract.dates import find_dates
from kg.extract.grammar import grammar
from kg.extract.mentions import Place, find_mentions
from kg.extract.names import Names
from kg.extract.phrases import reduce
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line, line, unsaid_state
from kg.extract.values import Reader
from kg.lexicon.language import Language
from kg.model import Document, Passage, Span
from kg.texts.passages import split
from kg.texts.words import words

LONGEST = 3_000  # characters of a passage; the longest sentence of 40 texts has 637
OPENING = 30  # symbols in which a sentence names its subject


def lines_of(readers: Sequence[Reader]) -> Iterator[tuple[int, Passage, Line]]:
    """The passages of documents of one language as lines, each with the number of its document."""
    for number, lines in groupby(_each(readers), key=itemgetter(0)):
        for passage, current in _whole(readers[number], ((passage, current) for _, passage, current in lines)):
            yield number, passage, current


def _whole(reader: Reader, lines: Iterable[tuple[Passage, Line]]) -> Iterator[tuple[Passage, Line]]:
    """The passages of a document; a fragment that only gives a place and a date belongs to the passage before it."""
    held: tuple[Passage, Line] | None = None
    end = 0  # of the fragments behind the one that is held
    lexicon, text = reader.names.language, reader.document.text
    for passage, current in lines:
        topic = _topic_state(held, passage) or _only_state(passage, reader)
        told = _of_it(topic, text, passage.span.start, lexicon) if topic is not None else None
        if topic is not None and told is not None:
            current = _with_topic(reader, passage.span, Span(passage.span.start, told.end("it")), topic)
        elif (within := _it_within(current, lexicon)) is not None:
            current = _with_topic(reader, passage.span, *within)
        item = passage.kind == "item"
        if held is not None and _belongs(passage, held[0], reader) and _fragment(current, item, lexicon):
            end = passage.span.end
            continue
        if held is not None:
            yield _grown(held, end, reader)
        held, end = (passage, current), 0
    if held is not None:
        yield _grown(held, end, reader)


def _each(readers: Sequence[Reader]) -> Iterator[tuple[int, Passage, Line]]:
    """The passages of documents as lines, each by itself.

    Each step is done for many passages before the next: what it works with then stays in the processor's cache, which
    makes it up to twice as fast.
    """
    passages = ((number, *one) for number, reader in enumerate(readers) for one in _unbroken(reader.document))
    while several := list(islice(passages, TOGETHER)):
        stretches = [(document, passage.span, readers[number].casing) for number, document, passage in several]
        lines = _lines(stretches, readers[0].names)
        yield from ((number, passage, each) for (number, _, passage), each in zip(several, lines, strict=True))


def _unbroken(document: Document) -> Iterator[tuple[Document, Passage]]:
    """Passages, each with its document as it is to be read: a line end inside a sentence or an item is a space.

    Where a text is broken to fit a page, names and titles run over the ends of lines. No letter moves.
    """
    passages = list(_passages(document))
    text, pieces, end = document.text, [""], 0
    for span in (passage.span for passage in passages if passage.kind in _PROSE):
        if span.start >= end and text.find("\n", span.start, span.end) >= 0:
            pieces += (text[end : span.start], _LINE_END.sub(" ", text[span.start : span.end]))
            end = span.end
    if end:
        document = replace(document, text="".join((*pieces, text[end:])))
    yield from ((document, passage) for passage in passages)


_PROSE = frozenset({"sentence", "item"})
_LINE_END = compiled(r"(?<=\S)\n(?=\S)")  # one alone: an empty line may part what stands around it
TOGETHER = 200  # passages; more would only take more memory


def _of_it(topic: Chunk, text: str, start: int, lexicon: Language) -> Match | None:
    """ "It joined …", "It granted …": of a state named in the sentence before; of a body only what it gives."""
    words = said(lexicon)
    does = words["it-does"].match(text, start) if topic.kind == "state" else None
    return does or words["it-gives"].match(text, start)


def _topic_state(before: tuple[Passage, Line] | None, passage: Passage) -> Chunk | None:
    """The state or body that the sentence before begins with, in one paragraph: "it" of a sentence on what one does."""
    if before is None or before[0].paragraph != passage.paragraph or before[0].kind != passage.kind:
        return None
    return _opening(before[1])


def _opening(current: Line) -> Chunk | None:
    """The state or body that a sentence begins with, as its subject."""
    named = (mark for mark in current.mentions(0, OPENING) if mark[1].kind != "date")
    index, chunk = next(named, (0, None))
    subject = chunk is not None and chunk.kind in ("state", "org") and _PREDICATE.match(current.symbols, index + 1)
    return chunk if subject and _SUBJECT.fullmatch(current.symbols, 0, index) else None


def _it_within(current: Line, lexicon: Language) -> tuple[Span, Chunk] | None:
    """ "Norway recognised Peru in 1990; it opened an embassy in 1994": where the pronoun stands, and the state that the
    sentence begins with, if the clause before has no other clause in it."""
    words = said(lexicon)
    found = words["it-within"].search(current.symbols)
    topic = _opening(current) if found is not None else None
    if found is None or topic is None or topic.kind != "state":
        return None
    if grammar(lexicon).hard.search(current.symbols, 0, found.start()) is not None:
        return None
    it = Span(current.starts[found.start("it")], current.ends[found.end("it") - 1])
    pronoun = current.text[it.start : it.end].capitalize()
    does = words["it-does"].match(pronoun + current.text[it.end : it.end + OPENING * 4])
    return (it, topic) if does is not None else None


def _only_state(passage: Passage, reader: Reader) -> Chunk | None:
    """The state of a page on one state alone."""
    if passage.kind != "sentence" or len(reader.memory.pair) != 1:
        return None
    state = reader.memory.pair[0]
    return Chunk("state", passage.span.start, passage.span.start, state.text, state.label, (state.key,))


# behind a subject: " joined", or its apposition ("Peru, a member of the council, joined")
_PREDICATE = compiled(rf" |, [^,;{SYMBOL['state']}]{{3,100}}, \p{{Ll}}")
# "Currently, Peru …", "In 1990, the USSR …"
_SUBJECT = compiled(rf"(?:(?:\p{{Ll}}+|\p{{Ll}}{{2,6}} {SYMBOL['date']}), )?(?:the )?")


def _belongs(passage: Passage, before: Passage, reader: Reader) -> bool:
    """Whether a passage may go on with the one before; an entry of a list is one by itself ("7 May. Oslo")."""
    near = passage.span.end - before.span.start < LONGEST
    another = passage.kind == "item" and "\n" in reader.document.text[before.span.end : passage.span.start]
    return near and passage.paragraph == before.paragraph and passage.kind == before.kind != "row" and not another


def _grown(held: tuple[Passage, Line], end: int, reader: Reader) -> tuple[Passage, Line]:
    """The passage and its line with the fragments up to `end`, if there are any."""
    if not end:
        return held
    span = Span(held[0].span.start, end)
    return replace(held[0], span=span), _line(reader.document, span, reader.names, reader.casing)


def _passages(document: Document) -> Iterator[Passage]:
    return _bounded(_mended(split(document), document.text), document.text)


def _bounded(passages: Iterable[Passage], text: str) -> Iterator[Passage]:
    """Passages, longer ones than any sentence cut in pieces, so that the time grows with the text and no faster."""
    for passage in passages:
        start, end = passage.span.start, passage.span.end
        while end - start > LONGEST:
            blank = text.rfind(" ", start + 1, start + LONGEST)
            cut = blank if blank > 0 else start + LONGEST
            yield replace(passage, span=Span(start, cut))
            start = cut
        yield replace(passage, span=Span(start, end)) if start > passage.span.start else passage


def _fragment(current: Line, item: bool, lexicon: Language) -> bool:
    if _WORD.search(said(lexicon)["fragment"].sub("", current.symbols)):  # "Signed in Lima on 3 May 1990."
        return False
    found = [chunk.kind for _, chunk in current.mentions()]
    if item and "state" in found:  # "Chile (12 May 1970)", "12 May 1970 Chile"
        return False
    return "date" in found and set(found) <= {"place", "date", "state"}


_WORD = compiled(r"[^\ue000-\uf8ff\s.,;()-]")


def _mended(passages: tuple[Passage, ...], text: str) -> Iterator[Passage]:
    """Passages rejoined where scraping has cut a sentence: the next one goes on in lower case or with a sum, or the
    first ends within a phrase ("Both are members of the")."""
    held: Passage | None = None
    for passage in passages:
        if (
            held is not None
            and held.open
            and held.kind == passage.kind == "sentence"
            and (_GOES_ON.match(text, passage.span.start) or _is_cut(text, held.span))
        ):
            held = replace(passage, span=Span(held.span.start, passage.span.end))
            continue
        if held is not None:
            yield held
        held = passage
    if held is not None:
        yield held


_GOES_ON = compiled(r"[\p{Ll}$€£(]|US\$")


def _is_cut(text: str, span: Span) -> bool:
    """Whether a passage ends in a word that leads to a name: an article, a preposition."""
    return text[max(span.start, span.end - LONGEST_WORD) : span.end].split()[-1] in words().unfinished


LONGEST_WORD = 20  # letters


def _ours(mentions: list[Chunk], text: str, own: str, known: Names) -> list[Chunk]:
    """ "Our country", "we" is the state that speaks in the document, if one does and nobody else is quoted."""
    if not any(chunk.kind == "pronoun" and chunk.detail == "we" for chunk in mentions):
        return mentions
    if not own:
        return [chunk for chunk in mentions if chunk.detail != "we"]
    state = unsaid_state(known.label(own), own)
    told = [chunk for chunk in mentions if chunk.detail != "we" or " " in chunk.text or not _quoted(text, chunk.start)]
    return [replace(state, start=c.start, end=c.end, text=c.text) if c.detail == "we" else c for c in told]


def _quoted(text: str, start: int) -> bool:
    """Whether a place stands within quotation marks that its paragraph opens."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return before.rfind("“") > before.rfind("”") or before.rfind("«") > before.rfind("»") or before.count('"') % 2 == 1


def _latter(mentions: list[Chunk], text: str, known: Names) -> list[Chunk]:
    """ "Peru recognised Norway, and the latter opened a legation": the state or person named last before, none in
    another sentence."""
    kept: list[Chunk] = []
    before: Chunk | None = None
    for chunk in mentions:
        if chunk.kind == "pronoun" and chunk.detail == "latter":
            if before is not None and not said(known.language)["latter-of"].match(text, chunk.end):
                kept.append(replace(before, start=chunk.start, end=chunk.end))
            continue
        if chunk.kind in _NAMED and not _where(chunk, text, known.language):
            before = chunk
        kept.append(chunk)
    return kept


_NAMED = frozenset({"state", "name", "person"})


def _where(chunk: Chunk, text: str, lexicon: Language) -> bool:
    """Whether a mention says where something takes place: "in Norway"."""
    words = text[max(0, chunk.start - 12) : chunk.start].lower().split()
    return not set(lexicon.prepositions["in"]).isdisjoint(words[-2:])


Stretch = tuple[Document, Span, Casing]  # a part of a document, and how that writes its words


def _line(document: Document, span: Span, known: Names, lower: Casing) -> Line:
    return _lines([(document, span, lower)], known)[0]


def _lines(stretches: Sequence[Stretch], known: Names) -> list[Line]:
    mentions = _mentions(stretches, known)
    made = [
        line(document.text, span.start, span.end, each)
        for (document, span, _), each in zip(stretches, mentions, strict=True)
    ]
    reduce(made, known.language)
    join(made, known.language)
    return made


def _mentions(stretches: Sequence[Stretch], known: Names) -> list[list[Chunk]]:
    found = find_mentions([Place(d.text, span.start, span.end, lower) for d, span, lower in stretches], known)
    return [
        _latter(_ours(each, document.text, lower.speaker, known), document.text, known)
        for (document, _, lower), each in zip(stretches, found, strict=True)
    ]


def _with_topic(reader: Reader, span: Span, at: Span, topic: Chunk) -> Line:
    """A passage in which the words at a place, "it" or "the country", stand for a state."""
    text = reader.document.text
    it = replace(topic, start=at.start, end=at.end, text=text[at.start : at.end], parts=())
    mentions = _mentions([(reader.document, span, reader.casing)], reader.names)[0]
    others = [chunk for chunk in mentions if chunk.end <= at.start or chunk.start >= at.end]
    made = line(text, span.start, span.end, sorted([it, *others], key=lambda chunk: chunk.start))
    reduce([made], reader.names.language)
    join([made], reader.names.language)
    return made


def cell_line(reader: Reader, span: Span) -> Line:
    """A table cell as mentions and symbols; one that was glued to its neighbours is read for itself."""
    text = reader.document.text
    if not _GLUED_CELL.match(text, max(0, span.start - 1)) and not _GLUED_CELL.match(text, max(0, span.end - 1)):
        return _line(reader.document, span, reader.names, NO_CASING)
    piece = text[span.start : span.end]
    made = _line(replace(reader.document, text=piece), Span(0, len(piece)), reader.names, reader.casing)
    by = span.start
    chunks = [_moved(chunk, by) if chunk is not None else None for chunk in made.chunks]
    return Line(made.symbols, [at + by for at in made.starts], [at + by for at in made.ends], chunks, text)


_GLUED_CELL = compiled(r"[\p{L}\d][\p{L}\d]")


def _moved(chunk: Chunk, by: int) -> Chunk:
    """A mention found in a part of the text, at its place in the whole."""
    parts = tuple((name, _moved(part, by)) for name, part in chunk.parts)
    members = tuple(_moved(member, by) for member in chunk.members)
    return replace(chunk, start=chunk.start + by, end=chunk.end + by, parts=parts, members=members)


def first_date(words: str, language: str, start: int = 0, end: int | None = None) -> list[str]:
    """The first date that words[start:end] tell, as EDTF; empty if they tell none."""
    found = find_dates(words, language, start, end)
    return [found[0].edtf] if found and found[0].edtf else []


def with_heading_year(dates: list[str], words: str, leads: Sequence[Line], language: str) -> list[str]:
    """The dates that words tell; if they tell no year, that of the nearest heading of a year is theirs."""
    year = heading_year(leads)
    if not year or _TELLS_YEAR.search(words):
        return dates
    return first_date(f"{words} {year}", language)


def of_heading(chunk: Chunk, leads: Sequence[Line], reader: Reader) -> list[str]:
    """The dates of a mention; one without a year is of that of the heading above it."""
    year = "" if _TELLS_YEAR.search(chunk.text) else heading_year(leads)
    told = first_date(f"{chunk.text} {year}", reader.document.language) if year else []
    return told or reader.edtf(chunk)


_TELLS_YEAR = compiled(r"\d{4}|[’']\d\d")


def heading_year(leads: Sequence[Line]) -> str:
    """The year that the nearest heading with nothing else tells; "" if none does."""
    return next((said.strip("#= :") for said in (lead.words for lead in leads) if _YEAR.fullmatch(said)), "")


_YEAR = compiled(r"(?:#+ |=+ ?)?[12]\d{3}(?: ?=+)?:?")


def words_line(reader: Reader, words: str) -> Line:
    """Words that do not stand in the passage (a column's header) as mentions and symbols, all before its text."""
    return _words_line(words, reader.names)


@lru_cache(maxsize=256)  # all rows of a table have the same headers
def _words_line(words: str, known: Names) -> Line:
    made = _line(Document("", words, known.language.code), Span(0, len(words)), known, NO_CASING)
    chunks = [_moved(chunk, -1 - len(words)) if chunk is not None else None for chunk in made.chunks]
    return replace(made, chunks=chunks, _marks=None)
