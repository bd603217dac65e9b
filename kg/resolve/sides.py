"""What resolution knows of the texts before a change and after it, asked key by key, so that little need be loaded."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from kg.model import Claim
from kg.resolve.entities import Names
from kg.resolve.keys import claim_keys
from kg.resolve.names import Folded, fold
from kg.resolve.profiles import Profile
from kg.resolve.statements import Statement, statement
from kg.resolve.states import Atlas
from kg.vocab import LITERAL_ROLES

Said = tuple[str, Statement]  # a block, and a statement in it whose names are resolved


class Side(ABC):
    """The texts as they were, or as they are now. Keys are those that the documents alone give, unless said."""

    @abstractmethod
    def profiles(self, key: str) -> dict[str, Profile]:
        """Document -> what it says of the bearer of a name; made anew for each call, documents in order."""

    @abstractmethod
    def present(self, document: str) -> dict[str, Profile]:
        """What a document says of each person and described actor whom it names; made anew for each call."""

    @abstractmethod
    def labels(self, key: str) -> Counter[str]:
        """The labels of what is no person, counted."""

    @abstractmethod
    def owners(self, office: str) -> dict[str, str]:
        """Document -> whose office it says that it is."""

    @abstractmethod
    def offices(self, owner: str) -> set[str]:
        """The offices that some document says are a state's or a body's."""

    @abstractmethod
    def documents(self, key: str) -> set[str]:
        """The documents that name something."""

    @abstractmethod
    def said(self, document: str) -> Sequence[Said]:
        """The statements of a document, in order."""

    @abstractmethod
    def documents_in(self, block: str) -> set[str]:
        """The documents with statements in a block."""


class Before(Side):
    """The texts as they were, with what resolution made of them."""

    @abstractmethod
    def bearing(self, name: Folded) -> Iterable[str]:
        """The keys of a folded name; some may be no longer in use."""

    @abstractmethod
    def called(self, first: str, last: str) -> Iterable[tuple[Folded, str]]:
        """Folded names that begin and end with these words, with their keys; some may be no longer in use."""

    @abstractmethod
    def holding(self, first: str, last: str) -> Iterable[tuple[Folded, str]]:
        """Folded names that hold these words in this order, with their keys; some may be no longer in use."""

    @abstractmethod
    def referent(self, key: str, document: str) -> str:
        """The entity that a name in a document stood for; the name of a thing stands for the same in all."""

    @abstractmethod
    def bearers(self, entity: str) -> Iterable[tuple[str, str]]:
        """Names other than its own key that stood for an entity, each with the document; "" for all documents."""

    @abstractmethod
    def events(self, key: str) -> Sequence[tuple[str, str]]:
        """First claim and block of each event that had a key before keys were made unique."""

    @abstractmethod
    def marked(self, mark: str) -> set[str]:
        """Blocks with events of a post or of a pair of states."""

    @abstractmethod
    def wanted(self, key: str) -> int:
        """How many blocks, pairs and merges speak of an entity."""


class Text:
    """What one document says, with names as it gives them."""

    def __init__(self, claims: Iterable[Claim], atlas: Atlas) -> None:
        self.statements = [statement(key, claim) for key, claim in claim_keys(claims)]
        self.names = Names(atlas)
        for one in self.statements:
            self.names.note(one)

    @cached_property
    def keys(self) -> set[str]:
        """All that the document names."""
        return {
            key
            for one in self.statements
            for role, keys in one.roles.items()
            if role not in LITERAL_ROLES
            for key in keys
        }

    @property
    def persons(self) -> set[str]:
        """Names of persons and described actors whose acts are told."""
        return set(self.names.people)

    @property
    def things(self) -> set[str]:
        """Names of all that is no person."""
        return set(self.names.counts)


class After(Side):
    """The texts as they are now: as they were, but for some that changed, came or went."""

    def __init__(self, before: Before, old: Mapping[str, Text], new: Mapping[str, Text]) -> None:
        self._before, self._old, self._new = before, old, new
        self._changed = {*old, *new}
        self._resolved: dict[str, Sequence[Said]] = {}
        self._gone: dict[str, set[str]] = {}  # block -> changed documents that had statements in it
        self._come: dict[str, set[str]] = {}

    def resolve(self, document: str, said: Sequence[Said], had: Sequence[Said]) -> None:
        """Take in the statements of a document in place of those that it had."""
        self._resolved[document] = said
        for block, _ in had:
            self._gone.setdefault(block, set()).add(document)
        for block, _ in said:
            self._come.setdefault(block, set()).add(document)

    @property
    def resolved(self) -> Mapping[str, Sequence[Said]]:
        return self._resolved

    def profiles(self, key: str) -> dict[str, Profile]:
        found = {document: one for document, one in self._before.profiles(key).items() if document not in self._changed}
        for document, text in self._new.items():
            if own := text.names.people.get(key, {}).get(document):
                found[document] = replace(own)
        return dict(sorted(found.items()))

    def present(self, document: str) -> dict[str, Profile]:
        if document not in self._changed:
            return self._before.present(document)
        people = self._new[document].names.people if document in self._new else {}
        return {key: replace(places[document]) for key, places in people.items()}

    def labels(self, key: str) -> Counter[str]:
        found = Counter(self._before.labels(key))
        for text in self._old.values():
            found.subtract(_labels(text, key))
        for text in self._new.values():
            found.update(_labels(text, key))
        return +found

    def owners(self, office: str) -> dict[str, str]:
        found = {place: one for place, one in self._before.owners(office).items() if place not in self._changed}
        return found | {
            place: text.names.owners[office] for place, text in self._new.items() if office in text.names.owners
        }

    def offices(self, owner: str) -> set[str]:
        here = {office for text in self._new.values() for office, one in text.names.owners.items() if one == owner}
        return self._before.offices(owner) | here

    def documents(self, key: str) -> set[str]:
        here = {document for document, text in self._new.items() if key in text.keys}
        return (self._before.documents(key) - self._changed) | here

    def said(self, document: str) -> Sequence[Said]:
        return self._resolved[document] if document in self._resolved else self._before.said(document)

    def documents_in(self, block: str) -> set[str]:
        return (self._before.documents_in(block) - self._gone.get(block, set())) | self._come.get(block, set())


def _labels(text: Text, key: str) -> Counter[str]:
    return Counter(text.names.counts.get(key, {}))


def folded(names: Mapping[str, Profile]) -> set[Folded]:
    """The folded names that documents give one bearer."""
    return {fold(profile.label) for profile in names.values()}
