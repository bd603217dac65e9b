"""Titles of written instruments: treaties, agreements, memoranda and the like."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise

from kg.compiled import Light, Match, compiled
from kg.extract.grammar import grammar
from kg.extract.names import Names
from kg.extract.said import said
from kg.extract.symbols import Chunk


def with_instruments(text: str, start: int, end: int, chunks: list[Chunk], names: Names, lower: str) -> list[Chunk]:
    """Titles of written instruments, with the states inside them as parts; they swallow the mentions they hold."""
    nouns = (
        names.language.instruments["cues"]
        if "cues" in names.language.instruments
        else names.language.instruments["nouns"]
    )
    if not names.instrument_nouns(lower):
        return chunks
    found: list[Chunk] = []
    gathering = said(names.language)["gathering"]
    articles = names.language.instruments.get("article", ())
    for number in names.instrument_sieve.passing(text[start:end]):
        for match, deed in _matches(names.instrument[number], text, start, end, chunks, names):
            a, b = match.span("title")
            # "the May 3, 1785 Treaty", "the 1785 Treaty"
            a = next((c.end for c in chunks if c.kind == "date" and c.start <= a < c.end < b), a)
            a += text[a : a + 1] == " "
            a = _from_compound(text, a, chunks)
            a = _from_capitals(text, a, start, chunks)
            b = _to_dated(a, b, found, chunks)
            if any(x.start < b and a < x.end for x in found) or any(_is_body(c, a, b) for c in chunks):
                continue
            if gathering.search(text, max(start, a - 60), a) and not text[a:b].islower():
                continue
            if (quoted := _quoted(text, a, start, end, chunks, articles)) is not None:
                found.append(quoted)
                continue
            b = _to_bracket(text, b, end, chunks, names) if not match["title"][-1:].isspace() else b
            b = min(
                deed, _to_next_actor(text, a, b, end, chunks, names), _to_main_clause(text, start, a, b, chunks, names)
            )
            b = _to_bodies(text, b, end, chunks, names)
            b = _to_amended(text, a, b, chunks, names)
            for x, y in _split_titles(text, a, b, nouns, names):
                made = _instrument(text, x, y, match if y == b else None, chunks, names)
                if made is not None:
                    found.append(made)
    if not found:
        return chunks
    found = [c for c in found if not _is_alias(text, c, found)]
    found = _unexchanged(text, start, found, chunks, names)
    found = [each for c in found for each in (*_with_listed(text, c, end, names), *_others(text, c, end, names))]
    kept = [c for c in chunks if not any(x.start < c.end and c.start < x.end for x in found)]
    return sorted(kept + found, key=lambda c: c.start)


def _from_capitals(text: str, a: int, start: int, chunks: list[Chunk]) -> int:
    """Where a title begins whose noun, but not its name, is in small letters: "an Open Skies agreement"."""
    named = _CAPITALS.search(text, max(start, a - _TAIL), a) if text[a : a + 1].islower() else None
    inside = [c for c in chunks if named is not None and c.start < a and named.start("name") < c.end]
    return named.start("name") if named is not None and all(c.kind == "name" for c in inside) else a


_CAPITALS = compiled(r"(?:^|(?<!\p{L}))(?i:an?|the) (?P<name>\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+){0,3} )$")


def _is_alias(text: str, short: Chunk, found: list[Chunk]) -> bool:
    """Whether an abbreviation in brackets is that of the title before it: "Tratado de Libre Comercio (TLC)"."""
    if not short.text.isupper() or text[short.start - 1 : short.start] + text[short.end : short.end + 1] != "()":
        return False
    return any(c.end == short.start - len(" (") for c in found)


def _to_dated(a: int, b: int, found: list[Chunk], chunks: list[Chunk]) -> int:
    """Where a title ends behind which stand its date and a title found before: "the Air Agreement of 3 May 1990, and
    the Treaty of Peace"."""
    dates = [c.start for c in chunks if c.kind == "date" and a < c.start < b]
    return min([b, *(c.start for c in found if dates and dates[0] < c.start < b)])


def _from_compound(text: str, a: int, chunks: list[Chunk]) -> int:
    """Where a title begins whose states are told by adjectives of several words: "Costa Rican-Chinese treaty"."""
    states = [c for c in chunks if c.kind in ("state", "demonym") and c.start < a]
    if not states or a > states[-1].end + 1:
        return a
    first = next((c for c in states[-2:-1] if text[c.end : states[-1].start] in ("-", "–")), states[-1])
    if a < states[-1].end or (first is not states[-1] and " " in states[-1].text):
        return first.start
    return a


def _unexchanged(text: str, start: int, found: list[Chunk], chunks: list[Chunk], names: Names) -> list[Chunk]:
    """ "The agreement was concluded by an exchange of notes": the instruments without the form of one of them."""
    form = names.language.instruments.get("form")
    if form is None or len(found) == 1:
        return found
    forms = [c for c in found if compiled(form).search(text, max(start, c.start - _FORM), c.end) is not None]
    dated = {d.start for d in chunks if d.kind == "date"}
    known = [c for c in found if c not in forms and not any(c.end < at <= c.end + len(" of ") for at in dated)]
    return [c for c in found if c not in forms] if known else found


_FORM = 16  # characters: "by means of an"


def _matches(
    pattern: Light, text: str, start: int, end: int, chunks: list[Chunk], names: Names
) -> Iterator[tuple[Match, int]]:
    """Titles from left to right, each with the end of what its signers did; what stands behind that or behind a date
    within one is looked at again: "the Agreement on Trade in 1980 and the Agreement on Visas in 1997"."""
    at = start
    while (match := pattern.search(text, at, end)) is not None:
        a, b = match.span("title")
        deed = _next_deed(text, a, b, names)
        yield match, end if deed is None else deed
        date = next((c.start for c in chunks if c.kind == "date" and a < c.start < b and not _is_era(c)), None)
        at = max(match.start() + 1, min((each for each in (deed, date) if each is not None), default=match.end()))


def _to_bracket(text: str, b: int, end: int, chunks: list[Chunk], names: Names) -> int:
    """Where a title ends that goes on to its year in brackets: "Memorandum … between Bank X and Bank Y (1994)"."""
    rest = _UP_TO_YEAR.match(text, b, end)
    if rest is None or grammar(names.language).verb.search(rest[1].lower()) is not None:
        return b
    if said(names.language)["listing"].match(text, b, text.find(")", rest.end(1)) + 1) is not None:
        return b  # "agreements such as a Treaty of Peace (1994)": that is the one with the year
    inside = [c for c in chunks if b <= c.start < rest.end(1)]
    own = [
        w
        for w in _WORD_OF_NAME.finditer(text, b, rest.end(1))
        if not any(c.start <= w.start() < c.end for c in inside if c.kind in _PLAIN)
    ]
    return rest.end(1) if own and all(c.kind not in _APART for c in inside) else b


def _to_next_actor(text: str, a: int, b: int, end: int, chunks: list[Chunk], names: Names) -> int:
    """Where a title ends behind which another clause begins: "signed an agreement on trade and Peru gave 3 million"."""
    for chunk in chunks:
        if chunk.kind in _NEXT and a < chunk.start and chunk.end <= b and text[chunk.end : chunk.end + 1] == " ":
            joint = said(names.language)["and-last"].search(text, a, chunk.start)
            if joint is not None and grammar(names.language).verb.match(text, chunk.end + 1, end) is not None:
                return joint.start()
    return b


def _next_deed(text: str, a: int, b: int, names: Names) -> int | None:
    """Where a title ends behind which its signers did something more: "signed an agreement on trade and began …"."""
    ends = (joint for joint in said(names.language)["and-then"].finditer(text, a, b))
    verb = grammar(names.language).verb
    return next((joint.start() for joint in ends if verb.match(text, joint.end(), b) is not None), None)


def _to_main_clause(text: str, start: int, a: int, b: int, chunks: list[Chunk], names: Names) -> int:
    """Where a title ends in a clause before the main one: "Although it signed the Agreement on Trade, Peru gave …"."""
    if said(names.language)["before-main"].match(text[start:a].lower()) is None or text.find(", ", start, a) >= 0:
        return b
    acting = (c for c in chunks if c.kind in _ACTING and a < c.start < b)
    return next((c.start - len(", ") for c in acting if text.endswith(", ", a, c.start)), b)


_NEXT = frozenset({"state", "person", "office", "org"})
_ACTING = _NEXT | {"demonym", "name"}


def _to_bodies(text: str, b: int, end: int, chunks: list[Chunk], names: Names) -> int:
    """Where a title ends that goes on to those who conclude it in their own name: "Protocol on consultations between
    the ministries of foreign affairs"."""
    found = names.title_grammar("between-bodies").match(text, b, end)
    if found is None:
        return b
    cuts = [match.start() for match in (_COMMA.search(text, found.start("rest"), found.end()),) if match is not None]
    cuts += [
        verb.start() for verb in (grammar(names.language).verb.search(text, found.start("rest"), found.end()),) if verb
    ]
    cuts += [c.start for c in chunks if c.kind == "date" and found.start("rest") <= c.start < found.end()]
    stop = _trimmed(text, b, min([found.end(), *cuts]), names)
    return stop if stop > found.start("rest") else b


_COMMA = compiled(r", (?!\p{Lu})")


def _to_amended(text: str, a: int, b: int, chunks: list[Chunk], names: Names) -> int:
    """Where a title ends that names an older one by its date: "Protocol amending the Convention of 1968"."""
    date = next((c for c in chunks if c.kind == "date" and b <= c.start and text[b : c.start].strip() in _OF), None)
    amending = said(names.language)["amending"]
    return date.end if date is not None and amending.search(text, a, date.start) is not None else b


_OF = ("", "of", "de", "del")
_UP_TO_YEAR = compiled(
    r"( \p{Ll}+ (?:\p{Lu}|\p{Ll}+ \p{Lu})[^.;:,()\d]{2,120})(?= \((?:\d{1,2} )?(?:\p{L}+ (?:\p{L}+ )?)?\d{4}\))"
)
_WORD_OF_NAME = compiled(r"\b\p{Lu}\p{L}+")
_PLAIN = frozenset({"state", "place", "demonym"})  # whose treaty it is, and where it was signed
_APART = frozenset({"date", "person", "office", "rank", "instrument"})


def _is_body(chunk: Chunk, a: int, b: int) -> bool:
    """Whether text[a:b] is the name of an organisation: "North Atlantic Treaty Organization" is no treaty."""
    return chunk.kind == "org" and chunk.start <= a and b <= chunk.end + 1  # a full stop


def _others(text: str, first: Chunk, end: int, names: Names) -> Iterator[Chunk]:
    """Of "an agreement on visas and another on air transport" the other one, with the noun of the first."""
    told = names.title_grammar("another").match(text, first.end, end)
    if told is None:
        return
    a, b = told.start("title"), _trimmed(text, *told.span("title"), names)
    noun = first.label.split(" ", 1)[0]
    other = Chunk("instrument", told.start("one"), b, text[a:b], " ".join(f"{noun} {text[a:b]}".split()))
    yield other
    yield from _others(text, other, end, names)


def _with_listed(text: str, first: Chunk, end: int, names: Names) -> Iterator[Chunk]:
    """An instrument and those that share its noun, each of which is one of them: "agreement on ports"."""
    listed = list(_listed(text, first, end, names))
    yield replace(first, label=_single(first.label)) if listed else first
    yield from (replace(other, label=_single(other.label)) for other in listed)


def _single(label: str) -> str:
    noun, gap, rest = label.partition(" ")
    return f"{_SINGULAR.sub(lambda found: _ONE[found[0].lower()], noun)}{gap}{rest}"


# How nouns of instruments end, in one and in the other number.
_ONE = {"ies": "y", "moranda": "morandum", "ciones": "ción", "s": ""}
_SINGULAR = compiled(rf"(?i)(?:{'|'.join(_ONE)})$")


def _listed(text: str, first: Chunk, end: int, names: Names) -> Iterator[Chunk]:
    """Of "agreements on visas (1977), ports (1984) and fisheries (1990)" those behind the first, with its noun."""
    head = names.title_grammar("several-on").match(first.label)
    at = first.end
    while head is not None and (told := names.title_grammar("further").match(text, at, end)) is not None:
        a, b = told.span("title")
        topic = " ".join(text[a:b].split()).removeprefix(f"{head['about']} ")
        yield Chunk("instrument", a, b, text[a:b], f"{head[0]} {topic}")
        at = b


def _split_titles(text: str, a: int, b: int, nouns: list[str], names: Names) -> Iterator[tuple[int, int]]:
    """A title that holds two: "Treaty of Peace and a Convention on Trade"."""
    title = text[a:b].lower()
    cut = names.title_grammar("second").search(title)
    if cut is None and title.startswith(tuple(nouns)) and title.endswith(tuple(" " + noun for noun in nouns)):
        cut = names.title_grammar("joint-of-two").search(title)
        if cut is not None and names.title_grammar("of-one").match(title, cut.end()):
            cut = None
    if cut is None:
        yield a, b
        return
    yield a, a + cut.start()
    yield from _split_titles(text, a + cut.end(), b, nouns, names)


def _signs(chunk: Chunk) -> bool:
    """Whether a mention is of someone who may sign: not "Ships" alone."""
    return chunk.kind in _SIGNERS or (chunk.kind == "name" and " " in chunk.text)


_SIGNERS = frozenset({"office", "rank", "state", "demonym", "org"})
_QUOTED = compiled(r"[“\"][^”\"]*$")  # up to the end of what is searched: within quotation marks


_CLOSED_BY = {"“": "”", '"': '"', "«": "»", "‘": "’", "'": "'"}
_LONGEST = 300  # characters of a title in quotation marks


def _quoted(text: str, a: int, start: int, end: int, chunks: list[Chunk], articles: Collection[str]) -> Chunk | None:
    """The instrument whose title stands in quotation marks that open before `a`: all between them, marks included."""
    opened = next((at for at in range(a - 1, max(start, a - 5) - 1, -1) if text[at] in _CLOSED_BY), None)
    if opened is None or text[opened + 1 : a].strip().lower() not in ("", *articles):
        return None
    closing = _CLOSED_BY[text[opened]]
    closed = text.find(closing, a, min(end, a + _LONGEST))
    while closing in "’'" and closed >= 0 and text[closed + 1 : closed + 2].isalnum():  # "Peru's": an apostrophe
        closed = text.find(closing, closed + 1, min(end, a + _LONGEST))
    if closed < 0:
        return None
    title = " ".join(text[a:closed].split()).rstrip(",.")
    return Chunk(
        "instrument", opened, closed + 1, text[opened : closed + 1], title, parts=_parties(text, a, closed, chunks)
    )


def _trimmed(text: str, a: int, b: int, names: Names) -> int:
    """Where text[a:b] ends without the words in which no title does, and without those that open what is said of it:
    "Agreement on Trade. Signed:", up to the place or the day."""
    b = a + len(text[a:b].rstrip(" ,\n\u00a0"))
    for tail in ("title-end", "title-done"):
        found = said(names.language)[tail].search(text, max(a, b - _TAIL), b)
        b = found.start() if found is not None else b
    return b


_TAIL = 60  # characters


def _instrument(text: str, a: int, b: int, match: Match | None, chunks: list[Chunk], names: Names) -> Chunk | None:
    told = said(names.language)
    by, amending = told["by-whom"], told["amending"]
    parties = match.group("parties") if match and "parties" in match.re.groupindex else None
    if match and parties and names.title_grammar("bare").fullmatch(text, a, b):
        b = match.end("parties")
    date = next(
        (
            c
            for c in chunks
            if c.kind == "date" and a < c.start < b and not _is_era(c) and not _QUOTED.search(text, a, c.start)
            if amending.search(text, a, c.start) is None
        ),
        None,
    )
    if date is not None:  # "Agreement on Trade of 3 May 1990": the date is not part of the title
        b = date.start
    signer = next((c for c in chunks if _signs(c) and a < c.start < b and by.search(text, a, c.start)), None)
    if signer is not None and (said_by := by.search(text, a, signer.start)):
        b = said_by.start()  # "the signing of a Treaty of Amity by Consul X": who signed is not part of the title
    if date is not None:  # "Treaty of Friendship in Oslo on", with the date behind
        b = _trimmed(text, a, b, names)
    while b > a and text[b - 1] in ".,; ":
        b -= 1
    place = next(
        (
            c
            for c in chunks
            if c.kind == "place"
            and c.end - (text[c.end - 1] == ".") == b - (text[b - 1] == ".")
            and text[a : c.start].endswith((" in ", " at ", " en ", ", ", ". ", "\n"))
        ),
        None,
    )
    if place is None and date is not None:
        b = _before_place(text, a, b, date, chunks, names)
    elif place is not None:  # "signed a Treaty of Friendship in Oslo", "Treaty of Friendship, Oslo, 3 May 1990"
        b = place.start - (2 if text[place.start - 2] in ",." else 1 if text[place.start - 1] == "\n" else 4)
    if fields := told["in-fields"].match(text, a, b):
        b = fields.end("several")  # "signed memoranda in the fields of health and trade"
    b = _trimmed(text, a, b, names)
    if b <= a:
        return None
    title = text[a:b]
    return Chunk("instrument", a, b, title, " ".join(title.split()), parts=_parties(text, a, b, chunks))


def _before_place(text: str, a: int, b: int, date: Chunk, chunks: list[Chunk], names: Names) -> int:
    """Where text[a:b] ends without the place that a line break, of which nothing is left, parted from it: "Trade
    Agreement", and below it "Lima, 3 May 1990"."""
    place = next((c for c in chunks if c.kind == "place" and a < c.start and c.end == b), None)
    if place is None or text[b : date.start] != ", " or text[place.start - 1] != " ":
        return b
    last = text[a : place.start].split()[-1]
    governed = any(last in words for words in names.language.prepositions.values())
    return b if governed or len(last) < _WORD_LEAST else place.start - 1


_WORD_LEAST = 4  # characters of the word that ends such a title


def _is_era(date: Chunk) -> bool:
    """ "Declaration on Partnership in the 21st Century": no day on which anything was signed."""
    return (getattr(date.detail, "edtf", None) or "").endswith("XX")


_DASHES = frozenset({"-", "–", "—", "/"})


def _parties(text: str, a: int, b: int, chunks: list[Chunk]) -> tuple[tuple[str, Chunk], ...]:
    """The states that a title names, as its parts; and the body that a dash joins to one: "the EU–Kenya Agreement"."""
    inside = [c for c in chunks if a <= c.start and c.end <= b and c.kind in ("state", "demonym", "org")]
    joined = {c for x, y in pairwise(inside) if text[x.end : y.start].strip() in _DASHES for c in (x, y)}
    return tuple(("parties", c) for c in inside if c.kind != "org" or c in joined)
