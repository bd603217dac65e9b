"""The saved queries: their headers, their answers on the four texts, and that any SPARQL engine gives the same.

The answers in queries/expected/ were read from the texts by eye. They must come out exactly on the graph of the
annotated claims (data/gold), and on the graph that the pipeline builds of the texts themselves but for the rows that
queries/expected/known-misses.json tells of: what the extraction does not read as the text says it, in words, and a
pattern of the rows that differ for it.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from kg import pipeline
from kg.ask.binding import injected
from kg.ask.guard import check
from kg.ask.saved import Query, saved
from kg.engines import reading
from kg.extract.engine import Extraction, extract
from kg.graph.store import open_graph
from kg.graph.terms import PREFIXES, TYPE, dipl, integer, moment, text
from kg.model import Claim, Document
from kg.vocab import BASE, ONTOLOGY
from tests import claims

ROOT = Path(__file__).parent.parent
EXPECTED = ROOT / "queries" / "expected"
QUERIES = saved()
Row = tuple[str | None, ...]


class Case(NamedTuple):
    """A query with parameters and the rows it must give, on the four texts or on the statements `given` alone."""

    query: str
    params: Mapping[str, str]
    columns: Sequence[str]
    rows: Sequence[Row]
    given: str
    annotated: bool  # whether the rows count or place the annotated claims, so that they hold of no other graph
    pending: str  # what keeps the right answer from coming, in words; empty if nothing does

    def __str__(self) -> str:
        return " ".join((self.query, *self.params.values()))


def _cases(path: Path) -> Iterator[Case]:
    for one in json.loads(path.read_text("utf-8")):
        rows = [tuple(row) for row in one["rows"]]
        yield Case(
            query=_name(path),
            params=one.get("params", {}),
            columns=one["columns"],
            rows=rows,
            given="\n".join(one.get("given", [])),
            annotated=one.get("annotated", False),
            pending=one.get("pending", ""),
        )


def _name(path: Path) -> str:
    return path.relative_to(EXPECTED).with_suffix("").as_posix()


def _marked(cases: Iterable[Case]) -> list[Any]:
    """The cases as parameters of a test; those whose answer is known to be wrong still are marked with the reason."""
    return [
        pytest.param(case, id=str(case), marks=[pytest.mark.xfail(reason=case.pending)] if case.pending else [])
        for case in cases
    ]


CASES = [case for path in sorted(EXPECTED.rglob("*.json")) if path.name != "known-misses.json" for case in _cases(path)]
ON_TEXTS = [case for case in CASES if not case.given]
KNOWN = json.loads((EXPECTED / "known-misses.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The graph that the pipeline makes of the four texts."""
    return _graph(tmp_path_factory.mktemp("texts") / "graph")


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The graph that the pipeline makes of the claims annotated in the four texts."""
    annotated = [_with_people(claim) for claim in claims.gold()]

    def extracted(document: Document) -> Extraction:
        own = tuple(claim for claim in annotated if claim.evidence.document == document.id)
        return replace(extract(document), claims=own, unread=())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "extract_all", lambda documents: [extracted(document) for document in documents])
        return _graph(tmp_path_factory.mktemp("gold") / "graph")


# The annotation gives no kinds, and the role of an actor alone does not tell a person from a body.
_PEOPLE = frozenset({"Nikolái Bulganin", "Luis Corvalan", "Vladimir Bukovsky"})


def _with_people(claim: Claim) -> Claim:
    roles = tuple(
        replace(role, values=tuple(replace(one, kind="person") if one.label in _PEOPLE else one for one in role.values))
        for role in claim.roles
    )
    return replace(claim, roles=roles)


def _graph(folder: Path) -> ox.Store:
    """A graph without reasoner and shapes, in memory, so that a query cannot lean on what they add."""
    pipeline.build_graph([], folder, pipeline.Options(check=False))
    store = ox.Store()
    store.extend(open_graph(folder).store)
    return store


# -- asking ------------------------------------------------------------------------------------------------------------


def _term(type_: str, value: str) -> ox.NamedNode | ox.Literal:
    if type_ == "iri":
        prefix, _, rest = value.partition(":")
        return ox.NamedNode({**PREFIXES, "id": BASE}[prefix] + rest)
    if type_ == "date":
        return moment(value)
    return integer(int(value)) if type_ == "integer" else text(value)


def _terms(query: Query, params: Mapping[str, str]) -> dict[str, ox.NamedNode | ox.Literal]:
    types = {param.name: param.type for param in query.header.params}
    return {name: _term(types[name], value) for name, value in params.items()}


def _ask(store: ox.Store, name: str, params: Mapping[str, str] | None = None) -> tuple[list[str], list[Row]]:
    """Names of the columns, and the rows in their order."""
    query = QUERIES[name]
    answer = store.query(injected(query.text, _terms(query, params or {})))
    assert isinstance(answer, ox.QuerySolutions)
    return [one.value for one in answer.variables], [tuple(map(_shown, row)) for row in answer]


def _shown(term: object) -> str | None:
    """A term as the expectations spell it: names with prefixes, literals without type or language."""
    if term is None:
        return None
    value = str(term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else term)
    if value.startswith(BASE):
        return f"id:{value.removeprefix(BASE)}"
    return f"dipl:{value.removeprefix(ONTOLOGY)}" if value.startswith(ONTOLOGY) else value


def _picked(columns: Sequence[str], rows: Iterable[Row], wanted: Sequence[str]) -> list[Row]:
    places = [columns.index(name) for name in wanted]
    return [tuple(row[place] for place in places) for row in rows]


def _sample(statements: str) -> ox.Store:
    """A graph of some statements in TriG, with IRIs relative to the base and named graphs `g:`."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, "g": f"{BASE}graph/"}.items())
    store = ox.Store()
    store.load(prefixes + statements, format=ox.RdfFormat.TRIG, base_iri=BASE)
    return store


# -- the files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_has_a_header_and_shows_its_parameters(name: str) -> None:
    header, body = QUERIES[name].header, QUERIES[name].text
    assert all((header.summary, header.description, header.tags))
    columns = re.search(r"^SELECT (.*)$", body, re.MULTILINE)
    assert columns, "the SELECT stands on a line of its own"
    for param in header.params:
        assert f"?{param.name}" in columns[1].split(), f"{param.name} is not among the columns"
    if not name.startswith("checks/"):
        assert header.summary.endswith("?")
        assert re.fullmatch(r"Q\d\d", header.question)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_is_standard_and_keeps_to_its_graph(name: str) -> None:
    query = QUERIES[name].text
    check(query, name)  # no SERVICE, no LOAD, no FROM
    code = re.sub(r"^#.*$", "", query, flags=re.MULTILINE)
    assert not re.search(r"chile|russia|soviet", code, re.IGNORECASE), "a query serves any country"
    assert BASE not in code, "a graph may stand under another base"
    assert re.search(r"^ORDER BY ", code, re.MULTILINE)
    used = set(re.findall(r"\b([a-z]+):[A-Za-z]", re.sub(r'"[^"]*"|<[^>]*>', "", code)))
    assert used == set(re.findall(r"^PREFIX ([a-z]+):", code, re.MULTILINE))
    prepareQuery(query)


def test_questions_and_queries_belong_to_each_other() -> None:
    with (ROOT / "ontology" / "questions.csv").open(encoding="utf-8", newline="") as file:
        listed = sorted((row["id"], row["query"]) for row in csv.DictReader(file))
    asked = {name: query for name, query in QUERIES.items() if not name.startswith("checks/")}
    assert listed == sorted((query.header.question, f"queries/{name}.rq") for name, query in asked.items())
    assert len({question for question, _ in listed}) == len(listed)


def test_every_query_is_seen_to_find_something() -> None:
    assert {case.query for case in CASES if case.rows} == set(QUERIES)
    assert sum(not name.startswith("checks/") for name in QUERIES) >= 34


# -- the answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", _marked(CASES))
def test_a_query_gives_its_expected_rows(case: Case, gold: ox.Store) -> None:
    columns, rows = _ask(_sample(case.given) if case.given else gold, case.query, case.params)
    assert _picked(columns, rows, case.columns) == list(case.rows)


@pytest.mark.parametrize("case", _marked(case for case in ON_TEXTS if not case.annotated))
def test_a_query_gives_its_expected_rows_on_what_is_extracted(case: Case, built: ox.Store) -> None:
    columns, rows = _ask(built, case.query, case.params)
    found, wanted = Counter(_picked(columns, rows, case.columns)), Counter(case.rows)
    assert [row for row in (wanted - found).elements() if not _is_known(case.query, row)] == []
    assert [row for row in (found - wanted).elements() if not _is_known(case.query, row)] == []


def _is_known(query: str, row: Row) -> bool:
    line = f"{query} {' | '.join(cell or '-' for cell in row)}"
    return any(re.search(one["rows"], line) for one in KNOWN)


def test_rules_and_documents_account_for_every_claim(built: ox.Store) -> None:
    total = sum(1 for _ in built.quads_for_pattern(None, TYPE, dipl("Claim"), None))
    for name in ("claims-per-rule", "sources"):
        columns, rows = _ask(built, name)
        assert sum(int(claims or 0) for (claims,) in _picked(columns, rows, ["claims"])) == total


@pytest.mark.parametrize("case", _marked(case for case in ON_TEXTS if case.params))
def test_binding_a_parameter_picks_rows(case: Case, gold: ox.Store) -> None:
    """So a tool that cannot bind may run the query as it is and pick the rows itself; only days narrow otherwise."""
    bound = {name: value for name, value in case.params.items() if name not in ("day", "days")}
    columns, rows = _ask(gold, case.query)
    picked = [row for row in rows if all(row[columns.index(name)] == value for name, value in bound.items())]
    assert _ask(gold, case.query, bound) == (columns, picked)


@pytest.mark.parametrize("case", _marked(case for case in ON_TEXTS if case.params))
def test_variables_may_be_bound_by_the_engine(case: Case, gold: ox.Store) -> None:
    query = QUERIES[case.query]
    terms: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
        ox.Variable(name): term for name, term in _terms(query, case.params).items()
    }
    answer = gold.query(query.text, substitutions=terms)
    assert isinstance(answer, ox.QuerySolutions)
    columns = [one.value for one in answer.variables]
    assert _picked(columns, [tuple(map(_shown, row)) for row in answer], case.columns) == list(case.rows)


@pytest.mark.parametrize("name", QUERIES)
def test_the_order_of_rows_does_not_depend_on_the_store(name: str, gold: ox.Store) -> None:
    quads = sorted(gold, key=str)
    random.Random(7).shuffle(quads)
    shuffled = ox.Store()
    for quad in quads:
        shuffled.add(quad)
    assert _ask(shuffled, name) == _ask(gold, name)


@pytest.fixture(scope="module")
def in_rdflib(gold: ox.Store) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    dataset.parse(data=gold.dump(format=ox.RdfFormat.N_QUADS), format="nquads")
    return dataset


def _in_rdflib(term: ox.NamedNode | ox.Literal) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    datatype = rdflib.URIRef(term.datatype.value)
    # rdflib tells "x" from "x"^^xsd:string, which RDF 1.1 does not.
    return rdflib.Literal(term.value, datatype=None if datatype == rdflib.XSD.string else datatype)


@pytest.mark.parametrize("case", _marked(ON_TEXTS))
def test_another_engine_gives_the_same_rows(case: Case, in_rdflib: rdflib.Dataset) -> None:
    query = QUERIES[case.query]
    bindings = {name: _in_rdflib(term) for name, term in _terms(query, case.params).items()}
    answer = in_rdflib.query(query.text, initBindings=bindings)
    columns = [str(one) for one in answer.vars or []]
    rows = [tuple(_shown(row.get(rdflib.Variable(name))) for name in columns) for row in answer.bindings]
    assert _picked(columns, rows, case.columns) == list(case.rows)


@pytest.mark.parametrize("name", [name for name in QUERIES if name.startswith("checks/")])
def test_the_graph_of_the_four_texts_has_no_fault(name: str, built: ox.Store) -> None:
    assert _ask(built, name)[1] == []
