"""Splits a paragraph into sentences; offsets are those of the text, footnote marks stay with the sentence before."""

from __future__ import annotations

from collections.abc import Iterator

from kg.compiled import Match, compiled, light
from kg.model import Span
from kg.texts.words import words

# [3], [citation needed], [a], [?]: with or without a blank before, and the blank without a width that copies leave.
_NOTE = r"(?i:citation needed|cita requerida|who\?|when\?|not[ea] \d{1,3})"
MARKS = rf"(?:\s{{0,2}}\[(?:\d{{1,4}}|[a-z]{{1,2}}|\?|{_NOTE})\][\u200b\u2060]?)"
# The number of a note that a copy has put on the line: "came to Oslo.3 In May", "until 1990.12 The legation".
_RAISED = r"(?:(?<=[^\W\d_]{3}[.!?]|\w [12]\d{3}\.)\d{1,3}(?=\s+[“\"¿¡]?\p{Lu}))?"
# A full stop, closing marks, footnote marks; then a new sentence, after a gap or glued to it ("internos.En Chile").
_END = light(
    rf"(?<!\[)(?P<stop>[.!?…]{{1,4}})(?P<close>[\"'”’»)\]]{{0,3}}){MARKS}{{0,8}}+{_RAISED}"
    rf"(?:(?P<dash> ?[-–—]{{1,2}})?(?P<gap>\s+)(?=[\"'“‘«(\[¿¡—–-]{{0,3}}[\p{{Lu}}\d])"
    r"|(?=[¿¡“«]?\p{Lu}(?:[\p{Ll}’']|\s\p{L})))"
)
_WORD = compiled(r"(?r)(?<![\p{L}\p{M}])[\p{L}\p{M}.]{1,24}")
_NEXT = light(r"[\"'“‘«(\[¿¡—–-]{0,3}([\p{L}\p{M}]{1,24})")
_STOPS = tuple(".!?…:;")
_FINISHED = compiled(rf"(?r)[.!?…:;][\"'”’»)\]]{{0,3}}{MARKS}{{0,8}}")


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of text[start:end] in order, without the blanks around them.

    >>> [s.start for s in sentences("Mr. Lavrov came.[3] He left.Then came J.R. Smith.", 0, 49)]
    [0, 20, 28]
    >>> [s.start for s in sentences("He left.12 In May he came.", 0, 26)]
    [0, 11]
    """
    begin = start
    for match in _END.finditer(text, start, end):
        if _ends(text, begin, match):
            yield from _trimmed(text, begin, match.end())
            begin = match.end()
    yield from _trimmed(text, begin, end)


def finished(text: str, start: int, end: int) -> bool:
    """Whether text[start:end], without blanks around, ends as a sentence does (or in a colon or semicolon)."""
    return text.endswith(_STOPS, start, end) or _FINISHED.match(text, max(start, end - 200), end) is not None


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _ends(text: str, begin: int, match: Match) -> bool:
    """Whether a full stop before a capital ends the sentence, and not an abbreviation, initial or number."""
    stop = match.start("stop")
    if match["dash"]:  # "Lima, 3 de mayo de 2011.- El presidente …"
        return _DATELINE.fullmatch(text, begin, stop) is not None
    if match["stop"] != "." or _YEAR_FIRST.fullmatch(text, begin, stop):
        return match["stop"] != "."
    found = _WORD.match(text, max(begin, stop - 24), stop)
    word = found[0].lstrip(".") if found else ""
    if word in ("I", "V", "X") and not words().regnal.isdisjoint(text[max(begin, stop - 40) : stop].split()):
        return True  # "King Olav V."
    if not word and _DAY.match(text, max(begin, stop - 3), stop) and _MONTH.match(text, match.end()):
        return False  # "on 8. November 2023", "on 8. XI. 2023", "on 8. 11. 2023"
    if _DAY_AND_MONTH.match(text, max(begin, stop - 8), stop):
        return _YEAR_NEXT.match(text, match.end()) is None
    numbered = any(text[at : at + 1].isdigit() for at in (match.end(), match.end("close")))  # "No. 5", "No.5 Of"
    if word in words().inside or (word.casefold() in words().number and numbered):
        return False
    if not match["gap"] and not match["close"]:  # glued: not in "J.R." or "U.S.Embassy"
        return not word or (len(word) > 1 and "." not in word and not _DIGRAPH.fullmatch(word))
    if _INITIALS.fullmatch(word):
        return False
    if word in words().end or _initials(word) or _DIGRAPH.fullmatch(word):
        named = len(word) == 1 and _PARTICLE.match(text, match.end()) is not None  # "Ann B. De Lima"
        named = named or _ARTICLE.match(text, match.end()) is not None  # "Ahmed M.A. Al-Kuwari"
        following = _NEXT.match(text, match.end())
        return bool(following and following[1] in words().starters and not _is_initial(text, following) and not named)
    return True


# "S.Sh. Berdiev", "A.Yu. Orlov": initials that stand for one letter of another script
_INITIALS = light(r"(?:\p{Lu}\.)*\p{Lu}\.(?:Sh|Ch|Zh|Kh|Ts|Yu|Ya|Ye|Yo|Dzh)|(?:Sh|Zh|Kh|Yu|Ya|Dzh)\.\p{Lu}\p{Ll}?")
# "LIMA, Perú, 3 de mayo de 2011 (Agencia)", "Lima, lunes 3 may"
_DATELINE = compiled(
    r"\p{Lu}[\p{L}.’' ]{2,30}(?:, [\p{L} ]{3,30})?, (?:\p{L}{4,9},? )?"
    r"\d{1,2}(?: de)? \p{L}{3,10}\.?(?:,? (?:de |del )?\d{4})?(?: ?\([^()]{1,20}\))?"
)
_YEAR_FIRST = compiled(r"[1-9]\d{3}")  # "1967. El Perú rompió relaciones"
_DAY = compiled(r"(?r)(?<![\d.,])(?:0?[1-9]|[12]\d|3[01])")
_MONTH = compiled(r"(?:\p{L}{3,10}\.? |(?:[IVX]{1,4}|1[0-2]|0?[1-9])\. ?)(?:19|20)\d\d(?!\d)")
_DAY_AND_MONTH = compiled(r"(?r)(?<!\d)\d{1,2}\. ?(?:[IVX]{1,4}|1[0-2]|0?[1-9])")
_YEAR_NEXT = compiled(r"(?:19|20)\d\d(?!\d)")
_PARTICLE = compiled(r"(?:De|Del|La|Le|Los|El|Al|Da|Do|Du|Van|Von) (?:la |los )?\p{Lu}\p{Ll}")
_ARTICLE = compiled(r"(?:Al|El|As|Ash|Ad|Ar|At)-\p{Lu}")
_DIGRAPH = compiled("Sh|Ch|Zh|Kh|Ts|Yu|Ya|Ye|Yo|Dzh?|Ph|Th")  # "Kh.Tsend", "Sh. Orlov"


def _is_initial(text: str, following: Match) -> bool:
    """ "Ola B. A. Lund": the single capital behind an initial, with a full stop of its own, is one more."""
    return len(following[1]) == 1 and text[following.end() : following.end() + 1] == "."


def _initials(word: str) -> bool:
    """ "J", "V.S", "U.S": single capitals, parted by full stops."""
    return bool(word) and all(len(part) == 1 and part.isupper() for part in word.split("."))
