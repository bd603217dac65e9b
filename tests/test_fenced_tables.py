"""Tables between bars, sections with numbers, lists of missions under their hosts."""

from __future__ import annotations

import pytest

from kg.extract.dates import find_dates
from tests.test_frames import told

PAIR = ("peru", "norway")


def test_an_empty_cell_between_bars_keeps_its_column() -> None:
    rows = "| 1 | Ola Berg | | 3 May 1955 | 4 June 1959 | King A |\n| – | Vacant | | 4 June 1959 | 1960 | |\n"
    rows += "| 2 | Ana Li | | 1960 | Incumbent | |\n"
    heads = "| No. | Name | Portrait | Term start | Term end | Notes |\n"
    text = f"= List of ambassadors of Norway to Peru =\n\n{heads}{rows}"
    tenures = told(text, "Tenure", ("norway", "peru"))
    assert [(row["person"], row["date"]) for row in tenures] == [
        ("Ola Berg", "1955-05-03/1959-06-04"),
        ("Ana Li", "1960/.."),
    ]


def test_heads_are_known_where_no_cell_has_a_figure() -> None:
    text = (
        "Diplomatic missions of Peru\n\nAsia\n\n| Host country | Host city | Mission | Concurrent accreditation |\n"
        "| Japan | Tokyo | Embassy | Palau |\n| | Osaka | Consulate | |\n"
    )
    missions = told(text, "MissionPresent", ("peru",))
    assert [(row["receiving"], row["kind"]) for row in missions] == [
        ("Japan", "embassy"),
        ("Palau", "non-resident embassy"),
        ("Japan", "consulate"),
    ]


def test_a_mission_is_to_whom_its_column_names_wherever_the_city_lies() -> None:
    text = (
        "Diplomatic missions of Peru\n\nEurope\n\n| Host country | Host city | Mission |\n"
        "| Holy See | Rome | Embassy |\n| Italy | Rome | Embassy |\n\nMultilateral organizations\n\n"
        "| Organization | Host city | Host country | Mission |\n"
        "| United Nations | New York City | United States | Permanent Mission |\n"
    )
    missions = told(text, "MissionPresent", ("peru",))
    assert [(row["receiving"], row["kind"]) for row in missions] == [
        ("Holy See", "embassy"),
        ("Italy", "embassy"),
        ("United Nations", "permanent mission"),
    ]


def test_visits_by_year_person_office_and_place_below_a_line_that_speaks_of_them() -> None:
    text = (
        "Kenya–Norway relations\n\nThe following is a list of the most important visits:\n\n"
        "Year | Person | Office | Place |\n---|---|---|---|\n"
        "May 1972 | Ola Berg | Prime Minister of Norway | Nairobi |\n2004 | Amos Kimani | President of Kenya | Oslo |\n"
    )
    visits = told(text, "Visit", ("kenya", "norway"))
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ola Berg", "Kenya", "1972-05"),
        ("Amos Kimani", "Norway", "2004"),
    ]


def test_the_year_of_a_journey_stands_in_the_heading_above_its_table() -> None:
    rows = "| Country | Areas visited | Dates | Purpose | Notes |\n"
    rows += "| Peru | Lima | 4–6 May | State visit | Met President Ana Li |\n"
    text = (
        f"List of presidential trips made by Sauli Niinistö\n\n2013\n\n{rows}| Kenya | Nairobi | 2 June | Talks | |\n"
    )
    visits = told(text, "Visit", ())
    assert [(row["host"], row["date"]) for row in visits] == [
        ("Peru", "2013-05-04/2013-05-06"),
        ("Kenya", "2013-06-02"),
    ]
    assert [row["date"] for row in told(text, "Meeting", ())] == ["2013-05-04/2013-05-06"]


def test_the_hosts_in_the_remarks_of_a_visit_reign_where_it_went() -> None:
    rows = "2–4 May 1921  Sweden Visiting King Ivar III (his cousin) and Queen Solveig\n"
    rows += "7–9 June 1922  Peru Visiting President Ana Li\n"
    text = f"State visits made by Haakon VII\n\nDate(s) Country Details\n{rows}"
    held = told(text, "OfficeHeld", ("norway",))
    assert [(row["person"], row["office"], row["of"]) for row in held] == [
        ("Ivar III", "king", "Sweden"),
        ("Solveig", "queen", "Sweden"),
        ("Ana Li", "president", "Peru"),
    ]


def test_numbered_lines_above_their_text_head_sections() -> None:
    text = (
        "Peru and Norway\n\n1. Data\nCapital: Oslo\n\n2. Visits\n2.1 From Peruvian authorities to Norway\n"
        "- President Juan Soto, May 2009\n- Minister Luis Paz: planned for 2021, cancelled\n\n"
        "3. Trade (millions of US$)\nYear | Exports to Norway | Imports from Norway\n"
        "2019 | 7.4 | 2.1\n2020 | 8.0 | 2.2\n"
    )
    visits = told(text, "Visit", PAIR)
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Juan Soto", "Norway", "2009-05"),
        ("Luis Paz", "Norway", "2021"),
    ]
    assert [row["amount"] for row in told(text, "TradeVolume", PAIR)] == ["7400000", "2100000", "8000000", "2200000"]


def test_an_appointment_that_begins_a_term_is_told_once() -> None:
    rows = "| 1 | Luis Paz | 3 de mayo de 1973 | 9 de enero de 1976 | Ana Li |\n"
    rows += "| 2 | Juan Soto | 2 de julio de 2021 | En el cargo | Ana Li |\n"
    text = (
        f"Anexo: Embajadores del Perú en Noruega\n\n| N.º | Embajador | Nombramiento | Cese | Jefe del Estado |\n{rows}"
    )
    assert [row["date"] for row in told(text, "Tenure", PAIR, "es")] == ["1973-05-03/1976-01-09", "2021-07-02/.."]
    assert told(text, "Appointment", PAIR, "es") == []
    assert [(row["person"], row["of"]) for row in told(text, "OfficeHeld", PAIR, "es")][:1] == [("Ana Li", "Peru")]


def test_a_mission_stands_under_its_host_and_a_permanent_one_at_a_body() -> None:
    text = (
        "Diplomatic missions of Peru\n\nEurope\n  • Flag of Holy See Holy See\n    • Rome (Embassy)\n"
        "  • Flag of Norway Norway\n    • Oslo (Embassy)\n\nClosed missions\n"
        "  • Flag of Kenya Kenya\n    • Nairobi (Embassy; closed in 1993, reopened in 2001)\n\n"
        "International organisations\n  • Flag of UN United Nations\n    • New York (Permanent Mission)\n"
    )
    missions = told(text, "MissionPresent", ("peru",))
    assert [(row["receiving"], row["kind"]) for row in missions] == [
        ("Holy See", "embassy"),
        ("Norway", "embassy"),
        ("United Nations", "permanent mission"),
    ]
    assert [row["date"] for row in told(text, "MissionClosed", ("peru",))] == ["1993"]
    assert [row["date"] for row in told(text, "MissionOpened", ("peru",))] == ["2001"]


def test_the_remarks_of_a_list_of_relations_tell_of_embassies() -> None:
    rows = "Peru | 3 May 1977 | Embassy in Oslo; Norwegian embassy in Lima\nKenya | 4 June 1978 | No embassy in Oslo\n"
    text = f"Foreign relations of Norway\n\nCountry | Formal relations began | Notes\n--- | --- | ---\n{rows}"
    missions = told(text, "MissionPresent", ("norway",))
    assert [(row["sending"], row["receiving"]) for row in missions] == [("Peru", "Norway"), ("Norway", "Peru")]


def test_dots_lead_from_a_name_to_its_years() -> None:
    text = "Embajadores del Perú en Noruega\n\nJuan Soto ......... 2002 – 2005\nAna Li ......... desde 2006\n"
    assert [row["date"] for row in told(text, "Tenure", PAIR, "es")] == ["2002/2005", "2006/.."]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("12.06.98 - 30.09.02", ["1998-06-12/2002-09-30"]),
        ("1.9.1990-31.8.1994", ["1990-09-01/1994-08-31"]),
        ("29-11/2-12-1998", ["1998-11-29/1998-12-02"]),
        ("28.6.-2.7.1998", ["1998-06-28/1998-07-02"]),
        ("29-5-1998/1-6-1998", ["1998-05-29/1998-06-01"]),
        ("11/28-12/2/1998", ["1998-11-28/1998-12-02"]),
        ("28 to 30-6-1998", ["1998-06-28/1998-06-30"]),
        ("15/VI/1998", ["1998-06-15"]),
        ("12-VI-1998", ["1998-06-12"]),
        ("in section 1.2.98 of", []),
    ],
)
def test_dates_of_tables(words: str, expected: list[str]) -> None:
    assert [date.edtf for date in find_dates(words, "en")] == expected


def test_lines_below_one_way_are_its_visits() -> None:
    text = (
        "Relations of Peru and Norway\n\nV. VISITS AT HIGH LEVEL\nFROM PERU\n"
        "President Juan Soto, October 1999 - State Visit\n"
        "Minister of Health Luis Paz - 2015\nFROM NORWAY\nPrime Minister Ola Berg (June 1960)\n"
        "Foreign Minister Ana Li (May 2020, cancelled)\n\nAmbassador Kari Moe took office in January 2021.\n"
    )
    visits = told(text, "Visit", PAIR)
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Juan Soto", "Norway", "1999-10"),
        ("Luis Paz", "Norway", "2015"),
        ("Ola Berg", "Peru", "1960-06"),
        ("Ana Li", "Peru", "2020-05"),
    ]
    assert [row.get("modality") for row in visits] == [None, None, None, "cancelled"]


def test_year_and_month_open_the_lines_of_a_list() -> None:
    rows = "1996-1  Presidente Juan Soto\n2005-8  Canciller Luis Paz\n2011-10  Ministra Ana Li\n"
    text = f"Noruega y Perú\n\nVISITAS\nDel Perú a Noruega\n{rows}"
    assert [row["date"] for row in told(text, "Visit", PAIR, "es")] == ["1996-01", "2005-08", "2011-10"]


def test_remarks_on_an_ambassador_date_what_is_no_term() -> None:
    rows = "Ola Berg      Ambassador    1995             1998         Presented credentials on 4 May 1995\n"
    rows += "Ana Li        Ambassador    -                -            Appointed 3 May 1998, did not take up her post\n"
    rows += "Kari Moe      Ambassador    2002             2006         Accredited to Chile on 9 July 2003\n"
    rules = "------------- ------------- ---------------- ------------ ---------------------------------------------\n"
    heads = "Name          Title         Took up post     Left post    Remarks\n"
    text = f"List of ambassadors of Norway to Peru\n\n{heads}{rules}{rows}"
    pair = ("norway", "peru")
    assert [row["date"] for row in told(text, "Tenure", pair)] == ["1995/1998", "2002/2006"]
    assert [(row["kind"], row["receiving"], row["date"]) for row in told(text, "Appointment", pair)] == [
        ("credentials", "Peru", "1995-05-04"),
        ("appointed", "Peru", "1998-05-03"),
        ("accredited", "Chile", "2003-07-09"),
    ]


def test_a_term_without_its_begin_or_its_end() -> None:
    rows = "Juan Soto | - | 31 de enero de 1892\nLuis Paz | 4 de marzo de 1912 | 1919\n"
    heads = "Titular | Presentación de credenciales | Fin de la misión\n--- | --- | ---\n"
    text = f"Embajadores del Perú en Noruega\n\n{heads}{rows}"
    assert [row["date"] for row in told(text, "Tenure", PAIR, "es")] == ["../1892-01-31", "1912-03-04/1919"]
    items = "- 1982-87: Ana Li\n- 1987-... : Eva Paz\n- Rosa Soto, designada el 2 de junio de 2016, sin efecto\n"
    text = f"Embajadores del Perú en Noruega\n\n{items}"
    assert [row["date"] for row in told(text, "Tenure", PAIR, "es")] == ["1982/1987", "1987/.."]
    assert [row["date"] for row in told(text, "Appointment", PAIR, "es")] == ["2016-06-02"]


def test_agreements_named_by_their_subjects_and_those_under_negotiation() -> None:
    rows = "| 5 May 1997 | Protection of investments | 1998 |\n| 1 June 1995 | Air services | |\n"
    text = (
        f"Peru and Norway\n\nBilateral agreements\n\n| Date | Agreement name | Entry into force |\n{rows}\n"
        "Under negotiation\n\n- Social Security Agreement (second round, Oslo, October 2018)\n- Extradition Treaty\n"
    )
    assert [(row["title"], row["date"]) for row in told(text, "Agreement", PAIR)] == [
        ("Protection of investments", "1997-05-05"),
        ("Air services", "1995-06-01"),
    ]
    assert [row["topic"] for row in told(text, "Negotiation", PAIR)] == [
        "Social Security Agreement",
        "Extradition Treaty",
    ]


def test_a_column_of_titles_below_a_heading_on_agreements() -> None:
    rows = "| 1 | Double taxation | Oslo | 15.03.1979 |\n| 2 | Cultural exchange | Lima | not yet signed |\n"
    text = f"Peru and Norway\n\nBilateral agreements\n\n| No | Title | Place | Date |\n{rows}"
    assert [(row["title"], row["date"]) for row in told(text, "Agreement", PAIR)] == [("Double taxation", "1979-03-15")]


def test_heads_of_state_in_a_table_of_visits_hold_their_offices() -> None:
    rows = (
        "| 3–5 March | President Juan Soto | Peru | State visit |\n| 10 May | Queen Ana | Denmark | Working visit |\n"
    )
    text = f"State visits to Norway\n\n1995\n\n| Date | Head of state | Country | Remarks |\n{rows}"
    assert [(row["person"], row["office"], row["of"]) for row in told(text, "OfficeHeld", ("norway",))] == [
        ("Juan Soto", "president", "Peru"),
        ("Ana", "queen", "Denmark"),
    ]


def test_a_row_without_heads_ends_in_the_end_of_its_term() -> None:
    rows = "September 1988 Ola Berg Juan Soto Ana Li August 1991\nAugust 1991 Kari Moe Juan Soto Ana Li February 1994\n"
    text = f"List of ambassadors of Norway to Peru\n\nList of representatives\n\n{rows}"
    tenures = told(text, "Tenure", ("norway", "peru"))
    assert [row["date"] for row in tenures] == ["1988-09/1991-08", "1991-08/1994-02"]
    text = "Ambassadors of Norway to Peru\n\n- 1988: Ola Berg, appointed consul in Lima in 1991\n- 1990: Ana Li\n"
    assert [row["date"] for row in told(text, "Tenure", ("norway", "peru"))] == ["1988", "1990"]


def test_a_blank_of_any_kind_may_stand_behind_a_section_s_number() -> None:
    text = "Peru and Norway\n\n1.\u00a0Data\nCapital: Oslo\n\n2.\u00a0Visits\n"
    text += "President Juan Soto visited Oslo in May 2009.\n"
    assert [row["date"] for row in told(text, "Visit", PAIR)] == ["2009-05"]
