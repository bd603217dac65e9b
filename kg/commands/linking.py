"""Commands that tie entities to others: link (Wikidata), review (a person's decisions)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.commands.frame import DONE, FINDINGS, binary_out, example, graph_option, kg, output_option, progress_bar


@kg.command(
    short_help="Link entities to Wikidata, or compare with it.",
    epilog=example("kg link -o links.sssom.tsv", "kg export --format sssom"),
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
@graph_option
@output_option
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
        with binary_out(output) as out:
            formats.write(reader, "sssom", out)
        return DONE
    day = date.today().isoformat()
    with progress_bar() as progress:
        asking = partial(progress, "asking")
        found = search(reader, cache, operator=contact, service=service, fresh=fresh, day=day, progress=asking)
    with binary_out(output) as out:
        out.write(written(found.found, opened.base).encode())
    if review:
        _write_review(reader, review, found)
    click.echo(found.summary(), err=True, nl=False)
    return FINDINGS if found.unanswered else DONE


def _compared(reader: Any, findings: Any, output: Path | None) -> int:
    """The table of a comparison, and on stderr how many findings there are of each kind."""
    from kg.link.compare import counted, write

    with binary_out(output) as out:
        write(findings, reader, out)
    for property_, verdict, count in counted(findings):
        click.echo(f"{property_:<5} {verdict:<12} {count:>6}", err=True)
    return DONE


@kg.command(
    "review",
    short_help="Write a table of doubts to decide.",
    epilog=example("kg review -o review.csv", "kg build --review review.csv"),
)
@graph_option
@output_option
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
    with binary_out(output) as out:
        count = review.write(rows, out, decided)
    click.echo(f"{count} to decide, {len(decided)} decided before", err=True)
