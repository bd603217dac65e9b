"""Reading: every kind of file gives its exact text or one clear sentence, and the others are still read."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KGError
from kg.model import Document
from kg.texts.html import read_page
from kg.texts.language import language
from kg.texts.passages import split
from kg.texts.reading import Text, Unreadable, read, read_texts, text_of
from kg.texts.words import words

TEXTS = Path(__file__).parent / "texts"
BUNDLED = Path(__file__).parent.parent / "data" / "texts"
NORWAY = "Norway and Kenya signed a treaty in Oslo on 5 May 1990. "


def documents(*paths: str | Path) -> dict[str, Document]:
    return {text.id: text for text in read(paths) if isinstance(text, Document)}


def faults(*paths: str | Path) -> dict[str, str]:
    return {text.id: text.reason for text in read(paths) if isinstance(text, Unreadable)}


def pdf(words: str) -> bytes:
    """The smallest PDF file that shows some words."""
    content = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, entry in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, entry)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


@pytest.mark.parametrize(
    "content", [f"\ufeff{NORWAY}\r\n{NORWAY}\n", f"{NORWAY}\r\r{NORWAY}", f"{NORWAY}🙂 שלום\u202e\n"]
)
def test_a_text_is_kept_as_it_lies_on_disk(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_bytes(content.encode("utf-8"))
    (text,) = read_texts([tmp_path])
    assert isinstance(text, Text)
    assert text.document.text == content
    assert text.content == content.encode("utf-8")


def test_the_text_of_a_file_is_had_in_any_language(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Дипломатические отношения")
    assert text_of(tmp_path / "a.txt") == "Дипломатические отношения"
    with pytest.raises(KGError, match=r"b\.txt: there is no such file"):
        text_of(tmp_path / "b.txt")


def test_folders_are_read_at_any_depth_by_known_endings(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.md", "sub/c.docx", ".hidden/x.txt", "sub/.x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(NORWAY)
    assert list(documents(tmp_path)) == ["b.txt", "sub/a.md"]
    assert list(documents(f"{tmp_path}/*/*.md")) == ["a.md"]


def test_the_order_given_does_not_matter_and_nothing_is_read_twice(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(NORWAY)
    paths = [tmp_path / "b.txt", tmp_path, tmp_path / "a.txt"]
    assert list(read(paths)) == list(read(reversed(paths)))
    assert list(documents(*paths)) == ["a.txt", "b.txt"]


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name in ("1973/note.txt", "1974/note.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(NORWAY)
    assert list(documents(tmp_path / "1974/note.txt", tmp_path / "1973")) == ["1973/note.txt", "1974/note.txt"]


def test_files_that_would_get_one_identifier_are_refused(tmp_path: Path) -> None:
    for name in ("a b.txt", "a-b.txt"):
        (tmp_path / name).write_text(NORWAY)
    assert list(documents(tmp_path)) == ["a b.txt"]
    assert faults(tmp_path) == {"a-b.txt": "gets the same identifier as a b.txt; rename one of them"}


def test_standard_input_is_read() -> None:
    (text,) = read(["-"], stdin=BytesIO(NORWAY.encode()))
    assert isinstance(text, Document)
    assert (text.id, text.text) == ("standard-input", NORWAY)


BAD: dict[str, tuple[bytes | str, str]] = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \r\n\n", "holds no text"),
    "binary.txt": (b"\x7fELF\x02\x01\x00\x00abc", "is a binary file"),
    "wide.txt": (NORWAY.encode("utf-16"), "is UTF-16"),
    "wide-unmarked.txt": (NORWAY.encode("utf-16-le"), "is UTF-16"),
    "latin.txt": ("El señor viajó a España".encode("latin-1"), "is not UTF-8 (the byte 0xf1 at 5)"),
    "office.txt": (b"PK\x03\x04rest", "is an office document"),
    "damaged.pdf": (b"%PDF-1.4 nothing", "is a damaged PDF"),
    "large.txt": (NORWAY.encode() * 400_000, "holds more than 20 MB"),
    "deep.html": (b"<div>" * 5000, "has elements inside each other without end"),
    "french.txt": (
        "Les relations entre la France et le Pérou ont été établies par un traité. " * 3,
        "seems to be in French",
    ),
    "russian.txt": ("Дипломатические отношения установлены 11 декабря 1944 года.", "seems to be in Cyrillic letters"),
    "german.de.txt": (
        "Die Beziehungen zwischen den beiden Staaten wurden im Mai von der Botschaft",
        "seems to be in German",
    ),
    "wrong-language.txt": ("---\nlanguage: xx\n---\n" + NORWAY, "is said to be in 'xx'"),
    "wrong-state.txt": ("---\nparties: [Atlantis, Kenya]\n---\n" + NORWAY, "its parties name 'Atlantis'"),
    "wrong-weight.txt": ("---\nweight: heavy\n---\n" + NORWAY, "the settings at its top: weight must be a number"),
}


def test_what_cannot_be_read_gives_one_sentence_and_the_rest_is_read(tmp_path: Path) -> None:
    for name, (content, _) in BAD.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    (tmp_path / "good.txt").write_text(NORWAY)
    found = faults(tmp_path, tmp_path / "missing.txt")
    assert list(documents(tmp_path)) == ["good.txt"]
    assert found.pop("missing.txt").startswith("there is no such file")
    assert set(found) == set(BAD)
    for name, (_, start) in BAD.items():
        assert found[name].startswith(start), name
        assert "\n" not in found[name]


def test_folders_and_patterns_without_texts_say_so(tmp_path: Path) -> None:
    assert "holds no texts" in faults(tmp_path)[str(tmp_path)]
    assert "no file fits" in faults(f"{tmp_path}/*.txt")[f"{tmp_path}/*.txt"]


def test_a_text_in_one_line_of_megabytes_is_read(tmp_path: Path) -> None:
    (tmp_path / "line.txt").write_text(NORWAY * 60_000)
    (document,) = documents(tmp_path).values()
    assert len(split(document)) == 60_000


def test_sources_toml_beside_the_texts_or_above_them_is_believed(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(NORWAY)
    (tmp_path / "sources.toml").write_text(
        '[source."a.txt"]\ntitle = "Notes"\nurl = "https://example.org/a"\nlanguage = "es"\n'
        'parties = ["Peru", "state/chile"]\nweight = 2\ncites = ["b.txt"]\n'
    )
    document = documents(tmp_path / "texts")["a.txt"]
    assert (document.title, document.language, document.parties) == ("Notes", "es", ("state/peru", "state/chile"))
    assert (document.source.weight, document.source.cites) == (2.0, ("b.txt",))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[source", "cannot be read"),
        ("source = 5", "has no tables of sources"),
        ('[source."a.txt"]\ncolour = "red"', "unknown setting 'colour'"),
        ('[source."a.txt"]\nurl = "https://example.org/a|b"', "url must be an address"),
        ('[source."a.txt"]\nweight = -1', "weight must be a number above 0"),
        ('[source."a.txt"]\ncites = "b"', "cites must be a list of texts"),
    ],
)
def test_a_faulty_sources_toml_is_named(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a.txt").write_text(NORWAY)
    (tmp_path / "sources.toml").write_text(content)
    with pytest.raises(KGError, match=r"sources\.toml: ") as error:
        list(read([tmp_path]))
    assert message in str(error.value)


def test_settings_at_the_top_of_a_text_are_believed_and_stay_in_it(tmp_path: Path) -> None:
    content = '---\ntitle: "Notes"\nparties: [Kenya, Norway]\nlayout: post\n---\n' + NORWAY
    (tmp_path / "a.md").write_text(content)
    document = documents(tmp_path)["a.md"]
    assert document.text == content
    assert (document.title, document.parties) == ("Notes", ("state/kenya", "state/norway"))


def test_the_bundled_texts_are_known() -> None:
    found = documents(BUNDLED)
    assert {(d.language, d.parties) for d in found.values()} == {
        ("en", ("state/chile", "state/russia")),
        ("es", ("state/chile", "state/russia")),
    }
    spanish = found["wikipedia-relaciones-chile-rusia.es.txt"]
    assert spanish.source.translation_of in found
    assert all(d.title for d in found.values())


def test_html_keeps_its_structure_and_loses_its_menus() -> None:
    page = read_page((TEXTS / "page.html").read_bytes())
    assert (page.title, page.url, page.published) == (
        "Kenya–Norway relations",
        "https://example.org/kenya-norway",
        "2014-05-06",
    )
    found = [(p.kind, page.text[p.span.start : p.span.end]) for p in split(Document("x", page.text, "en"))]
    assert found == [
        ("heading", "Kenya–Norway relations"),
        ("sentence", "Kenya and Norway established relations on 5\u00a0May\u00a01964.[1]"),
        ("sentence", "Norway opened an embassy."),
        ("sentence", "They met in Oslo & Nairobi."),
        ("caption", "Then they parted"),
        ("heading", "Ambassadors"),
        ("item", "Kari Lund (1991 – 1992)"),
        ("item", "Ola Berg (1992 – 1997)"),
        ("item", "acting until May"),
        ("row", "| Kari Lund | 10 May 1979 |"),
        ("row", "| Ola Berg |  |"),
        ("sentence", "A frame for the layout."),
    ]


def test_html_in_its_declared_encoding_is_read(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>El señor viajó a España en mayo.</p></body></html>'
    (tmp_path / "a.html").write_bytes(page.encode("latin-1"))
    assert documents(tmp_path)["a.html"].text == "El señor viajó a España en mayo.\n"


@given(
    st.lists(
        st.sampled_from(["<p>", "<ul><li>", "</ul>", "<table><tr><td>", "a ", "\n", "<b", "&amp", "<!--", "]]>", "é"])
    )
)
@settings(max_examples=200, deadline=None)
def test_no_html_makes_it_fail(pieces: list[str]) -> None:
    read_page("".join(pieces).encode())


def test_pdf_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(NORWAY.strip()))
    (tmp_path / "scan.pdf").write_bytes(pdf(""))
    assert documents(tmp_path)["a.pdf"].text == NORWAY.strip()
    assert faults(tmp_path) == {"scan.pdf": "holds no text, only pictures; have the characters recognised (OCR) first"}


PAIRS = [
    ("visit.txt", "Kenya–Norway relations\n\nThe two states met.", ("state/kenya", "state/norway")),
    (
        "us-iraq.en.txt",
        "History of Recognition, by Country, since 1776: Iraq\n\nThey met.",
        ("state/united-states", "state/iraq"),
    ),
    ("embassy-of-chile-in-russia.txt", "Welcome to our page, and to the news.", ("state/chile", "state/russia")),
    (
        "list-ambassadors-gambia-us.txt",
        "The Gambian Ambassador in Washington is the envoy.",
        ("state/gambia", "state/united-states"),
    ),
    ("x.txt", "Ambassadors to Russia of Chile\n\nThey are many.", ("state/chile", "state/russia")),
    (
        "embassy.txt",
        "Embassy in Peru\n\nPeru and Norway have had relations since 1924.",
        ("state/norway", "state/peru"),
    ),
    (
        "ambassadors.txt",
        "Home | About us\n\nChiefs of Mission for Nepal\n\nNepal and Norway exchanged their first ambassadors in 1974.",
        ("state/norway", "state/nepal"),
    ),
    ("soviet-and-russian-relations-with-chile.txt", "They began long ago.", ("state/chile", "state/russia")),
    ("relaciones-peru-espana.es.txt", "Las relaciones son buenas y de larga data.", ("state/peru", "state/spain")),
    (
        "speech.txt",
        "Peru has grown. Peru trades with Chile, Brazil, Cuba, India, China and Japan. Peru is well.",
        ("state/peru",),
    ),
    ("notes.txt", "Nothing is said of any state here, and that is that.", ()),
    (
        "credentials.txt",
        "The President of Peru received three envoys in Lima.\n\nThe ambassador of Kenya, Ola Berg, said that Kenya"
        " and Peru trade little; the Kenyan school is known. The ambassador of Norway said that Norway buys fish. The"
        " two countries established relations in 1924. Nepal and Peru have had relations since 1963.",
        ("state/peru",),
    ),
]


@pytest.mark.parametrize(("name", "content", "expected"), PAIRS)
def test_the_parties_are_told_by_title_name_and_text(
    tmp_path: Path, name: str, content: str, expected: tuple[str, ...]
) -> None:
    (tmp_path / name).write_text(content)
    found = documents(tmp_path)[name].parties
    assert set(found) == set(expected)
    if "ambassador" in content.lower() or "embassy" in name:
        assert found == expected


def test_the_languages_that_are_read_are_told_apart() -> None:
    assert language(NORWAY) == ("en", "")
    assert language("El ministro de Noruega viajó a Kenia y firmó un tratado en mayo.") == ("es", "")
    assert language("Kari Lund (1990-1995)") == ("en", "")
    assert (
        language("O ministro da Noruega foi ao Quénia e não assinou um tratado com os dois países em maio.")[1]
        == "Portuguese"
    )
    assert set(words().common) == {"en", "es"}
