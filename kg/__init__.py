"""Chancery: texts about relations between states become a knowledge graph in which every fact shows its sentence."""

__version__ = "0.1.0"
