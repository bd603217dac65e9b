"""Lists of missions: headings, and how an entry tells the state, the city and the kind, in any order."""

from __future__ import annotations

import pytest

from tests.test_frames import told

MISSIONS = [("Italy", "embassy"), ("Italy", "consulate general"), ("Peru", "embassy")]


def read(text: str, parties: tuple[str, ...] = ("norway",), language: str = "en") -> list[tuple[str, ...]]:
    """Whose mission, where and of what kind each claim is."""
    found = told(text, "MissionPresent", parties, language)
    return [(row["sending"], row["receiving"], row["kind"]) for row in found]


ENTRIES = {
    "kind before": "- Embassy in Rome\n- Consulate General in Milan\n- Embassy in Lima",
    "kind behind": "- Italy: Rome (Embassy), Milan (Consulate General)\n- Peru: Lima (Embassy)",
    "kind, city": "Italy\nEmbassy, Rome\nConsulate General, Milan\nPeru\nEmbassy, Lima",
    "table": "Type\tCity\tCountry\nEmbassy\tRome\tItaly\nConsulate General\tMilan\tItaly\nEmbassy\tLima\tPeru",
    "columns": "Country\tMission\tCity\nItaly\tEmbassy\tRome\nItaly\tConsulate General\tMilan\nPeru\tEmbassy\tLima",
}


@pytest.mark.parametrize("entries", ENTRIES.values(), ids=ENTRIES)
@pytest.mark.parametrize(
    "heading",
    [
        "Embassies and consulates of Norway",
        "Norway – Embassies and Consulates",
        "Norwegian missions abroad",
        "Ministry of Foreign Affairs of Norway\n\nMissions abroad",
        "Diplomatic network of Norway",
        "Norway maintains embassies and consulates in the following cities:",
    ],
)
def test_missions_of_a_state_are_listed_in_many_forms(heading: str, entries: str) -> None:
    assert sorted(read(f"{heading}\n\n{entries}\n")) == sorted(("Norway", *each) for each in MISSIONS)


@pytest.mark.parametrize(
    "entries",
    [
        "- Embajada en Roma\n- Consulado General en Milán\n- Embajada en Lima",
        "Italia\n- Roma (Embajada)\n- Milán (Consulado General)\nPerú\n- Lima (Embajada)",
        "País\tRepresentación\tSede\nItalia\tEmbajada\tRoma\nItalia\tConsulado General\tMilán\nPerú\tEmbajada\tLima",
    ],
)
@pytest.mark.parametrize(
    "heading",
    [
        "Misiones diplomáticas y consulares noruegas",
        "Ministerio de Relaciones Exteriores de Noruega\n\nRepresentaciones en el exterior",
        "Red diplomática de Noruega",
        "Noruega cuenta con embajadas y consulados en:",
    ],
)
def test_missions_are_listed_so_in_spanish_too(heading: str, entries: str) -> None:
    missions = read(f"{heading}\n\n{entries}\n", language="es")
    assert sorted(missions) == sorted(("Norway", *each) for each in MISSIONS)


def test_lines_of_a_kind_head_the_entries_below() -> None:
    tight = "Missions of Norway\n\nEmbassies\n- Rome\n- Lima\n\nConsulates General\n- Milan\n"
    runs = "Missions of Norway\n\nEmbassies: Italy (Rome), Peru (Lima).\n\nConsulates General: Italy (Milan).\n"
    page = "Ministry of Foreign Affairs of Norway\n\nMissions abroad\n\n"
    parted = f"{page}Embassies\n\n- Italy (Rome)\n- Peru (Lima)\n\nConsulates General\n\n- Italy (Milan)\n"
    for text in (tight, runs, parted):
        assert sorted(read(text)) == sorted(("Norway", *each) for each in MISSIONS)


def test_embassies_of_others_may_reside_elsewhere() -> None:
    page = "Ministry of Foreign Affairs of Norway\n\nEmbassies accredited to Norway\n\nPeru\nItaly\n\n"
    found = read(f"{page}Non-resident missions\n\nKenya (Berlin)\nTonga (London)\n")
    own = [("Peru", "Norway", "embassy"), ("Italy", "Norway", "embassy")]
    assert found == [*own, *((each, "Norway", "non-resident embassy") for each in ("Kenya", "Tonga"))]


@pytest.mark.parametrize(
    "entries",
    [
        "- Norway: Lima (Embassy)\n- Peru: Oslo (Embassy)",
        "- In Peru: Embassy of Norway (Lima)\n- In Norway: Embassy of Peru (Oslo)",
        "- Norway in Peru: Lima (Embassy)\n- Peru in Norway: Oslo (Embassy)",
        "Norway\tLima\tEmbassy\nPeru\tOslo\tEmbassy",
        "Norway – Embassy, Lima\nPeru – Embassy, Oslo",
    ],
)
def test_two_states_have_missions_in_each_other(entries: str) -> None:
    text = f"Norway–Peru relations\n\nRelations are good.\n\nDiplomatic missions\n\n{entries}\n"
    assert read(text, ("norway", "peru")) == [("Norway", "Peru", "embassy"), ("Peru", "Norway", "embassy")]


def test_envoys_of_two_states_may_live_elsewhere() -> None:
    text = "Relaciones Noruega-Perú\n\nEmbajadas\n\n- Noruega: Embajada en Santiago (concurrente)\n- Perú: Estocolmo\n"
    assert read(text, ("norway", "peru"), "es") == [("Norway", "Peru", "non-resident embassy")]


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian seamen's churches abroad\n\n- Hamburg (Church)\n- Lima (Chapel)\n",
        "Offices abroad\n\nNordfisk of Norway sells fish.\n\n- Lima (Office)\n- Rome (Office)\n",
        "Our teams in Norway\n\n- Italy (Rome)\n- Peru (Lima)\n",
        "Embassies and consulates of Norway\n\nItaly\nPeru\n",  # which of them is where?
    ],
)
def test_other_lists_of_places_name_no_missions(text: str) -> None:
    assert read(text) == []


def test_a_mission_stands_where_its_city_is_whatever_the_sentence_says_of_others() -> None:
    text = "The President praised Ireland, which opened its embassy in Oslo in 2001, for the support it offers to Peru."
    found = told(text, "MissionOpened", ("norway",))
    assert [(row["sending"], row["receiving"]) for row in found] == [("Ireland", "Norway")]
