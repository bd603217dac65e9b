"""The `kg` command: arguments, messages, exit codes. Results go to stdout, talk to stderr.

Exit codes: 0 done; 1 done, but there is something to look at (a violation, an unproved quote, a text that could not be
read); 2 could not run.
"""

# Every heavy import stands in the function that needs it: `kg --help` must not wait for what it does not use.
from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

import click

from kg import __version__
from kg.errors import KGError

if TYPE_CHECKING:
    from kg.cluster import Cluster
    from kg.pipeline import Options

DONE: Final = 0
FINDINGS: Final = 1
FAILED: Final = 2

F = TypeVar("F", bound=Callable[..., Any])
Progress = Callable[[str, int, int], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code comes back. A bug keeps its traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # names have accents, whatever the locale
    try:
        # Not kg.main(), which answers Ctrl-C with words of its own.
        with kg.make_context("kg", list(sys.argv[1:] if arguments is None else arguments)) as context:
            code = kg.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return DONE
    except click.ClickException as error:
        return _fail(error.format_message().rstrip(".").replace("\n", " "))
    except KGError as error:
        return _fail(str(error))
    except (KeyboardInterrupt, click.Abort):
        return _fail("interrupted; what was there before is unchanged")
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nobody is left to tell
        return DONE
    return code if isinstance(code, int) else DONE


def _fail(message: str) -> int:
    click.echo(f"kg: {message}", err=True)
    return FAILED


def _example(*lines: str) -> str:
    """The end of a command's help: lines to copy. A test runs them."""
    return "\b\nExample:\n" + "\n".join(f"  $ {line}" for line in lines)


def _graph_option(command: F) -> F:
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


def _endpoint_option(command: F) -> F:
    return click.option(
        "--endpoint",
        metavar="URL",
        envvar="KG_ENDPOINT",
        show_envvar=True,
        help="Ask this SPARQL endpoint instead of a folder. KG_ENDPOINT_USER and _PASSWORD, or _TOKEN, say who asks.",
    )(command)


def _output_option(command: F) -> F:
    return click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the terminal."
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def kg() -> None:
    """Make of texts about relations between states a knowledge graph in which every fact shows its sentence.

    Start with `kg build`: it reads the bundled texts and writes the folder ./graph. Then ask:
    `kg queries`, `kg query NAME`, `kg show NAME`, `kg conflicts`.

    Exit codes: 0 done; 1 done, but there is something to look at; 2 could not run.
    """


@kg.command(
    short_help="Read texts and write their graph.",
    epilog=_example(
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
    from kg.pipeline import Options, build_graph, build_in_memory
    from kg.summary import summary

    given: dict[str, Any] = {"base": base, "policy": policy}
    chosen = {name: value for name, value in given.items() if value}
    options = Options(check=not no_check, review=review, links=links, workers=workers, **chosen)
    if engine == "spark":
        from kg.cluster import Cluster

        what = (*map(str, texts), *inputs)
        cluster = Cluster(master or "", what, _pairs(columns), _pairs(conf), parts, shards)
        return _on_cluster(cluster, output, options, load_to)
    if master or inputs or columns or conf:
        raise click.UsageError("--master, --input, --column and --conf need --engine spark")
    with _progress() as progress:
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
    return FINDINGS if built.reading.problems or built.findings.grave else DONE


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
    from kg.cluster import build
    from kg.summary import cluster_summary

    if not cluster.master or not cluster.inputs:
        raise click.UsageError("--engine spark needs --master and --input, such as --master local[2] --input texts")
    # click has made a path of the address, which takes a slash away.
    folder = re.sub(r"^([a-z][a-z0-9]+):/+", r"\1://", str(output)).replace("file://", "file:///")
    if load_to and "://" in folder:
        raise click.UsageError(
            "--load-to sends a graph folder; give one with -o, or load the shards with the store's own tool"
        )
    with _progress() as progress:
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
    epilog=_example("kg extract texts/embassy.en.txt --format jsonl", "kg extract texts --unread"),
)
@click.argument("texts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
@click.option(
    "--unread", is_flag=True, help="List instead the passages with a date and a known actor that gave no claim."
)
@click.option("--explain", is_flag=True, help="With each claim show its rule and the words that fill each role.")
@_output_option
def extract(texts: tuple[Path, ...], format_: str, unread: bool, explain: bool, output: Path | None) -> int:
    """Print the claims of TEXTS, one a line, without building a graph."""
    from kg.extract.claims import to_json
    from kg.pipeline import read
    from kg.summary import claims_text, unread_text

    with _progress() as progress:
        reading = read(texts, progress)
    for problem in reading.problems:
        click.echo(f"kg: {problem}", err=True)
    with _text(output) as out:
        if unread:
            out.write(unread_text(reading.unread))
        elif format_ == "jsonl":
            out.writelines(f"{to_json(claim)}\n" for claim in reading.claims)
        else:
            out.write(claims_text(reading.claims, explain))
    return FINDINGS if reading.problems else DONE


@kg.command(
    short_help="Ask a saved query, a file, or SPARQL as it stands.",
    epilog=_example(
        "kg query ambassadors --param sending=Chile",
        "kg query visits-between-states --param host=id:state/russia --format csv",
        "kg query 'SELECT ?visit { ?visit a dipl:Visit } LIMIT 5'",
    ),
)
@click.argument("question", metavar="QUERY")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Value of a parameter; repeatable.")
@click.option(
    "--format",
    "format_",
    metavar="FORMAT",
    help="table, csv, tsv, json, xml or md; for triples ttl, nt, jsonld or rdfxml. By default the ending of -o.",
)
@click.option("--timeout", type=click.FloatRange(0, min_open=True), metavar="S", help="Stop the query after S seconds.")
@click.option("--limit", type=click.IntRange(0), metavar="N", help="Stop after N rows.")
@click.option("--memory-limit", type=click.IntRange(16), default=2048, show_default=True, metavar="MB")
@click.option("--explain-time", is_flag=True, help="Tell on stderr how long each step took.")
@_endpoint_option
@_graph_option
@_output_option
def query(
    question: str,
    params: tuple[str, ...],
    format_: str | None,
    timeout: float | None,
    limit: int | None,
    memory_limit: int,
    explain_time: bool,
    endpoint: str | None,
    graph: Path,
    output: Path | None,
) -> int:
    """Ask a saved query by its name, a file FILE.rq, or SPARQL as it stands.

    A parameter's value is a name ("Chile"), a key (id:state/chile), a number or a date (1973-09-22), as the query asks.
    `kg queries` lists the saved queries, `kg queries NAME` shows one with its parameters.
    """
    from kg.ask.apart import MEGABYTE, Limits, Question, ask_apart
    from kg.ask.formats import FORMATS
    from kg.ask.saved import find

    found = find(question)
    chosen = _format(format_, output, FORMATS, "table")
    limits = Limits(timeout, limit, memory_limit * MEGABYTE)
    asked = Question(str(graph), found.name, found.text, _assignments(params))
    if endpoint:
        times = _ask_endpoint(endpoint, asked, chosen, limits, output)
    elif chosen == "table" and output is None and sys.stdout.isatty():
        times = _on_terminal(asked, limits)
    else:
        with _binary(output) as out:
            times = ask_apart(asked, chosen, out, limits)
    if explain_time:
        click.echo(times.text(), err=True, nl=False)
    return DONE


def _ask_endpoint(address: str, asked: Any, format_: str, limits: Any, output: Path | None) -> Any:
    """Write the answer of a remote store; how long it took comes back."""
    import pyoxigraph as ox

    from kg.ask.answers import write
    from kg.ask.apart import Times
    from kg.ask.elsewhere import ask_remote
    from kg.graph.remote import Remote

    times, remote = Times(), Remote(address, limits.time_s)
    with ask_remote(remote, asked, limits.rows, times) as answer:
        if format_ == "table" and output is None and sys.stdout.isatty() and isinstance(answer, ox.QuerySolutions):
            _rich_table(answer, remote.base)
        else:
            with _binary(output) as out:
                write(answer, format_, out, remote.base, asked.name)
    if remote.cut_off:
        click.echo(f"kg: {address}: gives no more than {remote.cut_off:,} rows; there may be more", err=True)
    return times


@kg.command(short_help="List the saved queries.", epilog=_example("kg queries", "kg queries ambassadors"))
@click.argument("name", required=False)
@click.option("--format", "format_", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def queries(name: str | None, format_: str) -> int:
    """List the saved queries, or show the one called NAME with its parameters and its text."""
    from kg.ask.answers import Table, laid_out
    from kg.ask.saved import find, saved

    if name:
        click.echo(find(name).text, nl=False)
        return DONE
    rows = [
        (one.name, one.header.summary, " ".join(param.name for param in one.header.params), " ".join(one.header.tags))
        for one in saved().values()
    ]
    click.echo(laid_out(Table(("name", "summary", "parameters", "tags"), rows), format_), nl=False)
    return DONE


@kg.command(
    short_help="Show what is known of one thing, and who says so.",
    epilog=_example("kg show Chile", "kg show person/vladimir-putin --format json"),
)
@click.argument("name")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Do not cut long lists.")
@_endpoint_option
@_graph_option
def show(name: str, format_: str, everything: bool, endpoint: str | None, graph: Path) -> int:
    """Show what is known of one thing: names, links, its events in time, who says so in which words, contradictions.

    NAME is a label ("Vladimir Putin", or "putin" if that is clear), a key, an IRI or a Wikidata item (wd:Q298).
    """
    from kg.ask.entities import find
    from kg.ask.portraits import portrait
    from kg.ask.prose import portrait_text
    from kg.graph.reading import Reader

    opened = _opened(graph, endpoint)
    reader = Reader(opened.store, opened.base)
    found = portrait(reader, find(name, reader))
    limit = sys.maxsize if everything else 40
    click.echo(_json(found) if format_ == "json" else portrait_text(found, _mark(), limit), nl=False)
    return DONE


@kg.command(
    short_help="List the contradictions between the sources.",
    epilog=_example("kg conflicts", "kg conflicts --format csv"),
)
@click.option("--format", "format_", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@_endpoint_option
@_graph_option
def conflicts(format_: str, endpoint: str | None, graph: Path) -> int:
    """List the contradictions between the sources: the claims, their words, which one is preferred and why."""
    from kg.ask.disputes import disputes
    from kg.ask.prose import disputes_text
    from kg.graph import tables
    from kg.graph.reading import Reader

    opened = _opened(graph, endpoint)
    if format_ == "csv":
        with _binary(None) as out:
            tables.write(opened.store, opened.base, out, "contradictions")
        return DONE
    found = disputes(Reader(opened.store, opened.base))
    click.echo(_json(found) if format_ == "json" else disputes_text(found, _mark()), nl=False)
    return DONE


@kg.command(
    short_help="Write the graph for other programs.",
    epilog=_example(
        "kg export -o chile.ttl",
        "kg export --format jsonld -o chile.json.gz",
        "kg export --format csv --table claims",
        "kg export --format csvw -o tables",
        "kg export --format dyad-year -o years.csv",
    ),
)
@click.option(
    "--format",
    "format_",
    metavar="FORMAT",
    help="ttl, trig, nq, nt, rdfxml, jsonld, csv (or the ending of -o); csvw, quickstatements, sssom, dyad-year, "
    "events.",
)
@click.option(
    "--layer",
    "layers",
    multiple=True,
    help="Only this layer: accounts, claims, weighing, links, inferred, report, ontology, dataset; repeatable.",
)
@click.option(
    "--table",
    default="events",
    show_default=True,
    help="For csv: events, actors, tenures, agreements, entities, claims or contradictions.",
)
@click.option("--framed", is_flag=True, help="For jsonld: a tree per event, with its actors and sentences.")
@click.option(
    "--confidence", default=0.8, show_default=True, type=click.FloatRange(0, 1), help="For quickstatements: no less."
)
@click.option(
    "--against",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="For quickstatements: items of Wikidata (JSON or RDF); what they have is left out.",
)
@click.option("--until", metavar="YEAR", type=int, help="For dyad-year: relations that go on are written to this year.")
@_endpoint_option
@_graph_option
@_output_option
def export(
    format_: str | None,
    layers: tuple[str, ...],
    table: str,
    framed: bool,
    confidence: float,
    against: Path | None,
    until: int | None,
    endpoint: str | None,
    graph: Path,
    output: Path | None,
) -> int:
    """Write the graph for other programs; the same graph gives the same bytes.

    trig, nq and jsonld hold all layers in named graphs; ttl, nt and rdfxml hold the best account unless --layer names
    others. A file that ends in .gz is compressed. csvw is a folder with all tables and their description.

    quickstatements are statements for Wikidata with references: only of linked entities, nothing contradicted, and
    nothing that Wikipedia alone tells. sssom are the links. dyad-year is a CSV row per pair of states and year (levels
    of representation are Chancery's own derivation: 3 ambassador, 2 envoy, 1 chargé d'affaires, 0 none); events is a
    row per event and pair of actors, with CAMEO and PLOVER codes.
    """
    from kg.graph.export import FORMATS, LAYERS
    from kg.graph.export import export as write
    from kg.graph.export import opened as opened_file
    from kg.graph.reading import Reader
    from kg.graph.tables import TABLES, write_all
    from kg.link import formats

    chosen = _format(format_, output, FORMATS if not format_ else (*FORMATS, "csvw", *formats.FORMATS), None)
    _check_names("--layer", layers, LAYERS)
    _check_names("--table", [table], TABLES)
    opened = _opened(graph, endpoint, whole=True)
    if chosen == "csvw":
        if output is None:
            raise KGError("--format csvw: is a folder of files; give its name with -o")
        write_all(opened.store, opened.base, output, opened_file)
        return DONE
    with _binary(output) as out:
        if chosen in FORMATS:
            write(opened.store, chosen, out, opened.base, layers, table, framed)
            return DONE
        wishes = formats.Wishes(confidence, against, until)
        told = formats.write(Reader(opened.store, opened.base), chosen, out, wishes)
    click.echo(told, err=True, nl=False)
    return DONE


@kg.command(
    short_help="Link entities to Wikidata, or compare with it.",
    epilog=_example("kg link -o links.sssom.tsv", "kg export --format sssom"),
)
@click.option("--online", is_flag=True, help="Ask Wikidata for items of the entities that have none.")
@click.option("--service", metavar="URL", default="", help="Ask this reconciliation service instead of Wikidata.")
@click.option(
    "--contact", metavar="ADDRESS", envvar="KG_CONTACT", default="", help="Your e-mail or web page, for the service."
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    default=Path(click.get_app_dir("chancery"), "answers"),
    envvar="KG_CACHE",
    show_envvar=True,
    help="Folder that keeps answers; a search that was broken off goes on from there.",
)
@click.option("--fresh", is_flag=True, help="Ask again what was answered before.")
@click.option("--review", type=click.Path(path_type=Path), help="Add what is undecided to this table of kg review.")
@click.option(
    "--compare",
    metavar="FILE|ONLINE",
    help="Compare with items of Wikidata: a file of JSON or RDF, or as they are now.",
)
@_graph_option
@_output_option
def link(
    online: bool,
    service: str,
    contact: str,
    cache: Path,
    fresh: bool,
    review: Path | None,
    compare: str | None,
    graph: Path,
    output: Path | None,
) -> int:
    """Write the links of the graph's entities as SSSOM, which kg build --links reads.

    With --online the links found at Wikidata, or another service, for entities that have none; a match agrees in name,
    kind, dates and state, and what is undecided goes to a reviewer. Exit code 1 if the service left something
    unanswered: run it again. With --compare a CSV table of which facts Wikidata has, lacks or contradicts.
    """
    from datetime import date
    from functools import partial

    from kg.graph.reading import Reader
    from kg.graph.store import open_graph
    from kg.link import formats
    from kg.link.compare import compare_file
    from kg.link.search import compare_online, search
    from kg.link.sssom import written

    opened = open_graph(graph)
    reader = Reader(opened.store, opened.base)
    if compare == "ONLINE":
        findings, lost = compare_online(reader, cache, operator=contact, fresh=fresh)
        _compared(reader, findings, output)
        click.echo(f"{lost} items were not answered" if lost else "all items were answered", err=True)
        return FINDINGS if lost else DONE
    if compare:
        return _compared(reader, compare_file(reader, Path(compare)), output)
    if not (online or service):
        with _binary(output) as out:
            formats.write(reader, "sssom", out)
        return DONE
    day = date.today().isoformat()
    with _progress() as progress:
        asking = partial(progress, "asking")
        found = search(reader, cache, operator=contact, service=service, fresh=fresh, day=day, progress=asking)
    with _binary(output) as out:
        out.write(written(found.found, opened.base).encode())
    if review:
        _write_review(reader, review, found)
    click.echo(found.summary(), err=True, nl=False)
    return FINDINGS if found.unanswered else DONE


def _compared(reader: Any, findings: Any, output: Path | None) -> int:
    """The table of a comparison, and on stderr how many findings there are of each kind."""
    from kg.link.compare import counted, write

    with _binary(output) as out:
        write(findings, reader, out)
    for property_, verdict, count in counted(findings):
        click.echo(f"{property_:<5} {verdict:<12} {count:>6}", err=True)
    return DONE


@kg.command(
    short_help="Show what one graph says and another does not.",
    epilog=_example("kg diff old graph", "kg diff old graph --format patch -o changes.rdfp"),
)
@click.argument("one", metavar="A", type=click.Path(path_type=Path))
@click.argument("other", metavar="B", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "patch"]),
    default="table",
    show_default=True,
    help="patch is RDF Patch: the changes that make B of A.",
)
@click.option(
    "--layer",
    "layers",
    multiple=True,
    help="Only this layer, as for kg export; repeatable. By default accounts in a table, everything in a patch.",
)
@_output_option
def diff(one: Path, other: Path, format_: str, layers: tuple[str, ...], output: Path | None) -> int:
    """Show the facts that graph B has and A has not (+), and those that only A has (-).

    Exit code 1 if there are any.
    """
    from kg.graph.diff import changes, within, write
    from kg.graph.export import LAYERS
    from kg.graph.store import open_graph

    _check_names("--layer", layers, LAYERS)
    old, new = open_graph(one), open_graph(other)
    found = changes(old.store, new.store)
    if chosen := layers or (() if format_ == "patch" else ("accounts",)):
        found = within(found, chosen, new.base)
    with _binary(output) as out:
        gone, come = write(found, format_, out, new.base)
    click.echo(f"{come:,} added, {gone:,} removed", err=True)
    return FINDINGS if gone or come else DONE


@kg.command(
    "review",
    short_help="Write a table of doubts to decide.",
    epilog=_example("kg review -o review.csv", "kg build --review review.csv"),
)
@_graph_option
@_output_option
def review_(graph: Path, output: Path | None) -> int:
    """Write doubtful links, merges, preferences and double tellings as a CSV table.

    Fill in the column decision (accept, reject, same-as, different-from or prefer) with a reason, and build with
    --review: decisions go before the policy and hold whatever texts come later. Written to a table that is there,
    decided rows are kept.
    """
    from kg.graph.reading import Reader
    from kg.graph.store import open_graph

    opened = open_graph(graph)
    _write_review(Reader(opened.store, opened.base), output)
    return DONE


def _write_review(reader: Any, output: Path | None, found: Any = None) -> None:
    """The table of doubts; decisions that stand in the file already are kept."""
    from kg.link import review

    decided = review.read(output).rows if output and output.exists() else ()
    rows = review.doubts(reader, found.answers if found else (), found.space if found else "")
    with _binary(output) as out:
        count = review.write(rows, out, decided)
    click.echo(f"{count} to decide, {len(decided)} decided before", err=True)


@kg.command(
    short_help="Hold the graph against ontology and shapes.", epilog=_example("kg validate", "kg validate --format csv")
)
@click.option(
    "--format", "format_", type=click.Choice(["text", "csv", "json", "ttl"]), default="text", show_default=True
)
@_endpoint_option
@_graph_option
def validate(format_: str, endpoint: str | None, graph: Path) -> int:
    """Hold the graph against the ontology (a reasoner) and the shapes (SHACL).

    Unlikely history is a warning, broken data a violation. Exit code 1 if there is a violation, or if the graph
    contradicts the ontology.
    """
    from kg.graph.reading import Reader
    from kg.pipeline import check
    from kg.summary import write_findings

    opened = _opened(graph, endpoint, whole=True)
    with _progress() as progress:
        findings = check(opened.store, opened.base, progress)
    with _binary(None) as out:
        write_findings(findings, format_, out, Reader(opened.store, opened.base))
    return FINDINGS if findings.grave else DONE


@kg.command(short_help="Prove every quote against its source.", epilog=_example("kg verify"))
@_graph_option
def verify(graph: Path) -> int:
    """Reopen every source and prove every quote of the graph; name the facts that rest on one that fails.

    Exit code 1 if a text has changed, a quote does not stand where the graph says, or the store was altered.
    """
    from kg.graph.store import open_graph
    from kg.graph.verify import verify as prove
    from kg.summary import verdict_text

    verdict = prove(open_graph(graph))
    click.echo(verdict_text(verdict), nl=False)
    return FINDINGS if verdict.faults else DONE


@kg.command(short_help="List the extraction rules.", epilog=_example("kg rules", "kg rules visit --format csv"))
@click.argument("words", required=False)
@click.option("--format", "format_", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def rules(words: str | None, format_: str) -> int:
    """List the extraction rules with an example of what each reads; only those with WORDS in them if given."""
    from kg.ask.answers import Table, laid_out
    from kg.summary import rule_rows

    rows = [row for row in rule_rows() if not words or words.casefold() in " ".join(row).casefold()]
    if not rows:
        raise KGError(f"{words}: no rule has these words; kg rules lists all")
    click.echo(laid_out(Table(("rule", "language", "claim", "example"), rows), format_), nl=False)
    return DONE


@kg.command(
    short_help="Measure the extraction against annotated texts.",
    epilog=_example("kg evaluate", "kg evaluate annotated --texts texts --floor 0.5"),
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
    from kg.pipeline import evaluated
    from kg.summary import errors_text, score_rows

    found = evaluated(gold, texts)
    columns, *rows = score_rows(found)
    click.echo(laid_out(Table(columns, rows), format_), nl=False)
    click.echo(errors_text(found, errors), nl=False, err=True)
    return FINDINGS if found.total.measures(found.total.strict)[2] < floor else DONE


@kg.command(
    short_help="Serve a graph: SPARQL endpoint, linked data, pages.",
    epilog=_example("kg serve --check", "kg serve graph --port 0 --check"),
)
@click.argument("path", type=click.Path(path_type=Path), default=Path("graph"), envvar="KG_GRAPH")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; only this machine if left.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option("--base", metavar="IRI", default="", help="Where the names of an RDF file begin, if it does not say so.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that run queries.")
@click.option(
    "--time-limit", type=click.FloatRange(0.1, 3600), default=30.0, show_default=True, metavar="S", help="Per query."
)
@click.option(
    "--memory-limit", type=click.IntRange(16), default=230, show_default=True, metavar="MB", help="Per query."
)
@click.option("--check", is_flag=True, help="Start, ask one question, say how it went, and end.")
def serve(
    path: Path, host: str, port: int, base: str, workers: int, time_limit: float, memory_limit: int, check: bool
) -> int:
    """Serve PATH, a folder that kg build wrote or any RDF file, until Ctrl-C.

    Pages for people, every name as linked data, SPARQL at /sparql, saved queries as an API, and a reconciliation
    service for OpenRefine. Nothing can be changed through it.
    """
    from kg.serve.limits import MEGABYTE, Limits
    from kg.serve.run import probe
    from kg.serve.run import serve as listen

    limits = Limits(time_s=time_limit, memory=memory_limit * MEGABYTE, workers=workers)
    if check:
        click.echo(probe(path, host, 0 if port == 8000 else port, limits, base))
    else:
        listen(path, host, port, limits, base, lambda line: click.echo(line, err=True))
    return DONE


@kg.command(
    short_help="Draw the relations of two states, or the life of a person.",
    epilog=_example("kg timeline Chile Russia -o chile-russia.svg", "kg timeline 'Michelle Bachelet' -o bachelet.pdf"),
)
@click.argument("names", nargs=-1)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="A file .svg, .png or .pdf.")
@_graph_option
def timeline(names: tuple[str, ...], output: Path, graph: Path) -> int:
    """Draw a timeline of two states (NAMES), of one person or other thing, or of the pair of which most is told.

    Bands are phases of relations, bars terms of office, marks visits, meetings, agreements. The same graph gives the
    same bytes.
    """
    from kg.serve.pictures import chart_of, format_of
    from kg.serve.pictures import timeline as draw
    from kg.serve.site import open_site

    if len(names) > 2:
        raise KGError(f"{' '.join(names)}: are more than two names; put quotes around a name of several words")
    format_ = format_of(output)
    chart = chart_of(open_site(graph), names)
    with _binary(output) as out:
        draw(chart, out, format_)
    return DONE


@kg.command(
    short_help="Draw who shares events with whom.",
    epilog=_example("kg network -o network.svg", "kg network Chile -o chile.png --most 20"),
)
@click.argument("name", default="")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="A file .svg, .png or .pdf.")
@click.option("--most", type=click.IntRange(2, 200), default=30, show_default=True, help="How many actors to show.")
@_graph_option
def network(name: str, output: Path, most: int, graph: Path) -> int:
    """Draw states, people and organisations, tied by the events they share; around NAME if one is given."""
    from kg.serve.pictures import format_of
    from kg.serve.pictures import network as draw
    from kg.serve.site import open_site

    format_ = format_of(output)
    site = open_site(graph)
    with _binary(output) as out:
        draw(site, name, most, out, format_)
    return DONE


def _opened(graph: Path, endpoint: str | None, whole: bool = False) -> Any:
    """What has the graph's `store` and `base`: the folder, or the endpoint if one is given; `whole` as a copy."""
    if endpoint is None:
        from kg.graph.store import open_graph

        return open_graph(graph)
    from types import SimpleNamespace

    from kg.graph.remote import Remote

    remote = Remote(endpoint)
    return SimpleNamespace(store=remote.copy() if whole else remote.store, base=remote.base)


def _assignments(params: Sequence[str]) -> dict[str, str]:
    pairs = [param.partition("=") for param in params]
    for name, sign, _ in pairs:
        if not sign or not name:
            raise KGError(f"--param {name}: has no value; write --param NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _format(given: str | None, output: Path | None, known: Collection[str], default: str | None) -> str:
    """The format asked for, else the one that the file's ending names, else the default; KGError if there is none."""
    if given:
        _check_names("--format", [given], known)
        return given
    if output:
        from kg.graph.export import format_of

        return format_of(output, known)
    if default:
        return default
    raise KGError(f"give --format or a file with -o; formats are {', '.join(known)}")


def _check_names(option: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise KGError(f"{option} {name}: is not known; use one of {', '.join(known)}")


@contextmanager
def _binary(output: Path | None) -> Iterator[IO[bytes]]:
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
def _text(output: Path | None) -> Iterator[IO[str]]:
    import io

    with _binary(output) as out:
        text = io.TextIOWrapper(out, "utf-8", newline="\n", write_through=True)
        yield text
        text.detach()


@contextmanager
def _progress() -> Iterator[Progress]:
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


def _on_terminal(asked: Any, limits: Any) -> Any:
    """Show the answer, rows as a table that is fitted to the terminal's width; how long it took comes back."""
    import io

    import pyoxigraph as ox

    from kg.ask.apart import TERMINAL, ask_apart
    from kg.graph.store import read_manifest

    written = io.BytesIO()
    times = ask_apart(asked, TERMINAL, written, limits)
    if not written.getvalue().startswith(b"{"):
        click.echo(written.getvalue(), nl=False)
        return times
    answer = ox.parse_query_results(written.getvalue(), ox.QueryResultsFormat.JSON)
    if isinstance(answer, ox.QuerySolutions):
        _rich_table(answer, str(read_manifest(Path(asked.folder))["base"]))
    else:
        click.echo("true" if answer else "false")
    return times


def _rich_table(answer: Any, base: str) -> None:
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


def _mark() -> Callable[[str], str]:
    return (lambda words: click.style(words, bold=True)) if sys.stdout.isatty() else str


def _json(found: Any) -> str:
    """Records as JSON, their fields under their own names."""
    import json
    from dataclasses import asdict

    plain = [asdict(one) for one in found] if isinstance(found, list) else asdict(found)
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
