"""From the claims of all documents to one world; `block` and `weighed`, both pure, serve a cluster too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from kg.collector import collector_paused
from kg.model import Account, Claim, Contradiction, Merge, World
from kg.resolve.accounts import Bench, Weighed, weigh
from kg.resolve.contradictions import contradictions, overlaps, post
from kg.resolve.entities import Names, Referents, entities, things
from kg.resolve.happenings import happenings
from kg.resolve.keys import claim_keys, digest
from kg.resolve.people import identify
from kg.resolve.rank import DEFAULT, Origin, Witnesses, preferences
from kg.resolve.relations import phases
from kg.resolve.review import Decisions, Review, decisions
from kg.resolve.statements import Statement, block, is_of_meetings, statement
from kg.resolve.states import Atlas, Register
from kg.vocab import LITERAL_ROLES


def resolve(
    claims: Iterable[Claim],
    documents: Sequence[Origin],
    gazetteer: Register,
    policy: str = DEFAULT,
    reviews: Iterable[Review] = (),
) -> World:
    """Who is who, which claims tell of one event, who disagrees and what to prefer.

    The order of the claims and documents does not matter. Every claim is in exactly one account. `policy` names
    preferences (rank.POLICIES); `reviews` are decisions that go before them. Raises `KGError` on an unknown policy.
    """
    preferences(policy)
    claims, reviews = list(claims), list(reviews)
    if any(names_event(review) for review in reviews):
        reviews = about_claims(reviews, resolve(claims, documents, gazetteer, policy))
    with collector_paused(keep=True):
        return _world(claims, documents, gazetteer, policy, reviews)


def _world(
    claims: list[Claim], documents: Sequence[Origin], gazetteer: Register, policy: str, reviews: list[Review]
) -> World:
    decided = decisions(reviews)
    atlas = Atlas(gazetteer)
    texts = Names(atlas)
    blocks, merges = _identified(claims, texts, atlas, decided)
    bench = Bench(atlas, Witnesses(documents), policy, decided, texts.best)
    outcome, found = _weighed_blocks(blocks.values(), bench)
    found += _across_tenures(outcome, bench)
    accounts = sorted((one.account for block_ in outcome for one in block_), key=lambda account: account.event.key)
    turns = phases((account.event for account in accounts), atlas)
    wanted = entity_keys(accounts) | {party for phase in turns for party in phase.parties}
    return World(
        entities=entities(wanted, texts, merges, atlas),
        accounts=tuple(accounts),
        contradictions=tuple(sorted(found, key=lambda one: one.key)),
        phases=turns,
        merges=merges,
    )


def _identified(
    claims: list[Claim], texts: Names, atlas: Atlas, decided: Decisions
) -> tuple[dict[str, list[Statement]], tuple[Merge, ...]]:
    """The claims by blocking key, each with the entities that it speaks of; and the names taken for one entity."""
    said: dict[str, list[Statement]] = {}  # by the key that its own document gives: nearly always the one
    for key, claim in claim_keys(claims):
        one = statement(key, claim)
        texts.note(one)
        _put(said, block(one, {}, atlas), one)
    people, merged = identify(texts.people, atlas, decided), things(texts, atlas, decided)
    merges = tuple(sorted((*people.merges, *merged.values()), key=lambda merge: merge.alias))
    return _united(_blocks(said, Referents(people, merged), people.homes, atlas), decided), merges


def _weighed_blocks(
    blocks: Iterable[Sequence[Statement]], bench: Bench
) -> tuple[list[list[Weighed]], list[Contradiction]]:
    """Every block's happenings with unique keys, and contradictions; a block is done with while at hand."""
    outcome: list[list[Weighed]] = []
    found: list[list[Contradiction]] = []
    for statements in blocks:
        block_ = weighed(statements, bench)
        outcome.append(block_)
        alone = len(block_) == 1 and not block_[0].clashes  # as most are: nothing to compare
        found.append([] if alone else list(contradictions(block_, bench)))
    for number, block_ in _renamed_blocks(outcome):
        outcome[number], found[number] = block_, list(contradictions(block_, bench))
    return outcome, [one for those in found for one in those]


def weighed(statements: Sequence[Statement], bench: Bench) -> list[Weighed]:
    """The happenings of one block with their accounts; depends on nothing outside the block."""
    return [weigh(happening, bench) for happening in happenings(statements, bench.atlas, bench.decided)]


def _put(blocks: dict[str, list[Statement]], place: str, one: Statement) -> None:
    if (there := blocks.get(place)) is None:
        blocks[place] = [one]
    else:
        there.append(one)


def _blocks(
    said: dict[str, list[Statement]], referents: Referents, homes: Mapping[str, str], atlas: Atlas
) -> dict[str, list[Statement]]:
    """The blocks once it is known who is who: a statement moves if a name in it stands for another, or if it tells of a
    meeting, where states count and not who acts for them."""
    blocks: dict[str, list[Statement]] = {}
    for place, statements in said.items():
        stays = not is_of_meetings(place)
        if stays and not referents:
            blocks[place] = statements
            continue
        for one in statements:
            found = referents(one)
            _put(blocks, place if stays and found is one else block(found, homes, atlas), found)
    return blocks


def _united(blocks: dict[str, list[Statement]], decided: Decisions) -> dict[str, list[Statement]]:
    """Statements that a reviewer unites come together whatever their keys."""
    place_of = {one.key: place for place, those in blocks.items() for one in those} if decided.same else {}
    for one_key, other_key in sorted(decided.same):
        kept, left = sorted((place_of.get(one_key, ""), place_of.get(other_key, "")))
        if kept and kept != left:
            blocks[kept] += blocks.pop(left)
            place_of = {key: kept if place == left else place for key, place in place_of.items()}
    return blocks


def _renamed_blocks(blocks: Sequence[list[Weighed]]) -> list[tuple[int, list[Weighed]]]:
    """The blocks, by number, in which an event needs another key to be the only one that has it.

    Of events alike the one with the first claim keeps the plain key.
    """
    counted = Counter([one.account.event.key for block_ in blocks for one in block_])
    if len(counted) == sum(counted.values()):
        return []
    first: dict[str, str] = {}
    shared = [(number, one) for number, block_ in enumerate(blocks) for one in block_ if counted[one.event.key] > 1]
    for _, one in shared:
        first[one.event.key] = min(first.get(one.event.key, anchor(one)), anchor(one))
    touched = dict.fromkeys(number for number, one in shared if first[one.event.key] != anchor(one))
    return [(number, [_distinct(one, first) for one in blocks[number]]) for number in touched]


def _distinct(one: Weighed, first: Mapping[str, str]) -> Weighed:
    return one if first.get(one.event.key, anchor(one)) == anchor(one) else renamed(one)


def anchor(one: Weighed) -> str:
    """The first claim of an account."""
    return one.account.claims[0].claim


def renamed(one: Weighed) -> Weighed:
    """The same under a key that no other event has."""
    event = one.event._replace(key=f"{one.event.key}-{digest(anchor(one))}")
    return one._replace(account=Account(event, one.account.claims))


def _across_tenures(blocks: Iterable[Iterable[Weighed]], bench: Bench) -> Iterator[Contradiction]:
    """Overlapping terms in one post, whose holders lie in different blocks."""
    posts: dict[str, list[Weighed]] = {}
    for one in [one for block_ in blocks for one in block_ if one.happening.type in _HELD]:
        if place := held_post(one, bench):
            posts.setdefault(place, []).append(one)
    for place in sorted(posts):
        yield from overlaps(posts[place], bench)


def entity_keys(accounts: Iterable[Account]) -> set[str]:
    """The entities that accounts speak of."""
    told = {keys for account in accounts for role, keys in account.event.roles if role not in LITERAL_ROLES}
    return set(chain.from_iterable(told))


def named_in(account: Account) -> Iterator[str]:
    """The entities in the roles of an account, some perhaps twice."""
    return (key for role, keys in account.event.roles if role not in LITERAL_ROLES for key in keys)


def held_post(one: Weighed, bench: Bench) -> str:
    """The post whose other holders an asserted tenure, or credentials presented, may clash with; empty if none."""
    if one.event.type not in _HELD or one.event.modality != "asserted":
        return ""
    named = all(key.startswith("person/") for key in one.happening.values("person"))  # not "the ambassador"
    took_up = one.event.type == "Tenure" or (named and "credentials" in one.happening.values("kind"))
    return post(one, bench) if took_up else ""


_HELD: Final = frozenset({"Tenure", "Appointment"})


_EVENTS: Final = ("event/", "agreement/", "tenure/")


def names_event(review: Review) -> bool:
    """Whether a decision speaks of an event, whose key only a first resolution tells."""
    return review.subject.startswith(_EVENTS) or review.object.startswith(_EVENTS)


def about_claims(reviews: Iterable[Review], world: World) -> list[Review]:
    """Decisions on events as decisions on the first claim of each, as the events stand without any review."""
    anchors = {account.event.key: account.claims[0].claim for account in world.accounts}
    return [
        replace(
            review,
            subject=anchors.get(review.subject, review.subject),
            object=anchors.get(review.object, review.object),
        )
        for review in reviews
    ]
