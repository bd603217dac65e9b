"""Lists of heads of mission who presented their credentials or were named on one occasion; lists of journeys."""

from __future__ import annotations

import pytest

from tests.test_frames import told

LISTS = {
    "en": """Presentation of credentials

The following ambassadors presented their credentials to the President of Kenya on 3 May 2019:

- Ola Berg (Norway)
- Luis Soto, Ambassador of Peru
- H.E. Ms. Ana Rojas - Chile
- Sweden: Eva Lind
""",
    "es": """El Presidente de Kenia recibió las cartas credenciales de los siguientes embajadores el 3 de mayo de 2019:

- Ola Berg (Noruega)
- Luis Soto, embajador del Perú
- Ana Rojas, de Chile
- Suecia: Eva Lind
""",
}


@pytest.mark.parametrize("language", sorted(LISTS))
def test_each_head_of_mission_below_the_lead_presented_credentials(language: str) -> None:
    rows = told(LISTS[language], "Appointment", ("kenya",), language)
    assert [(row["person"], row["sending"], row["receiving"], row["kind"], row["date"]) for row in rows] == [
        ("Ola Berg", "Norway", "Kenya", "credentials", "2019-05-03"),
        ("Luis Soto", "Peru", "Kenya", "credentials", "2019-05-03"),
        ("Ana Rojas", "Chile", "Kenya", "credentials", "2019-05-03"),
        ("Eva Lind", "Sweden", "Kenya", "credentials", "2019-05-03"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "President Asha Moyo of Kenya received letters of credence from four new ambassadors on 3 May 2019. Those "
            "who presented their credentials were Ola Berg (Norway) and Luis Soto (Peru). Others included Chile's "
            "ambassador Ana Rojas and the Ambassador of Sweden, Eva Lind.",
        ),
        (
            "es",
            "Presentaron cartas credenciales ante el Presidente de Kenia el 3 de mayo de 2019 los embajadores de "
            "Noruega, Ola Berg; del Perú, Luis Soto; de Chile, Ana Rojas, y de Suecia, Eva Lind.",
        ),
    ],
)
def test_a_sentence_lists_heads_of_mission(language: str, text: str) -> None:
    rows = told(text, "Appointment", (), language)
    assert [(row["person"], row["sending"], row["receiving"], row["date"]) for row in rows] == [
        ("Ola Berg", "Norway", "Kenya", "2019-05-03"),
        ("Luis Soto", "Peru", "Kenya", "2019-05-03"),
        ("Ana Rojas", "Chile", "Kenya", "2019-05-03"),
        ("Eva Lind", "Sweden", "Kenya", "2019-05-03"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The government of Kenya appointed the following ambassadors on 3 May 2019:\n\n- Asha Moyo, Norway\n"
            "- Peter Otieno to Sweden\n",
        ),
        (
            "es",
            "El Gobierno de Kenia designó a los siguientes embajadores el 3 de mayo de 2019:\n\n"
            "- Asha Moyo, en Noruega\n- Peter Otieno, embajador en Suecia\n",
        ),
    ],
)
def test_those_who_are_named_go_to_the_states_of_the_list(language: str, text: str) -> None:
    rows = told(text, "Appointment", ("kenya",), language)
    assert [(row["person"], row["sending"], row["receiving"], row["kind"]) for row in rows] == [
        ("Asha Moyo", "Kenya", "Norway", "appointed"),
        ("Peter Otieno", "Kenya", "Sweden", "appointed"),
    ]


def test_names_without_states_or_without_an_occasion_present_nothing() -> None:
    text = "The ambassadors presented their credentials to the President of Kenya.\n\n- Ola Berg\n- Luis Soto\n"
    assert told(text, "Appointment", ("kenya",)) == []
    assert told("Winners\n\n- Ola Berg (Norway)\n- Luis Soto (Peru)\n", "Appointment", ("kenya",)) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Visits to Kenya\n\n- Ola Berg (3 May 1999)\n- President Luis Soto of Peru (2001)\n"),
        (
            "en",
            "Visits by foreign heads of state to Kenya\n\n- Norway: Ola Berg (3 May 1999)\n- Peru: Luis Soto (2001)\n",
        ),
        ("es", "Visitas oficiales a Kenia\n\n- Ola Berg (3 de mayo de 1999)\n- Luis Soto, del Perú (2001)\n"),
        (
            "es",
            "Visitas de Estado recibidas por Kenia\n\n| Huésped | País | Fecha |\n|---|---|---|\n"
            "| Ola Berg | Noruega | 3 de mayo de 1999 |\n| Luis Soto | Perú | 2001 |\n",
        ),
        (
            "es",
            "Jefes de Estado que han visitado Kenia\n\n| Nombre | País | Fecha |\n|---|---|---|\n"
            "| Ola Berg | Noruega | 3 de mayo de 1999 |\n| Luis Soto | Perú | 2001 |\n",
        ),
    ],
)
def test_guests_come_to_the_state_that_the_heading_names(language: str, text: str) -> None:
    visits = told(text, "Visit", ("kenya",), language)
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ola Berg", "Kenya", "1999-05-03"),
        ("Luis Soto", "Kenya", "2001"),
    ]
    assert told(text, "Tenure", ("kenya",), language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Foreign trips of Prime Minister Ola Berg\n\n2010\nKenya (3-5 May)\nPeru, Lima (6 June)\n"),
        (
            "en",
            "Visits abroad by Prime Minister Ola Berg\n\n- 3-5 May 2010: Kenya, state visit\n- Peru, 6 June 2010\n",
        ),
        (
            "es",
            "Viajes del primer ministro Ola Berg\n\n2010\n- Kenia, 3 al 5 de mayo.\n- Perú, 6 de junio: cumbre.\n",
        ),
    ],
)
def test_journeys_of_one_traveller_named_by_place_and_date(language: str, text: str) -> None:
    visits = told(text, "Visit", (), language)
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ola Berg", "Kenya", "2010-05-03/2010-05-05"),
        ("Ola Berg", "Peru", "2010-06-06"),
    ]


def test_several_names_of_an_entry_have_each_their_own_years() -> None:
    text = "Ambassadors of Norway to Kenya\n\n- Ola Berg (1964–1968), Kari Lund (1968–1971)\n"
    tenures = told(text, "Tenure", ("norway", "kenya"))
    assert [(row["person"], row["date"]) for row in tenures] == [("Ola Berg", "1964/1968"), ("Kari Lund", "1968/1971")]


def test_names_in_the_letters_of_their_language_part_a_glued_row() -> None:
    text = (
        "List of ambassadors of China to Kenya\n\nList of heads of mission\n\n"
        "Name (English)Name (Chinese)Tenure beginsTenure endsNote\n"
        "Li Wei李伟April 1973December 1976[1]\nWang Fang王芳August 1977February 1982[1]\n"
    )
    tenures = told(text, "Tenure", ("china", "kenya"))
    assert [(row["person"], row["date"]) for row in tenures] == [
        ("Li Wei", "1973-04/1976-12"),
        ("Wang Fang", "1977-08/1982-02"),
    ]


def test_the_date_of_an_agreement_stands_before_a_dash_or_in_brackets() -> None:
    text = (
        "Agreements between Kenya and Norway\n\n- 3 May 1972 – Agreement on Cultural Cooperation\n"
        "- (1985) Air Services Agreement\n"
    )
    made = told(text, "Agreement", ("kenya", "norway"))
    assert [(row["title"], row["date"]) for row in made] == [
        ("Agreement on Cultural Cooperation", "1972-05-03"),
        ("Air Services Agreement", "1985"),
    ]
