"""A graph that is too large for memory, searched portion by portion: each holds all that some searches look at.

The triple patterns of a query (see `kg.graph.scope`) tell which statements it can match at all: those of a predicate,
the types of a class, or whatever points to one of the few things that have some property, such as a beginning in time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph.scope import TYPE_IRI, Watch, watches
from kg.graph.shelves import ROOM, Shelf, Shelves
from kg.graph.suspects import Search


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """Statements that a search may match; those of a predicate, unless it is empty, with an object if that is given.

    With `owns` in place of a predicate: those that point to something that has the property `owns`.
    """

    predicate: str
    object: str = ""
    owns: str = ""


def needs(query: str) -> frozenset[Need] | None:
    """All that a query may match; None if that could be anything."""
    found = watches(query)
    wanted = [_need(watch) for watch in found or ()]
    return frozenset(one for one in wanted if one) if wanted and all(wanted) else None


def _need(watch: Watch) -> Need | None:
    if watch.predicate == TYPE_IRI and not watch.object.startswith("?"):
        return Need(watch.predicate, watch.object)
    if not watch.predicate.startswith("?"):
        return Need(watch.predicate)
    # What the predicate points to has, by another pattern that must hold as well, some property.
    has = re.search(rf"(?<!\S){re.escape(watch.object)} (<[^<>\s]*>) \S", _without_braces(watch.context))
    return Need("", owns=has[1]) if has and watch.object.startswith("?") else None


def _without_braces(context: str) -> str:
    """What must hold in any case, without what holds in a branch of a UNION."""
    while (less := re.sub(r"\{[^{}]*\}", " ", context)) != context:
        context = less
    return context


def portions(shelves: Shelves, searches: Iterable[Search], room: int = ROOM) -> Iterator[tuple[ox.Store, Search]]:
    """Each search with a portion of a graph in which it finds what it finds in the whole.

    Searches that need much the same follow one another, so that little is loaded twice.
    """
    waiting = {search: needs(search.query) for search in searches}
    portion, held = ox.Store(), set[Need]()
    sizes = {need: _size(shelves, need) for wanted in waiting.values() for need in wanted or ()}
    whole = shelves.size

    def weight(search: Search) -> int:
        wanted = waiting[search]
        return whole if wanted is None else sum(sizes[need] for need in wanted - held)

    while waiting:
        search = min(waiting, key=lambda one: (weight(one), one.shape, one.query))
        # Not by the length of the portion: the engine counts it statement by statement.
        if held and sum(sizes[need] for need in held) + weight(search) > room:
            portion, held = ox.Store(), set()
            continue
        wanted = waiting.pop(search)
        for need in sorted({Need("")} if wanted is None else wanted - held):
            _fill(portion, shelves, need)
        held |= wanted or frozenset()
        yield portion, search


def _size(shelves: Shelves, need: Need) -> int:
    """How many statements are needed, those that point to something overlooked, as they are not counted."""
    return sum(shelves.sizes[shelf] for shelf in _holding(shelves, need))


def _holding(shelves: Shelves, need: Need) -> list[Shelf]:
    predicate, kind = need.predicate.encode(), need.object.encode()
    if need.owns:
        return []
    return [one for one in shelves.sizes if one.predicate == (predicate or one.predicate) and kind in (b"", one.kind)]


def _fill(portion: ox.Store, shelves: Shelves, need: Need) -> None:
    if need.owns:
        shelves.load_pointing(need.owns.encode(), portion)
    for shelf in _holding(shelves, need):
        shelves.load(shelf, portion)
