"""What fills a role is of the kind that the ontology gives it, whatever a rule or a name in a list made of it."""

from __future__ import annotations

from kg.extract.claims import Draft, drafts_to_claims
from kg.model import Document, Span, Value


def test_nobody_is_a_city() -> None:
    """ "Sofía" is a queen in "Sus Majestades Juan Carlos y Sofía", also on a page that names the capital."""
    roles = {
        "person": (Value("Sofía", "Sofia", "person", "place/sofia"),),
        "office": (Value("reina", "queen", "text"),),
    }
    draft = Draft("OfficeHeld", roles, None, "asserted", Span(0, 5), "title", 0.9)
    (claim,) = drafts_to_claims([draft], Document("page.es.txt", "Sofía", "es"))
    person, office = claim.roles
    assert (person.values[0].label, person.values[0].key) == ("Sofía", "")
    assert office.values[0].kind == "office"
