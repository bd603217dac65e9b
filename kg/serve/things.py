"""Pages about one thing: an entity, an event, a claim, a text."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
from markupsafe import Markup

from kg.graph.terms import dipl
from kg.serve import svg
from kg.serve.catalogue import Happening, Pair
from kg.serve.chart import thing_chart
from kg.serve.library import blocks, stretches
from kg.serve.pages import MissingError, Page, Slice, lines, pair, pair_address
from kg.serve.reviews import disputes
from kg.serve.views import Thing, Views, anchor

_PARTS: Final = 100  # events on the page of one thing
_MENTIONS: Final = 12
_NEIGHBOURS: Final = 14
_FEW: Final = 5  # neighbours, below which a list says as much as a picture


def entity(views: Views, key: str, node: ox.NamedNode) -> Page:
    """The page of anything that has an IRI under the base."""
    if key.startswith("relation/") and "--" in key:
        return pair(views, key.removeprefix("relation/"))
    if key.startswith("claim/"):
        return claim(views, key, node)
    if key.startswith("contradiction/"):
        return "disputes.html", {"disputes": disputes(views, None, key), "name": "Disagreement"}
    shown = views.thing(node)
    happening = views.catalogue.happenings.get(key)
    if happening:
        return event(views, happening, shown, node)
    found = lines(views, views.catalogue.of.get(key, []))
    mentions, count = views.mentions(node, _MENTIONS)
    return "entity.html", {
        "thing": shown,
        "picture": _picture(views, key),
        "network": _network(views, key),
        "rows": found[:_PARTS],
        "more_rows": max(len(found) - _PARTS, 0),
        "tellings": mentions,
        "mentions": count,
        "disputes": [(line.href, line.one.label) for line in found if line.disputed],
        "pairs": _pairs_of(views, key),
        "taken_for": views.taken_for(node),
    }


def _picture(views: Views, key: str) -> Markup:
    """The timeline of a thing, if it tells of more than one time."""
    chart = thing_chart(views.catalogue, key)
    times = {(bar.start, bar.end) for row in chart.rows for bar in row.bars}
    times |= {(mark.start, mark.end) for row in chart.rows for mark in row.marks}
    return svg.timeline(chart) if len(times) > 1 else Markup("")


def _pairs_of(views: Views, key: str) -> list[tuple[str, str]]:
    found = views.catalogue
    head = found.head(key)
    others = {state for pair in found.ranked_pairs() if head in pair for state in pair if state != head}
    return [(pair_address(_sorted(head, state)), found.label(state)) for state in sorted(others)]


def _sorted(first: str, second: str) -> Pair:
    return (first, second) if first < second else (second, first)


def _network(views: Views, key: str) -> Markup:
    """Those with whom a person or organisation has most in common."""
    if not key.startswith(("person/", "organisation/", "state/")):
        return Markup("")
    kind = ("person/", "state/", "organisation/")
    ties: dict[str, int] = {}
    for one in views.catalogue.of.get(key, ()):
        if one.modality == "asserted":
            for other in {value for _, value in one.roles if value.startswith(kind) and value != key}:
                ties[other] = ties.get(other, 0) + 1
    most = sorted(ties.items(), key=lambda pair: (-pair[1], pair[0]))[:_NEIGHBOURS]
    if len(most) < _FEW:
        return Markup("")
    return svg.network(views.catalogue.label(key), [(other, views.catalogue.label(other), n) for other, n in most])


def event(views: Views, one: Happening, shown: Thing, node: ox.NamedNode) -> Page:
    """An event, agreement, mission or tenure: who and when, who says so in which words, and who says otherwise."""
    weighing = views.reader.graph("weighing")
    duplicates = [
        *views.reader.subjects(dipl("possibleDuplicateOf"), node, weighing),
        *(value for value in views.reader.properties(node, weighing).get("possibleDuplicateOf", ())),
    ]
    return "event.html", {
        "thing": shown,
        "tellings": views.tellings(node),
        "disputes": disputes(views, [node]) if one.key in views.disputed else [],
        "duplicates": [views.shown(other) for other in duplicates],
        "heads": lines(views, _heads(views, one)),
        "identified": _identified(views, one),
        "happening": one,
    }


def _heads(views: Views, one: Happening) -> list[Happening]:
    """Who led the mission that this is about: tenures and appointments from the same state to the same."""
    if not (one.is_a("MissionEvent") or one.is_a("MissionPresence")):
        return []
    sending, receiving = set(one.role("sendingState")), set(one.role("receivingState"))
    return [
        other
        for state in sorted(sending)
        for other in views.catalogue.of.get(state, ())
        if (other.is_a("Tenure") or other.is_a("PersonnelEvent"))
        and receiving & set(other.role("receivingState"))
        and sending & set(other.role("sendingState"))
    ]


def _identified(views: Views, one: Happening) -> list[tuple[str, str]]:
    """Those who take part that have an identifier elsewhere."""
    found = []
    for key in dict.fromkeys(value for _, value in one.roles if "/" in value):
        node = views.node(key)
        found += [(views.catalogue.label(key), link.href) for link in (views.thing(node).links if node else ())]
    return found


def claim(views: Views, key: str, node: ox.NamedNode) -> Page:
    """One claim: its words in their sentence, what it says, and what was made of it."""
    return "claim.html", {"one": views.telling_of(key), "facts": views.claimed(node), "key": key}


def source(views: Views, node: ox.NamedNode, part: int) -> Page:
    """A text with the words of every claim marked, each leading to what was made of it."""
    document, said = views.document(views.reader.key(node)), views.said_in(node)
    text = views.library.text(document.file)
    cuts = views.library.cuts(document.file)
    last = len(cuts) - 1
    if not 1 <= part <= last:
        raise MissingError
    begin, end = cuts[part - 1 : part + 1]
    here = [one for one in said if text is None or (one.begin < end and one.end > begin)]
    unread = [(left, right) for name, left, right in views.library.unread() or () if name == document.file]
    unread = [(left, right) for left, right in unread if left < end and right > begin]
    spans = [*((one.begin, one.end) for one in here), *unread]
    runs = blocks(text, begin, end) if text is not None else ()
    shown = [(columns, list(stretches(text or "", spans, left, right))) for columns, left, right in runs]
    return "source.html", {
        "document": document,
        "blocks": shown,
        "facts": [(views.telling(one), anchor(one.claim)) for one in here],
        "anchors": [*(anchor(one.claim) for one in here), *(f"u-{left}" for left, _ in unread)],
        "unread": len(unread),
        "missing": text is None,
        "slice": Slice(part, last, len(said)),
    }
