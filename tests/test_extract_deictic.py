"""Days told from the day of writing: "hoy", "ayer", "este lunes", "el martes 28"."""

import pytest

from kg.extract.engine import extract
from kg.model import Document


def dates(text: str, language: str = "es") -> list[tuple[str, str | None, str]]:
    """Type, date and modality of the claims that are no titles."""
    claims = extract(Document("nota.txt", text, language, parties=("state/kenya", "state/norway"))).claims
    return [(c.type, c.when.edtf if c.when else None, c.modality) for c in claims if c.type != "OfficeHeld"]


@pytest.mark.parametrize(
    ("dateline", "told", "date"),
    [
        ("3 de mayo de 2021", "El canciller keniano, Amos Kimani, llegó ayer a Oslo.", "2021-05-02"),
        ("lunes, 3 de mayo de 2021", "El canciller keniano, Amos Kimani, visitó hoy Noruega.", "2021-05-03"),
        ("Oslo, 3 de mayo de 2021", "El canciller keniano, Amos Kimani, llegó este sábado a Oslo.", "2021-05-01"),
        ("Oslo, 3 de mayo de 2021", "El canciller keniano, Amos Kimani, llegó el jueves 29 a Oslo.", "2021-04-29"),
        ("Oslo, 3 de mayo de 2021", "El canciller keniano, Amos Kimani, llegó a Oslo.", None),
    ],
)
def test_a_day_is_told_from_the_date_of_the_text(dateline: str, told: str, date: str | None) -> None:
    assert dates(f"{dateline}\n\n{told}") == [("Visit", date, "asserted")]


def test_a_plan_is_on_the_next_such_day() -> None:
    text = "Oslo, 3 de mayo de 2021\n\nEl canciller keniano, Amos Kimani, visitará Noruega el jueves."
    assert dates(text) == [("Visit", "2021-05-06", "planned")]


def test_a_text_without_a_date_tells_no_day() -> None:
    assert dates("El canciller keniano, Amos Kimani, llegó ayer a Oslo.") == [("Visit", None, "asserted")]


def test_english_days() -> None:
    text = "Oslo, 3 May 2021\n\nKenyan Foreign Minister Amos Kimani visited Norway on Saturday."
    assert dates(text, "en") == [("Visit", "2021-05-01", "asserted")]


def test_a_dateline_in_small_letters_is_no_rest_of_the_title() -> None:
    text = "El ministro Hans Berg recibe a Amos Kimani\n\nlunes 3 mayo 2021\nEl canciller Hans Berg visitó ayer Kenia."
    assert ("Visit", "2021-05-02", "asserted") in dates(text)


def test_a_bare_title_is_told_fuller_elsewhere() -> None:
    text = "El ministro de Comercio de Noruega, Hans Berg, habló. El ministro Berg se fue."
    titles = [c for c in extract(Document("n.txt", text, "es")).claims if c.type == "OfficeHeld"]
    assert [role.values[0].label for c in titles for role in c.roles if role.name == "office"] == ["minister of trade"]


@pytest.mark.parametrize(
    ("told", "date", "modality"),
    [
        ("La visita que hice a Oslo en octubre fue útil.", "1974-10", "asserted"),
        ("La visita que hice a Oslo en mayo fue útil.", "1975-05", "asserted"),
        ("En septiembre visitaré Noruega.", "1975-09", "planned"),
        ("En el curso del último año visité Noruega.", "1974-07/1975-07", "asserted"),
    ],
)
def test_a_yearly_message_tells_from_the_day_on_which_it_is_given(told: str, date: str, modality: str) -> None:
    document = Document("mensaje-a-la-nacion-peru-1975.es.txt", told, "es", parties=("state/peru",))
    claims = extract(document).claims
    assert [(c.type, c.when.edtf if c.when else None, c.modality) for c in claims] == [("Visit", date, modality)]


def test_of_two_tellings_of_a_visit_in_one_sentence_the_dated_one_is_kept() -> None:
    text = "El canciller keniano, Amos Kimani, llegó a Oslo el 3 de mayo de 2021 para iniciar una visita a Noruega."
    assert dates(text) == [("Visit", "2021-05-03", "asserted")]


def test_who_is_told_of_by_a_relative_clause_is_not_the_one_spoken_of_before() -> None:
    text = "Hans Berg habló. Noruega llamó a Ola Dahl, quien se desempeñaba como embajadora en Kenia desde 2012."
    claims = extract(Document("n.txt", text, "es", parties=("state/kenya", "state/norway"))).claims
    people = [role.values[0].label for c in claims if c.type == "Tenure" for role in c.roles if role.name == "person"]
    assert people == ["Ola Dahl"]


def test_that_year_is_that_of_the_sentence_before() -> None:
    text = (
        "Ola Berg fue cónsul en Nairobi desde 2011 hasta 2015.\n\n"
        "Kenia y Noruega mantienen relaciones desde el 3 de mayo de 1964. Ese año se abrió un consulado en Oslo."
    )
    assert ("MissionOpened", "1964", "asserted") in dates(text)


HEADS = {
    "en": ("Kenya and Fiji meet", "Kenyan Foreign Minister Amos Kimani visited Fiji yesterday."),
    "es": ("Kenia y Fiyi se reúnen", "El canciller keniano, Amos Kimani, visitó ayer Fiyi."),
}


@pytest.mark.parametrize(
    ("language", "head"),
    [
        ("en", "{title} (3 May 2021)\n\n{told}"),
        ("en", "3 May 2021 - {title}\n\n{told}"),
        ("en", "{title}\n\n*May 3, 2021*\n\n{told}"),
        ("en", "{title}\n\nMay 3, 2021 4:35 PM\n\n{told}"),
        ("en", "{title}\n\n[Mon, 3 May 2021 10:32]\n\n{told}"),
        ("en", "{title}\n\nCategory: News | Date: 3 May 2021\n\n{told}"),
        ("en", "{title}\n\n3 May 2021 / News\n\n{told}"),
        ("en", "{title}\nAdmin · 3 May 2021 · 2 min read\n\n{told}"),
        ("en", "{title}\n\nSuva, 3 May 2021 - {told}"),
        ("en", "{title}\n\n{told}\n\n3 May 2021"),
        ("en", "{title}\n\n{told}\n\nSuva, 3rd May 2021"),
        ("es", "{title} (3 de mayo de 2021)\n\n{told}"),
        ("es", "{title}\n\n**3 de mayo de 2021**\n\n{told}"),
        ("es", "{title}\n\nCategoría: Noticias | Fecha: 03/05/2021\n\n{told}"),
        ("es", "{title}\n\nPor Redacción | lunes 3 de mayo de 2021\n\n{told}"),
        ("es", "{title}\n\nSuva, 03/05/2021.- {told}"),
        ("es", "{title}\n\n{told}\n\n3 de mayo de 2021"),
        ("es", "{title}\n\n{told}\n\nSuva, 3 de mayo de 2021, 16:35"),
    ],
)
def test_the_day_of_a_report_in_the_forms_that_sites_give_it(language: str, head: str) -> None:
    title, told = HEADS[language]
    page = Document(f"note.{language}.txt", head.format(title=title, told=told), language)
    visits = [c.when.edtf for c in extract(page).claims if c.type == "Visit" and c.when]
    assert visits == ["2021-05-02"]


def test_days_and_adverbs_that_open_a_sentence_are_no_names() -> None:
    text = "Suva, 3 May 2021\n\n{} Amos Kimani visited Norway on 1 May 2021."
    for word in ("Yesterday", "Earlier", "Elsewhere", "Friday", "Tonight"):
        page = Document("n.en.txt", text.format(word), "en", parties=("state/kenya", "state/norway"))
        visitors = [role.values[0].label for c in extract(page).claims for role in c.roles if role.name == "visitor"]
        assert visitors == ["Amos Kimani"], word
