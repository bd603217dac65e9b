"""Pages that embassies and ministries write: whose page it is, treaties line by line, labels and their values."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Document
from tests.test_frames import told

SPANISH = ("honduras", "italy")


def rows(text: str, type_: str, pair: tuple[str, ...], *names: str, language: str = "es") -> list[tuple[str, ...]]:
    return [tuple(row.get(name, "") for name in names) for row in told(text, type_, pair, language)]


def test_treaties_line_by_line_with_place_and_day() -> None:
    text = """Acuerdos vigentes entre Honduras e Italia
Tratado de Amistad (Guatemala, 7 de enero de 1871)
Convención Postal, firmada en Tegucigalpa el 8 de junio de 1874
1935 - Acuerdo Comercial, mediante canje de notas (09/03/1935)
Acuerdo sobre Inversiones. Firmado: 11.10.1997. En vigor: 02.04.1999
"""
    assert rows(text, "Agreement", SPANISH, "title", "date") == [
        ("Tratado de Amistad", "1871-01-07"),
        ("Convención Postal", "1874-06-08"),
        ("Acuerdo Comercial", "1935-03-09"),
        ("Acuerdo sobre Inversiones", "1997-10-11"),
    ]


def test_a_fact_with_a_date_in_the_first_lines_is_not_the_day_of_writing() -> None:
    text = """Honduras e Italia

Establecimiento de relaciones diplomáticas: 5 de mayo de 1872
Visitas
2016: Visita del Canciller Luis Soto a Roma (29 de octubre).
2017: Visita de la Ministra Ana Ricci a Tegucigalpa (3 de febrero).
"""
    assert rows(text, "Visit", SPANISH, "visitor", "date") == [
        ("Luis Soto", "2016-10-29"),
        ("Ana Ricci", "2017-02-03"),
    ]


def test_who_signs_the_page_of_an_embassy_serves_its_state() -> None:
    text = """Mensaje de la Embajadora
Bienvenidos a la página de la Embajada de Honduras en la República Italiana.
Italia cuenta con un Consulado Honorario en San Pedro Sula.
Reciban un afectuoso saludo,
Marta Solís Paz
Embajadora Extraordinaria y Plenipotenciaria
"""
    assert rows(text, "OfficeHeld", SPANISH, "person", "of") == [("Marta Solís Paz", "Honduras")]


def test_a_post_as_a_label_says_whose_it_is() -> None:
    text = "Ambassador of Sweden to Kenya: Helena Storm\nKenyan Ambassador to Sweden: Amos Otieno (since 2019)\n"
    pair = ("kenya", "sweden")
    assert rows(text, "OfficeHeld", pair, "person", "of", language="en") == [("Helena Storm", "Sweden")]
    assert rows(text, "Tenure", pair, "person", "sending", "date", language="en") == [
        ("Amos Otieno", "Kenya", "2019/..")
    ]


def test_a_given_name_that_is_a_common_word() -> None:
    told_of = "El 1 de julio de 1990 llegó el embajador."
    text = f"{told_of}\n\nEmbajadores\n\nLic. Julio Soto Paz (1990-1994)\nDr. Luis Ruiz (1994-1999)\n"
    found = rows(text, "Tenure", SPANISH, "person", "date")
    assert found == [("Julio Soto Paz", "1990/1994"), ("Luis Ruiz", "1994/1999")]


def test_our_ambassador_in_their_capital_tells_who_writes_the_page() -> None:
    text = (
        "Relations between Norway and Peru\n\nPeru opened its embassy in Oslo in 1933.\n\nTrade is small.\n\n"
        "Ambassador Ola Berg, who assumed office on 1 December 2012, is our current Ambassador in Lima.\n"
    )
    found = rows(text, "Tenure", ("norway", "peru"), "person", "sending", "receiving", language="en")
    assert found == [("Ola Berg", "Norway", "Peru")]


def test_a_post_with_its_holder_alone_in_a_line() -> None:
    text = (
        "Embajada de España en Amán\n\nEmbajadora: D.ª Aránzazu Luna Gil\n\nConsejero: Excmo. Sr. D. Luis Pérez Gil\n"
    )
    found = rows(text, "OfficeHeld", ("spain", "jordan"), "person", "office", "of")
    assert found == [("Aránzazu Luna Gil", "ambassador", "Spain"), ("Luis Pérez Gil", "counsellor", "Spain")]


@pytest.mark.parametrize(
    ("line", "language", "told"),
    [
        ("Ambassador: Ola Berg (took office in February 2021)", "en", ("Tenure", "Norway", "Kenya", "2021-02/..")),
        ("Embajador: Ola Berg (asumió en febrero de 2021)", "es", ("Tenure", "Norway", "Kenya", "2021-02/..")),
        ("Ambassador: Ola Berg (credentials: 3 August 2021)", "en", ("Appointment", "Norway", "Kenya", "2021-08-03")),
        (
            "Embajador de Kenia en Noruega: Sr. Amos Kip (presentó credenciales el 3 de agosto de 2021)",
            "es",
            ("Appointment", "Kenya", "Norway", "2021-08-03"),
        ),
    ],
)
def test_a_field_tells_how_the_head_of_mission_came_into_office(
    line: str, language: str, told: tuple[str, ...]
) -> None:
    title = {"en": "Embassy of Norway in Nairobi", "es": "Embajada de Noruega en Nairobi"}[language]
    document = Document(f"a.{language}.txt", f"{title}\n\n{line}\n", language, parties=("state/norway", "state/kenya"))
    held = [c for c in extract(document).claims if c.type in ("OfficeHeld", "Tenure", "Appointment")]
    found = [(c.type, {r.name: r.values[0].label for r in c.roles}, c.when) for c in held]
    assert [(t, r.get("sending"), r.get("receiving"), when and when.edtf) for t, r, when in found] == [told]


def test_a_paragraph_headed_by_a_third_state_tells_of_it() -> None:
    text = """Embajada de Honduras en Italia

La Embajada de Honduras en Italia es la misión diplomática del país.

Malta: las relaciones entre ambos países se establecieron el 3 de mayo de 1975. Existe un consulado en La Valeta.

El consulado honorario de Honduras en Milán abrió en 1990.
"""
    assert rows(text, "RelationsEstablished", SPANISH, "parties", "date") == [(["Honduras", "Malta"], "1975-05-03")]
    assert ("Malta", "consulate") in rows(text, "MissionPresent", SPANISH, "receiving", "kind")
    assert rows(text, "MissionOpened", SPANISH, "receiving", "date") == [("Italy", "1990")]


def test_the_mission_is_that_of_the_page() -> None:
    text = """Embajada de Honduras en Italia

La Embajada de Honduras en Italia abrió en 1964 y la Embajada de Italia en Honduras en 1966.

Los asuntos se llevaron desde Madrid hasta la reapertura de la misión en mayo de 2001.
"""
    opened = rows(text, "MissionOpened", SPANISH, "sending", "date")
    assert opened == [("Honduras", "1964"), ("Italy", "1966"), ("Honduras", "2001-05")]


def test_labels_that_two_dashes_part_from_their_values() -> None:
    text = (
        "Información general: Honduras\n\nHonduras e Italia tienen buenas relaciones.\n\n"
        "Principales funcionarios de la Embajada de Italia\nEmbajadora --Ana Rossi\nMinistro consejero --Luca Bianchi\n"
        "Cónsul general --Marta Conti\n"
    )
    assert rows(text, "OfficeHeld", SPANISH, "person", "office", "of") == [
        ("Ana Rossi", "ambassador", "Italy"),
        ("Luca Bianchi", "minister counsellor", "Italy"),
        ("Marta Conti", "consul general", "Italy"),
    ]


def test_the_page_of_an_embassy_that_names_only_where_it_is() -> None:
    text = (
        "Embajada en Noruega\nMinisterio de Relaciones Exteriores\n\nBreve reseña\n\n"
        "El Perú y Noruega iniciaron sus relaciones en 1905. La Embajada es concurrente con Islandia. "
        "Mantiene Consulados Honorarios en Bergen y Stavanger.\n"
    )
    missions = told(text, "MissionPresent", ("norway", "peru"), "es")
    assert {(row["sending"], row["receiving"], row["place"]) for row in missions} == {
        ("Peru", "Iceland", "Oslo"),
        ("Peru", "Norway", "Bergen"),
        ("Peru", "Norway", "Stavanger"),
    }


def test_the_page_of_a_korean_embassy() -> None:
    text = (
        "Relaciones Bilaterales | Embajada de la República de Corea en la República del Ecuador\n\n"
        "1. Convenios\n\n- Acuerdo Comercial (firmado en 1981. 6, entró en vigor en 1983. 7)\n"
        "- Convenio de Pesca (suscrito el 1982. 10. 8)\n\n"
        "2. Relaciones Económicas\n\n○ Comercio bilateral (unidad: millones de dólares)\n"
        "- 2018: Exportación 650, Importación 212\n"
    )
    pair = ("south-korea", "ecuador")
    assert [row["date"] for row in told(text, "Agreement", pair, "es")] == ["1981-06", "1982-10-08"]
    trade = told(text, "TradeVolume", pair, "es")
    assert [(row["exporter"], row["amount"]) for row in trade] == [
        ("South Korea", "650000000"),
        ("Ecuador", "212000000"),
    ]


@pytest.mark.parametrize(
    ("language", "title", "lead"),
    [
        ("es", "Embajada de Noruega en Kenia", "Concurrencias"),
        ("es", "Embajada de Noruega en Kenia", "La embajada en Nairobi también es concurrente con otros países:"),
        (
            "es",
            "Embajada de Noruega en Kenia",
            "La Embajada de Noruega en Kenia es concurrente ante los siguientes países:",
        ),
        ("en", "Embassy of Norway in Kenya", "Concurrent accreditations"),
        ("en", "Embassy of Norway in Kenya", "The embassy in Nairobi is also accredited to:"),
    ],
)
def test_an_embassy_covers_the_states_below_its_accreditations(language: str, title: str, lead: str) -> None:
    history = {"es": "Historia\nLa casa es de 1930.", "en": "History\nThe house is of 1930."}[language]
    text = f"{title}\n\n{history}\n\n{lead}\n• Uganda\n• Mali\n"
    rows = [row for row in told(text, "MissionPresent", ("norway", "kenya"), language) if row["kind"] != "embassy"]
    assert [(row["sending"], row["receiving"], row["kind"]) for row in rows] == [
        ("Norway", "Uganda", "non-resident embassy"),
        ("Norway", "Mali", "non-resident embassy"),
    ]


LIFE = {
    "es": """Embajada de Suecia en Kenia

La Embajadora

Dña. Karin Lund
Embajadora de Suecia en Kenia, concurrente en Ruanda y Malaui

Nacida en Malmö el 8 de mayo de 1965. Entre 1994 y 1996 fue Secretaria de Embajada en Lima (Perú).
De 1996 a 1999 estuvo destinada como Cónsul en la Embajada de Suecia en Varsovia.
Segunda Jefatura de la Embajada de Suecia en Oslo, 1999-2002. Cónsul General en Milán (2002-2006).
En agosto de 2006 fue nombrada Embajadora de Suecia en Benín, cargo en el que estuvo hasta 2013;
presentó sus cartas credenciales el 15 de octubre de 2006.
""",
    "en": """Embassy of Sweden in Kenya

Ambassador

H.E. Ms. Karin Lund
Ambassador of Sweden to Kenya, also accredited to Rwanda and Malawi

Born in Malmö on 8 May 1965. First Secretary at the Embassy of Sweden in Lima from 1994 to 1996.
Consul at the Embassy of Sweden in Warsaw, 1996-1999.
Deputy Head of Mission at the Embassy of Sweden in Oslo, 1999-2002. Consul General in Milan from 2002 to 2006.
She was appointed Ambassador of Sweden to Benin in August 2006, and presented her credentials on 15 October 2006.
""",
}


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_life_of_whose_name_and_title_stand_above_it(language: str) -> None:
    text, pair = LIFE[language], ("sweden", "kenya")
    assert rows(text, "Tenure", pair, "person", "date", "receiving", language=language)[:4] == [
        ("Karin Lund", "1994/1996", "Peru"),
        ("Karin Lund", "1996/1999", "Poland"),
        ("Karin Lund", "1999/2002", "Norway"),
        ("Karin Lund", "2002/2006", "Italy"),
    ]
    assert rows(text, "Appointment", pair, "person", "date", "receiving", language=language) == [
        ("Karin Lund", "2006-08", "Benin"),
        ("Karin Lund", "2006-10-15", "Benin"),
    ]
    missions = rows(text, "MissionPresent", pair, "receiving", "kind", language=language)
    assert {("Rwanda", "non-resident embassy"), ("Malawi", "non-resident embassy")} <= {*missions}


@pytest.mark.parametrize("number", ["Capítulo III. ", "Parte II - ", "Sección 2: ", "III. ", ""])
def test_a_section_may_be_numbered(number: str) -> None:
    head = f"Embajada de Honduras en Italia\n\n{number}Embajadores de Honduras en Italia\n\n"
    text = f"{head}1. Ana Solís Paz (1985-1989)\n2. Luis Soto Mena (1990-92)\n"
    assert rows(text, "Tenure", SPANISH, "person", "date") == [
        ("Ana Solís Paz", "1985/1989"),
        ("Luis Soto Mena", "1990/1992"),
    ]


@pytest.mark.parametrize(
    ("head", "found"), [("Presidente hondureño", 1), ("Presidente electo", 0), ("Primer ministro italiano", 1)]
)
def test_a_column_names_who_governed_by_the_adjective_of_his_state(head: str, found: int) -> None:
    text = f"""Embajadores de Honduras en Italia

| Embajador | Desde | Hasta | {head} |
|---|---|---|---|
| Ana Solís Paz | 1985 | 1989 | Luis Soto Mena |
| Juan Paz Mora | 1990 | 1994 | Pedro Lara Vial |
"""
    assert len(rows(text, "OfficeHeld", SPANISH, "person")) == 2 * found
