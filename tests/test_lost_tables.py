"""Tables whose marks a copy of the page has lost, and rows whose cells have slipped under other heads."""

from __future__ import annotations

import pytest

from tests.test_frames import told

AMBASSADORS = """List of ambassadors of Norway to Kenya

Heads of mission

Ordinal Officeholder Residency Term start date Term end date Time in office Notes
1 Nils Berg 1974 (1974) 1976 (1976) 1–2 years [1]
2 Kari Lund 1976 (1976) 23 December 1980 (1980-12-23) 3–4 years
"""


def test_a_table_without_marks_is_read_by_the_order_of_its_words() -> None:
    tenures = told(AMBASSADORS, "Tenure", ("norway", "kenya"))
    assert [(row["person"], row["date"]) for row in tenures] == [
        ("Nils Berg", "1974/1976"),
        ("Kari Lund", "1976/1980-12-23"),
    ]


def test_cells_that_run_into_one_another_are_parted() -> None:
    text = (
        "List of ambassadors of Norway to Kenya\n\nList of ambassadors\n\nAmbassadorTerm StartTerm EndRef.\n"
        "Nils Berg3 January 19464 May 1952 [1]\nKari Lund4 May 19525 June 1957\n"
    )
    tenures = told(text, "Tenure", ("norway", "kenya"))
    assert [(row["person"], row["date"]) for row in tenures] == [
        ("Nils Berg", "1946-01-03/1952-05-04"),
        ("Kari Lund", "1952-05-04/1957-06-05"),
    ]


def test_a_rank_glued_to_the_years_is_the_row_s() -> None:
    text = (
        "List of ambassadors of Norway to Kenya\n\nRepresentatives\n\nNamePeriodTitleNotesRef\n"
        "Nils Berg 1936–1942EnvoyAccredited from Cairo. [2]\nKari Lund 1942–1945EnvoyAccredited from Cairo. [3]\n"
    )
    offices = [(row["person"], row["office"], row["date"]) for row in told(text, "Tenure", ("norway", "kenya"))]
    assert offices == [("Nils Berg", "envoy", "1936/1942"), ("Kari Lund", "envoy", "1942/1945")]


def test_journeys_without_marks_are_those_of_the_one_whom_the_heading_names() -> None:
    text = (
        "List of international trips made by prime ministers of Norway\n\nKari Lund (1964–1966)\n\n"
        "Country Areas visited Date(s) Purpose(s) Notes\nPeru Lima 5–10 October 1964 State visit [1]\n"
        "Kenya 11–19 May 1965 [2]\n"
    )
    visits = [(row["visitor"], row["host"], row["date"]) for row in told(text, "Visit", ("norway",))]
    assert visits == [
        ("Kari Lund", "Peru", "1964-10-05/1964-10-10"),
        ("Kari Lund", "Kenya", "1965-05-11/1965-05-19"),
    ]


def test_a_row_whose_empty_cell_was_left_out_is_put_right() -> None:
    text = (
        "List of international trips made by Kari Lund, Prime Minister of Norway\n\n"
        "| Country | Areas visited | Date | Purpose | Notes |\n|---|---|---|---|---|\n"
        "| Peru | Lima | 5–10 October 1964 | State visit | |\n| Kenya | July 1966 | State visit | [1] | |\n"
    )
    assert [(row["host"], row["date"]) for row in told(text, "Visit", ("norway",))] == [
        ("Peru", "1964-10-05/1964-10-10"),
        ("Kenya", "1966-07"),
    ]


def test_the_country_of_a_guest_who_is_received_is_the_guest_s() -> None:
    text = (
        "List of state visits received by King Olaf\n\nAs King of Norway\n\nDate Country Guests\n"
        "16–19 July 1956 Iraq HM King Faisal\n13–16 May 1958 Italy HE President Giovanni Gronchi\n"
    )
    visits = [(row["visitor"], row["visitor_state"], row["host"]) for row in told(text, "Visit", ())]
    assert visits == [("Faisal", "Iraq", "Norway"), ("Giovanni Gronchi", "Italy", "Norway")]


def test_a_list_of_guests_is_no_list_of_ambassadors() -> None:
    text = "List of dignitaries to visit Peru\n\nFlag Name Title Date\nOla Berg President February 19-21,2013\n"
    assert told(text, "Tenure", ("peru",)) == []
    visit = told(text + "Kari Lund King 12 March 2013\n", "Visit", ("peru",))[0]
    assert (visit["visitor"], visit["host"], visit["date"]) == ("Ola Berg", "Peru", "2013-02-19/2013-02-21")


def test_relations_by_country_without_marks() -> None:
    text = (
        "Foreign relations of Norway\n\nCountries\n\nCountry Formal Relations Began Notes\nFiji 1971 See Fiji\n"
        "Palau 1996 See Palau\n"
    )
    assert [row["date"] for row in told(text, "RelationsEstablished", ("norway",))] == ["1971", "1996"]


def test_a_name_above_since_is_who_holds_the_post() -> None:
    text = "Embajador de Noruega en Kenia\nKari Lund\nDesde el 3 de julio de 2024\nSede Nairobi\n"
    row = told(text, "Tenure", ("norway", "kenya"), "es")[0]
    assert (row["person"], row["date"]) == ("Kari Lund", "2024-07-03/..")


def test_words_above_a_paragraph_are_no_heads_of_columns() -> None:
    text = "Embassy Notes\n\nThe embassy of Norway in Kenya opened in 1964.\nIt moved in 1970.\n"
    assert [row["date"] for row in told(text, "MissionOpened", ("norway", "kenya"))] == ["1964"]


def test_a_heading_above_years_is_no_line_of_heads() -> None:
    text = "Ambassadors of Norway to Kenya\n1972 – 1976 Kari Lund\n1976 – 1980 Ola Berg\n"
    assert [row["date"] for row in told(text, "Tenure", ("norway", "kenya"))] == ["1972/1976", "1976/1980"]


def test_the_rank_behind_a_name_and_a_peer_named_by_his_title() -> None:
    text = (
        "List of ambassadors of Norway to Kenya\n\nHeads of mission\n\nEnvoys\n"
        "- 1806–1808: Viscount Vestby chargé d'affaires\n- 1808–1810: The Earl of Perth\n"
    )
    held = [(row["person"], row["office"]) for row in told(text, "Tenure", ("norway", "kenya"))]
    assert held == [("Viscount Vestby", "chargé d'affaires"), ("Earl of Perth", "envoy")]


def test_what_happened_years_before_the_main_clause_has_the_date_so_counted() -> None:
    text = "Diplomatic relations were established in 1823, two years after Peru became independent from Spain.\n"
    assert [row["date"] for row in told(text, "LeadershipChange", ("mexico", "peru"))] == ["1821"]
    text = "Las relaciones fueron establecidas en 1823, dos años después de que Perú se independizara de España.\n"
    assert [row["date"] for row in told(text, "LeadershipChange", ("mexico", "peru"), "es")] == ["1821"]


def test_remarks_before_the_date_are_read_and_their_dates_are_not_the_visit_s() -> None:
    text = (
        "Peru\n\nName Locale Remarks Date\nGeorge H.W. Bush Lima Met with President Ola Berg. Left on January 4. "
        "January 3–5, 1990\nGeorge W. Bush Lima Attended a summit. September 3–8, 2007\n"
    )
    visits = [(row["visitor"], row["host"], row["date"]) for row in told(text, "Visit", ("peru",))]
    assert visits == [
        ("George H. W. Bush", "Peru", "1990-01-03/1990-01-05"),
        ("George W. Bush", "Peru", "2007-09-03/2007-09-08"),
    ]
    assert [row["date"] for row in told(text, "Meeting", ("peru",))] == ["1990-01-03/1990-01-05"]


def test_guests_who_represent_their_state_are_no_ambassadors() -> None:
    text = (
        "List of state and official visits by Norway\n\n| Visit to | Date | Representative | Received by | Type |\n"
        "|---|---|---|---|---|\n| Peru | 26 July 1936 | King Olav | President Ana Lopes | State |\n"
    )
    assert told(text, "Tenure", ("norway",)) == []
    visits = [(row["visitor"], row["visitor_state"], row["host"]) for row in told(text, "Visit", ("norway",))]
    assert visits == [("Olav", "Norway", "Peru")]


def test_heads_of_columns_after_a_colon_and_rows_whose_year_a_heading_tells() -> None:
    text = (
        "List of presidential trips made by Kari Lund, President of Norway\n\n2013\n\n"
        "The following trips were made by Kari Lund during 2013:\n\nCountry Areas visited Date(s) Purpose(s) Notes\n"
        "Tanzania Arusha 27 April Summit [1]\n"
    )
    visits = [(row["visitor"], row["host"], row["date"]) for row in told(text, "Visit", ("norway",))]
    assert visits == [("Kari Lund", "Tanzania", "2013-04-27")]
    bare = "Trips made in 2013:\n\nCountry Areas visited Date(s)\nArusha and elsewhere\n"
    assert told(bare, "Visit", ("norway",)) == []  # and the reading of it comes to an end


def test_figures_by_years_need_no_columns() -> None:
    text = (
        "Kenia\n\nRelaciones bilaterales con Noruega\n\nDatos en M€ 2017 2018 2019\n"
        "Exportaciones noruegas 31,4 38,9 42,6\nImportaciones noruegas 188,2 203,5 176,1\nCobertura 16,7 19,1 24,2\n"
    )
    flows = told(text, "TradeVolume", ("kenya", "norway"), "es")
    assert [(row["exporter"], row["amount"], row["date"]) for row in flows] == [
        ("Norway", "31400000", "2017"),
        ("Norway", "38900000", "2018"),
        ("Norway", "42600000", "2019"),
        ("Kenya", "188200000", "2017"),
        ("Kenya", "203500000", "2018"),
        ("Kenya", "176100000", "2019"),
    ]


def test_the_unit_may_stand_behind_other_words_in_brackets() -> None:
    text = (
        "Kenya and Norway\n\nTrade\n\nTRADE BALANCE (figures in million euros)   2017     2018\n"
        "Norwegian exports                   31.4     38.9\nNorwegian imports                   188.2    203.5\n"
    )
    flows = told(text, "TradeVolume", ("kenya", "norway"))
    assert [row["amount"] for row in flows] == ["31400000", "38900000", "188200000", "203500000"]


def test_rows_apart_under_a_line_of_heads_with_letters_of_homes_and_footnotes() -> None:
    text = """United States Chiefs of Mission in Kenya

Name State of Residence Presentation of Credentials Termination of Mission

Ministers Resident at Nairobi

Ola H. Berg1 MN Nov. 20, 1922 Left post, Oct. 20, 1931

Robert P. Stone OH Jan. 13, 1932 Superseded, Sept. 29, 19332

Ambassadors after the Resumption of Relations

Anna V. Muir VA Dec. 9, 1963 Left post, Feb. 12, 1966

1 Also accredited elsewhere.
"""
    rows = told(text, "Tenure", ("kenya", "united-states"))
    assert [(row["person"], row["office"], row["date"]) for row in rows] == [
        ("Ola H. Berg", "minister resident", "1922-11-20/1931-10-20"),
        ("Robert P. Stone", "minister resident", "1932-01-13/1933-09-29"),
        ("Anna V. Muir", "ambassador", "1963-12-09/1966-02-12"),
    ]


def test_the_last_day_of_a_term_stands_behind_how_it_ended() -> None:
    terms = "Ola Berg Nov. 20, 1962 Left post, Oct. 20, 1966\nAna Lie Jan. 13, 1967 Superseded, Sept. 29, 1969\n"
    rows = told(f"Ambassadors of Norway to Kenya\n\n{terms}", "Tenure", ("kenya", "norway"))
    assert [(row["person"], row["date"]) for row in rows] == [
        ("Ola Berg", "1962-11-20/1966-10-20"),
        ("Ana Lie", "1967-01-13/1969-09-29"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Año Exportaciones Importaciones Volumen\n2016 9 412 61 230 70 642\n2017 511 087 258 954 770 041",
        "Año Exportaciones Importaciones Volumen\n2016 9.412 61.230 70.642\n2017 511.087 258.954 770.041",
        "Año  Exportaciones  Importaciones  Volumen  Saldo\n2016  9.412  61.230  70.642  -51.818\n"
        "2017  511.087  258.954  770.041  252.133",
        "2016 2017\nExportaciones 9 412 511 087\nImportaciones 61 230 258 954\nVolumen 70 642 770 041",
    ],
)
def test_figures_by_year_without_marks(table: str) -> None:
    text = f"Relaciones entre Perú y Noruega\n\nIntercambio comercial (en miles de dólares)\n{table}\n\nOtras notas\n"
    flows = told(text, "TradeVolume", ("peru", "norway"), "es")
    assert sorted((flow["date"], flow["amount"], flow.get("exporter")) for flow in flows) == [
        ("2016", "61230000", "Norway"),
        ("2016", "70642000", None),
        ("2016", "9412000", "Peru"),
        ("2017", "258954000", "Norway"),
        ("2017", "511087000", "Peru"),
        ("2017", "770041000", None),
    ]


def test_how_long_somebody_served_is_no_part_of_the_year_before_it() -> None:
    text = (
        "List of ambassadors of Norway to Peru\n\nList of heads of mission\n\n"
        "NumberOfficeholderTitleOther postsTerm start dateTerm end dateTime in officeNotes\n"
        "1Carl MoeAmbassador of Norway to PeruNovember 197619802–3 years\n2Eva Lund198019832–3 years\n"
        "3Ida Holm1983March 19873–4 years\n4Kari BoeOctober 198822 August 20012 years, 10 months\n"
    )
    assert [(row["person"], row["date"]) for row in told(text, "Tenure", ("norway", "peru"))] == [
        ("Carl Moe", "1976-11/1980"),
        ("Eva Lund", "1980/1983"),
        ("Ida Holm", "1983/1987-03"),
        ("Kari Boe", "1988-10/2001-08-22"),
    ]
