"""Instruments told by their title and what stands right beside it, and those that are not concluded."""

import pytest

from kg.extract.examples import Example, faults

CASES = [
    ("en", "The two governments are bound by a Maritime Convention (N'Djamena, 4 May 1994, amended in 2003).",
     {"Maritime Convention": "1994-05-04"}),
    ("en", "A Health Protocol and a Sports Agreement remain in force between Chad and Cuba.",
     {"Health Protocol": None, "Sports Agreement": None}),
    ("en", "Under a Protocol on Teachers, many lecturers came to Chad in 1985.", {"Protocol on Teachers": None}),
    ("en", "Trade rests on the Transit Agreement, in force since 3 March 2011.", {"Transit Agreement": "2011-03-03"}),
    ("en", "Two documents, a Protocol on Ports and a Fisheries Agreement, were inked in Havana in May 2004.",
     {"Protocol on Ports": "2004-05", "Fisheries Agreement": "2004-05"}),
    ("en", "Air Transport Agreement. Signed 03.05.1998", {"Air Transport Agreement": "1998-05-03"}),
    ("en", "On 4 May 1998 a Treaty on Rivers (the so-called “Lake Agreement”) was signed in Havana.",
     {"Treaty on Rivers": "1998-05-04"}),
    ("es", "Ambos países tienen un Convenio Sanitario (La Habana, 3 de mayo de 1999; en vigor).",
     {"Convenio Sanitario": "1999-05-03"}),
    ("es", "Está vigente un Acuerdo de Transporte Aéreo desde 1998.", {"Acuerdo de Transporte Aéreo": "1998"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "titles"), CASES, ids=[case[1][:50] for case in CASES])
def test_a_title_beside_which_its_conclusion_is_told_is_an_instrument(
    language: str, text: str, titles: dict[str, str | None]
) -> None:
    claims = tuple(
        {"title": [title], "parties": ["Chad", "Cuba"], **({"date": date} if date else {})}
        for title, date in titles.items()
    )
    assert faults(Example("titled", "Agreement", language, text, ("Chad", "Cuba"), claims)) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The drafting of a Memorandum on Sugar was considered in 2009."),
        ("en", "Under the Convention on the Law of the Sea, islands have rights."),
        ("en", "A Fisheries Agreement is under negotiation and would be signed in Havana."),
        ("es", "Se examinó el borrador de un Convenio Sanitario en 2009."),
        ("es", "Según el Convenio de Viena, las islas tienen derechos."),
    ],
)
def test_a_title_alone_is_no_instrument_concluded(language: str, text: str) -> None:
    assert faults(Example("titled", "Agreement", language, text, ("Chad", "Cuba"), ())) == []
