"""The graph has the shape that ontology, shapes and queries are written against."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256

import pyoxigraph as ox
import pytest

from kg.graph.classes import _INSTRUMENTS, _MISSIONS, _OF_KIND, _POSTS
from kg.graph.quads import Writer, dataset_quads
from kg.graph.terms import LABEL, dipl, ontology_triples, superclasses, thing
from kg.model import Account, Claim, Document, Entity, Event, Evidence, Rank, Ranked, Role, Source, Span, Value, World
from kg.vocab import BASE, CLASS_OF, ONTOLOGY, PROPERTY_OF

EMPTY = World((), (), (), (), ())


def objects(quads: list[ox.Quad], subject: str, predicate: str) -> list[str]:
    """Values of a property of the subject with this key, as text."""
    return [
        quad.object.value
        for quad in quads
        if quad.subject == thing(subject)
        and quad.predicate == dipl(predicate)
        and not isinstance(quad.object, ox.Triple)
    ]


def account(event: Event, *claims: Ranked) -> list[ox.Quad]:
    return list(dataset_quads(replace(EMPTY, accounts=(Account(event, claims),)), [], []))


def test_a_claim_costs_at_most_twelve_quads(gold_store: ox.Store, gold_claims: list[Claim]) -> None:
    sources = [quad for quad in gold_store if "/graph/source/" in str(quad.graph_name)]
    assert len(sources) / len(gold_claims) <= 12


def test_there_are_no_blank_nodes(gold_store: ox.Store) -> None:
    assert not any(isinstance(term, ox.BlankNode) for quad in gold_store for term in (quad.subject, quad.object))


def test_a_claim_keeps_its_words_and_where_they_stand() -> None:
    value = Value("Mr Putin", "Vladimir Putin", "person", "person/vladimir-putin")
    claim = Claim(
        "Visit",
        (Role("visitor", (value,)), Role("kind", (Value("state", "state", "text"),))),
        None,
        "planned",
        Evidence("a/note.en.txt", Span(3, 11), "Mr Putin"),
        "en/visit-1",
        0.75,
        "the ministry",
    )
    quads = list(dataset_quads(EMPTY, [Document("a/note.en.txt", "On Mr Putin.", "en")], [claim]))
    assert {str(quad.graph_name) for quad in quads} == {f"<{BASE}graph/source/a-note-en>"}
    key = "claim/a-note-en/visit-3-11"
    assert objects(quads, key, "asserts") == [ONTOLOGY + "Visit"]
    assert objects(quads, key, "visitor") == [BASE + "person/vladimir-putin"]
    assert objects(quads, key, "kind") == ["state"]
    assert (objects(quads, key, "beginOffset"), objects(quads, key, "endOffset")) == (["3"], ["11"])
    assert objects(quads, key, "quote") == ["Mr Putin"]
    assert objects(quads, key, "modality") == ["planned"]
    assert objects(quads, key, "attribution") == ["the ministry"]
    assert objects(quads, key, "confidence") == ["0.75"]
    assert objects(quads, key, "date") == []


def test_a_document_says_its_digest_length_and_origin() -> None:
    source = Source("Note", "https://example.org/n", "MFA", licence="CC0", published="1973-09", cites=("b.txt",))
    quads = list(dataset_quads(EMPTY, [Document("a.txt", "né", "es", "Nota", source=source)], []))
    assert objects(quads, "source/a", "charLength") == ["2"]
    assert objects(quads, "source/a", "language") == ["es"]
    assert objects(quads, "source/a", "sha256") == [sha256(b"n\xc3\xa9").hexdigest()]
    assert any(str(quad.object) == f"<{BASE}source/b>" for quad in quads)


def test_what_did_not_happen_is_no_event() -> None:
    event = Event("event/visit/x", "Visit", "A visit", (("host", ("state/chile",)),), None, "cancelled")
    quads = account(event)
    types = {quad.object.value for quad in quads if quad.predicate.value.endswith("#type")}
    assert types == {ONTOLOGY + "UnrealizedEvent"}
    assert objects(quads, "event/visit/x", "unrealizedType") == [ONTOLOGY + "Visit"]
    assert objects(quads, "event/visit/x", "modality") == ["cancelled"]


def test_superclasses_are_written_out() -> None:
    quads = account(Event("event/visit/x", "Visit", "A visit", (), None, "asserted"))
    types = {quad.object.value for quad in quads if quad.predicate.value.endswith("#type")}
    assert types == {ONTOLOGY + name for name in superclasses("Visit")}
    assert ONTOLOGY + "Event" in types


@pytest.mark.parametrize(
    ("edtf", "bounds", "year"),
    [
        ("1973-09-22", ["1973-09-22T00:00:00Z", "1973-09-22T23:59:59Z"], ["1973"]),
        ("2017/..", ["2017-01-01T00:00:00Z", "2017-12-31T23:59:59Z"], ["2017"]),
        ("1990/1993", ["1990-01-01T00:00:00Z", "1990-12-31T23:59:59Z"], ["1990"]),
        ("199X", ["1990-01-01T00:00:00Z", "1999-12-31T23:59:59Z"], []),
    ],
)
def test_time_stands_flat_on_the_event(edtf: str, bounds: list[str], year: list[str]) -> None:
    from kg.extract.bounds import when

    quads = account(Event("event/x", "Meeting", "A meeting", (), when(edtf), "asserted"))
    assert objects(quads, "event/x", "date") == [edtf]
    assert objects(quads, "event/x", "beginEarliest") + objects(quads, "event/x", "beginLatest") == bounds
    assert objects(quads, "event/x", "year") == year


def test_a_label_bears_its_language() -> None:
    event = Event("agreement/x", "Agreement", "Acuerdo de pesca", (), None, "asserted", "es")
    labels = {quad.object for quad in account(event) if quad.predicate == LABEL}
    assert labels == {ox.Literal("Acuerdo de pesca", language="es")}


def test_amounts_and_ordinals_are_numbers() -> None:
    roles = (("amount", ("350000000",)), ("currency", ("USD",)), ("donor", ("state/soviet-union",)))
    quads = account(Event("event/x", "Aid", "Aid", roles, None, "asserted"))
    amount = next(quad.object for quad in quads if quad.predicate == dipl("amount"))
    assert str(amount) == '"350000000"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    meeting = account(Event("event/x", "Meeting", "M", (("ordinal", ("9",)),), None, "asserted"))
    assert next(quad.object for quad in meeting if quad.predicate == dipl("ordinal")) == ox.Literal(9)


def test_sources_are_counted_once_and_the_best_trusted_claim_gives_the_confidence(gold_claims: list[Claim]) -> None:
    from kg.resolve.keys import claim_keys

    chosen = [
        replace(claim, confidence=confidence) for claim, confidence in zip(gold_claims, (0.5, 0.9, 0.7), strict=False)
    ]
    rank: dict[float, Rank] = {0.5: "normal", 0.9: "deprecated", 0.7: "preferred"}
    ranked = tuple(Ranked(key, rank[claim.confidence], "why") for key, claim in claim_keys(chosen))
    event = Event("event/x", "Visit", "V", (), None, "asserted")
    quads = list(Writer().dataset(replace(EMPTY, accounts=(Account(event, ranked),)), [], chosen))
    assert objects(quads, "event/x", "sourceCount") == ["1"]
    assert objects(quads, "event/x", "confidence") == ["0.7"]
    assert objects(quads, "event/x", "supportedBy") == [BASE + one.claim for one in ranked]
    key = {one.rank: one.claim for one in ranked}
    assert objects(quads, key["normal"], "rank") == objects(quads, key["normal"], "rankReason") == []
    assert objects(quads, key["deprecated"], "rank") == [ONTOLOGY + "Deprecated"]
    assert objects(quads, key["deprecated"], "rankReason") == ["why"]


def test_contradictions_keep_both_sides_and_the_reason(gold_store: ox.Store) -> None:
    rows = Counter(
        str(quad.predicate).rpartition("#")[2].rstrip(">")
        for quad in gold_store.quads_for_pattern(thing("contradiction/date/certain"), None, None)
    )
    assert rows["claimInConflict"] == 2
    assert rows["preferredClaim"] == rows["reason"] == rows["policy"] == rows["onProperty"] == 1
    assert len(list(gold_store.quads_for_pattern(None, dipl("possibleDuplicateOf"), None))) == 1


def test_entities_have_names_facts_and_links() -> None:
    entity = Entity(
        "office/x", "office", "President of Chile", facts=(("postOf", "state/chile"), ("class", "HeadOfStatePost"))
    )
    quads = list(dataset_quads(replace(EMPTY, entities=(entity,)), [], []))
    assert objects(quads, "office/x", "postOf") == [BASE + "state/chile"]
    assert objects(quads, "office/x", "class") == []
    assert ONTOLOGY + "HeadOfStatePost" in {quad.object.value for quad in quads}


def test_a_name_merged_into_another_is_labelled_but_no_entity() -> None:
    entity = Entity("person/ana-lopez", "person", "Ana López", merged=True)
    quads = list(dataset_quads(replace(EMPTY, entities=(entity,)), [], []))
    assert [(quad.predicate, quad.object.value) for quad in quads] == [(LABEL, "Ana López")]


def test_every_name_that_is_written_stands_in_the_ontology() -> None:
    known = {triple.subject.value for triple in ontology_triples() if isinstance(triple.subject, ox.NamedNode)}
    tables = [name for table in (_POSTS, _INSTRUMENTS, _MISSIONS) for _, name in table]
    for name in [*tables, *_OF_KIND.values(), *CLASS_OF.values(), *PROPERTY_OF.values()]:
        assert ONTOLOGY + name in known, name


def test_claims_on_one_span_have_keys_of_their_own(gold_store: ox.Store, gold_claims: list[Claim]) -> None:
    claims = {quad.subject for quad in gold_store.quads_for_pattern(None, None, dipl("Claim"))}
    assert len(claims) == len(gold_claims)
