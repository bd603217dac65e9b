"""Patterns of `regex` written so that `re` reads them as well, which searches a few times as fast.

`re` knows no letters by their property (`\\p{Lu}`), looks behind only for strings that are all of one length, and tries
all of a hundred words at each place, be it that they begin with another letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise, product

import regex

_SET = r"\[\^?\]?(?:\\[pP]\{\w+\}|\\.|[^\\\]])*+\]"
_BODY = rf"(?P<body>(?:\\.|{_SET}|[^\\\[()]|\((?&body)\))*+)"
_TOKEN = regex.compile(rf"(?s)\\[pP]\{{\w+\}}|\\.|{_SET}|\(\?<(?P<sign>[=!]){_BODY}\)")
_PROPERTY = regex.compile(r"(?s)\\[pP]\{\w+\}|\\.")
_PIECE = regex.compile(
    rf"(?s)(?:(?P<or>\|)|(?P<choice>\(\?(?P<case>i?):{_BODY}\))|(?P<one>\((?&body)\)|\\[pP]\{{\w+\}}|\\.|{_SET}|.))"
    r"(?:(?P<maybe>\?)|\{(?P<least>\d+)(?:,(?P<most>\d+))?\})?+(?P<more>[?*+{])?"
)
_OPENED = regex.compile(rf"(?s)\\.|{_SET}|\((?P<open>\?[:=!>]|\?P<\w+>|(?!\?)){_BODY}\)")
_BAR = regex.compile(rf"(?s)\\.|{_SET}|\({_BODY}\)|(?P<bar>\|)|.")
_LETTER = regex.compile(r"[^\\\[(.^$*+?{](?![*+?{])")  # a word begins with it, whatever follows
_CAPTURES = regex.compile(r"\((?:\?P<|(?!\?))")
_FEW = 6  # words; so many are tried as fast one by one
_MANY = 24  # strings to look behind for; for more of them `regex` is as fast


def plainer(pattern: str) -> str:
    """The pattern without properties of letters, with look-behinds of one length each as far as that can be, and with
    words by their first letters.

    Letters are those of the first plane, which holds all that languages of today are written with.

    >>> plainer(r"(?<!\\b(?:an?|the) )(?<=[a-z], )x")
    '(?<!\\\\ba )(?<!\\\\ban )(?<!\\\\bthe )(?<=[a-z], )x'
    """
    return _TOKEN.sub(_rewritten, pattern if "(?i" in pattern else _lettered(pattern))


def _lettered(body: str) -> str:
    """A choice of words with those of one first letter behind it: at most places no word begins with the letter there.

    >>> _lettered("(?:met|held|took|made|told|gave) x")
    '(?:m(?:et|ade)|held|t(?:ook|old)|gave) x'
    """
    body = _OPENED.sub(lambda m: f"({m['open']}{_lettered(m['body'])})" if m["body"] else m[0], body)
    bars = [token.start() for token in _BAR.finditer(body) if token["bar"]]
    words = [body[a + 1 : b] for a, b in pairwise((-1, *bars, len(body)))]
    if len(words) < _FEW or _CAPTURES.search(body):
        return body
    # What begins otherwise may be the beginning of any word, so that none is put before it that came behind.
    runs = (list(run) for _, run in groupby(words, key=lambda word: _LETTER.match(word) is not None))
    return "|".join(one for run in runs for one in _by_letter(run))


def _by_letter(words: list[str]) -> Iterator[str]:
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[:1] if _LETTER.match(word) else word, []).append(word[1:])
    for first, rest in rests.items():
        yield first if len(first) != 1 else first + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})")


def _rewritten(token: regex.Match[str]) -> str:
    if token["sign"] is None:
        return _written_out(token[0])
    body = plainer(token["body"])
    every = [body] if _is_of_one_length(body) else [plainer(each) for each in _each(token["body"])] or [body]
    behind = [f"(?<{token['sign']}{each})" for each in every]
    return "".join(behind) if token["sign"] == "!" or len(behind) == 1 else f"(?:{'|'.join(behind)})"


def _written_out(token: str) -> str:
    """A property as a set of characters, a set with the properties in it as such, any other token as it is."""
    if token.startswith("["):
        return _PROPERTY.sub(lambda m: _ranges(m[0]) if m[0][1] in "pP" else m[0], token)
    return f"[{_ranges(token)}]" if token[:2] in (r"\p", r"\P") else token


@cache
def _ranges(kind: str) -> str:
    runs = regex.findall(f"{kind}+", _PLANE)
    return "".join(f"\\u{ord(run[0]):04x}-\\u{ord(run[-1]):04x}" for run in runs)


_PLANE = "".join(map(chr, range(1 << 16)))


def _is_of_one_length(body: str) -> bool:
    try:
        re.compile(f"(?<={body})")
    except re.error:
        return False
    return True


def _each(body: str) -> list[str]:
    """The strings without alternatives that a pattern is a choice of; none if they are too many to be told."""
    found: list[str] = []
    made = [""]
    for piece in _PIECE.finditer(body):
        if piece["or"]:
            found, made = [*found, *made], [""]
            continue
        strings = [piece["one"]] if piece["one"] else _each(piece["body"])
        strings = [f"(?i:{each})" for each in strings] if piece["case"] else strings
        least = int(piece["least"] or not piece["maybe"])
        times = range(least, int(piece["most"] or max(least, 1)) + 1)
        if piece["more"] or not strings or len(strings) ** times[-1] > _MANY:
            return []
        choices = ["".join(several) for number in times for several in product(strings, repeat=number)]
        made = [left + right for left in made for right in choices]
        if len(made) > _MANY:
            return []
    return [*found, *made]
