"""Keys: the part of an IRI after the base, made from a record alone, so that no other document can change it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

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


@lru_cache(maxsize=1 << 18)
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


@lru_cache(maxsize=1 << 16)
def document_slug(document: str) -> str:
    """A document's id without its file ending.

    >>> document_slug("1973/telegram.en.txt")
    '1973-telegram-en'
    """
    return slug(re.sub(r"\.[a-z0-9]+$", "", document))


def short(words: str, limit: int = 120) -> str:
    """A slug cut to `limit` characters; what is cut off is told by a digest."""
    return words if len(words) <= limit else f"{words[: limit - 9].rstrip('-')}-{digest(words)}"


def name_of(key: str) -> str:
    """What stands after the first "/" of a key.

    >>> name_of("person/vladimir-putin")
    'vladimir-putin'
    """
    return key[key.find("/") + 1 :]


def claim_keys(claims: Iterable[Claim]) -> list[tuple[str, Claim]]:
    """Every claim with its key, in the order of documents and places; from the second on, those alike are numbered."""
    bases = sorted(((_base(claim), claim) for claim in claims), key=_place)
    keyed: list[tuple[str, Claim]] = []
    seen: dict[str, int] = {}
    start = 0
    for stop in range(1, len(bases) + 1):
        if stop < len(bases) and bases[stop][0] == bases[start][0]:
            continue
        base = bases[start][0]
        run = bases[start:stop] if stop - start == 1 else sorted(bases[start:stop], key=_content)
        for _, claim in run:
            count = seen[base] = seen.get(base, 0) + 1
            keyed.append((base if count == 1 else f"{base}-{count}", claim))
        start = stop
    return keyed


def _base(claim: Claim) -> str:
    span = claim.evidence.span
    return f"claim/{document_slug(claim.evidence.document)}/{claim.type.casefold()}-{span.start}-{span.end}"


def _place(keyed: tuple[str, Claim]) -> tuple[str, int, int, str]:
    evidence = keyed[1].evidence
    return evidence.document, evidence.span.start, evidence.span.end, keyed[1].type


def _content(keyed: tuple[str, Claim]) -> str:
    claim = keyed[1]
    return repr(
        (
            claim.evidence.document,
            claim.roles,
            claim.when,
            claim.modality,
            claim.evidence.quote,
            claim.rule,
            claim.confidence,
            claim.attribution,
        )
    )
