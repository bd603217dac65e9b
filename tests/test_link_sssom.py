"""Links go out as SSSOM that keeps the specification, and come back as they were."""

from __future__ import annotations

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KGError
from kg.graph.reading import Reader
from kg.link import sssom
from kg.link.links import known_matches, link_quads, linked, matches, stored_matches
from kg.link.sssom import Match, MatchSet, faults, parsed, written
from kg.model import Entity, Link, World
from kg.resolve.review import Review
from kg.vocab import BASE, WIKIDATA
from tests import linked as graphs

CHILE = Match(BASE + "state/chile", WIKIDATA + "Q298", "Chile", confidence=0.99)
SET = MatchSet(BASE + "graph/links", (CHILE,), "Links", "Links of a test.")
GOOD = written(SET)


def test_a_written_set_keeps_the_specification_and_reads_back_as_it_was() -> None:
    assert list(faults(GOOD)) == []
    assert parsed(GOOD, "x") == SET


def test_the_file_has_the_columns_a_reviewer_needs() -> None:
    header, row = GOOD.splitlines()[-2:]
    assert header.split("\t") == [
        "subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification", "confidence",
    ]  # fmt: skip
    assert row.split("\t") == [
        "id:state/chile", "Chile", "skos:exactMatch", "wikidata:Q298", "semapv:ManualMappingCuration", "0.99",
    ]  # fmt: skip


words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20).map(lambda text: " ".join(text.split()))


@given(words, words, st.sampled_from(["", "Not"]), st.one_of(st.none(), st.integers(0, 1000).map(lambda n: n / 1000)))
def test_whatever_the_labels_hold_the_file_reads_back(
    label: str, comment: str, modifier: str, trust: float | None
) -> None:
    match = Match(
        BASE + "person/x", WIKIDATA + "Q1", label, predicate_modifier=modifier, confidence=trust, comment=comment
    )
    text = written(MatchSet(BASE + "graph/links", (match,)))
    assert list(faults(text)) == []
    assert parsed(text, "x").matches == (match,)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (GOOD.replace("# license:", "# licence:"), 1, "lacks license"),
        (GOOD.replace("# mapping_set_id:", "# id:"), 1, "lacks mapping_set_id"),
        (GOOD.replace('license: "https', 'license: "ftp'), 1, "begins with http"),
        (GOOD.replace("subject_label", "subjekt_label"), 12, "no slot 'subjekt_label'"),
        (GOOD.replace("subject_label", "subject_id"), 12, "comes twice"),
        (GOOD.replace("\tobject_id", "\tobject_label"), 12, "object_id is missing"),
        (GOOD.replace("wikidata:Q298", ""), 13, "object_id is empty"),
        (GOOD.replace("wikidata:Q298", "wd:Q298"), 13, "prefix 'wd'"),
        (GOOD.replace("wikidata:Q298", "Q298"), 13, "write a CURIE"),
        (GOOD.replace("semapv:Manual", "semapv:Automatic"), 13, "mapping_justification is"),
        (GOOD.replace("semapv:Manual", "Manual"), 13, "mapping_justification is"),
        (GOOD.replace("0.99", "1.01"), 13, "between 0 and 1"),
        (GOOD.replace("0.99", "high"), 13, "between 0 and 1"),
        (GOOD.replace("\t0.99", "\t0.99\tmore"), 13, "7 cells instead of 6"),
        ("".join(line for line in GOOD.splitlines(True) if line.startswith("#")), 12, "no header row"),
    ],
)
def test_a_broken_file_is_refused_with_line_and_reason(text: str, line: int, says: str) -> None:
    found = [fault for fault in faults(text) if says in fault[1]]
    assert found, list(faults(text))
    assert found[0][0] == line
    with pytest.raises(KGError, match=r"broken\.tsv:\d+: "):
        parsed(text, "broken.tsv")


def test_a_file_as_others_write_it_is_read() -> None:
    text = (
        "#mapping_set_id: https://example.org/set\n#license: https://example.org/licence\n"
        "#curie_map:\n#  chan: https://w3id.org/dipl/id/\n#  wikidata: http://www.wikidata.org/entity/\n"
        "#creator_id:\n#- orcid:0000-0000-0000-0000\n#mapping_date: 2026-01-31\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\tmapping_date\n"
        "chan:state/chile\tskos:exactMatch\twikidata:Q298\tsemapv:MappingReview\t\n"
    )
    (match,) = parsed(text, "x").matches
    assert match.subject_id == BASE + "state/chile"
    assert match.object_id == WIKIDATA + "Q298"
    assert match.mapping_date == "2026-01-31"
    assert match.confidence is None


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KGError, match=r"nothing\.tsv: cannot be read"):
        sssom.read(tmp_path / "nothing.tsv")


def test_the_links_of_embassies_are_sound() -> None:
    found = {match.subject_id: match.object_id for match in known_matches()}
    assert found[BASE + "mission/embassy-of-chile-in-russia"] == WIKIDATA + "Q4374084"
    assert len(set(found.values())) == len(found) == len(known_matches())


# -- in a graph --------------------------------------------------------------------------------------------------------


def test_the_links_of_a_graph_go_out_with_their_justification_and_confidence() -> None:
    reader = graphs.reader(graphs.relations())
    text = written(stored_matches(reader))
    assert list(faults(text)) == []
    rows = {row["subject_id"]: row for row in csv.DictReader([*_table(text)], delimiter="\t")}
    assert rows["id:state/soviet-union"]["object_id"] == "wikidata:Q15180"
    assert rows["id:state/chile"]["confidence"] == "0.99"
    assert rows["id:organisation/united-nations"]["mapping_justification"] == "semapv:ManualMappingCuration"


def test_a_graph_without_details_says_so() -> None:
    reader = graphs.reader(graphs.relations())
    reader.store.remove_graph(reader.graph("links"))
    (chile,) = [match for match in stored_matches(reader).matches if match.subject_id.endswith("/chile")]
    assert chile.mapping_justification == "UnspecifiedMatching"
    assert chile.confidence is None


def test_a_graph_under_another_base_has_its_own_prefix() -> None:
    base = "https://chancery.test/data/"
    text = written(stored_matches(graphs.reader(graphs.relations(), base=base)), base)
    assert list(faults(text)) == []
    assert f'id: "{base}"' in text
    assert "id:state/chile\t" in text


def test_details_survive_the_graph() -> None:
    told = Match(BASE + "person/x", WIKIDATA + "Q1", "X", "Ex", mapping_justification="MappingReview", confidence=0.9,
                 reviewer_label="A. Reviewer", mapping_date="2026-01-31", comment="same birthday")  # fmt: skip
    entity = Entity("person/x", "person", "X", links=(Link(told.object_id, 0.9, "MappingReview"),))
    store = ox.Store()
    store.extend(link_quads(matches([entity], details=[told])))
    match = ox.NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
    store.add(ox.Quad(ox.NamedNode(told.subject_id), match, ox.NamedNode(told.object_id)))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    store.add(ox.Quad(ox.NamedNode(told.subject_id), label, ox.Literal("X", language="en")))
    assert stored_matches(Reader(store, BASE)).matches == (told,)


def _table(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


# -- into a world ------------------------------------------------------------------------------------------------------


def entity(key: str, *items: str) -> Entity:
    links = tuple(Link(WIKIDATA + item, 0.95, "ManualMappingCuration") for item in items)
    return Entity(key, "person", key, links=links)


def links_of(world: World) -> dict[str, list[str]]:
    return {one.key: [link.iri.rpartition("/")[2] for link in one.links] for one in world.entities}


def made(*entities: Entity) -> World:
    return World(entities, (), (), (), ())


def found(key: str, item: str, **slots: str) -> Match:
    return Match(BASE + key, WIKIDATA + item, confidence=0.9, mapping_justification="CompositeMatching", **slots)  # type: ignore[arg-type]


def test_a_link_found_goes_to_an_entity_without_one() -> None:
    assert links_of(linked(made(entity("person/a")), [found("person/a", "Q1")])) == {"person/a": ["Q1"]}


def test_the_gazetteers_link_goes_before_one_found() -> None:
    assert links_of(linked(made(entity("person/a", "Q1")), [found("person/a", "Q2")])) == {"person/a": ["Q1"]}


def test_an_item_goes_to_one_entity_only() -> None:
    world = made(entity("person/a"), entity("person/b", "Q1"))
    assert links_of(linked(world, [found("person/a", "Q1")])) == {"person/a": [], "person/b": ["Q1"]}


def test_a_reviewer_goes_before_everybody() -> None:
    world = made(entity("person/a", "Q1"), entity("person/b", "Q2"))
    reviews = [Review("reject", "person/a", WIKIDATA + "Q1"), Review("accept", "person/a", WIKIDATA + "Q2", "by birth")]
    after = linked(world, [], reviews)
    assert links_of(after) == {"person/a": ["Q2"], "person/b": []}
    assert after.entities[0].links[0].justification == "MappingReview"


def test_a_link_that_a_file_negates_is_taken_away() -> None:
    world = made(entity("person/a", "Q1"))
    assert links_of(linked(world, [found("person/a", "Q1", predicate_modifier="Not")])) == {"person/a": []}


def test_a_close_match_is_no_link() -> None:
    close = "http://www.w3.org/2004/02/skos/core#closeMatch"
    assert links_of(linked(made(entity("person/a")), [found("person/a", "Q1", predicate_id=close)])) == {"person/a": []}


def test_links_under_another_base_find_their_entity() -> None:
    other = Match("https://chancery.test/person/a", WIKIDATA + "Q1", confidence=0.9)
    assert links_of(linked(made(entity("person/a")), [other], base="https://chancery.test/")) == {"person/a": ["Q1"]}


def test_identifiers_of_several_registers_stand_side_by_side() -> None:
    geo = Match(BASE + "place/a", "https://sws.geonames.org/1", confidence=0.9)
    after = linked(made(entity("place/a", "Q1")), [geo])
    assert [link.iri for link in after.entities[0].links] == [WIKIDATA + "Q1", "https://sws.geonames.org/1"]
