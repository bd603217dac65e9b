"""Programs that tests drive and that are not part of the `test` extra: a browser, JavaScript clients, pandas."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest


def needed(name: str, found: object) -> None:
    """Skip a test whose program is not installed. `.ci/run` installs all; there (KG_NOTHING_SKIPPED) it fails."""
    if not found:
        leave = pytest.fail if os.environ.get("KG_NOTHING_SKIPPED") else pytest.skip
        leave(f"{name} is not installed; .ci/run shows how it is")


def module(name: str) -> None:
    """As `needed`, for a Python module."""
    needed(name, find_spec(name))


def from_npm(path: str) -> Path:
    """A file of the packages that npm installed in the folder KG_NODE_MODULES."""
    found = Path(os.environ.get("KG_NODE_MODULES", "nowhere")) / path
    needed(path, found.exists())
    return found
