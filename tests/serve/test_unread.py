"""The passages that gave no claim stand beside the graph, so that a page can show them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kg.graph import reason
from kg.pipeline import Options, build_graph
from kg.serve.app import application
from kg.serve.site import open_site
from tests.serve.conftest import HTML

TEXT = "In 1990 Chile and Russia did something that no rule knows.\nPresident Putin visited Chile in November 2004.\n"


def test_a_build_keeps_what_was_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reason, "find_java", lambda: "")
    (tmp_path / "note.en.txt").write_text(TEXT, "utf-8")
    built = build_graph([tmp_path / "note.en.txt"], tmp_path / "graph", Options(check=False))
    (folder,) = (tmp_path / "graph").glob("data-*")
    lines = [json.loads(line) for line in (folder / "unread.jsonl").read_text("utf-8").splitlines()]
    assert [TEXT[begin:end] for _, begin, end in lines] == [TEXT.splitlines()[0]]
    assert len(lines) == len(built.reading.unread)


def test_what_was_not_read_is_marked_in_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reason, "find_java", lambda: "")
    (tmp_path / "note.en.txt").write_text(TEXT, "utf-8")
    build_graph([tmp_path / "note.en.txt"], tmp_path / "graph", Options(check=False))
    with TestClient(application(open_site(tmp_path / "graph"))) as client:
        listed = client.get("/unread", headers=HTML).text
        assert '<a href="/id/source/note-en#u-0">characters 0 to' in listed
        text = client.get("/id/source/note-en", headers=HTML).text
        assert f'id="u-0"></span><span class="missed">{TEXT.splitlines()[0]}</span>' in text
        assert "1 passage not read" in text
