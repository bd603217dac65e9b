"""Which entity or event a person means by a label, a key, a CURIE or an IRI."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.reading import Reader
from kg.graph.terms import ALT_LABEL, EXACT_MATCH, LABEL, PREFIXES, dipl, thing
from kg.lexicon.gazetteer import gazetteer
from kg.resolve.keys import slug

_AND: Final = frozenset({"and", "y", "e", "with", "con"})  # between the names of two states


def find(words: str, reader: Reader) -> ox.NamedNode:
    """The one thing in the best account that the words mean: its IRI, `id:state/chile`, `state/chile`, a name of it,
    or an identifier elsewhere such as `wd:Q298`; for the names of two states their relation.

    Letter case and accents do not count, a name of the gazetteer will do ("Costa de Marfil"), and part of a name if
    nothing else has it. Errors: KGError that names the candidates, or the nearest names if there is none. A name that
    was taken for that of another thing means that.
    """
    words = words.strip()
    if not words:
        raise KGError("the name of what is asked for is empty; give a label, a key or an IRI")
    return _merged(_by_iri(words, reader) or _by_name(words, reader), reader)


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
    candidates = _unique(_merged(node, reader) for name, node in names if name == wanted)
    candidates = (
        candidates or _known(words, reader) or _relation(wanted, names, reader) or _partial(wanted, names, reader)
    )
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise KGError(f"{words}: {_untold(words) or _nearest(wanted, reader)}")
    listed = ", ".join(_shown(node, reader) for node in candidates[:6]) + (", ..." if len(candidates) > 6 else "")
    raise KGError(f"{words}: may mean {len(candidates)} things; give the key of one: {listed}")


def _shown(node: ox.NamedNode, reader: Reader) -> str:
    return f"{reader.key(node)} ({reader.label(node)})"


def _partial(wanted: str, names: Iterable[tuple[str, ox.NamedNode]], reader: Reader) -> list[ox.NamedNode]:
    """What has the words in its name, in this order if anything has."""
    parts = set(wanted.split())
    found = [(name, node) for name, node in names if parts and parts <= set(name.split())]
    in_order = [one for one in found if f" {wanted} " in f" {one[0]} "]
    return _entities_first(_unique(_merged(node, reader) for _, node in in_order or found), reader)


def _known(words: str, reader: Reader) -> list[ox.NamedNode]:
    """The things of the graph that the gazetteer knows under a name: a demonym, or a name in another language."""
    nodes = (thing(key, reader.base) for key in _in_gazetteer(words))
    return [node for node in nodes if any(reader.store.quads_for_pattern(node, LABEL, None, ox.DefaultGraph()))]


def _in_gazetteer(words: str) -> list[str]:
    return sorted(_gazetteer_names().get(slug(words), ()))


@cache
def _gazetteer_names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in gazetteer().names():
        found.setdefault(slug(name.surface), set()).update(name.keys)
    return found


def _relation(wanted: str, names: Iterable[tuple[str, ox.NamedNode]], reader: Reader) -> list[ox.NamedNode]:
    """The relation of the two states that the words name one after the other."""
    parts = wanted.replace("–", " ").replace("/", " ").split()
    states = {name: node for name, node in names if reader.key(node).startswith("state/")}

    def state(words: Sequence[str]) -> ox.NamedNode | None:
        name = " ".join(words)
        known = [node for node in _known(name, reader) if reader.key(node).startswith("state/")]
        return states.get(name) or (known[0] if len(known) == 1 else None)

    pairs = ((state(parts[:at]), state(parts[at + (parts[at] in _AND) :])) for at in range(1, len(parts)))
    lineages = [(lineage(one, reader), lineage(other, reader)) for one, other in pairs if one and other]
    relations = [
        [node for one in side for node in reader.subjects(dipl("party"), one, ox.DefaultGraph())]
        for sides in lineages[:1]
        for side in sides
    ]
    both = [node for node in relations[0] if node in relations[1]] if relations else []
    return _unique(node for node in both if reader.key(node).startswith("relation/"))


def lineage(state: ox.NamedNode, reader: Reader) -> list[ox.NamedNode]:
    """A state with those that it continues and that continue it."""
    found, waiting = [state], [state]
    continues, default = dipl("continuatorOf"), ox.DefaultGraph()
    while waiting:
        one = waiting.pop()
        before = [quad.object for quad in reader.store.quads_for_pattern(one, continues, None, default)]
        beside = [*before, *reader.subjects(continues, one, default)]
        new = [node for node in beside if isinstance(node, ox.NamedNode) and node not in found]
        found += new
        waiting += new
    return found


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


def _untold(words: str) -> str:
    """That no text tells of what the gazetteer knows under a name."""
    labels = list(dict.fromkeys(filter(None, map(gazetteer().label, _in_gazetteer(words)))))
    return f"no text of this graph tells of {' or '.join(labels)}" if labels else ""


def _nearest(wanted: str, reader: Reader) -> str:
    from rapidfuzz import process  # 50 ms to import, needed only for a mistake

    events = {node.value for node in reader.accounts()}
    names = {folded(name): node for name, node in sorted(_names(reader), key=str) if node.value not in events}
    near = [names[name] for name, score, _ in process.extract(wanted, list(names), limit=3) if score >= 75]
    found = list(dict.fromkeys(_shown(_merged(node, reader), reader) for node in near))
    nothing = "nothing in the graph has this name"
    return f"{nothing}; did you mean {' or '.join(found)}?" if found else f"{nothing}, nor one like it"


def folded(name: str) -> str:
    """A name without accents and letter case, its words parted by single spaces.

    >>> folded("Sebastián  PIÑERA")
    'sebastian pinera'
    """
    decomposed = unicodedata.normalize("NFKD", name.replace("-", " ")).casefold()
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())
