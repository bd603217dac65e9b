"""Timelines before and after they are drawn, and the sentence around a quote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.serve import svg
from kg.serve.catalogue import Catalogue, Happening, Phase
from kg.serve.chart import Bar, Chart, Row, pair_chart
from kg.serve.library import Library

PAIR = ("state/a", "state/b")


def test_phases_of_which_only_the_year_is_known_stand_in_one_line() -> None:
    phases = [
        Phase("p/1", "RelationsNotEstablished", "../1855", None, 1855.99, "", "", ()),
        Phase("p/2", "RelationsInForce", "1855/..", 1855.0, None, "", "", ()),
    ]
    told = Happening("event/e", "Visit", "A visit", "1900", 1900.0, 1900.99, "asserted", 1, ())
    chart = pair_chart(Catalogue({"state/a": "A", "state/b": "B"}, phases={PAIR: phases}, pairs={PAIR: [told]}), PAIR)
    (row,) = (row for row in chart.rows if row.name == "Relations")
    assert [(bar.start, bar.end) for bar in row.bars] == [(None, 1855.0), (1855.0, None)]


def test_terms_of_office_stand_one_below_the_other_in_the_order_of_their_begin() -> None:
    """Also those whose names stand before their bars, because there is no room behind them."""
    bars = [
        Bar(1990 + 4 * n, 1994 + 4 * n, f"Somebody with the number {n}", "office", "", f"tenure/{n}") for n in range(7)
    ]
    drawn = svg.timeline(Chart("A and B", 1950, 2020, (Row("Envoys", tuple(reversed(bars))),), 0))
    heights = {
        int(key): float(y) for key, y in re.findall(r'href="/id/tenure/(\d)".*?<rect x="[\d.]+" y="([\d.]+)"', drawn)
    }
    assert [heights[n] for n in range(7)] == sorted(heights.values())
    assert 'class="end"' in drawn or "beside end" in drawn


def test_a_term_of_which_only_the_end_is_told_is_not_drawn_from_the_edge() -> None:
    """Nothing says that it began before everything else; it is a dashed stub before its end."""
    roles = (("person", "person/p"), ("sendingState", "state/a"), ("receivingState", "state/b"))
    terms = [
        Happening("tenure/t", "Tenure", "P in B", "../1925", None, 1925.0, "asserted", 1, roles),
        Happening("tenure/u", "Tenure", "P in B", "1830/..", 1830.0, None, "asserted", 1, roles),
    ]
    chart = pair_chart(Catalogue({"state/a": "A", "state/b": "B", "person/p": "P"}, pairs={PAIR: terms}), PAIR)
    (row,) = chart.rows
    until, since = row.bars
    assert until.start is not None
    assert chart.start < until.start
    assert 1920 < until.start < until.end == 1925.0
    assert (until.kind, since.kind, since.end) == ("until", "office", None)
    assert 'class="bar until"' in svg.timeline(chart)


@pytest.mark.parametrize(
    ("text", "quote", "before", "after"),
    [
        ("First. Mr. Smith came to Oslo in May.[3] Then he left.", "came to Oslo", "Mr. Smith ", " in May.[3]"),
        ("It ended.In Chile nothing moved.So it stayed.", "nothing", "In Chile ", " moved."),
        ("A heading\nThe text of it\nMore", "text", "The ", " of it"),
        ("It was so.", "It was so.", "", ""),
    ],
)
def test_a_quote_is_shown_in_its_sentence(tmp_path: Path, text: str, quote: str, before: str, after: str) -> None:
    (tmp_path / "a.en.txt").write_text(text, "utf-8")
    begin = text.index(quote)
    assert Library(tmp_path).around("a.en.txt", begin, begin + len(quote)) == (before, after)


def test_a_sentence_without_end_is_cut_between_words(tmp_path: Path) -> None:
    text = "word " * 500 + "QUOTE" + " word" * 500
    (tmp_path / "a.en.txt").write_text(text, "utf-8")
    begin = text.index("QUOTE")
    before, after = Library(tmp_path).around("a.en.txt", begin, begin + 5)
    assert before.startswith("… word ")
    assert after.endswith(" word …")
    assert len(before) + len(after) < 900


def test_a_long_text_has_parts_and_every_place_lies_in_one(tmp_path: Path) -> None:
    text = "".join(f"Line {n} of a text that goes on and on.\n" for n in range(4000))
    (tmp_path / "a.en.txt").write_text(text, "utf-8")
    library = Library(tmp_path)
    cuts = library.cuts("a.en.txt")
    assert (cuts[0], cuts[-1]) == (0, len(text))
    assert len(cuts) == 4
    assert all(text[cut - 1] == "\n" for cut in cuts[1:])
    for offset in (0, cuts[1] - 1, cuts[1], len(text) - 1):
        part = library.part("a.en.txt", offset)
        assert cuts[part - 1] <= offset < cuts[part]
    assert library.part("missing.txt", 5) == 1
