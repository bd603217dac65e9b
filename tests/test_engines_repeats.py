"""Texts that repeat each other: found on disk as in the parts of a cluster, as comparing all with all would."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random

from kg.engines.plan import resolved
from kg.engines.repeats import Origin, found, told
from kg.engines.resolution import _families
from kg.engines.said import heard, said
from kg.engines.setting import Setting
from kg.lexicon.gazetteer import gazetteer
from kg.model import Claim, Document, Source
from kg.resolve.copies import Copy
from tests.claims import Pages
from tests.flow import InProcess

SETTING = Setting(gazetteer)
KIND = "RelationsEstablished"
WORDS = "the two governments exchanged notes on this in the year {}"


def tell(pages: Pages, document: str, date: str, quote: str = "") -> None:
    pages.say(document, KIND, date, quote=quote, parties=["Norway", "Kenya"])


def on_disk(pages: Pages) -> list[Copy]:
    return found((Origin(document.id, document.source), claims) for document, claims in each(pages))


def in_parts(pages: Pages, parts: int, random: Random) -> list[Copy]:
    engine = InProcess(parts, random)
    rows = [
        row
        for document, claims in each(pages)
        for row in (*said(document, claims, SETTING), *told(document.id, claims))
    ]
    return sorted(row.value for row in resolved(engine.rows(rows), engine, SETTING).copies.collect())


def each(pages: Pages) -> list[tuple[Document, Sequence[Claim]]]:
    return [
        (document, [claim for claim in pages.claims if claim.evidence.document == document.id])
        for document in pages.documents()
    ]


def test_a_page_that_repeats_another_is_proposed_as_a_copy() -> None:
    pages = Pages()
    for document in ("a.txt", "b.txt"):
        for year in range(1970, 1976):
            tell(pages, document, str(year))
    tell(pages, "c.txt", "1970")
    assert on_disk(pages) == [Copy("a.txt", "b.txt", "same claims in the same order", 6, 6)]


def test_the_same_sentences_are_told_of_first() -> None:
    pages = Pages()
    for document in ("a.txt", "b.txt"):
        for year in range(1970, 1975):
            tell(pages, document, str(year), WORDS.format(year))
    assert [one.how for one in on_disk(pages)] == ["verbatim"]


def test_what_everybody_tells_brings_nobody_together() -> None:
    pages = Pages()
    for number in range(13):
        for year in range(1970, 1976):
            tell(pages, f"page-{number}.txt", str(year))
    assert on_disk(pages) == []


def test_texts_that_are_known_to_depend_on_each_other_are_not_proposed() -> None:
    pages = Pages()
    for document in ("a.txt", "b.txt", "c.txt", "d.txt"):
        for year in range(1970, 1976):
            tell(pages, document, str(year))
    pages.sources["b.txt"] = Source(translation_of="a.txt")
    pages.sources["c.txt"] = Source(publisher="Gazette", cites=("b.txt",))
    pages.sources["d.txt"] = Source(publisher="The Gazette")
    expected = [("a.txt", "d.txt"), ("b.txt", "d.txt"), ("c.txt", "d.txt")]
    assert [one[:2] for one in on_disk(pages)] == expected
    assert in_parts(pages, 3, Random(1)) == on_disk(pages)


def test_any_texts_on_disk_and_in_parts() -> None:
    for seed in range(6):
        pages, draw = Pages(), Random(seed)
        for number in range(8):
            for year in sorted(draw.sample(range(1970, 1980), 6), key=lambda year: (draw.random() < 0.2, year)):
                tell(pages, f"page-{number}.txt", str(year), WORDS.format(year) if draw.random() < 0.5 else "")
        copies = on_disk(pages)
        assert copies
        assert in_parts(pages, 4, draw) == copies
        assert {one[:2] for one in copies} == alike(pages)


def alike(pages: Pages) -> set[tuple[str, str]]:
    """Pairs that share enough sentences or events, told straight from what makes a copy."""
    events: dict[str, list[str]] = {}
    sentences: dict[str, list[str]] = {}
    for document, claims in each(pages):
        events[document.id] = [claim.when.edtf for claim in claims if claim.when]
        sentences[document.id] = [one.evidence.quote for one in claims if len(one.evidence.quote.split()) > 7]
    return {
        (one, other)
        for one, other in combinations(sorted(events), 2)
        for kind in (events, sentences)
        if longest(kind[one], kind[other]) >= max(4, 0.5 * min(len(kind[one]), len(kind[other])))
    }


def longest(one: Sequence[str], other: Sequence[str]) -> int:
    """The longest common subsequence."""
    before = [0] * (len(other) + 1)
    for left in one:
        row = [0]
        for place, right in enumerate(other):
            row.append(before[place] + 1 if left == right else max(row[-1], before[place + 1]))
        before = row
    return before[-1]


def test_a_text_of_unknown_origin_and_its_translation_are_one_witness() -> None:
    sources = {"a.txt": Source(), "b.txt": Source(translation_of="a.txt"), "c.txt": Source(cites=("nowhere.txt",))}
    documents = [Document(name, "", "en", source=source) for name, source in sources.items()]
    families = _families([heard(document, [], SETTING) for document in documents])
    assert [families.family(name, "") for name in sources] == ["a.txt", "a.txt", "c.txt"]
