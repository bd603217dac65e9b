"""When a statement holds: its own date, one told before, or the day of the note; and whether it is done or to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.compiled import compiled
from kg.extract.calendar import DAY
from kg.extract.counted import counted_from, soon_after
from kg.extract.deictic import day_told, later_that_day
from kg.extract.envoys import same_day
from kg.extract.going_on import by_those_who_met, gone_on, of_the_host
from kg.extract.grammar import grammar
from kg.extract.memory import fold
from kg.extract.modality import by_accord, is_belied, modality, told_later
from kg.extract.relative import turned
from kg.extract.reported import in_lead, of_the_day, tells_no_year
from kg.extract.roles.filled import Filled
from kg.extract.rules import Hit
from kg.extract.said import said
from kg.extract.sums import year_of_both
from kg.extract.symbols import SYMBOL, Chunk, Line
from kg.extract.timing import Timing
from kg.extract.topics import year_above, year_told_of
from kg.extract.treaties import signed_then, spans_years
from kg.extract.values import BREATH, Reader
from kg.lexicon.language import Language
from kg.model import Modality, Passage, Value

_TWO = 2
_YEAR = compiled(r"\d{4}")

_LASTING = frozenset({"Tenure", "MissionPresent", "ProtectingPower", "Membership", "OfficeHeld"})
COMING_ABOUT = frozenset({"Recognition", "RelationsEstablished", "RelationsSevered", "RelationsRestored"}) | {
    *("MissionOpened", "MissionElevated", "MissionClosed"),
}

_OF_A_YEAR = COMING_ABOUT | {"Visit", "Meeting", "Agreement", "Expulsion", "Recall", "LeadershipChange", "Membership"}


def dated(
    hit: Hit, place: Timing, filled: Filled, passage: Passage, reader: Reader
) -> tuple[Modality, Chunk | None, list[str]] | None:
    """Whether what a rule tells is done, planned or denied, the words of its date if it has any of its own, and its
    dates; none if the rule needs a date and there is none."""
    mood = _mood(hit, place, reader)
    back = hit.rule.type == "Visit" and place.is_in_return(hit.start, hit.end)
    within = mood == "denied" and not is_belied(place.line, hit.start, hit.end, reader.names.language)
    within = within or back
    chunk = _date(hit, place, filled, within)
    during = (hit.rule.type in _DURING and not _gift_after(hit, chunk)) or hit.rule.date in _OF_SPANS
    dates = reader.edtf(chunk, during)
    dates = year_told_of(hit.rule.type, chunk, passage, reader) or dates
    if counted := counted_from(place.line, hit.start, reader) if hit.rule.type not in _LASTING else None:
        chunk, dates = counted[0], [counted[1]]
    if hit.rule.date == "counted" and not counted:
        return None
    if len(dates) > 1 and hit.rule.type != "Visit" and place.of_latter(chunk, hit.start):
        dates = dates[-1:]
    if (
        len(dates) > 1
        and hit.rule.type not in _LASTING
        and place.grammar.said["from-to"].search(place.line.symbols, 0, hit.start)
    ):
        dates = dates[:1]  # "10 visits between his inauguration on 3 May 1990 and 1992"
    if reader.issued and tells_no_year(chunk):
        dates = [turned(edtf, reader.issued, mood in ("planned", "conditional")) for edtf in dates]
    if day := _day(hit, place, chunk, mood, reader):
        chunk, dates = None, [day]
        reader.memory.date = reader.memory.day = day  # "The following day …"
    if hit.rule.type in COMING_ABOUT and mood == "planned" and place.took_place(hit.end) is not None:
        mood = "asserted"  # "decided to reopen it, which happened on 3 May"
    # but "in 2018 it proposed to negotiate a treaty": talks have the date of their proposal
    proposed = hit.rule.type == "Negotiation" and hit.rule.date == "match"
    news = mood == "planned" and chunk is not None and not proposed and place.is_of_news(chunk, hit.end)
    mood, chunk, dates = _of_its_end(hit, place, mood, None if news else chunk, [] if news else dates, reader)
    if mood == "cancelled" and not dates and hit.rule.type in ("Visit", "Meeting"):
        chunk = place.first_behind(hit.start)  # "A visit by X that was planned for May was called off"
        dates = reader.edtf(chunk)
    if chunk is None and not dates and not back:
        dates = _lent(hit, place, filled, mood, passage, reader)
    if mood == "denied" and hit.rule.type not in _LASTING and (until := place.until(hit.end)):
        # "not recognized until the appointment of X in 1990"
        mood, chunk, dates = "asserted", until, reader.edtf(until)
    if mood == "denied" and dates and dates[0].startswith("../") and chunk is not None and place.is_until(chunk):
        mood, dates = "asserted", _ends(dates)  # "not restored until 1990": restored in 1990, unlike "before 1990"
    dates = _as_needed(hit, _of_its_kind(hit, place, chunk, dates))
    if hit.rule.date in _NEEDED and not dates and not news:
        return None
    return mood, chunk if dates or hit.rule.date not in ("since", "lasting") else None, dates


def _mood(hit: Hit, place: Timing, reader: Reader) -> Modality:
    """Done, planned, denied: as the rule or the words around it say."""
    mood = modality(place.line, hit.start, hit.end, reader.names.language)
    if hit.rule.modality and (hit.rule.modality, mood) != ("planned", "cancelled"):
        mood = hit.rule.modality
    if mood == "planned" and hit.rule.type == "OfficeHeld" and not hit.rule.modality:
        return "asserted"  # "accepts the invitation of X, who is also …"
    if mood == "denied" and hit.rule.type == "TradeVolume":
        return "asserted"  # "did not exceed 30 million": that is what it was, at most
    if mood == "cancelled" and hit.rule.type == "LeadershipChange" and "elect" not in place.line.symbols:
        return "asserted"  # "With the resignation of X the visit fell through"
    if mood == "cancelled" and hit.rule.type == "RelationsSevered":
        return "asserted"  # the words that say that relations were suspended say of other things that they were put off
    return mood


def _of_its_end(
    hit: Hit, place: Timing, mood: Modality, chunk: Chunk | None, dates: list[str], reader: Reader
) -> tuple[Modality, Chunk | None, list[str]]:
    """The same, where the words of the date tell also until or since when something was, or when it was announced."""
    words = reader.names.language
    if mood == "asserted" and (only := place.came_only(hit.end)) is not None:
        chunk, dates = only, _ends(reader.edtf(only))
    of_spans = hit.rule.type in _LASTING or hit.rule.date in _OF_SPANS
    if mood == "asserted" and not of_spans and dates and dates[0].startswith("../"):
        if place.at_its_end(hit.start, chunk):  # "was open until 1941, when it was closed"
            dates = _ends(dates)
        else:
            chunk = place.before_until(hit.start, chunk)  # "from 1853, when relations were established, until 1941"
            dates = reader.edtf(chunk)
    if mood == "planned" and chunk is not None and _is_past(chunk, dates, reader):
        told = (told_later, by_accord) if hit.rule.type in _BY_ACCORD else (told_later,)
        mood = "asserted" if any(so(place.line, hit.start, hit.end, words) for so in told) else mood
    lasting = mood == "asserted" and hit.rule.type == "MissionPresent" and hit.rule.date in ("since", "clause")
    if lasting and (until := place.until(hit.end)) and not any("/" in edtf for edtf in dates):
        chunk, dates = until, [f"../{edtf}" for edtf in reader.edtf(until) if "/" not in edtf]  # "until X in 2012"
    if lasting and said(words)["before-that"].search(place.line.symbols, 0, hit.start):
        dates = [f"../{edtf.removesuffix('/..')}" if edtf.endswith("/..") else edtf for edtf in dates]
    if hit.rule.type in _ENDINGS and place.at_its_end(hit.start, chunk):
        dates = [edtf.rpartition("/")[2] for edtf in dates]  # "between 1950 and 1989, when it was closed"
    if hit.rule.type == "MissionPresent" and any("/" in edtf for edtf in dates) and place.at_its_end(hit.start, chunk):
        dates = [f"{edtf.rpartition('/')[2]}/.." for edtf in dates]  # "between 1976 and 1991, when it came under Lima"
    if hit.rule.type in ("Visit", "Meeting") and any(edtf.endswith("/..") for edtf in reader.edtf(chunk, True)):
        chunk, dates = _since(hit, place, chunk, reader)
    return mood, chunk, dates


def _lent(hit: Hit, place: Timing, filled: Filled, mood: Modality, passage: Passage, reader: Reader) -> list[str]:
    """The dates of a statement that has none of its own: those of the visit on which it came about, of the sentence
    before, of the event that it followed, of the note's day."""
    within = mood == "planned" and _under_way(reader)  # what is still to come on a visit that has begun
    coming = mood == "planned" and reader.memory.visit_planned  # what is planned for a visit that is planned
    dates: list[str] = []
    if hit.rule.date != "none" and (mood == "asserted" or coming or within):
        dates = _inherited(hit, filled, place.line, passage, reader)
        if within and dates == [*reader.memory.visit_dates]:
            dates = [reader.memory.visit_stay]
    people = (c for c in filled.get("participants", ()) if isinstance(c, Chunk) and c.kind in _PERSONS)
    if coming and not dates and hit.rule.type == "Meeting" and next(people, None) is not None:
        return [*reader.memory.visit_dates]  # whom those who come along will meet
    if dates or mood != "asserted":
        return dates
    if then := _since_then(hit, place.line, reader):
        return [f"{then}/.."]
    came_about = hit.rule.type in COMING_ABOUT and hit.rule.date != "none"
    if came_about and (soon := soon_after(place.line, hit.start, hit.end, reader)):
        return [soon]
    if of_the_day(hit, filled, place.line, reader):
        return [reader.memory.reported]
    if in_lead(hit, filled, passage, place.line, reader):
        return [reader.issued]
    day = same_day(filled, passage, reader) or (year_above(passage, reader) if hit.rule.type in _OF_A_YEAR else "")
    return [day] if day else []


def _under_way(reader: Reader) -> bool:
    """Whether the visit last told has begun and is not over on the day of writing."""
    begin, _, end = reader.memory.visit_stay.partition("/")
    return bool(end and reader.issued) and begin <= reader.issued <= end


def _of_its_kind(hit: Hit, place: Timing, chunk: Chunk | None, dates: list[str]) -> list[str]:
    """The dates as statements of their type have them."""
    match hit.rule.type:
        case "Agreement" | "Visit" if hit.rule.date == "required":
            # "from 2016 until 2020 trade was governed by the agreement"; "was in Kenya from 1990 to 1994"
            return [edtf for edtf in dates if not spans_years(edtf)]
        case "Membership":
            return [] if chunk is not None and place.is_of_next_actor(hit.end, chunk) else _as_term(dates)
        case "TradeVolume":
            return [_up_to(edtf) for edtf in dates]
        case "Aid" if chunk is not None:
            return _of_the_gift(chunk, place, dates)
        case "RelationsSevered" if hit.rule.date != "lasting" and not _is_within(chunk, place):
            return [_BREAK.sub(r"\1", edtf) for edtf in dates]  # "cut ties from 1973 to 1986": they were cut in 1973
        case "MissionOpened" | "MissionClosed" | "MissionElevated" if len(dates) > 1:
            return _as_term(dates)  # "embassies in Lima, Quito and Oslo, all in 2018 and 2019": in that time
        case "Tenure" | "MissionPresent" if chunk is not None and place.is_onward(chunk):
            return [edtf if "/" in edtf else f"{edtf}/.." for edtf in dates]
    return dates


def _of_the_gift(chunk: Chunk, place: Timing, dates: list[str]) -> list[str]:
    """ "After the flood of 3 May 1990 Norway sent $2 million": not on that day, but in that year; "under the agreement
    of 1990": whenever."""
    at = next((index for index, each in place.line.mentions() if each is chunk), 0)
    before = place.line.symbols[max(0, at - _NEAR) : at]
    if place.grammar.said["disaster"].search(before):
        return [edtf[: len("1990")] if DAY.fullmatch(edtf) else edtf for edtf in dates]
    return [] if _OF_INSTRUMENT.search(before) else dates


_OF_INSTRUMENT = compiled(rf"[{SYMBOL['instrument']}{SYMBOL['instruments']}] (?:of|de|del) $")


def _as_needed(hit: Hit, dates: list[str]) -> list[str]:
    """The dates as a rule asks for them (`date` in data/lexicon/README.md)."""
    match hit.rule.date:
        case "begin" | "onset":
            return [edtf.partition("/")[0] for edtf in dates]
        case "from":
            open_ended = (edtf for edtf in dates if not edtf.strip("./").count("/"))
            return [edtf if edtf.startswith("../") or edtf.endswith("/..") else f"{edtf}/.." for edtf in open_ended]
        case "month":
            return [_MONTH.sub(r"\1", edtf) for edtf in dates]
        case "end":
            return [f"../{edtf.removeprefix('../')}" for edtf in dates if "/" not in edtf.removeprefix("../")]
        case "since" | "lasting":
            told = [edtf for edtf in dates if "/" in edtf]
            # "have had no relations since 1978": they were cut in that year
            return [edtf.removesuffix("/..") for edtf in told] if hit.rule.type in COMING_ABOUT else told
        case "spell":
            return [edtf.partition("/")[0] for edtf in dates if edtf.strip("./").count("/")]
        case "until":
            return [edtf.removeprefix("../") for edtf in dates if edtf.startswith("../")]
    return dates


# A day, or days of one month: "was in Lima on 3 May, on a tour that took her to Oslo", which was in that month.
_MONTH = compiled(r"(\d{4}-\d\d)-\d\d(?:/\1-\d\d)?")
_OF_SPANS = frozenset({"lasting", "until", "spell"})
_NEEDED = frozenset({"required", "match", "begin", "from", "end", "until", "spell", "lasting"})


def read_dates(current: Line, reader: Reader) -> None:
    """Resolve the dates of a passage: "signed on 2 March and ratified on 5 May 1921" tells the year of both."""
    dates = current.all(("date", "dates"))
    for place, (index, chunk) in enumerate(dates):
        if said(reader.names.language)["birth"].search(current.symbols, max(0, index - _NEAR), index):
            reader.read_aside(chunk)
            continue
        after, following = dates[place + 1] if place + 1 < len(dates) else (0, None)
        if following is not None and tells_no_year(chunk) and _lends(current, index, after, reader.names.language):
            reader.lend(chunk, following)
        elif following is not None and _is_told_beside(current, index, after, reader.names.language):
            reader.dates[chunk.start] = following.detail.edtf
        else:
            reader.read_date(chunk, _since_beside([before for _, before in dates[:place]], reader))
        told = reader.dates.get(chunk.start)
        if told and said(reader.names.language)["year-to"].search(current.symbols, max(0, index - _NEAR), index):
            reader.dates[chunk.start] = told[:4]  # "in the year to June 2021": those twelve months


def _since_beside(before: Sequence[Chunk], reader: Reader) -> str:
    """ "They have had relations since 1921 and signed a treaty that same year": the begin from which a sentence that
    has told no other date goes on; empty if there is none."""
    told = [edtf for chunk in before for edtf in reader.edtf(chunk, lasting=True)]
    return told[0].removesuffix("/..") if len(told) == 1 and told[0].endswith("/..") else ""


def _is_told_beside(current: Line, index: int, after: int, lexicon: Language) -> bool:
    """ "the same year in which it became independent, 1960": the year stands behind what happened in it."""
    chunk, full = current.chunks[index], current.chunks[after]
    if chunk is None or full is None or chunk.kind != "date" or full.kind != "date":
        return False
    same = chunk.detail.relative.same if chunk.detail.relative is not None else ""
    edtf = full.detail.edtf or ""
    alike = (same == "year" and _YEAR.fullmatch(edtf)) or (same == "day" and DAY.fullmatch(edtf))
    return bool(alike) and said(lexicon)["year-of"].fullmatch(current.symbols, index + 1, after) is not None


def _lends(current: Line, index: int, after: int, lexicon: Language) -> bool:
    """Whether a date stands in the same breath as the one behind it: joined by "and", with no other clause between."""
    return said(lexicon)["lends"].fullmatch(current.symbols, index + 1, after) is not None


def _is_past(chunk: Chunk, dates: list[str], reader: Reader) -> bool:
    """Whether a date is told with its year, and lies before the day of writing if that is known."""
    exact = chunk.kind != "date" or chunk.detail.relative is None
    return exact and bool(dates) and (not reader.issued or dates[0] < reader.issued[: len(dates[0])])


def _gift_after(hit: Hit, chunk: Chunk | None) -> bool:
    """ "After the 2004 flood Norway sent $2 million": once, unlike what has been given since 2004."""
    return hit.rule.type == "Aid" and chunk is not None and bool(getattr(chunk.detail, "approximate", False))


# What comes of a sudden, at the end of the time told before.
_ENDINGS = frozenset({"Appointment", "Recall", "Expulsion", "LeadershipChange"}) | COMING_ABOUT


def _as_term(dates: list[str]) -> list[str]:
    """ "In 2012 and 2013 Peru was a member of the Council": years that follow each other, as one term."""
    years = [int(edtf) for edtf in dates if _YEAR.fullmatch(edtf)]
    if len(years) < _TWO or len(years) != len(dates) or years != [*range(years[0], years[0] + len(years))]:
        return dates
    return [f"{years[0]}/{years[-1]}"]


def _up_to(edtf: str) -> str:
    """ "Until November 2017 exports came to": in that year up to then; until December, in all of it."""
    year, _, month = edtf.removeprefix("../").partition("-")
    if not edtf.startswith("../") or not month:
        return edtf
    return year if month.startswith("12") else f"{year}-01/{year}-{month}"


def _ends(dates: list[str]) -> list[str]:
    """ "Until 1990" as 1990."""
    return [edtf.removeprefix("../") for edtf in dates]


def _since(hit: Hit, place: Timing, chunk: Chunk | None, reader: Reader) -> tuple[Chunk | None, list[str]]:
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


def _is_within(chunk: Chunk | None, place: Timing) -> bool:
    """ "in 1978–79", "last week", "in the early 1990s": somewhere in that time, which is no begin and end."""
    if chunk is None or chunk.kind != "date":
        return False
    index = next((i for i, c in place.line.mentions() if c is chunk), 0)
    return bool(chunk.detail.approximate or chunk.detail.relative) or bool(place.clauses.governor(index))


_BREAK = compiled(r"(\d{4}(?:-\d\d){0,2})/\d{4}(?:-\d\d){0,2}")


def _date(hit: Hit, place: Timing, filled: Filled, within: bool) -> Chunk | None:
    """The date of a statement; `within`: only one of its own clause."""
    own = next((c for c in filled.pop("date", []) if isinstance(c, Chunk)), None) if "date" in filled else None
    off = hit.rule.modality == "cancelled"  # what was called off is told with the date it was planned for
    if own is not None and hit.rule.type not in _OF_PERIODS and not off and place.planned_for(own):
        own = None
    if own is not None or hit.rule.date in ("none", "match", "begin"):
        return own
    if hit.rule.type in COMING_ABOUT and (day := place.took_place(hit.end) or place.by_instrument(hit.end)) is not None:
        return day
    if hit.rule.type in _STAYS and (day := place.held_on(hit.end)) is not None:
        return day
    if hit.rule.type == "Visit" and (day := place.dated_during(hit.start, hit.end)) is not None:
        return day
    date = place.own_date(hit.start, hit.end) if within or _holds(hit, place) else place.date(hit.start, hit.end)
    after = hit.start if hit.rule.type == "Negotiation" else hit.end  # whose topic is an instrument
    if date is not None and hit.rule.type in _APART and place.of_instrument(after, date):
        return place.only_ahead(hit.start)
    if date is not None and hit.rule.type in COMING_ABOUT and place.came_later(date, hit.start, hit.end):
        return None
    sudden = hit.rule.type == "LeadershipChange" and "death" not in filled.get("kind", ())  # whose heir follows at once
    if date is not None and sudden and place.is_of_effect(hit.start, hit.end, date):
        return None
    return date


def _holds(hit: Hit, place: Timing) -> bool:
    """ "It joined the Union in 1990 and has an embassy in Lima": what lasts has no date of another clause."""
    if hit.rule.type not in ("Membership", "MissionPresent"):
        return False
    return place.grammar.said["at-present"].search(place.line.symbols, hit.start, hit.end) is not None


_STAYS = frozenset({"Visit", "Meeting"})
_APART = frozenset({"Meeting", "Visit", "Appointment", "Tenure", "Negotiation"})  # no instrument makes them come about
_SUMS = ("TradeVolume", "Aid")  # "aid for 2017–18 came to …": when it was
_OF_PERIODS = (*_SUMS, "Tenure")  # "served for the period 2001 to 2004": when it was, too


def _day(hit: Hit, place: Timing, chunk: Chunk | None, mood: str, reader: Reader) -> str:
    """ "today", "on Monday": told from the document's own date, where no other date is told for the statement."""
    within = chunk is not None and _is_week(chunk)  # "… was in Oslo this week, where she met X on Monday"
    own = chunk is not None and reader.edtf(chunk) == [reader.issued]  # "3 May 2011 – X and Y signed yesterday …"
    if (
        not reader.issued
        or (chunk is not None and not within and not own)
        or hit.rule.date in ("none", "begin")
        or (hit.rule.date == "match" and not own)
        or hit.rule.type in _LASTING
    ):
        return ""
    coming = mood in ("planned", "conditional")
    lexicon = reader.names.language
    day = day_told(place.line, hit.start, hit.end, reader.issued, coming, lexicon, beside=not within)
    if within:
        return day
    return day or later_that_day(place.line, hit.start, hit.end, reader.issued, reader.memory.day, lexicon)


def _is_week(date: Chunk) -> bool:
    return date.kind == "date" and date.detail.relative is not None and date.detail.relative.same == "week"


def _inherited(hit: Hit, filled: Filled, current: Line, passage: Passage, reader: Reader) -> list[str]:
    """ "During the visit …": what happens on a visit of the same paragraph has its date."""
    memory, words = reader.memory, said(reader.names.language)
    near = max(0, hit.start - _NEAR), min(len(current.symbols), hit.end + _NEAR)
    if hit.rule.date == "told" or words["occasion"].search(current.symbols, *near):
        own = hit.rule.date != "told" and bool(current.all(("date",)))  # "On that occasion a plan for 2023–2025 …"
        told = memory.meeting if own else memory.date
        return [told] if told else []  # "This step constituted recognition": when it was taken
    if hit.rule.type in COMING_ABOUT and _came_at_once(hit, current, reader):
        return [memory.date]  # "Kenya became free on 12 December 1963. Norway recognised it at once."
    if memory.meeting and words["at-meeting"].search(current.symbols, 0, hit.end):
        return [memory.meeting]
    other = hit.rule.type == "Visit" and _another(filled, reader)
    if other and (filled.get("host") == ["@guest"] or words["also"].search(current.symbols, *near)):
        return []  # "X also visited Oslo", "The visit was returned by X": another's visit, whose date nobody tells
    if hit.rule.type == "Visit" and gone_on(hit, filled, current, reader):
        return []
    if hit.rule.type == "Meeting" and not _of_him(filled, passage, reader):
        _recalled(filled.get("participants", ()), passage, reader)
    if (memory.visit_dates and hit.rule.type not in _LASTING) and (
        memory.on_visit
        or (hit.rule.type in _ON_VISITS and _same_breath(passage, reader) and not _of_others(filled, reader))
        or words["stay"].search(current.symbols, *near)
        or (hit.rule.type == "Meeting" and _of_visit(filled, current, passage, reader))
    ):
        return list(memory.visit_dates)
    if hit.rule.type == "Agreement" and (days := signed_then(passage, reader)):
        return days
    if hit.rule.type == "Agreement" and words["also"].search(current.symbols, *near):
        paragraph, dates = memory.agreed
        return list(dates) if paragraph == passage.paragraph else []  # "A letter of intent was signed as well."
    if hit.rule.type == "Negotiation" and words["nowadays"].search(current.symbols, hit.start, hit.end):
        return []  # "is under negotiation": now, whenever they met
    done = hit.rule.type in ("Agreement", "Negotiation") and (
        _at_meeting(hit, current, passage, reader) or by_those_who_met(hit, current, passage, reader)
    )
    if done and not _of_others(filled, reader):
        return list(memory.met_dates)  # "X met Y in Oslo on 3 May. They signed an agreement on trade."
    if hit.rule.type == "TradeVolume" and (year := year_of_both(current, hit.end, reader.names.language)) is not None:
        return reader.edtf(year)
    if hit.rule.type == "TradeVolume" and memory.trade_paragraph == passage.paragraph:
        return list(memory.trade_dates)  # "In 2016 trade reached $95 million. Exports were $20 million."
    return []


def _came_at_once(hit: Hit, current: Line, reader: Reader) -> bool:
    """Whether what comes about is told to have followed at once on what the paragraph has told of with a date."""
    memory = reader.memory
    if not memory.date or "/" in memory.date or memory.date_paragraph != reader.paragraph:
        return False
    found = said(reader.names.language)["at-once"].search(
        current.symbols, max(0, hit.start - _BESIDE), hit.end + _BESIDE
    )
    return found is not None and not current.all(("date", "dates"))


def _since_then(hit: Hit, current: Line, reader: Reader) -> str:
    """ "Since then, Norway has covered Peru from Santiago": since the date told in a sentence before, or in the clause
    before ("was closed in 2007; since then …")."""
    words = said(reader.names.language)["since-then"]
    then = words.search(current.symbols, 0, hit.end) or words.match(current.symbols, hit.end + 1)
    if hit.rule.type not in _STANDING or then is None:
        return ""
    if grammar(reader.names.language).hard.search(current.symbols, then.end(), max(then.end(), hit.start)):
        return ""  # "since then it has had a consulate, while the envoy in Lima …"
    dates = current.all(("date", "dates"))
    ahead = [chunk for at, chunk in dates if at < then.start()]
    told = next(iter(reader.edtf(ahead[-1])), "") if ahead else reader.memory.date
    if ahead and told.startswith("../"):  # "until 2007, and from Santiago since then"
        told = told[len("../") :]
    return "" if "/" in told or len(ahead) < len(dates) else told


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


def _of_others(filled: Filled, reader: Reader) -> bool:
    """ "A treaty between Peru and Chile is being negotiated", behind what others did on a visit or at a meeting:
    whether it is between states that had no part in that."""
    between = [c for c in filled.get("parties", ()) if isinstance(c, Chunk) and c.kind in ("state", "states")]
    named = {value.label for chunk in between for value in reader.values(chunk)}
    visit = reader.memory.visit
    around = {value.label for name in ("visitor_state", "host") for value in visit.get(name, ())}
    around |= {home.label for value in reader.memory.met if (home := _home(value, reader)) is not None}
    return len(named) > 1 and bool(around) and named.isdisjoint(around)


def _home(value: Value, reader: Reader) -> Value | None:
    known = reader.memory.find(value.label)
    return known.state if known is not None else reader.described.get(value.label)


def on_visit_of(current: Line, passage: Passage, reader: Reader) -> bool:
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
_BESIDE = 24  # symbols between a verb and its adverb
_ON_VISITS = frozenset({"Meeting", "Agreement", "Negotiation", "Visit"})  # whatever the sentence says of the visit


_SOON = 2  # paragraphs


def _of_visit(filled: Filled, current: Line, passage: Passage, reader: Reader) -> bool:
    """Whether the visitor of the visit told in a paragraph or two before, or of one not yet over, is among those who
    meet."""
    soon = 0 <= passage.paragraph - reader.memory.visit_paragraph <= _SOON
    if not (soon or _under_way(reader) or reader.memory.visit_planned):
        return False
    visitors = reader.memory.visit.get("visitor", ())
    named = {word for value in visitors for word in value.label.split()}
    people = [each for c in filled.get("participants", ()) if isinstance(c, Chunk) for each in c.each()]
    # "The Peruvian minister", and where it can be no other visit whoever is only meant
    same = _under_way(reader) or reader.memory.visit_planned or of_the_host(filled, current, passage, reader)
    meant = ("post", "pronoun") if same else ("post",)
    known = {value.label for c in people if c.kind in meant for value in reader.values(c)}
    if any(value.label in known for value in visitors):
        return True
    return any(word in named for c in people for word in (c.label or c.text).split()[-1:])  # a dropped pronoun has none


def _another(filled: Filled, reader: Reader) -> bool:
    """Whether a visitor is named who is not the one of the visit told before."""
    before = {word for value in reader.memory.visit.get("visitor", ()) for word in value.label.split()}
    named = [c for c in filled.get("visitor", ()) if isinstance(c, Chunk) and c.kind != "pronoun"]
    return bool(named) and not any(word in before for c in named for word in (c.label or c.text).split())


_DURING = _LASTING | {"Negotiation", "Aid"}  # told since when
_BY_ACCORD = frozenset(
    {"RelationsEstablished", "RelationsSevered", "RelationsRestored", "Recognition", "MissionElevated"}
)
