"""Lists, tables and fields: what the title of a page and the headings say of the items below them."""

from __future__ import annotations

from typing import Any

from kg.extract.engine import extract
from kg.model import Document


def told(text: str, type_: str, pair: tuple[str, str], language: str = "en") -> list[dict[str, Any]]:
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
