"""A world brought up to date when texts change is the world that a build from scratch makes, whatever the change."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from random import Random

import pytest

from kg.engines.beside import with_neighbours
from kg.engines.pool import Pool
from kg.engines.resolution import Resolution
from kg.engines.said import heard
from kg.engines.setting import Setting
from kg.extract.bounds import when
from kg.extract.engine import Extraction
from kg.graph.ledger import Kept, KeptWitnesses, Ledger, packed
from kg.graph.lines import lines_of, split
from kg.graph.quads import Writer
from kg.graph.runs import Run, runs
from kg.lexicon.gazetteer import gazetteer
from kg.model import Claim, Document, Evidence, Modality, Role, Source, Span, Value, ValueKind, World
from kg.resolve.change import Edit, change
from kg.resolve.keys import claim_keys
from kg.resolve.sides import Text
from kg.resolve.states import Atlas
from kg.resolve.world import resolve
from kg.vocab import LITERAL_ROLES, ROLES

ATLAS = Atlas(gazetteer())
STATES = ("state/chile", "state/russia", "state/soviet-union", "state/cuba", "state/india")
# Names that are one person's, or a namesake's: shorter, fuller, in another spelling, of the gazetteer, described only.
PERSONS = (
    *("Anna Berg", "Anna Berg Lund", "Anna Maria Berg Lund", "Ana Berg", "Berg", "A. Berg", "Anna Lund"),
    *("Sergei Markov", "Sergey Markov", "Markov", "Sergei Petrovich Markov", "Vladimir Putin", "Putin"),
    *("Sergey Lavrov", "Sergei Lavrov", "Michelle Bachelet", "Bachelet", "Frei", "Eduardo Frei", "president of Russia"),
)
THINGS = {
    "place": ("Santiago", "Port Clay", "port clay"),
    "organisation": ("Clay Institute", "CLAY INSTITUTE", "United Nations"),
}
OFFICES = ("president", "ambassador", "minister of clay", "Minister of Clay", "foreign minister")
DATES = (None, "1990", "1990-05", "1990-05-03", "1990-05-04", "1991", "2004-11-22", "2004", "1990/1994", "1992/1996")
MODALITIES: tuple[Modality, ...] = ("asserted", "asserted", "asserted", "planned", "denied", "cancelled")
TITLES = ("Agreement on Clay", "agreement on clay", "Treaty of Friendship")


def value(role: str, draw: Random) -> Value:
    if role in LITERAL_ROLES:
        label = draw.choice(TITLES if role in ("title", "topic") else ("1", "embassy", "accession", "state"))
        return Value(label, label, "text")
    if role in ("visitor", "participants", "person", "inviter", "signatory", "target") or draw.random() < 0.05:
        label = draw.choice(PERSONS)
        kind: ValueKind = "office" if label == "president of Russia" else "person"
        known = "person/vladimir-putin" if label.endswith("Putin") and draw.random() < 0.5 else ""
        return Value(label, label, kind, known)
    if role == "office":
        label = draw.choice(OFFICES)
        return Value(label, label, "office")
    if role in ("place", "organisation"):
        label = draw.choice(THINGS[role])
        return Value(label, label, "place" if role == "place" else "organisation")
    if role == "actors" and draw.random() < 0.5:
        label = draw.choice(TITLES)
        return Value(label, label, "instrument")
    key = draw.choice(STATES)
    label = ATLAS.label(key)
    return Value(label, label, "state", key)


def claim(document: str, at: int, draw: Random) -> Claim:
    type_ = draw.choice([*ROLES, "Visit", "OfficeHeld", "Tenure", "Meeting", "RelationsSevered", "Agreement"])
    roles = tuple(
        Role(name, tuple(value(name, draw) for _ in range(2 if name in ("parties", "participants") else 1)))
        for name in ROLES[type_]
        if draw.random() < 0.8
    )
    date = draw.choice(DATES)
    quote = f"sentence {at} of many words that tell of what happened then"
    evidence = Evidence(document, Span(at * 100, at * 100 + len(quote)), quote)
    return Claim(type_, roles, when(date) if date else None, draw.choice(MODALITIES), evidence, "made", 0.9)


def kept(document: str, draw: Random) -> Kept:
    """A document of a few claims; some documents are of one publisher."""
    claims = tuple(claim(document, at, draw) for at in range(draw.randrange(1, 7)))
    text = "".join(f"{one.evidence.quote}[3].".ljust(100) for one in claims)
    source = Source(publisher=draw.choice(("", "", "Embassy of Chile")))
    return Kept(
        Document(document, text, draw.choice(("en", "es")), source=source),
        Extraction(document, claims, (), len(claims)),
    )


def scratch(texts: dict[str, Kept], ledger: Ledger, folder: Path) -> set[bytes]:
    """The lines of the world of all texts, which the ledger takes in."""
    sink, setting = Lines(), Setting(gazetteer)
    with Pool(1) as pool:
        resolution = Resolution(setting, pool, folder, sink, ledger)
        for name, text in texts.items():
            ledger.keep(packed("", name, text))
            resolution.hear(heard(text.document, text.extraction.claims, setting))
        found = resolution.resolved()
        resolution.draw(with_neighbours(World(found.entities, (), (), (), ())).entities)
    world = resolve(
        [one for text in texts.values() for one in text.extraction.claims],
        [text.document for text in texts.values()],
        gazetteer(),
    )
    claims = {key: one for text in texts.values() for key, one in claim_keys(text.extraction.claims)}
    assert sink.lines == lines_of(Writer().world(with_neighbours(world), claims))
    return sink.lines


class Lines:
    """Takes lines as a store does."""

    def __init__(self) -> None:
        self.lines: set[bytes] = set()

    def take(self, run: Run) -> None:
        lines = split(run.lines)
        assert [run] == runs(lines)
        self.lines |= lines

    def drop(self, lines: Set[bytes]) -> None:
        assert lines <= self.lines
        self.lines -= lines


def updated(lines: set[bytes], ledger: Ledger, new: dict[str, Kept], gone: set[str]) -> set[bytes]:
    """The lines after some texts came in place of others, or went; the ledger takes the change in."""
    had = {name: Text(ledger.kept(name).extraction.claims, ATLAS) for name in gone}
    have = {name: Text(text.extraction.claims, ATLAS) for name, text in new.items()}
    instead = {name: new[name].document if name in new else None for name in {*gone, *new}}
    witnesses = KeptWitnesses(ledger), KeptWitnesses(ledger, instead)
    found = change(Edit(ledger, had, have, witnesses, ATLAS, "default"))
    was, now = (lines_of(Writer().world(part.world, part.claims)) for part in (found.before, found.after))
    assert was <= lines, sorted(was - lines)[:3]
    ledger.update(found, had, have, [packed("", name, text) for name, text in new.items()])
    return (lines - was) | now


def rows(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """What the ledger holds of the resolution; names that are no longer in use may stay."""
    tables = ("uses", "profile", "label", "owner", "referent", "block", "event", "mark", "wanted")
    return {table: sorted(ledger._rows(f"SELECT * FROM {table}"), key=repr) for table in tables}


@pytest.mark.parametrize("seed", range(12))
def test_changes_one_after_another_give_the_world_from_scratch(seed: int, tmp_path: Path) -> None:
    draw = Random(seed)
    names = [f"text-{number}.en.txt" for number in range(14)]
    texts = {name: kept(name, draw) for name in names[:10]}
    ledger = Ledger(tmp_path / "ledger.db", "test")
    lines = scratch(texts, ledger, tmp_path / "parts")
    for step in range(6):
        edited = set(draw.sample(names, draw.randrange(1, 4)))
        new = {name: kept(name, draw) for name in sorted(edited) if draw.random() < 0.8}
        gone = edited & texts.keys()
        if not (texts.keys() - gone) | new.keys():
            continue
        lines = updated(lines, ledger, new, gone)
        texts = {name: one for name, one in texts.items() if name not in gone} | new
        fresh = Ledger(tmp_path / f"fresh-{step}.db", "test")
        expected = scratch(dict(sorted(texts.items())), fresh, tmp_path / f"parts-{step}")
        assert lines == expected, (sorted(lines - expected)[:5], sorted(expected - lines)[:5])
        assert rows(ledger) == rows(fresh)
        for name in texts:
            assert ledger.said(name) == fresh.said(name)
        fresh.close()
    ledger.close()


def test_a_changed_text_asks_for_nobody_who_serves_another_state(tmp_path: Path) -> None:
    def told(document: str, person: str, state: str, at: int) -> Claim:
        said = {
            "person": Value(person, person, "person"),
            "of": Value(ATLAS.label(state), "", "state", state),
            "office": Value("ambassador", "ambassador", "office"),
        }
        roles = tuple(Role(name, (one,)) for name, one in said.items())
        quote = f"{person} was ambassador"
        evidence = Evidence(document, Span(at * 100, at * 100 + len(quote)), quote)
        return Claim("OfficeHeld", roles, when("1990"), "asserted", evidence, "made", 0.9)

    def text(number: int, *persons: str) -> Kept:
        name, state = f"text-{number:02}.en.txt", STATES[number % len(STATES)]
        claims = tuple(told(name, person, state, at) for at, person in enumerate(persons))
        return Kept(Document(name, "".ljust(400), "en"), Extraction(name, claims, (), len(claims)))

    texts = [text(number, f"Anna M{number} Lund") for number in range(20)] + [
        text(n, "Anna Lund") for n in range(20, 25)
    ]
    ledger = Ledger(tmp_path / "ledger.db", "test")
    scratch({one.document.id: one for one in texts}, ledger, tmp_path / "parts")
    old, new = texts[3], text(3, "Anna M3 Lund", "Anna Berg Lund")
    name = old.document.id
    had, have = ({name: Text(one.extraction.claims, ATLAS)} for one in (old, new))
    witnesses = KeptWitnesses(ledger), KeptWitnesses(ledger, {name: new.document})
    found = change(Edit(ledger, had, have, witnesses, ATLAS, "default"))
    ledger.close()
    same_state = {f"person/anna-m{number}-lund" for number in range(3, 20, len(STATES))}
    assert found.names == {*same_state, "person/anna-lund", "person/anna-berg-lund"}
