"""What a rule that fires tells: its roles and its date as claims, and what the text may come back to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.extract.calendar import DAY, YEAR
from kg.extract.claims import Draft
from kg.extract.clauses import Clauses
from kg.extract.deictic import whole_stay
from kg.extract.finish import finish
from kg.extract.memory import Journey, fold
from kg.extract.roles.filled import Filled, Roles
from kg.extract.rules import Hit, fill
from kg.extract.symbols import Chunk
from kg.extract.timing import Timing
from kg.extract.values import Reader
from kg.extract.when import dated
from kg.model import Modality, Passage, Span, Value

_TWO = 2


def statements(hit: Hit, place: Clauses, passage: Passage, reader: Reader, said_by: str = "") -> Iterator[Draft]:
    """The claims of a rule that has fired, or of the first that it has beaten where it tells nothing: it needs a date
    and there is none, or a role that nobody fills. `said_by`: to whom the sentence attributes what it says."""
    for each in (hit, *hit.beaten):
        filled = fill(each, place)
        it = "it" in filled  # what is not said of a mission is not said of one by other rules, either
        timed = dated(each, Timing(place), filled, passage, reader)
        told = list(_told(each, filled, timed, place, passage, reader, said_by)) if timed is not None else []
        yield from told
        if told or it:
            return


def _told(
    hit: Hit,
    filled: Filled,
    timed: tuple[Modality, Chunk | None, list[str]],
    place: Clauses,
    passage: Passage,
    reader: Reader,
    said_by: str,
) -> Iterator[Draft]:
    mood, chunk, dates = timed
    reader.when = dates[0] if dates else ""
    if hit.rule.type == "RelationsEstablished":
        filled["relations"] = [chunk for _, chunk in hit.slots if chunk.kind == "relations"]
    if hit.rule.type.startswith("Relations") and (whom := place.with_whom(hit.start)) is not None:
        filled["whom"] = [whom]
    if hit.rule.type == "Expulsion" and not filled.get("agent"):
        filled["sentence"] = [chunk for _, chunk in place.line.all(("state", "states"))]
    if hit.rule.type == "Meeting" and _is_apart(hit, place):
        filled["apart"] = ["apart"]
    when = dates
    if hit.rule.type == "Visit" and len(dates) == 1 and DAY.fullmatch(dates[0]):  # what is told next was on that day
        when = [whole_stay(place.line, hit.start, hit.end, dates[0], reader.names.language)]
    made = list(finish(hit.rule.type, filled, reader))
    paired = len(made) == len(dates) > 1 and bool(
        place.grammar.said["respectively"].search(place.line.symbols, hit.end)
    )
    if paired:
        made.sort(key=_place)
    span, confidence = _span(hit, place, filled, chunk), _confidence(hit, passage, mood)
    for index, roles in enumerate(made):
        if dates:
            roles = {name: tuple(reader.at(value, dates[0]) for value in values) for name, values in roles.items()}
        undated = not dates or (hit.rule.fallback and chunk is None)
        if _told_again(hit, roles, mood == "asserted" and undated, chunk is not None, dates, passage, reader):
            continue
        if hit.rule.date != "month" or reader.memory.visit_end != passage.span.end:  # no other stop of a tour
            _keep_in_mind(hit.rule.type, roles, dates, mood, passage, reader)
        if hit.rule.type == "Visit":
            reader.memory.visit_stay = when[0] if when else ""
        for date in [when[index]] if paired else when or (None,):
            yield Draft(hit.rule.type, roles, date, mood, span, hit.rule.id, confidence, said_by)


def _is_apart(hit: Hit, place: Clauses) -> bool:
    """ "received the presidents of Peru and Chile separately", "met with X and with Y": one after the other."""
    symbols = place.line.symbols
    if any(_with_each(chunk, place) for name, chunk in hit.slots if name == "with"):
        return True
    found = place.grammar.said["separately"].search(symbols, hit.start, hit.end + _SOON)
    return found is not None and ". " not in symbols[hit.end : found.start()]


def _with_each(chunk: Chunk, place: Clauses) -> bool:
    """Whether a coordination says its preposition once more before each of those it names."""
    again, text = place.grammar.said["with-again"], place.line.text
    named = all(one.kind == "person" for one in chunk.members)
    joints = (text[a.end : b.start] for a, b in pairwise(chunk.members))
    return bool(chunk.members) and named and all(again.search(joint) for joint in joints)


_SOON = 60  # symbols behind a statement in which its adverb stands


def _place(roles: Roles) -> int:
    """Where a text names the place of something: "in Oslo and Lima in 1990 and 1992 respectively"."""
    return next((value.span.start for value in roles.get("place", ()) if value.span is not None), 0)


def _keep_in_mind(type_: str, roles: Roles, dates: list[str], mood: Modality, passage: Passage, reader: Reader) -> None:
    """What later sentences come back to: whoever did something, and the visit, sum, instrument or meeting told last."""
    remember(type_, roles, dates, mood, passage, reader)
    if type_ == "TradeVolume" and dates:
        _note_trade(tuple(dates), passage, reader)
    if type_ == "Agreement" and mood == "asserted":
        reader.memory.agreed = (passage.paragraph, tuple(dates))
    if type_ == "Meeting" and mood == "asserted":
        _note_meeting(roles, dates, passage, reader)


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


def _told_again(
    hit: Hit, roles: Roles, bare: bool, own: bool, dates: list[str], passage: Passage, reader: Reader
) -> bool:
    """ "During President X's visit to Y", "The visit of X": a noun that takes up the visit just told is not another."""
    last, known = reader.memory.visit, reader.memory.journeys.get(route(roles))
    if hit.rule.type == "Visit" and known is not None and dates and not own and tuple(dates) == known.dates:
        return True
    if hit.rule.type == "Visit" and known is not None and known.dates and not dates and reader.memory.visit_planned:
        return known.roles is last  # "During his visit to Peru he will …", after the page has said when he comes
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


def remember(
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
        memory.journeys[way := route(roles)] = Journey(roles, tuple(dates), passage.headings)
        if len(way) == _TWO:
            memory.travels.update((*way, year) for edtf in dates for year in YEAR.findall(edtf))
        if dates or memory.visit_paragraph != passage.paragraph:
            memory.visit_dates = tuple(dates)
        memory.visit_paragraph, memory.visit_end = passage.paragraph, passage.span.end
    if type_.startswith("Mission"):
        memory.mission_end = passage.span.end
    if type_ == "Meeting":
        memory.meeting = dates[0] if dates else ""


def route(roles: Mapping[str, tuple[Value, ...]]) -> tuple[str, ...]:
    """Who visits whom."""
    return tuple(v.label for name in ("visitor", "host") for v in roles.get(name, ()))


def _span(hit: Hit, place: Clauses, filled: Mapping[str, list[Chunk | str]], date: Chunk | None) -> Span:
    """From the first to the last word that the claim rests on, within its passage."""
    # a line may have been put in plainer order: what stands last is not always behind the rest
    first, last = min(place.line.starts[hit.start : hit.end]), max(place.line.ends[hit.start : hit.end])
    chunks = [c for values in filled.values() for c in values if isinstance(c, Chunk)] + ([date] if date else [])
    inside = [c for c in chunks if place.line.starts[0] <= c.start and c.end <= place.line.ends[-1]]
    return Span(min([first, *[c.start for c in inside]]), max([last, *[c.end for c in inside]]))


def _confidence(hit: Hit, passage: Passage, mood: str) -> float:
    # A passage that scraping has cut may have lost the word that matters.
    return round(hit.rule.confidence - (0.2 if passage.open else 0.0) - (0.1 if mood != "asserted" else 0.0), 2)
