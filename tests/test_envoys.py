"""Lists of heads of mission who presented their credentials or were named on one occasion; lists of journeys."""

from __future__ import annotations

import pytest

from kg.lexicon.gazetteer import gazetteer
from kg.model import Document
from kg.texts.context import parties
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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "High-level visits\n\nKenyan side:\nMay 1999 - Asha Moyo\nNorwegian side:\n2003 - Ola Berg\n"),
        ("en", "Visits\n\nKenya to Norway\n• Asha Moyo (May 1999)\n\nNorway to Kenya\n• Ola Berg (2003)\n"),
        (
            "es",
            "Visitas de alto nivel\n\nPor parte de Kenia:\n- Mayo de 1999: Asha Moyo\n\nPor parte de Noruega:\n"
            "- 2003: Ola Berg\n",
        ),
    ],
)
def test_a_side_below_a_heading_on_visits_visits_the_other(language: str, text: str) -> None:
    visits = told(text, "Visit", ("kenya", "norway"), language)
    assert [(row["visitor"], row["visitor_state"], row["host"], row["date"]) for row in visits] == [
        ("Asha Moyo", "Kenya", "Norway", "1999-05"),
        ("Ola Berg", "Norway", "Kenya", "2003"),
    ]


def test_the_name_of_a_state_alone_is_no_side() -> None:
    assert told("Trade fairs\n\nNorwegian side:\n2003 - Ola Berg\n", "Visit", ("kenya", "norway")) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Ambassadors of Kenya to Norway\n\nH.E. Asha Moyo – 1972 to 1976\nH.E. Mrs. Jane Kamau – 1976 to 1980\n",
        ),
        (
            "es",
            "Embajadores anteriores de Kenia en Noruega\n\nExcma. Sra. Asha Moyo – 1972 a 1976\n"
            "Sra. Jane Kamau: de 1976 a 1980\n",
        ),
        (
            "en",
            "Ambassadors of Kenya to Norway\n\nAsha Moyo (Ambassador) 1972–1976\nJane Kamau (Ambassador) 1976–1980\n",
        ),
        (
            "en",
            "Ambassadors of Kenya to Norway\n\nChargés\n\nAmbassadors\n1972–1976: Asha Moyo\n1976–1980: Jane Kamau\n",
        ),
    ],
)
def test_titles_with_dots_and_ranks_in_brackets_stand_beside_the_years(language: str, text: str) -> None:
    tenures = told(text, "Tenure", ("kenya", "norway"), language)
    assert [(row["person"], row["office"], row["date"]) for row in tenures] == [
        ("Asha Moyo", "ambassador", "1972/1976"),
        ("Jane Kamau", "ambassador", "1976/1980"),
    ]


def test_a_single_entry_below_its_rank() -> None:
    text = "Embassy of Norway in Kenya\n\nChargés d'affaires\n1963–1964: Ola Berg\nAmbassadors\n1964–1968: Eva Lund\n"
    tenures = told(text, "Tenure", ("norway", "kenya"))
    assert [(row["person"], row["office"], row["date"]) for row in tenures] == [
        ("Ola Berg", "chargé d'affaires", "1963/1964"),
        ("Eva Lund", "ambassador", "1964/1968"),
    ]


def test_members_of_a_board_hold_no_diplomatic_post() -> None:
    rows = "| Ola Berg | Norway | 2019 |\n| Luis Soto | Peru | 2020 |\n"
    text = f"Board\n\n| Name | Country | Since |\n|---|---|---|\n{rows}"
    assert told(text, "Tenure", ()) == []


def test_a_table_of_missions_with_their_type_and_head() -> None:
    text = (
        "Diplomatic missions of Kenya\n\n| Host country | City | Type | Head |\n|---|---|---|---|\n"
        "| Norway | Oslo | Embassy | Asha Moyo |\n| United Kingdom | London | High Commission | Peter Otieno |\n"
    )
    missions = told(text, "MissionPresent", ("kenya",))
    assert [(row["receiving"], row["kind"], row["place"]) for row in missions] == [
        ("Norway", "embassy", "Oslo"),
        ("United Kingdom", "high commission", "London"),
    ]


def test_a_number_before_the_title_of_an_agreement_and_when_it_came_into_force() -> None:
    table = (
        "| No. | Agreement | Signed | In force |\n|---|---|---|---|\n"
        "| 1 | Agreement on Cultural Cooperation | 3 May 1972 | 1 June 1973 |\n"
    )
    line = (
        "- Agreement on Double Taxation – signed 4 May 1989, in force 1990\n- Consular Convention. Oslo, 5 May 1990\n"
    )
    made = told(f"Agreements\n\n{table}\n{line}", "Agreement", ("kenya", "norway"))
    assert [(row["title"], row["date"]) for row in made] == [
        ("Agreement on Cultural Cooperation", "1972-05-03"),
        ("Agreement on Double Taxation", "1989-05-04"),
        ("Consular Convention", "1990-05-05"),
    ]


def test_states_and_days_below_diplomatic_relations() -> None:
    text = "Foreign relations of Kenya\n\nDiplomatic relations\n\nNorway – 12 December 1963\nPeru – 5 May 1975\n"
    found = told(text, "RelationsEstablished", ("kenya",))
    assert [(row["parties"], row["date"]) for row in found] == [
        (["Kenya", "Norway"], "1963-12-12"),
        (["Kenya", "Peru"], "1975-05-05"),
    ]


def test_a_list_goes_on_with_the_occasion_of_the_sentence_before() -> None:
    text = (
        "President Asha Moyo received on 3 May 2019 the credentials of two new ambassadors to Kenya.\n"
        "Representatives of the following nations may now take up their duties:\n- Ola Berg, from Norway;\n"
        "- Luis Soto, from Peru.\n"
    )
    rows = told(text, "Appointment", ())
    assert [(row["person"], row["sending"], row["receiving"], row["date"]) for row in rows] == [
        ("Ola Berg", "Norway", "Kenya", "2019-05-03"),
        ("Luis Soto", "Peru", "Kenya", "2019-05-03"),
    ]


def test_credentials_still_to_be_presented_are_planned() -> None:
    text = (
        "El presidente Soto recibirá las cartas credenciales de nuevos embajadores ante el Perú. Entre los "
        "diplomáticos que entregarán credenciales se destacan Ola Berg, del Reino de Noruega; y Asha Moyo, de Kenia."
    )
    rows = [row for row in told(text, "Appointment", (), "es") if "sending" in row]
    assert [(row["person"], row["sending"], row["receiving"], row["modality"]) for row in rows] == [
        ("Ola Berg", "Norway", "Peru", "planned"),
        ("Asha Moyo", "Kenya", "Peru", "planned"),
    ]


def test_years_before_months_and_a_lead_that_names_the_traveller() -> None:
    text = (
        "During his term Prime Minister Ola Berg made state visits to the following countries:\n\n1977 February Kenya\n"
        "1978 September Peru\n1980 May Chile\n"
    )
    visits = told(text, "Visit", ())
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ola Berg", "Kenya", "1977-02"),
        ("Ola Berg", "Peru", "1978-09"),
        ("Ola Berg", "Chile", "1980-05"),
    ]


def test_a_minister_with_a_day_below_a_list_of_ambassadors_is_none() -> None:
    text = (
        "Ambassadors of Kenya to Norway:\n\n1972 – 1976 Asha Moyo\n2017 – Jane Kamau\n\n"
        "- June 2018 Minister of Defence Ola Berg\n- May 2018 Foreign Minister Eva Lund\n"
    )
    tenures = told(text, "Tenure", ("kenya", "norway"))
    assert [(row["person"], row["date"]) for row in tenures] == [("Asha Moyo", "1972/1976"), ("Jane Kamau", "2017/..")]


def test_states_with_the_names_of_those_sent_there_in_brackets() -> None:
    text = (
        "On 3 May 2010 the government named new ambassadors to Peru (Juan Soto), Kenya (Ana Li) and Italy (Luis Paz).\n"
    )
    made = [(row["person"], row["receiving"], row["date"]) for row in told(text, "Appointment", ("norway",))]
    assert made == [
        ("Juan Soto", "Peru", "2010-05-03"),
        ("Ana Li", "Kenya", "2010-05-03"),
        ("Luis Paz", "Italy", "2010-05-03"),
    ]
    spanish = (
        "El 5 de febrero de 2019, el gobierno designó más embajadores. Funcionarios en España (Juan Soto), Bélgica "
        "(Ana Li) y Suiza (Luis Paz), fueron nombrados en esa oportunidad.\n"
    )
    made = [(row["person"], row["receiving"], row["date"]) for row in told(spanish, "Appointment", ("chile",), "es")]
    assert made == [
        ("Juan Soto", "Spain", "2019-02-05"),
        ("Ana Li", "Belgium", "2019-02-05"),
        ("Luis Paz", "Switzerland", "2019-02-05"),
    ]


def test_names_in_brackets_behind_states_are_no_appointments_by_themselves() -> None:
    text = "The ambassadors of Peru (Juan Soto), Kenya (Ana Li) and Italy (Luis Paz) met in Oslo on 3 May 2010.\n"
    assert told(text, "Appointment", ("norway",)) == []


def test_the_title_of_who_presented_credentials_stands_in_the_next_line() -> None:
    text = (
        "Ottawa, 2 December 2021. The following new heads of mission presented their credentials to the Governor "
        "General of Canada:\n\nHer Excellency Ana Li\n\nHigh Commissioner of Malaysia\n\nHis Excellency Ola Berg\n\n"
        "Ambassador of the Kingdom of Norway\n"
    )
    made = [(row["person"], row["office"], row["sending"]) for row in told(text, "Appointment", ("canada",))]
    assert made == [("Ana Li", "high commissioner", "Malaysia"), ("Ola Berg", "ambassador", "Norway")]
    assert [row["person"] for row in told(text, "OfficeHeld", ("canada",)) if row["office"] == "ambassador"] == []


def test_resident_and_concurrent_ambassadors_of_one_occasion() -> None:
    text = (
        "Cartas credenciales\n\nLima, 3 de mayo de 2012.- El presidente Juan Soto recibió hoy las cartas credenciales"
        " de tres nuevos embajadores.\n\nEmbajadores residentes:\n\n- Ola Berg, de Noruega\n- Ana Li, de Kenia\n\n"
        "Embajadores concurrentes:\n\n- Jan Kask, de la República de Estonia, con sede en Washington\n"
    )
    rows = told(text, "Appointment", ("peru",), "es")
    assert [(row["person"], row["sending"], row["date"]) for row in rows] == [
        ("Ola Berg", "Norway", "2012-05-03"),
        ("Ana Li", "Kenya", "2012-05-03"),
        ("Jan Kask", "Estonia", "2012-05-03"),
    ]


def test_a_note_on_credentials_is_told_from_the_court_that_receives_them() -> None:
    text = (
        "Asunción, 3 de mayo de 2019.- El presidente recibió las cartas credenciales de nuevos embajadores.\n\n"
        "Los embajadores de Noruega, Ola Berg; de Kenia, Asha Moyo, y de Suecia, Eva Lund, entregaron al mandatario "
        "los documentos que los acreditan.\n\n"
        "Finalmente, entregó sus cartas el chileno Juan Paz.\n\n"
        "Se espera que presenten sus credenciales los embajadores de Italia y Malí, ambos con sede en Buenos Aires.\n"
    )
    rows = told(text, "Appointment", _parties(text), "es")
    assert sorted((row["person"], row["receiving"], row.get("modality", "")) for row in rows) == [
        ("Asha Moyo", "Paraguay", ""),
        ("Eva Lund", "Paraguay", ""),
        ("Juan Paz", "Paraguay", ""),
        ("Ola Berg", "Paraguay", ""),
        ("ambassador of Italy", "Paraguay", "planned"),
        ("ambassador of Mali", "Paraguay", "planned"),
    ]
    missions = told(text, "MissionPresent", _parties(text), "es")
    assert sorted((row["sending"], row["receiving"], row["place"]) for row in missions) == [
        ("Italy", "Paraguay", "Buenos Aires"),
        ("Mali", "Paraguay", "Buenos Aires"),
    ]


def _parties(text: str) -> tuple[str, ...]:
    found = parties(Document("note.txt", text, "es"), gazetteer())
    return tuple(key.removeprefix("state/") for key in found)


SEATED = {
    "en": """The following ambassadors presented their credentials to the President of Kenya on 3 May 2019:

- Ola Berg, Ambassador of Norway (resident in Addis Ababa)
- Luis Soto, Ambassador of Peru, based in Pretoria
- Ana Rojas, Ambassador of Chile
""",
    "es": """Cartas credenciales en Kenia

03/05/2019 | 18:42 | Redacción | Política

El presidente Juma Otieno encabezó este viernes la ceremonia.

Los embajadores que entregaron sus cartas credenciales fueron:

- Ola Berg, embajador del Reino de Noruega (con sede en Adís Abeba).
- Luis Soto, embajador de la República del Perú, con residencia en Pretoria.
- Ana Rojas, embajadora de la República de Chile.
""",
}


@pytest.mark.parametrize("language", sorted(SEATED))
def test_heads_of_mission_who_live_elsewhere(language: str) -> None:
    missions = told(SEATED[language], "MissionPresent", ("kenya",), language)
    assert [(row["sending"], row["receiving"], row["kind"], row["place"]) for row in missions] == [
        ("Norway", "Kenya", "non-resident embassy", "Addis Ababa"),
        ("Peru", "Kenya", "non-resident embassy", "Pretoria"),
    ]
    assert {row["date"] for row in told(SEATED[language], "Appointment", ("kenya",), language)} == {"2019-05-03"}


@pytest.mark.parametrize(
    "text",
    [
        "El Rey Olav V ha acreditado el 3 de mayo de 1989 a los nuevos embajadores de Perú, Kenia y Malí. "
        "Entre las 11.00 y "
        "las 13.30 pasaron por el Palacio Real los nuevos embajadores de Perú, Juan Soto; Kenia, Asha Moyo, y "
        "Malí, Idris "
        "Diallo.",
        "El Rey Olav V recibió las cartas credenciales de tres embajadores el 3 de mayo de 1989. Mientras que los "
        "embajadores de Perú, Juan Soto; Kenia, Asha Moyo, y Malí, Idris Diallo, serán concurrentes, otros "
        "residen aquí.",
        "Tres diplomáticos hicieron entrega al Rey de sus cartas credenciales el 3 de mayo de 1989.\nEn la "
        "sala estaban los "
        "embajadores de:\nPerú: Juan Soto\nKenia: Asha Moyo\nMalí: Idris Diallo\n",
        "El Rey recibió las cartas credenciales de tres embajadores el 3 de mayo de 1989. Los diplomáticos son "
        "Juan Soto "
        "(Perú), Asha Moyo (Kenia) e Idris Diallo (Malí).",
        "La Reina acreditó el 3 de mayo de 1989 a tres nuevos embajadores: Juan Soto, de Perú; Asha Moyo, de "
        "Kenia, e Idris "
        "Diallo, de Malí.",
    ],
)
def test_those_whom_a_head_of_state_accredits_presented_credentials(text: str) -> None:
    rows = told(text, "Appointment", ("norway",), "es")
    assert [(row["person"], row["sending"], row["receiving"], row["kind"], row["date"]) for row in rows] == [
        ("Juan Soto", "Peru", "Norway", "credentials", "1989-05-03"),
        ("Asha Moyo", "Kenya", "Norway", "credentials", "1989-05-03"),
        ("Idris Diallo", "Mali", "Norway", "credentials", "1989-05-03"),
    ]


def test_an_ambassador_of_his_majesty_is_one_to_the_state_named_behind() -> None:
    text = (
        "El Rey nombró embajadores el 3 de mayo de 1989.\nSe trata de:\nKari Lund, embajadora de Su Majestad "
        "el Rey en el "
        "Perú.\nOla Berg, embajador de Su Majestad el Rey en Kenia y en Malí.\n"
    )
    rows = told(text, "Appointment", ("norway",), "es")
    assert [(row["person"], row["sending"], row["receiving"]) for row in rows] == [
        ("Kari Lund", "Norway", "Peru"),
        ("Ola Berg", "Norway", "Kenya"),
        ("Ola Berg", "Norway", "Mali"),
    ]
