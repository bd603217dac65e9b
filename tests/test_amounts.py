"""Amounts: what numbers, multipliers, currencies and units come to in both languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.amounts import currency_of, find_amounts

ENGLISH = {
    "$48.5 million USD": [("48500000", "USD", None)],
    "rose from US$50 million to $300 million": [("50000000", "USD", None), ("300000000", "USD", None)],
    "half a billion euros": [("500000000", "EUR", None)],
    "a loan of £2bn": [("2000000000", "GBP", None)],
    "from 64,554 tonnes to 102,321 tonnes": [("64554", None, "tonnes"), ("102321", None, "tonnes")],
    "by 59 percent": [("59", None, "%")],
    "a 5.5% rise": [("5.5", None, "%")],
    "$5-10 million": [("5000000", "USD", None), ("10000000", "USD", None)],
    "$900,000-1 million": [("900000", "USD", None), ("1000000", "USD", None)],
    "$1.234 billion": [("1234000000", "USD", None)],
    "1.5 million US dollars": [("1500000", "USD", None)],
    "C$5 million": [("5000000", "CAD", None)],
    "two million dollars": [("2000000", "USD", None)],
    "USD 5 million": [("5000000", "USD", None)],
    "Kes.12.85 billion (US$124 million)": [("12850000000", "KES", None), ("124000000", "USD", None)],
    "Rs.12 billion": [("12000000000", "INR", None)],
    "1 234 567 euros": [("1234567", "EUR", None)],
    "50 million pesos": [("50000000", None, "pesos")],
    "1 million 240 thousand dollars": [("1240000", "USD", None)],
    "EUR 2 billion 36 million 500 thousand": [("2036500000", "EUR", None)],
    "$3 million 150,000": [("3150000", "USD", None)],
    "for 2 million 5 million dollars": [("5000000", "USD", None)],
    "for 3 million 20 thousand people": [],
    "1.2 million Chilean pesos": [("1200000", "CLP", None)],
    "$5 m. long": [("5", "USD", None)],
    "US$ 211.05 M and €3 B": [("211050000", "USD", None), ("3000000000", "EUR", None)],
    "tariffs of 4 M€": [("4000000", "EUR", None)],
    "EUR 31 m, of which EUR 12.5 m": [("31000000", "EUR", None), ("12500000", "EUR", None)],
    "$ 1 billion 85,6 million": [("1085600000", "USD", None)],
    "in 2019 US$ 5.7 million": [("5700000", "USD", None)],
    "in 1990 5 million people": [],
    "Resolution 1572 of 5 May 1990": [],
}
SPANISH = {
    "un comercio de dos mil 263 millones de dólares": [("2263000000", "USD", None)],
    "de mil 58 millones de dólares a 3 mil 50.4 millones de dólares": [
        ("1058000000", "USD", None),
        ("3050400000", "USD", None),
    ],
    "mil millones de euros": [("1000000000", "EUR", None)],
    "treinta y cinco mil millones de euros": [("35000000000", "EUR", None)],
    "veintidós millones de euros": [("22000000", "EUR", None)],
    "mil 200 pesos y 45 mdd": [("1200", None, "pesos"), ("45000000", "USD", None)],
    "1 millón 240 mil dólares": [("1240000", "USD", None)],
    "€ 3,000 millones": [("3000000000", "EUR", None)],
    "380 millones de dólares": [("380000000", "USD", None)],
    "US$ 1.234,5 millones": [("1234500000", "USD", None)],
    "50 mil millones de pesos": [("50000000000", None, "pesos")],
    "1,5 millones de euros": [("1500000", "EUR", None)],
    "medio millón de dólares": [("500000", "USD", None)],
    "entre 5 y 10 millones de dólares": [("5000000", "USD", None), ("10000000", "USD", None)],
    "MMUS$ 50": [("50000000", "USD", None)],
    "5.000.000 de dólares": [("5000000", "USD", None)],
    "3.000 toneladas": [("3000", None, "tonnes")],
    "el 65% y el 38 por ciento": [("65", None, "%"), ("38", None, "%")],
    "$ 500": [("500", None, None)],
    "170 mil dominicanos": [],
}
PIECES = [
    "$",
    "€",
    "US$",
    " million",
    "1,234",
    "5",
    ".",
    ",",
    "-",
    " to ",
    " dollars",
    "%",
    " de ",
    "mil ",
    "half a ",
    "\n",
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items())
def test_english_amounts_are_read(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [(m.value, m.currency, m.unit) for m in find_amounts(text, "en")] == expected


@pytest.mark.parametrize(("text", "expected"), SPANISH.items())
def test_spanish_amounts_are_read(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [(m.value, m.currency, m.unit) for m in find_amounts(text, "es")] == expected


def test_a_part_of_a_text_is_read_with_offsets_of_the_whole() -> None:
    text = "$5 and then US$50 million."
    assert [text[m.span.start : m.span.end] for m in find_amounts(text, "en", 3)] == ["US$50 million"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from(["en", "es", "und"]))
@settings(max_examples=300, deadline=None)
def test_amounts_are_plain_decimals_in_their_place(text: str, language: str) -> None:
    end = 0
    for mention in find_amounts(text, language):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        assert mention.value.replace(".", "", 1).isdigit()
        assert mention.currency is None or mention.unit is None


@pytest.mark.parametrize("piece", ["1,111,", "$", "1-", "5 and ", "a ", "1 to 1 ", "million "])
def test_the_time_grows_with_the_length_only(piece: str) -> None:
    for language in ("en", "es"):
        find_amounts(piece * 10000 + " dollars %", language)


def test_money_whose_state_is_not_told_is_of_who_gives_it() -> None:
    (loan,) = find_amounts("a loan of 140 million kroner", "en")
    assert (loan.value, loan.currency, loan.is_money) == ("140000000", None, True)
    assert currency_of(loan.unit or "", ["state/kenya", "state/norway"]) == "NOK"
    assert not find_amounts("140 tons", "en")[0].is_money
