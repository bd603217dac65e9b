"""Reduction of a line: titles join their names, states their governments, coordinations become one mention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from kg.compiled import Light, compiled
from kg.extract.bearers import of_several
from kg.extract.said import said
from kg.extract.sieve import Needs, Sieve, needs
from kg.extract.symbols import (
    Chunk,
    Found,
    Line,
    Pattern,
    captured,
    compile_pattern,
    joined,
    rewrite,
    with_part,
)
from kg.lexicon.gazetteer import gazetteer
from kg.lexicon.language import Language, Phrase


@dataclass(frozen=True, slots=True, eq=False)
class _Phrases:
    """A language's phrases, with the sieve that tells which of them a line could hold."""

    language: Language
    sieve: Sieve

    @cache  # noqa: B019 - as long-lived as the language; most texts need few of the phrases
    def pattern(self, index: int) -> Pattern:
        return compile_pattern(self.language.phrases[index].match, self.language.classes)

    @property
    def verb(self) -> Light:
        """What stands between a subject and its predicate, and the predicate's verb."""
        return _verb(self.language)


@cache
def _verb(lexicon: Language) -> Light:
    return compile_pattern(" (?:<adv> )*(?:<verb>|<holds>)", lexicon.classes).core


@cache
def _phrases(lexicon: Language) -> _Phrases:
    sieve = Sieve.kept("phrases", lexicon, lambda: (_needs(phrase, lexicon) for phrase in lexicon.phrases))
    return _Phrases(lexicon, sieve)


def _needs(phrase: Phrase, lexicon: Language) -> Needs:
    found, cue = needs(phrase.match, lexicon.classes), frozenset(phrase.cue)
    return (cue, *found) if cue and cue not in found else found


def reduce(lines: Sequence[Line], lexicon: Language) -> None:
    """Apply the phrases of a language in their order; coordinations and nested titles are tried twice.

    Each phrase is tried on all lines before the next (see kg/extract/lines.py).
    """
    phrases = _phrases(lexicon)
    passing = [phrases.sieve.passing(line.symbols) for line in lines]
    waiting: list[dict[int, None]] = [{} for _ in lexicon.phrases]  # lines on which each is to be tried
    for number, found in enumerate(passing):
        for index in found:
            waiting[index][number] = None
    for index, numbers in enumerate(waiting):
        for number in numbers:
            if index not in passing[number]:  # what stood there has become part of something else
                continue
            passing[number] = _applied(index, lines[number], phrases, passing[number])
            for later in passing[number]:
                if later > index:
                    waiting[later][number] = None


def _applied(index: int, line: Line, phrases: _Phrases, passing: list[int]) -> list[int]:
    """Apply one phrase to a line; which phrases the line could hold then."""
    build = partial(_build, line, phrases, phrases.language.phrases[index])
    for _ in range(3):
        if index not in passing or not rewrite(line, phrases.pattern(index), build):
            break
        passing = phrases.sieve.passing(line.symbols)
    return passing


def _build(line: Line, phrases: _Phrases, phrase: Phrase, hit: Found) -> Chunk | None:
    parts = captured(line, hit.match)
    start, end = line.starts[hit.start], line.ends[hit.end - 1]
    text = line.text[start:end]
    if phrase.distribute:
        return _distributed(parts, phrase.makes)
    told = dict(reversed(parts))  # the first of each name
    if "all" in told:
        return _with_state(told["all"], told["state"], end)
    same = told.get("same")
    members = tuple(chunk for name, chunk in parts if name == "m")
    if phrase.makes == "dates" and any(_counted(each) for member in members[1:] for each in member.each()):
        return None
    if phrase.makes == "states" and len({each.label for m in members for each in m.each()}) == 1:
        return None  # "is accredited to Peru, and Peru has an embassy in Oslo": no state stands beside itself
    if phrase.makes == "offices" and _of_two(members):
        return None
    if members:
        return joined(phrase.makes, _of_one_state(members))
    if phrase.makes == "state" and same is not None:
        return Chunk("state", start, end, text, same.label, same.keys)
    if phrase.makes == "instrument" and same is not None:  # in quotation marks, or with its abbreviation in brackets
        own = tuple(part for part in parts if part[0] == "parties")
        return replace(same, parts=(*same.parts, *own)) if own else same
    if phrase.makes in ("office", "rank") and same is not None:  # in quotation marks, or with its abbreviation
        desk = hit.match.groupdict().get("desk")  # "Secretary (East)"
        return replace(same, start=start, end=end, text=text, label=f"{same.label} {desk}" if desk else same.label)
    if phrase.makes in ("place", "org") and same is not None:
        rest = tuple((name, chunk) for name, chunk in parts if name == "state")
        if rest and _begins_a_clause(line, hit, phrases) and not _may_lie_in(same, rest[0][1]):
            return None
        return Chunk(phrase.makes, same.start, end, same.text, same.label, same.keys, rest)
    bearers = tuple(each for role, chunk in parts if role == "each" for each in chunk.each())
    if bearers:
        return joined(phrase.makes, _titled(bearers, _flat(tuple(pair for pair in parts if pair[0] != "each"))))
    name, style = told.get("name"), told.pop("style", None)
    if style is not None:  # "the Minister for Trade, Senator Ana Li", and not "the minister, President Ana Li"
        parts = tuple(part for part in parts if part[0] != "style")
        office = told["post"].part("office") or told["post"]
        if office.detail not in _STYLED or said(phrases.language)["style"].fullmatch(style.label) is None:
            return None
    titled = "office" in told or "post" in told
    if phrase.makes == "person" and titled and name is not None and _bears_another(line, start, name):
        return None
    if phrase.makes in ("person", "name") and name is not None:
        rest = _flat(tuple((role, chunk) for role, chunk in parts if role != "name") + name.parts)
        if name.kind == "place":  # "presidente Lagos": a surname that is also a place's name
            return Chunk(phrase.makes, start, end, name.text, name.text, (), rest)
        return Chunk(phrase.makes, start, end, name.text, name.label, name.keys, rest)
    if phrase.makes == "pronoun":  # "the diplomat", "el diplomático marroquí"
        return Chunk("pronoun", start, end, text, parts=parts, detail="he")
    label = next((chunk.label for role, chunk in parts if role in ("office", "kind")), text)
    return Chunk(phrase.makes, start, end, text, label, parts=_flat(parts))


# Classes of offices whose bearers are senators, ambassadors or princes, too.
_STYLED = ("head-of-government", "minister", "foreign-minister", "other")


def _begins_a_clause(line: Line, hit: Found, phrases: _Phrases) -> bool:
    """Whether a verb follows: "Beside its embassy in Nairobi, Norway has …"."""
    return phrases.verb.match(line.symbols, hit.end) is not None


def _may_lie_in(place: Chunk, state: Chunk) -> bool:
    """Whether a place may lie in a state: no state of today has the cities of another one."""
    known = gazetteer()
    homes = {home for key in place.keys if (home := known.state_of_place(key))}
    homes |= {over for home in homes if (over := known.sovereign(home))}
    return not homes or not homes.isdisjoint(state.keys) or any(known.end(key) for key in state.keys)


def _of_one_state(members: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    """ "The Foreign Minister and the Minister of Mines of Peru", "the Peruvian president and the foreign minister": the
    state that one title names is that of those which name none."""
    states = [
        state
        for m in (members[0], members[-1])
        if (state := m.part("state")) is not None and (office := m.part("office")) is not None
        if not state.members and office.detail != "diplomat" and (m is members[0] or state.start > office.start)
    ]
    if len({state.label for state in states}) != 1:
        return members
    bare = [m.kind == "office" and not m.parts and m.detail not in ("diplomat", "other") for m in members]
    return tuple(
        Chunk("post", m.start, m.end, m.text, m.label, parts=(("office", m), ("state", states[0]))) if alone else m
        for m, alone in zip(members, bare, strict=True)
    )


def _of_two(offices: tuple[Chunk, ...]) -> bool:
    """ "the president and Foreign Minister X": the one spoken of before, in small letters, and another."""
    return len(offices) == len(("one", "other")) and (
        offices[0].detail in ("head-of-state", "head-of-government")
        and offices[1].detail in ("minister", "foreign-minister")
        and offices[0].text[:1].islower()
        and offices[1].text[:1].isupper()
    )


def _counted(date: Chunk) -> bool:
    """ "in 1961, and six years later", "and that same year": counted from the one before, of another statement."""
    relative = date.detail.relative
    return relative is not None and bool(relative.years or relative.months or relative.days or relative.same)


def _bears_another(line: Line, start: int, name: Chunk) -> bool:
    """ "ante el Rey el embajador X": a title right before somebody who bears one is somebody else's."""
    if name.each()[0].part("office") is None:
        return False
    before = line.text[start : name.start].rstrip()
    names_first = line.text.startswith(name.text, name.start)  # "el presidente Soto, general del ejército"
    return bool(name.members) or (bool(before) and before[-1] not in ",:(" and not names_first)


def _titled(bearers: tuple[Chunk, ...], title: tuple[tuple[str, Chunk], ...]) -> tuple[Chunk, ...]:
    """ "los presidentes X e Y": a title in the plural belongs to each of the names."""
    made = (Chunk("person", c.start, c.end, c.text, c.label, c.keys, (*title, *c.parts)) for c in bearers)
    return _consorted(tuple(made))


def _consorted(people: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    """ "Los reyes Felipe y Letizia": the second, if no number follows the name, is the queen."""
    office = people[1].part("office") if len(people) == 2 else None
    if office is None or office.text.casefold() != "reyes" or _NUMERAL.search(people[1].text) is not None:
        return people
    parts = tuple((role, replace(c, label="queen") if c is office else c) for role, c in people[1].parts)
    return people[0], replace(people[1], parts=parts)


_NUMERAL = compiled(r" [IVX]+\b")


def _with_state(chunk: Chunk, state: Chunk, end: int) -> Chunk:
    """ "King X and Queen Y of Nepal": the state belongs to everyone whose title names none."""
    named = (m.part("state") or m.kind == "name" or _OF_A_REALM.search(m.text) is not None for m in chunk.members)
    members = tuple(m if own else with_part(m, "state", state) for m, own in zip(chunk.members, named, strict=True))
    return replace(
        chunk if members or chunk.part("state") else with_part(chunk, "state", state), members=members, end=end
    )


_OF_A_REALM = compiled(r" (?:of|de) \p{Lu}")  # "Haakon VII of Norway", as a name


def _flat(parts: tuple[tuple[str, Chunk], ...]) -> tuple[tuple[str, Chunk], ...]:
    """A title's own parts (office, state, receiving state) become those of the person who bears it."""
    flat: list[tuple[str, Chunk]] = []
    for role, chunk in parts:
        if role == "post" and chunk.kind == "post":
            flat.extend(chunk.parts)
        elif role == "post":
            flat.append(("office", chunk))
        else:
            flat.append((role, chunk))
    return tuple(flat)


def _distributed(parts: tuple[tuple[str, Chunk], ...], kind: str) -> Chunk | None:
    """ "the foreign ministers of Chile, X, and Russia, Y": the first name goes with the first state."""
    offices = [
        c
        for role, part in parts
        for c in (part.all_parts("office") if part.kind == "post" else [part])
        if role in ("office", "post")
    ]
    states = [
        c
        for role, part in parts
        for c in (part.all_parts("state") if role == "post" else [part] if role == "state" else [])
    ]
    names = [member for role, part in parts if role == "name" for member in part.each()]
    states = [member for state in states for member in state.each()]
    sent = [member for role, part in parts if role == "to" for member in part.each()]
    if offices and names and not states and len(sent) == len(names):  # "the ambassadors to Peru, X, and to Kenya, Y"
        posts = ((("office", offices[0]), ("to", to)) for to in sent)
        named = (Chunk("person", n.start, n.end, n.text, n.label, n.keys, p) for n, p in zip(names, posts, strict=True))
        return joined(kind, tuple(named))
    if offices and names and not states and of_several(offices[0]):  # "Presidents X and Y"
        titled = (Chunk("person", n.start, n.end, n.text, n.label, n.keys, (("office", offices[0]),)) for n in names)
        return joined(kind, _consorted(tuple(titled)))
    if offices and len(names) > 1 and len(states) == 1 and of_several(offices[0]):  # "Malian Presidents X, Y and Z"
        states = states * len(names)
    if names and len(states) != len(names):
        return None
    if not offices:  # "his counterparts of Peru and Kenya, X and Y", whose office is that of whom they meet
        served = zip(names, states, strict=True) if names else ()
        peers = tuple(replace(name, kind="person", parts=(*name.parts, ("state", state))) for name, state in served)
        return joined(kind, peers) if peers else None
    if not names:  # "the ministers of Chile and Peru" are two
        titles = ((("office", offices[0]), ("state", state)) for state in states)
        return joined(
            kind,
            tuple(
                Chunk("post", s.start, s.end, s.text, offices[0].label, parts=t)
                for s, t in zip(states, titles, strict=True)
            ),
        )
    if len(offices) != len(names):
        offices = offices[:1] * len(names)
    people = tuple(
        Chunk("person", name.start, name.end, name.text, name.label, name.keys, (("office", office), ("state", state)))
        for name, office, state in zip(names, offices, states, strict=True)
    )
    return joined(kind, _consorted(people))
