"""World, documents and claims become quads: the best account in the default graph, one named graph per document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.extract.bounds import when
from kg.graph.classes import agreement_class, kind_class
from kg.graph.terms import (
    ALT_LABEL,
    DCTERMS,
    EXACT_MATCH,
    LABEL,
    TYPE,
    decimal,
    dipl,
    edtf,
    integer,
    moment,
    superclasses,
    text,
    thing,
)
from kg.lexicon.gazetteer import gazetteer
from kg.model import Account, Claim, Contradiction, Document, Entity, Merge, Phase, Source, When, World
from kg.resolve.keys import claim_keys, document_slug
from kg.resolve.mentions import spoken
from kg.vocab import BASE, CLASS_OF, LITERAL_ROLES, PROPERTY_OF

Object = ox.NamedNode | ox.Literal
Statement = tuple[ox.NamedNode, ox.NamedNode, Object]
Graph = ox.NamedNode | ox.DefaultGraph

_PHASE_CLASS: Final = {"in-force": "RelationsInForce", "severed": "RelationsSevered", "none": "RelationsNotEstablished"}
_DEGREE_CLASS: Final = {"certain": "CertainContradiction", "possible": "PossibleContradiction"}
_RANK: Final = {"preferred": "Preferred", "normal": "Normal", "deprecated": "Deprecated"}
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ROMAN: Final = re.compile(r"(?=.)C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_DIGITS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_DATE_FACTS: Final = frozenset({"existedFrom", "existedUntil"})


def dataset_quads(
    world: World, documents: Sequence[Document], claims: Sequence[Claim], base: str = BASE
) -> Iterator[ox.Quad]:
    """Every quad of the graph, in the order of the records; the same records in another order give the same set."""
    return Writer(base).dataset(world, documents, claims)


class Support(NamedTuple):
    """In how many documents an account stands, and the confidence of the best claim that was not rejected."""

    documents: int
    confidence: float | None


class Writer:
    """Turns records into quads whose IRIs stand under `base`."""

    def __init__(self, base: str = BASE) -> None:
        self.base = base

    def dataset(self, world: World, documents: Sequence[Document], claims: Sequence[Claim]) -> Iterator[ox.Quad]:
        by_key = dict(claim_keys(claims))
        for document in documents:
            yield from self._in(self.document_graph(document.id), self.document(document))
        for key, claim in by_key.items():
            yield from self._in(self.document_graph(claim.evidence.document), self.claim(key, claim))
        yield from self.world(world, by_key)

    def said(self, document: Document, claims: Sequence[Claim]) -> Iterator[ox.Quad]:
        """The graph of one document: itself and its claims. It does not change when another document arrives."""
        statements = chain(self.document(document), *(self.claim(key, claim) for key, claim in claim_keys(claims)))
        return self._in(self.document_graph(document.id), statements)

    def world(self, world: World, claims: Mapping[str, Claim]) -> Iterator[ox.Quad]:
        """The best account and the weighing; `claims` by key, at least those of the accounts."""
        yield from self._in(ox.DefaultGraph(), self._best_account(world, claims))
        yield from self._in(thing("graph/weighing", self.base), self._weighing(world))

    def default(self, statements: Iterable[Statement]) -> Iterator[ox.Quad]:
        """Statements as quads of the best account."""
        return self._in(ox.DefaultGraph(), statements)

    def weighed(self, statements: Iterable[Statement]) -> Iterator[ox.Quad]:
        """Statements as quads of the graph of the weighing."""
        return self._in(thing("graph/weighing", self.base), statements)

    def accounted(self, account: Account, support: Support) -> Iterator[ox.Quad]:
        """An account and the standing of its claims."""
        yield from self.default(self.account(account, support))
        yield from self.weighed(self.ranks(account))

    def disputed(self, found: Contradiction) -> Iterator[ox.Quad]:
        return self.weighed(self.contradiction(found))

    def told(self, document: Document, keyed: Iterable[tuple[str, Claim]]) -> Iterator[ox.Quad]:
        """The graph of one document: itself and what it says."""
        graph = self.document_graph(document.id)
        yield from self._in(graph, self.document(document))
        for key, claim in keyed:
            yield from self._in(graph, self.claim(key, claim))

    def listed(self, document: Document) -> ox.Quad:
        """That the data set rests on a document."""
        graph = thing("graph/dataset", self.base)
        return ox.Quad(thing("dataset", self.base), ox.NamedNode(DCTERMS + "source"), self._source(document.id), graph)

    def document_graph(self, document: str) -> ox.NamedNode:
        return thing(f"graph/source/{document_slug(document)}", self.base)

    def _in(self, graph: Graph, statements: Iterable[Statement]) -> Iterator[ox.Quad]:
        return (ox.Quad(*statement, graph) for statement in statements)

    def _best_account(self, world: World, claims: Mapping[str, Claim]) -> Iterator[Statement]:
        for entity in world.entities:
            yield from self.entity(entity)
        for account in world.accounts:
            yield from self.account(account, support(account, claims))
        for phase in world.phases:
            yield from self.phase(phase)

    def _weighing(self, world: World) -> Iterator[Statement]:
        for account in world.accounts:
            yield from self.ranks(account)
        for contradiction in world.contradictions:
            yield from self.contradiction(contradiction)
        for merge in world.merges:
            yield from self.merge(merge)

    # -- what the documents say ---------------------------------------------------------------------------------------

    def document(self, document: Document) -> Iterator[Statement]:
        """The document itself: digest and length prove later that the text is still the one that was read."""
        node = self._source(document.id)
        yield node, TYPE, dipl("SourceDocument")
        yield node, ox.NamedNode(DCTERMS + "title"), text(document.title or document.id)
        yield node, dipl("fileName"), text(document.id)
        yield node, dipl("language"), text(document.language)
        yield node, dipl("sha256"), text(sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest())
        yield node, dipl("charLength"), integer(len(document.text))
        yield from self._origin(node, document.source)

    def _origin(self, node: ox.NamedNode, source: Source) -> Iterator[Statement]:
        if source.url:
            yield node, ox.NamedNode(DCTERMS + "source"), ox.NamedNode(source.url)
        for name, words in (("publisher", source.publisher), ("license", source.licence)):
            if words:
                yield node, ox.NamedNode(DCTERMS + name), text(words)
        if source.published:
            yield node, ox.NamedNode(DCTERMS + "issued"), edtf(source.published)
        if source.retrieved:
            yield node, dipl("retrieved"), edtf(source.retrieved)
        if source.translation_of:
            yield node, ox.NamedNode(DCTERMS + "isVersionOf"), self._source(source.translation_of)
        for cited in source.cites:
            yield node, ox.NamedNode(DCTERMS + "references"), self._source(cited)

    def _source(self, document: str) -> ox.NamedNode:
        return thing(f"source/{document_slug(document)}", self.base)

    def claim(self, key: str, claim: Claim) -> Iterator[Statement]:
        """A claim as its document makes it: role values are the document's own, nothing is resolved here."""
        node, evidence = thing(key, self.base), claim.evidence
        yield node, TYPE, dipl("Claim")
        yield node, dipl("asserts"), dipl(CLASS_OF[claim.type])
        yield from self._roles(node, spoken(claim).items())
        if claim.when:
            yield node, dipl("date"), edtf(claim.when.edtf)
        if claim.modality != "asserted":
            yield node, dipl("modality"), text(claim.modality)
        if claim.attribution:
            yield node, dipl("attribution"), text(claim.attribution)
        yield node, dipl("inSource"), self._source(evidence.document)
        yield node, dipl("beginOffset"), integer(evidence.span.start)
        yield node, dipl("endOffset"), integer(evidence.span.end)
        yield node, dipl("quote"), text(evidence.quote)
        yield node, dipl("rule"), text(claim.rule)
        yield node, dipl("confidence"), decimal(round(claim.confidence, 3))

    # -- the best account ---------------------------------------------------------------------------------------------

    def entity(self, entity: Entity) -> Iterator[Statement]:
        """An actor, place, office, mission or instrument with its names, facts and verified links."""
        node = thing(entity.key, self.base)
        if entity.merged:  # no class, or whoever counts persons would count it too
            yield node, LABEL, text(entity.label, "en")
            return
        classes = [value for name, value in entity.facts if name == "class"] or [kind_class(entity)]
        yield from self._classes(node, classes)
        yield node, LABEL, text(entity.label, "en")
        for alias in entity.aliases:
            if alias != entity.label:
                yield node, ALT_LABEL, text(alias)
        for link in entity.links:
            yield node, EXACT_MATCH, ox.NamedNode(link.iri)
        for name, value in entity.facts:
            if name != "class":
                yield node, dipl(name), self._fact(name, value)

    def _fact(self, name: str, value: str) -> Object:
        if name in _DATE_FACTS:
            bounds, first = when(value), name == "existedFrom"
            if bounds and (bound := bounds.begin_earliest if first else bounds.end_latest):
                return moment(bound)
            if len(value) == 4:  # a year before those that texts tell of: the Papal States began in 0756
                return moment(f"{value}-01-01" if first else f"{value}-12-31")
            return moment(value)
        return thing(value, self.base) if "/" in value else text(value)

    def account(self, account: Account, support: Support) -> Iterator[Statement]:
        """An event with its preferred values; what did not happen is typed UnrealizedEvent, so it is never counted."""
        event = account.event
        node = thing(event.key, self.base)
        name = agreement_class(event.label) if event.type == "Agreement" else CLASS_OF[event.type]
        if event.modality == "asserted":
            yield from self._classes(node, [name])
        else:
            yield node, TYPE, dipl("UnrealizedEvent")
            yield node, dipl("unrealizedType"), dipl(name)
        yield node, dipl("modality"), text(event.modality)
        yield node, LABEL, text(event.label, event.language)
        yield from self._roles(node, event.roles)
        if event.type == "Agreement":
            parties = next((values for role, values in event.roles if role == "parties"), ())
            yield node, dipl("partyCount"), integer(len(parties))
        if event.when:
            yield from _time(node, event.when)
        yield node, dipl("sourceCount"), integer(support.documents)
        if support.confidence is not None:
            yield node, dipl("confidence"), decimal(round(support.confidence, 3))

    def _roles(self, node: ox.NamedNode, roles: Iterable[tuple[str, Iterable[str]]]) -> Iterator[Statement]:
        for role, values in roles:
            for value in values:
                filler = _literal(role, value) if role in LITERAL_ROLES else thing(value, self.base)
                if filler is not None:
                    yield node, dipl(PROPERTY_OF[role]), filler

    def _classes(self, node: ox.NamedNode, names: Iterable[str]) -> Iterator[Statement]:
        for name in dict.fromkeys(above for special in names for above in superclasses(special)):
            yield node, TYPE, dipl(name)

    def phase(self, phase: Phase) -> Iterator[Statement]:
        """An interval in the relations of two states, and the relation it belongs to."""
        node, pair = thing(phase.key, self.base), [party.removeprefix("state/") for party in phase.parties]
        relation = thing(f"relation/{'--'.join(pair)}", self.base)
        yield relation, TYPE, dipl("BilateralRelation")
        named = " and ".join(
            gazetteer().label(party) or name.replace("-", " ") for party, name in zip(phase.parties, pair, strict=True)
        )
        yield relation, LABEL, text(f"Relations of {named}", "en")
        for party in phase.parties:
            yield relation, dipl("party"), thing(party, self.base)
        yield from self._classes(node, [_PHASE_CLASS[phase.status]])
        yield node, dipl("phaseOf"), relation
        yield from _time(node, phase.when)
        for name, key in (
            ("openedBy", phase.opened_by),
            ("closedBy", phase.closed_by),
            ("protectingPower", phase.protector),
        ):
            if key:
                yield node, dipl(name), thing(key, self.base)

    # -- the weighing -------------------------------------------------------------------------------------------------

    def ranks(self, account: Account) -> Iterator[Statement]:
        """Which claims support the event, and why one stands above or below another."""
        for ranked in account.claims:
            claim = thing(ranked.claim, self.base)
            yield thing(account.event.key, self.base), dipl("supportedBy"), claim
            if ranked.rank != "normal":
                yield claim, dipl("rank"), dipl(_RANK[ranked.rank])
            if ranked.rank != "normal" and ranked.reason:
                yield claim, dipl("rankReason"), text(ranked.reason)

    def contradiction(self, found: Contradiction) -> Iterator[Statement]:
        """Claims that exclude each other, kept side by side with the preferred one and the reason in words."""
        node = thing(found.key, self.base)
        yield from self._classes(node, [_DEGREE_CLASS[found.degree]])
        yield node, dipl("contradictionKind"), text(found.kind)
        yield node, dipl("onProperty"), dipl(PROPERTY_OF.get(found.property, found.property))
        yield node, dipl("policy"), text(found.policy)
        yield node, dipl("reason"), text(found.reason, "en")
        for event in found.events:
            yield node, dipl("concerns"), thing(event, self.base)
        for claim in found.claims:
            yield node, dipl("claimInConflict"), thing(claim, self.base)
        if found.preferred:
            yield node, dipl("preferredClaim"), thing(found.preferred, self.base)
        if found.degree == "possible":
            first, *others = (thing(event, self.base) for event in sorted(found.events))
            yield from ((first, dipl("possibleDuplicateOf"), other) for other in others)

    def merge(self, merge: Merge) -> Iterator[Statement]:
        """Two names taken for one entity: the claims keep the first, the best account uses the second."""
        alias = thing(merge.alias, self.base)
        yield alias, dipl("mergedInto"), thing(merge.key, self.base)
        yield alias, dipl("mergeReason"), text(merge.reason, "en")
        yield alias, dipl("confidence"), decimal(round(merge.confidence, 3))


def _time(node: ox.NamedNode, when: When) -> Iterator[Statement]:
    """The EDTF string and its bounds, flat on the subject; the year only if the beginning lies in one year."""
    yield node, dipl("date"), edtf(when.edtf)
    for name, bound in (
        ("beginEarliest", when.begin_earliest),
        ("beginLatest", when.begin_latest),
        ("endEarliest", when.end_earliest),
        ("endLatest", when.end_latest),
    ):
        if bound:
            yield node, dipl(name), moment(bound)
    first, last = when.begin_earliest, when.begin_latest
    if first and last and _year(first) == _year(last):
        yield node, dipl("year"), integer(_year(first))


def _year(iso: str) -> int:
    return int(iso.rsplit("-", 2)[0])


def support(account: Account, claims: Mapping[str, Claim]) -> Support:
    """What an account rests on, from its claims by key."""
    documents = {claims[ranked.claim].evidence.document for ranked in account.claims}
    trusted = [claims[ranked.claim].confidence for ranked in account.claims if ranked.rank != "deprecated"]
    return Support(len(documents), max(trusted, default=None))


def _literal(role: str, words: str) -> ox.Literal | None:
    """The words of a literal role, a number where the role holds numbers.

    None for an ordinal that is no number ("inaugural"): the quote keeps the word.
    """
    if role == "ordinal":
        number = _ordinal(words)
        return integer(number) if number else None
    return decimal(words) if role == "amount" and _NUMBER.fullmatch(words) else text(words)


def _ordinal(words: str) -> int:
    """The number of "9", "9th" or "IX"; 0 if the words are none of these.

    >>> _ordinal("9th"), _ordinal("IX"), _ordinal("inaugural")
    (9, 9, 0)
    """
    if digits := re.match(r"\d+", words):
        return int(digits[0])
    if not _ROMAN.fullmatch(words.upper()):
        return 0
    values = [_ROMAN_DIGITS[letter] for letter in words.upper()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
