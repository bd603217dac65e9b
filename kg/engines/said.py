"""What one document says, as rows: its claims, and each name in them with what the document tells of its bearer."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kg.caches import cached
from kg.engines.rows import Row
from kg.engines.setting import Setting
from kg.model import Claim, Document, Evidence, Source, Span, When
from kg.resolve.entities import Names
from kg.resolve.keys import claim_keys, slug
from kg.resolve.mentions import Roles
from kg.resolve.people import Census, Mention
from kg.resolve.profiles import Profile
from kg.resolve.rank import Witnesses
from kg.resolve.statements import Statement, stated, statement
from kg.resolve.times import Days
from kg.vocab import LITERAL_ROLES

# Order of rows: what speaks of all mentions of a name stands before the mentions.
FIRST: Final = "0"
# Names of things that are counted within a part before they are sent: hot names travel once a part, not once a page.
_COUNTED_MAX: Final = 50_000


class Origin(NamedTuple):
    """What weighing asks of a document."""

    publisher: str  # slug
    weight: float
    official: bool
    language: str


Bounds = tuple[str, str | None, str | None, str | None, str | None]


class Said(NamedTuple):
    """A claim without what weighing never asks for: the words in its roles. Plain values, quick to pickle."""

    key: str
    type: str
    document: str
    modality: str
    when: Bounds | None
    days: Days
    roles: Roles
    span: tuple[int, int]
    quote: str
    confidence: float
    referenced: bool

    def statement(self) -> Statement:
        """The statement that resolution works on."""
        evidence = Evidence(self.document, Span(*self.span), self.quote)
        when = _when(*self.when) if self.when else None
        claim = Claim(self.type, (), when, self.modality, evidence, "", self.confidence)  # type: ignore[arg-type]
        return stated(self.key, claim, self.roles, self.days)


_when = cached(1 << 16)(When)


class Thing(NamedTuple):
    """How often texts call a thing by each label, and whose office it is: the last of them to say so counts."""

    labels: Counter[str]
    owner: tuple[str, str]  # document and owner; empty if no text names one


def said(document: Document, claims: Sequence[Claim], setting: Setting) -> Iterator[Row]:
    """Rows `claims`, `origin`, `person`, `offer`, `thing` and `named` of one document."""
    names, statements, origin, witnesses = _noted(document, claims, setting)
    source = document.source
    yield Row("claims", document.id, "", (origin, [packed(one, witnesses) for one in statements]))
    ties = tuple(other for other in (source.translation_of, *source.cites) if other)
    yield Row("origin", document.id, "", (origin.publisher, ties))
    yield from _people(names, document.id, setting)
    yield from _things(names, document.id)


class Heard(NamedTuple):
    """What one document says, for a resolution that settles in one place who is who."""

    document: str
    people: dict[str, Profile]
    things: Mapping[str, Mapping[str, int]]  # what is no person -> label -> how often
    owners: dict[str, str]  # office -> state or body
    source: Source
    names: list[str]  # of all that it names
    claims: bytes  # pickled: `Origin`, a `Said` for each claim in the order of keys, and the claim's place in the text

    @property
    def plain(self) -> Heard:
        """Without its claims."""
        return self._replace(claims=b"")


def heard(document: Document, claims: Sequence[Claim], setting: Setting) -> Heard:
    """What one document says."""
    names, statements, origin, witnesses = _noted(document, claims, setting)
    at = {id(claim): number for number, claim in enumerate(claims)}
    told = (origin, [packed(one, witnesses) for one in statements], [at[id(one.claim)] for one in statements])
    named = {key for one in statements for role, keys in one.roles.items() if role not in LITERAL_ROLES for key in keys}
    people = {key: profile for key, places in names.people.items() for profile in places.values()}
    return Heard(document.id, people, names.counts, names.owners, document.source, sorted(named), pickle.dumps(told, 5))


def _noted(
    document: Document, claims: Sequence[Claim], setting: Setting
) -> tuple[Names, list[Statement], Origin, Witnesses]:
    names = Names(setting.atlas)
    statements = [statement(key, claim) for key, claim in claim_keys(claims)]
    for one in statements:
        names.note(one)
    witnesses = Witnesses([document])
    source = document.source
    origin = Origin(slug(source.publisher), source.weight, witnesses.is_official(document.id), document.language)
    return names, statements, origin, witnesses


def packed(one: Statement, witnesses: Witnesses) -> Said:
    """A statement as plain values."""
    claim, span = one.claim, one.claim.evidence.span
    return Said(
        one.key,
        one.type,
        one.document,
        claim.modality,
        _bounds(claim.when),
        one.days,
        one.roles,
        (span.start, span.end),
        claim.evidence.quote,
        claim.confidence,
        witnesses.is_referenced(one),
    )


def _bounds(when: When | None) -> Bounds | None:
    if when is None:
        return None
    return when.edtf, when.begin_earliest, when.begin_latest, when.end_earliest, when.end_latest


def _people(names: Names, document: str, setting: Setting) -> Iterator[Row]:
    for mention in Census(names.people, setting.atlas, setting.decided).alone():
        yield Row("person", mention.profile.key, f"1{document}", _told(mention))
        for person, _, _ in mention.offers if "--" not in mention.profile.key else ():
            yield Row("offer", mention.profile.key, FIRST, person)


def _told(mention: Mention) -> tuple[object, ...]:
    profile = mention.profile
    kept = profile.label, profile.states, profile.ranks, profile.low, profile.high
    return kept, mention.person, mention.merge, mention.offers


def _things(names: Names, document: str) -> Iterator[Row]:
    for key, labels in names.spoken.items():
        owner = names.owners.get(key, "")
        yield Row("thing", key, FIRST, Thing(labels, (document, owner) if owner else ("", "")))
        yield Row("named", key, f"1{document}", document)


def counted(rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows with those of one thing added up, so that a name on every page is sent once for many pages."""
    held: dict[str, Thing] = {}
    for row in rows:
        if row.channel != "thing":
            yield row
            continue
        before = held.get(row.key)
        held[row.key] = summed((before, row.value)) if before else row.value
        if len(held) >= _COUNTED_MAX:
            yield from (Row("thing", key, FIRST, thing) for key, thing in held.items())
            held.clear()
    yield from (Row("thing", key, FIRST, thing) for key, thing in held.items())


def summed(things: Iterable[Thing]) -> Thing:
    """What all texts say of one thing."""
    labels: Counter[str] = Counter()
    owner = ("", "")
    for thing in things:
        labels.update(thing.labels)
        owner = max(owner, thing.owner, key=lambda one: one[0])
    return Thing(labels, owner)
