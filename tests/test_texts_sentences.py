"""Sentences: where they end, and that their offsets are those of the text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.texts.sentences import finished, sentences

SPLIT = [
    ["Mr. Ola Berg came.[3]", "He left."],
    ["The treaty fell.[1][4]", "A year passed."],
    ["Ties warmed. [1]", "Trade grew. [4] [5]", "Then it fell."],
    ["It was their first visit.[citation needed]", "In 1990 they met."],
    ["She met H.E. Dr. J.R. Mwangi.", "V.S. Rao, too, was there."],
    ["The U.S. Ambassador to the U.K. left.", "L. Paul Stone stayed."],
    ["He went to the U.S.", "The talks failed."],
    ["President B.Sh. Orlov met A.Yu. Petrov.", "They talked."],
    ["The United States (U.S.) Embassy opened.", "(See the list.)"],
    ["It is “an independent State.”", "In this treaty they agreed."],
    ["Trade reached 3.5 million.", "24 firms took part."],
    ["Law no. 1572 was passed.", "Art. 5 fell."],
    ["El Excmo. Sr. D. Juan Prado viajó.", "¿Quién lo recibió?", "La Sra. Soto."],
    ["EE.UU. y Perú firmaron.", "Llegó el 3 mar. 1990 y salió al mar.", "Bolivia protestó."],
    ["Washington, D.C. is the seat."],
    ["They met in St. Petersburg on Oct. 5 and parted."],
    ["They met on 8. XI. 1990 in Oslo.", "He left on 9. 11. 1990."],
    ["no. It ended so"],
    ["Lima, lunes 3 de mayo de 2011.-", "El presidente viajó."],
    ["OSLO, 3 may 2011 (Agencias). –", "Ana Berg llega hoy."],
    ["1995.- Visita del canciller."],
    ["1967. Perú rompe relaciones.", "Malta también."],
    ["III.- Relaciones con Kenia"],
    ["Mayo, 1995.- Visita del canciller."],
]
GLUED = ["No intervino en los asuntos internos.", "En Chile hubo cambios después de 1959.", "A comienzos de año, nada."]


@pytest.mark.parametrize("expected", SPLIT)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    text = " ".join(expected)
    if text == "no. It ended so":
        expected = ["no.", "It ended so"]
    assert [text[s.start : s.end] for s in sentences(text, 0, len(text))] == expected


def test_sentences_glued_by_scraping_are_parted() -> None:
    text = "".join(GLUED)
    assert [text[s.start : s.end] for s in sentences(text, 0, len(text))] == GLUED


def test_a_part_of_a_text_is_split_with_offsets_of_the_whole() -> None:
    text = "One. Two came. Three went."
    assert [(s.start, s.end) for s in sentences(text, 5, len(text))] == [(5, 14), (15, 26)]


@pytest.mark.parametrize("text", ["He left.[3]", "He left.” [a]", "They are:"])
def test_finished_looks_behind_marks(text: str) -> None:
    assert finished(text, 0, len(text))
    assert not finished(text, 0, 4)


@given(st.text(alphabet="aB. [1]\n\u00a0”?Mr¿é🙂", max_size=120))
@settings(max_examples=300, deadline=None)
def test_sentences_cover_all_but_blanks_in_order(text: str) -> None:
    spans = list(sentences(text, 0, len(text)))
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())


def test_an_initial_before_a_name_that_begins_with_a_particle_ends_no_sentence() -> None:
    text = "Ambassador Willard A. De Lund was appointed. The mission opened."
    assert [span.start for span in sentences(text, 0, len(text))] == [0, 45]


def test_a_blank_without_a_width_behind_a_footnote_mark_does_not_glue_two_sentences() -> None:
    text = "La sede abrió en 1965.[4]\u200b En 1970 cerró."
    assert [text[s.start : s.end].strip("\u200b ") for s in sentences(text, 0, len(text))] == [
        "La sede abrió en 1965.[4]",
        "En 1970 cerró.",
    ]
