"""Exports hold the same dataset in every format and come out the same whatever the graph was made in."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KGError
from kg.graph import tables
from kg.graph.export import FORMATS, export, format_of, opened
from kg.graph.jsonld import Context, node
from kg.graph.lines import digest, sorted_quads
from kg.graph.quads import dataset_quads
from kg.graph.reading import Reader
from kg.graph.terms import PREFIXES
from kg.model import Claim, Document, World
from kg.vocab import BASE

# rdflib warns about its own calls of what it will drop in version 8.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

OX = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
RDFLIB = {"ttl": "turtle", "trig": "trig", "nq": "nquads", "nt": "nt", "rdfxml": "xml", "jsonld": "json-ld"}


def exported(store: ox.Store, format: str, base: str = BASE, layers: Sequence[str] = ()) -> bytes:
    out = io.BytesIO()
    export(store, format, out, base, layers)
    return out.getvalue()


def quads(content: bytes, format: str) -> set[str]:
    return {str(quad) for quad in ox.parse(content, format=OX[format])}


def rdflib_quads(content: bytes, format: str) -> set[str]:
    """What rdflib reads."""
    dataset = rdflib.Dataset()
    dataset.parse(io.BytesIO(content), format=RDFLIB[format])
    store = ox.Store()  # takes back that rdflib rewrites Z as +00:00
    store.load(dataset.serialize(format="nquads", encoding="utf-8"), ox.RdfFormat.N_QUADS)
    return {str(quad) for quad in store}


@pytest.mark.parametrize("format", ["trig", "nq", "jsonld"])
def test_formats_with_named_graphs_hold_the_whole_dataset_for_both_libraries(gold_store: ox.Store, format: str) -> None:
    content = exported(gold_store, format)
    expected = {str(quad) for quad in gold_store}
    assert quads(content, format) == expected
    assert rdflib_quads(content, format) == expected


@pytest.mark.parametrize("format", ["ttl", "nt", "rdfxml"])
def test_formats_without_named_graphs_hold_the_best_account_for_both_libraries(
    gold_store: ox.Store, format: str
) -> None:
    content = exported(gold_store, format)
    expected = {str(quad.triple) for quad in gold_store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert quads(content, format) == expected
    assert rdflib_quads(content, format) == expected


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_the_order_of_claims_and_documents_does_not_show(
    gold_store: ox.Store,
    gold_world: World,
    documents: list[Document],
    gold_claims: list[Claim],
    format: str,
) -> None:
    shuffled = list(dataset_quads(gold_world, documents[::-1], gold_claims))
    random.Random(7).shuffle(shuffled)
    other = ox.Store()
    other.extend(shuffled)
    assert exported(other, format) == exported(gold_store, format)


def test_hash_seed_and_locale_do_not_show() -> None:
    script = (
        "import hashlib, io, pyoxigraph as ox\n"
        "from tests import worlds\n"
        "from kg.graph.quads import dataset_quads\n"
        "from kg.graph.export import FORMATS, export\n"
        "from kg.vocab import BASE\n"
        "claims = worlds.gold_claims()\n"
        "store = ox.Store()\n"
        "store.extend(dataset_quads(worlds.world(claims), worlds.documents(), claims))\n"
        "for format in FORMATS:\n"
        "    out = io.BytesIO(); export(store, format, out, BASE)\n"
        "    print(format, hashlib.sha256(out.getvalue()).hexdigest())\n"
    )
    root = Path(__file__).parent.parent
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONPATH": str(root)},
        ).stdout
        for seed, locale in (("1", "C"), ("2", "C.UTF-8"), ("3", "POSIX"))
    }
    assert len(runs) == 1


def test_turtle_groups_by_subject_with_prefixes_and_relative_names(gold_store: ox.Store) -> None:
    text = exported(gold_store, "ttl").decode()
    assert text.startswith(f"@base <{BASE}> .\n@prefix dipl: ")
    assert '\n<state/chile> a dipl:Actor , dipl:CollectiveActor , dipl:State ;\n\trdfs:label "Chile"@en ;\n' in text
    assert text.count("\n<state/chile> ") == 1


def test_named_layers_are_exported_alone(gold_store: ox.Store) -> None:
    weighing = quads(exported(gold_store, "nq", layers=["weighing"]), "nq")
    assert weighing == {quad for quad in map(str, gold_store) if quad.endswith("graph/weighing>")}
    claims = exported(gold_store, "ttl", layers=["claims"]).decode()
    assert "a dipl:Claim" in claims
    assert "a dipl:Contradiction" not in claims


def test_json_ld_fetches_nothing_and_reads_like_json(gold_store: ox.Store) -> None:
    document = json.loads(exported(gold_store, "jsonld"))
    assert isinstance(document["@context"], dict)
    chile = next(item for item in document["@graph"] if item["@id"] == "state/chile")
    assert chile["label"] == {"en": "Chile"}
    assert chile["exactMatch"] == "wd:Q298"
    assert chile["capital"] == "place/santiago"
    claim = next(item for graph in document["@graph"] if "@graph" in graph for item in graph["@graph"])
    assert isinstance(claim["beginOffset"], int)


def test_another_base_makes_other_names_and_the_same_facts(
    gold_world: World, documents: list[Document], gold_claims: list[Claim]
) -> None:
    for base in ("https://example.org/kg/", "http://example.org/kg#", "urn:kg:"):
        store = ox.Store()
        store.extend(dataset_quads(gold_world, documents, gold_claims, base))
        expected = {str(quad) for quad in store}
        assert not any(f"<{BASE}" in quad for quad in expected)
        for format in ("trig", "nq", "jsonld"):
            assert quads(exported(store, format, base), format) == expected, (base, format)


LITERALS = st.one_of(
    st.builds(ox.Literal, st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(lambda text: ox.Literal(text, language="en"), st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(lambda number: ox.Literal(number), st.integers(-(10**12), 10**12)),
    st.sampled_from([ox.Literal("1973", datatype=ox.NamedNode("http://id.loc.gov/datatypes/edtf/EDTF"))]),
)
NODES = st.builds(
    ox.NamedNode,
    st.sampled_from(
        [
            f"{BASE}state/chile",
            f"{BASE}a:b",
            f"{BASE}",
            f"{BASE}//x",
            "urn:x:y",
            "http://a/b#c",
            f"{BASE}é",
            f"{BASE}a?b#c",
        ]
    ),
)
PREDICATES = st.builds(
    ox.NamedNode,
    st.sampled_from(
        [
            "https://w3id.org/dipl/ontology#party",
            "https://w3id.org/dipl/ontology#quote",
            "https://w3id.org/dipl/ontology#year",
            "http://www.w3.org/2000/01/rdf-schema#label",
            "http://www.w3.org/2004/02/skos/core#altLabel",
            "http://a/b",
        ]
    ),
)


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(st.builds(ox.Quad, NODES, PREDICATES, NODES | LITERALS, NODES | st.just(ox.DefaultGraph()))))
def test_any_quads_read_back_as_they_were_written(given_quads: list[ox.Quad]) -> None:
    store = ox.Store()
    store.extend(given_quads)
    expected = {str(quad) for quad in store}
    for format in ("trig", "nq", "jsonld"):
        assert quads(exported(store, format), format) == expected, format


XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = st.builds(
    lambda value, name: ox.Literal(value, datatype=ox.NamedNode(XSD + name)),
    st.sampled_from(["5", "-5", "+05", "1.5", ".5", "5.", "1e5", "1.5E-3", "true", "false", "x", "", "2020-01-01"]),
    st.sampled_from(["integer", "decimal", "double", "boolean", "gYear", "string"]),
)
NAMES = st.sampled_from(
    [
        *(
            ox.NamedNode(f"https://w3id.org/dipl/ontology#{rest}")
            for rest in ("", "a", "a.", "-a", "a/b", "9", "é", "a:b")
        ),
        *(
            ox.NamedNode(f"{BASE}{rest}")
            for rest in ("", "a", "a.", "a/b", "a//b", "/a", "a:b", "a/b:c", "?a", "#a", "é")
        ),
        *(ox.NamedNode(iri) for iri in (f"{XSD}a-b", "http://a/", "https://w3id.org/dipl/ontology", "urn:a")),
    ]
)


@settings(deadline=None)  # a busy machine is no fault
@given(st.sets(st.builds(ox.Quad, NAMES, NAMES | PREDICATES, NAMES | LITERALS | NUMBERS, NODES)))
def test_turtle_is_written_as_pyoxigraph_writes_it(given_quads: set[ox.Quad]) -> None:
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in given_quads)
    in_order = ox.parse(b"".join(sorted_quads(store)), format=ox.RdfFormat.N_QUADS)
    written = ox.serialize(
        (quad.triple for quad in in_order), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES, base_iri=BASE
    )
    assert written is not None
    body = re.sub(rb"\A(@(prefix|base) .*\n)*", b"", written).replace(b" .\n", b" .\n\n")
    ours = exported(store, "ttl")
    assert ours.partition(b"\n\n")[2] == body.replace(b"\n\n\n", b"\n\n")


def test_a_node_without_terms_in_the_context_says_its_types() -> None:
    context = Context(BASE, {})
    pairs = [(ox.NamedNode("http://a/b"), ox.Literal("1", datatype=ox.NamedNode("http://a/c")))]
    assert node(BASE + "x", pairs, context) == {"@id": "x", "http://a/b": {"@value": "1", "@type": "http://a/c"}}


def test_runs_on_disk_are_merged_in_order(gold_store: ox.Store) -> None:
    whole = list(sorted_quads(gold_store))
    assert whole == sorted(whole)
    assert list(sorted_quads(gold_store, run=100)) == whole
    assert digest(gold_store).count == len(gold_store) == len(whole)


@pytest.mark.parametrize("name", sorted(tables.TABLES))
def test_every_table_reads_as_csv_with_its_columns(gold_store: ox.Store, name: str) -> None:
    out = io.BytesIO()
    tables.write(gold_store, BASE, out, name)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode())))
    assert rows
    assert tuple(rows[0]) == tables.TABLES[name][0]
    assert all(next(iter(row.values())) for row in rows)


def test_a_claim_row_shows_its_words_and_event(gold_store: ox.Store) -> None:
    out = io.BytesIO()
    tables.write(gold_store, BASE, out, "claims")
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode())))
    row = next(row for row in rows if row["quote"] == "Ricardo Lagos, in 2005")
    assert (row["type"], row["host"], row["date"]) == ("Visit", "Russia", "2005")
    assert row["event"].startswith("event/visit/ricardo-lagos")


def test_gzip_holds_no_time_and_the_same_bytes(gold_store: ox.Store, tmp_path: Path) -> None:
    for name in ("a.nq.gz", "b.nq.gz"):
        with opened(tmp_path / name) as out:
            export(gold_store, "nq", out, BASE)
    assert (tmp_path / "a.nq.gz").read_bytes() == (tmp_path / "b.nq.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.nq.gz").read_bytes()) == exported(gold_store, "nq")


def test_a_failed_export_leaves_the_old_file(gold_store: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "x.nq"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), opened(path) as out:
        out.write(b"half" * (1 // 0))
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.nq"]


def test_an_ending_that_names_no_format_is_an_error() -> None:
    assert format_of(Path("a/b.TRIG.gz")) == "trig"
    with pytest.raises(KGError, match=r"^chile\.doc: its ending names no format; use one of \.ttl, \.trig"):
        format_of(Path("chile.doc"))


# -- trees and tables -------------------------------------------------------------------------------------------------


def framed(store: ox.Store, base: str = BASE) -> bytes:
    out = io.BytesIO()
    export(store, "jsonld", out, base, framed=True)
    return out.getvalue()


def test_framed_json_ld_is_a_tree_for_each_event_with_its_actors_and_sentences(gold_store: ox.Store) -> None:
    events = json.loads(framed(gold_store))["@graph"]
    accounts = {node.value for node in Reader(gold_store, BASE).accounts()}
    assert {BASE + event["@id"] for event in events} == accounts
    visit = next(event for event in events if "Visit" in event["@type"])
    assert visit["visitor"]["label"]
    told = visit["supportedBy"] if isinstance(visit["supportedBy"], list) else [visit["supportedBy"]]
    assert all(claim["quote"] and claim["inSource"]["fileName"].endswith(".txt") for claim in told)


def test_framed_json_ld_says_nothing_that_the_graph_does_not_say(gold_store: ox.Store) -> None:
    said = {str(quad.triple) for quad in gold_store}
    content = framed(gold_store)
    found = {str(quad.triple) for quad in ox.parse(content, format=ox.RdfFormat.JSON_LD)}
    assert found <= said
    assert {triple.partition("> <")[0] for triple in said if "supportedBy" in triple} <= {
        triple.partition("> <")[0] for triple in found
    }
    read = rdflib.Graph().parse(io.BytesIO(content), format="json-ld")
    assert len(read) == len(found)


def test_the_tables_are_described_column_by_column(gold_store: ox.Store, tmp_path: Path) -> None:
    """CSV on the Web: the description names each file and column, and the types are those of the cells."""
    files = tables.write_all(gold_store, BASE, tmp_path / "tables", opened)
    described = json.loads(files[-1].read_text("utf-8"))
    assert [table["url"] for table in described["tables"]] == [file.name for file in files[:-1]]
    subjects = {quad.subject.value for quad in gold_store if isinstance(quad.subject, ox.NamedNode)}
    for table in described["tables"]:
        schema = table["tableSchema"]
        rows = list(csv.DictReader(io.StringIO((tmp_path / "tables" / table["url"]).read_text("utf-8"))))
        assert list(rows[0]) == [column["name"] for column in schema["columns"]]
        start, end = schema["aboutUrl"].split("{+" + schema["primaryKey"] + "}")
        keys = [row[schema["primaryKey"]] for row in rows]
        assert len(keys) == len(set(keys))
        assert {start + key + end for key in keys} <= subjects
        for column in schema["columns"]:
            assert column["datatype"] in CELLS
            values = [
                value for row in rows for value in row[column["name"]].split(column.get("separator", "\0")) if value
            ]
            assert all(re.fullmatch(CELLS[column["datatype"]], value, re.DOTALL) for value in values), column


CELLS = {
    "string": ".*",
    "integer": "[0-9]+",
    "decimal": r"[0-9]+(\.[0-9]+)?",
    "dateTime": r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z",
    "anyURI": "https?://[^ ]+",
}
