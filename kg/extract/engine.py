"""A document's claims: passages -> mentions -> lines -> rules, frames, titles -> claims. Pure: nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import itemgetter

from kg.collector import collector_paused
from kg.compiled import Match, compiled
from kg.extract.capitals import casing
from kg.extract.chairs import presided
from kg.extract.claims import Draft, drafts_to_claims
from kg.extract.clauses import Clauses
from kg.extract.counted import counted_from, soon_after
from kg.extract.deictic import day_told, later_that_day, message_day, whole_stay
from kg.extract.described import described
from kg.extract.envoys import same_day
from kg.extract.fields import signed_next
from kg.extract.finish import finish
from kg.extract.frames import framed
from kg.extract.gapped import gapped
from kg.extract.headings import COMING_ABOUT, ends_with_year, told_by_headings
from kg.extract.leads import own_sides
from kg.extract.lines import LONGEST, OPENING, TOGETHER, lines_of
from kg.extract.memory import Journey, Memory, fold
from kg.extract.mirrored import mirrored
from kg.extract.modality import attribution, by_accord, is_belied, modality, told_later
from kg.extract.names import names
from kg.extract.promoted import promoted
from kg.extract.relative import turned
from kg.extract.reported import (
    DATELINE_ALONE,
    REPORT,
    TOP,
    dated_line,
    note_day,
    of_the_day,
    only_year,
    signed_off,
)
from kg.extract.roles.filled import Filled, Roles
from kg.extract.rules import Hit, book, clauses, fill, fire
from kg.extract.said import said
from kg.extract.sums import AID, TRADE, Kind, sums, year_of_both
from kg.extract.symbols import SYMBOL, Chunk, Line, compile_pattern
from kg.extract.titles import heirs, of_whom, titles
from kg.extract.treaties import signed_then
from kg.extract.values import BREATH, DAY, Reader, mission_page, published_by, told_by
from kg.lexicon.language import Language, language, languages
from kg.model import Claim, Document, Modality, Passage, Span, Value, packs

LASTING = frozenset({"Tenure", "MissionPresent", "ProtectingPower", "Membership", "OfficeHeld"})


@packs
@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read in a document, and which dated passages with a known actor gave no claim."""

    document: str
    claims: tuple[Claim, ...]
    unread: tuple[Passage, ...]
    dated: int  # passages that hold a date and a known actor


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as mentions and symbols."""

    passage: Passage
    line: Line


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
        readers = [_reader(documents[number], words) for number in numbers]
        for at, lines in groupby(_fired(lines_of(readers), words), key=itemgetter(0)):
            found[numbers[at]] = _extraction(readers[at], lines)
    return [*found.values()]


def _extraction(reader: Reader, fired: Iterable[Fired]) -> Extraction:
    document = reader.document
    lines: dict[Span, Line] = {}
    drafts: list[Draft] = []
    unread: list[Passage] = []
    before: tuple[Passage, list[Draft]] | None = None
    dated = 0
    first: Fired | None = None
    headline: list[Draft] | None = None
    headings: list[Draft] = []
    for at, (_, passage, current, hits) in enumerate(fired):
        first = first or (0, passage, current, hits)
        if at == _LEAD:
            headline = _headline(first, reader)
        if passage.kind != "row":
            lines[passage.span] = current
        found = list(_read(passage, current, hits, lines, reader))
        headings.extend(_by_heading(passage, current, hits, reader))
        drafts = _signed(_amended(drafts, current, passage, reader), current, passage, reader)
        drafts, found = presided(drafts, found, current, passage, reader)
        if passage.kind == "sentence":
            types = {draft.type for draft in found}
            found += [draft for draft in mirrored(passage, current, before, reader) if draft.type not in types]
            before = passage, [draft for draft in found if draft.modality == "asserted"]
        drafts.extend(found)
        note_day(found, current, reader)
        if passage.kind != "heading" and _tells(current):
            dated += 1
            if not found:
                unread.append(passage)
    drafts = [*(headline if headline is not None else _headline(first, reader)), *drafts]
    drafts.extend(told_by_headings(headings, drafts))
    drafts = [_the_right_way(draft, reader) for draft in drafts]
    drafts.extend(promoted(drafts, reader.memory.risen))
    drafts = [
        _served(draft, reader)
        for i, draft in enumerate(drafts)
        if not _heads(draft, drafts[i + 1 : i + 4], document.text) and not _entitles(draft, drafts[i + 1 :])
    ]
    return Extraction(document.id, drafts_to_claims(drafts, document), tuple(unread), dated)


Fired = tuple[int, Passage, Line, list[Hit]]  # the number of a document, a passage, and the rules that fire on it


def _fired(lines: Iterator[tuple[int, Passage, Line]], lexicon: Language) -> Iterator[Fired]:
    """Passages with the rules that fire on them, which are looked for in many passages at once (see lines.py)."""
    rules = book(lexicon)
    while several := list(islice(lines, TOGETHER)):
        hits = fire([current for _, _, current in several], rules)
        yield from ((*one, found) for one, found in zip(several, hits, strict=True))


def _served(draft: Draft, reader: Reader) -> Draft:
    """A title told without its state, with the one that the document gives to the same person in the same office."""
    if draft.type != "OfficeHeld" or "of" in draft.roles:
        return draft
    known = reader.memory.find(draft.roles["person"][0].label)
    if known is None or known.state is None or known.office != draft.roles["office"][0].label:
        return draft
    return replace(draft, roles={**draft.roles, "of": (known.state,)})


def _the_right_way(draft: Draft, reader: Reader) -> Draft:
    """ "Ola Berg, who had been envoy since 1944, presented his credentials to President X": an envoy to X's state, not
    one sent by it, as what goes before might suggest."""
    if draft.type not in ("Appointment", "Tenure") or not {"sending", "receiving"} <= draft.roles.keys():
        return draft
    sending, receiving = draft.roles["sending"], draft.roles["receiving"]
    sent = reader.memory.sent.get(draft.roles["person"][0].label, set())
    if sending[0].label not in sent or any(value.label in sent for value in receiving):
        return draft
    return replace(draft, roles={**draft.roles, "sending": receiving, "receiving": sending})


def _heads(draft: Draft, following: list[Draft], text: str) -> bool:
    """ "Claims Convention, 1838.": a line with the year alone, over the paragraph that tells of that agreement."""
    if draft.type != "Agreement" or draft.date is None or not _YEAR.fullmatch(draft.date):
        return False
    return any(
        later.type == "Agreement"
        and ((later.date or "").startswith(draft.date + "-") or _same_instrument(later, draft))
        and _HEADED.fullmatch(text, draft.span.end, later.span.start) is not None
        for later in following
    )


def _entitles(draft: Draft, later: list[Draft]) -> bool:
    """The mission that a title names and of which the page's first sentence tells what it is: one and the same."""
    if draft.type != "MissionPresent" or draft.span.start > TOP or not draft.rule.endswith(_NAMED):
        return False
    return any(other.rule.endswith(_NAMED) and _sides(other) == _sides(draft) for other in later)


_NAMED = (".embassy.np", ".embassy.acts", ".is.the")  # rules of a mission that a text names and does not tell of


def _sides(draft: Draft) -> list[list[str]]:
    return [[value.label for value in draft.roles.get(side, ())] for side in ("sending", "receiving", "kind")]


def _same_instrument(draft: Draft, other: Draft) -> bool:
    """Whether two claims tell of an instrument by the same title and date."""
    labels = [[value.label for value in each.roles.get("title", ())] for each in (draft, other)]
    return draft.date == other.date and labels[0] == labels[1]


_YEAR = compiled(r"\d{4}")
_HEADED = compiled(r"[.\s]*\n\s*\n[^\n]*")  # the end of a line, a blank one, and within the next paragraph


def _reader(document: Document, lexicon: Language) -> Reader:
    known = names(lexicon)
    pair = tuple(Value(known.label(key), known.label(key), "state", key) for key in document.parties)
    issued = document.source.published if DAY.fullmatch(document.source.published) else message_day(document, lexicon)
    issued = issued or signed_off(document)
    written = casing(document.text)
    lower = replace(
        written,
        lower=written.lower - lexicon.common_given,
        cities=known.cities(document.text, document.parties),
        short=known.abbreviations(document.text, document.parties),
        surnames=known.surnames(document.text, written.capital),
        described=described(document.text, document.parties, known),
    )
    author = told_by(document, lexicon)
    publisher = published_by(document, known)
    return Reader(
        document,
        known,
        Memory(pair),
        issued=issued,
        casing=lower,
        year=only_year(document.text),
        author=author,
        publisher=publisher,
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
    lexicon = reader.names.language
    reader.paragraph, reader.start = passage.paragraph, passage.span.start
    if passage.kind != "row":
        reader.memory.remark = current if passage.kind == "sentence" else None
    _read_dates(current, reader)
    alone = dated_line(passage, current, reader) and passage.kind != "item"  # of a list
    if alone and DATELINE_ALONE.fullmatch(current.symbols):
        return  # and nothing behind it
    _house(passage, current, reader)
    _partner(passage, current, lines, reader)
    _section(passage, current, lines, reader)
    if passage.kind in ("item", "row") and len(reader.memory.pair) == 2:
        reader.memory.states = reader.memory.pair  # "1845–1847: relations suspended", whatever was told before the list
    if passage.kind == "heading":
        yield from _headed(passage, current, hits, reader)
        frame = list(framed(passage, current, lines, reader))
        yield from frame
        if not frame and current.symbols.strip(" .,") == SYMBOL["person"]:  # "Ambassador: X", alone in its line
            yield from titles(passage, current, reader, frame)
        return
    heirs(current, reader)
    _post_spoken_of(current, reader)
    reader.memory.on_visit = bool(reader.memory.journeys) and _on_visit_of(current, passage, reader)
    frame = list(framed(passage, current, lines, reader))
    entries = _entries(frame, passage)
    yield from (draft for draft in frame if draft not in entries)
    for draft in frame:
        if draft.type == "TradeVolume" and draft.date:
            reader.memory.trade_dates, reader.memory.trade_paragraph = (draft.date,), passage.paragraph
    spare = [hit for hit in hits if hit.rule.fallback]
    hits = [hit for hit in hits if not hit.rule.fallback] if spare else hits
    told: list[Draft] = []
    reader.memory.dyad = ()
    known = {draft.type for draft in frame if draft not in entries}
    known |= {"Agreement"} if any(draft.rule == "negotiated" for draft in frame) else set()
    said_by = attribution(current, lexicon) if hits or spare else ""
    if hits:
        place = clauses(current, hits, lexicon)
        for hit in hits:
            if hit.rule.type not in known:
                told.extend(_claims(hit, place, passage, reader, said_by))
        for hit in hits:
            shared = gapped(hit, place, told) if hit.rule.type not in known else ()
            told.extend(draft for other, clause in shared for draft in _claims(other, clause, passage, reader, said_by))
    for kind in (TRADE, AID):
        if kind.type not in known:
            told.extend(_summed(kind, passage, current, hits, told, reader, said_by))
    known.update(draft.type for draft in told)
    if spare:
        wide = clauses(current, [*hits, *spare], lexicon)
        for hit in spare:
            if hit.rule.type not in known:
                found = _claims(hit, wide, passage, reader, said_by)
                told.extend(draft for draft in found if draft.modality in _FIRM)
    if frame and passage.kind == "row":
        told = [draft for draft in told if _in_a_cell(draft, passage)]
    if not any(draft.type == "Visit" for draft in told):
        for draft in frame:
            if draft.type == "Visit":
                dates = [draft.date] if draft.date else []
                _remember(draft.type, draft.roles, dates, draft.modality, passage, reader)
    if (heir := next((draft for draft in reversed(told) if ".succeeded" in draft.rule), None)) is not None:
        reader.memory.subject = fold(heir.roles["person"][0].label)  # "X was succeeded by Y. She presented …"
    told = [_since_appointed(draft, told) for draft in _along(told, current, reader)]
    dated = {_held(draft) for draft in told if draft.type == "Tenure"}
    told = [draft for draft in told if draft.type != "OfficeHeld" or _held(draft) not in dated]
    told = [draft for draft in told if not _begins(draft, told)]
    begun = {(*_held(draft), draft.date) for draft in frame if draft.type == "Tenure"}  # "(took office in 2021)"
    told = [draft for draft in told if draft.type != "Appointment" or (*_held(draft), f"{draft.date}/..") not in begun]
    told = [*_completed(entries, told), *(draft for draft in told if draft.type != "Visit")] if entries else told
    told = [of_whom(draft, told, reader) for draft in told]
    yield from _once(told, reader)
    if not told:
        _topic(current, hits, reader)
        _mission_spoken_of(current, reader)
    if not frame or frame[0].rule != "box":  # a box has named everybody in the line
        named = {v.label for d in frame if d.type in _OF_PERSONS for v in d.roles.get("person", ())}
        for draft in titles(passage, current, reader, [*frame, *told]):
            if passage.kind != "row" or draft.roles["person"][0].label not in named:
                yield draft


def _along(told: list[Draft], current: Line, reader: Reader) -> Iterator[Draft]:
    """ "On 3 May they signed a plan for 2016–2018 and a memorandum": the last was signed along with the first, before
    which the date stands."""
    first: Draft | None = None
    for draft in told:
        if draft.type == "Agreement" and draft.rule.endswith(_LISTED) and draft.date is None and first is not None:
            signed = {name: first.roles[name] for name in ("parties", "place", "signatory") if name in first.roles}
            title = first.roles["title"][0].span or first.span
            dates = (c for _, c in current.all(("date",)) if title.start <= c.start < draft.span.start)
            if 0 <= draft.span.start - title.end < _BESIDE and all(reader.edtf(c) != [first.date] for c in dates):
                draft = replace(draft, date=first.date, modality=first.modality, roles={**draft.roles, **signed})
        first = draft if draft.type == "Agreement" else first
        yield draft


_LISTED = ".agreement.list"  # the rule of an instrument of which a sentence says nothing more
_BESIDE = 150  # characters between two titles


def _since_appointed(draft: Draft, told: list[Draft]) -> Draft:
    """ "was appointed ambassador in 2012 and served until 2016": the term began with the appointment."""
    if draft.type != "Tenure" or draft.date is None or not draft.date.startswith("../"):
        return draft
    made = (d for d in told if d.type == "Appointment" and d.modality == "asserted" and _held(d) == _held(draft))
    named = (d for d in made if any(v.label == "appointed" for v in d.roles.get("kind", ())))
    begin = next((d.date for d in named if d.date and "/" not in d.date), "")
    return replace(draft, date=f"{begin}/{draft.date[3:]}") if begin and begin < draft.date[3:] else draft


def _begins(draft: Draft, told: list[Draft]) -> bool:
    """ "was opened in 1990, with X as chargé d'affaires": a title in an appointment's own words is no second claim."""
    return draft.type == "OfficeHeld" and any(
        any(value.label == "took up post" for value in other.roles.get("kind", ()))
        and _held(other) == _held(draft)
        and other.span.start <= draft.span.start
        and draft.span.end <= other.span.end
        for other in told
    )


def _held(draft: Draft) -> tuple[str, ...]:
    """Who holds which office."""
    return tuple(value.label for name in ("person", "office") for value in draft.roles.get(name, ()))


def _entries(frame: list[Draft], passage: Passage) -> list[Draft]:
    """The visits of an entry of a list, of which its own words may tell more: "X paid a state visit, 3 May 1990"."""
    return [draft for draft in frame if draft.type == "Visit" and passage.kind in ("item", "caption")]


def _completed(entries: list[Draft], told: list[Draft]) -> Iterator[Draft]:
    """The visits of an entry with what rules read of them in its words, and those of others who came along."""
    visits = [draft for draft in told if draft.type == "Visit"]
    for draft in entries:
        same = next((other for other in visits if _made(other.roles) == _made(draft.roles)), None)
        mood = same.modality if same is not None and draft.modality == "asserted" else draft.modality
        yield replace(draft, roles={**same.roles, **draft.roles}, modality=mood) if same is not None else draft
    hosts = {value.label for draft in entries for value in draft.roles.get("host", ())}
    came = {value.label for draft in entries for value in draft.roles.get("visitor", ())}
    for draft in visits:
        own = [value for value in draft.roles.get("visitor", ()) if value.kind == "person" and value.label not in came]
        if own and draft.date and {value.label for value in draft.roles.get("host", ())} == hosts:
            yield draft


def _summed(
    kind: Kind, passage: Passage, current: Line, hits: list[Hit], told: list[Draft], reader: Reader, said_by: str
) -> Iterator[Draft]:
    """Sums of trade and aid besides those that rules have told."""
    before = {value.label for draft in told for value in draft.roles.get("amount", ())}
    spoken = (reader.memory.trade_paragraph if kind is TRADE else reader.memory.aid_paragraph) == passage.paragraph
    if found := list(sums(kind, current, before, reader.names.language, spoken)):
        place = clauses(current, [*hits, *found], reader.names.language)
        yield from (draft for hit in found for draft in _claims(hit, place, passage, reader, said_by))


def _in_a_cell(draft: Draft, passage: Passage) -> bool:
    """Whether a claim stands in one cell: where the columns of a row are known, a date is not that of the next cell."""
    if draft.type in _OF_PERSONS and draft.modality == "asserted":
        return True  # "1874 | Ola Berg | Appointed envoy": name, title and date have a cell each
    return any(cell.span.start <= draft.span.start and draft.span.end <= cell.span.end for cell in passage.cells)


_OF_PERSONS = ("OfficeHeld", "Appointment", "Tenure")


_FIRM = ("asserted", "planned")  # what a fallback may tell; that something was not done needs a surer rule


def _once(told: list[Draft], reader: Reader) -> Iterator[Draft]:
    """Claims of a passage; of two of one visit ("arrived in Oslo for a state visit") the one that has a date, or the
    first."""
    visits: dict[tuple[object, ...], Draft] = {}
    for draft in told:
        if draft.type == "Visit":
            known = visits.setdefault(_journey(draft), draft)
            if known.date is None and draft.date is not None:
                visits[_journey(draft)] = draft
    for draft in told:
        if draft.type == "Visit" and any(_is_one_of(draft, other, reader) for other in visits.values()):
            continue
        kept = visits[_journey(draft)] if draft.type == "Visit" else draft
        if kept is draft or (draft.date is not None and draft.date != kept.date):
            yield draft


def _is_one_of(draft: Draft, other: Draft, reader: Reader) -> bool:
    """ "The first visit of a Norwegian minister to Kenya was in 1990, when Ola Berg came": he is that minister."""
    if draft is other or (draft.date, draft.modality) != (other.date, other.modality) or draft.date is None:
        return False
    unnamed, named = (draft.roles.get("visitor", ()), other.roles.get("visitor", ()))
    if any(v.label in reader.described for v in named) or not all(_is_anyone(v, reader) for v in unnamed):
        return False
    return all(
        {v.label for v in draft.roles.get(name, ())} == {v.label for v in other.roles.get(name, ())}
        for name in ("host", "visitor_state")
    )


def _is_anyone(value: Value, reader: Reader) -> bool:
    """Whether somebody is told as one of several: "a minister", "the first minister"."""
    if value.label not in reader.described or value.span is None:
        return False
    words = reader.document.text[max(0, value.span.start - _ARTICLE) : value.span.end]
    return said(reader.names.language)["anyone"].search(words) is not None


_ARTICLE = 12  # characters of "the first "


def _journey(draft: Draft) -> tuple[object, ...]:
    """Who visits whom, as something done, still to come or denied."""
    return (*_made(draft.roles), "planned" if draft.modality == "conditional" else draft.modality)


def _made(roles: Mapping[str, tuple[Value, ...]]) -> tuple[str, ...]:
    """Who visits whom."""
    return tuple(v.label for name in ("visitor", "host") for v in roles.get(name, ()))


def _topic(current: Line, hits: list[Hit], reader: Reader) -> None:
    """Whom a sentence that tells nothing begins with, or the only one it names: "he" of the next one."""
    people = [mark for mark in current.mentions(0, OPENING) if mark[1].kind in ("person", "name")]
    place = clauses(current, hits, reader.names.language) if people else None
    for index, chunk in people:
        if place is not None and not place.governor(index):
            known = reader.memory.find(chunk.label or chunk.text)
            if known is None and (chunk.part("office") or _opens(current, index)):
                reader.person(chunk)
                known = reader.memory.find(chunk.label or chunk.text)
            if known is not None:
                reader.memory.subject = fold(known.name)
                return
            break
    named = [mark for mark in current.mentions() if mark[1].kind in ("person", "people", "name", "names")]
    index, one = named[0] if len(named) == 1 else (0, None)
    if one is None or one.members or " " not in one.text:
        return
    place = clauses(current, hits, reader.names.language)
    if place.governor(index) != "of":  # "the candidacy of Ola Berg" is not told of him
        reader.memory.subject = fold(reader.person(one).label)


def _mission_spoken_of(current: Line, reader: Reader) -> None:
    """ "The Latvian legation in Oslo was the only one. It was …": the mission, named with both its sides, that a
    sentence which tells nothing begins with."""
    first = next(iter(current.mentions(0, 1)), None)
    if first is None or first[1].kind != "mission" or not all(own_sides(first[1])):
        return
    post = reader.memory.post
    next(finish("MissionPresent", {"mission": [first[1]]}, reader), None)
    reader.memory.post = post


def _post_spoken_of(current: Line, reader: Reader) -> None:
    """ "The first envoy of Peru to Kenya was Ola Berg, who …": the post that he holds, not the one told before."""
    found = said(reader.names.language)["was-named"].search(current.symbols)
    post, person = (current.chunk_at(found.start("post")), current.chunk_at(found.end())) if found else (None, None)
    if post is not None and person is not None and post.part("to") is not None:
        next(finish("Appointment", {"person": [person], "office": [post]}, reader), None)


def _opens(current: Line, index: int) -> bool:
    """Whether a sentence begins with a full name, and a word that is none goes on: "Ola Berg was …"."""
    chunk = current.chunks[index]
    return index == 0 and chunk is not None and " " in chunk.text and current.symbols[2:3].islower()


def _read_dates(current: Line, reader: Reader) -> None:
    """Resolve the dates of a passage: "signed on 2 March and ratified on 5 May 1921" tells the year of both."""
    dates = current.all(("date", "dates"))
    for place, (index, chunk) in enumerate(dates):
        after, following = dates[place + 1] if place + 1 < len(dates) else (0, None)
        if following is not None and _is_bare(chunk) and _lends(current, index, after, reader.names.language):
            reader.lend(chunk, following)
        elif following is not None and _is_told_beside(current, index, after, reader.names.language):
            reader.dates[chunk.start] = following.detail.edtf
        else:
            reader.read_date(chunk)


def _is_told_beside(current: Line, index: int, after: int, lexicon: Language) -> bool:
    """ "the same year in which it became independent, 1960": the year stands behind what happened in it."""
    chunk, full = current.chunks[index], current.chunks[after]
    if chunk is None or full is None or chunk.kind != "date" or full.kind != "date":
        return False
    same = chunk.detail.relative is not None and chunk.detail.relative.same == "year"
    year = bool(full.detail.edtf) and _YEAR.fullmatch(full.detail.edtf) is not None
    return same and year and said(lexicon)["year-of"].fullmatch(current.symbols, index + 1, after) is not None


def _lends(current: Line, index: int, after: int, lexicon: Language) -> bool:
    """Whether a date stands in the same breath as the one behind it: joined by "and", with no other clause between."""
    return said(lexicon)["lends"].fullmatch(current.symbols, index + 1, after) is not None


def _house(passage: Passage, current: Line, reader: Reader) -> None:
    """Whose page it is, from its first lines: "Welcome to the website of the Embassy of Norway in Lima"."""
    if reader.memory.house is not None or passage.span.start > TOP or reader.author:
        return  # whoever tells of its own history with another names missions of both
    for _, chunk in current.all(("mission",)):
        sending, receiving = own_sides(chunk)
        if sending and receiving:
            reader.memory.house = next(iter(reader.values(sending[0])), None)
            reader.memory.house_kind = chunk.label
            return


def _headed(passage: Passage, current: Line, hits: list[Hit], reader: Reader) -> Iterator[Draft]:
    """What a heading alone tells: that the mission which it names exists ("Embassy of Chile in Russia")."""
    lexicon = reader.names.language
    top = passage.span.start < TOP and len(reader.document.parties) > 1  # the head of a letter
    missions = [c for _, c in current.all(("mission",)) if c.part("sending") and (top or c.part("at"))]
    alone = len(_PARTS.split(current.symbols)[-1].strip(" .:")) == 1
    hits = [hit for hit in hits if hit.rule.type == "MissionPresent" and hit.end == len(current.symbols.rstrip(" .:"))]
    if hits and missions and alone:
        place = clauses(current, hits, lexicon)
        said_by = attribution(current, lexicon)
        yield from (draft for hit in hits for draft in _claims(hit, place, passage, reader, said_by))


def _by_heading(passage: Passage, current: Line, hits: list[Hit], reader: Reader) -> list[Draft]:
    """What a heading tells that ends with a year ("U.S. Recognition of Peru, 1826"), should nothing else tell it."""
    told = [hit for hit in hits if hit.rule.type in COMING_ABOUT and not hit.rule.fallback]
    if passage.kind != "heading" or not told or not ends_with_year(current):
        return []
    kept, reader.memory = reader.memory, copy(reader.memory)  # what stands below is told in its own words
    place = clauses(current, told, reader.names.language)
    found = [draft for hit in told for draft in _claims(hit, place, passage, reader)]
    reader.memory = kept
    found = [draft for draft in found if draft.modality == "asserted" and draft.date and not _is_consular(draft)]
    return [replace(draft, confidence=_OF_HEADING) for draft in found]


def _is_consular(draft: Draft) -> bool:
    """Whether relations are consular alone: above a section on the first consuls, not what made two states partners."""
    return any(value.label == "consular" for value in draft.roles.get("kind", ()))


_OF_HEADING = 0.7


def _headline(first: Fired | None, reader: Reader) -> list[Draft]:
    """What the headline of a press note tells ("Minister of Peru visits Oslo"): read when its first sentences have
    named who that is."""
    if first is None or first[1].kind != "heading" or len(reader.document.text) > REPORT:
        return []
    _, passage, current, hits = first
    told = [hit for hit in hits if hit.rule.type in _HEADLINED and not hit.rule.fallback]
    told = [hit for hit in told if not _NOUNS.search(hit.rule.id)]
    if not told or not reader.issued:
        return []
    kept, reader.memory = reader.memory, copy(reader.memory)  # what comes below is told of the note's own words
    reader.paragraph, reader.start = passage.paragraph, passage.span.start
    reader.memory.visit_planned, reader.memory.on_visit, reader.memory.visit_dates = False, False, ()
    place = clauses(current, told, reader.names.language)
    found = [draft for hit in told for draft in _claims(hit, place, passage, reader)]
    reader.memory = kept
    people = ([v for values in draft.roles.values() for v in values if v.kind == "person"] for draft in found)
    return [draft for draft, each in zip(found, people, strict=True) if all(_is_told(value, reader) for value in each)]


def _is_told(person: Value, reader: Reader) -> bool:
    """Whether somebody is told by name, or by a title and a state."""
    return reader.memory.find(person.label) is not None or person.label in reader.described


_LEAD = 3  # passages in which a press note names whom it is about
_HEADLINED = ("Visit", "Meeting")
_NOUNS = compiled(r"nominal|\.row|\.list|enumerated")  # of rules that read no verb: titles of pages are often such


_PARTS = compiled(r" [:–|-] ")  # "Bilateral relations - Embassy of Chile in Russia"


def _amended(drafts: list[Draft], current: Line, passage: Passage, reader: Reader) -> list[Draft]:
    """ "The change became effective on 31 March 1942": the date of the elevation of which the sentence before told."""
    found = said(reader.names.language)["effective"].match(current.symbols) if drafts else None
    date = current.chunk_at(found.end()) if found else None
    if date is None or not (edtf := reader.edtf(date)):
        return drafts
    start = passage.span.start - LONGEST
    return [replace(d, date=edtf[0]) if d.type == "MissionElevated" and d.span.start > start else d for d in drafts]


def _signed(drafts: list[Draft], current: Line, passage: Passage, reader: Reader) -> list[Draft]:
    """The instrument that is all that the sentence before names, with the place and date of the next."""
    last = drafts[-1] if drafts else None
    near = last is not None and 0 <= passage.span.start - last.span.end <= BREATH
    if last is None or not near or last.type != "Agreement" or last.date is not None:
        return drafts
    dated = signed_next(last, current, reader)
    return drafts if dated is None else [*drafts[:-1], dated]


def _partner(passage: Passage, current: Line, lines: Mapping[Span, Line], reader: Reader) -> None:
    """The pair of a document that is not about one: its only state with the other state a passage or its heading speaks
    of; in a document about none, the two states of the passage. A third state named under the heading of a partner, or
    where the text goes on with "they", "both countries", does not take the partner's place."""
    own, memory = len(reader.document.parties), reader.memory
    if own > 1:
        return
    if own == 1 and passage.kind in ("sentence", "caption"):
        _stood_over(passage, current, reader)
    if own == 1 and passage.kind != "heading" and (over := _headed_by(passage, lines, reader)) is not None:
        if [value.label for value in memory.pair[1:]] != [over.label]:
            memory.turn()
        memory.pair = memory.pair[0], over
        return
    near = passage.kind == "sentence" and memory.partner_paragraph == passage.paragraph
    if len(memory.pair) == _TWO and near and _goes_on(current, reader):
        return
    named = _states(current, reader)
    rest = tuple(v for v in named if own == 0 or v.label != reader.memory.pair[0].label)
    if own and len(rest) > 1 and len(rest) < len(named) and named[0] is rest[0] and _opens_with_state(current):
        rest = rest[:1]  # "Peru is represented in Kenya by its embassy in Pretoria": the first named is the other
    if len(rest) == 2 - own:
        if {v.label for v in reader.memory.pair[own:]} != {v.label for v in rest}:
            reader.memory.turn()
        reader.memory.pair = (*reader.memory.pair[:own], *rest)
        reader.memory.partner_paragraph = passage.paragraph
    elif own == 0 and rest and not {v.label for v in rest} <= {v.label for v in reader.memory.pair}:
        reader.memory.pair = ()


def _section(passage: Passage, current: Line, lines: Mapping[Span, Line], reader: Reader) -> None:
    """On the page of a mission, "Peru: relations were established …", or what stands below the heading "Peru": told of
    the mission's state and of that third one."""
    document, memory = reader.document, reader.memory
    if passage.kind == "heading" and len(document.parties) == _TWO:
        _country(current, reader)
    if len(document.parties) != _TWO or not mission_page(document):
        return
    home = tuple(reader.state(key) for key in document.parties)
    over = lines.get(passage.headings[-1]) if passage.headings else None
    third = _third(_LED.match(current.symbols), current, reader)
    if third is not None:
        memory.section = passage.paragraph, third
    elif memory.section[0] == passage.paragraph:
        third = memory.section[1]
    elif over is not None and passage.kind != "heading":
        third = _third(_ALONE.core.fullmatch(over.symbols), over, reader) or _paired(passage, lines, reader)
    memory.pair = home if third is None else (memory.house or home[0], third)


def _paired(passage: Passage, lines: Mapping[Span, Line], reader: Reader) -> Value | None:
    """The state that the nearest heading which names two, one of them the page's own ("Peru – Kenya"), sets beside it,
    if it is none of the document's two."""
    own = reader.memory.house or reader.state(reader.document.parties[0])
    for over in (lines[span] for span in reversed(passage.headings) if span in lines):
        parts = [part for _, chunk in over.all(("relations",)) for part in chunk.all_parts("parties")]
        named = [*parts, *(chunk for _, chunk in over.all(("state", "states")))]
        labels = {value.label: value for chunk in named for value in reader.values(chunk)}
        if len(labels) == _TWO and labels.pop(own.label, None) is not None and len(over.words.split()) <= _PAIR_WORDS:
            other = next(iter(labels.values()))
            return None if other.key in reader.document.parties else replace(other, span=None)
    return None


_PAIR_WORDS = 6  # of a heading that names two states and little else


def _country(current: Line, reader: Reader) -> None:
    """ "Republic of Kenya", a heading over what a page tells of that country, up to what it has with the other."""
    alone = _ALONE.core.fullmatch(current.symbols)
    state = current.chunk_at(alone.start("state")) if alone is not None else None
    if state is not None and " " in state.text:
        value = next(iter(reader.values(state)), None)
        reader.memory.about = value if value is not None and value.key in reader.document.parties else None
    elif current.all(("relations", "states", "pair")):
        reader.memory.about = None


def _third(found: Match | None, line: Line, reader: Reader) -> Value | None:
    """The state that a pattern has found, if it is none of the document's two."""
    chunk = line.chunk_at(found.start("state")) if found is not None else None
    value = next(iter(reader.values(chunk)), None) if chunk is not None else None
    return None if value is None or value.key in reader.document.parties else replace(value, span=None)


_LED = compile_pattern(r"[#*•–\-\d. ]*(?:\w{2,3} )?{state:state} ?:(?= ?.{8,900})", {}).core
_ALONE = compile_pattern(r"[#=*\d. ]*(?:\w{2,3} )?{state:state}[.: =]*", {})


def _stood_over(passage: Passage, current: Line, reader: Reader) -> None:
    """Note a state that is all of a line, as a heading of what follows up to the next: "Tunisia"."""
    alone = _ALONE.core.fullmatch(current.symbols)
    chunk = current.chunk_at(alone.start("state")) if alone is not None else None
    value = next(iter(reader.values(chunk)), None) if chunk is not None else None
    if value is not None and value.label != reader.memory.pair[0].label:
        reader.memory.headed = passage.headings, replace(value, text=value.label, span=None)


def _headed_by(passage: Passage, lines: Mapping[Span, Line], reader: Reader) -> Value | None:
    """The other state that the nearest heading which names any speaks of ("Peru", "Relations with Peru")."""
    memory = reader.memory
    if memory.headed is None or memory.headed[0] != passage.headings:
        found = None
        for line in (lines[span] for span in reversed(passage.headings) if span in lines):
            rest = [value for value in _states(line, reader) if value.label != memory.pair[0].label]
            if rest:
                found = rest[0] if len(rest) == 1 and len(line.symbols) <= OPENING else None
                break
        memory.headed = passage.headings, found
    return memory.headed[1]


def _goes_on(current: Line, reader: Reader) -> bool:
    """Whether a sentence tells more of the two states of which the one before told, and not of the page's own alone."""
    own = reader.memory.pair[0].label
    first = next((chunk for at, chunk in current.mentions(0, OPENING) if at <= _AHEAD), None)
    bare = first is not None and first.kind == "relations" and not first.parts
    they = first is not None and first.kind == "pronoun" and first.detail == "they"
    if bare or they or said(reader.names.language)["taken-up"].match(current.symbols) is not None:
        return True
    return bool(current.all(("pair",))) and all(value.label != own for value in _states(current, reader))


_AHEAD = 4  # symbols before the first mention: "the "


def _opens_with_state(current: Line) -> bool:
    return any(chunk.kind == "state" for _, chunk in current.mentions(0, 6))


def _states(current: Line, reader: Reader) -> tuple[Value, ...]:
    """The states of which a passage speaks, by name, by their people, places, titles and missions."""
    found: dict[str, Value] = {}
    todo = [chunk for _, chunk in current.mentions()]
    while todo:
        chunk = todo.pop(0)
        state: Value | None = None
        if chunk.members:
            todo[:0] = chunk.members
        elif chunk.kind in ("state", "demonym"):
            state = next(iter(reader.values(chunk)), None)
        elif chunk.kind == "place":
            state = reader.state_of_place(chunk)
        else:
            todo[:0] = [part for _, part in chunk.parts]
        if state is not None:
            found.setdefault(state.label, replace(state, text=state.label, span=None))
    return tuple(found.values())


def _claims(hit: Hit, place: Clauses, passage: Passage, reader: Reader, said_by: str = "") -> Iterator[Draft]:
    filled = fill(hit, place)
    mood: Modality = modality(place.line, hit.start, hit.end, reader.names.language)
    if hit.rule.modality and (hit.rule.modality, mood) != ("planned", "cancelled"):
        mood = hit.rule.modality
    if mood == "denied" and hit.rule.type == "TradeVolume":
        mood = "asserted"  # "did not exceed 30 million": that is what it was, at most
    if mood == "cancelled" and hit.rule.type == "RelationsSevered":
        mood = "asserted"  # the words that say that relations were suspended say of other things that they were put off
    within = mood == "denied" and not is_belied(place.line, hit.start, hit.end, reader.names.language)
    chunk = _date(hit, place, filled, within)
    dates = reader.edtf(chunk, hit.rule.type in _DURING and not _gift_after(hit, chunk))
    if counted := counted_from(place.line, hit.start, reader) if hit.rule.type not in LASTING else None:
        chunk, dates = counted[0], [counted[1]]
    if hit.rule.date == "counted" and not counted:
        return
    if len(dates) > 1 and hit.rule.type != "Visit" and place.of_latter(chunk, hit.start):
        dates = dates[-1:]
    if reader.issued and _is_bare(chunk):
        dates = [turned(edtf, reader.issued, mood in ("planned", "conditional")) for edtf in dates]
    if day := _day(hit, place, chunk, mood, reader):
        chunk, dates = None, [day]
        reader.memory.date = reader.memory.day = day  # "The following day …"
    if mood == "asserted" and (only := place.came_only(hit.end)) is not None:
        chunk, dates = only, _ends(reader.edtf(only))
    if mood == "asserted" and hit.rule.type not in LASTING and dates and dates[0].startswith("../"):
        if place.at_its_end(hit.start, chunk):  # "was open until 1941, when it was closed"
            dates = _ends(dates)
        else:
            chunk = place.before_until(hit.start, chunk)  # "from 1853, when relations were established, until 1941"
            dates = reader.edtf(chunk)
    if mood == "planned" and chunk is not None and place.is_of_news(chunk, hit.start):
        chunk, dates = None, []
    if mood == "planned" and chunk is not None and _is_past(chunk, dates, reader):
        told = (told_later, by_accord) if hit.rule.type in _BY_ACCORD else (told_later,)
        mood = "asserted" if any(so(place.line, hit.start, hit.end, reader.names.language) for so in told) else mood
    lasting = mood == "asserted" and hit.rule.type == "MissionPresent" and hit.rule.date in ("since", "clause")
    if lasting and (until := place.until(hit.end)) and not any("/" in edtf for edtf in dates):
        chunk, dates = until, [f"../{edtf}" for edtf in reader.edtf(until) if "/" not in edtf]  # "until X in 2012"
    if lasting and said(reader.names.language)["before-that"].search(place.line.symbols, 0, hit.start):
        dates = [f"../{edtf.removesuffix('/..')}" if edtf.endswith("/..") else edtf for edtf in dates]
    if hit.rule.type in _ENDINGS and place.at_its_end(hit.start, chunk):
        dates = [edtf.rpartition("/")[2] for edtf in dates]  # "between 1950 and 1989, when it was closed"
    if hit.rule.type == "MissionPresent" and any("/" in edtf for edtf in dates) and place.at_its_end(hit.start, chunk):
        dates = [f"{edtf.rpartition('/')[2]}/.." for edtf in dates]  # "between 1976 and 1991, when it came under Lima"
    if hit.rule.type in ("Visit", "Meeting") and any(edtf.endswith("/..") for edtf in reader.edtf(chunk, True)):
        chunk, dates = _since(hit, place, chunk, reader)
    coming = mood == "planned" and reader.memory.visit_planned  # what is planned for a visit that is planned
    if chunk is None and not dates and hit.rule.date != "none" and (mood == "asserted" or coming):
        dates = _inherited(hit, filled, place.line, passage, reader)
    if chunk is None and not dates and mood == "asserted" and _since_then(hit, place.line, reader):
        dates = [f"{reader.memory.date}/.."]
    came_about = mood == "asserted" and hit.rule.type in COMING_ABOUT and hit.rule.date != "none"
    if chunk is None and not dates and came_about:
        soon = soon_after(place.line, hit.start, hit.end, reader)
        dates = [soon] if soon else []
    if chunk is None and not dates and mood == "asserted" and of_the_day(hit, filled, place.line, reader):
        dates = [reader.memory.reported]
    if chunk is None and not dates and mood == "asserted" and (day := same_day(filled, passage, reader)):
        dates = [day]
    if mood == "denied" and hit.rule.type not in LASTING and (until := place.until(hit.end)):
        # "not recognized until the appointment of X in 1990"
        mood, chunk, dates = "asserted", until, reader.edtf(until)
    if mood == "denied" and dates and dates[0].startswith("../") and chunk is not None and place.is_until(chunk):
        mood, dates = "asserted", _ends(dates)  # "not restored until 1990": restored in 1990, unlike "before 1990"
    if (
        hit.rule.type == "Agreement" and hit.rule.date == "required"
    ):  # "from 2016 until 2020 trade was governed by the agreement"
        dates = [edtf for edtf in dates if not _spans_years(edtf)]
    if hit.rule.type == "Membership":
        dates = [] if chunk is not None and place.is_of_next_actor(hit.end, chunk) else _as_term(dates)
    if hit.rule.type == "RelationsSevered" and hit.rule.date != "lasting" and not _is_within(chunk, place):
        # "cut ties from 1973 to 1986": they were cut in 1973
        dates = [_BREAK.sub(r"\1", edtf) for edtf in dates]
    if hit.rule.type == "Tenure" and chunk is not None and place.is_onward(chunk):
        dates = [edtf if "/" in edtf else f"{edtf}/.." for edtf in dates]
    if hit.rule.date == "begin":
        dates = [edtf.partition("/")[0] for edtf in dates]
    if hit.rule.date == "from":
        dates = [edtf if edtf.startswith("../") else f"{edtf}/.." for edtf in dates if not edtf.strip("./").count("/")]
    if hit.rule.date == "end":
        dates = [f"../{edtf.removeprefix('../')}" for edtf in dates if "/" not in edtf.removeprefix("../")]
    if hit.rule.date in ("since", "lasting"):
        dates = [edtf for edtf in dates if "/" in edtf]
        chunk = chunk if dates else None
    if hit.rule.date in ("required", "match", "begin", "from", "end", "lasting") and not dates:
        return
    reader.when = dates[0] if dates else ""
    if hit.rule.type == "RelationsEstablished":
        filled["relations"] = [chunk for _, chunk in hit.slots if chunk.kind == "relations"]
    if hit.rule.type.startswith("Relations") and (whom := place.with_whom(hit.start)) is not None:
        filled["whom"] = [whom]
    when = dates
    if hit.rule.type == "Visit" and len(dates) == 1 and DAY.fullmatch(dates[0]):  # what is told next was on that day
        when = [whole_stay(place.line, hit.start, hit.end, dates[0], reader.names.language)]
    made = list(finish(hit.rule.type, filled, reader))
    paired = len(made) == len(dates) > 1 and bool(
        place.grammar.said["respectively"].search(place.line.symbols, hit.end)
    )
    for index, roles in enumerate(made):
        if dates:
            roles = {name: tuple(reader.at(value, dates[0]) for value in values) for name, values in roles.items()}
        undated = not dates or (hit.rule.fallback and chunk is None)
        if _told_again(hit, roles, mood == "asserted" and undated, chunk is not None, dates, passage, reader):
            continue
        _remember(hit.rule.type, roles, dates, mood, passage, reader)
        if hit.rule.type == "TradeVolume" and dates:
            _note_trade(tuple(dates), passage, reader)
        if hit.rule.type == "Agreement" and mood == "asserted":
            reader.memory.agreed = (passage.paragraph, tuple(dates))
        if hit.rule.type == "Meeting" and mood == "asserted":
            _note_meeting(roles, dates, passage, reader)
        for date in [when[index]] if paired else when or (None,):
            yield Draft(
                hit.rule.type,
                roles,
                date,
                mood,
                _span(hit, place, filled, chunk),
                hit.rule.id,
                _confidence(hit, passage, mood),
                said_by,
            )


def _note_trade(dates: tuple[str, ...], passage: Passage, reader: Reader) -> None:
    """Keep in mind of when a sentence tells: "$3 million in 2022, up from $2 million in 2021" speaks of 2022."""
    memory = reader.memory
    if memory.trade_end != passage.span.end or dates >= memory.trade_dates:
        memory.trade_dates, memory.trade_paragraph = dates, passage.paragraph
    memory.trade_end = passage.span.end


def _note_meeting(roles: Roles, dates: list[str], passage: Passage, reader: Reader) -> None:
    """Keep in mind who has met and when: "The two leaders signed …" is told of them."""
    people = roles.get("participants", ())
    several = len(people) == _TWO and all(value.kind == "person" for value in people)
    memory = reader.memory
    memory.met, memory.met_dates = people if several else (), tuple(dates)
    memory.met_at = passage.paragraph, passage.span.end


_TWO = 2
_DURING = LASTING | {"Negotiation", "Aid"}  # told since when
_BY_ACCORD = frozenset(
    {"RelationsEstablished", "RelationsSevered", "RelationsRestored", "Recognition", "MissionElevated"}
)


def _is_past(chunk: Chunk, dates: list[str], reader: Reader) -> bool:
    """Whether a date is told with its year, and lies before the day of writing if that is known."""
    exact = chunk.kind != "date" or chunk.detail.relative is None
    return exact and bool(dates) and (not reader.issued or dates[0] < reader.issued[: len(dates[0])])


def _gift_after(hit: Hit, chunk: Chunk | None) -> bool:
    """ "After the 2004 flood Norway sent $2 million": once, unlike what has been given since 2004."""
    return hit.rule.type == "Aid" and chunk is not None and bool(getattr(chunk.detail, "approximate", False))


# What comes of a sudden, at the end of the time told before.
_ENDINGS = frozenset({"Appointment", "Recall", "Expulsion", "LeadershipChange"}) | COMING_ABOUT


def _spans_years(edtf: str) -> bool:
    """Whether an interval is longer than anything that is signed takes."""
    begin, _, end = edtf.partition("/")
    return begin[:4].isdigit() and end[:4].isdigit() and int(end[:4]) - int(begin[:4]) > 1


def _as_term(dates: list[str]) -> list[str]:
    """ "In 2012 and 2013 Peru was a member of the Council": years that follow each other, as one term."""
    years = [int(edtf) for edtf in dates if _YEAR.fullmatch(edtf)]
    if len(years) < _TWO or len(years) != len(dates) or years != [*range(years[0], years[0] + len(years))]:
        return dates
    return [f"{years[0]}/{years[-1]}"]


def _ends(dates: list[str]) -> list[str]:
    """ "Until 1990" as 1990."""
    return [edtf.removeprefix("../") for edtf in dates]


def _since(hit: Hit, place: Clauses, chunk: Chunk | None, reader: Reader) -> tuple[Chunk | None, list[str]]:
    """What "since 1990" says of a visit or a meeting.

    Ahead of it, that there were several from then on, or when it was ("since 1990, when X visited Peru"); behind it,
    when the one before took place ("the first president to visit Peru since 1990").
    """
    index = next((i for i, c in place.line.mentions(0, hit.start) if c is chunk), None)
    if index is None or chunk is None:
        return None, []
    joined = place.grammar.said["joined"].match(
        place.line.symbols, index + 1 + (place.line.symbols[index + 1] == ",") + 1
    )
    return chunk, reader.edtf(chunk, joined is None)


def _is_within(chunk: Chunk | None, place: Clauses) -> bool:
    """ "in 1978–79", "last week", "in the early 1990s": somewhere in that time, which is no begin and end."""
    if chunk is None or chunk.kind != "date":
        return False
    index = next((i for i, c in place.line.mentions() if c is chunk), 0)
    return bool(chunk.detail.approximate or chunk.detail.relative) or bool(place.governor(index))


_BREAK = compiled(r"(\d{4}(?:-\d\d){0,2})/\d{4}(?:-\d\d){0,2}")


def _date(hit: Hit, place: Clauses, filled: Filled, within: bool) -> Chunk | None:
    """The date of a statement; `within`: only one of its own clause."""
    own = next((c for c in filled.pop("date", []) if isinstance(c, Chunk)), None) if "date" in filled else None
    if own is not None and hit.rule.type not in _SUMS and place.planned_for(own):
        own = None
    if own is not None or hit.rule.date in ("none", "match", "begin"):
        return own
    date = place.own_date(hit.start, hit.end) if within else place.date(hit.start, hit.end)
    return None if date is not None and hit.rule.type in _OF_PEOPLE and place.of_instrument(hit.end, date) else date


_OF_PEOPLE = frozenset({"Meeting", "Visit", "Appointment", "Tenure"})  # no instrument makes them come about
_SUMS = ("TradeVolume", "Aid")  # "aid for 2017–18 came to …": when it was


def _is_bare(chunk: Chunk | None) -> bool:
    """Whether a date tells a month or day only ("in October")."""
    return chunk is not None and chunk.kind == "date" and bool(chunk.detail.relative and chunk.detail.relative.bare)


def _day(hit: Hit, place: Clauses, chunk: Chunk | None, mood: str, reader: Reader) -> str:
    """ "today", "on Monday": told from the document's own date, where no other date is told for the statement."""
    if (
        not reader.issued
        or (chunk is not None and reader.edtf(chunk) != [reader.issued])
        or hit.rule.date in ("none", "match", "begin")
        or hit.rule.type in LASTING
    ):
        return ""
    coming = mood in ("planned", "conditional")
    lexicon = reader.names.language
    day = day_told(place.line, hit.start, hit.end, reader.issued, coming, lexicon)
    return day or later_that_day(place.line, hit.start, hit.end, reader.issued, reader.memory.day, lexicon)


def _inherited(hit: Hit, filled: Filled, current: Line, passage: Passage, reader: Reader) -> list[str]:
    """ "During the visit …": what happens on a visit of the same paragraph has its date."""
    memory, words = reader.memory, said(reader.names.language)
    near = max(0, hit.start - _NEAR), min(len(current.symbols), hit.end + _NEAR)
    if hit.rule.date == "told" or words["occasion"].search(current.symbols, *near):
        own = hit.rule.date != "told" and bool(current.all(("date",)))  # "On that occasion a plan for 2023–2025 …"
        told = memory.meeting if own else memory.date
        return [told] if told else []  # "This step constituted recognition": when it was taken
    if memory.meeting and words["at-meeting"].search(current.symbols, 0, hit.end):
        return [memory.meeting]
    other = hit.rule.type == "Visit" and _another(filled, reader)
    if other and (filled.get("host") == ["@guest"] or words["also"].search(current.symbols, *near)):
        return []  # "X also visited Oslo", "The visit was returned by X": another's visit, whose date nobody tells
    if hit.rule.type == "Meeting" and not _of_him(filled, passage, reader):
        _recalled(filled.get("participants", ()), passage, reader)
    if (memory.visit_dates and hit.rule.type not in LASTING) and (
        memory.on_visit
        or (hit.rule.type in _ON_VISITS and _same_breath(passage, reader))
        or words["stay"].search(current.symbols, *near)
        or (hit.rule.type == "Meeting" and _of_visit(filled, passage, reader))
    ):
        return list(memory.visit_dates)
    if hit.rule.type == "Agreement" and (days := signed_then(passage, reader)):
        return days
    if hit.rule.type == "Agreement" and words["also"].search(current.symbols, *near):
        paragraph, dates = memory.agreed
        return list(dates) if paragraph == passage.paragraph else []  # "A letter of intent was signed as well."
    if hit.rule.type == "Negotiation" and words["nowadays"].search(current.symbols, hit.start, hit.end):
        return []  # "is under negotiation": now, whenever they met
    if hit.rule.type in ("Agreement", "Negotiation") and _at_meeting(hit, current, passage, reader):
        return list(memory.met_dates)  # "X met Y in Oslo on 3 May. They signed an agreement on trade."
    if hit.rule.type == "TradeVolume" and (year := year_of_both(current, hit.end, reader.names.language)) is not None:
        return reader.edtf(year)
    if hit.rule.type == "TradeVolume" and memory.trade_paragraph == passage.paragraph:
        return list(memory.trade_dates)  # "In 2016 trade reached $95 million. Exports were $20 million."
    return []


def _since_then(hit: Hit, current: Line, reader: Reader) -> bool:
    """ "Since then, Norway has covered Peru from Santiago": since the date told in a sentence before."""
    told = reader.memory.date
    if hit.rule.type not in _STANDING or not told or "/" in told or current.all(("date", "dates")):
        return False
    return said(reader.names.language)["since-then"].search(current.symbols, 0, hit.end) is not None


_STANDING = ("MissionPresent", "ProtectingPower")


def _of_him(filled: Filled, passage: Passage, reader: Reader) -> bool:
    """ "X visited Lima. While there, he met Y", who had been elsewhere before: it is X's visit."""
    memory = reader.memory
    he = any(isinstance(c, Chunk) and c.kind == "pronoun" and c.detail == "he" for c in filled.get("participants", ()))
    came = any(fold(value.label) == memory.subject for value in memory.visit.get("visitor", ()))
    return he and came and memory.visit_paragraph == passage.paragraph


def _same_breath(passage: Passage, reader: Reader) -> bool:
    """Whether the visit last told stands in the same paragraph; of a list, in the same line."""
    memory = reader.memory
    apart = passage.kind == "item" and "\n" in reader.document.text[memory.visit_end : passage.span.start]
    return memory.visit_paragraph == passage.paragraph and not apart


def _on_visit_of(current: Line, passage: Passage, reader: Reader) -> bool:
    """Whether a sentence says of what it tells that it was on a visit told before: "during the visit of Ola Berg"."""
    of = said(reader.names.language)["stay-of"].search(current.symbols)
    chunk = current.chunk_at(of.end()) if of else None
    return chunk is not None and _recalled([chunk], passage, reader)


def _recalled(people: Iterable[Chunk | str], passage: Passage, reader: Reader) -> bool:
    """Whether one of these has paid the visit told last, or another one of the same section, which is then recalled."""
    memory = reader.memory
    each = [one for c in people if isinstance(c, Chunk) and c.kind in _PERSONS for one in c.each()]
    known = {found.name for c in each if (found := memory.find(c.label or c.text)) is not None}
    if known.intersection(value.label for value in memory.visit.get("visitor", ())):
        return True
    same = [
        journey
        for journey in memory.journeys.values()
        if journey.dates and journey.headings == passage.headings
        if known.intersection(value.label for value in journey.roles.get("visitor", ()))
    ]
    if len(same) == 1:
        memory.visit, memory.visit_dates, memory.visit_paragraph = same[0].roles, same[0].dates, passage.paragraph
    return len(same) == 1


_PERSONS = frozenset({"person", "people", "name", "names"})


def _at_meeting(hit: Hit, current: Line, passage: Passage, reader: Reader) -> bool:
    """Whether a sentence without a date follows at once on one that tells of a meeting, and does not speak of all
    that was ever done ("They have signed …")."""
    paragraph, end = reader.memory.met_at
    if paragraph != passage.paragraph or not 0 <= passage.span.start - end <= BREATH or current.all(("date", "dates")):
        return False
    return said(reader.names.language)["ever-done"].search(current.symbols, 0, hit.start + 1) is None


_NEAR = 60  # symbols
_ON_VISITS = frozenset({"Meeting", "Agreement", "Negotiation", "Visit"})  # whatever the sentence says of the visit

_SOON = 2  # paragraphs


def _of_visit(filled: Filled, passage: Passage, reader: Reader) -> bool:
    """Whether the visitor of the visit told in a paragraph or two before is among those who meet."""
    if not 0 <= passage.paragraph - reader.memory.visit_paragraph <= _SOON:
        return False
    named = {word for value in reader.memory.visit.get("visitor", ()) for word in value.label.split()}
    people = [each for c in filled.get("participants", ()) if isinstance(c, Chunk) for each in c.each()]
    return any(word in named for c in people for word in (c.label or c.text).split()[-1:])  # a dropped pronoun has none


def _another(filled: Filled, reader: Reader) -> bool:
    """Whether a visitor is named who is not the one of the visit told before."""
    before = {word for value in reader.memory.visit.get("visitor", ()) for word in value.label.split()}
    named = [c for c in filled.get("visitor", ()) if isinstance(c, Chunk) and c.kind != "pronoun"]
    return bool(named) and not any(word in before for c in named for word in (c.label or c.text).split())


def _told_again(
    hit: Hit, roles: Roles, bare: bool, own: bool, dates: list[str], passage: Passage, reader: Reader
) -> bool:
    """ "During President X's visit to Y", "The visit of X": a noun that takes up the visit just told is not another."""
    last, known = reader.memory.visit, reader.memory.journeys.get(_made(roles))
    if hit.rule.type == "Visit" and known is not None and dates and not own and tuple(dates) == known.dates:
        return True
    near = hit.rule.date == "required" and reader.memory.visit_paragraph == passage.paragraph
    near = near and not _another_time(dates, reader.memory.visit_dates)
    if hit.rule.type == "Visit" and hit.rule.fallback and bare:
        return known is not None
    if hit.rule.type != "Visit" or not (near or (bare and reader.memory.visit_planned)):
        return False
    return all(
        {v.label for v in roles.get(name, ())} == {v.label for v in last.get(name, ())} for name in ("visitor", "host")
    )


def _another_time(dates: Sequence[str], told: Sequence[str]) -> bool:
    """Whether what has a date of its own came at another time than what was told: not in the same year, or month."""
    return bool(dates and told) and not any(a.startswith(b) or b.startswith(a) for a in dates for b in told)


def _remember(
    type_: str,
    roles: Mapping[str, tuple[Value, ...]],
    dates: list[str],
    mood: Modality,
    passage: Passage,
    reader: Reader,
) -> None:
    memory = reader.memory
    actor = next(
        (v for name in ("visitor", "person", "participants") for v in roles.get(name, ()) if v.kind == "person"), None
    )
    if actor is not None and (known := memory.find(actor.label)):
        memory.subject = fold(known.name)
    if type_ == "Visit":
        if memory.visit_end != passage.span.end:
            memory.visit_before = memory.visit
        memory.visit = roles
        memory.visit_planned = mood == "planned"
        memory.journeys[_made(roles)] = Journey(roles, tuple(dates), passage.headings)
        if dates or memory.visit_paragraph != passage.paragraph:
            memory.visit_dates = tuple(dates)
        memory.visit_paragraph, memory.visit_end = passage.paragraph, passage.span.end
    if type_.startswith("Mission"):
        memory.mission_end = passage.span.end
    if type_ == "Meeting":
        memory.meeting = dates[0] if dates else ""


def _span(hit: Hit, place: Clauses, filled: Mapping[str, list[Chunk | str]], date: Chunk | None) -> Span:
    """From the first to the last word that the claim rests on, within its passage."""
    first, last = place.line.starts[hit.start], place.line.ends[hit.end - 1]
    chunks = [c for values in filled.values() for c in values if isinstance(c, Chunk)] + ([date] if date else [])
    inside = [c for c in chunks if place.line.starts[0] <= c.start and c.end <= place.line.ends[-1]]
    return Span(min([first, *[c.start for c in inside]]), max([last, *[c.end for c in inside]]))


def _confidence(hit: Hit, passage: Passage, mood: str) -> float:
    # A passage that scraping has cut may have lost the word that matters.
    return round(hit.rule.confidence - (0.2 if passage.open else 0.0) - (0.1 if mood != "asserted" else 0.0), 2)
