"""Journeys and meetings that no rule has told, each read by elimination where the words stand that it listens for.

One pass over a line tells which of the mechanisms it concerns (see sieve.py), these and those of covering.py and
belonging.py; the clauses are only made for those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from kg.extract.along import companions, seen_there
from kg.extract.claims import Draft
from kg.extract.clauses import Clauses
from kg.extract.invitations import invited
from kg.extract.presence import hosted, may_tell, present
from kg.extract.rosters import may_be_row, rosters
from kg.extract.rules import Hit, clauses
from kg.extract.sieve import Sieve, needs
from kg.extract.sittings import sittings
from kg.extract.statements import statements
from kg.extract.symbols import Line
from kg.extract.unmade import unmade
from kg.extract.values import Reader
from kg.lexicon.language import Language
from kg.model import Modality, Passage

# Which lists of the lexicon a mechanism listens for: what one of them says must stand in the line.
_ASKED = (
    ("invited", ("invited", "invited-him")),
    ("unmade", ("unmade",)),
    ("sittings", ("sitting-cue",)),
    ("company", ("company",)),
    ("talked", ("talked",)),
    ("present", ("present", "present-by", "present-saying")),
    ("covering", ("covering", "covering-strong", "covering-under", "covering-for", "covering-again")),
    ("belonging", ("belongs-noun", "belongs-word", "belongs-several", "belongs-bare")),
)
_HERE = {"invited", "unmade", "sittings", "company", "talked", "present"}
_DONE: tuple[Modality, ...] = ("asserted", "planned")  # that somebody was not there needs a surer reading
_HELD: tuple[Modality, ...] = ("asserted", "planned", "cancelled")


@cache
def _sieve(lexicon: Language) -> tuple[Sieve, tuple[str, ...]]:
    """What lets a line pass to the mechanisms, and the name of the one that each of its patterns is of."""
    lists = [(name, words) for name, wanted in _ASKED for words in wanted if lexicon.clause.get(words)]

    def asked() -> Iterator[tuple[frozenset[str], ...]]:
        return (needs(f"(?:{'|'.join(lexicon.clause[words])})", lexicon.classes) for _, words in lists)

    return Sieve.kept("eliminated", lexicon, asked), tuple(name for name, _ in lists)


def listening(current: Line, lexicon: Language) -> set[str]:
    """The mechanisms that a line concerns, by name."""
    sieve, names = _sieve(lexicon)
    return {names[index] for index in sieve.passing(current.symbols)}


def eliminated(
    passage: Passage,
    current: Line,
    hits: list[Hit],
    told: list[Draft],
    asked: set[str],
    reader: Reader,
    said_by: str,
) -> list[Draft]:
    """The claims of a line, with those of the journeys and meetings that are read without a rule."""
    lexicon = reader.names.language
    asked = asked & _HERE
    asked -= {"present"} if "present" in asked and not may_tell(current, reader) else set()
    row = may_be_row(current)
    place: Clauses | None = clauses(current, hits, lexicon) if asked or row else None

    def drafts(found: Iterable[Hit], moods: tuple[Modality, ...]) -> Iterator[Draft]:
        for hit in found:
            if place is not None:
                made = statements(hit, place, passage, reader, said_by)
                yield from (draft for draft in made if draft.modality in moods)

    if place is not None:
        if "invited" in asked:
            told, guests = invited(place, told, reader)
            told.extend(drafts(guests, _HELD))
        if "unmade" in asked and not any(draft.type == "Visit" for draft in told):
            told.extend(drafts(unmade(place, lexicon), _HELD))
        if row:
            told.extend(drafts(rosters(current, told, reader), _HELD))
    told.extend(hosted(told, reader))
    if place is not None:
        if "sittings" in asked:
            told.extend(drafts(sittings(place, told, reader), _HELD))
        if "present" in asked:
            told.extend(drafts(present(place, told, reader), _DONE))
        if "company" in asked:
            told.extend([*companions(place, told, reader)])
        if "talked" in asked:
            told.extend([*seen_there(place, told, reader)])
    return told
