"""The mentions of a passage before any grammar: dates, amounts, listed names, titles, instruments, and new names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import regex

from kg.caches import cached
from kg.compiled import Match, compiled
from kg.extract.amounts import find_amounts
from kg.extract.capitals import NO_CASING, Candidate, Casing, with_runs
from kg.extract.dates import find_dates
from kg.extract.described import of_one
from kg.extract.finder import Finder
from kg.extract.instruments import with_instruments
from kg.extract.names import FOLD, ORDER, Names
from kg.extract.said import said
from kg.extract.symbols import Chunk
from kg.lexicon.language import Language


def _known_hits(folded: str, offset: int, names: Names, casing: Casing) -> list[Candidate]:
    known, cities = names.known, casing.cities
    hits = [
        Candidate(offset + a, offset + b, *(("place", cities[surface]) if surface in cities else known[surface]))
        for a, b, surface in names.finder(folded)
        if (surface not in casing.surnames or names.located(folded, a)) and not _is_hour(surface, folded, a)
    ]
    if casing.short:
        own = Finder(casing.short)(folded)
        hits.extend(Candidate(offset + a, offset + b, *casing.short[surface]) for a, b, surface in own)
    return hits


def _is_hour(surface: str, folded: str, at: int) -> bool:
    """Whether what may be a title tells the half of the day: "4:35 PM"."""
    return surface in ("AM", "PM") and _HOUR.search(folded, max(0, at - 4), at) is not None


_HOUR = compiled(r"(?<![\d./-]\d)\d ?$|(?<!\d)[01]\d ?$")


def _described_hits(text: str, start: int, end: int, names: Names, casing: Casing) -> Iterator[Candidate]:
    if casing.described:
        found = Finder(casing.described)(text[start:end])
        hits = (Candidate(start + a, start + b, "state", casing.described[surface]) for a, b, surface in found)
        yield from of_one(hits, text, names.language)


def _word_hits(lower: str, offset: int, names: Names) -> list[Candidate]:
    words, others = names.words, said(names.language)["not-the-two"]
    hits = [
        Candidate(offset + a, offset + b, *words[surface])
        for a, b, surface in _of_whom(names.word_finder(lower), lower, names.language)
        if words[surface][0] != "pair" or others.match(lower, a) is None
    ]
    if any(hit.kind == "office" for hit in hits):
        for match in names.portfolios(lower):
            label = portfolio_label(match[0], names.language)
            hits.append(Candidate(offset + match.start(), offset + match.end(), "office", label))
    return hits


def _no_surnames(hits: list[Candidate], place: Place, names: Names) -> list[Candidate]:
    """Titles without those that are somebody's surname in this text: "Reina", where it also names "Ana Reina"."""
    if not place.casing.surnames:
        return hits
    return [
        hit for hit in hits if place.text[hit.start : hit.end] not in place.casing.surnames or _led(hit, place, names)
    ]


def _led(hit: Candidate, place: Place, names: Names) -> bool:
    """Whether an article stands right before a title, or a name behind it: "la Reina", "Prince Ola"."""
    before, behind = place.text[max(place.start, hit.start - 12) : hit.start].split(), place.text[hit.end : hit.end + 2]
    return behind[1:].isupper() or (bool(before) and before[-1].lower() in names.language.classes["det"].split("|"))


def _up_to_states(titles: list[Candidate], known: list[Candidate], lower: str, offset: int, names: Names) -> None:
    """Cut what titles have taken of the name of a state: "Minister of Health of South" Korea."""
    states = [hit for hit in known if hit.kind in ("state", "demonym")]
    begins = {hit.start: hit.end for hit in states}
    theirs = names.language.office_grammar.get("portfolio", {}).get("people-in", "(?!)")
    for at, title in enumerate(titles if states else ()):
        end = begins.get(title.start, title.end) + 1 - offset
        if title.kind == "office" and end < title.end - offset and not compiled(rf"(?:{theirs})\b").match(lower, end):
            words = lower[end : title.end - offset]  # "South African foreign minister": of South Africa
            own = names.words.get(words, ("office", portfolio_label(words, names.language)))
            title = titles[at] = Candidate(offset + end, title.end, *own)
        taken = (hit for hit in states if title.start < hit.start < title.end <= hit.end)
        wide = (hit for hit in taken if hit.end > title.end or " " in lower[hit.start - offset : hit.end - offset])
        state = next(wide, None) if title.kind == "office" else None  # "Minister for America" is no state's
        cut = _JOINT.search(lower, 0, state.start - offset) if state is not None else None
        if cut is not None and cut.start() > title.start - offset:
            words = lower[title.start - offset : cut.start()]
            known_as = names.words.get(words, ("office", portfolio_label(words, names.language)))
            titles[at] = Candidate(title.start, offset + cut.start(), *known_as)


_JOINT = compiled(r"(?r)(?: (?:of|for|the|and|de|del|la|y)){1,3} $")


def _capital_hits(folded: str, lower: str, offset: int, hits: list[Candidate], names: Names) -> Iterator[Candidate]:
    """Titles with a portfolio that no list holds: "Minister of Hajj and Umrah", but no "Minister of Peru"."""
    if names.capital_portfolio is None or not any(hit.kind == "office" for hit in hits):
        return
    if not names.capital_heads(lower):
        return
    starts = {hit.start - offset for hit in hits}
    for match in names.capital_portfolio.finditer(folded):
        if match.start("first") not in starts:
            label = portfolio_label(match[0].lower(), names.language)
            yield Candidate(offset + match.start(), offset + match.end(), "office", label)


def _of_whom(found: Iterable[tuple[int, int, str]], lower: str, language: Language) -> Iterator[tuple[int, int, str]]:
    """ "the President of the Republic of Malta": the title ends before the name of the state begins."""
    republic = said(language)["of-the-republic"]
    for a, b, surface in found:
        tail = republic.search(surface)
        if tail and tail.end() == len(surface) and lower.startswith((" of ", " de "), b):
            yield a, a + tail.start(), surface[: tail.start()]
        else:
            yield a, b, surface


def _parted_titles(hits: list[Candidate], lower: str, offset: int, names: Names) -> list[Candidate]:
    """ "el ministro español de Defensa": a title that the adjective of its state parts from its portfolio."""
    ends = {hit.end: hit for hit in hits if hit.kind == "office"}
    changed: dict[Candidate, Candidate] = {}
    for hit in hits:
        title = ends.get(hit.start - 1) if hit.kind == "demonym" and names.portfolio is not None else None
        if title is None or names.portfolio is None:
            continue
        head = lower[title.start - offset : title.end - offset]
        tail = lower[hit.end - offset : hit.end - offset + _TAIL]
        match = names.portfolio.match(head + tail)
        if match is not None and match.end() > len(head):
            changed[title] = title._replace(what=portfolio_label(match[0], names.language))
            changed[hit] = hit._replace(end=hit.end + match.end() - len(head))
    return [changed.get(hit, hit) for hit in hits] if changed else hits


def _titles_told_on(hits: list[Candidate], lower: str, offset: int, names: Names) -> Iterator[Candidate]:
    """ "los ministros de Defensa, X; de Salud, Y": a portfolio that shares the noun of the title before it."""
    heads = [hit for hit in hits if hit.kind == "office" and hit.what and " of " in hit.what[0]]
    if not heads or names.portfolio is None:
        return
    for match in _told_on(names.language).finditer(lower, heads[0].end - offset):
        title = next((hit for hit in reversed(heads) if hit.end - offset <= match.start()), heads[0])
        head = lower[title.start - offset : title.end - offset].split(" ")[0]
        found = names.portfolio.match(f"{head} {lower[match.start('of') : match.start('of') + _TAIL]}")
        end = match.start("of") + found.end() - len(head) - 1 if found is not None else 0
        if found is not None and lower.startswith(", ", end):
            label = portfolio_label(found[0], names.language)
            yield Candidate(offset + match.start("of"), offset + end, "office", label)


@cache
def _told_on(language: Language) -> regex.Pattern[str]:
    grammar = language.office_grammar.get("portfolio", {})
    of, joint = grammar.get("of", "of|for"), grammar.get("next", "(?!)")
    return compiled(rf"(?:[,;]|,? (?:{joint}))\s(?P<of>(?:{of})\s)")


_TAIL = 120  # characters; no portfolio is longer


def portfolio_label(words: str, language: Language) -> tuple[str, str]:
    """English label and class of "minister of …" in the text's words."""
    label = words
    grammar = language.office_grammar["portfolio"]
    if "translation" in grammar:
        label = _translated(words, grammar["translation"], grammar.get("adjectives", {}), tuple(grammar["words"]))
    for plural, single in (("ministers", "minister"), ("secretaries", "secretary")):
        head, joint, body = label.partition(" of ")  # "president of the councils of state and ministers"
        label = head.replace(plural, single) + joint + body
    deputy = any(label.startswith(modifier) for modifier in ("deputy", "vice", "under", "assistant"))
    return label, "minister" if deputy or not _FOREIGN.search(label) else "foreign-minister"


_FOREIGN = compiled(r"\b(?:foreign|external) (?:affairs|relations|and [\w ]+ affairs)|\binternational relations")


@cache
def _words(forms: tuple[str, ...], adjectives: tuple[str, ...], nouns: tuple[str, ...]) -> regex.Pattern[str]:
    every, behind, noun = ("|".join(map(regex.escape, each)) or "(?!)" for each in (forms, adjectives, nouns))
    wide = "|".join(regex.escape(form) for form in forms if " " in form) or "(?!)"
    return compiled(rf"\b(?:{wide}|(?P<noun>{noun})(?P<behind>(?: (?:{behind})\b)+)|{every}|{behind})(?!\w)")


def _translated(
    words: str, translation: Mapping[str, str], adjectives: Mapping[str, str], nouns: tuple[str, ...]
) -> str:
    """Each word once, the longest first: what "gobernación" becomes holds "interior", which is a word itself.

    Adjectives that stand behind their noun go before it: "desarrollo social" is "social development".
    """
    every = {**adjectives, **translation}

    def told(found: regex.Match[str]) -> str:
        if not found["noun"]:
            return every[found[0]]
        noun = found["noun"]
        return " ".join([*(adjectives[word] for word in found["behind"].split()), every.get(noun, noun)])

    forms, behind = (tuple(sorted(each, key=len, reverse=True)) for each in (translation, adjectives))
    own = tuple(sorted(set(nouns) - adjectives.keys(), key=len, reverse=True))
    return " ".join(_words(forms, behind, own).sub(told, words).split())


def _longest(hits: Iterable[Candidate]) -> list[Candidate]:
    """Hits without overlap: from left to right, the longer one wins, then the kind that comes first in ORDER."""
    kept: list[Candidate] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, ORDER.get(h.kind, 3))):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif (
            hit.end - hit.start > kept[-1].end - kept[-1].start
            and hit.start > kept[-1].start
            and (kept[-1].kind in _SOFT or (kept[-1].kind, hit.kind) == ("place", "office"))  # "El Alto Comisionado"
        ):
            kept[-1] = hit
    return kept


_SOFT = frozenset({"pair", "pronoun"})


class Place(NamedTuple):
    """A passage, and how its document writes words elsewhere, so that a capital alone does not make a name."""

    text: str
    start: int
    end: int
    casing: Casing = NO_CASING


def find_mentions(places: Sequence[Place], names: Names) -> list[list[Chunk]]:
    """Mentions in each of some passages, in order, without overlap.

    Each step is done for all passages before the next (see kg/extract/lines.py).
    """
    folded = [place.text[place.start : place.end].translate(FOLD) for place in places]
    lower = [_lowered(words) for words in folded]
    measured = _measured(places, names.language.code)
    known = [_known_hits(words, place.start, names, place.casing) for words, place in zip(folded, places, strict=True)]
    titles = [_word_hits(words, place.start, names) for words, place in zip(lower, places, strict=True)]
    titles = [_no_surnames(hits, place, names) for hits, place in zip(titles, places, strict=True)]
    listed: list[list[Candidate]] = []
    for at, place in enumerate(places):
        _up_to_states(titles[at], known[at], lower[at], place.start, names)
        found = _parted_titles(known[at] + titles[at], lower[at], place.start, names)
        found += _titles_told_on(found, lower[at], place.start, names)
        found += _capital_hits(folded[at], lower[at], place.start, found, names)
        found += _bodies(place, folded[at], found, names)
        found += _described_hits(place.text, place.start, place.end, names, place.casing)
        found = [hit for hit in found if hit.kind != "pronoun" or _STYLE.match(place.text, hit.start) is None]
        listed.append([*found, *_beside(place, found, names.language)])
    free = [_free(sure, rest) for sure, rest in zip(measured, listed, strict=True)]
    kept = [
        with_runs(place.text, place.start, place.end, hits, names, place.casing)
        for place, hits in zip(places, free, strict=True)
    ]
    chunks = [_chunks(place.text, kept[at], listed[at], names) for at, place in enumerate(places)]
    return [
        with_instruments(place.text, place.start, place.end, chunks[at], names, lower[at])
        for at, place in enumerate(places)
    ]


_STYLE = compiled(r"HE (?=\p{Lu}\p{Ll}*[. ])")  # "President HE Dr. Berg": his excellency, not he


def _lowered(folded: str) -> str:
    """Words in lower case, letter for letter."""
    lower = folded.lower()
    return lower if len(lower) == len(folded) else "".join(c if len(c.lower()) != 1 else c.lower() for c in folded)


def _measured(places: Sequence[Place], code: str) -> list[list[Candidate]]:
    """Dates and amounts."""
    dates = [find_dates(place.text, code, place.start, place.end) for place in places]
    amounts = [find_amounts(place.text, code, place.start, place.end) for place in places]
    return [
        _longest(
            [
                *(Candidate(d.span.start, d.span.end, "date", d) for d in told),
                *(Candidate(a.span.start, a.span.end, "amount", a) for a in sums),
            ]
        )
        for told, sums in zip(dates, amounts, strict=True)
    ]


def _bodies(place: Place, folded: str, hits: list[Candidate], names: Names) -> Iterator[Candidate]:
    """Bodies that no list holds, but for those that a listed one begins ("NATO and the Council of …"), or a state whose
    name has the noun of a body ("the Russian Federation and Togo")."""
    if not names.organisation_heads(folded):
        return
    called = names.organisation_heads
    listed = {
        hit.start: hit.end
        for hit in hits
        if hit.kind == "org"
        or (hit.kind == "state" and called(folded[hit.start - place.start : hit.end - place.start]))
    }
    for body in names.organisation.finditer(folded):
        start = place.start + body.start()
        if not place.text.startswith((" and ", " & ", " y ", " e "), listed.get(start, place.end)):
            yield Candidate(start, place.start + _ministry_end(folded, body, hits, place.start, names), "org", ())


def _ministry_end(folded: str, body: Match, hits: list[Candidate], offset: int, names: Names) -> int:
    """Where the name of a body ends; that of a ministry behind its portfolio, its state, and before somebody's name."""
    found = names.ministry.match(body[0].lower()) if names.ministry is not None else None
    if found is None:
        return body.end()
    end = body.start() + found.end()
    of = _OF.match(folded, end)
    state = next((hit for hit in hits if of and hit.kind == "state" and hit.start - offset == of.end()), None)
    return state.end - offset if state is not None else end


_OF = compiled(r" of (?:the )?")


def _beside(place: Place, hits: list[Candidate], language: Language) -> Iterator[Candidate]:
    """Bodies that no list knows and that stand in a row with others: MIKTA of "APEC, MIKTA and the WTO", the Latin
    Union of "the Arab League, the Latin Union and APEC"."""
    bodies = [hit for hit in hits if hit.kind == "org"]
    if not bodies:
        return
    taken = {at for hit in hits for at in range(hit.start, hit.end)}
    behind, ahead = _beside_bodies(language)
    for body in bodies:
        found = [each.search(place.text, max(place.start, body.start - _NEAR), body.start) for each in ahead]
        found += [each.match(place.text, body.end, place.end) for each in behind]
        for match in found:
            if match is not None and taken.isdisjoint(range(*match.span("body"))):
                yield Candidate(*match.span("body"), "org", ())


@cache
def _beside_bodies(language: Language) -> tuple[tuple[regex.Pattern[str], ...], tuple[regex.Pattern[str], ...]]:
    """A body, abbreviated or written out, behind another one, and before one."""
    between = language.classes.get("beside-body", "(?!)")
    abbreviation = r"(?<![\p{L}\d])(?P<body>(?![IVXLC]+\b)(?:\p{Lu}[\p{Lu}\d]{2,7}|\p{Lu}{1,3}-\d{1,3}))"
    forms = (abbreviation, language.classes.get("beside-name", "(?!)"))
    return (
        tuple(compiled(rf"(?:{between}){form}(?![\p{{L}}\d-])") for form in forms),
        tuple(compiled(rf"{form}(?:{between})$") for form in forms),
    )


_NEAR = 60  # characters: a body and what parts it from the next


def _free(sure: list[Candidate], rest: list[Candidate]) -> list[Candidate]:
    """The hits without overlap, where those that are sure take what they need."""
    if not sure:
        return _longest(rest)
    taken = [(hit.start, hit.end) for hit in sure]
    return _longest(sure + [hit for hit in rest if not any(a < hit.end and hit.start < b for a, b in taken)])


def _chunks(text: str, hits: list[Candidate], rest: list[Candidate], names: Names) -> list[Chunk]:
    states = {hit.start: hit for hit in rest if hit.kind in _OF_STATES}
    wars = said(names.language)["of-war"]
    told = (
        hit
        for hit in hits
        if hit.kind != "decoy"
        # part of the name of a war, which speaks of no state: "the Uganda–Tanzania War"
        and not (hit.kind in _OF_STATES and (_qualifies(hit, states, text) or wars.match(text, hit.end)))
    )
    return [_with_states(_chunk(text, hit, names), states, text, names) for hit in told]


_OF_STATES = ("state", "demonym")


def _qualifies(hit: Candidate, states: Mapping[int, Candidate], text: str) -> bool:
    """Whether a state only qualifies the word behind its hyphen ("Soviet-backed"), be it not one more state."""
    after = text[hit.end : hit.end + 2]
    return after[:1] == "-" and after[1:].islower() and hit.end + 1 not in states


def _with_states(chunk: Chunk, states: Mapping[int, Candidate], text: str, names: Names) -> Chunk:
    """A body that no list names keeps the states in its name as parts ("Mali–North Korea Joint Commission")."""
    if chunk.kind != "org" or chunk.keys:
        return chunk
    parts = tuple(("parties", _chunk(text, states[at], names)) for at in range(chunk.start, chunk.end) if at in states)
    return replace(chunk, parts=parts)


def _chunk(text: str, hit: Candidate, names: Names) -> Chunk:
    words = text[hit.start : hit.end]
    if hit.kind in ("date", "amount"):
        return Chunk(hit.kind, hit.start, hit.end, words, detail=hit.what)
    if hit.kind == "office":
        if hit.what and hit.what[0].startswith("office/"):
            return Chunk("office", hit.start, hit.end, words, names.label(hit.what[0]), (), detail="other")
        label, kind = hit.what
        label = _singular(label)
        return Chunk("rank" if kind == "diplomat" else "office", hit.start, hit.end, words, label, detail=kind)
    if hit.kind in ("pair", "pronoun"):
        return Chunk(hit.kind, hit.start, hit.end, words, detail=hit.what)
    if hit.kind == "missionword":
        return Chunk(hit.kind, hit.start, hit.end, words, hit.what)
    keys = tuple(hit.what)
    label = names.label(keys[0]) if keys else " ".join(words.split())
    return Chunk(hit.kind, hit.start, hit.end, words, label, keys)


_PLURAL = compiled(
    r"(?<!\b(?:council|house|cabinet|chamber) of |\bof state and )\b"
    r"(minister|president|king|queen|ambassador|consul|envoy|premier|chancellor|secretar|prince|princess|commissioner"
    r"|monarch|emperor|senator|director|chairman|head|representative)(ies|es|s)\b"
)


@cached(1 << 12)
def _singular(label: str) -> str:
    return _PLURAL.sub(lambda m: m[1] + ("y" if m[2] == "ies" else ""), label)
