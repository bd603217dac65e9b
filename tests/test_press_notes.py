"""Press notes of Spanish-speaking ministries: what happened on the day of the note, and what did not."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.lexicon.gazetteer import gazetteer
from kg.model import Document
from kg.texts.context import parties
from tests.test_frames import told

HEAD = "El canciller recibe a su par\n\nNairobi, 12 de abril de 2022\n\n"
MET = "El Ministro de Defensa de Kenia, Amos Kimani, se reunió hoy con la Ministra de Noruega, Ana Berg.\n\n"


def note(text: str, type_: str, head: str = HEAD) -> list[tuple[str, ...]]:
    rows = told(head + text, type_, ("kenya", "norway"), "es")
    values = ([row.get("participants") or row.get("person") or row.get("visitor"), row["date"]] for row in rows)
    return [("+".join(who) if isinstance(who, list) else who, date) for who, date in values]


def test_who_took_part_in_the_news_of_a_day_met_others_on_it() -> None:
    text = MET + "La Ministra Berg fue recibida posteriormente por el Presidente Elias Otieno.\n"
    assert note(text, "Meeting") == [
        ("Amos Kimani+Ana Berg", "2022-04-12"),
        ("Ana Berg+Elias Otieno", "2022-04-12"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "La Ministra Berg se había reunido con el Presidente Elias Otieno en su anterior visita.",
        "El Ministro Lars Dahl se reunió con el Presidente Elias Otieno.",
    ],
)
def test_what_went_before_and_what_others_did_has_no_date(sentence: str) -> None:
    assert note(MET + sentence + "\n", "Meeting")[1:] in (
        [("Ana Berg+Elias Otieno", None)],
        [("Lars Dahl+Elias Otieno", None)],
    )


def test_a_full_date_behind_this_weekday_is_that_of_the_note() -> None:
    text = (
        "Nairobi, Agencia.- El canciller Amos Kimani de Kenia recibió este jueves 9 de junio de 2022 a la ministra de"
        " Noruega, Ana Berg.\n\nLa ministra Berg se entrevistó además con el presidente Elias Otieno.\n"
    )
    assert note(text, "Meeting", "Visita de la ministra\n\n")[1:] == [("Ana Berg+Elias Otieno", "2022-06-09")]


def test_tomorrow_belongs_to_the_clause_behind_it() -> None:
    text = (
        "La Ministra de Noruega, Ana Berg, fue recibida por el Presidente Elias Otieno hoy y mañana visitará Mombasa.\n"
    )
    assert note(text, "Meeting") == [("Ana Berg+Elias Otieno", "2022-04-12")]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("el pasado mes de noviembre", "2021-11"),
        ("en febrero pasado", "2022-02"),
        ("el pasado 3 de marzo", "2022-03-03"),
    ],
)
def test_the_last_month_of_a_name(words: str, date: str) -> None:
    assert note(f"El Presidente de Kenia, Elias Otieno, visitó Noruega {words}.\n", "Visit") == [("Elias Otieno", date)]


@pytest.mark.parametrize(
    "sentence",
    [
        "La Viceministra Rosa Achieng recibió hoy las copias de estilo de las cartas credenciales del nuevo Embajador"
        " de Noruega, Eivind Dahl.",
        "El Embajador de Noruega, Eivind Dahl, hizo entrega hoy de las copias de estilo al Canciller Amos Kimani.",
        "El Presidente recibió hoy las cartas credenciales que acreditan a Eivind Dahl como Embajador de Noruega.",
        "Fue acreditado hoy ante el Gobierno keniano el Embajador de Noruega, Eivind Dahl.",
        "Eivind Dahl ha sido designado hoy Embajador de Noruega ante la República de Kenia.",
    ],
)
def test_credentials_and_posts(sentence: str) -> None:
    assert note(sentence + "\n", "Appointment") == [("Eivind Dahl", "2022-04-12")]


def test_a_title_that_could_head_references_silences_nothing() -> None:
    assert note(MET, "Meeting", "Nota\n\nNairobi, 12 de abril de 2022\n\n") == note(MET, "Meeting")
    assert note(MET, "Meeting")


def test_a_note_goes_on_with_its_day_until_it_tells_of_another() -> None:
    text = (
        MET + "Ambos ministros firmaron un acuerdo de pesca.\n\nTambién se reunió con la alcaldesa Ana Otieno.\n\n"
        "Kenia abrió su embajada en Oslo en 1990. Los dos países suscribieron un convenio cultural.\n"
    )
    assert [row["date"] for row in told(HEAD + text, "Agreement", ("kenya", "norway"), "es")] == ["2022-04-12", None]


@pytest.mark.parametrize(
    ("sentence", "language", "date"),
    [
        (
            "El ministro keniano, Amos Kimani, llegó hoy a Oslo para una visita de tres días.",
            "es",
            "2022-04-12/2022-04-14",
        ),
        (
            "El ministro keniano, Amos Kimani, inició ayer lunes una visita de dos días a Noruega.",
            "es",
            "2022-04-11/2022-04-12",
        ),
        ("El ministro keniano, Amos Kimani, se encuentra hoy en Oslo en una visita de dos días.", "es", "2022-04-12"),
        (
            "Kenyan Foreign Minister Amos Kimani arrived in Oslo today for a four-day visit.",
            "en",
            "2022-04-12/2022-04-15",
        ),
        (
            "Kenyan Foreign Minister Amos Kimani began a two-day visit to Norway yesterday.",
            "en",
            "2022-04-11/2022-04-12",
        ),
    ],
)
def test_a_visit_lasts_as_long_as_is_told_from_the_day_of_arrival(sentence: str, language: str, date: str) -> None:
    head = {"es": "Oslo, 12 de abril de 2022", "en": "Oslo, 12 April 2022"}[language]
    assert [row["date"] for row in told(f"{head}\n\n{sentence}\n", "Visit", ("kenya", "norway"), language)] == [date]


def test_what_happens_at_the_arrival_is_on_its_day() -> None:
    text = (
        "El canciller keniano, Amos Kimani, llegó ayer a Oslo para una visita de tres días. Fue recibido por Ana Li.\n"
    )
    assert note(text, "Meeting") == [("Amos Kimani+Ana Li", "2022-04-11")]


def test_this_morning_is_nobody_who_acts() -> None:
    text = MET + "Esta tarde ha mantenido un encuentro con el presidente Elias Otieno.\n"
    assert note(text, "Meeting")[1:] == [("Amos Kimani+Elias Otieno", "2022-04-12")]


def test_a_sentence_with_a_date_at_its_end_is_no_dateline() -> None:
    text = "Noruega reconoció a Kenia el día de su nacimiento, 12 de mayo de 1963.\n\nKenia firmó un acuerdo.\n"
    assert [row["date"] for row in told(text, "Agreement", ("kenya", "norway"), "es")] == [None]


def test_the_date_of_a_treaty_is_not_that_of_the_talks_on_it() -> None:
    text = "Amos Kimani se reunió con Ana Li y trató del Convenio Cultural, firmado el 6 de abril de 2010.\n"
    assert note(text, "Meeting") == [("Amos Kimani+Ana Li", None)]


@pytest.mark.parametrize(
    ("headline", "told_of"),
    [
        ("Canciller de Kenia llega a Oslo en visita oficial", [("Amos Kimani", None)]),
        ("Visitas de Estado", []),
        ("Un canciller en Oslo", []),
    ],
)
def test_a_headline_tells_of_whom_the_note_names(headline: str, told_of: list[tuple[str, ...]]) -> None:
    head = f"{headline}\n\nOslo, 12 de abril de 2022\n\n"
    text = "El canciller de Kenia, Amos Kimani, habló de ello.\n\nSu antecesor, Elias Otieno, visitó Oslo en 2015.\n"
    assert note(text, "Visit", head) == [*told_of, ("Elias Otieno", "2015")]


def test_a_headline_tells_nothing_that_the_note_tells() -> None:
    head = "Canciller de Kenia llega a Oslo en visita oficial\n\nOslo, 12 de abril de 2022\n\n"
    text = "El canciller de Kenia, Amos Kimani, llegó ayer a Oslo.\n"
    assert note(text, "Visit", head) == [("Amos Kimani", "2022-04-11")]


def test_a_day_and_a_town_between_strokes_are_a_dateline() -> None:
    head = "Cartas credenciales\n\n20 de abril de 2022 | Nairobi.- El presidente Elias Otieno recibió este miércoles"
    text = " a tres embajadores.\n\nTambién presentaron sus credenciales los embajadores Ola Berg, de Noruega, y "
    text += "Ana Li, de Cuba.\n"
    assert note(text, "Appointment", head) == [("Ola Berg", "2022-04-20"), ("Ana Li", "2022-04-20")]


def test_of_two_days_the_nearest_counts() -> None:
    text = MET + "Ayer la Ministra Berg recorrió el puerto y mañana viajará a Chile.\n"
    assert note(text, "Visit") == [("Ana Berg", "2022-04-13")]


def test_who_is_the_object_of_a_noun_does_not_act_in_the_next_sentence() -> None:
    text = MET + "Kenia apoya la candidatura de Lars Dahl. Mañana viajará a Chile.\n"
    assert note(text, "Visit") != [("Lars Dahl", "2022-04-13")]


def test_a_title_is_a_surname_where_somebody_bears_it() -> None:
    text = "El ministro de Kenia, Amos Reina, llegó hoy a Oslo. Reina se reunió con la ministra Ana Berg.\n"
    assert note(text, "Meeting") == [("Amos Reina+Ana Berg", "2022-04-12")]
    assert [row["office"] for row in told(HEAD + text, "OfficeHeld", ("kenya", "norway"), "es")] == [
        "minister",
        "minister",
    ]


def test_the_day_of_a_note_may_stand_below_it() -> None:
    text = (
        "Kenia y Noruega celebran consultas\n\nLa ministra de Kenia, Asha Moyo, se reunió ayer con la ministra noruega "
        "Ana Berg en Oslo.\n\nOslo, 7 de octubre de 2022\n\nCompartir esta noticia\n"
    )
    meetings = told(text, "Meeting", ("kenya", "norway"), "es")
    assert [row["date"] for row in meetings] == ["2022-10-06"]


def test_a_day_of_a_state_is_not_that_of_the_page() -> None:
    text = (
        "Información general: Kenia\n\nIndependencia: 12 de diciembre de 1963.\n\nNoruega reconoció a Kenia el 6 de "
        "noviembre de 1964. Las relaciones se iniciaron el 13 de noviembre.\n"
    )
    relations = told(text, "RelationsEstablished", ("kenya", "norway"), "es")
    assert [row["date"] for row in relations] == ["1964-11-13"]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Oslo, 14 mar (EFE).- ", "© EFE 2024. Todos los derechos reservados."),
        ("Oslo, 14 de marzo (Xinhua) -- ", "(c) Agencia Xinhua, 2024"),
    ],
)
def test_the_rights_of_an_agency_tell_the_year_of_its_dispatch(first: str, last: str) -> None:
    news = "La ministra peruana Ana Soto se reunió este jueves con Ola Berg, a quien había conocido en 2019."
    text = f"Reunión de ministros\n\n{first}{news}\n\n{last}\n"
    (meeting,) = told(text, "Meeting", ("peru", "norway"), "es")
    assert meeting["date"] == "2024-03-14"
    other = text.replace("EFE 2024", "Embajada 2024").replace("Agencia Xinhua, 2024", "Embajada 2024")
    assert [row["date"] for row in told(other, "Meeting", ("peru", "norway"), "es")] == [None]


def test_the_year_of_a_feast_to_come_is_not_that_of_a_note() -> None:
    text = (
        "Prime minister arrives in Ghana\nLIMA, Dec. 2 (Andina) -- Prime Minister Juan Soto has arrived in Ghana to "
        "promote Peru's bid to host the 2034 World Cup.\n"
    )
    assert [row["date"] for row in told(text, "Visit", ("peru", "ghana"))] == [None]
    told_later = told(f"{text}Trade grew in 2019.\n", "Visit", ("peru", "ghana"))
    assert told_later[-1]["date"] == "2019-12-02"


def test_a_day_counted_in_ordinals_is_that_of_a_note() -> None:
    text = (
        "State Secretary Berg confers with Kenyan minister\n\n08. Nov 2023.\nState Secretary of the Ministry of "
        "Foreign Affairs of Norway, Ambassador Ola Berg, received today the Minister of Trade of Kenya, Peter Mwangi.\n"
    )
    (met,) = told(text, "Meeting", ("kenya", "norway"))
    assert (met["participants"], met["date"]) == (["Ola Berg", "Peter Mwangi"], "2023-11-08")


def test_a_headline_in_the_infinitive_tells_what_will_be() -> None:
    head = "Norwegian president to visit Kenya\n\nFebruary 16, 2025\n\nPresident of Norway Ola Berg "
    visits = told(f"{head}spoke of it in Oslo.\n", "Visit", ("kenya", "norway"))
    assert [(row["visitor"], row["modality"]) for row in visits] == [("Ola Berg", "planned")]
    visits = told(f"{head}will pay a visit to Kenya on 17-18 February.\n", "Visit", ("kenya", "norway"))
    assert [row["date"] for row in visits] == ["2025-02-17/2025-02-18"]  # the headline tells nothing else


def test_a_headline_heads_no_list_of_those_whom_it_names() -> None:
    text = (
        "Deputy Minister of Trade Pays Courtesy Call on Foreign Minister of Kenya\n\n2018-08-31\n\n1. Deputy Minister "
        "of Trade of Norway Ola Berg paid a courtesy call on Foreign Minister of Kenya Peter Mwangi on August 29.\n\n"
        "2. Deputy Minister Berg extended sympathy to those who lost their homes in the flood of July 23.\n"
    )
    assert told(text, "Tenure", ("kenya", "norway")) == []


@pytest.mark.parametrize("line", ["Published On: 3/05/2019", "Last updated: 3 May 2019", "Posted on May 3, 2019 14:05"])
def test_a_line_that_says_when_the_page_was_made_is_no_entry_of_a_list(line: str) -> None:
    page = f"List of ambassadors of Kenya to Norway\n\n- Amos Kimani (1990-1994)\n- Ruth Otieno (1994-1999)\n\n{line}\n"
    assert [row["person"] for row in told(page, "Tenure", ("kenya", "norway"), "en")] == ["Amos Kimani", "Ruth Otieno"]


@pytest.mark.parametrize(
    "dateline",
    ["Bogotá, 4 de octubre de 2017.- ", "Bogotá, miércoles 4 de octubre de 2017 - ", "Bogotá, 04/10/2017.\n\n"],
)
def test_a_note_that_names_but_its_guest_is_of_the_state_where_it_was_written(dateline: str) -> None:
    text = dateline + "La Canciller Ana Gil se reunió hoy con su homólogo de Togo, Yao Agbo. El viernes irá a Fiyi.\n"
    note = Document("note.txt", text, "es")
    assert set(parties(note, gazetteer())) == {"state/colombia", "state/togo"}
    of_two = Document("note.txt", text, "es", parties=parties(note, gazetteer()))
    titles = [claim for claim in extract(of_two).claims if claim.type == "OfficeHeld"]
    assert [(claim.role("person")[0].label, claim.role("of")[0].label) for claim in titles] == [
        ("Ana Gil", "Colombia"),
        ("Yao Agbo", "Togo"),
    ]


def test_where_two_states_are_named_first_the_dateline_is_no_party() -> None:
    text = "Roma, 4 de octubre de 2017.- El canciller de Togo, Yao Agbo, se reunió con la canciller de Fiyi, Ana Gil.\n"
    assert set(parties(Document("note.txt", text, "es"), gazetteer())) == {"state/togo", "state/fiji"}


def test_the_president_of_the_republic_governs_where_a_note_is_written() -> None:
    text = (
        "Bogotá, 4 de octubre de 2017.- El Presidente de la República, Juan Soto, recibió hoy al canciller de Togo.\n"
    )
    rows = told(text, "OfficeHeld", ("colombia", "togo"), "es")
    assert [(row["person"], row["of"]) for row in rows] == [("Juan Soto", "Colombia")]
