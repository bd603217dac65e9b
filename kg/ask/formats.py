"""The formats of answers; apart from what writes them, which takes longer to import."""

from typing import Final

ROW_FORMATS: Final = ("table", "csv", "tsv", "json", "xml", "md")
TRIPLE_FORMATS: Final = ("ttl", "nt", "jsonld", "rdfxml")
FORMATS: Final = (*ROW_FORMATS, *TRIPLE_FORMATS)
