"""The steps of a career, as an announcement lists them below "Curriculum vitae": a term, a place and a post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.compiled import compiled
from kg.extract.claims import Draft
from kg.extract.homeposts import with_home_posts
from kg.extract.homes import home_of
from kg.extract.roles.filled import Roles
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader
from kg.model import Passage, Span, Value

HEADS = 3  # headings over a list, the nearest first, of which one may be that of a career
_POSTS, _TITLED = ("office", "rank", "post"), ("post", "posts", "person")
_PLACES = ("place", "state", "mission", "org")


def of_career(passage: Passage, leads: list[Line], reader: Reader) -> bool:
    """Whether a row or an entry stands under the heading of a career."""
    known = said(reader.names.language)
    if passage.kind not in ("row", "item", "caption"):
        return False
    for lead in leads[:HEADS]:
        if known["career-head"].fullmatch(lead.symbols):
            return True
        if known["remarks"].fullmatch(lead.symbols) or lead.symbols.endswith(":"):
            return False  # "Decorations", "Presented credentials to:"
    return False


def career(passage: Passage, current: Line, reader: Reader) -> Iterator[Draft]:
    """ "2011 to 2014 Abidjan, Deputy Head of Mission and Consul": the posts that who was spoken of last held then."""
    dates = [chunk for _, chunk in current.all(("date",))]
    who = _of_whom(passage, reader)
    if who is None or len(dates) != 1:
        return
    term = next(iter(reader.edtf(dates[0], True)), "")
    if term and "/" not in term and _lasts(dates[0], current, reader):
        term = f"{term}/.."
    home = home_of(who, reader) or (reader.state(reader.publisher) if reader.publisher else None)
    posts = list(_posts(current, dates[0], reader))
    if not term or home is None or not posts:
        return
    host = _host(current, home, reader)
    for post in posts:
        roles: Roles = {"person": (who,), "office": (_office(post, current, reader),), "sending": (home,)}
        roles = {**roles, "receiving": (host,)} if host is not None else roles
        span = Span(min(dates[0].start, post.start), max(dates[0].end, post.end))
        yield Draft("Tenure", roles, term, "asserted", span, "career", 0.7)


def received(current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """ "President X of Kenya, 3 May 2020", below "Presented credentials to:" on a page about an ambassador."""
    who, (date, *more) = reader.memory.headed_by, [*(chunk for _, chunk in current.all(("date",))), None]
    if who is None or date is None or more != [None] or not leads:
        return
    if said(reader.names.language)["credentials-to"].fullmatch(leads[0].symbols) is None:
        return
    home = home_of(who, reader) or (reader.state(reader.publisher) if reader.publisher else None)
    hosts = [c for _, chunk in current.all(("state", "person", "post")) for c in _of_ruler(chunk)]
    host = next((value for chunk in hosts for value in reader.values(chunk) if value.kind == "state"), None)
    day = next(iter(reader.edtf(date)), "")
    if home is None or host is None or host.label == home.label or not day:
        return
    known = reader.memory.find(who.label)
    title = known.office if known is not None and known.office_class == "diplomat" else "ambassador"
    roles: Roles = {"person": (who,), "office": (Value(title, title, "office"),), "sending": (home,)}
    roles |= {"receiving": (replace(host, span=None),), "kind": (Value("credentials", "credentials", "text"),)}
    yield Draft("Appointment", roles, day, "asserted", Span(current.starts[0], current.ends[-1]), "credentials-to", 0.7)


def _of_ruler(chunk: Chunk) -> tuple[Chunk, ...]:
    return (chunk,) if chunk.kind == "state" else (*chunk.all_parts("state"), *chunk.all_parts("of"))


def _of_whom(passage: Passage, reader: Reader) -> Value | None:
    """Whose career a list tells: whom a heading above it names, else who was spoken of last before it began."""
    if reader.memory.career[0] != passage.headings[-1:]:
        who = reader.memory.headed_by or next(iter(reader.values("@subject")), None)
        reader.memory.career = (passage.headings[-1:], who)
    return reader.memory.career[1]


def _posts(current: Line, date: Chunk, reader: Reader) -> Iterator[Chunk]:
    """The posts that an entry names: as titles, else as what its parts between commas are called ("Desk Officer")."""
    found = [
        each if each.kind in _POSTS else part
        for _, chunk in current.all((*_POSTS, "offices", "posts", "person"))
        for each in chunk.each()
        if (part := each.part("office") or each).kind in _POSTS
    ]
    yield from found
    parts = _PART.finditer(current.text, date.end, current.ends[-1]) if not found else ()
    called = said(reader.names.language)["career-post"]
    told = next((part for part in parts if called.fullmatch(part[0].lower().strip())), None)
    if told is not None:
        yield Chunk("office", told.start(), told.end(), told[0], told[0].lower())
    elif not found:
        titled = with_home_posts(current, reader.names.language).all(("office",))
        yield from [chunk for _, chunk in titled if chunk.start >= date.end][:1]


_PART = compiled(r"(?<=\W)(?! )[^,;:\t|()\n]{3,60}")


def _lasts(date: Chunk, current: Line, reader: Reader) -> bool:
    """Whether "present" or the like stands behind a date as the end of the term: "2015 to present", "since 2015"."""
    behind = current.text[date.end : current.ends[-1]].lower().lstrip(" –-")
    before = current.text[current.starts[0] : date.start].lower().strip()
    words = said(reader.names.language)
    return words["open-end"].match(behind) is not None or words["holder-since"].match(before) is not None


def _office(post: Chunk, current: Line, reader: Reader) -> Value:
    """The post as the entry tells it; "Head, Sahel Department" is the head of it."""
    office = post.part("office") or post
    words, title = said(reader.names.language), office.label.partition(" (")[0]  # "second secretary (political)"
    heads = words["career-heads"].search(title) is not None
    body = words["career-body"].match(current.text, post.end) if heads else None
    label = f"{title} of {body['body']}" if body is not None else title
    return Value(office.text, label, "office", span=Span(office.start, office.end))


def _host(current: Line, home: Value, reader: Reader) -> Value | None:
    """The state or body in which a post was held; none for one at home."""
    told = [part for _, chunk in current.all(_TITLED) for name in ("to", "org") for part in chunk.all_parts(name)]
    parts = [*told, *(part for _, chunk in current.all(_PLACES) for part in _where(chunk))]
    bodies = [value for chunk in parts if chunk.kind == "org" and chunk.keys for value in reader.values(chunk)]
    states = (reader.state_of_place(c) if c.kind == "place" else next(iter(reader.values(c)), None) for c in parts)
    known = (state for state in states if state is not None and state.kind == "state")
    return next((replace(each, span=None) for each in (*bodies, *known) if each.label != home.label), None)


def _where(chunk: Chunk) -> tuple[Chunk, ...]:
    if chunk.kind != "mission":
        return (chunk,)
    return (*chunk.all_parts("receiving"), *chunk.all_parts("at"), *chunk.all_parts("place"))
