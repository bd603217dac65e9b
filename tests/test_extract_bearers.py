"""Who bears a title that others share, that stands beside another one, or that a possessive gives to a state."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Document

PAIR = ("state/norway", "state/kenya")


def offices(text: str, language: str = "en", parties: tuple[str, ...] = PAIR) -> set[tuple[str, ...]]:
    """(person, office, state) of each title; the state empty for one without."""
    claims = extract(Document(f"note.{language}.txt", text, language, parties=parties)).claims
    held = ({r.name: r.values[0].label for r in c.roles} for c in claims if c.type == "OfficeHeld")
    return {(roles["person"], roles["office"], roles.get("of", "")) for roles in held}


@pytest.mark.parametrize(
    ("text", "language", "held"),
    [
        ("Norwegian Presidents Ola Berg (1999) and Nils Dahl (2003) came.", "en", {"Ola Berg", "Nils Dahl"}),
        (
            "Visitaron Kenia los presidentes de Noruega Ola Berg, en mayo de 1999, y Nils Dahl, en 2003.",
            "es",
            {"Ola Berg", "Nils Dahl"},
        ),
        ("Norwegian President Ola Berg (1999) and Nils Dahl, a writer, came.", "en", {"Ola Berg"}),
    ],
)
def test_a_title_in_the_plural_belongs_to_all_who_follow(text: str, language: str, held: set[str]) -> None:
    assert offices(text, language) == {(name, "president", "Norway") for name in held}


@pytest.mark.parametrize(
    ("text", "language", "held"),
    [
        (
            "Norwegian Director General Ambassador Eva Lie spoke.",
            "en",
            {("Eva Lie", "director general", "Norway"), ("Eva Lie", "ambassador", "Norway")},
        ),
        (
            "They met the Deputy Foreign Minister of Kenya, Amb. Jane Kimani, in Oslo.",
            "en",
            {("Jane Kimani", "deputy foreign minister", "Kenya"), ("Jane Kimani", "ambassador", "Kenya")},
        ),
        (
            "Los recibió la Viceministra de Comercio de Kenia, Embajadora Jane Kimani.",
            "es",
            {("Jane Kimani", "vice minister of trade", "Kenya"), ("Jane Kimani", "ambassador", "Kenya")},
        ),
        ("President Field Marshal Amos Kimani of Kenya spoke.", "en", {("Amos Kimani", "president", "Kenya")}),
    ],
)
def test_behind_an_office_a_rank_is_a_title_that_they_bear_too(
    text: str, language: str, held: set[tuple[str, str, str]]
) -> None:
    assert offices(text, language) == held


def test_who_speaks_behind_another_s_title_is_not_its_bearer() -> None:
    text = "At the palace of the King, Ambassador Jane Kimani of Kenya presented a gift."
    assert offices(text) == {("Jane Kimani", "ambassador", "Kenya")}


@pytest.mark.parametrize(
    ("text", "language", "state"),
    [
        ("Norway sent its trade minister, Eva Lie, to Nairobi.", "en", "Norway"),
        ("The Kenyan President sent his trade minister, Eva Lie, to Oslo.", "en", "Kenya"),
        ("Kenia envió a su ministra de Comercio, Eva Lie, a Oslo.", "es", "Kenya"),
        ("El rey de Noruega viajó con su ministra de Comercio, Eva Lie.", "es", "Norway"),
    ],
)
def test_a_possessive_says_whose_title_it_is(text: str, language: str, state: str) -> None:
    assert ("Eva Lie", state) in {(person, of) for person, _, of in offices(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "held"),
    [
        (
            "The Norwegian foreign minister Nils Dahl came. His Kenyan counterpart Jane Kimani followed in 2002.",
            "en",
            ("Jane Kimani", "foreign minister", "Kenya"),
        ),
        ("Ambassador Jane Kimani (Kenya) chaired the committee.", "en", ("Jane Kimani", "ambassador", "Kenya")),
        (
            "Eva Lie, Director for Africa at the Ministry of Trade of Norway, spoke.",
            "en",
            ("Eva Lie", "director for africa", "Norway"),
        ),
        ("Speaker National Assembly Jane Kimani came.", "en", ("Jane Kimani", "speaker of the national assembly", "")),
        ("El Alto Comisionado de Kenia es Md. Juma Oti.", "es", ("Md. Juma Oti", "high commissioner", "Kenya")),
        ("Lo recibió el presidente de Kenia, D.K. Otieno.", "es", ("D.K. Otieno", "president", "Kenya")),
        (
            "La delegación noruega fue presidida por Eva Lie y la delegación keniana por el viceministro Juma Otieno.",
            "es",
            ("Juma Otieno", "vice minister", "Kenya"),
        ),
        (
            "Los recibió la ministra de Comercio (e) de Kenia, Jane Kimani.",
            "es",
            ("Jane Kimani", "acting minister of trade", "Kenya"),
        ),
    ],
)  # fmt: skip
def test_whose_office_it_is(text: str, language: str, held: tuple[str, ...]) -> None:
    assert held in offices(text, language)


def test_who_holds_an_office_on_the_page_of_one_state() -> None:
    text = "La política exterior es neutral. El ministro de Asuntos Exteriores es Juma Otieno."
    assert offices(text, "es", ("state/kenya",)) == {("Juma Otieno", "minister of foreign affairs", "Kenya")}


def test_a_column_of_presidents_names_those_of_the_sending_state() -> None:
    table = "Embajadores de Kenia en Noruega\n\nEmbajador\tPeríodo\tPresidente\nJane Kimani\t1980-1985\tAmos Mutiso\n"
    assert offices(table, "es") == {("Amos Mutiso", "president", "Kenya")}


@pytest.mark.parametrize(
    ("text", "language", "held"),
    [
        (
            "Vino el ministro de Comercio de Kenia, Juma Oti. El ministro Oti y su homólogo noruego, Ola Berg, rieron.",
            "es",
            {("Juma Oti", "minister of trade", "Kenya"), ("Ola Berg", "minister of trade", "Norway")},
        ),
        ("La recibió la ministra keniana, Sra. Ha Otieno Oti.", "es", {("Ha Otieno Oti", "minister", "Kenya")}),
        ("The Kenyan Legation in Oslo was closed by Minister Juma Oti.", "en", {("Juma Oti", "minister", "Kenya")}),
        (
            "The Embassy of Kenya in Oslo was inaugurated by Foreign Minister Juma Oti.",
            "en",
            {("Juma Oti", "foreign minister", "Kenya")},
        ),
    ],
)  # fmt: skip
def test_titles_beside_others(text: str, language: str, held: set[tuple[str, ...]]) -> None:
    assert offices(text, language) == held


def test_who_governed_when_another_is_known_to_have_governed_the_other_state() -> None:
    parties = ("state/chile", "state/niue")
    text = "In May 1983 President Juma Oti received a delegation."
    assert offices(text, parties=parties) == {("Juma Oti", "president", "Niue")}
    text = "In May 1983 President Pinochet spoke."
    assert offices(text, parties=parties) == {("Pinochet", "president", "Chile")}


def test_a_list_that_counts_in_roman_numbers_has_no_headings() -> None:
    rows = ("i. President Juma Oti, May 1983", "ii. King Olaf VI, June 1984", "iii. Minister Ola Berg, 1986")
    rows += ("iv. Prime Minister Nils Dahl, 1987", "v. President Amos Mutiso, May 1990", "vi. Minister Eva Lie, 1991")
    text = "Visits from Kenya to Norway\n\n" + "\n".join(rows) + "\n"
    assert {"Juma Oti", "Amos Mutiso"} <= {person for person, _, of in offices(text) if of == "Kenya"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The round was co-chaired by Vice Minister Ola Berg and Director General Amb. Jane Oti.", "en"),
        ("Foreign Ministers Ola Berg and Jane Oti signed a joint statement.", "en"),
        ("La ronda fue encabezada por el viceministro Ola Berg y la directora general Jane Oti.", "es"),
    ],
)
def test_of_two_who_act_for_the_pair_each_serves_one(text: str, language: str) -> None:
    assert {(person, of) for person, _, of in offices(text, language)} == {
        ("Ola Berg", "Norway"),
        ("Jane Oti", "Kenya"),
    }


def test_two_of_one_delegation_serve_one_state() -> None:
    text = "The Kenyan delegation was headed by Minister Juma Oti and Director General Jane Oti."
    assert {of for _, _, of in offices(text)} == {"Kenya"}


def test_a_table_sets_states_side_by_side() -> None:
    table = "Comparison\n\n| | Norway | Kenya |\n|---|---|---|\n| Capital | Oslo | Nairobi |\n"
    table += "| Head of state | King Nils IX | Juma Oti |\n| Foreign Minister | Ola Berg | Jane Oti |\n"
    assert offices(table) == {
        ("Nils IX", "king", "Norway"),
        ("Juma Oti", "head of state", "Kenya"),
        ("Ola Berg", "foreign minister", "Norway"),
        ("Jane Oti", "foreign minister", "Kenya"),
    }


@pytest.mark.parametrize(
    ("text", "language", "held"),
    [
        ("Minister of Health of South Africa Jane Oti came.", "en", ("Jane Oti", "minister of health", "South Africa")),
        ("El fiscal general de la República Checa es Jan Li.", "es",
         ("Jan Li", "attorney general", "Czech Republic")),
        ("En 2012 llegó a Lima Le Hoai Oti, entonces rey de Noruega.", "es", ("Le Hoai Oti", "king", "Norway")),
        ("Irish Trade Minister Nuala Ó hAodha came.", "en", ("Nuala Ó hAodha", "trade minister", "Ireland")),
        ("Kenyan Trade Minister Juma arap Oti came.", "en", ("Juma arap Oti", "trade minister", "Kenya")),
    ],
)  # fmt: skip
def test_where_a_title_or_a_name_ends(text: str, language: str, held: tuple[str, ...]) -> None:
    assert offices(text, language) == {held}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("President Juma Oti received Trade Minister Ola Berg in Nairobi on 3 May 2004.", "en"),
        ("In 2013 President Juma Oti hosted Prime Minister Ola Berg in Nairobi.", "en"),
        ("El presidente Juma Oti recibió al canciller Ola Berg en Nairobi el 3 de mayo de 2004.", "es"),
        ("For Norway, the protocol was signed by Minister Ola Berg; President Juma Oti of Kenya looked on.", "en"),
    ],
)
def test_who_receives_is_at_home(text: str, language: str) -> None:
    assert {(person, of) for person, _, of in offices(text, language)} == {
        ("Juma Oti", "Kenya"),
        ("Ola Berg", "Norway"),
    }


@pytest.mark.parametrize(
    ("text", "language", "held"),
    [
        ("Vino la embajadora de Kenia, Ana Rey Oti.", "es", ("Ana Rey Oti", "ambassador", "Kenya")),
        ("Vino el embajador de Kenia, Juma Reyes.", "es", ("Juma Reyes", "ambassador", "Kenya")),
        ("Kenya's Prince Juma Oti came.", "en", ("Juma Oti", "prince", "Kenya")),
        ("Lord Reed of Hull, Norwegian Trade Minister, came.", "en", ("Lord Reed of Hull", "trade minister", "Norway")),
        ("Honorary Consul of Kenya in Tromsdal: Mr. Ola Berg", "en", ("Ola Berg", "honorary consul", "Kenya")),
        ("Norwegian Prime Minister and Foreign Minister Ola Berg met his Kenyan counterpart, Jane Oti.", "en",
         ("Jane Oti", "foreign minister", "Kenya")),
    ],
)  # fmt: skip
def test_names_that_are_titles_as_well(text: str, language: str, held: tuple[str, ...]) -> None:
    assert held in offices(text, language)


def test_two_kingdoms_of_which_one_has_a_president_of_the_government() -> None:
    assert offices("El rey Nils recibió una carta.", "es", ("state/spain", "state/norway")) == {("Nils", "king", "")}


@pytest.mark.parametrize(
    ("text", "language", "held"),
    [
        ("Director General of the Ministry of Trade and Industry of Kenya Jane Oti came.", "en", ("Jane Oti", "Kenya")),
        ("Undersecretary of State in the Ministry of Health Ola Berg visited Nairobi.", "en", ("Ola Berg", "Norway")),
        ("Met with President Kimathi of Kenya. Visited Mombasa and a farm.", "en", ("Kimathi", "Kenya")),
        ("El embajador de Kenia, Gral. Juma Oti, vino.", "es", ("Juma Oti", "Kenya")),
    ],
)
def test_names_end_where_others_begin(text: str, language: str, held: tuple[str, str]) -> None:
    assert held in {(person, of) for person, _, of in offices(text, language)}
