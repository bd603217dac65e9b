"""Which patterns a line could satisfy."""

import pickle
from dataclasses import replace

import pytest

from kg.extract.sieve import Sieve, needs
from kg.lexicon.language import language

PATTERNS = ("opened an embass(?:y|ies)", "closed", "{state} and {state}")


def test_a_sieve_tells_the_same_once_it_has_been_kept() -> None:
    sieve = Sieve.of(needs(pattern, {}) for pattern in PATTERNS)
    again = pickle.loads(pickle.dumps(sieve))
    for line in ("norway opened an embassy", "it was closed and opened", "nothing"):
        assert again.passing(line) == sieve.passing(line)
    assert again.passing("norway opened an embassy, later closed") == [0, 1]


def test_what_a_lexicon_of_ones_own_needs_is_not_taken_from_that_of_the_shipped_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kg.extract.sieve.kept", lambda name, make: pytest.fail(name))
    own = replace(language("en"), rules=())
    assert Sieve.kept("test", own, lambda: [needs("closed", own.classes)]).passing("closed") == [0]
