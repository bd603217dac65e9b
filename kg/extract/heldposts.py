"""The posts that a text tells of somebody one behind another: "Fue embajador en Portugal (2001-2004), cónsul general
en Milán y director de Asia": one with dates is a tenure, another a title held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.compiled import compiled
from kg.extract.claims import Draft
from kg.extract.clauses import Clauses
from kg.extract.grammar import grammar
from kg.extract.homeposts import with_home_posts
from kg.extract.homes import home_of
from kg.extract.roles.filled import Roles, office_of, states_of_places
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line
from kg.extract.values import Reader
from kg.model import Passage, Span, Value


@dataclass(frozen=True)
class _Post:
    """A post of an enumeration: where it stands, up to where its words go, and the date told before it."""

    chunk: Chunk
    at: int
    end: int
    ahead: Chunk | None = None


def with_posts_held(told: list[Draft], passage: Passage, current: Line, reader: Reader) -> list[Draft]:
    """The claims of a passage and the posts that it enumerates; what rules have read of these is told by them."""
    if passage.kind not in ("sentence", "item"):
        return told
    lexicon = reader.names.language
    triggers = [match.span() for match in said(lexicon)["posts-held"].finditer(current.symbols)]
    if triggers:
        current = with_home_posts(current, lexicon)
        triggers = [match.span() for match in said(lexicon)["posts-held"].finditer(current.symbols)]
    for start, end in triggers or _unsaid(passage, current, reader):
        posts = list(_posts(start, end, current, reader))
        bearer = _bearer(start, current, reader) if posts else None
        found = [draft for post in posts for draft in _told(post, bearer, current, reader)] if bearer else []
        if not found or (len(posts) == 1 and any(_same(draft, found[0]) and _tells(draft, found[0]) for draft in told)):
            continue
        begin, stop = current.starts[start], current.ends[posts[-1].end - 1]
        own = [d for d in told if d.type in _HELD and begin <= _place(d) < stop and _who(d) == _who(found[0])]
        dates = {draft.date for draft in found}
        # "From 2011 to 2014 Ola Berg was …": a date told farther ahead
        kept = [d for d in own if d.date and d.date not in dates]
        found = [draft for draft in found if not any(_same(draft, other) for other in kept)]
        told = [*(draft for draft in told if draft not in own or draft in kept), *found]
    return told


def _unsaid(passage: Passage, current: Line, reader: Reader) -> list[tuple[int, int]]:
    """ "Consul in Milan from 2010 to 2013.", a sentence without a verb: a step of the career of whom a life tells."""
    first = current.chunk_at(0)
    if passage.kind != "sentence" or first is None or first.kind not in _POSTS:
        return []
    lasting = any("/" in edtf for _, chunk in current.all(("date",)) for edtf in reader.edtf(chunk, True))
    told = grammar(reader.names.language).verb.search(current.symbols) is not None
    named = any(chunk.kind in ("person", "people", "name", "names") for _, chunk in current.mentions())
    return [(0, 0)] if lasting and not told and not named else []  # "Ambassadors to Peru: Ola Berg 1990-1994"


_HELD = ("Tenure", "OfficeHeld")


def _place(draft: Draft) -> int:
    office = draft.roles["office"][0].span
    return office.start if office is not None else draft.span.end - 1


def _who(draft: Draft) -> str:
    return draft.roles["person"][0].label


def _same(draft: Draft, other: Draft) -> bool:
    """Whether two claims tell of one post of somebody."""
    if draft.type not in (*_HELD, "Appointment") or _who(draft) != _who(other):
        return False
    one, two = draft.roles["office"][0].label, other.roles["office"][0].label
    return one == two or one.startswith(f"{two} to ") or two.startswith(f"{one} to ")


def _tells(draft: Draft, other: Draft) -> bool:
    """Whether a claim of a post tells at least as much of it as another: when it was held."""
    return draft.type != "OfficeHeld" or other.type == "OfficeHeld"


def _posts(start: int, begin: int, current: Line, reader: Reader) -> Iterator[_Post]:
    """The posts enumerated behind a verb at `start`, the first of which begins at `begin`."""
    symbols, verb = current.symbols, grammar(reader.names.language).verb
    whole = min((m.start() for m in _SENTENCE_END.finditer(symbols, begin)), default=len(symbols))
    heads = [i for i, chunk in current.mentions(begin, whole) if chunk.kind in _POSTS]
    told = [begin] if heads[:1] == [begin] else []
    if told and _INFINITIVE.match(symbols, begin + 1) is not None:
        return  # "was the first ambassador to see Lima"
    for index in heads[1:] if told else ():
        gap = symbols[told[-1] + 1 : index]
        if _WITHIN.search(gap) is not None:
            continue  # "head of the cabinet of the minister": the minister is another
        if _JOINT.search(gap) is None or verb.search(gap) is not None or any(c in gap for c in _OTHERS):
            break
        told.append(index)
    ahead = _date_ahead(start, current)
    for index, following in zip(told, [*told[1:], 0][: len(told)], strict=True):
        stop = following or _own_end(index, whole, current, reader)
        leads = _LEADING.search(symbols, index + 1, following) if following else None
        chunk = current.chunk_at(index)
        members = chunk.each() if chunk is not None else ()
        for each in members:
            last = each is members[-1]
            yield _Post(each, index, (leads.start() if leads else stop) if last else index + 1, ahead)
            ahead = None
        ahead = current.chunk_at(leads.start("date")) if leads else None


_POSTS = frozenset({"post", "posts", "rank", "ranks", "office", "offices"})
_DATE = f"[{SYMBOL['date']}]"
_OTHERS = (SYMBOL["person"], SYMBOL["relations"], SYMBOL["instrument"], SYMBOL["pronoun"])
_SENTENCE_END = compiled(r"[.;:](?= |$)(?<!\b\w\.)")
_INFINITIVE = compiled(r" (?:to \p{Ll}|en \p{Ll}+[aei]r(?:se)?(?!\w))")
_WITHIN = compiled(r"(?: del?| de la| of(?: the)?) $")
_JOINT = compiled(rf"(?:[,;]| y| e| and| así como| as well as)(?:,? [\w()]{{1,14}}){{0,3}}(?:,? \(?{_DATE}\)?,?)? $")
_LEADING = compiled(rf"(?:,|;|,? (?:y|e|and),?)(?: \w{{1,14}}){{0,2}} (?P<date>{_DATE}),? (?:\w{{1,4}} )?$")
_WHO = f"[{SYMBOL['person']}{SYMBOL['name']}{SYMBOL['pronoun']}] "
# "…, who led it from 1959 to 1963, was later consul": the date closes the clause before
_OPENS = rf"(?<=(?:^|[.;,] )(?:\w{{1,14}} ){{0,2}}{_DATE}, )"
_AHEAD = compiled(rf"(?P<date>{_DATE})(?:,? {_WHO}| |, {_OPENS})(?:\w+ )?$")


def _date_ahead(start: int, current: Line) -> Chunk | None:
    """ "Between 2004 and 2008 she was …": the date right before the verb."""
    found = _AHEAD.search(current.symbols, max(0, start - 20), start)
    return current.chunk_at(found.start("date")) if found is not None else None


def _own_end(index: int, whole: int, current: Line, reader: Reader) -> int:
    """Where the words on the last post of an enumeration end: before the next verb, or with its sentence."""
    verb = grammar(reader.names.language).verb.search(current.symbols, index + 1, whole)
    return verb.start() if verb is not None else whole


def _bearer(start: int, current: Line, reader: Reader) -> Value | None:
    """Who held the posts: whom the sentence names before the verb, else whom the text spoke of last."""
    begin = max((m.end() for m in _SENTENCE_END.finditer(current.symbols, 0, start)), default=0)
    named = [
        (i, c) for i, c in current.mentions(begin, start) if c.kind in ("person", "name", "pronoun", "rank", "post")
    ]
    if len(named) > 1 or (not named and _others_act(begin, start, current, reader)):
        return None
    values = reader.values(named[0][1]) if named else reader.values("@subject")
    if named and named[0][1].kind in ("rank", "post") and all(reader.memory.find(v.label) is None for v in values):
        return None  # "the new ambassador", whom the rules may know
    return values[0] if len(values) == 1 and values[0].kind == "person" and " " in values[0].label else None


def _others_act(begin: int, start: int, current: Line, reader: Reader) -> bool:
    """ "The following have served as", "Norwegian officers served": a subject that names nobody."""
    place = Clauses(current, grammar(reader.names.language), [])
    states = any(
        chunk.kind in ("state", "demonym") and not place.governor(i) for i, chunk in current.mentions(begin, start)
    )
    return states or place.says_subject(begin, start)


def _told(post: _Post, bearer: Value | None, current: Line, reader: Reader) -> Iterator[Draft]:
    """The tenure or the title that a post is."""
    office = office_of(post.chunk)
    if bearer is None or office is None or (home := _home(bearer, post, current, reader)) is None:
        return
    told = current.mentions(post.at + 1, post.end)
    within = [chunk for _, chunk in told]
    host = _host(post.chunk, within, home, reader)
    if _of_body(post, current):
        return  # "special representative of the Union": nobody's envoy
    dates = [c for i, c in told if c.kind == "date" and _APART.search(current.symbols, post.at, i + 1) is None][:1]
    if post.ahead is not None and not any(current.text[d.start - 1 : d.start] == "(" for d in dates):
        dates = [post.ahead]  # "From 2001 to 2004 she was consul in Lima and in 2005 …"
    when = [edtf for edtf in (reader.edtf(dates[0], True)[:1] if dates else []) if "/" in edtf or len(edtf) <= _MONTH]
    ends = [post.chunk.end, *(chunk.end for chunk in (*dates, *within[:1]) if chunk.start < current.ends[post.end - 1])]
    span = Span(post.chunk.start, max(ends))
    label = office.label
    envoy = office.detail == "diplomat"
    roles: Roles = {"person": (bearer,)}
    if when:
        roles |= {"office": (Value(office.text, label, "office", "", _span(office)),), "sending": (home,)}
        roles |= {"receiving": (host,)} if host is not None and envoy else {}
        yield Draft("Tenure", roles, when[0], "asserted", span, "posts-held", _SURE)
        return
    if envoy and host is not None and label == "ambassador":
        label = f"{label} to {host.label}"
    roles |= {"office": (Value(office.text, label, "office", "", _span(office)),), "of": (home,)}
    yield Draft("OfficeHeld", roles, None, "asserted", span, "posts-held", _SURE)


_SURE = 0.7
_MONTH = len("1990-05")  # "consul until the fire of 3 May 1990": on a day nobody holds a post
_BODY = compiled(rf" (?:del?|de la|of|of the) [{SYMBOL['org']}]")
_OF = compiled(r"(?: del?| de la| of| of the) $")
# Words behind a comma before a date: it is that of what they tell.
_APART = compiled(rf",(?! (?:(?!and |y |e )\w{{1,6}} ){{0,2}}\(?[{SYMBOL['date']}])")


def _of_body(post: _Post, current: Line) -> bool:
    """Whether somebody holds a post of an organisation."""
    behind = _BODY.match(current.symbols, post.at + 1)
    org = post.chunk.part("org")
    inside = org is not None and _OF.search(post.chunk.text[: max(0, org.start - post.chunk.start)]) is not None
    return inside or (behind is not None and behind.end() <= post.end)


def _span(office: Chunk) -> Span:
    return Span(office.start, office.end)


def _home(bearer: Value, post: _Post, current: Line, reader: Reader) -> Value | None:
    """The state that somebody served: as the post says, or his own, or that of the mission whose page it is."""
    state = post.chunk.part("state")
    missions = [c for _, c in current.mentions(post.at + 1, post.end) if c.kind == "mission"]
    parts = [state] if state is not None else [p for mission in missions[:1] for p in mission.all_parts("sending")]
    own = [value for part in parts for value in reader.values(part)]
    publisher = reader.state(reader.publisher) if reader.publisher else None
    return own[0] if own else home_of(bearer, reader) or reader.memory.house or publisher


def _host(post: Chunk, within: list[Chunk], home: Value, reader: Reader) -> Value | None:
    """The state to which a post is, or in which its mission or its town lies."""
    to = post.part("to") or post.part("seat")
    near = [to] if to is not None else [c for c in within[:1] if c.kind in ("mission", "place", "state")]
    if to is not None and to.kind == "org":
        return next(iter(reader.values(to)), None)
    states = states_of_places({"where": [*near]}, "where", reader)
    return next((state for state in states if state.label != home.label), None)
