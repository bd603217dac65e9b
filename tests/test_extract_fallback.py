"""What no rule has words for, and what the grammar of English clauses makes of dates and of what is to come."""

import pytest

from kg.extract.engine import extract
from kg.model import Claim, Document

PAIR = ("state/peru", "state/norway")


def told(text: str, type_: str) -> list[Claim]:
    return [c for c in extract(Document("note.txt", text, "en", parties=PAIR)).claims if c.type == type_]


def when(claims: list[Claim]) -> list[str | None]:
    return [claim.when.edtf if claim.when else None for claim in claims]


def test_an_event_in_words_that_no_rule_knows_is_told_with_less_confidence() -> None:
    text = "On 3 May 1988, Peru and Norway signed off on the Fisheries Agreement."
    (claim,) = told(text, "Agreement")
    assert claim.rule == "en.any.agreement.verb"
    assert claim.confidence <= 0.5


def test_a_fallback_is_not_tried_where_a_rule_of_its_type_told_something() -> None:
    text = "President Ola Berg of Norway visited Peru in 1988, which made headlines, and the visit to Lima was long."
    assert [claim.rule for claim in told(text, "Visit")] == ["en.visit.verb"]


def test_a_fallback_denies_nothing() -> None:
    assert told("In 1988, Peru and Norway did not sign off on the Fisheries Agreement.", "Agreement") == []


def test_a_visit_is_told_once_however_often_it_is_spoken_of() -> None:
    text = (
        "President Ola Berg of Norway visited Peru on 3 May 1988.\n\n"
        "Crowds cheered.\n\nPresident Ola Berg's visit to Peru marks a new chapter."
    )
    assert when(told(text, "Visit")) == ["1988-05-03"]


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 1988, consultations between Peru and Norway at the level of deputy ministers will be held in Lima.",
        "Consultations between Peru and Norway are expected to be held in Lima on 3 May 1988.",
    ],
)
def test_what_a_noun_tells_is_planned_where_the_verb_behind_it_says_so(text: str) -> None:
    (claim,) = told(text, "Meeting")
    assert claim.modality == "planned"


def test_what_is_planned_for_a_planned_visit_has_its_date() -> None:
    text = (
        "President Ola Berg of Norway will visit Peru on 3 May 1988.\n\n"
        "President Ola Berg will meet President Ana Rey of Peru."
    )
    assert when(told(text, "Meeting")) == ["1988-05-03"]


def test_since_gives_a_visit_no_date() -> None:
    text = "President Ola Berg of Norway was in Peru for a state visit, the first since relations were set up in 1974."
    assert when(told(text, "Visit")) == [None]


def test_no_state_stands_beside_itself() -> None:
    text = "The embassy of Norway in Chile is accredited to Peru, and Peru has an embassy in Oslo."
    sent = {
        tuple(v.label for role in c.roles if role.name == "sending" for v in role.values)
        for c in told(text, "MissionPresent")
    }
    assert sent == {("Norway",), ("Peru",)}
