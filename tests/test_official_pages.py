"""Pages of ministries and embassies: letterheads and datelines, years over entries, figures whose unit stands above."""

from __future__ import annotations

import pytest

from kg.extract.names import names
from kg.extract.published import published_by
from kg.lexicon.gazetteer import gazetteer
from kg.lexicon.language import language
from kg.model import Document
from kg.texts.context import parties
from tests.test_frames import told

PAIR = ("kenya", "norway")
NOTE = """

The newly appointed Ambassador of Norway to Kenya, H.E. Ms. Kari Lund, presented her credentials to the President of \
the Republic of Kenya, Mr. Amos Kimani, in the course of a ceremony at State House in Nairobi today.

The Ambassador later met the Minister of Agriculture, Mr. Joseph Otieno, and spoke of trade.
"""
TITLE = "Ambassador Lund presents credentials to the President of Kenya"


@pytest.mark.parametrize(
    "head",
    [
        "PRESS RELEASE\n4 May 2021",
        "Press Release No. 12/2021\nNairobi, 4 May 2021",
        "Published: 4 May 2021",
        "Posted on: May 4, 2021",
        "May 4, 2021 at 10:12",
        "[4-5-2021]",
        "Media Release | 4 May 2021",
        "Written by the press office on 4 May 2021",
        "No: 118, 4 May 2021, Press Release Regarding a Ceremony",
    ],
)
@pytest.mark.parametrize("below", [False, True])
def test_the_day_of_a_note_stands_over_it(head: str, below: bool) -> None:
    text = f"{TITLE}\n\n{head}{NOTE}" if below else f"{head}\n\n{TITLE}{NOTE}"
    assert [row["date"] for row in told(text, "Appointment", PAIR)] == ["2021-05-04"]
    assert [row["date"] for row in told(text, "Meeting", PAIR)] == ["2021-05-04"]
    assert told(text, "Tenure", PAIR) == []


VISITS = """Norway and Kenya

Bilateral visits

2018
• June – visit of Prime Minister Ola Berg to Nairobi (postponed due to the floods)
• 3 July – visit of Foreign Minister Amos Kimani to Oslo
2019
• May – visit of President Joseph Otieno to Oslo
• May 7 – visit of Speaker of Parliament Kari Lund to Nairobi
2020
• Nov. – official visit of Prime Minister Ola Berg to Kenya
"""


def test_each_year_heads_the_months_below_it() -> None:
    assert [(row["date"], row.get("modality")) for row in told(VISITS, "Visit", PAIR)] == [
        ("2018-06", "cancelled"),
        ("2018-07-03", None),
        ("2019-05", None),
        ("2019-05-07", None),
        ("2020-11", None),
    ]


def test_figures_below_the_line_that_tells_their_unit() -> None:
    text = (
        "Relations between Norway and Kenya\n\nEconomic relations (in millions of EUR)\n2018: export 11.2; import 32.5"
        "\n2019 – exports 9.8, imports 40.1\n\nNorwegian exports to Kenya (in thousand USD):\n"
        "2020 – 11,250\n2021 – 980\n"
    )
    rows = [(row["date"], row["amount"], row["exporter"]) for row in told(text, "TradeVolume", ("norway", "kenya"))]
    assert rows == [
        ("2018", "11200000", "Norway"),
        ("2018", "32500000", "Kenya"),
        ("2019", "9800000", "Norway"),
        ("2019", "40100000", "Kenya"),
        ("2020", "11250000", "Norway"),
        ("2021", "980000", "Norway"),
    ]
    assert told("Population (in millions)\n2018: total 11.2\n2019: total 11.5\n", "TradeVolume", PAIR) == []


RUNS = ["2016: {0}; 2017: {1}", "{0} (2016), {1} (2017)", "2016 – {0}, 2017 – {1}", "{0} in 2016 and {1} in 2017"]
SPANISH = {"84.3": "84,3", "135.9": "135,9", " in ": " en ", " and ": " y "}
HEADS = [
    ("en", "Bilateral trade figures (in US$ million) are: {}."),
    ("en", "The trade of the last two years (million USD): {}"),
    ("en", "Total trade in US$ million was as follows: {} (tea included)."),
    ("en", "Trade between Norway and Kenya in millions of US dollars: {}."),
    ("es", "El comercio bilateral (en millones de US$) fue el siguiente: {}."),
    ("es", "Intercambio comercial (USD millones): {}."),
]


@pytest.mark.parametrize(("language", "head"), HEADS)
def test_a_run_of_sums_in_one_line_has_the_unit_of_its_head(language: str, head: str) -> None:
    for form in RUNS:
        run = form.format("84.3", "135.9")
        for english, spanish in SPANISH.items() if language == "es" else ():
            run = run.replace(english, spanish)
        text = "Norway and Kenya\n\n" + head.format(run) + "\n"
        sums = [(row["date"], row["amount"]) for row in told(text, "TradeVolume", ("norway", "kenya"), language)]
        assert sums == [("2016", "84300000"), ("2017", "135900000")], run


@pytest.mark.parametrize(
    "head",
    [
        "Trade deficit (US$ million):",
        "Norwegian investment in Kenya (US$ million):",
        "Trade with Peru (US$ million):",
        "Bilateral trade:",
        "Rainfall (in millimetres):",
    ],
)
def test_runs_of_other_figures_are_no_trade(head: str) -> None:
    text = f"Norway and Kenya\n\n{head} 2016: 84.3; 2017: 135.9\n"
    assert told(text, "TradeVolume", ("norway", "kenya")) == []


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("Trade Volume (US$ million)\n", ["2016 : Export 5.1 / Import 7.3", "2017 : Export 6.2 / Import 8.4"]),
        ("○ Trade (Unit: USD million)\n   ", ["2016 : Export 5.1 / Import 7.3", "2017 : Export 6.2 / Import 8.4"]),
        ("Trade Volume (US$ million)\n", ["Exports: 5.1 (2016), 6.2 (2017)", "Imports: 7.3 (2016), 8.4 (2017)"]),
        (
            "Trade Volume (US$ million)\n",
            ["Export 2016: 5.1", "Import 2016: 7.3", "Export 2017: 6.2", "Import 2017: 8.4"],
        ),
    ],
)
def test_flows_of_several_years_below_their_unit(head: str, rows: list[str]) -> None:
    text = "Embassy of Norway in Kenya\n\nEconomic relations\n\n" + head + head[head.index("\n") :].join(rows) + "\n"
    found = {(row["date"], row["exporter"], row["amount"]) for row in told(text, "TradeVolume", ("norway", "kenya"))}
    assert found == {
        ("2016", "Norway", "5100000"),
        ("2016", "Kenya", "7300000"),
        ("2017", "Norway", "6200000"),
        ("2017", "Kenya", "8400000"),
    }


def test_the_year_and_the_side_of_a_sentence_on_trade_are_those_of_the_sums_behind_it() -> None:
    text = (
        "In 2016 Kenya was Norway's 41st trade partner. Trade between the two countries totalled 55.6 million euros."
        " Exports amounted to 36.9 million euros and imports to 18.7 million euros.\n\n"
        "Relations have grown since 1995. Trade volume was 44 million euros.\n"
    )
    rows = told(text, "TradeVolume", PAIR)
    assert [(row["date"], row.get("exporter")) for row in rows] == [
        ("2016", None),
        ("2016", "Norway"),
        ("2016", "Kenya"),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("head", "owner"),
    [
        ("Republic of Kenya\nMinistry of Foreign Affairs\nHome » Countries » Norway\nNORWAY\n", "kenya"),
        ("Home / Bilateral issues / Kenya\n", "norway"),
        ("Relations with Kenya\nKingdom of Norway\nMinistry of Foreign Affairs\n", "norway"),
        ("Consultations\nPress release\nMinistry of Foreign Affairs, Nairobi\n", "kenya"),
        ("Embassy of Norway\nNairobi\n", "norway"),
        ("Norway\n\nRelations were established in 1964.\n", "kenya"),
        ("Norway–Kenya relations\n\nRelations were established in 1964.\n", ""),
    ],
)
def test_whose_page_it_is(head: str, owner: str) -> None:
    document = Document("page.txt", head, "en", parties=tuple(f"state/{name}" for name in PAIR))
    assert published_by(document, names(language("en"))) == (owner and f"state/{owner}")


OFFICIALS = """Background Note: Kenya

Bureau of African Affairs

Principal Government Officials
President{0}Amos Kimani
Prime Minister{0}Joseph Otieno
Minister of Foreign Affairs, Cooperation, and Kenyans Abroad{0}Rose Wanjiru
Ambassador to the United States{0}Vacant

Kenya maintains an embassy in the United States.

Principal U.S. Embassy Officials
Ambassador{0}Ann King
Public Affairs Officer{0}Paul Hill
"""


@pytest.mark.parametrize("mark", ["--", ": ", " – "])
def test_officials_below_the_heading_of_their_state(mark: str) -> None:
    rows = told(OFFICIALS.format(mark), "OfficeHeld", ("kenya", "united-states"))
    assert [(row["person"], row["office"], row["of"]) for row in rows] == [
        ("Amos Kimani", "president", "Kenya"),
        ("Joseph Otieno", "prime minister", "Kenya"),
        ("Rose Wanjiru", "minister of foreign affairs, cooperation, and kenyans abroad", "Kenya"),
        ("Ann King", "ambassador", "United States"),
        ("Paul Hill", "public affairs officer", "United States"),
    ]


def test_a_minister_may_be_styled_by_another_title() -> None:
    text = (
        "In 2016 the Minister for Trade, Senator Kari Lund, visited Nairobi.\n\n"
        "2017 – Visit to Nairobi by the Secretary-General for Political Affairs II, Ambassador Ola Berg (October)\n"
        "2018 – Visit to Nairobi by the Minister of Mines, Eva Dahl (June)\n"
    )
    assert [(row["person"], row["office"]) for row in told(text, "OfficeHeld", PAIR)] == [
        ("Kari Lund", "minister for trade"),
        ("Ola Berg", "secretary-general for political affairs"),
        ("Eva Dahl", "minister of mines"),
    ]
    assert [row["date"] for row in told(text, "Visit", PAIR)] == ["2016", "2017-10", "2018-06"]


@pytest.mark.parametrize(
    ("sentence", "mood"),
    [
        ("They discussed the review of the Border Treaty which the two countries signed in July 2004.", None),
        ("They agreed to put to use the Border Treaty that was signed in Nairobi in July 2004.", None),
        ("They discussed signing the Border Treaty in July 2004.", "planned"),
    ],
)
def test_what_a_relative_clause_tells_as_done_is_done(sentence: str, mood: str | None) -> None:
    assert [(row["date"], row.get("modality")) for row in told(sentence, "Agreement", PAIR)] == [("2004-07", mood)]


def test_a_data_sheet_without_blank_lines() -> None:
    text = (
        "FICHA PAÍS\nKENIA\nEspaña y Kenia establecieron relaciones diplomáticas en 1967.\n"
        "3.1. Relación de visitas en ambos sentidos (desde 2004)\nPersonalidades españolas que han visitado Kenia\n"
        "29-11/2-12-2007: D. Pedro Mora Gil, presidente del Gobierno; cumbre sobre el clima.\n"
        "abril 2011: Dª. Ana Soto Paz, ministra de Defensa; visita oficial.\n"
        "Personalidades kenianas que han visitado España\n"
        "mayo 2014: Amos Kimani, presidente; visita de trabajo.\n"
        "3.2. Relación de Tratados\n"
        "- Acuerdo sobre inversiones (en vigor desde el 22 de mayo de 1993). BOE 8-2-1994.\n"
        "- Tratado de Extradición. BOE 16-8-2012.\n"
        "- Acuerdo sobre tránsito de tropas a Somalia, firmado en Madrid en 2009.\n"
    )
    visits = [(v["visitor"], v["host"], v["date"]) for v in told(text, "Visit", ("kenya", "spain"), "es")]
    assert visits == [
        ("Pedro Mora Gil", "Kenya", "2007-11-29/2007-12-02"),
        ("Ana Soto Paz", "Kenya", "2011-04"),
        ("Amos Kimani", "Spain", "2014-05"),
    ]
    treaties = told(text, "Agreement", ("kenya", "spain"), "es")
    assert [(a["title"], a["date"], a["parties"]) for a in treaties] == [
        ("Acuerdo sobre inversiones", "1993-05-22", ["Kenya", "Spain"]),
        ("Tratado de Extradición", None, ["Kenya", "Spain"]),
        ("Acuerdo sobre tránsito de tropas a Somalia", "2009", ["Kenya", "Spain"]),
    ]


def test_a_day_that_opens_the_next_statement() -> None:
    text = "Ghana reconoció a Kenia el 27 de mayo de 1964 y el 8 de junio de 1964 ambas naciones firmaron un acuerdo."
    assert [row["date"] for row in told(text, "Recognition", ("ghana", "kenya"), "es")] == ["1964-05-27"]
    assert [row["date"] for row in told(text, "Agreement", ("ghana", "kenya"), "es")] == ["1964-06-08"]


def test_a_state_may_become_independent_again() -> None:
    text = "Lituania declaró su independencia en 1990."
    assert [row["state"] for row in told(text, "LeadershipChange", ("lithuania", "portugal"), "es")] == ["Lithuania"]


def test_whom_those_meet_who_come_on_a_visit_that_is_planned() -> None:
    text = (
        "The President of Peru, Juan Soto, will make a State Visit to Norway from 11 to 13 November 2031.\n\n"
        "President Soto will receive a welcome. He will call on Prime Minister Kari Lie.\n\n"
        "He will be accompanied by Minister of Foreign Affairs Luis Lara. "
        "Minister Lara will be hosted to a breakfast meeting by Minister of Foreign Affairs Ine Berg.\n"
    )
    rows = told(text, "Meeting", ("norway", "peru"))
    assert [(row["participants"], row["date"]) for row in rows] == [
        (["Juan Soto", "Kari Lie"], "2031-11-11/2031-11-13"),
        (["Luis Lara", "Ine Berg"], "2031-11-11/2031-11-13"),
    ]


def test_a_counterpart_is_that_of_whom_the_sentence_names() -> None:
    text = (
        "The note was signed by Tor Dahl, Minister for Foreign Affairs of Norway, and by Luis Lara, Minister for "
        "Foreign and European Affairs of Peru. It was read out by Kari Lie, Permanent Representative of Norway. "
        "On 3 May 2010 Foreign Minister Tor Dahl held a bilateral meeting with his Peruvian counterpart.\n"
    )
    rows = told(text, "Meeting", ("norway", "peru"))
    assert [(row["participants"], row["date"]) for row in rows] == [(["Tor Dahl", "Luis Lara"], "2010-05-03")]
    held = told(text, "OfficeHeld", ("norway", "peru"))
    assert [row["office"] for row in held if row["person"] == "Tor Dahl"] == ["minister for foreign affairs"]


def test_posts_held_one_after_another() -> None:
    text = (
        "El embajador del Perú en Kenia, Luis Mora Paz, nació en Lima en 1961.\n\n"
        "Antes fue cónsul general en Milán (2001-2004), consejero en la Embajada en Bolivia de 2005 a 2008, director "
        "de Asia y embajador en Noruega entre 2012 y 2016. Entre 2017 y 2019 ocupó el cargo de viceministro de "
        "Relaciones Exteriores. Ha sido también encargado de negocios en Chile, y de 1998 a 2000 cónsul en Lyon.\n"
    )
    held = [(row["office"], row.get("receiving"), row["date"]) for row in told(text, "Tenure", ("peru", "kenya"), "es")]
    assert sorted(held, key=lambda row: row[2]) == [
        ("consul", "France", "1998/2000"),
        ("consul general", "Italy", "2001/2004"),
        ("counsellor", "Bolivia", "2005/2008"),
        ("ambassador", "Norway", "2012/2016"),
        ("vice minister of foreign affairs", None, "2017/2019"),
    ]
    titles = {(row["office"], row["of"]) for row in told(text, "OfficeHeld", ("peru", "kenya"), "es")}
    assert titles == {("ambassador", "Peru"), ("director of asia", "Peru"), ("chargé d'affaires", "Peru")}


def test_the_mission_of_which_a_sentence_speaks_is_meant_by_the_next() -> None:
    text = "He spoke of the Norwegian embassy in Lima. The embassy was closed in 1993 and re-opened in May 2015.\n"
    found = told(text, "MissionClosed", ("norway", "peru")) + told(text, "MissionOpened", ("norway", "peru"))
    assert [(row["sending"], row["receiving"], row["date"]) for row in found] == [
        ("Norway", "Peru", "1993"),
        ("Norway", "Peru", "2015-05"),
    ]


def test_since_when_a_mission_is_there() -> None:
    text = (
        "The embassy was closed at the end of 2007; since then Norway has been represented by a consulate in Cusco.\n\n"
        "From 1980 the Peruvian Ambassador to Sweden was accredited to Norway.\n\n"
        "Peru covers Norway from its embassy in Stockholm, and since 2018 has had visitors.\n"
    )
    rows = told(text, "MissionPresent", ("norway", "peru"))
    assert [(row["sending"], row["date"]) for row in rows] == [
        ("Norway", "2007/.."),
        ("Peru", "1980/.."),
        ("Peru", None),
    ]


def test_trade_down_the_years_in_a_unit_cut_short() -> None:
    text = (
        "Norway - Peru relations\n\nTrade turnover (mln. USD)\n\n"
        "Year Export Import Turnover\n2018 1.1 14.7 15.8\n2019 1.2 14.8 16\n"
    )
    rows = told(text, "TradeVolume", ("norway", "peru"))
    assert [(row["amount"], row["date"]) for row in rows] == [
        ("1100000", "2018"),
        ("14700000", "2018"),
        ("15800000", "2018"),
        ("1200000", "2019"),
        ("14800000", "2019"),
        ("16000000", "2019"),
    ]


def test_it_that_gives_is_the_agency_named_before() -> None:
    text = (
        "The French Development Agency has been active in Peru since 1999. "
        "It granted a loan of €30 million for roads in 2014 and a loan of €10 million for the Bank of Peru in 2018.\n"
    )
    rows = told(text, "Aid", ("france", "peru"))
    assert [(row["donor"], row["amount"], row["date"]) for row in rows] == [
        ("France", "30000000", "2014"),
        ("France", "10000000", "2018"),
    ]


def test_a_style_with_a_blank_is_no_part_of_a_name() -> None:
    text = "The President of Peru, H. E. Juan Soto, visited Oslo on 3 May 2010.\n"
    rows = told(text, "Visit", ("norway", "peru"))
    assert [(row["visitor"], row["date"]) for row in rows] == [("Juan Soto", "2010-05-03")]


def test_what_is_said_of_a_visit_announced_is_no_other_visit() -> None:
    text = (
        "The Minister of Foreign Affairs of Peru, Juan Soto, will pay a visit to Norway on 14-15 June 2031.\n\n"
        "During his visit to Norway, Foreign Minister Juan Soto will be received by Prime Minister Kari Lie.\n"
    )
    assert [row["date"] for row in told(text, "Visit", ("norway", "peru"))] == ["2031-06-14/2031-06-15"]
    assert [row["date"] for row in told(text, "Meeting", ("norway", "peru"))] == ["2031-06-14/2031-06-15"]


def test_a_title_of_news_lists_no_missions() -> None:
    text = "Norway to open embassies in Peru, Kenya and Ghana in 2031\n\nOslo, 3 May 2030. The plan was made known.\n"
    assert told(text, "MissionPresent", ("norway",)) == []


def test_appointments_that_a_lead_in_tells_and_the_other_states_to_which_they_are() -> None:
    text = (
        "Lima, 27 de agosto de 2020\n\nEl pleno del Senado aprobó en la fecha la designación de los siguientes "
        "embajadores del Perú en el exterior:\n"
        "- Julio Vera Soto, como embajador ante la India y concurrente ante Sri Lanka. Es diplomático.\n"
        "- Ana Gil Paz, embajadora en Kenia, con concurrencia en Uganda y Ruanda.\n"
    )
    rows = told(text, "Appointment", ("peru",), "es")
    assert {(row["person"], row["receiving"], row["kind"], row["date"]) for row in rows} == {
        ("Julio Vera Soto", "India", "appointed", "2020-08-27"),
        ("Julio Vera Soto", "Sri Lanka", "non-resident", "2020-08-27"),
        ("Ana Gil Paz", "Kenya", "appointed", "2020-08-27"),
        ("Ana Gil Paz", "Uganda", "non-resident", "2020-08-27"),
        ("Ana Gil Paz", "Rwanda", "non-resident", "2020-08-27"),
    }


def test_who_wrote_a_message_that_a_page_shows_is_nobody_of_its_list() -> None:
    text = (
        "Nuevos embajadores\n\nAna Soto Paz entrega sus cartas credenciales como embajadora de Kenia al presidente.\n"
        "— Pedro Mora (@pmora) 26 de julio de 2017\n"
    )
    assert told(text, "Tenure", ("kenya", "peru"), "es") == []


def test_what_is_done_for_what_is_still_to_come_is_planned() -> None:
    text = (
        "Lima, 4 de mayo de 2021.- La canciller del Perú, Ana Soto, habló en el Congreso.\n\nSoto se reunirá con el "
        "canciller de Kenia, Amos Kimani, en la sede del ministerio, para suscribir un Acuerdo de Pesca.\n"
    )
    rows = told(text, "Agreement", ("kenya", "peru"), "es")
    assert [(row["title"], row.get("modality")) for row in rows] == [("Acuerdo de Pesca", "planned")]


def test_nobody_is_secretary_general_of_the_state_he_comes_from() -> None:
    text = (
        "El Secretario General de la Organización de los Estados Americanos (OEA), José Miguel Insulza, se reunió con "
        "el ministro de Pesca de Kenia, Amos Kimani. El Secretario General Insulza será recibido por el presidente.\n"
    )
    held = [(row["person"], row["of"]) for row in told(text, "OfficeHeld", ("kenya",), "es")]
    assert ("José Miguel Insulza", "Organization of American States") in held
    assert ("José Miguel Insulza", "Chile") not in held


OURS = """Kenya
Norwegian Ministry of Foreign Affairs

Our relationship with Kenya

We established diplomatic relations in July 1964. We've had an embassy in Nairobi since 1965. In 2015 we gave $2.5 \
million to help Kenya rebuild its schools.

"We opened a consulate in Oslo in 1990," said President Amos Kimani.
"""


def test_we_on_the_page_of_a_ministry_is_its_state_and_not_who_is_quoted() -> None:
    mission = {"sending": "Norway", "receiving": "Kenya", "kind": "embassy", "place": "Nairobi", "date": "1965/.."}
    assert told(OURS, "MissionPresent", PAIR) == [mission]
    assert [(row["donor"], row["recipient"], row["date"]) for row in told(OURS, "Aid", PAIR)] == [
        ("Norway", "Kenya", "2015")
    ]
    assert all(row["sending"] == "Kenya" for row in told(OURS, "MissionOpened", PAIR))


def test_a_page_with_sections_of_several_states_is_about_the_one_that_has_none() -> None:
    text = (
        "TWENTY YEARS OF RELATIONS\n\nIn 2013 we celebrate relations between the Republic of Slovenia and the Republic "
        "of Peru, the Kingdom of Thailand and others.\n\n"
        "REPUBLIC OF PERU\n\nEstablishment of diplomatic relations: 6 December 1993\n\n"
        "KINGDOM OF THAILAND\n\nEstablishment of diplomatic relations: 26 June 1992\n\n"
        "REPUBLIC OF KENYA\n\nEstablishment of diplomatic relations: 3 September 1994\n"
    )
    document = Document("years.en.txt", text, "en")
    assert parties(document, gazetteer()) == ("state/slovenia",)


def test_a_mission_that_the_sentence_says_was_closed_was_there_until_then() -> None:
    text = "Kenya and Norway\n\nKenya had an embassy in Oslo from 1976 but it was closed in 2008.\n"
    assert [row["date"] for row in told(text, "MissionPresent", PAIR)] == ["1976/2008"]


def test_our_minister_serves_the_state_whose_mission_writes() -> None:
    text = "Embassy of Kenya in Norway\n\nIn 2013 our Minister of Trade, Samuel Mutua, visited Oslo.\n"
    assert [(row["person"], row["of"]) for row in told(text, "OfficeHeld", PAIR)] == [("Samuel Mutua", "Kenya")]


@pytest.mark.parametrize(
    ("language", "title", "field"),
    [
        ("en", "Embassy of Norway in Nairobi", "Ambassador--Ola Berg (since 2014)"),
        ("en", "Norway and Kenya", "Ambassador of Norway to Kenya   H.E. Ola Berg (since 2014)\nMinister   Ana Li"),
        ("es", "Embajada de Noruega en Nairobi", "Embajador--Ola Berg (desde 2014)"),
    ],
)
def test_a_label_and_its_value_stand_apart_by_dashes_or_blanks(language: str, title: str, field: str) -> None:
    text = f"{title}\n\n{field}\nAddress: 11 Long Street\n"
    assert [(row["person"], row["date"]) for row in told(text, "Tenure", ("norway", "kenya"), language)] == [
        ("Ola Berg", "2014/..")
    ]


def test_sums_stand_behind_dashes() -> None:
    text = "Kenya and Norway\n\nTrade (2011)\nExports to Norway--$34 million\nImports from Norway--$58 million\n"
    assert [(row["exporter"], row["amount"]) for row in told(text, "TradeVolume", PAIR)] == [
        ("Kenya", "34000000"),
        ("Norway", "58000000"),
    ]


def test_dashes_between_words_are_no_field() -> None:
    text = "Embassy of Norway in Nairobi\n\nOpen house--Ola Berg (since 2014)\nAddress: 11 Long Street\n"
    assert told(text, "Tenure", ("norway", "kenya")) == []


def test_who_heads_a_mission_that_covers_other_states_serves_where_it_stands() -> None:
    text = (
        "La Embajada de Noruega en Kenia fue abierta en 1987 y es concurrente con Togo y Malta."
        " El actual embajador es el señor Ola Berg, quien presentó sus cartas credenciales el 12 de enero de 2018.\n"
    )
    rows = told(text, "Appointment", ("norway", "kenya"), "es")
    assert [(row["person"], row["receiving"], row["date"]) for row in rows] == [("Ola Berg", "Kenya", "2018-01-12")]
