"""An invented world of planted disagreements and look-alikes: all that was planted is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.lexicon.gazetteer import gazetteer
from kg.model import Contradiction, Source, Span, World
from kg.resolve.world import resolve
from tests.claims import Pages
from tests.register import Register

STATES = Register(
    states=[
        ("Norway", "1905-06-07", "", ""),
        ("Kenya", "1963-12-12", "", ""),
        ("Ghana", "1957-03-06", "", ""),
        ("Portugal", "", "", ""),
        ("Peru", "1821", "", ""),
        ("Sweden", "", "", ""),
        ("Switzerland", "", "", ""),
        ("Tanzania", "1964-04-26", "", ""),
        ("Egypt", "1922-02-28", "", ""),
        ("Finland", "1917-12-06", "", ""),
        ("Japan", "", "", ""),
        ("Soviet Union", "1922-12-30", "1991-12-26", "Russia"),
        ("Russia", "1991-12-12", "", ""),
    ]
)
EMBASSY, BOOK, NEWS, SPANISH = "embassy-of-norway.en.txt", "handbook.en.txt", "news.en.txt", "manual.es.txt"

Plant = Callable[[Pages], None]


def established_nine_days_apart(pages: Pages) -> None:
    pages.say(EMBASSY, "RelationsEstablished", "1963-12-12", parties=["Norway", "Kenya"])
    pages.say(BOOK, "RelationsEstablished", "1963-12-21", parties=["Kenya", "Norway"])


def severed_by_either(pages: Pages) -> None:
    pages.say(BOOK, "RelationsSevered", "1961-05", parties=["Ghana", "Portugal"], agent="Ghana")
    pages.say(NEWS, "RelationsSevered", "1961-05", parties=["Ghana", "Portugal"], agent="Portugal")


def embassy_opened_in_two_months(pages: Pages) -> None:
    pages.say(BOOK, "MissionOpened", "1975-03-01", sending="Peru", receiving="Ghana", kind="embassy")
    pages.say(NEWS, "MissionOpened", "1975-09", sending="Peru", receiving="Ghana", kind="embassy")


def one_tenure_with_two_beginnings(pages: Pages) -> None:
    post = {"person": "Inga Vold Berg", "office": "ambassador", "sending": "Norway", "receiving": "Peru"}
    pages.say(EMBASSY, "Tenure", "1990/1994", **post)
    pages.say(BOOK, "Tenure", "1991/1994", **post)


def two_ambassadors_at_once(pages: Pages) -> None:
    post = {"office": "ambassador", "sending": "Kenya", "receiving": "Egypt"}
    pages.say(BOOK, "Tenure", "1980/1985", person="Wanjiku Njoroge", **post)
    pages.say(BOOK, "Tenure", "1983/1987", person="Otieno Ouma", **post)


def two_protecting_powers(pages: Pages) -> None:
    pages.say(BOOK, "ProtectingPower", "1979-04-01", protector="Switzerland", protected="Egypt", receiving="Finland")
    pages.say(NEWS, "ProtectingPower", "1979-04-01", protector="Sweden", protected="Egypt", receiving="Finland")


def two_powers_of_the_same_years(pages: Pages) -> None:
    pages.say(BOOK, "ProtectingPower", "1979/1983", protector="Switzerland", protected="Egypt", receiving="Peru")
    pages.say(NEWS, "ProtectingPower", "1979/1983", protector="Sweden", protected="Egypt", receiving="Peru")


def recognised_and_not_recognised(pages: Pages) -> None:
    pages.say(BOOK, "Recognition", None, modality="denied", recogniser="Finland", recognised="Kenya")
    pages.say(NEWS, "Recognition", "1963-12-12", recogniser="Finland", recognised="Kenya")


def a_mission_that_another_calls_an_embassy(pages: Pages) -> None:
    told = {"sending": "Kenya", "receiving": "Japan"}
    pages.say(BOOK, "MissionOpened", "1975-03-01", kind="mission", **told)
    pages.say(NEWS, "MissionOpened", "1975-09", kind="embassy", **told)


def a_visit_reported_and_called_off(pages: Pages) -> None:
    pages.say(
        BOOK, "Visit", "1988-05", modality="cancelled", visitor="Mwai Kilonzo", visitor_state="Kenya", host="Japan"
    )
    pages.say(NEWS, "Visit", "1988-05-14", visitor="Mwai Kilonzo", visitor_state="Kenya", host="Japan")


def one_session_in_two_years(pages: Pages) -> None:
    for document, date in ((BOOK, "2005-06-28"), (NEWS, "2006-06")):
        named = {"occasion": "Joint Commission on Fisheries", "ordinal": "9"}
        pages.say(document, "Meeting", date, participants=["Peru", "Japan"], **named)


def one_treaty_signed_on_two_days(pages: Pages) -> None:
    pages.say(BOOK, "Agreement", "1972-04-01", title="Agreement on Maritime Transport", parties=["Peru", "Finland"])
    pages.say(NEWS, "Agreement", "1972-05-01", title="Maritime Transport Agreement", parties=["Finland", "Peru"])


def restored_on_two_days_in_one_text(pages: Pages) -> None:
    pages.say(BOOK, "RelationsSevered", "1967-06-06", parties=["Egypt", "Portugal"])
    pages.say(BOOK, "RelationsRestored", "1970-02-10", parties=["Egypt", "Portugal"])
    pages.say(BOOK, "RelationsRestored", "1970-02-11", parties=["Egypt", "Portugal"])


def one_visit_or_two(pages: Pages) -> None:
    pages.say(BOOK, "Visit", "1969", visitor="Juma Mwinyi", visitor_state="Tanzania", host="Sweden")
    pages.say(NEWS, "Visit", "1971-03", visitor="Juma Mwinyi", visitor_state="Tanzania", host="Sweden")


def recognised_in_two_years(pages: Pages) -> None:
    pages.say(BOOK, "Recognition", "1957-03-06", recogniser="Japan", recognised="Ghana")
    pages.say(NEWS, "Recognition", "1959", recogniser="Japan", recognised="Ghana")


def severed_before_established(pages: Pages) -> None:
    pages.say(BOOK, "RelationsEstablished", "1976", parties=["Tanzania", "Portugal"])
    pages.say(NEWS, "RelationsSevered", "1974-04", parties=["Tanzania", "Portugal"])


def one_visit_of_a_series_a_year_off(pages: Pages) -> None:
    for document, date in ((BOOK, "1970-03"), (BOOK, "1995-05"), (NEWS, "1971-02-20"), (NEWS, "1995-05-04")):
        pages.say(document, "Visit", date, visitor="Lars Aas", visitor_state="Norway", host="Sweden")


def recognised_on_two_days_that_a_year_sums_up(pages: Pages) -> None:
    for document, date in ((BOOK, "1960-07-01"), (BOOK, "1960"), (NEWS, "1960-08-01"), (NEWS, "1960")):
        pages.say(document, "Recognition", date, recogniser="Sweden", recognised="Tanzania")


def independent_on_days_of_which_one_text_tells_two(pages: Pages) -> None:
    for document, date in ((BOOK, "1961-12-05"), (BOOK, "1961-12-09"), (NEWS, "1961-11")):
        pages.say(document, "LeadershipChange", date, state="Tanzania", kind="independence")


PLANTED: tuple[tuple[Plant, str, str, str], ...] = (
    (established_nine_days_apart, "certain", "date", "RelationsEstablished"),
    (severed_by_either, "certain", "agent", "RelationsSevered"),
    (embassy_opened_in_two_months, "certain", "date", "MissionOpened"),
    (one_tenure_with_two_beginnings, "certain", "date", "Tenure"),
    (two_ambassadors_at_once, "certain", "overlap", "Tenure"),
    (two_protecting_powers, "certain", "participant", "ProtectingPower"),
    (two_powers_of_the_same_years, "certain", "participant", "ProtectingPower"),
    (recognised_and_not_recognised, "possible", "existence", "Recognition"),
    (a_mission_that_another_calls_an_embassy, "certain", "date", "MissionOpened"),
    (a_visit_reported_and_called_off, "certain", "existence", "Visit"),
    (one_session_in_two_years, "certain", "date", "Meeting"),
    (one_treaty_signed_on_two_days, "certain", "date", "Agreement"),
    (restored_on_two_days_in_one_text, "certain", "date", "RelationsRestored"),
    (one_visit_or_two, "possible", "date", "Visit"),
    (one_visit_of_a_series_a_year_off, "possible", "date", "Visit"),
    (recognised_on_two_days_that_a_year_sums_up, "possible", "date", "Recognition"),
    (recognised_in_two_years, "possible", "date", "Recognition"),
    (independent_on_days_of_which_one_text_tells_two, "possible", "date", "LeadershipChange"),
    (severed_before_established, "possible", "order", "RelationsEstablished"),
)


def a_date_refined_twice(pages: Pages) -> None:
    for document, date in ((EMBASSY, "2004"), (BOOK, "2004-11"), (NEWS, "2004-11-22")):
        pages.say(document, "Visit", date, visitor="Olav Lunde", visitor_state="Norway", host="Ghana")


def two_visits_of_one_year(pages: Pages) -> None:
    pages.say(BOOK, "Visit", "1996-02", visitor="Kari Dahl", visitor_state="Norway", host="Egypt")
    pages.say(BOOK, "Visit", "1996-10", visitor="Kari Dahl", visitor_state="Norway", host="Egypt")
    pages.say(NEWS, "Visit", "1996-10-03", visitor="Kari Dahl", visitor_state="Norway", host="Egypt")


def two_visits_of_which_one_is_told_twice(pages: Pages) -> None:
    pages.say(BOOK, "Visit", "1985", visitor="Eino Salo", visitor_state="Finland", host="Peru")
    pages.say(BOOK, "Visit", "1987", visitor="Eino Salo", visitor_state="Finland", host="Peru")
    pages.say(NEWS, "Visit", "1986", visitor="Eino Salo", visitor_state="Finland", host="Peru")


def visits_of_every_other_year(pages: Pages) -> None:
    for document, date in ((BOOK, "2001-03"), (BOOK, "2003-03"), (NEWS, "2002-03"), (NEWS, "2004-03")):
        pages.say(document, "Visit", date, visitor="Rosa Huaman", visitor_state="Peru", host="Japan")


def visits_a_generation_apart(pages: Pages) -> None:
    pages.say(BOOK, "Visit", "1970", visitor="Haile Worku", visitor_state="Kenya", host="Norway")
    pages.say(NEWS, "Visit", "1989", visitor="Haile Worku", visitor_state="Kenya", host="Norway")


def the_continuator_was_recognised_anew(pages: Pages) -> None:
    pages.say(BOOK, "RelationsEstablished", "1991-05-06", parties=["Peru", "Soviet Union"])
    pages.say(NEWS, "RelationsEstablished", "1991-12-26", parties=["Peru", "Russia"])


def broken_twice_with_peace_between(pages: Pages) -> None:
    pages.say(BOOK, "RelationsSevered", "1961-11", parties=["Egypt", "Peru"])
    pages.say(BOOK, "RelationsRestored", "1962-02", parties=["Egypt", "Peru"])
    pages.say(NEWS, "RelationsSevered", "1962-08", parties=["Egypt", "Peru"])


def a_break_and_the_answer_to_it(pages: Pages) -> None:
    pages.say(BOOK, "RelationsSevered", "1939-03-02", parties=["Bolivia", "Romania"], agent="Bolivia")
    pages.say(BOOK, "RelationsSevered", "1939-03-05", parties=["Bolivia", "Romania"], agent="Romania")


def consular_before_diplomatic(pages: Pages) -> None:
    pages.say(BOOK, "RelationsEstablished", "1951-02", parties=["Finland", "Japan"], kind="consular")
    pages.say(NEWS, "RelationsEstablished", "1951-10", parties=["Finland", "Japan"])


def ambassadors_in_turn(pages: Pages) -> None:
    post = {"office": "ambassador", "sending": "Sweden", "receiving": "Kenya"}
    pages.say(BOOK, "Tenure", "1970/1974", person="Nils Ek", **post)
    pages.say(BOOK, "Tenure", "1974/1979", person="Maja Lind", **post)
    pages.say(NEWS, "Tenure", "1979/..", person="Per Holm", **post)


def a_charge_beside_the_ambassador(pages: Pages) -> None:
    pages.say(
        BOOK, "Tenure", "1960/1965", person="Aino Kivi", office="ambassador", sending="Finland", receiving="Egypt"
    )
    pages.say(BOOK, "Tenure", "1962/1964", person="Veli Maki", office="consul", sending="Finland", receiving="Egypt")


def two_treaties_of_one_day(pages: Pages) -> None:
    pages.say(BOOK, "Agreement", "1980-06-03", title="Agreement on Cultural Cooperation", parties=["Ghana", "Japan"])
    pages.say(NEWS, "Agreement", "1980-06-03", title="Agreement on Fisheries", parties=["Ghana", "Japan"])


def planned_then_made(pages: Pages) -> None:
    pages.say(NEWS, "Visit", "2010-05", modality="planned", visitor="Ama Boateng", visitor_state="Ghana", host="Norway")
    pages.say(BOOK, "Visit", "2010-06", visitor="Ama Boateng", visitor_state="Ghana", host="Norway")


def two_consulates_of_one_year(pages: Pages) -> None:
    for place in ("Mombasa", "Kisumu"):
        pages.say(
            BOOK, "MissionOpened", "2011", sending="Finland", receiving="Kenya", kind="honorary consulate", place=place
        )


def a_vague_and_an_exact_date(pages: Pages) -> None:
    pages.say(EMBASSY, "RelationsEstablished", "1960/1963", parties=["Norway", "Ghana"])
    pages.say(BOOK, "RelationsEstablished", "1961-03-06", parties=["Norway", "Ghana"])
    pages.say(NEWS, "RelationsEstablished", None, parties=["Norway", "Ghana"])


def agrement_and_credentials(pages: Pages) -> None:
    post = {"person": "Abena Osei", "office": "ambassador", "sending": "Ghana", "receiving": "Peru"}
    pages.say(BOOK, "Appointment", "1979-04-17", kind="agrément", **post)
    pages.say(NEWS, "Appointment", "1979-05-10", kind="credentials", **post)


def namesakes_of_two_states(pages: Pages) -> None:
    pages.say(BOOK, "Visit", "1994", visitor="Anna Berg", visitor_state="Sweden", host="Japan")
    pages.say(NEWS, "Visit", "1995", visitor="Anna Berg", visitor_state="Finland", host="Japan")


def leaders_who_meet_often(pages: Pages) -> None:
    pages.say(BOOK, "Meeting", "2003", participants=["Olav Lunde", "Ama Boateng"])
    pages.say(NEWS, "Meeting", "2005", participants=["Olav Lunde", "Ama Boateng"])


def a_break_that_did_not_come(pages: Pages) -> None:
    pages.say(BOOK, "RelationsSevered", None, modality="denied", parties=["Sweden", "Egypt"], agent="Sweden")
    pages.say(NEWS, "RelationsEstablished", "1931", parties=["Sweden", "Egypt"])


def a_break_denied_of_no_year(pages: Pages) -> None:
    pages.say(BOOK, "RelationsSevered", None, modality="denied", parties=["Kenya", "Egypt"])
    pages.say(NEWS, "RelationsSevered", "1966", parties=["Kenya", "Egypt"])


def a_date_astray_in_a_text_that_gives_the_other(pages: Pages) -> None:
    parties = ["Sweden", "Peru"]
    pages.say(BOOK, "RelationsEstablished", "1862-06", parties=parties)
    pages.say(BOOK, "RelationsEstablished", "1871", parties=parties)
    pages.say(NEWS, "RelationsEstablished", "1871-08-21", parties=parties)


def one_ambassador_in_two_spellings(pages: Pages) -> None:
    post = {"office": "ambassador", "sending": "Peru", "receiving": "Finland"}
    pages.say(BOOK, "Tenure", "1956-11-19/1961-07-25", person="Dr Tomás de Aquino Robles Quero", **post)
    pages.say(NEWS, "Tenure", "1956/1961", person="Tomás de Aquino Roble Quero", **post)


def one_treaty_in_two_languages(pages: Pages) -> None:
    spanish = "Acuerdo de Cooperación Económica y Técnica"
    pages.say(BOOK, "Agreement", "2001-06", title="Agreement on Economic Cooperation", parties=["Peru", "Kenya"])
    pages.say(BOOK, "Agreement", "2001-06-12", title="Agreement on Fisheries", parties=["Peru", "Kenya"])
    pages.say(SPANISH, "Agreement", "2001-06-12", title=spanish, parties=["Kenya", "Peru"])


def signed_and_in_force(pages: Pages) -> None:
    told = {"title": "Treaty on Fisheries and Whaling", "parties": ["Peru", "Norway"]}
    pages.say(BOOK, "Agreement", "1951", **told)
    pages.say(
        NEWS, "Agreement", "1952-04-28", quote="the entry into force of the Treaty on Fisheries and Whaling", **told
    )


def signed_and_ratified_years_later(pages: Pages) -> None:
    told = {"title": "Tratado de Extradición", "parties": ["Peru", "Japan"]}
    pages.say(BOOK, "Agreement", "1930-05-02", **told)
    pages.say(SPANISH, "Agreement", "1933", quote="el Tratado de Extradición entró en vigor", **told)


def agreed_and_then_established(pages: Pages) -> None:
    parties = ["Peru", "Norway"]
    pages.say(BOOK, "RelationsEstablished", "1957-02", quote="it was agreed to establish relations", parties=parties)
    pages.say(NEWS, "RelationsEstablished", "1957-06-08", parties=parties)


def a_legation_that_moved(pages: Pages) -> None:
    told = {"sending": "Kenya", "receiving": "Finland", "kind": "legation"}
    pages.say(BOOK, "MissionOpened", "1947", place="Turku", **told)
    pages.say(NEWS, "MissionOpened", "1949", place="Helsinki", **told)


def two_notes_of_one_exchange(pages: Pages) -> None:
    parties = ["Peru", "Finland"]
    told = pages.say(BOOK, "Agreement", "1958-05-03", title="bilateral agreement", parties=parties)
    later = pages.say(BOOK, "Agreement", "1958-05-19", title="bilateral agreement", parties=parties)
    pages.claims[-1] = replace(later, evidence=told.evidence)
    pages.say(BOOK, "Agreement", "1958", title="agreement on visas", parties=parties)


def one_holder_in_two_lists(pages: Pages) -> None:
    post = {"office": "high commissioner", "sending": "Kenya", "receiving": "Finland"}
    pages.say(BOOK, "Tenure", "1973-05-09/1976-08-02", person="Eric Lowe", **post)
    pages.say(NEWS, "Tenure", "1973/1976", person="J. E. Lowe", **post)


def two_powers_that_share_a_task(pages: Pages) -> None:
    for protector in ("Switzerland", "Sweden"):
        pages.say(BOOK, "ProtectingPower", "1969/1973", protector=protector, protected="Egypt", receiving="Japan")


def one_power_after_another(pages: Pages) -> None:
    told = {"protected": "Egypt", "receiving": "Norway"}
    pages.say(BOOK, "ProtectingPower", "1969/1973", protector="Switzerland", **told)
    pages.say(NEWS, "ProtectingPower", "1973/1976", protector="Sweden", **told)


def not_recognised_in_a_year_before(pages: Pages) -> None:
    pages.say(BOOK, "Recognition", "1971", modality="denied", recogniser="Finland", recognised="Tanzania")
    pages.say(NEWS, "Recognition", "1972-02-21", recogniser="Finland", recognised="Tanzania")


LOOK_ALIKES: tuple[Plant, ...] = (
    agreed_and_then_established,
    a_legation_that_moved,
    two_notes_of_one_exchange,
    one_holder_in_two_lists,
    two_powers_that_share_a_task,
    one_power_after_another,
    not_recognised_in_a_year_before,
    signed_and_in_force,
    signed_and_ratified_years_later,
    a_date_refined_twice,
    two_visits_of_one_year,
    two_visits_of_which_one_is_told_twice,
    visits_of_every_other_year,
    visits_a_generation_apart,
    the_continuator_was_recognised_anew,
    broken_twice_with_peace_between,
    a_break_and_the_answer_to_it,
    consular_before_diplomatic,
    ambassadors_in_turn,
    a_charge_beside_the_ambassador,
    two_treaties_of_one_day,
    planned_then_made,
    two_consulates_of_one_year,
    a_vague_and_an_exact_date,
    agrement_and_credentials,
    namesakes_of_two_states,
    leaders_who_meet_often,
    a_break_that_did_not_come,
    a_break_denied_of_no_year,
    a_date_astray_in_a_text_that_gives_the_other,
    one_ambassador_in_two_spellings,
    one_treaty_in_two_languages,
)


def world_of(*plants: Plant) -> World:
    pages = Pages()
    for plant in plants:
        plant(pages)
    return resolve(pages.claims, pages.documents(), STATES)


def shape(found: Contradiction, world: World) -> tuple[str, str, str]:
    types = {account.event.key: account.event.type for account in world.accounts}
    return found.degree, found.kind, types[found.events[0]]


@pytest.mark.parametrize(
    ("plant", "degree", "kind", "type_"), PLANTED, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_planted_contradiction_is_found(plant: Plant, degree: str, kind: str, type_: str) -> None:
    world = world_of(plant)
    assert [shape(found, world) for found in world.contradictions] == [(degree, kind, type_)]
    assert world.contradictions[0].reason
    assert len(world.contradictions[0].claims) >= 2


@pytest.mark.parametrize("plant", LOOK_ALIKES, ids=lambda plant: plant.__name__)
def test_a_look_alike_is_not_taken_for_a_contradiction(plant: Plant) -> None:
    assert world_of(plant).contradictions == ()


def test_in_the_whole_world_all_that_was_planted_is_found_and_nothing_else() -> None:
    world = world_of(*(plant for plant, *_ in PLANTED), *LOOK_ALIKES)
    expected = sorted((degree, kind, type_) for _, degree, kind, type_ in PLANTED)
    assert sorted(shape(found, world) for found in world.contradictions) == expected


def test_an_agreement_has_the_date_of_its_signing() -> None:
    when = [account.event.when for account in world_of(signed_and_in_force).accounts]
    assert [date.edtf for date in when if date] == ["1951"]


def test_a_translation_is_not_a_second_witness() -> None:
    pages = Pages()
    pages.say(BOOK, "RelationsEstablished", "1963-12-21", parties=["Norway", "Kenya"])
    pages.say(SPANISH, "RelationsEstablished", "1963-12-21", parties=["Norway", "Kenya"])
    pages.say(EMBASSY, "RelationsEstablished", "1963-12-12", parties=["Norway", "Kenya"])
    as_they_are = resolve(pages.claims, pages.documents(), STATES)
    pages.sources[SPANISH] = Source(translation_of=BOOK)
    translated = resolve(pages.claims, pages.documents(), STATES)
    assert as_they_are.contradictions[0].policy == "independent-sources"
    assert as_they_are.contradictions[0].preferred.startswith("claim/handbook-en/")
    assert translated.contradictions[0].policy == "proximity"
    assert translated.contradictions[0].preferred.startswith("claim/embassy-of-norway-en/")


def test_happenings_told_by_several_are_counted_once() -> None:
    counts = {
        plant.__name__: sum(account.event.type == "Visit" for account in world_of(plant).accounts)
        for plant in (a_date_refined_twice, two_visits_of_one_year, two_visits_of_which_one_is_told_twice)
    }
    assert counts == {
        "a_date_refined_twice": 1,
        "two_visits_of_one_year": 2,
        "two_visits_of_which_one_is_told_twice": 3,
    }


def test_names_of_events_are_such_as_people_write() -> None:
    pages = Pages()
    pages.say(BOOK, "Aid", "1972", donor="Norway", recipient="Kenya", amount="144000000.5", currency="USD")
    pages.say(BOOK, "LeadershipChange", "1966", state="Ghana", kind="coup")
    accounts = resolve(pages.claims, pages.documents(), STATES).accounts
    assert sorted(account.event.label for account in accounts) == [
        "Aid of Norway to Kenya: 144,000,000.5 USD, 1972",
        "Coup in Ghana, 1966",
    ]


def test_a_treaty_is_known_again_in_another_language() -> None:
    found = {account.event.key: len(account.claims) for account in world_of(one_treaty_in_two_languages).accounts}
    assert sorted(found.values()) == [1, 2]
    assert found["agreement/agreement-on-fisheries--kenya-peru/2001-06-12"] == 1


def test_a_sum_of_money_told_in_two_languages_is_one() -> None:
    pages = Pages()
    for document in (BOOK, SPANISH):
        sum_ = {"amount": "25000000", "currency": "USD"}
        pages.say(document, "Aid", "2012", donor="Peru", recipient="Kenya", **sum_)
        pages.say(document, "TradeVolume", "2015", parties=["Peru", "Kenya"], **sum_)
    world = resolve(pages.claims, pages.documents(), STATES)
    assert [len(account.claims) for account in world.accounts] == [2, 2]


def test_relations_established_where_they_already_were_are_shown_to_the_reader() -> None:
    pages = Pages()
    pages.say("a.txt", "RelationsEstablished", "1858", parties=["Uruguay", "Norway"])
    pages.say("a.txt", "RelationsEstablished", "1927-10-02", parties=["Norway", "Uruguay"])
    world = resolve(pages.claims, pages.documents(), gazetteer())
    assert [(one.degree, one.kind) for one in world.contradictions] == []  # Norway had no relations of its own in 1858
    pages.say("b.txt", "RelationsEstablished", "1906", parties=["Uruguay", "Norway"])
    (found,) = resolve(pages.claims, pages.documents(), gazetteer()).contradictions
    assert found.degree == "possible"
    assert "no source tells that they were severed between" in found.reason
    pages.say("b.txt", "RelationsSevered", "1915", parties=["Norway", "Uruguay"])
    assert resolve(pages.claims, pages.documents(), gazetteer()).contradictions == ()


def test_relations_with_the_state_that_bore_the_name_before_are_no_first_founding() -> None:
    for first in ("1908", "1933"):
        pages = Pages()
        for date in (first, "1972-08-14"):
            pages.say("a.txt", "RelationsEstablished", date, parties=["China", "Turkey"])
        assert resolve(pages.claims, pages.documents(), gazetteer()).contradictions == ()


def test_consuls_may_return_before_diplomatic_relations_are_restored() -> None:
    for what, found in (("Consular", 0), ("Consular and diplomatic", 1)):
        pages = Pages()
        for date, relations in (("1977-07-06", what), ("1978-04-16", "Full")):
            quote = f"{relations} relations of Kenya and Norway were resumed in {date}."
            pages.say("a.txt", "RelationsRestored", date, quote=quote, parties=["Kenya", "Norway"])
        (account,) = (world := resolve(pages.claims, pages.documents(), gazetteer())).accounts
        assert len(world.contradictions) == found
        assert found or (account.event.when and account.event.when.edtf == "1978-04-16")


def test_two_unsure_readings_are_no_disagreement() -> None:
    pages = Pages()
    for date in ("1964-03", "1965"):
        pages.say("a.txt", "RelationsEstablished", date, parties=["Kenya", "Norway"])
    assert len(resolve(pages.claims, pages.documents(), STATES).contradictions) == 1
    doubted = [replace(claim, confidence=0.5) for claim in pages.claims]
    world = resolve(doubted, pages.documents(), STATES)
    assert (len(world.accounts), world.contradictions) == (1, ())


def test_an_envoy_whose_state_is_not_told_is_named_without_it() -> None:
    pages = Pages()
    pages.say(BOOK, "Appointment", "1922-05-18", person="Kari Dahl", office="ambassador", receiving="Peru")
    pages.say(BOOK, "Tenure", "1931/1933", person="Lars Aas", office="ambassador", sending="Norway", receiving="Peru")
    labels = sorted(account.event.label for account in resolve(pages.claims, pages.documents(), STATES).accounts)
    assert labels == [
        "Kari Dahl appointed ambassador in Peru, 18 May 1922",
        "Lars Aas, ambassador of Norway in Peru, 1931 to 1933",
    ]


def test_two_foundings_of_states_that_no_sentence_names_may_be_of_two_pairs() -> None:
    pages = Pages()
    parties = ["Peru", "Portugal"]
    pages.say("a.txt", "RelationsEstablished", "1853", quote="Relations began in 1853.", parties=parties)
    pages.say("a.txt", "RelationsEstablished", "1911", quote="The two set up relations in 1911.", parties=parties)
    assert resolve(pages.claims, pages.documents(), gazetteer()).contradictions == ()
    pages.say("a.txt", "RelationsEstablished", "1911-03", quote="Peru and Portugal, since March 1911", parties=parties)
    assert len(resolve(pages.claims, pages.documents(), gazetteer()).contradictions) == 1


def test_consular_and_ambassadorial_relations_are_no_second_establishment() -> None:
    pages = Pages()
    pages.say("a.txt", "RelationsEstablished", "1964-03-03", parties=["Kenya", "Norway"], kind="consular")
    pages.say("a.txt", "RelationsEstablished", "1964-12-12", parties=["Kenya", "Norway"])
    pages.say("a.txt", "RelationsEstablished", "1965-05-12", parties=["Kenya", "Norway"], kind="ambassadorial")
    world = resolve(pages.claims, pages.documents(), gazetteer())
    assert len(world.accounts) == 3
    assert world.contradictions == ()
    assert [phase.opened_by for phase in world.phases if phase.status == "in-force"] == [
        "event/relationsestablished/kenya-norway/1964-12-12"
    ]


def named(*told: tuple[str, str], type_: str = "Agreement", role: str = "title") -> dict[str, str]:
    """Label -> language of the events that pages name in these words."""
    pages = Pages()
    for page, words in told:
        pages.say(page, type_, "2014-02-03", parties=["Norway", "Peru"], **{role: words})
    world = resolve(pages.claims, pages.documents(), STATES)
    return {one.event.label: one.event.language for one in world.accounts}


def test_an_agreement_is_named_in_the_language_of_the_text_that_gives_its_title() -> None:
    assert named((SPANISH, "Acuerdo de pesca")) == {"Acuerdo de pesca, 3 de febrero de 2014": "es"}
    assert named((BOOK, "Fisheries Agreement")) == {"Fisheries Agreement, 3 February 2014": "en"}
    topic = named((SPANISH, "un acuerdo de pesca"), type_="Negotiation", role="topic")
    assert topic == {"Negociación de un acuerdo de pesca, 3 de febrero de 2014": "es"}


def test_a_title_that_texts_of_two_languages_give_is_in_that_of_most() -> None:
    title = "Acuerdo de pesca"
    assert set(named((SPANISH, title), (BOOK, title), (NEWS, title)).values()) == {"en"}
    assert set(named((SPANISH, title), ("informe.es.txt", title), (BOOK, title)).values()) == {"es"}


def test_an_event_that_is_not_named_in_words_of_a_text_is_named_in_english() -> None:
    pages = Pages()
    pages.say(SPANISH, "RelationsEstablished", "1963-12-12", parties=["Norway", "Kenya"])
    event = resolve(pages.claims, pages.documents(), STATES).accounts[0].event
    assert (event.label, event.language) == ("Norway and Kenya establish relations, 12 December 1963", "en")


def agreements(*told: tuple[str, str, str]) -> int:
    """How many agreements of Peru and Japan some documents tell of: document, title, date."""
    pages = Pages()
    for document, title, date in told:
        pages.say(document, "Agreement", date, title=title, parties=["Peru", "Japan"])
    return len(resolve(pages.claims, pages.documents(), STATES).accounts)


def test_the_treaty_of_a_text_is_the_one_that_it_names_in_full() -> None:
    named = (BOOK, "Treaty of Amity and Navigation", "1886-10-02")
    assert agreements(named, (BOOK, "Treaty", "1886")) == 1
    assert agreements(named, (BOOK, "Treaty", "1887")) == 2
    assert agreements(named, (BOOK, "Memorandum", "1886")) == 2
    assert agreements(named, (BOOK, "several treaties", "1886")) == 2
    assert agreements(named, (BOOK, "Treaty of Extradition", "1886-03"), (BOOK, "Treaty", "1886")) == 3


def test_a_treaty_that_another_source_calls_an_agreement_is_known_by_three_words() -> None:
    treaty = (BOOK, "Treaty on Eternal Friendship and Cooperation", "1997-10-24")
    assert agreements(treaty, (NEWS, "Agreement on Eternal Friendship and Cooperation", "1997")) == 1
    assert agreements(treaty, (NEWS, "Memorandum on Eternal Friendship and Cooperation", "1997")) == 2
    assert agreements(treaty, (NEWS, "Agreement on Friendship and Cooperation", "1997")) == 2


def test_an_embassy_opened_in_a_year_is_one_whatever_its_place() -> None:
    pages = Pages()
    for kind in ("embassy", "consulate"):
        for place in ("Lima", "Cusco"):
            pages.say(BOOK, "MissionOpened", "1961", sending="Japan", receiving="Peru", kind=kind, place=place)
    opened = [dict(one.event.roles)["kind"] for one in resolve(pages.claims, pages.documents(), STATES).accounts]
    assert sorted(opened) == [("consulate",), ("consulate",), ("embassy",)]


def test_what_was_hardly_read_disputes_nothing() -> None:
    pages = Pages()
    pages.say(BOOK, "MissionElevated", "1984-01-01", sending="Peru", receiving="Ghana", kind="embassy")
    pages.say(NEWS, "MissionElevated", "1983-08-10", sending="Peru", receiving="Ghana", kind="embassy")
    assert len(resolve(pages.claims, pages.documents(), STATES).contradictions) == 1
    pages.claims[1] = replace(pages.claims[1], confidence=0.5)
    world = resolve(pages.claims, pages.documents(), STATES)
    assert world.contradictions == ()
    assert [account.event.when.edtf for account in world.accounts if account.event.when] == ["1984-01-01"]


def test_dates_of_the_same_words_do_not_exclude_each_other() -> None:
    pages = Pages()
    named = {"participants": ["Peru", "Japan"], "occasion": "Joint Commission on Fisheries", "ordinal": "2"}
    told = pages.say(BOOK, "Meeting", "2012", **named)
    later = pages.say(BOOK, "Meeting", "2017", **named)
    assert len(resolve(pages.claims, pages.documents(), STATES).contradictions) == 1
    pages.claims[1] = replace(later, evidence=told.evidence)
    world = resolve(pages.claims, pages.documents(), STATES)
    assert (len(world.accounts), world.contradictions) == (2, ())


def test_dates_of_one_sentence_do_not_exclude_each_other() -> None:
    pages = Pages()
    mission = {"sending": "Peru", "receiving": "Japan", "kind": "consulate", "place": "Osaka"}
    told = pages.say(BOOK, "MissionOpened", "1961", **mission)
    later = pages.say(BOOK, "MissionOpened", "1962", **mission)
    assert len(resolve(pages.claims, pages.documents(), STATES).contradictions) == 1
    start = told.evidence.span.start
    pages.claims[1] = replace(later, evidence=replace(told.evidence, span=Span(start, later.evidence.span.end)))
    assert resolve(pages.claims, pages.documents(), STATES).contradictions == ()


@pytest.mark.parametrize(
    ("old", "new", "other", "found"),
    [
        ("1862-03-02", "1862-03-14", "Greece", 0),
        ("1921-08-05", "1921-08-18", "Greece", 0),
        ("1925-08-05", "1925-08-18", "Greece", 1),
        ("1862-03-02", "1862-03-15", "Greece", 1),
        ("1862-03-02", "1862-03-14", "Portugal", 1),
    ],
)
def test_one_day_in_two_calendars_is_no_contradiction(old: str, new: str, other: str, found: int) -> None:
    pages = Pages()
    pages.say(EMBASSY, "RelationsEstablished", old, parties=["Sweden", other])
    pages.say(BOOK, "RelationsEstablished", new, parties=["Sweden", other])
    world = resolve(pages.claims, pages.documents(), gazetteer())
    (account,) = world.accounts
    assert len(world.contradictions) == found
    if not found:
        assert account.event.when is not None
        assert account.event.when.edtf == new
        (preferred,) = [claim for claim in account.claims if claim.rank == "preferred"]
        assert "by the calendar of today" in preferred.reason


def test_a_treaty_dated_by_two_calendars_is_not_taken_for_two() -> None:
    pages = Pages()
    for page, day, title in (
        (EMBASSY, "1910-04-06", "Convention on Extradition"),
        (BOOK, "1910-04-19", "Extradition Convention"),
    ):
        pages.say(page, "Agreement", day, title=title, parties=["Sweden", "Romania"])
    assert resolve(pages.claims, pages.documents(), gazetteer()).contradictions == ()


def test_two_lists_that_differ_in_one_visit_disagree_on_it() -> None:
    pages = Pages()
    visit = {"visitor": "Ola Dahl", "visitor_state": "Norway", "host": "Peru"}
    for year in ("1971", "1974", "1979"):
        pages.say(BOOK, "Visit", year, **visit)
    for month in ("1971-02", "1974-11", "1981-05"):
        pages.say(NEWS, "Visit", month, **visit)
    (found,) = resolve(pages.claims, pages.documents(), STATES).contradictions
    assert (found.degree, found.kind) == ("possible", "date")
    assert "1979 and May 1981" in found.reason
    pages.say(NEWS, "Visit", "1986-01", **visit)  # a longer list tells of more, not of another
    assert resolve(pages.claims, pages.documents(), STATES).contradictions == ()


def test_overlapping_terms_are_shown_by_the_claims_that_overlap() -> None:
    pages = Pages()
    post = {"office": "ambassador", "sending": "Norway", "receiving": "Peru"}
    pages.say(EMBASSY, "Tenure", "1971/1976", person="Kari Dahl", **post)
    pages.say(BOOK, "Tenure", "1971/1974", person="Kari Dahl", **post)
    pages.say(BOOK, "Tenure", "1974/1978", person="Ola Berg", **post)
    found = resolve(pages.claims, pages.documents(), STATES).contradictions
    (overlap,) = [one for one in found if one.kind == "overlap"]
    assert len(overlap.claims) == 2


def test_a_holder_with_a_second_surname_is_perhaps_one_whose_term_is_told_twice() -> None:
    pages = Pages()
    post = {"office": "ambassador", "sending": "Norway", "receiving": "Peru"}
    known = Register(STATES.states, people={"Kari Dahl": ()})
    pages.say(EMBASSY, "Tenure", "2003/2007", person="Kari Dahl Berg", **post)
    pages.say(BOOK, "Tenure", "2003/2008", person="Kari Dahl", **post)
    pages.claims[1] = replace(
        pages.claims[1],
        roles=tuple(
            replace(role, values=(replace(role.values[0], key="person/kari-dahl"),)) if role.name == "person" else role
            for role in pages.claims[1].roles
        ),
    )
    (found,) = resolve(pages.claims, pages.documents(), known).contradictions
    assert (found.degree, found.kind) == ("possible", "date")
    assert "may be one person" in found.reason


def test_a_mission_of_no_kind_has_the_kind_that_another_text_tells() -> None:
    (opened,) = world_of(a_mission_that_another_calls_an_embassy).accounts
    assert dict(opened.event.roles)["kind"] == ("embassy",)
