"""Every rule's own examples, and the form of the rules."""

import pytest

from kg.extract.examples import Example, examples, faults
from kg.extract.rules import book
from kg.lexicon.language import language, languages
from kg.vocab import ROLES

CASES = [example for code in languages() for example in examples(language(code))]


@pytest.mark.parametrize("example", CASES, ids=lambda e: f"{e.rule}: {e.text[:50]}")
def test_an_example_gives_the_claims_it_says(example: Example) -> None:
    assert faults(example) == []


@pytest.mark.parametrize("code", languages())
def test_rules_have_ids_of_their_own_and_known_types(code: str) -> None:
    lexicon = language(code)
    ids = [rule.id for rule in (*lexicon.rules, *lexicon.frames)]
    assert len(ids) == len(set(ids))
    assert {rule.type for rule in lexicon.rules} <= set(ROLES)
    assert all(rule.id.startswith(f"{code}.") for rule in lexicon.rules)


@pytest.mark.parametrize("code", languages())
def test_every_pattern_compiles_and_every_cue_is_in_lower_case(code: str) -> None:
    rules = book(language(code))
    for index, rule in enumerate(rules.rules):
        assert rules.pattern(index).core.pattern
        assert all(cue == cue.lower() and cue for cue in rule.cue), rule.id
