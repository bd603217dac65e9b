"""Who concludes an instrument, where it is not the two states of the page."""

import pytest

from kg.extract.examples import Example, faults

CASES = [
    ("en", "Norway ended it by a peace agreement with the Red Banner Front signed in Vienna on 4 May 1998.",
     "peace agreement", ("Norway", "Red Banner Front"), "1998-05-04"),
    ("en", "A Cooperation Agreement was signed between Norway and the African Union on 3 May 2015.",
     "Cooperation Agreement", ("Norway", "African Union"), "2015-05-03"),
    ("en", "The Baltic Customs Council (BCC) and the Government of Peru signed a compact on 3 May 2015.",
     "compact", ("Baltic Customs Council", "Peru"), "2015-05-03"),
    ("en", "A Memorandum of Understanding between Zeme University and the Cuzco College was signed on 3 May 2015.",
     "Memorandum of Understanding between Zeme University and the Cuzco College",
     ("Zeme University", "Cuzco College"), "2015-05-03"),
    ("en", "A Memorandum of Understanding between the Ministries of Health was signed on 3 May 2015.",
     "Memorandum of Understanding between the Ministries of Health", ("Peru", "Norway"), "2015-05-03"),
    ("en", "Peru signed an agreement on ports with Norway in 1990 and cooperates with the European Union.",
     "agreement on ports", ("Peru", "Norway"), "1990"),
    ("es", "El Perú suscribió el 3 de mayo de 2008 un Acuerdo de Libre Comercio con la Unión Africana.",
     "Acuerdo de Libre Comercio", ("Peru", "African Union"), "2008-05-03"),
    ("es", "Un memorando entre los Ministerios de Salud se suscribió el 3 de mayo de 2005.",
     "memorando entre los Ministerios de Salud", ("Norway", "Peru"), "2005-05-03"),
    ("es", "Tratado de Libre Comercio MERCOSUR – Noruega, Brasilia, 4 de mayo de 2005",
     "Tratado de Libre Comercio MERCOSUR – Noruega", ("Mercosur", "Norway"), "2005-05-04"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "title", "parties", "date"), CASES, ids=[case[1][:50] for case in CASES])
def test_the_parties_stand_beside_the_title(
    language: str, text: str, title: str, parties: tuple[str, str], date: str
) -> None:
    claim = {"title": [title], "parties": list(parties), "date": date}
    assert faults(Example("concluded", "Agreement", language, text, ("Norway", "Peru"), (claim,))) == []
