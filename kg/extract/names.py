"""All that the texts of a language may name: what the gazetteer and the lexicon list, ready for search."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import regex

from kg.compiled import Light, Match, compiled, light
from kg.extract.finder import Finder, Holds
from kg.extract.sieve import Sieve, needs
from kg.kept import kept
from kg.lexicon.gazetteer import Gazetteer, gazetteer
from kg.lexicon.language import Language

FOLD = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "´": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "İ": "I",  # in lower case it would be two letters
        "ʻ": "'",
        "ʼ": "'",
        "\n": " ",
        "\t": " ",
        "‐": "-",
        "‑": "-",
    }
)
_KIND = {
    "state": "state",
    "demonym": "demonym",
    "place": "place",
    "organisation": "org",
    "person": "name",
    "office": "office",
}
# Which reading of the same words wins.
ORDER = {kind: n for n, kind in enumerate(("date", "amount", "state", "org", "office", "demonym", "place", "name"))}


_CITIES = "1900"  # a state that ended before is hardly meant by the name it shares with a city


def _of_its_time(text: str, name: str, end: str) -> bool:
    """Whether a text names a year up to the end of a state close to where it names the state."""
    places = [match.start() for match in regex.finditer(regex.escape(name), text)]
    near = (text[max(0, at - _NEAR) : at + _NEAR] for at in places)
    return any(year <= end[:4] for words in near for year in _YEAR.findall(words))


_NEAR = 200  # characters; most sentences are within
_YEAR = compiled(r"(?<!\d)1[0-9]{3}(?!\d)")


def _title_words(language: Language, behind: bool = False) -> Light | None:
    """ "minister of" and its portfolio, in lower case; only those whose portfolio stands `behind`, if so asked."""
    grammar = language.office_grammar.get("portfolio")
    if grammar is None:
        return None
    head = "|".join(sorted(map(regex.escape, grammar["head"]), key=len, reverse=True))
    words = "|".join(sorted(map(regex.escape, grammar["words"]), key=len, reverse=True))
    modifiers = "|".join(map(regex.escape, language.office_grammar["modifiers"]["keep"]))
    of, joiner = grammar.get("of", "of|for"), grammar.get("joiner", "and|of|the|for|with|on")
    last = (
        "|".join(map(regex.escape, () if behind else grammar.get("last", ()))) or "(?!)"
    )  # "trade and industry minister"
    people = "|".join(map(regex.escape, grammar.get("people", ()))) or "(?!)"  # "the American foreign minister"
    theirs = grammar.get("people-in", "(?!)")  # but "African affairs minister"
    bodies = "|".join(map(regex.escape, grammar.get("bodies", ())))  # "the State Secretary of the Foreign Ministry"
    apart_from = rf"(?! (?:{bodies})\b)" if bodies else ""
    apart = "|".join(map(regex.escape, grammar.get("apart", ()))) or "(?!)"  # "the government, Foreign Minister X"
    return light(
        rf"\b(?:(?:{modifiers})[ -]){{0,4}}+(?:(?:{head}) (?:{of}) (?:the )?(?:{words})\b"
        rf"(?:(?:,? (?:{joiner})){{0,4}},?[ -](?:{words})\b){{0,30}}+{apart_from}"
        rf"|(?!(?:{people}) (?!(?:{theirs})\b)|(?:{apart}),)"
        rf"(?:{words})(?:(?:,? (?:and|&)|,)? (?:{words})){{0,6}} (?:{last}))\b"
    )


def _capital_portfolio(language: Language) -> Light | None:
    """ "minister of" and a portfolio that no list holds, known by its capitals ("Hajj and Umrah")."""
    grammar = language.office_grammar.get("portfolio", {})
    if "capital" not in grammar:
        return None
    head = "|".join(sorted(map(regex.escape, grammar["capital"]), key=len, reverse=True))
    words = "|".join(sorted(map(regex.escape, grammar["words"]), key=len, reverse=True))
    of, joiner = grammar.get("of", "of|for"), grammar["capital-joiner"]
    one = rf"\p{{Lu}}\p{{Ll}}(?:\p{{L}}|-(?!-))++(?: (?i:{words})\b)*+"
    return light(
        rf"\b(?i:{head}) (?:{of}) (?:the )?(?P<first>(?=\p{{Lu}}){one})"
        rf"(?:(?:, {one}){{0,3}}+(?:,(?= (?:{joiner}) {one}(?! \p{{Lu}})))? (?:{joiner}) {one})?+"
    )


def _heads(grammar: Mapping[str, Any], name: str) -> list[str] | None:
    """What a title with a portfolio begins with; None if that is not told in plain words."""
    joints = grammar.get("of", "of|for").split("|")
    if not all(joint.replace(" ", "").isalpha() for joint in joints):
        return None
    return [f"{head} {joint} " for head in grammar.get(name, ()) for joint in joints]


def _before(word: str, text: str) -> Iterator[str]:
    """The words with a capital right before a word, by themselves or behind another one."""
    at = -1
    while (at := text.find(word, at + 1)) >= 0:
        first = _FIRST.match(text, 0, at)
        if first is not None and _LETTER.match(text, at + len(word)) is None:
            yield first[1]


def _borne(word: str, text: str) -> Iterator[regex.Match[str]]:
    """Where a title stands behind a first name, and no name or state behind it: "Ana Reina", not "HM King Olav"."""
    return compiled(rf"(?<!\p{{L}})(\p{{Lu}}\p{{Ll}}+) {word}(?!\w| \p{{Lu}}| of | de )").finditer(text)


_LETTER = compiled(r"\w")
_FIRST = compiled(r"(?r)(?<=[\p{Ll},] )(?:\p{Lu}[\p{L}'-]+ )?(\p{Lu}[\p{L}'-]+) ")


_ABBREVIATED = compiled(r" \((?:the )?[“\"]?(\p{Lu}\p{Ll}{0,2}\p{Lu}[\p{Lu}\p{Ll}]{0,5})[”\"]?\)")
_INITIAL = compiled(r"(?<!\w)\p{Lu}")
_FULL_NAME = 80  # characters before the bracket in which the name stands


Known = dict[str, tuple[str, tuple[str, ...]]]  # surface -> (kind, entity keys)


class Listed(NamedTuple):
    """The names of a gazetteer that texts of a language may hold."""

    known: Known  # with forms in capitals of states, for headings
    twins: Mapping[str, tuple[str, tuple[str, ...]]]  # see `_twins`
    towns: frozenset[str]  # see `_towns`


def listed(language: Language, gazetteer: Gazetteer) -> Listed:
    """The names that a language's texts may hold."""
    known = _known(language, gazetteer)
    return Listed(known, _twins(known, gazetteer), _towns(known, gazetteer))


def _known(language: Language, gazetteer: Gazetteer) -> Known:
    found: Known = {}
    for name in gazetteer.names():
        if name.language not in ("", language.code) or name.kind == "office":  # titles come from the lexicon
            continue
        kind = _KIND[name.kind]
        surface = name.surface.translate(FOLD)
        words = surface.lower().split()
        if name.kind == "person" and ({words[0], " ".join(words[:2])} & language.offices.keys()):
            continue  # "King Hussein": the title is a mention of its own
        if surface not in found or ORDER[kind] < ORDER[found[surface][0]]:
            found[surface] = (kind, name.keys)
        if name.kind in ("state", "place", "demonym") and len(surface) > 3:
            found.setdefault(surface.upper(), (kind, name.keys))
    found.update((surface, ("decoy", ())) for surface in language.decoys)
    for kind, forms in language.office_grammar.get("abbreviations", {}).items():
        found.update((form, ("office", (label, kind))) for form, label in forms.items())
    for surface, entry in list(found.items()):  # texts leave accents out: "Baku", "Peru", "Jose Mujica"
        if surface.isascii():
            continue
        bare = "".join(c for c in unicodedata.normalize("NFKD", surface) if not unicodedata.combining(c))
        if len(bare) > 3 and entry[0] in ("state", "place", "name"):
            found.setdefault(bare, entry)
    return found


def _twins(known: Known, gazetteer: Gazetteer) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Names that a city shares with a state which is gone ("Genoa") -> (key of the state, keys of the city)."""
    places = {n.surface.translate(FOLD): n.keys for n in gazetteer.names() if n.kind == "place"}
    gone = {s: keys[0] for s, (kind, keys) in known.items() if kind == "state" and s in places}
    return {s: (key, places[s]) for s, key in gone.items() if (gazetteer.end(key) or "9")[:4] < _CITIES}


def _towns(known: Known, gazetteer: Gazetteer) -> frozenset[str]:
    """Places of one word that are no state's capital, and so may be somebody's surname ("Lagos", "Santos")."""
    states = {key for name in gazetteer.names() if name.kind == "state" for key in name.keys}
    seats = {gazetteer.capital(key) for key in states}
    return frozenset(
        s for s, (kind, keys) in known.items() if kind == "place" and " " not in s and not seats & set(keys)
    )


@dataclass(frozen=True, eq=False)
class Names:
    """Everything a language's texts may name, ready for search. Built once for a language and kept."""

    language: Language
    gazetteer: Gazetteer
    listed: Listed

    @property
    def known(self) -> Known:
        """Surface -> (kind, entity keys)."""
        return self.listed.known

    def cities(self, text: str, parties: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Names of states that are gone, and the cities that a document means by them: it never says "Duchy of …", and
        names no year of theirs nearby."""
        found = {}
        for surface, (state, place) in self.listed.twins.items():
            if surface in text and state not in parties:
                titles = (title for title in self.of_state[state] if title != surface and surface in title)
                called = any(title in text for title in titles)
                if not called and not _of_its_time(text, surface, self.gazetteer.end(state) or ""):
                    found[surface] = place
        return found

    @cached_property
    def of_state(self) -> Mapping[str, Sequence[str]]:
        """The key of a state -> its names."""
        found: dict[str, list[str]] = {}
        for surface, (kind, keys) in self.known.items():
            for key in keys if kind == "state" else ():
                found.setdefault(key, []).append(surface)
        return found

    @cached_property
    def capitals(self) -> Mapping[str, Sequence[str]]:
        """The key of a state -> the names of its capital."""
        found: dict[str, list[str]] = {}
        for surface, (kind, keys) in self.known.items():
            for state in {self.gazetteer.state_of_place(key) for key in keys} if kind == "place" else ():
                if state is not None and self.gazetteer.capital(state) in keys:
                    found.setdefault(state, []).append(surface)
        return found

    def surnames(self, text: str, capital: frozenset[str]) -> frozenset[str]:
        """Names of places, and titles, that are surnames in a document: it also gives them behind a first name ("Ana
        Lagos", "Ana Reina")."""
        towns = capital & self.listed.towns
        borne = {
            word for word in capital & self.language.surnames if any(self._names(m[1]) for m in _borne(word, text))
        }
        return frozenset(borne).union(town for town in towns if any(map(self._names, _before(town, text))))

    def _names(self, first: str) -> bool:
        """Whether a word with a capital can be a first name."""
        return first not in self.common and first not in self.known

    def located(self, text: str, at: int) -> bool:
        """Whether a word that says where stands right before a place in a text: "in Lagos"."""
        before = text[max(0, at - 12) : at].lower().split(" ")
        return len(before) > 1 and before[-2] in self.language.prepositions["in"]

    def abbreviations(self, text: str, parties: Sequence[str] = ()) -> dict[str, tuple[str, tuple[str, ...]]]:
        """What abbreviations stand for that a document makes for itself, as "RoC" in "Republic of Cyprus (RoC)"."""
        found = {}
        for match in _ABBREVIATED.finditer(text):
            words = regex.split(r"\s+", text[max(0, match.start() - _FULL_NAME) : match.start()].translate(FOLD))
            full = next((name for i in range(len(words)) if (name := " ".join(words[i:])) in self.known), "")
            if match[1] not in self.known and full and self.known[full][0] in ("state", "org"):
                found[match[1]] = self.known[full]
        initials = [self.gazetteer.label(key)[:1] for key in parties]
        for key, initial in zip(parties, initials, strict=True):  # "GoI" in a text about India and Nepal
            short = f"{self.language.clause.get('government-of', [''])[0]}{initial}"
            if len(short) > 1 and initials.count(initial) == 1 and short in text:
                found[short] = ("state", (key,))
        for key in parties:  # "SR" in a text that tells of the Slovak Republic
            for full in self.gazetteer.names_of(key):
                short = "".join(_INITIAL.findall(full)) if " " in full and full in text else ""
                if len(short) > 1 and short not in self.known and _abbreviates(short, text):
                    found.setdefault(short, ("state", (key,)))
        return found

    @cached_property
    def finder(self) -> Finder:
        return Finder(self.known)

    @cached_property
    def words(self) -> dict[str, tuple[str, Any]]:
        """Lower-case words -> (kind of mention, what the lexicon says of them)."""
        found: dict[str, tuple[str, Any]] = {}
        for form in self.language.pair:
            found[form] = ("pair", None)
        for number, forms in self.language.pronouns.items():
            found.update((form, ("pronoun", number)) for form in forms)
        for form, kind in self.language.missions.items():
            found[form] = ("missionword", kind)
        modifiers = self.language.office_grammar["modifiers"]["keep"]
        for form, (label, kind) in self.language.offices.items():
            found[form] = ("office", (label, kind))
            for modifier in modifiers if kind != "chair" else ():  # these name their deputies themselves, and are many
                rank = kind if kind == "diplomat" else "minister"
                found.setdefault(f"{modifier} {form}", ("office", (f"{modifier} {label}", rank)))
        return found

    @cached_property
    def word_finder(self) -> Finder:
        return Finder(self.words)

    @cached_property
    def portfolio(self) -> Light | None:
        return _title_words(self.language)

    @cached_property
    def capital_portfolio(self) -> Light | None:
        return _capital_portfolio(self.language)

    @cached_property
    def ministry(self) -> Light | None:
        """The name of a ministry, up to the end of its portfolio, in lower case."""
        grammar = self.language.office_grammar.get("portfolio", {})
        if "bodies" not in grammar:
            return None
        body, words = ("|".join(map(regex.escape, grammar[name])) for name in ("bodies", "words"))
        joint = rf"(?:,? (?:{grammar.get('joiner', 'and|of|the|for|with|on')})){{0,3}},?"
        return light(rf"(?:the )?(?:{body}) (?:of|for) (?:the )?(?:{words})\b(?:{joint} (?:{words})\b){{0,12}}+")

    @cached_property
    def _portfolio_behind(self) -> Light | None:
        return _title_words(self.language, behind=True)

    @cached_property
    def _portfolio_cues(self) -> tuple[Callable[[str], bool], Callable[[str], bool]]:
        """Whether a text in lower case may hold the title of a minister with a portfolio behind, or before it."""
        grammar = self.language.office_grammar.get("portfolio", {})
        heads = _heads(grammar, "head")
        before = Holds(f"{word} {last}" for word in grammar.get("words", ()) for last in grammar.get("last", ()))
        return (bool if heads is None else Holds(heads)), before

    def portfolios(self, lower: str) -> Iterator[Match]:
        """The titles of ministers with a portfolio in a text in lower case."""
        behind, before = self._portfolio_cues
        pattern = self.portfolio if before(lower) else self._portfolio_behind if behind(lower) else None
        return iter(()) if pattern is None else pattern.finditer(lower)

    @cached_property
    def capital_heads(self) -> Callable[[str], bool]:
        """Whether a text in lower case may hold such a title that is known by its capitals."""
        heads = _heads(self.language.office_grammar.get("portfolio", {}), "capital")
        return bool if heads is None else Holds(heads)

    @cached_property
    def organisation(self) -> Light:
        return _organisation_pattern(self.language.organisations)

    @cached_property
    def organisation_heads(self) -> Callable[[str], bool]:
        """Whether a text may hold the name of a body."""
        found = needs(self.organisation.pattern, {})
        return Holds(found[0]) if found else bool

    @cached_property
    def instrument_nouns(self) -> Holds:
        """What a text with the title of an instrument holds, in lower case."""
        return Holds(self.language.instruments.get("cues") or self.language.instruments["nouns"])

    @cached_property
    def instrument(self) -> tuple[Light, ...]:
        return _instrument_patterns(self.language.instruments)

    @cached_property
    def instrument_sieve(self) -> Sieve:
        """Tells which of them could match a text."""
        return Sieve.kept("instruments", self.language, lambda: (needs(p.pattern, {}) for p in self.instrument))

    def title_grammar(self, name: str) -> Light:
        """A pattern on titles of instruments that the language may write out: "and another on air transport"."""
        if name not in self._title_grammar:
            words = {"noun-lower": _longest_first(self.language.instruments["nouns"]), **self.language.instruments}
            self._title_grammar[name] = light(_expanded(words.get(name, _NEVER), words))
        return self._title_grammar[name]

    @cached_property
    def _title_grammar(self) -> dict[str, Light]:
        return {}

    @cached_property
    def short(self) -> frozenset[str]:
        """Prepositions and the like of two letters, which capitals make look like names."""
        groups = (*self.language.prepositions.values(), self.language.clause["soft"])
        return frozenset(word for group in groups for word in group if len(word) == 2)

    @cached_property
    def common(self) -> frozenset[str]:
        return self.language.common

    def label(self, key: str) -> str:
        return self.gazetteer.label(key)


def _abbreviates(short: str, text: str) -> bool:
    """Whether initials stand in a text again and again and are neither a number nor a word of it in capitals."""
    if text.count(short) < 2:  # which costs less to ask
        return False
    words = regex.findall(rf"(?i)\b{short}\b", text)
    return words.count(short) > 1 and words.count(short) == len(words) and _ROMAN.fullmatch(short) is None


_ROMAN = compiled(r"[IVXLC]+")


@cache
def names(lexicon: Language) -> Names:
    """The names and words of a language, with the gazetteer that ships with Chancery."""
    words = lexicon.office_grammar.get("abbreviations", {})
    about = repr((sorted(lexicon.offices), lexicon.decoys, words))
    found = kept(f"names-{lexicon.code}", lambda: listed(lexicon, gazetteer()), about)
    return Names(lexicon, gazetteer(), found)


def _expanded(pattern: str, words: Mapping[str, Any]) -> str:
    """A pattern with every <name> in it replaced by the alternatives of that name."""
    while (text := _NAMED.sub(lambda m: "(?:" + words[m["name"]] + ")", pattern)) != pattern:
        pattern = text
    return pattern


_NEVER = "(?!)"
_NAMED = compiled(r"(?<!\?P)(?<!\?)<(?P<name>[a-z][\w-]*)>")


def _organisation_pattern(words: Mapping[str, Any]) -> Light:
    """Names of bodies that no list holds: capitalised words around a head noun ("National University of Mexico")."""
    heads = {"head": _longest_first(words.get("heads", ()))}
    return light(_expanded(words["pattern"], {**heads, **words}))


def _capitals(noun: str) -> tuple[str, ...]:
    """A noun as it begins a title, and with capitals throughout or but for "of"."""
    return noun[0].upper() + noun[1:], noun.title(), noun.title().replace(" Of ", " of ")


def _instrument_patterns(words: Mapping[str, Any]) -> tuple[Light, ...]:
    """Patterns for the title of an instrument, as the language writes them out."""
    nouns = words["nouns"]
    capitals = [form for noun in nouns for form in _capitals(noun)]
    made = {"noun-lower": _longest_first(nouns), "noun-capital": _longest_first(capitals)}
    return tuple(light(_expanded(pattern, {**made, **words})) for pattern in words["patterns"])


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
