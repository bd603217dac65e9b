"""A passage as a short string in which every mention is one symbol, so that a rule is a pattern over words and kinds.

"India recognized Slovenia on 11 May 1992." reads "⟨state⟩ recognized ⟨state⟩ on ⟨date⟩."; the symbols are private-use
characters. Words are lower-cased and white space is folded to one blank; `starts` and `ends` give the place of every
symbol in the document, so a match of a pattern is at once a span of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import regex

from kg.compiled import Light, Match, compiled, light
from kg.extract.possessors import owns

# Kinds of mention; "states", "people" … are coordinations of them.
SINGLE = (
    "state", "pair", "demonym", "place", "org", "person", "post", "office", "name", "pronoun", "date", "amount",
    "missionword", "mission", "instrument", "relations", "rank",
)  # fmt: skip
GROUP_OF = {
    "state": "states", "place": "places", "org": "orgs", "person": "people", "post": "posts", "name": "names",
    "date": "dates", "mission": "missions", "instrument": "instruments", "demonym": "demonyms", "office": "offices",
    "rank": "ranks",
    "missionword": "missionwords",
}  # fmt: skip
SYMBOL = {kind: chr(0xE000 + n) for n, kind in enumerate((*SINGLE, *GROUP_OF.values()))}
KIND = {symbol: kind for kind, symbol in SYMBOL.items()}

# What a slot of a rule may ask for: a class is a list of kinds; "x" always means one x or several.
CLASSES: dict[str, tuple[str, ...]] = {
    **{kind: (kind, GROUP_OF[kind]) if kind in GROUP_OF else (kind,) for kind in SINGLE},
    "office": ("office", "offices", "rank", "ranks"),
    "a_state": ("state",),
    "country": ("state", "states", "pair"),
    "where": ("state", "states", "place", "places"),
    "actor": ("person", "people", "post", "posts", "name", "names", "pronoun"),
    "named": ("person", "people", "name", "names"),
    "party": ("state", "states", "pair", "org", "orgs"),
    "anyone": (
        "person", "people", "post", "posts", "name", "names", "pronoun", "state", "states", "pair", "org", "orgs",
        "place", "demonym",
    ),
    "any": tuple(SYMBOL),
}  # fmt: skip

_TIMEOUT_S = 2.0  # a pattern that runs longer than this on one passage is a bug; the passage is then left unread


@dataclass(slots=True, unsafe_hash=True)  # never changed, but not frozen: thousands are made, in a third of the time
class Chunk:
    """A mention: `label` its canonical English name, `keys` the gazetteer's candidates, `parts` what it is made of."""

    kind: str
    start: int
    end: int
    text: str
    label: str = ""
    keys: tuple[str, ...] = ()
    parts: tuple[tuple[str, Chunk], ...] = ()
    members: tuple[Chunk, ...] = ()
    detail: Any = None  # DateMention, AmountMention or a plain string that the lexicon gives

    def part(self, name: str) -> Chunk | None:
        for role, chunk in self.parts:
            if role == name:
                return chunk
        return None

    def all_parts(self, name: str) -> tuple[Chunk, ...]:
        return tuple([chunk for role, chunk in self.parts if role == name])

    def each(self) -> tuple[Chunk, ...]:
        """The members of a coordination, or the chunk itself."""
        return self.members or (self,)


@dataclass(slots=True)
class Line:
    """One passage as symbols; reductions replace stretches of it by new chunks until only rules are left to match."""

    symbols: str
    starts: list[int]
    ends: list[int]
    chunks: list[Chunk | None]
    text: str = field(repr=False)  # the document's text
    # Once they are asked for: positions and chunks, and of what kinds these are.
    _marks: list[tuple[int, Chunk]] | None = field(default=None, repr=False)
    _kinds: frozenset[str] = field(default=frozenset(), repr=False)

    def between(self, start: int, end: int) -> str:
        """The document's own words under symbols[start:end]."""
        return self.text[self.starts[start] : self.ends[end - 1]] if end > start else ""

    @property
    def words(self) -> str:
        """The document's own words of the whole line."""
        return self.between(0, len(self.starts))

    def chunk_at(self, index: int) -> Chunk | None:
        return self.chunks[index] if 0 <= index < len(self.chunks) else None

    def all(self, kinds: Collection[str]) -> list[tuple[int, Chunk]]:
        """Positions and chunks of the given kinds, from left to right."""
        marks = self.mentions() if self._marks is None else self._marks
        return [] if self._kinds.isdisjoint(kinds) else [mark for mark in marks if mark[1].kind in kinds]

    def mentions(self, start: int = 0, end: int | None = None) -> list[tuple[int, Chunk]]:
        """Positions and chunks in symbols[start:end], from left to right."""
        marks = self._marks
        if marks is None:
            marks = self._marks = [(index, chunk) for index, chunk in enumerate(self.chunks) if chunk is not None]
            self._kinds = frozenset([chunk.kind for _, chunk in marks])
        if start == 0 and end is None:
            return marks
        last = len(self.symbols) if end is None else end
        return [mark for mark in marks if start <= mark[0] < last]

    def part(self, start: int, end: int) -> Line:
        """The symbols from one to another as a line."""
        return Line(
            self.symbols[start:end], self.starts[start:end], self.ends[start:end], self.chunks[start:end], self.text
        )

    def without(self, start: int, end: int) -> Line:
        """The line without symbols[start:end]."""
        return Line(
            self.symbols[:start] + self.symbols[end:],
            self.starts[:start] + self.starts[end:],
            self.ends[:start] + self.ends[end:],
            self.chunks[:start] + self.chunks[end:],
            self.text,
        )

    def moved(self, start: int, end: int, begin: int, to: int) -> Line:
        """The line with symbols[start:end] behind symbols[begin:to], a blank between them; what stands between `end`
        and `begin` is left out."""
        first = start + (self.symbols[start] == " ")
        blank = max(self.symbols.find(" ", start), self.symbols.rfind(" ", begin, to))
        order = [*range(first), *range(begin, to), blank, *range(first, end), *range(to, len(self.symbols))]
        return Line(
            "".join([self.symbols[index] for index in order]),
            [self.starts[index] for index in order],
            [self.ends[index] for index in order],
            [self.chunks[index] for index in order],
            self.text,
        )

    def extend(self, start: int, end: int) -> None:
        """Note the places of text[start:end], which holds no mention."""
        places = _PLACES if end < len(_PLACES) else range(end + 1)
        self.starts += places[start:end]
        self.ends += places[start + 1 : end + 1]
        self.chunks += [None] * (end - start)

    def add(self, mention: Chunk) -> None:
        """Note the place of a mention."""
        self.starts.append(mention.start)
        self.ends.append(mention.end)
        self.chunks.append(mention)

    def stripped(self) -> Line:
        """The line without a blank at its end."""
        if self.symbols.endswith(" "):
            self.symbols = self.symbols[:-1]
            self.starts.pop(), self.ends.pop(), self.chunks.pop()
        return self

    def reduce(self, start: int, end: int, chunk: Chunk) -> None:
        """Put one symbol in the place of symbols[start:end]."""
        self._marks = None
        self.symbols = self.symbols[:start] + SYMBOL[chunk.kind] + self.symbols[end:]
        last = self.ends[end - 1]
        self.starts[start:end] = [self.starts[start]]
        self.ends[start:end] = [last]
        self.chunks[start:end] = [chunk]


_PLACES = list(range(1 << 15))  # in most texts; to make new numbers for each letter takes longer


_FOLD = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"',
                       **dict.fromkeys("‐‑‒–—−", "-"),
                       **dict.fromkeys(SYMBOL.values(), "\ufffd")})  # fmt: skip  # a text may hold such characters
_MARK = compiled(
    r"(?i)\[(?:\d{1,3}|[a-z]|\?|citation needed|cita requerida|note \d+|nota \d+)\]| (?=[,;](?:\s|$))"
    r"| \((?:\d?[cid]|\d?[dl]|izq(?:\.|uierda)?|izda\.?|der(?:\.|echa)?|dcha\.?|centro)\)",  # who stands where
)


_PLACED = ("(i)", "(d)", "(c)", "(l)", "(1", "(2", "(izq", "(der", "(dcha", "(izda", "(centro")
_DASHED = compiled(r"\p{L}[\p{L} ,()'/-]{1,60}? --(?=\s?[^\s-])(?!.*--)")
_GAP = compiled(r"\s+|\S+(?: \S+)*+")  # words parted by single blanks stay together: fewer pieces to handle
_ODD = compiled(r"[^\S ]")


def _lower(character: str) -> str:
    low = character.lower()
    return low if len(low) == 1 else character


def _folded(words: str) -> str:
    """Words in lower case with plain quotes and dashes, letter for letter."""
    folded = words.translate(_FOLD)
    low = folded.lower()
    return low if len(low) == len(words) else "".join(map(_lower, folded))


def line(text: str, start: int, end: int, mentions: Iterable[Chunk]) -> Line:
    """The passage text[start:end] as symbols, given its mentions in order and without overlap; note marks drop out,
    and so do the blanks that scraping leaves before a comma."""
    made = Line("", [], [], [], text)
    symbols: list[str] = []
    low = _folded(text[start:end])
    if " --" in low and _DASHED.match(low) is not None:  # "Ambassador --Ola Berg", a field
        low = low.replace(" --", ":  ", 1)
    marked = "[" in low or " ," in low or " ;" in low or ("(" in low and any(place in low for place in _PLACED))
    odd = "  " in low or (not low.isprintable() and _ODD.search(low) is not None)

    def words(a: int, b: int) -> None:
        for match in _MARK.finditer(text, a, b) if marked else ():
            plain(a, match.start())
            a = match.end()
        plain(a, b)

    def plain(a: int, b: int) -> None:
        if not odd:
            add(low[a - start : b - start], a)
            return
        for match in _GAP.finditer(low, a - start, b - start):
            add(match[0], start + match.start())

    def add(piece: str, first: int) -> None:  # white space is folded to a single blank
        if piece[:1].isspace() and (not symbols or symbols[-1][-1] == " "):
            piece, first = piece[1:] if not odd else "", first + 1
        elif odd and piece.isspace():
            piece = " "
        if piece:
            symbols.append(piece)
            made.extend(first, first + len(piece))

    position = start
    for mention in mentions:
        words(position, mention.start)
        symbols.append(SYMBOL[mention.kind])
        made.add(mention)
        position = mention.end
        if low.startswith("'", position - start) and owns(mention.kind, low, position - start):
            symbols.append("'s")
            for _ in "'s":
                made.extend(position, position + 1)
            position += 1
    words(position, end)
    made.symbols = "".join(symbols)
    return made.stripped()


@cache
def symbols_of(kinds: str) -> str:
    """Character class for a slot's kinds: "state|place" -> the symbols of both and of their coordinations."""
    found = dict.fromkeys(SYMBOL[kind] for name in kinds.split("|") for kind in CLASSES.get(name, (name,)))
    return "[" + "".join(found) + "]"


_SLOT = compiled(r"\{(?:(?P<role>\w+):)?(?P<kinds>[\w|]+)\}")
_CLASS = compiled(r"(?<!\(\?)(?<!\(\?P)<(?P<name>[\w-]+)>")


class Found(NamedTuple):
    """Where a pattern matched: line.symbols[start:end], and the match that holds its slots."""

    start: int
    end: int
    match: Match


# Repetition without bound: of a group, and of a group of word classes ("(?:<mod> )*"), which gives no word back, as
# "excellent" and "excellent new" in one class would have it try every way to part a long run of words.
_UNBOUNDED = compiled(r"(?<=(?<!\\)\))([*+])")
_CLASS_RUN = compiled(r"(\((?:\?:)?(?=[^()\\]*<[\w-]+>)[^()\\]*(?:\([^()\\]*\)[^()\\]*){0,3}\))([*+])(?![?+])")
_BOUND = {"*": "{0,40}", "+": "{1,40}"}  # else the time would grow with the square of a run's length


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern. `prefix` is what may stand before its core without a slot ("the new and former …"):
    it is looked for only to the left of a match of the core, which makes the search about twice as fast, and only
    if `edge`, one of its groups, ends there."""

    core: Light
    prefix: Light | None = None
    edge: regex.Pattern[str] | None = None
    repeats: bool = True  # whether it repeats a group, so that its time could grow with the ways to part a text

    def find(self, line: Line) -> list[Found]:
        """Matches from left to right, without overlap; none after the pattern has run out of time."""
        symbols, last = line.symbols, 0
        found: list[Found] = []
        try:
            for match in self.each(symbols):
                start = self._start(symbols, last, match.start())
                last = match.end()
                found.append(Found(start, last, match))
        except TimeoutError:
            pass
        return found

    def _start(self, symbols: str, last: int, start: int) -> int:
        """Where the words begin that may stand before a match of the core."""
        first = max(last, start - _PREFIX)
        if self.prefix is None or self.edge is None or self.edge.match(symbols, first, start) is None:
            return start
        before = self.prefix.search(symbols, first, start, **self._bound(self.prefix, symbols))
        return before.start() if before else start

    def _bound(self, pattern: Light, symbols: str) -> dict[str, Any]:
        """What bounds a search: to look at the clock takes as long as to search a line, so that is done where it must.
        `re`, which has no clock, compiles patterns that repeat no group."""
        timed = (self.repeats or len(symbols) > _LONG) and not isinstance(pattern, re.Pattern)
        return _TIMED if timed else _UNTIMED

    def each(self, symbols: str) -> Iterator[Match]:
        """The matches of the core from left to right. Errors: TimeoutError."""
        if not self.repeats and len(symbols) <= _LONG:  # by far most of them, and very many
            return self.core.finditer(symbols)
        return self.core.finditer(symbols, **self._bound(self.core, symbols))

    def search(self, symbols: str) -> Match | None:
        """The first match of the core."""
        return self.core.search(symbols, **self._bound(self.core, symbols))

    def fullmatch(self, symbols: str) -> Match | None:
        """The match of the core with all of a line."""
        return self.core.fullmatch(symbols, **self._bound(self.core, symbols))


_TIMED: dict[str, Any] = {"timeout": _TIMEOUT_S}
_UNTIMED: dict[str, Any] = {}
_LONG = 600  # symbols; hardly any sentence has so many
# A group that is repeated more than three times, and may give back what it took.
_REPEATED = compiled(r"(?<!\\)\)(?:[*+]|\{(?!(?:[0-3]?,)?[1-3]\})\d*,?\d*\})(?!\+)")
# One that parts a text in one way only: a character, or words each of which has its own blank.
_WORD = r"(?:(?:[\w'-]|\\[wp](?:\{\w+\})?|\[[^\] ]+\])[?*+]?)+"
_PARTS = compiled(
    r"\((?:\?:)?(?:\(\?!(?:[^()]|\([^()]*\))*\))?"
    rf"(?:\[[^\]]+\]|\.|{_WORD} (?:\|{_WORD} )*| {_WORD}(?:\| {_WORD})*)\)(?:[*+]|\{{\d*,?\d*\}})"
)
_PREFIX = 60  # symbols; no determiner with its adjectives is longer


def compile_pattern(pattern: str, words: Mapping[str, str]) -> Pattern:
    """A rule's pattern as a regular expression over symbols.

    `{visitor:actor}` is a mention of a class that fills a role, `{date}` one that fills none, `<be>` a word class of
    the lexicon; the rest is regular-expression syntax over lower-case words. Errors: KeyError for an unknown class or
    word.
    """
    prefix, core = _prefix(pattern)
    core = r"(?<![\w-])(?:" + _expand(_begun(core) + core, words) + r")(?!\w)"
    before = r"(?<![\w-])" + _expand(prefix, words) + r"$"
    repeats = any(_REPEATED.search(_PARTS.sub("", each)) for each in (core, before))
    made = compiled(core) if repeats or _captures_again(pattern) else light(_numbered(core))
    if not prefix:
        return Pattern(made, repeats=repeats)
    edge = compiled(rf"(?r)(?:{_expand('|'.join(_groups(prefix)), words)})")
    return Pattern(made, compiled(before) if repeats else light(before), edge, repeats)


def _begun(core: str) -> str:
    """What stands behind the look-behinds that open a core, to be looked for before them: to look behind takes long,
    and few places go on as the core does.

    >>> _begun("(?<=by )(?:the )?(?:{a:state|org}|both) recognized")
    '(?=(?:the )|(?:{state|org}|both))'
    """
    cut = 0
    while core.startswith(("(?<=", "(?<!"), cut):
        cut = _closing(core, cut) + 1
    if cut == 0 or "|" in _outside(core):
        return ""
    pieces: list[str] = []
    while piece := _PIECE.match(core, cut):
        cut = piece.end() if piece["one"] else _closing(core, cut) + 1
        pieces.append(_CAPTURED.sub(lambda m: "{" if m["slot"] else "(?:", core[piece.start() : cut]))
        maybe = _MAYBE.match(core, cut)
        if maybe is None:
            return f"(?={'|'.join(pieces)})"
        cut = maybe.end()
    return ""


_PIECE = compiled(r"(?P<one>\{[\w:|]+\}|[\p{Ll},;: ])|\((?:\?:|\?P<)")  # a slot, a letter, or a group that opens
_MAYBE = compiled(r"(?:[?*]|\{0?,\d+\})[?+]?")
_CAPTURED = compiled(r"(?P<slot>\{\w+:)|\(\?P<\w+>")


def _captures_again(pattern: str) -> bool:
    """Whether a group that is repeated holds slots: `re` would keep the last mention alone."""
    ends = (match.start() for match in _TIMES.finditer(pattern))
    return any(_NAMED.search(pattern, _opening(pattern, end), end) for end in ends)


_TIMES = compiled(r"(?<=(?<!\\)\))(?:[*+]|\{(?!(?:0,|,)?1\})\d*,?\d*\})")
_NAMED = compiled(r"\{\w+:|\(\?P<")


def _opening(pattern: str, end: int) -> int:
    """Where the group begins that ends at `end`."""
    depth = 0
    for at in range(end - 1, -1, -1):
        escaped = at > 0 and pattern[at - 1] == "\\"
        depth += (pattern[at] == ")" and not escaped) - (pattern[at] == "(" and not escaped)
        if depth == 0:
            return at
    return 0


_NAME = compiled(r"(?<=\(\?P<)\w+")
_AGAIN = "__"  # between the name of a group and its number, where it comes again: `re` wants other names


def _numbered(pattern: str) -> str:
    """A pattern with a name of its own for each group."""
    count: Counter[str] = Counter()

    def name(match: regex.Match[str]) -> str:
        count[match[0]] += 1
        return match[0] if count[match[0]] == 1 else f"{match[0]}{_AGAIN}{count[match[0]]}"

    return _NAME.sub(name, pattern)


def _expand(pattern: str, words: Mapping[str, str]) -> str:
    text = _CLASS_RUN.sub(lambda m: m[1] + _BOUND[m[2]] + "+", pattern)
    while _CLASS.search(text):
        text = _CLASS.sub(lambda m: "(?:" + words[m["name"]] + ")", text)
    text = _UNBOUNDED.sub(lambda m: _BOUND[m[1]], text)
    return _SLOT.sub(lambda m: (f"(?P<{m['role']}>" if m["role"] else "(?:") + symbols_of(m["kinds"]) + ")", text)


def _prefix(pattern: str) -> tuple[str, str]:
    """The leading optional groups of a pattern that hold no slot, and the rest; "" if the rest would be empty."""
    cut = 0
    while pattern.startswith("(?:", cut):
        end = _closing(pattern, cut)
        group = pattern[cut : end + 1]
        if pattern[end + 1 : end + 2] not in ("?", "*") or "{" in group or "(?P" in group or not group.endswith(" )"):
            break
        cut = end + 2
    return (pattern[:cut], pattern[cut:]) if "|" not in _outside(pattern) else ("", pattern)


def _groups(prefix: str) -> Iterator[str]:
    """The groups of a prefix, each once and not to be left out."""
    cut = 0
    while cut < len(prefix):
        end = _closing(prefix, cut)
        yield prefix[cut : end + 1]
        cut = end + 2


def _closing(pattern: str, opened: int) -> int:
    """Where the group ends that begins at `opened`."""
    group = GROUP.match(pattern, opened)
    return group.end() - 1 if group else len(pattern)


def _outside(pattern: str) -> str:
    """A pattern without its groups and slots: an alternation at the top has no common prefix."""
    return regex.sub(r"\{[^{}]*\}", "", GROUP.sub("", pattern))


GROUP = compiled(r"\((?:[^()\[\]\\]|\\.|\[\^?(?:\\.|[^\\\]])*\]|(?R))*+\)")


def rewrite(line: Line, pattern: Pattern, build: Callable[[Found], Chunk | None]) -> bool:
    """Reduce every match for which `build` gives a chunk; True if the line changed."""
    found = [(hit, chunk) for hit in pattern.find(line) if (chunk := build(hit)) is not None]
    for hit, chunk in reversed(found):
        line.reduce(hit.start, hit.end, chunk)
    return bool(found)


def captured(line: Line, match: Match) -> tuple[tuple[str, Chunk], ...]:
    """The mentions that the named slots of a match hold, from left to right."""
    pairs = [
        (start, name.partition(_AGAIN)[0], chunk)
        for name in match.re.groupindex
        for start, end in ((match.span(name),) if isinstance(match, re.Match) else match.spans(name))
        if end - start == 1 and (chunk := line.chunk_at(start)) is not None
    ]
    pairs.sort(key=_first)
    return tuple((name, chunk) for _, name, chunk in pairs)


_first = itemgetter(0)


def worded(line: Line, match: Match, slots: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The words that the other named groups of a match hold, in the order of the pattern."""
    found: dict[str, str] = {}
    for group in match.re.groupindex:
        name = group.partition(_AGAIN)[0]
        if name not in slots:
            found[name] = line.between(*match.span(group)) if match[group] else found.get(name, "")
    return tuple((name, words) for name, words in found.items() if words)


def unsaid_state(label: str, key: str, text: str = "") -> Chunk:
    """The mention of a state that stands nowhere in the passage, which the page or an earlier passage tells of."""
    return Chunk("state", 0, 0, text, label, (key,))


def single(kind: str) -> str:
    """The kind of each member of a coordination; of any other mention its own."""
    return _SINGLE.get(kind, kind)


_SINGLE = {group: kind for kind, group in GROUP_OF.items()}


def joined(kind: str, chunks: tuple[Chunk, ...]) -> Chunk:
    """A coordination of chunks."""
    members = tuple(member for chunk in chunks for member in chunk.each())
    return Chunk(kind, chunks[0].start, chunks[-1].end, "", "", (), (), members)


def with_part(chunk: Chunk, name: str, part: Chunk) -> Chunk:
    """The chunk with one part more."""
    return replace(chunk, parts=(*chunk.parts, (name, part)))


def of_state(guest: Chunk, state: Chunk) -> Chunk:
    """A guest as one of the state that stands beside him: "King Albert II | Belgium"."""
    if guest.members:
        return replace(guest, members=tuple(of_state(each, state) for each in guest.members))
    plain = guest.kind == "person" and guest.part("state") is None
    return with_part(guest, "state", state) if plain else guest
