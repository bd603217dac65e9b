"""The frozen records that pass between the stages; no stage hands on anything else until quads are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal, NamedTuple, TypeVar

Modality = Literal["asserted", "planned", "cancelled", "denied", "conditional"]
PassageKind = Literal["sentence", "item", "row", "heading", "caption"]
ValueKind = Literal["state", "person", "place", "organisation", "office", "instrument", "mission", "text", "amount"]
Rank = Literal["preferred", "normal", "deprecated"]
Degree = Literal["certain", "possible"]


T = TypeVar("T")


def packs(record: type[T]) -> type[T]:
    """A record of several fields that `pickle` takes apart and makes again by its constructor, a few times as fast as
    the way in which frozen records are pickled else."""
    values: Any = attrgetter(*record.__match_args__)  # type: ignore[attr-defined]
    record.__reduce__ = lambda self: (record, values(self))  # type: ignore[method-assign]
    return record


@packs
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range [start, end) of Document.text, counted in Unicode code points."""

    start: int
    end: int


@packs
@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a document's origin (data/sources.toml or a front-matter block)."""

    title: str = ""
    url: str = ""
    publisher: str = ""
    retrieved: str = ""  # EDTF
    published: str = ""  # EDTF
    licence: str = ""
    weight: float = 1.0
    translation_of: str = ""  # document id
    cites: tuple[str, ...] = ()  # document ids


@packs
@dataclass(frozen=True, slots=True)
class Document:
    """One text as it lies on disk: `text` keeps its newlines, so offsets count from the first character of the file."""

    id: str  # path relative to the folder given, or the file's name, with "/" as separator
    text: str
    language: str  # "en", "es"; "und" if unknown
    title: str = ""
    parties: tuple[str, ...] = ()  # entity keys of the pair of states the document is about, e.g. "state/chile"
    source: Source = field(default_factory=Source)


@packs
@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row, with the text of its column's header."""

    span: Span
    header: str


@packs
@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, list item, table row, heading or caption of a document, with the structure around it.

    `headings` are the enclosing headings, outermost first; `lead` is the sentence that introduces a list;
    `paragraph` numbers the paragraph (a list is one paragraph with its lead-in); `open` marks a passage that scraping
    has cut (no terminal punctuation where prose should have it).
    """

    span: Span
    kind: PassageKind
    paragraph: int
    headings: tuple[Span, ...] = ()
    lead: Span | None = None
    cells: tuple[Cell, ...] = ()
    open: bool = False


@packs
@dataclass(frozen=True, slots=True)
class When:
    """An EDTF expression with its four bounds as ISO date-times in UTC ("1973-09-22T00:00:00Z"), None where unbounded.

    The event, or the first moment of a lasting one, began between `begin_earliest` and `begin_latest` and ended between
    `end_earliest` and `end_latest`.
    """

    edtf: str
    begin_earliest: str | None
    begin_latest: str | None
    end_earliest: str | None
    end_latest: str | None


@packs
@dataclass(frozen=True, slots=True)
class Value:
    """What fills a role: the words of the text, the canonical English label, the gazetteer's entity key if known."""

    text: str
    label: str
    kind: ValueKind
    key: str = ""  # "state/chile", "person/vladimir-putin"; empty when the gazetteer does not know it
    span: Span | None = None  # where the words stand; None when filled from context (the document's pair)


@packs
@dataclass(frozen=True, slots=True)
class Role:
    name: str
    values: tuple[Value, ...]


@packs
@dataclass(frozen=True, slots=True)
class Evidence:
    document: str
    span: Span
    quote: str


@packs
@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a text says happened or holds; `evidence` is where it says so."""

    type: str  # skos:notation of a class in ontology/dipl.ttl
    roles: tuple[Role, ...]
    when: When | None  # None: the text gives no date
    modality: Modality
    evidence: Evidence
    rule: str
    confidence: float
    attribution: str = ""

    def role(self, name: str) -> tuple[Value, ...]:
        """The values of a role; empty if the claim does not fill it."""
        return next((role.values for role in self.roles if role.name == name), ())


@dataclass(frozen=True, slots=True)
class Link:
    """An identifier of the entity elsewhere."""

    iri: str  # "http://www.wikidata.org/entity/Q298"
    confidence: float
    justification: str  # a SEMAPV term without its prefix, e.g. "ManualMappingCuration"


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor, place, office or instrument; `key` is its IRI without the base."""

    key: str  # "state/chile", "person/rodrigo-nieto-maturana"
    kind: ValueKind
    label: str
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()  # (property's local name, key or literal): ("capital", "place/santiago")
    known: bool = False  # stands in the gazetteer
    merged: bool = False  # a name that was taken for another entity's
    confidence: float = 1.0
    justification: str = ""


class Ranked(NamedTuple):
    """A claim's standing in the account of its event. A named tuple, as events are: they are made in great numbers."""

    claim: str  # claim key
    rank: Rank
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims that exclude each other (certain), or may (possible), with the preferred one and the reason in words."""

    key: str
    degree: Degree
    kind: str  # date, agent, participant, existence, overlap, order
    events: tuple[str, ...]  # event keys
    property: str  # what clashes: a role name or "date"
    claims: tuple[str, ...]  # claim keys
    preferred: str  # claim key; empty when neither is
    policy: str
    reason: str


class Event(NamedTuple):
    """What the claims of one happening come to: the best-supported value of each role and the best date."""

    key: str  # "event/visit/..."
    type: str
    label: str
    roles: tuple[tuple[str, tuple[str, ...]], ...]  # role -> entity keys, or literals for roles that hold text
    when: When | None
    modality: Modality
    language: str = "en"  # of the label: that of the text whose words it takes over


class Account(NamedTuple):
    """An event with every claim that speaks of it, ranked."""

    event: Event
    claims: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """An interval in the relations of a pair of states, opened and closed by events."""

    key: str
    parties: tuple[str, str]  # state keys, sorted
    status: Literal["none", "in-force", "severed"]
    when: When
    opened_by: str = ""  # event key
    closed_by: str = ""
    protector: str = ""  # state key of a protecting power


@dataclass(frozen=True, slots=True)
class Merge:
    """Two local names taken for one entity, with the reason."""

    alias: str  # entity key as a document's claims name it
    key: str  # entity key used in the best account
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class World:
    """All that resolution makes of the claims of all documents."""

    entities: tuple[Entity, ...]
    accounts: tuple[Account, ...]
    contradictions: tuple[Contradiction, ...]
    phases: tuple[Phase, ...]
    merges: tuple[Merge, ...]
