"""Lists, tables and fields: what the title of a page and the headings say of the items below them."""

from __future__ import annotations

from typing import Any

import pytest

from kg.extract.engine import extract
from kg.lexicon.gazetteer import gazetteer
from kg.model import Document
from kg.texts.context import parties


def told(text: str, type_: str, pair: tuple[str, ...], language: str = "en") -> list[dict[str, Any]]:
    """Roles (labels; one value as a string) and date of the claims of a type; a modality but "asserted" too."""
    document = Document("page.txt", text, language, parties=tuple(f"state/{name}" for name in pair))
    found = []
    for claim in extract(document).claims:
        if claim.type == type_:
            roles = {role.name: [value.label for value in role.values] for role in claim.roles}
            row: dict[str, Any] = {name: v[0] if len(v) == 1 else v for name, v in roles.items()}
            row["date"] = claim.when.edtf if claim.when else None
            found.append(row if claim.modality == "asserted" else {**row, "modality": claim.modality})
    return found


AMBASSADORS = """List of ambassadors of Norway to Kenya

The ambassador is also accredited to Somalia.

Ambassadors

| Name | From | To | Notes |
|---|---|---|---|
| Nils Berg | 1990 | 1994 | Later consul in Hamburg |
| Kari Lund | 1994 | 1999 | First ambassador to reside in Nairobi |
"""


ACCREDITED = """Anexo:Embajadores de Kenia en Noruega

Embajadores

| Acreditación | Nombre | Observaciones | Presidente de Kenia | Fin de la misión |
|---|---|---|---|---|
| 5 de marzo de 1981 | Amos Kimani | Concurrente en Islandia y Letonia | Daniel arap Moi | 1984 |
| 7 de abril de 1999 | Ann Wanjiru | | Daniel arap Moi | |
| 8 de enero de 2019 | Juma Okoth | | Uhuru Kenyatta | |

Véase también
"""


def test_an_accreditation_begins_a_term_and_is_told_too() -> None:
    pair = ("kenya", "norway")
    accredited = told(ACCREDITED, "Appointment", pair, "es")
    assert [(row["person"], row["kind"], row["date"]) for row in accredited] == [
        ("Amos Kimani", "accredited", "1981-03-05"),
        ("Ann Wanjiru", "accredited", "1999-04-07"),
        ("Juma Okoth", "accredited", "2019-01-08"),
    ]
    # who has no end is in office if no other comes behind
    tenures = told(ACCREDITED, "Tenure", pair, "es")
    assert [(row["person"], row["date"]) for row in tenures] == [
        ("Amos Kimani", "1981-03-05/1984"),
        ("Juma Okoth", "2019-01-08/.."),
    ]
    missions = told(ACCREDITED, "MissionPresent", pair, "es")  # from the remarks
    assert [(row["sending"], row["receiving"], row["kind"]) for row in missions] == [
        ("Kenya", "Iceland", "non-resident embassy"),
        ("Kenya", "Latvia", "non-resident embassy"),
    ]


def test_a_name_without_years_between_two_with_theirs_is_one_of_the_list() -> None:
    text = (
        "Relaciones Kenia-Noruega\n\nAltos comisionados de Kenia en Noruega\n\nAmos Kimani (1957-1962)\nAnn Wanjiru\n"
        "Juma Okoth (2015-2019), concurrente en Islandia\nEva Moraa (2019-2023)\n\nFin del texto.\n"
    )
    tenures = told(text, "Tenure", ("kenya", "norway"), "es")
    assert [(row["person"], row["office"], row["date"]) for row in tenures] == [
        ("Amos Kimani", "high commissioner", "1957/1962"),
        ("Juma Okoth", "high commissioner", "2015/2019"),
        ("Eva Moraa", "high commissioner", "2019/2023"),
    ]
    assert [row["person"] for row in told(text, "OfficeHeld", ("kenya", "norway"), "es")] == ["Ann Wanjiru"]


def test_taking_possession_begins_a_term() -> None:
    text = (
        "Anexo:Embajadores de Kenia en Noruega\n\nNombre\tPosesión\tCese\tGobierno\n"
        "Amos Kimani\t5 de marzo de 1981\t1 de octubre de 1984\tDaniel arap Moi\n"
        "Ann Wanjiru\t4 de agosto de 2020\t-\tUhuru Kenyatta\n"
    )
    tenures = told(text, "Tenure", ("kenya", "norway"), "es")
    assert [(row["person"], row["date"]) for row in tenures] == [
        ("Amos Kimani", "1981-03-05/1984-10-01"),
        ("Ann Wanjiru", "2020-08-04/.."),
    ]


def test_credentials_that_a_row_denies_are_not_of_the_states_in_its_remarks() -> None:
    text = (
        "Anexo:Embajadores de Kenia en Noruega\n\nNombre\tNombramiento\tPresentación de credenciales\tTérmino\tNotas\n"
        "Amos Kimani\t5 de marzo de 1981\tNo presentó credenciales\t1984\tTambién acreditado en Islandia y Letonia\n"
        "Ann Wanjiru\t7 de abril de 1985\t3 de mayo de 1985\t1990\t\n"
    )
    appointed = told(text, "Appointment", ("kenya", "norway"), "es")
    named = [row for row in appointed if row["person"] == "Amos Kimani" and row["kind"] != "accredited"]
    assert {row["receiving"] for row in named} <= {"Norway"}
    also = [row["receiving"] for row in appointed if row["kind"] == "accredited"]
    assert also == ["Iceland", "Latvia"]


def test_a_table_takes_its_states_from_the_title_not_from_the_sentence_before() -> None:
    tenures = told(AMBASSADORS, "Tenure", ("norway", "kenya"))
    states = [(row["person"], row["sending"], row["receiving"], row["office"]) for row in tenures]
    assert states == [("Nils Berg", "Norway", "Kenya", "ambassador"), ("Kari Lund", "Norway", "Kenya", "ambassador")]


def test_former_ambassadors_are_those_of_the_embassy_of_the_page() -> None:
    text = (
        "Embassy of Estonia in Ghana\n\nAmbassador of the Republic of Ghana to the Republic of Estonia: "
        "Kofi Addo (since March 2019)\n\nFormer ambassadors\n\nTiit Kask, 2001–2005\n\nMari Tamm, 2005–2009\n"
    )
    sides = {row["person"]: (row["sending"], row["receiving"]) for row in told(text, "Tenure", ("estonia", "ghana"))}
    assert sides == {
        "Kofi Addo": ("Ghana", "Estonia"),
        "Tiit Kask": ("Estonia", "Ghana"),
        "Mari Tamm": ("Estonia", "Ghana"),
    }


def test_spanish_list_under_the_name_of_the_embassy() -> None:
    text = (
        "Embajada de Colombia en Finlandia\n\nEl embajador está también acreditado ante Letonia.\n\n"
        "Embajadores\n\n- Luis Rojas (1995-1999)\n- Ana Vega (1999-2003)\n"
    )
    tenures = told(text, "Tenure", ("colombia", "finland"), "es")
    assert [(row["sending"], row["receiving"], row["date"]) for row in tenures] == [
        ("Colombia", "Finland", "1995/1999"),
        ("Colombia", "Finland", "1999/2003"),
    ]


SPANISH_FIELDS = """Embajada de Colombia en Finlandia

Embajador: Luis Felipe Rozo (desde marzo de 2018)
Concurrencias: Estonia y Letonia
Consulados honorarios: Turku, Tampere y Oulu
Exportaciones colombianas a Finlandia (2018): US$ 42 millones
Importaciones desde Finlandia (2018): US$ 85 millones
"""
ENGLISH_FIELDS = """Embassy of Colombia in Finland

Ambassador: Luis Felipe Rozo (since March 2018)
Concurrent accreditation: Estonia and Latvia
Honorary consulates: Turku, Tampere and Oulu
Exports to Finland (2018): US$ 42 million
Imports from Finland (2018): US$ 85 million
"""


@pytest.mark.parametrize(("text", "language"), [(SPANISH_FIELDS, "es"), (ENGLISH_FIELDS, "en")])
def test_fields_of_a_page_of_an_embassy(text: str, language: str) -> None:
    pair = ("colombia", "finland")
    (tenure,) = told(text, "Tenure", pair, language)
    assert (tenure["sending"], tenure["receiving"], tenure["date"]) == ("Colombia", "Finland", "2018-03/..")
    missions = told(text, "MissionPresent", pair, language)
    away = [row["receiving"] for row in missions if row["kind"] == "non-resident embassy"]
    assert away == ["Estonia", "Latvia"]
    cities = sorted(row["place"] for row in missions if row["kind"] == "honorary consulate")
    assert cities == ["Oulu", "Tampere", "Turku"]
    flows = [(row["exporter"], row["amount"], row["date"]) for row in told(text, "TradeVolume", pair, language)]
    assert flows == [("Colombia", "42000000", "2018"), ("Finland", "85000000", "2018")]


def test_agreements_with_place_and_date() -> None:
    text = (
        "Moldova–Turkey relations\n\nAgreements\n\n- Agreement on Tourism – Ankara, May 3, 1994;\n"
        "- Agreement on Energy – May 3, 1995\n- Extradition Treaty (under negotiation)\n"
    )
    pair = ("moldova", "turkey")
    made = [(row["title"], row.get("place"), row["date"]) for row in told(text, "Agreement", pair)]
    assert made == [("Agreement on Tourism", "Ankara", "1994-05-03"), ("Agreement on Energy", None, "1995-05-03")]
    assert [row["topic"] for row in told(text, "Negotiation", pair)] == ["Extradition Treaty"]


def test_a_table_of_agreements() -> None:
    text = (
        "Relaciones España-Marruecos\n\n| Convenio | Lugar y fecha |\n|---|---|\n"
        "| Convenio de Pesca | Rabat, 30 de octubre de 1998 |\n| Tratado de Extradición | (en negociación) |\n"
    )
    pair = ("morocco", "spain")
    (fishing,) = told(text, "Agreement", pair, "es")
    assert (fishing["title"], fishing["place"], fishing["date"]) == ("Convenio de Pesca", "Rabat", "1998-10-30")
    assert [row["topic"] for row in told(text, "Negotiation", pair, "es")] == ["Tratado de Extradición"]


def test_chronology_without_verbs() -> None:
    text = (
        "Relaciones Honduras-Serbia\n\n- 3-4 de junio de 2011: Porfirio Lobo, presidente de Honduras, a Belgrado.\n"
        "- Mayo de 2014: el viceministro hondureño de Agricultura, Luis Paz, a Novi Sad (suspendida).\n"
    )
    visits = told(text, "Visit", ("honduras", "serbia"), "es")
    assert [(row["visitor"], row["place"], row["date"], row.get("modality")) for row in visits] == [
        ("Porfirio Lobo", "Belgrade", "2011-06-03/2011-06-04", None),
        ("Luis Paz", "Novi Sad", "2014-05", "cancelled"),
    ]


def test_months_under_the_heading_of_a_year() -> None:
    text = (
        "Kazakhstan–Slovenia relations\n\n2015\n\n• May – Foreign Minister Janez Kos visits Astana\n"
        "• 8 June – Kazakh Deputy Foreign Minister Nurlan Ospanov in Ljubljana for political consultations\n"
    )
    visits = told(text, "Visit", ("kazakhstan", "slovenia"))
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Janez Kos", "Kazakhstan", "2015-05"),
        ("Nurlan Ospanov", "Slovenia", "2015-06-08"),
    ]


def test_a_sentence_above_a_table_tells_the_unit_of_its_sums() -> None:
    text = (
        "Kazakhstan–Slovenia relations\n\nTrade\n\nBilateral trade is given below (in million euros).\n\n"
        "Year   Slovenian exports   Slovenian imports\n------ ------------------- -----------------\n"
        "2015   3.4                 1.2\n2016   3.6                 1.3\n"
    )
    flows = told(text, "TradeVolume", ("kazakhstan", "slovenia"))
    assert [(row["exporter"], row["amount"], row["date"]) for row in flows] == [
        ("Slovenia", "3400000", "2015"),
        ("Kazakhstan", "1200000", "2015"),
        ("Slovenia", "3600000", "2016"),
        ("Kazakhstan", "1300000", "2016"),
    ]


def test_heads_that_more_tabs_part_than_their_cells() -> None:
    text = (
        "Kazakhstan–Slovenia relations\n\nTrade (US$ million)\n\nYear\t\tSlovenia's Exports\tSlovenia's Imports\n"
        "2015\t3.4\t1.2\n2016\t3.6\t1.3\n"
    )
    flows = told(text, "TradeVolume", ("kazakhstan", "slovenia"))
    assert [(row["exporter"], row["amount"]) for row in flows][:2] == [
        ("Slovenia", "3400000"),
        ("Kazakhstan", "1200000"),
    ]


def test_tables_of_trade_and_of_visits() -> None:
    text = (
        "Kazakhstan–Slovenia relations\n\nTrade turnover (in thousand US dollars)\n\n"
        "| Year | Import | Export | Turnover |\n"
        "|---|---|---|---|\n| 2015 | 1,200 | 3,400.5 | 4,600.5 |\n\nVisits\n\n| Date | Guest | Place | Purpose |\n"
        "|---|---|---|---|\n| 3 May 2015 | Foreign Minister Janez Kos | Astana | official visit |\n"
    )
    pair = ("kazakhstan", "slovenia")
    assert [row["amount"] for row in told(text, "TradeVolume", pair)] == ["1200000", "3400500", "4600500"]
    (visit,) = told(text, "Visit", pair)
    assert (visit["visitor_state"], visit["host"], visit["date"]) == ("Slovenia", "Kazakhstan", "2015-05-03")


def test_months_and_ranges_of_days_in_digits() -> None:
    text = (
        "Relaciones México-Croacia\n\n- 11/1998 Visita de Estado del presidente mexicano Juan Pardo a Croacia.\n"
        "- 25-26/02/2016 Visita de la ministra de Exteriores de Croacia, Ana Horvat, a México.\n"
        "- 03-05/06/1994 Visita del presidente de Croacia, Ivo Kos, a México.\n"
    )
    visits = told(text, "Visit", ("mexico", "croatia"), "es")
    assert [row["date"] for row in visits] == ["1998-11", "2016-02-25/2016-02-26", "1994-06-03/1994-06-05"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Date of recognition by the State of Qatar: 3 March 1992\n\nMore is told below.\n", "en"),
        ("Fecha de reconocimiento por parte del Estado de Catar: 3 de marzo de 1992\n\nMás abajo.\n", "es"),
    ],
)
def test_date_of_recognition(text: str, language: str) -> None:
    (row,) = told(text, "Recognition", ("qatar", "croatia"), language)
    assert row == {"recogniser": "Qatar", "recognised": "Croatia", "date": "1992-03-03"}


def test_agreements_in_a_sentence_have_each_its_own_place_and_date() -> None:
    text = "They signed a Cultural Agreement (Ankara, 1996) and an Agreement on Maritime Transport (Chisinau, 1999).\n"
    made = [(row["title"], row["place"], row["date"]) for row in told(text, "Agreement", ("moldova", "turkey"))]
    assert made == [
        ("Cultural Agreement", "Ankara", "1996"),
        ("Agreement on Maritime Transport", "Chișinău", "1999"),
    ]


def test_a_title_does_not_end_in_the_place_of_signing() -> None:
    text = "Agreements\n\n- Agreement on Air Services, Valletta, 14 May 1988\n- Agreement on Energy, Valletta\n"
    made = [(row["title"], row["place"], row["date"]) for row in told(text, "Agreement", ("malta", "egypt"))]
    assert made == [("Agreement on Air Services", "Valletta", "1988-05-14"), ("Agreement on Energy", "Valletta", None)]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Comercio (miles de dólares)\n\n| Año | Exportaciones a Chile |\n|---|---|\n| 2015 | 1.200 |\n", ["1200000"]),
        ("Comercio (en millones de US$)\n\n| Año | Importaciones de Chile |\n|---|---|\n| 2015 | 34 |\n", ["34000000"]),
        ("Comercio\n\n| Año | Exportaciones |\n|---|---|\n| 2015 | 34 |\n", []),
    ],
)
def test_units_of_a_table_of_trade(text: str, amounts: list[str]) -> None:
    flows = told(text, "TradeVolume", ("chile", "peru"), "es")
    assert [row["amount"] for row in flows] == amounts
    assert all(row["exporter" if "Exportaciones" in text else "importer"] == "Peru" for row in flows)


@pytest.mark.parametrize(
    ("head", "times"),
    [
        ("Value (US$ Mn)", 10**6),
        ("Million USD", 10**6),
        ("in mln USD", 10**6),
        ("(thousand US dollars)", 10**3),
        ("Trade flows (M$, rounded)", 10**6),
    ],
)
def test_the_head_over_the_flows_tells_the_unit_of_the_years_beside_it(head: str, times: int) -> None:
    text = f"Bilateral trade\n\n{head}\t2018\t2019\nExports to Fiji\t14.5\t16\nImports from Fiji\t3\t2.5\n"
    flows = told(text, "TradeVolume", ("tonga", "fiji"))
    made = [(row["exporter"], row["date"], float(row["amount"])) for row in flows]
    assert made == [
        ("Tonga", "2018", 14.5 * times),
        ("Tonga", "2019", 16 * times),
        ("Fiji", "2018", 3 * times),
        ("Fiji", "2019", 2.5 * times),
    ]


def test_us_in_the_capitals_of_a_menu_is_no_state() -> None:
    text = "HOME | ABOUT US | MISSIONS ABROAD | CONTACT US\nTonga and Fiji\n\nRelations were established in May 1971.\n"
    (row,) = told(text, "RelationsEstablished", ())
    assert sorted(row["parties"]) == ["Fiji", "Tonga"]


def test_us_in_small_letters_of_a_menu_is_no_state() -> None:
    text = (
        "Home | About the Embassy | Contact us\n\nTONGA - FIJI RELATIONS\n\nTonga and Fiji are neighbours. "
        "Tonga opened an embassy in Suva in 1972.\n"
    )
    page = Document("bilateral-relations.en.txt", text, "en", title="Home | About the Embassy | Contact us")
    assert sorted(parties(page, gazetteer())) == ["state/fiji", "state/tonga"]


def test_guests_under_the_name_of_their_state() -> None:
    text = (
        "Diplomatic visits to Kenya from Europe\n\nLatvia\n[edit]\n\nStart | End | Guest | Title | Reason |\n"
        "---|---|---|---|---|\nMay 4, 1998 | May 6, 1998 | Janis Ozols | President | Working visit. |\n"
    )
    (visit,) = told(text, "Visit", ("kenya",))
    assert visit == {
        "visitor": "Janis Ozols",
        "visitor_state": "Latvia",
        "host": "Kenya",
        "date": "1998-05-04/1998-05-06",
    }


def test_journeys_of_one_person_under_the_year() -> None:
    text = (
        "List of international trips made by Lucas Ferreira\n\nLucas Ferreira is the 5th President of Cape Verde.\n\n"
        "2019\n\n| No. | Country | Areas visited | Dates | Details |\n|---|---|---|---|---|\n"
        "| 1 | Angola | Luanda | 12 May | Independence day |\n\n"
        "2020\n\n| No. | Country | Areas visited | Dates | Details |\n|---|---|---|---|---|\n"
        "| 2 | Senegal | Dakar | January 7–8 | Working visit. |\n"
    )
    visits = [(row["host"], row["place"], row["date"]) for row in told(text, "Visit", ("cape-verde",))]
    assert visits == [("Angola", "Luanda", "2019-05-12"), ("Senegal", "Dakar", "2020-01-07/2020-01-08")]


def test_a_box_of_facts_is_no_list_of_ambassadors() -> None:
    text = (
        "Ambassador of Norway to Kenya\n\nAmbassador of Norway to Kenya | |\n---|---|\nResidence | Nairobi |\n"
        "Appointer | King of Norway |\n\nMinisters\nedit\n- 1921–1930: Nils Berg\n\nAmbassadors\nedit\n"
        "- 1950–1955: Kari Lund\n"
    )
    held = [(row["person"], row["office"]) for row in told(text, "Tenure", ("norway", "kenya"))]
    assert held == [("Nils Berg", "minister"), ("Kari Lund", "ambassador")]
    assert told(text, "OfficeHeld", ("norway", "kenya")) == []


def test_a_list_under_two_headings_that_no_blank_line_parts() -> None:
    text = (
        "List of ambassadors of Norway to Kenya\nThe ambassador of Norway to Kenya lives in Nairobi, near the park.\n"
        "Heads of mission\nConsuls\n- 1905–1911: Ann Southern (appointed 1904)[2]\n- 1911–1914: Relations suspended\n"
        "Ambassador\n- 1964–1970: The Count of Vestby and Moss\n- 1970–1972: Kari Lund (chargé d'affaires)\n"
    )
    held = [(row["person"], row["office"], row["date"]) for row in told(text, "Tenure", ("norway", "kenya"))]
    assert held == [
        ("Ann Southern", "consul", "1905/1911"),
        ("Count of Vestby and Moss", "ambassador", "1964/1970"),
        ("Kari Lund", "chargé d'affaires", "1970/1972"),
    ]
    assert [row["parties"] for row in told(text, "RelationsSevered", ("norway", "kenya"))] == [["Norway", "Kenya"]]


def test_a_date_behind_and_opens_the_next_clause() -> None:
    text = "In 1975, King Olav paid an official visit to Kenya and in 1981, Queen Sonja also visited Kenya.\n"
    visits = [(row["visitor"], row["date"]) for row in told(text, "Visit", ("norway", "kenya"))]
    assert visits == [("Olav", "1975"), ("Sonja", "1981")]


def test_whom_a_traveller_met_and_what_office_a_guest_held() -> None:
    text = (
        "Travels of President Lucas Ferreira of Cape Verde\n\nCountry | Locale | Remarks | Date\n---|---|---|---\n"
        "Angola | Luanda | Met with President Ana Lopes. | February 19, 2019\n"
        "Senegal | Dakar | Attended a summit. | March 3-4, 2019\n"
    )
    assert told(text, "Meeting", ("cape-verde",)) == [
        {"participants": ["Lucas Ferreira", "Ana Lopes"], "date": "2019-02-19"}
    ]
    held = {(row["person"], row["office"], row["of"]) for row in told(text, "OfficeHeld", ("cape-verde",))}
    assert held == {("Lucas Ferreira", "president", "Cape Verde"), ("Ana Lopes", "president", "Angola")}


def test_a_table_of_relations_by_country() -> None:
    text = (
        "Foreign relations of Malawi\n\nList of countries which Malawi maintains diplomatic relations with:\n\n"
        "# | Country | Date\n---|---|---\n1 | Norway | 6 July 1964\n2 | Peru | March 1970\n"
    )
    made = [(row["parties"], row["date"]) for row in told(text, "RelationsEstablished", ("malawi",))]
    assert made == [(["Malawi", "Norway"], "1964-07-06"), (["Malawi", "Peru"], "1970-03")]
    other = text.replace("diplomatic relations", "a list of schools")
    assert told(other, "RelationsEstablished", ("malawi",)) == []


def test_fields_of_the_page_of_a_mission() -> None:
    text = (
        "Embassy of Norway, Lilongwe\nLocation: Lilongwe, Malawi\nOpened: 1999\nClosed: 2004\n\n"
        "The building is old and has a garden.\n"
    )
    (opened,) = told(text, "MissionOpened", ("norway", "malawi"))
    (closed,) = told(text, "MissionClosed", ("norway", "malawi"))
    assert (opened["sending"], opened["receiving"], opened["date"]) == ("Norway", "Malawi", "1999")
    assert (closed["kind"], closed["date"]) == ("embassy", "2004")
    assert told(text.replace("Embassy of Norway", "Bank of Norway"), "MissionOpened", ("norway", "malawi")) == []


def test_the_date_from_which_an_elevation_held() -> None:
    text = (
        "On May 3, 1950, the Legation of Norway in Peru was raised to the rank of Embassy. "
        "The change in status became effective on June 1, 1950.\n"
    )
    assert [row["date"] for row in told(text, "MissionElevated", ("norway", "peru"))] == ["1950-06-01"]


def test_a_table_of_relations_of_one_state() -> None:
    text = (
        "Foreign relations of Norway\n\n| Country | Formal Relations Began | Notes |\n|---|---|---|\n"
        "| Kenya | 12 May 1964 | Embassy in Nairobi. |\n| Peru | 1905; severed 1941 | |\n"
    )
    made = [(row["parties"], row["date"]) for row in told(text, "RelationsEstablished", ("norway",))]
    assert made == [(["Norway", "Kenya"], "1964-05-12")]


def test_a_bare_minister_is_the_minister_named_before() -> None:
    text = (
        "Foreign Minister Kari Lund visited Kenya on 3 May 1990. Minister Lund met President Juma Otieno.\n\n"
        "President Juma Otieno of Kenya thanked her.\n"
    )
    held = [(row["person"], row["office"], row.get("of")) for row in told(text, "OfficeHeld", ("norway", "kenya"))]
    assert held == [("Kari Lund", "foreign minister", "Norway"), ("Juma Otieno", "president", "Kenya")]


def test_the_dates_of_a_row_that_has_run_together_are_its_begin_and_end() -> None:
    text = (
        "List of ambassadors of Norway to Peru\n\nThe following individuals have held the office:\n\n"
        "1 Ola Berg 18 May 1941 16 March 1944\n2 Eva Lund 16 March 1944[2] 31 January 1952\n"
        "3 Jon Dahl 31 January 1952 2006\n"
    )
    held = [(row["person"], row["date"]) for row in told(text, "Tenure", ("norway", "peru"))]
    assert held == [
        ("Ola Berg", "1941-05-18/1944-03-16"),
        ("Eva Lund", "1944-03-16/1952-01-31"),
        ("Jon Dahl", "1952-01-31/2006"),
    ]


def test_a_state_that_only_a_column_names_has_no_place_in_the_text() -> None:
    text = (
        "Heads of mission\n\n| Ambassador of Norway to Kenya | From | To |\n|---|---|---|\n"
        "| Nils Berg | 1990 | 1994 |\n"
    )
    (tenure,) = extract(Document("page.txt", text, "en")).claims
    spans = {role.name: role.values[0].span for role in tenure.roles}
    assert spans["sending"] is None
    assert spans["receiving"] is None
    assert spans["person"] is not None
    assert text[spans["person"].start : spans["person"].end] == "Nils Berg"


def test_a_third_state_does_not_take_the_place_of_a_partner() -> None:
    text = """Foreign relations of Lesotho

Lesotho has ties with many states.

Israel

Relations were established in May 1966. They were severed in June 1973 after the war with Egypt and restored in 1992.
Lesotho is covered from the Israeli embassy in Pretoria, South Africa. Both countries signed a trade agreement in 1994.
"""
    for type_, date in (
        ("RelationsEstablished", "1966-05"),
        ("RelationsSevered", "1973-06"),
        ("RelationsRestored", "1992"),
        ("Agreement", "1994"),
    ):
        (found,) = told(text, type_, ("lesotho",))
        assert (sorted(found["parties"]), found["date"]) == (["Israel", "Lesotho"], date), type_


def test_they_go_on_with_the_partner_of_the_paragraph() -> None:
    text = "Foreign relations of Lesotho\n\nLesotho has ties with many states.\n\n"
    text += "Chile and Lesotho established relations in 1966. They were severed in 1973 after the war with Egypt. "
    text += "In 1994 both countries signed a treaty on fishing.\n"
    (severed,) = told(text, "RelationsSevered", ("lesotho",))
    assert sorted(severed["parties"]) == ["Chile", "Lesotho"]
    (treaty,) = told(text, "Agreement", ("lesotho",))
    assert sorted(treaty["parties"]) == ["Chile", "Lesotho"]


def test_the_name_of_a_flag_beside_a_state_hides_it_not() -> None:
    text = "Relaciones exteriores de Lesoto\n\nPaís\tInicio de relaciones\tNotas\n"
    text += "Bandera de Noruega Noruega\t7 de mayo de 1967\tTiene embajada.\nBandera de Perú Perú\t1975\n"
    found = told(text, "RelationsEstablished", ("lesotho",), "es")
    assert [(sorted(row["parties"]), row["date"]) for row in found] == [
        (["Lesotho", "Norway"], "1967-05-07"),
        (["Lesotho", "Peru"], "1975"),
    ]


@pytest.mark.parametrize(
    ("title", "behind"),
    [
        ("agreement on visas for holders of diplomatic, official and service passports", " was signed"),
        ("memorandum of understanding on health, education and sport", " was signed"),
        ("agreement on fishing, visas and trade", " was signed and opened for others"),
        ("agreement on fishing", ", opened, read and signed in public, was signed"),
    ],
)
def test_a_title_in_running_words_goes_on_through_a_list_to_its_and(title: str, behind: str) -> None:
    (row,) = told(f"In May 2014 an {title}{behind}.", "Agreement", ("kenya", "norway"))
    assert (row["title"], row["date"]) == (title, "2014-05")


@pytest.mark.parametrize(
    ("caption", "value", "currency"),
    [
        ("Trade statistics (R'000)", "763524000", "ZAR"),
        ("Trade (US$ 000)", "763524000", "USD"),
        ("Trade (NOK '000s)", "763524000", "NOK"),
        ("Trade (Ksh '000)", "763524000", "KES"),
        ("Trade (Rand millions)", "763524000000", "ZAR"),
    ],
)
def test_a_caption_tells_how_many_noughts_its_figures_lack(caption: str, value: str, currency: str) -> None:
    text = f"Kenya–Norway relations\n\n{caption}\n\n\t2009\t2010\nExports\t763 524\t801 127\n"
    flows = told(text, "TradeVolume", ("kenya", "norway"))
    assert (flows[0]["amount"], flows[0]["currency"], flows[0]["date"]) == (value, currency, "2009")


def test_relations_broken_with_a_third_are_not_those_of_the_two() -> None:
    quarrel = "A quarrel over grazing with Chad brought about the severance of relations on 2 March 1987.\n"
    pair = f"Kenya and Norway\n\n{quarrel}"
    one = f"U.S. Department of State\nBureau of African Affairs\n\nU.S. Relations With Niger\n\n{quarrel}"
    own = "Kenya and Norway\n\nA quarrel over whaling brought about the severance of relations on 2 March 1987.\n"
    assert told(pair, "RelationsSevered", ("kenya", "norway")) == []
    (row,) = told(own, "RelationsSevered", ("kenya", "norway"))
    assert row["parties"] == ["Kenya", "Norway"]
    assert told(one, "RelationsSevered", ("united-states", "niger"))[0]["parties"] == ["Niger", "Chad"]


def test_an_entry_says_that_its_holder_was_no_ambassador() -> None:
    text = (
        "Embassy of Norway in Lima\n\nAmbassadors of Norway in Peru\n\nMr. Ola Berg 1979-82\n"
        "Per Moe – chargé d'affaires, 1982-1983\nKari Lund[3] (acting, 1984)\nMr. Nils Vik, 1998 Aug. – 2001 Sept.\n"
    )
    found = [(row["person"], row["office"], row["date"]) for row in told(text, "Tenure", ("norway", "peru"))]
    assert found == [
        ("Ola Berg", "ambassador", "1979/1982"),
        ("Per Moe", "chargé d'affaires", "1982/1983"),
        ("Kari Lund", "acting ambassador", "1984"),
        ("Nils Vik", "ambassador", "1998-08/2001-09"),
    ]


def test_a_sentence_cut_before_a_name_goes_on_behind_the_gap() -> None:
    """As copies do with links: the rest stands below an empty line."""
    text = "Both countries are members of the\n\nUnited Nations and the African Union.\n"
    found = told(text, "Membership", ("kenya", "ghana"))
    assert {(row["member"], row["organisation"]) for row in found} == {
        (state, body) for state in ("Kenya", "Ghana") for body in ("United Nations", "African Union")
    }


def test_the_years_behind_two_names_are_those_of_the_second() -> None:
    """One post is held by one at a time."""
    text = "Norwegian ambassadors to Peru have been Ola Berg (1998-2000), Per Moe and Kari Lund (2006-2010)."
    found = told(text, "Tenure", ("norway", "peru"))
    assert [(row["person"], row["date"]) for row in found] == [("Ola Berg", "1998/2000"), ("Kari Lund", "2006/2010")]


def test_a_row_of_holders_says_behind_them_what_they_were() -> None:
    text = (
        "Heads of mission\n\n- Ambassadors of Norway to Peru: Ola Berg (1999–2004), Per Moe (2007-2012).\n"
        "- Ana Paz, Juan Soto (2009-2016) and Eva Rey (2016- ) have been ambassadors of Peru in Oslo.\n"
    )
    found = told(text, "Tenure", ("norway", "peru"))
    assert [(row["person"], row["sending"]) for row in found] == [
        ("Ola Berg", "Norway"),
        ("Per Moe", "Norway"),
        ("Juan Soto", "Peru"),
        ("Eva Rey", "Peru"),
    ]
