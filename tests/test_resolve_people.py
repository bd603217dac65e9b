"""Who is who: spellings and short names are followed, namesakes stay apart, office and date name the holder."""

from __future__ import annotations

import pytest

from kg.lexicon.gazetteer import gazetteer
from kg.model import World
from kg.resolve.review import Review
from kg.resolve.world import resolve
from tests.claims import Pages
from tests.register import Register

KNOWN = Register(
    states=[
        ("Chile", "1818", "", ""),
        ("Norway", "1905-06-07", "", ""),
        ("Kenya", "1963-12-12", "", ""),
        ("Jordan", "1946-05-25", "", ""),
        ("Mexico", "1821", "", ""),
        ("Soviet Union", "1922-12-30", "1991-12-26", "Russia"),
        ("Russia", "1991-12-12", "", ""),
    ],
    people={
        "Sergey Lavrov": ("Sergey Viktorovich Lavrov",),
        "Vladimir Putin": (),
        "Boris Yeltsin": (),
        "Abdullah II of Jordan": (),
        "Hussein of Jordan": (),
        "Luis Echeverría Álvarez": (),
        "Peter Stone": (),
    },
    held=[
        ("Sergey Lavrov", "foreign minister", "Russia", "2004-03-09", ""),
        ("Boris Yeltsin", "president", "Russia", "1991-07-10", "1999-12-31"),
        ("Vladimir Putin", "president", "Russia", "2000-05-07", "2008-05-07"),
        ("Abdullah II of Jordan", "king", "Jordan", "1999-02-07", ""),
        ("Hussein of Jordan", "king", "Jordan", "1952-08-11", "1999-02-07"),
        ("Luis Echeverría Álvarez", "president", "Mexico", "1970-12-01", "1976-11-30"),
        ("Peter Stone", "prime minister", "Norway", "1995", "1999"),
    ],
)


def world_of(pages: Pages, *reviews: Review) -> World:
    return resolve(pages.claims, pages.documents(), KNOWN, reviews=reviews)


def persons(world: World, role: str = "visitor") -> list[str]:
    return sorted({key for one in world.accounts for name, keys in one.event.roles if name == role for key in keys})


def visit(
    pages: Pages, document: str, visitor: str, date: str | None, state: str = "Norway", host: str = "Kenya"
) -> None:
    pages.say(document, "Visit", date, visitor=visitor, visitor_state=state, host=host)


def test_another_spelling_of_a_known_name_is_the_known_person() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Sergei Lavrov", "2014-04", "Russia")
    visit(pages, "b.txt", "Serguey Lavrov", "2014-04", "Russia")
    world = world_of(pages)
    assert "person/sergey-lavrov" in persons(world)
    merge = next(merge for merge in world.merges if merge.alias == "person/sergei-lavrov")
    assert merge.confidence == 0.97
    assert "spelling" in merge.reason


def test_spellings_of_an_unknown_name_are_one_person() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Nikolái Kuznetsov", "1956", "Soviet Union")
    visit(pages, "b.txt", "Nikolay Kuznetsov", "1956-05", "Soviet Union")
    world = world_of(pages)
    assert len(persons(world)) == 1
    assert len(world.accounts) == 1


def test_an_accent_makes_no_other_person() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Luis Corvalán", "1976", "Chile")
    visit(pages, "b.txt", "Luis Corvalan", "1976", "Chile")
    assert persons(world_of(pages)) == ["person/luis-corvalan"]


def test_a_surname_means_the_full_name_of_its_own_text() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Astrid Lunde", "1990")
    visit(pages, "a.txt", "Lunde", "1992")
    visit(pages, "b.txt", "Lunde", "1994")
    assert persons(world_of(pages)) == ["person/astrid-lunde", "person/lunde--b"]


def test_a_surname_of_two_namesakes_stays_apart() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Eduardo Frei Montalva", "1965", "Chile")
    visit(pages, "a.txt", "Eduardo Frei Ruiz-Tagle", "1996", "Chile")
    visit(pages, "a.txt", "Frei", "1966", "Chile")
    assert persons(world_of(pages)) == [
        "person/eduardo-frei-montalva",
        "person/eduardo-frei-ruiz-tagle",
        "person/frei--a",
    ]


def test_a_first_name_is_not_followed_but_a_rulers_is() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Charles Graves", "1905")
    visit(pages, "a.txt", "Charles", "1905-11")
    visit(pages, "a.txt", "King Abdullah", "2014-02", "Jordan", "Mexico")
    visit(pages, "a.txt", "Abdullah II of Jordan", "2002-03", "Jordan", "Mexico")
    assert persons(world_of(pages)) == ["person/abdullah-ii-of-jordan", "person/charles--a", "person/charles-graves"]


def test_office_state_and_time_name_a_known_ruler() -> None:
    pages = Pages()
    pages.say("a.txt", "OfficeHeld", "1975-08", person="Hussein", office="king", of="Jordan")
    pages.say("a.txt", "OfficeHeld", None, person="Luis Echeverría", office="president", of="Mexico")
    assert persons(world_of(pages), "person") == ["person/hussein-of-jordan", "person/luis-echeverria-alvarez"]


def test_the_number_of_a_ruler_tells_him_from_others() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Haakon VII", "1910")
    visit(pages, "b.txt", "Haakon VI", "1911")
    assert len(persons(world_of(pages))) == 2


def test_a_described_office_at_a_date_is_its_holder() -> None:
    pages = Pages()
    visit(pages, "a.txt", "president of Russia", "2004-11", "Russia")
    visit(pages, "a.txt", "president of Russia", None, "Russia", "Norway")
    visit(pages, "a.txt", "president of Russia", "1999/2000", "Russia", "Chile")
    world = world_of(pages)
    named = [key for key in persons(world) if key.startswith("person/")]
    assert named == ["person/vladimir-putin"]
    assert len([key for key in persons(world) if key.startswith("actor/")]) == 2
    assert next(merge for merge in world.merges).confidence < 0.9


def test_a_known_name_in_another_age_is_a_namesake() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Peter Stone", "1850", "Mexico", "Chile")
    visit(pages, "b.txt", "Peter Stone", "1997")
    found = persons(world_of(pages))
    assert "person/peter-stone" in found
    assert len(found) == 2


def test_one_name_in_two_states_is_two_persons() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Anna Berg", "1994", "Norway")
    visit(pages, "b.txt", "Anna Berg", "1995", "Chile")
    assert persons(world_of(pages)) == ["person/anna-berg", "person/anna-berg-chile"]


def test_a_short_name_in_another_text_needs_office_and_state() -> None:
    pages = Pages()
    post = {"office": "ambassador", "receiving": "Kenya"}
    pages.say("a.txt", "Tenure", "1997/2000", person="Sergio Pinto Aguayo", sending="Chile", **post)
    pages.say("b.txt", "Tenure", "1997/2000", person="Sergio Pinto", sending="Chile", **post)
    pages.say("c.txt", "Tenure", "1997/2000", person="Sergio Pinto", sending="Mexico", **post)
    assert persons(world_of(pages), "person") == ["person/sergio-pinto-aguayo", "person/sergio-pinto-mexico"]


def test_a_reviewer_can_unite_and_part_persons() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Astrid Lunde", "1990")
    visit(pages, "b.txt", "Astrid Lunde Holm", "1994")
    visit(pages, "c.txt", "Sergei Lavrov", "2014", "Russia")
    together = world_of(pages, Review("same-as", "person/astrid-lunde", "person/astrid-lunde-holm", "a marriage"))
    assert persons(together) == ["person/astrid-lunde-holm", "person/sergey-lavrov"]
    assert any(merge.confidence == 1.0 and "a marriage" in merge.reason for merge in together.merges)
    parted = world_of(pages, Review("different-from", "person/sergei-lavrov", "person/sergey-lavrov"))
    assert "person/sergei-lavrov" in persons(parted)


def test_a_short_name_is_not_the_namesake_who_held_the_office_at_another_time() -> None:
    pages = Pages()
    for name, date in (("George Bush", "1990-12"), ("George W. Bush", "2004-11")):
        visit(pages, "a.txt", name, date, "United States")
        pages.say("a.txt", "OfficeHeld", None, person=name, office="president", of="United States")
    assert persons(resolve(pages.claims, pages.documents(), gazetteer())) == [
        "person/george-h-w-bush",
        "person/george-w-bush",
    ]


def test_a_longer_form_of_a_known_name_needs_office_state_and_time() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Muhammad Anwar el-Sadat", "1975", "Egypt")
    pages.say("a.txt", "OfficeHeld", None, person="Muhammad Anwar el-Sadat", office="president", of="Egypt")
    visit(pages, "b.txt", "Karim Anwar el-Sadat", "1975", "Egypt")
    found = persons(resolve(pages.claims, pages.documents(), gazetteer()))
    assert "person/anwar-sadat" in found
    assert len(found) == 2


def test_a_second_surname_makes_no_other_person() -> None:
    pages = Pages()
    pages.say("a.txt", "OfficeHeld", None, person="Peter de Stone de Oakes", office="prime minister", of="Norway")
    pages.say("b.txt", "OfficeHeld", None, person="Anna Stone Oakes", office="prime minister", of="Norway")
    assert persons(world_of(pages), "person") == ["person/anna-stone-oakes", "person/peter-stone"]


def test_a_short_name_means_whom_the_full_name_of_its_text_means() -> None:
    pages = Pages()
    visit(pages, "a.txt", "Sergei Viktorovich Lavrov", "2014-04", "Russia")
    visit(pages, "a.txt", "Lavrov", "2015-04", "Russia")
    assert persons(world_of(pages)) == ["person/sergey-lavrov"]


def test_the_date_of_a_meeting_tells_which_holder_of_a_name_and_office_is_meant() -> None:
    known = Register(
        states=[("Norway", "1905-06-07", "", ""), ("Kenya", "1963-12-12", "", "")],
        people={"Peter Stone": (), "Peter J. Stone": ()},
        held=[
            ("Peter Stone", "president", "Norway", "1989", "1993"),
            ("Peter J. Stone", "president", "Norway", "2001", "2009"),
        ],
    )
    pages = Pages()
    pages.say("a.txt", "OfficeHeld", None, person="Stone", office="president", of="Norway")
    pages.say("a.txt", "Meeting", "2003-05-01", participants=["Stone", "Ann Reed"])
    world = resolve(pages.claims, pages.documents(), known)
    assert persons(world, "participants") == ["person/ann-reed", "person/peter-j-stone"]


@pytest.mark.parametrize(
    ("date", "person"),
    [("1966-03", "eduardo-frei-montalva"), ("1995-10", "eduardo-frei-ruiz-tagle"), ("2005", "eduardo-frei")],
)
def test_of_two_presidents_of_one_name_the_one_in_office_is_meant_and_else_neither(date: str, person: str) -> None:
    pages = Pages()
    visit(pages, "a.txt", "Eduardo Frei", date, "Chile", "Russia")
    pages.say("a.txt", "OfficeHeld", None, person="Eduardo Frei", office="president", of="Chile")
    assert persons(resolve(pages.claims, pages.documents(), gazetteer())) == [f"person/{person}"]


def test_initials_and_one_other_letter_need_office_state_and_time() -> None:
    pages = Pages()
    for document, name, date in (
        ("a.en.txt", "P. Q. Stone", "1996"),
        ("b.en.txt", "Piter Stone", "1997"),
        ("c.en.txt", "P. Q. Stone", "1920"),
        ("d.en.txt", "Mark Stone", "1997"),
    ):
        pages.say(document, "Appointment", date, person=name, office="prime minister", sending="Norway")
    keys = persons(world_of(pages), "person")
    assert keys == ["person/mark-stone", "person/p-q-stone", "person/peter-stone"]


def test_a_surname_with_an_office_is_not_the_spouse_whom_the_text_names_in_full() -> None:
    pages = Pages()
    pages.say("a.en.txt", "OfficeHeld", None, person="Kilonzo", office="president", of="Kenya")
    pages.say("a.en.txt", "OfficeHeld", None, person="Maria Kilonzo", office="first lady", of="Kenya")
    assert len(persons(world_of(pages), "person")) == 2


def test_a_head_of_state_is_whoever_held_the_office_that_makes_one() -> None:
    pages = Pages()
    visit(pages, "a.en.txt", "head of state of Mexico", "1972", "Mexico")
    visit(pages, "b.en.txt", "head of state of Jordan", "1972", "Jordan")
    visit(pages, "c.en.txt", "head of government of Norway", "1997")
    assert persons(world_of(pages)) == [
        "person/hussein-of-jordan",
        "person/luis-echeverria-alvarez",
        "person/peter-stone",
    ]


def test_a_known_name_in_another_office_long_after_is_the_sons() -> None:
    pages = Pages()
    for document, date in (("a.en.txt", "1996"), ("b.en.txt", "2024-07")):
        role = "prime minister" if date == "1996" else "envoy"
        pages.say(document, "OfficeHeld", None, person="Peter Stone", office=role, of="Norway")
        pages.say(document, "Recall", date, agent="Norway", target="Peter Stone")
    world = world_of(pages)
    assert persons(world, "target") == ["person/peter-stone", "person/peter-stone--b-en"]
    assert {e.label for e in world.entities if e.key.startswith("person/peter-stone")} == {"Peter Stone"}


def test_a_minister_who_comes_back_as_ambassador_after_years_is_himself() -> None:
    pages = Pages()
    pages.say("b.en.txt", "Tenure", "2016/2018", person="Peter Stone", office="ambassador", sending="Norway")
    assert persons(world_of(pages), "person") == ["person/peter-stone"]


def test_a_king_is_the_monarch_of_a_list_of_rulers() -> None:
    pages = Pages()
    visit(pages, "a.en.txt", "king of Spain", "2006", "Spain")
    pages.say("b.en.txt", "OfficeHeld", None, person="Haji Hassanal Bolkiah", office="sultan", of="Brunei")
    world = resolve(pages.claims, pages.documents(), gazetteer())
    assert persons(world) == ["person/juan-carlos-i"]
    assert persons(world, "person") == ["person/hassanal-bolkiah"]
