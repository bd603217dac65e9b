"""README tells the truth: its commands run, its first screen is real output."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.removeprefix("$ ").partition("   #")[0].partition("|")[0].strip()
    for block in CONSOLE
    for line in block.splitlines()
    if line.startswith("$ kg")
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with texts and the graph of the bundled ones."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "data" / "texts", folder / "texts")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["build"]) == 0
        yield folder


def test_the_summary_in_readme_is_the_one_a_build_prints(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = [block for block in CONSOLE if block.startswith("$ kg build\n")]
    assert main(["build"]) == 0
    printed = capsys.readouterr().out.splitlines()
    told = shown.partition("\n\n")[0].splitlines()[1:]
    if not any("HermiT" in line for line in printed):  # without Java the project's own rules check, and say so
        told = [line for line in told if "HermiT" not in line]
    assert [line for line in told if line not in printed] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_readme_runs(place: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(command)[1:]) == 0
    assert not capsys.readouterr().err.startswith("kg: ")  # talk is welcome there, a complaint is not


def test_every_query_of_readme_has_an_answer(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for query in re.findall(r"```sparql\n(.*?)```", README, re.DOTALL):
        assert main(["query", query, "--format", "csv"]) == 0
        assert len(capsys.readouterr().out.splitlines()) > 1


def test_the_conflict_shown_is_real_output(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = CONSOLE[0].partition("$ kg conflicts\n")[2].partition("\n\n$")[0]
    assert main(["conflicts"]) == 0
    assert shown in capsys.readouterr().out


def test_the_summary_shown_is_that_of_the_real_build(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = CONSOLE[0].partition("$ kg build\n")[2].partition("\n\n$")[0]
    assert main(["build", "-o", "again"]) == 0
    real = capsys.readouterr().out
    assert real.splitlines()[:8] == shown.splitlines()[:8]


def test_the_python_shown_runs(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})


def test_the_two_commands_stand_where_ci_looks_for_them() -> None:
    lines = README.splitlines()[:12]
    assert sum(line.startswith("$ python3 -m venv ") for line in lines) == 1
    test = re.compile(r"\$ \.venv/bin/pip install .*\[test\].*pytest -n auto --dist loadfile$")
    assert sum(map(bool, map(test.match, lines))) == 1
