"""What a query looks at is read as SPARQL has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.graph.scope import TYPE_IRI, Watch, bound, conjunctions, watches
from kg.graph.suspects import own_searches

P, Q, R = "<x:p>", "<x:q>", "<x:r>"


def seen(query: str) -> set[tuple[str, str, str]]:
    found = watches(query)
    assert found is not None
    return {(one.subject, one.predicate, one.object) for one in found}


@pytest.mark.parametrize("search", own_searches(), ids=lambda search: search.shape.partition("#")[2])
def test_no_predicate_of_our_shapes_is_overlooked(search: Any) -> None:
    """rdflib's reading of the query names the same predicates."""
    found = {predicate for _, predicate, _ in seen(search.query)}
    said = set(_predicates(translateQuery(parseQuery(search.query)).algebra))
    assert {one for one in found if one.startswith("<")} >= {one for one in said if one.startswith("<")}
    assert any(one.startswith("?") for one in found) >= any(one.startswith("?") for one in said)


def _predicates(node: Any) -> Iterator[str]:
    if isinstance(node, CompValue):
        for name, value in node.items():
            if name == "triples":
                yield from (one for triple in value for one in _in_path(triple[1]))
            else:
                yield from _predicates(value)
    elif isinstance(node, list | tuple):
        for one in node:
            yield from _predicates(one)


def _in_path(path: Any) -> Iterator[str]:
    if isinstance(path, URIRef | Variable):
        yield path.n3()
    elif isinstance(path, InvPath):
        yield from _in_path(path.arg)
    elif isinstance(path, MulPath):
        yield from _in_path(path.path)
    elif isinstance(path, AlternativePath | SequencePath):
        yield from (one for step in path.args for one in _in_path(step))


def test_what_must_not_be_is_watched_with_what_stands_around_it() -> None:
    query = f"SELECT ?this WHERE {{ ?this a {Q} ; {P} ?v . FILTER NOT EXISTS {{ ?v {R} ?w }} FILTER(?v > 1) }}"
    around = f"?this {TYPE_IRI} {Q} . ?this {P} ?v ."
    assert watches(query) == (
        Watch("?this", TYPE_IRI, Q, f"{around} FILTER(?v > 1)"),
        Watch("?this", P, "?v", f"{around} FILTER(?v > 1)"),
        Watch("?v", R, "?w", f"{around} ?v {R} ?w . FILTER(?v > 1)"),
    )


def test_a_filter_on_what_is_optional_says_nothing_of_the_rest() -> None:
    query = f"SELECT ?this WHERE {{ ?this {P} ?v . OPTIONAL {{ ?v {Q} ?w }} FILTER(!BOUND(?w)) }}"
    found = watches(query)
    assert found is not None
    assert not any("FILTER" in one.context for one in found)


def test_what_is_optional_is_not_needed_by_the_rest() -> None:
    found = watches(f"SELECT ?this WHERE {{ OPTIONAL {{ ?this {Q} ?w }} ?this {P} ?v }}")
    assert found == (
        Watch("?this", P, "?v", f"?this {P} ?v ."),
        Watch("?this", Q, "?w", f"?this {P} ?v . ?this {Q} ?w ."),
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"^{P}", {("?v", "<x:p>", "?this")}),
        (f"{P}|^{Q}", {("?this", "<x:p>", "?v"), ("?v", "<x:q>", "?this")}),
        (f"({P}|{Q})", {("?this", "<x:p>", "?v"), ("?this", "<x:q>", "?v")}),
        (f"{P}/{Q}", {("?this", "<x:p>", "?way1"), ("?way1", "<x:q>", "?v")}),
        (f"{P}+", {("?step1", "<x:p>", "?step2")}),
    ],
)
def test_paths_are_walked_step_by_step(path: str, expected: set[tuple[str, str, str]]) -> None:
    assert seen(f"SELECT ?this WHERE {{ ?this {path} ?v }}") == expected


def test_a_step_of_a_long_path_is_tied_to_both_its_ends() -> None:
    (found,) = watches(f"SELECT ?this WHERE {{ ?this {P}+ ?v }}") or ()
    assert found.context == f"?this ({P})* ?step1 . ?step1 {P} ?step2 . ?step2 ({P})* ?v ."


def test_variables_of_a_sub_query_are_its_own() -> None:
    query = f"SELECT ?this WHERE {{ ?this {P} ?v . {{ SELECT ?this ?n WHERE {{ ?this {Q} ?v }} }} }}"
    assert ("?this", Q, "?v") not in seen(query)
    assert ("?this", P, "?v") in seen(query)


@pytest.mark.parametrize(
    "body",
    [
        f"?this !{P} ?v",
        f"?this ({P}/{Q})+ ?v",
        f"?this {P} ?v . FILTER(?v = 1 || EXISTS {{ ?v {Q} ?w }})",
        f"GRAPH {Q} {{ ?this {P} ?v }}",
        f"?this {P} [ {Q} ?v ]",
    ],
)
def test_what_is_not_understood_is_not_guessed_at(body: str) -> None:
    assert watches(f"SELECT ?this WHERE {{ {body} }}") is None
    assert watches(f"SELECT ?this WHERE {{ ?this {P} ?v }} ORDER BY ?this") is None
    assert watches(f"SELECT ?v WHERE {{ ?this {P} ?v }}") is None


def test_a_triple_gives_the_variables_their_values() -> None:
    watch = Watch("?a", P, "?a", "")
    assert bound(watch, ("<x:1>", P, "<x:1>")) == {"?a": "<x:1>"}
    assert bound(watch, ("<x:1>", P, "<x:2>")) is None
    assert bound(watch, ("<x:1>", Q, "<x:1>")) is None


def test_a_rule_is_read_as_what_holds_together() -> None:
    either, other = conjunctions(f"?x {P} ?y . {{ ?y {Q} ?z . }} UNION {{ ?y {R} ?z . FILTER(?z > 1) }}") or ()
    assert either.patterns == (("?x", P, "?y"), ("?y", Q, "?z"))
    assert other.filters == (("FILTER(?z > 1)", ("?z",)),)
    assert conjunctions(f"?x {P} ?y . OPTIONAL {{ ?y {Q} ?z }}") is None
    assert conjunctions(f"?x {P}|{Q} ?y .") is None
    assert conjunctions(f"?x {P}+ ?y .") is None


def test_what_a_sub_query_gives_is_what_stands_around_it_and_the_rest_is_its_own() -> None:
    inner = f"{{ SELECT ?this ?v (COUNT(?u) AS ?n) WHERE {{ ?u {P} ?v }} GROUP BY ?this ?v }}"
    found = seen(f"SELECT ?this WHERE {{ {inner} ?this {Q} ?v ; {R} ?u }}")
    assert ("?this", Q, "?v") in found
    assert ("?this", R, "?u") in found
    ((within, _, given),) = [one for one in found if one[1] == P]
    assert (within != "?u", given) == (True, "?v")
