"""Ontology class of an entity from its kind and of an instrument, office or mission from the words of its name."""

from __future__ import annotations

import re
from typing import Final

from kg.caches import cached
from kg.model import Entity

_OF_KIND: Final = {"state": "State", "person": "Person", "place": "Place", "organisation": "Organization"}

# Words of a name -> class; the first pattern that occurs as whole words decides, so the narrower stand first.
_POSTS: Final = (
    (r"(vice|deputy)[- ](foreign minister|minister (of|for) foreign affairs)", "DeputyForeignMinisterPost"),
    (r"under-?secretary", "StateOffice"),
    (r"foreign minister|minister (of|for) (foreign|external) affairs|foreign secretary", "ForeignMinisterPost"),
    (r"secretary of state", "ForeignMinisterPost"),
    (r"(vice|deputy)[- ](president|prime minister|premier|chancellor|minister)", "StateOffice"),
    (r"prime minister|premier|chancellor|head of government", "HeadOfGovernmentPost"),
    (r"charg[eé]s? d'affaires (ad interim|a\.i\.)", "ChargeAdInterimPost"),
    (r"charg[eé]s? d'affaires", "ChargeDAffairesPost"),
    (r"permanent representative", "PermanentRepresentativePost"),
    (r"ambassador", "AmbassadorPost"),
    (r"special envoy", "SpecialEnvoyPost"),
    (r"envoy|minister plenipotentiary|minister resident", "EnvoyPost"),
    (r"honorary consul|consul general|vice[- ]consul|consul", "ConsularPost"),
    (r"attach[eé]", "AttachePost"),
    (r"speaker|senator|deputy|president of the (senate|chamber|parliament|national assembly)", "LegislativePost"),
    (r"general secretary|secretary[- ]general|director[- ]general", "OrganizationPost"),
    (r"president|head of state|monarch|king|queen|emperor|empress|sultan|pope", "HeadOfStatePost"),
    (r"minister", "MinisterPost"),
)
_INSTRUMENTS: Final = (
    (r"memorand(um|a)", "MemorandumOfUnderstanding"),
    (r"protocols?", "Protocol"),
    (r"exchange of (notes|letters)", "ExchangeOfNotes"),
    (r"declarations?|communiqu[eé]", "JointDeclaration"),
    (r"treaty|treaties|convention", "Treaty"),
)
_MISSIONS: Final = (
    (r"honorary consulate|honorary consul", "HonoraryConsulate"),
    (r"consulate[- ]general|consulates[- ]general", "ConsulateGeneral"),
    (r"consulates?|consular", "Consulate"),
    (r"interests section", "InterestsSection"),
    (r"trade (office|mission|representation)|commercial office", "TradeOffice"),
    (r"permanent (mission|representation|delegation)", "PermanentMission"),
    (r"legation", "Legation"),
    (r"(apostolic )?nunciature", "ApostolicNunciature"),
    (r"high commission", "HighCommission"),
    (r"embassy|embassies", "Embassy"),
)


def kind_class(entity: Entity) -> str:
    """The most special class that an entity's kind and name give it."""
    if entity.kind == "office":
        of_organisation = any(name == "postOf" and key.startswith("organisation/") for name, key in entity.facts)
        return "OrganizationPost" if of_organisation else office_class(entity.label)
    if entity.kind == "mission":
        return _first(entity.label, _MISSIONS, "Mission")
    if entity.kind == "instrument":
        return agreement_class(entity.label)
    return _OF_KIND.get(entity.kind, "Actor")


def office_class(label: str) -> str:
    """Class of post by the office's name.

    >>> office_class("ambassador of Chile to Russia"), office_class("Vice President of Chile")
    ('AmbassadorPost', 'StateOffice')
    """
    return _first(label, _POSTS, "Post")


def agreement_class(title: str) -> str:
    """Class of instrument by its title.

    >>> agreement_class("Memorandum of Understanding on Trade"), agreement_class("Agreement on Culture")
    ('MemorandumOfUnderstanding', 'Agreement')
    """
    return _first(title, _INSTRUMENTS, "Agreement")


@cached(1 << 16)
def _first(label: str, words: tuple[tuple[str, str], ...], otherwise: str) -> str:
    name = label.casefold().replace("’", "'")
    return next((found for pattern, found in words if re.search(rf"\b({pattern})\b", name)), otherwise)
