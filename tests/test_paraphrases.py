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
