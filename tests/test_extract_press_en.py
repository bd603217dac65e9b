"""English briefs of ministries: abbreviations of governments, entries with sentences behind them, one more grant."""

import pytest

from kg.extract.engine import extract
from kg.extract.names import names
from kg.lexicon.language import language
from kg.model import Claim, Document

PAIR = ("state/india", "state/kenya")


def told(text: str, kind: str) -> list[Claim]:
    return [c for c in extract(Document("brief.txt", text, "en", parties=PAIR)).claims if c.type == kind]


def test_a_government_is_told_by_its_initial_in_a_text_about_its_state() -> None:
    (claim,) = told("GoI granted a loan of US$ 3 million to the port in 2004.", "Aid")
    assert [v.label for v in claim.role("donor")] == ["India"]
    assert told("GoX granted a loan of US$ 3 million to the port in 2004.", "Aid") == []


def test_one_more_grant_of_a_paragraph_has_the_donor_of_the_first() -> None:
    text = "India gave Kenya US$ 3 million in 2004. In May 2009 a cash grant of US$ 40,000 was given to flood victims."
    assert [[v.label for v in c.role("donor")] for c in told(text, "Aid")] == [["India"], ["India"]]


def test_the_dates_of_a_sentence_behind_an_entry_are_not_those_of_its_visit() -> None:
    text = "VISITS\nFrom India:\n(i) Minister R. Nair, 3-5 May 2011. The next session of the council is due in 2014.\n"
    assert [c.when.edtf for c in told(text, "Visit") if c.when] == ["2011-05-03/2011-05-05"]


def test_a_visit_of_an_entry_that_was_deferred_did_not_take_place() -> None:
    text = "VISITS\nFrom India:\n(i) Minister R. Nair's visit, scheduled for May 2011, was deferred.\n"
    assert [c.modality for c in told(text, "Visit")] == ["cancelled"]


def test_it_is_the_state_that_an_apposition_parts_from_its_verb() -> None:
    text = "Kenya, a founder of the bank, has promised support. It rejoined OPEC in July 2016."
    assert [[v.label for v in c.role("member")] for c in told(text, "Membership")] == [["Kenya"]]


def test_a_state_goes_by_the_initials_of_its_full_name() -> None:
    page = (
        "Slovakia and Laos\n\nThe Slovak Republic and Laos are friends.\n\nVisits from the SR to Laos\n\n"
        "Prime Minister Peter Hudak – February 2007\n\nVisits from Laos to the SR\n\n"
        "President Bounnhang Vorachith – May 2009\n"
    )
    parties = ("state/slovakia", "state/laos")
    found = extract(Document("brief.txt", page, "en", parties=parties)).claims
    assert [c.when.edtf for c in found if c.type == "Visit" and c.when] == ["2007-02", "2009-05"]


@pytest.mark.parametrize(
    "text",
    [
        "The Slovak Republic has one SR.",
        "The Slovak Republic: SR, and again SR, but a sr in between.",
        "Slovakia has an SR and an SR.",
    ],
)
def test_initials_that_may_mean_something_else_name_no_state(text: str) -> None:
    assert names(language("en")).abbreviations(text, ("state/slovakia",)) == {}


@pytest.mark.parametrize("rank", ["Chargé d'Affaires a.i.", "Charge d'affaires ad interim", "chargé d'affaires a.i."])
def test_the_rank_of_who_acts_in_the_interim_is_one_however_it_is_written(rank: str) -> None:
    (claim,) = told(f"The Kenyan {rank} Ola Berg spoke.", "OfficeHeld")
    assert [value.label for value in claim.role("office")] == ["chargé d'affaires ad interim"]
