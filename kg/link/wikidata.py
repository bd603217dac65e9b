"""Statements of Wikidata items, read from a JSON dump, an answer of the API, or RDF; also the days its dates mean."""

from __future__ import annotations

import bz2
import gzip
import json
import re
from calendar import monthrange
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.terms import RDF_FORMATS
from kg.resolve.times import Days
from kg.vocab import WIKIDATA

_PROP: Final = "http://www.wikidata.org/prop/"
_BASE: Final = "http://wikiba.se/ontology#"
_RDFS_LABEL: Final = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_JULIAN: Final = "Q1985786"
_TIME: Final = re.compile(r"([+-]?)(\d+)-(\d\d)-(\d\d)T.*")
_PACKED: Final[Mapping[str, Callable[[Path], IO[bytes]]]] = {".gz": gzip.open, ".bz2": bz2.open}  # type: ignore[dict-item]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of an item; the value is an item, "" for "no value", "some value" and anything that is no item.

    Dates are ranges of days: of P580, P582 and P585 as qualifiers, or of the value itself in `days`.
    """

    value: str
    rank: str = "normal"
    start: Days | None = None
    end: Days | None = None
    point: Days | None = None
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    labels: tuple[str, ...] = ()  # labels and aliases in all languages, the English label first
    description: str = ""
    said: Mapping[str, tuple[Said, ...]] = field(
        default_factory=dict
    )  # property -> statements, deprecated ones left out

    def values(self, property_: str) -> tuple[str, ...]:
        """Items that are values of a property, the best ranked first."""
        return tuple(one.value for one in self.best_first(property_) if one.value)

    def days(self, property_: str) -> tuple[Days, ...]:
        """The ranges of days that a property's dates mean, the best ranked first."""
        return tuple(one.days for one in self.best_first(property_) if one.days)

    def best_first(self, property_: str) -> list[Said]:
        return sorted(self.said.get(property_, ()), key=lambda one: one.rank != "preferred")

    @property
    def label(self) -> str:
        return self.labels[0] if self.labels else self.id


def read_extract(path: Path, wanted: Container[str], operators: Container[str] = ()) -> dict[str, Item]:
    """The items of a file that are wanted, or that are operated (P137) by one of `operators`, by their number.

    A dump may be larger than memory: one entity a line is read line by line. KGError for what is no such file.
    """
    ending = Path(path.name.removesuffix(path.suffix)).suffix if path.suffix in _PACKED else path.suffix
    try:
        with _PACKED.get(path.suffix, Path.open)(path, "rb") as file:  # type: ignore[call-arg]
            if ending in RDF_FORMATS:
                return _rdf_items(file, RDF_FORMATS[ending], wanted, operators)
            found = {key: item for key, item in _json_items(file, str(path)) if _is_wanted(item, wanted, operators)}
    except (OSError, EOFError, SyntaxError, UnicodeDecodeError) as error:
        raise KGError(f"{path}: cannot be read ({error}); give Wikidata entities as JSON or RDF") from None
    return found


def _is_wanted(item: Item, wanted: Container[str], operators: Container[str]) -> bool:
    return item.id in wanted or any(value in operators for value in item.values("P137"))


# -- JSON --------------------------------------------------------------------------------------------------------------


def _json_items(file: IO[bytes], where: str) -> Iterator[tuple[str, Item]]:
    for number, entity, key in _entities(file, where):
        if not isinstance(entity, dict):
            raise KGError(f"{where}:{number}: is no entity; give Wikidata entities as JSON or RDF")
        if item := item_of_json(entity):
            yield item.id, item
            if key and key != item.id:  # asked for under a number that leads on to another
                yield key, item


def _entities(file: IO[bytes], where: str) -> Iterator[tuple[int, Any, str]]:
    """Line, entity, and the key it is filed under; a dump has one entity a line, an answer of the API is one object."""
    lines = enumerate(file, 1)
    for number, line in lines:
        words = line.strip().rstrip(b",")
        if words in (b"", b"[", b"]"):
            continue
        entity = _loaded(words, where, number, final=False)
        if entity is None or (isinstance(entity, dict) and "id" not in entity) or isinstance(entity, list):
            rest = b"".join(line for _, line in lines)
            yield from _whole(line + rest, where, number)
            return
        yield number, entity, ""


def _whole(content: bytes, where: str, number: int) -> Iterator[tuple[int, Any, str]]:
    loaded = _loaded(content, where, number, final=True)
    if isinstance(loaded, dict) and isinstance(loaded.get("entities"), dict):
        yield from ((number, entity, key) for key, entity in loaded["entities"].items())
    elif isinstance(loaded, list):
        yield from ((number, entity, "") for entity in loaded)
    elif isinstance(loaded, dict) and "id" in loaded:
        yield number, loaded, ""
    else:
        raise KGError(f"{where}: holds no Wikidata entities; give a JSON dump, or an answer of wbgetentities")


def _loaded(content: bytes, where: str, number: int, *, final: bool) -> Any:
    try:
        return json.loads(content)
    except ValueError as error:
        if final:
            raise KGError(f"{where}:{number}: is not whole JSON ({error}); fetch the file again") from None
        return None


def item_of_json(entity: Mapping[str, Any]) -> Item | None:
    """An item as the API and the dumps write it; None if it is missing or no item."""
    if "missing" in entity or not str(entity.get("id", "")).startswith("Q"):
        return None
    claims = entity.get("claims") or {}
    said = {
        property_: tuple(_said(one) for one in statements if one.get("rank") != "deprecated")
        for property_, statements in (claims.items() if isinstance(claims, dict) else ())
    }
    descriptions = entity.get("descriptions") or {}
    return Item(
        str(entity["id"]),
        tuple(dict.fromkeys(_names(entity))),
        str(descriptions.get("en", {}).get("value", "")) if isinstance(descriptions, dict) else "",
        said,
    )


def _names(entity: Mapping[str, Any]) -> Iterator[str]:
    labels, aliases = entity.get("labels") or {}, entity.get("aliases") or {}
    if isinstance(labels, dict):
        languages = sorted(labels, key=lambda language: (language != "en", language))
        yield from (labels[language]["value"] for language in languages)
    if isinstance(aliases, dict):
        yield from (one["value"] for language in sorted(aliases) for one in aliases[language])


def _said(statement: Mapping[str, Any]) -> Said:
    qualifiers = statement.get("qualifiers") or {}
    start, end, point = (_first_days(qualifiers.get(name, ())) for name in ("P580", "P582", "P585"))
    snak = statement.get("mainsnak") or {}
    return Said(_item(snak), str(statement.get("rank", "normal")), start, end, point, _days(snak))


def _item(snak: Mapping[str, Any]) -> str:
    value = (snak.get("datavalue") or {}).get("value")
    if not isinstance(value, dict):
        return ""
    return str(value.get("id") or (f"Q{value['numeric-id']}" if "numeric-id" in value else ""))


def _first_days(snaks: Iterable[Mapping[str, Any]]) -> Days | None:
    return next((days for snak in snaks if (days := _days(snak))), None)


def _days(snak: Mapping[str, Any]) -> Days | None:
    value = (snak.get("datavalue") or {}).get("value")
    if not isinstance(value, dict) or "time" not in value:
        return None
    julian = str(value.get("calendarmodel", "")).endswith(_JULIAN)
    return days_of(str(value["time"]), int(value.get("precision", 11)), julian=julian)


# -- dates -------------------------------------------------------------------------------------------------------------


def days_of(time: str, precision: int, *, julian: bool = False) -> Days | None:
    """The days that a time of Wikidata may mean; None for a year before 1 or after 9999, or coarser than a century.

    >>> days_of("+1944-12-00T00:00:00Z", 10) == days_of("+1944-12-01T00:00:00Z", 10)
    True
    """
    match = _TIME.fullmatch(time)
    if not match or match[1] == "-" or not 1 <= int(match[2]) <= 9999 or precision < 7:
        return None
    year, month, day = (int(part) for part in match.groups()[1:])
    if precision >= 11 and month and day:
        ordinal = _julian_day(year, month, day) if julian else _ordinal(year, month, day)
        return (ordinal, ordinal) if ordinal else None
    if precision == 10 and month:
        return date(year, month, 1).toordinal(), date(year, month, monthrange(year, month)[1]).toordinal()
    span = {7: 100, 8: 10}.get(precision, 1)
    first = (year - 1) // 100 * 100 + 1 if precision == 7 else year // span * span
    return date(max(first, 1), 1, 1).toordinal(), date(min(first + span - 1, 9999), 12, 31).toordinal()


def _ordinal(year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return 0


def _julian_day(year: int, month: int, day: int) -> int:
    """Proleptic Gregorian ordinal of a day of the Julian calendar (Meeus, Astronomical Algorithms, chapter 7)."""
    year, month = (year - 1, month + 12) if month <= 2 else (year, month)
    number = int(365.25 * (year + 4716)) + int(30.6001 * (month + 1)) + day - 1524
    return max(number - 1721425, 0)


# -- RDF ---------------------------------------------------------------------------------------------------------------


def _rdf_items(
    file: IO[bytes], format_: ox.RdfFormat, wanted: Container[str], operators: Container[str]
) -> dict[str, Item]:
    store = ox.Store()
    store.bulk_extend(ox.Quad(*quad) for quad in ((q.subject, q.predicate, q.object) for q in ox.parse(file, format_)))
    subjects = {
        quad.subject.value.removeprefix(WIKIDATA)
        for quad in store.quads_for_pattern(None, None, None)
        if isinstance(quad.subject, ox.NamedNode) and re.fullmatch(re.escape(WIKIDATA) + r"Q\d+", quad.subject.value)
    }
    items = (_rdf_item(store, item) for item in sorted(subjects))
    return {item.id: item for item in items if _is_wanted(item, wanted, operators)}


def _rdf_item(store: ox.Store, item: str) -> Item:
    node = ox.NamedNode(WIKIDATA + item)
    said: dict[str, list[Said]] = {}
    truthy: dict[str, list[Said]] = {}
    labels: list[tuple[bool, str]] = []
    for quad in store.quads_for_pattern(node, None, None):
        name = quad.predicate.value
        if name.startswith(f"{_PROP}direct/P"):
            truthy.setdefault(name.rpartition("/")[2], []).append(Said(_qid(quad.object)))
        elif re.fullmatch(re.escape(_PROP) + r"P\d+", name) and isinstance(quad.object, ox.NamedNode):
            property_ = name.rpartition("/")[2]
            if found := _rdf_said(store, quad.object, property_):
                said.setdefault(property_, []).append(found)
        elif quad.predicate == _RDFS_LABEL and isinstance(quad.object, ox.Literal):
            labels.append((quad.object.language != "en", quad.object.value))
    whole = {property_: tuple(sorted(said.get(property_) or ones, key=repr)) for property_, ones in truthy.items()}
    whole |= {property_: tuple(sorted(ones, key=repr)) for property_, ones in said.items()}
    return Item(item, tuple(dict.fromkeys(label for _, label in sorted(labels))), said=whole)


def _rdf_said(store: ox.Store, statement: ox.NamedNode, property_: str) -> Said | None:
    rank = _object(store, statement, f"{_BASE}rank")
    name = rank.value.removeprefix(_BASE).removesuffix("Rank").lower() if isinstance(rank, ox.NamedNode) else "normal"
    if name == "deprecated":
        return None
    value = _object(store, statement, f"{_PROP}statement/{property_}")
    start, end, point = (_rdf_days(store, statement, "qualifier", one) for one in ("P580", "P582", "P585"))
    return Said(_qid(value), name, start, end, point, _rdf_days(store, statement, "statement", property_))


def _rdf_days(store: ox.Store, statement: ox.NamedNode, place: str, property_: str) -> Days | None:
    """A date with its precision; a plain one on the first of January or of a month may mean the whole year or month."""
    whole = _object(store, statement, f"{_PROP}{place}/value/{property_}")
    if isinstance(whole, ox.NamedNode):
        time, precision = (_object(store, whole, f"{_BASE}{name}") for name in ("timeValue", "timePrecision"))
        if isinstance(time, ox.Literal) and isinstance(precision, ox.Literal):
            return days_of(time.value, int(precision.value))  # RDF has Julian dates already turned into Gregorian ones
    plain = _object(store, statement, f"{_PROP}{place}/{property_}")
    if not isinstance(plain, ox.Literal) or "T" not in plain.value:
        return None
    return days_of(plain.value, 9 if "-01-01T" in plain.value else 10 if "-01T" in plain.value else 11)


def _object(store: ox.Store, subject: ox.NamedNode, predicate: str) -> ox.NamedNode | ox.Literal | None:
    objects = (quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(predicate), None))
    return min((one for one in objects if isinstance(one, ox.NamedNode | ox.Literal)), key=str, default=None)


def _qid(value: object) -> str:
    return value.value.removeprefix(WIKIDATA) if isinstance(value, ox.NamedNode) else ""
