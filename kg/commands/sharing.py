"""Commands that bring a graph to others: export, serve, timeline, network."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.frame import (
    DONE,
    binary_out,
    check_names,
    endpoint_option,
    example,
    format_for,
    graph_option,
    kg,
    opened_graph,
    output_option,
)
from kg.errors import KGError


@kg.command(
    short_help="Write the graph for other programs.",
    epilog=example(
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
@endpoint_option
@graph_option
@output_option
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

    chosen = format_for(format_, output, FORMATS if not format_ else (*FORMATS, "csvw", *formats.FORMATS), None)
    check_names("--layer", layers, LAYERS)
    check_names("--table", [table], TABLES)
    opened = opened_graph(graph, endpoint, whole=True)
    if chosen == "csvw":
        if output is None:
            raise KGError("--format csvw: is a folder of files; give its name with -o")
        write_all(opened.store, opened.base, output, opened_file)
        return DONE
    with binary_out(output) as out:
        if chosen in FORMATS:
            write(opened.store, chosen, out, opened.base, layers, table, framed, getattr(opened, "transcript", None))
            return DONE
        wishes = formats.Wishes(confidence, against, until)
        told = formats.write(Reader(opened.store, opened.base), chosen, out, wishes)
    click.echo(told, err=True, nl=False)
    return DONE


@kg.command(
    short_help="Serve a graph: SPARQL endpoint, linked data, pages.",
    epilog=example("kg serve --check", "kg serve graph --port 0 --check"),
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
    epilog=example("kg timeline Chile Russia -o chile-russia.svg", "kg timeline 'Michelle Bachelet' -o bachelet.pdf"),
)
@click.argument("names", nargs=-1)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="A file .svg, .png or .pdf.")
@graph_option
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
    with binary_out(output) as out:
        draw(chart, out, format_)
    return DONE


@kg.command(
    short_help="Draw who shares events with whom.",
    epilog=example("kg network -o network.svg", "kg network Chile -o chile.png --most 20"),
)
@click.argument("name", default="")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="A file .svg, .png or .pdf.")
@click.option("--most", type=click.IntRange(2, 200), default=30, show_default=True, help="How many actors to show.")
@graph_option
def network(name: str, output: Path, most: int, graph: Path) -> int:
    """Draw states, people and organisations, tied by the events they share; around NAME if one is given."""
    from kg.serve.pictures import format_of
    from kg.serve.pictures import network as draw
    from kg.serve.site import open_site

    format_ = format_of(output)
    site = open_site(graph)
    with binary_out(output) as out:
        draw(site, name, most, out, format_)
    return DONE
