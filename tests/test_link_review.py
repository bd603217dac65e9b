"""Doubts become a table, decisions come back from it, survive new texts and stand in the graph."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KGError
from kg.graph.reading import Reader
from kg.link.client import Answer, Candidate, Subject
from kg.link.links import linked
from kg.link.review import COLUMNS, Row, doubts, parsed, read, review_quads, write
from kg.link.wikidata import Item
from kg.model import World
from kg.vocab import BASE, WIKIDATA
from tests import linked as graphs
from tests.linked import Pages

PAIR = ("Chile", "Soviet Union")


def pages() -> Pages:
    """A clash of dates, two visits that may be one, and a name cut short in a second document."""
    found = Pages()
    found.say("a.en.txt", "RelationsRestored", "1964-11-24", parties=PAIR)
    found.say("b.en.txt", "RelationsRestored", "1964-10-24", parties=PAIR)
    found.say("a.en.txt", "Visit", "1991", visitor="Patricio Aylwin", visitor_state="Chile", host="Russia")
    found.say("b.en.txt", "Visit", "1993", visitor="Patricio Aylwin", visitor_state="Chile", host="Russia")
    return found


def rows(reader: Reader) -> list[Row]:
    return doubts(reader)


def table(found: list[Row], kept: tuple[Row, ...] = ()) -> str:
    out = io.BytesIO()
    write(found, out, kept)
    return out.getvalue().decode()


def decided(found: list[Row], topic: str, decision: str, containing: str = "") -> str:
    """The table with a decision in the first row of a topic that holds some words."""
    edited, done = [], False
    for row in found:
        if not done and row.topic == topic and containing in " ".join((row.subject, row.subject_label)):
            row, done = (
                replace(row, decision=decision, reason="because", reviewer="A. Reviewer", date="2026-01-31"),
                True,
            )
        edited.append(row)
    assert done
    return table(edited)


def test_the_table_asks_what_is_open_with_the_words_of_the_texts() -> None:
    found = rows(graphs.reader(pages()))
    assert {row.topic for row in found} == {"preference", "double"}
    assert {row.subject_label for row in found if row.topic == "preference"} == {"date: 1964-10-24", "date: 1964-11-24"}
    (double,) = [row for row in found if row.topic == "double"]
    assert double.now == "kept apart"
    assert double.subject.startswith("claim/")
    assert double.object.startswith("claim/")
    assert double.subject_quote
    assert all(row.why for row in found)


def test_the_file_is_csv_with_all_columns_that_a_spreadsheet_reads_as_utf_8() -> None:
    text = table(rows(graphs.reader(pages())))
    assert text.startswith("\ufeff")
    header, *lines = csv.reader(io.StringIO(text[1:]))
    assert tuple(header) == COLUMNS
    assert len(lines) == 3


def test_an_untouched_table_decides_nothing() -> None:
    found = parsed(table(rows(graphs.reader(pages()))), "x")
    assert (found.reviews, found.links, found.rows) == ((), (), ())


def date_of(world: World) -> str:
    (event,) = [one.event for one in world.accounts if one.event.type == "RelationsRestored"]
    return event.when.edtf if event.when else ""


@pytest.mark.parametrize("day", ["1964-10-24", "1964-11-24"])
def test_a_preferred_claim_gives_the_date_whatever_the_policy_says(day: str) -> None:
    text = decided(rows(graphs.reader(pages())), "preference", "prefer", day)
    assert date_of(graphs.world(pages(), parsed(text, "x").reviews)) == day


def test_a_rejected_claim_is_deprecated_and_kept() -> None:
    text = decided(rows(graphs.reader(pages())), "preference", "reject", "1964-10-24")
    world = graphs.world(pages(), parsed(text, "x").reviews)
    ranks = {one.claim: one.rank for account in world.accounts for one in account.claims}
    assert date_of(world) == "1964-11-24"
    assert [claim for claim, rank in ranks.items() if rank == "deprecated"] == ["claim/b-en/relationsrestored-0-33"]


def test_two_tellings_become_one_event_or_stay_apart_for_good() -> None:
    found = rows(graphs.reader(pages()))
    same = graphs.world(pages(), parsed(decided(found, "double", "same-as"), "x").reviews)
    apart = graphs.world(pages(), parsed(decided(found, "double", "different-from"), "x").reviews)
    assert sum(one.event.type == "Visit" for one in same.accounts) == 1
    assert sum(one.event.type == "Visit" for one in apart.accounts) == 2
    assert not [one for one in apart.contradictions if one.degree == "possible"]


def test_decisions_survive_new_texts_and_are_not_asked_again() -> None:
    text = decided(rows(graphs.reader(pages())), "preference", "prefer", "1964-10-24")
    choice = parsed(text, "x")
    more = pages()
    more.say("0-new.en.txt", "RelationsRestored", "1964-11-24", parties=PAIR)
    more.say("0-new.en.txt", "Membership", None, member="Chile", organisation="United Nations")
    world = graphs.world(more, choice.reviews)
    assert date_of(world) == "1964-10-24"
    out = io.BytesIO()
    open_ = write(doubts(graphs.reader(more, world)), out, choice.rows)
    again = parsed(out.getvalue().decode(), "x")
    assert again.rows == choice.rows
    assert open_ == len(list(csv.reader(io.StringIO(out.getvalue().decode())))) - 2


def test_a_merge_of_two_names_is_asked_about_and_can_be_undone() -> None:
    found = Pages()
    for document, name in (("a.en.txt", "Sergei Ryabkov"), ("b.en.txt", "Sergey Ryabkov")):
        found.say(document, "Visit", "2017", visitor=name, visitor_state="Russia", host="Chile")
    (row,) = [row for row in doubts(graphs.reader(found)) if row.topic == "merge"]
    assert row.now == "merged"
    assert float(row.confidence) < 0.95
    assert row.subject_quote
    undone = graphs.world(found, parsed(table([replace(row, decision="reject")]), "x").reviews)
    assert len(graphs.world(found).merges) == 1
    assert undone.merges == ()


# -- links -------------------------------------------------------------------------------------------------------------


def undecided() -> Answer:
    subject = Subject("person/ivan-ivanov", "person", ("Ivan Ivanov",), (), ())
    items = [
        Item(number, ("Ivan Ivanov",), f"{words} diplomat") for number, words in (("Q1", "Soviet"), ("Q2", "Russian"))
    ]
    candidates = tuple(Candidate(item, True, True, None, None) for item in items)
    return Answer(subject, "undecided", "2 items may be meant", candidates)


def test_candidates_of_an_online_search_are_rows_to_accept() -> None:
    found = doubts(graphs.reader(Pages()), [undecided()], WIKIDATA)
    assert [(row.subject, row.object, row.object_label) for row in found] == [
        ("person/ivan-ivanov", WIKIDATA + "Q1", "Ivan Ivanov (Soviet diplomat)"),
        ("person/ivan-ivanov", WIKIDATA + "Q2", "Ivan Ivanov (Russian diplomat)"),
    ]
    choice = parsed(decided(found, "link", "accept"), "x")
    assert choice.reviews == ()
    assert [(one.decision, one.subject, one.object) for one in choice.links] == [
        ("accept", "person/ivan-ivanov", WIKIDATA + "Q1")
    ]


def test_an_accepted_link_is_in_the_next_world_and_a_rejected_one_is_not() -> None:
    found = Pages()
    found.say("a.en.txt", "Tenure", "1970/1973", person="Ivan Ivanov", office="ambassador", sending="Soviet Union",
              receiving="Chile")  # fmt: skip
    accept = parsed(decided(doubts(graphs.reader(Pages()), [undecided()], WIKIDATA), "link", "accept"), "x")
    world = linked(graphs.world(found), [], accept.links)
    links = {one.key: [link.iri for link in one.links] for one in world.entities}
    assert links["person/ivan-ivanov"] == [WIKIDATA + "Q1"]
    text = table([Row(decision="reject", topic="link", subject="state/chile", object=WIKIDATA + "Q298")])
    refused = linked(graphs.world(found), [], parsed(text, "x").links)
    assert {one.key: one.links for one in refused.entities}["state/chile"] == ()


# -- reading -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_spreadsheets_make_of_the_file_is_read(tmp_path: Path, delimiter: str, newline: str, mark: str) -> None:
    cells = [["topic", "subject", "object", "decision", "reason", "extra"]]
    cells += [["merge", "person/a", "person/b", " Same-As ", "one; two, three", "x"], ["merge", "person/c", "person/d"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(cells)
    path = tmp_path / "review.csv"
    path.write_bytes((mark + out.getvalue()).encode())
    (review,) = read(path).reviews
    assert (review.decision, review.subject, review.object, review.reason) == (
        "same-as",
        "person/a",
        "person/b",
        "one; two, three",
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (Row(decision="maybe", topic="merge", subject="a", object="b"), "use one of accept, reject, same-as"),
        (Row(decision="prefer", topic="link", subject="a", object="b"), "a link cannot be decided as 'prefer'"),
        (Row(decision="accept", topic="", subject="a", object="b"), "unknown topic ''"),
        (Row(decision="accept", topic="merge", subject="a"), "subject or object is missing"),
        (Row(decision="prefer", topic="preference"), "subject or object is missing"),
        (Row(decision="accept", topic="merge", subject="a", object="b", date="31.1.2026"), "is no day"),
        (Row(decision="accept", topic="merge", subject="a", object="b", date="2026-02-30"), "is no day"),
    ],
)
def test_a_faulty_row_is_named_by_its_line(row: Row, says: str) -> None:
    with pytest.raises(KGError, match=rf"review\.csv:2: .*{says}"):
        parsed(table([row]), "review.csv")


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KGError, match="the column decision is missing"):
        parsed("subject,object\n", "review.csv")
    with pytest.raises(KGError, match=r"none\.csv: cannot be read"):
        read(tmp_path / "none.csv")


cells = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12).map(lambda text: " ".join(text.split()))


@given(st.lists(st.tuples(cells, cells), max_size=4))
def test_whatever_a_reviewer_writes_comes_back(found: list[tuple[str, str]]) -> None:
    told = [
        Row("accept", reason, reviewer, "2026-01-31", "merge", subject=f"person/{number}", object="person/x")
        for number, (reason, reviewer) in enumerate(found)
    ]
    text = table(told)
    assert parsed(text, "x").rows == tuple(told)
    assert not [cell for line in csv.reader(io.StringIO(text)) for cell in line if cell.startswith(("=", "+", "@"))]


# -- in the graph ------------------------------------------------------------------------------------------------------


def test_decisions_stand_in_the_graph_as_activities_of_somebody() -> None:
    text = decided(rows(graphs.reader(pages())), "preference", "prefer", "1964-10-24")
    store = ox.Store()
    store.extend(review_quads(parsed(text, "x")))
    query = """
        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?type ?claim ?who ?when ?why WHERE { GRAPH <https://w3id.org/dipl/id/graph/weighing> {
            ?claim prov:wasInfluencedBy ?act . ?act a prov:Activity ; prov:used ?claim ; dcterms:type ?type ;
            prov:wasAssociatedWith/rdfs:label ?who ; prov:endedAtTime ?when ; dcterms:description ?why } }"""
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    ((type_, claim, who, when, why),) = [[term.value for term in row] for row in found]
    assert (type_, who, when, why) == ("prefer", "A. Reviewer", "2026-01-31T00:00:00Z", "because")
    assert claim == BASE + "claim/b-en/relationsrestored-0-33"
