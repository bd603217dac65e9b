"""Adding to the lexicon is adding rows and files: a word, a rule, an event type, a language."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import KGError
from kg.extract.engine import extract
from kg.lexicon.language import Language, language, languages, load
from kg.model import Claim, Document
from kg.resources import resource

SANCTION = """
[[rule]]
id = "en.sanction.imposed"
type = "Sanction"
cue = ["sanction"]
match = "{agent:state} imposed sanctions on {target:state}"
"""

PORTUGUESE_RULE = """
[[rule]]
id = "pt.recognition.active"
type = "Recognition"
cue = ["reconhece"]
match = "{recogniser:state} reconheceu (?:o |a )?{recognised:state}"
"""


@pytest.fixture
def english(tmp_path: Path) -> Path:
    """A copy of the English lexicon that a test may change."""
    copy = tmp_path / "en"
    shutil.copytree(str(resource("data", "lexicon", "en")), copy)
    return copy


def read(text: str, lexicon: Language) -> tuple[Claim, ...]:
    return extract(Document("note.txt", text, "en"), lexicon).claims


def labels(claim: Claim) -> dict[str, list[str]]:
    return {role.name: [value.label for value in role.values] for role in claim.roles}


def test_a_title_added_to_offices_makes_its_bearer_known(english: Path) -> None:
    sentence = "The Beglerbeg of Albania, Ali Murati, visited Norway in 1931."
    assert not [c for c in read(sentence, language("en")) if c.type == "OfficeHeld"]
    offices = english / "offices.toml"
    offices.write_text(offices.read_text("utf-8").replace("other = [", 'other = ["beglerbeg",'), "utf-8")
    held = [c for c in read(sentence, load(english)) if c.type == "OfficeHeld"]
    assert [labels(c) for c in held] == [{"person": ["Ali Murati"], "office": ["beglerbeg"], "of": ["Albania"]}]


def test_a_rule_for_a_new_event_type_is_a_few_lines(english: Path) -> None:
    (english / "rules" / "sanctions.toml").write_text(SANCTION, "utf-8")
    claims = read("Norway imposed sanctions on Peru on 3 May 1981.", load(english))
    assert [(c.type, labels(c), c.when and c.when.edtf) for c in claims] == [
        ("Sanction", {"agent": ["Norway"], "target": ["Peru"]}, "1981-05-03")
    ]


def test_a_language_is_a_folder(tmp_path: Path) -> None:
    for part in ("data", "ontology", "queries"):
        shutil.copytree(str(resource(part)), tmp_path / part)
    folder = tmp_path / "data" / "lexicon" / "pt"
    shutil.copytree(tmp_path / "data" / "lexicon" / "es", folder)
    shutil.rmtree(folder / "rules")
    (folder / "rules").mkdir()
    (folder / "rules" / "recognition.toml").write_text(PORTUGUESE_RULE, "utf-8")
    dates = folder / "dates.toml"
    dates.write_text(dates.read_text("utf-8").replace('5 = ["mayo"', '5 = ["maio", "mayo"'), "utf-8")
    names = tmp_path / "data" / "gazetteer" / "state_names.tsv"
    rows = [
        f"{key}\tpt\tname\t{surface}\t" for key, surface in (("state/norway", "Noruega"), ("state/angola", "Angola"))
    ]
    names.write_text(names.read_text("utf-8") + "\n".join(rows) + "\n", "utf-8")
    program = (
        "import json; from kg.model import Document; from kg.extract.engine import extract;"
        "from kg.extract.claims import to_json;"
        "found = extract(Document('n.txt', 'A Noruega reconheceu Angola em maio de 1976.', 'pt')).claims;"
        "print(json.dumps([json.loads(to_json(c)) for c in found]))"
    )
    environment = {**os.environ, "KG_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    (claim,) = json.loads(done.stdout)
    assert (claim["type"], claim["date"]) == ("Recognition", "1976-05")
    assert [v["label"] for v in claim["roles"]["recogniser"] + claim["roles"]["recognised"]] == ["Norway", "Angola"]


def test_a_rule_with_a_fault_names_its_file_and_what_to_do(english: Path) -> None:
    (english / "rules" / "sanctions.toml").write_text(SANCTION.replace("cue =", "clue ="), "utf-8")
    with pytest.raises(KGError, match=r"rules/sanctions.toml: en.sanction.imposed: .*see data/lexicon/README.md"):
        load(english)


def test_the_languages_are_those_with_a_folder() -> None:
    assert languages() == ("en", "es")
