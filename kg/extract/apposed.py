"""Titles and names that stand side by side and that no phrase has joined: whoever is named behind a title with no more
between them than the rest of it ("the Director for the Gulf of the Foreign Ministry, X") bears it.

What may stand between them is told by capitals and not by a list: a run of words that begin with one, and the small
words that join these (the lists `title-joint` and `title-ministry` of the lexicon's [clause]).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.compiled import Match, compiled
from kg.extract.bearers import of_several
from kg.extract.mentions import portfolio_label
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line, compile_pattern, joined
from kg.lexicon.language import Language

_TITLES = ("office", "rank", "post")
_NAMED = ("name", "names", "person")
_WITHIN = frozenset({"org", "place", "state", "missionword", "mission", "relations"})  # what a title may name
_LONGEST = 160  # characters between a title and a name


def join(lines: Sequence[Line], lexicon: Language) -> None:
    """Join what is left of titles and names in some lines."""
    titled, named = ([SYMBOL[kind] for kind in kinds] for kinds in (_TITLES, _NAMED))
    for line in lines:
        if any(mark in line.symbols for mark in titled) and any(mark in line.symbols for mark in named):
            _join(line, lexicon)


def _join(line: Line, lexicon: Language) -> None:
    for found in reversed([*_ACROSS.finditer(line.symbols)]):
        title, one, other = (line.chunk_at(found.start(group)) for group in ("title", "one", "other"))
        if title is not None and one is not None and other is not None and (pair := _two(title, (one, other), ())):
            line.reduce(found.start(), found.end(), pair)
    marks = line.all((*_TITLES, *_NAMED))
    for (at, title), (index, named) in reversed([*pairwise(marks)]):
        if title.kind not in _TITLES or named.kind not in _NAMED or named.part("office") is not None:
            continue
        if (made := _borne(title, at, named, index, line, lexicon)) is not None:
            line.reduce(at, index + 1, made)


# "Deputy Ministers (X – Y)"
_ACROSS = compile_pattern(r"(?P<title>{office|rank}) \((?P<one>{name})(?:, | [-–/] |[-–/])(?P<other>{name})\)", {}).core


def _borne(title: Chunk, at: int, named: Chunk, index: int, line: Line, lexicon: Language) -> Chunk | None:
    """Somebody with the title that stands before him; None if it is not his."""
    words, inside = said(lexicon), line.mentions(at + 1, index)
    if named.start - title.end > _LONGEST:
        return None
    if named.kind == "names":
        both = words["of-both"].fullmatch(line.symbols, at + 1, index)
        bodies = tuple(("to", chunk) for _, chunk in inside if chunk.kind == "org")
        return _two(title, named.members, bodies) if both is not None else None
    field = words["title-field"].fullmatch(line.text, title.end, named.start)
    if field is not None and words["field-opens"].search(line.symbols, 0, at) is not None:
        return _one(title, named, ())
    run = words["title-run"].fullmatch(line.text, title.end, named.start)
    if run is None or not run["run"] or " " not in named.text or any(chunk.kind not in _WITHIN for _, chunk in inside):
        return None
    return _whole(title, named, run, inside, lexicon)


def _two(title: Chunk, names: tuple[Chunk, ...], more: tuple[tuple[str, Chunk], ...]) -> Chunk | None:
    """Two who bear one title, each for one of two states."""
    office = title.part("office") or title
    if len(names) != len(("one", "other")) or not of_several(office):
        return None
    parts = (("office", office), ("both", title), *more)
    people = joined("people", tuple(replace(name, kind="person", parts=(*parts, *name.parts)) for name in names))
    return replace(people, start=title.start)


def _one(title: Chunk, named: Chunk, more: tuple[tuple[str, Chunk], ...]) -> Chunk:
    own = title.parts if title.kind == "post" else (("office", title),)
    return Chunk(
        "person",
        min(title.start, named.start),
        named.end,
        named.text,
        named.label,
        named.keys,
        (*own, *more, *named.parts),
    )


def _whole(title: Chunk, named: Chunk, run: Match, inside: list[tuple[int, Chunk]], lexicon: Language) -> Chunk:
    """Somebody whose title goes on up to his name: to the body or the state that it ends with."""
    office, words, text = title.part("office") or title, said(lexicon), run.string
    state = next((chunk for _, chunk in inside if chunk.kind == "state"), None)
    org = next((chunk for _, chunk in reversed(inside) if chunk.kind == "org"), None)
    of = words["title-of"].search(text, title.end, org.start) if org is not None else None
    at = words["title-ministry"].search(text, title.end, run.end("run")) or of
    cut = at.start() if at is not None else run.end("run")
    rest = _BRACKETED.sub("", " ".join(text[office.end : cut].split()))
    label = f"{office.label} {portfolio_label(rest.lower(), lexicon)[0]}".strip()
    whole = replace(office, end=cut, text=text[office.start : cut], label=label)
    serves = org is not None and (of is not None or words["ministry"].match(org.text) is not None)
    more = (("state", state), ("org", org if serves else None))
    own = (("office", whole), *(part for part in title.parts if part[0] not in ("office", "org")))
    post = Chunk("post", title.start, title.end, title.text, parts=own)
    return _one(post, named, tuple((role, chunk) for role, chunk in more if chunk is not None))


_BRACKETED = compiled(r" ?\([^()]*\)")  # "(Senior Secretary)", "(with residence in Pretoria)"
