"""Which of several values to prefer, and why, in words that a historian would use. Nothing is ever taken away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Final, Protocol

from kg.errors import KGError
from kg.model import Source
from kg.resolve.keys import slug
from kg.resolve.statements import Statement
from kg.resolve.times import begin, grain, width
from kg.resolve.words import phrases


class Origin(Protocol):
    """What weighing asks of a document; a `model.Document` is one. `title` and `text`, where there are any, help."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> Source: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the values in conflict: how it reads, and the statements that give it."""

    words: str
    statements: tuple[Statement, ...]

    @property
    def best(self) -> Statement:
        """The most precise statement, the surest among equals."""
        return min(self.statements, key=lambda one: (width(one.days), -one.claim.confidence, one.key))

    def documents(self) -> list[str]:
        return sorted({document for statement in self.statements for document in statement.documents()})

    @property
    def number(self) -> int:
        """How many claims give it."""
        return sum([statement.number for statement in self.statements])


@dataclass(frozen=True, slots=True)
class Verdict:
    """The preferred reading, or none, with the preference that decided and its reason."""

    preferred: Reading | None
    policy: str
    reason: str


# -- witnesses ---------------------------------------------------------------------------------------------------------

# Two quotes of at least this many words of which they share nine tenths are one text copied.
_COPY_WORDS: Final = 8
_COPIED, _OF = 9, 10

Wording = frozenset[str]  # the words of a quote


class Witnesses:
    """The documents by who wrote them: a translation, a page that cites another, pages of one publisher are one."""

    def __init__(self, documents: Iterable[Origin]) -> None:
        self.documents: Mapping[str, Origin] = {
            document.id: document for document in sorted(documents, key=lambda document: document.id)
        }

    def sources(self) -> Mapping[str, Source]:
        """What is told of the origin of every document."""
        return {document: origin.source for document, origin in self.documents.items()}

    @cached_property
    def _families(self) -> dict[str, str]:
        parent: dict[str, str] = {}
        for one, other in self._ties():
            parent |= {document: document for document in (one, other) if document not in parent}
            low, high = sorted((_root(parent, one), _root(parent, other)))
            parent[high] = low
        return {document: _root(parent, document) for document in parent}

    def _ties(self) -> Iterable[tuple[str, str]]:
        first_of: dict[str, str] = {}
        for document, source in sorted(self.sources().items()):
            for other in (source.translation_of, *source.cites):
                if other in self.documents:
                    yield document, other
            publisher = slug(source.publisher)
            if publisher:
                yield document, first_of.setdefault(publisher, document)

    def family(self, document: str) -> str:
        """The document that stands for all that depend on each other."""
        return self._families.get(document, document)

    def weight(self, document: str) -> float:
        """The weight that the user gives the source; 1 unless said otherwise."""
        origin = self.documents.get(document)
        return origin.source.weight if origin else 1.0

    def language(self, document: str) -> str:
        """The language of a document's text; English unless it is known."""
        return str(getattr(self.documents.get(document), "language", "en"))

    def voices(self, readings: Sequence[Reading]) -> list[dict[str, float]]:
        """For each reading its independent witnesses, each with its weight.

        Documents of which one says anything of this in the other's words are one witness, whatever else they say.
        """
        kin = self._kin([statement for reading in readings for statement in reading.statements])
        found: list[dict[str, float]] = []
        for reading in readings:
            voices: dict[str, float] = {}
            for document in reading.documents():
                family = _root(kin, self.family(document))
                voices[family] = max(voices.get(family, 0.0), self.weight(document))
            found.append(voices)
        return found

    def _kin(self, statements: Sequence[Statement]) -> dict[str, str]:
        """Family -> a family that it copies or that copies it, or itself."""
        told_by = {document for one in statements for document in one.documents()}
        kin = {family: family for family in sorted({self.family(document) for document in told_by})}
        first: dict[Wording, str] = {}  # the first family that says so
        for document, quote in chain.from_iterable(one.tellings() for one in statements if len(kin) > 1):
            wording = frozenset(slug.__wrapped__(quote).split("-"))  # quotes would only fill the cache
            if len(wording) >= _COPY_WORDS:
                family = self.family(document)
                _join(kin, family, first.setdefault(wording, family))
        for one, other in _copied(first) if len(first) > 1 else ():
            _join(kin, first[one], first[other])
        return kin

    def is_official(self, document: str) -> bool:
        """Whether the page is of a state's own organ: an embassy, a ministry, a presidency."""
        origin = self.documents.get(document)
        source = origin.source if origin else Source()
        told = " ".join((source.publisher, source.title, getattr(origin, "title", ""), source.url, document)).casefold()
        return any(mark in told or mark.replace(" ", "-") in told for mark in phrases("sources", "official"))

    def is_referenced(self, statement: Statement) -> bool:
        """Whether the sentence of a statement carries a reference mark, "[4]"."""
        text = getattr(self.documents.get(statement.document), "text", "")
        span = statement.claim.evidence.span
        return bool(_MARK.match(text, span.end)) or (
            "[" in text[span.start : span.end] and bool(_NOTE.search(text, span.start, span.end))
        )


_NOTE: Final = re.compile(r"\[\d{1,3}\]")
_MARK: Final = re.compile(r"[^.!?\n\[]{0,200}[.!?,;]?(?:\[\d{1,3}\])+")


def _root(parent: dict[str, str], document: str) -> str:
    while parent[document] != document:
        parent[document] = document = parent[parent[document]]
    return document


def _join(parent: dict[str, str], one: str, other: str) -> None:
    low, high = sorted((_root(parent, one), _root(parent, other)))
    parent[high] = low


def _copied(wordings: Collection[Wording]) -> Iterator[tuple[Wording, Wording]]:
    """Pairs of wordings of which one is the other copied.

    Two such sets share one of their rarest words, and stand so near its beginning there that enough of both may follow;
    so a million sentences of one pattern need not be compared with each other. (Prefix and positional filtering:
    C. Xiao, W. Wang, X. Lin, J. X. Yu: Efficient similarity joins for near duplicate detection, 2008.)
    """
    used = Counter(word for wording in wordings for word in wording)
    heard: dict[tuple[str, int, int], list[Wording]] = {}  # word, how many words, its place among them
    for wording in wordings:
        size = len(wording)
        rarest = sorted(wording, key=lambda word: (used[word], word))[: size - _shared(size, 0) + 1]
        near: set[Wording] = set()
        for place, word in enumerate(rarest):
            for other in range(_shared(size, 0), size * _OF // _COPIED + 1):
                follow = _shared(size, other) - 1
                if size - place > follow:
                    for at in range(other - follow):
                        near.update(heard.get((word, other, at), ()))
        yield from ((wording, other) for other in near if _is_copy(wording, other))
        for place, word in enumerate(rarest):
            heard.setdefault((word, size, place), []).append(wording)


def _shared(size: int, other: int) -> int:
    """How many words two wordings of some sizes must share at least; of one whose copy may have any size with 0."""
    return -(-_COPIED * size // _OF) if not other else -(-_COPIED * (size + other) // (_OF + _COPIED))


def _is_copy(one: Wording, other: Wording) -> bool:
    return _OF * len(one & other) >= _COPIED * len(one | other)


# -- preferences -------------------------------------------------------------------------------------------------------

Preference = Callable[[Sequence[Reading], Witnesses], tuple[Reading, str] | None]


def independent_sources(readings: Sequence[Reading], witnesses: Witnesses) -> tuple[Reading, str] | None:
    """The reading with the most independent witnesses, by the weights of their sources."""
    voices = witnesses.voices(readings)
    votes = [sum(found.values()) for found in voices]
    chosen = _highest(votes)
    if chosen is None:
        return _oftener(readings)
    others = [(reading, len(voices[number])) for number, reading in enumerate(readings) if number != chosen]
    told = {family for found in voices for family in found}
    weighed = any(weight != 1.0 for found in voices for weight in found.values())
    count = f"{_number(len(voices[chosen]))} of {_number(len(told))} independent {_plural('source', len(told))}"
    gives = "gives" if len(voices[chosen]) == 1 else "give"
    by_weight = ", counted by the weights set for the sources" if weighed else ""
    against = "; ".join(_against(other, count, readings[chosen]) for other, count in others)
    return readings[chosen], f"{count} {gives} {readings[chosen].words}{by_weight}; {against}"


def _oftener(readings: Sequence[Reading]) -> tuple[Reading, str] | None:
    """Within one and the same set of documents, the reading that is given more often."""
    if any(reading.documents() != readings[0].documents() for reading in readings):
        return None
    counts = [reading.number for reading in readings]
    chosen = _highest(counts)
    if chosen is None:
        return None
    often = ", ".join(f"{reading.words} {_times(count)}" for reading, count in zip(readings, counts, strict=True))
    return readings[chosen], f"the same text gives {often}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{_number(count)} times")


def _against(other: Reading, count: int, chosen: Reading) -> str:
    if set(other.documents()) <= set(chosen.documents()):
        return f"{other.words} is given {_times(other.number)}, in a document that elsewhere gives {chosen.words}"
    return f"{other.words} is given by {_number(count)}"


def precision(readings: Sequence[Reading], witnesses: Witnesses) -> tuple[Reading, str] | None:
    """The reading given to the finest date."""
    sizes = [_grain(reading.best) for reading in readings]
    chosen = _highest([-size for size, _ in sizes])
    if chosen is None:
        return None
    others = "; ".join(
        f"{reading.words} only to the {sizes[number][1]}" for number, reading in enumerate(readings) if number != chosen
    )
    return readings[chosen], f"{readings[chosen].words} is given to the {sizes[chosen][1]}, {others}"


_GRAINS: Final = {"day": 0, "month": 1, "year": 2, "period": 3}


def _grain(statement: Statement) -> tuple[int, str]:
    unit = "period" if statement.when is None else grain(statement.when)
    return _GRAINS[unit], unit


def proximity(readings: Sequence[Reading], witnesses: Witnesses) -> tuple[Reading, str] | None:
    """The reading nearest to the act: a state's own page before others, then a sentence that names its source.

    An embassy or ministry keeps the files of the act it tells of; a sentence with a reference was at least taken from a
    text that can be looked up. An encyclopaedia or a caption without a reference stands farther off.
    """
    official = [any(witnesses.is_official(document) for document in reading.documents()) for reading in readings]
    chosen = _highest([float(mark) for mark in official])
    if chosen is not None:
        return readings[chosen], (
            f"{readings[chosen].words} stands on the page of a state's own embassy, ministry or government office, "
            "which keeps the files of such acts; the other does not"
        )
    referenced = [any(witnesses.is_referenced(statement) for statement in reading.statements) for reading in readings]
    chosen = _highest([float(mark) for mark in referenced])
    if chosen is not None:
        return readings[
            chosen
        ], f"the text names its source for {readings[chosen].words}; the other stands without a reference"
    return None


PREFERENCES: Final[Mapping[str, Preference]] = {
    "independent-sources": independent_sources,
    "precision": precision,
    "proximity": proximity,
}
DEFAULT: Final = "default"
POLICIES: Final[Mapping[str, tuple[str, ...]]] = {
    DEFAULT: tuple(PREFERENCES),
    **{name: (name,) for name in PREFERENCES},
}


@cache
def preferences(policy: str) -> tuple[tuple[str, Preference], ...]:
    """The preferences that a policy asks in turn: one by name, several joined by commas, or "default" for all.

    Raises `KGError` on an unknown name.
    """
    names = [name for part in policy.split(",") for name in POLICIES.get(part.strip(), (part.strip(),))]
    for name in names:
        if name not in PREFERENCES:
            raise KGError(
                f"--policy: there is no preference {name!r}; use {', '.join(POLICIES)}, or several joined by commas"
            )
    return tuple((name, PREFERENCES[name]) for name in names)


def judge(readings: Sequence[Reading], witnesses: Witnesses, policy: str, *, dated: bool = True) -> Verdict:
    """The reading that the first deciding preference of the policy prefers; none if nothing decides.

    How precise a date is decides nothing where the values in conflict are not dates (`dated` false).
    """
    for name, preference in preferences(policy):
        found = preference(readings, witnesses) if dated or preference is not precision else None
        if found:
            return Verdict(found[0], name, found[1])
    given = " and ".join(reading.words for reading in readings)
    return Verdict(None, policy, f"{given} are equally well attested; neither is preferred")


def _highest(values: Sequence[float]) -> int | None:
    """Where the one highest value stands; None on a tie."""
    best = max(values)
    return values.index(best) if values.count(best) == 1 else None


_NUMBERS: Final = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"


def finest(statements: Sequence[Statement]) -> Statement:
    """The statement whose date says most: the finest begin, then the shortest range, the surest, the first."""
    return statements[0] if len(statements) == 1 else min(statements, key=_fineness)


def _fineness(one: Statement) -> tuple[bool, int, int, float, str]:
    when = one.when
    if when is None:
        return True, 0, 0, -one.claim.confidence, one.key
    size = one.days[1] - one.days[0]
    if "/" in when.edtf:
        low, high = begin(when)
        return False, high - low, size, -one.claim.confidence, one.key
    return False, size, size, -one.claim.confidence, one.key
