"""Careers: the posts that an announcement lists below the name of who has been appointed."""

from __future__ import annotations

from tests.test_frames import told

HEAD = "Mr Karl Moen has been appointed Ambassador of Norway to Kenya.\n\nCareer\n\n"


def posts(text: str) -> list[tuple[str, str, str, str]]:
    rows = told(text, "Tenure", ("norway", "kenya"))
    return [(row["person"], row["office"], row.get("receiving", ""), row["date"]) for row in rows]


def test_steps_of_a_career() -> None:
    lines = (
        "2018 – present: Ministry of Foreign Affairs, Director, Africa Department",
        "2014 – 2018: Embassy of Norway in Nairobi, Counsellor",
        "2010 – 2014 Lima, Deputy Head of Mission and Consul",
        "2008 – 2010 Ministry of Foreign Affairs, Desk Officer, Consular Section",
        "2001 Joined the Ministry of Foreign Affairs",
    )
    assert posts(HEAD + "\n".join(lines) + "\n\nHe is married.\n") == [
        ("Karl Moen", "director of Africa Department", "", "2018/.."),
        ("Karl Moen", "counsellor", "Kenya", "2014/2018"),
        ("Karl Moen", "deputy head of mission", "Peru", "2010/2014"),
        ("Karl Moen", "consul", "Peru", "2010/2014"),
        ("Karl Moen", "desk officer", "", "2008/2010"),
    ]


def test_whose_career_it_is_stays_whoever_is_named_in_it() -> None:
    steps = "2014 to 2018\tLima, First Secretary, UK Representation\n2011 to 2014\tLima, Attaché\n"
    assert posts(f"{HEAD}Full name: Karl Moen\nMarried to: Eva Lind\n\n{steps}") == [
        ("Karl Moen", "first secretary", "Peru", "2014/2018"),
        ("Karl Moen", "attaché", "Peru", "2011/2014"),
    ]
