"""Which names are one person. Likeness proposes; office, state and time decide; doubt keeps two names apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from kg.model import Merge
from kg.resolve.keys import document_slug, name_of, slug
from kg.resolve.names import Folded, fold, is_abbreviated, is_misspelled, is_ruler, part_of
from kg.resolve.profiles import Profile, Profiles
from kg.resolve.review import Decisions, spell
from kg.resolve.states import Atlas, TermRow, rank_of
from kg.resolve.terms import covers, term_days
from kg.resolve.times import gap, overlap
from kg.resolve.words import words

_DAYS_A_YEAR: Final = 365
# A public life seldom outlasts its known offices by more than this; beyond it a name is a namesake's.
_LIFE: Final = 60 * _DAYS_A_YEAR
# Two mentions of one short name farther apart than this are not taken for one person.
_CAREER: Final = 15 * _DAYS_A_YEAR
_GENERATION: Final = 19 * _DAYS_A_YEAR  # a minister overthrown in 1973 may be an ambassador in 1991
# Letters of the initial of a name, as "Sh.".
_INITIAL: Final = 2
# What describes the holder of one of several offices -> the list that names them.
_HEADS: Final = {"head-of-state": "head_of_state", "head-of-government": "head_of_government"}


@dataclass(frozen=True, slots=True)
class People:
    """For each name the person: `same` where all documents agree, `special` for a name within one document."""

    same: Mapping[str, str]
    special: Mapping[tuple[str, str], str]
    merges: tuple[Merge, ...]
    homes: Mapping[str, str]  # person -> lineage of the one state he acts for

    def person(self, key: str, document: str) -> str:
        """The person that a key of a document's claim stands for."""
        return self.special.get((key, document)) or self.same.get(key, key) if self.special else self.same.get(key, key)


def identify(found: Profiles, atlas: Atlas, decided: Decisions) -> People:
    """Who is who, within and across documents."""
    return Census(found, atlas, decided).people()


class Mention(NamedTuple):
    """What one document alone tells of one name: the person it settles on, or whom the gazetteer offers."""

    profile: Profile
    person: str  # empty while open
    merge: Merge | None
    offers: tuple[tuple[str, float, str], ...]  # person, confidence, reason


class Census:
    """The steps of identification, from the surest to the boldest; each leaves alone what an earlier one settled.

    `people` takes all of them. A cluster takes `alone` for each document, and `unite` for the bearers of all names;
    what lies between them asks for all mentions of one name only.
    """

    def __init__(self, found: Profiles, atlas: Atlas, decided: Decisions) -> None:
        self.found, self.atlas, self.decided = found, atlas, decided
        self.same: dict[str, str] = {}
        self.special: dict[tuple[str, str], str] = {}
        self.merges: dict[str, Merge] = {}
        self.reviewed: set[str] = set()
        self.local = {key for key in found if self._is_local(key)}

    def _is_local(self, key: str) -> bool:
        return key.startswith("person/") and not self.atlas.register.entity(key)

    def people(self) -> People:
        self._settle()
        self._in_the_gazetteer()
        self.unite(self._bearers())
        self._follow()
        return People(
            self.same, self.special, tuple(self.merges[alias] for alias in sorted(self.merges)), self._homes()
        )

    def alone(self) -> Iterator[Mention]:
        """What the only document of this census tells of each name."""
        self._settle()
        for key, places in self.found.items():
            for document, profile in places.items():
                own = "" if key in self.local else key
                person = self.special.get((key, document)) or self.same.get(key, own)
                offers = () if person else tuple(self._candidates(profile))
                yield Mention(profile, person, None if key in self.reviewed else self.merges.get(key), offers)

    def unite(self, bearers: dict[str, Profile]) -> None:
        """Merge bearers whose names are one in two spellings, or one a shorter form of the other."""
        self._unite_by(self._spellings(bearers), bearers)
        self._unite_by(self._shorter_names(bearers), bearers)

    def _unite_by(self, step: Iterator[tuple[str, str, float, str]], bearers: dict[str, Profile]) -> None:
        for alias, key, confidence, reason in step:
            self._merge(alias, key, confidence, reason)
            bearers[key].absorb(bearers.pop(alias))

    def _settle(self) -> None:
        """What the reviewer and each document by itself decide."""
        self.review()
        self._holders_of_described_offices()
        self._within_documents()
        self._strangers_to_the_gazetteer()

    # -- records ------------------------------------------------------------------------------------------------------

    def _merge(self, alias: str, key: str, confidence: float, reason: str) -> None:
        self.same[alias] = key
        self.merges[alias] = Merge(alias, key, confidence, reason)

    def _open(self, asked: Callable[[Profile], bool] | None = None) -> Iterator[tuple[str, list[tuple[str, Profile]]]]:
        """Local names of persons, each with the documents in which no step has settled it yet.

        `asked` tells by the first mention whether the name is of interest: all mentions fold to the same words.
        """
        special, parted = self.special, {key for key, _ in self.special}
        for key, places in self.found.items():
            if key in self.local and key not in self.same and (asked is None or asked(next(iter(places.values())))):
                if key not in parted:
                    yield key, list(places.items())
                elif mentions := [place for place in places.items() if (key, place[0]) not in special]:
                    yield key, mentions

    def _apart(self, one: str, other: str) -> bool:
        return self.decided.are_apart(one, other)

    # -- steps --------------------------------------------------------------------------------------------------------

    def review(self) -> None:
        """Merge the names that a reviewer holds for one."""
        for (alias, key), review in sorted(self.decided.accepted.items(), key=lambda row: row[0]):
            if alias.startswith(("person/", "actor/")):
                self._merge(alias, key, 1.0, spell(review))
                self.reviewed.add(alias)

    def _holders_of_described_offices(self) -> None:
        """ "president of Russia" at a date is whoever held the office all that time, by the gazetteer's terms."""
        described = [key for key in self.found if key.startswith("actor/") and key not in self.same]
        for key in described:
            for profile in self.found[key].values():
                for term in self._holder(profile) if profile.dated else ():
                    if not self._apart(key, term.person):
                        reason = f"held the office at the date of the claim ({_years(term)}), by the gazetteer's terms"
                        self._merge(key, term.person, 0.85, reason)

    def _holder(self, profile: Profile) -> list[TermRow]:
        rank, of, state = profile.label.rpartition(" of ")
        states = self.atlas.by_name.get(("state", slug(state.removeprefix("the ")))) if of else None
        if not states or len(states) > 1:
            return []
        named = rank_of(rank.removeprefix("the "))
        ranks = words("offices", _HEADS[named]) if named in _HEADS else _with_monarch(frozenset((named,)))
        terms = [term for rank in sorted(ranks) for term in self.atlas.holders.get((rank, states[0]), ())]
        touching = [term for term in terms if overlap(term_days(term), profile.days)]
        persons = {term.person for term in touching}
        inside = [term for term in touching if covers(term, profile.days)]
        return inside[:1] if len(persons) == 1 else []

    def _within_documents(self) -> None:
        """A short name means the one person of the document whose full name holds its words in their order."""
        for document, present in sorted(self._present().items(), key=lambda row: row[0]):
            names = [fold(profile.label) for profile in present]
            shortest = min(map(len, names))
            by_token: dict[str, list[Profile]] = {}
            for profile, named in zip(present, names, strict=True):
                if len(named) > shortest:
                    for token in set(named):
                        by_token.setdefault(token, []).append(profile)
            for profile in present if by_token else ():
                if profile.key in self.local and profile.key not in self.same:
                    self._shortened(profile, document, by_token.get(fold(profile.label)[0], []))

    def _present(self) -> dict[str, list[Profile]]:
        """Document -> the persons it names, of the documents in which a short name may mean one of them."""
        asked = self._asked()
        documents: dict[str, list[Profile]] = {}
        for key, places in self.found.items() if asked else ():
            if key.startswith("person/"):
                for document in asked & places.keys():
                    documents.setdefault(document, []).append(places[document])
        return documents

    def _asked(self) -> Set[str]:
        """The documents with an open name whose first word stands in a longer name of some document; most have none."""
        longest: dict[str, int] = {}  # word -> how many words the longest name with it has
        called: dict[str, Folded] = {}
        for key, places in self.found.items():
            if key in self.local:  # all mentions fold to the same words
                called[key] = fold(next(iter(places.values())).label)
                names = {called[key]}
            else:
                names = {fold(profile.label) for profile in places.values() if key.startswith("person/")}
            for name in names:
                for token in name:
                    longest[token] = max(longest.get(token, 0), len(name))
        short = [key for key, name in called.items() if key not in self.same and longest[name[0]] > len(name)]
        return {document for key in short for document in self.found[key]}

    def _shortened(self, profile: Profile, document: str, sharing: list[Profile]) -> None:
        named = fold(profile.label)
        fuller = [
            other
            for other in sharing
            if part_of(named, fold(other.label))
            and _compatible(profile, other)
            and not self._apart(profile.key, other.key)
            and not self._was_elsewhere(other, profile)
            and not _is_spouse(other, profile)
        ]
        longest = [one for one in fuller if not any(part_of(fold(one.label), fold(other.label)) for other in fuller)]
        confidence = 0.95
        if len(longest) > 1:
            longest, confidence = [one for one in longest if self._was_there(one, profile)], 0.8
        if len(longest) == 1:
            person = self._known(longest[0])
            self.special[profile.key, document] = person
            reason = f"the document calls {longest[0].label} so after giving the full name"
            self.merges.setdefault(profile.key, Merge(profile.key, person, confidence, reason))

    def _known(self, full: Profile) -> str:
        """The person of the gazetteer whom a full name means by its document alone, else the name's own key."""
        offers = self._candidates(full) if self._is_local(full.key) and full.key not in self.same else ()
        return offers[-1][0] if offers else full.key

    def _was_elsewhere(self, candidate: Profile, mention: Profile) -> bool:
        """Whether the mention has an office that the candidate held, but at another time."""
        terms = self.atlas.terms.get(candidate.key, ()) if mention.dated and mention.ranks else ()
        held = [term for term in terms if rank_of(term.office, term.state) in mention.ranks]
        return bool(held) and all(gap(term_days(term), mention.days) > _DAYS_A_YEAR for term in held)

    def _was_there(self, candidate: Profile, mention: Profile) -> bool:
        """Whether state, and office at the time of the mention, speak for this one of several namesakes."""
        terms = self.atlas.terms.get(candidate.key, ())
        if mention.states and candidate.states and not mention.states & candidate.states:
            return False
        return mention.dated and any(covers(term, mention.days) for term in terms)

    def _strangers_to_the_gazetteer(self) -> None:
        """A known name in a text of another age, or of another state and time, is a namesake's."""
        for key, places in self.found.items():
            terms = self.atlas.terms.get(key)
            for document, profile in places.items() if terms and key not in self.same else ():
                if not self._fits(profile, terms or ()):
                    self.special[key, document] = f"{key}--{document_slug(document)}"

    def _fits(self, profile: Profile, terms: Sequence[TermRow]) -> bool:
        return _fits(profile, terms, self.atlas)

    def _serves(self, profile: Profile, terms: Sequence[TermRow]) -> bool:
        return _serves(profile, terms, self.atlas)

    def _in_the_gazetteer(self) -> None:
        """A local name is a person of the gazetteer if it is his, or part of it and office, state and time agree."""
        linked: dict[str, set[str]] = {}
        for key, mentions in self._open(self._may_be_known):
            for document, profile in mentions:
                for person, confidence, reason in self._candidates(profile):
                    self._link(key, document, person, confidence, reason)
                    linked.setdefault(key, set()).add(person)
        self._elsewhere(
            {key: persons.pop() for key, persons in linked.items() if len(persons) == 1 and "--" not in key}
        )

    def _may_be_known(self, profile: Profile) -> bool:
        """Whether the gazetteer has anybody of that name, or of its surname: most names of texts it has not."""
        folded = fold(profile.label)
        return folded in self.atlas.people or not self.atlas.surnames.isdisjoint(_surnames(folded))

    def _elsewhere(self, linked: Mapping[str, str]) -> None:
        """A full name linked in one text means the same person in others that say nothing against it."""
        for key, person in linked.items():
            for document, profile in self.found[key].items():
                if (key, document) not in self.special and (link := linked_elsewhere(profile, person, self.atlas)):
                    self._link(key, document, *link)

    def _link(self, key: str, document: str, person: str, confidence: float, reason: str) -> None:
        self.special[key, document] = person
        merge = Merge(key, person, confidence, reason)
        self.merges[key] = weaker(self.merges.get(key, merge), merge)

    def _candidates(self, profile: Profile) -> Sequence[tuple[str, float, str]]:
        homonyms = self.atlas.people.get(fold(profile.label))
        if not homonyms:
            return self._by_office(profile) if profile.states else ()
        terms = self.atlas.terms
        called = [
            person
            for person in homonyms
            if self._fits(profile, terms.get(person, ())) and not self._apart(profile.key, person)
        ]
        serving = [person for person in called if self._serves(profile, terms.get(person, ()))]
        if len(serving) == 1:
            return [(serving[0], 0.97, "same name in another spelling, same state")]
        if len(called) == 1 and not (profile.states and terms.get(called[0])) and not is_ruler(fold(profile.label)):
            return [(called[0], 0.9, "same name in another spelling; nothing speaks against it")]
        return [] if called else self._by_office(profile)

    def _by_office(self, profile: Profile) -> list[tuple[str, float, str]]:
        known, surnames = self.atlas.officials, _surnames(fold(profile.label))
        officials = [person for state in profile.states for last in surnames for person in known.get((last, state), ())]
        if not officials:
            return []
        persons = {
            person for person in officials if self._holds(profile, person) and not self._apart(profile.key, person)
        }
        reason = "part of the name, and office, state and time agree"
        return [(person, 0.85, reason) for person in persons if len(persons) == 1]

    def _holds(self, profile: Profile, person: str) -> bool:
        """Whether one term of the person has the mention's state and rank and lies at its time.

        A mention without a rank must lie in the term, one without a date must have the rank.
        """
        known = self.atlas.register.entity(person)
        names = (known.label, *known.aliases) if known else ()
        longer = bool(profile.ranks) and any(_is_longer_than(profile.label, name) for name in names)
        alike = any(
            _is_short_for(profile.label, name) or (profile.ranks and _is_respelled(profile.label, name))
            for name in names
        )
        if not (longer or alike):
            return False
        terms = [term for term in self.atlas.terms[person] if self.atlas.lineage(term.state) in profile.states]
        if not profile.ranks:
            return profile.dated and any(covers(term, profile.days) for term in terms)
        ranks = _with_monarch(profile.ranks)
        ranked = [term for term in terms if rank_of(term.office, term.state) in ranks]
        return any(not profile.dated or gap(term_days(term), profile.days) <= _DAYS_A_YEAR for term in ranked)

    def _bearers(self) -> dict[str, Profile]:
        """Local persons still open: one for a name, or several if its documents give it to different states."""
        bearers: dict[str, Profile] = {}
        for key, mentions in self._open():
            if len(mentions) == 1:
                bearers[key] = replace(mentions[0][1])  # it will absorb others; what the document says stays
                continue
            groups = Groups(key)
            for document, profile in mentions:
                groups.add(document, profile)
            for bearer, documents in groups.bearers():
                bearers[bearer.key] = bearer
                self.special.update({(key, document): bearer.key for document in documents})
        return bearers

    def _spellings(self, bearers: dict[str, Profile]) -> Iterator[tuple[str, str, float, str]]:
        """One name in several spellings ("Sergei", "Sergey") is one person unless his states differ."""
        spelled: dict[Folded, list[str]] = {}
        for key in sorted(bearers):
            spelled.setdefault(fold(bearers[key].label), []).append(key)
        for folded, keys in spelled.items():
            first = bearers[keys[0]]
            for other in keys[1:]:
                if len(folded) > 1 and _compatible(first, bearers[other]) and not self._apart(first.key, other):
                    yield other, first.key, 0.9, f"the same name as {first.label} in another spelling"

    def _shorter_names(self, bearers: dict[str, Profile]) -> Iterator[tuple[str, str, float, str]]:
        """A name that is part of exactly one other is the same person if state, and office or time, agree."""
        index: dict[tuple[str, str, str], list[str]] = {}
        for key in sorted(bearers):
            for place in _pairs(fold(bearers[key].label), bearers[key].states):
                index.setdefault(place, []).append(key)
        for key in sorted(bearers):
            profile = bearers[key]
            fuller = [
                other
                for other in self._fuller(profile, index)
                if other in bearers and self._agree(profile, bearers[other])
            ]
            if len(fuller) == 1:
                yield (
                    key,
                    fuller[0],
                    0.8,
                    f"part of the name {bearers[fuller[0]].label}, and state, office and time agree",
                )

    def _fuller(self, profile: Profile, index: dict[tuple[str, str, str], list[str]]) -> list[str]:
        named = fold(profile.label)
        places = [(named[0], named[-1], state) for state in sorted(profile.states)]
        return list(dict.fromkeys(key for place in places for key in index.get(place, ()) if key != profile.key))

    def _agree(self, short: Profile, full: Profile) -> bool:
        if not part_of(fold(short.label), fold(full.label)) or self._apart(short.key, full.key):
            return False
        if not short.states & full.states:
            return False
        if short.dated and full.dated and gap(short.days, full.days) > _CAREER:
            return False
        return bool(short.ranks & full.ranks) and len(fold(short.label)) > 1

    def _follow(self) -> None:
        """Lead every name to the end of its chain, and drop merges that a namesake in another document forbids."""
        for table in (self.same, self.special):
            for place in list(table):
                table[place] = self._end(table[place])  # type: ignore[index]
        for alias, merge in list(self.merges.items()):
            self.merges[alias] = Merge(alias, self._end(merge.key), merge.confidence, merge.reason)
            own = self.same.get(alias, alias)
            if len({self.special.get((alias, document), own) for document in self.found.get(alias, ())}) > 1:
                del self.merges[alias]

    def _end(self, key: str) -> str:
        return end_of(key, self.same)

    def _homes(self) -> dict[str, str]:
        states: defaultdict[str, set[str]] = defaultdict(set)
        split = {key for key, _ in self.special}
        for key, places in self.found.items():
            own = self.same.get(key, key)
            if key not in split:
                states[own].update(*[profile.states for profile in places.values()])
            for document, profile in places.items() if key in split else ():
                states[self.special.get((key, document), own)] |= profile.states
        for person, served in states.items():
            served.update(self.atlas.lineage(term.state) for term in self.atlas.terms.get(person, ()))
        return {person: next(iter(served)) for person, served in states.items() if len(served) == 1}


def _fits(profile: Profile, terms: Sequence[TermRow], atlas: Atlas) -> bool:
    """Whether the bearer of a name may be the person who held these offices."""
    distance = _distance(profile, terms)
    if distance > _GENERATION and profile.ranks and _is_later_in(profile, terms):
        return False
    return distance <= _LIFE and (distance <= _CAREER or not profile.states or _serves(profile, terms, atlas))


def _is_later_in(profile: Profile, terms: Sequence[TermRow]) -> bool:
    """Whether a mention is of another office, and later than the known ones: the son, when it is late."""
    held = {rank_of(term.office, term.state) for term in terms}
    return held.isdisjoint(profile.ranks) and all(term_days(term)[1] < profile.low for term in terms)


def _serves(profile: Profile, terms: Sequence[TermRow], atlas: Atlas) -> bool:
    return any(atlas.lineage(term.state) in profile.states for term in terms)


def linked_elsewhere(profile: Profile, person: str, atlas: Atlas) -> tuple[str, float, str] | None:
    """The link of a name to the person for whom it stands in other texts; None if this text speaks against it."""
    terms = atlas.terms.get(person, ())
    if _fits(profile, terms, atlas) and (not profile.states or _serves(profile, terms, atlas)):
        return person, 0.8, "the same name as in a text whose office, state and time agree"
    return None


def end_of(key: str, same: Mapping[str, str]) -> str:
    """The person at the end of a chain of merges."""
    seen = {key}
    while (after := same.get(key)) and after not in seen:
        seen.add(after)
        key = after
    return key


def weaker(one: Merge, other: Merge) -> Merge:
    """Of two reasons for the same merge the one that claims less."""
    return min(one, other, key=lambda merge: (merge.confidence, merge.reason))


class Groups:
    """The mentions of one name by state, as they are added in the order of documents.

    Where no state is named, a mention goes with the first group.
    """

    __slots__ = ("_bearers", "_documents", "key")

    def __init__(self, key: str) -> None:
        self.key = key
        self._bearers: list[Profile] = []
        self._documents: list[list[str]] = []  # of every group but the first, which keeps the name itself

    def add(self, document: str, profile: Profile) -> bool:
        """Take in a mention; whether it went to the first group."""
        number = self._home(profile.states)
        if number == len(self._bearers):
            self._bearers.append(Profile(self.key, profile.label))
            self._documents.append([])
        bearer = self._bearers[number]
        bearer.absorb(profile)
        if bearer.label != profile.label:
            bearer.label = max(bearer.label, profile.label, key=lambda label: (len(label), label))
        if number:
            self._documents[number].append(document)
        return number == 0

    def _home(self, states: frozenset[str]) -> int:
        """Number of the group that shares a state, else of the first with nothing against it, else of a new one."""
        stateless = -1
        for number, bearer in enumerate(self._bearers):
            if bearer.states is states or not bearer.states.isdisjoint(states):
                return number
            if stateless < 0 and not (bearer.states and states):
                stateless = number
        return len(self._bearers) if stateless < 0 else stateless

    def bearers(self) -> Iterator[tuple[Profile, list[str]]]:
        """The bearer of each group with the documents in which the name must be replaced by his own key."""
        for number, (bearer, documents) in enumerate(zip(self._bearers, self._documents, strict=True)):
            if number:
                bearer.key = f"{self.key}-{name_of(min(bearer.states))}"
            yield bearer, documents


def _compatible(one: Profile, other: Profile) -> bool:
    return not one.states or not other.states or bool(one.states & other.states)


def _pairs(named: Folded, states: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Each ordered pair of a name's words, with each state."""
    for first in range(len(named)):
        for second in range(first + 1, len(named)):
            for state in sorted(states):
                yield named[first], named[second], state


def _is_short_for(label: str, name: str) -> bool:
    short, full = fold(label), fold(name)
    return part_of(short, full) or is_abbreviated(short, full)


def _is_respelled(label: str, name: str) -> bool:
    """ "S. Sh. Berdiyev" for "Sapar Berdiyev", whose second initial is his father's; "Peter" for "Petar"."""
    short, full = fold(label), fold(name)
    if len(full) != 2 or short[-1] != full[1]:
        return False
    if len(short) == 3 and len(short[0]) == 1 and len(short[1]) <= _INITIAL:
        return full[0].startswith(short[0])
    return len(short) == 2 and min(len(short[0]), len(full[0])) > _INITIAL and is_misspelled(short[0], full[0])


def _with_monarch(ranks: frozenset[str]) -> frozenset[str]:
    """Some ranks, and "monarch" if one of them makes its bearer one: lists of rulers know kings and sultans as that."""
    return ranks | {"monarch"} if ranks & words("offices", "crowned") else ranks


def _is_spouse(full: Profile, short: Profile) -> bool:
    """Whether a surname that stands with an office can not mean this one, whom the text knows by his spouse's only."""
    spouses = words("offices", "spouse")
    return bool(full.ranks) and full.ranks <= spouses and bool(short.ranks - spouses)


def _surnames(folded: Folded) -> Folded:
    """The words of a name that may be the surname by which its bearer is known: the last, or the one before it.

    >>> _surnames(("ana", "soto")), _surnames(("ana", "de", "soto", "de", "perez"))
    (('soto',), ('soto', 'perez'))
    """
    named = tuple([token for token in folded if token not in words("persons", "particles")]) or folded
    return named[-2:] if len(named) > _FIRST_AND_LAST else named[-1:]


_FIRST_AND_LAST: Final = 2


def _is_longer_than(label: str, name: str) -> bool:
    """Whether a label is a name of first name and surname with more names added."""
    full = fold(name)
    return len(full) > 1 and part_of(full, fold(label))


def _distance(profile: Profile, terms: Sequence[TermRow]) -> int:
    """Days between a mention and the nearest term of office; 0 if either is undated."""
    dated = [term_days(term) for term in terms if term.start or term.end]
    return min((gap(one, profile.days) for one in dated), default=0) if profile.dated else 0


def _years(term: TermRow) -> str:
    return f"{term.start[:4] or '?'}–{term.end[:4]}"
