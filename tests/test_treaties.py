"""Entries of lists of treaties: what is title, what date, and what is none."""

from __future__ import annotations

import pytest

from tests.test_frames import told

PAIR = ("kenya", "norway")


def listed(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(row["title"], row["date"]) for row in told(text, "Agreement", PAIR, language)]


def test_all_words_before_the_date_are_the_title() -> None:
    text = (
        "Agreements\n\n"
        "- Agreement on Co-operation in Health, Ports and Youth (came into force on 8 June 2002)\n"
        "- Convention for the Avoidance of Double Taxation with Respect to Taxes on Income (signed 2 May 2004; "
        "in force since 3 July 2005)\n"
        "- Waiver of visas for seamen (2014)\n"
        "- Trade, Investment and Fisheries Agreement, signed at Oslo on 9 May 1980\n"
    )
    assert listed(text) == [
        ("Agreement on Co-operation in Health, Ports and Youth", "2002-06-08"),
        ("Convention for the Avoidance of Double Taxation with Respect to Taxes on Income", "2004-05-02"),
        ("Waiver of visas for seamen", "2014"),
        ("Trade, Investment and Fisheries Agreement", "1980-05-09"),
    ]


def test_spanish_titles_hold_what_a_sentence_would_not() -> None:
    text = (
        "Acuerdos vigentes\n\n"
        "1. Acuerdo Marco para una Asociación más Estrecha (17.10.2003)\n"
        "2. MdE de Consultas entre Cancillerías (2001)\n"
        "3. Revisión del Acuerdo de Pesca (1999)\n"
        "4. Convenio de Cooperación Social celebrado entre los Gobiernos de Noruega y Kenia, 3 de mayo de 1967\n"
    )
    assert listed(text, "es") == [
        ("Acuerdo Marco para una Asociación más Estrecha", "2003-10-17"),
        ("MdE de Consultas entre Cancillerías", "2001"),
        ("Revisión del Acuerdo de Pesca", "1999"),
        ("Convenio de Cooperación Social", "1967-05-03"),
    ]


def test_the_states_behind_a_title_are_its_parties() -> None:
    text = "Treaties\n\n- Convention on Ports and more between Peru and Kenya (3 May 1990)\n"
    (row,) = told(text, "Agreement", PAIR)
    assert (row["title"], row["parties"], row["date"]) == (
        "Convention on Ports and more",
        ["Peru", "Kenya"],
        "1990-05-03",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Visits\n\n- Waiver of visas for seamen (2014)\n",
        "Agreements\n\n- President Ola Berg (2014)\n",
        "Agreements\n\n- Trade was low in those days (2014)\n",
        "Agreements with\n\n- Peru (1990)\n- Ghana (1992)\n",
    ],
)
def test_other_entries_are_no_treaties(text: str) -> None:
    assert listed(text) == []


def test_a_title_between_bodies_goes_up_to_its_year() -> None:
    text = (
        "Kenya and Norway have signed several agreements, such as an Agreement on Ports (1996); Memorandum of "
        "Understanding between Bergen Bank and Harambee Bank (2001) and an Agreement on Fish (2005)."
    )
    assert listed(text) == [
        ("Agreement on Ports", "1996"),
        ("Memorandum of Understanding between Bergen Bank and Harambee Bank", "2001"),
        ("Agreement on Fish", "2005"),
    ]


@pytest.mark.parametrize("such", ["como", "tales como", ", como", "en materias como"])
def test_an_example_of_several_agreements_has_a_title_of_its_own(such: str) -> None:
    text = (
        f"Ambas naciones han firmado varios acuerdos bilaterales {such} un Acuerdo sobre el paso de barcos (1985); "
        "Acuerdo de Pesca (1992)."
    )
    rows = told(text, "Agreement", ("kenya", "norway"), "es")
    assert [(row["title"], row["date"]) for row in rows] == [
        ("Acuerdo sobre el paso de barcos", "1985"),
        ("Acuerdo de Pesca", "1992"),
    ]


def test_the_form_of_an_agreement_is_no_other_agreement() -> None:
    text = "The convention on seamen was concluded by an exchange of notes on 5 May 1963."
    assert listed(text) == [("convention on seamen", "1963-05-05")]
    text = "By an exchange of notes of 5 May 1963, visas were abolished."
    assert listed(text) == [("exchange of notes", "1963-05-05")]


def test_those_named_stand_for_the_word_for_them() -> None:
    text = "In May 2011 two agreements, namely the Treaty on Visas and the Treaty on Ports, were signed."
    assert listed(text) == [("Treaty on Ports", "2011-05"), ("Treaty on Visas", "2011-05")]
    text = "Agreements were concluded, including a Treaty on Fish (1999) and a Protocol on Sports (2004)."
    assert listed(text) == [("Treaty on Fish", "1999"), ("Protocol on Sports", "2004")]


def test_treaties_are_by_the_states_of_their_time() -> None:
    text = "Agreements\n\nTrade Agreement, Luanda, 22.02.1977\nAgreement on Sports (2010)\n"
    rows = told(text, "Agreement", ("angola", "serbia"))
    assert [row["parties"] for row in rows] == [["Angola", "Yugoslavia"], ["Angola", "Serbia"]]


def test_items_that_head_sums_and_sums_up_to_a_year() -> None:
    text = (
        "Economic affairs\n\n(1) Norway's Trade with Kenya (2019)\nExports to Kenya: 80 million dollars\n\n"
        "Norway's Economic Cooperation (cumulative through 2018)\n(1) Loans: 50 million dollars\n"
    )
    (trade,) = told(text, "TradeVolume", ("norway", "kenya"))
    assert (trade["exporter"], trade["amount"], trade["date"]) == ("Norway", "80000000", "2019")
    (aid,) = told(text, "Aid", ("norway", "kenya"))
    assert (aid["donor"], aid["amount"], aid["date"]) == ("Norway", "50000000", "../2018")


def test_a_sum_between_a_treaty_and_its_day() -> None:
    assert listed("Norway and Kenya signed a loan agreement worth $30 million on 3 May 2012.") == [
        ("loan agreement", "2012-05-03")
    ]


def test_agreements_under_preparation_are_negotiations() -> None:
    text = "Agreements under preparation:\n\n- Agreement on Protection of Seals\n"
    assert listed(text) == []
    (row,) = told(text, "Negotiation", PAIR)
    assert row["topic"] == "Agreement on Protection of Seals"


def test_the_years_of_a_programme_are_no_date() -> None:
    text = "Instrumentos firmados:\n\n1. Convenio de Pesca (1961).\n2. Programa de Cooperación Cultural 2008-2010.\n"
    assert listed(text, "es") == [("Convenio de Pesca", "1961"), ("Programa de Cooperación Cultural", None)]


def test_marked_lists_within_a_sentence() -> None:
    text = (
        "In July 2016 the following agreements were signed: (i) Double Taxation Agreement; (ii) MoU on Defence; "
        "(iii) Agreement on Visas."
    )
    assert sorted(listed(text)) == [
        ("Agreement on Visas", "2016-07"),
        ("Double Taxation Agreement", "2016-07"),
        ("MoU on Defence", "2016-07"),
    ]


def test_entries_that_are_sentences_of_their_own() -> None:
    text = (
        "Tratados y acuerdos\n\nConvenio cultural (16-06-1965)\n"
        "Acuerdo de promoción de inversiones (APPRI). En vigor desde el 4 de febrero de 2011.\n"
        "Acuerdo sobre traslado de presos. Pendiente de firma\n"
    )
    rows = told(text, "Agreement", PAIR, "es")
    assert [(row["date"], row.get("modality")) for row in rows] == [
        ("1965-06-16", None),
        ("2011-02-04", None),
        (None, "planned"),
    ]


def test_one_verb_and_a_treaty_for_each_date() -> None:
    text = (
        "Kenya and Norway signed the Agreement on Technical Cooperation in 1980 and the Trade Agreement in June 1997."
    )
    assert listed(text) == [("Agreement on Technical Cooperation", "1980"), ("Trade Agreement", "1997-06")]


def test_what_governed_for_years_was_not_signed_all_the_time() -> None:
    text = "From 10 May 2006 until 3 June 2010 trade was governed by the Partnership Agreement."
    assert listed(text) == []


def test_the_plan_of_an_occasion_has_the_day_of_the_occasion() -> None:
    text = (
        "En noviembre de 2012 se realizó en Oslo la IV Reunión de Consultas Políticas. En esa ocasión se firmó el "
        "Plan de Acción 2013-2015."
    )
    assert listed(text, "es") == [("Plan de Acción", "2012-11")]


def test_a_cell_that_opens_with_a_title_beside_a_day() -> None:
    text = (
        "Relaciones Honduras-Italia\n\nTratados y acuerdos firmados\n\n23-03-1994  Acuerdo marco. En vigor 22-06-1995\n"
        "21-11-2012  Tratado de extradición; Convenio sobre puertos\n02-07-2009  Convenio de pesca. BOE núm. 132\n"
    )
    found = told(text, "Agreement", ("honduras", "italy"), "es")
    assert sorted((row["title"], row["date"]) for row in found) == [
        ("Acuerdo marco", "1994-03-23"),
        ("Convenio de pesca", "2009-07-02"),
        ("Convenio sobre puertos", "2012-11-21"),
        ("Tratado de extradición", "2012-11-21"),
    ]


DIGEST = """Treaties between the Republic of Kenya and the Kingdom of Norway

Contents Page
BORDERS AND TRADE 3
Law No. 4.650 - Treaty of Peace. Nairobi, 3 May 1966. 4
Convention on Fishing in the Indian Ocean. Oslo, 22 May 1975. 7
Protocol to the Convention on Fishing of 22 May 1975. Signed at Bergen, 7 July 1992. 9
DEFENCE ..... 12
17 MAR 2003: Memorandum of Understanding between the Ministry of Defence and the Navy on Rescue at Sea. 12
Law 27.108 (replaced) - Agreement on Border Controls. Mombasa, 20 August 2013. (Not in force) 15
"""


def test_an_index_of_treaties_tells_each_with_its_place_and_day() -> None:
    treaties = told(DIGEST, "Agreement", ("kenya", "norway"))
    assert [(row["title"], row.get("place", ""), row["date"]) for row in treaties] == [
        ("Treaty of Peace", "Nairobi", "1966-05-03"),
        ("Convention on Fishing in the Indian Ocean", "Oslo", "1975-05-22"),
        ("Protocol to the Convention on Fishing", "Bergen", "1992-07-07"),
        ("Memorandum of Understanding between the Ministry of Defence and the Navy on Rescue at Sea", "", "2003-03-17"),
        ("Agreement on Border Controls", "Mombasa", "2013-08-20"),
    ]


def test_a_line_that_tells_when_a_page_was_changed_is_no_treaty() -> None:
    text = "Kenya and Norway\n\nTreaties\n\n- Trade Agreement (1990)\n\nChanged: Monday, 6 May 2019\n"
    assert [row["title"] for row in told(text, "Agreement", ("kenya", "norway"))] == ["Trade Agreement"]


def test_a_digest_in_capitals_is_read_line_by_line() -> None:
    text = (
        "Tratados entre Kenia y Noruega\n\n"
        "Decreto Supremo Nº 015-90-RE - ACUERDO DE PAZ. Oslo, 3 de mayo de 1966.\n"
        "CONVENIO SOBRE PESCA EN EL OCÉANO ÍNDICO. Nairobi, 22 de mayo de 1975.\n"
        "17 MAR 2003: Acta Acuerdo entre la Marina y la Guardia Costera sobre intercambio de datos.\n"
    )
    assert listed(text, "es") == [
        ("ACUERDO DE PAZ", "1966-05-03"),
        ("CONVENIO SOBRE PESCA EN EL OCÉANO ÍNDICO", "1975-05-22"),
        ("Acta Acuerdo entre la Marina y la Guardia Costera sobre intercambio de datos", "2003-03-17"),
    ]


def test_what_a_lead_says_was_signed_has_the_date_of_the_lead_or_of_its_visit() -> None:
    visit = "Kenya's president, Daniel Kamau, visited Oslo on 3 and 4 May 2021."
    items = "\n\n- Fisheries Agreement\n- Memorandum of Understanding on Tourism\n"
    titles = ["Fisheries Agreement", "Memorandum of Understanding on Tourism"]
    during = f"{visit} On that occasion the following instruments were signed:{items}"
    assert listed(during) == [(title, "2021-05-03/2021-05-04") for title in titles]
    own = f"In August 2019 the foreign minister paid a visit to Oslo, in the course of which were signed:{items}"
    assert listed(own) == [(title, "2019-08") for title in titles]
    ever = f"{visit} The two countries have signed the following agreements:{items}"
    assert [row["date"] for row in told(ever, "Agreement", PAIR)] == [None, None]


def test_what_a_spanish_lead_says_was_signed_has_its_date() -> None:
    visit = "El presidente de Kenia, Daniel Kamau, visitó Oslo el 3 de mayo de 2021."
    items = "\n\n- Acuerdo de Pesca\n- Memorando de Entendimiento sobre Turismo\n"
    titles = ["Acuerdo de Pesca", "Memorando de Entendimiento sobre Turismo"]
    during = f"{visit} Durante la visita fueron suscritos los siguientes convenios:{items}"
    assert listed(during, "es") == [(title, "2021-05-03") for title in titles]
    ever = f"{visit} Ambos países han suscrito hasta la fecha los siguientes convenios:{items}"
    assert [row["date"] for row in told(ever, "Agreement", PAIR, "es")] == [None, None]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El Acuerdo de Puertos entre Kenia y los países de la Unión Europea se firmó en 2015.", "es"),
        ("El Acuerdo de Puertos entre la Unión Europea y Kenia entró en vigor en 2015.", "es"),
        ("The Ports Agreement between Kenya and the European Union was signed in 2015.", "en"),
        ("Kenya and the European Union signed the Ports Agreement in 2015.", "en"),
        ("The Ports Agreement between the member states of the European Union and Kenya took effect in 2015.", "en"),
    ],
)
def test_a_body_concludes_as_a_state_does(text: str, language: str) -> None:
    (row,) = told(text, "Agreement", PAIR, language)
    assert sorted(row["parties"]) == ["European Union", "Kenya"]


def test_a_country_that_nobody_governs_is_no_party() -> None:
    text = "Acuerdos\n\nMemorándum de Entendimiento sobre Cooperación Antártica (23/11/2012)\nAcuerdo de Pesca (2015)\n"
    assert listed(text, "es") == [
        ("Memorándum de Entendimiento sobre Cooperación Antártica", "2012-11-23"),
        ("Acuerdo de Pesca", "2015"),
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_each_title_has_the_day_of_signature_below_it(gap: str) -> None:
    lines = [
        "Tratados vigentes Kenia - Noruega",
        "Convenio de Puertos",
        "Firma: Nairobi, 3 de mayo de 1982",
        "Entrada en vigor: 4 de julio de 1984",
        "Acuerdo sobre Pesca",
        "Firma: Oslo, 9 de marzo de 1990",
        "Entrada en vigor: 12 de enero de 1992",
    ]
    found = listed(gap.join(lines) + "\n", "es")
    assert found == [("Convenio de Puertos", "1982-05-03"), ("Acuerdo sobre Pesca", "1990-03-09")]


@pytest.mark.parametrize("head", ["Legal framework", "Contractual and legal base", "Bilateral documents", "Treaties"])
@pytest.mark.parametrize("entry", ["{} / 1971-05-03", "{} / 1971 05 03", "{}, 1971 May 3", "{} - 3 May 1971"])
def test_a_day_behind_a_title_in_whatever_form(head: str, entry: str) -> None:
    titles = ["Agreement on Ports", "Convention on the Exchange of Seeds"]
    text = f"{head}\n\n" + "\n".join(f"- {entry.format(title)}" for title in titles) + "\n"
    assert listed(text) == [(title, "1971-05-03") for title in titles]
