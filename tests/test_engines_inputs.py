"""Records become rows; whatever goes wrong with one of them costs no other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.engines import reading
from kg.engines.inputs import Reader, Record
from kg.engines.rows import Row
from kg.engines.setting import Setting
from kg.extract.engine import Extraction, extract_all
from kg.lexicon.gazetteer import gazetteer
from kg.model import Document

PAGE = "Relations between Ghana and Peru\n\nGhana opened an embassy in Peru on {day} June 1971.\n"


def record(number: int) -> Record:
    return Record("some.jsonl", {"id": f"page-{number}.en.txt", "text": PAGE.format(day=number + 1)})


def rows(numbers: Sequence[int]) -> list[Row]:
    return list(Reader(Setting(gazetteer)).records(record(number) for number in numbers))


def of(channel: str, found: Sequence[Row]) -> dict[str, object]:
    return {row.key: row.value for row in found if row.channel == channel}


def test_documents_read_together_say_what_each_says_alone() -> None:
    together = rows(range(11))
    for channel in ("quads", "entry", "claims", "origin"):
        alone = {key: value for number in range(11) for key, value in of(channel, rows([number])).items()}
        assert of(channel, together) == alone
        assert len(alone) == 11


def test_a_fault_of_ours_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(documents: Sequence[Document]) -> list[Extraction]:
        if any(document.id == "page-4.en.txt" for document in documents):
            raise ZeroDivisionError("never divide")
        return extract_all(documents)

    monkeypatch.setattr(reading, "extract_all", faulty)
    monkeypatch.setattr(reading, "extract", lambda document: faulty([document])[0])
    found = rows(range(11))
    assert of("entry", found).keys() == {f"page-{number}.en.txt" for number in range(11) if number != 4}
    dead = of("dead", found)
    assert dead.keys() == {"page-4.en.txt"}
    assert "ZeroDivisionError: never divide" in str(dead["page-4.en.txt"])
