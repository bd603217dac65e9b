"""What resolution asks of the gazetteer, and states through time: what a state continues, what it was called then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, Final, Protocol

from kg.caches import cached
from kg.kept import kept
from kg.lexicon.gazetteer import gazetteer
from kg.model import Entity
from kg.resolve.keys import name_of, slug
from kg.resolve.names import Folded, fold
from kg.resolve.words import ranks


class NameRow(Protocol):
    """A name of the gazetteer; several keys mean that the name is ambiguous."""

    @property
    def surface(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...


class TermRow(Protocol):
    """A person's term in an office of a state: ISO days, months or years; no end: not over when last `seen`."""

    @property
    def person(self) -> str: ...
    @property
    def office(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def start(self) -> str: ...
    @property
    def end(self) -> str: ...
    @property
    def seen(self) -> str: ...


class Register(Protocol):
    """The part of the gazetteer that resolution needs."""

    def entity(self, key: str) -> Entity | None: ...
    def names(self) -> Sequence[NameRow]: ...
    def start(self, key: str) -> str | None: ...
    def end(self, key: str) -> str | None: ...
    def continuator(self, key: str) -> str | None: ...
    def predecessors(self, key: str) -> Sequence[str]: ...
    def state_of_place(self, key: str) -> str | None: ...
    def naming(self, key: str) -> Sequence[str]: ...
    def terms(self) -> Sequence[TermRow]: ...


class _Lineages(dict[str, str]):
    """Key -> the state at the end of its line of continuators; found when first asked for."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def __missing__(self, key: str) -> str:
        end, seen = key, {key}
        while key.startswith("state/") and (after := self._register.continuator(end)) and after not in seen:
            seen.add(after)
            end = after
        self[key] = end
        return end


# The indexes of an atlas that take longest to make.
_LARGE: Final = ("_lines", "by_name", "surfaces", "people", "posts", "officials")


class Atlas:
    """The gazetteer with the indexes that resolution looks things up in; each is made when first asked for."""

    def __init__(self, register: Register, indexes: Mapping[str, Any] = MappingProxyType({})) -> None:
        """`indexes` are those that an atlas of the same register gave, so that they need not be made again."""
        self.register = register
        vars(self).update(indexes)
        self._lineages = _Lineages(register)
        # The state that continues a state today ("state/soviet-union" -> "state/russia"); any other key is its own.
        self.lineage: Callable[[str], str] = self._lineages.__getitem__
        # The canonical name of a key; made of the key itself if the gazetteer does not know it.
        self.label: Callable[[str], str] = cached(1 << 16)(self._label)
        # The words of the names of some keys, folded.
        self.words: Callable[[tuple[str, ...]], frozenset[str]] = cached(1 << 16)(
            lambda keys: frozenset(word for key in keys for word in slug(self.label(key)).split("-"))
        )
        # The states of today among some keys, which somebody acts for. One object each time: mentions without number
        # share a few hundred.
        self.served: Callable[[tuple[str, ...]], frozenset[str]] = cached(1 << 12)(
            lambda keys: frozenset(self.lineage(key) for key in keys if key.startswith("state/"))
        )

    def indexes(self) -> dict[str, Any]:
        """The large indexes by name, fit for `pickle`."""
        return {name: getattr(self, name) for name in _LARGE}

    def exists(self, key: str, moment: str) -> bool:
        """Whether a state existed at an ISO moment, as far as the gazetteer knows."""
        start, end = self.register.start(key), self.register.end(key)
        return not (start and moment[:10] < start) and not (end and moment[: len(end)] > end)

    def has_rival(self, key: str, moment: str) -> bool:
        """Whether another state of its line, or one in whose place it came, is known to have existed at a moment.

        "Germany" in 1955 may be either of two states, and Nicaragua in 1824 was part of a federation.
        """
        register = self.register
        others = (*self._lines.get(self.lineage(key), ()), *register.predecessors(key))
        return any(
            other != key and register.start(other) and register.end(other) and self.exists(other, moment)
            for other in others
        )

    def took_over(self, key: str, first: str, last: str) -> bool:
        """Whether a state came into the place of another between two ISO moments, as China's People's Republic did."""
        ends = map(self.register.end, self.register.predecessors(key))
        return any(end and first[: len(end)] <= end <= last[: len(end)] for end in ends)

    @cached_property
    def _lines(self) -> dict[str, tuple[str, ...]]:
        """State of today -> the states that it continues."""
        found: dict[str, dict[str, None]] = {}
        for key in (key for name in self.register.names() if name.kind == "state" for key in name.keys):
            if (root := self.lineage(key)) != key:
                found.setdefault(root, {})[key] = None
        return {root: tuple(keys) for root, keys in found.items()}

    def _label(self, key: str) -> str:
        name = key.partition("--")[0]  # a namesake's key is that of the name, with the text behind it
        known = self.register.entity(key) or self.register.entity(name)
        return known.label if known else name_of(name).replace("-", " ")

    @cached_property
    def by_name(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(kind, slug of a name) -> keys; persons are looked up by `people` instead."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for name in self.register.names():
            if name.kind != "person":
                place = ("state" if name.kind == "demonym" else name.kind, slug(name.surface))
                found[place] = tuple(sorted({*found.get(place, ()), *name.keys}))
        return found

    @cached_property
    def surfaces(self) -> dict[str, tuple[str, ...]]:
        """State -> the names and demonyms by which texts of any language know it."""
        found: dict[str, list[str]] = {}
        for name in self.register.names():
            for key in name.keys if name.kind in ("state", "demonym") else ():
                found.setdefault(key, []).append(name.surface)
        return {key: tuple(names) for key, names in found.items()}

    @cached_property
    def people(self) -> dict[Folded, tuple[str, ...]]:
        """Folded full name -> keys of the persons called so."""
        found: dict[Folded, tuple[str, ...]] = {}
        for name in self.register.names():
            if name.kind == "person" and len(folded := fold(name.surface)) > 1:
                found[folded] = tuple(sorted({*found.get(folded, ()), *name.keys}))
        return found

    @cached_property
    def terms(self) -> dict[str, tuple[TermRow, ...]]:
        """Person -> terms of office, in order of time."""
        found: dict[str, list[TermRow]] = {}
        for term in self.register.terms():
            found.setdefault(term.person, []).append(term)
        return {
            person: tuple(sorted(rows, key=lambda term: (term.start, term.office))) for person, rows in found.items()
        }

    @cached_property
    def holders(self) -> dict[tuple[str, str], tuple[TermRow, ...]]:
        """(rank, state) -> everybody's terms in that office."""
        found: dict[tuple[str, str], list[TermRow]] = {}
        for term in self.register.terms():
            found.setdefault((rank_of(term.office, term.state), term.state), []).append(term)
        return {post: tuple(rows) for post, rows in found.items()}

    @cached_property
    def posts(self) -> dict[tuple[str, str], str]:
        """(rank, state) -> office."""
        found: dict[tuple[str, str], str] = {}
        for office in sorted({key for name in self.register.names() if name.kind == "office" for key in name.keys}):
            known = self.register.entity(office)
            for fact, state in known.facts if known else ():
                if fact == "postOf":
                    found.setdefault((rank_of(office, state), state), office)
        return found

    @cached_property
    def officials(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(folded token of a name, lineage of a state) -> persons who held office there."""
        found: dict[tuple[str, str], set[str]] = {}
        for person, terms in self.terms.items():
            if known := self.register.entity(person):
                names = {token for label in (known.label, *known.aliases) for token in fold(label)}
                for place in {(token, self.lineage(term.state)) for token in names for term in terms}:
                    found.setdefault(place, set()).add(person)
        return {place: tuple(sorted(persons)) for place, persons in found.items()}

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The folded tokens of the names of all who held office."""
        return frozenset(token for token, _ in self.officials)


@cache
def atlas() -> Atlas:
    """The atlas of the project's own gazetteer; its large indexes are kept from one process to the next."""
    return Atlas(gazetteer(), kept("atlas", Atlas(gazetteer()).indexes))


@cached(1 << 16)
def rank_of(office: str, state: str = "") -> str:
    """The rank in an office's key or wording: what is left without the state, wordings of one rank made alike.

    >>> rank_of("office/president-of-the-united-states", "state/united-states"), rank_of("premier")
    ('president', 'prime-minister')
    >>> rank_of("office/minister-of-foreign-affairs-of-chile", "state/chile")
    'foreign-minister'
    """
    rank = slug(name_of(office))
    if state:
        owner = slug(name_of(state))
        rank = rank.removesuffix(f"-of-{owner}").removesuffix(f"-of-the-{owner}").removeprefix(f"{owner}-")
    return ranks().get(rank, rank)
