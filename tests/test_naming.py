"""Whose somebody is, as his name tells: names of our own, in texts that do not say it."""

import pytest

from kg.extract.engine import extract
from kg.lexicon.gazetteer import gazetteer
from kg.lexicon.naming import naming
from kg.model import Document


@pytest.mark.parametrize(
    ("name", "one", "other", "told"),
    [
        ("Dragoslav Jovanović", "norway", "serbia", "serbia"),
        ("Dragoslav Jovanović", "serbia", "norway", "serbia"),
        ("Torbjørn Halvorsen", "norway", "serbia", "norway"),
        ("Park Sung-min", "south-korea", "paraguay", "south-korea"),
        ("Abdulrahman bin Khalid Al-Mansour", "oman", "japan", "oman"),
        ("Rodrigo Hernández Gutiérrez", "peru", "chile", ""),  # named alike
        ("Nguyen Van Thang", "norway", "serbia", ""),  # of a third one
        ("Jovanović", "norway", "serbia", ""),  # a single name tells too little
        ("Ana Berg", "norway", "singapore", ""),  # where people are named in many ways
    ],
)
def test_a_name_tells_which_of_two_states(name: str, one: str, other: str, told: str) -> None:
    known = gazetteer()
    keys = [f"state/{state}" for state in (one, other)]
    found = naming(known).likelier(name, *(known.tradition(key) for key in keys))
    assert (keys[found] if found >= 0 else "") == (told and f"state/{told}")


def of(text: str) -> list[str]:
    document = Document("note", text, "en", parties=("state/norway", "state/serbia"))
    held = [claim for claim in extract(document).claims if claim.type == "OfficeHeld"]
    return [next((value.label for value in claim.role("of")), "") for claim in held]


def test_a_title_without_its_state_is_that_of_the_name() -> None:
    assert of("Later, Deputy Minister Dragoslav Jovanović opened a school.") == ["Serbia"]
    assert of("Later, Deputy Minister Torbjørn Halvorsen opened a school.") == ["Norway"]


def test_what_the_text_says_comes_before_the_name() -> None:
    assert of("Norwegian Deputy Minister Dragoslav Jovanović opened a school.") == ["Norway"]


def test_every_tradition_is_that_of_a_state_and_in_one_word() -> None:
    known = gazetteer()
    traditions = {known.tradition(key) for key in known.keys("state")} - {""}
    assert len(traditions) > 40
    assert all(tradition.replace("-", "").isalpha() and tradition.islower() for tradition in traditions)


def test_who_pays_a_visit_is_of_the_other_state_whatever_his_name() -> None:
    assert of("Foreign Minister Dragoslav Jovanović visited Serbia in May 2011.") == ["Norway"]
