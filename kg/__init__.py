"""Chancery: texts about relations between states become a knowledge graph in which every fact shows its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph
    from kg.ask.apart import Limits

__version__ = "0.1.0"
__all__ = ["KnowledgeGraph", "Limits"]


def __getattr__(name: str) -> Any:
    """`from kg import KnowledgeGraph`, loaded when asked for: `kg --help` need not wait for a store."""
    if name in __all__:
        import kg.api

        return getattr(kg.api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
