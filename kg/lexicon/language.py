"""The words and rules of one language: `data/lexicon/<language>/`, as plain records."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, Literal

from kg.errors import KGError
from kg.kept import kept
from kg.model import Modality
from kg.resources import resource


@dataclass(frozen=True, slots=True)
class Phrase:
    """Mentions and words that make one mention; `distribute` pairs the first state with the first name, and so on."""

    makes: str
    match: str
    cue: tuple[str, ...] = ()  # one of these strings must stand in the passage
    distribute: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """How one way of saying something becomes a claim; `roles` says where each role is (data/lexicon/README.md)."""

    id: str
    type: str
    match: str
    cue: tuple[str, ...]  # one of these strings must stand in the passage, in lower case
    roles: tuple[tuple[str, str], ...]
    date: str = "clause"  # clause, required, match, begin, from, end, told, since, none
    modality: Modality | Literal[""] = ""
    needs: tuple[str, ...] = ()  # parts that must be there ("mission.sending")
    confidence: float = 0.9
    fallback: bool = False  # tried where no other rule of its type gave a claim in the passage
    examples: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """How a list or a table becomes claims: what its lead-in or heading says, and what an item or a column holds."""

    id: str
    type: str
    lead: str
    item: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    confidence: float = 0.9
    examples: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Language:
    """A language's lexicon; `classes` are word classes as alternatives of a regular expression.

    Compared by identity, so that what is compiled from it can be kept beside it.
    """

    code: str
    classes: Mapping[str, str]
    prepositions: Mapping[str, tuple[str, ...]]
    clause: Mapping[str, tuple[str, ...]]
    modality: Mapping[str, tuple[str, ...]]
    pronouns: Mapping[str, tuple[str, ...]]
    pair: tuple[str, ...]
    values: Mapping[str, str]
    messages: Mapping[str, Any]  # what a yearly message is named, and its day in each state
    deictic: Mapping[str, int]  # words that tell a day from that of writing -> days after it
    weekdays: tuple[str, ...]  # from Monday on
    stays: Mapping[str, int]  # words that tell how many days a visit takes
    common: frozenset[str]
    decoys: tuple[str, ...]  # words that hold the name of a state and speak of none ("Latin American")
    acts: frozenset[str]  # of the common words, verbs that a title in capitals has behind a name
    surnames: frozenset[str]  # of the common words, those that also end a name
    adverbs: str  # pattern of the adverbs that open a sentence with a capital and are nobody; "" for none
    described: Mapping[str, Any]  # words for a state by its region ("the Nordic country"), and the regions
    publishers: Mapping[str, str]  # names of ministries that publish pages -> key of their state
    small_demonyms: bool  # demonyms are written small: a capital one inside a name is a surname
    given: frozenset[str]  # names of states and common nouns that are also given names ("Jordan Ellis", "Marco Berg")
    titled_surnames: frozenset[str]  # and those that do so only where a title stands before it
    common_given: frozenset[str]  # in lower case: "Julio" is somebody, even where the text also writes "julio"
    offices: Mapping[str, tuple[str, str]]  # surface -> (label, class)
    office_grammar: Mapping[str, Any]
    missions: Mapping[str, str]
    instruments: Mapping[str, Any]
    organisations: Mapping[str, Any]
    phrases: tuple[Phrase, ...]
    rules: tuple[Rule, ...]
    frames: tuple[Frame, ...]


def _read(folder: Traversable, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise KGError(f"data/lexicon/{folder.name}/{name}: {error}; mend the TOML") from None


def _alternatives(words: Any) -> str:
    return words if isinstance(words, str) else "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _tuples(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in table.items()}


def _offices(tables: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Surface form -> (English label, class); forms in a list are their own labels but for those in `labels`."""
    found = dict(_chairs(tables.get("chairs", {})))
    labels = tables.get("labels", {})
    for kind, forms in tables["heads"].items():
        pairs = forms.items() if isinstance(forms, dict) else ((form, labels.get(form, form)) for form in forms)
        for form, label in pairs:
            found.setdefault(form, (label, kind))
    return found


def _chairs(table: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Those who chair a parliament, a court or a bank, as (form, (label, class)): they serve their state."""
    heads, bodies = (_labelled(table.get(name, ())) for name in ("heads", "bodies"))
    for head, chair in heads.items():
        for body, name in bodies.items():
            yield f"{head} {body}", (f"{chair} {name}", "chair")
            if table.get("behind") and (noun := body.removeprefix("of ").removeprefix("the ")):  # "Senate President"
                yield f"{noun} {head}", (f"{noun} {head}", "chair")
                if head in table.get("bare", ()):  # "Speaker National Assembly"
                    yield f"{head} {noun}", (f"{chair} {name}", "chair")


def _labelled(forms: Any) -> Mapping[str, str]:
    return forms if isinstance(forms, dict) else {form: form for form in forms}


def _rules(folder: Traversable) -> tuple[list[Rule], list[Frame]]:
    rules: list[Rule] = []
    frames: list[Frame] = []
    for path in sorted((folder / "rules").iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".toml"):
            continue
        table = _read(folder, f"rules/{path.name}")
        try:
            for row in table.get("rule", ()):
                pairs = tuple(row.pop("roles", {}).items())
                cue, examples = tuple(row.pop("cue")), tuple(row.pop("examples", ()))
                needs = tuple(row.pop("needs", ()))
                rules.append(Rule(**row, cue=cue, roles=pairs, examples=examples, needs=needs))
            for row in table.get("frame", ()):
                pairs, columns = tuple(row.pop("roles", {}).items()), tuple(row.pop("columns", {}).items())
                examples = tuple(row.pop("examples", ()))
                frames.append(Frame(**row, roles=pairs, columns=columns, examples=examples))
        except (TypeError, KeyError) as error:
            raise KGError(
                f"data/lexicon/{folder.name}/rules/{path.name}: {row.get('id')}: {error}; see data/lexicon/README.md"
            ) from None
    return rules, frames


def load(folder: Traversable) -> Language:
    """The lexicon in a folder. Errors: KGError names the file that is not as it should be."""
    words, offices, nouns = _read(folder, "words.toml"), _read(folder, "offices.toml"), _read(folder, "nouns.toml")
    rules, frames = _rules(folder)
    return Language(
        code=folder.name,
        classes={name: _alternatives(value) for name, value in words["class"].items()},
        prepositions=_tuples(words["preposition"]),
        clause=_tuples(words["clause"]),
        modality=_tuples(words["modality"]),
        pronouns=_tuples(words["pronoun"]),
        pair=tuple(words["pair"]["forms"]),
        values=words["values"],
        messages=words.get("message", {}),
        deictic=words.get("deictic", {}).get("days", {}),
        weekdays=tuple(words.get("deictic", {}).get("weekdays", ())),
        stays=words.get("deictic", {}).get("stays", {}),
        common=frozenset(f"{words['common']['words']} {words['common'].get('acts', '')}".split()),
        acts=frozenset(words["common"].get("acts", "").split()),
        decoys=tuple(words["common"].get("decoys", ())),
        surnames=frozenset(words["common"].get("surnames", "").split()),
        adverbs=words["common"].get("adverbs", ""),
        described=words.get("described", {}),
        publishers=words.get("publisher", {}),
        small_demonyms=bool(words["common"].get("small-demonyms")),
        given=frozenset(words["common"].get("given", "").split()),
        titled_surnames=frozenset(words["common"].get("titled-surnames", "").split()),
        common_given=frozenset(words["common"].get("common-given", "").split()),
        offices=_offices(offices),
        office_grammar=offices,
        missions=nouns["mission"],
        instruments=nouns["instrument"],
        organisations=nouns.get("organisation", {"heads": ["__none__"]}),
        phrases=tuple(
            Phrase(**{**row, "cue": tuple(row.get("cue", ()))}) for row in _read(folder, "phrases.toml")["phrase"]
        ),
        rules=tuple(rules),
        frames=tuple(frames),
    )


@cache
def language(code: str) -> Language:
    """The lexicon of a language that ships with Chancery: "en" or "es"."""
    return kept(f"lexicon-{code}", lambda: load(resource("data", "lexicon", code)))


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that have a lexicon."""
    return tuple(sorted(path.name for path in resource("data", "lexicon").iterdir() if (path / "words.toml").is_file()))
