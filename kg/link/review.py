"""Doubtful links, merges, preferences and double tellings as a table that a reviewer fills in, and its decisions.

A decided row is kept as it is, whatever texts come later: it names claims and entities, whose keys no text changes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal, get_args

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.reading import Reader, Value, special_classes
from kg.graph.terms import DCTERMS, LABEL, PREFIXES, TYPE, dipl, moment, text, thing
from kg.link.links import stored_matches
from kg.resolve.keys import digest, slug
from kg.resolve.review import Decision, Review
from kg.vocab import BASE

if TYPE_CHECKING:
    from kg.link.client import Answer  # which brings all that asks the web

Topic = Literal["link", "merge", "preference", "double"]
TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)
DECISIONS: Final[tuple[Decision, ...]] = get_args(Decision)
# Below this a link or a merge is shown for review; the gazetteer's own stand at 0.95 and above.
DOUBTFUL: Final = 0.95
# What each topic can be decided as.
_ALLOWED: Final[Mapping[Topic, tuple[Decision, ...]]] = {
    "link": ("accept", "reject"),
    "merge": ("accept", "reject", "same-as", "different-from"),
    "preference": ("accept", "reject", "prefer"),
    "double": ("same-as", "different-from"),
}
# What a spreadsheet would take for a formula, and the mark that tells it not to.
_FORMULA: Final = ("=", "+", "-", "@", "'")


@dataclass(frozen=True, slots=True)
class Row:
    """One question to the reviewer, and the answer when there is one.

    `subject` and `object` are keys of claims or entities, or the IRI of an item; the others tell what they are.
    """

    decision: str = ""
    reason: str = ""
    reviewer: str = ""
    date: str = ""
    topic: str = ""
    now: str = ""  # how the graph has it: "merged", "preferred", "kept apart", "not linked" ...
    subject: str = ""
    subject_label: str = ""
    object: str = ""
    object_label: str = ""
    confidence: str = ""
    why: str = ""
    subject_quote: str = ""
    object_quote: str = ""


COLUMNS: Final = tuple(slot.name for slot in fields(Row))


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions in a file: those that resolution takes, those on links, and the rows they come from."""

    reviews: tuple[Review, ...] = ()
    links: tuple[Review, ...] = ()
    rows: tuple[Row, ...] = ()


# -- what is doubtful --------------------------------------------------------------------------------------------------


def doubts(reader: Reader, answers: Iterable[Answer] = (), space: str = "") -> list[Row]:
    """The questions that a graph leaves open, and those of an online search, in the order of their topics."""
    found = [
        *_online(answers, space),
        *_links(reader),
        *_merges(reader),
        *_contradictions(reader),
    ]
    return sorted(found, key=lambda row: (TOPICS.index(_topic(row)), row.why, row.subject, row.object))


def _topic(row: Row) -> Topic:
    return next(topic for topic in TOPICS if topic == row.topic)


def _online(answers: Iterable[Answer], space: str) -> Iterator[Row]:
    for answer in answers:
        if answer.outcome == "undecided":
            for one in answer.candidates:
                item = one.item
                yield Row(
                    topic="link",
                    now="not linked",
                    subject=answer.subject.key,
                    subject_label=answer.subject.names[0],
                    object=space + item.id,
                    object_label=f"{item.label} ({item.description})" if item.description else item.label,
                    why=answer.reason,
                )


def _links(reader: Reader) -> Iterator[Row]:
    for match in stored_matches(reader).matches:
        if match.confidence is not None and match.confidence < DOUBTFUL:
            yield Row(
                topic="link",
                now="linked",
                subject=match.subject_id.removeprefix(reader.base),
                subject_label=match.subject_label,
                object=match.object_id,
                object_label=match.object_label,
                confidence=f"{match.confidence:g}",
                why=match.comment or match.mapping_justification,
            )


def _merges(reader: Reader) -> Iterator[Row]:
    weighing = reader.graph("weighing")
    for alias in reader.subjects(dipl("mergedInto"), None, weighing):
        said = reader.properties(alias, weighing)
        trust = _first(said, "confidence")
        if not trust or float(trust) < DOUBTFUL:
            into = said["mergedInto"][0]
            yield Row(
                topic="merge",
                now="merged",
                subject=reader.key(alias),
                subject_label=reader.label(alias),
                object=into.value.removeprefix(reader.base),
                object_label=reader.words(into),
                confidence=trust,
                why=_first(said, "mergeReason"),
                subject_quote=_mention(reader, alias),
            )


def _mention(reader: Reader, entity: ox.NamedNode) -> str:
    """A quote of the first claim that names an entity."""
    quads = reader.store.quads_for_pattern(None, None, entity, None)
    named = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})
    start = thing("claim/", reader.base).value
    return next((_quote(reader, ox.NamedNode(iri)) for iri in named if iri.startswith(start)), "")


def _contradictions(reader: Reader) -> Iterator[Row]:
    weighing = reader.graph("weighing")
    for node in reader.subjects(dipl("claimInConflict"), None, weighing):
        said = reader.properties(node, weighing)
        events = _nodes(said, "concerns")
        if "PossibleContradiction" in special_classes(said["type"]) and len(events) == 2:
            yield _double(reader, events[0], events[1], said)
        elif _first(said, "policy") != "review":  # no reviewer has decided it
            yield from (_preference(reader, claim, said) for claim in _nodes(said, "claimInConflict"))


def _double(reader: Reader, one: ox.NamedNode, other: ox.NamedNode, said: Mapping[str, list[Value]]) -> Row:
    """Whether two events are one told twice; they are named by their first claims, which keep their keys."""
    claims = [_first_claim(reader, event) for event in (one, other)]
    return Row(
        topic="double",
        now="kept apart",
        subject=reader.key(claims[0]),
        subject_label=reader.label(one),
        object=reader.key(claims[1]),
        object_label=reader.label(other),
        why=_first(said, "reason"),
        subject_quote=_quote(reader, claims[0]),
        object_quote=_quote(reader, claims[1]),
    )


def _first_claim(reader: Reader, event: ox.NamedNode) -> ox.NamedNode:
    return _nodes(reader.properties(event, reader.graph("weighing")), "supportedBy")[0]


def _preference(reader: Reader, claim: ox.NamedNode, said: Mapping[str, list[Value]]) -> Row:
    """Which claim of a contradiction is to stand."""
    told = reader.properties(claim, _graph(reader, claim))
    rank = reader.properties(claim, reader.graph("weighing")).get("rank", ())
    clash = reader.words(said["onProperty"][0])
    value = _first(told, "date") if clash == "date" else ", ".join(map(reader.words, told.get(clash, ())))
    return Row(
        topic="preference",
        now="preferred" if dipl("Preferred") in rank else "not preferred" if "preferredClaim" in said else "undecided",
        subject=reader.key(claim),
        subject_label=f"{clash}: {value or 'none'}",
        object_label=" / ".join(map(reader.label, _nodes(said, "concerns"))),
        confidence=_first(told, "confidence"),
        why=_first(said, "reason"),
        subject_quote=_first(told, "quote"),
    )


def _graph(reader: Reader, claim: ox.NamedNode) -> ox.NamedNode:
    graph = next(reader.store.quads_for_pattern(claim, dipl("inSource"), None, None)).graph_name
    assert isinstance(graph, ox.NamedNode)
    return graph


def _quote(reader: Reader, claim: ox.NamedNode) -> str:
    return _first(reader.properties(claim, _graph(reader, claim)), "quote")


def _first(said: Mapping[str, Sequence[Value]], name: str) -> str:
    return said[name][0].value if said.get(name) else ""


def _nodes(said: Mapping[str, Sequence[Value]], name: str) -> list[ox.NamedNode]:
    return [value for value in said.get(name, ()) if isinstance(value, ox.NamedNode)]


# -- the table ---------------------------------------------------------------------------------------------------------


def write(rows: Iterable[Row], out: IO[bytes], decided: Iterable[Row] = ()) -> int:
    """The table as CSV: rows decided before, as they are, then the open ones; gives the number of open rows."""
    kept = list(decided)
    known = {_question(row) for row in kept}
    open_ = [row for row in rows if _question(row) not in known]
    # The mark at the beginning makes spreadsheets read it as UTF-8.
    file = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    table = csv.writer(file, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([_shielded(getattr(row, name)) for name in COLUMNS] for row in (*kept, *open_))
    file.detach()
    return len(open_)


def _question(row: Row) -> tuple[str, str, str]:
    return row.topic, row.subject, row.object


def _shielded(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula, on one line."""
    plain = " ".join(cell.split())
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


def read(path: Path) -> Decided:
    """The decisions of an edited table; an undecided row says nothing. KGError names the line of a faulty one.

    Commas or semicolons part the cells, as spreadsheets of one country or another write them.
    """
    try:
        content = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KGError(f"{path}: cannot be read ({error}); save the table as CSV in UTF-8") from None
    return parsed(content, str(path))


def parsed(content: str, where: str) -> Decided:
    """The decisions in the text of a table."""
    content = content.removeprefix("\ufeff")
    head = content.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    table = csv.DictReader(io.StringIO(content, newline=""), delimiter=delimiter, restval="")
    missing = [name for name in ("decision", "topic", "subject", "object") if name not in (table.fieldnames or ())]
    if missing:
        raise KGError(f"{where}:1: the column {missing[0]} is missing; write the table anew with: kg review")
    rows = []
    for cells in table:
        row = Row(**{name: _bare(cells.get(name) or "") for name in COLUMNS})
        if row.decision:
            rows.append(_checked(replace(row, decision=row.decision.casefold()), f"{where}:{table.line_num}"))
    reviews = [_review(row) for row in rows]
    return Decided(
        tuple(review for row, review in zip(rows, reviews, strict=True) if row.topic != "link"),
        tuple(review for row, review in zip(rows, reviews, strict=True) if row.topic == "link"),
        tuple(rows),
    )


def _bare(cell: str) -> str:
    plain = " ".join(cell.split())
    return plain[1:] if plain.startswith("'") and plain[1:].startswith(_FORMULA) else plain


def _checked(row: Row, where: str) -> Row:
    """The row, or KGError."""
    if row.topic not in TOPICS:
        raise KGError(f"{where}: unknown topic {row.topic!r}; use one of {', '.join(TOPICS)}")
    allowed = _ALLOWED[_topic(row)]
    if row.decision not in allowed:
        raise KGError(f"{where}: a {row.topic} cannot be decided as {row.decision!r}; use one of {', '.join(allowed)}")
    if not row.subject or (not row.object and row.topic != "preference"):
        raise KGError(f"{where}: the subject or object is missing; leave the keys as kg review wrote them")
    if row.date and not _is_day(row.date):
        raise KGError(f"{where}: the date {row.date!r} is no day; write it as 2026-01-31")
    return row


def _is_day(words: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", words) and date.fromisoformat(words))
    except ValueError:
        return False


def _review(row: Row) -> Review:
    """The decision as resolution takes it: to accept what stands is to prefer it, or to hold two for the same."""
    decision = next(one for one in DECISIONS if one == row.decision)
    if row.topic == "preference" and decision == "accept":
        decision = "prefer"
    return Review(
        decision, row.subject, "" if row.topic == "preference" else row.object, row.reason, row.reviewer, row.date
    )


# -- in the graph ------------------------------------------------------------------------------------------------------

_PROV: Final = PREFIXES["prov"]


def review_quads(decided: Decided, base: str = BASE) -> Iterator[ox.Quad]:
    """Each decision as a PROV activity in the graph of the weighing: what it is about, who decided, when and why."""
    graph = thing("graph/weighing", base)
    for review in (*decided.reviews, *decided.links):
        for statement in _activity(review, base):
            yield ox.Quad(*statement, graph)


def _activity(review: Review, base: str) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]:
    about = [one for one in (review.subject, review.object) if one]
    node = thing(f"decision/{review.decision}-{digest(' '.join(about))}", base)
    yield node, TYPE, ox.NamedNode(_PROV + "Activity")
    yield node, LABEL, text(f"{review.decision} {' '.join(about)}", "en")
    yield node, ox.NamedNode(DCTERMS + "type"), text(review.decision)
    for one in about:
        subject = ox.NamedNode(one) if one.startswith(("http://", "https://")) else thing(one, base)
        yield node, ox.NamedNode(_PROV + "used"), subject
        yield subject, ox.NamedNode(_PROV + "wasInfluencedBy"), node
    if review.reason:
        yield node, ox.NamedNode(DCTERMS + "description"), text(review.reason)
    if review.date:
        yield node, ox.NamedNode(_PROV + "endedAtTime"), moment(review.date)
    if review.reviewer:
        agent = thing(f"reviewer/{slug(review.reviewer)}", base)
        yield node, ox.NamedNode(_PROV + "wasAssociatedWith"), agent
        yield agent, TYPE, ox.NamedNode(_PROV + "Agent")
        yield agent, LABEL, text(review.reviewer)
