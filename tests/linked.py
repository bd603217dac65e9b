"""Small graphs for the tests of links: invented pages, resolved with the real gazetteer and written as quads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pyoxigraph as ox

from kg.graph.quads import dataset_quads
from kg.graph.reading import Reader
from kg.lexicon.gazetteer import gazetteer
from kg.link.links import link_quads, matches
from kg.model import Evidence, Source, Span, World
from kg.resolve.review import Review
from kg.resolve.world import resolve
from kg.vocab import BASE
from tests import claims

SITE = Source(title="Relations", url="https://archive.chancery.test/relations", retrieved="2026-01-15")
MIRROR = Source(title="A history", url="https://history.chancery.test/chile?page=2", publisher="History Press")
WIKI = Source(title="Chile–Russia relations", url="https://en.wikipedia.org/wiki/X", publisher="Wikipedia")


class Pages(claims.Pages):
    """Invented documents whose claims may quote any words."""

    def quoting(self, words: str, document: str, type_: str, date: str | None, **roles: str | tuple[str, ...]) -> None:
        """The same as `say`, with these words for a quote."""
        said = self.say(document, type_, date, **roles)
        start = said.evidence.span.start
        self.claims[-1] = replace(said, evidence=Evidence(document, Span(start, start + len(words)), words))


def world(pages: Pages, reviews: Iterable[Review] = ()) -> World:
    return resolve(pages.claims, pages.documents(), gazetteer(), reviews=reviews)


def reader(pages: Pages, found: World | None = None, base: str = BASE) -> Reader:
    """The graph of some pages, with its links."""
    made = found or world(pages)
    store = ox.Store()
    store.extend(dataset_quads(made, pages.documents(), pages.claims, base))
    store.extend(link_quads(matches(made.entities, base), base))
    return Reader(store, base)


def relations() -> Pages:
    """Chile and the Soviet Union: relations, an ambassador, a president, members of an organisation, an embassy."""
    pages = Pages()
    pages.sources["archive.en.txt"] = SITE
    pages.sources["history.en.txt"] = MIRROR
    pair = ("Chile", "Soviet Union")
    said = "Relations were “established” on 11 December 1944 | see above /* sic */"
    pages.quoting(said, "archive.en.txt", "RelationsEstablished", "1944-12-11", parties=pair)
    pages.say("history.en.txt", "RelationsEstablished", "1944-12", parties=pair)
    pages.say("archive.en.txt", "RelationsSevered", "1947-10-21", parties=pair, agent="Chile")
    pages.say("archive.en.txt", "RelationsRestored", "1964-11-24", parties=pair)
    pages.say("archive.en.txt", "Membership", None, member="Chile", organisation="United Nations")
    pages.say(
        "archive.en.txt",
        "Tenure",
        "2006-03-11/2010-03-11",
        person="Michelle Bachelet",
        office="President of Chile",
        sending="Chile",
    )
    pages.say(
        "archive.en.txt", "Tenure", "1997/2000", person="Sergio Fernández Aguayo", office="ambassador",
        sending="Chile", receiving="Russia",
    )  # fmt: skip
    pages.say("archive.en.txt", "MissionPresent", None, sending="Chile", receiving="Russia", kind="embassy")
    return pages
