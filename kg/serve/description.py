"""SPARQL Service Description of the endpoint, and VoID of what it serves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kg import __version__
from kg.graph.terms import DCTERMS, PREFIXES, TYPE, VOID, integer, text, thing
from kg.serve.media import RDF
from kg.serve.site import Site
from kg.vocab import ONTOLOGY

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
)
Statements = Iterator[ox.Triple]


def written(triples: Iterator[ox.Triple], format: str) -> bytes:
    """Triples in one of the RDF formats."""
    return ox.serialize(triples, format=RDF[format], prefixes={**PREFIXES, "sd": SD}) or b""


def description(site: Site, endpoint: str, format: str) -> bytes:
    """The service description that a GET of the endpoint gives."""
    return written(_service(site, endpoint), format)


def void(site: Site, address: str, endpoint: str, format: str) -> bytes:
    """The data set as VoID, with its size and where to ask it."""
    return written(_dataset(site, ox.NamedNode(address), endpoint), format)


def _service(site: Site, endpoint: str) -> Statements:
    service, dataset = ox.NamedNode(endpoint), ox.NamedNode(f"{endpoint}#dataset")
    default = ox.NamedNode(f"{endpoint}#default")
    yield ox.Triple(service, TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, ox.NamedNode(DCTERMS + "title"), text(f"Chancery {__version__}", "en"))
    for format in _FORMATS:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(f"http://www.w3.org/ns/formats/{format}"))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, TYPE, _sd("Graph"))
    yield from _named_graphs(site, endpoint, dataset)


def _named_graphs(site: Site, endpoint: str, dataset: ox.NamedNode) -> Statements:
    names = sorted(name.value for name in site.store.named_graphs() if isinstance(name, ox.NamedNode))
    for number, name in enumerate(names, 1):
        node, graph = ox.NamedNode(f"{endpoint}#named-{number}"), ox.NamedNode(f"{endpoint}#graph-{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), node)
        yield ox.Triple(node, TYPE, _sd("NamedGraph"))
        yield ox.Triple(node, _sd("name"), ox.NamedNode(name))
        yield ox.Triple(node, _sd("graph"), graph)
        yield ox.Triple(graph, TYPE, _sd("Graph"))


def _dataset(site: Site, node: ox.NamedNode, endpoint: str) -> Statements:
    yield ox.Triple(node, TYPE, ox.NamedNode(VOID + "Dataset"))
    yield ox.Triple(node, ox.NamedNode(VOID + "sparqlEndpoint"), ox.NamedNode(endpoint))
    yield ox.Triple(node, ox.NamedNode(VOID + "uriSpace"), text(site.base))
    yield ox.Triple(node, ox.NamedNode(VOID + "vocabulary"), ox.NamedNode(ONTOLOGY))
    yield ox.Triple(node, ox.NamedNode(VOID + "triples"), integer(site.size))
    own = thing("dataset", site.base)
    for quad in site.store.quads_for_pattern(own, None, None, thing("graph/dataset", site.base)):
        yield ox.Triple(node, quad.predicate, quad.object)


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)
