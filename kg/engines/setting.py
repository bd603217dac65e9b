"""What every stage of a distributed build must know; small enough to travel with each task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon.gazetteer import gazetteer
from kg.resolve.rank import DEFAULT
from kg.resolve.review import Decisions, Review, decisions
from kg.resolve.states import Atlas, Register, atlas
from kg.vocab import BASE


@dataclass(frozen=True, slots=True)
class Setting:
    """How to resolve; `register` makes the gazetteer, once in each worker process."""

    register: Callable[[], Register]
    policy: str = DEFAULT
    reviews: tuple[Review, ...] = ()
    base: str = BASE
    offered: frozenset[str] = frozenset()  # keys of entities for which links were found elsewhere

    @property
    def atlas(self) -> Atlas:
        return _atlas(self.register)

    @property
    def decided(self) -> Decisions:
        return _decided(self.reviews)


@lru_cache(maxsize=4)
def _atlas(register: Callable[[], Register]) -> Atlas:
    return atlas() if register is gazetteer else Atlas(register())


@lru_cache(maxsize=4)
def _decided(reviews: tuple[Review, ...]) -> Decisions:
    return decisions(reviews)
