"""The passages that gave no claim stand beside the graph, so that a page can show them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.graph import reason
from kg.pipeline import Options, build_graph

TEXT = "In 1990 Chile and Russia did something that no rule knows.\nPresident Putin visited Chile in November 2004.\n"


def test_a_build_keeps_what_was_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reason, "find_java", lambda: "")
    (tmp_path / "note.en.txt").write_text(TEXT, "utf-8")
    built = build_graph([tmp_path / "note.en.txt"], tmp_path / "graph", Options(check=False))
    (folder,) = (tmp_path / "graph").glob("data-*")
    lines = [json.loads(line) for line in (folder / "unread.jsonl").read_text("utf-8").splitlines()]
    assert [TEXT[begin:end] for _, begin, end in lines] == [TEXT.splitlines()[0]]
    assert len(lines) == len(built.reading.unread)
