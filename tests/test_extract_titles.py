"""Whose office it is when a title is told without its state."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.extract.memory import partly_named
from kg.model import Document

PAIR = ("state/peru", "state/norway")


def of(text: str, parties: tuple[str, ...] = PAIR, language: str = "en") -> dict[str, str]:
    """Person -> state of each title; empty for one without a state."""
    found = {}
    for claim in extract(Document(f"note.{language}.txt", text, language, parties=parties)).claims:
        if claim.type == "OfficeHeld":
            roles = {role.name: role.values[0].label for role in claim.roles}
            found[roles["person"]] = roles.get("of", "")
    return found


@pytest.mark.parametrize(
    ("name", "full", "same"),
    [
        ("Hasan Sheikh Mohamoud", "Hassan Sheikh Mohamud", True),
        ("William H. Taft", "William Howard Taft", True),
        ("Eduardo Frei", "Eduardo Frei Montalva", True),
        ("Frei", "Eduardo Frei Montalva", False),  # a surname alone is shared by many
        ("Ana Soto", "Ana Sota", False),  # short words must be equal
        ("Juan Carlos Varela", "Juan Carlos Wasmosy", False),
    ],
)
def test_a_name_in_part_or_spelled_otherwise(name: str, full: str, same: bool) -> None:
    assert partly_named(name, full) is same


def test_who_governed_one_of_the_pair_of_states_under_a_fuller_name() -> None:
    assert of("President William H. Taft declined.", ("state/united-states", "state/bulgaria")) == {
        "William H. Taft": "United States"
    }
    assert of("President William H. Taft declined.", PAIR) == {"William H. Taft": ""}


def test_who_is_named_among_a_group_belongs_to_it() -> None:
    text = "The envoy met with Norwegian officials, including Trade Minister Nils Lie and Defence Minister Ola Dahl."
    assert of(text) == {"Nils Lie": "Norway", "Ola Dahl": "Norway"}
    spanish = "Se reunió con autoridades noruegas, entre ellas el ministro de Comercio, Nils Lie."
    assert of(spanish, language="es") == {"Nils Lie": "Norway"}


def test_who_leads_a_delegation_serves_its_state() -> None:
    assert of("Trade Minister Nils Lie will lead the Norwegian delegation.") == {"Nils Lie": "Norway"}


def test_the_one_state_of_a_row_is_that_of_its_guest() -> None:
    table = "Banquets at the palace\n\n| Date | Country | Guest |\n|---|---|---|\n| 1954 | Sweden | King Nils IX |\n"
    assert of(table, ()) == {"Nils IX": "Sweden"}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The Norwegian Minister of State at the Department of Education, Eva Lie, spoke.", {"Eva Lie": "Norway"}),
        ("The Minister of State with responsibility for bridges, Eva Lie, visited Peru.", {"Eva Lie": "Norway"}),
        ("The then Secretary of the Department of Trade, Sir Alan Reed, spoke.", {"Alan Reed": "Department of Trade"}),
        ("Commission on Rural Roads chair Ana Soto spoke.", {"Ana Soto": "Commission on Rural Roads"}),
        ("The Speaker of the Peruvian Senate, Ana Soto, spoke.", {"Ana Soto": "Peruvian Senate"}),
        (
            "General Luis Paz, then Chief of the Army Staff (COAS) of the Royal Norwegian Army (RNA) spoke.",
            {"Luis Paz": "Royal Norwegian Army"},
        ),
        ("Former Norway Minister for Bridges and Ferries, Eva Lie, visited Peru in 1999.", {"Eva Lie": "Norway"}),
        (
            "It was signed by Trade Secretary Ana Soto for Peru and Fisheries and Ports Minister Eva Lie for Norway.",
            {"Ana Soto": "Peru", "Eva Lie": "Norway"},
        ),
        (
            "It was signed by Public Works Secretary Eva Lie and her Peru counterpart, Ana Soto.",
            {"Ana Soto": "Peru", "Eva Lie": "Norway"},
        ),
    ],
)
def test_titles_with_departments_bodies_and_portfolios_of_any_wording(text: str, held: dict[str, str]) -> None:
    assert of(text) == held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The two trade ministers, Ana Soto and Eva Lie, met.", {"Ana Soto": "Peru", "Eva Lie": "Norway"}),
        ("Peru's president, Ana Soto, left. Both leaders spoke.", {"Ana Soto": "Peru"}),
        (
            "The Norwegian and Peruvian trade ministers, Eva Lie and Ana Soto, met.",
            {"Ana Soto": "Peru", "Eva Lie": "Norway"},
        ),
    ],
)
def test_two_who_bear_one_title_serve_the_two_states(text: str, held: dict[str, str]) -> None:
    assert of(text) == held
