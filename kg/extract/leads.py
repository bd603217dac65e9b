"""The lead of a list or table (the line above it, a heading, the first line), and what it says of all below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache

from kg.compiled import Light, compiled
from kg.extract.lines import words_line
from kg.extract.roles.filled import Filled
from kg.extract.said import said
from kg.extract.sieve import Sieve, needs
from kg.extract.symbols import SYMBOL, Chunk, Line, Pattern, captured, compile_pattern, unsaid_state
from kg.extract.values import Reader
from kg.lexicon.language import Frame, Language
from kg.model import Passage, Span


@cache
def list_frames(lexicon: Language) -> tuple[tuple[Frame, Pattern], ...]:
    return tuple((frame, compile_pattern(frame.lead, lexicon.classes)) for frame in lexicon.frames if not frame.item)


@cache
def _sieve(lexicon: Language) -> Sieve:
    return Sieve.kept("leads", lexicon, lambda: (needs(f.lead, lexicon.classes) for f, _ in list_frames(lexicon)))


@lru_cache(maxsize=256)  # all that stands under a heading asks for its frames
def _possible(symbols: str, lexicon: Language) -> frozenset[str]:
    """The frames of lists that a line could be the lead of."""
    return frozenset(list_frames(lexicon)[index][0].id for index in _sieve(lexicon).passing(symbols))


def of_people(reader: Reader) -> list[tuple[Frame, Pattern]]:
    """The frames of lists whose items name persons; on pages of two states those too in which nobody tells the host."""
    frames = [f for f in list_frames(reader.names.language) if f[0].type in ("Tenure", "Visit") and not f[0].columns]
    return [f for f in frames if len(reader.memory.pair) > 1 or _TO_THE_OTHER not in f[0].roles]


def of_sides(reader: Reader) -> list[tuple[Frame, Pattern]]:
    """The frames of those parts of a list of heads of mission that but name the states: "Of Peru in Italy: …"."""
    return [found for found in list_frames(reader.names.language) if _OF_POSTS in found[0].roles]


_TO_THE_OTHER = ("host", "=other")


def above(passage: Passage, lines: Mapping[Span, Line], reader: Reader) -> tuple[list[Line], Filled]:
    """The lines above a passage that may set its frame, and the states of the post that they name; not to be changed.

    The sentences of a section stand under the same lines, so what was found for the last one is kept.
    """
    place = passage.lead, passage.headings, reader.memory.ranked, next(iter(lines), None)
    known = reader.memory.above
    if known is None or known[0] != place:
        leads = leads_above(passage, lines, reader)
        known = reader.memory.above = place, leads, sided({}, leads)
    return known[1], known[2]


def leads_above(passage: Passage, lines: Mapping[Span, Line], reader: Reader) -> list[Line]:
    """The lines that may set the frame, nearest first: lead-in, headings from the inside out, the document's first."""
    spans = [*([passage.lead] if passage.lead else []), *reversed(passage.headings)]
    found = [lines[span] for span in dict.fromkeys(spans) if span in lines]
    rank = reader.memory.ranked
    if (
        rank is not None
        and rank[0] == passage.headings
        and rank[1].starts[0] > max((s.start for s in spans), default=-1)
    ):
        found.insert(0, rank[1])
    first = next(iter(lines.values()), None)
    found += [first] if first is not None and all(first is not f for f in found) else []
    found = [_unnumbered(lead, reader.names.language) for lead in found]
    title = reader.document.title
    unsaid = title and all(title not in lead.text[lead.starts[0] : lead.ends[-1]] for lead in found if lead.starts)
    return [*found, words_line(reader, title)] if unsaid else found


def _unnumbered(lead: Line, lexicon: Language) -> Line:
    """ "3.1 Visits", "Chapter III. Visits" without the number, "<From Peru to Norway>" without its brackets."""
    number = _NUMBER.match(lead.symbols) or said(lexicon)["section"].match(lead.symbols)
    framed = _FRAMED.fullmatch(lead.symbols)
    if number is None and framed is None:
        return lead
    at, end = framed.span(1) if framed is not None else (number.end() if number else 0, len(lead.symbols))
    return lead.part(at, end)


_FRAMED = compiled(r"[<(\[«■▪◆◇▶►※○●] ?([^<>()\[\]«»]+?) ?[>)\]»]?:?")


_NUMBER = compiled(r"(?:[#=*]+ ?)?(?:\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?|[ivxl]{1,5}[.)]|[a-z]\)) (?=\S)")


def frame_told(
    frames: list[tuple[Frame, Pattern]], leads: list[Line], lexicon: Language
) -> tuple[Frame, Filled] | None:
    """The frame of the nearest lead that has one, with the mentions that the lead gives."""
    known = said(lexicon)
    for at, lead in enumerate(leads):
        if known["remarks"].fullmatch(lead.symbols):
            return None  # what is said of the list above is no entry of it
        possible = _possible(lead.symbols, lexicon)
        for frame, pattern in frames:
            match = pattern.search(lead.symbols) if frame.id in possible else None
            if match is None:
                continue
            told: Filled = {}
            for name, chunk in captured(lead, match):
                told.setdefault(name, []).append(chunk)
            if _OF_POSTS in frame.roles:
                posts = _posts_told(leads[at + 1 :], lexicon)
                if posts is not None:
                    return replace(frame, roles=()), {**posts, **told, "_lead": [*_chunks(lead)]}
                continue
            given = _of_a_group(told) if frame.type == "Visit" else told
            if _fitting(frame, given, leads[: at + 1], leads[at + 1 :], known):
                given["_lead"] = [*_chunks(lead)]
                if frame.type == "Tenure" and (_of_somebody(given) or _is_headline(lead, lexicon)):
                    continue
                return frame, given
    return None


def _of_a_group(given: Filled) -> Filled:
    """ "Visits by Latvian officials": whoever is listed below comes from that state, and none of them is named."""
    told = next((told[0] for name in ("visitor_state", "visitor") if (told := given.get(name))), None)
    if not isinstance(told, Chunk) or told.kind != "post" or told.part("office") is not None:
        return given
    state = told.part("state")
    rest: Filled = {name: chunks for name, chunks in given.items() if told not in chunks}
    return {"visitor_state": [state], **rest} if state is not None else given


_OF_POSTS = ("within", "=posts")  # a role of frames that count only below a heading on heads of mission


def _posts_told(outer: list[Line], lexicon: Language) -> Filled | None:
    """What a heading tells of the posts listed below it, part by part ("Norway to Peru"), if it names no state: the
    title, if it tells one; None if it is of no heads of mission."""
    heads = [lead for lead in outer if len(lead.symbols) <= LEAD_MAX]
    frames = [found for found in list_frames(lexicon) if found[0].type in ("Tenure", "Visit") and not found[0].columns]
    found = frame_told([each for each in frames if _OF_POSTS not in each[0].roles], heads, lexicon)
    if found is None or found[0].type != "Tenure":
        return None
    posts = [chunk for chunk in found[1].get("office", ()) if isinstance(chunk, Chunk)]
    titles = [(post.part("office") or post) for post in posts]
    if any(title.detail != "diplomat" for title in titles) or any(any(own_sides(post)) for post in posts):
        return None
    return {"office": [*titles]} if titles else {}


def _chunks(lead: Line) -> list[Chunk | str]:
    return [chunk for chunk in lead.chunks if chunk is not None]


def _fitting(frame: Frame, given: Filled, inner: list[Line], outer: list[Line], known: Mapping[str, Light]) -> bool:
    """Whether a frame may be that of a lead: one that speaks of visits heads no terms, and which of two states it is
    that visits the other ("Norwegian side:", not "Norway") is told below a heading on visits. "Ambassadors of Kenya in
    Norway" below one begins another list."""
    if frame.type == "Tenure":
        posts = (chunk for name in ("office", "mission") for chunk in given.get(name, ()) if isinstance(chunk, Chunk))
        new = bool(given.get("receiving")) or any(any(own_sides(post)) for post in posts)
        over = None if new else next((line for line in outer if line.symbols != inner[-1].symbols), None)
        near = (*inner, over) if over is not None else inner
        return all(known["journeys"].search(lead.symbols) is None for lead in near)
    if WITHIN not in frame.roles:
        return True
    return known["sided"].search(inner[-1].words.casefold()) is not None and any(
        known["journeys"].search(o.symbols) for o in outer
    )


WITHIN = ("within", "=journeys")  # a role of frames that count only below a heading on visits


def below_journeys(leads: list[Line], reader: Reader) -> bool:
    """Whether a heading or a lead-in above a line speaks of visits."""
    words = said(reader.names.language)["journeys"]
    return any(len(lead.symbols) <= LEAD_MAX and words.search(lead.symbols) for lead in leads)


def of_guests(filled: Filled, current: Line, leads: list[Line], reader: Reader) -> None:
    """Below "Visits to Peru" the state in brackets behind a visitor is his own: "3 May: Ola Berg (Norway)"."""
    host = next(iter(filled.get("host", ())), None)
    if not isinstance(host, Chunk) or host.kind != "state" or current.text[host.start - 1 : host.start] != "(":
        return
    frames = [f for f in list_frames(reader.names.language) if f[0].type == "Visit"]
    told = frame_told(frames, leads, reader.names.language)
    given = at_home(*told, reader)[1].get("host", []) if told is not None else []
    hosts = {value.label for chunk in given for value in reader.values(chunk)}
    if hosts and hosts.isdisjoint(value.label for value in reader.values(host)):
        filled["visitor_state"], filled["host"] = [host], given


LEAD_MAX = 90  # symbols of a heading or a lead-in of a list


def _is_headline(lead: Line, lexicon: Language) -> bool:
    """ "Deputy Minister Pays Call on Minister of Peru": a title in the present tense heads no list of holders."""
    words = lead.text[lead.starts[0] : lead.ends[-1]].split() if lead.starts else []
    return any(word in lexicon.acts and word.endswith("s") for word in words)


def _of_somebody(given: Filled) -> bool:
    """ "Visits received by King X": a title with its bearer heads no list of its holders, but a diplomat's may."""
    posts = [chunk for chunk in given.get("office", ()) if isinstance(chunk, Chunk) and chunk.kind == "person"]
    return any((office := post.part("office")) is None or office.detail != "diplomat" for post in posts)


def at_home(frame: Frame, given: Filled, reader: Reader) -> tuple[Frame, Filled]:
    """ "Visits received", on the page of one state or of who reigns there: it is the host. Under "Visits", on the page
    of two, either may be."""
    if _TO_THE_OTHER in frame.roles:
        return replace(frame, roles=()), given
    if ("host", "=own") not in frame.roles:
        return frame, given
    own = [unsaid_state(value.label, value.key) for value in reader.memory.pair[:1]]
    alone = len(reader.document.parties) == 1
    return replace(frame, roles=()), {**given, "host": [*own]} if alone else given


def sided(given: Filled, leads: list[Line]) -> Filled:
    """What a lead gives, with the states of the post from the nearest heading that names both, where it names none."""
    posts = [chunk for name in ("office", "mission") for chunk in given.get(name, ()) if isinstance(chunk, Chunk)]
    if any(given.get(name) for name in ("sending", "receiving")) or any(own_sides(post) != ((), ()) for post in posts):
        return given
    for lead in leads:
        for index, post in lead.all(("mission", "post", "rank")):
            sending, receiving = own_sides(post)
            sending, receiving = sending or _of_heads(index, lead), receiving or seat(index, lead)
            if sending and receiving:
                office = [part for part in [post.part("office")] if part is not None]
                return {**given, "sending": list(sending), "receiving": list(receiving), "_office": [*office]}
    return given


def seat(index: int, lead: Line) -> tuple[Chunk, ...]:
    """Where a mission is, behind a comma: "Embassy of Estonia, Accra"."""
    place = lead.chunk_at(index + 3) if lead.symbols[index + 1 : index + 3] == ", " else None
    return (place,) if place is not None and place.kind in ("place", "state") else ()


def _of_heads(index: int, lead: Line) -> tuple[Chunk, ...]:
    """ "Estonian heads of mission in Accra": whose they are."""
    found = _HEADS.search(lead.symbols, 0, index)
    whose = lead.chunk_at(found.start()) if found is not None else None
    return (whose,) if whose is not None else ()


_HEADS = compiled(rf"[{SYMBOL['demonym']}{SYMBOL['state']}](?:'s|')? (?:heads|chiefs) of (?:the )?$")


def own_sides(post: Chunk) -> tuple[tuple[Chunk, ...], tuple[Chunk, ...]]:
    """The sending and the receiving state that a mission or a diplomat's title names."""
    office = post.part("office")
    if post.kind == "mission":
        receiving = (*post.all_parts("receiving"), *post.all_parts("at"), *post.all_parts("place"))
        return post.all_parts("sending"), receiving
    if office is None or office.detail != "diplomat":
        return (), ()
    return post.all_parts("state"), post.all_parts("to")


def roles_of(given: Filled) -> Filled:
    """The roles that a lead fills, without what else it is asked for."""
    return {name: chunks for name, chunks in given.items() if not name.startswith("_")}


def forget_elsewhere(reader: Reader) -> None:
    """A post in a third state, of which a sentence has just spoken, says nothing of the list below it."""
    pair = {value.label for value in reader.memory.pair}
    if len(pair) == 2 and not {v.label for v in reader.memory.post.values() if v.kind != "office"} <= pair:
        reader.memory.post = {}
