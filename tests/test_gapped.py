"""What a sentence says once for several statements."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Document

PAIR = ("state/norway", "state/peru")


def told(text: str, kind: str, *roles: str, language: str = "en") -> list[tuple[str, ...]]:
    claims = [c for c in extract(Document("x.txt", text, language, parties=PAIR)).claims if c.type == kind]
    labels = [{role.name: "+".join(v.label for v in role.values) for role in claim.roles} for claim in claims]
    dates = [claim.when.edtf if claim.when else "" for claim in claims]
    return sorted((*(of.get(role, "") for role in roles), date) for of, date in zip(labels, dates, strict=True))


def test_another_object_and_date_is_another_statement() -> None:
    text = "Peru recognised Latvia in 1922, Kenya in 1964 and Nepal four years later."
    assert told(text, "Recognition", "recognised") == [("Kenya", "1964"), ("Latvia", "1922"), ("Nepal", "1968")]


def test_spanish_shares_in_the_same_way() -> None:
    text = "El Perú reconoció a Letonia en 1922, a Kenia en 1964 y a Nepal en 1968."
    assert told(text, "Recognition", "recognised", language="es") == [
        ("Kenya", "1964"),
        ("Latvia", "1922"),
        ("Nepal", "1968"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Peru recognised Latvia in 1922; it had done so with Nepal (3 May 1919)."),
        ("es", "El Perú reconoció a Letonia en 1922; lo había hecho ya con Nepal (3 de mayo de 1919)."),
        ("es", "El Perú reconoció a Letonia en 1922, y antes lo había hecho con Nepal el 3 de mayo de 1919."),
    ],
)
def test_with_whom_else_it_was_done(language: str, text: str) -> None:
    assert told(text, "Recognition", "recognised", language=language) == [("Latvia", "1922"), ("Nepal", "1919-05-03")]


def test_what_else_was_done_with_somebody_is_not_the_same() -> None:
    text = "El Perú reconoció a Letonia en 1922, y lo discutió con Nepal en 1924."
    assert told(text, "Recognition", "recognised", language="es") == [("Latvia", "1922")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "President Juan Soto of Peru stopped over in Oslo in 1971 and again in June 1976."),
        ("es", "El presidente peruano Juan Soto pasó dos días en Oslo en 1971 y de nuevo en junio de 1976."),
    ],
)
def test_once_more_is_another_statement_of_which_only_the_date_differs(language: str, text: str) -> None:
    assert told(text, "Visit", "visitor", language=language) == [("Juan Soto", "1971"), ("Juan Soto", "1976-06")]


def test_what_stands_inside_a_mission_is_another_mission() -> None:
    text = "Norway opened a consulate in Callao in 1910 and another in Iquitos in 1912."
    assert told(text, "MissionOpened", "place") == [("Callao", "1910"), ("Iquitos", "1912")]


def test_the_preposition_tells_whose_place_it_takes() -> None:
    text = "Norway was recognised by Peru in 1905 and by Chile in 1906."
    assert told(text, "Recognition", "recogniser", "recognised") == [
        ("Chile", "Norway", "1906"),
        ("Peru", "Norway", "1905"),
    ]


def test_the_quote_holds_the_date_of_its_own() -> None:
    text = "Ola Berg was ambassador to Peru from 1990 to 1994 and to Chile from 1994 to 1998."
    claims = [c for c in extract(Document("x.txt", text, "en", parties=PAIR)).claims if c.type == "Tenure"]
    assert [c.evidence.quote.endswith(("1994", "1998")) for c in claims] == [True, True]


@pytest.mark.parametrize(
    "text",
    [
        "Peru recognised Norway in 1905, and Denmark in 1906 had no king.",
        "Peru recognised Norway in 1905, and in Denmark in 1906 a book was printed.",
    ],
)
def test_a_clause_with_a_verb_of_its_own_shares_nothing(text: str) -> None:
    assert told(text, "Recognition", "recognised") == [("Norway", "1905")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On 3 May 1995 they signed the Fisheries Agreement and on 7 June the Lamu Declaration."),
        ("en", "On 3 May 1995 they signed the Fisheries Agreement; on 7 June 1995, the Lamu Declaration."),
        ("es", "El 3 de mayo de 1995 se firmó el Acuerdo de Pesca y el 7 de junio la Declaración de Lamu."),
        (
            "es",
            "El 3 de mayo de 1995 se firmó el Acuerdo de Pesca; el 7 de junio del mismo año, la Declaración de Lamu.",
        ),
    ],
)
def test_a_date_before_another_object_is_that_objects_date(language: str, text: str) -> None:
    assert [date for _, date in told(text, "Agreement", "title", language=language)] == ["1995-05-03", "1995-06-07"]


def test_an_object_behind_a_date_counted_from_the_one_before() -> None:
    text = "En 1988 las partes firmaron un convenio sobre turismo, y dos años después el Acuerdo de Servicios Aéreos."
    assert told(text, "Agreement", "title", language="es") == [
        ("Acuerdo de Servicios Aéreos", "1990"),
        ("convenio sobre turismo", "1988"),
    ]


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("en", "In 2012 Peru condemned the raid but did not expel the Norwegian ambassador.", "2012"),
        ("es", "En 2012 Perú condenó el asalto, pero no expulsó al embajador noruego.", "2012"),
        (
            "es",
            "En 2012 Perú condenó el asalto, pero las autoridades de Uganda no expulsaron al embajador noruego.",
            "",
        ),
    ],
)
def test_what_the_same_one_did_not_do_is_of_the_date_that_opens_the_sentence(
    language: str, text: str, date: str
) -> None:
    ((told_on,),) = told(text, "Expulsion", language=language)
    assert told_on == date
