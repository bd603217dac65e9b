"""What a graph was made of and what it came to, as its manifest tells; no time and no user in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from typing import Any, Final

from kg import __version__
from kg.engines.findings import Findings
from kg.engines.options import Options
from kg.extract.engine import Extraction
from kg.graph.ledger import Known
from kg.kept import digests
from kg.model import Entity, World
from kg.texts.reading import Found

UNREAD: Final = "unread.jsonl"
_TYPE: Final = "type "
_COUNTS: Final = (
    *("claims", "entities", "linked", "accounts", "unrealized", "contradictions", "certain", "possible"),
    *("unread", "dated"),
)


def manifest(
    entries: list[dict[str, Any]],
    problems: Sequence[str],
    counts: Mapping[str, int],
    findings: Findings,
    options: Options,
) -> dict[str, Any]:
    """What the graph was made of and came to; no time and no user, so that the same texts give the same manifest."""
    return {
        "chancery": __version__,
        "pyoxigraph": version("pyoxigraph"),
        "base": options.base,
        "policy": options.policy,
        "resources": dict(digests()),
        "documents": entries,
        "problems": list(problems),
        "decisions": [sha256(path.read_bytes()).hexdigest() for path in (options.review, *options.links) if path],
        "counts": {"documents": len(entries), **nested(counts)},
        "checked": findings.engine,
        "found": findings.counts,
    }


def unread_lines(extractions: Iterable[Extraction]) -> str:
    """Where the passages stand that gave no claim, one a line, so that pages can show them without reading again."""
    places = ([one.document, passage.span.start, passage.span.end] for one in extractions for passage in one.unread)
    return "".join(f"{json.dumps(place)}\n" for place in places)


def counted(world: World) -> Counter[str]:
    """How many records of each kind a world has."""
    degrees: Counter[str] = Counter(one.degree for one in world.contradictions)
    unreal = sum(account.event.modality != "asserted" for account in world.accounts)
    counts = {**entities_counted(world), "accounts": len(world.accounts), "unrealized": unreal}
    counts |= {name: degrees[name] for name in ("certain", "possible")}
    return Counter({**counts, "contradictions": len(world.contradictions)})


def entities_counted(world: World) -> Counter[str]:
    """How many entities there are, and how many of them are linked; names merged into one are not counted."""
    own = [entity for entity in world.entities if not entity.merged]
    return Counter({"entities": len(own), "linked": sum(bool(entity.links) for entity in own)})


def most_told(told_of: Mapping[str, int], found: Iterable[Entity]) -> str:
    """The label of the state of which most events tell; empty if there is none."""
    states = [entity for entity in found if entity.kind == "state"]
    return min(states, key=lambda one: (-told_of.get(one.key, 0), one.key)).label if states else ""


def told_of(world: World) -> Counter[str]:
    """How many roles of events each entity fills."""
    return Counter(key for account in world.accounts for _, keys in account.event.roles for key in keys)


def told(extractions: Iterable[Extraction]) -> Counter[str]:
    """How many claims there are, of each type, and how many passages with a date and a known actor."""
    counts: Counter[str] = Counter()
    for one in extractions:
        counts.update({"claims": len(one.claims), "unread": len(one.unread), "dated": one.dated})
        counts.update(f"{_TYPE}{claim.type}" for claim in one.claims)
    return counts


def nested(counts: Mapping[str, int]) -> dict[str, Any]:
    """Counts as the manifest has them, those of types apart."""
    plain = {name: counts.get(name, 0) for name in _COUNTS}
    types = {name.removeprefix(_TYPE): n for name, n in sorted(counts.items()) if name.startswith(_TYPE) and n}
    return {**plain, "types": types}


def flat(counts: Mapping[str, Any]) -> Counter[str]:
    """Counts as they are added up."""
    plain = {name: int(counts[name]) for name in _COUNTS}
    return Counter({**plain, **{f"{_TYPE}{name}": n for name, n in counts["types"].items()}})


def entry(found: Found, known: Known) -> dict[str, Any]:
    return {
        "id": found.id,
        "path": found.real,
        "language": known.language,
        "characters": known.characters,
        "sha256": known.sha256,
    }
