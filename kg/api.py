"""A graph for Python and notebooks: build it, ask it, look at it, write it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg.ask import answers, disputes, entities, portraits, saved
from kg.ask.apart import Limits, Question, ask_apart
from kg.ask.disputes import Dispute
from kg.ask.portraits import Portrait
from kg.errors import KGError
from kg.graph import export, tables
from kg.graph.reading import Reader
from kg.graph.store import Graph, open_graph
from kg.graph.terms import XSD

if TYPE_CHECKING:
    from kg.graph.explain import Clash
    from kg.graph.verify import Verdict
    from kg.pipeline import Findings, Options

Row = Mapping[str, str | None]

_SHOWN: Final = 50  # rows of a table in a notebook
_NUMBERS: Final = {XSD + "integer": "Int64", XSD + "decimal": "Float64", XSD + "double": "Float64"}


class Rows(list[Row]):
    """The rows of a table, each a dictionary; a list that shows itself as a table and becomes a data frame."""

    def __init__(self, columns: Sequence[str], rows: Iterable[Row], numbers: Mapping[str, str] | None = None) -> None:
        """`numbers` are the columns that hold nothing but numbers, with Int64 or Float64."""
        super().__init__(rows)
        self.columns = tuple(columns)
        self._numbers = numbers or {}

    def pandas(self) -> Any:
        """A pandas DataFrame; columns of numbers are numbers, all others text. KGError if pandas is not installed."""
        frame = _library("pandas").DataFrame(list(self), columns=list(self.columns))
        for name, kind in self._numbers.items():
            frame[name] = _library("pandas").to_numeric(frame[name]).astype(kind)
        return frame

    def polars(self) -> Any:
        """A polars DataFrame; columns of numbers are numbers, all others text. KGError if polars is not installed."""
        polars = _library("polars")
        frame = polars.DataFrame(list(self), schema=dict.fromkeys(self.columns, polars.String))
        return frame.with_columns(polars.col(name).cast(getattr(polars, kind)) for name, kind in self._numbers.items())

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        cells = ("".join(f"<td>{escape(row[name] or '')}</td>" for name in self.columns) for row in self[:_SHOWN])
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        more = f"<p>{_SHOWN} of {len(self):,} rows</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise KGError(f"{name}: is not installed; install it with: pip install {name}") from None


def _rows(answer: ox.QuerySolutions) -> Rows:
    """The rows of a SELECT, and which of its columns hold only numbers of one kind."""
    names = [variable.value for variable in answer.variables]
    kinds: dict[str, set[str]] = {name: set() for name in names}
    found: list[Row] = []
    for solution in answer:
        row = dict(zip(names, solution, strict=True))
        for name, value in row.items():
            if value is not None:
                kinds[name].add(value.datatype.value if isinstance(value, ox.Literal) else "")
        found.append({name: getattr(value, "value", None) for name, value in row.items()})
    numbers = {
        name: _NUMBERS[next(iter(kind))] for name, kind in kinds.items() if len(kind) == 1 and kind <= _NUMBERS.keys()
    }
    return Rows(names, found, numbers)


class KnowledgeGraph:
    """A graph that stands in a folder, open for reading.

    Every method raises KGError, one clear sentence, for what its caller can mend.
    """

    def __init__(self, folder: str | Path = "graph") -> None:
        """Open the graph that `kg build` or `KnowledgeGraph.build` wrote."""
        self._graph: Graph = open_graph(Path(folder))

    @classmethod
    def build(
        cls, texts: Sequence[str | Path] = (), folder: str | Path = "graph", options: Options | None = None
    ) -> KnowledgeGraph:
        """Read texts (by default the bundled ones), write their graph to `folder` and open it."""
        from kg.pipeline import Options, build_graph

        build_graph([Path(text) for text in texts], Path(folder), options or Options())
        return cls(folder)

    @property
    def store(self) -> ox.Store:
        """The Oxigraph store, read-only."""
        return self._graph.store

    @property
    def base(self) -> str:
        """What the IRIs of entities, events and claims begin with."""
        return self._graph.base

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What was read and what the graph holds."""
        return self._graph.manifest

    def query(self, question: str, *, limits: Limits | None = None, **params: str) -> Rows:
        """Rows of a SELECT: a saved query by name, a file, or SPARQL; parameters by name, as text.

        With `limits` the query runs in a process of its own, which they stop. Errors: KGError also for a query that
        gives no rows (ASK, CONSTRUCT): `answer` writes those.
        """
        if limits:
            return self._query_apart(question, limits, params)
        found = self._ask(question, params)
        if isinstance(found, ox.QuerySolutions):
            return _rows(found)
        raise KGError(f"{question}: gives no rows; use answer(), which writes what it gives")

    def _query_apart(self, question: str, limits: Limits, params: Mapping[str, str]) -> Rows:
        query, written = saved.find(question), io.BytesIO()
        ask_apart(Question(str(self._graph.folder), query.name, query.text, params), "json", written, limits)
        found = ox.parse_query_results(written.getvalue(), ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QuerySolutions):
            return _rows(found)
        raise KGError(f"{question}: gives no rows; use answer(), which writes what it gives")

    def answer(self, question: str, format: str = "table", **params: str) -> str:
        """The answer to any query as text in one of the formats of `kg query`."""
        return answers.answered(self._ask(question, params), format, self.base)

    def _ask(self, question: str, params: Mapping[str, str]) -> answers.Answer:
        return answers.ask(saved.find(question), params, self.store, self.base)

    def show(self, name: str) -> Portrait:
        """All that is known of the thing with this name, key or IRI."""
        reader = self._reader()
        return portraits.portrait(reader, entities.find(name, reader))

    def describe(self, name: str, format: str = "ttl") -> str:
        """What the best account says of the thing with this name, key or IRI, in one of the formats for triples."""
        node = entities.find(name, self._reader())
        return self.answer(f"DESCRIBE {node}", format)

    def table(self, name: str = "events") -> Rows:
        """One of the tables that `kg export` writes as CSV: events, actors, tenures, agreements, claims and others."""
        if name not in tables.TABLES:
            raise KGError(f"{name}: is no table; there are {', '.join(tables.TABLES)}")
        columns, rows = tables.TABLES[name]
        return Rows(columns, rows(self._reader()))

    def claims(self, name: str = "") -> Rows:
        """What the documents say, all of it or of the thing with this name: each claim with its quote and its place."""
        if not name:
            return self.table("claims")
        rows = [{key: _plain(value) for key, value in asdict(said).items()} for said in self.show(name).claims]
        return Rows(tuple(rows[0]) if rows else ("claim", "quote"), rows)

    def dataset(self) -> Any:
        """The graph as an rdflib Dataset, a view of the store: nothing is copied. KGError without oxrdflib."""
        view = _library("oxrdflib").OxigraphStore(store=self.store)
        return _library("rdflib").Dataset(store=view, default_union=False)

    def conflicts(self) -> list[Dispute]:
        """The contradictions between the sources."""
        return disputes.disputes(self._reader())

    def clashes(self) -> tuple[Clash, ...]:
        """What contradicts the ontology: for each clash the fewest facts that cannot all be true, with their quotes."""
        from kg.graph.reason import check

        return check(self.store, self.base).clashes

    def validate(self) -> Findings:
        """What reasoner and shapes say of the graph."""
        from kg.pipeline import check

        return check(self.store, self.base)

    def verify(self) -> Verdict:
        """Every quote held against its source."""
        from kg.graph.verify import verify

        return verify(self._graph)

    def export(
        self,
        path: str | Path,
        format: str = "",
        layers: Sequence[str] = (),
        table: str = "events",
        framed: bool = False,
    ) -> None:
        """Write the graph to a file; the ending names the format unless one is given. `framed`: JSON-LD by event."""
        path = Path(path)
        with export.opened(path) as out:
            export.export(
                self.store,
                format or export.format_of(path),
                out,
                self.base,
                layers,
                table,
                framed,
                self._graph.transcript,
            )

    def _reader(self) -> Reader:
        return Reader(self.store, self.base)

    def _repr_html_(self) -> str:
        counts = {"documents": 0, "claims": 0, **self.manifest["counts"], "quads": self.manifest["store"]["quads"]}
        rows = [{"what": name, "number": f"{count:,}"} for name, count in counts.items() if isinstance(count, int)]
        return f"<p>{escape(str(self._graph.folder))}</p>{Rows(('what', 'number'), rows)._repr_html_()}"

    def __repr__(self) -> str:
        counts = self.manifest["counts"]
        return f"<KnowledgeGraph {self._graph.folder}: {counts['documents']} documents, {counts['claims']} claims>"


def _plain(value: Any) -> str:
    """A field of a record as text; pairs as "name: value"."""
    if isinstance(value, tuple):
        return "; ".join(f"{name}: {words}" for name, words in value)
    return str(value)
