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
