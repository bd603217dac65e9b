"""Claims from drafts, and claims as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from kg.compiled import compiled
from kg.extract.bounds import PARTS, when
from kg.model import Claim, Document, Evidence, Modality, Role, Span, Value, When
from kg.vocab import BASE, ROLES


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before its names are settled for the whole document."""

    type: str
    roles: Mapping[str, tuple[Value, ...]]
    date: str | None
    modality: Modality
    span: Span
    rule: str
    confidence: float
    attribution: str = ""  # who says so, in the text's words


def drafts_to_claims(drafts: Iterable[Draft], document: Document) -> tuple[Claim, ...]:
    """Claims in the order of the text, without repeats of one statement."""
    seen: dict[tuple[Any, ...], Claim] = {}
    last: dict[tuple[Any, ...], int] = {}
    for draft in map(_without_year, drafts):
        claim = _claim(draft, document)
        identity = _identity(claim)
        near = identity[:-1]
        if claim.type == "OfficeHeld" or not _echo(document.text, last.get(near, -1), claim.evidence.span.start):
            seen.setdefault(identity, claim)
        last[near] = claim.evidence.span.end
    titles = {_titled(claim) for claim in seen.values() if claim.type == "OfficeHeld"}
    kept = ((c, c.evidence.span.start, c.evidence.span.end, *identity[:2]) for identity, c in seen.items())
    told = (one for one in kept if one[0].type != "OfficeHeld" or not _told_fuller(_titled(one[0]), titles))
    return tuple(claim for claim, *_ in sorted(told, key=itemgetter(1, 2, 3, 4)))


def _without_year(draft: Draft) -> Draft:
    """ "1994 Treaty of Friendship": the year is that of the treaty, no part of its title."""
    titles = draft.roles.get("title", ()) if draft.type == "Agreement" else ()
    match = _YEAR_FIRST.match(titles[0].text) if len(titles) == 1 and titles[0].text == titles[0].label else None
    if match is None:
        return draft
    title, ahead = titles[0], match.end()
    span = Span(title.span.start + ahead, title.span.end) if title.span else None
    named = replace(title, text=title.text[ahead:], label=title.label[ahead:], span=span)
    return replace(draft, roles={**draft.roles, "title": (named,)}, date=draft.date or match[1])


_YEAR_FIRST = compiled(r"([12]\d{3}) (?=\p{Lu})")


def _told_fuller(title: tuple[str, str, bool], titles: Set[tuple[str, str, bool]]) -> bool:
    """Whether the document says elsewhere whose office it is, or which: "Minister Berg", who is foreign minister."""
    person, office, of = title
    if not of and (person, office, True) in titles:
        return True
    if office == "minister of foreign affairs" and any((person, own, of) in titles for own in _FOREIGN):
        return True  # "el canciller Berg", who is the secretary of foreign affairs
    if office == "foreign minister" and any(
        who == person and has == of and _FOREIGN_AFFAIRS.match(what) for who, what, has in titles
    ):
        return True  # "Foreign Minister Berg", who is "Minister for Foreign Affairs"
    return office in _BARE and any(
        (who == person or who.endswith(f" {person}"))
        and (
            what.removeprefix("acting ").startswith((f"{office} of ", f"{office} for ")) or what.endswith(f" {office}")
        )
        for who, what, _ in titles
    )


_FOREIGN_AFFAIRS = compiled(r"(?:federal )?(?:minister|secretary) (?:of|for) (?:[\w ]+ )?(?:foreign|external) ")
_FOREIGN = ("secretary of foreign affairs", "secretary of foreign relations")
_BARE = frozenset(
    ["minister", "secretary", "vice minister", "undersecretary", "director", "deputy minister", "director general"]
) | {"minister of state", "state secretary", "assistant secretary", "secretary general", "secretary-general"}


def _titled(claim: Claim) -> tuple[str, str, bool]:
    """Person and office of a title, and whether it names whose office it is."""
    labels = {role.name: role.values[0].label for role in claim.roles}
    return labels.get("person", ""), labels.get("office", ""), "of" in labels


_NEAR = 40  # characters between a statement and its echo (an item and its caption)


def _echo(text: str, before: int, start: int) -> bool:
    """Whether what starts here only repeats what ends at `before` (-1 for nothing); another sentence is no echo."""
    return before >= 0 and start - before < _NEAR and ". " not in text[before:start]


def _labels(claim: Claim) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((role.name, tuple(value.label for value in role.values)) for role in claim.roles)


def _identity(claim: Claim) -> tuple[Any, ...]:
    """A title counts once in a document; other claims once for each date and place in the text."""
    if claim.type == "OfficeHeld":
        return claim.type, _labels(claim)
    return claim.type, _labels(claim), claim.when.edtf if claim.when else None, claim.modality, claim.evidence.span


def _claim(draft: Draft, document: Document) -> Claim:
    roles = tuple(
        Role(name, tuple([_fitting(name, _placed(value)) for value in draft.roles[name]]))
        for name in ROLES.get(draft.type, tuple(draft.roles))
        if draft.roles.get(name)
    )
    quote = document.text[draft.span.start : draft.span.end]
    evidence = Evidence(document.id, draft.span, quote)
    return Claim(
        draft.type,
        roles,
        _when(draft.date) if draft.date else None,
        draft.modality,
        evidence,
        draft.rule,
        draft.confidence,
        draft.attribution,
    )


def _when(edtf: str) -> When | None:
    """The time of a claim; of a quarter or half of a year its first and last month, as level 1 of EDTF says it."""
    if not (part := _PART_OF_YEAR.fullmatch(edtf)):
        return when(_once(edtf))
    first, last = PARTS[int(part[2])]
    return when(f"{part[1]}-{first:02}/{part[1]}-{last:02}", within=True)


_PART_OF_YEAR = compiled(rf"(\d{{4}})-({'|'.join(map(str, PARTS))})")


def _once(edtf: str) -> str:
    """An interval that begins and ends with the same year, month or day is that time: "1945/1945" is "1945"."""
    start, _, end = edtf.partition("/")
    return start if start == end else edtf


def _placed(value: Value) -> Value:
    """The value without a span, if its words are a column's header: they are read apart from the text."""
    return replace(value, span=None) if value.span is not None and value.span.start < 0 else value


def _fitting(role: str, value: Value) -> Value:
    """The value as the ontology wants it: nobody is a city ("Queen Sofía"), and what fills an office is one."""
    if value.kind == "person" and value.key and not value.key.startswith("person/"):
        return replace(value, label=value.text, key="")
    return replace(value, kind="office") if role == "office" and value.kind == "text" else value


def to_json(claim: Claim, base: str = BASE) -> str:
    """One line of JSON in the form of `kg extract --format jsonl`."""
    row: dict[str, Any] = {
        "document": claim.evidence.document,
        "type": claim.type,
        "roles": {role.name: [_value(value, base) for value in role.values] for role in claim.roles},
        "date": claim.when.edtf if claim.when else None,
        "modality": claim.modality,
        "start": claim.evidence.span.start,
        "end": claim.evidence.span.end,
        "quote": claim.evidence.quote,
        "rule": claim.rule,
        "confidence": claim.confidence,
    }
    if claim.attribution:
        row["attribution"] = claim.attribution
    return json.dumps(row, ensure_ascii=False)


def _value(value: Value, base: str) -> dict[str, str | None]:
    return {"text": value.text, "label": value.label, "iri": base + value.key if value.key else None}
