"""Running a query and writing its answer in the format asked for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Final

import pyoxigraph as ox

from kg.ask.binding import bound
from kg.ask.formats import ROW_FORMATS, TRIPLE_FORMATS
from kg.ask.guard import check
from kg.ask.saved import Query
from kg.errors import KGError
from kg.graph import export
from kg.graph.reading import Reader, short
from kg.graph.terms import PREFIXES

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Row = tuple[str, ...]

_SPARQL: Final = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as a person reads them: names with prefixes, literals without their types."""

    columns: Row
    rows: Sequence[Row]


def ask(query: Query, given: Mapping[str, str], store: ox.Store, base: str) -> Answer:
    """The query's answer, its parameters bound to terms; it can read the store and nothing else.

    Errors: KGError for a query that is malformed or may not run, and for a parameter that is missing or wrong.
    """
    try:
        return run(prepared(query, given, store, base), store, base)
    except SyntaxError as error:
        raise malformed(query.name, query.text, str(error)) from None


def prepared(query: Query, given: Mapping[str, str], store: ox.Store, base: str) -> str:
    """The query with its parameters bound, ready to run; KGError if it may not run or a parameter is wrong."""
    check(query.text, query.name)
    return bound(query, given, Reader(store, base))


def run(text: str, store: ox.Store, base: str) -> Answer:
    """The answer to a query that was looked through; SyntaxError if it is none."""
    return store.query(text, base_iri=base, prefixes={**PREFIXES, "id": base})


def malformed(name: str, text: str, message: str) -> KGError:
    """What to say of a text at which pyoxigraph's parser failed with a message."""
    return KGError(f"{name}: is not a SPARQL query: {_reason(message, text)}")


# What pyoxigraph says among the characters it would have accepted -> the same for a person.
_FAULTS: Final = {
    "Prefix not found": "a prefix in it is not declared; add PREFIX name: <...>",
    "IRI parsing failed": "an IRI in it is not valid",
    "The SELECT contains a variable that is unbound": "SELECT names a variable that GROUP BY leaves out",
}


def _reason(message: str, text: str) -> str:
    """What is wrong, and where if that can be told; rdflib's parser knows the place better than pyoxigraph's."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery  # 0.3 s to import, needed only for a mistake

    for said, meant in _FAULTS.items():
        if said in message:
            return meant
    try:
        parseQuery(text)
    except ParseException as error:
        words = " ".join(text[error.loc :].split())[:40]
        return f"line {error.lineno} is not understood at {words!r}" if words else f"line {error.lineno} ends too early"
    return " ".join(message.split())[:150]


def write(answer: Answer, format: str, out: IO[bytes], base: str, name: str = "query") -> None:
    """Write an answer; KGError if it is of another kind than the format holds."""
    if not isinstance(answer, ox.QuerySolutions | ox.QueryBoolean):
        write_triples(answer, format, out, base, name)
    elif format in TRIPLE_FORMATS:
        raise KGError(f"{name}: gives rows, not triples; use --format {', '.join(ROW_FORMATS)}")
    elif isinstance(answer, ox.QueryBoolean) and format not in ("json", "xml"):
        out.write(b"true\n" if answer else b"false\n")
    elif format in _SPARQL:
        answer.serialize(out, format=_SPARQL[format])
        if format == "json":
            out.write(b"\n")
    else:
        assert isinstance(answer, ox.QuerySolutions)
        out.write(_LAYOUTS[format](table(answer, base)).encode())


def write_triples(triples: Iterable[ox.Triple] | bytes, format: str, out: IO[bytes], base: str, name: str) -> None:
    """Write triples, or N-Triples, sorted and grouped; KGError if the format is one for rows."""
    if format in ROW_FORMATS and format != "table":
        raise KGError(f"{name}: gives triples, not rows; use --format {', '.join(TRIPLE_FORMATS)}")
    store = ox.Store()
    if isinstance(triples, bytes):
        store.bulk_load(triples, ox.RdfFormat.N_TRIPLES, lenient=True)
    else:
        store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    export.export(store, "ttl" if format == "table" else format, out, base)


def table(answer: ox.QuerySolutions, base: str) -> Table:
    """All rows of a SELECT."""
    columns = tuple(variable.value for variable in answer.variables)
    return Table(columns, [tuple(_cell(value, base) for value in solution) for solution in answer])


def _cell(value: object, base: str) -> str:
    if isinstance(value, ox.NamedNode):
        return short(value.value, base)
    return value.value if isinstance(value, ox.Literal) else "" if value is None else str(value)


def plain(found: Table) -> str:
    """Columns under their names, two spaces between them, nothing cut off."""
    lines = [found.columns, *(tuple(" ".join(cell.split()) for cell in row) for row in found.rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(found.columns))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "".join(_aligned(line, widths) + "\n" for line in lines)


def _aligned(line: Row, widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def markdown(found: Table) -> str:
    """A table of GitHub's Markdown."""
    lines = [found.columns, ("---",) * len(found.columns), *found.rows]
    return "".join(f"| {' | '.join(map(_escaped, line))} |\n" for line in lines)


def _escaped(cell: str) -> str:
    return " ".join(cell.split()).replace("\\", "\\\\").replace("|", "\\|")


def _csv(found: Table) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([found.columns, *found.rows])
    return out.getvalue()


def _json(found: Table) -> str:
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def laid_out(found: Table, format: str) -> str:
    """A listing as table, csv, json or md."""
    return {"csv": _csv, "json": _json, **_LAYOUTS}[format](found)


_LAYOUTS: Final[Mapping[str, Callable[[Table], str]]] = {"table": plain, "md": markdown}


def answered(answer: Answer, format: str, base: str) -> str:
    """An answer as text."""
    out = io.BytesIO()
    write(answer, format, out, base)
    return out.getvalue().decode()


def rows(answer: ox.QuerySolutions) -> Iterator[dict[str, str | None]]:
    """The rows of a SELECT as plain Python: variable -> IRI or lexical form, None where unbound."""
    names = [variable.value for variable in answer.variables]
    for solution in answer:
        yield {
            name: value.value if isinstance(value, (ox.NamedNode, ox.Literal)) else None
            for name, value in zip(names, solution, strict=True)
        }
