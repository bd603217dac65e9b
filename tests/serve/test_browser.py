"""The main paths in a real browser: Playwright with the Chromium of the system.

Without either of them the tests are skipped; `.ci/run` installs both.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.serve.test_server import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api: Any = pytest.importorskip("playwright.sync_api", exc_type=ImportError)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
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
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of a desktop's width; what it logs or fails at fails the test."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", viewport={"width": 1280, "height": 900})
    found = context.new_page()
    said: list[str] = []
    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    found.on("requestfailed", lambda request: said.append(request.url))
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
    assert page.locator("table.result tbody tr").count() > 5
    page.goto("/id/source/embassy-of-chile-in-russia-en")
    assert page.locator("mark").count() > 10
    context.close()
