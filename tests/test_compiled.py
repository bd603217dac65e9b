"""Compiled patterns are kept between processes, and nothing depends on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import regex

from kg import compiled
from kg.compiled import Patterns

PATTERNS = (r"(?r)(?<!\w)(?P<a>x|\p{Lu}+)(?i:foo|bar)", r"(?<=\d{1,3} )(?:a|b){2,4}+c?(?!\w)", r"(?i:ñandú|ß)+")
TEXT = "x Foo ABAR 12 abab 7 aac Ñandú SSß"


def spans(patterns: Patterns) -> list[list[tuple[int, int]]]:
    return [[match.span() for match in patterns.get(pattern).finditer(TEXT)] for pattern in PATTERNS]


def test_what_an_earlier_process_compiled_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Patterns(tmp_path / "cache" / "patterns")
    plain = [[match.span() for match in regex.finditer(pattern, TEXT)] for pattern in PATTERNS]
    assert spans(first) == plain
    first.save()
    monkeypatch.setattr(regex, "compile", lambda *_: pytest.fail("compiled again"))
    later = Patterns(first.file)
    assert spans(later) == plain
    assert later.get(PATTERNS[0]).groupindex == {"a": 1}


@pytest.mark.parametrize("content", [b"", b"no such thing", b"\xdb\x00", b"i\x01\x00\x00\x00", b"\0" * 7 + b"\1{"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "patterns"
    file.write_bytes(content)
    patterns = Patterns(file)
    expected = spans(patterns)
    patterns.save()
    assert spans(Patterns(file)) == expected
    assert [each.name for each in tmp_path.iterdir()] == ["patterns"]


def test_a_folder_that_cannot_be_written_to_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    patterns = Patterns(tmp_path / "file" / "patterns")
    expected = spans(patterns)
    patterns.save()
    assert spans(patterns) == expected
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_pattern_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(regex.error):
        Patterns(tmp_path / "patterns").get("(")


@pytest.mark.parametrize(("version", "engine"), [((3, 11, 2), regex.Pattern), ((3, 11, 5), re.Pattern)])
def test_possessive_patterns_are_left_to_regex_where_re_is_unsound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], engine: type
) -> None:
    monkeypatch.setattr(compiled, "PYTHON", version)
    found = Patterns(tmp_path / "patterns")
    assert all(isinstance(found.light(pattern), engine) for pattern in (r"(?:ab?c)++d", r"(?>ab|a)c", r"x{1,3}+y"))
    assert isinstance(found.light(r"(?:ab?c)+d\+"), re.Pattern)
