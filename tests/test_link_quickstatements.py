"""What goes out to Wikidata is well-formed, referenced, uncontested and of linked entities only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.link.facts import facts
from kg.link.quickstatements import address_of, clean, export, time_value
from kg.link.wikidata import Item, Said, days_of
from tests import linked
from tests.linked import Pages
from tests.quickstatements_grammar import Statement, parse


def statements(pages: Pages, **options: object) -> dict[tuple[str, str, str], list[Statement]]:
    found: dict[tuple[str, str, str], list[Statement]] = {}
    for line in export(linked.reader(pages), **options).lines:  # type: ignore[arg-type]
        one = parse(line)
        found.setdefault((one.item, one.property, one.value), []).append(one)
    return found


def held(pages: Pages, **options: object) -> dict[str, int]:
    return dict(export(linked.reader(pages), **options).held)  # type: ignore[arg-type]


def test_every_line_keeps_the_grammar_and_names_its_events() -> None:
    found = [one for ones in statements(linked.relations()).values() for one in ones]
    assert len(found) == 9
    assert all(one.comment for one in found)


def test_relations_go_out_on_both_items_for_each_period_as_new_statements() -> None:
    found = statements(linked.relations())
    for pair in (("Q298", "P530", "Q15180"), ("Q15180", "P530", "Q298")):
        first, second = found[pair]
        assert first.qualifiers == [("P580", "+1944-12-11T00:00:00Z/11"), ("P582", "+1947-10-21T00:00:00Z/11")]
        assert second.qualifiers == [("P580", "+1964-11-24T00:00:00Z/11")]
        assert first.new
        assert second.new
        assert {first.rank, second.rank} == {"R0"}


def test_each_document_is_a_reference_of_its_own_with_address_day_and_quote() -> None:
    first = statements(linked.relations())["Q298", "P530", "Q15180"][0]
    archive, history = first.references
    assert archive[:2] == [("S854", "https://archive.chancery.test/relations"), ("S813", "+2026-01-15T00:00:00Z/11")]
    assert archive[2] == ("S1683", 'Relations were "established" on 11 December 1944 / see above / * sic * /')
    assert history[0] == ("S854", "https://history.chancery.test/chile?page=2")


def test_a_president_is_stated_on_the_person_and_on_the_state() -> None:
    found = statements(linked.relations())
    (post,) = found["Q320", "P39", "Q466956"]
    (head,) = found["Q298", "P35", "Q320"]
    assert post.qualifiers == head.qualifiers
    assert post.qualifiers == [("P580", "+2006-03-11T00:00:00Z/11"), ("P582", "+2010-03-11T00:00:00Z/11")]
    assert not post.new
    assert post.rank == ""


def test_an_embassy_and_a_membership_go_out_undated() -> None:
    found = statements(linked.relations())
    assert found["Q4374084", "P137", "Q298"][0].qualifiers == []
    assert found["Q4374084", "P17", "Q159"][0].qualifiers == []
    assert found["Q298", "P463", "Q1065"][0].qualifiers == []


def test_a_rank_towards_another_state_is_not_stated_as_the_rank_alone() -> None:
    assert not [place for place in statements(linked.relations()) if place[2] == "Q121998"]
    assert held(linked.relations())["an entity has no Wikidata item"] == 1


def test_what_only_wikipedia_tells_is_held_back() -> None:
    pages = Pages()
    pages.sources["page.en.txt"] = linked.WIKI
    pages.say("page.en.txt", "Membership", None, member="Chile", organisation="United Nations")
    assert statements(pages) == {}
    assert held(pages) == {"only Wikipedia tells it": 1}


@pytest.mark.parametrize("host", ["https://es.wikipedia.org/wiki/Y", "http://WWW.Wikidata.org/wiki/Q1"])
def test_wikis_are_known_by_their_address(host: str) -> None:
    pages = Pages()
    pages.sources["page.en.txt"] = replace(linked.SITE, url=host)
    pages.say("page.en.txt", "Membership", None, member="Chile", organisation="United Nations")
    assert held(pages) == {"only Wikipedia tells it": 1}


def test_a_reference_to_wikipedia_is_left_out_where_another_source_tells_it_too() -> None:
    pages = linked.relations()
    pages.sources["page.en.txt"] = linked.WIKI
    pages.say("page.en.txt", "Membership", None, member="Chile", organisation="United Nations")
    (one,) = statements(pages)["Q298", "P463", "Q1065"]
    assert [reference[0][1] for reference in one.references] == ["https://archive.chancery.test/relations"]


def test_a_source_without_an_address_is_no_reference() -> None:
    pages = Pages()
    pages.say("page.en.txt", "Membership", None, member="Chile", organisation="United Nations")
    assert held(pages) == {"no source that tells it has an address": 1}


def test_nothing_that_sources_contradict_goes_out() -> None:
    pages = linked.relations()
    pages.say("history.en.txt", "RelationsRestored", "1964-10-24", parties=("Chile", "Soviet Union"))
    found = statements(pages)
    assert [one.qualifiers[0][1] for one in found["Q298", "P530", "Q15180"]] == ["+1944-12-11T00:00:00Z/11"]
    assert held(pages)["the sources contradict each other"] == 2


def test_nothing_below_the_confidence_goes_out() -> None:
    assert held(linked.relations(), least=0.95)["the confidence is below 0.95"] == 9
    assert statements(linked.relations(), least=0.95) == {}


def test_a_rejected_claim_gives_no_reference() -> None:
    from kg.resolve.review import Review

    pages = linked.relations()
    key = next(fact.claims for fact in facts(linked.reader(pages)) if fact.property == "P530" and len(fact.claims) == 3)
    history = next(claim for claim in key if "history" in claim)
    world = linked.world(pages, [Review("reject", history, reason="misread")])
    (line, *_) = [line for line in export(linked.reader(pages, world)).lines if "1944-12-11" in line]
    assert [reference[0][1] for reference in parse(line).references] == ["https://archive.chancery.test/relations"]


def test_what_wikidata_has_or_contradicts_is_held_back_and_another_period_is_a_new_statement() -> None:
    pages = linked.relations()
    day = days_of("+1964-11-24T00:00:00Z", 11)
    other = Item("Q298", ("Chile",), said={
        "P530": (Said("Q15180", start=day),),
        "P463": (Said("Q1065"),),
        "P35": (Said("Q320", start=days_of("+2005-00-00T00:00:00Z", 9), end=days_of("+2010-00-00T00:00:00Z", 9)),),
    })  # fmt: skip
    found = statements(pages, theirs={"Q298": other})
    (relation,) = found["Q298", "P530", "Q15180"]
    assert relation.qualifiers[0] == ("P580", "+1944-12-11T00:00:00Z/11")
    assert relation.new
    assert ("Q298", "P463", "Q1065") not in found
    assert ("Q298", "P35", "Q320") not in found
    reasons = held(pages, theirs={"Q298": other})
    assert reasons["Wikidata has it"] == 2
    assert reasons["Wikidata contradicts it"] == 1


# -- values ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edtf", "value"),
    [
        ("1944-12-11", "+1944-12-11T00:00:00Z/11"),
        ("1944-12", "+1944-12-00T00:00:00Z/10"),
        ("1944", "+1944-00-00T00:00:00Z/9"),
        ("1944~", "+1944-00-00T00:00:00Z/9"),
        ("195X", "+1950-00-00T00:00:00Z/8"),
        ("1944?", ""),
        ("[1964-10-24,1964-11-24]", ""),
        ("1582-10-04", ""),
        ("1944-21", ""),
        ("19XX", ""),
        ("", ""),
    ],
)
def test_dates_as_wikidata_writes_them(edtf: str, value: str) -> None:
    assert time_value(edtf) == value


def test_about_a_year_is_qualified_as_such() -> None:
    pages = Pages()
    pages.sources["a.en.txt"] = linked.SITE
    pages.say(
        "a.en.txt", "Tenure", "2006~/2010", person="Michelle Bachelet", office="President of Chile", sending="Chile"
    )
    (post,) = statements(pages)["Q320", "P39", "Q466956"]
    expected = [("P580", "+2006-00-00T00:00:00Z/9"), ("P582", "+2010-00-00T00:00:00Z/9"), ("P1480", "Q5727902")]
    assert post.qualifiers == expected


@given(st.text(min_size=1))
def test_no_text_breaks_a_line(words: str) -> None:
    plain = clean(words)
    assert clean(plain) == plain
    if plain:
        parse(f'Q1\tP1\tQ2\tS1683\ten:"{plain}" /* {plain} */')


@given(st.text())
def test_no_address_breaks_a_column(words: str) -> None:
    assert not set(address_of("https://a.test/" + words.encode("utf-8", "ignore").decode())) & set('"|\t\n <>')


def test_long_quotes_are_cut_after_a_word() -> None:
    pages = Pages()
    pages.sources["a.en.txt"] = linked.SITE
    pages.quoting("word " * 300, "a.en.txt", "Membership", None, member="Chile", organisation="United Nations")
    ((one,),) = statements(pages).values()
    quote = one.references[0][-1][1]
    assert len(quote) <= 400
    assert quote.endswith("word…")
