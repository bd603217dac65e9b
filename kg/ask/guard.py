"""What a query may not do: reach the network or the disk, change the graph, or break the parser by its mere shape.

pyoxigraph runs SERVICE and has no switch against it, and its parser recurses without a limit (a query of 3,000 nested
groups ends the process). So a query is looked through before any parser sees it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from kg.ask.tokens import Token, code
from kg.errors import KGError

MAX_CHARACTERS: Final = 200_000
# pyoxigraph 0.5.13 overflows an 8 MB stack between 300 and 1,000 nested IF or EXISTS; a thread's stack may be 2 MB.
MAX_DEPTH: Final = 64
# It overflows between 1,000 and 3,000 BIND or MINUS in a row; longest saved query of the project: about 40.
MAX_CHAIN: Final = 300

_FORBIDDEN: Final = {
    "SERVICE": "asks another server; a graph is asked by itself, so leave SERVICE out",
    "LOAD": "reads a file or address; a graph is asked by itself, so leave LOAD out",
    "FROM": "names another data set; ask a named graph with GRAPH <...> { ... } instead",
}
_UPDATES: Final = frozenset({"INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"})
_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_CHAIN: Final = frozenset({"BIND", "MINUS", "OPTIONAL", "UNION", "FILTER", "EXISTS", "GRAPH", "NOT", "IF"})
_CHAIN_MARKS: Final = frozenset({"&&", "||", "!", "/", "|", "+", "-", "*", "^"})
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# An IRI with an authority cannot be read as an operator and what follows it; any other text in angle brackets can.
_SURE_IRI: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def check(query: str, name: str = "query", allowed: Collection[str] = ()) -> None:
    """KGError, one sentence that begins with `name`, if the query is not one to run.

    `allowed` are forbidden words that do no harm where it will run: FROM in an engine that looks for graphs only in
    its own store.
    """
    if len(query) > MAX_CHARACTERS:
        raise KGError(
            f"{name}: is longer than {MAX_CHARACTERS:,} characters; put long lists of values into several queries"
        )
    # The standard resolves escapes before anything else, so \u0053ERVICE is SERVICE.
    plain = _ESCAPE.sub(_unescaped, query)
    seen = code(plain)
    _check_words(plain, seen, name, allowed)
    _check_shape(seen, name)


def form(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; empty if it is none of them."""
    return next((word for token in code(query) if (word := _bare(token).upper()) in _FORMS), "")


def _unescaped(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else match[0]


def _check_words(plain: str, seen: Iterable[Token], name: str, allowed: Collection[str]) -> None:
    seen = list(seen)
    words = " ".join(_bare(token) for token in seen).upper()
    unsure = any(map(_is_unsure, seen))
    for word, reason in _FORBIDDEN.items():
        # `?a<?b` may hide what follows in something that only looks like an IRI: then the word may stand nowhere.
        if word not in allowed and (word in words or (unsure and word in plain.upper())):
            raise KGError(f"{name}: {word} {reason}")
    first = next((word for word in words.split() if word in _FORMS or word in _UPDATES), "")
    if first in _UPDATES:
        raise KGError(f"{name}: {first} is an update, and kg query only reads; build the graph again to change it")


def _is_unsure(token: Token) -> bool:
    return token.kind == "iri" and not _SURE_IRI.match(token.text)


def _bare(token: Token) -> str:
    """What could be a keyword in a token; of a prefixed name the prefix, since a parser may cut it off."""
    if token.kind == "name":
        return token.text.partition(":")[0]
    return token.text if token.kind in ("word", "mark") else ""


def _check_shape(seen: Iterable[Token], name: str) -> None:
    depth = chain = 0
    for token in seen:
        if token.kind == "mark":
            depth += (token.text in "{([") - (token.text in "})]")
            chain += token.text in _CHAIN_MARKS
        elif token.kind == "word":
            chain += token.text.upper() in _CHAIN
        elif _is_unsure(token):
            depth += token.text.count("(")
            chain += sum(map(token.text.count, _CHAIN_MARKS))
        if depth > MAX_DEPTH:
            raise KGError(f"{name}: is nested more than {MAX_DEPTH} deep; write it with fewer brackets")
        if chain > MAX_CHAIN:
            raise KGError(f"{name}: joins more than {MAX_CHAIN} clauses or operators; list values with VALUES instead")
