"""A sentence without what is said between its subject and its verb: "Kenya, which has a long coast, belongs to …".

Rules that look for an actor by name want the verb right behind it; what they find here is told besides what the whole
sentence gives.
"""

from __future__ import annotations

from kg.extract.grammar import grammar
from kg.extract.said import said
from kg.extract.symbols import Line
from kg.lexicon.language import Language


def without_aside(line: Line, lexicon: Language) -> Line | None:
    """The line without what stands between commas, dashes or brackets behind its first actor; None if nothing does.

    Only the first subject of a sentence is looked at: behind an object ("visited Kenya, where …, signed") what goes on
    is said of somebody else.
    """
    found = said(lexicon)["subject-aside"].search(line.symbols)
    if found is None or grammar(lexicon).verb.search(line.symbols, 0, found.start()) is not None:
        return None
    return line.without(found.start("aside"), found.end("aside"))
