"""How good the extraction is: precision, recall and F1 per type against annotated claims.

Gold is one JSON object a line: type, roles (role -> labels), date, modality, quote, and optionally hard. A prediction
can match a gold claim of its type whose quote it overlaps. It is strict if the roles that identify the happening, the
date and the modality are all right; relaxed if half of those roles are and the years do not disagree.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KGError
from kg.model import Claim

# The roles that identify a claim of each type; types without an entry ("Other") are not counted.
KEY_ROLES: Mapping[str, tuple[str, ...]] = {
    "RelationsEstablished": ("parties",),
    "RelationsSevered": ("parties", "agent"),
    "RelationsRestored": ("parties",),
    "Recognition": ("recogniser", "recognised"),
    "Visit": ("visitor", "host"),
    "Meeting": ("participants",),
    "Agreement": ("title", "parties"),
    "Tenure": ("person", "office", "receiving"),
    "OfficeHeld": ("person", "office", "of"),
    "Appointment": ("person", "office", "receiving"),
    "MissionPresent": ("sending", "receiving", "kind"),
    "MissionOpened": ("sending", "receiving"),
    "MissionClosed": ("sending", "receiving"),
    "MissionElevated": ("sending", "receiving"),
    "Expulsion": ("agent", "target"),
    "Recall": ("agent", "target"),
    "ProtectingPower": ("protector", "protected"),
    "Membership": ("member", "organisation"),
    "TradeVolume": ("amount",),
    "Aid": ("donor", "recipient", "amount"),
    "LeadershipChange": ("person", "state", "kind"),
    "Negotiation": ("topic",),
}


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated claim, with every place of its quote in the document."""

    document: str
    type: str
    roles: Mapping[str, tuple[str, ...]]
    date: str | None
    modality: str
    quote: str
    places: tuple[tuple[int, int], ...]
    hard: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one type; the measures are 0 where nothing is counted."""

    type: str
    gold: int
    predicted: int
    strict: int
    relaxed: int

    def measures(self, matched: int) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        precision = matched / self.predicted if self.predicted else 0.0
        recall = matched / self.gold if self.gold else 0.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    total: Score
    types: tuple[Score, ...]
    missed: tuple[tuple[Gold, Claim | None], ...]  # with the nearest claim, if one was relaxed
    spurious: tuple[Claim, ...]


def read_gold(path: Path, documents: Mapping[str, str]) -> tuple[Gold, ...]:
    """Annotations of a file NAME.jsonl for the text NAME.txt. Errors: KGError names the line that is wrong."""
    name = f"{path.stem}.txt"
    if name not in documents:
        raise KGError(f"{path}: there is no text {name} among those given; name its folder with --texts")
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            found.append(_gold(line, f"{path}:{number}", name, documents[name]))
    return tuple(found)


def _gold(line: str, where: str, name: str, text: str) -> Gold:
    try:
        row = json.loads(line)
        roles = {role: tuple(map(str, labels)) for role, labels in row["roles"].items()}
        quote = row["quote"]
        places = tuple(match.span() for match in re.finditer(re.escape(quote), text))
    except (ValueError, KeyError, AttributeError) as error:
        raise KGError(f"{where}: {error}; a claim needs type, roles, date, modality and quote") from None
    if not places:
        raise KGError(f"{where}: this quote does not stand in {name}: {quote[:60]}")
    return Gold(
        name, row["type"], roles, row.get("date"), row.get("modality", "asserted"), quote, places, bool(row.get("hard"))
    )


def evaluate(gold: Sequence[Gold], claims: Iterable[Claim]) -> Evaluation:
    """Compare claims with annotations; each is used once, strict matches first."""
    wanted = [g for g in gold if g.type in KEY_ROLES]
    given = [c for c in claims if c.type in KEY_ROLES]
    pairs = _matched(wanted, given)
    used = {p: strict for _, p, strict in pairs}
    hit = {g: (p, strict) for g, p, strict in pairs}
    spare = [p for p in range(len(given)) if p not in used]
    types = dict.fromkeys(g.type for g in wanted) | dict.fromkeys(c.type for c in given)
    scores = tuple(_score(t, [t], wanted, given, hit) for t in types)
    missed = tuple(
        (g, given[hit[i][0]] if i in hit else None) for i, g in enumerate(wanted) if not (i in hit and hit[i][1])
    )
    total = _score("all", list(types), wanted, given, hit)
    return Evaluation(
        total, tuple(sorted(scores, key=lambda s: (-s.gold, s.type))), missed, tuple(given[p] for p in spare)
    )


def _score(
    name: str, types: list[str], gold: Sequence[Gold], claims: Sequence[Claim], hit: Mapping[int, tuple[int, bool]]
) -> Score:
    mine = [i for i, g in enumerate(gold) if g.type in types]
    predicted = sum(c.type in types for c in claims)
    return Score(name, len(mine), predicted, sum(i in hit and hit[i][1] for i in mine), sum(i in hit for i in mine))


def _matched(gold: Sequence[Gold], claims: Sequence[Claim]) -> list[tuple[int, int, bool]]:
    """Pairs (gold, claim, strict), the best first, each side used once."""
    candidates = []
    for i, g in enumerate(gold):
        for p, claim in enumerate(claims):
            if claim.type == g.type and claim.evidence.document.endswith(g.document) and (near := _overlap(g, claim)):
                right, keys, pure = _agreement(g, claim)
                same_date = _plain(g.date) == _plain(claim.when.edtf if claim.when else None)
                strict = right == keys and pure and same_date and claim.modality == g.modality
                if strict or (right * 2 >= keys and _years_agree(g, claim)):
                    candidates.append((strict, right / max(keys, 1) + 0.5 * same_date, near, -i, -p))
    found: list[tuple[int, int, bool]] = []
    used_gold: set[int] = set()
    used_claims: set[int] = set()
    for strict, _, _, i, p in sorted(candidates, reverse=True):
        if -i not in used_gold and -p not in used_claims:
            used_gold.add(-i)
            used_claims.add(-p)
            found.append((-i, -p, strict))
    return found


def _overlap(gold: Gold, claim: Claim) -> float:
    """Share of the characters in common with the nearest place of the quote."""
    a, b = claim.evidence.span.start, claim.evidence.span.end
    return max(max(0, min(b, y) - max(a, x)) / max(1, max(b, y) - min(a, x)) for x, y in gold.places)


def _agreement(gold: Gold, claim: Claim) -> tuple[int, int, bool]:
    """Key roles that are right, key roles annotated, and whether no value is foreign to the annotation."""
    keys = [role for role in KEY_ROLES[gold.type] if gold.roles.get(role)]
    right, pure = 0, True
    for role in keys:
        values = [(value.label, value.text) for value in claim.role(role)]
        right += all(any(_same(label, names) for names in values) for label in gold.roles[role])
        pure &= all(any(_same(label, names) for label in gold.roles[role]) for names in values)
    return right, len(keys), pure


def _same(label: str, names: tuple[str, ...]) -> bool:
    """One name is the other, or holds all its words."""
    wanted = _words(label)
    for name in map(_words, names):
        if wanted == name or (
            len(wanted & name) >= min(len(wanted), len(name)) > 0
            and max(len(wanted), len(name)) <= 4 * min(len(wanted), len(name))
        ):
            return True
    return False


_SMALL = frozenset(
    ["the", "of", "a", "an", "and", "de", "la", "el", "los", "las", "del", "y", "et", "in", "on", "for", "to"]
)


def _words(name: str) -> frozenset[str]:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    return frozenset(re.findall(r"\w+", bare.casefold().replace("'s", ""))) - _SMALL


def _plain(edtf: str | None) -> str | None:
    return re.sub("[~?%]", "", edtf) if edtf else None


def _years_agree(gold: Gold, claim: Claim) -> bool:
    a, b = (set(re.findall(r"\d{4}", date or "")) for date in (gold.date, claim.when.edtf if claim.when else None))
    return not a or not b or bool(a & b)


def as_rows(evaluation: Evaluation) -> list[dict[str, Any]]:
    """A row per type and one for all: counts, and precision, recall and F1 both ways, to three places."""
    rows = []
    for score in (evaluation.total, *evaluation.types):
        row: dict[str, Any] = {"type": score.type, "gold": score.gold, "predicted": score.predicted}
        for kind, matched in (("strict", score.strict), ("relaxed", score.relaxed)):
            row.update(
                {f"{kind} {name}": round(value, 3) for name, value in zip("PRF", score.measures(matched), strict=True)}
            )
        rows.append(row)
    return rows
