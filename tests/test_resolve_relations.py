"""The relations of two states as phases."""

from __future__ import annotations

from kg.model import Phase
from kg.resolve.world import resolve
from tests.claims import Pages
from tests.register import Register

STATES = Register(
    states=[
        ("Norway", "1905-06-07", "", ""),
        ("Soviet Union", "1922-12-30", "1991-12-26", "Russia"),
        ("Russia", "1991-12-12", "", ""),
        ("Sweden", "", "", ""),
    ]
)
PAIR = ["Norway", "Soviet Union"]


def phases(pages: Pages) -> list[Phase]:
    found = resolve(pages.claims, pages.documents(), STATES).phases
    return sorted(found, key=lambda phase: phase.when.begin_earliest or "")


def told(*changes: tuple[str, str | None]) -> Pages:
    pages = Pages()
    for type_, date in changes:
        pages.say("a.txt", f"Relations{type_}", date, parties=PAIR)
    return pages


def test_a_break_without_a_beginning_implies_relations_before() -> None:
    found = phases(told(("Severed", "1940-06")))
    assert [(phase.status, phase.when.edtf) for phase in found] == [("in-force", "/1940-06"), ("severed", "1940-06/..")]
    assert (found[0].opened_by, found[1].opened_by) == ("", "event/relationssevered/norway-soviet-union/1940-06")


def test_a_restoration_without_a_break_implies_one() -> None:
    found = phases(told(("Restored", "1945")))
    assert [(phase.status, phase.when.edtf) for phase in found] == [("severed", "/1945"), ("in-force", "1945/..")]


def test_a_second_break_opens_nothing() -> None:
    found = phases(told(("Established", "1924"), ("Severed", "1940"), ("Severed", "1943"), ("Restored", "1945")))
    assert [phase.status for phase in found] == ["none", "in-force", "severed", "in-force"]
    assert found[2].when.edtf == "1940/1945"


def test_undated_and_unreal_changes_open_nothing() -> None:
    pages = told(("Established", "1924"), ("Severed", None))
    pages.say("b.txt", "RelationsSevered", "1950", modality="planned", parties=PAIR)
    assert [phase.status for phase in phases(pages)] == ["none", "in-force"]


def test_consular_relations_are_no_phase() -> None:
    pages = Pages()
    pages.say("a.txt", "RelationsEstablished", "1920", parties=PAIR, kind="consular")
    assert phases(pages) == []


def test_a_state_and_its_continuator_are_one_side() -> None:
    pages = told(("Established", "1924-02-15"))
    pages.say("b.txt", "RelationsSevered", "2001", parties=["Norway", "Russia"])
    found = phases(pages)
    assert {phase.parties for phase in found} == {("state/norway", "state/russia")}
    assert [phase.key for phase in found] == [
        "phase/norway--russia/none-until-1924-02-15",
        "phase/norway--russia/in-force-1924-02-15",
        "phase/norway--russia/severed-2001",
    ]


def test_the_protecting_power_stands_in_its_phase() -> None:
    pages = told(("Severed", "1940-06-10"), ("Restored", "1944-10"), ("Severed", "1950"))
    pages.say(
        "a.txt", "ProtectingPower", "1940-06-01", protector="Sweden", protected="Norway", receiving="Soviet Union"
    )
    found = phases(pages)
    assert [(phase.status, phase.protector) for phase in found] == [
        ("in-force", ""),
        ("severed", "state/sweden"),
        ("in-force", ""),
        ("severed", ""),
    ]


def test_a_vague_change_is_marked_as_approximate() -> None:
    found = phases(told(("Established", "1920/1924")))
    assert [phase.when.edtf for phase in found] == ["../1920~", "1920~/.."]
    assert found[1].when.begin_latest == "1924-12-31T23:59:59Z"
