"""A sentence that tells all it needs is read alike whatever stands around it; what is told of others in passing is over
with its paragraph."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Document
from kg.texts.reading import document_from
from kg.texts.sources import Told

TITLES = {
    "en": ("Relations of Kenya and Norway", "Notes of an archivist"),
    "es": ("Relaciones entre Kenia y Noruega", "Apuntes de un archivero"),
}
# Sentences that need nothing around them, and neighbours that lend them nothing.
ALONE = {
    "en": (
        "Oman and Gabon are negotiating a treaty on fisheries.",
        "Ghana exported to Latvia goods worth 4 million dollars in 2013.",
        "Chad recalled its first resident ambassador in Lima in March 1988.",
        "A protocol between Cyprus and Fiji was signed by Foreign Minister Nikos Papadakis on 4 May 2011.",
    ),
    "es": (
        "Omán y Gabón negocian un tratado de pesca.",
        "Ghana exportó a Letonia productos por 4 millones de dólares en 2013.",
        "Chad retiró a su embajador en Lima en marzo de 1988.",
        "Malta y Palaos suscribieron un Acuerdo de Turismo en La Valeta el 9 de mayo de 2004.",
        "Suecia representó los intereses de Haití en Perú de 1973 a 1981.",
    ),
}
BEFORE = {
    "en": (
        "President Luvsan Bat of Mongolia visited Japan in May 2011.",
        "Jan Mertens was Ambassador of Belgium to Laos from 1966 to 1970.",
        "The museum shows masks and old cloth.",
    ),
    "es": (
        "El presidente de Mongolia, Luvsan Bat, visitó Japón en mayo de 2011.",
        "Jan Mertens fue embajador de Bélgica en Laos de 1966 a 1970.",
        "El museo muestra máscaras y telas antiguas.",
    ),
}
# Pages on Kenya and Norway, with the place where a paragraph on others may stand.
PAGES = {
    "en": """Kenya–Norway relations

Norway opened a legation in Nairobi in 1965.
@
Later years

The legation was closed on 3 May 1971. It had expelled nobody.
@
The ambassadors who headed the embassy were: Ola Berg (1965-1968), Kari Lund (1968-1971).
""",
    "es": """Relaciones entre Kenia y Noruega

Noruega abrió una legación en Nairobi en 1965.
@
Años posteriores

La legación fue cerrada el 3 de mayo de 1971.
@
El embajador Ola Berg falleció en Oslo en marzo de 1990.
""",
}
ASIDES = {
    "en": (
        "Palau and Slovenia have had relations since 1994. Slovenia has no embassy in Palau.",
        "Libya expelled the Danish ambassador in 2006 and closed its embassy in Copenhagen.",
        "Jan Mertens was Ambassador of Belgium to Laos from 1966 to 1970. He was born in 1921.",
        "It rained all week.",
    ),
    "es": (
        "Palaos y Eslovenia tienen relaciones desde 1994. Eslovenia no tiene embajada en Palaos.",
        "Libia expulsó al embajador danés en 2006 y cerró su embajada en Copenhague.",
        "Jan Mertens fue embajador de Bélgica en Laos de 1966 a 1970. Nació en 1921.",
        "Llovió toda la semana.",
    ),
}


def claims(text: str, language: str, begin: int = 0, end: int | None = None) -> list[tuple[object, ...]]:
    """The claims of a page whose words begin in some of it."""
    document = document_from(f"page.{language}.txt", text.encode(), Told())
    assert isinstance(document, Document)
    found = []
    for claim in extract(document).claims:
        if begin <= claim.evidence.span.start < (len(text) if end is None else end):
            roles = sorted((role.name, sorted(value.label for value in role.values)) for role in claim.roles)
            found.append((claim.type, claim.when.edtf if claim.when else "", claim.modality, repr(roles)))
    return sorted(found)


@pytest.mark.parametrize(("language", "sentence"), [(k, one) for k, each in ALONE.items() for one in each])
def test_a_sentence_that_needs_nothing_takes_nothing_from_what_stands_before_it(language: str, sentence: str) -> None:
    neutral = f"{TITLES[language][1]}\n\n{sentence}\n"
    expected = claims(neutral, language)
    assert expected
    for title in TITLES[language]:
        for before in BEFORE[language]:
            for gap in (" ", "\n\n"):
                text = f"{title}\n\n{before}{gap}{sentence}\n"
                assert claims(text, language, text.index(sentence)) == expected, text


@pytest.mark.parametrize(("language", "aside"), [(k, one) for k, each in ASIDES.items() for one in each])
def test_what_is_told_of_others_is_over_with_its_paragraph(language: str, aside: str) -> None:
    page = PAGES[language]
    expected = claims(page.replace("@", ""), language)
    assert len(expected) == {"en": 4, "es": 3}[language]
    for place in range(page.count("@")):
        first = page.replace("@", "", place)
        begin = len("".join(page.split("@")[: place + 1])) + 1
        text = first.replace("@", f"\n{aside}\n", 1).replace("@", "")
        found = claims(text, language, 0, begin) + claims(text, language, begin + len(aside))
        assert sorted(found) == expected, text


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("State visits to Peru", "King Haakon of Norway died on 21 September 1957."),
        ("Visitas de Estado al Perú", "El rey Haakon de Noruega murió el 21 de septiembre de 1957."),
        (
            "Visitas de Noruega al Perú",
            "El ministro de Pesca de Fiyi, Jone Vakatora, visitó Austria el 4 de octubre de 2012.",
        ),
    ],
)
def test_a_sentence_on_something_else_is_no_entry_of_the_visits_of_its_heading(heading: str, sentence: str) -> None:
    language = "en" if heading.startswith("State") else "es"
    alone = claims(f"{TITLES[language][1]}\n\n{sentence}\n", language)
    assert alone
    assert claims(f"{TITLES[language][1]}\n\n{heading}\n\n{sentence}\n", language) == alone


def test_those_who_served_without_a_name_are_not_whom_the_text_named_last() -> None:
    text = "Notes of an archivist\n\nJan Mertens was Ambassador of Belgium to Laos from 1966 to 1970.\n\n"
    for line in ("Norwegian officers served the Khedive in the 1880s.", "Ambassadors to Laos: Ana Soto, 1990-1994."):
        assert all("Mertens" not in claim[-1] for claim in claims(text + line + "\n", "en", len(text)))


VISITED = {
    "en": (
        "Relations of Kenya and Norway\n\n"
        "President Luvsan Bat of Mongolia visited Japan in March 1971 and met Prime Minister Eisaku Sato.\n\n",
        (
            "President Ana Otieno of Kenya visited Oslo in May 2012 and met the Prime Minister.",
            "The Ambassador of Norway presented his credentials to Governor-General Sir Tom Hale on 14 June 1964.",
            "At the end of the meeting both countries signed an Agreement on Fisheries.",
        ),
    ),
    "es": (
        "Relaciones entre Kenia y Noruega\n\nEl presidente de Mongolia, Luvsan Bat, visitó Japón en marzo de 1971 "
        "y se reunió con el primer ministro Eisaku Sato.\n\n",
        (
            "La presidenta de Kenia, Ana Otieno, visitó Oslo en mayo de 2012 y se reunió con el primer ministro.",
            "Al término de la reunión, ambos países firmaron un Acuerdo de Pesca.",
        ),
    ),
}


@pytest.mark.parametrize(("language", "sentence"), [(k, one) for k, (_, each) in VISITED.items() for one in each])
def test_a_visit_of_others_is_not_the_visit_of_the_next_paragraph(language: str, sentence: str) -> None:
    aside, _ = VISITED[language]
    alone = claims(f"{TITLES[language][0]}\n\n{sentence}\n", language)
    assert alone
    assert claims(f"{aside}{sentence}\n", language, len(aside)) == alone


@pytest.mark.parametrize(
    ("language", "foot"),
    [
        *(("en", f"{label}: 23 October 2020") for label in ("Last update", "Date", "Release date", "Print date")),
        ("es", "Última actualización: 23 de octubre de 2020"),
        ("es", "Fecha: 23 de octubre de 2020"),
    ],
)
def test_the_day_at_the_foot_of_a_page_is_nobodys_term(language: str, foot: str) -> None:
    page = {
        "en": "Embassy of Finland in Egypt\n\nThe ambassador is Kari Lund.\n\nPresident Eva Soto came to Cairo.\n",
        "es": "Embajada de Finlandia en Egipto\n\nLa embajadora es Kari Lund.\n\nEva Soto vino a El Cairo.\n",
    }[language]
    assert claims(f"{page}\n{foot}\n", language) == claims(page, language)


BUTTONS = {
    "en": ("Share on Facebook", "Print", "4 min read", "Main article: Climate of Palau", "Text size: A A A"),
    "es": ("Compartir en Facebook", "Imprimir", "Lectura de 4 minutos", "Artículo principal: Clima de Palaos"),
}


@pytest.mark.parametrize(("language", "button"), [(k, one) for k, each in BUTTONS.items() for one in each])
def test_what_a_site_puts_between_the_lines_of_a_text_parts_no_heading_from_its_list(
    language: str, button: str
) -> None:
    page = {
        "en": "Relations of Kenya and Norway\n\nVisits to Kenya\n@\n- Minister Kari Lund (May 2003)\n\n"
        "The Ambassador\n@\nNorway closed its embassy in Nairobi in 2019.\n",
        "es": "Relaciones entre Kenia y Noruega\n\nVisitas a Kenia\n@\n- Ministra Kari Lund (mayo de 2003)\n\n"
        "El embajador\n@\nNoruega cerró su embajada en Nairobi en 2019.\n",
    }[language]
    expected = claims(page.replace("@", ""), language)
    assert {claim[0] for claim in expected} >= {"Visit", "MissionClosed"}
    assert claims(page.replace("@", f"\n{button}\n"), language) == expected


def test_the_mission_of_the_other_state_does_not_tell_whose_page_it_is() -> None:
    trade = "In 2023 our bilateral trade came to 9 million dollars (exports: 7 million dollars)."
    told = "The Embassy of Peru in Ankara was opened in 2019."
    first = "The two peoples have traded for a hundred years, and their ships have met in many ports. " * 3
    page = f"Relations between Türkiye and Peru\n\n{first}\n\n{told}\n\n{trade}\n"
    flows = [str(claim[-1]) for claim in claims(page, "en") if claim[0] == "TradeVolume"]
    assert flows
    assert all("('exporter', ['Peru'])" not in roles for roles in flows)


def test_a_page_is_about_the_states_of_its_first_sentence_though_one_has_the_name_of_other_things() -> None:
    text = "The relations of Jordan and Mexico are old. Jordan has an embassy.\n\nMexico and Spain fought. Spain lost."
    document = document_from("page.en.txt", f"{text} Jordan bought maize from Mexico.\n".encode(), Told())
    assert isinstance(document, Document)
    assert set(document.parties) == {"state/jordan", "state/mexico"}


def test_a_year_alone_or_figures_that_fit_no_heads_are_no_rows() -> None:
    for row in ("2015", "2015 107", "2015 107 330 218 512 400", "2015 3 107 330"):
        assert claims(f"Notes of an archivist\n\nYear  Ships  Letters  Parcels\n{row}\n", "en") == []
