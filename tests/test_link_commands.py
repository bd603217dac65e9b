"""`kg link`, `kg review` and the exports for others, from end to end on the bundled texts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import main
from kg.graph.store import open_graph
from kg.link import search as searching
from kg.link.polite import Manners
from kg.link.research import DYAD_YEARS, EVENTS
from kg.link.sssom import faults
from tests.wikiserver import Reply, Wiki, serving

Run = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("links") / "graph"
    assert main(["build", "--no-check", "-o", str(folder)]) == 0
    return folder


@pytest.fixture
def wiki(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiki]:
    """A server in the place of Wikidata, with one of the ambassadors; nobody sleeps."""
    with serving(Wiki()) as one:
        one.add("Q5", "human")
        one.add("Q900", "Augusto Parra Muñoz", P31="Q5", P569=("1942-00-00", 9), P27="Q298")
        one.add("Q901", "Rodrigo Nieto Maturana", P31="Q5")
        monkeypatch.setattr(searching, "WIKIDATA_API", one.url)
        quick = lambda contact: Manners(contact, 0.0, 1.0, 1)  # noqa: E731
        monkeypatch.setattr(searching, "Manners", quick)
        monkeypatch.setenv("KG_CONTACT", "ops@chancery.test")
        yield one


def printed(capsys: Run, *arguments: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert main(list(arguments)) == code
    out, err = capsys.readouterr()
    return out, err


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(("format_", "columns"), [("dyad-year", DYAD_YEARS), ("events", EVENTS)])
def test_research_tables_are_csv(graph: Path, capsys: Run, format_: str, columns: dict[str, str]) -> None:
    out, err = printed(capsys, "export", "-g", str(graph), "--format", format_)
    assert err == ""
    assert list(rows(out)[0]) == list(columns)


def test_links_go_out_as_sssom(graph: Path, capsys: Run, tmp_path: Path) -> None:
    out, err = printed(capsys, "link", "-g", str(graph))
    assert err == ""
    assert list(faults(out)) == []
    assert printed(capsys, "export", "-g", str(graph), "--format", "sssom")[0] == out


def test_statements_that_cannot_be_cited_are_counted_by_reason(graph: Path, capsys: Run) -> None:
    out, err = printed(capsys, "export", "-g", str(graph), "--format", "quickstatements")
    assert out == ""
    assert "0 statements; held back:" in err
    assert "only Wikipedia tells it" in err


def test_comparison_tells_how_much_wikidata_has(graph: Path, capsys: Run, tmp_path: Path) -> None:
    apec = {"rank": "normal", "mainsnak": {"datavalue": {"value": {"id": "Q170481"}}}}
    file = tmp_path / "chile.json"
    file.write_text(json.dumps({"entities": {"Q298": {"id": "Q298", "claims": {"P463": [apec]}}}}), "utf-8")
    out, err = printed(capsys, "link", "-g", str(graph), "--compare", str(file))
    verdicts = {(row["subject"], row["value"]): row["verdict"] for row in rows(out)}
    assert verdicts["Chile", "Asia-Pacific Economic Cooperation"] == "has"
    assert verdicts["Chile", "United Nations"] == "lacks"
    assert verdicts["Russia", "United Nations"] == "unknown"
    assert "P463  has" in err


def test_an_online_search_finds_asks_and_is_taken_up_by_the_next_build(
    graph: Path, capsys: Run, tmp_path: Path, wiki: Wiki
) -> None:
    links, table = tmp_path / "links.sssom.tsv", tmp_path / "review.csv"
    common = ["link", "-g", str(graph), "--online", "--cache", str(tmp_path / "cache")]
    _, err = printed(capsys, *common, "-o", str(links), "--review", str(table))
    assert "match              1" in err
    assert "Q900" in links.read_text("utf-8")
    undecided = [row for row in rows(table.read_text("utf-8")) if row["topic"] == "link"]
    assert [row["object"].rpartition("/")[2] for row in undecided] == ["Q901"]
    asked = len(wiki.asked)
    printed(capsys, *common, "-o", str(links))
    assert len(wiki.asked) == asked

    undecided[0] |= {"decision": "accept", "reviewer": "A. Reviewer", "date": "2026-01-31", "reason": "same career"}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(undecided[0]))
        writer.writeheader()
        writer.writerows(undecided)
    again = tmp_path / "again"
    build = ["build", "--no-check", "-o", str(again), "--links", str(links), "--review", str(table)]
    assert main(build) == 0
    out, _ = printed(capsys, "link", "-g", str(again))
    told = {row[0]: row for row in csv.reader(out.splitlines(), delimiter="\t")}
    assert told["id:person/augusto-parra-munoz"][3] == "wikidata:Q900"
    assert "semapv:MappingReview" in told["id:person/rodrigo-nieto-maturana"]
    assert "A. Reviewer" in told["id:person/rodrigo-nieto-maturana"]
    first = open_graph(again).manifest["store"]["digest"]
    assert main(build) == 0
    assert open_graph(again).manifest["store"]["digest"] == first


def test_comparison_with_the_items_as_they_are_now(graph: Path, capsys: Run, tmp_path: Path, wiki: Wiki) -> None:
    for number in ("Q298", "Q159"):
        wiki.add(number, number, P463=["Q170481"])
    command = ["link", "-g", str(graph), "--compare", "ONLINE", "--cache"]
    out, err = printed(capsys, *command, str(tmp_path / "1"))
    verdicts = {(row["subject"], row["value"]): row["verdict"] for row in rows(out)}
    assert verdicts["Chile", "Asia-Pacific Economic Cooperation"] == "has"
    assert verdicts["Chile", "United Nations"] == "lacks"
    assert verdicts["Armenia", "Eurasian Economic Union"] == "unknown"
    assert "all items were answered" in err
    wiki.refuse = lambda asked: Reply(502)
    out, err = printed(capsys, *command, str(tmp_path / "2"), code=1)
    assert {row["verdict"] for row in rows(out)} == {"unknown"}
    assert "items were not answered" in err


def test_a_service_that_fails_ends_with_code_1_and_says_so(
    graph: Path, capsys: Run, tmp_path: Path, wiki: Wiki
) -> None:
    wiki.refuse = lambda asked: Reply(503)
    out, err = printed(capsys, "link", "-g", str(graph), "--online", "--cache", str(tmp_path), code=1)
    assert "no match           0" in err
    assert "not answered: the service is busy or broken (503)" in err
    assert "wikidata:" not in out.partition("subject_id")[2]


def test_a_reconciliation_service_may_be_asked_instead(graph: Path, capsys: Run, tmp_path: Path, wiki: Wiki) -> None:
    url = wiki.url.replace("/w/api.php", "/reconcile")
    out, err = printed(capsys, "link", "-g", str(graph), "--service", url, "--cache", str(tmp_path))
    assert "match              1" in err
    assert "wikidata:Q900" in out


def test_nobody_is_asked_without_a_contact(
    graph: Path, capsys: Run, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_CONTACT")
    _, err = printed(capsys, "link", "-g", str(graph), "--online", code=2)
    assert err.startswith("kg: KG_CONTACT: is not set")
    assert wiki.asked == []


def test_decisions_of_a_table_hold_in_the_next_build_and_stay_in_the_table(
    graph: Path, capsys: Run, tmp_path: Path
) -> None:
    table, again = tmp_path / "review.csv", tmp_path / "again"
    _, err = printed(capsys, "review", "-g", str(graph), "-o", str(table))
    assert "0 decided before" in err
    found = rows(table.read_text("utf-8"))
    for row in found:
        if row["topic"] == "preference" and row["subject_label"] == "date: 1964-10-24":
            row |= {"decision": "prefer", "reason": "the decree bears this date"}
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(found)
    assert main(["build", "--no-check", "-o", str(again), "--review", str(table)]) == 0
    out, _ = printed(capsys, "export", "-g", str(again), "--format", "dyad-year")
    assert "restored 1964-10-24" in {row["year"]: row["changes"] for row in rows(out)}["1964"]
    _, err = printed(capsys, "review", "-g", str(again), "-o", str(table))
    assert "1 decided before" in err
    assert rows(table.read_text("utf-8"))[0]["reason"] == "the decree bears this date"


def test_a_faulty_decision_stops_the_build_before_anything_is_read(capsys: Run, tmp_path: Path) -> None:
    table = tmp_path / "review.csv"
    table.write_text("decision,topic,subject,object\nperhaps,merge,a,b\n", "utf-8")
    _, err = printed(capsys, "build", "-o", str(tmp_path / "g"), "--review", str(table), code=2)
    assert "review.csv:2: a merge cannot be decided as 'perhaps'" in err
    assert not (tmp_path / "g").exists()
