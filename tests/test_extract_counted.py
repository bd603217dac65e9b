"""Dates counted from the one before: "in 1964, a year after …"."""

import pytest

from kg.extract.engine import extract
from kg.lexicon.gazetteer import gazetteer
from kg.model import Document

TOLD = [
    ("en", "The embassy was opened in March 1966, two months before Norway opened a consulate in Mombasa.",
     ("MissionOpened", "consulate", "1966-05")),
    ("en", "Relations were established on 13 December 1963, the day after Kenya became independent.",
     ("LeadershipChange", "independence", "1963-12-12")),
    ("en", "The legation was opened on 12 December 1963, the very day of the country's independence.",
     ("LeadershipChange", "independence", "1963-12-12")),
    ("es", "El consulado se abrió en 1965, dos años después de la independencia del país.",
     ("LeadershipChange", "independence", "1963")),
    ("es", "La embajada fue abierta el 12 de diciembre de 1963, el mismo día de la independencia de Kenia.",
     ("LeadershipChange", "independence", "1963-12-12")),
]  # fmt: skip


def told(language: str, text: str) -> list[tuple[str, str, str | None]]:
    keys = {gazetteer().label(key): key for key in gazetteer().keys("state")}
    document = Document("page", text, language, parties=(keys["Norway"], keys["Kenya"]))
    claims = extract(document).claims
    return [
        (claim.type, value.label, claim.when.edtf if claim.when else None)
        for claim in claims
        for value in claim.role("kind")
    ]


@pytest.mark.parametrize(("language", "text", "claim"), TOLD)
def test_a_happening_so_long_before_or_after_a_date_has_its_own(
    language: str, text: str, claim: tuple[str, str, str]
) -> None:
    assert claim in told(language, text)


def test_words_that_count_nothing_make_no_date() -> None:
    found = told("en", "The embassy was opened in 1966, some while after Kenya became independent.")
    assert ("LeadershipChange", "independence", "1966") not in found


SOON = [
    ("en", "Norway recognised Kenya soon after it had become independent on 12 December 1963.", "1963~"),
    ("en", "Shortly after the independence of 12 December 1963, Norway recognised Kenya.", "1963~"),
    ("en", "Soon after, in June 1964, Norway recognised Kenya.", "1964-06"),
    ("en", "Norway recognised Kenya. Ships came soon after the fair of May 1964.", None),
    ("es", "Noruega reconoció a Kenia poco después de su independencia el 12 de diciembre de 1963.", "1963~"),
]


@pytest.mark.parametrize(("language", "text", "date"), SOON)
def test_what_came_soon_after_a_date_came_about_that_year(language: str, text: str, date: str | None) -> None:
    keys = {gazetteer().label(key): key for key in gazetteer().keys("state")}
    claims = extract(Document("page", text, language, parties=(keys["Norway"], keys["Kenya"]))).claims
    assert [c.when.edtf if c.when else None for c in claims if c.type == "Recognition"] == [date]
