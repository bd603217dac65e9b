"""Sites to serve in tests."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.serve.site import Site
from kg.vocab import BASE


def site_of(quads: Iterable[ox.Quad], base: str = BASE) -> Site:
    """A site of these quads, held in memory."""
    store = ox.Store()
    store.extend(quads)
    return Site(store, base, "digest", quads=store.dump(format=ox.RdfFormat.N_QUADS))
