"""Posts that no list of titles knows, such as those of a ministry: "Head of the Asia Department", "Desk Officer"."""

from __future__ import annotations

from dataclasses import replace

from kg.compiled import compiled
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line
from kg.lexicon.language import Language


def with_home_posts(current: Line, lexicon: Language) -> Line:
    """A line in which each post that its head and its body tell is one mention of an office."""
    made = replace(current, starts=[*current.starts], ends=[*current.ends], chunks=[*current.chunks], _marks=None)
    begin, stop = (made.starts[0], made.ends[-1]) if made.starts else (0, 0)
    for match in [*said(lexicon)["home-title"].finditer(made.text, begin, stop)][::-1]:
        if match["body"] or match[0][0].isupper():  # no "officer" in small letters
            _put(made, match.start(), match.end())
    return made


def _put(made: Line, start: int, end: int) -> None:
    """One mention in the place of the symbols under text[start:end], which ends before another post or a date."""
    first = made.starts.index(start) if start in made.starts else len(made.starts)
    known = made.chunk_at(first)
    if first == len(made.starts) or (known is not None and known.kind != "office"):
        return
    barred = (at for at in range(first + 1, len(made.starts)) if made.symbols[at] in _STOPS)
    stop = next((made.starts[at] for at in barred), end)
    if stop < end:
        end = start + len(_LOOSE.sub("", made.text[start:stop]))
    last = next((at for at in range(first, len(made.starts)) if made.starts[at] >= end), len(made.starts))
    end = made.ends[last - 1]  # of an organisation that it names
    if known is None or known.end < end:
        words = made.text[start:end]
        made.reduce(first, last, Chunk("office", start, end, words, words.lower(), detail="other"))


_BARRED = ("post", "posts", "rank", "ranks", "person", "people", "date", "dates", "mission", "missions")
_STOPS = frozenset(SYMBOL[kind] for kind in _BARRED)
_LOOSE = compiled(r"(?:[^\p{L}\d)]|(?<!\p{L})\p{Ll}+(?!\p{L}))*$")  # what joins a title to what follows it
