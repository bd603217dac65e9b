"""Whose page a document is: who says "we" in it, whose mission it tells of, whose history it is."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.said import said
from kg.lexicon.language import Language
from kg.model import Document

MISSION = re.compile(r"(?i)\b(?:embass|embajad|legation|legaci[oó]n|ambassador|consulate|consulado)")
_TITLE = 160  # characters; titles of pages are shorter


def speaking(document: Document) -> str:
    """Key of the state that says "we" in a document: its only one, or the one whose mission's page it is."""
    one = len(document.parties) == 1 or (document.parties and mission_page(document))
    return document.parties[0] if one else ""


def mission_page(document: Document) -> bool:
    """Whether a document is about a mission or its head, as its first words tell."""
    return _names_mission(f"{document.id} {document.title} {document.text[:_TITLE]}")


@lru_cache(maxsize=16)  # every line of a document asks
def _names_mission(words: str) -> bool:
    return MISSION.search(words) is not None


def told_by(document: Document, language: Language) -> str:
    """Key of the state that writes its own history with another, as the title says; "" if none does."""
    if len(document.parties) != 2:
        return ""
    own = said(language)["own-page"].search(f"{document.title} {document.text[:_TITLE]}")
    return document.parties[0] if own else ""
