"""A document's claims: passages -> mentions -> lines -> rules, frames, titles -> claims. Pure: nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import itemgetter

from kg.collector import collector_paused
from kg.extract.accredited import accredited
from kg.extract.belonging import belonging, belongings
from kg.extract.calendar import DAY
from kg.extract.capitals import casing
from kg.extract.chairs import presided
from kg.extract.claims import Draft, drafts_to_claims
from kg.extract.concluded import concluded
from kg.extract.counterparts import heirs
from kg.extract.covered import also_covered, until_then
from kg.extract.covering import covering
from kg.extract.deictic import message_day
from kg.extract.described import described
from kg.extract.eliminated import eliminated, listening
from kg.extract.frames import framed
from kg.extract.gapped import gapped
from kg.extract.genders import note_named
from kg.extract.grants import grants
from kg.extract.headings import dated_by_heading, is_retold, named_by_heading, told_by_headings, told_by_headline
from kg.extract.heldposts import with_posts_held
from kg.extract.in_passing import PAGE, named_in_passing, untold
from kg.extract.lines import TOGETHER, lines_of
from kg.extract.memory import Memory, fold
from kg.extract.mirrored import mirrored, mirrored_inside, note_mirrored
from kg.extract.modality import attribution
from kg.extract.names import names
from kg.extract.pages import speaking, told_by
from kg.extract.partners import note_house, note_partner, note_represented, note_section
from kg.extract.placed import cleaned, placed
from kg.extract.plainly import with_dates_behind, without_aside
from kg.extract.portrayed import note_portrayed
from kg.extract.promoted import promoted
from kg.extract.published import published_by
from kg.extract.reported import (
    DATELINE_ALONE,
    NOMINAL,
    dated_line,
    is_imprint,
    note_day,
    only_year,
    signed_off,
)
from kg.extract.roles.relations import note_sovereign
from kg.extract.rules import Hit, book, clauses, fire
from kg.extract.settled import (
    amended,
    entered,
    is_heading_of,
    is_title_of,
    settled,
    signed_in_next,
    the_right_way,
    with_state,
)
from kg.extract.statements import remember, statements
from kg.extract.strangers import leave_strangers
from kg.extract.sums import AID, TRADE, Kind, sums
from kg.extract.symbols import SYMBOL, Line
from kg.extract.titled import titled
from kg.extract.titles import titles
from kg.extract.topics import note_mission, note_post, note_topic, note_trade, note_trade_year
from kg.extract.treaties import of_lead
from kg.extract.values import Reader
from kg.extract.when import on_visit_of, read_dates
from kg.lexicon.language import Language, language, languages
from kg.model import Claim, Document, Passage, Span, Value, packs
from kg.texts.readable import Readable, readable


@packs
@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read in a document, and which dated passages with a known actor gave no claim."""

    document: str
    claims: tuple[Claim, ...]
    unread: tuple[Passage, ...]
    dated: int  # passages that hold a date and a known actor


def extract(document: Document, lexicon: Language | None = None) -> Extraction:
    """Claims of a document in the order of its text; none for a language without a lexicon.

    `lexicon` is used instead of the one that ships for the document's language.
    """
    return extract_all([document], lexicon)[0]


@collector_paused()
def extract_all(documents: Sequence[Document], lexicon: Language | None = None) -> list[Extraction]:
    """The same for each of several documents; to read small ones together is faster (see kg/extract/lines.py)."""
    found = {number: Extraction(document.id, (), (), 0) for number, document in enumerate(documents)}
    spoken: dict[Language, list[int]] = {}
    for number, document in enumerate(documents):
        if lexicon is not None or document.language in languages():
            spoken.setdefault(lexicon or language(document.language), []).append(number)
    for words, numbers in spoken.items():
        texts = [readable(documents[number].text) for number in numbers]
        readers = [_reader(cleaned(documents[n], text), words) for n, text in zip(numbers, texts, strict=True)]
        for at, lines in groupby(_fired(lines_of(readers), words), key=itemgetter(0)):
            found[numbers[at]] = _in_file(_extraction(readers[at], lines), documents[numbers[at]], texts[at])
    return [*found.values()]


def _in_file(extraction: Extraction, document: Document, text: Readable) -> Extraction:
    """What was found, with the places and the quotes of the file."""
    if text.text is document.text:
        return extraction
    return replace(
        extraction,
        claims=tuple(placed(claim, document, text) for claim in extraction.claims),
        unread=tuple(replace(passage, span=text.place(passage.span)) for passage in extraction.unread),
    )


def _extraction(reader: Reader, fired: Iterable[Fired]) -> Extraction:
    document = reader.document
    lines: dict[Span, Line] = {}
    drafts: list[Draft] = []
    unread: list[Passage] = []
    before: tuple[Passage, list[Draft]] | None = None
    dated = 0
    first: tuple[Passage, Line, list[Hit]] | None = None
    headline: list[Draft] | None = None
    headings: list[Draft] = []
    named: list[Draft] = []
    for at, (_, passage, current, hits) in enumerate(fired):
        first = first or (passage, current, hits)
        if at == _LEAD:
            headline = told_by_headline(*first, reader)
        if passage.paragraph != reader.paragraph:
            leave_strangers(reader)
        reader.paragraph, reader.start = passage.paragraph, passage.span.start
        if passage.kind != "row":
            lines[passage.span] = current
            reader.memory.remark = current if passage.kind == "sentence" else None
        read_dates(current, reader)
        also = list(mirrored(passage, current, before, reader)) if passage.kind == "sentence" else []
        note_mirrored(also, passage, reader)
        found = list(_read(passage, current, hits, lines, reader))
        headings.extend(dated_by_heading(passage, current, hits, reader))
        drafts = amended(drafts, current, passage, reader)
        if (dated_now := signed_in_next(drafts, current, passage, reader)) is not drafts:
            drafts, found = dated_now, [draft for draft in found if draft.rule != "signed-below"]
        drafts, found = presided(drafts, found, current, passage, reader)
        if passage.kind == "sentence":
            found += list(mirrored_inside(current, found, reader))
            known = {(draft.type, draft.date) for draft in found}
            found += [draft for draft in also if (draft.type, draft.date) not in known]
            before = passage, [draft for draft in found if draft.modality == "asserted"]
        found = until_then(found, drafts, current, reader.names.language)
        named.extend(named_in_passing(passage, current, reader))
        drafts.extend(found)
        note_day(found, current, reader)
        if passage.kind != "heading" and _tells(current):
            dated += 1
            if not found:
                unread.append(passage)
    if headline is None and first is not None:
        headline = told_by_headline(*first, reader)
    drafts = [*(draft for draft in headline or [] if not is_retold(draft, drafts)), *drafts]
    drafts.extend(told_by_headings(headings, drafts))
    if len(lines) >= PAGE:
        drafts.extend(untold(named, drafts))
    drafts = [the_right_way(draft, reader) for draft in drafts]
    drafts.extend(promoted(drafts, reader.memory.risen))
    drafts = [
        with_state(draft, reader)
        for i, draft in enumerate(drafts)
        if not is_heading_of(draft, drafts[i + 1 : i + 4], document.text) and not is_title_of(draft, drafts[i + 1 :])
    ]
    return Extraction(document.id, drafts_to_claims(drafts, document), tuple(unread), dated)


Fired = tuple[int, Passage, Line, list[Hit]]  # the number of a document, a passage, and the rules that fire on it


def _fired(lines: Iterator[tuple[int, Passage, Line]], lexicon: Language) -> Iterator[Fired]:
    """Passages with the rules that fire on them, which are looked for in many passages at once (see lines.py)."""
    rules = book(lexicon)
    while several := list(islice(lines, TOGETHER)):
        hits = fire([current for _, _, current in several], rules)
        yield from ((*one, found) for one, found in zip(several, hits, strict=True))


def _reader(document: Document, lexicon: Language) -> Reader:
    known = names(lexicon)
    spelt = {key: known.gazetteer.spelt(key, document.text) for key in document.parties}
    pair = tuple(Value(spelt[key] or known.label(key), known.label(key), "state", key) for key in document.parties)
    issued = document.source.published if DAY.fullmatch(document.source.published) else message_day(document, lexicon)
    issued = issued or signed_off(document, lexicon)
    written = casing(document.text)
    publisher = published_by(document, known)
    lower = replace(
        written,
        lower=written.lower - lexicon.common_given,
        cities=known.cities(document.text, document.parties),
        short=known.abbreviations(document.text, document.parties),
        surnames=known.surnames(document.text, written.capital),
        described=described(document.text, document.parties, known),
        speaker=publisher if publisher in document.parties else speaking(document),
    )
    author = told_by(document, lexicon)
    return Reader(
        document,
        Memory(pair),
        names=known,
        issued=issued,
        casing=lower,
        year=only_year(document.text, lexicon),
        author=author,
        publisher=publisher,
        spelt=spelt,
    )


def _tells(current: Line) -> bool:
    """A date and a known actor: something is told here."""
    kinds = {chunk.kind for _, chunk in current.mentions()}
    return bool(kinds & {"date", "dates"}) and bool(
        kinds & {"state", "states", "pair", "person", "people", "post", "org", "relations", "mission"}
    )


def _read(
    passage: Passage, current: Line, hits: list[Hit], lines: Mapping[Span, Line], reader: Reader
) -> Iterator[Draft]:
    """The claims of a passage: those of its frame, of the rules that fire on it, and of its titles."""
    memory = reader.memory
    alone = dated_line(passage, current, reader) and passage.kind not in ("item", "row")
    if alone and DATELINE_ALONE.fullmatch(current.symbols):
        return  # and nothing behind it
    if is_imprint(passage, reader):
        return
    note_house(passage, current, reader)
    note_partner(passage, current, lines, reader)
    note_section(passage, current, lines, reader)
    note_represented(passage, current, reader)
    note_portrayed(passage, current, lines, reader)
    if passage.kind in ("item", "row") and len(memory.pair) == 2:
        memory.states = memory.pair  # "1845–1847: relations suspended", whatever was told before the list
    if passage.kind == "heading":
        yield from named_by_heading(passage, current, hits, reader)
        frame = list(framed(passage, current, lines, reader))
        yield from frame
        if not frame and current.symbols.strip(" .,:") == SYMBOL["person"]:  # "Ambassador: X", alone in its line
            yield from titles(passage, current, reader, frame)
        return
    heirs(current, reader)
    note_named(current, reader)
    for _, chunk in current.all(("state", "states", "relations")):
        for each in (*chunk.each(), *chunk.all_parts("parties")):
            reader.note_former(reader.choose(each.keys), each.text)
    note_sovereign(current, reader)
    note_post(current, reader)
    memory.on_visit = bool(memory.journeys) and on_visit_of(current, passage, reader)
    frame = list(framed(passage, current, lines, reader))
    entries = entered(frame, passage)
    own = [concluded(draft, current, reader) for draft in frame if draft not in entries]
    yield from own
    for draft in frame:
        if draft.type == "TradeVolume" and draft.date:
            memory.trade_dates, memory.trade_paragraph = (draft.date,), passage.paragraph
    told = _ruled(passage, current, hits, own, reader)
    if frame and passage.kind == "row":
        told = [draft for draft in told if _in_a_cell(draft, passage)]
    if not any(draft.type == "Visit" for draft in told):
        for draft in frame:
            if draft.type == "Visit":
                dates = [draft.date] if draft.date else []
                remember(draft.type, draft.roles, dates, draft.modality, passage, reader)
    if (heir := next((draft for draft in reversed(told) if ".succeeded" in draft.rule), None)) is not None:
        memory.subject = fold(heir.roles["person"][0].label)  # "X was succeeded by Y. She presented …"
    told = with_posts_held(settled(told, frame, passage, current, reader), passage, current, reader)
    told = [of_lead(concluded(draft, current, reader), passage, lines, reader) for draft in told]
    yield from told
    if not told:
        note_trade_year(passage, current, reader)
        note_trade(passage, current, reader)
        note_topic(current, hits, reader)
        note_mission(current, reader)
    if not frame or frame[0].rule not in ("box", "honorary"):  # which have named everybody in the line
        named = {v.label for d in frame if d.type in _OF_PERSONS for v in d.roles.get("person", ())}
        for draft in titles(passage, current, reader, [*frame, *told]):
            another = draft.roles["person"][0].label not in named
            if another or (passage.kind != "row" and "of" in draft.roles):
                yield draft


def _ruled(passage: Passage, current: Line, hits: list[Hit], framed: list[Draft], reader: Reader) -> list[Draft]:
    """What rules tell of a passage, besides the types of claims that its frame has given; fallbacks last."""
    lexicon = reader.names.language
    spare = [hit for hit in hits if hit.rule.fallback]
    hits = [hit for hit in hits if not hit.rule.fallback] if spare else hits
    told: list[Draft] = []
    reader.memory.dyad = ()
    known = {draft.type for draft in framed}
    known |= {"Agreement"} if any(draft.rule == "negotiated" for draft in framed) else set()
    said_by = attribution(current, lexicon) if hits or spare else ""
    if hits:
        place = clauses(current, hits, lexicon)
        for hit in hits:
            if hit.rule.type not in known:
                told.extend(statements(hit, place, passage, reader, said_by))
        for hit in hits:
            shared = gapped(hit, place, told) if hit.rule.type not in known else ()
            told.extend(one for other, clause in shared for one in statements(other, clause, passage, reader, said_by))
    for kind in (TRADE, AID):
        if kind.type not in known:
            told.extend(_summed(kind, passage, current, hits, told, reader, said_by))
    asked = listening(current, lexicon)
    if "covering" in asked:
        told = _covered(passage, current, hits, framed, told, reader, said_by)
    if "Aid" not in known:
        told.extend(_granted(passage, current, hits, told, reader, said_by))
    known.update(draft.type for draft in told)
    plain = without_aside(current, lexicon) if passage.kind == "sentence" else None
    if plain is not None:
        again = [*_told_plainly(plain, framed, passage, reader, said_by)]
        told += [draft for draft in again if not any(_overlap(draft, other) for other in told)]
        known.update(draft.type for draft in told)
    behind = with_dates_behind(plain or current, [*framed, *told], lexicon) if passage.kind == "sentence" else None
    if behind is not None:
        dated = [*_told_newly(behind, hits, [*framed, *told], passage, reader, said_by)]
        told = [draft for draft in told if draft.date or not any(_overlap(draft, other) for other in dated)] + dated
        known.update(draft.type for draft in told)
    if "belonging" in asked and "Membership" not in {draft.type for draft in framed}:
        for one in (current, plain):
            told.extend(_belonging(passage, one, hits, told, reader, said_by) if one is not None else ())
        known.update(draft.type for draft in told)
    if passage.kind == "sentence" and known.isdisjoint(_OF_POSTS) and (named := list(accredited(current, reader))):
        around = clauses(current, [*hits, *named], lexicon)
        for hit in named:
            told.extend(d for d in statements(hit, around, passage, reader, said_by) if d.modality in _FIRM)
        known.update(draft.type for draft in told)
    if spare:
        wide = clauses(current, [*hits, *spare], lexicon)
        framed_types = {draft.type for draft in framed}
        for hit in spare:
            apart = hit.rule.type in _SEVERAL - framed_types and not any(_rests_on(d, hit, current) for d in told)
            if hit.rule.type not in known or apart:
                found = statements(hit, wide, passage, reader, said_by)
                told.extend(draft for draft in found if draft.modality in _FIRM)
    if beside := list(titled(current, [*framed, *told], lexicon)):
        wide = clauses(current, [*hits, *beside], lexicon)
        told.extend(draft for hit in beside for draft in statements(hit, wide, passage, reader, said_by))
    if passage.kind in ("sentence", "item"):
        told = eliminated(passage, current, hits, told, asked, reader, said_by)
    return told


def _told_plainly(plain: Line, framed: list[Draft], passage: Passage, reader: Reader, said_by: str) -> Iterator[Draft]:
    """What rules tell of a sentence without what stands between its subjects and their verbs."""
    lexicon, known = reader.names.language, {draft.type for draft in framed}
    hits = [hit for hit in fire([plain], book(lexicon))[0] if not hit.rule.fallback and hit.rule.type not in known]
    if hits:
        place = clauses(plain, hits, lexicon)
        for hit in hits:
            yield from statements(hit, place, passage, reader, said_by)


def _told_newly(
    behind: Line, hits: list[Hit], told: list[Draft], passage: Passage, reader: Reader, said_by: str
) -> Iterator[Draft]:
    """What rules of verbs tell of a sentence only since its dates stand behind what they date."""
    fired, known = {hit.rule.id for hit in hits}, {draft.type for draft in told if draft.date}
    fresh = [
        hit
        for hit in fire([behind], book(reader.names.language))[0]
        if not hit.rule.fallback and hit.rule.type not in known and hit.rule.id not in fired
        if NOMINAL.search(hit.rule.id) is None
    ]
    if fresh:
        place = clauses(behind, fresh, reader.names.language)
        for hit in fresh:
            yield from (d for d in statements(hit, place, passage, reader, said_by) if d.date and d.modality in _FIRM)


def _overlap(draft: Draft, other: Draft) -> bool:
    """Whether two claims of a type rest on words in common."""
    apart = draft.span.end <= other.span.start or other.span.end <= draft.span.start
    return draft.type == other.type and not apart


def _rests_on(draft: Draft, hit: Hit, current: Line) -> bool:
    """Whether a claim of the type of a rule rests on words in common with those on which it fired."""
    apart = draft.span.end <= current.starts[hit.start] or current.ends[hit.end - 1] <= draft.span.start
    return draft.type == hit.rule.type and not apart


def _summed(
    kind: Kind, passage: Passage, current: Line, hits: list[Hit], told: list[Draft], reader: Reader, said_by: str
) -> Iterator[Draft]:
    """Sums of trade and aid besides those that rules have told."""
    before = {value.label for draft in told for value in draft.roles.get("amount", ())}
    spoken = (reader.memory.trade_paragraph if kind is TRADE else reader.memory.aid_paragraph) == passage.paragraph
    if found := list(sums(kind, current, before, reader.names.language, spoken)):
        place = clauses(current, [*hits, *found], reader.names.language)
        yield from (draft for hit in found for draft in statements(hit, place, passage, reader, said_by))


def _belonging(
    passage: Passage, current: Line, hits: list[Hit], told: list[Draft], reader: Reader, said_by: str
) -> Iterator[Draft]:
    """Memberships besides those that rules have told, of each state in each body."""
    if not (found := list(belonging(current, reader.names.language))):
        return
    place = clauses(current, [*hits, *found], reader.names.language)
    known = {pair for draft in told if draft.type == "Membership" for pair in belongings(draft)}
    for draft in (one for hit in found for one in statements(hit, place, passage, reader, said_by)):
        if known.isdisjoint(pairs := belongings(draft)):
            known.update(pairs)
            yield draft


def _covered(
    passage: Passage,
    current: Line,
    hits: list[Hit],
    framed: list[Draft],
    told: list[Draft],
    reader: Reader,
    said_by: str,
) -> list[Draft]:
    """The claims of rules, and missions that cover other states besides those of which they or a frame have told."""
    if passage.kind == "row" or not (found := list(covering(current, reader.names.language, reader))):
        return told
    place = clauses(current, [*hits, *found], reader.names.language)
    more = [draft for hit in found for draft in statements(hit, place, passage, reader, said_by)]
    return also_covered([draft for draft in more if draft.modality in _FIRM], framed, told)


def _granted(
    passage: Passage, current: Line, hits: list[Hit], told: list[Draft], reader: Reader, said_by: str
) -> Iterator[Draft]:
    """What was given or lent, besides what is told of the sums of a passage, if they are no trade."""
    if any(draft.type == "TradeVolume" for draft in told):
        return
    before = {value.label for draft in told for value in draft.roles.get("amount", ())}
    spoken = reader.memory.aid_paragraph == passage.paragraph
    if found := list(grants(current, before, reader.document.parties, spoken, reader.names.language)):
        place = clauses(current, [*hits, *found], reader.names.language)
        yield from (draft for hit in found for draft in statements(hit, place, passage, reader, said_by))


def _in_a_cell(draft: Draft, passage: Passage) -> bool:
    """Whether a claim stands in one cell: where the columns of a row are known, a date is not that of the next cell."""
    if draft.type in _OF_PERSONS and draft.modality == "asserted":
        return True  # "1874 | Ola Berg | Appointed envoy": name, title and date have a cell each
    return any(cell.span.start <= draft.span.start and draft.span.end <= cell.span.end for cell in passage.cells)


_OF_PERSONS = ("OfficeHeld", "Appointment", "Tenure")
_OF_POSTS = ("Appointment", "Tenure")
_SEVERAL = frozenset({"LeadershipChange"})  # a sentence may tell of several, each in its own words
_FIRM = ("asserted", "planned")  # what a fallback may tell; that something was not done needs a surer rule


_LEAD = 3  # passages in which a press note names whom it is about
