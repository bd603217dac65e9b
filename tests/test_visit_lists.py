"""Lists of visits as Spanish pages have them: the heading tells who went where, a line who came and when."""

from __future__ import annotations

import pytest

from tests.test_frames import told

VISITORS = [("Primer Ministro", "Jens Holm"), ("Ministra de Comercio", "Anna Lund")]
DATES = ["2007-05", "2009-10-12/2009-10-14"]
TOLD = ["mayo de 2007", "12-14 de octubre de 2009"]


def visits(heading: str, lines: list[str]) -> list[tuple[str, str, str]]:
    text = "Relaciones Noruega-Perú\n\nVisitas de alto nivel\n\n" + heading + "\n\n" + "\n".join(lines) + "\n"
    found = told(text, "Visit", ("norway", "peru"), "es")
    return [(row["visitor"], row["host"], row["date"]) for row in found]


@pytest.mark.parametrize(
    "heading",
    [
        "Personalidades noruegas que han visitado Perú",
        "Autoridades noruegas que visitaron el Perú",
        "Autoridades noruegas en Perú",
        "Personalidades noruegas",
        "Delegaciones noruegas",
        "Noruega a Perú",
        "Visitas recibidas de Noruega",
        "Visitas efectuadas por Noruega al Perú",
        "Visitas realizadas por autoridades noruegas al Perú",
        "Visitas oficiales de Noruega al Perú (1990-2012)",
    ],
)
def test_a_heading_tells_who_visited_whom(heading: str) -> None:
    lines = [f"{title} {name}, {date}" for (title, name), date in zip(VISITORS, TOLD, strict=True)]
    assert visits(heading, lines) == [(name, "Peru", day) for (_, name), day in zip(VISITORS, DATES, strict=True)]


@pytest.mark.parametrize(
    "form",
    [
        "{title} {name}, {date} (visita de Estado)",
        "{title} {name}, {date}, con motivo de la toma de posesión",
        "{title} {name} ({date}, visita oficial)",
        "{name} ({title}): {date}",
        "{date}: {title} {name}",
        "{date} - {name}, {title}",
        "{date}   {title} {name}",
    ],
)
def test_lines_without_marks_are_entries(form: str) -> None:
    lines = [form.format(title=t, name=n, date=d) for (t, n), d in zip(VISITORS, TOLD, strict=True)]
    assert visits("De Noruega al Perú", lines) == [
        (name, "Peru", day) for (_, name), day in zip(VISITORS, DATES, strict=True)
    ]


def test_a_line_apart_below_a_colon_heads_its_own_list() -> None:
    text = (
        "Relaciones Noruega-Perú\n\nRelación de visitas en ambos sentidos:\n\n"
        "Personalidades noruegas que han visitado Perú\n\nJens Holm, primer ministro, 3 de mayo de 2007\n"
        "Anna Lund, ministra de Comercio, junio de 2009\n\n"
        "Personalidades peruanas que han visitado Noruega\n\nRosa Quispe, ministra de Salud, 4 de abril de 2008\n"
        "Juan Rojas, ministro de Defensa, mayo de 2010\n"
    )
    found = told(text, "Visit", ("norway", "peru"), "es")
    assert [(row["visitor"], row["host"], row["date"]) for row in found] == [
        ("Jens Holm", "Peru", "2007-05-03"),
        ("Anna Lund", "Peru", "2009-06"),
        ("Rosa Quispe", "Norway", "2008-04-04"),
        ("Juan Rojas", "Norway", "2010-05"),
    ]


@pytest.mark.parametrize("heading", ["Personalidades noruegas que han visitado Perú", "Visitas noruegas al Perú"])
@pytest.mark.parametrize(
    ("entry", "date"),
    [
        ("5 de mayo de 2007, Primer Ministro, Jens Holm", "2007-05-05"),
        ("Primer Ministro, Jens Holm, 5 de mayo de 2007", "2007-05-05"),
        ("2007: Primer Ministro Jens Holm", "2007"),
        ("Primer Ministro Jens Holm (mayo de 2007)", "2007-05"),
    ],
)
def test_a_list_of_one_visit(heading: str, entry: str, date: str) -> None:
    text = f"Noruega y el Perú.\n\n{heading}\n{entry}\n\nTratados\nConvenio cultural, de 5 de mayo de 1990\n"
    found = told(text, "Visit", ("norway", "peru"), "es")
    assert [(row["visitor"], row["host"], row["date"]) for row in found] == [("Jens Holm", "Peru", date)]


def test_the_offices_under_a_heading_on_visits_are_those_of_the_visitors() -> None:
    text = (
        "Relaciones bilaterales\n\nRelación de visitas\n\nPersonalidades noruegas que han visitado Perú\n\n"
        "Primer Ministro\n24/07/2008, Jens Holm, Lima, EXPO.\n15/03/2022, Olav Dahl, visita de Estado.\n\n"
        "Ministros de Asuntos Exteriores\n12/05/2010, Anna Lund, Lima.\n18/06/2019, Kari Vik.\n\n"
        "Personalidades peruanas que han visitado Noruega\n\nPresidente de la República\n27/08/2014, Juan Soto.\n\n"
        "Relación de tratados\n\n• Convenio cultural. Fecha firma: 3/5/1972. En vigor: 12/8/1973.\n"
    )
    pair = ("norway", "peru")
    assert [(row["visitor"], row["host"], row["date"]) for row in told(text, "Visit", pair, "es")] == [
        ("Jens Holm", "Peru", "2008-07-24"),
        ("Olav Dahl", "Peru", "2022-03-15"),
        ("Anna Lund", "Peru", "2010-05-12"),
        ("Kari Vik", "Peru", "2019-06-18"),
        ("Juan Soto", "Norway", "2014-08-27"),
    ]
    assert {(row["person"], row["office"], row["of"]) for row in told(text, "OfficeHeld", pair, "es")} == {
        ("Jens Holm", "prime minister", "Norway"),
        ("Olav Dahl", "prime minister", "Norway"),
        ("Anna Lund", "minister of foreign affairs", "Norway"),
        ("Kari Vik", "minister of foreign affairs", "Norway"),
        ("Juan Soto", "president", "Peru"),
    }
    assert told(text, "Tenure", pair, "es") == []
    assert [row["date"] for row in told(text, "Agreement", pair, "es")] == ["1972-05-03"]


def test_entries_that_open_with_the_year_and_then_the_day() -> None:
    text = (
        "Relaciones Noruega-Perú\n\nVisitas\nPersonalidades noruegas que han visitado Perú\n\n"
        "1992, abril. Primer Ministro, Jens Holm. Feria.\n1999, 8-9 de junio. Ministra de Comercio, Anna Lund.\n"
        "2004, 22 de mayo. Presidente del Parlamento, Olav Dahl.\n"
    )
    found = told(text, "Visit", ("norway", "peru"), "es")
    assert [(row["visitor"], row["date"]) for row in found] == [
        ("Jens Holm", "1992-04"),
        ("Anna Lund", "1999-06-08/1999-06-09"),
        ("Olav Dahl", "2004-05-22"),
    ]


def test_visits_of_each_side_below_states_of_one_word_or_several() -> None:
    text = (
        "Relaciones Kenia – Costa Rica\n\nVisitas de Alto Nivel:\n\n"
        "De Kenia:\n\ni) Sra. Ana Otieno, Ministra de Comercio – agosto de 2010\n\n"
        "De Costa Rica:\n\ni) Vicepresidenta, Sra. Eva Paz, 17-20 de mayo de 2013\n\n"
        "ii) Presidente Luis Mora, mayo de 2015\n"
    )
    visits = told(text, "Visit", ("kenya", "costa-rica"), "es")
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ana Otieno", "Costa Rica", "2010-08"),
        ("Eva Paz", "Kenya", "2013-05-17/2013-05-20"),
        ("Luis Mora", "Kenya", "2015-05"),
    ]
    assert [row["office"] for row in told(text, "OfficeHeld", ("kenya", "costa-rica"), "es")][:1] == [
        "minister of trade"
    ]


def test_visits_in_cards_whose_last_line_is_the_day() -> None:
    cards = [
        "Kenya\nPresident Ana Otieno\nMet with President Berg during a private visit.\nMarch 30–April 4, 1984",
        "Kenya\nPresident Ana Otieno\nState Visit. In U.S. June 1–9.\nJune 3–5, 1988",
        "Kenya\nVice President Amos Kimani\nCanceled; was to have made a working visit.\nOctober 24, 1993",
    ]
    head = "Office of the Historian\n\nVisits by Foreign Leaders of Kenya\n\nVisitor From Description Date\n\n"
    rows = told(head + "\n\n".join(cards) + "\n", "Visit", ("kenya", "united-states"))
    assert [(row["visitor"], row["host"], row["date"], row.get("modality", "")) for row in rows] == [
        ("Ana Otieno", "United States", "1984-03-30/1984-04-04", ""),
        ("Ana Otieno", "United States", "1988-06-03/1988-06-05", ""),
        ("Amos Kimani", "United States", "1993-10-24", "cancelled"),
    ]


TRIPS = """Anexo:Viajes internacionales de Daniel Moi

Lista de los viajes internacionales de Daniel Moi como presidente de Kenia.

2014

| N.º | País | Ciudad | Fecha | Detalles |
| 1 | Noruega | Oslo | 14 de enero | Toma de posesión de Ola Berg. |
| 2 | Perú | Lima | 17-20 de mayo | Visita oficial por invitación de Juan Soto. Cancelado por la pandemia. |
| 3 | Chile | Santiago | 11-12 de marzo | Investidura de la presidenta Ana Lund. |

2015

| 4 | Suecia | Estocolmo | junio | Visita privada. |
| 5 | Noruega | Oslo | 3-4 de julio | Reunión del consejo. |
"""


def test_a_table_that_goes_on_below_the_next_year_has_the_same_heads() -> None:
    rows = told(TRIPS, "Visit", ("kenya",), "es")
    assert [(row["host"], row["date"]) for row in rows] == [
        ("Norway", "2014-01-14"),
        ("Peru", "2014-05-17/2014-05-20"),
        ("Chile", "2014-03-11/2014-03-12"),
        ("Sweden", "2015-06"),
        ("Norway", "2015-07-03/2015-07-04"),
    ]
    assert [row.get("modality") for row in rows] == [None, "cancelled", None, None, None]


def test_who_took_office_on_a_visit() -> None:
    rows = told(TRIPS, "LeadershipChange", ("kenya",), "es")
    assert [(row["person"], row["state"], row["kind"], row["date"]) for row in rows] == [
        ("Ola Berg", "Norway", "accession", "2014-01-14"),
        ("Ana Lund", "Chile", "accession", "2014-03"),
    ]


@pytest.mark.parametrize(
    ("lead", "norse", "peruvian", "language"),
    [
        (
            "Since 1990 the two countries have exchanged visits:",
            "From the Norwegian side",
            "From the Peruvian side",
            "en",
        ),
        ("The following visits have taken place:", "Norwegian side:", "Peruvian side:", "en"),
        ("Desde 1990 ambos países han intercambiado visitas:", "Por parte noruega", "Por parte peruana", "es"),
    ],
)
def test_a_sentence_on_visits_stands_over_the_lists_of_both_sides(
    lead: str, norse: str, peruvian: str, language: str
) -> None:
    entry = "Minister Anna Lund (2007)\nMinister Jens Holm (2009)"
    other = "Minister Luis Paz (2010)\nMinister Ana Soto (planned for 2031)"
    text = f"Norway and Peru\n\n{lead}\n\n{norse}\n{entry}\n\n{peruvian}\n{other}\n"
    if language == "es":
        text = text.replace("Minister", "Ministra").replace("planned for", "prevista para").replace(" and ", " y ")
    rows = told(text, "Visit", ("norway", "peru"), language)
    assert [(row["visitor"], row["host"], row["date"]) for row in rows] == [
        ("Anna Lund", "Peru", "2007"),
        ("Jens Holm", "Peru", "2009"),
        ("Luis Paz", "Norway", "2010"),
        ("Ana Soto", "Norway", "2031"),
    ]
    assert rows[-1]["modality"] == "planned"


def test_the_city_beside_the_date_tells_whom_an_entry_visited() -> None:
    lead = "Many mutual visits took place to strengthen the bonds:"
    items = "Minister Anna Lund, Lima, 3 May 2007\nMinister Luis Paz, Duke of Oslo, 1990"
    rows = told(f"Norway and Peru\n\n{lead}\n\n{items}\n", "Visit", ("norway", "peru"))
    assert [(row["visitor"], row["host"], row["date"]) for row in rows] == [
        ("Anna Lund", "Peru", "2007-05-03"),
        ("Luis Paz", "Norway", "1990"),
    ]
    assert [row.get("place") for row in rows] == ["Lima", None]


def test_visits_below_the_name_of_who_made_them_are_his() -> None:
    lines = "- State Visit on 19-20 June 2017, at the invitation of King Ola V;\n- Working Visit to Bergen, May 2019\n"
    text = f"Kenya–Norway relations\n\nHigh level visits:\n\nTom Otieno, President of Kenya:\n{lines}"
    visits = told(text, "Visit", ("kenya", "norway"))
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Tom Otieno", "Norway", "2017-06-19/2017-06-20"),
        ("Tom Otieno", "Norway", "2019-05"),
    ]


@pytest.mark.parametrize(
    "heading",
    ["RECENT HIGH LEVEL VISITS", "Recent High Level Visits", "LATEST VISITS", "Recent visits of note"],
)
def test_headings_of_visits_in_capitals_or_by_another_name(heading: str) -> None:
    text = f"Kenya and Norway\n\n{heading}\n\nMinister of Trade Ola Berg – Nairobi, July 2014\n"
    assert [(row["visitor"], row["host"]) for row in told(text, "Visit", ("kenya", "norway"))] == [
        ("Ola Berg", "Kenya")
    ]


def test_journeys_of_one_head_of_state_stand_below_outgoing_visits() -> None:
    text = (
        "List of state visits of King Olav\n\nOutgoing visits\n\nDate | Country | Host\n"
        "3–5 May 1962 | Kenya | President Jomo Kenyatta\n12 June 1964 | Ghana | President Kwame Nkrumah\n\n"
        "Incoming visits\n\nDate | Country | Guest\n7–9 May 1966 | Peru | President Fernando Belaúnde Terry\n"
    )
    found = told(text, "Visit", (), "en")
    assert [(row["visitor"], row["host"]) for row in found[:2]] == [("Olav", "Kenya"), ("Olav", "Ghana")]


WAYS = {
    "en": (
        "Visits paid to {host} by {guests} dignitaries",
        "{guests} officials who visited {host}:",
        "Visits made by {guests} officials",
        "Ministerial and other visits undertaken to {host}",
        "{home}'s visits to {host}",
        "Trips of {guests} authorities to {host}",
    ),
    "es": (
        "Visitas realizadas a {host}",
        "Principales visitas de autoridades {guests} a {host}",
        "Han visitado {host} las siguientes autoridades {guests}:",
        "Viajes de ministros de {home} a {host}",
        "Visitas ({home} a {host})",
    ),
}
SIDES = {
    "en": (("Tongan", "Tonga", "Fiji"), ("Fijian", "Fiji", "Tonga")),
    "es": (("tonganas", "Tonga", "Fiyi"), ("fiyianas", "Fiyi", "Tonga")),
}
WHO = {"en": "- Prime Minister {}, 3 May 1998\n", "es": "- Primer ministro {}, 3 de mayo de 1998\n"}


@pytest.mark.parametrize(("language", "way"), [(language, way) for language in WAYS for way in WAYS[language]])
def test_a_heading_tells_who_visited_whom_in_whatever_words(language: str, way: str) -> None:
    lists = [
        way.format(guests=guests, home=home, host=host) + "\n\n" + WHO[language].format(name)
        for (guests, home, host), name in zip(SIDES[language], ("Ola Berg", "Ana Lund"), strict=True)
    ]
    found = told("Tonga – Fiji\n\n" + "\n".join(lists), "Visit", ("tonga", "fiji"), language)
    assert [(row["visitor"], row["host"], row["date"]) for row in found] == [
        ("Ola Berg", "Fiji", "1998-05-03"),
        ("Ana Lund", "Tonga", "1998-05-03"),
    ]


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_way_in_small_letters_heads_its_visits(gap: str) -> None:
    rows = "May 1998\tOla Berg, Prime Minister\n20-21 May 2001\tIna Dahl, President (working visit)\n"
    text = f"Tonga and Fiji\n\nVisits{gap}to Fiji\n{rows}to Tonga\n3 June 1999\tAna Lund, Prime Minister\n"
    found = told(text, "Visit", ("tonga", "fiji"))
    assert [(row["visitor"], row["host"]) for row in found] == [
        ("Ola Berg", "Fiji"),
        ("Ina Dahl", "Fiji"),
        ("Ana Lund", "Tonga"),
    ]


def test_numbers_of_headings_over_lists_with_other_marks() -> None:
    text = (
        "Tonga and Fiji\n\n1. Visits from Tonga to Fiji\n\n- Prime Minister Ola Berg (May 1998)\n\n"
        "2. Visits from Fiji to Tonga\n\n- Prime Minister Ana Lund (June 1999)\n- President Ina Dahl (July 2001)\n"
    )
    found = told(text, "Visit", ("tonga", "fiji"))
    assert [(row["visitor"], row["host"]) for row in found] == [
        ("Ola Berg", "Fiji"),
        ("Ana Lund", "Tonga"),
        ("Ina Dahl", "Tonga"),
    ]


def test_those_whom_the_sovereign_of_a_page_received_and_visited() -> None:
    text = (
        "State visits of Astrid of Norway, at home and abroad\n\nHer mother, Queen Inger, had abdicated.\n\n"
        "Foreign visits by the Queen\n\nDate\tCountry\tHost\n16–19 March 1981\tPeru\tPresident Ana Soto\n"
        "20 May 1983\tTonga\tQueen Salote\n\nVisits received by the Queen\n\n- King Juan of Spain, 14 April 1981\n"
        "- President Karl Braun, Kenya, 30 May – 1 June 1985\n"
        "- President Ola Fjell, Chile; 1 November 2005, working visit\n"
        "- Sandro Neri, President of Italy, 1982 (October)\n"
    )
    found = told(text, "Visit", ("norway",))
    assert [(row["visitor"], row["visitor_state"], row["host"]) for row in found] == [
        ("Astrid", "Norway", "Peru"),
        ("Astrid", "Norway", "Tonga"),
        ("Juan", "Spain", "Norway"),
        ("Karl Braun", "Kenya", "Norway"),
        ("Ola Fjell", "Chile", "Norway"),
        ("Sandro Neri", "Italy", "Norway"),
    ]


def test_those_whom_the_queen_received_in_spanish() -> None:
    text = (
        "Anexo: Visitas de Estado de Astrid de Noruega\n\nVisitas recibidas por la reina\n\n"
        "- Rey Juan de España, 14 de abril de 1981\n- Presidente Karl Braun, Kenia, 30 de mayo de 1985\n"
    )
    found = told(text, "Visit", ("norway",), "es")
    assert [(row["visitor"], row["visitor_state"]) for row in found] == [("Juan", "Spain"), ("Karl Braun", "Kenya")]


@pytest.mark.parametrize("head", ["Personalidades noruegas que han visitado Kenia", "Visitas de Noruega a Kenia"])
@pytest.mark.parametrize(
    "lines",
    [
        "4-05-1990 El Presidente Ola Berg: apertura de la Feria 1990\n6/07-8/07/1991 Ministra de Comercio, Eva Lund",
        "1990 (4 mayo) Presidente Ola Berg: visita de trabajo\n1991 (6-8 julio) Ministra de Comercio Eva Lund",
        "4-05-1990 PM Ola Berg\n6-8/07/1991 Delegación parlamentaria encabezada por Eva Lund, ministra de Comercio",
        "4 de mayo de 1990. Presidente Ola Berg\nDel 6 al 8 de julio de 1991. Ministra de Comercio Eva Lund",
        "1990\nPresidente Ola Berg, 4 de mayo\n1991\nMinistra de Comercio Eva Lund, 6-8 de julio",
        "4-05-1990 El Presidente Ola Berg visitó Nairobi.\n6-8/07/1991 La Ministra de Comercio, Eva Lund, asistió.",
    ],
)
def test_lines_below_a_heading_of_visits_are_visits_in_whatever_form(head: str, lines: str) -> None:
    text = f"Relaciones Noruega-Kenia\n\nLas relaciones son buenas.\n\n{head}\n{lines}\n\nDatos\nTeléfono: 12 34 56\n"
    visits = [(row["visitor"], row["host"], row["date"]) for row in told(text, "Visit", ("norway", "kenya"), "es")]
    assert visits == [("Ola Berg", "Kenya", "1990-05-04"), ("Eva Lund", "Kenya", "1991-07-06/1991-07-08")]


def test_kings_of_a_state_are_two() -> None:
    for queen in ("Letizia", "Sofía"):
        kings = f"SS.MM. los Reyes de España, D. Juan Carlos y Dª {queen}"
        text = f"Visitas de España a Kenia\n\n• {kings} (9-12/2/1999)\n"
        held = [(row["person"], row["office"]) for row in told(text, "OfficeHeld", ("spain", "kenya"), "es")]
        assert held == [("Juan Carlos", "king"), (queen, "queen")]


def test_missions_abroad_of_a_president_by_place_and_day() -> None:
    """The name in capitals, days without a year below it, an entry of nothing but a day and a city."""
    text = (
        "Despacho de Prensa\nMISIONES OFICIALES AL EXTERIOR DEL PRESIDENTE JUAN SOTO PAZ\n\nI. Visitas realizadas\n\n"
        "2019\n- Del 3 al 5 de mayo. Oslo, Noruega. Cumbre del Mar.\n- 7 de junio. Nairobi, Kenia.\n"
        "- 9 de julio. Praga... (cancelado)\n- 30 de noviembre y 1 de diciembre. Ciudad de Guatemala.\n\n"
        "2020\n- 4 de marzo. Lima. No asistió.\n- 8 de abril: La Habana.\n"
    )
    found = told(text, "Visit", (), "es")
    assert [(row["visitor"], row["host"], row["date"], row.get("modality")) for row in found] == [
        ("Juan Soto Paz", "Norway", "2019-05-03/2019-05-05", None),
        ("Juan Soto Paz", "Kenya", "2019-06-07", None),
        ("Juan Soto Paz", "Czech Republic", "2019-07-09", "cancelled"),
        ("Juan Soto Paz", "Guatemala", "2019-11-30/2019-12-01", None),
        ("Juan Soto Paz", "Peru", "2020-03-04", "denied"),
        ("Juan Soto Paz", "Cuba", "2020-04-08", None),
    ]
