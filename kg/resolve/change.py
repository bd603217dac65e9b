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
from kg.resolve.kin import Few, Kin
from kg.resolve.names import Folded, fold, part_of
from kg.resolve.people import People
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
        return owned(self._side.labels(key), self.owners.get(key, ""), self._register)

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

    def __init__(
        self,
        side: Side,
        before: Before,
        names: set[str],
        touched: Mapping[Folded, Set[str]],
        things_: set[str],
        atlas: Atlas,
    ) -> None:
        """`touched` has for each spelling of the names the states of bearers who may be another now."""
        self.side, self.atlas, self._before, self._names = side, atlas, before, names
        self.texts = _Known(side, atlas)
        self.texts.take(things_)
        self.things = things(self.texts, atlas, _UNREVIEWED)
        self._touched_things = things_
        self.profiles = {key: found for key in sorted(names) if (found := side.profiles(key))}
        self.people = Few(self.profiles, self._beside(), touched, lambda key: before.referent(key, ""), atlas).people()
        self.homes = _Homes(self)
        self._said: dict[str, Sequence[Said]] = {}

    def _beside(self) -> dict[str, list[Profile]]:
        """Who else stands in the documents of the names."""
        documents = sorted({document for places in self.profiles.values() for document in places})
        return {
            document: [one for key, one in self.side.present(document).items() if _is_beside(key, self.profiles)]
            for document in documents
        }

    def facts(self, key: str) -> list[str]:
        """The known entities that the facts of an entity name."""
        known = self.atlas.register.entity(key)
        named = [value for _, value in known.facts if "/" in value] if known else []
        is_own = known is None and key.startswith("office/") and self.referent(key, "") == key
        if is_own and (owners := self.side.owners(key)):
            named = [owners[max(owners)]]
        return [other for other in named if self.atlas.register.entity(other)]

    def naming(self, key: str) -> list[str]:
        """The entities whose facts name one that is known."""
        register = self.atlas.register
        if not register.entity(key):
            return []
        offices = [office for office in self.side.offices(key) if key in self.facts(office)]
        return [*register.naming(key), *offices]

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
        self.after = After(self.before, self.old, self.new)
        texts = (*self.old.values(), *self.new.values())
        self.own = {key for text in texts for key in text.persons}
        self.things = {key for text in texts for key in text.things}
        self.kin = Kin(self.before, self.after, self.new.values(), self.atlas)
        self.names, (self.was, self.now) = self._identified(self.own | seeds)
        self.benches = [
            Bench(self.atlas, one, policy, _UNREVIEWED, half.texts.best)
            for half, one in zip((self.was, self.now), witnesses, strict=True)
        ]
        self.blocks: set[str] = set()
        self.marks: set[str] = set()
        self._relabelled = {
            key for key in self.own | self.things if self.was.texts.best(key) != self.now.texts.best(key)
        }

    def made(self) -> tuple[Changed, set[str]]:
        """The change, and names that must be looked into, too, because whom they mean has come or gone."""
        self._resolve()
        weighed_ = self._weigh()
        halves = zip((self.was, self.now), self.benches, weighed_, strict=True)
        outcome = [_Outcome(half, bench, found, self) for half, bench, found in halves]
        self.marks = {mark for one in outcome for mark in one.marks}
        touched = self._touched(outcome)
        present = self._present(outcome, touched)
        moved = present[0] ^ present[1]
        before, after = (one.part((touched | moved) & here) for one, here in zip(outcome, present, strict=True))
        found = Changed(before, after, self.names, self.things, self.after.resolved, self.benches[1])
        return found, self._missing(moved - touched)

    # -- who may be who ----------------------------------------------------------------------------------------------

    def _identified(self, seeds: set[str]) -> tuple[set[str], tuple[_Half, _Half]]:
        """The names that may stand for others now, and both sides with whom they stand for.

        Of a name that does so, and of an alias of a person whose record may be another, all bearers are looked at; and
        so are the short names for which a document gives it.
        """
        while True:
            names, states = set(seeds), dict[Folded, set[str]]()
            for family, groups in self.kin.touched(seeds).items():
                names |= family.keys
                states |= dict.fromkeys(family.names, set().union(*groups))
            was, now = (
                _Half(side, self.before, names, states, self.things, self.atlas) for side in (self.before, self.after)
            )
            moved = {key for key in names if self._stands_for_another(key, was, now)}
            recorded = self._recorded(was, now)
            aliases = {name for key in recorded if self._is_local(key) for name, _ in self.before.bearers(key)}
            more = moved | aliases | {name for key in moved for name in self._shortened(key)}
            if more <= seeds:
                return names, (was, now)
            seeds = seeds | more

    def _stands_for_another(self, key: str, was: _Half, now: _Half) -> bool:
        if was.people.same.get(key, key) != now.people.same.get(key, key):
            return True
        changed = {*self.old, *self.new}
        documents = {*was.profiles.get(key, ()), *now.profiles.get(key, ())} - changed
        return any(was.people.person(key, document) != now.people.person(key, document) for document in documents)

    def _recorded(self, was: _Half, now: _Half) -> set[str]:
        """Persons of whom another label is known now, or another name."""
        merges = {*was.people.merges, *now.people.merges}
        other = set(was.people.merges) ^ set(now.people.merges)
        found = {key for merge in other for key in (merge.alias, merge.key)} | self.own
        return found | {merge.key for merge in merges if merge.alias in self.own}

    def _shortened(self, key: str) -> Iterator[str]:
        """Shorter names that a text which stays gives to the bearer of a name."""
        for document, profile in self.before.profiles(key).items():
            for other, one in self.before.present(document).items() if key.startswith("person/") else ():
                if part_of(fold(one.label), fold(profile.label)):
                    yield other

    def _is_local(self, key: str) -> bool:
        return key.startswith(_PERSONS) and self.atlas.register.entity(key) is None

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
        found = {*self.things, *self._recorded(self.was, self.now)}
        for one in outcome:
            found |= {key for merge in one.half.things.values() for key in (merge.alias, merge.key)}
            found |= {account.event.key for account in one.accounts if _is_both(account.event.key)}
        return found

    def _missing(self, moved: set[str]) -> set[str]:
        """The names of persons who come or go because other values of an event are preferred now."""
        local = {key for key in moved if self._is_local(key)}
        return local | {name for key in local for name, _ in self.before.bearers(key)}

    def _present(self, outcome: Sequence[_Outcome], others: Set[str]) -> list[set[str]]:
        """Of all entities that are there on one side only, and of some others, those that are there before and after.

        An entity is there if something speaks of it, or if it is known and the facts of one that is there name it.
        """
        moved = Counter(outcome[1].wanted)
        moved.subtract(outcome[0].wanted)
        sides = [Counter[str](), moved]
        may = {key for key in moved if len({self.before.wanted(key) + side[key] > 0 for side in sides}) > 1}
        may |= {office for text in (*self.old.values(), *self.new.values()) for office in text.names.owners}
        reached = {*others, *reach(may, lambda key: (*self.was.facts(key), *self.now.facts(key)))}
        halves = zip((self.was, self.now), sides, strict=True)
        return [{key for key in reached if self._is_there(key, half, side)} for half, side in halves]

    def _is_there(self, key: str, half: _Half, moved: Counter[str]) -> bool:
        return any(self.before.wanted(one) + moved[one] > 0 for one in reach([key], half.naming))


def reach(keys: Iterable[str], next_: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """The keys and all that lies behind them, each once."""
    found, waiting = set(keys), list(keys)
    while waiting:
        one = waiting.pop()
        yield one
        new = set(next_(one)) - found
        found |= new
        waiting += new


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


def _is_beside(key: str, names: Mapping[str, object]) -> bool:
    return key.startswith("person/") and key not in names


def _is_both(key: str) -> bool:
    """Whether a key may be an event's and an entity's: an agreement is both where another text speaks of it."""
    return key.startswith("agreement/")


def _names(one: Statement, key: str) -> bool:
    return any(key in keys for role, keys in one.roles.items() if role not in LITERAL_ROLES)
