"""The examples of the rules: each a short text and the claims of the rule's type that it must give, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.extract.engine import extract
from kg.lexicon.gazetteer import gazetteer
from kg.lexicon.language import Frame, Language, Rule
from kg.model import Claim, Document


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a rule or frame; `claims` gives roles by label, and `date` and `modality` where they matter."""

    rule: str
    type: str
    language: str
    text: str
    parties: tuple[str, ...]
    claims: tuple[Mapping[str, Any], ...]


def examples(lexicon: Language) -> Iterator[Example]:
    """Every example of a language's rules and frames."""
    owners: tuple[Rule | Frame, ...] = (*lexicon.rules, *lexicon.frames)
    for owner in owners:
        for row in owner.examples:
            yield Example(
                owner.id, owner.type, lexicon.code, row["text"], tuple(row.get("parties", ())), tuple(row["claims"])
            )


def faults(example: Example, lexicon: Language | None = None) -> list[str]:
    """What an example gives otherwise than it says; empty if all is well."""
    found = [claim for claim in extract(_document(example), lexicon).claims if claim.type == example.type]
    wanted = list(example.claims)
    missing = []
    for want in wanted:
        hit = next((claim for claim in found if _agrees(want, claim)), None)
        if hit is None:
            missing.append(f"missing {dict(want)}")
        else:
            found.remove(hit)
    return missing + [f"not expected: {_shown(claim)}" for claim in found]


def _document(example: Example) -> Document:
    known = gazetteer()
    keys = {known.label(key): key for key in known.keys("state")} if example.parties else {}
    return Document("example", example.text, example.language, parties=tuple(keys[label] for label in example.parties))


def _agrees(want: Mapping[str, Any], claim: Claim) -> bool:
    date = claim.when.edtf if claim.when else None
    if "date" in want and (want["date"] or None) != date:
        return False
    if want.get("modality", "asserted") != claim.modality:
        return False
    roles = {name: labels for name, labels in want.items() if name not in ("date", "modality")}
    return all(sorted(labels) == sorted(value.label for value in claim.role(name)) for name, labels in roles.items())


def _shown(claim: Claim) -> dict[str, Any]:
    roles: dict[str, Any] = {role.name: [value.label for value in role.values] for role in claim.roles}
    return {**roles, "date": claim.when.edtf if claim.when else None, "modality": claim.modality}
