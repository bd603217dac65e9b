"""Pages of a Spanish encyclopedia on two states: lists of holders and of visits, links below, persons in its prose."""

from __future__ import annotations

from tests.test_frames import told


def held(text: str, type_: str, pair: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Who held which office, and when, in a Spanish text."""
    rows = told(text, type_, pair, "es")
    return [(row["person"], row["office"], row["date"] or "") for row in rows]


def test_days_in_brackets_behind_their_years_in_a_table() -> None:
    text = (
        "Anexo:Embajadores de Chile en Dinamarca\n\nLista de embajadores\n\n"
        "Nombre\tNombramiento\tCese\tPresidente/a\n"
        "Luis Soto Lara\t1952 (5 de abril)\t1955 (3 de mayo)\tCarlos Rey\n"
        "Ana Paz Mora\t1964, 7 de octubre\tvacante desde 1970\tJuan Vera\n"
    )
    assert held(text, "Tenure", ("chile", "denmark")) == [
        ("Luis Soto Lara", "ambassador", "1952-04-05/1955-05-03"),
        ("Ana Paz Mora", "ambassador", "1964-10-07/1970"),
    ]
    assert held(text, "OfficeHeld", ("chile", "denmark")) == [
        ("Carlos Rey", "president", ""),
        ("Juan Vera", "president", ""),
    ]


def test_the_rank_of_an_entry_among_ambassadors() -> None:
    text = (
        "Embajadores de la Argentina en Croacia\n\n-   Ministro: Juan Soto (1936-1939)\n-   Luis Paz Lara (1940-1944)\n"
    )
    assert held(text, "Tenure", ("argentina", "croatia")) == [
        ("Juan Soto", "minister", "1936/1939"),
        ("Luis Paz Lara", "ambassador", "1940/1944"),
    ]
    assert held(text, "OfficeHeld", ("argentina", "croatia")) == []


def test_a_rank_behind_the_years_of_an_entry() -> None:
    text = (
        "Embajada del Perú en Noruega\n\nEmbajadores\nJuan Soto Vera: 1961-1964\n"
        "Luis Paz de Lara (1964 - 1968), encargado de negocios\nAna Mora, desde 1968 hasta 1970\n"
    )
    assert held(text, "Tenure", ("peru", "norway")) == [
        ("Juan Soto Vera", "ambassador", "1961/1964"),
        ("Luis Paz de Lara", "chargé d'affaires", "1964/1968"),
        ("Ana Mora", "ambassador", "1968/1970"),
    ]


def test_a_heading_that_ends_in_a_year_stands_apart_from_its_entries() -> None:
    text = (
        "Relations of Poland and Kenya\n\nHeads of the Polish mission in Nairobi after 1990\n\n"
        "Jan Nowak (2002-2007), chargé d'affaires\nAdam Lis (2007-2011)\n"
    )
    rows = told(text, "Tenure", ("poland", "kenya"))
    assert [(row["person"], row["sending"], row["date"]) for row in rows] == [
        ("Jan Nowak", "Poland", "2002/2007"),
        ("Adam Lis", "Poland", "2007/2011"),
    ]


def test_visits_below_headings_that_name_offices_and_the_way() -> None:
    text = (
        "Relaciones Noruega-Paraguay\n\nVisitas de alto nivel\n\n"
        "Primeros ministros y ministros de Noruega al Paraguay\n\n-   Primer ministro Ola Berg (1985)\n\n"
        "Presidentes paraguayos a Noruega\n\n-   Presidente Juan Soto (2006)\n"
    )
    rows = told(text, "Visit", ("norway", "paraguay"), "es")
    assert [(row["visitor"], row["visitor_state"], row["host"], row["date"]) for row in rows] == [
        ("Ola Berg", "Norway", "Paraguay", "1985"),
        ("Juan Soto", "Paraguay", "Norway", "2006"),
    ]


def test_links_in_short_lines_below_are_no_facts() -> None:
    text = (
        "Relaciones Grecia-Panamá\n\nGrecia y Panamá firmaron un acuerdo comercial en 1946.\n\n"
        "Véase también\nEmbajada de Grecia en Panamá\nRelaciones exteriores de Panamá\n\n"
        "Enlaces externos\nEmbajada de Panamá en Atenas\n"
    )
    assert told(text, "MissionPresent", ("greece", "panama"), "es") == []


def test_a_name_behind_the_verb_is_its_subject() -> None:
    text = "El presidente Ola Berg visitó Lima en 2001.\n\nEn 1812 llegó a Lima Nils Vik Lund, enviado de Carlos XIII."
    rows = told(text, "Visit", ("norway", "peru"), "es")
    assert [(row["visitor"], row["date"]) for row in rows] == [("Ola Berg", "2001")]


def test_ministers_of_a_state_at_a_court() -> None:
    text = (
        "Su autor fue Juan Vega Mora, ministro de España ante la Santa Sede. "
        "El ministro de Chile en Lima, Pedro Rojas, protestó."
    )
    rows = told(text, "OfficeHeld", ("spain", "chile"), "es")
    assert [(row["person"], row["office"], row["of"]) for row in rows] == [
        ("Juan Vega Mora", "minister", "Spain"),
        ("Pedro Rojas", "minister", "Chile"),
    ]


def test_territories_beside_cities_where_consulates_are() -> None:
    text = "Perú tiene una embajada en Pekín y consulados-generales en Hong Kong y Shanghái."
    rows = told(text, "MissionPresent", ("peru", "china"), "es")
    assert sorted((row["receiving"], row["kind"], row["place"]) for row in rows) == [
        ("China", "consulate general", "Hong Kong"),
        ("China", "consulate general", "Shanghai"),
        ("China", "embassy", "Beijing"),
    ]


def test_the_countries_of_an_alliance_are_not_the_two_of_the_page() -> None:
    text = "En 1942 Kenia firmó un convenio. Los países de la región que lo firmaron se reunieron en Lima en 1943."
    assert told(text, "Meeting", ("kenya", "peru"), "es") == []
    both = told("Las naciones de Kenia y Perú establecieron relaciones en 1971.", "RelationsEstablished", (), "es")
    assert [(row["parties"], row["date"]) for row in both] == [(["Kenya", "Peru"], "1971")]


def test_surnames_that_begin_with_a_particle() -> None:
    text = (
        "Firmó el acta el barón Karl von Ried. El ministro alemán, Von Asten, llegó tarde. "
        "El cónsul alemán, von Hagen, también."
    )
    assert [row[0] for row in held(text, "OfficeHeld", ("germany", "peru"))] == ["Von Asten", "von Hagen"]


def test_sessions_of_commissions() -> None:
    text = (
        "La Comisión Mixta económica se reunió por última vez en Lima en 2015. "
        "La Comisión Mixta celebró en Oslo su séptima reunión en 2018."
    )
    rows = told(text, "Meeting", ("norway", "peru"), "es")
    assert [(row["occasion"], row["place"], row["date"]) for row in rows] == [
        ("Comisión Mixta económica", "Lima", "2015"),
        ("Comisión Mixta", "Oslo", "2018"),
    ]


def test_a_royal_couple_is_not_the_one_of_them_who_was_named() -> None:
    text = "El príncipe Olav viajó a Lima en 1971, y en abril de 1988 los Reyes de Noruega visitaron el Perú."
    rows = told(text, "Visit", ("norway", "peru"), "es")
    assert [(row["visitor"], row["date"]) for row in rows] == [("Olav", "1971"), ("king of Norway", "1988-04")]


def test_exports_and_imports_of_one_state_in_one_breath() -> None:
    for text, language in (
        ("Trade was US$ 650 million in 2019 (Turkish exports/imports: 380/270 million USD).", "en"),
        (
            "El comercio fue de US$ 650 millones en 2019 (exportaciones/importaciones de Turquía: 380/270 millones).",
            "es",
        ),
    ):
        rows = told(text, "TradeVolume", ("turkey", "kenya"), language)
        assert [(row["amount"], row.get("exporter", "")) for row in rows] == [
            ("650000000", ""),
            ("380000000", "Turkey"),
            ("270000000", "Kenya"),
        ]


def test_a_mission_that_stays_open_or_is_but_an_idea() -> None:
    text = "La legación noruega en Lima siguió abierta en 1945. Noruega abandonó la idea de abrir un consulado en Lima."
    rows = told(text, "MissionOpened", ("norway", "peru"), "es")
    assert [(row["kind"], row.get("modality", "")) for row in rows] == [("consulate", "planned")]


DIVIDED = """Kenya–Germany relations

Kenya recognised the German Democratic Republic in 1972. An embassy was opened in East Berlin in 1974, and relations \
were raised to the level of ambassadors in 1976.

West Germany had come earlier. Diplomatic relations were established on 12 December 1963.

Kenya opened an embassy in Berlin in 1999.
"""


def test_a_bygone_state_that_was_named_stands_for_its_heir_in_its_years() -> None:
    pair = ("kenya", "germany")
    missions = told(DIVIDED, "MissionOpened", pair)
    assert [(row["receiving"], row["date"]) for row in missions] == [("East Germany", "1974"), ("Germany", "1999")]
    assert [row["parties"] for row in told(DIVIDED, "RelationsEstablished", pair)] == [["Kenya", "West Germany"]]
