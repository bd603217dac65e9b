"""Preferences: who counts as a witness, which preference decides, and what it says."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KGError
from kg.model import Claim, Contradiction, Document, Evidence, Role, Source, Span
from kg.resolve import rank
from kg.resolve.world import resolve
from tests.claims import Pages, value
from tests.register import Register

NONE = Register(states=[("Norway", "1905-06-07", "", ""), ("Kenya", "1963-12-12", "", "")])
FIRST, SECOND = "1963-12-12", "1963-12-21"


def told(pages: Pages, document: str, date: str) -> None:
    pages.say(document, "RelationsEstablished", date, parties=["Norway", "Kenya"])


def only(pages: Pages, policy: str = "default") -> Contradiction:
    (found,) = resolve(pages.claims, pages.documents(), NONE, policy).contradictions
    return found


def test_more_independent_sources_are_preferred() -> None:
    pages = Pages()
    for document, date in (("a.txt", FIRST), ("b.txt", SECOND), ("c.txt", SECOND)):
        told(pages, document, date)
    found = only(pages)
    assert (found.policy, found.preferred[:8]) == ("independent-sources", "claim/b/")
    assert found.reason == ("Two of three independent sources give 21 December 1963; 12 December 1963 is given by one")


@pytest.mark.parametrize(
    "source",
    [Source(translation_of="b.txt"), Source(cites=("b.txt",)), Source(publisher="The Same House")],
    ids=["translation", "citation", "publisher"],
)
def test_a_dependent_source_is_no_second_witness(source: Source) -> None:
    pages = Pages()
    for document, date in (("a.txt", FIRST), ("b.txt", SECOND), ("c.txt", SECOND)):
        told(pages, document, date)
    pages.sources["b.txt"] = Source(publisher="The same house")
    pages.sources["c.txt"] = source
    assert only(pages).policy == "default"
    assert only(pages).preferred == ""


def test_a_near_verbatim_copy_is_no_second_witness() -> None:
    words = "Diplomatic relations between the two countries were established on that day in December"
    roles = (Role("parties", (value("parties", "Norway"), value("parties", "Kenya"))),)
    pages = Pages()
    told(pages, "a.txt", FIRST)
    told(pages, "b.txt", SECOND)
    one = pages.claims[1]
    copied = [
        Claim(one.type, roles, one.when, "asserted", Evidence(name, Span(0, len(words)), words), "test", 0.9)
        for name in ("b.txt", "c.txt")
    ]
    (found,) = resolve([pages.claims[0], *copied], [], NONE).contradictions
    assert found.preferred == ""


def test_a_copy_is_no_second_witness_for_its_short_sentences_either() -> None:
    long = "Diplomatic relations between the two countries were established on that day in December"
    pages = Pages()
    for document in ("a.txt", "copy-of-a.txt"):
        pages.say(document, "RelationsEstablished", "1963", quote="Relations began", parties=["Norway", "Kenya"])
        pages.say(document, "RelationsEstablished", "1964-01-09", quote=long, parties=["Norway", "Kenya"])
    assert only(pages).reason == "9 January 1964 is given to the day, 1963 only to the year"


# Long wordings out of few words, so that some are nearly alike.
ALIKE = st.frozensets(st.integers(0, 24).map(str), min_size=8, max_size=25)


@given(st.sets(ALIKE, max_size=12), st.integers(0, 24), st.integers(0, 24))
def test_copies_are_found_without_comparing_all_with_all(some: set[rank.Wording], left: int, added: int) -> None:
    wordings = some | {(one - {str(left)}) | {f"x{added}"} for one in some}
    pairs = {frozenset(pair) for pair in rank._copied(wordings)}
    assert pairs == {frozenset(pair) for pair in combinations(wordings, 2) if rank._is_copy(*pair)}


def test_sentences_of_one_pattern_are_not_compared_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = "on that day the two governments told each other of the tariff numbered"
    compared: list[object] = []
    monkeypatch.setattr(rank, "_is_copy", lambda *pair: bool(compared.append(pair)))
    assert not list(rank._copied([frozenset(f"{pattern} {number}".split()) for number in range(500)]))
    assert not compared


def test_weights_of_the_sources_count() -> None:
    pages = Pages()
    told(pages, "a.txt", FIRST)
    told(pages, "b.txt", SECOND)
    pages.sources["a.txt"] = Source(weight=3)
    assert only(pages).preferred.startswith("claim/a/")
    assert "weights" in only(pages).reason


def test_the_finer_date_is_preferred() -> None:
    pages = Pages()
    told(pages, "a.txt", FIRST)
    told(pages, "b.txt", "1964-02")
    found = only(pages)
    assert (found.policy, found.preferred[:8]) == ("precision", "claim/a/")
    assert found.reason == "12 December 1963 is given to the day, February 1964 only to the month"


def test_the_page_of_a_states_own_organ_is_nearer_to_the_act() -> None:
    pages = Pages()
    told(pages, "a.txt", FIRST)
    told(pages, "b.txt", SECOND)
    pages.sources["b.txt"] = Source(publisher="Norwegian Ministry of Foreign Affairs")
    assert (only(pages).policy, only(pages).preferred[:8]) == ("proximity", "claim/b/")


def test_a_sentence_with_a_reference_is_preferred_to_one_without() -> None:
    texts = {"a.txt": f"Established on {FIRST}, they say.", "b.txt": f"Established on {SECOND}, as is known.[4]"}
    documents = [Document(name, text, "en") for name, text in texts.items()]
    pages = Pages()
    told(pages, "a.txt", FIRST)
    told(pages, "b.txt", SECOND)
    claims = [
        Claim(one.type, one.roles, one.when, "asserted", Evidence(one.evidence.document, Span(0, 25), ""), "t", 0.9)
        for one in pages.claims
    ]
    (found,) = resolve(claims, documents, NONE).contradictions
    assert (found.policy, found.preferred[:8]) == ("proximity", "claim/b/")


def test_one_text_that_gives_a_date_twice_outweighs_itself() -> None:
    pages = Pages()
    for date in (FIRST, SECOND, SECOND):
        told(pages, "a.txt", date)
    assert only(pages).reason == "The same text gives 12 December 1963 once, 21 December 1963 twice"


def test_where_nothing_decides_the_event_says_one_of_these() -> None:
    pages = Pages()
    told(pages, "a.txt", FIRST)
    told(pages, "b.txt", SECOND)
    world = resolve(pages.claims, pages.documents(), NONE)
    when = world.accounts[0].event.when
    assert when is not None
    assert when.edtf == "[1963-12-12,1963-12-21]"
    assert (when.begin_earliest, when.end_latest) == ("1963-12-12T00:00:00Z", "1963-12-21T23:59:59Z")


def test_a_policy_asks_only_its_own_preferences_and_never_changes_a_key() -> None:
    pages = Pages()
    told(pages, "a.txt", FIRST)
    told(pages, "b.txt", "1964-02")
    pages.sources["b.txt"] = Source(publisher="Embassy of Norway")
    assert only(pages, "precision").preferred.startswith("claim/a/")
    assert only(pages, "proximity").preferred.startswith("claim/b/")
    assert only(pages, "proximity,precision").preferred.startswith("claim/b/")
    assert only(pages, "precision").events == only(pages, "proximity").events


def test_an_unknown_policy_is_named_with_the_known_ones() -> None:
    with pytest.raises(KGError, match="no preference 'loudest'; use default, independent-sources"):
        resolve([], [], NONE, "loudest")
