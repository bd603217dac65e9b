"""What Spanish press texts must not make up: visits of whoever was named before, years and states of others."""

import pytest

from kg.extract.engine import extract
from kg.model import Claim, Document

PAIR = ("state/kenya", "state/norway")


def told(text: str) -> list[Claim]:
    return list(extract(Document("nota.txt", text, "es", parties=PAIR)).claims)


def offices(text: str) -> dict[str, str]:
    """Whose office each person has."""
    found = [{role.name: role.values[0].label for role in c.roles} for c in told(text) if c.type == "OfficeHeld"]
    return {roles["person"]: roles.get("of", "") for roles in found}


@pytest.mark.parametrize(
    "text",
    [
        "El canciller keniano, Amos Kimani, habló. En 1963, cuando arribó a Noruega la primera brigada médica, llovía.",
        "El canciller keniano, Amos Kimani, confirmó que una misión comercial visitará Noruega.",
        "El canciller keniano, Amos Kimani, visitará el palacio real.",
    ],
)
def test_who_was_named_before_does_not_travel_for_others(text: str) -> None:
    assert [c for c in told(text) if c.type == "Visit"] == []


def test_a_relative_date_of_a_text_without_a_date_is_not_counted_from_another_year() -> None:
    text = "Todo empezó en 1975. El canciller keniano, Amos Kimani, visitó Oslo el año pasado."
    assert [c.when for c in told(text) if c.type == "Visit"] == [None]


def test_ministers_of_one_list_serve_one_state() -> None:
    text = (
        "Lo acompañan Ola Berg, ministra de Defensa de Noruega; Nils Lie, ministro de Cultura; y Per Dahl, ministro"
        " de Trabajo."
    )
    assert offices(text) == {"Ola Berg": "Norway", "Nils Lie": "Norway", "Per Dahl": "Norway"}


def test_each_name_of_an_enumeration_has_the_title_behind_it() -> None:
    text = "El acto fue presidido por Hans Berg, ministro de Defensa de Noruega, Nils Lie, embajador en Kenia."
    titles = [c for c in told(text) if c.type == "OfficeHeld"]
    pairs = [(r["person"], r["office"]) for c in titles for r in [{x.name: x.values[0].label for x in c.roles}]]
    assert ("Hans Berg", "minister of defence") in pairs
    assert ("Nils Lie", "minister of defence") not in pairs


def test_a_given_name_is_no_title() -> None:
    assert "Maroto" not in offices("Habló Reyes Maroto, ministra de Industria de Noruega.")


def test_relations_are_broken_with_whom_the_relative_clause_names() -> None:
    claims = [c for c in told("Kenia rompió las relaciones que mantenía con Perú.") if c.type == "RelationsSevered"]
    parties = [v.label for c in claims for role in c.roles if role.name == "parties" for v in role.values]
    assert sorted(parties) == ["Kenya", "Peru"]


def test_an_article_in_a_list_stands_for_the_title_before_it() -> None:
    text = (
        "Se presentaron ante el Rey el embajador de Kenia, Amos Kimani; el de Perú, Juan Soto; la de Ghana, Awa Adu"
        " y la de Malí, Aminata Keita."
    )
    assert offices(text) == {
        "Amos Kimani": "Kenya",
        "Juan Soto": "Peru",
        "Awa Adu": "Ghana",
        "Aminata Keita": "Mali",
    }


def test_a_title_right_before_another_is_somebody_elses() -> None:
    assert offices("Saludó al Rey el embajador de Perú, Juan Soto.") == {"Juan Soto": "Peru"}


def test_who_is_expelled_serves_another_state_than_the_one_that_expels() -> None:
    text = "Noruega lamentó la decisión de Kenia de expulsar a la encargada de negocios y al cónsul de Noruega."
    claims = [c for c in told(text) if c.type == "Expulsion"]
    targets = [v.label for c in claims for role in c.roles if role.name == "target" for v in role.values]
    assert [label.partition(" of ")[0] for label in targets] == ["chargé d'affaires", "consul"]
    assert not any(label.endswith("Kenya") for label in targets)


def test_a_date_of_the_custom_is_not_that_of_the_ceremony() -> None:
    text = "El rey Harald de Noruega recibió las credenciales del embajador Amos Kimani, uso que data del siglo XVI."
    assert [c.when for c in told(text) if c.type == "Appointment"] == [None]


def test_one_sum_may_be_for_several_states() -> None:
    claims = [
        c for c in told("Kenia anunció una ayuda de 3 millones de dólares a Perú, Malí y Ghana.") if c.type == "Aid"
    ]
    given = [v.label for c in claims for role in c.roles if role.name == "recipient" for v in role.values]
    assert given == ["Peru", "Mali", "Ghana"]


def test_non_grata_in_spanish_denies_nothing() -> None:
    text = "El 3 de mayo de 1999 Kenia declaró persona no grata al embajador de Noruega, Ola Berg."
    claims = [c for c in told(text) if c.type == "Expulsion"]
    assert [(c.modality, c.when and c.when.edtf) for c in claims] == [("asserted", "1999-05-03")]


def test_a_news_agency_does_not_travel() -> None:
    claims = [
        c for c in told("El canciller keniano, Amos Kimani, dijo a Efe que viajará a Noruega.") if c.type == "Visit"
    ]
    assert [v.label for c in claims for r in c.roles if r.name == "visitor" for v in r.values] == ["Amos Kimani"]


def test_an_acronym_behind_a_title_is_part_of_it() -> None:
    text = "Ana Soto, ministra de Exteriores de Noruega (MAE), visitó Kenia."
    assert offices(text) == {"Ana Soto": "Norway"}


def test_the_day_on_which_somebody_said_so_is_not_that_of_the_act() -> None:
    text = "Oslo, 3 de mayo de 1999\n\nKenia y Noruega firmaron un acuerdo pesquero, informó hoy la embajada."
    assert [c.when for c in told(text) if c.type == "Agreement"] == [None]
    text = "Oslo, 3 de mayo de 1999\n\nKenia y Noruega firmaron hoy un acuerdo pesquero, informó la embajada."
    assert [c.when and c.when.edtf for c in told(text) if c.type == "Agreement"] == ["1999-05-03"]


def test_the_law_that_an_act_rests_on_gives_it_no_date() -> None:
    text = "Kenia y Noruega decidieron establecer relaciones diplomáticas, aplicando la Convención de Viena de 1961."
    assert [(c.type, c.when) for c in told(text)] == [("RelationsEstablished", None)]


def test_the_date_of_an_aside_on_a_country_is_not_that_of_the_visit() -> None:
    text = "Tras Kenia, país con el que Noruega rompió en 1976, el canciller noruego, Ola Berg, ha viajado a Perú."
    assert [c.when for c in told(text) if c.type == "Visit"] == [None]


def test_two_of_one_office_serve_the_two_states() -> None:
    text = "Firmaron el ministro de Asuntos Exteriores Amos Kimani y el ministro de Asuntos Exteriores de Noruega."
    assert offices(text) == {"Amos Kimani": "Kenya"}


def test_a_counterpart_has_the_office_of_whom_the_passage_names() -> None:
    text = "El presidente keniano, Amos Kimani, llegó. Kimani fue recibido por su colega noruego, Ola Berg, y otros."
    assert offices(text)["Ola Berg"] == "Norway"


def test_ambassadors_listed_below_a_sentence_presented_their_credentials() -> None:
    text = (
        "El presidente de Kenia recibió el 3 de mayo de 1999 las cartas credenciales de los siguientes embajadores:\n"
        "1. Ola Berg, de Noruega\n2. Mauricio Salas Ríos, Embajador del Perú\n"
    )
    found = [({r.name: r.values[0].label for r in c.roles}, c.when and c.when.edtf) for c in told(text)]
    assert [(roles["person"], roles["sending"], roles["receiving"], when) for roles, when in found] == [
        ("Ola Berg", "Norway", "Kenya", "1999-05-03"),
        ("Mauricio Salas Ríos", "Peru", "Kenya", "1999-05-03"),
    ]


def test_a_demonym_inside_a_name_is_a_surname() -> None:
    assert offices("El embajador keniano en Perú, Denis Toscano Andrade, habló.") == {"Denis Toscano Andrade": "Kenya"}


def test_the_year_up_to_which_something_was_not_done_is_that_in_which_it_was() -> None:
    text = "El gobierno de Kenia no retomó el tema hasta 1945, año en el que abrió una legación en Oslo."
    assert [c.when and c.when.edtf for c in told(text) if c.type == "MissionOpened"] == ["1945"]


def test_relations_that_somebody_wishes_for_are_not_established() -> None:
    text = "En 1941 el gobierno keniano dio a conocer su interés de establecer relaciones diplomáticas con Noruega."
    assert [c for c in told(text) if c.type == "RelationsEstablished"] == []


def test_a_common_word_inside_a_name_is_part_of_it_also_in_a_text_of_capitals() -> None:
    text = "LA EMBAJADORA EN PERÚ\n\nLa embajadora keniana en Perú, Luz Marina Rojas Prieto."
    assert "Luz Marina Rojas Prieto" in offices(text)


def test_a_king_stays_who_the_king_is_when_his_kin_are_named() -> None:
    text = (
        "Los reyes de Noruega, Olaf y Sonja, llegaron a Nairobi con la princesa Astrid. "
        "El rey de Noruega se reunió con el presidente keniano, Amos Kimani."
    )
    met = [{v.label for r in c.roles if r.name == "participants" for v in r.values} for c in told(text)]
    assert {"Olaf", "Amos Kimani"} in met
    assert offices(text)["Sonja"] == "Norway"


def test_a_noun_of_instruments_inside_a_name_is_none() -> None:
    text = "Los acompañaron Luis Planas, ministro de Agricultura de Perú, y Reyes Maroto, ministra de Salud de Perú."
    assert offices(text) == {"Luis Planas": "Peru", "Reyes Maroto": "Peru"}


def test_portfolios_share_the_noun_of_the_title_before_them() -> None:
    text = "Asistieron los ministros kenianos de Defensa, Ali Otieno; de Salud, Ana Kamau, y de Interior, Amos Kimani."
    claims = [c for c in told(text) if c.type == "OfficeHeld"]
    found = {tuple(r.values[0].label for r in c.roles if r.name in ("person", "office", "of")) for c in claims}
    assert found == {
        ("Ali Otieno", "minister of defence", "Kenya"),
        ("Ana Kamau", "minister of health", "Kenya"),
        ("Amos Kimani", "minister of the interior", "Kenya"),
    }


def test_a_bare_surname_that_is_also_a_town_is_who_bears_it() -> None:
    text = "El presidente Ricardo Lagos viajó. La visita de Lagos a Kenia tuvo lugar en 2001. Se reunió en Lagos."
    visits = [c for c in told(text) if c.type == "Visit"]
    assert [[v.label for v in c.role("visitor")] for c in visits] == [["Ricardo Lagos"]]


def test_a_diplomat_of_a_state_is_the_one_whom_the_text_has_named_of_it() -> None:
    text = (
        "La canciller noruega, Kari Lund, y el canciller keniano, Amos Kimani, hablaron en Oslo. "
        "El funcionario keniano fue recibido por el rey de Noruega."
    )
    meetings = [[v.label for v in c.role("participants")] for c in told(text) if c.type == "Meeting"]
    assert [people[0] for people in meetings] == ["Amos Kimani"]


def test_ministers_without_a_state_serve_where_the_president_named_without_one_governs() -> None:
    parties = ("state/peru", "state/norway")
    text = (
        "La presidenta Dina Boluarte habló en Oslo. El ministro de Comercio Exterior, Juan Li, conversó con el rey "
        "Harald y con la ministra noruega de Pesca, Kari Lund."
    )
    held = (c for c in extract(Document("nota.txt", text, "es", parties=parties)).claims if c.type == "OfficeHeld")
    assert {c.role("person")[0].label: c.role("of")[0].label for c in held} == {
        "Dina Boluarte": "Peru",
        "Juan Li": "Peru",
        "Harald": "Norway",
        "Kari Lund": "Norway",
    }


def test_who_gave_an_airport_its_name_meets_nobody() -> None:
    text = (
        "El presidente keniano, Amos Kimani, llegó al aeropuerto internacional Roald Amundsen, de Oslo, donde fue "
        "recibido por la canciller, Kari Lund."
    )
    meetings = [[v.label for v in c.role("participants")] for c in told(text) if c.type == "Meeting"]
    assert meetings == [["Amos Kimani", "Kari Lund"]]


def test_a_spanish_mandatario_is_no_king() -> None:
    text = (
        "El rey de Noruega, Harald V, y el primer ministro noruego, Ola Berg, hablaron. El mandatario noruego visitó "
        "Kenia en 2019."
    )
    assert [[v.label for v in c.role("visitor")] for c in told(text) if c.type == "Visit"] == [["Ola Berg"]]


def test_a_body_sends_its_ambassador() -> None:
    text = "El presidente de Kenia recibió las credenciales de Ola Berg, embajador de la Unión Europea."
    [claim] = [c for c in told(text) if c.type == "Appointment"]
    assert [v.label for v in claim.role("sending")] == ["European Union"]


def test_a_title_that_goes_on_before_a_comma_is_that_of_the_name_behind() -> None:
    text = (
        "La delegación noruega estará encabezada por la directora general de las Américas y del Caribe del Ministerio "
        "de Asuntos Extranjeros, Kari Lund."
    )
    assert offices(text) == {"Kari Lund": "Norway"}


def test_who_comes_along_serves_the_state_of_whom_the_sentence_is_about() -> None:
    text = (
        "El presidente de Kenia, Amos Kimani, viajó para una reunión con el presidente de Perú, Juan Soto, acompañado "
        "por los ministros de Ambiente, Ana Li, y de Gobernación, Eva Paz."
    )
    assert {name: offices(text)[name] for name in ("Ana Li", "Eva Paz")} == {"Ana Li": "Kenya", "Eva Paz": "Kenya"}
    held = [c for c in told(text) if c.type == "OfficeHeld"]
    [office] = [c.role("office")[0].label for c in held if c.role("person")[0].label == "Eva Paz"]
    assert office == "minister of the interior"


def test_years_in_office_at_the_end_of_a_dated_sentence_are_not_its_date() -> None:
    text = (
        "El 3 de mayo de 1838 se firmó el Tratado de Amistad entre el gobierno del presidente keniano Amos Kimani "
        "(1834-1839) y el gobierno del presidente noruego Ola Berg (1837-1839)."
    )
    assert [c.when.edtf for c in told(text) if c.type == "Agreement" and c.when] == ["1838-05-03"]


def test_a_demonym_alone_is_who_was_named_of_that_state() -> None:
    text = "La canciller noruega, Kari Lund, habló con el ministro keniano Amos Kimani. El keniano viajó a Oslo."
    assert [[v.label for v in c.role("visitor")] for c in told(text) if c.type == "Visit"] == [["Amos Kimani"]]


def test_seats_of_governments_take_part_in_no_meeting() -> None:
    text = "En el palacio de Los Pinos, Amos Kimani y Ola Berg mantendrán un encuentro."
    assert [[v.label for v in c.role("participants")] for c in told(text)] == [["Amos Kimani", "Ola Berg"]]


def test_the_first_to_be_received_is_who_the_sentence_is_about() -> None:
    text = "Amos Kimani, presidente de Kenia, ha sido el primer mandatario africano en ser recibido por el rey Harald."
    meetings = [[v.label for v in c.role("participants")] for c in told(text) if c.type == "Meeting"]
    assert [people[0] for people in meetings] == ["Amos Kimani"]


def test_who_is_received_on_a_visit_need_not_be_named_again() -> None:
    text = "El viceministro keniano Juan Li viajó a Noruega. A su llegada fue recibido por el embajador Ola Berg."
    meetings = [[v.label for v in c.role("participants")] for c in told(text) if c.type == "Meeting"]
    assert meetings == [["Juan Li", "Ola Berg"]]


def only(type_: str, text: str) -> list[tuple[str | None, str]]:
    """Date and modality of the claims of a type."""
    return [(c.when and c.when.edtf, c.modality) for c in told(text) if c.type == type_]


def test_an_adverb_that_opens_a_sentence_is_nobody() -> None:
    text = "El presidente keniano, Amos Kimani, habló ayer. Concretamente el mandatario visitará Noruega."
    assert [c.roles[0].values[0].label for c in told(text) if c.type == "Visit"] == ["Amos Kimani"]


def test_a_counterpart_without_a_name_has_the_office_of_whom_he_meets() -> None:
    text = "El canciller keniano, Amos Kimani, se reunió con su homóloga noruega en Oslo."
    met = [v.label for c in told(text) if c.type == "Meeting" for v in c.roles[0].values]
    assert met == ["Amos Kimani", "minister of foreign affairs of Norway"]


def test_a_clause_that_begins_anew_is_not_denied_and_ends_what_lasted() -> None:
    severed = "Kenia ya no mantiene relaciones con ese país desde que fueron suspendidas en 1991."
    assert only("RelationsSevered", severed) == [("1991", "asserted")]
    closed = "Kenia tuvo embajada en Oslo entre 1961 y 1978, cuando fue clausurada por falta de fondos."
    assert only("MissionClosed", closed) == [("1978", "asserted")]


def test_what_a_visitor_foretold_was_called_off_not_his_visit() -> None:
    text = (
        "En mayo de 2013 el ministro keniano de Pesca, Amos Kimani, visitó Noruega y anunció que el presidente keniano "
        "viajaría a Oslo en 2014; el viaje no se llevó a cabo."
    )
    assert only("Visit", text) == [("2013-05", "asserted"), ("2014", "cancelled")]


def test_what_a_cancellation_is_of_did_not_take_place() -> None:
    text = (
        "La cancelación de la visita que el presidente keniano, Amos Kimani, debía realizar a Noruega en 2011 molestó."
    )
    assert only("Visit", text) == [("2011", "cancelled")]


@pytest.mark.parametrize("day", ["", "2019-03-02"])
def test_a_tense_in_which_histories_tell_what_came_later_plans_nothing(day: str) -> None:
    dateline = f"{day}\n\n" if day else ""
    history = f"{dateline}Las relaciones fueron rotas en 1951; se reanudarían en octubre de 1958."
    assert only("RelationsRestored", history) == [("1958-10", "asserted")]


def test_a_tense_in_which_rumours_tell_what_is_to_come_plans_it() -> None:
    text = "Nairobi, 2 de marzo de 2019\n\nEl canciller keniano, Amos Kimani, viajaría a Oslo el 9 de mayo de 2019."
    assert only("Visit", text) == [("2019-05-09", "planned")]


def test_who_governs_a_state_is_meant_by_his_office_when_he_was_named_without_it() -> None:
    text = "Michelle Bachelet llegó a Oslo en 2007. La visita de la mandataria chilena a Kenia fue en 2008."
    found = list(extract(Document("nota.txt", text, "es", parties=("state/chile", "state/kenya"))).claims)
    visits = [c for c in found if c.type == "Visit" and c.when and c.when.edtf == "2008"]
    assert [c.roles[0].values[0].label for c in visits] == ["Michelle Bachelet"]


def test_a_day_of_a_plan_is_the_next_one_whatever_year_was_told_before() -> None:
    text = (
        "Nairobi, 2 de marzo de 2019\n\nHablaron del pacto de mayo de 2012. "
        "El canciller keniano, Amos Kimani, viajará a Oslo el 9 de abril."
    )
    assert only("Visit", text) == [("2019-04-09", "planned")]


def test_a_plan_that_was_called_off_is_no_plan() -> None:
    text = "La visita de la canciller keniana, Ana Otieno, a Oslo, programada para el 9 de mayo de 2011, fue cancelada."
    assert only("Visit", text) == [("2011-05-09", "cancelled")]


def test_who_was_invited_and_came_is_not_planned() -> None:
    text = (
        "Por invitación del presidente keniano, Amos Kimani, la canciller noruega, Kari Lund, viajó a Nairobi en 2011."
    )
    assert only("Visit", text) == [("2011", "asserted")]


@pytest.mark.parametrize(
    ("text", "type_", "date"),
    [
        (
            "El 3 de mayo de 1988 Kenia rompió relaciones con Perú, con el que las tenía desde 1957.",
            "RelationsSevered",
            "1988-05-03",
        ),
        ("Kenia reabrió su embajada en Oslo, cerrada en 2012.", "MissionOpened", ""),
        (
            "Kenia recordó que en 2022 el comercio llegó a 3 millones de euros y que negocian un acuerdo.",
            "Negotiation",
            "",
        ),
    ],
)
def test_a_date_told_of_what_is_named_by_the_way_is_no_other(text: str, type_: str, date: str) -> None:
    assert [c.when.edtf if c.when else "" for c in told(text) if c.type == type_] == [date]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Canciller recibe a su par\n\n14 febrero, 2023 Internacionales\n\n", "2023-02-14"),
        ("Canciller recibe a su par\n\nPor Redacción - 14 febrero 2023\n\n", "2023-02-14"),
        ("martes 18 de marzo de 2025\n\nCanciller recibe a su par\n\nNairobi, 6 dic (Agencia) ", "2024-12-06"),
        ("Canciller recibe a su par\n\n14/02/2023 | Política | Lectura: 2 min\n\n", "2023-02-14"),
    ],
)
def test_the_day_of_a_note_as_agencies_and_newspapers_head_it(head: str, day: str) -> None:
    text = f"{head}El canciller keniano, Amos Kimani, recibió hoy en Nairobi a la canciller de Noruega, Ana Berg."
    assert [c.when.edtf if c.when else "" for c in told(text) if c.type == "Meeting"][-1:] == [day]


def test_a_rule_that_tells_nothing_leaves_the_words_to_the_next() -> None:
    text = (
        "La ministra de Comercio keniana, Ana Otieno, se reunió con el canciller noruego Ola Berg, con quien dialogó."
    )
    assert [[v.label for v in c.roles[0].values] for c in told(text) if c.type == "Meeting"] == [
        ["Ana Otieno", "Ola Berg"]
    ]
