"""What the handlers of one server work with."""

from __future__ import annotations

from kg.serve.limits import Limits
from kg.serve.pool import Pool
from kg.serve.render import Renderer
from kg.serve.site import Site
from kg.serve.views import Views


class Served:
    """A site with its query workers and pages."""

    def __init__(self, site: Site, pool: Pool, limits: Limits) -> None:
        self.site, self.pool, self.limits = site, pool, limits
        self.views = Views(site)
        self.renderer = Renderer(self.views)
