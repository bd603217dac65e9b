"""A page on any state and Fiji gives the same claims as on any other: no reading may depend on which state it is."""

from __future__ import annotations

import pytest

from kg.extract.engine import extract
from kg.lexicon.gazetteer import gazetteer
from kg.model import Document

PAGES = {
    "en": (
        "{name}–Fiji relations",
        "Diplomatic relations between {name} and Fiji were established on 3 May 2013.",
        "In 2014, {name} opened an embassy in Suva, and Fiji opened an embassy in {capital} in 2015.",
        "{name} and Fiji are members of the Commonwealth of Nations.",
        "In June 2016, {adjective} Foreign Minister Ona Lagi paid an official visit to Fiji.",
        "In 2017, Fijian President Eda Tora visited {name}.",
        "The {adjective} ambassador to Fiji, Ila Mako, presented her credentials on 4 July 2018.",
        "In 2019, {owner} exports to Fiji amounted to $7 million.",
        "In 2020, the {adjective} government granted Fiji a loan of $5 million.",
        "The {adjective}-Fijian treaty was signed in 2021.",
    ),
    "es": (
        "Relaciones {name}-Fiyi",
        "Las relaciones diplomáticas entre {name} y Fiyi se establecieron el 3 de mayo de 2013.",
        "En 2014, {name} abrió una embajada en Suva y, en 2015, Fiyi abrió una embajada en {capital}.",
        "{name} y Fiyi son miembros de la Mancomunidad de Naciones.",
        "En junio de 2016, el canciller {adjective} Ona Lagi realizó una visita oficial a Fiyi.",
        "En 2017, la presidenta fiyiana Eda Tora visitó {name}.",
        "El embajador {adjective} en Fiyi, Ilo Mako, presentó sus cartas credenciales el 4 de julio de 2018.",
        "En 2019, las exportaciones de {name} a Fiyi ascendieron a 7 millones de dólares.",
        "En 2020, el Gobierno {adjective} concedió a Fiyi un préstamo de 5 millones de dólares.",
        "El tratado entre {name} y Fiyi se firmó en 2021.",
    ),
}
# What is hard about a name: its article, an "and", several words, a final s, others that bear it, an adjective that is
# another word as well.
STATES = [
    "bahamas", "gambia", "philippines", "united-arab-emirates", "trinidad-and-tobago", "bosnia-and-herzegovina",
    "saint-vincent-and-the-grenadines", "new-zealand", "sri-lanka", "papua-new-guinea", "south-africa", "laos",
    "central-african-republic", "dominica", "guinea-bissau", "republic-of-the-congo", "united-states", "ivory-coast",
    "san-marino", "el-salvador",
]  # fmt: skip
USUAL = "state/norway"


def forms(state: str, language: str) -> dict[str, str]:
    """The words of a page for a state, each the first in the gazetteer."""
    known = gazetteer()
    rows = [row for row in known._tables["state_names"].rows if row[0] == state and row[1] == language]
    name = next((row[3] for row in rows if row[2] == "name"), known.label(state))
    adjective = next((row[3] for row in rows if row[2] == "demonym"), name)
    seat = known.capital(state)
    places = [row[2] for row in known._tables["place_names"].rows if row[0] == seat and row[1] == language]
    capital = places[0] if places else known.label(seat or "")
    owner = f"{name}'" if name.endswith("s") else f"{name}'s"
    return {"name": name, "adjective": adjective, "owner": owner, "capital": capital}


def told(state: str, language: str) -> set[str]:
    """The claims of the page in a line each: type, date and roles, in which the state is called "A"."""
    words = forms(state, language)
    title, *sentences = (line.format(**words) for line in PAGES[language])
    own = gazetteer().label(state)
    found = set()
    for claim in extract(Document("page.txt", f"{title}\n\n{' '.join(sentences)}\n", language, title)).claims:
        roles = {
            role.name: "+".join(sorted("A" if value.label == own else value.label for value in role.values))
            for role in claim.roles
            if role.name in SCORED
        }
        line = "; ".join(f"{name}={roles[name]}" for name in sorted(roles))
        found.add(f"{claim.type} {claim.when.edtf if claim.when else '-'} {line}")
    return found


SCORED = {"parties", "sending", "receiving", "kind", "member", "visitor", "host", "visitor_state"}
SCORED |= {"person", "office", "of", "exporter", "importer", "donor", "recipient", "amount"}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("state", STATES)
def test_a_page_gives_the_same_claims_whichever_state_it_is_about(state: str, language: str) -> None:
    assert told(f"state/{state}", language) == told(USUAL, language)


@pytest.mark.parametrize(("language", "least"), [("en", 13), ("es", 13)])
def test_a_page_on_a_usual_state_gives_all_its_claims(language: str, least: int) -> None:
    assert len(told(USUAL, language)) >= least
