"""The order of the stages of a distributed resolution; what `kg.resolve.world.resolve` does in one process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.engines.events import Families, happened, n_quads
from kg.engines.repeats import spread
from kg.engines.rows import Engine, Row, Rows, Shared
from kg.engines.setting import Setting
from kg.engines.who import Entities, identified
from kg.errors import KGError
from kg.graph.quads import Writer
from kg.model import Entity
from kg.resolve.world import names_event


class Resolved(NamedTuple):
    """What resolution comes to: records and lines where they were made, and the few entities that must come here."""

    rows: Rows  # account, contradiction, merge, entity, lines
    copies: Rows  # copy: texts that seem to repeat another, but for those that are known to
    entities: tuple[Entity, ...]  # of the gazetteer, and those for which links were found: not among the rows


def resolved(said: Rows, engine: Engine, setting: Setting) -> Resolved:
    """The world of what all documents say (rows of `said.said`), the same as `resolve` makes of their claims.

    What comes to the driver: the bearers of names that contain each other, documents that cite or translate another,
    one document of each publisher, and the entities of the gazetteer that occur.
    Errors: KGError if a decision of the reviewer speaks of an event, or on an unknown policy.
    """
    for review in setting.reviews:
        if names_event(review):
            raise KGError(
                f"{review.subject}: a decision speaks of an event; on a cluster name the first claim of the event "
                "instead, as `kg show` gives it"
            )
    known = identified(said, engine, setting)
    families = _families(said.of("origin"))
    outcome = happened(said.of("claims"), known.names, families, engine, setting)
    entities = known.entities.also(outcome.rows.of("wanted")).together(Entities(setting)).kept()
    here = entities.of("known", "linked").collect()
    register = setting.atlas.register
    found = {row.key: entity for row in here if (entity := row.value or register.entity(row.key))}
    lines = entities.of("entity").also(known.merges).each(Lines(setting.base))
    rows = outcome.rows.of("account", "contradiction", "lines").also(lines, known.merges, entities.of("entity"))
    copies = _strangers(spread(said), said.of("origin"), engine.share(families))
    return Resolved(rows, copies, tuple(found[key] for key in sorted(found)))


class Lines:
    """Quads of entities and merges."""

    def __init__(self, base: str) -> None:
        self.base = base

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        writer = Writer(self.base)
        for row in rows:
            if row.channel == "merge":
                yield Row("lines", "", "", n_quads(writer.weighed(writer.merge(row.value))))
            else:
                yield Row("lines", "", "", n_quads(writer.default(writer.entity(row.value))))


# -- who depends on whom -----------------------------------------------------------------------------------------------


def _families(origins: Rows) -> Families:
    """The documents that are one witness, each family under its first document."""
    firsts = {row.key: row.value for row in origins.each(_published).together(_first).collect()}
    ties = origins.each(_ties).kept()
    met = origins.having(ties.of("tie")).also(ties.of("tie")).together(_met).collect()
    parent: dict[str, str] = {}
    for row in (*met, *ties.of("own").collect()):
        _join(parent, row.key, row.value)
        if row.order:
            _join(parent, row.value, firsts[row.order])
    return Families(
        {publisher: _root(parent, document) for publisher, document in firsts.items()},
        {document: _root(parent, document) for document in parent},
    )


def _join(parent: dict[str, str], one: str, other: str) -> None:
    low, high = sorted((_root(parent, one), _root(parent, other)))
    parent[high] = low


def _root(parent: dict[str, str], document: str) -> str:
    while parent.setdefault(document, document) != document:
        document = parent[document]
    return document


def _strangers(copies: Rows, origins: Rows, families: Shared[Families]) -> Rows:
    """The copies whose documents are not known to be one witness."""
    sides = copies.each(_sides)
    return sides.also(origins.having(sides)).together(_Placed(families)).together(_apart)


def _sides(rows: Iterable[Row]) -> Iterator[Row]:
    """A copy under each of its documents."""
    return (Row("copy", document, f"1{row.key}", row.value) for row in rows for document in row.value[:2])


class _Placed:
    """The witness that each document of a copy belongs to, by copy."""

    def __init__(self, families: Shared[Families]) -> None:
        self.families = families

    def __call__(self, document: str, rows: Iterator[Row]) -> Iterator[Row]:
        publisher = next(rows).value[0]
        family = self.families.value.family(document, publisher)
        return (Row("copy", row.order[1:], document, (family, row.value)) for row in rows)


def _apart(pair: str, rows: Iterator[Row]) -> Iterator[Row]:
    (family, found), (other, _) = (row.value for row in rows)
    if family != other:
        yield Row("copy", pair, "", found)


def _published(rows: Iterable[Row]) -> Iterator[Row]:
    return (Row("published", row.value[0], row.key, row.key) for row in rows if row.value[0])


def _first(publisher: str, rows: Iterator[Row]) -> Iterator[Row]:
    yield Row("first", publisher, "", next(rows).value)


def _ties(rows: Iterable[Row]) -> Iterator[Row]:
    """A row `tie` for each document that another cites or translates, and `own` with the publisher of the other."""
    for row in rows:
        publisher, others = row.value
        for other in others:
            yield Row("tie", other, f"1{row.key}", row.key)
        if others:
            yield Row("own", row.key, publisher, row.key)


def _met(document: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Who cites or translates a document that is there, and its publisher."""
    publisher: str | None = None
    for row in rows:
        if row.channel == "origin":
            publisher = row.value[0]
        elif publisher is not None:
            yield Row("tie", row.value, publisher, document)
