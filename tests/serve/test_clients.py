"""Programs that people use: rdflib's SPARQLStore, SPARQLWrapper, pandas, Comunica."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.serve import needed
from tests.serve.test_server import Server, graph_file, serving

SELECT = "SELECT ?s ?o WHERE { ?s <http://a/p> ?o } ORDER BY ?s LIMIT 5"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(graph_file(tmp_path_factory.mktemp("clients"), 50)) as found:
        yield found


def endpoint(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}/sparql"


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_it(server: Server, method: str) -> None:
    store = SPARQLStore(endpoint(server), method=method, returnFormat="json")
    graph = rdflib.Graph(store)
    assert len(list(graph.query(SELECT))) == 5
    assert len(list(graph.triples((None, rdflib.URIRef("http://a/p"), None)))) == 50
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True


def test_rdflib_reads_a_graph_from_it(server: Server) -> None:
    query = quote("CONSTRUCT WHERE { ?s ?p ?o }")
    assert len(rdflib.Graph().parse(f"{endpoint(server)}?query={query}")) == 50
    assert len(rdflib.Graph().parse(f"http://127.0.0.1:{server.port}/rdf-graphs?default")) == 50


def test_sparqlwrapper_asks_it(server: Server) -> None:
    needed.module("SPARQLWrapper")
    import SPARQLWrapper

    asking = SPARQLWrapper.SPARQLWrapper(endpoint(server))
    for format in (SPARQLWrapper.JSON, SPARQLWrapper.XML, SPARQLWrapper.CSV, SPARQLWrapper.TSV):
        asking.setQuery(SELECT)
        asking.setReturnFormat(format)
        assert asking.query().convert()
    asking.setMethod(SPARQLWrapper.POST)
    asking.setReturnFormat(SPARQLWrapper.JSON)
    assert len(asking.query().convert()["results"]["bindings"]) == 5
    asking.setQuery("CONSTRUCT WHERE { ?s ?p ?o }")
    asking.setReturnFormat(SPARQLWrapper.TURTLE)
    assert b"http://a/p" in asking.query().convert()


def test_pandas_reads_it(server: Server) -> None:
    needed.module("pandas")
    import pandas

    _, body = server.get(f"/sparql?format=csv&query={quote(SELECT)}")
    frame = pandas.read_csv(io.BytesIO(body))
    assert list(frame.columns) == ["s", "o"]
    assert len(frame) == 5


def test_comunica_asks_it_and_reads_its_graphs(server: Server) -> None:
    """The engine that runs in browsers and on Node, as of @comunica/query-sparql 4.5."""
    needed.needed("Node", node := shutil.which("node"))
    program = needed.from_npm("@comunica/query-sparql/bin/query.js")
    for source in (f"sparql@{endpoint(server)}", f"http://127.0.0.1:{server.port}/rdf-graphs?default&format=ttl"):
        command = [str(node), str(program), source, SELECT, "-t", "application/sparql-results+json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        assert len(json.loads(done.stdout)["results"]["bindings"]) == 5
