"""The mentions of a passage before any grammar: names the gazetteer knows, dates, amounts, titles, missions,
instruments, and runs of capitalised words that may be a person nobody has heard of."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, NamedTuple

import regex

from kg.extract.amounts import find_amounts
from kg.extract.dates import find_dates
from kg.extract.finder import Finder, Holds
from kg.extract.sieve import needs
from kg.extract.symbols import Chunk
from kg.lexicon.gazetteer import Gazetteer, gazetteer
from kg.lexicon.language import Language

_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " ", "‐": "-", "‑": "-"}
)
_KIND = {
    "state": "state",
    "demonym": "demonym",
    "place": "place",
    "organisation": "org",
    "person": "name",
    "office": "office",
}

# Which reading of the same words wins.
_ORDER = {kind: n for n, kind in enumerate(("date", "amount", "state", "org", "office", "demonym", "place", "name"))}


def _title_words(language: Language) -> regex.Pattern[str] | None:
    """ "minister of" and its portfolio, in lower case."""
    grammar = language.office_grammar.get("portfolio")
    if grammar is None:
        return None
    head = "|".join(sorted(map(regex.escape, grammar["head"]), key=len, reverse=True))
    words = "|".join(sorted(map(regex.escape, grammar["words"]), key=len, reverse=True))
    modifiers = "|".join(map(regex.escape, language.office_grammar["modifiers"]["keep"]))
    of, joiner = grammar.get("of", "of|for"), grammar.get("joiner", "and|of|the|for|with|on")
    return regex.compile(
        rf"\b(?:(?:{modifiers})[ -]){{0,4}}+(?:{head}) (?:{of}) (?:the )?(?:{words})"
        rf"(?:(?:,? (?:{joiner})){{0,4}},?[ -](?:{words})){{0,30}}+\b"
    )


@dataclass(frozen=True, eq=False)
class Names:
    """Everything a language's texts may name, ready for search. Built once for a language and kept."""

    language: Language
    gazetteer: Gazetteer

    @cached_property
    def known(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Surface -> (kind, entity keys); capitals-only forms of states too, for headings."""
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        for name in self.gazetteer.names():
            if name.language not in ("", self.language.code) or name.kind == "office":  # titles come from the lexicon
                continue
            kind = _KIND[name.kind]
            surface = name.surface.translate(_FOLD)
            if name.kind == "person" and surface.partition(" ")[0].lower() in self.language.offices:
                continue  # "King Hussein": the title is a mention of its own
            if surface not in found or _ORDER[kind] < _ORDER[found[surface][0]]:
                found[surface] = (kind, name.keys)
            if name.kind in ("state", "place") and len(surface) > 3:
                found.setdefault(surface.upper(), (kind, name.keys))
        for surface, entry in list(found.items()):  # texts leave accents out: "Baku", "Peru"
            bare = "".join(c for c in unicodedata.normalize("NFKD", surface) if not unicodedata.combining(c))
            if len(bare) > 3 and entry[0] in ("state", "place"):
                found.setdefault(bare, entry)
        return found

    @cached_property
    def finder(self) -> Finder:
        return Finder(self.known)

    @cached_property
    def words(self) -> dict[str, tuple[str, Any]]:
        """Lower-case words -> (kind of mention, what the lexicon says of them)."""
        found: dict[str, tuple[str, Any]] = {}
        for form in self.language.pair:
            found[form] = ("pair", None)
        for number, forms in self.language.pronouns.items():
            found.update((form, ("pronoun", number)) for form in forms)
        for form, kind in self.language.missions.items():
            found[form] = ("missionword", kind)
        modifiers = self.language.office_grammar["modifiers"]["keep"]
        for form, (label, kind) in self.language.offices.items():
            found[form] = ("office", (label, kind))
            for modifier in modifiers:
                found.setdefault(f"{modifier} {form}", ("office", (f"{modifier} {label}", "minister")))
        return found

    @cached_property
    def word_finder(self) -> Finder:
        return Finder(self.words)

    @cached_property
    def portfolio(self) -> regex.Pattern[str] | None:
        return _title_words(self.language)

    @cached_property
    def organisation(self) -> regex.Pattern[str]:
        return _organisation_pattern(self.language.organisations)

    @cached_property
    def organisation_heads(self) -> Callable[[str], bool]:
        """Whether a text may hold the name of a body."""
        found = needs(self.organisation.pattern, {})
        return Holds(found[0]) if found else bool

    @cached_property
    def instrument_nouns(self) -> Holds:
        """What a text with the title of an instrument holds, in lower case."""
        return Holds(self.language.instruments.get("cues") or self.language.instruments["nouns"])

    @cached_property
    def instrument(self) -> tuple[regex.Pattern[str], ...]:
        return _instrument_patterns(self.language.instruments)

    @cached_property
    def short(self) -> frozenset[str]:
        """Prepositions and the like of two letters, which capitals make look like names."""
        groups = (*self.language.prepositions.values(), self.language.clause["soft"])
        return frozenset(word for group in groups for word in group if len(word) == 2)

    @cached_property
    def common(self) -> frozenset[str]:
        return self.language.common

    def label(self, key: str) -> str:
        return self.gazetteer.label(key)


@cache
def names(lexicon: Language) -> Names:
    """The names and words of a language, with the gazetteer that ships with Chancery."""
    return Names(lexicon, gazetteer())


def _expanded(pattern: str, words: Mapping[str, Any]) -> str:
    """A pattern with every <name> in it replaced by the alternatives of that name."""
    while (text := _NAMED.sub(lambda m: "(?:" + words[m["name"]] + ")", pattern)) != pattern:
        pattern = text
    return pattern


_NAMED = regex.compile(r"(?<!\?P)(?<!\?)<(?P<name>[a-z][\w-]*)>")


def _organisation_pattern(words: Mapping[str, Any]) -> regex.Pattern[str]:
    """Names of bodies that no list holds: capitalised words around a head noun ("National University of Mexico")."""
    heads = {"head": _longest_first(words.get("heads", ()))}
    return regex.compile(_expanded(words["pattern"], {**heads, **words}))


def _instrument_patterns(words: Mapping[str, Any]) -> tuple[regex.Pattern[str], ...]:
    """Patterns for the title of an instrument, as the language writes them out."""
    nouns = words["nouns"]
    capitals = [form for noun in nouns for form in (noun[0].upper() + noun[1:], noun.title())]
    made = {"noun-lower": _longest_first(nouns), "noun-capital": _longest_first(capitals)}
    return tuple(regex.compile(_expanded(pattern, {**made, **words})) for pattern in words["patterns"])


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_CAP = r"\p{Lu}(?:[\p{L}\p{M}'’]|-(?=\p{L}))*+\.?"
_PARTICLE = (
    r"(?:de la|de las|de los|de|del|da|das|do|dos|di|du|des|van der|van den|van de|van|von der|von und zu|von|zu"
    r"|ter|ten|der|den|bin|ibn|bint|al|el|ul|ud|y|e|ben|abu|af|av|la|le|les|lo|st\.?|al-|el-|ad-|as-|ash-|ar-|at-"
    r"|an-|ol-|ul-|d['’]|o['’])"
)
_ORDINAL = r"(?:la|el|le) [IVXLC]+\b"  # "in Lima the III Meeting": no part of the name before it
_WORD = rf"(?:(?:al|el|ad|as|ash|ar|at|an)-)?{_CAP}"
_RUN = regex.compile(
    rf"{_WORD}(?:(?:[ \u00a0]|(?<=\.))(?!{_ORDINAL})(?:{_PARTICLE}[ \u00a0]?){{0,3}}{_WORD}"
    rf"|(?:,? (?:Jr|Sr)\.)|[ \u00a0](?:[IVX]{{1,5}})\b){{0,9}}"
)
_TOKEN = regex.compile(rf"{_WORD}|[IVX]{{1,5}}\b")
_ABBREVIATIONS = (
    "Mr. Mrs. Ms. Dr. Sr. Sra. Gen. Col. Lt. St. No. H.E. Prof. Hon. Rev. Capt. Maj. Sen. Rep. Gov. U.S. D. "
    "Dn. Excmo. Excma. Ing. Lic. Srta. Dña. Da. Sres. Nº Art. Inc. Ltd. Co. Corp. S.A. Ph.D. M.D. Esq."
)
_ABBREVIATION = frozenset(_ABBREVIATIONS.split())


@dataclass(frozen=True, slots=True)
class Casing:
    """Words that a document writes in lower case, and words it writes with a capital inside a sentence."""

    lower: frozenset[str]
    capital: frozenset[str]


NO_CASING = Casing(frozenset(), frozenset())


def _goes_on(text: str, end: int) -> bool:
    """Whether another capitalised word follows: a first word alone is seldom a name."""
    return bool(_NEXT_CAPITAL.match(text, end))


_NEXT_CAPITAL = regex.compile(
    r"[ \u00a0](?:(?:de|del|la|bin|al|el|van|von|der|den|ter|ten|zu|da|dos|ibn|ben) ){0,2}(?:al-|el-)?\p{Lu}"
)


class _Hit(NamedTuple):  # many are made, and a named tuple is made three times as fast
    start: int
    end: int
    kind: str
    what: Any


def _known_hits(folded: str, offset: int, names: Names) -> list[_Hit]:
    known = names.known
    return [_Hit(offset + a, offset + b, *known[surface]) for a, b, surface in names.finder(folded)]


def _word_hits(lower: str, offset: int, names: Names) -> list[_Hit]:
    words = names.words
    hits = [
        _Hit(offset + a, offset + b, *words[surface]) for a, b, surface in _of_whom(names.word_finder(lower), lower)
    ]
    if names.portfolio is not None and any(hit.kind == "office" for hit in hits):
        for match in names.portfolio.finditer(lower, timeout=2.0):
            hits.append(
                _Hit(offset + match.start(), offset + match.end(), "office", _portfolio_label(match[0], names.language))
            )
    return hits


_REPUBLIC = regex.compile(r" (?:of the republic|de la república)")


def _of_whom(found: Iterable[tuple[int, int, str]], lower: str) -> Iterator[tuple[int, int, str]]:
    """ "the President of the Republic of Malta": the title ends before the name of the state begins."""
    for a, b, surface in found:
        tail = _REPUBLIC.search(surface)
        if tail and tail.end() == len(surface) and lower.startswith((" of ", " de "), b):
            yield a, a + tail.start(), surface[: tail.start()]
        else:
            yield a, b, surface


def _portfolio_label(words: str, language: Language) -> tuple[str, str]:
    """English label and class of "minister of …" in the text's words."""
    label = words
    translation = language.office_grammar["portfolio"].get("translation")
    if translation:
        label = _translated(words, translation)
    for plural, single in (("ministers", "minister"), ("secretaries", "secretary")):
        label = label.replace(plural, single)
    deputy = any(label.startswith(modifier) for modifier in ("deputy", "vice", "under", "assistant"))
    foreign = any(
        words in label for words in ("foreign affairs", "foreign relations", "external affairs", "external relations")
    )
    return label, "minister" if deputy or not foreign else "foreign-minister"


@cache
def _word(form: str) -> regex.Pattern[str]:
    return regex.compile(rf"\b{regex.escape(form)}\b")


def _translated(words: str, translation: Mapping[str, str]) -> str:
    for source in sorted(translation, key=len, reverse=True):
        if source in words:
            words = _word(source).sub(translation[source], words)
    return " ".join(words.split())


def _longest(hits: Iterable[_Hit]) -> list[_Hit]:
    """Hits without overlap: from left to right, the longer one wins, then the kind that comes first in _ORDER."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, _ORDER.get(h.kind, 3))):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif (
            hit.end - hit.start > kept[-1].end - kept[-1].start
            and hit.start > kept[-1].start
            and kept[-1].kind in _SOFT
        ):
            kept[-1] = hit
    return kept


_SOFT = frozenset({"pair", "pronoun"})


def find_mentions(text: str, start: int, end: int, names: Names, casing: Casing = NO_CASING) -> list[Chunk]:
    """Mentions in text[start:end], in order, without overlap.

    `casing` tells how the document writes words elsewhere, so that a capital alone does not make a name.
    """
    raw = text[start:end]
    folded = raw.translate(_FOLD)
    lower = folded.lower()
    if len(lower) != len(folded):
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in folded)
    code = names.language.code
    hits = [_Hit(d.span.start, d.span.end, "date", d) for d in find_dates(text, code, start, end)]
    hits += [_Hit(a.span.start, a.span.end, "amount", a) for a in find_amounts(text, code, start, end)]
    hits = _longest(hits)
    taken = [(hit.start, hit.end) for hit in hits]
    rest = _known_hits(folded, start, names) + _word_hits(lower, start, names)
    bodies = names.organisation.finditer(folded, timeout=2.0) if names.organisation_heads(folded) else ()
    rest += [_Hit(start + body.start(), start + body.end(), "org", ()) for body in bodies]
    free = [hit for hit in rest if not any(a < hit.end and hit.start < b for a, b in taken)]
    inside = {hit.start: hit for hit in rest if hit.kind in ("state", "demonym")}
    kept = _longest(hits + free)
    kept = _with_runs(text, start, end, kept, names, casing)
    chunks = [_with_states(_chunk(text, hit, names), inside, text, names) for hit in kept]
    return _with_instruments(text, start, end, chunks, names, lower)


def _with_states(chunk: Chunk, states: Mapping[int, _Hit], text: str, names: Names) -> Chunk:
    """A body that no list names keeps the states in its name as parts ("Mali–North Korea Joint Commission")."""
    if chunk.kind != "org" or chunk.keys:
        return chunk
    parts = tuple(("parties", _chunk(text, states[at], names)) for at in range(chunk.start, chunk.end) if at in states)
    return replace(chunk, parts=parts)


def _with_runs(text: str, start: int, end: int, hits: list[_Hit], names: Names, casing: Casing) -> list[_Hit]:
    """Add names: runs of capitalised words. A known place inside a longer run of unknown words is part of a name."""
    over: list[_Hit | None] = [None] * (end - start + 1)
    for hit in hits:
        over[hit.start - start : hit.end - start] = [hit] * (hit.end - hit.start)
    runs: list[_Hit] = []
    for match in _RUN.finditer(text, start, end):
        group: list[tuple[int, int]] = []
        for token in _TOKEN.finditer(text, match.start(), match.end()):
            a, b = token.span()
            known = over[a - start]
            # "Víctor Paz Estenssoro": inside a name, a word that is also a common noun belongs to it
            lower = casing.lower if not group or text[group[-1][1] : a] != " " else frozenset()
            good = (known is None or known.kind in _ABSORBED) and _is_name_word(text[a:b], names, lower)
            good = good and (a != start or b - a > 24 or text[a:b] in casing.capital or _goes_on(text, b))
            if not good or (group and _parted(text, group, token.span(), known)):
                runs.extend(_names(text, group, over, start))
                group = []
            if good:
                group.append((a, b))
        runs.extend(_names(text, group, over, start))
    covered = [(run.start, run.end) for run in runs]
    kept = [hit for hit in hits if not any(a < hit.end and hit.start < b for a, b in covered)]
    return sorted(kept + runs, key=lambda hit: hit.start)


_ABSORBED = frozenset({"place", "name", "state"})


_NUMERAL = regex.compile(r"[IVX]+")


def _parted(text: str, group: list[tuple[int, int]], token: tuple[int, int], hit: _Hit | None) -> bool:
    """Whether a token of a run begins another name: "Juan Soto y Ana Li"; not "José Ortega y Gasset"."""
    between = text[group[-1][1] : token[0]]
    if between.strip() in ("y", "e"):
        return len(group) < 2 or _goes_on(text, token[1]) or bool(_NUMERAL.fullmatch(text, *group[-1]))
    return "\n\n" in between or (hit is not None and hit.kind == "state" and between.strip() in ("de", "del"))


def _names(text: str, group: list[tuple[int, int]], over: list[_Hit | None], offset: int) -> Iterator[_Hit]:
    """Names in a run of tokens: all of it, or what is left beside the words that the gazetteer knows."""
    if not group:
        return
    inside = list(dict.fromkeys(hit for a, _ in group if (hit := over[a - offset]) is not None))
    unknown = [(a, b) for a, b in group if over[a - offset] is None]
    if not unknown:
        return
    if inside and not _absorbs(inside, group, unknown):
        for piece in _pieces(unknown, group):
            yield from _names(text, piece, over, offset)
        return
    start, end = group[0][0], group[-1][1]
    for suffix in ("'s", "’s", "'", "’"):
        if text[start:end].endswith(suffix):
            end -= len(suffix)
            break
    words = text[start:end]
    if words.endswith(".") and not _INITIAL.search(words):
        words, end = words[:-1], end - 1
    if len(words) < 3 or (len(group) == 1 and words.isupper() and len(words) < 6):
        return
    yield _Hit(start, end, "name", ())


_INITIAL = regex.compile(r"(?:^|[ .])(?![IVX]\.)\p{Lu}\.$|Jr\.$|Sr\.$")


def _absorbs(inside: list[_Hit], group: list[tuple[int, int]], unknown: list[tuple[int, int]]) -> bool:
    """ "Ricardo Lagos", "Santiago Peña": a known word beside unknown ones is part of a name; a leading state is not."""
    hit = inside[0]
    first = hit.start == group[0][0]
    within = group[0][0] <= hit.start and hit.end <= group[-1][1]
    return (
        len(inside) == 1
        and within
        and not (first and hit.kind == "state")
        and (hit.kind != "place" or not first or len(unknown) > 0)
    )


def _is_name_word(word: str, names: Names, lowercase: frozenset[str]) -> bool:
    if word in _ABBREVIATION:
        return False
    bare = word.rstrip(".")
    if len(bare) == 1 and word.endswith("."):  # an initial: "Paul A. Rojas"
        return True
    if bare.isupper() and len(bare) == 2 and bare.lower() in names.short:  # "AMBASSADOR IN TASHKENT"
        return False
    if bare.isupper() and len(bare) > 3 and bare.capitalize() in names.common:
        return False
    return bare not in names.common and (len(bare) < 3 or bare.lower() not in lowercase or bare.endswith(("'s", "’s")))


def _pieces(spare: list[tuple[int, int]], group: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Runs of neighbouring tokens among those left over."""
    piece: list[tuple[int, int]] = []
    for token in group:
        if token in spare:
            piece.append(token)
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _chunk(text: str, hit: _Hit, names: Names) -> Chunk:
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


_PLURAL = regex.compile(
    r"\b(minister|president|king|queen|ambassador|consul|envoy|premier|chancellor|secretar|prince|princess|commissioner|monarch|emperor|senator|director|chairman|head|representative)(ies|es|s)\b"
)


def _singular(label: str) -> str:
    return _PLURAL.sub(lambda m: m[1] + ("y" if m[2] == "ies" else ""), label)


def _with_instruments(text: str, start: int, end: int, chunks: list[Chunk], names: Names, lower: str) -> list[Chunk]:
    """Titles of written instruments, with the states inside them as parts; they swallow the mentions they hold."""
    nouns = (
        names.language.instruments["cues"]
        if "cues" in names.language.instruments
        else names.language.instruments["nouns"]
    )
    if not names.instrument_nouns(lower):
        return chunks
    found: list[Chunk] = []
    for pattern in names.instrument:
        for match in pattern.finditer(text, start, end, timeout=2.0):
            a, b = match.span("title")
            if any(x.start < b and a < x.end for x in found):
                continue
            for x, y in _split_titles(text, a, b, nouns):
                made = _instrument(text, x, y, match if y == b else None, chunks)
                if made is not None:
                    found.append(made)
    if not found:
        return chunks
    kept = [c for c in chunks if not any(x.start < c.end and c.start < x.end for x in found)]
    return sorted(kept + found, key=lambda c: c.start)


_GENERIC = regex.compile(
    r"(?i)(?:the )?(?:joint )?\w+(?: of (?:understanding|intent|notes|letters|friendship|entendimiento|amistad))?"
)


_AND = regex.compile(r" (?:and|y) ")


@cache
def _second_title(nouns: tuple[str, ...]) -> regex.Pattern[str]:
    head = "|".join(map(regex.escape, nouns))
    return regex.compile(rf",? (?:and|y|as well as) (?:an?|the|un|una|el|la) (?=(?:{head})\b)")


def _split_titles(text: str, a: int, b: int, nouns: list[str]) -> Iterator[tuple[int, int]]:
    """A title that holds two: "Treaty of Peace and a Convention on Trade"."""
    title = text[a:b].lower()
    cut = _second_title(tuple(nouns)).search(title)
    if cut is None and title.startswith(tuple(nouns)) and title.endswith(tuple(" " + noun for noun in nouns)):
        cut = _AND.search(title)
    if cut is None:
        yield a, b
        return
    yield a, a + cut.start()
    yield from _split_titles(text, a + cut.end(), b, nouns)


def _instrument(text: str, a: int, b: int, match: regex.Match[str] | None, chunks: list[Chunk]) -> Chunk | None:
    parties = match.group("parties") if match and "parties" in match.re.groupindex else None
    if match and parties and _GENERIC.fullmatch(text[a:b]):
        b = match.end("parties")
    date = next((c for c in chunks if c.kind == "date" and a < c.start < b), None)
    if date is not None:  # "Agreement on Trade of 3 May 1990": the date is not part of the title
        b = date.start
    while b > a and text[b - 1] in ".,; ":
        b -= 1
    place = next(
        (
            c
            for c in chunks
            if c.kind == "place" and c.end == b and text[a : c.start].endswith((" in ", " at ", " en ", ", "))
        ),
        None,
    )
    if place is not None:  # "signed a Treaty of Friendship in Oslo", "Treaty of Friendship, Oslo, 3 May 1990"
        b = place.start - (2 if text[place.start - 2] == "," else 4)
    title = text[a:b].rstrip(" ,\n\u00a0")
    for tail in (
        " of",
        " on",
        " in",
        " from",
        " de",
        " del",
        " de fecha",
        " sobre",
        " para",
        " en",
        " a",
        " la",
        " el",
        " los",
        " the",
        " and",
        " y",
        " with",
        " to",
        " for",
    ):
        title = title.removesuffix(tail)
    b = a + len(title)
    if b <= a:
        return None
    inside = tuple(("parties", c) for c in chunks if a <= c.start and c.end <= b and c.kind in ("state", "demonym"))
    return Chunk("instrument", a, b, title, " ".join(title.split()), parts=inside)


def casing(text: str) -> Casing:
    """How a document writes its words."""
    return Casing(frozenset(_LOWER.findall(text)), frozenset(_INNER_CAPITAL.findall(text)))


_LOWER = regex.compile(r"(?<![\p{L}'’-])\p{Ll}{3,}(?![\p{L}])")
_INNER_CAPITAL = regex.compile(r"(?<=(?:[\p{Ll},;)]|\b\p{Lu}\.) )\p{Lu}[\p{L}\p{M}'’-]+")
