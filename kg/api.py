"""A graph for Python and notebooks: build it, ask it, look at it, write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.ask import answers, disputes, entities, portraits, saved
from kg.ask.disputes import Dispute
from kg.ask.portraits import Portrait
from kg.errors import KGError
from kg.graph import export
from kg.graph.reading import Reader
from kg.graph.store import Graph, open_graph

if TYPE_CHECKING:
    from kg.graph.verify import Verdict
    from kg.pipeline import Findings, Options

Row = Mapping[str, str | None]


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

    def query(self, question: str, **params: str) -> list[Row]:
        """Rows of a SELECT: a saved query by name, a file, or SPARQL; parameters by name, as text.

        Errors: KGError also for a query that gives no rows (ASK, CONSTRUCT): `answer` writes those.
        """
        found = self._ask(question, params)
        if isinstance(found, ox.QuerySolutions):
            return list(answers.rows(found))
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

    def conflicts(self) -> list[Dispute]:
        """The contradictions between the sources."""
        return disputes.disputes(self._reader())

    def validate(self) -> Findings:
        """What reasoner and shapes say of the graph."""
        from kg.pipeline import check

        return check(self.store, self.base)

    def verify(self) -> Verdict:
        """Every quote held against its source."""
        from kg.graph.verify import verify

        return verify(self._graph)

    def export(self, path: str | Path, format: str = "", layers: Sequence[str] = (), table: str = "events") -> None:
        """Write the graph to a file; the ending names the format unless one is given."""
        path = Path(path)
        with export.opened(path) as out:
            export.export(self.store, format or export.format_of(path), out, self.base, layers, table)

    def _reader(self) -> Reader:
        return Reader(self.store, self.base)

    def __repr__(self) -> str:
        counts = self.manifest["counts"]
        return f"<KnowledgeGraph {self._graph.folder}: {counts['documents']} documents, {counts['claims']} claims>"
