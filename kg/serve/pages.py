"""Pages for people: the home page, pairs of states, lists. Each function gives the template and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from kg.ask.entities import folded
from kg.ask.saved import saved
from kg.graph.terms import dipl, superclasses, thing
from kg.resolve.times import say
from kg.serve import svg
from kg.serve.catalogue import Catalogue, Happening, Pair
from kg.serve.chart import pair_chart
from kg.serve.links import page
from kg.serve.terms import CLASS, INDIVIDUAL, PROPERTY, named, terms
from kg.serve.views import Document, Views

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
_HITS: Final = 25
_QUOTES: Final = 15


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
        "pairs": [(pair_address(pair), _pair_name(views, pair), picture) for pair, picture in drawn],
        "overview": svg.overview([band for pair in others[:_OVERVIEW] if (band := _band(views, pair)).dated]),
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
        ("source", len(views.documents()), "/list/sources"),
        ("claim", counts.get("claims", 0), "/list/sources"),
        ("event or agreement", asserted, "/list/events"),
        ("person", people, "/list/people"),
        ("disagreement", counts.get("contradictions", 0), "/disagreements"),
        ("finding", len(views.findings()), "/findings"),
        ("passage not read", counts.get("unread", 0), "/unread"),
    ]
    return [(_PLURALS[name] if count != 1 else name, count, address) for name, count, address in rows if count]


_PLURALS: Final = {
    "source": "sources",
    "claim": "claims",
    "event or agreement": "events and agreements",
    "person": "people",
    "disagreement": "disagreements",
    "finding": "findings",
    "passage not read": "passages not read",
}


def _pair_name(views: Views, pair: Pair) -> str:
    return " and ".join(map(views.catalogue.label, pair))


def pair_address(pair: Pair) -> str:
    return f"/pair/{'--'.join(state.removeprefix('state/') for state in pair)}"


def _band(views: Views, pair: Pair) -> svg.Band:
    chart = pair_chart(views.catalogue, pair)
    phases = next((row.bars for row in chart.rows if row.name == "Relations"), ())
    marks = tuple(mark.middle for row in chart.rows for mark in row.marks)
    marks += tuple(
        bar.start for row in chart.rows for bar in row.bars if bar.kind == "office" and bar.start is not None
    )
    return svg.Band(_pair_name(views, pair), pair_address(pair), phases, marks)


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
        "rows": lines(views, happenings),
        "unreal": lines(views, [one for one in happenings if one.modality != "asserted"]),
        "states": [head.removeprefix("state/") for head in heads],
        "relation": found.relations.get(key, ""),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A happening as a line of a table."""

    one: Happening
    kind: str
    href: str
    disputed: bool


def lines(views: Views, happenings: list[Happening]) -> list[Line]:
    return [Line(one, named(one.kind), page(one.key), one.key in views.disputed) for one in happenings]


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
        rows, where = sliced([one for one in views.catalogue.happenings.values() if chosen(one)], number)
        unreal = sum(chosen(one) and one.modality != "asserted" for one in views.catalogue.happenings.values())
        more = {"slice": where, "lists": _lists(kind), "unreal": unreal}
        return "events.html", {"name": name, "rows": lines(views, rows), **more}
    if kind not in LISTS:
        raise MissingError
    name, wanted = LISTS[kind]
    found = views.catalogue
    keys = [key for key, special in found.kinds.items() if wanted in superclasses(special)]
    keys.sort(key=lambda key: (key not in found.of, found.label(key).casefold(), key))  # mere mentions last
    rows, where = sliced(keys, number)
    things = [(page(key), found.label(key), _told_as(views, key, name), len(found.of.get(key, ()))) for key in rows]
    return "things.html", {"name": name, "rows": things, "slice": where, "lists": _lists(kind), "what": "Known as"}


def _told_as(views: Views, key: str, name: str) -> str:
    """Offices of a person, years of a state that ended, the kind of anything else if it tells more than the list."""
    found = views.catalogue
    if key.startswith("person/"):
        held = (one for one in found.of.get(key, ()) if one.is_a("Capacity") or one.is_a("PersonnelEvent"))
        return ", ".join(list(dict.fromkeys(_office(found, one) for one in held if one.role("office")))[:3])
    if key.startswith("state/") and found.head(key) != key:
        return f"now {found.label(found.head(key))}"
    kind = named(found.kinds[key])
    return "" if name.casefold().startswith(kind[:5]) else kind


def _office(found: Catalogue, one: Happening) -> str:
    """The office that something tells of, with the state it is of or in: "ambassador of Chile in Russia"."""
    office = ", ".join(map(found.label, one.role("office")))
    of, at = (map(found.label, one.role(role)) for role in ("sendingState", "receivingState"))
    return "".join(
        [office, *(f" of {state}" for state in of if state not in office), *(f" in {state}" for state in at)]
    )


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

    documents = views.documents()
    told = any(one.url or one.publisher for one in documents)
    return "sources.html", {"rows": [(one, claims(one)) for one in documents], "from": told}


def _pair_list(views: Views, number: int) -> Page:
    found = views.catalogue
    ranked = sorted(found.ranked_pairs(), key=lambda one: -len(found.pairs.get(one, ())))
    pairs, where = sliced(ranked, number)
    rows = [(pair_address(one), _pair_name(views, one), _state_of(views, one), len(found.pairs.get(one, ())))
            for one in pairs]  # fmt: skip
    return "things.html", {"name": "Pairs of states", "rows": rows, "slice": where, "lists": [], "what": "Relations"}


def _state_of(views: Views, one: Pair) -> str:
    """How the relations of two states stand at last: "relations in force since 11 March 1990"."""
    phases = views.catalogue.phases.get(one, ())
    return f"{named(phases[-1].status)} {say(phases[-1].date)}" if phases else ""


def sliced(rows: Any, number: int) -> tuple[list[Any], Slice]:
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
