"""Links of entities to the same things elsewhere: into the world before a build, as quads, and as an SSSOM file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.graph.reading import Reader, Value
from kg.graph.terms import DCTERMS, EXACT_MATCH, PREFIXES, RDFS, TYPE, decimal, text, thing
from kg.link.sssom import EXACT, LICENCE, Match, MatchSet, parsed
from kg.model import Entity, Link, World
from kg.resolve.review import Review
from kg.resources import resource
from kg.vocab import BASE, WIKIDATA

_FILE: Final = ("data", "links", "wikidata.sssom.tsv")
_OWL: Final = PREFIXES["owl"]
_SSSOM: Final = PREFIXES["sssom"]
_TITLE: Final = "Diplomatic entities and their Wikidata items"

Statement = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


@cache
def known_matches() -> tuple[Match, ...]:
    """The project's own links of what stands in no gazetteer table, such as embassies; none if the file is missing."""
    file = resource(*_FILE)
    return parsed(file.read_text("utf-8"), "/".join(_FILE)).matches if file.is_file() else ()


# -- into the world ----------------------------------------------------------------------------------------------------


def linked(world: World, found: Iterable[Match] = (), reviews: Iterable[Review] = (), base: str = BASE) -> World:
    """The world with links found elsewhere, and without those that a reviewer rejected.

    An entity keeps at most one item of one register, and an item goes to one entity only: a reviewer's link before
    that of the gazetteer, and that before one found. Matches other than `skos:exactMatch` are left out.
    """
    matches = [*reviewed(reviews), *found]
    refused = {(_key(match.subject_id, base), match.object_id) for match in matches if match.predicate_modifier}
    offered: dict[str, list[Match]] = {}
    for match in matches:
        if match.predicate_id == EXACT and not match.predicate_modifier:
            offered.setdefault(_key(match.subject_id, base), []).append(match)
    taken = {match.object_id: key for key, those in offered.items() for match in those if _is_decided(match)}
    for entity in world.entities:
        for link in entity.links:
            if (entity.key, link.iri) not in refused:
                taken.setdefault(link.iri, entity.key)
    entities = tuple(_with_links(entity, offered.get(entity.key, ()), refused, taken) for entity in world.entities)
    return replace(world, entities=entities)


def _with_links(
    entity: Entity, offered: Sequence[Match], refused: set[tuple[str, str]], taken: dict[str, str]
) -> Entity:
    own = [(link.iri, link) for link in entity.links]
    given = [(match.object_id, _link(match)) for match in sorted(offered, key=lambda one: not _is_decided(one))]
    decided = [(iri, link) for iri, link in given if link.justification == "MappingReview"]
    links: dict[str, Link] = {}
    for iri, link in (*decided, *own, *given):
        free = taken.setdefault(iri, entity.key) == entity.key
        if free and (entity.key, iri) not in refused:
            links.setdefault(_register(iri), link)
    kept = tuple(links.values())
    return entity if kept == entity.links else replace(entity, links=kept)


def reviewed(reviews: Iterable[Review]) -> Iterator[Match]:
    """Decisions on links as matches; the last on a pair counts."""
    last = {(review.subject, review.object): review for review in reviews}
    for (subject, item), review in last.items():
        modifier = "Not" if review.decision in ("reject", "different-from") else ""
        yield Match(
            subject,
            item,
            predicate_modifier=modifier,
            mapping_justification="MappingReview",
            confidence=1.0,
            reviewer_label=review.reviewer,
            mapping_date=review.date,
            comment=review.reason,
        )


def _is_decided(match: Match) -> bool:
    return match.mapping_justification == "MappingReview"


def _link(match: Match) -> Link:
    # A file without a confidence says no more than that somebody put the row there.
    return Link(match.object_id, 0.8 if match.confidence is None else match.confidence, match.mapping_justification)


def _key(subject: str, base: str) -> str:
    """The key in a subject's IRI, under this base or the project's own."""
    return subject.removeprefix(base).removeprefix(BASE)


def _register(iri: str) -> str:
    """What comes before an identifier: one entity has one identifier in each register."""
    return iri[: max(iri.rfind("/"), iri.rfind("#"))]


# -- quads and SSSOM ---------------------------------------------------------------------------------------------------


def matches(entities: Iterable[Entity], base: str = BASE, details: Iterable[Match] = ()) -> tuple[Match, ...]:
    """The links of entities as mappings, with what `details` say of the same pairs."""
    told = {(_key(match.subject_id, base), match.object_id): match for match in details}
    return tuple(
        replace(
            told.get((entity.key, link.iri), Match("", "")),
            subject_id=base + entity.key,
            subject_label=entity.label,
            object_id=link.iri,
            mapping_justification=link.justification,
            confidence=link.confidence,
        )
        for entity in sorted(entities, key=lambda entity: entity.key)
        for link in sorted(entity.links, key=lambda link: link.iri)
    )


def link_quads(found: Iterable[Match], base: str = BASE) -> Iterator[ox.Quad]:
    """Each mapping as SSSOM writes it in RDF, in the graph of links, and the set they form."""
    graph = thing("graph/links", base)
    yield from (ox.Quad(*statement, graph) for statement in _set(graph))
    for match in found:
        node = thing(f"mapping/{_key(match.subject_id, base)}/{match.object_id.rpartition('/')[2]}", base)
        yield ox.Quad(graph, ox.NamedNode(_SSSOM + "mappings"), node, graph)
        yield from (ox.Quad(*statement, graph) for statement in _mapping(node, match))


def _set(graph: ox.NamedNode) -> Iterator[Statement]:
    yield graph, TYPE, ox.NamedNode(_SSSOM + "MappingSet")
    yield graph, ox.NamedNode(DCTERMS + "title"), text(_TITLE, "en")
    yield graph, ox.NamedNode(DCTERMS + "license"), ox.NamedNode(LICENCE)


def _mapping(node: ox.NamedNode, match: Match) -> Iterator[Statement]:
    yield node, TYPE, ox.NamedNode(_OWL + "Axiom")
    yield node, ox.NamedNode(_OWL + "annotatedSource"), ox.NamedNode(match.subject_id)
    yield node, ox.NamedNode(_OWL + "annotatedProperty"), ox.NamedNode(match.predicate_id)
    yield node, ox.NamedNode(_OWL + "annotatedTarget"), ox.NamedNode(match.object_id)
    justification = PREFIXES["semapv"] + match.mapping_justification
    yield node, ox.NamedNode(_SSSOM + "mapping_justification"), ox.NamedNode(justification)
    if match.confidence is not None:
        yield node, ox.NamedNode(_SSSOM + "confidence"), decimal(round(match.confidence, 3))
    for slot in ("object_label", "reviewer_label"):
        if value := getattr(match, slot):
            yield node, ox.NamedNode(_SSSOM + slot), text(value)
    if match.mapping_date:
        yield node, ox.NamedNode("http://purl.org/pav/authoredOn"), _day(match.mapping_date)
    if match.comment:
        yield node, ox.NamedNode(RDFS + "comment"), text(match.comment)


def _day(iso: str) -> ox.Literal:
    return ox.Literal(iso, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


def links_graph(base: str = BASE) -> str:
    """IRI of the graph of links, which is the name of the set they form."""
    return thing("graph/links", base).value


def stored_matches(reader: Reader) -> MatchSet:
    """The links of a graph's best account, with the details that its graph of links keeps."""
    graph = reader.graph("links")
    told = {}
    for node in reader.subjects(TYPE, ox.NamedNode(_OWL + "Axiom"), graph):
        said = reader.properties(node, graph)
        told[_text(said, "annotatedSource"), _text(said, "annotatedTarget")] = said
    pairs = sorted(
        (quad.subject.value, quad.object.value)
        for quad in reader.store.quads_for_pattern(None, EXACT_MATCH, None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    )
    found = tuple(_stored(reader, subject, item, told.get((subject, item), {})) for subject, item in pairs)
    return MatchSet(graph.value, found, _TITLE, "Links of the entities of one graph of diplomatic actors and events.")


def _stored(reader: Reader, subject: str, item: str, said: dict[str, list[Value]]) -> Match:
    confidence = _text(said, "confidence")
    return Match(
        subject,
        item,
        reader.label(ox.NamedNode(subject)),
        _text(said, "object_label"),
        mapping_justification=_text(said, "mapping_justification").rpartition("/")[2] or "UnspecifiedMatching",
        confidence=float(confidence) if confidence else None,
        reviewer_label=_text(said, "reviewer_label"),
        mapping_date=_text(said, "authoredOn"),
        comment=_text(said, "comment"),
    )


def _text(said: dict[str, list[Value]], name: str) -> str:
    return said[name][0].value if name in said else ""


def item_of(iri: str) -> str:
    """The Wikidata item of an IRI, "Q298"; empty if it is none."""
    return iri.removeprefix(WIKIDATA) if iri.startswith(f"{WIKIDATA}Q") else ""
