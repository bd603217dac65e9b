"""What stands between a subject and its verb hides nothing: "Kenya, which has a long coast, belongs to …"."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Document

CORES = {
    "en": [
        "Kenya{} is represented in Norway through its embassy in Berlin.",
        "Kenya{} is a member of the World Trade Organization.",
        "Kenya{} belongs to the African Union.",
        "Kenya{} opened an embassy in Oslo in 1990.",
        "The two countries{} are members of the World Trade Organization.",
    ],
    "es": [
        "Kenia{} es miembro de la Organización Mundial del Comercio.",
        "Kenia{} abrió una embajada en Oslo en 1990.",
        "Kenia{} acredita a su embajador en Berlín ante el gobierno noruego.",
    ],
}
ASIDES = {
    "en": [
        ", however,", ", for its part,", ", which had a long coast,", ", whose trade was growing,", " (a small one)",
        " – old friends of peace –", ", after long talks,", ", like many others,", ", despite protests at home,",
        ", having consulted its allies,",
    ],
    "es": [
        ", sin embargo,", ", por su parte,", ", que tenía una larga costa,", ", cuyo comercio crecía,",
        ", tras largas conversaciones,", ", como muchos otros,", ", pese a las protestas,",
    ],
}  # fmt: skip


def told(text: str, language: str) -> list[tuple[str, str, str]]:
    page = Document(f"page.{language}.txt", text, language, parties=("state/kenya", "state/norway"))
    return sorted(
        (c.type, c.when.edtf if c.when else "", str([[v.label for v in role.values] for role in c.roles]))
        for c in extract(page).claims
    )


@pytest.mark.parametrize(
    ("language", "core", "aside"),
    [(language, core, aside) for language in CORES for core in CORES[language] for aside in ASIDES[language]],
)
def test_an_aside_hides_nothing(language: str, core: str, aside: str) -> None:
    assert told(core.format(aside), language) == told(core.format(""), language) != []


def test_what_follows_an_object_is_not_said_of_it() -> None:
    text = "Minister Ola Berg visited Kenya, where he opened a school, and joined the World Trade Organization."
    assert not [each for each in told(text, "en") if each[0] == "Membership"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "President Amos Kirui, then chairman of the African Union, visited Norway in 1987."),
        ("en", "President Amos Kirui, in his capacity as chairman of the African Union, visited Norway in 1987."),
        ("en", "President Amos Kirui, the first Kenyan president to see Oslo, visited Norway in 1987."),
        ("es", "El presidente Amos Kirui, entonces presidente de la Unión Africana, visitó Noruega en 1987."),
    ],
)
def test_a_title_between_commas_is_told_of_who_stands_before(language: str, text: str) -> None:
    page = Document(f"page.{language}.txt", text, language, parties=("state/kenya", "state/norway"))
    visits = [claim for claim in extract(page).claims if claim.type == "Visit"]
    visitors = [
        value.label for claim in visits for role in claim.roles if role.name == "visitor" for value in role.values
    ]
    assert visitors == ["Amos Kirui"]
