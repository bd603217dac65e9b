"""Press notes of ceremonies at which several ambassadors present their credentials, in the orders that press uses."""

from __future__ import annotations

import pytest

from tests.test_frames import told

THREE = [("Ola Berg", "Norway"), ("Ana Soto", "Peru"), ("Sipho Dlamini", "Eswatini")]


def envoys(text: str, language: str = "en") -> list[tuple[object, ...]]:
    rows = told(text, "Appointment", (), language)
    return [(row["person"], row["sending"], row.get("receiving"), row["date"]) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "The President of Malawi, Joseph Banda, on Tuesday, 12 March 2019, formally received the Letters of"
        " Credence from"
        " three new envoys.\n\nThe new envoys who presented their credentials are:\n\n– His Excellency Ola"
        " Berg, Ambassador"
        " of the Kingdom of Norway.\n\n– Her Excellency Ana Soto, Ambassador of the Republic of Peru.\n\n– His"
        " Excellency"
        " Sipho Dlamini, Ambassador of the Kingdom of Eswatini.\n",
        "Malawian Head of State, Joseph Banda, on Tuesday 12 March 2019 in Lilongwe accredited three new"
        " ambassadors.\n\n"
        "The statesman received the credentials of the new ambassadors of Norway, Ola Berg, Peru, Ana Soto and"
        " Eswatini,"
        " Sipho Dlamini, who will have non-resident status.\n",
        "President Joseph Banda of Malawi received new ambassadors on 12 March 2019 who presented their"
        " credentials to"
        " him.\n\nThe new envoys are Ola Berg from Norway, Ana Soto from Peru and Sipho Dlamini from Eswatini.\n",
        "On 12 March 2019 President Joseph Banda of Malawi received the letters of credence of new envoys from three"
        " countries.\n\nThey include the Ambassador of Norway, Ola Berg, the Ambassador of Peru, Ana Soto, and the"
        " Ambassador of Eswatini, Sipho Dlamini.\n",
        "On 12 March 2019 President Joseph Banda of Malawi received credentials from three envoys.\n\nThe new"
        " ambassadors"
        " include Ola Berg (Norway), Ana Soto (Peru) and Sipho Dlamini (Eswatini).\n",
        "New ambassadors\n\nLilongwe, 12 March 2019\n\nThe President, Joseph Banda, received the credentials of three"
        " ambassadors today.\n\nThe first to present his credentials was the Ambassador of Norway, H.E. Mr Ola"
        " Berg. He was"
        " followed by the Peruvian Ambassador, H.E. Ms Ana Soto.\n\nThe last was the Ambassador of Eswatini, Mr Sipho"
        " Dlamini.\n\nAlso present at the ceremony was the Ambassador of France, Marc Petit.\n",
    ],
)
def test_each_ambassador_presents_credentials_on_the_day_of_the_ceremony(text: str) -> None:
    assert sorted(envoys(text), key=str) == sorted(
        [(person, state, "Malawi", "2019-03-12") for person, state in THREE], key=str
    )


def test_who_receives_ambassadors_presents_nothing() -> None:
    text = "President Salma Juma received five ambassadors today who presented their credentials on 10 May 2010.\n"
    assert envoys(text) == []


def test_the_state_of_the_dateline_receives() -> None:
    text = (
        "Credentials from Ambassadors of Chile and Nepal\n\nNew Delhi, 3 September 2015\n\nPresident Pranav Sen"
        " accepted"
        " credentials from the Ambassadors of Chile and Nepal today.\n"
    )
    assert [row[1:] for row in envoys(text)] == [("Chile", "India", "2015-09-03"), ("Nepal", "India", "2015-09-03")]


def test_high_commissioners_for_their_states_at_a_ceremony_told_before() -> None:
    text = (
        "On Monday, March 12, 2019, the Governor General of Canada welcomed three heads of mission at a ceremony.\n\n"
        "The following new heads of mission presented their credentials:\n\nHer Excellency Ana Soto\n\n"
        "High Commissioner for the Republic of Malta\n\nHis Excellency Ola Berg\n\nAmbassador of the Kingdom of Norway"
        "\n\nHis Excellency Sipho Dlamini\n\nHigh Commissioner for Eswatini\n"
    )
    assert [(person, sending, day) for person, sending, _, day in envoys(text)] == [
        ("Ana Soto", "Malta", "2019-03-12"),
        ("Ola Berg", "Norway", "2019-03-12"),
        ("Sipho Dlamini", "Eswatini", "2019-03-12"),
    ]


def test_countries_that_sent_new_envoys_with_their_names_in_brackets() -> None:
    named = "Peru (Ana Soto), Norway (Ola Berg) and Chile (Luis Paz)"
    text = f"The countries which have designated new envoys for Malta are: {named}."
    rows = envoys(text)
    assert [(row[0], row[1]) for row in rows] == [("Ana Soto", "Peru"), ("Ola Berg", "Norway"), ("Luis Paz", "Chile")]
    assert {row[2] for row in rows} == {"Malta"}


def test_a_line_that_is_but_a_dateline_tells_nothing() -> None:
    text = "El rey recibe a los embajadores de Honduras y Uruguay\n\nMADRID, 8 de septiembre de 2016 (Agencias) -\n"
    assert told(text, "Tenure", (), "es") == []


@pytest.mark.parametrize("name", ["Juan Fuentes", "Ana Minas", "Luis Puente"])
def test_a_common_noun_behind_a_first_name_is_a_surname(name: str) -> None:
    rows = told(f"El canciller {name}, acompañado de su equipo, viajó a Oslo en 1998.", "OfficeHeld", (), "es")
    assert [row["person"] for row in rows] == [name]


NOTE = """{head}

{lead}

H.E. Ms. Kari Lund, {norway}
H.E. Mr. Juan Soto, {peru}
Mr. Amos Kimani, {kenya}
"""


@pytest.mark.parametrize(
    ("language", "head", "lead", "posts"),
    [
        (
            "en",
            "Envoys present credentials\n\nLilongwe, 12 March 2019",
            "The following Ambassadors presented their credentials to the President of the Republic of Malawi today:",
            (
                "Ambassador of Norway (Lusaka)",
                "Ambassador of Peru (non-resident)",
                "High Commissioner of Kenya (resident in Lusaka)",
            ),
        ),
        (
            "en",
            "Letters of Credence",
            "Lilongwe, 12 March 2019. The following presented their credentials to President Joseph Banda of Malawi:",
            (
                "Ambassador of Norway (Lusaka)",
                "Ambassador of Peru (non-resident)",
                "High Commissioner of Kenya (Lusaka)",
            ),
        ),
        (
            "es",
            "Cartas credenciales\n\nLilongüe, 12 de marzo de 2019",
            "Los siguientes embajadores presentaron hoy sus cartas credenciales al Presidente de Malaui:",
            (
                "Embajadora de Noruega (Lusaka)",
                "Embajador del Perú (no residente)",
                "Alto Comisionado de Kenia (residente en Lusaka)",
            ),
        ),
    ],
)
def test_where_ambassadors_live_stands_behind_them(
    language: str, head: str, lead: str, posts: tuple[str, str, str]
) -> None:
    text = NOTE.format(head=head, lead=lead, norway=posts[0], peru=posts[1], kenya=posts[2])
    assert [(row[1], row[2], row[3]) for row in envoys(text, language)] == [
        (state, "Malawi", "2019-03-12") for state in ("Norway", "Peru", "Kenya")
    ]
    missions = told(text, "MissionPresent", (), language)
    assert [(row["sending"], row["kind"], row.get("place")) for row in missions] == [
        ("Norway", "non-resident embassy", "Lusaka"),
        ("Peru", "non-resident embassy", None),
        ("Kenya", "non-resident high commission", "Lusaka"),
    ]


def test_who_lives_in_the_capital_is_resident_and_a_page_without_a_day_tells_none() -> None:
    text = (
        "Diplomatic corps\n\nLast updated: 4 March 2018\n\nThe following ambassadors have presented their credentials"
        " to the President of Malawi:\n\n- Ms Kari Lund, Ambassador of Norway (Lilongwe)\n"
        "- Mr Juan Soto, Ambassador of Peru (resident in Lilongwe)\n"
    )
    assert [(row[1], row[3]) for row in envoys(text)] == [("Norway", None), ("Peru", None)]
    assert told(text, "MissionPresent", ()) == []


def test_the_day_of_a_ceremony_told_with_its_hall() -> None:
    text = (
        "Presidente recibe credenciales\n\n14 de noviembre de 2019\n\nEl presidente de Chile, Juan Soto Paz, recibió"
        " este jueves en el Salón Azul del Palacio de Las Flores las cartas credenciales de los nuevos embajadores de"
        " Kenia y Noruega.\n\nEl primero en presentar sus credenciales fue Amos Kirui, de la República de Kenia,"
        " seguido por Ola Berg, de Noruega.\n"
    )
    days = {str(person): day for person, _, _, day in envoys(text, "es")}
    assert days["Amos Kirui"] == days["Ola Berg"] == "2019-11-14"
