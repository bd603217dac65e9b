"""A whole online search: what to ask, whom, how politely, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.graph.reading import Reader
from kg.link.client import OUTCOMES, Answer, first_class, link_online, matches, subjects
from kg.link.compare import Finding, compare
from kg.link.facts import facts, items
from kg.link.links import links_graph
from kg.link.polite import Cache, Manners, Service, contact
from kg.link.services import WIKIDATA_API, Lookup, Reconciler, WikidataApi
from kg.link.sssom import MatchSet


@dataclass(frozen=True, slots=True)
class Search:
    """What an online search came to."""

    answers: tuple[Answer, ...]
    found: MatchSet  # the matches, to be given to a build
    space: str  # what comes before an item's number in its IRI
    requests: int

    @property
    def unanswered(self) -> int:
        return sum(answer.outcome == "not answered" for answer in self.answers)

    def summary(self) -> str:
        """How many subjects had which outcome, and why the unanswered were not."""
        counted = Counter(answer.outcome for answer in self.answers)
        lines = [f"{outcome:<13} {counted[outcome]:>6}" for outcome in OUTCOMES]
        reasons = Counter(answer.reason for answer in self.answers if answer.outcome == "not answered")
        lines += [f"  {count} not answered: {reason}" for reason, count in sorted(reasons.items())]
        return "\n".join([*lines, f"{self.requests} requests sent"]) + "\n"


def search(
    reader: Reader,
    cache: Path,
    *,
    operator: str = "",
    service: str = "",
    fresh: bool = False,
    day: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Search:
    """Items for the entities of a graph that have no link, from Wikidata or from a reconciliation service.

    `operator` is the address of whoever asks (or KG_CONTACT), `service` the endpoint of a reconciliation service; what
    `cache` holds is not asked again unless `fresh`. `day` becomes the date of the links. KGError if nobody is named.
    """
    asking = _service(service or WIKIDATA_API, cache, operator, fresh=fresh)
    lookup: Lookup = Reconciler(asking, first_class()) if service else WikidataApi(asking)
    taken = {item: key for key, item in sorted(items(reader).items())}
    try:
        answers = tuple(link_online(subjects(reader), lookup, taken, progress))
    finally:
        asking.close()
    links = tuple(matches(answers, lookup.space, reader.base, day))
    found = MatchSet(links_graph(reader.base), links, "Links found online", f"Asked of {asking.endpoint}.")
    return Search(answers, found, lookup.space, asking.asked)


def compare_online(
    reader: Reader, cache: Path, *, operator: str = "", fresh: bool = False
) -> tuple[list[Finding], int]:
    """Our facts against their items as Wikidata has them now, and how many items were not answered.

    Facts of an item that did not come are unknown. KGError if nobody is named as operator.
    """
    ours = facts(reader)
    asking = _service(WIKIDATA_API, cache, operator, fresh=fresh)
    try:
        theirs, lost = WikidataApi(asking).known(sorted({fact.subject_item for fact in ours} - {""}))
    finally:
        asking.close()
    return compare(ours, theirs), lost


def _service(endpoint: str, cache: Path, operator: str, *, fresh: bool) -> Service:
    return Service(endpoint, Manners(contact(operator)), Cache(cache), fresh)
