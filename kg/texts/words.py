"""The words by which the structure of texts is read, of all languages together (data/lexicon/*/texts.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import regex

from kg.compiled import Light, compiled, light
from kg.kept import kept
from kg.resources import resource


@dataclass(frozen=True)
class Words:
    """Word lists as sets of small letters, or as patterns."""

    common: dict[str, frozenset[str]]  # by language
    references: frozenset[str]
    notes: frozenset[str]  # those of them whose sections may hold sentences of the page's own
    reference_line: Light
    imprint: regex.Pattern[str]  # a line that says when the page was made
    menus: frozenset[str]  # lines of a site's menu
    trail: Light  # what stands before the way to a page: "You are here:"
    buttons: frozenset[str]  # lines that a site puts between those of a text
    button: Light  # the same, and references to other pages
    caption: regex.Pattern[str]
    masthead: regex.Pattern[str]  # of a note, a line of its own
    caption_marks: tuple[str, ...]
    list_cue: regex.Pattern[str]
    holders: regex.Pattern[str]  # what a heading begins with that names those of one office: "Foreign ministers"
    visits: regex.Pattern[str]  # in a heading: under it stand visits, be it one
    ways: regex.Pattern[str]  # what heads the visits of one side, as a whole
    regions: regex.Pattern[str]  # parts of the world that head lists of states, as a whole
    ranks: regex.Pattern[str]  # what heads those who bore one rank: "Ministers plenipotentiary", "Envoys (1919–1955)"
    missions: regex.Pattern[str]  # in a heading: under it stand missions
    kinds: regex.Pattern[str]  # what heads missions of one kind, as a whole: "Consulates General (4)"
    unfinished: frozenset[str]
    inside: frozenset[str]  # abbreviations that never end a sentence
    number: frozenset[str]  # those that do not where a number follows; small letters
    end: frozenset[str]  # abbreviations that may end one
    starters: frozenset[str]
    regnal: frozenset[str]  # titles of those who bear a number
    since: regex.Pattern[str]  # what a line with the beginning of a term begins with
    served: regex.Pattern[str]  # what a line with the dates of a term begins with
    years: regex.Pattern[str]  # a line that is a year: "2015", "Year 2015:", "== 2015 =="
    columns: regex.Pattern[str]  # heads of columns, the longer before the shorter
    pictures: frozenset[str]  # heads of columns that hold nothing else

    def mark_caption(self, text: str) -> bool:
        """Whether a text says where in a picture somebody stands."""
        lower = text.lower()
        return any(mark in lower for mark in self.caption_marks)


@cache
def words() -> Words:
    """The word lists, read once."""
    tables = kept("texts", _tables)

    def every(name: str) -> list[str]:
        return list(chain.from_iterable(table[name] for table in tables.values()))

    def abbreviations(name: str) -> frozenset[str]:
        return frozenset(chain.from_iterable(_forms(table["abbreviations"], name) for table in tables.values()))

    return Words(
        common={language: frozenset(table["common"]) for language, table in tables.items()},
        references=frozenset(every("references")),
        notes=frozenset(every("notes")),
        menus=frozenset(every("menus")),
        trail=light(rf"(?:{_any(every('trails'))})[: ]+"),
        buttons=frozenset(every("buttons")),
        button=_button(every),
        reference_line=light(rf"(?i:{_any(every('reference_lines'))})"),
        imprint=compiled(
            rf"(?i)[ \t*([]{{0,4}}(?:{_any(every('imprints'))})(?: (?:on|el))?[ :|]{{1,3}}"
            r"(?:\p{L}{2,10}\.?,? ){0,3}\d[^\n\p{L}]{0,10}(?:(?:de |del )?\p{L}{3,10}\.?,? )?(?:del? )?[^\n\p{L}]{0,20}"
            r"(?:[ap]\.?m\.?|h(?:rs|oras)?\.?)?[)\] \t]*"
        ),
        caption=compiled(rf"(?i:{_any(every('captions'))})(?!\w)|\S{{1,200}}\.(?i:jpe?g|png|svg|gif|webp)(?!\w)"),
        masthead=compiled(
            rf"(?i)(?:{_any(every('mastheads'))})(?:[ :.,#-]{{1,3}}(?:n[.ºo°r]{{1,3}} ?)?[\w./-]*\d[\w./-]*)?[.:]?"
        ),
        caption_marks=tuple(every("caption_marks")),
        list_cue=compiled(rf"(?<!\w)(?i:{_any(every('list_cues'))})(?!\w)"),
        holders=compiled(rf"(?i:{_any(every('holders'))})(?!\w)[^:;\d]{{0,60}}:?$"),
        visits=compiled(rf"(?i)(?<!\w)(?:{_any(every('visits'))})(?!\w)"),
        ways=compiled(
            rf"[<(\[«]?(?i:{_any(every('ways'))}) (?:(?:the|el|la|los) )?\p{{Lu}}[^.,;:\d|]{{2,50}}:?"
            rf"|(?:\p{{L}}[\p{{L}}'’-]{{0,20}} ){{0,3}}(?i:{_any(every('sides'))})(?: \p{{Ll}}[\p{{L}}-]{{2,20}})?:?"
        ),
        regions=compiled(rf"[=# ]*(?i:{_any(every('regions'))})(?: \(\d{{1,3}}\))?[=: ]*"),
        ranks=compiled(
            rf"(?i:{_any(every('ranks'))})(?: (?:of|de|del|to|in|at|after|before|en|ante|tras) [^.,;:\d|]{{2,60}})?"
            r"(?: ?\([\d –—-]+\))?:?"
        ),
        missions=compiled(rf"(?i)(?<!\w)(?:{_any(every('missions'))})(?!\w)"),
        kinds=compiled(rf"[=# ]*(?i:{_any(every('missions'))})(?: \(\d{{1,3}}\))?[=: ]*"),
        unfinished=frozenset(every("unfinished")),
        inside=abbreviations("inside"),
        number=abbreviations("number"),
        end=abbreviations("end"),
        starters=frozenset(every("starters")),
        regnal=frozenset(every("regnal")),
        since=compiled(rf"(?i:{_any(every('since'))})\b[^\n]{{0,30}}\d{{4}}"),
        served=compiled(rf"(?i:{_any(every('served'))})\b[^\n]{{0,50}}\d{{4}}"),
        years=compiled(
            rf"(?:[#=]+ ?)?(?:(?i:{_any(every('years'))}) )?(?P<year>[12]\d{{3}}(?: ?[-–] ?(?:\d{{2}}|\d{{4}}))?)"
            r" ?[:.]?(?: ?=+)?"
        ),
        columns=compiled(rf"(?i:{_any(every('columns'))})(?![\w(])"),
        pictures=frozenset(every("pictures")),
    )


def _button(every: Callable[[str], list[str]]) -> Light:
    """A button with what it is for, how long a text takes to read, or a reference to another page."""
    opens, notes, time = (_any(every(name)) for name in ("buttons_open", "hatnotes", "reading_time"))
    return light(
        rf"(?i)(?:{opens}):?(?: [^\n.;|]{{1,40}})?|(?:{notes}): ?[^\n]{{1,100}}"
        rf"|(?:(?:{time}):? )?\d{{1,2}} ?(?:min(?:ute|uto)?s?\b\.?|{time})(?: (?:{time}))?"
    )


def _tables() -> dict[str, dict[str, Any]]:
    """The word lists of each language as its file has them."""
    folder = resource("data", "lexicon")
    files = sorted((f for f in folder.iterdir() if (f / "texts.toml").is_file()), key=lambda f: f.name)
    return {f.name: tomllib.loads((f / "texts.toml").read_text(encoding="utf-8")) for f in files}


def _forms(table: dict[str, Any], name: str) -> Iterable[str]:
    """Abbreviations as written and capitalised."""
    for word in table[name]:
        yield word
        yield word[0].upper() + word[1:]


def _any(phrases: Iterable[str]) -> str:
    return "|".join(regex.escape(phrase) for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)))
