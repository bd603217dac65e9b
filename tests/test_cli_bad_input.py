"""Bad input gives one clear sentence and the documented exit code; the other texts are read and nothing is lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.cli import main
from kg.engines import reading
from kg.graph import reason
from kg.graph.store import check_store, open_graph

ROOT = Path(__file__).parent.parent
GOOD = "Diplomatic relations between Chile and Norway were established on 3 May 1923."


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with one good text; the reasoner does without Java."""
    monkeypatch.setattr(reason, "find_java", lambda: "")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.en.txt").write_text(GOOD)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


BAD = {
    "empty.en.txt": (b"", "kg: empty.en.txt: is empty; leave it out"),
    "blank.en.txt": (b" \n\n\t ", "kg: blank.en.txt: holds no text; leave it out"),
    "binary.en.txt": (bytes(range(256)) * 9, "kg: binary.en.txt: is a binary file, not a text; leave it out"),
    "wide.en.txt": (
        GOOD.encode("utf-16"),
        "kg: wide.en.txt: is UTF-16, not UTF-8; convert it: iconv -f UTF-16 -t UTF-8",
    ),
    "latin.es.txt": (
        "España y Chile".encode("latin-1"),
        "kg: latin.es.txt: is not UTF-8 (the byte 0xf1 at 4); if it is Latin-1, convert it: iconv -f LATIN1 -t UTF-8",
    ),
    "line.en.txt": (b"x" * 50_000_000, "kg: line.en.txt: holds more than 20 MB of text; split it"),
    "deutsch.txt": (
        b"Die diplomatischen Beziehungen wurden am 11. Dezember 1944 von den beiden Staaten aufgenommen.",
        "kg: deutsch.txt: seems to be in German; the languages that are read are en, es, set `language` if it is one",
    ),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_text_that_cannot_be_read_is_named_and_the_others_are_read(
    place: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    content, message = BAD[name]
    (place / name).write_bytes(content)
    code, out, err = run(capsys, "build", "good.en.txt", name)
    assert (code, err) == (1, message + "\n")
    assert out.startswith("documents             1  and 1 that could not be read\n")
    assert [document["id"] for document in open_graph(place / "graph").manifest["documents"]] == ["good.en.txt"]
    assert run(capsys, "extract", "good.en.txt", name)[0] == 1


@pytest.mark.parametrize("at", ["read_text", "extract_all"])
def test_a_fault_of_ours_costs_one_text(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    (place / "odd.en.txt").write_text(GOOD.replace("Norway", "Kenya"))
    whole = {"read_text": reading.read_text, "extract_all": reading.extract_all}[at]

    def faulty(asked: object) -> object:
        if "odd.en.txt" in str(asked):
            raise ZeroDivisionError("never divide")
        return whole(asked)  # type: ignore[operator]

    monkeypatch.setattr(reading, at, faulty)
    monkeypatch.setattr(reading, "extract", lambda document: faulty([document])[0])  # type: ignore[index]
    message = "kg: odd.en.txt: could not be read (ZeroDivisionError: never divide); tell the developers\n"
    code, out, err = run(capsys, "extract", "good.en.txt", "odd.en.txt", "--format", "jsonl")
    assert (code, err, out.count("\n")) == (1, message, 1)
    code, out, err = run(capsys, "build", "good.en.txt", "odd.en.txt")
    assert (code, err) == (1, message)
    assert out.startswith("documents             1  and 1 that could not be read\n")


@pytest.mark.parametrize("name", sorted(BAD))
def test_when_nothing_can_be_read_nothing_is_written(
    place: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    content, message = BAD[name]
    (place / name).write_bytes(content)
    assert run(capsys, "build", name) == (2, "", message + "\n")
    assert not (place / "graph").exists()


def test_a_file_that_cannot_be_opened_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "loop.en.txt").symlink_to("loop.en.txt")
    code, _, err = run(capsys, "build", "good.en.txt", "loop.en.txt")
    assert code == 1
    assert err == ("kg: loop.en.txt: cannot be opened (Too many levels of symbolic links); check its permissions\n")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "secret.en.txt").write_text(GOOD)
    (place / "secret.en.txt").chmod(0)
    code, _, err = run(capsys, "build", "good.en.txt", "secret.en.txt")
    assert (code, err) == (1, "kg: secret.en.txt: cannot be opened (Permission denied); check its permissions\n")


def test_missing_files_and_folders_without_texts_are_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "none").mkdir()
    assert run(capsys, "build", "nosuch.txt") == (
        2,
        "",
        "kg: nosuch.txt: there is no such file or folder; check the path\n",
    )
    assert run(capsys, "build", "none") == (
        2,
        "",
        "kg: none: the folder holds no texts (.txt, .md, .html, .htm, .pdf); name another folder\n",
    )


def test_an_output_folder_that_is_no_graph_is_refused_and_not_touched(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "thesis").mkdir()
    (place / "thesis" / "chapter.doc").write_text("years of work")
    assert run(capsys, "build", "good.en.txt", "-o", "thesis") == (
        2,
        "",
        "kg: thesis: holds files but no graph; give an empty or a new folder with -o\n",
    )
    assert [path.name for path in (place / "thesis").iterdir()] == ["chapter.doc"]
    assert run(capsys, "build", "good.en.txt", "-o", "good.en.txt") == (
        2,
        "",
        "kg: good.en.txt: is a file; give a folder for the graph with -o\n",
    )
    assert (place / "good.en.txt").read_text() == GOOD


def test_an_output_folder_that_cannot_be_written_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "build", "good.en.txt", "-o", "/proc/graph")
    assert (code, out) == (2, "")
    assert err.startswith("kg: /proc/graph: cannot be written (")
    assert err.endswith("); free the folder or give another with -o\n")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_output_folder_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "locked").mkdir(mode=0o555)
    message = "kg: locked: cannot be written (permission denied); free the folder or give another with -o\n"
    assert run(capsys, "build", "good.en.txt", "-o", "locked") == (2, "", message)


def test_a_base_that_names_nothing_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = "kg: here: names cannot begin with this; give an IRI that ends with / or #: https://example.org/id/\n"
    assert run(capsys, "build", "good.en.txt", "--base", "here") == (2, "", message)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "good.en.txt").write_text(GOOD)
    assert main(["build", str(folder / "good.en.txt"), "-o", str(folder / "graph"), "--no-check"]) == 0
    return folder / "graph"


WRONG_CALLS = [
    (["query", "ambassador"], "ambassador: no saved query of this name; did you mean ambassadors"),
    (["query", "ambasadors"], "ambasadors: no saved query of this name; did you mean ambassadors"),
    (["query", "SELECT ?s { ?s ?p }"], "query: is not a SPARQL query: line 1 is not understood at '?s ?p }'"),
    (["query", "missing.rq"], "missing.rq: there is no such file; kg queries lists the saved queries"),
    (["query", "day.rq"], "day.rq: parameter 'day' is missing; add --param day=1973-09-22"),
    (["query", "ambassadors", "--param", "sending"], "--param sending: has no value; write --param NAME=VALUE"),
    (["query", "ambassadors", "--param", "year=1"], "ambassadors: has no parameter 'year'; it has sending, receiving"),
    (["query", "ambassadors", "--param", "sending=Chle"], "ambassadors: Chle: nothing in the graph has this name; "),
    (["query", "ambassadors", "--format", "xls"], "--format xls: is not known; use one of table, csv, tsv, json, "),
    (["query", "ambassadors", "-o", "a.xls"], "a.xls: its ending names no format; use one of .table, .csv, .tsv, "),
    (["query", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"], "query: SERVICE asks another server; "),
    (["show", "Chle"], "Chle: nothing in the graph has this name; did you mean state/chile (Chile)?"),
    (["export"], "give --format or a file with -o; formats are ttl, trig, nq, nt, rdfxml, jsonld, csv"),
    (["export", "--format", "doc"], "--format doc: is not known; use one of ttl, trig, nq, nt, rdfxml, jsonld, csv"),
    (["export", "--format", "ttl", "--layer", "x"], "--layer x: is not known; use one of accounts, claims, weighing, "),
    (["export", "--format", "ttl", "-o", "no/such/folder.ttl"], "no/such/folder.ttl: cannot be written (No such file"),
    (["evaluate", "nothing"], "nothing: holds no annotations; give a folder of NAME.jsonl files"),
    (["frobnicate"], "No such command 'frobnicate'"),
    (["show"], "Missing argument 'NAME'"),
    (["queries", "nope"], "nope: no saved query of this name; "),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), WRONG_CALLS, ids=lambda value: " ".join(value)[:40])
def test_a_wrong_call_is_one_clear_sentence(
    graph: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_GRAPH", str(graph))
    Path("day.rq").write_text("#+ params: {day: {type: date, required: true}}\nSELECT ?day { ?s ?p ?day }")
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"kg: {message}")
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["show", "Chile"], ["conflicts"], ["verify"], ["validate"], ["query", "ASK {}"]])
def test_without_a_graph_every_command_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    message = "kg: graph: there is no graph here; make one with: kg build -o graph\n"
    assert run(capsys, *command) == (2, "", message)


def test_a_damaged_store_is_an_error_not_an_empty_answer(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(graph, tmp_path / "g")
    for file in (tmp_path / "g").glob("data-*/store/*.sst"):
        file.unlink()
    code, out, err = run(capsys, "query", "ASK {}", "-g", str(tmp_path / "g"))
    assert (code, out) == (2, "")
    assert "does not match manifest.json" in err


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_control_c_in_mid_build_leaves_the_old_graph_whole(graph: Path, tmp_path: Path) -> None:
    shutil.copytree(graph, tmp_path / "g")
    before = (tmp_path / "g" / "manifest.json").read_bytes()
    more = tmp_path / "more"
    more.mkdir()
    for number in range(300):  # enough to be in the middle of, however fast the machine
        (more / f"page-{number}.en.txt").write_text(
            f"Norway and Peru\n\nThey signed treaty {number} in Oslo in 1990.\n" * 20
        )
    # A shell starts what runs in its background deaf to Ctrl-C, and the tests with it.
    listen = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    script = f"{listen}; import sys; from kg.cli import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", script, "build", str(more), "-o", str(tmp_path / "g"), "--no-check"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list((tmp_path / "g").glob("draft-*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert err == "kg: interrupted; what was there before is unchanged\n"
    assert (tmp_path / "g" / "manifest.json").read_bytes() == before
    assert not list((tmp_path / "g").glob("draft-*"))
    assert check_store(open_graph(tmp_path / "g")) == ""
