"""Linked data: what is known of a thing as RDF, in the format that the client asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, islice
from typing import Any, Final

import pyoxigraph as ox

from kg.graph import jsonld
from kg.graph.terms import PREFIXES, ontology_triples
from kg.resources import resource
from kg.serve.media import RDF
from kg.serve.site import Site
from kg.vocab import BASE, ONTOLOGY

# What points at a thing is told too, so that a crawler finds its way; of a state only the first so many.
MOST_POINTERS: Final = 500
_HEAD: Final = re.compile(rb"(@(?:base|prefix) .*\n)*")


def description(site: Site, node: ox.NamedNode, format: str) -> bytes:
    """What all graphs say of a node, and the statements that point at it."""
    return written(_told(site, node), format, site.base)


def _told(site: Site, node: ox.NamedNode) -> list[ox.Triple]:
    quads = [quad.triple for quad in site.store.quads_for_pattern(node, None, None, None)]
    pointing = site.store.quads_for_pattern(None, None, node, None)
    quads += [quad.triple for quad in islice(pointing, MOST_POINTERS)]
    return sorted(set(quads), key=lambda triple: (triple.subject != node, str(triple)))


def written(triples: Iterable[ox.Triple], format: str, base: str) -> bytes:
    """Triples, sorted by subject, in one of the formats."""
    if format == "jsonld":
        return json.dumps(_document(triples, base), ensure_ascii=False, indent=1).encode()
    content = ox.serialize(triples, format=RDF[format], prefixes=PREFIXES, base_iri=base) or b""
    return _headed(content, base) if format == "ttl" else content


def _headed(turtle: bytes, base: str) -> bytes:
    """Turtle with the prefixes that it uses, whole and in their order: the serialiser writes all, shuffled."""
    rest = _HEAD.sub(b"", turtle, count=1)
    used = (f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items() if f"{name}:".encode() in rest)
    return f"@base <{base}> .\n{''.join(used)}\n".encode() + rest


def ontology(format: str) -> bytes:
    """The ontology; as Turtle it comes as it stands in its file."""
    if format == "ttl":
        return resource("ontology", "dipl.ttl").read_bytes()
    if format == "jsonld":
        triples = (quad.triple for quad in ontology_triples())
        return ox.serialize(triples, format=ox.RdfFormat.JSON_LD, prefixes=PREFIXES) or b""
    return written((quad.triple for quad in ontology_triples()), format, ONTOLOGY)


@cache
def _context(base: str) -> jsonld.Context:
    return jsonld.Context(base)


def _document(triples: Iterable[ox.Triple], base: str = BASE) -> dict[str, Any]:
    """A JSON-LD document with that part of the project's context which it uses: nobody has to fetch it."""
    context = _context(base)
    nodes = [
        jsonld.node(subject.value, ((one.predicate, one.object) for one in group), context)
        for subject, group in groupby(triples, key=lambda triple: triple.subject)
        if isinstance(subject, ox.NamedNode)
    ]
    used = {name for node in nodes for name in _names(node, context)}
    terms = {
        name: meaning
        for name, meaning in context.document.items()
        if name in used or name.startswith("@") or name in PREFIXES or _is_alias(meaning)
    }
    return {"@context": terms, "@graph": nodes}


def _names(node: dict[str, Any], context: jsonld.Context) -> Iterator[str]:
    """The names of the context that a node may rest on."""
    yield from node
    for value in node.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield one


def _is_alias(meaning: Any) -> bool:
    """Whether a name of the context stands for a keyword: `id` for `@id`."""
    return isinstance(meaning, str) and meaning.startswith("@")
