"""Plain facts in words of many kinds: each sentence by itself, on a page about Kenya and Norway."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Document

# Sentence -> type, EDTF, the labels of the roles that matter.
TOLD = [
    (
        "In 2004 Norway came to Kenya's aid with $5 million.",
        "Aid",
        "2004",
        {"donor": ["Norway"], "recipient": ["Kenya"]},
    ),
    ("Norwegian sales to Kenya were worth $30 million in 2004.", "TradeVolume", "2004", {"exporter": ["Norway"]}),
    (
        "A fisheries agreement was signed between the European Union and Kenya in 2014.",
        "Agreement",
        "2014",
        {"parties": ["European Union", "Kenya"]},
    ),
    (
        "A trade pact was concluded in 2014 between Kenya and the East African Community.",
        "Agreement",
        "2014",
        {"parties": ["Kenya", "East African Community"]},
    ),
    (
        "A treaty of commerce dating from 1931 governs trade between Norway and Kenya.",
        "Agreement",
        "1931",
        {"title": ["treaty of commerce"]},
    ),
    ("Norway and Kenya struck a peace deal on 3 May 2004.", "Agreement", "2004-05-03", {"title": ["peace deal"]}),
]


@pytest.mark.parametrize(("text", "kind", "date", "roles"), TOLD, ids=[each[0][:50] for each in TOLD])
def test_a_plain_fact_in_other_words(text: str, kind: str, date: str, roles: dict[str, list[str]]) -> None:
    page = Document("page.en.txt", text, "en", parties=("state/kenya", "state/norway"))
    found = [claim for claim in extract(page).claims if claim.type == kind]
    assert [claim.when.edtf if claim.when else "" for claim in found] == [date]
    told = {role.name: [value.label for value in role.values] for role in found[0].roles}
    assert {name: told.get(name) for name in roles} == roles


SUMS = [
    ("en", "Trade rose to $50 million by 2004 and $80 million by 2010.", ["2004 50000000", "2010 80000000"]),
    (
        "en",
        "In 2004 trade was $50 million, and by 2010 it had reached $80 million.",
        ["2004 50000000", "2010 80000000"],
    ),
    (
        "en",
        "Trade, which was just $10 million in 1990, rose to $50 million by 2004 and to $80 million in 2010.",
        ["1990 10000000", "2004 50000000", "2010 80000000"],
    ),
    (
        "en",
        "Trade fell from $80 million in 2010 to $50 million in 2014 before recovering to $70 million in 2016.",
        ["2010 80000000", "2014 50000000", "2016 70000000"],
    ),
    (
        "es",
        "En 2004 el comercio fue de 50 millones de dólares, y para 2010 había alcanzado los 80 millones de dólares.",
        ["2004 50000000", "2010 80000000"],
    ),
]


@pytest.mark.parametrize(("language", "text", "told"), SUMS, ids=[each[1][:50] for each in SUMS])
def test_each_sum_of_a_sentence_has_its_own_year(language: str, text: str, told: list[str]) -> None:
    page = Document(f"page.{language}.txt", text, language, parties=("state/kenya", "state/norway"))
    found = []
    for claim in extract(page).claims:
        amounts = [value.label for role in claim.roles if role.name == "amount" for value in role.values]
        found.append(f"{claim.when.edtf if claim.when else ''} {amounts[0]}")
    assert sorted(found) == told
