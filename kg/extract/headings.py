"""What a heading tells that its section does not: "Establishment of Relations, 1838", above an envoy's day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.compiled import compiled
from kg.extract.claims import Draft
from kg.extract.symbols import SYMBOL, Line

COMING_ABOUT = frozenset({"Recognition", "RelationsEstablished", "RelationsSevered", "RelationsRestored"}) | {
    *("MissionOpened", "MissionElevated", "MissionClosed"),
}


def ends_with_year(heading: Line) -> bool:
    """Whether a heading is of something that came about in a year: "Legation Raised to Embassy, 1946."."""
    found = _DATED.search(heading.symbols)
    date = heading.chunk_at(found.start("date")) if found is not None else None
    return date is not None and _YEAR.fullmatch(date.text) is not None


_DATED = compiled(rf",? \(?(?P<date>[{SYMBOL['date']}])\)?[.: ]*$")
_YEAR = compiled(r"\d{4}")


def told_by_headings(headings: Sequence[Draft], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The claims of headings of which the document says nothing else in that year: no such thing, and nothing else of
    those relations or those missions, which may be the same in other words."""
    for draft in headings:
        if not any(_is_that(other, draft) for other in drafts):
            yield draft


def _is_that(other: Draft, draft: Draft) -> bool:
    if other.modality != "asserted" or other.type not in COMING_ABOUT or _field(other) != _field(draft):
        return False
    return other.date is None or (draft.date or "") in other.date


def _field(draft: Draft) -> str:
    return next((field for field in ("Mission", "Relations") if draft.type.startswith(field)), draft.type)
