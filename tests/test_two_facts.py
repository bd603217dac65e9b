"""Two facts in one sentence: each keeps its own parties and its own date, whatever joins them.

What is expected is made, not written: a sentence of two cores that are read rightly alone tells the claims of both.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from kg.extract.engine import extract
from kg.model import Document

PAIR = ("state/kenya", "state/norway")
FIRST, SECOND = ("in June 1984", "1984-06"), ("on 12 March 1991", "1991-03-12")


class Core(NamedTuple):
    """One fact about Kenya: `done` behind its subject, `doing` and `having` as participles, and its claim."""

    type: str
    done: str
    doing: str
    having: str
    roles: dict[str, str]


CORES = (
    Core(
        "Recognition",
        "recognised Peru",
        "recognising Peru",
        "recognised Peru",
        {"recogniser": "Kenya", "recognised": "Peru"},
    ),
    Core(
        "MissionOpened",
        "opened an embassy in Oslo",
        "opening an embassy in Oslo",
        "opened an embassy in Oslo",
        {"sending": "Kenya", "receiving": "Norway"},
    ),
    Core(
        "MissionClosed",
        "shut down its embassy in Lima",
        "shutting down its embassy in Lima",
        "shut down its embassy in Lima",
        {"sending": "Kenya", "receiving": "Peru"},
    ),
    Core(
        "Membership",
        "joined the World Trade Organization",
        "joining the World Trade Organization",
        "joined the World Trade Organization",
        {"member": "Kenya", "organisation": "World Trade Organization"},
    ),
    Core(
        "Recall",
        "withdrew its ambassador from Oslo",
        "withdrawing its ambassador from Oslo",
        "withdrawn its ambassador from Oslo",
        {"agent": "Kenya"},
    ),
    Core(
        "Aid",
        "granted Norway a loan of $25 million",
        "granting Norway a loan of $25 million",
        "granted Norway a loan of $25 million",
        {"donor": "Kenya", "recipient": "Norway"},
    ),
)
# {a} and {b} stand behind "Kenya", {ing} and {having} are the forms of one of them, {x} and {y} the two dates.
JOINS = {
    "and": "Kenya {a} {x} and {b} {y}.",
    "and, dated ahead": "Kenya {a} {x} and {y} {b}.",
    "but": "Kenya {a} {x} but {b} {y}.",
    "not only": "Kenya not only {a} {x} but also {b} {y}.",
    "it": "Kenya {a} {x}; it later {b} {y}.",
    "which had": "Kenya, which had {having_a} {x}, {b} {y}.",
    "having ahead": "Having {having_a} {x}, Kenya {b} {y}.",
    "having behind": "Kenya {b} {y}, having {having_a} {x}.",
    "before": "Kenya {a} {x} before {ing_b} {y}.",
    "after": "After {ing_a} {x}, Kenya {b} {y}.",
    "participle": "Kenya {a} {x}, {ing_b} {y}.",
    "brackets": "Kenya {a} {x} (Kenya {b} {y}).",
    "dated ahead, and": "{X} Kenya {a}, and Kenya {b} {y}.",
}
PAIRS = [
    pytest.param(join, a, b, id=f"{name}: {a.type}, {b.type}")
    for number, (name, join) in enumerate(JOINS.items())
    for at, a in enumerate(CORES)
    for b in (CORES[(at + 1 + number % 5) % 6], CORES[(at + 2 + number % 3) % 6])[: 1 + at % 2]
]


@pytest.mark.parametrize(("join", "a", "b"), PAIRS)
def test_each_of_two_facts_keeps_its_parties_and_its_date(join: str, a: Core, b: Core) -> None:
    (x, first), (y, second) = FIRST, SECOND
    forms = {"a": a.done, "b": b.done, "ing_a": a.doing, "ing_b": b.doing, "having_a": a.having}
    text = join.format(**forms, x=x, y=y, X=x[0].upper() + x[1:])
    assert told(text) == sorted([expected(a, first), expected(b, second)], key=str), text


def expected(core: Core, date: str) -> tuple[str, str, dict[str, str]]:
    return core.type, date, core.roles


def told(text: str) -> list[tuple[str, str | None, dict[str, str]]]:
    roles = {core.type: core.roles for core in CORES}
    claims = extract(Document("two.txt", text, "en", parties=PAIR)).claims
    assert {claim.modality for claim in claims} == {"asserted"}, text
    named = (
        (
            c.type,
            c.when.edtf if c.when else None,
            {n: "+".join(v.label for v in c.role(n)) for n in roles.get(c.type, ())},
        )
        for c in claims
    )
    return sorted(named, key=str)


UNDONE = (
    "Kenya recognised Peru {x}, while Norway hoped to open an embassy in Nairobi {y}.",
    "Although Norway refused to open an embassy in Nairobi, Kenya recognised Peru {x}.",
    "Kenya recognised Peru {x}, but Norway was to open an embassy in Nairobi {y} but did not.",
    "Norway planned to open an embassy in Nairobi {y}; Kenya recognised Peru {x}.",
    "Kenya recognised Peru {x} instead of opening an embassy in Oslo.",
    "Kenya recognised Peru {x}, while Norway ruled out opening an embassy in Nairobi.",
    "Kenya recognised Peru {x}, and Norway proposed opening an embassy in Nairobi.",
    "Kenya recognised Peru {x}; parliament opposed the opening of the Norwegian embassy in Nairobi.",
    "Kenya recognised Peru {x}, and Norway tried in vain to open an embassy in Nairobi {y}.",
)


@pytest.mark.parametrize("text", UNDONE)
def test_what_one_half_only_plans_or_denies_is_not_told_as_done(text: str) -> None:
    text = text.format(x=FIRST[0], y="in 1992")
    claims = extract(Document("two.txt", text, "en", parties=PAIR)).claims
    done = [(c.type, c.when.edtf if c.when else None) for c in claims if c.modality == "asserted"]
    assert done == [("Recognition", FIRST[1])]


OFF = (
    "Kenya recognised Peru {x}, but the visit of Norwegian Foreign Minister Eva Dahl to Nairobi was cancelled.",
    "Kenya recognised Peru {x}; a decision on whether Norway should join the World Trade Organization was postponed.",
    "Kenya recognised Peru {x}; the closing of the Norwegian embassy in Lima, planned for spring, never took place.",
)


@pytest.mark.parametrize("text", OFF)
def test_what_is_called_off_in_one_half_is_not_what_the_other_tells(text: str) -> None:
    claims = extract(Document("two.txt", text.format(x=FIRST[0]), "en", parties=PAIR)).claims
    assert [c.type for c in claims if c.modality == "asserted" and c.when] == ["Recognition"]


def test_what_was_still_to_come_has_no_date_of_what_went_ahead() -> None:
    text = "Kenya recognised Peru in June 1984 ahead of the visit of Norwegian Foreign Minister Eva Dahl to Nairobi."
    claims = extract(Document("two.txt", text, "en", parties=PAIR)).claims
    assert [c.when.edtf if c.when else None for c in claims if c.type == "Visit"] == [None]


def test_what_lasts_has_no_date_of_the_other_half() -> None:
    text = "Kenya recognised Peru in June 1984, and Kenya has an embassy in Lima."
    claims = extract(Document("two.txt", text, "en", parties=PAIR)).claims
    assert [(c.type, c.when.edtf if c.when else None) for c in claims] == [
        ("Recognition", "1984-06"),
        ("MissionPresent", None),
    ]
