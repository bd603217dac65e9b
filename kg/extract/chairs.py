"""Who presided over a session of two states: they are the ones who met, told beside the session or in the next sentence."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from kg.extract.claims import Draft
from kg.extract.symbols import Chunk, Line, Pattern, captured, compile_pattern
from kg.extract.values import BREATH, Reader
from kg.lexicon.language import Language
from kg.model import Passage, Value


def presided(
    told: list[Draft], found: list[Draft], current: Line, passage: Passage, reader: Reader
) -> tuple[list[Draft], list[Draft]]:
    """The claims told before and those of a line, the session of which the line names both chairs with those as who met.

    It is the last one that the line tells ahead of them, else the one of the sentence before.
    """
    beside, next_one = _patterns(reader.names.language)
    for pattern, here in ((beside, True), (next_one, False)):
        match = pattern.search(current.symbols)
        chairs = _people([chunk for _, chunk in captured(current, match)], reader) if match is not None else ()
        if match is None or len(chairs) != BOTH:
            continue
        if not here:
            after = told and 0 <= passage.span.start - told[-1].span.end <= BREATH
            return ([*told[:-1], _with(told[-1], chairs)] if after and _of_states(told[-1]) else told), found
        meetings = sorted((draft for draft in found if draft.type == "Meeting"), key=lambda draft: draft.span.start)
        ahead = [draft for draft in meetings if draft.span.start <= current.starts[match.start()]]
        led = next(iter(ahead[-1:] or meetings[:1]), None)
        if led is not None:
            return told, [_with(draft, chairs) if draft is led and _of_states(led) else draft for draft in found]
    return told, found


BOTH = 2  # chairs


def _people(chunks: list[Chunk], reader: Reader) -> tuple[Value, ...]:
    return tuple(value for chunk in chunks for value in reader.values(chunk) if value.kind == "person")


def _of_states(draft: Draft) -> bool:
    """Whether a claim is on a session of states, none of its people told."""
    return draft.type == "Meeting" and all(value.kind == "state" for value in draft.roles["participants"])


def _with(draft: Draft, chairs: tuple[Value, ...]) -> Draft:
    return replace(draft, roles={**draft.roles, "participants": chairs})


@cache
def _patterns(lexicon: Language) -> tuple[Pattern, Pattern]:
    """How chairs are named beside a session, and how at the begin of the sentence behind it."""
    beside = "|".join(lexicon.clause.get("presided", ())) or "(?!)"
    behind = "|".join(lexicon.clause.get("presided-next", ())) or "(?!)"
    return compile_pattern(beside, lexicon.classes), compile_pattern(f"^(?:{behind})", lexicon.classes)
