"""Sessions of two states: who presided over them is who met, wherever the text says it."""

from __future__ import annotations

import pytest

from tests.test_frames import told

HELD = "The third session of the Joint Commission was held in Oslo in May 2014"
BOTH = ["Ola Berg", "Rose Otieno"]
STATES = ["Norway", "Kenya"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (f"{HELD}.", STATES),
        (f"{HELD} under the chairmanship of Minister Ola Berg and Minister Rose Otieno.", BOTH),
        (f"{HELD}. It was co-chaired by Ministers Ola Berg and Rose Otieno.", BOTH),
        (f"{HELD}. The Norwegian side was led by Ola Berg while the Kenyan side was led by Rose Otieno.", BOTH),
        (f"{HELD}. Minister Ola Berg and Minister Rose Otieno chaired the session.", BOTH),
        (f"{HELD}. The port is led by Ministers Ola Berg and Rose Otieno.", STATES),
        (f"{HELD}.\n\nIt was chaired by Ministers Ola Berg and Rose Otieno.", BOTH),
        (f"{HELD}. It was chaired by Minister Ola Berg.", STATES),
        (f"{HELD}, with the participation of Minister Ola Berg and Minister Rose Otieno.", BOTH),
        (f"{HELD}, chaired by the head of the fleet, Mr. Ola Berg, and the keeper of ports Ms. Rose Otieno.", BOTH),
    ],
)
def test_who_presides_over_a_session_is_who_met(text: str, people: list[str]) -> None:
    meetings = told(text, "Meeting", ("norway", "kenya"))
    assert [(row["participants"], row["place"], row["date"]) for row in meetings] == [(people, "Oslo", "2014-05")]


def test_the_chairs_of_one_session_are_not_those_of_the_next() -> None:
    first = (
        "Political consultations: the first round was held in Oslo on 3 March 2020, headed by Ministers Ola Berg and "
    )
    meetings = told(
        f"{first}Rose Otieno. The next round will take place in Nairobi in 2031.", "Meeting", ("norway", "kenya")
    )
    assert [(row["participants"], row["date"]) for row in meetings] == [(BOTH, "2020-03-03"), (STATES, "2031")]


@pytest.mark.parametrize(
    "behind",
    [
        "La presidieron el ministro Ola Berg y la ministra Rose Otieno.",
        "Fue copresidida por el ministro Ola Berg y la ministra Rose Otieno.",
        "La delegación noruega estuvo encabezada por Ola Berg y la keniana por Rose Otieno.",
    ],
)
def test_chairs_in_the_next_sentence_in_spanish(behind: str) -> None:
    text = f"La III Reunión de la Comisión Mixta se celebró en Oslo en mayo de 2014. {behind}"
    meetings = told(text, "Meeting", ("norway", "kenya"), "es")
    assert [(row["participants"], row["date"]) for row in meetings] == [(BOTH, "2014-05")]


@pytest.mark.parametrize(
    "behind",
    [
        "con la participación del viceministro Ola Berg y de la viceministra Rose Otieno",
        "encabezada por el Subsecretario Ola Berg y la Secretaria General del Ministerio de Pesca, Rose Otieno",
    ],
)
def test_who_took_part_in_a_spanish_session_is_who_met(behind: str) -> None:
    text = f"La tercera sesión de la Comisión Mixta se celebró en Oslo en mayo de 2014, {behind}."
    assert [row["participants"] for row in told(text, "Meeting", ("norway", "kenya"), "es")] == [BOTH]
