"""Where the title of an instrument ends: before when, where, why and to what end it was signed."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Claim, Document


def told(claim: Claim) -> str:
    """The title in the words of the page."""
    return next(value.text for role in claim.roles if role.name == "title" for value in role.values)


BEHIND = {
    "en": """yesterday|this week|last Monday|on Friday|late last night|recently|here|before leaving for home
after their talks|following talks in Suva|prior to the dinner|as part of the visit|within the framework of the visit
in order to strengthen ties|so that trade may grow|aimed at more trade|intended to foster trade|whereby visas fall away
under which visas fall away|through which visas fall away|thus strengthening ties|worth $3 million|valid for five years
for a period of five years|in front of the press|alongside a dozen other texts|together with a loan|despite the crisis
although talks went on|because trade had grown|once talks had ended|upon his arrival|amid tensions|some years later
the following year|again|too|as well|officially|via videoconference|on behalf of their governments|if parliament agrees
pending ratification|subject to ratification|still in force|replacing the old one|expected to take effect soon
hailed as historic|ahead of the summit|for the first time|without delay|in a bid to foster trade|in return for aid
in accordance with their promises|in response to the crisis|inter alia|reached after long talks""",
    "es": """ayer|anoche|esta semana|este lunes|el pasado viernes|aquí|antes de partir|después de las conversaciones
al término de la visita|al finalizar el encuentro|dentro del marco de la visita|destinado a estrechar lazos
orientado a fomentar el comercio|válido por cinco años|junto a otros textos|entre otros documentos|pese a la crisis
si bien seguían las conversaciones|porque el comercio había crecido|una vez concluidas las conversaciones|a su llegada
años después|dos años más tarde|de nuevo|al margen de la cumbre|si lo aprueba el parlamento|pendiente de ratificación
sujeto a ratificación|calificado de histórico|considerado un hito|sin demora|de conformidad con sus promesas
de acuerdo con sus promesas|gracias al cual crece el comercio|lo cual fomenta el comercio""",
}
CORES = {
    "en": ("Kenya and Fiji signed an agreement on fisheries", "agreement on fisheries"),
    "es": ("Kenia y Fiyi firmaron un acuerdo sobre pesca", "acuerdo sobre pesca"),
}


@pytest.mark.parametrize(
    ("language", "tail"),
    [(language, tail) for language in BEHIND for tail in BEHIND[language].replace("\n", "|").split("|")],
)
def test_a_title_ends_before_what_is_told_of_its_signature(language: str, tail: str) -> None:
    core, title = CORES[language]
    page = Document(f"note.{language}.txt", f"{core} {tail}.", language, parties=("state/kenya", "state/fiji"))
    titles = [told(c) for c in extract(page).claims if c.type == "Agreement"]
    assert titles == [title]


@pytest.mark.parametrize(
    "title",
    [
        "agreement on the readmission of persons staying without permission",
        "agreement on cooperation in the peaceful uses of nuclear energy",
        "agreement on mutual assistance in customs matters",
    ],
)
def test_what_belongs_to_the_matter_stays_in_the_title(title: str) -> None:
    page = Document("note.en.txt", f"Kenya and Fiji signed an {title}.", "en", parties=("state/kenya", "state/fiji"))
    assert [told(c) for c in extract(page).claims] == [title]
