"""Events as rows for event-data analysis: who did what to whom, coded in CAMEO and PLOVER, with the best quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.graph.evidence import best_quote
from kg.graph.reading import Reader, local_name, special_classes
from kg.graph.terms import dipl, superclasses, thing
from kg.lexicon.gazetteer import gazetteer
from kg.link.accounts import Account, Accounts, as_then, codes, lineage
from kg.resources import resource

EVENTS: Final = {
    "event": "key of the event in the graph",
    "type": "its most special class",
    "cameo": "CAMEO code of the class; 042 reads: actor1 visits actor2",
    "plover": "PLOVER type of the class, with the mode after a hyphen",
    "actor1": "who acts; of a mutual event one of the two",
    "state1": "the state for which actor1 acts",
    "ccode1": "its number in the Correlates of War lists",
    "iso3_1": "its ISO 3166 code",
    "actor2": "to whom it is done, or the other of the two",
    "state2": "the state for which actor2 acts",
    "ccode2": "its number in the Correlates of War lists",
    "iso3_2": "its ISO 3166 code",
    "directed": "yes if actor1 acts on actor2, no if the event is mutual",
    "date": "EDTF",
    "earliest": "first day it can have begun",
    "latest": "last day it can have ended",
    "year": "year in which it began, if that is certain",
    "place": "where",
    "label": "the event in a few words",
    "sources": "number of documents that tell of it",
    "confidence": "0 to 1, of the best claim",
    "disputed": "yes if a contradiction of the sources concerns it",
    "document": "file of the claim quoted",
    "url": "where the document was taken from",
    "begin": "first character of the quote in the file",
    "end": "character after the quote",
    "quote": "words of the document",
}
# Classes that tell how well an event is attested, not what happened.
_ATTESTED: Final = frozenset({"CorroboratedEvent", "ContestedEvent"})


def event_rows(reader: Reader) -> Iterator[dict[str, object]]:
    accounts = Accounts(reader)
    for one in accounts.all:
        if "Event" in one.types or "Instrument" in one.types:
            told = _told(reader, one, accounts)
            for source, target, directed in accounts.pairs(one) or [("", "", False)]:
                yield {
                    **told,
                    **_actor(accounts, source, 1, one),
                    **_actor(accounts, target, 2, one),
                    "directed": "yes" if directed else "no",
                }


def _told(reader: Reader, one: Account, accounts: Accounts) -> dict[str, object]:
    """What a row says of the event itself."""
    said, when = one.said, one.when
    special = special_classes(dipl(name) for name in one.types if name not in _ATTESTED)
    return {
        "event": one.key,
        "type": "; ".join(special),
        "cameo": _code(special, "cameoCode"),
        "plover": _code(special, "ploverCode"),
        "date": when.edtf if when else "",
        "earliest": when.begin_earliest[:10] if when and when.begin_earliest else "",
        "latest": when.end_latest[:10] if when and when.end_latest else "",
        "year": "" if one.year is None else one.year,
        "place": "; ".join(map(reader.words, said.get("place", ()))),
        "label": reader.label(one.node),
        "sources": said["sourceCount"][0].value,
        "confidence": said["confidence"][0].value if "confidence" in said else "",
        "disputed": "yes" if one.node.value in accounts.contested else "",
        **_quoted(reader, one.node),
    }


def _actor(accounts: Accounts, actor: str, number: int, one: Account) -> dict[str, object]:
    """Who an actor is, and the state it acts for under its name of that time."""
    reader, state = accounts.reader, accounts.state_of(actor, one) if actor else ""
    if one.year and state and not actor.startswith("state/"):
        state = as_then(lineage(state), one.year)
    ccode, iso3 = codes(state) if state else ("", "")
    return {
        f"actor{number}": reader.label(thing(actor, reader.base)) if actor else "",
        f"state{number}": (gazetteer().label(state) or reader.label(thing(state, reader.base))) if state else "",
        f"ccode{number}": ccode,
        f"iso3_{number}": iso3,
    }


def _quoted(reader: Reader, event: ox.NamedNode) -> dict[str, object]:
    """The best claim for an event."""
    found = best_quote(reader, event)
    if found is None:
        return {}
    return {
        "document": found.document,
        "url": found.url,
        "begin": found.begin,
        "end": found.end,
        "quote": found.words,
    }


def _code(special: Sequence[str], name: str) -> str:
    """The code of the nearest class that has one; of several the first: 042 for a visit, which 043 mirrors."""
    for one in special:
        for above in superclasses(one):
            if codes := _annotations().get((above, name)):
                return codes[0]
    return ""


@cache
def _annotations() -> dict[tuple[str, str], list[str]]:
    """(class, cameoCode or ploverCode) -> codes, from ontology/alignments.ttl."""
    found: dict[tuple[str, str], list[str]] = {}
    file = resource("ontology", "alignments.ttl")
    for triple in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE):
        name = local_name(triple.predicate.value)
        if name in ("cameoCode", "ploverCode") and isinstance(triple.subject, ox.NamedNode):
            assert isinstance(triple.object, ox.Literal)
            found.setdefault((local_name(triple.subject.value), name), []).append(triple.object.value)
    return {place: sorted(codes) for place, codes in found.items()}
