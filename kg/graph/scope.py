"""What a query looks at: which triples can have a say in whether a node is among its answers.

Whether a node n is an answer for ?this rests on the solutions of the query's groups in which ?this is n: of the outer
one, of those in OPTIONAL, UNION and NOT EXISTS together with the patterns of the groups around them. A triple can have
a say for n only as part of such a solution. So each triple pattern of a query is a `Watch`: the pattern, and all that
must be matched along with it. From a triple that comes or goes the watches lead to the nodes for which something may
have changed, and from a node to the triples on which its answer rests. Filters may be left out: then a watch leads to
more nodes than it need, never to fewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.graph.terms import RDF

TYPE_IRI: Final = f"<{RDF}type>"

_TOKEN: Final = re.compile(
    r"""(?P<iri><[^<>\s]*>)|(?P<var>[?$]\w+)
    |(?P<text>"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^<[^<>\s]*>)?)|(?P<number>[+-]?\d+(?:\.\d+)?)
    |(?P<word>[A-Za-z_][\w:-]*)|(?P<sign>&&|\|\||!=|<=|>=|[{}().;,|/^+*?!<>=-])""",
    re.VERBOSE,
)
_SPACE: Final = re.compile(r"\s*(?:#[^\n]*\n\s*)*")


@dataclass(frozen=True, slots=True)
class Watch:
    """A triple pattern of a query, its terms as SPARQL writes them, and all that must be matched along with it."""

    subject: str
    predicate: str
    object: str
    context: str


class _UnknownError(Exception):
    """The query says something that is not understood here."""


def watches(query: str) -> tuple[Watch, ...] | None:
    """The watches of a SELECT query for ?this with all names written out; None if it is not understood."""
    try:
        return tuple(dict.fromkeys(_Reader(_tokens(query)).query()))
    except _UnknownError:
        return None


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Triple patterns that are to hold together, and filters, each with its variables."""

    patterns: tuple[tuple[str, str, str], ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...]


def conjunctions(body: str) -> tuple[Conjunction, ...] | None:
    """A graph pattern as conjunctions of which one is to hold; None if it is more than that."""
    try:
        reader = _Reader(_tokens(f"{{ {body} }}"))
        return tuple(reader.whole().conjunctions())
    except _UnknownError:
        return None


def _tokens(query: str) -> list[tuple[str, str, str]]:
    """Kind and text of each token, and the space after it."""
    at, found = _after_space(query, 0), []
    while at < len(query):
        token = _TOKEN.match(query, at)
        if token is None:
            raise _UnknownError
        at = _after_space(query, token.end())
        text = token[0].replace("$", "?", 1) if token["var"] else token[0]
        found.append((str(token.lastgroup), text, " " if at > token.end() else ""))
    return found


def _after_space(query: str, at: int) -> int:
    space = _SPACE.match(query, at)
    return space.end() if space else at


@dataclass(slots=True)
class _Group:
    """What a group demands, and the groups that it may or must not have along with it."""

    needed: list[str] = field(default_factory=list)  # patterns
    filters: list[tuple[str, set[str]]] = field(default_factory=list)  # with their variables
    own: list[tuple[str, str, str, str]] = field(default_factory=list)  # triple pattern, and what stands for it
    inner: list[_Group] = field(default_factory=list)
    unions: int = 0  # how many UNION are among these

    def watches(self, around: str = "", filtered: str = "") -> Iterator[Watch]:
        """Those of this group and of the inner ones, given what must hold around it.

        A filter says something of every solution only if all its variables are bound without the inner groups.
        """
        text = " ".join([around, *self.needed]).strip()
        known = set(re.findall(r"\?\w+", text))
        filtered = " ".join([filtered, *(one for one, names in self.filters if names <= known)]).strip()
        for subject, predicate, object_, instead in self.own:
            context = text.replace(instead, _long(subject, predicate, object_, instead), 1)
            yield Watch(subject, predicate, object_, f"{context} {filtered}".strip())
        for group in self.inner:
            yield from group.watches(text, filtered)

    def conjunctions(self) -> Iterator[Conjunction]:
        """Those of a group in which nothing is optional, no path is longer than a step, and one UNION at most."""
        plain = tuple((subject, predicate, object_) for subject, predicate, object_, _ in self.own)
        if len(self.own) + bool(self.inner) != len(self.needed) or self.unions != bool(self.inner):
            raise _UnknownError
        filters = tuple((text, tuple(sorted(names))) for text, names in self.filters)
        if any(subject.startswith("?step") for subject, _, _ in plain):
            raise _UnknownError
        for branch in self.inner:
            for one in branch.conjunctions():
                yield Conjunction(plain + one.patterns, filters + one.filters)
        if not self.inner:
            yield Conjunction(plain, filters)


def _long(subject: str, predicate: str, object_: str, instead: str) -> str:
    """A path of any length as the ways up to and from one of its steps; any other pattern as it is."""
    if not subject.startswith("?step"):
        return instead
    start, _, end = instead.removesuffix(" .").split(" ")
    return f"{start} ({predicate})* {subject} . {subject} {predicate} {object_} . {object_} ({predicate})* {end} ."


class _Reader:
    """Reads a query; the variables of a sub-query are its own, but for those it gives to the query around it."""

    def __init__(self, tokens: list[tuple[str, str, str]]) -> None:
        self._tokens, self._at, self._new, self._room = tokens, 0, 0, 0
        self._given: dict[str, str] = {}  # what a sub-query gives -> how that is called around it

    def query(self) -> Iterator[Watch]:
        group = self._select()
        if self._at != len(self._tokens):
            raise _UnknownError
        yield from group.watches()

    def whole(self) -> _Group:
        """The group that is all there is."""
        group = self._group()
        if self._at != len(self._tokens):
            raise _UnknownError
        return group

    # -- tokens -------------------------------------------------------------------------------------------------------

    @property
    def _next(self) -> str:
        text = self._tokens[self._at][1] if self._at < len(self._tokens) else ""
        return text.upper() if text and self._tokens[self._at][0] == "word" and text != "a" else text

    def _take(self, *expected: str) -> str:
        if self._at >= len(self._tokens) or (expected and self._next not in expected):
            raise _UnknownError
        kind, text, _ = self._tokens[self._at]
        self._at += 1
        return self._named(text) if kind == "var" else text

    def _named(self, variable: str) -> str:
        if variable == "?this" or not self._room:
            return variable
        return self._given.get(variable, f"?in{self._room}_{variable[1:]}")

    def _fresh(self, name: str) -> str:
        self._new += 1
        return f"?{name}{self._new}"

    # -- groups -------------------------------------------------------------------------------------------------------

    def _select(self) -> _Group:
        """A query; ?this must be one of its columns, and nothing may cut its rows short."""
        self._take("SELECT")
        columns = []
        while self._next != "WHERE":
            columns += ["("] if self._next == "(" else [self._take()]
            if columns[-1] == "(":
                self._parentheses()
        self._take("WHERE")
        if "?this" not in columns:
            raise _UnknownError
        group = self._group()
        if self._next == "GROUP":
            self._take("GROUP")
            self._take("BY")
            while self._next.startswith("?"):
                self._take()
        if self._next == "HAVING":
            self._take("HAVING")
            self._parentheses()
        return group

    def _sub_select(self) -> _Group:
        around = self._room, self._given
        given = {name: self._named(name) for name in self._columns()}
        self._new += 1
        self._room, self._given = self._new, given
        group = self._select()
        self._room, self._given = around
        return group

    def _columns(self) -> Iterator[str]:
        """The variables that the query that begins here gives as they are."""
        depth = 0
        for kind, text, _ in self._tokens[self._at :]:
            if text == "{" or text.upper() == "WHERE":
                return
            depth += {"(": 1, ")": -1}.get(text, 0)
            if kind == "var" and not depth:
                yield text

    def _parentheses(self) -> tuple[str, set[str]]:
        """An expression in parentheses, and its variables."""
        words, names, depth = [self._take("(")], set(), 1
        while depth:
            if self._next in ("{", "EXISTS"):
                raise _UnknownError
            word = self._take()
            depth += {"(": 1, ")": -1}.get(word, 0)
            names |= {word} if word.startswith("?") else set()
            words += [self._tokens[self._at - 2][2], word]
        return "".join(words), names

    def _group(self) -> _Group:
        self._take("{")
        group = _Group()
        if self._next == "SELECT":
            group = self._sub_select()
        while self._next != "}":
            self._element(group)
        self._take("}")
        return group

    def _element(self, group: _Group) -> None:
        if self._next == "FILTER":
            self._filter(group)
        elif self._next in ("OPTIONAL", "MINUS"):
            self._take()
            group.inner.append(self._group())
        elif self._next == "BIND":
            self._take()
            self._parentheses()
        elif self._next == "VALUES":
            group.needed.append(self._values())
        elif self._next == "{":
            self._union(group)
        elif self._next == ".":
            self._take()
        else:
            self._triples(group)

    def _filter(self, group: _Group) -> None:
        self._take("FILTER")
        if self._next in ("NOT", "EXISTS"):
            while self._next != "{":
                self._take("NOT", "EXISTS")
            group.inner.append(self._group())
            return
        name = "" if self._next == "(" else f" {self._take()}"
        words, names = self._parentheses()
        group.filters.append((f"FILTER{name}{words}", names))

    def _values(self) -> str:
        words = [self._take("VALUES"), self._take(), self._take("{")]
        while words[-1] != "}":
            words.append(self._take())
        return " ".join(words)

    def _union(self, group: _Group) -> None:
        branches = [self._group()]
        while self._next == "UNION":
            self._take()
            branches.append(self._group())
        if len(branches) == 1:  # no more than parentheses
            (only,) = branches
            for mine, others in ((group.needed, only.needed), (group.own, only.own), (group.inner, only.inner)):
                mine.extend(others)  # type: ignore[arg-type]
            group.filters.extend(only.filters)
            return
        group.inner += branches
        group.unions += 1
        group.needed.append(" UNION ".join(f"{{ {' '.join(branch.needed)} }}" for branch in branches))

    # -- triples ------------------------------------------------------------------------------------------------------

    def _triples(self, group: _Group) -> None:
        subject = self._term()
        while True:
            path = self._path()
            while True:
                self._pattern(group, subject, path, self._term())
                if self._next != ",":
                    break
                self._take()
            if self._next != ";":
                return
            self._take()

    def _term(self) -> str:
        kind = self._tokens[self._at][0] if self._at < len(self._tokens) else ""
        if kind not in ("iri", "var", "text", "number"):
            raise _UnknownError
        return self._take()

    def _path(self) -> list[list[str]]:
        """Steps of a path, each with its alternatives: predicates, after ^ if walked backwards, + or * at the end."""
        steps = [self._step()]
        while self._next == "/":
            self._take()
            steps.append(self._step())
        return steps

    def _step(self) -> list[str]:
        either = self._one()
        while self._next == "|":
            self._take()
            either += self._one()
        return either

    def _one(self) -> list[str]:
        back = self._next == "^"
        if back:
            self._take()
        if self._next == "(":
            self._take()
            (found, *more) = self._path()
            self._take(")")
            if more or (len(found) > 1 and self._next in ("+", "*")):
                raise _UnknownError
        elif self._next == "a":
            self._take()
            found = [TYPE_IRI]
        else:
            found = [self._term()]
        if self._next in ("+", "*"):
            found = [found[0] + self._take()]
        if back:
            found = [one[1:] if one.startswith("^") else f"^{one}" for one in found]
        return found

    def _pattern(self, group: _Group, subject: str, path: list[list[str]], object_: str) -> None:
        for at, either in enumerate(path):
            end = object_ if at == len(path) - 1 else self._fresh("way")
            written = f"{subject} {'|'.join(_written(one) for one in either)} {end} ."
            group.needed.append(written)
            for one in either:
                group.own.append((*self._walked(one, subject, end), written))
            subject = end

    def _walked(self, step: str, start: str, end: str) -> tuple[str, str, str]:
        """The triple pattern of one step."""
        if step[-1] in "+*":
            if step.startswith("^") or '"' in start + end:
                raise _UnknownError
            return self._fresh("step"), step[:-1], self._fresh("step")
        return (end, step[1:], start) if step.startswith("^") else (start, step, end)


def _written(step: str) -> str:
    return f"({step[:-1]}){step[-1]}" if step[-1] in "+*" else step


def bound(watch: Watch, triple: Sequence[str]) -> Mapping[str, str] | None:
    """What a triple, its terms as SPARQL writes them, makes of the variables of a watch; None if it does not match."""
    found: dict[str, str] = {}
    for term, value in zip((watch.subject, watch.predicate, watch.object), triple, strict=True):
        if not term.startswith("?"):
            if term != value:
                return None
        elif found.setdefault(term, value) != value:
            return None
    return found
