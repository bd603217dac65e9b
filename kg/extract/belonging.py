"""Memberships that no rule has read, told by three things in any order of words: a word of belonging, states, bodies.

"Peru, together with Chile (since 1990), was a founding member of the Reef Council and the 4+3 Dialogue" names two
states and two bodies: each belongs to each. A rule reads one way of saying so; here whoever stands before the word with
no other verb between is a member, and so are those who come "along with" him behind it; what stands behind it is a
body, listed or not, as long as it goes on with commas and an "and". What rules have told is not told again. Needs the
lists `belongs-…` of `[clause]` in words.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kg.compiled import Light, Match, compiled, light
from kg.extract.claims import Draft
from kg.extract.clauses import Clauses
from kg.extract.grammar import grammar
from kg.extract.rules import Hit
from kg.extract.symbols import SYMBOL, Chunk, Line, symbols_of
from kg.lexicon.language import Language, Rule

_LISTS = ("noun", "word", "bare", "which", "with", "both", "is", "and", "was", "no-body", "aside", "several")
_STATES = frozenset({"state", "states", "pair"})
_BODIES = frozenset({"org", "orgs"})
_ASIDE = r"(?: \([^()]{1,40}\))?"


@cache
def _words(lexicon: Language) -> Mapping[str, Light]:
    """What a language says of belonging, in lists of "[clause]" of its words.toml; nothing if it lacks one."""
    lists = ["|".join(lexicon.clause.get(f"belongs-{name}", ())) for name in _LISTS]
    if not all(lists):
        return {}
    noun, word, bare, which, along, both, verb, joint, was, other, aside, weak = lists
    one = rf"(?:the |el |la |los |las )?{{country}}{_ASIDE}"
    several = rf"{one}(?:,? (?:{joint}|{along}) {one}|, {one}){{0,12}}+"
    told = {
        "word": rf"(?<!\w)(?:{noun}|(?P<verb>{word})|(?P<weak>{weak}))(?= )",
        "which": rf"{{org}}{_ASIDE},? (?:{which}) (?:(?:{several}|it),?(?: [^\W\d]+){{0,4}}? (?:{bare})|"
        rf"(?:[^\W\d]+ ){{0,3}}?(?:{bare}) {several})(?!\w)",
        "who": rf"(?<!\w)(?:{several}|(?P<both>{both}))(?: [^\W\d]+)??(?:, (?:{aside}) [^,;.:()]{{3,90}},|,| [–—-])?"
        rf"(?P<verb>(?: (?:{verb}),?){{1,5}})? ?$",
        "along": rf"(?: (?:in|at|en) {{place}})?,? (?:{along}) {several}",
        "and": rf"(?:,? (?:{joint})|,)(?: of| in| to| del?| en| al?)?(?: the| el| la| los| las)? ",
        # "the League, whose seat is in Lima, and the Union": only a listed body
        "and-further": rf", [^,.;:]{{5,90}}, (?:{joint})(?: of| in| to| del?| en| al?)?(?: the| el| la| los| las)? "
        r"(?={org})",
        "article": r"(?: both)?(?: the| el| la| los| las)? ",
        "was": rf"(?<!\w)(?:{was})(?!\w)",
        "no-body": rf"(?<!\w)(?:{other})(?!\w)",
    }
    return {name: light(expanded(pattern, lexicon.classes)) for name, pattern in told.items()}


def expanded(pattern: str, classes: Mapping[str, str]) -> str:
    """A pattern with the word classes and the kinds of mentions that it names written out."""
    while (text := _CLASS.sub(lambda found: rf"(?:{classes[found[1]]})", pattern)) != pattern:
        pattern = text
    return _KIND.sub(lambda found: symbols_of(found[1]), text)


_CLASS = compiled(r"(?<!\?)(?<!\?P)<([a-z][\w-]*)>")
_KIND = compiled(r"\{(?:\w+:)?([a-z_|]+)\}")


@cache
def _rule(code: str, date: str) -> Rule:
    return Rule(f"{code}.belonging", "Membership", "", (), (), date, confidence=0.65)


def belonging(line: Line, lexicon: Language) -> Iterator[Hit]:
    """A hit for each state or group of states and each body to which it belongs."""
    words = _words(lexicon)
    for found in words["which"].finditer(line.symbols) if words else ():
        body = line.chunk_at(found.start())
        members = [*_states(line, found.start(), found.end()), *_along(line, found.end(), words)]
        if body is not None:
            yield from _told(members, [body], found.span(), _rule(lexicon.code, "none"))
    for found in words["word"].finditer(line.symbols) if words else ():
        opened = max((stop.end() for stop in _STOP.finditer(line.symbols, 0, found.start())), default=0)
        who = words["who"].search(line.symbols, opened, found.start())
        bodies, end = _bodies(line, found.end(), words, lexicon) if who is not None else ([], 0)
        if who is None or (found["weak"] and len(bodies) == 1):
            continue
        span = (who.start(), end)
        members = _members(line, who, found, lexicon)
        if dated := _dated(line, who, members):
            for member, date in dated:
                yield from _told([member], bodies, span, _rule(lexicon.code, "match"), (("date", date),))
        else:
            was = words["was"].search(line.symbols, who.start(), found.end())
            rule = _rule(lexicon.code, "none" if was is None else "clause")
            yield from _told([*members, *_along(line, end, words)], bodies, span, rule)


def _members(line: Line, who: Match, word: Match, lexicon: Language) -> list[Chunk]:
    """The states that stand before a word of belonging, or the two of whom the text tells."""
    if who["both"]:
        return [Chunk("pair", line.starts[who.start()], line.ends[who.start()], who["both"])]
    place = Clauses(line, grammar(lexicon), [])
    free = (index for index, chunk in line.mentions(*who.span()) if chunk.kind in _STATES)
    first = next((index for index in free if not place.governor(index)), word.start())
    if _is_object(
        line.symbols, first, lexicon
    ):  # "Kenya recognised Peru and, having joined": of the next clause at most
        first = max(first + 1, line.symbols.rfind(", ", first, word.start()))
    members = _states(line, first, word.start(), grammar(lexicon).verb)
    # "Peru, Chile (a member of the Council)": beside a bare noun only who stands next to it
    return members if who["verb"] or word["verb"] or word["weak"] else members[-1:]


def belongings(draft: Draft) -> set[tuple[str, str]]:
    """Who belongs to what, as a claim tells it."""
    return {(m.label, b.label) for m in draft.roles.get("member", ()) for b in draft.roles.get("organisation", ())}


_STOP = compiled(r"[.;:] ")


def _told(
    members: list[Chunk],
    bodies: list[Chunk],
    span: tuple[int, int],
    rule: Rule,
    date: tuple[tuple[str, Chunk], ...] = (),
) -> Iterator[Hit]:
    for member in members:
        for body in bodies:
            yield Hit(rule, *span, (("member", member), ("organisation", body), *date), ())


def _states(line: Line, start: int, end: int, verb: Light | None = None) -> list[Chunk]:
    """The states within symbols[start:end] that no brackets hold; up to a verb behind the first, which tells something
    else of it: "Kenya, which had helped Peru, joined"."""
    depth, found = 0, []
    plain = _BRACKETS.sub(lambda aside: " " * len(aside[0]), line.symbols[:end])
    starts = (word.start() for word in _WORD.finditer(plain, start)) if verb is not None else ()
    told = next((at for at in starts if verb is not None and verb.match(plain, at)), end)
    for index in range(start, told):
        depth += (line.symbols[index] == "(") - (line.symbols[index] == ")")
        chunk = line.chunks[index]
        if chunk is not None and chunk.kind in _STATES and depth == 0:
            found.append(chunk)
    return found


def _is_object(symbols: str, at: int, lexicon: Language) -> bool:
    """Whether a verb stands right before a state, but for an article."""
    before = [word for word in _WORD.finditer(symbols, max(0, at - 30), at) if len(word[0]) > _ARTICLE]
    return (
        bool(before)
        and symbols[before[-1].end() : at].isspace()
        and grammar(lexicon).verb.match(symbols, before[-1].start()) is not None
    )


_ARTICLE = 3  # letters
_WORD = compiled(r"(?<!\w)\p{Ll}\w+")


def _dated(line: Line, who: Match, members: list[Chunk]) -> list[tuple[Chunk, Chunk]]:
    """Of "Peru (1990) and Chile (1991)" each with its date; empty if one of them has none."""
    found = []
    for index, chunk in line.mentions(*who.span()):
        date = line.chunk_at(index + 3) if _DATED.match(line.symbols, index + 1) else None
        found += [(chunk, date)] if chunk in members and date is not None else []
    return found if len(found) == len(members) else []


_DATED = compiled(rf" \([{SYMBOL['date']}]\)")


def _along(line: Line, end: int, words: Mapping[str, Light]) -> list[Chunk]:
    """The states that come along with the members told before: "… is a member, together with Peru and Chile"."""
    found = words["along"].match(line.symbols, end) or words["along"].match(line.symbols, end + 1)
    return _states(line, found.start(), found.end()) if found is not None else []


def _bodies(line: Line, at: int, words: Mapping[str, Light], lexicon: Language) -> tuple[list[Chunk], int]:
    """The bodies that stand behind a word of belonging, one behind the other, and where they end."""
    found: list[Chunk] = []
    article = words["article"].match(line.symbols, at)
    begin, end = article.end() if article is not None else at, at
    one = _body(line, begin, words, lexicon)
    while one is not None:
        found.append(one[0])
        aside = _BRACKETS.match(line.symbols, one[1])
        end = aside.end() if aside is not None else one[1]
        joints = (words[name].match(line.symbols, end) for name in ("and", "and-further"))
        nexts = (_body(line, joint.end(), words, lexicon) for joint in joints if joint is not None)
        one = next((each for each in nexts if each is not None), None)
    return found, end


_BRACKETS = compiled(r" \([^()]{1,40}\)")


def _body(line: Line, at: int, words: Mapping[str, Light], lexicon: Language) -> tuple[Chunk, int] | None:
    """The body whose name begins at a symbol, and where that ends."""
    chunk = line.chunk_at(at)
    if chunk is not None and chunk.kind in _BODIES:
        return (chunk, at + 1) if not line.symbols.startswith("'s", at + 1) else None
    if at >= len(line.starts) or (chunk is not None and chunk.kind not in ("name", "names")):
        return None
    named = _NAMED.match(line.text, line.starts[at], line.ends[-1])
    if named is None:
        return None
    start, stop = named.span()
    if (two := _TWO.search(line.text, start, stop)) is not None:
        stop = two.start()
    last = next((index for index in range(at, len(line.ends)) if line.ends[index] >= stop), len(line.ends) - 1)
    inside = [each for _, each in line.mentions(at, last + 1)]
    if any(each.kind not in _IN_NAMES for each in inside) or words["no-body"].search(line.symbols, at, last + 1):
        return None
    short = line.chunk_at(last + 3) if line.symbols.startswith(" (", last + 1) else None
    if short is not None and short.kind == "org":
        return short, last + 1  # "the Initiative for Coastal Ports (ICP)", listed by its abbreviation alone
    if grammar(lexicon).verb.match(line.symbols, last + 2) is not None:
        return None  # "…, and Ola Berg was"
    stop = max(stop, line.ends[last])
    text = " ".join(line.text[start:stop].split())
    if not _LONG.search(text):
        return None
    return Chunk("org", start, stop, line.text[start:stop], text), last + 1


_IN_NAMES = frozenset({"name", "names", "org", "place", "demonym"})
_SMALL = r"(?:of|for|on|in|the|and|&|de|del|la|las|los|para|sobre|y|e)"
_CAP = r"\p{Lu}[\p{L}\p{M}\d'’+-]*"
_NAMED = compiled(rf"(?:\d+\+\d+ )?{_CAP}(?:(?: {_SMALL}){{0,3}} {_CAP}| \d+(?!\d*[.,]?\d)){{0,12}}")
# The end of a name behind which another one begins: "Reef Council and the Coral Dialogue".
_TWO = compiled(
    r"(?<=\p{Lu}\S* \S.*) (?:and|y|e) (?:the |la |el )(?=\p{Lu})"
    r"|(?<=\p{Lu}\S* \p{Lu}\S+) (?:and|y|e) (?=\p{Lu}\S+ \p{Lu})"
)
_LONG = compiled(r"\S [\p{Lu}\d]|\S \S+ [\p{Lu}\d]|^[\p{Lu}\d+-]{3,}$")  # of two words, or an abbreviation
