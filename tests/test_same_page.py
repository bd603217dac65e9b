"""One page in many layouts: what a site, a copy or a word processor does to lines changes no claim."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from kg.extract.engine import extract
from kg.texts.reading import read

PAGE = """List of ambassadors of Norway to Ghana

Norway and Ghana established diplomatic relations on 3 May 1961. The embassy in Accra was opened in the spring of 1962,
and Ghana opened its own embassy in Oslo two years later. Both countries are members of the United Nations.

Ambassadors

Name            Appointed       Left
Ola Berg        4 June 1962     1966
Kari Lund       1966            1971
Nils Dahl       1971            1975

Ambassadors since 1990

Lena Moe 1990–1994
Jon Vik 1994–1999

Visits from Norway to Ghana

• Prime Minister Anna Strand (May 2003)
• Foreign Minister Per Holm (12 June 2009)

Agreements

During the visit of President Kofi Mensah to Oslo in September 2011 the two countries signed an Agreement on Fisheries.
"""

MENU = "Skip to content\nHome\nAbout us\nConsular services\nThe Ambassador\nContact\n\n"
LAYOUTS: dict[str, Callable[[str], str]] = {
    "menu": lambda text: MENU + text,
    "name of the site and menu": lambda text: "Ministry of Foreign Affairs\n" + MENU + text,
    "no empty lines": lambda text: re.sub(r"\n+", "\n", text),
    "an empty line after each": lambda text: re.sub(r"\n+", "\n\n", text),
    "a margin": lambda text: textwrap.indent(text, " " * 6),
    "broken to a width": lambda text: "\n".join(textwrap.fill(line, 72) for line in text.split("\n")),
    "blanks that do not break": lambda text: re.sub(r"(?<=[\w.]) (?=\w)", "\u00a0", text),
    "blanks lost at links": lambda text: re.sub(r"(?<=[a-z]) (?=[A-Z][a-z]{2})", "", text),
    "narrow blanks": lambda text: re.sub(r"(?<=\d) (?=\w)", "\u2009", text),
    "characters nobody sees": lambda text: text.replace("embassy", "em\u00adbassy").replace("Visits", "\u200bVisits"),
    "numbers of notes": lambda text: re.sub(r"(?<=[a-z]{3}\.)(?= [A-Z])", "7", text),
    "arrows": lambda text: text.replace("•", "➢"),
    "marks of a word processor": lambda text: text.replace("•", "\uf0b7"),
    "small letters as marks": lambda text: text.replace("•", "o"),
    "stars": lambda text: text.replace("•", "*"),
}


def claims(folder: Path, text: str, language: str = "en") -> list[tuple[str, ...]]:
    (folder / f"page.{language}.txt").write_text(text, "utf-8")
    (document,) = read([folder])
    found = []
    for claim in extract(document).claims:
        roles = [f"{role.name}: {value.label}" for role in claim.roles for value in role.values]
        found.append((claim.type, claim.when.edtf if claim.when else "", *sorted(roles)))
    return sorted(found)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_claims_in_another_layout(layout: str, tmp_path: Path) -> None:
    expected = claims(tmp_path, PAGE)
    assert len(expected) == 17
    assert claims(tmp_path, LAYOUTS[layout](PAGE)) == expected


ARTICLE = """Malta–Gabon relations

Malta–Gabon relations are the bilateral relations between Malta and Gabon, which were established on 3 May 1975.

# High-level visits
## High-level visits from Malta to Gabon
- Prime Minister Anna Borg (1976, 1981)
- President Carl Vella (2001)
- Foreign Minister Rita Zammit (2018)

## High-level visits from Gabon to Malta
- Foreign Minister Paul Ondo (2011)
- Foreign Minister Jean Mba (2019)

# Resident diplomatic missions
- Gabon is accredited to Malta from its embassy in Rome, Italy.
- Malta has an honorary consulate in Libreville.
"""

HEADS: dict[str, Callable[[str, str], str]] = {
    "plain": lambda marks, words: words,
    "wiki": lambda marks, words: f"{marks.replace('#', '==')} {words} {marks.replace('#', '==')}",
    "Markdown": lambda marks, words: f"#{marks} {words}",
    "with an edit link": lambda marks, words: f"{words}[edit]",
}


def _laid_out(head: str, mark: str, above: bool, between: bool, apart: bool) -> str:
    """The article with headings of a form and items with a mark; whether an empty line stands above a heading below
    another, above the first item of a list, and above each further one."""
    made: list[str] = []
    before = ""
    for line in ARTICLE.splitlines():
        title, item = re.match(r"(#+) (.+)", line), line.startswith("- ")
        if (title and above and before.startswith("#")) or (item and (apart if before.startswith("- ") else between)):
            made.append("")
        made.append(HEADS[head](title[1], title[2]) if title else mark + line[2:] if item else line)
        before = line
    return "\n".join(made)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("mark", ["", "- ", "• ", "* ", "– "])
def test_an_article_gives_the_same_claims_however_its_lists_are_parted(head: str, mark: str, tmp_path: Path) -> None:
    wanted = claims(tmp_path, _laid_out("plain", "- ", above=True, between=False, apart=False))
    assert sum(claim[0] == "Visit" for claim in wanted) == 6
    for above, between, apart in product((False, True), repeat=3):
        assert claims(tmp_path, _laid_out(head, mark, above, between, apart)) == wanted, (above, between, apart)
