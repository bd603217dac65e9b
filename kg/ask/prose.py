"""Portraits and contradictions as text for a reader of history: headings, dates, quotes, reasons."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from kg.ask.disputes import Dispute, Said
from kg.ask.portraits import Happening, Portrait
from kg.graph.reading import spaced

Mark = Callable[[str], str]  # makes a heading stand out, where the terminal can
WIDTH = 96
_CODES = {"cowCode": "Correlates of War code", "iso3": "ISO code"}


def portrait_text(portrait: Portrait, mark: Mark = str, limit: int = 40) -> str:
    """A portrait; of each of its lists at most `limit` lines."""
    return "\n".join(_portrait(portrait, mark, limit)) + "\n"


def _portrait(one: Portrait, mark: Mark, limit: int) -> Iterator[str]:
    yield f"{mark(one.label)}  ({', '.join(one.types) or 'thing'})"
    yield f"  {one.key}"
    if one.aliases:
        yield from _wrapped(f"also called {', '.join(one.aliases)}")
    if one.links:
        yield from _wrapped(f"same as {', '.join(one.links)}")
    for name, words in one.facts:
        if (name, words) != ("modality", "asserted"):
            yield from _wrapped(f"{_CODES.get(name) or spaced(name)}: {words}")
    if one.timeline:
        yield from ("", mark("Timeline"))
        yield from _cut([_happening(line) for line in one.timeline], limit)
    if one.claims:
        yield from ("", mark("What the sources say"))
        yield from _by_source(one.claims, limit)
    if one.disputes:
        yield from ("", mark("Contradictions"))
        for number, found in enumerate(one.disputes, 1):
            yield from _dispute(found, number, mark)


def _happening(line: Happening) -> str:
    unreal = "" if line.modality == "asserted" else f" [{line.modality}]"
    sources = "1 source" if line.sources == 1 else f"{line.sources} sources"
    return f"  {line.date or 'undated':<22} {line.label}{unreal}  ({sources})"


def _by_source(claims: Sequence[Said], limit: int) -> Iterator[str]:
    document = ""
    for (_, place), alike in groupby(claims[:limit], _place):
        claim, *others = alike
        if claim.document != document:
            document = claim.document
            yield f"  {document}"
        yield from _wrapped(f"{place} ({1 + len(others)} times)" if others else place, "    ")
        yield from _wrapped(f"“{_one_line(claim.quote)}”", "      ")
    if len(claims) > limit:
        yield f"  ... and {len(claims) - limit} more; --all shows them"


def _place(claim: Said) -> tuple[str, str]:
    """Document of a claim, and its place, type and date as they are shown: one sentence may tell of several."""
    return claim.document, f"{claim.begin}-{claim.end}  {claim.type}{_when(claim)}{_rank(claim)}"


def _when(claim: Said) -> str:
    modality = "" if claim.modality == "asserted" else f", {claim.modality}"
    return (f", {claim.date}" if claim.date else "") + modality


def _rank(claim: Said) -> str:
    return "" if claim.rank == "Normal" else f"  [{claim.rank.lower()}]"


def disputes_text(found: Sequence[Dispute], mark: Mark = str) -> str:
    """Contradictions, numbered, each with its claims and the reason for what is preferred."""
    if not found:
        return "The sources do not contradict each other, as far as they were read.\n"
    parts = ["\n".join(_dispute(one, number, mark)) for number, one in enumerate(found, 1)]
    return "\n\n".join(parts) + "\n"


def _dispute(one: Dispute, number: int, mark: Mark) -> Iterator[str]:
    about = " / ".join(dict.fromkeys(one.events)) or one.key
    yield from _wrapped(mark(f"{number}. {about}"), "", "   ")
    yield f"   {one.degree} contradiction ({one.kind})"
    for claim in one.claims:
        sign = "*" if claim.claim == one.preferred else "-"
        value = claim.value(one.property) or claim.date
        yield from _wrapped(
            f"{sign} {value or claim.type}  {claim.document}, {claim.begin}-{claim.end}", "   ", "     "
        )
        yield from _wrapped(f"“{_one_line(claim.quote)}”", "     ")
    chosen = "* is preferred: " if one.preferred else "neither is preferred: "
    yield from _wrapped(f"{chosen}{one.reason}", "   ")


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _wrapped(words: str, indent: str = "  ", further: str | None = None) -> list[str]:
    further = indent + "  " if further is None else further
    return textwrap.wrap(words, WIDTH, initial_indent=indent, subsequent_indent=further, break_long_words=False) or [
        indent
    ]


def _cut(lines: Sequence[str], limit: int) -> Iterator[str]:
    yield from lines[:limit]
    if len(lines) > limit:
        yield f"  ... and {len(lines) - limit} more; --all shows them"
