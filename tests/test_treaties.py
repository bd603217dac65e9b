"""Entries of lists of treaties: what is title, what date, and what is none."""

from __future__ import annotations

import pytest

from tests.test_frames import told

PAIR = ("kenya", "norway")


def listed(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(row["title"], row["date"]) for row in told(text, "Agreement", PAIR, language)]


def test_all_words_before_the_date_are_the_title() -> None:
    text = (
        "Agreements\n\n"
        "- Agreement on Co-operation in Health, Ports and Youth (came into force on 8 June 2002)\n"
        "- Convention for the Avoidance of Double Taxation with Respect to Taxes on Income (signed 2 May 2004; "
        "in force since 3 July 2005)\n"
        "- Waiver of visas for seamen (2014)\n"
        "- Trade, Investment and Fisheries Agreement, signed at Oslo on 9 May 1980\n"
    )
    assert listed(text) == [
        ("Agreement on Co-operation in Health, Ports and Youth", "2002-06-08"),
        ("Convention for the Avoidance of Double Taxation with Respect to Taxes on Income", "2004-05-02"),
        ("Waiver of visas for seamen", "2014"),
        ("Trade, Investment and Fisheries Agreement", "1980-05-09"),
    ]


def test_spanish_titles_hold_what_a_sentence_would_not() -> None:
    text = (
        "Acuerdos vigentes\n\n"
        "1. Acuerdo Marco para una Asociación más Estrecha (17.10.2003)\n"
        "2. MdE de Consultas entre Cancillerías (2001)\n"
        "3. Revisión del Acuerdo de Pesca (1999)\n"
        "4. Convenio de Cooperación Social celebrado entre los Gobiernos de Noruega y Kenia, 3 de mayo de 1967\n"
    )
    assert listed(text, "es") == [
        ("Acuerdo Marco para una Asociación más Estrecha", "2003-10-17"),
        ("MdE de Consultas entre Cancillerías", "2001"),
        ("Revisión del Acuerdo de Pesca", "1999"),
        ("Convenio de Cooperación Social", "1967-05-03"),
    ]


def test_the_states_behind_a_title_are_its_parties() -> None:
    text = "Treaties\n\n- Convention on Ports and more between Peru and Kenya (3 May 1990)\n"
    (row,) = told(text, "Agreement", PAIR)
    assert (row["title"], row["parties"], row["date"]) == (
        "Convention on Ports and more",
        ["Peru", "Kenya"],
        "1990-05-03",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Visits\n\n- Waiver of visas for seamen (2014)\n",
        "Agreements\n\n- President Ola Berg (2014)\n",
        "Agreements\n\n- Trade was low in those days (2014)\n",
        "Agreements with\n\n- Peru (1990)\n- Ghana (1992)\n",
    ],
)
def test_other_entries_are_no_treaties(text: str) -> None:
    assert listed(text) == []
