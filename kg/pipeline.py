"""The public face of a build: texts into a graph folder or into memory. On a cluster: `kg.engines.cluster`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.engines import local
from kg.engines.beside import beside, with_neighbours
from kg.engines.findings import Findings, check
from kg.engines.local import Built
from kg.engines.manifest import counted, most_told, nested, told, told_of
from kg.engines.options import PLAIN, Options
from kg.engines.progress import Progress, quiet
from kg.engines.reading import Reading, bundled, read
from kg.errors import KGError
from kg.graph.quads import dataset_quads
from kg.lexicon.gazetteer import gazetteer
from kg.link.links import linked
from kg.resolve.world import resolve
from kg.resources import resource

if TYPE_CHECKING:
    from kg.extract.evaluate import Evaluation

__all__ = [
    "Built",
    "Findings",
    "Options",
    "Progress",
    "Reading",
    "build_graph",
    "build_in_memory",
    "check",
    "evaluated",
    "quiet",
    "read",
]


def build_graph(
    texts: Sequence[Path],
    folder: Path,
    options: Options = PLAIN,
    progress: Progress = quiet,
) -> Built:
    """Read the texts and put their graph into `folder`; what stood there stays until the new graph is complete.

    A text that has not changed since the last build is not read again, and only what the others touch is resolved
    again; the graph is the same as one built from scratch. Errors: KGError if no text can be read, or if the folder
    holds something else or cannot be written.
    """
    return local.build(texts, folder, options, progress)


def build_in_memory(
    texts: Sequence[Path], options: Options = PLAIN, progress: Progress = quiet
) -> tuple[Built, ox.Store]:
    """As `build_graph`, but nothing is written: the graph is a store in memory, and goes when it is dropped."""
    reading = read(texts, progress, options.workers)
    progress("resolving", 0, 1)
    decided, found = options.decided(), options.matches()
    world = resolve(reading.claims, reading.documents, gazetteer(), options.policy, decided.reviews)
    world = linked(with_neighbours(world), found, decided.links, options.base)
    progress("writing", 0, 1)
    store = ox.Store()
    store.bulk_extend(dataset_quads(world, reading.documents, reading.claims, options.base))
    store.bulk_extend(beside(world, [one.id for one in reading.documents], decided, found, options.base))
    findings = check(store, options.base, progress) if options.check else Findings()
    store.bulk_extend(findings.quads(options.base))
    counts = {"documents": reading.number, **nested({**told(reading.extractions), **counted(world)})}
    manifest = {"counts": counts, "found": findings.counts, "store": {"quads": len(store)}}
    return Built(None, reading, most_told(told_of(world), world.entities), findings, manifest), store


def evaluated(gold: Path | None = None, texts: Path | None = None) -> Evaluation:
    """Extraction measured against a folder of annotations; the bundled ones and their texts if none is given.

    Errors: KGError if there are no annotations, or a text of theirs is not in `texts` (by default the same folder).
    """
    from kg.extract.evaluate import evaluate, read_gold

    if gold is None:
        gold, texts = Path(str(resource("data", "gold"))), bundled()
    files = sorted(gold.glob("*.jsonl")) if gold.is_dir() else [gold]
    if not files or not files[0].exists():
        raise KGError(f"{gold}: holds no annotations; give a folder of NAME.jsonl files")
    places = [(texts or gold) / f"{file.stem}.txt" for file in files]
    reading = read([place for place in places if place.exists()] or places[:1])
    documents = {document.id: document.text for document in reading.documents}
    return evaluate([one for file in files for one in read_gold(file, documents)], reading.claims)
