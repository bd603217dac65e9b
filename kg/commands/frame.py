"""What all commands share: the group `kg`, options, exit codes, ways to write an answer."""

# Every heavy import stands in the function that needs it: `kg --help` must not wait for what it does not use.
from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, TypeVar

import click

from kg import __version__
from kg.errors import KGError

DONE: Final = 0
FINDINGS: Final = 1
FAILED: Final = 2

F = TypeVar("F", bound=Callable[..., Any])
Progress = Callable[[str, int, int], None]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def kg() -> None:
    """Make of texts about relations between states a knowledge graph in which every fact shows its sentence.

    Start with `kg build`: it reads the bundled texts and writes the folder ./graph. Then ask:
    `kg queries`, `kg query NAME`, `kg show NAME`, `kg conflicts`.

    Exit codes: 0 done; 1 done, but there is something to look at; 2 could not run.
    """


def example(*lines: str) -> str:
    """The end of a command's help: lines to copy. A test runs them."""
    return "\b\nExample:\n" + "\n".join(f"  $ {line}" for line in lines)


def graph_option(command: F) -> F:
    return click.option(
        "-g",
        "--graph",
        type=click.Path(path_type=Path),
        default=Path("graph"),
        envvar="KG_GRAPH",
        show_default=True,
        show_envvar=True,
        help="Folder that kg build wrote.",
    )(command)


def endpoint_option(command: F) -> F:
    return click.option(
        "--endpoint",
        metavar="URL",
        envvar="KG_ENDPOINT",
        show_envvar=True,
        help="Ask this SPARQL endpoint instead of a folder. KG_ENDPOINT_USER and _PASSWORD, or _TOKEN, say who asks.",
    )(command)


def output_option(command: F) -> F:
    return click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the terminal."
    )(command)


def opened_graph(graph: Path, endpoint: str | None, whole: bool = False) -> Any:
    """What has the graph's `store` and `base`: the folder, or the endpoint if one is given; `whole` as a copy."""
    if endpoint is None:
        from kg.graph.store import open_graph

        return open_graph(graph)
    from types import SimpleNamespace

    from kg.graph.remote import Remote

    remote = Remote(endpoint)
    return SimpleNamespace(store=remote.copy() if whole else remote.store, base=remote.base)


def format_for(given: str | None, output: Path | None, known: Collection[str], default: str | None) -> str:
    """The format asked for, else the one that the file's ending names, else the default; KGError if there is none."""
    if given:
        check_names("--format", [given], known)
        return given
    if output:
        from kg.graph.export import format_of

        return format_of(output, known)
    if default:
        return default
    raise KGError(f"give --format or a file with -o; formats are {', '.join(known)}")


def check_names(option: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise KGError(f"{option} {name}: is not known; use one of {', '.join(known)}")


@contextmanager
def binary_out(output: Path | None) -> Iterator[IO[bytes]]:
    """The file to write to, or stdout."""
    if output is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        from kg.graph.export import opened

        with opened(output) as file:
            yield file


@contextmanager
def text_out(output: Path | None) -> Iterator[IO[str]]:
    import io

    with binary_out(output) as out:
        text = io.TextIOWrapper(out, "utf-8", newline="\n", write_through=True)
        yield text
        text.detach()


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on a terminal; nothing where stderr is a file or a pipe."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


def rich_table(answer: Any, base: str) -> None:
    """Rows on a terminal, fitted to its width."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kg.ask.answers import table

    found = table(answer, base)
    drawn = Table(header_style="bold")
    for name in found.columns:
        drawn.add_column(name, overflow="fold")
    for row in found.rows:
        drawn.add_row(*map(Text, row))
    Console().print(drawn)
    click.echo(f"{len(found.rows)} rows" if len(found.rows) != 1 else "1 row", err=True)


def mark() -> Callable[[str], str]:
    return (lambda words: click.style(words, bold=True)) if sys.stdout.isatty() else str


def json_text(found: Any) -> str:
    """Records as JSON, their fields under their own names."""
    import json
    from dataclasses import asdict

    plain = [asdict(one) for one in found] if isinstance(found, list) else asdict(found)
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
