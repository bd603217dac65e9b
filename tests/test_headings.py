"""Headings that tell what their section does not."""

from __future__ import annotations

import pytest

from tests.test_frames import told

PAIR = ("norway", "peru")
PAGE = "Norway and Peru\n\nRelations\n\n{heading}\n\n{below}\n\nSources\n\nOf the archives."
ENVOY = "Ola Berg was named Minister to Peru on 3 May 1931. He presented his credentials on 4 June 1931."


@pytest.mark.parametrize(
    ("heading", "below", "type_", "dates"),
    [
        ("Establishment of Diplomatic Relations, 1931", ENVOY, "RelationsEstablished", ["1931"]),
        ("Establishment of Diplomatic Relations, 1931.", ENVOY, "RelationsEstablished", ["1931"]),
        ("Establishment of Diplomatic Relations", ENVOY, "RelationsEstablished", []),
        ("Establishment of Consular Relations, 1931", ENVOY, "RelationsEstablished", []),
        (
            "Establishment of Diplomatic Relations, 1931",
            "Diplomatic relations were established on 4 June 1931.",
            "RelationsEstablished",
            ["1931-06-04"],
        ),
        (
            "Resumption of Diplomatic Relations, 1931",
            "Diplomatic relations were established on 4 June 1931.",
            "RelationsRestored",
            [],
        ),
        ("Elevation of the Norwegian Legation in Lima to Embassy Status, 1931", ENVOY, "MissionElevated", ["1931"]),
        ("Norwegian Recognition of Peru, 1831", ENVOY, "Recognition", ["1831"]),
        ("Norwegian Recognition of Peru, 1831–1835", ENVOY, "Recognition", []),
    ],
)
def test_a_heading_with_a_year_tells_what_nothing_below_does(
    heading: str, below: str, type_: str, dates: list[str]
) -> None:
    assert [row["date"] for row in told(PAGE.format(heading=heading, below=below), type_, PAIR)] == dates


def test_a_mark_of_which_a_copy_kept_no_word_stands_at_a_heading() -> None:
    text = (
        "Kenya–Norway relations\n\nTrade[]\n\nTrade is small.\n\nExternal links[]\n\n"
        "  • Kenyan embassy in Stockholm (in Swedish only)\n  • Norwegian embassy in Nairobi\n"
    )
    assert told(text, "MissionPresent", ("kenya", "norway")) == []
