"""What is worked out from code and data is kept between processes, and nothing depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import kept as store
from kg.kept import folder, kept


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder() == tmp_path / "chancery"
    return folder()


def refuse() -> list[int]:
    raise AssertionError("worked out again")


def test_it_is_worked_out_once(cache: Path) -> None:
    assert kept("numbers", lambda: [1, 2]) == [1, 2]
    assert kept("numbers", refuse) == [1, 2]
    assert len(list(cache.iterdir())) == 1


def test_other_code_or_something_else_said_about_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept("numbers", lambda: [1], "ones") == [1]
    assert kept("numbers", lambda: [2], "twos") == [2]
    monkeypatch.setattr(store, "made", lambda: "other code")
    assert kept("numbers", lambda: [3], "twos") == [3]
    assert kept("numbers", refuse, "twos") == [3]


@pytest.mark.parametrize("content", [b"", b"\n", b"no such thing", b"\xff\xfe\n\x80"])
def test_a_damaged_file_is_made_anew(cache: Path, content: bytes) -> None:
    kept("numbers", lambda: [1])
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for damaged in (content, whole[:-1], whole + b"."):
        file.write_bytes(damaged)
        assert kept("numbers", lambda: [2]) == [2]
        assert kept("numbers", refuse) == [2]


def test_a_folder_that_cannot_be_written_to_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert kept("numbers", lambda: [1]) == [1]
    assert kept("numbers", lambda: [2]) == [2]
