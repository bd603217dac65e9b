"""Whom the names of the four bundled texts mean, against a table of every distinct mention decided by hand.

`tests/linking/mentions.tsv` has a row for each state, person and organisation that claims of the texts name: the words
as they stand (of a person the fullest name of the text), and the Wikidata item, empty where no verified one is known.
Counted are distinct mentions (document, kind, words): a name weighs the same however often it stands.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.lexicon.gazetteer import gazetteer
from kg.pipeline import read
from kg.resolve.keys import claim_keys
from kg.resolve.mentions import spoken
from kg.resolve.world import resolve
from kg.vocab import LITERAL_ROLES

TABLE = Path(__file__).parent / "linking" / "mentions.tsv"
KINDS = ("state", "person", "organisation")
WIKIDATA = "http://www.wikidata.org/entity/"


class Mention(NamedTuple):
    document: str
    kind: str
    words: str


@cache
def decided() -> dict[Mention, str]:
    """Mention -> Wikidata item, "" if it has no verified one."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {Mention(row["document"], row["kind"], row["mention"]): row["item"] for row in rows}


@cache
def linked() -> dict[Mention, str]:
    """Mention -> Wikidata item that the graph gives it, "" if none."""
    reading = read([])
    world = resolve(reading.claims, reading.documents, gazetteer())
    into = {merge.alias: merge.key for merge in world.merges}
    items = {entity.key: link.iri for entity in world.entities for link in entity.links[:1]}
    found: dict[Mention, str] = {}
    for _, claim in claim_keys(reading.claims):
        keys = spoken(claim)
        for role in claim.roles:
            for key, value in zip(keys[role.name], role.values, strict=True):
                kind = key.partition("/")[0]
                if role.name not in LITERAL_ROLES and kind in KINDS:
                    words = value.text if kind == "state" else value.label
                    item = items.get(into.get(key, key), "")
                    found[Mention(claim.evidence.document, kind, words)] = item.removeprefix(WIKIDATA)
    return found


def figures(*kinds: str) -> tuple[float, float]:
    """Precision and recall of the links of some kinds, over the mentions that are decided."""
    pairs = [(decided()[one], item) for one, item in linked().items() if one.kind in kinds and one in decided()]
    right = sum(bool(wanted) and wanted == item for wanted, item in pairs)
    return right / sum(bool(item) for _, item in pairs), right / sum(bool(wanted) for wanted, _ in pairs)


def test_nearly_every_mention_is_decided_in_the_table() -> None:
    open_ = sorted(set(linked()) - set(decided()))
    assert len(open_) <= len(linked()) / 20, f"decide them in {TABLE.name}: {open_}"


def test_states_are_linked_right() -> None:
    precision, recall = figures("state")
    assert precision >= 0.99
    assert recall >= 0.99


def test_persons_and_organisations_are_linked_right() -> None:
    precision, recall = figures("person", "organisation")
    assert precision >= 0.98
    assert recall >= 0.95  # missed: "the Communist Party" of an unnamed country


def test_nobody_without_an_item_is_taken_for_somebody_with_one() -> None:
    assert not [one for one, item in linked().items() if item and decided().get(one) == ""]
