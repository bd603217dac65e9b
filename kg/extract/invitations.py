"""Whom an invitation brings: "handed Y an invitation of Z to visit Lima" plans a journey of Y, whoever hands it over.

The guest is the only one of those named who is not at home where he is invited to ("invited" in the lexicon), if one
of the others is; or the one to whom an invitation goes that names no place ("invited-him").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.compiled import Match
from kg.extract.claims import Draft
from kg.extract.clauses import Clauses
from kg.extract.homes import home_of
from kg.extract.roles.filled import states_of_places
from kg.extract.rules import Hit
from kg.extract.symbols import Chunk, Pattern, captured, compile_pattern, unsaid_state
from kg.extract.values import Reader
from kg.lexicon.language import Language, Rule
from kg.model import Value

_SOMEONE = ("person", "people", "name", "names", "post", "pronoun")


@cache
def _patterns(lexicon: Language) -> tuple[Pattern, ...]:
    """An invitation to a place, and one that names none; none if the language lacks them."""
    lists = ["|".join(lexicon.clause.get(name, ())) for name in ("invited", "invited-him")]
    return tuple(compile_pattern(f"(?<!\\w)(?:{words})", lexicon.classes) for words in lists) if all(lists) else ()


@cache
def _rule(code: str) -> Rule:
    return Rule(f"{code}.invited", "Visit", "", (), (), "none", "planned", confidence=0.6)


def invited(place: Clauses, told: list[Draft], reader: Reader) -> tuple[list[Draft], list[Hit]]:
    """The claims of a line without those that take another one for the guest, and a hit for the guest."""
    line, patterns = place.line, _patterns(reader.names.language)
    found = next((match for pattern in patterns if (match := pattern.search(line.symbols)) is not None), None)
    if found is None:
        return told, []
    where = next((chunk for name, chunk in captured(line, found) if name == "host"), None)
    guest, host = _guest(found, where, place, reader)
    if guest is None or host is None:
        return told, []
    first, last = line.starts[found.start()], line.ends[found.end() - 1]
    names = {value.label for value in reader.values(guest)}
    if any(_is_of_it(draft, first, last) and _is_right(draft, names) for draft in told):
        return told, []
    kept = [draft for draft in told if draft.date or not _is_of_it(draft, first, last)]
    slots = (("visitor", guest), ("host", where or unsaid_state(host.label, host.key)))
    return kept, [Hit(_rule(reader.names.language.code), found.start(), found.end(), slots, ())]


def _is_of_it(draft: Draft, first: int, last: int) -> bool:
    """Whether a claim of a journey rests on the words of an invitation."""
    return draft.type == "Visit" and first < draft.span.end and draft.span.start < last


def _is_right(draft: Draft, names: set[str]) -> bool:
    return draft.modality == "planned" and {value.label for value in draft.roles.get("visitor", ())} == names


def _guest(found: Match, where: Chunk | None, place: Clauses, reader: Reader) -> tuple[Chunk | None, Value | None]:
    """Who is invited, and to which state."""
    people = list(_people(place, reader))
    if where is None:
        ahead = [(chunk, home) for at, chunk, home in people if at < found.start()]
        home = ahead[-1][1] if len(ahead) == 1 else None
        return (ahead[0][0], reader.other((home,))) if home is not None else (None, None)
    hosts = states_of_places({"host": [where]}, "host", reader)
    host = hosts[0] if len(hosts) == 1 else None
    away = [chunk for _, chunk, home in people if home is not None and host is not None and home.label != host.label]
    at_home = any(home is not None and host is not None and home.label == host.label for _, _, home in people)
    return (away[0], host) if len(away) == 1 and at_home else (None, None)


def _people(place: Clauses, reader: Reader) -> Iterator[tuple[int, Chunk, Value | None]]:
    """Everybody named, with the state he serves; a pronoun only where it is not that of somebody named."""
    seen: set[str] = set()
    for at, chunk in place.line.all(_SOMEONE):
        for one in chunk.each():
            for value in reader.values(one):
                if value.kind == "person" and value.label not in seen:
                    seen.add(value.label)
                    yield at, one, home_of(value, reader)
