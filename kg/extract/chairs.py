"""Who presided over a session of two states: they are who met, told beside it or in the next sentence."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from kg.compiled import compiled
from kg.extract.claims import Draft
from kg.extract.homes import home_of
from kg.extract.symbols import Chunk, Line, Pattern, captured, compile_pattern
from kg.extract.values import Reader
from kg.lexicon.language import Language
from kg.model import Passage, Value


def presided(
    told: list[Draft], found: list[Draft], current: Line, passage: Passage, reader: Reader
) -> tuple[list[Draft], list[Draft]]:
    """The claims told before and those of a line, those who chaired a session of states put in their place.

    The session is the last one that the line tells ahead of its chairs, else that of the sentence before.
    """
    before = [draft for draft in told[-NEAR:] if draft.type == "Meeting" and _just_told(draft, passage, reader)][-1:]
    if not any(_of_states(draft) for draft in (*before, *found)):
        return told, found
    beside, behind, chair = _patterns(reader.names.language)
    meetings = sorted((draft for draft in found if draft.type == "Meeting"), key=lambda draft: draft.span.start)
    if meetings and (here := _chairs(beside, current, reader) or _left(chair, current, reader)) is not None:
        at, chairs = here
        ahead = [draft for draft in meetings if draft.span.start <= at]
        led = (ahead or meetings[:1])[-1]
        if _of_states(led):
            return told, [_with(draft, chairs) if draft is led else draft for draft in found]
    there = _chairs(behind, current, reader) if before and _of_states(before[0]) else None
    if there is None and before and _of_states(before[0]) and not any(d.type in _CAME for d in found):
        there = _left(chair, current, reader, next_sentence=True)
    if there is not None:
        again = [draft for draft in meetings if draft.roles["participants"] == there[1]]
        chaired = [_with(draft, there[1]) if draft is before[0] else draft for draft in told]
        return chaired, [draft for draft in found if draft not in again]
    return told, found


NEAR = 4  # claims of the sentence before: the session, and the titles that it names


def _just_told(draft: Draft, passage: Passage, reader: Reader) -> bool:
    """Whether nothing but the end of its sentence parts a claim from a passage: "in Oslo today (3 May)."."""
    gap = reader.document.text[draft.span.end : passage.span.start]
    return len(gap) <= REST_MAX and not _STOP.search(gap.rstrip(" .)\n"))


REST_MAX = 120  # characters of the end of a sentence
_STOP = compiled(r"[.!?…]\s|\n")


def _chairs(pattern: Pattern, current: Line, reader: Reader) -> tuple[int, tuple[Value, ...]] | None:
    """Who chaired, one of each side, and where the text says so."""
    match = pattern.search(current.symbols)
    if match is None:
        return None
    values = [value for _, chunk in captured(current, match) for value in reader.values(chunk)]
    people = tuple(value for value in values if value.kind == "person")
    return (current.starts[match.start()], people) if len(people) == BOTH else None


BOTH = 2
_CAME = ("Meeting", "Visit", "Agreement")


def _left(
    chair: Pattern, current: Line, reader: Reader, next_sentence: bool = False
) -> tuple[int, tuple[Value, ...]] | None:
    """Whoever is named behind a word of presiding, or else in the sentence that holds it, if they are two and not
    known to serve one state. The next sentence has to name a side or a person first: "The port is led by …"."""
    match = chair.search(current.symbols)
    if match is None or (next_sentence and not any(current.chunks[: match.start()])):
        return None
    marks = current.all(("person", "people", "name", "names"))
    for start in (match.end(), 0):
        each = [one for at, chunk in marks if at >= start for one in chunk.each() if _is_full_name(one)]
        if len(each) == BOTH and current.symbols[start:].count(". ") <= 1:
            people = tuple(value for one in each for value in reader.values(one))
            homes = [home.label for value in people if (home := home_of(value, reader)) is not None]
            return (current.starts[match.start()], people) if len({*homes}) == len(homes) else None
    return None


def _is_full_name(chunk: Chunk) -> bool:
    return chunk.kind == "person" or " " in chunk.text


def _of_states(draft: Draft) -> bool:
    """Whether a claim is on a session of states, none of its people told."""
    return draft.type == "Meeting" and all(value.kind == "state" for value in draft.roles["participants"])


def _with(draft: Draft, chairs: tuple[Value, ...]) -> Draft:
    return replace(draft, roles={**draft.roles, "participants": chairs})


@cache
def _patterns(lexicon: Language) -> tuple[Pattern, Pattern, Pattern]:
    """How chairs are named beside a session, how at the begin of the sentence behind it, and any word of presiding."""
    beside = "|".join(lexicon.clause.get("presided", ())) or "(?!)"
    behind = "|".join(lexicon.clause.get("presided-next", ())) or "(?!)"
    chair = f"(?<!\\w)(?:{'|'.join(lexicon.clause.get('presiding', ())) or '(?!)'})(?!\\w)"
    patterns = (beside, f"^(?:{behind})", chair)
    one, other, word = (compile_pattern(pattern, lexicon.classes) for pattern in patterns)
    return one, other, word
