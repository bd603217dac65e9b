"""Saved queries: headers, parameters as terms, answers in every format, and what a query may not do."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask import saved as saved_queries
from kg.ask.answers import answered, ask, rows
from kg.ask.binding import injected
from kg.ask.disputes import Said
from kg.ask.entities import find as find_entity
from kg.ask.formats import FORMATS, ROW_FORMATS
from kg.ask.guard import MAX_CHAIN, MAX_DEPTH, check
from kg.ask.header import Param, read_header
from kg.ask.portraits import Portrait
from kg.ask.prose import portrait_text
from kg.ask.saved import Query, find
from kg.errors import KGError
from kg.graph.reading import Reader
from kg.graph.terms import LABEL
from kg.vocab import BASE, ONTOLOGY

PREFIXES = "PREFIX dipl: <https://w3id.org/dipl/ontology#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"

VISITS = (
    "#+ summary: Who visited a state, and when?\n"
    "#+ question: CQ1\n"
    "#+ params:\n"
    "#+   host: {type: iri, default: id:state/russia, description: the state visited}\n"
    "#+   year: integer\n"
    "#+ tags: [visit, state]\n" + PREFIXES + "SELECT ?host ?visitor ?date ?year WHERE {\n"
    "  ?visit a dipl:Visit ; dipl:host ?host ; dipl:visitor ?visitor ; dipl:date ?date ; dipl:year ?year .\n"
    "} ORDER BY ?date ?visitor\n"
)
SINCE = (
    "#+ summary: What began on a day or later?\n"
    "#+ params: {day: {type: date, required: true}}\n" + PREFIXES + "SELECT ?day ?event WHERE {\n"
    "  { ?event dipl:beginEarliest ?begin FILTER (?begin >= ?day) } UNION { ?event dipl:never ?day }\n"
    "} ORDER BY ?event\n"
)
NAMED = (
    "#+ summary: What bears a name?\n#+ params: {name: string}\n"
    + PREFIXES
    + "SELECT ?name ?thing WHERE { ?thing rdfs:label ?label FILTER (STR(?label) = ?name) } ORDER BY ?thing\n"
)


def query(text: str, name: str = "query") -> Query:
    return Query(name, text, read_header(text, name))


def answer(store: ox.Store, text: str, given: Mapping[str, str] | None = None, format: str = "csv") -> str:
    return answered(ask(query(text), given or {}, store, BASE), format, BASE)


# -- headers ----------------------------------------------------------------------------------------------------------


def test_a_header_gives_summary_question_parameters_and_tags() -> None:
    header = read_header(VISITS, "visits")
    assert header.summary == "Who visited a state, and when?"
    assert header.question == "CQ1"
    assert header.tags == ("visit", "state")
    assert header.params == (
        Param("host", "iri", "id:state/russia", False, "the state visited"),
        Param("year", "integer"),
    )


def test_a_header_may_be_written_on_one_line_quoted_or_folded() -> None:
    header = read_header(
        '#+ summary: "Who: and when?"\n#+ description: >\n#+   One row per visit,\n#+   newest first.\n'
        "#+ params: {a: iri, b: {type: date, default: 1970-01-01, required: true}}\n"
        "#+ tags:\n#+   - one\n#+   - 'two, three'\n",
        "x",
    )
    assert header.summary == "Who: and when?"
    assert header.description == "One row per visit, newest first."
    assert header.params == (Param("a", "iri"), Param("b", "date", "1970-01-01", True))
    assert header.tags == ("one", "two, three")


def test_a_query_without_header_has_an_empty_one() -> None:
    assert read_header("SELECT * { ?s ?p ?o }", "x").params == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("#+ sumary: x", "x.rq: unknown header line 'sumary'; use summary, question, description, params or tags"),
        ("#+ nonsense", "x.rq: header line 'nonsense' is not of the form 'key: value'"),
        ("#+ params: {a: url}",
         "x.rq: parameter a has the unknown type 'url'; use one of iri, string, integer, decimal, date, boolean"),
        ("#+ params: [a]",
         "x.rq: params must be a mapping and tags a list; write params: {actor: iri} and tags: [visit]"),
        ("#+ params: {a: {type: iri}", "x.rq: a '}' is missing in the header; close what '{' opens"),
        ("#+ params: {a}", "x.rq: 'a' in the header has no value; write {a: ...}"),
    ],
)  # fmt: skip
def test_a_header_with_a_mistake_says_where_and_what(line: str, message: str) -> None:
    with pytest.raises(KGError) as error:
        read_header(line, "x.rq")
    assert str(error.value) == message


# -- parameters -------------------------------------------------------------------------------------------------------


def test_a_default_holds_until_another_value_is_given(gold_store: ox.Store) -> None:
    russia = list(csv.DictReader(io.StringIO(answer(gold_store, VISITS))))
    assert {row["host"] for row in russia} == {BASE + "state/russia"}
    assert any(row["visitor"].endswith("/ricardo-lagos") for row in russia)
    chile = list(csv.DictReader(io.StringIO(answer(gold_store, VISITS, {"host": "id:state/chile"}))))
    assert {row["host"] for row in chile} == {BASE + "state/chile"}


@pytest.mark.parametrize(
    "name", ["id:state/chile", "state/chile", "Chile", "chile", "Чили", "wd:Q298", f"<{BASE}state/chile>"]
)
def test_an_entity_may_be_given_by_any_of_its_names(gold_store: ox.Store, name: str) -> None:
    assert answer(gold_store, VISITS, {"host": name}) == answer(gold_store, VISITS, {"host": BASE + "state/chile"})


def test_a_parameter_without_value_stays_open(gold_store: ox.Store) -> None:
    every = answer(gold_store, VISITS, {"host": "Chile"})
    one = answer(gold_store, VISITS, {"host": "Chile", "year": "2014"})
    assert 1 < len(one.splitlines()) < len(every.splitlines())
    assert set(one.splitlines()) < set(every.splitlines())


def test_a_parameter_is_a_constant_in_every_branch(gold_store: ox.Store) -> None:
    events = answer(gold_store, SINCE, {"day": "2014-01-01"}).splitlines()[1:]
    assert events
    assert all("-2014" in event or "-20" in event for event in events)
    assert not any("1944" in event for event in events)


def test_a_subquery_and_a_minus_see_the_constant() -> None:
    text = "SELECT ?x ?n { { SELECT (COUNT(*) AS ?n) { ?s ?p ?x } } MINUS { ?a ?b 'none' } OPTIONAL { ?x ?c ?d } }"
    term = ox.Literal("v")
    assert injected(text, {"x": term}) == (
        'SELECT ?x ?n { VALUES (?x) { ("v") }  { SELECT (COUNT(*) AS ?n) { VALUES (?x) { ("v") }  ?s ?p ?x } } '
        "MINUS { ?a ?b 'none' } OPTIONAL { VALUES (?x) { (\"v\") }  ?x ?c ?d } }"
    )


def test_templates_and_inline_data_are_left_alone() -> None:
    text = "CONSTRUCT { ?x a ?y } WHERE { VALUES ?x { 1 2 } VALUES (?x ?z) { (1 2) } ?x a ?y }"
    assert injected(text, {"y": ox.Literal("v")}).count("VALUES (?y)") == 1
    assert injected(text, {"y": ox.Literal("v")}).startswith("CONSTRUCT { ?x a ?y } WHERE { VALUES (?y)")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_value_is_a_term_whatever_it_holds(value: str) -> None:
    store = ox.Store()
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    store.add(ox.Quad(ox.NamedNode("http://a/this"), label, ox.Literal(value)))
    store.add(ox.Quad(ox.NamedNode("http://a/other"), label, ox.Literal(value + "x")))
    found = ask(query(NAMED), {"name": value}, store, BASE)
    assert isinstance(found, ox.QuerySolutions)
    assert [row["thing"] for row in rows(found)] == ["http://a/this"]


@pytest.mark.parametrize(
    ("text", "given", "message"),
    [
        (SINCE, {}, "query: parameter 'day' is missing; add --param day=1973-09-22"),
        (SINCE, {"day": "yesterday"},
         "query: parameter day='yesterday' is not of type date; write for example day=1973-09-22"),
        (VISITS, {"year": "MMXIV"}, "query: parameter year='MMXIV' is not of type integer; write for example year=10"),
        (VISITS, {"guest": "x"}, "query: has no parameter 'guest'; it has host, year"),
        ("SELECT * { ?s ?p ?o }", {"x": "1"}, "query: has no parameter 'x'; it has none"),
        (VISITS, {"host": "Russa"},
         "query: Russa: nothing in the graph has this name; did you mean state/russia (Russia) or "
         "organisation/russian-embassy-in-santiago (Russian embassy in Santiago)?"),
        (VISITS, {"host": "x> } SELECT"}, "query: x> } SELECT: nothing in the graph has this name, nor one like it"),
        (VISITS, {"host": "Birmania"}, "query: Birmania: no text of this graph tells of Myanmar"),
        (VISITS, {"host": " "}, "query: the name of what is asked for is empty; give a label, a key or an IRI"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_one_clear_sentence(
    gold_store: ox.Store, text: str, given: dict[str, str], message: str
) -> None:
    with pytest.raises(KGError) as error:
        ask(query(text), given, gold_store, BASE)
    assert str(error.value) == message


def test_a_name_of_several_things_lists_them(gold_store: ox.Store) -> None:
    with pytest.raises(KGError, match=r"^Bachelet Vis: nothing in the graph"):
        find_entity("Bachelet Vis", Reader(gold_store, BASE))
    assert find_entity("PIÑERA", Reader(gold_store, BASE)).value == BASE + "person/sebastian-pinera"
    store = ox.Store()
    for key, name in (("person/a", "Eduardo Frei Montalva"), ("person/b", "Eduardo Frei Ruiz-Tagle")):
        store.add(ox.Quad(ox.NamedNode(BASE + key), LABEL, ox.Literal(name, language="en")))
    assert find_entity("frei montalva", Reader(store, BASE)).value == BASE + "person/a"
    with pytest.raises(KGError) as error:
        find_entity("Frei", Reader(store, BASE))
    listed = "person/a (Eduardo Frei Montalva), person/b (Eduardo Frei Ruiz-Tagle)"
    assert str(error.value) == f"Frei: may mean 2 things; give the key of one: {listed}"


@pytest.mark.parametrize("name", ["Rusia", "russian", "ruso", "federación rusa"])
def test_a_name_of_the_gazetteer_will_do(gold_store: ox.Store, name: str) -> None:
    assert find_entity(name, Reader(gold_store, BASE)).value == BASE + "state/russia"


@pytest.mark.parametrize("name", ["Chile USSR", "ussr and chile", "Soviet Union - Chile", "Chile/Soviet Union"])
def test_two_states_name_their_relation(gold_store: ox.Store, name: str) -> None:
    assert find_entity(name, Reader(gold_store, BASE)).value == BASE + "relation/chile--soviet-union"


def test_a_state_stands_for_what_it_continues_in_the_name_of_a_relation() -> None:
    store = ox.Store()
    store.load(
        f"@prefix dipl: <{ONTOLOGY}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        """<state/a> rdfs:label "Avaria"@en . <state/b> rdfs:label "Brunia"@en .
        <state/c> rdfs:label "New Brunia"@en ; dipl:continuatorOf <state/b> .
        <relation/a--b> a dipl:BilateralRelation ; rdfs:label "Relations"@en ; dipl:party <state/a>, <state/b> .""",
        format=ox.RdfFormat.TURTLE,
        base_iri=BASE,
    )
    found = [find_entity(name, Reader(store, BASE)).value for name in ("Avaria Brunia", "new brunia y Avaria")]
    assert found == [BASE + "relation/a--b"] * 2


def test_words_in_their_order_go_before_the_same_words_apart() -> None:
    store = ox.Store()
    for key, name in (("event/a", "Embassy of Peru in Japan"), ("event/b", "Embassy of Japan in Peru")):
        store.add(ox.Quad(ox.NamedNode(BASE + key), LABEL, ox.Literal(name, language="en")))
    assert find_entity("embassy of Peru", Reader(store, BASE)).value == BASE + "event/a"
    with pytest.raises(KGError, match="may mean 2 things"):
        find_entity("embassy Japan Peru", Reader(store, BASE))


# -- names of queries -------------------------------------------------------------------------------------------------


def test_a_query_is_found_by_name_by_file_or_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_queries, "saved", lambda: {"visits-to-a-state": query(VISITS, "visits-to-a-state")})
    assert find("visits-to-a-state").header.question == "CQ1"
    path = tmp_path / "mine.rq"
    path.write_text(VISITS)
    assert find(str(path)).name == str(path)
    assert find("SELECT * { ?s ?p ?o }").name == "query"
    with pytest.raises(KGError) as error:
        find("visit-to-state")
    assert str(error.value) == "visit-to-state: no saved query of this name; did you mean visits-to-a-state?"
    with pytest.raises(KGError, match="no saved query of this name; kg queries lists them"):
        find("qqqq")
    with pytest.raises(KGError, match="there is no such file"):
        find(str(tmp_path / "none.rq"))
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(KGError, match="is not UTF-8 text"):
        find(str(path))


# -- answers ----------------------------------------------------------------------------------------------------------


def test_every_row_format_holds_the_same_rows(gold_store: ox.Store) -> None:
    found = {format: answer(gold_store, VISITS, format=format) for format in ROW_FORMATS}
    count = len(found["csv"].splitlines()) - 1
    assert count > 3
    assert len(found["tsv"].splitlines()) - 1 == count
    assert len(json.loads(found["json"])["results"]["bindings"]) == count
    assert len(ET.fromstring(found["xml"]).findall(".//{*}result")) == count
    assert len(found["md"].splitlines()) - 2 == count
    assert len(found["table"].splitlines()) - 2 == count
    assert "id:person/ricardo-lagos" in found["table"]


def test_triples_come_as_rdf_and_rows_do_not(gold_store: ox.Store) -> None:
    construct = PREFIXES + "CONSTRUCT { ?s dipl:host ?o } WHERE { ?s dipl:host ?o }"
    turtle = answer(gold_store, construct, format="ttl")
    assert len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))) > 3
    assert json.loads(answer(gold_store, construct, format="jsonld"))["@graph"]
    with pytest.raises(KGError, match="gives triples, not rows; use --format ttl, nt, jsonld, rdfxml"):
        answer(gold_store, construct, format="csv")
    with pytest.raises(KGError, match="gives rows, not triples; use --format table, csv, tsv, json, xml, md"):
        answer(gold_store, VISITS, format="ttl")


@pytest.mark.parametrize("format", ROW_FORMATS)
def test_ask_says_true_or_false(gold_store: ox.Store, format: str) -> None:
    assert "false" in answer(gold_store, "ASK { <http://a/b> ?p ?o }", format=format)
    assert "true" in answer(gold_store, "ASK { ?s ?p ?o }", format=format)


def test_no_rows_are_an_answer_in_every_row_format(gold_store: ox.Store) -> None:
    for format in ROW_FORMATS:
        assert answer(gold_store, "SELECT ?s { ?s <http://a/b> ?o }", format=format)


def test_markdown_keeps_one_line_per_row() -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://a/s"), ox.NamedNode("http://a/p"), ox.Literal("one|two\nthree")))
    assert answer(store, "SELECT ?o { ?s ?p ?o }", format="md") == "| o |\n| --- |\n| one\\|two three |\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?s WHERE { ?s ?p }", "line 1 is not understood at '?s ?p }'"),
        ("SELECT ?s WHERE {\n ?s ?p ?o", "line 2 ends too early"),
        ("SELEC ?s { ?s ?p ?o }", "line 1 is not understood at 'SELEC ?s { ?s ?p ?o }'"),
        ("SELECT ?s { ?s nope:x ?o }", "a prefix in it is not declared; add PREFIX name: <...>"),
        ("SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }", "SELECT names a variable that GROUP BY leaves out"),
    ],
)
def test_a_malformed_query_is_one_sentence(gold_store: ox.Store, text: str, message: str) -> None:
    with pytest.raises(KGError) as error:
        answer(gold_store, text)
    assert str(error.value) == f"query: is not a SPARQL query: {message}"


def test_a_name_under_the_base_is_written_in_angle_brackets(gold_store: ox.Store) -> None:
    assert answer(gold_store, "ASK { <state/chile> a dipl:State }") == "true\n"


# -- what a query may not do ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { \\U00000053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:9/>{?a ?b ?c} }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p trueSERVICE:x{?a ?b ?c} }",
        "SELECT * { ?s ?p ?a FILTER(?a<'x>')SERVICE<http://127.0.0.1:9/>{} FILTER('1'='1') }",
        "SELECT * { ?s ?p ?a FILTER(?a<?b#>'''\n)SERVICE<http://127.0.0.1:9/>{} #'''\n }",
        "SELECT * FROM <file:///etc/hosts> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:9/> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <file:///etc/hosts>",
        "INSERT DATA { <a:a> <a:a> <a:a> }",
        "PREFIX a: <http://a/> DELETE WHERE { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } #" + "x" * 200_000,
    ],
)
def test_a_query_that_reaches_out_or_changes_is_refused_before_it_is_parsed(text: str) -> None:
    with pytest.raises(KGError, match=r"^query: "):
        check(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "Secret Service, load, from" }',
        "SELECT ?service ?load { ?service <http://a/service> ?load }",
        "# from here on\nSELECT * { ?s ?p ?o } # SERVICE",
        "SELECT * { ?x <http://a/#p> ?y FILTER(?x < 5 && ?y > 3) }",
    ],
)
def test_words_that_only_look_like_keywords_pass(text: str) -> None:
    check(text)


BOMBS = {
    "groups": lambda n: "SELECT * {" + "{" * n + "?s ?p ?o" + "}" * n + "}",
    "parentheses": lambda n: "SELECT * {?s ?p ?o FILTER(" + "(" * n + "1" + ")" * n + ")}",
    "hidden": lambda n: "SELECT * {?s ?p ?a FILTER(?a<" + "(" * n + "1" + ")" * n + ">0)}",
    "if": lambda n: "SELECT * {?s ?p ?o FILTER(" + "IF(1," * n + "1" + ",1)" * n + ")}",
    "exists": lambda n: "SELECT * {?s ?p ?o " + "FILTER EXISTS{" * n + "?s ?p ?o" + "}" * n + "}",
    "bind": lambda n: "SELECT * {" + "".join(f"BIND({i} AS ?x{i})" for i in range(n)) + "}",
    "minus": lambda n: "SELECT * {?s ?p ?o " + "MINUS{?s ?p ?o}" * n + "}",
    "union": lambda n: "SELECT * {{?s ?p ?o}" + "UNION{?s ?p ?o}" * n + "}",
    "or": lambda n: "SELECT * {?s ?p ?o FILTER(1" + "||1" * n + ")}",
    "not": lambda n: "SELECT * {?s ?p ?o FILTER(" + "!" * n + "1)}",
    "lists": lambda n: "SELECT * {?s ?p " + "(" * n + "1" + ")" * n + "}",
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_query_too_deep_or_too_long_for_the_parser_is_refused(name: str) -> None:
    with pytest.raises(KGError, match=r"nested more than|joins more than"):
        check(BOMBS[name](5_000))


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_what_is_let_through_does_not_break_the_parser(name: str) -> None:
    size = MAX_CHAIN
    while size:
        try:
            check(BOMBS[name](size))
            break
        except KGError:
            size -= 1
    assert size >= min(MAX_DEPTH, MAX_CHAIN) // 2
    script = (
        "import contextlib, sys, pyoxigraph as ox\n"
        "with contextlib.suppress(SyntaxError): ox.Store().query(sys.stdin.read())"
    )
    subprocess.run([sys.executable, "-c", script], input=BOMBS[name](size), text=True, check=True, timeout=60)


def test_formats_are_told_apart() -> None:
    assert len(set(FORMATS)) == len(FORMATS)


def test_what_one_sentence_tells_several_times_is_shown_once() -> None:
    told = [("kenya-peru.en.txt", 5, 40), ("kenya-peru.en.txt", 5, 40), ("kenya-peru.en.txt", 50, 90)]
    claims = tuple(
        Said(str(number), "agreement", *place, "1990", "asserted", (), "they signed two", "Normal", "", "rule", "0.9")
        for number, place in enumerate(told)
    )
    text = portrait_text(Portrait("state/kenya", "Kenya", ("state",), (), (), (), (), claims, ()))
    assert text.count("they signed two") == 2
    assert "5-40  agreement, 1990 (2 times)" in text
