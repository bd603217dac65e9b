"""Texts broken to fit a page tell what they tell unbroken, and quotes are the words of the file."""

from __future__ import annotations

import textwrap

import pytest

from kg.extract.engine import extract
from kg.model import Claim, Document

PROSE = {
    "en": (
        "In May 1999 President Juan Soto Aguilar of Peru visited Oslo, where he signed an Agreement on Air Services "
        "with Norwegian Prime Minister Kari Berg. The Norwegian Legation in Lima was raised to embassy status in 1944. "
        "Ambassador Pia Olsen Dyhr presented her credentials to the President of Peru on 4 May 2001. The second "
        "meeting of the Peru-Norway Joint Commission on Scientific Cooperation was held in Lima on 3 May 2009. Since "
        "then the exchange of students has grown from year to year, and with it the number of schools that teach the "
        "language of the other country; how far this will go nobody can say, but both sides look on it with pleasure."
    ),
    "es": (
        "En mayo de 1999 el presidente peruano, Juan Soto Aguilar, realizó una visita de Estado a Noruega. En aquella "
        "ocasión suscribió con la primera ministra noruega, Kari Berg, un Convenio Básico de Cooperación Científica y "
        "Técnica. La embajadora noruega Pia Olsen Dyhr presentó sus cartas credenciales al presidente del Perú el 4 de "
        "mayo de 2001. El 3 de mayo de 2009 se celebró en Lima la segunda ronda de consultas políticas bilaterales. "
        "Desde entonces el intercambio de estudiantes ha crecido de año en año, y con él el número de las escuelas que "
        "enseñan la lengua del otro país; hasta dónde llegará nadie lo sabe, pero ambas partes lo ven con agrado."
    ),
}


def _told(claim: Claim) -> tuple[object, ...]:
    roles = tuple((role.name, tuple(value.label for value in role.values)) for role in claim.roles)
    return claim.type, roles, claim.when.edtf if claim.when else None, claim.modality


@pytest.mark.parametrize("width", [48, 60, 72])
@pytest.mark.parametrize("language", sorted(PROSE))
def test_names_and_titles_run_over_the_ends_of_lines(language: str, width: int) -> None:
    whole = extract(Document("x", PROSE[language], language)).claims
    broken = "\n".join(textwrap.wrap(PROSE[language], width, break_on_hyphens=False))
    claims = extract(Document("x", broken, language)).claims
    assert len(whole) >= 4
    assert [_told(claim) for claim in claims] == [_told(claim) for claim in whole]
    for claim in claims:
        span = claim.evidence.span
        assert claim.evidence.quote == broken[span.start : span.end]


def test_lines_that_are_no_prose_stay_apart() -> None:
    rows = "Visits to Kenya\n\n- President Juan Soto, 3 May 1990\n- President Ana Li, 4 May 1994\n"
    claims = extract(Document("x", rows, "en")).claims
    assert {v.label for c in claims for r in c.roles if r.name == "visitor" for v in r.values} == {
        "Juan Soto",
        "Ana Li",
    }
