"""What a worker needs for a pair of states of which very many claims speak: python -m tests.benchmarks.hot 1000000

The claims come as a stream, three to a document, as the workers of every engine get them. Prints CPU seconds and the
growth of memory, in all and for each claim.
"""

from __future__ import annotations

import argparse
import pickle
import resource
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from time import process_time

from kg.engines.events import Families, Weigh, Weighty
from kg.engines.resolution import Held
from kg.engines.rows import Row
from kg.engines.said import Origin, packed
from kg.engines.setting import Setting
from kg.extract import bounds
from kg.lexicon.gazetteer import gazetteer
from kg.model import Claim, Document, Evidence, Role, Span, Value
from kg.resolve.keys import claim_keys
from kg.resolve.rank import Witnesses
from kg.resolve.statements import statement

_PAIR = "relations|state/kenya,state/norway"
_KINDS = ("RelationsEstablished", "RelationsSevered", "RelationsRestored")
_PARTIES = Role("parties", tuple(Value(name, name, "state", f"state/{name.lower()}") for name in ("Norway", "Kenya")))
_when = lru_cache(bounds.when)


def rows(number: int) -> Iterator[Row]:
    """So many claims on one pair, of sixty years and three kinds."""
    for at in range(0, number, 3):
        document = Document(f"page-{at:07}.txt", "", "en")
        witnesses, claims = Witnesses([document]), [_claim(document.id, at + place, place) for place in range(3)]
        for place, (key, claim) in enumerate(claim_keys(claims)):
            weighty = Weighty(packed(statement(key, claim), witnesses), Origin("", 1.0, False, "en"), {})
            yield pickle.loads(pickle.dumps(Row("statement", _PAIR, f"{document.id}\0{place:08}", weighty)))


def _claim(document: str, at: int, place: int) -> Claim:
    quote = f"sentence {at} of the page, which tells in some twelve words of what happened then"
    evidence = Evidence(document, Span(place * 100, place * 100 + len(quote)), quote)
    day = f"{1950 + at % 60}-{1 + at % 12:02}-{1 + at % 28:02}"
    return Claim(_KINDS[place], (_PARTIES,), _when(day), "asserted", evidence, "drawn", 0.9)


def _resident() -> int:
    """Megabytes that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 1_000_000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    given = parser.parse_args()
    setting = Setting(gazetteer)
    weigh = Weigh(setting, Held(Families({}, {})))
    list(weigh(_PAIR, rows(300)))  # what is loaded once
    before, began = _resident(), process_time()
    accounts = sum(row.channel == "account" for row in weigh(_PAIR, rows(given.number)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000
    print(f"{given.number} claims, {accounts} accounts, {process_time() - began:.1f} CPU seconds")
    grown = peak - before
    print(f"{peak} MB at most, {grown} MB more than before, {grown * 1_000_000 // given.number} B a claim")
