"""Claims of invented documents in any number, for tests of size: the same number gives the same claims."""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt
from random import Random

from kg.extract.bounds import when
from kg.model import Claim, Evidence, Role, Span, Value, ValueKind, When

_GIVEN = (
    "Ana",
    "Boris",
    "Carla",
    "Dmitri",
    "Elena",
    "Farid",
    "Grace",
    "Hugo",
    "Irina",
    "Juan",
    "Kofi",
    "Lucia",
    "Marko",
)
_TYPES = ("Visit", "Meeting", "Agreement", "Tenure", "OfficeHeld", "RelationsEstablished", "MissionPresent")
_SHARES = (30, 10, 12, 10, 20, 8, 10)
_STATES, _CROWDED = 200, 100_000  # so many claims on so many states; the pairs of states grow with what is beyond


def claims(number: int, seed: int = 1, page: int = 25) -> Iterator[Claim]:
    """Claims on half as many happenings, each told by two documents on average; more claims tell of more people, and
    of more states: as many to a pair of them, or all would come to contradict each other.

    `page` is how many claims a document holds.
    """
    draw = Random(seed)
    states = max(_STATES, isqrt(_STATES**2 * number // _CROWDED))
    for at in range(number):
        span = Span(at % page * 200, at % page * 200 + 120)
        evidence = Evidence(f"corpus/page-{at // page}.en.txt", span, f"sentence {at} of the invented page")
        yield _claim(draw.randrange(max(1, number // 2)), max(10, number // 20), states, evidence)


def _claim(happening: int, people: int, states: int, evidence: Evidence) -> Claim:
    """What any document says of one happening; some give the day, some only the month or the year."""
    draw = Random(happening)
    type_ = draw.choices(_TYPES, _SHARES)[0]
    person, year, month, day = (
        draw.randrange(people),
        draw.randrange(1900, 2020),
        draw.randrange(1, 13),
        draw.randrange(1, 29),
    )
    home, other = person % states, draw.randrange(states)
    grain = (happening + evidence.span.start) % 3
    date = when((f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}")[grain])
    filled, held = _roles(type_, person, people, home, other if other != home else (other + 1) % states, draw)
    if type_ == "Tenure":
        date = when(f"{year}/{year + 3}")
    roles = tuple(Role(name, values) for name, values in filled.items())
    return Claim(type_, roles, _dated(date, held), "asserted", evidence, "synthetic", 0.9)


def _dated(date: When | None, held: bool) -> When | None:
    return None if held else date


def _roles(
    type_: str, person: int, people: int, home: int, other: int, draw: Random
) -> tuple[dict[str, tuple[Value, ...]], bool]:
    """The roles of a claim, and whether it holds without a date."""
    who, states = (_person(person),), (_state(home), _state(other))
    if type_ == "Visit":
        return {"visitor": who, "visitor_state": states[:1], "host": states[1:]}, False
    if type_ == "Meeting":
        return {"participants": (*who, _person((person + 7) % people))}, False
    if type_ == "Agreement":
        return {"title": (_text(f"Agreement on subject {draw.randrange(500)} and its uses"),), "parties": states}, False
    if type_ == "Tenure":
        return {"person": who, "office": (_office(),), "sending": states[:1], "receiving": states[1:]}, False
    if type_ == "OfficeHeld":
        return {"person": who, "office": (_office(),), "of": states[:1]}, True
    if type_ == "MissionPresent":
        return {"sending": states[:1], "receiving": states[1:], "kind": (_text("embassy"),)}, True
    return {"parties": states}, False


def _value(label: str, kind: ValueKind, key: str = "") -> Value:
    return Value(label, label, kind, key)


def _state(number: int) -> Value:
    return _value(f"State {number}", "state", f"state/state-{number}")


def _person(number: int) -> Value:
    return _value(f"{_GIVEN[number % 13]} Fam{number // 13}a Son{number % 977}b", "person")


def _office() -> Value:
    return _value("ambassador", "office", "office/ambassador")


def _text(words: str) -> Value:
    return _value(words, "text")
