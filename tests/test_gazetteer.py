"""The gazetteer's tables hold together, cover the states of the world in two languages, and grow by a row."""

import re
import shutil
from datetime import date
from importlib.resources import as_file
from pathlib import Path

import pytest

from kg.errors import KGError
from kg.lexicon.gazetteer import COLUMNS, FOLDER_OF, REPEATS, Gazetteer, Term, gazetteer, read_table
from kg.resources import resource

FOLDER = resource("data", "gazetteer")


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table of the project, by column."""
    read = read_table(FOLDER, table)
    return [dict(zip(read.columns, row, strict=True)) for row in read.rows]


def meanings(surface: str, language: str, kind: str) -> tuple[str, ...]:
    """Keys that a form stands for, the usual one first."""
    return next(
        (n.keys for n in gazetteer().names() if (n.surface, n.language, n.kind) == (surface, language, kind)), ()
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the project's tables, free to be changed."""
    target = tmp_path / "gazetteer"
    with as_file(FOLDER) as folder:
        shutil.copytree(folder, target)
    return target


def append(folder: Path, table: str, *cells: str) -> None:
    """Write one more row at the end of a table."""
    with (folder / f"{table}.tsv").open("a", encoding="utf-8") as file:
        file.write("\t".join(cells) + "\n")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("form", ["name", "demonym"])
def test_every_present_state_has_a_name_and_a_demonym_in_both_languages(language: str, form: str) -> None:
    states = {row["key"] for row in rows("states") if row["kind"] == "state"}
    named = {row["key"] for row in rows("state_names") if (row["language"], row["form"]) == (language, form)}
    assert len(states) >= 199
    assert not states - named


def test_every_former_state_and_territory_has_a_name_and_its_label_is_one() -> None:
    surfaces = {(row["key"], row["surface"]) for row in rows("state_names")}
    assert not [row["key"] for row in rows("states") if (row["key"], row["label"]) not in surfaces]


def test_names_are_clean() -> None:
    for name in gazetteer().names():
        assert name.surface == name.surface.strip()
        assert "  " not in name.surface
        assert len(name.surface) > 1
        assert name.keys


@pytest.mark.parametrize("table", sorted(FOLDER_OF.values()))
def test_items_are_wikidata_ids_each_used_once(table: str) -> None:
    items = [row["qid"] for row in rows(table) if row["qid"]]
    assert all(re.fullmatch(r"Q[1-9]\d*", item) for item in items)
    assert len(items) == len(set(items))


def test_dates_are_iso_and_in_order() -> None:
    date = re.compile(r"\d{4}(-[01]\d(-[0-3]\d)?)?|")
    for row in [*rows("states"), *rows("terms")]:
        assert date.fullmatch(row["start"]), row
        assert date.fullmatch(row["end"]), row
        assert not row["end"] or row["start"][:4] <= row["end"][:4], row


def test_every_kind_of_state_is_one_of_three_and_former_ones_have_an_end() -> None:
    assert {row["kind"] for row in rows("states")} == {"state", "former", "territory"}
    assert not [row["key"] for row in rows("states") if row["kind"] == "former" and not row["end"]]
    assert not [row["key"] for row in rows("states") if row["kind"] == "state" and row["end"]]


def test_every_present_state_has_a_capital_that_lies_in_it() -> None:
    known = gazetteer()
    for row in rows("states"):
        if row["kind"] == "state" and row["key"] not in {"state/palestine", "state/sahrawi-arab-democratic-republic"}:
            capital = known.capital(row["key"])
            assert capital, row["key"]
            assert known.state_of_place(capital) == row["key"]


def test_the_soviet_union_ended_and_russia_continues_it() -> None:
    known = gazetteer()
    assert known.start("state/soviet-union") == "1922-12-30"
    assert known.end("state/soviet-union") == "1991-12-26"
    assert known.continuator("state/soviet-union") == "state/russia"
    russia = known.entity("state/russia")
    assert russia is not None
    assert ("continuatorOf", "state/soviet-union") in russia.facts
    assert known.predecessors("state/russia")[0] == "state/soviet-union"


def test_an_entity_has_its_item_names_and_facts() -> None:
    chile = gazetteer().entity("state/chile")
    assert chile is not None
    assert (chile.label, chile.kind, chile.known) == ("Chile", "state", True)
    assert [link.iri for link in chile.links] == ["http://www.wikidata.org/entity/Q298"]
    assert {"Republic of Chile", "República de Chile"} <= set(chile.aliases)
    assert ("capital", "place/santiago") in chile.facts
    assert "chileno" not in chile.aliases
    assert gazetteer().entity("state/atlantis") is None


@pytest.mark.parametrize("table", sorted(FOLDER_OF))
def test_every_key_gives_an_entity_with_a_label(table: str) -> None:
    known = gazetteer()
    keys = known.keys(table)  # type: ignore[arg-type]
    assert keys
    for key in keys:
        entity = known.entity(key)
        assert entity is not None
        assert entity.label == known.label(key) != ""
        assert key.startswith(f"{table}/")


@pytest.mark.parametrize(
    ("surface", "language", "kind", "keys"),
    [
        ("chilenas", "es", "demonym", ("state/chile",)),
        ("Chilenas", "es", "demonym", ("state/chile",)),
        ("Slovene", "en", "demonym", ("state/slovenia",)),
        ("Nigerien", "en", "demonym", ("state/niger",)),
        ("Nigerian", "en", "demonym", ("state/nigeria",)),
        ("Dominican", "en", "demonym", ("state/dominican-republic", "state/dominica")),
        ("congoleña", "es", "demonym", ("state/democratic-republic-of-the-congo", "state/republic-of-the-congo")),
        ("Anglo-", "en", "demonym", ("state/united-kingdom",)),
        ("hispano-", "es", "demonym", ("state/spain",)),
        ("US", "en", "state", ("state/united-states",)),
        ("EE. UU.", "es", "state", ("state/united-states",)),
        ("Siam", "en", "state", ("state/thailand",)),
        ("Upper Volta", "en", "state", ("state/burkina-faso",)),
        ("Côte d’Ivoire", "en", "state", ("state/ivory-coast",)),
        ("Peru–Bolivian Confederation", "en", "state", ("state/peru-bolivian-confederation",)),
        ("Vatican", "en", "state", ("state/holy-see",)),
        ("Moscú", "es", "place", ("place/moscow",)),
        ("Calcutta", "en", "place", ("place/kolkata",)),
        ("Constantinople", "en", "place", ("place/istanbul",)),
        ("ONU", "", "organisation", ("organisation/united-nations",)),
        (
            "Asamblea General de las Naciones Unidas",
            "es",
            "organisation",
            ("organisation/united-nations-general-assembly",),
        ),
        ("Serguéi Lavrov", "", "person", ("person/sergey-lavrov",)),
    ],
)
def test_a_form_names_its_entity(surface: str, language: str, kind: str, keys: tuple[str, ...]) -> None:
    assert meanings(surface, language, kind) == keys


def test_a_form_that_often_means_something_else_is_marked() -> None:
    marked = {(name.surface, name.kind) for name in gazetteer().names() if name.ambiguous}
    assert {("Chad", "state"), ("Split", "place"), ("Texas", "state")} <= marked
    assert not {("Chile", "state"), ("Moscow", "place")} & marked


def test_holders_of_an_office_on_a_day() -> None:
    known = gazetteer()
    assert known.holders("office/president-of-russia", "2004-11-22") == ("person/vladimir-putin",)
    assert known.holders("office/president-of-russia", "2012") == ("person/dmitry-medvedev", "person/vladimir-putin")
    assert known.holders("office/president-of-chile", "1964-11-03") == (
        "person/jorge-alessandri",
        "person/eduardo-frei-montalva",
    )
    assert known.holders("office/president-of-chile", "1650") == ()


def test_no_state_has_two_foreign_ministers_for_half_a_year() -> None:
    """Such overlaps show that terms of another office, say a permanent secretary's, were taken for the minister's."""
    terms: dict[str, list[Term]] = {}
    for term in gazetteer().terms():
        if "minister-of-foreign-affairs" in term.office and len(term.start) == len(term.end) == 10:
            terms.setdefault(term.office, []).append(term)
    shared = [
        (one.person, other.person)
        for rows in terms.values()
        for one in rows
        for other in rows
        if one.person < other.person and _days(min(one.end, other.end)) - _days(max(one.start, other.start)) > 183
    ]
    assert shared == []


def _days(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()


def test_a_term_without_an_end_holds_until_it_was_last_seen() -> None:
    term = Term("person/a", "office/b", "", "2020-05", "", "2022")
    assert term.covers("2020")
    assert term.covers("2022-12-31")
    assert not term.covers("2020-04-30")
    assert not term.covers("2023")


def test_one_more_row_makes_an_actor_known(copy: Path) -> None:
    cells = dict.fromkeys(COLUMNS["states"].split(), "")
    cells |= {"key": "state/sealand", "label": "Sealand", "kind": "territory", "capital": "place/london"}
    append(copy, "states", *cells.values())
    append(copy, "state_names", "state/sealand", "en", "demonym", "Sealander", "")
    known = Gazetteer.load(copy)
    assert known.label("state/sealand") == "Sealand"
    assert known.capital("state/sealand") == "place/london"
    assert any(name.surface == "Sealander" and name.keys == ("state/sealand",) for name in known.names())


@pytest.mark.parametrize(
    ("table", "cells", "told"),
    [
        ("places", ("place/x", "X"), "2 cells instead of 5"),
        ("places", ("place/moscow", "Moscow", "state/russia", "", ""), "'place/moscow' stands in an earlier row"),
        ("places", ("place/x", "X", "state/atlantis", "", ""), "unknown state 'state/atlantis'"),
        ("state_names", ("state/atlantis", "en", "name", "Atlantis", ""), "unknown key 'state/atlantis'"),
        ("state_names", ("state/chile", "en", "nickname", "Chilly", ""), "unknown form 'nickname'"),
        ("terms", ("person/x", "office/pope", "", "", "", ""), "unknown person 'person/x'"),
    ],
)
def test_a_faulty_row_is_told_with_file_and_line(copy: Path, table: str, cells: tuple[str, ...], told: str) -> None:
    line = (copy / f"{table}.tsv").read_text(encoding="utf-8").count("\n") + 1
    append(copy, table, *cells)
    with pytest.raises(KGError, match=re.escape(f"{table}.tsv:{line}: ") + ".*" + re.escape(told)):
        Gazetteer.load(copy)


def test_a_faulty_header_is_told(copy: Path) -> None:
    path = copy / "places.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace("label", "name", 1), encoding="utf-8")
    with pytest.raises(KGError, match=r"places\.tsv:1: the header must be key, label"):
        Gazetteer.load(copy)


def test_a_missing_table_is_told(copy: Path) -> None:
    (copy / "terms.tsv").unlink()
    with pytest.raises(KGError, match=r"terms\.tsv: "):
        Gazetteer.load(copy)


def test_tables_that_repeat_keys_hold_no_row_twice() -> None:
    for table in sorted(REPEATS):
        found = read_table(FOLDER, table).rows
        assert len(found) == len(set(found)), table


def test_no_ruler_has_the_name_of_another_age() -> None:
    """A table that was compiled by machine gave a few leaders the names of medieval kings and of an architect."""
    others = {"Henry IV", "Lothair III", "Frederick II", "Conrad II", "Frank Gehry", "Georg Philipp Telemann"}
    assert not others & {name.surface for name in gazetteer().names() if name.kind == "person"}


def test_a_state_is_named_as_the_text_names_it_most_often() -> None:
    known = gazetteer()
    assert (
        known.spelt("state/east-timor", "Timor-Leste and Peru. Forces in East Timor left Timor-Leste.") == "Timor-Leste"
    )
    assert known.spelt("state/east-timor", "East Timor is Timor-Leste.") == "East Timor"
    assert known.spelt("state/east-timor", "Peru") == ""
