"""Finds amounts of money and quantities; the words are in data/lexicon/<language>/amounts.toml and currencies.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

import regex

from kg.compiled import compiled
from kg.extract.finder import Holds
from kg.model import Span
from kg.resources import resource

GAP = r"\s{1,3}"
DASH = r"[-‐‑‒–—−]"
_DIGITS = r"\d{1,3}(?:[., \u00a0\u2009\u202f]\d{3}){1,6}(?:[.,]\d{1,6})?|\d{1,15}(?:[.,]\d{1,6})?"


@dataclass(frozen=True, slots=True)
class AmountMention:
    """A number of a currency or unit: `value` is a plain decimal ("48500000"), `currency` an ISO code.

    A currency whose state is not told ("pesos") has no code; its name is the unit. Percentages have the unit "%".
    """

    span: Span
    value: str
    currency: str | None
    unit: str | None

    @property
    def is_money(self) -> bool:
        return bool(self.currency) or self.unit in _shared()


def currency_of(unit: str, states: Iterable[str]) -> str:
    """The code of a name that several states give their money ("crowns"): that of the first state with such a one.

    >>> currency_of("crowns", ["state/kenya", "state/norway"])
    'NOK'
    """
    codes = _shared().get(unit, {})
    return next((codes[state] for state in states if state in codes), "")


@dataclass(frozen=True)
class _Grammar:
    marks: Holds  # a text without one of these,
    names: Holds  # and, casefolded, without the last part of one of these, holds no amount
    hint: regex.Pattern[str]  # nor does a text in which this finds nothing; slower
    expression: str  # compiled when first needed
    multipliers: Mapping[str, Decimal]
    numbers: Mapping[str, Decimal]
    currencies: Mapping[str, str]
    units: Mapping[str, str]
    signs: Mapping[str, tuple[str, Decimal]]
    short: Mapping[str, tuple[str, Decimal]]  # behind a number: "mdd", millions of dollars
    dollar: str
    point: str

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        return compiled(self.expression)


def find_amounts(text: str, language: str, start: int = 0, end: int | None = None) -> list[AmountMention]:
    """The amounts in text[start:end] in their order; a range ("$5-10 million") gives two.

    >>> [(m.value, m.currency) for m in find_amounts("from $144 million to half a billion euros", "en")]
    [('144000000', 'USD'), ('500000000', 'EUR')]
    """
    words = _grammar(language)
    end = len(text) if end is None else end
    passage = text[start:end]
    if not (words.marks(passage) or words.names(passage.casefold())) or not words.hint.search(text, start, end):
        return []
    return [found for match in words.pattern.finditer(text, start, end) for found in _read(match, words)]


def _read(match: regex.Match[str], words: _Grammar) -> Iterator[AmountMention]:
    """The amount of a match, or the two of a range, which share sign, multiplier and name."""
    currency, unit, power = _denomination(match, words)
    value = words.numbers[_plain(match["word"])] if match["word"] else _number(match["number"], words.point)
    if match["thousand"]:  # "dos mil 263 millones"
        value += 1000 * _times(match["times"], words)
    start = match.start()
    if match["low"]:
        low = _number(match["low"], words.point)
        shares = low < value or match.string[match.end("low")] == "/"  # "12.5/30.5 million", not "$900,000-1 million"
        scaled = low * power if shares else low
        yield AmountMention(Span(start, match.end("low")), _written(scaled), currency, unit)
        start = match.start("number")
    larger = _larger(match["larger"], value * power, words) if match["larger"] else None
    if larger is None and match["larger"]:
        start = match.end("larger")
    yield AmountMention(Span(start, match.end()), _written(value * power + (larger or 0)), currency, unit)


def _larger(parts: str, rest: Decimal, words: _Grammar) -> Decimal | None:
    """ "1 billion 36 million", before a `rest` that is less than the last of them: what they come to; else None."""
    total, above = Decimal(0), None
    for number, word in _PART.findall(_plain(parts)):
        one, power = Decimal(number), words.multipliers[word]
        if above is not None and one * power >= above:
            return None
        total, above = total + one * power, power
    return total if above is not None and rest < above else None


_PART = compiled(r"(\d+) (\D+?)(?= \d|$)")


def _times(word: str | None, words: _Grammar) -> Decimal:
    """How many thousands: "dos" or "2"; one where no number stands before the word."""
    if not word:
        return Decimal(1)
    return Decimal(word) if word.isdigit() else words.numbers[_plain(word)]


def _denomination(match: regex.Match[str], words: _Grammar) -> tuple[str | None, str | None, Decimal]:
    """Currency, unit and power of ten. The word behind a number says more than the sign before it."""
    power = words.multipliers[_plain(match["multiplier"])] if match["multiplier"] else Decimal(1)
    sign, name = " ".join((match["sign"] or "").split()), _plain(match["name"] or match["sign2"] or "")
    code, signed = words.signs.get(sign, ("", Decimal(1)))
    if name in words.short:
        return words.short[name][0], None, power * words.short[name][1]
    if name in words.units:
        return None, words.units[name], power * signed
    behind, _ = words.signs.get(name.upper(), ("", Decimal(1)))
    dollar = words.dollar if "$" in (sign, name) else ""
    return words.currencies.get(name) or behind or code or dollar or None, None, power * signed


def number_of(text: str, language: str) -> str:
    """The value of a number and its multiplier without a currency, as a plain decimal.

    A line may end between the two, a note mark may follow the digits, and blanks may mark their thousands.

    >>> number_of("2.5 million", "en"), number_of("2,5[3] millones", "es")
    ('2500000', '2500000')
    >>> number_of("1 240,5 millones", "es")
    '1240500000'
    """
    words = _grammar(language)
    digits, *power = regex.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text).split()
    return _written(_number(digits.partition("[")[0], words.point) * words.multipliers[_plain(" ".join(power))])


def _plain(word: str) -> str:
    return " ".join(word.casefold().split())


def _number(digits: str, point: str) -> Decimal:
    """The value of digits with marks for thousands and decimals, whichever convention they follow.

    Of two kinds of marks the last is decimal. One kind marks thousands where three digits follow each; but a single
    full stop is decimal in English (1.234). In Spanish 3,000 is three thousand, as half of America writes it.
    """
    marks = [c for c in digits if not c.isdigit()]
    if not marks:
        return Decimal(digits)
    last = digits.rindex(marks[-1])
    grouped = len(digits) - last - 1 == 3 and (len(marks) > 1 or not (marks[0] == point == "."))
    decimal = not grouped or (len(set(marks)) > 1 and marks[-1] in ".," and marks.count(marks[-1]) == 1)
    whole = "".join(c for c in digits[:last] if c.isdigit())
    rest = digits[last + 1 :]
    return Decimal(f"{whole}.{rest}") if decimal else Decimal(whole + rest)


def _written(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def _currencies() -> dict[str, Any]:
    return tomllib.loads(resource("data", "lexicon", "currencies.toml").read_text(encoding="utf-8"))


def _shared() -> Mapping[str, Mapping[str, str]]:
    """Names of money that several states share -> state -> code."""
    shared: Mapping[str, Mapping[str, str]] = _currencies()["shared"]
    return shared


def captioned(letters: str) -> str:
    """The code of letters that stand for a currency in the caption of a table ("R million"); else the letters.

    >>> captioned("R")
    'ZAR'
    """
    code: str = _currencies()["captions"].get(letters, letters)
    return code


@cache
def _grammar(language: str) -> _Grammar:
    """The grammar of a language; English for one without amounts.toml."""
    file = resource("data", "lexicon", language, "amounts.toml")
    if not file.is_file():
        return _grammar("en")
    return _compiled(
        tomllib.loads(file.read_text(encoding="utf-8")),
        _currencies(),
    )


def _compiled(words: dict[str, Any], shared: dict[str, Any]) -> _Grammar:
    signs = {sign: (code, Decimal(1)) for sign, code in shared["signs"].items()}
    signs |= {sign: (code, Decimal(power)) for sign, (code, power) in shared["multiplied"].items()}
    signs |= {code: (code, Decimal(1)) for code in shared["codes"]["list"]}
    signs |= {letters: (code, Decimal(1)) for letters, code in shared["letters"].items()}
    codes = [*shared["codes"]["list"], *shared["letters"]]
    currencies, units = _table(words["currencies"]), _table(words["units"])
    multipliers, numbers = _table(words["multipliers"]), _table(words["numbers"])
    short = {name: (code, Decimal(power)) for name, (code, power) in words.get("short", {}).items()}
    names = [*currencies, *units, *short]
    marks = [sign for sign in signs if sign not in codes]
    hint = rf"{_any(marks)}|%|(?<!\w)(?:(?:{_any(codes)})(?!\p{{L}})|(?i:{_any(names)})(?!\w))"
    return _Grammar(
        marks=Holds([mark.split()[0] for mark in (*marks, "%", *codes)], words=True),
        names=Holds([name.split()[-1].casefold() for name in names], words=True),
        hint=compiled(hint),
        expression=_pattern(words, marks, codes, names, multipliers, numbers),
        multipliers={word: Decimal(power) for word, power in multipliers.items()},
        numbers={word: Decimal(number) for word, number in numbers.items()},
        currencies=currencies,
        units=units,
        signs=signs,
        short=short,
        dollar=words["dollar"],
        point=words["point"],
    )


def _table(forms: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Word -> what it stands for."""
    return {_plain(word): meaning for meaning, group in forms.items() for word in group}


def _any(words: Iterable[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(GAP.join(regex.escape(part) for part in word.split()) for word in ordered)


def _pattern(
    words: dict[str, Any],
    marks: Iterable[str],
    codes: Iterable[str],
    names: Iterable[str],
    multipliers: Mapping[str, str],
    numbers: Iterable[str],
) -> str:
    """Pattern for a sign, number, multiplier and name in their order, of which a sign or a name must be there."""
    sign = rf"(?P<sign>{_any(marks)}|(?<!\w)(?:{_any(codes)}))\s{{0,2}}"
    year = rf"(?!(?:1[89]|20)\d\d\s(?:{_any(marks)}|{_any(codes)})\s{{0,2}}\d)"  # "in 2019 US$ 5.7 million"
    number = rf"(?<!\d|,|(?<!\p{{L}})\.){year}(?P<number>{_DIGITS})(?!\d|[.,]\d)"  # "Rs.12 billion"
    letters = [word for word in multipliers if len(word) == 1]
    spelled = [word for word in multipliers if len(word) > 1]
    beside = rf"/(?=\d+[.,]\d|\d{{1,3}}{GAP}(?i:{_any(spelled)})(?!\w))"  # "0.8/0.5 billion", "379/271 million"
    low = rf"(?:(?P<low>{_DIGITS})(?:\s?{DASH}\s?|{GAP}(?:{_any(words['to'])}){GAP}|{beside})(?=\d))?"
    thousand = _any(word for word, power in multipliers.items() if power == "1000" and len(word) > 1) or "(?!)"
    millions = (
        rf"\d{{1,3}}(?:[.,]\d{{1,2}})?{GAP}(?i:{_any(spelled)})(?!\w)"  # "mil 58 millones", "3 mil 50.4 millones"
    )
    above = (
        rf"(?:(?:(?P<times>(?i:{_any(numbers)})|\d{{1,3}}){GAP})?(?P<thousand>(?i:{thousand})){GAP}"
        rf"(?=\d{{3}}\b|{millions}))?"
    )
    large = _any(word for word in spelled if Decimal(multipliers[word]) > 1000)
    larger = (  # "1 million 240 thousand", "2 billion 150,000"
        rf"(?P<larger>(?:\d{{1,3}}{GAP}(?i:{large})(?!\w){GAP}){{1,3}})"
        rf"(?=\d{{1,3}}(?:(?:[.,]\d{{1,2}})?{GAP}(?i:{_any(spelled)})(?!\w)|[.,]\d{{3}}(?![.,]?\d)))"
    )
    above = rf"(?:{larger}|{above})"
    power = rf"(?P<multiplier>(?:\s{{0,3}}(?i:{_any(spelled)})|(?i:{_any(letters) or '(?!)'}))(?!\w))"
    # "US$ 211.05 M", "EUR 31 m": behind a sign a blank may part a letter, too
    capital = rf"(?i:{_any(letters) or '(?!)'})|\s(?i:{_any(letters) or '(?!)'})(?!\.\s\p{{Ll}})"
    marked = rf"(?P<multiplier>(?:\s{{0,3}}(?i:{_any(spelled)})|{capital})(?!\w))"
    word = rf"(?<!\w)(?P<word>(?i:{_any(numbers)})){GAP}(?P<multiplier>(?i:{_any(spelled)}))(?!\w)"
    of = rf"(?:{GAP}(?:{_any(words['of'])}))?"
    name = (
        rf"(?:{of}{GAP}\(?(?P<name>(?:{_any(codes)})|(?i:{_any(names)}))(?!\w)"
        rf"|\s?(?P<sign2>%|{_any(marks)})(?!\w))"
    )
    return (
        rf"{sign}{above}{low}(?:{number}{marked}?|{word}){name}?"
        rf"|(?<![\w$€£])(?:{above}(?=\d){low}{number}{power}?|(?=\p{{L}}){word}){name}"
    )
