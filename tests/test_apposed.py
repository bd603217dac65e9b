"""Titles and names that stand side by side, with no more between them than the rest of the title."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Document

PAIR = ("state/norway", "state/kenya")


def held(text: str, language: str = "en", parties: tuple[str, ...] = PAIR) -> set[tuple[str, str, str]]:
    """Who bears what title of which state or body; "" for one of which that is not told."""
    claims = extract(Document(f"note.{language}.txt", text, language, parties=parties)).claims
    found = ({r.name: r.values[0].label for r in c.roles} for c in claims if c.type == "OfficeHeld")
    return {(roles["person"], roles["office"], roles.get("of", "")) for roles in found}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "She was received by the Director of the MFA of Kenya Jane Kimani.",
            ("Jane Kimani", "director", "Kenya"),
        ),
        (
            "She was received by the Director of the Peace Corps Ola Berg.",
            ("Ola Berg", "director", "Peace Corps"),
        ),
        (
            "Permanent Representative to UNEP and UN-Habitat Ola Berg spoke in Nairobi.",
            ("Ola Berg", "permanent representative to unep and un-habitat", "Norway"),
        ),
        (
            "The legation was opened in 1964; Ambassador: Mrs. Kari Dahl of Norway.",
            ("Kari Dahl", "ambassador", "Norway"),
        ),
    ],
)
def test_a_title_goes_on_up_to_the_name(text: str, who: tuple[str, str, str]) -> None:
    assert who[:2] in {(name, office) for name, office, _ in held(text)}


def test_the_ministry_at_which_somebody_serves_is_no_part_of_the_title() -> None:
    text = "Viajó la Directora General para África y Medio Oriente de la Secretaría de Relaciones Exteriores, Ana Paz."
    title = "director general for africa and the middle east"
    assert held(text, "es", ("state/mexico", "state/kenya")) == {("Ana Paz", title, "Mexico")}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Talks of Deputy Ministers (Kari Dahl – Jane Kimani) were held in Oslo.", "en"),
        ("The deputy ministers of the two states in Geneva, Kari Dahl and Jane Kimani, exchanged notes.", "en"),
        ("Los viceministros de ambos países en Ginebra, Kari Dahl y Jane Kimani, canjearon notas.", "es"),
    ],
)
def test_of_two_who_bear_one_title_each_serves_one_of_the_states(text: str, language: str) -> None:
    assert {(name, of) for name, _, of in held(text, language)} == {("Kari Dahl", "Norway"), ("Jane Kimani", "Kenya")}


@pytest.mark.parametrize(
    "text",
    [
        "The director opened the fair in Bergen Hall Kari Dahl had built.",
        "The Emir at Hotel Bristol Oslo was received.",
        "A deputy coordinator for the OSCE Chairmanship spoke.",
        "Flights (Oslo – Nairobi) are told by the minister.",
    ],
)
def test_what_stands_between_may_not_be_told_of_something_else(text: str) -> None:
    assert held(text) == set()
