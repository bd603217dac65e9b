"""Wiki marks and misplaced blanks are no part of what is read; places and quotes are those of the file."""

from time import process_time

import pytest

from kg.extract.engine import extract
from kg.model import Document, Span
from kg.texts.readable import readable

WIKI = """== Historia ==
[[Ghana]] y [[Noruega]] establecieron '''relaciones diplomáticas''' el 3 de mayo de 1961.<ref name="a">{{c}}</ref>
El presidente [[Kwame Nkrumah|Nkrumah]]<!-- dato dudoso --> visitó [[Oslo]] en [[1962]].

{| class="wikitable"
! Año !! Exportaciones de Ghana
|-
| 2008
| 70 millones USD
|-
| 2016 || 41 millones USD
|}
* {{bandera|Ghana}} Ghana tiene una embajada en [[Oslo]].
"""


def claims(text: str) -> list[tuple[str, str | None, str]]:
    document = Document("a.es", text, "es", parties=("state/ghana", "state/norway"))
    found = extract(document).claims
    assert all(text[c.evidence.span.start : c.evidence.span.end] == c.evidence.quote for c in found)
    return [(c.type, c.when.edtf if c.when else None, c.evidence.quote) for c in found]


def test_wiki_text_is_read_without_its_marks() -> None:
    assert readable(WIKI).text == (
        "== Historia ==\nGhana y Noruega establecieron relaciones diplomáticas el 3 de mayo de 1961.\n"
        "El presidente Nkrumah visitó Oslo en 1962.\n\n| Año | Exportaciones de Ghana |\n| 2008 | 70 millones USD |\n"
        "| 2016 | 41 millones USD |\n\n* Ghana tiene una embajada en Oslo.\n"
    )


def test_claims_of_wiki_text_quote_the_file() -> None:
    found = claims(WIKI)
    assert ("RelationsEstablished", "1961-05-03") in [claim[:2] for claim in found]
    assert ("Visit", "1962") in [claim[:2] for claim in found]
    assert [claim[1] for claim in found if claim[0] == "TradeVolume"] == ["2008", "2016"]
    assert any(quote == "Ghana tiene una embajada en [[Oslo" for _, _, quote in found)


def test_claims_of_markdown_quote_the_file() -> None:
    told = "[Ghana](https://a.org) y *Noruega* establecieron **relaciones diplomáticas** en 1961"
    assert claims(f"**Ghana y Noruega**\n\n{told}.\n") == [("RelationsEstablished", "1961", told[1:])]


def test_brackets_in_prose_are_no_wiki_text() -> None:
    text = "The word [[link]] stands in double brackets; ''this'' does not."
    assert readable(text).text is text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Se firmó el1 de julio de 1960y entró en vigor.", "Se firmó el 1 de julio de 1960 y entró en vigor."),
        ("El15 de mayo de 1990Ghana abre su embajada.", "El 15 de mayo de 1990 Ghana abre su embajada."),
        ("signed on5 May 1990in Accra", "signed on 5 May 1990 in Accra"),
        ("en octubre de1999 cerró", "en octubre de 1999 cerró"),
        ("Oslo , capital ( hoy ) de Noruega .", "Oslo, capital (hoy) de Noruega."),
        ("File:Flag of Peru.svg Peru de hoy | Flag of Chad.svg Chad", "Peru de hoy | Chad"),
        ("Oslo opened inAccra since1985 a house of theGhana", "Oslo opened in Accra since 1985 a house of the Ghana"),
        (
            "Oslo opened inAccra since1985 theGhana house by KingOlaf,Ola Berg from2 May to3 May 1990 forUNHCR",
            "Oslo opened in Accra since 1985 the Ghana house by King Olaf, Ola Berg from 2 May to 3 May 1990 for UNHCR",
        ),
        ("inLima, inAccra, inOslo: VanDyke, DeVos, iPhones", "in Lima, in Accra, in Oslo: VanDyke, DeVos, iPhones"),
        (
            '**Peru** and *[Togo](https://a.org/Togo_(x) "t")*[[1]](#n) met[^2] in 1990[3](#m).',
            "Peru and Togo[1] met in 1990[3].",
        ),
        (
            "## Visits \\[[edit](/e)\\]\n* **Ola** *Berg*, 5* and 6* a_b_c\n![Map of Oslo](m.png)",
            "## Visits [edit]\n* Ola Berg, 5* and 6* a_b_c\n",
        ),
        ("| __Lima__ | 3 May<br>4 June | 2 * 3 * 4 | ____ |", "| Lima | 3 May; 4 June | 2 * 3 * 4 | ____ |"),
        ("the house of deGaulle inLima and iPhones", None),
        ("el F16 de mayor alcance; 5 May 1990s; 1,5 de mayo de 1990 y 2", None),
    ],
)
def test_blanks(text: str, clean: str | None) -> None:
    found = readable(text)
    assert found.text == (clean or text)
    if clean:
        at = clean.index("de") if "de" in clean else 0
        span = found.place(Span(at, at + 2))
        assert text[span.start : span.end] == clean[at : at + 2]


@pytest.mark.parametrize(
    "piece",
    [
        "**a ",
        "_a ",
        "[a](b.c",
        "![",
        "<br>",
        "\\*",
        "[[",
        "{{a",
        "<ref>",
        "<!--",
        "{|\n",
        "\n|a",
        "'",
        " ",
        "( ",
        "1 de mayo de ",
        "[http://",
    ],
)
def test_the_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    text = "[[a]] [[b]] [[c]] , ( " + piece * 20_000
    begin = process_time()
    readable(text)
    assert process_time() - begin < 2
