"""What the handlers of one server work with."""

from __future__ import annotations

from dataclasses import dataclass

from kg.serve.limits import Limits
from kg.serve.pool import Pool
from kg.serve.site import Site


@dataclass
class Served:
    """A site with its query workers."""

    site: Site
    pool: Pool
    limits: Limits
