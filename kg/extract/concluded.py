"""Who concludes an instrument, where it is not the two states of the page: a body, a movement, a bygone state.

A rule fills the parties of an agreement from the states that it knows how to find, and else with the page's two. What
stands beside the title may say otherwise, in few forms: "between A and B" behind it, "with B" behind it, "A and B" in
front of its verb. Where one of the two is a body, or a state that the rule has not told, these are the parties. Needs
the lists `concluded-…` of `[clause]` in words.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from kg.compiled import Light, Match, compiled, light
from kg.extract.belonging import expanded
from kg.extract.claims import Draft
from kg.extract.roles.filled import unique
from kg.extract.symbols import SYMBOL, Chunk, Line
from kg.extract.values import Reader
from kg.lexicon.language import Language
from kg.model import Span, Value

_LISTS = ("between", "with", "and", "verb", "own-name")
_STATES = frozenset({"state", "states", "demonym"})
_NAMED = frozenset({"name", "org"})
_TITLES = {"Agreement": "title", "Negotiation": "topic"}


@cache
def _words(lexicon: Language) -> Mapping[str, Light]:
    """What a language says of those who conclude something, in lists of "[clause]" of its words.toml."""
    lists = ["|".join(lexicon.clause.get(f"concluded-{name}", ())) for name in _LISTS]
    if not all(lists):
        return {}
    between, along, joint, verb, own = lists
    party = r"(?:the |el |la |los |las )?\"?(?P<%s>{state|org|name|demonym})\"?(?: \([^()]{1,20}\))?"
    both = rf"{party % 'first'} (?:{joint}) {party % 'second'}"
    told = {
        "between": rf"[^.;:{SYMBOL['instrument']}]{{0,60}}?(?<!\w)(?:{between}) {both}",
        "with": rf"(?: \([^()]{{1,40}}\))?(?:,? [^,.;:{SYMBOL['instrument']}]{{1,40}}?){{0,2}}?,?"
        rf" (?:{along}) {party % 'first'}(?!'s)",
        "subject": rf"{both},?(?: <adv>| <have>){{0,3}} (?:{verb})(?: (?!{{instrument}})[^ .;:]+){{0,6}} $",
        "own": rf"(?:(?<!\p{{L}})(?i:{between})) (?P<first>(?:the |el |la |los |las )?[\"“«]?\p{{Lu}}[^,.;:]{{2,80}}?)"
        rf" (?:{joint}) (?P<second>(?:the |el |la |los |las )?[\"“«]?\p{{Lu}}[^.;:]{{2,80}})$",
        "joined": rf" (?:{joint}) ",
        "name": rf"(?:{own})",
    }
    return {name: light(expanded(pattern, lexicon.classes)) for name, pattern in told.items()}


def concluded(draft: Draft, line: Line, reader: Reader) -> Draft:
    """The claim of an instrument with the parties that stand beside its title."""
    words = _words(reader.names.language) if draft.type in _TITLES else {}
    title = draft.roles.get(_TITLES.get(draft.type, ""), ())
    span = title[0].span if title else None
    if not words or span is None:
        return draft
    if (own := _by_name(title[0], span, words)) is not None:
        return _with(draft, own)
    at = next((index for index, start in enumerate(line.starts) if start >= span.start), None)
    chunk = line.chunk_at(at) if at is not None else None
    if at is None or chunk is None or chunk.all_parts("parties"):
        return draft
    told = _between(line, at, words, reader) or _subjects(line, at, words, reader)
    told = told or _with_whom(draft, line, at, words, reader)
    return _with(draft, told) if told else draft


def _with(draft: Draft, parties: tuple[Value, ...]) -> Draft:
    signers = tuple(v for v in draft.roles.get("signatory", ()) if v.label not in {p.label for p in parties})
    roles = {name: values for name, values in draft.roles.items() if name not in ("parties", "signatory")}
    return replace(draft, roles={**roles, "parties": parties, **({"signatory": signers} if signers else {})})


def _by_name(title: Value, span: Span, words: Mapping[str, Light]) -> tuple[Value, ...] | None:
    """Of "Memorandum between the University of Lima and the Oslo College" the two: they conclude it in their own
    name, as a ministry does not."""
    found = words["own"].search(title.label)
    if found is None or not all(words["name"].search(found[side]) for side in ("first", "second")):
        return None
    names = (_ARTICLE.sub("", found[side]).strip(' "“”«»') for side in ("first", "second"))
    return tuple(Value(name, name, "organisation") for name in names)


_ARTICLE = compiled(r"^(?:the|el|la|los|las) ")


def _between(line: Line, at: int, words: Mapping[str, Light], reader: Reader) -> tuple[Value, ...]:
    """The two of "… between A and B", of whom one is a body."""
    found = words["between"].match(line.symbols, at + 1)
    return _two(line, found, reader) if found is not None else ()


def _subjects(line: Line, at: int, words: Mapping[str, Light], reader: Reader) -> tuple[Value, ...]:
    """The two of "A and B signed the", of whom one is a body."""
    opened = max((stop.end() for stop in _STOP.finditer(line.symbols, 0, at)), default=0)
    found = words["subject"].search(line.symbols, opened, at)
    return _two(line, found, reader) if found is not None else ()


_STOP = compiled(r"[.;:] ")


def _two(line: Line, found: Match, reader: Reader) -> tuple[Value, ...]:
    chunks = [line.chunk_at(found.start(side)) for side in ("first", "second")]
    two = [chunk for chunk in chunks if chunk is not None]
    kinds = {chunk.kind for chunk in two}
    if len(two) < len(chunks) or kinds.isdisjoint(_NAMED) or ("org" not in kinds and kinds.isdisjoint(_STATES)):
        return ()
    return tuple(_party(chunk, reader) for chunk in two)


def _party(chunk: Chunk, reader: Reader) -> Value:
    """Who concludes something: a state, or a body, though its name could be a person's."""
    value = next(iter(reader.values(chunk)))
    return replace(value, kind="organisation", key="") if chunk.kind == "name" else value


def _with_whom(draft: Draft, line: Line, at: int, words: Mapping[str, Light], reader: Reader) -> tuple[Value, ...]:
    """Whoever stands behind "with", and of those told the one who is named before."""
    found = words["with"].match(line.symbols, at + 1)
    chunk = line.chunk_at(found.start("first")) if found is not None else None
    joined = words["joined"].search(line.symbols, at, found.start("first")) if found is not None else None
    if chunk is None or chunk.kind not in ("org", "state") or joined is not None:
        return ()  # "signed an agreement on trade and cooperates with the Union"
    other, told = _party(chunk, reader), draft.roles.get("parties", ())
    if any(value.label == other.label for value in told):
        return ()
    before = line.starts[at]
    named = [value for value in told if value.span is not None and value.span.start < before]
    else_ = _said_before(line, at, reader) or (reader.other((other,)) if other.kind == "state" else None)
    named = named or [value for value in (else_ or reader.about(),) if value is not None]
    return unique((*named[:1], other)) if named and named[0].label != other.label else ()


def _said_before(line: Line, at: int, reader: Reader) -> Value | None:
    """The one state of the page's pair that the sentence names before the title."""
    pair = {value.label for value in reader.memory.pair}
    chunks = (chunk for _, chunk in line.mentions(0, at) if chunk.kind in ("state", "demonym"))
    states = unique(tuple(value for chunk in chunks for value in reader.values(chunk) if value.label in pair))
    return states[0] if len(states) == 1 else None
