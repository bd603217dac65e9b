"""Invented pages about relations between states, in any number and length: the same seed gives the same bytes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random

from kg.lexicon.gazetteer import gazetteer

_GIVEN = ("Anna", "Peter", "Rosa", "Matti", "Kofi", "Hari", "Luis", "Nadia", "Omar", "Ingrid", "Tomas", "Leila", "Joao")
_FIRST = ("Ber", "Kam", "Quis", "Lai", "Boat", "Thap", "Sos", "Mor", "Vel", "Dran", "Hol", "Stan", "Ruz", "Fen", "Gal")
_LAST = ("gen", "auri", "peto", "nenko", "eng", "ares", "ova", "etti", "ström", "ander", "mann", "oglu", "idze", "wick")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July")
_MONTHS += ("August", "September", "October", "November", "December")
_TOPICS = ("fisheries", "air transport", "cultural exchange", "the river border", "taxes on freight", "railways")

# What a page tells of its pair of states (a, b), a person (p), a day and a year, ...
_FACTS = (
    "{a} and {b} established diplomatic relations on {day} {month} {year}.",
    "President {p} of {a} paid a state visit to {b} from {day} to {later} {month} {year}.",
    "{p} was appointed Ambassador of {a} to {b} on {day} {month} {year}.",
    "{p} presented his credentials as Ambassador of {b} to {a} in {month} {year}.",
    "In {year}, the two countries signed an Agreement on {topic}.",
    "The Foreign Minister of {b}, {p}, visited {a} in {month} {year}.",
    "{a} opened an embassy in {b} on {day} {month} {year}.",
    "{a} recognized the independence of {b} on {day} {month} {year}.",
    "In {month} {year} {b} lent {a} ${amount} million for {topic}.",
    "{p} served as Ambassador of {a} to {b} from {year} to {end}.",
)
# ... and what fills a page without telling an event.
_FILLING = (
    "The climate of the coast is mild, and the hills behind it are covered with forests of beech and pine.",
    "The two governments had not agreed on {topic}, which commissions of both had surveyed for decades.",
    "Most of what is written about these years rests on the letters of clerks and on the accounts of merchants.",
    "Exporters complained that the rules on {topic} changed with every season, and nobody could foresee the tariffs.",
    "The building, of yellow stone, stands in a quiet street near the harbour and was paid for by subscription.",
    "By {year} the community of settlers had its own newspaper, two schools and a society for mutual aid.",
)


def pages(number: int, length: int = 4_000, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Names and texts of pages with `length` characters at least; about a third of the sentences tell an event.

    More pages tell of more people, and of the same 60 states.
    """
    states = _states()
    for at in range(number):
        yield f"{at // 1000:03}/page-{at:06}.en.txt", _page(Random(seed * 1_000_003 + at), states, number, length)


def write(folder: Path, number: int, length: int = 4_000, seed: int = 1) -> None:
    """The pages as files below a folder."""
    for name, text in pages(number, length, seed):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _states() -> list[str]:
    register = gazetteer()
    keys = sorted({key for name in register.names() if name.kind == "state" for key in name.keys})
    labels = [entity.label for key in keys if (entity := register.entity(key)) and register.end(key) is None]
    return [label for label in labels if label.isalpha()][:: max(1, len(labels) // 60)]


def _page(draw: Random, states: list[str], people: int, length: int) -> str:
    a, b = draw.sample(states, 2)
    sentences, size = [f"Relations between {a} and {b}\n\n"], 0
    while size < length:
        pattern = draw.choice(_FACTS) if draw.random() < 1 / 3 else draw.choice(_FILLING)
        sentence = pattern.format(**_words(draw, a, b, people)) + ("\n\n" if len(sentences) % 5 == 0 else " ")
        size += len(sentence)
        sentences.append(sentence)
    return "".join(sentences).strip() + "\n"


def _words(draw: Random, a: str, b: str, people: int) -> dict[str, object]:
    year, day = draw.randrange(1900, 2020), draw.randrange(1, 26)
    first, other = draw.choice(((a, b), (b, a)))
    names = {"a": first, "b": other, "p": person(draw.randrange(max(20, 2 * people)))}
    dates = {"day": day, "later": day + 2, "month": draw.choice(_MONTHS), "year": year, "end": year + 4}
    return {**names, **dates, "topic": draw.choice(_TOPICS), "amount": draw.randrange(2, 900)}


def person(number: int) -> str:
    """One of 450,000 invented names."""
    rest, given = divmod(number, len(_GIVEN))
    rest, first = divmod(rest, len(_FIRST))
    rest, last = divmod(rest, len(_LAST))
    second = _FIRST[rest % len(_FIRST)] + _LAST[rest // len(_FIRST) % len(_LAST)]
    return f"{_GIVEN[given]} {_FIRST[first]}{_LAST[last]}" + (f" {second.capitalize()}" if rest else "")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write invented pages about relations between states.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("number", type=int)
    parser.add_argument("--length", type=int, default=4_000, help="characters of a page")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.folder, given.number, given.length, given.seed)
