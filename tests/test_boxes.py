"""The box beside an article on two states, and tables of visits with a column for each direction."""

from __future__ import annotations

import pytest

from tests.test_frames import told

PAIR = ("finland", "peru")


@pytest.mark.parametrize(
    "box",
    [
        "Diplomatic mission\nEmbassy of Finland, LimaEmbassy of Peru, Helsinki\nEnvoy\n"
        "Ambassador Kari LundAmbassador Juan Soto\n",
        "Diplomatic mission\nFinnish Embassy, Lima\nPeruvian Embassy, Helsinki\nEnvoy\nAmbassador Kari Lund\n"
        "Ambassador Juan Soto\n",
        "| Finland | Peru |\n|---|---|\n| Diplomatic mission | |\n"
        "| Embassy of Finland, Lima | Embassy of Peru, Helsinki |\n"
        "| Envoy | |\n| Ambassador Kari Lund | Ambassador Juan Soto |\n",
        "Infobox\n- Title: Finnish–Peruvian relations\n- Party1: Finland\n- Party2: Peru\n- Map: Map.svg\n"
        "- Mission1: Finnish Embassy, Lima\n- Mission2: Embassy of Peru, Helsinki\n- Envoytitle1: Ambassador\n"
        "- Envoy1: Kari Lund\n- Envoytitle2: Ambassador\n- Envoy2: Juan Soto\n",
    ],
)
def test_missions_of_a_pair_and_who_heads_them(box: str) -> None:
    text = f"Finland–Peru relations\n\nFinland\n\nPeru\n{box}\nThe two countries are friends.\n"
    missions = [(row["sending"], row["receiving"], row["kind"]) for row in told(text, "MissionPresent", PAIR)]
    assert missions == [("Finland", "Peru", "embassy"), ("Peru", "Finland", "embassy")]
    heads = [(row["person"], row["of"]) for row in told(text, "OfficeHeld", PAIR)]
    assert heads == [("Kari Lund", "Finland"), ("Juan Soto", "Peru")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Finland–Peru relations\n\nFinland\nPeru\nDiplomatic mission\nEmbassy of Finland, Lima\n"
            "Embassy of Peru, Helsinki\nEnvoy\nAmbassador\nKari Lund\nAmbassador\nJuan Soto\n\nThey are friends.\n",
        ),
        (
            "es",
            "Relaciones Finlandia-Perú\n\nFinlandia\nPerú\nMisión diplomática\n"
            "Embajada de Finlandia, Santiago de Chile\n"
            "Embajada del Perú, Estocolmo\nEnviado\nEmbajadora\nKari Lund\nEmbajador\nJuan Soto\n\nSon amigos.\n",
        ),
        (
            "es",
            "Relaciones finlandesas-peruanas | |||\n---|---|---\n"
            "Representación oficial de la República de Finlandia en el Perú | |||\nEmbajadora | Kari Lund | ||\n"
            "Dirección | Calle Real 5, Lima | ||\nRepresentación oficial del Perú en la República de Finlandia | |||\n"
            "Embajador | Juan Soto | ||\n\nSon amigos.\n",
        ),
    ],
)
def test_titles_in_a_line_or_a_cell_of_their_own_above_or_beside_the_name(language: str, text: str) -> None:
    heads = [(row["person"], row["office"], row["of"]) for row in told(text, "OfficeHeld", PAIR, language)]
    assert heads == [("Kari Lund", "ambassador", "Finland"), ("Juan Soto", "ambassador", "Peru")]


@pytest.mark.parametrize(
    "box",
    [
        "Diplomatic mission\nPeruvian Embassy, StockholmEmbassy of Finland, Lima\n",
        "Diplomatic mission\nEmbassy of Finland, Lima\nPeruvian Embassy, Stockholm\n",
    ],
)
def test_a_mission_beside_one_that_stands_in_a_third_state(box: str) -> None:
    text = f"Finland–Peru relations\n\nPeru\n\nFinland\n{box}\nThe two countries are friends.\n"
    (mission,) = told(text, "MissionPresent", PAIR)
    assert (mission["sending"], mission["receiving"], mission["place"]) == ("Finland", "Peru", "Lima")


@pytest.mark.parametrize("place", ["Singapore", "Stockholm"])
def test_the_numbers_of_a_box_tell_the_sides(place: str) -> None:
    text = (
        f"Finland–Peru relations\n\nInfobox\n- Party1: Peru\n- Party2: Finland\n- Mission1: Peruvian Embassy, {place}\n"
        "- Mission2: Embassy of Finland, Lima\n- Envoytitle1: Ambassador\n- Envoytitle2: Ambassador\n"
        "- Envoy1: Juan Soto\n- Envoy2: Kari Lund\n\nThe two countries are friends.\n"
    )
    missions = [(row["sending"], row["kind"], row["place"]) for row in told(text, "MissionPresent", PAIR)]
    assert missions == [("Peru", "non-resident embassy", place), ("Finland", "embassy", "Lima")]
    heads = [(row["person"], row["of"]) for row in told(text, "OfficeHeld", PAIR)]
    assert heads == [("Juan Soto", "Peru"), ("Kari Lund", "Finland")]


def test_a_mission_in_a_third_state_is_none_of_the_box() -> None:
    text = "Finland–Peru relations\n\nFinland\n\nPeru\nDiplomatic mission\nEmbassy of Finland, Santiago\n\nWords.\n"
    assert all(row["receiving"] != "Peru" for row in told(text, "MissionPresent", PAIR))
    text = "Embassy of Finland, Lima\n\nThe embassy tells of itself.\n"
    (mission,) = told(text, "MissionPresent", PAIR)  # a letterhead tells of its own mission, and no box of another
    assert (mission["sending"], mission["receiving"], mission["place"]) == ("Finland", "Peru", "Lima")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Exchange of Visits (Finland - Peru)\n\nYear | From Finland | From Peru\n---|---|---\n"
            "1990 | President Ola Berg | \n1992 | | President Juan Soto\n",
        ),
        (
            "en",
            "Visits between Finland and Peru\n\nDate\tFinnish side\tPeruvian side\n1990\tPresident Ola Berg\t\n"
            "1992\t\tPresident Juan Soto\n",
        ),
        (
            "es",
            "Visitas oficiales Finlandia - Perú\n\nAño\tDe Finlandia a Perú\tDe Perú a Finlandia\n"
            "1990\tPresidente Ola Berg\t\n1992\t\tPresidente Juan Soto\n",
        ),
        (
            "en",
            "Visits between Finland and Peru\n\nTo Peru:\n1990 President Ola Berg\n1991 King Olaf\n\nTo Finland:\n"
            "1992 President Juan Soto\n1993 Queen Ana\n",
        ),
    ],
)
def test_visits_with_a_column_or_a_heading_for_each_direction(language: str, text: str) -> None:
    visits = [(row["visitor"], row["host"], row["date"]) for row in told(text, "Visit", PAIR, language)]
    assert [visit for visit in visits if visit[0] in ("Ola Berg", "Juan Soto")] == [
        ("Ola Berg", "Peru", "1990"),
        ("Juan Soto", "Finland", "1992"),
    ]


@pytest.mark.parametrize("since", ["- Incumbentsince: 3 May 2021", "- Since: May 3, 2021", "Since | 3 May 2021"])
def test_the_begin_of_a_term_stands_in_the_field_below_that_of_its_holder(since: str) -> None:
    text = (
        "= List of ambassadors of Finland to Peru =\n\nInfobox\n- Post: Ambassador, of Finland to Peru\n"
        f"- Incumbent: Kari Lund\n{since}\n- Formation: 1964\n\nThe ambassador lives in Lima.\n"
    )
    (tenure,) = told(text, "Tenure", PAIR)
    assert (tenure["person"], tenure["date"]) == ("Kari Lund", "2021-05-03/..")


def test_a_table_of_sums_with_their_currency_below_years() -> None:
    text = (
        "Finland–Peru relations\n\n== Trade ==\n\n| Year | 2018 | 2019 |\n"
        "| Finnish exports | $21 million | $25 million |\n"
        "| Peruvian exports | US$ 40 million | US$ 38 million |\n\nTrade grows.\n"
    )
    rows = told(text, "TradeVolume", PAIR)
    assert [(row["exporter"], row["date"], row["amount"]) for row in rows] == [
        ("Finland", "2018", "21000000"),
        ("Finland", "2019", "25000000"),
        ("Peru", "2018", "40000000"),
        ("Peru", "2019", "38000000"),
    ]


def test_a_mission_elsewhere_that_a_box_calls_concurrent_is_accredited_from_there() -> None:
    text = "Misión diplomática\nEmbajada keniana en Estocolmo (concurrente) Embajada noruega en Kampala (concurrente)\n"
    found = told(text, "MissionPresent", ("kenya", "norway"), "es")
    rows = [(row["sending"], row["receiving"], row["kind"], row["place"]) for row in found]
    assert rows == [
        ("Kenya", "Norway", "non-resident embassy", "Stockholm"),
        ("Norway", "Kenya", "non-resident embassy", "Kampala"),
    ]
