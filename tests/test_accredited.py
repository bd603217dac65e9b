"""Appointments told in whatever order: who is the one diplomat of a dated sentence that speaks of one."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Document

PAIR = ("state/kenya", "state/peru")


def appointed(text: str, language: str = "en") -> set[tuple[str, str, str, str]]:
    """Who was appointed, to what office, in which state and when."""
    claims = extract(Document(f"page.{language}.txt", text, language, parties=PAIR)).claims
    found = (
        ({r.name: r.values[0].label for r in c.roles}, c.when.edtf if c.when else "")
        for c in claims
        if c.type == "Appointment"
    )
    return {(roles["person"], roles["office"], roles.get("receiving", ""), when) for roles, when in found}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "On 3 May 2011 the President received from the new Kenyan ambassador, Jane Otieno, letters of credence.",
            "en",
        ),
        ("The ceremony of credentials for the Kenyan ambassador Jane Otieno was held in Lima on 3 May 2011.", "en"),
        ("It was on 3 May 2011 that Kenyan Ambassador Jane Otieno was accredited in Lima.", "en"),
        ("The Kenyan ambassador is Jane Otieno, who arrived in Lima on 3 May 2011.", "en"),
        ("El 3 de mayo de 2011 el mandatario recibió las credenciales de la embajadora de Kenia, Jane Otieno.", "es"),
        ("Fue el 3 de mayo de 2011 cuando la embajadora keniana Jane Otieno quedó acreditada en Lima.", "es"),
        ("El 3 de mayo de 2011 asumió sus funciones en Lima la embajadora keniana Jane Otieno.", "es"),
    ],
)
def test_an_appointment_is_told_of_the_one_diplomat_named(text: str, language: str) -> None:
    assert appointed(text, language) == {("Jane Otieno", "ambassador", "Peru", "2011-05-03")}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ambassador Jane Otieno attended the ceremony of credentials of others on 3 May 2011.", "en"),
        ("The credentials of Ambassador Jane Otieno were refused on 3 May 2011.", "en"),
        ("Ambassador Jane Otieno arrived in Cusco on 3 May 2011 for a fair.", "en"),
        ("A street was named after Ambassador Jane Otieno in 2011.", "en"),
        ("The university, accredited in 2011, was visited by Ambassador Jane Otieno.", "en"),
        ("El 3 de mayo de 2011 el embajador Luis Vega dijo que fue designada una comisión.", "es"),
        ("Las credenciales del embajador Luis Vega fueron rechazadas el 3 de mayo de 2011.", "es"),
    ],
)
def test_what_a_diplomat_does_besides_is_none(text: str, language: str) -> None:
    assert appointed(text, language) == set()


def test_a_successor_s_years_in_brackets_are_a_tenure_at_the_same_post() -> None:
    text = (
        "Luis Vega was Ambassador of Peru in Kenya from 2012 until 2016. His successor Ana Paz (2016–2019) left early."
    )
    claims = extract(Document("page.en.txt", text, "en", parties=PAIR)).claims
    tenures = {(r.values[0].label, c.when.edtf) for c in claims if c.type == "Tenure" and c.when for r in c.roles[:1]}
    assert tenures == {("Luis Vega", "2012/2016"), ("Ana Paz", "2016/2019")}
