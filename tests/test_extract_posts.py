"""Posts and who held them, in Spanish: succession, lists that go on, bodies, names that are also words."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Claim, Document

PAIR = ("state/norway", "state/peru")


def told(text: str, parties: tuple[str, ...] = PAIR) -> list[tuple[str, ...]]:
    """Type, person, office, receiving state and date of all that tell of a post held or given."""
    claims = extract(Document("posts.es.txt", text, "es", parties=parties)).claims
    posts = [claim for claim in claims if claim.type in ("Appointment", "Tenure")]
    names = ("person", "office", "receiving")
    return [(c.type, *(role(c, name) for name in names), c.when.edtf if c.when else "") for c in posts]


def role(claim: Claim, name: str) -> str:
    return ", ".join(value.label for each in claim.roles if each.name == name for value in each.values)


def test_who_came_after_an_ambassador_was_ambassador() -> None:
    text = "Ole Berg era embajador de Noruega en el Perú. Le sucedió en el cargo, en mayo de 1971, Eva Lund."
    assert told(text) == [("Appointment", "Eva Lund", "ambassador", "Peru", "1971-05")]


def test_who_came_after_a_president_was_no_ambassador() -> None:
    text = "El embajador noruego Ole Berg visitó al presidente Luis Paz. A Paz le sucedió en 1971 Juan Soto."
    assert told(text) == []


def test_an_ambassador_to_a_body_is_sent_to_no_state() -> None:
    text = "Ole Berg fue embajador de Noruega ante las Naciones Unidas de 1981 a 1984."
    assert told(text) == [("Tenure", "Ole Berg", "ambassador", "United Nations", "1981/1984")]


def test_those_who_present_credentials_one_a_sentence() -> None:
    text = (
        "El presidente del Perú, Luis Paz, recibió las cartas credenciales de tres nuevos embajadores.\n"
        "La primera en presentarse fue Eva Lund, de Noruega.\n"
        "Luego le siguió Ana Kovač, de la República de Croacia.\n"
        "El siguiente fue Tomás Silva, de Portugal."
    )
    assert [person for _, person, *_ in told(text, ("state/peru",))] == ["Eva Lund", "Ana Kovač", "Tomás Silva"]


def test_a_rank_behind_the_term_is_that_of_the_entry() -> None:
    entries = "- Ole Berg (1967-1970), como encargado de negocios\n- Eva Lund (1971-1975)"
    text = f"Embajadores de Noruega en el Perú\n\n{entries}"
    assert told(text) == [
        ("Tenure", "Ole Berg", "chargé d'affaires", "Peru", "1967/1970"),
        ("Tenure", "Eva Lund", "ambassador", "Peru", "1971/1975"),
    ]


@pytest.mark.parametrize("name", ["María del Mar Soto", "Eva Reina", "Ahmed J.K. Al-Najjar"])
def test_words_that_belong_to_a_name(name: str) -> None:
    text = f"Se nombró embajador de Noruega en el Perú a {name}, de carrera, el 3 de mayo de 2004."
    assert [(person, date) for _, person, _, _, date in told(text)] == [(name, "2004-05-03")]


def test_a_state_behind_and_is_no_surname() -> None:
    text = "Noruega nombró en 2004 embajador en el Perú a Ole Berg y Suecia cerró su consulado en Lima."
    assert [person for _, person, *_ in told(text)] == ["Ole Berg"]


def test_a_year_before_ha_is_a_year() -> None:
    text = "Ole Berg es un diplomático que desde 2011 ha sido embajador de Noruega en el Perú."
    assert told(text) == [("Tenure", "Ole Berg", "ambassador", "Peru", "2011/..")]


def test_ambassadors_listed_with_where_they_are_sent() -> None:
    text = "Noruega nombró en 2015 a los embajadores en el Perú, Ole Berg; en Kenia, Eva Lund, y en Ghana, Ane Vik."
    sent = {(person, receiving) for _, person, _, receiving, _ in told(text)}
    assert sent == {("Ole Berg", "Peru"), ("Eva Lund", "Kenya"), ("Ane Vik", "Ghana")}


def test_a_field_with_a_day_is_no_heading() -> None:
    text = (
        "Ficha bilateral: Noruega y Perú\n\nEstablecimiento de relaciones diplomáticas: 13 de septiembre de 1948\n"
        "Idioma: noruego\n"
    )
    claims = extract(Document("ficha.es.txt", text, "es", parties=PAIR)).claims
    assert [(c.type, c.when.edtf if c.when else "") for c in claims] == [("RelationsEstablished", "1948-09-13")]


def test_a_term_begins_with_the_appointment_of_the_same_sentence() -> None:
    text = "Ola Berg was appointed Norway's Ambassador to Peru in July 2012 and served until 2016."
    claims = extract(Document("a.txt", text, "en", parties=("state/norway", "state/peru"))).claims
    assert [c.when.edtf for c in claims if c.type == "Tenure" and c.when] == ["2012-07/2016"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Peru closed its embassy in 2009. Since then the Norwegian envoy in Bogotá is accredited to Peru. "
            "The first envoy of Peru to Norway was Juan Soto, who presented his credentials on 3 May 1927.",
        ),
        (
            "es",
            "El embajador noruego en Colombia está acreditado ante el Perú. El primer embajador del Perú "
            "en Noruega fue Juan Soto, quien presentó sus credenciales el 3 de mayo de 1927.",
        ),
    ],
)
def test_who_is_said_to_hold_a_post_holds_that_one_and_not_the_one_told_before(language: str, text: str) -> None:
    claims = extract(Document("x", text, language, parties=("state/norway", "state/peru"))).claims
    [sent] = [claim for claim in claims if claim.type == "Appointment"]
    labels = {role.name: role.values[0].label for role in sent.roles}
    assert (labels["person"], labels["sending"], labels["receiving"]) == ("Juan Soto", "Peru", "Norway")


def test_heads_of_mission_above_a_list() -> None:
    text = "Embassy of Norway in Lima\n\nHeads of mission\n\n- Ola Berg (1972–1976)\n- Nils Lie (1976–1978)\n"
    claims = extract(Document("a.txt", text, "en", parties=("state/norway", "state/peru"))).claims
    assert [c.when.edtf for c in claims if c.type == "Tenure" and c.when] == ["1972/1976", "1976/1978"]
