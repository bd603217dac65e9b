"""Keeps serving what lies at a path: when a build puts another graph there, the next request sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from kg.errors import KGError
from kg.graph.store import MANIFEST
from kg.serve.answers import EndedError
from kg.serve.limits import Limits
from kg.serve.pool import Pool
from kg.serve.served import Served
from kg.serve.site import Site, open_site

_LOOK_S: Final = 2.0
Mark = tuple[int, int, int]


class Keeper:
    """Holds what is served now; `current` changes when the path does."""

    def __init__(self, site: Site, limits: Limits, path: Path | None, say: Callable[[str], None]) -> None:
        self._limits, self._path, self._say = limits, path, say
        self._mark = _mark(path)
        self._site = site
        self._tasks: set[asyncio.Task[None]] = set()
        self.current: Served

    async def open(self) -> None:
        """Start the workers; EndedError if they cannot open the store."""
        self.current = await self._started(self._site)
        if self._path is not None:
            self._spawn(self._look())

    async def close(self) -> None:
        """End everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.current.pool.close()

    async def _started(self, site: Site) -> Served:
        pool = Pool(site.path, site.quads, site.base, self._limits)
        await pool.open()
        return Served(site, pool, self._limits)

    async def _look(self) -> None:
        """Take up a new graph when there is one; keep the old one if it cannot be read."""
        while True:
            await asyncio.sleep(_LOOK_S)
            mark = _mark(self._path)
            if mark is None or mark == self._mark:
                continue
            self._mark = mark
            try:
                assert self._path is not None
                site = await asyncio.to_thread(open_site, self._path, self._site.base)
                old, self.current = self.current, await self._started(site)
            except (KGError, EndedError) as error:
                self._say(f"kg: the old graph is served on: {error}")
            else:
                self._say(f"Serving the new graph in {self._path}")
                self._spawn(self._retire(old))

    async def _retire(self, old: Served) -> None:
        """End the old workers when their last query must have ended."""
        try:
            await asyncio.sleep(self._limits.time_s + self._limits.wait_s)
        finally:
            await old.pool.close()
            old.site.close()

    def _spawn(self, work: object) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)  # type: ignore[call-overload]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _mark(path: Path | None) -> Mark | None:
    """What changes when a graph directory or file is replaced; None while it is not there."""
    if path is None:
        return None
    with suppress(OSError):
        found = (path / MANIFEST if path.is_dir() else path).stat()
        return found.st_mtime_ns, found.st_size, found.st_ino
    return None
