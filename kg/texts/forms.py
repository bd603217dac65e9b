"""The forms that a line has by itself, whatever stands around it: an entry with its years, a sum, a numbered one."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from kg.compiled import compiled, light
from kg.texts.lines import BULLETS, Line, tells_term
from kg.texts.words import words

TITLE_MAX = 170
HEADING_WORDS = 14
ENTRY_MAX = 250
FURNITURE_MAX = 60  # characters of a running head
HOLDER_MAX = 60
HOLDER_LINE_MAX = 160  # characters of a line that begins with the name of a head of mission
STACKED_MAX = 80  # characters of an item of a list without marks
STACK_LEAST = 3  # lines of such a list
NAME = compiled(r"(?:\p{Lu}[\p{L}\p{M}.'’-]*|\p{Ll}{1,3})(?: (?:\p{Lu}[\p{L}\p{M}.'’-]*|\p{Ll}{1,3})){1,6}")
# What is a day and counts nothing: "08. Nov 2023." as a line, "4. - 7. XI. 2002" and "4. V. 2002" before other words
_DAY_ALONE = (
    r"(?!\d{1,2}\. (?:\p{L}{3,10}\.? [12]\d{3}\.?[ \t]*(?:\n|$)|[-–] ?\d{1,2}\. ?(?:\p{L}|\d{1,2}\. ?\d)"
    r"|[IVX]{1,4}\. ?[12]\d{3}))"
)
_COUNT = rf"{_DAY_ALONE}\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,4}})[.)]|\d{{1,3}}[º°ª][.)]?(?=\s+\p{{Lu}})"
BULLET = light(rf"(?:[{BULLETS}ㅇ]\s{{0,8}}|o\s{{1,4}}(?=[\p{{Lu}}\d])|(?:[*+–—-]|{_COUNT})\s{{1,8}})(?=\S)")
NUMBER = compiled(r"\(?\d{1,3}[.)]\s")
LETTERED = compiled(r"\(?([a-z])[.)]\s+(?=\p{Lu})")
YEAR_END = compiled(r"(?r)(?<!\d),\s\d{4}(?:\s?[-–]\s?\d{4})?\.")
ROMAN = compiled(r"(?:\p{Lu}\p{L}{3,9} )?[IVXLC]{1,6}\.\s|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s")
_YEARS = r"\d{4}\s?(?:[-–—/]\s?(?:\d{2,4}|\p{Ll}{2,12})?)?"
# "3 de mayo de 1999 a junio de 2003", "March 1990 - present"
# "3/5/1999", "1999-05-03", "12-14 May 1999"
_WHEN = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d\d-\d\d"
    r"|(?:(?:\d{1,2}(?:st|nd|rd|th|[º°]|\s?[-–/]\s?\d{1,2})?|\p{L}{1,10})[\s,.]{1,2}){0,7}\d{4})"
)
_RANGE = rf"{_WHEN}(?:\s?(?:[-–—/]|\p{{Ll}}{{1,6}})\s?(?:{_WHEN}|\p{{Ll}}{{2,12}}(?:\s\p{{Ll}}{{2,10}}){{0,2}})?)?"
_SPOKEN = r"(?:[^.:(\d]|(?<=\b\p{Lu}\p{L}{0,4})\.)"  # of a name with titles: "H.E. Mrs. Jane Smith"
# "1972 – 1976 John Smith", "John Smith (1972-1976)", "John Smith (Envoy) 1972-1976", "Treaty of Peace (18-02-1855)",
# "John Smith, 1990-1994", "John Smith: May 1990 to June 1994", "John Smith 1990-1994", "John Smith ..... 1990-1994",
# "Treaty of Peace, made on 3 May 1855"
_DAY = r"\d{1,2}(?:st|nd|rd|th|º|°)?\s(?:de\s)?\p{L}{3,10},?\s(?:del?\s)?\d{4}"
_ENTRY = light(
    rf"{_YEARS}\s?[:.,–—-]?\s+\p{{Lu}}.{{0,180}}"
    r"|(?=\p{Lu}.*\d[^\d.,;:()]{0,45}\)?[.;]?$)"  # all others end in a year, or in "present" and the like behind one
    rf"(?:\p{{Lu}}.{{2,200}}\(\s?(?:[^()]{{0,60}}[\s/.-])?{_YEARS}\s?\)\.?"
    rf"|\p{{Lu}}[^.]{{2,100}},\s{_YEARS}\.?"
    rf"|\p{{Lu}}.{{2,120}}\(\s?{_RANGE}\s?\)\.?"
    rf"|\p{{Lu}}{_SPOKEN}{{2,80}}(?::|,|\s[–—-])\s{_RANGE}[.;]?"
    rf"|\p{{Lu}}{_SPOKEN}{{2,80}}\([^()\d]{{2,40}}\)[,:]?\s{_RANGE}[.;]?"
    rf"|(?:\p{{Lu}}[\p{{L}}.'’-]*\s(?:\p{{Ll}}{{1,3}}\s)?){{2,6}}{_YEARS}"
    rf"|\p{{Lu}}{_SPOKEN}{{2,80}}?\s?\.{{3,80}}\s?{_RANGE}"
    rf"|\p{{Lu}}[^.:]{{8,160}}[,–—-][^.:,]{{0,40}}\s{_DAY}\.?)"
    # "John Smith, Minister of Trade, May 1990 (state visit)", "John Smith, May 1990, for the funeral of King Olav",
    # "John Smith (May 1990, state visit)", "John Smith (1990-1994), chargé d'affaires"
    rf"|\p{{Lu}}{_SPOKEN}{{2,120}}(?:,\s{_RANGE}(?:\s\([^()\d]{{2,80}}\)|,\s\p{{Ll}}[^.:\d]{{2,90}})"
    rf"|\s\({_RANGE}(?:[,;]\s[^()\d]{{2,80}}\)|\)[,;]?\s\p{{Ll}}[^().:\d]{{2,60}})\.?)"
)
# "12-15.05.1998 Foreign Minister, John Smith", "May 2012 Foreign Minister, John Smith"
_DAYS = r"\d{1,2}(?:(?:\s?[-–/]\s?|\s(?:al?|y|and|to)\s)\d{1,2})?"
_NUMERIC = rf"(?:{_DAYS}(?:[./-]\d{{1,2}}(?:\s?[-–/]\s?{_DAYS}[./-]\d{{1,2}})?)?[./-]\d{{4}}|\d{{4}}-\d\d-\d\d)"
_IN_WORDS = (
    rf"(?:(?:{_DAYS}|\d{{1,2}} al? \d{{1,2}})\s(?:de\s)?)?\p{{L}}{{3,10}}\.?,?\s(?:del?\s|{_DAYS},\s)?"
    r"(?:\d{4}|[’']\d\d\b)"
)
# "1998. 5  John Smith", "’98.5 President John Smith", "1998 (May). John Smith", "1999, 8-9 de junio. John Smith"
_YEAR_FIRST = (
    r"(?:[12]\d{3}|[‘’']\d\d)(?:\. ?\d{1,2}(?:\. ?\d{1,2}(?: ?[-–~] ?\d{1,2})?)?| ?\(\p{L}{3,10}\)"
    r"|, (?:\d{1,2}(?: ?[-–] ?\d{1,2}| (?:y|and|al?) \d{1,2})? (?:de )?)?\p{L}{3,10})"
)
_SHORT = r"(?:[^.;:]|(?<=\b\p{Lu}\p{L}{0,4})\.)"  # a full stop may be that of a title: "D. Juan Soto"
_DATE_FIRST = light(
    rf"(?:{_NUMERIC}|{_IN_WORDS})\s?[:.,–—-]?\s+\p{{Lu}}{_SHORT}{{4,180}}\.?"
    rf"|(?:{_NUMERIC}|{_IN_WORDS}|{_YEAR_FIRST})\s?[:.–—-]\s+\p{{Lu}}.{{4,240}}|{_YEAR_FIRST}\s+\p{{Lu}}.{{4,180}}"
)
# "John Smith. Envoy, 1911-1913. Resided in Paris", "John Smith, Envoy. Credentials: 3 May 1911"
_WORD = r"\p{Lu}[\p{L}\p{M}.'’-]{0,20}"
_OF_HOLDER = light(
    rf"{_WORD}(?: (?:\p{{Ll}}{{1,3}} )?{_WORD}){{1,6}}(?<=\p{{L}}\.?)[.,;]?(?<=[.,;]) \p{{Lu}}"
    r".{2,80}?(?<!\d)\d{4}(?!\d).{0,120}"
)
ALONE = light(
    rf"{_NUMERIC}\s?[:.,–—-]?\s+\p{{Lu}}[^.;:]{{4,180}}\.?|{_IN_WORDS}\s?[:–—-]\s+\p{{Lu}}[^.;:]{{4,80}}"
    rf"|\d{{4}}\s?[–—-]\s?(?:\d{{2,4}}|\p{{Ll}}{{2,12}})?\s?[:.,–—-]?\s+\p{{Lu}}[^.;:\d]{{4,60}}"
)
LABELLED = compiled(r"\p{Lu}[\p{L} ]{2,40}(?::\s|\s?--\s?)(?=\S)")
# "Exports: 5.2 billion yen (wool)", "Imports (2019): US$ 3 million", "Exports--$3 million"
SUM_TOLD = r"(?:[\p{L}.]{1,7}\s?)?\p{Sc}?\s?\d[\d.,]*\s?\p{L}[^:;.]{0,60}\.?"
_SUM = compiled(rf"\p{{Lu}}[^:.;\d]{{2,50}}(?:\(\d{{4}}\))?\s?(?::\s|--\s?){SUM_TOLD}")
# "Minister of Trade, Industry, and Tourism--Ola Berg", "President: Ana Soto", "Ambassador--Ola Berg (since 2014)"
_NAMED = compiled(
    r"\p{Lu}[^\n:;\d]{2,90}?(?:\s?(?:--|—)\s?|: | [–-] )(?=\p{Lu})[^\n\d:]{2,80}(?:(?<=\()[^()\n]{0,16}\d{4}\))?"
)
# "Mr. Ola Berg, Ambassador of Norway", "Sra. Ana Li (Canciller)"
_ADDRESSED = compiled(rf"{NAME.pattern}(?:,| [–—-]|:| \(|;) ?\p{{L}}[^\n]{{4,120}}")
STYLE_MAX = 8  # characters of a style of address
HAS_YEAR = re.compile(r"\d{4}|[’']\d\d")  # as every entry has one
# "2016: Exports 5.1", "2016-17 – 84.3", below what the sums are of
YEAR_LABEL = compiled(
    r"(?:FY ?)?[12]\d{3}(?:\s?[-–/]\s?\d{2}(?:\d\d)?)?(?:\s?:|\s[=–—-])\s+(?:[\p{L} ]{3,30}[: ]\s?)?\d"
)
NUMBERED = compiled(r"\d{4}|\d\d-\d")  # "1994", "05-6"
# "5 May 1991: the treaty was signed.", "1991 (5-6 May): President Ola Berg"
_DATED = light(r"(?:(?:\w{1,12}\.?,?\s){0,5}\d{4}|[12]\d{3}(?:\s?\([^()]{1,30}\)|,?\s[^:()]{1,24}))\s?[:–—-]\s+\S")
# A full stop that is not that of a title: "H.E. Mr. John Smith", "Prof. Ana Li"
_STOPPED = compiled(r"(?<!(?<![\p{L}\d])(?:\p{Lu}\p{L}{0,2}|Prof|Engr|Capt|(?:Sr|Ex[ce]?m)[ao]s?|Sres))\. ")
# "Relations were established on May 3, 1990.", a sentence: an entry has its day behind a comma or a dash
_ON_A_DAY = compiled(r"[^,:;()\d–—]{20,120}\s\p{Lu}\p{Ll}{2,8} \d{1,2}, [12]\d{3}\.")
Fits = Callable[[str, Line], bool]  # whether a line of a text has a form


@lru_cache(maxsize=8)  # asked again for the line before, and by whoever looks ahead
def is_entry(text: str, line: Line) -> bool:
    """A name or title with its years, or the reverse, or a date with what happened."""
    if not HAS_YEAR.search(text, line.start, line.end):
        return False
    if _DATED.match(text, line.start, line.end):
        return line.length <= 4 * ENTRY_MAX
    if text[line.end - 1] == "." and _ON_A_DAY.fullmatch(text, line.start, line.end) is not None:
        return False
    return line.length <= ENTRY_MAX and (
        _ENTRY.fullmatch(text, line.start, line.end) is not None
        or _DATE_FIRST.fullmatch(text, line.start, line.end) is not None
        or (line.length <= HOLDER_LINE_MAX and _OF_HOLDER.fullmatch(text, line.start, line.end) is not None)
        or tells_term(text, line)
    )


def is_sum(text: str, line: Line) -> bool:
    """A field of a data sheet that tells a sum: "Exports: 5 billion yen (wool)"."""
    return line.length <= STACKED_MAX and _SUM.fullmatch(text, line.start, line.end) is not None


def is_named(text: str, line: Line) -> bool:
    """A field that tells no number: "President--Ola Berg"."""
    return line.length <= HOLDER_LINE_MAX and _NAMED.fullmatch(text, line.start, line.end) is not None


def is_addressed(text: str, line: Line) -> bool:
    """Somebody with a style of address and what they are: "Mr. Ola Berg, Ambassador of Norway"."""
    style = text[line.start : line.start + STYLE_MAX].partition(" ")[0].rstrip(".,")
    if line.length > HOLDER_LINE_MAX or style not in words().inside:
        return False
    return _ADDRESSED.fullmatch(text, line.start, line.end) is not None


def is_short(text: str, line: Line) -> bool:
    """A line that can be an item of a list without bullets, after a colon: "H.E. Mr. John Smith, Ambassador"."""
    if line.length > ENTRY_MAX or line.length == 0 or text[line.end - 1] in ":?!":
        return False
    return ". " not in text[line.start : line.end] or _STOPPED.search(text, line.start, line.end) is None
