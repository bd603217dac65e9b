"""A made-up diplomatic world of any size, from claims through the project's own resolution to quads.

States, people, posts, missions, visits, meetings and agreements, told by pages of which some contradict each other.
The same number gives the same world. `python -m tests.benchmarks.world 1000000 FOLDER` writes one as a graph folder.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Final

import pyoxigraph as ox

from kg.extract.bounds import when
from kg.graph.quads import dataset_quads
from kg.graph.store import drafting
from kg.graph.terms import TYPE, VOID, text, thing
from kg.lexicon.gazetteer import gazetteer
from kg.model import Claim, Document, Evidence, Source, Span
from kg.resolve.world import resolve
from kg.vocab import BASE
from tests import synthetic

# Quads that a claim comes to, best account and weighing included; as measured on 100,000 and 1,000,000 quads.
QUADS_OF_A_CLAIM: Final = 19.6
# Of the claims with a full date, how many are misdated.
_MISDATED: Final = 0.04


def claims(number: int, seed: int = 1) -> tuple[list[Document], list[Claim]]:
    """Pages and their claims; each quote stands in its page where the claim says."""
    draw = Random(seed)
    documents, said = [], []
    for page, told in groupby(synthetic.claims(number, seed), key=lambda claim: claim.evidence.document):
        document, located = _page(page, [_perhaps_misdated(claim, draw) for claim in told])
        documents.append(document)
        said += located
    return documents, said


def _perhaps_misdated(claim: Claim, draw: Random) -> Claim:
    exact = claim.when is not None and len(claim.when.edtf) == len("1973-09-22")
    if not exact or draw.random() > _MISDATED:
        return claim
    assert claim.when
    other = int(claim.when.edtf[-2:]) % 28 + 1
    return replace(claim, when=when(f"{claim.when.edtf[:-2]}{other:02}"))


def _page(name: str, told: Sequence[Claim]) -> tuple[Document, list[Claim]]:
    """The page on which the claims stand, a sentence each."""
    sentences, located, start = [], [], 0
    for claim in told:
        sentence = _sentence(claim)
        span = Span(start, start + len(sentence))
        located.append(replace(claim, evidence=Evidence(name, span, sentence)))
        sentences.append(sentence)
        start = span.end + 1
    return Document(name, " ".join(sentences), "en", name, source=Source(title=name)), located


def _sentence(claim: Claim) -> str:
    words = ", ".join(f"{role.name} {value.text}" for role in claim.roles for value in role.values)
    return f"{claim.type} is told of {words} in {claim.when.edtf if claim.when else 'days unknown'}."


def quads(number: int, seed: int = 1, base: str = BASE) -> Iterator[ox.Quad]:
    """About `number` quads: the best account, a graph for each page, the weighing, and what says where names begin."""
    documents, said = claims(round(number / QUADS_OF_A_CLAIM), seed)
    yield from dataset_quads(resolve(said, documents, gazetteer()), documents, said, base)
    graph, node = thing("graph/dataset", base), thing("dataset", base)
    yield ox.Quad(node, TYPE, ox.NamedNode(VOID + "Dataset"), graph)
    yield ox.Quad(node, ox.NamedNode(VOID + "uriSpace"), text(base), graph)


def write(made: Iterable[ox.Quad], folder: Path, base: str = BASE) -> int:
    """Put quads into a graph folder, as `kg build` does; how many it holds."""
    with drafting(folder) as draft:
        draft.store.bulk_extend(made)
        counts = dict.fromkeys(("documents", "claims"), 0)
        manifest = draft.commit({"base": base, "documents": [], "counts": counts})
    count = manifest["store"]["quads"]
    assert isinstance(count, int)
    return count


if __name__ == "__main__":
    print(write(quads(int(sys.argv[1])), Path(sys.argv[2])))
