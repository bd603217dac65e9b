"""What one state did and the other did too, in the next sentence."""

from __future__ import annotations

import pytest

from tests.test_frames import told

PAIR = ("kenya", "norway")


@pytest.mark.parametrize(
    ("text", "type_", "language"),
    [
        ("Kenya opened an embassy in Oslo in 1965. Norway did the same in Nairobi in 1967.", "MissionOpened", "en"),
        ("Kenya opened an embassy in Oslo in 1965. Two years later, Norway opened its own.", "MissionOpened", "en"),
        ("Kenya closed its embassy in Oslo in 1965. Norway followed suit in 1967.", "MissionClosed", "en"),
        ("Kenia abrió una embajada en Oslo en 1965. Noruega hizo lo propio en Nairobi en 1967.", "MissionOpened", "es"),
        ("Kenia abrió una embajada en Oslo en 1965. Noruega inauguró la suya dos años después.", "MissionOpened", "es"),
    ],
)
def test_the_other_state_did_so_too(text: str, type_: str, language: str) -> None:
    found = [(row["sending"], row["receiving"], row["kind"], row["date"]) for row in told(text, type_, PAIR, language)]
    assert found == [("Kenya", "Norway", "embassy", "1965"), ("Norway", "Kenya", "embassy", "1967")]


def test_what_the_other_did_in_return_is_told_in_its_own_words() -> None:
    text = "In 1926 the consulate in Oslo became an embassy. In 1930, Norway reciprocated, opening one in Nairobi."
    assert [row["date"] for row in told(text, "MissionElevated", PAIR)] == ["1926"]


def test_a_mission_kept_by_the_other_state() -> None:
    missions = told("Kenya has an embassy in Oslo. Norway has one in Nairobi.", "MissionPresent", PAIR)
    assert [(row["sending"], row["place"]) for row in missions] == [("Kenya", "Oslo"), ("Norway", "Nairobi")]


def test_another_state_recognised_it_too() -> None:
    found = told("Kenya recognised Kosovo in 2010. Norway did so in 2011.", "Recognition", PAIR)
    assert [(row["recogniser"], row["recognised"], row["date"]) for row in found] == [
        ("Kenya", "Kosovo", "2010"),
        ("Norway", "Kosovo", "2011"),
    ]


@pytest.mark.parametrize(
    "behind",
    [
        "Norway built roads. Kenya did so in 1967.",  # a sentence stands between
        "Norway never did so.",
        "Norway did not do the same.",
        "The minister did the same in 1967.",
        "Kenya did the same in 1967.",  # who acted already
    ],
)
def test_nothing_is_taken_up_from_afar_or_by_others(behind: str) -> None:
    missions = told(f"Kenya opened an embassy in Oslo in 1965. {behind}", "MissionOpened", PAIR)
    assert [row["date"] for row in missions] == ["1965"]


@pytest.mark.parametrize(
    ("text", "type_", "language"),
    [
        ("Kenya closed its embassy in Oslo in 1965; Norway did the same in 1967.", "MissionClosed", "en"),
        ("La embajada de Kenia en Oslo abrió en 1965; la noruega en Nairobi lo hizo en 1967.", "MissionOpened", "es"),
        ("Kenia elevó su legación en Oslo a embajada en 1965, y Noruega la suya en 1967.", "MissionElevated", "es"),
    ],
)
def test_within_one_sentence(text: str, type_: str, language: str) -> None:
    found = [(row["sending"], row["receiving"], row["kind"], row["date"]) for row in told(text, type_, PAIR, language)]
    assert found == [("Kenya", "Norway", "embassy", "1965"), ("Norway", "Kenya", "embassy", "1967")]


def test_relations_that_both_severed() -> None:
    text = "On 3 May 1971 Kenya severed diplomatic relations with Norway; the next day, Oslo did the same."
    found = [(row["agent"], row["date"]) for row in told(text, "RelationsSevered", PAIR)]
    assert found == [("Kenya", "1971-05-03"), ("Norway", "1971-05-04")]


def test_a_mission_taken_up_and_closed() -> None:
    text = "Kenia abrió una embajada en Oslo en 1965. Noruega abrió la suya en 1967, pero la cerró en 1970."
    assert [(row["sending"], row["date"]) for row in told(text, "MissionClosed", PAIR, "es")] == [("Norway", "1970")]


def test_no_other_than_a_state_is_told_of() -> None:
    text = "Kenya opened an embassy in Oslo in 1965 and a school did so in 1967."
    assert [row["date"] for row in told(text, "MissionOpened", PAIR)] == ["1965"]
