"""Parameters become RDF terms and enter a query as VALUES, where its variables stand: never as pasted text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox

from kg.ask import entities
from kg.ask.header import Param
from kg.ask.saved import Query
from kg.ask.tokens import Token, code
from kg.errors import KGError
from kg.graph.reading import Reader
from kg.graph.terms import decimal, integer, moment, text

Term = ox.NamedNode | ox.Literal
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?")


def bound(query: Query, given: Mapping[str, str], reader: Reader) -> str:
    """The query with its parameters bound; one without value or default stays a variable.

    Errors: KGError for a parameter that is missing, unknown, or not of its type.
    """
    params = {param.name: param for param in query.header.params}
    for name in given:
        if name not in params:
            known = f"it has {', '.join(params)}" if params else "it has none"
            raise KGError(f"{query.name}: has no parameter {name!r}; {known}")
    terms: dict[str, Term] = {}
    for name, param in params.items():
        value = given.get(name, param.default)
        if value is not None:
            terms[name] = term(param, value, reader, query.name)
        elif param.required:
            raise KGError(f"{query.name}: parameter {name!r} is missing; add --param {name}={_example(param)}")
    return injected(query.text, terms)


def term(param: Param, value: str, reader: Reader, where: str) -> Term:
    """The RDF term that a parameter's value means; a date is its first second, as all bounds in the graph are."""
    problem = f"{where}: parameter {param.name}={value!r} is not"
    try:
        if param.type == "iri":
            return _node(value, reader, where)
        if param.type == "integer":
            return integer(int(value))
        if param.type == "decimal":
            return decimal(Decimal(value))
        if param.type == "date":
            if not _DAY.fullmatch(value):
                raise ValueError
            return moment(value)
        if param.type == "boolean":
            return ox.Literal({"true": True, "false": False}[value.casefold()])
    except (ValueError, InvalidOperation, KeyError):
        raise KGError(f"{problem} of type {param.type}; write for example {param.name}={_example(param)}") from None
    return text(value)


def _node(value: str, reader: Reader, where: str) -> ox.NamedNode:
    """An IRI: of a thing in the graph if it is a name, an identifier of it or stands under the base, else any."""
    iri = entities.expanded(value, reader.base)
    if "://" in iri and not iri.startswith(reader.base):
        return entities.same_as(ox.NamedNode(iri), reader) or ox.NamedNode(iri)
    try:
        return entities.find(value, reader)
    except KGError as error:
        raise KGError(f"{where}: {error}") from None


def _example(param: Param) -> str:
    examples = {"iri": "id:state/chile", "integer": "10", "decimal": "0.5", "date": "1973-09-22", "boolean": "true"}
    return param.default or examples.get(param.type, "...")


def injected(query: str, terms: Mapping[str, Term]) -> str:
    """The query with `VALUES` for the terms at the head of its pattern and of each inner group that uses one of them.

    So a parameter is a constant wherever it stands, also in a subquery, an OPTIONAL or a branch of a UNION, which the
    outer VALUES alone would not reach.
    """
    if not terms:
        return query
    seen = code(query)
    opening = _groups(seen)
    pieces, last = [], 0
    for number, (start, names) in enumerate(sorted(opening.items())):
        chosen = {name: value for name, value in terms.items() if number == 0 or name in names}
        if chosen:
            end = seen[start].start + 1
            pieces += [query[last:end], _values(chosen)]
            last = end
    return "".join([*pieces, query[last:]])


def limited(query: str, most: int | None) -> str:
    """The query with a LIMIT of at most so many rows; as it is for None, and for an ASK.

    >>> limited("SELECT * { ?s ?p ?o } LIMIT 90 OFFSET 5", 10)
    'SELECT * { ?s ?p ?o } LIMIT 10 OFFSET 5'
    >>> limited("SELECT * { ?s ?p ?o } VALUES ?s { <a> }", 10)
    'SELECT * { ?s ?p ?o } LIMIT 10 VALUES ?s { <a> }'
    """
    if most is None:
        return query
    outside = list(_outside(code(query)))
    words = [token.text.upper() for token in outside]
    if "ASK" in words:
        return query
    if "LIMIT" in words[:-1]:
        number = outside[words.index("LIMIT") + 1]
        least = min(most, int(number.text)) if number.text.isdecimal() else most
        return f"{query[: number.start]}{least}{query[number.start + len(number.text) :]}"
    at = outside[words.index("VALUES")].start if "VALUES" in words else len(query)
    return f"{query[:at].rstrip()}{' ' if at < len(query) else chr(10)}LIMIT {most} {query[at:]}"


def _outside(seen: Iterable[Token]) -> Iterator[Token]:
    """The tokens that stand in no braces."""
    depth = 0
    for token in seen:
        if token.kind == "mark" and token.text in "{}":
            depth += 1 if token.text == "{" else -1
        elif not depth and token.kind in ("word", "mark"):
            yield token


def _values(terms: Mapping[str, Term]) -> str:
    names, values = " ".join(f"?{name}" for name in terms), " ".join(map(str, terms.values()))
    return f" VALUES ({names}) {{ ({values}) }} "


def _groups(seen: Sequence[Token]) -> dict[int, set[str]]:
    """Index of the opening brace of each group pattern -> names of the variables that stand directly in it.

    Left out: the template of a CONSTRUCT, the data of a VALUES, and a group that is only a subquery (whose own pattern
    is inside).
    """
    groups: dict[int, set[str]] = {}
    open_braces: list[int | None] = []
    for index, token in enumerate(seen):
        if token.text == "{" and token.kind == "mark":
            open_braces.append(index if _is_pattern(seen, index) else None)
            if open_braces[-1] is not None:
                groups[index] = set()
        elif token.text == "}" and token.kind == "mark" and open_braces:
            open_braces.pop()
        elif token.kind == "variable" and open_braces and open_braces[-1] is not None:
            groups[open_braces[-1]].add(token.text[1:])
    return groups


def _is_pattern(seen: Sequence[Token], index: int) -> bool:
    before = seen[index - 1] if index else None
    after = seen[index + 1] if index + 1 < len(seen) else None
    if after and after.kind == "word" and after.text.upper() == "SELECT":
        return False
    if before and before.kind == "word" and before.text.upper() == "CONSTRUCT":
        return False
    return not (before and _ends_values(seen, index - 1))


def _ends_values(seen: Sequence[Token], index: int) -> bool:
    """Whether the token at `index` is the end of `VALUES ?x` or `VALUES (?x ?y)`."""
    while index >= 0 and (seen[index].kind == "variable" or seen[index].text in ("(", ")")):
        index -= 1
    return index >= 0 and seen[index].kind == "word" and seen[index].text.upper() == "VALUES"
