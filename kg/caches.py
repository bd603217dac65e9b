"""Caches of what is made of names, titles and dates: large in a process that ends, emptied in one that works on."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar
from weakref import WeakSet

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

T = TypeVar("T")

# Entries of one cache, of half a kilobyte or so, that a worker may hold: the names of some hundred pages.
_FEW: Final = 1 << 12
_CACHES: Final[WeakSet[Any]] = WeakSet()


def cached(entries: int) -> Callable[[Callable[..., T]], _lru_cache_wrapper[T]]:
    """`functools.lru_cache` of so many entries, which `forget` knows of."""

    def decorated(function: Callable[..., T]) -> _lru_cache_wrapper[T]:
        found = lru_cache(maxsize=entries)(function)
        _CACHES.add(found)
        return found

    return decorated


def forget() -> None:
    """Empty the caches that have grown.

    Each page brings names and dates of its own. A worker that reads pages without end would keep the latest quarter of
    a million of each kind, in hundreds of megabytes, and hardly ever be asked for them.
    """
    for cache in list(_CACHES):
        if cache.cache_info().currsize > _FEW:
            cache.cache_clear()
