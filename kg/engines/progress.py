"""How far a build is, told to whoever watches."""

from __future__ import annotations

from collections.abc import Callable

# Called with the stage, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


def quiet(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
