"""Lists and tables in the layouts that a copy of a page gives them: what is told is the same in each."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Document
from tests.test_frames import told

TERMS = [("Ola Berg", "1990/1994"), ("Kari Lund", "1994/1999"), ("Nils Dahl", "1999/..")]
MARKDOWN = """Ambassadors of Norway to Ghana

| # | Wer | Vom | Bis |
|---|---|---|---|
| 1 | Ola Berg | 1990 | 1994 |
| 2 | Kari Lund | 1994 | 1999 |
| 3 | Nils Dahl | 1999 | present |
"""
TABS = (
    "Ambassadors of Norway to Ghana\n\n1\tOla Berg\t1990\t1994\n2\tKari Lund\t1994\t1999\n3\tNils Dahl\t1999\tpresent\n"
)
STACKED = (
    "Ambassadors of Norway to Ghana\n\nNo.\nName\nTook office\nLeft office\n\n"
    "1\nOla Berg\n1990\n1994\n\n2\nKari Lund\n1994\n1999\n\n3\nNils Dahl\n1999\nIncumbent\n"
)
APART = (
    "Ambassadors of Norway to Ghana\n\nName\n\nStart of term\n\nEnd of term\n\n"
    "Ola Berg\n\n1990\n\n1994\n\nKari Lund\n\n1994\n\n1999\n\nNils Dahl\n\n1999\n\npresent\n"
)
YEARS_FIRST = "Ambassadors of Norway to Ghana\n\n• 1990–94: Ola Berg\n• 1994–9: Kari Lund\n• 1999–: Nils Dahl\n"
LIVES = (
    "Ambassadors of Norway to Ghana\n\n* Ola Berg (1920–2005), 1990–1994\n* Kari Lund (1925–2001), 1994–1999\n"
    "* Nils Dahl (born 1930), 1999–present\n"
)


@pytest.mark.parametrize("text", [MARKDOWN, TABS, STACKED, APART, YEARS_FIRST, LIVES])
def test_terms_of_ambassadors(text: str) -> None:
    tenures = told(text, "Tenure", ("norway", "ghana"))
    assert [(row["person"], row["date"]) for row in tenures] == TERMS
    assert {(row["sending"], row["receiving"]) for row in tenures} == {("Norway", "Ghana")}


def test_cells_of_a_spanish_table_one_a_line() -> None:
    text = (
        "Embajadores de Chile en Kenia\n\nNombre\nInicio\nTérmino\nJuan Rojas\n3 de mayo de 1990\n4 de junio de 1994\n"
        "Ana Salas\n4 de junio de 1994\nen funciones\n"
    )
    tenures = told(text, "Tenure", ("chile", "kenya"), "es")
    assert [(row["person"], row["date"]) for row in tenures] == [
        ("Juan Rojas", "1990-05-03/1994-06-04"),
        ("Ana Salas", "1994-06-04/.."),
    ]


def test_a_rank_told_for_several_rows_stands_in_the_first() -> None:
    text = (
        "Norwegian heads of mission in Ghana\n\n| Rank | Name | Years |\n|---|---|---|\n"
        "| Chargé d'affaires | Ola Berg | 1960–1962 |\n| | Kari Lund | 1962–1964 |\n"
        "| Ambassador | Nils Dahl | 1964–1968 |\n"
    )
    offices = [row["office"] for row in told(text, "Tenure", ("norway", "ghana"))]
    assert offices == ["chargé d'affaires", "chargé d'affaires", "ambassador"]


LEAD = "States with which Malta has established diplomatic relations, with the date:\n\n"


@pytest.mark.parametrize(
    "text",
    [
        LEAD + "- Albania – 3 May 1967\n- Czech Republic – 4 June 1993\n- Chile – July 1969\n",
        LEAD + "#CountryDate\n1Albania3 May 1967[1]\n2Czech Republic4 June 1993[2]\n3ChileJuly 1969[3]\n",
        LEAD + "Albania\n3 May 1967\n\nCzech Republic\n4 June 1993\n\nChile\nJuly 1969\n",
        LEAD + "Albania (3.5.1967), Czech Republic (4.6.1993), Chile (July 1969)\n",
        "Diplomatic relations of Malta\n\n| Country | Date of establishment | Notes |\n|---|---|---|\n"
        "| Albania | 3 May 1967 | |\n| Czech Republic | 1993-06-04 | |\n"
        "| Chile | July 1969 | Embassy in Rome since 1990. |\n",
    ],
)
def test_states_and_dates_of_relations(text: str) -> None:
    made = [(row["parties"][1], row["date"]) for row in told(text, "RelationsEstablished", ("malta",))]
    assert made == [("Albania", "1967-05-03"), ("Czech Republic", "1993-06-04"), ("Chile", "1969-07")]


def test_what_became_of_relations_is_not_when_they_began() -> None:
    text = LEAD + "- Albania – 3 May 1967\n- Peru – broken off by the government of that time in 1970\n"
    assert len(told(text, "RelationsEstablished", ("malta",))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "List of diplomatic missions of Malta\n\nAfrica\n\n- Egypt\n  - Cairo (Embassy)\n- Libya\n"
        "  - Tripoli (Embassy)\n  - Benghazi (Consulate)\n",
        "List of diplomatic missions of Malta\n\n| Host country | Host city | Mission |\n|---|---|---|\n"
        "| Egypt | Cairo | Embassy |\n| Libya | Tripoli | Embassy |\n| Libya | Benghazi | Consulate |\n",
    ],
)
def test_missions_abroad(text: str) -> None:
    missions = [(row["sending"], row["receiving"], row["kind"]) for row in told(text, "MissionPresent", ("malta",))]
    assert missions == [("Malta", "Egypt", "embassy"), ("Malta", "Libya", "embassy"), ("Malta", "Libya", "consulate")]


def test_missions_in_a_capital_and_of_those_who_live_elsewhere() -> None:
    text = (
        "List of diplomatic missions in Malta\n\nEmbassies in Valletta\n\n- Egypt\n- France\n\n"
        "Non-resident embassies\n\n- Norway (Rome)\n"
    )
    missions = [(row["sending"], row["receiving"], row["kind"]) for row in told(text, "MissionPresent", ("malta",))]
    assert missions == [
        ("Egypt", "Malta", "embassy"),
        ("France", "Malta", "embassy"),
        ("Norway", "Malta", "non-resident embassy"),
    ]


def test_spanish_missions_with_their_kinds_in_brackets() -> None:
    text = (
        "Misiones diplomáticas de Chile\n\n- Argentina: Buenos Aires (Embajada), Mendoza (Consulado General)\n"
        "- Perú: Lima (Embajada)\n"
    )
    missions = {(row["receiving"], row["kind"]) for row in told(text, "MissionPresent", ("chile",), "es")}
    assert missions == {("Argentina", "embassy"), ("Argentina", "consulate general"), ("Peru", "embassy")}


def test_journeys_in_a_table_without_heads() -> None:
    text = (
        "Foreign visits of President Juan Rojas of Chile\n\n| | | | |\n|---|---|---|---|\n"
        "| 1 | Peru | Lima | 3–5 May 1991 |\n| 2 | Kenya | Nairobi | 7 June 1991 |\n"
    )
    visits = [(row["visitor"], row["host"], row["date"]) for row in told(text, "Visit", ("chile",))]
    assert visits == [("Juan Rojas", "Peru", "1991-05-03/1991-05-05"), ("Juan Rojas", "Kenya", "1991-06-07")]


def test_agreements_one_cell_a_line_and_behind_their_date() -> None:
    stacked = (
        "Treaties between Norway and Kenya\n\nTitle\nDate of signature\nPlace\nEntry into force\n\n"
        "Trade Agreement\n3 May 1970\nOslo\n1 January 1971\n\nConvention on Double Taxation\n7 July 1980\nNairobi\n"
        "9 September 1981\n"
    )
    made = [(row["title"], row["date"]) for row in told(stacked, "Agreement", ("norway", "kenya"))]
    assert made == [("Trade Agreement", "1970-05-03"), ("Convention on Double Taxation", "1980-07-07")]
    dated = (
        "Acuerdos entre Chile y Kenia\n\n03.05.1970 Convenio Comercial (Santiago)\n"
        "07.07.1980 Convenio Cultural (Nairobi)\n"
    )
    made = [(row["title"], row["date"]) for row in told(dated, "Agreement", ("chile", "kenya"), "es")]
    assert made == [("Convenio Comercial", "1970-05-03"), ("Convenio Cultural", "1980-07-07")]


def test_a_date_above_what_happened() -> None:
    text = (
        "Chronology of relations between Norway and Kenya\n\n1963\nEstablishment of diplomatic relations.\n\n"
        "1965\nOpening of the Norwegian embassy in Nairobi.\n\n1970\nPresident Jomo Kenyatta visits Norway.\n"
    )
    assert [row["date"] for row in told(text, "RelationsEstablished", ("norway", "kenya"))] == ["1963"]
    assert [row["date"] for row in told(text, "MissionOpened", ("norway", "kenya"))] == ["1965"]
    assert [row["date"] for row in told(text, "Visit", ("norway", "kenya"))] == ["1970"]


def test_years_and_names_that_no_heading_calls_terms_are_none() -> None:
    for heading in ("Winners", "Guests of the institute", ""):
        text = f"{heading}\n\n1990\tOla Berg\n1994\tKari Lund\n1999\tNils Dahl\n"
        assert told(text, "Tenure", ("norway", "ghana")) == []


def test_states_below_a_heading_of_something_else_have_no_relations() -> None:
    entries = "- Chile (12 May 1970)\n- Peru (3 June 1971)\n"
    told_of = "Diplomatic relations of Norway\n\nSouth America\n\n" + entries
    assert len(told(told_of, "RelationsEstablished", ("norway",))) == 2
    other = "Diplomatic relations of Norway\n\nTwin cities\n\n" + entries
    assert told(other, "RelationsEstablished", ("norway",)) == []


def test_a_term_of_one_year_is_that_year() -> None:
    text = "Ambassadors of Norway to Ghana\n\n• 1945–1945: Ola Berg\n• 1945–1949: Kari Lund\n"
    assert [row["date"] for row in told(text, "Tenure", ("norway", "ghana"))] == ["1945", "1945/1949"]


def test_a_date_before_its_name_has_its_words_in_order() -> None:
    text = "Ambassadors of Norway to Ghana\n\nMay 1992        Ola Berg\nJune 1994       Kari Lund\n"
    claims = extract(Document("list.en.txt", text, "en", parties=("state/norway", "state/ghana"))).claims
    assert [c.evidence.quote for c in claims if c.type == "Tenure"] == [
        "May 1992        Ola Berg",
        "June 1994       Kari Lund",
    ]


def test_paragraphs_under_the_lines_of_a_box_are_no_rows() -> None:
    box = "Bandera de Kenia\nBandera de Noruega\n     Kenia\n     Noruega\nMisión diplomática\n"
    prose = "Kenia abrió una embajada en Oslo en 1970. " + "El comercio creció y la amistad también. " * 8
    text = box + "\n\n".join([prose, prose.replace("1970", "1980"), prose.replace("1970", "1990")])
    claims = extract(Document("x.txt", text, "es", parties=("state/kenya", "state/norway"))).claims
    assert [c.when and c.when.edtf for c in claims if c.type == "MissionOpened"] == ["1970", "1980", "1990"]


def test_items_that_lie_deeper_stand_under_the_item_above_them() -> None:
    text = (
        "Political Relations\n\n  • High-level visits\n\n    • From Norway:\n\n"
        "      - President of Norway – 1994 and 2001\n\n      - Chairman of the State Council – 1996, 1998\n\n"
        "      From Kenya:\n\n      - Minister of Trade – 1976\n\n"
        "  • Agreements\n\n      - 1994 Treaty of Friendship\n"
    )
    visits = [(row["visitor"], row["host"], row["date"]) for row in told(text, "Visit", ("norway", "kenya"))]
    assert visits == [
        ("president of Norway", "Kenya", "1994"),
        ("president of Norway", "Kenya", "2001"),
        ("chairman of the state council of Norway", "Kenya", "1996"),
        ("chairman of the state council of Norway", "Kenya", "1998"),
        ("minister of trade of Kenya", "Norway", "1976"),
    ]
    made = [(row["title"], row["date"]) for row in told(text, "Agreement", ("norway", "kenya"))]
    assert made == [("Treaty of Friendship", "1994")]


def test_a_line_that_is_but_a_rank_is_that_of_the_list_below_it() -> None:
    text = (
        "List of ambassadors of Norway to Kenya\nThis is a list of them.\nEnvoys\nThey lived in Cairo until 1930.\n"
        "- 1920–1925: Ola Berg\n- 1925–1930: Kari Lund\n\nAmbassadors\n- 1950–1954: Nils Moe\n"
    )
    held = [(row["person"], row["office"]) for row in told(text, "Tenure", ("norway", "kenya"))]
    assert held == [("Ola Berg", "envoy"), ("Kari Lund", "envoy"), ("Nils Moe", "ambassador")]


def test_one_head_over_two_columns_is_that_of_begin_and_end() -> None:
    text = (
        "List of ambassadors of Norway to Kenya\n\nNo. | Name | Portrait | Term of office | |\n---|---|---|---|---|\n"
        "1 | Ola Berg | 27 February 1943 | 5 April 1944 | |\n2 | Kari Lund [2] | 5 April 1944 | 31 August 1950† | |\n"
        "3 | Nils Moe | 31 August 1950 | present | |\n"
    )
    assert [row["date"] for row in told(text, "Tenure", ("norway", "kenya"))] == [
        "1943-02-27/1944-04-05",
        "1944-04-05/1950-08-31",
        "1950-08-31/..",
    ]


def test_headlines_in_title_case() -> None:
    text = (
        "Chronology of U.S.-Japan Relations\n\n2011\n\n- President Obama Visits Japan, Attends Summit (Nov. 12-14)\n"
        "- Secretary Berg and Foreign Minister Maehara Meet in Washington (Jan. 6)\n"
    )
    visit = told(text, "Visit", ("united-states", "japan"))[0]
    assert (visit["visitor"], visit["host"], visit["date"]) == ("Obama", "Japan", "2011-11-12/2011-11-14")
    assert [row["date"] for row in told(text, "Meeting", ("united-states", "japan"))] == ["2011-01-06"]


def test_participles_in_title_case_are_no_names() -> None:
    text = "Relations between Norway and Kenya\n\n- Diplomatic Relations Interrupted, 1975\n- Trade Renewed, 1976\n"
    assert [row["date"] for row in told(text, "RelationsSevered", ("norway", "kenya"))] == ["1975"]
    text = "Chronology\n\n- Normal Relations Resumed, 1980\n- American Legation in Oslo Closed, 1940\n"
    assert [row["date"] for row in told(text, "RelationsRestored", ("united-states", "norway"))] == ["1980"]
    assert [row["date"] for row in told(text, "MissionClosed", ("united-states", "norway"))] == ["1940"]


def test_entries_of_a_line_for_each_thing_told() -> None:
    listed = (
        "Ambassador of Finland to Peru\n\nAmbassadors\n\n- Ola B. Berg – Career diplomat\n"
        "  - Title: Ambassador Extraordinary and Plenipotentiary\n  - Appointed: February 4, 1976\n"
        "  - Presented credentials: April 16, 1976\n  - Terminated mission: Left Lima July 8, 1980\n"
    )
    made = [(row["person"], row["kind"], row["date"]) for row in told(listed, "Appointment", ("finland", "peru"))]
    assert made == [("Ola B. Berg", "appointed", "1976-02-04"), ("Ola B. Berg", "credentials", "1976-04-16")]
    plain = (
        "Norwegian Ambassadors to Kenya\n\nName: Ola Berg\nRank: Ambassador\nFrom: 1990\nTo: 1994\n\n"
        "Name: Kari Lund\nRank: Chargé d'affaires\nFrom: 1994\nTo: 1996\n"
    )
    held = [(row["person"], row["office"], row["date"]) for row in told(plain, "Tenure", ("norway", "kenya"))]
    assert held == [("Ola Berg", "ambassador", "1990/1994"), ("Kari Lund", "chargé d'affaires", "1994/1996")]
    spanish = (
        "Embajadores de Chile en Finlandia\n\nJuan Soto Ruiz\nCargo: Embajador\nInicio: 3 de mayo de 1990\n"
        "Término: 5 de junio de 1994\n"
    )
    held = [(row["person"], row["office"], row["date"]) for row in told(spanish, "Tenure", ("chile", "finland"), "es")]
    assert held == [("Juan Soto Ruiz", "ambassador", "1990-05-03/1994-06-05")]
    board = "Board of the club\n\nName: Ola Berg\nRank: Chairman\nFrom: 1990\nTo: 1994\n"
    assert told(board, "Tenure", ("norway", "kenya")) == []


def test_a_column_for_each_direction() -> None:
    pair = ("norway", "peru")
    rows = "| Ola Berg (1963–1967) | Juan Soto (1968–1973) |\n| Eva Lund (1970–1974) | Ana Rojas (1975–1979) |\n"
    wanted = [("Ola Berg", "Norway"), ("Juan Soto", "Peru"), ("Eva Lund", "Norway"), ("Ana Rojas", "Peru")]
    for heads in ("Norway to Peru | Peru to Norway", "Ambassadors of Norway to Peru | Ambassadors of Peru to Norway"):
        text = f"Norway and Peru\n\nAmbassadors\n\n| {heads} |\n|---|---|\n{rows}"
        assert [(row["person"], row["sending"]) for row in told(text, "Tenure", pair)] == wanted
    heads = "Embajadores de Noruega en Perú | Embajadores de Perú en Noruega"
    text = f"Noruega y Perú\n\nEmbajadores\n\n| {heads} |\n|---|---|\n{rows}"
    assert [(row["person"], row["sending"]) for row in told(text, "Tenure", pair, "es")] == wanted
    ships = f"Norway and Peru\n\nShips\n\n| Norway to Peru | Peru to Norway |\n|---|---|\n{rows}"
    assert told(ships, "Tenure", pair) == []


@pytest.mark.parametrize(
    ("head", "language"),
    [
        ("Ambassadors\n\nPeru to Norway\n- {}\n- {}\n", "en"),
        ("Ambassadors\n\nOf Peru in Oslo since 1990: {}, {}\n", "en"),
        ("Heads of mission\n\nFrom Peru:\n- {}\n- {}\n", "en"),
        ("Embajadores\n\nPerú en Noruega\n- {}\n- {}\n", "es"),
        ("Jefes de misión\n\nDe Perú en Oslo desde 1990: {} y {}\n", "es"),
    ],
)
def test_headings_that_but_name_the_two_states(head: str, language: str) -> None:
    title = "Norway and Peru" if language == "en" else "Noruega y Perú"
    text = f"{title}\n\n" + head.format("Juan Soto (1990–1994)", "Ana Rojas (1994–1999)")
    found = [(row["person"], row["sending"]) for row in told(text, "Tenure", ("norway", "peru"), language)]
    assert found == [("Juan Soto", "Peru"), ("Ana Rojas", "Peru")]
    assert told(text, "Visit", ("norway", "peru"), language) == []
    other = text.replace("Ambassadors", "Poets").replace("Embajadores", "Poetas")
    other = other.replace("Heads of mission", "Poets").replace("Jefes de misión", "Poetas")
    assert told(other, "Tenure", ("norway", "peru"), language) == []


def test_a_name_with_a_label_beside_it_heads_an_entry() -> None:
    for head in ("Ola B. Berg - State of Residency: Texas", "Ola B. Berg, Residence: Tromsdal"):
        text = (
            f"Chiefs of Mission for Togo\nOffice of the Historian\n\n{head}\nNon-career appointee\nTitle: Ambassador\n"
            "Appointed: March 4, 1971\nPresentation of Credentials: May 3, 1971\n"
        )
        made = [(row["person"], row["date"]) for row in told(text, "Appointment", ("togo",))]
        assert made == [("Ola B. Berg", "1971-03-04"), ("Ola B. Berg", "1971-05-03")]


def test_the_officials_of_a_country_sheet_are_not_of_who_wrote_it() -> None:
    text = (
        "U.S. DEPARTMENT OF STATE\nBACKGROUND NOTES: PERU\n\nPRINCIPAL GOVERNMENT OFFICIALS\n\n"
        "President--General (Ret.) Juan Soto\nMinister of Fisheries--Ana Gil Mora\n"
        "Prime Minister and Minister of Justice--Luis Rojas\n\nPrincipal U.S. Embassy Officials\n\n"
        "Ambassador--Ola B. Berg\nConsul General--Kari Lund\nEconomic Counselor--Nils Dahl\n"
    )
    found = [(row["person"], row["office"], row["of"]) for row in told(text, "OfficeHeld", ("united-states", "peru"))]
    assert found[:4] == [
        ("Juan Soto", "president", "Peru"),
        ("Ana Gil Mora", "minister of fisheries", "Peru"),
        ("Luis Rojas", "minister of justice", "Peru"),
        ("Luis Rojas", "prime minister", "Peru"),
    ]
    assert {row[2] for row in found[4:]} == {"United States"}
