"""Pages for people: each function gives the template and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox
from markupsafe import Markup

from kg.ask.entities import folded
from kg.ask.saved import saved
from kg.graph.terms import dipl, superclasses, thing
from kg.serve import svg
from kg.serve.catalogue import Happening, Pair
from kg.serve.chart import pair_chart, thing_chart
from kg.serve.library import stretches
from kg.serve.links import page
from kg.serve.matrix import matrix
from kg.serve.terms import CLASS, INDIVIDUAL, PROPERTY, named, terms
from kg.serve.views import Document, Thing, Views, anchor

Context = dict[str, Any]
Page = tuple[str, Context]

NAVIGATION: Final = (
    ("/", "Relations"),
    ("/list/people", "People"),
    ("/list/events", "Events"),
    ("/list/sources", "Sources"),
    ("/disagreements", "Disagreements"),
    ("/findings", "Findings"),
    ("/query", "Query"),
)
# Characters of timelines on the home page: with overview, style sheet and the rest it stays below 60 kB.
_PICTURES: Final = 20_000
_OVERVIEW: Final = 40  # pairs of states in the overview
_ROWS: Final = 200  # rows of a list on one page
_PARTS: Final = 100  # events on the page of one thing
_MENTIONS: Final = 12
_HITS: Final = 25
_QUOTES: Final = 15
_PART: Final = 60_000  # characters of a text on one page of the reader
_NEIGHBOURS: Final = 14
_FEW: Final = 5  # neighbours, below which a list says as much as a picture


class MissingError(Exception):
    """There is no such page."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a long list."""

    number: int
    last: int
    total: int


def home(views: Views) -> Page:
    """What the graph holds, the relations of each pair of states, what to try."""
    found = views.catalogue
    drawn: list[tuple[Pair, Markup]] = []
    room = _PICTURES
    pairs = found.ranked_pairs()
    for pair in pairs:
        picture = svg.timeline(pair_chart(found, pair))
        room -= len(picture)
        if room < 0:
            break
        if picture:
            drawn.append((pair, picture))
    shown = {pair for pair, _ in drawn}
    others = [pair for pair in pairs if pair not in shown]
    return "home.html", {
        "counts": _counts(views),
        "pairs": [(_pair_address(pair), _pair_name(views, pair), picture) for pair, picture in drawn],
        "overview": svg.overview([_band(views, pair) for pair in others[:_OVERVIEW]]),
        "others": len(others),
        "queries": [saved()[name] for name in _TRY if name in saved()],
        "disputed": len(views.disputed),
        "documents": views.site.manifest.get("counts", {}).get("documents", len(views.documents())),
    }


_TRY: Final = (
    "chronology-of-a-pair",
    "ambassadors",
    "visits-between-states",
    "contradictions",
    "told-by-one-source",
    "trade-by-year",
)


def _counts(views: Views) -> list[tuple[str, int, str]]:
    found = views.catalogue
    counts: Mapping[str, int] = views.site.manifest.get("counts", {})
    asserted = sum(one.modality == "asserted" for one in found.happenings.values())
    people = sum("Person" in superclasses(kind) for kind in found.kinds.values())
    rows = [
        ("sources", len(views.documents()), "/list/sources"),
        ("claims", counts.get("claims", 0), "/list/sources"),
        ("events and agreements", asserted, "/list/events"),
        ("people", people, "/list/people"),
        ("disagreements", counts.get("contradictions", 0), "/disagreements"),
        ("findings", len(views.findings()), "/findings"),
        ("passages not read", counts.get("unread", 0), "/unread"),
    ]
    return [row for row in rows if row[1]]


def _pair_name(views: Views, pair: Pair) -> str:
    return " and ".join(map(views.catalogue.label, pair))


def _pair_address(pair: Pair) -> str:
    return f"/pair/{'--'.join(state.removeprefix('state/') for state in pair)}"


def _band(views: Views, pair: Pair) -> svg.Band:
    chart = pair_chart(views.catalogue, pair)
    phases = next((row.bars for row in chart.rows if row.name == "Relations"), ())
    marks = tuple(mark.middle for row in chart.rows for mark in row.marks)
    marks += tuple(
        bar.start for row in chart.rows for bar in row.bars if bar.kind == "office" and bar.start is not None
    )
    return svg.Band(_pair_name(views, pair), _pair_address(pair), phases, marks)


def pair(views: Views, names: str) -> Page:
    """Two states: the picture of their relations, and all that happened between them."""
    first, _, second = names.partition("--")
    found = views.catalogue
    heads = sorted({found.head(f"state/{first}"), found.head(f"state/{second}")})
    if len(heads) != 2 or any(head not in found.labels for head in heads):
        raise MissingError
    key = (heads[0], heads[1])
    happenings = found.pairs.get(key, [])
    told = {value for one in happenings for _, value in one.roles}
    lineages = [
        [(page(state), found.label(state)) for state in found.lineage(head) if state == head or state in told]
        for head in heads
    ]
    return "pair.html", {
        "name": _pair_name(views, key),
        "lineages": lineages,
        "picture": svg.timeline(pair_chart(found, key)),
        "phases": [(phase, [(page(one), found.label(one)) for one in phase.protectors])
                   for phase in found.phases.get(key, ())],
        "rows": _rows(views, happenings),
        "unreal": _rows(views, [one for one in happenings if one.modality != "asserted"]),
        "states": [head.removeprefix("state/") for head in heads],
        "relation": f"relation/{'--'.join(head.removeprefix('state/') for head in heads)}",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A happening as a line of a table."""

    one: Happening
    kind: str
    href: str
    disputed: bool


def _rows(views: Views, happenings: list[Happening]) -> list[Line]:
    return [Line(one, named(one.kind), page(one.key), one.key in views.disputed) for one in happenings]


def entity(views: Views, key: str, node: ox.NamedNode) -> Page:
    """The page of anything that has an IRI under the base."""
    if key.startswith("relation/") and "--" in key:
        return pair(views, key.removeprefix("relation/"))
    if key.startswith("claim/"):
        return claim(views, key)
    if key.startswith("contradiction/"):
        return "disputes.html", {"disputes": _disputes(views, None, key), "name": "Disagreement"}
    shown = views.thing(node)
    happening = views.catalogue.happenings.get(key)
    if happening:
        return event(views, happening, shown, node)
    lines = _rows(views, views.catalogue.of.get(key, []))
    mentions, count = views.mentions(node, _MENTIONS)
    return "entity.html", {
        "thing": shown,
        "picture": svg.timeline(thing_chart(views.catalogue, key)) if len(lines) > 1 else "",
        "network": _network(views, key),
        "rows": lines[:_PARTS],
        "more_rows": max(len(lines) - _PARTS, 0),
        "tellings": mentions,
        "mentions": count,
        "disputes": [(line.href, line.one.label) for line in lines if line.disputed],
        "pairs": _pairs_of(views, key),
    }


def _pairs_of(views: Views, key: str) -> list[tuple[str, str]]:
    found = views.catalogue
    head = found.head(key)
    others = {state for pair in found.ranked_pairs() if head in pair for state in pair if state != head}
    return [(_pair_address(_sorted(head, state)), found.label(state)) for state in sorted(others)]


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
        "disputes": _disputes(views, [node]) if one.key in views.disputed else [],
        "duplicates": [views.shown(other) for other in duplicates],
        "heads": _rows(views, _heads(views, one)),
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


def claim(views: Views, key: str) -> Page:
    """One claim: its words in their sentence, what it says, and what was made of it."""
    return "claim.html", {"one": views.telling_of(key), "key": key}


def source(views: Views, node: ox.NamedNode, part: int) -> Page:
    """A text with the words of every claim marked, each leading to what was made of it."""
    document, said = views.document(views.reader.key(node)), views.said_in(node)
    text = views.library.text(document.file)
    begin, end, last = _part(text or "", part)
    if part > last:
        raise MissingError
    here = [one for one in said if text is None or (one.begin < end and one.end > begin)]
    pieces = list(stretches(text, [(one.begin, one.end) for one in here], begin, end)) if text is not None else []
    return "source.html", {
        "document": document,
        "pieces": pieces,
        "facts": [(views.telling(one), anchor(one.claim)) for one in here],
        "anchors": [anchor(one.claim) for one in here],
        "missing": text is None,
        "slice": Slice(part, last, len(said)),
    }


def _part(text: str, number: int) -> tuple[int, int, int]:
    """Begin and end of a part of a text, cut at line ends, and how many parts there are."""
    cuts = [0]
    while len(text) - cuts[-1] > _PART:
        newline = text.rfind("\n", cuts[-1], cuts[-1] + _PART)
        cuts.append(newline + 1 if newline > cuts[-1] else cuts[-1] + _PART)
    cuts.append(len(text))
    last = len(cuts) - 1
    number = min(max(number, 1), last)
    return cuts[number - 1], cuts[number], last


def disagreements(views: Views, number: int) -> Page:
    """Which source says what of the same events, and where they contradict each other."""
    found = matrix(views)
    rows, where = _sliced(found.rows, number)
    return "disagreements.html", {
        "rows": rows,
        "sources": found.columns(rows),
        "slice": where,
        "disputes": _disputes(views, None),
    }


def _disputes(views: Views, events: list[ox.NamedNode] | None, key: str = "") -> list[Context]:
    """Contradictions with the sentences of their claims."""
    return [
        {
            "one": one,
            "events": [(page(event), label) for event, label in zip(one.event_keys, one.events, strict=True)],
            "tellings": [views.telling(said) for said in one.claims],
            "property": named(one.property),
        }
        for one in views.disputes(events)
        if not key or one.key == key
    ]


def findings(views: Views, number: int) -> Page:
    """What the shapes found fault with, for people."""
    found = views.findings()
    rows, where = _sliced(found, number)
    counts = {name: sum(one.severity == name for one in found) for name in ("violation", "warning", "info")}
    checked = str(views.site.manifest.get("checked", ""))
    return "findings.html", {"rows": rows, "slice": where, "counts": counts, "checked": checked}


def unread(views: Views, number: int) -> Page:
    """Passages that hold a date and a known actor and gave no claim."""
    places = views.library.unread()
    rows, where = _sliced(places or [], number)
    documents = {one.file: one for one in views.documents()}
    shown = []
    for file, begin, end in rows:
        words = (views.library.text(file) or "")[begin:end]
        if file in documents:
            shown.append((documents[file], words, begin, end))
    return "unread.html", {"rows": shown, "slice": where, "known": places is not None}


LISTS: Final = {
    "states": ("States", "State"),
    "people": ("People", "Person"),
    "organisations": ("Organisations", "Organization"),
    "places": ("Places", "Place"),
    "offices": ("Offices", "Post"),
}
EVENTS: Final = {
    "events": ("Events and agreements", ""),
    "visits": ("Visits", "Visit"),
    "meetings": ("Meetings", "Meeting"),
    "agreements": ("Agreements", "Agreement"),
    "missions": ("Missions", "Mission"),
    "offices-held": ("Terms of office and appointments", "Capacity"),
    "trade": ("Trade and aid", "Trade"),
}


def listing(views: Views, kind: str, number: int) -> Page:
    """All things of a kind."""
    if kind == "sources":
        return _source_list(views)
    if kind == "pairs":
        return _pair_list(views, number)
    if kind in EVENTS:
        chosen = _KINDS.get(kind, _any)
        name = EVENTS[kind][0]
        rows, where = _sliced([one for one in views.catalogue.happenings.values() if chosen(one)], number)
        return "events.html", {"name": name, "rows": _rows(views, rows), "slice": where, "lists": _lists(kind)}
    if kind not in LISTS:
        raise MissingError
    name, wanted = LISTS[kind]
    found = views.catalogue
    keys = [key for key, special in found.kinds.items() if wanted in superclasses(special)]
    keys.sort(key=lambda key: (found.label(key).casefold(), key))
    rows, where = _sliced(keys, number)
    things = [(page(key), found.label(key), named(found.kinds[key]), len(found.of.get(key, ()))) for key in rows]
    return "things.html", {"name": name, "rows": things, "slice": where, "lists": _lists(kind)}


_KINDS: Final[Mapping[str, Callable[[Happening], bool]]] = {
    "visits": lambda one: one.is_a("Visit"),
    "meetings": lambda one: one.is_a("Meeting"),
    "agreements": lambda one: one.is_a("Agreement"),
    "missions": lambda one: one.is_a("MissionEvent") or one.is_a("MissionPresence"),
    "offices-held": lambda one: one.is_a("Capacity") or one.is_a("PersonnelEvent"),
    "trade": lambda one: one.is_a("TradeObservation") or one.is_a("ProvisionOfAid"),
}


def _any(one: Happening) -> bool:
    return True


def _lists(here: str) -> list[tuple[str, str, bool]]:
    names = {**{kind: name for kind, (name, _) in LISTS.items()}, **{kind: name for kind, (name, _) in EVENTS.items()}}
    return [(f"/list/{kind}", name, kind == here) for kind, name in names.items()]


def _source_list(views: Views) -> Page:
    def claims(document: Document) -> int:
        node = thing(document.key, views.site.base)
        return sum(1 for _ in views.site.store.quads_for_pattern(None, dipl("inSource"), node, None))

    return "sources.html", {"rows": [(one, claims(one)) for one in views.documents()]}


def _pair_list(views: Views, number: int) -> Page:
    found = views.catalogue
    pairs, where = _sliced(found.ranked_pairs(), number)
    rows = [
        (_pair_address(one), _pair_name(views, one), "pair of states", len(found.pairs.get(one, ()))) for one in pairs
    ]
    return "things.html", {"name": "Pairs of states", "rows": rows, "slice": where, "lists": []}


def _sliced(rows: Any, number: int) -> tuple[list[Any], Slice]:
    """One page of a list; MissingError if it has no such page."""
    last = max((len(rows) + _ROWS - 1) // _ROWS, 1)
    if not 1 <= number <= last:
        raise MissingError
    return list(rows)[(number - 1) * _ROWS : number * _ROWS], Slice(number, last, len(rows))


def search(views: Views, words: str) -> Page:
    """What bears a name like the words, and which quotes hold them."""
    found = views.catalogue
    hits = [(hit, named(found.kind(hit.key)), found.label(hit.key)) for hit in views.searcher.names(words, _HITS)]
    claims, spelt = views.searcher.quotes(words, _QUOTES)
    return "search.html", {
        "searched": words,
        "names": hits,
        "tellings": [views.telling_of(key) for key in claims],
        "spelt": spelt if spelt != folded(words) else "",
    }


def ontology() -> Page:
    """Every term of the ontology with its meaning."""
    kinds = ((CLASS, "Classes"), (PROPERTY, "Properties"), (INDIVIDUAL, "Individuals"))
    groups = [(name, [term for term in terms().values() if term.kind == kind]) for kind, name in kinds]
    return "ontology.html", {"groups": [group for group in groups if group[1]], "known": terms()}
