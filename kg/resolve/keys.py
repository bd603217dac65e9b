"""Keys: the part of an IRI after the base, made from a record alone, so that no other document can change it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from operator import itemgetter

from kg.caches import cached
from kg.model import Claim

# Letters that NFKD leaves whole, and Greek ones that scraping puts among Latin letters ("Tϋrk").
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
    | {"ð": "d", "þ": "th", "ı": "i", "ϋ": "u", "υ": "u", "ο": "o", "α": "a"}
    | dict(zip("абвгдеёзийклмнопрстуфцыэ", "abvgdeezijklmnoprstufcye", strict=True))
    | {
        "ж": "zh",
        "х": "kh",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "yu",
        "я": "ya",
        "ь": "",
        "ъ": "",
        "і": "i",
        "ї": "i",
        "є": "e",
    }
)
_OTHER = re.compile(r"[^a-z0-9]+")
_ENDING = re.compile(r"\.[a-z0-9]+$")


@cached(1 << 18)
def slug(words: str) -> str:
    """Lower-case ASCII letters and digits joined by single hyphens; words of another script become a digest.

    >>> slug("Sebastián Piñera"), slug("  U.S.S.R. "), slug("Путин")
    ('sebastian-pinera', 'u-s-s-r', 'putin')
    """
    plain = words if words.isascii() else _ascii(words)
    return _OTHER.sub("-", plain.casefold()).strip("-") or (f"x{digest(words)}" if words.strip() else "")


def _ascii(words: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", words).casefold().translate(_LETTERS))
    return decomposed.encode("ascii", "ignore").decode()


def digest(words: str) -> str:
    """Eight hexadecimal digits that stand for a text."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@cached(1 << 16)
def document_slug(document: str) -> str:
    """A document's id without its file ending.

    >>> document_slug("1973/telegram.en.txt")
    '1973-telegram-en'
    """
    return slug(_ENDING.sub("", document))


def short(words: str, limit: int = 120) -> str:
    """A slug cut to `limit` characters; what is cut off is told by a digest."""
    return words if len(words) <= limit else f"{words[: limit - 9].rstrip('-')}-{digest(words)}"


def name_of(key: str) -> str:
    """What stands after the first "/" of a key.

    >>> name_of("person/vladimir-putin")
    'vladimir-putin'
    """
    return key[key.find("/") + 1 :]


def claim_keys(claims: Iterable[Claim]) -> Iterator[tuple[str, Claim]]:
    """Every claim with its key, in the order of documents and places; from the second on, those alike are numbered.

    One document at a time, so that whoever asks works on its claims while they are at hand.
    """
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.evidence.document, []).append(claim)
    seen: dict[str, dict[str, int]] = {}  # slug of a document -> bases of keys and how often each was given
    for document in sorted(by_document):
        name = document_slug(document)
        yield from _keyed(f"claim/{name}/", by_document[document], seen.setdefault(name, {}))


def _keyed(folder: str, claims: list[Claim], seen: dict[str, int]) -> list[tuple[str, Claim]]:
    """The claims of one document with their keys, in order."""
    spans = [claim.evidence.span for claim in claims]
    placed = sorted([(span.start, span.end, claims[number].type, number) for number, span in enumerate(spans)])
    keyed = [(f"{folder}{type_.casefold()}-{start}-{end}", claims[number]) for start, end, type_, number in placed]
    keys = dict.fromkeys([key for key, _ in keyed], 1)
    if len(keys) < len(keyed) or not seen.keys().isdisjoint(keys):
        return list(_numbered(keyed, seen))
    seen.update(keys)
    return keyed


def _numbered(keyed: list[tuple[str, Claim]], seen: dict[str, int]) -> Iterator[tuple[str, Claim]]:
    """The same with those alike told apart by a number."""
    for key, alike in groupby(keyed, key=itemgetter(0)):
        for claim in sorted([claim for _, claim in alike], key=_content):
            count = seen[key] = seen.get(key, 0) + 1
            yield (key if count == 1 else f"{key}-{count}"), claim


def _content(claim: Claim) -> str:
    """All that a claim says, to put those of one type in one place into an order."""
    evidence = claim.evidence
    return repr(
        (claim.roles, claim.when, claim.modality, evidence.quote, claim.rule, claim.confidence, claim.attribution)
    )
