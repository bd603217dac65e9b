"""Dates: what the words of a text say in EDTF, and the bounds that follow."""

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.dates import Relative, find_dates, resolve_relative, valid, when

ENGLISH = {
    "signed on 11 May 1992 in Oslo": ["1992-05-11"],
    "signed on May 11, 1992, in Oslo": ["1992-05-11"],
    "in May 1992": ["1992-05"],
    "on the 11th of May, 1992": ["1992-05-11"],
    "1992-05-11": ["1992-05-11"],
    "1992-05-11/13: a visit": ["1992-05-11/1992-05-13"],
    "1992-05-30/06-02: a visit": ["1992-05-30/1992-06-02"],
    "1992-12-30/1993-01-02: a visit": ["1992-12-30/1993-01-02"],
    "file 1992-05-11/125": [],
    "1992/..": ["1992/.."],
    "Ola Berg (from May 1992)": ["1992-05/.."],
    "Ola Berg (from 1992 to 1994)": ["1992/1994"],
    "wine from 1992": ["1992"],
    "(11-05-1992)": ["1992-05-11"],
    "11/05/1992": ["1992-11-05"],
    "25/05/1992": ["1992-05-25"],
    "on 3 May 1992, and on 11/05/1992": ["1992-05-03", "1992-05-11"],  # as the text writes its other days
    "on May 3, 1992, and on 11/05/1992": ["1992-05-03", "1992-11-05"],
    "from 25/07/1961 to 09/01/1984": ["1961-07-25/1984-01-09"],
    "in the early 1960 they met": ["1960/1963"],  # an "s" that was lost
    "in early 1960 they met": ["1960"],
    "in the beginning of 1960": ["1960"],
    "in the late 1994 they met": ["1994"],
    "Mar. ’87 in Oslo": ["1987-03"],
    "Nov. '05 in Oslo": ["2005-11"],
    "Oct. 21, 1947": ["1947-10-21"],
    "21-Oct-1947": ["1947-10-21"],
    "on 7.XI.1947": ["1947-11-07"],
    "on 7. XI. 1947": ["1947-11-07"],
    "on 4. – 7. XI. 1947": ["1947-11-04/1947-11-07"],
    "XI/1947: Ola Berg": ["1947-11"],
    "Ola Berg, VI/1947 – XI/1949": ["1947-06/1949-11"],
    "the Law XI/1947": ["1947"],
    "Ola Berg, 1947 Aug. – 1949 Sept.": ["1947-08/1949-09"],
    "from 2\u00a0– 4 April 2009": ["2009-04-02/2009-04-04"],
    "August 10–13, 1975": ["1975-08-10/1975-08-13"],
    "June 28-29, 2005": ["2005-06-28/2005-06-29"],
    "30 June - 2 July 1999": ["1999-06-30/1999-07-02"],
    "28 December - 3 January 1991": ["1990-12-28/1991-01-03"],
    "from May 5, 1990 to June 6": ["1990-05-05/1990-06-06"],
    "from September 2009 to September 2013": ["2009-09/2013-09"],
    "between March and June 1990": ["1990-03/1990-06"],
    "between 1990 and 1994": ["1990/1994"],
    "in 1991,1993,1998, 2004": ["1991", "1993", "1998", "2004"],
    "for 1,991 krone": [],
    "on 8. November 2023 in Oslo": ["2023-11-08"],
    "08. Nov 2023.": ["2023-11-08"],
    "1973–1990": ["1973/1990"],
    "In 2007-2008, Peru": ["2007/2008"],
    "the war of 1846-48": ["1846/1848"],
    "2009-04": ["2009-04"],
    "5 May 1990-6 June 1991": ["1990-05-05/1991-06-06"],
    "May/June 1990": ["1990-05/1990-06"],
    "between the 1960s and 1980s": ["1960/1989"],
    "no later than 1990": ["1990"],
    "January 1 to March 31, 1990": ["1990-01-01/1990-03-31"],
    "Ana Soto (1991 – 1992)\u00a0": ["1991/1992"],
    "Ana Soto (2017 -)": ["2017/.."],
    "2017–present": ["2017/.."],
    "from 1990 to the present": ["1990/.."],
    "(–1998)": ["../1998"],
    "since 2005": ["2005/.."],
    "until about May 1, 1857": ["../1857-05-01~"],
    "It was not until May 3, 1851 that": ["1851-05-03"],
    "before 1990": ["../1990"],
    "in Cuba post-1959": ["1959/.."],
    "in the spring of 1968": ["1968-21"],
    "the first quarter of 2009": ["2009-33"],
    "the first half of 1990": ["1990-40"],
    "the first nine months of 1990": ["1990-59"],
    "the 1990s": ["199X"],
    "in the early 90s": ["1990/1993"],
    "by the early 1970s": ["1970/1973"],
    "the mid-1990s": ["1993/1996"],
    "in the late 1990s": ["1996/1999"],
    "1940s–1960s": ["1940/1969"],
    "circa 1950": ["1950~"],
    "on or about June 16, 1844": ["1844-06-16~"],
    "the nineteenth century": ["18XX"],
    "the 19th and 20th centuries": ["18XX", "19XX"],
    "in the late 1700s": ["1766/1799"],
    "on 5 and 9 May 1990": ["1990-05-05", "1990-05-09"],
    "on 5 and 6 May 1990": ["1990-05-05/1990-05-06"],
    "in 1992, 1995 and 2001": ["1992", "1995", "2001"],
    "Queen Ana (2002, 2014)": ["2002", "2014"],
    "3 March and 4 April 1990": ["1990-03-03", "1990-04-04"],
    "in March and June 1990": ["1990-03", "1990-06"],
    "on 24 October\n       1964": ["1964-10-24"],
    "In 1990 companies from Peru": ["1990"],
    "31 June 1990": ["1990-06"],
    "growing from 64 tonnes in 1990 to 1500 tonnes": ["1990"],
    "One month later, from March 10–13, 1981, he": ["1981-03-10/1981-03-13"],
}
SPANISH = {
    "durante los años 50 y 60": ["195X", "196X"],
    "A comienzos de los años setenta": ["1970/1973"],
    "a principios de los noventa": ["1990/1993"],
    "la década de 1960": ["196X"],
    "décadas de 1960 y 1970": ["196X", "197X"],
    "a mediados de los 90": ["1993/1996"],
    "alrededor del año 1990": ["1990~"],
    "a partir del 5 de mayo de 1990": ["1990-05-05/.."],
    "desde 1990 a 1995": ["1990/1995"],
    "del siglo XIX": ["18XX"],
    "siglos XIX y XX": ["18XX", "19XX"],
    "primero de mayo de 1886": ["1886-05-01"],
    "1º de mayo de 1886": ["1886-05-01"],
    "21 de octubre de 1947": ["1947-10-21"],
    "21 DE MAYO DE 2011": ["2011-05-21"],
    "octubre 1947": ["1947-10"],
    "julio del 2004": ["2004-07"],
    "11/05/1992": ["1992-05-11"],
    "(02-06- 1973)": ["1973-06-02"],
    "el 5 y 6 de mayo de 2011": ["2011-05-05/2011-05-06"],
    "de mayo a julio de 2003": ["2003-05/2003-07"],
    "del 30 de junio al 2 de julio de 1999": ["1999-06-30/1999-07-02"],
    "entre el 5 y el 9 de mayo de 1990": ["1990-05-05/1990-05-09"],
    "de 1990 a 1994": ["1990/1994"],
    "desde 1990 hasta la actualidad": ["1990/.."],
    "hasta 1998": ["../1998"],
    "no fue hasta 1967 que": ["1967"],
    "hacia 1950": ["1950~"],
    "después de 1959.A comienzos": ["1959/.."],
    "segundo semestre de 2009": ["2009-41"],
    "el seis de agosto de mil ochocientos setenta y cuatro un tratado": ["1874-08-06"],
    "el quince (15) de noviembre de mil novecientos noventa y nueve (1999)": ["1999-11-15"],
    "a los treinta y un días del mes de mayo de dos mil cinco": ["2005-05-31"],
    "los Tratados de 1952 y 1954": ["1952", "1954"],
    "los años 1952 y 1954": ["1952", "1954"],
}
NO_DATES = {
    "en": [
        "exports of 1,572 tonnes", "Resolution 1572", "at 2233 Wisconsin Avenue", "$1990", "1500 tonnes of copper",
        "at 5630 16th Street", "p. 1942", "pp.\u00a0192–193", "pp. 1942–1945", "S2CID 153891489", "2000 students",
        "He may 5 times", "in his 50s", "ISBN 1990", "http://example.org/2008/10/09/news", "September 11 attacks",
        "more than 1900 visitors", "between 1200 and 1500 tonnes", "Agenda 2030", "long March", "Summit_1981.jpg",
    ],
    "es": [
        "tres años después de que rompieran",
        "dos meses después de haber llegado",
        "más de 100 años", "200 millas de mar", "Plaza 25 de Mayo", "los noventa países", "Resolución 1572",
        "1990 toneladas",
    ],
}  # fmt: skip
RELATIVE = {
    ("en", "on April 22"): Relative(month=4, day=22),
    ("en", "in November"): Relative(month=11),
    ("en", "In May 15 countries signed"): Relative(month=5),
    ("en", "from April 10–13"): Relative(month=4, day=10, last=(4, 13)),
    ("en", "two years later in November"): Relative(years=2, month=11),
    ("en", "one month later"): Relative(months=1),
    ("en", "the following year"): Relative(years=1),
    ("en", "the next day"): Relative(days=1),
    ("en", "two weeks later"): Relative(days=14),
    ("en", "the same year"): Relative(same="year"),
    ("en", "later that day"): Relative(same="day"),
    ("en", "in June of the same year"): Relative(same="year", month=6),
    ("en", "on 5 May of the following year"): Relative(years=1, month=5, day=5),
    ("en", "on the 5th of the same month"): Relative(same="month", day=5),
    ("en", "from May to July"): Relative(month=5, last=(7, 0)),
    ("es", "el 5 del mismo mes"): Relative(same="month", day=5),
    ("en", "last year"): Relative(years=-1, from_document=True),
    ("en", "last May"): Relative(month=5, from_document=True, nearest=-1),
    ("es", "el 3 de junio"): Relative(month=6, day=3),
    ("es", "al año siguiente"): Relative(years=1),
    ("es", "ese mismo año"): Relative(same="year"),
    ("es", "dos años después"): Relative(years=2),
    ("es", "un mes más tarde"): Relative(months=1),
    ("es", "el mismo día"): Relative(same="day"),
    ("es", "en junio de ese año"): Relative(same="year", month=6),
    ("es", "el 3 de junio del mismo año"): Relative(same="year", month=6, day=3),
    ("es", "en octubre pasado"): Relative(month=10, from_document=True, nearest=-1),
    ("es", "hace tres semanas"): Relative(days=-21, from_document=True),
    ("es", "esta semana"): Relative(same="week", from_document=True),
}
ALPHABET = st.sampled_from(
    [*"0123456789 -–/.,()'\n\u00a0", "19", "20", "1990", " May ", " mayo ", " de ", " to ", " and ", " y ", " the ",
     "s ", " since ", " early ", " years later ", "año ", " siglo ", "XIX", " in ", "Oct. ", "\u200f", "🙂", "\r\n"]
)  # fmt: skip


DATE = r"(1[0-9]{3}|19[0-9]X|1[0-9]XX)(-(0[1-9]|1[0-2]|2[1-4]|3[3-6]|4[01])(-[0-3][0-9])?)?[~?%]?"
ENDLESS = ["1-1-1-", "1 and 1 and ", "May ", "2 – ", "1990 to ", "5 y el ", "the ", "early ", "siglos XX y "]


def edtfs(text: str, language: str) -> list[str | None]:
    return [mention.edtf for mention in find_dates(text, language)]


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items())
def test_english_dates_are_said_in_edtf(text: str, expected: list[str]) -> None:
    assert edtfs(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), SPANISH.items())
def test_spanish_dates_are_said_in_edtf(text: str, expected: list[str]) -> None:
    assert edtfs(text, "es") == expected


@pytest.mark.parametrize(("language", "text"), [(lang, text) for lang, texts in NO_DATES.items() for text in texts])
def test_other_numbers_are_no_dates(language: str, text: str) -> None:
    assert edtfs(text, language) == []


@pytest.mark.parametrize(("told", "expected"), RELATIVE.items())
def test_relative_dates_say_what_to_add(told: tuple[str, str], expected: Relative) -> None:
    language, text = told
    assert [mention.relative for mention in find_dates(text, language)] == [expected]


@pytest.mark.parametrize(
    ("relative", "anchor", "expected"),
    [
        (Relative(months=1), "1975-07-09", "1975-08"),
        (Relative(months=2), "1975-11", "1976-01"),
        (Relative(months=1), "1975", None),
        (Relative(years=2, month=11), "2002-10", "2004-11"),
        (Relative(years=1), "1990-05/1991-02", "1992"),
        (Relative(years=20), "1973", "1993~"),
        (Relative(month=4, day=22), "1914-04-09", "1914-04-22"),
        (Relative(month=2, day=30), "1914", "1914-02"),
        (Relative(month=12, day=30, last=(1, 2)), "1914", "1914-12-30/1915-01-02"),
        (Relative(days=1), "1903-12-31", "1904-01-01"),
        (Relative(days=-21, from_document=True), "1991-05-21", "1991-04-30~"),
        (Relative(same="week"), "2011-05-21", "2011-05"),
        (Relative(same="day"), "2004-06-28", "2004-06-28"),
        (Relative(same="day"), "2004-06", "2004-06"),
        (Relative(same="year"), "2004-06-28", "2004"),
        (Relative(same="month"), "2004-06-28", "2004-06"),
        (Relative(month=10, nearest=-1), "1991-05-21", "1990-10"),
        (Relative(month=2, nearest=1), "1991-05-21", "1992-02"),
        (Relative(same="month", day=5), "2004-06-28", "2004-06-05"),
        (Relative(month=5, last=(7, 0)), "2004", "2004-05/2004-07"),
        (Relative(years=1), "199X", None),
        (Relative(month=12), "2019-33", "2019-12"),
        (Relative(years=1), "..", None),
    ],
)
def test_relative_dates_are_resolved_from_their_anchor(relative: Relative, anchor: str, expected: str | None) -> None:
    assert resolve_relative(relative, anchor) == expected


def test_open_and_approximate_mentions_say_so() -> None:
    since, until, early, about = find_dates("since 2005; until 1998; in the early 1990s; about 1950", "en")
    assert (since.kind, since.edtf, since.point) == ("open", "2005/..", "2005")
    assert (until.kind, until.edtf, until.point) == ("open", "../1998", "1998")
    assert early.approximate
    assert early.when == when("1990/1993", within=True)
    assert about.approximate


def test_spans_hold_the_words_that_make_the_date() -> None:
    text = "They met, as told, in the early 1990s and since 2005, and from 1990 to 1994."
    spans = [text[m.span.start : m.span.end] for m in find_dates(text, "en")]
    assert spans == ["early 1990s", "since 2005", "from 1990 to 1994"]


def test_a_part_of_a_text_is_read_with_offsets_of_the_whole() -> None:
    text = "In 1990 and in May 1992 they met."
    assert [m.span.start for m in find_dates(text, "en", 10, 24)] == [15]


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("1944-12-11", ("1944-12-11", "1944-12-11", "1944-12-11", "1944-12-11")),
        ("2017-11", ("2017-11-01", "2017-11-30", "2017-11-01", "2017-11-30")),
        ("2009-04-02/2009-04-04", ("2009-04-02", "2009-04-02", "2009-04-04", "2009-04-04")),
        ("1991/1992", ("1991-01-01", "1991-12-31", "1992-01-01", "1992-12-31")),
        ("2017/..", ("2017-01-01", "2017-12-31", None, None)),
        ("1973-09-21/", ("1973-09-21", "1973-09-21", None, None)),
        ("../1998", (None, None, "1998-01-01", "1998-12-31")),
        ("195X", ("1950-01-01", "1959-12-31", "1950-01-01", "1959-12-31")),
        ("18XX", ("1800-01-01", "1899-12-31", "1800-01-01", "1899-12-31")),
        ("2009-33", ("2009-01-01", "2009-03-31", "2009-01-01", "2009-03-31")),
        ("1968-21", ("1968-01-01", "1968-12-31", "1968-01-01", "1968-12-31")),
        ("1844-06-16~", ("1844-06-15", "1844-06-17", "1844-06-15", "1844-06-17")),
    ],
)
def test_bounds_are_those_of_each_side(edtf: str, bounds: tuple[str | None, ...]) -> None:
    found = when(edtf)
    assert found
    times = ("T00:00:00Z", "T23:59:59Z", "T00:00:00Z", "T23:59:59Z")
    expected = tuple(day + time if day else None for day, time in zip(bounds, times, strict=True))
    assert (found.begin_earliest, found.begin_latest, found.end_earliest, found.end_latest) == expected


NO_EDTF = ["", "..", "/", "../..", "1990-02-30", "1992/1990", "1990-13", "May 1990", "199X-05", "a/b/c", "199X/.."]


@pytest.mark.parametrize("edtf", NO_EDTF)
def test_what_is_no_date_has_no_bounds(edtf: str) -> None:
    assert when(edtf) is None


@pytest.mark.parametrize("edtf", ["1990", "[1990..1993]", "Y-17E7", "1990-XX-XX"])
def test_the_edtf_library_judges_forms_that_are_not_ours(edtf: str) -> None:
    assert valid(edtf)


def test_nonsense_is_not_valid_edtf() -> None:
    assert not valid("last year")


@given(st.lists(ALPHABET, max_size=40).map("".join), st.sampled_from(["en", "es", "und"]))
@settings(max_examples=400, deadline=None)
def test_every_date_found_is_valid_edtf_in_its_place(text: str, language: str) -> None:
    previous = 0
    for mention in find_dates(text, language):
        assert previous <= mention.span.start < mention.span.end <= len(text)
        previous = mention.span.end
        assert (mention.edtf is None) == (mention.relative is not None)
        if mention.edtf:
            assert mention.when
            parse_edtf(mention.edtf)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_it_fail(text: str) -> None:
    for language in ("en", "es"):
        find_dates(text, language)


@given(st.from_regex(rf"{DATE}(/(\.\.|{DATE})?)?|(\.\.)?/{DATE}", fullmatch=True))
@settings(max_examples=200, deadline=None)
def test_what_has_bounds_is_edtf_by_the_library_too(edtf: str) -> None:
    if when(edtf):
        parse_edtf(edtf)


@pytest.mark.parametrize("piece", ENDLESS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_time_grows_with_the_length_only(piece: str, language: str) -> None:
    """A pattern that tries again and again would not come back from this."""
    find_dates(piece * 5000, language)
