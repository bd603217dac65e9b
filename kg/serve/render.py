"""Templates and the pages made of them; a page is made once and kept, since the graph does not change."""

from __future__ import annotations

import gzip
import os
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg import __version__
from kg.ask.disputes import in_words
from kg.resolve.times import say
from kg.serve.limits import MEGABYTE
from kg.serve.links import page
from kg.serve.pages import NAVIGATION, Page
from kg.serve.terms import named
from kg.serve.views import Views

FOLDER = Path(__file__).parent
_KEPT = 32 * MEGABYTE  # bytes of pages


@cache
def environment() -> Environment:
    """The templates; whatever a value holds, it is escaped."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        trim_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.globals.update(
        say=say, in_words=in_words, page=page, named=named, navigation=NAVIGATION, version=_static_version()
    )
    return made


def _static_version() -> str:
    """Changes when a static file does, so that browsers may keep these for ever."""
    newest = max(entry.stat().st_mtime_ns for entry in os.scandir(FOLDER / "static"))
    return f"{__version__}-{newest % 10**9}"


class Renderer:
    """Makes pages of one site, and keeps those that were asked for last."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._kept: OrderedDict[tuple[str, bool], bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def page(self, address: str, make: Callable[[Views], Page], packed: bool = False) -> bytes:
        """The page at an address, gzipped if asked for, made if it is not kept."""
        name = address, packed
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        made = gzip.compress(self.page(address, make), 6, mtime=0) if packed else self.fresh(address, make)
        with self._lock:
            if name not in self._kept:
                self._kept[name] = made
                self._size += len(made)
            while self._size > _KEPT:
                self._size -= len(self._kept.popitem(last=False)[1])
        return made

    def fresh(self, address: str, make: Callable[[Views], Page]) -> bytes:
        """A page that is not kept: what it shows depends on more than its address, or it will hardly be asked again."""
        template, shown = make(self._views)
        here = address.partition("?")[0]
        words = {
            "base": self._views.site.base,
            "label": self._views.catalogue.label,
            "here": here,
            **shown,
        }
        return environment().get_template(template).render(words).encode()
