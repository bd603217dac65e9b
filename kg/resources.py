"""Where the project's own files lie: `ontology/`, `data/`, `queries/`, in a checkout or an installed wheel."""

import os
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


@cache
def root() -> Traversable:
    """Folder that holds `ontology/`, `data/` and `queries/`; KG_HOME names a copy of one's own to use instead."""
    if home := os.environ.get("KG_HOME"):
        return Path(home)
    packed = files("kg") / "_res"
    return packed if packed.is_dir() else Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Traversable:
    """One of the project's files or folders, named by its path from the top: `resource("data", "texts")`."""
    return root().joinpath(*parts)
