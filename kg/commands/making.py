"""Commands that read texts: build, extract, rules, evaluate."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands.frame import DONE, FINDINGS, example, kg, output_option, progress_bar, text_out
from kg.errors import KGError

if TYPE_CHECKING:
    from kg.engines.cluster import Cluster
    from kg.pipeline import Options


@kg.command(
    short_help="Read texts and write their graph.",
    epilog=example(
        "kg build",
        "kg build texts -o chile --base https://example.org/id/",
        "kg build texts --memory -o chile.ttl",
    ),
)
@click.argument("texts", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("graph"),
    envvar="KG_GRAPH",
    show_default=True,
    help="Folder for the graph. One that stands there is replaced when the new one is complete.",
)
@click.option("--base", metavar="IRI", help="What the names of entities, events and claims begin with.")
@click.option("--policy", metavar="NAME", help="How to choose between sources that disagree.")
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    help="Table of kg review with your decisions; they go before the policy.",
)
@click.option(
    "--links", multiple=True, type=click.Path(path_type=Path), help="SSSOM file of kg link --online; repeatable."
)
@click.option("--no-check", is_flag=True, help="Leave out the reasoner and the shapes.")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Processes that read texts; the graph is the same whatever their number.",
)
@click.option(
    "--memory", is_flag=True, help="Keep the graph in memory only: write nothing but an export, if -o is such a file."
)
@click.option(
    "--load-to",
    metavar="URL",
    help="Then make the graphs of a remote store these: its address for the Graph Store Protocol.",
)
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True)
@click.option("--master", metavar="URL", help="For spark: spark://host:7077, yarn, k8s://…, or local[N].")
@click.option(
    "--input", "inputs", multiple=True, metavar="PATH", help="For spark: what to read, on any file system; repeatable."
)
@click.option(
    "--column", "columns", multiple=True, metavar="NAME=COLUMN", help="For spark: a column of JSON Lines or Parquet."
)
@click.option("--conf", multiple=True, metavar="KEY=VALUE", help="For spark: a setting of Spark.")
@click.option("--parts", type=click.IntRange(0), default=0, help="For spark: parts of a shuffle; 0: two for each core.")
@click.option("--shards", type=click.IntRange(1), default=8, show_default=True, help="For spark: files of each kind.")
def build(
    texts: tuple[Path, ...],
    output: Path,
    base: str | None,
    policy: str | None,
    review: Path | None,
    links: tuple[Path, ...],
    no_check: bool,
    workers: int,
    memory: bool,
    load_to: str | None,
    engine: str,
    master: str | None,
    inputs: tuple[str, ...],
    columns: tuple[str, ...],
    conf: tuple[str, ...],
    parts: int,
    shards: int,
) -> int:
    """Read TEXTS (files or folders; by default the bundled texts) and write their graph.

    A text that has not changed since the last build into the same folder is not read again; the graph is the same as
    one built from scratch.

    With --engine spark a cluster reads text, Markdown, HTML, PDF, JSON Lines and Parquet; -o with a scheme (s3a://…,
    file:///…) then gets sorted N-Quads and tables instead of a graph folder.

    Exit code 1 if a text could not be read or the graph breaks a rule; the graph is written all the same.
    """
    from kg.commands.summary import summary
    from kg.pipeline import Options, build_graph, build_in_memory

    given: dict[str, Any] = {"base": base, "policy": policy}
    chosen = {name: value for name, value in given.items() if value}
    options = Options(check=not no_check, review=review, links=links, workers=workers, **chosen)
    if engine == "spark":
        from kg.engines.cluster import Cluster

        what = (*map(str, texts), *inputs)
        cluster = Cluster(master or "", what, _pairs(columns), _pairs(conf), parts, shards)
        return _on_cluster(cluster, output, options, load_to)
    if master or inputs or columns or conf:
        raise click.UsageError("--master, --input, --column and --conf need --engine spark")
    with progress_bar() as progress:
        if memory:
            target = _export_target(output)
            built, store = build_in_memory(texts, options, progress)
        else:
            built = build_graph(texts, output, options, progress)
    if memory and target:
        _export_to(store, *target, options.base)
    for problem in built.reading.problems:
        click.echo(f"kg: {problem}", err=True)
    click.echo(summary(built), nl=False)
    if load_to:
        from kg.graph.store import open_graph

        _load(store if memory else open_graph(output).store, options.base, load_to)
    return FINDINGS if built.reading.problems or built.grave else DONE


def _export_target(output: Path) -> tuple[Path, str] | None:
    """The file that -o names, with its format; None without -o."""
    from click.core import ParameterSource

    from kg.graph.export import FORMATS, format_of

    given = click.get_current_context().get_parameter_source("output") is ParameterSource.COMMANDLINE
    return (output, format_of(output, FORMATS)) if given else None


def _export_to(store: Any, path: Path, format_: str, base: str) -> None:
    from kg.graph.export import export, opened

    with opened(path) as out:
        export(store, format_, out, base)


def _load(store: Any, base: str, address: str) -> None:
    """Fill a remote store, and say what was done."""
    from kg.graph.remote import load

    done = load(store, address, base)
    counts = f"{done.written} graphs written, {done.unchanged} unchanged, {done.removed} removed"
    click.echo(f"{address}: {counts}", err=True)


def _on_cluster(cluster: Cluster, output: Path, options: Options, load_to: str | None) -> int:
    from kg.commands.summary import cluster_summary
    from kg.engines.cluster import build

    if not cluster.master or not cluster.inputs:
        raise click.UsageError("--engine spark needs --master and --input, such as --master local[2] --input texts")
    # click has made a path of the address, which takes a slash away.
    folder = re.sub(r"^([a-z][a-z0-9]+):/+", r"\1://", str(output)).replace("file://", "file:///")
    if load_to and "://" in folder:
        raise click.UsageError(
            "--load-to sends a graph folder; give one with -o, or load the shards with the store's own tool"
        )
    with progress_bar() as progress:
        built = build(cluster, folder, options, progress)
    for problem in built.problems:
        click.echo(f"kg: {problem}", err=True)
    click.echo(cluster_summary(built), nl=False)
    if load_to:
        from kg.graph.store import open_graph

        _load(open_graph(output).store, options.base, load_to)
    return FINDINGS if built.problems or built.findings.grave else DONE


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE arguments as a table."""
    for one in given:
        if "=" not in one:
            raise click.UsageError(f"{one}: is not of the form NAME=VALUE")
    return dict(one.split("=", 1) for one in given)


@kg.command(
    short_help="Print the claims of texts.",
    epilog=example("kg extract texts/embassy.en.txt --format jsonl", "kg extract texts --unread"),
)
@click.argument("texts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
@click.option(
    "--unread", is_flag=True, help="List instead the passages with a date and a known actor that gave no claim."
)
@click.option("--explain", is_flag=True, help="With each claim show its rule and the words that fill each role.")
@output_option
def extract(texts: tuple[Path, ...], format_: str, unread: bool, explain: bool, output: Path | None) -> int:
    """Print the claims of TEXTS, one a line, without building a graph."""
    if format_ == "jsonl" and not unread:
        return _extract_lines(texts, output)
    from kg.commands.summary import claims_text, unread_text
    from kg.engines.reading import read

    with progress_bar() as progress:
        reading = read(texts, progress)
    for problem in reading.problems:
        click.echo(f"kg: {problem}", err=True)
    with text_out(output) as out:
        out.write(unread_text(reading.unread) if unread else claims_text(reading.claims, explain))
    return FINDINGS if reading.problems else DONE


def _extract_lines(texts: tuple[Path, ...], output: Path | None) -> int:
    """Write the claims of each text as soon as it is read, so that any number of texts can pass."""
    from kg.engines.reading import check_read, each
    from kg.extract.claims import to_json
    from kg.texts.reading import Unreadable

    count, problems = 0, list[str]()
    with progress_bar() as progress, text_out(output) as out:
        for one in each(texts, progress):
            if isinstance(one, Unreadable):
                problems.append(str(one))
                continue
            count += 1
            out.writelines(f"{to_json(claim)}\n" for claim in one[1].claims)
        check_read(count, problems)
    for problem in problems:
        click.echo(f"kg: {problem}", err=True)
    return FINDINGS if problems else DONE


@kg.command(short_help="List the extraction rules.", epilog=example("kg rules", "kg rules visit --format csv"))
@click.argument("words", required=False)
@click.option("--format", "format_", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def rules(words: str | None, format_: str) -> int:
    """List the extraction rules with an example of what each reads; only those with WORDS in them if given."""
    from kg.ask.answers import Table, laid_out
    from kg.commands.summary import rule_rows

    rows = [row for row in rule_rows() if not words or words.casefold() in " ".join(row).casefold()]
    if not rows:
        raise KGError(f"{words}: no rule has these words; kg rules lists all")
    click.echo(laid_out(Table(("rule", "language", "claim", "example"), rows), format_), nl=False)
    return DONE


@kg.command(
    short_help="Measure the extraction against annotated texts.",
    epilog=example("kg evaluate", "kg evaluate annotated --texts texts --floor 0.5"),
)
@click.argument("gold", required=False, type=click.Path(path_type=Path))
@click.option(
    "--texts", type=click.Path(path_type=Path), help="Folder of the annotated texts.  [default: the folder GOLD]"
)
@click.option("--floor", type=float, default=0.0, help="Exit code 1 if the strict F1 of all types is below this.")
@click.option("--errors", type=int, default=0, help="Show this many misses and as many claims too many.")
@click.option("--format", "format_", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def evaluate(gold: Path | None, texts: Path | None, floor: float, errors: int, format_: str) -> int:
    """Measure the extraction: precision, recall and F1 of each claim type.

    GOLD is a folder of annotations, NAME.jsonl for a text NAME.txt; without it the bundled texts are measured.
    """
    from kg.ask.answers import Table, laid_out
    from kg.commands.summary import errors_text, score_rows
    from kg.pipeline import evaluated

    found = evaluated(gold, texts)
    columns, *rows = score_rows(found)
    click.echo(laid_out(Table(columns, rows), format_), nl=False)
    click.echo(errors_text(found, errors), nl=False, err=True)
    return FINDINGS if found.total.measures(found.total.strict)[2] < floor else DONE
