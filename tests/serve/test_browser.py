"""The main paths in a real browser: Playwright with the Chromium of the system; WCAG 2.2 AA by axe-core."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serve import needed
from tests.serve.test_server import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Without these Chromium asks for its own updates and looks its makers' hosts up.
QUIET = ("--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
         "--disable-component-update --disable-sync")  # fmt: skip


@pytest.fixture(scope="module")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    from kg.graph import reason
    from kg.pipeline import Options, build_graph

    folder: Path = tmp_path_factory.mktemp("browser") / "graph"
    patch = pytest.MonkeyPatch()
    patch.setattr(reason, "find_java", lambda: "")
    build_graph([], folder, Options())
    patch.undo()
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    needed.needed("Chromium", CHROMIUM)
    needed.module("playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        yield found
        found.close()


_LEFT = "net::ERR_ABORTED"  # a request that the browser gave up because the page was left before it came


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of a desktop's width; what it logs or fails at fails the test."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", viewport={"width": 1280, "height": 900})
    found = context.new_page()
    said: list[str] = []
    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    found.on("requestfailed", lambda request: said.append(request.url) if request.failure != _LEFT else None)
    yield found
    context.close()
    assert said == []


def test_from_the_picture_to_the_words_and_back(page: Page) -> None:
    page.goto("/")
    page.click("text=Chile and Russia")
    page.click("svg a.mark.severance >> nth=1")
    assert "severed" in page.inner_text("h1")
    quote = page.inner_text("a.quote >> nth=0")
    page.click("a.quote >> nth=0")
    assert page.url.partition("#")[2].startswith("t-relationssevered")
    assert quote.split()[0] in page.inner_text("section.text")
    page.click("section.text a.said >> nth=0")
    assert page.url.endswith("#f0") or "#f" in page.url
    page.click("section.found li:target a:not(.back) >> nth=0")
    assert "/id/" in page.url
    assert page.locator("h1").count() == 1


def test_the_editor_colours_completes_and_runs(page: Page) -> None:
    page.goto("/query")
    page.wait_for_function("document.querySelectorAll('.editor .tk-word').length > 3")
    page.wait_for_load_state("networkidle")
    page.fill("#query", "SELECT ?v WHERE { ?v a dipl:Vis")
    page.press("#query", "End")
    page.keyboard.type("i")
    page.wait_for_selector(".choices li")
    assert "dipl:Visit" in page.inner_text(".choices")
    page.press("#query", "Enter")
    assert "dipl:Visit" in page.input_value("#query")
    page.press("#query", "End")
    page.keyboard.type(" }")
    page.press("#query", "Control+Enter")
    page.wait_for_selector("table.result")
    assert page.locator("table.result tbody tr").count() > 5
    assert "query=SELECT" in page.url


def test_a_saved_query_is_asked_by_its_form(page: Page) -> None:
    page.goto("/query")
    page.click("text=Who were the ambassadors of one state in another, in order?")
    page.fill("input[name=sending]", "Chile")
    page.click("main button")
    page.wait_for_selector("table.result")
    assert "Clodomiro Almeyda" in page.inner_text("table.result")
    assert page.locator("svg .bar").count() > 3


def test_search_finds_and_the_keyboard_leads(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.fill("#q", "bachelett")
    page.press("#q", "Enter")
    page.click("ul.hits a >> nth=0")
    assert page.inner_text("h1") == "Michelle Bachelet"


ADDRESSES = ("/", "/pair/chile--russia", "/disagreements", "/findings", "/unread", "/list/events", "/list/sources",
             "/query", "/query/ambassadors?sending=Chile", "/ontology", "/id/person/vladimir-putin",
             "/id/source/embassy-of-chile-in-russia-en", "/search?q=putin", "/api")  # fmt: skip


def test_no_page_is_wider_than_a_phone(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", viewport={"width": 390, "height": 844})
    page = context.new_page()
    for address in ADDRESSES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    context.close()


def test_without_javascript_pages_are_whole(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", java_script_enabled=False)
    page = context.new_page()
    page.goto("/query")
    page.click("main form button")
    page.wait_for_selector("table.result tbody tr")  # a click does not wait for the page it leads to
    assert page.locator("table.result tbody tr").count() > 5
    page.goto("/id/source/embassy-of-chile-in-russia-en")
    assert page.locator("mark").count() > 10
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_against_wcag(browser: Browser, server: Server, width: int, scheme: str) -> None:
    """Success criteria of WCAG 2.0 to 2.2, levels A and AA, and what axe-core calls best practice."""
    axe = needed.from_npm("axe-core/axe.min.js").read_text("utf-8")
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{server.port}",
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # the pages' own policy lets no script in but the server's
    )
    page = context.new_page()
    found = []
    for address in (*ADDRESSES, "/id/nothing", "/reconcile/about", "/reconcile/preview?id=state/chile"):
        page.goto(address)
        page.evaluate(axe)
        result = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
        assert len(result["passes"]) > 10
        found += [(address, one["id"], one["nodes"][0]["target"]) for one in result["violations"]]
    context.close()
    assert found == []


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_names_of_rows_stay_in_sight_on_a_phone(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto("/pair/chile--russia")
    page.evaluate("document.querySelector('.picture').scrollLeft = 300")
    names, years = (page.locator(f".plot .{name}").bounding_box() for name in ("names", "timeline"))
    assert names is not None
    assert years is not None
    assert 0 <= names["x"] < 30
    assert years["x"] < 0
    assert abs(names["height"] - years["height"]) < 1
    context.close()


def test_a_page_in_print_shows_all_of_its_pictures_and_texts(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", viewport={"width": 700, "height": 900})
    page = context.new_page()
    page.emulate_media(media="print")
    for address in ("/", "/pair/chile--russia", "/id/source/embassy-of-chile-in-russia-en"):
        page.goto(address)
        assert page.locator("header.top").is_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= 700, address
        cut = "[...document.querySelectorAll('.picture, .found')].some(one => one.scrollHeight > one.clientHeight + 2)"
        assert page.evaluate(cut) is False, address
    context.close()
