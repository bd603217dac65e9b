"""Whose the post is of which a text tells: his who was said to hold one, not the last man's who was named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.genders import named_near, sex_of, sex_said
from kg.extract.memory import Known
from kg.extract.said import said
from kg.extract.symbols import Chunk
from kg.model import Value

if TYPE_CHECKING:
    from kg.extract.values import Reader

_RULING = ("head-of-state", "head-of-government")
_BEFORE = 24  # characters in which an article and an adjective stand


def in_post(pronoun: Chunk, known: Known | None, reader: Reader, credentials: bool = False) -> Known | None:
    """Who held a diplomatic post among those named before a pronoun, if whom it seems to mean holds no office, or
    rules, and nobody who rules presents credentials; else that one."""
    if reader.memory.portrayed or (known is not None and known.office and not (credentials and _rules(known))):
        return known
    sex = sex_said(pronoun.text, reader)
    people = (reader.memory.find(one.name) for one in named_near(pronoun.start, reader))
    posted = (k for k in people if k is not None and k.office_class == "diplomat")
    return next((k for k in posted if sex_of(k.name, reader) in ("", sex) or not sex), known)


def _rules(known: Known) -> bool:
    return known.office_class in _RULING


def the_diplomat(title: Chunk, office: Chunk, state: Value, reader: Reader) -> Known | None:
    """Whom "the Peruvian diplomat" means: of whatever rank, the last one of that state who was told of."""
    definite = title.text.lower().startswith("the ") and office.label == "diplomat"
    return reader.memory.holder("diplomat", state.label) if definite else None


def of_rank(rank: Chunk, reader: Reader) -> Known | None:
    """Whom "the ambassador" means: the last one named who is that; "the new ambassador" only one just appointed."""
    words = said(reader.names.language)["the-one"]
    before = words.search(reader.document.text[max(0, rank.start - _BEFORE) : rank.start])
    known = in_post(rank, reader.memory.people.get(reader.memory.subject), reader)
    if before is None or known is None or known.office != rank.label:
        return None
    return known if before["new"] is None or reader.memory.newly == known.name else None
