"""Lists as web pages have them: without marks, as definitions, under a title alone, with years in another column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.extract.dates import find_dates
from kg.extract.engine import extract
from kg.texts.reading import read_texts
from tests.test_frames import told


def read(tmp_path: Path, name: str, text: str, type_: str) -> list[tuple[str, ...]]:
    """The labels and the date of each claim of a type in a file, as the command reads it."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    (found,) = read_texts([tmp_path / name])
    return [
        (*(",".join(v.label for v in role.values) for role in claim.roles), claim.when.edtf if claim.when else "")
        for claim in extract(found.document).claims  # type: ignore[union-attr]
        if claim.type == type_
    ]


def test_short_lines_without_marks_are_a_list() -> None:
    text = "Embassies in Accra\n\nEmbassies\n\nPeru\nNorway\nJapan\n\nThe city has two markets and a port.\n"
    missions = told(text, "MissionPresent", ("ghana",))
    assert [row["sending"] for row in missions] == ["Peru", "Norway", "Japan"]


def test_headings_above_entries_are_no_list() -> None:
    heads = "High-level visits\n\nPolitical relations\nVisits\n"
    text = f"{heads}Visits from Kenya to Norway\nPresident Ola Berg (1994, 2003)\n"
    visits = told(text, "Visit", ("kenya", "norway"))
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ola Berg", "Norway", "1994"),
        ("Ola Berg", "Norway", "2003"),
    ]


def test_definitions_of_a_web_page_go_on_with_their_terms(tmp_path: Path) -> None:
    terms = "<dl><dt>1961–1964</dt><dd>Ola Berg</dd><dt>1964–1967</dt><dd>Ana Li</dd></dl>"
    page = f"<html><body><h1>Ambassadors of Norway to Peru</h1>{terms}</body></html>"
    tenures = read(tmp_path, "page.html", page, "Tenure")
    assert [(row[0], row[-1]) for row in tenures] == [("Ola Berg", "1961/1964"), ("Ana Li", "1964/1967")]


def test_names_above_their_terms_are_entries() -> None:
    text = (
        "Embajada de Rumanía en el Perú\n\nEmbajadores de Rumanía en el Perú\n\n"
        "1. POPESCU Ion Vasile\nNombrado el 3 de marzo de 1969. Presentó Cartas Credenciales el 21 de abril de 1969. "
        "Cesó en el cargo el 17 de mayo de 1977.\n\n"
        "2. Sr. Mircea Dumitru\n1977 – 1983. Hasta 1979 residió en Santiago\n\n"
        "3. Ana Vlasceanu\nEncargada de Negocios a.i.\nseptiembre de 1983 – agosto de 1985\n\n"
        "4. Petre Ionescu\ndesde octubre de 2018\n"
    )
    pair = ("romania", "peru")
    assert [(row["person"], row["date"]) for row in told(text, "Tenure", pair, "es")] == [
        ("POPESCU Ion Vasile", "1969-03-03/1977-05-17"),
        ("Mircea Dumitru", "1977/1983"),
        ("Ana Vlasceanu", "1983-09/1985-08"),
        ("Petre Ionescu", "2018-10/.."),
    ]
    assert [(row["kind"], row["date"]) for row in told(text, "Appointment", pair, "es")] == [
        ("appointed", "1969-03-03"),
        ("credentials", "1969-04-21"),
    ]


def test_titles_above_dates_with_names_are_no_entries() -> None:
    text = (
        "Personalidades peruanas que han visitado Noruega\n\nPresidente de la República\n04/07/2008, Juan Soto\n\n"
        "Ministro de Comercio\n12/05/2010, Ana Vidal Ponce\n"
    )
    visits = told(text, "Visit", ("peru", "norway"), "es")
    assert [row["visitor"] for row in visits] == ["Juan Soto", "Ana Vidal Ponce"]


def test_the_title_of_a_web_page_tells_whose_heads_of_mission_it_lists(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Former Heads of Mission - Embassy of Peru, Oslo</title></head><body><h1>Former Heads of "
        "Mission</h1><table><tr><th>Name</th><th>From</th><th>To</th></tr><tr><td>Juan Rojas Soto</td><td>May 1980</td>"
        "<td>June 1984</td></tr></table></body></html>"
    )
    assert read(tmp_path, "page.html", page, "Tenure") == [
        ("Juan Rojas Soto", "ambassador", "Peru", "Norway", "1980-05/1984-06")
    ]


def test_a_term_counts_from_credentials_to_its_end() -> None:
    text = (
        "Chiefs of Mission for Togo\nOffice of the Historian\n\nAnn Lund Dane\nCareer FSO\nTitle: Ambassador\n"
        "Presentation of Credentials: May 3, 1971\nTermination of Mission: Left post June 4, 1974\n"
    )
    (tenure,) = told(text, "Tenure", ("togo",))
    assert (tenure["person"], tenure["sending"], tenure["date"]) == (
        "Ann Lund Dane",
        "United States",
        "1971-05-03/1974-06-04",
    )


def test_states_that_recognised_another() -> None:
    rows = "No. | State | Date\n1 | Peru | 3 May 2008\n2 | Norway | 4 June 2008\n"
    text = f"States that have recognised Kosovo\n\n{rows}"
    assert told(text, "Recognition", ("kosovo",)) == [
        {"recogniser": "Peru", "recognised": "Kosovo", "date": "2008-05-03"},
        {"recogniser": "Norway", "recognised": "Kosovo", "date": "2008-06-04"},
    ]


def test_years_in_a_column_or_a_heading_of_their_own() -> None:
    table = (
        "State visits received by the King of the Belgians\n\n| Year | Date | Head of state | Country |\n"
        "|---|---|---|---|\n| 1995 | 4–6 July | President Ola Berg | Iceland |\n"
    )
    listed = "# Official visits to Jordan\n\n## 2010\n\n- 3 February: President Ola Berg of Iceland\n"
    (first,), (second,) = told(table, "Visit", ("belgium",)), told(listed, "Visit", ("jordan",))
    assert (first["host"], first["date"]) == ("Belgium", "1995-07-04/1995-07-06")
    assert (second["host"], second["date"]) == ("Jordan", "2010-02-03")


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("2004, 12 May: talks", "2004-05-12"),
        ("2004, May – talks", "2004-05"),
        ("12.V.2004", "2004-05-12"),
        ("12.–14. 5. 2004", "2004-05-12/2004-05-14"),
        ("04.2004–11.2008", "2004-04/2008-11"),
        ("Left post May 12, 2004", "2004-05-12"),
    ],
)
def test_dates_of_lists(words: str, edtf: str) -> None:
    assert [date.edtf for date in find_dates(words, "en")] == [edtf]


def test_contents_and_news_tell_nothing() -> None:
    text = (
        "Ministry of Foreign Affairs of Latvia\n\nContents\n1 Relations\n2 Visits\n3 Agreements\n4 Embassies\n\n"
        "Latest news\n12 May 2021  Photo gallery updated\n3 March 2021 Opening hours during holidays\n"
    )
    assert told(text, "Agreement", ("latvia", "japan")) == []


def test_rows_that_a_cell_has_broken_over_lines() -> None:
    text = (
        "List of diplomatic visits to Norway\n\nKenya\n[edit]Start | End | Guest | Title | Reason |\n"
        "---|---|---|---|---|\n"
        "May 3, 1999\n|\nOla Otieno | Prime Minister | Private visit. | |\n"
        "June 4, 2001 | June 5, 2001 | Ana Otieno | President | State visit. |\n"
    )
    visits = told(text, "Visit", ("norway",))
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ola Otieno", "Norway", "1999-05-03"),
        ("Ana Otieno", "Norway", "2001-06-04/2001-06-05"),
    ]


def test_a_title_inside_a_web_table_heads_the_rows_below_it(tmp_path: Path) -> None:
    head = "<tr><th>Date</th><th>Name</th></tr>"
    table = (
        f'<tr><th colspan="2">Visits from Norway to Kenya</th></tr>{head}'
        "<tr><td>3 May 2003</td><td>Ola Berg</td></tr>"
        f'<tr><th colspan="2">Visits from Kenya to Norway</th></tr>{head}'
        "<tr><td>4 June 2005</td><td>Ana Otieno</td></tr>"
    )
    page = f"<html><body><h1>Norway and Kenya</h1><table>{table}</table></body></html>"
    visits = read(tmp_path, "page.html", page, "Visit")
    assert [(row[0], row[2], row[-1]) for row in visits] == [
        ("Ola Berg", "Kenya", "2003-05-03"),
        ("Ana Otieno", "Norway", "2005-06-04"),
    ]


def test_visits_received_on_the_page_of_those_who_made_others() -> None:
    text = (
        "List of state visits made by Harald V of Norway\n\nState visits made\n\n| Date | Country |\n|---|---|\n"
        "| 3 May 1994 | Iceland |\n\nState visits received\n\n| Date | Country | Guest |\n|---|---|---|\n"
        "| 4 June 1995 | Poland | President Jan Kos |\n"
    )
    made, received = told(text, "Visit", ("norway",))
    assert (made["host"], received["visitor"], received["host"]) == ("Iceland", "Jan Kos", "Norway")


def test_a_treaty_signed_in_the_line_below_its_title() -> None:
    text = (
        "Treaties between Norway and Peru\n\nExtradition Treaty\nDone at Lima, 3 May 1998\nIn force: 4 June 2000\n\n"
        "Agreement on Social Security\nDone at Oslo, 5 July 1999\nIn force: 6 August 2001\n"
    )
    agreements = told(text, "Agreement", ("norway", "peru"))
    assert [(row["title"], row["place"], row["date"]) for row in agreements] == [
        ("Extradition Treaty", "Lima", "1998-05-03"),
        ("Agreement on Social Security", "Oslo", "1999-07-05"),
    ]


def test_entries_that_go_on_in_the_next_line_and_names_in_a_run() -> None:
    wrapped = (
        "Heads of the Norwegian mission in Lima\n\n1932-1936  Ola Berg,\n  Minister\n1936-1941  Kari Lund,\n  Consul\n"
    )
    run = "Ambassadors of Norway to Peru\n\nOla Berg, 1982–1987; Kari Lund, 1987–1993.\n"
    first, second = (told(text, "Tenure", ("norway", "peru")) for text in (wrapped, run))
    assert [(row["person"], row["office"]) for row in first] == [("Ola Berg", "minister"), ("Kari Lund", "consul")]
    assert [(row["person"], row["date"]) for row in second] == [("Ola Berg", "1982/1987"), ("Kari Lund", "1987/1993")]


def test_a_column_names_the_country_of_each_ambassador() -> None:
    rows = "Country | Ambassador | Since\nPeru | Ola Berg | 2018\nKenya | Kari Lund | 2020\n"
    text = f"List of ambassadors of Norway\n\n{rows}"
    tenures = told(text, "Tenure", ("norway",))
    assert [(row["sending"], row["receiving"]) for row in tenures] == [("Norway", "Peru"), ("Norway", "Kenya")]


def test_missions_that_are_no_more() -> None:
    text = "Diplomatic missions in Ghana\n\nClosed missions\n* Norway (closed 1993)\n* Peru (1990-2004)\n"
    closed = told(text, "MissionClosed", ("ghana",))
    assert [(row["sending"], row["date"]) for row in closed] == [("Norway", "1993"), ("Peru", "2004")]
    assert told(text, "MissionPresent", ("ghana",)) == []


def test_a_note_in_a_row_does_not_take_the_date_of_its_neighbour() -> None:
    text = (
        "Diplomatic relations of Norway\n\nCountry | Formal relations began | Notes\n"
        "Ghana | 3 May 1975 | Both countries are members of NATO.\nPeru | 4 June 1976 |\n"
    )
    assert [row["date"] for row in told(text, "RelationsEstablished", ("norway",))] == ["1975-05-03", "1976-06-04"]
    assert all(row["date"] is None for row in told(text, "Membership", ("norway",)))


def test_credentials_by_day_and_labels_glued_to_dates() -> None:
    head = "Ambassadors who presented credentials to the President of Ireland"
    listed = f"{head}\n\n3 May 2014\n- Ambassador of Peru, Mr Juan Soto\n"
    (one,) = told(listed, "Appointment", ("ireland",))
    assert (one["person"], one["sending"], one["date"]) == ("Juan Soto", "Peru", "2014-05-03")
    box = "Embassy of Norway, Lima\n\nAddress Calle 3\nOpened1936\nAmbassador Ola Berg\n"
    assert [row["date"] for row in told(box, "MissionOpened", ("norway", "peru"))] == ["1936"]


def test_a_term_below_the_name_that_heads_it(tmp_path: Path) -> None:
    people = "<li><h3>H.E. Mr. Juan Rojas Soto</h3><span>1977 – 1981</span></li>"
    page = (
        "<html><head><title>Our former ambassadors - Embassy of Peru in Oslo</title></head><body>"
        f"<h1>Our former ambassadors</h1><ul>{people}</ul></body></html>"
    )
    assert read(tmp_path, "page.html", page, "Tenure") == [
        ("Juan Rojas Soto", "ambassador", "Peru", "Norway", "1977/1981")
    ]


def test_what_a_state_joined_and_who_joined_a_body() -> None:
    rows = "| Organization | Date |\n|---|---|\n| United Nations | 3 May 1945 |\n"
    own = f"Membership of Peru in international organizations\n\n{rows}"
    body = "Member states of the African Union\n\n* Kenya – 3 May 1963\n* Ghana – 4 June 1963\n"
    assert told(own, "Membership", ("peru",)) == [
        {"member": "Peru", "organisation": "United Nations", "date": "1945-05-03"}
    ]
    assert [row["member"] for row in told(body, "Membership", ())] == ["Kenya", "Ghana"]


def test_several_states_of_one_day_and_missions_abroad() -> None:
    dates = "Belize: establishment of diplomatic relations\n\n- 3 May 1981: Peru, Mexico\n- 4 June 1982: Norway\n"
    found = told(dates, "RelationsEstablished", ("belize",))
    assert [row["parties"][1] for row in found] == ["Peru", "Mexico", "Norway"]
    places = "Peru: Lima (Embassy)\nItaly: Rome (Embassy), Milan (Consulate General)\n"
    abroad = f"Ghana's missions abroad\n\n{places}\nEnd of list.\n"
    missions = told(abroad, "MissionPresent", ("ghana",))
    assert sorted((row["receiving"], row["place"], row["kind"]) for row in missions) == [
        ("Italy", "Milan", "consulate general"),
        ("Italy", "Rome", "embassy"),
        ("Peru", "Lima", "embassy"),
    ]


def test_a_title_with_a_date_in_brackets_is_no_term() -> None:
    text = "Ambassadors of Norway to Peru\n\n- Ola Berg – 1970–1974 (Consul until 1971)\n- Kari Lund – 1974–1976\n"
    assert [row["date"] for row in told(text, "Tenure", ("norway", "peru"))] == ["1970/1974", "1974/1976"]


def test_a_title_told_once_for_several_rows_leaves_no_date_under_it() -> None:
    text = """List of ambassadors of Norway to Peru

| Name | Title | Appointed | Presented credentials |
|---|---|---|---|
| Ola Berg | Ambassador | 9 June 1961 | 3 November 1961 |
| Kari Lund | 28 February 1964 | 22 April 1964 | |
"""
    told_of = [row for row in told(text, "Appointment", ()) if row["person"] == "Kari Lund"]
    assert [(row["kind"], row["date"]) for row in told_of] == [
        ("appointed", "1964-02-28"),
        ("credentials", "1964-04-22"),
    ]


def test_whole_titles_and_the_dates_beside_them() -> None:
    text = """Agreements

  Agreement                                                 Date of signature   Entry into force
  --------------------------------------------------------- ------------------- ------------------
  Agreement on Air Services, with two annexes               3 May 1978          12 June 1979
  Protocol amending the Fisheries Agreement of 6 July 1957  14 July 2011        1 July 2012
"""
    assert [(row["title"], row["date"]) for row in told(text, "Agreement", ("norway", "peru"))] == [
        ("Agreement on Air Services, with two annexes", "1978-05-03"),
        ("Protocol amending the Fisheries Agreement of 6 July 1957", "2011-07-14"),
    ]


def test_trade_by_year_with_the_currency_in_each_cell() -> None:
    text = """Trade

  Year   Exports from Norway   Exports to Norway   Bilateral trade
  ------ --------------------- ------------------- -----------------
  2010   $120 million          US$95.5 million     -
"""
    flows = told(text, "TradeVolume", ("norway", "peru"))
    assert [(row["amount"], row["exporter"]) for row in flows] == [("120000000", "Norway"), ("95500000", "Peru")]


SIDES = """Bilateral relations

Ministerial Level Visits

{first}

(i) Ana Li, Minister of Economy (November 1998). (ii) Foreign Minister Juan Soto (May 2001).

{second}

(i) Ola Berg, Commerce Minister (September 1994).
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("(a) From the Peruvian Side", "(b) From the Norwegian Side"),
        ("From the Peruvian Side", "From the Norwegian Side"),
        ("From Peru", "From Norway"),
    ],
)
def test_sides_that_letters_count_and_entries_within_a_line(first: str, second: str) -> None:
    visits = told(SIDES.format(first=first, second=second), "Visit", ("peru", "norway"))
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ana Li", "Norway", "1998-11"),
        ("Juan Soto", "Norway", "2001-05"),
        ("Ola Berg", "Peru", "1994-09"),
    ]


def test_letters_that_count_entries_are_no_headings() -> None:
    text = "The two sides signed:\n\n(a) Agreement on Fisheries (1991)\n(b) Agreement on Trade (1993)\n"
    assert [row["date"] for row in told(text, "Agreement", ("peru", "norway"))] == ["1991", "1993"]


def test_the_office_behind_a_name_in_a_list_of_visits() -> None:
    text = "Visits from Peru to Norway\n\n- Ana Li, Minister of Economy (November 1998)\n- Juan Soto (May 2001)\n"
    held = told(text, "OfficeHeld", ("peru", "norway"))
    assert [(row["person"], row["office"], row["of"]) for row in held] == [("Ana Li", "minister of economy", "Peru")]


def test_data_sheets_with_days_below_their_labels_and_a_table_each_way() -> None:
    text = """Norway-Peru Relations (Basic Data)
3 October 2023

Diplomatic Relations
Establishment of Diplomatic Relations
21 August 1923

VIP Visits
From Norway to Peru
Year\tName
1967\tTheir Royal Highnesses Crown Prince Ola and Crown Princess Kari
1997\tPrime Minister Per Dahl
From Peru to Norway
Year\tName
1990, 1992\tPresident Ana Li
2012\tPresident Juan Soto
"""
    (founded,) = told(text, "RelationsEstablished", ("norway", "peru"))
    assert founded["date"] == "1923-08-21"
    visits = told(text, "Visit", ("norway", "peru"))
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ola", "Peru", "1967"),
        ("Kari", "Peru", "1967"),
        ("Per Dahl", "Peru", "1997"),
        ("Ana Li", "Norway", "1990"),
        ("Ana Li", "Norway", "1992"),
        ("Juan Soto", "Norway", "2012"),
    ]


def test_trade_of_which_each_column_is_a_year() -> None:
    text = """Trade (in million US$)

| Year | 2016-17 | 2019 |
|---|---|---|
| Exports to Peru | 428 | 1,210 |
| Imports from Peru | 61 | - |
"""
    flows = told(text, "TradeVolume", ("norway", "peru"))
    assert [(row["amount"], row["exporter"], row["date"]) for row in flows] == [
        ("428000000", "Norway", "2016/2017"),
        ("1210000000", "Norway", "2019"),
        ("61000000", "Peru", "2016/2017"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "President Ana Li visited Norway in October 1992 (State visit), January 2003 (working visit)."),
        (
            "es",
            "La presidenta Ana Li visitó Noruega en octubre de 1992 (visita de Estado) y enero de 2003 (de trabajo).",
        ),
    ],
)
def test_dates_each_with_a_note(language: str, text: str) -> None:
    visits = told(text, "Visit", ("norway", "peru"), language)
    assert [row["date"] for row in visits] == ["1992-10", "2003-01"]


def test_data_sheets_of_one_ministry_on_another_state() -> None:
    text = """Japan-Ruritania Relations (Basic Data)

Diplomatic Relations
Establishment: May 3, 1921
Severance: March 2, 1942
Resumption
June 4, 1952

Trade with Japan (2019):
Exports: 5.2 billion yen (wool, copper)
Imports: 16 billion yen (cars)

Japan's Economic Cooperation (cumulative):
(1) Loans: 12.5 billion yen
(2) Grants: 3.4 billion yen
""".replace("Ruritania", "Norway")
    pair = ("japan", "norway")
    assert [row["date"] for row in told(text, "RelationsSevered", pair)] == ["1942-03-02"]
    assert [row["date"] for row in told(text, "RelationsRestored", pair)] == ["1952-06-04"]
    assert [(row["amount"], row["exporter"], row["date"]) for row in told(text, "TradeVolume", pair)] == [
        ("5200000000", "Norway", "2019"),
        ("16000000000", "Japan", "2019"),
    ]
    assert [(row["donor"], row["amount"]) for row in told(text, "Aid", pair)] == [
        ("Japan", "12500000000"),
        ("Japan", "3400000000"),
    ]
    prose = "Trade policy\n\nExports: 5 million dollars were spent on them.\nImports: none."
    assert told(prose, "TradeVolume", pair) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Bilateral trade (million USD)\n\n"
            "           2015   2016\nExports    237    1,192\nImports   1,333     56\n",
        ),
        (
            "es",
            "Comercio\nUnidad: millones de dólares\n"
            "               2015    2016\nExportación    237     1.192\nImportación    1.333   56\n",
        ),
    ],
)
def test_trade_below_a_line_of_years(language: str, text: str) -> None:
    flows = told(text, "TradeVolume", ("norway", "peru"), language)
    assert [(row["amount"], row["exporter"], row["date"]) for row in flows] == [
        ("237000000", "Norway", "2015"),
        ("1192000000", "Norway", "2016"),
        ("1333000000", "Peru", "2015"),
        ("56000000", "Peru", "2016"),
    ]


def test_fiscal_years_and_a_unit_that_begins_with_its_sign() -> None:
    text = """Trade (US$ million)

Year      Norway's exports   Norway's imports   Total
2019-20   371.25             1,804.50           2,175.75
2020-21     6.52             1,310.40           1,316.92
"""
    flows = told(text, "TradeVolume", ("norway", "peru"))
    assert [(row["amount"], row.get("exporter"), row["date"]) for row in flows] == [
        ("371250000", "Norway", "2019/2020"),
        ("1804500000", "Peru", "2019/2020"),
        ("2175750000", None, "2019/2020"),
        ("6520000", "Norway", "2020/2021"),
        ("1310400000", "Peru", "2020/2021"),
        ("1316920000", None, "2020/2021"),
    ]


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("1995. 9   Ola Berg", "1995-09"),
        ("- 1995.11 Ola Berg", "1995-11"),
        ("2003.10  Ola Berg", "2003-10"),
        ("’86.5   Ola Berg", "1986-05"),
        ("Treaty ('77.8.16)", "1977-08-16"),
        ("Ola Berg (77.1 ~ 79.8)", "1977-01/1979-08"),
        ("Ola Berg (2021.7 ~ )", "2021-07/.."),
        ("2012. 5. 7-9 Ola Berg", "2012-05-07/2012-05-09"),
        ("21/23-02-2013. Ola Berg", "2013-02-21/2013-02-23"),
        ("26-27-10-2019. Ola Berg", "2019-10-26/2019-10-27"),
        ("1995. 9 May 1996", "1995"),
    ],
)
def test_dates_with_the_year_first_and_days_of_one_month(words: str, edtf: str) -> None:
    assert [date.edtf for date in find_dates(words, "en")][:1] == [edtf]
    assert find_dates("(2000.5 km), sold for 2021.7 million", "en") == []


def test_visits_from_one_side() -> None:
    text = """Norway-Peru Brief

Visits from Norway

1. PM Ola Berg: 1972 [transit]
2. Foreign Minister Kari Lund - Oct 2001
3. King Harald paid a State Visit, 3-5 May 2018. No Norwegian king had been there before.

Visits from Peru

a) President Ana Li, May 2009, accompanied by Foreign Minister Juan Soto
"""
    visits = told(text, "Visit", ("norway", "peru"))
    assert [(row["visitor"], row["host"], row["date"], row.get("kind")) for row in visits] == [
        ("Ola Berg", "Peru", "1972", None),
        ("Kari Lund", "Peru", "2001-10", None),
        ("Harald", "Peru", "2018-05-03/2018-05-05", "state"),
        ("Ana Li", "Norway", "2009-05", None),
        ("Juan Soto", "Norway", "2009-05", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        """Personalidades noruegas que han visitado Perú:
11-02-2006. Secretario de Estado de Cooperación, D. Ola Berg
07-07-2011. Primer ministro, D. Per Dahl, acompañado del ministro de Industria, D. Jan Lie
21/23-02-2013. Visita de la Reina Dña. Kari a los proyectos de cooperación.
""",
        """<De Noruega a Perú>
2006. 2. 11   Vicecanciller Ola Berg
2011.7.7   Primer Ministro Per Dahl, acompañado del Ministro de Industria Jan Lie
2013. 2. 21-23   Reina Kari (visita oficial)
""",
    ],
)
def test_entries_that_open_with_a_date_in_figures(text: str) -> None:
    visits = told("Noruega y Perú\n\nVisitas de alto nivel\n\n" + text, "Visit", ("norway", "peru"), "es")
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ola Berg", "Peru", "2006-02-11"),
        ("Per Dahl", "Peru", "2011-07-07"),
        ("Jan Lie", "Peru", "2011-07-07"),
        ("Kari", "Peru", "2013-02-21/2013-02-23"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            """Heads of Mission of Norway in Peru

Ola Berg. Minister Resident, 1907-1910. Resided in Santiago.
Per Dahl. Chargé d'Affaires a.i., from February 1934 until November 1936
Jan Lie, E.E. & M.P. Presented credentials on 9 June 1948
Nils Moe, Ambassador (1957 – 1962). The first since there was an embassy
Liv Ek; Ambassador. Credentials: 8 October 1986
""",
        ),
        (
            "es",
            """Jefes de misión de Noruega en Perú

Ola Berg. Ministro residente, 1907-1910. Con sede en Santiago
Per Dahl. Encargado de negocios a. i., desde febrero de 1934 hasta noviembre de 1936
Jan Lie, E.E. y M.P. Presentó credenciales el 9 de junio de 1948
Nils Moe, Embajador (1957 – 1962). El primero desde que hubo embajada
Liv Ek; Embajador. Credenciales: 8-10-1986
""",
        ),
    ],
)
def test_heads_of_mission_in_lines_of_name_rank_and_term(language: str, text: str) -> None:
    held = [(row["person"], row["date"]) for row in told(text, "Tenure", ("norway", "peru"), language)]
    assert held == [("Ola Berg", "1907/1910"), ("Per Dahl", "1934-02/1936-11"), ("Nils Moe", "1957/1962")]
    made = told(text, "Appointment", ("norway", "peru"), language)
    assert [(row["person"], row["office"], row["kind"], row["date"]) for row in made] == [
        ("Jan Lie", "envoy extraordinary and minister plenipotentiary", "credentials", "1948-06-09"),
        ("Liv Ek", "ambassador", "credentials", "1986-10-08"),
    ]


def test_journeys_called_off_or_yet_to_be_made() -> None:
    text = """List of international trips made by Ola Berg as the President of Peru

2012

Country	City	Date(s)	Details
Norway	Oslo	7 May	Working visit. Talks with President Per Dahl.
Kenya	—	June	Official visit, cancelled

Future trips

Country	City	Date(s)	Details
Ghana	Accra	May 2013	State visit (postponed sine die)
Japan	Tokyo	July 2013	To attend the games

Cancelled trips

Country	Date	Details
Mali	August 2013	Berg was expected to address a conference
"""
    visits = told(text, "Visit", ("peru",))
    assert [(row["date"], row.get("modality")) for row in visits] == [
        ("2012-05-07", None),
        ("2012-06", "cancelled"),
        ("2013-05", "cancelled"),
        ("2013-07", "planned"),
        ("2013-08", "cancelled"),
    ]
    assert [row["date"] for row in told(text, "Meeting", ("peru",))] == ["2012-05-07"]


def test_relations_of_which_nobody_knows_the_day() -> None:
    text = "Foreign relations of Peru\n\nDiplomatic relations of Peru\n\n#\tCountry\tDate\n"
    text += "1\tNorway\t3 May 1921\n—\tKenya\tUnknown\n2\tMali\t—\n"
    found = told(text, "RelationsEstablished", ("peru",))
    assert [(row["parties"][1], row["date"]) for row in found] == [("Norway", "1921-05-03"), ("Kenya", None)]


def test_a_sheet_of_the_spanish_ministry() -> None:
    text = """NORUEGA
FICHA PAÍS. OFICINA DE INFORMACIÓN DIPLOMÁTICA

Comercio bilateral (en miles de euros)
                  2016       2017
Exportaciones     5.200      6.100
Importaciones     1.000     12.500
Saldo             4.200     -6.400

Personalidades españolas que han visitado Noruega
- Abril de 2001. SS.MM. los Reyes Don Carlos y Doña Sofía

Tratados
Acuerdo básico de cooperación científica. Firma: 8-10-1987. En vigor: 4-2-1989. BOE: 17-3-1989
Acuerdo sobre pesca. Firma: 16-11-1990
"""
    pair = ("norway", "spain")
    flows = told(text, "TradeVolume", pair, "es")
    assert [(row["amount"], row["exporter"], row["date"]) for row in flows] == [
        ("5200000", "Spain", "2016"),
        ("6100000", "Spain", "2017"),
        ("1000000", "Norway", "2016"),
        ("12500000", "Norway", "2017"),
    ]
    assert [row["visitor"] for row in told(text, "Visit", pair, "es")] == ["Carlos", "Sofía"]
    assert [row["date"] for row in told(text, "Agreement", pair, "es")] == ["1987-10-08", "1990-11-16"]


def test_journeys_in_entries_tell_whom_the_traveller_met_and_which_came_to_nothing() -> None:
    text = (
        "List of international trips made by Juan Soto\n\nJuan Soto, Prime Minister of Peru, made three trips.\n\n"
        "2004\n• 24 April: Kenya – Nairobi. Met with President Amos Kimani.\n• 31 May: Norway – Trip cancelled\n"
    )
    visits = told(text, "Visit", ("peru",))
    assert [(v["host"], v["date"], v.get("modality")) for v in visits] == [
        ("Kenya", "2004-04-24", None),
        ("Norway", "2004-05-31", "cancelled"),
    ]
    assert [m["participants"] for m in told(text, "Meeting", ("peru",))] == [["Juan Soto", "Amos Kimani"]]


def test_guests_of_a_table_of_visits_received_by_the_one_whose_page_it_is() -> None:
    text = (
        "List of state visits made by King Olaf IV\n\nThe state visits of King Olaf IV of Norway.\n\n"
        "State visits hosted\n\n"
        "Date                  Guest                               Country\n"
        "12–14 May 1994        President Juan Soto                 Peru\n"
        "6 June 1996           President Amos Kimani               Kenya\n"
    )
    found = [(v["visitor"], v["visitor_state"], v["host"]) for v in told(text, "Visit", ("norway",))]
    assert found == [("Juan Soto", "Peru", "Norway"), ("Amos Kimani", "Kenya", "Norway")]


def test_bullets_with_a_tab_are_items_and_rows_name_whom_the_traveller_met() -> None:
    text = (
        "List of international trips made by Ana Soto\n\nAna Soto was Prime Minister of Peru.\n\n2011\n\n"
        "No.\tCountry\tLocations\tDates\tDetails\n"
        "1\tKenya\tNairobi\t30 June\tTransit; dinner given by President Amos Kimani.\n"
        "2\tNorway\tOslo\t1–5 April\tOn the 2nd she was received in the Palace by King Olaf.\n\n2017\n\n"
        "•\tMalta – Valletta, 1–3 June 2017. Talks with President Maria Borg.\n"
        "•\tChina – 19–21 September 2017. Official visit.\n"
    )
    visits = [(v["host"], v["date"]) for v in told(text, "Visit", ("peru",))]
    assert visits == [
        ("Kenya", "2011-06-30"),
        ("Norway", "2011-04-01/2011-04-05"),
        ("Malta", "2017-06-01/2017-06-03"),
        ("China", "2017-09-19/2017-09-21"),
    ]
    met = [m["participants"][1] for m in told(text, "Meeting", ("peru",))]
    assert met == ["Amos Kimani", "Olaf", "Maria Borg"]


def test_a_data_sheet_of_a_ministry_on_another_country() -> None:
    text = (
        "Kenia\nFICHA PAÍS\n\nRelaciones de España con Kenia\n\nTratados y acuerdos firmados\n"
        "14-09-1995  Acuerdo de cooperación cultural (BOE 20-3-1998)\n"
        "11-05-2007  Convenio de doble imposición. BOE núm. 88\n\n"
        "Visitas\n\nDelegaciones de España\n\nAño\tFuncionario\tCargo\tMotivo\n"
        "1988\tJulio Soto\tministro de Comercio\tvisita oficial\n1996\tAna Gil\tpresidenta\tcumbre\n\n"
        "Comercio (en millones de euros):\n"
        "            2017      2018\nExport.     148,3     126,7\nImport.     1.214,5   1.502,9\n"
    )
    treaties = [(a["title"], a["date"]) for a in told(text, "Agreement", ("kenya", "spain"), "es")]
    assert treaties == [
        ("Acuerdo de cooperación cultural", "1995-09-14"),
        ("Convenio de doble imposición", "2007-05-11"),
    ]
    visits = [(v["visitor"], v["host"], v["date"]) for v in told(text, "Visit", ("kenya", "spain"), "es")]
    assert visits == [("Julio Soto", "Kenya", "1988"), ("Ana Gil", "Kenya", "1996")]
    flows = [(f["exporter"], f["amount"], f["date"]) for f in told(text, "TradeVolume", ("kenya", "spain"), "es")]
    assert flows[:2] == [("Spain", "148300000", "2017"), ("Spain", "126700000", "2018")]


def test_remarks_on_a_list_of_holders_are_no_entries_of_it() -> None:
    text = (
        "EMBAJADORES PERUANOS EN KENIA\n\nN.º | Titular | Rango | Inicio | Fin\n"
        "1 | Oscar Tascón | Embajador | 1950 | 1952\n2 | Luis Sanz | Embajador | 1969 | 1973\n\nObservaciones\n"
        "- Sanz, filósofo y orientalista, viajó por África desde el 9 de mayo de 1970.\n"
    )
    found = [(t["person"], t["date"]) for t in told(text, "Tenure", ("peru", "kenya"), "es")]
    assert found == [("Oscar Tascón", "1950/1952"), ("Luis Sanz", "1969/1973")]


def test_entries_of_labels_are_no_headings() -> None:
    text = """Chiefs of Mission for Chile

Ola B. Berg
Non-career appointee
Title: Minister Plenipotentiary
Appointed: January 27, 1823
Presentation of Credentials: April 23, 1824
Termination of Mission: Left post, July 31, 1827

Jane D. Doe (1788–1846)
Foreign Service officer
Title: Ambassador
Appointed: June 3, 1846
"""
    pair = ("chile", "united-states")
    made = told(text, "Appointment", pair)
    assert [(row["person"], row["office"], row["date"]) for row in made] == [
        ("Ola B. Berg", "minister plenipotentiary", "1823-01-27"),
        ("Ola B. Berg", "minister plenipotentiary", "1824-04-23"),
        ("Jane D. Doe", "ambassador", "1846-06-03"),
    ]
    assert told(text, "OfficeHeld", pair) == []


def test_missions_of_a_state_on_the_page_of_its_foreign_relations() -> None:
    text = "Foreign relations of Kenya\n\nDiplomatic missions of Kenya\n\n"
    text += "Country\tCity\tMission\tConcurrent accreditation\n"
    text += "Peru\tLima\tEmbassy\tBolivia\nNorway\tOslo\tHigh Commission\t—\n"
    found = told(text, "MissionPresent", ("kenya",))
    assert [(row["receiving"], row["kind"]) for row in found] == [
        ("Peru", "embassy"),
        ("Bolivia", "non-resident embassy"),
        ("Norway", "high commission"),
    ]


def test_a_table_parted_by_strokes_and_marks_of_korean_sheets() -> None:
    text = """Norway – Peru

Agreement / Place / Date of signature
Trade Agreement / Oslo / 18.02.2015
Air Services Agreement / Lima / 10 May 2021

Exchange of visits

(From Norway)
2012. 6. Foreign Minister Ola Berg
2015. 3. Vice Minister Kari Lund
(From Peru)
1994. 9. President Ana Li (state visit)
2010. 9. President Juan Soto
"""
    pair = ("norway", "peru")
    assert [(row["place"], row["date"]) for row in told(text, "Agreement", pair)] == [
        ("Oslo", "2015-02-18"),
        ("Lima", "2021-05-10"),
    ]
    assert [(row["visitor"], row["host"], row["date"]) for row in told(text, "Visit", pair)] == [
        ("Ola Berg", "Peru", "2012-06"),
        ("Kari Lund", "Peru", "2015-03"),
        ("Ana Li", "Norway", "1994-09"),
        ("Juan Soto", "Norway", "2010-09"),
    ]


def test_what_happened_opens_an_entry_of_a_chronology() -> None:
    text = "Perú y Noruega\n\n2014: Cierre de la Embajada del Perú en Oslo.\n"
    text += "2015: Clausura del Consulado de Noruega en Lima.\n"
    closed = told(text, "MissionClosed", ("peru", "norway"), "es")
    assert [(row["sending"], row["date"]) for row in closed] == [("Peru", "2014"), ("Norway", "2015")]


@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        ("High Level Visits\n\nFrom Norway", "King Olav, May 2004 (state visit)\nMinister Eva Lund (1998, in transit)"),
        ("Norwegian leaders who have visited Kenya", "May 2004, visit of King Olav\n1998, visit of Minister Eva Lund"),
        ("The following Norwegian guests visited Kenya:", "King Olav, May 2004, for a summit\nMinister Eva Lund: 1998"),
        ("Visits from Norway", "King Olav paid a State visit in May 2004\nMinister Eva Lund visited in 1998"),
        ("Official visits\n\nFrom Norway", "King Olav visited in May 2004. Minister Eva Lund paid a visit in 1998."),
    ],
)
def test_lines_below_a_heading_on_visits_are_visits_whatever_their_form(heading: str, rows: str) -> None:
    visits = told(f"Kenya and Norway\n\n{heading}\n\n{rows}\n", "Visit", ("kenya", "norway"))
    found = [(row["visitor"], row["visitor_state"], row["host"], row["date"]) for row in visits]
    assert found == [("Olav", "Norway", "Kenya", "2004-05"), ("Eva Lund", "Norway", "Kenya", "1998")]


def test_a_heading_that_stands_apart_below_a_lead_in_is_none_of_its_items() -> None:
    first = "Kenyan leaders who have visited Norway\n\nPresident Amos Kimani, May 2004\nMinister Rose Otieno, 1998"
    second = "Norwegian leaders who have visited Kenya\n\nKing Olav, 12 June 2009\nMinister Eva Lund, 2011"
    text = f"Kenya–Norway relations\n\nVisits\n\nList of visits in both directions:\n\n{first}\n\n{second}\n"
    visits = told(text, "Visit", ("kenya", "norway"))
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Amos Kimani", "Norway", "2004-05"),
        ("Rose Otieno", "Norway", "1998"),
        ("Olav", "Kenya", "2009-06-12"),
        ("Eva Lund", "Kenya", "2011"),
    ]


@pytest.mark.parametrize(
    "line",
    ["{name}, {begin} - {end}", "{name} {begin}–{end}[1]", "{begin} to {end}: {name}", "{begin} – {end}, {name} [a]"],
)
@pytest.mark.parametrize("form", ["{0:%d/%m/%Y}", "{0:%B %Y}", "{0:%Y-%m-%d}"])
def test_terms_beside_names_in_lines_without_marks(line: str, form: str) -> None:
    holders = [("Ola Berg", (1990, 5, 20), (1994, 6, 21)), ("Kari Ann Lund", (1994, 7, 22), (1999, 8, 23))]
    rows = [
        line.format(name=name, begin=form.format(date(*begin)), end=form.format(date(*end)))
        for name, begin, end in holders
    ]
    text = "Ambassadors of Norway to Peru\n\nThis is a list.\n\n" + "\n".join(rows) + "\n"
    told_ = told(text, "Tenure", ("norway", "peru"))
    cut = 7 if "%B" in form else 10
    spells = [f"{date(*begin).isoformat()[:cut]}/{date(*end).isoformat()[:cut]}" for _, begin, end in holders]
    assert [(row["person"], row["date"]) for row in told_] == [
        (name, spell) for (name, *_), spell in zip(holders, spells, strict=True)
    ]


def test_lists_whose_lines_begin_with_a_small_month_or_with_since() -> None:
    months = "mayo de 1990 a junio de 1994: Juan Rojas Soto\njunio de 1994 – presente: Ana Paz Lima\n"
    text = f"Jefes de misión de Perú en Noruega\n\nEl embajador reside en Oslo.\n\n{months}"
    tenures = told(text, "Tenure", ("peru", "norway"), "es")
    assert [(row["person"], row["office"], row["date"]) for row in tenures] == [
        ("Juan Rojas Soto", "ambassador", "1990-05/1994-06"),
        ("Ana Paz Lima", "ambassador", "1994-06/.."),
    ]


def test_cells_left_out_of_a_table_with_one_cell_a_line() -> None:
    rows = "Ola Berg\n1990 – 1994\nKari Lund\n1994 – 1999\nDied at post\nNils Dahl\n1999 – present\n"
    text = f"Ambassadors of Norway to Ghana\n\nName\nYears\nRemarks\n{rows}"
    assert [(row["person"], row["date"]) for row in told(text, "Tenure", ("norway", "ghana"))] == [
        ("Ola Berg", "1990/1994"),
        ("Kari Lund", "1994/1999"),
        ("Nils Dahl", "1999/.."),
    ]


def test_journeys_one_cell_a_line_below_a_heading_of_the_year() -> None:
    rows = "Peru\nLima\n3–6 May\nOfficial visit\nKenya\nNairobi\n4 June\nChad\nN'Djamena\n5 July\nSummit\n"
    title = "List of trips made by Ola Berg\n\nOla Berg is the President of Norway."
    text = f"{title}\n\n2015\n\nCountry\nCity\nDates\nPurpose\n{rows}"
    assert [(row["host"], row["date"]) for row in told(text, "Visit", ("norway",))] == [
        ("Peru", "2015-05-03/2015-05-06"),
        ("Kenya", "2015-06-04"),
        ("Chad", "2015-07-05"),
    ]


def test_a_line_of_years_has_lost_the_empty_head_before_them() -> None:
    rows = "\t2018\t2019\nExports\t148.3\t126.7\nImports\t121.5\t150.2\n"
    text = f"Embassy of Norway in Peru\n\nBilateral trade of Norway with Peru in millions of US dollars\n\n{rows}"
    flows = told(text, "TradeVolume", ("norway", "peru"))
    assert [(row["amount"], row["exporter"], row["date"]) for row in flows] == [
        ("148300000", "Norway", "2018"),
        ("126700000", "Norway", "2019"),
        ("121500000", "Peru", "2018"),
        ("150200000", "Peru", "2019"),
    ]


def test_the_missions_of_two_states_by_their_cities() -> None:
    text = "Norway–Peru relations\n\nResident diplomatic missions\n\nNorway\nLima (Embassy)\n\nPeru\nOslo (Embassy)\n"
    missions = told(text, "MissionPresent", ("norway", "peru"))
    assert [(row["sending"], row["receiving"], row["kind"]) for row in missions] == [
        ("Norway", "Peru", "embassy"),
        ("Peru", "Norway", "embassy"),
    ]


def test_the_country_visited_is_no_home_of_the_guests() -> None:
    rows = (
        "Date | Guest | Country visited\n3 May 1990 | Foreign Minister Ola Berg | Peru\n"
        "4 June 1991 | President Kari Lund | Peru\n"
    )
    text = f"Norway–Peru relations\n\nHigh-level visits\n\nFrom Norway to Peru\n\n{rows}"
    visits = told(text, "Visit", ("norway", "peru"))
    assert [(row["visitor"], row["visitor_state"], row["host"]) for row in visits] == [
        ("Ola Berg", "Norway", "Peru"),
        ("Kari Lund", "Norway", "Peru"),
    ]


def test_several_guests_in_a_cell_and_one_who_did_not_come() -> None:
    rows = "May 1990\tPresident Ola Berg, Foreign Minister Kari Lund\nJune 1992\tPresident Nils Moe (cancelled)\n"
    text = f"Norway–Peru relations\n\nVisits from Norway to Peru\n\nDate\tVisitor\n{rows}"
    visits = told(text, "Visit", ("norway", "peru"))
    assert [(row["visitor"], row["date"], row.get("modality")) for row in visits] == [
        ("Ola Berg", "1990-05", None),
        ("Kari Lund", "1990-05", None),
        ("Nils Moe", "1992-06", "cancelled"),
    ]


def test_entries_behind_the_colon_of_their_lead() -> None:
    text = (
        "Relations between Peru and Norway\n\nVisits:\nFrom Peru: President Luis Paz, May 2001\n"
        "From Norway: Prime Minister Ola Berg, June 2004; Foreign Minister Kari Lund, 2006\n"
    )
    visits = told(text, "Visit", ("peru", "norway"))
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Luis Paz", "Norway", "2001-05"),
        ("Ola Berg", "Peru", "2004-06"),
        ("Kari Lund", "Peru", "2006"),
    ]


def test_relations_that_lasted_and_those_with_a_state_of_then() -> None:
    rows = (
        "Ghana | 3 May 1965 – 4 June 1991 |\nRussia | 5 July 1970 | Established with the Soviet Union.\n"
        "Chile | 6 August 1972 |\n"
    )
    text = f"Diplomatic relations of Norway\n\nCountry | Formal relations began | Notes\n{rows}"
    assert [(row["parties"][1], row["date"]) for row in told(text, "RelationsEstablished", ("norway",))] == [
        ("Ghana", "1965-05-03"),
        ("Soviet Union", "1970-07-05"),
        ("Chile", "1972-08-06"),
    ]
    assert [row["date"] for row in told(text, "RelationsSevered", ("norway",))] == ["1991-06-04"]


def test_honorary_consuls_and_who_never_served() -> None:
    consuls = "Name | From | To\nOla Berg (honorary) | 1990 | 1994\nKari Lund | 1994 | 1999\n"
    tenures = told(f"Consuls of Norway in Peru\n\n{consuls}", "Tenure", ("norway", "peru"))
    assert [row["office"] for row in tenures] == ["honorary consul", "consul"]
    entries = (
        "Eva Lund Moe\nCareer FSO\nTitle: Ambassador\nPresentation of Credentials: May 3, 1971\n"
        "Termination of Mission: Left post June 4, 1974\n\nAnn Lund Dane\nNot commissioned; nomination withdrawn.\n"
    )
    text = f"Chiefs of Mission for Togo\nOffice of the Historian\n\n{entries}"
    (_, named) = told(text, "Appointment", ("togo",))
    assert (named["person"], named["date"], named["modality"]) == ("Ann Lund Dane", None, "cancelled")


def test_who_was_appointed_and_presented_credentials_before_an_end() -> None:
    head = "Appointed | Credentials | Name | Until"
    rows = "4 July 1955 | 12 August 1955 | Ola Berg | 1960\n1960 | 3 May 1961 | Kari Lund | 1964\n"
    text = f"List of ambassadors of Norway to Peru\n\n{head}\n{rows}"
    assert [(row["person"], row["date"]) for row in told(text, "Tenure", ("norway", "peru"))] == [
        ("Ola Berg", "1955-07-04/1960"),
        ("Kari Lund", "1960/1964"),
    ]
    assert {(row["kind"], row["date"]) for row in told(text, "Appointment", ("norway", "peru"))} == {
        ("credentials", "1955-08-12"),
        ("appointed", "1955-07-04"),
        ("credentials", "1961-05-03"),
        ("appointed", "1960"),
    }


def test_a_letterhead_over_two_lines_and_a_box_without_heads() -> None:
    letter = "Republic of Peru\nEMBASSY OF PERU\nOslo, Norway\n\nThe two countries are friends.\n"
    (mission,) = told(letter, "MissionPresent", ("peru",))
    assert (mission["sending"], mission["receiving"], mission["place"]) == ("Peru", "Norway", "Oslo")
    rows = "Location\tAccra, Ghana\nOpened\t1961\nAmbassador\tOla Berg\nJurisdiction\tTogo, Benin\n"
    box = f"Embassy of Norway, Accra\n\n{rows}"
    assert [row["date"] for row in told(box, "MissionOpened", ("norway", "ghana"))] == ["1961"]
    held = told(box, "OfficeHeld", ("norway", "ghana"))
    assert [(row["person"], row["of"]) for row in held] == [("Ola Berg", "Norway")]


def test_sums_of_aid_up_to_a_year_below_a_heading_with_its_source() -> None:
    text = (
        "Embassy of Japan in Peru\n\nTrade with Japan (2020, Trade Statistics of the Ministry of Finance of Japan)\n"
        "(1) Value\nExports to Japan: 5 million yen\n\nEconomic Cooperation (cumulative, up to fiscal year 2019)\n"
        "(1) Loans: 8 million yen\n(2) Grants: 3 million yen\n"
    )
    (flow,) = told(text, "TradeVolume", ("japan", "peru"))
    assert (flow["exporter"], flow["date"]) == ("Peru", "2020")
    aid = told(text, "Aid", ("japan", "peru"))
    assert [(row["amount"], row["date"]) for row in aid] == [("8000000", "../2019"), ("3000000", "../2019")]


def test_what_was_signed_on_a_journey_as_the_remarks_say() -> None:
    rows = "Kenya\tNairobi\t3–4 May\tState visit. Signed a trade agreement.\nPeru\tLima\t5 June\tWorking visit.\n"
    title = "List of trips made by Ola Berg\n\nOla Berg is the President of Norway."
    text = f"{title}\n\n2002\n\nCountry\tCity\tDates\tDetails\n{rows}"
    (made,) = told(text, "Agreement", ("norway",))
    assert (made["title"], made["parties"], made["date"]) == (
        "trade agreement",
        ["Norway", "Kenya"],
        "2002-05-03/2002-05-04",
    )


@pytest.mark.parametrize("blank", ["", " "])
def test_links_that_a_copy_has_put_on_lines_of_their_own(blank: str) -> None:
    text = (
        f"Ghana–Norway relations\n\nDiplomatic relations were established on{blank}\n3 May 1961\n"
        "between the two countries.[1]\n\n"
        f"The President of Ghana came to{blank}\nOslo\n, the capital, in{blank}\nJune 1980\n.\n"
    )
    (made,) = told(text, "RelationsEstablished", ("ghana", "norway"))
    (visit,) = told(text, "Visit", ("ghana", "norway"))
    assert (made["date"], visit["host"], visit["date"]) == ("1961-05-03", "Norway", "1980-06")


def test_headings_with_a_year_above_sentences_that_end_in_a_day() -> None:
    text = (
        "A Guide to Relations: Ghana\n\nDiplomatic Relations\n\nEstablishment of Diplomatic Relations, 1957.\n\n"
        "The United States and Ghana established diplomatic relations on March 6, 1957.\n\n"
        "Diplomatic Relations Severed, 1967.\n\nGhana severed relations with the United States on May 3, 1967.\n"
    )
    pair = ("united-states", "ghana")
    assert [row["date"] for row in told(text, "RelationsEstablished", pair)] == ["1957-03-06"]
    assert [row["date"] for row in told(text, "RelationsSevered", pair)] == ["1967-05-03"]


def test_who_is_meant_in_an_entry_of_visits_and_when() -> None:
    rows = [
        "H.R.H. Princess Eva (February 2000)",
        "Transitional President Ola Berg (2006)",
        "2007 Minister Nils Foss (3 to 5 March)",
        "President Ola Berg, Prime Minister Ana Lund (Fishery Summit), November 2010",
        "Prime Minister Ana Lund (May 2011) [visit cancelled]",
    ]
    visits = told("Relations\n\nVisits from Norway to Kenya\n\n- " + "\n- ".join(rows), "Visit", ("kenya", "norway"))
    assert [(row["visitor"], row["date"], row.get("modality")) for row in visits] == [
        ("Eva", "2000-02", None),
        ("Ola Berg", "2006", None),
        ("Nils Foss", "2007-03-03/2007-03-05", None),
        ("Ola Berg", "2010-11", None),
        ("Ana Lund", "2010-11", None),
        ("Ana Lund", "2011-05", "cancelled"),
    ]


def test_who_is_meant_in_an_entry_of_visits_in_spanish() -> None:
    rows = ["S.A.R. la Princesa Eva (febrero de 2000)", "SS.AA.RR. los Príncipes Nils y Ana (2002)"]
    text = "Relaciones\n\nVisitas de Noruega a Kenia\n\n- " + "\n- ".join(rows)
    visits = told(text, "Visit", ("kenya", "norway"), "es")
    assert [(row["visitor"], row["date"]) for row in visits] == [("Eva", "2000-02"), ("Nils", "2002"), ("Ana", "2002")]


def test_lines_that_head_rows_in_the_middle_of_a_table() -> None:
    text = (
        "Norway and Peru\n\nHIGH LEVEL VISITS\n\nNo.\tDignitary\tDate\tPurpose\nFrom Norway to Peru\n"
        "1.\tPresident Ola Berg\t4-6 May 1990\tState visit\n2.\tMs. Kari Lund, Minister of Trade\tJuly 1999\tFair\n"
        "From Peru to Norway\n1.\tPresident Luis Paz\t3 March 1995\tOfficial visit\n"
    )
    visits = told(text, "Visit", ("norway", "peru"))
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ola Berg", "Peru", "1990-05-04/1990-05-06"),
        ("Kari Lund", "Peru", "1999-07"),
        ("Luis Paz", "Norway", "1995-03-03"),
    ]


def test_notes_that_are_sentences_are_read_and_those_that_cite_are_not() -> None:
    text = (
        "Embassy of Norway in Peru\n\nThe embassy is in Lima.\n\nNotes\n\n"
        "Ola Berg presented his credentials to President Juan Soto on 14 April 1966.\n\n"
        "Berg, Ola (1971). Ambassador Kari Lund presented her credentials, p. 12. Oslo: Fjord.\n\n"
        "References\n\nPer Dahl presented his credentials to President Juan Soto on 3 May 1969.\n"
    )
    assert [row["date"] for row in told(text, "Appointment", ("norway", "peru"))] == ["1966-04-14"]


@pytest.mark.parametrize("marks", [" | ", "\t", "   "])
def test_lines_that_name_a_rank_head_the_rows_below_them(marks: str) -> None:
    rows = [
        ("Name", "Appointed", "Left post"), ("Chargés d'affaires",), ("Ola Berg", "3 May 1921", "1925"),
        ("Envoys Extraordinary and Ministers Plenipotentiary",), ("Per Dahl", "4 June 1926", "1932"),
        ("Ambassadors",), ("Kari Lund", "5 July 1955", "1960"),
    ]  # fmt: skip
    wide = [[cell.ljust(14) if marks == "   " and len(row) > 1 else cell for cell in row] for row in rows]
    text = "List of ambassadors of Norway to Peru\n\nHeads of mission\n\n" + "\n".join(map(marks.join, wide)) + "\n"
    tenures = told(text, "Tenure", ("norway", "peru"))
    assert [(row["person"], row["office"], row["date"]) for row in tenures] == [
        ("Ola Berg", "chargé d'affaires", "1921-05-03/1925"),
        ("Per Dahl", "envoy extraordinary and minister plenipotentiary", "1926-06-04/1932"),
        ("Kari Lund", "ambassador", "1955-07-05/1960"),
    ]


@pytest.mark.parametrize("rule", ["", "----- ------------------ -------------- ------\n"])
def test_a_rank_below_an_empty_first_column_heads_the_rows_below_it(rule: str) -> None:
    rows = [("1", "Ola Berg", "1953", "1957"), ("Ambassadors",), ("2", "Kari Lund", "3 May 1965", "1970")]
    lines = ["      " + row[0] if len(row) == 1 else f"{row[0]:6}{row[1]:19}{row[2]:15}{row[3]}" for row in rows]
    text = (
        "List of ambassadors of Norway to Peru\n\nHeads of mission\n\n"
        f"{'No.':6}{'Name':19}{'From':15}To\n{rule}      Ministers\n" + "\n".join(lines) + "\n"
    )
    tenures = told(text, "Tenure", ("norway", "peru"))
    assert [(row["person"], row["office"], row["date"]) for row in tenures] == [
        ("Ola Berg", "minister", "1953/1957"),
        ("Kari Lund", "ambassador", "1965-05-03/1970"),
    ]


def test_headings_that_begin_as_heads_of_columns_do() -> None:
    text = (
        "Relaciones Noruega-Perú\n\nEmbajadores\n\nEmbajadores de Noruega en Perú\nOla Berg (2001-2005)\n"
        "Kari Lund (2005-2010)\n\nEmbajadores de Perú en Noruega\nAna Soto (2002-2006)\nLuis Paz (desde 2019)\n"
    )
    tenures = told(text, "Tenure", ("norway", "peru"), "es")
    assert [(row["person"], row["sending"], row["date"]) for row in tenures] == [
        ("Ola Berg", "Norway", "2001/2005"),
        ("Kari Lund", "Norway", "2005/2010"),
        ("Ana Soto", "Peru", "2002/2006"),
        ("Luis Paz", "Peru", "2019/.."),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thailand\n\nPrime Minister: Somchai Wong\nMember of: ASEAN, United Nations\nCapital: Bangkok\n"),
        ("es", "Tailandia\n\nPrimer ministro: Somchai Wong\nMiembro de: ASEAN, Naciones Unidas\nCapital: Bangkok\n"),
    ],
)
def test_the_sheet_of_a_country(language: str, text: str) -> None:
    (held,) = told(text, "OfficeHeld", ("thailand",), language)
    assert (held["person"], held["office"], held["of"]) == ("Somchai Wong", "prime minister", "Thailand")
    members = told(text, "Membership", ("thailand",), language)
    assert [row["member"] for row in members] == ["Thailand", "Thailand"]


def test_rows_of_a_table_each_below_an_empty_line(tmp_path: Path) -> None:
    rows = (
        "Karl Oskar Lind   Nairobi   Met with President Kimani. Visited a school.   May 3-5, 1971",
        "Eva Dahl   Nairobi, Mombasa   Met with Foreign Minister Otieno.   October 8, 1991",
        "Odd   Nairobi   State visit.   June 2, 1999",
    )
    title = "Travels Abroad of the Secretary of State\nKenya\n\nOffice of the Historian"
    page = "\n\n".join((title, "Secretary   Locale   Remarks   Date", *rows)) + "\n"
    visits = read(tmp_path, "travels-secretary-kenya.en.txt", page, "Visit")
    assert [(row[0], row[1], row[2], row[-1]) for row in visits] == [
        ("Karl Oskar Lind", "United States", "Kenya", "1971-05-03/1971-05-05"),
        ("Eva Dahl", "United States", "Kenya", "1991-10-08"),
        ("Odd", "United States", "Kenya", "1999-06-02"),
    ]
    meetings = read(tmp_path, "travels-secretary-kenya.en.txt", page, "Meeting")
    assert meetings == [
        ("Karl Oskar Lind,Kimani", "1971-05-03/1971-05-05"),
        ("Eva Dahl,Otieno", "1991-10-08"),
    ]
    held = read(tmp_path, "travels-secretary-kenya.en.txt", page, "OfficeHeld")
    assert ("Eva Dahl", "secretary of state", "United States", "") in held


def test_figures_of_trade_in_rows_each_below_an_empty_line() -> None:
    rows = "\n\n".join(
        ("Year   Exports to Kenya (million USD)   Imports from Kenya (million USD)", "2018   20.5   30.1")
    )
    sums = told(f"Norway and Kenya\n\n{rows}\n", "TradeVolume", ("norway", "kenya"))
    assert [(row["exporter"], row["amount"], row["date"]) for row in sums] == [
        ("Norway", "20500000", "2018"),
        ("Kenya", "30100000", "2018"),
    ]


def test_whom_a_visitor_of_a_list_met() -> None:
    lines = (
        "Ana Otieno   Working visit. Met with President Berg.   May 3, 1985",
        "Amos Kimani   Private visit.   June 4, 1986",
    )
    lines += (
        "Amos Kimani   State visit; guest of President Lind.   May 5, 1991",
        "Odd Okoth   Official visit.   June 1, 1993",
    )
    text = "\n\n".join(("Visits by Foreign Leaders of Kenya", *(f"President {line}" for line in lines)))
    meetings = told(text + "\n", "Meeting", ("kenya", "united-states"))
    assert [(row["participants"], row["date"]) for row in meetings] == [(["Ana Otieno", "Berg"], "1985-05-03")]


def test_missions_of_a_list_closed_or_opened_and_where_envoys_live() -> None:
    text = """List of diplomatic missions of Malawi

Italy: Milan (Consulate), closed in 2016
Zambia: Lusaka (High Commission), Ndola (Consulate)
Peru: Lima (Embassy, opened in 2014)

Concurrent accreditations

Chile (Lima)
Portugal (London)
"""
    closed = told(text, "MissionClosed", ("malawi",))
    assert [(row["sending"], row["receiving"], row["kind"], row["date"]) for row in closed] == [
        ("Malawi", "Italy", "consulate", "2016")
    ]
    opened = told(text, "MissionOpened", ("malawi",))
    assert [(row["receiving"], row["date"]) for row in opened] == [("Peru", "2014")]
    missions = told(text, "MissionPresent", ("malawi",))
    assert {(row["receiving"], row["kind"], row["place"]) for row in missions} == {
        ("Zambia", "high commission", "Lusaka"),
        ("Zambia", "consulate", "Ndola"),
        ("Peru", "embassy", "Lima"),
        ("Chile", "non-resident embassy", "Lima"),
        ("Portugal", "non-resident embassy", "London"),
    }


def test_envoys_who_reside_elsewhere_under_a_marked_heading() -> None:
    text = "Missions in Malawi\n\n== Embassies ==\n* China\n* Egypt\n"
    text += "== Non-resident embassies ==\n* Austria (Nairobi)\n* Chile (Pretoria)\n"
    missions = told(text, "MissionPresent", ("malawi",))
    assert [(row["sending"], row["kind"]) for row in missions] == [
        ("China", "embassy"),
        ("Egypt", "embassy"),
        ("Austria", "non-resident embassy"),
        ("Chile", "non-resident embassy"),
    ]


def test_a_numbered_list_right_below_its_heading() -> None:
    text = (
        "Norway and Kenya\n\nAgreements\n1. Trade Agreement (1969)\n2. Tax Convention, signed in Oslo on 3 May 1972\n"
    )
    agreements = told(text, "Agreement", ("norway", "kenya"))
    assert [(row["title"], row["date"]) for row in agreements] == [
        ("Trade Agreement", "1969"),
        ("Tax Convention", "1972-05-03"),
    ]


def test_ranks_that_head_rows_between_tabs() -> None:
    head = "Ambassadors of Norway to Kenya\n\nName\tStart\tEnd\tNotes\n"
    rows = "Consuls\nOla Berg\t1951\t1958\tfirst\nAmbassadors\nAna Li\t1965\tMarch 1974\tsecond\n"
    tenures = told(head + rows, "Tenure", ("norway", "kenya"))
    assert [(row["person"], row["office"], row["date"]) for row in tenures] == [
        ("Ola Berg", "consul", "1951/1958"),
        ("Ana Li", "ambassador", "1965/1974-03"),
    ]


def test_a_territory_under_the_name_of_its_state() -> None:
    text = "Missions of Kenya\n\nAsia\n\n-   China\n    -   Beijing (Embassy)\n    -   Hong Kong (Consulate-General)\n"
    missions = told(text, "MissionPresent", ("kenya",))
    assert [(row["receiving"], row["kind"]) for row in missions] == [
        ("China", "embassy"),
        ("China", "consulate general"),
    ]


def test_states_that_an_embassy_elsewhere_covers_with_its_city() -> None:
    heads = "Misiones diplomáticas de Kenia\n\nPaíses con embajada concurrente\n\n"
    missions = told(f"{heads}- Chipre (Roma)\n- Malta (Roma)\n", "MissionPresent", ("kenya",), "es")
    assert [(row["receiving"], row["kind"], row["place"]) for row in missions] == [
        ("Cyprus", "non-resident embassy", "Rome"),
        ("Malta", "non-resident embassy", "Rome"),
    ]


def test_a_month_in_brackets_behind_the_year_that_opens_an_entry() -> None:
    text = "Visitas\n\nPersonalidades noruegas que han visitado Kenia\n\n"
    text += "2009 Ministra Eva Dahl (noviembre)\n2019 Ministro Odd Vik (20 de mayo)\n"
    visits = told(text, "Visit", ("norway", "kenya"), "es")
    assert [(row["visitor"], row["date"]) for row in visits] == [("Eva Dahl", "2009-11"), ("Odd Vik", "2019-05-20")]


REMARKS_EN = [
    ("Kenya was among the first to open an embassy in Lima. The volunteers work there since 1967. In 2001 it gave"
     " Peru $5 million.", [("Kenya", "Peru", "embassy", "Lima", "")]),
    ("Kenya opened a consulate in Lima. Cooperation goes back to 1977.", [("Kenya", "Peru", "consulate", "Lima", "")]),
    ("Trade grew by 5% in 1975. Kenya opened an embassy in Lima.", [("Kenya", "Peru", "embassy", "Lima", "")]),
    ("Kenya opened an embassy in Lima. Date: 3 May 1990.", [("Kenya", "Peru", "embassy", "Lima", "1990-05-03")]),
    ("Kenya opened an embassy in Lima. It was opened on 3 May 1990.",
     [("Kenya", "Peru", "embassy", "Lima", "1990-05-03")]),
]  # fmt: skip
REMARKS_ES = [
    ("Kenia fue de los primeros en abrir una embajada en Lima. El cuerpo de voluntarios trabaja en el país desde 1967."
     " En 2001 concedió 5 millones de dólares.", [("Kenya", "Peru", "embassy", "Lima", "")]),
    ("Kenia abrió un consulado en Lima. La cooperación dura desde 1977.",
     [("Kenya", "Peru", "consulate", "Lima", "")]),
    ("Kenia abrió una embajada en Lima. Fecha: 3 de mayo de 1990.",
     [("Kenya", "Peru", "embassy", "Lima", "1990-05-03")]),
    ("Kenia abrió una embajada en Lima. La embajada fue abierta el 3 de mayo de 1990.",
     [("Kenya", "Peru", "embassy", "Lima", "1990-05-03")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "entry", "opened"),
    [("en", *row) for row in REMARKS_EN] + [("es", *row) for row in REMARKS_ES],
)
def test_a_date_of_another_sentence_of_an_entry_is_not_taken(
    language: str, entry: str, opened: list[tuple[str, ...]], tmp_path: Path
) -> None:
    title = {"en": "Kenya–Peru relations", "es": "Relaciones entre Kenia y el Perú"}[language]
    text = f"{title}\n\n- {entry}\n- Lima\n"
    assert opened[0] in read(tmp_path, f"page.{language}.txt", text, "MissionOpened")


def test_a_date_of_another_sentence_of_a_cell_is_not_taken(tmp_path: Path) -> None:
    notes = "El Perú abrió una embajada en Nairobi. El instituto peruano trabaja en el país desde 1967. Hay un museo."
    text = (
        "Relaciones exteriores de Kenia\n\nPaís\tInicio de relaciones\tNotas\n"
        f"Perú\t4 de octubre de 1966\t{notes}\nNepal\t1971\tNepal tiene una embajada en Nairobi.\n"
    )
    assert all(row[-1] != "1967" for row in read(tmp_path, "page.es.txt", text, "MissionOpened"))


def test_a_box_whose_title_stands_over_its_first_column() -> None:
    box = "Ambassador of Peru to Norway | |\n---|---|\nIncumbent Ana Li Soto since May 2021 | |\n"
    text = f"{box}Style | Her Excellency |\nResidence | Oslo |\nFormation | 1951 |\n"
    rows = told(text, "Tenure", ("peru", "norway"))
    assert [(row["person"], row["sending"], row["receiving"], row["date"]) for row in rows] == [
        ("Ana Li Soto", "Peru", "Norway", "2021-05/..")
    ]


def test_a_first_name_that_is_a_common_word_in_an_entry() -> None:
    head = "List of ambassadors of Peru to Norway\n\nName | Term start | Term end |\n---|---|---|\n"
    rows = told(f"{head}Art Lindmo | 1995 | 2000 |\nSeán Ó hAodha | 2000 | 2004 |\n", "Tenure", ("peru", "norway"))
    assert [row["person"] for row in rows] == ["Art Lindmo", "Seán Ó hAodha"]
    entries = "- Art Lindmo (1995–2000)\n- Ana Li (2000–2004, chargé d'affaires a.i.)\n"
    rows = told(f"List of ambassadors of Peru to Norway\n\n{entries}", "Tenure", ("peru", "norway"))
    assert [(row["person"], row["office"]) for row in rows] == [
        ("Art Lindmo", "ambassador"),
        ("Ana Li", "chargé d'affaires ad interim"),
    ]


def test_a_mission_in_a_third_state_does_not_take_the_place_of_the_one_a_page_is_of() -> None:
    text = (
        "The Ambassador of Peru to Norway is the head of the Embassy of Peru to the Kingdom of Norway. From 2001 to "
        "2018, accreditation was also held for Finland, when an embassy was opened in Helsinki. The mission was a "
        "legation until 1964, when it was raised to the level of embassy.\n"
    )
    raised = told(f"Ambassador of Peru to Norway\n\n{text}", "MissionElevated", ("peru", "norway"))
    opened = told(f"Ambassador of Peru to Norway\n\n{text}", "MissionOpened", ("peru", "norway"))
    assert [(row["receiving"], row["date"]) for row in raised] == [("Norway", "1964")]
    assert [(row["receiving"], row["date"]) for row in opened] == [("Finland", "2018")]


def test_the_name_of_a_war_speaks_of_no_state() -> None:
    text = "Peru closed its embassy in Nairobi in 1979 during the Ethiopia–Somalia War and it was reopened in 1984.\n"
    opened = told(text, "MissionOpened", ("peru", "kenya"))
    assert [(row["sending"], row["receiving"]) for row in opened] == [("Peru", "Kenya")]


def test_rows_of_relations_broken_off_by_paragraphs_of_their_notes() -> None:
    text = (
        "Foreign relations of Moldova\n\nBilateral relations\n\nAmericas\n\nCountry\tFormal Relations Began\tNotes\n"
        "Argentina\t1992-12-22\t\nArgentina recognized Moldova on December 12, 1991.\nBrazil\tApril 28, 1993\t\n"
        "Brazil's ambassador in Bucharest is accredited to Moldova.\nMexico\t14 January 1992\t\nSee below.\n"
    )
    rows = told(text, "RelationsEstablished", ("moldova",))
    assert [(row["parties"][-1], row["date"]) for row in rows] == [
        ("Argentina", "1992-12-22"),
        ("Brazil", "1993-04-28"),
        ("Mexico", "1992-01-14"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Country Formal Relations Began Notes\n Argentina1992-12-22\nFurther information: the article\n\n"
        "Argentina recognized Moldova on December 12, 1991.\n\n Brazil1993-04-28See Brazil–Moldova relations\n"
        " Its consul lives in Orhei.\n\nA second paragraph.\n\n Mexico1992-01-14\n",
        "Country | Formal Relations Began | Notes |\n---|---|---|\nArgentina | 1992-12-22 |\nSee also: Argentina\n"
        "Argentina recognized Moldova on December 12, 1991. |\nBrazil | 28 April 1993 | See Brazil–Moldova relations\n"
        "Its consul lives in Orhei. |\nMexico | January 14, 1992 | |\n",
        "Country\nFormal Relations Began\nNotes\n Argentina\n1992-12-22\nArgentina recognized Moldova in 1991.\n"
        "It has no mission there.\n Brazil\n28 April 1993\n Mexico\n14 January 1992\nSee below.\n",
        "#\nCountry\nDate\n1\nArgentina\n22 December 1992[1]\n—\nBrazil\n28 April 1993\n2\nMexico\n14 January 1992\n",
    ],
)
def test_rows_of_relations_broken_off_in_copies_of_other_forms(table: str) -> None:
    text = f"Foreign relations of Moldova\n\nBilateral relations\n\nAmericas\n\n{table}\nEurope\n\nSee above.\n"
    rows = told(text, "RelationsEstablished", ("moldova",))
    assert [(row["parties"][-1], row["date"]) for row in rows] == [
        ("Argentina", "1992-12-22"),
        ("Brazil", "1993-04-28"),
        ("Mexico", "1992-01-14"),
    ]


def test_a_state_alone_in_its_line_heads_what_follows() -> None:
    text = (
        "Foreign relations of Moldova\n\nAfrica\n\nMain article: Egypt–Moldova relations\nMoldova opened an embassy in "
        "Cairo in 2005.\nTunisia\nBoth countries established diplomatic relations on April 15, 1993.\n"
    )
    rows = told(text, "RelationsEstablished", ("moldova",))
    assert [("Tunisia" in row["parties"], row["date"]) for row in rows] == [(True, "1993-04-15")]


def test_embassies_under_the_cities_where_they_stand() -> None:
    text = (
        "List of diplomatic missions in Malawi\n\nNon-resident embassies and high commissions\n\nResident in Lusaka, "
        "Zambia\n\nCuba\nFinland\nSweden\n\nResident in Pretoria, South Africa\n\nArgentina\nHungary\nPeru\n\n"
        "Resident in other cities\nIsrael (Nairobi)\nTurkey (Dar es Salaam)\n"
    )
    rows = told(text, "MissionPresent", ("malawi",))
    assert {row["kind"] for row in rows} == {"non-resident embassy"}
    assert [row["sending"] for row in rows] == [
        *("Cuba", "Finland", "Sweden", "Argentina", "Hungary", "Peru", "Israel", "Turkey")
    ]


def test_goods_in_brackets_are_no_sum_of_trade() -> None:
    text = (
        "In 2022, Norway exported $90.4 million to Peru. The main products exported by Norway were machinery ($20.1 "
        "million) and paper ($15 million).\n"
    )
    assert [row["amount"] for row in told(text, "TradeVolume", ("norway", "peru"))] == ["90400000"]


def test_terms_by_year_and_month_below_a_counter_of_readers() -> None:
    text = (
        "Embajadores anteriores\nEmbajada de la República de Corea en el Perú\nFecha 2020-05-03   Visitas 312\n\n"
        "El Perú abrió su embajada en Seúl en 1971.\n\n"
        "No.   Nombre          Período              Observaciones\n"
        "1     Kim Dae-ho      1988.9 ~ 1991.2      Primer embajador\n"
        "2     Lee Min-su      1991.3 ~ 1994.12\n"
        "3     Park So-yeon    2019.4 ~\n"
    )
    terms = told(text, "Tenure", (), "es")
    assert [(row["person"], row["date"]) for row in terms] == [
        ("Kim Dae-ho", "1988-09/1991-02"),
        ("Lee Min-su", "1991-03/1994-12"),
        ("Park So-yeon", "2019-04/.."),
    ]


def test_the_heading_of_the_first_of_several_lists_below_a_lead_in() -> None:
    text = (
        "Relaciones entre Kenia y Noruega\n\nAsí lo muestran los numerosos viajes realizados:\n\n"
        "Visitas de personalidades kenianas a Noruega\n- Presidente Juma Otieno: 3 de mayo de 2001 y junio de 2004\n\n"
        "Visitas de personalidades noruegas a Kenia\n- Primera ministra Ana Dahl, abril de 2006\n"
    )
    visits = told(text, "Visit", ("kenya", "norway"), "es")
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Juma Otieno", "Norway", "2001-05-03"),
        ("Juma Otieno", "Norway", "2004-06"),
        ("Ana Dahl", "Kenya", "2006-04"),
    ]


def test_a_post_that_its_holder_declined_and_a_day_told_behind_a_term() -> None:
    text = (
        "Embajadores de Kenia en Noruega\n\nJuma Otieno (1970-1974)\n"
        "Ali Mwangi (1974-1978), último enviado antes de la ruptura de relaciones (3 de mayo de 1978)\n"
        "Daudi Kamau (declinó el nombramiento)\nAnna Njeri (1985-1990)\n"
    )
    terms = told(text, "Tenure", ("kenya", "norway"), "es")
    assert [(row["person"], row["date"]) for row in terms] == [
        ("Juma Otieno", "1970/1974"),
        ("Ali Mwangi", "1974/1978"),
        ("Anna Njeri", "1985/1990"),
    ]
    (declined,) = told(text, "Appointment", ("kenya", "norway"), "es")
    assert (declined["person"], declined["modality"]) == ("Daudi Kamau", "cancelled")


def test_the_only_head_of_mission_under_the_rank_of_his_kind() -> None:
    text = (
        "List of high commissioners of Norway to Malaysia\n\nList of heads of mission\n\nCommissioners to Malaya\n"
        "Ola Dahl (1955–1958)\n\nHigh Commissioners to Malaya\nNils Berg (1959–1963)\n\n"
        "High Commissioners to Malaysia\nNils Berg (1963)\nKari Lund (1963–1967)\n"
    )
    rows = told(text, "Tenure", ("norway", "malaysia"))
    assert [(row["person"], row["office"], row["date"]) for row in rows] == [
        ("Ola Dahl", "commissioner", "1955/1958"),
        ("Nils Berg", "high commissioner", "1959/1963"),
        ("Nils Berg", "high commissioner", "1963"),
        ("Kari Lund", "high commissioner", "1963/1967"),
    ]


def test_journeys_in_the_years_below_one_lead_in() -> None:
    text = (
        "Ola Berg: A Man Who Travelled\n\nFollowing is a list of the state visits undertaken by "
        "the President of Norway, Ola Berg:\n\n1993\nJanuary 27 to 30 - Peru\nMarch 3 - Ghana\n\n"
        "1994\nAugust 6 to 8 - Kenya\n\n1995:\n3 to 5 May – Japan\n\nTrade\n\nTrade with Peru was small in 1996.\n"
    )
    visits = [(row["host"], row["date"], row["visitor"]) for row in told(text, "Visit", ("norway",))]
    assert visits == [
        ("Peru", "1993-01-27/1993-01-30", "Ola Berg"),
        ("Ghana", "1993-03-03", "Ola Berg"),
        ("Kenya", "1994-08-06/1994-08-08", "Ola Berg"),
        ("Japan", "1995-05-03/1995-05-05", "Ola Berg"),
    ]


def test_heads_of_columns_with_the_mark_of_a_note() -> None:
    text = (
        "Foreign relations of Kenya\n\nCountries with which Kenya maintains diplomatic relations:\n\n"
        "# Country Date[1]\n1  Peru 10 October 1970\n2  Norway January 1971[2]\n\n"
        "Asia\n\nCountry | Formal relations began[4] | Notes\nJapan | 1970-05-04 | See below\nNepal | |\n"
    )
    begun = [(row["parties"][1], row["date"]) for row in told(text, "RelationsEstablished", ("kenya",))]
    assert begun == [("Peru", "1970-10-10"), ("Norway", "1971-01"), ("Japan", "1970-05-04")]


@pytest.mark.parametrize("dash", ["--", "— "])
def test_officials_of_the_state_that_a_title_names(dash: str) -> None:
    text = (
        "Background Note: Togo\n\nGOVERNMENT\nPrincipal Government Officials\nPresident--Ama Kodjo\n"
        "Minister of Foreign Affairs--Kofi Ayite\nAmbassador to the United States--Edem Lawson\n\n"
        "U.S.-TOGOLESE RELATIONS\nPrincipal U.S. Officials\nAmbassador--Maria Pell\nConsular Officer--Ann Dove\n"
    )
    held = told(text.replace("--", dash), "OfficeHeld", ("togo", "united-states"))
    assert [(row["person"], row["of"]) for row in held] == [
        ("Ama Kodjo", "Togo"),
        ("Kofi Ayite", "Togo"),
        ("Edem Lawson", "Togo"),
        ("Maria Pell", "United States"),
        ("Ann Dove", "United States"),
    ]


def test_numbered_journeys_with_their_days_in_the_next_line() -> None:
    text = (
        "The president on the road\n\nHere is a look at President Ola Berg's foreign trips from 2011 to 2013:\n\n"
        "Place of visit   Period of visit\n1. Peru\n15 June – 16 June, 2011\n2. Chile\n3 July – 5 July, 2011\n"
        "3. Ghana & Togo\n9 May – 12 May, 2012\n"
    )
    visits = [(row["host"], row["date"]) for row in told(text, "Visit", ("norway",))]
    assert visits == [
        ("Peru", "2011-06-15/2011-06-16"),
        ("Chile", "2011-07-03/2011-07-05"),
        ("Ghana", "2012-05-09/2012-05-12"),
        ("Togo", "2012-05-09/2012-05-12"),
    ]


def test_reasons_for_visits_are_a_column() -> None:
    text = (
        "List of international trips made by Ola Berg\n\nOla Berg is the prime minister of Norway.\n\n2015\n\n"
        "Date(s) Country Reason for visit Notes\nNovember 14–16  Turkey Summit of the G20 Met President Yusuf Aydin.\n"
        "November 17–19  Peru Official visit Met President Ana Soto.\n"
    )
    visits = [(row["host"], row["date"]) for row in told(text, "Visit", ("norway",))]
    assert visits == [("Turkey", "2015-11-14/2015-11-16"), ("Peru", "2015-11-17/2015-11-19")]


def test_of_two_days_with_a_stroke_between_them_the_first_counts() -> None:
    text = (
        "Foreign relations of Kenya\n\nCountries with which Kenya has diplomatic relations:\n\n"
        "1. Peru – 15 July 1989 / 15 July 1992\n2. Norway – 4 January 1992\n3. Japan – 3 May 1990 – 4 June 1995\n"
    )
    begun = [(row["parties"][1], row["date"]) for row in told(text, "RelationsEstablished", ("kenya",))]
    assert begun == [("Peru", "1989-07-15"), ("Norway", "1992-01-04"), ("Japan", "1990-05-03")]
    assert [row["date"] for row in told(text, "RelationsSevered", ("kenya",))] == ["1995-06-04"]


def test_treaties_under_a_heading_within_their_list() -> None:
    text = (
        "Norway and Peru\n\nI. Framework of treaties\n\nThe main bilateral agreements are as follows:\n\n"
        "- Agreement on social insurance, Oslo, 24.3.1988. Law 19/1990. In force since 1.3.1991\nEconomic Cooperation\n"
        "- Agreement on technical cooperation, Oslo 21.2.1976. Law 53/7.2.1977. Came into force 20.6.1977\n"
        "- Protocol of the 6th Session of the Joint Committee, Lima, 1.11.1991\n\n"
        "II. Political relations\n\nThey are good.\n"
    )
    agreements = [(row["title"], row["date"]) for row in told(text, "Agreement", ("norway", "peru"))]
    assert agreements == [
        ("Agreement on social insurance", "1988-03-24"),
        ("Agreement on technical cooperation", "1976-02-21"),
        ("Protocol of the 6th Session of the Joint Committee", "1991-11-01"),
    ]


def test_a_table_of_recognitions_withdrawn_or_followed_by_relations() -> None:
    text = (
        "International recognition of Abkhazia\n\nStates that recognise Abkhazia\n\n"
        "No. | State | Date of recognition | Diplomatic relations |\n---|---|---|---|\n"
        "1 | Peru | 26 August 2008 | 9 September 2008 |\n2 | Kenya | 5 May 2009 | 10 May 2009 |\n\n"
        "States that formerly recognised Abkhazia\n\nState | Recognised | Withdrawn |\n---|---|---|\n"
        "Malawi | 18 May 2011 | 31 March 2014 |\n"
    )
    relations = told(text, "RelationsEstablished", ("abkhazia",))
    assert [row["date"] for row in relations] == ["2008-09-09", "2009-05-10"]
    recognitions = told(text, "Recognition", ("abkhazia",))
    assert [(row["recogniser"], row["date"], row.get("modality")) for row in recognitions] == [
        ("Peru", "2008-08-26", None),
        ("Kenya", "2009-05-05", None),
        ("Malawi", "2011-05-18", None),
        ("Malawi", "2014-03-31", "cancelled"),
    ]


def test_visits_below_a_marked_line_and_marks_without_words() -> None:
    text = (
        "Kenya-Peru Relations (Basic Data)\n\n- Trade with Kenya (2001):\n- Exports: 1,264 million yen\n-\nVIP Visits\n"
        "- From Kenya to the Republic of Peru\n-\nNov. 1992 State Secretary for Foreign Affairs, H.E. Mr. Juma Kip\n"
        "Mar. 1994 Minister of Trade, H.E. Ms. Grace Otieno\n- From the Republic of Peru to Kenya:\n-\n"
        "Oct. 1979 President, H.E. Mr. Juan Soto\nJul. 2000 Minister of Foreign Affairs, H.E. Mr. Luis Lara\n-\n"
        "Cultural Exchanges\n- Film festival\n"
    )
    rows = told(text, "Visit", ("kenya", "peru"))
    assert [(row["visitor"], row["visitor_state"], row["host"], row["date"]) for row in rows] == [
        ("Juma Kip", "Kenya", "Peru", "1992-11"),
        ("Grace Otieno", "Kenya", "Peru", "1994-03"),
        ("Juan Soto", "Peru", "Kenya", "1979-10"),
        ("Luis Lara", "Peru", "Kenya", "2000-07"),
    ]


def test_the_last_line_of_a_page_may_be_marked() -> None:
    assert told("Kenya-Peru relations\n\nVIP Visits\n- From Kenya to Peru", "Visit", ("kenya", "peru")) == []


def test_the_unit_of_a_table_stands_in_square_brackets_above_it() -> None:
    text = (
        "Kenya-Peru relations\n\nTrade:\n\nThe details are as follows [in US$ million]:\n\n"
        "Year          2019       2020       2021\nTotal Trade   112.30     141.25     163.40\n"
    )
    rows = told(text, "TradeVolume", ("kenya", "peru"))
    assert [(row["amount"], row["currency"]) for row in rows] == [
        ("112300000", "USD"),
        ("141250000", "USD"),
        ("163400000", "USD"),
    ]


def test_a_chief_of_protocol_is_no_instrument() -> None:
    text = "In 2014 she met the Chief of Protocol of the Ministry of Foreign Affairs of Norway, Mr. Ola Bye."
    assert told(text, "Agreement", ("kenya", "norway")) == []


def visits_of(text: str, *parties: str, language: str = "en") -> list[tuple[object, ...]]:
    return [(row["visitor"], row["host"], row["date"]) for row in told(text, "Visit", parties, language)]


@pytest.mark.parametrize("heading", ["High-level visits", "Visits", "Exchange of visits", "State and official visits"])
def test_under_visits_alone_each_guest_came_to_the_other_state(heading: str) -> None:
    text = (
        f"Norway–Kenya relations\n\n{heading}\n\n- Crown Prince Haakon of Norway (July 1994)\n"
        "- 2001: Foreign Minister Grace Otieno of Kenya\n- May 2003 Norwegian Prime Minister Kari Lund\n"
    )
    assert visits_of(text, "norway", "kenya") == [
        ("Haakon", "Kenya", "1994-07"),
        ("Grace Otieno", "Norway", "2001"),
        ("Kari Lund", "Kenya", "2003-05"),
    ]


def test_under_visits_alone_what_is_told_in_words_is_no_more_than_that() -> None:
    met = "- June 2012: Foreign Minister Gro Dahl of Norway met Foreign Minister Amos Kip of Kenya in New York\n"
    assert visits_of(f"Norway–Kenya relations\n\nVisits\n\n{met}", "norway", "kenya") == []
    assert visits_of("Foreign relations of Norway\n\nVisits\n\n- President Amos Kip (1999)\n", "norway") == []


def test_visits_under_an_arrow_and_items_below_another_mark() -> None:
    korean = (
        "Korea-Peru Relations\n\nㅇ High-Level Visits (Republic of Korea → Peru)\n - 2006.9.7-9 President Kim Il-soo\n"
        "ㅇ High-Level Visits (Peru → Republic of Korea)\n - 2002.4 President Ana Soto\n"
    )
    assert visits_of(korean, "south-korea", "peru") == [
        ("Kim Il-soo", "Peru", "2006-09-07/2006-09-09"),
        ("Ana Soto", "South Korea", "2002-04"),
    ]
    japanese = "Japan-Peru Relations\n\n【VIP Visits】\n(Japan → Peru)\n1999, November  Prime Minister OBARA Taro\n"
    assert visits_of(japanese, "japan", "peru") == [("OBARA Taro", "Peru", "1999-11")]


def test_text_behind_the_mark_of_a_note_goes_on() -> None:
    text = (
        "Chile–Norway relations\n\nThe two states signed a treaty in 1930.\n\n"
        "[4] In 1954 the legation of Norway in Santiago was raised to the rank of embassy.\n\n"
        '[5] Berg, O. "Norway and Chile", p. 12. In 1955 Chile opened an embassy in Oslo.\n'
    )
    assert [row["date"] for row in told(text, "MissionElevated", ("chile", "norway"))] == ["1954"]
    assert told(text, "MissionOpened", ("chile", "norway")) == []


def test_a_line_that_tells_a_day_among_its_words_is_no_heading() -> None:
    caption = "President Ola Berg and Prime Minister Amos Kip on 10 December 2003 in Oslo\n\n"
    text = f"Norway–Kenya relations\n\n{caption}June 1992: Official visit to Norway of the Kenyan President Juma Moi\n"
    titles = told(text, "OfficeHeld", ("norway", "kenya"))
    assert {"Ola Berg", "Amos Kip"} <= {row["person"] for row in titles}
    assert visits_of(text, "norway", "kenya") == [("Juma Moi", "Norway", "1992-06")]


def test_rows_whose_cells_have_lost_their_columns() -> None:
    text = (
        "Viajes internacionales presidenciales de Ana Soto\n\n2013\n\n"
        "  N.º   País               Ciudad       Fecha            Motivo\n"
        "  ----- ------------------ ------------ ---------------- ----------------\n"
        "  1     Bandera de Noruega Noruega            Oslo   30 de agosto     Cumbre\n"
        "  2     Bandera de Corea del Sur Corea del Sur   Seúl   3 de octubre     Visita oficial\n\n"
        "Visitas recibidas\n\n-   Presidente Juan Kip de Kenia (2014)\n"
    )
    assert visits_of(text, "peru", language="es") == [
        ("Ana Soto", "Norway", "2013-08-30"),
        ("Ana Soto", "South Korea", "2013-10-03"),
        ("Juan Kip", "Peru", "2014"),
    ]


def test_those_who_held_an_office_of_the_state_of_the_page() -> None:
    text = (
        "History of the Ministry\n\nLatvia declared its independence in 1918.\n\nForeign Ministers since 1990\n\n"
        "Janis Jurkans 1990–1992\nGeorgs Andrejevs 1993–1994\n"
    )
    rows = told(text, "Tenure", ("latvia",))
    assert [(row["person"], row["sending"], row.get("receiving")) for row in rows] == [
        ("Janis Jurkans", "Latvia", None),
        ("Georgs Andrejevs", "Latvia", None),
    ]


def test_leaders_who_visited_hold_the_title_of_their_row() -> None:
    text = (
        "Visits by Foreign Leaders of Norway to the United States\n\nName\tTitle\tRemarks\tDate\n"
        "Kare Berg\tPrime Minister\tOfficial visit.\tMarch 30-April 1, 1969\n"
        "Ola Lund\tKing\tState visit.\tMay 3, 1983\n"
    )
    assert visits_of(text, "norway", "united-states") == [
        ("Kare Berg", "United States", "1969-03-30/1969-04-01"),
        ("Ola Lund", "United States", "1983-05-03"),
    ]
    titles = told(text, "OfficeHeld", ("norway", "united-states"))
    assert [(row["person"], row["office"], row["of"]) for row in titles] == [
        ("Kare Berg", "prime minister", "Norway"),
        ("Ola Lund", "king", "Norway"),
    ]


def test_initials_of_two_letters_end_no_sentence() -> None:
    text = "Peru–Mongolia relations\n\nPresident Kh. Tsendorj visited Peru in 2019. Minister Sh. Batdorj went along."
    assert visits_of(text, "peru", "mongolia") == [("Kh. Tsendorj", "Peru", "2019")]
    titles = told(text, "OfficeHeld", ("peru", "mongolia"))
    assert [row["person"] for row in titles] == ["Kh. Tsendorj", "Sh. Batdorj"]


def test_nobody_meets_himself() -> None:
    text = "Ana Soto, President of Peru, met H.E. Ana Soto, President of Peru, in Lima in 2011."
    assert told(text, "Meeting", ("peru", "norway")) == []


def test_a_sentence_between_a_list_and_its_lead_parts_them_not() -> None:
    text = (
        "Relations between Kenya and Norway\n\nHistory of the two embassies.\n\nAmbassadors of Kenya to Norway:\n\n"
        "The Kenyan Embassy to Norway was opened in 1984.\n\n  • Peter Mwangi – April 2019 – to date\n"
        "  • Grace Otieno - 2013 - 2019;\n\nAmbassadors of the Kingdom Norway to Kenya:\n\n"
        "The Embassy of Norway was opened in Kenya in 1965.\n\n  • Ola Berg – 2015 – to date.\n"
    )
    tenures = told(text, "Tenure", ("kenya", "norway"))
    assert [(row["person"], row["sending"], row["date"]) for row in tenures] == [
        ("Peter Mwangi", "Kenya", "2019-04/.."),
        ("Grace Otieno", "Kenya", "2013/2019"),
        ("Ola Berg", "Norway", "2015/.."),
    ]


def test_lines_of_officials_tell_their_titles_behind_a_stroke() -> None:
    text = (
        "Kenya - Norway Relations\nImportant Government Officials\n1. H.E. Mr. Peter D. Mwangi - President of Kenya\n"
        "2. H.E. Mr. John L.A. Otieno- Vice President of Kenya\n3. Ms. Kari Foss: Minister for Trade of Norway.\n"
    )
    titles = told(text, "OfficeHeld", ("kenya", "norway"))
    assert [(row["person"], row["office"], row["of"]) for row in titles] == [
        ("Peter D. Mwangi", "president", "Kenya"),
        ("John L.A. Otieno", "vice president", "Kenya"),
        ("Kari Foss", "minister for trade", "Norway"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Agreements\n\n• Fisheries Agreement – initialled in Lima, May 2016; signature pending\n"
            "• Agreement on Trade, May 2010\n\nAgreement\nDate signed\nAgreement on Tourism\n05/10/2016\n"
            "Agreement on Extradition\nUnder negotiation\n",
        ),
        (
            "es",
            "Acuerdos\n\n• Acuerdo de Pesca, rubricado en mayo de 2016, pendiente de firma\n"
            "• Acuerdo de Comercio, mayo de 2010\n\nAcuerdo de Extradición\nEn negociación\n",
        ),
    ],
)
def test_instruments_that_are_not_yet_signed(language: str, text: str) -> None:
    text = f"Kenya – Norway\n\n{text}"
    agreements = {row["date"]: row.get("modality") for row in told(text, "Agreement", ("kenya", "norway"), language)}
    assert (agreements["2016-05"], agreements["2010-05"]) == ("planned", None)
    (talks,) = told(text, "Negotiation", ("kenya", "norway"), language)
    assert "Extradi" in talks["topic"]


def test_who_did_not_attend_and_who_went_instead() -> None:
    text = (
        "Relations between Kenya and Norway\n\nVisits\nTo Kenya\n06.1994.  Prime Minister Per Dahl\n"
        "05.2015.  King Olav – did not attend the Sea Summit; the delegation was headed by Minister of Trade Ola Vik\n"
    )
    visits = told(text, "Visit", ("kenya", "norway"))
    assert [(row["visitor"], row.get("modality")) for row in visits] == [
        ("Per Dahl", None),
        ("Olav", "denied"),
        ("Ola Vik", None),
    ]
    table = (
        "List of international trips made by Amos Kimani\n\nThis is a list of trips made by Amos Kimani, President of "
        "Kenya.\n\n| Country | Location | Date | Details |\n|---|---|---|---|\n| Peru | Lima | 3 May 2018 | Met with "
        "President Juan Soto |\n| Ghana | Accra | 4 June 2018 | Did not attend the summit |\n"
    )
    visits = told(table, "Visit", ("kenya",))
    assert [(row["host"], row.get("modality")) for row in visits] == [("Peru", None), ("Ghana", "denied")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Kenya's exports to Norway (KES)\n2014: 6.1 billion\n\nKenya's imports from Norway (KES)\n2014: 2 bn\n",
        ),
        (
            "es",
            "Exportaciones de Kenia a Noruega (KES)\n2014: 6.100 millones\n\n"
            "Importaciones de Kenia desde Noruega (KES)\n2014: 2.000 millones\n",
        ),
    ],
)
def test_figures_with_their_thousands_below_a_flow_in_a_currency(language: str, text: str) -> None:
    flows = told(f"Kenya\n\n{text}", "TradeVolume", ("kenya", "norway"), language)
    assert [(row["exporter"], row["amount"], row["currency"], row["date"]) for row in flows] == [
        ("Kenya", "6100000000", "KES", "2014"),
        ("Norway", "2000000000", "KES", "2014"),
    ]


def test_an_office_over_a_day_and_a_name_is_that_of_the_visitor() -> None:
    text = (
        "Relaciones del Perú con Kenia\n\nPersonalidades kenianas que han visitado el Perú\n"
        "Presidente de la República\n15.03.2007 Juma Otieno\nOtros\n2019\n"
        "Diciembre. Amos Kimani, ministro de Asuntos Exteriores\nJunio. Asha Moyo, ministra, visita oficial\n"
        "2021\nMayo. Ali Kamau, ministro de Comercio\n"
    )
    rows = told(text, "Visit", ("peru", "kenya"), "es")
    assert [(row["visitor"], row["host"], row["date"]) for row in rows] == [
        ("Juma Otieno", "Peru", "2007-03-15"),
        ("Amos Kimani", "Peru", "2019-12"),
        ("Asha Moyo", "Peru", "2019-06"),
        ("Ali Kamau", "Peru", "2021-05"),
    ]


def test_holders_without_years_do_not_end_a_list_of_terms() -> None:
    lines = "Mr. A.B. Otieno - 1979 to 1982\nMr. Tom Kamau (non resident, Geneva)\nMrs. Jane Mwangi - 1982-1985\n"
    head = "Kenya–Norway relations\n\nFormer Ambassadors of Kenya to Norway\n\n"
    text = f"{head}{lines}Mr. Daniel Kiprono - 1985 to 1990\n"
    terms = told(text, "Tenure", ("kenya", "norway"))
    assert [row["person"] for row in terms] == ["A.B. Otieno", "Jane Mwangi", "Daniel Kiprono"]
    assert [row["person"] for row in told(text, "OfficeHeld", ("kenya", "norway"))] == ["Tom Kamau"]


@pytest.mark.parametrize("heading", ["Embajadores de Malta en Kenia", "Embajadores de Malta"])
def test_a_list_of_ambassadors_below_one_of_visits_is_another_list(heading: str) -> None:
    visits = "Visitas de Kenia a Malta:\n- 2005, el ministro de Comercio, Amos Kip.\n"
    text = f"{visits}\n{heading}\nJoe Borg (1985-1990)\nAnna Vella (1990-1994)\nPaul Zammit (desde 2015)\n"
    terms = told(text, "Tenure", ("kenya", "malta"), "es")
    assert [(row["person"], row["receiving"], row["date"]) for row in terms] == [
        ("Joe Borg", "Kenya", "1985/1990"),
        ("Anna Vella", "Kenya", "1990/1994"),
        ("Paul Zammit", "Kenya", "2015/.."),
    ]
    assert [row["visitor"] for row in told(text, "Visit", ("kenya", "malta"), "es")] == ["Amos Kip"]


def test_ranks_in_turn_below_a_heading_on_heads_of_mission() -> None:
    text = (
        "History of the Embassy\n\nKenya has maintained an embassy in Oslo since 1990.\n\n"
        "Norwegian heads of mission in Nairobi\n\nEnvoys\nOla Berg 1949–1952\nKari Lie 1952–1957\n\n"
        "Ambassadors\nTor Dahl 1961–1966\nIne Moen (acting) 1966\nOla P. Lund 1970–1974\n"
    )
    rows = told(text, "Tenure", ("norway", "kenya"))
    assert {(row["sending"], row["receiving"]) for row in rows} == {("Norway", "Kenya")}
    assert [row["office"] for row in rows] == ["envoy", "envoy", "ambassador", "acting ambassador", "ambassador"]


def test_a_term_in_brackets_below_a_name_is_that_of_its_bearer() -> None:
    text = (
        "Embajada de Kenia en Noruega\n\nTitulares de la Embajada\n\nEmbajador Amos Kip\n"
        "(12 de mayo de 1964 – 3 de junio de 1967)\n\n"
        "E.N. Ali Otieno, a.i.\n(4 de julio de 1967 – 30 de agosto de 1971)\n"
    )
    rows = told(text, "Tenure", ("kenya", "norway"), "es")
    assert [(row["person"], row["date"]) for row in rows] == [
        ("Amos Kip", "1964-05-12/1967-06-03"),
        ("Ali Otieno", "1967-07-04/1971-08-30"),
    ]


@pytest.mark.parametrize(
    ("head", "language"),
    [("Predecessors", "en"), ("Predecesores", "es"), ("Ex embajadores", "es"), ("Exembajadores de Togo en Fiyi", "es")],
)
def test_those_who_held_a_post_before(head: str, language: str) -> None:
    page = {"en": "Embassy of Togo in Fiji", "es": "Embajada de Togo en Fiyi"}[language]
    text = f"{page}\n\n{head}\n\n- Ola Berg (1985–1989)\n- Ana Lund (1989–1993)\n"
    found = told(text, "Tenure", ("togo", "fiji"), language)
    assert [(row["person"], row["date"]) for row in found] == [("Ola Berg", "1985/1989"), ("Ana Lund", "1989/1993")]


TRADE = "Organización Mundial del Comercio"


@pytest.mark.parametrize(
    ("language", "heading", "entries"),
    [
        ("en", "Peru is a member of:", "- United Nations\n- World Trade Organization"),
        ("en", "Membership in international organisations", "- United Nations\n- World Trade Organization (WTO)"),
        ("en", "Memberships", "United Nations\t1945\nWorld Trade Organization\t1995"),
        ("es", "El Perú es miembro de las siguientes organizaciones:", f"- Naciones Unidas\n- {TRADE}"),
        ("es", "Organismos internacionales a los que pertenece el Perú", f"- Naciones Unidas (1945)\n- {TRADE} (1995)"),
        ("es", "Membresía en organismos internacionales", f"| Naciones Unidas | 1945 |\n| {TRADE} | 1995 |"),
    ],
)  # fmt: skip
def test_organisations_below_a_heading_on_membership_have_the_state_of_the_page(
    language: str, heading: str, entries: str
) -> None:
    joined = told(f"Perú\n\nDatos\n\n{heading}\n\n{entries}\n", "Membership", ("peru",), language)
    years = [None, None] if "19" not in entries else ["1945", "1995"]
    bodies = ["United Nations", "World Trade Organization"]
    assert [(row["member"], row["organisation"], row["date"]) for row in joined] == [
        ("Peru", *each) for each in zip(bodies, years, strict=True)
    ]
    assert not told(f"Perú\n\nDatos\n\nDonors\n\n{entries}\n", "Membership", ("peru",), language)
    assert not told(f"Club\n\n{heading}\n\n- Ola Berg\n- Ana Li\n", "Membership", ("peru",), language)


def test_the_first_row_of_a_table_of_days_is_no_dateline() -> None:
    text = "Diplomatic relations of Norway\n\nPeru\t13.05.1922\nKenya\t12.06.1963\n"
    found = told(text, "RelationsEstablished", ("norway",))
    assert [row["date"] for row in found] == ["1922-05-13", "1963-06-12"]


@pytest.mark.parametrize("heads", ["Name / Term / President / Notes", "Name | Term | President | Notes"])
@pytest.mark.parametrize("dash", [" — ", " – "])
@pytest.mark.parametrize("mark", ["", "- "])
def test_rows_that_dashes_part_lie_under_their_heads(heads: str, dash: str, mark: str) -> None:
    rows = (("Ola Berg", "1990-1994", "Ana Li"), ("Eva Lund", "1995-1999", "Ana Li", "Died in office"))
    below = (("Per Dahl", "2000-2004", "Ida Rey"), ("Vacant", "2005-2006", "Jon Vik"))
    first, second = ("\n".join(mark + dash.join(row) for row in part) for part in (rows, below))
    text = f"Ambassadors of Norway to Peru\n\nMinisters\n\n{heads}\n\n{first}\n\nAmbassadors\n\n{second}\n"
    pair = ("norway", "peru")
    assert [(row["person"], row["office"], row["date"]) for row in told(text, "Tenure", pair)] == [
        ("Ola Berg", "minister", "1990/1994"),
        ("Eva Lund", "minister", "1995/1999"),
        ("Per Dahl", "ambassador", "2000/2004"),
    ]
    held = [(row["person"], row["of"]) for row in told(text, "OfficeHeld", pair) if row["office"] == "president"]
    assert held == [("Ana Li", "Norway"), ("Ida Rey", "Norway"), ("Jon Vik", "Norway")]


def test_an_appointment_whose_credentials_are_not_told_is_one_too() -> None:
    table = "Nombre | Designación | Credenciales | Fin | Observaciones\n"
    rows = "Ola Berg | 1990 | 3 de mayo de 1990 | 1994 | \nEva Lund | 1995 |  | 1999 | También acreditada en Chile\n"
    text = f"Embajadores de Noruega en el Perú\n\n{table}{rows}"
    assert [
        (row["person"], row["kind"], row["receiving"], row["date"])
        for row in told(text, "Appointment", ("norway", "peru"), "es")
    ] == [
        ("Ola Berg", "appointed", "Peru", "1990"),
        ("Ola Berg", "credentials", "Peru", "1990-05-03"),
        ("Eva Lund", "appointed", "Peru", "1995"),
        ("Eva Lund", "accredited", "Chile", None),
    ]


@pytest.mark.parametrize("mark", [": ", " : ", "--", " -- ", " – ", " ........ ", "\t", ":\n"])
def test_labels_and_values_are_fields_whatever_parts_them(mark: str) -> None:
    fields = (("Capital", "Lima"), ("President", "Ana Li"), ("Prime Minister", "Ola Berg"))
    between = "\n\n" if mark.endswith("\n") else "\n"
    text = f"Peru\n\nCountry facts\n\n{between.join(mark.join(field) for field in fields)}\n"
    held = [(row["person"], row["office"], row["of"]) for row in told(text, "OfficeHeld", ("peru",))]
    assert held == [("Ana Li", "president", "Peru"), ("Ola Berg", "prime minister", "Peru")]


@pytest.mark.parametrize("mark", ["   ", " | "])
def test_a_line_of_several_fields_is_as_many(mark: str) -> None:
    line = mark.join(("Capital: Lima", "President: Ana Li", "Prime Minister: Ola Berg", "Currency: sol"))
    held = told(f"Country profile: Peru\n\n{line}\n", "OfficeHeld", ("peru",))
    assert [(row["person"], row["of"]) for row in held] == [("Ana Li", "Peru"), ("Ola Berg", "Peru")]


@pytest.mark.parametrize(
    "line",
    [
        "Honorary Consul in Bergen: Mr. Ola Berg",
        "Honorary Consulate in Bergen: Mr. Ola Berg",
        "Honorary Consul: Mr. Ola Berg, Bergen",
        "Bergen – Mr. Ola Berg, Honorary Consul",
    ],
)
def test_an_honorary_consul_is_of_the_state_of_the_page_in_whatever_order(line: str) -> None:
    text = f"Embassy of Peru in Norway\n\nContacts\n\n{line}\nTel.: 12 34\n"
    found = [row for row in told(text, "MissionPresent", ("peru", "norway")) if row["kind"] == "honorary consulate"]
    assert [(row["sending"], row["receiving"], row["place"]) for row in found] == [("Peru", "Norway", "Bergen")]
    held = told(text, "OfficeHeld", ("peru", "norway"))
    assert [(row["person"], row["office"], row["of"]) for row in held] == [("Ola Berg", "honorary consul", "Peru")]


def test_a_dinner_with_an_honorary_consul_is_no_consulate() -> None:
    text = "Embassy of Peru in Norway\n\nNews\n\nHonorary Consul Ola Berg opened a fair of Peruvian coffee in Bergen\n"
    kinds = [row["kind"] for row in told(text, "MissionPresent", ("peru", "norway"))]
    assert "honorary consulate" not in kinds


@pytest.mark.parametrize(
    ("language", "head"),
    [
        ("en", "Peru was recognised by the following countries:"),
        ("en", "Peru\n\nInternational recognition"),
        ("es", "Reconocimiento internacional de Perú"),
        ("es", "Países que reconocieron a Perú"),
        ("es", "Perú fue reconocido por los siguientes países:"),
    ],
)
def test_states_below_a_heading_of_recognition_recognised_that_of_the_heading(language: str, head: str) -> None:
    days = ("3 May 1992", "12 June 1993") if language == "en" else ("3 de mayo de 1992", "12 de junio de 1993")
    names = ("Austria", "Ghana")
    text = f"{head}\n\n" + "".join(f"- {name} ({day})\n" for name, day in zip(names, days, strict=True))
    found = told(text, "Recognition", ("peru",), language)
    assert [(row["recogniser"], row["recognised"], row["date"]) for row in found] == [
        ("Austria", "Peru", "1992-05-03"),
        ("Ghana", "Peru", "1993-06-12"),
    ]


def test_relations_by_date_are_those_of_the_state_of_the_page() -> None:
    text = "Peru – Diplomatic relations by date of establishment\n\nNo. | Country | Date\n1 | Austria | 3 May 1992\n"
    found = told(text, "RelationsEstablished", ("peru",))
    assert [(row["parties"], row["date"]) for row in found] == [(["Peru", "Austria"], "1992-05-03")]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Member of: United Nations (1955), World Trade Organization (1995) and NATO (2004)"),
        ("en", "Peru is a member of the following organisations: UN (1955); WTO (1995); NATO (2004)"),
        ("es", "Miembro de: Naciones Unidas (1955), Organización Mundial del Comercio (1995) y OTAN (2004)"),
    ],
)
def test_memberships_of_one_line_have_each_its_year(language: str, line: str) -> None:
    found = told(f"{'Peru' if language == 'en' else 'Perú'}\n\n{line}\n", "Membership", ("peru",), language)
    assert [(row["member"], row["organisation"], row["date"]) for row in found] == [
        ("Peru", "United Nations", "1955"),
        ("Peru", "World Trade Organization", "1995"),
        ("Peru", "NATO", "2004"),
    ]


def test_notes_that_are_sentences_tell_of_the_matter_of_the_page() -> None:
    text = (
        "Embajadores de Kenia en Noruega\n\n- Eva Lund (1994–1999)\n\nNotas\n"
        "- Eva Lund presentó sus credenciales el 3 de mayo de 1994.[2]\n"
        "- Lund, Eva. Historia de las relaciones entre Kenia y Noruega. Nairobi, 1990.\n"
    )
    found = told(text, "Appointment", ("kenya", "norway"), "es")
    assert [(row["person"], row["kind"], row["date"]) for row in found] == [("Eva Lund", "credentials", "1994-05-03")]
