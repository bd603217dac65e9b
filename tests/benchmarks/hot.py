"""What a worker needs for a pair of states of which very many claims speak: python -m tests.benchmarks.hot 1000000

The claims come as a stream, three to a document, as the workers of every engine get them; they are of sixty years and
three kinds, or with `--one-event` all of one day. Prints CPU seconds and the memory of the worker, in all and by claim.
"""

from __future__ import annotations

import argparse
import pickle
import resource
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
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


def rows(number: int, one_event: bool = False) -> Iterator[Row]:
    """So many claims on one pair."""
    for at in range(0, number, 3):
        document = Document(f"page-{at:07}.txt", "", "en")
        witnesses, claims = (
            Witnesses([document]),
            [_claim(document.id, at + place, place, one_event) for place in range(3)],
        )
        for place, (key, claim) in enumerate(claim_keys(claims)):
            weighty = Weighty(packed(statement(key, claim), witnesses), Origin("", 1.0, False, "en"), {})
            yield Row("statement", _PAIR, f"{document.id}\0{place:08}", weighty)


def _claim(document: str, at: int, place: int, one_event: bool) -> Claim:
    quote = f"sentence {at} of the page, which tells in some twelve words of what happened then"
    evidence = Evidence(document, Span(place * 100, place * 100 + len(quote)), quote)
    day = "1963-12-12" if one_event else f"{1950 + at % 60}-{1 + at % 12:02}-{1 + at % 28:02}"
    return Claim(_KINDS[0 if one_event else place], (_PARTIES,), _when(day), "asserted", evidence, "drawn", 0.9)


def _stored(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)


def _megabytes() -> int:
    """The most that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("--one-event", action="store_true")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:  # by a process of its own, whose memory does not count
        with given.write.open("wb") as file:
            file.writelines(pickle.dumps(row) for row in rows(given.number, given.one_event))
        sys.exit()
    setting = Setting(gazetteer)
    weigh = Weigh(setting, Held(Families({}, {})))
    list(weigh(_PAIR, rows(300)))  # what is loaded once
    with TemporaryDirectory() as folder:
        place = Path(folder, "rows")
        subprocess.run([sys.executable, "-m", "tests.benchmarks.hot", *sys.argv[1:], "--write", place], check=True)
        before, began = _megabytes(), process_time()
        accounts = sum(row.channel == "account" for row in weigh(_PAIR, _stored(place)))
        spent, peak = process_time() - began, _megabytes()
    print(f"{given.number} claims, {accounts} accounts, {spent:.1f} CPU seconds")
    grown = peak - before
    print(f"{peak} MB at most, {grown} MB more than before, {grown * 1_000_000 // given.number} B a claim")
