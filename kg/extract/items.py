"""Items of lists: a name with years, a date or nothing, under a lead that says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.compiled import Match, compiled
from kg.extract.cells import CELL_GAP, PEOPLE_TABLE, TOLD, meaning, side_by_side, table_of
from kg.extract.claims import Draft
from kg.extract.held import given_by, listed, rank_of
from kg.extract.journeys import called_off, met, stayed_away
from kg.extract.leads import at_home, forget_elsewhere, frame_told, of_people, of_sides, sided
from kg.extract.lines import of_heading
from kg.extract.roles.filled import Filled
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line, captured, compile_pattern, of_state
from kg.extract.values import Reader
from kg.lexicon.language import Frame
from kg.model import Modality, Span, Value


def inline(current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """A list in one line: "Ambassadors of Peru in Italy: X (2005-2010), Y (2011-2015)"; two items need no colon.

    Below "Ambassadors" it may name but the states: "Of Peru in Italy: X (2005-2010)".
    """
    items = list(_NAME_THEN_YEARS.each(current.symbols))
    colon = current.symbols.rfind(":", 0, items[0].start()) if items else -1
    if not items or (colon < 0 and len(items) < 2):
        return
    end = colon if colon >= 0 else items[0].start() + 1
    lead = current.part(0, end)
    found = frame_told(of_people(reader), [lead], reader.names.language)
    if found is None and colon >= 0:
        found = frame_told(of_sides(reader), [lead, *leads], reader.names.language)
    if found is None or (colon < 0 and "office" in found[1] and not _of_diplomats(found[1])):
        return
    yield from _one_by_one(items, found, current, reader)


def _one_by_one(items: Sequence[Match], found: tuple[Frame, Filled], current: Line, reader: Reader) -> Iterator[Draft]:
    """Each name of a line with its own years."""
    for match in items:
        named = dict(captured(current, match))
        person, date = named["who"], named["when"]
        title = tuple(("office", chunk) for _, chunk in current.mentions(*match.span("title")))
        span = Span(person.start, current.ends[match.end() - 1])
        filled = given_by(*found, replace(person, parts=(*person.parts, *title)))
        yield from listed(found[0], filled, reader.edtf(date, found[0].type == "Tenure"), person, span, reader)


def _of_diplomats(given: Filled) -> bool:
    """Whether a lead names a diplomat's post, which is held one after the other."""
    posts = [chunk for chunk in given.get("office", ()) if isinstance(chunk, Chunk)]
    offices = [office for post in posts for office in (post.all_parts("office") or (post,)) for office in office.each()]
    return any(office.detail == "diplomat" for office in offices)


# "X (1962-1966)", "X (chargé d'affaires, 1962-1966)", "X (May 1962, state visit)", "X, 1962-1966"
_NAME_THEN_YEARS = compile_pattern(
    r"{who:person|name},? (?:\((?:(?P<title>{office}),? |{place},? )?{when:date|dates}(?:[,;:] [^()]{1,100})?\)"
    r"|{when:date|dates})",
    {},
)


def _told_behind(start: int, current: Line, reader: Reader) -> tuple[Frame, Filled] | None:
    """The frame of the words that close a row: "X (2009-2016) and Y (2016- ) have been ambassadors of Peru in Oslo"."""
    behind = _POST_BEHIND.fullmatch(current.symbols, start)
    told = behind and frame_told(of_people(reader), [current.part(*behind.span("post"))], reader.names.language)
    return at_home(*told, reader) if told else None


_POST_BEHIND = compiled(rf"(?: \p{{Ll}}+){{1,3}} (?P<post>{SYMBOL['post']})\.?")


def is_bare(current: Line) -> bool:
    """A line that is only a name with years: an item of a list that lost its bullets."""
    return bool(_NAME_AND_YEARS.fullmatch(current.symbols))


_NAME_AND_YEARS = compile_pattern(r"(?:{date}(?:[:,]| -)? )?{person|name}(?:(?:[,:]| -)? ?\(?{date|dates}\)?)?\.?", {})


def is_run_in(current: Line) -> bool:
    """A paragraph of nothing but names with their years: "Ola Berg, 1882–1887; Ana Li, 1887–1893." """
    return bool(_RUN_IN.core.fullmatch(current.symbols))


_RUN_IN = compile_pattern(r"(?:{person|name},? \(?{date|dates}\)?(?:[;,.]? ?(?:and )?)){2,60}", {})


def item(current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    people = [chunk for _, chunk in current.all(("person", "name", "people", "names", "post"))] or _nobles(current)
    people = [chunk for chunk in people if not _STYLE.fullmatch(chunk.text)]
    found = frame_told(of_people(reader), leads, reader.names.language)
    if found is not None and found[0].type == "Visit" and (titled := _by_title(current, people)) is not None:
        people = [titled]
    if found is None or not people or nobody(current, reader):
        return
    if _beyond(people[0], current) > OPENING and not _headed(people[0], current, reader):
        return
    frame, given = found = at_home(*found, reader)
    single = people[0].kind == "name" and " " not in people[0].text
    if frame.type == "Tenure" and single and _OPENS_SENTENCE.match(current.text, people[0].end):
        return  # "Commissioned during a recess", "Soto was named …"
    if frame.type == "Tenure":
        if _tells_life(people[0], current, reader):
            return
        if people[0].kind == "post":  # "Envoys to the Argentine Confederation" heads a list
            return
        given = sided(given, leads)
        forget_elsewhere(reader)
    dates = [c for i, c in current.all(("date", "dates")) if not _SORTED_BY.match(current.symbols, max(0, i - 3))]
    if frame.type == "Tenure":
        people[0], dates, values = _term(people[0], dates, current, reader)
    elif frame.type == "Visit":
        dates = _of_one_year(_of_the_entry(dates, reader.document.text), current.starts[0] + OPENS)
        if any(edtf.endswith("/..") for chunk in dates for edtf in reader.edtf(chunk, True)):
            return  # "Ambassador: X (since 2019)", below a list of visits
        values = [edtf for chunk in dates for edtf in of_heading(chunk, leads, reader)]
    else:
        values = [edtf for chunk in dates for edtf in reader.edtf(chunk, True)]
    if frame.type == "Tenure" and _serves_elsewhere(people[0], values):
        return
    if len(each := list(_NAME_THEN_YEARS.each(current.symbols))) > 1:
        colon = max(0, current.symbols.rfind(":", 0, each[0].start()))
        own = frame_told(of_sides(reader), [current.part(0, colon), *leads], reader.names.language)
        yield from _one_by_one(each, _told_behind(each[-1].end(), current, reader) or own or found, current, reader)
        return
    if not values and (people[0] is reader.memory.bearer or _heads_entry(current, reader)):
        return  # the title stands in the next line
    if not values and (frame.type == "Visit" or not _ALONE.core.fullmatch(current.symbols)):
        return
    if frame.type == "Visit":
        people[0] = _with_home(people[0], current, given, reader)
        given = {**_where(current, reader), **given}
    along = tuple(_companions(current, people, reader)) if frame.type == "Visit" else ()
    if frame.type == "Tenure" and not values and _never_served(current, reader):
        filled = given_by(frame, given, people[0])
        drafts = listed(frame, filled, [NEVER], people[0], Span(current.starts[0], current.ends[-1]), reader)
        yield from (replace(d, type="Appointment", date=None, modality="cancelled") for d in drafts)
        return
    for person in (*people[0].each(), *along):
        filled = given_by(frame, given, person)
        off = _unmade(dates[-1], current, reader) if frame.type == "Visit" and dates else None
        off = None if off == "denied" and person in along else off  # another went in his stead
        span = Span(person.start, max([person.end, *[d.end for d in dates if d.start > person.start]]))
        span = Span(min([span.start, *[d.start for d in dates]]), _closing(reader.document.text, span.end))
        drafts = listed(frame, filled, values, person, span, reader)
        entered = _entered(person, dates[0], reader) if frame.type == "Tenure" and len(values) == 1 else ""
        if entered:
            yield from _as_appointments(drafts, entered)
            continue
        made = [replace(draft, modality=off) for draft in drafts] if off else list(drafts)
        yield from made
        if made and made[0].type == "Visit":
            host = next(iter(made[0].roles.get("host", ())), None)
            yield from met(current, [person], values[:1], made[0].modality, host, reader)


def _with_home(guest: Chunk, current: Line, given: Filled, reader: Reader) -> Chunk:
    """Below "Visits to Kenya" the state between a guest and the day is his own: "President Ola Berg, Peru, 3 May"."""
    at = next((index for index, chunk in current.mentions() if chunk is guest), 0)
    behind = _HOME.core.match(current.symbols, at + 1)
    home = current.chunk_at(behind.start("home")) if behind is not None else None
    hosts = {value.label for chunk in given.get("host", ()) for value in reader.values(chunk)}
    own = home is not None and hosts and hosts.isdisjoint(value.label for value in reader.values(home))
    return of_state(guest, home) if own and home is not None else guest


_HOME = compile_pattern(r",? (?:- )?(?:\()?(?P<home>{state})\)?(?:[,;:.]? ?[(\[]?{date|dates}|[,;:.]? ?$)", {})


def _tells_life(person: Chunk, current: Line, reader: Reader) -> bool:
    """ "Ola Berg was born in 1970", "Ola Berg served as consul in Lima (1990-1994)": a sentence of a life, no entry
    of a list of holders."""
    words = said(reader.names.language)
    posts = words["posts-held"].search(current.symbols)
    at = next((index for index, chunk in current.mentions() if chunk is person), len(current.symbols))
    told = words["portrayed"].match(current.symbols)
    sentence = told is not None and not told[0].endswith(")")  # "Ola Berg (born 1930), 1999–2004" is an entry
    return sentence or (posts is not None and 0 <= posts.start() - at <= NEAR)


def _term(person: Chunk, dates: list[Chunk], current: Line, reader: Reader) -> tuple[Chunk, list[Chunk], list[str]]:
    """A holder under his whole name and with his rank, and the dates of his term, in words and in EDTF."""
    text = reader.document.text
    dates = _of_posts(dates, person, reader)
    if dates and "/" in "".join(reader.edtf(dates[0], True)[:1]):  # what is said behind a term is no other
        dates = _of_the_term(_of_the_entry(dates, text), reader)
    around = False
    if dates and dates[0].start < person.start:
        around = len(dates) == 2 and _closes(dates[1], current)
        together = around or (len(dates) > 1 and side_by_side(dates[:2], text))  # "1831 1832 X"
        dates = dates[: 1 + together]  # "1831–1832: X (appointed 1828)"
        person = _ranked(whole_name(person, text), current)
    else:
        person = _ranked(with_first(person, current.text, current.starts[0], reader), current)
        person = _ranked_behind(person, dates[-1], current) if dates else person
    values = [edtf for chunk in dates for edtf in reader.edtf(chunk, True)]
    apart = len(dates) == len(values) == 2
    if apart and (around or side_by_side(dates, text) or _left(dates, reader)):
        values = ["/".join(values)] if values[0] <= values[1] and "/" not in "".join(values) else values
    last = values[0] if len(values) == 1 and "/" not in values[0] else ""
    if last and (ongoing(dates[-1], reader) or _open(dates[-1], person, text)):
        values = [f"{last}/.."]
    return person, dates, values


def _where(current: Line, reader: Reader) -> Filled:
    """Whom an entry says that somebody visited, by a city of one of the document's pair alone between commas:
    "President Ana Li, Lima, 3 May 2010"."""
    pair = {value.label for value in reader.memory.pair}
    alone = (
        chunk
        for _, chunk in current.all(("place",))
        if _ALONE_BEHIND.search(current.text, 0, chunk.start) and _ENDS_THERE.match(current.text, chunk.end)
    )
    place = next(alone, None) if len(pair) > 1 else None
    host = reader.state_of_place(place) if place is not None else None
    return {"host": [place]} if place is not None and host is not None and host.label in pair else {}


_ALONE_BEHIND = compiled(r"(?r)[,;(–-] ?$")
_ENDS_THERE = compiled(r" ?(?:[,;.()–-]|$|\n)")
_OPENS_SENTENCE = compiled(r" \p{Ll}{3,}")
_STYLE = compiled(r"(?:\p{Lu}{1,2}\. ?){2,4}")  # "S.A.R.", before who is so styled


def _beyond(person: Chunk, current: Line) -> int:
    """How many characters of an entry stand before the person, without those of the dates there."""
    dates = (chunk for _, chunk in current.all(("date", "dates")) if chunk.end <= person.start)
    return person.start - current.starts[0] - sum(date.end - date.start for date in dates)


def _headed(person: Chunk, current: Line, reader: Reader) -> bool:
    """ "A delegation of Parliament headed by Ola Berg, May 1990": whether he is named as the head of who came."""
    at = next((index for index, chunk in current.mentions() if chunk is person), 0)
    led = said(reader.names.language)["headed-by"].search(current.symbols, 0, at)
    return led is not None and at - led.end() <= NEAR and ". " not in current.symbols[:at]


OPENING = 40  # characters in which an entry names whom it is about


NEVER = "XXXX"  # no date of a post that nobody came to hold


def _never_served(current: Line, reader: Reader) -> bool:
    """ "Not commissioned; nomination withdrawn", in the line below a name; "(declined the post)", behind it."""
    words, (start, end) = said(reader.names.language)["not-served"], (current.starts[0], current.ends[-1])
    if words.match(reader.document.text, end) is not None:
        return True
    noted = current.text.find("(", start, end)
    return noted >= 0 and words.match(current.text, noted) is not None


def _heads_entry(current: Line, reader: Reader) -> bool:
    """Whether the lines below a name are the labels of an entry on its bearer: "Title: Envoy", "Appointed: 1990"."""
    end, table = current.ends[-1], table_of(reader, PEOPLE_TABLE)
    next_line = TOLD.match(reader.document.text, end + 1)
    if next_line is not None and meaning(next_line["label"], table):
        return True
    labels = _LABELS_BELOW.match(reader.document.text, end)
    return labels is not None and any(meaning(label, table) for label in labels.captures("label"))


_LABELS_BELOW = compiled(r"[^\n]{0,40}(?:\n[ \t]*(?:(?P<label>\p{Lu}[\p{L}' ]{1,40}): ?|\p{Lu})[^\n]{1,100}){2,4}")


def _companions(current: Line, people: list[Chunk], reader: Reader) -> Iterator[Chunk]:
    """Who came along with the first of an entry, told by a title and a name: "accompanied by Minister Ola Berg", or
    right behind him: "President Ana Li, Minister Ola Berg (Climate Summit)"."""
    last = people[0].end
    for index, chunk in current.all(("person", "people")):
        words = current.symbols[:index].rpartition(". ")[2]
        led = said(reader.names.language)["along"].search(words)
        near = led is not None and SYMBOL["person"] not in words[led.end() :] and len(words) - led.end() <= NEAR
        beside = people[0].kind in ("person", "people") and current.text[last : chunk.start] in (", ", "; ", " / ")
        if chunk is people[0] or not (near or beside):
            continue
        last = chunk.end if beside else last
        yield from (each for each in chunk.each() if each.part("office") is not None)


NEAR = 20  # symbols between "accompanied by" and who came along


def _left(dates: Sequence[Chunk], reader: Reader) -> bool:
    """Whether the second of two dates is that on which a post was left: "3 May 1990. Left post, 4 June 1994"."""
    between = reader.document.text[dates[0].end : dates[1].start].lower().strip(" .,;:()–-")
    return said(reader.names.language)["left-post"].fullmatch(between) is not None


def _closes(date: Chunk, current: Line) -> bool:
    """Whether a line ends in a date right behind a name: "May 1990 Ola Berg Prime Minister Ana Li June 1994"."""
    before = next((chunk for _, chunk in reversed(current.mentions()) if chunk.end <= date.start), None)
    names = before is not None and before.kind in ("name", "person", "names", "people") and before.end + 1 == date.start
    return names and not current.text[date.end : current.ends[-1]].strip(" .|")


def _entered(person: Chunk, date: Chunk, reader: Reader) -> str:
    """ "Ola Berg, appointed on 3 May 1998", "Credentials: 3 May 1998": how somebody came to a post, if no more is told
    of the term; else ""."""
    between = reader.document.text[person.end : date.start].lower().lstrip(" ,(–-")
    words = said(reader.names.language)
    if words["remark-appointed"].fullmatch(between) is not None:
        return "appointed"
    credentials = words["remark-credentials"].search(between)
    return "credentials" if credentials is not None and credentials.end() >= len(between) - 1 else ""


def _as_appointments(drafts: Iterator[Draft], kind: str) -> Iterator[Draft]:
    for draft in drafts:
        roles = {**draft.roles, "kind": (Value(kind, kind, "text"),)}
        date = draft.date.partition("/")[0] if draft.date else None
        yield replace(draft, type="Appointment", roles=roles, date=date)


def _unmade(date: Chunk, current: Line, reader: Reader) -> Modality | None:
    """How a visit was not made: "planned for 2020, cancelled", "– did not attend", "(expected in 2030)", "(May 2030,
    planned)"; None if nothing says so."""
    at = next((index + 1 for index, chunk in current.mentions() if chunk is date), len(current.symbols))
    if called_off(current.symbols, at, reader):
        return "cancelled"
    if stayed_away(current.symbols, at, reader):
        return "denied"
    near = _BEFORE_DATE.search(current.symbols, 0, at), _BEHIND_DATE.match(current.symbols, at)
    coming = said(reader.names.language)["coming"]
    return "planned" if any(each is not None and coming.search(each[0]) for each in near) else None


_BEFORE_DATE = compiled(r"(?r)[(\[,;–-] ?[^(\[,;–-]{0,40}$")
_BEHIND_DATE = compiled(r"[,;]? ?\(?[^()\[,;.–-]{0,40}")


def nobody(current: Line, reader: Reader) -> bool:
    """ "Career FSO", a line of its own below a name."""
    return said(reader.names.language)["no-holder"].match(current.words.lower()) is not None


def term_below(current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """ "1977 – 1981" below a heading that is a name, under one that says what its bearer was."""
    alone = _TERM_ALONE.core.fullmatch(current.symbols) if len(leads) > 1 else None
    head = _HOLDER_ALONE.core.fullmatch(leads[0].symbols) if alone is not None else None
    person = leads[0].chunk_at(head.start("who")) if head is not None else None
    date = current.chunk_at(alone.start("term")) if alone is not None else None
    if person is None or date is None or person.start < 0 or person.each()[1:]:
        return
    label = current.text[current.starts[0] : date.start].strip(" (*•–-:")
    if meaning(label, table_of(reader, PEOPLE_TABLE)) not in ("", "term"):  # "From: 3 May 1990", the end stands below
        return
    outer = [lead for lead in leads[1:] if lead is not leads[0]]
    found = frame_told(of_people(reader), outer, reader.names.language)
    if found is None or found[0].type != "Tenure":
        return
    filled = given_by(found[0], sided(found[1], outer), person)
    span = Span(person.start, current.ends[-1])
    yield from listed(found[0], filled, reader.edtf(date, True)[:1], person, span, reader)


_TERM_ALONE = compile_pattern(r"[ (*•–-]*(?:\w+(?: \w+){0,3}: ?)?{term:date}[ ).*]*", {})
_HOLDER_ALONE = compile_pattern(r"[#=*\d. •–-]*(?:[^\W\d_]{1,4}\.? ?){0,6}?{who:person|name}[.,]? ?", {})


def _by_title(current: Line, people: list[Chunk]) -> Chunk | None:
    """Who came, told by a title alone: "Minister of Trade – 1975", "Chairman of the State Council in 1989"."""
    found = _TITLE_FIRST.core.match(current.symbols)
    title = current.chunk_at(found.start("title")) if found is not None else None
    if found is None or title is None or any(" " in chunk.text and chunk.start > title.end for chunk in people):
        return None
    end = current.ends[found.end("title") + len(found["of"]) - 1] if found["of"] else title.end
    text = current.text[title.start : end]
    return replace(title, kind="name", end=end, text=text, label=text) if found["of"] else title


_TITLE_FIRST = compile_pattern(
    r"[ .*•#–-]*(?:\w{2,3} )?{title:office}(?P<of>(?: \w{2,3} [^–:;,().-]{1,60}?)?)(?:,| -|:|-)?"
    r"(?: \w\w)? \(?{date|dates}",
    {},
)


def _serves_elsewhere(person: Chunk, dates: list[str]) -> bool:
    """Whether an entry gives the day of someone who holds another office: "June 2018 Minister of Defence Ola Berg"."""
    own = person.part("office")
    return own is not None and own.detail not in ("diplomat", "other") and not any("/" in date for date in dates)


_SORTED_BY = compile_pattern(r"{date} \({date}", {}).core  # "since 4 May 2021 (2021-05-04)": the same again


_ALONE = compile_pattern(
    r"[ .,;:*#\[\]\d-]*(?:{office|rank}:? )?{person|name|people|names|post}"
    r"(?:,? {office|rank|post})?(?: \([^()]*\))?[ .,;*\[\]\d]*",
    {},
)


def _of_the_entry(dates: list[Chunk], text: str) -> list[Chunk]:
    """The dates of an entry, not of a sentence behind it: "X, 5 May 1999. The next session is due in 2001."."""
    for n in range(1, len(dates)):
        if _SENTENCE_BEHIND.search(text, dates[n - 1].end, dates[n].start):
            return dates[:n]
    return dates


def _of_the_term(dates: list[Chunk], reader: Reader) -> list[Chunk]:
    """The dates of an entry whose term is told, without the day of what a clause behind it names: "X (1938-1941), the
    last envoy before relations were severed (8 June 1941)"."""
    gaps = (reader.document.text[dates[0].end : date.start] for date in dates[1:])
    others = [
        date
        for date, gap in zip(dates[1:], gaps, strict=True)
        if len(gap.split()) < CLAUSE_LEAST or "/" in "".join(reader.edtf(date, True)[:1])
    ]
    return [*dates[:1], *others]


CLAUSE_LEAST = 4  # words


def _of_one_year(dates: list[Chunk], opens: int) -> list[Chunk]:
    """The dates of an entry that opens with its year and tells the days behind it: "2002 Minister X (3 to 5 March)";
    behind a day that opens it, the years of what took place are none of its own: "3/5/2002 X: opening of Expo 2002"."""
    bare = len(dates) > 1 and _YEAR.fullmatch(dates[0].text) is not None
    if not bare and dates and dates[0].start <= opens:
        return [dates[0], *(date for date in dates[1:] if _YEARS_ALONE.fullmatch(date.text) is None)]
    return dates[1:] if bare and not any(_YEAR.search(date.text) for date in dates[1:]) else dates


OPENS = 4  # characters before a day that opens an entry: a mark, an article
_YEAR = compiled(r"\d{4}")
_YEARS_ALONE = compiled(r"\d{4}(?: ?[-–] ?\d{2,4})?")
_SENTENCE_BEHIND = compiled(r"(?<=\d{4}|\p{Ll}{3}|\))[.!?]\s+\p{Lu}\p{Ll}*(?:[ ,].{15}|(?<=\s\p{Lu}\p{Ll}) $)")


def _of_posts(dates: list[Chunk], person: Chunk, reader: Reader) -> list[Chunk]:
    """The dates of an item without those of a life: "X (1900–1980), 1950–54"."""
    text = reader.document.text
    dates = [date for date in dates if len(dates) == 1 or not _of_a_title(date, person, text)]
    behind = next((i for i, date in enumerate(dates) if date.start >= person.end), None)
    if behind is None or not _LIFE.match(text, person.end, dates[behind].end + 2):
        return dates
    years = [
        int(edtf[:4]) for edtf in reader.edtf(dates[behind], True)[:1] for edtf in edtf.split("/") if edtf[:4].isdigit()
    ]
    born = said(reader.names.language)["born"].search(text[person.end : dates[behind].start].lower()) is not None
    if not born and (len(years) < 2 or (years[1] - years[0] < LIFE_LEAST)):
        return dates
    return dates[:behind] + dates[behind + 1 :]


def _of_a_title(date: Chunk, person: Chunk, text: str) -> bool:
    """Whether brackets tell with a date of something else: "Ola Berg – 1970–1974 (Consul until 1971)"."""
    opened = text.rfind("(", person.end, date.start)
    inside = opened >= 0 and text.find(")", opened, date.start) < 0
    return inside and _WORD_BEFORE.search(text, opened, date.start) is not None


_WORD_BEFORE = compiled(r"\p{L}{5,}")
LIFE_LEAST = 32  # years; no ambassador has held one post so long


_LIFE = compiled(r" ?\([^()]{0,40}\d{4}[^()]{0,20}\)")


def ongoing(date: Chunk, reader: Reader) -> bool:
    """Whether the cell or the word behind a date says that the term lasts."""
    gap = _TO_END.match(reader.document.text, date.end)
    behind = reader.document.text[gap.end() : gap.end() + 40].lower() if gap is not None else ""
    return bool(behind) and said(reader.names.language)["open-end"].match(behind) is not None


def _open(date: Chunk, person: Chunk, text: str) -> bool:
    """Whether "2017 – Ola Berg" is a term that lasts: the entry above it has an end."""
    between = text[date.end : person.start]
    if _DOTS.fullmatch(between) is not None:  # "1987-... : Ola Berg"
        return True
    return _DASH.fullmatch(between) is not None and _TERM_ABOVE.search(text, 0, date.start) is not None


_DASH = compiled(r"\s?[–—-](?:\s?[:.,–—-])?\s")
_DOTS = compiled(r"\s?[–—-]\s?(?:\.{2,3}|…)\s?[:.,]?\s*")


_TERM_ABOVE = compiled(
    r"(?r)(?:^|\n)[^\n\d]{0,16}(?:\d{1,2}[^\n\d]{1,14})?\d{4}\s?(?:[–—-]|\p{Ll}{1,5})\s?"
    r"[^\n\d]{0,14}(?:\d{1,2}[^\n\d]{1,14})?\d{4}[\s:,.][^\n]{1,200}\n\s*(?:[•*-]\s*)?$"
)


_TO_END = compiled(rf"(?:{CELL_GAP.pattern}|[–—-] )+")


def whole_name(person: Chunk, text: str) -> Chunk:
    """The name up to the end of its item, whose words may have other uses: "The Count of Vestby and Moss"."""
    noble = _NOBLE.search(text, max(0, person.start - 30), person.start)
    start = noble.start("title") if noble else person.start
    rest = _REST_OF_NAME.match(text, person.end) if person.kind in ("name", "person") else None
    end = rest.end() if rest else person.end
    if (start, end) == (person.start, person.end):
        return person
    label = text[start:end] if noble else person.label + text[person.end : end]
    parts = () if noble else person.parts
    return Chunk("name" if noble else person.kind, start, end, text[start:end], label, parts=parts)


def with_first(person: Chunk, text: str, start: int, reader: Reader) -> Chunk:
    """The name of an entry, which begins at `start`, with a first name that is a common word too: "Art Agnew"."""
    before = _FIRST_WORD.fullmatch(text, start, person.start) if person.kind == "name" else None
    if before is None or before["first"] not in reader.names.common:
        return person
    begin = before.start("first")
    return replace(person, start=begin, text=text[begin : person.end], label=f"{before['first']} {person.label}")


_FIRST_WORD = compiled(r"[ *•–\d.#-]*(?P<first>\p{Lu}\p{Ll}+) ")


def _nobles(current: Line) -> list[Chunk]:
    """ "1933–1939: The Earl of Perth": a peer whose title is all of his name."""
    found = _PEER.fullmatch(current.text, current.starts[0], current.ends[-1]) if current.starts else None
    if found is None:
        return []
    start, end = found.span("name")
    return [Chunk("name", start, end, found["name"], found["name"])]


def _ranked(person: Chunk, current: Line) -> Chunk:
    """The person with the rank that stands behind the name in an item: "1806: Ola Berg chargé d'affaires", "Ola Berg
    – chargé d'affaires, 1806"."""
    behind = next((chunk for _, chunk in current.mentions() if chunk.start >= person.end), None)
    if behind is None or behind.kind not in ("rank", "office", "post"):
        return person
    if not _BEFORE_RANK.fullmatch(current.text, person.end, behind.start):
        return person
    office = rank_of(behind.part("office") or behind)
    return replace(person, parts=(*person.parts, ("office", office))) if office is not None else person


def _ranked_behind(person: Chunk, date: Chunk, current: Line) -> Chunk:
    """The person with the rank that ends an item: "Ola Berg (1967-1970), as chargé d'affaires"."""
    behind = next((chunk for _, chunk in current.mentions() if chunk.start >= date.end), None)
    if person.kind not in ("person", "name") or person.part("office") is not None or behind is None:
        return person
    office = rank_of(behind.part("office") or behind)
    between, rest = current.text[date.end : behind.start], current.text[behind.end : current.ends[-1]]
    if office is None or not _TO_RANK.fullmatch(between) or not _RANK_ENDS.fullmatch(rest):
        return person
    return replace(person, parts=(*person.parts, ("office", office)))


_BEFORE_RANK = compiled(r"\W{0,2}| [-–—] ")
_RANK_ENDS = compiled(r"(?: ?\(?a\.\s?i\.?| ad interim)?[ .;,)]*(?:\[\w+\][ .;,)]*)*")
_TO_RANK = compiled(r"[\s),;:(–—-]{1,4}(?:\p{Ll}{2,4} )?")
_NOBLE = compiled(r"\b(?P<title>(?:Count|Countess|Earl|Duke|Duchess|Marquess|Marquis|Viscount|Baron) of )(?:the )?$")


_PEER = compiled(
    r"[\d–—-]{4,12}(?:present)?[:,]? (?:The )?"
    r"(?P<name>(?:Count|Countess|Earl|Duke|Duchess|Marquess|Marquis|Viscount|Baron|Lord) (?:of )?"
    r"\p{Lu}[\p{L}\p{M}' ’-]{2,40})"
    r"(?:\[\d+\])*"
)


_REST_OF_NAME = compiled(
    r"(?:(?: (?:de|du|da|von|van|der|la|le|à|\p{Lu}[\p{L}\p{M}'’.-]*)){0,5} h?\p{Lu}[\p{L}\p{M}'’.-]+"
    r"| of (?:the )?\p{Lu}[\p{L}\p{M}'’-]+(?: (?:of|and|the|\p{Lu}[\p{L}\p{M}'’-]+)){0,4})(?=[ \t]*(?:[\[(,;|\n]|$))"
)


def _closing(text: str, end: int) -> int:
    """Include the bracket that closes "(1991-1992)" or "(2017 -)"."""
    match = _BRACKET.match(text, end)
    return match.end() if match else end


_BRACKET = compiled(r"\s*[-–]?\s*\)")
