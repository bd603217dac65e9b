"""After any change the report is what a validation of the whole gives, though only what was touched is judged again."""

from __future__ import annotations

import os

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.lookout import CannotTellError, _Lookout, neighbourhood, touched
from kg.graph.recheck import revised
from kg.graph.suspects import Search, own_searches
from kg.graph.terms import SUBCLASS, TYPE, dipl, thing
from kg.graph.validate import SHAPES, validate
from kg.vocab import BASE
from tests.planted import edit, examples

REPORT = thing("graph/report", BASE)


def report_of(store: ox.Store) -> tuple[set[ox.Quad], dict[str, int]]:
    report = validate(store)
    quads = {ox.Quad(one.subject, one.predicate, one.object, REPORT) for one in report.triples()}
    return quads, dict(report.counts)


@settings(max_examples=int(os.environ.get("KG_EDITS", "13")), deadline=None, derandomize=True)
@given(st.integers(0, 1_000_000))
def test_the_report_after_a_change_is_that_of_the_whole(seed: int) -> None:
    change = edit(seed)
    told, counts = report_of(change.before)
    after = change.after(*told)
    change.before.extend(told)
    found = revised(change.before, after, change.gone, change.come, counts, BASE)
    assert all(quad in after for quad in found.gone)
    assert not any(quad in after for quad in found.come)
    expected, severities = report_of(change.after())
    # What says that there is a report stands in it whatever is found.
    assert (told - found.gone) | found.come == expected
    assert {name: number for name, number in found.counts.items() if number} == severities


def test_few_nodes_are_touched_by_a_small_change() -> None:
    store = ox.Store()
    store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in examples())
    (support, *_) = sorted(store.quads_for_pattern(None, dipl("supportedBy"), None), key=str)
    focus = touched(store, [support])
    assert focus[f"{SHAPES}SourcesAreCounted"] == {str(support.subject)}
    assert len(set().union(*focus.values())) < len({quad.subject for quad in store}) / 20
    assert len(neighbourhood(store, focus, BASE)) < len(store) / 2


def test_what_the_shapes_do_not_read_touches_nothing() -> None:
    store = ox.Store()
    quad = ox.Quad(thing("a"), TYPE, dipl("Claim"), thing("graph/links"))
    store.add(quad)
    found = revised(store, store, [], [quad], {}, BASE)
    assert (found.gone, found.counts) == (frozenset(), {})


@pytest.mark.parametrize(
    "quad",
    [
        ox.Quad(thing("a"), SUBCLASS, dipl("Claim")),
        ox.Quad(ox.BlankNode("a"), TYPE, dipl("Claim")),
        ox.Quad(thing("a"), dipl("party"), ox.BlankNode("a")),
    ],
)
def test_a_change_of_which_the_searches_cannot_tell_is_not_guessed_at(quad: ox.Quad) -> None:
    store = ox.Store()
    store.add(quad)
    with pytest.raises(CannotTellError):
        revised(ox.Store(), store, [], [quad], {}, BASE)


@pytest.mark.parametrize(
    "search",
    [
        Search("s", "SELECT DISTINCT ?this WHERE { ?this <p> ?v }", is_exact=False),
        Search("s", "SELECT DISTINCT ?this WHERE { ?this !<p> ?v }"),
        Search("s", "SELECT DISTINCT ?this WHERE { ?this <p> ?v } LIMIT 1"),
    ],
)
def test_a_shape_that_is_not_understood_is_not_guessed_at(search: Search) -> None:
    with pytest.raises(CannotTellError):
        _Lookout([search])


def test_all_our_shapes_are_understood() -> None:
    _Lookout(own_searches())
