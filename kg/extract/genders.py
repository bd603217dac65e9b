"""Women and men: whom "she" or "he" can mean, as styles, titles and first names tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from kg.extract.memory import Known, Named, fold
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line
from kg.lexicon.gazetteer import Gazetteer

if TYPE_CHECKING:
    from kg.extract.values import Reader

_STYLE = 12  # characters before a mention in which a style or an article stands that it does not hold
_NEAR = 1  # paragraphs back to somebody whom a pronoun may mean
_MANY = 40  # mentions back
_WOMAN, _MAN = "f", "m"


def note_named(current: Line, reader: Reader) -> None:
    """Keep in mind whom a passage names, and whether a woman or a man is named so."""
    memory, text, words = reader.memory, reader.document.text, said(reader.names.language)
    for _, chunk in current.all(("person", "people", "name", "names")):
        for each in chunk.each():
            name, key = each.label or each.text, next(iter(each.keys), "")
            memory.hear(name, key)
            memory.named.append(Named(reader.paragraph, reader.start, each.start, name, key))
            at = text.find(each.text, each.start, each.end)
            style = text[max(0, each.start - _STYLE) : each.start].split(" ")[-2:]  # the word right before
            before = " ".join((*style, text[each.start : max(at, each.start)]))
            sexes = [sex for list_, sex in _LISTS.items() if words[list_].search(before) is not None]
            if len(sexes) == 1:
                memory.sexes[fold(name)] = sexes[0]


_LISTS = {"of-woman": _WOMAN, "of-man": _MAN}


def sex_of(name: str, reader: Reader) -> str:
    """ "f" of a woman, "m" of a man, "" if neither what stands before a name nor its first word tells."""
    told = reader.memory.sexes.get(fold(name))
    first, _, rest = fold(name).partition(" ")
    return told or (_given(reader.names.gazetteer).get(first, "") if rest else "")


@cache
def _given(known: Gazetteer) -> Mapping[str, str]:
    return {fold(name): sex for name, sex in known.given_names.items()}


def sex_said(pronoun: str, reader: Reader) -> str:
    """The same of a pronoun or a possessive; "" if it says nothing of it."""
    words = said(reader.names.language)
    return _WOMAN if words["she"].fullmatch(pronoun) else _MAN if words["he"].fullmatch(pronoun) else ""


def named_near(at: int, reader: Reader) -> list[Named]:
    """Whom the paragraph and the one before it name ahead of a place, the last first."""
    near = (one for one in reversed(reader.memory.named[-_MANY:]) if reader.paragraph - one.paragraph <= _NEAR)
    return [one for one in near if one.start < at]


def meant(pronoun: Chunk, spoken_of: Known | None, reader: Reader) -> Known | None:
    """Whom a pronoun means: of whom the text spoke last, unless that is a man and it says "she".

    Then it is the one woman whom the last sentence names that names any; else the only one named of whom nothing tells
    what she is; else nobody.
    """
    sex = sex_said(pronoun.text, reader)
    if spoken_of is None or not sex or sex_of(spoken_of.name, reader) in ("", sex):
        return spoken_of
    near = named_near(pronoun.start, reader)
    for _, sentence in groupby(near, key=attrgetter("sentence")):
        if found := _people(sentence, sex, reader):
            break
    else:
        found = _people(near, "", reader)
    return reader.memory.meet(*found.popitem(), "", "", None) if len(found) == 1 else None


def _people(named: Iterable[Named], sex: str, reader: Reader) -> dict[str, str]:
    """Full names of those of one sex among whom a text names, with their keys."""
    known = ((reader.memory.find(one.name) or one) for one in named)
    people = {one.name: one.key for one in known}
    return {name: key for name, key in people.items() if sex_of(name, reader) == sex}
