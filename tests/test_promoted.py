"""Heads of mission who rise, and what that tells of the mission."""

from __future__ import annotations

import pytest

from tests.test_frames import told

PAIR = ("norway", "peru")
MINISTER = "Ola Berg was appointed Norwegian Minister to Peru on 3 May 1931."


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (f"{MINISTER} He was promoted to Ambassador on 4 June 1935.", ["1935-06-04"]),
        ("Norwegian Minister Ola Berg gave his new credentials as Ambassador to Peru on 4 June 1935.", ["1935-06-04"]),
        (f"{MINISTER} Kari Lund was named as the first Norwegian Ambassador to Peru on 4 June 1935.", ["1935-06-04"]),
        ("Kari Lund was appointed as the first Norwegian Ambassador to Peru on 4 June 1935.", []),
        (f"{MINISTER} Kari Lund was appointed Norwegian Ambassador to Peru on 4 June 1935.", []),
        (f"{MINISTER} He was appointed Norwegian Ambassador to Chile on 4 June 1935.", []),
        ("The former minister Ola Berg was appointed Norwegian Ambassador to Peru on 4 June 1935.", []),
        (
            f"{MINISTER} The legation was raised to an embassy on 2 June 1935. He became Ambassador on 4 June 1935.",
            ["1935-06-02"],
        ),
    ],
)  # fmt: skip
def test_a_minister_made_ambassador_heads_an_embassy(text: str, dates: list[str]) -> None:
    raised = told(text, "MissionElevated", PAIR)
    assert [row["date"] for row in raised] == dates
    assert all((row["sending"], row["receiving"], row["kind"]) == ("Norway", "Peru", "embassy") for row in raised)


def test_an_envoy_is_sent_to_the_state_whose_president_receives_him() -> None:
    told_of = "Juan Soto, who had been serving as Minister Plenipotentiary since 4 June 1931,"
    text = f"{MINISTER}\n\nOn 3 May 1935, {told_of} presented his credentials as Ambassador to Norway."
    assert [(row["sending"], row["receiving"]) for row in told(text, "Tenure", PAIR)] == [("Peru", "Norway")]


def test_the_legation_is_that_of_the_state_that_tells_its_own_history() -> None:
    text = (
        "A Guide to Norway’s History of Recognition and Diplomatic Relations, by Country: Peru\n\n"
        "The Peruvian Legation in Oslo opened on 3 May 1921 under Minister Ana Li.\n\n"
        "The Legation was elevated to an Embassy on 4 June 1949, when Minister Ola Berg became Ambassador."
    )
    raised = told(text, "MissionElevated", PAIR)
    assert [(row["sending"], row["receiving"], row["date"]) for row in raised] == [("Norway", "Peru", "1949-06-04")]


@pytest.mark.parametrize(("kind", "rank"), [("legation", "minister"), ("embassy", "ambassador")])
def test_who_opens_a_mission_with_credentials_heads_it(kind: str, rank: str) -> None:
    text = f"Norway opened a {kind} in Lima on 3 May 1921 when Ola Berg presented his credentials."
    assert [row["office"] for row in told(text, "Appointment", PAIR)] == [rank]


def test_a_clause_on_somebody_tells_of_him_to_its_second_verb() -> None:
    text = "It was run by Ola Berg, who was named Ambassador on 3 May 1992 and gave his credentials on 4 June 1993."
    made = told(text, "Appointment", PAIR)
    assert [(row["person"], row["kind"], row["date"]) for row in made] == [
        ("Ola Berg", "named", "1992-05-03"),
        ("Ola Berg", "credentials", "1993-06-04"),
    ]


@pytest.mark.parametrize("words", ["Interests sections were opened in each other's capital", "Embassies were opened"])
def test_missions_of_both_are_opened_each_in_the_other(words: str) -> None:
    opened = told(f"{words} on 3 May 1977.", "MissionOpened", PAIR)
    assert {(row["sending"], row["receiving"]) for row in opened} == {("Norway", "Peru"), ("Peru", "Norway")}
