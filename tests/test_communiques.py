"""Joint communiqués and press notes of consultations: who signed, who led each side, whom a title belongs to."""

from __future__ import annotations

import pytest

from tests.test_frames import told

PAIR = ("kenya", "norway")


def titles(text: str) -> list[tuple[str, str, str | None]]:
    return [(row["person"], row["office"], row.get("of")) for row in told(text, "OfficeHeld", PAIR)]


@pytest.mark.parametrize(
    "block",
    [
        "Hon. Amos Kimani\nMinister of Trade of the Republic of Kenya\n\nAna Berg\nMinister of Fisheries of Norway\n",
        "For the Government of Kenya\nHon. Amos Kimani\nMinister of Trade\n\n"
        "For the Government of Norway\nAna Berg\nMinister of Fisheries\n",
        "FOR THE REPUBLIC OF KENYA\n\nAmos Kimani\n\nMinister of Trade\n\n"
        "FOR NORWAY\n\nAna Berg\n\nMinister of Fisheries\n",
        "Amos Kimani\nMinister of Trade\nRepublic of Kenya\n\nAna Berg\nMinister of Fisheries\nKingdom of Norway\n",
    ],
)
def test_signatures_stand_above_their_titles(block: str) -> None:
    text = f"Joint Communiqué of Kenya and Norway\n\nDone at Oslo on 4 June 2011 in two originals.\n\n{block}"
    assert titles(text) == [
        ("Amos Kimani", "minister of trade", "Kenya"),
        ("Ana Berg", "minister of fisheries", "Norway"),
    ]


def test_the_menu_of_a_site_signs_nothing() -> None:
    assert titles("Embassy of Kenya in Oslo\n\nAbout Us\nAmbassador\nConsular Services\nVisit Kenya\n") == []


def test_each_title_is_that_of_the_name_before_it() -> None:
    text = (
        "At the invitation of H.E. Amos Kimani, President of the Republic of Kenya, H.E. Ana Berg, Prime Minister of"
        " Norway paid a working visit to Kenya on 4 June 2011."
    )
    assert titles(text) == [("Amos Kimani", "president", "Kenya"), ("Ana Berg", "prime minister", "Norway")]
    assert [(row["visitor"], row["date"]) for row in told(text, "Visit", PAIR)] == [("Ana Berg", "2011-06-04")]


@pytest.mark.parametrize(
    "led",
    [
        "Amos Kimani, Secretary (West), led the Kenyan delegation while the Norwegian side was led by Ms. Ana Berg,"
        " Director General (Africa), Ministry of Foreign Affairs.",
        "The Kenyan side was led by Mr. Amos Kimani, Secretary (West), Ministry of Foreign Affairs, while Ana Berg,"
        " Director General (Africa), led the Norwegian side.",
    ],
)
def test_who_led_the_sides_of_consultations_met(led: str) -> None:
    text = f"The 4th Political Consultations between Kenya and Norway were held in Oslo on 4 June 2011. {led}"
    assert [row["participants"] for row in told(text, "Meeting", PAIR)] == [["Amos Kimani", "Ana Berg"]]
    assert titles(text) == [
        ("Amos Kimani", "secretary (west)", "Kenya"),
        ("Ana Berg", "director general (africa)", "Norway"),
    ]


def test_an_envoy_may_have_another_title_behind_the_name() -> None:
    text = "Ambassador Amos Kimani, Secretary (West), led the Kenyan delegation."
    assert [office for _, office, _ in titles(text)] == ["ambassador", "secretary (west)"]


def test_heads_of_a_high_commission_are_high_commissioners() -> None:
    text = "About us | Kenya High Commission, Gaborone\n\nPast Heads of Mission\n\n1. H.E. Amos Kimani (1994 – 1998)\n"
    rows = told(text, "Tenure", ("kenya", "botswana"))
    assert [(row["person"], row["office"], row["receiving"]) for row in rows] == [
        ("Amos Kimani", "high commissioner", "Botswana")
    ]
    missions = told(text, "MissionPresent", ("kenya", "botswana"))
    assert [(row["sending"], row["kind"], row["place"]) for row in missions] == [
        ("Kenya", "high commission", "Gaborone")
    ]


def test_a_numbered_paragraph_is_read_sentence_by_sentence() -> None:
    text = (
        "Joint Communiqué\n\n1. The 4th Political Consultations between Kenya and Norway were held in Oslo on 4 June"
        " 2011. The Kenyan side was led by Mr. Amos Kimani and the Norwegian side by Ms. Ana Berg.\n\n"
        "2. Both sides reviewed the state of their relations and found them good. They will meet again.\n"
    )
    assert [row["participants"] for row in told(text, "Meeting", PAIR)][:1] == [["Amos Kimani", "Ana Berg"]]


SHEET = """Norway-Kenya Relations (Basic Data)

Republic of Kenya

1. Head of State: President Amos Kimani (took office in May 2013)
2. Prime Minister: Mr. Elias Otieno (appointed in June 2014)

Bilateral Relations

Norway's Economic Cooperation
(1) Grant aid: 7 billion yen (cumulative total up to FY2015)
(2) Technical cooperation: 3 billion yen (FY2014)
"""


def test_the_sheet_of_a_country_names_its_own_leaders() -> None:
    pair = ("norway", "kenya")
    rows = [(row["person"], row["of"]) for row in told(SHEET, "OfficeHeld", pair)]
    assert rows == [("Amos Kimani", "Kenya"), ("Elias Otieno", "Kenya")]
    assert [row["state"] for row in told(SHEET, "LeadershipChange", pair)] == ["Kenya"]


def test_sums_of_fiscal_years_are_dated() -> None:
    rows = told(SHEET, "Aid", ("norway", "kenya"))
    assert [(row["amount"], row["date"]) for row in rows] == [("7000000000", "../2015"), ("3000000000", "2014")]


def test_a_title_behind_a_name_may_be_followed_by_brackets() -> None:
    text = "From Samoa to Norway\n2009      Mr. Fatu Lolo 'Ofa, Prime Minister (5th Leaders Meeting)\n"
    rows = told(text, "OfficeHeld", ("samoa", "norway"))
    assert [(row["person"], row["office"], row["of"]) for row in rows] == [
        ("Fatu Lolo 'Ofa", "prime minister", "Samoa")
    ]


SIGNED = """Joint Communiqué

H.E. Ana Berg, Prime Minister of Norway, paid an official visit to Kenya from 3 to 5 May 2016.

The following agreements were signed:

  • Agreement on Cooperation in Tourism;
  • MoU on Fisheries; and
  • MoU on Ports.
"""


def test_what_a_communique_lists_was_signed_on_its_visit() -> None:
    rows = told(SIGNED, "Agreement", PAIR)
    titles = ["Agreement on Cooperation in Tourism", "MoU on Fisheries", "MoU on Ports"]
    assert [row["title"] for row in rows] == titles
    assert {row["date"] for row in rows} == {"2016-05-03/2016-05-05"}
    assert {row["date"] for row in told(SIGNED.replace("Joint Communiqué", "Relations"), "Agreement", PAIR)} == {None}


def test_a_table_whose_cells_do_not_lie_below_their_heads() -> None:
    text = (
        "Bilateral trade (US$ million):\n\nYear      Exports from Norway      Imports      Total\n"
        "2015      84.19      16.34      100.53\n2016      113.20      22.35      135.55\n"
    )
    rows = told(text, "TradeVolume", ("norway", "kenya"))
    assert [(row.get("exporter"), row["amount"], row["date"]) for row in rows[:3]] == [
        ("Norway", "84190000", "2015"),
        ("Kenya", "16340000", "2015"),
        (None, "100530000", "2015"),
    ]


def test_who_led_the_sides_may_stand_in_the_next_paragraph() -> None:
    text = (
        "The Third Consultations between Kenya and Norway were held at the Ministry of Foreign Affairs, Oslo today"
        " (12 September 2023).\n\nForeign Secretary Ana Berg led the Norwegian delegation whilst the Kenyan side was"
        " led by State Minister Amos Kimani.\n"
    )
    assert [row["participants"] for row in told(text, "Meeting", PAIR)] == [["Ana Berg", "Amos Kimani"]]
    assert [(person, of) for person, _, of in titles(text)] == [("Ana Berg", "Norway"), ("Amos Kimani", "Kenya")]


def test_delegations_are_made_up_of_officials_of_their_state() -> None:
    text = (
        "The Norwegian delegation comprised Ambassador Ana Berg and Mr. Olav Foss, Director of Protocol."
        " On the Kenyan side, Principal Secretary Amos Kimani participated."
    )
    assert ("Ana Berg", "Norway") in [(person, of) for person, _, of in titles(text)]
    assert ("Amos Kimani", "Kenya") in [(person, of) for person, _, of in titles(text)]
    assert told(text, "Agreement", PAIR) == []


def test_a_section_of_the_page_of_a_mission_may_be_headed_by_two_states() -> None:
    text = (
        "Embassy of Norway in Windhoek\n\nBilateral relations\n\nNorway - Angola\n\nNorway and Angola opened diplomatic"
        " relations on 7 August 2001.\n\nNorway – Namibia\n\nDiplomatic relations were opened in 1991.\n"
    )
    rows = told(text, "RelationsEstablished", ("norway", "angola"))
    assert [set(row["parties"]) for row in rows] == [{"Norway", "Angola"}, {"Norway", "Namibia"}]
