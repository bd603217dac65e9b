"""The command as a person uses it: every command, its formats, exit codes, and the examples of its help."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import cli
from kg.cli import main
from kg.graph import reason

DATA = Path(__file__).parent.parent / "data"
EMBASSY = "embassy-of-chile-in-russia.en.txt"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with texts, annotations and a graph of the bundled texts; the reasoner does without Java."""
    place = tmp_path_factory.mktemp("home")
    shutil.copytree(DATA / "texts", place / "texts")
    shutil.copy(DATA / "texts" / EMBASSY, place / "texts" / "embassy.en.txt")
    shutil.copytree(DATA / "gold", place / "annotated")
    patch = pytest.MonkeyPatch()
    patch.setattr(reason, "find_java", lambda: "")
    patch.chdir(place)
    assert main(["build"]) == 0
    yield place
    patch.undo()


def output(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command prints; it must exit with `code` and say nothing on stderr."""
    capsys.readouterr()
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def commands() -> list[str]:
    return sorted(cli.kg.commands)


@pytest.mark.parametrize("command", commands())
def test_every_help_ends_with_examples_that_run(
    home: Path, command: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = output(capsys, command, "--help")
    lines = [line.strip() for line in text.partition("Example:")[2].splitlines() if line.strip()]
    assert lines
    for name in ("texts", "annotated", "graph"):
        shutil.copytree(home / name, tmp_path / name)
    shutil.copytree(home / "graph", tmp_path / "old")
    monkeypatch.chdir(tmp_path)
    for line in lines:
        program, *arguments = shlex.split(line.removeprefix("$ "))
        assert program == "kg"
        assert main(arguments) == 0, line
        assert "Traceback" not in capsys.readouterr().err


def test_help_shows_every_command_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "--help")
    assert all(f"  {command} " in text for command in commands())
    assert "Exit codes: 0 done; 1 done, but there is something to look at" in text
    assert output(capsys) == text


def test_a_build_ends_with_what_there_is_and_what_to_do_next(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = output(capsys, "build", "-o", str(tmp_path / "g"), "texts/" + EMBASSY)
    names = ["documents", "claims", "entities", "events", "contradictions", "findings", "not read", "quads"]
    assert [line.split("  ")[0] for line in text.splitlines()[: len(names)]] == names
    assert "The graph agrees with the ontology (checked by rules)" in text
    assert f"Note: {reason.NO_JAVA}." in text
    assert f"kg show Chile -g {tmp_path / 'g'}" in text


def test_next_steps_of_a_build_run(home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = output(capsys, "build", "-o", str(tmp_path / "g"))
    steps = [shlex.split(line) for line in text.partition("Next:")[2].splitlines() if line.strip()]
    assert len(steps) >= 3
    for _, *arguments in steps:
        place = [str(home / "texts") if argument == "TEXT" else argument for argument in arguments]
        assert main(place) == 0


def test_extract_prints_claims_as_json_lines_with_true_offsets(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = output(capsys, "extract", "texts/" + EMBASSY, "--format", "jsonl").splitlines()
    text = (home / "texts" / EMBASSY).read_bytes().decode()
    claims = [json.loads(line) for line in lines]
    assert len(claims) > 20
    assert all(text[claim["start"] : claim["end"]] == claim["quote"] for claim in claims)
    keys = {"document", "type", "roles", "date", "modality", "start", "end", "quote", "rule", "confidence"}
    assert all(keys <= claim.keys() for claim in claims)


def test_extract_explains_and_tells_what_it_did_not_read(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "extract", "texts/" + EMBASSY, "--explain")
    assert f"{EMBASSY}:" in text
    assert "    rule en." in text
    assert " <- “" in text
    unread = output(capsys, "extract", "texts", "--unread").splitlines()
    assert all(line.split(":")[0].endswith(".txt") for line in unread)


def test_query_writes_the_format_that_the_file_ending_names(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    question = "SELECT ?visit { ?visit a dipl:Visit } ORDER BY ?visit"
    assert output(capsys, "query", question, "-o", str(tmp_path / "v.csv")) == ""
    rows = list(csv.DictReader(io.StringIO((tmp_path / "v.csv").read_text("utf-8"))))
    assert output(capsys, "query", question, "--format", "csv").splitlines()[1:] == [row["visit"] for row in rows]
    assert output(capsys, "query", question, "-o", str(tmp_path / "v.json")) == ""
    assert len(json.loads((tmp_path / "v.json").read_text())["results"]["bindings"]) == len(rows) > 3


def test_queries_are_listed_and_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(output(capsys, "queries", "--format", "json"))
    assert {"name", "summary", "parameters", "tags"} == set(rows[0])
    assert len(rows) >= 30
    assert output(capsys, "queries", "ambassadors").startswith("#+ summary: ")
    assert output(capsys, "queries").splitlines()[1].startswith("----")


def test_show_tells_names_links_timeline_claims_and_contradictions(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = output(capsys, "show", "chile")
    assert text.startswith("Chile  (state)\n  state/chile\n")
    for words in ("same as http://www.wikidata.org/entity/Q298", "Timeline", "What the sources say", "Contradictions"):
        assert words in text
    assert len(output(capsys, "show", "chile", "--all")) > len(text)
    found = json.loads(output(capsys, "show", "wd:Q298", "--format", "json"))
    assert found["key"] == "state/chile"
    assert found["claims"][0]["quote"]


def test_show_tells_of_two_states_together(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "show", "Rusia y Chile", "--all")
    assert text.startswith("Relations of Chile and Russia  (bilateral relation)\n  relation/chile--russia\n")
    assert "  relations severed: 1947-10-21/1964-11-24\n  relations in force: 1964-11-24/1973-09-22\n" in text
    assert text.index("Ricardo Lagos visits Russia") < text.index("Vladimir Putin visits Chile")
    assert "Election in Chile" not in text
    assert "existed until: 1991-12-26\n" in output(capsys, "show", "URSS")


def test_conflicts_show_quotes_and_reasons(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "conflicts")
    assert "1. " in text
    assert "certain contradiction (date)" in text
    assert "“they were recovered on October 24, 1964”" in text
    assert "* is preferred: " in text
    found = json.loads(output(capsys, "conflicts", "--format", "json"))
    assert all(len(one["claims"]) >= 2 and one["reason"] for one in found)
    rows = list(csv.DictReader(io.StringIO(output(capsys, "conflicts", "--format", "csv"))))
    assert len(rows) == len(found)


def test_validate_tells_findings_in_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "validate")
    assert "The graph agrees with the ontology" in text
    rows = list(csv.DictReader(io.StringIO(output(capsys, "validate", "--format", "csv"))))
    assert all(row["severity"] in ("warning", "info") and row["message"] for row in rows)
    turtle = output(capsys, "validate", "--format", "ttl")
    assert any("ValidationReport" in str(quad) for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize("ending", ["ttl", "trig", "nq", "nt", "rdf", "jsonld", "csv", "trig.gz"])
def test_export_writes_a_file_by_its_ending(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, ending: str
) -> None:
    assert output(capsys, "export", "-o", str(tmp_path / f"x.{ending}")) == ""
    assert (tmp_path / f"x.{ending}").stat().st_size > 1000


def test_verify_passes_and_then_names_the_facts_of_a_changed_text(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.copytree(home / "texts", tmp_path / "texts")
    graph = str(tmp_path / "g")
    output(capsys, "build", str(tmp_path / "texts"), "-o", graph)
    assert "stand where the graph says" in output(capsys, "verify", "-g", graph)
    changed = tmp_path / "texts" / EMBASSY
    text = changed.read_bytes().decode()
    changed.write_bytes(text.replace("Ricardo Lagos, in 2005", "Ricardo Lagos, in 2004").encode())
    told = output(capsys, "verify", "-g", graph, code=1)
    assert "Ricardo Lagos, in 2004" in told
    assert "supports: Ricardo Lagos visits Russia, 2005" in told
    assert EMBASSY in told


def test_rules_are_listed_with_their_examples(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(output(capsys, "rules", "--format", "json"))
    assert {row["language"] for row in rows} >= {"en", "es"}
    assert any(row["example"] for row in rows)
    assert main(["rules", "zzz"]) == 2


def test_evaluate_measures_and_has_a_floor(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(output(capsys, "evaluate", "--format", "json"))
    assert rows[0]["type"] == "all"
    assert float(rows[0]["strict F"]) > 0.5
    assert main(["evaluate", "--floor", "1.01"]) == 1


def test_another_base_is_used_for_every_name(home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    graph = str(tmp_path / "g")
    output(capsys, "build", "texts/" + EMBASSY, "-o", graph, "--base", "https://example.org/id/")
    text = output(capsys, "export", "-g", graph, "--format", "nq")
    assert "<https://example.org/id/state/chile>" in text
    assert "w3id.org/dipl/id/" not in text
    assert output(capsys, "query", "ASK { <state/chile> a dipl:State }", "-g", graph) == "true\n"


def test_the_graph_may_be_named_in_the_environment(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["conflicts"]) == 2
    monkeypatch.setenv("KG_GRAPH", str(home / "graph"))
    assert output(capsys, "conflicts")


def test_results_go_to_stdout_in_utf8_whatever_the_locale(home: Path) -> None:
    script = "import sys; from kg.cli import main; sys.exit(main())"
    root = str(Path(__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", script, "show", "state/chile", "-g", str(home / "graph")],
        capture_output=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": root},
    )
    assert done.returncode == 0
    assert done.stderr == b""
    assert "República de Chile" in done.stdout.decode("utf-8")
    assert b"\x1b[" not in done.stdout


def test_a_reader_that_goes_away_is_no_error(home: Path) -> None:
    root = str(Path(__file__).parent.parent)
    command = f"{shlex.quote(sys.executable)} -c 'import sys; from kg.cli import main; sys.exit(main())' "
    line = f"{command} export --format nq -g {shlex.quote(str(home / 'graph'))} | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, env={**os.environ, "PYTHONPATH": root})
    assert done.stdout.startswith(b"<http")
    assert done.stderr == b""
