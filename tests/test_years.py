"""Years alone in a line, under whatever mark, head what happened in them: on a day, in a month, in a table."""

from __future__ import annotations

import pytest

from kg.texts.lines import read_lines
from kg.texts.years import days_below, days_from, year_alone
from tests.test_frames import told

YEARS = ["{}", "{}:", "{}.", "### {}", "**{}**", "== {} ==", "• {}", "Year {}"]
ENTRIES = {
    "before": "{day} – {title} {name}",
    "item": "- {day}: {title} {name}",
    "brackets": "{title} {name} ({day})",
    "behind": "* {name}, {title}, {day}",
    "dash": "- {name} ({title}) – {day}",
    "stop": "{day}. {title} {name}.",
    "table": "{day}\t{title} {name}",
}
GUESTS = {
    "2003": [("May", "President", "Ola Berg", "2003-05")],
    "2008": [
        ("3-5 June", "Prime Minister", "Ana Lund", "2008-06-03/2008-06-05"),
        ("July", "King", "Per Moe", "2008-07"),
    ],
}


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_visits_below_the_year_in_which_they_were_made(entry: str, year: str, gap: str) -> None:
    lists = [
        year.format(told) + gap + "\n".join(entry.format(day=d, title=t, name=n) for d, t, n, _ in guests)
        for told, guests in GUESTS.items()
    ]
    text = "Norway and Kenya\n\nVisits from Norway to Kenya\n\n" + gap.join(lists) + "\n"
    visits = told(text, "Visit", ("norway", "kenya"))
    want = [(n, "Kenya", edtf) for guests in GUESTS.values() for _, _, n, edtf in guests]
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == want


def test_visits_below_years_in_spanish() -> None:
    text = (
        "Perú y Noruega\n\nVisitas de Noruega al Perú\n\nAño 2003\n- Rey Ola Berg, mayo\nAño 2008\n"
        "- 3-5 de junio: Primera Ministra Ana Lund\n"
    )
    visits = told(text, "Visit", ("peru", "norway"), "es")
    assert [(row["visitor"], row["host"], row["date"]) for row in visits] == [
        ("Ola Berg", "Peru", "2003-05"),
        ("Ana Lund", "Peru", "2008-06-03/2008-06-05"),
    ]


def test_what_happened_elsewhere_in_a_year_is_no_visit() -> None:
    text = (
        "Football in Norway\n\n2003\nMay – Kenya 2 Norway 1\n3 June – Ola Berg signs for Brann\n\n"
        "2008\nMatches (July)\nSerie A: champions (12 May)\n"
    )
    assert told(text, "Visit", ("norway", "kenya")) == []


@pytest.mark.parametrize(
    ("text", "year", "days"),
    [
        ("2003\nMay – a\n4 June: b", "2003", ["May – a", "4 June: b"]),
        ("2003:\n- May – a", "2003", []),
        ("• En 2003\n4 de junio\nLa cumbre", "2003", ["4 de junio\nLa cumbre"]),
        ("2003-2004\nAna Li (30 April - 2 May)", "2003-2004", ["Ana Li (30 April - 2 May)"]),
        ("2003\nMay | a | b\nJune | c | d", "2003", []),
        ("2003\nMarket prices rose", "", []),
        ("2003\nMay 2003 – a", "", []),
        ("In 2003 it rose\nMay – a", "", []),
    ],
)
def test_days_below_a_year(text: str, year: str, days: list[str]) -> None:
    found = days_below(text, read_lines(text, 0), 0)
    assert (found is not None) == bool(year)
    if found is not None:
        assert text[found[0].start : found[0].end] == year
        assert [text[day.start : day.end] for day in found[1]] == days


def test_days_end_with_a_line_of_another_kind() -> None:
    lines = read_lines(text := "May – a\nJune – b\n\nJuly – c\n2004\n", 0)
    assert len(days_from(text, lines, 0)) == 2
    assert year_alone(text, lines[-1]) is not None
