"""After any change what follows is what follows from the whole, though only what rests on the change is derived."""

from __future__ import annotations

import os

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import rederive
from kg.graph.entail import theory, theory_of
from kg.graph.lookout import CannotTellError
from kg.graph.reason import materialise, recheck
from kg.graph.rederive import Program, rederived
from kg.graph.sample import enlarged, sample, unpacked
from kg.graph.sample import known as follows
from kg.graph.saturation import Breach, breaches, facts, saturated
from kg.graph.terms import OWL, TYPE, dipl, thing
from kg.vocab import BASE, ONTOLOGY
from tests.planted import edit

INFERRED = thing("graph/inferred", BASE)


def inferred(triples: set[ox.Triple]) -> list[ox.Quad]:
    return [ox.Quad(one.subject, one.predicate, one.object, INFERRED) for one in triples]


def impossible(store: ox.Store) -> set[Breach]:
    return set(breaches(saturated(facts(store, BASE)), theory().checks))


@settings(max_examples=int(os.environ.get("KG_EDITS", "20")), deadline=None, derandomize=True)
@given(st.integers(0, 1_000_000))
def test_what_follows_after_a_change_is_what_follows_from_the_whole(seed: int) -> None:
    change = edit(seed)
    followed, clashed = set(materialise(change.before)), impossible(change.before)
    after = change.after(*inferred(followed))
    expected = set(materialise(change.after()))
    change.before.extend(inferred(followed))
    with pytest.MonkeyPatch.context() as patch:
        checked: list[bool] = []
        patch.setattr(rederive, "_check", _noting(checked))
        found = rederived(change.before, after, change.gone, change.come, BASE)
    assert found.gone <= followed
    assert not found.come & followed
    assert (followed - found.gone) | found.come == expected
    if impossible(change.after()) - clashed:
        assert checked == [True]


def _noting(checked: list[bool]) -> object:
    really = rederive._check

    def check(*given: object) -> None:
        try:
            really(*given)  # type: ignore[arg-type]
        except CannotTellError:
            checked.append(True)

    return check


def store_of(*triples: tuple[str, str, str]) -> ox.Store:
    store = ox.Store()
    store.extend(quad_of(*triple) for triple in triples)
    return store


def quad_of(subject: str, predicate: str, object_: str) -> ox.Quad:
    end = dipl(object_) if predicate == "type" else thing(object_)
    return ox.Quad(thing(subject), TYPE if predicate == "type" else dipl(predicate), end)


TREATY = [("t", "type", "Treaty"), ("t", "party", "a"), ("t", "party", "b")]


def test_parties_are_counted_again() -> None:
    store = store_of(*TREATY)
    followed = set(materialise(store))
    assert ox.Triple(thing("t"), TYPE, dipl("BilateralTreaty")) in followed
    store.extend(inferred(followed))
    after, third = ox.Store(), quad_of("t", "party", "c")
    after.extend([*store, third])
    found = rederived(store, after, [], [third], BASE)
    assert ox.Triple(thing("t"), TYPE, dipl("BilateralTreaty")) in found.gone
    assert ox.Triple(thing("t"), TYPE, dipl("MultilateralAgreement")) in found.come


def test_a_graph_that_comes_to_contradict_the_ontology_is_looked_at_whole() -> None:
    store = store_of(("x", "type", "Person"))
    store.extend(inferred(set(materialise(store))))
    after, wrong = ox.Store(), quad_of("x", "type", "State")
    after.extend([*store, wrong])
    with pytest.raises(CannotTellError):
        rederived(store, after, [], [wrong], BASE)


def test_rules_by_which_parties_follow_are_not_guessed_at() -> None:
    axiom = ox.Triple(
        dipl("signatory"), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf"), dipl("party")
    )
    with pytest.raises(CannotTellError):
        Program(theory_of([axiom]))


def test_the_sample_grows_only_by_what_is_new_in_kind() -> None:
    store = store_of(*TREATY, ("v", "type", "Visit"), ("v", "host", "a"))
    scratch = saturated(facts(store, BASE))
    known = sample(facts(store, BASE), follows(scratch))
    assert unpacked(known.packed()) == known
    store.extend(inferred(set(materialise(store))))
    for more, is_new in ((("w", "host", "b"), False), (("w", "visitor", "b"), True)):
        after, come = ox.Store(), [quad_of("w", "type", "Visit"), quad_of(*more)]
        after.extend([*store, *come])
        found = rederived(store, after, [], come, BASE)
        larger = enlarged(known, found.changed, found.after)
        assert (larger is not known) == is_new
        assert set(larger.quads) >= set(known.quads)


def test_without_a_proof_only_the_rules_are_asked() -> None:
    store = store_of(*TREATY)
    store.extend(inferred(set(materialise(store))))
    after = ox.Store()
    after.extend(set(store) - {quad_of("t", "party", "b")})
    found, proof = recheck(store, after, [quad_of("t", "party", "b")], [], None, BASE)
    assert proof is None
    assert ox.Triple(thing("t"), TYPE, dipl("BilateralTreaty")) in found.gone
    assert OWL + ONTOLOGY not in str(found.come)
