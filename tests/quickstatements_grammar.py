"""What QuickStatements 3 makes of a line, written after the documentation of its V1 text format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

ITEM = re.compile(r"Q[1-9]\d*")
PROPERTY = re.compile(r"P[1-9]\d*")
SOURCE = re.compile(r"S[1-9]\d*")
TEXT = re.compile(r'([a-z][a-z-]+):"(.+)"')
TIME = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T00:00:00Z/(8|9|10|11)")
COMMENT = re.compile(r"^(.*?)\s*/\*\s*(.*?)\s*\*/\s*$")


@dataclass
class Statement:
    new: bool
    item: str
    property: str
    value: str
    rank: str = ""
    qualifiers: list[tuple[str, str]] = field(default_factory=list)
    references: list[list[tuple[str, str]]] = field(default_factory=list)
    comment: str = ""


def value(column: str) -> str:
    """The column if it is an item, a time, a string or a text in a language; AssertionError otherwise."""
    if ITEM.fullmatch(column):
        return column
    if found := TIME.fullmatch(column):
        year, month, day, precision = found.groups()
        assert {"11": month > "00" and day > "00", "10": month > "00" and day == "00"}.get(
            precision, month == day == "00"
        )
        assert int(year) >= 1583
        assert int(month) <= 12
        assert int(day) <= 31
        return column
    if found := TEXT.fullmatch(column):
        assert len(found[2]) <= 1500
        assert found[2] == found[2].strip()
        return found[2]
    assert re.fullmatch(r'"[^"]+"', column), column
    return column.strip('"')


def parse(line: str) -> Statement:
    """One line; AssertionError if QuickStatements would stumble, or read something else than was meant."""
    assert "\n" not in line
    assert "|" not in line, "a bar becomes a tab"
    found = COMMENT.match(line)
    command, comment = (found[1], found[2]) if found else (line, "")
    assert "/*" not in command
    assert "*/" not in comment
    columns = command.split("\t")
    assert all(column == column.strip() != "" for column in columns), columns
    item, property_, value_, *rest = columns
    statement = Statement(item.startswith("+"), item.removeprefix("+"), property_, value(value_), comment=comment)
    assert ITEM.fullmatch(statement.item)
    assert PROPERTY.fullmatch(property_)
    if rest and re.fullmatch(r"R[-0+]", rest[0]):
        statement.rank = rest.pop(0)
    assert len(rest) % 2 == 0, "qualifiers and references come in pairs"
    for name, column in zip(rest[::2], rest[1::2], strict=True):
        if PROPERTY.fullmatch(name):
            assert not statement.references, "qualifiers stand before references"
            statement.qualifiers.append((name, value(column)))
        else:
            assert SOURCE.fullmatch(name.removeprefix("!"))
            if name.startswith("!") or not statement.references:
                statement.references.append([])
            statement.references[-1].append((name.removeprefix("!"), value(column)))
    return statement
