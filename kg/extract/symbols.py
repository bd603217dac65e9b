"""A passage as a short string in which every mention is one symbol, so that a rule is a pattern over words and kinds.

"India recognized Slovenia on 11 May 1992." reads "⟨state⟩ recognized ⟨state⟩ on ⟨date⟩."; the symbols are private-use
characters. Words are lower-cased and white space is folded to one blank; `starts` and `ends` give the place of every
symbol in the document, so a match of a pattern is at once a span of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple

import regex

from kg.extract.compiled import compiled

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
_MENTION = re.compile(f"[{min(SYMBOL.values())}-{max(SYMBOL.values())}]")
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


@dataclass(frozen=True, slots=True)
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
        return next((chunk for role, chunk in self.parts if role == name), None)

    def all_parts(self, name: str) -> tuple[Chunk, ...]:
        return tuple(chunk for role, chunk in self.parts if role == name)

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

    def between(self, start: int, end: int) -> str:
        """The document's own words under symbols[start:end]."""
        return self.text[self.starts[start] : self.ends[end - 1]] if end > start else ""

    def chunk_at(self, index: int) -> Chunk | None:
        return self.chunks[index] if 0 <= index < len(self.chunks) else None

    def all(self, kinds: Iterable[str]) -> Iterator[tuple[int, Chunk]]:
        """Positions and chunks of the given kinds, from left to right."""
        wanted = frozenset(kinds)
        return ((index, chunk) for index, chunk in self.mentions() if chunk.kind in wanted)

    def mentions(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Chunk]]:
        """Positions and chunks in symbols[start:end], from left to right."""
        for match in _MENTION.finditer(self.symbols, start, len(self.symbols) if end is None else end):
            index = match.start()
            chunk = self.chunks[index]
            if chunk is not None:
                yield index, chunk

    def extend(self, start: int, end: int) -> None:
        """Note the places of text[start:end], which holds no mention."""
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))
        self.chunks.extend([None] * (end - start))

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
        self.symbols = self.symbols[:start] + SYMBOL[chunk.kind] + self.symbols[end:]
        last = self.ends[end - 1]
        self.starts[start:end] = [self.starts[start]]
        self.ends[start:end] = [last]
        self.chunks[start:end] = [chunk]


_FOLD = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"',
                       **dict.fromkeys("‐‑‒–—−", "-"),
                       **dict.fromkeys(SYMBOL.values(), "\ufffd")})  # fmt: skip  # a text may hold such characters
_MARK = regex.compile(
    r"\[(?:\d{1,3}|[a-z]|citation needed|cita requerida|note \d+|nota \d+)\]| (?=[,;](?:\s|$))", regex.I
)


_GAP = regex.compile(r"\s+|\S+(?: \S+)*+")  # words parted by single blanks stay together: fewer pieces to handle
_ODD = regex.compile(r"[^\S ]|  ")


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
    marked, odd = "[" in low or " ," in low or " ;" in low, _ODD.search(low) is not None

    def words(a: int, b: int) -> None:
        for match in _MARK.finditer(text, a, b) if marked else ():
            plain(a, match.start())
            a = match.end()
        plain(a, b)

    def plain(a: int, b: int) -> None:
        for match in _GAP.finditer(low, a - start, b - start) if odd else ():
            add(match[0], start + match.start())
        if not odd:
            add(low[a - start : b - start], a)

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
    words(position, end)
    made.symbols = "".join(symbols)
    return made.stripped()


@cache
def symbols_of(kinds: str) -> str:
    """Character class for a slot's kinds: "state|place" -> the symbols of both and of their coordinations."""
    found = dict.fromkeys(SYMBOL[kind] for name in kinds.split("|") for kind in CLASSES.get(name, (name,)))
    return "[" + "".join(found) + "]"


_SLOT = regex.compile(r"\{(?:(?P<role>\w+):)?(?P<kinds>[\w|]+)\}")
_CLASS = regex.compile(r"(?<!\(\?)(?<!\(\?P)<(?P<name>[\w-]+)>")


class Found(NamedTuple):
    """Where a pattern matched: line.symbols[start:end], and the match that holds its slots."""

    start: int
    end: int
    match: regex.Match[str]


# Repetition without bound: of a group, and of a group of word classes ("(?:<mod> )*"), which gives no word back, as
# "excellent" and "excellent new" in one class would have it try every way to part a long run of words.
_UNBOUNDED = regex.compile(r"(?<=(?<!\\)\))([*+])")
_CLASS_RUN = regex.compile(r"(\((?:\?:)?(?=[^()\\]*<[\w-]+>)[^()\\]*(?:\([^()\\]*\)[^()\\]*){0,3}\))([*+])(?![?+])")
_BOUND = {"*": "{0,40}", "+": "{1,40}"}  # else the time would grow with the square of a run's length


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern. `prefix` is what may stand before its core without a slot ("the new and former …"):
    it is looked for only to the left of a match of the core, which makes the search about twice as fast, and only
    if `edge`, one of its groups, ends there."""

    core: regex.Pattern[str]
    prefix: regex.Pattern[str] | None = None
    edge: regex.Pattern[str] | None = None
    repeats: bool = True  # whether it repeats a group, so that its time could grow with the ways to part a text

    def find(self, line: Line) -> Iterator[Found]:
        """Matches from left to right, without overlap; none after the pattern has run out of time."""
        last = 0
        try:
            for match in self.each(line.symbols):
                start = self._start(line.symbols, last, match.start())
                last = match.end()
                yield Found(start, last, match)
        except TimeoutError:
            return

    def _start(self, symbols: str, last: int, start: int) -> int:
        """Where the words begin that may stand before a match of the core."""
        first = max(last, start - _PREFIX)
        if self.prefix is None or self.edge is None or not self.edge.match(symbols, first, start):
            return start
        before = self.prefix.search(symbols, first, start, timeout=self._timeout(symbols))
        return before.start() if before else start

    def _timeout(self, symbols: str) -> float | None:
        """Seconds for a search; to look at the clock takes as long as to search a line, which is done where it must."""
        return _TIMEOUT_S if self.repeats or len(symbols) > _LONG else None

    def each(self, symbols: str) -> Iterator[regex.Match[str]]:
        """The matches of the core from left to right. Errors: TimeoutError."""
        return self.core.finditer(symbols, timeout=self._timeout(symbols))

    def search(self, symbols: str) -> regex.Match[str] | None:
        """The first match of the core."""
        return self.core.search(symbols, timeout=self._timeout(symbols))

    def fullmatch(self, symbols: str) -> regex.Match[str] | None:
        """The match of the core with all of a line."""
        return self.core.fullmatch(symbols, timeout=self._timeout(symbols))


_LONG = 600  # symbols; hardly any sentence has so many
_REPEATED = regex.compile(r"(?<!\\)\)(?:[*+]|\{\d*,(?!1\})\d*\})(?!\+)")  # a group, and not "as often as it can"
_PREFIX = 60  # symbols; no determiner with its adjectives is longer


def compile_pattern(pattern: str, words: Mapping[str, str]) -> Pattern:
    """A rule's pattern as a regular expression over symbols.

    `{visitor:actor}` is a mention of a class that fills a role, `{date}` one that fills none, `<be>` a word class of
    the lexicon; the rest is regular-expression syntax over lower-case words. Errors: KeyError for an unknown class or
    word.
    """
    prefix, core = _prefix(pattern)
    made = compiled(r"(?<![\w-])(?:" + _expand(core, words) + r")(?!\w)")
    if not prefix:
        return Pattern(made, repeats=_repeats(made))
    before = compiled(r"(?<![\w-])" + _expand(prefix, words) + r"$")
    edge = compiled(rf"(?r)(?:{_expand('|'.join(_groups(prefix)), words)})")
    return Pattern(made, before, edge, repeats=_repeats(made) or _repeats(before))


def _repeats(pattern: regex.Pattern[str]) -> bool:
    return _REPEATED.search(pattern.pattern) is not None


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
    depth = 0
    for at in range(opened, len(pattern)):
        escaped = at > 0 and pattern[at - 1] == "\\"
        depth += (pattern[at] == "(" and not escaped) - (pattern[at] == ")" and not escaped)
        if depth == 0:
            return at
    return len(pattern)


def _outside(pattern: str) -> str:
    """A pattern without its groups: an alternation at the top has no common prefix."""
    bare = pattern
    while (shorter := regex.sub(r"\((?:[^()\\]|\\.)*\)", "", bare)) != bare:
        bare = shorter
    return regex.sub(r"\{[^{}]*\}", "", bare)


def rewrite(line: Line, pattern: Pattern, build: Callable[[Found], Chunk | None]) -> bool:
    """Reduce every match for which `build` gives a chunk; True if the line changed."""
    found = [(hit, chunk) for hit in pattern.find(line) if (chunk := build(hit)) is not None]
    for hit, chunk in reversed(found):
        line.reduce(hit.start, hit.end, chunk)
    return bool(found)


def captured(line: Line, match: regex.Match[str]) -> tuple[tuple[str, Chunk], ...]:
    """The mentions that the named slots of a match hold, from left to right."""
    pairs = [
        (start, name, chunk)
        for name in match.re.groupindex
        for start, end in match.spans(name)
        if end - start == 1 and (chunk := line.chunk_at(start)) is not None
    ]
    return tuple((name, chunk) for _, name, chunk in sorted(pairs, key=lambda pair: pair[0]))


def joined(kind: str, chunks: tuple[Chunk, ...]) -> Chunk:
    """A coordination of chunks."""
    members = tuple(member for chunk in chunks for member in chunk.each())
    return Chunk(kind, chunks[0].start, chunks[-1].end, "", "", (), (), members)


def with_part(chunk: Chunk, name: str, part: Chunk) -> Chunk:
    """The chunk with one part more."""
    return replace(chunk, parts=(*chunk.parts, (name, part)))
