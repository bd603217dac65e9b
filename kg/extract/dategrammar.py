"""The compiled patterns of a language's dates, made from the words in data/lexicon/<language>/dates.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, product
from typing import Any

import regex

from kg.compiled import Light, compiled, light
from kg.errors import KGError
from kg.extract.datewords import FISCAL, After, Before, Scanner, Starts, first_letters
from kg.extract.finder import Holds
from kg.kept import kept
from kg.resources import resource
from kg.texts.lines import BULLETS

# Between the words of a date: up to three blanks of any kind, or a line break with the next line's indentation.
# All repetition is bounded, so that no text makes the patterns slow.
GAP = r"(?:[^\S\n]{1,3}|[^\S\n]{0,3}\n\s{0,40})"
SPACE = rf"{GAP}?"
DASH = r"[-‐‑‒–—―−]{1,2}"
ADDRESSES = ("http://", "www.")  # nothing in a web address is a date
YEAR = r"[12][0-9]{3}(?![0-9]|\.[0-9]|,(?![12][0-9]{3}(?![0-9]))[0-9])"  # "1994,1996" are two
DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")  # of months
ROMAN = r"(?:I{1,3}|I[VX]|VI{0,3}|XI{0,2})"
# Words in front of a date, in the order in which they are tried.
SIGNS = (
    *("point", "since", "until", "before", "after", "early", "mid", "late", "half1", "half2"),
    *("past", "coming", "circa", "between", "from", "in"),
)


@dataclass(frozen=True)
class Phrase:
    """A relative phrase: what it shifts by (in units) and from where; `span`: from there up to the document."""

    shift: int
    document: bool
    span: bool


@dataclass(frozen=True, eq=False)
class Grammar:
    """What a language needs to find and read its dates."""

    calendar: Scanner
    relative_hint: Holds  # and without one of these, in lower case, no relative phrase
    relative: Scanner
    sign: Before  # the word that ends where a date begins
    gap: Light
    ongoing: Light  # what follows the begin of an interval without end
    no_year_before: Before
    no_year_after: After
    counted_after: After  # no year either, unless a preposition stands before it
    no_date_before: Before
    no_date_after: After
    anchored: Light  # what follows a relative phrase that counts from what it goes on to name
    named: Light  # what follows a date that is said to be when something happened
    elsewhere: Light  # what follows one that counts from what it goes on to tell
    year_before: Before
    day: Light
    day_before: regex.Pattern[str]  # reversed: "the 5th of" before "the same month"
    decades: regex.Pattern[str]
    centuries: regex.Pattern[str]
    phrases: tuple[Phrase, ...]
    values: Mapping[str, Mapping[str, int]]  # of the words of "months", "days", "seasons", "fractions", "decades" ...
    units: Mapping[str, str]
    abbreviations: frozenset[str]  # of months; they need a day or a year
    slashed_month_first: bool
    day_in_words: Light  # "3 May"
    month_in_words: Light  # "May 3"
    decades_are_numerals: bool


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language ("en", "es", any with a dates.toml); English for a language without one."""
    file = resource("data", "lexicon", language, "dates.toml")
    if not file.is_file():
        if language == "en":
            raise KGError(f"{file}: the word list of dates is missing; reinstall the package")
        return grammar("en")
    words = kept(f"dates-{language}", lambda: tomllib.loads(file.read_text(encoding="utf-8")))
    words["to"] = [form for word in words["to"] for form in _forms(word)]
    words["before"]["until"] = [form for word in words["before"]["until"] for form in _forms(word)]
    return _compiled(words)


def _forms(word: str) -> Iterator[str]:
    """All that a word list means by "until (his|her) death (in|on)"."""
    parts = [part.split("|") for part in regex.split(r"[()]", word)]
    return ("".join(form) for form in product(*parts))


def _compiled(words: dict[str, Any]) -> Grammar:
    values = {name: _numbers(words[name]) for name in ("months", "seasons", "fractions", "decades", "numbers")}
    values["days"] = {_plain(word): day for word, day in words["days"].items()}
    values["centuries"] = _numbers(words["centuries"]["numbers"])
    values["years"] = _numbers(words.get("year_words", {}).get("numbers", {}))
    units = {word: unit for unit, forms in words["units"].items() for word in (*forms["one"], *forms["many"])}
    starters = [word for name in ("months", "seasons", "fractions", "decades", "days") for word in values[name]]
    starters += [*words["decade_before"], *words["decade_or_years"]]
    starters += words["centuries"]["before"] or list(values["centuries"])
    calendar, relative = _calendar(words, values, starters), _relative(words, values)
    months, ordinal = _any(form for forms in words["months"].values() for form in forms), _any(words["ordinal"])
    return Grammar(
        calendar=Scanner(
            Starts([*starters, *ADDRESSES, *(f"{n}/" for n in NUMERALS)]), calendar, _plain_dates(words, values)
        ),
        relative_hint=Holds([*(unit.split()[0] for unit in units), *_seasons_told(words, values)], words=True),
        relative=Scanner(Starts(filter(None, relative)), relative),
        sign=_sign({**words["nearest"], **words["before"]}, words["article"]),
        gap=light(_gap(words)),
        ongoing=light(_ongoing(words)),
        no_year_before=_left(words["no_year"]["before"]),
        no_year_after=_no_year_after(words["no_year"]),
        counted_after=_right(words["no_year"]["counted"]),
        no_date_before=_left(words["no_date"]["before"]),
        no_date_after=_right(words["no_date"]["after"]),
        anchored=_opened("", words.get("anchored", ())),
        named=_opened(",", words.get("named", ())),
        elsewhere=_opened("", words.get("elsewhere", ())),
        year_before=_left([*chain(*words["before"].values()), *words["article"], *words["and"], *words["of"]]),
        day_before=compiled(
            rf"(?r)(?<!\w)([0-9]{{1,2}})(?:{_any(words['ordinal'])})?{GAP}(?:(?:{_any(words['of'])}){GAP})?"
        ),
        day=light(rf"([0-9]{{1,2}})(?:{_any(words['ordinal'])})?(?!\w)"),
        decades=compiled(rf"[12]?[0-9]?[0-9]0|(?<!\w)(?i:{_any(values['decades'])})(?!\w)"),
        centuries=compiled(rf"(?<!\w)(?i:{_any(values['centuries'])})(?!\w)"),
        phrases=tuple(Phrase(p["shift"], p.get("document", False), p.get("span", False)) for p in words["relative"]),
        values=values,
        units=units,
        abbreviations=frozenset(_plain(form) for forms in words["months"].values() for form in forms[1:]),
        slashed_month_first=words["slashed_month_first"],
        day_in_words=light(
            rf"(?<![\d–-])[0-3]?[0-9](?:{ordinal})?{GAP}(?:(?:{_any(words['of'])}){GAP})?(?:{months})(?!\w)"
        ),
        month_in_words=light(rf"(?<!\w)(?:{months})\.?{GAP}[0-3]?[0-9](?:{ordinal})?(?!\w)"),
        decades_are_numerals=bool(words["decade_before"]),
    )


def _opened(mark: str, words: Iterable[str]) -> Light:
    """What follows a date and begins with one of some words, behind a mark; nothing if there are none."""
    return light(rf"{mark}{GAP}(?:{_any(words) or '(?!)'})(?!\w)")


def _plain(word: str) -> str:
    """A word as the tables have it: small letters, single blanks, no full stop at the end."""
    return " ".join(word.casefold().split()).removesuffix(".")


def _numbers(table: Mapping[str, Iterable[str]]) -> dict[str, int]:
    return {_plain(word): int(number) for number, forms in table.items() for word in forms}


def _any(words: Iterable[str]) -> str:
    """Pattern for any of some words, longest first; a blank in a word matches any gap."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(GAP.join(re.escape(part) for part in word.split()) for word in ordered)


def _backwards(words: Iterable[str]) -> str:
    """The same for a reversed pattern: what ends in the same word is told by that word first."""
    before: dict[str, list[str]] = {}
    for word in words:
        rest, last = word.split()[:-1], word.split()[-1]
        before.setdefault(last, []).append(" ".join(rest))
    ordered = sorted(before.items(), key=lambda item: (-len(item[0]), item[0]))
    return "|".join(_led(last, rest) for last, rest in ordered)


def _led(last: str, before: list[str]) -> str:
    """Pattern for a word behind one of some others, or behind none if one of them is empty."""
    others = [words for words in before if words]
    led = rf"(?:(?:{_backwards(others)}){GAP}){'?' if '' in before else ''}" if others else ""
    return led + re.escape(last)


def _cased(words: Iterable[str], as_written: bool = False) -> str:
    """Pattern for some words as they stand, capitalised, or in capitals: much faster than ignoring case.

    `as_written`: only with a capital ("May", not "may").
    """
    by_letter: dict[str, list[str]] = {}
    for word in words:
        for form in (word[0].upper() + word[1:], word.upper(), *([] if as_written else [word])):
            by_letter.setdefault(form[0], []).append(form)
    return "|".join(f"(?={re.escape(letter)})(?:{_any(group)})" for letter, group in sorted(by_letter.items()))


def _plain_dates(words: dict[str, Any], values: Mapping[str, Mapping[str, int]]) -> tuple[Light, ...]:
    """Forms that can be read in one way only: "1990" with no mark of a number, range or decade beside it, "2 May 1990"
    and "2 de mayo de 1990"; and those that begin with a letter, "May 1990" and "May 2, 1990"."""
    suffix = "|".join(map(re.escape, words["decade_suffix"])) or "(?!)"
    months = _any([name for names in words["months"].values() for name in names])  # "1977 February"
    also = rf"(?:[-–]| (?i:{_any([*words['and'], *words['to']])}) )[0-9]{{1,2}}"
    of = rf"(?:(?i:{_any(words['of'])}) )?"
    # "1977, 3 February", "1977, 3 y 4 de febrero"
    dated = rf"(?! (?:[0-9]{{1,2}}(?:{also})? {of})?(?i:{months})(?!\w))"
    ended = rf"[);]|[.,](?![0-9]|(?<=\.)[ ][0-9]){dated}| (?!(?i:{months})(?!\w))[A-Za-z]"
    bare = rf"(?P<bareyear>[12][0-9]{{3}})(?!{suffix})(?={ended})"
    month = rf"(?P<month>{_cased(values['months'], words['month_as_written'])})(?!\w)"
    year = rf"(?P<year>{YEAR})"
    day_first = rf"(?P<days>{DAY}) {of}{month},? {of}{year}"
    return (
        light(rf"(?<![.,/:-])(?:{bare}|{day_first})"),
        light(rf"{month}(?:(?: (?P<days>{DAY}),)? |,? {of}){year}"),
    )


def _left(words: Iterable[str]) -> Before:
    """One of some words that ends, but for blanks, where a number begins."""
    return Before.of(words, _ending)


def _ending(words: list[str]) -> str:
    letters = [word for word in words if word[-1].isalnum()]
    marks = [word for word in words if not word[-1].isalnum()]
    before = _backwards(letters) or "(?!)"
    return rf"(?r)(?:(?<!\w)(?i:{before}){GAP}|(?i:{_backwards(marks) or '(?!)'}){SPACE})"


def _days(words: dict[str, Any]) -> str:
    """Pattern for one day or several: "2", "2 – 4", "5 and 9", "5, 6 and 9", "5 y el 6"."""
    day = rf"{DAY}(?:(?:{_any(words['ordinal'])})(?!\w))?(?![0-9]|[.,](?!(?<=,)[12][0-9]{{3}}(?![0-9]))[0-9])"
    article = rf"(?:(?i:{_any(words['article'])}){GAP})?"
    both = rf"(?:,?{GAP}(?i:{_any(words['and'])}){GAP}|{SPACE}&{SPACE}){article}{day}"
    to = rf"(?:{SPACE}{DASH}{SPACE}|{GAP}(?i:{_any(words['to'])}){GAP}){article}{day}"
    return rf"(?P<days>{day}(?:(?:,{GAP}{day}){{0,5}}{both}|{to})?)"


def _calendar(
    words: dict[str, Any], values: Mapping[str, Mapping[str, int]], starters: Iterable[str]
) -> dict[str, str]:
    """Patterns for every date that names a year, a month or a day, by its first word; the groups tell which.

    The order matters: the first alternative that fits wins, so the longer forms stand first.
    """
    month = rf"(?P<month>(?:{_cased(values['months'], words['month_as_written'])})(?!\w))(?:(?<=\w{{5}})|\.?)"
    of = rf"(?i:{_any(words['of'])})"
    # "Mar. ’87"; "July 25, 19402", where the copy of a page has left the number of a footnote on the line
    marked = r"(?:1[6-9]|20)[0-9]{2}(?=[1-9](?![\w%]|[.,][0-9]))"
    year = rf"(?:(?P<year>{YEAR}|{marked}|[’'][0-9]{{2}}(?![0-9\w]))|{_year_words(words)})"
    then_year = rf"(?:(?:,?{GAP}(?:{of}{GAP})?|[-/.,]){year})"
    near = words["nearest"]
    nearest = rf"(?:{GAP}(?:(?P<past>(?i:{_any(near['past'])}))|(?P<coming>(?i:{_any(near['coming'])})))(?!\w)"
    units = _any([form for forms in words["units"].values() for form in forms["one"]])
    nearest += rf"(?!{GAP}(?i:{units})(?!\w)))"  # "in May last year" is told by the year
    days = _days(words)
    day_word = rf"(?P<dayword>{_cased(words['days'])})(?!\w)(?:{GAP}\([0-9]{{1,2}}\))?"  # "quince (15)"
    # also "08. Nov 2023"
    after_day = rf"(?:{GAP}(?:{of}{GAP})?|\.[ ](?=[^\W\d_]{{3,10}}\.?[ ][12][0-9]{{3}}(?![0-9]))|[-/.])"
    decade = rf"(?:[12][0-9][0-9]0|[’']?[0-9]0)(?:{_any(words['decade_suffix']) or '(?!)'})(?!\w)"
    in_digits = "|".join(
        (
            r"(?P<isoyear>[12][0-9]{3})(?P<s>[-/]|\. ?)(?P<isomonth>0?[1-9]|1[0-2])(?P=s)"
            # "2011. 5. 3-5", "2011-05-03/05", "2011-05-30/06-02", "2011-12-30/2012-01-02"
            r"(?P<isoday>[0-3]?[0-9])(?:(?:(?<=\.[ ]?[0-9]{1,2})[ ]?[-–~][ ]?|(?<=-[0-9]{2})/(?:(?:(?P<isolastyear>"
            r"[12][0-9]{3})-)?(?P<isolastmonth>0[1-9]|1[0-2])-)?(?=[0-9]{2}))(?P<isolast>[0-3]?[0-9]))?"
            r"(?![0-9]|[-/.][0-9])",
            *_years_first(words, values),
            r"(?<=\()(?P<bareyear>[‘’'][0-9]{2})(?=\))",  # "(’05)"
            # "30-11/1-12-2010", "28.6.-2.7.2010", "28/12/2010-2/1/2011"
            rf"(?P<fromone>[0-9]{{1,2}})(?P<sep>[-/.])(?P<fromtwo>[0-9]{{1,2}})(?:\.|(?P=sep)(?P<fromyear>{YEAR}))?"
            rf"(?:{SPACE}(?!(?P=sep))(?:{DASH}|/){SPACE}|{GAP}(?i:{_any(words['to'])}){GAP})(?P<one>[0-9]{{1,2}})(?P=sep)(?P<two>[0-9]{{1,2}})(?P=sep)"
            rf"(?P<numyear>{YEAR})(?![-/.]?[0-9])",
            rf"(?P<firstday>[0-9]{{1,2}})\.?(?:{SPACE}(?:{DASH}|/){SPACE}|{GAP}(?i:{_any(words['to'])}){GAP})"
            rf"(?P<lastday>[0-9]{{1,2}})(?P<t>[/.-]){SPACE}"
            rf"(?P<rangemonth>0?[1-9]|1[0-2])(?P=t){SPACE}(?P<rangeyear>{YEAR})(?![-/.]?[0-9])",
            # "3.V.1990", "3. V. 1990", "3. - 5. V. 1990"
            rf"(?:(?P<romanfirst>[0-9]{{1,2}})\.?{SPACE}{DASH}{SPACE})?(?P<romanday>[0-9]{{1,2}})(?P<r>\.[ ]?|[ /-])"
            rf"(?P<roman>{ROMAN})(?P=r)(?P<romanyear>{YEAR})(?![-/.]?[0-9])",
            # "11/1998" is a month where an entry begins; "Law 11/1998" is none
            rf"(?<=(?:\A|[\n(|*–{BULLETS}-])[ \t]{{0,12}})(?P<monthnumber>0?[1-9]|1[0-2])(?:[/.]|-(?=[0-9]{{4}}:))"
            rf"(?P<monthyear>{YEAR})(?![-/.]?[0-9])",
            rf"(?P<one>[0-9]{{1,2}}){SPACE}(?P<sep>[-/.]){SPACE}(?P<two>[0-9]{{1,2}}){SPACE}(?P=sep){SPACE}(?P<numyear>{YEAR})"
            r"(?!(?!-[0-9]{1,2}[/.])[-/.][0-9])",  # "1.9.1990-31.8.1994"
            # "12.06.98" is a date where an entry, a cell or the end of an interval begins, and ends there
            rf"(?<=(?:\A|[\n\t(|*–{BULLETS}-])[ ]{{0,12}})(?P<one>[0-9]{{1,2}})(?P<sep>[-/.])"
            rf"(?P<two>[0-9]{{1,2}})(?P=sep)(?P<numyear>[0-9]{{2}})"
            rf"(?=[ ]{{0,2}}(?:[\n\t|)–-]|\Z|(?:{_any(words['to'])})[ ][0-9]))",
            rf"{days}{after_day}{month}(?:{then_year}|{nearest})?",
            rf"(?P<decade>{decade})",
            _centuries(words["centuries"], digits=True),
            rf"(?P<spanyear>[12][0-9]{{3}})(?:(?P<joint>{SPACE}{DASH}{SPACE}|/)[†‡]?)(?P<short>[12][0-9]{{3}}|[0-9][0-9]|(?<=[0-9][–-])[0-9])(?!\w|[-/.,][0-9])",
            r"(?P<baredecade>[2-9]0)(?!\w|[-/.,][0-9]|\s?%)" if words["decade_before"] else "(?!)",
            rf"(?<=(?:\A|[\n\t(|*–{BULLETS}-])[ \t]{{0,12}})(?P<year>[12][0-9]{{3}})"
            rf"(?:[,:]?{GAP}|{SPACE}\(|{GAP}{DASH}{GAP})(?:{days}{after_day}{month}|{month}(?:,?{GAP}{days})?)(?!\w|\.?,?{GAP}[0-9])",
            # "signed in 1984 Oct. 19"
            rf"(?P<year>{YEAR}){GAP}{month}{GAP}{days}(?!\w|[-/.,:]?[0-9]|,?{GAP}[12][0-9]{{3}})",
            # "Ola Berg, 1998 Aug. - 2001 Sept."
            rf"(?P<year>{YEAR}){GAP}{month}(?={SPACE}{DASH}{SPACE}[12][0-9]{{3}}{GAP}[^\W\d_]{{3}})",
            # "1977 (7 May)", of a list or in a sentence
            rf"(?P<year>{YEAR}){SPACE}\((?:{days}{after_day}{month}|{month}(?:{GAP}{days})?)(?=\))",
            rf"(?P<bareyear>{YEAR})(?!\w|[-/][0-9]{{1,2}}[-/])",
        )
    )
    days_then_year = rf",?{GAP}{days}(?:(?:,?{GAP}(?:{of}{GAP})?|,){year}){'?' if words['month_before_day'] else ''}"
    in_words = "|".join(
        (
            rf"{month}(?:{days_then_year}|{then_year}|{nearest})?",
            rf"{day_word}{after_day}{month}(?:{then_year}|{nearest})?",
            rf"(?P<season>{_cased(values['seasons'])})(?:{GAP}{of})?{GAP}(?P<seasonyear>{YEAR})(?:{DASH}[0-9][0-9](?![0-9]))?",
            rf"(?P<fraction>{_cased(values['fractions'])})(?:{GAP}{of})?{GAP}(?P<fractionyear>{YEAR})",
            _decades(words, values["decades"]),
            _centuries(words["centuries"], digits=False),
            r"(?:https?://|www\.)\S{1,2000}+",
        )
    )
    # 1,990 and 5-1990 hold no date, but "1989,1990" does
    after_digits = r"(?<![0-9][./:])(?<!(?<!(?<![0-9])[12][0-9]{2})[0-9],)(?<!(?<![12][0-9]{2})[0-9]-)"
    by_word = {first_letters(word): in_words for word in (*starters, "http", "https", "www")}
    # "X/1994", where an entry, a cell or a term begins, or ends; "Law X/1994" is none
    opens = rf"(?<=(?:\A|[\n\t(|*–{BULLETS}-])[ \t]{{0,12}})"
    of_a_term = rf"(?={ROMAN}/[0-9]{{4}}{SPACE}{DASH}{SPACE}{ROMAN}/)"
    in_roman = rf"(?:{opens}|{of_a_term})(?P<roman>{ROMAN})/(?P<romanyear>{YEAR})(?![-/.]?[0-9])"
    by_numeral = dict.fromkeys(map(first_letters, NUMERALS), in_roman)
    return {**by_numeral, **by_word, "": f"{after_digits}(?:{in_digits})"}


def _years_first(words: dict[str, Any], values: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Patterns for the year and the month or the day behind it, parted by full stops, as Korean offices write them:
    "’77.8.16", and where an entry or a bracket begins "1995. 9" and "(77.1 ~ 79.8)"."""
    month, day = r"\. ?(?P<dotmonth>0?[1-9]|1[0-2])", rf"(?:\. ?(?P<dotday>{DAY}))?"
    yield rf"[‘’'](?P<dotyear>[0-9]{{2}}){month}{day}\.?(?![0-9])"
    named = rf"(?!\.? (?i:{_any([*values['months'], *words['of']])})(?!\w))"  # "1995. 9 May"
    ended = r"(?=[ ]{2}|[ ]?[\n\t)~|:,–-]|[ ]\p{Lu}|\Z)"
    opens = rf"(?<=(?:\A|[\n(~]|(?<!\S)[*–o{BULLETS}-][ ])[ ]{{0,12}})"
    yield rf"{opens}(?P<dotyear>[12][0-9]{{3}}){month}(?![0-9]|\.[ ]?[0-9])\.?{named}{ended}"
    # "(signed in 1995. 9, in force since 1996. 2)", "closed in 1995. 9)"
    led = r"(?<=(?:(?<!\w)\p{Ll}{2,6}|:)[ ])"
    yield rf"{led}(?P<dotyear>[12][0-9]{{3}}){month}(?:\.[ ]?(?P<dotday>{DAY}))?(?=[ ]?[),/])"
    # "1995.9 ~ 1998.2" in a column; a figure of a table has no tilde behind it
    yield rf"(?<=[ ]{{2}}|[|\t][ ]?)(?P<dotyear>[12][0-9]{{3}}){month}(?=[ ]?~)"
    # "1995 05 12", as the offices of the Baltic write it
    blank = r"(?P<dotyear>[12][0-9]{3}) (?P<dotmonth>0[1-9]|1[0-2]) (?P<dotday>0[1-9]|[12][0-9]|3[01])"
    yield rf"{blank}(?![0-9]|[.,][0-9]| [0-9])"
    short = rf"(?P<dotyear>[0-9]{{2}}){month}{day}"
    yield rf"(?<=\(){short}(?=[ ]?~)|(?<=~[ ]?){short}(?=[ ]?[)\n])"


def _year_words(words: dict[str, Any]) -> str:
    """Pattern for a year in words, with the digits that may stand behind it: "mil novecientos noventa (1990)"."""
    told = words.get("year_words")
    if not told:
        return "(?!)"
    word = rf"(?:{_any([*chain(*told['numbers'].values()), *told['and']])})(?!\w)"
    return rf"(?i:(?P<yearwords>(?:{_any(told['starts'])})(?!\w)(?:[ -]{word}){{0,5}}))(?:{GAP}\([12][0-9]{{3}}\))?"


def _decades(words: dict[str, Any], decades: Mapping[str, int]) -> str:
    """Pattern for decades told by words ("the nineties") or after a word ("años 50 y 60")."""
    word = rf"(?P<worddecade>{_cased(decades)})(?!\w)"
    if not words["decade_before"]:
        return word
    sure, maybe = _cased(words["decade_before"]), _cased(words["decade_or_years"])
    both = rf"(?i:{_any(words['and'])})"
    no_list = rf"{SPACE}(?:{both}|,|{DASH}){SPACE}[12][0-9]{{3}}"  # "los años 1952 y 1954" are years
    article = rf"(?:(?i:{_any(words['article'])}){GAP})?"
    number = rf"(?:[12][0-9][0-9]0|[0-9]0|(?i:{_any(decades)}))(?!\w)"
    several = rf"(?P<decades>{number}(?:,{GAP}{number}){{0,3}}(?:{GAP}{both}{GAP}{article}{number})?)"
    return rf"(?:(?:{sure}){GAP}|(?:{maybe}){GAP}(?![0-9]{{4}}{no_list})){several}|{word}"


def _centuries(words: dict[str, Any], digits: bool) -> str:
    """Pattern for one century or two, for the numbers that begin with a digit, or for the others."""
    numbers = [word for forms in words["numbers"].values() for word in forms if word[0].isdigit() == digits]
    if not numbers:
        return "(?!)"
    number = rf"(?:{_cased(numbers)})(?!\w)"
    several = rf"(?P<centuries>{number}(?:(?:{SPACE}{DASH}{SPACE}|{GAP}\w{{1,3}}{GAP}){number})?)"
    if words["before"]:
        return rf"(?:{_cased(words['before'])}){GAP}{several}"
    return rf"{several}(?:{GAP}|-)(?i:{_any(words['after'])})(?!\w)"


def _relative(words: dict[str, Any], values: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """Patterns for the relative phrases by their first word; group r0, r1 ... tells which. Only counted units may be
    many."""
    one = [word for forms in words["units"].values() for word in forms["one"]]
    many = [word for forms in words["units"].values() for word in forms["many"]]
    numbers: dict[str, list[str]] = {}  # by what they begin with
    for number in values["numbers"]:
        numbers.setdefault(first_letters(number), []).append(number)
    by_word: dict[str, list[str]] = {}
    for index, phrase in enumerate(words["relative"]):
        led: dict[str, list[str]] = {}
        for form in sorted(phrase["words"], key=len, reverse=True):
            unit = f"(?P<unit>{_any([*one, *many] if '{n}' in form else one)})"
            season = f"(?P<told>{_any(values['seasons'])})"
            slots = _any([form]).replace(r"\{season\}", season).replace(r"\{unit\}", unit)
            for word in _first_words(form, numbers, values["seasons"]):
                led.setdefault(word, []).append(slots.replace(r"\{n\}", f"(?P<n>{_number(form, word, numbers)})"))
        told_behind = rf"(?!{GAP}[12][0-9]{{3}}(?!\w))"  # "by the end of the year 2014"
        told_behind += rf"(?!{GAP}(?:{_any(phrase['unless'])})(?!\w))" if "unless" in phrase else ""
        for word, forms in led.items():
            by_word.setdefault(word, []).append(f"(?P<r{index}>{'|'.join(forms)}){told_behind}")
    return {word: rf"(?i:{'|'.join(alternatives)})(?!\w)" for word, alternatives in by_word.items()}


def _seasons_told(words: dict[str, Any], values: Mapping[str, Mapping[str, int]]) -> Iterable[str]:
    """The seasons, in a language that counts in them ("the following spring")."""
    told = any("{season}" in form for phrase in words["relative"] for form in phrase["words"])
    return (season.lower() for season in values["seasons"]) if told else ()


def _number(form: str, word: str, numbers: Mapping[str, Iterable[str]]) -> str:
    """Pattern for the number in a relative phrase, which may be what the phrase begins with."""
    if not form.startswith("{n}"):
        return rf"[0-9]{{1,3}}|{_any(chain(*numbers.values()))}"
    return _any(numbers[word]) if word else "[0-9]{1,3}"


def _first_words(form: str, numbers: Iterable[str], seasons: Iterable[str]) -> Iterable[str]:
    """What a relative phrase begins with; "" for digits."""
    if form.startswith("{n}"):
        return {"", *numbers}
    if form.startswith("{season}"):
        return set(map(first_letters, seasons))
    return (first_letters(form),)


def _sign(before: Mapping[str, list[str]], article: list[str]) -> Before:
    """A word that changes what the date after it means, or for an article."""
    kinds = {**{kind: before[kind] for kind in SIGNS}, "article": article}
    hyphened = "|".join(f"(?P<{kind}>{_any(before[kind])})" for kind in ("early", "mid", "late", "before", "after"))
    marked = rf"(?<!\w)(?i:{hyphened}){DASH}|(?<=[(\[]{SPACE})(?P<dash>{DASH}){SPACE}"

    def pattern(words: list[str]) -> str:
        told = ((kind, [form for form in forms if form in words]) for kind, forms in kinds.items())
        signs = "|".join(f"(?P<{kind}>{_backwards(forms)})" for kind, forms in told if forms)
        found = rf"(?<!\w)(?i:{signs or '(?!)'})(?:{GAP}|(?<=\.|{FISCAL}))"
        return rf"(?r)(?:{found}|{marked})" if _MARK in words else rf"(?r){found}"

    return Before.of([*chain(*kinds.values()), _MARK], pattern)


_MARK = "-"  # behind which a text has no letters


def _gap(words: dict[str, Any]) -> str:
    """Pattern for all that may stand between two dates that belong together."""
    before = words["before"]
    article = rf"(?:(?i:{_any(words['article'])}){GAP})?"
    again = rf"(?:(?i:{_any(before['in'])}){GAP})?"
    links = _any([*words["of"], *before["in"], *words["article"], *before["from"], *words["beside"]])
    return (
        rf"(?P<to>{SPACE}(?:{DASH}|/|~){SPACE}{article}|,?{GAP}(?i:{_any(words['to'])}){GAP}{article})"
        rf"|(?P<and>,?{GAP}(?i:{_any(words['and'])}){GAP}{again}{article}|{SPACE}&{SPACE})"
        rf"|(?P<comma>,{GAP}(?:(?i:{_any(words.get('only', ())) or '(?!)'}){GAP})?)"
        rf"|(?P<of>,?{GAP}(?:(?i:{links}){GAP}){{0,2}})"
    )


def _ongoing(words: dict[str, Any]) -> str:
    present = rf"(?i:{_any(words['present'])})(?!\w)"
    return (
        rf"{SPACE}(?:{DASH}|~){SPACE}(?:{present}|(?=[)\]:])|$)|{SPACE}~(?=[ ]{{2}}|[ ]?[\t|])"
        rf"|/(?:\.\.(?![.\w])|{present})"  # "1961/.."
        rf"|{GAP}(?i:{_any(words['to'])}){GAP}{present}"
        rf"|{GAP}(?i:{_any(words['onwards'])})(?!\w)"
    )


def _right(words: Iterable[str]) -> After:
    """One of some words that begins, but for blanks, where a number ends."""
    return After.of(light(rf"{GAP}(?i:{_any(words) or '(?!)'})(?!\w)"), words)


def _no_year_after(words: Mapping[str, list[str]]) -> After:
    """A unit or the name of a street after a number; in "in 2019 US$ 5 million" the unit is of the number behind it."""
    plain = [word for word in words["after"] if word[0].isalnum()]
    marks = [word for word in words["after"] if not word[0].isalnum()]
    address = rf"(?:{GAP}\p{{Lu}}\w{{1,30}}){{1,2}}{GAP}(?i:{_any(words['address']) or '(?!)'})(?!\w)"
    unit = rf"(?:{GAP}(?i:{_any(plain)})(?!\w)|{SPACE}(?:{_any(marks)}))(?!{SPACE}\d)"
    pattern = rf"{unit}|{address}"
    return After.of(compiled(pattern), words["after"], capital=bool(words["address"]))
