"""A store elsewhere: asked by the SPARQL 1.1 Protocol, filled by the SPARQL 1.1 Graph Store HTTP Protocol.

KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN, say who asks. No redirect is followed, so they reach no
other server than the one that was named.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, cast
from weakref import finalize

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.lines import graphs, sorted_triples
from kg.graph.terms import PREFIXES, VOID, dipl, text, thing
from kg.vocab import BASE

if TYPE_CHECKING:
    import httpx

Node = ox.NamedNode | ox.DefaultGraph
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

# Where the best account goes in a store whose default graph is the union of all others, as Virtuoso's is.
ACCOUNTS: Final = "graph/accounts"
# Names the graphs that were loaded, under any base, with their digests: what has not changed is not sent again.
LOADED: Final = ox.NamedNode(BASE + "graph/loaded")
_DEFAULT: Final = "urn:x-arq:DefaultGraph"  # as Jena calls it, in that list only
_LINES: Final = 20_000  # N-Triples sent in one request, about 3 MB; larger ones exceed what servers take by default
# A server that cuts answers off does so at a round number; the lowest default known is Virtuoso's 10,000 rows.
_LEAST_CUT: Final = 1_000
_TIMEOUT_S: Final = 600.0  # until the server says something: loading a part may take minutes
_TRIPLES: Final = "application/n-triples"
_ROWS: Final = "application/sparql-results+json"


class Connection:
    """Requests to one address."""

    def __init__(self, address: str, timeout_s: float | None = None) -> None:
        self.address, self._timeout_s = address, timeout_s or _TIMEOUT_S
        self._ready = False

    @cached_property
    def _client(self) -> httpx.Client:
        try:
            import httpx
        except ImportError:
            raise KGError(f"{self.address}: httpx is needed; install it with: pip install 'chancery[remote]'") from None
        token = os.environ.get("KG_ENDPOINT_TOKEN")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            client = httpx.Client(headers=headers, timeout=self._timeout_s, follow_redirects=False)
        except ValueError as error:
            raise KGError(f"{self.address}: cannot be asked ({error})") from error
        finalize(self, client.close)  # with the last who asks
        return client

    @contextmanager
    def asked(self, method: str, **request: Any) -> Iterator[httpx.Response]:
        """The response to a request, its body not yet read; KGError if the server cannot be reached."""
        import httpx

        try:
            self._identify(httpx)
            with self._client.stream(method, self.address, **request) as response:
                yield response
        except httpx.TimeoutException:
            raise KGError(f"{self.address}: did not answer within {self._timeout_s:g} seconds; try again") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise KGError(f"{self.address}: cannot be reached ({error}); check the address") from error

    def _identify(self, httpx: Any) -> None:
        """Say who asks, in the way that the server wants it; asked once, before anything large is sent."""
        user, password = (os.environ.get(f"KG_ENDPOINT_{name}", "") for name in ("USER", "PASSWORD"))
        if self._ready or not user:
            return
        wanted = self._client.head(self.address).headers.get("www-authenticate", "")
        kind = httpx.DigestAuth if wanted.casefold().startswith("digest") else httpx.BasicAuth
        self._client.auth = kind(user, password)
        self._ready = True


def _check(response: httpx.Response, address: str, missing: bool = False) -> bool:
    """Whether there is an answer; False for a 404 if something may be `missing`; KGError for anything else."""
    if response.is_success:
        return True
    if missing and response.status_code == 404:
        return False
    words = " ".join(response.read().decode(errors="replace").split())[:200]
    advice = {
        401: "set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD",
        403: "this user may not do it",
        404: "check the address",
    }
    target = response.headers.get("location", "")
    what = f"leads to {target}; give that address" if response.is_redirect else advice.get(response.status_code, words)
    raise KGError(f"{address}: answered {response.status_code}: {what or 'without a reason'}")


# -- asking -----------------------------------------------------------------------------------------------------------


class _Stream(io.RawIOBase):
    """The body of a response as a file; it ends with an error when the time is over."""

    def __init__(self, response: httpx.Response, address: str, until: float) -> None:
        self._parts, self._rest = response.iter_bytes(), b""
        self._address, self._until = address, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if monotonic() > self._until:
            raise KGError(f"{self._address}: the query was stopped when its time was over; ask for less with LIMIT")
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._rest = part
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


@dataclass(slots=True)
class Remote:
    """A graph behind a SPARQL endpoint; it has those methods of `pyoxigraph.Store` that reading needs."""

    address: str
    time_s: float | None = None  # for one query
    cut_off: int = 0  # rows at which the server said that it ended an answer
    _connection: Connection = field(init=False)
    _base: str = ""
    _accounts: ox.NamedNode | None = None

    def __post_init__(self) -> None:
        self._connection = Connection(self.address, self.time_s)

    @property
    def base(self) -> str:
        """What the names of the graph begin with: its description says so."""
        self._look()
        return self._base

    @property
    def store(self) -> ox.Store:
        """Itself, for what reads stores."""
        return cast("ox.Store", self)

    def _look(self) -> None:
        """Find out once where names begin, and whether the best account has a graph of its own."""
        if self._base:
            return
        rows = self._rows(f"SELECT ?base {{ GRAPH ?g {{ ?set a <{VOID}Dataset> ; <{VOID}uriSpace> ?base }} }} LIMIT 1")
        self._base = rows[0]["base"].value if rows else BASE
        accounts = thing(ACCOUNTS, self._base)
        if self._rows(f"SELECT ?s {{ GRAPH {accounts} {{ ?s ?p ?o }} }} LIMIT 1"):
            self._accounts = accounts

    @contextmanager
    def asking(self, query: str, form: str) -> Iterator[Answer]:
        """The answer to a query that was looked through (see `kg.ask.guard`), read as it comes; `form` is its verb."""
        self._look()
        given = {"query": with_prologue(query, self._base)}
        if self._accounts:
            given["default-graph-uri"] = self._accounts.value
        triples = form in ("CONSTRUCT", "DESCRIBE")
        with self._sent(given, _TRIPLES if triples else _ROWS) as body:
            if triples:
                yield cast("ox.QueryTriples", (quad.triple for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)))
                return
            answer = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
            yield _truth(answer) if form == "ASK" and isinstance(answer, ox.QuerySolutions) else answer

    @contextmanager
    def _sent(self, given: Mapping[str, str], accept: str) -> Iterator[Any]:
        until = monotonic() + (self.time_s or float("inf"))
        with self._connection.asked("POST", data=given, headers={"Accept": accept}) as response:
            _check(response, self.address)
            self.cut_off = int(response.headers.get("x-sparql-maxrows", 0))
            try:
                yield io.BufferedReader(_Stream(response, self.address, until), 256 * 1024)
            except (SyntaxError, ValueError) as error:
                raise KGError(f"{self.address}: gave no SPARQL results ({error}); check the address") from error

    def _rows(self, query: str) -> list[ox.QuerySolution]:
        with self._sent({"query": query}, _ROWS) as body:
            found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
            return list(found) if isinstance(found, ox.QuerySolutions) else []

    def _all_rows(self, names: str, pattern: str) -> Iterator[ox.QuerySolution]:
        """All rows of a pattern, page by page if the server cuts answers off; KGError if it keeps some back."""
        select = f"SELECT {names} {{ {pattern} }}"
        rows = self._rows(select)
        yield from rows
        page, got = len(rows), len(rows)
        if page < _LEAST_CUT:
            return
        count = int(self._rows(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")[0]["n"].value)
        while got < count and rows:
            rows = self._rows(f"{select} LIMIT {page} OFFSET {got}")
            yield from rows
            got += len(rows)
        if got < count:
            raise KGError(f"{self.address}: gives {got:,} of {count:,} rows; raise its limit of rows")

    # -- as a store ---------------------------------------------------------------------------------------------------

    def quads_for_pattern(
        self, subject: Any, predicate: Any, object: Any, graph_name: Node | None = None
    ) -> Iterator[ox.Quad]:
        """The quads that have these terms; None stands for any."""
        self._look()
        terms = {"s": subject, "p": predicate, "o": object}
        names = [f"?{name}" for name, term in terms.items() if term is None]
        triple = " ".join(f"?{name}" if term is None else str(term) for name, term in terms.items())
        if isinstance(graph_name, ox.NamedNode):
            return self._quads(f"GRAPH {graph_name} {{ {triple} }}", names, terms, graph_name)
        if isinstance(graph_name, ox.DefaultGraph):
            return self._quads(self._in_accounts(triple), names, terms, graph_name)
        everywhere = self._quads(f"GRAPH ?g {{ {triple} }}", [*names, "?g"], terms, None)
        if self._accounts:
            return everywhere
        return (quad for part in (self._quads(triple, names, terms, ox.DefaultGraph()), everywhere) for quad in part)

    def _in_accounts(self, triple: str) -> str:
        return f"GRAPH {self._accounts} {{ {triple} }}" if self._accounts else triple

    def _quads(self, pattern: str, names: list[str], terms: Mapping[str, Any], graph: Node | None) -> Iterator[ox.Quad]:
        for row in self._all_rows(" ".join(names) or "(1 AS ?one)", pattern):
            subject, predicate, value = (row[name] if term is None else term for name, term in terms.items())
            named = row["g"] if graph is None else graph
            yield ox.Quad(subject, predicate, value, ox.DefaultGraph() if named == self._accounts else named)

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """The named graphs below the base, those that only serve loading left out."""
        self._look()
        for row in self._all_rows("DISTINCT ?g", "GRAPH ?g { ?s ?p ?o }"):
            graph = row["g"]
            hidden = (thing(ACCOUNTS, self._base), LOADED)
            if isinstance(graph, ox.NamedNode) and graph.value.startswith(self._base) and graph not in hidden:
                yield graph

    def copy(self) -> ox.Store:
        """The whole graph in memory, for what cannot be asked step by step."""
        store = ox.Store()
        places: list[Node] = [ox.DefaultGraph(), *self.named_graphs()]
        for graph in places:
            store.extend(self.quads_for_pattern(None, None, None, graph))
        return store


def _truth(rows: ox.QuerySolutions) -> ox.QueryBoolean:
    """Yes or no from a server that answers ASK with a row of 1 or 0, as Virtuoso 7.2.5 does."""
    true = any(value.value not in ("0", "false") for row in rows for value in row if isinstance(value, ox.Literal))
    said = b'{"head": {}, "boolean": %s}' % (b"true" if true else b"false")
    return cast("ox.QueryBoolean", ox.parse_query_results(said, ox.QueryResultsFormat.JSON))


def with_prologue(query: str, base: str) -> str:
    """The query with the project's prefixes declared, for a server that does not know them."""
    names = {**PREFIXES, "id": base}
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in names.items())
    return f"BASE <{base}>\n{head}{query}"


# -- loading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, in graphs."""

    written: int
    unchanged: int
    removed: int


def load(store: ox.Store, address: str, base: str) -> Loaded:
    """Make the graphs below `base` in the graph store at `address` those of `store`.

    Each is replaced as a whole, what has not changed since the last load is left alone, and what is no more is removed.
    The protocol has no transaction over several graphs, so a load that is broken off leaves some new and others old;
    the next one sends what is missing. Errors: KGError if the server refuses, which says how far the load came.
    """
    target = _Target(Connection(address), base)
    wanted = {target.name(graph): (graph, _digest(store, graph)) for graph in graphs(store)}
    before = target.digests()
    foreign = {name: digest for name, digest in before.items() if name not in wanted and not name.startswith(base)}
    gone = sorted(before.keys() - wanted.keys() - foreign.keys())
    same = {name for name, (_, digest) in wanted.items() if before.get(name) == digest}
    target.note(foreign | dict.fromkeys(gone, "") | {name: wanted[name][1] if name in same else "" for name in wanted})
    done: list[str] = []
    try:
        for name, (graph, _) in sorted(wanted.items()):
            if name not in same:
                target.put(name, sorted_triples(store, graph))
                done.append(name)
        for name in gone:
            target.delete(name)
        target.note(foreign | {name: digest for name, (_, digest) in wanted.items()})
    except KGError as error:
        raise KGError(f"{error}; {_came_to(done, sorted(wanted.keys() - same))}") from error
    return Loaded(len(wanted) - len(same), len(same), len(gone))


def _came_to(done: Sequence[str], changed: Sequence[str]) -> str:
    """What a load that was broken off leaves, and what to do."""
    if len(done) == len(changed):
        return "all graphs are new, but graphs that are no more may still be there; repeat the command to finish"
    new = f"{len(done)} of {len(changed)} graphs are new" + (f" ({done[0]} to {done[-1]})" if done else "")
    return f"{new}, {changed[len(done)]} may be incomplete, the others are as before; repeat the command to finish"


def _digest(store: ox.Store, graph: Node) -> str:
    sum_ = sha256()
    for line in sorted_triples(store, graph):
        sum_.update(line)
    return sum_.hexdigest()


@dataclass(slots=True)
class _Target:
    """A graph store that is written to."""

    connection: Connection
    base: str
    _has_default: bool | None = None

    def name(self, graph: Node) -> str:
        """The name by which a graph is noted; there is one default graph, whatever the base."""
        if isinstance(graph, ox.NamedNode):
            return graph.value
        return _DEFAULT if self._takes_default() else self.base + ACCOUNTS

    def _params(self, name: str) -> dict[str, str]:
        return {"default": ""} if name == _DEFAULT else {"graph": name}

    def _takes_default(self) -> bool:
        """Whether the store has a default graph of its own: Virtuoso has none and answers 500."""
        if self._has_default is None:
            with self.connection.asked("HEAD", params={"default": ""}) as response:
                if response.status_code in (401, 403):
                    _check(response, self.connection.address)
                self._has_default = response.is_success or response.status_code == 404
        return self._has_default

    def digests(self) -> dict[str, str]:
        """Graph -> its digest when it was last loaded, empty if that load was not completed."""
        request = {"params": {"graph": LOADED.value}, "headers": {"Accept": _TRIPLES}}
        with self.connection.asked("GET", **request) as response:
            found = response.read() if _check(response, self.connection.address, missing=True) else b""
        quads = ox.parse(found, ox.RdfFormat.N_TRIPLES)
        return {quad.subject.value: quad.object.value for quad in quads if quad.predicate == dipl("sha256")}

    def note(self, digests: Mapping[str, str]) -> None:
        said = (ox.Triple(ox.NamedNode(name), dipl("sha256"), text(digest)) for name, digest in sorted(digests.items()))
        lines = ox.serialize(said, format=ox.RdfFormat.N_TRIPLES) or b""
        self.put(LOADED.value, iter(lines.splitlines(keepends=True)))

    def put(self, name: str, lines: Iterator[bytes]) -> None:
        """Replace a graph: its first part by PUT, the others by POST, which adds."""
        method = "PUT"
        while (part := b"".join(islice(lines, _LINES))) or method == "PUT":
            self._send(method, name, content=part, headers={"Content-Type": _TRIPLES})
            method = "POST"

    def delete(self, name: str) -> None:
        self._send("DELETE", name)

    def _send(self, method: str, name: str, **request: Any) -> None:
        with self.connection.asked(method, params=self._params(name), **request) as response:
            _check(response, self.connection.address, missing=method == "DELETE")
