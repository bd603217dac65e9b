"""Services that know items by name: the Wikidata API, and any service that speaks the Reconciliation API."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, Protocol

from kg.link.polite import NotAnsweredError, Service
from kg.link.wikidata import Item, Said, days_of, item_of_json
from kg.vocab import WIKIDATA

WIKIDATA_API: Final = "https://www.wikidata.org/w/api.php"
_LIMIT: Final = 50  # the most that the API gives at once to everybody
# Names of one thing that are searched for: its label and the most used other names.
_NAMES: Final = 3
# Steps upward in the tree of classes: from "federal republic" to "state" there are four.
_STEPS: Final = 8
_BATCH: Final = 10  # queries in one question to a reconciliation service
# Properties a reconciliation service is asked for: class, dates, states, jurisdiction.
_ASKED: Final = ("P31", "P569", "P570", "P571", "P576", "P27", "P17", "P39", "P1001")

Found = list[Item] | NotAnsweredError


class Lookup(Protocol):
    """A service that proposes items for names and knows what kind of thing an item is."""

    space: str  # what comes before an item's number in its IRI

    def candidates(self, asked: Sequence[tuple[tuple[str, ...], str]]) -> Iterator[Found]:
        """For each (names, kind) the items that may be meant, or why there is no answer."""
        ...

    def is_one_of(self, item: Item, classes: frozenset[str]) -> bool | None:
        """Whether an item is an instance of one of the classes; None if it cannot be told."""
        ...


# -- the Wikidata API --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class WikidataApi:
    """Search by name in several languages, then the items with their statements."""

    service: Service
    languages: tuple[str, ...] = ("en", "es")
    space: str = WIKIDATA
    _parents: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def candidates(self, asked: Sequence[tuple[tuple[str, ...], str]]) -> Iterator[Found]:
        for names, _ in asked:
            try:
                numbers = {number for name in names[:_NAMES] for number in self._search(name)}
                yield list(self._items(sorted(numbers)).values())
            except NotAnsweredError as error:
                yield error

    def known(self, numbers: Sequence[str]) -> tuple[dict[str, Item], int]:
        """Items by number, without those that were not answered; how many those are."""
        found: dict[str, Item] = {}
        lost = 0
        for start in range(0, len(numbers), _LIMIT):
            some = numbers[start : start + _LIMIT]
            try:
                found |= self._items(some)
            except NotAnsweredError:
                lost += len(some)
        return found, lost

    def _search(self, name: str) -> Iterator[str]:
        for language in self.languages:
            parameters = {
                "action": "wbsearchentities",
                "search": name,
                "language": language,
                "uselang": language,
                "type": "item",
                "limit": str(_LIMIT),
            }
            answer = self.service.ask(parameters | _COMMON, _search_fault)
            yield from (found["id"] for found in answer["search"])

    def _items(self, numbers: Sequence[str], parts: str = "labels|aliases|descriptions|claims") -> dict[str, Item]:
        """Items by the number they were asked for; a number that leads on to another item gives that item."""
        found: dict[str, Item] = {}
        for start in range(0, len(numbers), _LIMIT):
            some = numbers[start : start + _LIMIT]
            parameters = {"action": "wbgetentities", "ids": "|".join(some), "props": parts}
            answer = self.service.ask(parameters | _COMMON, partial(_entities_fault, some))
            for entity in answer["entities"].values():
                if item := item_of_json(entity):
                    found[item.id] = item
        return found

    def is_one_of(self, item: Item, classes: frozenset[str]) -> bool | None:
        """Climbs from the item's classes (P31) up their superclasses (P279)."""
        seen, level = set[str](), set(item.values("P31"))
        try:
            for _ in range(_STEPS):
                if level & classes:
                    return True
                seen |= level
                level = {parent for parents in self._parents_of(sorted(level)) for parent in parents} - seen
                if not level:
                    return False
        except NotAnsweredError:
            return None
        return None

    def _parents_of(self, numbers: Sequence[str]) -> Iterator[tuple[str, ...]]:
        unknown = [number for number in numbers if number not in self._parents]
        items = self._items(unknown, "claims") if unknown else {}
        self._parents |= {number: items[number].values("P279") if number in items else () for number in unknown}
        return (self._parents[number] for number in numbers)


_COMMON: Final = {"format": "json", "maxlag": "5"}


def _search_fault(answer: Any) -> str:
    found = answer.get("search") if isinstance(answer, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) and "id" in one for one in found):
        return "there is no list of items in it"
    return ""


def _entities_fault(numbers: Iterable[str], answer: Any) -> str:
    found = answer.get("entities") if isinstance(answer, dict) else None
    if not isinstance(found, dict):
        return "there are no items in it"
    told = {*found, *(str((one.get("redirects") or {}).get("from")) for one in found.values() if isinstance(one, dict))}
    lacking = [number for number in numbers if number not in told]
    return f"{lacking[0]} is not in it" if lacking else ""


# -- a reconciliation service ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Reconciler:
    """A service of the Reconciliation API, version 0.2 (https://www.w3.org/community/reports/reconciliation/)."""

    service: Service
    classes: Mapping[str, str]  # kind -> class of Wikidata to ask for
    space: str = ""
    _manifest: Mapping[str, Any] | None = None

    def candidates(self, asked: Sequence[tuple[tuple[str, ...], str]]) -> Iterator[Found]:
        try:
            self._introduced()
        except NotAnsweredError as error:
            yield from (error for _ in asked)
            return
        for start in range(0, len(asked), _BATCH):
            yield from self._reconciled(asked[start : start + _BATCH])

    def _introduced(self) -> Mapping[str, Any]:
        """The service's manifest, asked for once."""
        if self._manifest is None:
            self._manifest = self.service.ask({}, _manifest_fault)
            self.space = str(self._manifest["identifierSpace"])
        return self._manifest

    def _reconciled(self, asked: Sequence[tuple[tuple[str, ...], str]]) -> list[Found]:
        """Answers to some queries; a batch that fails is halved, so that one bad query does not spoil the others."""
        queries = {f"q{number}": self._query(names, kind) for number, (names, kind) in enumerate(asked)}
        try:
            told = self.service.ask({"queries": json.dumps(queries)}, partial(_result_fault, queries), "POST")
            found = [[_item_of_result(one, queries[name]["query"]) for one in told[name]["result"]] for name in queries]
            return list(self._extended(found))
        except NotAnsweredError as error:
            if len(asked) == 1:
                return [error]
            half = len(asked) // 2
            return self._reconciled(asked[:half]) + self._reconciled(asked[half:])

    def _query(self, names: Sequence[str], kind: str) -> dict[str, Any]:
        query: dict[str, Any] = {"query": names[0], "limit": 10}
        return query | ({"type": self.classes[kind]} if self.space == WIKIDATA and kind in self.classes else {})

    def _extended(self, found: Sequence[list[Item]]) -> Iterator[Found]:
        """The items with their dates and states, if the service tells them."""
        numbers = sorted({item.id for items in found for item in items})
        if not numbers or "extend" not in self._introduced() or self.space != WIKIDATA:
            return iter(found)
        query = {"ids": numbers, "properties": [{"id": name} for name in _ASKED]}
        rows = self.service.ask({"extend": json.dumps(query)}, partial(_rows_fault, numbers), "POST")["rows"]
        return ([replace(item, said=_said_of_row(item, rows[item.id])) for item in items] for items in found)

    def is_one_of(self, item: Item, classes: frozenset[str]) -> bool | None:
        """By the types that the service gives; it climbs the classes itself, so another type tells nothing."""
        return True if classes & set(item.values("P31")) else None


def _manifest_fault(answer: Any) -> str:
    if not isinstance(answer, dict) or not isinstance(answer.get("identifierSpace"), str):
        return "it is no manifest of a reconciliation service"
    return ""


def _result_fault(queries: Mapping[str, Any], answer: Any) -> str:
    for name in queries:
        result = answer.get(name, {}).get("result") if isinstance(answer, dict) else None
        if not isinstance(result, list) or not all(isinstance(one, dict) and "id" in one for one in result):
            return f"the result of query {name} is missing"
    return ""


def _rows_fault(numbers: Sequence[str], answer: Any) -> str:
    rows = answer.get("rows") if isinstance(answer, dict) else None
    lacking = [number for number in numbers if not isinstance(rows, dict) or number not in rows]
    return f"there is no row for {lacking[0]}" if lacking else ""


def _item_of_result(one: Mapping[str, Any], query: str) -> Item:
    """A candidate; what the service holds for a sure match bears the name asked for, under whatever label."""
    types = [kind["id"] if isinstance(kind, dict) else str(kind) for kind in one.get("type") or ()]
    said = {"P31": tuple(Said(kind) for kind in types)}
    names = (str(one.get("name", "")), *((query,) if one.get("match") is True else ()))
    return Item(str(one["id"]), tuple(dict.fromkeys(names)), str(one.get("description") or ""), said)


def _said_of_row(item: Item, row: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, tuple[Said, ...]]:
    told = {name: tuple(_said_of_cell(cell) for cell in cells) for name, cells in row.items() if cells}
    return told | {"P31": (*item.said.get("P31", ()), *told.get("P31", ()))}


def _said_of_cell(cell: Mapping[str, Any]) -> Said:
    if "date" not in cell:
        return Said(str(cell.get("id", "")))
    text = f"+{cell['date']}"  # without a precision: the first of January may stand for the whole year
    return Said("", days=days_of(text, 9 if "-01-01T" in text else 10 if "-01T" in text else 11))
