"""What stands in a graph beside accounts, claims and weighing: neighbours, ontology, description, links, decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

import pyoxigraph as ox

from kg import __version__
from kg.graph.terms import DCTERMS, PREFIXES, RDF, VOID, ontology_triples, text, thing
from kg.lexicon.gazetteer import gazetteer
from kg.link.links import link_quads, matches, reviewed
from kg.link.review import Decided, review_quads
from kg.link.sssom import Match
from kg.model import World
from kg.resolve.keys import document_slug
from kg.vocab import ONTOLOGY


def with_neighbours(world: World) -> World:
    """The world with the known entities that facts of others name: the capital of a state, the state of a place."""
    entities = {entity.key: entity for entity in world.entities}
    waiting = list(world.entities)
    while waiting:
        for _, key in waiting.pop().facts:
            found = gazetteer().entity(key) if "/" in key and key not in entities else None
            if found:
                entities[key] = found
                waiting.append(found)
    return replace(world, entities=tuple(entities[key] for key in sorted(entities)))


def ontology_quads(base: str) -> Iterator[ox.Quad]:
    """Names, definitions and the class tree of the ontology, for queries; axioms with blank nodes stay in its file."""
    graph = thing("graph/ontology", base)
    for triple in ontology_triples():
        if not isinstance(triple.subject, ox.BlankNode) and not isinstance(triple.object, ox.BlankNode):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def beside(
    world: World, documents: Collection[str], decided: Decided, found: Sequence[Match], base: str
) -> Iterator[ox.Quad]:
    """What stands beside accounts, claims and weighing: ontology, description, links and a reviewer's decisions."""
    yield from ontology_quads(base)
    yield from description(documents, len(documents), base)
    yield from link_quads(matches(world.entities, base, (*found, *reviewed(decided.links))), base)
    yield from review_quads(decided, base)


def links_of(world: World, base: str) -> Iterator[ox.Quad]:
    return link_quads(matches(world.entities, base), base)


def description(documents: Iterable[str], number: int, base: str) -> Iterator[ox.Quad]:
    """The data set as VoID and DCAT describe one, made from so many texts. Other counts stand in the manifest."""
    graph, node = thing("graph/dataset", base), thing("dataset", base)
    statements: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF + "type", ox.NamedNode(VOID + "Dataset")),
        (RDF + "type", ox.NamedNode(PREFIXES["dcat"] + "Dataset")),
        (DCTERMS + "title", text("Diplomatic actors and events", "en")),
        (DCTERMS + "description", text(f"Made by Chancery {__version__} from {number} texts.", "en")),
        (DCTERMS + "conformsTo", ox.NamedNode(ONTOLOGY.rstrip("#"))),
        (VOID + "uriSpace", text(base)),
        (VOID + "vocabulary", ox.NamedNode(ONTOLOGY)),
        *((DCTERMS + "source", thing(f"source/{document_slug(one)}", base)) for one in documents),
    ]
    return (ox.Quad(node, ox.NamedNode(name), value, graph) for name, value in statements)
