"""What Wikidata has, lacks or contradicts, read from every form in which its items come."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KGError
from kg.link.compare import COLUMNS, Finding, compare, compare_file, counted, spelled, write
from kg.link.facts import Fact, Moment, facts
from kg.link.wikidata import Item, Said, days_of, read_extract
from tests import linked


def time(day: str, precision: int = 11, calendar: str = "Q1985727") -> dict[str, Any]:
    value = {
        "time": f"+{day}T00:00:00Z",
        "precision": precision,
        "calendarmodel": f"http://www.wikidata.org/entity/{calendar}",
    }
    return {"snaktype": "value", "datavalue": {"type": "time", "value": value}}


def statement(value: str, rank: str = "normal", **qualifiers: dict[str, Any]) -> dict[str, Any]:
    snak = {"snaktype": "value", "datavalue": {"type": "wikibase-entityid", "value": {"id": value}}}
    return {"mainsnak": snak, "rank": rank, "qualifiers": {name: [snak] for name, snak in qualifiers.items()}}


CHILE: dict[str, Any] = {
    "id": "Q298",
    "type": "item",
    "labels": {"es": {"value": "Chile (es)"}, "en": {"value": "Chile"}},
    "claims": {
        "P530": [
            statement("Q15180", P580=time("1964-11-24")),
            statement("Q159", rank="deprecated"),
            {"mainsnak": {"snaktype": "somevalue"}, "rank": "normal"},
        ],
        "P463": [statement("Q1065", P580=time("1945-10-24"))],
        "P35": [statement("Q331", P580=time("2000-03-11"), P582=time("2009-00-00", 9))],
    },
}
BACHELET: dict[str, Any] = {
    "id": "Q320",
    "claims": {"P39": [statement("Q466956", P580=time("2006-03-11"), P582=time("2010-03-12"))]},
}
EMBASSY: dict[str, Any] = {"id": "Q4374084", "claims": {"P137": [statement("Q298")], "P17": [statement("Q159")]}}
ANSWER = {"entities": {"Q298": CHILE, "Q320": BACHELET, "Q4374084": EMBASSY, "Q9": {"id": "Q9", "missing": ""}}}
WANTED = {"Q298", "Q320", "Q15180"}


def verdicts(found: list[Finding]) -> dict[tuple[str, str, str], str]:
    """By property, subject and start of our fact."""
    return {
        (one.fact.property, one.fact.subject, one.fact.start.edtf if one.fact.start else ""): one.verdict
        for one in found
    }


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "extract.json"
    path.write_text(json.dumps(ANSWER), "utf-8")
    return path


def test_facts_that_wikidata_has_lacks_contradicts_or_that_the_file_does_not_tell(extract: Path) -> None:
    found = verdicts(compare_file(linked.reader(linked.relations()), extract))
    assert found["P530", "state/chile", "1964-11-24"] == "has"
    assert found["P530", "state/chile", "1944-12-11"] == "lacks"
    assert found["P530", "state/soviet-union", "1944-12-11"] == "unknown"
    assert found["P463", "state/chile", ""] == "has"
    assert found["P39", "person/michelle-bachelet", "2006-03-11"] == "contradicts"
    assert found["P39", "person/sergio-fernandez-aguayo", "1997"] == "unknown"
    assert found["P35", "state/chile", "2006-03-11"] == "contradicts"
    assert found["P137", "mission/embassy-of-chile-in-russia", ""] == "has"


def test_the_reasons_name_both_dates(extract: Path) -> None:
    found = compare_file(linked.reader(linked.relations()), extract)
    notes = {(one.fact.property, one.verdict): one.note for one in found}
    assert notes["P39", "contradicts"] == "the texts give the end as 11 March 2010, Wikidata as 12 March 2010"
    assert notes["P35", "contradicts"] == "Wikidata has Q331 at that time"
    assert "another period" in notes["P530", "lacks"]


def test_the_table_begins_with_the_contradictions(extract: Path) -> None:
    reader = linked.reader(linked.relations())
    found = compare_file(reader, extract)
    out = io.BytesIO()
    write(found, reader, out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode())))
    assert tuple(rows[0]) == COLUMNS
    assert [row["verdict"] for row in rows] == sorted(
        (row["verdict"] for row in rows), key=["contradicts", "lacks", "has", "unknown"].index
    )
    relation = next(row for row in rows if row["property"] == "P530" and row["verdict"] == "has")
    assert (relation["subject"], relation["value"], relation["wikidata_start"]) == (
        "Chile",
        "Soviet Union",
        "24 November 1964",
    )
    assert sum(count for _, _, count in counted(found)) == len(found) == len(rows)


# -- the forms of a file -----------------------------------------------------------------------------------------------


def dump_lines(entities: list[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(entity) for entity in entities) + "\n]\n"


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ANSWER),
        json.dumps(ANSWER, indent=2),
        dump_lines([CHILE, BACHELET, EMBASSY]),
        "".join(json.dumps(entity) + "\n" for entity in (CHILE, BACHELET, EMBASSY)),
        json.dumps([CHILE, BACHELET, EMBASSY]),
    ],
    ids=["answer", "indented", "dump", "lines", "list"],
)
@pytest.mark.parametrize("packing", ["", ".gz", ".bz2"])
def test_json_in_each_form_gives_the_same_items(tmp_path: Path, content: str, packing: str) -> None:
    path = tmp_path / f"extract.json{packing}"
    packed = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress}[packing](content.encode())
    path.write_bytes(packed)
    found = read_extract(path, WANTED, {"Q298"})
    assert set(found) == {"Q298", "Q320", "Q4374084"}
    assert found["Q298"].label == "Chile"
    first, second = found["Q298"].said["P530"]
    assert (first.value, first.start) == ("Q15180", days_of("+1964-11-24T00:00:00Z", 11))
    assert second.value == ""


def test_a_single_entity_is_read(tmp_path: Path) -> None:
    path = tmp_path / "Q298.json"
    path.write_text(json.dumps(CHILE, indent=1), "utf-8")
    assert set(read_extract(path, WANTED)) == {"Q298"}


def test_an_item_that_leads_on_to_another_is_found_under_both_numbers(tmp_path: Path) -> None:
    path = tmp_path / "extract.json"
    path.write_text(json.dumps({"entities": {"Q777": CHILE}}), "utf-8")
    found = read_extract(path, {"Q298", "Q777"})
    assert found["Q777"] == found["Q298"]


RDF = """
@prefix wd: <http://www.wikidata.org/entity/> . @prefix s: <http://www.wikidata.org/entity/statement/> .
@prefix p: <http://www.wikidata.org/prop/> . @prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> . @prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> . @prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix v: <http://www.wikidata.org/value/> .
wd:Q298 rdfs:label "Chili"@fr , "Chile"@en ; wdt:P463 wd:Q1065 ; wdt:P530 wd:Q15180 ; p:P530 s:a , s:b , s:c .
s:a ps:P530 wd:Q15180 ; wikibase:rank wikibase:NormalRank ; pq:P580 "1964-11-24T00:00:00Z"^^xsd:dateTime .
s:b ps:P530 wd:Q159 ; wikibase:rank wikibase:DeprecatedRank .
s:c ps:P530 wd:Q29 ; wikibase:rank wikibase:PreferredRank ;
  pq:P580 "1844-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P580 v:x ; pq:P582 "1900-01-01T00:00:00Z"^^xsd:dateTime .
v:x wikibase:timeValue "1844-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 11 .
"""


def test_rdf_gives_items_with_their_statements(tmp_path: Path) -> None:
    path = tmp_path / "extract.ttl"
    path.write_text(RDF, "utf-8")
    item = read_extract(path, WANTED)["Q298"]
    assert item.label == "Chile"
    assert item.values("P463") == ("Q1065",)
    assert item.values("P530") == ("Q29", "Q15180")
    relation = {one.value: one for one in item.said["P530"]}
    assert relation["Q15180"].start == days_of("+1964-11-24T00:00:00Z", 11)
    assert relation["Q29"].start == days_of("+1844-01-01T00:00:00Z", 11)
    assert relation["Q29"].end == days_of("+1900-00-00T00:00:00Z", 9)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.json", '{"entities": {"Q1": {"id"', r"x\.json:1: is not whole JSON"),
        ("x.json", '{"results": []}', "holds no Wikidata entities"),
        ("x.json", "<html>Too many requests</html>", "is not whole JSON"),
        ("x.json", "[1, 2]", "is no entity"),
        ("x.ttl", "wd:Q1 a wd:Q2 .", r"x\.ttl: cannot be read"),
        ("x.json.gz", "not packed", r"x\.json\.gz: cannot be read"),
    ],
)
def test_what_is_no_extract_is_refused(tmp_path: Path, name: str, content: str, says: str) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(KGError, match=says):
        read_extract(path, WANTED)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KGError, match=r"none\.json: cannot be read"):
        read_extract(tmp_path / "none.json", WANTED)


# -- dates -------------------------------------------------------------------------------------------------------------


def days(first: str, last: str) -> tuple[int, int]:
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    ("written", "precision", "first", "last"),
    [
        ("+1944-12-11", 11, "1944-12-11", "1944-12-11"),
        ("+1944-02-00", 10, "1944-02-01", "1944-02-29"),
        ("+1944-00-00", 9, "1944-01-01", "1944-12-31"),
        ("+1944-12-11", 9, "1944-01-01", "1944-12-31"),
        ("+1950-00-00", 8, "1950-01-01", "1959-12-31"),
        ("+1917-00-00", 7, "1901-01-01", "2000-12-31"),
        ("+2000-00-00", 7, "1901-01-01", "2000-12-31"),
    ],
)
def test_a_time_means_the_days_of_its_precision(written: str, precision: int, first: str, last: str) -> None:
    assert days_of(f"{written}T00:00:00Z", precision) == days(first, last)


def test_a_julian_day_is_the_gregorian_day_it_was() -> None:
    assert days_of("+1917-10-25T00:00:00Z", 11, julian=True) == days("1917-11-07", "1917-11-07")
    assert days_of("+1582-10-05T00:00:00Z", 11, julian=True) == days("1582-10-15", "1582-10-15")


@pytest.mark.parametrize("written", ["-0044-03-15", "+99999-01-01", "+0000-01-01", "soon", "+1944-02-31"])
def test_times_that_no_calendar_day_answers_to_are_unknown(written: str) -> None:
    assert days_of(f"{written}T00:00:00Z", 11) is None


def test_ranges_read_as_a_person_would_write_them() -> None:
    assert spelled(days("1944-01-01", "1944-12-31")) == "1944"
    assert spelled(days("1944-02-01", "1944-02-29")) == "February 1944"
    assert spelled(days("1950-01-01", "1959-12-31")) == "1950 to 1959"


# -- one fact against one statement ------------------------------------------------------------------------------------


def moment(first: str, last: str = "") -> Moment:
    return Moment(first, days(first, last or first))


def fact(
    start: Moment | None = None, end: Moment | None = None, point: Moment | None = None, name: str = "P39"
) -> Fact:
    return Fact(name, "person/a", "Q1", "office/b", "Q2", start, end, point, ("tenure/a",), ("claim/a",), 0.9, False)


def judged(ours: Fact, *theirs: Said) -> str:
    return compare([ours], {"Q1": Item("Q1", said={ours.property: theirs})})[0].verdict


TERM = fact(moment("2006-03-11"), moment("2010-03-11"))


def test_a_statement_without_dates_is_had_and_said_to_lack_them() -> None:
    (found,) = compare([TERM], {"Q1": Item("Q1", said={"P39": (Said("Q2"),)})})
    assert found.verdict == "has"
    assert found.note == "without the start 11 March 2006 and the end 11 March 2010"


def test_a_vaguer_date_agrees_with_a_finer_one() -> None:
    assert judged(TERM, Said("Q2", start=days("2006-01-01", "2006-12-31"))) == "has"


def test_another_term_of_the_same_office_is_not_this_one() -> None:
    assert judged(TERM, Said("Q2", start=days("2014-03-11", "2014-03-11"))) == "lacks"
    later = Said("Q2", start=days("2014-03-11", "2014-03-11"))
    same = Said("Q2", start=days("2006-03-11", "2006-03-11"))
    assert judged(TERM, later, same) == "has"


def test_a_term_that_begins_on_another_day_contradicts() -> None:
    assert judged(TERM, Said("Q2", start=days("2006-03-12", "2006-03-12"))) == "contradicts"


def test_a_point_in_time_within_the_term_agrees_and_one_outside_is_another_period() -> None:
    term = Said("Q2", start=days("2006-03-11", "2006-03-11"), end=days("2010-03-11", "2010-03-11"))
    assert judged(fact(point=moment("2008-01-01", "2008-12-31")), term) == "has"
    assert judged(fact(point=moment("2012-01-01", "2012-12-31")), term) == "lacks"


def test_a_rival_counts_only_where_one_holds_the_place_at_a_time_and_both_are_dated() -> None:
    rival = Said("Q9", start=days("2007-01-01", "2007-01-01"), end=days("2008-01-01", "2008-01-01"))
    head = fact(moment("2006-03-11"), moment("2010-03-11"), name="P35")
    assert judged(TERM, rival) == "lacks"
    assert judged(head, rival) == "contradicts"
    assert judged(head, Said("Q9", start=days("2007-01-01", "2007-01-01"))) == "lacks"


def test_missions_are_found_by_sender_and_receiver() -> None:
    ours = [one for one in facts(linked.reader(linked.relations())) if one.property in ("P137", "P17")]
    there = Item("Q5", ("Embassy",), said={"P137": (Said("Q298"),), "P17": (Said("Q159"),)})
    elsewhere = Item("Q6", said={"P137": (Said("Q298"),), "P17": (Said("Q29"),)})
    assert {one.verdict for one in compare(ours, {"Q5": there})} == {"has"}
    assert {one.verdict for one in compare(ours, {"Q6": elsewhere})} == {"lacks"}
    assert {one.verdict for one in compare(ours, {})} == {"unknown"}


ranges = st.one_of(st.none(), st.tuples(st.integers(1, 400), st.integers(0, 40)).map(lambda n: (n[0], n[0] + n[1])))


@given(ranges, ranges, ranges, ranges)
def test_what_agrees_with_itself_is_never_contradicted(
    start: tuple[int, int] | None,
    end: tuple[int, int] | None,
    other: tuple[int, int] | None,
    more: tuple[int, int] | None,
) -> None:
    """A statement with our own dates, among others, makes a fact one that Wikidata has."""
    if start and end and end[1] < start[0]:
        start, end = end, start
    ours = fact(Moment("1900", start) if start else None, Moment("1900", end) if end else None)
    assert judged(ours, Said("Q2", start=other, end=more), Said("Q2", start=start, end=end)) == "has"
