"""What is asked of a build, on whatever engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import KGError
from kg.link import review, sssom
from kg.link.review import Decided
from kg.link.sssom import Match
from kg.resolve.rank import DEFAULT, preferences
from kg.vocab import BASE

_BASE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]*[/#:]")


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: where names begin, how to weigh, whether to reason and validate."""

    base: str = BASE
    policy: str = DEFAULT
    check: bool = True
    review: Path | None = None  # a table of `kg review` with decisions
    links: tuple[Path, ...] = ()  # SSSOM files, such as `kg link --online` writes
    workers: int = 1  # processes that read texts; the graph is the same whatever their number

    @property
    def is_plain(self) -> bool:
        """Whether nothing counts but the texts: no decisions and no links from files."""
        return not self.review and not self.links

    def ensure(self) -> None:
        """Raise KGError if names cannot begin with `base`, or nothing is known of the policy."""
        if not _BASE.fullmatch(self.base):
            raise KGError(
                f"{self.base}: names cannot begin with this; give an IRI that ends with / or #: https://example.org/id/"
            )
        preferences(self.policy)

    def decided(self) -> Decided:
        """What the reviewer decided."""
        return review.read(self.review) if self.review else Decided()

    def matches(self) -> tuple[Match, ...]:
        """The links of all files of links."""
        return sssom.merged(sssom.read(path) for path in self.links)


PLAIN: Final = Options()
