"""Pages of the kinds that ministries and wikis publish, each in the layouts that these sites give it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_same_page import claims

Layout = Callable[[str], str]


def headed(form: str) -> Layout:
    """The headings, which stand right above what they head, marked in another way."""
    return lambda text: re.sub(r"(?m)^(?!\A)(?:== (.+) ==)$", lambda match: form.replace("X", match[1]), text)


HEADS: dict[str, Layout] = {
    "of a wiki": lambda text: text,
    "plain": headed("X"),
    "plain and apart": headed("X\n"),
    "of Markdown": headed("## X"),
    "underlined": headed("X\n-----"),
    "to be edited": headed("X[edit]"),
}
ITEMS: dict[str, Layout] = {
    "dashes": lambda text: text,
    "nothing": lambda text: text.replace("\n- ", "\n"),
    "nothing, apart": lambda text: re.sub(r"(?<=[^=])\n- ", "\n\n", text).replace("\n- ", "\n"),
    "numbers": lambda text: text.replace("\n- ", "\n1) "),
    "letters": lambda text: re.sub(r"== (.*)\n- (.*)\n- ", r"== \1\na) \2\nb) ", text).replace("\n- ", "\na) "),
}

EMBASSY = """Embassy of Latvia in Ghana

== Ambassadors of Latvia to Ghana ==
- Ilze Ozola (1996–2001)
- Karlis Liepa (2001–present)

== Visits from Latvia to Ghana ==
- President Juris Kalns, 2004-05-16
- Foreign Minister Anna Berza, October 2012

== Visits from Ghana to Latvia ==
- Prime Minister Kofi Mensah, 2008-09-22

== Trade ==
In 2020, trade between Latvia and Ghana amounted to 4.5 million euros.
"""
HISTORY = """History of the relations of the United States and Latvia

== Recognition ==
== U.S. Recognition of Latvian Independence, 1922 ==
The United States recognized Latvia as an independent state on July 28, 1922.

== Establishment of Diplomatic Relations, 1922. ==
Diplomatic relations were established on November 13, 1922.

== Establishment of the American Legation, 1923. ==
The Legation at Riga was established on 3 May 1923.
"""
MISSIONS = """List of diplomatic missions of Latvia

== Canada ==
- Ottawa (Embassy)

== United States ==
- Washington, D.C. (Embassy)
- New York City (Consulate-General)

== India ==
- New Delhi (Embassy)
"""


@pytest.mark.parametrize("items", ITEMS)
@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize(("page", "size"), [(EMBASSY, 10), (MISSIONS, 4)], ids=["embassy", "missions"])
def test_lists_below_headings(page: str, size: int, heads: str, items: str, tmp_path: Path) -> None:
    expected = claims(tmp_path, page)
    assert len(expected) == size
    assert claims(tmp_path, HEADS[heads](ITEMS[items](page))) == expected


@pytest.mark.parametrize("heads", HEADS)
def test_headings_that_tell_what_came_about(heads: str, tmp_path: Path) -> None:
    assert [claim[:2] for claim in claims(tmp_path, HEADS[heads](HISTORY))] == [
        ("MissionOpened", "1923-05-03"),
        ("Recognition", "1922-07-28"),
        ("RelationsEstablished", "1922-11-13"),
    ]


ENVOYS = """List of ambassadors of Finland to Zambia

No. | Name | Appointed | Credentials | Remarks
1 | Aino Laakso | 14 March 1972 | 19 April 1972 | –
2 | Eero Salmi | 1975 | 23 September 1975 | –
3 | Timo Korpi | 1984 | – | Resident in Harare
"""


def of_a_wiki(text: str) -> str:
    """The table as a wiki writes it, some of its cells with a format."""
    title, heads, *rows = filter(None, text.split("\n"))
    made = "\n".join(f"|-\n| {row.replace(' | ', ' || ')}" for row in rows)
    head = heads.replace(" | ", ' !! scope="col" | ')
    return f'{title}\n\n{{| class="wikitable"\n! scope="col" | {head}\n{made}\n|}}\n'


@pytest.mark.parametrize("table", [lambda text: text.replace(" | ", "\t"), of_a_wiki], ids=["tabs", "wiki"])
def test_tables_with_empty_cells(table: Layout, tmp_path: Path) -> None:
    expected = claims(tmp_path, ENVOYS)
    assert len(expected) == 5
    assert claims(tmp_path, table(ENVOYS)) == expected


SHEET = """Ficha país: Zambia

== Relaciones diplomáticas ==
Kenia y Zambia establecieron relaciones diplomáticas el 24 de noviembre de 1966.

== Personalidades de Zambia que han visitado Kenia ==
21 de mayo de 1987: Elias Banda, presidente de la República
febrero de 2006: Mary Phiri, ministra de Asuntos Exteriores

== Personalidades kenianas que han visitado Zambia ==
13 de octubre de 1999: Daniel Otieno, ministro de Asuntos Exteriores

== Relación de declaraciones, tratados y acuerdos firmados ==
16 de abril de 1985: Acuerdo de cooperación técnica
25 de julio de 2002: Acuerdo de promoción y protección de inversiones

== Datos de la representación ==
Embajada de Kenia en Lusaka
Embajador: Pedro Salas Vidal (desde 2019)
"""
ENTRIES: dict[str, Layout] = {
    "as they are": lambda text: text,
    "day above": lambda text: re.sub(r"(?m)^(.*\d{4}): ", r"\1\n", text),
    "day above, dashes": lambda text: re.sub(r"(?m)^(.*\d{4}): ", r"– \1\n", text),
    "days of machines": lambda text: text.replace("21 de mayo de 1987", "1987-05-21"),
    "broken": lambda text: text.replace("protección de inversiones", "protección de\ninversiones"),
    "in capitals": lambda text: re.sub(r"(?m)^== .*", lambda match: match[0].upper(), text),
    "colons": lambda text: text.replace(" ==\n", ": ==\n"),
}


@pytest.mark.parametrize("entries", ENTRIES)
@pytest.mark.parametrize("heads", HEADS)
def test_sheets_of_a_ministry(heads: str, entries: str, tmp_path: Path) -> None:
    page = HEADS[heads](ENTRIES[entries](SHEET))
    told = [claim for claim in claims(tmp_path, page, "es") if claim[0] in ("Agreement", "Tenure", "Visit")]
    assert [claim[:2] for claim in told] == [
        ("Agreement", "1985-04-16"),
        ("Agreement", "2002-07-25"),
        ("Tenure", "2019/.."),
        ("Visit", "1987-05-21"),
        ("Visit", "1999-10-13"),
        ("Visit", "2006-02"),
    ]
    assert any("promoción y protección de inversiones" in part for claim in told for part in claim)


TIMELINE = """Timeline of relations between Nepal and Finland

== 1974 ==
- Nepal and Finland establish diplomatic relations

== 1992 ==
- Finland opens its embassy in Kathmandu
- Foreign Minister Pekka Laine visits Nepal

== 2008 ==
- Prime Minister Ram Thapa visits Finland
"""
NOTE = """Ambassadors present credentials

Oslo, 18 September 2014. King Haakon received the credentials of three new ambassadors today.

- Mr. Ahmed Farah, Ambassador of Sudan
- Ms. Elena Petrova, Ambassador of Bulgaria
- Dr. Luis Zambrano, Ambassador of Ecuador
"""


@pytest.mark.parametrize("items", ["dashes", "nothing", "numbers", "letters"])
@pytest.mark.parametrize("heads", [*HEADS])
def test_years_above_what_came_about(heads: str, items: str, tmp_path: Path) -> None:
    found = claims(tmp_path, HEADS[heads](ITEMS[items](TIMELINE)))
    assert [claim[:2] for claim in found if claim[0] != "OfficeHeld"] == [
        ("MissionOpened", "1992"),
        ("RelationsEstablished", "1974"),
        ("Visit", "1992"),
        ("Visit", "2008"),
    ]


@pytest.mark.parametrize("items", ["dashes", "nothing", "nothing, apart", "numbers"])
def test_people_with_styles_of_address_are_a_list(items: str, tmp_path: Path) -> None:
    found = [claim for claim in claims(tmp_path, ITEMS[items](NOTE)) if claim[0] == "Appointment"]
    assert [claim[-2:] for claim in found] == [
        ("receiving: Norway", f"sending: {state}") for state in ("Sudan", "Bulgaria", "Ecuador")
    ]


def test_recognitions_have_the_dates_of_their_own_column(tmp_path: Path) -> None:
    page = "International recognition of Slovenia\n\nRecognition by states\n{}"
    rows = (
        ("State", "Date of recognition", "Diplomatic relations"),
        ("Iceland", "19 December 1991", "15 January 1992"),
        ("Norway", "16 January 1992", "22 January 1992"),
    )
    expected = [("Recognition", "1991-12-19"), ("Recognition", "1992-01-16")]
    for order in ((0, 1, 2), (0, 2, 1), (2, 1, 0)):
        table = "\n".join("\t".join(row[at] for at in order) for row in rows)
        found = [claim[:2] for claim in claims(tmp_path, page.format(table))]
        assert [claim for claim in found if claim[0] == "Recognition"] == expected
        assert len(found) == 4


def test_the_dollars_of_a_head_are_no_partner(tmp_path: Path) -> None:
    heads = "Year\tExports of Serbia to Egypt (US$ million)\tImports of Serbia from Egypt (US$ million)"
    page = f"Trade between Serbia and Egypt\n\n{heads}\n2015\t34\t17\n2016\t41\t22\n"
    found = [claim for claim in claims(tmp_path, page) if claim[0] == "TradeVolume"]
    ways = {(claim[2], claim[4]) for claim in found}
    assert ways == {
        ("amount: 34000000", "exporter: Serbia"),
        ("amount: 41000000", "exporter: Serbia"),
        ("amount: 17000000", "exporter: Egypt"),
        ("amount: 22000000", "exporter: Egypt"),
    }


def test_a_heading_above_cells_one_a_line_is_no_head_of_a_column(tmp_path: Path) -> None:
    cells = ["Ambassador", "Start of term", "End of term", "Niamh Doyle", "1994", "1998", "Conor Walsh", "1998", "2003"]
    cells += ["Aoife Byrne", "2003", "2008", "Sean Kelly", "2008", "2012"]
    page = "Ambassadors of Ireland to Ethiopia\n\nAmbassadors\n" + "\n".join(cells) + "\n"
    found = [claim for claim in claims(tmp_path, page) if claim[0] == "Tenure"]
    assert [claim[1] for claim in found] == ["1994/1998", "1998/2003", "2003/2008", "2008/2012"]


TREATIES = """Treaties between Brazil and Angola

== Agreements ==
- Cultural Agreement
Brasília, 11 June 1980

- Trade Agreement
Luanda, May 16, 1983

- Agreement on Economic Cooperation
Luanda, 28 January 1989
"""


@pytest.mark.parametrize("items", ["dashes", "nothing", "numbers"])
@pytest.mark.parametrize("close", [False, True], ids=["apart", "close"])
def test_places_and_days_below_titles(items: str, close: bool, tmp_path: Path) -> None:
    page = TREATIES.replace("\n\n- ", "\n- ") if close else TREATIES
    found = claims(tmp_path, ITEMS[items](page))
    assert [(claim[1], claim[-2], claim[-1]) for claim in found] == [
        ("1980-06-11", "place: Brasília", "title: Cultural Agreement"),
        ("1983-05-16", "place: Luanda", "title: Trade Agreement"),
        ("1989-01-28", "place: Luanda", "title: Agreement on Economic Cooperation"),
    ]
