"""A gazetteer of a few invented and real rows, for tests that plant their own world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.model import Entity
from kg.resolve.keys import slug


class Name(NamedTuple):
    surface: str
    kind: str
    keys: tuple[str, ...]


class Term(NamedTuple):
    person: str
    office: str
    state: str
    start: str
    end: str
    seen: str = ""


@dataclass(frozen=True)
class Register:
    """What `kg.resolve.states.Register` asks for; states are (label, start, end, label of the continuator)."""

    states: Sequence[tuple[str, str, str, str]] = ()
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # label -> other names
    held: Sequence[tuple[str, str, str, str, str]] = ()  # person, rank, state, start, end: labels

    def entity(self, key: str) -> Entity | None:
        for label, *_ in self.states:
            if key == f"state/{slug(label)}":
                return Entity(key, "state", label, known=True)
        for label, names in self.people.items():
            if key == f"person/{slug(label)}":
                return Entity(key, "person", label, names, known=True)
        return None

    def names(self) -> Sequence[Name]:
        states = [Name(label, "state", (f"state/{slug(label)}",)) for label, *_ in self.states]
        people = [
            Name(name, "person", (f"person/{slug(label)}",))
            for label, names in self.people.items()
            for name in (label, *names)
        ]
        return states + people

    def _state(self, key: str) -> tuple[str, str, str, str]:
        return next((row for row in self.states if key == f"state/{slug(row[0])}"), ("", "", "", ""))

    def start(self, key: str) -> str | None:
        return self._state(key)[1] or None

    def end(self, key: str) -> str | None:
        return self._state(key)[2] or None

    def continuator(self, key: str) -> str | None:
        after = self._state(key)[3]
        return f"state/{slug(after)}" if after else None

    def predecessors(self, key: str) -> Sequence[str]:
        return ()

    def state_of_place(self, key: str) -> str | None:
        return None

    def naming(self, key: str) -> Sequence[str]:
        return ()

    def terms(self) -> Sequence[Term]:
        return [
            Term(f"person/{slug(person)}", f"office/{slug(rank)}-of-{slug(state)}", f"state/{slug(state)}", start, end)
            for person, rank, state, start, end in self.held
        ]
