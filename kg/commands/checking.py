"""Commands that hold a graph against its shapes (validate), its sources (verify), another graph (diff)."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.frame import (
    DONE,
    FINDINGS,
    binary_out,
    check_names,
    endpoint_option,
    example,
    graph_option,
    kg,
    opened_graph,
    output_option,
    progress_bar,
)


@kg.command(
    short_help="Hold the graph against ontology and shapes.", epilog=example("kg validate", "kg validate --format csv")
)
@click.option(
    "--format", "format_", type=click.Choice(["text", "csv", "json", "ttl"]), default="text", show_default=True
)
@endpoint_option
@graph_option
def validate(format_: str, endpoint: str | None, graph: Path) -> int:
    """Hold the graph against the ontology (a reasoner) and the shapes (SHACL).

    Unlikely history is a warning, broken data a violation. Exit code 1 if there is a violation, or if the graph
    contradicts the ontology.
    """
    from kg.commands.summary import write_findings
    from kg.graph.reading import Reader
    from kg.pipeline import check

    opened = opened_graph(graph, endpoint, whole=True)
    with progress_bar() as progress:
        findings = check(opened.store, opened.base, progress)
    with binary_out(None) as out:
        write_findings(findings, format_, out, Reader(opened.store, opened.base))
    return FINDINGS if findings.grave else DONE


@kg.command(short_help="Prove every quote against its source.", epilog=example("kg verify"))
@graph_option
def verify(graph: Path) -> int:
    """Reopen every source and prove every quote of the graph; name the facts that rest on one that fails.

    Exit code 1 if a text has changed, a quote does not stand where the graph says, or the store was altered.
    """
    from kg.commands.summary import verdict_text
    from kg.graph.store import open_graph
    from kg.graph.verify import verify as prove

    verdict = prove(open_graph(graph))
    click.echo(verdict_text(verdict), nl=False)
    return FINDINGS if verdict.faults else DONE


@kg.command(
    short_help="Show what one graph says and another does not.",
    epilog=example("kg diff old graph", "kg diff old graph --format patch -o changes.rdfp"),
)
@click.argument("one", metavar="A", type=click.Path(path_type=Path))
@click.argument("other", metavar="B", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "table", "csv", "patch"]),
    default="text",
    show_default=True,
    help="text has a line for each thing, table and csv one for each statement; patch is RDF Patch: what makes B of A.",
)
@click.option(
    "--layer",
    "layers",
    multiple=True,
    help="Only this layer, as for kg export; repeatable. By default accounts, in a patch everything.",
)
@output_option
def diff(one: Path, other: Path, format_: str, layers: tuple[str, ...], output: Path | None) -> int:
    """Show what graph B tells and A does not (+), what only A tells (-), and what they tell otherwise (~).

    Exit code 1 if there is anything.
    """
    from kg.graph.diff import changes, told, within, write
    from kg.graph.export import LAYERS
    from kg.graph.store import open_graph

    check_names("--layer", layers, LAYERS)
    old, new = open_graph(one), open_graph(other)
    found = changes(old.store, new.store)
    if chosen := layers or (() if format_ == "patch" else ("accounts",)):
        found = within(found, chosen, new.base)
    if format_ == "text":
        lines = list(told(found, old.store, new.store, new.base))
        with binary_out(output) as out:
            out.write("".join(f"{line}\n" for line in lines).encode())
        return FINDINGS if lines else DONE
    with binary_out(output) as out:
        gone, come = write(found, format_, out, new.base)
    click.echo(f"{come:,} added, {gone:,} removed", err=True)
    return FINDINGS if gone or come else DONE
