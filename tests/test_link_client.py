"""Items proposed by a service are checked; a failure of the service is told apart from "no match"."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kg.link.client import Answer, Subject, classes, first_class, link_online, matches, subjects
from kg.link.polite import Cache, Manners, Service
from kg.link.services import Reconciler, WikidataApi
from kg.link.sssom import MatchSet, faults, written
from kg.resolve.times import Days
from kg.vocab import BASE, WIKIDATA
from tests import linked
from tests.linked import Pages
from tests.wikiserver import Reply, Wiki, serving


def year(number: int) -> Days:
    from datetime import date

    return date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()


@pytest.fixture
def wiki() -> Iterator[Wiki]:
    with serving(Wiki()) as one:
        one.add("Q5", "human")
        one.add("Q7275", "state")
        one.add("Q1", "federal republic", P279=["Q2"])
        one.add("Q2", "republic", P279=["Q7275"])
        yield one


def service(wiki: Wiki, cache: Path | None = None) -> Service:
    manners = Manners("ops@chancery.test", 0.0, 0.3, 1)
    return Service(wiki.url, manners, Cache(cache) if cache else None, sleep=lambda seconds: None)


def person(*names: str, active: tuple[Days, ...] = (year(1973),), states: tuple[str, ...] = ("Q298",)) -> Subject:
    return Subject("person/a", "person", names or ("Orlando Letelier",), active, states)


def ask(wiki: Wiki, *asked: Subject, taken: Mapping[str, str] | None = None, cache: Path | None = None) -> list[Answer]:
    told = service(wiki, cache)
    try:
        return list(link_online(asked, WikidataApi(told), taken or {}))
    finally:
        told.close()


def reconcile(wiki: Wiki, *asked: Subject) -> list[Answer]:
    told = service(wiki)
    try:
        return list(link_online(asked, Reconciler(told, first_class()), {}))
    finally:
        told.close()


def letelier(wiki: Wiki, number: str = "Q10", born: str = "1932-04-13", **claims: object) -> None:
    told = {"P31": "Q5", "P569": (born, 11), "P570": ("1976-09-21", 11), "P27": "Q298", **claims}
    wiki.add(number, "Orlando Letelier", "Marcos Orlando Letelier", **{k: v for k, v in told.items() if v})


def test_the_only_item_of_that_name_kind_time_and_state_is_a_match(wiki: Wiki) -> None:
    letelier(wiki)
    (answer,) = ask(wiki, person())
    assert answer.outcome == "match"
    assert answer.candidates[0].item.id == "Q10"


def test_an_alias_is_a_name_and_accents_and_case_do_not_count(wiki: Wiki) -> None:
    letelier(wiki)
    assert ask(wiki, person("marcos orlando LETELIER"))[0].outcome == "match"


def test_nothing_of_that_name_is_no_match(wiki: Wiki) -> None:
    (answer,) = ask(wiki, person())
    assert (answer.outcome, answer.reason) == ("no match", "nothing has that name")


def test_part_of_a_name_is_not_the_name(wiki: Wiki) -> None:
    wiki.add("Q11", "Plaza Orlando Letelier")
    (answer,) = ask(wiki, person())
    assert answer.outcome == "no match"


@pytest.mark.parametrize(("kind", "outcome"), [("Q1", "no match"), ("", "no match"), ("Q999", "no match")])
def test_an_item_of_another_kind_is_no_match(wiki: Wiki, kind: str, outcome: str) -> None:
    letelier(wiki, P31=kind)
    assert ask(wiki, person())[0].outcome == outcome


@pytest.mark.parametrize("born", ["1965-01-01", "1800-01-01"])
def test_one_who_was_a_child_or_long_dead_then_is_no_match(wiki: Wiki, born: str) -> None:
    letelier(wiki, born=born, P570="")
    (answer,) = ask(wiki, person())
    assert answer.outcome == "no match"
    assert "the time does not agree" in answer.reason


def test_one_who_died_before_is_no_match(wiki: Wiki) -> None:
    letelier(wiki)
    assert ask(wiki, person(active=(year(1980),)))[0].outcome == "no match"


def test_one_act_outside_a_life_is_enough_against_it(wiki: Wiki) -> None:
    letelier(wiki)
    assert ask(wiki, person(active=(year(1970), year(1980))))[0].outcome == "no match"


@pytest.mark.parametrize(
    ("claims", "states"),
    [({"P569": "", "P570": ""}, ("Q298",)), ({"P27": ""}, ("Q298",)), ({"P27": "Q29"}, ("Q298",)), ({}, ())],
    ids=["no dates", "no state", "other state", "no state of ours"],
)
def test_what_cannot_be_checked_is_left_to_the_reviewer(
    wiki: Wiki, claims: dict[str, object], states: tuple[str, ...]
) -> None:
    letelier(wiki, **claims)
    (answer,) = ask(wiki, person(states=states))
    assert answer.outcome == "undecided"
    assert [one.item.id for one in answer.candidates] == ["Q10"]


def test_namesakes_are_left_to_the_reviewer_the_likelier_first(wiki: Wiki) -> None:
    letelier(wiki, "Q10", P27="Q29")
    letelier(wiki, "Q11")
    (answer,) = ask(wiki, person())
    assert answer.outcome == "undecided"
    assert [one.item.id for one in answer.candidates] == ["Q11", "Q10"]


def test_an_item_belongs_to_one_entity(wiki: Wiki) -> None:
    letelier(wiki)
    other = Subject("person/b", "person", ("Marcos Orlando Letelier",), (year(1973),), ("Q298",))
    first, second = ask(wiki, person(), other)
    assert (first.outcome, second.outcome) == ("match", "undecided")
    assert "person/a" in second.reason
    assert ask(wiki, person(), taken={"Q10": "person/c"})[0].outcome == "undecided"


def test_a_state_is_known_by_the_class_of_its_class(wiki: Wiki) -> None:
    wiki.add("Q20", "Ruritania", P31="Q1", P571=("1871-00-00", 9), P576=("1914-00-00", 9))
    state = Subject("state/ruritania", "state", ("Ruritania",), (year(1890),), ())
    assert ask(wiki, state)[0].outcome == "match"
    late = Subject("state/ruritania", "state", ("Ruritania",), (year(1920),), ())
    assert ask(wiki, late)[0].outcome == "no match"


def test_classes_that_go_round_come_to_an_end(wiki: Wiki) -> None:
    wiki.add("Q30", "circle", P279=["Q31"])
    wiki.add("Q31", "round", P279=["Q30"])
    letelier(wiki, P31="Q30")
    assert ask(wiki, person())[0].outcome == "no match"


# -- failures ----------------------------------------------------------------------------------------------------------


def test_a_failed_search_is_not_answered_and_the_others_are(wiki: Wiki) -> None:
    letelier(wiki)
    wiki.refuse = lambda asked: Reply(502) if asked.get("search") == "Nobody" else None
    lost, found = ask(wiki, person("Nobody"), person())
    assert (lost.outcome, found.outcome) == ("not answered", "match")
    assert lost.candidates == ()


def test_items_that_do_not_come_leave_the_question_open(wiki: Wiki) -> None:
    letelier(wiki)
    wiki.refuse = lambda asked: Reply(200, b"<html>") if asked.get("action") == "wbgetentities" else None
    assert ask(wiki, person())[0].outcome == "not answered"


def test_a_class_that_does_not_come_leaves_the_candidate_open(wiki: Wiki) -> None:
    wiki.add("Q20", "Ruritania", P31="Q1")
    wiki.refuse = lambda asked: Reply(502) if asked.get("ids") == "Q1" else None
    state = Subject("state/ruritania", "state", ("Ruritania",), (year(1890),), ())
    (answer,) = ask(wiki, state)
    assert answer.outcome == "undecided"
    assert "kind" in answer.reason


def test_a_service_that_is_down_gives_no_answer_to_anybody_and_is_not_pressed(wiki: Wiki) -> None:
    wiki.refuse = lambda asked: Reply(503)
    answers = ask(wiki, *(person(f"Name {number}") for number in range(25)))
    assert {answer.outcome for answer in answers} == {"not answered"}
    assert len(answers) == 25
    assert len(wiki.asked) == 3


def test_the_next_run_asks_only_what_was_not_answered(wiki: Wiki, tmp_path: Path) -> None:
    letelier(wiki)
    wiki.refuse = lambda asked: Reply(502) if asked.get("search") == "Nobody" else None
    ask(wiki, person(), person("Nobody"), cache=tmp_path)
    wiki.refuse = lambda asked: None
    wiki.asked.clear()
    first, second = ask(wiki, person(), person("Nobody"), cache=tmp_path)
    assert (first.outcome, second.outcome) == ("match", "no match")
    assert {asked["search"] for asked in wiki.asked} == {"Nobody"}


# -- a reconciliation service ------------------------------------------------------------------------------------------


def test_a_reconciliation_service_gives_the_same_match(wiki: Wiki) -> None:
    letelier(wiki)
    (answer,) = reconcile(wiki, person())
    assert answer.outcome == "match"
    assert answer.candidates[0].dates is True


def test_queries_go_out_in_one_batch_with_the_class_wanted(wiki: Wiki) -> None:
    letelier(wiki)
    reconcile(wiki, *(person() for _ in range(10)))
    (batch,) = [json.loads(asked["queries"]) for asked in wiki.asked if "queries" in asked]
    assert len(batch) == 10
    assert batch["q0"]["type"] == "Q5"


def test_one_bad_query_does_not_spoil_its_batch(wiki: Wiki) -> None:
    letelier(wiki)
    wiki.refuse = lambda asked: Reply(502) if "Poison" in asked.get("queries", "") else None
    people = [person("Poison") if number == 3 else person() for number in range(4)]
    outcomes = [answer.outcome for answer in reconcile(wiki, *people)]
    assert outcomes.count("not answered") == 1
    assert outcomes[3] == "not answered"
    assert "no match" not in outcomes


def test_a_service_that_answers_for_some_queries_only_has_not_answered(wiki: Wiki) -> None:
    wiki.refuse = lambda asked: Reply(200, b'{"q0": {"result": []}}') if "queries" in asked else None
    first, second = reconcile(wiki, person(), person("Somebody Else"))
    assert first.outcome == "no match"
    assert second.outcome == "no match"
    wiki.refuse = lambda asked: Reply(200, b"{}") if "queries" in asked else None
    assert {answer.outcome for answer in reconcile(wiki, person(), person())} == {"not answered"}


def test_what_is_no_reconciliation_service_has_not_answered(wiki: Wiki) -> None:
    wiki.refuse = lambda asked: Reply(200, b'{"hello": "world"}')
    assert {answer.outcome for answer in reconcile(wiki, person(), person("Another"))} == {"not answered"}


def test_dates_that_a_service_does_not_tell_leave_a_person_to_the_reviewer(wiki: Wiki) -> None:
    letelier(wiki)
    manifest = {"identifierSpace": WIKIDATA, "name": "Names only"}
    wiki.refuse = lambda asked: None if asked else Reply(200, json.dumps(manifest).encode())
    assert reconcile(wiki, person())[0].outcome == "undecided"


# -- from the graph and back -------------------------------------------------------------------------------------------


def test_subjects_are_the_entities_without_a_link_with_their_times_and_states() -> None:
    found = {subject.key: subject for subject in subjects(linked.reader(linked.relations()))}
    envoy = found["person/sergio-fernandez-aguayo"]
    assert envoy.names[0] == "Sergio Fernández Aguayo"
    assert envoy.active == (year(1997),)
    assert envoy.states == ("Q298",)
    assert not {"state/chile", "state/soviet-union", "person/michelle-bachelet"} & set(found)


def test_who_acted_for_the_soviet_union_may_be_a_citizen_of_russia() -> None:
    pages = Pages()
    pages.say("a.en.txt", "Tenure", "1970/1973", person="Ivan Ivanovich Ivanov", office="ambassador",
              sending="Soviet Union", receiving="Chile")  # fmt: skip
    (envoy,) = [one for one in subjects(linked.reader(pages)) if one.kind == "person"]
    assert envoy.states == ("Q15180", "Q159")


def test_what_is_described_and_not_named_is_not_asked_for() -> None:
    pages = Pages()
    pages.say("a.en.txt", "Visit", "1970", visitor="a Soviet delegation", host="Chile")
    assert [one.key for one in subjects(linked.reader(pages)) if one.key.startswith(("person/", "actor/"))] == []


def test_planned_visits_say_nothing_of_a_life() -> None:
    pages = Pages()
    pages.say("a.en.txt", "Visit", "1970", modality="cancelled", visitor="Ivan Ivanovich Ivanov", host="Chile")
    assert [one.active for one in subjects(linked.reader(pages)) if one.kind == "person"] == [()]


def test_matches_are_sound_sssom(wiki: Wiki) -> None:
    letelier(wiki)
    found = tuple(matches(ask(wiki, person(), person("Nobody")), WIKIDATA, BASE, "2026-01-31"))
    assert [(match.subject_id, match.object_id, match.mapping_justification) for match in found] == [
        (BASE + "person/a", WIKIDATA + "Q10", "CompositeMatching")
    ]
    assert list(faults(written(MatchSet(BASE + "graph/links", found)))) == []


def test_every_kind_that_is_asked_for_has_classes() -> None:
    for kind in ("state", "person", "organisation", "place", "office"):
        assert classes(kind)
        assert first_class()[kind] in classes(kind)
