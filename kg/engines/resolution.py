"""Resolution on this machine, by the functions that a cluster uses; only who is who is settled in one place.

What documents say lies on disk between the stages, first in one file, then in parts by block, so that no process holds
more than the names of all documents (this one) or the claims of one part (a worker).
"""

from __future__ import annotations

import os
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import IO, Any, Final, Generic, NamedTuple, Protocol, TypeVar
from zlib import crc32

import pyoxigraph as ox

from kg.collector import collector_paused
from kg.engines.events import Families, Posts, Told, Turns, Weigh
from kg.engines.pool import Pool
from kg.engines.repeats import Origin
from kg.engines.rows import Row
from kg.engines.said import Heard, Said
from kg.engines.setting import Setting
from kg.graph.ledger import Ledger, Spoken
from kg.graph.lines import RUN, split
from kg.graph.quads import Writer
from kg.graph.runs import Run, runs, runs_of
from kg.model import Entity, Event, Merge, Source
from kg.resolve.entities import Names, entities, things
from kg.resolve.keys import slug
from kg.resolve.people import People, identify
from kg.resolve.rank import Witnesses

T = TypeVar("T")

# Documents that are dealt out together, and entities that become quads together.
_DOCUMENTS: Final = 50
_ENTITIES: Final = 500
# Bytes of claims in one part: a worker holds one, which takes about ten times as much.
_PART: Final = 4_000_000


_Named = tuple[str, Iterable[str], Mapping[str, str]]  # a document, what it names, and whose its offices are


class Sink(Protocol):
    """Where quads go."""

    def take(self, run: Run) -> None:
        """Quads of one graph."""

    def drop(self, lines: Set[bytes]) -> None:
        """Lines of N-Quads, without newlines, that were taken and must not stay."""


class Outcome(NamedTuple):
    """What resolution comes to, beside the lines it sends on their way."""

    entities: tuple[Entity, ...]
    counts: Counter[str]  # accounts, unrealized, contradictions, certain, possible
    told_of: Counter[str]  # entity -> how many events tell of it


class Resolution:
    """The world of what all documents say, the same as `kg.resolve.world.resolve` makes of their claims."""

    def __init__(self, setting: Setting, pool: Pool, folder: Path, sink: Sink, ledger: Ledger | None) -> None:
        """`folder` is for what lies between the stages; `ledger` takes in what an update will ask for."""
        folder.mkdir()
        self.setting, self._pool, self._folder, self._sink, self._ledger = setting, pool, folder, sink, ledger
        self._heard: list[Heard] = []
        self._size = 0
        self._shelf = (folder / "claims").open("wb")

    def hear(self, heard: Heard) -> None:
        """Take in what a document says."""
        pickle.dump((heard.document, heard.names, heard.claims), self._shelf, 5)
        self._size += len(heard.claims)
        self._heard.append(heard.plain)

    def close(self) -> None:
        """Nothing more will be heard."""
        self._shelf.close()

    @collector_paused(keep=True)
    def resolved(self) -> Outcome:
        """All that follows from what was heard, but for the entities' own quads."""
        self.close()
        setting, atlas = self.setting, self.setting.atlas
        if self._ledger:
            self._ledger.forget()
        names, families = self._names(), _families(self._heard)
        named = [(heard.document, heard.names, heard.owners) for heard in self._heard]
        self._heard.clear()
        people, merged = identify(names.people, atlas, setting.decided), things(names, atlas, setting.decided)
        parts = max(2 * self._pool.workers, self._size // _PART)
        bearers = _Bearers(people.same, people.special, {alias: merge.key for alias, merge in merged.items()})
        self._deal(_Standing(names, bearers, people.homes, setting), parts)
        settle = partial(self._settle, named, names, people, merged)
        found = self._weighed(_and_then(range(parts), settle), parts, _Weigher(setting, families, str(self._folder)))
        self._follow(found, families)
        merges = tuple(sorted((*people.merges, *merged.values()), key=lambda merge: merge.alias))
        for merge in merges:
            found.wanted.update({merge.alias, merge.key})
        writer = Writer(setting.base)
        self.send(quad for merge in merges for quad in writer.weighed(writer.merge(merge)))
        if self._ledger:
            self._ledger.want(found.wanted)
        return Outcome(entities(found.wanted, names, merges, atlas), found.counts, found.told_of)

    def draw(self, found: Sequence[Entity]) -> None:
        """Send the quads of entities."""
        for drawn in self._pool.map(_Drawer(self.setting.base), _chunks(iter(found), _ENTITIES), batch=1):
            self._take(drawn)

    def send(self, quads: Iterable[ox.Quad]) -> None:
        """Send quads that were made here."""
        self._take(runs_of(quads))

    def _take(self, found: Iterable[Run]) -> None:
        for one in found:
            self._sink.take(one)

    # -- who is who --------------------------------------------------------------------------------------------------

    def _names(self) -> Names:
        """What all documents call everybody, put together in the order of their ids."""
        names = Names(self.setting.atlas)
        for heard in sorted(self._heard, key=attrgetter("document")):
            for key, profile in heard.people.items():
                names.people.setdefault(key, {})[heard.document] = profile
            for key, labels in heard.things.items():
                counted = names.counts[key]
                for label, count in labels.items():
                    counted[label] += count
            names.owners.update(heard.owners)
        return names

    def _settle(self, named: Iterable[_Named], names: Names, people: People, merged: Mapping[str, Merge]) -> None:
        """Set down who is who, for an update."""
        if self._ledger:
            for document, keys, owners in named:
                self._ledger.name(document, keys, owners)
            self._ledger.settle_names(names, people, merged)

    # -- which block, which events -----------------------------------------------------------------------------------

    def _deal(self, standing: _Standing, parts: int) -> None:
        """The claims of all documents, with the entities they name, into files by block."""
        with (self._folder / "claims").open("rb") as shelf:
            documents = (_Addressed(name, claims, standing.table(name, keys)) for name, keys, claims in _pickles(shelf))
            dealer = _Dealer(self.setting, str(self._folder), parts)
            for dealt in self._pool.map(dealer, _chunks(documents, _DOCUMENTS), batch=1):
                if self._ledger:
                    for document, said, blocks in dealt:
                        self._ledger.say(document, said, blocks)

    def _weighed(self, parts: Iterable[int], number: int, weigher: _Weigher) -> _Found:
        """What all parts come to, every event under a key of its own."""
        found = _Found()
        events: dict[str, list[tuple[str, str]]] = {}  # key -> first claim and block of each event that has it
        for one in self._pool.map(weigher, parts, batch=1):
            with Path(one.runs).open("rb") as file:
                self._take(_pickles(file))
            if self._ledger:
                self._ledger.add_events(one.events, one.marks)
            for key, first, block in one.events:
                events.setdefault(key, []).append((first, block))
            found.add(one.found)
        taken = _taken(events)
        by_part: dict[int, dict[str, Set[str]]] = {}
        for block in sorted(taken):
            by_part.setdefault(_part(block, number), {})[block] = taken[block]
        self._rename(found, _Renamer(weigher), sorted(by_part.items()))
        return found

    def _rename(self, found: _Found, renamer: _Renamer, blocks: Iterable[tuple[int, Mapping[str, Set[str]]]]) -> None:
        """Put what comes of blocks with renamed events in the place of what came of them before."""
        was, now = set[bytes](), set[bytes]()
        for one in chain.from_iterable(self._pool.map(renamer, blocks, batch=1)):
            was |= one.was
            now |= one.now
            found.turns[one.block], found.terms[one.block] = one.turns, one.terms
        if was != now:
            self._sink.drop(was - now)
            self._take(runs(now - was))

    # -- across blocks -----------------------------------------------------------------------------------------------

    def _follow(self, found: _Found, families: Families) -> None:
        """The phases of every pair of states, and overlapping terms in one post."""
        turns = sorted(chain.from_iterable(found.turns.values()), key=lambda one: (one[0], one[1].key))
        told = Turns(self.setting)
        rows = (
            row
            for pair, those in groupby(turns, key=lambda one: one[0])
            for row in told(pair, (Row("turn", pair, event.key, event) for _, event in those))
        )
        self._pass_on(found, rows)
        posts: dict[str, list[tuple[str, bytes]]] = {}
        for post, key, term in chain.from_iterable(found.terms.values()):
            posts.setdefault(post, []).append((key, term))
        held = Posts(self.setting, Held(families))
        for post, terms in sorted(posts.items()):
            if len(terms) > 1:
                ordered = (Row("tenure", post, key, pickle.loads(term)) for key, term in sorted(terms))
                self._pass_on(found, held(post, ordered))

    def _pass_on(self, found: _Found, rows: Iterable[Row]) -> None:
        lines = set[bytes]()
        for row in rows:
            if row.channel == "lines":
                lines |= split(row.value)
            else:
                found.note(row)
        self._take(runs(lines))


@dataclass(frozen=True)
class Held(Generic[T]):
    """`rows.Shared` in one process."""

    value: T


def _families(heard: Iterable[Heard]) -> Families:
    """The documents that are one witness."""
    named = {other for one in heard for other in (one.source.translation_of, *one.source.cites)}
    origins = [Origin(one.document, one.source) for one in heard if one.source != Source() or one.document in named]
    witnesses = Witnesses(origins)
    by_publisher: dict[str, str] = {}
    by_document: dict[str, str] = {}
    for one in sorted(origins):
        publisher, family = slug(one.source.publisher), witnesses.family(one.id)
        if publisher:
            by_publisher.setdefault(publisher, family)
        elif family != one.id:
            by_document[one.id] = family
    return Families(by_publisher, by_document)


class _Bearers(NamedTuple):
    """Whom names stand for: persons, persons within one document, things."""

    same: Mapping[str, str]
    special: Mapping[tuple[str, str], str]
    things: Mapping[str, str]

    def referent(self, key: str, document: str) -> str:
        if key.startswith(("person/", "actor/")):
            return self.special.get((key, document)) or self.same.get(key, key)
        return self.things.get(key, key)


Stands = tuple[str, str, str]  # entity, the lineage of the state a person acts for, label


@dataclass(frozen=True)
class _Standing:
    """What is known of every name once all documents have been heard."""

    names: Names
    bearers: _Bearers
    homes: Mapping[str, str]
    setting: Setting
    _known: dict[tuple[str, str], Stands | None] = field(default_factory=dict)

    def table(self, document: str, keys: Iterable[str]) -> dict[str, Stands]:
        """What a document's names stand for, but for what any worker knows."""
        found: dict[str, Stands] = {}
        for key in keys:
            referent = self.bearers.referent(key, document)
            if (key, referent) not in self._known:
                self._known[key, referent] = self._stands(key, referent)
            if stands := self._known[key, referent]:
                found[key] = stands
        return found

    def _stands(self, key: str, referent: str) -> Stands | None:
        known = self.setting.atlas.register.entity(referent) is not None
        stands = referent, self.homes.get(referent, ""), "" if known else self.names.best(referent)
        return stands if referent != key or any(stands[1:]) else None


class _Addressed(NamedTuple):
    """A document's claims on their way to their blocks."""

    document: str
    claims: bytes
    table: Mapping[str, Stands]


@dataclass(frozen=True)
class _Dealer:
    """Writes the claims of documents into files by block; gives what the ledger keeps of each document."""

    setting: Setting
    folder: str
    parts: int

    @collector_paused(keep=True)
    def __call__(self, documents: Sequence[_Addressed]) -> list[tuple[str, bytes, list[str]]]:
        parts: dict[int, list[Row]] = {}
        dealt = [self._dealt(one, parts) for one in documents]
        for part, rows in parts.items():
            with Path(self.folder, f"part-{part}.{os.getpid()}").open("ab") as file:
                pickle.dump(rows, file, 5)
        return dealt

    def _dealt(self, one: _Addressed, parts: dict[int, list[Row]]) -> tuple[str, bytes, list[str]]:
        origin, claims, places = pickle.loads(one.claims)
        rows = [Row("claims", one.document, "", (origin, claims))]
        rows += [Row("name", one.document, key, (key, *stands)) for key, stands in one.table.items()]
        spoken: list[Spoken] = []
        for place, row in zip(places, Told(self.setting)(one.document, iter(rows)), strict=True):
            parts.setdefault(_part(row.key, self.parts), []).append(row)
            said: Said = row.value.said
            spoken.append((place, said.key, row.key, said.roles, said.days))
        return one.document, pickle.dumps(spoken, 5), sorted({row[2] for row in spoken})


class _Found:
    """What blocks come to, as far as others depend on it."""

    def __init__(self) -> None:
        self.counts, self.wanted, self.told_of = Counter[str](), Counter[str](), Counter[str]()
        self.turns: dict[str, list[tuple[str, Event]]] = {}  # block -> pair of states, event
        self.terms: dict[str, list[tuple[str, str, bytes]]] = {}  # block -> post, event, pickled term

    def add(self, other: _Found) -> None:
        """Take in what other blocks come to."""
        for mine, others in ((self.counts, other.counts), (self.wanted, other.wanted), (self.told_of, other.told_of)):
            mine.update(others)
        self.turns |= other.turns
        self.terms |= other.terms

    def note(self, row: Row) -> None:
        """Count a row that is no lines."""
        if row.channel == "wanted":
            self.wanted[row.key] += 1
        elif row.channel == "account":
            self.counts.update(accounts=1, unrealized=row.value["modality"] != "asserted")
            self.told_of.update(
                key for role in row.value["roles"] for key in role["values"] if key.startswith("state/")
            )
        elif row.channel == "contradiction":
            self.counts.update({"contradictions": 1, row.value.degree: 1})


class _Weighed(NamedTuple):
    """What a part comes to."""

    runs: str  # the file that holds its quads
    events: list[tuple[str, str, str]]  # key, first claim, block
    marks: list[tuple[str, str]]  # under which posts and pairs of states blocks are looked up
    found: _Found


@dataclass(frozen=True)
class _Weigher:
    """Weighs the blocks of a part."""

    setting: Setting
    families: Families
    folder: str

    @collector_paused(keep=True)
    def __call__(self, part: int) -> _Weighed:
        place = f"{self.folder}/runs-{part}"
        weighed = _Weighed(place, [], [], _Found())
        weigh = Weigh(self.setting, Held(self.families))
        held = set[bytes]()
        with Path(place).open("wb") as file:
            for block, rows in self.blocks(part):
                for row in self._opened(block, weigh(block, rows), weighed):
                    held |= split(row.value)
                    if len(held) >= RUN:
                        _dump(held, file)
            _dump(held, file)
        return weighed

    def _opened(self, block: str, rows: Iterable[Row], weighed: _Weighed) -> Iterator[Row]:
        """The rows with lines; what the others say is noted."""
        wanted, marks = set[str](), set[str]()
        for row in rows:
            if row.channel == "lines":
                yield row._replace(value=row.value[2])
            elif row.channel == "event":
                weighed.events.append(row.value)
            elif row.channel == "wanted":
                wanted.add(row.value[0])
            else:
                marks |= _crossing(block, row, weighed.found)
        weighed.found.wanted.update(wanted)
        weighed.marks.extend((mark, block) for mark in sorted(marks))

    def blocks(self, part: int) -> Iterator[tuple[str, Iterator[Row]]]:
        """The claims of a part block by block; those that were asked for are held no longer."""
        rows: list[Row] = []
        for path in sorted(Path(self.folder).glob(f"part-{part}.*")):
            with path.open("rb") as file:
                for those in _pickles(file):
                    rows += those
        rows.sort(key=lambda row: row[1:3], reverse=True)
        return groupby(_emptied(rows), key=attrgetter("key"))


def _crossing(block: str, row: Row, found: _Found) -> set[str]:
    """Note a row that counts beyond its block; under which mark it is looked up."""
    key, order, value = row.value
    if row.channel == "turn":
        found.turns.setdefault(block, []).append((key, value))
        return {f"pair|{key}"}
    if row.channel == "tenure":
        found.terms.setdefault(block, []).append((key, order, pickle.dumps(value, 5)))
        return {f"post|{key}"}
    found.note(Row(row.channel, key, order, value))
    return set()


class _Renamed(NamedTuple):
    """What a block comes to, before and after some events took other keys."""

    block: str
    was: set[bytes]
    now: set[bytes]
    turns: list[tuple[str, Event]]
    terms: list[tuple[str, str, bytes]]


@dataclass(frozen=True)
class _Renamer:
    """Weighs some blocks of a part again, where events of other blocks have the same keys."""

    weigher: _Weigher

    def __call__(self, part: tuple[int, Mapping[str, Set[str]]]) -> list[_Renamed]:
        number, taken = part
        found = []
        for block, claims in self.weigher.blocks(number):
            if block in taken:
                rows = list(claims)
                was, _ = self._lines(block, rows)
                renames = [Row("rename", block, "", first) for first in sorted(taken[block])]
                now, crossing = self._lines(block, [*renames, *rows])
                found.append(_Renamed(block, was, now, crossing.turns.get(block, []), crossing.terms.get(block, [])))
        return found

    def _lines(self, block: str, rows: Iterable[Row]) -> tuple[set[bytes], _Found]:
        lines, found = set[bytes](), _Found()
        for row in Weigh(self.weigher.setting, Held(self.weigher.families))(block, iter(rows)):
            if row.channel == "lines":
                lines |= split(row.value[2])
            elif row.channel in ("turn", "tenure"):
                _crossing(block, row, found)
        return lines, found


def _taken(events: Mapping[str, list[tuple[str, str]]]) -> dict[str, set[str]]:
    """Block -> the first claims of its events that must change their keys; empty sets for blocks that keep theirs."""
    taken: dict[str, set[str]] = {}
    for those in events.values():
        if len(those) > 1:
            (_, keeps), *others = sorted(those)
            taken.setdefault(keeps, set())
            for first, block in others:
                taken.setdefault(block, set()).add(first)
    return taken


@dataclass(frozen=True)
class _Drawer:
    """Quads of entities."""

    base: str

    def __call__(self, found: Sequence[Entity]) -> list[Run]:
        writer = Writer(self.base)
        return runs_of(quad for one in found for quad in writer.default(writer.entity(one)))


def _dump(lines: set[bytes], file: IO[bytes]) -> None:
    """Sorted into a file and gone from here."""
    for one in runs(lines):
        pickle.dump(one, file, 5)
    lines.clear()


def _and_then(values: Iterable[T], act: Callable[[], None]) -> Iterator[T]:
    """The values; once the last has been asked for, as when it is on its way to a worker, something is done."""
    yield from values
    act()


def _part(block: str, parts: int) -> int:
    return crc32(block.encode()) % parts


def _emptied(rows: list[Row]) -> Iterator[Row]:
    """The rows from the last to the first, each let go as it comes."""
    while rows:
        yield rows.pop()


def _pickles(file: IO[bytes]) -> Iterator[Any]:
    while True:
        try:
            yield pickle.load(file)
        except EOFError:
            return


def _chunks(values: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(values)
    while held := list(islice(rest, size)):
        yield held
