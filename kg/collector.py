"""Python's search for cycles of objects, held back while many objects are made that form none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused(keep: bool = False) -> Iterator[None]:
    """No search meanwhile: records have no cycles, and looking for them costs up to a third of the time.

    `keep`: most of what is made stays, and counts as old at the end, or it would be searched at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if keep and not gc.get_freeze_count():
                gc.freeze()  # and back: what is thawed is old
                gc.unfreeze()
            gc.enable()
