"""Lists of those who were appointed or presented credentials, as the sentence that leads to them says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kg.extract.claims import Draft
from kg.extract.finish import finish
from kg.extract.roles.filled import Filled
from kg.extract.symbols import Chunk, Line, Pattern, captured, compile_pattern
from kg.extract.values import Reader
from kg.lexicon.language import Frame, Language
from kg.model import Passage, Span


def appointed(passage: Passage, current: Line, lines: Mapping[Span, Line], reader: Reader) -> Iterator[Draft]:
    """The appointment of an item: "The following ambassadors presented credentials:", below it "Ola Berg of Norway"."""
    lead = lines.get(passage.lead) if passage.kind == "item" and passage.lead else None
    named = _NAMED.core.match(current.symbols) if lead is not None else None
    if lead is None or named is None:
        return
    for frame, pattern in _frames(reader.names.language):
        match = pattern.search(lead.symbols)
        if match is not None:
            given: Filled = {}
            for name, chunk in (*captured(lead, match), *captured(current, named)):
                given.setdefault(name, []).append(chunk)
            given |= {name: [value.removeprefix("=")] for name, value in frame.roles}
            side = "receiving" if given["kind"] == ["credentials"] else "sending"
            given.setdefault(side, _states(lead)[:1])
            yield from _drafts(frame, given, lead, reader)
            return


def _states(lead: Line) -> list[Chunk | str]:
    """The states that a lead names, by themselves or in a title."""
    told = (chunk for _, chunk in lead.all(("state", "post", "person")))
    return [state for chunk in told if (state := chunk if chunk.kind == "state" else chunk.part("state")) is not None]


def _drafts(frame: Frame, given: Filled, lead: Line, reader: Reader) -> Iterator[Draft]:
    people = [chunk for name in ("person", "office") for chunk in given.get(name, ()) if isinstance(chunk, Chunk)]
    own = people[0].part("office")
    if own is not None and own.detail != "diplomat":
        return
    span = Span(people[0].start, max(chunk.end for chunk in people))
    dates = [edtf for _, chunk in lead.all(("date",)) for edtf in reader.edtf(chunk)]
    for roles in finish("Appointment", given, reader):
        yield Draft("Appointment", roles, dates[0] if len(dates) == 1 else None, "asserted", span, frame.id, 0.75)


# "Ola Berg, ambassador of Norway", "Ola Berg, como embajador en Kenia", "Ambassador Ola Berg, Norway"
_NAMED = compile_pattern(
    r"\W*{person:person|name}(?:,? (?:como |en calidad de |as )?{office:post|rank}"
    r"|,? (?:de|del|of) {sending:state}|,? (?:en|ante|in|to) {receiving:state})?",
    {},
)


@cache
def _frames(lexicon: Language) -> tuple[tuple[Frame, Pattern], ...]:
    frames = (frame for frame in lexicon.frames if frame.type == "Appointment")
    return tuple((frame, compile_pattern(frame.lead, lexicon.classes)) for frame in frames)
