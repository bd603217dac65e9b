"""Histories of envoys and treaties, in English: whose credentials, of which year, of which city."""

from __future__ import annotations

from kg.extract.engine import extract
from kg.model import Claim, Document

PERU = ("state/united-states", "state/peru")


def told(text: str, parties: tuple[str, ...] = PERU) -> tuple[Claim, ...]:
    return extract(Document("history.en.txt", text, "en", parties=parties)).claims


def role(claim: Claim, name: str) -> list[str]:
    return [value.label for each in claim.roles if each.name == name for value in each.values]


def credentials(text: str, parties: tuple[str, ...] = PERU) -> list[tuple[str, ...]]:
    """Person, office, sending and receiving state, and date of all that tell of credentials."""
    names = ("person", "office", "sending", "receiving")
    return [
        (*("/".join(role(claim, name)) for name in names), claim.when.edtf if claim.when else "")
        for claim in told(text, parties)
        if claim.type == "Appointment" and "credentials" in role(claim, "kind")
    ]


def test_credentials_are_those_of_the_post_last_told() -> None:
    text = (
        "John Doe was appointed Chargé d'Affaires to Peru on April 3, 1884. He was promoted to Minister Resident and "
        "Consul General on May 2, 1885, and presented his new credentials on June 9, 1885."
    )
    office = "minister resident and consul general"
    assert credentials(text) == [("John Doe", office, "United States", "Peru", "1885-06-09")]


def test_a_later_office_is_not_the_one_that_credentials_are_for() -> None:
    text = (
        "Future President Henry Stone was appointed Envoy Extraordinary to Peru on February 28, 1855, and presented "
        "his credentials on August 8, 1855."
    )
    assert [(person, office) for person, office, *_ in credentials(text)] == [("Henry Stone", "envoy extraordinary")]


def test_credentials_go_to_whom_they_are_presented() -> None:
    text = "On May 9, 1986, U.S. Ambassador to Fiji Carl B. Paris presented his credentials to Tuvalu."
    assert credentials(text, ()) == [("Carl B. Paris", "ambassador", "United States", "Tuvalu", "1986-05-09")]


def test_a_noble_title_before_the_particle_of_a_name() -> None:
    text = "Bavaria's first Minister to the United States, Baron de Rossi, presented his credentials May 3, 1868."
    assert credentials(text, ()) == [("Rossi", "minister", "Bavaria", "United States", "1868-05-03")]


def test_the_date_of_an_aside_with_whose() -> None:
    text = (
        "On May 4, 1951, Robert Hall, whose credentials as Envoy had been accepted on March 2, 1951, was "
        "appointed Ambassador to Peru."
    )
    dates = [c.when.edtf for c in told(text) if c.when and role(c, "office") == ["ambassador"]]
    assert dates == ["1951-05-04"]


def test_a_day_takes_the_year_of_the_date_it_is_joined_to() -> None:
    earlier = "Relations began in 1844. "
    text = earlier + "The treaty was signed on March 2 and ratified on May 5, 1921."
    assert [c.when and c.when.edtf for c in told(text) if c.type == "Agreement"] == ["1921-03-02"]
    turned = earlier + "The treaty was signed on December 2 and ratified on May 5, 1921."
    assert [c.when and c.when.edtf for c in told(turned) if c.type == "Agreement"] == ["1920-12-02"]


def test_who_signs_is_no_part_of_a_title() -> None:
    text = "Peru concluded a Treaty of Amity and Commerce by Consul Henry Stone on May 3, 1858."
    assert [role(c, "title") for c in told(text) if c.type == "Agreement"] == [["Treaty of Amity and Commerce"]]
    ships = "Peru signed the Agreement on Pollution by Ships with the United States on May 3, 1998."
    assert [role(c, "title") for c in told(ships) if c.type == "Agreement"] == [["Agreement on Pollution by Ships"]]


def test_a_city_that_shares_its_name_with_a_bygone_state() -> None:
    modern = told("President John Doe of Peru visited Genoa in 2001.", ())
    assert [(role(c, "host"), role(c, "place")) for c in modern if c.type == "Visit"] == [(["Italy"], ["Genoa"])]
    bygone = told("Genoa recognized the United States in 1791.", ())
    assert [role(c, "recogniser") for c in bygone if c.type == "Recognition"] == [["Genoa"]]


def test_what_was_only_empowered_or_sought_is_no_fact() -> None:
    for text, type_ in [
        ("In 1883 Minister Henry Stone was empowered to sign a treaty of commerce with Peru.", "Agreement"),
        ("The envoy never reached Lima and was unable to sign any treaty with Peru.", "Agreement"),
        ("In order to secure recognition of the United States, Congress sent Henry Stone in 1777.", "Recognition"),
    ]:
        assert [c for c in told(text) if c.type == type_ and c.modality == "asserted"] == []


def test_those_who_were_expelled_by_someone() -> None:
    text = "Congress, with deputies who had been expelled by General John Doe, met on November 11, 1926."
    assert [role(c, "target") for c in told(text) if c.type == "Expulsion"] == []


def appointments(text: str, parties: tuple[str, ...] = PERU) -> list[tuple[str, ...]]:
    """Person, office, sending state, kind and date of all appointments told."""
    return [
        (*("/".join(role(claim, name)) for name in ("person", "office", "sending", "kind")), claim.when.edtf)
        for claim in told(text, parties)
        if claim.type == "Appointment" and claim.when
    ]


def test_a_person_keeps_the_name_without_the_place_of_origin() -> None:
    text = "On May 2, 1823, President John Doe nominated Henry Stone of Vermont as Minister Plenipotentiary to Peru."
    office = "minister plenipotentiary"
    assert appointments(text) == [("Henry Stone", office, "United States", "nominated", "1823-05-02")]


def test_a_title_that_one_state_alone_gives() -> None:
    text = "On May 3, 1919, Acting Secretary of State John Doe recognized Juan Soto as Envoy of Peru."
    assert [role(c, "of") for c in told(text) if c.type == "OfficeHeld"] == [["United States"]]
    assert appointments(text) == [("Juan Soto", "envoy", "Peru", "received", "1919-05-03")]
    other = "Foreign Minister Juan Soto of Peru and Assistant Secretary John Doe signed a treaty in 1919."
    held = {"/".join(role(c, "person")): role(c, "of") for c in told(other) if c.type == "OfficeHeld"}
    assert held["John Doe"] == ["United States"]


def test_a_post_told_aside_is_that_of_whom_it_follows() -> None:
    text = "John Doe, the appointed Consul of the U.S. Consulate in Callao, presented his credentials on May 4, 1837."
    assert [person for person, *_ in credentials(text)] == ["John Doe"]


def test_a_date_told_aside_is_that_of_another_happening() -> None:
    text = "Diplomatic relations, first established in 1922, were severed when Chile invaded Peru in 1939."
    assert [c.when and c.when.edtf for c in told(text) if c.type == "RelationsSevered"] == ["1939"]
    own = "Diplomatic relations, on May 3, 1922, were severed."
    assert [c.when and c.when.edtf for c in told(own) if c.type == "RelationsSevered"] == ["1922-05-03"]


def test_some_months_later_is_not_the_date_told_before() -> None:
    text = "The United States severed relations with Peru in June 1944, but relations were resumed a few months later."
    assert [c.when for c in told(text) if c.type == "RelationsRestored"] == [None]


def test_the_same_day_that_something_else_happened_is_not_the_day_told_before() -> None:
    text = "Peru cut its tariffs on June 7, 1967. A U.S. Embassy opened in Lima the same day that the school opened."
    assert [c.when for c in told(text) if c.type == "MissionOpened"] == [None]
    again = "Peru cut its tariffs on June 7, 1967. A U.S. Embassy opened in Lima on the same day."
    assert [c.when and c.when.edtf for c in told(again) if c.type == "MissionOpened"] == ["1967-06-07"]


def test_the_place_of_another_mission_is_not_that_of_an_unknown_city() -> None:
    text = "The United States opened an embassy in Lima in 1959. In 1966 the embassy in Qwertown reopened."
    opened = [role(c, "place") for c in told(text) if c.type == "MissionOpened"]
    assert opened == [["Lima"], ["Qwertown"]]


def test_since_a_decade_is_in_that_decade() -> None:
    text = "Peru has had diplomatic relations with the United States since the 1820s."
    assert [c.when and c.when.edtf for c in told(text) if c.type == "RelationsEstablished"] == ["182X"]


def test_until_when_a_mission_was_there() -> None:
    text = "Until 1971, the Ambassador of Peru to Japan was also accredited to China."
    assert {c.when.edtf for c in told(text, ()) if c.type == "MissionPresent" and c.when} == {"../1971"}


def test_the_office_that_the_sentence_gives_to_whom_it_names() -> None:
    text = "The first Minister Resident to reside in Peru was John Doe, who presented his credentials on May 4, 1871."
    assert [office for _, office, *_ in credentials(text)] == ["minister resident"]


def test_what_happens_on_that_occasion_has_its_date() -> None:
    text = "In April 2014, envoys met in Lima. On that occasion, the Declaration of Lima was signed by Peru and Chile."
    assert [c.when and c.when.edtf for c in told(text, ()) if c.type == "Agreement"] == ["2014-04"]


def test_another_visitor_who_also_came_has_no_date_of_the_first() -> None:
    text = "President Ola Berg of Norway visited Peru in May 2006. Minister Nils Lie also visited Peru."
    dates = {tuple(role(c, "visitor")): c.when and c.when.edtf for c in told(text, ()) if c.type == "Visit"}
    assert dates == {("Ola Berg",): "2006-05", ("Nils Lie",): None}


def test_a_nominal_behind_a_word_that_opens_its_clause_is_of_no_other_tense() -> None:
    text = "Migration would increase after the 1973 Peruvian coup d'état."
    assert [c.modality for c in told(text, ()) if c.type == "LeadershipChange"] == ["asserted"]


def test_an_initial_d_is_part_of_an_english_name() -> None:
    text = "Peter D. Stone presented his credentials as Minister to Peru on May 3, 1857."
    assert [person for person, *_ in credentials(text)] == ["Peter D. Stone"]
    spanish = extract(Document("n.es.txt", "El embajador de España D. Juan Soto visitó Lima en 1990.", "es"))
    assert [role(c, "visitor") for c in spanish.claims if c.type == "Visit"] == [["Juan Soto"]]


def test_a_city_before_a_name_with_an_initial_is_the_post() -> None:
    text = "On May 1, 1931, the American Minister at London Charles G. Stone visited Peru."
    assert [(role(c, "person"), role(c, "of")) for c in told(text) if c.type == "OfficeHeld"] == [
        (["Charles G. Stone"], ["United States"])
    ]


def test_the_place_before_a_date_is_no_part_of_a_title() -> None:
    for city in ("Lima", "Washington, D.C."):
        text = f"The United States and Peru signed a Treaty of Consular Rights in {city} on June 24, 1924."
        made = [(role(c, "title"), role(c, "place")) for c in told(text) if c.type == "Agreement"]
        assert made == [(["Treaty of Consular Rights"], [city])]


def test_an_embassy_that_becomes_a_consulate_is_not_raised() -> None:
    text = "The U.S. Embassy in Lima became a consulate general in 1984."
    assert [c for c in told(text) if c.type == "MissionElevated"] == []


def test_a_minister_to_a_king_is_the_envoy_not_the_king() -> None:
    text = "On May 3, 1868, U.S. Minister to the King of Peru George Stone signed a treaty."
    assert [(role(c, "person"), role(c, "office"), role(c, "of")) for c in told(text) if c.type == "OfficeHeld"] == [
        (["George Stone"], ["minister"], ["United States"])
    ]


def test_what_is_desired_or_stood_ready_for_is_no_fact() -> None:
    for words in ("expressed a desire to", "stated that the United States was ready to"):
        text = f"On April 26, 1837, the minister {words} establish diplomatic relations with Peru."
        assert [c.modality for c in told(text) if c.type == "RelationsEstablished"] in (["planned"], ["conditional"])


def test_a_name_with_jr_is_found_again_by_its_surname() -> None:
    text = (
        "Henry J. Stone, Jr., was appointed Minister to Peru on May 3, 1941. Stone presented his credentials on "
        "June 4, 1941."
    )
    assert [person for person, *_ in credentials(text)] == ["Henry J. Stone, Jr."]


def test_a_heading_with_the_year_is_not_another_agreement() -> None:
    text = "Claims Convention, 1838.\n\nOn April 11, 1838, the United States concluded a Claims Convention with Peru.\n"
    assert [c.when and c.when.edtf for c in told(text) if c.type == "Agreement"] == ["1838-04-11"]
    alone = "Claims Convention, 1838.\n\nTreaty of Commerce, 1840.\n"
    assert [c.when and c.when.edtf for c in told(alone) if c.type == "Agreement"] == ["1838", "1840"]


def dated(text: str, type_: str) -> list[str]:
    """The dates of the claims of a type, of a text on Peru and Norway."""
    claims = told(text, ("state/peru", "state/norway"))
    return [claim.when.edtf if claim.when else "" for claim in claims if claim.type == type_]


def test_what_follows_another_happening_has_its_year_and_not_its_day() -> None:
    day = "Norway opened an embassy in Lima following the country's independence from Spain on July 28, 1821."
    assert dated(day, "MissionOpened") == [""]
    assert dated("Norway recognized Peru not long after it won its independence on July 28, 1821.", "Recognition") == [
        ""
    ]
    assert dated("Norway recognized Peru after its independence in 1821.", "Recognition") == ["1821"]
    assert dated("Peru broke off relations with Norway after a quarrel on July 28, 1921.", "RelationsSevered") == [
        "1921-07-28"
    ]


def test_a_second_date_that_opens_a_statement_is_no_date_of_the_first() -> None:
    text = "Norway recognised Peru on 16 December 1891, and on 4 March 1892 diplomatic relations were established."
    assert dated(text, "Recognition") == ["1891-12-16"]
    assert dated(text, "RelationsEstablished") == ["1892-03-04"]
    both = "President Manuel Prado of Peru visited Norway on 3 May 1940 and on 4 June 1941 to attend a summit."
    assert dated(both, "Visit") == ["1940-05-03", "1941-06-04"]


def test_a_break_somewhere_in_a_time_keeps_both_its_years() -> None:
    assert dated("Peru broke off relations with Norway in 1978–79.", "RelationsSevered") == ["1978/1979"]
    assert dated("Relations between Peru and Norway were suspended from 1973 to 1986.", "RelationsSevered") == ["1973"]


def visitors(text: str) -> list[str]:
    claims = told(text, ("state/turkey", "state/peru"))
    return [name for claim in claims if claim.type == "Visit" for name in role(claim, "visitor")]


def test_a_title_alone_means_who_held_the_office_then() -> None:
    first = "President Abdullah Gül visited Peru in 2009. "
    assert visitors(f"{first}The President visited Peru on 22 January 2017.")[1:] == ["Recep Tayyip Erdoğan"]
    assert visitors(f"{first}The President visited Peru on 22 January 2011.")[1:] == ["Abdullah Gül"]
    assert visitors(f"{first}The President visited Peru on 3 November 2014.")[1:] == ["Recep Tayyip Erdoğan"]
    assert visitors(f"{first}The President visited Peru on 3 May 2014.")[1:] == ["Abdullah Gül"]
    assert visitors(f"{first}President Gül visited Peru on 22 January 2017.")[1:] == ["Abdullah Gül"]
    assert visitors(f"{first}The President visited Peru in 1830.")[1:] == ["president of Turkey"]


def test_an_anniversary_is_no_establishment() -> None:
    years = "July 5, 2020, marks the anniversary of the 60 years since the establishment of ties of Peru and Norway."
    assert dated(years, "RelationsEstablished") == []
    assert dated("Peru and Norway saw the establishment of relations in 1960.", "RelationsEstablished") == ["1960"]


def test_what_an_act_rests_on_has_not_its_day() -> None:
    under = "The embassy of Peru in Oslo reopened on 12 April 1973, a witness said, under a deal to re-establish ties."
    assert dated(under, "RelationsRestored") == [""]
    signed = "Peru and Norway signed a deal to restore relations on 10 March 1973."
    assert dated(signed, "RelationsRestored") == ["1973-03-10"]


def test_words_between_a_verb_and_the_relations_it_ends() -> None:
    assert dated("In 1966, Peru severed unilaterally the diplomatic relations with Norway.", "RelationsSevered") == [
        "1966"
    ]
    restored = "In January 1972, Peru restored, of its own accord, the diplomatic relations with Norway."
    assert dated(restored, "RelationsRestored") == ["1972-01"]


def test_a_part_of_a_century_since_which_relations_last_is_when_they_began() -> None:
    told_ = "Peru and Norway have had diplomatic relations since the late 1990s."
    assert dated(told_, "RelationsEstablished") == ["1996/1999"]


def test_what_others_are_urged_to_do_is_not_done() -> None:
    claims = told("The king urged the two presidents to resume relations.", ("state/peru", "state/norway"))
    assert [claim.modality for claim in claims if claim.type == "RelationsRestored"] == ["planned"]


def test_relations_are_not_of_the_day_of_a_break_with_another() -> None:
    until = (
        "Peru had not established relations with Norway until after breaking off relations with Sweden on 4 May 1977."
    )
    assert "1977-05-04" not in dated(until, "RelationsEstablished")


def test_a_meeting_whose_subject_is_left_out_after_a_visit() -> None:
    text = "El presidente Luis Arce visitó Lima el 3 de mayo de 2024.\n\nSe reunió con la presidenta Dina Boluarte."
    claims = extract(Document("visita.es.txt", text, "es", parties=("state/bolivia", "state/peru"))).claims
    assert [claim.type for claim in claims].count("Meeting") == 1
