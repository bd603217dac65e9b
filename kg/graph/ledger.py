"""What each text gave and what resolution made of it, kept beside a graph so that a build need not do it again.

A SQLite file that may be deleted at any time: a build without it reads all texts. It holds pickled records of this very
program, so it counts for nothing unless it was made by the same code and rules, and for the graph in place.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from kg.extract.engine import Extraction
from kg.model import Claim, Document, Merge, Source
from kg.resolve.accounts import Bench, Weighed
from kg.resolve.change import Changed, marks
from kg.resolve.entities import Names
from kg.resolve.keys import claim_keys
from kg.resolve.mentions import Roles
from kg.resolve.names import Folded, fold
from kg.resolve.people import People
from kg.resolve.profiles import Profile, Profiles
from kg.resolve.rank import Origin, Witnesses
from kg.resolve.sides import Before, Said, Text
from kg.resolve.statements import stated
from kg.resolve.times import Days
from kg.resolve.world import anchor

_TABLES: Final = """
CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE text (id TEXT PRIMARY KEY, cause TEXT, sha256 TEXT, language TEXT, characters INT, look TEXT, source BLOB)
    WITHOUT ROWID;
CREATE TABLE document (id TEXT PRIMARY KEY, document BLOB, extraction BLOB, said BLOB);
CREATE TABLE uses (key TEXT, document TEXT, PRIMARY KEY (key, document)) WITHOUT ROWID;
CREATE TABLE profile (key TEXT, document TEXT, label TEXT, states TEXT, ranks TEXT, low INT, high INT,
    PRIMARY KEY (key, document)) WITHOUT ROWID;
CREATE TABLE name (first TEXT, last TEXT, folded TEXT, key TEXT, PRIMARY KEY (first, last, folded, key)) WITHOUT ROWID;
CREATE TABLE holds (first TEXT, last TEXT, folded TEXT, key TEXT, PRIMARY KEY (first, last, folded, key)) WITHOUT ROWID;
CREATE TABLE label (key TEXT, label TEXT, count INT, PRIMARY KEY (key, label)) WITHOUT ROWID;
CREATE TABLE owner (office TEXT, document TEXT, owner TEXT, PRIMARY KEY (office, document)) WITHOUT ROWID;
CREATE TABLE referent (key TEXT, document TEXT, entity TEXT, PRIMARY KEY (key, document)) WITHOUT ROWID;
CREATE TABLE block (block TEXT, document TEXT, PRIMARY KEY (block, document)) WITHOUT ROWID;
CREATE TABLE event (key TEXT, first TEXT, block TEXT);
CREATE TABLE mark (mark TEXT, block TEXT, PRIMARY KEY (mark, block)) WITHOUT ROWID;
CREATE TABLE wanted (key TEXT PRIMARY KEY, count INT) WITHOUT ROWID;
"""
_INDEXES: Final = """
CREATE INDEX profile_document ON profile (document);
CREATE INDEX uses_document ON uses (document);
CREATE INDEX owner_document ON owner (document);
CREATE INDEX owner_owner ON owner (owner);
CREATE INDEX block_document ON block (document);
CREATE INDEX referent_entity ON referent (entity);
CREATE INDEX event_key ON event (key);
CREATE INDEX event_block ON event (block);
CREATE INDEX mark_block ON mark (block);
"""
_RESOLVED: Final = (
    *("uses", "profile", "name", "holds", "label", "owner", "referent"),
    *("block", "event", "mark", "wanted"),
)
# Texts read between two commits: what a build has read is not lost if it is stopped.
_OFTEN: Final = 200


# A statement as the ledger has it: the number of its claim in the text, its key, block, roles and days.
Spoken = tuple[int, str, str, Roles, Days]


class Known(NamedTuple):
    """What the ledger says of a text without loading it."""

    cause: str
    sha256: str
    language: str
    characters: int
    look: str = ""  # of the file; see `kg.texts.reading.look`


class Kept(NamedTuple):
    """A text as it was read, and what it gave."""

    document: Document
    extraction: Extraction


class Packed(NamedTuple):
    """The same as the ledger holds it, so that who passes it on need not unpack it."""

    id: str
    known: Known
    source: bytes | None
    document: bytes
    extraction: bytes

    @property
    def kept(self) -> Kept:
        return Kept(pickle.loads(self.document), pickle.loads(self.extraction))


def packed(cause: str, sha256: str, kept: Kept, look: str = "") -> Packed:
    """A text as the ledger holds it."""
    document = kept.document
    source = pickle.dumps(document.source, 5) if document.source != Source() else None
    known = Known(cause, sha256, document.language, len(document.text), look)
    return Packed(document.id, known, source, pickle.dumps(document, 5), pickle.dumps(kept.extraction, 5))


class Ledger(Before):
    """An open ledger; see the module."""

    def __init__(self, path: Path, made: str) -> None:
        """Open the ledger at `path`; if it is of other code or rules than `made`, or damaged, start a new one."""
        self._path, self._waiting = path, 0
        self._db = self._opened()
        if self._note("made") != made:
            self._db.close()
            for old in path.parent.glob(f"{path.name}*"):
                old.unlink()
            self._db = self._opened()
            self._db.executescript(_TABLES + _INDEXES)
            self._set("made", made)
            self._db.commit()

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.DatabaseError:  # not a database: damaged
            db.close()
            self._path.unlink()
            return sqlite3.connect(self._path, isolation_level=None)
        return db

    def close(self) -> None:
        """Forget what was not committed."""
        if self._db.in_transaction:
            self._db.rollback()
        self._db.close()

    def _note(self, name: str) -> str:
        try:
            row = self._db.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        except sqlite3.DatabaseError:
            return ""
        return str(row[0]) if row else ""

    def _set(self, name: str, value: str | bytes) -> None:
        self._begin()
        self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN")

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, values).fetchall()

    # -- texts -------------------------------------------------------------------------------------------------------

    def texts(self) -> dict[str, Known]:
        """Every document by its id."""
        return {
            row[0]: Known(*row[1:])
            for row in self._rows("SELECT id, cause, sha256, language, characters, look FROM text")
        }

    def has(self, document: str) -> bool:
        """Whether a text of this name is kept."""
        return bool(self._rows("SELECT 1 FROM text WHERE id = ?", document))

    def language(self, document: str) -> str:
        """The language of a text, which is not loaded for it."""
        return str(self._rows("SELECT language FROM text WHERE id = ?", document)[0][0])

    def kept(self, document: str) -> Kept:
        """What was kept of a document."""
        row = self._rows("SELECT document, extraction FROM document WHERE id = ?", document)[0]
        return Kept(pickle.loads(row[0]), pickle.loads(row[1]))

    def packed(self, document: str) -> Packed:
        """The same as it lies here."""
        (name, *known, source) = self._rows("SELECT * FROM text WHERE id = ?", document)[0]
        (row,) = self._rows("SELECT document, extraction FROM document WHERE id = ?", document)
        return Packed(name, Known(*known), source, *row)

    def keep(self, one: Packed) -> None:
        """Keep what a text gave. What was made of the old texts counts for nothing from then on."""
        if self.state:
            self.forget()
        self._put(one)
        self._waiting += 1
        if self._waiting >= _OFTEN:
            self._db.commit()
            self._waiting = 0

    def _put(self, one: Packed) -> None:
        self._begin()
        known, blobs = (one.id, *one.known, one.source), (one.id, one.document, one.extraction, None)
        self._db.execute("INSERT OR REPLACE INTO text VALUES (?, ?, ?, ?, ?, ?, ?)", known)
        self._db.execute("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)", blobs)

    def drop(self, document: str) -> None:
        """Forget a text that is no more."""
        self._begin()
        for table in ("text", "document"):
            self._db.execute(f"DELETE FROM {table} WHERE id = ?", (document,))

    def see(self, looks: Mapping[str, str]) -> None:
        """Set down how the files of texts look now that have not changed."""
        self._many("UPDATE text SET look = ? WHERE id = ?", ((look, document) for document, look in looks.items()))

    def sources(self) -> dict[str, Source]:
        """What is told of the origin of the documents of which anything is told."""
        rows = self._rows("SELECT id, source FROM text WHERE source IS NOT NULL")
        return {row[0]: pickle.loads(row[1]) for row in rows}

    # -- state -------------------------------------------------------------------------------------------------------

    @property
    def state(self) -> str:
        """What graph the ledger's resolution belongs to; empty if to none."""
        return self._note("state")

    @property
    def proof(self) -> bytes:
        """What a reasoner has found nothing wrong with, as it was kept; empty if nothing was."""
        rows = self._rows("SELECT value FROM note WHERE name = 'proof'")
        return bytes(rows[0][0]) if rows else b""

    def keep_proof(self, proof: bytes) -> None:
        """Keep it for the graph that is being made."""
        self._set("proof", proof)

    def forget(self) -> None:
        """Drop all that resolution made."""
        self._begin()
        for table in _RESOLVED:
            self._db.execute(f"DELETE FROM {table}")
        self._set("state", "")

    def settle(self, state: str) -> None:
        """What was written belongs to this graph, which is in place."""
        self._set("state", state)
        self._db.commit()
        self._waiting = 0

    # -- what resolution asks ----------------------------------------------------------------------------------------

    def profiles(self, key: str) -> dict[str, Profile]:
        rows = self._rows("SELECT * FROM profile WHERE key = ? ORDER BY document", key)
        return {row[1]: _profile(row) for row in rows}

    def present(self, document: str) -> dict[str, Profile]:
        return {row[0]: _profile(row) for row in self._rows("SELECT * FROM profile WHERE document = ?", document)}

    def labels(self, key: str) -> Counter[str]:
        return Counter(dict(self._rows("SELECT label, count FROM label WHERE key = ?", key)))

    def owners(self, office: str) -> dict[str, str]:
        return dict(self._rows("SELECT document, owner FROM owner WHERE office = ? ORDER BY document", office))

    def offices(self, owner: str) -> set[str]:
        return {row[0] for row in self._rows("SELECT DISTINCT office FROM owner WHERE owner = ?", owner)}

    def documents(self, key: str) -> set[str]:
        return {row[0] for row in self._rows("SELECT document FROM uses WHERE key = ?", key)}

    def said(self, document: str) -> tuple[Said, ...]:
        row = self._rows("SELECT extraction, said FROM document WHERE id = ?", document)[0]
        claims = pickle.loads(row[0]).claims
        return tuple(
            (block, stated(key, claims[number], roles, days))
            for number, key, block, roles, days in (pickle.loads(row[1]) if row[1] else ())
        )

    def documents_in(self, block: str) -> set[str]:
        return {row[0] for row in self._rows("SELECT document FROM block WHERE block = ?", block)}

    def bearing(self, name: Folded) -> list[str]:
        sql = "SELECT key FROM name WHERE first = ? AND last = ? AND folded = ?"
        return [row[0] for row in self._rows(sql, name[0], name[-1], " ".join(name))]

    def called(self, first: str, last: str) -> Iterator[tuple[Folded, str]]:
        for folded, key in self._rows("SELECT folded, key FROM name WHERE first = ? AND last = ?", first, last):
            yield tuple(folded.split()), key

    def holding(self, first: str, last: str) -> Iterator[tuple[Folded, str]]:
        for folded, key in self._rows("SELECT folded, key FROM holds WHERE first = ? AND last = ?", first, last):
            yield tuple(folded.split()), key

    def referent(self, key: str, document: str) -> str:
        rows = self._rows(
            "SELECT entity FROM referent WHERE key = ? AND document IN (?, '') ORDER BY document DESC", key, document
        )
        return str(rows[0][0]) if rows else key

    def bearers(self, entity: str) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in self._rows("SELECT key, document FROM referent WHERE entity = ?", entity)]

    def events(self, key: str) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in self._rows("SELECT first, block FROM event WHERE key = ?", key)]

    def marked(self, mark: str) -> set[str]:
        return {row[0] for row in self._rows("SELECT block FROM mark WHERE mark = ?", mark)}

    def wanted(self, key: str) -> int:
        rows = self._rows("SELECT count FROM wanted WHERE key = ?", key)
        return int(rows[0][0]) if rows else 0

    # -- writing what resolution made --------------------------------------------------------------------------------

    def name(self, document: str, keys: Iterable[str], owners: Mapping[str, str]) -> None:
        """Set down what a document names, and whose offices it says that offices are."""
        self._many("INSERT INTO uses VALUES (?, ?)", ((key, document) for key in keys))
        self._many(
            "INSERT INTO owner VALUES (?, ?, ?)", ((office, document, owner) for office, owner in owners.items())
        )

    def say(self, document: str, said: bytes, blocks: Iterable[str]) -> None:
        """Set down the resolved statements of a document, pickled as `Spoken` in the order of their keys."""
        self._many("UPDATE document SET said = ? WHERE id = ?", [(said, document)])
        self._many("INSERT INTO block VALUES (?, ?)", ((block, document) for block in blocks))

    def settle_names(self, texts: Names, people: People, things: Mapping[str, Merge]) -> None:
        """Set down what the texts call everybody, and who is who."""
        self._add_people(texts.people)
        self._many("INSERT INTO label VALUES (?, ?, ?)", ((*place, n) for place, n in _flat(texts).items()))
        self._add_referents(people, things)

    def add_events(self, events: Iterable[tuple[str, str, str]], marks: Iterable[tuple[str, str]]) -> None:
        """Set down events with their first claims and blocks, and under which marks blocks are looked up."""
        self._many("INSERT INTO event VALUES (?, ?, ?)", events)
        self._many("INSERT INTO mark VALUES (?, ?)", marks)

    def want(self, counted: Mapping[str, int]) -> None:
        """Set down how many blocks, pairs and merges speak of each entity."""
        self._many("INSERT INTO wanted VALUES (?, ?)", counted.items())

    def update(
        self,
        changed: Changed,
        old: Mapping[str, Text],
        new: Mapping[str, Text],
        pieces: Iterable[Packed],
    ) -> None:
        """Write down what a change made; `pieces` are the new texts."""
        self._begin()
        for document in old:
            for table in ("uses", "profile", "owner"):
                self._db.execute(f"DELETE FROM {table} WHERE document = ?", (document,))
            self.drop(document)
        for piece in pieces:
            self._put(piece)
        for document, text in new.items():
            self.name(document, text.keys, text.names.owners)
            self._add_people(text.names.people)
        self._count_labels(old.values(), new.values())
        for document, said in changed.resolved.items():
            self._db.execute("DELETE FROM block WHERE document = ?", (document,))
            if document in new or document not in old:
                self._say(document, self.kept(document).extraction.claims, said)
        after = changed.after
        aliases = {*changed.names, *changed.things, *changed.before.people.same}
        self._many("DELETE FROM referent WHERE key = ?", ((key,) for key in aliases))
        self._add_referents(after.people, after.things)
        blocks = {*changed.before.weighed, *after.weighed}
        for table in ("event", "mark"):
            self._many(f"DELETE FROM {table} WHERE block = ?", ((block,) for block in blocks))
        self._add_blocks(after.weighed, changed.bench)
        self._count_wanted(changed)

    def _count_labels(self, old: Iterable[Text], new: Iterable[Text]) -> None:
        moved: Counter[tuple[str, str]] = Counter()
        for text in new:
            moved.update(_flat(text.names))
        for text in old:
            moved.subtract(_flat(text.names))
        sql = "INSERT INTO label VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count"
        self._many(sql, ((*place, count) for place, count in moved.items() if count))
        self._many("DELETE FROM label WHERE key = ? AND label = ? AND count <= 0", moved)

    def _count_wanted(self, changed: Changed) -> None:
        moved = Counter(changed.after.wanted)
        moved.subtract(changed.before.wanted)
        sql = "INSERT INTO wanted VALUES (?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count"
        self._many(sql, ((key, count) for key, count in moved.items() if count))
        self._many("DELETE FROM wanted WHERE key = ? AND count <= 0", ((key,) for key in moved))

    def _many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        self._begin()
        self._db.executemany(sql, rows)

    def _say(self, document: str, claims: Sequence[Claim], said: Sequence[Said]) -> None:
        number = {id(claim): at for at, claim in enumerate(claims)}
        rows: list[Spoken] = [
            (number[id(claim)], key, block, one.roles, one.days)
            for (key, claim), (block, one) in zip(claim_keys(claims), said, strict=True)
        ]
        self.say(document, pickle.dumps(rows, 5), sorted({block for block, _ in said}))

    def _add_people(self, people: Profiles) -> None:
        rows = [
            (key, place, one.label, "\n".join(sorted(one.states)), "\n".join(sorted(one.ranks)), one.low, one.high)
            for key, places in people.items()
            for place, one in places.items()
        ]
        self._many("INSERT INTO profile VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        names = {(fold(row[2]), row[0]) for row in rows if row[0].startswith("person/")}
        whole = ((name[0], name[-1], " ".join(name), key) for name, key in names if name)
        self._many("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)", whole)
        pairs = (
            (name[i], name[j], " ".join(name), key)
            for name, key in names
            for i in range(len(name))
            for j in range(i + 1, len(name))
        )
        self._many("INSERT OR IGNORE INTO holds VALUES (?, ?, ?, ?)", pairs)

    def _add_referents(self, people: People, things: Mapping[str, Merge]) -> None:
        rows = [(key, document, entity) for (key, document), entity in people.special.items()]
        rows += [(key, "", entity) for key, entity in people.same.items()]
        rows += [(key, "", merge.key) for key, merge in things.items()]
        self._many("INSERT INTO referent VALUES (?, ?, ?)", rows)

    def _add_blocks(self, blocks: Mapping[str, Sequence[Weighed]], bench: Bench) -> None:
        events = ((one.event.key, anchor(one), block) for block, those in blocks.items() for one in those)
        self.add_events(
            events, sorted({(mark, block) for block, those in blocks.items() for mark in marks(those, bench)})
        )


def _flat(names: Names) -> dict[tuple[str, str], int]:
    """(Key, label) -> how often the texts say so."""
    return {(key, label): count for key, labels in names.counts.items() for label, count in labels.items()}


def _profile(row: Sequence[Any]) -> Profile:
    key, _, label, states, ranks, low, high = row
    return Profile(key, label, _set_of(states), _set_of(ranks), low, high)


@lru_cache(1 << 12)
def _set_of(joined: str) -> frozenset[str]:
    return frozenset(joined.split("\n")) if joined else frozenset()


class KeptWitnesses(Witnesses):
    """The documents of a ledger as witnesses, loaded when one is asked for; some stand in the place of theirs."""

    def __init__(self, ledger: Ledger, instead: Mapping[str, Document | None] = MappingProxyType({})) -> None:
        self._ledger, self._instead = ledger, instead
        self.documents = _Documents(ledger, instead)

    def language(self, document: str) -> str:
        new = self._instead.get(document)
        return new.language if new else self._ledger.language(document)

    def sources(self) -> Mapping[str, Source]:
        found = {**self._ledger.sources(), **{name: one.source for name, one in self._instead.items() if one}}
        return {name: source for name, source in found.items() if name in self.documents}


class _Documents(Mapping[str, Origin]):
    def __init__(self, ledger: Ledger, instead: Mapping[str, Document | None]) -> None:
        self._ledger, self._instead = ledger, instead
        self._loaded: dict[str, Document] = {name: one for name, one in instead.items() if one}

    def __getitem__(self, name: str) -> Document:
        if name not in self:
            raise KeyError(name)
        if name not in self._loaded:
            self._loaded[name] = self._ledger.kept(name).document
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        if name in self._instead:
            return self._instead[str(name)] is not None
        return self._ledger.has(str(name))

    def __iter__(self) -> Iterator[str]:
        gone = {name for name, one in self._instead.items() if one is None}
        return iter(sorted({*self._ledger.texts(), *self._instead} - gone))

    def __len__(self) -> int:
        return sum(1 for _ in self)
