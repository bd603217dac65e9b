"""Whose people are: the state of somebody whom a text names, as it says or as terms of office and names tell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.caches import cached
from kg.extract.calendar import YEAR
from kg.extract.memory import Known, fold, partly_named, share_words
from kg.extract.values import HEADS, ROYAL, Reader
from kg.lexicon.gazetteer import CROWNS, Gazetteer, Term
from kg.lexicon.naming import likelier
from kg.model import Value

_HEADED_BY = {
    "head-of-state": HEADS,
    "head-of-government": ("office/prime-minister-of-", "office/chancellor-of-", "office/president-of-the-government"),
}
# Offices that one holds at a time, by label or by class, as the gazetteer calls them; texts call deputies ministers.
_SINGLE = {
    "president": ("office/president-of-",),
    "king": ("office/monarch-of-", "office/king-of-"),
    "head-of-government": ("office/prime-minister-of-", "office/premier-of-", "office/chancellor-of-"),
}
_AT_THE_TOP = frozenset({"head-of-state", "head-of-government", "foreign-minister"})
_WELL_KNOWN = 20  # terms of presidents, so that a prime minister would be known as well
_NUMBERED = re.compile(r"(?:-[ivx]+)?(?:-of-.*)?")  # what follows the name of a monarch in a key
_REALMS = 3  # states in which one person has held office; more only as their common monarch


def home_of(value: Value, reader: Reader) -> Value | None:
    """The state of a person: as the document says, else as the gazetteer's terms of office say."""
    known = reader.memory.find(value.label)
    if known and known.state:
        return known.state
    if described := reader.described.get(value.label):
        return described
    heads = _HEADED_BY.get(known.office_class) if known and not value.key else None
    if known and known.office in ROYAL and not value.key:  # "King Hussein"
        realms = _realms(value.label, reader.serving(reader.memory.date or reader.issued))
        kings_known = all(reader.names.gazetteer.terms_in(state.key) for state in reader.memory.pair)
        if len(realms) == 1 and kings_known:
            return reader.state(realms.pop())
    if heads:  # "President Bush", "Prime Minister Nehru"
        slug = "-" + fold(value.label).replace(" ", "-")
        held = [
            t
            for t in reader.serving(reader.memory.date or reader.issued)
            if t.person.endswith(slug) and t.office.startswith(heads)
        ]
        if not held and "-" in slug[1:]:  # of two names, in a text that tells no year
            held = [t for t in reader.names.gazetteer.terms() if slug in t.person and t.office.startswith(heads)]
        if not held:  # of one name, whenever he served: in one of the states that the page is about
            every = (t for state in reader.memory.pair for t in reader.names.gazetteer.terms_in(state.key))
            held = [t for t in every if t.office.startswith(heads) and t.person.endswith(slug)]
        if len({t.state for t in held}) == 1:
            return reader.state(held[0].state)
    if value.key:
        states = [term.state for term in reader.names.gazetteer.terms_of(value.key) if term.state]
        spoken_of = [v.key for v in reader.memory.pair if v.key in states]
        if len({*states}) > _REALMS:  # a monarch of many states acts for the one that is spoken of
            states = spoken_of[:1]
        elif len({*states}) > 1:  # of Tanganyika, then of Tanzania
            now = reader.serving(reader.when or reader.memory.date or reader.issued)
            states = [term.state for term in now if term.person == value.key and term.state] or spoken_of or states
        if states:
            return reader.state(states[0])
    if known is not None and known.office_class in _AT_THE_TOP:
        governed = _held(known, reader) or (None if value.key else _elsewhere(reader))
        if governed is not None:
            return governed
    return by_name(value, reader)


def by_name(value: Value, reader: Reader) -> Value | None:
    """The one of the two states told of whose people bear such a name ("Dragan Petrović": Serbia's, not Norway's)."""
    pair = _told_of(reader)
    if value.key or value.kind != "person" or len(pair) != len(("one", "other")):
        return None
    one, other = (reader.names.gazetteer.tradition(state.key) for state in pair)
    which = likelier(value.label, one, other, reader.names.gazetteer)
    if which < 0:
        return None
    reader.by_name.add(value.label)
    return reader.state(pair[which].key)


def _told_of(reader: Reader) -> tuple[Value, ...]:
    """The two states of which a sentence tells: the document's pair, or two others if it names these and no other."""
    line, pair = reader.memory.remark, reader.memory.pair
    chunks = [chunk for _, chunk in line.all(("state", "states"))] if line is not None else []
    named = {value.label: value for chunk in chunks for value in reader.values(chunk)}
    others = len(named) == len(("one", "other")) and all(value.key for value in named.values())
    return tuple(named.values()) if others and named.keys().isdisjoint(v.label for v in pair) else pair


def by_form(value: Value, reader: Reader) -> Value | None:
    """The republic of a pair with a kingdom, for "President X"; the kingdom for "King X"; of the rest the one that
    has a prime minister, where the other is well known to have none."""
    known = reader.memory.find(value.label)
    if known is None or len(reader.memory.pair) != len(("one", "other")) or _governs_elsewhere(known.name, reader):
        return None
    crowned, presided, led = (
        [state for state in reader.memory.pair if _terms(state, office, reader)]
        for office in ("monarch", "president", "prime-minister")
    )
    named_so = reader.names.language.office_grammar.get("president-too", ())  # "el presidente Suárez" of Spain
    crowned = [state for state in crowned if state not in presided or state.key in named_so]
    if len(crowned) == len(presided) == 1 and crowned[0].key not in named_so:
        if known.office == "president":
            return presided[0]
        if known.office in ("king", "queen"):
            return crowned[0]
    other = [state for state in reader.memory.pair if state not in led]
    if known.office == "prime minister" and len(other) == 1 and _terms(other[0], "president", reader) >= _WELL_KNOWN:
        return led[0]
    return None


def by_elimination(value: Value, date: str, reader: Reader) -> Value | None:
    """The one of the pair in which somebody must have held an office in a year, as another is known to have held
    it in the other all that year."""
    known = reader.memory.find(value.label)
    offices = _SINGLE.get(known.office if known and known.office in _SINGLE else known.office_class) if known else None
    years, pair = YEAR.findall(date), reader.memory.pair
    if known is None or offices is None or not years or len(pair) != len(("one", "other")):
        return None
    taken = [state for state in pair if _another_held(known.name, state, offices, years[0], reader)]
    if len(taken) != 1 or _governs_elsewhere(known.name, reader):
        return None
    return reader.other((taken[0],))


def _another_held(name: str, state: Value, offices: tuple[str, ...], year: str, reader: Reader) -> bool:
    terms = reader.names.gazetteer.terms_in(state.key) if state.key else ()
    holders = [t for t in terms if t.office.startswith(offices) and t.start[:4] < year < (t.end or t.seen)[:4]]
    return bool(holders) and not any(share_words(name, reader.names.label(t.person)) for t in holders)


def _governs_elsewhere(name: str, reader: Reader) -> bool:
    """Whether the gazetteer knows somebody of that surname who governed a state of which the document is not."""
    slug, pair = f"-{fold(name).rpartition(' ')[2]}", {state.key for state in reader.memory.pair}
    return any(t.person.endswith(slug) and t.state not in pair for t in reader.names.gazetteer.terms())


def _terms(state: Value, office: str, reader: Reader) -> int:
    """How many terms of an office the gazetteer knows in a state."""
    terms = reader.names.gazetteer.terms_in(state.key) if state.key else ()
    return sum(term.office.startswith(f"office/{office}-of-") for term in terms)


def _elsewhere(reader: Reader) -> Value | None:
    """On the page that a state wrote of its own posts, whoever governs and is not in the gazetteer governs the
    other one, if the gazetteer knows who governed the state that wrote it."""
    own = reader.own()
    if own is None or not reader.names.gazetteer.governors(own.key):
        return None
    rest = reader.other((own,))
    return reader.at(rest, reader.when or reader.memory.date) if rest is not None else None


def state_governed(value: Value, reader: Reader) -> Value | None:
    """The state of the document's pair that somebody is known to have governed."""
    known = reader.memory.find(value.label)
    return _held(known, reader) if known else None


def _held(known: Known, reader: Reader) -> Value | None:
    """The state of the document's pair in which someone so named, more fully or otherwise spelled, governed."""
    gazetteer = reader.names.gazetteer
    held = {state.label: state for state in reader.memory.pair if _governed(known.name, state.key, gazetteer)}
    return next(iter(held.values())) if len(held) == 1 else None


def _realms(name: str, terms: Iterable[Term]) -> set[str]:
    """The states in which someone of one name, and any number, reigned in some of the terms: "King Hussein"."""
    slug = f"person/{fold(name).replace(' ', '-')}"
    crowned = (t for t in terms if t.person.startswith(slug) and t.office.startswith(CROWNS))
    return {t.state for t in crowned if _NUMBERED.fullmatch(t.person, len(slug))}


@cached(1 << 14)  # asked again for each title of one person
def _governed(name: str, state: str, gazetteer: Gazetteer) -> bool:
    """Whether someone so named, more fully or otherwise spelled, governed a state."""
    return any(partly_named(name, governor) for governor in gazetteer.governors(state))
