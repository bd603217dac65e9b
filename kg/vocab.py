"""Names shared by the stages: namespaces, claim types with their roles, ontology terms (all in ontology/dipl.ttl)."""

from typing import Final

ONTOLOGY: Final = "https://w3id.org/dipl/ontology#"
BASE: Final = "https://w3id.org/dipl/id/"
EDTF: Final = "http://id.loc.gov/datatypes/edtf/EDTF"
WIKIDATA: Final = "http://www.wikidata.org/entity/"

# Claim type (skos:notation) -> local name of its ontology class.
CLASS_OF: Final = {
    "RelationsEstablished": "EstablishmentOfRelations",
    "RelationsSevered": "SeveranceOfRelations",
    "RelationsRestored": "RestorationOfRelations",
    "Recognition": "Recognition",
    "Visit": "Visit",
    "Meeting": "Meeting",
    "Agreement": "Agreement",
    "Tenure": "Tenure",
    "OfficeHeld": "OfficeHolding",
    "Appointment": "Appointment",
    "MissionPresent": "MissionPresence",
    "MissionOpened": "MissionOpening",
    "MissionClosed": "MissionClosure",
    "MissionElevated": "MissionElevation",
    "Expulsion": "Expulsion",
    "Recall": "Recall",
    "ProtectingPower": "ProtectionMandate",
    "Membership": "OrganizationMembership",
    "TradeVolume": "TradeObservation",
    "Aid": "ProvisionOfAid",
    "LeadershipChange": "LeadershipChange",
    "Negotiation": "Negotiation",
    "Other": "OtherEvent",
}

# Claim type -> its roles in the order they are written.
ROLES: Final = {
    "RelationsEstablished": ("parties", "kind"),
    "RelationsSevered": ("parties", "agent"),
    "RelationsRestored": ("parties",),
    "Recognition": ("recogniser", "recognised"),
    "Visit": ("visitor", "visitor_state", "host", "place", "kind", "occasion", "inviter"),
    "Meeting": ("participants", "place", "occasion", "ordinal"),
    "Agreement": ("title", "parties", "place", "signatory"),
    "Tenure": ("person", "office", "sending", "receiving"),
    "OfficeHeld": ("person", "office", "of"),
    "Appointment": ("person", "office", "sending", "receiving", "kind"),
    "MissionPresent": ("sending", "receiving", "kind", "place"),
    "MissionOpened": ("sending", "receiving", "kind", "place"),
    "MissionClosed": ("sending", "receiving", "kind", "place"),
    "MissionElevated": ("sending", "receiving", "kind", "place"),
    "Expulsion": ("agent", "target"),
    "Recall": ("agent", "target"),
    "ProtectingPower": ("protector", "protected", "receiving"),
    "Membership": ("member", "organisation"),
    "TradeVolume": ("amount", "currency", "parties", "exporter", "importer"),
    "Aid": ("donor", "recipient", "amount", "currency"),
    "LeadershipChange": ("person", "state", "kind"),
    "Negotiation": ("topic", "parties"),
    "Other": ("kind", "actors"),
}

# Roles whose values are words or numbers, not entities.
LITERAL_ROLES: Final = frozenset({"kind", "occasion", "ordinal", "amount", "currency", "topic", "title"})

# Role -> local name of its ontology property (the same on an event, a tenure and a claim).
PROPERTY_OF: Final = {
    "parties": "party",
    "kind": "kind",
    "agent": "agent",
    "recogniser": "recogniser",
    "recognised": "recognised",
    "visitor": "visitor",
    "visitor_state": "visitorState",
    "visitor_office": "visitorOffice",  # of the best account alone: what the gazetteer adds to a visit
    "host": "host",
    "place": "place",
    "occasion": "occasion",
    "inviter": "inviter",
    "participants": "participant",
    "ordinal": "ordinal",
    "title": "title",
    "signatory": "signatory",
    "person": "person",
    "office": "office",
    "sending": "sendingState",
    "receiving": "receivingState",
    "of": "officeOf",
    "target": "target",
    "protector": "protectingPower",
    "protected": "protectedState",
    "member": "member",
    "organisation": "organization",
    "amount": "amount",
    "currency": "currency",
    "exporter": "exporter",
    "importer": "importer",
    "donor": "donor",
    "recipient": "recipient",
    "state": "state",
    "topic": "topic",
    "actors": "actor",
}
