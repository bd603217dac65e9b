"""Claims of invented documents in any number, for tests of size: the same number gives the same claims."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from kg.extract.bounds import when
from kg.model import Claim, Evidence, Role, Span, Value, ValueKind

_GIVEN = "Ana Boris Carla Dmitri Elena Farid Grace Hugo Irina Juan Kofi Lucia Marko Nadia Omar Petra Quentin Rosa Stefan Tariq".split()


def claims(number: int, seed: int = 1) -> Iterator[Claim]:
    """About two claims for each happening; more claims speak of more states' years and people, not of the same ones."""
    draw = Random(seed)
    people = max(10, number // 10)
    for at in range(number):
        document = f"corpus/page-{at // 25}.en.txt"
        span = Span(at % 25 * 200, at % 25 * 200 + 120)
        yield _claim(draw, people, Evidence(document, span, f"sentence {at} of the invented page"))


def _claim(draw: Random, people: int, evidence: Evidence) -> Claim:
    kind = draw.choices(
        ("Visit", "Meeting", "Agreement", "Tenure", "OfficeHeld", "RelationsEstablished", "MissionPresent"),
        (30, 10, 12, 10, 20, 8, 10),
    )[0]
    one, other = draw.sample(range(200), 2)
    person, year = draw.randrange(people), draw.randrange(1900, 2020)
    home, host = _state(person % 200), _state((person + draw.randrange(1, 4)) % 200)
    month = draw.randrange(1, 13)
    date = when(draw.choice((f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{draw.randrange(1, 29):02}")))
    if kind == "Visit":
        roles = {"visitor": (_person(person),), "visitor_state": (home,), "host": (host,)}
    elif kind == "Meeting":
        roles = {"participants": (_person(person), _person((person + 7) % people))}
    elif kind == "Agreement":
        roles = {
            "title": (_text(f"Agreement on subject {draw.randrange(500)} and its uses"),),
            "parties": (_state(one), _state(other)),
        }
    elif kind == "Tenure":
        roles, date = (
            {"person": (_person(person),), "office": (_office(),), "sending": (home,), "receiving": (host,)},
            when(f"{year}/{year + 3}"),
        )
    elif kind == "OfficeHeld":
        roles, date = {"person": (_person(person),), "office": (_office(),), "of": (home,)}, None
    elif kind == "MissionPresent":
        roles, date = {"sending": (_state(one),), "receiving": (_state(other),), "kind": (_text("embassy"),)}, None
    else:
        roles = {"parties": (_state(one), _state(other))}
    filled = tuple(Role(name, values) for name, values in roles.items())
    return Claim(kind, filled, date, "asserted", evidence, "synthetic", 0.9)


def _value(label: str, kind: ValueKind, key: str = "") -> Value:
    return Value(label, label, kind, key)


def _state(number: int) -> Value:
    return _value(f"State {number}", "state", f"state/state-{number}")


def _person(number: int) -> Value:
    return _value(f"{_GIVEN[number % 20]} Fam{number // 20}a Son{number % 977}b", "person")


def _office() -> Value:
    return _value("ambassador", "office", "office/ambassador")


def _text(words: str) -> Value:
    return _value(words, "text")
