"""What changes in the world when some texts change: only what they touch is resolved again, as it was and as it is.

Both sides of a change are resolved by the same functions as a whole world, over the same set of names, blocks and
posts. What the set holds too much is alike on both sides and does no harm; so each step takes in all that it may touch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Final, NamedTuple

from kg.model import Account, Claim, Contradiction, Entity, Event, Merge, Phase, World
from kg.resolve.accounts import Bench, Weighed
from kg.resolve.contradictions import contradictions, overlaps
from kg.resolve.entities import Names, entities, owned, things
from kg.resolve.names import Folded, fold, part_of
from kg.resolve.people import People, identify
from kg.resolve.profiles import Profile
from kg.resolve.rank import Witnesses
from kg.resolve.relations import pair_of, phases
from kg.resolve.review import decisions
from kg.resolve.sides import After, Before, Said, Side, Text
from kg.resolve.statements import Statement, block
from kg.resolve.states import Atlas
from kg.resolve.world import anchor, entity_keys, held_post, renamed, weighed
from kg.vocab import LITERAL_ROLES

_UNREVIEWED: Final = decisions(())
_PERSONS: Final = ("person/", "actor/")


class Part(NamedTuple):
    """The part of a world that a change may touch, and what a ledger keeps of it."""

    world: World
    claims: Mapping[str, Claim]
    people: People  # of the names that may be touched
    things: Mapping[str, Merge]
    weighed: Mapping[str, Sequence[Weighed]]  # by block; events alike have one key still
    wanted: Counter[str]


class Changed(NamedTuple):
    """A change: the part of the world that it may touch as it was and as it is, and what it reached."""

    before: Part
    after: Part
    names: set[str]  # of persons
    things: set[str]
    resolved: Mapping[str, Sequence[Said]]  # statements of the documents that changed or now mean another
    bench: Bench


class Edit(NamedTuple):
    """A change of texts: `old` are the documents that changed or went as they were, `new` those that stand now."""

    before: Before
    old: Mapping[str, Text]
    new: Mapping[str, Text]
    witnesses: tuple[Witnesses, Witnesses]  # before and after; no document that stays may depend on others than before
    atlas: Atlas
    policy: str


def change(edit: Edit) -> Changed:
    """What a change of texts comes to."""
    seeds: set[str] = set()
    while True:
        attempt = _Change(edit, seeds)
        found, missing = attempt.made()
        if missing <= seeds:
            return found
        seeds |= missing


def marks(events: Iterable[Weighed], bench: Bench) -> Iterator[str]:
    """The posts and pairs of states under which the events of a block are looked up."""
    for one in events:
        if held := held_post(one, bench):
            yield f"post|{held}"
        if pair := pair_of(one.event, bench.atlas):
            yield "|".join(("pair", *pair))


class _Known(Names):
    """What the texts of one side call the entities, looked up when asked for."""

    def __init__(self, side: Side, atlas: Atlas) -> None:
        super().__init__(atlas)
        self._side, self._register = side, atlas
        self._labels: dict[str, Counter[str]] = {}

    def labels(self, key: str) -> Counter[str]:
        if key not in self._labels:
            self._labels[key] = self._counted(key)
        return self._labels[key]

    def _counted(self, key: str) -> Counter[str]:
        if key.startswith(_PERSONS):
            return Counter([profile.label for profile in self._side.profiles(key).values()])
        if self._register.register.entity(key):
            return Counter()
        if owners := self._side.owners(key):
            self.owners[key] = owners[max(owners)]
        return owned(key, self._side.labels(key), self.owners.get(key, ""), self._register)

    def take(self, keys: Iterable[str]) -> None:
        """Set down the labels of these things, which `things` goes through."""
        self.__dict__["things"] = {key: labels for key in sorted(keys) if (labels := self.labels(key))}


class _Homes(dict[str, str]):
    """Person -> the lineage of the one state he acts for; found when first asked for."""

    def __init__(self, half: _Half) -> None:
        self._half = half

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        if not key.startswith(_PERSONS):
            return default
        if key not in self:
            self[key] = self._half.home(key)
        return self[key] or default


class _Half:
    """One side of a change as it is being resolved."""

    def __init__(self, side: Side, before: Before, names: set[str], things_: set[str], atlas: Atlas) -> None:
        self.side, self.atlas, self._before, self._names = side, atlas, before, names
        self.texts = _Known(side, atlas)
        self.texts.take(things_)
        self.things = things(self.texts, atlas, _UNREVIEWED)
        self._touched_things = things_
        self.profiles = {key: found for key in sorted(names) if (found := side.profiles(key))}
        self.people = identify({key: side.profiles(key) for key in self.profiles}, atlas, _UNREVIEWED)
        self.homes = _Homes(self)
        self._said: dict[str, Sequence[Said]] = {}

    def facts(self, key: str) -> list[str]:
        """The known entities that the facts of an entity name."""
        known = self.atlas.register.entity(key)
        named = [value for _, value in known.facts if "/" in value] if known else []
        if known is None and key.startswith("office/") and (owners := self.side.owners(key)):
            named = [owners[max(owners)]]
        return [other for other in named if self.atlas.register.entity(other)]

    def referent(self, key: str, document: str) -> str:
        """The entity that a name stands for."""
        if key.startswith(_PERSONS):
            return self.people.person(key, document) if key in self._names else self._before.referent(key, document)
        if key in self._touched_things:
            return self.things[key].key if key in self.things else key
        return self._before.referent(key, document)

    @cached_property
    def _bearers(self) -> dict[str, list[tuple[str, str]]]:
        """Person -> names of those that may be touched, with the documents where they mean him."""
        found: dict[str, list[tuple[str, str]]] = {}
        for key, places in self.profiles.items():
            for document in places:
                found.setdefault(self.people.person(key, document), []).append((key, document))
        return found

    @property
    def persons(self) -> Iterable[str]:
        """Whom the names that may be touched stand for."""
        return self._bearers

    def bearers(self, person: str) -> Iterator[tuple[str, str]]:
        """Every name of a person with every document where it means him."""
        yield from self._bearers.get(person, ())
        others = {(person, ""), *self._before.bearers(person)}
        for key, place in sorted(others):
            if key not in self._names:
                for document in [place] if place else sorted(self.side.profiles(key)):
                    if self._before.referent(key, document) == person:
                        yield key, document

    def home(self, person: str) -> str:
        """The lineage of the one state that a person acts for; empty if there is none, or several."""
        served = {self.atlas.lineage(term.state) for term in self.atlas.terms.get(person, ())}
        others: dict[str, dict[str, Profile]] = {}
        for key, document in self.bearers(person):
            if key not in self.profiles and key not in others:
                others[key] = self.side.profiles(key)
            places = self.profiles.get(key) or others[key]
            if document in places:
                served |= places[document].states
        return served.pop() if len(served) == 1 else ""

    def resolved(self, one: Statement) -> Said:
        """A statement with the entities that its names stand for, and its block."""
        roles = {
            role: keys if role in LITERAL_ROLES else tuple([self.referent(key, one.document) for key in keys])
            for role, keys in one.roles.items()
        }
        found = one if roles == one.roles else one._replace(roles=roles)
        return block(found, self.homes, self.atlas), found

    def statements(self, place: str) -> list[Statement]:
        """The statements in a block."""
        found = []
        for document in sorted(self.side.documents_in(place)):
            if document not in self._said:
                self._said[document] = self.side.said(document)
            found += [one for block_, one in self._said[document] if block_ == place]
        return found


class _Change:
    """The steps of a change, each taking in what the one before may have touched."""

    def __init__(self, edit: Edit, seeds: Set[str]) -> None:
        self.before, self.old, self.new, witnesses, self.atlas, policy = edit
        before, atlas = self.before, self.atlas
        self.after = After(before, self.old, self.new)
        texts = (*self.old.values(), *self.new.values())
        own = {key for text in texts for key in text.persons}
        self.names = self._related(own | seeds)
        self.things = {key for text in texts for key in text.things}
        self.was, self.now = (_Half(side, before, self.names, self.things, atlas) for side in (before, self.after))
        self.benches = [
            Bench(atlas, one, policy, _UNREVIEWED, half.texts.best)
            for half, one in zip((self.was, self.now), witnesses, strict=True)
        ]
        self.blocks: set[str] = set()
        self.marks: set[str] = set()
        self._relabelled = {key for key in own | self.things if self.was.texts.best(key) != self.now.texts.best(key)}

    def made(self) -> tuple[Changed, set[str]]:
        """The change, and names that must be looked into, too, because whom they mean has come or gone."""
        self._resolve()
        weighed_ = self._weigh()
        halves = zip((self.was, self.now), self.benches, weighed_, strict=True)
        outcome = [_Outcome(half, bench, found, self) for half, bench, found in halves]
        self.marks = {mark for one in outcome for mark in one.marks}
        present = self._present(outcome)
        moved = present[0] ^ present[1]
        touched = self._touched(outcome)
        before, after = (one.part((touched | moved) & here) for one, here in zip(outcome, present, strict=True))
        found = Changed(before, after, self.names, self.things, self.after.resolved, self.benches[1])
        return found, self._missing(moved - touched)

    # -- who may be who ----------------------------------------------------------------------------------------------

    def _related(self, seeds: set[str]) -> set[str]:
        """The names with all that identification may hold against them, on either side."""
        found, waiting = set(seeds), sorted(seeds)
        while waiting:
            for other in sorted(self._relatives(waiting.pop())):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def _relatives(self, key: str) -> set[str]:
        """Names spelled alike, fuller and shorter ones; in one document, any that is part of the other."""
        if not key.startswith("person/") or self.atlas.register.entity(key):
            return set()
        profiles = [*self.before.profiles(key).items(), *self.after.profiles(key).items()]
        found: set[str] = set()
        for own in {fold(profile.label) for _, profile in profiles}:
            if len(own) > 1:
                found |= {other for name, other in self._alike(own) if name == own or _either(own, name)}
            present = {
                other
                for document, _ in profiles
                for side in (self.before, self.after)
                for other in side.people_of(document)
            }
            found |= {other for other in present if other != key and self._part(own, other)}
        return found

    def _alike(self, own: Folded) -> Iterator[tuple[Folded, str]]:
        yield from self.before.holding(own[0], own[-1])
        for first, last in {(own[i], own[j]) for i in range(len(own)) for j in range(i + 1, len(own))}:
            yield from self.before.called(first, last)
        for text in self.new.values():
            for key, places in text.names.people.items():
                yield from ((fold(profile.label), key) for profile in places.values())

    def _part(self, own: Folded, other: str) -> bool:
        profiles = (*self.before.profiles(other).values(), *self.after.profiles(other).values())
        return any(_either(own, fold(profile.label)) for profile in profiles)

    # -- what means another now --------------------------------------------------------------------------------------

    def _resolve(self) -> None:
        """Resolve the statements of the documents that changed, and of those whose names now mean another."""
        had = {document: self.before.said(document) for document in self.old}
        changed = {*self.old, *self.new}
        for document in sorted(changed):
            text = self.new.get(document)
            said = [self.now.resolved(one) for one in text.statements] if text else []
            self._take(document, said, had.get(document, ()), everything=True)
        for document in sorted(self._elsewhere() - changed):
            was = self.before.said(document)
            text = Text([one.claim for _, one in was], self.atlas)
            self._take(document, [self.now.resolved(one) for one in text.statements], was)
        for key in sorted(self._relabelled):
            for side, half in ((self.before, self.was), (self.after, self.now)):
                for document in self._naming(key, side, half):
                    self.blocks |= {place for place, one in side.said(document) if _names(one, key)}

    def _take(self, document: str, said: Sequence[Said], had: Sequence[Said], everything: bool = False) -> None:
        if everything or said != had:
            self.after.resolve(document, said, had)
        if everything:
            self.blocks |= {place for place, _ in (*said, *had)}
        else:
            for now, was in zip(said, had, strict=True):
                self.blocks |= {now[0], was[0]} if now != was else set()

    def _elsewhere(self) -> set[str]:
        """Documents where a name stands for another now, or a person for another state."""
        found: set[str] = set()
        for key in self.names | self.things:
            for document in self.before.documents(key):
                if self.was.referent(key, document) != self.now.referent(key, document):
                    found.add(document)
        for person in {*self.was.persons, *self.now.persons}:
            if self.was.home(person) != self.now.home(person):
                for half in (self.was, self.now):
                    found |= {document for _, document in half.bearers(person)}
        return found

    def _naming(self, key: str, side: Side, half: _Half) -> set[str]:
        """Documents with a name that stands for an entity."""
        found = side.documents(key)
        if key.startswith(_PERSONS):
            found |= {document for _, document in half.bearers(key)}
        else:
            for alias, _ in self.before.bearers(key):
                found |= side.documents(alias)
        return found

    # -- which events ------------------------------------------------------------------------------------------------

    def _weigh(self) -> list[dict[str, list[Weighed]]]:
        """The blocks that may be touched, weighed on both sides; those with an event of the same key come with them."""
        found: list[dict[str, list[Weighed]]] = [{}, {}]
        waiting = set(self.blocks)
        waiting |= {place for key in self.things if _is_both(key) for _, place in self.before.events(key)}
        while waiting:
            self.blocks |= waiting
            keys: set[str] = set()
            for number, half in enumerate((self.was, self.now)):
                for place in sorted(waiting):
                    found[number][place] = weighed(half.statements(place), self.benches[number])
                    keys |= {one.event.key for one in found[number][place]}
            waiting = {place for key in keys for _, place in self.before.events(key)} - self.blocks
        return found

    # -- which entities ----------------------------------------------------------------------------------------------

    def _touched(self, outcome: Sequence[_Outcome]) -> set[str]:
        """Entities whose record may be another."""
        found = {*self.names, *self.things, *self.was.persons, *self.now.persons}
        for one in outcome:
            found |= {key for merge in one.merges for key in (merge.alias, merge.key)}
            found |= {account.event.key for account in one.accounts if _is_both(account.event.key)}
        return found

    def _missing(self, moved: set[str]) -> set[str]:
        """The names of persons who come or go because other values of an event are preferred now."""
        local = {key for key in moved if key.startswith(_PERSONS) and not self.atlas.register.entity(key)}
        return local | {name for key in local for name, _ in self.before.bearers(key)}

    def _present(self, outcome: Sequence[_Outcome]) -> list[set[str]]:
        """The entities of the whole world, before and after."""
        counts = self.before.wanted()
        was = {key for key, count in counts.items() if count > 0}
        moved = Counter(outcome[1].wanted)
        moved.subtract(outcome[0].wanted)
        now = (was | moved.keys()) - {key for key, count in moved.items() if counts.get(key, 0) + count <= 0}
        return [neighbours(was, self.was.facts), neighbours(now, self.now.facts)]


def neighbours(keys: Iterable[str], facts: Callable[[str], Iterable[str]]) -> set[str]:
    """The keys with those of known entities that facts of others name: the capital of a state, the state of a place."""
    found, waiting = set(keys), list(keys)
    while waiting:
        new = set(facts(waiting.pop())) - found
        found |= new
        waiting += new
    return found


class _Outcome:
    """What one side of a change comes to."""

    def __init__(self, half: _Half, bench: Bench, found: Mapping[str, list[Weighed]], change_: _Change) -> None:
        self.half, self.bench, self.weighed, self._change = half, bench, found, change_
        self.blocks = {place: self._unique(place, those) for place, those in found.items()}
        self.accounts: list[Account] = [one.account for those in self.blocks.values() for one in those]

    def _unique(self, place: str, those: Sequence[Weighed]) -> list[Weighed]:
        return [self._distinct(one) for one in those]

    def _distinct(self, one: Weighed) -> Weighed:
        """The event with a key of its own: of events alike the one with the first claim keeps the plain key."""
        return one if self._first(one.event.key) in ("", anchor(one)) else renamed(one)

    def _first(self, key: str) -> str:
        """The first claim of all events that have a key; empty if only one has it."""
        rows = [first for first, place in self._change.before.events(key) if place not in self.weighed]
        rows += self._own.get(key, ())
        return min(rows) if len(rows) > 1 else ""

    @cached_property
    def _own(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for those in self.weighed.values():
            for one in those:
                found.setdefault(one.event.key, []).append(anchor(one))
        return found

    @cached_property
    def marks(self) -> set[str]:
        return {mark for those in self.blocks.values() for mark in marks(those, self.bench)}

    @cached_property
    def _beside(self) -> list[Weighed]:
        """Events of untouched blocks that share a post or a pair of states with touched ones, of either side."""
        both = self._change.marks
        places = {place for mark in both for place in self._change.before.marked(mark)} - self.weighed.keys()
        return [
            self._distinct(one) for place in sorted(places) for one in weighed(self.half.statements(place), self.bench)
        ]

    @cached_property
    def contradictions(self) -> list[Contradiction]:
        found = [one for those in self.blocks.values() for one in contradictions(those, self.bench)]
        posts: dict[str, list[Weighed]] = {}
        for one in (*(one for those in self.blocks.values() for one in those), *self._beside):
            if (held := held_post(one, self.bench)) and f"post|{held}" in self._change.marks:
                posts.setdefault(held, []).append(one)
        return found + [one for held in sorted(posts) for one in overlaps(posts[held], self.bench)]

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        events: list[Event] = [account.event for account in self.accounts]
        events += [one.event for one in self._beside]
        found = phases(sorted(events, key=lambda event: event.key), self.bench.atlas)
        return tuple(phase for phase in found if "|".join(("pair", *phase.parties)) in self._change.marks)

    @cached_property
    def wanted(self) -> Counter[str]:
        """How many of the blocks, pairs and merges speak of an entity."""
        return wanted(self.blocks.values(), self.phases, self.merges)

    @cached_property
    def merges(self) -> tuple[Merge, ...]:
        merges = (*self.half.people.merges, *self.half.things.values())
        return tuple(sorted(merges, key=lambda one: one.alias))

    def part(self, touched: set[str]) -> Part:
        records: list[Entity] = [
            one for one in entities(touched, self.half.texts, self.merges, self.bench.atlas) if one.key in touched
        ]
        claims = {
            one.key: one.claim for those in self.blocks.values() for each in those for one in each.happening.members
        }
        world = World(tuple(records), tuple(self.accounts), tuple(self.contradictions), self.phases, self.merges)
        return Part(world, claims, self.half.people, self.half.things, self.weighed, self.wanted)


def wanted(blocks: Iterable[Iterable[Weighed]], found: Iterable[Phase], merges: Iterable[Merge]) -> Counter[str]:
    """Entity -> how many of the blocks, phases and merges speak of it."""
    counted: Counter[str] = Counter()
    for those in blocks:
        counted.update(entity_keys(one.account for one in those))
    for phase in found:
        counted.update(phase.parties)
    for merge in merges:
        counted.update({merge.alias, merge.key})
    return counted


def _is_both(key: str) -> bool:
    """Whether a key may be an event's and an entity's: an agreement is both where another text speaks of it."""
    return key.startswith("agreement/")


def _either(one: Folded, other: Folded) -> bool:
    return part_of(one, other) or part_of(other, one)


def _names(one: Statement, key: str) -> bool:
    return any(key in keys for role, keys in one.roles.items() if role not in LITERAL_ROLES)
