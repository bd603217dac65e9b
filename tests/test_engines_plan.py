"""Resolution in parts gives the quads that resolution in one piece gives, in however many parts."""

from __future__ import annotations

import pickle
import tracemalloc
from collections.abc import Iterable, Sequence
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.engines import events
from kg.engines.events import Families, Told, Weigh
from kg.engines.plan import resolved
from kg.engines.rows import Row
from kg.engines.said import counted, said
from kg.engines.setting import Setting
from kg.extract.bounds import when
from kg.graph.quads import Writer, dataset_quads
from kg.lexicon.gazetteer import gazetteer
from kg.model import Claim, Document, Evidence, Role, Source, Span, Value
from kg.resolve.keys import claim_keys
from kg.resolve.review import Decision, Review
from kg.resolve.states import Register
from kg.resolve.world import resolve
from tests import synthetic, worlds
from tests.flow import Held, InProcess
from tests.test_resolve_properties import MANY, STATES


def states() -> Register:
    return STATES


def lines(quads: Iterable[object]) -> set[str]:
    return {f"{quad} ." for quad in quads}


def whole(claims: Sequence[Claim], documents: Sequence[Document], setting: Setting) -> set[str]:
    world = resolve(claims, documents, setting.register(), setting.policy, setting.reviews)
    return lines(dataset_quads(world, documents, claims, setting.base))


def in_parts(claims: Sequence[Claim], documents: Sequence[Document], setting: Setting, engine: InProcess) -> set[str]:
    writer = Writer(setting.base)
    found = set[str]()
    rows = []
    for document in documents:
        own = [claim for claim in claims if claim.evidence.document == document.id]
        rows += said_by(document, own, setting)
        found |= lines(writer.told(document, claim_keys(own)))
    outcome = resolved(engine.rows(rows), engine, setting)
    for row in outcome.rows.of("lines").collect():
        found.update(row.value.decode().splitlines())
    for entity in outcome.entities:
        found |= lines(writer.default(writer.entity(entity)))
    return found


def said_by(document: Document, claims: Iterable[Claim], setting: Setting) -> list[Row]:
    return list(said(document, [claim for claim in claims if claim.evidence.document == document.id], setting))


def documents_of(claims: Iterable[Claim]) -> list[Document]:
    return [Document(name, "", name.split(".")[-2]) for name in sorted({claim.evidence.document for claim in claims})]


@settings(max_examples=60, deadline=None)
@given(MANY, st.integers(1, 5), st.randoms(use_true_random=False))
def test_any_claims_in_any_number_of_parts(claims: list[Claim], parts: int, random: Random) -> None:
    setting, documents = Setting(states), documents_of(claims)
    assert in_parts(claims, documents, setting, InProcess(parts, random)) == whole(claims, documents, setting)


@pytest.mark.parametrize("parts", [1, 7])
def test_the_bundled_texts_in_parts(parts: int) -> None:
    setting, documents, claims = Setting(gazetteer), worlds.documents(), worlds.gold_claims()
    assert in_parts(claims, documents, setting, InProcess(parts, Random(1))) == whole(claims, documents, setting)


def test_a_thousand_invented_claims_in_parts() -> None:
    setting, claims = Setting(gazetteer), list(synthetic.claims(1500))
    documents = documents_of(claims)
    assert in_parts(claims, documents, setting, InProcess(4, Random(2))) == whole(claims, documents, setting)


# -- hot keys ----------------------------------------------------------------------------------------------------------


def on_one_pair(number: int) -> list[Claim]:
    """Claims on one pair of states, three to a document, of three kinds; each day is told of by several documents."""
    parties = Role(
        "parties", tuple(Value(name, name, "state", f"state/{name.lower()}") for name in ("Norway", "Kenya"))
    )
    kinds = ("RelationsEstablished", "RelationsSevered", "RelationsRestored")
    found = []
    for at in range(number):
        day = f"{1950 + at % 60}-{1 + at % 12:02}-{1 + at % 28:02}"
        evidence = Evidence(
            f"page-{at // 3}.en.txt", Span(at % 3 * 100, at % 3 * 100 + 80), f"sentence {at} of the page"
        )
        found.append(Claim(kinds[at % 3], (parties,), when(day), "asserted", evidence, "drawn", 0.9))
    return found


def test_a_pair_of_states_with_many_claims_in_parts() -> None:
    setting, claims = Setting(gazetteer), on_one_pair(1_200)
    documents = documents_of(claims)
    assert in_parts(claims, documents, setting, InProcess(4, Random(3))) == whole(claims, documents, setting)


@settings(max_examples=60, deadline=None)
@given(MANY, st.integers(1, 5), st.randoms(use_true_random=False))
def test_those_who_say_the_same_are_held_together_and_nothing_changes(
    claims: list[Claim], parts: int, random: Random
) -> None:
    setting, documents = Setting(states), documents_of(claims)
    with patch.object(events, "_CROWD", 1):
        found = in_parts(claims, documents, setting, InProcess(parts, random))
    assert found == whole(claims, documents, setting)


def test_crowds_of_invented_claims_and_of_the_bundled_texts_change_nothing() -> None:
    setting, invented = Setting(gazetteer), list(synthetic.claims(1500))
    told = ((invented, documents_of(invented)), (worlds.gold_claims(), worlds.documents()))
    for claims, documents in told:
        with patch.object(events, "_CROWD", 1):
            found = in_parts(claims, documents, setting, InProcess(4, Random(2)))
        assert found == whole(claims, documents, setting)


def test_a_hot_block_streams_through_a_worker() -> None:
    """A worker holds few bytes for each claim of a block, and sends what comes of it in small rows."""
    setting, claims = Setting(gazetteer), on_one_pair(6_000)
    engine = InProcess(1, Random(4))
    rows = [row for document in documents_of(claims) for row in said_by(document, claims, setting)]
    blocks = engine.rows(rows).of("claims").together(Told(setting)).parts[0]
    assert len({row.key for row in blocks}) == 1
    packed = [pickle.dumps(row) for row in blocks]
    weigh = Weigh(setting, Held(Families({}, {})))
    peaks, sizes = [], []
    with patch.object(events, "_CROWD", 300):
        # Whatever is read once (word lists, tables another test has let go) is read before anything is counted; and the
        # least of three counts, for a thread that another test has left behind in this process is counted too.
        list(weigh(blocks[0].key, (pickle.loads(one) for one in packed)))
        for _ in range(3):
            tracemalloc.start()
            made = weigh(blocks[0].key, (pickle.loads(one) for one in packed))
            sizes = [len(pickle.dumps(row)) for row in made if row.channel == "lines"]
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert min(peaks) < 1_600 * len(claims)  # each by itself takes 2,100, in any number; so 220 if there are a million
    assert max(sizes) < 1_500_000


def test_a_name_on_every_page_travels_once_a_part() -> None:
    setting = Setting(gazetteer)
    organisation = Role("member", (Value("Salt League", "Salt League", "organisation"),))
    rows = []
    for number in range(50):
        evidence = Evidence(f"page-{number}.txt", Span(0, 9), "quote")
        claim = Claim("Membership", (organisation,), None, "asserted", evidence, "drawn", 0.9)
        rows += said(Document(f"page-{number}.txt", "", "en"), [claim], setting)
    sent = [row for row in counted(rows) if row.channel == "thing"]
    assert [row.value.labels for row in sent] == [{"Salt League": 50}]


@pytest.mark.parametrize("decision", ["same-as", "different-from", "prefer", "reject"])
def test_a_reviewers_word_counts_in_parts_too(decision: Decision) -> None:
    claims = on_one_pair(40)
    documents = documents_of(claims)
    keys = [key for key, _ in claim_keys(claims)]
    review = Review(decision, keys[3], "" if decision in ("prefer", "reject") else keys[9], "so it was", "A. Reader")
    setting = Setting(gazetteer, reviews=(review,))
    expected = whole(claims, documents, setting)
    assert in_parts(claims, documents, setting, InProcess(3, Random(5))) == expected
    with patch.object(events, "_CROWD", 1):
        assert in_parts(claims, documents, setting, InProcess(3, Random(5))) == expected


def test_documents_that_cite_each_other_are_one_witness_in_parts_too() -> None:
    claims = on_one_pair(60)
    names = [document.id for document in documents_of(claims)]
    sources = [
        Source(publisher="Gazette") if at % 4 == 0 else Source(cites=(names[at - 1], "nowhere.txt")) if at % 4 == 1 else
        Source(translation_of=names[(at + 3) % len(names)], weight=2.0) if at % 4 == 2 else Source()
        for at in range(len(names))
    ]  # fmt: skip
    documents = [Document(name, "", "en", source=source) for name, source in zip(names, sources, strict=True)]
    setting = Setting(gazetteer)
    expected = whole(claims, documents, setting)
    assert in_parts(claims, documents, setting, InProcess(3, Random(6))) == expected
    with patch.object(events, "_CROWD", 1):
        assert in_parts(claims, documents, setting, InProcess(3, Random(6))) == expected
