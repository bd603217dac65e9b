"""The reasoner: planted contradictions are found, the right things follow, and HermiT and the rules agree."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph import hermit, reason, saturation
from kg.graph.entail import Rule, theory, theory_of
from kg.graph.sample import known as follows
from kg.graph.sample import sample
from kg.graph.store import open_graph
from kg.graph.terms import TYPE, dipl, ontology_triples, superclasses
from kg.pipeline import Options, build_graph
from kg.vocab import BASE, ONTOLOGY

needs_java = pytest.mark.skipif(not hermit.find_java(), reason="HermiT is a Java program and no Java was found here")

PREFIXES = f"""PREFIX dipl: <{ONTOLOGY}>  PREFIX : <{BASE}>  PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

# What is planted -> the statements, and words of the sentence that must name it.
PLANTED = {
    "an embassy that is a person": (":e a dipl:Embassy, dipl:Person .", "“person” and “organization”"),
    "a visit that is a treaty": (":v a dipl:Visit, dipl:Treaty .", "“event” and “instrument”"),
    "a person who is a state": (":p a dipl:Person, dipl:State .", "“person” and “state”"),
    "a mission sent and received by one state": (
        ":m a dipl:Embassy ; dipl:sendingState :chile ; dipl:receivingState :chile .",
        "“sending state” and as “receiving state”",
    ),
    "a tenure with two holders": (":t a dipl:Tenure ; dipl:person :a, :b .", "more than 1 “person”"),
    "a tenure of two posts": (":t a dipl:Tenure ; dipl:office :a, :b .", "more than 1 “office”"),
    "a post that is a person": (":t a dipl:Tenure ; dipl:office :p . :p a dipl:Person .", "“post”"),
    "a tenure held by a state": (":t a dipl:Tenure ; dipl:person :s . :s a dipl:State .", "“person” and “state”"),
    "an embassy that is a consulate": (":m a dipl:Embassy, dipl:HonoraryConsulate .", "“consulate”"),
    "an ambassador's post that is a chargé's": (":o a dipl:AmbassadorPost, dipl:ChargeDAffairesPost .", "chargé"),
    "an ambassador who is head of state by the same post": (":o a dipl:AmbassadorPost, dipl:HeadOfStatePost .", "post"),
    "relations between three states": (":r a dipl:BilateralRelation ; dipl:party :a, :b, :c .", "more than 2 “party”"),
    "a bilateral treaty with three parties": (
        ":t a dipl:BilateralTreaty ; dipl:party :a, :b, :c .",
        "“bilateral agreement” and has more than 2",
    ),
    "a protecting power that protects itself": (
        ":m a dipl:ProtectionMandate ; dipl:protectingPower :india ; dipl:protectedState :india .",
        "“protecting power”",
    ),
    "a power that protects in its own country": (
        ":m a dipl:ProtectionMandate ; dipl:protectingPower :india ; dipl:receivingState :india .",
        "“protecting power”",
    ),
    "a phase in force and severed": (":p a dipl:RelationsInForce, dipl:RelationsSevered .", "“relations severed”"),
    "a severed phase opened by a restoration": (
        ":p a dipl:RelationsSevered ; dipl:openedBy :e . :e a dipl:RestorationOfRelations .",
        "“opened by” cannot be e",
    ),
    "a phase in force opened by a severance": (
        ":e a dipl:SeveranceOfRelations ; dipl:opensPhase :p . :p a dipl:RelationsInForce .",
        "“opened by” cannot be e",
    ),
    "a severance that restores": (":e a dipl:SeveranceOfRelations, dipl:RestorationOfRelations .", "severance"),
    "two continuators of one state": (
        ":russia dipl:continuatorOf :ussr . :ukraine dipl:continuatorOf :ussr .",
        "both russia and ukraine",
    ),
    "a state that continues itself": (":ussr dipl:continuatorOf :ussr .", "of itself"),
    "two states that continue each other": (":a dipl:continuatorOf :b . :b dipl:continuatorOf :a .", "other way round"),
    "a cancelled visit told as a fact": (
        ':v a dipl:Visit ; dipl:modality "cancelled" .',
        "“modality” cannot be cancelled",
    ),
    "an unrealized event that is a visit": (":v a dipl:UnrealizedEvent, dipl:Visit .", "“unrealized event”"),
    "a modality that is none": (':c a dipl:Claim ; dipl:modality "perhaps" .', "perhaps as “modality”"),
    "a state that gives aid to itself": (
        ":a dipl:donor :chile ; dipl:recipient :chile .",
        "“donor” and as “recipient”",
    ),
    "a state that recognizes itself": (":r dipl:recogniser :chile ; dipl:recognised :chile .", "“recogniser”"),
    "a claim of two ranks": (":c dipl:rank dipl:Preferred, dipl:Normal .", "two values of “rank”"),
    "a claim out of two documents": (":c dipl:inSource :one, :two .", "two values of “in source”"),
    "an event used as a source": (":c dipl:inSource :v . :v a dipl:Visit .", "“source document”"),
    "a contradiction both certain and possible": (
        ":c a dipl:CertainContradiction, dipl:PossibleContradiction .",
        "“possible contradiction”",
    ),
    "a city that has a capital": (":c a dipl:City . :c dipl:capital :d .", "“actor” and “place”"),
    "a kind that is a number": (":v a dipl:Visit ; dipl:kind 5 .", "5 as “kind”, which is no value of it"),
    "a quote that begins before the text": (":c dipl:beginOffset -1 .", "“begin offset”"),
    "a confidence in words": (':c dipl:confidence "high" .', "“confidence”"),
    "an event that began on two days": (
        ':v dipl:beginEarliest "1973-09-21T00:00:00Z"^^xsd:dateTime, "1973-09-22T00:00:00Z"^^xsd:dateTime .',
        "two values of “begins at the earliest”",
    ),
}

WORLD = """
:russia a dipl:State ; dipl:continuatorOf :ussr ; dipl:capital :moscow .
:ussr a dipl:State ; dipl:existedUntil "1991-12-25T23:59:59Z"^^xsd:dateTime .
:chile a dipl:State . :moscow a dipl:City ; dipl:inState :russia .
:president a dipl:HeadOfStatePost ; dipl:postOf :chile .
:minister a dipl:ForeignMinisterPost ; dipl:postOf :russia .
:ambassador a dipl:AmbassadorPost ; dipl:sendingState :chile ; dipl:receivingState :russia ; dipl:postOf :chile .
:aylwin a dipl:Person . :lavrov a dipl:Person . :holger a dipl:Person .
:visit a dipl:Visit ; dipl:visitor :aylwin ; dipl:visitorOffice :president ; dipl:host :russia ; dipl:place :moscow ;
  dipl:kind "state" ; dipl:modality "asserted" ; dipl:sourceCount 2 .
:lavrovs a dipl:Visit ; dipl:visitor :lavrov ; dipl:visitorOffice :minister ; dipl:host :chile ; dipl:sourceCount 1 .
:tenure a dipl:Tenure ; dipl:person :holger ; dipl:office :ambassador ;
  dipl:sendingState :chile ; dipl:receivingState :russia .
:planned a dipl:UnrealizedEvent ; dipl:person :lavrov ; dipl:office :ambassador ; dipl:modality "planned" .
:denied a dipl:UnrealizedEvent ; dipl:party :chile, :russia ; dipl:partyCount 2 ; dipl:modality "denied" .
:cancelled a dipl:UnrealizedEvent ; dipl:visitor :aylwin ; dipl:visitorOffice :president ; dipl:modality "cancelled" .
:treaty a dipl:Treaty ; dipl:party :chile, :ussr .
:charter a dipl:Agreement ; dipl:party :chile, :ussr, :peru .
:relation a dipl:BilateralRelation ; dipl:party :chile, :ussr .
:phase a dipl:RelationsSevered ; dipl:phaseOf :relation ; dipl:openedBy :cut .
:cut a dipl:SeveranceOfRelations ; dipl:party :chile, :ussr ; dipl:agent :ussr .
:embassy a dipl:Embassy ; dipl:sendingState :chile ; dipl:receivingState :russia ; dipl:seat :moscow .
:appointed a dipl:Appointment ; dipl:person :holger ; dipl:kind "credentials" .
GRAPH :graph\\/weighing {
  :cut dipl:supportedBy :claim1, :claim2 . :claim1 dipl:rank dipl:Preferred .
  :clash a dipl:CertainContradiction ; dipl:concerns :cut ; dipl:claimInConflict :claim1, :claim2 ;
    dipl:preferredClaim :claim1 .
}
GRAPH :graph\\/source\\/s { :claim1 a dipl:Claim ; dipl:inSource :s ; dipl:visitor :moscow . }
"""

FOLLOWS = """
:ussr a dipl:HistoricalState ; dipl:continuedBy :russia . :russia a dipl:ContinuatorState . :moscow a dipl:Capital .
:visit a dipl:StateVisit, dipl:HeadOfStateVisit, dipl:CorroboratedEvent ; dipl:visitorState :chile ;
  dipl:involves :aylwin, :russia, :chile ; dipl:situatedIn :russia .
:lavrovs a dipl:ForeignMinisterVisit ; dipl:visitorState :russia .
:holger a dipl:Ambassador, dipl:HeadOfMission ; dipl:holdsPost :ambassador ; dipl:hasRepresented :chile ;
  dipl:accreditedTo :russia .
:ambassador dipl:heldBy :holger .
:tenure a dipl:HeadOfMissionTenure ; dipl:represents :chile .
:treaty a dipl:BilateralTreaty ; dipl:partyCount 2 ; dipl:binds :chile, :ussr, :russia .
:charter a dipl:MultilateralAgreement .
:phase dipl:betweenStates :chile, :ussr .
:cut dipl:involvesLineage :russia ; a dipl:ContestedEvent ; dipl:statedIn :s ; dipl:opensPhase :phase .
:embassy dipl:situatedIn :russia .
:appointed a dipl:PresentationOfCredentials .
:claim1 a dipl:PreferredClaim, dipl:ContestedClaim . :claim2 a dipl:ContestedClaim .
"""

# Each is told nowhere, though a careless axiom would make it follow.
DOES_NOT_FOLLOW = """
:lavrov a dipl:Ambassador . :lavrovs a dipl:StateVisit . :lavrovs a dipl:CorroboratedEvent .
:russia a dipl:HistoricalState . :treaty a dipl:MultilateralAgreement . :cut dipl:binds :russia .
:aylwin dipl:holdsPost :president .
:moscow a dipl:Person . :planned a dipl:Event .
:denied a dipl:Agreement . :cancelled a dipl:Visit . :lavrov dipl:holdsPost :ambassador .
"""


def triples(turtle: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)}


def store(trig: str) -> ox.Store:
    found = ox.Store()
    found.load((PREFIXES + trig).encode(), format=ox.RdfFormat.TRIG)
    return found


@pytest.fixture(scope="module")
def proved() -> reason.Consistency:
    """What HermiT says of the whole small world."""
    return reason.check(store(WORLD), whole=True)


# -- contradictions ---------------------------------------------------------------------------------------------------


def test_contradictions_enough_are_planted() -> None:
    assert len(PLANTED) >= 30


@pytest.mark.parametrize("name", PLANTED)
def test_the_rules_find_a_planted_contradiction_and_say_what_it_is(name: str) -> None:
    planted, words = PLANTED[name]
    found = reason.check(store(WORLD + planted), java="")
    assert not found.consistent
    assert any(words.casefold() in clash.message.casefold() for clash in found.clashes), found.clashes
    assert all(clash.subject.startswith(BASE) for clash in found.clashes)


@needs_java
@pytest.mark.parametrize("name", PLANTED)
def test_hermit_finds_a_planted_contradiction_in_a_sample_of_the_world(name: str) -> None:
    """And so it does in the whole, of which the sample is a part."""
    planted = store(WORLD + PLANTED[name][0])
    with pytest.raises(hermit.ImpossibleError):
        hermit.infer(sampled(planted), BASE, hermit.find_java())


def sampled(world: ox.Store) -> list[ox.Quad]:
    told = saturation.facts(world, BASE)
    return list(sample(told, follows(saturation.saturated(told))).quads)


def test_rules_in_stages_add_what_rules_in_any_order_add() -> None:
    parties = "".join(f":t{n} a dipl:Treaty ; dipl:party :chile , :russia{' , :ussr' * (n % 2)} . " for n in range(4))
    world = store(WORLD + parties)
    slowly = saturation.facts(world, BASE)
    before = -1
    while before != (before := len(slowly)):
        for rule in reversed(theory().rules):
            slowly.update(rule.update)
        slowly.update(saturation._COUNT_PARTIES)
    assert set(saturation.saturated(saturation.facts(world, BASE))) == set(slowly)


@needs_java
def test_a_contradiction_among_many_alike_is_found_by_one_of_each_kind() -> None:
    visits = " ".join(f":v{n} a dipl:Visit ; dipl:visitor :p{n} . :p{n} a dipl:Person ." for n in range(200))
    world = store(visits + ":v150 dipl:host :t . :t a dipl:Treaty .")
    examples = sampled(world)
    assert len(examples) < 20
    with pytest.raises(hermit.ImpossibleError):
        hermit.infer(examples, BASE, hermit.find_java())


@needs_java
def test_a_sample_of_a_world_without_contradiction_has_none() -> None:
    """And as the rules have told the types in it, HermiT has none to add."""
    assert hermit.infer(sampled(store(WORLD)), BASE, hermit.find_java()) == []


def test_a_world_without_contradiction_has_no_clash() -> None:
    found = reason.check(store(WORLD), java="")
    assert found.consistent
    assert found.clashes == ()


@needs_java
def test_hermit_agrees_that_it_has_none(proved: reason.Consistency) -> None:
    assert proved.engine == "HermiT"
    assert proved.consistent
    assert proved.note == ""


# -- what follows -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("triple", sorted(triples(FOLLOWS), key=str), ids=str)
def test_it_follows_by_the_rules(triple: ox.Triple) -> None:
    assert triple in reason.materialise(store(WORLD))


@pytest.mark.parametrize("triple", sorted(triples(DOES_NOT_FOLLOW), key=str), ids=str)
def test_it_does_not_follow(triple: ox.Triple) -> None:
    assert triple not in reason.materialise(store(WORLD))


@needs_java
def test_hermit_and_the_rules_give_the_same_types(proved: reason.Consistency) -> None:
    by_rules = {triple for triple in reason.materialise(store(WORLD)) if triple.predicate == TYPE}
    assert {triple for triple in proved.inferred if triple.predicate == TYPE} == by_rules
    parties = ":treaty dipl:partyCount 2 . :charter dipl:partyCount 3 ."
    given = [quad.triple for quad in saturation.facts(store(WORLD + parties), BASE)]
    by_hermit = hermit.infer([ox.Quad(*triple) for triple in given], BASE, hermit.find_java())
    # HermiT names only the most special classes.
    types = {
        ox.Triple(triple.subject, TYPE, dipl(name))
        for triple in (*given, *by_hermit)
        if triple.predicate == TYPE and triple.subject.value.startswith(BASE)
        for name in superclasses(triple.object.value.removeprefix(ONTOLOGY))
    }
    assert types - set(given) == {triple for triple in by_rules if triple.subject.value.startswith(BASE)}


def test_what_stands_in_the_graph_does_not_follow_again() -> None:
    world = store(WORLD)
    standing = {quad.triple for quad in world}
    assert not standing & set(reason.materialise(world))


def test_the_graph_itself_is_left_as_it_was() -> None:
    world = store(WORLD)
    before = set(world)
    reason.check(world, java="")
    assert set(world) == before


def test_claims_are_not_reasoned_with() -> None:
    """A document may claim that a city paid a visit; the graph is none the worse for it."""
    assert reason.check(store(WORLD), java="").consistent
    assert reason.check(store(":c a dipl:Visit ; dipl:visitor :m . :m a dipl:City ."), java="").consistent is False


def test_helpers_of_the_chains_never_show() -> None:
    predicates = {triple.predicate.value for triple in reason.materialise(store(WORLD))}
    assert not predicates & {f"{ONTOLOGY}isCapacity", f"{ONTOLOGY}isAgreement", f"{ONTOLOGY}localName"}


def test_the_order_of_the_facts_does_not_matter() -> None:
    quads = sorted(store(WORLD), key=str)
    answers = []
    for seed in range(3):
        random.Random(seed).shuffle(quads)
        answers.append(reason.materialise(_of(quads)))
    assert answers[0] == answers[1] == answers[2]


def _of(quads: list[ox.Quad]) -> ox.Store:
    found = ox.Store()
    found.extend(quads)
    return found


def test_another_base_is_reasoned_with_alike() -> None:
    base = "https://example.org/mine/"
    moved = ox.Store()
    text = (PREFIXES + WORLD).replace(BASE, base)
    moved.load(text.encode(), format=ox.RdfFormat.TRIG)
    here = {str(triple).replace(BASE, base) for triple in reason.materialise(store(WORLD))}
    assert {str(triple) for triple in reason.materialise(moved, base)} == here


def test_an_empty_graph_is_consistent_and_nothing_follows() -> None:
    found = reason.check(ox.Store(), java="")
    assert (found.consistent, found.inferred, found.clashes) == (True, (), ())


# -- without Java, or with a broken one -------------------------------------------------------------------------------


def test_without_java_the_rules_stand_in_and_the_note_says_how_to_get_it() -> None:
    found = reason.check(store(WORLD), java="")
    assert found.engine == "rules"
    assert "no Java was found" in found.note
    assert "apt-get install" in found.note
    assert set(found.inferred) == set(reason.materialise(store(WORLD)))


def test_java_is_looked_for_where_the_user_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert hermit.find_java() == ""
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert hermit.find_java() == str(program)


def test_a_java_that_fails_is_reported_and_the_rules_stand_in(tmp_path: Path) -> None:
    program = tmp_path / "java"
    program.write_text("#!/bin/sh\necho out of memory\nexit 3\n")
    program.chmod(0o755)
    found = reason.check(store(WORLD), java=str(program))
    assert found.engine == "rules"
    assert "out of memory" in found.note
    assert found.consistent


@needs_java
def test_nothing_is_left_behind_in_the_folder_for_temporary_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    reason.check(store(":e a dipl:Embassy, dipl:Person ."), whole=True)
    assert list(tmp_path.iterdir()) == []


# -- rules from axioms ------------------------------------------------------------------------------------------------


def test_rules_do_not_depend_on_the_order_of_the_axioms() -> None:
    shuffled = list(ontology_triples())
    random.Random(7).shuffle(shuffled)
    assert set(theory_of(shuffled).rules) == set(theory().rules)
    assert set(theory_of(shuffled).checks) == set(theory().checks)


def test_an_axiom_becomes_a_rule() -> None:
    owl = "PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    axioms = ox.parse(owl + PREFIXES + ":Cat rdfs:subClassOf :Animal .", format=ox.RdfFormat.TURTLE)
    assert theory_of(axioms).rules == (Rule(f"?x {TYPE} <{BASE}Animal>", f"?x {TYPE} <{BASE}Cat> . "),)


# -- the four texts ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def four_texts(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    built = build_graph([], tmp_path_factory.mktemp("four") / "graph", Options(check=False))
    return open_graph(built.folder).store


@needs_java
def test_hermit_finds_the_graph_of_the_four_texts_consistent_as_a_whole(four_texts: ox.Store) -> None:
    found = reason.check(four_texts, whole=True)
    assert (found.engine, found.consistent, found.clashes) == ("HermiT", True, ())
    assert set(found.inferred) == set(reason.materialise(four_texts))


def members(store_: ox.Store, name: str) -> set[str]:
    found = (triple for triple in reason.materialise(store_) if triple.object == dipl(name))
    return {triple.subject.value.removeprefix(BASE) for triple in found if triple.predicate == TYPE}


def test_the_ambassadors_of_the_four_texts_are_known_as_such(four_texts: ox.Store) -> None:
    assert len(members(four_texts, "Ambassador")) >= 8
    assert members(four_texts, "Ambassador") == members(four_texts, "HeadOfMission")


def test_offices_held_in_the_four_texts_make_heads_of_state_and_ministers(four_texts: ox.Store) -> None:
    assert {"person/vladimir-putin", "person/patricio-aylwin"} <= members(four_texts, "HeadOfState")
    assert "person/heraldo-munoz" in members(four_texts, "ForeignMinister")


def test_the_soviet_union_is_a_historical_state_and_its_treaties_bind_russia(four_texts: ox.Store) -> None:
    assert "state/soviet-union" in members(four_texts, "HistoricalState")
    bound = {str(triple.object) for triple in reason.materialise(four_texts) if triple.predicate == dipl("binds")}
    assert f"<{BASE}state/russia>" in bound
    lineage = [triple for triple in reason.materialise(four_texts) if triple.predicate == dipl("involvesLineage")]
    assert {triple.object.value for triple in lineage} == {f"{BASE}state/russia"}


def test_what_was_dated_twice_is_contested(four_texts: ox.Store) -> None:
    assert any("1964" in name for name in members(four_texts, "ContestedEvent"))
    assert any("1973" in name for name in members(four_texts, "ContestedEvent"))
