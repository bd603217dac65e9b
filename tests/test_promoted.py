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
