"""What a passage tells of missions that cover other states: by rules, by kg/extract/covering.py, and up to when."""

from __future__ import annotations

from dataclasses import replace

from kg.compiled import compiled
from kg.extract.claims import Draft
from kg.extract.covering import words_of
from kg.extract.symbols import Line
from kg.lexicon.language import Language
from kg.model import Value


def also_covered(more: list[Draft], framed: list[Draft], told: list[Draft]) -> list[Draft]:
    """The claims told, of the kind that the envoy's title tells, and those of other sides besides."""
    known = {_sides(draft)[1:] for draft in (*framed, *told) if _away(draft)}
    kinds = {_sides(draft): draft.roles["kind"] for draft in more if _away(draft)}
    new = {_sides(draft): draft for draft in more if _away(draft) and _sides(draft)[1:] not in known}
    return [*(_of_kind(draft, kinds.get(_sides(draft), ())) for draft in told), *new.values()]


def _of_kind(draft: Draft, kind: tuple[Value, ...]) -> Draft:
    """A claim of an embassy elsewhere, where what covers is a high commission or a legation."""
    plain = _away(draft) and all(value.label == "non-resident embassy" for value in draft.roles["kind"])
    return replace(draft, roles={**draft.roles, "kind": kind}) if plain and kind else draft


def until_then(found: list[Draft], before: list[Draft], line: Line, lexicon: Language) -> list[Draft]:
    """ "Before that, Chad was covered from Lagos": until the mission there was opened of which has just been told."""
    words = words_of(lexicon) if any(_away(draft) for draft in found) else None
    match = words.until.search(line.symbols) if words is not None else None
    if match is None:
        return found
    start = line.starts[match.start()]
    opened = [draft for draft in (*before, *found) if draft.type in ("MissionOpened", "MissionPresent") and draft.date]
    return [_ended(draft, opened) if _is_behind(start, draft, line) else draft for draft in found]


def _is_behind(start: int, draft: Draft, line: Line) -> bool:
    """Whether what is told from text[start:] on is a mission elsewhere, in the same clause."""
    near = start < draft.span.end and _NEW.search(line.text, start, max(start, draft.span.start)) is None
    return near and _away(draft) and draft.modality == "asserted"


_NEW = compiled(r"[;.] ")


def _away(draft: Draft) -> bool:
    kinds = [value.label for value in draft.roles.get("kind", ())]
    return draft.type == "MissionPresent" and any(kind.startswith("non-resident") for kind in kinds)


def _ended(draft: Draft, opened: list[Draft]) -> Draft:
    """A mission elsewhere up to when the resident one was opened."""
    resident = [one for one in opened if not _away(one) and _sides(one) == _sides(draft)]
    dates = [(one.date or "").removesuffix("/..") for one in resident]
    return replace(draft, date=f"../{dates[-1]}") if dates and "/" not in dates[-1] else draft


def _sides(draft: Draft) -> tuple[str, ...]:
    """Whose mission, and to whom."""
    return tuple(value.label for name in ("sending", "receiving") for value in draft.roles.get(name, ()))
