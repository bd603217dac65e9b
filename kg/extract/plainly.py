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
    """The line without what stands between commas, dashes or brackets behind a subject; None if nothing does.

    A subject is an actor before whom his clause has no verb: behind an object ("visited Kenya, where …, signed") what
    goes on is said of somebody else.
    """
    words, verb = said(lexicon), grammar(lexicon).verb
    found = []
    for aside in words["subject-aside"].finditer(line.symbols):
        begin = max((each.end() for each in words["clause-begins"].finditer(line.symbols, 0, aside.start())), default=0)
        if verb.search(line.symbols, begin, aside.start()) is None:
            found.append(aside.span("aside"))
    for start, end in reversed(found):
        line = line.without(start, end)
    return line if found else None
