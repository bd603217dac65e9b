"""Imports run downward only, as DESIGN draws the floors; heavy libraries stay out of start-up."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

KG = Path(__file__).parent.parent / "kg"

FLOORS = {
    "cli": 7,
    "commands": 6,
    "pipeline": 5,
    "api": 5,
    "serve": 4,
    "engines": 4,
    "graph": 3,
    "ask": 3,
    "link": 3,
    "resolve": 2,
    "extract": 2,
    "texts": 1,
    "lexicon": 1,
    "model": 0,
    "vocab": 0,
    "errors": 0,
    "resources": 0,
    "collector": 0,
    "caches": 0,
    "kept": 0,
    "compiled": 0,
    "plainer": 0,
}
# Rooms of one floor that may use each other, from -> to.
NEIGHBOURS = {
    ("api", "pipeline"),
    ("ask", "graph"),
    ("link", "graph"),
    ("graph", "link"),
}
NEIGHBOURS |= {
    ("extract", "texts"),
    ("texts", "lexicon"),
    ("vocab", "model"),
    ("serve", "engines"),
    ("kept", "resources"),
    ("compiled", "kept"),
    ("compiled", "plainer"),
}


def imports(path: Path) -> Iterator[str]:
    """Names of the modules of this project that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "kg")
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kg":
            names = (f"kg.{alias.name}" for alias in node.names)
            yield from names if node.module == "kg" else [node.module]


def room(module: str) -> str:
    """The room of `kg.room.module`; empty for the package itself, whose version anyone may read."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and not parts[1].startswith("__") else ""


FILES = sorted(path for path in KG.rglob("*.py") if path.parent != KG or path.name != "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(KG).as_posix())
def test_imports_run_downward_only(path: Path) -> None:
    own = path.relative_to(KG).parts[0].removesuffix(".py")
    for module in imports(path):
        other = room(module)
        if other and other != own:
            below = FLOORS[other] < FLOORS[own]
            assert below or (own, other) in NEIGHBOURS, f"{own} (floor {FLOORS[own]}) imports {module}"


def test_neighbours_do_not_go_round_in_a_circle() -> None:
    used = {
        (path.relative_to(KG).parts[0].removesuffix(".py"), room(module)) for path in FILES for module in imports(path)
    }
    assert not [(one, other) for one, other in used if one != other and (other, one) in used]


def test_every_room_has_a_floor_and_one_line_that_says_what_it_is() -> None:
    for folder in (path for path in KG.iterdir() if path.is_dir() and path.name not in ("__pycache__", "_res")):
        assert folder.name in FLOORS
        tree = ast.parse((folder / "__init__.py").read_text("utf-8"))
        docstring = ast.get_docstring(tree)
        assert docstring
        assert "\n" not in docstring
        assert len(tree.body) == 1


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from kg.cli import main; main(['--help'])\n"
        "heavy = {'rdflib', 'owlready2', 'pyshacl', 'pyoxigraph', 'rich', 'regex', 'ahocorasick_rs', 'rapidfuzz'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=KG.parent)
    assert done.stderr.strip() == "[]"
    assert "Usage: kg" in done.stdout


def test_no_file_names_this_machine() -> None:
    """Paths of the machine it was written on would be lies everywhere else."""
    marks = ("/" + "work/", "/" + "home/", "/" + "root/")
    texts = {path: path.read_text("utf-8") for path in [*KG.rglob("*.py"), *KG.parent.joinpath("tests").rglob("*.py")]}
    assert not [path for path, text in texts.items() if any(mark in text for mark in marks)]
