"""Who and what the names of all documents stand for, name by name, and what each is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from kg.engines.rows import Engine, Row, Rows, Shared
from kg.engines.said import FIRST, Thing, summed
from kg.engines.setting import Setting
from kg.model import Merge
from kg.resolve.entities import alias, by_use, local, owned, thing
from kg.resolve.names import Folded, fold, part_of
from kg.resolve.people import Census, Groups, end_of, linked_elsewhere, weaker
from kg.resolve.profiles import Profile

_MERGED: Final = "merged"  # wanted for its label only


class Known(NamedTuple):
    """What became of the names: `names` by document, `called` by name, and the merges of persons that span names."""

    names: Rows  # name: document -> (key, referent, home, label)
    entities: Rows  # labels, merge: rows for `Entities`
    merges: Rows  # merge: alias -> Merge


class Called(NamedTuple):
    """What all texts together say of one name."""

    labels: Counter[str]
    owner: str
    merge: Merge | None
    persons: frozenset[str]  # whom it stands for; more than one forbids a merge


def identified(said: Rows, engine: Engine, setting: Setting) -> Known:
    """Who is who. The bearers of names that contain each other come here, to the driver; all else stays spread out."""
    who = Who(setting)
    people = said.of("person", "offer").together(who.person).kept()
    bearers = people.of("bearer").each(_by_words).together(_related).collect()
    census = Census({}, setting.atlas, setting.decided)
    census.review()
    census.unite({row.key: Profile(row.key, *row.value) for row in bearers})
    same = engine.share(census.same)
    things = said.of("thing", "named").together(who.thing).kept()
    parts = people.of("mention", "serves", "label").also(things.of("mention", "label"))
    names = parts.each(Follow(same)).together(who.name).also(things.of("name"))
    settled = engine.rows(Row("settled", alias, FIRST, merge) for alias, merge in sorted(census.merges.items()))
    called = people.of("called").also(things.of("called"), settled).together(Merging(same))
    return Known(names, called.of("labels", "alias", "wanted"), called.of("merge"))


class Who:
    """The stages that ask for all that is said of one name."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    # -- persons ------------------------------------------------------------------------------------------------------

    def person(self, key: str, rows: Iterator[Row]) -> Iterator[Row]:
        """Whom a name stands for in each document, as far as this name alone can tell; and its bearers."""
        atlas = self.setting.atlas
        known = atlas.register.entity(key) is not None
        offered: set[str] = set()
        labels: Counter[str] = Counter()
        served: set[tuple[str, frozenset[str]]] = set()
        groups, merges = Groups(key), _Merges(key)
        elsewhere = ""
        for row in rows:
            if row.channel == "offer":
                offered.add(row.value)
                elsewhere = next(iter(offered)) if len(offered) == 1 else ""
                continue
            document = row.order[1:]
            told, person, merge, offers = row.value
            profile = Profile(key, *told)
            labels[profile.label] += 1
            if person:
                merges.settle(merge)
            else:
                person = self._linked(profile, offers, elsewhere, merges)
            if not person and groups.add(document, profile):
                person = key
            if person:
                yield Row("mention", person, f"1{document}", (document, key))
                served.add((person, profile.states))
        for bearer, documents in groups.bearers():
            yield Row("bearer", bearer.key, "", (bearer.label, bearer.states, bearer.ranks, bearer.low, bearer.high))
            yield from (Row("mention", bearer.key, f"1{document}", (document, key)) for document in documents)
            served.update([(bearer.key, bearer.states)] if documents else [])
        for person, states in sorted(served, key=lambda one: (one[0], sorted(one[1]))):
            yield Row("serves", person, FIRST, states)
        if not known:
            yield Row("label", key, FIRST, by_use(labels)[0])
        persons = frozenset() if known else frozenset(person for person, _ in served)
        yield Row("called", key, "1", Called(labels, "", merges.found, persons))

    def _linked(
        self, profile: Profile, offers: tuple[tuple[str, float, str], ...], elsewhere: str, merges: _Merges
    ) -> str:
        """The person of the gazetteer that a name stands for in one document; empty if none."""
        for link in offers:
            merges.link(*link)
        if offers:
            return offers[-1][0]
        agreed = linked_elsewhere(profile, elsewhere, self.setting.atlas) if elsewhere else None
        if agreed is None:
            return ""
        merges.link_elsewhere(*agreed)
        return agreed[0]

    # -- things -------------------------------------------------------------------------------------------------------

    def thing(self, key: str, rows: Iterator[Row]) -> Iterator[Row]:
        """What a local name of a state, place, organisation, office or instrument stands for."""
        total = Thing(Counter(), ("", ""))
        called: Called | None = None
        for row in rows:
            if row.channel == "thing":
                total = summed((total, row.value))
                continue
            called = called or self._called(key, total)
            if called.merge is None:
                yield Row("name", row.value, key, (key, key, "", by_use(called.labels)[0]))
            else:
                yield Row("mention", called.merge.key, row.order, (row.value, key))
        called = called or self._called(key, total)
        yield Row("called", key, "1", called)
        yield Row("label", key, FIRST, by_use(called.labels)[0])

    def _called(self, key: str, total: Thing) -> Called:
        owner, atlas = total.owner[1], self.setting.atlas
        labels = owned(total.labels, owner, atlas)
        return Called(labels, owner, thing(key, labels, owner, atlas, self.setting.decided), frozenset())

    # -- what each is called ------------------------------------------------------------------------------------------

    def name(self, key: str, rows: Iterator[Row]) -> Iterator[Row]:
        """What an entity is called and, of a person, the one state he acts for, for each document that names him."""
        atlas = self.setting.atlas
        label, served = "", set[str]()
        home: str | None = None
        for row in rows:
            if row.channel == "label":
                label = row.value
                continue
            if row.channel == "serves":
                served |= row.value
                continue
            if home is None:
                served.update(atlas.lineage(term.state) for term in atlas.terms.get(key, ()))
                home = next(iter(served)) if len(served) == 1 else ""
            document, named = row.value
            yield Row("name", document, named, (named, key, home, label))


class _Merges:
    """The merge of one name, gathered from all its documents: the first of a document, then the weakest link."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._settled: Merge | None = None
        self._links: list[Merge | None] = [None, None]

    def settle(self, merge: Merge | None) -> None:
        self._settled = self._settled or merge

    def link(self, person: str, confidence: float, reason: str, place: int = 0) -> None:
        merge, before = Merge(self._key, person, confidence, reason), self._links[place]
        self._links[place] = weaker(before, merge) if before else merge

    def link_elsewhere(self, person: str, confidence: float, reason: str) -> None:
        self.link(person, confidence, reason, 1)

    @property
    def found(self) -> Merge | None:
        found: Merge | None = None
        for merge in (self._settled, *self._links):
            found = weaker(found, merge) if found and merge else found or merge
        return found


class Follow:
    """Leads the mentions of every name to the person at the end of its merges."""

    def __init__(self, same: Shared[Mapping[str, str]]) -> None:
        self._same = same

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        same = self._same.value
        return (row if row.channel == "label" else row._replace(key=end_of(row.key, same)) for row in rows)


class Merging:
    """The merge of each name, unless a namesake in some document forbids it, and its labels."""

    def __init__(self, same: Shared[Mapping[str, str]]) -> None:
        self._same = same

    def __call__(self, key: str, rows: Iterator[Row]) -> Iterator[Row]:
        merge: Merge | None = None
        called = Called(Counter(), "", None, frozenset())
        for row in rows:
            if row.channel == "settled":
                merge = row.value
            else:
                called = row.value
        same = self._same.value
        merge = merge or called.merge
        if merge:
            merge = replace(merge, key=end_of(merge.key, same))
        if merge and len({end_of(person, same) for person in called.persons}) < 2:
            yield Row("alias", merge.key, key, (merge, called.labels))
            yield Row("wanted", key, "", _MERGED)
            yield Row("merge", key, "", merge)
        yield Row("labels", key, "", (called.labels, called.owner))


def _by_words(rows: Iterable[Row]) -> Iterator[Row]:
    """Each bearer under every ordered pair of words of his name; one word alone never names anybody for certain."""
    for row in rows:
        named = fold(row.value[0])
        for pair in sorted({f"{one} {other}" for number, one in enumerate(named) for other in named[number + 1 :]}):
            yield Row("bearer", pair, row.key, (row.key, named, row.value))


def _related(pair: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The bearers whose names are alike, or one part of the other, the shorter beginning and ending with the pair."""
    named: dict[Folded, list[Row]] = {}
    for row in rows:
        named.setdefault(row.value[1], []).append(row)
    found: set[Folded] = set()
    for short in [name for name in named if f"{name[0]} {name[-1]}" == pair]:
        longer = [full for full in named if part_of(short, full)]
        if longer or len(named[short]) > 1:
            found.update((short, *longer))
    for name in sorted(found):
        yield from (Row("bearer", row.value[0], "", row.value[2]) for row in named[name])


class Entities:
    """The entities that accounts and merges speak of."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def __call__(self, key: str, rows: Iterator[Row]) -> Iterator[Row]:
        """Row `known` for one of the gazetteer, `entity` for another, `linked` too if links to it were found."""
        atlas, names = self.setting.atlas, Counter[str]()
        labels, owner, wanted, merged = Counter[str](), "", False, False
        reason: Merge | None = None
        for row in rows:
            if row.channel == "labels":
                labels, owner = row.value
            elif row.channel == "alias":
                reason = reason or row.value[0]
                names.update(row.value[1])
            wanted = wanted or row.channel != "labels"
            merged = merged or (row.channel, row.value) == ("wanted", _MERGED)
        if not wanted:
            return
        if merged:
            yield Row("entity", key, "", alias(key, labels, atlas))
            return
        if atlas.register.entity(key):
            yield Row("known", key, "", None)
            return
        entity = local(key, labels + names, reason, owner or None, atlas)
        yield Row("linked" if key in self.setting.offered else "entity", key, "", entity)
        if owner and atlas.register.entity(owner):
            yield Row("known", owner, "", None)
