"""Which entity or event a person means by a label, a key, a CURIE or an IRI."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.reading import Reader
from kg.graph.terms import ALT_LABEL, EXACT_MATCH, LABEL, PREFIXES, dipl, thing


def find(words: str, reader: Reader) -> ox.NamedNode:
    """The one thing in the best account that the words mean: its IRI, `id:state/chile`, `state/chile`, a name of it,
    or an identifier elsewhere such as `wd:Q298`.

    Letter case and accents do not count, and part of a name will do if nothing else has it. Errors: KGError that names
    the candidates, or the nearest names if there is none. A name that was taken for that of another thing means that.
    """
    return _merged(_by_iri(words.strip(), reader) or _by_name(words, reader), reader)


def _merged(node: ox.NamedNode, reader: Reader) -> ox.NamedNode:
    quads = reader.store.quads_for_pattern(node, dipl("mergedInto"), None, reader.graph("weighing"))
    return next((quad.object for quad in quads if isinstance(quad.object, ox.NamedNode)), node)


def _by_iri(words: str, reader: Reader) -> ox.NamedNode | None:
    iri = expanded(words, reader.base)
    for candidate in (iri, f"{reader.base}{words}"):
        try:
            node = ox.NamedNode(candidate)
        except ValueError:
            continue
        if any(reader.store.quads_for_pattern(node, None, None, None)):
            return node
        if same := same_as(node, reader):
            return same
    return None


def same_as(node: ox.NamedNode, reader: Reader) -> ox.NamedNode | None:
    """The entity that has this identifier elsewhere."""
    return next(iter(reader.subjects(EXACT_MATCH, node, ox.DefaultGraph())), None)


def expanded(words: str, base: str) -> str:
    """The IRI that a CURIE stands for, what stands in angle brackets, or the words as they are."""
    prefix, colon, rest = words.partition(":")
    if words.startswith("<") and words.endswith(">"):
        return words[1:-1]
    start = base if prefix == "id" else PREFIXES.get(prefix, "")
    return start + rest if colon and start and not rest.startswith("//") else words


def _by_name(words: str, reader: Reader) -> ox.NamedNode:
    wanted = folded(words)
    names = [(folded(name), node) for name, node in _names(reader)]
    parts = set(wanted.split())
    exact = (_merged(node, reader) for name, node in names if name == wanted)
    partial = (_merged(node, reader) for name, node in names if parts and parts <= set(name.split()))
    candidates = _unique(exact) or _entities_first(_unique(partial), reader)
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise KGError(f"{words}: nothing in the graph has this name; {_nearest(wanted, reader)}")
    listed = ", ".join(reader.key(node) for node in candidates[:6]) + (", ..." if len(candidates) > 6 else "")
    raise KGError(f"{words}: may mean {len(candidates)} things; give the key of one: {listed}")


def _names(reader: Reader) -> Iterator[tuple[str, ox.NamedNode]]:
    for predicate in (LABEL, ALT_LABEL):
        for quad in reader.store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield quad.object.value, quad.subject


def _unique(nodes: Iterator[ox.NamedNode]) -> list[ox.NamedNode]:
    found = {node.value: node for node in nodes}
    return [found[iri] for iri in sorted(found)]


def _entities_first(nodes: list[ox.NamedNode], reader: Reader) -> list[ox.NamedNode]:
    """Only the entities if there are any: events have long names that hold those of entities."""
    events = {node.value for node in reader.accounts()} if len(nodes) > 1 else set()
    return [node for node in nodes if node.value not in events] or nodes


def _nearest(wanted: str, reader: Reader) -> str:
    from rapidfuzz import process  # 50 ms to import, needed only for a mistake

    names = {folded(name): thing(reader.key(node), reader.base) for name, node in sorted(_names(reader), key=str)}
    near = [names[name] for name, score, _ in process.extract(wanted, list(names), limit=3) if score >= 75]
    keys = list(dict.fromkeys(reader.key(node) for node in near))
    return f"did you mean {' or '.join(keys)}?" if keys else "look for one with: kg query 'SELECT ...'"


def folded(name: str) -> str:
    """A name without accents and letter case, its words parted by single spaces.

    >>> folded("Sebastián  PIÑERA")
    'sebastian pinera'
    """
    decomposed = unicodedata.normalize("NFKD", name.replace("-", " ")).casefold()
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())
