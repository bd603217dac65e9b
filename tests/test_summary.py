"""What the end of a build says of texts that repeat each other, until sources.toml tells which depends on which."""

from __future__ import annotations

from pathlib import Path

from kg.commands.summary import summary
from kg.pipeline import Options, build_graph

SENTENCES = (
    "Diplomatic relations between Kenya and Norway were established on 12 December 1963.",
    "In May 1970 Kenya opened an embassy in Stockholm after long talks with the government.",
    "Norway recognized the government of Peru on 4 June 1975 after some hesitation in Oslo.",
    "On 7 March 1981 Kenya severed diplomatic relations with Norway over the affair of the ship.",
    "Diplomatic relations between Kenya and Norway were restored on 9 September 1984 in New York.",
)


def said(folder: Path, graph: Path) -> str:
    return summary(build_graph([folder], graph, Options(check=False)))


def test_a_text_that_repeats_another_is_proposed_as_a_copy(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "first.en.txt").write_text(" ".join(SENTENCES))
    (texts / "second.en.txt").write_text(f"From our archive. {' '.join(SENTENCES)}")
    (texts / "other.en.txt").write_text("Peru and Kenya established diplomatic relations on 3 May 1975.")
    told = said(texts, tmp_path / "graph")
    assert "first.en.txt tells 5 of 5 things as second.en.txt does, in the same words." in told
    assert "sources.toml" in told
    assert "other.en.txt" not in told
    (texts / "sources.toml").write_text('[source."second.en.txt"]\ncites = ["first.en.txt"]\n')
    assert "things as" not in said(texts, tmp_path / "again")
