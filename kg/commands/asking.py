"""Commands that ask a graph: query, queries, show, conflicts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kg.commands.frame import (
    DONE,
    binary_out,
    endpoint_option,
    example,
    format_for,
    graph_option,
    json_text,
    kg,
    mark,
    opened_graph,
    output_option,
    rich_table,
)
from kg.errors import KGError


@kg.command(
    short_help="Ask a saved query, a file, or SPARQL as it stands.",
    epilog=example(
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
@endpoint_option
@graph_option
@output_option
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
    chosen = format_for(format_, output, FORMATS, "table")
    limits = Limits(timeout, limit, memory_limit * MEGABYTE)
    asked = Question(str(graph), found.name, found.text, _assignments(params))
    if endpoint:
        times = _ask_endpoint(endpoint, asked, chosen, limits, output)
    elif chosen == "table" and output is None and sys.stdout.isatty():
        times = _on_terminal(asked, limits)
    else:
        with binary_out(output) as out:
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
            rich_table(answer, remote.base)
        else:
            with binary_out(output) as out:
                write(answer, format_, out, remote.base, asked.name)
    if remote.cut_off:
        click.echo(f"kg: {address}: gives no more than {remote.cut_off:,} rows; there may be more", err=True)
    return times


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
        rich_table(answer, str(read_manifest(Path(asked.folder))["base"]))
    else:
        click.echo("true" if answer else "false")
    return times


def _assignments(params: Sequence[str]) -> dict[str, str]:
    pairs = [param.partition("=") for param in params]
    for name, sign, _ in pairs:
        if not sign or not name:
            raise KGError(f"--param {name}: has no value; write --param NAME=VALUE")
    return {name: value for name, _, value in pairs}


@kg.command(short_help="List the saved queries.", epilog=example("kg queries", "kg queries ambassadors"))
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
    epilog=example("kg show Chile", "kg show person/vladimir-putin --format json"),
)
@click.argument("name")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Do not cut long lists.")
@endpoint_option
@graph_option
def show(name: str, format_: str, everything: bool, endpoint: str | None, graph: Path) -> int:
    """Show what is known of one thing: names, links, its events in time, who says so in which words, contradictions.

    NAME is a label ("Vladimir Putin", or "putin" if that is clear), a name in another language ("Rusia"), two states
    ("Chile Russia") for their relations, a key, an IRI or a Wikidata item (wd:Q298).
    """
    from kg.ask.entities import find
    from kg.ask.portraits import portrait
    from kg.ask.prose import portrait_text
    from kg.graph.reading import Reader

    opened = opened_graph(graph, endpoint)
    reader = Reader(opened.store, opened.base)
    found = portrait(reader, find(name, reader))
    limit = sys.maxsize if everything else 40
    click.echo(json_text(found) if format_ == "json" else portrait_text(found, mark(), limit), nl=False)
    return DONE


@kg.command(
    short_help="List the contradictions between the sources.",
    epilog=example("kg conflicts", "kg conflicts --format csv"),
)
@click.option("--format", "format_", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@endpoint_option
@graph_option
def conflicts(format_: str, endpoint: str | None, graph: Path) -> int:
    """List the contradictions between the sources: the claims, their words, which one is preferred and why."""
    from kg.ask.disputes import disputes
    from kg.ask.prose import disputes_text
    from kg.graph import tables
    from kg.graph.reading import Reader

    opened = opened_graph(graph, endpoint)
    if format_ == "csv":
        with binary_out(None) as out:
            tables.write(opened.store, opened.base, out, "contradictions")
        return DONE
    found = disputes(Reader(opened.store, opened.base))
    click.echo(json_text(found) if format_ == "json" else disputes_text(found, mark()), nl=False)
    return DONE
