"""Media types: which format a client prefers, and what each format is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

# Format -> the media type that is sent.
SENT: Final[Mapping[str, str]] = {
    "html": "text/html; charset=utf-8",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig; charset=utf-8",
    "nq": "application/n-quads",
}

# What a client may call them, in the order of preference where it has none.
ROWS: Final = (
    ("application/sparql-results+json", "json"),
    ("application/sparql-results+xml", "xml"),
    ("text/csv", "csv"),
    ("text/tab-separated-values", "tsv"),
    ("application/json", "json"),
    ("application/xml", "xml"),
    ("text/xml", "xml"),
)
TRIPLES: Final = (
    ("text/turtle", "ttl"),
    ("application/n-triples", "nt"),
    ("application/rdf+xml", "rdfxml"),
    ("application/ld+json", "jsonld"),
    ("application/trig", "trig"),
    ("application/n-quads", "nq"),
    ("application/x-turtle", "ttl"),
    ("application/json", "jsonld"),
    ("application/xml", "rdfxml"),
    ("text/plain", "nt"),
)
DATASETS: Final = (
    ("application/trig", "trig"),
    ("application/n-quads", "nq"),
    ("application/ld+json", "jsonld"),
    ("application/json", "jsonld"),
)
PAGE: Final = (("text/html", "html"), ("application/xhtml+xml", "html"))
# Format -> how the engine calls it.
RDF: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
ENDINGS: Final = {"html": "html", "ttl": "ttl", "nt": "nt", "jsonld": "jsonld", "json": "jsonld", "rdf": "rdfxml"}


@lru_cache(maxsize=512)
def preferred(accept: str, offers: Sequence[tuple[str, str]]) -> str | None:
    """The format of the offer that an Accept header likes best, the first of equals; None if it allows none.

    >>> preferred("text/csv;q=0.5, */*;q=0.1", ROWS)
    'csv'
    >>> preferred("image/png", ROWS) is None
    True
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*", "*", 1.0)]
    best, chosen = 0.0, None
    for media, format in offers:
        quality = _quality(media, ranges)
        if quality > best:
            best, chosen = quality, format
    return chosen


def _range(part: str) -> tuple[str, str, float]:
    media, *params = (piece.strip().lower() for piece in part.split(";"))
    kind, _, name = media.partition("/")
    quality = next((param[2:] for param in params if param.startswith("q=")), "1")
    try:
        return kind, name or "*", min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return kind, name or "*", 0.0


def _quality(media: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """The weight that the most special range which holds the media type gives it."""
    kind, _, name = media.partition("/")
    found = [
        ((range_kind != "*") + (range_name != "*"), quality)
        for range_kind, range_name, quality in ranges
        if range_kind in (kind, "*") and range_name in (name, "*")
    ]
    return max(found)[1] if found else 0.0


def media_type(header: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type header, lower case, empty where it does not say.

    >>> media_type('application/sparql-query; Charset="UTF-8"')
    ('application/sparql-query', 'utf-8')
    """
    media, *params = (piece.strip().lower() for piece in header.split(";"))
    charset = next((param.partition("=")[2].strip('"') for param in params if param.startswith("charset=")), "")
    return media, charset
