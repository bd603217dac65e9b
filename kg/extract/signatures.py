"""Names that stand above their titles, a line each: who signs a communiqué, who serves at an embassy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.compiled import compiled
from kg.extract.claims import Draft
from kg.extract.homes import home_of
from kg.extract.journeys import held
from kg.extract.lines import cell_line
from kg.extract.memory import Signed, fold
from kg.extract.roles.filled import Roles
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line, compile_pattern
from kg.extract.values import Reader
from kg.model import Passage, Span, Value


def signature(passage: Passage, current: Line, reader: Reader) -> Iterator[Draft]:
    """ "Hon. Ola Berg", below it "Minister of Trade of Norway"; above both may stand "For the Government of Norway"."""
    if passage.kind == "row" or passage.span.end - passage.span.start > LINE_MAX:
        return
    last, reader.memory.signed = reader.memory.signed, None
    if last is not None and _GAP.fullmatch(reader.document.text, last.end, passage.span.start) is None:
        last = None
    side, end = last.side if last is not None else None, passage.span.end
    if (found := _SIDE.core.fullmatch(current.symbols)) is not None:
        chunk = current.chunk_at(found.start("side"))
        reader.memory.signed = Signed(end, next(iter(reader.values(chunk)), None)) if chunk is not None else None
    elif (found := _TITLE.core.fullmatch(current.symbols, 0, _own_end(current, reader))) is not None:
        title = current.chunk_at(found.start("title"))
        label = (title.part("office") or title).label if title is not None else ""
        named = last is not None and last.person is not None and _is_his(label, title, last, reader)
        # a list of titles above their names is another one
        reader.memory.signed = Signed(end, title=not named, above="" if named else label)
        if named and last is not None and last.person is not None and title is not None:
            reader.memory.ranked = None
            yield from _held(last.person, title, side, reader)
            yield from _also(title, current, reader)
    elif (found := _TOGETHER.core.fullmatch(current.symbols)) is not None:
        told = {name: current.chunk_at(found.start(name)) for name in ("who", "title", "state") if found[name]}
        person, title, state = (told.get(name) for name in ("who", "title", "state"))
        if person is not None and title is not None and "\n" in current.text[person.end : title.start]:
            yield from _held(person, title, next(iter(reader.values(state)), side) if state else side, reader)
    elif (found := _NAMED.core.fullmatch(current.symbols)) is not None:
        above = last.above if last is not None and last.title else ""
        reader.memory.signed = Signed(end, side, current.chunk_at(found.start("who")), above=above)


LINE_MAX = 150  # characters of such a line


def _is_his(label: str, title: Chunk | None, last: Signed, reader: Reader) -> bool:
    """Whether a title belongs to the name above it: below "Ambassador" only that title again, with its state."""
    return not last.above or (label == last.above and title is not None and reader.office_state(title) is not None)


def _own_end(current: Line, reader: Reader) -> int:
    """Where a title ends of which its line tells more: "Ambassador of Peru, also accredited to Chile"."""
    also, aside = said(reader.names.language)["also-to"].search(current.symbols), _ASIDE.search(current.symbols)
    ends = [found.start() for found in (also, aside) if found is not None]
    return len(current.symbols[: min(ends, default=len(current.symbols))].rstrip(" ,;(–-"))


_ASIDE = compiled(r" \([^()]{1,90}\)\.?$")


def _also(title: Chunk, current: Line, reader: Reader) -> Iterator[Draft]:
    """The further states to which the line of an ambassador's title says that he is accredited."""
    also = said(reader.names.language)["also-to"].search(current.symbols)
    where = current.chunk_at(also.end() - 1) if also is not None else None
    state, office = reader.office_state(title), title.part("office") or title
    if where is None or state is None or office.detail != "diplomat":
        return
    for host in where.each():
        receiving = reader.values(host)[:1]
        kind = (Value("non-resident embassy", "non-resident embassy", "text"),)
        roles: Roles = {"sending": (state,), "receiving": receiving, "kind": kind}
        yield Draft("MissionPresent", roles, None, "asserted", Span(title.start, host.end), "signature", 0.7)


_GAP = compiled(r"[ \t]*\n(?:[ \t]*\n)?[ \t]*(?:[•*–-] )?")
_SIDE = compile_pattern(r"(?:[^\W\d_]+ ){1,5}{side:state}[:,.]*", {})
_NAMED = compile_pattern(r"(?:[^\W\d_]+\.? ){0,4}?(?P<who>{person|name})[.,]?", {})
_TITLE = compile_pattern(r"(?:[^\W\d_]+ )?{title:post|office|rank}[.,]?", {})
_TOGETHER = compile_pattern(  # the lines of a paragraph
    r"(?:[^\W\d_]+\.? ){0,4}?(?P<who>{person|name}),? {title:post|office|rank}[.,]?(?: {state:state})?", {}
)
_STATE = compile_pattern(r"(?:[^\W\d_]+ )?{state:state}[.,]?", {})


def _held(person: Chunk, title: Chunk, side: Value | None, reader: Reader) -> Iterator[Draft]:
    office, full = title.part("office") or title, " " in person.text and not person.members
    state = reader.office_state(title) or _below(title, reader) or side
    if not full or (person.kind == "name" and state is None) or office.detail == "other":
        return  # "About us", and below it "Ambassador": the menu of a site
    value = reader.person(person)
    of = state or home_of(value, reader) or (reader.memory.house if office.detail == "diplomat" else None)
    if of is None:
        return
    known = reader.memory.meet(value.label, value.key, office.label, str(office.detail), of)
    reader.memory.subject = fold(known.name)  # "Born in 1965, he joined …": whose page it is
    for draft in held(person, office, of, reader):
        yield replace(draft, span=Span(person.start, title.end), rule="signature", confidence=0.8)


def _below(title: Chunk, reader: Reader) -> Value | None:
    """The state that stands alone in the line below a title: "Minister of Trade", and then "Republic of Norway"."""
    below = _LINE.match(reader.document.text, title.end)
    line = cell_line(reader, Span(*below.span("line"))) if below is not None else None
    found = _STATE.core.fullmatch(line.symbols) if line is not None else None
    chunk = line.chunk_at(found.start("state")) if line is not None and found is not None else None
    return next(iter(reader.values(chunk)), None) if chunk is not None else None


_LINE = compiled(r"[.,]?[ \t]*\n[ \t]*(?P<line>\p{Lu}[^\n]{3,60}?)[ \t]*(?:\n|$)")
