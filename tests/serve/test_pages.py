"""Pages: complete without JavaScript, linked in themselves, accessible, light, and safe whatever the graph holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.graph.terms import LABEL, TYPE, dipl, integer, text, thing
from kg.serve.app import application
from kg.serve.library import blocks
from kg.serve.limits import Limits
from kg.serve.render import FOLDER
from kg.serve.site import Site
from kg.vocab import BASE
from tests.serve.conftest import HTML
from tests.serve.sites import site_of

PAGES = [
    "/", "/pair/chile--russia", "/id/relation/chile--russia", "/id/person/vladimir-putin", "/id/state/chile",
    "/id/source/embassy-of-chile-in-russia-en", "/list/people", "/list/states", "/list/events", "/list/agreements",
    "/list/sources", "/list/pairs", "/disagreements", "/findings", "/unread", "/query", "/query/ambassadors",
    "/query/chronology-of-a-pair?state=Chile&other=Russia", "/query?query=ASK%20%7B%7D", "/query?query=nonsense",
    "/search?q=aylwin", "/api", "/ontology", "/reconcile/about", "/id/nothing", "/nowhere",
]  # fmt: skip
VOID = {"meta", "link", "input", "br", "option", "path", "circle", "rect"}


class Page(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.headings: list[int] = []
        self.fields: list[dict[str, str | None]] = []
        self.labels: list[str | None] = []
        self.regions: list[dict[str, str | None]] = []
        self.attributes: set[str] = set()
        self.scripts: list[str] = []
        self.inside: list[str] = []
        self.lang: str | None = None
        self.feed(content)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.tags.append(tag)
        self.attributes |= given.keys()
        self.ids += [given["id"] or ""] if "id" in given else []
        if tag == "html":
            self.lang = given.get("lang")
        if tag == "a":
            self.links.append(given.get("href") or "")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in ("input", "textarea", "select"):
            self.fields.append({**given, "in label": "yes" if "label" in self.inside else None})
        if tag == "label":
            self.labels.append(given.get("for"))
        if given.get("role") == "region":
            self.regions.append(given)
        if tag == "script":
            self.scripts.append(given.get("src") or "")
        if tag not in VOID:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass


def page(client: TestClient, address: str) -> Page:
    return Page(client.get(address, headers=HTML).text)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_whole_safe_and_accessible(client: TestClient, address: str) -> None:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == (404 if address in ("/id/nothing", "/nowhere") else 200)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    found = Page(answer.text)
    assert found.lang == "en"
    assert found.tags.count("title") - found.tags.count("svg") <= found.tags.count("title")
    assert found.tags.count("main") == found.tags.count("h1") == 1
    assert {"header", "nav", "footer"} <= set(found.tags)
    assert found.headings[0] == 1
    assert all(later - earlier <= 1 for earlier, later in zip(found.headings, found.headings[1:], strict=False))
    assert len(found.ids) == len(set(found.ids))
    assert "#main" in found.links
    for field in found.fields:
        assert field["in label"] or field.get("id") in found.labels or field.get("aria-label"), field
    for region in found.regions:
        assert region.get("aria-label")
        assert region.get("tabindex") == "0"
    assert not {name for name in found.attributes if name.startswith("on") or name == "style"}
    assert all(script.startswith("/static/") for script in found.scripts)
    assert all(link.startswith(("/", "#", "?", "http")) for link in found.links)


def test_every_link_leads_somewhere(client: TestClient) -> None:
    """All pages that can be reached from the home page in two steps exist, and so do the places in them."""
    seen: dict[str, Page] = {}
    waiting = ["/"]
    for _ in range(2):
        links = [link for address in waiting for link in seen.setdefault(address, page(client, address)).links]
        waiting = sorted({link.partition("#")[0] for link in links if link.startswith("/")} - seen.keys())
    wanted = sorted({link for found in seen.values() for link in found.links if link.startswith("/")})
    assert len(wanted) > 150
    for link in wanted:
        address, _, anchor = link.partition("#")
        if address.startswith(("/query/", "/api/", "/sparql")):
            continue  # other tests ask these
        answer = client.get(address, headers=HTML)
        assert answer.status_code in (200, 303), link
        if anchor and answer.status_code == 200:
            assert unquote(anchor) in seen.setdefault(address, Page(answer.text)).ids, link


def test_the_home_page_shows_the_relations_of_each_pair(client: TestClient) -> None:
    text = client.get("/", headers=HTML).text
    assert '<h2><a href="/pair/chile--russia">Chile and Russia</a></h2>' in text
    assert 'class="bar severed"' in text
    assert 'class="mark visit"' in text
    assert "Mario Silberman Gurovich" in text


def test_first_page_is_light(client: TestClient) -> None:
    answer = client.get("/", headers={**HTML, "Accept-Encoding": "identity"})
    style = (FOLDER / "static" / "style.css").stat().st_size + (FOLDER / "static" / "icon.svg").stat().st_size
    assert len(answer.content) + style < 60_000
    everything = sum(file.stat().st_size for file in (FOLDER / "static").iterdir())
    query = client.get("/query", headers={**HTML, "Accept-Encoding": "identity"})
    terms = client.get("/static/terms.json")
    assert len(query.content) + everything + len(terms.content) < 600_000


def test_nothing_comes_from_elsewhere() -> None:
    for file in [*(FOLDER / "templates").iterdir(), *(FOLDER / "static").iterdir()]:
        content = file.read_text("utf-8")
        assert not re.search(r"(?:src|href)=[\"']https?:|@import|url\(\s*[\"']?https?:", content), file


def test_an_event_shows_who_says_so_in_which_words(client: TestClient) -> None:
    links = page(client, "/pair/chile--russia").links
    severed = next(link for link in links if "relationssevered" in link and "1973" in link)
    text = client.get(severed, headers=HTML).text
    assert text.count("<mark>") >= 2
    assert "/id/source/" in text
    assert "#t-relationssevered-" in text
    assert "Wikidata" in text


def test_the_reader_leads_from_words_to_facts_and_back(client: TestClient, site: Site) -> None:
    answer = client.get("/id/source/embassy-of-chile-in-russia-en", headers=HTML)
    found = Page(answer.text)
    words = [link for link in found.links if re.fullmatch(r"#f\d+", link)]
    places = [link for link in found.links if link.startswith("#t-")]
    assert len(words) >= 15
    assert {link[1:] for link in (*words, *places)} <= set(found.ids)
    assert site.texts is not None
    text = (site.texts / "embassy-of-chile-in-russia.en.txt").read_text("utf-8")
    shown = re.search(r'<section class="text".*?>(.*?)</section>', answer.text, re.DOTALL)
    assert shown
    plain = re.sub(r"<[^>]+>", "", shown[1])
    assert " ".join(plain.split()) == " ".join(text.replace("&", "&amp;").replace("'", "&#39;").split())


def test_the_matrix_says_what_each_source_says(client: TestClient) -> None:
    text = client.get("/disagreements", headers=HTML).text
    assert '<th scope="col"><a href="/id/source/' in text
    assert ">asserted</a>" in text


def test_findings_are_told_to_people(client: TestClient) -> None:
    text = client.get("/findings", headers=HTML).text
    assert "Chile is &lt;b&gt;odd&lt;/b&gt;." in text
    assert "<strong>1</strong> warning<" in text


def test_the_page_of_a_pair_is_found_by_any_of_its_states(client: TestClient) -> None:
    for names in ("chile--russia", "russia--chile", "soviet-union--chile"):
        assert "<h1>Chile and Russia</h1>" in client.get(f"/pair/{names}", headers=HTML).text
    assert client.get("/pair/chile--atlantis", headers=HTML).status_code == 404
    assert client.get("/pair/chile", headers=HTML).status_code == 404


def test_long_lists_come_in_parts() -> None:
    quads = [
        quad
        for number in range(450)
        for quad in (
            ox.Quad(thing(f"event/visit/{number}"), TYPE, dipl("Visit")),
            ox.Quad(thing(f"event/visit/{number}"), LABEL, text(f"Visit {number}", "en")),
            ox.Quad(thing(f"event/visit/{number}"), dipl("sourceCount"), integer(1)),
        )
    ]
    with TestClient(application(site_of(quads), Limits())) as client:
        first = client.get("/list/events", headers=HTML).text
        assert "Part 1 of 3" in first
        assert first.count("/id/event/visit/") == 200
        assert client.get("/list/events?page=3", headers=HTML).text.count("/id/event/visit/") == 50
        assert client.get("/list/events?page=4", headers=HTML).status_code == 404
        assert client.get("/list/events?page=x", headers=HTML).status_code == 400


# -- what a graph may hold --------------------------------------------------------------------------------------------

NASTY = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&amp;"


def nasty_quads() -> Iterator[ox.Quad]:
    """A graph whose every literal and many an IRI tries to become part of the page."""
    state, other = thing("state/a'b"), thing("state/(alert)&é;")
    event, claim = thing("event/visit/x'y&lt;"), thing("claim/doc/visit-0-5")
    source = thing("source/doc")
    graph, weighing = thing("graph/source/doc"), thing("graph/weighing")
    for node in (state, other):
        yield ox.Quad(node, TYPE, dipl("State"))
        yield ox.Quad(node, LABEL, text(NASTY, "en"))
    yield ox.Quad(event, TYPE, dipl("Visit"))
    yield ox.Quad(event, LABEL, text(f"Visit {NASTY}", "en"))
    yield ox.Quad(event, dipl("sourceCount"), integer(1))
    yield ox.Quad(event, dipl("date"), text(NASTY))
    yield ox.Quad(event, dipl("occasion"), text(NASTY))
    yield ox.Quad(event, dipl("beginEarliest"), text("1990-01-01T00:00:00Z"))
    yield ox.Quad(event, dipl("visitorState"), state)
    yield ox.Quad(event, dipl("host"), other)
    yield ox.Quad(state, dipl("homepage"), ox.NamedNode("javascript:alert(3)"))
    yield ox.Quad(event, dipl("supportedBy"), claim, weighing)
    yield ox.Quad(claim, TYPE, dipl("Claim"), graph)
    yield ox.Quad(source, TYPE, dipl("SourceDocument"), graph)
    for name, value in (("asserts", dipl("Visit")), ("inSource", source), ("quote", text(NASTY)), ("rule", text(NASTY)),
                        ("beginOffset", integer(0)), ("endOffset", integer(5)), ("confidence", text("1"))):  # fmt: skip
        yield ox.Quad(claim, dipl(name), value, graph)
    yield ox.Quad(source, dipl("fileName"), text(f"../../{NASTY}"), graph)
    yield ox.Quad(source, ox.NamedNode("http://purl.org/dc/terms/source"), ox.NamedNode("javascript:alert(4)"), graph)
    yield ox.Quad(source, ox.NamedNode("http://purl.org/dc/terms/title"), text(NASTY), graph)


def test_nothing_in_a_graph_becomes_part_of_a_page() -> None:
    with TestClient(application(site_of(nasty_quads()), Limits())) as client:
        addresses = ["/", "/list/states", "/list/events", "/list/sources", "/id/source/doc", "/id/claim/doc/visit-0-5",
                     "/id/event/visit/x'y&lt;", "/id/state/a'b", "/id/state/(alert)&é;", "/list/pairs",
                     "/search?q=script", "/disagreements", "/query?query=SELECT * { ?s ?p ?o } LIMIT 300"]  # fmt: skip
        links = {link for address in addresses[:2] for link in page(client, address).links if link.startswith("/")}
        for address in [*addresses, *sorted(links)]:
            answer = client.get(address, headers=HTML)
            assert answer.status_code in (200, 303), address
            if "html" not in answer.headers.get("content-type", ""):
                continue
            found = Page(answer.text)
            assert "img" not in found.tags, address
            assert all(script.startswith("/static/") for script in found.scripts), address
            assert not any(urlsplit(link).scheme == "javascript" for link in found.links), address


def test_a_graph_of_anything_else_is_served_too() -> None:
    """Any RDF file has a home page, a search and a query page, though none of the project's terms stand in it."""
    other = ox.NamedNode("http://example.org/thing")
    quads = [ox.Quad(other, LABEL, text("A thing")), ox.Quad(ox.BlankNode(), LABEL, other, other)]
    with TestClient(application(site_of(quads), Limits())) as client:
        for address in (
            "/",
            "/list/events",
            "/list/sources",
            "/disagreements",
            "/findings",
            "/search?q=thing",
            "/unread",
        ):
            assert client.get(address, headers=HTML).status_code == 200
        assert client.get("/id/state/chile", headers=HTML).status_code == 404
        assert BASE not in client.get("/void").text or client.get("/void").status_code == 200


def test_a_text_outside_the_graph_is_never_opened(tmp_path_factory: pytest.TempPathFactory) -> None:
    from kg.serve.library import Library

    folder = tmp_path_factory.mktemp("place")
    (folder / "secret.txt").write_text("secret")
    (folder / "texts").mkdir()
    assert Library(folder / "texts").text("../secret.txt") is None


# -- colours ----------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_has_contrast_to_its_ground(scheme: int) -> None:
    """WCAG 2.2 AA: 4.5 for text, 3 for marks of a picture."""
    style = (FOLDER / "static" / "style.css").read_text("utf-8")
    block = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme]
    colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for ground in ("ground", "raised"):
        for ink in ("ink", "soft", "link", "bad", "warn", "good"):
            assert contrast(colour[ink], colour[ground]) >= 4.5, (ink, ground)
    for ink in ("visit", "agreement", "good", "warn", "link", "soft"):  # the editor's colours
        assert contrast(colour[ink], colour["ground"]) >= 4.5, ink
    for mark in ("visit", "agreement", "meeting", "opening", "break", "other"):
        assert contrast(colour[mark], colour["ground"]) >= 3, mark
    for bar in ("force", "severed", "none", "office"):
        assert contrast(colour["on-bar"], colour[bar]) >= 4.5, bar
    assert contrast(colour["on-accent"], colour["accent"]) >= 4.5
    assert contrast(colour["mark-ink"], colour["mark"]) >= 4.5


def test_what_a_claim_says_leads_to_those_it_names(client: TestClient, site: Site) -> None:
    claim = next(
        quad.subject.value.removeprefix(site.base)
        for quad in site.store.quads_for_pattern(None, dipl("visitor"), thing("person/heraldo-munoz"), None)
        if isinstance(quad.subject, ox.NamedNode) and "/claim/" in quad.subject.value
    )
    page = Page(client.get(f"/id/{claim}", headers=HTML).text)
    assert {"/id/person/heraldo-munoz", "/ontology#visitor", "/ontology#date"} <= set(page.links)


def test_another_name_of_somebody_says_whose_and_stands_in_no_list() -> None:
    short, full = thing("person/putin--a"), thing("person/vladimir-putin")
    named = [(short, "Putin"), (full, "Vladimir Putin")]
    quads = [ox.Quad(node, TYPE, dipl("Person")) for node, _ in named]
    quads += [ox.Quad(node, LABEL, text(label)) for node, label in named]
    weighing = thing("graph/weighing")
    quads.append(ox.Quad(short, dipl("mergedInto"), full, weighing))
    quads.append(ox.Quad(short, dipl("mergeReason"), text("the text calls him so"), weighing))
    with TestClient(application(site_of(quads))) as client:
        listed = Page(client.get("/list/people", headers=HTML).text)
        assert "/id/person/vladimir-putin" in listed.links
        assert "/id/person/putin--a" not in listed.links
        page = client.get("/id/person/putin--a", headers=HTML).text
        assert "the text calls him so" in page
        assert "/id/person/vladimir-putin" in Page(page).links


def test_an_amount_has_its_thousands_apart(client: TestClient, site: Site) -> None:
    aid = next(
        quad.subject.value.removeprefix(site.base)
        for quad in site.store.quads_for_pattern(None, dipl("amount"), None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode) and quad.object.value.startswith("144000000")
    )
    assert "<dd>144,000,000</dd>" in client.get(f"/id/{aid}", headers=HTML).text


def test_lines_set_in_columns_are_told_from_prose() -> None:
    table = "  Name      From    To\n  --------- ------- -------\n  A. Person 1990    1995\n  B. Other\n"
    bars = "Country | Date\n--- | ---\nPeru | 1 May 1990 | a visit\n"
    content = f"Envoys were sent early.\n{table}They came home.\n{bars}"
    found = [(columns, content[begin:end]) for columns, begin, end in blocks(content, 0, len(content))]
    assert "".join(part for _, part in found) == content
    assert [columns for columns, part in found if "Envoys" in part or "came home" in part] == [False, False]
    assert [columns for columns, part in found if "A. Person" in part or "Peru" in part] == [True, True]
    assert next(part for columns, part in found if columns) == table


def test_what_is_wrong_is_told_on_a_page_to_people_and_in_plain_words_to_programs(client: TestClient) -> None:
    for address, status in (("/list/people?page=x", 400), ("/reconcile/preview?id=nothing", 404), ("/nowhere", 404)):
        shown = client.get(address, headers=HTML)
        assert (shown.status_code, shown.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert Page(shown.text).headings[0] == 1
        told = client.get(address, headers={"Accept": "*/*"} if status == 400 else {"Accept": "text/plain"})
        assert (told.status_code, told.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    busy = TestClient(application(site_of([]), Limits(waiting=0)))
    with busy:
        shown = busy.post("/sparql", data={"query": "ASK {}"}, headers=HTML)
        assert (shown.status_code, shown.headers["retry-after"]) == (503, "2")
        assert "can be loaded again in 2 seconds" in shown.text
