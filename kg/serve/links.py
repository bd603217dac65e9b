"""Where an IRI leads on this server, and which addresses may stand in a page at all."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from kg.vocab import ONTOLOGY

# Characters that may stand in a path as they are (RFC 3986); a key may hold any other.
_IN_PATH: Final = "/:@!$&'()*+,;=~"


def local(iri: str, base: str) -> str:
    """Address of the page about an IRI: here if it is ours, its own if it is http(s); empty if it leads nowhere.

    >>> local("https://w3id.org/dipl/id/state/chile", "https://w3id.org/dipl/id/")
    '/id/state/chile'
    >>> local("javascript:alert(1)", "https://w3id.org/dipl/id/")
    ''
    """
    if iri.startswith(base) and len(iri) > len(base):
        return page(iri[len(base) :])
    if iri.startswith(ONTOLOGY):
        return f"/ontology#{quote(iri[len(ONTOLOGY) :])}"
    return iri if iri.startswith(("http://", "https://")) else ""


def page(key: str) -> str:
    """Address of the page about the thing with this key."""
    return f"/id/{quote(key, safe=_IN_PATH)}"
