"""Memberships of one line, each with its year: "Member of: United Nations (1992), NATO (2004)"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.claims import Draft
from kg.extract.fields import of_country
from kg.extract.roles.filled import Filled, Roles
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line, captured, compile_pattern
from kg.extract.values import Reader
from kg.model import Span

_BODY = compile_pattern(
    r"(?:[a-z]{2,3} ){0,2}(?<![a-z]){body:org}(?: \([^()\d]{1,12}\))?"
    r"(?: ?\((?:[a-z]{2,6} )?{date:date}\)|,? {date:date})",
    {},
)
LEAST = 2


def joined(current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """Each body of a field with the year in which the state of the sheet, or that of the label, joined it."""
    opening = said(reader.names.language)["member-of"].match(current.symbols)
    found = list(_BODY.each(current.symbols)) if opening is not None and SYMBOL["date"] in current.symbols else []
    if opening is None or len(found) < LEAST or found[0].start() > opening.end() + 1:
        return
    if len(found) != sum(len(chunk.each()) for _, chunk in current.all(("org", "orgs"))):
        return  # a sentence that tells more
    filled: Filled = {}
    named = [chunk for _, chunk in current.mentions(*opening.span()) if chunk.kind == "state"]
    if len(named) == 1:
        filled["member"] = [named[0]]
    elif named or not of_country(filled, leads, reader):
        return
    member = next((value for c in filled["member"] if isinstance(c, Chunk) for value in reader.values(c)), None)
    for told in (dict(captured(current, match)) for match in found):
        body, edtf = next(iter(reader.values(told["body"])), None), next(iter(reader.edtf(told["date"], True)), None)
        if member is not None and body is not None and edtf is not None:
            roles: Roles = {"member": (member,), "organisation": (body,)}
            span = Span(told["body"].start, told["date"].end)
            yield Draft("Membership", roles, edtf, "asserted", span, "joined", 0.8)
