"""Missions that a page names without telling of them."""

import pytest

from kg.extract.engine import extract
from kg.lexicon.gazetteer import gazetteer
from kg.model import Document

_REST = (
    "The two states trade in fish.\n\nSnow is rare on both coasts.\n\nThe talks were short.\n\nLetters take long, and "
    "so do ships, of which only a few sail each year from one harbour to the other."
)


def _missions(text: str) -> list[tuple[str, ...]]:
    known = gazetteer()
    keys = {known.label(key): key for key in known.keys("state")}
    document = Document("example", f"{_REST}\n\n{text}", "en", parties=(keys["Norway"], keys["Peru"]))
    found = [claim for claim in extract(document).claims if claim.type.startswith("Mission")]
    return [(claim.type, *(v.label for name in ("sending", "receiving") for v in claim.role(name))) for claim in found]


@pytest.mark.parametrize(
    "text",
    [
        "Guests saw the new roof of the Norwegian Embassy in Lima.",
        "A clerk of the Embassy of Norway in Lima spoke of whales.",
    ],
)
def test_a_mission_named_with_sender_and_host_is_there(text: str) -> None:
    assert _missions(text) == [("MissionPresent", "Norway", "Peru")]


@pytest.mark.parametrize(
    "text",
    [
        "Guests saw the new roof of the Chilean Embassy in Lima.",
        "They spoke of a Norwegian Embassy in Lima.",
        "The Norwegian embassy spoke of whales.",
    ],
)
def test_one_of_a_third_state_or_one_only_thought_of_is_not(text: str) -> None:
    assert _missions(text) == []


def test_what_is_told_of_a_mission_counts_alone() -> None:
    told = "Norway opened an embassy in Lima in 1990.\n\nGuests saw the new roof of the Norwegian Embassy in Lima."
    assert _missions(told) == [("MissionOpened", "Norway", "Peru")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Forms lie with the honorary consulates in Callao and Cusco.", [("Norway", "Peru")] * 2),
        ("The honorary consulate of Peru is in Bergen.", [("Peru", "Norway")]),
        ("Forms lie with the honorary consulates.", []),
        ("Forms lie with the honorary consulate in Antwerp.", []),
    ],
)
def test_an_honorary_consulate_in_one_of_two_states_is_the_others(text: str, told: list[tuple[str, str]]) -> None:
    assert _missions(text) == [("MissionPresent", *sides) for sides in told]
