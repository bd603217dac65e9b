"""Rows for political scientists: pairs of states by year, and events with codes, actors and quotes."""

from __future__ import annotations

import csv
import io
import random

import pytest

from kg.link.research import DYAD_YEARS, EVENTS, codebook, write_dyad_years, write_events
from tests import linked
from tests.linked import Pages

PAIR = ("Chile", "Soviet Union")


def years(pages: Pages, until: int | None = None) -> dict[int, dict[str, str]]:
    """The rows of the only pair of states, by year."""
    out = io.BytesIO()
    write_dyad_years(linked.reader(pages), out, until)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode())))
    assert len({frozenset((row["ccode1"], row["ccode2"])) for row in rows}) <= 1
    assert len({row["year"] for row in rows}) == len(rows)
    return {int(row["year"]): row for row in rows}


def events(pages: Pages) -> list[dict[str, str]]:
    out = io.BytesIO()
    write_events(linked.reader(pages), out)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode())))


@pytest.fixture
def pages() -> Pages:
    found = Pages()
    found.say("a.en.txt", "RelationsEstablished", "1944-12-11", parties=PAIR)
    found.say("a.en.txt", "RelationsSevered", "1947-10-21", parties=PAIR, agent="Chile")
    found.say("a.en.txt", "RelationsRestored", "1964-11-24", parties=PAIR)
    found.say("a.en.txt", "Agreement", "1967", title="Trade Agreement", parties=PAIR)
    visit = {"visitor_state": "Chile", "visitor": "Clodomiro Almeyda"}
    found.say("a.en.txt", "Visit", "1971-05", host="Soviet Union", **visit)
    found.say("a.en.txt", "Tenure", "1992/1994", person="James Holger Blair", office="ambassador", sending="Chile",
              receiving="Russia")  # fmt: skip
    return found


def test_the_columns_are_those_of_the_codebook(pages: Pages) -> None:
    assert list(years(pages)[1944]) == list(DYAD_YEARS)
    assert list(events(pages)[0]) == list(EVENTS)
    assert all(len(line.split("\t")) == 2 for line in codebook(EVENTS).splitlines())


def test_the_state_of_relations_is_that_of_the_last_day_of_the_year(pages: Pages) -> None:
    found = {year: row["relations"] for year, row in years(pages).items()}
    assert found[1944] == found[1946] == found[1964] == found[1994] == "in force"
    assert found[1947] == found[1963] == "severed"
    assert years(pages)[1947]["changes"] == "severed 1947-10-21"


def test_rows_go_from_the_first_to_the_last_year_that_a_text_tells_of(pages: Pages) -> None:
    assert list(years(pages)) == list(range(1944, 1995))


def test_relations_in_force_go_on_only_if_asked(pages: Pages) -> None:
    assert max(years(pages, 2000)) == 2000
    assert years(pages, 2000)[2000]["relations"] == "in force"
    ended = Pages()
    ended.say("a.en.txt", "Visit", "1971", visitor="Luis Corvalán", visitor_state="Chile", host="Soviet Union")
    assert list(years(ended, 2000)) == [1971]
    assert years(ended)[1971]["relations"] == ""


def test_a_state_is_called_as_it_was_then_with_its_codes(pages: Pages) -> None:
    found = years(pages)
    assert (found[1990]["state2"], found[1990]["ccode2"]) == ("Soviet Union", "365")
    assert (found[1992]["state2"], found[1992]["ccode2"], found[1992]["iso3_2"]) == ("Russia", "365", "RUS")
    assert (found[1944]["state1"], found[1944]["ccode1"], found[1944]["iso3_1"]) == ("Chile", "155", "CHL")


def test_visits_and_agreements_count_in_their_year_and_direction(pages: Pages) -> None:
    row = years(pages)[1971]
    assert (row["visits_1_to_2"], row["visits_2_to_1"]) == ("1", "0")
    assert years(pages)[1967]["agreements"] == "1"
    assert sum(int(row["visits_1_to_2"]) + int(row["agreements"]) for row in years(pages).values()) == 2


def test_levels_of_representation_are_those_known_for_certain(pages: Pages) -> None:
    found = {year: row["level_1_in_2"] for year, row in years(pages).items()}
    assert found[1992] == found[1993] == found[1994] == "3"
    assert found[1946] == found[1947] == found[1970] == ""
    assert found[1948] == found[1963] == "0"
    assert {row["level_2_in_1"] for year, row in years(pages).items() if year > 1964} == {""}


@pytest.mark.parametrize(
    ("office", "level"),
    [("ambassador", "3"), ("envoy", "2"), ("chargé d'affaires", "1"), ("consul", ""), ("attaché", "")],
)
def test_each_rank_has_its_level(office: str, level: str) -> None:
    found = Pages()
    found.say("a.en.txt", "Tenure", "1970", person="Juan Pérez", office=office, sending="Chile", receiving="Peru")
    assert years(found)[1970]["level_1_in_2"] == level


def test_a_mission_stands_from_its_opening_until_relations_are_severed_or_it_is_closed() -> None:
    found = Pages()
    mission = {"sending": "Chile", "receiving": "Peru"}
    found.say("a.en.txt", "MissionOpened", "1900", kind="legation", **mission)
    found.say("a.en.txt", "MissionElevated", "1910", kind="embassy", **mission)
    found.say("a.en.txt", "MissionClosed", "1920", kind="embassy", **mission)
    found.say("a.en.txt", "MissionOpened", "1925", kind="embassy", **mission)
    found.say("a.en.txt", "RelationsSevered", "1930-06", parties=("Chile", "Peru"))
    found.say("a.en.txt", "Visit", "1935", visitor="Juan Pérez", visitor_state="Chile", host="Peru")
    levels = {year: row["level_1_in_2"] for year, row in years(found).items()}
    assert levels[1900] == levels[1909] == "2"
    assert levels[1910] == levels[1920] == "3"
    assert levels[1921] == levels[1924] == ""
    assert levels[1925] == levels[1930] == "3"
    assert levels[1931] == levels[1935] == "0"


def test_what_was_before_the_first_change_is_not_made_up() -> None:
    found = Pages()
    found.say("a.en.txt", "Visit", "1850", visitor="Juan Pérez", visitor_state="Chile", host="Peru")
    found.say("a.en.txt", "RelationsSevered", "1879-04-05", parties=("Chile", "Peru"))
    relations = {year: row["relations"] for year, row in years(found).items()}
    assert relations[1850] == relations[1878] == ""
    assert relations[1879] == "severed"


def test_a_visit_that_sources_date_apart_is_marked() -> None:
    found = Pages()
    for document, year in (("a.en.txt", "1991"), ("b.en.txt", "1993")):
        found.say(document, "Visit", year, visitor="Patricio Aylwin", visitor_state="Chile", host="Russia")
    assert {year: row["disputed"] for year, row in years(found).items()} == {1991: "1", 1992: "0", 1993: "1"}
    assert [row["disputed"] for row in events(found)] == ["yes", "yes"]


def test_cancelled_visits_count_nowhere() -> None:
    found = Pages()
    found.say("a.en.txt", "Visit", "2019-11", modality="cancelled", visitor="Vladimir Putin", host="Chile")
    assert years(found) == {}
    assert events(found) == []


# -- events ------------------------------------------------------------------------------------------------------------


def test_events_are_coded_in_cameo_and_plover(pages: Pages) -> None:
    found = {row["type"]: (row["cameo"], row["plover"]) for row in events(pages)}
    assert found["EstablishmentOfRelations"] == ("050", "SUPPORT")
    assert found["SeveranceOfRelations"] == ("161", "SANCTION-withdraw")
    assert found["Visit"] == ("042", "CONSULT-visit")
    assert found["TradeAgreement" if "TradeAgreement" in found else "Agreement"] == ("057", "SUPPORT")


def test_who_acts_on_whom(pages: Pages) -> None:
    found = {row["type"]: row for row in events(pages)}
    severed, visit = found["SeveranceOfRelations"], found["Visit"]
    assert (severed["actor1"], severed["actor2"], severed["directed"]) == ("Chile", "Soviet Union", "yes")
    assert (visit["actor1"], visit["state1"], visit["ccode1"]) == ("Clodomiro Almeyda", "Chile", "155")
    assert (visit["actor2"], visit["ccode2"], visit["iso3_1"]) == ("Soviet Union", "365", "CHL")
    assert found["EstablishmentOfRelations"]["directed"] == "no"


def test_situations_are_no_events(pages: Pages) -> None:
    assert not [row for row in events(pages) if row["type"] in ("Tenure", "HeadOfMissionTenure")]


def test_a_meeting_of_three_is_three_pairs() -> None:
    found = Pages()
    found.say("a.en.txt", "Meeting", "1970", participants=("Chile", "Peru", "Bolivia"))
    assert {(row["actor1"], row["actor2"]) for row in events(found)} == {
        ("Bolivia", "Chile"), ("Bolivia", "Peru"), ("Chile", "Peru"),
    }  # fmt: skip


def test_a_person_acts_for_the_state_that_the_texts_give_him() -> None:
    found = Pages()
    found.say("a.en.txt", "OfficeHeld", None, person="Heraldo Muñoz", office="Foreign Minister", of="Chile")
    found.say("a.en.txt", "Meeting", "2015", participants=("Heraldo Muñoz", "Peru"))
    (row,) = events(found)
    assert {row["actor1"]: row["state1"], row["actor2"]: row["state2"]} == {"Heraldo Muñoz": "Chile", "Peru": "Peru"}
    assert years(found)[2015]["meetings"] == "1"


def test_the_quote_is_that_of_the_preferred_claim_with_its_place() -> None:
    found = Pages()
    found.sources["b.en.txt"] = linked.SITE
    found.quoting("restored in October", "a.en.txt", "RelationsRestored", "1964-10-24", parties=PAIR)
    found.quoting("restored in November", "b.en.txt", "RelationsRestored", "1964-11-24", parties=PAIR)
    found.quoting("restored, again", "c.en.txt", "RelationsRestored", "1964-11-24", parties=PAIR)
    (row,) = events(found)
    assert row["date"] == "1964-11-24"
    assert (row["document"], row["quote"], row["begin"], row["end"]) == ("b.en.txt", "restored in November", "0", "20")
    assert row["url"] == "https://archive.chancery.test/relations"
    assert row["sources"] == "3"


def test_the_order_of_claims_does_not_show(pages: Pages) -> None:
    shuffled = Pages()
    shuffled.sources = dict(reversed(pages.sources.items()))
    shuffled.claims = list(pages.claims)
    random.Random(7).shuffle(shuffled.claims)
    for write in (write_events, write_dyad_years):
        first, second = io.BytesIO(), io.BytesIO()
        write(linked.reader(pages), first)
        write(linked.reader(shuffled), second)
        assert first.getvalue() == second.getvalue()
