"""A sentence in plainer order: without what is said between its subject and its verb ("Kenya, which has a long coast,
belongs to …"), and with its date behind what it tells ("opened in 1965 an embassy in Tokyo").

Rules that look for an actor by name want the verb right behind it, and many want the date where most sentences have
it; what they find here is told besides what the sentence gives as it stands.
"""

from __future__ import annotations

from collections.abc import Collection

from kg.extract.claims import Draft
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


def with_dates_behind(line: Line, told: Collection[Draft], lexicon: Language) -> Line | None:
    """The line with each date that no dated claim rests on behind the words that it stands in the midst of, or, if it
    tells since when, before; None if there is none.

    "Nepal opened in 1965 an embassy in Tokyo", "Since 1963, Finland has maintained an envoy in Peru": there has to be
    a verb before the date or behind its comma, and no other behind it, whose date it could be.
    """
    words, verb = said(lexicon), grammar(lexicon).verb
    moved = False
    for index, chunk in reversed(line.all(("date",))):
        if any(draft.date and draft.span.start <= chunk.start < draft.span.end for draft in told):
            continue
        found = words["date-before"].search(line.symbols, 0, index + 1)
        rest = words["date-rest"].match(line.symbols, index + 1) if found is not None else None
        if found is None or rest is None or not (found["by"] or found.start() == 0 or chunk.text[:1].islower()):
            continue
        front = found.start() == 0
        if front and not (chunk.detail.edtf or "").endswith("/.."):
            continue
        verbs = len([*verb.finditer(line.symbols, index, rest.end())])
        last = line.chunk_at(rest.end() - 1)  # "the treaty of 1990" is another's date
        if last is not None and last.kind in ("instrument", "instruments"):
            continue
        if verbs > front or (not front and verb.search(line.symbols, 0, found.start()) is None):
            continue
        line = line.moved(found.start(), index + 1, rest.start("rest"), rest.end())
        moved = True
    return line if moved else None
