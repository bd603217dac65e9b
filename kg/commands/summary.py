"""What the command says of a build, of claims and of passages without claims, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.ask.answers import Table, laid_out
from kg.engines.repeats import Origin
from kg.engines.repeats import found as copies
from kg.graph.evidence import Quote, quotes
from kg.graph.export import export
from kg.graph.reading import Reader, short
from kg.lexicon.language import language, languages

if TYPE_CHECKING:
    from kg.engines import cluster
    from kg.extract.evaluate import Evaluation
    from kg.graph.explain import Clash
    from kg.graph.reason import Consistency
    from kg.graph.validate import Finding
    from kg.graph.verify import Fault, Verdict
    from kg.model import Claim, Document, Passage
    from kg.pipeline import Built, Findings, Reading
    from kg.resolve.copies import Copy

_SHOWN: Final = 110  # characters of a passage or quote in a listing
_COPIES: Final = 5  # pairs of texts that repeat each other, in a summary


def summary(built: Built) -> str:
    """The end of a build: what there is, what is odd, what was not read, what to do next."""
    lines = [f"{name:<15} {count:>7,}  {words}".rstrip() for name, count, words in _counts(built)]
    place = [f"Graph: {built.folder}", *_next(built)] if built.folder else ["Graph: in memory only, nothing was kept."]
    return "\n".join([*lines, *_verdict(built), *_repeated(built.reading), *place]) + "\n"


def cluster_summary(built: cluster.Built) -> str:
    """The end of a build on a cluster: how much there is, and where."""
    lines = [f"{name:<15} {count:>13,}" for name, count in built.counts.items() if isinstance(count, int)]
    return "\n".join([*lines, *_copies(built.copies), f"Result: {built.folder}"]) + "\n"


def _counts(built: Built) -> Iterator[tuple[str, int, str]]:
    counts, problems = built.manifest["counts"], len(built.reading.problems)
    types = len(counts["types"])
    yield "documents", counts["documents"], f"and {problems} that could not be read" if problems else ""
    yield "claims", counts["claims"], f"of {types} types" if types else "(no known language, or nothing told)"
    yield "entities", counts["entities"], f"{counts['linked']:,} with a Wikidata item"
    unreal = counts["unrealized"]
    yield "events", counts["accounts"] - unreal, f"and {unreal:,} planned, cancelled or denied" if unreal else ""
    yield "contradictions", counts["contradictions"], f"{counts['certain']} certain, {counts['possible']} possible"
    if built.findings.report:
        yield "findings", len(built.findings.report.results), severities(built.manifest["found"])
    yield "not read", counts["unread"], f"of {counts['dated']:,} sentences with a date and a known actor"
    yield "quads", built.quads, ""
    if read := counts["documents"] - built.reading.number:
        yield "carried over", read, "texts that have not changed since the last build"


def severities(counts: Mapping[str, int]) -> str:
    """How many findings of each severity there are."""
    return ", ".join(f"{counts[name]} {name}" for name in ("info", "violation", "warning") if counts.get(name))


def _repeated(reading: Reading) -> Iterator[str]:
    """Texts that seem to repeat each other and are not yet said to, so that copies do not count as two sources."""
    read = ((Origin(text.document.id, text.document.source), found.claims) for text, found in reading.stream())
    yield from _copies(copies(read))


def _copies(found: Sequence[Copy]) -> Iterator[str]:
    for copy in found[:_COPIES]:
        how = "in the same words" if copy.how == "verbatim" else "with the same dates in the same order"
        yield f"{copy.one} tells {copy.shared} of {copy.claims} things as {copy.other} does, {how}."
    if len(found) > _COPIES:
        yield f"So do {len(found) - _COPIES} more pairs of texts."
    if found:
        yield "If one was made from the other, say so in sources.toml (translation_of, cites): they then count as one."


def _verdict(built: Built) -> Iterator[str]:
    if consistency := built.findings.consistency:
        yield from consistency_lines(consistency)


def consistency_lines(found: Consistency) -> Iterator[str]:
    """Whether graph and ontology agree, and where not."""
    if found.consistent:
        follow = f"{len(found.inferred):,} statements follow from the two"
        yield f"The graph agrees with the ontology (checked by {found.engine}); {follow}."
    else:
        yield f"The graph contradicts the ontology (checked by {found.engine}):"
        yield from (line for clash in found.clashes for line in _clash(clash))
    if found.note:
        yield f"Note: {found.note}."


def _clash(clash: Clash) -> Iterator[str]:
    """What cannot be, then each of the facts that clash and the words behind it."""
    yield f"  {clash.message}"
    for fact in clash.facts:
        yield f"    - {fact.words}"
        yield from (f"      {_cited(quote)}" for quote in fact.quotes)


def _cited(quote: Quote) -> str:
    return f"“{_shown(quote.words)}” ({quote.document}, {quote.begin}-{quote.end})"


def write_findings(findings: Findings, format: str, out: IO[bytes], reader: Reader) -> None:
    """What reasoner and shapes say, with the words behind it, as text, csv, json, or as a SHACL report in Turtle."""
    report, base = findings.report, reader.base
    assert report is not None, "the shapes were asked"
    if format == "ttl":
        store = ox.Store()
        store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in report.triples(base))
        export(store, "ttl", out, base)
        return
    if format == "text":
        lines = [line for one in report.results for line in _finding(one, reader)]
        lines += consistency_lines(findings.consistency) if findings.consistency else ()
        lines.append(
            f"{len(report.results)} findings: {severities(report.counts)}" if report.results else "no findings"
        )
        words = "\n".join(lines) + "\n"
    else:
        columns = ("severity", "shape", "focus", "path", "value", "message", "quotes")
        clashes = findings.consistency.clashes if findings.consistency else ()
        rows = [*(_clash_row(one, reader) for one in clashes), *(_row(one, reader) for one in report.results)]
        words = laid_out(Table(columns, rows), format)
    out.write(words.encode())


def _finding(one: Finding, reader: Reader) -> Iterator[str]:
    yield f"{one.severity:<9} {one.message}"
    yield f"{'':<9} {short(one.focus, reader.base)}"
    for quote in _evidence(one, reader):
        yield f"{'':<11} {_cited(quote)}"


def _evidence(one: Finding, reader: Reader) -> list[Quote]:
    """The words behind a finding, of its node and of the other node if it speaks of two."""
    nodes = [ox.NamedNode(one.focus)]
    if isinstance(one.value, ox.NamedNode) and one.value.value != one.focus:
        nodes.append(one.value)
    return list(dict.fromkeys(quote for node in nodes for quote in quotes(reader, node)))


def _row(one: Finding, reader: Reader) -> tuple[str, ...]:
    path = short(one.path, reader.base) if one.path else ""
    value = one.value.value if one.value else ""
    said = " | ".join(quote.words for quote in _evidence(one, reader))
    return one.severity, one.shape, short(one.focus, reader.base), path, value, one.message, said


def _clash_row(one: Clash, reader: Reader) -> tuple[str, ...]:
    """A contradiction with the ontology as a row beside those of the shapes."""
    facts = "; ".join(fact.words for fact in one.facts)
    said = " | ".join(dict.fromkeys(quote.words for fact in one.facts for quote in fact.quotes))
    subject = short(one.subject, reader.base) if one.subject else ""
    return "violation", "ontology", subject, "", "", f"{one.message}: {facts}" if facts else one.message, said


def verdict_text(verdict: Verdict) -> str:
    """What was proved, then each fault with the facts that rest on it."""
    lines = [f"{fault.document or 'store'}: {fault.message}" + _rests(fault) for fault in verdict.faults]
    if verdict.faults:
        lines.append(
            f"{len(verdict.faults)} faults; {verdict.quotes:,} quotes of {verdict.documents:,} documents were checked"
        )
    else:
        lines.append(f"all {verdict.quotes:,} quotes of {verdict.documents:,} documents stand where the graph says")
    if verdict.gone:
        names = ", ".join(verdict.gone[:3]) + (" ..." if len(verdict.gone) > 3 else "")
        lines.append(
            f"{len(verdict.gone)} sources are no longer where they were read ({names}); their copies were checked"
        )
    return "\n".join(lines) + "\n"


def _rests(fault: Fault) -> str:
    if not fault.claim:
        return ""
    facts = f"; it supports: {'; '.join(fault.facts)}" if fault.facts else ""
    return f" ({fault.claim}{facts})"


def _next(built: Built) -> Iterator[str]:
    graph = "" if built.folder == Path("graph") else f" -g {built.folder}"
    yield "Next:"
    if built.manifest["counts"]["contradictions"]:
        yield f"  kg conflicts{graph}"
    yield "  kg queries"
    if built.told_of:
        yield f"  kg show {_quoted(built.told_of)}{graph}"
    if built.manifest["counts"]["unread"]:
        yield "  kg extract TEXT --unread"


def _quoted(words: str) -> str:
    return f"'{words}'" if " " in words else words


def claims_text(claims: Iterable[Claim], explain: bool = False) -> str:
    """One line per claim: where, what, when, who; with `explain` the rule and the words behind each role."""
    return "".join(f"{line}\n" for claim in claims for line in _claim(claim, explain))


def _claim(claim: Claim, explain: bool) -> Iterator[str]:
    span = claim.evidence.span
    roles = "; ".join(f"{role.name} {', '.join(value.label for value in role.values)}" for role in claim.roles)
    modality = "" if claim.modality == "asserted" else f" ({claim.modality})"
    when = claim.when.edtf if claim.when else "undated"
    yield f"{claim.evidence.document}:{span.start}-{span.end}  {claim.type}  {when}{modality}  {roles}"
    if explain:
        yield f"    {_shown(claim.evidence.quote)}"
        yield f"    rule {claim.rule}, confidence {claim.confidence:.2f}"
        for role in claim.roles:
            for value in role.values:
                words = f"“{_one_line(value.text)}”" if value.span else "from the context"
                yield f"    {role.name}: {value.label} <- {words}{f' ({value.key})' if value.key else ''}"


def unread_text(unread: Sequence[tuple[Document, Passage]]) -> str:
    """One line per passage that gave no claim though it has a date and a known actor."""
    return "".join(
        f"{document.id}:{passage.span.start}-{passage.span.end}  "
        f"{_shown(document.text[passage.span.start : passage.span.end])}\n"
        for document, passage in unread
    )


def rule_rows() -> list[tuple[str, str, str, str]]:
    """Id, language, claim type and first example of each rule, in the order of the lexicon."""
    lexicons = ((code, language(code)) for code in languages())
    return [
        (rule.id, code, rule.type, _shown(str(rule.examples[0].get("text", ""))) if rule.examples else "")
        for code, lexicon in lexicons
        for rule in lexicon.rules
    ]


def score_rows(found: Evaluation) -> list[tuple[str, ...]]:
    """The measures as a table, its columns first."""
    from kg.extract.evaluate import as_rows

    rows = as_rows(found)
    return [tuple(rows[0]), *(tuple(map(str, row.values())) for row in rows)]


def errors_text(found: Evaluation, limit: int) -> str:
    """The first misses, each with the nearest claim, and the first claims that nobody annotated."""
    lines = []
    for gold, near in found.missed[:limit]:
        lines.append(f"missed {gold.document}: {gold.type} {gold.date or 'undated'} {_shown(gold.quote)}")
        lines += [f"       nearest: {line}" for line in (_claim(near, explain=False) if near else ())]
    lines += [f"extra  {line}" for claim in found.spurious[:limit] for line in _claim(claim, explain=False)]
    return "".join(f"{line}\n" for line in lines)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _shown(words: str) -> str:
    line = _one_line(words)
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()} ..."
