"""Claims read in a text that was mended for reading, with the places and the quotes of the file."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Claim, Document, Role, Value
from kg.texts.readable import Readable


def cleaned(document: Document, text: Readable) -> Document:
    """The document as it is read."""
    return document if text.text is document.text else replace(document, text=text.text)


def placed(claim: Claim, document: Document, text: Readable) -> Claim:
    """A claim of the text that was read as one of the document's own text."""
    span = text.place(claim.evidence.span)
    return replace(
        claim,
        roles=tuple(Role(role.name, tuple(_in_file(value, text) for value in role.values)) for role in claim.roles),
        evidence=replace(claim.evidence, span=span, quote=document.text[span.start : span.end]),
    )


def _in_file(value: Value, text: Readable) -> Value:
    return value if value.span is None else replace(value, span=text.place(value.span))
