"""How long an XML file becomes when its entities are written out: the parser bounds neither that nor their depth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

# "&#38;" in the value of an entity is "&" when the entity is used.
_AND: Final = re.compile(rb"&#(?:38|x26);", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"<!ENTITY\s+([^\s%\"']+)\s+(?:\"([^\"]*)\"|'([^']*)')")
_USED: Final = re.compile(rb"&([^\s&;#]+);")


def written_out(content: bytes) -> float:
    """Bytes that the entities declared in a file come to where it uses them; infinite if one contains itself.

    >>> written_out(b'<!DOCTYPE r [<!ENTITY a "12345"><!ENTITY b "&a;&a;">]><r>&b;&b;</r>')
    30
    """
    if b"<!ENTITY" not in content:
        return 0
    plain = _AND.sub(b"&", content)
    declared = {name: one or other for name, one, other in _DECLARED.findall(plain)}
    lengths: dict[bytes, float] = {}
    used = Counter(name for name in _USED.findall(plain) if name in declared)
    try:
        return sum(count * _length(name, declared, lengths) for name, count in used.items())
    except RecursionError:  # a chain of some thousand entities, which nobody writes
        return float("inf")


def _length(name: bytes, declared: Mapping[bytes, bytes], lengths: dict[bytes, float]) -> float:
    """Length of an entity; those that are being measured count as infinite, so that a circle is found."""
    if name not in lengths:
        lengths[name] = float("inf")
        used = [inner for inner in _USED.findall(declared[name]) if inner in declared]
        lengths[name] = len(_USED.sub(b"", declared[name])) + sum(_length(one, declared, lengths) for one in used)
    return lengths[name]
