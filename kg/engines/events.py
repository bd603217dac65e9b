"""What happened: the claims that may tell of one event come together, are weighed, and become accounts and quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import closing
from dataclasses import dataclass
from sys import intern
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.engines.rows import Engine, Row, Rows, Shared
from kg.engines.said import Origin, Said, packed
from kg.engines.setting import Setting
from kg.graph.quads import Support, Writer
from kg.model import Account, Contradiction, Event, When
from kg.resolve.accounts import Bench, Weighed, weigh
from kg.resolve.chorus import Chorus, Spool, whole
from kg.resolve.compare import Happening, of_members
from kg.resolve.contradictions import contradictions, overlaps
from kg.resolve.happenings import happenings
from kg.resolve.mentions import Roles
from kg.resolve.rank import Witnesses
from kg.resolve.relations import pair_of, phases
from kg.resolve.statements import Statement, block
from kg.resolve.world import anchor, held_post, named_in, renamed
from kg.vocab import LITERAL_ROLES

# Quads of one row, which so stays at about a megabyte.
_QUADS: Final = 5_000
# Claims that a block holds each by itself, some 2 kB each; of more, those who say the same are held together.
_CROWD: Final = 10_000


class Families(NamedTuple):
    """Documents that are one witness: by publisher, or by themselves where they cite or translate each other."""

    by_publisher: Mapping[str, str]
    by_document: Mapping[str, str]

    def family(self, document: str, publisher: str) -> str:
        """The document that stands for all that depend on each other."""
        return self.by_document.get(document) or self.by_publisher.get(publisher) or document


class Weighty(NamedTuple):
    """A claim on its way to be weighed, with what is known of its document and what its entities are called."""

    said: Said
    origin: Origin
    names: Mapping[str, str]


class Outcome(NamedTuple):
    """Rows `account`, `contradiction`, `wanted` and `lines`; the keys of the last are of no meaning."""

    rows: Rows


def happened(claims: Rows, names: Rows, families: Families, engine: Engine, setting: Setting) -> Outcome:
    """The accounts of all claims. `claims` has a row for each document, `names` one for each name in each document."""
    statements = _united(claims.also(names).together(Told(setting)), setting).kept()
    weigh = Weigh(setting, engine.share(families))
    first = statements.together(weigh).kept()
    renames = first.of("event").each(_opened).together(_distinct).kept()
    again = statements.having(renames).also(renames).together(weigh)
    accounts = first.lacking(renames).also(again).each(_opened).kept()
    terms = accounts.of("tenure").together(Posts(setting, weigh.families))
    turns = accounts.of("turn").together(Turns(setting))
    return Outcome(accounts.of("account", "contradiction", "wanted", "lines").also(terms, turns))


class Told:
    """The claims of one document with the entities that its names stand for, by blocking key."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def __call__(self, document: str, rows: Iterator[Row]) -> Iterator[Row]:
        table: dict[str, tuple[str, str, str]] = {}
        origin, claims = Origin("", 1.0, False, "en"), list[Said]()
        for row in rows:
            if row.channel == "claims":
                origin, claims = row.value
            else:
                named, *stands = row.value
                table[named] = stands[0], stands[1], stands[2]
        homes = {referent: home for referent, home, _ in table.values() if home}
        labels = {referent: label for referent, _, label in table.values() if label}
        for number, said in enumerate(claims):
            roles = {
                role: keys if role in LITERAL_ROLES else tuple([table[key][0] if key in table else key for key in keys])
                for role, keys in said.roles.items()
            }
            identified = said._replace(roles=roles)
            place = block(identified.statement(), homes, self.setting.atlas)
            names = {key: labels[key] for keys in roles.values() for key in keys if key in labels}
            yield Row("statement", place, f"{document}\0{number:08}", Weighty(identified, origin, names))


def _united(statements: Rows, setting: Setting) -> Rows:
    """The statements with those blocks made one which a reviewer unites."""
    same = setting.decided.same
    if not same:
        return statements
    keys = frozenset(key for pair in same for key in pair)
    place_of = {row.value: row.key for row in statements.each(_Places(keys)).collect()}
    homes: dict[str, str] = {}
    for one, other in sorted(same):
        here, there = sorted((place_of.get(one, ""), place_of.get(other, "")))
        if here and here != there:
            homes = {place: here if home == there else home for place, home in homes.items()} | {there: here}
            place_of = {key: here if place == there else place for key, place in place_of.items()}
    return statements.each(_Rekeyed(homes))


@dataclass(frozen=True)
class _Places:
    """Where certain claims lie."""

    keys: frozenset[str]

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        return (Row("place", row.key, "", row.value.said.key) for row in rows if row.value.said.key in self.keys)


@dataclass(frozen=True)
class _Rekeyed:
    """Rows whose keys are changed to others."""

    keys: Mapping[str, str]

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        return (row._replace(key=self.keys.get(row.key, row.key)) for row in rows)


# -- weighing ----------------------------------------------------------------------------------------------------------


class _Carried(Witnesses):
    """What weighing asks of documents, from what their claims carry along."""

    def __init__(self, families: Families) -> None:
        super().__init__(())
        self._known = families
        self.origins: dict[str, Origin] = {}
        self.referenced: set[str] = set()

    def family(self, document: str) -> str:
        return self._known.family(document, self.origins[document].publisher)

    def weight(self, document: str) -> float:
        return self.origins[document].weight

    def is_official(self, document: str) -> bool:
        return self.origins[document].official

    def is_referenced(self, statement: Statement) -> bool:
        if statement.voices:
            return statement.voices.chorus.referenced
        return statement.key in self.referenced

    def language(self, document: str) -> str:
        return self.origins[document].language


class _Case:
    """The statements of a block, and what weighing them needs. A full one holds those who say the same together."""

    def __init__(self, setting: Setting, families: Families) -> None:
        self.setting, self.witnesses = setting, _Carried(families)
        self.names: dict[str, str] = {}
        self._statements: list[Statement] = []
        self._choruses: dict[_Same, Chorus] = {}
        self._spool: Spool | None = None
        self._named = setting.decided.named()
        # Of equal roles and origins one copy is held.
        self._roles: dict[_Filled, Roles] = {}
        self._origins: dict[Origin, Origin] = {}

    def close(self) -> None:
        """Nothing will be asked for any more."""
        if self._spool:
            self._spool.close()

    def add(self, weighty: Weighty) -> None:
        """Take in a claim."""
        self._statements.append(self._noted(weighty))
        if len(self._statements) >= _CROWD:
            for one in self._statements:
                self._chorus(one).add(one)
            self._statements.clear()

    def statements(self) -> list[Statement]:
        """What was taken in; if it was much, those who say the same are one."""
        if self._choruses:
            for one in self._statements:
                self._chorus(one).add(one)
            self._statements = [chorus.all() for chorus in self._choruses.values()]
        return self._statements

    def happening(self, term: Term) -> Happening:
        """A tenure as another worker found it."""
        members = [self._noted(member) for member in term.members]
        if self._spool is None and len(members) + len(self._statements) < _CROWD:
            self._statements += members
            return Happening(term.event.type, members, term.days)
        choruses: dict[_Same, Chorus] = {}
        for one in members:
            self._chorus(one, choruses).add(one)
        return of_members([chorus.all() for chorus in choruses.values()], term.days)

    def _noted(self, weighty: Weighty) -> Statement:
        said = weighty.said
        told = tuple(said.roles.items())
        said = said._replace(roles=self._roles.setdefault(told, said.roles), document=intern(said.document))
        self.names.update(weighty.names)
        self.witnesses.origins.setdefault(said.document, self._origins.setdefault(weighty.origin, weighty.origin))
        if said.referenced:
            self.witnesses.referenced.add(said.key)
        return said.statement()

    def _chorus(self, one: Statement, choruses: dict[_Same, Chorus] | None = None) -> Chorus:
        """Those who say the same as a statement. Whom a reviewer names stands alone."""
        held = self._choruses if choruses is None else choruses
        referenced, origin = self.witnesses.is_referenced(one), self.witnesses.origins[one.document]
        told = one.type, one.modality, one.when, tuple(one.roles.items()), one.claim.confidence
        same = told, referenced, origin._replace(publisher=""), one.key if one.key in self._named else ""
        if same not in held:
            self._spool = self._spool or Spool()
            held[same] = Chorus(one, referenced, self._spool)
        self.witnesses.referenced.discard(one.key)
        return held[same]

    def bench(self) -> Bench:
        return Bench(self.setting.atlas, self.witnesses, self.setting.policy, self.setting.decided, self._name)

    def _name(self, key: str) -> str:
        return self.names.get(key) or self.setting.atlas.label(key)


_Filled = tuple[tuple[str, tuple[str, ...]], ...]
_Same = tuple[tuple[str, str, When | None, _Filled, float], bool, Origin, str]


class Weigh:
    """A block's accounts, contradictions and quads; rows `rename` tell which events must take another key.

    Every row that comes out has the block's key, and its own as the first of its value.
    """

    def __init__(self, setting: Setting, families: Shared[Families]) -> None:
        self.setting, self.families = setting, families

    def __call__(self, place: str, rows: Iterator[Row]) -> Iterator[Row]:
        with closing(_Case(self.setting, self.families.value)) as case:
            taken: set[str] = set()
            for row in rows:
                if row.channel == "rename":
                    taken.add(row.value)
                else:
                    case.add(row.value)
            yield from self._weighed(place, case, taken)

    def _weighed(self, place: str, case: _Case, taken: Set[str]) -> Iterator[Row]:
        bench, writer = case.bench(), Writer(self.setting.base)
        found: list[Weighed] = []
        wanted: set[str] = set()
        quads = _Quads(place)
        for happening in happenings(case.statements(), bench.atlas, bench.decided):
            one = weigh(happening, bench)
            one = renamed(one) if anchor(one) in taken else one
            yield from quads.add(writer.accounted(one.account, _support(one, bench)))
            yield from self._rows(place, one, case, bench)
            wanted.update(named_in(one.account))
            # Contradictions ask for no more; the ranks of a million claims need not wait for them.
            found.append(one._replace(account=Account(one.event, one.account.claims[:1])))
        yield from quads.rest()
        yield from (Row("wanted", place, "", (key, "", None)) for key in sorted(wanted))
        for contradiction in contradictions(found, bench):
            yield from _disputed(place, contradiction, writer)

    def _rows(self, place: str, one: Weighed, case: _Case, bench: Bench) -> Iterator[Row]:
        event = one.event
        yield Row("event", place, "", (event.key, anchor(one), place))
        yield Row("account", place, "", (event.key, "", _listed(one.account)))
        if pair := pair_of(event, self.setting.atlas):
            yield Row("turn", place, "", ("|".join(pair), event.key, event))
        if post := held_post(one, bench):
            yield Row("tenure", place, "", (post, event.key, _term(one, case)))


def _support(one: Weighed, bench: Bench) -> Support:
    rejected = bench.decided.rejected
    trusted = [member.claim.confidence for member in one.happening.members if member.key not in rejected]
    return Support(len(one.happening.documents()), max(trusted, default=None))


class _Quads:
    """Quads as rows of N-Quads of a moderate size."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._held: list[ox.Quad] = []

    def add(self, quads: Iterable[ox.Quad]) -> Iterator[Row]:
        """Take in quads; gives what fills a row."""
        for quad in quads:
            self._held.append(quad)
            if len(self._held) >= _QUADS:
                yield from self.rest()

    def rest(self) -> Iterator[Row]:
        """The row that is not full yet."""
        if self._held:
            yield Row("lines", self._place, "", ("", "", n_quads(self._held)))
            self._held = []


def _listed(account: Account) -> dict[str, object]:
    """An account as a row of a table."""
    event = account.event
    return {
        "key": event.key,
        "type": event.type,
        "label": event.label,
        "date": event.when.edtf if event.when else "",
        "modality": event.modality,
        "roles": [{"role": role, "values": list(values)} for role, values in event.roles],
        "claims": [{"claim": ranked.claim, "rank": ranked.rank} for ranked in account.claims],
    }


def n_quads(quads: Iterable[ox.Quad]) -> bytes:
    """Quads as N-Quads lines."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _disputed(place: str, found: Contradiction, writer: Writer) -> Iterator[Row]:
    yield Row("contradiction", place, "", (found.key, "", found))
    quads = _Quads(place)
    yield from quads.add(writer.disputed(found))
    yield from quads.rest()


def _opened(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of blocks under their own keys."""
    return (Row(row.channel, *row.value) for row in rows)


def _distinct(event: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Of events with one key the one with the first claim keeps it; the others are sent word to change theirs."""
    next(rows, None)
    return (Row("rename", row.value, "", row.order) for row in rows)


# -- across blocks -----------------------------------------------------------------------------------------------------


class Term(NamedTuple):
    """A tenure on its way to those of other persons in the same post."""

    event: Event
    days: tuple[int, int]
    members: tuple[Weighty, ...]


def _term(one: Weighed, case: _Case) -> Term:
    members = []
    for member in whole(one.happening.members):
        names = {key: case.names[key] for keys in member.roles.values() for key in keys if key in case.names}
        said = packed(member, case.witnesses)
        members.append(Weighty(said, case.witnesses.origins[member.document], names))
    return Term(one.event, one.happening.days, tuple(members))


class Posts:
    """Overlapping terms in one post."""

    def __init__(self, setting: Setting, families: Shared[Families]) -> None:
        self.setting, self.families = setting, families

    def __call__(self, post: str, rows: Iterator[Row]) -> Iterator[Row]:
        with closing(_Case(self.setting, self.families.value)) as case:
            terms = (row.value for row in rows)
            tenures = [Weighed(case.happening(term), Account(term.event, ()), ()) for term in terms]
            writer = Writer(self.setting.base)
            for one in overlaps(tenures, case.bench()):
                yield from _opened(_disputed(post, one, writer))


class Turns:
    """The phases of one pair of states."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def __call__(self, pair: str, rows: Iterator[Row]) -> Iterator[Row]:
        writer = Writer(self.setting.base)
        for phase in phases((row.value for row in rows), self.setting.atlas):
            yield from (Row("wanted", party, "", None) for party in phase.parties)
            yield Row("lines", "", "", n_quads(writer.default(writer.phase(phase))))
