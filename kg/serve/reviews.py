"""Pages to judge a graph by: where sources disagree, what the shapes find odd, what was not read."""

from __future__ import annotations

import pyoxigraph as ox

from kg.serve.links import page
from kg.serve.matrix import matrix
from kg.serve.pages import Context, Page, sliced
from kg.serve.terms import named
from kg.serve.views import Views


def disagreements(views: Views, number: int) -> Page:
    """Which source says what of the same events, and where they contradict each other."""
    found = matrix(views)
    rows, where = sliced(found.rows, number)
    return "disagreements.html", {
        "rows": rows,
        "sources": found.columns(rows),
        "slice": where,
        "disputes": disputes(views, None),
    }


def disputes(views: Views, events: list[ox.NamedNode] | None, key: str = "") -> list[Context]:
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
    rows, where = sliced(found, number)
    counts = {name: sum(one.severity == name for one in found) for name in ("violation", "warning", "info")}
    checked = str(views.site.manifest.get("checked", ""))
    return "findings.html", {"rows": rows, "slice": where, "counts": counts, "checked": checked}


def unread(views: Views, number: int) -> Page:
    """Passages that hold a date and a known actor and gave no claim."""
    places = views.library.unread()
    rows, where = sliced(places or [], number)
    documents = {one.file: one for one in views.documents()}
    shown = []
    for file, begin, end in rows:
        words = (views.library.text(file) or "")[begin:end]
        if file in documents:
            shown.append((documents[file], words, views.place(documents[file], begin, f"u-{begin}"), begin, end))
    return "unread.html", {"rows": shown, "slice": where, "known": places is not None}
