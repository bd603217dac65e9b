"""Annotated rows read as claims: quotes located in their text, labels given kinds and the gazetteer's keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.extract.bounds import when
from kg.lexicon.gazetteer import gazetteer
from kg.model import Claim, Document, Evidence, Role, Source, Span, Value, ValueKind
from kg.resolve.keys import slug
from kg.resolve.names import is_description
from kg.vocab import LITERAL_ROLES

DATA = Path(__file__).parent.parent / "data"
_PERSONS = ("visitor", "participants", "person", "inviter", "signatory", "target")
_KINDS: dict[str, ValueKind] = {
    "place": "place",
    "office": "office",
    **dict.fromkeys(_PERSONS, "person"),
}


@cache
def _known() -> dict[tuple[str, str], str]:
    """(kind, slug of a name) -> key, for names that mean one thing."""
    return {(name.kind, slug(name.surface)): name.keys[0] for name in gazetteer().names() if len(name.keys) == 1}


def value(role: str, label: str, *, known: bool = True) -> Value:
    """A role value with the kind that the role suggests; a state where the gazetteer knows one of that name.

    With `known` false persons and organisations are left without a key, as in a world of its own.
    """
    if role in LITERAL_ROLES:
        return Value(label, label, "text")
    if role not in ("person", "visitor", "place") and (state := _known().get(("state", slug(label)))):
        return Value(label, label, "state", state)
    organisation = known and ("organisation", slug(label)) in _known()
    kind = "organisation" if organisation else _KINDS.get(role, "organisation")
    key = "" if is_description(label) or not known else _known().get((kind, slug(label)), "")
    return Value(label, label, kind, key)


def claim(row: dict[str, Any], document: str, text: str, rule: str = "gold") -> Claim:
    """One annotated row; a quote that the text lacks is a mistake in the annotation."""
    start = text.index(row["quote"])
    return Claim(
        row["type"],
        tuple(Role(name, tuple(value(name, label) for label in labels)) for name, labels in row["roles"].items()),
        when(row["date"]) if row["date"] else None,
        row["modality"],
        Evidence(document, Span(start, start + len(row["quote"])), row["quote"]),
        rule,
        0.9,
    )


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of an annotation file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@cache
def documents() -> tuple[Document, ...]:
    """The four bundled texts as they lie on disk."""
    return tuple(
        Document(path.name, path.read_bytes().decode(), path.name.split(".")[-2], source=Source(title=path.stem))
        for path in sorted((DATA / "texts").glob("*.txt"))
    )


@cache
def gold() -> tuple[Claim, ...]:
    """All annotated claims of the four texts."""
    return tuple(
        claim(row, document.id, document.text)
        for document in documents()
        for row in rows((DATA / "gold" / document.id).with_suffix(".jsonl"))
    )


class Pages:
    """Invented documents, a claim a line: `pages.say("a.en.txt", "Visit", "2004", visitor=..., host=...)`."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.sources: dict[str, Source] = {}

    def say(
        self,
        document: str,
        type_: str,
        date: str | None,
        *,
        modality: str = "asserted",
        quote: str = "",
        **roles: str | Sequence[str],
    ) -> Claim:
        """A claim of a document, standing after those said before; a role takes one label or several."""
        self.sources.setdefault(document, Source())
        start = 1000 * sum(said.evidence.document == document for said in self.claims)
        words = quote or f"{document} says {len(self.claims)} {type_}"
        filled = tuple(
            Role(name, tuple(value(name, label, known=False) for label in _several(labels)))
            for name, labels in roles.items()
        )
        evidence = Evidence(document, Span(start, start + len(words)), words)
        said = Claim(type_, filled, when(date) if date else None, modality, evidence, "test", 0.9)  # type: ignore[arg-type]
        self.claims.append(said)
        return said

    def documents(self) -> list[Document]:
        """The documents, without text, in the language that their names tell."""
        return [Document(name, "", name.split(".")[-2], source=source) for name, source in self.sources.items()]


def _several(labels: str | Sequence[str]) -> Sequence[str]:
    return [labels] if isinstance(labels, str) else labels
