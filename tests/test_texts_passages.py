"""Passages: the structure of real pages, with their damage, and the laws that hold for every text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document, Passage
from kg.texts.passages import split

TEXTS = Path(__file__).parent / "texts"


def read(name: str) -> Document:
    return Document(name, (TEXTS / name).read_bytes().decode("utf-8"), "en")


def told(document: Document, passage: Passage) -> str:
    return document.text[passage.span.start : passage.span.end]


def passages(text: str) -> list[tuple[str, str]]:
    """Kind and words of each passage of a text."""
    document = Document("x", text, "en")
    return [(passage.kind, told(document, passage)) for passage in split(document)]


@pytest.mark.parametrize("text", ["Norway\n\n| |\n||", "| | |\n| | |\n", "/ /\n/ /", "\t\t\n\t\t"])
def test_a_table_of_empty_cells_says_nothing(text: str) -> None:
    assert not [words for kind, words in passages(text) if kind == "row"]


def test_items_have_the_sentence_before_them_as_lead() -> None:
    document = read("embassy-page.en.txt")
    items = [p for p in split(document) if p.kind == "item"]
    assert [told(document, p) for p in items[:3]] == [
        "Kari Lund (1991 – 1992)",
        "Ola Berg (1992 – 1997)",
        "Per Dahl (2017 -)",
    ]
    leads = [document.text[p.lead.start : p.lead.end] for p in items if p.lead]
    assert leads[0] == leads[2]
    assert leads[0].endswith("have been the following:")
    assert leads[3] == "Some milestones of recent years:"
    assert len({p.paragraph for p in items[:3]}) == 1


def test_an_item_takes_in_the_lines_it_was_wrapped_to() -> None:
    document = read("embassy-page.en.txt")
    wrapped = [told(document, p) for p in split(document) if p.kind == "item"][3]
    assert wrapped.startswith("Visit of the Minister")
    assert wrapped.endswith("lasted two days.")


def test_a_damaged_page_keeps_its_structure() -> None:
    document = read("damaged-wiki.en.txt")
    assert [(p.kind, told(document, p)) for p in split(document)] == [
        ("sentence", "KENYA–NORWAY RELATIONS are the relations between Kenya and Norway."),
        ("heading", "History"),
        ("caption", "Oslo_Summit_1981.jpg attending the summit in Oslo; 1981]]"),
        ("sentence", "Relations were established on 5 May 1964.[1]"),
        ("sentence", "Norway opened an embassy in 1966.[2]"),
        ("sentence", "In 2001 trade between the two nations totalled"),
        ("sentence", "US$50 million, and $60 million in 2002."),
        ("caption", "Modern Flag of Kenya"),
        ("heading", "Recognition"),
        ("heading", "Norwegian Recognition of Kenyan Independence, 1963."),
        ("sentence", "Norway recognized Kenya on 12 December 1963, when it\nbecame independent."),
        ("heading", "State visits"),
        ("heading", "VISITS FROM KENYA TO NORWAY"),
        ("item", "President Ann Mwangi (1993, 2001)"),
        ("item", "Foreign Minister John Oduya (2014)"),
        ("heading", "Resident diplomatic missions"),
        ("item", "Embassy of Kenya in Oslo"),
        ("caption", "Embassy of Kenya in Oslo"),
    ]


def test_both_sides_of_a_cut_are_marked_open() -> None:
    document = read("damaged-wiki.en.txt")
    assert [told(document, p)[:12] for p in split(document) if p.open] == ["In 2001 trad", "US$50 millio"]


def test_headings_are_put_under_each_other_by_their_style() -> None:
    document = read("damaged-wiki.en.txt")
    above = {told(document, p): [document.text[h.start : h.end] for h in p.headings] for p in split(document)}
    assert above["President Ann Mwangi (1993, 2001)"] == ["State visits", "VISITS FROM KENYA TO NORWAY"]
    assert above["Norwegian Recognition of Kenyan Independence, 1963."] == ["Recognition"]
    assert above["Embassy of Kenya in Oslo"] == ["Resident diplomatic missions"]


def test_a_page_with_numbered_headings_columns_and_a_chronology_is_read() -> None:
    document = read("ministry-page.en.txt")
    found = [(p.kind, told(document, p)) for p in split(document)]
    assert [words for kind, words in found if kind == "heading"] == [
        "EMBASSY OF KENYA",
        "1. Political relations",
        "2. Visits",
        "Visits from Norway to Kenya",
        "3. Agreements",
        "AMBASSADORS OF KENYA IN NORWAY",
        "CHRONOLOGY",
    ]
    assert [words for kind, words in found if kind == "item"] == [
        "Agreement on trade, signed in Nairobi on 5 May 1990;",
        "Memorandum on education (1992).",
        "1905: Opening of a consulate.",
        "5 May 1964: Relations established. The act took place in Oslo.",
    ]
    rows = [p for p in split(document) if p.kind == "row"]
    assert [[(c.header, document.text[c.span.start : c.span.end]) for c in row.cells] for row in rows] == [
        [("", "May 1992"), ("", "President Berg")],
        [("", "June 1994"), ("", "Foreign Minister Lund")],
        [("Ambassador", "Ann Mwangi"), ("Term", "1990-1994")],
        [("Ambassador", "John Oduya"), ("Term", "1994-")],
    ]
    assert found[-1][0] == "caption"  # when the page was made


def test_references_notes_and_links_give_no_passages() -> None:
    text = "Trade\n\nTrade grew in 1990 and after.\n\nReferencias\n\n1. ^ Soto, A. (2011).\n\nVéase también\n\nKenia"
    assert [words for _, words in passages(text)] == ["Trade", "Trade grew in 1990 and after."]


def test_a_section_of_prose_after_the_notes_is_read() -> None:
    prose = "Norway and Kenya signed a treaty on fishing in 1990. " * 4
    found = passages(f"# Trade\n\nIt grew.\n\n## Notes\n\n[1] A book.\n\n## Aid\n\n{prose}")
    assert ("heading", "Aid") in found
    assert found[-1] == ("sentence", "Norway and Kenya signed a treaty on fishing in 1990.")


def test_a_double_spaced_speech_is_read_as_paragraphs_across_pages() -> None:
    document = read("speech.es.txt")
    found = split(document)
    assert [p.paragraph for p in found] == [1, 2, 2]
    assert told(document, found[0]).endswith("otro sobre becas.")
    assert [p.kind for p in found] == ["sentence"] * 3
    assert not any(p.open for p in found)


def test_running_heads_inside_a_sentence_are_stepped_over() -> None:
    text = (
        "The treaty that both presidents had signed in Oslo was kept for more than a hundred\n"
        "                                   21 MAY 2011\n\n\n                                    25\n"
        "years, and nothing was changed in it by any of the governments that followed after.\n"
    )
    assert [kind for kind, _ in passages(text)] == ["sentence"]


def test_cells_of_an_aligned_table_know_their_headers() -> None:
    document = read("ambassadors-table.en.txt")
    rows = [p for p in split(document) if p.kind == "row"]
    cells = [[(c.header, document.text[c.span.start : c.span.end]) for c in row.cells] for row in rows]
    assert cells == [
        [("Ambassador", "Kari Lund[1]"), ("Accredited", "10 May 1979"), ("President", "Ann Mwangi")],
        [
            ("Ambassador", "Ola Berg"),
            ("Accredited", "8 June 1982"),
            ("Background", "Professor of law at the"),
            ("President", "John Oduya"),
            ("Background", "University of Oslo"),
        ],
        [("Ambassador", "Per Dahl")],
    ]
    assert split(document)[-1].kind == "sentence"


@pytest.mark.parametrize(
    "text",
    [
        "| Name | Since |\n|------|:-----:|\n| Kari Lund | 1991 |\n| Ola Berg | 1992 |\n",
        "Name\tSince\nKari Lund\t1991\nOla Berg\t1992\n",
        "+----+----+\n| Name | Since |\n+====+====+\n| Kari Lund | 1991 |\n+----+----+\n| Ola Berg | 1992 |\n",
        "Name        Since\n----------  -----\nKari Lund   1991\nOla Berg    1992\n",
        f"{'-' * 17}\nName        Since\n----------  -----\nKari Lund   1991\n\nOla Berg    1992\n{'-' * 17}\n",
    ],
)
def test_tables_of_every_make_give_the_same_cells(text: str) -> None:
    document = Document("x", text, "en")
    rows = [p for p in split(document) if p.kind == "row"]
    assert [[(c.header, text[c.span.start : c.span.end]) for c in row.cells] for row in rows] == [
        [("Name", "Kari Lund"), ("Since", "1991")],
        [("Name", "Ola Berg"), ("Since", "1992")],
    ]


def test_names_with_years_in_a_run_are_items_under_their_heading() -> None:
    text = "Ambassadors to Kenya\n1972 – 1976 Kari Lund\n1976 – 1980 Ola Berg\n\nPer Dahl, 1990-1994\nAnn Moe, 1994\n"
    document = Document("x", text, "en")
    items = [p for p in split(document) if p.kind == "item"]
    assert [told(document, p) for p in items] == [
        "1972 – 1976 Kari Lund",
        "1976 – 1980 Ola Berg",
        "Per Dahl, 1990-1994",
        "Ann Moe, 1994",
    ]
    assert {text[p.lead.start : p.lead.end] for p in items if p.lead} == {"Ambassadors to Kenya"}


def test_lines_after_a_colon_are_items() -> None:
    found = passages("The treaties are the following:\nTreaty of Peace\nTreaty on Fishing\n\nTrade grew in 1990.")
    assert [kind for kind, _ in found] == ["sentence", "item", "item", "sentence"]


def test_nested_items_have_their_parent_as_lead() -> None:
    text = "Visits:\n- To Kenya:\n    - Kari Lund (1990)\n    - Ola Berg (1991)\n- To Norway: none\n"
    leads = [text[p.lead.start : p.lead.end] for p in split(Document("x", text, "en")) if p.lead]
    assert leads == ["Visits:", "To Kenya:", "To Kenya:", "Visits:"]


def test_a_signature_is_one_caption() -> None:
    text = "We thank all who came to us.\nKari Lund Berg\nAmbassador of Norway to Kenya\n"
    assert passages(text)[-1] == ("caption", "Kari Lund Berg\nAmbassador of Norway to Kenya")


def test_front_matter_is_no_passage_and_keeps_offsets() -> None:
    text = "---\ntitle: Relations\nlanguage: en\n---\nNorway recognized Kenya in 1963.\n"
    assert passages(text) == [("sentence", "Norway recognized Kenya in 1963.")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_of_every_kind_give_the_same_passages(newline: str) -> None:
    text = read("damaged-wiki.en.txt").text
    found = passages("\ufeff" + text.replace("\n", newline))
    assert [(kind, words.replace(newline, "\n")) for kind, words in found] == passages(text)


PIECES = [
    *("Oslo", "History", "1990", "the ", "Mr. ", ". ", ".", ": ", ", ", "(1990)", "\n", "\n\n", "\r\n", "  ", "\t"),
    *("- ", "• ", "1. ", "| a | b |", "|---|---|", "---- ----", "# ", "[1]", "References", "\ufeff", "\u00a0", "🙂"),
    *("\u202e", "שלום", "–", "37", "x.jpg", "]]", "---\n", "===", ">", "\f", "Fuente: ", "1990 – 1995 ", "é", "\x00"),
]
ENDLESS = ["- a\n", "-- --\n", "| a | b |\n", "a\tb\n", "1990 – Oslo\n", ".[1]", "J.", "Oslo (Oslo (1990)\n", "\xa0\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=500, deadline=None)
def test_passages_are_ordered_parts_of_any_text(text: str) -> None:
    end = 0
    paragraph = 0
    for passage in split(Document("x", text, "und")):
        assert end <= passage.span.start < passage.span.end <= len(text)
        words = text[passage.span.start : passage.span.end]
        assert words == words.strip()
        end = passage.span.end
        assert passage.paragraph >= paragraph
        paragraph = passage.paragraph
        for cell in passage.cells:
            assert passage.span.start <= cell.span.start < cell.span.end <= passage.span.end
        for above in (*passage.headings, *([passage.lead] if passage.lead else [])):
            assert above.end <= passage.span.start


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_it_fail(text: str) -> None:
    split(Document("x", text, "und"))


@pytest.mark.parametrize("piece", ENDLESS)
def test_the_time_grows_with_the_length_only(piece: str) -> None:
    """What tries again and again would not come back from this."""
    split(Document("x", piece * 5000, "en"))


def test_a_row_that_lost_its_picture_stands_under_its_own_heads() -> None:
    text = "Image | Name | Since | Until |\n---|---|---|---|\nKari Lund | 1991 | 1995 | |\n | Ola Berg | 1995 | |\n"
    rows = [p for p in split(Document("x", text, "en")) if p.kind == "row"]
    cells = [[(c.header, text[c.span.start : c.span.end]) for c in row.cells] for row in rows]
    assert cells == [
        [("Name", "Kari Lund"), ("Since", "1991"), ("Until", "1995")],
        [("Name", "Ola Berg"), ("Since", "1995")],
    ]


def test_a_heading_right_below_another_of_a_new_form_stands_under_it() -> None:
    text = (
        "Kenya – Peru Relations\n\nPolitical Relations:\n\nKenya and Peru established relations in 1975 in Lima.\n\n"
        "2.    High Level Visits\n\nFrom Kenya:\n(i)    Amos Kip, Minister of Trade (August 1994)\n"
        "(ii)   Grace Were, Minister of Health (March 2003)\n\n"
        "From Peru:\n(i)    Luis Lara, President (May 1993)\n(ii)   Ana Paz, Minister of Health (March 2004)\n"
    )
    document = Document("x", text, "en")
    above = [
        [text[span.start : span.end] for span in passage.headings]
        for passage in split(document)
        if passage.kind == "item"
    ]
    political = ["Kenya – Peru Relations", "Political Relations:", "2.    High Level Visits"]
    assert above == [[*political, "From Kenya:"]] * 2 + [[*political, "From Peru:"]] * 2


@pytest.mark.parametrize(
    "menu",
    [
        "HOME | ABOUT US | MISSIONS ABROAD | CONTACT",
        "Home  •  News  •  The Ministry",
        "You are here: Home > Foreign policy > Kenya",
        "Inicio / Noticias / Relaciones con Kenia",
        "Usted está aquí: Inicio » Relaciones bilaterales » Kenia",
        "Contact | Sitemap",
    ],
)
def test_a_menu_in_a_row_is_no_text(menu: str) -> None:
    text = f"{menu}\nAfrica Desk\n\nKenya and Norway established relations in 1964."
    assert [words for _, words in passages(text)] == ["Africa Desk", "Kenya and Norway established relations in 1964."]


@pytest.mark.parametrize(
    "line", ["Embassy of Kenya | Oslo", "Frontpage › Embassy of Kenya, Oslo › History", "Oslo / Lima"]
)
def test_a_line_with_strokes_is_no_menu(line: str) -> None:
    assert passages(f"{line}\n\nKenya and Norway established relations in 1964.")[0][1] == line


def test_a_title_of_several_lines_is_one_heading() -> None:
    title = "LIST OF THE AGREEMENTS\nbetween the Republic of Kenya and the Kingdom of Norway\n(as of 3 May 2019)"
    assert passages(f"Ministry of Foreign Affairs\n\n{title}\n\n1. Trade Agreement, Oslo, 3 May 1990.")[:2] == [
        ("heading", "Ministry of Foreign Affairs"),
        ("heading", title),
    ]


def test_a_table_with_wide_letters_keeps_its_columns() -> None:
    """Programs pad cells for the eye: a Chinese character is as wide as two letters."""
    lines = [
        "  Accreditation   Ambassador   Chinese   Observations       Prime Minister   End",
        "  --------------- ------------ --------- ------------------ ---------------- ------------",
        "  1 May 1954      Hao Li       郝德青                       Ola Berg         1 April 1961",
        "  1967            Li Wang      李则望    Chargé d'affaires  Jens Fossé",
        "  May 1970        Lu Zhi       吕志先                       Jens Fossé       August 1974",
    ]
    document = Document("x", "\n".join(("The ambassadors of China to Norway are these.", "", *lines)), "en")
    rows = [
        {cell.header: document.text[cell.span.start : cell.span.end] for cell in passage.cells}
        for passage in split(document)
        if passage.kind == "row"
    ]
    assert [(row.get("Observations"), row["Prime Minister"], row.get("End")) for row in rows] == [
        (None, "Ola Berg", "1 April 1961"),
        ("Chargé d'affaires", "Jens Fossé", None),
        (None, "Jens Fossé", "August 1974"),
    ]
