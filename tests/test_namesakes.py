"""Whichever states a text is about: names that several bear, names in -s, and names of several words."""

from __future__ import annotations

import pytest

from kg.lexicon.gazetteer import gazetteer
from kg.model import Document
from kg.texts.context import parties
from tests.test_frames import told


@pytest.mark.parametrize(
    ("named", "own", "language", "adjective"),
    [
        ("Guinea Ecuatorial", "equatorial-guinea", "es", "guineana"),
        ("Guinea-Bisáu", "guinea-bissau", "es", "guineana"),
        ("Guinea", "guinea", "es", "guineana"),
        ("la República del Congo", "republic-of-the-congo", "es", "congoleña"),
        ("the Democratic Republic of the Congo", "democratic-republic-of-the-congo", "en", "Congolese"),
        ("the Republic of the Congo", "republic-of-the-congo", "en", "Congolese"),
        ("Dominica", "dominica", "en", "Dominican"),
        ("the Dominican Republic", "dominican-republic", "en", "Dominican"),
    ],
)
def test_an_adjective_of_several_states_is_that_of_the_one_named_apart(
    named: str, own: str, language: str, adjective: str
) -> None:
    opened = {
        "en": f"Fiji wrote to {named} in 1990. A {adjective} embassy was opened in Suva in 1992.",
        "es": f"Fiyi escribió a {named} en 1990. En 1992 se abrió la embajada {adjective} en Suva.",
    }
    found = told(opened[language], "MissionOpened", (), language)
    assert [row["sending"] for row in found] == [gazetteer().label(f"state/{own}")]


def test_a_title_of_several_states_is_that_of_the_one_named_apart() -> None:
    text = "Congo–Fiji relations\n\nThe Republic of the Congo and Fiji established relations in 1989."
    found = parties(Document("relations.txt", text, "en", "Congo–Fiji relations"), gazetteer())
    assert found == ("state/republic-of-the-congo", "state/fiji")


@pytest.mark.parametrize(
    "owner", ["Laos'", "the Philippines’", "Cyprus'", "Saint Vincent and the Grenadines'", "Togo's"]
)
def test_a_name_in_s_owns_with_an_apostrophe(owner: str) -> None:
    found = told(f"Eva Paz was {owner} ambassador to Fiji.", "OfficeHeld", ())
    assert [(row["person"], row["office"]) for row in found] == [("Eva Paz", "ambassador")]
    assert found[0]["of"] in owner.replace("’", "'").removeprefix("the ")


def test_an_apostrophe_that_closes_a_quotation_makes_no_owner() -> None:
    assert told("Eva Paz was 'of Laos' ambassador to Fiji.", "OfficeHeld", ()) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Visits of heads of state to Fiji\n\n1991\n- 28 June: Ona Lagi (Tonga), working visit\n", "en"),
        ("Visitas de jefes de Estado a Fiyi\n\n1991\n- 28 de junio: Ona Lagi (Tonga), visita de trabajo\n", "es"),
    ],
)
def test_the_state_in_brackets_behind_a_guest_is_his_own(text: str, language: str) -> None:
    found = told(text, "Visit", ("fiji",), language)
    assert [(row["visitor_state"], row["host"], row["date"]) for row in found] == [("Tonga", "Fiji", "1991-06-28")]


@pytest.mark.parametrize(
    ("compound", "parties_"),
    [
        ("Costa Rican-Fijian", ["Costa Rica", "Fiji"]),
        ("Fijian–Costa Rican", ["Fiji", "Costa Rica"]),
        ("Sri Lankan-South Korean", ["Sri Lanka", "South Korea"]),
        ("Fijian-Tongan", ["Fiji", "Tonga"]),
    ],
)
def test_adjectives_of_several_words_joined_in_a_title(compound: str, parties_: list[str]) -> None:
    found = told(f"The {compound} treaty was signed in 1929.", "Agreement", ())
    assert [(row["title"], row["parties"]) for row in found] == [(f"{compound} treaty", parties_)]


@pytest.mark.parametrize("third", ["Benin", "Ghana", "Samoa", "Zambia"])
def test_of_three_states_alike_the_first_named_is_whom_a_text_is_about(third: str) -> None:
    text = f"Fiji wrote to Palau in 1990 and {third} in 1995."
    assert parties(Document("letter.txt", text, "en"), gazetteer()) == ("state/fiji",)


@pytest.mark.parametrize(
    ("people", "called"),
    [
        ("Omanis", "Omani citizens"),
        ("Fijians", "Fijian citizens"),
        ("Slovaks", "Slovak citizens"),
        ("New Zealanders", "citizens of New Zealand"),
        ("Swedes", "citizens of Sweden"),
    ],
)
def test_people_expelled_are_called_as_their_state_is(people: str, called: str) -> None:
    found = told(f"In 1969 Togo expelled about 7,000 {people}.", "Expulsion", ())
    assert [(row["agent"], row["target"]) for row in found] == [("Togo", called)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The Embassy of Fiji in Cairo also covers the Russian Federation and Togo.", "en"),
        ("La Embajada de Fiyi en El Cairo es concurrente ante la Federación de Rusia y Togo.", "es"),
    ],
)
def test_a_state_called_a_federation_is_no_body_with_the_next_one(text: str, language: str) -> None:
    found = told(text, "MissionPresent", (), language)
    receiving = [row["receiving"] for row in found if row["kind"] == "non-resident embassy"]
    assert sorted(receiving) == ["Russia", "Togo"]


def test_an_ambassador_is_sent_where_his_title_says_whoever_receives_him() -> None:
    text = (
        "A Guide to Samoa's History of Diplomatic Relations, by Country: Togo\n\nThe first Togolese Ambassador to"
        " Samoa, Kofi Ayite, presented his letters of credence to President Lagi on October 20, 1960.\n"
    )
    found = told(text, "Appointment", ("samoa", "togo"))
    assert [(row["sending"], row["receiving"]) for row in found] == [("Togo", "Samoa")]


@pytest.mark.parametrize(
    ("title", "of", "office"),
    [
        ("South African Foreign Minister", "South Africa", "foreign minister"),
        ("American Defence Minister", "United States", "defence minister"),
        ("Central African Minister of Trade", "Central African Republic", "minister of trade"),
        ("Fijian Foreign Minister", "Fiji", "foreign minister"),
    ],
)
def test_the_adjective_of_a_state_is_no_portfolio(title: str, of: str, office: str) -> None:
    found = told(f"In June 2016, {title} Ona Lagi visited Tonga.", "OfficeHeld", ())
    assert [(row["office"], row["of"]) for row in found] == [(office, of)]


def test_affairs_of_a_continent_are_a_portfolio() -> None:
    found = told("In June 2016, African Affairs Minister Ona Lagi visited Tonga.", "OfficeHeld", ("fiji", "tonga"))
    assert [row["office"] for row in found] == ["african affairs minister"]
