"""A document's claims: passages -> mentions -> lines -> rules, frames, titles -> claims. Pure: nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import regex

from kg.extract.capitals import NO_CASING, Casing, casing
from kg.extract.claims import Draft, drafts_to_claims
from kg.extract.clauses import Clauses
from kg.extract.compiled import compiled
from kg.extract.deictic import day_told, message_day
from kg.extract.finish import finish
from kg.extract.frames import framed
from kg.extract.memory import Known, Memory, fold
from kg.extract.mentions import find_mentions
from kg.extract.modality import attribution, modality
from kg.extract.names import Names, names
from kg.extract.phrases import reduce
from kg.extract.relative import turned
from kg.extract.roles.filled import Filled, Roles
from kg.extract.rules import Hit, book, clauses, fill, fire
from kg.extract.symbols import Chunk, Line, compile_pattern, line
from kg.extract.values import Reader, speaking
from kg.lexicon.language import Language, language, languages
from kg.model import Claim, Document, Modality, Passage, Span, Value
from kg.texts.passages import split

LONGEST = 3_000  # characters of a passage; the longest sentence of 40 texts has 637
LASTING = frozenset({"Tenure", "MissionPresent", "ProtectingPower", "Membership", "OfficeHeld"})


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
    if lexicon is None and document.language not in languages():
        return Extraction(document.id, (), (), 0)
    reader = _reader(document, lexicon or language(document.language))
    lower = reader.casing = casing(document.text)
    lines: dict[Span, Line] = {}
    drafts: list[Draft] = []
    unread: list[Passage] = []
    dated = 0
    for passage, current in _lines(document, reader, lower):
        lines[passage.span] = current
        found = list(_read(passage, current, lines, reader))
        drafts = _amended(drafts, current, passage, reader)
        drafts.extend(found)
        if passage.kind != "heading" and _tells(current):
            dated += 1
            if not found:
                unread.append(passage)
    drafts = [_served(draft, reader) for draft in drafts]
    return Extraction(document.id, drafts_to_claims(drafts, document), tuple(unread), dated)


def _served(draft: Draft, reader: Reader) -> Draft:
    """A title told without its state, with the one that the document gives to the same person in the same office."""
    if draft.type != "OfficeHeld" or "of" in draft.roles:
        return draft
    known = reader.memory.find(draft.roles["person"][0].label)
    if known is None or known.state is None or known.office != draft.roles["office"][0].label:
        return draft
    return replace(draft, roles={**draft.roles, "of": (known.state,)})


def _reader(document: Document, lexicon: Language) -> Reader:
    known = names(lexicon)
    pair = tuple(Value(known.label(key), known.label(key), "state", key) for key in document.parties)
    issued = document.source.published if _DAY.fullmatch(document.source.published) else message_day(document, lexicon)
    return Reader(document, known, Memory(pair), issued=issued)


_DAY = regex.compile(r"\d{4}-\d\d-\d\d")


def _lines(document: Document, reader: Reader, lower: Casing) -> Iterator[tuple[Passage, Line]]:
    """Passages as lines; a fragment that only gives a place and a date belongs to the passage before it."""
    held: tuple[Passage, Line] | None = None
    end = 0  # of the fragments behind the one that is held
    for passage in _bounded(_mended(split(document), document.text), document.text):
        topic = _topic_state(held, passage)
        current = _line(document, passage.span, reader.names, lower, topic)
        if held is not None and _belongs(passage, held[0]) and _fragment(current, reader.names.language):
            end = passage.span.end
            continue
        if held is not None:
            yield _grown(held, end, document, reader, lower)
        held, end = (passage, current), 0
    if held is not None:
        yield _grown(held, end, document, reader, lower)


def _topic_state(before: tuple[Passage, Line] | None, passage: Passage) -> Chunk | None:
    """The state that the sentence before begins with, in one paragraph: "it" of a sentence on what a state does."""
    if before is None or before[0].paragraph != passage.paragraph or before[0].kind != passage.kind:
        return None
    index, chunk = next(iter(before[1].mentions(0, _OPENING)), (0, None))
    subject = chunk is not None and chunk.kind == "state" and before[1].symbols[index + 1 : index + 2] == " "
    return chunk if subject and _SUBJECT.fullmatch(before[1].symbols, 0, index) else None


_SUBJECT = regex.compile(r"(?:\p{Ll}+, )?(?:the )?")  # "Currently, Peru …"


def _belongs(passage: Passage, before: Passage) -> bool:
    near = passage.span.end - before.span.start < LONGEST
    return near and passage.paragraph == before.paragraph and passage.kind == before.kind != "row"


def _grown(
    held: tuple[Passage, Line], end: int, document: Document, reader: Reader, lower: Casing
) -> tuple[Passage, Line]:
    """The passage and its line with the fragments up to `end`, if there are any."""
    if not end:
        return held
    span = Span(held[0].span.start, end)
    return replace(held[0], span=span), _line(document, span, reader.names, lower)


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


@cache
def _clause_words(lexicon: Language, name: str, whole: bool) -> regex.Pattern[str] | None:
    """One of the words of a list in the lexicon's clause table, as whole words if that is asked; None for no list."""
    words = "|".join(lexicon.clause.get(name, ()))
    return compiled(rf"(?<!\w)(?:{words})(?!\w)" if whole else rf"(?:{words})") if words else None


def _fragment(current: Line, lexicon: Language) -> bool:
    ignored = _clause_words(lexicon, "fragment", whole=True)  # "Signed in Lima on 3 May 1990."
    if _WORD.search(ignored.sub("", current.symbols) if ignored else current.symbols):
        return False
    kinds = {chunk.kind for _, chunk in current.mentions()}
    return "date" in kinds and kinds <= {"place", "date", "state"}


_WORD = regex.compile(r"[^\ue000-\uf8ff\s.,;()-]")


def _mended(passages: tuple[Passage, ...], text: str) -> Iterator[Passage]:
    """Passages rejoined where scraping has cut a sentence: the next one goes on in lower case or with a sum."""
    held: Passage | None = None
    for passage in passages:
        if (
            held is not None
            and held.open
            and held.kind == passage.kind == "sentence"
            and _GOES_ON.match(text, passage.span.start)
        ):
            held = replace(passage, span=Span(held.span.start, passage.span.end))
            continue
        if held is not None:
            yield held
        held = passage
    if held is not None:
        yield held


_GOES_ON = regex.compile(r"[\p{Ll}$€£(]|US\$")


def _ours(mentions: list[Chunk], document: Document, known: Names) -> list[Chunk]:
    """ "Our country" is the state that speaks in the document, if one does."""
    if not any(chunk.kind == "pronoun" and chunk.detail == "we" for chunk in mentions):
        return mentions
    own = speaking(document)
    if not own:
        return [chunk for chunk in mentions if chunk.detail != "we"]
    state = Chunk("state", 0, 0, "", known.label(own), (own,))
    return [replace(state, start=c.start, end=c.end, text=c.text) if c.detail == "we" else c for c in mentions]


def _line(document: Document, span: Span, known: Names, lower: Casing, topic: Chunk | None = None) -> Line:
    mentions = _ours(find_mentions(document.text, span.start, span.end, known, lower), document, known)
    does = _clause_words(known.language, "it-does", whole=False) if topic is not None else None
    if topic is not None and does is not None and does.match(document.text, span.start):
        end = document.text.index(" ", span.start)
        it = replace(topic, start=span.start, end=end, text=document.text[span.start : end], parts=())
        mentions = [it, *(chunk for chunk in mentions if chunk.start >= end)]
    made = line(document.text, span.start, span.end, mentions)
    reduce(made, known.language)
    return made


def _tells(current: Line) -> bool:
    """A date and a known actor: something is told here."""
    kinds = {chunk.kind for _, chunk in current.mentions()}
    return bool(kinds & {"date", "dates"}) and bool(
        kinds & {"state", "states", "pair", "person", "people", "post", "org", "relations", "mission"}
    )


def _read(passage: Passage, current: Line, lines: Mapping[Span, Line], reader: Reader) -> Iterator[Draft]:
    lexicon = reader.names.language
    reader.paragraph = passage.paragraph
    for _, chunk in current.all(("date", "dates")):
        reader.read_date(chunk)
    _issued(passage, current, reader)
    _partner(current, reader)
    if passage.kind in ("item", "row") and len(reader.memory.pair) == 2:
        reader.memory.states = reader.memory.pair  # "1845–1847: relations suspended", whatever was told before the list
    if passage.kind == "heading":
        yield from _headed(passage, current, reader)
        yield from framed(passage, current, lines, reader)
        return
    frame = list(framed(passage, current, lines, reader))
    yield from frame
    hits = fire(current, book(lexicon))
    place = clauses(current, hits, lexicon)
    told: list[Draft] = []
    reader.memory.dyad = ()
    framed_types = {draft.type for draft in frame}
    said_by = attribution(current, lexicon) if hits else ""
    for hit in hits:
        if hit.rule.type not in framed_types:
            told.extend(_claims(hit, place, passage, reader, said_by))
    yield from _once(told)
    if not told:
        _topic(current, place, reader)
    if not (frame and passage.kind == "row"):
        yield from _titles(passage, current, reader, [*frame, *told])


def _once(told: list[Draft]) -> Iterator[Draft]:
    """Claims of a passage; of two of one visit ("arrived in Oslo for a state visit") the one that has a date, or the
    first."""
    visits: dict[tuple[object, ...], Draft] = {}
    for draft in told:
        if draft.type == "Visit":
            who = tuple(v.label for name in ("visitor", "host") for v in draft.roles.get(name, ()))
            known = visits.setdefault((*who, draft.modality), draft)
            if known.date is None and draft.date is not None:
                visits[(*who, draft.modality)] = draft
    for draft in told:
        who = tuple(v.label for name in ("visitor", "host") for v in draft.roles.get(name, ()))
        kept = visits.get((*who, draft.modality)) if draft.type == "Visit" else draft
        if kept is draft or (kept is not None and draft.date is not None and draft.date != kept.date):
            yield draft


def _topic(current: Line, place: Clauses, reader: Reader) -> None:
    """Whom a sentence that tells nothing begins with, or the only one it names: "he" of the next one."""
    for index, chunk in current.mentions(0, _OPENING):
        if chunk.kind in ("person", "name") and not place.governor(index):
            known = reader.memory.find(chunk.label or chunk.text)
            if known is None and chunk.part("office"):
                reader.person(chunk)
                known = reader.memory.find(chunk.label or chunk.text)
            if known is not None:
                reader.memory.subject = fold(known.name)
            return
    named = [chunk for _, chunk in current.mentions() if chunk.kind in ("person", "people", "name", "names")]
    if len(named) == 1 and not named[0].members and " " in named[0].text:
        reader.memory.subject = fold(reader.person(named[0]).label)


_OPENING = 30  # symbols in which a sentence names its subject


def _issued(passage: Passage, current: Line, reader: Reader) -> None:
    """The document's own date, from its first lines: "Lima, 12 May 1990"."""
    if reader.issued or passage.span.start > _TOP or not _DATELINE.match(current.symbols):
        return
    dates = [chunk for _, chunk in current.all(("date",))]
    if dates and (found := reader.edtf(dates[0])) and _DAY.fullmatch(found[0]):
        reader.issued = found[0]


_TOP = 600  # characters in which the date of a document stands
_DATELINE = compile_pattern(
    r"^(?:[^.]{0,100}[,(:] ?|\w+(?: on| el)? |\(?{place|state},? ?\(?)?"
    r"{date}\)?(?: ?\([^)]{1,20}\))?(?: ?[.:–-]{1,3} ?.*| ?\(?{place|state}\)?)?$",
    {},
).core


def _headed(passage: Passage, current: Line, reader: Reader) -> Iterator[Draft]:
    """What a heading alone tells: that the mission which it names exists ("Embassy of Chile in Russia")."""
    lexicon = reader.names.language
    hits = [hit for hit in fire(current, book(lexicon)) if hit.rule.type == "MissionPresent" and hit.start == 0]
    missions = [chunk for _, chunk in current.all(("mission",)) if chunk.part("sending") and chunk.part("at")]
    if hits and missions and len(current.symbols.strip(" .:")) == 1:
        place = clauses(current, hits, lexicon)
        said_by = attribution(current, lexicon)
        yield from (draft for hit in hits for draft in _claims(hit, place, passage, reader, said_by))


def _amended(drafts: list[Draft], current: Line, passage: Passage, reader: Reader) -> list[Draft]:
    """ "The change became effective on 31 March 1942": the date of the elevation of which the sentence before told."""
    effective = _clause_words(reader.names.language, "effective", whole=False)
    found = effective.match(current.symbols) if effective and drafts else None
    date = current.chunk_at(found.end()) if found else None
    if date is None or not (edtf := reader.edtf(date)):
        return drafts
    start = passage.span.start - LONGEST
    return [replace(d, date=edtf[0]) if d.type == "MissionElevated" and d.span.start > start else d for d in drafts]


def _partner(current: Line, reader: Reader) -> None:
    """The pair of a document that is not about one: its only state with the other state a passage or its heading speaks
    of; in a document about none, the two states of the passage."""
    own = len(reader.document.parties)
    if own > 1:
        return
    named = _states(current, reader)
    rest = tuple(v for v in named if own == 0 or v.label != reader.memory.pair[0].label)
    if own and len(rest) > 1 and len(rest) < len(named) and named[0] is rest[0] and _opens_with_state(current):
        rest = rest[:1]  # "Peru is represented in Kenya by its embassy in Pretoria": the first named is the other
    if len(rest) == 2 - own:
        if {v.label for v in reader.memory.pair[own:]} != {v.label for v in rest}:
            reader.memory.turn()
        reader.memory.pair = (*reader.memory.pair[:own], *rest)
    elif own == 0 and rest and not {v.label for v in rest} <= {v.label for v in reader.memory.pair}:
        reader.memory.pair = ()


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
    mood: Modality = hit.rule.modality or modality(place.line, hit.start, hit.end, reader.names.language)
    chunk = _date(hit, place, filled, mood)
    dates = reader.edtf(chunk, hit.rule.type in LASTING)
    if reader.issued and _is_bare(chunk):
        dates = [turned(edtf, reader.issued, mood in ("planned", "conditional")) for edtf in dates]
    if day := _day(hit, place, chunk, mood, reader):
        chunk, dates = None, [day]
    if mood == "asserted" and hit.rule.type not in LASTING and dates and dates[0].startswith("../"):
        chunk = place.before_until(hit.start, chunk)  # "from 1853, when relations were established, until 1941"
        dates = reader.edtf(chunk)
    if hit.rule.type in ("Visit", "Meeting") and any(edtf.endswith("/..") for edtf in reader.edtf(chunk, True)):
        chunk, dates = None, []  # "the first president to visit Peru since 1990"
    if chunk is None and not dates and hit.rule.date != "none":
        dates = _inherited(hit, passage, reader)
    if mood == "denied" and hit.rule.type not in LASTING and (until := place.until(hit.end)):
        # "not recognized until the appointment of X in 1990"
        mood, chunk, dates = "asserted", until, reader.edtf(until)
    if mood == "denied" and dates and dates[0].startswith("../"):  # "not restored until 1990": restored in 1990
        mood, dates = "asserted", [edtf.removeprefix("../") for edtf in dates]
    if hit.rule.type == "RelationsSevered":  # "cut ties from 1973 to 1986": they were cut in 1973
        dates = [_BREAK.sub(r"\1", edtf) for edtf in dates]
    if hit.rule.date == "begin":
        dates = [edtf.partition("/")[0] for edtf in dates]
    if hit.rule.date == "since":
        dates = [edtf for edtf in dates if edtf.endswith("/..")]
    if hit.rule.date in ("required", "match", "begin") and not dates:
        return
    reader.when = dates[0] if dates else ""
    if hit.rule.type == "RelationsEstablished":
        filled["relations"] = [chunk for _, chunk in hit.slots if chunk.kind == "relations"]
    made = list(finish(hit.rule.type, filled, reader))
    paired = len(made) == len(dates) > 1 and bool(_RESPECTIVELY.search(place.line.symbols, hit.end))
    for index, roles in enumerate(made):
        if dates:
            roles = {name: tuple(reader.at(value, dates[0]) for value in values) for name, values in roles.items()}
        if _told_again(hit, roles, passage, reader):
            continue
        _remember(hit.rule.type, roles, chunk, passage, reader)
        for date in [dates[index]] if paired else dates or (None,):
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


_BREAK = regex.compile(r"(\d{4}(?:-\d\d){0,2})/\d{4}(?:-\d\d){0,2}")


def _date(hit: Hit, place: Clauses, filled: Filled, mood: str) -> Chunk | None:
    own = next((c for c in filled.pop("date", []) if isinstance(c, Chunk)), None) if "date" in filled else None
    if own is not None or hit.rule.date in ("none", "match", "begin"):
        return own
    return place.own_date(hit.start, hit.end) if mood == "denied" else place.date(hit.start, hit.end)


def _is_bare(chunk: Chunk | None) -> bool:
    """Whether a date tells a month or day only ("in October")."""
    return chunk is not None and chunk.kind == "date" and bool(chunk.detail.relative and chunk.detail.relative.bare)


def _day(hit: Hit, place: Clauses, chunk: Chunk | None, mood: str, reader: Reader) -> str:
    """ "today", "on Monday": told from the document's own date, where no other date is told for the statement."""
    if (
        not reader.issued
        or chunk is not None
        or hit.rule.date in ("none", "match", "begin")
        or hit.rule.type in LASTING
    ):
        return ""
    coming = mood in ("planned", "conditional")
    return day_told(place.line, hit.start, hit.end, reader.issued, coming, reader.names.language)


def _inherited(hit: Hit, passage: Passage, reader: Reader) -> list[str]:
    """ "During the visit …": what happens on a visit of the same paragraph has its date."""
    memory = reader.memory
    if hit.rule.date == "told":
        return [memory.date] if memory.date else []  # "This step constituted recognition": when it was taken
    if (
        hit.rule.type in ("Meeting", "Agreement", "Negotiation", "Visit")
        and memory.visit_date is not None
        and memory.visit_paragraph == passage.paragraph
    ):
        return reader.edtf(memory.visit_date)
    if hit.rule.type == "TradeVolume" and memory.trade_paragraph == passage.paragraph:
        return list(memory.trade_dates)  # "In 2016 trade reached $95 million. Exports were $20 million."
    return []


_RESPECTIVELY = regex.compile(r"\b(?:respectively|respectivamente)\b")


def _told_again(hit: Hit, roles: Roles, passage: Passage, reader: Reader) -> bool:
    """ "During President X's visit to Y": a noun that takes up the visit just told is not another one."""
    last = reader.memory.visit
    if hit.rule.type != "Visit" or hit.rule.date != "required" or reader.memory.visit_paragraph != passage.paragraph:
        return False
    return all(
        {v.label for v in roles.get(name, ())} == {v.label for v in last.get(name, ())} for name in ("visitor", "host")
    )


def _remember(type_: str, roles: Roles, chunk: Chunk | None, passage: Passage, reader: Reader) -> None:
    memory = reader.memory
    actor = next(
        (v for name in ("visitor", "person", "participants") for v in roles.get(name, ()) if v.kind == "person"), None
    )
    if actor is not None and (known := memory.find(actor.label)):
        memory.subject = fold(known.name)
    if type_ == "Visit":
        memory.visit = roles
        if chunk is not None:
            memory.visit_date = chunk
        elif memory.visit_paragraph != passage.paragraph:
            memory.visit_date = None
        memory.visit_paragraph = passage.paragraph
    if type_ == "TradeVolume" and chunk is not None:
        memory.trade_dates, memory.trade_paragraph = tuple(reader.edtf(chunk)), passage.paragraph


def _span(hit: Hit, place: Clauses, filled: Mapping[str, list[Chunk | str]], date: Chunk | None) -> Span:
    """From the first to the last word that the claim rests on, within its passage."""
    first, last = place.line.starts[hit.start], place.line.ends[hit.end - 1]
    chunks = [c for values in filled.values() for c in values if isinstance(c, Chunk)] + ([date] if date else [])
    inside = [c for c in chunks if place.line.starts[0] <= c.start and c.end <= place.line.ends[-1]]
    return Span(min([first, *[c.start for c in inside]]), max([last, *[c.end for c in inside]]))


def _confidence(hit: Hit, passage: Passage, mood: str) -> float:
    # A passage that scraping has cut may have lost the word that matters.
    return round(hit.rule.confidence - (0.2 if passage.open else 0.0) - (0.1 if mood != "asserted" else 0.0), 2)


def _titles(passage: Passage, current: Line, reader: Reader, told: list[Draft]) -> Iterator[Draft]:
    """OfficeHeld: every person with a title that no appointment of the passage already gives."""
    reader.posted.update(
        (v.label, o.label)
        for d in told
        if d.type in ("Appointment", "Tenure")
        for v in d.roles.get("person", ())
        for o in d.roles.get("office", ())
    )
    posts = {
        (v.label, o.label)
        for d in told
        if d.type in ("Appointment", "Tenure")
        for v in d.roles.get("person", ())
        for o in d.roles.get("office", ())
    }
    before: Chunk | None = None
    for _, chunk in current.all(("person", "people")):
        for person in chunk.each():
            if person.kind == "post":  # nobody is named: "Ola Berg and the ambassador to Israel"
                continue
            offices = person.all_parts("office")
            if (
                not offices
                and _COUNTERPART.match(person.text) is None
                and _COUNTERPART.match(reader.document.text[person.start : person.end])
                and before
            ):
                offices = before.all_parts("office") or _known_office(before, person, reader)
            if (offices or not person.part("office")) and _COUNTERPART.match(
                reader.document.text[person.start : person.end]
            ):
                offices = _of_counterpart(person, told, reader) or offices
            offices = tuple(_consort(office, person, chunk) or office for office in offices)
            before = person
            for office in offices:
                for each in office.each():
                    yield from _title(person, each, chunk, current, reader, told, posts)


_COUNTERPART = regex.compile(
    r"(?i)(?:his|her|su) (?:\w+ )?(?:counterpart|homólog[oa]|par|colega)\b|.*\b(?:counterpart|homólog[oa])\b"
)


def _consort(office: Chunk, person: Chunk, group: Chunk) -> Chunk | None:
    """ "Los reyes Felipe y Letizia": the second, if no number follows the name, is the queen."""
    shared = len(group.members) == 2 and person == group.members[1] and office.text.casefold() == "reyes"
    return replace(office, label="queen") if shared and _NUMERAL.search(person.text) is None else None


_NUMERAL = regex.compile(r" [IVX]+\b")


def _known_office(before: Chunk, person: Chunk, reader: Reader) -> tuple[Chunk, ...]:
    """The office that the document has given to someone, as that of the counterpart named behind."""
    known = reader.memory.find(before.label or before.text)
    if known is None or not known.office:
        return ()
    return (_as_office(person, known),)


def _as_office(person: Chunk, known: Known) -> Chunk:
    """The office of someone known, where another is named."""
    office = (
        _FOREIGN if known.office.startswith((_FOREIGN, _SECRETARY)) else known.office
    )  # "and cooperation" is of one country
    return Chunk("office", person.start, person.end, office, office, detail=known.office_class)


_FOREIGN, _SECRETARY = "minister of foreign affairs", "secretary of foreign affairs and"


def _of_counterpart(person: Chunk, told: list[Draft], reader: Reader) -> tuple[Chunk, ...]:
    """The office of a counterpart is that of the one who meets them, where the passage tells of the meeting."""
    name = reader.person(person).label
    for draft in told:
        people = draft.roles.get("participants", ()) if draft.type == "Meeting" else ()
        if len(people) == 2 and any(v.label == name for v in people):
            known = next((k for v in people if v.label != name and (k := reader.memory.find(v.label))), None)
            if known and known.office:
                return (_as_office(person, known),)
    return ()


def _title(
    person: Chunk,
    office: Chunk,
    group: Chunk,
    current: Line,
    reader: Reader,
    told: list[Draft],
    posts: set[tuple[str, str]],
) -> Iterator[Draft]:
    value = reader.values(person)[0]
    if (value.label, office.label) in posts or (office.text == "Reyes" and not group.members):
        return  # a surname or a given name: "Reyes Maroto"
    if office.detail == "diplomat" and any(value.label == label for label, _ in posts):
        return
    org = person.part("org")
    if (value.label, office.label) in reader.posted:
        return
    of = (
        reader.values(org)[0]
        if org is not None
        else reader.office_state(person)
        or reader.home(value)
        or _coordinated(person, office, group, reader)
        or _met(value, reader, told)
        or _accompanied(person, current, reader)
    )
    if (
        of is None and office.detail == "diplomat"
    ):  # "Ambassador X" after a sentence on the embassy: the one who heads it
        of = next(iter(reader.memory.mission.get("sending", ())), None)
    if of is None and office.label in _ROYAL:
        of = next((home for other in group.each() if (home := _realm(other, reader))), None)
    if of is None and office.detail != "other":
        of = _beside(current, reader)
    if (
        office.detail == "other" and org is None and reader.office_state(person) is None
    ):  # "left-wing leader X" is a description, not an office
        return
    to = person.part("to")
    text = f"{office.text} to {reader.values(to)[0].label}" if to is not None and reader.values(to) else office.text
    roles: Roles = {
        "person": (value,),
        "office": (Value(text, office.label, "office", "", Span(office.start, office.end)),),
    }
    if of is not None:
        roles["of"] = (of,)
        if of.kind == "state":
            reader.memory.meet(value.label, value.key, office.label, str(office.detail), of)
    yield Draft(
        "OfficeHeld", roles, None, "asserted", Span(person.start, person.end), "title", 0.9 if of is not None else 0.6
    )


def _coordinated(person: Chunk, office: Chunk, group: Chunk, reader: Reader) -> Value | None:
    """The state of the one named before: "the president of Peru, X, and his foreign minister, Y"."""
    members = group.each()
    before = members[members.index(person) - 1] if person in members[1:] else None
    title = before.part("office") if before is not None else None
    if before is None or title is None or title.label == office.label:
        return None
    return reader.office_state(before)


def _accompanied(person: Chunk, current: Line, reader: Reader) -> Value | None:
    """ "Minister Berg was accompanied by the minister of trade, X": who goes along serves the same state."""
    words = _clause_words(reader.names.language, "accompanied", whole=True)
    if words is None or words.search(current.symbols) is None:
        return None
    others = [p for _, c in current.all(("person", "people")) for p in c.each() if p != person]
    homes = {home.label: home for p in others if (home := reader.home(reader.person(p)))}
    return next(iter(homes.values())) if len(homes) == 1 else None


_ROYAL = frozenset(["king", "queen", "emperor", "empress", "prince", "princess", "sultan", "tsar"]) | {
    "crown prince",
    "crown princess",
}


def _realm(person: Chunk, reader: Reader) -> Value | None:
    """The state of a royal title; its bearer's consort shares it ("King X of Nepal and Queen Y")."""
    office = person.part("office")
    if office is None or office.label not in _ROYAL:
        return None
    return reader.office_state(person) or reader.home(reader.person(person))


def _beside(current: Line, reader: Reader) -> Value | None:
    """A title without a state in a passage that names one party only: "ties with Israel under president X"."""
    partners = [
        v
        for _, chunk in current.all(("relations",))
        for part in chunk.all_parts("parties")
        for v in reader.values(part)
    ]
    named = [v for _, chunk in current.all(("state", "demonym")) for v in reader.values(chunk)]
    people = [p for _, chunk in current.all(("person", "people")) for p in chunk.each()]
    homes = [h for p in people if (h := reader.home(reader.person(p)))]
    if len({v.label for v in partners}) == 1 and not named:
        return reader.other(tuple(partners[:1]))
    if len({v.label for v in homes}) != 1:
        return None
    listed = len(people) > 2 and ";" in current.symbols  # "X, minister of trade; Y, minister of defence; and Z"
    return homes[0] if listed else reader.other(tuple(homes[:1]))


_AT_COURT = frozenset({"credentials", "received", "accredited", "agrément"})


def _met(value: Value, reader: Reader, told: list[Draft]) -> Value | None:
    """A title without a state: whom a visitor meets serves the host, and the other way round."""
    for draft in told:
        if draft.type == "Meeting" and any(v.label == value.label for v in draft.roles.get("participants", ())):
            homes = [h for v in draft.roles["participants"] if v.label != value.label and (h := reader.home(v))]
            host = reader.memory.visit.get("host", ())
            if len(host) == 1 and homes and host[0].label != homes[0].label:
                return host[0]
            if homes and (rest := reader.other((homes[0],))):
                return rest
        if draft.type == "Appointment" and all(v.label != value.label for v in draft.roles.get("person", ())):
            received = any(v.label in _AT_COURT for v in draft.roles.get("kind", ()))
            return next(iter(draft.roles.get("receiving" if received else "sending", ())), None)
        if draft.type == "Recall" and any(v.label == value.label for v in draft.roles.get("target", ())):
            return next(iter(draft.roles.get("agent", ())), None)
        if draft.type == "Visit" and any(v.label == value.label for v in draft.roles.get("visitor", ())):
            return next(iter(draft.roles.get("visitor_state", ())), None)
    return None


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


_GLUED_CELL = regex.compile(r"[\p{L}\d][\p{L}\d]")


def _moved(chunk: Chunk, by: int) -> Chunk:
    """A mention found in a part of the text, at its place in the whole."""
    parts = tuple((name, _moved(part, by)) for name, part in chunk.parts)
    members = tuple(_moved(member, by) for member in chunk.members)
    return replace(chunk, start=chunk.start + by, end=chunk.end + by, parts=parts, members=members)


def words_line(reader: Reader, words: str) -> Line:
    """Words that do not stand in the passage (a column's header) as mentions and symbols, all before its text."""
    return _words_line(words, reader.names)


@lru_cache(maxsize=256)  # all rows of a table have the same headers
def _words_line(words: str, known: Names) -> Line:
    made = _line(Document("", words, known.language.code), Span(0, len(words)), known, NO_CASING)
    chunks = [_moved(chunk, -1 - len(words)) if chunk is not None else None for chunk in made.chunks]
    return replace(made, chunks=chunks, _marks=None)
