"""Statements for Wikidata as QuickStatements 3 reads them (V1 text), each with dates, references and its claims.

Grammar: parsers/v1.py and base.py of https://github.com/WikiMovimentoBrasil/quickstatements3. A line is: item,
property, value, then pairs of qualifiers (P580) and references (S854; "!S854" begins a new one), parted by tabs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kg.graph.reading import Reader, Value
from kg.graph.terms import EXACT_MATCH, dipl, thing
from kg.link.compare import Finding, compare
from kg.link.facts import Fact, Moment, facts
from kg.link.links import item_of
from kg.link.wikidata import Item

CONFIDENCE: Final = 0.8
_CIRCA: Final = "Q5727902"
# Wikidata takes quotations of up to 1,500 characters; one sentence is enough to find the place.
_QUOTE: Final = 400
# The Gregorian calendar begins; what a text dates before it is Julian, but does not say so.
_GREGORIAN: Final = 1583
_WIKIS: Final = ("wikipedia.org", "wikidata.org", "wikimedia.org", "wikisource.org", "wikinews.org", "wiktionary.org")
_EDTF: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(~?)")


@dataclass(frozen=True, slots=True)
class Export:
    """Lines to give to QuickStatements, and how many facts were held back for which reason."""

    lines: tuple[str, ...]
    held: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A document that can be cited, with the words of it that say the fact."""

    columns: tuple[str, ...]  # what names the document: S248 or S854, and S813
    language: str
    quotes: tuple[str, ...]


def export(reader: Reader, least: float = CONFIDENCE, theirs: Mapping[str, Item] | None = None) -> Export:
    """A line for each fact that can be stated in Wikidata.

    Only facts of linked entities go out, none that a contradiction concerns or whose confidence is below `least`, and
    none that no citable source tells: one with an address or an item of its own, and no Wikipedia. With the items as
    Wikidata has them (`theirs`), what it has or contradicts is held back as well.
    """
    ours = facts(reader)
    known = {_place(one.fact): one for one in compare(ours, theirs)} if theirs is not None else {}
    periods = Counter(_subject_value(fact) for fact in ours)
    sources = _Sources(reader)
    lines: list[str] = []
    held: Counter[str] = Counter()
    for fact in ours:
        quoted = sources.cited(fact.claims)
        reason = _reason(fact, quoted, sources, least, known.get(_place(fact)))
        if reason:
            held[reason] += 1
        else:
            found = known.get(_place(fact))
            several = periods[_subject_value(fact)] > 1 or bool(found and found.said)
            lines.append(_line(fact, quoted, is_one_of_several=_is_dated(fact) and several))
    return Export(tuple(lines), tuple(sorted(held.items())))


def _place(fact: Fact) -> tuple[str, str, str, tuple[str, ...]]:
    return fact.property, fact.subject, fact.value, fact.events


def _subject_value(fact: Fact) -> tuple[str, str, str]:
    return fact.property, fact.subject_item, fact.value_item


def _is_dated(fact: Fact) -> bool:
    return any((fact.start, fact.end, fact.point))


def _reason(fact: Fact, quoted: Sequence[_Quoted], sources: _Sources, least: float, known: Finding | None) -> str:
    """Why a fact is held back; empty if it may go out."""
    if not fact.subject_item or not fact.value_item:
        return "an entity has no Wikidata item"
    if fact.contested:
        return "the sources contradict each other"
    if fact.confidence < least:
        return f"the confidence is below {least:g}"
    if known and known.verdict in ("has", "contradicts"):
        return f"Wikidata {known.verdict} it"
    if not quoted:
        return sources.why_not(fact.claims)
    times = [moment for moment in (fact.start, fact.end, fact.point) if moment]
    return "" if all(time_value(moment.edtf) for moment in times) else "a date cannot be written for Wikidata"


# -- a line ------------------------------------------------------------------------------------------------------------


def _line(fact: Fact, quoted: Sequence[_Quoted], *, is_one_of_several: bool) -> str:
    """One statement; one of several periods with the same value is a new one ("+"), never put into another."""
    columns = [f"+{fact.subject_item}" if is_one_of_several else fact.subject_item, fact.property, fact.value_item]
    columns += ["R0"] if is_one_of_several else []
    columns += [column for pair in _qualifiers(fact) for column in pair]
    columns += [column for number, one in enumerate(quoted) for column in _reference(one, is_first=number == 0)]
    return "\t".join(columns) + f" /* {clean(' '.join(fact.events))} */"


def _qualifiers(fact: Fact) -> Iterator[tuple[str, str]]:
    for name, moment in (("P580", fact.start), ("P582", fact.end), ("P585", fact.point)):
        if moment:
            yield name, time_value(moment.edtf)
    if any(moment and _is_about(moment) for moment in (fact.start, fact.end, fact.point)):
        yield "P1480", _CIRCA


def _is_about(moment: Moment) -> bool:
    return moment.edtf.endswith("~")


def _reference(quoted: _Quoted, *, is_first: bool) -> list[str]:
    columns = [*quoted.columns]
    for words in quoted.quotes:
        columns += ["S1683", f'{quoted.language}:"{words}"']
    return columns if is_first else [f"!{columns[0]}", *columns[1:]]


def time_value(edtf: str) -> str:
    """An EDTF day, month, year or decade as Wikidata writes it; empty if it is something else or before 1583.

    >>> time_value("1944-12-11"), time_value("1973-09"), time_value("199X")
    ('+1944-12-11T00:00:00Z/11', '+1973-09-00T00:00:00Z/10', '+1990-00-00T00:00:00Z/8')
    """
    if decade := re.fullmatch(r"(\d{3})X", edtf):
        return f"+{decade[1]}0-00-00T00:00:00Z/8" if int(decade[1]) * 10 >= _GREGORIAN else ""
    found = _EDTF.fullmatch(edtf)
    if not found or int(found[1]) < _GREGORIAN or int(found[2] or 1) not in range(1, 13):
        return ""
    precision = 11 if found[3] else 10 if found[2] else 9
    return f"+{found[1]}-{found[2] or '00'}-{found[3] or '00'}T00:00:00Z/{precision}"


def clean(words: str) -> str:
    """A text that QuickStatements takes for nothing else: it splits at tabs, newlines and bars, wherever they stand.

    >>> clean('He\\tsaid “yes” | /* no */')
    'He said "yes" / / * no * /'
    """
    straight = words.replace("|", "/").replace("“", '"').replace("”", '"')
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in straight).split())
    return plain.replace("/*", "/ *").replace("*/", "* /")


def _shortened(words: str) -> str:
    """A quote of at most _QUOTE characters, cut after a word."""
    plain = clean(words)
    return plain if len(plain) <= _QUOTE else plain[: _QUOTE - 1].rpartition(" ")[0] + "…"


# -- references --------------------------------------------------------------------------------------------------------


class _Sources:
    """The documents of a graph as Wikidata would cite them."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._said: dict[str, dict[str, list[Value]]] = {}

    def cited(self, claims: Iterable[str]) -> list[_Quoted]:
        """A reference for each document that may be cited, with the quotes of the claims it makes."""
        quotes: dict[str, list[str]] = {}
        for source, words in map(self._claim, claims):
            if self._columns(source):
                quotes.setdefault(source, []).append(_shortened(words))
        return [
            _Quoted(self._columns(source), self._language(source), tuple(dict.fromkeys(words)))
            for source, words in sorted(quotes.items())
        ]

    def _claim(self, key: str) -> tuple[str, str]:
        """The source and the quote of a claim; what is said of the source is kept."""
        node = thing(key, self.reader.base)
        graph = next(self.reader.store.quads_for_pattern(node, dipl("inSource"), None, None)).graph_name
        assert isinstance(graph, ox.NamedNode)
        said = self.reader.properties(node, graph)
        source = said["inSource"][0]
        if isinstance(source, ox.NamedNode) and source.value not in self._said:
            self._said[source.value] = self.reader.properties(source, graph)
        return source.value, said["quote"][0].value

    def why_not(self, claims: Iterable[str]) -> str:
        """Why none of the claims can be cited."""
        sources = {source for source, _ in map(self._claim, claims)}
        if any(not self._is_wiki(source) for source in sources):
            return "no source that tells it has an address"
        return "only Wikipedia tells it" if sources else "no claim supports it"

    def _columns(self, source: str) -> tuple[str, ...]:
        """S248 or S854, and S813; none for a wiki, or a source that neither has."""
        said = self._said[source]
        items = [item_of(node.value) for node in said.get("exactMatch", ())] or self._linked(source)
        address = said["source"][0].value if "source" in said else ""
        if self._is_wiki(source):
            return ()
        named = ("S248", items[0]) if items and items[0] else ("S854", f'"{address_of(address)}"') if address else ()
        retrieved = time_value(said["retrieved"][0].value) if "retrieved" in said else ""
        return (*named, *(("S813", retrieved) if named and retrieved else ()))

    def _linked(self, source: str) -> list[str]:
        quads = self.reader.store.quads_for_pattern(ox.NamedNode(source), EXACT_MATCH, None, ox.DefaultGraph())
        return sorted(item_of(quad.object.value) for quad in quads if isinstance(quad.object, ox.NamedNode))

    def _language(self, source: str) -> str:
        language = self._said[source]["language"][0].value if "language" in self._said[source] else ""
        return language if re.fullmatch(r"[a-z-]{2,12}", language) else "und"

    def _is_wiki(self, source: str) -> bool:
        said = self._said[source]
        host = (urlsplit(said["source"][0].value).hostname or "") if "source" in said else ""
        if any(host == wiki or host.endswith(f".{wiki}") for wiki in _WIKIS):
            return True
        told = " ".join(value.value for name in ("publisher", "fileName") for value in said.get(name, ()))
        return "wikipedia" in told.casefold()


def address_of(url: str) -> str:
    """A web address without the characters that end a column: they are written as %XX."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~-._")
