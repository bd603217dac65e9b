"""What happens on a visit has the visit's date, also if a list told of the visit and others stand between."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.model import Document

ENGLISH = """Finland–Ghana relations

High-level visits

From Finland to Ghana
- Foreign Minister Erkki Tuomioja, March 2004
- President Tarja Halonen (9–11 May 2007)
- Prime Minister Jyrki Katainen, January 2013

During President Halonen's visit, a Memorandum of Understanding on Forestry was signed. Throughout the
visit of Prime Minister Katainen, the press wrote of a grant. At the end of that visit Finland announced a grant
of 12 million euros. Tuomioja met with President John Kufuor in Accra.

From Ghana to Finland
- Vice President John Mahama, 4 June 2010
- Speaker Joyce Bamford-Addo, 2012

On the occasion of the visit of Vice President Mahama to Helsinki, the two sides concluded an Agreement on Air Services.
The honorary consulate in Turku was opened during the visit of Speaker Bamford-Addo.
"""

SPANISH = """Relaciones Chile-Kenia

Visitas

De Chile a Kenia
- Canciller Heraldo Muñoz, agosto de 2014
- Presidenta Michelle Bachelet (3 al 5 de mayo de 2016)

Durante la visita del canciller Muñoz se firmó un Memorándum de Entendimiento sobre Pesca. El canciller se reunió con la
ministra Amina Mohamed. En el marco de la visita de la presidenta Bachelet, Chile ofreció una donación de 2 millones de
dólares. Al término de esa visita se adoptó una Declaración Conjunta.
"""


@pytest.mark.parametrize(
    ("text", "language", "dates"),
    [
        (
            ENGLISH,
            "en",
            {
                ("Agreement", "2007-05-09/2007-05-11"),
                ("Aid", "2013-01"),
                ("Meeting", "2004-03"),
                ("Agreement", "2010-06-04"),
                ("MissionOpened", "2012"),
            },
        ),
        (
            SPANISH,
            "es",
            {
                ("Agreement", "2014-08"),
                ("Meeting", "2014-08"),
                ("Aid", "2016-05-03/2016-05-05"),
                ("Agreement", "2016-05-03/2016-05-05"),
            },
        ),
    ],
)
def test_what_happens_on_a_visit_has_its_date(text: str, language: str, dates: set[tuple[str, str]]) -> None:
    claims = extract(Document("page", text, language)).claims
    told = [claim for claim in claims if claim.type not in ("OfficeHeld", "Visit")]
    assert {(claim.type, claim.when.edtf if claim.when else "") for claim in told} == dates
    visits = [claim.when.edtf for claim in claims if claim.type == "Visit" and claim.when]
    assert len(visits) == len(set(visits)), "a visit that is taken up by a noun is told once"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The visit to Ghana of the President of Finland T.Halonen (9-11 May 2007), during which a Treaty on "
            "Forestry was signed, and her second visit to Accra in 2009 were important.",
        ),
        (
            "es",
            "Tuvieron importancia la visita a Ghana de la Presidenta de Finlandia T.Halonen (9-11 de mayo de 2007), "
            "durante la cual fue firmado el Tratado sobre Bosques, y su segunda visita a Accra en 2009.",
        ),
    ],
)
def test_days_in_brackets_are_of_the_visit_and_of_what_was_done_in_its_course(language: str, text: str) -> None:
    document = Document("page.txt", text, language, parties=("state/finland", "state/ghana"))
    found = {claim.type: claim.when.edtf for claim in reversed(extract(document).claims) if claim.when}
    assert found == {"Visit": "2007-05-09/2007-05-11", "Agreement": "2007-05-09/2007-05-11"}


BEGUN = """Canciller keniana inicia visita de trabajo a Noruega

NAIROBI, 11 jun 2018 (Agencia) -- La canciller keniana, Ana de Soto, comienza hoy una visita de tres días a Noruega.

De Soto presidirá junto al ministro noruego de Comercio, Nils Lie, los trabajos de la III Comisión Mixta.

Durante la reunión se firmará un acuerdo de pesca.

La canciller keniana será recibida por el rey Harald V.
"""


def test_what_is_still_to_come_on_a_visit_that_has_begun_falls_within_it() -> None:
    document = Document("nota.es.txt", BEGUN, "es", parties=("state/kenya", "state/norway"))
    claims = [c for c in extract(document).claims if c.type in ("Meeting", "Agreement")]
    assert [(c.type, c.modality, c.when.edtf if c.when else "") for c in claims] == [
        ("Meeting", "planned", "2018-06-11/2018-06-13"),
        ("Agreement", "planned", "2018-06-11/2018-06-13"),
        ("Meeting", "planned", "2018-06-11/2018-06-13"),
    ]
    assert [value.label for value in claims[0].roles[0].values] == ["Ana de Soto", "Nils Lie"]
