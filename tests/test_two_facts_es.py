"""Two facts in one Spanish sentence: neither takes a date, a person or a state from the other, and none is lost.

What is expected is made, not written: a sentence of two cores that are read rightly alone tells the claims of both.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from kg.extract.engine import extract
from kg.model import Document

FIRST, SECOND = ("en junio de 1984", "1984-06"), ("el 12 de marzo de 1991", "1991-03-12")


class Core(NamedTuple):
    """One fact: what `who` `did`, `having` done it, `noun` for it, and its claim."""

    type: str
    who: str
    did: str
    having: str
    noun: str
    roles: dict[str, str]


STATE = (
    Core(
        "MissionOpened",
        "Kenia",
        "abrió una embajada en Oslo",
        "abierto una embajada en Oslo",
        "la apertura de la embajada de Kenia en Noruega",
        {"sending": "Kenya", "receiving": "Norway"},
    ),
    Core(
        "Recognition",
        "Kenia",
        "reconoció la independencia de Nepal",
        "reconocido la independencia de Nepal",
        "el reconocimiento de la independencia de Nepal por parte de Kenia",
        {"recogniser": "Kenya", "recognised": "Nepal"},
    ),
    Core(
        "Membership",
        "Kenia",
        "ingresó en la Organización Mundial del Comercio",
        "ingresado en la Organización Mundial del Comercio",
        "el ingreso de Kenia en la Organización Mundial del Comercio",
        {"member": "Kenya", "organisation": "World Trade Organization"},
    ),
    Core(
        "ProtectingPower",
        "Kenia",
        "asumió la representación de los intereses de Malta en Togo",
        "asumido la representación de los intereses de Malta en Togo",
        "",
        {"protector": "Kenya", "protected": "Malta"},
    ),
    Core(
        "RelationsSevered",
        "Kenia",
        "rompió sus relaciones diplomáticas con Chad",
        "roto sus relaciones diplomáticas con Chad",
        "la ruptura de relaciones diplomáticas entre Kenia y Chad",
        {"parties": "Chad+Kenya"},
    ),
)
PERSON = (
    Core(
        "Appointment",
        "Amos Kip",
        "fue nombrado embajador de Kenia en Noruega",
        "sido nombrado embajador de Kenia en Noruega",
        "el nombramiento de Amos Kip como embajador de Kenia en Noruega",
        {"person": "Amos Kip", "office": "ambassador", "receiving": "Norway"},
    ),
    Core(
        "LeadershipChange",
        "Amos Kip",
        "asumió la presidencia de Kenia",
        "asumido la presidencia de Kenia",
        "la toma de posesión de Amos Kip como presidente de Kenia",
        {"person": "Amos Kip", "state": "Kenya", "kind": "accession"},
    ),
    Core(
        "Visit",
        "Amos Kip",
        "realizó una visita oficial a Malta",
        "realizado una visita oficial a Malta",
        "",
        {"visitor": "Amos Kip", "host": "Malta"},
    ),
)
# {who} of both, the first as {did} or {having} or {noun} on {first}, the second likewise on {then}
SAME = (
    "{who} {did} {first} y, {then}, {did2}.",
    "{who}, que había {having} {first}, {did2} {then}.",
    "Tras haber {having} {first}, {who} {did2} {then}.",
    "Habiendo {having} {first}, {who} {did2} {then}.",
    "{who} no solo {did} {first}, sino que también {did2} {then}.",
)
EACH = (
    "Tras {noun} {first}, {then} {who} {did2}.",
    "Tras {noun} {first}, {who} {did2} {then}.",
    "{who} {did2} {then} ({first}, {who} había {having}).",
    "{who} {did2} {then}, luego {of} {first}.",
)


def made(frame: str, one: Core, two: Core) -> str:
    noun, of = one.noun, "del" + one.noun[2:] if one.noun.startswith("el ") else "de " + one.noun
    words = {**one._asdict(), "noun": noun, "of": of, "did2": two.did, "first": FIRST[0], "then": SECOND[0]}
    return frame.format(**words)


def told(text: str) -> list[tuple[str, str, dict[str, str]]]:
    claims = extract(Document("nota.txt", text, "es")).claims
    rows = [(c.type, c.when.edtf if c.when else "", c) for c in claims if c.type != "OfficeHeld"]
    return [(t, d, {r.name: "+".join(sorted(v.label for v in r.values)) for r in c.roles}) for t, d, c in rows]


PAIRS = [
    (frame, one, two)
    for cores in (STATE, PERSON)
    for one in cores
    for two in cores
    for frame in (*SAME, *EACH)
    if one is not two and (one.noun or frame in SAME)
]


@pytest.mark.parametrize(("frame", "one", "two"), PAIRS[::2], ids=lambda part: getattr(part, "type", None))
def test_a_sentence_of_two_facts_tells_both_and_no_third(frame: str, one: Core, two: Core) -> None:
    text = made(frame, one, two)
    found = sorted(told(text), key=lambda row: row[1])
    assert [(t, d) for t, d, _ in found] == [(one.type, FIRST[1]), (two.type, SECOND[1])], text
    for core, (_, _, roles) in zip((one, two), found, strict=True):
        assert {name: roles.get(name, "") for name in core.roles} == core.roles, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ola Berg iba a visitar Togo en 1984, pero no viajó, y Kenia abrió una embajada en Oslo en 1991.",
            ["MissionOpened 1991"],
        ),
        ("Kenia no abrió una embajada en Lima, y en 1991 ingresó en la OTAN.", ["Membership 1991"]),
        (
            "El inicio de las negociaciones entre Kenia y Malta para un tratado de pesca en 1984 fue saludado.",
            ["Negotiation 1984"],
        ),
        ("Kenia es miembro de la OTAN y Ghana ingresó en la UNESCO en 1991.", ["Membership ", "Membership 1991"]),
        ("El embajador Ola Berg, que dejó Lima en 1984, murió en 1991.", []),
        ("Ola Berg fue cónsul de Noruega en Lima de 1984 a 1986 y, en enero de 1991, habló.", ["Tenure 1984/1986"]),
        (
            "El presidente keniano Amos Kip, quien se había visto con Juan Soto en mayo de 1983, renunció en 1991.",
            ["LeadershipChange 1991"],
        ),
        ("El consulado de Kenia en Lima cerró en 1984, aunque las relaciones fueron establecidas en 1991.", []),
        (
            "Kenia, que había elogiado a Nepal como vecino el 3 de mayo de 1983, ingresó en la OTAN en 1991.",
            ["Membership 1991"],
        ),
    ],
)
def test_what_one_clause_denies_or_lacks_is_not_told_by_the_other(text: str, expected: list[str]) -> None:
    done = [c for c in extract(Document("nota.txt", text, "es")).claims if c.type in KINDS and c.modality == "asserted"]
    assert sorted(f"{c.type} {c.when.edtf if c.when else ''}" for c in done) == expected


KINDS = {core.type for core in (*STATE, *PERSON)} | {"Negotiation", "Agreement", "Tenure"}
