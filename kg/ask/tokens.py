"""A SPARQL query cut into its tokens: enough to find groups and keywords, not a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

# The terminals of SPARQL 1.1 that can hide other characters, then names, then single marks.
_TOKEN: Final = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>'''(?:[^'\\]|\\.|'(?!''))*''' | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
             | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*")
  | (?P<iri><[^<>"{}|^`\\\s]*>)
  | (?P<variable>[?$]\w+)
  | (?P<name>[^\W\d][\w.-]*)?:(?P<local>(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<word>\w+)
  | (?P<mark>&&|\|\||\S)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    kind: str  # comment, string, iri, variable, name (prefixed), word, mark
    text: str
    start: int


def tokens(query: str) -> Iterator[Token]:
    """The query's tokens in order, without white space."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "mark"
        yield Token("name" if kind == "local" else kind, match[0], match.start())


def code(query: str) -> list[Token]:
    """The tokens that a parser sees: all but comments."""
    return [token for token in tokens(query) if token.kind != "comment"]
