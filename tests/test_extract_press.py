"""What Spanish press texts must not make up: visits of whoever was named before, years and states of others."""

import pytest

from kg.extract.engine import extract
from kg.model import Claim, Document

PAIR = ("state/kenya", "state/norway")


def told(text: str) -> list[Claim]:
    return list(extract(Document("nota.txt", text, "es", parties=PAIR)).claims)


def offices(text: str) -> dict[str, str]:
    """Whose office each person has."""
    found = [{role.name: role.values[0].label for role in c.roles} for c in told(text) if c.type == "OfficeHeld"]
    return {roles["person"]: roles.get("of", "") for roles in found}


@pytest.mark.parametrize(
    "text",
    [
        "El canciller keniano, Amos Kimani, habló. En 1963, cuando arribó a Noruega la primera brigada médica, llovía.",
        "El canciller keniano, Amos Kimani, confirmó que una misión comercial visitará Noruega.",
        "El canciller keniano, Amos Kimani, visitará el palacio real.",
    ],
)
def test_who_was_named_before_does_not_travel_for_others(text: str) -> None:
    assert [c for c in told(text) if c.type == "Visit"] == []


def test_a_relative_date_of_a_text_without_a_date_is_not_counted_from_another_year() -> None:
    text = "Todo empezó en 1975. El canciller keniano, Amos Kimani, visitó Oslo el año pasado."
    assert [c.when for c in told(text) if c.type == "Visit"] == [None]


def test_ministers_of_one_list_serve_one_state() -> None:
    text = (
        "Lo acompañan Ola Berg, ministra de Defensa de Noruega; Nils Lie, ministro de Cultura; y Per Dahl, ministro"
        " de Trabajo."
    )
    assert offices(text) == {"Ola Berg": "Norway", "Nils Lie": "Norway", "Per Dahl": "Norway"}


def test_each_name_of_an_enumeration_has_the_title_behind_it() -> None:
    text = "El acto fue presidido por Hans Berg, ministro de Defensa de Noruega, Nils Lie, embajador en Kenia."
    titles = [c for c in told(text) if c.type == "OfficeHeld"]
    pairs = [(r["person"], r["office"]) for c in titles for r in [{x.name: x.values[0].label for x in c.roles}]]
    assert ("Hans Berg", "minister of defence") in pairs
    assert ("Nils Lie", "minister of defence") not in pairs


def test_a_given_name_is_no_title() -> None:
    assert "Maroto" not in offices("Habló Reyes Maroto, ministra de Industria de Noruega.")


def test_relations_are_broken_with_whom_the_relative_clause_names() -> None:
    claims = [c for c in told("Kenia rompió las relaciones que mantenía con Perú.") if c.type == "RelationsSevered"]
    parties = [v.label for c in claims for role in c.roles if role.name == "parties" for v in role.values]
    assert sorted(parties) == ["Kenya", "Peru"]
